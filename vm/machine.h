/* The VM's inside: its state, the trace it writes and the helpers that its files share. Private to
 * vm/. */
#ifndef GATE_VM_MACHINE_H
#define GATE_VM_MACHINE_H

#include "base/map.h"
#include "vm/vm.h"

/* One overload that a call may take, its signature taken apart. */
typedef struct gate_overload {
    const gate_builtin *row;
    uint32_t *tags;    /* bit set of gate_tag for each parameter */
    uint32_t params;
    bool variadic;     /* the last parameter repeats */
} gate_overload;

typedef struct gate_bound_call {
    gate_str name;
    gate_overload *overloads;
    uint32_t count;
} gate_bound_call;

struct gate_linked {
    const gate_program *program;
    gate_value *consts;
    gate_bound_call *calls;
};

/* What a loop's elements read beside its list (reads.c). */
typedef struct gate_reads gate_reads;

/* A loop that is running. */
typedef struct gate_loop {
    uint8_t kind; /* gate_loop_kind */
    bool two;
    bool decided; /* deciding mode: the result cannot change any more */
    uint32_t slot;
    gate_value range;
    size_t index, len;
    gate_map_walk walk;
    gate_value key, item;       /* of the element at hand */
    uint32_t counts[4];         /* by gate_outcome */
    uint32_t dropped;
    uint8_t mark_of;  /* GATE_V_EVIDENCE where the range, a filter's outcome or a body's value has it */
    gate_value worst[2];        /* first missing, first error (as values); tag NULL: none */
    gate_value *items;          /* LIST, COLLECT */
    gate_pair *pairs;           /* MAP */
    size_t made;
    uint32_t mark, kid_mark;    /* trace: nodes and kids before the element */
    uint32_t test_node;         /* the filter's node for this element */
    uint32_t elements[GATE_TRACE_KEPT * 2]; /* kept ELEMENT nodes */
    uint32_t kept[4];           /* how many of each outcome */
    uint32_t element_count;
    uint32_t tightest;          /* ELEMENT node with the smallest margin among those that hold */
    double margin;
    uint32_t tightened;
    gate_reads *reads;          /* explaining: NULL before the first element */
} gate_loop;

#define GATE_SLOTS     262144u /* values on all frames together */
#define GATE_LOOPS     2048u
#define GATE_MAX_CALLS 2048u   /* nesting of lets and defs */
#define GATE_ROW_LOCALS 2u     /* most that the driver gives to a unit: a module and its base */

typedef struct gate_machine {
    gate_arena *arena;
    const gate_linked *linked;
    const gate_program *program;
    const gate_inputs *inputs;
    bool explain;
    uint64_t fuel, used;
    gate_trace *trace;
    gate_value *slots;
    uint32_t slot_top;
    gate_loop *loops;
    uint32_t loop_top;
    uint32_t depth;
    uint32_t pin;          /* nodes below this are held by memos and are never dropped */
    gate_value *lets, *paths, *roots, *params;
    uint8_t *let_state, *path_state, *root_state, *param_state; /* 0 not yet, 1 under way, 2 known */
    gate_map patterns, zones;
    bool listed; /* a zone was looked up in the system's table */
} gate_machine;

/* One running unit. */
typedef struct gate_run_frame {
    const gate_p_unit *unit;
    gate_value *locals, *stack;
    uint32_t sp, pc; /* pc within the unit */
    uint32_t loop_base;
} gate_run_frame;

gate_machine *gate_machine_new(gate_arena *arena, const gate_linked *linked, const gate_inputs *inputs, gate_mode mode,
                               gate_trace *trace);

/* Runs a unit with its first locals given. */
gate_value gate_machine_unit(gate_machine *m, uint32_t unit, const gate_value *locals, uint32_t count);

/* Charges fuel; false when none is left. */
bool gate_machine_charge(gate_machine *m, uint64_t units);

/* -- trace: all give 0 when deciding, or when the trace is full ---------------------------------- */
uint32_t gate_node_new(gate_machine *m, gate_why_kind kind, uint32_t line, gate_value value);
uint32_t gate_node_kids(gate_machine *m, uint32_t node, const uint32_t *kids, uint32_t count);
/* The node of a value; one is made for a constant that has none. */
uint32_t gate_node_of(gate_machine *m, gate_value value, uint32_t line);
/* [value] with a new APPLY node over [args]. */
gate_value gate_node_apply(gate_machine *m, gate_value value, gate_opcode op, uint32_t line, uint32_t index,
                           const gate_value *args, uint32_t count);
/* [value], reached from [parent] by a key or an index. */
gate_value gate_node_step(gate_machine *m, gate_value parent, gate_value value, uint32_t line, const gate_str *key, size_t index);
/* Drops the nodes made since, unless a memo holds them. */
void gate_node_drop(gate_machine *m, uint32_t mark, uint32_t kid_mark);
/* Notes what the element at hand read beside the loop's list; [body] is the node of its body's value, 0 for
 * none. [drop]: the element's own nodes are dropped then, as above. */
void gate_reads_note(gate_machine *m, gate_loop *loop, uint32_t body, bool drop);
/* A GROUP node of all that was noted; 0 for nothing. */
uint32_t gate_reads_node(gate_machine *m, const gate_loop *loop);

/* -- inputs ------------------------------------------------------------------------------------ */
gate_value gate_load_evidence(gate_machine *m, uint32_t index, uint32_t line);
gate_value gate_load_path(gate_machine *m, uint32_t index, uint32_t line);
gate_value gate_load_let(gate_machine *m, uint32_t index, uint32_t line);
gate_value gate_load_param(gate_machine *m, uint32_t index, uint32_t line);

/* -- operations: give the value without a node; operands are of any kind -------------------------- */
gate_value gate_op_binary(gate_machine *m, gate_opcode op, gate_value a, gate_value b);
gate_value gate_op_unary(gate_machine *m, gate_opcode op, gate_value a);
/* FIELD, FIELD_OPT, HAS, with nodes. */
gate_value gate_op_field(gate_machine *m, gate_opcode op, gate_value base, gate_str key, uint32_t line);
gate_value gate_op_index(gate_machine *m, gate_opcode op, gate_value base, gate_value index, uint32_t line);
gate_value gate_op_list(gate_machine *m, const gate_value *items, uint32_t count, bool optional);
gate_value gate_op_map(gate_machine *m, const gate_value *items, uint32_t pairs, bool optional);
/* The worse of two faults by the tables of language.md section 5; NULL value when both are definite. */
gate_value gate_worse(gate_value a, gate_value b);
gate_value gate_as_outcome(gate_machine *m, gate_value value);
gate_value gate_fault_value(gate_machine *m, gate_fault_kind kind, gate_str text);

/* -- calls and loops ----------------------------------------------------------------------------- */
gate_value gate_call_builtin(gate_machine *m, uint32_t call, const gate_value *args, uint32_t argc, uint32_t line);
/* Begins a loop; true when there is an element to run, else [*out] (and [*second] for COLLECT) is the result. */
bool gate_loop_begin(gate_machine *m, gate_run_frame *f, const gate_instr *in, gate_value range, uint32_t line,
                     gate_value *out, gate_value *second);
/* A filter's outcome: true when the element stays. */
bool gate_loop_test(gate_machine *m, gate_value test, uint32_t line);
/* Folds the body's value (NULL pointer: the element was dropped) and moves on; true when there is
 * another element to run, else the results as above. */
bool gate_loop_next(gate_machine *m, gate_run_frame *f, const gate_value *body, uint32_t line, gate_value *out,
                    gate_value *second);
/* Will the message of an element with this outcome be shown? */
bool gate_loop_shows(const gate_machine *m, const gate_run_frame *f, gate_outcome outcome);

/* -- times ----------------------------------------------------------------------------------------- */
/* A value as a TIMESTAMP: a timestamp, RFC 3339 text, or what the zone says ("UTC", a zone's name for text
 * without one, "epoch", "epoch-ms" for numbers). Faults pass through; anything else is an ERROR. */
gate_value gate_time_of(gate_machine *m, gate_value value, gate_str zone);

/* -- evidence shapes ------------------------------------------------------------------------------ */
/* Is [datum] of that shape? False with [*why]: "/suites/0/status: `passed` is none of …". */
bool gate_shape_check(gate_arena *arena, const gate_program *program, uint32_t shape, gate_datum datum, gate_str *why);

#endif
