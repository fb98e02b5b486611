/* The table of readers: each turns one opened file into JSON values. A new format is a function here
 * and a row of readers.def. */
#ifndef GATE_EVIDENCE_READER_H
#define GATE_EVIDENCE_READER_H

#include "evidence/artifact.h"

/* Sets artifact->root from what stands in the artifact, and json and marks where the text is not JSON
 * (evidence/compose.h does that), or returns the trouble. Called once, with path,
 * size and (where the reader keeps) text set; the digest is set only for a reader that does not keep,
 * else it is still being made. */
typedef const gate_trouble *gate_read_fn(gate_arena *arena, const gate_limits *limits,
                                         gate_artifact *artifact);

typedef struct gate_reader {
    gate_str name;
    bool keeps; /* wants the text */
    gate_read_fn *read;
    const char *summary;
} gate_reader;

uint32_t gate_reader_count(void);
const gate_reader *gate_reader_at(uint32_t index);
/* NULL when there is none of that name; "" is the default. */
const gate_reader *gate_reader_find(gate_str name);

/* The functions of the table. */
gate_read_fn gate_read_json, gate_read_file, gate_read_ndjson, gate_read_junit, gate_read_cobertura,
    gate_read_lcov, gate_read_gocover;

#endif
