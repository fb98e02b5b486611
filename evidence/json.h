/* JSON text to datums. The only file behind this header knows jansson; its trees are owned by the
 * arena and never change. datum.h's functions are defined beside. */
#ifndef GATE_EVIDENCE_JSON_H
#define GATE_EVIDENCE_JSON_H

#include "evidence/artifact.h"

/* Parses [text] into [out], within [limits]. A byte order mark is passed over; any value may stand at
 * the top (RFC 8259). NULL, or the trouble with the place of the first offence; [path] is for its text.
 * [text] must live as long as the arena where positions are to be found later. Unwinds when memory is
 * gone. */
const gate_trouble *gate_json_read(gate_arena *arena, gate_str path, gate_str text, const gate_limits *limits,
                                   gate_datum *out);

/* The same for a text with one value a line: [out] gets an array of them. Blank lines are passed over; a
 * text without a value is refused, since it may be all that is left of one. */
const gate_trouble *gate_json_read_lines(gate_arena *arena, gate_str path, gate_str text,
                                         const gate_limits *limits, gate_datum *out);

/* The version of jansson that runs: "2.14". Static. */
const char *gate_json_library(void);

#endif
