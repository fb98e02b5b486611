#include "compiler/series.h"

#include "base/json.h"
#include "base/num.h"

#include <math.h>

typedef struct reading {
    gate_arena *arena;
    gate_series *out;
    bool whole; /* the number at hand is an int */
    int64_t integer;
    double real;
} reading;

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

/* A number of JSON's: CEL's `.5` and `+1` have no place in an artifact. */
static bool is_json_number(gate_str text)
{
    size_t at = text.len && text.ptr[0] == '-' ? 1 : 0;
    if (at == text.len || text.ptr[at] < '0' || text.ptr[at] > '9') return false;
    bool zero =
        text.ptr[at] == '0' && at + 1 < text.len && text.ptr[at + 1] >= '0' && text.ptr[at + 1] <= '9';
    return !zero && text.ptr[text.len - 1] != '.';
}

static bool number(reading *r, gate_str text)
{
    if (!is_json_number(text)) return false;
    r->whole = gate_num_int(text, &r->integer);
    r->real = (double)r->integer;
    return r->whole || gate_num_double(text, &r->real);
}

static gate_str number_text(const reading *r)
{
    if (r->whole) return gate_str_printf(r->arena, "%lld", (long long)r->integer);
    char text[32];
    return gate_str_dup(r->arena, gate_num_text(text, r->real));
}

static const char *push(reading *r, gate_str value, int64_t times)
{
    if (times > (int64_t)GATE_SERIES_MAX - (int64_t)r->out->len)
        return gate_str_printf(r->arena, "a series has at most %u values", GATE_SERIES_MAX).ptr;
    for (int64_t i = 0; i < times; i++)
        gate_vec_push(r->arena, r->out, value);
    return NULL;
}

/* `A+B` or `A-B`: where the sign stands that isn't part of a number; 0: nowhere. */
static size_t ramp_sign(gate_str text)
{
    for (size_t i = 1; i < text.len; i++) {
        char c = text.ptr[i], before = text.ptr[i - 1];
        if ((c == '+' || c == '-') && before != 'e' && before != 'E') return i;
    }
    return 0;
}

static const char *ramp(reading *r, gate_str text, size_t sign, int64_t times)
{
    if (!number(r, gate_str_sub(text, 0, sign))) return "this is no number";
    reading from = *r;
    if (!number(r, gate_str_sub(text, sign + 1, text.len)) || text.ptr[sign + 1] == '-')
        return "what a series goes on by is a number";
    double by = text.ptr[sign] == '-' ? -r->real : r->real;
    bool whole = from.whole && r->whole;
    int64_t step = text.ptr[sign] == '-' ? -r->integer : r->integer;
    if (times > (int64_t)GATE_SERIES_MAX) return push(r, text, times);
    for (int64_t i = 0; i < times; i++) {
        int64_t grown;
        bool fits = whole && !__builtin_mul_overflow(step, i, &grown) &&
                    !__builtin_add_overflow(from.integer, grown, &r->integer);
        if (whole && !fits) return "the numbers grow out of range";
        r->whole = whole;
        r->real = from.real + by * (double)i;
        if (!isfinite(r->real)) return "the numbers grow out of range";
        const char *why = push(r, number_text(r), 1);
        if (why) return why;
    }
    return NULL;
}

static const char *value(reading *r, gate_str text, int64_t times)
{
    if (gate_str_eq_c(text, "_")) return push(r, GATE_STR(""), times);
    if (gate_str_eq_c(text, "true") || gate_str_eq_c(text, "false") || gate_str_eq_c(text, "null"))
        return push(r, text, times);
    if (text.ptr[0] == '\'' && gate_str_find(text, GATE_STR("'"), 1) == text.len - 1) {
        gate_buf out = gate_buf_new(r->arena);
        gate_buf_json(&out, gate_str_sub(text, 1, text.len - 1));
        return push(r, gate_buf_str(&out), times);
    }
    size_t sign = ramp_sign(text);
    if (sign) return ramp(r, text, sign, times);
    if (!number(r, text))
        return "a series holds numbers, `true`, `false`, `null`, texts in single quotes and `_`";
    return push(r, number_text(r), times);
}

/* The end of the item that begins at [lo]; [*x] is where its `x` stands, or the end. */
static size_t item_end(gate_str text, size_t lo, size_t *x)
{
    size_t at = lo;
    if (text.ptr[at] == '\'') {
        at = gate_str_find(text, GATE_STR("'"), lo + 1);
        if (at == SIZE_MAX) return SIZE_MAX;
        at++;
    }
    *x = SIZE_MAX;
    for (; at < text.len && !is_blank(text.ptr[at]); at++) {
        if (text.ptr[at] == 'x' && *x == SIZE_MAX) *x = at;
    }
    if (*x == SIZE_MAX) *x = at;
    return at;
}

const char *gate_series_read(gate_arena *arena, gate_str text, gate_series *out, size_t *lo, size_t *hi)
{
    reading r = {.arena = arena, .out = out};
    *out = (gate_series){0};
    for (size_t at = 0; at < text.len; at = *hi) {
        if (is_blank(text.ptr[at])) {
            *hi = at + 1;
            continue;
        }
        *lo = at;
        size_t x = 0;
        *hi = item_end(text, at, &x);
        if (*hi == SIZE_MAX) {
            *hi = text.len;
            return "this text is not closed";
        }
        int64_t times = 1;
        gate_str count = gate_str_sub(text, x + 1, *hi);
        bool repeats = x < *hi, digits = count.len && count.ptr[0] >= '0' && count.ptr[0] <= '9';
        if (repeats && (!digits || !gate_num_int(count, &times) || times < 1))
            return "`x` is followed by how many: a whole number from 1 on";
        const char *why = value(&r, gate_str_sub(text, at, x), times);
        if (why) return why;
    }
    *lo = 0;
    *hi = text.len;
    return out->len ? NULL : "the series is empty";
}
