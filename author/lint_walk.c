/* Conditions, taken apart: what must hold, and which way, for a row to come out well. Goes into lets and
 * functions of the policy's own files, each once a way; a let of a let may be named from everywhere. */
#include "author/lint_part.h"

#include "vm/program.h"

typedef struct part {
    const gate_node *node, *use;
    const gate_module *module;
    bool wanted, whole;
} part;

typedef struct walk {
    gate_lint *lint;
    gate_lint_fn *rule;
    gate_lint_at at; /* block, row, clause */
    GATE_VEC(part) todo;
} walk;

static void push(walk *w, part from, const gate_node *node, bool wanted)
{
    if (!node) return;
    from.node = node;
    from.wanted = wanted;
    from.whole = false;
    gate_vec_push(w->lint->arena, &w->todo, from);
}

/* Goes into what a name or a call stands for. False when it is to be looked at itself. */
static bool enter(walk *w, part at)
{
    const gate_symbol *symbol = gate_lint_symbol(w->lint, at.module, at.node);
    if (!symbol || !symbol->decl || symbol->module->kind == GATE_SOURCE_STD) return false;
    if (symbol->kind != GATE_SYM_LET && symbol->kind != GATE_SYM_DEF) return false;
    if (!w->at.decides) return true; /* or a row that decides would find it entered */
    uint8_t *entered = &w->lint->entered[symbol->module->node_base + symbol->decl->id];
    uint8_t way = at.wanted ? 1 : 2;
    if (*entered & way) return true;
    *entered |= way;
    if (!at.use) at.use = at.node;
    at.module = symbol->module;
    push(w, at, symbol->kind == GATE_SYM_LET ? symbol->decl->as.let.value : symbol->decl->as.def.body,
         at.wanted);
    return true;
}

static void tell(walk *w, part at)
{
    w->at.node = at.node;
    w->at.module = at.module;
    w->at.use = at.use;
    w->at.wanted = at.wanted;
    w->at.whole = at.whole;
    w->rule(w->lint, &w->at);
}

static void look_call(walk *w, part at)
{
    const gate_nodes *args = &at.node->as.call.args;
    const gate_ref *ref = gate_lint_ref(w->lint, at.module, at.node);
    if (ref->kind == GATE_REF_SYMBOL && enter(w, at)) return;
    bool body =
        ref->kind == GATE_REF_MACRO && args->len > 0 &&
        (ref->macro == GATE_MACRO_ALL || ref->macro == GATE_MACRO_EXISTS || ref->macro == GATE_MACRO_BIND);
    if (body) push(w, at, args->items[args->len - 1], at.wanted);
    tell(w, at);
}

static void look(walk *w, part at)
{
    const gate_node *node = at.node;
    gate_op op = node->kind == GATE_N_BINARY ? node->as.binary.op : GATE_OP_NEG;
    if (op == GATE_OP_AND || op == GATE_OP_OR) {
        push(w, at, node->as.binary.right, at.wanted);
        push(w, at, node->as.binary.left, at.wanted);
    } else if (node->kind == GATE_N_UNARY && node->as.unary.op == GATE_OP_NOT) {
        push(w, at, node->as.unary.operand, !at.wanted);
    } else if (node->kind == GATE_N_COND) {
        push(w, at, node->as.cond.other, at.wanted);
        push(w, at, node->as.cond.then, at.wanted);
    } else if (node->kind == GATE_N_CALL) {
        look_call(w, at);
    } else if ((node->kind != GATE_N_NAME && node->kind != GATE_N_SELECT) || !enter(w, at)) {
        tell(w, at);
    }
}

bool gate_lint_wants(const gate_node *clause, bool *wanted)
{
    gate_word word = clause->as.clause.word;
    *wanted = word == GATE_W_REQUIRE || word == GATE_W_NEEDS;
    return *wanted || word == GATE_W_FORBID || word == GATE_W_FIRE || word == GATE_W_ONLY;
}

static void walk_clause(walk *w, const gate_node *clause)
{
    bool wanted = false;
    if (clause->kind != GATE_N_CLAUSE || !gate_lint_wants(clause, &wanted)) return;
    const gate_node *condition =
        clause->as.clause.form == GATE_FORM_ANY ? clause->as.clause.where : clause->as.clause.expr;
    if (!condition) return;
    w->at.clause = clause;
    part first = {.node = condition, .module = w->lint->module, .wanted = wanted, .whole = true};
    gate_vec_push(w->lint->arena, &w->todo, first);
    while (w->todo.len) {
        part at = w->todo.items[--w->todo.len];
        look(w, at);
    }
}

void gate_lint_atoms(gate_lint *lint, gate_lint_fn *rule)
{
    walk w = {.lint = lint, .rule = rule};
    const gate_nodes *decls = &lint->module->ast->file->as.file.decls;
    for (uint32_t i = 0; i < lint->checked->node_count; i++)
        lint->entered[i] = 0;
    for (uint32_t b = 0; b < decls->len; b++) {
        const gate_node *block = decls->items[b];
        if (block->kind != GATE_N_BLOCK) continue;
        w.at = (gate_lint_at){.block = block, .decides = true};
        for (uint32_t i = 0; i < block->as.block.clauses.len; i++)
            walk_clause(&w, block->as.block.clauses.items[i]);
        for (uint32_t r = 0; r < block->as.block.rows.len; r++) {
            const gate_node *row = block->as.block.rows.items[r];
            if (row->kind != GATE_N_ROW) continue;
            w.at.row = row;
            w.at.decides = !gate_lint_clause(&row->as.row.clauses, GATE_W_ADVISORY);
            for (uint32_t i = 0; i < row->as.row.clauses.len; i++)
                walk_clause(&w, row->as.row.clauses.items[i]);
        }
    }
}
