/* The shape of an artifact for reading: one line a path, with what stands there, how often and in which
 * range. Bounded, and made visible: whatever the keys and texts of an artifact hold, a line stays a line. */
#ifndef GATE_AUTHOR_INSPECT_SHAPE_H
#define GATE_AUTHOR_INSPECT_SHAPE_H

#include "author/inspect_seen.h"

/* Appends the lines. A path is a JSON Pointer, with `*` for every element of a list or a map. */
void gate_shape_write(gate_buf *out, const gate_seen *root);

#endif
