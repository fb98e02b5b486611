/* Reading files as evidence may be read: beneath a root, regular files only, never blocking on one,
 * bounded in size. Owns the root's descriptor and whatever is open at the moment; all are closed with
 * the arena, even when that unwinds. Knows bytes, not what stands in them. */
#ifndef GATE_EVIDENCE_FILE_H
#define GATE_EVIDENCE_FILE_H

#include "evidence/artifact.h"

#include <dirent.h>

/* The most bytes of a text that can be kept: spans have 32 bits. */
#define GATE_TEXT_MAX ((size_t)UINT32_MAX - 1)

typedef struct gate_root {
    gate_arena *arena;
    gate_str folder; /* "" is the working directory */
    bool allow_outside;
    int fd;    /* of the folder; -1 while it is not open */
    int error; /* errno of the attempt to open it; 0 */
    int file;  /* what is open at the moment; -1 */
    DIR *list; /* the same for a folder that is being listed; NULL */
} gate_root;

/* From where a path counts. */
typedef enum gate_base {
    GATE_BASE_ROOT,    /* relative to the root, and held beneath it */
    GATE_BASE_WORKING, /* relative to the working directory, and free: somebody typed it */
} gate_base;

/* A root in [arena]; the folder is opened when it is first needed. [folder] is borrowed. */
gate_root *gate_root_new(gate_arena *arena, gate_str folder, bool allow_outside);

/* Opens with openat's [flags]. -1 and errno; EXDEV when the path leaves the root, EINVAL when it
 * holds a NUL. No memory is allocated but for the path, before the opening. */
int gate_root_open(gate_root *root, gate_base base, gate_str path, int flags);

/* What an errno of [gate_root_open], or of reading what it opened, means for [path]: missing for ENOENT
 * and ENOTDIR, else an error; of the root itself when that could not be opened. */
const gate_trouble *gate_root_trouble(gate_root *root, gate_base base, gate_str path, int error);

/* Words for an errno, the same on every machine. [arena] only for those that have none. */
gate_str gate_error_text(gate_arena *arena, int error);

/* Reads the whole file into the arena; at most [limit] bytes. NULL and [out], or a trouble. */
const gate_trouble *gate_file_read(gate_root *root, gate_base base, gate_str path, size_t limit,
                                   gate_str *out);

/* The same without keeping the bytes. */
const gate_trouble *gate_file_digest(gate_root *root, gate_base base, gate_str path, uint64_t limit,
                                     uint64_t *size, uint8_t sha256[32]);

/* Reads an open descriptor until its end; does not close it. [path] is for messages. */
const gate_trouble *gate_stream_read(gate_root *root, int fd, gate_str path, size_t limit, gate_str *out);
const gate_trouble *gate_stream_digest(gate_root *root, int fd, gate_str path, uint64_t limit, uint64_t *size,
                                       uint8_t sha256[32]);

#endif
