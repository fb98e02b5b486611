/* Bodies of hidden.def. */
#include "vm/builtin.h"

#define BUILTIN(signature, body, flags, cost, summary, example) gate_builtin_fn body;
#include "stdlib/hidden.def"
#undef BUILTIN

/* A count's two numbers, or the fault that says what is wrong with them. */
static bool counts(gate_call *call, gate_value group, int64_t *covered, int64_t *total, gate_value *out)
{
    gate_value c, t;
    if (group.tag != GATE_T_MAP || !gate_map_get_str(group, GATE_STR("covered"), &c) ||
        !gate_map_get_str(group, GATE_STR("total"), &t)) {
        gate_call_fail(call, out, GATE_FAULT_SHAPE, "a count is {covered, total}");
        return false;
    }
    if (c.tag != GATE_T_INT || t.tag != GATE_T_INT) {
        gate_call_fail(call, out, GATE_FAULT_SHAPE, "the counts `covered` and `total` are whole numbers");
        return false;
    }
    *covered = c.as.integer;
    *total = t.as.integer;
    if (*covered < 0 || *total < 0 || *covered > *total) {
        gate_call_fail(call, out, GATE_FAULT_RANGE, "the counts contradict each other: %lld covered of %lld",
                       (long long)*covered, (long long)*total);
        return false;
    }
    return true;
}

void fn_percent(gate_call *call, const gate_value *args, gate_value *out)
{
    int64_t covered, total;
    if (!counts(call, args[0], &covered, &total, out)) return;
    if (total == 0) {
        gate_call_fail(call, out, GATE_FAULT_NOT_MEASURED, "the report counts 0 of them in this module");
        return;
    }
    *out = gate_value_double(100.0 * (double)covered / (double)total);
}

/* The name that an element bears: the value at the path of keys; a string stands for itself. */
static bool bears(gate_value element, gate_value path, gate_str name, bool *matches, gate_value *fault, gate_call *call)
{
    for (size_t i = 0; i < gate_list_len(path); i++) {
        gate_value next;
        if (element.tag != GATE_T_MAP || !gate_map_get_str(element, gate_list_at(path, i).as.str, &next)) {
            *matches = false; /* an element without a name is not the one that is looked for */
            return true;
        }
        element = next;
    }
    if (!gate_is_definite(element)) {
        *fault = element;
        return false;
    }
    if (gate_list_len(path) == 0 && element.tag != GATE_T_STRING) {
        gate_call_fail(call, fault, GATE_FAULT_NO_OVERLOAD, "a roster without `by`");
        return false;
    }
    *matches = element.tag == GATE_T_STRING && gate_str_eq(element.as.str, name);
    return true;
}

void fn_named(gate_call *call, const gate_value *args, gate_value *out)
{
    gate_str name = args[2].as.str;
    if (args[0].tag == GATE_T_MAP) {
        if (!gate_map_get_str(args[0], name, out)) *out = gate_value_fault(call->arena, GATE_FAULT_NOT_NAMED, name);
        return;
    }
    if (args[0].tag != GATE_T_LIST) {
        *out = gate_value_fault_types(call->arena, GATE_FAULT_NOT_A_LIST, GATE_STR(""), gate_tag_of(args[0]), GATE_T_NULL);
        return;
    }
    bool found = false;
    for (size_t i = 0; i < gate_list_len(args[0]); i++) {
        gate_value element = gate_list_at(args[0], i);
        bool matches;
        if (!bears(element, args[1], name, &matches, out, call)) return;
        if (!matches) continue;
        if (found) {
            *out = gate_value_fault(call->arena, GATE_FAULT_DUPLICATE, name);
            return;
        }
        found = true;
        *out = gate_call_element(call, args[0], element, i);
    }
    if (!found) *out = gate_value_fault(call->arena, GATE_FAULT_NOT_NAMED, name);
}

void fn_there(gate_call *call, const gate_value *args, gate_value *out)
{
    (void)call;
    (void)args;
    *out = gate_value_bool(true);
}

void fn_as_timestamp(gate_call *call, const gate_value *args, gate_value *out)
{
    *out = args[0];
    if (args[0].tag == GATE_T_OPTIONAL && args[0].as.inner && args[0].as.inner->tag == GATE_T_STRING) {
        gate_value inner;
        fn_as_timestamp(call, args[0].as.inner, &inner);
        *out = gate_is_definite(inner) ? gate_value_some(call->arena, inner) : inner;
    } else if (args[0].tag == GATE_T_STRING) {
        gate_instant at;
        bool zoned;
        if (gate_instant_parse(args[0].as.str, &at, &zoned) && zoned) {
            *out = gate_value_instant(at);
            out->why = args[0].why;
        } else {
            gate_call_fail(call, out, GATE_FAULT_CONVERSION, "not an RFC 3339 time with its zone");
        }
    }
}

void fn_as_duration(gate_call *call, const gate_value *args, gate_value *out)
{
    *out = args[0];
    if (args[0].tag == GATE_T_OPTIONAL && args[0].as.inner && args[0].as.inner->tag == GATE_T_STRING) {
        gate_value inner;
        fn_as_duration(call, args[0].as.inner, &inner);
        *out = gate_is_definite(inner) ? gate_value_some(call->arena, inner) : inner;
    } else if (args[0].tag == GATE_T_STRING) {
        gate_duration span;
        if (gate_duration_parse(args[0].as.str, &span)) {
            *out = gate_value_duration(span);
            out->why = args[0].why;
        } else {
            gate_call_fail(call, out, GATE_FAULT_CONVERSION, "not a duration");
        }
    }
}
