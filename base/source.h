/* A loaded text with a name, and places in it. Spans are byte offsets; lines and columns exist only
 * where something is shown. */
#ifndef GATE_BASE_SOURCE_H
#define GATE_BASE_SOURCE_H

#include "base/str.h"

/* Byte offsets, half open. */
typedef struct gate_span {
    uint32_t lo, hi;
} gate_span;

typedef struct gate_source {
    uint32_t id;            /* dense per compile, in the order of loading */
    gate_str name;          /* as shown: the path as given, or `std/coverage.gate` for a module of the standard library */
    gate_str text;          /* UTF-8, at most 1 MiB, a leading BOM removed */
    uint32_t *lines;        /* offset of each line's first byte */
    uint32_t line_count;
} gate_source;

typedef struct gate_place {
    uint32_t line;   /* from 1 */
    uint32_t column; /* from 1, in code points */
} gate_place;

/* A source in [arena]; [name] and [text] are borrowed and must live as long. Lines end at \n, \r\n
 * or \r. */
gate_source *gate_source_new(gate_arena *arena, uint32_t id, gate_str name, gate_str text);
gate_place gate_source_place(const gate_source *source, uint32_t offset);
gate_str gate_source_line(const gate_source *source, uint32_t line); /* without its end; line from 1 */
gate_str gate_source_slice(const gate_source *source, gate_span span);

/* The smallest span that covers both. */
gate_span gate_span_join(gate_span a, gate_span b);

#endif
