/* The published JSON Schemas, made from document.def: what gate_doc_write and its siblings may write. */
#include "verdict/document_table.h"

static void put(gate_json *json, const char *key, const char *text)
{
    gate_json_key(json, gate_str_c(key));
    gate_json_str(json, gate_str_c(text));
}

static void put_reference(gate_json *json, const gate_object_info *info)
{
    gate_str at = gate_str_printf(json->out->arena, "#/$defs/%s", info->name);
    gate_json_key(json, GATE_STR("$ref"));
    gate_json_str(json, at);
}

static void put_words(gate_json *json, const char *words)
{
    gate_json_key(json, GATE_STR("enum"));
    gate_json_open(json, '[');
    while (*words)
        gate_json_str(json, gate_words_next(&words));
    gate_json_close(json, ']');
}

static void put_number(gate_json *json, const char *key, int64_t number)
{
    gate_json_key(json, gate_str_c(key));
    gate_json_int(json, number);
}

static void put_list(gate_json *json, const gate_field_info *field)
{
    put(json, "type", "array");
    if (!gate_field_always(field->kind)) put_number(json, "minItems", 1);
    gate_json_key(json, GATE_STR("items"));
    gate_json_open(json, '{');
    if (field->kind == GATE_FIELD_STRS) {
        put(json, "type", "string");
    } else {
        put_reference(json, field->object());
    }
    gate_json_close(json, '}');
}

static void put_type(gate_json *json, const gate_field_info *field)
{
    switch (field->kind) {
    case GATE_FIELD_MARK:
        put(json, "const", field->words);
        break;
    case GATE_FIELD_STR:
        put(json, "type", "string");
        put_number(json, "minLength", 1);
        break;
    case GATE_FIELD_TEXT:
        put(json, "type", "string");
        break;
    case GATE_FIELD_WORD:
    case GATE_FIELD_OPTWORD:
        put_words(json, field->words);
        break;
    case GATE_FIELD_OPTINT:
        put(json, "type", "integer");
        put_number(json, "minimum", 0);
        break;
    case GATE_FIELD_INT:
        put(json, "type", "integer");
        break;
    case GATE_FIELD_FLAG:
        gate_json_key(json, GATE_STR("const"));
        gate_json_bool(json, true);
        break;
    case GATE_FIELD_BOOL:
    case GATE_FIELD_MAYBE:
        put(json, "type", "boolean");
        break;
    case GATE_FIELD_JSON:
        break; /* anything */
    case GATE_FIELD_ONE:
        put_reference(json, field->object());
        break;
    case GATE_FIELD_MANY:
    case GATE_FIELD_LIST:
    case GATE_FIELD_STRS:
        put_list(json, field);
        break;
    }
}

static void put_object(gate_json *json, const gate_object_info *info)
{
    put(json, "description", info->doc);
    put(json, "type", "object");
    gate_json_key(json, GATE_STR("required"));
    gate_json_open(json, '[');
    for (uint32_t i = 0; i < info->count; i++) {
        if (gate_field_always(info->fields[i].kind)) gate_json_str(json, gate_field_key(&info->fields[i]));
    }
    gate_json_close(json, ']');
    gate_json_key(json, GATE_STR("properties"));
    gate_json_open(json, '{');
    for (uint32_t i = 0; i < info->count; i++) {
        const gate_field_info *field = &info->fields[i];
        gate_json_key(json, gate_field_key(field));
        gate_json_open(json, '{');
        if (field->doc[0]) put(json, "description", field->doc);
        put_type(json, field);
        gate_json_close(json, '}');
    }
    gate_json_close(json, '}');
}

/* Which objects a document of that root can hold. */
static void reach(const gate_object_info *info, bool *reached)
{
    uint32_t own = 0;
    while (gate_object_at(own) != info)
        own++;
    if (reached[own]) return;
    reached[own] = true;
    for (uint32_t i = 0; i < info->count; i++) {
        if (info->fields[i].object) reach(info->fields[i].object(), reached);
    }
}

static void put_schema(gate_buf *out, const gate_object_info *root, const char *id, const char *title)
{
    gate_json json = gate_json_new(out, 2);
    bool *reached = GATE_ARRAY(out->arena, bool, gate_object_count());
    reach(root, reached);
    gate_json_open(&json, '{');
    put(&json, "$schema", "https://json-schema.org/draft/2020-12/schema");
    put(&json, "$id", id);
    put(&json, "title", title);
    put_reference(&json, root);
    gate_json_key(&json, GATE_STR("$defs"));
    gate_json_open(&json, '{');
    for (uint32_t i = 0; i < gate_object_count(); i++) {
        if (!reached[i]) continue;
        gate_json_key(&json, gate_str_c(gate_object_at(i)->name));
        gate_json_open(&json, '{');
        put_object(&json, gate_object_at(i));
        gate_json_close(&json, '}');
    }
    gate_json_close(&json, '}');
    gate_json_close(&json, '}');
    gate_buf_char(out, '\n');
}

void gate_doc_schema(gate_buf *out)
{
    put_schema(out, gate_object_root(), GATE_DOC_SCHEMA, "gatec verdict");
}

void gate_doc_schema_comparison(gate_buf *out)
{
    put_schema(out, gate_object_comparison(), GATE_DOC_COMPARISON, "gatec comparison of verdicts");
}

void gate_doc_schema_why(gate_buf *out)
{
    put_schema(out, gate_object_why(), GATE_DOC_WHY, "gatec row of a verdict");
}
