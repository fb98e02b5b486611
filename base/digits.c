#include "base/digits.h"

char *gate_digits_put(char *out, uint64_t value, int width)
{
    char reversed[20];
    int len = 0;
    do {
        reversed[len++] = (char)('0' + value % 10);
        value /= 10;
    } while (value);
    for (int pad = width - len; pad > 0; pad--)
        *out++ = '0';
    while (len > 0)
        *out++ = reversed[--len];
    return out;
}

char *gate_digits_fraction(char *out, uint32_t value, int width)
{
    if (value == 0) return out;
    *out++ = '.';
    out = gate_digits_put(out, value, width);
    while (out[-1] == '0')
        out--;
    return out;
}
