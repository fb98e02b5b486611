/* What `gatec inspect` prints of one artifact: its shape, and a first policy over it. */
#ifndef GATE_AUTHOR_INSPECT_H
#define GATE_AUTHOR_INSPECT_H

#include "author/sketch.h"
#include "evidence/artifact.h"

typedef enum gate_inspect_form {
    GATE_INSPECT_TEXT, /* the shape, then the policy, for people */
    GATE_INSPECT_GATE, /* the policy alone */
    GATE_INSPECT_TYPE, /* types and evidence alone, also of a format that a module reads */
} gate_inspect_form;

/* A sketch of what [reader] read. [name] of the evidence; empty: made of the path. Lives in [arena], and
 * borrows. */
gate_sketch *gate_inspect(gate_arena *arena, const gate_artifact *artifact, gate_str path, gate_str reader,
                          gate_str name);

void gate_inspect_write(gate_buf *out, const gate_artifact *artifact, const gate_sketch *sketch,
                        gate_inspect_form form);

#endif
