/* Building a verdict document, in parts: build.c has the whole and its blocks, build_row.c rows and clauses,
 * build_waiver.c waivers and ticks, build_trigger.c, build_canary.c and build_procedure.c the blocks of those
 * kinds. One [gate_builder] lives as long as the building of one document. Private to verdict/. */
#ifndef GATE_VERDICT_BUILDER_H
#define GATE_VERDICT_BUILDER_H

#include "verdict/changes.h"
#include "verdict/explain.h"
#include "verdict/fold.h"
#include "verdict/waivers.h"
#include "verdict/windows.h"
#include "vm/kinds.h"

typedef struct gate_builder {
    gate_arena *arena;
    const gate_verdict_input *input;
    const gate_program *program;
    gate_explain *e;
    gate_doc_verdict *verdict;
    gate_changes changes;
    gate_doc_totals *totals;
    gate_str policy;
    gate_waivers waivers;
    gate_doc_waiver **waiver_docs; /* by entry */
    GATE_VEC(gate_str) ids;        /* all rows, for waivers that name none of them */
    GATE_VEC(bool) waivable;       /* the same: may it be waived? */
    uint32_t told[GATE_END_EARLY + 1]; /* rows of checklists and coverage that have clauses, by their end */
    bool *named;                   /* by block: a `then` names the procedure */
    bool *called;                  /* by block: a rollback calls for it */
} gate_builder;

gate_str gate_build_text(const gate_builder *b, gate_text text);
/* Was it asked for? Everything is, where nothing is picked out. */
bool gate_build_wanted(const gate_builder *b, const gate_p_block *block, const gate_p_row *row);
/* The block, without its rows: kind, names, place, `only if`, trouble. */
gate_doc_block *gate_build_block_head(gate_builder *b, const gate_block_result *result);

/* -- rows (build_row.c) ---------------------------------------------------------------------------- */

/* The row with all that is not its clauses' outcome: names, place, owner, notes, trouble. */
gate_doc_row *gate_build_row_head(gate_builder *b, const gate_p_block *block, const gate_row_result *result);
/* Does the row decide at this time? */
bool gate_build_decides(const gate_builder *b, const gate_row_result *result);
/* The clauses of the row that say something about its outcome, with a `confirm` answered; [folds] holds as
 * many as the row has clauses. Returns how many there are. [id] is the row's. */
uint32_t gate_build_folds(gate_builder *b, gate_str id, const gate_row_result *result,
                          gate_fold_clause *folds);
/* A row's outcome of these clauses, or of its trouble. */
gate_end gate_build_end(const gate_row_result *result, const gate_fold_clause *folds, uint32_t count);
/* Explains those clauses and appends them to the row. [window]: the index to note with them, or -1. */
void gate_build_clauses(gate_builder *b, gate_doc_row *row, const gate_row_result *result, int64_t window);
/* One condition, as far as every kind has it alike. */
gate_doc_clause *gate_build_clause(gate_builder *b, const gate_clause_result *result);
/* True when the run has no trace: outcomes are written without reasons. */
bool gate_build_plain(const gate_builder *b);
/* Puts the row into the block and the totals. Where it stands in the way [changes] says that what its trouble
 * and its clauses ask for is told. */
void gate_build_finish(gate_builder *b, gate_doc_block *block, gate_doc_row *row, gate_end end, bool changes);
void gate_build_set_trouble(gate_builder *b, gate_str *word, gate_str *because, gate_doc_origin_list *from,
                            gate_value trouble);
/* What would end a trouble, in words. */
gate_str gate_build_trouble_change(gate_builder *b, gate_str word, gate_str because,
                                   const gate_doc_origin_list *from);
/* Adds a sentence to what would make it GO. */
void gate_build_change(gate_builder *b, const gate_doc_row *row, gate_str sentence);

/* -- waivers and ticks (build_waiver.c) -------------------------------------------------------------- */

void gate_build_waivers_begin(gate_builder *b);
/* What the row's end becomes when a waiver counts for it. */
gate_end gate_build_waive(gate_builder *b, gate_doc_row *row, const gate_row_result *result,
                          const gate_fold_clause *folds, uint32_t count, gate_end end);
void gate_build_waivers_end(gate_builder *b);
/* How a `confirm` of the row came out; [clause], unless it is NULL, gets the question, the answer and why. */
gate_outcome gate_build_confirm(gate_builder *b, gate_str row, const gate_clause_result *result,
                                gate_doc_clause *clause);

/* -- blocks of the other kinds ------------------------------------------------------------------------- */

/* Finds out which procedures are named and called for, before any block is built. */
void gate_build_calls(gate_builder *b);
/* The clause `fire when … for …`: its windows and what they come to. */
void gate_build_series(gate_builder *b, const gate_row_result *row, const gate_clause_result *result,
                       gate_doc_clause *clause);
gate_outcome gate_build_fires(gate_builder *b, const gate_row_result *row, const gate_clause_result *result);

/* What a trigger comes to: of several `fire when`, one that fires is enough. PENDING: how many breaches there
 * are of how many. */
gate_trigger_state gate_build_trigger_state(gate_builder *b, const gate_row_result *row, uint32_t *pending,
                                            uint32_t *needed);

void gate_build_rollback(gate_builder *b, gate_doc_block *block, const gate_block_result *result);
void gate_build_canary(gate_builder *b, gate_doc_block *block, const gate_block_result *result);
void gate_build_procedure(gate_builder *b, gate_doc_block *block, const gate_block_result *result);

/* A time as the document writes it. */
gate_str gate_build_time(gate_builder *b, gate_instant at);

#endif
