/* Checking expressions: what every node is, of which type, and what names in it mean. Fills the side
 * tables of the current file; raises what is wrong, and returns the poisoned type for it, which
 * silences what follows. Left-deep chains (`a + b + …`, `a.b.c …`) are gone through without
 * recursion; all other nesting is bounded by GATE_MAX_DEPTH. Private to compiler/. */
#ifndef GATE_COMPILER_CHECK_H
#define GATE_COMPILER_CHECK_H

#include "compiler/context.h"

/* check_expr.c: an expression in the current scope; NULL is poison. */
const gate_type *gate_expr_check(gate_checker *cx, const gate_node *node);
/* The same of one that must be true or false. */
const gate_type *gate_condition_check(gate_checker *cx, const gate_node *node);
/* Raises that [node], of type [type], is no condition, unless it may be one. */
void gate_condition_demand(gate_checker *cx, const gate_node *node, const gate_type *type);

/* What a name before a dot stands for, when it isn't a value. */
typedef enum gate_namespace { GATE_NS_NONE, GATE_NS_FILE, GATE_NS_BUILTIN } gate_namespace;

/* check_name.c: [file] gets the file of GATE_NS_FILE. */
gate_namespace gate_namespace_of(gate_checker *cx, const gate_node *name, gate_file **file);
/* Notes the use of a namespace, in its name's ref. */
void gate_namespace_use(gate_checker *cx, const gate_node *name);
const gate_type *gate_name_check(gate_checker *cx, const gate_node *name);
/* `team.limit`: a SELECT whose operand is a namespace. */
const gate_type *gate_qualified_check(gate_checker *cx, const gate_node *select);

/* check_access.c: finishing a SELECT or an INDEX whose operand is of that type. */
const gate_type *gate_select_check(gate_checker *cx, const gate_node *node, const gate_type *operand);
const gate_type *gate_index_check(gate_checker *cx, const gate_node *node, const gate_type *operand);
/* The type at a FIELD's path below [type]; raises what isn't there. [what] names the clause: "by". */
const gate_type *gate_field_check(gate_checker *cx, const gate_node *field, const gate_type *type);
/* What macros and clauses go over: the type of an element (a map's key), and of both variables of the
 * two-variable form. Raises E0312 and gives poison when it is no list or map. */
typedef struct gate_range {
    const gate_type *one;            /* the element, or a map's key */
    const gate_type *first, *second; /* index and element, or key and value */
} gate_range;
gate_range gate_range_of(gate_checker *cx, const gate_node *node, const gate_type *type, const char *what);

/* check_operator.c: the right operand is checked within. */
const gate_type *gate_binary_check(gate_checker *cx, const gate_node *node, const gate_type *left);
const gate_type *gate_unary_check(gate_checker *cx, const gate_node *node, const gate_type *operand);

/* check_call.c: a call; [target] is the receiver's type, NULL for a function's. */
const gate_type *gate_call_check(gate_checker *cx, const gate_node *node, const gate_type *target);
/* check_macro.c: true when the call is a macro; [out] is then its type. */
bool gate_macro_check(gate_checker *cx, const gate_node *node, const gate_type *target,
                      const gate_type **out);
/* check_literal.c: what a call's literal arguments say: patterns, times, zones, globs. */
void gate_literals_check(gate_checker *cx, const gate_node *call, const gate_type *target);
/* A zone's name, or for fields "epoch" and "epoch-ms". */
void gate_zone_check(gate_checker *cx, const gate_node *string, bool field);
/* A shell pattern, or a path. */
void gate_glob_check(gate_checker *cx, const gate_node *string, gate_str text);

#endif
