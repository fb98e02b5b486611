/* Polynomials with natural coefficients in named sizes: what a cost bound is. Sums and products only
 * grow, and what no longer fits a coefficient, or has too many terms or factors, is without bound
 * rather than wrong. Immutable, in an arena. Knows nothing of programs. */
#ifndef GATE_VM_POLY_H
#define GATE_VM_POLY_H

#include "base/str.h"

#define GATE_POLY_DEGREE 8u /* factors of a term */
#define GATE_POLY_TERMS  4096u

typedef struct gate_term {
    uint64_t factor;
    uint32_t degree;
    uint32_t vars[GATE_POLY_DEGREE]; /* ascending; a variable to a power stands there as often */
} gate_term;

/* Terms of descending degree, each set of variables once. */
typedef struct gate_poly {
    const gate_term *terms;
    uint32_t count;
    bool unbounded;
} gate_poly;

gate_poly gate_poly_const(gate_arena *arena, uint64_t value);
gate_poly gate_poly_var(gate_arena *arena, uint32_t var);
gate_poly gate_poly_add(gate_arena *arena, gate_poly a, gate_poly b);
gate_poly gate_poly_mul(gate_arena *arena, gate_poly a, gate_poly b);
/* The value where variable i is sizes[i], or [every] where [sizes] is NULL; UINT64_MAX where it is more,
 * or without bound. */
uint64_t gate_poly_at(gate_poly poly, const uint64_t *sizes, uint64_t every);
/* "3*a*b + 12*a + 40", names by variable. */
void gate_poly_text(gate_buf *out, gate_poly poly, const gate_str *names);

#endif
