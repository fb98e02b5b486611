#include "vm/trace.h"

gate_outcome gate_outcome_of(gate_value value)
{
    if (value.tag == GATE_T_MISSING) return GATE_MISSING;
    if (value.tag == GATE_T_BOOL) return value.as.boolean ? GATE_TRUE : GATE_FALSE;
    return GATE_ERRONEOUS;
}

bool gate_trace_place(gate_arena *arena, const gate_trace *trace, uint32_t node, uint32_t *evidence, uint32_t *artifact,
                      const gate_step **steps, uint32_t *count)
{
    uint32_t depth = 0;
    uint32_t at = node;
    while (trace->nodes[at].kind == GATE_WHY_STEP || trace->nodes[at].flags & GATE_WHY_PICKED) {
        depth += trace->nodes[at].kind == GATE_WHY_STEP;
        at = gate_trace_kid(trace, &trace->nodes[at], 0);
    }
    const gate_why *root = &trace->nodes[at];
    if (root->kind != GATE_WHY_EVIDENCE) return false;
    *evidence = root->index;
    *artifact = root->item;
    gate_step *out = GATE_ARRAY(arena, gate_step, depth);
    uint32_t left = depth;
    for (at = node; left > 0; at = gate_trace_kid(trace, &trace->nodes[at], 0)) {
        const gate_why *why = &trace->nodes[at];
        if (why->kind != GATE_WHY_STEP) continue;
        out[--left] = (gate_step){.key = why->key, .index = why->at, .is_index = why->is_index != 0};
    }
    *steps = out;
    *count = depth;
    return true;
}
