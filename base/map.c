#include "base/map.h"

#include <string.h>

#define SLOTS_MIN 16u

/* FNV-1a's low bits are weak for short keys; the mix (of MurmurHash3) spreads them over the mask. */
static uint32_t hash(gate_str key)
{
    uint32_t h = 2166136261u;
    for (size_t i = 0; i < key.len; i++)
        h = (h ^ (unsigned char)key.ptr[i]) * 16777619u;
    h = (h ^ (h >> 16)) * 0x85ebca6bu;
    h = (h ^ (h >> 13)) * 0xc2b2ae35u;
    return h ^ (h >> 16);
}

/* The slot that holds [key], or the free one where it belongs. Slots are a power of two and at most
 * half full, so that there is always a free one. */
static uint32_t slot_of(const gate_map *map, gate_str key)
{
    uint32_t mask = map->slot_count - 1;
    uint32_t at = hash(key) & mask;
    while (map->slots[at] && !gate_str_eq(map->entries[map->slots[at] - 1].key, key))
        at = (at + 1) & mask;
    return at;
}

gate_map gate_map_new(gate_arena *arena)
{
    return (gate_map){.arena = arena};
}

void *gate_map_get(const gate_map *map, gate_str key)
{
    if (map->len == 0) return NULL;
    uint32_t at = map->slots[slot_of(map, key)];
    return at ? map->entries[at - 1].value : NULL;
}

/* Twice the room. The fields change only when all is allocated, since an allocation may unwind. */
static void grow(gate_map *map)
{
    if (map->slot_count > UINT32_MAX / 2)
        gate_panic_raise(gate_arena_panic(map->arena), GATE_E_LIMIT, "entries of a map");
    uint32_t slot_count = map->slot_count ? map->slot_count * 2 : SLOTS_MIN;
    uint32_t cap = slot_count / 2;
    uint32_t *slots = GATE_ARRAY(map->arena, uint32_t, slot_count);
    gate_map_entry *entries = GATE_ARRAY(map->arena, gate_map_entry, cap);
    if (map->len) memcpy(entries, map->entries, map->len * sizeof *entries);
    map->entries = entries;
    map->cap = cap;
    map->slots = slots;
    map->slot_count = slot_count;
    for (uint32_t i = 0; i < map->len; i++)
        slots[slot_of(map, entries[i].key)] = i + 1;
}

void *gate_map_put(gate_map *map, gate_str key, void *value)
{
    if (map->slot_count == 0) grow(map);
    uint32_t at = slot_of(map, key);
    if (map->slots[at]) {
        gate_map_entry *entry = &map->entries[map->slots[at] - 1];
        void *before = entry->value;
        entry->value = value;
        return before;
    }
    if (map->len == map->cap) {
        grow(map);
        at = slot_of(map, key);
    }
    map->entries[map->len] = (gate_map_entry){key, value};
    map->slots[at] = ++map->len;
    return NULL;
}
