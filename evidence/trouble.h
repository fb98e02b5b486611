/* Making the troubles of artifact.h. A trouble's text is read on its own, far from the file: it names
 * the path, and the line and column where there is one. */
#ifndef GATE_EVIDENCE_TROUBLE_H
#define GATE_EVIDENCE_TROUBLE_H

#include "evidence/artifact.h"

/* What is there and cannot be used, or, with [gate_trouble_missing], what is not there. The text is
 * printed into [arena], where the trouble lives. */
const gate_trouble *gate_trouble_error(gate_arena *arena, gate_code code, const char *format, ...)
    GATE_PRINTF(3, 4);
const gate_trouble *gate_trouble_missing(gate_arena *arena, gate_code code, const char *format, ...)
    GATE_PRINTF(3, 4);
/* About a place in a file; the text becomes "PATH:LINE:COLUMN: …". [path] as the artifact has it. */
const gate_trouble *gate_trouble_at(gate_arena *arena, gate_code code, gate_str path, gate_place place,
                                    const char *format, ...) GATE_PRINTF(5, 6);

/* Text of a file or a path for a message: control characters as escapes, cut after 200 code points.
 * Lives in [arena]. */
gate_str gate_shown(gate_arena *arena, gate_str text);

#endif
