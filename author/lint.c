/* The driver: calls each rule for what it walks. */
#include "author/lint_part.h"

#include "vm/program.h"

/* ---- the compiler's warnings ----------------------------------------------------------------- */

static gate_ident name_of(const gate_node *decl)
{
    if (decl->kind == GATE_N_TYPE) return decl->as.type.name;
    if (decl->kind == GATE_N_DEF) return decl->as.def.name;
    if (decl->kind != GATE_N_IMPORT) return (gate_ident){0};
    if (!decl->as.import.path) return decl->as.import.name;
    return (gate_ident){decl->as.import.path->as.string.value, decl->as.import.path->span};
}

/* A declaration with its documentation above and the comment behind it. */
static gate_span with_comments(const gate_lint *lint, const gate_node *decl)
{
    const gate_ast *ast = lint->module->ast;
    gate_span span = decl->span;
    for (uint32_t i = ast->comment_count; i-- > 0 && decl->doc.len;) {
        const gate_comment *comment = &ast->comments[i];
        if (comment->span.lo >= span.lo) continue;
        gate_str between = gate_lint_text(lint, (gate_span){comment->span.hi, span.lo});
        bool near = comment->doc && comment->own_line;
        for (size_t at = 0; at < between.len; at++)
            near = near && (gate_is_blank(between.ptr[at]) || gate_is_line_end(between.ptr[at]));
        if (!near) break;
        span.lo = comment->span.lo;
    }
    gate_place last = gate_source_place(lint->module->source, span.hi);
    for (uint32_t i = 0; i < ast->comment_count; i++) {
        const gate_comment *comment = &ast->comments[i];
        if (comment->span.lo < span.hi || comment->own_line) continue;
        if (gate_source_place(lint->module->source, comment->span.lo).line == last.line)
            span.hi = comment->span.hi;
        break;
    }
    return span;
}

/* What is unused and holds no decision of the author's can go: imports, types, functions. A forgotten
 * condition is more likely behind an unused evidence, parameter, let or owner. */
static void fix_unused(gate_lint *lint, const gate_diag *diag)
{
    const gate_nodes *decls = &lint->module->ast->file->as.file.decls;
    for (uint32_t i = 0; i < decls->len; i++) {
        gate_ident name = name_of(decls->items[i]);
        if (name.text.len && name.span.lo == diag->primary.span.lo && name.span.hi == diag->primary.span.hi)
            gate_lint_remove(lint, diag, with_comments(lint, decls->items[i]));
    }
}

static void fix_warnings(gate_lint *lint)
{
    for (uint32_t i = 0; i < lint->diags->list.len; i++) {
        const gate_diag *diag = lint->diags->list.items[i];
        bool unused = diag->code == GATE_D_UNUSED || diag->code == GATE_D_UNUSED_IMPORT;
        if (unused && diag->primary.source == lint->module->source) fix_unused(lint, diag);
    }
}

/* ---- walking --------------------------------------------------------------------------------- */

static void each_clause(gate_lint *lint, gate_lint_at at, const gate_nodes *clauses, gate_lint_fn *rule)
{
    at.module = lint->module;
    for (uint32_t i = 0; i < clauses->len; i++) {
        if (clauses->items[i]->kind != GATE_N_CLAUSE) continue;
        at.node = at.clause = clauses->items[i];
        rule(lint, &at);
    }
}

static void walk_block(gate_lint *lint, const gate_node *block, gate_lint_fn *rule, bool rows)
{
    gate_lint_at at = {.block = block, .module = lint->module, .decides = true};
    if (!rows) each_clause(lint, at, &block->as.block.clauses, rule);
    for (uint32_t i = 0; i < block->as.block.rows.len; i++) {
        const gate_node *row = block->as.block.rows.items[i];
        if (row->kind != GATE_N_ROW) continue;
        at.node = at.row = row;
        at.decides = !gate_lint_clause(&row->as.row.clauses, GATE_W_ADVISORY);
        if (rows)
            rule(lint, &at);
        else
            each_clause(lint, at, &row->as.row.clauses, rule);
    }
}

static void walk_decls(gate_lint *lint, gate_kind kind, gate_lint_fn *rule)
{
    const gate_nodes *decls = &lint->module->ast->file->as.file.decls;
    for (uint32_t i = 0; i < decls->len; i++) {
        gate_lint_at at = {.node = decls->items[i], .module = lint->module};
        if (decls->items[i]->kind == kind) rule(lint, &at);
    }
}

static void walk_blocks(gate_lint *lint, gate_lint_fn *rule, bool rows)
{
    const gate_nodes *decls = &lint->module->ast->file->as.file.decls;
    for (uint32_t i = 0; i < decls->len; i++) {
        if (decls->items[i]->kind == GATE_N_BLOCK) walk_block(lint, decls->items[i], rule, rows);
    }
}

typedef enum walks { WALK_FILE, WALK_EVIDENCE, WALK_ROW, WALK_CLAUSE, WALK_ATOM } walks;

static const struct {
    gate_lint_rule about;
    walks over;
    gate_lint_fn *function;
} rules[] = {
#define RULE(code, name, walks, fixes, function)                                                             \
    {{GATE_D_##code, name, #walks, fixes}, WALK_##walks, function},
#include "author/lint_rules.def"
#undef RULE
};

const gate_lint_rule *gate_lint_rule_at(uint32_t index)
{
    return index < GATE_COUNT(rules) ? &rules[index].about : NULL;
}

static void run(gate_lint *lint, walks over, gate_lint_fn *rule)
{
    gate_lint_at file = {.module = lint->module};
    switch (over) {
    case WALK_FILE:
        rule(lint, &file);
        break;
    case WALK_EVIDENCE:
        walk_decls(lint, GATE_N_EVIDENCE, rule);
        break;
    case WALK_ROW:
        walk_blocks(lint, rule, true);
        break;
    case WALK_CLAUSE:
        walk_blocks(lint, rule, false);
        break;
    case WALK_ATOM:
        gate_lint_atoms(lint, rule);
        break;
    }
}

/* ---- all of it ------------------------------------------------------------------------------- */

static void sort_fixes(gate_lint_fixes *fixes)
{
    for (uint32_t i = 1; i < fixes->list.len; i++) {
        gate_lint_fix moving = fixes->list.items[i];
        uint32_t at = i;
        for (; at > 0 && fixes->list.items[at - 1].diag->primary.span.lo > moving.diag->primary.span.lo; at--)
            fixes->list.items[at] = fixes->list.items[at - 1];
        fixes->list.items[at] = moving;
    }
}

void gate_lint_policy(gate_arena *arena, const gate_checked *checked, gate_diags *diags,
                      gate_lint_fixes *fixes)
{
    gate_lint lint = {
        .arena = arena, .checked = checked, .module = checked->main, .diags = diags, .fixes = fixes};
    const gate_nodes *decls = &checked->main->ast->file->as.file.decls;
    for (uint32_t i = 0; i < decls->len; i++)
        lint.blocks = lint.blocks || decls->items[i]->kind == GATE_N_BLOCK;
    lint.entered = GATE_ARRAY(arena, uint8_t, checked->node_count + 1);
    gate_lint_roots(&lint);
    fix_warnings(&lint);
    for (size_t i = 0; i < GATE_COUNT(rules); i++)
        run(&lint, rules[i].over, rules[i].function);
    gate_lint_allow(&lint);
    gate_diags_sort(diags);
    sort_fixes(fixes);
}

gate_str gate_lint_apply(gate_arena *arena, gate_str text, const gate_lint_fix *const *fixes, uint32_t count,
                         uint32_t *applied)
{
    const gate_lint_fix **sorted = GATE_ARRAY(arena, const gate_lint_fix *, count + 1);
    gate_buf out = gate_buf_new(arena);
    uint32_t at = 0;
    for (uint32_t i = 0; i < count; i++) {
        uint32_t k = i;
        for (; k > 0 && sorted[k - 1]->edits.items[0].span.lo > fixes[i]->edits.items[0].span.lo; k--)
            sorted[k] = sorted[k - 1];
        sorted[k] = fixes[i];
    }
    *applied = 0;
    for (uint32_t i = 0; i < count; i++) {
        /* A fix is one stretch of text, from its first edit to its last. */
        if (sorted[i]->edits.items[0].span.lo < at) continue;
        for (uint32_t k = 0; k < sorted[i]->edits.len; k++) {
            gate_edit edit = sorted[i]->edits.items[k];
            gate_buf_add(&out, gate_str_sub(text, at, edit.span.lo));
            gate_buf_add(&out, edit.text);
            at = edit.span.hi;
        }
        ++*applied;
    }
    gate_buf_add(&out, gate_str_sub(text, at, text.len));
    return out.len ? gate_buf_str(&out) : GATE_STR("");
}
