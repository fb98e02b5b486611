/* Decimal digits into a caller's array: what the texts of instants and durations share. Knows nothing of
 * time; checks no room, since its callers know the most digits there can be. */
#ifndef GATE_BASE_DIGITS_H
#define GATE_BASE_DIGITS_H

#include "base/defs.h"

/* Writes [value], with zeros in front up to [width] digits; returns the place behind it. Needs room for
 * the larger of [width] and 20. */
char *gate_digits_put(char *out, uint64_t value, int width);

/* Writes a point and [value] as [width] decimals without the zeros at the end, or nothing when it is 0;
 * returns the place behind it. */
char *gate_digits_fraction(char *out, uint32_t value, int width);

#endif
