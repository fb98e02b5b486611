/* The whole way from the bytes of a `.gbc` file to a program that may run, with diagnostics: what
 * image.h, verify.h and [gate_link] do one after the other. For whoever is handed a file; a program
 * that was just compiled needs none of it but the link. */
#ifndef GATE_VM_LOAD_H
#define GATE_VM_LOAD_H

#include "base/diag.h"
#include "vm/vm.h"

/* Reads, verifies and binds. NULL with one diagnostic (E0620 to E0622) when the bytes are no program,
 * no sound one, or call a function that [builtins] lacks. [bytes] are borrowed and must stay as long as
 * [arena]; [name] is how messages call the file. [*linked] gets the program bound. */
const gate_program *gate_load(gate_arena *arena, gate_str name, gate_str bytes, gate_builtins builtins,
                              gate_diags *diags, const gate_linked **linked);

#endif
