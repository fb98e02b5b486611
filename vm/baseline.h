/* The report that a coverage block is held `against`, and which of its modules is a module's `base`.
 * Private to vm/; values and indexes live in the evaluation arena. It knows rows by their paths and globs
 * alone.
 *
 * `base` is the module's record in the other report; NEW_MODULE where that report lacks it, so that
 * `has(base.line)` is false; missing or in error where the other report is, or where the two have nothing
 * in common, since then nothing says that the module is new. */
#ifndef GATE_VM_BASELINE_H
#define GATE_VM_BASELINE_H

#include "vm/modules.h"

typedef struct gate_baseline gate_baseline;

/* [report] is what `against` gave; [now] the report that is judged, [claims] the row (of the block) that
 * speaks for each of its modules by a glob, or NULL. Never NULL: trouble is what the bases then are. */
gate_baseline *gate_baseline_new(gate_machine *m, const gate_p_block *block, gate_value report,
                                 const gate_modules *now, const uint32_t *claims);

/* The base of module [index] for the block's row number [row]: the same path; else, `module "PATH"`, the
 * one that ends with PATH, or, `module each "GLOB"`, the one whose longest end that matches is the same.
 * NOT_ONE where several are. `module sum`: the sum of those that match; [index] doesn't matter. */
gate_value gate_baseline_of(gate_baseline *baseline, uint32_t row, uint32_t index);

#endif
