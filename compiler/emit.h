/* From the checked tree to a program: the builder that collects the sections, and the emitters.
 * Private to compiler/. */
#ifndef GATE_COMPILER_EMIT_H
#define GATE_COMPILER_EMIT_H

#include "base/map.h"
#include "compiler/checked.h"
#include "compiler/compile.h"
#include "vm/program.h"

/* The sections while they grow. */
typedef struct gate_emit {
    gate_arena *arena;
    const gate_checked *checked;
    gate_hash *hash;
#define SECTION(name, type) GATE_VEC(type) name;
    GATE_SECTIONS(SECTION)
#undef SECTION
    gate_map texts, consts_by_key, calls_by_key, paths_by_key, shapes_by_type;

    /* The unit being written. */
    const gate_module *module;
    const gate_node *block;  /* whose rows are being written */
    GATE_VEC(gate_instr) unit_code;
    GATE_VEC(gate_where) unit_lines;
    uint32_t depth, depth_max;
    uint32_t loops, loops_max;
    uint32_t locals;   /* one more than the highest slot used */
    uint32_t temps;    /* temporaries of the emitter: slots from GATE_TEMP_SLOT until the unit ends */
    bool allow_no_branches; /* in a module row that says so */
} gate_emit;

#define GATE_TEMP_SLOT 0x8000u

/* -- builder --------------------------------------------------------------------------------------- */
gate_text gate_emit_text(gate_emit *e, gate_str text);
gate_where gate_emit_where(const gate_emit *e, gate_span span); /* in the current module */
uint32_t gate_emit_const(gate_emit *e, gate_value value);
uint32_t gate_emit_call_ref(gate_emit *e, gate_str name, bool method, gate_span span);
uint32_t gate_emit_shape(gate_emit *e, const gate_type *type); /* GATE_NO for ANY */

/* -- units and instructions ------------------------------------------------------------------------ */
void gate_unit_begin(gate_emit *e, const gate_module *module, uint32_t preset);
uint32_t gate_unit_end(gate_emit *e, gate_span span); /* adds RETURN; the unit's index */
/* Appends an instruction and returns its number in the unit. Stack depth follows opcodes.def. */
uint32_t gate_emit_op(gate_emit *e, gate_opcode op, uint32_t a, uint32_t b, uint32_t c, gate_span span);
void gate_emit_patch(gate_emit *e, uint32_t at); /* its jump goes to the next instruction */
uint32_t gate_emit_here(const gate_emit *e);
uint32_t gate_emit_temp(gate_emit *e);
void gate_emit_slot(gate_emit *e, uint32_t slot); /* the unit needs it */

/* -- expressions ------------------------------------------------------------------------------------ */
void gate_emit_expr(gate_emit *e, const gate_node *node);
/* A reading of `base`, whose record is on the stack: [op] is FIELD, FIELD_OPT or HAS. False, with nothing
 * written, when [select] selects from something else. */
bool gate_emit_base(gate_emit *e, const gate_node *select, gate_opcode op, gate_span span);
/* A condition: as the expression, but that `allow no branches` is heeded. */
void gate_emit_condition(gate_emit *e, const gate_node *node);
/* A macro call whose target, if it has one, is on the stack. */
void gate_emit_macro(gate_emit *e, const gate_node *node, const gate_ref *ref);
/* Loops: begin with the range on the stack, the body between, end. */
uint32_t gate_emit_loop(gate_emit *e, uint32_t kind, uint32_t slot, gate_span span);
void gate_emit_loop_end(gate_emit *e, uint32_t loop, uint32_t test, gate_span span); /* test: a LOOP_TEST to patch, or GATE_NO */
void gate_emit_call(gate_emit *e, const char *name, bool method, uint32_t argc, gate_span span);
/* The text of a template (or plain string) as one value on the stack. */
void gate_emit_template(gate_emit *e, const gate_node *string);
/* Its parts, each a value on the stack; their number. */
uint32_t gate_emit_parts(gate_emit *e, const gate_node *string);

/* -- the policy -------------------------------------------------------------------------------------- */
void gate_emit_declarations(gate_emit *e);
void gate_emit_blocks(gate_emit *e);

#endif
