/* The linter: rules over a checked policy that look for what compiles, and lets through what it should not.
 * Reads the checked tree and raises warnings of base/codes_lint.def; a finding for which there is a safe
 * change carries it as edits of the source. Speaks of the main file alone. Owns nothing: all that it makes
 * lives in the arena it is given. Knows no file, no command line and no output form. */
#ifndef GATE_AUTHOR_LINT_H
#define GATE_AUTHOR_LINT_H

#include "compiler/checked.h"

/* Replaces the bytes [span] of the main file by [text]. */
typedef struct gate_edit {
    gate_span span;
    gate_str text;
} gate_edit;

/* The safe change for one finding: its edits belong together and do not overlap. */
typedef struct gate_lint_fix {
    const gate_diag *diag;
    GATE_VEC(gate_edit) edits;
} gate_lint_fix;

typedef struct gate_lint_fixes {
    GATE_VEC(gate_lint_fix) list; /* in the order of their findings' places */
} gate_lint_fixes;

/* How many findings of one file are kept. */
#define GATE_LINT_MAX 1000u

/* Runs every rule over [checked] and raises findings in [diags], which may hold the compiler's warnings of
 * the same policy: they count as findings, and some have a fix. Findings that a comment allows are taken out
 * again. Sorts the list. [fixes] gets the changes for the findings that are left. */
void gate_lint_policy(gate_arena *arena, const gate_checked *checked, gate_diags *diags,
                      gate_lint_fixes *fixes);

/* [text] with the fixes applied. Of fixes that overlap the earlier one wins; [*applied] gets how many went
 * in. */
gate_str gate_lint_apply(gate_arena *arena, gate_str text, const gate_lint_fix *const *fixes, uint32_t count,
                         uint32_t *applied);

/* A row of lint_rules.def, for documentation. */
typedef struct gate_lint_rule {
    gate_code code;
    const char *name, *walks;
    bool fixes; /* some of its findings have a fix */
} gate_lint_rule;

/* The rule at [index]; NULL past the last. */
const gate_lint_rule *gate_lint_rule_at(uint32_t index);

#endif
