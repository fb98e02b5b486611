/* Evidence: its age, what ties it to the release, and whether it may be absent. */
#include "author/lint_part.h"

#include "base/glob.h"
#include "vm/program.h"

/* ---- fresh ----------------------------------------------------------------------------------- */

static void field_text(gate_buf *out, const gate_node *field)
{
    for (uint32_t i = 0; field && i < field->as.field.count; i++) {
        if (i) gate_buf_char(out, '.');
        gate_buf_add(out, field->as.field.segments[i].text);
    }
}

void gate_lint_fresh(gate_lint *lint, const gate_lint_at *at)
{
    const gate_node *decl = at->node, *path = decl->as.evidence.path;
    gate_word how = decl->as.evidence.cardinality;
    if (decl->as.evidence.fresh || !path || path->kind != GATE_N_STRING) return;
    if (gate_str_eq_c(decl->as.evidence.reader.text, "file")) return; /* has no time that could be asked */
    bool open = how == GATE_W_LATEST || gate_glob_special(path->as.string.value);
    if (!open) return;
    if (how == GATE_W_EACH) {
        /* A history is judged element by element: what counts is whether anything says which of them matter.
         */
        uint32_t thing = gate_lint_thing(lint, gate_lint_evidence(lint, decl));
        if (thing == GATE_NO || !lint->blocks || gate_lint_tied_at_all(lint, thing)) return;
    }
    gate_buf by = gate_buf_new(lint->arena);
    field_text(&by, decl->as.evidence.by);
    gate_str name = decl->as.evidence.name.text;
    gate_diag *diag = gate_lint_raise(lint, NO_FRESH, decl->as.evidence.name.span,
                                      "`" GATE_STR_FMT "` may be of any age", GATE_STR_ARG(name));
    gate_lint_label(lint, diag, path->span, "%s",
                    how == GATE_W_LATEST ? "the newest of these"
                    : how == GATE_W_EACH ? "all of these"
                                         : "whatever matches");
    gate_diag_help(lint->diags, diag, "Say how old it may be, as in `fresh within 24h by %s`.",
                   by.len ? by.ptr : "finished_at");
}

/* ---- the subject ----------------------------------------------------------------------------- */

static bool is_special(gate_str name)
{
    return gate_str_eq_c(name, "waivers") || gate_str_eq_c(name, "attestations");
}

void gate_lint_untied(gate_lint *lint, const gate_lint_at *at)
{
    gate_ident name = at->node->as.evidence.name;
    const gate_symbol *symbol = gate_lint_evidence(lint, at->node);
    uint32_t thing = gate_lint_thing(lint, symbol);
    if (!lint->subject.bits || thing == GATE_NO || is_special(name.text)) return;
    if (gate_lint_tied(lint, thing) || gate_lint_is_baseline(lint, thing)) return;
    const gate_nodes *decls = &lint->module->ast->file->as.file.decls;
    gate_diag *diag =
        gate_lint_raise(lint, UNTIED, name.span, "nothing ties `" GATE_STR_FMT "` to the policy's subject",
                        GATE_STR_ARG(name.text));
    for (uint32_t i = 0; i < decls->len; i++) {
        const gate_node *decl = decls->items[i];
        if (decl->kind == GATE_N_LET && gate_str_eq_c(decl->as.let.name.text, "subject"))
            gate_lint_label(lint, diag, decl->as.let.value->span, "what the policy is about");
    }
    gate_diag_help(lint->diags, diag,
                   "Compare what it is about in a row that reads it, as in `require " GATE_STR_FMT
                   ".commit == subject`.",
                   GATE_STR_ARG(name.text));
}

/* ---- optional -------------------------------------------------------------------------------- */

typedef struct search {
    gate_lint *lint;
    GATE_VEC(const gate_node *) todo;
    const gate_symbol *wanted;
    uint32_t budget; /* of nodes to look at: lets may be named again and again */
    bool guarded;    /* it stands where another value may spare it */
} search;

static void push(const gate_node *node, void *context)
{
    search *in = context;
    gate_vec_push(in->lint->arena, &in->todo, node);
}

/* Does the condition read it whatever else is true? `||` and `?:` may spare it; so may what a function does,
 * which is not looked into. */
static bool reads_always(search *in, const gate_node *expr)
{
    if (!expr) return false;
    in->todo.len = 0;
    in->budget = 10000;
    push(expr, in);
    while (in->todo.len && in->budget--) {
        const gate_node *node = in->todo.items[--in->todo.len];
        const gate_symbol *symbol = gate_lint_symbol(in->lint, in->lint->module, node);
        if (symbol == in->wanted) return true;
        if (symbol && symbol->kind == GATE_SYM_LET && symbol->decl && symbol->module == in->lint->module)
            push(symbol->decl->as.let.value, in);
        bool spares =
            node->kind == GATE_N_COND || (node->kind == GATE_N_BINARY && node->as.binary.op == GATE_OP_OR);
        if (!spares) gate_node_children(node, push, in);
    }
    return false;
}

static bool judges(const gate_node *clause)
{
    gate_word word = clause->as.clause.word;
    return word == GATE_W_REQUIRE || word == GATE_W_FORBID || word == GATE_W_NEEDS || word == GATE_W_FIRE;
}

/* Where the row needs it; notes guarded uses. */
static const gate_node *needed_in_row(search *in, const gate_node *block, const gate_node *row)
{
    uint32_t thing = gate_lint_thing(in->lint, in->wanted);
    const gate_nodes *clauses = &row->as.row.clauses;
    bool spared = gate_lint_clause(&block->as.block.clauses, GATE_W_ONLY) ||
                  gate_lint_clause(clauses, GATE_W_ONLY) || gate_lint_clause(clauses, GATE_W_ADVISORY) ||
                  block->as.block.word == GATE_W_PROCEDURE || block->as.block.word == GATE_W_ROLLBACK;
    const gate_node *needed = NULL;
    for (uint32_t i = 0; i < clauses->len; i++) {
        const gate_node *clause = clauses->items[i];
        if (clause->kind != GATE_N_CLAUSE) continue;
        gate_roots reads = gate_lint_clause_reads(in->lint, block, row, clause);
        bool has = gate_roots_has(&reads, thing), measured = gate_roots_has(&in->lint->readings, thing);
        gate_vec_push(in->lint->arena, &in->lint->spare, reads.bits);
        if (!has || measured) continue; /* what a coverage block is of, all its rows need */
        bool always = !spared && judges(clause) &&
                      (reads_always(in, clause->as.clause.expr) || reads_always(in, clause->as.clause.list) ||
                       reads_always(in, clause->as.clause.names));
        if (always && !needed) needed = clause;
        in->guarded = in->guarded || !always;
    }
    return needed;
}

static const gate_node *needed_in_block(search *in, const gate_node *block)
{
    const gate_node *needed = NULL, *parts[] = {block->as.block.of, block->as.block.list};
    bool spared =
        gate_lint_clause(&block->as.block.clauses, GATE_W_ONLY) || block->as.block.word == GATE_W_RETAIN;
    for (size_t i = 0; i < GATE_COUNT(parts); i++) {
        if (parts[i] && !spared && reads_always(in, parts[i])) needed = parts[i];
    }
    for (uint32_t r = 0; r < block->as.block.rows.len; r++) {
        const gate_node *row = block->as.block.rows.items[r];
        if (row->kind != GATE_N_ROW || row->as.row.word == GATE_W_KEEP) continue;
        const gate_node *found = needed_in_row(in, block, row);
        if (!needed) needed = found;
    }
    return needed;
}

/* The word `optional` of the declaration: behind its type, before its path. */
static bool find_word(const gate_lint *lint, const gate_node *decl, gate_span *out)
{
    uint32_t from = decl->as.evidence.type ? decl->as.evidence.type->span.hi : decl->as.evidence.name.span.hi;
    gate_span between = {from, decl->as.evidence.path->span.lo};
    gate_str text = gate_lint_text(lint, between), word = GATE_STR("optional");
    size_t at = gate_str_find(text, word, 0);
    if (at == SIZE_MAX || gate_str_find(text, GATE_STR("//"), 0) != SIZE_MAX) return false;
    *out = (gate_span){from + (uint32_t)at, from + (uint32_t)(at + word.len)};
    return true;
}

void gate_lint_optional(gate_lint *lint, const gate_lint_at *at)
{
    const gate_node *decl = at->node;
    gate_ident name = decl->as.evidence.name;
    const gate_symbol *symbol = gate_lint_evidence(lint, decl);
    if (!decl->as.evidence.optional || !symbol || is_special(name.text)) return;
    search in = {.lint = lint, .wanted = symbol};
    const gate_nodes *decls = &lint->module->ast->file->as.file.decls;
    const gate_node *needed = NULL;
    for (uint32_t i = 0; i < decls->len; i++) {
        if (decls->items[i]->kind != GATE_N_BLOCK) continue;
        const gate_node *found = needed_in_block(&in, decls->items[i]);
        if (!needed) needed = found;
    }
    if (!needed || in.guarded) return;
    gate_span word = name.span;
    bool found = find_word(lint, decl, &word);
    gate_diag *diag = gate_lint_raise(lint, POINTLESS_OPTIONAL, word,
                                      "`" GATE_STR_FMT "` is called optional, and is needed all the same",
                                      GATE_STR_ARG(name.text));
    gate_lint_label(lint, diag, needed->span, "without it this is missing");
    gate_diag_help(
        lint->diags, diag,
        "Leave out `optional`; or let the row apply only where other evidence asks for it: `only if …`.");
    if (found) gate_lint_remove(lint, diag, word);
}
