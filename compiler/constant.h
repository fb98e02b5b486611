/* What is known of an expression without any evidence: its value where it is written out, and
 * whether it depends on anything at all. Works on what the checker has already noted. */
#ifndef GATE_COMPILER_CONSTANT_H
#define GATE_COMPILER_CONSTANT_H

#include "base/instant.h"
#include "compiler/context.h"

typedef enum gate_constant_kind {
    GATE_K_NONE, /* unknown, or of no interest here */
    GATE_K_BOOL,
    GATE_K_INT,
    GATE_K_DOUBLE,
    GATE_K_DURATION,
    GATE_K_TIMESTAMP,
} gate_constant_kind;

typedef struct gate_constant {
    gate_constant_kind kind;
    bool boolean;
    int64_t integer;
    double real;
    gate_duration duration;
    gate_instant instant;
} gate_constant;

/* The value of a literal, or of one in the hand of `-`, `!`, `&&`, `||`, comparisons, timestamp() and
 * duration(). `true || x` is true whatever x is. Looks only so deep. */
gate_constant gate_constant_of(gate_checker *cx, const gate_node *node);
/* -1, 0, 1; or 2 when the two have no order. */
int gate_constant_order(gate_constant a, gate_constant b);

/* Does the checked expression depend on evidence, a parameter, a reading or the time? */
bool gate_depends(gate_checker *cx, const gate_node *node);

/* Raises E0405 where [condition] of [clause], a clause of [kind], is always the same. */
void gate_constant_check(gate_checker *cx, gate_clause_kind kind, const gate_node *clause, const gate_node *condition);

#endif
