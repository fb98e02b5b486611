/* The inside of vm/cost.h: sizes in place of values, and the bound of one unit. Private to vm/. */
#ifndef GATE_VM_COST_PART_H
#define GATE_VM_COST_PART_H

#include "base/map.h"
#include "vm/cost.h"
#include "vm/machine.h"

/* A value's size. Where it is what one instruction's value has, only that instruction's [line] is kept,
 * and it becomes a variable when something depends on it. */
typedef struct gate_abstract {
    uint32_t line; /* GATE_NO: [len] and [deep] are its bounds */
    bool scalar;   /* never a text, a list, a map or an optional */
    bool fixed;    /* made of constants: its size is a number */
    gate_poly len, deep;
} gate_abstract;

typedef struct gate_unit_cost {
    bool done;
    gate_poly cost;
    gate_abstract result;
} gate_unit_cost;

typedef struct gate_coster {
    gate_arena *arena;
    const gate_linked *linked;
    const gate_program *program;
    gate_unit_cost *units;
    gate_map by_name;
    GATE_VEC(gate_str) names;
    GATE_VEC(gate_cost_point) points;
} gate_coster;

typedef struct gate_cost_loop {
    uint32_t kind, line;
    gate_abstract range, body;
    gate_poly outside; /* what was counted before it began */
} gate_cost_loop;

/* A branch's value on its way to where the branches meet. */
typedef struct gate_cost_wait {
    uint32_t target;
    gate_abstract value;
} gate_cost_wait;

typedef struct gate_cost_frame {
    gate_coster *c;
    gate_poly cost;
    gate_abstract *stack, *locals;
    bool *known; /* locals that were stored; others are an instruction's value each time they are read */
    uint32_t sp;
    gate_cost_loop *loops;
    uint32_t loop_top;
    gate_cost_wait *waits;
    uint32_t wait_count;
} gate_cost_frame;

gate_poly gate_size_len(gate_coster *c, gate_abstract v);
gate_poly gate_size_deep(gate_coster *c, gate_abstract v);
/* The bound of one run of the unit, and the size of what it gives (NULL: not wanted). */
gate_poly gate_cost_unit(gate_coster *c, uint32_t unit, gate_abstract *result);

#endif
