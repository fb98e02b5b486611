/* What two verdicts differ in, as text and as JSON: for `gatec diff` and `gatec verify`. Knows the
 * comparison, not how it was reached. */
#ifndef GATE_REPORT_COMPARE_H
#define GATE_REPORT_COMPARE_H

#include "report/report.h"
#include "verdict/compare.h"

/* Appends the comparison for people. [verified]: the second verdict is what the first one's inputs say now,
 * and it is told whether that is the same. */
void gate_compare_text(gate_buf *out, const gate_comparison *comparison, bool verified,
                       const gate_report_options *options);
/* The same as one JSON object, ending in a newline. */
void gate_compare_json(gate_buf *out, const gate_comparison *comparison, bool verified);

#endif
