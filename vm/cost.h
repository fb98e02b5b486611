/* The worst-case bound of a program's fuel, from its code alone: a polynomial in the sizes of what it
 * runs over. A size is named by the text of the expression whose value it is: `confidence.suites` is
 * how many elements that has (of a text, how many 16 bytes), `deep(x)` its deep weight.
 *
 * Both branches of a `?:` are counted, and every message: no run in either mode uses more fuel than the
 * bound at the sizes that its values had (gate_sizes records them). */
#ifndef GATE_VM_COST_H
#define GATE_VM_COST_H

#include "vm/poly.h"
#include "vm/vm.h"

typedef struct gate_cost_point {
    uint32_t line, var;
    bool deep;
} gate_cost_point;

typedef struct gate_cost {
    gate_poly total;
    gate_poly lets;          /* of all lets, each evaluated once */
    const gate_poly *blocks; /* by the program's blocks; of a retain block 0 */
    const gate_poly *units;  /* by the program's units: once, without lets */
    const gate_str *names;   /* of the variables */
    uint32_t var_count;
    const gate_cost_point *points; /* where a variable's size is seen */
    uint32_t point_count;
} gate_cost;

/* The bound of [linked]'s program, in [arena]. */
const gate_cost *gate_cost_new(gate_arena *arena, const gate_linked *linked);

/* Room for the sizes that one run of the program has, for gate_inputs.sizes. */
gate_sizes *gate_cost_sizes(gate_arena *arena, const gate_cost *cost, const gate_program *program);
/* [bound] at the recorded sizes. */
uint64_t gate_cost_at(gate_arena *arena, const gate_cost *cost, gate_poly bound, const gate_sizes *sizes);

#endif
