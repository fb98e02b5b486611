/* The durations of base/instant.h. */
#include "base/instant.h"

#include "base/digits.h"

#include <string.h>

#define NANOS 1000000000

/* Longer names before those that they begin with. */
typedef struct unit {
    const char *name;
    uint64_t nanos;
} unit;

static const unit units[] = {
    {"ms", 1000000},
    {"us", 1000},
    {"\xC2\xB5s", 1000}, /* U+00B5 micro sign */
    {"\xCE\xBCs", 1000}, /* U+03BC Greek mu */
    {"ns", 1},
    {"s", NANOS},
    {"m", 60ull * NANOS},
    {"h", 3600ull * NANOS},
    {"d", 86400ull * NANOS},
    {"w", 604800ull * NANOS},
};

static const unit *unit_at(gate_str text, size_t at)
{
    gate_str rest = gate_str_sub(text, at, text.len);
    for (size_t i = 0; i < GATE_COUNT(units); i++) {
        if (gate_str_starts(rest, gate_str_c(units[i].name))) return &units[i];
    }
    return NULL;
}

static size_t digits_end(gate_str text, size_t at)
{
    while (at < text.len && text.ptr[at] >= '0' && text.ptr[at] <= '9')
        at++;
    return at;
}

static bool in_range(gate_duration span)
{
    int64_t sec = span.sec < 0 ? -span.sec : span.sec;
    return sec < GATE_DURATION_MAX_SEC || (sec == GATE_DURATION_MAX_SEC && span.nsec == 0);
}

/* Adds [whole] units to the (not negative) sum. */
static bool add_whole(gate_duration *sum, uint64_t whole, const unit *of)
{
    uint64_t sec = 0, nsec = 0;
    if (of->nanos >= NANOS) {
        if (whole > (uint64_t)GATE_DURATION_MAX_SEC) return false;
        sec = whole * (of->nanos / NANOS); /* below 2^39 times 2^20 */
    } else {
        uint64_t per_second = NANOS / of->nanos;
        sec = whole / per_second;
        nsec = whole % per_second * of->nanos;
    }
    if (sec > (uint64_t)GATE_DURATION_MAX_SEC) return false;
    sum->sec += (int64_t)sec;
    sum->nsec += (int32_t)nsec;
    if (sum->nsec >= NANOS) {
        sum->nsec -= NANOS;
        sum->sec++;
    }
    return in_range(*sum);
}

/* The decimals [lo],[hi] of a unit in nanoseconds, exactly: from the last digit to the first,
 * (digit × unit + what follows) / 10, where a remainder anywhere means that the sum is not whole. */
static bool fraction_nanos(gate_str text, size_t lo, size_t hi, const unit *of, uint64_t *out)
{
    uint64_t nanos = 0;
    while (hi > lo) {
        nanos += (uint64_t)(text.ptr[--hi] - '0') * of->nanos;
        if (nanos % 10 != 0) return false;
        nanos /= 10;
    }
    *out = nanos;
    return true;
}

/* One number with its unit. */
static bool term(gate_str text, size_t *at, gate_duration *sum)
{
    size_t start = *at;
    size_t end = digits_end(text, start);
    uint64_t whole = 0;
    for (size_t i = start; i < end; i++) {
        if (__builtin_mul_overflow(whole, 10u, &whole) ||
            __builtin_add_overflow(whole, (uint64_t)(text.ptr[i] - '0'), &whole))
            return false;
    }
    size_t fraction = end, fraction_end = end;
    if (end < text.len && text.ptr[end] == '.') {
        fraction = end + 1;
        fraction_end = digits_end(text, fraction);
        if (fraction_end == fraction) return false;
    }
    const unit *of = unit_at(text, fraction_end);
    static const unit nano = {"ns", 1};
    uint64_t rest = 0;
    if (fraction_end == start || !of || !fraction_nanos(text, fraction, fraction_end, of, &rest))
        return false;
    *at = fraction_end + strlen(of->name);
    return add_whole(sum, whole, of) && add_whole(sum, rest, &nano);
}

bool gate_duration_parse(gate_str text, gate_duration *out)
{
    size_t at = 0;
    bool negative = text.len && text.ptr[0] == '-';
    if (text.len && (negative || text.ptr[0] == '+')) at++;
    gate_duration sum = {0};
    if (at == text.len) return false;
    if (!gate_str_eq_c(gate_str_sub(text, at, text.len), "0")) {
        while (at < text.len) {
            if (!term(text, &at, &sum)) return false;
        }
    }
    if (negative) (void)gate_duration_neg(sum, &sum);
    *out = sum;
    return true;
}

/* [whole], and [rest] as [width] decimals. */
static char *put_decimal(char *out, uint64_t whole, uint32_t rest, int width)
{
    return gate_digits_fraction(gate_digits_put(out, whole, 1), rest, width);
}

static char *put_sign(char *out, gate_duration span, uint64_t *sec, uint32_t *nsec)
{
    bool negative = span.sec < 0 || span.nsec < 0;
    *sec = negative ? 0 - (uint64_t)span.sec : (uint64_t)span.sec;
    *nsec = (uint32_t)(negative ? -span.nsec : span.nsec);
    if (negative) *out++ = '-';
    return out;
}

static gate_str finish(const char *out, char *end, const char *unit_name)
{
    size_t len = strlen(unit_name);
    memcpy(end, unit_name, len + 1);
    return (gate_str){out, (size_t)(end - out) + len};
}

gate_str gate_duration_text(char out[40], gate_duration span)
{
    uint64_t sec = 0;
    uint32_t nsec = 0;
    char *to = put_sign(out, span, &sec, &nsec);
    return finish(out, put_decimal(to, sec, nsec, 9), "s");
}

gate_str gate_duration_show(char out[40], gate_duration span)
{
    uint64_t sec = 0;
    uint32_t nsec = 0;
    char *to = put_sign(out, span, &sec, &nsec);
    if (sec == 0 && nsec >= 1000000)
        return finish(out, put_decimal(to, nsec / 1000000, nsec % 1000000, 6), "ms");
    if (sec == 0 && nsec >= 1000) return finish(out, put_decimal(to, nsec / 1000, nsec % 1000, 3), "us");
    if (sec == 0 && nsec > 0) return finish(out, gate_digits_put(to, nsec, 1), "ns");
    const struct {
        uint64_t value;
        char name;
    } parts[] = {{sec / 86400, 'd'}, {sec / 3600 % 24, 'h'}, {sec / 60 % 60, 'm'}};
    bool any = false;
    for (size_t i = 0; i < GATE_COUNT(parts); i++) {
        if (parts[i].value == 0) continue;
        to = gate_digits_put(to, parts[i].value, 1);
        *to++ = parts[i].name;
        any = true;
    }
    if (any && sec % 60 == 0 && nsec == 0) return finish(out, to, "");
    return finish(out, put_decimal(to, sec % 60, nsec, 9), "s");
}

int gate_duration_cmp(gate_duration a, gate_duration b)
{
    if (a.sec != b.sec) return a.sec < b.sec ? -1 : 1;
    return (a.nsec > b.nsec) - (a.nsec < b.nsec);
}

bool gate_duration_add(gate_duration a, gate_duration b, gate_duration *out)
{
    gate_duration sum = {0};
    if (__builtin_add_overflow(a.sec, b.sec, &sum.sec)) return false;
    sum.nsec = a.nsec + b.nsec; /* both below 10^9: fits */
    if (sum.nsec >= NANOS || sum.nsec <= -NANOS) {
        int32_t carry = sum.nsec < 0 ? -1 : 1;
        sum.nsec -= carry * NANOS;
        if (__builtin_add_overflow(sum.sec, carry, &sum.sec)) return false;
    }
    if (sum.sec > 0 && sum.nsec < 0) {
        sum.sec--;
        sum.nsec += NANOS;
    } else if (sum.sec < 0 && sum.nsec > 0) {
        sum.sec++;
        sum.nsec -= NANOS;
    }
    if (sum.sec == INT64_MIN || !in_range(sum)) return false;
    *out = sum;
    return true;
}

bool gate_duration_neg(gate_duration a, gate_duration *out)
{
    if (a.sec == INT64_MIN || !in_range(a)) return false;
    *out = (gate_duration){-a.sec, -a.nsec};
    return true;
}
