/* What the generated test of the formatter is made of: policies with any space and comments between their
 * tokens (generate.c, sentences.c), and compiled programs compared apart from places (program.c). */
#ifndef GATE_TESTS_FORMAT_H
#define GATE_TESTS_FORMAT_H

#include "base/vec.h"
#include "vm/program.h"

typedef struct words {
    gate_arena *arena;
    uint64_t seed;
    uint32_t depth; /* of expressions left */
    GATE_VEC(gate_str) list;
} words;

/* A number below [below]. */
uint32_t pick(words *to, uint32_t below);
void put(words *to, const char *token);

/* The tokens of a policy, one of every production with time (sentences.c). */
void sentences(words *to);
/* The tokens of a text that is right. */
void tokens_of(words *to, gate_str text);
/* The text of the tokens: each gap is filled with what may stand there. [*comments] counts those put in. */
gate_str scatter(words *from, uint32_t *comments);

/* A program as bytes, without places in its sources and without their text; texts stand in it by value. */
gate_str program_bytes(gate_arena *arena, const gate_program *program);

#endif
