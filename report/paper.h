/* Lines of text for a terminal or a log: labels in a column, wrapping, colours. What is written
 * through it can't break out: control characters are made visible, workflow commands are cut, and no
 * line begins with a text that was handed in. For report/, and for
 * what api/ tells in the same voice. */
#ifndef GATE_REPORT_PAPER_H
#define GATE_REPORT_PAPER_H

#include "verdict/document.h"

typedef enum gate_ink {
    GATE_INK_PLAIN,
    GATE_INK_BOLD,
    GATE_INK_DIM,
    GATE_INK_GOOD,
    GATE_INK_BAD,
    GATE_INK_WARN,
} gate_ink;

typedef struct gate_paper {
    gate_buf *out;
    uint32_t width;
    bool color;
    gate_strs said; /* what need not be said again; for the callers */
} gate_paper;

/* An empty line. */
void gate_paper_gap(gate_paper *paper);

/* A line of [indent] spaces, [head] in [ink], and [text] behind it from [column] on; wrapped before the
 * width where a word's end allows it, its further lines marked and indented to [column]. [head] is our
 * own text; [text] may come from anywhere. */
void gate_paper_put(gate_paper *paper, uint32_t indent, gate_ink ink, const char *head, uint32_t column,
                    gate_str text);
/* The same, on one line however long: for commands, which must stay fit to be copied. */
void gate_paper_whole(gate_paper *paper, uint32_t indent, gate_ink ink, const char *head, uint32_t column,
                      gate_str text);
/* The same, cut visibly where the width ends. */
void gate_paper_cut(gate_paper *paper, uint32_t indent, gate_ink ink, const char *head, uint32_t column,
                    gate_str text);

/* Appends [text] so that it can stand in a line: made visible, `##[` and `##word[` broken. */
void gate_paper_safe(gate_buf *out, gate_str text);

#endif
