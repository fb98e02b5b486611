/* All the tests of one file: which of them ran, and what came of each. Each test runs in memory of its own,
 * which is kept only where its result has to be told. Private memory apart, everything lives in the arena of
 * the call. Knows no output. */
#ifndef GATE_AUTHOR_TEST_SUITE_H
#define GATE_AUTHOR_TEST_SUITE_H

#include "author/test.h"

/* Memory that may be given back before that of its owner is. */
typedef struct gate_scratch {
    gate_arena *arena;
} gate_scratch;

/* New memory that is freed with [owner] at the latest. */
gate_scratch *gate_scratch_new(gate_arena *owner);
void gate_scratch_free(gate_scratch *scratch);

typedef struct gate_suite_case {
    const gate_test *test;
    gate_test_state state;
    const gate_test_result *result; /* of one that did not pass; else NULL */
} gate_suite_case;

/* What the tests of one file run on. */
typedef struct gate_suite_subject {
    const gate_checked *checked; /* of the file with the tests */
    const gate_checked *policy;  /* of the policy: its own checked tree */
    const gate_program *program; /* which compiled to this */
    const gate_linked *linked;
} gate_suite_subject;

typedef struct gate_suite {
    gate_suite_subject subject;
    gate_tests tests; /* those that were asked for, in the order of the file */
    uint32_t all;     /* how many the file has */
    GATE_VEC(gate_suite_case) cases; /* by test */
    gate_strs inputs; /* what the tests read: files by their paths */
    uint32_t counts[3]; /* by gate_test_state */
} gate_suite;

/* What is told of each result while its memory is there: coverage. */
typedef void gate_suite_watch(void *context, const gate_test_result *result);

/* Runs the tests whose title is like [pattern]; empty: all of them. */
gate_suite *gate_suite_run(gate_arena *arena, const gate_test_host *host, const gate_suite_subject *subject,
                           gate_str pattern, gate_suite_watch *watch, void *context);

/* Is the title like the pattern: does it hold it, letter case apart, `*` standing for anything? */
bool gate_suite_is_like(gate_str title, gate_str pattern);

#endif
