/* Finding the files that a pattern matches, in the order of their paths. Nothing is left out quietly:
 * a folder that cannot be listed, or a limit, is a trouble of the whole. */
#ifndef GATE_EVIDENCE_WALK_H
#define GATE_EVIDENCE_WALK_H

#include "evidence/file.h"

typedef struct gate_paths {
    gate_str *items; /* relative to the root, as opened and as shown */
    uint32_t len, cap;
} gate_paths;

/* [path] without `.` and empty segments; `..` stays, since a link may stand before it. */
gate_str gate_path_plain(gate_arena *arena, gate_str path);

/* The files beneath the root that [pattern] (base/glob.h) matches; at most [files_max]. Folders are no
 * files and do not match; `**` does not pass through links to folders, other segments do. NULL and
 * [out], which may be empty, or a trouble. */
const gate_trouble *gate_walk(gate_root *root, gate_str pattern, uint32_t files_max, gate_paths *out);

#endif
