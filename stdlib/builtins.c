#include "stdlib/builtins.h"

#include "stdlib/bodies.h"

gate_builtins gate_stdlib_builtins(void)
{
    static const gate_builtin rows[] = {
#define BUILTIN(signature, body, flags, cost, summary, example)                                              \
    {signature, body, flags, cost, summary, example},
#include "stdlib/builtins.def"
#undef BUILTIN
    };
    return (gate_builtins){rows, GATE_COUNT(rows)};
}

/* The texts, each with a NUL behind it, so that an empty module is an array too. */
#define MODULE(name, length, ...) static const unsigned char module_##name[] = {__VA_ARGS__ 0};
#include "modules.inc"
#undef MODULE

const gate_module_text *gate_stdlib_modules(uint32_t *count)
{
    static const gate_module_text modules[] = {
#define MODULE(name, length, ...) {#name, {(const char *)module_##name, length}},
#include "modules.inc"
#undef MODULE
        {NULL, {NULL, 0}}, /* there may be none, and C has no empty arrays */
    };
    *count = GATE_COUNT(modules) - 1;
    return modules;
}
