/* The only file that includes jansson.h. */
#include "evidence/json.h"

#include "evidence/fault.h"
#include "evidence/jsontext.h"
#include "evidence/scan.h"
#include "evidence/trouble.h"

#include <jansson.h>
#include <string.h>

#define PARSER_DEPTH 2048 /* jansson's own limit */

gate_limits gate_limits_default(void)
{
    return (gate_limits){.file_bytes = (size_t)64 << 20,
                         .depth = 256,
                         .values = (size_t)1 << 25,
                         .files = 10000,
                         .stream_bytes = (uint64_t)4 << 30};
}

/* jansson takes trees that it only reads as not const. */
static json_t *tree(const void *node)
{
    return (json_t *)(uintptr_t)node;
}

static gate_datum datum(const json_t *node)
{
    return (gate_datum){node};
}

static void release(void *node)
{
    json_decref(node);
}

static const gate_trouble *trouble_of_scan(gate_arena *arena, gate_str path, gate_str text, size_t start,
                                           const gate_scan *scan, const gate_limits *limits)
{
    gate_place place = gate_text_place(text, start + scan->at);
    switch (scan->kind) {
    case GATE_SCAN_NUL:
        return gate_trouble_at(arena, GATE_D_JSON_NUL, path, place, "a NUL byte stands in the text");
    case GATE_SCAN_UTF8:
        return gate_trouble_at(arena, GATE_D_JSON_UTF8, path, place, "the byte 0x%02x is not UTF-8 here",
                               (unsigned)(unsigned char)text.ptr[start + scan->at]);
    case GATE_SCAN_DEPTH:
        return gate_trouble_at(arena, GATE_D_JSON_DEPTH, path, place, "nested more than %u deep",
                               limits->depth);
    case GATE_SCAN_VALUES:
        return gate_trouble_at(arena, GATE_D_JSON_VALUES, path, place, "more than %zu values",
                               limits->values);
    case GATE_SCAN_OK:
        break;
    }
    return NULL;
}

/* UTF-16 and UTF-32 by their marks, or by the zero that one of the first two bytes then is, since JSON
 * begins with ASCII. */
static bool is_wide(gate_str text)
{
    if (text.len < 2) return false;
    const unsigned char *byte = (const unsigned char *)text.ptr;
    bool marked = (byte[0] == 0xFF && byte[1] == 0xFE) || (byte[0] == 0xFE && byte[1] == 0xFF);
    return marked || (byte[0] == 0) != (byte[1] == 0) ||
           (text.len > 3 && !byte[0] && !byte[1] && !byte[2] && byte[3]);
}

/* The parser said no. Where the walk that looks for the reason finds none, memory ran out: jansson
 * often says nothing of that, or names the token that it could not store. */
static const gate_trouble *trouble_of_parser(gate_arena *arena, gate_str path, gate_str text, size_t start,
                                             const json_error_t *error, uint32_t depth)
{
    size_t behind = error->position >= 0 ? start + (size_t)error->position : text.len;
    size_t duplicate = json_error_code(error) == json_error_duplicate_key ? behind : SIZE_MAX;
    const gate_trouble *fault = gate_json_fault(arena, path, text, depth, duplicate);
    if (!fault) gate_panic_raise(gate_arena_panic(arena), GATE_E_NOMEM, NULL);
    return fault;
}

const gate_trouble *gate_json_read(gate_arena *arena, gate_str path, gate_str text, const gate_limits *limits,
                                   gate_datum *out)
{
    *out = (gate_datum){NULL};
    if (is_wide(text))
        return gate_trouble_at(arena, GATE_D_JSON_UTF16, path, (gate_place){1, 1},
                               "the text is in UTF-16 or UTF-32, not in UTF-8");
    size_t start = gate_text_start(text);
    gate_str json = gate_str_sub(text, start, text.len);
    if (gate_text_space(json, 0) == json.len)
        return gate_trouble_at(arena, GATE_D_JSON_CUT, path, (gate_place){1, 1}, "the file is empty");
    uint32_t depth = limits->depth < PARSER_DEPTH ? limits->depth : PARSER_DEPTH;
    gate_limits held = *limits;
    held.depth = depth;
    gate_scan scan = gate_json_scan(json, depth, limits->values);
    if (scan.kind != GATE_SCAN_OK) return trouble_of_scan(arena, path, text, start, &scan, &held);
    json_error_t error = {0}; /* jansson leaves the code as it was where memory ran out */
    json_t *root =
        json_loadb(json.ptr, json.len, JSON_REJECT_DUPLICATES | JSON_ALLOW_NUL | JSON_DECODE_ANY, &error);
    if (!root) return trouble_of_parser(arena, path, text, start, &error, depth);
    gate_arena_defer(arena, release, root);
    *out = datum(root);
    return NULL;
}

/* Where a line ends: at its \n, or at the end of the text. */
static size_t line_end(gate_str text, size_t at)
{
    const char *end = at < text.len ? memchr(text.ptr + at, '\n', text.len - at) : NULL;
    return end ? (size_t)(end - text.ptr) : text.len;
}

/* The text up to the end of the line at hand, with blanks for what stands before it: a line judged by
 * itself, in its place. */
static gate_str line_alone(gate_arena *arena, gate_str text, size_t from, size_t end)
{
    gate_str copy = gate_str_dup(arena, gate_str_sub(text, 0, end));
    char *bytes = (char *)(uintptr_t)copy.ptr; /* our own */
    for (size_t i = gate_text_start(text); i < from; i++) {
        if (bytes[i] != '\n' && bytes[i] != '\r') bytes[i] = ' ';
    }
    return copy;
}

/* One line's value at the end of [list]. */
static const gate_trouble *read_line(gate_arena *arena, gate_str path, gate_str text, gate_span line,
                                     const gate_limits *limits, size_t *values, json_t *list)
{
    gate_str json = gate_str_sub(text, line.lo, line.hi);
    gate_scan scan = gate_json_scan(json, limits->depth, limits->values - *values);
    if (scan.kind != GATE_SCAN_OK) return trouble_of_scan(arena, path, text, line.lo, &scan, limits);
    *values += scan.values;
    json_error_t error = {0}; /* jansson leaves the code as it was where memory ran out */
    json_t *value =
        json_loadb(json.ptr, json.len, JSON_REJECT_DUPLICATES | JSON_ALLOW_NUL | JSON_DECODE_ANY, &error);
    if (!value) {
        gate_str alone = line_alone(arena, text, line.lo, line.hi);
        return trouble_of_parser(arena, path, alone, line.lo, &error, limits->depth);
    }
    if (json_array_append_new(list, value) != 0)
        gate_panic_raise(gate_arena_panic(arena), GATE_E_NOMEM, NULL);
    return NULL;
}

const gate_trouble *gate_json_read_lines(gate_arena *arena, gate_str path, gate_str text,
                                         const gate_limits *limits, gate_datum *out)
{
    *out = (gate_datum){NULL};
    if (is_wide(text))
        return gate_trouble_at(arena, GATE_D_JSON_UTF16, path, (gate_place){1, 1},
                               "the text is in UTF-16 or UTF-32, not in UTF-8");
    gate_limits held = *limits;
    held.depth = limits->depth < PARSER_DEPTH ? limits->depth : PARSER_DEPTH;
    if (held.depth) held.depth--; /* the list is one level */
    json_t *list = json_array();
    if (!list) gate_panic_raise(gate_arena_panic(arena), GATE_E_NOMEM, NULL);
    gate_arena_defer(arena, release, list);
    size_t values = 1;
    for (size_t at = gate_text_start(text); at < text.len; at = line_end(text, at) + 1) {
        size_t end = line_end(text, at), from = gate_text_space(gate_str_sub(text, 0, end), at);
        if (from == end) continue;
        const gate_trouble *trouble =
            read_line(arena, path, text, (gate_span){(uint32_t)from, (uint32_t)end}, &held, &values, list);
        if (trouble) return trouble;
    }
    if (json_array_size(list) == 0)
        return gate_trouble_at(arena, GATE_D_JSON_CUT, path, (gate_place){1, 1}, "the file is empty");
    *out = datum(list);
    return NULL;
}

gate_datum_kind gate_datum_kind_of(gate_datum from)
{
    switch (json_typeof((const json_t *)from.node)) {
    case JSON_OBJECT:
        return GATE_DATUM_OBJECT;
    case JSON_ARRAY:
        return GATE_DATUM_ARRAY;
    case JSON_STRING:
        return GATE_DATUM_STRING;
    case JSON_INTEGER:
        return GATE_DATUM_INT;
    case JSON_REAL:
        return GATE_DATUM_DOUBLE;
    case JSON_TRUE:
    case JSON_FALSE:
        return GATE_DATUM_BOOL;
    case JSON_NULL:
        break;
    }
    return GATE_DATUM_NULL;
}

bool gate_datum_bool(gate_datum from)
{
    return json_is_true((const json_t *)from.node);
}

int64_t gate_datum_int(gate_datum from)
{
    return json_integer_value(from.node);
}

double gate_datum_double(gate_datum from)
{
    return json_real_value(from.node);
}

gate_str gate_datum_str(gate_datum from)
{
    return (gate_str){json_string_value(from.node), json_string_length(from.node)};
}

size_t gate_datum_size(gate_datum from)
{
    return json_is_object((const json_t *)from.node) ? json_object_size(from.node)
                                                     : json_array_size(from.node);
}

gate_datum gate_datum_at(gate_datum array, size_t index)
{
    return datum(json_array_get(array.node, index));
}

gate_datum gate_datum_get(gate_datum object, gate_str key)
{
    return datum(json_object_getn(object.node, key.len ? key.ptr : "", key.len));
}

static gate_member member_at(void *at)
{
    if (!at) return (gate_member){.at = NULL};
    return (gate_member){.key = {json_object_iter_key(at), json_object_iter_key_len(at)},
                         .value = datum(json_object_iter_value(at)),
                         .at = at};
}

gate_member gate_datum_first(gate_datum object)
{
    return member_at(json_object_iter(tree(object.node)));
}

gate_member gate_datum_next(gate_datum object, gate_member member)
{
    return member_at(json_object_iter_next(tree(object.node), member.at));
}

const char *gate_json_library(void)
{
    return jansson_version_str();
}
