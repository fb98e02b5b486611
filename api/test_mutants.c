/* Mutants of policies and evidence: as text, and as JSON. */
#include "api/test.h"

static void put(gate_json *json, const char *key, gate_str text)
{
    gate_json_key(json, gate_str_c(key));
    gate_json_str(json, text);
}

/* ---- text ------------------------------------------------------------------------------------- */

static void put_mutant(gate_paper *paper, const gate_tested_policy *policy, const gate_mutant *mutant)
{
    gate_arena *arena = paper->out->arena;
    bool noticed = mutant->end == GATE_MUTANT_NOTICED;
    gate_buf head = gate_buf_new(arena), change = gate_buf_new(arena), by = gate_buf_new(arena);
    if (mutant->evidence.len) {
        gate_buf_add(&head, mutant->path);
        gate_buf_printf(&head, ": %s", gate_mutant_word(mutant->kind));
        if (mutant->kind == GATE_MUTANT_MOVED)
            gate_buf_printf(&head, ", from " GATE_STR_FMT " to " GATE_STR_FMT, GATE_STR_ARG(mutant->was),
                            GATE_STR_ARG(mutant->patch.json));
    } else {
        gate_buf_add(&head, policy->name);
        gate_buf_printf(&head, ":%u  %s", mutant->line, gate_mutant_word(mutant->kind));
    }
    gate_paper_put(paper, 2, noticed ? GATE_INK_GOOD : GATE_INK_BAD, noticed ? "✓" : "✗", 4,
                   gate_buf_str(&head));
    if (!mutant->evidence.len) {
        gate_paper_cut(paper, 4, GATE_INK_BAD, "-", 6, mutant->before);
        if (mutant->after.len) gate_paper_cut(paper, 4, GATE_INK_GOOD, "+", 6, mutant->after);
    }
    if (!mutant->noticed_by || (!noticed && !mutant->evidence.len)) return;
    gate_buf_printf(&change, "%s", noticed ? "noticed by" : "read by");
    gate_buf_add(&by, mutant->noticed_by->title);
    if (!noticed && mutant->readers.len > 1)
        gate_buf_printf(&by, ", and by %u more", mutant->readers.len - 1);
    gate_paper_cut(paper, 4, GATE_INK_DIM, change.ptr, 16, gate_buf_str(&by));
}

void gate_testing_put_mutants(gate_paper *paper, const gate_tested_policy *policy,
                              const gate_report_options *options)
{
    const gate_mutation *mutation = policy->mutation;
    gate_buf head = gate_buf_new(paper->out->arena);
    gate_buf_add(&head, policy->name);
    gate_buf_printf(&head, ": %u of %u are noticed", mutation->noticed, mutation->mutants.len);
    if (mutation->mutants.len)
        gate_buf_printf(&head, ", %.1f %%", 100.0 * mutation->noticed / mutation->mutants.len);
    gate_paper_put(paper, 0, GATE_INK_BOLD, "mutants", 10, gate_buf_str(&head));
    for (uint32_t i = 0; i < mutation->mutants.len; i++) {
        const gate_mutant *mutant = mutation->mutants.items[i];
        if (options->verbose || mutant->end == GATE_MUTANT_SURVIVED) put_mutant(paper, policy, mutant);
    }
    gate_paper_gap(paper);
}

/* ---- JSON ------------------------------------------------------------------------------------- */

static void write_mutant(gate_json *json, const gate_mutant *mutant)
{
    gate_json_open(json, '{');
    put(json, "kind", gate_str_c(gate_mutant_word(mutant->kind)));
    gate_json_key(json, GATE_STR("noticed"));
    gate_json_bool(json, mutant->end == GATE_MUTANT_NOTICED);
    if (mutant->evidence.len) {
        put(json, "path", mutant->path);
        if (mutant->was.len) put(json, "before", mutant->was);
        if (mutant->patch.json.len) put(json, "after", mutant->patch.json);
    } else {
        gate_json_key(json, GATE_STR("line"));
        gate_json_int(json, mutant->line);
        if (mutant->row.len) put(json, "row", mutant->row);
        put(json, "before", mutant->before);
        put(json, "after", mutant->after);
    }
    if (mutant->noticed_by && mutant->end == GATE_MUTANT_NOTICED) put(json, "by", mutant->noticed_by->title);
    gate_json_close(json, '}');
}

void gate_testing_write_mutants(gate_json *json, const gate_mutation *mutation)
{
    gate_json_key(json, GATE_STR("noticed"));
    gate_json_int(json, mutation->noticed);
    gate_json_key(json, GATE_STR("mutants"));
    gate_json_open(json, '[');
    for (uint32_t i = 0; i < mutation->mutants.len; i++)
        write_mutant(json, mutation->mutants.items[i]);
    gate_json_close(json, ']');
}
