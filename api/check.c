/* One check: parameters, evidence, the run, the verdict document. */
#include "api/only.h"
#include "api/policy.h"
#include "api/prepare.h"
#include "api/run.h"
#include "api/verdict.h"
#include "base/suggest.h"
#include "verdict/verdict.h"
#include "vm/cost.h"
#include "vm/params.h"

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
    bool within; /* of the policy's bound, where that was asked */
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
    return gate_prepare_specs(c->arena, c->diags, c->program, &c->params, &c->specs);
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
    if (c->options->audit)
        inputs.sizes = gate_cost_sizes(c->arena, gate_cost_new(c->arena, c->policy->linked), c->program);
    const gate_run_result *run = gate_run(c->arena, c->policy->linked, &inputs, mode);
    c->within = !inputs.sizes || gate_cost_held(&c->verdict->base, c->policy, inputs.sizes, run->fuel_used);
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
        .told = gate_str_c(c->options->row),
        .only = c->only,
        .terse = c->options->terse,
        .file = gate_program_text(c->program, c->program->sources[c->program->meta[0].main_source].name)};
    gate_verdict_take(c->verdict, gate_verdict_build(c->arena, &input));
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
    if (!c.within) return GATEC_E_LIMIT;
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
    gatec_status status = gate_handle_make_in(sizeof(gatec_verdict), own.memory, run_check, &wanted, &handle);
    *out = (gatec_verdict *)(void *)handle;
    return status;
}
