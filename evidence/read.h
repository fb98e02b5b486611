/* read(2) as all of evidence/ calls it. Knows no files and no limits. */
#ifndef GATE_EVIDENCE_READ_H
#define GATE_EVIDENCE_READ_H

#include <stddef.h>

/* read(2) that goes on after a signal, and waits where the descriptor would rather not. */
ptrdiff_t gate_read_some(int fd, void *out, size_t len);

#endif
