#include "api/prepare.h"

#include "vm/specs.h"

bool gate_prepare_params(gate_arena *arena, gate_diags *diags, const gatec_policy *policy,
                         const gatec_setting *settings, size_t count, gatec_getenv *getenv, void *context,
                         gate_param_values *out)
{
    gate_setting *own = GATE_ARRAY(arena, gate_setting, count);
    for (size_t i = 0; i < count; i++) {
        own[i].name = gate_str_c(settings[i].name);
        own[i].value = gate_str_dup(arena, gate_str_c(settings[i].value));
    }
    return gate_params_fill(arena, policy->linked, own, (uint32_t)count, getenv, context, diags, out);
}

bool gate_prepare_specs(gate_arena *arena, gate_diags *diags, const gate_program *program,
                        const gate_param_values *params, gate_evidence_spec **out)
{
    return gate_specs_fill(arena, diags, program, params, out);
}

const gate_evidence **gate_prepare_evidence(gate_arena *arena, const gate_program *program,
                                            const gate_evidence_spec *specs, const gate_reading *reading)
{
    gate_bundle *bundle = gate_bundle_new(arena, reading);
    const gate_evidence **evidence = GATE_ARRAY(arena, const gate_evidence *, program->evidence_count);
    for (uint32_t i = 0; i < program->evidence_count; i++)
        evidence[i] = gate_bundle_read(bundle, &specs[i]);
    return evidence;
}
