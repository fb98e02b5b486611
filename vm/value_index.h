/* What an index over values is built from: an order of map keys, a hash, and one stable sort. For
 * built maps (vm/value.c) and for grouping, sorting and sets (stdlib/).
 *
 * Maps are indexed by sorted keys and not by a hash table: keys come from evidence, and no choice of
 * keys makes a sort slow. */
#ifndef GATE_VM_VALUE_INDEX_H
#define GATE_VM_VALUE_INDEX_H

#include "vm/value.h"

/* A total order, for sorting: bools, then numbers on one exact line (NaN last, equal to itself), then
 * strings by bytes, timestamps, durations; 0 between any two of other kinds. Where gate_value_order
 * has an answer it is this one. */
int gate_key_order(gate_value a, gate_value b);

/* May this be the key of a built map: a bool, an int, a whole double, a string? */
bool gate_value_is_key(gate_value value);

/* Equal values have equal hashes (1 and 1.0 too). Costs the value's weight. Takes no pains against
 * chosen collisions: who compares what the hash throws together charges fuel for it. */
uint64_t gate_value_hash(gate_value value);

/* A key, and where it came from. */
typedef struct gate_keyed {
    gate_value key;
    uint32_t at;
} gate_keyed;

/* [len] of them with [at] counting from 0, keys to be filled in. Unwinds past UINT32_MAX of them. */
gate_keyed *gate_keyed_new(gate_arena *arena, size_t len);

/* Sorts by gate_key_order, equal keys in the order they stood in. n log n for every input. */
void gate_keyed_sort(gate_arena *arena, gate_keyed *keyed, size_t len);

#endif
