#include "stdlib/bodies.h"

#include "base/utf8.h"
#include "base/vec.h"

#include <inttypes.h>

void fn_size_string(gate_call *call, const gate_value *args, gate_value *out)
{
    (void)call;
    *out = gate_value_int((int64_t)gate_utf8_count(args[0].as.str));
}

void fn_size_list(gate_call *call, const gate_value *args, gate_value *out)
{
    (void)call;
    *out = gate_value_int((int64_t)gate_list_len(args[0]));
}

void fn_size_map(gate_call *call, const gate_value *args, gate_value *out)
{
    (void)call;
    *out = gate_value_int((int64_t)gate_map_len(args[0]));
}

void fn_first(gate_call *call, const gate_value *args, gate_value *out)
{
    if (gate_list_len(args[0]))
        *out = gate_list_at(args[0], 0);
    else
        *out = gate_value_fault(call->arena, GATE_FAULT_EMPTY, GATE_STR(""));
}

void fn_last(gate_call *call, const gate_value *args, gate_value *out)
{
    size_t len = gate_list_len(args[0]);
    if (len)
        *out = gate_list_at(args[0], len - 1);
    else
        *out = gate_value_fault(call->arena, GATE_FAULT_EMPTY, GATE_STR(""));
}

/* Is [count] a number of elements that the list has? 0 is refused: what is asked of no element at all
 * would come out well. */
static bool enough(gate_call *call, gate_value *out, const char *name, gate_value list, int64_t count)
{
    size_t len = gate_list_len(list);
    if (count < 1)
        gate_call_fail(call, out, GATE_FAULT_RANGE, "`%s` needs a count of at least 1, and this is %" PRId64,
                       name, count);
    else if ((uint64_t)count > len)
        gate_body_too_few(call, out, len, count);
    else
        return true;
    return false;
}

void fn_last_n(gate_call *call, const gate_value *args, gate_value *out)
{
    if (!enough(call, out, "last", args[0], args[1].as.integer)) return;
    size_t count = (size_t)args[1].as.integer;
    *out = gate_body_part(call, args[0], gate_body_items(call, args[0]) + (gate_list_len(args[0]) - count),
                          count);
}

void fn_slice(gate_call *call, const gate_value *args, gate_value *out)
{
    int64_t lo = args[1].as.integer, hi = args[2].as.integer;
    size_t len = gate_list_len(args[0]);
    if (lo < 0 || lo > hi)
        gate_call_fail(call, out, GATE_FAULT_RANGE,
                       "`slice` needs 0 <= from <= to, and these are %" PRId64 " and %" PRId64, lo, hi);
    else if ((uint64_t)hi > len)
        gate_body_too_few(call, out, len, hi);
    else
        *out = gate_body_part(call, args[0], gate_body_items(call, args[0]) + lo, (size_t)(hi - lo));
}

typedef GATE_VEC(gate_value) values;

/* Appends the elements of [list], those of the lists in it in their stead down to [levels] more. False
 * with [out] set at an element that isn't definite: a list in the list may hold such. */
static bool flatten(gate_call *call, gate_value list, int64_t levels, values *flat, gate_value *out)
{
    size_t len = gate_list_len(list);
    for (size_t i = 0; i < len; i++) {
        gate_value item = gate_list_at(list, i);
        if (!gate_is_definite(item)) {
            *out = item;
            return false;
        }
        if (item.tag != GATE_T_LIST || levels == 0)
            gate_vec_push(call->arena, flat, item);
        else if (!flatten(call, item, levels - 1, flat, out))
            return false;
    }
    return true;
}

void fn_flatten(gate_call *call, const gate_value *args, gate_value *out)
{
    values flat = {0};
    if (flatten(call, args[0], 1, &flat, out)) *out = gate_body_part(call, args[0], flat.items, flat.len);
}

void fn_flatten_levels(gate_call *call, const gate_value *args, gate_value *out)
{
    int64_t levels = args[1].as.integer;
    values flat = {0};
    if (levels < 0)
        gate_call_fail(call, out, GATE_FAULT_RANGE,
                       "`flatten` needs a depth of at least 0, and this is %" PRId64, levels);
    else if (flatten(call, args[0], levels, &flat, out))
        *out = gate_body_part(call, args[0], flat.items, flat.len);
}

void fn_reverse_list(gate_call *call, const gate_value *args, gate_value *out)
{
    size_t len = gate_list_len(args[0]);
    gate_value *items = GATE_ARRAY(call->arena, gate_value, len);
    for (size_t i = 0; i < len; i++)
        items[i] = gate_list_at(args[0], len - 1 - i);
    *out = gate_body_part(call, args[0], items, len);
}

/* The windows overlap, and so do their elements in memory. */
void fn_windows(gate_call *call, const gate_value *args, gate_value *out)
{
    if (!enough(call, out, "windows", args[0], args[1].as.integer)) return;
    size_t width = (size_t)args[1].as.integer, count = gate_list_len(args[0]) - width + 1;
    gate_value all = gate_body_part(call, args[0], gate_body_items(call, args[0]), gate_list_len(args[0]));
    if (!gate_is_definite(all)) {
        *out = all;
        return;
    }
    gate_value *windows = GATE_ARRAY(call->arena, gate_value, count);
    for (size_t i = 0; i < count; i++)
        windows[i] = gate_body_part(call, all, all.as.list->items + i, width);
    *out = gate_value_list(call->arena, windows, count);
}

/* Of a negative number empty, as in CEL: `lists.range(size(xs) - 1)` is then fine for an empty list. */
/* As many as an artifact may have values: more would be memory, not a list that somebody judges. */
#define RANGE_MAX 33554432

void fn_range(gate_call *call, const gate_value *args, gate_value *out)
{
    int64_t count = args[0].as.integer > 0 ? args[0].as.integer : 0;
    if (count > RANGE_MAX) {
        gate_call_fail(call, out, GATE_FAULT_RANGE, "`lists.range` makes at most %d elements", RANGE_MAX);
        return;
    }
    if (!gate_call_charge(call, (uint64_t)count, out)) return;
    gate_value *items = GATE_ARRAY(call->arena, gate_value, (size_t)count);
    for (int64_t i = 0; i < count; i++)
        items[i] = gate_value_int(i);
    *out = gate_value_list(call->arena, items, (size_t)count);
}

/* The elements of [list] in the order of [keys]. */
static void sort_by(gate_call *call, const char *name, gate_value list, const gate_value *keys,
                    gate_value *out)
{
    size_t len = gate_list_len(list);
    if (!gate_body_ordered(call, out, name, keys, len)) return;
    const gate_value *items = gate_body_items(call, list);
    gate_keyed *keyed = gate_keyed_new(call->arena, len);
    for (size_t i = 0; i < len; i++)
        keyed[i].key = keys[i];
    gate_keyed_sort(call->arena, keyed, len);
    gate_value *sorted = GATE_ARRAY(call->arena, gate_value, len);
    for (size_t i = 0; i < len; i++)
        sorted[i] = items[keyed[i].at];
    *out = gate_body_part(call, list, sorted, len);
}

void fn_sort(gate_call *call, const gate_value *args, gate_value *out)
{
    sort_by(call, "sort", args[0], gate_body_items(call, args[0]), out);
}

void fn_sort_by(gate_call *call, const gate_value *args, gate_value *out)
{
    sort_by(call, "sortBy", args[0], gate_body_items(call, args[1]), out);
}
