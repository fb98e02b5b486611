/* The list of what would make a verdict GO: sentences of rows, each said once, with the rows and the
 * owners that it concerns. Private to verdict/. */
#ifndef GATE_VERDICT_CHANGES_H
#define GATE_VERDICT_CHANGES_H

#include "base/map.h"
#include "verdict/document.h"

typedef struct gate_change {
    gate_str sentence;
    gate_strs ids;
    gate_strs owners;
} gate_change;

typedef struct gate_changes {
    gate_arena *arena;
    GATE_VEC(gate_change *) list;
    gate_map by_sentence;
} gate_changes;

gate_changes gate_changes_new(gate_arena *arena);
/* [owner] may be empty. Texts are borrowed. */
void gate_changes_add(gate_changes *changes, gate_str id, gate_str owner, gate_str sentence);
/* "a.b, a.c (sre): evidence `x` is needed: …", in the order of their first rows. */
void gate_changes_write(const gate_changes *changes, gate_strs *out);

#endif
