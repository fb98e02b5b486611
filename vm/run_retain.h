/* Retention: what the rules of one `retain` block say of the runs in its store. Decides nothing: what is
 * kept is verdict/retain.h's. Knows values, and no folders. */
#ifndef GATE_VM_RUN_RETAIN_H
#define GATE_VM_RUN_RETAIN_H

#include "vm/vm.h"

/* What one rule says of one run. */
typedef struct gate_retain_fact {
    gate_value where; /* a condition's value: BOOL, MISSING or ERROR; true where the rule has none */
    gate_value per;   /* the group; NULL value where the rule has none */
} gate_retain_fact;

typedef struct gate_retain_run {
    gate_outcome applies;          /* the block's `only if`: TRUE, or the first that isn't */
    const gate_value *times;       /* by run: TIMESTAMP of `by`, or why there is none; NULL without a `by` */
    const gate_retain_fact *facts; /* by run, and for each by the block's rules */
} gate_retain_run;

/* Runs the units of the program's [block], which is a retain block, on [count] runs, each the value of its
 * file. Never fails: faults are values. Everything lives in [arena]. */
const gate_retain_run *gate_run_retain(gate_arena *arena, const gate_linked *linked,
                                       const gate_inputs *inputs, uint32_t block, const gate_value *runs,
                                       uint32_t count);

#endif
