/* The words for tests: what was wanted, and what would have to change. Works on the document's reasons
 * alone, so that reports of a saved verdict say the same. Pure: no state, no files. */
#ifndef GATE_VERDICT_WORDING_H
#define GATE_VERDICT_WORDING_H

#include "verdict/document.h"

/* Which of two operands is spoken of: the one that was read from evidence; the first, if both or
 * neither were. 0 or 1. */
uint32_t gate_wording_observed(const gate_doc_reading_list *readings);

/* Appends what the test wanted of the observed operand, as it goes on behind "must": "be at least 70
 * (`utils_branch`)", "not be `\"fail\"`". Evidence and policy text in it is as it stands: the caller
 * makes it visible. */
void gate_wording_wanted(gate_buf *out, const gate_doc_reason *reason);
/* The operand that is spoken of; NULL where the whole text is (a call, a value). */
const gate_doc_reading *gate_wording_subject(const gate_doc_reason *reason);
/* A place: "evidence/probe.json:4:3 /exit_code", "the parameter `x`". */
void gate_wording_origin(gate_buf *out, const gate_doc_origin *origin);
/* The reading among a test's operands, or a value's, whose state explains a missing or erroneous
 * outcome; NULL when none does. */
const gate_doc_reading *gate_wording_faulty(const gate_doc_reason *reason);

/* The evidence that a missing or erroneous reading waits for as a whole: its file isn't there, is stale or
 * can't be used. NULL when it is a value within it. */
const gate_doc_origin *gate_wording_whole(const gate_doc_reading *reading);
/* What would have to change where a reading, on which all depends, is missing or in error. */
gate_str gate_wording_fault(gate_arena *arena, const gate_doc_reading *reading);

/* Does this part come out as it should? */
bool gate_wording_holds(const gate_doc_reason *reason);

/* Appends to [out] what would make the condition come out as wanted, one sentence for each thing that
 * has to change; nothing when it does. */
void gate_wording_changes(gate_arena *arena, gate_strs *out, const gate_doc_reason *reason);

/* Is it a list that the standard library made, and empty? Its one reading says from what. */
bool gate_wording_none(const gate_doc_reason *reason);

/* A sentence behind the policy's own words for it: "too few users (`users` must be at least 100, it is 7)". The
 * sentence alone where there are no such words, where they were to show what isn't there, and where it is about a
 * whole evidence, which others wait for, too. */
gate_str gate_wording_said(gate_arena *arena, gate_str message, gate_str sentence);

#endif
