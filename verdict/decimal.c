#include "verdict/decimal.h"

#include "base/num.h"

#include <string.h>

/* A number as digits, the lowest first, times ten to the power of [scale]. */
typedef struct decimal {
    bool negative;
    uint8_t digits[GATE_DECIMAL_MAX];
    uint32_t len;
    int scale;
} decimal;

static bool read_decimal(gate_str text, decimal *out)
{
    memset(out, 0, sizeof *out);
    size_t at = 0;
    out->negative = text.len > 0 && text.ptr[0] == '-';
    if (out->negative) at++;
    uint8_t digits[GATE_DECIMAL_MAX];
    uint32_t len = 0;
    bool fraction = false;
    for (; at < text.len && text.ptr[at] != 'e'; at++) {
        char c = text.ptr[at];
        if (c == '.' && !fraction) {
            fraction = true;
            continue;
        }
        if (c < '0' || c > '9' || len == GATE_DECIMAL_MAX) return false;
        digits[len++] = (uint8_t)(c - '0');
        if (fraction) out->scale--;
    }
    if (len == 0) return false;
    int64_t power = 0;
    if (at < text.len) {
        gate_str exponent = gate_str_sub(text, at + 1, text.len);
        if (!gate_num_int(exponent, &power) || power > 400 || power < -400) return false;
        out->scale += (int)power;
    }
    for (uint32_t i = 0; i < len; i++)
        out->digits[i] = digits[len - 1 - i];
    out->len = len;
    return true;
}

/* Appends zeros below, down to [scale]. */
static bool align(decimal *number, int scale)
{
    while (number->scale > scale) {
        if (number->len == GATE_DECIMAL_MAX) return false;
        memmove(number->digits + 1, number->digits, number->len);
        number->digits[0] = 0;
        number->len++;
        number->scale--;
    }
    return true;
}

static int compare(const decimal *a, const decimal *b)
{
    for (uint32_t i = GATE_DECIMAL_MAX; i-- > 0;) {
        if (a->digits[i] != b->digits[i]) return a->digits[i] < b->digits[i] ? -1 : 1;
    }
    return 0;
}

static bool add(const decimal *a, const decimal *b, decimal *out)
{
    int carry = 0;
    for (uint32_t i = 0; i < GATE_DECIMAL_MAX; i++) {
        int sum = a->digits[i] + b->digits[i] + carry;
        out->digits[i] = (uint8_t)(sum % 10);
        carry = sum / 10;
    }
    return carry == 0;
}

/* [a] is not smaller than [b]. */
static void subtract(const decimal *a, const decimal *b, decimal *out)
{
    int borrow = 0;
    for (uint32_t i = 0; i < GATE_DECIMAL_MAX; i++) {
        int rest = a->digits[i] - b->digits[i] - borrow;
        borrow = rest < 0;
        out->digits[i] = (uint8_t)(rest + (borrow ? 10 : 0));
    }
}

static bool write_decimal(const decimal *number, char out[GATE_DECIMAL_MAX + 4], gate_str *text)
{
    uint32_t top = GATE_DECIMAL_MAX;
    while (top > 0 && number->digits[top - 1] == 0)
        top--;
    int point = -number->scale; /* digits behind the point */
    if (point > (int)GATE_DECIMAL_MAX || (point < 0 && (int)top - point > (int)GATE_DECIMAL_MAX))
        return false;
    char *at = out;
    if (top == 0 || (int)top <= point) *at++ = '0';
    for (uint32_t i = top; i-- > 0 && (int)i >= point;)
        *at++ = (char)('0' + number->digits[i]);
    for (int i = 0; i < -point && top > 0; i++)
        *at++ = '0';
    int last = 0; /* zeros at the end of the fraction are not written */
    while (last < point && number->digits[last] == 0)
        last++;
    if (last < point) *at++ = '.';
    for (int i = point - 1; i >= last; i--)
        *at++ = (char)('0' + (i < (int)GATE_DECIMAL_MAX ? number->digits[i] : 0));
    *text = (gate_str){out, (size_t)(at - out)};
    return true;
}

int gate_decimal_difference(char out[GATE_DECIMAL_MAX + 4], gate_str a, gate_str b, gate_str *text)
{
    decimal x, y, rest = {0};
    if (!read_decimal(a, &x) || !read_decimal(b, &y)) return 2;
    int scale = x.scale < y.scale ? x.scale : y.scale;
    if (!align(&x, scale) || !align(&y, scale)) return 2;
    rest.scale = scale;
    int sign;
    if (x.negative != y.negative) {
        sign = x.negative ? -1 : 1;
        if (!add(&x, &y, &rest)) return 2;
    } else {
        int order = compare(&x, &y);
        sign = x.negative ? -order : order;
        if (order >= 0) {
            subtract(&x, &y, &rest);
        } else {
            subtract(&y, &x, &rest);
        }
    }
    if (!write_decimal(&rest, out, text)) return 2;
    return gate_str_eq_c(*text, "0") ? 0 : sign;
}
