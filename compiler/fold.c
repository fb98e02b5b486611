#include "compiler/fold.h"

#include "base/num.h"

/* A constant that matters is written out; what lies deeper is left unknown. */
#define DEPTH_MAX 64

typedef struct view {
    const gate_checked *checked;
    const gate_module *module;
} view;

static gate_constant look(const view *in, const gate_node *node, uint32_t depth);

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

/* ---- arithmetic: what vm/ops.c computes, where that is no error ------------------------------------- */

static gate_constant make_int(int64_t value)
{
    return (gate_constant){.kind = GATE_K_INT, .integer = value};
}

static gate_constant make_double(double value)
{
    return (gate_constant){.kind = GATE_K_DOUBLE, .real = value};
}

static gate_constant of_ints(gate_op op, int64_t a, int64_t b)
{
    const gate_constant unknown = {0};
    int64_t out = 0;
    if (op == GATE_OP_ADD) return __builtin_add_overflow(a, b, &out) ? unknown : make_int(out);
    if (op == GATE_OP_SUB) return __builtin_sub_overflow(a, b, &out) ? unknown : make_int(out);
    if (op == GATE_OP_MUL) return __builtin_mul_overflow(a, b, &out) ? unknown : make_int(out);
    if (b == 0 || (a == INT64_MIN && b == -1)) return unknown;
    if (op == GATE_OP_MOD) return make_int(a % b);
    return a % b == 0 ? make_int(a / b) : make_double((double)a / (double)b); /* `/` never truncates */
}

static bool is_number(gate_constant of)
{
    return of.kind == GATE_K_INT || of.kind == GATE_K_DOUBLE;
}

static gate_constant of_numbers(gate_op op, gate_constant a, gate_constant b)
{
    double x = a.kind == GATE_K_INT ? (double)a.integer : a.real;
    double y = b.kind == GATE_K_INT ? (double)b.integer : b.real;
    if (op == GATE_OP_ADD) return make_double(x + y);
    if (op == GATE_OP_SUB) return make_double(x - y);
    if (op == GATE_OP_MUL) return make_double(x * y);
    bool by_none = b.kind == GATE_K_INT && b.integer == 0;
    return op == GATE_OP_DIV && !by_none ? make_double(x / y) : (gate_constant){0};
}

static gate_constant of_times(gate_op op, gate_constant a, gate_constant b)
{
    gate_constant out = {0};
    if (op == GATE_OP_ADD && a.kind == GATE_K_DURATION && b.kind == GATE_K_TIMESTAMP) return of_times(op, b, a);
    if (op == GATE_OP_SUB && a.kind == GATE_K_TIMESTAMP && b.kind == GATE_K_TIMESTAMP) {
        out.kind = GATE_K_DURATION;
        out.duration = gate_instant_diff(a.instant, b.instant);
        return out;
    }
    if (b.kind != GATE_K_DURATION || (op != GATE_OP_ADD && op != GATE_OP_SUB)) return out;
    if (op == GATE_OP_SUB && !gate_duration_neg(b.duration, &b.duration)) return out;
    if (a.kind == GATE_K_DURATION && gate_duration_add(a.duration, b.duration, &out.duration)) out.kind = a.kind;
    if (a.kind == GATE_K_TIMESTAMP && gate_instant_add(a.instant, b.duration, &out.instant)) out.kind = a.kind;
    return out;
}

static bool is_arithmetic(gate_op op)
{
    return op == GATE_OP_ADD || op == GATE_OP_SUB || op == GATE_OP_MUL || op == GATE_OP_DIV || op == GATE_OP_MOD;
}

static gate_constant calculated(gate_op op, gate_constant a, gate_constant b)
{
    if (a.kind == GATE_K_INT && b.kind == GATE_K_INT) return of_ints(op, a.integer, b.integer);
    if (is_number(a) && is_number(b)) return of_numbers(op, a, b);
    return of_times(op, a, b);
}

/* ---- looking ------------------------------------------------------------------------------------------ */

static gate_constant look_binary(const view *in, const gate_node *node, uint32_t depth)
{
    gate_op op = node->as.binary.op;
    gate_constant a = look(in, node->as.binary.left, depth + 1);
    if (is_arithmetic(op) && a.kind == GATE_K_NONE) return a;
    gate_constant b = look(in, node->as.binary.right, depth + 1);
    if (is_arithmetic(op)) return calculated(op, a, b);
    if (op != GATE_OP_AND && op != GATE_OP_OR) return compared(op, a, b);
    /* One operand decides; where it doesn't, both must be known. */
    bool decisive = op == GATE_OP_OR;
    if (a.kind == GATE_K_BOOL && a.boolean == decisive) return a;
    if (b.kind == GATE_K_BOOL && b.boolean == decisive) return b;
    return a.kind == GATE_K_BOOL && b.kind == GATE_K_BOOL ? make_bool(!decisive) : (gate_constant){0};
}

/* timestamp("…") and duration("…"). */
static gate_constant look_call(const view *in, const gate_node *node)
{
    const gate_nodes *args = &node->as.call.args;
    if (gate_ref_at(in->checked, in->module, node)->kind != GATE_REF_BUILTIN || node->as.call.target || args->len != 1 ||
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

static gate_constant look(const view *in, const gate_node *node, uint32_t depth)
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
    if (node->kind == GATE_N_BINARY) return look_binary(in, node, depth);
    if (node->kind == GATE_N_CALL) return look_call(in, node);
    if (node->kind == GATE_N_UNARY) {
        gate_constant of = look(in, node->as.unary.operand, depth + 1);
        if (node->as.unary.op == GATE_OP_NEG) return negated(of);
        if (of.kind == GATE_K_BOOL) return make_bool(!of.boolean);
    }
    return made;
}

gate_constant gate_fold(const gate_checked *checked, const gate_module *module, const gate_node *node)
{
    const view in = {checked, module};
    return look(&in, node, 0);
}

/* ---- for emission --------------------------------------------------------------------------------------- */

static bool is_worth_it(const gate_node *node)
{
    if (node->kind == GATE_N_BINARY) return is_arithmetic(node->as.binary.op);
    return node->kind == GATE_N_CALL || (node->kind == GATE_N_UNARY && node->as.unary.op == GATE_OP_NEG);
}

bool gate_fold_value(const gate_checked *checked, const gate_module *module, const gate_node *node, gate_value *out)
{
    if (!is_worth_it(node)) return false;
    gate_constant found = gate_fold(checked, module, node);
    switch (found.kind) {
    case GATE_K_INT:
        *out = gate_value_int(found.integer);
        return true;
    case GATE_K_DOUBLE:
        *out = gate_value_double(found.real);
        return true;
    case GATE_K_DURATION:
        *out = gate_value_duration(found.duration);
        return true;
    case GATE_K_TIMESTAMP:
        *out = gate_value_instant(found.instant);
        return true;
    case GATE_K_BOOL:
    case GATE_K_NONE:
        break;
    }
    return false;
}
