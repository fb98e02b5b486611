#include "compiler/module.h"

#include "compiler/part.h"
#include "vm/program.h"

enum { UNSEEN, OPEN, DONE };

/* ---- one file -------------------------------------------------------------------------------- */

static void take_template(gate_checker *cx, gate_file *file, const gate_node *string)
{
    if (!string || string->kind != GATE_N_STRING) return;
    gate_template made = {.string = string};
    bool right = gate_parse_template(cx->arena, file->module.source, string, cx->diags, &file->node_count,
                                     &made.parts);
    if (right && made.parts.len) gate_vec_push(cx->arena, &file->templates, made);
}

/* Which texts are templates: else-messages, `see` and `fix`. */
static bool is_template(gate_word word)
{
    return word == GATE_W_REQUIRE || word == GATE_W_FORBID || word == GATE_W_NEEDS || word == GATE_W_WARN ||
           word == GATE_W_ONLY || word == GATE_W_SEE || word == GATE_W_FIX;
}

static void take_clauses(gate_checker *cx, gate_file *file, const gate_nodes *clauses)
{
    for (uint32_t i = 0; i < clauses->len; i++) {
        const gate_node *clause = clauses->items[i];
        if (clause->kind == GATE_N_CLAUSE && is_template(clause->as.clause.word))
            take_template(cx, file, clause->as.clause.text);
    }
}

/* Templates are parsed with the file, so that the side tables have room for what is in them. */
static void take_templates(gate_checker *cx, gate_file *file)
{
    const gate_nodes *decls = &file->module.ast->file->as.file.decls;
    for (uint32_t i = 0; i < decls->len; i++) {
        const gate_node *decl = decls->items[i];
        if (decl->kind == GATE_N_EVIDENCE) take_template(cx, file, decl->as.evidence.path);
        if (decl->kind != GATE_N_BLOCK) continue;
        take_clauses(cx, file, &decl->as.block.clauses);
        for (uint32_t j = 0; j < decl->as.block.rows.len; j++) {
            const gate_node *row = decl->as.block.rows.items[j];
            if (row->kind != GATE_N_ROW) continue;
            if (row->as.row.word == GATE_W_ITEM && row->as.row.mode == GATE_W_EACH)
                take_template(cx, file, row->as.row.title);
            take_clauses(cx, file, &row->as.row.clauses);
        }
    }
}

static gate_file *add_file(gate_checker *cx, const gate_source *source, gate_source_kind kind, gate_str name)
{
    gate_file *file = GATE_NEW(cx->arena, gate_file);
    file->module = (gate_module){.source = source, .kind = kind, .name = name};
    file->names = gate_map_new(cx->arena);
    file->owners = gate_map_new(cx->arena);
    gate_vec_push(cx->arena, &cx->files, file);
    return file;
}

/* Parses [text], which is the file's own, or stands in its places. */
static void parse_text(gate_checker *cx, gate_file *file, gate_str text)
{
    gate_source *source = GATE_NEW(cx->arena, gate_source);
    *source = *file->module.source;
    source->text = text;
    const gate_ast *ast = gate_parse(cx->arena, source, cx->diags);
    file->module.ast = ast;
    file->node_count = ast->node_count;
    file->decides = ast->file->as.file.policy != NULL;
    const gate_nodes *decls = &ast->file->as.file.decls;
    for (uint32_t i = 0; i < decls->len; i++) {
        const gate_node *decl = decls->items[i];
        if (decl->kind == GATE_N_ERROR) file->lost = true;
        if (decl->kind != GATE_N_BLOCK) continue;
        file->decides = true;
        if (!file->coverage && decl->as.block.word == GATE_W_COVERAGE) file->coverage = decl;
    }
    take_templates(cx, file);
}

static gate_file *parse_file(gate_checker *cx, const gate_source *source, gate_source_kind kind,
                             gate_str name)
{
    gate_file *file = add_file(cx, source, kind, name);
    parse_text(cx, file, source->text);
    return file;
}

gate_file *gate_file_lone(gate_checker *cx, const gate_source *source, gate_node *root, uint32_t node_count)
{
    gate_file *file = add_file(cx, source, GATE_SOURCE_MAIN, (gate_str){0});
    gate_node *top = GATE_NEW(cx->arena, gate_node);
    top->kind = GATE_N_FILE;
    top->id = node_count;
    top->span = root->span;
    gate_ast *ast = GATE_NEW(cx->arena, gate_ast);
    *ast = (gate_ast){.arena = cx->arena, .source = source, .file = top, .node_count = node_count + 1};
    file->module.ast = ast;
    file->node_count = ast->node_count;
    return file;
}

/* A module of the standard library in its place among the files, not parsed yet. */
static gate_file *add_std(gate_checker *cx, gate_str name)
{
    gate_file *file = gate_map_get(&cx->modules, name);
    gate_str text;
    if (file || !cx->loader->module(cx->loader->context, name, &text)) return file;
    gate_str shown = gate_str_printf(cx->arena, "std/" GATE_STR_FMT ".gate", GATE_STR_ARG(name));
    uint32_t id = cx->files.items[0]->module.source->id + cx->files.len;
    file = add_file(cx, gate_source_new(cx->arena, id, shown, text), GATE_SOURCE_STD, gate_str_dup(cx->arena, name));
    gate_map_put(&cx->modules, file->module.name, file);
    return file;
}

gate_file *gate_file_std(gate_checker *cx, gate_str name)
{
    gate_file *file = add_std(cx, name);
    if (file && !file->module.ast) parse_text(cx, file, file->module.source->text);
    return file;
}

/* Parses of a module what the files take from it that are there. */
static void parse_std(gate_checker *cx, gate_file *std)
{
    gate_str text = std->module.source->text;
    gate_map names = gate_map_new(cx->arena);
    bool sure = true;
    for (uint32_t i = 0; sure && i < cx->files.len; i++) {
        const gate_file *file = cx->files.items[i];
        if (file == std || (file->module.kind == GATE_SOURCE_STD && file->imports.len == 0)) continue;
        for (uint32_t k = 0; k < file->imports.len; k++) {
            const gate_import *import = file->imports.items[k];
            if (import->file == std && import->decl->as.import.as.text.len) sure = false; /* it goes by another name */
        }
        sure = sure && gate_part_names(file->module.source->text, std->module.name, &names);
    }
    parse_text(cx, std, sure ? gate_part_of(cx->arena, text, &names) : text);
}

/* ---- imports --------------------------------------------------------------------------------- */

static void unknown_module(gate_checker *cx, const gate_ident *name)
{
    gate_diag *diag = gate_raise(cx, UNKNOWN_MODULE, name->span, "there is no module `" GATE_STR_FMT "`",
                                 GATE_STR_ARG(name->text));
    gate_suggest suggest = gate_suggest_new(name->text);
    const gate_str *names = NULL;
    uint32_t count = cx->loader->module_names(cx->loader->context, &names);
    for (uint32_t i = 0; i < count; i++)
        gate_suggest_offer(&suggest, names[i]);
    gate_diag_help(cx->diags, diag, "A file is imported by its path: `import \"./" GATE_STR_FMT ".gate\"`.",
                   GATE_STR_ARG(name->text));
    gate_help_suggest(cx, diag, &suggest);
}

static gate_file *load_path(gate_checker *cx, const gate_node *path)
{
    gate_str wanted = path->as.string.value;
    if (!gate_str_starts(wanted, GATE_STR("./")) && !gate_str_starts(wanted, GATE_STR("../"))) {
        gate_diag *diag =
            gate_raise(cx, IMPORT_PATH, path->span, "`%s` is not a relative path", gate_say_text(cx, wanted));
        gate_diag_help(cx->diags, diag,
                       "Begin the path with `./` or `../`: it is relative to the importing file.");
        return NULL;
    }
    gate_str name = {0}, text = {0}, why = {0};
    if (!cx->loader->load(cx->loader->context, cx->arena, cx->file->module.source->name, wanted, &name, &text,
                          &why)) {
        gate_raise(cx, IMPORT_READ, path->span, "could not read `%s`: %s", gate_say_text(cx, wanted),
                   gate_say_text(cx, why));
        return NULL;
    }
    gate_file *known = gate_map_get(&cx->sources, name);
    if (known) return known;
    if (gate_str_starts(text, GATE_STR("\xEF\xBB\xBF"))) text = gate_str_sub(text, 3, text.len);
    if (text.len > GATE_FILE_BYTES) {
        gate_raise(cx, IMPORT_READ, path->span, "`%s` is larger than 1 MiB", gate_say_text(cx, wanted));
        return NULL;
    }
    uint32_t id = cx->files.items[0]->module.source->id + cx->files.len;
    gate_file *file =
        parse_file(cx, gate_source_new(cx->arena, id, name, text), GATE_SOURCE_FILE, (gate_str){0});
    gate_map_put(&cx->sources, file->module.source->name, file);
    return file;
}

static gate_span import_span(const gate_node *decl)
{
    return decl->as.import.path ? decl->as.import.path->span : decl->as.import.name.span;
}

/* Nothing but imports and tests: a file that may import a policy. */
static bool only_imports(const gate_file *file)
{
    const gate_node *top = file->module.ast->file;
    if (top->as.file.policy) return false;
    for (uint32_t i = 0; i < top->as.file.decls.len; i++) {
        gate_kind kind = top->as.file.decls.items[i]->kind;
        if (kind != GATE_N_IMPORT && kind != GATE_N_TEST) return false;
    }
    return true;
}

static void check_policy_import(gate_checker *cx, const gate_node *decl, const gate_file *brought,
                                uint32_t *policies)
{
    if (!brought->decides) return;
    if (only_imports(cx->file) && ++*policies == 1) return;
    gate_diag *diag =
        gate_raise(cx, IMPORT_POLICY, import_span(decl),
                   *policies > 1 ? "a second policy is imported" : "a policy cannot be imported here");
    gate_diag_help(
        cx->diags, diag,
        "Only a file of imports and tests may import a policy, and only one; put what several policies "
        "share into a file without blocks.");
}

static void follow(gate_checker *cx, gate_file *file)
{
    const gate_nodes *decls = &file->module.ast->file->as.file.decls;
    uint32_t policies = 0;
    for (uint32_t i = 0; i < decls->len; i++) {
        const gate_node *decl = decls->items[i];
        if (decl->kind != GATE_N_IMPORT) continue;
        cx->file = file;
        gate_import *import = GATE_NEW(cx->arena, gate_import);
        import->decl = decl;
        gate_vec_push(cx->arena, &file->imports, import);
        if (cx->files.len >= GATE_FILES_MAX) {
            gate_raise(cx, IMPORT_MANY, import_span(decl), "more than %d files are imported", GATE_FILES_MAX);
            return;
        }
        if (decl->as.import.path) {
            import->file = load_path(cx, decl->as.import.path);
        } else {
            import->file = add_std(cx, decl->as.import.name.text);
            if (!import->file) unknown_module(cx, &decl->as.import.name);
        }
        if (import->file) check_policy_import(cx, decl, import->file, &policies);
    }
}

void gate_files_follow(gate_checker *cx, uint32_t first)
{
    for (uint32_t i = first; i < cx->files.len; i++) {
        if (cx->files.items[i]->module.ast) follow(cx, cx->files.items[i]);
    }
    /* The modules last: only now it is known what is taken from them. */
    for (uint32_t i = first; i < cx->files.len; i++) {
        gate_file *file = cx->files.items[i];
        if (file->module.ast) continue;
        parse_std(cx, file);
        follow(cx, file);
    }
}

/* ---- circles --------------------------------------------------------------------------------- */

typedef struct trail {
    const gate_file *files[GATE_FILES_MAX];
    uint32_t len;
} trail;

static void report_circle(gate_checker *cx, const trail *way, gate_import *closing)
{
    uint32_t from = 0;
    while (way->files[from] != closing->file)
        from++;
    gate_buf text = gate_buf_new(cx->arena);
    for (uint32_t i = from; i < way->len; i++) {
        gate_buf_c(&text, gate_say_text(cx, way->files[i]->module.source->name));
        gate_buf_c(&text, " → ");
    }
    gate_buf_c(&text, gate_say_text(cx, closing->file->module.source->name));
    gate_diag *diag = gate_raise(cx, IMPORT_CYCLE, import_span(closing->decl),
                                 "imports go round in a circle: %s", text.ptr);
    gate_diag_help(cx->diags, diag, "Move what both files need into a third one, and import that.");
}

/* Depth is bounded by GATE_FILES_MAX. */
static void find_circles(gate_checker *cx, gate_file *file, trail *way)
{
    file->state = OPEN;
    way->files[way->len++] = file;
    for (uint32_t i = 0; i < file->imports.len; i++) {
        gate_import *import = file->imports.items[i];
        if (!import->file) continue;
        cx->file = file;
        if (import->file->state == OPEN) {
            report_circle(cx, way, import);
            import->file = NULL;
        } else if (import->file->state == UNSEEN) {
            find_circles(cx, import->file, way);
        }
    }
    file->state = DONE;
    way->len--;
}

void gate_files_load(gate_checker *cx, const gate_source *main)
{
    gate_file *file = parse_file(cx, main, GATE_SOURCE_MAIN, (gate_str){0});
    gate_map_put(&cx->sources, main->name, file);
    gate_files_follow(cx, 0);
    trail way = {.len = 0};
    find_circles(cx, file, &way);
}

/* ---- numbers --------------------------------------------------------------------------------- */

void gate_files_number(gate_checker *cx)
{
    gate_checked *checked = &cx->checked;
    uint32_t total = 0;
    checked->modules = GATE_ARRAY(cx->arena, gate_module *, cx->files.len);
    checked->module_count = cx->files.len;
    for (uint32_t i = 0; i < cx->files.len; i++) {
        gate_file *file = cx->files.items[i];
        file->module.node_base = total;
        if (UINT32_MAX - total < file->node_count)
            gate_panic_raise(gate_arena_panic(cx->arena), GATE_E_LIMIT, "nodes of a policy");
        total += file->node_count;
        checked->modules[i] = &file->module;
    }
    checked->main = checked->modules[0];
    checked->node_count = total;
    checked->types = GATE_ARRAY(cx->arena, const gate_type *, total);
    checked->refs = GATE_ARRAY(cx->arena, gate_ref, total);
    checked->templates = GATE_ARRAY(cx->arena, gate_parts, total);
    checked->slots = GATE_ARRAY(cx->arena, uint32_t, total);
    for (uint32_t i = 0; i < cx->files.len; i++) {
        const gate_file *file = cx->files.items[i];
        for (uint32_t j = 0; j < file->templates.len; j++) {
            const gate_template *made = &file->templates.items[j];
            checked->templates[file->module.node_base + made->string->id] = made->parts;
        }
    }
}
