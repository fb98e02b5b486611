#include "compiler/check.h"

#include "compiler/scope.h"
#include "compiler/signature.h"

/* Macros by name: how many arguments they take, and how they are written. */
typedef struct macro_form {
    const char *name;
    gate_macro macro;
    uint32_t least, most;
    const char *written;
} macro_form;

static const macro_form on_lists[] = {
    {"all", GATE_MACRO_ALL, 2, 3, "list.all(x, condition)"},
    {"exists", GATE_MACRO_EXISTS, 2, 3, "list.exists(x, condition)"},
    {"exists_one", GATE_MACRO_ONE, 2, 3, "list.exists_one(x, condition)"},
    {"existsOne", GATE_MACRO_ONE, 2, 3, "list.existsOne(x, condition)"},
    {"map", GATE_MACRO_MAP, 2, 3, "list.map(x, value)` or `list.map(x, condition, value)"},
    {"filter", GATE_MACRO_FILTER, 2, 2, "list.filter(x, condition)"},
    {"transformList", GATE_MACRO_TRANSFORM_LIST, 3, 4,
     "list.transformList(i, x, value)` or `list.transformList(i, x, condition, value)"},
    {"transformMap", GATE_MACRO_TRANSFORM_MAP, 3, 4,
     "map.transformMap(k, v, value)` or `map.transformMap(k, v, condition, value)"},
    {"optMap", GATE_MACRO_OPT_MAP, 2, 2, "optional.optMap(x, value)"},
    {"optFlatMap", GATE_MACRO_OPT_FLAT_MAP, 2, 2, "optional.optFlatMap(x, optional)"},
};

static const macro_form has_form = {"has", GATE_MACRO_HAS, 1, 1, "has(value.field)"};
static const macro_form bind_form = {"cel.bind", GATE_MACRO_BIND, 3, 3, "cel.bind(x, value, result)"};

static const gate_type *wrong_shape(gate_checker *cx, gate_span span, const char *what, const char *written)
{
    gate_diag *diag = gate_raise(cx, MACRO_SHAPE, span, "%s", what);
    gate_diag_help(cx->diags, diag, "Write `%s`.", written);
    return gate_poison();
}

/* The name that an argument binds; text empty, and said, when it is no simple name. */
static gate_ident bound_name(gate_checker *cx, const gate_node *node, const char *written)
{
    if (node->kind == GATE_N_NAME && !node->as.name.root) return (gate_ident){node->as.name.text, node->span};
    wrong_shape(cx, node->span, "a macro binds a simple name here", written);
    return (gate_ident){0};
}

static gate_ref *note_macro(gate_checker *cx, const gate_node *node, gate_macro macro, bool two)
{
    gate_ref *ref = gate_ref_slot(cx, node);
    *ref = (gate_ref){.kind = GATE_REF_MACRO, .macro = macro, .two = two, .slot = cx->next_slot};
    gate_slot_note(cx, node);
    return ref;
}

/* ---- has, bind, optionals -------------------------------------------------------------------- */

static const gate_type *check_has(gate_checker *cx, const gate_node *node)
{
    const gate_node *field = node->as.call.args.items[0];
    note_macro(cx, node, GATE_MACRO_HAS, false);
    const gate_node *operand = field->kind == GATE_N_SELECT ? field->as.select.operand : NULL;
    gate_file *file = NULL;
    bool qualified =
        operand && operand->kind == GATE_N_NAME && gate_namespace_of(cx, operand, &file) != GATE_NS_NONE;
    if (!operand || qualified) {
        gate_diag *diag = gate_raise(cx, HAS_FIELD, field->span, "`has` asks for a field");
        gate_diag_help(cx->diags, diag,
                       field->kind == GATE_N_INDEX ? "Write `has(value.field)`, or `\"key\" in value`."
                                                   : "Write `has(value.field)`.");
    }
    gate_expr_check(cx, field);
    return gate_type_plain(GATE_TY_BOOL);
}

static const gate_type *check_bind(gate_checker *cx, const gate_node *node)
{
    const gate_nodes *args = &node->as.call.args;
    gate_namespace_use(cx, node->as.call.target);
    const gate_type *value = gate_expr_check(cx, args->items[1]);
    gate_ident name = bound_name(cx, args->items[0], bind_form.written);
    if (!name.text.len) return gate_poison();
    note_macro(cx, node, GATE_MACRO_BIND, false);
    gate_scope scope = gate_scope_begin(cx);
    gate_scope_bind(cx, &name, value);
    const gate_type *type = gate_expr_check(cx, args->items[2]);
    gate_scope_end(cx, scope);
    return type;
}

static const gate_type *not_optional(gate_checker *cx, const gate_node *node, const gate_type *type)
{
    gate_diag *diag = gate_raise(cx, OPTIONAL_NEEDED, node->span, "an optional is needed here");
    gate_diag_here(cx->diags, diag, "this is %s", gate_say_type(cx, type));
    gate_diag_help(cx->diags, diag, "Take an optional: `.?field`, `[?key]`, `optional.of(…)`.");
    return gate_poison();
}

static const gate_type *check_optional(gate_checker *cx, const gate_node *node, const macro_form *form,
                                       const gate_type *target)
{
    const gate_nodes *args = &node->as.call.args;
    gate_ident name = bound_name(cx, args->items[0], form->written);
    if (!name.text.len) return gate_poison();
    const gate_type *of = target->kind == GATE_TY_OPTIONAL ? target->of : target;
    if (target->kind != GATE_TY_OPTIONAL && target->kind > GATE_TY_ANY)
        of = not_optional(cx, node->as.call.target, target);
    note_macro(cx, node, form->macro, false);
    gate_scope scope = gate_scope_begin(cx);
    gate_scope_bind(cx, &name, of);
    const gate_type *body = gate_expr_check(cx, args->items[1]);
    gate_scope_end(cx, scope);
    if (body->kind == GATE_TY_ERROR) return body;
    if (form->macro == GATE_MACRO_OPT_MAP) return gate_type_optional(cx->arena, body);
    if (body->kind == GATE_TY_OPTIONAL || body->kind == GATE_TY_ANY) return body;
    return not_optional(cx, args->items[1], body);
}

/* ---- over lists and maps --------------------------------------------------------------------- */

/* The two-variable forms, as CEL has them: `map` and `filter` have none, since map(x, condition, value) is
 * taken. */
static bool binds_two(const macro_form *form, const gate_nodes *args)
{
    switch (form->macro) {
    case GATE_MACRO_ALL:
    case GATE_MACRO_EXISTS:
    case GATE_MACRO_ONE:
        return args->len == 3;
    case GATE_MACRO_TRANSFORM_LIST:
    case GATE_MACRO_TRANSFORM_MAP:
        return true;
    case GATE_MACRO_MAP:
    case GATE_MACRO_FILTER:
    case GATE_MACRO_HAS:
    case GATE_MACRO_BIND:
    case GATE_MACRO_OPT_MAP:
    case GATE_MACRO_OPT_FLAT_MAP:
    case GATE_MACRO_COLLECT:
        break;
    }
    return false;
}

static const gate_type *result_of(gate_checker *cx, gate_macro macro, gate_range range,
                                  const gate_type *body)
{
    switch (macro) {
    case GATE_MACRO_MAP:
    case GATE_MACRO_TRANSFORM_LIST:
        return gate_type_list(cx->arena, body);
    case GATE_MACRO_FILTER:
        return gate_type_list(cx->arena, range.one);
    case GATE_MACRO_TRANSFORM_MAP:
        return gate_type_map(cx->arena, range.first, body);
    case GATE_MACRO_ALL:
    case GATE_MACRO_EXISTS:
    case GATE_MACRO_ONE:
    case GATE_MACRO_HAS:
    case GATE_MACRO_BIND:
    case GATE_MACRO_OPT_MAP:
    case GATE_MACRO_OPT_FLAT_MAP:
    case GATE_MACRO_COLLECT:
        break;
    }
    return gate_type_plain(GATE_TY_BOOL);
}

static bool has_value(gate_macro macro)
{
    return macro == GATE_MACRO_MAP || macro == GATE_MACRO_TRANSFORM_LIST || macro == GATE_MACRO_TRANSFORM_MAP;
}

static const gate_type *check_loop(gate_checker *cx, const gate_node *node, const macro_form *form,
                                   const gate_type *target)
{
    const gate_nodes *args = &node->as.call.args;
    bool two = binds_two(form, args);
    gate_ident first = bound_name(cx, args->items[0], form->written), second = {0};
    if (two) second = bound_name(cx, args->items[1], form->written);
    if (!first.text.len || (two && !second.text.len)) return gate_poison();
    if (two && gate_str_eq(first.text, second.text))
        gate_raise(cx, DUPLICATE_PARAM, second.span, "`" GATE_STR_FMT "` is bound twice",
                   GATE_STR_ARG(second.text));
    gate_buf what = gate_buf_new(cx->arena);
    gate_buf_printf(&what, "`%s`", form->name);
    gate_range range = gate_range_of(cx, node->as.call.target, target, what.ptr);
    note_macro(cx, node, form->macro, two);
    gate_scope scope = gate_scope_begin(cx);
    gate_scope_bind(cx, &first, two ? range.first : range.one);
    if (two) gate_scope_bind(cx, &second, range.second);
    const gate_type *body = gate_type_plain(GATE_TY_BOOL);
    for (uint32_t i = two ? 2 : 1; i < args->len; i++) {
        if (i + 1 == args->len && has_value(form->macro))
            body = gate_expr_check(cx, args->items[i]);
        else
            gate_condition_check(cx, args->items[i]);
    }
    gate_scope_end(cx, scope);
    if (body->kind == GATE_TY_ERROR) return has_value(form->macro) ? body : gate_type_plain(GATE_TY_BOOL);
    return result_of(cx, form->macro, range, body);
}

/* ---- macros of the builtin table ------------------------------------------------------------- */

/* The macro row of that name that takes so many arguments (the bound name counted); [*any] says
 * whether there is one at all. */
static const gate_signature *collect_row(const gate_function *function, uint32_t args, bool *any)
{
    const gate_signature *found = NULL;
    for (uint32_t i = 0; i < function->signatures.len; i++) {
        const gate_signature *signature = &function->signatures.items[i];
        if (!signature->macro) continue;
        *any = true;
        if (signature->count == args) found = signature; /* receiver in, name out */
    }
    return found;
}

static bool has_plain_row(const gate_function *function)
{
    for (uint32_t i = 0; i < function->signatures.len; i++) {
        if (!function->signatures.items[i].macro) return true;
    }
    return false;
}

static const gate_type *check_collect(gate_checker *cx, const gate_node *node, const gate_function *function,
                                      const gate_signature *row, const gate_type *target)
{
    const gate_nodes *args = &node->as.call.args;
    gate_ident name = bound_name(cx, args->items[0], row->row->signature);
    if (!name.text.len) return gate_poison();
    gate_buf what = gate_buf_new(cx->arena);
    gate_buf_printf(&what, "`" GATE_STR_FMT "`", GATE_STR_ARG(function->name));
    gate_range range = gate_range_of(cx, node->as.call.target, target, what.ptr);
    gate_bindings bindings = {{0}};
    bool fits = gate_signature_unify(cx, &bindings, row->params[0], target) != GATE_FIT_NO;
    if (!fits && range.one->kind != GATE_TY_ERROR) {
        gate_diag *diag = gate_raise(cx, NO_OVERLOAD, node->as.call.target->span, "%s cannot be called on %s",
                                     what.ptr, gate_say_type(cx, target));
        gate_diag_help(cx->diags, diag, "It is `%s`.", row->row->signature);
    }
    gate_ref *ref = note_macro(cx, node, GATE_MACRO_COLLECT, false);
    ref->name = function->name;
    ref->method = true;
    gate_scope scope = gate_scope_begin(cx);
    gate_scope_bind(cx, &name, range.one);
    const gate_type *body = gate_expr_check(cx, args->items[1]);
    gate_scope_end(cx, scope);
    const gate_type *wanted = row->params[row->count - 1];
    if (wanted->kind == GATE_TY_BOOL) {
        gate_condition_demand(cx, args->items[1], body);
    } else if (gate_signature_unify(cx, &bindings, wanted, body) == GATE_FIT_NO) {
        gate_diag *diag = gate_raise(cx, NO_OVERLOAD, args->items[1]->span, "%s takes %s here, not %s",
                                     what.ptr, gate_say_type(cx, gate_signature_fill(cx, &bindings, wanted)),
                                     gate_say_type(cx, body));
        gate_diag_help(cx->diags, diag, "It is `%s`.", row->row->signature);
    }
    if (body->kind == GATE_TY_ERROR || !fits) return gate_poison();
    return gate_signature_fill(cx, &bindings, row->result);
}

static bool check_table(gate_checker *cx, const gate_node *node, const gate_type *target,
                        const gate_type **out)
{
    const gate_function *function = gate_function_find(cx, node->as.call.name.text, true);
    if (!function) return false;
    bool any = false;
    const gate_signature *row = collect_row(function, node->as.call.args.len, &any);
    if (row && row->method && row->count == 2) {
        *out = check_collect(cx, node, function, row, target);
        return true;
    }
    if (!any || has_plain_row(function)) return false;
    const char *written = function->signatures.items[0].row->signature;
    *out = wrong_shape(cx, node->as.call.name.span, "this macro takes a name and an expression", written);
    return true;
}

/* ---- recognising ----------------------------------------------------------------------------- */

static const macro_form *form_of(const gate_node *node, const gate_type *target)
{
    gate_str name = node->as.call.name.text;
    const gate_node *space = node->as.call.target;
    if (!target && !space) return gate_str_eq_c(name, "has") ? &has_form : NULL;
    if (!target)
        return gate_str_eq_c(space->as.name.text, "cel") && gate_str_eq_c(name, "bind") ? &bind_form : NULL;
    for (size_t i = 0; i < GATE_COUNT(on_lists); i++) {
        if (gate_str_eq_c(name, on_lists[i].name)) return &on_lists[i];
    }
    return NULL;
}

bool gate_macro_check(gate_checker *cx, const gate_node *node, const gate_type *target, const gate_type **out)
{
    const macro_form *form = form_of(node, target);
    if (form == &bind_form) {
        gate_file *file = NULL;
        if (gate_namespace_of(cx, node->as.call.target, &file) != GATE_NS_BUILTIN) return false;
    }
    if (!form) return target && check_table(cx, node, target, out);
    uint32_t count = node->as.call.args.len;
    if (count < form->least || count > form->most) {
        gate_buf what = gate_buf_new(cx->arena);
        gate_buf_printf(&what, "`%s` does not take %u argument%s", form->name, count, count == 1 ? "" : "s");
        *out = wrong_shape(cx, node->as.call.name.span, what.ptr, form->written);
    } else if (form->macro == GATE_MACRO_HAS) {
        *out = check_has(cx, node);
    } else if (form->macro == GATE_MACRO_BIND) {
        *out = check_bind(cx, node);
    } else if (form->macro == GATE_MACRO_OPT_MAP || form->macro == GATE_MACRO_OPT_FLAT_MAP) {
        *out = check_optional(cx, node, form, target);
    } else {
        *out = check_loop(cx, node, form, target);
    }
    return true;
}
