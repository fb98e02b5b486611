#include "evidence/digest.h"

#include "evidence/read.h"

#include <errno.h>
#include <nettle/sha2.h>
#include <nettle/version.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>

#define THREAD_MIN ((size_t)1 << 20) /* below this a thread costs more than it saves */
#define PIECE      ((size_t)32 << 10)

_Static_assert(GATE_SHA256_BYTES == SHA256_DIGEST_SIZE, "the digest's size");

void gate_sha256(gate_str bytes, uint8_t out[GATE_SHA256_BYTES])
{
    struct sha256_ctx hash;
    sha256_init(&hash);
    if (bytes.len) sha256_update(&hash, bytes.len, (const uint8_t *)bytes.ptr);
    sha256_digest(&hash, GATE_SHA256_BYTES, out);
}

int gate_sha256_fd(int fd, uint64_t limit, uint64_t *size, uint8_t out[GATE_SHA256_BYTES])
{
    uint8_t piece[PIECE];
    struct sha256_ctx hash;
    sha256_init(&hash);
    *size = 0;
    for (;;) {
        ptrdiff_t got = gate_read_some(fd, piece, sizeof piece);
        if (got < 0) return errno;
        if (got == 0) break;
        *size += (uint64_t)got;
        if (*size > limit) return EFBIG;
        sha256_update(&hash, (size_t)got, piece);
    }
    sha256_digest(&hash, GATE_SHA256_BYTES, out);
    return 0;
}

struct gate_hasher {
    struct sha256_ctx state;
};

gate_hasher *gate_hasher_new(gate_arena *arena)
{
    gate_hasher *hash = GATE_NEW(arena, gate_hasher);
    sha256_init(&hash->state);
    return hash;
}

void gate_hasher_add(gate_hasher *hash, gate_str bytes)
{
    if (bytes.len) sha256_update(&hash->state, bytes.len, (const uint8_t *)bytes.ptr);
}

void gate_hasher_value(const gate_hasher *hash, uint8_t out[GATE_SHA256_BYTES])
{
    struct sha256_ctx state = hash->state; /* reading a digest ends it */
    sha256_digest(&state, GATE_SHA256_BYTES, out);
}

gate_str gate_sha256_hex(char out[65], const uint8_t sha256[GATE_SHA256_BYTES])
{
    static const char digits[] = "0123456789abcdef";
    for (size_t i = 0; i < GATE_SHA256_BYTES; i++) {
        out[2 * i] = digits[sha256[i] >> 4];
        out[2 * i + 1] = digits[sha256[i] & 15];
    }
    out[64] = '\0';
    return (gate_str){out, 64};
}

gate_str gate_sha256_library(char out[32])
{
    int len = snprintf(out, 32, "%d.%d", nettle_version_major(), nettle_version_minor());
    return (gate_str){out, (size_t)len};
}

struct gate_digest {
    gate_str bytes;
    uint8_t *out;
    pthread_t thread;
    bool running;
};

static void *work(void *object)
{
    const gate_digest *digest = object;
    gate_sha256(digest->bytes, digest->out);
    return NULL;
}

/* As a deferred cleanup: a panic may pass the call of [gate_digest_finish]. */
static void finish(void *object)
{
    gate_digest *digest = object;
    if (digest->running) pthread_join(digest->thread, NULL);
    digest->running = false;
}

gate_digest *gate_digest_start(gate_arena *arena, gate_str bytes, uint8_t *out)
{
    gate_digest *digest = GATE_NEW(arena, gate_digest);
    digest->bytes = bytes;
    digest->out = out;
    if (bytes.len >= THREAD_MIN) {
        gate_arena_defer(arena, finish, digest);
        /* The host's signals are for the host's threads. */
        sigset_t all, before;
        sigfillset(&all);
        pthread_sigmask(SIG_SETMASK, &all, &before);
        digest->running = pthread_create(&digest->thread, NULL, work, digest) == 0;
        pthread_sigmask(SIG_SETMASK, &before, NULL);
    }
    if (!digest->running) gate_sha256(bytes, out);
    return digest;
}

void gate_digest_finish(gate_digest *digest)
{
    finish(digest);
}
