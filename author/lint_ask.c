/* What rules ask of the tree: what a name stands for, what is written out, what is the same. */
#include "author/lint_part.h"

#include "vm/program.h"

/* Lets of lets are followed so far. */
#define FOLLOW_MAX 64

const gate_ref *gate_lint_ref(const gate_lint *lint, const gate_module *module, const gate_node *node)
{
    return gate_ref_at(lint->checked, module, node);
}

const gate_type *gate_lint_type(const gate_lint *lint, const gate_module *module, const gate_node *node)
{
    const gate_type *type = gate_type_at(lint->checked, module, node);
    return type ? type : gate_type_plain(GATE_TY_ANY);
}

const gate_symbol *gate_lint_symbol(const gate_lint *lint, const gate_module *module, const gate_node *node)
{
    const gate_ref *ref = gate_lint_ref(lint, module, node);
    return ref->kind == GATE_REF_SYMBOL ? ref->symbol : NULL;
}

const gate_node *gate_lint_follow(const gate_lint *lint, const gate_module **module, const gate_node *node)
{
    for (uint32_t i = 0; i < FOLLOW_MAX; i++) {
        const gate_symbol *symbol = node->kind == GATE_N_NAME || node->kind == GATE_N_SELECT
                                        ? gate_lint_symbol(lint, *module, node)
                                        : NULL;
        if (!symbol || symbol->kind != GATE_SYM_LET || !symbol->decl) return node;
        *module = symbol->module;
        node = symbol->decl->as.let.value;
    }
    return node;
}

bool gate_lint_macro(const gate_lint *lint, const gate_module *module, const gate_node *node,
                     gate_macro macro)
{
    if (node->kind != GATE_N_CALL) return false;
    const gate_ref *ref = gate_lint_ref(lint, module, node);
    return ref->kind == GATE_REF_MACRO && ref->macro == macro;
}

bool gate_lint_builtin(const gate_lint *lint, const gate_module *module, const gate_node *node,
                       const char *name, const gate_node **argument)
{
    if (node->kind != GATE_N_CALL) return false;
    const gate_ref *ref = gate_lint_ref(lint, module, node);
    if (ref->kind != GATE_REF_BUILTIN || !gate_str_eq_c(ref->name, name)) return false;
    const gate_nodes *args = &node->as.call.args;
    *argument = ref->method ? node->as.call.target : args->len ? args->items[0] : NULL;
    return *argument != NULL;
}

const gate_node *gate_lint_clause(const gate_nodes *clauses, gate_word word)
{
    for (uint32_t i = 0; i < clauses->len; i++) {
        const gate_node *clause = clauses->items[i];
        if (clause->kind == GATE_N_CLAUSE && clause->as.clause.word == word) return clause;
    }
    return NULL;
}

gate_span gate_lint_row_span(const gate_node *row)
{
    if (row->as.row.name.text.len) return row->as.row.name.span;
    return row->as.row.path ? row->as.row.path->span : row->span;
}

/* ---- the same -------------------------------------------------------------------------------- */

typedef struct nodes {
    gate_arena *arena;
    GATE_VEC(const gate_node *) list;
} nodes;

static void push(const gate_node *node, void *context)
{
    nodes *to = context;
    gate_vec_push(to->arena, &to->list, node);
}

/* What tells a node from others of its kind, its children apart, in bytes. */
static void describe(const gate_lint *lint, const gate_module *module, const gate_node *node, gate_buf *out)
{
    const gate_ref *ref = gate_lint_ref(lint, module, node);
    gate_buf_printf(out, "%d ", (int)node->kind);
    if (ref->kind == GATE_REF_SYMBOL) gate_buf_printf(out, "@%p ", (const void *)ref->symbol);
    switch (node->kind) {
    case GATE_N_BOOL:
        gate_buf_printf(out, "%d", node->as.boolean);
        break;
    case GATE_N_INT:
        gate_buf_printf(out, "%lld", (long long)node->as.integer);
        break;
    case GATE_N_DOUBLE:
        gate_buf_printf(out, "%.17g", node->as.real);
        break;
    case GATE_N_STRING:
        gate_buf_add(out, node->as.string.value);
        break;
    case GATE_N_DURATION:
        gate_buf_printf(out, "%lld", (long long)node->as.nanoseconds);
        break;
    case GATE_N_NAME:
        if (ref->kind == GATE_REF_LOCAL)
            gate_buf_printf(out, "#%u", (unsigned)ref->slot);
        else if (ref->kind != GATE_REF_NONE && ref->kind != GATE_REF_SYMBOL)
            gate_buf_add(out, node->as.name.text);
        break;
    case GATE_N_SELECT:
        gate_buf_printf(out, "%d", node->as.select.optional);
        gate_buf_add(out, node->as.select.field.text);
        break;
    case GATE_N_INDEX:
        gate_buf_printf(out, "%d", node->as.index.optional);
        break;
    case GATE_N_CALL:
        gate_buf_printf(out, "%d %u ", node->as.call.target != NULL, (unsigned)node->as.call.args.len);
        gate_buf_add(out, node->as.call.name.text);
        break;
    case GATE_N_UNARY:
        gate_buf_printf(out, "%d", (int)node->as.unary.op);
        break;
    case GATE_N_BINARY:
        gate_buf_printf(out, "%d", (int)node->as.binary.op);
        break;
    case GATE_N_ELEMENT:
        gate_buf_printf(out, "%d %d", node->as.element.optional, node->as.element.key != NULL);
        break;
    case GATE_N_LIST:
    case GATE_N_MAP:
        gate_buf_printf(out, "%u", (unsigned)node->as.list.len);
        break;
    case GATE_N_NULL:
    case GATE_N_COND:
    GATE_CASES_NO_EXPRESSION:
        break;
    }
    gate_buf_char(out, '\0');
}

bool gate_lint_same(const gate_lint *lint, const gate_module *a_module, const gate_node *a,
                    const gate_module *b_module, const gate_node *b)
{
    nodes left = {.arena = lint->arena}, right = {.arena = lint->arena};
    gate_buf one = gate_buf_new(lint->arena), two = gate_buf_new(lint->arena);
    push(a, &left);
    push(b, &right);
    while (left.list.len && left.list.len == right.list.len) {
        a = left.list.items[--left.list.len];
        b = right.list.items[--right.list.len];
        if (a->kind != b->kind) return false;
        one.len = two.len = 0;
        describe(lint, a_module, a, &one);
        describe(lint, b_module, b, &two);
        if (!gate_str_eq(gate_buf_str(&one), gate_buf_str(&two))) return false;
        gate_node_children(a, push, &left);
        gate_node_children(b, push, &right);
    }
    return left.list.len == right.list.len;
}

uint64_t gate_lint_hash(const gate_lint *lint, const gate_module *module, const gate_node *node)
{
    nodes todo = {.arena = lint->arena};
    gate_buf text = gate_buf_new(lint->arena);
    uint64_t hash = UINT64_C(14695981039346656037);
    push(node, &todo);
    while (todo.list.len) {
        node = todo.list.items[--todo.list.len];
        text.len = 0;
        describe(lint, module, node, &text);
        for (size_t i = 0; i < text.len; i++)
            hash = (hash ^ (unsigned char)text.ptr[i]) * UINT64_C(1099511628211);
        gate_node_children(node, push, &todo);
    }
    return hash;
}

/* ---- what is written out --------------------------------------------------------------------- */

static gate_lint_value number(long double value)
{
    return (gate_lint_value){.kind = GATE_LINT_NUMBER, .number = value};
}

gate_lint_value gate_lint_constant(const gate_lint *lint, const gate_module *module, const gate_node *node)
{
    gate_lint_value none = {.kind = GATE_LINT_NONE};
    if (!node) return none;
    node = gate_lint_follow(lint, &module, node);
    const gate_symbol *symbol = node->kind == GATE_N_NAME || node->kind == GATE_N_SELECT
                                    ? gate_lint_symbol(lint, module, node)
                                    : NULL;
    if (symbol && symbol->kind == GATE_SYM_PARAM && symbol->decl) {
        module = symbol->module;
        node = symbol->decl->as.param.value;
        if (!node) return none;
    }
    if (node->kind == GATE_N_UNARY && node->as.unary.op == GATE_OP_NEG) {
        const gate_node *of = node->as.unary.operand;
        if (of->kind == GATE_N_INT) return number(-(long double)of->as.integer);
        if (of->kind == GATE_N_DOUBLE) return number(-(long double)of->as.real);
        return none;
    }
    if (node->kind == GATE_N_INT) return number((long double)node->as.integer);
    if (node->kind == GATE_N_DOUBLE) return number((long double)node->as.real);
    if (node->kind == GATE_N_DURATION) return number((long double)node->as.nanoseconds);
    if (node->kind == GATE_N_BOOL)
        return (gate_lint_value){.kind = GATE_LINT_BOOL, .boolean = node->as.boolean};
    if (node->kind == GATE_N_STRING)
        return (gate_lint_value){.kind = GATE_LINT_TEXT, .text = node->as.string.value};
    if ((node->kind == GATE_N_LIST || node->kind == GATE_N_MAP) && node->as.list.len == 0)
        return (gate_lint_value){.kind = GATE_LINT_EMPTY};
    return none;
}

bool gate_lint_compares(gate_op op)
{
    return op == GATE_OP_EQ || op == GATE_OP_NE || op == GATE_OP_LT || op == GATE_OP_LE || op == GATE_OP_GT ||
           op == GATE_OP_GE;
}

gate_op gate_lint_mirror(gate_op op)
{
    return op == GATE_OP_LT   ? GATE_OP_GT
           : op == GATE_OP_LE ? GATE_OP_GE
           : op == GATE_OP_GT ? GATE_OP_LT
           : op == GATE_OP_GE ? GATE_OP_LE
                              : op;
}

gate_op gate_lint_negate(gate_op op)
{
    return op == GATE_OP_LT   ? GATE_OP_GE
           : op == GATE_OP_LE ? GATE_OP_GT
           : op == GATE_OP_GT ? GATE_OP_LE
           : op == GATE_OP_GE ? GATE_OP_LT
           : op == GATE_OP_EQ ? GATE_OP_NE
           : op == GATE_OP_NE ? GATE_OP_EQ
                              : op;
}

/* -1, 0, 1; 2 when they have no order. */
static int order(gate_lint_value a, gate_lint_value b)
{
    if (a.kind == GATE_LINT_NUMBER && b.kind == GATE_LINT_NUMBER)
        return a.number < b.number ? -1 : a.number > b.number ? 1 : a.number == b.number ? 0 : 2;
    if (a.kind != GATE_LINT_TEXT || b.kind != GATE_LINT_TEXT) return 2;
    int by = gate_str_cmp(a.text, b.text);
    return (by > 0) - (by < 0);
}

static bool equal(gate_lint_value a, gate_lint_value b)
{
    if (a.kind != b.kind) return false;
    if (a.kind == GATE_LINT_BOOL) return a.boolean == b.boolean;
    return a.kind == GATE_LINT_EMPTY || order(a, b) == 0;
}

int gate_lint_compare(gate_op op, gate_lint_value left, gate_lint_value right)
{
    if (left.kind == GATE_LINT_NONE || right.kind == GATE_LINT_NONE) return -1;
    if (op == GATE_OP_EQ) return equal(left, right);
    if (op == GATE_OP_NE) return !equal(left, right);
    int by = order(left, right);
    if (by == 2 || !gate_lint_compares(op)) return -1;
    if (op == GATE_OP_LT) return by < 0;
    if (op == GATE_OP_LE) return by <= 0;
    return op == GATE_OP_GT ? by > 0 : by >= 0;
}
