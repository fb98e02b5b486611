/* SHA-256 (FIPS 180-4), the digest of everything that a verdict names. The only wrapper of nettle. */
#ifndef GATE_EVIDENCE_DIGEST_H
#define GATE_EVIDENCE_DIGEST_H

#include "base/str.h"

#define GATE_SHA256_BYTES 32

void gate_sha256(gate_str bytes, uint8_t out[GATE_SHA256_BYTES]);

/* The digest of what [fd] gives until its end, kept nowhere; [size] gets the number of bytes. 0, or an
 * errno: EFBIG when there are more than [limit] bytes. Does not close [fd]. */
int gate_sha256_fd(int fd, uint64_t limit, uint64_t *size, uint8_t out[GATE_SHA256_BYTES]) GATE_MUST_USE;

/* A digest of bytes that come in pieces. Lives in the arena; nothing has to be closed. */
typedef struct gate_hasher gate_hasher;
gate_hasher *gate_hasher_new(gate_arena *arena);
void gate_hasher_add(gate_hasher *hash, gate_str bytes);
/* The digest of all that was added until now; more may follow. */
void gate_hasher_value(const gate_hasher *hash, uint8_t out[GATE_SHA256_BYTES]);

/* The digest as 64 small hex digits, and a NUL. */
gate_str gate_sha256_hex(char out[65], const uint8_t sha256[GATE_SHA256_BYTES]);

/* The version of nettle that runs: "3.8". */
gate_str gate_sha256_library(char out[32]);

/* A digest that is being made while somebody else reads the same bytes: the larger part of a large
 * file's time goes into parsing, and this keeps the hash out of it. */
typedef struct gate_digest gate_digest;

/* Begins. [bytes] and [out] must live as long as [arena], which ends the work if
 * [gate_digest_finish] is never reached. Small texts are done at once. */
gate_digest *gate_digest_start(gate_arena *arena, gate_str bytes, uint8_t *out);
/* Returns when [out] is written. */
void gate_digest_finish(gate_digest *digest);

#endif
