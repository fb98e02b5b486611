/* How the value of a parameter reads, from text and from a computed value. Private to params.c and its
 * tests: knows types, but neither names nor limits nor where a text came from. */
#ifndef GATE_VM_PARAM_VALUE_H
#define GATE_VM_PARAM_VALUE_H

#include "vm/program.h"

/* [text] from a command line or the environment as a value of the parameter's type; a list is JSON.
 * False with [*why] ("`abc` is not an int") and perhaps [*help], a full sentence; [*help] is left alone
 * otherwise. The value may borrow [text]; all else lives in [arena]. */
bool gate_param_read(gate_arena *arena, const gate_p_param *param, gate_str text, gate_value *out,
                     gate_str *why, gate_str *help);

/* A value that a unit of the policy gave, as one of the parameter's type: text becomes a time or a span
 * where the type is one. False with [*why] when it is a fault, of another type or out of the type's range. */
bool gate_param_accept(gate_arena *arena, const gate_p_param *param, gate_value value, gate_value *out,
                       gate_str *why);

/* A scalar value as plain text, as it goes into a path: without quotes. */
gate_str gate_param_plain(gate_arena *arena, gate_value value);

#endif
