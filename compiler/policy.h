/* Checking what surrounds expressions: declarations, blocks, rows, clauses, and the warnings about
 * them. Private to compiler/. */
#ifndef GATE_COMPILER_POLICY_H
#define GATE_COMPILER_POLICY_H

#include "compiler/context.h"

/* check_param.c: the declared type; then default and limits, when all that they could name is known. */
void gate_param_note(gate_checker *cx, gate_info *info);
void gate_param_check(gate_checker *cx, gate_info *info);
/* check_evidence.c: the declared type, and all else that stands in the declaration. */
void gate_evidence_check(gate_checker *cx, gate_info *info);
/* check_body.c: a let's value, a function's body; those they use have been checked. */
void gate_signature_note(gate_checker *cx, gate_info *def);
void gate_body_check(gate_checker *cx, gate_info *info);

/* check_template.c: the expressions of a template; where only parameters may stand, [what] says so
 * ("a path"), and a path takes strings and ints only. */
void gate_template_check(gate_checker *cx, const gate_node *string);
void gate_template_params(gate_checker *cx, const gate_node *string, const char *what, bool path);

/* check_block.c: all blocks of the main file, and that there are some where there must be. */
void gate_blocks_check(gate_checker *cx);

/* check_test.c: the tests of the main file, and which policy they speak of. They compile to nothing. */
void gate_tests_check(gate_checker *cx);

/* What a clause's row is, for the clause's own checks. */
typedef struct gate_row_place {
    gate_block_kind block;
    gate_row_kind row;
    bool direct; /* the clause stands in the block itself */
    const gate_node *in, *at; /* the block; the row, NULL where it is direct */
} gate_row_place;

/* check_row.c */
void gate_row_check(gate_checker *cx, gate_block_kind kind, const gate_node *block, const gate_node *row);
/* Warns of braces in a title that is shown as it stands: of a policy, a block, a row that is one; NULL is none. */
void gate_title_check(gate_checker *cx, const gate_node *title);
/* check_clause.c: all clauses of a row, or those directly in a block. */
void gate_clauses_check(gate_checker *cx, gate_row_place place, const gate_nodes *clauses);
/* The kind of a CLAUSE's word; GATE_CLAUSE_KIND_COUNT when it has none. */
gate_clause_kind gate_clause_kind_of(gate_word word);
/* check_setting.c: the clauses that are no condition of their row by themselves: windows, waivers, ticks, the
 * order and times of steps, what a trigger leads to. [all] are the clauses of the row or block. */
void gate_setting_check(gate_checker *cx, gate_row_place place, gate_clause_kind kind, const gate_node *clause,
                        const gate_nodes *all);
/* check_retain.c: the pattern and order of a retain block, and one of its rules; the run is bound. */
void gate_retain_check(gate_checker *cx, const gate_node *block);
void gate_keep_check(gate_checker *cx, const gate_node *block, const gate_node *row);
/* check_evidence.c: a `by` that must name a time in [type]. */
void gate_time_field_check(gate_checker *cx, const gate_node *field, const gate_type *type);

/* warn.c: what looks right and isn't, in one condition that must be [wanted] (require: true; forbid:
 * false). */
void gate_condition_warn(gate_checker *cx, const gate_node *condition, bool wanted);
/* The same of an `only if`, which false makes skip. */
void gate_skip_warn(gate_checker *cx, const gate_node *condition);
/* Declarations and imports of the main file that nothing uses. */
void gate_unused_warn(gate_checker *cx);

/* uses.c: which symbols the compiled policy needs, in the order of their first use. */
void gate_uses_policy(gate_checker *cx);
void gate_uses_expr(gate_checker *cx, const gate_node *expr);

#endif
