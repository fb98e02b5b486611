/* A first policy over artifacts: for each its declaration, and a row or block that reads it. What is known at
 * sight (author/formats.h) is read by its module; else there is a type, and conditions guessed from its
 * fields. All that is written parses and checks against the artifact. Knows no files: artifacts come with
 * their values. */
#ifndef GATE_AUTHOR_SKETCH_H
#define GATE_AUTHOR_SKETCH_H

#include "author/formats.h"
#include "author/inspect_seen.h"

typedef struct gate_sketch {
    gate_str name; /* of the evidence */
    gate_str path; /* below the root, as it is written behind `from` */
    gate_str reader;
    gate_datum root;
    const gate_format *format; /* NULL: none that is known */
    gate_seen *seen;           /* may be NULL where there is a format, and no type is asked for */
    const char *remark;        /* of the path; NULL */
    bool presumed;             /* there is no such file yet: it will be as its format says */
} gate_sketch;

/* [path] as it may stand behind `from`: below the root, characters of patterns replaced by ones that match
 * them.
 * [*remark] says what the author must mend, or NULL. */
gate_str gate_sketch_path(gate_arena *arena, gate_str path, const char **remark);

/* What the artifact needs of the policy's head: "import coverage" and the like are written once for all of
 * them. */
void gate_sketch_head(gate_buf *out, const gate_sketch *list, uint32_t count);
/* Types and evidence. [type] false leaves a known format without a type of its own. */
void gate_sketch_evidence(gate_buf *out, const gate_sketch *sketch, bool type);
/* The blocks: a checklist for all that are rows, then the coverage blocks. [floors]: thresholds are
 * parameters, which [gate_sketch_head] has declared. */
void gate_sketch_blocks(gate_buf *out, const gate_sketch *list, uint32_t count);

/* The name of the row of the artifact at [at]: no other row of the list has it. */
gate_str gate_sketch_row(gate_arena *arena, const gate_sketch *list, uint32_t at);

/* The whole policy. */
void gate_sketch_policy(gate_buf *out, const char *name, gate_str title, const gate_sketch *list,
                        uint32_t count);

/* Appends a text of the language in its canonical form (grammar/print.h). */
void gate_sketch_print(gate_buf *out, const gate_buf *text);

/* The modules that a coverage block of [sketch] names: the largest, at most [GATE_SKETCH_MODULES]; the number
 * of them. Each as the policy writes it, and known in the report by it alone. */
#define GATE_SKETCH_MODULES 3u
uint32_t gate_sketch_modules(gate_arena *arena, const gate_sketch *sketch, gate_str out[GATE_SKETCH_MODULES]);

/* Appends the conditions of a row for what has no format: at least one, each on its line. */
void gate_sketch_conditions(gate_buf *out, const gate_sketch *sketch);

/* Where a time of the artifact stands, for `fresh within 24h by …`: appended with its zone. False when there
 * is none. */
bool gate_sketch_time(gate_buf *out, const gate_sketch *sketch);

#endif
