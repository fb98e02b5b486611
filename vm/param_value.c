#include "vm/param_value.h"

#include "base/num.h"
#include "base/utf8.h"
#include "evidence/json.h"
#include "evidence/trouble.h"
#include "vm/params.h"

#include <string.h>

typedef struct type_info {
    const char *name;    /* as the policy writes it */
    const char *article; /* for messages */
    const char *form;    /* what its values look like */
} type_info;

static const type_info types[] = {
    [GATE_PARAM_BOOL] = {"bool", "a bool", "`true` or `false`"},
    [GATE_PARAM_INT] = {"int", "an int", "a whole number of 64 bits"},
    [GATE_PARAM_NUMBER] = {"number", "a number", "a number, as 12 or 0.5"},
    [GATE_PARAM_PERCENT] = {"percent", "a percent", "a number from 0 to 100"},
    [GATE_PARAM_STRING] = {"string", "a string", "text"},
    [GATE_PARAM_DURATION] = {"duration", "a duration", "a span of time, as 90s or 1h30m"},
    [GATE_PARAM_TIMESTAMP] = {"timestamp", "a timestamp", "a time with its zone, as 2026-02-13T12:00:00Z"},
};

gate_str gate_param_type_text(gate_arena *arena, const gate_p_param *param)
{
    return gate_str_printf(arena, param->is_list ? "[%s]" : "%s", types[param->type].name);
}

/* -- one value ------------------------------------------------------------------------------------ */

static bool in_percent(gate_value value)
{
    if (value.tag == GATE_T_INT) return value.as.integer >= 0 && value.as.integer <= 100;
    return value.as.real >= 0 && value.as.real <= 100; /* false of NaN */
}

static bool all_digits(gate_str text)
{
    size_t at = text.len && (text.ptr[0] == '-' || text.ptr[0] == '+');
    for (; at < text.len; at++) {
        if (text.ptr[at] < '0' || text.ptr[at] > '9') return false;
    }
    return true;
}

/* Whole numbers stay ints; one that does not fit is refused rather than rounded. */
static bool read_number(gate_str text, gate_value *out)
{
    int64_t integer;
    double real;
    if (gate_num_int(text, &integer)) {
        *out = gate_value_int(integer);
        return true;
    }
    if (all_digits(text) || !gate_num_double(text, &real)) return false;
    *out = gate_value_double(real);
    return true;
}

/* Text as a value of that type, as it stands on a command line. */
static bool read_scalar(gate_param_type type, gate_str text, gate_value *out)
{
    gate_duration span;
    gate_instant at;
    int64_t integer;
    bool zoned;
    switch (type) {
    case GATE_PARAM_BOOL:
        *out = gate_value_bool(gate_str_eq_c(text, "true"));
        return out->as.boolean || gate_str_eq_c(text, "false");
    case GATE_PARAM_INT:
        if (!gate_num_int(text, &integer)) return false;
        *out = gate_value_int(integer);
        return true;
    case GATE_PARAM_NUMBER:
        return read_number(text, out);
    case GATE_PARAM_PERCENT:
        return read_number(text, out) && in_percent(*out);
    case GATE_PARAM_STRING:
        *out = gate_value_str(text);
        return true;
    case GATE_PARAM_DURATION:
        if (!gate_duration_parse(text, &span)) return false;
        *out = gate_value_duration(span);
        return true;
    case GATE_PARAM_TIMESTAMP:
        if (!gate_instant_parse(text, &at, &zoned) || !zoned) return false;
        *out = gate_value_instant(at);
        return true;
    }
    return false;
}

/* A definite value as one of that type. */
static bool accept_scalar(gate_param_type type, gate_value value, gate_value *out)
{
    *out = value;
    switch (type) {
    case GATE_PARAM_BOOL:
        return value.tag == GATE_T_BOOL;
    case GATE_PARAM_INT:
        return value.tag == GATE_T_INT;
    case GATE_PARAM_NUMBER: /* NaN bounds nothing */
        return value.tag == GATE_T_INT || (value.tag == GATE_T_DOUBLE && value.as.real == value.as.real);
    case GATE_PARAM_PERCENT:
        return (value.tag == GATE_T_INT || value.tag == GATE_T_DOUBLE) && in_percent(value);
    case GATE_PARAM_STRING:
        return value.tag == GATE_T_STRING;
    case GATE_PARAM_DURATION:
        return value.tag == GATE_T_DURATION ||
               (value.tag == GATE_T_STRING && read_scalar(type, value.as.str, out));
    case GATE_PARAM_TIMESTAMP:
        return value.tag == GATE_T_TIMESTAMP ||
               (value.tag == GATE_T_STRING && read_scalar(type, value.as.str, out));
    }
    return false;
}

/* What to write instead of [text]; empty where there is nothing better to say than the type's form. */
static gate_str hint(gate_arena *arena, gate_param_type type, gate_str text)
{
    gate_value value;
    gate_instant at;
    bool zoned;
    bool percent = text.len > 1 && text.ptr[text.len - 1] == '%';
    gate_str bare = gate_str_sub(text, 0, percent ? text.len - 1 : text.len);
    if (percent && (type == GATE_PARAM_PERCENT || type == GATE_PARAM_NUMBER) &&
        read_scalar(type, bare, &value)) {
        return gate_str_printf(arena, "Write " GATE_STR_FMT ", without the sign.", GATE_STR_ARG(bare));
    }
    if (type == GATE_PARAM_TIMESTAMP && gate_instant_parse(text, &at, &zoned) && !zoned) {
        gate_str shown = gate_shown(arena, text);
        return gate_str_printf(arena, "Say its zone: " GATE_STR_FMT "Z, if it is in UTC.",
                               GATE_STR_ARG(shown));
    }
    if (type == GATE_PARAM_DURATION && text.len && all_digits(text)) {
        gate_str shown = gate_shown(arena, text);
        return gate_str_printf(arena, "Say its unit: " GATE_STR_FMT "s, if it is in seconds.",
                               GATE_STR_ARG(shown));
    }
    return gate_str_printf(arena, "Write %s.", types[type].form);
}

/* -- lists ---------------------------------------------------------------------------------------- */

static gate_str shown_value(gate_arena *arena, gate_value value)
{
    gate_buf out = gate_buf_new(arena);
    if (gate_is_definite(value)) {
        gate_value_show(&out, value, 80);
    } else {
        gate_fault_text(&out, value.as.fault);
    }
    return gate_buf_str(&out);
}

static bool accept_list(gate_arena *arena, const gate_p_param *param, gate_value list, gate_value *out,
                        gate_str *why)
{
    size_t len = gate_list_len(list);
    gate_value *items = GATE_ARRAY(arena, gate_value, len);
    for (size_t i = 0; i < len; i++) {
        gate_value item = gate_list_at(list, i);
        if (gate_is_definite(item) && accept_scalar((gate_param_type)param->type, item, &items[i])) continue;
        gate_str shown = shown_value(arena, item);
        *why = gate_str_printf(arena, "element [%zu], " GATE_STR_FMT ", is not %s", i, GATE_STR_ARG(shown),
                               types[param->type].article);
        return false;
    }
    *out = gate_value_list(arena, items, len);
    return true;
}

static bool read_list(gate_arena *arena, const gate_p_param *param, gate_str text, gate_value *out,
                      gate_str *why, gate_str *help)
{
    gate_limits limits = gate_limits_default();
    gate_datum root;
    gate_str form = gate_str_printf(arena, "Write the list as a JSON array, its elements each %s.",
                                    types[param->type].form);
    const gate_trouble *trouble =
        gate_json_read(arena, GATE_STR("the list"), gate_str_dup(arena, text), &limits, &root);
    if (trouble) {
        *why = trouble->text;
        *help = form;
        return false;
    }
    gate_value list = gate_value_datum(root);
    if (list.tag != GATE_T_LIST) {
        gate_str shown = gate_shown(arena, text);
        *why = gate_str_printf(arena, "`" GATE_STR_FMT "` is not a JSON array", GATE_STR_ARG(shown));
        *help = form;
        return false;
    }
    if (accept_list(arena, param, list, out, why)) return true;
    *help = form;
    return false;
}

/* -- the door ------------------------------------------------------------------------------------- */

bool gate_param_read(gate_arena *arena, const gate_p_param *param, gate_str text, gate_value *out,
                     gate_str *why, gate_str *help)
{
    gate_str shown = gate_shown(arena, text);
    if (gate_utf8_invalid(text) != SIZE_MAX) {
        *why = gate_str_printf(arena, "`" GATE_STR_FMT "` is not UTF-8", GATE_STR_ARG(shown));
        return false;
    }
    if (param->is_list) return read_list(arena, param, text, out, why, help);
    if (read_scalar((gate_param_type)param->type, text, out)) return true;
    *why = gate_str_printf(arena, "`" GATE_STR_FMT "` is not %s", GATE_STR_ARG(shown),
                           types[param->type].article);
    *help = hint(arena, (gate_param_type)param->type, text);
    return false;
}

bool gate_param_accept(gate_arena *arena, const gate_p_param *param, gate_value value, gate_value *out,
                       gate_str *why)
{
    if (!gate_is_definite(value)) {
        *why = shown_value(arena, value);
        return false;
    }
    if (param->is_list && value.tag == GATE_T_LIST) return accept_list(arena, param, value, out, why);
    if (!param->is_list && accept_scalar((gate_param_type)param->type, value, out)) return true;
    gate_str shown = shown_value(arena, value);
    gate_str type = gate_param_type_text(arena, param);
    *why = gate_str_printf(arena, GATE_STR_FMT " is not of type " GATE_STR_FMT, GATE_STR_ARG(shown),
                           GATE_STR_ARG(type));
    return false;
}

gate_str gate_param_plain(gate_arena *arena, gate_value value)
{
    if (value.tag == GATE_T_STRING) return value.as.str;
    char text[40];
    if (value.tag == GATE_T_DURATION) return gate_str_dup(arena, gate_duration_show(text, value.as.duration));
    gate_buf out = gate_buf_new(arena);
    gate_value_show(&out, value, 200);
    return gate_buf_str(&out);
}
