/* Types as written: the declarations of `type`, and the types of evidence, parameters and functions. */
#ifndef GATE_COMPILER_TYPE_EXPR_H
#define GATE_COMPILER_TYPE_EXPR_H

#include "compiler/context.h"

/* What the type node stands for, in the current file; noted in the side table. Poison, with a
 * diagnostic, when it stands for nothing. NULL stands for ANY. */
const gate_type *gate_type_resolve(gate_checker *cx, const gate_node *node);

/* Gives one TYPE symbol its type; those it is made of have theirs. */
void gate_type_declare(gate_checker *cx, gate_info *info);

/* The same type for evidence: raises what JSON never holds (optionals, types). */
const gate_type *gate_type_of_evidence(gate_checker *cx, const gate_node *node);

#endif
