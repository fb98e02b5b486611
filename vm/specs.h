/* What a program declares of its evidence, as evidence/ wants to be told: the step between parameters and
 * reading, for whoever runs programs. Reads no files. */
#ifndef GATE_VM_SPECS_H
#define GATE_VM_SPECS_H

#include "vm/params.h"

/* What the program declares of each evidence that its code refers to, by its evidence section, in [*out], in
 * [arena]. False with messages when a parameter doesn't fit into a path. */
bool gate_specs_fill(gate_arena *arena, gate_diags *diags, const gate_program *program,
                     const gate_param_values *params, gate_evidence_spec **out);

#endif
