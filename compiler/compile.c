/* The phases in their order: the only file that knows them all. */
#include "compiler/compile.h"

#include "compiler/emit.h"
#include "vm/image.h"
#include "vm/verify.h"

#include <string.h>

static gate_emit *emit_new(gate_arena *arena, const gate_checked *checked, gate_hash *hash)
{
    gate_emit *e = GATE_NEW(arena, gate_emit);
    e->arena = arena;
    e->checked = checked;
    e->hash = hash;
    e->module = checked->main;
    e->texts = gate_map_new(arena);
    e->consts_by_key = gate_map_new(arena);
    e->calls_by_key = gate_map_new(arena);
    e->paths_by_key = gate_map_new(arena);
    e->shapes_by_type = gate_map_new(arena);
    return e;
}

/* The sections as a program, by way of its image: what is run is what would be written to a file. */
static const gate_program *seal(gate_arena *arena, const gate_emit *e, gate_diags *diags)
{
    gate_program *draft = GATE_NEW(arena, gate_program);
#define SECTION(name, type)                                                                                            \
    draft->name = e->name.items;                                                                                       \
    draft->name##_count = e->name.len;
    GATE_SECTIONS(SECTION)
#undef SECTION
    gate_str why = GATE_STR("");
    gate_program *program = gate_image_reread(arena, gate_image_write(arena, draft), &why);
    if (program && gate_verify(arena, program, &why)) return program;
    gate_diag *diag = gate_diag_raise(diags, GATE_D_UNSOUND, e->checked->main->source, (gate_span){0, 0},
                                      "the compiled form is unsound: " GATE_STR_FMT, GATE_STR_ARG(why));
    gate_diag_help(diags, diag, "This is a fault of gatec, not of the policy: please report it with the policy.");
    return NULL;
}

static void emit_meta(gate_emit *e)
{
    const gate_checked *c = e->checked;
    const gate_node *policy = c->main->ast->file->as.file.policy;
    gate_p_meta meta = {.main_source = 0, .subject = GATE_NO, .waivers = GATE_NO, .attestations = GATE_NO};
    meta.policy = gate_emit_text(e, policy ? policy->as.policy.name.text : GATE_STR(""));
    meta.title = gate_emit_text(e, policy ? policy->as.policy.title->as.string.value : GATE_STR(""));
    meta.doc = gate_emit_text(e, policy ? policy->doc : GATE_STR(""));
    for (uint32_t i = 0; i < c->let_count; i++) {
        if (c->lets[i]->module == c->main && gate_str_eq_c(c->lets[i]->name, "subject")) meta.subject = i;
    }
    for (uint32_t i = 0; i < c->evidence_count; i++) {
        if (gate_str_eq_c(c->evidence[i]->shown, "waivers")) meta.waivers = i;
        if (gate_str_eq_c(c->evidence[i]->shown, "attestations")) meta.attestations = i;
    }
    gate_vec_push(e->arena, &e->meta, meta);
}

static gate_source *main_source(gate_arena *arena, gate_str name, gate_str text)
{
    return gate_source_new(arena, 0, name, text);
}

const gate_program *gate_compile(gate_arena *arena, gate_str name, gate_str text, const gate_loader *loader,
                                 gate_builtins builtins, gate_hash *hash, gate_diags *diags)
{
    const gate_checked *checked = gate_check(arena, main_source(arena, name, text), loader, builtins, diags);
    return checked ? gate_compile_checked(arena, checked, hash, diags) : NULL;
}

const gate_program *gate_compile_checked(gate_arena *arena, const gate_checked *checked, gate_hash *hash,
                                         gate_diags *diags)
{
    gate_emit *e = emit_new(arena, checked, hash);
    emit_meta(e);
    gate_emit_declarations(e);
    gate_emit_blocks(e);
    return seal(arena, e, diags);
}

const gate_program *gate_compile_expr(gate_arena *arena, gate_str text, const gate_str *names, uint32_t name_count,
                                      const gate_loader *loader, gate_builtins builtins, gate_hash *hash, gate_diags *diags)
{
    const gate_node *expr = NULL;
    gate_source *source = main_source(arena, GATE_STR("expression"), text);
    const gate_checked *checked = gate_check_expr(arena, source, names, name_count, loader, builtins, diags, &expr);
    if (!checked) return NULL;
    gate_emit *e = emit_new(arena, checked, hash);
    /* Unit 0 is the expression: it is emitted first. */
    gate_unit_begin(e, checked->main, 0);
    gate_emit_expr(e, expr);
    (void)gate_unit_end(e, expr->span);
    gate_p_meta meta = {.main_source = 0, .subject = GATE_NO, .waivers = GATE_NO, .attestations = GATE_NO};
    meta.policy = meta.title = meta.doc = gate_emit_text(e, GATE_STR(""));
    gate_vec_push(e->arena, &e->meta, meta);
    gate_emit_declarations(e);
    return seal(arena, e, diags);
}
