/* The text of `given … = series "0.99 0.98 _ _ 0.97x3"`: one value per element, in promtool's way. Knows
 * nothing of evidence: each value becomes the JSON text that stands in an element. */
#ifndef GATE_COMPILER_SERIES_H
#define GATE_COMPILER_SERIES_H

#include "base/str.h"
#include "base/vec.h"

/* Most values that one series may stand for. */
#define GATE_SERIES_MAX 10000u

typedef struct gate_series {
    gate_str *items; /* JSON texts; an empty one removes the element's value (`_`) */
    uint32_t len, cap;
} gate_series;

/* Reads [text]: numbers, `true`, `false`, `null`, texts in single quotes and `_`, apart by blanks. `VALUExN`
 * is N of the value; `A+BxN` and `A-BxN` are N values that begin with A and go on by B. NULL and the values
 * in
 * [*out], or what is wrong, a phrase in [arena], with the bytes of [text] that it is about in [*lo], [*hi].
 */
const char *gate_series_read(gate_arena *arena, gate_str text, gate_series *out, size_t *lo, size_t *hi);

#endif
