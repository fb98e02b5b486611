/* The document walked by its own table: parts of it as texts that can be compared, and the places in them. */
#include "tests/properties/properties.h"

#include "verdict/document_table.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

static const gate_object_info *object_named(const char *name)
{
    for (uint32_t i = 0; i < gate_object_count(); i++) {
        if (strcmp(gate_object_at(i)->name, name) == 0) return gate_object_at(i);
    }
    return NULL;
}

/* -- as text ------------------------------------------------------------------------------------------- */

/* What says where something stands and not what it is; titles may speak of anything. */
static bool left_out(const gate_object_info *info, const gate_field_info *field, unsigned how)
{
    static const char *const places[] = {"place", "line", "column", "excerpts", "sha256", "size", "program"};
    for (size_t i = 0; i < GATE_COUNT(places); i++) {
        if (strcmp(field->name, places[i]) == 0) return true;
    }
    if (how & CANON_SORTED && strcmp(field->name, "measures") == 0) return true; /* the first three */
    return !(how & CANON_SPOKEN) && strcmp(field->name, "title") == 0 && strcmp(info->name, "row") == 0;
}

static void put_object(gate_arena *arena, gate_buf *out, const gate_object_info *info, const void *object,
                       unsigned how);

static int by_text(const void *left, const void *right)
{
    return gate_str_cmp(*(const gate_str *)left, *(const gate_str *)right);
}

/* A sentence without the file and place that it ends with: of several the first is told. */
static void put_unplaced(gate_buf *out, gate_str text)
{
    for (size_t at = 0; at < text.len; at++) {
        size_t end = at + 1 < text.len && text.ptr[at] == ' ' && text.ptr[at + 1] == '('
                         ? gate_str_find(text, GATE_STR(")"), at)
                         : SIZE_MAX;
        if (end != SIZE_MAX && gate_str_find(gate_str_sub(text, at, end), GATE_STR(".json"), 0) != SIZE_MAX) {
            at = end;
        } else {
            gate_buf_char(out, text.ptr[at]);
        }
    }
}

static void put_list(gate_arena *arena, gate_buf *out, const gate_field_info *field, const char *at,
                     unsigned how)
{
    gate_any_list list;
    memcpy(&list, at, sizeof list);
    gate_str *texts = GATE_ARRAY(arena, gate_str, list.len);
    for (uint32_t i = 0; i < list.len; i++) {
        gate_buf item = gate_buf_new(arena);
        if (field->kind == GATE_FIELD_STRS && how & CANON_SORTED) {
            put_unplaced(&item, ((gate_str *)list.items)[i]);
        } else if (field->kind == GATE_FIELD_STRS) {
            gate_buf_add(&item, ((gate_str *)list.items)[i]);
        } else {
            put_object(arena, &item, field->object(), ((void **)list.items)[i], how);
        }
        texts[i] = gate_buf_str(&item);
    }
    if (how & CANON_SORTED && list.len) qsort(texts, list.len, sizeof *texts, by_text);
    gate_buf_char(out, '[');
    for (uint32_t i = 0; i < list.len; i++) {
        if (i) gate_buf_c(out, ", ");
        gate_buf_add(out, texts[i]);
    }
    gate_buf_char(out, ']');
}

static void put_field(gate_arena *arena, gate_buf *out, const gate_field_info *field, const char *at,
                      unsigned how)
{
    gate_str text;
    int64_t number;
    bool truth;
    void *object;
    switch (field->kind) {
    case GATE_FIELD_MARK:
    case GATE_FIELD_STR:
    case GATE_FIELD_TEXT:
    case GATE_FIELD_WORD:
    case GATE_FIELD_OPTWORD:
    case GATE_FIELD_JSON:
        memcpy(&text, at, sizeof text);
        gate_buf_add(out, text);
        break;
    case GATE_FIELD_INT:
    case GATE_FIELD_OPTINT:
    case GATE_FIELD_MAYBE:
        memcpy(&number, at, sizeof number);
        gate_buf_printf(out, "%" PRId64, number);
        break;
    case GATE_FIELD_FLAG:
    case GATE_FIELD_BOOL:
        memcpy(&truth, at, sizeof truth);
        gate_buf_c(out, truth ? "yes" : "no");
        break;
    case GATE_FIELD_ONE:
        memcpy(&object, at, sizeof object);
        put_object(arena, out, field->object(), object, how);
        break;
    case GATE_FIELD_MANY:
    case GATE_FIELD_LIST:
    case GATE_FIELD_STRS:
        put_list(arena, out, field, at, how);
        break;
    }
}

static bool is_empty(const gate_field_info *field, const char *at)
{
    gate_any_list list;
    int64_t number;
    bool truth;
    void *object;
    switch (field->kind) {
    case GATE_FIELD_MARK:
    case GATE_FIELD_STR:
    case GATE_FIELD_TEXT:
    case GATE_FIELD_WORD:
    case GATE_FIELD_OPTWORD:
    case GATE_FIELD_JSON:
        return ((const gate_str *)(const void *)at)->len == 0;
    case GATE_FIELD_INT:
    case GATE_FIELD_OPTINT:
    case GATE_FIELD_MAYBE:
        memcpy(&number, at, sizeof number);
        return number < 0;
    case GATE_FIELD_FLAG:
    case GATE_FIELD_BOOL:
        memcpy(&truth, at, sizeof truth);
        return !truth;
    case GATE_FIELD_ONE:
        memcpy(&object, at, sizeof object);
        return !object;
    case GATE_FIELD_MANY:
    case GATE_FIELD_LIST:
    case GATE_FIELD_STRS:
        memcpy(&list, at, sizeof list);
        return list.len == 0;
    }
    return false;
}

/* A list or a map that was read is told in the order of the file. */
static bool in_file_order(const gate_object_info *info, const void *object, const gate_field_info *field)
{
    if (strcmp(info->name, "reading") != 0) return false;
    gate_str value = ((const gate_doc_reading *)object)->value,
             shown = ((const gate_doc_reading *)object)->shown;
    bool container = (value.len && (value.ptr[0] == '[' || value.ptr[0] == '{')) ||
                     (shown.len && (shown.ptr[0] == '[' || shown.ptr[0] == '{'));
    return container && (strcmp(field->name, "value") == 0 || strcmp(field->name, "shown") == 0);
}

static void put_object(gate_arena *arena, gate_buf *out, const gate_object_info *info, const void *object,
                       unsigned how)
{
    if (!object) return;
    gate_buf_char(out, '{');
    for (uint32_t i = 0; i < info->count; i++) {
        const gate_field_info *field = &info->fields[i];
        const char *at = (const char *)object + field->at;
        if (is_empty(field, at) || left_out(info, field, how)) continue;
        if (how & CANON_SORTED && in_file_order(info, object, field)) continue;
        gate_buf_char(out, ' ');
        gate_buf_c(out, field->name);
        gate_buf_char(out, '=');
        put_field(arena, out, field, at, how);
    }
    gate_buf_c(out, " }");
}

static gate_str canon(gate_arena *arena, const char *name, const void *object, unsigned how)
{
    gate_buf out = gate_buf_new(arena);
    put_object(arena, &out, object_named(name), object, how);
    return gate_buf_str(&out);
}

gate_str parting(gate_arena *arena, gate_str one, gate_str two)
{
    size_t at = 0;
    while (at < one.len && at < two.len && one.ptr[at] == two.ptr[at])
        at++;
    size_t from = at > 400 ? at - 400 : 0;
    gate_str a = gate_str_sub(one, from, at + 400), b = gate_str_sub(two, from, at + 400);
    return gate_str_printf(arena, "\n  … " GATE_STR_FMT "\n  … " GATE_STR_FMT, GATE_STR_ARG(a),
                           GATE_STR_ARG(b));
}

gate_str canon_row(gate_arena *arena, const gate_doc_row *row, unsigned how)
{
    return canon(arena, "row", row, how);
}

gate_str canon_clause(gate_arena *arena, const gate_doc_clause *clause, unsigned how)
{
    return canon(arena, "clause", clause, how);
}

gate_str canon_verdict(gate_arena *arena, const gate_doc_verdict *verdict, unsigned how)
{
    return canon(arena, "verdict", verdict, how);
}

/* -- parts of one kind --------------------------------------------------------------------------------- */

typedef struct objects {
    void **items;
    uint32_t len, cap;
} objects;

/* All [wanted] objects of a part; [rows]: those of rows too. */
static void walk(gate_arena *arena, const gate_object_info *info, const void *object, const char *wanted,
                 bool rows, objects *out)
{
    if (!object) return;
    if (strcmp(info->name, wanted) == 0) {
        union {
            const void *from;
            void *to;
        } same = {.from = object};
        gate_vec_push(arena, out, same.to);
    }
    for (uint32_t i = 0; i < info->count; i++) {
        const gate_field_info *field = &info->fields[i];
        const char *at = (const char *)object + field->at;
        if (!rows && strcmp(field->name, "rows") == 0) continue;
        if (field->kind == GATE_FIELD_ONE) {
            void *inner;
            memcpy(&inner, at, sizeof inner);
            walk(arena, field->object(), inner, wanted, rows, out);
        } else if (field->kind == GATE_FIELD_MANY || field->kind == GATE_FIELD_LIST) {
            gate_any_list list;
            memcpy(&list, at, sizeof list);
            for (uint32_t k = 0; k < list.len; k++)
                walk(arena, field->object(), ((void **)list.items)[k], wanted, rows, out);
        }
    }
}

static void find(gate_arena *arena, const char *in, const void *object, const char *wanted, bool rows,
                 gate_doc_origin_list *out)
{
    objects found = {0};
    walk(arena, object_named(in), object, wanted, rows, &found);
    for (uint32_t i = 0; i < found.len; i++)
        gate_vec_push(arena, out, found.items[i]);
}

void origins_of_row(gate_arena *arena, const gate_doc_row *row, gate_doc_origin_list *out)
{
    find(arena, "row", row, "origin", true, out);
}

void origins_for_row(gate_arena *arena, const gate_doc_block *block, const gate_doc_row *row,
                     gate_doc_origin_list *out)
{
    find(arena, "block", block, "origin", false, out);
    origins_of_row(arena, row, out);
}

void origins_of_verdict(gate_arena *arena, const gate_doc_verdict *verdict, gate_doc_origin_list *out)
{
    find(arena, "verdict", verdict, "origin", true, out);
}

gate_doc_reason_list reasons_of_verdict(gate_arena *arena, const gate_doc_verdict *verdict)
{
    gate_doc_reason_list out = {0};
    objects found = {0};
    walk(arena, object_named("verdict"), verdict, "reason", true, &found);
    for (uint32_t i = 0; i < found.len; i++)
        gate_vec_push(arena, &out, found.items[i]);
    return out;
}

gate_doc_reason_list reasons_of(gate_arena *arena, const gate_doc_clause *clause)
{
    gate_doc_reason_list out = {0};
    objects found = {0};
    walk(arena, object_named("clause"), clause, "reason", true, &found);
    for (uint32_t i = 0; i < found.len; i++)
        gate_vec_push(arena, &out, found.items[i]);
    return out;
}
