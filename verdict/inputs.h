/* The part of a verdict that tells what it was made from: parameters, evidence, sources. Private to
 * verdict/. */
#ifndef GATE_VERDICT_INPUTS_H
#define GATE_VERDICT_INPUTS_H

#include "verdict/verdict.h"

void gate_inputs_parameters(gate_arena *arena, const gate_verdict_input *input, gate_doc_verdict *verdict);
void gate_inputs_evidence(gate_arena *arena, const gate_verdict_input *input, gate_doc_verdict *verdict);
void gate_inputs_sources(gate_arena *arena, const gate_verdict_input *input, gate_doc_verdict *verdict);

/* A value as JSON text on one line. */
gate_str gate_inputs_json(gate_arena *arena, gate_value value);
/* A digest as lower-case hex. */
gate_str gate_inputs_hex(gate_arena *arena, const uint8_t sha256[32]);

/* The version of the system's table of time zones, where the run or a time of evidence looked a zone up in it. */
void gate_inputs_zones(gate_arena *arena, const gate_verdict_input *input, gate_doc_verdict *verdict);

#endif
