#include "compiler/check.h"

#include "compiler/module.h"
#include "compiler/order.h"
#include "compiler/policy.h"
#include "compiler/signature.h"
#include "compiler/symbols.h"
#include "compiler/type_expr.h"

#define KIND(kind) (1u << GATE_SYM_##kind)

static gate_checker *checker_new(gate_arena *arena, const gate_loader *loader, gate_builtins builtins,
                                 gate_diags *diags)
{
    gate_checker *cx = GATE_NEW(arena, gate_checker);
    cx->arena = arena;
    cx->diags = diags;
    cx->loader = loader;
    cx->checked.arena = arena;
    cx->checked.builtins = builtins;
    cx->sources = gate_map_new(arena);
    cx->modules = gate_map_new(arena);
    cx->functions = gate_map_new(arena);
    cx->methods = gate_map_new(arena);
    cx->namespaces = gate_map_new(arena);
    gate_functions_index(cx);
    return cx;
}

/* Calls [visit] for every symbol of the kind, with its file as the current one. */
static void for_all(gate_checker *cx, gate_symbol_kind kind, void (*visit)(gate_checker *cx, gate_info *info))
{
    for (uint32_t i = 0; i < cx->files.len; i++) {
        gate_file *file = cx->files.items[i];
        for (uint32_t j = 0; j < file->symbols.len; j++) {
            cx->file = file;
            cx->next_slot = 0;
            if (file->symbols.items[j]->symbol.kind == kind) visit(cx, file->symbols.items[j]);
        }
    }
}

/* Each phase needs what those before it found. */
static void check_declarations(gate_checker *cx)
{
    gate_symbols_declare(cx);
    gate_files_number(cx);
    gate_order_visit(cx, KIND(TYPE), gate_type_declare);
    for_all(cx, GATE_SYM_PARAM, gate_param_note);
    for_all(cx, GATE_SYM_EVIDENCE, gate_evidence_check);
    for_all(cx, GATE_SYM_DEF, gate_signature_note);
    gate_order_visit(cx, KIND(LET) | KIND(DEF), gate_body_check);
    for_all(cx, GATE_SYM_PARAM, gate_param_check);
}

const gate_checked *gate_check(gate_arena *arena, const gate_source *main, const gate_loader *loader,
                               gate_builtins builtins, gate_diags *diags)
{
    gate_checker *cx = checker_new(arena, loader, builtins, diags);
    uint32_t before = diags->errors;
    gate_files_load(cx, main);
    check_declarations(cx);
    gate_blocks_check(cx);
    gate_tests_check(cx);
    if (diags->errors == before) gate_unused_warn(cx);
    gate_diags_sort(diags);
    if (diags->errors > before) return NULL;
    gate_uses_policy(cx);
    return &cx->checked;
}

/* ---- one expression -------------------------------------------------------------------------- */

/* Loads the modules that the expression names, so that the others cost nothing. */
static bool load_named(gate_checker *cx, const gate_node *node, void *context)
{
    (void)context;
    if (node->kind == GATE_N_NAME && !gate_entry_find(cx->files.items[0], node->as.name.text)) {
        gate_file *file = gate_file_std(cx, node->as.name.text);
        if (file) gate_symbol_namespace(cx, file);
    }
    return true;
}

/* As its own shown names: "coverage.py". */
static void name_modules(gate_checker *cx)
{
    for (uint32_t i = 1; i < cx->files.len; i++) {
        const gate_file *file = cx->files.items[i];
        for (uint32_t j = 0; j < file->symbols.len; j++) {
            gate_symbol *symbol = &file->symbols.items[j]->symbol;
            symbol->shown = gate_str_printf(cx->arena, GATE_STR_FMT "." GATE_STR_FMT,
                                            GATE_STR_ARG(file->module.name), GATE_STR_ARG(symbol->name));
        }
    }
}

const gate_checked *gate_check_expr(gate_arena *arena, const gate_source *source, const gate_str *names,
                                    uint32_t name_count, const gate_loader *loader, gate_builtins builtins,
                                    gate_diags *diags, const gate_node **expr)
{
    gate_checker *cx = checker_new(arena, loader, builtins, diags);
    uint32_t before = diags->errors, next_id = 0;
    gate_node *root =
        gate_parse_expr(arena, source, (gate_span){0, (uint32_t)source->text.len}, diags, &next_id);
    gate_diags_sort(diags);
    if (!root) return NULL;
    cx->file = gate_file_lone(cx, source, root, next_id);
    for (uint32_t i = 0; i < name_count; i++)
        gate_symbol_bound(cx, names[i]);
    gate_tree_walk(cx, cx->file, root, load_named, NULL);
    gate_files_follow(cx, 1);
    check_declarations(cx);
    name_modules(cx);
    cx->lone = true;
    cx->file = cx->files.items[0];
    cx->next_slot = 0;
    gate_expr_check(cx, root);
    gate_diags_sort(diags);
    if (diags->errors > before) return NULL;
    gate_uses_expr(cx, root);
    *expr = root;
    return &cx->checked;
}
