#include "base/utf8.h"
#include "compiler/type.h"

/* Names of more than so many words, or so deep inside, say nothing to a reader. */
#define SHOWN_MEMBERS 6
#define SHOWN_DEPTH   3

typedef enum form { BARE, ARTICLE, PLURAL } form;

typedef struct noun {
    const char *bare, *article, *plural;
} noun;

static const noun nouns[] = {
    [GATE_TY_ERROR] = {"value", "a value", "values"},
    [GATE_TY_ANY] = {"value of any type", "a value of any type", "values of any type"},
    [GATE_TY_NULL] = {"null", "null", "nulls"},
    [GATE_TY_BOOL] = {"bool", "a bool", "bools"},
    [GATE_TY_INT] = {"int", "an int", "ints"},
    [GATE_TY_DOUBLE] = {"double", "a double", "doubles"},
    [GATE_TY_NUMBER] = {"number", "a number", "numbers"},
    [GATE_TY_PERCENT] = {"percentage", "a percentage", "percentages"},
    [GATE_TY_STRING] = {"string", "a string", "strings"},
    [GATE_TY_WORD] = {"word", "a word", "words"},
    [GATE_TY_TIMESTAMP] = {"timestamp", "a timestamp", "timestamps"},
    [GATE_TY_DURATION] = {"duration", "a duration", "durations"},
    [GATE_TY_LIST] = {"list", "a list", "lists"},
    [GATE_TY_MAP] = {"map", "a map", "maps"},
    [GATE_TY_RECORD] = {"record", "a record", "records"},
    [GATE_TY_OPTIONAL] = {"optional", "an optional", "optionals"},
    [GATE_TY_TYPE] = {"type", "a type", "types"},
    [GATE_TY_UNION] = {"value", "a value", "values"},
    [GATE_TY_VAR] = {"value", "a value", "values"},
};

static void put(gate_buf *out, const gate_type *type, form as, uint32_t depth);

static void put_noun(gate_buf *out, gate_type_kind kind, form as)
{
    const noun *word = &nouns[kind];
    gate_buf_c(out, as == BARE ? word->bare : as == ARTICLE ? word->article : word->plural);
}

static void put_union(gate_buf *out, const gate_type *type, form as, uint32_t depth)
{
    for (uint32_t i = 0; i < type->count && i < SHOWN_MEMBERS; i++) {
        bool word = type->members[i]->kind == GATE_TY_WORD;
        if (i > 0) gate_buf_c(out, word ? " | " : " or ");
        put(out, type->members[i], as, depth + 1);
    }
    if (type->count > SHOWN_MEMBERS) gate_buf_c(out, " | …");
}

static void put(gate_buf *out, const gate_type *type, form as, uint32_t depth)
{
    if (type->kind == GATE_TY_WORD) {
        gate_buf_char(out, '"');
        gate_buf_visible(out, type->name);
        gate_buf_char(out, '"');
        return;
    }
    if (type->name.len) {
        gate_buf_printf(out, "`" GATE_STR_FMT "`", GATE_STR_ARG(type->name));
        return;
    }
    if (type->kind == GATE_TY_UNION && depth < SHOWN_DEPTH) {
        put_union(out, type, as, depth);
        return;
    }
    put_noun(out, type->kind, as);
    bool tells = type->of && type->of->kind > GATE_TY_ANY && depth < SHOWN_DEPTH;
    if (!tells) return;
    if (type->kind == GATE_TY_LIST || type->kind == GATE_TY_MAP) {
        gate_buf_c(out, type->kind == GATE_TY_LIST ? " of " : " to ");
        put(out, type->of, PLURAL, depth + 1);
    } else if (type->kind == GATE_TY_OPTIONAL) {
        gate_buf_char(out, ' ');
        put(out, type->of, BARE, depth + 1);
    }
}

gate_str gate_type_text(gate_arena *arena, const gate_type *type)
{
    gate_buf out = gate_buf_new(arena);
    put(&out, type, BARE, 0);
    return gate_buf_str(&out);
}

gate_str gate_type_article(gate_arena *arena, const gate_type *type)
{
    gate_buf out = gate_buf_new(arena);
    put(&out, type, ARTICLE, 0);
    return gate_buf_str(&out);
}
