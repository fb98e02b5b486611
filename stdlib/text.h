/* What the bodies that make text share: the limit on how long it may get, and text in messages. Nothing
 * outside stdlib/ includes it; texts are made in the call's arena. */
#ifndef GATE_STDLIB_TEXT_H
#define GATE_STDLIB_TEXT_H

#include "stdlib/bodies.h"

/* The longest text that a function makes, in bytes. */
#define GATE_TEXT_MAX ((size_t)1 << 20)

/* May a text of [have] bytes get [more]? Else false, with [out] the fault. */
bool gate_text_room(gate_call *call, gate_value *out, size_t have, size_t more);
/* [text] quoted, visible and not long, for messages. */
const char *gate_text_shown(gate_call *call, gate_str text);

#endif
