/* Macros to loops and jumps. The target, where a macro has one, is on the stack already. */
#include "compiler/emit.h"

static const gate_node *arg(const gate_node *call, uint32_t index)
{
    return call->as.call.args.items[index];
}

static uint32_t loop_kind(gate_macro macro)
{
    switch (macro) {
    case GATE_MACRO_ALL:
        return GATE_LOOP_ALL;
    case GATE_MACRO_EXISTS:
        return GATE_LOOP_EXISTS;
    case GATE_MACRO_ONE:
        return GATE_LOOP_ONE;
    case GATE_MACRO_TRANSFORM_MAP:
        return GATE_LOOP_MAP;
    case GATE_MACRO_COLLECT:
        return GATE_LOOP_COLLECT;
    case GATE_MACRO_MAP:
    case GATE_MACRO_FILTER:
    case GATE_MACRO_TRANSFORM_LIST:
    case GATE_MACRO_HAS:
    case GATE_MACRO_BIND:
    case GATE_MACRO_OPT_MAP:
    case GATE_MACRO_OPT_FLAT_MAP:
        break;
    }
    return GATE_LOOP_LIST;
}

/* list.MACRO(x[, y][, filter], body), and filter(x, condition), whose body is the element itself. */
static void emit_loop_macro(gate_emit *e, const gate_node *node, const gate_ref *ref)
{
    uint32_t vars = ref->two ? 2 : 1;
    uint32_t given = node->as.call.args.len - vars;
    uint32_t kind = loop_kind(ref->macro) | (ref->two ? GATE_LOOP_TWO : 0);
    bool filters = ref->macro == GATE_MACRO_FILTER;
    uint32_t loop = gate_emit_loop(e, kind, ref->slot, node->span);
    uint32_t test = GATE_NO;
    if (filters || given == 2) {
        gate_emit_expr(e, arg(node, vars));
        test = gate_emit_op(e, GATE_I_LOOP_TEST, 0, 0, 0, arg(node, vars)->span);
    }
    if (filters) {
        gate_emit_op(e, GATE_I_LOCAL, 0, 0, ref->slot, node->span);
    } else {
        gate_emit_expr(e, arg(node, node->as.call.args.len - 1));
    }
    gate_emit_loop_end(e, loop, test, node->span);
    if (ref->macro == GATE_MACRO_COLLECT) {
        gate_emit_op(e, GATE_I_CALL, 0, 2, gate_emit_call_ref(e, ref->name, true, node->span), node->span);
    }
}

/* has(a.b) */
static void emit_has(gate_emit *e, const gate_node *node)
{
    const gate_node *select = arg(node, 0);
    gate_emit_expr(e, select->as.select.operand);
    if (gate_emit_base(e, select, GATE_I_HAS, node->span)) return;
    gate_emit_op(e, GATE_I_HAS, 0, 0, gate_emit_const(e, gate_value_str(select->as.select.field.text)), node->span);
}

/* cel.bind(x, value, body) */
static void emit_bind(gate_emit *e, const gate_node *node, const gate_ref *ref)
{
    gate_emit_slot(e, ref->slot);
    gate_emit_expr(e, arg(node, 1));
    gate_emit_op(e, GATE_I_STORE, 0, 0, ref->slot, node->span);
    gate_emit_expr(e, arg(node, 2));
}

/* optional.optMap(x, body): none stays none, else the body on the value. */
static void emit_opt_map(gate_emit *e, const gate_node *node, const gate_ref *ref)
{
    gate_emit_slot(e, ref->slot);
    gate_emit_op(e, GATE_I_STORE, 0, 0, ref->slot, node->span);
    gate_emit_op(e, GATE_I_LOCAL, 0, 0, ref->slot, node->span);
    gate_emit_call(e, "hasValue", true, 1, node->span);
    uint32_t fault = gate_emit_op(e, GATE_I_COND_TEST, 0, 0, 0, node->span);
    uint32_t none = gate_emit_op(e, GATE_I_JUMP_FALSE, 0, 0, 0, node->span);
    gate_emit_op(e, GATE_I_LOCAL, 0, 0, ref->slot, node->span);
    gate_emit_call(e, "value", true, 1, node->span);
    gate_emit_op(e, GATE_I_STORE, 0, 0, ref->slot, node->span);
    gate_emit_expr(e, arg(node, 1));
    if (ref->macro == GATE_MACRO_OPT_MAP) gate_emit_op(e, GATE_I_SOME, 0, 0, 0, node->span);
    uint32_t join = gate_emit_op(e, GATE_I_JUMP, 0, 0, 0, node->span);
    gate_emit_patch(e, none);
    e->depth--;
    gate_emit_call(e, "optional.none", false, 0, node->span);
    gate_emit_patch(e, join);
    gate_emit_op(e, GATE_I_COND_END, 0, 0, 0, node->span);
    gate_emit_patch(e, fault);
}

void gate_emit_macro(gate_emit *e, const gate_node *node, const gate_ref *ref)
{
    switch (ref->macro) {
    case GATE_MACRO_HAS:
        emit_has(e, node);
        break;
    case GATE_MACRO_BIND:
        emit_bind(e, node, ref);
        break;
    case GATE_MACRO_OPT_MAP:
    case GATE_MACRO_OPT_FLAT_MAP:
        emit_opt_map(e, node, ref);
        break;
    case GATE_MACRO_ALL:
    case GATE_MACRO_EXISTS:
    case GATE_MACRO_ONE:
    case GATE_MACRO_MAP:
    case GATE_MACRO_FILTER:
    case GATE_MACRO_TRANSFORM_LIST:
    case GATE_MACRO_TRANSFORM_MAP:
    case GATE_MACRO_COLLECT:
        emit_loop_macro(e, node, ref);
        break;
    }
}
