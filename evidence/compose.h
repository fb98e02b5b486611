/* Making the value of a report that is not JSON: a reader writes it as JSON text, saying before each
 * value where in the file it stands. The text is parsed like any other, so that there is one way in
 * which values come to be, and is kept with the table of places, so that evidence/locate.h leads from a
 * value to the line of the real file. Knows no format; owns nothing that is not the arena's. */
#ifndef GATE_EVIDENCE_COMPOSE_H
#define GATE_EVIDENCE_COMPOSE_H

#include "base/json.h"
#include "base/vec.h"
#include "evidence/artifact.h"

typedef struct gate_compose {
    gate_arena *arena;
    gate_artifact *artifact; /* the file that is read: its text must be there */
    const gate_limits *limits;
    gate_buf text;
    gate_json json;
    GATE_VEC(gate_mark) marks;
    size_t values, text_max, at;
    const gate_trouble *trouble; /* the first; what is written after it does not matter */
} gate_compose;

/* Begins in place, since the buffers refer to one another: [out] must not move. */
void gate_compose_begin(gate_compose *out, gate_arena *arena, const gate_limits *limits,
                        gate_artifact *artifact);

/* What is written next stands at byte [at] of the file, until another place is named. */
void gate_compose_at(gate_compose *c, size_t at);

/* As in base/json.h. Each value counts for the limits; one too many is a trouble at its place. */
void gate_compose_open(gate_compose *c, char bracket);
void gate_compose_close(gate_compose *c, char bracket);
void gate_compose_key(gate_compose *c, const char *key);
void gate_compose_name(gate_compose *c, gate_str key); /* a key that the file chose; UTF-8 without NUL */
void gate_compose_str(gate_compose *c, gate_str text); /* UTF-8 */
void gate_compose_int(gate_compose *c, int64_t value);
void gate_compose_double(gate_compose *c, double value); /* finite */
void gate_compose_bool(gate_compose *c, bool value);

/* Notes the trouble "PATH:LINE:COLUMN: …" at byte [at], unless there is one. Always false, for returns. */
bool gate_compose_refuse(gate_compose *c, gate_code code, size_t at, const char *format, ...)
    GATE_PRINTF(4, 5);

/* The text of a count or a number of the file, blanks around it passed over; [what] names it in the
 * trouble, as in "`tests`". Counts are whole and not negative. Numbers are decimal and finite; commas
 * between groups of three digits are passed over, since Surefire writes them. False, with a trouble. */
bool gate_compose_count(gate_compose *c, gate_str text, size_t at, const char *what, int64_t *out);
bool gate_compose_number(gate_compose *c, gate_str text, size_t at, const char *what, double *out);

/* Parses what was written into the artifact's root. NULL, or the trouble. */
const gate_trouble *gate_compose_end(gate_compose *c);

#endif
