#include "base/vec.h"

#include <string.h>

void *gate_vec_grow(gate_arena *arena, void *items, uint32_t *cap, uint32_t len, size_t size)
{
    if (len == UINT32_MAX) gate_panic_raise(gate_arena_panic(arena), GATE_E_LIMIT, "elements of a list");
    uint32_t more = *cap == 0 ? 8 : *cap > UINT32_MAX / 2 ? UINT32_MAX : *cap * 2;
    void *grown = gate_arena_array(arena, more, size);
    if (len) memcpy(grown, items, len * size);
    *cap = more;
    return grown;
}
