/* The builder's side: operations in the order of the text. */
#include "grammar/layout.h"

#include "grammar/layout_op.h"

#include "gate_tab.h"

static void add(gate_layout *layout, int kind, uint16_t extra, uint32_t a, uint32_t b)
{
    gate_layout_op op = {(uint16_t)kind, extra, a, b};
    gate_vec_push(layout->arena, &layout->ops, op);
}

int gate_layout_kind(const gate_layout *layout)
{
    return layout->tokens[layout->at].kind;
}

uint32_t gate_layout_place(const gate_layout *layout)
{
    return layout->tokens[layout->at].lo;
}

/* The comments before the token at hand that have no place yet. */
static void place_comments(gate_layout *layout, uint16_t extra)
{
    uint32_t first = layout->comment, place = gate_layout_place(layout);
    while (layout->comment < layout->comment_count && layout->comments[layout->comment].span.lo < place)
        layout->comment++;
    if (layout->comment > first) add(layout, OP_COMMENTS, extra, first, layout->comment);
}

/* How far a line goes in that is new only because a comment ended the one before it. */
#define CONTINUED 4

/* No line may begin with the token at hand: comments before it wait until behind it. A comma stays with what
 * it follows, and a word such as `within`, first on its line, would be taken for the begin of a clause. */
static bool never_first(const gate_layout *layout)
{
    const gate_token *token = &layout->tokens[layout->at];
    return token->kind == TOK_COMMA || (token->flags & GATE_TOKEN_START);
}

void gate_layout_token(gate_layout *layout)
{
    if (!never_first(layout)) place_comments(layout, CONTINUED);
    add(layout, OP_TOKEN, 0, layout->at++, 0);
}

void gate_layout_drop(gate_layout *layout)
{
    layout->at++;
}

void gate_layout_flush(gate_layout *layout)
{
    place_comments(layout, 0);
}

void gate_layout_gap(gate_layout *layout, gate_gap gap, uint16_t extra)
{
    bool item = gap == GATE_GAP_HARD || gap == GATE_GAP_ITEM || gap == GATE_GAP_END;
    if (!item && never_first(layout)) {
        if (gap != GATE_GAP_NONE && gap != GATE_GAP_SOFT) gap = GATE_GAP_SPACE;
    } else {
        place_comments(layout, gap == GATE_GAP_NONE || gap == GATE_GAP_SPACE ? CONTINUED : extra);
    }
    if (gap != GATE_GAP_NONE) add(layout, OP_GAP, extra, gap, layout->at);
}

uint32_t gate_layout_begin(gate_layout *layout)
{
    if (!never_first(layout)) place_comments(layout, CONTINUED);
    add(layout, OP_BEGIN, 0, 0, 0);
    return layout->ops.len - 1;
}

void gate_layout_hug(gate_layout *layout, uint32_t group)
{
    layout->ops.items[group].a = layout->opened;
}

void gate_layout_last(gate_layout *layout, uint32_t group)
{
    layout->ops.items[group].b = layout->ops.len - 1;
}

void gate_layout_end(gate_layout *layout)
{
    add(layout, OP_END, 0, 0, 0);
}

void gate_layout_in(gate_layout *layout, uint16_t columns)
{
    add(layout, OP_IN, columns, 0, 0);
}

void gate_layout_out(gate_layout *layout)
{
    add(layout, OP_OUT, 0, 0, 0);
}

void gate_layout_comma(gate_layout *layout)
{
    add(layout, OP_COMMA, 0, 0, 0);
}

void gate_layout_row(gate_layout *layout, gate_table table)
{
    add(layout, OP_ROW, 0, table, 0);
}

void gate_layout_column(gate_layout *layout, uint16_t column)
{
    add(layout, OP_COLUMN, 0, column, 0);
}

void gate_layout_row_end(gate_layout *layout)
{
    add(layout, OP_ROW_END, 0, 0, 0);
}

bool gate_layout_breaks(const gate_layout *layout, uint32_t lo, uint32_t hi)
{
    gate_str text = layout->source->text;
    for (uint32_t i = lo; i < hi; i++) {
        if (text.ptr[i] == '\n' || text.ptr[i] == '\r') return true;
    }
    return false;
}
