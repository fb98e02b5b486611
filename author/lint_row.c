/* Rows: who answers for them, whether they read anything, and what a hole in their windows means. */
#include "author/lint_part.h"

/* ---- owners ---------------------------------------------------------------------------------- */

static bool needs_owner(const gate_node *row)
{
    return row->kind == GATE_N_ROW && row->as.row.word != GATE_W_KEEP &&
           !gate_lint_clause(&row->as.row.clauses, GATE_W_ADVISORY);
}

static gate_str shown_name(const gate_node *row)
{
    return row->as.row.path ? row->as.row.path->as.string.value : row->as.row.name.text;
}

static void tell_owner(gate_lint *lint, const gate_node *row)
{
    gate_str name = shown_name(row);
    gate_diag *diag = gate_lint_raise(lint, NO_OWNER, gate_lint_row_span(row), "`%s` has no owner",
                                      gate_str_z(lint->arena, gate_str_sub(name, 0, 80)));
    gate_diag_help(lint->diags, diag, "Say who acts on it when it does not pass: `owner …`.");
}

void gate_lint_owners(gate_lint *lint, const gate_lint_at *at)
{
    (void)at;
    const gate_nodes *decls = &lint->module->ast->file->as.file.decls;
    GATE_VEC(const gate_node *) bare = {0};
    uint32_t rows = 0;
    for (uint32_t i = 0; i < decls->len; i++) {
        const gate_node *block = decls->items[i];
        for (uint32_t r = 0; block->kind == GATE_N_BLOCK && r < block->as.block.rows.len; r++) {
            const gate_node *row = block->as.block.rows.items[r];
            if (!needs_owner(row)) continue;
            rows++;
            if (!gate_lint_clause(&row->as.row.clauses, GATE_W_OWNER)) gate_vec_push(lint->arena, &bare, row);
        }
    }
    if (bare.len < rows || bare.len < 2) {
        for (uint32_t i = 0; i < bare.len; i++)
            tell_owner(lint, bare.items[i]);
        return;
    }
    /* Nobody owns anything: once is enough. */
    gate_diag *diag = gate_lint_raise(lint, NO_OWNER, gate_lint_row_span(bare.items[0]),
                                      "none of the %u rows has an owner", (unsigned)rows);
    gate_diag_here(lint->diags, diag, "the first of them");
    gate_diag_help(lint->diags, diag,
                   "Declare who acts on them, `owner backend \"Backend team\"`, and name them in the rows: "
                   "`owner backend`.");
}

/* ---- no evidence ----------------------------------------------------------------------------- */

void gate_lint_no_evidence(gate_lint *lint, const gate_lint_at *at)
{
    const gate_node *row = at->row;
    if (row->as.row.word == GATE_W_KEEP || row->as.row.word == GATE_W_MODULE) return;
    bool judged = false, reads = false;
    const gate_node *first = NULL;
    for (uint32_t i = 0; i < row->as.row.clauses.len && !reads; i++) {
        const gate_node *clause = row->as.row.clauses.items[i];
        if (clause->kind != GATE_N_CLAUSE) continue;
        gate_word word = clause->as.clause.word;
        if (word == GATE_W_CONFIRM || word == GATE_W_AT) reads = true;
        if (word != GATE_W_REQUIRE && word != GATE_W_FORBID && word != GATE_W_FIRE) continue;
        gate_roots roots = gate_lint_clause_reads(lint, at->block, row, clause);
        reads = reads || roots.now || gate_roots_evidence(lint, &roots);
        gate_vec_push(lint->arena, &lint->spare, roots.bits);
        if (!first) first = clause->as.clause.expr;
        judged = true;
    }
    if (reads || !judged) return;
    gate_diag *diag =
        gate_lint_raise(lint, NO_EVIDENCE, gate_lint_row_span(row), "`" GATE_STR_FMT "` reads no evidence",
                        GATE_STR_ARG(row->as.row.name.text));
    if (first) gate_lint_label(lint, diag, first->span, "this depends on parameters alone");
    gate_diag_help(
        lint->diags, diag,
        "Compare the parameter with evidence; a limit of a parameter is its `floor` or `ceiling`.");
}

/* ---- no data --------------------------------------------------------------------------------- */

typedef struct holes {
    gate_lint *lint;
    GATE_VEC(const gate_node *) todo;
} holes;

static void push(const gate_node *node, void *context)
{
    holes *in = context;
    gate_vec_push(in->lint->arena, &in->todo, node);
}

/* A field that may be absent: its type says so, or nothing says what there is. */
static bool may_be_absent(const gate_lint *lint, const gate_node *node)
{
    if (node->kind != GATE_N_SELECT && node->kind != GATE_N_INDEX) return false;
    if (gate_lint_ref(lint, lint->module, node)->kind != GATE_REF_NONE) return false;
    const gate_node *operand = node->kind == GATE_N_SELECT ? node->as.select.operand : node->as.index.operand;
    if (gate_lint_ref(lint, lint->module, operand)->kind == GATE_REF_NAMESPACE) return false;
    const gate_type *of = gate_lint_type(lint, lint->module, operand);
    if (of->kind == GATE_TY_ANY) return gate_lint_ref(lint, lint->module, operand)->kind == GATE_REF_LOCAL;
    if (of->kind != GATE_TY_RECORD || node->kind != GATE_N_SELECT) return false;
    const gate_type_field *field = gate_type_field_of(of, node->as.select.field.text);
    return field && field->optional;
}

static const gate_node *hole_of(gate_lint *lint, const gate_node *condition)
{
    holes in = {.lint = lint};
    push(condition, &in);
    while (in.todo.len) {
        const gate_node *node = in.todo.items[--in.todo.len];
        if (may_be_absent(lint, node)) return node;
        gate_node_children(node, push, &in);
    }
    return NULL;
}

void gate_lint_no_data(gate_lint *lint, const gate_lint_at *at)
{
    if (at->row->as.row.word != GATE_W_TRIGGER) return;
    const gate_nodes *clauses = &at->row->as.row.clauses;
    if (gate_lint_clause(clauses, GATE_W_NO)) return;
    for (uint32_t i = 0; i < clauses->len; i++) {
        const gate_node *clause = clauses->items[i];
        bool windows = clause->kind == GATE_N_CLAUSE && clause->as.clause.word == GATE_W_FIRE &&
                       clause->as.clause.form != GATE_FORM_PLAIN;
        const gate_node *hole = windows ? hole_of(lint, clause->as.clause.expr) : NULL;
        if (!hole) continue;
        gate_str name = at->row->as.row.name.text;
        gate_diag *diag =
            gate_lint_raise(lint, NO_DATA_CHOICE, at->row->as.row.name.span,
                            "`" GATE_STR_FMT "` does not say what a hole means", GATE_STR_ARG(name));
        gate_lint_label(lint, diag, hole->span, "a window may be without this");
        gate_diag_help(
            lint->diags, diag,
            "Add `no data is breach` or `no data is clean`; where a window that nobody knows is to hold the "
            "release, allow it with a comment that says so.");
        return;
    }
}
