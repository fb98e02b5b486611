/* A value of the gate language at run time.
 *
 * MISSING and ERROR are values like any other, each with a fault that says why: never NULL, never
 * false. Lists and maps are either built by an expression or borrowed from an artifact (a datum);
 * the accessors below hide which. Values are immutable, are passed by copy, and own nothing: they
 * live as long as the evaluation arena and the bundle. */
#ifndef GATE_VM_VALUE_H
#define GATE_VM_VALUE_H

#include "base/instant.h"
#include "base/json.h"
#include "evidence/datum.h"

typedef enum gate_tag {
    GATE_T_MISSING,
    GATE_T_ERROR,
    GATE_T_NULL,
    GATE_T_BOOL,
    GATE_T_INT,
    GATE_T_DOUBLE,
    GATE_T_STRING,
    GATE_T_TIMESTAMP,
    GATE_T_DURATION,
    GATE_T_LIST,
    GATE_T_MAP,
    GATE_T_OPTIONAL,
    GATE_T_TYPE,
} gate_tag;

/* Flags of a value. */
#define GATE_V_EVIDENCE 1u /* it, or anything it was made from, came from evidence or a parameter */
#define GATE_V_DATUM    2u /* a LIST or MAP that is a datum of an artifact */
#define GATE_V_TROUBLED 4u /* a LIST some of whose elements are MISSING or ERROR: files of an `each`
                              evidence that cannot be judged. Functions never see such a list */

typedef enum gate_fault_kind {
#define FAULT(id, outcome, phrase) GATE_FAULT_##id,
#include "vm/faults.def"
#undef FAULT
} gate_fault_kind;

/* Why a value is missing or in error. */
typedef struct gate_fault {
    gate_fault_kind kind;
    gate_tag a, b;
    gate_str text; /* static, or in the evaluation arena, or in an artifact */
} gate_fault;

typedef struct gate_list gate_list;
typedef struct gate_dict gate_dict;

typedef struct gate_value {
    uint8_t tag;   /* gate_tag */
    uint8_t flags; /* GATE_V_… */
    uint16_t depth; /* of a built LIST, MAP, OPTIONAL: containers in each other, an upper bound */
    uint32_t why;  /* node of the trace that made it, in explaining mode; else 0 (vm/trace.h) */
    union {
        bool boolean;
        int64_t integer;
        double real;
        gate_str str;
        gate_instant instant;
        gate_duration duration;
        const gate_list *list;          /* LIST without GATE_V_DATUM */
        const gate_dict *dict;          /* MAP without GATE_V_DATUM */
        gate_datum datum;               /* LIST or MAP with GATE_V_DATUM */
        const struct gate_value *inner; /* OPTIONAL; NULL is none */
        gate_tag type;                  /* TYPE */
        const gate_fault *fault;        /* MISSING, ERROR */
    } as;
} gate_value;

/* A built list. Elements are never MISSING or ERROR, but in a GATE_V_TROUBLED one. */
struct gate_list {
    const gate_value *items;
    size_t len;
};

typedef struct gate_pair {
    gate_value key; /* BOOL, INT, DOUBLE that is a whole number, or STRING */
    gate_value value;
} gate_pair;

/* A built map, in insertion order, with an index for lookup. */
struct gate_dict {
    const gate_pair *pairs;
    size_t len;
    const uint32_t *slots; /* the pairs' indexes in the order of their keys; NULL for small maps */
    size_t slot_count;     /* as many as pairs, or 0 */
};

/* How deep built lists, maps and optionals may stand in each other; what follows a value inwards may
 * so use the stack. Deeper ones are never made: the makers below give ERROR (DEPTH) instead. */
#define GATE_VALUE_NESTING 512u

/* -- making ------------------------------------------------------------------------------------ */

/* Lists, maps and optionals are made by these functions only, which keep account of the nesting. What
 * they make carries no mark: that is the caller's to add. */

gate_value gate_value_null(void);
gate_value gate_value_bool(bool value);
gate_value gate_value_int(int64_t value);
gate_value gate_value_double(double value);
gate_value gate_value_str(gate_str text);            /* borrows */
gate_value gate_value_instant(gate_instant at);
gate_value gate_value_duration(gate_duration span);
gate_value gate_value_type(gate_tag type);
gate_value gate_value_list(gate_arena *arena, const gate_value *items, size_t len); /* borrows [items] */
/* A map of [len] pairs (borrowed). On a key that occurs twice, false, and [*duplicate] is its index. */
bool gate_value_map(gate_arena *arena, const gate_pair *pairs, size_t len, gate_value *out, size_t *duplicate);
gate_value gate_value_some(gate_arena *arena, gate_value inner);
gate_value gate_value_none(void);
/* MISSING or ERROR, by the fault's kind. [text] is borrowed. */
gate_value gate_value_fault(gate_arena *arena, gate_fault_kind kind, gate_str text);
gate_value gate_value_fault_types(gate_arena *arena, gate_fault_kind kind, gate_str text, gate_tag a, gate_tag b);
/* A datum as a value: scalars unwrapped, containers borrowed; marked GATE_V_EVIDENCE. */
gate_value gate_value_datum(gate_datum datum);

/* -- reading ----------------------------------------------------------------------------------- */

static inline gate_tag gate_tag_of(gate_value value)
{
    return (gate_tag)value.tag;
}
static inline bool gate_is_definite(gate_value value) /* neither MISSING nor ERROR */
{
    return value.tag > GATE_T_ERROR;
}
const char *gate_tag_name(gate_tag tag);    /* CEL's: "int", "string", "null_type", "google.protobuf.Timestamp" is "timestamp" here */
const char *gate_tag_article(gate_tag tag); /* for messages: "an int", "a string", "null" */
bool gate_fault_is_missing(gate_fault_kind kind);
void gate_fault_text(gate_buf *out, const gate_fault *fault); /* the phrase, filled in; text made visible */

size_t gate_list_len(gate_value list);                  /* of a LIST */
gate_value gate_list_at(gate_value list, size_t index); /* index < len */
size_t gate_map_len(gate_value map);                    /* of a MAP */
/* False when absent. An int key finds a double key of equal value and the other way round. */
bool gate_map_get_value(gate_value map, gate_value key, gate_value *out);
bool gate_map_get_str(gate_value map, gate_str key, gate_value *out);

/* Entries in order: `gate_map_walk walk = gate_map_start(map); while (gate_map_step(&walk, &key, &value)) …` */
typedef struct gate_map_walk {
    gate_value map;
    size_t at;
    gate_member member;
} gate_map_walk;
gate_map_walk gate_map_start(gate_value map);
bool gate_map_step(gate_map_walk *walk, gate_value *key, gate_value *value);

/* CEL's heterogeneous equality: total, different types are unequal, int and double on one exact
 * number line, NaN unequal to all, lists by element, maps by key. Both definite. */
bool gate_value_equal(gate_value a, gate_value b);
/* Order of two values: -1, 0, 1. Numbers with numbers, string, bool, timestamp, duration with their
 * own kind; else GATE_ORDER_NONE; NaN on either side GATE_ORDER_NAN. */
#define GATE_ORDER_NONE 2
#define GATE_ORDER_NAN  3
int gate_value_order(gate_value a, gate_value b);
/* Work units that an equality of these two may cost: their sizes, deep, at most [cap]. */
size_t gate_value_weight(gate_value value, size_t cap);

/* -- showing ----------------------------------------------------------------------------------- */

/* As JSON: timestamps as RFC 3339 text, durations as "3600s", NaN and infinities as their names, a
 * type as its name, an optional as its value or null, non-string map keys as text. */
void gate_value_json(gate_json *json, gate_value value);
/* One line for people, at most about [max] bytes, cut visibly with "…": strings quoted and made
 * visible, numbers the shortest exact text, lists and maps shortened. */
void gate_value_show(gate_buf *out, gate_value value, size_t max);

#endif
