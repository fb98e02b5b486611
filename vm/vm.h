/* The machine: runs a verified program on evidence and parameters. Deciding and explaining run the
 * same code and agree on every outcome; explaining evaluates everything and keeps the trace.
 *
 * The program and the bundle are only read and may be shared between threads; everything else lives
 * in the arena of the call. */
#ifndef GATE_VM_VM_H
#define GATE_VM_VM_H

#include "evidence/bundle.h"
#include "vm/builtin.h"
#include "vm/program.h"
#include "vm/trace.h"

typedef enum gate_mode { GATE_EXPLAIN, GATE_DECIDE } gate_mode;

/* A program with its calls bound to the builtins' rows: what is found once per program. */
typedef struct gate_linked gate_linked;

/* Binds [program]'s calls. NULL when a function is unknown; [*unknown] is then its name. [program]
 * and [builtins] must outlive the result. */
const gate_linked *gate_link(gate_arena *arena, const gate_program *program, gate_builtins builtins, gate_str *unknown);

/* The largest size that the value of each instruction had in a run, by the program's lines. */
typedef struct gate_sizes {
    uint64_t *lens;  /* elements of a list, entries of a map, 16 bytes of a text; 0 of others */
    uint64_t *deeps; /* deep weights; GATE_SIZE_UNASKED where none is wanted */
} gate_sizes;
#define GATE_SIZE_UNASKED UINT64_MAX

typedef struct gate_inputs {
    const gate_evidence *const *evidence; /* by the program's evidence section */
    const gate_value *params;             /* by the program's params section */
    gate_instant now;
    bool has_now;          /* false: reading `now` is an error (tests without it) */
    uint64_t fuel;         /* units; 0: the default, GATE_FUEL_DEFAULT */
    gate_sizes *sizes;     /* written where not NULL: for checking a bound (vm/cost.h) */
} gate_inputs;

#define GATE_FUEL_DEFAULT 200000000ull

/* Judges every block whose kind is judged by `check`. Never fails: faults are outcomes. */
const gate_run_result *gate_run(gate_arena *arena, const gate_linked *linked, const gate_inputs *inputs, gate_mode mode);

/* Evaluates one unit that has no locals of its own (gatec eval, parameters' constants). */
gate_value gate_run_unit(gate_arena *arena, const gate_linked *linked, const gate_inputs *inputs, gate_mode mode,
                         uint32_t unit, gate_trace *trace, uint64_t *fuel_used);

#endif
