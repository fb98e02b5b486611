/* Conditions in words. What has no simple form stays code. */
#include "author/runbook_part.h"

gate_str gate_runbook_slice(const gate_module *module, const gate_node *node)
{
    return gate_source_slice(module->source, node->span);
}

static void put_code(gate_runbook *book, const gate_module *module, const gate_node *node)
{
    gate_md_code(book->out, gate_runbook_slice(module, node));
}

/* A text without its quotes; with them where nothing, or a blank at an edge, would be seen without. */
static void put_text(gate_runbook *book, const gate_node *node)
{
    gate_str text = node->as.string.value;
    bool bare = text.len && (unsigned char)text.ptr[0] > ' ' && (unsigned char)text.ptr[text.len - 1] > ' ';
    if (!bare) text = gate_str_printf(book->arena, "\"" GATE_STR_FMT "\"", GATE_STR_ARG(text));
    gate_md_code(book->out, text);
}

void gate_runbook_field(gate_runbook *book, const gate_module *module, const gate_node *field)
{
    gate_str text = gate_runbook_slice(module, field);
    if (gate_str_starts(text, GATE_STR("by "))) text = gate_str_sub(text, 3, text.len);
    gate_md_code(book->out, text);
}

const gate_symbol *gate_runbook_symbol(const gate_runbook *book, const gate_module *module,
                                       const gate_node *node)
{
    const gate_ref *ref = gate_ref_at(book->checked, module, node);
    return ref->kind == GATE_REF_SYMBOL ? ref->symbol : NULL;
}

/* -- values ---------------------------------------------------------------------------------------------- */

const gate_node *gate_runbook_names(const gate_runbook *book, const gate_module *module,
                                    const gate_node *expr)
{
    const gate_symbol *symbol = expr->kind == GATE_N_LIST ? NULL : gate_runbook_symbol(book, module, expr);
    if (symbol && symbol->kind == GATE_SYM_LET) expr = symbol->decl->as.let.value;
    if (expr->kind != GATE_N_LIST || expr->as.list.len == 0) return NULL;
    for (uint32_t i = 0; i < expr->as.list.len; i++) {
        const gate_node *element = expr->as.list.items[i];
        if (element->kind != GATE_N_ELEMENT || element->as.element.optional ||
            element->as.element.value->kind != GATE_N_STRING)
            return NULL;
    }
    return expr;
}

void gate_runbook_literal(gate_runbook *book, const gate_module *module, const gate_node *node)
{
    if (node->kind == GATE_N_INT || node->kind == GATE_N_DOUBLE || node->kind == GATE_N_DURATION)
        gate_buf_add(book->out, gate_runbook_slice(module, node));
    else
        put_code(book, module, node);
}

void gate_runbook_value(gate_runbook *book, const gate_module *module, const gate_node *expr)
{
    const gate_node *names = gate_runbook_names(book, module, expr);
    if (names) {
        for (uint32_t i = 0; i < names->as.list.len; i++) {
            if (i) gate_buf_c(book->out, i + 1 == names->as.list.len ? " and " : ", ");
            put_text(book, names->as.list.items[i]->as.element.value);
        }
        return;
    }
    const gate_symbol *symbol = gate_runbook_symbol(book, module, expr);
    const gate_node *value = symbol && symbol->kind == GATE_SYM_PARAM ? symbol->decl->as.param.value : NULL;
    if (value) {
        gate_runbook_literal(book, symbol->module, value);
        gate_buf_c(book->out, " (");
        put_code(book, module, expr);
        gate_buf_char(book->out, ')');
        return;
    }
    gate_runbook_literal(book, module, expr);
}

/* What a coverage row reads, in words. */
static const char *reading_text(gate_reading_kind kind)
{
    switch (kind) {
    case GATE_READ_LINE:
        return "line coverage";
    case GATE_READ_BRANCH:
        return "branch coverage";
    case GATE_READ_FUNC:
        return "function coverage";
    case GATE_READ_STATEMENT:
        return "statement coverage";
    case GATE_READ_MODULE:
    case GATE_READ_LINES:
    case GATE_READ_BRANCHES:
    case GATE_READ_FUNCTIONS:
    case GATE_READ_STATEMENTS:
    case GATE_READ_BASE:
        break;
    }
    return NULL;
}

static const char *reading_of(const gate_runbook *book, const gate_module *module, const gate_node *node)
{
    const gate_ref *ref = gate_ref_at(book->checked, module, node);
    return ref->kind == GATE_REF_READING ? reading_text(ref->reading) : NULL;
}

/* -- conditions ------------------------------------------------------------------------------------------ */

/* Something that reads well between words: a name, a path, a call, a literal. */
static bool is_simple(const gate_node *node)
{
    return node->kind != GATE_N_BINARY && node->kind != GATE_N_COND && node->kind != GATE_N_MAP &&
           !(node->kind == GATE_N_LIST && node->as.list.len > 8);
}

/* Arithmetic beside a comparison is still read easily. */
static bool is_term(const gate_node *node)
{
    if (node->kind != GATE_N_BINARY) return is_simple(node);
    gate_op op = node->as.binary.op;
    bool arithmetic =
        op == GATE_OP_ADD || op == GATE_OP_SUB || op == GATE_OP_MUL || op == GATE_OP_DIV || op == GATE_OP_MOD;
    return arithmetic && node->span.hi - node->span.lo <= 60;
}

static const char *comparison_text(gate_op op)
{
    switch (op) {
    case GATE_OP_LT:
        return " is less than ";
    case GATE_OP_LE:
        return " is at most ";
    case GATE_OP_GT:
        return " is more than ";
    case GATE_OP_GE:
        return " is at least ";
    case GATE_OP_EQ:
        return " is ";
    case GATE_OP_NE:
        return " is not ";
    case GATE_OP_OR:
    case GATE_OP_AND:
    case GATE_OP_IN:
    case GATE_OP_ADD:
    case GATE_OP_SUB:
    case GATE_OP_MUL:
    case GATE_OP_DIV:
    case GATE_OP_MOD:
    case GATE_OP_NOT:
    case GATE_OP_NEG:
        break;
    }
    return NULL;
}

static void put_subject(gate_runbook *book, const gate_module *module, const gate_node *node)
{
    const char *reading = reading_of(book, module, node);
    if (reading)
        gate_buf_c(book->out, reading);
    else if (node->kind == GATE_N_STRING)
        put_text(book, node);
    else
        put_code(book, module, node);
}

static void put_object(gate_runbook *book, const gate_module *module, const gate_node *node, bool percent)
{
    if (node->kind == GATE_N_STRING)
        put_text(book, node);
    else
        gate_runbook_value(book, module, node);
    if (percent) gate_buf_c(book->out, " %");
}

static bool put_comparison(gate_runbook *book, const gate_module *module, const gate_node *expr)
{
    const gate_node *left = expr->as.binary.left, *right = expr->as.binary.right;
    const char *words = comparison_text(expr->as.binary.op);
    if (!is_term(left) || !is_term(right)) return false;
    if (words) {
        bool percent = reading_of(book, module, left) && right->kind != GATE_N_NAME;
        bool truth = right->kind == GATE_N_BOOL;
        put_subject(book, module, left);
        gate_buf_c(book->out, words);
        if (truth)
            gate_buf_c(book->out, right->as.boolean ? "true" : "false");
        else
            put_object(book, module, right, percent);
        return true;
    }
    if (expr->as.binary.op != GATE_OP_IN) return false;
    if (gate_runbook_names(book, module, right) && left->kind != GATE_N_STRING) {
        put_subject(book, module, left);
        gate_buf_c(book->out, " is one of ");
        gate_runbook_value(book, module, right);
    } else {
        put_subject(book, module, left);
        gate_buf_c(book->out, " is in ");
        put_code(book, module, right);
    }
    return true;
}

/* The parts of `a && b && …`, in their order; a chain leans to the left. */
static void put_chain(gate_runbook *book, const gate_module *module, const gate_node *expr, gate_op op,
                      const char *between)
{
    uint32_t count = 1;
    for (const gate_node *at = expr; at->kind == GATE_N_BINARY && at->as.binary.op == op;
         at = at->as.binary.left)
        count++;
    const gate_node **parts = GATE_ARRAY(book->arena, const gate_node *, count);
    uint32_t fill = count;
    const gate_node *at = expr;
    for (; at->kind == GATE_N_BINARY && at->as.binary.op == op; at = at->as.binary.left)
        parts[--fill] = at->as.binary.right;
    parts[--fill] = at;
    for (uint32_t i = 0; i < count; i++) {
        bool other = parts[i]->kind == GATE_N_BINARY &&
                     (parts[i]->as.binary.op == GATE_OP_OR || parts[i]->as.binary.op == GATE_OP_AND);
        if (i) gate_buf_c(book->out, i + 1 == count ? between : ", ");
        if (other)
            put_code(book, module, parts[i]);
        else
            gate_runbook_condition(book, module, parts[i]);
    }
}

void gate_runbook_condition(gate_runbook *book, const gate_module *module, const gate_node *expr)
{
    if (expr->kind == GATE_N_BINARY && expr->as.binary.op == GATE_OP_AND) {
        put_chain(book, module, expr, GATE_OP_AND, " and ");
        return;
    }
    if (expr->kind == GATE_N_BINARY && expr->as.binary.op == GATE_OP_OR) {
        put_chain(book, module, expr, GATE_OP_OR, " or ");
        return;
    }
    if (expr->kind == GATE_N_BINARY && put_comparison(book, module, expr)) return;
    if (expr->kind == GATE_N_UNARY && expr->as.unary.op == GATE_OP_NOT && is_simple(expr->as.unary.operand)) {
        gate_buf_c(book->out, "not ");
        put_code(book, module, expr->as.unary.operand);
        return;
    }
    put_code(book, module, expr);
    if (expr->kind == GATE_N_NAME || expr->kind == GATE_N_SELECT) gate_buf_c(book->out, " is true");
}
