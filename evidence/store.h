/* A store of runs on the disk: the folders that stand where a pattern has its `*`, each with the file that
 * tells what it is; and removing such a folder, sure that it is the one that was read. Owns its
 * descriptors, which are closed with the arena. Knows nothing of rules.
 *
 * Links are never followed: not on the way to the store, not in it, not within a folder. */
#ifndef GATE_EVIDENCE_STORE_H
#define GATE_EVIDENCE_STORE_H

#include "evidence/file.h"

#include <limits.h>

/* What makes a file or folder itself: the same numbers, the same thing. Of folders only the first two. */
typedef struct gate_identity {
    uint64_t device, inode, size;
    gate_instant changed;
} gate_identity;

typedef struct gate_shelf {
    gate_str name;               /* NUL behind its end */
    gate_str path;               /* relative to the root */
    bool link;                   /* it is a link, to whatever: neither followed nor removed */
    const gate_trouble *trouble; /* its file has no value, or it can't be entered; else NULL */
    gate_datum root;             /* its file's value; node NULL where there is trouble, or a link */
    gate_identity folder, file;
} gate_shelf;

typedef struct gate_store gate_store;

/* The store of the runs [before]/NAME/[behind] beneath [root], which must outlive it. */
gate_store *gate_store_new(gate_root *root, gate_str before, gate_str behind);

/* Lists the folders, by name, and reads their files as JSON. Names that begin with a dot are none of the
 * store's; nor is what is neither folder nor link. A store that is not there is empty. NULL, or the trouble
 * of the whole. Called once. */
const gate_trouble *gate_store_read(gate_store *store, const gate_limits *limits);

uint32_t gate_store_count(const gate_store *store);
const gate_shelf *gate_store_at(const gate_store *store, uint32_t index);

typedef enum gate_removal_kind {
    GATE_REMOVED,
    GATE_GONE,    /* it was not there any more */
    GATE_CHANGED, /* what is there now is not what was read */
    GATE_FAILED,  /* something of it could not be removed */
} gate_removal_kind;

typedef struct gate_removal {
    gate_removal_kind kind;
    int error;               /* FAILED: an errno; 0 where folders stand too deep in each other */
    char name[NAME_MAX + 1]; /* FAILED: of what could not be removed */
} gate_removal;

/* Removes the folder at [index], unless something else stands in its place or in its file's by now. Links
 * within are removed themselves; what is mounted within is not entered. The file goes last, so that a
 * removal that was cut short leaves a folder which is still what it was, and can be done again. Allocates
 * nothing in the arena. */
gate_removal gate_store_remove(const gate_store *store, uint32_t index);

#endif
