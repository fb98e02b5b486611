/* Formats of artifacts that are known at sight, from one table (formats.def): what recognizes each, which
 * module of the standard library reads it, and how a policy uses it. Knows no modules but by their names; a
 * test compiles what the rows say. */
#ifndef GATE_AUTHOR_FORMATS_H
#define GATE_AUTHOR_FORMATS_H

#include "evidence/datum.h"

/* How a policy uses it. The texts are those of formats.def. */
typedef struct gate_format_use {
    bool coverage;                               /* a coverage block, else a row */
    const char *list, *files, *size;             /* of a coverage block, else NULL */
    const char *name, *title, *conditions, *fix; /* of a row, else NULL */
} gate_format_use;

typedef struct gate_format {
    const char *id, *title, *reader, *marks, *module, *type, *time;
    gate_format_use use;
    const char *good, *each, *bad; /* samples for tests; `each`: of one module, NULL but for coverage */
} gate_format;

uint32_t gate_format_count(void);
const gate_format *gate_format_at(uint32_t index);

/* The format of what [reader] read; NULL when it is none that is known. */
const gate_format *gate_format_of(gate_str reader, gate_datum root);

/* What the JSON Pointer [path] leads to, without escapes in it, and with `*` for the first member or element
 * that leads on; node NULL when it leads nowhere. */
gate_datum gate_datum_find(gate_datum root, gate_str path);

#endif
