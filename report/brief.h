/* A row in a few words, for forms that have room for no more: JUnit, SARIF, TAP and the like. */
#ifndef GATE_REPORT_BRIEF_H
#define GATE_REPORT_BRIEF_H

#include "verdict/document.h"

/* What a row counts as where a form knows few outcomes. */
typedef enum gate_brief_kind {
    GATE_BRIEF_PASS,
    GATE_BRIEF_WARN,    /* passes with a warning */
    GATE_BRIEF_FAIL,
    GATE_BRIEF_MISSING, /* missing or in error: it could not be judged */
    GATE_BRIEF_SKIPPED, /* skipped or waived */
    GATE_BRIEF_ADVISORY, /* would stand in the way, and does not decide */
} gate_brief_kind;

gate_brief_kind gate_brief_kind_of(const gate_doc_row *row);
bool gate_brief_blocks(const gate_doc_row *row); /* FAIL or MISSING */

/* Appends why the row came out so, on one line: the policy's own words or what would have to change,
 * clause by clause. Evidence text in it is as it stands: escape it. Nothing for a plain pass. */
void gate_brief_why(gate_buf *out, const gate_doc_row *row);

/* Rows of which the verdict has only the outcome and that stand in the way: forms that name a place for each leave them
 * out, and say how many they are. */
uint32_t gate_brief_more(const gate_doc_verdict *verdict);

/* The verdict as a heading: `NO-GO`, `GO`, `GO with 1 waiver and 2 warnings`. */
gate_str gate_brief_word(gate_arena *arena, const gate_doc_verdict *verdict);

/* What `--only` asked for, `a, b.c`; empty where all was judged. Every form says it: the verdict is not the policy's. */
gate_str gate_brief_only(gate_arena *arena, const gate_doc_verdict *verdict);

/* Who acts on the row, `sre, SRE/ops`: the owner's name, and the title where there is one; empty without an owner. */
gate_str gate_brief_owner(gate_arena *arena, const gate_doc_row *row);

/* The row's title, or its id where it has none. */
gate_str gate_brief_title(const gate_doc_row *row);

/* Calls [visit] for every row of every block, in order. */
typedef void gate_brief_visit(void *context, const gate_doc_block *block, const gate_doc_row *row);
void gate_brief_rows(const gate_doc_verdict *verdict, gate_brief_visit *visit, void *context);

/* Blocks that do not come out well though none of their rows blocks (a report that is missing, a store
 * without windows): forms show each as one more result, named after the block. */
bool gate_brief_block_blocks(const gate_doc_block *block);

/* The first place in an artifact that the row speaks of; NULL when there is none. */
const gate_doc_origin *gate_brief_origin(const gate_doc_row *row);

#endif
