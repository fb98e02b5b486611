#include "compiler/symbols.h"

#include "vm/program.h"

static const char *const readings[] = {
    [GATE_READ_MODULE] = "module",         [GATE_READ_LINE] = "line",
    [GATE_READ_BRANCH] = "branch",         [GATE_READ_FUNC] = "func",
    [GATE_READ_STATEMENT] = "statement",   [GATE_READ_LINES] = "lines",
    [GATE_READ_BRANCHES] = "branches",     [GATE_READ_FUNCTIONS] = "functions",
    [GATE_READ_STATEMENTS] = "statements", [GATE_READ_BASE] = "base",
};

bool gate_reading_find(gate_str name, gate_reading_kind *out)
{
    for (size_t i = 0; i < GATE_COUNT(readings); i++) {
        if (!gate_str_eq_c(name, readings[i])) continue;
        *out = (gate_reading_kind)i;
        return true;
    }
    return false;
}

const char *gate_reading_name(gate_reading_kind kind)
{
    return readings[kind];
}

const char *gate_symbol_article(gate_symbol_kind kind)
{
    switch (kind) {
    case GATE_SYM_PARAM:
        return "a parameter";
    case GATE_SYM_EVIDENCE:
        return "an evidence";
    case GATE_SYM_LET:
        return "a `let`";
    case GATE_SYM_DEF:
        return "a function";
    case GATE_SYM_TYPE:
        return "a type";
    case GATE_SYM_OWNER:
        return "an owner";
    case GATE_SYM_BLOCK:
        return "a block";
    case GATE_SYM_IMPORT:
        return "an import";
    }
    return "";
}

/* ---- a file's own ---------------------------------------------------------------------------- */

static gate_entry *enter(gate_checker *cx, gate_map *space, gate_info *info, gate_import *via, gate_span span)
{
    gate_entry *entry = GATE_NEW(cx->arena, gate_entry);
    *entry = (gate_entry){.info = info, .via = via, .span = span};
    gate_map_put(space, info->symbol.name, entry);
    return entry;
}

static gate_info *new_symbol(gate_checker *cx, gate_symbol_kind kind, const gate_ident *name,
                             const gate_node *decl)
{
    gate_info *info = GATE_NEW(cx->arena, gate_info);
    info->span = name->span;
    info->symbol = (gate_symbol){.kind = kind,
                                 .name = name->text,
                                 .shown = name->text,
                                 .decl = decl,
                                 .module = &cx->file->module,
                                 .index = GATE_NO};
    return info;
}

static void report_twice(gate_checker *cx, const gate_info *info, const gate_entry *before)
{
    gate_diag *diag = gate_raise(cx, DUPLICATE_NAME, info->span, "`" GATE_STR_FMT "` is declared twice",
                                 GATE_STR_ARG(info->symbol.name));
    gate_label_own(cx, diag, before->span, "first declared here, as %s",
                   gate_symbol_article(before->info->symbol.kind));
    gate_diag_help(cx->diags, diag,
                   info->symbol.kind == GATE_SYM_OWNER
                       ? "Rename one of them, or leave it out."
                       : "Blocks, evidence, parameters, lets, functions, types and imports of a file "
                         "share one space of names: rename one of them.");
}

static gate_info *declare(gate_checker *cx, gate_symbol_kind kind, const gate_ident *name,
                          const gate_node *decl)
{
    if (name->text.len == 0) return NULL;
    gate_map *space = kind == GATE_SYM_OWNER ? &cx->file->owners : &cx->file->names;
    gate_info *info = new_symbol(cx, kind, name, decl);
    gate_vec_push(cx->arena, &cx->file->symbols, info);
    const gate_entry *before = gate_map_get(space, name->text);
    if (before)
        report_twice(cx, info, before);
    else
        enter(cx, space, info, NULL, name->span);
    return info;
}

static void declare_type(gate_checker *cx, const gate_node *decl)
{
    const gate_ident *name = &decl->as.type.name;
    if (gate_type_builtin(name->text)) {
        gate_raise(cx, RESERVED_TYPE, name->span, "`" GATE_STR_FMT "` is a type of the language",
                   GATE_STR_ARG(name->text));
    }
    declare(cx, GATE_SYM_TYPE, name, decl);
}

static void declare_own(gate_checker *cx, const gate_node *decl)
{
    if (decl->kind == GATE_N_OWNER)
        declare(cx, GATE_SYM_OWNER, &decl->as.owner.name, decl);
    else if (decl->kind == GATE_N_PARAM)
        declare(cx, GATE_SYM_PARAM, &decl->as.param.name, decl);
    else if (decl->kind == GATE_N_LET)
        declare(cx, GATE_SYM_LET, &decl->as.let.name, decl);
    else if (decl->kind == GATE_N_TYPE)
        declare_type(cx, decl);
    else if (decl->kind == GATE_N_EVIDENCE)
        declare(cx, GATE_SYM_EVIDENCE, &decl->as.evidence.name, decl);
    else if (decl->kind == GATE_N_DEF)
        declare(cx, GATE_SYM_DEF, &decl->as.def.name, decl);
    else if (decl->kind == GATE_N_BLOCK)
        declare(cx, GATE_SYM_BLOCK, &decl->as.block.name, decl);
}

gate_info *gate_symbol_bound(gate_checker *cx, gate_str name)
{
    gate_ident ident = {.text = name};
    return declare(cx, GATE_SYM_EVIDENCE, &ident, NULL);
}

void gate_symbol_namespace(gate_checker *cx, gate_file *imported)
{
    gate_ident ident = {.text = imported->module.name};
    gate_info *info = new_symbol(cx, GATE_SYM_IMPORT, &ident, NULL);
    info->symbol.imported = &imported->module;
    enter(cx, &cx->file->names, info, NULL, ident.span);
}

/* ---- what imports bring ---------------------------------------------------------------------- */

static gate_span import_place(const gate_import *import)
{
    const gate_node *decl = import->decl;
    if (decl->as.import.as.text.len) return decl->as.import.as.span;
    return decl->as.import.path ? decl->as.import.path->span : decl->as.import.name.span;
}

static void bring_namespace(gate_checker *cx, gate_import *import, const gate_ident *name)
{
    gate_info *info = new_symbol(cx, GATE_SYM_IMPORT, name, import->decl);
    info->symbol.imported = &import->file->module;
    const gate_entry *before = gate_map_get(&cx->file->names, name->text);
    if (before)
        report_twice(cx, info, before);
    else
        enter(cx, &cx->file->names, info, import, name->span);
}

static void report_clash(gate_checker *cx, const gate_import *import, const gate_info *info,
                         const gate_entry *before)
{
    gate_diag *diag =
        gate_raise(cx, IMPORT_CLASH, import_place(import),
                   "this import brings `" GATE_STR_FMT "` a second time", GATE_STR_ARG(info->symbol.name));
    gate_label_own(cx, diag, before->span, before->via ? "this one brings it too" : "it is declared here");
    gate_diag_label(cx->diags, diag, info->symbol.module->source, info->span, "what the import brings");
    gate_diag_help(cx->diags, diag,
                   "Import the file under a name: `import \"…\" as shared`, then `shared." GATE_STR_FMT "`.",
                   GATE_STR_ARG(info->symbol.name));
}

static void bring(gate_checker *cx, gate_import *import, gate_info *info)
{
    gate_map *space = info->symbol.kind == GATE_SYM_OWNER ? &cx->file->owners : &cx->file->names;
    const gate_entry *before = gate_map_get(space, info->symbol.name);
    if (!before)
        enter(cx, space, info, import, import_place(import));
    else if (before->info != info)
        report_clash(cx, import, info, before);
}

/* True, and said, when an earlier import of the file brings the same. */
static bool brought_before(gate_checker *cx, uint32_t index)
{
    const gate_import *import = cx->file->imports.items[index];
    for (uint32_t i = 0; i < index; i++) {
        const gate_import *other = cx->file->imports.items[i];
        if (other->file != import->file || other->decl->as.import.as.text.len) continue;
        gate_diag *diag =
            gate_raise(cx, IMPORT_CLASH, import_place(import), "the same file is imported twice");
        gate_label_own(cx, diag, import_place(other), "first imported here");
        return true;
    }
    return false;
}

/* How a policy speaks of what is in a file: as its first importer does. */
static void name_symbols(gate_checker *cx, const gate_file *file, const gate_ident *as)
{
    for (uint32_t i = 0; i < file->symbols.len; i++) {
        gate_symbol *symbol = &file->symbols.items[i]->symbol;
        if (symbol->shown.ptr != symbol->name.ptr) continue;
        symbol->shown = gate_str_printf(cx->arena, GATE_STR_FMT "." GATE_STR_FMT, GATE_STR_ARG(as->text),
                                        GATE_STR_ARG(symbol->name));
    }
}

static void bring_imports(gate_checker *cx)
{
    for (uint32_t i = 0; i < cx->file->imports.len; i++) {
        gate_import *import = cx->file->imports.items[i];
        if (!import->file) continue;
        const gate_ident *as = &import->decl->as.import.as;
        if (as->text.len == 0 && !import->decl->as.import.path) as = &import->decl->as.import.name;
        if (as->text.len) {
            name_symbols(cx, import->file, as);
            bring_namespace(cx, import, as);
            continue;
        }
        if (brought_before(cx, i)) continue;
        for (uint32_t j = 0; j < import->file->symbols.len; j++)
            bring(cx, import, import->file->symbols.items[j]);
    }
}

/* In a file with a coverage block the names of readings are taken. */
static void guard_readings(gate_checker *cx)
{
    if (!cx->file->coverage) return;
    for (size_t i = 0; i < GATE_COUNT(readings); i++) {
        const gate_entry *entry = gate_map_get(&cx->file->names, gate_str_c(readings[i]));
        if (!entry) continue;
        gate_diag *diag = gate_raise(cx, BOUND_NAME, entry->span,
                                     "`%s` is what module rows call a reading of the report", readings[i]);
        gate_label_own(cx, diag, cx->file->coverage->as.block.name.span, "the rows of this block bind it");
        gate_diag_help(cx->diags, diag,
                       "Give %s another name: in a module row it could not be told from the reading.",
                       gate_symbol_article(entry->info->symbol.kind));
    }
}

void gate_symbols_declare(gate_checker *cx)
{
    for (uint32_t i = 0; i < cx->files.len; i++) {
        cx->file = cx->files.items[i];
        const gate_nodes *decls = &cx->file->module.ast->file->as.file.decls;
        for (uint32_t j = 0; j < decls->len; j++)
            declare_own(cx, decls->items[j]);
    }
    for (uint32_t i = 0; i < cx->files.len; i++) {
        cx->file = cx->files.items[i];
        bring_imports(cx);
        guard_readings(cx);
    }
}

/* ---- looking up ------------------------------------------------------------------------------ */

gate_entry *gate_entry_find(const gate_file *file, gate_str name)
{
    return gate_map_get(&file->names, name);
}

gate_info *gate_entry_use(gate_entry *entry)
{
    entry->info->referenced = true;
    if (entry->via) entry->via->used = true;
    return entry->info;
}

gate_info *gate_member_find(const gate_file *imported, gate_str name)
{
    const gate_entry *entry = gate_map_get(&imported->names, name);
    return entry && !entry->via && entry->info->symbol.kind != GATE_SYM_IMPORT ? entry->info : NULL;
}

gate_file *gate_namespace_file(const gate_entry *entry)
{
    return entry && entry->info->symbol.kind == GATE_SYM_IMPORT ? (gate_file *)entry->info->symbol.imported
                                                                : NULL;
}

static void offer_all(gate_suggest *suggest, const gate_map *space, bool own)
{
    for (uint32_t i = 0; i < space->len; i++) {
        const gate_entry *entry = space->entries[i].value;
        if (!own || !entry->via) gate_suggest_offer(suggest, space->entries[i].key);
    }
}

void gate_member_unknown(gate_checker *cx, const gate_file *imported, gate_str shown, const gate_ident *name)
{
    if (imported->lost) return;
    gate_diag *diag = gate_raise(cx, UNKNOWN_MEMBER, name->span, "`" GATE_STR_FMT "` has no `%s`",
                                 GATE_STR_ARG(shown), gate_say_text(cx, name->text));
    if (!gate_worth_it(cx)) return;
    gate_suggest suggest = gate_suggest_new(name->text);
    offer_all(&suggest, &imported->names, true);
    gate_help_suggest(cx, diag, &suggest);
}

/* The owners of the file that the qualifier names, or of this one; NULL when it names none. */
static const gate_map *owners_of(gate_checker *cx, const gate_ident *qualifier)
{
    if (qualifier->text.len == 0) return &cx->file->owners;
    gate_entry *entry = gate_entry_find(cx->file, qualifier->text);
    gate_file *file = gate_namespace_file(entry);
    if (file) {
        gate_entry_use(entry);
        return &file->owners;
    }
    gate_raise(cx, UNKNOWN_MODULE, qualifier->span, "nothing is imported as `" GATE_STR_FMT "`",
               GATE_STR_ARG(qualifier->text));
    return NULL;
}

gate_info *gate_owner_resolve(gate_checker *cx, const gate_node *qname)
{
    if (qname->kind != GATE_N_QNAME) return NULL;
    const gate_ident *name = &qname->as.qname.name;
    const gate_map *space = owners_of(cx, &qname->as.qname.qualifier);
    if (!space) return NULL;
    gate_entry *entry = gate_map_get(space, name->text);
    if (entry) {
        *gate_ref_slot(cx, qname) = (gate_ref){.kind = GATE_REF_SYMBOL, .symbol = &entry->info->symbol};
        return gate_entry_use(entry);
    }
    if (cx->file->lost) return NULL;
    gate_diag *diag = gate_raise(cx, UNKNOWN_OWNER, name->span, "there is no owner `" GATE_STR_FMT "`",
                                 GATE_STR_ARG(name->text));
    gate_diag_help(cx->diags, diag, "Declare it: `owner " GATE_STR_FMT " \"who that is\"`.",
                   GATE_STR_ARG(name->text));
    if (!gate_worth_it(cx)) return NULL;
    gate_suggest suggest = gate_suggest_new(name->text);
    offer_all(&suggest, space, false);
    gate_help_suggest(cx, diag, &suggest);
    return NULL;
}
