/* One walk over the bytes of a JSON text before it is parsed: what must not be in it at all, how deep
 * it is nested and how many values it holds, so that a parser never sees more than it may. Fast: it is
 * done for all evidence. Does not judge the grammar. */
#ifndef GATE_EVIDENCE_SCAN_H
#define GATE_EVIDENCE_SCAN_H

#include "base/str.h"

typedef enum gate_scan_kind {
    GATE_SCAN_OK,
    GATE_SCAN_NUL,    /* a byte 0 */
    GATE_SCAN_UTF8,   /* not UTF-8 */
    GATE_SCAN_DEPTH,  /* one array or object more than may be open */
    GATE_SCAN_VALUES, /* one value more than there may be */
} gate_scan_kind;

typedef struct gate_scan {
    gate_scan_kind kind;
    size_t at;      /* the byte of the first offence */
    size_t values;  /* exact when the text is JSON: elements, member values, and the whole */
    uint32_t depth; /* of the deepest nesting; 0 for a number or a string alone */
} gate_scan;

/* Walks over [text] (without a byte order mark) until its end or the first offence. */
gate_scan gate_json_scan(gate_str text, uint32_t depth_max, size_t values_max);

#endif
