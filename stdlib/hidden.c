/* Bodies of hidden.def. */
#include "vm/builtin.h"
#include "vm/value_index.h"

#define BUILTIN(signature, body, flags, cost, summary, example) gate_builtin_fn body;
#include "stdlib/hidden.def"
#undef BUILTIN

/* A count's two numbers, or the fault that says what is wrong with them. */
static bool counts(gate_call *call, gate_value group, int64_t *covered, int64_t *total, gate_value *out)
{
    gate_value c, t;
    if (group.tag != GATE_T_MAP) {
        gate_call_fail(call, out, GATE_FAULT_SHAPE, "a count is {covered, total}");
        return false;
    }
    bool covers = gate_map_get_str(group, GATE_STR("covered"), &c);
    if (!covers || !gate_map_get_str(group, GATE_STR("total"), &t)) {
        *out = gate_value_fault(call->arena, GATE_FAULT_NO_KEY, covers ? GATE_STR("total") : GATE_STR("covered"));
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

/* A count as it is, where its numbers can be: `lines.total - lines.covered` of counts that contradict each other
 * would be below 0, and so below every limit. */
void fn_counts(gate_call *call, const gate_value *args, gate_value *out)
{
    int64_t covered, total;
    gate_value group = args[0];
    if (group.tag == GATE_T_OPTIONAL && group.as.inner) group = *group.as.inner;
    bool none = group.tag == GATE_T_OPTIONAL;
    if (none || counts(call, group, &covered, &total, out)) *out = args[0];
}

void fn_percent(gate_call *call, const gate_value *args, gate_value *out)
{
    int64_t covered, total;
    if (args[0].tag == GATE_T_OPTIONAL) { /* `base.?line`: what is there stays optional */
        *out = args[0];
        if (!args[0].as.inner) return;
        gate_value percent;
        fn_percent(call, args[0].as.inner, &percent);
        *out = gate_is_definite(percent) ? gate_value_some(call->arena, percent) : percent;
        return;
    }
    if (!counts(call, args[0], &covered, &total, out)) return;
    if (total == 0) {
        gate_call_fail(call, out, GATE_FAULT_NOT_MEASURED, "the report counts 0 of them in this module");
        return;
    }
    *out = gate_value_double(100.0 * (double)covered / (double)total);
}

/* The name that an element bears: the value at the path of keys, where that is a string; NULL for an element
 * without a name, which is not the one that is looked for. */
static gate_value name_of(gate_value element, gate_value path)
{
    for (size_t i = 0; i < gate_list_len(path); i++) {
        gate_value next;
        if (element.tag != GATE_T_MAP || !gate_map_get_str(element, gate_list_at(path, i).as.str, &next))
            return gate_value_null();
        element = next;
    }
    return !gate_is_definite(element) || element.tag == GATE_T_STRING ? element : gate_value_null();
}

/* A roster looks up many names in one list, so the list is put in order once: its names, sorted, each with
 * the index of its element. The list that comes out is [all, name, index, name, index, …]; [all] is false
 * when the elements are to be names themselves and one is no string: those from there on are not looked at.
 */
void fn_roster(gate_call *call, const gate_value *args, gate_value *out)
{
    gate_value list = args[0];
    if (list.tag == GATE_T_MAP) { /* its keys are the names */
        *out = gate_value_list(call->arena, NULL, 0);
        return;
    }
    if (list.tag != GATE_T_LIST) {
        *out = gate_value_fault_types(call->arena, GATE_FAULT_NOT_A_LIST, GATE_STR(""), gate_tag_of(list),
                                      GATE_T_NULL);
        return;
    }
    size_t len = gate_list_len(list), count = 0;
    gate_keyed *named = gate_keyed_new(call->arena, len);
    bool bare = gate_list_len(args[1]) == 0, all = true;
    for (size_t i = 0; i < len && all; i++) {
        gate_value name = name_of(gate_list_at(list, i), args[1]);
        if (name.tag == GATE_T_STRING)
            named[count++] = (gate_keyed){name, (uint32_t)i};
        else if (bare)
            all = false;
        if (gate_is_definite(name)) continue;
        *out = name;
        return;
    }
    gate_keyed_sort(call->arena, named, count);
    gate_value *items = GATE_ARRAY(call->arena, gate_value, 2 * count + 1);
    items[0] = gate_value_bool(all);
    for (size_t i = 0; i < count; i++) {
        items[2 * i + 1] = named[i].key;
        items[2 * i + 2] = gate_value_int(named[i].at);
    }
    *out = gate_value_list(call->arena, items, 2 * count + 1);
}

static size_t names_in(gate_value order)
{
    size_t len = gate_list_len(order);
    return len ? (len - 1) / 2 : 0;
}

/* Where the first of that name stands in what fn_roster made, or where it would. */
static size_t look_up(gate_value order, gate_str name)
{
    gate_value wanted = gate_value_str(name);
    size_t low = 0, high = names_in(order);
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (gate_key_order(gate_list_at(order, 2 * middle + 1), wanted) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static bool stands_at(gate_value order, size_t at, gate_str name)
{
    if (at >= names_in(order)) return false;
    gate_value there = gate_list_at(order, 2 * at + 1);
    return there.tag == GATE_T_STRING && gate_str_eq(there.as.str, name);
}

void fn_named(gate_call *call, const gate_value *args, gate_value *out)
{
    gate_value list = args[0], order = args[1], index = gate_value_null();
    gate_str name = args[2].as.str;
    if (list.tag == GATE_T_MAP) {
        if (!gate_map_get_str(list, name, out))
            *out = gate_value_fault(call->arena, GATE_FAULT_NOT_NAMED, name);
        return;
    }
    size_t at = look_up(order, name);
    bool there = stands_at(order, at, name),
         all = gate_list_len(order) > 0 && gate_list_at(order, 0).as.boolean;
    if (there) index = gate_list_at(order, 2 * at + 2);
    if (there && stands_at(order, at + 1, name)) {
        gate_value second = gate_list_at(order, 2 * at + 4);
        gate_call_fail(call, out, GATE_FAULT_NOT_ONE, "`" GATE_STR_FMT "` is there twice, as elements [%lld] and [%lld]",
                       GATE_STR_ARG(name), (long long)index.as.integer, (long long)second.as.integer);
    } else if (!all) {
        gate_call_fail(call, out, GATE_FAULT_NO_OVERLOAD, "a roster without `by`");
    } else if (!there) {
        *out = gate_value_fault(call->arena, GATE_FAULT_NOT_NAMED, name);
    } else if (list.tag != GATE_T_LIST || index.tag != GATE_T_INT || index.as.integer < 0 ||
               (uint64_t)index.as.integer >= gate_list_len(list)) { /* a program made by hand */
        gate_call_fail(call, out, GATE_FAULT_SHAPE, "this is no roster of that list");
    } else {
        size_t i = (size_t)index.as.integer;
        *out = gate_call_element(call, list, gate_list_at(list, i), i);
    }
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
