#include "base/num.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Room for the most digits of [significant_digits], `e` and an exponent. */
#define DIGITS_MAX 800

/* strtod and printf know the locale's decimal separator; all else of theirs is the same everywhere. */
static void format_g(char out[32], int digits, double value)
{
    char raw[48];
    snprintf(raw, sizeof raw, "%.*g", digits, value);
    size_t len = 0;
    bool in_separator = false;
    for (const char *c = raw; *c && len < 31; c++) {
        bool known = (*c >= '0' && *c <= '9') || *c == 'e' || *c == '+' || *c == '-';
        if (known)
            out[len++] = *c;
        else if (!in_separator) /* it may have several bytes */
            out[len++] = '.';
        in_separator = !known;
    }
    out[len] = '\0';
}

gate_str gate_num_show(char out[32], double value)
{
    if (isnan(value)) return GATE_STR("NaN");
    if (isinf(value)) return value > 0 ? GATE_STR("Infinity") : GATE_STR("-Infinity");
    /* 15 digits always survive the way there and back, but for subnormals, which have fewer. */
    double back = 0;
    for (int digits = fpclassify(value) == FP_SUBNORMAL ? 1 : 15; digits <= 17; digits++) {
        format_g(out, digits, value);
        if (gate_num_double(gate_str_c(out), &back) && back == value) break;
    }
    return gate_str_c(out);
}

gate_str gate_num_text(char out[32], double value)
{
    gate_str text = gate_num_show(out, value);
    if (!isfinite(value) || strpbrk(out, ".e")) return text;
    memcpy(out + text.len, ".0", 3);
    return gate_str_c(out);
}

bool gate_num_int(gate_str text, int64_t *out)
{
    size_t at = 0;
    bool negative = text.len && text.ptr[0] == '-';
    if (text.len && (negative || text.ptr[0] == '+')) at++;
    if (at == text.len) return false;
    /* Downwards, where there is one more. */
    int64_t value = 0;
    for (; at < text.len; at++) {
        if (text.ptr[at] < '0' || text.ptr[at] > '9') return false;
        if (__builtin_mul_overflow(value, 10, &value) ||
            __builtin_sub_overflow(value, text.ptr[at] - '0', &value))
            return false;
    }
    if (!negative && value == INT64_MIN) return false;
    *out = negative ? value : -value;
    return true;
}

/* The digits of a number without its point, and the power of ten that they are to be multiplied by. */
typedef struct decimal {
    char digits[DIGITS_MAX + 32]; /* no leading zeros; with room for "1e-123456789" behind them */
    size_t len;
    int64_t exponent;
    bool rest; /* a digit that found no room was not 0 */
} decimal;

/* Adds the run of digits at [*at]; returns how many there were. */
static size_t digits_run(decimal *number, gate_str text, size_t *at, bool fraction)
{
    size_t start = *at;
    for (; *at < text.len && text.ptr[*at] >= '0' && text.ptr[*at] <= '9'; ++*at) {
        char digit = text.ptr[*at];
        bool kept = number->len < DIGITS_MAX;
        if (kept && (number->len || digit != '0'))
            number->digits[number->len++] = digit;
        else if (!kept && digit != '0')
            number->rest = true;
        if (fraction && kept)
            number->exponent--;
        else if (!fraction && !kept)
            number->exponent++;
    }
    return *at - start;
}

/* `e`, a sign, digits. Saturates far above the length of any text, so that no digits can make up for it. */
static bool exponent_part(decimal *number, gate_str text, size_t *at)
{
    if (*at == text.len || (text.ptr[*at] | 0x20) != 'e') return true;
    ++*at;
    bool negative = *at < text.len && text.ptr[*at] == '-';
    if (*at < text.len && (negative || text.ptr[*at] == '+')) ++*at;
    size_t start = *at;
    int64_t value = 0;
    for (; *at < text.len && text.ptr[*at] >= '0' && text.ptr[*at] <= '9'; ++*at) {
        if (value < INT64_MAX / 20) value = value * 10 + (text.ptr[*at] - '0');
    }
    number->exponent += negative ? -value : value;
    return *at > start;
}

bool gate_num_double(gate_str text, double *out)
{
    decimal number;
    number.len = 0;
    number.exponent = 0;
    number.rest = false;
    size_t at = 0;
    bool negative = text.len && text.ptr[0] == '-';
    at += negative;
    size_t count = digits_run(&number, text, &at, false);
    if (at < text.len && text.ptr[at] == '.') {
        at++;
        size_t decimals = digits_run(&number, text, &at, true);
        if (decimals == 0) return false;
        count += decimals;
    }
    if (count == 0 || !exponent_part(&number, text, &at) || at != text.len) return false;
    double value = 0;
    if (number.len) {
        /* A double's half-way points have fewer than 770 digits: what lies behind them matters only by
         * being there. */
        if (number.rest) {
            number.digits[number.len++] = '1';
            number.exponent--;
        }
        int64_t e = number.exponent;
        int shown = e > 100000 ? 100000 : e < -100000 ? -100000 : (int)e;
        snprintf(number.digits + number.len, 16, "e%d", shown);
        value = strtod(number.digits, NULL);
    }
    if (isinf(value)) return false;
    *out = negative ? -value : value;
    return true;
}

int gate_num_cmp_int_double(int64_t a, double b)
{
    const double two63 = 9223372036854775808.0;
    if (isnan(b)) return 2;
    if (b >= two63) return -1;
    if (b < -two63) return 1;
    int64_t whole = (int64_t)b;
    if (a != whole) return a < whole ? -1 : 1;
    /* A double with a fraction is below 2^53, so this is exact. */
    double fraction = b - (double)whole;
    return fraction > 0 ? -1 : fraction < 0;
}
