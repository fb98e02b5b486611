#include "vm/run_retain.h"

#include "vm/machine.h"

static gate_outcome applies(gate_machine *m, const gate_p_block *block)
{
    for (uint32_t i = 0; i < block->clause_count; i++) {
        const gate_p_clause *clause = &m->program->clauses[block->clause_first + i];
        if (clause->kind != GATE_CLAUSE_ONLY) continue;
        gate_outcome outcome =
            gate_outcome_of(gate_as_outcome(m, gate_machine_unit(m, clause->unit, NULL, 0)));
        if (outcome != GATE_TRUE) return outcome;
    }
    return GATE_TRUE;
}

static gate_value time_of(gate_machine *m, const gate_p_block *block, gate_value run)
{
    for (uint32_t i = 0; i < block->by_count; i++) {
        gate_str name = gate_program_text(m->program, m->program->names[block->by_first + i]);
        run = gate_op_field(m, GATE_I_FIELD, run, name, GATE_NO);
    }
    return gate_time_of(m, run, gate_program_text(m->program, block->by_zone));
}

const gate_retain_run *gate_run_retain(gate_arena *arena, const gate_linked *linked,
                                       const gate_inputs *inputs, uint32_t block, const gate_value *runs,
                                       uint32_t count)
{
    gate_trace *trace = GATE_NEW(arena, gate_trace);
    gate_machine *m = gate_machine_new(arena, linked, inputs, GATE_DECIDE, trace);
    const gate_p_block *decl = &linked->program->blocks[block];
    gate_retain_run *out = GATE_NEW(arena, gate_retain_run);
    gate_value *times = decl->by_count ? GATE_ARRAY(arena, gate_value, count) : NULL;
    gate_retain_fact *facts = gate_arena_array(arena, (size_t)count * decl->row_count, sizeof *facts);
    out->applies = applies(m, decl);
    for (uint32_t i = 0; i < count; i++) {
        if (times) times[i] = time_of(m, decl, runs[i]);
        for (uint32_t r = 0; r < decl->row_count; r++) {
            const gate_p_row *rule = &linked->program->rows[decl->row_first + r];
            gate_retain_fact *fact = &facts[(size_t)i * decl->row_count + r];
            *fact = (gate_retain_fact){gate_value_bool(true), gate_value_null()};
            if (rule->where_unit != GATE_NO)
                fact->where = gate_as_outcome(m, gate_machine_unit(m, rule->where_unit, &runs[i], 1));
            if (rule->per_unit != GATE_NO) fact->per = gate_machine_unit(m, rule->per_unit, &runs[i], 1);
        }
    }
    out->times = times;
    out->facts = facts;
    return out;
}
