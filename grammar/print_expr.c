/* The printer of expressions and types. */
#include "grammar/print_part.h"

#include "gate_tab.h"

typedef GATE_VEC(const gate_node *) node_vec;

void gate_print_tight(gate_layout *layout, uint32_t hi)
{
    while (gate_layout_place(layout) < hi)
        gate_layout_token(layout);
}

void gate_print_word(gate_layout *layout, gate_gap behind)
{
    gate_layout_token(layout);
    gate_layout_gap(layout, behind, 0);
}

/* ---- operators ---- */

/* Operators of one level stand in one group. */
static int level_of(gate_op op)
{
    switch (op) {
    case GATE_OP_OR:
        return 0;
    case GATE_OP_AND:
        return 1;
    case GATE_OP_LT:
    case GATE_OP_LE:
    case GATE_OP_GT:
    case GATE_OP_GE:
    case GATE_OP_EQ:
    case GATE_OP_NE:
    case GATE_OP_IN:
        return 2;
    case GATE_OP_ADD:
    case GATE_OP_SUB:
        return 3;
    case GATE_OP_MUL:
    case GATE_OP_DIV:
    case GATE_OP_MOD:
    case GATE_OP_NOT:
    case GATE_OP_NEG:
        return 4;
    }
    return 4;
}

/* The left side without parentheses begins where the whole does. */
static bool bare(const gate_node *part, const gate_node *whole)
{
    return part->span.lo == whole->span.lo;
}

/* What stands behind an operator or a `?`: lines that it is broken into go in to where it begins. */
static void operand(gate_layout *layout, const gate_node *node)
{
    gate_print_word(layout, GATE_GAP_SPACE);
    gate_layout_in(layout, 2);
    gate_print_expr(layout, node, node->kind == GATE_N_BINARY || node->kind == GATE_N_COND ? 0 : 2);
    gate_layout_out(layout);
}

static bool is_collection(const gate_node *node)
{
    return (node->kind == GATE_N_LIST || node->kind == GATE_N_MAP) && node->as.list.len > 0;
}

/* An operator and what stands right of it. */
static void right_side(gate_layout *layout, const gate_node *right, int level, uint16_t hang)
{
    bool stays = level >= 2 && is_collection(right);
    gate_layout_in(layout, stays ? 0 : hang);
    gate_layout_gap(layout, level < 2 ? GATE_GAP_LINE : stays ? GATE_GAP_SPACE : GATE_GAP_FILL, 0);
    if (level < 2) {
        operand(layout, right);
    } else {
        gate_print_word(layout, GATE_GAP_SPACE);
        gate_print_expr(layout, right, 2);
    }
    gate_layout_out(layout);
}

static void binary(gate_layout *layout, const gate_node *node, uint16_t hang)
{
    int level = level_of(node->as.binary.op);
    node_vec spine = {0};
    for (const gate_node *at = node;; at = at->as.binary.left) {
        const gate_node *left = at->as.binary.left;
        gate_vec_push(layout->arena, &spine, at);
        if (left->kind != GATE_N_BINARY || !bare(left, at) || level_of(left->as.binary.op) != level) break;
    }
    gate_layout_begin(layout);
    gate_print_expr(layout, spine.items[spine.len - 1]->as.binary.left, hang);
    for (uint32_t i = spine.len; i > 0; i--)
        right_side(layout, spine.items[i - 1]->as.binary.right, level, hang);
    gate_layout_end(layout);
}

/* `? … : …`; a chain of them stays at one indentation. */
static void branches(gate_layout *layout, const gate_node *node)
{
    const gate_node *other = node->as.cond.other;
    gate_layout_gap(layout, GATE_GAP_LINE, 0);
    operand(layout, node->as.cond.then);
    gate_layout_gap(layout, GATE_GAP_LINE, 0);
    if (other->kind != GATE_N_COND || layout->tokens[layout->at + 1].lo < other->span.lo) {
        operand(layout, other);
        return;
    }
    gate_print_word(layout, GATE_GAP_SPACE);
    gate_layout_begin(layout);
    gate_print_expr(layout, other->as.cond.test, 2);
    branches(layout, other);
    gate_layout_end(layout);
}

static void cond(gate_layout *layout, const gate_node *node, uint16_t hang)
{
    gate_layout_begin(layout);
    gate_print_expr(layout, node->as.cond.test, hang);
    gate_layout_in(layout, hang);
    branches(layout, node);
    gate_layout_out(layout);
    gate_layout_end(layout);
}

/* ---- chains of members ---- */

/* What a member belongs to; NULL where a chain begins. */
static const gate_node *operand_of(const gate_node *node)
{
    if (node->kind == GATE_N_SELECT) return node->as.select.operand;
    if (node->kind == GATE_N_INDEX) return node->as.index.operand;
    return node->kind == GATE_N_CALL ? node->as.call.target : NULL;
}

/* Calls in a chain, from its end to its begin or to a parenthesis. */
static uint32_t calls_of(const gate_node *node)
{
    uint32_t calls = 0;
    for (const gate_node *operand; (operand = operand_of(node)); node = operand) {
        calls += node->kind == GATE_N_CALL;
        if (!bare(operand, node)) break;
    }
    return calls;
}

static bool holds(const gate_nodes *list)
{
    return list->len > 0 && gate_print_hugs(list->items[list->len - 1]);
}

bool gate_print_hugs(const gate_node *node)
{
    switch ((int)node->kind) {
    case GATE_N_LIST:
    case GATE_N_MAP:
        return is_collection(node);
    case GATE_N_TYPE_RECORD:
        return node->as.fields.len > 0;
    case GATE_N_TYPE_LIST:
        return gate_print_hugs(node->as.of);
    case GATE_N_INDEX:
        return node->as.index.index && is_collection(node->as.index.operand);
    case GATE_N_CALL:
        return calls_of(node) < 2 && holds(&node->as.call.args);
    default:
        return false;
    }
}

/* `map(one, …)`, `cel.bind(name, value, …)`: what comes last is long, and what it is about stands before. */
static bool binds(const gate_nodes *list)
{
    const gate_node *last = list->items[list->len - 1];
    bool leaf = last->kind <= GATE_N_NAME;
    return list->len > 1 && list->items[0]->kind == GATE_N_NAME && !leaf;
}

static void args(gate_layout *layout, const gate_nodes *list)
{
    gate_layout_token(layout);
    if (list->len > 0) {
        uint32_t group = gate_layout_begin(layout);
        gate_layout_in(layout, 2);
        for (uint32_t i = 0; i < list->len; i++) {
            if (i > 0) gate_layout_token(layout);
            gate_layout_gap(layout, i > 0 ? GATE_GAP_LINE : GATE_GAP_SOFT, 0);
            if (i + 1 == list->len && binds(list)) gate_layout_last(layout, group);
            gate_print_expr(layout, list->items[i], 2);
        }
        gate_layout_flush(layout);
        gate_layout_out(layout);
        gate_layout_gap(layout, GATE_GAP_SOFT, 0);
        gate_layout_end(layout);
        if (holds(list)) gate_layout_hug(layout, group);
    }
    gate_layout_token(layout);
}

/* `.name`, `[index]` or `.name(…)`. */
static void link(gate_layout *layout, const gate_node *node)
{
    gate_layout_token(layout);
    if (node->kind != GATE_N_INDEX) {
        gate_layout_token(layout);
        if (node->kind == GATE_N_CALL) args(layout, &node->as.call.args);
        return;
    }
    if (gate_layout_kind(layout) == TOK_QUERY) gate_layout_token(layout);
    if (node->as.index.index)
        gate_print_expr(layout, node->as.index.index, 2);
    else
        gate_layout_token(layout);
    gate_layout_token(layout);
}

static void chain(gate_layout *layout, const gate_node *node, uint16_t hang)
{
    bool breaks = calls_of(node) > 1;
    const gate_node *base = node, *operand;
    node_vec links = {0};
    while ((operand = operand_of(base))) {
        bool end = !bare(operand, base);
        gate_vec_push(layout->arena, &links, base);
        base = operand;
        if (end) break;
    }
    uint32_t left = links.len;
    if (breaks) gate_layout_begin(layout);
    gate_print_expr(layout, base, 2);
    /* The first call stays with a name: it may be a module's function. */
    if (breaks && base->kind == GATE_N_NAME && links.items[left - 1]->kind == GATE_N_CALL)
        link(layout, links.items[--left]);
    if (breaks) gate_layout_in(layout, hang);
    for (; left > 0; left--) {
        const gate_node *next = links.items[left - 1];
        if (breaks && next->kind == GATE_N_CALL) gate_layout_gap(layout, GATE_GAP_SOFT, 0);
        link(layout, next);
    }
    if (breaks) gate_layout_out(layout);
    if (breaks) gate_layout_end(layout);
}

/* ---- brackets ---- */

static bool is_number(const gate_node *element)
{
    const gate_node *value = element->kind == GATE_N_ELEMENT ? element->as.element.value : element;
    return value->kind == GATE_N_INT || value->kind == GATE_N_DOUBLE;
}

static bool all_numbers(const gate_nodes *list)
{
    for (uint32_t i = 0; i < list->len; i++) {
        if (!is_number(list->items[i])) return false;
    }
    return true;
}

static void element(gate_layout *layout, const gate_node *node)
{
    if (node->kind == GATE_N_TYPE_FIELD) {
        gate_layout_token(layout);
        if (node->as.field_type.optional) gate_layout_token(layout);
        gate_print_word(layout, GATE_GAP_SPACE);
        gate_print_type(layout, node->as.field_type.type);
        return;
    }
    if (node->as.element.optional) gate_layout_token(layout);
    if (node->as.element.key) {
        gate_print_expr(layout, node->as.element.key, 2);
        gate_print_word(layout, GATE_GAP_SPACE);
    }
    gate_print_expr(layout, node->as.element.value, 2);
}

/* The one element of a list that has brackets of its own stands between the list's without a line end. */
static bool is_wrap(const gate_layout *layout, const gate_nodes *list)
{
    const gate_node *only = list->items[0];
    uint32_t open = layout->tokens[layout->at - 1].hi;
    if (list->len != 1 || only->kind != GATE_N_ELEMENT || only->as.element.key || only->as.element.optional)
        return false;
    gate_kind kind = only->as.element.value->kind;
    return (kind == GATE_N_LIST || kind == GATE_N_MAP) && gate_print_hugs(only->as.element.value) &&
           !gate_layout_breaks(layout, open, only->span.lo);
}

static void elements(gate_layout *layout, const gate_nodes *list, gate_gap edge)
{
    uint32_t open = layout->tokens[layout->at - 1].hi;
    /* Whoever begins a new line behind the bracket wants one for each element. */
    bool broken = gate_layout_breaks(layout, open, layout->tokens[layout->at].lo);
    gate_gap between = edge == GATE_GAP_SOFT && all_numbers(list) ? GATE_GAP_FILL : GATE_GAP_ITEM;
    gate_layout_begin(layout);
    gate_layout_in(layout, 2);
    gate_layout_gap(layout, broken ? GATE_GAP_HARD : edge, 0);
    for (uint32_t i = 0; i < list->len; i++) {
        if (i > 0) gate_print_word(layout, between);
        element(layout, list->items[i]);
    }
    if (gate_layout_kind(layout) == TOK_COMMA) gate_layout_drop(layout);
    gate_layout_comma(layout);
    gate_layout_flush(layout);
    gate_layout_out(layout);
    gate_layout_gap(layout, edge, 0);
    gate_layout_end(layout);
}

static void brackets(gate_layout *layout, const gate_nodes *list, gate_gap edge)
{
    gate_layout_token(layout);
    uint32_t opened = layout->ops.len - 1;
    if (list->len > 0 && is_wrap(layout, list)) {
        element(layout, list->items[0]);
        if (gate_layout_kind(layout) == TOK_COMMA) gate_layout_drop(layout);
    } else if (list->len > 0) {
        elements(layout, list, edge);
        layout->opened = opened;
    }
    gate_layout_token(layout);
}

/* ---- expressions ---- */

static void unary(gate_layout *layout, const gate_node *node)
{
    gate_layout_token(layout);
    gate_print_expr(layout, node->as.unary.operand, 2);
}

static void call(gate_layout *layout, const gate_node *node)
{
    if (node->as.call.root) gate_layout_token(layout);
    gate_layout_token(layout);
    args(layout, &node->as.call.args);
}

static void bare_expr(gate_layout *layout, const gate_node *node, uint16_t hang)
{
    switch ((int)node->kind) {
    case GATE_N_BINARY:
        binary(layout, node, hang);
        return;
    case GATE_N_COND:
        cond(layout, node, hang);
        return;
    case GATE_N_UNARY:
        unary(layout, node);
        return;
    case GATE_N_LIST:
        brackets(layout, &node->as.list, GATE_GAP_SOFT);
        return;
    case GATE_N_MAP:
        brackets(layout, &node->as.list, GATE_GAP_LINE);
        return;
    case GATE_N_CALL:
        if (!node->as.call.target) {
            call(layout, node);
            return;
        }
        chain(layout, node, hang);
        return;
    case GATE_N_SELECT:
    case GATE_N_INDEX:
        chain(layout, node, hang);
        return;
    default: /* names and literals; numbers have their sign */
        gate_print_tight(layout, node->span.hi);
        return;
    }
}

void gate_print_expr(gate_layout *layout, const gate_node *node, uint16_t hang)
{
    uint32_t parentheses = 0;
    while (gate_layout_place(layout) < node->span.lo) {
        gate_layout_token(layout);
        parentheses++;
    }
    bare_expr(layout, node, hang);
    for (; parentheses > 0; parentheses--)
        gate_layout_token(layout);
}

/* ---- types ---- */

static void union_of(gate_layout *layout, const gate_nodes *list)
{
    gate_layout_begin(layout);
    gate_print_type(layout, list->items[0]);
    gate_layout_in(layout, 2);
    for (uint32_t i = 1; i < list->len; i++) {
        gate_layout_gap(layout, GATE_GAP_FILL, 0);
        gate_print_word(layout, GATE_GAP_SPACE);
        gate_print_type(layout, list->items[i]);
    }
    gate_layout_out(layout);
    gate_layout_end(layout);
}

void gate_print_type(gate_layout *layout, const gate_node *node)
{
    switch ((int)node->kind) {
    case GATE_N_TYPE_UNION:
        union_of(layout, &node->as.alternatives);
        return;
    case GATE_N_TYPE_RECORD:
        brackets(layout, &node->as.fields, GATE_GAP_LINE);
        return;
    case GATE_N_TYPE_LIST:
        gate_layout_token(layout);
        gate_print_type(layout, node->as.of);
        gate_layout_token(layout);
        return;
    case GATE_N_TYPE_APPLY:
        gate_layout_token(layout);
        gate_layout_token(layout);
        gate_print_type(layout, node->as.apply.argument);
        gate_layout_token(layout);
        return;
    default: /* name, module.name, "word" */
        gate_print_tight(layout, node->span.hi);
        return;
    }
}
