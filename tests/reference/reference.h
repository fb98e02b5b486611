/* The language once more, in the plainest way: an interpreter that walks the checked tree. Written
 * from the language reference to be read beside it; it shares values, their accessors and the
 * functions' bodies with the machine, and nothing of how the machine computes.
 *
 * Everything is evaluated, always: nothing is short-circuited. Every value carries in `why` the number
 * of a note (0: none) that says which test made it, so that what stands in the way can be told. */
#ifndef GATE_TESTS_REFERENCE_H
#define GATE_TESTS_REFERENCE_H

#include "compiler/checked.h"
#include "vm/machine.h"

/* What a note is about. */
typedef enum ref_kind {
    REF_TEST,  /* a leaf: a comparison, a call … */
    REF_MAYBE, /* a leaf that a function may only have picked: its span may be left out; or (with a kid)
                  all that is below is so */
    REF_AND,
    REF_OR,
    REF_NOT,
    REF_ALL,  /* kids: one for each element's condition; all must be true */
    REF_NONE, /* the same; all must be false */
} ref_kind;

typedef struct ref_note {
    ref_kind kind;
    gate_outcome outcome;
    gate_where where;
    uint32_t first, count; /* kids */
} ref_note;

/* The values of a unit's locals, by slot. */
#define REF_SLOTS 64

typedef struct ref_frame {
    gate_value slots[REF_SLOTS];
} ref_frame;

typedef struct ref_run {
    gate_arena *arena;
    const gate_checked *checked;
    const gate_module *module; /* whose code is being walked */
    ref_frame *frame;
    const gate_value *evidence; /* by the symbol's index */
    const gate_value *params;
    gate_machine machine; /* for bodies: fuel, patterns, zones */
    gate_instant now;
    bool *reached; /* by the table's row: its body was called */
    GATE_VEC(ref_note) notes;
    GATE_VEC(uint32_t) kids;
} ref_run;

void ref_begin(ref_run *run, gate_arena *arena, const gate_checked *checked);

/* -- values and notes ------------------------------------------------------------------------------ */
gate_value ref_fault(ref_run *run, gate_fault_kind kind);
/* Missing first, then error, the left one of two; NULL when both are there. */
gate_value ref_worse(gate_value a, gate_value b);
/* As a condition: a bool, or missing, or in error. */
gate_value ref_outcome(ref_run *run, gate_value value);
/* [value] bearing the marks of [a] and [b] too. */
gate_value ref_marked(gate_value value, gate_value a, gate_value b);
/* [value] with a new note over the notes of [kids]. */
gate_value ref_noted(ref_run *run, gate_value value, ref_kind kind, gate_span span, const uint32_t *kids,
                     uint32_t count);

/* -- the language ------------------------------------------------------------------------------------ */
gate_value ref_binary(ref_run *run, gate_op op, gate_value a, gate_value b);
gate_value ref_unary(ref_run *run, gate_op op, gate_value a);
bool ref_equal(gate_value a, gate_value b);
/* Functions of that name are reached by the machine alone: here they are done otherwise. */
void ref_reach(ref_run *run, const char *name);
/* Does [select] select a reading of `base`? Which, and the field of a record that it is read from. */
bool ref_base_reading(ref_run *run, const gate_node *select, gate_reading_kind *reading, gate_str *field);
gate_value ref_field(ref_run *run, gate_value base, gate_str key, bool optional);
gate_value ref_has(ref_run *run, gate_value base, gate_str key);
gate_value ref_index(ref_run *run, gate_value base, gate_value index, bool optional);
gate_value ref_call(ref_run *run, gate_str name, bool method, const gate_value *args, uint32_t count,
                    gate_span span);
gate_value ref_macro(ref_run *run, const gate_node *node, const gate_ref *ref);
gate_value ref_expr(ref_run *run, const gate_node *node);
/* A clause that is a condition, in any of its forms. */
gate_value ref_clause(ref_run *run, const gate_node *clause);

/* The conditions of a list's or map's elements, as every loop of the language sees them. */
typedef struct ref_loop {
    gate_value range;
    size_t count;             /* elements */
    gate_value *keys, *items; /* index or key, and the element or value, with the range's mark */
} ref_loop;
/* False when there is nothing to run over: [*out] is the outcome. */
bool ref_loop_over(ref_run *run, gate_value range, ref_loop *loop, gate_value *out);

/* -- what stands in the way -------------------------------------------------------------------------- */

/* A set of places in the policy. */
typedef struct ref_places {
    GATE_VEC(gate_where) must, maybe;
} ref_places;

/* The tests that keep a noted value from being [wanted]. */
void ref_blockers(const ref_run *run, gate_arena *arena, uint32_t note, bool wanted, ref_places *out);
/* The same, as the machine's trace tells it; all go to [must]. */
void ref_trace_blockers(gate_arena *arena, const gate_program *program, const gate_trace *trace,
                        uint32_t node, bool wanted, ref_places *out);
/* Do they agree? [reference] may have more places that only may be there. */
bool ref_places_agree(const ref_places *reference, const ref_places *trace);

#endif
