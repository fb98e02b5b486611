/* The folds: outcomes of clauses to the outcome of a row, outcomes of rows to the decision of a block.
 * Pure: no text, no arena (language.md, sections 3 to 5). */
#ifndef GATE_VERDICT_FOLD_H
#define GATE_VERDICT_FOLD_H

#include "vm/kinds.h"
#include "vm/trace.h"

/* How a row ends. */
typedef enum gate_end {
    GATE_END_PASS,
    GATE_END_WARN,
    GATE_END_FAIL,
    GATE_END_MISSING,
    GATE_END_ERROR,
    GATE_END_WAIVED,
    GATE_END_SKIPPED,
    GATE_END_FIRING, /* of triggers */
    GATE_END_PENDING,
    GATE_END_INACTIVE,
    GATE_END_UNKNOWN,
    GATE_END_DONE, /* of steps */
    GATE_END_NEXT,
    GATE_END_WAITING,
    GATE_END_EARLY,
} gate_end;

/* As the document writes it: "pass" … */
const char *gate_end_word(gate_end end);
/* Does it let its block come out well? */
bool gate_end_good(gate_end end);

/* A clause with a condition, and how that came out. */
typedef struct gate_fold_clause {
    gate_clause_kind kind;
    gate_outcome outcome;
} gate_fold_clause;

/* Does a clause of that kind say anything about the outcome of its row? Others (owner, fix …) have no
 * condition. */
bool gate_fold_counts(gate_clause_kind kind);
/* Does this clause by itself keep its row from passing? */
bool gate_fold_blocks(gate_fold_clause clause);

/* A row's outcome, of the clauses that count. Their order doesn't matter. */
gate_end gate_fold_row(const gate_fold_clause *clauses, uint32_t count);

typedef struct gate_fold_row_end {
    gate_end end;
    bool decides;
} gate_fold_row_end;

/* Why a block comes out as it does. */
typedef enum gate_fold_reason {
    GATE_FOLD_GOOD,
    GATE_FOLD_ROW,      /* a row that decides stands in the way */
    GATE_FOLD_NO_ROWS,  /* there is none */
    GATE_FOLD_ADVISORY, /* none decides */
    GATE_FOLD_SKIPPED,  /* all that decide are skipped */
    GATE_FOLD_UNJUDGED, /* this version cannot judge such a block */
} gate_fold_reason;

/* Checklists and coverage; other kinds have folds of their own. */
gate_fold_reason gate_fold_block(gate_block_kind kind, const gate_fold_row_end *rows, uint32_t count);

#endif
