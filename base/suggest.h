/* The one "did you mean". */
#ifndef GATE_BASE_SUGGEST_H
#define GATE_BASE_SUGGEST_H

#include "base/str.h"

/* Collects candidates for one misspelt name; keep it on the stack, no allocation. */
typedef struct gate_suggest {
    gate_str wanted;
    gate_str best; /* empty while none is near */
    size_t distance;
} gate_suggest;

gate_suggest gate_suggest_new(gate_str wanted);
/* Offers a candidate. Kept when it is nearer than all before (Damerau-Levenshtein, letter case free)
 * and near enough: a third of the longer name, at most 3. */
void gate_suggest_offer(gate_suggest *suggest, gate_str candidate);

#endif
