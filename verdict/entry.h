/* What waivers and attestations have in common: entries of an evidence list that a person or a tool
 * wrote, which name a row of a policy, a subject, a role and people. Everything in them is data of
 * somebody else: texts in messages are made visible and cut. Private to waivers.c and attestations.c. */
#ifndef GATE_VERDICT_ENTRY_H
#define GATE_VERDICT_ENTRY_H

#include "base/instant.h"
#include "vm/value.h"

#define GATE_ENTRY_FUTURE_SECONDS 300 /* clocks may differ by so much */

/* [text] for a message: visible, at most 80 code points, then "…". In [arena], as are the texts below. */
gate_str gate_entry_shown(gate_arena *arena, gate_str text);
/* A value for a message: what kind it is, or the fault that it has instead. */
gate_str gate_entry_kind(gate_arena *arena, gate_value value);

/* The readers: false, with [*why] set, when [entry] (a map) has no such field or another kind of value in
 * it ("there is no `expires`; did you mean `expire`?"). */

/* A text with something in it that shows. */
bool gate_entry_text(gate_arena *arena, gate_value entry, const char *field, gate_str *out, gate_str *why);
/* A time: RFC 3339 text with its zone, or a timestamp that a type made of it. */
bool gate_entry_time(gate_arena *arena, gate_value entry, const char *field, gate_instant *out,
                     gate_str *why);
/* Any value but null. */
bool gate_entry_subject(gate_arena *arena, gate_value entry, gate_value *out, gate_str *why);

/* Does an entry that says [said] mean this row? `block.row`, or the same with `policy/` in front. */
bool gate_entry_names(gate_str said, gate_str policy, gate_str row);
/* Is an entry's subject the policy's? Never when that has no definite value, is null or an empty
 * text: what has no name can't be agreed on. */
bool gate_entry_about(gate_value subject, gate_value wanted);

/* Does the character leave no ink, the space itself apart? */
bool gate_entry_hidden(uint32_t code);
/* Would a reader take one name for the other? Letter case, spaces and letters of other scripts that look the same make
 * no other person. */
bool gate_entry_same_person(gate_arena *arena, gate_str a, gate_str b);

/* "`a`", "`a` or `b`", "`a`, `b` or `c`". */
gate_str gate_entry_choice(gate_arena *arena, const gate_str *names, uint32_t count);
bool gate_entry_among(gate_str name, const gate_str *names, uint32_t count);

#endif
