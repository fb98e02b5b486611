/* One function of the language, as a row: name, type, summary, example and implementation together.
 * The rows stand in the .def files of stdlib/; the compiler and the VM are handed the table and never include
 * stdlib/. A host may hand in rows of its own.
 *
 * A body is called with arguments that fit its signature and are definite: arity, types, missing
 * and error have been dealt with (unless GATE_FN_LAZY). The mark GATE_V_EVIDENCE is carried over by
 * the caller. */
#ifndef GATE_VM_BUILTIN_H
#define GATE_VM_BUILTIN_H

#include "base/zone.h"
#include "vm/value.h"

typedef struct gate_call gate_call;
typedef void gate_builtin_fn(gate_call *call, const gate_value *args, gate_value *out);

/* Flags of a row. */
#define GATE_FN_LAZY  1u /* the body wants missing and error arguments too (optionals' orValue) */
#define GATE_FN_MACRO 2u /* its last parameters are a bound name and a body: `(list(A)).sortBy(x, any)`.
                            The body is called with the list and the list of the body's values */
#define GATE_FN_NOW   4u /* depends on `now` */
#define GATE_FN_HIDDEN 8u /* made by the compiler only; not callable by name, not documented */

/* What a call costs in fuel beyond 1, in terms of its arguments' sizes (elements, bytes / 16, or 1
 * for scalars). The VM charges it, the bound of `--cost` is computed from it: the same units. */
typedef enum gate_fn_cost {
    GATE_COST_ONE,   /* constant */
    GATE_COST_SUM,   /* the sum of the arguments' sizes */
    GATE_COST_SORT,  /* n log n of the first */
    GATE_COST_MUL,   /* the product of the first two */
    GATE_COST_DEEP,  /* the arguments' deep weight */
} gate_fn_cost;

/* One overload. Overloads of one function are neighbours in the table and share name and style.
 *
 * The signature is written in the language's own types:
 *     "(string).contains(string): bool"          a method; the receiver is args[0]
 *     "size(list(A)): int"                       a function
 *     "math.greatest(number, number...): number" in a namespace; the last parameter repeats, one or more
 *     "(list(A)).sortBy(x, any): list(A)"        a macro
 * Types: bool int double number (int or double) string timestamp duration null type any,
 * list(T) map(K, V) optional(T), and type variables A B K V. */
typedef struct gate_builtin {
    const char *signature;
    gate_builtin_fn *fn;
    uint32_t flags;
    gate_fn_cost cost;
    const char *summary; /* one line, lower case, no full stop */
    const char *example; /* "expression -> value": run by the tests and shown in the reference; or
                            "expression -> missing" / "expression -> error" */
} gate_builtin;

typedef struct gate_builtins {
    const gate_builtin *rows;
    uint32_t count;
} gate_builtins;

/* -- what a body may use ----------------------------------------------------------------------- */

struct gate_call {
    gate_arena *arena;             /* the evaluation's */
    const gate_builtin *builtin;
    uint32_t argc;
    gate_instant now;
    struct gate_machine *machine;  /* the VM's own state; opaque to bodies */
};

/* Ends the call with a fault: gate_call_fail(call, out, GATE_FAULT_RANGE, "…"). printf-like text,
 * made in the arena. */
void gate_call_fail(gate_call *call, gate_value *out, gate_fault_kind kind, const char *format, ...) GATE_PRINTF(4, 5);
/* Charges [units] of fuel beyond what the row's cost says; false when there is none left, and [out]
 * is then the fault to return. */
bool gate_call_charge(gate_call *call, uint64_t units, gate_value *out);
/* A zone by name, cached for the evaluation; NULL with [out] set to the fault. */
const gate_zone *gate_call_zone(gate_call *call, gate_str name, gate_value *out);
/* Does [text] match the RE2 pattern? Cached by pattern; false with [out] set to the fault when the
 * pattern is wrong or its limit is reached, else true and [*matched]. */
bool gate_call_match(gate_call *call, gate_str text, gate_str pattern, bool *matched, gate_value *out);
/* [element], taken from [list] (or the values of a map) at [index], with the place it stands at: for
 * bodies that pick an element out of a list (first, max, orValue …). Without it a picked element is
 * explained as the result of the call. */
gate_value gate_call_element(gate_call *call, gate_value list, gate_value element, size_t index);

#endif
