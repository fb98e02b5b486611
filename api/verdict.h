/* A verdict's handle from the inside: what a check found, or what was saved of one. Private to api/. */
#ifndef GATE_API_VERDICT_H
#define GATE_API_VERDICT_H

#include "api/handle.h"
#include "verdict/verdict.h"

struct gatec_verdict {
    gate_handle base;
    const gate_doc_verdict *document; /* NULL when there is no verdict */
    gate_verdict_facts facts;
    gatec_row *rows;
    size_t row_count;
};

/* Gives [document], which lives in the handle's arena, to the handle. */
void gate_verdict_take(gatec_verdict *verdict, const gate_doc_verdict *document);

#endif
