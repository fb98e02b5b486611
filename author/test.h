/* Tests of policies: what `test` blocks say, and running them. A test runs the policy's own program on
 * evidence that is patched in memory, and reads nothing else: no environment, no clock. Everything lives in
 * the caller's arena. Knows no command line, and no output. */
#ifndef GATE_AUTHOR_TEST_H
#define GATE_AUTHOR_TEST_H

#include "compiler/checked.h"
#include "compiler/compile.h"
#include "compiler/test_path.h"
#include "evidence/patch.h"
#include "verdict/verdict.h"
#include "vm/params.h"

/* What stands above these tools, handed down. */
typedef struct gate_test_host {
    const gate_loader *loader;
    gate_builtins builtins;
    gate_hash *hash;
    gate_str version;
    gate_str root; /* what `using` and `from` count from; "": the working directory */
} gate_test_host;

/* A `given` or `without`. */
typedef struct gate_test_change {
    const gate_node *clause;
    gate_str evidence; /* as the policy shows it */
    bool from;         /* the patch's value stands in [file] */
    gate_str file;
    gate_patch patch;
} gate_test_change;

/* An `expect`. */
typedef struct gate_test_expect {
    const gate_node *clause;
    gate_test_about about;
    bool whole;      /* of the policy */
    gate_str block;
    gate_str row;    /* the id, as the verdict has it; empty of a block */
    size_t window;   /* OF_WINDOW */
    gate_str target; /* as it is written; empty of the whole */
    gate_str outcome;
} gate_test_expect;

typedef struct gate_test {
    const gate_node *node;
    const gate_module *module;
    gate_str title;
    bool has_root, has_now;
    gate_str root;
    gate_instant now;
    gate_setting *settings;
    uint32_t setting_count;
    GATE_VEC(gate_test_change) changes;
    GATE_VEC(gate_test_expect) expects;
    gate_str broken; /* why it cannot be run; empty: it can */
    gate_span broken_at;
} gate_test;

typedef struct gate_tests {
    gate_test **items;
    uint32_t len, cap;
} gate_tests;

/* The tests of the main file of [checked], in their order, for [program], which is what the policy that they
 * speak of compiled to. Values are computed here, once. */
gate_tests gate_test_plan(gate_arena *arena, const gate_test_host *host, const gate_checked *checked,
                          const gate_program *program);

typedef enum gate_test_state { GATE_TEST_PASS, GATE_TEST_FAIL, GATE_TEST_ERROR } gate_test_state;

/* An `expect` that something else came of. */
typedef struct gate_test_miss {
    const gate_test_expect *expect;
    gate_str actual;            /* "missing", "GO", "not there" */
    const gate_doc_block *block; /* what it is about; NULL of the whole, and of what is not there */
    const gate_doc_row *row;
    const gate_doc_window *window;
    gate_strs others; /* of a row that is not there: the ids of the rows of its name */
} gate_test_miss;

typedef struct gate_test_result {
    const gate_test *test;
    gate_test_state state;
    GATE_VEC(gate_test_miss) misses;
    gate_str error; /* ERROR: why */
    gate_span error_at;
    const gate_doc_verdict *verdict; /* NULL with ERROR */
    const gate_run_result *run;
    const gate_evidence *const *evidence; /* by the program's section; what the run saw */
} gate_test_result;

/* What a test is run on, if not on what it says alone. */
typedef struct gate_test_setup {
    const gate_linked *linked;
    const gate_program *program; /* the plan's, or a mutant of it: what that does not read is not changed */
    gate_mode mode;              /* GATE_DECIDE: the same outcomes, without reasons */
    const gate_patch *twist;     /* one change more; NULL: none */
    gate_str twisted;            /* the evidence that it changes */
} gate_test_setup;

/* Runs one test. Never fails: what is wrong is in the result. */
gate_test_result *gate_test_run(gate_arena *arena, const gate_test_host *host, const gate_test_setup *setup,
                                const gate_test *test);

/* Where the program reads the time; false when it doesn't. [what] is a phrase: "`fresh within`". */
bool gate_test_reads_now(gate_arena *arena, const gate_program *program, gate_where *where, gate_str *what);

#endif
