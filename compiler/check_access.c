#include "compiler/check.h"

#include "compiler/signature.h"

/* ---- fields ---------------------------------------------------------------------------------- */

/* The type of a field, or NULL when no value of that type has it. Depth is that of the type. */
static const gate_type *select_from(gate_checker *cx, const gate_type *type, gate_str name)
{
    const gate_type *found = NULL;
    if (type->kind <= GATE_TY_ANY) return type;
    if (type->kind == GATE_TY_MAP)
        return gate_type_fits(type->key, gate_type_plain(GATE_TY_STRING)) ? type->of : NULL;
    if (type->kind == GATE_TY_RECORD) {
        const gate_type_field *field = gate_type_field_of(type, name);
        return field ? field->type : NULL;
    }
    if (type->kind == GATE_TY_OPTIONAL) {
        found = select_from(cx, type->of, name);
        return !found || found->kind == GATE_TY_OPTIONAL ? found : gate_type_optional(cx->arena, found);
    }
    for (uint32_t i = 0; type->kind == GATE_TY_UNION && i < type->count; i++) {
        const gate_type *one = select_from(cx, type->members[i], name);
        if (one) found = found ? gate_type_union(cx->arena, found, one) : one;
    }
    return found;
}

static bool offer_fields(gate_suggest *suggest, const gate_type *type)
{
    bool records = type->kind == GATE_TY_RECORD;
    for (uint32_t i = 0; records && i < type->count; i++)
        gate_suggest_offer(suggest, type->fields[i].name);
    if (type->kind == GATE_TY_OPTIONAL) records = offer_fields(suggest, type->of);
    for (uint32_t i = 0; type->kind == GATE_TY_UNION && i < type->count; i++)
        records = offer_fields(suggest, type->members[i]) || records;
    return records;
}

static void list_fields(gate_checker *cx, gate_diag *diag, const gate_type *type)
{
    gate_buf names = gate_buf_new(cx->arena);
    for (uint32_t i = 0; type->kind == GATE_TY_RECORD && i < type->count && i < 12; i++)
        gate_buf_printf(&names, "%s`%s`", i ? ", " : "", gate_say_text(cx, type->fields[i].name));
    if (names.len) gate_diag_help(cx->diags, diag, "Its fields are %s.", names.ptr);
}

static void no_field(gate_checker *cx, gate_span span, const gate_type *type, gate_str name)
{
    gate_suggest suggest = gate_suggest_new(name);
    if (offer_fields(&suggest, type)) {
        gate_diag *diag = gate_raise(cx, UNKNOWN_FIELD, span, "%s has no field `%s`", gate_say_type(cx, type),
                                     gate_say_text(cx, name));
        list_fields(cx, diag, type);
        gate_help_suggest(cx, diag, &suggest);
        return;
    }
    gate_diag *diag = gate_raise(cx, NO_FIELDS, span, "%s has no field `%s`", gate_say_type(cx, type),
                                 gate_say_text(cx, name));
    if (gate_map_get(&cx->methods, name))
        gate_diag_help(cx->diags, diag, "`%s` is a method: write its parentheses.", gate_say_text(cx, name));
    else if (type->kind == GATE_TY_LIST)
        gate_diag_help(cx->diags, diag,
                       "Its elements may have it: `….map(x, x.%s)`, `….all(x, …)`, `…[0].%s`.",
                       gate_say_text(cx, name), gate_say_text(cx, name));
}

/* True, and said, for the project-wide total of a report that the block judges: it would hide the
 * module that matters behind those that do not. */
static bool is_total(gate_checker *cx, const gate_node *operand, gate_str field, gate_span span)
{
    if (!cx->readings || !operand || operand->kind != GATE_N_NAME) return false;
    if (!gate_str_eq_c(field, "totals") && !gate_str_eq_c(field, "total")) return false;
    const gate_ref *ref = gate_ref_slot(cx, operand);
    if (ref->kind != GATE_REF_SYMBOL) return false;
    for (uint32_t i = 0; i < cx->readings->evidence.len; i++) {
        if (cx->readings->evidence.items[i] != ref->symbol) continue;
        gate_diag *diag =
            gate_raise(cx, PROJECT_TOTAL, span, "a project-wide total does not belong in a coverage block");
        gate_diag_help(cx->diags, diag,
                       "A total hides the module that matters: name the modules, or report the total "
                       "in an `advisory` item of a checklist.");
        return true;
    }
    return false;
}

const gate_type *gate_select_check(gate_checker *cx, const gate_node *node, const gate_type *operand)
{
    const gate_ident *field = &node->as.select.field;
    if (is_total(cx, node->as.select.operand, field->text, node->span)) return gate_poison();
    const gate_type *type = select_from(cx, operand, field->text);
    if (!type) {
        no_field(cx, field->span, operand, field->text);
        return gate_poison();
    }
    if (!node->as.select.optional || type->kind == GATE_TY_OPTIONAL || type->kind == GATE_TY_ERROR)
        return type;
    return gate_type_optional(cx->arena, type);
}

const gate_type *gate_field_check(gate_checker *cx, const gate_node *field, const gate_type *type)
{
    if (!field || field->kind != GATE_N_FIELD) return gate_poison();
    for (uint32_t i = 0; i < field->as.field.count; i++) {
        const gate_ident *segment = &field->as.field.segments[i];
        const gate_type *found = select_from(cx, type, segment->text);
        if (!found) no_field(cx, segment->span, type, segment->text);
        type = found ? found : gate_poison();
    }
    return type;
}

/* ---- indexing -------------------------------------------------------------------------------- */

/* The type of what the index finds; NULL when there is nothing to index, or (wrong set) when the
 * index is of no use for it. */
static const gate_type *index_from(gate_checker *cx, const gate_type *type, const gate_type *index,
                                   const gate_node *key, bool *wrong)
{
    const gate_type *found = NULL;
    if (type->kind <= GATE_TY_ANY) return type;
    if (type->kind == GATE_TY_LIST) {
        if (gate_type_comparable(index, gate_type_plain(GATE_TY_NUMBER))) return type->of;
        *wrong = true;
    } else if (type->kind == GATE_TY_MAP) {
        if (gate_type_comparable(index, type->key)) return type->of;
        *wrong = true;
    } else if (type->kind == GATE_TY_RECORD) {
        if (key && key->kind == GATE_N_STRING) return select_from(cx, type, key->as.string.value);
        if (gate_type_fits(index, gate_type_plain(GATE_TY_STRING))) return gate_any();
        *wrong = true;
    } else if (type->kind == GATE_TY_OPTIONAL) {
        found = index_from(cx, type->of, index, key, wrong);
        return !found || found->kind == GATE_TY_OPTIONAL ? found : gate_type_optional(cx->arena, found);
    }
    for (uint32_t i = 0; type->kind == GATE_TY_UNION && i < type->count; i++) {
        const gate_type *one = index_from(cx, type->members[i], index, key, wrong);
        if (one) found = found ? gate_type_union(cx->arena, found, one) : one;
    }
    return found;
}

const gate_type *gate_index_check(gate_checker *cx, const gate_node *node, const gate_type *operand)
{
    const gate_node *key = node->as.index.index;
    const gate_type *index = gate_expr_check(cx, key);
    if (!key) return gate_poison();
    if (key->kind == GATE_N_STRING && is_total(cx, node->as.index.operand, key->as.string.value, node->span))
        return gate_poison();
    bool wrong = false;
    const gate_type *type = index_from(cx, operand, index, key, &wrong);
    if (type) {
        if (!node->as.index.optional || type->kind == GATE_TY_OPTIONAL || type->kind == GATE_TY_ERROR)
            return type;
        return gate_type_optional(cx->arena, type);
    }
    if (wrong) {
        gate_diag *diag = gate_raise(cx, INDEX_TYPE, key->span, "%s cannot be indexed with %s",
                                     gate_say_type(cx, operand), gate_say_type(cx, index));
        gate_diag_here(cx->diags, diag, "this is %s", gate_say_type(cx, index));
    } else if (key->kind == GATE_N_STRING &&
               (operand->kind == GATE_TY_RECORD || operand->kind == GATE_TY_UNION)) {
        no_field(cx, key->span, operand, key->as.string.value);
    } else {
        gate_diag *diag =
            gate_raise(cx, NOT_INDEXABLE, node->span, "%s cannot be indexed", gate_say_type(cx, operand));
        if (gate_type_fits(operand, gate_type_plain(GATE_TY_STRING)))
            gate_diag_help(cx->diags, diag, "Take a character with `charAt`, or a part with `substring`.");
    }
    return gate_poison();
}

/* ---- ranges ---------------------------------------------------------------------------------- */

static void widen(gate_checker *cx, gate_range *range, const gate_type *one, const gate_type *first,
                  const gate_type *second)
{
    range->one = range->one ? gate_type_union(cx->arena, range->one, one) : one;
    range->first = range->first ? gate_type_union(cx->arena, range->first, first) : first;
    range->second = range->second ? gate_type_union(cx->arena, range->second, second) : second;
}

static void add_range(gate_checker *cx, gate_range *range, const gate_type *type)
{
    if (type->kind <= GATE_TY_ANY) {
        widen(cx, range, type, type, type);
    } else if (type->kind == GATE_TY_LIST) {
        widen(cx, range, type->of, gate_type_plain(GATE_TY_INT), type->of);
    } else if (type->kind == GATE_TY_MAP) {
        widen(cx, range, type->key, type->key, type->of);
    } else if (type->kind == GATE_TY_RECORD) {
        const gate_type *key = gate_type_plain(GATE_TY_STRING);
        widen(cx, range, key, key, gate_any());
    }
    for (uint32_t i = 0; type->kind == GATE_TY_UNION && i < type->count; i++)
        add_range(cx, range, type->members[i]);
}

gate_range gate_range_of(gate_checker *cx, const gate_node *node, const gate_type *type, const char *what)
{
    gate_range range = {0};
    add_range(cx, &range, type);
    if (range.one) return range;
    gate_diag *diag = gate_raise(cx, NOT_A_LIST, node->span, "%s needs a list or a map", what);
    gate_diag_here(cx->diags, diag, "this is %s", gate_say_type(cx, type));
    if (type->kind == GATE_TY_OPTIONAL)
        gate_diag_help(cx->diags, diag, "Say what stands for it when it is absent: `….orValue([])`.");
    return (gate_range){gate_poison(), gate_poison(), gate_poison()};
}
