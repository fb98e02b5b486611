#include "api/handle.h"

#include <stdlib.h>
#include <string.h>

static gatec_status status_of(gate_status status)
{
    switch (status) {
    case GATE_OK:
        return GATEC_OK;
    case GATE_E_INPUT:
    case GATE_E_IO:
        return GATEC_E_INPUT;
    case GATE_E_NOMEM:
        return GATEC_E_NOMEM;
    case GATE_E_LIMIT:
        return GATEC_E_LIMIT;
    }
    return GATEC_E_LIMIT;
}

/* One attempt. [*what] gets the limit's name where one was reached. */
static gatec_status attempt(size_t size, const gatec_memory *memory, gate_handle_job *job, void *context,
                            gate_handle **out, const char **what)
{
    gate_panic panic = {.status = GATE_OK};
    gate_handle *handle = calloc(1, size);
    if (!handle) return GATEC_E_NOMEM;
    if (memory) handle->memory = (gate_memory){memory->alloc, memory->free, memory->context};
    gate_arena *arena = gate_arena_new_in(&panic, 0, memory ? &handle->memory : NULL);
    if (!arena) {
        free(handle);
        return GATEC_E_NOMEM;
    }
    handle->arena = arena;
    handle->messages.diags = gate_diags_new(arena);
    if (setjmp(panic.at) != 0) {
        gate_handle_free(handle);
        *what = panic.what;
        return status_of(panic.status);
    }
    gatec_status status = job(handle, context);
    gate_diags_sort(&handle->messages.diags);
    gate_arena_rearm(arena, NULL); /* nothing allocates in it from here on */
    *out = handle;
    return status;
}

/* The job of a handle that only says which limit was reached. */
static gatec_status tell_limit(gate_handle *handle, void *context)
{
    const char *what = context;
    gate_diags *diags = &handle->messages.diags;
    (void)gate_diag_raise(diags, GATE_D_RUN_LIMIT, NULL, (gate_span){0, 0}, "a limit was reached: %s",
                          what ? what : "memory");
    return GATEC_E_LIMIT;
}

gatec_status gate_handle_make(size_t size, gate_handle_job *job, void *context, gate_handle **out)
{
    return gate_handle_make_in(size, NULL, job, context, out);
}

gatec_status gate_handle_make_in(size_t size, const gatec_memory *memory, gate_handle_job *job, void *context,
                                 gate_handle **out)
{
    const char *what = NULL;
    *out = NULL;
    gatec_status status = attempt(size, memory, job, context, out, &what);
    if (status != GATEC_E_LIMIT || *out) return status;
    char *name = NULL; /* static text: the cast below takes nothing away that is written to */
    memcpy(&name, &what, sizeof name);
    return attempt(size, memory, tell_limit, name, out, &what);
}

void gate_handle_free(gate_handle *handle)
{
    if (!handle) return;
    gate_arena_free(handle->arena);
    free(handle);
}

gatec_status gate_text_make(gate_text_job *job, const void *context, gatec_text *out)
{
    *out = (gatec_text){.bytes = ""};
    gate_panic panic = {.status = GATE_OK};
    gate_arena *arena = gate_arena_new(&panic, 0);
    if (!arena) return GATEC_E_NOMEM;
    if (setjmp(panic.at) != 0) {
        gate_arena_free(arena);
        return status_of(panic.status);
    }
    gate_buf *buf = GATE_NEW(arena, gate_buf);
    *buf = gate_buf_new(arena);
    gatec_status status = job(buf, context);
    gate_arena_rearm(arena, NULL);
    if (status != GATEC_OK || !buf->ptr) {
        gate_arena_free(arena);
        return status;
    }
    *out = (gatec_text){buf->ptr, buf->len, arena};
    return GATEC_OK;
}

void gatec_text_free(gatec_text *text)
{
    if (!text) return;
    gate_arena_free(text->memory);
    *text = (gatec_text){.bytes = ""};
}

bool gate_options_take(void *own, size_t own_size, const void *given)
{
    size_t size = 0;
    if (!given) return false;
    memcpy(&size, given, sizeof size);
    if (size < sizeof size || size > own_size) return false;
    memcpy(own, given, size);
    memcpy(own, &own_size, sizeof own_size);
    return true;
}

const char *gate_text_or_empty(const char *text)
{
    return text ? text : "";
}
