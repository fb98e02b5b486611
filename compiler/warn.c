#include "compiler/check.h"
#include "compiler/policy.h"
#include "compiler/symbols.h"

/* ---- conditions ------------------------------------------------------------------------------ */

/* A part of a condition, and what it must come to for the row to pass. */
typedef struct part {
    const gate_node *node;
    bool wanted;
} part;

typedef struct parts {
    gate_arena *arena;
    bool skips; /* of an `only if`: what comes out well is that the row is skipped */
    GATE_VEC(part) list;
} parts;

static void push(parts *to, const gate_node *node, bool wanted)
{
    part made = {node, wanted};
    if (node) gate_vec_push(to->arena, &to->list, made);
}

static bool is_literal(const gate_node *node)
{
    return node->kind == GATE_N_STRING || node->kind == GATE_N_INT || node->kind == GATE_N_DOUBLE ||
           node->kind == GATE_N_BOOL;
}

/* Could the value be something nobody thought of? Typed evidence is what its type says; text that is
 * only compared with "" has nothing to be mistaken for. A parameter is the policy's own. */
static bool is_open(gate_checker *cx, const gate_node *value, const gate_node *literal)
{
    const gate_type *type = gate_type_of(cx, value);
    const gate_ref *ref = gate_ref_slot(cx, value);
    if (ref->kind == GATE_REF_SYMBOL && ref->symbol->kind == GATE_SYM_PARAM) return false;
    if (type->kind == GATE_TY_ANY) return true;
    bool empty = literal->kind == GATE_N_STRING && literal->as.string.value.len == 0;
    return type->kind == GATE_TY_STRING && literal->kind == GATE_N_STRING && !empty;
}

/* What `==` or `in` compares with, when it is all written out: a literal, or a list of such. */
static bool is_written(const gate_node *node)
{
    if (node->kind != GATE_N_LIST) return is_literal(node);
    for (uint32_t i = 0; i < node->as.list.len; i++) {
        const gate_node *element = node->as.list.items[i];
        if (element->kind != GATE_N_ELEMENT || !element->as.element.value ||
            !is_literal(element->as.element.value))
            return false;
    }
    return node->as.list.len > 0;
}

static const gate_node *first_literal(const gate_node *written)
{
    return written->kind == GATE_N_LIST ? written->as.list.items[0]->as.element.value : written;
}

static bool is_bool_word(const gate_node *written)
{
    const gate_node *literal = first_literal(written);
    return literal->kind == GATE_N_STRING && (gate_str_eq_c(literal->as.string.value, "true") ||
                                              gate_str_eq_c(literal->as.string.value, "false"));
}

/* Text in the evidence is text: null is refused where the type says `string`. */
static const char *accident_message(bool skips, bool may_be_null)
{
    if (skips)
        return may_be_null ? "this silently skips for null, and for a value nobody foresaw"
                           : "this silently skips for a word that nobody foresaw";
    return may_be_null ? "this also comes out well for null, and for a value nobody foresaw"
                       : "this also comes out well for a word that nobody foresaw";
}

static void help_accident(gate_checker *cx, gate_diag *diag, bool skips, bool unequal,
                          const gate_node *written)
{
    const gate_node *literal = first_literal(written);
    bool empty = literal->kind == GATE_N_STRING && literal->as.string.value.len == 0;
    if (is_bool_word(written))
        gate_diag_help(
            cx->diags, diag,
            "This is a text, which no bool is equal to: if a bool is meant, write it without quotes.");
    else if (empty && unequal)
        gate_diag_help(cx->diags, diag,
                       "Give the evidence a type that says `string` here: then null is refused.");
    else if (skips)
        gate_diag_help(
            cx->diags, diag,
            "Give the evidence a type that lists its words; or write the condition so that an unforeseen "
            "value makes the row apply, with `!=` and the values that don't need it.");
    else
        gate_diag_help(cx->diags, diag,
                       "Say what it must be, with `%s` and the good values; or give the evidence a type that "
                       "lists its words.",
                       unequal ? "require … ==" : "require … in [ … ]");
}

static void warn_accident(gate_checker *cx, const gate_node *node, bool skips)
{
    const gate_node *left = node->as.binary.left, *right = node->as.binary.right;
    bool swapped = node->as.binary.op != GATE_OP_IN && is_literal(left);
    const gate_node *written = swapped ? left : right, *value = swapped ? right : left;
    if (!is_written(written) || is_literal(value) || !is_open(cx, value, first_literal(written))) return;
    bool unequal = node->as.binary.op == GATE_OP_NE;
    gate_diag *diag = gate_raise(cx, BY_ACCIDENT, node->span, "%s",
                                 accident_message(skips, gate_type_of(cx, value)->kind == GATE_TY_ANY));
    gate_label_own(cx, diag, value->span, "nothing says what this may be");
    help_accident(cx, diag, skips, unequal, written);
}

static bool some_comparable(gate_checker *cx, const gate_type *type, const gate_node *list)
{
    for (uint32_t i = 0; i < list->as.list.len; i++) {
        const gate_node *literal = list->as.list.items[i]->as.element.value;
        if (gate_type_comparable(type, gate_type_of(cx, literal))) return true;
    }
    return false;
}

/* `n in ["a", 1]` of a number: one of the list's literals can never be it, and is a slip. */
static void warn_never(gate_checker *cx, const gate_node *node)
{
    const gate_node *value = node->as.binary.left, *list = node->as.binary.right;
    if (!is_written(list) || list->kind != GATE_N_LIST) return;
    const gate_type *type = gate_type_of(cx, value);
    if (!some_comparable(cx, type, list)) return; /* reported: none of the list is of that type */
    for (uint32_t i = 0; i < list->as.list.len; i++) {
        const gate_node *literal = list->as.list.items[i]->as.element.value;
        if (gate_type_comparable(type, gate_type_of(cx, literal))) continue;
        gate_diag *diag = gate_raise(cx, NEVER_IN, literal->span, "this is never %s",
                                     gate_say_type(cx, gate_type_of(cx, literal)));
        gate_label_own(cx, diag, value->span, "this is %s", gate_say_type(cx, type));
        gate_diag_help(cx->diags, diag, "Leave it out, or write it as the evidence has it.");
    }
}

static const gate_symbol *param_at(gate_checker *cx, const gate_node *node)
{
    const gate_ref *ref = gate_ref_slot(cx, node);
    return ref->kind == GATE_REF_SYMBOL && ref->symbol->kind == GATE_SYM_PARAM ? ref->symbol : NULL;
}

/* [down] is the direction in which an override of the parameter would loosen the condition. */
static void warn_limit(gate_checker *cx, const gate_node *node, const gate_symbol *param, bool down)
{
    const gate_node *decl = param->decl;
    if (decl->as.param.env.text.len == 0) return;
    if (down ? decl->as.param.floor != NULL : decl->as.param.ceiling != NULL) return;
    gate_diag *diag =
        gate_diag_raise(cx->diags, GATE_D_LOOSE_LIMIT, param->module->source, decl->as.param.name.span,
                        "`" GATE_STR_FMT "` can be set from outside, and nothing keeps it from being too %s",
                        GATE_STR_ARG(param->name), down ? "low" : "high");
    gate_label_own(cx, diag, node->span, "so this can be made to pass");
    gate_diag_help(
        cx->diags, diag,
        "Give it a `%s`: an override may tighten a gate, and loosen it only as far as the policy says.",
        down ? "floor" : "ceiling");
}

static void warn_ordering(gate_checker *cx, const gate_node *node, bool wanted)
{
    gate_op op = node->as.binary.op;
    const gate_symbol *left = param_at(cx, node->as.binary.left),
                      *right = param_at(cx, node->as.binary.right);
    bool at_least = (op == GATE_OP_GE || op == GATE_OP_GT) == wanted; /* the left side must be large */
    if (right) warn_limit(cx, node, right, at_least);
    if (left) warn_limit(cx, node, left, !at_least);
}

static void look_binary(gate_checker *cx, parts *todo, const gate_node *node, bool wanted)
{
    switch (node->as.binary.op) {
    case GATE_OP_AND:
    case GATE_OP_OR:
        push(todo, node->as.binary.right, wanted);
        push(todo, node->as.binary.left, wanted);
        break;
    case GATE_OP_EQ:
        if (!wanted) warn_accident(cx, node, todo->skips);
        break;
    case GATE_OP_NE:
        if (wanted) warn_accident(cx, node, todo->skips);
        break;
    case GATE_OP_IN:
        if (!wanted) warn_accident(cx, node, todo->skips);
        warn_never(cx, node);
        break;
    case GATE_OP_LT:
    case GATE_OP_LE:
    case GATE_OP_GT:
    case GATE_OP_GE:
        warn_ordering(cx, node, wanted);
        break;
    case GATE_OP_ADD:
    case GATE_OP_SUB:
    case GATE_OP_MUL:
    case GATE_OP_DIV:
    case GATE_OP_MOD:
    case GATE_OP_NOT:
    case GATE_OP_NEG:
        break;
    }
}

static void look_call(gate_checker *cx, parts *todo, const gate_node *node, bool wanted)
{
    const gate_ref *ref = gate_ref_slot(cx, node);
    const gate_nodes *args = &node->as.call.args;
    if (ref->kind != GATE_REF_MACRO || args->len == 0) return;
    if (ref->macro == GATE_MACRO_ALL || ref->macro == GATE_MACRO_EXISTS || ref->macro == GATE_MACRO_BIND)
        push(todo, args->items[args->len - 1], wanted);
}

static void look(gate_checker *cx, const gate_node *condition, bool wanted, bool skips)
{
    parts todo = {.arena = cx->arena, .skips = skips};
    push(&todo, condition, wanted);
    while (todo.list.len) {
        part at = todo.list.items[--todo.list.len];
        if (at.node->kind == GATE_N_BINARY && at.node->as.binary.left && at.node->as.binary.right)
            look_binary(cx, &todo, at.node, at.wanted);
        else if (at.node->kind == GATE_N_UNARY && at.node->as.unary.op == GATE_OP_NOT)
            push(&todo, at.node->as.unary.operand, !at.wanted);
        else if (at.node->kind == GATE_N_CALL)
            look_call(cx, &todo, at.node, at.wanted);
        if (at.node->kind != GATE_N_COND) continue;
        push(&todo, at.node->as.cond.then, at.wanted);
        push(&todo, at.node->as.cond.other, at.wanted);
    }
}

void gate_condition_warn(gate_checker *cx, const gate_node *condition, bool wanted)
{
    look(cx, condition, wanted, false);
}

void gate_skip_warn(gate_checker *cx, const gate_node *condition)
{
    look(cx, condition, false, true);
}

/* ---- what nothing uses ----------------------------------------------------------------------- */

/* Names that gatec itself asks for. */
static bool is_special(const gate_symbol *symbol)
{
    if (symbol->kind == GATE_SYM_LET) return gate_str_eq_c(symbol->name, "subject");
    if (symbol->kind != GATE_SYM_EVIDENCE) return symbol->kind == GATE_SYM_BLOCK;
    return gate_str_eq_c(symbol->name, "waivers") || gate_str_eq_c(symbol->name, "attestations");
}

static void warn_import(gate_checker *cx, const gate_import *import)
{
    const gate_node *decl = import->decl;
    gate_span span = decl->as.import.path ? decl->as.import.path->span : decl->as.import.name.span;
    gate_str name = decl->as.import.path ? decl->as.import.path->as.string.value : decl->as.import.name.text;
    gate_diag *diag = gate_raise(cx, UNUSED_IMPORT, span, "nothing of `%s` is used", gate_say_text(cx, name));
    gate_diag_help(cx->diags, diag, "Leave out the import.");
}

static const char *unused_help(gate_symbol_kind kind)
{
    switch (kind) {
    case GATE_SYM_OWNER:
        return "Leave it out, or name it in the rows that it answers for: `owner …`.";
    case GATE_SYM_TYPE:
        return "Leave it out, or give it to the evidence that it describes: `evidence x : T`.";
    case GATE_SYM_DEF:
        return "Leave it out, or call it.";
    case GATE_SYM_PARAM:
    case GATE_SYM_EVIDENCE:
    case GATE_SYM_LET:
    case GATE_SYM_IMPORT:
    case GATE_SYM_BLOCK:
        break;
    }
    return "Leave it out, or write the condition that was to read it.";
}

void gate_unused_warn(gate_checker *cx)
{
    cx->file = cx->files.items[0];
    const gate_node *top = cx->file->module.ast->file;
    bool blocks = false;
    for (uint32_t i = 0; i < top->as.file.decls.len; i++)
        blocks = blocks || top->as.file.decls.items[i]->kind == GATE_N_BLOCK;
    if (!blocks) return; /* what it declares, others use */
    for (uint32_t i = 0; i < cx->file->symbols.len; i++) {
        const gate_info *info = cx->file->symbols.items[i];
        const gate_symbol *symbol = &info->symbol;
        if (info->referenced || is_special(symbol) || symbol->name.ptr[0] == '_') continue;
        gate_diag *diag =
            gate_raise(cx, UNUSED, info->span, "nothing uses `" GATE_STR_FMT "`", GATE_STR_ARG(symbol->name));
        gate_diag_here(cx->diags, diag, "%s", gate_symbol_article(symbol->kind));
        gate_diag_help(cx->diags, diag, "%s", unused_help(symbol->kind));
    }
    for (uint32_t i = 0; i < cx->file->imports.len; i++) {
        const gate_import *import = cx->file->imports.items[i];
        if (!import->used) warn_import(cx, import);
    }
}
