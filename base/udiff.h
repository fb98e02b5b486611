/* Two texts line by line, as a unified diff that `patch` applies. Knows nothing of what the texts are; they
 * are borrowed, and the result is added to the caller's buffer. */
#ifndef GATE_BASE_UDIFF_H
#define GATE_BASE_UDIFF_H

#include "base/str.h"

/* Appends the differences between [before] and [after], both called [name], with three lines of context;
 * nothing when they are equal. [visible] writes characters that act on a terminal as escapes: for people, not
 * for `patch`. Works in the arena of [out]. Where very much differs the whole of it is one change. */
void gate_udiff(gate_buf *out, gate_str name, gate_str before, gate_str after, bool visible);

#endif
