#include "compiler/type.h"

#include <string.h>

#define PLAIN(kind_) [GATE_TY_##kind_] = {.kind = GATE_TY_##kind_, .weight = 1}

static const gate_type plains[] = {
    PLAIN(ERROR),
    PLAIN(ANY),
    PLAIN(NULL),
    PLAIN(BOOL),
    PLAIN(INT),
    PLAIN(DOUBLE),
    PLAIN(NUMBER),
    PLAIN(PERCENT),
    PLAIN(STRING),
    PLAIN(TIMESTAMP),
    PLAIN(DURATION),
    PLAIN(TYPE),
    [GATE_TY_LIST] = {.kind = GATE_TY_LIST, .of = &plains[GATE_TY_ANY], .weight = 2},
    [GATE_TY_MAP] = {.kind = GATE_TY_MAP,
                     .key = &plains[GATE_TY_ANY],
                     .of = &plains[GATE_TY_ANY],
                     .weight = 3},
    [GATE_TY_OPTIONAL] = {.kind = GATE_TY_OPTIONAL, .of = &plains[GATE_TY_ANY], .weight = 2},
    [GATE_TY_VAR] = {.kind = GATE_TY_ANY, .weight = 1},
};

const gate_type *gate_type_plain(gate_type_kind kind)
{
    return &plains[kind];
}

static uint32_t heavier(uint32_t a, uint32_t b)
{
    return a > GATE_TYPE_WEIGHT_MAX || b > GATE_TYPE_WEIGHT_MAX - a ? GATE_TYPE_WEIGHT_MAX + 1 : a + b;
}

/* A copy of [made] in the arena, or ANY when it is too heavy. */
static const gate_type *keep(gate_arena *arena, gate_type made)
{
    if (made.weight > GATE_TYPE_WEIGHT_MAX) return &plains[GATE_TY_ANY];
    gate_type *type = GATE_NEW(arena, gate_type);
    *type = made;
    return type;
}

const gate_type *gate_type_list(gate_arena *arena, const gate_type *of)
{
    if (of->kind == GATE_TY_ANY) return &plains[GATE_TY_LIST];
    return keep(arena, (gate_type){.kind = GATE_TY_LIST, .of = of, .weight = heavier(1, of->weight)});
}

const gate_type *gate_type_map(gate_arena *arena, const gate_type *key, const gate_type *of)
{
    uint32_t weight = heavier(1, heavier(key->weight, of->weight));
    return keep(arena, (gate_type){.kind = GATE_TY_MAP, .key = key, .of = of, .weight = weight});
}

const gate_type *gate_type_optional(gate_arena *arena, const gate_type *of)
{
    if (of->kind == GATE_TY_ANY) return &plains[GATE_TY_OPTIONAL];
    return keep(arena, (gate_type){.kind = GATE_TY_OPTIONAL, .of = of, .weight = heavier(1, of->weight)});
}

const gate_type *gate_type_word(gate_arena *arena, gate_str text)
{
    return keep(arena, (gate_type){.kind = GATE_TY_WORD, .name = text, .weight = 1});
}

const gate_type *gate_type_record(gate_arena *arena, gate_str name, const gate_type_field *fields,
                                  uint32_t count)
{
    gate_type *type = GATE_NEW(arena, gate_type);
    *type = (gate_type){.kind = GATE_TY_RECORD, .name = name, .fields = fields, .count = count, .weight = 1};
    for (uint32_t i = 0; i < count; i++)
        type->weight = heavier(type->weight, fields[i].type->weight);
    return type;
}

const gate_type *gate_type_named(gate_arena *arena, const gate_type *type, gate_str name)
{
    if (type->kind == GATE_TY_WORD || type->kind == GATE_TY_ERROR) return type;
    gate_type *copy = GATE_NEW(arena, gate_type);
    *copy = *type;
    copy->name = name;
    return copy;
}

const gate_type_field *gate_type_field_of(const gate_type *record, gate_str name)
{
    for (uint32_t i = 0; i < record->count; i++) {
        if (gate_str_eq(record->fields[i].name, name)) return &record->fields[i];
    }
    return NULL;
}

static bool scalar_number(gate_type_kind kind)
{
    return kind == GATE_TY_INT || kind == GATE_TY_DOUBLE || kind == GATE_TY_NUMBER || kind == GATE_TY_PERCENT;
}

bool gate_type_is_number(const gate_type *type)
{
    if (type->kind != GATE_TY_UNION) return scalar_number(type->kind);
    for (uint32_t i = 0; i < type->count; i++) {
        if (!scalar_number(type->members[i]->kind)) return false;
    }
    return true;
}

/* ---- unions ---------------------------------------------------------------------------------- */

typedef struct members {
    gate_arena *arena;
    GATE_VEC(const gate_type *) list;
    bool any, error;
} members;

/* Adds one type that is no union, unless a member takes it in; takes out what it takes in itself. */
static void add_member(members *to, const gate_type *type)
{
    uint32_t kept = 0;
    for (uint32_t i = 0; i < to->list.len; i++) {
        const gate_type *old = to->list.items[i];
        bool numbers = scalar_number(old->kind) && scalar_number(type->kind) && old->kind != type->kind;
        if (numbers) {
            type = &plains[GATE_TY_NUMBER];
            continue;
        }
        if (old->kind == GATE_TY_WORD && type->kind == GATE_TY_STRING) continue;
        if ((old->kind == GATE_TY_STRING && type->kind == GATE_TY_WORD) || gate_type_equal(old, type)) return;
        to->list.items[kept++] = old;
    }
    to->list.len = kept;
    gate_vec_push(to->arena, &to->list, type);
}

static void add(members *to, const gate_type *type)
{
    if (type->kind == GATE_TY_ERROR) to->error = true;
    if (type->kind == GATE_TY_ANY) to->any = true;
    if (to->error || to->any) return;
    if (type->kind != GATE_TY_UNION) {
        add_member(to, type);
        return;
    }
    for (uint32_t i = 0; i < type->count; i++)
        add_member(to, type->members[i]);
}

const gate_type *gate_type_union_of(gate_arena *arena, const gate_type *const *types, uint32_t count)
{
    members to = {.arena = arena};
    for (uint32_t i = 0; i < count; i++)
        add(&to, types[i]);
    if (to.error) return &plains[GATE_TY_ERROR];
    if (to.any || to.list.len == 0) return &plains[GATE_TY_ANY];
    if (to.list.len == 1) return to.list.items[0];
    gate_type made = {.kind = GATE_TY_UNION, .members = to.list.items, .count = to.list.len, .weight = 1};
    for (uint32_t i = 0; i < made.count; i++)
        made.weight = heavier(made.weight, made.members[i]->weight);
    return keep(arena, made);
}

const gate_type *gate_type_union(gate_arena *arena, const gate_type *a, const gate_type *b)
{
    if (a == b) return a;
    const gate_type *both[] = {a, b};
    /* A declared name survives where nothing is added to it. */
    if (a->kind != GATE_TY_ERROR && b->kind != GATE_TY_ERROR && gate_type_equal(a, b)) return a;
    return gate_type_union_of(arena, both, 2);
}

/* ---- comparing ------------------------------------------------------------------------------- */

static bool fields_equal(const gate_type *a, const gate_type *b)
{
    if (a->count != b->count) return false;
    for (uint32_t i = 0; i < a->count; i++) {
        const gate_type_field *f = &a->fields[i];
        const gate_type_field *g = gate_type_field_of(b, f->name);
        if (!g || f->optional != g->optional || !gate_type_equal(f->type, g->type)) return false;
    }
    return true;
}

static bool has_member(const gate_type *type, const gate_type *member)
{
    for (uint32_t i = 0; i < type->count; i++) {
        if (gate_type_equal(type->members[i], member)) return true;
    }
    return false;
}

bool gate_type_equal(const gate_type *a, const gate_type *b)
{
    if (a == b) return true;
    if (a->kind != b->kind) return false;
    switch (a->kind) {
    case GATE_TY_ERROR:
    case GATE_TY_ANY:
    case GATE_TY_NULL:
    case GATE_TY_BOOL:
    case GATE_TY_INT:
    case GATE_TY_DOUBLE:
    case GATE_TY_NUMBER:
    case GATE_TY_PERCENT:
    case GATE_TY_STRING:
    case GATE_TY_TIMESTAMP:
    case GATE_TY_DURATION:
    case GATE_TY_TYPE:
        return true;
    case GATE_TY_WORD:
    case GATE_TY_VAR:
        return gate_str_eq(a->name, b->name);
    case GATE_TY_LIST:
    case GATE_TY_OPTIONAL:
        return gate_type_equal(a->of, b->of);
    case GATE_TY_MAP:
        return gate_type_equal(a->key, b->key) && gate_type_equal(a->of, b->of);
    case GATE_TY_RECORD:
        return fields_equal(a, b);
    case GATE_TY_UNION:
        if (a->count != b->count) return false;
        for (uint32_t i = 0; i < a->count; i++) {
            if (!has_member(b, a->members[i])) return false;
        }
        return true;
    }
    return false;
}

static bool meets(const gate_type *a, const gate_type *b, bool one_line);

/* Two records may be one value unless a field that both must have differs. */
static bool records_meet(const gate_type *a, const gate_type *b, bool one_line)
{
    for (uint32_t i = 0; i < a->count; i++) {
        const gate_type_field *f = &a->fields[i];
        const gate_type_field *g = f->optional ? NULL : gate_type_field_of(b, f->name);
        if (g && !g->optional && !meets(f->type, g->type, one_line)) return false;
    }
    return true;
}

static bool numbers_meet(gate_type_kind a, gate_type_kind b, bool one_line)
{
    bool apart = (a == GATE_TY_INT && b == GATE_TY_DOUBLE) || (a == GATE_TY_DOUBLE && b == GATE_TY_INT);
    return one_line || !apart;
}

static bool meets(const gate_type *a, const gate_type *b, bool one_line)
{
    if (a == b || a->kind <= GATE_TY_ANY || b->kind <= GATE_TY_ANY) return true;
    if (a->kind == GATE_TY_VAR || b->kind == GATE_TY_VAR) return true;
    if (a->kind == GATE_TY_UNION || b->kind == GATE_TY_UNION) {
        const gate_type *many = a->kind == GATE_TY_UNION ? a : b, *other = many == a ? b : a;
        for (uint32_t i = 0; i < many->count; i++) {
            if (meets(many->members[i], other, one_line)) return true;
        }
        return false;
    }
    if (scalar_number(a->kind) && scalar_number(b->kind)) return numbers_meet(a->kind, b->kind, one_line);
    if (a->kind == GATE_TY_WORD && b->kind == GATE_TY_WORD) return gate_str_eq(a->name, b->name);
    if (a->kind == GATE_TY_WORD || b->kind == GATE_TY_WORD)
        return a->kind == GATE_TY_STRING || b->kind == GATE_TY_STRING;
    if (a->kind == GATE_TY_RECORD && b->kind == GATE_TY_MAP)
        return meets(&plains[GATE_TY_STRING], b->key, one_line);
    if (a->kind == GATE_TY_MAP && b->kind == GATE_TY_RECORD)
        return meets(a->key, &plains[GATE_TY_STRING], one_line);
    if (a->kind != b->kind) return false;
    if (a->kind == GATE_TY_RECORD) return records_meet(a, b, one_line);
    if (a->kind == GATE_TY_MAP) return meets(a->key, b->key, one_line) && meets(a->of, b->of, one_line);
    if (a->kind == GATE_TY_LIST || a->kind == GATE_TY_OPTIONAL) return meets(a->of, b->of, one_line);
    return true;
}

bool gate_type_fits(const gate_type *from, const gate_type *to)
{
    return meets(from, to, false);
}

bool gate_type_comparable(const gate_type *a, const gate_type *b)
{
    return meets(a, b, true);
}

/* ---- types by name --------------------------------------------------------------------------- */

static const struct {
    const char *name;
    gate_type_kind kind;
} builtin_types[] = {
    {"any", GATE_TY_ANY},
    {"dyn", GATE_TY_ANY},
    {"null", GATE_TY_NULL},
    {"null_type", GATE_TY_NULL},
    {"bool", GATE_TY_BOOL},
    {"int", GATE_TY_INT},
    {"double", GATE_TY_DOUBLE},
    {"number", GATE_TY_NUMBER},
    {"percent", GATE_TY_PERCENT},
    {"string", GATE_TY_STRING},
    {"timestamp", GATE_TY_TIMESTAMP},
    {"duration", GATE_TY_DURATION},
    {"list", GATE_TY_LIST},
    {"map", GATE_TY_MAP},
    {"type", GATE_TY_TYPE},
};

const gate_type *gate_type_builtin(gate_str name)
{
    for (size_t i = 0; i < GATE_COUNT(builtin_types); i++) {
        if (gate_str_eq_c(name, builtin_types[i].name)) return gate_type_plain(builtin_types[i].kind);
    }
    return NULL;
}

const char *gate_type_builtin_name(uint32_t index)
{
    return index < GATE_COUNT(builtin_types) ? builtin_types[index].name : NULL;
}
