#include "compiler/constant.h"

#include "base/num.h"
#include "compiler/signature.h"

/* A constant that matters is written out; what lies deeper is left unknown. */
#define DEPTH_MAX 64

static gate_constant look(gate_checker *cx, const gate_node *node, uint32_t depth);

static gate_constant make_bool(bool value)
{
    return (gate_constant){.kind = GATE_K_BOOL, .boolean = value};
}

static gate_constant negated(gate_constant of)
{
    if (of.kind == GATE_K_INT && of.integer != INT64_MIN) {
        of.integer = -of.integer;
        return of;
    }
    if (of.kind == GATE_K_DOUBLE) {
        of.real = -of.real;
        return of;
    }
    if (of.kind == GATE_K_DURATION && gate_duration_neg(of.duration, &of.duration)) return of;
    return (gate_constant){0};
}

static int order_bits(int64_t a, int64_t b)
{
    return a < b ? -1 : a > b;
}

int gate_constant_order(gate_constant a, gate_constant b)
{
    if (a.kind == GATE_K_INT && b.kind == GATE_K_DOUBLE) return gate_num_cmp_int_double(a.integer, b.real);
    if (a.kind == GATE_K_DOUBLE && b.kind == GATE_K_INT) {
        int order = gate_num_cmp_int_double(b.integer, a.real);
        return order == 2 ? 2 : -order;
    }
    if (a.kind != b.kind) return 2;
    switch (a.kind) {
    case GATE_K_BOOL:
        return order_bits(a.boolean, b.boolean);
    case GATE_K_INT:
        return order_bits(a.integer, b.integer);
    case GATE_K_DOUBLE:
        return a.real < b.real ? -1 : a.real > b.real ? 1 : a.real == b.real ? 0 : 2;
    case GATE_K_DURATION:
        return gate_duration_cmp(a.duration, b.duration);
    case GATE_K_TIMESTAMP:
        return gate_instant_cmp(a.instant, b.instant);
    case GATE_K_NONE:
        break;
    }
    return 2;
}

static gate_constant compared(gate_op op, gate_constant a, gate_constant b)
{
    int order = gate_constant_order(a, b);
    if (order == 2) return (gate_constant){0};
    if (op == GATE_OP_LT) return make_bool(order < 0);
    if (op == GATE_OP_LE) return make_bool(order <= 0);
    if (op == GATE_OP_GT) return make_bool(order > 0);
    if (op == GATE_OP_GE) return make_bool(order >= 0);
    if (op == GATE_OP_EQ) return make_bool(order == 0);
    return op == GATE_OP_NE ? make_bool(order != 0) : (gate_constant){0};
}

static gate_constant look_binary(gate_checker *cx, const gate_node *node, uint32_t depth)
{
    gate_op op = node->as.binary.op;
    gate_constant a = look(cx, node->as.binary.left, depth + 1);
    gate_constant b = look(cx, node->as.binary.right, depth + 1);
    if (op != GATE_OP_AND && op != GATE_OP_OR) return compared(op, a, b);
    /* One operand decides; where it doesn't, both must be known. */
    bool decisive = op == GATE_OP_OR;
    if (a.kind == GATE_K_BOOL && a.boolean == decisive) return a;
    if (b.kind == GATE_K_BOOL && b.boolean == decisive) return b;
    return a.kind == GATE_K_BOOL && b.kind == GATE_K_BOOL ? make_bool(!decisive) : (gate_constant){0};
}

/* timestamp("…") and duration("…"). */
static gate_constant look_call(gate_checker *cx, const gate_node *node)
{
    const gate_nodes *args = &node->as.call.args;
    if (gate_ref_slot(cx, node)->kind != GATE_REF_BUILTIN || node->as.call.target || args->len != 1 ||
        args->items[0]->kind != GATE_N_STRING)
        return (gate_constant){0};
    gate_str text = args->items[0]->as.string.value;
    gate_constant made = {0};
    bool zoned = false;
    if (gate_str_eq_c(node->as.call.name.text, "timestamp") &&
        gate_instant_parse(text, &made.instant, &zoned))
        made.kind = GATE_K_TIMESTAMP;
    if (gate_str_eq_c(node->as.call.name.text, "duration") && gate_duration_parse(text, &made.duration))
        made.kind = GATE_K_DURATION;
    return made;
}

static gate_constant look(gate_checker *cx, const gate_node *node, uint32_t depth)
{
    gate_constant made = {0};
    if (!node || depth > DEPTH_MAX) return made;
    if (node->kind == GATE_N_BOOL) return make_bool(node->as.boolean);
    if (node->kind == GATE_N_INT) return (gate_constant){.kind = GATE_K_INT, .integer = node->as.integer};
    if (node->kind == GATE_N_DOUBLE) return (gate_constant){.kind = GATE_K_DOUBLE, .real = node->as.real};
    if (node->kind == GATE_N_DURATION) {
        made.kind = GATE_K_DURATION;
        made.duration.sec = node->as.nanoseconds / 1000000000;
        made.duration.nsec = (int32_t)(node->as.nanoseconds % 1000000000);
        return made;
    }
    if (node->kind == GATE_N_BINARY) return look_binary(cx, node, depth);
    if (node->kind == GATE_N_CALL) return look_call(cx, node);
    if (node->kind == GATE_N_UNARY) {
        gate_constant of = look(cx, node->as.unary.operand, depth + 1);
        if (node->as.unary.op == GATE_OP_NEG) return negated(of);
        if (of.kind == GATE_K_BOOL) return make_bool(!of.boolean);
    }
    return made;
}

gate_constant gate_constant_of(gate_checker *cx, const gate_node *node)
{
    return look(cx, node, 0);
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
