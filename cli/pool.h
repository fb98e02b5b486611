/* The memory of a run: a region on huge pages, from which jansson's trees and the library's handles take first.
 * The small pieces of jansson's trees, which are what reading a large artifact costs, come from free lists of a
 * few sizes over large chunks. For one thread, and for a process that ends soon: chunks are kept until then. */
#ifndef GATE_CLI_POOL_H
#define GATE_CLI_POOL_H

#include "api/gatec.h"

/* For the handles of the library: pieces of the region that the pool begins in, and then malloc's. */
extern const gatec_memory cli_memory;

/* Hands the pool to jansson, and seeds jansson's hashes. To be called before anything else uses jansson.
 * Under AddressSanitizer malloc stays, so that every piece is watched. */
void cli_pool_use(void);

#endif
