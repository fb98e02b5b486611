/* Slips that the scanner can name: signs of other languages, and characters that look like ours.
 * Each is told once, and what was meant takes its place where that is plain. */
#include "grammar/token.h"

#include "base/utf8.h"
#include "gate_tab.h"

void gate_scan_operator(gate_scan *scan, int kind, const char *meant)
{
    gate_str text = gate_scan_slice(scan);
    const char *help = gate_str_printf(scan->arena, "Write `%s`.", meant).ptr;
    gate_scan_error(scan, GATE_D_OPERATOR_SIGN, gate_scan_span(scan), help,
                    "there is no operator `" GATE_STR_FMT "`", GATE_STR_ARG(text));
    /* What was meant is plain: nothing behind it needs to be excused. */
    scan->broken = false;
    gate_scan_add(scan, kind);
}

void gate_scan_semicolon(gate_scan *scan)
{
    gate_scan_error(scan, GATE_D_STRAY_SEPARATOR, gate_scan_span(scan),
                    "Remove it: a clause ends where its expression ends.", "nothing is ended by `;`");
    scan->broken = false;
}

bool gate_scan_foreign_comment(gate_scan *scan)
{
    bool hash = gate_scan_slice(scan).ptr[0] == '#';
    gate_span span = {scan->lo, scan->lo + (hash ? 1 : 2)};
    gate_scan_error(scan, GATE_D_COMMENT_FORM, span, "A comment begins with `//` and ends with its line.",
                    "`%s` does not begin a comment", hash ? "#" : "/*");
    scan->broken = false;
    if (hash || scan->no_comment_end) return false;
    /* Looked for once where there is none, so that a text full of openings costs no more. */
    gate_str rest = gate_str_sub(scan->source->text, scan->hi, scan->end);
    scan->no_comment_end = gate_str_find(rest, GATE_STR("*/"), 0) == SIZE_MAX;
    return !scan->no_comment_end;
}

/* Characters that are pasted or typed for one of ours. */
static const struct {
    uint32_t code;
    const char *meant;
    int token; /* 0: nothing takes its place */
} lookalikes[] = {
    {0x00A0, " ", 0},         {0x2026, "...", 0},       {0x2010, "-", TOK_MINUS}, {0x2011, "-", TOK_MINUS},
    {0x2012, "-", TOK_MINUS}, {0x2013, "-", TOK_MINUS}, {0x2014, "-", TOK_MINUS}, {0x2212, "-", TOK_MINUS},
    {0x00D7, "*", TOK_STAR},  {0x2217, "*", TOK_STAR},  {0x2215, "/", TOK_SLASH}, {0x2044, "/", TOK_SLASH},
    {0x2264, "<=", TOK_LE},   {0x2265, ">=", TOK_GE},   {0x2260, "!=", TOK_NE},   {0x2227, "&&", TOK_ANDAND},
    {0x2228, "||", TOK_OROR}, {0x00AC, "!", TOK_BANG},  {0x2208, "in", TOK_IN},   {0x00AB, "\"", 0},
    {0x00BB, "\"", 0},
};

static const char *ascii_help(const gate_scan *scan, char c)
{
    gate_str next = gate_source_slice(scan->source, (gate_span){scan->lo + 1, scan->hi + 1});
    switch (c) {
    case '\\':
        if (next.len && (next.ptr[0] == '"' || next.ptr[0] == '\''))
            return "Within the braces of a text write the other kind of quotes, without a backslash.";
        return "A backslash stands only in texts.";
    case '$':
        return "A parameter is named as it is declared: `threshold`, and `{threshold}` within a text.";
    case '@':
        return "A name is made of letters, digits and `_`; another key is written `e[\"@key\"]` or e.`@key`.";
    case '^':
        return "There is no power operator; write the product, or use a function.";
    case '"':
    case '\'':
        return "A text begins and ends with the same kind of quotes.";
    default:
        return NULL;
    }
}

void gate_scan_symbol(gate_scan *scan)
{
    gate_str text = gate_scan_slice(scan);
    gate_span span = gate_scan_span(scan);
    size_t at = 0;
    uint32_t code = gate_utf8_next(text, &at);
    for (size_t i = 0; i < GATE_COUNT(lookalikes); i++) {
        if (lookalikes[i].code != code) continue;
        const char *meant = lookalikes[i].meant;
        const char *help = meant[0] == ' ' ? "Write an ordinary space."
                                           : gate_str_printf(scan->arena, "Write `%s`.", meant).ptr;
        if (code == 0xA0)
            gate_scan_error(scan, GATE_D_BAD_CHAR, span, help,
                            "unexpected character U+00A0, a no-break space");
        else
            gate_scan_error(scan, GATE_D_BAD_CHAR, span, help,
                            "unexpected character `" GATE_STR_FMT "` (U+%04X)", GATE_STR_ARG(text),
                            (unsigned)code);
        scan->broken = code == 0x00AB || code == 0x00BB || code == 0x2026;
        if (lookalikes[i].token) gate_scan_add(scan, lookalikes[i].token);
        return;
    }
    if (code < 0x20 || code == 0x7F)
        gate_scan_control(scan, span, code);
    else if (code < 0x80)
        gate_scan_error(scan, GATE_D_BAD_CHAR, span, ascii_help(scan, (char)code),
                        "unexpected character `%c`", (int)code);
    else
        gate_scan_error(scan, GATE_D_BAD_CHAR, span, "Write it within a text in quotes, or remove it.",
                        "unexpected character U+%04X", (unsigned)code);
}

void gate_scan_foreign_name(gate_scan *scan)
{
    gate_str text = gate_scan_slice(scan);
    /* The one sign among the letters of Latin-1. */
    if (gate_str_eq_c(text, "\xC3\x97")) {
        gate_scan_symbol(scan);
        return;
    }
    gate_scan_error(
        scan, GATE_D_NON_ASCII_NAME, gate_scan_span(scan),
        "A name is made of the letters a to z, A to Z, digits and `_`; other text stands in quotes.",
        "the name `" GATE_STR_FMT "` has letters outside ASCII",
        GATE_STR_ARG(gate_token_shown(scan->arena, text)));
    gate_scan_add(scan, TOK_IDENT);
}
