/* Locals: what macros, clauses, rows and functions bind, and the slots they take. */
#ifndef GATE_COMPILER_SCOPE_H
#define GATE_COMPILER_SCOPE_H

#include "compiler/context.h"

/* Where a scope began, to give back to [gate_scope_end]. */
typedef struct gate_scope {
    uint32_t locals, slots;
} gate_scope;

gate_scope gate_scope_begin(const gate_checker *cx);
/* Forgets what was bound since, and frees its slots. */
void gate_scope_end(gate_checker *cx, gate_scope scope);
/* Binds a name to the next slot, which is returned. Raises E0210 when it is a declared name. */
uint32_t gate_scope_bind(gate_checker *cx, const gate_ident *name, const gate_type *type);
/* The innermost local of that name, or NULL. */
const gate_local *gate_scope_find(const gate_checker *cx, gate_str name);

#endif
