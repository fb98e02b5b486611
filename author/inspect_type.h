/* A type of the language for what was seen in an artifact, and the guesses that go with it: which texts are
 * words of a few, which number is a time. Reads the shape only; writes text of a policy. */
#ifndef GATE_AUTHOR_INSPECT_TYPE_H
#define GATE_AUTHOR_INSPECT_TYPE_H

#include "author/inspect_seen.h"

/* What a text or a number seems to be, by its values and the name of its field. */
typedef enum gate_guess {
    GATE_GUESS_NONE,
    GATE_GUESS_WORDS,    /* a text that is one of a few words, of which several were seen */
    GATE_GUESS_WORD,     /* it seems to be one, and only one was seen */
    GATE_GUESS_TIME,     /* a time with its zone */
    GATE_GUESS_LOCAL,    /* a time without its zone */
    GATE_GUESS_EPOCH,    /* seconds since 1970 */
    GATE_GUESS_EPOCH_MS, /* milliseconds since 1970 */
    GATE_GUESS_SPAN,     /* a duration */
    GATE_GUESS_PERCENT,  /* a number from 0 to 100 */
    GATE_GUESS_NUMBER,   /* a number that may have decimals, though none was seen */
} gate_guess;

/* [key] is the field's name, or empty. */
gate_guess gate_seen_guess(const gate_seen *seen, gate_str key);

/* Is this nothing but objects with fields of their own: a record? */
bool gate_seen_is_record(const gate_seen *seen);
/* The field of that name of a record, or NULL. */
const gate_seen_field *gate_seen_get(const gate_seen *seen, const char *key);

/* Appends the declarations of types for an artifact, those that others are made of first. Returns the type to
 * write behind the evidence: a name out of [name], or the type itself where it is short. Both parse, and the
 * artifact is of that type. Bounded: what is too deep, or too much, becomes `any`. */
gate_str gate_type_propose(gate_buf *out, const gate_seen *root, gate_str name);

#endif
