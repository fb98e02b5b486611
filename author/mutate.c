/* Trying mutants: which there are, which of them are tried, and whether a test notices. */
#include "author/mutate.h"

#include <string.h>

typedef struct trying {
    gate_arena *arena;
    const gate_test_host *host;
    const gate_mutate_input *input;
    gate_str *verdicts; /* by test: what its run came to, row by row */
    uint32_t last;      /* the test that noticed the mutant before */
} trying;

const char *gate_mutant_word(gate_mutant_kind kind)
{
    switch (kind) {
    case GATE_MUTANT_THRESHOLD:
        return "threshold moved";
    case GATE_MUTANT_COMPARISON:
        return "comparison turned";
    case GATE_MUTANT_CONNECTIVE:
        return "&& and || exchanged";
    case GATE_MUTANT_CLAUSE:
        return "clause left out";
    case GATE_MUTANT_ROW:
        return "row left out";
    case GATE_MUTANT_ADVISORY:
        return "row made advisory";
    case GATE_MUTANT_KEY:
        return "key renamed";
    case GATE_MUTANT_REMOVED:
        return "removed";
    case GATE_MUTANT_NULLED:
        return "made null";
    case GATE_MUTANT_MOVED:
        return "moved across";
    }
    return "";
}

/* ---- what a run comes to ---------------------------------------------------------------------- */

static gate_str verdict_of(gate_arena *arena, const gate_test_result *result)
{
    gate_buf out = gate_buf_new(arena);
    if (!result->verdict) return GATE_STR("error");
    for (uint32_t b = 0; b < result->verdict->blocks.len; b++) {
        const gate_doc_block *block = result->verdict->blocks.items[b];
        gate_buf_add(&out, block->name);
        gate_buf_char(&out, '=');
        gate_buf_add(&out, block->decision);
        for (uint32_t r = 0; r < block->rows.len; r++) {
            const gate_doc_row *row = block->rows.items[r];
            gate_buf_char(&out, '\n');
            gate_buf_add(&out, row->id);
            gate_buf_char(&out, '=');
            gate_buf_add(&out, row->outcome);
            if (row->late) gate_buf_c(&out, " late");
        }
        gate_buf_char(&out, '\n');
    }
    return gate_buf_str(&out);
}

/* ---- mutants of the policy -------------------------------------------------------------------- */

typedef struct compiled {
    const gate_program *program;
    const gate_linked *linked;
} compiled;

static bool compile(const trying *t, gate_arena *arena, const gate_mutant *mutant, compiled *out)
{
    const gate_module *module = t->input->subject.policy->main;
    gate_diags diags = gate_diags_new(arena);
    gate_str text = gate_mutate_text(arena, module, mutant), unknown;
    gate_source *source = gate_source_new(arena, 0, module->source->name, text);
    const gate_checked *checked = gate_check(arena, source, t->host->loader, t->host->builtins, &diags);
    out->program = checked ? gate_compile_checked(arena, checked, t->host->hash, &diags) : NULL;
    if (!out->program || diags.errors) return false;
    out->linked = gate_link(arena, out->program, t->host->builtins, &unknown);
    return out->linked != NULL;
}

/* Is it the same program, but for the text of the policy and the places in it? */
static bool is_same(const gate_program *a, const gate_program *b)
{
#define SAME(section) (a->section##_count == b->section##_count)
    bool sizes = SAME(code) && SAME(consts) && SAME(clauses) && SAME(rows) && SAME(blocks) &&
                 SAME(evidence) && SAME(units) && SAME(paths);
#undef SAME
    if (!sizes || memcmp(a->code, b->code, a->code_count * sizeof *a->code) != 0) return false;
    for (uint32_t i = 0; i < a->consts_count; i++) {
        const gate_p_const *x = &a->consts[i], *y = &b->consts[i];
        if (x->tag != y->tag || x->bits != y->bits || x->nsec != y->nsec) return false;
        if (!gate_str_eq(gate_program_text(a, x->text), gate_program_text(b, y->text))) return false;
    }
    for (uint32_t i = 0; i < a->clauses_count; i++) {
        const gate_p_clause *x = &a->clauses[i], *y = &b->clauses[i];
        if (x->kind != y->kind || x->form != y->form || x->n != y->n || x->m != y->m || x->flags != y->flags)
            return false;
    }
    for (uint32_t i = 0; i < a->rows_count; i++) {
        if (a->rows[i].least != b->rows[i].least || a->rows[i].clause_count != b->rows[i].clause_count)
            return false;
    }
    for (uint32_t i = 0; i < a->evidence_count; i++) {
        if (a->evidence[i].fresh_seconds != b->evidence[i].fresh_seconds) return false;
    }
    return true;
}

static bool names_row(const gate_test *test, gate_str row)
{
    for (uint32_t i = 0; row.len && i < test->expects.len; i++) {
        if (gate_str_starts(test->expects.items[i].row, row)) return true;
    }
    return false;
}

static bool notices(trying *t, gate_mutant *mutant, const compiled *made, uint32_t index)
{
    gate_test_setup setup = {.linked = made->linked, .program = made->program, .mode = GATE_DECIDE};
    gate_scratch *scratch = gate_scratch_new(t->arena);
    const gate_test *test = t->input->tests.items[index];
    bool noticed = gate_test_run(scratch->arena, t->host, &setup, test)->state != GATE_TEST_PASS;
    gate_scratch_free(scratch);
    if (!noticed) return false;
    mutant->end = GATE_MUTANT_NOTICED;
    mutant->noticed_by = test;
    t->last = index;
    return true;
}

/* Tests that name the row first: they are the likeliest to notice, the last that did before all. */
static void try_policy(trying *t, gate_mutant *mutant)
{
    gate_scratch *scratch = gate_scratch_new(t->arena);
    compiled made;
    uint32_t count = t->input->tests.len;
    bool right =
        compile(t, scratch->arena, mutant, &made) && !is_same(made.program, t->input->subject.program);
    mutant->end = right ? GATE_MUTANT_SURVIVED : GATE_MUTANT_STILLBORN;
    bool done = !right || (t->last < count && names_row(t->input->tests.items[t->last], mutant->row) &&
                           notices(t, mutant, &made, t->last));
    for (int naming = 1; naming >= 0 && !done; naming--) {
        for (uint32_t i = 0; i < count && !done; i++) {
            if (names_row(t->input->tests.items[i], mutant->row) == (naming == 1))
                done = notices(t, mutant, &made, i);
        }
    }
    gate_scratch_free(scratch);
}

/* ---- mutants of evidence ---------------------------------------------------------------------- */

static void try_evidence(trying *t, gate_mutant *mutant)
{
    const gate_suite_subject *subject = &t->input->subject;
    mutant->end = GATE_MUTANT_SURVIVED;
    mutant->noticed_by = t->input->tests.items[mutant->readers.items[0]];
    for (uint32_t i = 0; i < mutant->readers.len; i++) {
        uint32_t index = mutant->readers.items[i];
        const gate_test *test = t->input->tests.items[index];
        gate_test_setup setup = {.linked = subject->linked,
                                 .program = subject->program,
                                 .mode = GATE_DECIDE,
                                 .twist = &mutant->patch,
                                 .twisted = mutant->evidence};
        gate_scratch *scratch = gate_scratch_new(t->arena);
        const gate_test_result *result = gate_test_run(scratch->arena, t->host, &setup, test);
        bool other = !gate_str_eq(verdict_of(scratch->arena, result), t->verdicts[index]);
        gate_scratch_free(scratch);
        if (!other) continue;
        mutant->end = GATE_MUTANT_NOTICED;
        mutant->noticed_by = test;
        return;
    }
}

static void find_evidence(trying *t, gate_mutants *out)
{
    const gate_suite_subject *subject = &t->input->subject;
    gate_map known = gate_map_new(t->arena);
    gate_test_setup setup = {.linked = subject->linked, .program = subject->program, .mode = GATE_EXPLAIN};
    t->verdicts = GATE_ARRAY(t->arena, gate_str, t->input->tests.len);
    for (uint32_t i = 0; i < t->input->tests.len; i++) {
        gate_scratch *scratch = gate_scratch_new(t->arena);
        const gate_test_result *result =
            gate_test_run(scratch->arena, t->host, &setup, t->input->tests.items[i]);
        t->verdicts[i] = verdict_of(t->arena, result);
        if (result->verdict) gate_mutate_evidence(t->arena, subject->program, result, i, &known, out);
        gate_scratch_free(scratch);
    }
}

/* ---- all -------------------------------------------------------------------------------------- */

/* splitmix64: the same draws on every machine. */
static uint64_t draw(uint64_t *state)
{
    uint64_t z = (*state += 0x9E3779B97F4A7C15u);
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
    return z ^ (z >> 31);
}

/* Keeps [most] of them, drawn without a favourite, in the order that they have. */
static void keep_some(gate_mutants *mutants, uint32_t most, uint64_t seed)
{
    if (most == 0 || most >= mutants->len) return;
    uint32_t kept = 0, left = mutants->len, wanted = most;
    for (uint32_t i = 0; i < mutants->len && wanted; i++, left--) {
        if (draw(&seed) % left >= wanted) continue;
        mutants->items[kept++] = mutants->items[i];
        wanted--;
    }
    mutants->len = kept;
}

gate_mutation *gate_mutate(gate_arena *arena, const gate_test_host *host, const gate_mutate_input *input)
{
    gate_mutation *mutation = GATE_NEW(arena, gate_mutation);
    trying t = {.arena = arena, .host = host, .input = input, .last = UINT32_MAX};
    gate_mutants found = {0};
    gate_mutate_policy(arena, &input->subject, &found);
    find_evidence(&t, &found);
    mutation->all = found.len;
    keep_some(&found, input->most, input->seed);
    for (uint32_t i = 0; i < found.len; i++) {
        gate_mutant *mutant = found.items[i];
        if (mutant->evidence.len)
            try_evidence(&t, mutant);
        else
            try_policy(&t, mutant);
        if (mutant->end == GATE_MUTANT_STILLBORN) continue;
        mutation->noticed += mutant->end == GATE_MUTANT_NOTICED;
        gate_vec_push(arena, &mutation->mutants, mutant);
    }
    return mutation;
}
