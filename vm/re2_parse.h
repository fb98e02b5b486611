/* What the reader of RE2's patterns shares among its files: re2.c reads structure, re2_escape.c escapes
 * and names, re2_class.c classes. Nobody else includes it. */
#ifndef GATE_VM_RE2_PARSE_H
#define GATE_VM_RE2_PARSE_H

#include "vm/re2.h"

/* The flags of (?ims); U changes no answer and is not kept. */
#define GATE_RE2_FOLD   1u /* (?i) */
#define GATE_RE2_LINES  2u /* (?m) */
#define GATE_RE2_DOT_NL 4u /* (?s) */

typedef struct gate_re2_parser {
    gate_arena *arena;
    gate_str text;
    size_t at;
    uint32_t flags;
    uint32_t depth;
    GATE_VEC(gate_str) names; /* of groups, so far */
    gate_str message;         /* of the first failure; its ptr is NULL while there is none */
    size_t wrong;
} gate_re2_parser;

/* The byte [ahead] of the next one, or -1 behind the end. */
int gate_re2_peek(const gate_re2_parser *parser, size_t ahead);
/* Takes [text] if it comes next. */
bool gate_re2_take(gate_re2_parser *parser, const char *text);
/* Takes the next code point; the text is valid UTF-8 and not at its end. */
uint32_t gate_re2_rune(gate_re2_parser *parser);
/* Notes what is wrong at byte [at], if it is the first; false, for the caller to return. */
bool gate_re2_fail(gate_re2_parser *parser, size_t at, const char *format, ...) GATE_PRINTF(3, 4);
/* The pattern from [lo] to where the reader is, visible and not long: for messages. */
const char *gate_re2_seen(gate_re2_parser *parser, size_t lo);
/* "`…` is not part of RE2's syntax", [what] being the construct's name. Always false. */
bool gate_re2_refuse(gate_re2_parser *parser, size_t lo, const char *what);

/* An escape that stands for one code point (`\n`, `\x{41}`, `\.`), in or out of a class; the reader is at
 * its backslash. False with the failure noted. */
bool gate_re2_escape(gate_re2_parser *parser, uint32_t *code);

/* `\d`, `\pL` and their like, if one comes next: adds it to [set] and sets [*taken]. False only on failure.
 */
bool gate_re2_class_escape(gate_re2_parser *parser, gate_re2_class *set, bool *taken);
/* A class in brackets; the reader is at its `[`. NULL with the failure noted. */
const gate_re2_class *gate_re2_class_parse(gate_re2_parser *parser);
/* One class for alternatives of one character each: one step in place of a choice to come back to, and a
 * repetition of it runs over the text without remembering every choice. NULL when they are not that. */
const gate_re2_class *gate_re2_class_merge(gate_re2_parser *parser, gate_re2_node *const *nodes,
                                           uint32_t len);

/* The sets behind `\d`, `[:alpha:]` and their like: ASCII, in order. */
typedef struct gate_re2_ascii {
    const char *name; /* "d", "alpha" */
    const gate_re2_range *ranges;
    uint32_t len;
} gate_re2_ascii;

const gate_re2_ascii *gate_re2_perl(int letter);     /* of d s w; NULL: none */
const gate_re2_ascii *gate_re2_posix(gate_str name); /* NULL: none */
/* A property by its exact name. NULL: none, and [*near] is the nearest name or empty. */
const gate_re2_property *gate_re2_property_find(gate_str name, gate_str *near);

#endif
