/* What a reason promises (docs/verdict.md), held against generated policies and evidence. A trial is one
 * policy, one set of evidence and one change of it, all made from three streams of choices: so a failing
 * trial is made smaller by making its streams smaller (tests/reference/generate.h).
 *
 * Everything runs in memory: evidence is a JSON tree that is changed and written out again, policies are
 * compiled once and judged many times. Knows the document and nothing of how it is made. */
#ifndef GATE_TESTS_PROPERTIES_H
#define GATE_TESTS_PROPERTIES_H

#include "tests/reference/generate.h"
#include "verdict/verdict.h"
#include "vm/params.h"

#include <jansson.h>

#define MOST_EVIDENCE 8u

/* The trees of a policy's evidence, by its evidence section; NULL: the file is not there. The trees belong
 * to the set. */
typedef struct evidence_set {
    json_t *of[MOST_EVIDENCE];
} evidence_set;

void evidence_free(evidence_set *set);
evidence_set evidence_copy(const evidence_set *set);

/* A policy that compiles. */
typedef struct world {
    gate_arena *arena;
    gate_str text;
    const gate_program *program;
    const gate_linked *linked;
    const char *why; /* it does not compile: the first diagnostic */
} world;

world world_new(gate_arena *arena, gate_str text);
/* The evidence's place in the program by its name; GATE_NO. */
uint32_t world_evidence(const world *w, gate_str name);

/* A verdict and the texts that it was reached on. */
typedef struct judged {
    gate_doc_verdict *verdict;
    gate_str text[MOST_EVIDENCE];
} judged;

/* Judged at 2026-02-13T12:00:00Z; [settings] as `-p` gives them. */
judged world_judge(const world *w, gate_arena *arena, const evidence_set *on, const gate_setting *settings,
                   uint32_t setting_count);

const gate_doc_row *verdict_row(const gate_doc_verdict *verdict, gate_str id, const gate_doc_block **block);

/* -- the document, walked and compared (canon.c) ------------------------------------------------------- */

/* A part of the document as one text, without places in the policy, lines and columns. */
enum {
    CANON_SORTED = 1, /* lists in an order of their own */
    CANON_SPOKEN = 2, /* titles too */
};
gate_str parting(gate_arena *arena, gate_str one,
                 gate_str two); /* where two texts are not the same any more */
gate_str canon_row(gate_arena *arena, const gate_doc_row *row, unsigned how);
gate_str canon_clause(gate_arena *arena, const gate_doc_clause *clause, unsigned how);
gate_str canon_verdict(gate_arena *arena, const gate_doc_verdict *verdict, unsigned how);

/* All places that a part of the document names. */
void origins_of_row(gate_arena *arena, const gate_doc_row *row, gate_doc_origin_list *out);
/* A row's, and those of what its block says of all rows. */
void origins_for_row(gate_arena *arena, const gate_doc_block *block, const gate_doc_row *row,
                     gate_doc_origin_list *out);
void origins_of_verdict(gate_arena *arena, const gate_doc_verdict *verdict, gate_doc_origin_list *out);

/* All parts of all reasons, and of one clause's. */
gate_doc_reason_list reasons_of_verdict(gate_arena *arena, const gate_doc_verdict *verdict);
gate_doc_reason_list reasons_of(gate_arena *arena, const gate_doc_clause *clause);

/* -- JSON pointers (pointer.c) --------------------------------------------------------------------------- */

typedef struct tokens {
    gate_str *items;
    uint32_t len, cap;
} tokens;

tokens pointer_tokens(gate_arena *arena, gate_str pointer);
json_t *pointer_step(json_t *at, gate_str token); /* NULL: it leads nowhere */
json_t *pointer_find(json_t *root, const tokens *way, uint32_t steps);
/* Puts [value] (stolen) there; its parent must be there. */
bool pointer_put(json_t *root, const tokens *way, json_t *value);

/* -- trials ------------------------------------------------------------------------------------------------
 */

/* A policy and what it may be used for. */
typedef enum flavour {
    FLAVOUR_ANY,     /* row kinds and conditions of every sort */
    FLAVOUR_GROWING, /* nothing in it that can tell that a key is not there: for monotonicity */
    FLAVOUR_LANGUAGE /* the reference's: every function and operator */
} flavour;

typedef struct trial_case {
    gate_arena *arena; /* of this trial */
    const world *w;
    flavour kind;
    const evidence_set *evidence;
    judged base;
    gate_buf *why;        /* what does not hold */
    uint64_t done;        /* checks that were made: 0 where the property had nothing to say */
    choices *policy_from; /* to make the policy once more, in another order */
} trial_case;

/* One property: true when it holds. Appends to t->why when it doesn't. */
typedef bool property(trial_case *t, choices *change);

property holds_mask, holds_pointers, holds_order, holds_monotone, holds_tightening, holds_counts, holds_flip;

bool fails(trial_case *t, const char *format, ...) GATE_PRINTF(2, 3);

/* -- making -------------------------------------------------------------------------------------------------
 */

/* A policy of every kind of row. [order] permutes what may stand in any order: declarations, blocks, rows,
 * clauses, and the operands of `&&` and `||`; NULL: as made. */
gate_str make_policy(gate_arena *arena, choices *from, flavour kind, choices *order);
/* The evidence of the policy's names. */
evidence_set make_evidence(gate_arena *arena, const world *w, choices *from, flavour kind);

/* Changes of evidence (change.c): a key, chosen anywhere, is taken away; false: there is none. */
bool change_remove_key(evidence_set *set, const world *w, choices *from);
/* The keys of all objects in another order. */
void change_key_order(evidence_set *set, choices *from);
/* Another value of the same kind. */
json_t *change_scalar(const json_t *value, choices *from);

#endif
