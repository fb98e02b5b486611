/* The canonical form of a policy: `gatec fmt`. Works on the tree and the tokens of a text, and gives back
 * the same tokens with other space between them: only the comma behind the last element of a list comes and
 * goes. So the printed text has the same tree, and every comment is in it. Knows nothing of what a policy
 * means; the arena and the source are the caller's. */
#ifndef GATE_GRAMMAR_PRINT_H
#define GATE_GRAMMAR_PRINT_H

#include "grammar/ast.h"

/* The source in its canonical form, in [arena]; false when it does not parse, and [diags] say why. The form:
 * two spaces for each level; lines of at most 110 columns, where no token is longer; at most one blank line
 * between two things, and none at the begin and the end; `\n` at the end of each line. */
bool gate_print(gate_arena *arena, const gate_source *source, gate_diags *diags, gate_str *out);

#endif
