/* The document out of JSON. The input is as hostile as any file: every type and word is checked, and
 * the depth is bounded. */
#include "evidence/locate.h"
#include "verdict/document_table.h"
#include "vm/value.h"

#include <string.h>

#define DEEPEST 500u /* nesting of objects; what we write is far below */

typedef struct reader {
    gate_arena *arena;
    GATE_VEC(gate_step) way; /* to the value at hand */
    gate_str why;            /* empty while all is well */
} reader;

static void *read_object(reader *r, const gate_object_info *info, gate_datum datum);

/* Notes what is wrong at the value at hand; the first complaint stays. */
static void complain(reader *r, const char *format, ...) GATE_PRINTF(2, 3);
static void complain(reader *r, const char *format, ...)
{
    if (r->why.len) return;
    gate_buf text = gate_buf_new(r->arena);
    gate_pointer_text(&text, r->way.items, r->way.len);
    if (r->way.len) gate_buf_c(&text, ": ");
    va_list args;
    va_start(args, format);
    gate_buf_add(&text, gate_str_vprintf(r->arena, format, args));
    va_end(args);
    r->why = gate_buf_str(&text);
}

static bool is_kind(reader *r, gate_datum datum, gate_datum_kind kind, const char *what)
{
    if (gate_datum_kind_of(datum) == kind) return true;
    complain(r, "this must be %s", what);
    return false;
}

static void put_text(reader *r, const gate_field_info *field, gate_datum datum, char *object)
{
    if (!is_kind(r, datum, GATE_DATUM_STRING, "a text")) return;
    gate_str text = gate_datum_str(datum);
    bool word = field->kind == GATE_FIELD_WORD || field->kind == GATE_FIELD_OPTWORD;
    if (word && !gate_words_have(field->words, text)) {
        complain(r, "this must be one of %s", field->words);
    } else if (field->kind == GATE_FIELD_MARK && !gate_str_eq_c(text, field->words)) {
        complain(r, "this must be `%s`: the verdict was made by another version", field->words);
    }
    memcpy(object + field->at, &text, sizeof text);
}

static void put_json(reader *r, const gate_field_info *field, gate_datum datum, char *object)
{
    gate_buf out = gate_buf_new(r->arena);
    gate_json json = gate_json_new(&out, 0);
    gate_value_json(&json, gate_value_datum(datum));
    gate_str text = gate_buf_str(&out);
    memcpy(object + field->at, &text, sizeof text);
}

static void put_list(reader *r, const gate_field_info *field, gate_datum datum, char *object)
{
    if (!is_kind(r, datum, GATE_DATUM_ARRAY, "a list")) return;
    size_t len = gate_datum_size(datum);
    bool texts = field->kind == GATE_FIELD_STRS;
    gate_str *strs = texts ? GATE_ARRAY(r->arena, gate_str, len) : NULL;
    void **objects = texts ? NULL : GATE_ARRAY(r->arena, void *, len);
    for (size_t i = 0; i < len && r->why.len == 0; i++) {
        gate_datum item = gate_datum_at(datum, i);
        gate_vec_push(r->arena, &r->way, (gate_step){.index = i, .is_index = true});
        if (!texts) {
            objects[i] = read_object(r, field->object(), item);
        } else if (is_kind(r, item, GATE_DATUM_STRING, "a text")) {
            strs[i] = gate_datum_str(item);
        }
        r->way.len--;
    }
    gate_any_list list = {
        .items = texts ? (void *)strs : (void *)objects, .len = (uint32_t)len, .cap = (uint32_t)len};
    memcpy(object + field->at, &list, sizeof list);
}

static void put_field(reader *r, const gate_field_info *field, gate_datum datum, char *object)
{
    int64_t number;
    bool truth;
    void *inner;
    switch (field->kind) {
    case GATE_FIELD_MARK:
    case GATE_FIELD_STR:
    case GATE_FIELD_TEXT:
    case GATE_FIELD_WORD:
    case GATE_FIELD_OPTWORD:
        put_text(r, field, datum, object);
        break;
    case GATE_FIELD_INT:
    case GATE_FIELD_OPTINT:
        if (!is_kind(r, datum, GATE_DATUM_INT, "a whole number")) return;
        number = gate_datum_int(datum);
        if (field->kind == GATE_FIELD_OPTINT && number < 0) complain(r, "this must not be negative");
        memcpy(object + field->at, &number, sizeof number);
        break;
    case GATE_FIELD_FLAG:
    case GATE_FIELD_BOOL:
        if (!is_kind(r, datum, GATE_DATUM_BOOL, "true or false")) return;
        truth = gate_datum_bool(datum);
        memcpy(object + field->at, &truth, sizeof truth);
        break;
    case GATE_FIELD_MAYBE:
        if (!is_kind(r, datum, GATE_DATUM_BOOL, "true or false")) return;
        number = gate_datum_bool(datum);
        memcpy(object + field->at, &number, sizeof number);
        break;
    case GATE_FIELD_JSON:
        put_json(r, field, datum, object);
        break;
    case GATE_FIELD_ONE:
        inner = read_object(r, field->object(), datum);
        memcpy(object + field->at, &inner, sizeof inner);
        break;
    case GATE_FIELD_MANY:
    case GATE_FIELD_LIST:
    case GATE_FIELD_STRS:
        put_list(r, field, datum, object);
        break;
    }
}

static void *read_object(reader *r, const gate_object_info *info, gate_datum datum)
{
    void *object = gate_object_new(r->arena, info);
    if (!is_kind(r, datum, GATE_DATUM_OBJECT, "an object")) return object;
    if (r->way.len > DEEPEST) {
        complain(r, "this is nested too deeply");
        return object;
    }
    for (uint32_t i = 0; i < info->count && r->why.len == 0; i++) {
        const gate_field_info *field = &info->fields[i];
        gate_str key = gate_field_key(field);
        gate_datum value = gate_datum_get(datum, key);
        if (!value.node) {
            if (gate_field_always(field->kind))
                complain(r, "`" GATE_STR_FMT "` is not there", GATE_STR_ARG(key));
            continue;
        }
        gate_vec_push(r->arena, &r->way, (gate_step){.key = key});
        put_field(r, field, value, object);
        r->way.len--;
    }
    return object;
}

gate_doc_verdict *gate_doc_read(gate_arena *arena, gate_datum root, gate_str *why)
{
    reader r = {.arena = arena};
    void *verdict = read_object(&r, gate_object_root(), root);
    *why = r.why;
    return r.why.len ? NULL : verdict;
}
