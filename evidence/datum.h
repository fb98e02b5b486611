/* A value inside an artifact, seen through the narrowest possible door: its kind, its number or
 * text, its children. What stands behind it (today jansson's tree) is known to evidence/ alone, so
 * that a reader can be replaced in one place.
 *
 * A datum is a borrowed handle: it lives as long as the bundle that read the artifact, never
 * changes, and may be read by several threads. Where it stands (JSON Pointer, line, column) is not
 * in the handle: the VM remembers the way it took, and evidence/locate.h finds the place. */
#ifndef GATE_EVIDENCE_DATUM_H
#define GATE_EVIDENCE_DATUM_H

#include "base/str.h"

typedef enum gate_datum_kind {
    GATE_DATUM_NULL,
    GATE_DATUM_BOOL,
    GATE_DATUM_INT,
    GATE_DATUM_DOUBLE,
    GATE_DATUM_STRING,
    GATE_DATUM_ARRAY,
    GATE_DATUM_OBJECT,
} gate_datum_kind;

typedef struct gate_datum {
    const void *node; /* NULL: no datum */
} gate_datum;

gate_datum_kind gate_datum_kind_of(gate_datum datum);
bool gate_datum_bool(gate_datum datum);      /* of a BOOL */
int64_t gate_datum_int(gate_datum datum);    /* of an INT */
double gate_datum_double(gate_datum datum);  /* of a DOUBLE; finite */
gate_str gate_datum_str(gate_datum datum);   /* of a STRING: valid UTF-8, may hold U+0000; borrowed */
size_t gate_datum_size(gate_datum datum);    /* elements of an ARRAY, members of an OBJECT; else 0 */
gate_datum gate_datum_at(gate_datum array, size_t index);   /* node NULL past the end */
gate_datum gate_datum_get(gate_datum object, gate_str key); /* node NULL when absent */

/* Members of an OBJECT in the order of the file:
 *     for (gate_member m = gate_datum_first(object); m.value.node; m = gate_datum_next(object, m)) … */
typedef struct gate_member {
    gate_str key;
    gate_datum value;
    void *at;
} gate_member;

gate_member gate_datum_first(gate_datum object);
gate_member gate_datum_next(gate_datum object, gate_member member);

#endif
