/* One check: parameters, evidence, the run, the verdict document; and what it is rendered to. */
#include "api/policy.h"
#include "api/run.h"
#include "base/suggest.h"
#include "report/report.h"
#include "verdict/verdict.h"
#include "vm/params.h"

#include <string.h>

struct gatec_verdict {
    gate_handle base;
    const gate_doc_verdict *document; /* NULL when there is no verdict */
    gate_verdict_facts facts;
    gatec_row *rows;
    size_t row_count;
};

typedef struct check {
    gatec_verdict *verdict;
    gate_arena *arena;
    gate_diags *diags;
    const gatec_policy *policy;
    const gate_program *program;
    const gatec_check_options *options;
    gate_instant now;
    gate_param_values params;
    gate_evidence_spec *specs;      /* by the program's evidence section */
    const gate_evidence **evidence; /* the same */
} check;

/* -- parameters and bindings -------------------------------------------------------------------------- */

static bool fill_params(check *c)
{
    const gatec_check_options *options = c->options;
    gate_setting *settings = GATE_ARRAY(c->arena, gate_setting, options->setting_count);
    for (size_t i = 0; i < options->setting_count; i++) {
        settings[i].name = gate_str_c(options->settings[i].name);
        settings[i].value = gate_str_dup(c->arena, gate_str_c(options->settings[i].value));
    }
    return gate_params_fill(c->arena, c->policy->linked, settings, (uint32_t)options->setting_count,
                            options->getenv, options->getenv_context, c->diags, &c->params);
}

/* Puts a binding's file into the specification it is for; false with a message when there is none. */
static bool bind(check *c, const gatec_binding *binding)
{
    gate_str name = gate_str_c(binding->name);
    gate_suggest suggest = gate_suggest_new(name);
    for (uint32_t i = 0; i < c->program->evidence_count; i++) {
        if (gate_str_eq(c->specs[i].name, name)) {
            c->specs[i].bound = gate_str_dup(c->arena, gate_str_c(binding->file));
            return true;
        }
        gate_suggest_offer(&suggest, c->specs[i].name);
    }
    gate_diag *diag = gate_diag_raise(c->diags, GATE_D_BINDING_UNKNOWN, NULL, (gate_span){0, 0},
                                      "the policy reads no evidence `%s`",
                                      gate_run_shown(&c->verdict->base, gate_text_or_empty(binding->name)));
    if (suggest.best.len)
        gate_diag_help(c->diags, diag, "Did you mean `" GATE_STR_FMT "`?", GATE_STR_ARG(suggest.best));
    return false;
}

static bool bind_all(check *c)
{
    bool right = gate_run_bindings(&c->verdict->base, c->options->bindings, c->options->binding_count);
    for (size_t i = 0; i < c->options->binding_count; i++)
        right = bind(c, &c->options->bindings[i]) && right;
    return right;
}

/* -- evidence ------------------------------------------------------------------------------------------ */

static gate_field field_of(const check *c, uint32_t first, uint32_t count, gate_text zone)
{
    gate_str *segments = GATE_ARRAY(c->arena, gate_str, count);
    for (uint32_t i = 0; i < count; i++)
        segments[i] = gate_program_text(c->program, c->program->names[first + i]);
    return (gate_field){segments, count, gate_program_text(c->program, zone)};
}

static bool specify(check *c, uint32_t index)
{
    const gate_p_evidence *declared = &c->program->evidence[index];
    gate_evidence_spec *spec = &c->specs[index];
    spec->name = gate_program_text(c->program, declared->name);
    spec->cardinality = (gate_cardinality)declared->cardinality;
    spec->optional = declared->optional != 0;
    spec->reader = gate_program_text(c->program, declared->reader);
    spec->by = field_of(c, declared->by_first, declared->by_count, declared->by_zone);
    spec->has_fresh = declared->has_fresh != 0;
    spec->fresh = (gate_duration){declared->fresh_seconds, 0};
    spec->fresh_by = field_of(c, declared->fresh_first, declared->fresh_count, declared->fresh_zone);
    return gate_params_pattern(c->arena, c->program, index, &c->params, c->diags, &spec->pattern);
}

static bool specify_all(check *c)
{
    bool right = true;
    c->specs = GATE_ARRAY(c->arena, gate_evidence_spec, c->program->evidence_count);
    for (uint32_t i = 0; i < c->program->evidence_count; i++)
        right = specify(c, i) && right;
    return right;
}

/* The program's evidence section holds only what its code refers to, so nothing else is read. */
static void read_all(check *c)
{
    gate_reading *reading = GATE_NEW(c->arena, gate_reading);
    *reading = (gate_reading){.root = gate_str_dup(c->arena, gate_str_c(c->options->root)),
                              .allow_outside = c->options->allow_outside,
                              .now = c->now,
                              .has_now = true,
                              .limits = gate_limits_default(),
                              .stdin_fd = c->options->stdin_fd};
    gate_bundle *bundle = gate_bundle_new(c->arena, reading);
    c->evidence = GATE_ARRAY(c->arena, const gate_evidence *, c->program->evidence_count);
    for (uint32_t i = 0; i < c->program->evidence_count; i++)
        c->evidence[i] = gate_bundle_read(bundle, &c->specs[i]);
}

/* -- the verdict ----------------------------------------------------------------------------------------- */

static void judge(check *c)
{
    gate_inputs inputs = {.evidence = c->evidence,
                          .params = c->params.values,
                          .now = c->now,
                          .has_now = true,
                          .fuel = c->options->fuel};
    gate_mode mode = c->options->mode == GATEC_DECIDING ? GATE_DECIDE : GATE_EXPLAIN;
    const gate_run_result *run = gate_run(c->arena, c->policy->linked, &inputs, mode);
    gate_verdict_input input = {
        .program = c->program,
        .run = run,
        .evidence = c->evidence,
        .params = c->params.values,
        .param_origins = c->params.origins,
        .param_floors = c->params.floors,
        .param_ceilings = c->params.ceilings,
        .now = c->now,
        .now_given = c->options->now != NULL,
        .version = gate_str_c(gatec_version()),
        .file = gate_program_text(c->program, c->program->sources[c->program->meta[0].main_source].name)};
    c->verdict->document = gate_verdict_build(c->arena, &input);
    c->verdict->facts = gate_verdict_facts_of(c->verdict->document);
}

static void list_rows(gatec_verdict *verdict)
{
    const gate_doc_block_list *blocks = &verdict->document->blocks;
    gate_arena *arena = verdict->base.arena;
    size_t count = 0;
    for (uint32_t i = 0; i < blocks->len; i++)
        count += blocks->items[i]->rows.len;
    verdict->rows = GATE_ARRAY(arena, gatec_row, count);
    for (uint32_t i = 0; i < blocks->len; i++) {
        const gate_doc_row_list *rows = &blocks->items[i]->rows;
        for (uint32_t k = 0; k < rows->len; k++) {
            const gate_doc_row *row = rows->items[k];
            verdict->rows[verdict->row_count++] =
                (gatec_row){gate_str_z(arena, row->id), gate_str_z(arena, row->outcome), row->decides};
        }
    }
}

typedef struct request {
    const gatec_policy *policy;
    const gatec_check_options *options;
} request;

static gatec_status run_check(gate_handle *handle, void *context)
{
    const request *wanted = context;
    gatec_verdict *verdict = (gatec_verdict *)(void *)handle;
    check c = {.verdict = verdict,
               .arena = handle->arena,
               .diags = &handle->messages.diags,
               .policy = wanted->policy,
               .options = wanted->options};
    if (!gatec_policy_ready(wanted->policy)) return GATEC_E_INPUT;
    c.program = wanted->policy->program;
    bool right = gate_run_now(handle, wanted->options->now, &c.now);
    if (!fill_params(&c)) return GATEC_E_USAGE;
    right = specify_all(&c) && right;
    right = bind_all(&c) && right;
    if (!right) return GATEC_E_USAGE;
    read_all(&c);
    judge(&c);
    list_rows(verdict);
    if (verdict->facts.judged == 0) {
        (void)gate_diag_raise(c.diags, GATE_D_NOTHING_JUDGED, NULL, (gate_span){0, 0},
                              "there is nothing to judge in `" GATE_STR_FMT "`",
                              GATE_STR_ARG(verdict->document->file));
    }
    return GATEC_OK;
}

gatec_status gatec_check(const gatec_policy *policy, const gatec_check_options *options, gatec_verdict **out)
{
    gatec_check_options own = GATEC_CHECK_OPTIONS_INIT;
    *out = NULL;
    if (!gate_options_take(&own, sizeof own, options) || own.setting_count > UINT32_MAX) return GATEC_E_USAGE;
    request wanted = {policy, &own};
    gate_handle *handle = NULL;
    gatec_status status = gate_handle_make(sizeof(gatec_verdict), run_check, &wanted, &handle);
    *out = (gatec_verdict *)(void *)handle;
    return status;
}

void gatec_verdict_free(gatec_verdict *verdict)
{
    if (verdict) gate_handle_free(&verdict->base);
}

/* -- what it tells ----------------------------------------------------------------------------------------
 */

const gatec_messages *gatec_verdict_messages(const gatec_verdict *verdict)
{
    return verdict ? &verdict->base.messages : NULL;
}

gatec_facts gatec_verdict_facts(const gatec_verdict *verdict)
{
    if (!verdict || !verdict->document) return (gatec_facts){0};
    gate_verdict_facts facts = verdict->facts;
    return (gatec_facts){facts.go && facts.judged, facts.with_waivers_or_warnings, facts.only_missing,
                         facts.rollback, facts.judged};
}

bool gatec_verdict_row(const gatec_verdict *verdict, size_t index, gatec_row *out)
{
    if (!verdict || index >= verdict->row_count) return false;
    *out = verdict->rows[index];
    return true;
}

typedef struct rendering {
    const gate_doc_verdict *document;
    const gate_form_info *form;
    gate_report_options options;
} rendering;

static gatec_status write_form(gate_buf *out, const void *context)
{
    const rendering *wanted = context;
    wanted->form->fn(out, wanted->document, &wanted->options);
    return GATEC_OK;
}

gatec_status gatec_verdict_render(const gatec_verdict *verdict, const char *form,
                                  const gatec_render_options *options, gatec_text *out)
{
    *out = (gatec_text){.bytes = ""};
    gatec_render_options own = GATEC_RENDER_OPTIONS_INIT;
    if (options && !gate_options_take(&own, sizeof own, options)) return GATEC_E_USAGE;
    rendering wanted = {.form = gate_form_find(gate_str_c(form)),
                        .options = {own.color, own.verbose, own.quiet, own.width}};
    if (!verdict || !verdict->document || !wanted.form) return GATEC_E_USAGE;
    wanted.document = verdict->document;
    return gate_text_make(write_form, &wanted, out);
}
