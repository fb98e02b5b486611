/* From the files that were read to the one evidence that a policy sees: their times, their age, which
 * is the newest, in what order they stand. Reads no files. */
#ifndef GATE_EVIDENCE_CHOOSE_H
#define GATE_EVIDENCE_CHOOSE_H

#include "evidence/bundle.h"

/* Fills [out], of which spec is set, from [files], in the order of their paths and at least one. An
 * artifact that gets a time or a trouble of this evidence alone is a copy: [files] may be shared. */
void gate_choose(gate_arena *arena, const gate_reading *reading, gate_artifact **files, uint32_t count,
                 gate_evidence *out);

#endif
