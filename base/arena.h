/* A bump allocator that owns everything of one lifetime, and the one way out when memory is gone.
 *
 * Nothing of gatec's own calls malloc and free by itself: what a compile, a program or an evaluation
 * needs comes out of that lifetime's arena and is freed with it, whole. Memory of a library
 * (jansson's trees, PCRE2's patterns) and descriptors join the arena through [gate_arena_defer].
 *
 * An arena never returns NULL. When memory is exhausted, or the arena's limit is reached, it
 * unwinds to the [gate_panic] that the API call set up (decision 0006): since arenas own all, that
 * cannot leak, and no caller carries a branch that no test would reach. */
#ifndef GATE_BASE_ARENA_H
#define GATE_BASE_ARENA_H

#include "base/defs.h"

#include <setjmp.h>

/* Where to unwind to, set up by the API's door with `if (setjmp(panic.at) == 0) …`. One per API
 * call and thread. [status] says why, after the jump. */
typedef struct gate_panic {
    jmp_buf at;
    gate_status status; /* GATE_E_NOMEM or GATE_E_LIMIT */
    const char *what;   /* static text naming the limit, or NULL */
} gate_panic;

/* Leave through [panic] with [status]; [what] is static text or NULL. */
GATE_NORETURN void gate_panic_raise(gate_panic *panic, gate_status status, const char *what);

typedef struct gate_arena gate_arena;

/* Where arenas get their memory, when it isn't malloc: blocks aligned as malloc's are, all of them zeros.
 * [alloc] gives NULL when there is no more. Whoever makes the arena keeps it alive as long. */
typedef struct gate_memory {
    void *(*alloc)(void *context, size_t size);
    void (*free)(void *context, void *block);
    void *context;
} gate_memory;

/* A new arena that may hold [limit] bytes (0: no limit). NULL when out of memory. Owned by the
 * caller, freed with [gate_arena_free]. [panic] must outlive every allocation, or be replaced by
 * [gate_arena_rearm] before the next one. */
gate_arena *gate_arena_new(gate_panic *panic, size_t limit) GATE_MUST_USE;

/* The same with its chunks from [memory], borrowed, and big single blocks from malloc. NULL: all are malloc's. */
gate_arena *gate_arena_new_in(gate_panic *panic, size_t limit, const gate_memory *memory) GATE_MUST_USE;

/* Frees all of it, running the deferred cleanups newest first. NULL is allowed. */
void gate_arena_free(gate_arena *arena);

/* From now on unwind to [panic]. */
void gate_arena_rearm(gate_arena *arena, gate_panic *panic);

/* The panic that this arena unwinds to, for calls that must leave the same way. */
gate_panic *gate_arena_panic(const gate_arena *arena);

/* [size] zeroed bytes, aligned for any type; never NULL. A size of 0 gives a unique pointer. */
void *gate_arena_alloc(gate_arena *arena, size_t size);

/* [count] zeroed elements of [size] bytes, with the product checked for overflow. */
void *gate_arena_array(gate_arena *arena, size_t count, size_t size);

/* A copy of [size] bytes. */
void *gate_arena_copy(gate_arena *arena, const void *bytes, size_t size);

/* Run [fn]([object]) when the arena is freed. Takes effect before it returns: if the note itself
 * cannot be stored, [fn] is run at once and the arena unwinds. */
void gate_arena_defer(gate_arena *arena, void (*fn)(void *object), void *object);

/* Bytes handed out so far. */
size_t gate_arena_used(const gate_arena *arena);

#define GATE_NEW(arena, type)          ((type *)gate_arena_alloc((arena), sizeof(type)))
#define GATE_ARRAY(arena, type, count) ((type *)gate_arena_array((arena), (count), sizeof(type)))

#endif
