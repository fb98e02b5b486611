/* Forms of a verdict: one renderer a file, each a function from the document to text; the table is
 * forms.def. Nothing here knows the program, the trace or the policy's source. The same document and
 * options give the same bytes. */
#ifndef GATE_REPORT_REPORT_H
#define GATE_REPORT_REPORT_H

#include "verdict/document.h"

typedef struct gate_report_options {
    bool color;     /* SGR sequences; only the text form has colours */
    bool verbose;   /* everything: reasons of passes, digests, limits */
    bool quiet;     /* the verdict and what blocks it */
    uint32_t width; /* columns to fit; 0: 80 */
    gate_str predicate, subject; /* of an attestation, see intoto.h; empty: the default, the policy's */
} gate_report_options;

/* Appends [verdict] to [out], ending in a newline; scratch memory comes from [out]'s arena. */
typedef void gate_report_fn(gate_buf *out, const gate_doc_verdict *verdict,
                            const gate_report_options *options);

typedef struct gate_form_info {
    const char *name; /* "text", "json" */
    gate_report_fn *fn;
    const char *doc; /* one line, lower case, no full stop */
} gate_form_info;

/* NULL when there is no such form. */
const gate_form_info *gate_form_find(gate_str name);
/* All of them, in the order of the table. */
const gate_form_info *gate_forms(uint32_t *count);

/* The renderers. */
#define FORM(name, fn, doc) gate_report_fn fn;
#include "report/forms.def"
#undef FORM

#endif
