/* What an in-toto Statement is about, and which predicate it has: decided before it is written, since the
 * form can be refused. */
#ifndef GATE_REPORT_INTOTO_H
#define GATE_REPORT_INTOTO_H

#include "report/report.h"

/* Why the verdict cannot be written as a Statement with these options: one line, lower case, static. NULL
 * when it can. */
const char *gate_intoto_refusal(const gate_doc_verdict *verdict, const gate_report_options *options);

#endif
