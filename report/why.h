/* Everything that a verdict says about one row, as text and as JSON: for `gatec why`. */
#ifndef GATE_REPORT_WHY_H
#define GATE_REPORT_WHY_H

#include "report/report.h"

/* Appends the row of that id or, where there is none, the rows of that name, path or key; false when there
 * is no such row. */
bool gate_report_why(gate_buf *out, const gate_doc_verdict *verdict, gate_str name,
                     const gate_report_options *options);
/* The same rows as one JSON object, ending in a newline; false, and nothing is written, when there is none. */
bool gate_report_why_json(gate_buf *out, const gate_doc_verdict *verdict, gate_str name);

#endif
