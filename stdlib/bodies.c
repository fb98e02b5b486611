#include "stdlib/bodies.h"

#include <inttypes.h>
#include <math.h>

const gate_value *gate_body_items(gate_call *call, gate_value list)
{
    if (!(list.flags & GATE_V_DATUM)) return list.as.list->items;
    size_t len = gate_list_len(list);
    gate_value *items = GATE_ARRAY(call->arena, gate_value, len);
    for (size_t i = 0; i < len; i++)
        items[i] = gate_list_at(list, i);
    return items;
}

gate_value gate_body_part(gate_call *call, gate_value from, const gate_value *items, size_t len)
{
    if (from.flags & GATE_V_DATUM) { /* its depth isn't kept: the maker knows it from the elements */
        gate_value part = gate_value_list(call->arena, items, len);
        part.flags |= GATE_V_EVIDENCE;
        return part;
    }
    gate_list *list = GATE_NEW(call->arena, gate_list);
    *list = (gate_list){items, len};
    return (gate_value){
        .tag = GATE_T_LIST, .flags = from.flags & GATE_V_EVIDENCE, .depth = from.depth, .as.list = list};
}

void gate_body_refuse(gate_call *call, gate_value *out, const char *name, gate_value value)
{
    *out = gate_value_fault_types(call->arena, GATE_FAULT_NO_OVERLOAD, gate_str_c(name), gate_tag_of(value),
                                  GATE_T_NULL);
}

void gate_body_refuse2(gate_call *call, gate_value *out, const char *name, gate_value a, gate_value b)
{
    *out = gate_value_fault_types(call->arena, GATE_FAULT_NO_OVERLOAD2, gate_str_c(name), gate_tag_of(a),
                                  gate_tag_of(b));
}

bool gate_body_ordered(gate_call *call, gate_value *out, const char *name, const gate_value *items,
                       size_t len)
{
    bool nan = false;
    for (size_t i = 0; i < len; i++) {
        if (gate_value_order(items[i], items[i]) == GATE_ORDER_NONE) {
            gate_body_refuse(call, out, name, items[i]);
            return false;
        }
        if (gate_value_order(items[0], items[i]) == GATE_ORDER_NONE) {
            gate_body_refuse2(call, out, name, items[0], items[i]);
            return false;
        }
        if (items[i].tag == GATE_T_DOUBLE && isnan(items[i].as.real)) nan = true;
    }
    if (nan) *out = gate_value_fault(call->arena, GATE_FAULT_NAN_ORDER, GATE_STR(""));
    return !nan;
}

bool gate_body_numbers(gate_call *call, gate_value *out, const char *name, const gate_value *items,
                       size_t len)
{
    for (size_t i = 0; i < len; i++) {
        if (items[i].tag != GATE_T_INT && items[i].tag != GATE_T_DOUBLE) {
            gate_body_refuse(call, out, name, items[i]);
            return false;
        }
    }
    return true;
}

void gate_body_too_few(gate_call *call, gate_value *out, size_t have, int64_t need)
{
    gate_call_fail(call, out, GATE_FAULT_TOO_FEW, "%zu %s where %" PRId64 " %s needed", have,
                   have == 1 ? "value" : "values", need, need == 1 ? "is" : "are");
}
