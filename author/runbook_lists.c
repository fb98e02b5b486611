/* What stands beside the blocks: who answers, what can be set, what names mean, what is read. */
#include "author/runbook_part.h"

#include <stdlib.h>

typedef GATE_VEC(gate_told) told_list;

/* The same declaration, met through two policies: one place in one file. */
static bool is_same(const gate_told *a, const gate_told *b)
{
    return a->symbol->decl->span.lo == b->symbol->decl->span.lo &&
           gate_str_eq(a->symbol->module->source->name, b->symbol->module->source->name);
}

/* In the order of the text: of the policy itself, then of what it imports. */
static int by_place(const void *a, const void *b)
{
    const gate_symbol *one = ((const gate_told *)a)->symbol, *other = ((const gate_told *)b)->symbol;
    uint32_t id = one->module->source->id, other_id = other->module->source->id;
    if (id != other_id) return id < other_id ? -1 : 1;
    uint32_t lo = one->decl->span.lo, other_lo = other->decl->span.lo;
    return lo < other_lo ? -1 : lo > other_lo;
}

/* Adds what is declared in files: the standard library has its own pages. */
static void collect(gate_runbook *book, told_list *list, const gate_checked *checked,
                    gate_symbol *const *symbols, uint32_t count)
{
    uint32_t first = list->len;
    for (uint32_t i = 0; i < count; i++) {
        gate_told told = {checked, symbols[i]};
        bool again = !symbols[i]->decl || symbols[i]->module->name.len > 0;
        for (uint32_t k = 0; k < first && !again; k++)
            again = is_same(&list->items[k], &told);
        if (!again) gate_vec_push(book->arena, list, told);
    }
    if (list->len > first) qsort(list->items + first, list->len - first, sizeof *list->items, by_place);
}

static void put_heading(gate_runbook *book, const char *title)
{
    gate_buf_printf(book->out, "\n## %s\n\n", title);
}

/* Documentation within a table cell: on one line. */
static void put_doc(gate_runbook *book, gate_str doc)
{
    for (size_t at = 0; at < doc.len;) {
        size_t end = gate_str_find(doc, GATE_STR("\n"), at);
        if (end == SIZE_MAX) end = doc.len;
        if (at) gate_buf_char(book->out, ' ');
        gate_md_prose(book->out, gate_str_sub(doc, at, end));
        at = end + 1;
    }
}

/* The last cell of the row that begins at [from]. */
static void put_place(gate_runbook *book, const gate_told *told, size_t from)
{
    gate_buf_c(book->out, " " GATE_MD_CELL " ");
    gate_runbook_place(book, told->symbol->module, told->symbol->decl);
    gate_buf_c(book->out, " " GATE_MD_CELL "\n");
    gate_md_row(book->out, from);
}

static void put_slice(gate_runbook *book, const gate_told *told, const gate_node *node)
{
    gate_md_code(book->out, gate_runbook_slice(told->symbol->module, node));
}

/* -- owners ---------------------------------------------------------------------------------------------- */

/* Has the row that owner? */
static bool is_owned(const gate_checked *checked, const gate_node *row, const gate_told *owner)
{
    for (uint32_t i = 0; i < row->as.row.clauses.len; i++) {
        const gate_node *clause = row->as.row.clauses.items[i];
        if (clause->kind != GATE_N_CLAUSE || clause->as.clause.word != GATE_W_OWNER) continue;
        const gate_ref *ref = gate_ref_at(checked, checked->main, clause->as.clause.roles.items[0]);
        gate_told own = {checked, ref->symbol};
        if (ref->kind == GATE_REF_SYMBOL && ref->symbol->decl && is_same(&own, owner)) return true;
    }
    return false;
}

static void put_owned(gate_runbook *book, const gate_checked *checked, const gate_told *owner, bool *any)
{
    const gate_nodes *decls = &checked->main->ast->file->as.file.decls;
    for (uint32_t i = 0; i < decls->len; i++) {
        const gate_node *block = decls->items[i];
        if (block->kind != GATE_N_BLOCK) continue;
        for (uint32_t r = 0; r < block->as.block.rows.len; r++) {
            const gate_node *row = block->as.block.rows.items[r];
            if (row->kind != GATE_N_ROW || !is_owned(checked, row, owner)) continue;
            gate_buf_c(book->out, *any ? ", " : "");
            gate_str name =
                row->as.row.path
                    ? gate_str_printf(book->arena, "%.*s[\"%.*s\"]", GATE_STR_ARG(block->as.block.name.text),
                                      GATE_STR_ARG(row->as.row.path->as.string.value))
                    : gate_str_printf(book->arena, "%.*s.%.*s", GATE_STR_ARG(block->as.block.name.text),
                                      GATE_STR_ARG(row->as.row.name.text));
            gate_md_code(book->out, name);
            *any = true;
        }
    }
}

static void put_owners(gate_runbook *book, const told_list *list, const gate_checked *const *policies,
                       uint32_t count)
{
    if (list->len == 0) return;
    put_heading(book, "Owners");
    gate_buf_c(book->out, "| owner | duty | answers for | |\n| --- | --- | --- | --- |\n");
    for (uint32_t i = 0; i < list->len; i++) {
        const gate_told *told = &list->items[i];
        const gate_node *decl = told->symbol->decl;
        bool any = false;
        size_t from = book->out->len;
        gate_buf_c(book->out, GATE_MD_CELL " ");
        gate_md_prose(book->out, decl->as.owner.title ? decl->as.owner.title->as.string.value
                                                      : decl->as.owner.name.text);
        gate_buf_c(book->out, " " GATE_MD_CELL " ");
        if (decl->as.owner.duty) gate_md_prose(book->out, decl->as.owner.duty->as.string.value);
        gate_buf_c(book->out, " " GATE_MD_CELL " ");
        for (uint32_t k = 0; k < count; k++)
            put_owned(book, policies[k], told, &any);
        put_place(book, told, from);
    }
}

/* -- parameters ------------------------------------------------------------------------------------------ */

static void put_limits(gate_runbook *book, const gate_told *told)
{
    const gate_node *decl = told->symbol->decl;
    if (decl->as.param.floor) {
        gate_buf_c(book->out, "not below ");
        put_slice(book, told, decl->as.param.floor);
    }
    if (decl->as.param.ceiling) {
        gate_buf_c(book->out, decl->as.param.floor ? ", not above " : "not above ");
        put_slice(book, told, decl->as.param.ceiling);
    }
}

static void put_params(gate_runbook *book, const told_list *list)
{
    if (list->len == 0) return;
    put_heading(book, "Parameters");
    gate_buf_c(
        book->out,
        "From outside with `-p NAME=VALUE` or the variable; a value past its limits is refused.\n\n"
        "| parameter | what | default | variable | limits | |\n| --- | --- | --- | --- | --- | --- |\n");
    for (uint32_t i = 0; i < list->len; i++) {
        const gate_told *told = &list->items[i];
        const gate_node *decl = told->symbol->decl;
        size_t from = book->out->len;
        gate_buf_c(book->out, GATE_MD_CELL " ");
        gate_md_code(book->out, told->symbol->shown);
        gate_buf_c(book->out, " " GATE_MD_CELL " ");
        if (decl->as.param.title)
            gate_md_prose(book->out, decl->as.param.title->as.string.value);
        else
            put_doc(book, decl->doc);
        gate_buf_c(book->out, " " GATE_MD_CELL " ");
        if (decl->as.param.value)
            put_slice(book, told, decl->as.param.value);
        else
            gate_buf_c(book->out, "must be given");
        gate_buf_c(book->out, " " GATE_MD_CELL " ");
        if (decl->as.param.env.text.len) gate_md_code(book->out, decl->as.param.env.text);
        gate_buf_c(book->out, " " GATE_MD_CELL " ");
        put_limits(book, told);
        put_place(book, told, from);
    }
}

/* -- terms ----------------------------------------------------------------------------------------------- */

/* `share(part, whole)` */
static gate_str signature_of(gate_runbook *book, const gate_told *told)
{
    const gate_nodes *params = &told->symbol->decl->as.def.params;
    gate_buf out = gate_buf_new(book->arena);
    gate_buf_add(&out, told->symbol->shown);
    gate_buf_char(&out, '(');
    for (uint32_t i = 0; i < params->len; i++) {
        if (i) gate_buf_c(&out, ", ");
        gate_buf_add(&out, params->items[i]->as.def_param.name.text);
    }
    gate_buf_char(&out, ')');
    return gate_buf_str(&out);
}

static void put_terms(gate_runbook *book, const told_list *list)
{
    if (list->len == 0) return;
    put_heading(book, "Terms");
    gate_buf_c(book->out, "| name | stands for | |\n| --- | --- | --- |\n");
    for (uint32_t i = 0; i < list->len; i++) {
        const gate_told *told = &list->items[i];
        const gate_node *decl = told->symbol->decl;
        bool def = told->symbol->kind == GATE_SYM_DEF;
        size_t from = book->out->len;
        gate_buf_c(book->out, GATE_MD_CELL " ");
        gate_md_code(book->out, def ? signature_of(book, told) : told->symbol->shown);
        gate_buf_c(book->out, " " GATE_MD_CELL " ");
        put_doc(book, decl->doc);
        if (decl->doc.len) gate_buf_char(book->out, ' ');
        put_slice(book, told, def ? decl->as.def.body : decl->as.let.value);
        put_place(book, told, from);
    }
}

/* -- evidence -------------------------------------------------------------------------------------------- */

static void put_file(gate_runbook *book, const gate_told *told)
{
    const gate_node *decl = told->symbol->decl;
    gate_md_code(book->out, decl->as.evidence.path->as.string.value);
    if (decl->as.evidence.reader.text.len) {
        gate_buf_c(book->out, " as ");
        gate_md_code(book->out, decl->as.evidence.reader.text);
    }
    if (decl->as.evidence.cardinality == GATE_W_LATEST) gate_buf_c(book->out, ", the newest");
    if (decl->as.evidence.cardinality == GATE_W_EACH) gate_buf_c(book->out, ", all of them");
    if (decl->as.evidence.by) {
        gate_buf_c(book->out, " by ");
        gate_runbook_field(book, told->symbol->module, decl->as.evidence.by);
    }
}

/* What the evidence is: its documentation, else that of its type. */
static gate_str doc_of(const gate_told *told)
{
    const gate_node *decl = told->symbol->decl, *type = decl->as.evidence.type;
    if (decl->doc.len || !type || type->kind != GATE_N_TYPE_NAME || type->as.qname.qualifier.text.len)
        return decl->doc;
    for (uint32_t i = 0; i < told->checked->module_count; i++) {
        const gate_module *module = told->checked->modules[i];
        const gate_nodes *decls = &module->ast->file->as.file.decls;
        for (uint32_t k = 0; module->name.len == 0 && k < decls->len; k++) {
            const gate_node *one = decls->items[k];
            if (one->kind == GATE_N_TYPE && gate_str_eq(one->as.type.name.text, type->as.qname.name.text))
                return one->doc;
        }
    }
    return decl->doc;
}

static void put_evidence(gate_runbook *book, const told_list *list)
{
    if (list->len == 0) return;
    put_heading(book, "Evidence");
    gate_buf_c(book->out, "What is read, below the folder that is given as `--root`. What is not there is "
                          "missing, and blocks.\n\n"
                          "| evidence | file | what | at most so old | |\n| --- | --- | --- | --- | --- |\n");
    for (uint32_t i = 0; i < list->len; i++) {
        const gate_told *told = &list->items[i];
        const gate_node *decl = told->symbol->decl;
        size_t from = book->out->len;
        gate_buf_c(book->out, GATE_MD_CELL " ");
        gate_md_code(book->out, told->symbol->shown);
        if (decl->as.evidence.optional) gate_buf_c(book->out, ", may be absent");
        gate_buf_c(book->out, " " GATE_MD_CELL " ");
        put_file(book, told);
        gate_buf_c(book->out, " " GATE_MD_CELL " ");
        put_doc(book, doc_of(told));
        gate_buf_c(book->out, " " GATE_MD_CELL " ");
        if (decl->as.evidence.fresh) {
            gate_runbook_literal(book, told->symbol->module, decl->as.evidence.fresh);
            gate_buf_c(book->out, " by ");
            gate_runbook_field(book, told->symbol->module, decl->as.evidence.fresh_by);
        }
        put_place(book, told, from);
    }
}

void gate_runbook_lists(gate_runbook *book, const gate_checked *const *policies, uint32_t count)
{
    told_list owners = {0}, params = {0}, terms = {0}, evidence = {0};
    for (uint32_t i = 0; i < count; i++) {
        const gate_checked *one = policies[i];
        collect(book, &owners, one, one->owners, one->owner_count);
        collect(book, &params, one, one->params, one->param_count);
        collect(book, &terms, one, one->lets, one->let_count);
        collect(book, &terms, one, one->defs, one->def_count);
        collect(book, &evidence, one, one->evidence, one->evidence_count);
    }
    put_owners(book, &owners, policies, count);
    put_params(book, &params);
    put_terms(book, &terms);
    put_evidence(book, &evidence);
}
