/* The few words that every file needs: statuses and attributes.
 * Knows nothing of policies, JSON or the VM. */
#ifndef GATE_BASE_DEFS_H
#define GATE_BASE_DEFS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* How a fallible internal call ended. Details are in the diagnostics that the call was given. */
typedef enum gate_status {
    GATE_OK,
    GATE_E_INPUT, /* the input is wrong: diagnostics say where */
    GATE_E_IO,    /* a file could not be read or written */
    GATE_E_NOMEM, /* memory ran out */
    GATE_E_LIMIT, /* a limit of ours was reached */
} gate_status;

#if defined(__GNUC__)
#define GATE_MUST_USE        __attribute__((warn_unused_result))
#define GATE_NORETURN        __attribute__((noreturn))
#define GATE_CLEANUP(fn)     __attribute__((cleanup(fn)))
#define GATE_PRINTF(fmt, va) __attribute__((format(printf, fmt, va)))
#else
#error "gatec is built with GCC or Clang"
#endif

#define GATE_COUNT(array) (sizeof(array) / sizeof((array)[0]))

#endif
