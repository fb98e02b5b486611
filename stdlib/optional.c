#include "stdlib/bodies.h"

void fn_optional_of(gate_call *call, const gate_value *args, gate_value *out)
{
    *out = gate_value_some(call->arena, args[0]);
}

void fn_optional_none(gate_call *call, const gate_value *args, gate_value *out)
{
    (void)call;
    (void)args;
    *out = gate_value_none();
}

/* CEL's zero values; a timestamp's is the first instant there is (Go's zero time). */
static bool is_zero(gate_value value)
{
    switch (gate_tag_of(value)) {
    case GATE_T_NULL:
        return true;
    case GATE_T_BOOL:
        return !value.as.boolean;
    case GATE_T_INT:
        return value.as.integer == 0;
    case GATE_T_DOUBLE:
        return value.as.real == 0;
    case GATE_T_STRING:
        return value.as.str.len == 0;
    case GATE_T_TIMESTAMP:
        return value.as.instant.sec == GATE_INSTANT_MIN_SEC && value.as.instant.nsec == 0;
    case GATE_T_DURATION:
        return value.as.duration.sec == 0 && value.as.duration.nsec == 0;
    case GATE_T_LIST:
        return gate_list_len(value) == 0;
    case GATE_T_MAP:
        return gate_map_len(value) == 0;
    case GATE_T_OPTIONAL:
        return !value.as.inner;
    case GATE_T_MISSING:
    case GATE_T_ERROR:
    case GATE_T_TYPE:
        break;
    }
    return false;
}

void fn_optional_of_non_zero(gate_call *call, const gate_value *args, gate_value *out)
{
    *out = is_zero(args[0]) ? gate_value_none() : gate_value_some(call->arena, args[0]);
}

void fn_optional_unwrap(gate_call *call, const gate_value *args, gate_value *out)
{
    const gate_value *items = gate_body_items(call, args[0]);
    size_t len = gate_list_len(args[0]), count = 0;
    gate_value *values = GATE_ARRAY(call->arena, gate_value, len);
    for (size_t i = 0; i < len; i++) {
        if (items[i].tag != GATE_T_OPTIONAL) {
            gate_body_refuse(call, out, "unwrap", items[i]);
            return;
        }
        if (items[i].as.inner) values[count++] = *items[i].as.inner;
    }
    *out = gate_body_part(call, args[0], values, count);
}

void fn_optional_has_value(gate_call *call, const gate_value *args, gate_value *out)
{
    (void)call;
    *out = gate_value_bool(args[0].as.inner);
}

void fn_optional_value(gate_call *call, const gate_value *args, gate_value *out)
{
    if (args[0].as.inner)
        *out = *args[0].as.inner;
    else
        *out = gate_value_fault(call->arena, GATE_FAULT_NO_VALUE, GATE_STR(""));
}

/* The first argument of a lazy body, when it decides: a fault, which no default replaces, or no
 * optional at all. */
static bool receiver_is_optional(gate_call *call, gate_value receiver, const char *name, gate_value *out)
{
    if (receiver.tag == GATE_T_OPTIONAL) return true;
    if (gate_is_definite(receiver))
        gate_body_refuse(call, out, name, receiver);
    else
        *out = receiver;
    return false;
}

void fn_optional_or(gate_call *call, const gate_value *args, gate_value *out)
{
    if (!receiver_is_optional(call, args[0], "or", out)) return;
    if (args[0].as.inner)
        *out = args[0];
    else if (args[1].tag == GATE_T_OPTIONAL || !gate_is_definite(args[1]))
        *out = args[1];
    else
        gate_body_refuse2(call, out, "or", args[0], args[1]);
}

void fn_optional_or_value(gate_call *call, const gate_value *args, gate_value *out)
{
    if (receiver_is_optional(call, args[0], "orValue", out))
        *out = args[0].as.inner ? *args[0].as.inner : args[1];
}
