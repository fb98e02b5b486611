#include "vm/opcode.h"

static const gate_opcode_info opcodes[] = {
#define OPCODE(name, operand, pops, pushes, doc) {#name, GATE_C_##operand, pops, pushes, doc},
#include "vm/opcodes.def"
#undef OPCODE
};

const gate_opcode_info *gate_opcode_get(gate_opcode op)
{
    return &opcodes[op];
}
