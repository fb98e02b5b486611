/* Opening a path so that it cannot lead out of a folder: the kernel's openat2 where it is offered,
 * else a walk by hand with the same rule. Knows nothing of evidence; allocates nothing. */
#ifndef GATE_EVIDENCE_BENEATH_H
#define GATE_EVIDENCE_BENEATH_H

#include <stdbool.h>

/* Opens [path] relative to the folder [root] with openat's [flags] (O_CLOEXEC is added). Links are
 * followed as long as they stay beneath. -1 and errno as openat gives them, EXDEV when the path leaves
 * the folder: by `..`, by being absolute, or through a link that does either. */
int gate_beneath_open(int root, const char *path, int flags);

/* The walk by itself: for kernels before 5.6, containers that filter openat2 away, and tests. Never
 * opens `..` and never lets the kernel follow a link, so that a folder that is moved meanwhile leads
 * nowhere else. */
int gate_beneath_walk(int root, const char *path, int flags);

/* Opens [path] relative to [folder] through folders alone: no segment may be a link (ELOOP or ENOTDIR), `.`
 * or `..` (EXDEV), nor, with [stay], lie on another file system than [folder] or be mounted there (EXDEV).
 * For what must be the very thing that was named. -1 and errno. */
int gate_beneath_strict(int folder, const char *path, int flags, bool stay);

#endif
