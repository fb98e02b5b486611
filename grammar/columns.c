/* Columns: spaces that go into lines that are otherwise done, so that the same parts of neighbours stand
 * below each other. It is a pass of its own over the finished text, and where lines break does not depend on
 * it: a text in columns is laid out as it was without. */
#include "base/utf8.h"
#include "grammar/layout.h"

#include <stdlib.h>
#include <string.h>

typedef struct pad {
    uint32_t offset, count;
} pad;

typedef struct columns {
    gate_arena *arena;
    gate_str text;
    uint32_t width, line_count;
    uint32_t *starts; /* of lines; one more behind the last */
    uint32_t *ends;   /* of what stands in them before a comment at their end */
    uint32_t *grown;  /* columns that were added */
    GATE_VEC(pad) pads;
} columns;

static void find_lines(columns *c, const gate_cells *comments)
{
    GATE_VEC(uint32_t) starts = {0};
    gate_vec_push(c->arena, &starts, 0u);
    for (uint32_t i = 0; i < c->text.len; i++) {
        if (c->text.ptr[i] == '\n') gate_vec_push(c->arena, &starts, i + 1);
    }
    c->line_count = starts.len;
    gate_vec_push(c->arena, &starts, (uint32_t)c->text.len + 1);
    c->starts = starts.items;
    c->ends = GATE_ARRAY(c->arena, uint32_t, starts.len);
    c->grown = GATE_ARRAY(c->arena, uint32_t, starts.len);
    for (uint32_t i = 0; i < c->line_count; i++)
        c->ends[i] = c->starts[i + 1] - 1;
    for (uint32_t i = 0; i < comments->len; i++)
        c->ends[comments->items[i].line] = comments->items[i].offset;
}

/* The column of a place in a line, with what was added before it: cells come from left to right. */
static uint32_t column_of(const columns *c, uint32_t line, uint32_t offset)
{
    size_t width = gate_utf8_width(gate_str_sub(c->text, c->starts[line], offset));
    return (uint32_t)width + c->grown[line];
}

/* Moves the cells right until all stand in one column; not at all where a line would grow beyond the width.
 */
static void align(columns *c, const gate_cell *cells, uint32_t count)
{
    uint32_t most = 0;
    if (count < 2) return;
    for (uint32_t i = 0; i < count; i++) {
        uint32_t column = column_of(c, cells[i].line, cells[i].offset);
        if (column > most) most = column;
    }
    if (most > c->width) return;
    for (uint32_t i = 0; i < count; i++) {
        uint32_t line = cells[i].line, added = most - column_of(c, line, cells[i].offset);
        if (added && column_of(c, line, c->ends[line]) + added > c->width) return;
    }
    for (uint32_t i = 0; i < count; i++) {
        uint32_t line = cells[i].line, added = most - column_of(c, line, cells[i].offset);
        pad here = {cells[i].offset, added};
        if (added) gate_vec_push(c->arena, &c->pads, here);
        c->grown[line] += added;
    }
}

/* Rows [from] to [to] follow each other. */
static void align_rows(columns *c, const gate_rows *rows, uint32_t from, uint32_t to)
{
    for (uint32_t column = 0; column < 2; column++) {
        gate_cells cells = {0};
        for (uint32_t i = from; i < to; i++) {
            const gate_row *row = &rows->items[i];
            gate_cell cell = row->cells[column];
            bool there = cell.line == row->first && cell.offset < c->ends[cell.line];
            if (there) gate_vec_push(c->arena, &cells, cell);
        }
        align(c, cells.items, cells.len);
    }
}

static void all_rows(columns *c, const gate_rows *rows)
{
    for (uint32_t from = 0, to; from < rows->len; from = to) {
        for (to = from + 1; to < rows->len; to++) {
            const gate_row *before = &rows->items[to - 1], *row = &rows->items[to];
            if (row->table != before->table || row->first != before->last + 1) break;
        }
        align_rows(c, rows, from, to);
    }
}

static uint32_t indent_of(const columns *c, uint32_t line)
{
    uint32_t at = c->starts[line];
    while (at < c->ends[line] && c->text.ptr[at] == ' ')
        at++;
    return at - c->starts[line];
}

static void all_comments(columns *c, const gate_cells *comments)
{
    const gate_cell *items = comments->items;
    for (uint32_t i = 0; i < comments->len; i++) /* from here on lines end with their comments */
        c->ends[items[i].line] = c->starts[items[i].line + 1] - 1;
    for (uint32_t from = 0, to; from < comments->len; from = to) {
        for (to = from + 1; to < comments->len; to++) {
            uint32_t before = items[to - 1].line, line = items[to].line;
            if (line != before + 1 || indent_of(c, line) != indent_of(c, before)) break;
        }
        align(c, items + from, to - from);
    }
}

static int by_offset(const void *a, const void *b)
{
    const pad *left = a, *right = b;
    return (left->offset > right->offset) - (left->offset < right->offset);
}

gate_str gate_columns(gate_arena *arena, gate_str text, uint32_t width, const gate_rows *rows,
                      const gate_cells *comments)
{
    columns c = {.arena = arena, .text = text, .width = width};
    find_lines(&c, comments);
    all_rows(&c, rows);
    all_comments(&c, comments);
    if (c.pads.len == 0) return text;
    qsort(c.pads.items, c.pads.len, sizeof(pad), by_offset);
    gate_buf out = gate_buf_new(arena);
    uint32_t at = 0;
    for (uint32_t i = 0; i < c.pads.len; i++) {
        gate_buf_add(&out, gate_str_sub(text, at, c.pads.items[i].offset));
        gate_buf_repeat(&out, ' ', c.pads.items[i].count);
        at = c.pads.items[i].offset;
    }
    gate_buf_add(&out, gate_str_sub(text, at, text.len));
    return gate_buf_str(&out);
}
