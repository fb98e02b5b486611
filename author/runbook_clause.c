/* The clauses of a row, one point of a list each. */
#include "author/runbook_part.h"

static const gate_module *here(const gate_runbook *book)
{
    return book->checked->main;
}

static void put_name(gate_runbook *book, const gate_ident *name)
{
    gate_md_code(book->out, name->text);
}

static void put_code(gate_runbook *book, const gate_node *node)
{
    gate_md_code(book->out, gate_runbook_slice(here(book), node));
}

static void put_number(gate_runbook *book, const gate_node *node)
{
    gate_runbook_literal(book, here(book), node);
}

static void put_condition(gate_runbook *book, const gate_node *expr)
{
    gate_runbook_condition(book, here(book), expr);
}

/* -- owners ---------------------------------------------------------------------------------------------- */

static void put_role(gate_runbook *book, const gate_node *role)
{
    const gate_symbol *symbol = gate_runbook_symbol(book, here(book), role);
    if (symbol && symbol->kind == GATE_SYM_OWNER && symbol->decl->as.owner.title)
        gate_md_prose(book->out, symbol->decl->as.owner.title->as.string.value);
    else
        put_code(book, role);
}

static void put_roles(gate_runbook *book, const gate_nodes *roles)
{
    for (uint32_t i = 0; i < roles->len; i++) {
        if (i) gate_buf_c(book->out, " or ");
        put_role(book, roles->items[i]);
    }
}

bool gate_runbook_owner(gate_runbook *book, const gate_nodes *clauses)
{
    for (uint32_t i = 0; i < clauses->len; i++) {
        const gate_node *clause = clauses->items[i];
        if (clause->kind != GATE_N_CLAUSE || clause->as.clause.word != GATE_W_OWNER) continue;
        put_roles(book, &clause->as.clause.roles);
        return true;
    }
    return false;
}

/* -- conditions ------------------------------------------------------------------------------------------ */

static void put_where(gate_runbook *book, const gate_node *clause)
{
    if (!clause->as.clause.where) return;
    gate_buf_c(book->out, " where ");
    put_condition(book, clause->as.clause.where);
}

static void put_else(gate_runbook *book, const gate_node *clause, const char *words)
{
    if (!clause->as.clause.text) return;
    gate_buf_c(book->out, words);
    gate_md_quoted(book->out, clause->as.clause.text->as.string.value);
}

static void put_by(gate_runbook *book, const gate_node *clause)
{
    if (!clause->as.clause.by) return;
    gate_buf_c(book->out, " by ");
    gate_runbook_field(book, here(book), clause->as.clause.by);
}

static void put_each(gate_runbook *book, const gate_node *clause)
{
    gate_buf_c(book->out, "each ");
    put_name(book, &clause->as.clause.var);
    gate_buf_c(book->out, " in ");
    put_code(book, clause->as.clause.list);
    put_where(book, clause);
    gate_buf_c(book->out, clause->as.clause.or_none ? " (there may be none): " : ": ");
    put_condition(book, clause->as.clause.expr);
}

static void put_roster(gate_runbook *book, const gate_node *clause)
{
    const gate_node *names = gate_runbook_names(book, here(book), clause->as.clause.names);
    gate_runbook_value(book, here(book), clause->as.clause.names);
    gate_buf_c(book->out, names && names->as.list.len == 1 ? " is in " : ": each is in ");
    put_code(book, clause->as.clause.list);
    put_by(book, clause);
    if (!clause->as.clause.expr) return;
    gate_buf_c(book->out, ", and there ");
    put_condition(book, clause->as.clause.expr);
}

static void put_require(gate_runbook *book, const gate_node *clause)
{
    if (clause->as.clause.form == GATE_FORM_EACH)
        put_each(book, clause);
    else if (clause->as.clause.form == GATE_FORM_ROSTER)
        put_roster(book, clause);
    else
        put_condition(book, clause->as.clause.expr);
    put_else(book, clause, "; else: ");
}

static void put_forbid(gate_runbook *book, const gate_node *clause)
{
    if (clause->as.clause.form == GATE_FORM_ANY) {
        gate_buf_c(book->out, "no ");
        put_name(book, &clause->as.clause.var);
        gate_buf_c(book->out, " in ");
        put_code(book, clause->as.clause.list);
        put_where(book, clause);
    } else {
        gate_buf_c(book->out, "must not be: ");
        put_condition(book, clause->as.clause.expr);
    }
    put_else(book, clause, "; else: ");
}

static void put_fire(gate_runbook *book, const gate_node *clause)
{
    gate_form form = clause->as.clause.form;
    gate_buf_c(book->out, "fires when ");
    put_condition(book, clause->as.clause.expr);
    if (form == GATE_FORM_PLAIN) return;
    gate_buf_c(book->out, form == GATE_FORM_DURATION ? ", for " : ", in ");
    put_number(book, clause->as.clause.n);
    if (form == GATE_FORM_OF) {
        gate_buf_c(book->out, " of any ");
        put_number(book, clause->as.clause.m);
    }
    bool one = clause->as.clause.n->kind == GATE_N_INT && clause->as.clause.n->as.integer == 1;
    if (form == GATE_FORM_DURATION)
        gate_buf_c(book->out, " of windows ");
    else if (form == GATE_FORM_CONSECUTIVE && !one)
        gate_buf_c(book->out, " consecutive windows ");
    else
        gate_buf_c(book->out, one ? " window " : " consecutive windows ");
    put_name(book, &clause->as.clause.var);
    gate_buf_c(book->out, " of ");
    put_code(book, clause->as.clause.list);
    if (clause->as.clause.by) {
        gate_buf_c(book->out, ", ordered");
        put_by(book, clause);
    }
    if (clause->as.clause.latest) gate_buf_c(book->out, ", at their end");
}

static void put_confirm(gate_runbook *book, const gate_node *clause)
{
    gate_buf_c(book->out, "confirmed by ");
    put_roles(book, &clause->as.clause.roles);
    gate_buf_c(book->out, ", at most ");
    put_number(book, clause->as.clause.n);
    put_else(book, clause, " ago: ");
}

/* -- everything else ------------------------------------------------------------------------------------- */

/* The title of a block or a step of that name, or the name. */
static void put_target(gate_runbook *book, const gate_ident *target, gate_kind kind)
{
    const gate_nodes *decls = &here(book)->ast->file->as.file.decls;
    for (uint32_t i = 0; i < decls->len; i++) {
        const gate_node *block = decls->items[i];
        if (block->kind != GATE_N_BLOCK) continue;
        if (kind == GATE_N_BLOCK && gate_str_eq(block->as.block.name.text, target->text) &&
            block->as.block.title) {
            gate_md_quoted(book->out, block->as.block.title->as.string.value);
            return;
        }
        for (uint32_t r = 0; kind == GATE_N_ROW && r < block->as.block.rows.len; r++) {
            const gate_node *row = block->as.block.rows.items[r];
            if (row->kind != GATE_N_ROW || !row->as.row.title ||
                !gate_str_eq(row->as.row.name.text, target->text))
                continue;
            gate_md_quoted(book->out, row->as.row.title->as.string.value);
            return;
        }
    }
    put_name(book, target);
}

static bool is_plain_link(gate_str text)
{
    bool fine = text.len > 0;
    for (size_t i = 0; i < text.len; i++) {
        char c = text.ptr[i];
        fine = fine && c > ' ' && c < 0x7f && c != '{' && c != '<' && c != '>' && c != '(' && c != ')' &&
               c != '\\';
    }
    return fine;
}

/* A link where it is one: a page of the web, or a file beside the policy. */
static void put_see(gate_runbook *book, gate_str text)
{
    bool web = gate_str_starts(text, GATE_STR("https://")) || gate_str_starts(text, GATE_STR("http://"));
    bool file = gate_str_find(text, GATE_STR(".md"), 0) != SIZE_MAX &&
                gate_str_find(text, GATE_STR(":"), 0) == SIZE_MAX;
    if (!is_plain_link(text) || (!web && !file)) {
        gate_md_prose(book->out, text);
        return;
    }
    gate_str name = here(book)->source->name, target = text;
    size_t folder = name.len;
    while (folder > 0 && name.ptr[folder - 1] != '/')
        folder--;
    if (file && !gate_str_starts(text, GATE_STR("/"))) {
        gate_str whole = gate_str_printf(book->arena, "%.*s%.*s", (int)folder, name.ptr, GATE_STR_ARG(text));
        target = gate_md_path(book->arena, book->options.page, whole);
    }
    gate_buf_char(book->out, '[');
    gate_md_prose(book->out, text);
    gate_buf_c(book->out, "](");
    gate_md_target(book->out, target);
    gate_buf_char(book->out, ')');
}

static void put_limits(gate_runbook *book, const gate_node *clause)
{
    if (clause->as.clause.word == GATE_W_LEAST) {
        gate_buf_c(book->out, "needs at least ");
        put_number(book, clause->as.clause.n);
        bool one = clause->as.clause.n->kind == GATE_N_INT && clause->as.clause.n->as.integer == 1;
        gate_buf_c(book->out, one ? " window" : " windows");
        return;
    }
    gate_buf_c(book->out, "tolerates failure in at most ");
    put_number(book, clause->as.clause.n);
    gate_buf_c(book->out, " of any ");
    put_number(book, clause->as.clause.m);
    gate_buf_c(book->out, " consecutive windows");
}

static void put_then(gate_runbook *book, const gate_node *clause)
{
    if (gate_str_eq_c(clause->as.clause.target.text, "hold")) {
        gate_buf_c(book->out, "then: stop, and ask");
        return;
    }
    gate_buf_c(book->out, "then: ");
    put_target(book, &clause->as.clause.target, GATE_N_BLOCK);
}

static void put_within(gate_runbook *book, const gate_node *clause)
{
    gate_buf_c(book->out, "at most ");
    put_number(book, clause->as.clause.n);
    gate_buf_c(book->out, " after ");
    put_target(book, &clause->as.clause.target, GATE_N_ROW);
}

static void put_waivable(gate_runbook *book, const gate_node *clause)
{
    gate_buf_c(book->out, "may be waived by ");
    put_roles(book, &clause->as.clause.roles);
    gate_buf_c(book->out, ", for at most ");
    put_number(book, clause->as.clause.n);
}

static void put_words(gate_runbook *book, const gate_node *clause, const char *words)
{
    gate_buf_c(book->out, words);
    if (clause->as.clause.expr) put_condition(book, clause->as.clause.expr);
}

/* What one point of the list says. */
static void put_clause(gate_runbook *book, const gate_node *clause)
{
    gate_word word = clause->as.clause.word;
    if (word == GATE_W_REQUIRE) {
        put_require(book, clause);
    } else if (word == GATE_W_FORBID) {
        put_forbid(book, clause);
    } else if (word == GATE_W_NEEDS) {
        put_words(book, clause, "enough to judge by: ");
        put_else(book, clause, "; else: ");
    } else if (word == GATE_W_WARN) {
        put_words(book, clause, "a warning when ");
        put_else(book, clause, ": ");
    } else if (word == GATE_W_ONLY) {
        put_words(book, clause, "applies only if ");
        put_else(book, clause, "; else left out: ");
    } else if (word == GATE_W_CONFIRM) {
        put_confirm(book, clause);
    } else if (word == GATE_W_FIRE) {
        put_fire(book, clause);
    } else if (word == GATE_W_SEE) {
        gate_buf_c(book->out, "see ");
        put_see(book, clause->as.clause.text->as.string.value);
    } else if (word == GATE_W_FIX) {
        gate_buf_c(book->out, "to mend it: ");
        gate_md_prose(book->out, clause->as.clause.text->as.string.value);
    } else if (word == GATE_W_ADVISORY) {
        gate_buf_c(book->out, "advisory: told, and decides nothing");
    } else if (word == GATE_W_EFFECTIVE) {
        gate_buf_c(book->out, "decides from ");
        gate_md_prose(book->out, clause->as.clause.text->as.string.value);
        gate_buf_c(book->out, " on");
    } else if (word == GATE_W_WAIVABLE) {
        put_waivable(book, clause);
    } else if (word == GATE_W_ALLOW) {
        gate_buf_c(book->out, "a module that was measured, and has no branches, need not cover any");
    } else if (word == GATE_W_AT) {
        gate_buf_c(book->out, "done at ");
        put_code(book, clause->as.clause.expr);
    } else if (word == GATE_W_WITHIN) {
        put_within(book, clause);
    } else if (word == GATE_W_THEN) {
        put_then(book, clause);
    } else if (word == GATE_W_NO) {
        gate_buf_c(book->out, clause->as.clause.choice == GATE_W_BREACH
                                  ? "a window without data counts as a breach"
                                  : "a window without data counts as clean");
    } else if (word == GATE_W_LEAST || word == GATE_W_TOLERATE) {
        put_limits(book, clause);
    } else {
        put_code(book, clause);
    }
}

void gate_runbook_clauses(gate_runbook *book, const gate_nodes *clauses, const char *indent,
                          gate_runbook_skip *skip)
{
    /* What must hold first, whatever the order in which it is written; then what goes with it. */
    for (int pass = 0; pass < 2; pass++) {
        for (uint32_t i = 0; i < clauses->len; i++) {
            const gate_node *clause = clauses->items[i];
            if (clause->kind != GATE_N_CLAUSE || (skip && skip(book, clause))) continue;
            gate_word word = clause->as.clause.word;
            bool later =
                word == GATE_W_SEE || word == GATE_W_FIX || word == GATE_W_WAIVABLE || word == GATE_W_WARN;
            if (later != (pass == 1) || word == GATE_W_OWNER)
                continue; /* the owner stands beside the title */
            gate_buf_printf(book->out, "%s- ", indent);
            put_clause(book, clause);
            gate_buf_char(book->out, '\n');
        }
    }
}
