/* RE2's regular expressions as a tree, and the tree as a pattern for PCRE2.
 *
 * The reader knows RE2's grammar and refuses, by name, what RE2 lacks; the writer puts down the same
 * language in constructs whose meaning in PCRE2 hangs on no option, and the callouts by which a match
 * pays for its work. Neither includes pcre2.h (vm/pattern.c does) and neither runs anything. Trees
 * are immutable and live in the arena that they were read into. */
#ifndef GATE_VM_RE2_H
#define GATE_VM_RE2_H

#include "base/str.h"
#include "base/vec.h"

#define GATE_RE2_BYTES   1024 /* the longest pattern */
#define GATE_RE2_NESTING 32   /* groups in groups */
#define GATE_RE2_COPIES  1000 /* the most that a repetition, or nested ones together, may count to */

typedef enum gate_re2_kind {
    GATE_RE2_LITERAL,
    GATE_RE2_CLASS,
    GATE_RE2_ANY,    /* any but \n */
    GATE_RE2_ANY_NL, /* any at all */
    GATE_RE2_BEGIN_TEXT,
    GATE_RE2_END_TEXT,
    GATE_RE2_BEGIN_LINE,
    GATE_RE2_END_LINE,
    GATE_RE2_WORD,     /* \b, of ASCII words */
    GATE_RE2_NOT_WORD, /* \B */
    GATE_RE2_CONCAT,   /* maybe of nothing */
    GATE_RE2_ALTERNATE,
    GATE_RE2_REPEAT,
} gate_re2_kind;

/* Code points, both ends included. */
typedef struct gate_re2_range {
    uint32_t lo, hi;
} gate_re2_range;

/* A Unicode property by RE2's name, with what PCRE2 sees otherwise. */
typedef struct gate_re2_property {
    const char *name;             /* RE2's: "Greek", "Lu" */
    const char *pcre;             /* PCRE2's: "sc:Greek", "Lu"; NULL: always [ranges] */
    const gate_re2_range *ranges; /* instead of the property, under (?i) or always; NULL: the property does */
    uint32_t range_count;
    const gate_re2_range *folded; /* what (?i) adds to the property; NULL: nothing */
    uint32_t folded_count;
} gate_re2_property;

typedef struct gate_re2_use {
    const gate_re2_property *property;
    const char *pcre;
    bool negated;
} gate_re2_use;

/* The union of [ranges], [uses], and the complement of each of [without] with what (?i) adds to it;
 * or all else. */
typedef struct gate_re2_class {
    bool negated;
    GATE_VEC(gate_re2_range) ranges;
    GATE_VEC(gate_re2_use) uses;
    GATE_VEC(const gate_re2_property *) without;
} gate_re2_class;

#define GATE_RE2_UNBOUNDED UINT32_MAX

typedef struct gate_re2_node {
    gate_re2_kind kind;
    bool fold;                          /* LITERAL, CLASS: letters of either case */
    uint32_t code;                      /* LITERAL */
    const gate_re2_class *set;          /* CLASS */
    struct gate_re2_node *const *items; /* CONCAT, ALTERNATE, and the one of REPEAT */
    uint32_t len;
    uint32_t min, max; /* REPEAT; max may be GATE_RE2_UNBOUNDED */
    uint32_t copies;   /* how often nested repetitions copy what is in it most */
} gate_re2_node;

/* Reads a pattern. NULL when it is not RE2's or too large: [*message] (in the arena) names the construct
 * and [*at] is its byte offset. */
const gate_re2_node *gate_re2_parse(gate_arena *arena, gate_str pattern, gate_str *message, size_t *at);

/* The pattern for PCRE2, compiled with UTF, DOTALL, MULTILINE, ALT_CIRCUMFLEX and newlines as \n: ASCII,
 * in [arena]. [*scale] is by how much its most intricate class makes a step dearer, 1 or more. */
gate_str gate_re2_write(gate_arena *arena, const gate_re2_node *root, uint32_t *scale);

#endif
