/* A first policy for a folder: looks for reports that are known at sight, and writes a policy over them,
 * tests that show each of its rows pass, block and miss its evidence, and a step for continuous integration.
 * Reads beneath the folder only, follows no link to a folder, and stops at its limits. Writes nothing: the
 * texts are the result. */
#ifndef GATE_AUTHOR_START_H
#define GATE_AUTHOR_START_H

#include "author/sketch.h"
#include "evidence/artifact.h"

/* Reports of one format, and in all, that a first policy reads: the others are only told of. */
#define GATE_START_EACH 2u
#define GATE_START_MAX  8u

typedef struct gate_start_found {
    gate_str path;     /* below the folder */
    const char *title; /* what it is */
    bool read;         /* false: a report that the policy does not read */
} gate_start_found;

typedef struct gate_start_file {
    gate_str path, text; /* below the folder */
} gate_start_file;

typedef struct gate_start {
    gate_arena *arena;
    GATE_VEC(gate_start_found) found;
    GATE_VEC(gate_start_file) files; /* to be written */
    GATE_VEC(gate_sketch) sketches;
    bool github, gitlab; /* there are workflows, a pipeline */
    bool cut;            /* not everything was looked at: a limit was reached, a folder could not be listed */
    const gate_trouble *trouble; /* the folder itself cannot be read */
} gate_start;

/* Everything, for [folder] ("" is the working directory). Lives in [arena]. */
gate_start *gate_start_make(gate_arena *arena, gate_str folder);

/* start_scan.c: found, github, gitlab, sketches. */
void gate_start_scan(gate_start *start, gate_str folder);
/* start_test.c: the tests of the policy over these sketches. */
void gate_start_tests(gate_buf *out, const gate_sketch *list, uint32_t count);

#endif
