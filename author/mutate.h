/* Mutants: the policy, or the evidence of a test, with one thing otherwise. A mutant that no test notices is
 * a fault that none would notice. Mutants of the policy are edits of its own file, compiled anew: one is
 * noticed when a test that passes does not pass on it; what does not compile is none. Mutants of evidence
 * change one place that a test's run has read, behind all that the test itself changes: one is noticed when
 * a row or a block of some test that reads it comes out otherwise. Lives in the arena of the call. */
#ifndef GATE_AUTHOR_MUTATE_H
#define GATE_AUTHOR_MUTATE_H

#include "author/test_suite.h"
#include "base/map.h"

typedef enum gate_mutant_kind {
    GATE_MUTANT_THRESHOLD,  /* a number or a duration one up or down */
    GATE_MUTANT_COMPARISON, /* turned round, or with its boundary moved */
    GATE_MUTANT_CONNECTIVE, /* && for ||, || for && */
    GATE_MUTANT_CLAUSE,     /* left out */
    GATE_MUTANT_ROW,        /* left out, where it has one condition */
    GATE_MUTANT_ADVISORY,   /* a row made so */
    GATE_MUTANT_KEY,        /* of evidence, renamed */
    GATE_MUTANT_REMOVED,    /* evidence: a place taken away */
    GATE_MUTANT_NULLED,     /* evidence: a place made null */
    GATE_MUTANT_MOVED,      /* evidence: a value moved across what it is compared with */
} gate_mutant_kind;

/* "threshold moved" … static. */
const char *gate_mutant_word(gate_mutant_kind kind);

typedef enum gate_mutant_end { GATE_MUTANT_UNTRIED, GATE_MUTANT_NOTICED, GATE_MUTANT_SURVIVED, GATE_MUTANT_STILLBORN } gate_mutant_end;

typedef struct gate_mutant {
    gate_mutant_kind kind;
    gate_mutant_end end;
    /* of the policy */
    gate_span span;
    gate_str text;          /* in its place */
    gate_str row;           /* `block.row` that it is in; empty: none */
    uint32_t line;
    gate_str before, after; /* the lines that it changes, on one line each */
    /* of evidence */
    gate_str evidence;
    gate_patch patch;
    gate_str path;          /* `cov.files["a.py"].lines` */
    gate_str was;           /* the value of a MOVED one */
    GATE_VEC(uint32_t) readers; /* tests that read it, by their place among the passing ones */
    const gate_test *noticed_by; /* NOTICED; else, of evidence, the first that reads it */
} gate_mutant;

typedef struct gate_mutants {
    gate_mutant **items;
    uint32_t len, cap;
} gate_mutants;

/* The passing tests of one policy, out of any number of files. */
typedef struct gate_mutate_input {
    gate_suite_subject subject;
    gate_tests tests;
    uint32_t most; /* mutants to try; 0: all */
    uint64_t seed;
} gate_mutate_input;

typedef struct gate_mutation {
    gate_mutants mutants; /* that were tried and are some, in the order of the policy, then of the evidence */
    uint32_t all;         /* there were, before some were drawn */
    uint32_t noticed;
} gate_mutation;

gate_mutation *gate_mutate(gate_arena *arena, const gate_test_host *host, const gate_mutate_input *input);

/* mutate_policy.c: every mutant of the policy's own file. */
void gate_mutate_policy(gate_arena *arena, const gate_suite_subject *subject, gate_mutants *out);
/* The text of the policy with the mutant's edit, and without tests. */
gate_str gate_mutate_text(gate_arena *arena, const gate_module *module, const gate_mutant *mutant);

/* mutate_evidence.c: mutants of what the result's run has read, added to [out] unless they are there; [reader]
 * is the test's number. [known] finds them again. */
void gate_mutate_evidence(gate_arena *arena, const gate_program *program, const gate_test_result *result,
                          uint32_t reader, gate_map *known, gate_mutants *out);

#endif
