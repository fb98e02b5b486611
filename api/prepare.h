/* What a run of a program needs beside the program: parameters and evidence, as checks and plans of
 * retention both take them. All in the caller's arena, with messages in the caller's diagnostics. Private
 * to api/. */
#ifndef GATE_API_PREPARE_H
#define GATE_API_PREPARE_H

#include "api/policy.h"
#include "vm/params.h"

/* The parameters' values: settings first, then the environment ([getenv] may be NULL), then defaults.
 * False with messages. */
bool gate_prepare_params(gate_arena *arena, gate_diags *diags, const gatec_policy *policy,
                         const gatec_setting *settings, size_t count, gatec_getenv *getenv, void *context,
                         gate_param_values *out);

/* What the program declares of each evidence that its code refers to, by its evidence section, in [*out].
 * False with messages when a parameter doesn't fit into a path. */
bool gate_prepare_specs(gate_arena *arena, gate_diags *diags, const gate_program *program,
                        const gate_param_values *params, gate_evidence_spec **out);

/* Reads them all, by the same section. [reading] is borrowed for the arena's life. */
const gate_evidence **gate_prepare_evidence(gate_arena *arena, const gate_program *program,
                                            const gate_evidence_spec *specs, const gate_reading *reading);

#endif
