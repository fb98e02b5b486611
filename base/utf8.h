/* UTF-8: decoding, encoding, validating, counting; and the one place that knows which characters
 * must never reach a terminal or a log as they are. */
#ifndef GATE_BASE_UTF8_H
#define GATE_BASE_UTF8_H

#include "base/str.h"

/* The index behind the ASCII that stands at [at], which is [at] itself where none does. Most texts are ASCII, and
 * this is how they are gone through eight bytes at a time. */
size_t gate_utf8_ascii(gate_str text, size_t at);

/* Decodes the code point at [text].ptr[*at] and moves [*at] behind it. Invalid bytes (RFC 3629:
 * overlong, surrogates, above U+10FFFF, cut short) give UINT32_MAX and move by one byte. */
uint32_t gate_utf8_next(gate_str text, size_t *at);
size_t gate_utf8_put(char out[4], uint32_t code);         /* bytes written; [code] must be a scalar value */
size_t gate_utf8_invalid(gate_str text);                  /* offset of the first bad byte, or SIZE_MAX */
size_t gate_utf8_count(gate_str text);                    /* code points; an invalid byte counts one */
size_t gate_utf8_offset(gate_str text, size_t points);    /* byte offset of that code point, clamped */
size_t gate_utf8_width(gate_str text);                    /* terminal columns: wide 2, combining 0 */

/* True for what may not stand unescaped in any output: C0 but \n and \t, DEL, C1, bidi controls
 * (U+061C, U+200E/F, U+202A-E, U+2066-9), U+2028/9, zero-width U+200B-D, U+2060 and U+FEFF. */
bool gate_utf8_unsafe(uint32_t code);

/* Appends [text] with everything unsafe, and \n \t \r too, as a visible escape (\n, \x1b, \u202e);
 * invalid bytes as \xNN; a backslash as it is. For one-line display of evidence text. */
void gate_buf_visible(gate_buf *buf, gate_str text);

#endif
