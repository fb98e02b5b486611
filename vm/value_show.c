/* Values as text: names of kinds, faults, one line for people, JSON. Strings come from artifacts and
 * are taken to be hostile: cut to a length before they are made visible, never printed as they are. */
#include "vm/value.h"

#include "base/num.h"
#include "base/utf8.h"

#include <inttypes.h>

#define CUT "\xe2\x80\xa6" /* … */

/* A fault's text may be as long as a key of an artifact. */
#define FAULT_TEXT_MAX 1000u
/* Containers deeper than this are shown as […] and {…}. */
#define SHOW_DEPTH 6u

const char *gate_tag_name(gate_tag tag)
{
    static const char *const names[] = {
        [GATE_T_MISSING] = "missing",   [GATE_T_ERROR] = "error",
        [GATE_T_NULL] = "null_type",    [GATE_T_BOOL] = "bool",
        [GATE_T_INT] = "int",           [GATE_T_DOUBLE] = "double",
        [GATE_T_STRING] = "string",     [GATE_T_TIMESTAMP] = "timestamp",
        [GATE_T_DURATION] = "duration", [GATE_T_LIST] = "list",
        [GATE_T_MAP] = "map",           [GATE_T_OPTIONAL] = "optional_type",
        [GATE_T_TYPE] = "type",
    };
    return names[tag];
}

const char *gate_tag_article(gate_tag tag)
{
    static const char *const names[] = {
        [GATE_T_MISSING] = "a missing value",
        [GATE_T_ERROR] = "an error",
        [GATE_T_NULL] = "null",
        [GATE_T_BOOL] = "a bool",
        [GATE_T_INT] = "an int",
        [GATE_T_DOUBLE] = "a double",
        [GATE_T_STRING] = "a string",
        [GATE_T_TIMESTAMP] = "a timestamp",
        [GATE_T_DURATION] = "a duration",
        [GATE_T_LIST] = "a list",
        [GATE_T_MAP] = "a map",
        [GATE_T_OPTIONAL] = "an optional",
        [GATE_T_TYPE] = "a type",
    };
    return names[tag];
}

bool gate_fault_is_missing(gate_fault_kind kind)
{
    static const bool missing[] = {
#define FAULT(id, outcome, phrase) [GATE_FAULT_##id] = GATE_T_##outcome == GATE_T_MISSING,
#include "vm/faults.def"
#undef FAULT
    };
    return missing[kind];
}

/* Appends [text], made visible, up to about [max] bytes; then … for what is left out. */
static void add_visible(gate_buf *out, gate_str text, size_t max, bool quoted)
{
    size_t start = out->len;
    for (size_t at = 0; at < text.len;) {
        if (out->len - start >= max) {
            gate_buf_c(out, CUT);
            return;
        }
        size_t from = at;
        uint32_t code = gate_utf8_next(text, &at);
        if (quoted && code == '"')
            gate_buf_c(out, "\\\"");
        else
            gate_buf_visible(out, gate_str_sub(text, from, at));
    }
}

/* A text beside a number or a time is nearly always one that was meant to be read as such. */
static void hint_conversion(gate_buf *out, gate_tag a, gate_tag b)
{
    if (a != GATE_T_STRING && b != GATE_T_STRING) return;
    gate_tag other = a == GATE_T_STRING ? b : a;
    const char *function = other == GATE_T_TIMESTAMP                       ? "timestamp"
                           : other == GATE_T_DURATION                      ? "duration"
                           : other == GATE_T_INT || other == GATE_T_DOUBLE ? "double"
                                                                           : NULL;
    if (function) gate_buf_printf(out, "; `%s(…)` reads a text as one", function);
}

void gate_fault_text(gate_buf *out, const gate_fault *fault)
{
    static const char *const phrases[] = {
#define FAULT(id, outcome, phrase) [GATE_FAULT_##id] = phrase,
#include "vm/faults.def"
#undef FAULT
    };
    for (const char *at = phrases[fault->kind]; *at; at++) {
        if (at[0] != '%') {
            gate_buf_char(out, *at);
            continue;
        }
        at++;
        if (*at == 's')
            add_visible(out, fault->text, FAULT_TEXT_MAX, false);
        else
            gate_buf_c(out, gate_tag_article(*at == 'a' ? fault->a : fault->b));
    }
    if (fault->kind == GATE_FAULT_NO_OVERLOAD2) hint_conversion(out, fault->a, fault->b);
}

/* -- one line for people ----------------------------------------------------------------------- */

typedef struct shower {
    gate_buf *out;
    size_t end; /* of out->len: past it, no more elements */
} shower;

static void show(const shower *to, gate_value value, uint32_t depth);

static size_t room(const shower *to)
{
    return to->end > to->out->len ? to->end - to->out->len : 0;
}

static void show_str(const shower *to, gate_str text)
{
    gate_buf_char(to->out, '"');
    add_visible(to->out, text, room(to), true);
    gate_buf_char(to->out, '"');
}

/* Before the element or entry at [index] of [len]: the comma, or, where there is no room for it, how
 * many are left out; false then. Only the outermost container counts, so that the notes of nested
 * ones don't add up. */
static bool show_next(const shower *to, size_t index, size_t len, uint32_t depth)
{
    if (index) gate_buf_c(to->out, ", ");
    if (room(to)) return true;
    gate_buf_c(to->out, CUT);
    if (depth == 0) gate_buf_printf(to->out, " %zu %s", len - index, index ? "more" : "in all");
    return false;
}

static void show_list(const shower *to, gate_value list, uint32_t depth)
{
    size_t len = gate_list_len(list);
    gate_buf_char(to->out, '[');
    if (depth >= SHOW_DEPTH && len) {
        gate_buf_c(to->out, CUT);
        len = 0;
    }
    for (size_t i = 0; i < len && show_next(to, i, len, depth); i++)
        show(to, gate_list_at(list, i), depth + 1);
    gate_buf_char(to->out, ']');
}

static void show_map(const shower *to, gate_value map, uint32_t depth)
{
    size_t len = gate_map_len(map);
    gate_buf_char(to->out, '{');
    if (depth >= SHOW_DEPTH && len) {
        gate_buf_c(to->out, CUT);
        len = 0;
    }
    gate_map_walk walk = gate_map_start(map);
    gate_value key, value;
    for (size_t i = 0; i < len && show_next(to, i, len, depth) && gate_map_step(&walk, &key, &value); i++) {
        show(to, key, depth + 1);
        gate_buf_c(to->out, ": ");
        show(to, value, depth + 1);
    }
    gate_buf_char(to->out, '}');
}

static void show_optional(const shower *to, gate_value value, uint32_t depth)
{
    if (!value.as.inner) {
        gate_buf_c(to->out, "optional.none()");
        return;
    }
    gate_buf_c(to->out, "optional.of(");
    if (depth >= SHOW_DEPTH)
        gate_buf_c(to->out, CUT);
    else
        show(to, *value.as.inner, depth + 1);
    gate_buf_char(to->out, ')');
}

static void show(const shower *to, gate_value value, uint32_t depth)
{
    char text[40];
    switch (gate_tag_of(value)) {
    case GATE_T_MISSING:
        gate_buf_c(to->out, "\xe2\x80\xb9missing\xe2\x80\xba"); /* ‹missing› */
        break;
    case GATE_T_ERROR:
        gate_buf_c(to->out, "\xe2\x80\xb9"
                            "error\xe2\x80\xba");
        break;
    case GATE_T_NULL:
        gate_buf_c(to->out, "null");
        break;
    case GATE_T_BOOL:
        gate_buf_c(to->out, value.as.boolean ? "true" : "false");
        break;
    case GATE_T_INT:
        gate_buf_printf(to->out, "%" PRId64, value.as.integer);
        break;
    case GATE_T_DOUBLE:
        gate_buf_add(to->out, gate_num_show(text, value.as.real));
        break;
    case GATE_T_STRING:
        show_str(to, value.as.str);
        break;
    case GATE_T_TIMESTAMP:
        gate_buf_add(to->out, gate_instant_text(text, value.as.instant));
        break;
    case GATE_T_DURATION:
        gate_buf_add(to->out, gate_duration_show(text, value.as.duration));
        break;
    case GATE_T_LIST:
        show_list(to, value, depth);
        break;
    case GATE_T_MAP:
        show_map(to, value, depth);
        break;
    case GATE_T_OPTIONAL:
        show_optional(to, value, depth);
        break;
    case GATE_T_TYPE:
        gate_buf_c(to->out, gate_tag_name(value.as.type));
        break;
    }
}

void gate_value_show(gate_buf *out, gate_value value, size_t max)
{
    shower to = {out, max < SIZE_MAX - out->len ? out->len + max : SIZE_MAX};
    show(&to, value, 0);
}

/* -- JSON -------------------------------------------------------------------------------------- */

static void json_key(gate_json *json, gate_value key)
{
    char text[32];
    if (key.tag == GATE_T_STRING)
        gate_json_key(json, key.as.str);
    else if (key.tag == GATE_T_BOOL)
        gate_json_key(json, key.as.boolean ? GATE_STR("true") : GATE_STR("false"));
    else if (key.tag == GATE_T_DOUBLE)
        gate_json_key(json, gate_num_show(text, key.as.real));
    else {
        gate_buf digits = gate_buf_new(json->out->arena);
        gate_buf_printf(&digits, "%" PRId64, key.as.integer);
        gate_json_key(json, gate_buf_str(&digits));
    }
}

static void json_list(gate_json *json, gate_value list)
{
    size_t len = gate_list_len(list);
    gate_json_open(json, '[');
    for (size_t i = 0; i < len; i++)
        gate_value_json(json, gate_list_at(list, i));
    gate_json_close(json, ']');
}

static void json_map(gate_json *json, gate_value map)
{
    gate_map_walk walk = gate_map_start(map);
    gate_value key, value;
    gate_json_open(json, '{');
    while (gate_map_step(&walk, &key, &value)) {
        json_key(json, key);
        gate_value_json(json, value);
    }
    gate_json_close(json, '}');
}

void gate_value_json(gate_json *json, gate_value value)
{
    char text[40];
    switch (gate_tag_of(value)) {
    case GATE_T_MISSING: /* the fault stands elsewhere */
    case GATE_T_ERROR:
    case GATE_T_NULL:
        gate_json_null(json);
        break;
    case GATE_T_BOOL:
        gate_json_bool(json, value.as.boolean);
        break;
    case GATE_T_INT:
        gate_json_int(json, value.as.integer);
        break;
    case GATE_T_DOUBLE:
        gate_json_double(json, value.as.real);
        break;
    case GATE_T_STRING:
        gate_json_str(json, value.as.str);
        break;
    case GATE_T_TIMESTAMP:
        gate_json_str(json, gate_instant_text(text, value.as.instant));
        break;
    case GATE_T_DURATION:
        gate_json_str(json, gate_duration_text(text, value.as.duration));
        break;
    case GATE_T_LIST:
        json_list(json, value);
        break;
    case GATE_T_MAP:
        json_map(json, value);
        break;
    case GATE_T_OPTIONAL:
        if (value.as.inner)
            gate_value_json(json, *value.as.inner);
        else
            gate_json_null(json);
        break;
    case GATE_T_TYPE:
        gate_json_str(json, gate_str_c(gate_tag_name(value.as.type)));
        break;
    }
}
