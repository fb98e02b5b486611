/* Text as a slice (pointer and length, never relying on a NUL), and a growing buffer for making
 * text. A slice borrows; a buffer lives in an arena. */
#ifndef GATE_BASE_STR_H
#define GATE_BASE_STR_H

#include "base/arena.h"

#include <stdarg.h>

typedef struct gate_str {
    const char *ptr; /* bytes, UTF-8 unless said otherwise; may hold NUL; not NULL unless len is 0 */
    size_t len;      /* bytes */
} gate_str;

#define GATE_STR(literal) ((gate_str){(literal), sizeof(literal) - 1})
#define GATE_STR_FMT      "%.*s"
#define GATE_STR_ARG(s)   (int)(s).len, (s).ptr

gate_str gate_str_c(const char *text);                         /* NULL gives the empty slice */
bool gate_str_eq(gate_str a, gate_str b);
bool gate_str_eq_c(gate_str a, const char *b);
int gate_str_cmp(gate_str a, gate_str b);                      /* by bytes: UTF-8's code point order */
bool gate_str_starts(gate_str text, gate_str prefix);
bool gate_str_ends(gate_str text, gate_str suffix);
size_t gate_str_find(gate_str text, gate_str part, size_t from); /* byte offset, or SIZE_MAX */
gate_str gate_str_sub(gate_str text, size_t lo, size_t hi);    /* clamped to the text */
gate_str gate_str_dup(gate_arena *arena, gate_str text);       /* a copy, NUL-terminated behind its end */
char *gate_str_z(gate_arena *arena, gate_str text);            /* the same as a C string */

/* printf into the arena. */
gate_str gate_str_printf(gate_arena *arena, const char *format, ...) GATE_PRINTF(2, 3);
gate_str gate_str_vprintf(gate_arena *arena, const char *format, va_list args);

/* A growing text. [ptr][len] is always NUL. */
typedef struct gate_buf {
    gate_arena *arena;
    char *ptr;
    size_t len, cap;
} gate_buf;

gate_buf gate_buf_new(gate_arena *arena);
void gate_buf_add(gate_buf *buf, gate_str text);
void gate_buf_c(gate_buf *buf, const char *text);
void gate_buf_char(gate_buf *buf, char c);
void gate_buf_repeat(gate_buf *buf, char c, size_t count);
void gate_buf_printf(gate_buf *buf, const char *format, ...) GATE_PRINTF(2, 3);
gate_str gate_buf_str(const gate_buf *buf); /* borrows: valid until the next addition */

#endif
