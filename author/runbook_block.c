/* The blocks of a policy: one section each. */
#include "author/runbook_part.h"

void gate_runbook_place(gate_runbook *book, const gate_module *module, const gate_node *node)
{
    const gate_source *source = module->source;
    gate_place place = gate_source_place(source, node->span.lo);
    size_t at = source->name.len;
    while (at > 0 && source->name.ptr[at - 1] != '/')
        at--;
    gate_buf_char(book->out, '[');
    gate_md_prose(book->out, gate_str_sub(source->name, at, source->name.len));
    gate_buf_printf(book->out, ":%u](", place.line);
    gate_md_target(book->out, gate_md_path(book->arena, book->options.page, source->name));
    gate_buf_printf(book->out, "#L%u)", place.line);
}

static void put_doc(gate_runbook *book, gate_str doc, const char *before)
{
    if (doc.len == 0) return;
    gate_buf_c(book->out, before);
    gate_md_doc(book->out, doc);
}

static void put_title(gate_runbook *book, const gate_node *title, const gate_ident *name)
{
    if (title && title->as.string.value.len)
        gate_md_prose(book->out, title->as.string.value);
    else
        gate_md_code(book->out, name->text);
}

/* Who answers for the row, and where it stands, behind its title. */
static void put_answers(gate_runbook *book, const gate_node *row)
{
    gate_buf_c(book->out, " — ");
    if (gate_runbook_owner(book, &row->as.row.clauses)) gate_buf_c(book->out, ", ");
    gate_runbook_place(book, book->checked->main, row);
    gate_buf_char(book->out, '\n');
}

/* Documentation of a row, within its point. */
static void put_row_doc(gate_runbook *book, const gate_node *row, const char *indent)
{
    gate_str doc = row->doc;
    if (doc.len == 0) return;
    gate_buf_printf(book->out, "%s- ", indent);
    for (size_t at = 0; at < doc.len;) {
        size_t end = gate_str_find(doc, GATE_STR("\n"), at);
        if (end == SIZE_MAX) end = doc.len;
        if (at) gate_buf_char(book->out, ' ');
        gate_md_prose(book->out, gate_str_sub(doc, at, end));
        at = end + 1;
    }
    gate_buf_char(book->out, '\n');
}

static void put_code(gate_runbook *book, const gate_node *node)
{
    gate_md_code(book->out, gate_runbook_slice(book->checked->main, node));
}

/* -- rows ------------------------------------------------------------------------------------------------ */

/* `item … each`: one row for every element. */
static void put_each_item(gate_runbook *book, const gate_node *row)
{
    gate_buf_c(book->out, "  - one row for each ");
    gate_md_code(book->out, row->as.row.var.text);
    gate_buf_c(book->out, " in ");
    put_code(book, row->as.row.list);
    if (row->as.row.where) {
        gate_buf_c(book->out, " where ");
        gate_runbook_condition(book, book->checked->main, row->as.row.where);
    }
    if (row->as.row.by) {
        gate_buf_c(book->out, ", known by ");
        gate_runbook_field(book, book->checked->main, row->as.row.by);
    }
    if (row->as.row.or_none) gate_buf_c(book->out, "; there may be none");
    gate_buf_char(book->out, '\n');
}

static void put_row(gate_runbook *book, const gate_node *row, const char *mark, const char *indent)
{
    gate_buf_printf(book->out, "%s**", mark);
    put_title(book, row->as.row.title, &row->as.row.name);
    gate_buf_c(book->out, "**");
    put_answers(book, row);
    put_row_doc(book, row, indent);
    if (row->as.row.mode == GATE_W_EACH) put_each_item(book, row);
    gate_runbook_clauses(book, &row->as.row.clauses, indent, NULL);
}

static void put_rows(gate_runbook *book, const gate_node *block)
{
    uint32_t number = 0;
    for (uint32_t i = 0; i < block->as.block.rows.len; i++) {
        const gate_node *row = block->as.block.rows.items[i];
        char mark[24] = "- ";
        if (row->kind != GATE_N_ROW) continue;
        if (row->as.row.word == GATE_W_ITEM) {
            put_row(book, row, "- [ ] ", "  ");
        } else if (row->as.row.word == GATE_W_STEP) {
            number++;
            gate_str text = gate_str_printf(book->arena, "%u. ", number);
            gate_str indent = gate_str_printf(book->arena, "%*s", (int)text.len, "");
            put_row(book, row, text.ptr, indent.ptr);
        } else {
            put_row(book, row, mark, "  ");
        }
    }
}

/* -- coverage -------------------------------------------------------------------------------------------- */

/* `require line >= THRESHOLD`, with a number or a parameter: a line of the table. */
static bool is_threshold(const gate_runbook *book, const gate_node *clause)
{
    const gate_node *expr = clause->as.clause.expr;
    if (clause->as.clause.word != GATE_W_REQUIRE || clause->as.clause.form != GATE_FORM_PLAIN ||
        clause->as.clause.text)
        return false;
    if (expr->kind != GATE_N_BINARY || expr->as.binary.op != GATE_OP_GE) return false;
    const gate_ref *left = gate_ref_at(book->checked, book->checked->main, expr->as.binary.left);
    const gate_node *right = expr->as.binary.right;
    const gate_symbol *param = gate_runbook_symbol(book, book->checked->main, right);
    bool number = right->kind == GATE_N_INT || right->kind == GATE_N_DOUBLE;
    return left->kind == GATE_REF_READING && left->reading >= GATE_READ_LINE &&
           left->reading <= GATE_READ_STATEMENT && (number || (param && param->kind == GATE_SYM_PARAM));
}

static void put_limit(gate_runbook *book, const gate_symbol *param)
{
    const gate_node *decl = param->decl;
    if (decl->as.param.floor) {
        gate_buf_c(book->out, ", not below ");
        gate_runbook_literal(book, param->module, decl->as.param.floor);
    }
    if (decl->as.param.ceiling) {
        gate_buf_c(book->out, ", not above ");
        gate_runbook_literal(book, param->module, decl->as.param.ceiling);
    }
}

static void put_path(gate_runbook *book, const gate_node *row)
{
    gate_md_code(book->out, row->as.row.path->as.string.value);
    if (row->as.row.mode == GATE_W_EACH) {
        gate_buf_c(book->out, ", each");
        if (row->as.row.least) {
            gate_buf_c(book->out, ", at least ");
            gate_runbook_literal(book, book->checked->main, row->as.row.least);
        }
    }
    if (row->as.row.mode == GATE_W_SUM) gate_buf_c(book->out, ", together");
}

static void put_threshold(gate_runbook *book, const gate_node *row, const gate_node *clause)
{
    static const char *const readings[] = {[GATE_READ_LINE] = "line",
                                           [GATE_READ_BRANCH] = "branch",
                                           [GATE_READ_FUNC] = "function",
                                           [GATE_READ_STATEMENT] = "statement"};
    const gate_module *module = book->checked->main;
    const gate_node *expr = clause->as.clause.expr, *right = expr->as.binary.right;
    const gate_symbol *param = gate_runbook_symbol(book, module, right);
    size_t from = book->out->len;
    gate_buf_c(book->out, GATE_MD_CELL " ");
    put_path(book, row);
    gate_buf_printf(book->out, " " GATE_MD_CELL " %s " GATE_MD_CELL " ",
                    readings[gate_ref_at(book->checked, module, expr->as.binary.left)->reading]);
    if (!param)
        gate_buf_printf(book->out, "at least %.*s %% " GATE_MD_CELL " " GATE_MD_CELL " ",
                        GATE_STR_ARG(gate_runbook_slice(module, right)));
    else {
        if (param->decl->as.param.value)
            gate_buf_printf(book->out, "at least %.*s %% " GATE_MD_CELL " ",
                            GATE_STR_ARG(gate_runbook_slice(param->module, param->decl->as.param.value)));
        else
            gate_buf_c(book->out, "as given " GATE_MD_CELL " ");
        gate_md_code(book->out,
                     param->decl->as.param.env.text.len ? param->decl->as.param.env.text : param->shown);
        put_limit(book, param);
        gate_buf_c(book->out, " " GATE_MD_CELL " ");
    }
    if (!gate_runbook_owner(book, &row->as.row.clauses)) gate_buf_char(book->out, ' ');
    gate_buf_c(book->out, " " GATE_MD_CELL " ");
    gate_runbook_place(book, module, clause);
    gate_buf_c(book->out, " " GATE_MD_CELL "\n");
    gate_md_row(book->out, from);
}

/* What the table doesn't tell of a module's row. */
static bool told_by_table(const gate_runbook *book, const gate_node *clause)
{
    return clause->as.clause.word == GATE_W_OWNER || is_threshold(book, clause);
}

static void put_coverage(gate_runbook *book, const gate_node *block)
{
    bool open = false;
    const gate_nodes *rows = &block->as.block.rows;
    gate_buf_c(book->out, "\nOf the report ");
    put_code(book, block->as.block.of);
    gate_buf_c(book->out, ", module by module: what is not measured is missing, and never passes.\n");
    for (uint32_t i = 0; i < rows->len; i++) {
        if (rows->items[i]->kind != GATE_N_ROW) continue;
        const gate_nodes *clauses = &rows->items[i]->as.row.clauses;
        for (uint32_t k = 0; k < clauses->len; k++) {
            if (clauses->items[k]->kind != GATE_N_CLAUSE || !is_threshold(book, clauses->items[k])) continue;
            if (!open)
                gate_buf_c(book->out, "\n| module | coverage | threshold | set by | owner | |\n| --- | --- | "
                                      "--- | --- | --- | --- |\n");
            open = true;
            put_threshold(book, rows->items[i], clauses->items[k]);
        }
    }
    if (open) gate_buf_char(book->out, '\n');
    for (uint32_t i = 0; i < rows->len; i++) {
        const gate_node *row = rows->items[i];
        bool more = false;
        if (row->kind != GATE_N_ROW) continue;
        for (uint32_t k = 0; k < row->as.row.clauses.len; k++)
            more |= row->as.row.clauses.items[k]->kind == GATE_N_CLAUSE &&
                    !told_by_table(book, row->as.row.clauses.items[k]);
        if (!more && open) continue;
        gate_buf_c(book->out, "- ");
        put_path(book, row);
        put_answers(book, row);
        put_row_doc(book, row, "  ");
        gate_runbook_clauses(book, &row->as.row.clauses, "  ", open ? told_by_table : NULL);
    }
}

/* -- the others ------------------------------------------------------------------------------------------ */

static void put_canary(gate_runbook *book, const gate_node *block)
{
    gate_buf_c(book->out, "\nEach ");
    gate_md_code(book->out, block->as.block.var.text);
    gate_buf_c(book->out, " of ");
    put_code(book, block->as.block.list);
    if (block->as.block.where) {
        gate_buf_c(book->out, " where ");
        gate_runbook_condition(book, book->checked->main, block->as.block.where);
    }
    gate_buf_c(book->out, " must show:\n\n");
    put_rows(book, block);
}

static void put_keep(gate_runbook *book, const gate_node *row)
{
    gate_buf_c(book->out, "- keep ");
    if (row->as.row.mode == GATE_W_LAST) {
        gate_buf_c(book->out, "the latest ");
        gate_runbook_literal(book, book->checked->main, row->as.row.count);
    } else if (row->as.row.mode == GATE_W_FOR) {
        gate_buf_c(book->out, "for ");
        gate_runbook_literal(book, book->checked->main, row->as.row.span);
    } else {
        gate_buf_c(book->out, "all");
    }
    if (row->as.row.per) {
        gate_buf_c(book->out, " of each ");
        put_code(book, row->as.row.per);
    }
    if (row->as.row.where) {
        gate_buf_c(book->out, " where ");
        gate_runbook_condition(book, book->checked->main, row->as.row.where);
    }
    gate_buf_c(book->out, " — ");
    gate_runbook_place(book, book->checked->main, row);
    gate_buf_char(book->out, '\n');
}

static void put_retain(gate_runbook *book, const gate_node *block)
{
    gate_str pattern = block->as.block.list->as.string.value;
    size_t star = gate_str_find(pattern, GATE_STR("*"), 0);
    gate_buf_c(book->out, "\nStored under ");
    gate_md_code(book->out, gate_str_sub(pattern, 0, star == SIZE_MAX ? pattern.len : star));
    gate_buf_c(book->out, ", a folder for each run with its ");
    gate_md_code(book->out, pattern);
    if (block->as.block.by) {
        gate_buf_c(book->out, ", ordered by ");
        gate_runbook_field(book, book->checked->main, block->as.block.by);
    }
    gate_buf_c(book->out, ". Of each, ");
    gate_md_code(book->out, block->as.block.var.text);
    gate_buf_c(book->out, ":\n\n");
    for (uint32_t i = 0; i < block->as.block.rows.len; i++) {
        if (block->as.block.rows.items[i]->kind == GATE_N_ROW) put_keep(book, block->as.block.rows.items[i]);
    }
    gate_buf_c(book->out, "\nWhat no rule keeps may go; what cannot be told is kept.\n");
}

/* What the block decides, in a sentence. */
static const char *meaning_of(gate_word word)
{
    if (word == GATE_W_CHECKLIST)
        return "All of these must hold. What fails, or has no evidence, is **NO-GO**.";
    if (word == GATE_W_ROLLBACK)
        return "One of these is enough to roll back. While one of them cannot be told, the release is held.";
    if (word == GATE_W_PROCEDURE)
        return "One step after the other: a step is done when what it asks for holds, and all before it are "
               "done.";
    return NULL;
}

static const char *kind_of(gate_word word)
{
    if (word == GATE_W_COVERAGE) return "coverage block";
    if (word == GATE_W_ROLLBACK) return "rollback block";
    return word == GATE_W_RETAIN ? "retention plan" : gate_word_text(word);
}

void gate_runbook_block(gate_runbook *book, const gate_node *block)
{
    gate_word word = block->as.block.word;
    gate_buf_char(book->out, '\n');
    gate_buf_repeat(book->out, '#', book->level);
    gate_buf_char(book->out, ' ');
    put_title(book, block->as.block.title, &block->as.block.name);
    gate_buf_printf(book->out, "\n\nThe %s ", kind_of(word));
    gate_md_code(book->out, block->as.block.name.text);
    gate_buf_c(book->out, ", ");
    gate_runbook_place(book, book->checked->main, block);
    gate_buf_c(book->out, ".\n");
    put_doc(book, block->doc, "\n");
    if (block->as.block.clauses.len) {
        gate_buf_char(book->out, '\n');
        gate_runbook_clauses(book, &block->as.block.clauses, "", NULL);
    }
    if (meaning_of(word)) gate_buf_printf(book->out, "\n%s\n\n", meaning_of(word));
    if (word == GATE_W_COVERAGE)
        put_coverage(book, block);
    else if (word == GATE_W_CANARY)
        put_canary(book, block);
    else if (word == GATE_W_RETAIN)
        put_retain(book, block);
    else
        put_rows(book, block);
}
