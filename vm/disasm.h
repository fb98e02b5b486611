/* A program as text, for `gatec disasm`: sections, then every unit with its instructions, operands by
 * name, and the source text each came from. Driven by opcodes.def. */
#ifndef GATE_VM_DISASM_H
#define GATE_VM_DISASM_H

#include "vm/program.h"

void gate_disasm(gate_buf *out, const gate_program *program);

#endif
