/* Where two documents first differ. Private to verdict/. */
#ifndef GATE_VERDICT_DIFFER_H
#define GATE_VERDICT_DIFFER_H

#include "verdict/document.h"

/* Do they differ, in any field? [way] then gets the JSON Pointer of the first that does, in the order of
 * document.def; else nothing is appended. */
bool gate_doc_differ(gate_buf *way, const gate_doc_verdict *a, const gate_doc_verdict *b);
bool gate_doc_differ_row(gate_buf *way, const gate_doc_row *a, const gate_doc_row *b);

#endif
