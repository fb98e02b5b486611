/* What every handle of api/gatec.h begins with, and the one place where a call of the library catches a
 * panic: memory that ran out, or a limit of ours (base/arena.h). All that hangs on a handle lives in its one
 * arena. The handle itself does not, so that the caller holds what malloc gave, and a checker of leaks sees
 * that it is held. */
#ifndef GATE_API_HANDLE_H
#define GATE_API_HANDLE_H

#include "api/gatec.h"
#include "base/diag.h"

struct gatec_messages {
    gate_diags diags;
};

typedef struct gate_handle {
    gate_memory memory; /* the host's, where it gave one */
    gate_arena *arena;
    gatec_messages messages;
} gate_handle;

/* Fills a new handle; what it returns is what the call returns. */
typedef gatec_status gate_handle_job(gate_handle *handle, void *context);

/* A new handle of [size] bytes, zeroed, that begins with a gate_handle, filled by [job]; its messages are
 * sorted. [*out] gets it, also when the job fails. When memory runs out, NULL and GATEC_E_NOMEM; at a limit
 * an empty handle whose message names the limit, and GATEC_E_LIMIT. */
gatec_status gate_handle_make(size_t size, gate_handle_job *job, void *context, gate_handle **out);
/* The same with its memory from the caller's [memory]; NULL is malloc's. */
gatec_status gate_handle_make_in(size_t size, const gatec_memory *memory, gate_handle_job *job, void *context,
                                 gate_handle **out);
void gate_handle_free(gate_handle *handle);

/* Writes a text; what it returns is what the call returns. May use [out]'s arena for its own work. */
typedef gatec_status gate_text_job(gate_buf *out, const void *context);

/* The text that [job] writes; empty unless GATEC_OK. */
gatec_status gate_text_make(gate_text_job *job, const void *context, gatec_text *out);

/* A caller's options of [own_size] bytes as this version knows them, into [own], which holds the defaults:
 * what an older caller does not know keeps its default. False when [given] is NULL or its size (its first
 * member) is none that there ever was. */
bool gate_options_take(void *own, size_t own_size, const void *given);

/* [text], or "" for NULL. */
const char *gate_text_or_empty(const char *text);

#endif
