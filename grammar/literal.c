/* Literals as written to their values: CEL's numbers and texts, gatec's durations. */
#include "grammar/token.h"

#include "base/instant.h"
#include "base/num.h"
#include "base/utf8.h"
#include "gate_tab.h"

#include <string.h>

/* ---- numbers ---- */

static int hex_value(char c)
{
    if (c >= '0' && c <= '9') return c - '0';
    char low = (char)(c | 0x20);
    return low >= 'a' && low <= 'f' ? low - 'a' + 10 : -1;
}

/* The magnitude of a whole number; false beyond 64 bits. */
static bool magnitude(gate_str text, uint64_t *out)
{
    bool hex = text.len > 1 && (text.ptr[1] | 0x20) == 'x';
    uint64_t value = 0, base = hex ? 16 : 10;
    for (size_t i = hex ? 2 : 0; i < text.len; i++) {
        if (__builtin_mul_overflow(value, base, &value) ||
            __builtin_add_overflow(value, (uint64_t)hex_value(text.ptr[i]), &value))
            return false;
    }
    *out = value;
    return true;
}

void gate_scan_int(gate_scan *scan)
{
    uint64_t value = 0;
    bool fits = magnitude(gate_scan_slice(scan), &value) && value <= (uint64_t)INT64_MAX + 1;
    if (!fits) {
        gate_scan_error(
            scan, GATE_D_NUMBER_RANGE, gate_scan_span(scan),
            "Whole numbers go up to 9223372036854775807; write a double, such as `1e19`, for more.",
            "the number is too large for 64 bits");
        value = 0;
    }
    bool big = value > (uint64_t)INT64_MAX;
    gate_literal literal = {.integer = big ? INT64_MIN : (int64_t)value};
    gate_scan_add_literal(scan, TOK_INT, literal, big ? GATE_TOKEN_BIG : 0);
}

void gate_scan_double(gate_scan *scan)
{
    gate_str text = gate_scan_slice(scan);
    gate_literal literal = {.real = 0};
    if (!gate_num_double(text, &literal.real)) {
        gate_scan_error(scan, GATE_D_NUMBER_RANGE, gate_scan_span(scan),
                        "The largest double is about 1.8e308.", "the number is too large for a double");
    }
    gate_scan_add_literal(scan, TOK_DOUBLE, literal, 0);
}

void gate_scan_duration(gate_scan *scan)
{
    gate_duration span = {0};
    gate_literal literal = {.integer = 0};
    bool fits = gate_duration_parse(gate_scan_slice(scan), &span) &&
                !__builtin_mul_overflow(span.sec, INT64_C(1000000000), &literal.integer) &&
                !__builtin_add_overflow(literal.integer, (int64_t)span.nsec, &literal.integer);
    if (!fits) {
        literal.integer = 0;
        gate_scan_error(scan, GATE_D_NUMBER_RANGE, gate_scan_span(scan),
                        "A duration is a whole number of nanoseconds, at most 292 years.",
                        "the duration cannot be kept exactly");
    }
    gate_scan_add_literal(scan, TOK_DURATION, literal, 0);
}

/* Units as people write them, and as we do. */
static const struct {
    const char *written, *unit;
} units[] = {
    {"sec", "s"},    {"secs", "s"},    {"second", "s"}, {"seconds", "s"}, {"min", "m"},  {"mins", "m"},
    {"minute", "m"}, {"minutes", "m"}, {"hr", "h"},     {"hrs", "h"},     {"hour", "h"}, {"hours", "h"},
    {"day", "d"},    {"days", "d"},    {"wk", "w"},     {"wks", "w"},     {"week", "w"}, {"weeks", "w"},
    {"msec", "ms"},  {"millis", "ms"}, {"S", "s"},      {"H", "h"},       {"D", "d"},    {"W", "w"},
};

#define UNITS_HELP                                                                                           \
    "Put a space behind the number, or write a duration: `90s`, `10m`, `24h`, `7d`, `2w`, `100ms`."

static const char *suffix_help(const gate_scan *scan, gate_str number, gate_str suffix)
{
    gate_arena *arena = scan->arena;
    for (size_t i = 0; i < GATE_COUNT(units); i++) {
        if (gate_str_eq_c(suffix, units[i].written))
            return gate_str_printf(arena, "Write `" GATE_STR_FMT "%s`.",
                                   GATE_STR_ARG(gate_token_shown(arena, number)), units[i].unit)
                .ptr;
    }
    static const char *const longer[] = {"mo", "month", "months", "y", "yr", "year", "years"};
    for (size_t i = 0; i < GATE_COUNT(longer); i++) {
        if (gate_str_eq_c(suffix, longer[i]))
            return "Months and years differ in length: write days, as in `30d`.";
    }
    if (number.len == 1 && number.ptr[0] == '0' && (suffix.ptr[0] | 0x20) == 'x')
        return "Behind `0x` stand the digits 0 to 9 and a to f.";
    if (suffix.ptr[0] == '_') return "Write the digits without `_`.";
    if (gate_str_eq_c(suffix, "e") || gate_str_eq_c(suffix, "E"))
        return "Digits are expected behind the exponent's `e`.";
    char last = suffix.ptr[suffix.len - 1];
    if (last >= '0' && last <= '9' && strchr("wdhmsnu", suffix.ptr[0]))
        return "The last number of a duration needs its unit too, as in `1h30m`.";
    return UNITS_HELP;
}

void gate_scan_bad_number(gate_scan *scan)
{
    gate_str text = gate_scan_slice(scan);
    gate_span span = gate_scan_span(scan);
    size_t digits = 0, points = 0;
    for (; digits < text.len && (text.ptr[digits] == '.' || hex_value(text.ptr[digits]) >= 0); digits++) {
        char c = text.ptr[digits];
        if (c != '.' && (c < '0' || c > '9')) break;
        points += c == '.';
    }
    gate_str number = gate_str_sub(text, 0, digits), suffix = gate_str_sub(text, digits, text.len);
    if (points > 1) {
        gate_scan_error(
            scan, GATE_D_NUMBER_TOUCHES, span,
            "Versions are texts: write them in quotes, and compare them as `semver(v) >= semver(\"1.2.3\")`.",
            "`" GATE_STR_FMT "` is not a number", GATE_STR_ARG(gate_token_shown(scan->arena, text)));
    } else if (suffix.len == 0) {
        gate_scan_error(scan, GATE_D_NUMBER_TOUCHES, span, "Write digits behind the point, or leave it out.",
                        "`" GATE_STR_FMT "` ends with its point",
                        GATE_STR_ARG(gate_token_shown(scan->arena, text)));
    } else if (gate_str_eq_c(suffix, "u") || gate_str_eq_c(suffix, "U") ||
               (text.ptr[0] == '0' && (suffix.ptr[0] | 0x20) == 'x' && suffix.len > 2 &&
                (suffix.ptr[suffix.len - 1] | 0x20) == 'u')) {
        const char *help =
            gate_str_printf(scan->arena, "Write `" GATE_STR_FMT "`: ints have 64 bits and a sign.",
                            GATE_STR_ARG(gate_token_shown(scan->arena, gate_str_sub(text, 0, text.len - 1))))
                .ptr;
        gate_scan_error(scan, GATE_D_UINT_LITERAL, span, help, "there are no unsigned numbers");
    } else {
        gate_scan_error(scan, GATE_D_NUMBER_TOUCHES, span, suffix_help(scan, number, suffix),
                        "the number `" GATE_STR_FMT "` is followed by `" GATE_STR_FMT "`",
                        GATE_STR_ARG(gate_token_shown(scan->arena, number)),
                        GATE_STR_ARG(gate_token_shown(scan->arena, suffix)));
    }
    gate_scan_add_literal(scan, TOK_INT, (gate_literal){.integer = 0}, 0);
}

/* ---- texts ---- */

typedef struct decoder {
    gate_scan *scan;
    gate_str text;    /* of the source as a whole */
    uint32_t at, end; /* offsets in it */
    gate_buf out;
} decoder;

/* One escape, [at] standing behind the backslash. */
static void bad_escape(decoder *in, uint32_t from, const char *help, const char *what)
{
    gate_span span = {from, in->at};
    gate_str text = gate_token_shown(in->scan->arena, gate_source_slice(in->scan->source, span));
    gate_scan_error(in->scan, GATE_D_STRING_ESCAPE, span, help, "`" GATE_STR_FMT "` %s", GATE_STR_ARG(text),
                    what);
}

/* The value of exactly [count] digits of [base]; moves behind those that are there. */
static bool digits(decoder *in, uint32_t count, int base, uint32_t *out)
{
    uint32_t value = 0, got = 0;
    for (; got < count && in->at < in->end; got++, in->at++) {
        int digit = hex_value(in->text.ptr[in->at]);
        if (digit < 0 || digit >= base) break;
        value = value * (uint32_t)base + (uint32_t)digit;
    }
    *out = value;
    return got == count;
}

static void put_code(decoder *in, uint32_t code)
{
    char bytes[4];
    gate_buf_add(&in->out, (gate_str){bytes, gate_utf8_put(bytes, code)});
}

static void numbered_escape(decoder *in, uint32_t from, uint32_t count, int base, const char *help)
{
    uint32_t code = 0;
    if (!digits(in, count, base, &code)) {
        bad_escape(in, from, help, "is cut short");
    } else if (code > 0x10FFFF) {
        bad_escape(in, from, "Characters go up to U+10FFFF.", "is no character");
    } else if (code >= 0xD800 && code <= 0xDFFF) {
        bad_escape(in, from, "Half of a surrogate pair is no character: write the whole as `\\UXXXXXXXX`.",
                   "is no character");
    } else {
        put_code(in, code);
    }
}

static void escape(decoder *in)
{
    static const char from_chars[] = "abfnrtv\\?\"'`", to_chars[] = "\a\b\f\n\r\t\v\\?\"'`";
    uint32_t from = in->at - 1;
    if (in->at == in->end) return; /* an unclosed text: told already */
    char c = in->text.ptr[in->at];
    const char *simple = c ? strchr(from_chars, c) : NULL;
    if (simple) {
        gate_buf_char(&in->out, to_chars[simple - from_chars]);
        in->at++;
    } else if (c == 'x' || c == 'X') {
        in->at++;
        numbered_escape(in, from, 2, 16, "Write two hexadecimal digits, as in `\\x1b`.");
    } else if (c == 'u') {
        in->at++;
        numbered_escape(in, from, 4, 16, "Write four hexadecimal digits, as in `\\u00e9`.");
    } else if (c == 'U') {
        in->at++;
        numbered_escape(in, from, 8, 16, "Write eight hexadecimal digits, as in `\\U0001f600`.");
    } else if (c >= '0' && c <= '3') {
        numbered_escape(in, from, 3, 8, "Write three octal digits, as in `\\033`, or `\\x1b`.");
    } else {
        size_t at = in->at;
        (void)gate_utf8_next(in->text, &at);
        in->at = at < in->end ? (uint32_t)at : in->end;
        bad_escape(in, from, "Write `\\\\` for a backslash; r\"…\" has no escapes, which suits patterns.",
                   "is no escape");
    }
}

gate_str gate_decode(gate_scan *scan, uint32_t lo, uint32_t hi, bool raw)
{
    decoder in = {scan, scan->source->text, lo, hi, gate_buf_new(scan->arena)};
    while (in.at < hi) {
        uint32_t from = in.at;
        while (in.at < hi && in.text.ptr[in.at] != '\r' && (raw || in.text.ptr[in.at] != '\\'))
            in.at++;
        gate_buf_add(&in.out, gate_str_sub(in.text, from, in.at));
        if (in.at == hi) break;
        if (in.text.ptr[in.at++] == '\\') {
            escape(&in);
        } else {
            /* CEL reads every line end as \n. */
            gate_buf_char(&in.out, '\n');
            if (in.at < hi && in.text.ptr[in.at] == '\n') in.at++;
        }
    }
    return gate_buf_str(&in.out);
}

/* The prefix's letters. */
static uint32_t prefix_of(const gate_scan *scan, uint32_t lo, bool *raw, bool *bytes)
{
    const char *text = scan->source->text.ptr;
    uint32_t len = 0;
    *raw = *bytes = false;
    for (; text[lo + len] != '"' && text[lo + len] != '\''; len++) {
        *raw |= (text[lo + len] | 0x20) == 'r';
        *bytes |= (text[lo + len] | 0x20) == 'b';
    }
    return len;
}

void gate_scan_string(gate_scan *scan, uint32_t lo, uint32_t quotes)
{
    bool raw = false, bytes = false;
    uint32_t inner = lo + prefix_of(scan, lo, &raw, &bytes) + quotes;
    scan->lo = lo;
    if (bytes) {
        gate_scan_error(scan, GATE_D_BYTES_LITERAL, gate_scan_span(scan),
                        "Evidence is JSON, which has no bytes: write a text, without the `b`.",
                        "there are no byte strings");
    }
    gate_literal literal = {.text = gate_decode(scan, inner, scan->hi - quotes, raw)};
    gate_scan_add_literal(scan, TOK_STRING, literal, raw ? GATE_TOKEN_RAW : 0);
}

void gate_scan_unclosed_string(gate_scan *scan, uint32_t lo, uint32_t quotes)
{
    bool raw = false, bytes = false;
    uint32_t len = prefix_of(scan, lo, &raw, &bytes);
    uint32_t inner = lo + len + quotes;
    scan->lo = lo;
    char quote = scan->source->text.ptr[lo + len];
    gate_str text = gate_str_sub(scan->source->text, inner, scan->hi);
    const char *help = "Close it with the same quote on the same line, or write it in three quotes.";
    if (quotes == 3)
        help = "Close it with the same three quotes.";
    else if (gate_str_find(text, GATE_STR("\xE2\x80\x9D"), 0) != SIZE_MAX)
        help = "Write straight quotes: the one at its end is curly.";
    else if (text.len && text.ptr[text.len - 1] == quote)
        help = "`\\` before the last quote makes it part of the text: write `\\\\`, or r\"…\".";
    gate_scan_error(scan, GATE_D_STRING_UNCLOSED, (gate_span){lo, inner}, help, "the text is not closed%s",
                    quotes == 3 ? "" : " on its line");
    gate_literal literal = {.text = gate_str_sub(scan->source->text, inner, scan->hi)};
    gate_scan_add_literal(scan, TOK_STRING, literal, GATE_TOKEN_RAW);
}

void gate_scan_quoted(gate_scan *scan)
{
    gate_str text = gate_scan_slice(scan);
    bool closed = text.len > 1 && text.ptr[text.len - 1] == '`';
    gate_str inner = gate_str_sub(text, 1, closed ? text.len - 1 : text.len);
    if (!closed)
        gate_scan_error(scan, GATE_D_QUOTED_NAME, (gate_span){scan->lo, scan->lo + 1},
                        "Close it with a backquote on the same line, as in e.`content-type`.",
                        "the quoted name is not closed");
    else if (inner.len == 0)
        gate_scan_error(scan, GATE_D_QUOTED_NAME, gate_scan_span(scan), "Write `e[\"\"]` for an empty key.",
                        "the quoted name is empty");
    gate_scan_add_literal(scan, TOK_QUOTED, (gate_literal){.text = inner}, 0);
}

void gate_scan_curly(gate_scan *scan)
{
    gate_str text = gate_scan_slice(scan);
    gate_scan_error(scan, GATE_D_CURLY_QUOTE, (gate_span){scan->lo, scan->lo + 3},
                    "Write straight quotes: \"…\" or '…'.", "a curly quote does not begin a text");
    if (text.len == 3) return;
    uint32_t closing = text.ptr[text.len - 1] == '"' ? 1 : 3;
    gate_literal literal = {.text = gate_str_sub(text, 3, text.len - closing)};
    gate_scan_add_literal(scan, TOK_STRING, literal, GATE_TOKEN_RAW);
    /* What was meant is plain. */
    scan->tokens.items[scan->tokens.len - 1].flags &= (uint16_t)~GATE_TOKEN_BROKEN;
}
