/* Sixteen bytes at a time, by the compiler's vector types: what makes stepping over long lists of
 * numbers several times faster than byte by byte. Private to the files that scan JSON text. */
#ifndef GATE_EVIDENCE_BLOCK_H
#define GATE_EVIDENCE_BLOCK_H

#include "base/defs.h"

#include <string.h>

#define GATE_BLOCK ((size_t)16)

typedef uint8_t gate_block __attribute__((vector_size(16)));

/* The 16 bytes at [from]. */
static inline gate_block gate_block_load(const char *from)
{
    gate_block block;
    memcpy(&block, from, sizeof block);
    return block;
}

/* 0xFF in each byte that is [c], else 0. */
static inline gate_block gate_block_is(gate_block block, uint8_t c)
{
    return (gate_block)(block == (gate_block){c, c, c, c, c, c, c, c, c, c, c, c, c, c, c, c});
}

static inline bool gate_block_any(gate_block mask)
{
    uint64_t half[2];
    memcpy(half, &mask, sizeof half);
    return (half[0] | half[1]) != 0;
}

/* How many bytes of a mask are set. */
static inline uint32_t gate_block_count(gate_block mask)
{
    uint64_t half[2];
    memcpy(half, &mask, sizeof half);
    /* One bit a byte; the multiplication adds the bytes up in the highest one. */
    const uint64_t ones = 0x0101010101010101u;
    return (uint32_t)(((half[0] & ones) + (half[1] & ones)) * ones >> 56);
}

/* Set where a byte of JSON outside of strings begins or ends something: a quote or a bracket. */
static inline gate_block gate_block_marks(gate_block block)
{
    gate_block folded = block | (gate_block){32, 32, 32, 32, 32, 32, 32, 32, 32, 32, 32, 32, 32, 32, 32, 32};
    return gate_block_is(block, '"') | gate_block_is(folded, '{') | gate_block_is(folded, '}');
}

#endif
