#include "verdict/document.h"

#include "verdict/document_table.h"

#include <string.h>

static void write_object(gate_json *json, const gate_object_info *info, const void *object);

static gate_str text_at(const char *object, size_t at)
{
    gate_str text;
    memcpy(&text, object + at, sizeof text);
    return text;
}

static int64_t int_at(const char *object, size_t at)
{
    int64_t value;
    memcpy(&value, object + at, sizeof value);
    return value;
}

static bool bool_at(const char *object, size_t at)
{
    bool value;
    memcpy(&value, object + at, sizeof value);
    return value;
}

static gate_any_list list_at(const char *object, size_t at)
{
    gate_any_list list;
    memcpy(&list, object + at, sizeof list);
    return list;
}

/* The i-th pointer of a list of objects. */
static const void *pointer_at(const gate_any_list *list, uint32_t i)
{
    const void *pointer;
    memcpy(&pointer, (const char *)list->items + i * sizeof pointer, sizeof pointer);
    return pointer;
}

/* Is there anything to write? */
static bool is_there(const gate_field_info *field, const char *object)
{
    const void *pointer;
    switch (field->kind) {
    case GATE_FIELD_MARK:
    case GATE_FIELD_TEXT:
    case GATE_FIELD_WORD:
    case GATE_FIELD_INT:
    case GATE_FIELD_BOOL:
    case GATE_FIELD_LIST:
        return true;
    case GATE_FIELD_STR:
    case GATE_FIELD_OPTWORD:
    case GATE_FIELD_JSON:
        return text_at(object, field->at).len > 0;
    case GATE_FIELD_OPTINT:
    case GATE_FIELD_MAYBE:
        return int_at(object, field->at) >= 0;
    case GATE_FIELD_FLAG:
        return bool_at(object, field->at);
    case GATE_FIELD_ONE:
        memcpy(&pointer, object + field->at, sizeof pointer);
        return pointer != NULL;
    case GATE_FIELD_MANY:
    case GATE_FIELD_STRS:
        return list_at(object, field->at).len > 0;
    }
    return false;
}

static void write_list(gate_json *json, const gate_field_info *field, const gate_any_list *list)
{
    gate_json_open(json, '[');
    for (uint32_t i = 0; i < list->len; i++) {
        if (field->kind == GATE_FIELD_STRS) {
            gate_json_str(json, text_at(list->items, i * sizeof(gate_str)));
        } else {
            write_object(json, field->object(), pointer_at(list, i));
        }
    }
    gate_json_close(json, ']');
}

static void write_field(gate_json *json, const gate_field_info *field, const char *object)
{
    gate_any_list list;
    const void *pointer;
    switch (field->kind) {
    case GATE_FIELD_MARK:
    case GATE_FIELD_STR:
    case GATE_FIELD_TEXT:
    case GATE_FIELD_WORD:
    case GATE_FIELD_OPTWORD:
        gate_json_str(json, text_at(object, field->at));
        break;
    case GATE_FIELD_INT:
    case GATE_FIELD_OPTINT:
        gate_json_int(json, int_at(object, field->at));
        break;
    case GATE_FIELD_FLAG:
    case GATE_FIELD_BOOL:
        gate_json_bool(json, bool_at(object, field->at));
        break;
    case GATE_FIELD_MAYBE:
        gate_json_bool(json, int_at(object, field->at) > 0);
        break;
    case GATE_FIELD_JSON:
        gate_json_raw(json, text_at(object, field->at));
        break;
    case GATE_FIELD_ONE:
        memcpy(&pointer, object + field->at, sizeof pointer);
        write_object(json, field->object(), pointer);
        break;
    case GATE_FIELD_MANY:
    case GATE_FIELD_LIST:
    case GATE_FIELD_STRS:
        list = list_at(object, field->at);
        write_list(json, field, &list);
        break;
    }
}

static void write_object(gate_json *json, const gate_object_info *info, const void *object)
{
    gate_json_open(json, '{');
    for (uint32_t i = 0; i < info->count; i++) {
        const gate_field_info *field = &info->fields[i];
        if (!is_there(field, object)) continue;
        gate_json_key(json, gate_field_key(field));
        write_field(json, field, object);
    }
    gate_json_close(json, '}');
}

static void write_root(gate_buf *out, const gate_object_info *info, const void *object)
{
    gate_json json = gate_json_new(out, 2);
    write_object(&json, info, object);
    gate_buf_char(out, '\n');
}

void gate_doc_write(gate_buf *out, const gate_doc_verdict *verdict)
{
    write_root(out, gate_object_root(), verdict);
}

void gate_doc_write_comparison(gate_buf *out, const gate_doc_comparison *comparison)
{
    write_root(out, gate_object_comparison(), comparison);
}

void gate_doc_write_why(gate_buf *out, const gate_doc_why *why)
{
    write_root(out, gate_object_why(), why);
}
