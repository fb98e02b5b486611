/* A map from text to a pointer, iterated in insertion order, so that no output depends on a hash.
 * Keys are borrowed and must outlive the map. Open addressing over FNV-1a with a final mix: keys
 * come from policies (trusted size); maps over hostile keys are bounded by their owners. */
#ifndef GATE_BASE_MAP_H
#define GATE_BASE_MAP_H

#include "base/str.h"

typedef struct gate_map_entry {
    gate_str key;
    void *value;
} gate_map_entry;

typedef struct gate_map {
    gate_arena *arena;
    gate_map_entry *entries; /* in insertion order */
    uint32_t len, cap;
    uint32_t *slots; /* entry index + 1, 0 free */
    uint32_t slot_count;
} gate_map;

gate_map gate_map_new(gate_arena *arena);
void *gate_map_get(const gate_map *map, gate_str key); /* NULL when absent */
/* Adds or replaces; returns the value that was there before, or NULL. [value] is not NULL. */
void *gate_map_put(gate_map *map, gate_str key, void *value);

#endif
