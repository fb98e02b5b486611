/* Clauses that set something beside conditions: how many windows, who may waive or must tick, when a step
 * was done and after which, what a trigger leads to. */
#include "compiler/check.h"
#include "compiler/constant.h"
#include "compiler/policy.h"
#include "compiler/symbols.h"

#define WINDOWS_MAX 100000 /* as many as a verdict looks at */

static int64_t int_of(const gate_node *node)
{
    return node && node->kind == GATE_N_INT ? node->as.integer : 1;
}

static void check_positive(gate_checker *cx, const gate_node *node, const char *what)
{
    if (!node) return;
    bool right = node->kind == GATE_N_INT        ? node->as.integer >= 1
                 : node->kind == GATE_N_DURATION ? node->as.nanoseconds >= 1000000000
                                                 : true;
    if (right) return;
    gate_diag *diag = gate_raise(cx, NOT_POSITIVE, node->span, "%s takes %s", what,
                                 node->kind == GATE_N_INT ? "1 or more" : "a second or more");
    gate_diag_help(cx->diags, diag, "As it stands it asks for nothing.");
}

/* ---- windows --------------------------------------------------------------------------------- */

static void check_most(gate_checker *cx, const gate_node *count)
{
    if (int_of(count) <= WINDOWS_MAX) return;
    gate_raise(cx, WINDOW_COUNT, count->span, "more than %d windows are never looked at", WINDOWS_MAX);
}

static void check_fire(gate_checker *cx, const gate_node *clause)
{
    const gate_node *n = clause->as.clause.n, *m = clause->as.clause.m;
    if (clause->as.clause.form == GATE_FORM_PLAIN) return;
    check_positive(cx, n, "`for`");
    if (clause->as.clause.form == GATE_FORM_DURATION) return;
    check_most(cx, m ? m : n);
    if (!m || int_of(n) <= int_of(m)) return;
    gate_diag *diag = gate_raise(cx, WINDOW_COUNT, n->span, "more breaches than windows");
    gate_label_own(cx, diag, m->span, "of so many windows");
    gate_diag_help(cx->diags, diag, "Write `for M of N`: M breaches within any N consecutive windows.");
}

static void check_tolerate(gate_checker *cx, const gate_node *clause)
{
    const gate_node *n = clause->as.clause.n, *m = clause->as.clause.m;
    if (!n || !m) return;
    check_positive(cx, m, "`tolerate … of`");
    check_most(cx, m);
    if (int_of(m) < 1 || int_of(n) < int_of(m)) return;
    gate_diag *diag = gate_raise(cx, WINDOW_COUNT, n->span, "with all windows tolerated nothing can fail");
    gate_label_own(cx, diag, m->span, "of so many windows");
    gate_diag_help(cx->diags, diag, "Tolerate fewer failing windows than there are.");
}

static void check_no_data(gate_checker *cx, const gate_node *clause, const gate_nodes *all)
{
    bool fires = false;
    for (uint32_t i = 0; i < all->len; i++) {
        const gate_node *other = all->items[i];
        if (other->kind != GATE_N_CLAUSE) return; /* it may have been the one */
        if (other->as.clause.word != GATE_W_FIRE) continue;
        fires = true;
        if (other->as.clause.form != GATE_FORM_PLAIN) return;
    }
    if (!fires) return; /* which is said */
    gate_diag *diag =
        gate_raise(cx, NO_DATA_WINDOWS, clause->span, "`no data` speaks of windows, and here are none");
    gate_diag_help(cx->diags, diag,
                   "Leave it out: where the condition cannot be told, the trigger is unknown.");
}

/* ---- waivers and ticks ----------------------------------------------------------------------- */

static void check_roles(gate_checker *cx, const gate_node *clause)
{
    for (uint32_t i = 0; i < clause->as.clause.roles.len; i++)
        gate_owner_resolve(cx, clause->as.clause.roles.items[i]);
}

/* What a waiver or a tick must name, and where it is found. */
static void check_entries(gate_checker *cx, const gate_node *clause, const char *evidence)
{
    const gate_entry *subject = gate_entry_find(cx->file, GATE_STR("subject"));
    const gate_entry *entries = gate_entry_find(cx->file, gate_str_c(evidence));
    const char *word = clause->as.clause.word == GATE_W_CONFIRM ? "confirm" : "waivable";
    if (cx->file->lost) return;
    if (!subject || subject->via || subject->info->symbol.kind != GATE_SYM_LET) {
        gate_diag *diag = gate_raise(cx, NO_SUBJECT, clause->span, "`%s` needs a `let subject`", word);
        gate_diag_help(
            cx->diags, diag,
            "Say what is judged, as in `let subject = candidate.commit`: it counts for that only.");
    }
    if (!entries || entries->info->symbol.kind != GATE_SYM_EVIDENCE) {
        gate_diag *diag =
            gate_raise(cx, NO_ENTRIES, clause->span, "`%s` needs the evidence `%s`", word, evidence);
        gate_diag_help(cx->diags, diag, "Declare it: `evidence %s optional from \"evidence/%s.json\"`.",
                       evidence, evidence);
    }
}

/* ---- steps and triggers ------------------------------------------------------------------------ */

static void check_at(gate_checker *cx, const gate_node *clause)
{
    static const gate_type_kind times[] = {GATE_TY_TIMESTAMP, GATE_TY_STRING};
    const gate_node *expr = clause->as.clause.expr;
    const gate_type *type = gate_expr_check(cx, expr);
    if (!expr || type->kind == GATE_TY_ERROR) return;
    gate_constant_check(cx, GATE_CLAUSE_AT, clause, expr);
    for (size_t i = 0; i < GATE_COUNT(times); i++) {
        if (gate_type_comparable(type, gate_type_plain(times[i]))) return;
    }
    gate_diag *diag =
        gate_raise(cx, STEP_TIME, expr->span, "`at` takes a time, and this is %s", gate_say_type(cx, type));
    gate_diag_help(cx->diags, diag, "Name what holds the time at which the step was done.");
}

static bool says_at(const gate_node *step)
{
    for (uint32_t i = 0; i < step->as.row.clauses.len; i++) {
        const gate_node *clause = step->as.row.clauses.items[i];
        if (clause->kind != GATE_N_CLAUSE || clause->as.clause.word == GATE_W_AT) return true;
    }
    return false;
}

/* `within … of NAME`: an earlier step that says when it was done. */
static void check_within(gate_checker *cx, gate_row_place place, const gate_node *clause)
{
    const gate_ident *target = &clause->as.clause.target;
    gate_suggest suggest = gate_suggest_new(target->text);
    check_positive(cx, clause->as.clause.n, "`within`");
    if (!place.in || target->text.len == 0) return;
    const gate_nodes *rows = &place.in->as.block.rows;
    for (uint32_t i = 0; i < rows->len && rows->items[i] != place.at; i++) {
        const gate_node *row = rows->items[i];
        if (row->kind != GATE_N_ROW) return; /* it may have been the one */
        gate_suggest_offer(&suggest, row->as.row.name.text);
        if (!gate_str_eq(row->as.row.name.text, target->text)) continue;
        if (says_at(row)) return;
        gate_diag *diag =
            gate_raise(cx, WITHIN_STEP, target->span,
                       "`" GATE_STR_FMT "` does not say `at`, so nothing can be counted from it",
                       GATE_STR_ARG(target->text));
        gate_label_own(cx, diag, row->as.row.name.span, "this step");
        gate_diag_help(cx->diags, diag, "Give that step an `at` with the time at which it was done.");
        return;
    }
    gate_diag *diag = gate_raise(cx, WITHIN_STEP, target->span, "there is no earlier step `" GATE_STR_FMT "`",
                                 GATE_STR_ARG(target->text));
    gate_diag_help(cx->diags, diag, "Name a step that stands before this one in the same procedure.");
    gate_help_suggest(cx, diag, &suggest);
}

/* `then NAME`: a procedure of this file, or `hold`. */
static void check_then(gate_checker *cx, const gate_node *clause)
{
    const gate_ident *target = &clause->as.clause.target;
    if (target->text.len == 0 || gate_str_eq_c(target->text, "hold")) return;
    gate_suggest suggest = gate_suggest_new(target->text);
    gate_suggest_offer(&suggest, GATE_STR("hold"));
    const gate_nodes *decls = &cx->file->module.ast->file->as.file.decls;
    for (uint32_t i = 0; i < decls->len; i++) {
        const gate_node *decl = decls->items[i];
        if (decl->kind != GATE_N_BLOCK || decl->as.block.word != GATE_W_PROCEDURE) continue;
        if (gate_str_eq(decl->as.block.name.text, target->text)) return;
        gate_suggest_offer(&suggest, decl->as.block.name.text);
    }
    if (cx->file->lost) return;
    const gate_entry *entry = gate_entry_find(cx->file, target->text);
    gate_diag *diag = gate_raise(cx, THEN_TARGET, target->span, "there is no procedure `" GATE_STR_FMT "`",
                                 GATE_STR_ARG(target->text));
    if (entry && !entry->via)
        gate_label_own(cx, diag, entry->span, "this is %s", gate_symbol_article(entry->info->symbol.kind));
    gate_diag_help(cx->diags, diag, "Name a `procedure` of this file, or say `then hold`.");
    gate_help_suggest(cx, diag, &suggest);
}

void gate_setting_check(gate_checker *cx, gate_row_place place, gate_clause_kind kind,
                        const gate_node *clause, const gate_nodes *all)
{
    if (kind == GATE_CLAUSE_FIRE) {
        check_fire(cx, clause);
    } else if (kind == GATE_CLAUSE_CONFIRM) {
        check_roles(cx, clause);
        check_positive(cx, clause->as.clause.n, "`within`");
        gate_template_check(cx, clause->as.clause.text);
        check_entries(cx, clause, "attestations");
    } else if (kind == GATE_CLAUSE_WAIVABLE) {
        check_roles(cx, clause);
        check_positive(cx, clause->as.clause.n, "`for`");
        check_entries(cx, clause, "waivers");
    } else if (kind == GATE_CLAUSE_AT) {
        gate_slot_note(cx, clause);
        check_at(cx, clause);
    } else if (kind == GATE_CLAUSE_WITHIN) {
        check_within(cx, place, clause);
    } else if (kind == GATE_CLAUSE_THEN) {
        check_then(cx, clause);
    } else if (kind == GATE_CLAUSE_NO_DATA) {
        check_no_data(cx, clause, all);
    } else if (kind == GATE_CLAUSE_AT_LEAST) {
        check_positive(cx, clause->as.clause.n, "`at least`");
    } else if (kind == GATE_CLAUSE_TOLERATE) {
        check_tolerate(cx, clause);
    }
}
