/* The operations that layout.c notes and layout_print.c carries out. Private to these two. */
#ifndef GATE_GRAMMAR_LAYOUT_OP_H
#define GATE_GRAMMAR_LAYOUT_OP_H

enum {
    OP_TOKEN,    /* a: its index */
    OP_GAP,      /* a: gate_gap; b: the token behind it; extra: how far a new line goes in */
    OP_COMMENTS, /* a, b: from, to; extra: the same */
    OP_BEGIN,    /* a: the operation of a bracket that is hugged; b: of the gap before a last part; or 0 */
    OP_END,
    OP_IN, /* extra: columns */
    OP_OUT,
    OP_COMMA,
    OP_ROW,    /* a: gate_table */
    OP_COLUMN, /* a: which */
    OP_ROW_END,
};

#endif
