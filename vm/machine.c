#include "vm/machine.h"

#include <string.h>

gate_machine *gate_machine_new(gate_arena *arena, const gate_linked *linked, const gate_inputs *inputs, gate_mode mode,
                               gate_trace *trace)
{
    const gate_program *p = linked->program;
    gate_machine *m = GATE_NEW(arena, gate_machine);
    m->arena = arena;
    m->linked = linked;
    m->program = p;
    m->inputs = inputs;
    m->explain = mode == GATE_EXPLAIN;
    m->fuel = inputs->fuel ? inputs->fuel : GATE_FUEL_DEFAULT;
    m->trace = trace;
    m->slots = GATE_ARRAY(arena, gate_value, GATE_SLOTS);
    m->loops = GATE_ARRAY(arena, gate_loop, GATE_LOOPS);
    m->lets = GATE_ARRAY(arena, gate_value, p->lets_count);
    m->let_state = GATE_ARRAY(arena, uint8_t, p->lets_count);
    m->paths = GATE_ARRAY(arena, gate_value, p->paths_count);
    m->path_state = GATE_ARRAY(arena, uint8_t, p->paths_count);
    m->roots = GATE_ARRAY(arena, gate_value, p->evidence_count);
    m->root_state = GATE_ARRAY(arena, uint8_t, p->evidence_count);
    m->params = GATE_ARRAY(arena, gate_value, p->params_count);
    m->param_state = GATE_ARRAY(arena, uint8_t, p->params_count);
    m->patterns = gate_map_new(arena);
    m->zones = gate_map_new(arena);
    if (m->explain && trace->node_count == 0) {
        gate_node_new(m, GATE_WHY_NONE, GATE_NO, gate_value_null());
    }
    return m;
}

bool gate_machine_charge(gate_machine *m, uint64_t units)
{
    if (units > m->fuel - m->used) {
        m->used = m->fuel;
        return false;
    }
    m->used += units;
    return true;
}

gate_value gate_fault_value(gate_machine *m, gate_fault_kind kind, gate_str text)
{
    return gate_value_fault(m->arena, kind, text);
}

/* -- trace ------------------------------------------------------------------------------------- */

uint32_t gate_node_new(gate_machine *m, gate_why_kind kind, uint32_t line, gate_value value)
{
    gate_trace *t = m->trace;
    if (!m->explain || t->node_count >= GATE_TRACE_MAX) return 0;
    if (t->node_count == t->node_cap) {
        t->nodes = gate_vec_grow(m->arena, t->nodes, &t->node_cap, t->node_count, sizeof *t->nodes);
    }
    gate_why *node = &t->nodes[t->node_count];
    memset(node, 0, sizeof *node);
    node->kind = (uint8_t)kind;
    node->line = line;
    node->value = value;
    return t->node_count++;
}

uint32_t gate_node_kids(gate_machine *m, uint32_t node, const uint32_t *kids, uint32_t count)
{
    if (node == 0) return 0;
    gate_trace *t = m->trace;
    uint32_t first = t->kid_count;
    for (uint32_t i = 0; i < count; i++) {
        if (t->kid_count == t->kid_cap) {
            t->kids = gate_vec_grow(m->arena, t->kids, &t->kid_cap, t->kid_count, sizeof *t->kids);
        }
        t->kids[t->kid_count++] = kids[i];
    }
    t->nodes[node].kid_first = first;
    t->nodes[node].kid_count = count;
    return node;
}

uint32_t gate_node_of(gate_machine *m, gate_value value, uint32_t line)
{
    if (value.why || !m->explain) return value.why;
    return gate_node_new(m, GATE_WHY_CONST, line, value);
}

gate_value gate_node_apply(gate_machine *m, gate_value value, gate_opcode op, uint32_t line, uint32_t index,
                           const gate_value *args, uint32_t count)
{
    value.why = 0;
    if (!m->explain) return value;
    uint32_t few[8];
    uint32_t *kids = count <= GATE_COUNT(few) ? few : GATE_ARRAY(m->arena, uint32_t, count);
    for (uint32_t i = 0; i < count; i++) kids[i] = gate_node_of(m, args[i], line);
    uint32_t node = gate_node_new(m, GATE_WHY_APPLY, line, value);
    if (node) {
        m->trace->nodes[node].op = (uint8_t)op;
        m->trace->nodes[node].index = index;
        gate_node_kids(m, node, kids, count);
    }
    value.why = node;
    return value;
}

gate_value gate_node_step(gate_machine *m, gate_value parent, gate_value value, uint32_t line, const gate_str *key,
                          size_t index)
{
    if (!m->explain) return value;
    uint32_t up = gate_node_of(m, parent, line);
    /* A value that an expression made keeps the node of its making: that is where it was read. */
    if (value.why && up && m->trace->nodes[up].kind != GATE_WHY_STEP && m->trace->nodes[up].kind != GATE_WHY_EVIDENCE) {
        return value;
    }
    uint32_t node = gate_node_new(m, GATE_WHY_STEP, line, value);
    if (node) {
        gate_why *why = &m->trace->nodes[node];
        why->is_index = key == NULL;
        if (key) {
            why->key = *key;
        } else {
            why->at = index;
        }
        gate_node_kids(m, node, &up, 1);
    }
    value.why = node;
    return value;
}

void gate_node_drop(gate_machine *m, uint32_t mark, uint32_t kid_mark)
{
    if (!m->explain || m->pin > mark) return;
    m->trace->node_count = mark;
    m->trace->kid_count = kid_mark;
}

/* A memo was filled: what it holds must not be dropped with the element that happened to need it. */
static void pin(gate_machine *m)
{
    if (m->explain) m->pin = m->trace->node_count;
}

/* -- inputs ------------------------------------------------------------------------------------ */

/* One file of an evidence as a value: its datum, or why there is none. */
static gate_value artifact_value(gate_machine *m, const gate_p_evidence *decl, const gate_artifact *artifact)
{
    if (artifact->trouble) {
        return gate_fault_value(m, artifact->trouble->missing ? GATE_FAULT_NO_EVIDENCE : GATE_FAULT_BAD_EVIDENCE,
                          artifact->trouble->text);
    }
    gate_str why;
    if (decl->shape != GATE_NO && !gate_shape_check(m->arena, m->program, decl->shape, artifact->root, &why)) {
        return gate_fault_value(m, GATE_FAULT_SHAPE,
                          gate_str_printf(m->arena, GATE_STR_FMT "#" GATE_STR_FMT, GATE_STR_ARG(artifact->path),
                                          GATE_STR_ARG(why)));
    }
    return gate_value_datum(artifact->root);
}

static uint32_t evidence_node(gate_machine *m, uint32_t index, uint32_t item, uint32_t line, gate_value value)
{
    uint32_t node = gate_node_new(m, GATE_WHY_EVIDENCE, line, value);
    if (node) {
        m->trace->nodes[node].index = index;
        m->trace->nodes[node].item = item;
    }
    return node;
}

static gate_value read_each(gate_machine *m, uint32_t index, uint32_t line)
{
    const gate_evidence *evidence = m->inputs->evidence[index];
    gate_value *items = GATE_ARRAY(m->arena, gate_value, evidence->count);
    uint8_t troubled = 0;
    for (uint32_t i = 0; i < evidence->count; i++) {
        items[i] = artifact_value(m, &m->program->evidence[index], evidence->artifacts[i]);
        items[i].flags |= GATE_V_EVIDENCE;
        items[i].why = evidence_node(m, index, i, line, items[i]);
        if (!gate_is_definite(items[i])) troubled = GATE_V_TROUBLED;
    }
    gate_value list = gate_value_list(m->arena, items, evidence->count);
    list.flags = (uint8_t)(list.flags | troubled);
    return list;
}

gate_value gate_load_evidence(gate_machine *m, uint32_t index, uint32_t line)
{
    if (m->root_state[index]) return m->roots[index];
    const gate_evidence *evidence = m->inputs->evidence[index];
    gate_value value;
    if (evidence->trouble) {
        value = gate_fault_value(m, evidence->trouble->missing ? GATE_FAULT_NO_EVIDENCE : GATE_FAULT_BAD_EVIDENCE,
                           evidence->trouble->text);
    } else if (m->program->evidence[index].cardinality == GATE_EACH) {
        value = read_each(m, index, line);
    } else {
        value = artifact_value(m, &m->program->evidence[index], evidence->artifacts[0]);
    }
    value.flags |= GATE_V_EVIDENCE;
    uint32_t item = m->program->evidence[index].cardinality == GATE_EACH ? GATE_NO : 0;
    value.why = evidence_node(m, index, item, line, value);
    pin(m);
    m->roots[index] = value;
    m->root_state[index] = 2;
    return value;
}

gate_value gate_load_path(gate_machine *m, uint32_t index, uint32_t line)
{
    if (m->path_state[index]) return m->paths[index];
    const gate_p_path *path = &m->program->paths[index];
    gate_value value = gate_load_evidence(m, path->evidence, line);
    for (uint32_t i = 0; i < path->count; i++) {
        gate_str key = gate_program_text(m->program, m->program->names[path->first + i]);
        value = gate_op_field(m, GATE_I_FIELD, value, key, line);
    }
    pin(m);
    m->paths[index] = value;
    m->path_state[index] = 2;
    return value;
}

gate_value gate_load_let(gate_machine *m, uint32_t index, uint32_t line)
{
    if (m->let_state[index] == 2) return m->lets[index];
    if (m->let_state[index] == 1) return gate_fault_value(m, GATE_FAULT_DEPTH, GATE_STR(""));
    m->let_state[index] = 1;
    gate_value value = gate_machine_unit(m, m->program->lets[index].unit, NULL, 0);
    if (m->explain) {
        uint32_t inner = gate_node_of(m, value, line);
        uint32_t node = gate_node_new(m, GATE_WHY_LET, line, value);
        if (node) m->trace->nodes[node].index = index;
        gate_node_kids(m, node, &inner, 1);
        value.why = node;
    }
    pin(m);
    m->lets[index] = value;
    m->let_state[index] = 2;
    return value;
}

gate_value gate_load_param(gate_machine *m, uint32_t index, uint32_t line)
{
    if (m->param_state[index]) return m->params[index];
    gate_value value = m->inputs->params[index];
    value.flags |= GATE_V_EVIDENCE;
    value.why = gate_node_new(m, GATE_WHY_PARAM, line, value);
    if (value.why) m->trace->nodes[value.why].index = index;
    pin(m);
    m->params[index] = value;
    m->param_state[index] = 2;
    return value;
}
