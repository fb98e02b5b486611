/* The document itself. */
#include "report/report.h"

void gate_report_json(gate_buf *out, const gate_doc_verdict *verdict, const gate_report_options *options)
{
    (void)options;
    gate_doc_write(out, verdict);
}
