/* The generator's inside: types, what is in scope, and the parts that make each other's operands. */
#ifndef GATE_TESTS_MAKER_H
#define GATE_TESTS_MAKER_H

#include "tests/reference/generate.h"

/* REC is an element of e.rs: a map of whose fields the checker knows nothing. */
typedef enum kind {
    K_BOOL,
    K_INT,
    K_DOUBLE,
    K_STRING,
    K_TIME,
    K_SPAN,
    K_REC,
    K_TYPE,
    K_LIST,
    K_MAP,
    K_OPT
} type_kind;

typedef struct type {
    type_kind kind;
    const struct type *of;
} type;

extern const type scalars[8]; /* by kind, up to K_TYPE */

typedef struct variable {
    const char *name;
    const type *type;
} variable;

typedef struct maker {
    gate_arena *arena;
    gate_builtins table;
    choices *from;
    gate_buf *out;
    variable vars[32];
    uint32_t var_count, names;
    bool module, outer; /* a module's readings; the policy's own lets and functions */
} maker;

const type *type_of(maker *m, type_kind kind, const type *inner);
bool type_same(const type *a, const type *b);
const type *any_scalar(maker *m);
const char *one_of(maker *m, const char *const *items, uint32_t count);
#define ONE_OF(m, ...)                                                                                       \
    one_of((m), (const char *const[]){__VA_ARGS__},                                                          \
           (uint32_t)GATE_COUNT(((const char *const[]){__VA_ARGS__})))
void say(maker *m, const char *text);
/* A new variable of the type, in scope until var_count is set back; its name. */
const char *fresh(maker *m, const type *t);

/* Each writes an expression of the type; [depth] bounds the nesting. */
void make_expr(maker *m, const type *t, uint32_t depth);
void make_record(maker *m, uint32_t depth);
const char *field_of(maker *m, type_kind kind); /* a field that is usually of that type */
void make_macro(maker *m, const type *t, uint32_t depth);
bool make_call(maker *m, const type *t, uint32_t depth); /* false: no function gives that type */

#endif
