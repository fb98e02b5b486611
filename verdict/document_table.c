#include "verdict/document_table.h"

#include <string.h>

#define OBJECT(name, doc) static const gate_object_info *describe_##name(void);
#include "verdict/document.def"

/* One function an object: its fields know the struct as `self`. */
#define FIELD(name, kind, object, words, doc)                                                                \
    {#name, GATE_FIELD_##kind, offsetof(self, name), object, words, doc},
#define OBJECT(name, about)                                                                                  \
    static const gate_object_info *describe_##name(void)                                                     \
    {                                                                                                        \
        typedef gate_doc_##name self;                                                                        \
        static const char doc[] = about;                                                                     \
        static const gate_field_info fields[] = {
#define MARK(name, text, doc)     FIELD(name, MARK, NULL, text, doc)
#define STR(name, doc)            FIELD(name, STR, NULL, NULL, doc)
#define TEXT(name, doc)           FIELD(name, TEXT, NULL, NULL, doc)
#define WORD(name, words, doc)    FIELD(name, WORD, NULL, words, doc)
#define OPTWORD(name, words, doc) FIELD(name, OPTWORD, NULL, words, doc)
#define INT(name, doc)            FIELD(name, INT, NULL, NULL, doc)
#define OPTINT(name, doc)         FIELD(name, OPTINT, NULL, NULL, doc)
#define FLAG(name, doc)           FIELD(name, FLAG, NULL, NULL, doc)
#define BOOL(name, doc)           FIELD(name, BOOL, NULL, NULL, doc)
#define MAYBE(name, doc)          FIELD(name, MAYBE, NULL, NULL, doc)
#define JSON(name, doc)           FIELD(name, JSON, NULL, NULL, doc)
#define ONE(name, object, doc)    FIELD(name, ONE, describe_##object, NULL, doc)
#define MANY(name, object, doc)   FIELD(name, MANY, describe_##object, NULL, doc)
#define LIST(name, object, doc)   FIELD(name, LIST, describe_##object, NULL, doc)
#define STRS(name, doc)           FIELD(name, STRS, NULL, NULL, doc)
#define END(name)                                                                                            \
    }                                                                                                        \
    ;                                                                                                        \
    static const gate_object_info info = {#name, doc, sizeof(self), fields, GATE_COUNT(fields)};             \
    return &info;                                                                                            \
    }
#include "verdict/document.def"
#undef FIELD

static const gate_object_info *(*const objects[])(void) = {
#define OBJECT(name, doc) describe_##name,
#include "verdict/document.def"
};

uint32_t gate_object_count(void)
{
    return GATE_COUNT(objects);
}

const gate_object_info *gate_object_at(uint32_t index)
{
    return objects[index]();
}

const gate_object_info *gate_object_root(void)
{
    return describe_verdict();
}

const gate_object_info *gate_object_comparison(void)
{
    return describe_comparison();
}

const gate_object_info *gate_object_why(void)
{
    return describe_why();
}

gate_str gate_field_key(const gate_field_info *field)
{
    size_t len = strlen(field->name);
    return (gate_str){field->name, field->name[len - 1] == '_' ? len - 1 : len};
}

bool gate_field_always(gate_field_kind kind)
{
    switch (kind) {
    case GATE_FIELD_MARK:
    case GATE_FIELD_TEXT:
    case GATE_FIELD_WORD:
    case GATE_FIELD_INT:
    case GATE_FIELD_BOOL:
    case GATE_FIELD_LIST:
        return true;
    case GATE_FIELD_STR:
    case GATE_FIELD_OPTWORD:
    case GATE_FIELD_OPTINT:
    case GATE_FIELD_FLAG:
    case GATE_FIELD_MAYBE:
    case GATE_FIELD_JSON:
    case GATE_FIELD_ONE:
    case GATE_FIELD_MANY:
    case GATE_FIELD_STRS:
        return false;
    }
    return false;
}

void *gate_object_new(gate_arena *arena, const gate_object_info *info)
{
    char *object = gate_arena_alloc(arena, info->size);
    for (uint32_t i = 0; i < info->count; i++) {
        const gate_field_info *field = &info->fields[i];
        if (field->kind == GATE_FIELD_OPTINT || field->kind == GATE_FIELD_MAYBE) {
            int64_t none = -1;
            memcpy(object + field->at, &none, sizeof none);
        } else if (field->kind == GATE_FIELD_MARK) {
            gate_str text = gate_str_c(field->words);
            memcpy(object + field->at, &text, sizeof text);
        }
    }
    return object;
}

#define OBJECT(name, doc)                                                                                    \
    gate_doc_##name *gate_doc_new_##name(gate_arena *arena)                                                  \
    {                                                                                                        \
        return gate_object_new(arena, describe_##name());                                                    \
    }
#include "verdict/document.def"

gate_str gate_words_next(const char **words)
{
    const char *start = *words;
    size_t len = strcspn(start, "|");
    *words = start + len + (start[len] == '|');
    return (gate_str){start, len};
}

bool gate_words_have(const char *words, gate_str word)
{
    while (*words) {
        if (gate_str_eq(gate_words_next(&words), word)) return true;
    }
    return false;
}
