/* Text and names from elsewhere (files, keys of artifacts) as the language writes them: names that may be
 * declared, quoted texts. Everything here is text in, text out. */
#ifndef GATE_AUTHOR_NAMING_H
#define GATE_AUTHOR_NAMING_H

#include "base/str.h"

/* Appends [text] as a quoted text of the language; what must not stand in a source (controls, bidi marks) as
 * an escape. [braces] doubles `{` and `}`, for paths and messages. Invalid UTF-8 is replaced by U+FFFD. */
void gate_quote(gate_buf *out, gate_str text, bool braces);

/* Can [text] be written as the name of a field, without quotes? */
bool gate_is_plain(gate_str text);

/* A name for a declaration, in small letters, out of any text: "Release Candidate.json" gives
 * `release_candidate_json`. One that the language or the standard library has taken gets `_report` behind it.
 * [fallback] where there is no letter in it. Lives in [arena]. */
gate_str gate_name_for(gate_arena *arena, gate_str text, const char *fallback);

/* The same for a type: `ReleaseCandidateJson`. */
gate_str gate_type_name_for(gate_arena *arena, gate_str text, const char *fallback);

/* "suites" gives "suite", "entries" "entry"; what is no plural stays. Borrows, or lives in [arena]. */
gate_str gate_singular(gate_arena *arena, gate_str text);

#endif
