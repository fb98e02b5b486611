/* Memory for jansson's trees, whose small pieces are what reading a large artifact costs: free lists of a few
 * sizes over large chunks. For one thread, and for a process that ends soon: chunks are kept until then. */
#ifndef GATE_CLI_POOL_H
#define GATE_CLI_POOL_H

/* Hands the pool to jansson, and seeds jansson's hashes. To be called before anything else uses jansson.
 * Under AddressSanitizer malloc stays, so that every piece is watched. */
void cli_pool_use(void);

#endif
