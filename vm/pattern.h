/* Regular expressions: RE2's syntax, run by PCRE2 (the only file of gatec that includes pcre2.h).
 *
 * The pattern is parsed by RE2's grammar and written anew for PCRE2, so that `$`, `\s`, `.` and
 * classes mean what RE2 says and nothing that RE2 lacks (backreferences, lookaround, possessive
 * quantifiers, recursion …) gets through. A match has whole-call fuel; running out is an error,
 * never "no match". No JIT: the outcome must not depend on the machine. */
#ifndef GATE_VM_PATTERN_H
#define GATE_VM_PATTERN_H

#include "base/str.h"

typedef struct gate_pattern gate_pattern;

/* Steps of fuel for one match on [bytes] of subject: scales with it, at most 200,000 at 64 KiB. */
uint32_t gate_pattern_fuel(size_t bytes);

/* Compiles; the result lives in [arena] and may be shared between threads. NULL when the pattern is
 * not RE2's or too large: [*message] (in the arena) then names the construct and [*at] its byte
 * offset in the pattern. */
const gate_pattern *gate_pattern_new(gate_arena *arena, gate_str pattern, gate_str *message, size_t *at);

typedef enum gate_match { GATE_MATCH_NO, GATE_MATCH_YES, GATE_MATCH_LIMIT } gate_match;

/* Unanchored search, as CEL's `matches`. [text] is valid UTF-8 of at most 64 KiB, else LIMIT.
 * [*steps] gets the fuel used; may be NULL. */
gate_match gate_pattern_match(gate_arena *arena, const gate_pattern *pattern, gate_str text, uint32_t *steps);

/* The version of PCRE2 that runs: "10.42". */
gate_str gate_pattern_library(char out[32]);

#endif
