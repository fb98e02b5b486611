/* Two verdict documents side by side: what flipped, which values moved, which inputs are others. Knows
 * documents alone; what is called worse is decided here, how it is told is up to report/. */
#ifndef GATE_VERDICT_COMPARE_H
#define GATE_VERDICT_COMPARE_H

#include "verdict/document.h"

typedef enum gate_change_kind {
    GATE_CHANGE_VERDICT,
    GATE_CHANGE_BLOCK,
    GATE_CHANGE_ROW,
    GATE_CHANGE_VALUE,
    GATE_CHANGE_EVIDENCE,
    GATE_CHANGE_SOURCE,
    GATE_CHANGE_PARAMETER,
    GATE_CHANGE_OTHER,
} gate_change_kind;

typedef struct gate_change {
    gate_change_kind kind;
    gate_str name;          /* the block, the row, the evidence, the source, the parameter */
    gate_str what;          /* of a value: the operand; of an evidence: the file; else empty, or in words */
    gate_str before, after; /* empty: it is not there. Of files: SHA-256, or what is wrong */
    gate_str by;            /* of numbers, times and durations: "+2.5", "-3m" */
    bool worse, better;
} gate_change;

typedef struct gate_comparison {
    const gate_doc_verdict *before, *after;
    GATE_VEC(gate_change) changes; /* by kind, then in the order of the documents */
    bool worse;                    /* the verdict, a block, or a row that decides got worse */
} gate_comparison;

/* Compares them. [exact]: whatever else differs is a change too, but for the version of gatec and where the
 * time came from; a difference that no other change names is GATE_CHANGE_OTHER or a row with the same
 * outcome.
 *
 * Worse: a verdict or a block that came out well and does not any more; a row that decides and stands in the
 * way now, or that passed and now is waived, skipped, pending or passes with a warning. */
void gate_doc_compare(gate_arena *arena, const gate_doc_verdict *before, const gate_doc_verdict *after,
                      bool exact, gate_comparison *out);

/* Adds a change of a source that could only be read, not compiled. */
void gate_comparison_add(gate_arena *arena, gate_comparison *out, gate_change change);

#endif
