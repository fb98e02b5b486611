#include "evidence/fault.h"

#include "base/num.h"
#include "base/utf8.h"
#include "evidence/jsontext.h"
#include "evidence/trouble.h"

#include <string.h>

/* What may come next. */
typedef enum want {
    WANT_VALUE,
    WANT_VALUE_OR_CLOSE, /* behind `[` */
    WANT_KEY,
    WANT_KEY_OR_CLOSE, /* behind `{` */
    WANT_COLON,
    WANT_MORE_OR_CLOSE,
    WANT_END,
} want;

typedef struct walker {
    gate_arena *arena;
    gate_str path, text;
    size_t at;
    size_t *open; /* where each open bracket is */
    uint32_t depth, depth_max;
    size_t duplicate;
    const gate_trouble *trouble;
} walker;

static char here(const walker *w)
{
    return w->at < w->text.len ? w->text.ptr[w->at] : '\0';
}

static gate_place place(const walker *w, size_t at)
{
    return gate_text_place(w->text, at);
}

static bool refuse(walker *w, gate_code code, size_t at, const char *format, ...) GATE_PRINTF(4, 5);

/* Always false, for returns. */
static bool refuse(walker *w, gate_code code, size_t at, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    gate_str what = gate_str_vprintf(w->arena, format, args);
    va_end(args);
    w->trouble = gate_trouble_at(w->arena, code, w->path, place(w, at), GATE_STR_FMT, GATE_STR_ARG(what));
    return false;
}

static bool cut(walker *w)
{
    if (w->depth == 0) return refuse(w, GATE_D_JSON_CUT, w->at, "the text ends before a value");
    size_t open = w->open[w->depth - 1];
    gate_place from = place(w, open);
    return refuse(w, GATE_D_JSON_CUT, w->at, "the text ends inside the %s that begins at %u:%u",
                  w->text.ptr[open] == '{' ? "object" : "array", from.line, from.column);
}

/* The character at hand, for a message. */
static gate_str found(const walker *w)
{
    size_t end = w->at;
    if (end < w->text.len) (void)gate_utf8_next(w->text, &end);
    return gate_shown(w->arena, gate_str_sub(w->text, w->at, end));
}

static bool is_word(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
           c == '.' || c == '+' || c == '-';
}

/* Something else stands where [wanted] should. */
static bool unexpected(walker *w, const char *wanted)
{
    if (w->at == w->text.len) return cut(w);
    gate_str what = found(w);
    size_t end = w->at;
    while (end < w->text.len && is_word(w->text.ptr[end]))
        end++;
    if (end > w->at) what = gate_shown(w->arena, gate_str_sub(w->text, w->at, end));
    return refuse(w, GATE_D_JSON_SYNTAX, w->at, "expected %s, found `" GATE_STR_FMT "`", wanted,
                  GATE_STR_ARG(what));
}

static bool hex4(const walker *w, size_t at, uint32_t *out)
{
    uint32_t code = 0;
    for (size_t i = 0; i < 4; i++) {
        char c = at + i < w->text.len ? w->text.ptr[at + i] : '\0';
        bool digit = c >= '0' && c <= '9', letter = (c | 0x20) >= 'a' && (c | 0x20) <= 'f';
        if (!digit && !letter) return false;
        code = code << 4 | (uint32_t)(digit ? c - '0' : (c | 0x20) - 'a' + 10);
    }
    *out = code;
    return true;
}

/* An escape, at its backslash. */
static bool escape(walker *w, bool key)
{
    size_t start = w->at++;
    char c = here(w);
    if (w->at == w->text.len) return cut(w);
    w->at++;
    if (c != 'u') {
        if (c && strchr("\"\\/bfnrt", c)) return true;
        w->at = start + 1;
        gate_str what = found(w);
        return refuse(w, GATE_D_JSON_SYNTAX, start, "`\\" GATE_STR_FMT "` is no escape of JSON",
                      GATE_STR_ARG(what));
    }
    uint32_t code = 0, low = 0;
    if (!hex4(w, w->at, &code)) return refuse(w, GATE_D_JSON_SYNTAX, start, "`\\u` needs four hex digits");
    w->at += 4;
    if (code == 0 && key)
        return refuse(w, GATE_D_JSON_NUL_KEY, start, "a key holds `\\u0000`, which is not allowed");
    if (code < 0xD800 || code > 0xDFFF) return true;
    bool pair = code < 0xDC00 && here(w) == '\\' && w->at + 1 < w->text.len &&
                w->text.ptr[w->at + 1] == 'u' && hex4(w, w->at + 2, &low) && low >= 0xDC00 && low <= 0xDFFF;
    w->at += pair ? 6 : 0;
    return pair || refuse(w, GATE_D_JSON_SURROGATE, start,
                          "`\\u%04x` is half of a character, without its other half", (unsigned)code);
}

static bool string(walker *w, bool key)
{
    size_t start = w->at++;
    while (here(w) != '"' || w->at == w->text.len) {
        if (w->at == w->text.len) {
            gate_place from = place(w, start);
            return refuse(w, GATE_D_JSON_CUT, w->at, "the text ends inside the string that begins at %u:%u",
                          from.line, from.column);
        }
        unsigned char c = (unsigned char)here(w);
        if (c < 0x20) {
            bool line = c == '\n' || c == '\r';
            return line ? refuse(w, GATE_D_JSON_SYNTAX, w->at, "a string goes past the end of its line")
                        : refuse(w, GATE_D_JSON_SYNTAX, w->at,
                                 "a string holds the control character `\\x%02x`; write it as an escape", c);
        }
        if (c != '\\')
            w->at++;
        else if (!escape(w, key))
            return false;
    }
    w->at++;
    return true;
}

static size_t digits(walker *w)
{
    size_t start = w->at;
    while (here(w) >= '0' && here(w) <= '9')
        w->at++;
    return w->at - start;
}

static bool number(walker *w)
{
    size_t start = w->at;
    bool whole = true, good = true;
    w->at += here(w) == '-';
    if (here(w) == '0')
        w->at++;
    else
        good = digits(w) > 0;
    if (good && here(w) == '.') {
        whole = false;
        w->at++;
        good = digits(w) > 0;
    }
    if (good && (here(w) | 0x20) == 'e') {
        whole = false;
        w->at++;
        w->at += here(w) == '+' || here(w) == '-';
        good = digits(w) > 0;
    }
    gate_str text = gate_str_sub(w->text, start, w->at);
    size_t end = w->at;
    while (end < w->text.len && is_word(w->text.ptr[end]))
        end++;
    gate_str all = gate_shown(w->arena, gate_str_sub(w->text, start, end));
    if (!good && end == w->text.len && end == w->at)
        return refuse(w, GATE_D_JSON_CUT, w->at, "the text ends inside the number `" GATE_STR_FMT "`",
                      GATE_STR_ARG(all));
    if (!good || end > w->at)
        return refuse(w, GATE_D_JSON_SYNTAX, start, "`" GATE_STR_FMT "` is no number of JSON",
                      GATE_STR_ARG(all));
    int64_t integer = 0;
    double real = 0;
    if (whole && !gate_num_int(text, &integer))
        return refuse(w, GATE_D_JSON_INT, start, "the integer `" GATE_STR_FMT "` does not fit into 64 bits",
                      GATE_STR_ARG(all));
    if (!whole && !gate_num_double(text, &real))
        return refuse(w, GATE_D_JSON_REAL, start, "the number `" GATE_STR_FMT "` is out of range",
                      GATE_STR_ARG(all));
    return true;
}

static bool word(walker *w)
{
    static const char *const words[] = {"true", "false", "null"};
    gate_str rest = gate_str_sub(w->text, w->at, w->text.len);
    size_t end = 0;
    while (end < rest.len && is_word(rest.ptr[end]))
        end++;
    gate_str name = gate_str_sub(rest, 0, end);
    for (size_t i = 0; i < GATE_COUNT(words); i++) {
        if (gate_str_eq_c(name, words[i])) {
            w->at += end;
            return true;
        }
        if (end == rest.len && end > 0 && gate_str_starts(gate_str_c(words[i]), name)) {
            w->at = w->text.len;
            return cut(w);
        }
    }
    return unexpected(w, "a value");
}

static bool duplicate(walker *w, size_t key)
{
    size_t object = w->open[w->depth - 1];
    gate_str plain = gate_text_plain(w->arena, gate_str_sub(w->text, key, w->at));
    gate_text_item item = {.key = key};
    bool more = gate_text_first(w->text, object, &item);
    while (more && item.key < key && !gate_text_key_is(gate_str_sub(w->text, item.key, item.key_end), plain))
        more = gate_text_next(w->text, gate_text_value(w->text, item.value), &item);
    gate_str shown = gate_shown(w->arena, plain);
    gate_place first = place(w, item.key);
    return refuse(w, GATE_D_JSON_DUPLICATE, key, "the key `" GATE_STR_FMT "` is there twice (first at %u:%u)",
                  GATE_STR_ARG(shown), first.line, first.column);
}

/* A value at hand; brackets only open. */
static bool value(walker *w, want *next)
{
    char c = here(w);
    *next = w->depth ? WANT_MORE_OR_CLOSE : WANT_END;
    if (c == '"') return string(w, false);
    if (c == '-' || (c >= '0' && c <= '9')) return number(w);
    if (c != '{' && c != '[') return word(w);
    if (w->depth == w->depth_max)
        return refuse(w, GATE_D_JSON_DEPTH, w->at, "more than %u arrays and objects are open", w->depth_max);
    w->open[w->depth++] = w->at++;
    *next = c == '{' ? WANT_KEY_OR_CLOSE : WANT_VALUE_OR_CLOSE;
    return true;
}

static bool key(walker *w, want *next)
{
    if (here(w) != '"') return unexpected(w, *next == WANT_KEY ? "a key in double quotes" : "a key or `}`");
    size_t start = w->at;
    *next = WANT_COLON;
    if (!string(w, true)) return false;
    return w->at != w->duplicate || duplicate(w, start);
}

/* `,` or a closing bracket. */
static bool more_or_close(walker *w, want *next)
{
    char open = w->text.ptr[w->open[w->depth - 1]];
    char close = open == '{' ? '}' : ']';
    if (here(w) == ',' && *next == WANT_MORE_OR_CLOSE) {
        w->at++;
        *next = open == '{' ? WANT_KEY : WANT_VALUE;
        return true;
    }
    if (here(w) != close) return unexpected(w, open == '{' ? "`,` or `}`" : "`,` or `]`");
    w->at++;
    w->depth--;
    *next = w->depth ? WANT_MORE_OR_CLOSE : WANT_END;
    return true;
}

static bool step(walker *w, want *next)
{
    switch (*next) {
    case WANT_VALUE_OR_CLOSE:
        return here(w) == ']' ? more_or_close(w, next) : value(w, next);
    case WANT_VALUE:
        return value(w, next);
    case WANT_KEY_OR_CLOSE:
        return here(w) == '}' ? more_or_close(w, next) : key(w, next);
    case WANT_KEY:
        return key(w, next);
    case WANT_COLON:
        if (here(w) != ':') return unexpected(w, "`:`");
        w->at++;
        *next = WANT_VALUE;
        return true;
    case WANT_MORE_OR_CLOSE:
        return more_or_close(w, next);
    case WANT_END:
        break;
    }
    gate_str what = found(w);
    return refuse(w, GATE_D_JSON_TRAILING, w->at, "something follows the value: `" GATE_STR_FMT "`",
                  GATE_STR_ARG(what));
}

const gate_trouble *gate_json_fault(gate_arena *arena, gate_str path, gate_str text, uint32_t depth,
                                    size_t duplicate_end)
{
    walker w = {.arena = arena,
                .path = path,
                .text = text,
                .at = gate_text_start(text),
                .open = GATE_ARRAY(arena, size_t, (size_t)depth + 1),
                .depth_max = depth,
                .duplicate = duplicate_end};
    want next = WANT_VALUE;
    for (;;) {
        w.at = gate_text_space(text, w.at);
        if (w.at == text.len) {
            if (next != WANT_END) (void)cut(&w);
            break;
        }
        if (!step(&w, &next)) break;
    }
    return w.trouble;
}
