#include "compiler/check.h"

#include "base/num.h"
#include "compiler/symbols.h"

/* ---- conditions ------------------------------------------------------------------------------ */

static bool may_be_bool(const gate_type *type)
{
    return gate_type_fits(type, gate_type_plain(GATE_TY_BOOL));
}

void gate_condition_demand(gate_checker *cx, const gate_node *node, const gate_type *type)
{
    if (may_be_bool(type)) return;
    gate_diag *diag = gate_raise(cx, NOT_BOOL, node->span, "a condition must be true or false");
    gate_diag_here(cx->diags, diag, "this is %s", gate_say_type(cx, type));
    if (type->kind == GATE_TY_OPTIONAL)
        gate_diag_help(cx->diags, diag, "Say what stands for it when it is absent: `….orValue(false)`.");
    else if (gate_type_is_number(type))
        gate_diag_help(cx->diags, diag, "Compare it with something, as in `… > 0`.");
    else if (type->kind == GATE_TY_LIST || type->kind == GATE_TY_MAP)
        gate_diag_help(cx->diags, diag, "Say what must hold of it, as in `size(…) > 0` or `….all(x, …)`.");
    else
        gate_diag_help(cx->diags, diag, "Compare it with something, as in `… == …`.");
}

const gate_type *gate_condition_check(gate_checker *cx, const gate_node *node)
{
    const gate_type *type = gate_expr_check(cx, node);
    if (node) gate_condition_demand(cx, node, type);
    return type;
}

/* ---- literals -------------------------------------------------------------------------------- */

/* The value of an element; one written `?x` is an optional's. */
static const gate_type *element_value(gate_checker *cx, const gate_node *element)
{
    const gate_node *value = element->as.element.value;
    const gate_type *type = gate_expr_check(cx, value);
    if (!element->as.element.optional || !value) return type;
    if (type->kind == GATE_TY_OPTIONAL) return type->of;
    if (type->kind <= GATE_TY_ANY) return type;
    gate_diag *diag = gate_raise(cx, OPTIONAL_NEEDED, value->span, "after `?` an optional is needed");
    gate_diag_here(cx->diags, diag, "this is %s", gate_say_type(cx, type));
    gate_diag_help(cx->diags, diag,
                   "Leave out the `?`, or take an optional: `.?field`, `[?key]`, `optional.of(…)`.");
    return gate_poison();
}

/* So many kinds of elements that they say nothing of each other. */
#define KINDS_MAX 8

static const gate_type *mixed(gate_checker *cx, const gate_type *so_far, const gate_type *type)
{
    if (!so_far) return type;
    const gate_type *both = gate_type_union(cx->arena, so_far, type);
    return both->kind == GATE_TY_UNION && both->count > KINDS_MAX ? gate_any() : both;
}

static const gate_type *check_list(gate_checker *cx, const gate_node *node)
{
    const gate_type *of = NULL;
    for (uint32_t i = 0; i < node->as.list.len; i++) {
        const gate_node *element = node->as.list.items[i];
        if (element->kind != GATE_N_ELEMENT) return gate_poison();
        of = mixed(cx, of, element_value(cx, element));
    }
    if (of && of->kind == GATE_TY_ERROR) return of;
    return gate_type_list(cx->arena, of ? of : gate_any());
}

/* A literal key as text, for finding it again; empty for what is no literal. */
static gate_str key_text(gate_checker *cx, const gate_node *key)
{
    if (key->kind == GATE_N_STRING)
        return gate_str_printf(cx->arena, "\"" GATE_STR_FMT "\"", GATE_STR_ARG(key->as.string.value));
    if (key->kind == GATE_N_INT) return gate_str_printf(cx->arena, "%lld", (long long)key->as.integer);
    if (key->kind == GATE_N_BOOL) return gate_str_c(key->as.boolean ? "true" : "false");
    return (gate_str){0};
}

static void check_key_once(gate_checker *cx, gate_map *seen, gate_node *key)
{
    gate_str text = key_text(cx, key);
    if (text.len == 0) return;
    const gate_node *before = gate_map_put(seen, text, key);
    if (!before) return;
    gate_diag *diag =
        gate_raise(cx, DUPLICATE_KEY, key->span, "the key `%s` is there twice", gate_say_text(cx, text));
    gate_label_own(cx, diag, before->span, "first here");
}

static const gate_type *check_key(gate_checker *cx, const gate_node *key)
{
    static const gate_type_kind allowed[] = {GATE_TY_STRING, GATE_TY_NUMBER, GATE_TY_BOOL};
    const gate_type *type = gate_expr_check(cx, key);
    for (size_t i = 0; i < GATE_COUNT(allowed); i++) {
        if (gate_type_fits(type, gate_type_plain(allowed[i]))) return type;
    }
    gate_diag *diag = gate_raise(cx, KEY_TYPE, key->span, "a map's key is a string, a number or a bool");
    gate_diag_here(cx->diags, diag, "this is %s", gate_say_type(cx, type));
    return gate_poison();
}

static const gate_type *check_map(gate_checker *cx, const gate_node *node)
{
    const gate_type *keys = NULL, *of = NULL;
    gate_map seen = gate_map_new(cx->arena);
    for (uint32_t i = 0; i < node->as.list.len; i++) {
        const gate_node *element = node->as.list.items[i];
        if (element->kind != GATE_N_ELEMENT || !element->as.element.key) return gate_poison();
        keys = mixed(cx, keys, check_key(cx, element->as.element.key));
        of = mixed(cx, of, element_value(cx, element));
        check_key_once(cx, &seen, element->as.element.key);
    }
    if (!keys) return gate_type_plain(GATE_TY_MAP);
    if (keys->kind == GATE_TY_ERROR || of->kind == GATE_TY_ERROR) return gate_poison();
    return gate_type_map(cx->arena, keys, of);
}

static const gate_type *check_cond(gate_checker *cx, const gate_node *node)
{
    gate_condition_check(cx, node->as.cond.test);
    const gate_type *then = gate_expr_check(cx, node->as.cond.then);
    return gate_type_union(cx->arena, then, gate_expr_check(cx, node->as.cond.other));
}

/* ---- the spine ------------------------------------------------------------------------------- */

static bool is_namespace(gate_checker *cx, const gate_node *node)
{
    gate_file *file = NULL;
    return node->kind == GATE_N_NAME && gate_namespace_of(cx, node, &file) != GATE_NS_NONE;
}

/* The operand that is checked before [node], on the left; NULL when there is none. */
static const gate_node *left_of(gate_checker *cx, const gate_node *node)
{
    const gate_node *left = NULL;
    if (node->kind == GATE_N_BINARY) return node->as.binary.left;
    if (node->kind == GATE_N_UNARY) return node->as.unary.operand;
    if (node->kind == GATE_N_INDEX) return node->as.index.operand;
    if (node->kind == GATE_N_SELECT) left = node->as.select.operand;
    if (node->kind == GATE_N_CALL) left = node->as.call.target;
    return left && !is_namespace(cx, left) ? left : NULL;
}

/* A node without anything on its left. */
static const gate_type *check_leaf(gate_checker *cx, const gate_node *node)
{
    switch (node->kind) {
    case GATE_N_NULL:
        return gate_type_plain(GATE_TY_NULL);
    case GATE_N_BOOL:
        return gate_type_plain(GATE_TY_BOOL);
    case GATE_N_INT:
        return gate_type_plain(GATE_TY_INT);
    case GATE_N_DOUBLE:
        return gate_type_plain(GATE_TY_DOUBLE);
    case GATE_N_STRING:
        return gate_type_plain(GATE_TY_STRING);
    case GATE_N_DURATION:
        return gate_type_plain(GATE_TY_DURATION);
    case GATE_N_NAME:
        return gate_name_check(cx, node);
    case GATE_N_SELECT:
        return node->as.select.operand ? gate_qualified_check(cx, node) : gate_poison();
    case GATE_N_CALL:
        return gate_call_check(cx, node, NULL);
    case GATE_N_LIST:
        return check_list(cx, node);
    case GATE_N_MAP:
        return check_map(cx, node);
    case GATE_N_COND:
        return check_cond(cx, node);
    case GATE_N_INDEX:
    case GATE_N_UNARY:
    case GATE_N_BINARY: /* their operand was not parsed */
    case GATE_N_ELEMENT:
    GATE_CASES_NO_EXPRESSION:
        break;
    }
    return gate_poison();
}

static const gate_type *check_over(gate_checker *cx, const gate_node *node, const gate_type *left)
{
    if (node->kind == GATE_N_BINARY) return gate_binary_check(cx, node, left);
    if (node->kind == GATE_N_UNARY) return gate_unary_check(cx, node, left);
    if (node->kind == GATE_N_SELECT) return gate_select_check(cx, node, left);
    if (node->kind == GATE_N_INDEX) return gate_index_check(cx, node, left);
    return gate_call_check(cx, node, left);
}

/* `base` is no value, but holds readings: [over] is what is made of it, or NULL. */
static const gate_type *check_base(gate_checker *cx, const gate_node *leaf, const gate_node *over,
                                   const gate_type *type)
{
    if (leaf->kind != GATE_N_NAME || gate_ref_slot(cx, leaf)->kind != GATE_REF_READING) return type;
    if (gate_ref_slot(cx, leaf)->reading != GATE_READ_BASE) return type;
    if (over && over->kind == GATE_N_SELECT) return type;
    gate_diag *diag = gate_raise(cx, NOT_A_VALUE, leaf->span, "`base` is no value");
    gate_diag_help(cx->diags, diag, "Name one of its readings, as in `base.line` or `base.lines.total`.");
    return gate_poison();
}

const gate_type *gate_expr_check(gate_checker *cx, const gate_node *node)
{
    if (!node) return gate_poison();
    uint32_t base = cx->spine.len;
    const gate_node *at = node;
    for (const gate_node *left; (left = left_of(cx, at)) != NULL; at = left)
        gate_vec_push(cx->arena, &cx->spine, at);
    const gate_node *over = cx->spine.len > base ? cx->spine.items[cx->spine.len - 1] : NULL;
    const gate_type *type = check_base(cx, at, over, check_leaf(cx, at));
    type = gate_type_set(cx, at, type);
    while (cx->spine.len > base) {
        at = cx->spine.items[--cx->spine.len];
        type = gate_type_set(cx, at, check_over(cx, at, type));
    }
    return type;
}
