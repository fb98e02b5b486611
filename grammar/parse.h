/* Text to tree: the wall behind which Flex and Bison live. Nothing outside grammar/ sees their
 * headers. */
#ifndef GATE_GRAMMAR_PARSE_H
#define GATE_GRAMMAR_PARSE_H

#include "grammar/ast.h"

/* Parses a whole file. Never NULL: where the text is wrong, diagnostics say so, parsing resumes at
 * the next clause, row or block, and the tree holds ERROR nodes. The tree lives in [arena] and
 * borrows [source]. */
gate_ast *gate_parse(gate_arena *arena, const gate_source *source, gate_diags *diags);

/* Parses the bytes [span] of [source] as one expression (for `gatec eval`, templates and fixes);
 * node ids start at *next_id and advance it. NULL when it does not parse; the diagnostics say why. */
gate_node *gate_parse_expr(gate_arena *arena, const gate_source *source, gate_span span, gate_diags *diags,
                           uint32_t *next_id);

/* One part of a template: literal text (expr NULL) or `{expr}`. */
typedef struct gate_part {
    gate_str text;
    gate_node *expr;
} gate_part;

typedef struct gate_parts {
    gate_part *items;
    uint32_t len, cap;
} gate_parts;

/* Splits a STRING node's text at `{expr}` (`{{` and `}}` are braces), from the source itself, so
 * that spans are true; escapes are decoded in the literal parts. An empty or unclosed brace is
 * E0112. False when any part is wrong. */
bool gate_parse_template(gate_arena *arena, const gate_source *source, const gate_node *string,
                         gate_diags *diags, uint32_t *next_id, gate_parts *out);

#endif
