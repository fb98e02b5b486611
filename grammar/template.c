/* Texts with `{expr}` in them. They are split in the source rather than in the decoded value, so that
 * each expression is parsed where it stands and its spans are true. */
#include "grammar/parse.h"

#include "grammar/token.h"

typedef struct splitter {
    gate_arena *arena;
    const gate_source *source;
    gate_diags *diags, *mute; /* escapes were complained about when the text was scanned */
    uint32_t at, end;         /* within the quotes */
    bool raw;
    gate_buf literal;
    bool good;
} splitter;

/* Finds the text between the quotes; false for one that was never closed. */
static bool inside(const gate_source *source, gate_span span, splitter *out)
{
    const char *text = source->text.ptr;
    uint32_t lo = span.lo;
    while (lo < span.hi && text[lo] != '"' && text[lo] != '\'')
        lo++;
    if (lo == span.hi) return false;
    char quote = text[lo];
    uint32_t quotes = span.hi - lo >= 6 && text[lo + 1] == quote && text[lo + 2] == quote ? 3 : 1;
    if (span.hi - lo < 2 * quotes) return false;
    for (uint32_t i = 1; i <= quotes; i++) {
        if (text[span.hi - i] != quote) return false;
    }
    out->at = lo + quotes;
    out->end = span.hi - quotes;
    return true;
}

static char peek(const splitter *in, uint32_t ahead)
{
    return in->at + ahead < in->end ? in->source->text.ptr[in->at + ahead] : '\0';
}

static void bad_brace(splitter *in, gate_span span, const char *what, const char *help)
{
    gate_diag *diag = gate_diag_raise(in->diags, GATE_D_TEMPLATE_BRACE, in->source, span, "%s", what);
    gate_diag_help(in->diags, diag, "%s", help);
    in->good = false;
}

static void flush(splitter *in, gate_parts *out)
{
    if (in->literal.len == 0) return;
    gate_part part = {.text = gate_buf_str(&in->literal)};
    gate_vec_push(in->arena, out, part);
    in->literal = gate_buf_new(in->arena);
}

/* Literal text up to the next brace. */
static void literal(splitter *in)
{
    uint32_t from = in->at;
    while (in->at < in->end && peek(in, 0) != '{' && peek(in, 0) != '}')
        in->at += !in->raw && peek(in, 0) == '\\' && in->at + 1 < in->end ? 2 : 1;
    gate_scan scan = {.arena = in->arena, .source = in->source, .diags = in->mute};
    gate_buf_add(&in->literal, gate_decode(&scan, from, in->at, in->raw));
}

/* The offset of the brace that closes the expression at hand; [end] when there is none. Braces and
 * quotes within the expression come in pairs. */
static uint32_t closing(const splitter *in)
{
    const char *text = in->source->text.ptr;
    uint32_t depth = 0;
    for (uint32_t i = in->at; i < in->end; i++) {
        char c = text[i];
        if (c == '\\') {
            i++;
        } else if (c == '"' || c == '\'') {
            for (i++; i < in->end && text[i] != c; i++) {
                if (text[i] == '\\') i++;
            }
        } else if (c == '{') {
            depth++;
        } else if (c == '}' && depth-- == 0) {
            return i;
        }
    }
    return in->end;
}

static bool blank(gate_str text)
{
    for (size_t i = 0; i < text.len; i++) {
        if (text.ptr[i] != ' ' && text.ptr[i] != '\t' && text.ptr[i] != '\r' && text.ptr[i] != '\n')
            return false;
    }
    return true;
}

static void expression(splitter *in, uint32_t *next_id, gate_parts *out)
{
    uint32_t brace = in->at++;
    uint32_t end = closing(in);
    if (end == in->end) {
        bad_brace(in, (gate_span){brace, brace + 1}, "`{` is not closed in this text",
                  "Close it with `}`, or write `{{` for a brace.");
        in->at = in->end;
        return;
    }
    gate_span span = {in->at, end};
    in->at = end + 1;
    if (blank(gate_source_slice(in->source, span))) {
        bad_brace(in, (gate_span){brace, end + 1}, "the braces hold no expression",
                  "Write an expression between them, or `{{` and `}}` for braces.");
        return;
    }
    gate_part part = {.expr = gate_parse_expr(in->arena, in->source, span, in->diags, next_id)};
    if (part.expr)
        gate_vec_push(in->arena, out, part);
    else
        in->good = false;
}

bool gate_parse_template(gate_arena *arena, const gate_source *source, const gate_node *string,
                         gate_diags *diags, uint32_t *next_id, gate_parts *out)
{
    gate_diags mute = gate_diags_new(arena);
    splitter in = {.arena = arena,
                   .source = source,
                   .diags = diags,
                   .mute = &mute,
                   .raw = string->as.string.raw,
                   .literal = gate_buf_new(arena),
                   .good = true};
    *out = (gate_parts){0};
    if (!inside(source, string->span, &in)) return false;
    while (in.at < in.end) {
        char c = peek(&in, 0);
        if ((c == '{' || c == '}') && peek(&in, 1) == c) {
            gate_buf_char(&in.literal, c);
            in.at += 2;
        } else if (c == '{') {
            flush(&in, out);
            expression(&in, next_id, out);
        } else if (c == '}') {
            bad_brace(&in, (gate_span){in.at, in.at + 1}, "`}` closes nothing in this text",
                      "Write `}}` for a brace.");
            in.at++;
        } else {
            literal(&in);
        }
    }
    flush(&in, out);
    return in.good;
}
