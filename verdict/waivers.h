/* Waivers and attestations (language.md, section 8): entries of two evidence files, checked one by one.
 * Pure: values in, findings out. Knows nothing of files, of rows but their names, or of what a waived
 * outcome does to a row. Texts that it makes show evidence with everything unsafe escaped. */
#ifndef GATE_VERDICT_WAIVERS_H
#define GATE_VERDICT_WAIVERS_H

#include "base/instant.h"
#include "vm/trace.h"

#define GATE_WAIVERS_MAX 10000u /* entries that are read; of a longer list none is */

/* One entry of the evidence `waivers`, read. */
typedef struct gate_waiver {
    uint32_t index;                                              /* in the file */
    gate_str policy, row, role, by, approved_by, reason, ticket; /* borrowed; as much as could be read */
    gate_value subject;
    gate_instant approved_at, expires;
    bool covers_fail, covers_missing;
    gate_str
        refusal; /* why it doesn't count ("`expires` is `soon`, which is not an RFC 3339 time"); else empty */
    bool used;
} gate_waiver;

typedef struct gate_waivers {
    gate_waiver *items;
    uint32_t count;
    gate_str trouble; /* the evidence as a whole is unusable: why; else empty */
} gate_waivers;

/* Reads the evidence's value; a malformed entry is kept with its refusal. All fields must be there, every
 * text with something in it; `covers` is a list of `fail` and `missing`, or one of them as a text. Evidence
 * that is missing is no waivers and no trouble: nothing asks for any. */
void gate_waivers_read(gate_arena *arena, gate_value list, gate_waivers *out);

/* What a row allows. */
typedef struct gate_waivable {
    gate_str policy, row; /* `block.row` as the verdict writes it */
    gate_value subject;   /* of `let subject` */
    const gate_str *roles;
    uint32_t role_count;
    int64_t seconds; /* longest span from approval to expiry */
    gate_instant now;
} gate_waivable;

/* Which waiver counts for the row, given the outcomes of its clauses that are not true; NULL when none.
 * Every waiver that names the row and can't count gets its refusal: for another subject, role not
 * allowed, approved by the one who asks, not yet approved, expired, for too long, or it does not cover a
 * failure, what is missing, or (never) an error. The first that counts is marked used. With nothing open
 * none is needed, and none is used. A waiver may name its row with `policy/` in front. */
const gate_waiver *gate_waivers_find(gate_arena *arena, gate_waivers *waivers, const gate_waivable *row,
                                     const gate_outcome *open, uint32_t open_count);

/* After all rows: refusals for those that name another policy, an unknown row, a row that is not
 * waivable, and those that nothing used. [known] are all row ids, [waivable] says which may be waived. */
void gate_waivers_finish(gate_arena *arena, gate_waivers *waivers, gate_str policy, const gate_str *known,
                         const bool *waivable, uint32_t known_count);

/* A `confirm` of a row: the newest attestation for its policy, row and subject counts, and no other.
 * TRUE when it is by someone of one of the roles, says yes and is at most [seconds] old; FALSE when such a
 * one says no, however old. MISSING when there is none, it is too old, from the future by more than five
 * minutes, or of another role, and when the evidence is missing. ERRONEOUS when the evidence is unusable, an
 * entry for the row and subject is malformed (it might be the newest), or the newest have one time and don't
 * agree.
 * [*why] says so, but for TRUE. [*entry] gets the entry's index, or GATE_NO. */
gate_outcome gate_attestation_find(gate_arena *arena, gate_value list, gate_str policy, gate_str row,
                                   gate_value subject, const gate_str *roles, uint32_t role_count,
                                   int64_t seconds, gate_instant now, uint32_t *entry, gate_str *why);

#endif
