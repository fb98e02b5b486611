/* One case, or many of one policy, through the machine in both modes and through the reference: the same
 * value, or missing or in error for the same reason, the same marks, the same tests in the way. */
#ifndef GATE_TESTS_DIFFER_H
#define GATE_TESTS_DIFFER_H

#include "tests/reference/generate.h"
#include "tests/reference/reference.h"
#include "vm/cost.h"

/* A policy compiled for the machine and checked for the reference; all in [arena]. */
typedef struct trial {
    gate_arena *arena;
    gate_builtins table;
    gate_str text;
    const gate_program *program;
    const gate_linked *linked;
    const gate_checked *checked;
    const gate_cost *cost; /* the bounds: no case uses more */
    const case_form *forms;
    uint32_t count;
    const char *why; /* it does not compile: the first diagnostic */
} trial;

trial trial_new(gate_arena *arena, gate_builtins table, choices *cases, uint32_t count);

/* What was reached so far. */
typedef struct reach {
    bool opcodes[GATE_OPCODE_COUNT];
    bool rows[1024];
    uint64_t outcomes[5]; /* false, true, missing, in error, another value */
    uint64_t cases;
} reach;

void trial_opcodes(const trial *t, reach *out);

/* Runs all cases on this evidence, each in machines of its own or [together] in the same, as the clauses of
 * a policy are. The first case that differs, or GATE_NO; [*what] says how. */
uint32_t trial_run(const trial *t, gate_arena *arena, const generated_evidence *evidence, bool together,
                   reach *reached, gate_str *what);

#endif
