/* Numbers as text and back, independent of the locale, and the exact order of ints and doubles.
 * Allocates nothing; knows no values but C's. */
#ifndef GATE_BASE_NUM_H
#define GATE_BASE_NUM_H

#include "base/str.h"

/* The shortest text that reads back to the same double; always with a point or an exponent, so that
 * a double is never taken for an int ("85.0", "1e+25", "NaN", "Infinity", "-Infinity"). */
gate_str gate_num_text(char out[32], double value);
/* The same for reading by people: "85" rather than "85.0". */
gate_str gate_num_show(char out[32], double value);

/* Whole-text parsers; false when the text is not that, or out of range. [out] is set on success only. */
bool gate_num_int(gate_str text, int64_t *out); /* decimal, optional sign */
/* JSON's and CEL's number grammar (`-1`, `.5`, `1e-3`), of any length, correctly rounded. Too large is
 * out of range; too small is the nearest double, maybe 0. */
bool gate_num_double(gate_str text, double *out);

/* Exact order on one number line: -1, 0, 1; or 2 when the double is NaN. */
int gate_num_cmp_int_double(int64_t a, double b);

#endif
