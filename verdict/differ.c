#include "verdict/differ.h"

#include "verdict/document_table.h"

#include <string.h>

static bool object_differs(gate_buf *way, const gate_object_info *info, const void *a, const void *b);

static const void *pointer_at(const char *at)
{
    const void *pointer;
    memcpy(&pointer, at, sizeof pointer);
    return pointer;
}

static bool list_differs(gate_buf *way, const gate_field_info *field, const char *a, const char *b)
{
    gate_any_list x, y;
    memcpy(&x, a, sizeof x);
    memcpy(&y, b, sizeof y);
    for (uint32_t i = 0; i < x.len && i < y.len; i++) {
        size_t before = way->len;
        gate_buf_printf(way, "/%u", i);
        if (field->kind == GATE_FIELD_STRS) {
            if (!gate_str_eq(((const gate_str *)x.items)[i], ((const gate_str *)y.items)[i])) return true;
        } else {
            size_t at = i * sizeof(void *);
            const void *left = pointer_at((const char *)x.items + at),
                       *right = pointer_at((const char *)y.items + at);
            if (object_differs(way, field->object(), left, right)) return true;
        }
        way->len = before;
    }
    if (x.len == y.len) return false;
    gate_buf_printf(way, "/%u", x.len < y.len ? x.len : y.len);
    return true;
}

static bool field_differs(gate_buf *way, const gate_field_info *field, const char *a, const char *b)
{
    gate_str x, y;
    switch (field->kind) {
    case GATE_FIELD_MARK:
    case GATE_FIELD_STR:
    case GATE_FIELD_TEXT:
    case GATE_FIELD_WORD:
    case GATE_FIELD_OPTWORD:
    case GATE_FIELD_JSON:
        memcpy(&x, a, sizeof x);
        memcpy(&y, b, sizeof y);
        return !gate_str_eq(x, y);
    case GATE_FIELD_INT:
    case GATE_FIELD_OPTINT:
    case GATE_FIELD_MAYBE:
        return memcmp(a, b, sizeof(int64_t)) != 0;
    case GATE_FIELD_FLAG:
    case GATE_FIELD_BOOL:
        return memcmp(a, b, sizeof(bool)) != 0;
    case GATE_FIELD_ONE:
        return object_differs(way, field->object(), pointer_at(a), pointer_at(b));
    case GATE_FIELD_MANY:
    case GATE_FIELD_LIST:
    case GATE_FIELD_STRS:
        return list_differs(way, field, a, b);
    }
    return false;
}

static bool object_differs(gate_buf *way, const gate_object_info *info, const void *a, const void *b)
{
    if (!a || !b) return a != b;
    for (uint32_t i = 0; i < info->count; i++) {
        const gate_field_info *field = &info->fields[i];
        gate_str key = gate_field_key(field);
        size_t before = way->len;
        gate_buf_char(way, '/');
        gate_buf_add(way, key);
        if (field_differs(way, field, (const char *)a + field->at, (const char *)b + field->at)) return true;
        way->len = before;
    }
    return false;
}

bool gate_doc_differ(gate_buf *way, const gate_doc_verdict *a, const gate_doc_verdict *b)
{
    return object_differs(way, gate_object_root(), a, b);
}

bool gate_doc_differ_row(gate_buf *way, const gate_doc_row *a, const gate_doc_row *b)
{
    for (uint32_t i = 0; i < gate_object_count(); i++) {
        const gate_object_info *info = gate_object_at(i);
        if (strcmp(info->name, "row") == 0) return object_differs(way, info, a, b);
    }
    return false;
}
