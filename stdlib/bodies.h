/* For the files that hold bodies of builtin functions: the bodies' prototypes, made from the table,
 * and what bodies over lists share. Nothing outside stdlib/ includes it. */
#ifndef GATE_STDLIB_BODIES_H
#define GATE_STDLIB_BODIES_H

#include "vm/builtin.h"
#include "vm/value_index.h"

#define BUILTIN(signature, body, flags, cost, summary, example) gate_builtin_fn body;
#include "stdlib/builtins.def"
#undef BUILTIN

/* The elements of a list side by side: borrowed from a built one, copied into the call's arena from
 * one of an artifact. */
const gate_value *gate_body_items(gate_call *call, gate_value list);

/* [len] elements out of (or made of) those of [from] as a list: no deeper than [from], and marked as
 * evidence when [from] is, so that emptying an evidence list leaves no trace-less empty one. Borrows. */
gate_value gate_body_part(gate_call *call, gate_value from, const gate_value *items, size_t len);

/* [out] is the fault "`name` cannot be used on" a value's kind, or two values' kinds. [name] is static. */
void gate_body_refuse(gate_call *call, gate_value *out, const char *name, gate_value value);
void gate_body_refuse2(gate_call *call, gate_value *out, const char *name, gate_value a, gate_value b);

/* Can all of these be ordered among each other: numbers without NaN, or one of string, bool,
 * timestamp, duration? Else false, with [out] the fault. */
bool gate_body_ordered(gate_call *call, gate_value *out, const char *name, const gate_value *items,
                       size_t len);

/* Is every element a number? Else false, with [out] the fault. */
bool gate_body_numbers(gate_call *call, gate_value *out, const char *name, const gate_value *items,
                       size_t len);

/* [out] is missing because there are [have] values and [need] are needed. */
void gate_body_too_few(gate_call *call, gate_value *out, size_t have, int64_t need);

#endif
