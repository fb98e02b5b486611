/* What an evaluation saw and concluded, in explaining mode: a graph of nodes, one for each thing that
 * made a value. Every value on the stack carries the index of its node, so that a reason can be told
 * from the outcome down to the places in the artifacts, with no second evaluation.
 *
 * The graph is bounded: past [GATE_TRACE_MAX] nodes values carry 0 ("not kept"), which no outcome
 * depends on. Elements of a loop are kept only where a reason would show them (five that speak
 * against, the nearest miss, the tightest margin); what any element read beside the loop's list is kept
 * all the same. Lives in the evaluation arena. */
#ifndef GATE_VM_TRACE_H
#define GATE_VM_TRACE_H

#include "evidence/artifact.h"
#include "evidence/locate.h"
#include "vm/program.h"

#define GATE_TRACE_MAX 1000000u
#define GATE_TRACE_KEPT 5u /* counterexamples that a loop keeps */
#define GATE_TRACE_STEPS 64u /* steps that a loop's elements took from one place outside; of more the place itself is kept */
#define GATE_TRACE_LIST 10000u /* elements of a made list that keep their own nodes; later ones have the range's */

typedef enum gate_why_kind {
    GATE_WHY_NONE,
    GATE_WHY_CONST,    /* a constant of the policy */
    GATE_WHY_PARAM,    /* index: the parameter */
    GATE_WHY_EVIDENCE, /* index: the evidence; item: the artifact among its files (EACH), else 0 */
    GATE_WHY_STEP,     /* kids[0]: the parent; key or index: the step taken from it; value MISSING where it led nowhere */
    GATE_WHY_APPLY,    /* an instruction applied to its operands (kids): comparisons, arithmetic, calls, and, or, not … */
    GATE_WHY_LOOP,     /* a loop: kids[0] the range, the rest ELEMENTs that were kept, and a GROUP of what the elements read beside the range; counts */
    GATE_WHY_ELEMENT,  /* kids[0]: the element's own node (0: none); kids[1]: its body's; kids[2]: a filter's, if any; key or index */
    GATE_WHY_LET,      /* index: the let; kids[0]: its value's node */
    GATE_WHY_INVOKE,   /* index: the def; kids: arguments, then the body's value */
    GATE_WHY_GROUP,    /* values that were read together (a module sum): kids */
} gate_why_kind;

/* Of an APPLY: its value was picked out of what was read. kids[0] is that value's own node, and says where it
 * stands; the others were read to pick it. */
#define GATE_WHY_PICKED 1u

typedef struct gate_why {
    uint8_t kind;   /* gate_why_kind */
    uint8_t op;     /* APPLY: gate_opcode; LOOP: gate_loop_kind */
    uint8_t is_index;
    uint8_t flags;
    uint32_t line;  /* program->lines index: the place in the policy; GATE_NO */
    uint32_t index; /* see the kinds; CALL: the called program->calls row; APPLY of a LOOP that could not run: its gate_loop_kind */
    uint32_t item;
    uint32_t kid_first, kid_count; /* in trace->kids */
    gate_value value; /* what it made */
    gate_str key;   /* STEP, ELEMENT */
    size_t at;      /* STEP, ELEMENT with is_index */
    uint32_t counts[4]; /* LOOP: elements true, false, missing, error */
    uint32_t dropped;   /* LOOP: elements that a filter left out */
    gate_str say;   /* the else-message at this outcome; empty: none */
} gate_why;

typedef struct gate_trace {
    gate_why *nodes; /* [0] is NONE */
    uint32_t node_count, node_cap;
    uint32_t *kids;
    uint32_t kid_count, kid_cap;
} gate_trace;

static inline const gate_why *gate_trace_at(const gate_trace *trace, uint32_t index)
{
    return &trace->nodes[index];
}
static inline uint32_t gate_trace_kid(const gate_trace *trace, const gate_why *node, uint32_t i)
{
    return i < node->kid_count ? trace->kids[node->kid_first + i] : 0;
}

/* The evidence that a STEP or EVIDENCE node, or what was PICKED, comes from and the steps below its root, in [arena].
 * False for other nodes. [*artifact] is GATE_NO for an `each` evidence taken as a whole; the index
 * that picks the file is then not among the steps. */
bool gate_trace_place(gate_arena *arena, const gate_trace *trace, uint32_t node, uint32_t *evidence, uint32_t *artifact,
                      const gate_step **steps, uint32_t *count);

/* -- outcomes ---------------------------------------------------------------------------------- */

typedef enum gate_outcome { GATE_FALSE, GATE_TRUE, GATE_MISSING, GATE_ERRONEOUS } gate_outcome;

gate_outcome gate_outcome_of(gate_value value); /* a value that is no bool is ERRONEOUS */

/* One window that a `fire when … for` looked at. */
typedef struct gate_window_value {
    gate_value item;       /* the element, with its node */
    gate_value outcome;    /* of the condition on it */
    gate_value start, end; /* TIMESTAMPs; MISSING where the window has none, ERROR where it is no time. `by FIELD`:
                              both are that field's */
} gate_window_value;

/* One clause of one row (or block), evaluated. */
typedef struct gate_clause_result {
    uint32_t clause;       /* program->clauses */
    gate_outcome outcome;  /* of the clause's condition as it should be: FALSE of a `require` fails, and so
                              does that of a `forbid` (already turned round) */
    gate_value value;      /* with its node, in explaining mode */
    gate_str text;         /* see, fix, effective, the question of a confirm: the text */
    gate_value list;       /* fire when … for: the LIST, or why there is none; else NULL */
    const gate_window_value *windows;
    uint32_t window_count;
} gate_clause_result;

/* One row, or one of the rows that `each` made. */
typedef struct gate_row_result {
    uint32_t row;          /* program->rows */
    bool has_key;
    gate_str key;          /* each: the key's text; a module row: the path as the report writes it */
    gate_str title;
    uint32_t path_node;    /* module rows: node of the module's path in the report; each: of the element */
    gate_value trouble;    /* when the row could not be begun (no such module, a list that is missing): MISSING or
                              ERROR; else NULL */
    const gate_clause_result *clauses; /* in the order written; empty when there is trouble */
    uint32_t clause_count;
    bool has_window;       /* a criterion: one result for each window */
    uint32_t window;       /* its index in the LIST */
} gate_row_result;

typedef struct gate_block_result {
    uint32_t block;        /* program->blocks */
    const gate_clause_result *clauses; /* `only if` */
    uint32_t clause_count;
    bool applies;          /* every `only if` is true */
    gate_value trouble;    /* the block's own list or report is missing or in error; else NULL */
    const gate_row_result *rows; /* in the order of the policy; empty when it does not apply */
    uint32_t row_count;
    uint32_t window_count; /* canary: windows that `where` let through, and the others */
    uint32_t left_out;
    gate_value list;       /* canary: the LIST, or why there is none; else NULL */
    const gate_value *filters; /* canary: `where` on each window of the LIST; NULL where there is none */
    uint32_t filter_count;
    const gate_value *reads; /* explaining: what was read to find the rows: reports, lists, filters, keys */
    uint32_t read_count;
} gate_block_result;

typedef struct gate_run_result {
    gate_trace trace;
    const gate_block_result *blocks;
    uint32_t block_count;
    gate_value subject;    /* of `let subject`; NULL value when there is none */
    gate_value waivers, attestations; /* the evidence of those names; NULL where it is not declared */
    uint64_t fuel_used;
    bool zones; /* a time zone was looked up in the system's table */
} gate_run_result;

#endif
