/* A policy handle from the inside. Private to api/. */
#ifndef GATE_API_POLICY_H
#define GATE_API_POLICY_H

#include "api/handle.h"
#include "vm/vm.h"

struct gatec_policy {
    gate_handle base;
    const gate_program *program; /* NULL unless it compiled */
    const gate_linked *linked;
    const char *name;
    const char **params, **evidence; /* by the program's sections */
};

#endif
