#include "cli/pool.h"

#include "cli/command.h"

#include <jansson.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#define STEP    ((size_t)16)
#define CLASSES 32 /* sizes up to 512 bytes; larger ones are malloc's */
#define CHUNK   ((size_t)1 << 20)

/* A piece in use has its class in front of it; a free one, the next free one behind that. */
typedef struct piece {
    size_t class; /* 0: malloc's */
    struct piece *next;
} piece;

#define FRONT offsetof(piece, next)

_Static_assert(sizeof(piece) <= STEP && FRONT % sizeof(void *) == 0, "a piece holds the list's links");

typedef struct pool {
    piece *free[CLASSES + 1];
    char *at, *end; /* of the chunk that is being cut up */
} pool;

static pool all;

static piece *cut(size_t class)
{
    size_t size = class * STEP;
    if ((size_t)(all.end - all.at) < size) {
        char *chunk = malloc(CHUNK);
        if (!chunk) return NULL;
        all.at = chunk;
        all.end = chunk + CHUNK;
    }
    piece *made = (piece *)(void *)all.at;
    all.at += size;
    made->class = class;
    return made;
}

static void *take(size_t size)
{
    if (size > SIZE_MAX - FRONT - STEP) return NULL;
    size_t class = (size + FRONT + STEP - 1) / STEP;
    piece *made;
    if (class > CLASSES) {
        made = malloc(size + FRONT);
        if (!made) return NULL;
        made->class = 0;
    } else if ((made = all.free[class])) {
        all.free[class] = made->next;
    } else if (!(made = cut(class))) {
        return NULL;
    }
    return (char *)made + FRONT;
}

static void give(void *block)
{
    if (!block) return;
    piece *back = (piece *)(void *)((char *)block - FRONT);
    if (back->class == 0) {
        free(back);
        return;
    }
    back->next = all.free[back->class];
    all.free[back->class] = back;
}

void cli_pool_use(void)
{
    if (!CLI_THOROUGH) json_set_alloc_funcs(take, give);
    json_object_seed(0);
}
