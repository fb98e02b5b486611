/* The policy's own words: what a place says, on one line, and which part of it is which operand. The
 * trace knows the place of an instruction, but a value that many places share (a path, a parameter, a
 * local) has the place of its first use; so operands are told apart by the text of the test that uses
 * them. Knows the language's brackets, strings and comments, nothing of its meaning. Private to
 * verdict/. */
#ifndef GATE_VERDICT_EXCERPT_H
#define GATE_VERDICT_EXCERPT_H

#include "base/vec.h"
#include "vm/program.h"

#define GATE_EXCERPT_MAX 160u /* columns */

extern const gate_where gate_nowhere;

/* What the policy says there: comments dropped, white space made one space each, at most
 * [GATE_EXCERPT_MAX] columns with `…` for what is left out. In [arena]; empty when there is no place. */
gate_str gate_excerpt(gate_arena *arena, const gate_program *program, gate_where where);

/* The place without white space, comments and brackets around all of it. */
gate_where gate_excerpt_trim(const gate_program *program, gate_where where);
/* The part before the word, where that stands outside of brackets and strings; else all. */
gate_where gate_excerpt_before(const gate_program *program, gate_where where, const char *word);
/* Is [inner] a part of [outer], and smaller? */
bool gate_excerpt_inside(gate_where inner, gate_where outer);

/* All of the following give false, and no places, where the text isn't of that form. */

/* `LEFT sign RIGHT`, at the last [sign] outside of brackets; a sign of letters is a word. */
bool gate_excerpt_binary(const gate_program *program, gate_where where, const char *sign, gate_where *left,
                         gate_where *right);
/* `A sign B sign C …`: the parts between the signs outside of brackets, in [arena]; one part, all of it,
 * where there is no sign. Takes time in proportion to the text, however many parts there are. */
typedef struct gate_wheres {
    gate_where *items;
    uint32_t len, cap;
} gate_wheres;
gate_wheres gate_excerpt_chain(gate_arena *arena, const gate_program *program, gate_where where,
                               const char *sign);
/* `!OPERAND`. */
bool gate_excerpt_not(const gate_program *program, gate_where where, gate_where *operand);
/* `TEST ? YES : NO`. */
bool gate_excerpt_choice(const gate_program *program, gate_where where, gate_where *test, gate_where *yes,
                         gate_where *no);

#define GATE_EXCERPT_ARGS 8u

/* `RECEIVER.name(ARGS)` or `name(ARGS)`. */
typedef struct gate_excerpt_call {
    gate_where receiver; /* no place when there is none */
    gate_where name;     /* with its namespace when there is no receiver */
    gate_where args[GATE_EXCERPT_ARGS];
    uint32_t count; /* those that are told apart; the rest are not */
} gate_excerpt_call;

/* [method]: what stands before the last name's dot is the receiver. */
bool gate_excerpt_called(const gate_program *program, gate_where where, bool method, gate_excerpt_call *out);
/* `… X in LIST [where FILTER] [by FIELD] [or none] [: BODY]`; places that are not there have none. For
 * `any X in LIST where BODY` the body is the filter. */
bool gate_excerpt_each(const gate_program *program, gate_where where, gate_where *list, gate_where *filter,
                       gate_where *body);

#endif
