/* What differs between two texts, as `diff -u` shows it. Knows no file and no policy. */
#ifndef GATE_AUTHOR_CHANGED_H
#define GATE_AUTHOR_CHANGED_H

#include "base/str.h"

/* Writes the unified difference of two texts, both called [name]; nothing when they are the same. Control
 * characters of the texts are written as they are: what it writes is for `patch`, and a terminal's caller
 * makes it visible. */
void gate_changed_write(gate_buf *out, gate_str name, gate_str before, gate_str after);

#endif
