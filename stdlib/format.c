/* format(): CEL's string formatting, without a locale. Doubles are written from their exact binary value,
 * halves to even; nothing depends on the process's locale. */
#include "stdlib/text.h"

#include "base/num.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MAX_PRECISION     100
#define DEFAULT_PRECISION 6
/* The largest double has 309 digits; then the separator of any locale, and the decimals. */
#define MAX_NUMBER 480

typedef struct formatter {
    gate_call *call;
    gate_value *out; /* the fault, once there is one */
    gate_buf made;
} formatter;

/* All text goes in here, so that none gets too long. */
static bool put(formatter *to, gate_str text)
{
    if (!gate_text_room(to->call, to->out, to->made.len, text.len)) return false;
    gate_buf_add(&to->made, text);
    return true;
}

/* What a clause takes is none of the value's kind. */
static bool refuse(formatter *to, const char *clause, const char *takes, gate_value value)
{
    gate_call_fail(to->call, to->out, GATE_FAULT_FORMAT, "`%%%s` takes %s, not %s", clause, takes,
                   gate_tag_article(gate_tag_of(value)));
    return false;
}

/* -- numbers ----------------------------------------------------------------------------------- */

/* The digits of the shortest text that reads back to the same double, without an exponent. */
static bool put_double(formatter *to, double value)
{
    char raw[32], digits[32];
    gate_str text = gate_num_show(raw, value);
    const char *mark = isfinite(value) ? memchr(text.ptr, 'e', text.len) : NULL;
    if (!mark) return put(to, text);
    int point = 0, count = 0;
    bool seen = false;
    for (const char *c = text.ptr; c < mark; c++) {
        seen = seen || *c == '.';
        if (*c < '0' || *c > '9') continue;
        digits[count++] = *c;
        point += !seen;
    }
    point += (int)strtol(mark + 1, NULL, 10); /* digits before the point, maybe negative */
    gate_buf plain = gate_buf_new(to->call->arena);
    gate_buf_c(&plain, value < 0 ? "-" : "");
    if (point <= 0) {
        gate_buf_c(&plain, "0.");
        gate_buf_repeat(&plain, '0', (size_t)-point);
    }
    for (int i = 0; i < count; i++) {
        if (i == point && i > 0) gate_buf_char(&plain, '.');
        gate_buf_char(&plain, digits[i]);
    }
    if (point > count) gate_buf_repeat(&plain, '0', (size_t)(point - count));
    return put(to, gate_buf_str(&plain));
}

/* `%f` or `%e` of printf, with a point whatever the locale. */
static bool put_printed(formatter *to, long double value, char clause, int precision)
{
    char raw[MAX_NUMBER], plain[MAX_NUMBER];
    if (clause == 'f')
        snprintf(raw, sizeof raw, "%.*Lf", precision, value);
    else
        snprintf(raw, sizeof raw, "%.*Le", precision, value);
    size_t len = 0;
    bool in_separator = false;
    for (const char *c = raw; *c; c++) {
        bool known = (*c >= '0' && *c <= '9') || *c == 'e' || *c == '+' || *c == '-';
        if (known)
            plain[len++] = *c;
        else if (!in_separator)
            plain[len++] = '.';
        in_separator = !known;
    }
    return put(to, (gate_str){plain, len});
}

static bool put_real(formatter *to, char clause, int precision, gate_value value)
{
    if (value.tag == GATE_T_INT) return put_printed(to, (long double)value.as.integer, clause, precision);
    if (value.tag != GATE_T_DOUBLE) return refuse(to, clause == 'f' ? "f" : "e", "a number", value);
    if (!isfinite(value.as.real)) return put_double(to, value.as.real);
    return put_printed(to, (long double)value.as.real, clause, precision);
}

static bool put_int(formatter *to, int64_t value, unsigned base, bool upper)
{
    char digits[72];
    size_t at = sizeof digits;
    uint64_t rest = value < 0 ? -(uint64_t)value : (uint64_t)value;
    do {
        digits[--at] = (upper ? "0123456789ABCDEF" : "0123456789abcdef")[rest % base];
        rest /= base;
    } while (rest);
    if (value < 0) digits[--at] = '-';
    return put(to, (gate_str){digits + at, sizeof digits - at});
}

static bool put_decimal(formatter *to, gate_value value)
{
    if (value.tag == GATE_T_INT) return put_int(to, value.as.integer, 10, false);
    if (value.tag == GATE_T_DOUBLE) return put_double(to, value.as.real);
    return refuse(to, "d", "a number", value);
}

static bool put_binary(formatter *to, gate_value value)
{
    if (value.tag == GATE_T_BOOL) return put_int(to, value.as.boolean, 2, false);
    if (value.tag == GATE_T_INT) return put_int(to, value.as.integer, 2, false);
    return refuse(to, "b", "an int or a bool", value);
}

static bool put_octal(formatter *to, gate_value value)
{
    if (value.tag == GATE_T_INT) return put_int(to, value.as.integer, 8, false);
    return refuse(to, "o", "an int", value);
}

static bool put_hex(formatter *to, gate_value value, bool upper)
{
    if (value.tag == GATE_T_INT) return put_int(to, value.as.integer, 16, upper);
    if (value.tag != GATE_T_STRING) return refuse(to, upper ? "X" : "x", "an int or a string", value);
    gate_str text = value.as.str;
    if (!gate_text_room(to->call, to->out, to->made.len, text.len) ||
        !gate_text_room(to->call, to->out, to->made.len, 2 * text.len))
        return false;
    const char *digits = upper ? "0123456789ABCDEF" : "0123456789abcdef";
    for (size_t i = 0; i < text.len; i++) {
        gate_buf_char(&to->made, digits[(unsigned char)text.ptr[i] >> 4]);
        gate_buf_char(&to->made, digits[(unsigned char)text.ptr[i] & 15]);
    }
    return true;
}

/* -- any value --------------------------------------------------------------------------------- */

static bool put_value(formatter *to, gate_value value);

static bool put_list(formatter *to, gate_value list)
{
    if (!put(to, GATE_STR("["))) return false;
    for (size_t i = 0; i < gate_list_len(list); i++)
        if (!put(to, i ? GATE_STR(", ") : GATE_STR("")) || !put_value(to, gate_list_at(list, i)))
            return false;
    return put(to, GATE_STR("]"));
}

typedef struct entry {
    gate_str key;
    gate_value value;
    size_t index;
} entry;

static int by_key(const void *a, const void *b)
{
    const entry *left = a, *right = b;
    int order = gate_str_cmp(left->key, right->key);
    return order ? order : (left->index > right->index) - (left->index < right->index);
}

/* Entries by the order of their keys' texts. */
static bool put_map(formatter *to, gate_value map)
{
    size_t len = 0;
    entry *entries = GATE_ARRAY(to->call->arena, entry, gate_map_len(map));
    gate_map_walk walk = gate_map_start(map);
    gate_value key;
    for (; gate_map_step(&walk, &key, &entries[len].value); len++) {
        formatter alone = {.call = to->call, .out = to->out, .made = gate_buf_new(to->call->arena)};
        entries[len].index = len;
        entries[len].key = key.as.str;
        if (key.tag == GATE_T_STRING) continue;
        if (!put_value(&alone, key)) return false;
        entries[len].key = gate_buf_str(&alone.made);
    }
    if (len) qsort(entries, len, sizeof *entries, by_key);
    if (!put(to, GATE_STR("{"))) return false;
    for (size_t i = 0; i < len; i++)
        if (!put(to, i ? GATE_STR(", ") : GATE_STR("")) || !put(to, entries[i].key) ||
            !put(to, GATE_STR(": ")) || !put_value(to, entries[i].value))
            return false;
    return put(to, GATE_STR("}"));
}

/* `%s`. Lists and maps are nested at most GATE_VALUE_NESTING deep. */
static bool put_value(formatter *to, gate_value value)
{
    char text[40];
    switch (gate_tag_of(value)) {
    case GATE_T_NULL:
        return put(to, GATE_STR("null"));
    case GATE_T_BOOL:
        return put(to, value.as.boolean ? GATE_STR("true") : GATE_STR("false"));
    case GATE_T_INT:
        return put_int(to, value.as.integer, 10, false);
    case GATE_T_DOUBLE:
        return put_double(to, value.as.real);
    case GATE_T_STRING:
        return put(to, value.as.str);
    case GATE_T_TIMESTAMP:
        return put(to, gate_instant_text(text, value.as.instant));
    case GATE_T_DURATION:
        return put(to, gate_duration_text(text, value.as.duration));
    case GATE_T_LIST:
        return put_list(to, value);
    case GATE_T_MAP:
        return put_map(to, value);
    case GATE_T_TYPE:
        return put(to, gate_str_c(gate_tag_name(value.as.type)));
    case GATE_T_OPTIONAL:
    case GATE_T_MISSING:
    case GATE_T_ERROR:
        return refuse(to, "s", "any value but an optional; unpack it with `orValue`", value);
    }
    return false;
}

/* -- clauses ----------------------------------------------------------------------------------- */

/* `.3` before the letter of a clause, if it is there. */
static bool read_precision(formatter *to, gate_str format, size_t *at, int *precision)
{
    *precision = DEFAULT_PRECISION;
    if (*at >= format.len || format.ptr[*at] != '.') return true;
    size_t start = ++*at;
    for (*precision = 0; *at < format.len && format.ptr[*at] >= '0' && format.ptr[*at] <= '9'; ++*at) {
        *precision = *precision * 10 + (format.ptr[*at] - '0');
        if (*precision > MAX_PRECISION) {
            gate_call_fail(to->call, to->out, GATE_FAULT_FORMAT, "a clause asks for more than %d decimals",
                           MAX_PRECISION);
            return false;
        }
    }
    if (*at > start) return true;
    gate_call_fail(to->call, to->out, GATE_FAULT_FORMAT,
                   "a clause has a `.` and no number of decimals behind it");
    return false;
}

static bool put_clause(formatter *to, gate_str format, size_t start, size_t *at, gate_value value)
{
    int precision = 0;
    if (!read_precision(to, format, at, &precision)) return false;
    char clause = *at < format.len ? format.ptr[*at] : '\0';
    if (*at < format.len) ++*at;
    switch (clause) {
    case 's':
        return put_value(to, value);
    case 'd':
        return put_decimal(to, value);
    case 'f':
    case 'e':
        return put_real(to, clause, precision, value);
    case 'b':
        return put_binary(to, value);
    case 'o':
        return put_octal(to, value);
    case 'x':
    case 'X':
        return put_hex(to, value, clause == 'X');
    default:
        gate_call_fail(to->call, to->out, GATE_FAULT_FORMAT,
                       "%s is no formatting clause; those are %%s %%d %%f %%e %%b %%o %%x %%X, and %%%% for "
                       "a percent sign",
                       gate_text_shown(to->call, gate_str_sub(format, start, *at)));
        return false;
    }
}

void fn_format(gate_call *call, const gate_value *args, gate_value *out)
{
    gate_str format = args[0].as.str;
    size_t have = gate_list_len(args[1]), used = 0;
    formatter to = {.call = call, .out = out, .made = gate_buf_new(call->arena)};
    for (size_t at = 0; at < format.len;) {
        size_t percent = gate_str_find(format, GATE_STR("%"), at);
        if (percent == SIZE_MAX) percent = format.len;
        if (!put(&to, gate_str_sub(format, at, percent))) return;
        at = percent + 1;
        if (percent == format.len) break;
        if (at < format.len && format.ptr[at] == '%') {
            if (!put(&to, GATE_STR("%"))) return;
            at++;
            continue;
        }
        if (used == have) {
            gate_call_fail(call, out, GATE_FAULT_RANGE,
                           "there is no argument for clause %zu: the list has %zu", used + 1, have);
            return;
        }
        if (!put_clause(&to, format, percent, &at, gate_list_at(args[1], used++))) return;
    }
    *out = gate_value_str(gate_buf_str(&to.made));
}
