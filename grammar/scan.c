/* The scanner's frame: what is refused before Flex sees it, Flex's run, and the tokens that need no
 * decoding. */
#include "grammar/token.h"

#include "base/utf8.h"
#include "gate_lex.h"
#include "gate_tab.h"

#include <string.h>

void gate_scan_fatal(gate_scan *scan, const char *why)
{
    scan->why = why;
    longjmp(scan->fatal, 1);
}

gate_str gate_scan_slice(const gate_scan *scan)
{
    return gate_source_slice(scan->source, gate_scan_span(scan));
}

gate_span gate_scan_span(const gate_scan *scan)
{
    return (gate_span){scan->lo, scan->hi};
}

void gate_scan_error(gate_scan *scan, gate_code code, gate_span span, const char *help, const char *format,
                     ...)
{
    scan->broken = true;
    if (++scan->errors > GATE_SYNTAX_ERRORS) return;
    va_list args;
    va_start(args, format);
    gate_str text = gate_str_vprintf(scan->arena, format, args);
    va_end(args);
    gate_diag *diag =
        gate_diag_raise(scan->diags, code, scan->source, span, GATE_STR_FMT, GATE_STR_ARG(text));
    if (help) gate_diag_help(scan->diags, diag, "%s", help);
}

void gate_scan_control(gate_scan *scan, gate_span span, uint32_t code)
{
    const char *help = code == 0
                           ? "Remove it; if the file is full of them it may be UTF-16: save it as UTF-8."
                           : "Remove it; within a text in quotes write it as an escape, such as `\\u202e`.";
    gate_scan_error(scan, GATE_D_CONTROL_CHAR, span, help, "the text holds the %s U+%04X",
                    code == 0 ? "character NUL," : "invisible character", (unsigned)code);
}

gate_str gate_token_shown(gate_arena *arena, gate_str text)
{
    size_t at = 0;
    while (at < text.len) {
        size_t next = at;
        uint32_t code = gate_utf8_next(text, &next);
        if (gate_utf8_unsafe(code) || code < 0x20 || next > 40) break;
        at = next;
    }
    return at == text.len ? text : gate_str_printf(arena, "%.*s…", (int)at, text.ptr);
}

/* ---- tokens ---- */

static void add(gate_scan *scan, int kind, uint32_t flags, uint32_t value)
{
    if (scan->line_begins) flags |= GATE_TOKEN_LINE;
    if (scan->broken) flags |= GATE_TOKEN_BROKEN;
    scan->line_begins = scan->broken = false;
    gate_token token = {scan->lo, scan->hi, (uint16_t)kind, (uint16_t)flags, value};
    gate_vec_push(scan->arena, &scan->tokens, token);
}

void gate_scan_add(gate_scan *scan, int kind)
{
    add(scan, kind, 0, 0);
}

void gate_scan_add_literal(gate_scan *scan, int kind, gate_literal literal, uint16_t flags)
{
    gate_vec_push(scan->arena, &scan->literals, literal);
    add(scan, kind, flags, scan->literals.len - 1);
}

/* The keywords; then CEL's words that gatec gives no meaning, and those that a verdict shouts. */
#define WORD(text, token)                                                                                    \
    {                                                                                                        \
        text, sizeof(text) - 1, token                                                                        \
    }
static const struct {
    const char *text;
    uint16_t len, token;
} words[] = {
#define KEYWORD(text, id, flags, doc) WORD(text, TOK_##id),
#include "grammar/keywords.def"
#undef KEYWORD
    WORD("break", TOK_RESERVED),     WORD("const", TOK_RESERVED),  WORD("continue", TOK_RESERVED),
    WORD("function", TOK_RESERVED),  WORD("loop", TOK_RESERVED),   WORD("package", TOK_RESERVED),
    WORD("namespace", TOK_RESERVED), WORD("return", TOK_RESERVED), WORD("var", TOK_RESERVED),
    WORD("void", TOK_RESERVED),      WORD("while", TOK_RESERVED),  WORD("GO", TOK_VERDICT),
    WORD("PASS", TOK_VERDICT),       WORD("FAIL", TOK_VERDICT),    WORD("INCONCLUSIVE", TOK_VERDICT),
    WORD("ROLLBACK", TOK_VERDICT),   WORD("HOLD", TOK_VERDICT),    WORD("STEADY", TOK_VERDICT),
    WORD("COMPLETE", TOK_VERDICT),
};
#undef WORD
#define KEYWORDS (GATE_WORD_COUNT - 1)

_Static_assert(GATE_COUNT(words) < GATE_WORD_SLOTS / 2 && GATE_WORD_SLOTS <= UINT8_MAX + 1, "half of the slots are free");

/* Where a word of that length is looked for first. */
static uint32_t slot_of(const char *text, size_t len)
{
    unsigned first = (unsigned char)text[0], last = (unsigned char)text[len - 1];
    return (uint32_t)(first * 7 + last * 31 + (unsigned)len * 17) % GATE_WORD_SLOTS;
}

static void index_words(gate_scan *scan)
{
    for (uint32_t i = 0; i < GATE_COUNT(words); i++) {
        uint32_t at = slot_of(words[i].text, words[i].len);
        while (scan->word_slots[at])
            at = (at + 1) % GATE_WORD_SLOTS;
        scan->word_slots[at] = (uint8_t)(i + 1);
    }
    scan->words_indexed = true;
}

void gate_scan_word(gate_scan *scan)
{
    gate_str word = gate_scan_slice(scan);
    if (!scan->words_indexed) index_words(scan);
    for (uint32_t at = slot_of(word.ptr, word.len); scan->word_slots[at]; at = (at + 1) % GATE_WORD_SLOTS) {
        uint32_t i = scan->word_slots[at] - 1u;
        if (words[i].len != word.len || memcmp(words[i].text, word.ptr, word.len) != 0) continue;
        add(scan, words[i].token, 0, i < KEYWORDS ? i + 1 : 0);
        return;
    }
    add(scan, TOK_IDENT, 0, 0);
}

void gate_scan_comment(gate_scan *scan)
{
    gate_str text = gate_scan_slice(scan);
    bool doc = gate_str_starts(text, GATE_STR("///")) && !gate_str_starts(text, GATE_STR("////"));
    gate_comment comment = {gate_scan_span(scan), scan->line_begins, doc};
    gate_vec_push(scan->arena, &scan->comments, comment);
    for (size_t at = 0; at < text.len; at++) {
        unsigned char c = (unsigned char)text.ptr[at];
        if ((c >= 0x20 || c == '\t') && c != 0x7F) continue;
        uint32_t place = scan->lo + (uint32_t)at;
        gate_scan_control(scan, (gate_span){place, place + 1}, c);
        scan->broken = false;
        return;
    }
}

void gate_scan_triple(gate_scan *scan)
{
    scan->begun = scan->lo;
    gate_str prefix = gate_scan_slice(scan);
    scan->raw = prefix.len > 3 && ((prefix.ptr[0] | 0x20) == 'r' || (prefix.ptr[1] | 0x20) == 'r');
}

uint32_t gate_token_flags(const gate_token *token)
{
    bool word = token->value != 0 && token->value <= KEYWORDS;
    if (!word || words[token->value - 1].token != token->kind) return 0;
    return gate_word_flags((gate_word)token->value);
}

uint32_t gate_token_at(const gate_token_vec *tokens, uint32_t offset)
{
    uint32_t lo = 0, hi = tokens->len - 1;
    while (lo < hi) {
        uint32_t mid = lo + (hi - lo) / 2;
        if (tokens->items[mid].lo < offset)
            lo = mid + 1;
        else
            hi = mid;
    }
    return lo;
}

/* ---- the text as a whole ---- */

/* False, with a diagnostic, for a text that must not be scanned: it could not be shown, or would be
 * read by a person otherwise than by us. */
static bool acceptable(gate_scan *scan, gate_span span)
{
    gate_str text = gate_source_slice(scan->source, span);
    if (text.len > GATE_MAX_TEXT) {
        gate_scan_error(scan, GATE_D_TEXT_TOO_LONG, (gate_span){span.lo, span.lo},
                        "Split the policy into several files that import each other.",
                        "the text has %zu bytes, more than the %u that are read", text.len, GATE_MAX_TEXT);
        return false;
    }
    size_t bad = gate_utf8_invalid(text);
    if (bad != SIZE_MAX) {
        uint32_t at = span.lo + (uint32_t)bad;
        bool wide =
            text.len >= 2 && bad == 0 && ((text.ptr[0] & 0xFE) == 0xFE) && ((text.ptr[1] & 0xFE) == 0xFE);
        gate_scan_error(scan, GATE_D_NOT_UTF8, (gate_span){at, at + 1},
                        wide ? "This looks like UTF-16: save the file as UTF-8." : "Save the file as UTF-8.",
                        "the text is not UTF-8: byte 0x%02x cannot stand here", (unsigned char)text.ptr[bad]);
        return false;
    }
    bool nul = text.len && memchr(text.ptr, 0, text.len) != NULL;
    for (size_t at = 0; at < text.len;) {
        if (!nul) at = gate_utf8_ascii(text, at);
        if (at == text.len) break;
        size_t from = at;
        uint32_t code = gate_utf8_next(text, &at);
        bool joins = (code >= 0x200B && code <= 0x200D) || code == 0x2060 || code == 0xFEFF;
        /* CEL lets the other control characters stand in texts; elsewhere Flex meets them. */
        bool later = (code > 0 && code < 0x20) || code == 0x7F;
        if (later || joins || !gate_utf8_unsafe(code)) continue;
        gate_scan_control(scan, (gate_span){span.lo + (uint32_t)from, span.lo + (uint32_t)at}, code);
        return false;
    }
    return true;
}

/* Flex, with its way out when it cannot go on. */
static void run(gate_scan *scan, gate_span span)
{
    gate_str text = gate_source_slice(scan->source, span);
    yyscan_t flex = NULL;
    if (setjmp(scan->fatal) != 0) {
        gate_scan_error(scan, GATE_D_TEXT_TOO_LONG, gate_scan_span(scan), NULL,
                        "the text cannot be scanned: %s", scan->why);
        return;
    }
    if (gate_flexlex_init_extra(scan, &flex) != 0) gate_scan_fatal(scan, "the scanner could not be set up");
    scan->hi = span.lo;
    scan->end = span.hi;
    scan->line_begins = true;
    gate_flex_scan_bytes(text.ptr ? text.ptr : "", (int)text.len, flex);
    gate_flexlex(flex);
}

bool gate_scan_text(gate_scan *scan, gate_span span)
{
    bool good = acceptable(scan, span);
    if (good) run(scan, span);
    scan->lo = scan->hi = span.hi;
    add(scan, TOK_END, 0, 0);
    return good;
}
