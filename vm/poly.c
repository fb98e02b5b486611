#include "vm/poly.h"

#include <inttypes.h>
#include <string.h>

static const gate_poly without_bound = {.unbounded = true};

gate_poly gate_poly_const(gate_arena *arena, uint64_t value)
{
    gate_term term = {.factor = value};
    return (gate_poly){gate_arena_copy(arena, &term, sizeof term), value ? 1 : 0, false};
}

gate_poly gate_poly_var(gate_arena *arena, uint32_t var)
{
    gate_term term = {.factor = 1, .degree = 1, .vars = {var}};
    return (gate_poly){gate_arena_copy(arena, &term, sizeof term), 1, false};
}

/* The order in which terms stand: the largest degree first, then by their variables. */
static int order(const gate_term *a, const gate_term *b)
{
    if (a->degree != b->degree) return a->degree > b->degree ? -1 : 1;
    for (uint32_t i = 0; i < a->degree; i++) {
        if (a->vars[i] != b->vars[i]) return a->vars[i] < b->vars[i] ? -1 : 1;
    }
    return 0;
}

gate_poly gate_poly_add(gate_arena *arena, gate_poly a, gate_poly b)
{
    if (a.unbounded || b.unbounded) return without_bound;
    if (a.count == 0) return b;
    if (b.count == 0) return a;
    gate_term *terms = GATE_ARRAY(arena, gate_term, a.count + b.count);
    uint32_t count = 0, i = 0, k = 0;
    while (i < a.count || k < b.count) {
        int first = i == a.count ? 1 : k == b.count ? -1 : order(&a.terms[i], &b.terms[k]);
        gate_term *term = &terms[count++];
        *term = first <= 0 ? a.terms[i++] : b.terms[k];
        if (first == 0 && __builtin_add_overflow(term->factor, b.terms[k].factor, &term->factor))
            return without_bound;
        if (first >= 0) k++;
    }
    return count > GATE_POLY_TERMS ? without_bound : (gate_poly){terms, count, false};
}

/* The product of two terms; false when it does not fit. */
static bool times(const gate_term *a, const gate_term *b, gate_term *out)
{
    uint32_t i = 0, k = 0;
    if (a->degree + b->degree > GATE_POLY_DEGREE) return false;
    if (__builtin_mul_overflow(a->factor, b->factor, &out->factor)) return false;
    out->degree = a->degree + b->degree;
    for (uint32_t at = 0; at < out->degree; at++) {
        bool left = k == b->degree || (i < a->degree && a->vars[i] <= b->vars[k]);
        out->vars[at] = left ? a->vars[i++] : b->vars[k++];
    }
    return true;
}

gate_poly gate_poly_mul(gate_arena *arena, gate_poly a, gate_poly b)
{
    gate_poly sum = {.count = 0};
    if (a.unbounded || b.unbounded) return without_bound;
    if (a.count > b.count) return gate_poly_mul(arena, b, a);
    for (uint32_t i = 0; i < a.count && !sum.unbounded; i++) {
        /* One term keeps the others' order only up to their variables: each product is added by itself. */
        for (uint32_t k = 0; k < b.count && !sum.unbounded; k++) {
            gate_term *term = GATE_NEW(arena, gate_term);
            if (!times(&a.terms[i], &b.terms[k], term)) return without_bound;
            sum = gate_poly_add(arena, sum, (gate_poly){term, 1, false});
        }
    }
    return sum;
}

uint64_t gate_poly_at(gate_poly poly, const uint64_t *sizes, uint64_t every)
{
    uint64_t sum = 0;
    if (poly.unbounded) return UINT64_MAX;
    for (uint32_t i = 0; i < poly.count; i++) {
        uint64_t product = poly.terms[i].factor;
        bool over = false, none = false;
        for (uint32_t k = 0; k < poly.terms[i].degree; k++) {
            uint64_t size = sizes ? sizes[poly.terms[i].vars[k]] : every;
            none = none || size == 0;
            over = __builtin_mul_overflow(product, size, &product) || over;
        }
        if (none) continue;
        if (over || __builtin_add_overflow(sum, product, &sum)) return UINT64_MAX;
    }
    return sum;
}

void gate_poly_text(gate_buf *out, gate_poly poly, const gate_str *names)
{
    if (poly.unbounded) gate_buf_c(out, "without bound");
    if (!poly.unbounded && poly.count == 0) gate_buf_c(out, "0");
    for (uint32_t i = 0; i < poly.count; i++) {
        const gate_term *term = &poly.terms[i];
        if (i) gate_buf_c(out, " + ");
        if (term->factor != 1 || term->degree == 0) gate_buf_printf(out, "%" PRIu64, term->factor);
        for (uint32_t k = 0; k < term->degree; k++) {
            if (k || term->factor != 1) gate_buf_c(out, "*");
            gate_buf_add(out, names[term->vars[k]]);
        }
    }
}
