/* What the tests of verdict/ and report/ share: a policy's text and evidence as JSON texts, compiled,
 * run and judged in memory. Included by each test once; all functions are static. */
#ifndef TEST_VERDICT_KIT_H
#define TEST_VERDICT_KIT_H

#include "base/render.h"
#include "compiler/compile.h"
#include "evidence/digest.h"
#include "stdlib/builtins.h"
#include "verdict/verdict.h"
#include "vm/params.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct kit_text {
    const char *name, *json; /* json NULL: the file is not there */
} kit_text;

#define KIT_EVIDENCE 4u

static gate_panic kit_panic;
static gate_arena *kit_arena;
static const gate_evidence *kit_evidence[KIT_EVIDENCE]; /* of the last policy, by its evidence section */
static gate_mode kit_mode = GATE_EXPLAIN;

static void kit_setup(void)
{
    kit_mode = GATE_EXPLAIN;
    kit_arena = gate_arena_new(&kit_panic, 0);
    ck_assert_ptr_nonnull(kit_arena);
}

static void kit_teardown(void)
{
    gate_arena_free(kit_arena);
}

static bool kit_load(void *context, gate_arena *arena, gate_str from, gate_str path, gate_str *name,
                     gate_str *text, gate_str *why)
{
    (void)context, (void)arena, (void)from, (void)path, (void)name, (void)text;
    *why = GATE_STR("no such file");
    return false;
}

static bool kit_module(void *context, gate_str name, gate_str *text)
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

static uint32_t kit_names(void *context, const gate_str **names)
{
    (void)context;
    *names = NULL;
    return 0;
}

static const gate_program *kit_compile(const char *policy)
{
    static const gate_loader loader = {kit_load, kit_module, kit_names, NULL};
    gate_diags diags = gate_diags_new(kit_arena);
    const gate_program *program = gate_compile(kit_arena, GATE_STR("p.gate"), gate_str_c(policy), &loader,
                                               gate_stdlib_builtins(), gate_sha256, &diags);
    if (!program) {
        gate_buf text = gate_buf_new(kit_arena);
        gate_render_diags(&text, &diags, false);
        ck_abort_msg("%.*s", (int)text.len, text.ptr);
    }
    return program;
}

static void kit_read(const gate_program *program, const kit_text *texts, gate_instant now)
{
    gate_reading *reading = GATE_NEW(kit_arena, gate_reading);
    *reading = (gate_reading){
        .root = GATE_STR("/"), .now = now, .has_now = true, .limits = gate_limits_default(), .stdin_fd = -1};
    gate_bundle *bundle = gate_bundle_new(kit_arena, reading);
    ck_assert_uint_le(program->evidence_count, KIT_EVIDENCE);
    for (uint32_t i = 0; i < program->evidence_count; i++) {
        gate_evidence_spec *spec = GATE_NEW(kit_arena, gate_evidence_spec);
        spec->name = gate_program_text(program, program->evidence[i].name);
        spec->pattern = gate_program_text(program, program->evidence[i].pattern);
        spec->reader = GATE_STR("json");
        kit_evidence[i] = NULL;
        for (const kit_text *t = texts; t->name; t++) {
            if (!gate_str_eq_c(spec->name, t->name) || !t->json) continue;
            spec->bound = spec->pattern;
            kit_evidence[i] = gate_bundle_text(bundle, spec, gate_str_c(t->json));
        }
        if (kit_evidence[i]) continue;
        spec->pattern = GATE_STR("nowhere-at-all.json");
        kit_evidence[i] = gate_bundle_read(bundle, spec);
    }
}

/* The verdict of the policy on the evidence, at 2026-02-13T12:00:00Z. */
static gate_doc_verdict *kit_judge(const char *policy, const kit_text *texts)
{
    const gate_program *program = kit_compile(policy);
    gate_str unknown;
    const gate_linked *linked = gate_link(kit_arena, program, gate_stdlib_builtins(), &unknown);
    ck_assert_ptr_nonnull(linked);
    gate_instant now;
    bool zoned;
    ck_assert(gate_instant_parse(GATE_STR("2026-02-13T12:00:00Z"), &now, &zoned));
    kit_read(program, texts, now);
    gate_diags diags = gate_diags_new(kit_arena);
    gate_param_values params;
    ck_assert(gate_params_fill(kit_arena, linked, NULL, 0, NULL, NULL, &diags, &params));
    gate_inputs inputs = {.evidence = kit_evidence, .params = params.values, .now = now, .has_now = true};
    gate_verdict_input input = {.program = program,
                                .run = gate_run(kit_arena, linked, &inputs, kit_mode),
                                .evidence = kit_evidence,
                                .params = params.values,
                                .param_origins = params.origins,
                                .param_floors = params.floors,
                                .param_ceilings = params.ceilings,
                                .now = now,
                                .now_given = true,
                                .version = GATE_STR("0"),
                                .file = GATE_STR("p.gate")};
    return gate_verdict_build(kit_arena, &input);
}

/* A policy of one item `c.r` with those clauses, on one evidence `e` (absent for NULL): its row. */
static inline gate_doc_row *kit_row(const char *clauses, const char *json)
{
    gate_str policy =
        gate_str_printf(kit_arena,
                        "policy p \"P\"\nevidence e from \"e.json\"\nparam limit : number = 70\n"
                        "let named = e.a == 1\ndef small(x) = x.n < limit && x.n >= 0\n"
                        "checklist c \"C\" {\n  item r \"R\" {\n    %s\n  }\n}\n",
                        clauses);
    kit_text texts[] = {{"e", json}, {NULL, NULL}};
    gate_doc_verdict *verdict = kit_judge(policy.ptr, texts);
    ck_assert_uint_eq(verdict->blocks.len, 1);
    ck_assert_uint_eq(verdict->blocks.items[0]->rows.len, 1);
    return verdict->blocks.items[0]->rows.items[0];
}

#endif
