/* Where lines break: what the printer of trees (print.c, print_expr.c) says about every token, and the one
 * place that turns it into text. The printer walks the tree and hands over the tokens of the text one by
 * one; between them it says what may stand there: nothing, a space, or a place where a line may break.
 * Groups are printed on one line where they fit and broken where they don't. Comments are found and placed
 * here, so that none can be lost: each gap between two tokens knows its own. Private to grammar/. Knows no
 * nodes. Everything lives in the compile arena. */
#ifndef GATE_GRAMMAR_LAYOUT_H
#define GATE_GRAMMAR_LAYOUT_H

#include "grammar/token.h"

/* Columns of a line: more only where one token is longer. */
#define GATE_LINE_WIDTH 110

/* What may stand between two tokens. */
typedef enum gate_gap {
    GATE_GAP_NONE,
    GATE_GAP_SPACE,
    GATE_GAP_LINE, /* a space; a new line where the group is broken */
    GATE_GAP_SOFT, /* nothing; a new line where the group is broken */
    GATE_GAP_ITEM, /* the same before an element; a blank line before it is kept, one of many */
    GATE_GAP_FILL, /* a space; a new line where the group is broken and what follows does not fit */
    GATE_GAP_HARD, /* a new line; a blank line before it is kept, one of many */
    GATE_GAP_END,  /* a new line, without a blank one: before what closes */
} gate_gap;

/* Declarations that stand in columns when they follow each other without a blank line. */
typedef enum gate_table { GATE_TABLE_OWNER, GATE_TABLE_PARAM, GATE_TABLE_EVIDENCE } gate_table;

typedef struct gate_layout_op {
    uint16_t kind, extra;
    uint32_t a, b;
} gate_layout_op;

typedef struct gate_layout {
    gate_arena *arena;
    const gate_source *source;
    const gate_token *tokens; /* ends with END */
    const gate_comment *comments;
    uint32_t comment_count;
    uint32_t at;      /* the token to be handed over next */
    uint32_t comment; /* the comment that is placed next */
    uint32_t opened;  /* the operation of the bracket that the last list was opened by */
    GATE_VEC(gate_layout_op) ops;
} gate_layout;

/* The token at hand: its kind (of gate_tab.h) and where it begins. */
int gate_layout_kind(const gate_layout *layout);
uint32_t gate_layout_place(const gate_layout *layout);

/* Hands the token at hand over. Comments before it that nobody asked for a gap stand before it. */
void gate_layout_token(gate_layout *layout);
/* Leaves the token at hand out: a comma that [gate_layout_comma] writes again where it is wanted. */
void gate_layout_drop(gate_layout *layout);
/* What may stand before the token at hand, and how much further than its surroundings a new line there is
 * indented. Comments that stand before the token are placed, or wait until behind it where it can't be first
 * on a line: then no line breaks here either, unless it is the first of an element or an item. */
void gate_layout_gap(gate_layout *layout, gate_gap gap, uint16_t extra);
/* Places the comments before the token at hand: before a bracket closes, at the indentation within. */
void gate_layout_flush(gate_layout *layout);

/* A group: all on one line, or broken at each of its gaps. Returns its handle. */
uint32_t gate_layout_begin(gate_layout *layout);
/* Lets the group be broken within the bracket [opened] alone, when all up to that fits on the line. */
void gate_layout_hug(gate_layout *layout, uint32_t group);
/* Lets the group be broken from the gap on that was put last, when all up to that fits on the line. */
void gate_layout_last(gate_layout *layout, uint32_t group);
void gate_layout_end(gate_layout *layout);

/* Lines begun from here on stand further in, if the group at hand is broken. */
void gate_layout_in(gate_layout *layout, uint16_t columns);
void gate_layout_out(gate_layout *layout);
/* A comma, if the group at hand is broken. */
void gate_layout_comma(gate_layout *layout);

/* A declaration that stands in columns: from its first token to its last, with the places where columns 0
 * and 1 begin. */
void gate_layout_row(gate_layout *layout, gate_table table);
void gate_layout_column(gate_layout *layout, uint16_t column);
void gate_layout_row_end(gate_layout *layout);

/* True when the text has a line end between these places. */
bool gate_layout_breaks(const gate_layout *layout, uint32_t lo, uint32_t hi);

/* The text. */
gate_str gate_layout_print(const gate_layout *layout);

/* ---- columns (columns.c) ---- */

/* A line with a place in it that is moved right, so that it stands below others. */
typedef struct gate_cell {
    uint32_t offset; /* in the text, where spaces go in */
    uint32_t line;
} gate_cell;

/* One declaration in a table, or one line with a comment at its end. */
typedef struct gate_row {
    gate_table table;
    uint32_t first, last; /* lines */
    gate_cell cells[2];   /* those with the line UINT32_MAX are not there */
} gate_row;

typedef GATE_VEC(gate_row) gate_rows;
typedef GATE_VEC(gate_cell) gate_cells;

/* [text] with the rows that follow each other, and comments at the ends of lines that follow each other, in
 * columns; as it was where a line would grow beyond [width]. */
gate_str gate_columns(gate_arena *arena, gate_str text, uint32_t width, const gate_rows *rows,
                      const gate_cells *comments);

#endif
