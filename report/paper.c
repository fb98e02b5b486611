#include "report/paper.h"

#include "base/utf8.h"

#include <string.h>

/* A line that goes on begins with this, never with the text itself: log viewers look for commands at
 * the beginning of a line, white space or not. */
#define GUARD       "│ "
#define GUARD_WIDTH 2u
#define LEAST       24u /* columns that text gets, however narrow the paper */

static const char *ink_code(gate_ink ink)
{
    switch (ink) {
    case GATE_INK_PLAIN:
        return "";
    case GATE_INK_BOLD:
        return "\x1b[1m";
    case GATE_INK_DIM:
        return "\x1b[2m";
    case GATE_INK_GOOD:
        return "\x1b[1;32m";
    case GATE_INK_BAD:
        return "\x1b[1;31m";
    case GATE_INK_WARN:
        return "\x1b[1;33m";
    }
    return "";
}

void gate_paper_gap(gate_paper *paper)
{
    gate_buf_char(paper->out, '\n');
}

static bool is_lower(char c)
{
    return c >= 'a' && c <= 'z';
}

/* `##[error]`, `##vso[…]`, `##teamcity[…]`: commands to the log's reader wherever they stand. */
static bool is_command(gate_str text, size_t at)
{
    if (at + 2 >= text.len || text.ptr[at] != '#' || text.ptr[at + 1] != '#') return false;
    at += 2;
    while (at < text.len && (is_lower(text.ptr[at]) || text.ptr[at] == '-'))
        at++;
    return at < text.len && text.ptr[at] == '[';
}

void gate_paper_safe(gate_buf *out, gate_str text)
{
    size_t plain = 0;
    for (size_t at = 0; at < text.len; at++) {
        if (!is_command(text, at)) continue;
        gate_buf_visible(out, gate_str_sub(text, plain, at + 1));
        gate_buf_c(out, "\\x23");
        plain = at + 2;
        at++;
    }
    gate_buf_visible(out, gate_str_sub(text, plain, text.len));
}

/* Indent, head and the spaces up to [column]; how many columns are taken. */
static uint32_t put_head(gate_paper *paper, uint32_t indent, gate_ink ink, const char *head, uint32_t column)
{
    bool colored = paper->color && ink != GATE_INK_PLAIN && head[0];
    uint32_t taken = indent + (uint32_t)gate_utf8_width(gate_str_c(head));
    gate_buf_repeat(paper->out, ' ', indent);
    if (colored) gate_buf_c(paper->out, ink_code(ink));
    gate_buf_c(paper->out, head);
    if (colored) gate_buf_c(paper->out, "\x1b[0m");
    uint32_t gap = taken < column ? column - taken : head[0] ? 1 : 0;
    gate_buf_repeat(paper->out, ' ', gap);
    return taken + gap;
}

/* Spaces at the end of lines are noise in a diff. */
static void end_line(gate_paper *paper)
{
    while (paper->out->len && paper->out->ptr[paper->out->len - 1] == ' ')
        paper->out->len--;
    gate_buf_char(paper->out, '\n');
}

static gate_str safe(gate_paper *paper, gate_str text)
{
    gate_buf out = gate_buf_new(paper->out->arena);
    gate_paper_safe(&out, text);
    return gate_buf_str(&out);
}

/* The end of the word that begins at [at], which may be a space. */
static size_t word_end(gate_str text, size_t at)
{
    while (at < text.len && text.ptr[at] == ' ')
        at++;
    while (at < text.len && text.ptr[at] != ' ')
        at++;
    return at;
}

void gate_paper_put(gate_paper *paper, uint32_t indent, gate_ink ink, const char *head, uint32_t column,
                    gate_str text)
{
    uint32_t start = put_head(paper, indent, ink, head, column);
    gate_str line = safe(paper, text);
    size_t room = paper->width > start + LEAST ? paper->width - start : LEAST;
    size_t taken = 0;
    for (size_t at = 0; at < line.len;) {
        size_t end = word_end(line, at);
        gate_str word = gate_str_sub(line, at, end);
        size_t width = gate_utf8_width(word);
        if (taken > 0 && taken + width > room) {
            end_line(paper);
            gate_buf_repeat(paper->out, ' ', column);
            gate_buf_c(paper->out, GUARD);
            room = paper->width > column + GUARD_WIDTH + LEAST ? paper->width - column - GUARD_WIDTH : LEAST;
            taken = 0;
            while (word.len && word.ptr[0] == ' ')
                word = gate_str_sub(word, 1, word.len);
            width = gate_utf8_width(word);
        }
        gate_buf_add(paper->out, word);
        taken += width;
        at = end;
    }
    end_line(paper);
}

void gate_paper_whole(gate_paper *paper, uint32_t indent, gate_ink ink, const char *head, uint32_t column,
                      gate_str text)
{
    (void)put_head(paper, indent, ink, head, column);
    gate_paper_safe(paper->out, text);
    end_line(paper);
}

void gate_paper_cut(gate_paper *paper, uint32_t indent, gate_ink ink, const char *head, uint32_t column,
                    gate_str text)
{
    uint32_t start = put_head(paper, indent, ink, head, column);
    gate_str line = safe(paper, text);
    size_t room = paper->width > start + LEAST ? paper->width - start : LEAST;
    if (gate_utf8_width(line) > room) {
        size_t points = room - 1;
        gate_str kept = gate_str_sub(line, 0, gate_utf8_offset(line, points));
        while (kept.len && gate_utf8_width(kept) > room - 1)
            kept = gate_str_sub(line, 0, gate_utf8_offset(line, --points));
        gate_buf_add(paper->out, kept);
        gate_buf_c(paper->out, "…");
    } else {
        gate_buf_add(paper->out, line);
    }
    end_line(paper);
}
