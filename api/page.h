/* The pages of reference, each written from the tables of this build. Private to api/. */
#ifndef GATE_API_PAGE_H
#define GATE_API_PAGE_H

#include "base/str.h"

typedef void gate_page_fn(gate_buf *out);

gate_page_fn gate_page_functions, gate_page_clauses, gate_page_diagnostics, gate_page_opcodes,
    gate_page_lint;

#endif
