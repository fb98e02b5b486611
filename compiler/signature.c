#include "compiler/signature.h"

#include "compiler/type_expr.h"

#include <string.h>

/* ---- reading --------------------------------------------------------------------------------- */

typedef struct reader {
    gate_checker *cx;
    gate_str text;
    size_t at;
    bool wrong;
} reader;

static bool letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

static bool take(reader *in, const char *sign)
{
    while (in->at < in->text.len && in->text.ptr[in->at] == ' ')
        in->at++;
    size_t len = strlen(sign);
    if (!gate_str_eq_c(gate_str_sub(in->text, in->at, in->at + len), sign)) return false;
    in->at += len;
    return true;
}

static void expect(reader *in, const char *sign)
{
    if (!take(in, sign)) in->wrong = true;
}

static gate_str word(reader *in)
{
    take(in, "");
    size_t from = in->at;
    while (in->at < in->text.len && letter(in->text.ptr[in->at]))
        in->at++;
    if (from == in->at) in->wrong = true;
    return gate_str_sub(in->text, from, in->at);
}

static const gate_type *variable(reader *in, gate_str name)
{
    gate_type *type = GATE_NEW(in->cx->arena, gate_type);
    *type = (gate_type){.kind = GATE_TY_VAR, .name = name, .weight = 1};
    return type;
}

/* NULL when [name] is no type: a macro's bound name. Depth is that of a static table's text. */
static const gate_type *read_type(reader *in, gate_str name)
{
    gate_arena *arena = in->cx->arena;
    if (name.len == 1 && name.ptr[0] >= 'A' && name.ptr[0] <= 'Z') return variable(in, name);
    bool map = gate_str_eq_c(name, "map"), list = gate_str_eq_c(name, "list");
    if (map || list || gate_str_eq_c(name, "optional")) {
        if (!take(in, "(")) return NULL;
        const gate_type *first = read_type(in, word(in)), *second = NULL;
        if (map) {
            expect(in, ",");
            second = read_type(in, word(in));
        }
        expect(in, ")");
        if (!first || (map && !second)) in->wrong = true;
        if (in->wrong) return NULL;
        return map    ? gate_type_map(arena, first, second)
               : list ? gate_type_list(arena, first)
                      : gate_type_optional(arena, first);
    }
    if (gate_str_eq_c(name, "null")) return gate_type_plain(GATE_TY_NULL);
    return gate_type_builtin(name);
}

#define PARAMS_MAX 16

static bool read_signature(gate_checker *cx, const gate_builtin *row, gate_signature *out)
{
    reader in = {.cx = cx, .text = gate_str_c(row->signature)};
    const gate_type *params[PARAMS_MAX];
    uint32_t count = 0, names = 0;
    *out = (gate_signature){.row = row, .macro = (row->flags & GATE_FN_MACRO) != 0};
    if (take(&in, "(")) {
        out->method = true;
        params[count++] = read_type(&in, word(&in));
        if (!params[0]) in.wrong = true;
        expect(&in, ")");
        expect(&in, ".");
    }
    word(&in);
    while (take(&in, "."))
        word(&in);
    expect(&in, "(");
    while (!in.wrong && !take(&in, ")")) {
        if (count + names > (out->method ? 1u : 0u)) expect(&in, ",");
        const gate_type *type = read_type(&in, word(&in));
        if (in.wrong || count == PARAMS_MAX || (!type && (!out->macro || names++))) return false;
        if (type) params[count++] = type;
        if (take(&in, "...")) out->variadic = true;
    }
    expect(&in, ":");
    out->result = read_type(&in, word(&in));
    if (in.wrong || !out->result || (out->macro && names != 1)) return false;
    const gate_type **kept = GATE_ARRAY(cx->arena, const gate_type *, count);
    for (uint32_t i = 0; i < count; i++)
        kept[i] = params[i];
    out->params = kept;
    out->count = count;
    return true;
}

/* ---- the index ------------------------------------------------------------------------------- */

/* The name in a signature, and whether it is a method's. */
static gate_str name_of(gate_str signature, bool *method)
{
    size_t from = 0;
    *method = signature.len && signature.ptr[0] == '(';
    if (*method) {
        uint32_t depth = 0;
        for (; from < signature.len; from++) {
            if (signature.ptr[from] == '(') depth++;
            if (signature.ptr[from] == ')' && --depth == 0) break;
        }
        from = from + 2 < signature.len ? from + 2 : signature.len;
    }
    size_t to = from;
    while (to < signature.len && (letter(signature.ptr[to]) || signature.ptr[to] == '.'))
        to++;
    return gate_str_sub(signature, from, to);
}

void gate_functions_index(gate_checker *cx)
{
    static const char cel[] = "cel";
    const gate_builtins *builtins = &cx->checked.builtins;
    for (uint32_t i = 0; i < builtins->count; i++) {
        const gate_builtin *row = &builtins->rows[i];
        if (row->flags & GATE_FN_HIDDEN) continue;
        bool method = false;
        gate_str name = name_of(gate_str_c(row->signature), &method);
        gate_map *index = method ? &cx->methods : &cx->functions;
        gate_function *function = gate_map_get(index, name);
        if (!function) {
            function = GATE_NEW(cx->arena, gate_function);
            function->name = name;
            function->method = method;
            gate_map_put(index, name, function);
        }
        gate_vec_push(cx->arena, &function->rows, row);
        if (row->flags & GATE_FN_NOW) function->now = true;
        size_t dot = gate_str_find(name, GATE_STR("."), 0);
        if (dot != SIZE_MAX) gate_map_put(&cx->namespaces, gate_str_sub(name, 0, dot), function);
    }
    gate_function *macros = GATE_NEW(cx->arena, gate_function);
    macros->name = (gate_str){cel, sizeof cel - 1};
    gate_map_put(&cx->namespaces, macros->name, macros);
}

gate_function *gate_function_find(gate_checker *cx, gate_str name, bool method)
{
    gate_function *function = gate_map_get(method ? &cx->methods : &cx->functions, name);
    if (!function || function->parsed) return function;
    function->parsed = true;
    for (uint32_t i = 0; i < function->rows.len; i++) {
        gate_signature made;
        if (read_signature(cx, function->rows.items[i], &made))
            gate_vec_push(cx->arena, &function->signatures, made);
    }
    return function;
}

/* ---- matching -------------------------------------------------------------------------------- */

static gate_fit lesser(gate_fit a, gate_fit b)
{
    return a < b ? a : b;
}

static gate_fit bind(gate_checker *cx, gate_bindings *bindings, const gate_type *var, const gate_type *from)
{
    const gate_type **bound = &bindings->of[var->name.ptr[0] - 'A'];
    *bound = *bound ? gate_type_union(cx->arena, *bound, from) : from;
    return GATE_FIT_SURE;
}

/* Some members may fit and others not: then only perhaps. */
static gate_fit unify_members(gate_checker *cx, gate_bindings *bindings, const gate_type *to,
                              const gate_type *from)
{
    uint32_t sure = 0, maybe = 0;
    for (uint32_t i = 0; i < from->count; i++) {
        gate_bindings tried = *bindings;
        gate_fit fit = gate_signature_unify(cx, &tried, to, from->members[i]);
        if (fit == GATE_FIT_NO) continue;
        *bindings = tried;
        if (fit == GATE_FIT_SURE)
            sure++;
        else
            maybe++;
    }
    if (sure == from->count) return GATE_FIT_SURE;
    return sure + maybe ? GATE_FIT_MAYBE : GATE_FIT_NO;
}

static void bind_dynamic(gate_checker *cx, gate_bindings *bindings, const gate_type *to)
{
    if (to->kind == GATE_TY_VAR) bind(cx, bindings, to, gate_any());
    if (to->key) bind_dynamic(cx, bindings, to->key);
    if (to->of) bind_dynamic(cx, bindings, to->of);
}

static gate_fit unify_record(gate_checker *cx, gate_bindings *bindings, const gate_type *to)
{
    if (gate_signature_unify(cx, bindings, to->key, gate_type_plain(GATE_TY_STRING)) == GATE_FIT_NO)
        return GATE_FIT_NO;
    bind_dynamic(cx, bindings, to->of); /* other keys than the declared ones may be there */
    return GATE_FIT_SURE;
}

gate_fit gate_signature_unify(gate_checker *cx, gate_bindings *bindings, const gate_type *to,
                              const gate_type *from)
{
    if (to->kind == GATE_TY_ANY) return GATE_FIT_SURE;
    if (to->kind == GATE_TY_VAR) return bind(cx, bindings, to, from);
    if (from->kind == GATE_TY_ANY || from->kind == GATE_TY_ERROR) {
        bind_dynamic(cx, bindings, to);
        return GATE_FIT_MAYBE;
    }
    if (from->kind == GATE_TY_UNION) return unify_members(cx, bindings, to, from);
    if (to->kind == GATE_TY_MAP && from->kind == GATE_TY_RECORD) return unify_record(cx, bindings, to);
    if (to->kind == from->kind && (to->kind == GATE_TY_LIST || to->kind == GATE_TY_OPTIONAL))
        return gate_signature_unify(cx, bindings, to->of, from->of);
    if (to->kind == from->kind && to->kind == GATE_TY_MAP) {
        gate_fit key = gate_signature_unify(cx, bindings, to->key, from->key);
        return lesser(key, gate_signature_unify(cx, bindings, to->of, from->of));
    }
    if (!gate_type_fits(from, to)) return GATE_FIT_NO;
    bool loose = from->kind == GATE_TY_NUMBER || from->kind == GATE_TY_PERCENT;
    return loose && to->kind != GATE_TY_NUMBER ? GATE_FIT_MAYBE : GATE_FIT_SURE;
}

const gate_type *gate_signature_fill(gate_checker *cx, const gate_bindings *bindings, const gate_type *type)
{
    if (type->kind == GATE_TY_VAR) {
        const gate_type *bound = bindings->of[type->name.ptr[0] - 'A'];
        return bound ? bound : gate_any();
    }
    if (!type->of) return type;
    const gate_type *of = gate_signature_fill(cx, bindings, type->of);
    if (type->kind == GATE_TY_LIST) return gate_type_list(cx->arena, of);
    if (type->kind == GATE_TY_OPTIONAL) return gate_type_optional(cx->arena, of);
    return gate_type_map(cx->arena, gate_signature_fill(cx, bindings, type->key), of);
}
