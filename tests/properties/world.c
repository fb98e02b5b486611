/* Policies compiled and judged in memory. */
#include "tests/properties/properties.h"

#include "compiler/compile.h"
#include "evidence/digest.h"
#include "stdlib/builtins.h"

#include <stdlib.h>

#define NOW 1770984000 /* 2026-02-13T12:00:00Z */

void evidence_free(evidence_set *set)
{
    for (uint32_t i = 0; i < MOST_EVIDENCE; i++) {
        json_decref(set->of[i]);
        set->of[i] = NULL;
    }
}

evidence_set evidence_copy(const evidence_set *set)
{
    evidence_set copy = {{NULL}};
    for (uint32_t i = 0; i < MOST_EVIDENCE; i++)
        copy.of[i] = set->of[i] ? json_deep_copy(set->of[i]) : NULL;
    return copy;
}

static bool no_file(void *context, gate_arena *arena, gate_str from, gate_str path, gate_str *name,
                    gate_str *text, gate_str *why)
{
    (void)context, (void)arena, (void)from, (void)path, (void)name, (void)text;
    *why = GATE_STR("no files here");
    return false;
}

static bool library_module(void *context, gate_str name, gate_str *text)
{
    (void)context;
    uint32_t count;
    const gate_module_text *modules = gate_stdlib_modules(&count);
    for (uint32_t i = 0; i < count; i++) {
        *text = modules[i].text;
        if (gate_str_eq_c(name, modules[i].name)) return true;
    }
    return false;
}

static uint32_t no_names(void *context, const gate_str **names)
{
    (void)context;
    *names = NULL;
    return 0;
}

world world_new(gate_arena *arena, gate_str text)
{
    static const gate_loader loader = {no_file, library_module, no_names, NULL};
    world w = {.arena = arena, .text = text};
    gate_diags diags = gate_diags_new(arena);
    gate_str unknown;
    w.program = gate_compile(arena, GATE_STR("generated.gate"), text, &loader, gate_stdlib_builtins(),
                             gate_sha256, &diags);
    for (uint32_t i = 0; !w.program && i < diags.list.len && !w.why; i++) {
        const gate_diag *diag = diags.list.items[i];
        if (diag->severity != GATE_ERROR) continue;
        gate_str line = gate_str_sub(text, diag->primary.span.lo, diag->primary.span.lo + 60);
        w.why = gate_str_printf(arena, "%s at `" GATE_STR_FMT "`", diag->message, GATE_STR_ARG(line)).ptr;
    }
    if (w.program) w.linked = gate_link(arena, w.program, gate_stdlib_builtins(), &unknown);
    return w;
}

uint32_t world_evidence(const world *w, gate_str name)
{
    for (uint32_t i = 0; i < w->program->evidence_count; i++) {
        if (gate_str_eq(gate_program_text(w->program, w->program->evidence[i].name), name)) return i;
    }
    return GATE_NO;
}

static const gate_evidence *absent(gate_arena *arena, gate_evidence_spec *spec)
{
    static const gate_trouble trouble = {.missing = true, .text = {"there is no file", 16}};
    gate_evidence *evidence = GATE_NEW(arena, gate_evidence);
    gate_artifact *artifact = GATE_NEW(arena, gate_artifact);
    gate_artifact **artifacts = GATE_ARRAY(arena, gate_artifact *, 1);
    artifact->path = spec->pattern;
    artifact->trouble = &trouble;
    artifacts[0] = artifact;
    *evidence =
        (gate_evidence){.spec = spec, .artifacts = artifacts, .count = 1, .trouble = artifact->trouble};
    return evidence;
}

static gate_str written(gate_arena *arena, const json_t *tree)
{
    char *text = json_dumps(tree, JSON_INDENT(1) | JSON_ENCODE_ANY);
    gate_str kept = gate_str_dup(arena, gate_str_c(text));
    free(text);
    return kept;
}

judged world_judge(const world *w, gate_arena *arena, const evidence_set *on, const gate_setting *settings,
                   uint32_t setting_count)
{
    const gate_program *p = w->program;
    judged out = {.verdict = NULL};
    gate_instant now = {.sec = NOW};
    gate_reading *reading = GATE_NEW(arena, gate_reading);
    *reading = (gate_reading){
        .root = GATE_STR("/"), .now = now, .has_now = true, .limits = gate_limits_default(), .stdin_fd = -1};
    gate_bundle *bundle = gate_bundle_new(arena, reading);
    const gate_evidence **evidence = GATE_ARRAY(arena, const gate_evidence *, p->evidence_count);
    for (uint32_t i = 0; i < p->evidence_count; i++) {
        gate_evidence_spec *spec = GATE_NEW(arena, gate_evidence_spec);
        spec->name = gate_program_text(p, p->evidence[i].name);
        spec->pattern = spec->bound = gate_program_text(p, p->evidence[i].pattern);
        spec->reader = GATE_STR("json");
        if (on->of[i]) out.text[i] = written(arena, on->of[i]);
        evidence[i] = on->of[i] ? gate_bundle_text(bundle, spec, out.text[i]) : absent(arena, spec);
    }
    gate_diags diags = gate_diags_new(arena);
    gate_param_values params;
    if (!gate_params_fill(arena, w->linked, settings, setting_count, NULL, NULL, &diags, &params)) return out;
    gate_inputs inputs = {.evidence = evidence, .params = params.values, .now = now, .has_now = true};
    gate_verdict_input input = {.program = p,
                                .run = gate_run(arena, w->linked, &inputs, GATE_EXPLAIN),
                                .evidence = evidence,
                                .params = params.values,
                                .param_origins = params.origins,
                                .param_floors = params.floors,
                                .param_ceilings = params.ceilings,
                                .now = now,
                                .now_given = true,
                                .version = GATE_STR("0"),
                                .file = GATE_STR("generated.gate")};
    out.verdict = gate_verdict_build(arena, &input);
    return out;
}

const gate_doc_row *verdict_row(const gate_doc_verdict *verdict, gate_str id, const gate_doc_block **block)
{
    for (uint32_t i = 0; i < verdict->blocks.len; i++) {
        const gate_doc_block *in = verdict->blocks.items[i];
        for (uint32_t k = 0; k < in->rows.len; k++) {
            if (!gate_str_eq(in->rows.items[k]->id, id)) continue;
            if (block) *block = in;
            return in->rows.items[k];
        }
    }
    return NULL;
}
