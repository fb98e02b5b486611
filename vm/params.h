/* Parameters of a run: their values from the command line, the environment or the policy, checked
 * against type, floor and ceiling. Refusals are usage errors (status 2). */
#ifndef GATE_VM_PARAMS_H
#define GATE_VM_PARAMS_H

#include "base/diag.h"
#include "vm/vm.h"

/* One `-p NAME=VALUE`. */
typedef struct gate_setting {
    gate_str name, value;
} gate_setting;

typedef struct gate_param_values {
    gate_value *values; /* by the program's params section */
    gate_str *origins;  /* "default", "-p", "environment NAME" */
    gate_value *floors, *ceilings; /* NULL value where there is none */
} gate_param_values;

/* Looks up a variable of the environment; NULL when it is not set. */
typedef const char *gate_getenv(void *context, const char *name);

/* Fills [out] for every parameter of the program: `-p` first, then the environment (set but empty
 * counts as unset), then the default. Lists are given as JSON. A setting that names no parameter, one
 * given twice, a value that does not parse or crosses its floor or ceiling, and a parameter without
 * any value are diagnostics (E06xx) that name the parameter, where the value came from and what is
 * allowed; false then. [getenv] may be NULL: no environment. */
bool gate_params_fill(gate_arena *arena, const gate_linked *linked, const gate_setting *settings, uint32_t count,
                      gate_getenv *getenv, void *context, gate_diags *diags, gate_param_values *out);

/* The pattern of an evidence with its parameters put in, each as one literal path segment: empty,
 * `.`, `..`, and any of `/ \ * ? [` or a control character in a value is a diagnostic (E06xx), false. */
bool gate_params_pattern(gate_arena *arena, const gate_program *program, uint32_t evidence, const gate_param_values *values,
                         gate_diags *diags, gate_str *out);

/* "percent", "[string]" … as the policy writes it. */
gate_str gate_param_type_text(gate_arena *arena, const gate_p_param *param);

#endif
