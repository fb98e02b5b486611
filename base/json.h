/* A streaming JSON writer (RFC 8259) with exact numbers: no tree, keys in the order of the calls,
 * doubles as the shortest text that reads back to the same value, U+2028/2029, controls and `</`
 * escaped. Writes into a buffer; the caller puts the buffer where it belongs. */
#ifndef GATE_BASE_JSON_H
#define GATE_BASE_JSON_H

#include "base/str.h"

typedef struct gate_json {
    gate_buf *out;
    int indent;      /* spaces per level; 0 writes one line */
    uint32_t depth;
    bool first;      /* nothing written yet in the open container */
    bool after_key;
} gate_json;

gate_json gate_json_new(gate_buf *out, int indent);
void gate_json_open(gate_json *json, char bracket);  /* '{' or '[' */
void gate_json_close(gate_json *json, char bracket); /* '}' or ']' */
void gate_json_key(gate_json *json, gate_str key);
void gate_json_str(gate_json *json, gate_str text);
void gate_json_int(gate_json *json, int64_t value);
void gate_json_double(gate_json *json, double value); /* NaN and infinities as the strings of language.md: "NaN" … */
void gate_json_bool(gate_json *json, bool value);
void gate_json_null(gate_json *json);
void gate_json_raw(gate_json *json, gate_str value); /* one value that is JSON text already, on one line */

/* The quoted, escaped form of [text] by itself. */
void gate_buf_json(gate_buf *out, gate_str text);

#endif
