/* For the tests of values and of the builtins' bodies: values from JSON text, as an artifact would
 * give them and as an expression would make them, and values back as text. */
#ifndef GATE_TESTS_VALUES_H
#define GATE_TESTS_VALUES_H

#include "evidence/json.h"
#include "vm/value.h"

#include <check.h>
#include <math.h>
#include <string.h>

/* A panic and an arena for one test; frees itself. */
#define ARENA                                                                                                \
    gate_panic panic = {.what = NULL};                                                                       \
    if (setjmp(panic.at) != 0) ck_abort_msg("unwound: %d", (int)panic.status);                               \
    GATE_CLEANUP(free_arena) gate_arena *arena = gate_arena_new(&panic, 0)

static inline void free_arena(gate_arena **arena)
{
    gate_arena_free(*arena);
}

static inline gate_value read_value(gate_arena *arena, const char *json)
{
    gate_limits limits = gate_limits_default();
    gate_datum datum;
    const gate_trouble *trouble = gate_json_read(arena, GATE_STR("test"), gate_str_c(json), &limits, &datum);
    ck_assert_msg(!trouble, "not JSON: %s", json);
    return gate_value_datum(datum);
}

/* What JSON can't say: "@NaN", "@+inf", "@-inf", "@none", "@time TEXT", "@span TEXT", "@type". */
static inline gate_value special(gate_str text)
{
    gate_str rest = gate_str_sub(text, 6, text.len);
    gate_instant at;
    gate_duration span;
    bool zoned;
    if (gate_str_eq_c(text, "@NaN")) return gate_value_double((double)NAN);
    if (gate_str_eq_c(text, "@+inf")) return gate_value_double((double)INFINITY);
    if (gate_str_eq_c(text, "@-inf")) return gate_value_double(-(double)INFINITY);
    if (gate_str_eq_c(text, "@none")) return gate_value_none();
    if (gate_str_eq_c(text, "@type")) return gate_value_type(GATE_T_INT);
    if (gate_str_starts(text, GATE_STR("@time ")) && gate_instant_parse(rest, &at, &zoned))
        return gate_value_instant(at);
    if (gate_str_starts(text, GATE_STR("@span ")) && gate_duration_parse(rest, &span))
        return gate_value_duration(span);
    return gate_value_str(text);
}

/* The same value built instead of borrowed; {"@some": x} is an optional, a map in a list
 * {"@map": [[key, value], …]} has keys of any kind. */
static inline gate_value build(gate_arena *arena, gate_value from)
{
    gate_value out = from;
    out.flags = 0;
    if (from.tag == GATE_T_STRING) return special(from.as.str);
    if (from.tag == GATE_T_LIST) {
        size_t len = gate_list_len(from);
        gate_value *items = GATE_ARRAY(arena, gate_value, len);
        for (size_t i = 0; i < len; i++)
            items[i] = build(arena, gate_list_at(from, i));
        return gate_value_list(arena, items, len);
    }
    if (from.tag != GATE_T_MAP) return out;
    if (gate_map_get_str(from, GATE_STR("@some"), &out)) return gate_value_some(arena, build(arena, out));
    size_t len = 0, duplicate;
    gate_pair *pairs;
    if (gate_map_get_str(from, GATE_STR("@map"), &out)) {
        pairs = GATE_ARRAY(arena, gate_pair, gate_list_len(out));
        for (; len < gate_list_len(out); len++) {
            pairs[len].key = build(arena, gate_list_at(gate_list_at(out, len), 0));
            pairs[len].value = build(arena, gate_list_at(gate_list_at(out, len), 1));
        }
    } else {
        pairs = GATE_ARRAY(arena, gate_pair, gate_map_len(from));
        gate_map_walk walk = gate_map_start(from);
        gate_value value;
        for (; gate_map_step(&walk, &pairs[len].key, &value); len++)
            pairs[len].value = build(arena, value);
    }
    ck_assert(gate_value_map(arena, pairs, len, &out, &duplicate));
    return out;
}

static inline gate_value build_value(gate_arena *arena, const char *json)
{
    return build(arena, read_value(arena, json));
}

/* A fault as "missing: …" or "error: …", another value as JSON. */
static inline const char *describe(gate_arena *arena, gate_value value)
{
    gate_buf out = gate_buf_new(arena);
    if (gate_is_definite(value)) {
        gate_json json = gate_json_new(&out, 0);
        gate_value_json(&json, value);
    } else {
        gate_buf_c(&out, value.tag == GATE_T_MISSING ? "missing: " : "error: ");
        gate_fault_text(&out, value.as.fault);
    }
    return gate_str_z(arena, gate_buf_str(&out));
}

static inline const char *shown(gate_arena *arena, gate_value value, size_t max)
{
    gate_buf out = gate_buf_new(arena);
    gate_value_show(&out, value, max);
    return gate_str_z(arena, gate_buf_str(&out));
}

#endif
