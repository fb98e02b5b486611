/* Instructions: the enum and the table made of opcodes.def, and the loop kinds. */
#ifndef GATE_VM_OPCODE_H
#define GATE_VM_OPCODE_H

#include "base/defs.h"

typedef enum gate_opcode {
#define OPCODE(name, operand, pops, pushes, doc) GATE_I_##name,
#include "vm/opcodes.def"
#undef OPCODE
    GATE_OPCODE_COUNT
} gate_opcode;

/* What the operand `c` is. */
typedef enum gate_operand {
    GATE_C_NONE, GATE_C_CONST, GATE_C_PARAM, GATE_C_EVIDENCE, GATE_C_PATH, GATE_C_LET, GATE_C_DEF,
    GATE_C_CALL, GATE_C_SLOT, GATE_C_COUNT, GATE_C_JUMP,
} gate_operand;

typedef struct gate_opcode_info {
    const char *name;
    gate_operand operand;
    int pops, pushes; /* pops < 0: -pops times the operand's count (CALL, INVOKE: the argument count) */
    const char *doc;
} gate_opcode_info;

const gate_opcode_info *gate_opcode_get(gate_opcode op);

/* One instruction, 8 bytes. */
typedef struct gate_instr {
    uint8_t op;  /* gate_opcode */
    uint8_t a;   /* LOOP*: gate_loop_kind */
    uint16_t b;  /* LOOP: first slot; CALL, INVOKE: number of arguments */
    uint32_t c;  /* operand */
} gate_instr;

/* How a loop folds its body. Two variables (index or key, and value) where TWO is set in `a`. */
typedef enum gate_loop_kind {
    GATE_LOOP_ALL,     /* macro all */
    GATE_LOOP_EXISTS,  /* macro exists */
    GATE_LOOP_ONE,     /* macro exists_one, existsOne */
    GATE_LOOP_LIST,    /* macros map, filter, transformList: a list of the bodies */
    GATE_LOOP_MAP,     /* macro transformMap; filter over a map gives a list of keys as in CEL */
    GATE_LOOP_COLLECT, /* macro functions: push the range as a list, then the list of the bodies */
    GATE_LOOP_EACH,    /* require each: as ALL, but nothing to check is missing */
    GATE_LOOP_EACH_OR_NONE, /* require each … or none */
    GATE_LOOP_ROSTER,  /* require each X of NAMES: as EACH, the range being the names */
    GATE_LOOP_ANY,     /* forbid any: true when no element's body is true; reasons speak of the offenders */
    GATE_LOOP_KIND_COUNT
} gate_loop_kind;
#define GATE_LOOP_TWO 0x80u

#endif
