#include "vm/specs.h"

static gate_field field_of(gate_arena *arena, const gate_program *program, uint32_t first, uint32_t count,
                           gate_text zone)
{
    gate_str *segments = GATE_ARRAY(arena, gate_str, count);
    for (uint32_t i = 0; i < count; i++)
        segments[i] = gate_program_text(program, program->names[first + i]);
    return (gate_field){segments, count, gate_program_text(program, zone)};
}

bool gate_specs_fill(gate_arena *arena, gate_diags *diags, const gate_program *program,
                     const gate_param_values *params, gate_evidence_spec **out)
{
    bool right = true;
    gate_evidence_spec *specs = GATE_ARRAY(arena, gate_evidence_spec, program->evidence_count);
    for (uint32_t i = 0; i < program->evidence_count; i++) {
        const gate_p_evidence *declared = &program->evidence[i];
        gate_evidence_spec *spec = &specs[i];
        spec->name = gate_program_text(program, declared->name);
        spec->cardinality = (gate_cardinality)declared->cardinality;
        spec->optional = declared->optional != 0;
        spec->reader = gate_program_text(program, declared->reader);
        spec->by = field_of(arena, program, declared->by_first, declared->by_count, declared->by_zone);
        spec->has_fresh = declared->has_fresh != 0;
        spec->fresh = (gate_duration){declared->fresh_seconds, 0};
        spec->fresh_by =
            field_of(arena, program, declared->fresh_first, declared->fresh_count, declared->fresh_zone);
        right = gate_params_pattern(arena, program, i, params, diags, &spec->pattern) && right;
    }
    *out = specs;
    return right;
}
