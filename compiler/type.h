/* The type lattice of the checker: gradual, so ANY goes with everything, and ERROR (a mistake that
 * was already reported) silences what follows from it. Types are immutable and live in the compile
 * arena. */
#ifndef GATE_COMPILER_TYPE_H
#define GATE_COMPILER_TYPE_H

#include "base/str.h"
#include "base/vec.h"

typedef enum gate_type_kind {
    GATE_TY_ERROR, /* poison */
    GATE_TY_ANY,   /* dynamic */
    GATE_TY_NULL,
    GATE_TY_BOOL,
    GATE_TY_INT,
    GATE_TY_DOUBLE,
    GATE_TY_NUMBER,  /* int or double */
    GATE_TY_PERCENT, /* a number from 0 to 100 */
    GATE_TY_STRING,
    GATE_TY_WORD, /* one literal string: "pass" */
    GATE_TY_TIMESTAMP,
    GATE_TY_DURATION,
    GATE_TY_LIST,     /* of */
    GATE_TY_MAP,      /* key, of */
    GATE_TY_RECORD,   /* fields; other keys allowed in the evidence, unknown to the policy */
    GATE_TY_OPTIONAL, /* of */
    GATE_TY_TYPE,     /* a type as a value */
    GATE_TY_UNION,    /* members */
    GATE_TY_VAR,      /* a type variable of a builtin's signature */
} gate_type_kind;

typedef struct gate_type gate_type;

typedef struct gate_type_field {
    gate_str name;
    const gate_type *type;
    bool optional;
} gate_type_field;

struct gate_type {
    gate_type_kind kind;
    gate_str name; /* as declared (`Suite`, `ci.Summary`), a WORD's text, a VAR's letter; else empty */
    const gate_type *key, *of;
    const gate_type_field *fields;
    const gate_type *const *members;
    uint32_t count;  /* of fields or members */
    uint32_t weight; /* how many types it is made of, at most GATE_TYPE_WEIGHT_MAX + 1: what a walk costs */
};

/* Types heavier than this are refused where declared and become ANY where inferred, so that no policy
 * makes a comparison of types take long: each may be named twice in the next. */
#define GATE_TYPE_WEIGHT_MAX 4096u

/* The plain types, static; a LIST, MAP or OPTIONAL is of ANY. Not for RECORD, UNION, WORD, VAR. */
const gate_type *gate_type_plain(gate_type_kind kind);
/* Made of others; ANY instead of what would be too heavy. */
const gate_type *gate_type_list(gate_arena *arena, const gate_type *of);
const gate_type *gate_type_map(gate_arena *arena, const gate_type *key, const gate_type *of);
const gate_type *gate_type_optional(gate_arena *arena, const gate_type *of);
/* The union of two types, flattened, without repeats; ANY swallows all, ERROR even that; equal types
 * stay themselves, a string takes in words, and different kinds of numbers are a NUMBER. */
const gate_type *gate_type_union(gate_arena *arena, const gate_type *a, const gate_type *b);
/* The same of many at once. */
const gate_type *gate_type_union_of(gate_arena *arena, const gate_type *const *types, uint32_t count);
const gate_type *gate_type_word(gate_arena *arena, gate_str text);
/* A record; [fields] are borrowed. Its weight may be over the limit: the caller looks. */
const gate_type *gate_type_record(gate_arena *arena, gate_str name, const gate_type_field *fields,
                                  uint32_t count);
/* The same type under a declared name; a WORD stays as it is. */
const gate_type *gate_type_named(gate_arena *arena, const gate_type *type, gate_str name);

/* A reader's name for it: "list of strings", "percentage", `"pass" | "fail"`, "`Suite`". */
gate_str gate_type_text(gate_arena *arena, const gate_type *type);
/* The same with its article, for "this is …": "a list of strings", "a percentage". */
gate_str gate_type_article(gate_arena *arena, const gate_type *type);

bool gate_type_equal(const gate_type *a, const gate_type *b);
/* Could a value of [from] be one of [to]? True wherever either is ANY or ERROR, or they overlap. */
bool gate_type_fits(const gate_type *from, const gate_type *to);
/* Could `==` be true of two such values? As [gate_type_fits], with all numbers on one line. */
bool gate_type_comparable(const gate_type *a, const gate_type *b);
bool gate_type_is_number(const gate_type *type); /* INT DOUBLE NUMBER PERCENT, or a union of such */
/* The field of that name of a RECORD, or NULL. */
const gate_type_field *gate_type_field_of(const gate_type *record, gate_str name);

/* The language's own type of that name, or NULL. */
const gate_type *gate_type_builtin(gate_str name);
/* The names of all of them, for suggestions; NULL past the last. */
const char *gate_type_builtin_name(uint32_t index);

#endif
