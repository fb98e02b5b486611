/* From the trace to the document's reasons: what the files that explain share. One [gate_explain] lives
 * as long as the building of one document. Private to verdict/. */
#ifndef GATE_VERDICT_EXPLAIN_H
#define GATE_VERDICT_EXPLAIN_H

#include "base/source.h"
#include "verdict/excerpt.h"
#include "verdict/places.h"
#include "verdict/verdict.h"

typedef struct gate_explain {
    gate_arena *arena;
    const gate_verdict_input *input;
    const gate_program *program;
    const gate_trace *trace;
    gate_source **sources; /* by the program's sources; made when a place is first asked for */
    gate_places *places;
    uint32_t *seen; /* by node: the walk that saw it last */
    uint32_t walk;
    GATE_VEC(uint32_t) stack;
} gate_explain;

gate_explain *gate_explain_new(gate_arena *arena, const gate_verdict_input *input);

/* A node of the trace; a node of no kind for an index that is none: the trace may be full, or empty
 * after deciding only. */
const gate_why *gate_explain_node(const gate_explain *e, uint32_t node);
/* The node of an outcome without those that only bear its message. */
uint32_t gate_explain_unsaid(const gate_explain *e, uint32_t node);

/* -- places (origin.c) --------------------------------------------------------------------------- */

/* NULL when there is no place. */
gate_doc_place *gate_explain_place(gate_explain *e, gate_where where);
/* Does it stand in a module of the standard library? */
bool gate_explain_library(const gate_explain *e, gate_where where);
/* The place of the node's instruction. */
gate_where gate_explain_where(const gate_explain *e, uint32_t node);
/* Where the value of a STEP, EVIDENCE or PARAM node was read; NULL for other nodes. [locate]: its line
 * is wanted. */
gate_doc_origin *gate_explain_origin(gate_explain *e, uint32_t node, bool locate);
/* The places that the value was made from, each once and none below another, in the order of the
 * evidence; [locate] as above. [from] gets at most [most], the count of the rest is returned. */
int64_t gate_explain_origins(gate_explain *e, uint32_t node, bool locate, uint32_t most,
                             gate_doc_origin_list *from);
/* The [index]th element of the list that evidence [evidence] is; with its line. */
gate_doc_origin *gate_explain_entry(gate_explain *e, uint32_t evidence, uint32_t index);
/* Adds what [node] was made from to [cites], but what a place of it covers already. */
void gate_explain_cite(gate_explain *e, uint32_t node, gate_doc_origin_list *cites);
/* The same by whole files: for what is too much to be told one by one. */
void gate_explain_cite_files(gate_explain *e, uint32_t node, gate_doc_origin_list *cites);
/* The node that a missing or erroneous value's fault came from: the first step that was not found, the
 * evidence that was not there, the operation that made no sense. */
uint32_t gate_explain_cause(gate_explain *e, uint32_t node);
/* Why a value is missing or in error, in words; empty for others. */
gate_str gate_explain_because(gate_explain *e, gate_value value);
/* The same of the value of [node], where the standard library's words for it are known. */
gate_str gate_explain_because_at(gate_explain *e, gate_value value, uint32_t node);

/* -- readings and margins (reading.c, margin.c) ---------------------------------------------------- */

/* The operand with that node, which the policy writes at [where]. */
gate_doc_reading *gate_explain_reading(gate_explain *e, uint32_t node, gate_where where);
/* Of `left op right`, [op] one of < <= > >=, wanted to come out as [want]; NULL where there is none.
 * [readings] are the two operands. */
gate_doc_margin *gate_explain_margin(gate_explain *e, gate_opcode op, uint32_t left, uint32_t right,
                                     const gate_doc_reading_list *readings, bool want);

/* -- reasons (reasons.c, loops.c) ------------------------------------------------------------------ */

/* Deeper than this a reason is cut off: a saved verdict must be readable within the limits of
 * artifacts. */
#define GATE_REASON_DEPTH 48u

/* Why the node, which the policy writes at [where], came out as it did when [want] was wanted. */
gate_doc_reason *gate_explain_reason(gate_explain *e, uint32_t node, gate_where where, bool want,
                                     uint32_t depth);
/* The same for a LOOP node. */
void gate_explain_loop(gate_explain *e, gate_doc_reason *reason, uint32_t node, gate_where where, bool want,
                       uint32_t depth);
/* A new reason with kind, text, outcome and place. */
gate_doc_reason *gate_explain_start(gate_explain *e, const char *kind, gate_value value, gate_where where,
                                    bool want);
/* The place of [node] as an operand: its own where that is a part of [within], else [guess]. */
gate_where gate_explain_operand(const gate_explain *e, uint32_t node, gate_where within, gate_where guess);

/* "true", "false", "missing", "error". */
gate_str gate_outcome_word(gate_outcome outcome);

#endif
