/* What was seen at one path of an artifact, over all values that stand there: how many of each kind, and in
 * which range. The shape of an artifact is a tree of these. Owned by an arena, and bounded: however large the
 * artifact, no more than [GATE_SEEN_MAX] of them are made, and an object of very many keys is folded into one
 * that says what all its values are. Knows artifacts only through evidence/datum.h, and borrows their text.
 */
#ifndef GATE_AUTHOR_INSPECT_SEEN_H
#define GATE_AUTHOR_INSPECT_SEEN_H

#include "base/instant.h"
#include "base/vec.h"
#include "evidence/datum.h"

#define GATE_SEEN_MAX    20000u /* of one artifact */
#define GATE_SEEN_FIELDS 256u   /* keys of one path that are kept apart */
#define GATE_SEEN_WORDS  8u     /* different texts that are kept */

typedef struct gate_seen gate_seen;

typedef struct gate_seen_field {
    gate_str key;
    gate_seen *seen;
    uint64_t count; /* objects that have it */
} gate_seen_field;

typedef GATE_VEC(gate_seen_field) gate_seen_fields;

struct gate_seen {
    uint64_t nulls, trues, falses, ints, reals, strings, arrays, objects;
    int64_t int_min, int_max;
    double real_min, real_max;       /* ints taken in */
    gate_str words[GATE_SEEN_WORDS]; /* the first different texts */
    uint32_t word_count;
    bool more_words;                    /* there were others */
    uint64_t times, local_times, spans; /* of the strings: times with a zone, without one, durations */
    gate_instant time_min, time_max;    /* of both kinds of times */
    size_t size_min, size_max;          /* of arrays */
    size_t keys_min, keys_max;          /* of objects */
    gate_seen *element;                 /* of arrays; NULL while all were empty */
    gate_seen_fields fields; /* of objects, in the order they were met; empty where they are a map */
    gate_seen *value;        /* where the objects are a map: what its values are */
    bool cut;                /* there was more beneath than is kept */
};

/* Looks at a whole artifact. [arena] gets the tree; the artifact must live as long. */
gate_seen *gate_seen_of(gate_arena *arena, gate_datum root);

/* How many values there were. */
uint64_t gate_seen_total(const gate_seen *seen);

#endif
