/* The linter's inside: where it stands, what its rules ask, and how they tell. Private to author/lint_*.c.
 * All of it lives in the arena of one run. */
#ifndef GATE_AUTHOR_LINT_PART_H
#define GATE_AUTHOR_LINT_PART_H

#include "author/lint.h"
#include "base/map.h"
#include "base/suggest.h"
#include "base/vec.h"

/* A set of evidence and parameters, by their place in gate_lint.things. */
typedef struct gate_roots {
    uint64_t *bits;
    bool now; /* the time is in it too */
} gate_roots;

typedef struct gate_lint {
    gate_arena *arena;
    const gate_checked *checked;
    const gate_module *module; /* the main file's: what findings speak of */
    gate_diags *diags;
    gate_lint_fixes *fixes;
    bool blocks; /* the file has blocks: else what it declares, others use */
    /* lint_roots.c */
    uint32_t thing_count, words;
    gate_roots *memo;           /* of lets and defs, by node id; bits NULL: not known yet */
    uint32_t *tied;             /* union-find over things */
    bool *timed;                /* by thing: compared with the time */
    gate_roots subject;         /* of the policy's `let subject`; bits NULL when there is none */
    gate_roots baseline;        /* of all that is `against` */
    gate_roots readings, base;  /* of the coverage block at hand */
    GATE_VEC(gate_roots) slots; /* what each local comes from, while an expression is walked */
    GATE_VEC(uint64_t *) spare;
    GATE_VEC(const gate_node *) spine;
    uint8_t *entered; /* lint_walk.c: by node id, 1 and 2: a let or function was gone into, wanted or not */
} gate_lint;

/* Where a rule is called. What does not apply is NULL. */
typedef struct gate_lint_at {
    const gate_node *block, *row, *clause;
    const gate_node *node;     /* EVIDENCE, ROW, CLAUSE: itself; ATOM: the expression */
    const gate_module *module; /* that [node] is written in: an atom of a function may be in another file */
    const gate_node *use; /* ATOM within a let or a function: the place in the main file that leads there */
    bool wanted;          /* ATOM: what it must be for the row to come out well */
    bool decides;         /* the row is not advisory */
    bool whole;           /* ATOM: the clause's whole condition */
} gate_lint_at;

typedef void gate_lint_fn(gate_lint *lint, const gate_lint_at *at);

#define RULE(code, name, walks, fixes, function) gate_lint_fn function;
#include "author/lint_rules.def"
#undef RULE

/* ---- telling (lint.c) ------------------------------------------------------------------------ */

/* Raises GATE_D_[code_] at [span] of the main file. */
#define gate_lint_raise(lint, code_, span, ...)                                                              \
    gate_diag_raise((lint)->diags, GATE_D_##code_, (lint)->module->source, (span), __VA_ARGS__)
#define gate_lint_label(lint, diag, span, ...)                                                               \
    gate_diag_label((lint)->diags, (diag), (lint)->module->source, (span), __VA_ARGS__)

/* Where to tell of an atom: itself, or the place in the main file that leads to it, and then a label shows
 * it. */
gate_span gate_lint_place(const gate_lint *lint, const gate_lint_at *at);
void gate_lint_show(gate_lint *lint, gate_diag *diag, const gate_lint_at *at);

/* Adds an edit to the fix of [diag]; nothing when the diagnostic was not kept. */
void gate_lint_edit(gate_lint *lint, const gate_diag *diag, gate_span span, gate_str text);
/* An edit that takes out [span], with the line when nothing else stands on it. */
void gate_lint_remove(gate_lint *lint, const gate_diag *diag, gate_span span);

/* The text of a node of the main file, on one line and cut short, for a message. */
const char *gate_lint_say(gate_lint *lint, const gate_module *module, const gate_node *node);
/* The source text of a node or of a span of it, as it is. */
gate_str gate_lint_text(const gate_lint *lint, gate_span span);
/* The span of an expression with the parentheses around it, which a node's own leaves out. */
gate_span gate_lint_parens(const gate_lint *lint, const gate_node *node);

/* ---- asking (lint_ask.c) --------------------------------------------------------------------- */

const gate_ref *gate_lint_ref(const gate_lint *lint, const gate_module *module, const gate_node *node);
const gate_type *gate_lint_type(const gate_lint *lint, const gate_module *module, const gate_node *node);
/* The let, evidence or parameter that a NAME or a qualified SELECT stands for; the function of a call. Else
 * NULL. */
const gate_symbol *gate_lint_symbol(const gate_lint *lint, const gate_module *module, const gate_node *node);
/* The expression behind a name: follows lets, of any file. [*module] becomes the module of what is returned.
 */
const gate_node *gate_lint_follow(const gate_lint *lint, const gate_module **module, const gate_node *node);
/* Is it that macro? */
bool gate_lint_macro(const gate_lint *lint, const gate_module *module, const gate_node *node,
                     gate_macro macro);
/* Is it a call of that builtin, "size", as a function or a method? [*argument] gets its first, or the target.
 */
bool gate_lint_builtin(const gate_lint *lint, const gate_module *module, const gate_node *node,
                       const char *name, const gate_node **argument);
/* Are they the same expression, names meaning the same? */
bool gate_lint_same(const gate_lint *lint, const gate_module *a_module, const gate_node *a,
                    const gate_module *b_module, const gate_node *b);
/* A number that [gate_lint_same] expressions share. */
uint64_t gate_lint_hash(const gate_lint *lint, const gate_module *module, const gate_node *node);
/* The clause of that word in a row, or NULL. */
const gate_node *gate_lint_clause(const gate_nodes *clauses, gate_word word);
/* Where to tell of a row: its name, or its path. */
gate_span gate_lint_row_span(const gate_node *row);

/* What is written out: a number, a text, true, a duration. */
typedef enum gate_lint_kind {
    GATE_LINT_NONE,
    GATE_LINT_BOOL,
    GATE_LINT_NUMBER,
    GATE_LINT_TEXT,
    GATE_LINT_EMPTY
} gate_lint_kind;
typedef struct gate_lint_value {
    gate_lint_kind kind;
    bool boolean;
    long double number; /* durations in nanoseconds */
    gate_str text;      /* EMPTY is `[]` or `{}` */
} gate_lint_value;
/* Of a literal, one with a sign, or a parameter's default. */
gate_lint_value gate_lint_constant(const gate_lint *lint, const gate_module *module, const gate_node *node);
/* The operator with its sides swapped, and the one that is true where [op] is false. */
gate_op gate_lint_mirror(gate_op op);
gate_op gate_lint_negate(gate_op op);
/* An ordering or an equality; and what it comes to: 1, 0, or -1 when that is not known. */
bool gate_lint_compares(gate_op op);
int gate_lint_compare(gate_op op, gate_lint_value left, gate_lint_value right);

/* ---- what comes from where (lint_roots.c) ---------------------------------------------------- */

/* Finds out what is tied to what, in all blocks. */
void gate_lint_roots(gate_lint *lint);
/* What the clause reads, its lists too. */
gate_roots gate_lint_clause_reads(gate_lint *lint, const gate_node *block, const gate_node *row,
                                  const gate_node *clause);
bool gate_roots_evidence(const gate_lint *lint, const gate_roots *roots);
bool gate_roots_has(const gate_roots *roots, uint32_t thing);
/* The thing that a used evidence or parameter is; GATE_NO else. */
uint32_t gate_lint_thing(const gate_lint *lint, const gate_symbol *symbol);
/* Is it tied to the subject; to anything at all? */
bool gate_lint_tied(gate_lint *lint, uint32_t thing);
bool gate_lint_tied_at_all(gate_lint *lint, uint32_t thing);
/* Is the evidence a coverage block's `against`? */
bool gate_lint_is_baseline(gate_lint *lint, uint32_t thing);
/* The symbol of an EVIDENCE declaration of the main file that is used; NULL else. */
const gate_symbol *gate_lint_evidence(const gate_lint *lint, const gate_node *decl);

/* ---- conditions (lint_walk.c) ---------------------------------------------------------------- */

/* Calls [rule] for every atom of every condition. */
void gate_lint_atoms(gate_lint *lint, gate_lint_fn *rule);
/* Is a false, or a true, of the clause's condition what the row passes by? False for clauses of no such kind.
 */
bool gate_lint_wants(const gate_node *clause, bool *wanted);

/* ---- comments (lint_allow.c) ----------------------------------------------------------------- */

/* Takes out what comments allow; raises what is wrong with the comments. */
void gate_lint_allow(gate_lint *lint);

static inline bool gate_is_blank(char c)
{
    return c == ' ' || c == '\t';
}

static inline bool gate_is_line_end(char c)
{
    return c == '\n' || c == '\r';
}

#endif
