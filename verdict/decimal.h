/* The exact difference of two numbers as decimal text. A double stands for the shortest text that
 * reads back to it, as everywhere where a number is shown: 90.67 - 85 is 5.67, not 5.670000000000002.
 * Private to verdict/. */
#ifndef GATE_VERDICT_DECIMAL_H
#define GATE_VERDICT_DECIMAL_H

#include "base/str.h"

/* Digits that a difference may have; numbers further apart have no exact text here. */
#define GATE_DECIMAL_MAX 64u

/* Writes the absolute difference of two texts of base/num.h ("85", "0.1", "1e-07"); returns its sign,
 * -1, 0 or 1, for [a] - [b]. 2 when one is no such number, or the difference has too many digits. */
int gate_decimal_difference(char out[GATE_DECIMAL_MAX + 4], gate_str a, gate_str b, gate_str *text);

#endif
