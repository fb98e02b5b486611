#include "vm/re2_parse.h"

#include "base/utf8.h"

#include <string.h>

#define MAX_SEEN 48 /* bytes of the pattern in a message */
#define MAX_CODE 0x10ffffu

int gate_re2_peek(const gate_re2_parser *parser, size_t ahead)
{
    size_t at = parser->at + ahead;
    return at < parser->text.len ? (unsigned char)parser->text.ptr[at] : -1;
}

bool gate_re2_take(gate_re2_parser *parser, const char *text)
{
    gate_str rest = gate_str_sub(parser->text, parser->at, parser->text.len);
    if (!gate_str_starts(rest, gate_str_c(text))) return false;
    parser->at += strlen(text);
    return true;
}

uint32_t gate_re2_rune(gate_re2_parser *parser)
{
    return gate_utf8_next(parser->text, &parser->at);
}

bool gate_re2_fail(gate_re2_parser *parser, size_t at, const char *format, ...)
{
    if (parser->message.ptr) return false;
    va_list args;
    va_start(args, format);
    parser->message = gate_str_vprintf(parser->arena, format, args);
    va_end(args);
    parser->wrong = at;
    return false;
}

const char *gate_re2_seen(gate_re2_parser *parser, size_t lo)
{
    gate_str slice = gate_str_sub(parser->text, lo, parser->at);
    size_t kept = 0;
    while (kept < slice.len && kept < MAX_SEEN)
        gate_utf8_next(slice, &kept);
    gate_buf out = gate_buf_new(parser->arena);
    gate_buf_visible(&out, gate_str_sub(slice, 0, kept));
    gate_buf_c(&out, kept < slice.len ? "…" : "");
    return out.ptr;
}

bool gate_re2_refuse(gate_re2_parser *parser, size_t lo, const char *what)
{
    return gate_re2_fail(parser, lo, "%s `%s` is not part of RE2's syntax", what, gate_re2_seen(parser, lo));
}

static int hex(int c)
{
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

static bool octal(int c)
{
    return c >= '0' && c <= '7';
}

/* Behind `\x`: two digits, or any number in braces. */
static bool parse_hex(gate_re2_parser *parser, size_t start, uint32_t *code)
{
    bool braces = gate_re2_take(parser, "{");
    size_t count = 0;
    *code = 0;
    for (; (braces || count < 2) && hex(gate_re2_peek(parser, 0)) >= 0; count++, parser->at++) {
        *code = *code * 16 + (uint32_t)hex(gate_re2_peek(parser, 0));
        if (*code > MAX_CODE)
            return gate_re2_fail(parser, start, "`%s…` is beyond the last code point, `\\x{10ffff}`",
                                 gate_re2_seen(parser, start));
    }
    if (braces ? count > 0 && gate_re2_take(parser, "}") : count == 2) return true;
    return gate_re2_fail(parser, start, "`%s` is no escape; a code point is `\\x41` or `\\x{1f600}`",
                         gate_re2_seen(parser, start));
}

/* What other engines have under a letter, by name. */
static const char *foreign(int c)
{
    switch (c) {
    case 'g':
    case 'k':
        return "backreference";
    case 'Z':
        return "end of text but for a newline";
    case 'G':
        return "start of the search";
    case 'K':
        return "match reset";
    case 'R':
        return "newline sequence";
    case 'X':
        return "grapheme cluster";
    case 'h':
    case 'H':
        return "horizontal space";
    case 'N':
        return "anything but a newline";
    case 'c':
        return "control character";
    case 'u':
    case 'U':
    case 'L':
    case 'l':
        return "escape";
    case 'C':
        return "single byte";
    default:
        return NULL;
    }
}

static bool refuse_escape(gate_re2_parser *parser, size_t start)
{
    int c = gate_re2_peek(parser, 0);
    gate_re2_rune(parser);
    if (c >= '1' && c <= '9') return gate_re2_refuse(parser, start, "backreference");
    if (foreign(c)) return gate_re2_refuse(parser, start, foreign(c));
    if (c == 'b')
        return gate_re2_fail(parser, start,
                             "a class has no word boundary `\\b`; a backspace is written `\\x08`");
    if (c == 'E') return gate_re2_fail(parser, start, "`\\E` has no `\\Q` before it");
    return gate_re2_fail(parser, start, "`%s` is no escape", gate_re2_seen(parser, start));
}

bool gate_re2_escape(gate_re2_parser *parser, uint32_t *code)
{
    static const char letters[] = "afnrtv", meant[] = "\a\f\n\r\t\v";
    size_t start = parser->at++;
    int c = gate_re2_peek(parser, 0);
    if (c < 0) return gate_re2_fail(parser, start, "a backslash ends the pattern");
    const char *letter = strchr(letters, c);
    if (c && letter) {
        parser->at++;
        *code = (uint32_t)meant[letter - letters];
        return true;
    }
    if (c == 'x') {
        parser->at++;
        return parse_hex(parser, start, code);
    }
    /* A digit other than 0 needs an octal one behind it: alone it would be a backreference. */
    if (octal(c) && (c == '0' || octal(gate_re2_peek(parser, 1)))) {
        *code = 0;
        for (int i = 0; i < 3 && octal(gate_re2_peek(parser, 0)); i++, parser->at++)
            *code = *code * 8 + (uint32_t)(gate_re2_peek(parser, 0) - '0');
        return true;
    }
    bool word = (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c >= 0x80;
    if (word) return refuse_escape(parser, start);
    parser->at++;
    *code = (uint32_t)c;
    return true;
}
