/* Whether an expression depends on anything at all, and what is said of a condition that doesn't. Works on what
 * the checker has already noted. */
#ifndef GATE_COMPILER_CONSTANT_H
#define GATE_COMPILER_CONSTANT_H

#include "compiler/context.h"
#include "compiler/fold.h"

/* The value of [node] in the current file, as gate_fold knows it. */
gate_constant gate_constant_of(gate_checker *cx, const gate_node *node);

/* Does the checked expression depend on evidence, a parameter, a reading or the time? */
bool gate_depends(gate_checker *cx, const gate_node *node);

/* Raises E0405 where [condition] of [clause], a clause of [kind], is always the same. */
void gate_constant_check(gate_checker *cx, gate_clause_kind kind, const gate_node *clause, const gate_node *condition);

#endif
