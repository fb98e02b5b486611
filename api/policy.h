/* A policy handle from the inside. Private to api/. */
#ifndef GATE_API_POLICY_H
#define GATE_API_POLICY_H

#include "api/handle.h"
#include "compiler/checked.h"
#include "vm/vm.h"

struct gatec_policy {
    gate_handle base;
    const gate_checked *checked; /* NULL of a compiled form, or unless it is right */
    const gate_program *program; /* NULL unless it compiled */
    const gate_linked *linked;
    const char *name;
    const char **params, **evidence; /* by the program's sections */
};

/* Is the policy's bound at GATEC_COST_SIZE at most [most]? False with a message. */
bool gate_cost_allowed(gatec_policy *policy, uint64_t most);
/* Is [used] within the bound at the sizes that a run had? False with a message of [handle]. */
bool gate_cost_held(gate_handle *handle, const gatec_policy *policy, const gate_sizes *sizes, uint64_t used);

#endif
