/* From a JSON Pointer to a line and column, by walking the artifact's text along the pointer. Used
 * only for the few values that a reason cites: jansson keeps no positions. */
#ifndef GATE_EVIDENCE_LOCATE_H
#define GATE_EVIDENCE_LOCATE_H

#include "base/source.h"
#include "evidence/artifact.h"

/* One step of a pointer: a key (UTF-8, unescaped) or, with [is_index], an index. */
typedef struct gate_step {
    gate_str key;
    size_t index;
    bool is_index;
} gate_step;

/* The place of the value that the steps lead to (for a member: of its key), in an artifact that
 * parsed. line 0 when the steps lead nowhere or the artifact keeps no text. [value] gets
 * the byte offsets of the value itself in gate_locate_json; may be NULL. */
gate_place gate_locate(const gate_artifact *artifact, const gate_step *steps, uint32_t count, gate_span *value);

/* The JSON text in which the artifact's values stand: its own, or the one that its reader made; and the
 * byte of the artifact's text that byte [at] of it stands for. For who walks the text on his own. */
gate_str gate_locate_json(const gate_artifact *artifact);
size_t gate_locate_origin(const gate_artifact *artifact, size_t at);

/* Appends the RFC 6901 pointer ("/suites/0/a~1b"; "" for the whole). */
void gate_pointer_text(gate_buf *out, const gate_step *steps, uint32_t count);

#endif
