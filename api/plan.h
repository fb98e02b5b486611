/* A plan of retention from the inside. Private to api/. */
#ifndef GATE_API_PLAN_H
#define GATE_API_PLAN_H

#include "api/policy.h"
#include "evidence/store.h"

#define GATE_PLAN_WHY 400 /* bytes of what is the matter with a removal */

typedef struct gate_plan_folder {
    gatec_folder shown;
    const gate_store *store;
    uint32_t index; /* in the store */
    gate_str path;
    bool indefinite;
    bool direct; /* a rule, or a doubt, keeps it: not only what it holds or lies in */
    char why[GATE_PLAN_WHY];
} gate_plan_folder;

/* A rule that asks for a number of folders. */
typedef struct gate_plan_rule {
    const char *block, *text;
    uint32_t shortfall;
} gate_plan_rule;

struct gatec_plan {
    gate_handle base;
    const char *file;
    gate_instant now;
    bool ready;
    gate_plan_folder **folders; /* by path */
    size_t count;
    GATE_VEC(gate_plan_rule) rules;
};

#endif
