/* What the parser could have gone on with, in the few words that a person wants: Bison's exact list
 * has fifty tokens where "an expression" is meant. Private to grammar/. */
#ifndef GATE_GRAMMAR_EXPECTED_H
#define GATE_GRAMMAR_EXPECTED_H

#include "grammar/build.h"

/* True when [kind] is among the expected tokens. */
bool gate_expects(const gate_unexpected *found, int kind);
/* True when an expression may begin here. */
bool gate_expects_expression(const gate_unexpected *found);
/* "an expression", "`:` or `{`": at most four items, grouped; "" when nothing is expected. In the
 * arena. */
gate_str gate_expected_text(gate_arena *arena, const gate_unexpected *found);

/* The flags that [kind] has as a keyword; 0 for other tokens. */
uint32_t gate_kind_flags(int kind);

#endif
