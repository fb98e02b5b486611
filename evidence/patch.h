/* Changing JSON text in memory, for tests of policies: what a file on the disk would say if one thing in it
 * were otherwise. Works on the text, not on a tree, so that everything that is not changed keeps its place,
 * and knows no files: evidence/patched.h puts the changed text in an artifact's place. */
#ifndef GATE_EVIDENCE_PATCH_H
#define GATE_EVIDENCE_PATCH_H

#include "base/vec.h"
#include "evidence/artifact.h"

typedef enum gate_patch_way {
    GATE_PATCH_KEY,   /* a member of an object */
    GATE_PATCH_INDEX, /* an element of a list */
    GATE_PATCH_ALL,   /* every element of a list, every member of an object */
} gate_patch_way;

typedef struct gate_patch_step {
    gate_patch_way way;
    gate_str key; /* KEY */
    size_t index; /* INDEX */
} gate_patch_step;

typedef enum gate_patch_kind {
    GATE_PATCH_SET,    /* to [json]; a key that is not there is added to its object */
    GATE_PATCH_REMOVE, /* the member or element */
    GATE_PATCH_SERIES, /* one of [series] for each element of the list at the one ALL */
} gate_patch_kind;

typedef struct gate_patch {
    gate_patch_kind kind;
    gate_str name; /* what the steps begin from, for messages: `cov`, `runs[0]` */
    const gate_patch_step *steps;
    uint32_t count;
    gate_str json;          /* SET: one JSON value */
    const gate_str *series; /* SERIES: JSON values; an empty text removes what the steps behind ALL lead to */
    uint32_t series_count;
} gate_patch;

/* A part of a text that became another. */
typedef struct gate_patch_edit {
    size_t lo, hi; /* of the old text */
    gate_str text;
} gate_patch_edit;

typedef struct gate_patch_edits {
    gate_patch_edit *items;
    uint32_t len, cap;
} gate_patch_edits;

/* [json], a whole JSON text that is right, with the patch done, in [out]; [edits] gets what was changed, in
 * the order of the places. False with [*why], a phrase, when the steps lead to nothing, or the result would
 * be larger than a file may be. With SERIES the list takes the length of the series: what is added is a copy
 * of the last element, in which times (RFC 3339 texts that are members of the element itself) go on by the
 * distance of the last two elements, or by the length of the only one, from `start` to `end`. */
bool gate_patch_text(gate_arena *arena, gate_str json, const gate_patch *patch, gate_str *out,
                     gate_patch_edits *edits, gate_str *why);

/* The element that would come behind [last], as SERIES makes it; [before] is the one before that, or empty. */
gate_str gate_patch_next(gate_arena *arena, gate_str before, gate_str last);

/* The steps as a test writes them: `.files["a.py"][*]`. */
void gate_patch_path(gate_buf *out, const gate_patch_step *steps, uint32_t count);

#endif
