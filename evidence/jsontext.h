/* JSON as text: stepping over values and finding lines and columns, without a tree. Everything here
 * takes any bytes and stays inside them; on text that is not JSON the answers are merely useless. */
#ifndef GATE_EVIDENCE_JSONTEXT_H
#define GATE_EVIDENCE_JSONTEXT_H

#include "base/source.h"

/* Behind a byte order mark, if there is one. */
size_t gate_text_start(gate_str text);
/* Behind the white space at [at]. */
size_t gate_text_space(gate_str text, size_t at);
/* Behind the string whose opening quote is at [at]; the text's end when nothing closes it. */
size_t gate_text_string(gate_str text, size_t at);
/* Behind the value that begins at [at]. */
size_t gate_text_value(gate_str text, size_t at);

/* A member or an element, while walking over a container. */
typedef struct gate_text_item {
    size_t key;     /* where the key's opening quote is; elements: where the value begins */
    size_t key_end; /* behind the key's closing quote */
    size_t value;   /* where the value begins */
} gate_text_item;

/* The first item of the container whose bracket is at [at], or the next one behind the value that ends
 * at [at]. False at the container's end. */
bool gate_text_first(gate_str text, size_t at, gate_text_item *out);
bool gate_text_next(gate_str text, size_t at, gate_text_item *out);

/* True when the raw key [quoted] (with its quotes and escapes) is [key] (without). */
bool gate_text_key_is(gate_str quoted, gate_str key);
/* The raw string [quoted] without quotes and escapes, in [arena]. */
gate_str gate_text_plain(gate_arena *arena, gate_str quoted);

/* The line and column of a byte, columns in code points; a byte order mark has no column. Lines end at
 * \n, \r\n or \r. */
gate_place gate_text_place(gate_str text, size_t at);

#endif
