#include "verdict/explain.h"

#define SHOWN_BYTES 100u /* of a value for people */
#define VALUE_NODES 32u  /* a list or map that is larger is not repeated as JSON */
#define FROM_MOST   8u   /* places that one reading names */

/* What a computed value was made from is told by its places; a value that was picked, by its own. */
static void set_places(gate_explain *e, gate_doc_reading *reading, uint32_t node)
{
    gate_doc_origin *own = gate_explain_origin(e, node, true);
    if (own) {
        gate_vec_push(e->arena, &reading->from, own);
        return;
    }
    int64_t hidden = gate_explain_origins(e, node, true, FROM_MOST, &reading->from);
    if (hidden) reading->hidden = hidden;
}

static void set_fault(gate_explain *e, gate_doc_reading *reading, uint32_t node, gate_value value)
{
    uint32_t cause = gate_explain_cause(e, node);
    reading->state = value.tag == GATE_T_MISSING ? GATE_STR("missing") : GATE_STR("error");
    reading->because = gate_explain_because_at(e, value, node);
    set_places(e, reading, cause);
}

static void set_value(gate_explain *e, gate_doc_reading *reading, gate_value value)
{
    reading->state = GATE_STR("value");
    gate_buf shown = gate_buf_new(e->arena);
    gate_value_show(&shown, value, SHOWN_BYTES);
    reading->shown = gate_buf_str(&shown);
    bool container = value.tag == GATE_T_LIST || value.tag == GATE_T_MAP;
    if (container && gate_value_weight(value, VALUE_NODES + 1) > VALUE_NODES) return;
    gate_buf text = gate_buf_new(e->arena);
    gate_json json = gate_json_new(&text, 0);
    gate_value_json(&json, value);
    reading->value = gate_buf_str(&text);
}

/* A version's sort key is nothing to show: the version that it was made of is. */
static gate_value told(const gate_explain *e, const gate_why *why)
{
    bool calls = why->kind == GATE_WHY_APPLY && why->op == GATE_I_CALL && why->kid_count == 1 &&
                 why->index < e->program->calls_count;
    if (!calls || !gate_str_eq_c(gate_program_text(e->program, e->program->calls[why->index].name), "semver"))
        return why->value;
    gate_value version = gate_explain_node(e, gate_trace_kid(e->trace, why, 0))->value;
    return gate_is_definite(version) ? version : why->value;
}

gate_doc_reading *gate_explain_reading(gate_explain *e, uint32_t node, gate_where where)
{
    gate_doc_reading *reading = gate_doc_new_reading(e->arena);
    const gate_why *why = gate_explain_node(e, node);
    gate_value value = why->value;
    reading->text = gate_excerpt(e->arena, e->program, where);
    if (node == 0) {
        reading->state = GATE_STR("error");
        reading->because = GATE_STR("the trace was full, and this was not kept");
    } else if (gate_is_definite(value)) {
        set_value(e, reading, told(e, why));
        set_places(e, reading, node);
        reading->constant = reading->from.len == 0;
    } else {
        set_fault(e, reading, node, value);
    }
    return reading;
}
