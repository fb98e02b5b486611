#include "cli/pool.h"

#include "cli/command.h"

#include <jansson.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#define STEP    ((size_t)16)
#define CLASSES 32 /* sizes up to 512 bytes; larger ones are malloc's */
#define CHUNK   ((size_t)1 << 20)

/* Each page of the system that is touched costs two microseconds on the machines that CI runs on, one by one;
 * a huge page costs as much as seventy. A small check fills about these two. */
#define HUGE_PAGE   ((size_t)2 << 20)
#define REGION      (2 * HUGE_PAGE)
#define CHUNK_FIRST ((size_t)256 << 10)

/* A piece in use has its class in front of it; a free one, the next free one behind that. */
typedef struct piece {
    size_t class; /* 0: a large one */
    struct piece *next;
} piece;

/* What stands in front of a large piece: the list of all of them, so that each can be found. */
typedef struct large {
    struct large *before, *after;
    size_t unused;
    size_t class; /* 0; where a small piece has its own */
} large;

/* In front of a chunk: the one before it. */
typedef struct chunk {
    struct chunk *before;
    size_t unused;
} chunk;

#define FRONT offsetof(piece, next)

_Static_assert(sizeof(piece) <= STEP && FRONT % sizeof(void *) == 0, "a piece holds the list's links");
_Static_assert(sizeof(large) == offsetof(large, class) + FRONT, "the class stands right before the bytes");
_Static_assert(sizeof(chunk) % STEP == 0, "pieces begin aligned");

typedef struct pool {
    piece *free[CLASSES + 1];
    char *at, *end; /* of the chunk that is being cut up */
    chunk *chunks;
    large *larges;
} pool;

static pool all;

/* What is left of the region. */
static char *region_at, *region_end, *region;

/* Where the system gives no huge pages, these are ordinary ones; where it gives no region, all is malloc's. */
static void make_region(void)
{
    char *got = mmap(NULL, REGION + HUGE_PAGE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (got == MAP_FAILED) return;
    region = region_at = got + (-(uintptr_t)got & (HUGE_PAGE - 1));
    region_end = region + REGION;
#ifdef MADV_HUGEPAGE
    (void)madvise(region, REGION, MADV_HUGEPAGE);
#endif
}

static void *take_region(void *context, size_t size)
{
    (void)context;
    size_t room = (size + STEP - 1) & ~(STEP - 1);
    if (room < size || room > (size_t)(region_end - region_at)) return calloc(1, size);
    char *block = region_at;
    region_at += room;
    return block;
}

static void give_region(void *context, void *block)
{
    (void)context;
    uintptr_t at = (uintptr_t)block;
    if (at < (uintptr_t)region || at >= (uintptr_t)region_end) free(block);
}

const gatec_memory cli_memory = {take_region, give_region, NULL};

/* jansson 2.14 does not survive an allocation that fails: its scanner stops at an assertion or goes on without
 * a byte. A run without memory has no verdict, so it ends here, with the status that says so. */
static void *got(void *block)
{
    static const char said[] = "gatec: out of memory: no verdict was given\n";
    if (block) return block;
    (void)!write(STDERR_FILENO, said, sizeof said - 1);
    _exit(4);
}

static piece *cut(size_t class)
{
    size_t size = class * STEP;
    if ((size_t)(all.end - all.at) < size) {
        size_t len = all.chunks ? CHUNK : CHUNK_FIRST;
        chunk *made = got(take_region(NULL, len));
        made->before = all.chunks;
        all.chunks = made;
        all.at = (char *)(made + 1);
        all.end = (char *)made + len;
    }
    piece *made = (piece *)(void *)all.at;
    all.at += size;
    made->class = class;
    return made;
}

static void *take_large(size_t size)
{
    large *made = got(size > SIZE_MAX - sizeof(large) ? NULL : malloc(sizeof(large) + size));
    *made = (large){.after = all.larges};
    if (all.larges) all.larges->before = made;
    all.larges = made;
    return made + 1;
}

static void *take(size_t size)
{
    if (size > CLASSES * STEP - FRONT) return take_large(size);
    size_t class = (size + FRONT + STEP - 1) / STEP;
    piece *made = all.free[class];
    if (made)
        all.free[class] = made->next;
    else
        made = cut(class);
    return (char *)made + FRONT;
}

static void give_large(large *back)
{
    if (back->before)
        back->before->after = back->after;
    else
        all.larges = back->after;
    if (back->after) back->after->before = back->before;
    free(back);
}

static void give(void *block)
{
    if (!block) return;
    piece *back = (piece *)(void *)((char *)block - FRONT);
    if (back->class == 0) {
        give_large((large *)block - 1);
        return;
    }
    back->next = all.free[back->class];
    all.free[back->class] = back;
}

void cli_pool_use(void)
{
    if (!CLI_THOROUGH) {
        make_region();
        json_set_alloc_funcs(take, give);
    }
    json_object_seed(0);
}
