/* One check: parameters, evidence, the run, the verdict document; and what it is rendered to. */
#include "api/only.h"
#include "api/policy.h"
#include "api/prepare.h"
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
    gate_strs only;
} check;

/* -- parameters and bindings -------------------------------------------------------------------------- */

static bool fill_params(check *c)
{
    const gatec_check_options *options = c->options;
    return gate_prepare_params(c->arena, c->diags, c->policy, options->settings, options->setting_count,
                               options->getenv, options->getenv_context, &c->params);
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

static bool specify_all(check *c)
{
    c->specs = gate_prepare_specs(c->arena, c->diags, c->program, &c->params);
    return c->specs != NULL;
}

static void read_all(check *c)
{
    gate_reading *reading = GATE_NEW(c->arena, gate_reading);
    *reading = (gate_reading){.root = gate_str_dup(c->arena, gate_str_c(c->options->root)),
                              .allow_outside = c->options->allow_outside,
                              .now = c->now,
                              .has_now = true,
                              .limits = gate_limits_default(),
                              .stdin_fd = c->options->stdin_fd};
    c->evidence = gate_prepare_evidence(c->arena, c->program, c->specs, reading);
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
        .only = c->only,
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
    right = gate_only_read(handle, c.program, c.options->only, c.options->only_count, &c.only) && right;
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
