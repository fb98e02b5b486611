#include "stdlib/bodies.h"

/* The weight of one comparison beyond this isn't asked for: fuel would be long gone. */
#define WEIGHT_MAX (1u << 20)

void fn_keys(gate_call *call, const gate_value *args, gate_value *out)
{
    gate_value *keys = GATE_ARRAY(call->arena, gate_value, gate_map_len(args[0]));
    gate_map_walk walk = gate_map_start(args[0]);
    gate_value value;
    size_t count = 0;
    while (gate_map_step(&walk, &keys[count], &value))
        count++;
    *out = gate_value_list(call->arena, keys, count);
}

void fn_values(gate_call *call, const gate_value *args, gate_value *out)
{
    gate_value *values = GATE_ARRAY(call->arena, gate_value, gate_map_len(args[0]));
    gate_map_walk walk = gate_map_start(args[0]);
    gate_value key;
    size_t count = 0;
    while (gate_map_step(&walk, &key, &values[count]))
        count++;
    *out = gate_value_list(call->arena, values, count);
}

/* A list's elements in the order of their hashes. */
typedef struct hashed {
    const gate_value *items;
    gate_keyed *keyed; /* the key is the hash, as an int */
    size_t len;
} hashed;

static gate_value hash_key(gate_value value)
{
    return gate_value_int((int64_t)gate_value_hash(value));
}

static hashed hash_all(gate_call *call, gate_value list)
{
    hashed set = {.items = gate_body_items(call, list), .len = gate_list_len(list)};
    set.keyed = gate_keyed_new(call->arena, set.len);
    for (size_t i = 0; i < set.len; i++)
        set.keyed[i].key = hash_key(set.items[i]);
    gate_keyed_sort(call->arena, set.keyed, set.len);
    return set;
}

typedef enum answer { NO, YES, FUEL } answer;

/* Equality of two values with one hash. The first such comparison that an element needs is in the
 * call's cost; [more] of them are not, since only chosen hashes make them many. */
static answer same(gate_call *call, gate_value a, gate_value b, bool more, gate_value *out)
{
    if (more && !gate_call_charge(call, gate_value_weight(a, WEIGHT_MAX), out)) return FUEL;
    return gate_value_equal(a, b) ? YES : NO;
}

static answer has(gate_call *call, const hashed *set, gate_value value, gate_value *out)
{
    gate_value hash = hash_key(value);
    size_t lo = 0, hi = set->len;
    while (lo < hi) {
        size_t mid = lo + (hi - lo) / 2;
        if (gate_key_order(set->keyed[mid].key, hash) < 0)
            lo = mid + 1;
        else
            hi = mid;
    }
    answer found = NO;
    for (size_t i = lo; found == NO && i < set->len && gate_key_order(set->keyed[i].key, hash) == 0; i++)
        found = same(call, set->items[set->keyed[i].at], value, i > lo, out);
    return found;
}

/* Are all elements of [list] in [set]? Or, with [any], is one? */
static answer has_all(gate_call *call, const hashed *set, gate_value list, bool any, gate_value *out)
{
    size_t len = gate_list_len(list);
    for (size_t i = 0; i < len; i++) {
        answer one = has(call, set, gate_list_at(list, i), out);
        if (one == FUEL || one == (any ? YES : NO)) return one;
    }
    return any ? NO : YES;
}

void fn_sets_contains(gate_call *call, const gate_value *args, gate_value *out)
{
    hashed set = hash_all(call, args[0]);
    answer all = has_all(call, &set, args[1], false, out);
    if (all != FUEL) *out = gate_value_bool(all == YES);
}

void fn_sets_intersects(gate_call *call, const gate_value *args, gate_value *out)
{
    hashed set = hash_all(call, args[0]);
    answer any = has_all(call, &set, args[1], true, out);
    if (any != FUEL) *out = gate_value_bool(any == YES);
}

void fn_sets_equivalent(gate_call *call, const gate_value *args, gate_value *out)
{
    hashed set = hash_all(call, args[0]);
    answer all = has_all(call, &set, args[1], false, out);
    if (all == YES) {
        set = hash_all(call, args[1]);
        all = has_all(call, &set, args[0], false, out);
    }
    if (all != FUEL) *out = gate_value_bool(all == YES);
}

/* Marks in [repeated] the elements from [lo] to [hi], all of one hash, that are equal to an earlier one. */
static bool mark_repeated(gate_call *call, const hashed *set, size_t lo, size_t hi, bool *repeated,
                          gate_value *out)
{
    for (size_t i = lo + 1; i < hi; i++) {
        answer found = NO;
        for (size_t k = lo; found == NO && k < i; k++) {
            if (repeated[set->keyed[k].at]) continue; /* equal to one that was compared before it */
            found = same(call, set->items[set->keyed[k].at], set->items[set->keyed[i].at], k > lo, out);
        }
        if (found == FUEL) return false;
        repeated[set->keyed[i].at] = found == YES;
    }
    return true;
}

void fn_distinct(gate_call *call, const gate_value *args, gate_value *out)
{
    hashed set = hash_all(call, args[0]);
    bool *repeated = GATE_ARRAY(call->arena, bool, set.len);
    for (size_t lo = 0, hi; lo < set.len; lo = hi) {
        for (hi = lo + 1; hi < set.len && set.keyed[hi].key.as.integer == set.keyed[lo].key.as.integer; hi++)
            continue;
        if (!mark_repeated(call, &set, lo, hi, repeated, out)) return;
    }
    gate_value *kept = GATE_ARRAY(call->arena, gate_value, set.len);
    size_t count = 0;
    for (size_t i = 0; i < set.len; i++) {
        if (!repeated[i]) kept[count++] = set.items[i];
    }
    *out = gate_body_part(call, args[0], kept, count);
}
