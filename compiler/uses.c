#include "compiler/check.h"
#include "compiler/policy.h"
#include "compiler/symbols.h"
#include "vm/program.h"

/* The sections while they grow, and the symbols whose own expressions have not been looked into. */
typedef struct uses {
    const gate_file *file;
    GATE_VEC(gate_symbol *) params, evidence, lets, defs, owners, pending;
} uses;

#define ENTER(cx, list, symbol) ((symbol)->index = (list)->len, gate_vec_push((cx)->arena, (list), (symbol)))

static void use(gate_checker *cx, uses *to, gate_symbol *symbol)
{
    if (symbol->used) return;
    switch (symbol->kind) {
    case GATE_SYM_PARAM:
        ENTER(cx, &to->params, symbol);
        break;
    case GATE_SYM_EVIDENCE:
        ENTER(cx, &to->evidence, symbol);
        break;
    case GATE_SYM_LET:
        ENTER(cx, &to->lets, symbol);
        break;
    case GATE_SYM_DEF:
        ENTER(cx, &to->defs, symbol);
        break;
    case GATE_SYM_OWNER:
        ENTER(cx, &to->owners, symbol);
        break;
    case GATE_SYM_TYPE:
    case GATE_SYM_BLOCK:
    case GATE_SYM_IMPORT:
        return;
    }
    symbol->used = true;
    gate_vec_push(cx->arena, &to->pending, symbol);
}

static bool note(gate_checker *cx, const gate_node *node, void *context)
{
    uses *to = context;
    const gate_ref *ref = &cx->checked.refs[to->file->module.node_base + node->id];
    if (ref->kind == GATE_REF_SYMBOL) use(cx, to, ref->symbol);
    return true;
}

static void look_into(gate_checker *cx, uses *to, const gate_file *file, const gate_node *node)
{
    to->file = file;
    if (node) gate_tree_walk(cx, file, node, note, to);
}

/* What a used symbol is made of. Parameters are made of constants. */
static void follow(gate_checker *cx, uses *to, gate_symbol *symbol)
{
    if (!symbol->decl) return;
    const gate_file *file = gate_file_of(symbol);
    if (symbol->kind == GATE_SYM_LET) look_into(cx, to, file, symbol->decl->as.let.value);
    if (symbol->kind == GATE_SYM_DEF) look_into(cx, to, file, symbol->decl->as.def.body);
    if (symbol->kind == GATE_SYM_EVIDENCE) look_into(cx, to, file, symbol->decl->as.evidence.path);
}

static void finish(gate_checker *cx, uses *to)
{
    for (uint32_t i = 0; i < to->pending.len; i++)
        follow(cx, to, to->pending.items[i]);
    gate_checked *checked = &cx->checked;
    checked->params = to->params.items;
    checked->param_count = to->params.len;
    checked->evidence = to->evidence.items;
    checked->evidence_count = to->evidence.len;
    checked->lets = to->lets.items;
    checked->let_count = to->lets.len;
    checked->defs = to->defs.items;
    checked->def_count = to->defs.len;
    checked->owners = to->owners.items;
    checked->owner_count = to->owners.len;
}

void gate_uses_policy(gate_checker *cx)
{
    uses to = {0};
    const gate_file *main = cx->files.items[0];
    /* A parameter of the policy's own can be set even where nothing reads it. */
    for (uint32_t i = 0; i < main->symbols.len; i++) {
        gate_symbol *symbol = &main->symbols.items[i]->symbol;
        if (symbol->kind == GATE_SYM_PARAM) use(cx, &to, symbol);
    }
    const gate_nodes *decls = &main->module.ast->file->as.file.decls;
    for (uint32_t i = 0; i < decls->len; i++) {
        if (decls->items[i]->kind == GATE_N_BLOCK) look_into(cx, &to, main, decls->items[i]);
    }
    const gate_entry *subject = gate_entry_find(main, GATE_STR("subject"));
    if (subject && subject->info->symbol.kind == GATE_SYM_LET) use(cx, &to, &subject->info->symbol);
    /* Waivers and attestations are read by the verdict, which no expression shows. */
    static const char *const special[] = {"waivers", "attestations"};
    for (size_t i = 0; i < GATE_COUNT(special); i++) {
        const gate_entry *entry = gate_entry_find(main, gate_str_c(special[i]));
        if (entry && entry->info->symbol.kind == GATE_SYM_EVIDENCE) use(cx, &to, &entry->info->symbol);
    }
    finish(cx, &to);
}

void gate_uses_expr(gate_checker *cx, const gate_node *expr)
{
    uses to = {0};
    const gate_file *main = cx->files.items[0];
    for (uint32_t i = 0; i < main->symbols.len; i++)
        use(cx, &to, &main->symbols.items[i]->symbol);
    look_into(cx, &to, main, expr);
    finish(cx, &to);
}
