/* The table of the language's functions, and the modules of the standard library as embedded text.
 * Handed to the compiler and the VM by api/. */
#ifndef GATE_STDLIB_BUILTINS_H
#define GATE_STDLIB_BUILTINS_H

#include "vm/builtin.h"

/* All rows, overloads of one name side by side. Static. */
gate_builtins gate_stdlib_builtins(void);

typedef struct gate_module_text {
    const char *name; /* "coverage" */
    gate_str text;
} gate_module_text;

/* The embedded modules, sorted by name. Static. */
const gate_module_text *gate_stdlib_modules(uint32_t *count);

#endif
