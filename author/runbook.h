/* The runbook that policies are, as a page of Markdown: every block with its rows, what each asks for in
 * words where that is easy, who answers for it, and where it stands. Reads the checked tree alone; the same
 * policies give the same page. */
#ifndef GATE_AUTHOR_RUNBOOK_H
#define GATE_AUTHOR_RUNBOOK_H

#include "compiler/checked.h"

typedef struct gate_runbook_options {
    gate_str page;  /* where the page will stand: links to the sources are relative to its folder; "" is the
                       working one */
    gate_str title; /* of the page; empty: the policy's, or "Runbook" for several */
} gate_runbook_options;

/* Appends the page. What several of the policies import is told once. */
void gate_runbook_write(gate_buf *out, const gate_checked *const *policies, uint32_t count,
                        const gate_runbook_options *options);

#endif
