/* What a policy may cost: its bound in words, as a number, and held against what a run used. */
#include "vm/cost.h"
#include "api/policy.h"
#include "api/run.h"
#include "base/utf8.h"

#include <inttypes.h>

static void add_line(gate_buf *out, gate_str name, gate_poly bound, const gate_cost *cost)
{
    gate_buf_printf(out, "  " GATE_STR_FMT ": ", GATE_STR_ARG(name));
    gate_buf text = gate_buf_new(out->arena);
    gate_poly_text(&text, bound, cost->names);
    gate_buf_visible(out, gate_buf_str(&text));
    gate_buf_char(out, '\n');
}

static gatec_status write_cost(gate_buf *out, const void *context)
{
    const gatec_policy *policy = context;
    const gate_program *p = policy->program;
    const gate_cost *cost = gate_cost_new(out->arena, policy->linked);
    gate_buf_c(out, "at most so many units of work, in the sizes of what is run over:\n");
    for (uint32_t i = 0; i < p->blocks_count; i++) {
        if (p->blocks[i].kind != GATE_BLOCK_RETAIN)
            add_line(out, gate_program_text(p, p->blocks[i].name), cost->blocks[i], cost);
    }
    if (p->lets_count) add_line(out, GATE_STR("let"), cost->lets, cost);
    add_line(out, GATE_STR("total"), cost->total, cost);
    uint64_t bound = gate_poly_at(cost->total, NULL, GATEC_COST_SIZE);
    gate_buf_printf(out, "  with %u for every size: ", GATEC_COST_SIZE);
    if (bound == UINT64_MAX)
        gate_buf_c(out, "without bound\n");
    else
        gate_buf_printf(out, "%" PRIu64 "\n", bound);
    return GATEC_OK;
}

gatec_status gatec_policy_cost(const gatec_policy *policy, gatec_text *out)
{
    *out = (gatec_text){.bytes = ""};
    return policy && policy->program ? gate_text_make(write_cost, policy, out) : GATEC_E_USAGE;
}

bool gate_cost_allowed(gatec_policy *policy, uint64_t most)
{
    gate_arena *arena = policy->base.arena;
    const gate_cost *cost = gate_cost_new(arena, policy->linked);
    uint64_t bound = gate_poly_at(cost->total, NULL, GATEC_COST_SIZE);
    if (bound <= most && bound != UINT64_MAX) return true;
    gate_str text = bound == UINT64_MAX ? GATE_STR("without bound")
                                        : gate_str_printf(arena, "%" PRIu64 " units of work", bound);
    gate_diag *diag = gate_diag_raise(
        &policy->base.messages.diags, GATE_D_COST_BOUND, NULL, (gate_span){0, 0},
        "the policy may cost more than %" PRIu64 " units of work: " GATE_STR_FMT " with %u for every size",
        most, GATE_STR_ARG(text), GATEC_COST_SIZE);
    gate_diag_help(&policy->base.messages.diags, diag,
                   "`gatec check --cost` shows what each block may cost.");
    return false;
}

bool gate_cost_held(gate_handle *handle, const gatec_policy *policy, const gate_sizes *sizes, uint64_t used)
{
    const gate_cost *cost = gate_cost_new(handle->arena, policy->linked);
    uint64_t most = gate_cost_at(handle->arena, cost, cost->total, sizes);
    if (used <= most) return true;
    (void)gate_diag_raise(&handle->messages.diags, GATE_D_RUN_LIMIT, NULL, (gate_span){0, 0},
                          "the run used %" PRIu64 " units of work, more than the policy's bound of %" PRIu64,
                          used, most);
    return false;
}
