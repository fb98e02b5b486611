/* The times that files declare of themselves: when they were made, for their age and their order. A
 * file's date on disk is never used, since copying changes it. */
#ifndef GATE_EVIDENCE_CLOCK_H
#define GATE_EVIDENCE_CLOCK_H

#include "evidence/bundle.h"

/* How the values of one field are to be read; made once for many files. */
typedef struct gate_clock {
    const gate_field *field;
    enum { GATE_CLOCK_TEXT, GATE_CLOCK_LOCAL, GATE_CLOCK_SECONDS, GATE_CLOCK_MILLISECONDS } mode;
    const gate_zone *zone;       /* LOCAL: of a time that says none */
    const gate_trouble *trouble; /* the zone is not known; then nothing can be read */
} gate_clock;

/* A clock for [field], which is borrowed. */
gate_clock gate_clock_new(gate_arena *arena, const gate_field *field);

/* The field's time in an artifact that has a root. NULL and [out], or the trouble: no such field, not a
 * time, no zone. */
const gate_trouble *gate_time_read(gate_arena *arena, const gate_clock *clock, const gate_artifact *artifact,
                                   gate_instant *out);

/* The field as it is written: `meta.timestamp`. Lives in [arena]. */
gate_str gate_field_text(gate_arena *arena, const gate_field *field);

/* Judges the age of a file made at [at]: NULL when [spec] allows it. */
const gate_trouble *gate_time_judge(gate_arena *arena, const gate_evidence_spec *spec,
                                    const gate_reading *reading, gate_str path, gate_instant at);

#endif
