/* What is wrong with a JSON text, once a parser has refused it: a second, slow and exact walk that
 * names the first offence in our words and with its place. Keeps jansson's dialect, and its habit of
 * pointing behind the offence, out of messages. */
#ifndef GATE_EVIDENCE_FAULT_H
#define GATE_EVIDENCE_FAULT_H

#include "evidence/artifact.h"

/* The first offence in [text], which is UTF-8 and nested at most [depth] deep. [duplicate] is the
 * offset behind the second of two equal keys, where the parser refused it, or SIZE_MAX. NULL when the
 * text breaks no rule. */
const gate_trouble *gate_json_fault(gate_arena *arena, gate_str path, gate_str text, uint32_t depth,
                                    size_t duplicate);

#endif
