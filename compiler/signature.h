/* The signatures of the builtin table: parsed when a name is first used, kept for the compile, and
 * matched against arguments. Knows the table's rows (vm/builtin.h), never stdlib/. */
#ifndef GATE_COMPILER_SIGNATURE_H
#define GATE_COMPILER_SIGNATURE_H

#include "compiler/context.h"

typedef struct gate_signature {
    const gate_builtin *row;
    bool method, macro;
    bool variadic;                  /* the last parameter repeats, one or more */
    const gate_type *const *params; /* a method's receiver first; a macro's bound name is none of them */
    uint32_t count;
    const gate_type *result;
} gate_signature;

/* All rows of one name and style. */
typedef struct gate_function {
    gate_str name;
    bool method;
    bool now; /* some row depends on the time */
    bool parsed;
    GATE_VEC(const gate_builtin *) rows;
    GATE_VEC(gate_signature) signatures; /* those rows whose signature is one */
} gate_function;

/* Fills cx->functions, cx->methods and cx->namespaces from the table. */
void gate_functions_index(gate_checker *cx);
/* By name ("size", "math.ceil"; for methods "contains"); NULL when there is none. */
gate_function *gate_function_find(gate_checker *cx, gate_str name, bool method);

/* How well arguments match: not, perhaps (something is dynamic), surely. */
typedef enum gate_fit { GATE_FIT_NO, GATE_FIT_MAYBE, GATE_FIT_SURE } gate_fit;

/* The types that a signature's variables stand for in one call, by letter. */
typedef struct gate_bindings {
    const gate_type *of[26];
} gate_bindings;

/* Does an argument of type [from] go where [to] is asked for? Binds type variables. */
gate_fit gate_signature_unify(gate_checker *cx, gate_bindings *bindings, const gate_type *to,
                              const gate_type *from);
/* [type] with its variables replaced; an unbound one is ANY. */
const gate_type *gate_signature_fill(gate_checker *cx, const gate_bindings *bindings, const gate_type *type);

#endif
