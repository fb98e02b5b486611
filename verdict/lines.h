/* The lines of policy and evidence that a document's places speak of, so that a form can show them when
 * neither is at hand any more. Bounded: what stands in the way comes first, and long lines are kept in
 * parts. Reads a finished document and the texts that it was made from; decides nothing. Private to
 * verdict/. */
#ifndef GATE_VERDICT_LINES_H
#define GATE_VERDICT_LINES_H

#include "verdict/verdict.h"

/* Fills [verdict]'s `excerpts`, in [arena]: after all places have their lines. */
void gate_lines_fill(gate_arena *arena, const gate_verdict_input *input, gate_doc_verdict *verdict);

#endif
