/* Typed vectors in an arena.
 *
 *     GATE_VEC(gate_label) labels = {0};
 *     gate_vec_push(arena, &labels, label);
 *     for (uint32_t i = 0; i < labels.len; i++) … labels.items[i] …
 *
 * Growth doubles and leaves the old block to the arena. */
#ifndef GATE_BASE_VEC_H
#define GATE_BASE_VEC_H

#include "base/arena.h"

#define GATE_VEC(type)                                                                             \
    struct {                                                                                       \
        type *items;                                                                               \
        uint32_t len, cap;                                                                         \
    }

/* Room for one more element of [size] bytes; for the macro below. Unwinds as the arena does when
 * the count would pass UINT32_MAX. */
void *gate_vec_grow(gate_arena *arena, void *items, uint32_t *cap, uint32_t len, size_t size);

#define gate_vec_push(arena, vec, ...)                                                             \
    ((vec)->len == (vec)->cap                                                                      \
         ? (void)((vec)->items = gate_vec_grow((arena), (vec)->items, &(vec)->cap, (vec)->len,      \
                                               sizeof *(vec)->items))                              \
         : (void)0,                                                                                \
     (vec)->items[(vec)->len++] = (__VA_ARGS__))

#endif
