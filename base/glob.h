/* Shell patterns over paths: `*` and `?` within a segment, `**` across segments, `[a-z]` and `[!a-z]`
 * sets; no escapes, no braces. A name with a leading dot must be matched by one, and no wildcard
 * matches an empty name. Knows nothing of files: what a path is, its caller says. */
#ifndef GATE_BASE_GLOB_H
#define GATE_BASE_GLOB_H

#include "base/str.h"

/* True when the whole of [path] matches the whole of [pattern]. `**` as a segment of its own stands for
 * any number of segments, none included, but for at least one at the end (behind `src/`: what lies in
 * src); elsewhere it is `*`. A `?` or a set takes one code point. Never costs more than the product of
 * both lengths. */
bool gate_glob_match(gate_str pattern, gate_str path);
/* True when the text has a character that is special in a pattern. */
bool gate_glob_special(gate_str text);

#endif
