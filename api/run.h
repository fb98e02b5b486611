/* What checks and evaluations share: the time, and evidence bound by hand. Private to api/. */
#ifndef GATE_API_RUN_H
#define GATE_API_RUN_H

#include "api/handle.h"
#include "base/instant.h"

/* The time of a run: [text], RFC 3339 with its zone, or NULL for the clock. False with a message. */
bool gate_run_now(gate_handle *handle, const char *text, gate_instant *out);

/* Are the names of the bindings each there once, and standard input at most once? False with messages. */
bool gate_run_bindings(gate_handle *handle, const gatec_binding *bindings, size_t count);

/* Bytes for a message: nothing in it may act on a terminal. In the handle's arena. */
const char *gate_run_shown(gate_handle *handle, const char *text);

#endif
