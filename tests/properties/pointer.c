/* JSON Pointers, and pointer truth: what a reason says stands at a place does stand there, at that line and
 * column; what was not found is not there, and what it was looked for in is. Positions are checked by a
 * parser of our own choice, not by the product's. */
#include "tests/properties/properties.h"

#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

tokens pointer_tokens(gate_arena *arena, gate_str pointer)
{
    tokens out = {0};
    size_t at = 0;
    while (at < pointer.len) {
        gate_buf token = gate_buf_new(arena);
        for (at++; at < pointer.len && pointer.ptr[at] != '/'; at++) {
            bool escape = pointer.ptr[at] == '~' && at + 1 < pointer.len;
            if (escape) at++;
            gate_buf_char(&token, !escape ? pointer.ptr[at] : pointer.ptr[at] == '0' ? '~' : '/');
        }
        gate_vec_push(arena, &out, gate_buf_str(&token));
    }
    return out;
}

json_t *pointer_step(json_t *at, gate_str token)
{
    if (json_is_object(at)) return json_object_get(at, token.len ? token.ptr : "");
    if (!json_is_array(at) || token.len == 0 || token.len > 9) return NULL;
    size_t index = 0;
    for (size_t i = 0; i < token.len; i++) {
        if (token.ptr[i] < '0' || token.ptr[i] > '9') return NULL;
        index = index * 10 + (size_t)(token.ptr[i] - '0');
    }
    return json_array_get(at, index);
}

json_t *pointer_find(json_t *root, const tokens *way, uint32_t steps)
{
    json_t *at = root;
    for (uint32_t i = 0; at && i < steps; i++)
        at = pointer_step(at, way->items[i]);
    return at;
}

bool pointer_put(json_t *root, const tokens *way, json_t *value)
{
    json_t *parent = way->len ? pointer_find(root, way, way->len - 1) : NULL;
    gate_str last = way->len ? way->items[way->len - 1] : GATE_STR("");
    int bad = -1;
    if (json_is_object(parent)) {
        bad = json_object_set_new(parent, last.len ? last.ptr : "", value);
    } else if (json_is_array(parent) && pointer_step(parent, last)) {
        bad = json_array_set_new(parent, (size_t)strtoull(last.ptr, NULL, 10), value);
    } else {
        json_decref(value);
    }
    return bad == 0;
}

/* -- what is said against what is there -------------------------------------------------------------- */

static bool same_value(const json_t *a, const json_t *b)
{
    if (json_is_number(a) && json_is_number(b) && json_typeof(a) != json_typeof(b))
        return fabs(json_number_value(a) - json_number_value(b)) <= 0;
    union {
        const json_t *from;
        json_t *to;
    } x = {.from = a}, y = {.from = b};
    return json_equal(x.to, y.to) == 1;
}

/* The byte at that line and column; SIZE_MAX when the text has none. */
static size_t byte_at(gate_str text, int64_t line, int64_t column)
{
    size_t at = 0;
    for (int64_t i = 1; i < line; i++) {
        const char *end = at < text.len ? memchr(text.ptr + at, '\n', text.len - at) : NULL;
        if (!end) return SIZE_MAX;
        at = (size_t)(end - text.ptr) + 1;
    }
    for (int64_t i = 1; i < column; i++) {
        if (at >= text.len) return SIZE_MAX;
        at++;
        while (at < text.len && ((unsigned char)text.ptr[at] & 0xc0u) == 0x80u)
            at++;
    }
    return at;
}

static json_t *parsed(gate_str text, size_t *at)
{
    json_error_t error;
    json_t *value =
        json_loadb(text.ptr + *at, text.len - *at, JSON_DECODE_ANY | JSON_DISABLE_EOF_CHECK, &error);
    if (value) *at += (size_t)error.position;
    return value;
}

static size_t over(gate_str text, size_t at, const char *what)
{
    while (at < text.len && strchr(what, text.ptr[at]))
        at++;
    return at;
}

/* Does the value, with its key before it where it has one, stand at that line and column? */
static bool stands_there(const gate_doc_origin *origin, gate_str text, const json_t *value, bool keyed,
                         gate_str key)
{
    size_t at = byte_at(text, origin->line, origin->column);
    if (at >= text.len) return false;
    if (keyed) {
        json_t *name = parsed(text, &at);
        bool same = json_is_string(name) && json_string_length(name) == key.len &&
                    memcmp(json_string_value(name), key.ptr, key.len) == 0;
        json_decref(name);
        at = over(text, at, " \n");
        if (!same || at >= text.len || text.ptr[at] != ':') return false;
        at = over(text, at + 1, " \n");
    }
    json_t *there = parsed(text, &at);
    bool same = there && same_value(there, value);
    json_decref(there);
    return same;
}

static bool true_place(trial_case *t, const gate_doc_origin *origin)
{
    if (origin->parameter.len) {
        for (uint32_t i = 0; i < t->base.verdict->parameters.len; i++) {
            if (gate_str_eq(t->base.verdict->parameters.items[i]->name, origin->parameter)) return true;
        }
        return fails(t, "no parameter " GATE_STR_FMT, GATE_STR_ARG(origin->parameter));
    }
    uint32_t index = world_evidence(t->w, origin->evidence);
    if (index == GATE_NO) return fails(t, "no evidence " GATE_STR_FMT, GATE_STR_ARG(origin->evidence));
    json_t *root = t->evidence->of[index];
    tokens way = pointer_tokens(t->arena, origin->pointer);
    if (!root) return way.len == 0 || fails(t, "a place in a file that is not there");
    json_t *parent = way.len ? pointer_find(root, &way, way.len - 1) : root;
    if (!parent)
        return fails(t, "not the first that was not found: " GATE_STR_FMT, GATE_STR_ARG(origin->pointer));
    json_t *value = pointer_find(root, &way, way.len);
    if (!value || way.len == 0 || origin->line < 0) return true;
    bool keyed = json_is_object(parent);
    return stands_there(origin, t->base.text[index], value, keyed, way.items[way.len - 1]) ||
           fails(t, "not at %" PRId64 ":%" PRId64 ": " GATE_STR_FMT, origin->line, origin->column,
                 GATE_STR_ARG(origin->pointer));
}

/* An operand that is written as a place in evidence, `e.r.n` or `x["n"]`: then the one place that is told is
 * its own. Names of lets stand for anything. */
static bool plain_path(const trial_case *t, gate_str text)
{
    size_t head = 0;
    while (head < text.len && ((text.ptr[head] >= 'a' && text.ptr[head] <= 'z') || text.ptr[head] == '_'))
        head++;
    bool known = world_evidence(t->w, gate_str_sub(text, 0, head)) != GATE_NO;
    bool bound = t->kind != FLAVOUR_LANGUAGE && head == 1;
    if (head == text.len || !(known || bound)) return false;
    for (size_t i = head; i < text.len; i++) {
        char c = text.ptr[i];
        bool word = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
        if (!word && !(c == '.' && text.ptr[i - 1] != '.') && c != '[' && c != ']') return false;
    }
    return true;
}

static bool true_reading(trial_case *t, const gate_doc_reading *reading)
{
    if (reading->from.len != 1 || reading->hidden >= 0 || !plain_path(t, reading->text)) return true;
    const gate_doc_origin *origin = reading->from.items[0];
    if (origin->parameter.len) return true;
    uint32_t index = world_evidence(t->w, origin->evidence);
    json_t *root = index == GATE_NO ? NULL : t->evidence->of[index];
    tokens way = pointer_tokens(t->arena, origin->pointer);
    json_t *there = pointer_find(root, &way, way.len);
    if (gate_str_eq_c(reading->state, "missing"))
        return !there || fails(t, GATE_STR_FMT " is said to be missing", GATE_STR_ARG(reading->text));
    if (!gate_str_eq_c(reading->state, "value")) return true;
    if (!there) return fails(t, GATE_STR_FMT " is not there", GATE_STR_ARG(origin->pointer));
    if (reading->value.len == 0) return json_is_object(there) || json_is_array(there);
    json_t *said = json_loadb(reading->value.ptr, reading->value.len, JSON_DECODE_ANY, NULL);
    bool same = said && same_value(said, there);
    json_decref(said);
    return same || fails(t, GATE_STR_FMT " is said to be " GATE_STR_FMT, GATE_STR_ARG(reading->text),
                         GATE_STR_ARG(reading->value));
}

bool holds_pointers(trial_case *t, choices *change)
{
    (void)change;
    gate_doc_origin_list places = {0};
    origins_of_verdict(t->arena, t->base.verdict, &places);
    gate_doc_reason_list reasons = reasons_of_verdict(t->arena, t->base.verdict);
    for (uint32_t i = 0; i < places.len; i++) {
        if (!true_place(t, places.items[i])) return false;
    }
    for (uint32_t i = 0; i < reasons.len; i++) {
        const gate_doc_reason *reason = reasons.items[i];
        bool named =
            gate_str_eq_c(reason->operator, "named"); /* a name in the list, where the list is told */
        for (uint32_t k = 0; k < reason->readings.len && !named; k++) {
            if (!true_reading(t, reason->readings.items[k])) return false;
        }
    }
    t->done++;
    return true;
}
