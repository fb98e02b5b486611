#include "compiler/constant.h"

#include "compiler/signature.h"

gate_constant gate_constant_of(gate_checker *cx, const gate_node *node)
{
    return gate_fold(&cx->checked, &cx->file->module, node);
}

/* ---- dependence ------------------------------------------------------------------------------ */

static bool symbol_depends(gate_symbol *symbol)
{
    if (symbol->kind == GATE_SYM_LET || symbol->kind == GATE_SYM_DEF) return gate_info_of(symbol)->variable;
    return true;
}

static bool builtin_depends(gate_checker *cx, const gate_ref *ref)
{
    const gate_function *function = gate_map_get(ref->method ? &cx->methods : &cx->functions, ref->name);
    return function && function->now;
}

static bool look_for(gate_checker *cx, const gate_node *node, void *context)
{
    bool *depends = context;
    const gate_ref *ref = gate_ref_slot(cx, node);
    switch (ref->kind) {
    case GATE_REF_SYMBOL:
        *depends = *depends || symbol_depends(ref->symbol);
        break;
    case GATE_REF_READING:
    case GATE_REF_NOW:
        *depends = true;
        break;
    case GATE_REF_LOCAL:
        if (cx->given_variable && ref->slot < cx->given_slots) *depends = true;
        break;
    case GATE_REF_BUILTIN:
        *depends = *depends || builtin_depends(cx, ref);
        break;
    case GATE_REF_NONE:
    case GATE_REF_TYPE:
    case GATE_REF_MACRO:
    case GATE_REF_NAMESPACE:
        break;
    }
    /* What was not understood was reported: no second message for it. */
    const gate_type *type = cx->checked.types[cx->file->module.node_base + node->id];
    if (type && type->kind == GATE_TY_ERROR) *depends = true;
    return !*depends;
}

bool gate_depends(gate_checker *cx, const gate_node *node)
{
    bool depends = false;
    if (node) gate_tree_walk(cx, cx->file, node, look_for, &depends);
    return depends;
}

/* ---- conditions that are always the same ----------------------------------------------------- */

static const char *constant_message(gate_clause_kind kind, gate_constant value)
{
    if (value.kind != GATE_K_BOOL) return "this depends on no evidence, so it is always the same";
    bool holds = value.boolean;
    if (kind == GATE_CLAUSE_FORBID) return holds ? "this can never pass" : "this can never fail";
    if (kind == GATE_CLAUSE_WARN) return holds ? "this always warns" : "this never warns";
    if (kind == GATE_CLAUSE_ONLY) return holds ? "this always applies" : "this never applies";
    if (kind == GATE_CLAUSE_FIRE) return holds ? "this always fires" : "this never fires";
    if (kind == GATE_CLAUSE_NEEDS) return holds ? "this is always good enough" : "this is never good enough";
    return holds ? "this can never fail" : "this can never pass";
}

/* A condition must depend on something; and nothing that it does not depend on may decide it. */
void gate_constant_check(gate_checker *cx, gate_clause_kind kind, const gate_node *clause,
                         const gate_node *condition)
{
    if (!condition) return;
    gate_constant value = gate_constant_of(cx, condition);
    bool depends = gate_depends(cx, condition) || gate_depends(cx, clause->as.clause.names) ||
                   gate_depends(cx, clause->as.clause.list) || gate_depends(cx, clause->as.clause.where);
    if (depends && value.kind != GATE_K_BOOL) return;
    gate_diag *diag =
        gate_raise(cx, CONSTANT_CONDITION, condition->span, "%s", constant_message(kind, value));
    gate_diag_help(cx->diags, diag,
                   "A condition must read evidence or a parameter; to switch a row off, take it out or make "
                   "it `advisory`.");
}
