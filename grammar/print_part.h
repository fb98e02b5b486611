/* What the two halves of the printer share: print.c walks declarations, rows and clauses, print_expr.c what
 * stands in them. Private to these two. */
#ifndef GATE_GRAMMAR_PRINT_PART_H
#define GATE_GRAMMAR_PRINT_PART_H

#include "grammar/layout.h"

/* An expression with the parentheses around it; lines that it is broken into stand [hang] columns further
 * in than what is around it. */
void gate_print_expr(gate_layout *layout, const gate_node *node, uint16_t hang);
void gate_print_type(gate_layout *layout, const gate_node *node);

/* True for a list, a map, a record, or a call that ends with one: it may begin where a line ends, since its
 * brackets show what belongs to it. */
bool gate_print_hugs(const gate_node *node);

/* The tokens up to [hi], with nothing between them. */
void gate_print_tight(gate_layout *layout, uint32_t hi);

/* A token, and the gap before the next. */
void gate_print_word(gate_layout *layout, gate_gap behind);

#endif
