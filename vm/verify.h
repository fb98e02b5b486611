/* Proves a program sound before it may run: every index within its section, every text within the
 * strings and valid UTF-8, spans within their sources, every unit's code decoded with jumps that stay inside and
 * land right, a stack that never under- or overflows what the unit declares and is the same at every
 * join, locals and loops within bounds, LOOP/LOOP_TEST/LOOP_NEXT/LOOP_STEP properly nested, every
 * unit ending in RETURN, argument counts, and no cycle among defs and lets. */
#ifndef GATE_VM_VERIFY_H
#define GATE_VM_VERIFY_H

#include "vm/program.h"

/* Seals the program; false when it is unsound, and [*why] (in [arena]) names the first thing found,
 * with its section and index. */
bool gate_verify(gate_arena *arena, gate_program *program, gate_str *why);

#endif
