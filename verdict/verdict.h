/* From what the VM saw to what is decided: folds clauses into rows, rows into blocks and blocks into
 * the verdict, and writes down why. Knows the program and the trace; never runs anything. */
#ifndef GATE_VERDICT_VERDICT_H
#define GATE_VERDICT_VERDICT_H

#include "evidence/bundle.h"
#include "verdict/document.h"
#include "vm/program.h"
#include "vm/trace.h"

/* What was run, on what, and what came out. All is borrowed, and read only. */
typedef struct gate_verdict_input {
    const gate_program *program;
    const gate_run_result *run;           /* of deciding mode: a verdict without reasons */
    const gate_evidence *const *evidence; /* by the program's evidence section */
    const gate_value *params;
    const gate_str *param_origins;  /* "default", "-p", "environment X" */
    const gate_value *param_floors; /* NULL values where there is none; NULL: none at all */
    const gate_value *param_ceilings;
    gate_instant now;
    bool now_given;
    gate_str version; /* of gatec */
    gate_str file;    /* the policy as it was named on the command line */
    gate_str told;    /* the id, name, path or key of rows that are told in full however many there are; or empty */
    gate_strs only;   /* `block` or `block.row`: nothing else is judged; empty: everything is */
    bool terse;       /* leaves out what the text form shows with everything told only: why titled rows pass, and lines */
} gate_verdict_input;

/* Of each outcome, so many rows of a verdict have their clauses; the others are told by their outcome alone, and
 * counted. A hundred thousand rows would make a document of half a gigabyte, which nobody reads. */
#define GATE_ROWS_TOLD 500u

/* Builds the whole document in [arena]; it borrows texts from the program, the evidence and the run. */
gate_doc_verdict *gate_verdict_build(gate_arena *arena, const gate_verdict_input *input);

/* What an exit status needs to know of a verdict: language.md section 11. */
typedef struct gate_verdict_facts {
    bool go;
    bool with_waivers_or_warnings; /* GO, and a row that decides is waived or a warning */
    bool only_missing;             /* not GO only because evidence is missing or unusable */
    bool rollback;                 /* a trigger fired */
    uint32_t judged;               /* blocks that were judged */
} gate_verdict_facts;
/* Also of a document that was read back. */
gate_verdict_facts gate_verdict_facts_of(const gate_doc_verdict *verdict);

#endif
