#include "base/arena.h"

#include <stdlib.h>
#include <string.h>

/* Under AddressSanitizer what is not handed out is poisoned, with a gap behind each block, so that
 * running off the end of one is found though the neighbour belongs to the same malloc. */
#if defined(__SANITIZE_ADDRESS__)
#define GATE_ASAN 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define GATE_ASAN 1
#endif
#endif
#ifdef GATE_ASAN
#include <sanitizer/asan_interface.h>
#define HIDE(ptr, size) ASAN_POISON_MEMORY_REGION((ptr), (size))
#define SHOW(ptr, size) ASAN_UNPOISON_MEMORY_REGION((ptr), (size))
#define GAP             ((size_t)16)
#else
#define HIDE(ptr, size) ((void)(ptr), (void)(size))
#define SHOW(ptr, size) ((void)(ptr), (void)(size))
#define GAP             ((size_t)0)
#endif

#define ALIGN     _Alignof(max_align_t)
#define CHUNK_MIN ((size_t)4096)
#define CHUNK_MAX ((size_t)1 << 20)

/* A block of malloc; what it hands out lies behind the header. */
typedef struct chunk {
    struct chunk *next;
    size_t cap, used; /* bytes behind the header */
    bool single;      /* it is one big block, malloc's */
    bool zeroed;      /* all of it */
    max_align_t data[];
} chunk;

typedef struct note {
    struct note *older;
    void (*fn)(void *object);
    void *object;
} note;

struct gate_arena {
    gate_panic *panic;
    const gate_memory *memory;
    chunk *chunks;     /* the first one is being filled; the others are full or single blocks */
    size_t chunk_size; /* of the next chunk */
    size_t limit, used;
    note *notes; /* newest first */
};

void gate_panic_raise(gate_panic *panic, gate_status status, const char *what)
{
    panic->status = status;
    panic->what = what;
    longjmp(panic->at, 1);
}

gate_arena *gate_arena_new(gate_panic *panic, size_t limit)
{
    return gate_arena_new_in(panic, limit, NULL);
}

gate_arena *gate_arena_new_in(gate_panic *panic, size_t limit, const gate_memory *memory)
{
    gate_arena *arena = malloc(sizeof *arena);
    if (arena)
        *arena = (gate_arena){.panic = panic,
                              .memory = memory,
                              .chunk_size = CHUNK_MIN,
                              .limit = limit ? limit : SIZE_MAX};
    return arena;
}

void gate_arena_free(gate_arena *arena)
{
    if (!arena) return;
    while (arena->notes) {
        note *newest = arena->notes;
        arena->notes = newest->older;
        newest->fn(newest->object);
    }
    for (chunk *each = arena->chunks; each;) {
        chunk *next = each->next;
        SHOW(each->data, each->cap);
        if (each->single || !arena->memory)
            free(each);
        else
            arena->memory->free(arena->memory->context, each);
        each = next;
    }
    free(arena);
}

void gate_arena_rearm(gate_arena *arena, gate_panic *panic)
{
    arena->panic = panic;
}

gate_panic *gate_arena_panic(const gate_arena *arena)
{
    return arena->panic;
}

/* A chunk for [room] bytes at least. A big block gets one of its own size, put behind the chunk in
 * use, which so keeps its free tail. */
static chunk *chunk_new(gate_arena *arena, size_t room)
{
    bool single = room > arena->chunk_size / 2;
    size_t cap = single ? room : arena->chunk_size - sizeof(chunk);
    if (cap > SIZE_MAX - sizeof(chunk)) return NULL;
    /* Of a big block the system gives zero pages, which are not touched before use; a common chunk of malloc's is
     * cleared piece by piece as it is handed out. */
    chunk *made = single ? calloc(1, sizeof(chunk) + cap)
                  : arena->memory ? arena->memory->alloc(arena->memory->context, sizeof(chunk) + cap)
                                  : malloc(sizeof(chunk) + cap);
    if (!made) return NULL;
    made->cap = cap;
    made->used = 0;
    made->single = single;
    made->zeroed = single || arena->memory;
    if (single && arena->chunks) {
        made->next = arena->chunks->next;
        arena->chunks->next = made;
    } else {
        made->next = arena->chunks;
        arena->chunks = made;
    }
    if (!single && arena->chunk_size < CHUNK_MAX) arena->chunk_size *= 2;
    HIDE(made->data, cap);
    return made;
}

/* As gate_arena_alloc, but says why not instead of unwinding. */
static gate_status try_alloc(gate_arena *arena, size_t size, void **out)
{
    if (size > SIZE_MAX / 2) return GATE_E_NOMEM;
    size_t room = size ? (size + ALIGN - 1) / ALIGN * ALIGN : ALIGN;
    if (room > arena->limit - arena->used) return GATE_E_LIMIT;
    size_t step = room + GAP;
    chunk *from = arena->chunks;
    if (!from || step > from->cap - from->used) from = chunk_new(arena, step);
    if (!from) return GATE_E_NOMEM;
    char *block = (char *)from->data + from->used;
    from->used += step;
    arena->used += room;
    SHOW(block, size);
    *out = from->zeroed ? block : memset(block, 0, size);
    return GATE_OK;
}

GATE_NORETURN static void give_up(gate_arena *arena, gate_status status)
{
    gate_panic_raise(arena->panic, status, status == GATE_E_LIMIT ? "memory" : NULL);
}

void *gate_arena_alloc(gate_arena *arena, size_t size)
{
    void *block = NULL;
    gate_status status = try_alloc(arena, size, &block);
    if (status != GATE_OK) give_up(arena, status);
    return block;
}

void *gate_arena_array(gate_arena *arena, size_t count, size_t size)
{
    if (size && count > SIZE_MAX / size) give_up(arena, GATE_E_NOMEM);
    return gate_arena_alloc(arena, count * size);
}

void *gate_arena_copy(gate_arena *arena, const void *bytes, size_t size)
{
    void *block = gate_arena_alloc(arena, size);
    return size ? memcpy(block, bytes, size) : block;
}

void gate_arena_defer(gate_arena *arena, void (*fn)(void *object), void *object)
{
    void *block = NULL;
    gate_status status = try_alloc(arena, sizeof(note), &block);
    if (status != GATE_OK) {
        fn(object);
        give_up(arena, status);
    }
    note *newest = block;
    *newest = (note){arena->notes, fn, object};
    arena->notes = newest;
}

size_t gate_arena_used(const gate_arena *arena)
{
    return arena->used;
}
