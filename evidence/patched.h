/* The evidence that a test of a policy sees: what was read, with patches in place of parts of it. Nothing is
 * written anywhere; patched texts are read by the same parser, and judged by age and order as files are. */
#ifndef GATE_EVIDENCE_PATCHED_H
#define GATE_EVIDENCE_PATCHED_H

#include "evidence/bundle.h"
#include "evidence/patch.h"

/* [evidence] with [patch] done; new, in [arena]. A patch without steps takes the place of the whole evidence,
 * or removes it; the first step of an `each` picks its files by their order. NULL with [*why], a phrase, when
 * what the patch names is not there or cannot be changed. [reading] is borrowed. */
const gate_evidence *gate_evidence_patch(gate_arena *arena, const gate_reading *reading,
                                         const gate_evidence *evidence, const gate_patch *patch, gate_str *why);

/* An evidence that is not there because [why]. */
const gate_evidence *gate_evidence_none(gate_arena *arena, const gate_evidence_spec *spec, const char *why);

#endif
