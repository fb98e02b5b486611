#include "stdlib/bodies.h"

#include <math.h>

/* From this size of a sample on the distribution of U is taken as normal, as R's wilcox.test does. */
#define EXACT_BELOW 50

/* There are up to C(98, 49), about 2.5e28, orders of two samples below EXACT_BELOW: they fit, and are
 * counted without rounding. Sums and differences on the way may wrap; what is read has not. */
__extension__ typedef unsigned __int128 count;

static void times_one_minus(count *series, size_t len, size_t power)
{
    for (size_t k = len; k-- > power;)
        series[k] -= series[k - power];
}

static void over_one_minus(count *series, size_t len, size_t power)
{
    for (size_t k = power; k < len; k++)
        series[k] += series[k - power];
}

/* The share of all orders of [m] and [n] different numbers in which U is at most [u]. The number of
 * orders for each U is the coefficient of q^U in the Gaussian binomial coefficient of m + n over m, the
 * product of (1 - q^(n+i)) / (1 - q^i) for i from 1 to m; their sum is the ordinary one. */
static double share_at_most(gate_arena *arena, size_t m, size_t n, size_t u)
{
    if (m > n) { /* the same distribution, in fewer steps */
        size_t swap = m;
        m = n;
        n = swap;
    }
    count *orders = GATE_ARRAY(arena, count, u + 1), below = 0, all = 1;
    orders[0] = 1;
    for (size_t i = 1; i <= m; i++) {
        times_one_minus(orders, u + 1, n + i);
        over_one_minus(orders, u + 1, i);
        all =
            all * (n + i) / i; /* C(n + i, i), whole each time; a 64th of the range is left for the product */
    }
    for (size_t k = 0; k <= u; k++)
        below += orders[k];
    return (double)below / (double)all;
}

static double exact_p(gate_arena *arena, double u, size_t m, size_t n)
{
    double other = (double)(m * n) - u;
    return fmin(1, 2 * share_at_most(arena, m, n, (size_t)fmin(u, other)));
}

/* [ties] is the sum of t^3 - t over the groups of t equal numbers. */
static double normal_p(double u, double m, double n, double ties)
{
    double off = fabs(u - m * n / 2), all = m + n;
    double sigma = sqrt(m * n / 12 * ((all + 1) - ties / (all * (all - 1))));
    if (off > 0) off -= 0.5; /* for continuity; off is a multiple of a half */
    return erfc(off / sigma / sqrt(2));
}

/* One of the samples, into the places from [at] on; false with [out] set when it can't be ranked. */
static bool take(gate_call *call, gate_value list, const char *which, gate_keyed *all, size_t at,
                 gate_value *out)
{
    const gate_value *items = gate_body_items(call, list);
    size_t len = gate_list_len(list);
    if (!gate_body_numbers(call, out, "stats.mann_whitney", items, len)) return false;
    if (len == 0) {
        gate_call_fail(call, out, GATE_FAULT_TOO_FEW, "the %s sample has no values", which);
        return false;
    }
    for (size_t i = 0; i < len; i++)
        all[at + i].key = items[i];
    return gate_body_ordered(call, out, "stats.mann_whitney", items, len);
}

/* R's wilcox.test(first, second): U is its W, that of the first sample. Where all numbers are one, R's p
 * is NaN; here it is 1, since samples that are the same are no sign of a difference. */
void fn_mann_whitney(gate_call *call, const gate_value *args, gate_value *out)
{
    size_t m = gate_list_len(args[0]), n = gate_list_len(args[1]), len = m + n;
    gate_keyed *all = gate_keyed_new(call->arena, len);
    if (!take(call, args[0], "first", all, 0, out) || !take(call, args[1], "second", all, m, out)) return;
    gate_keyed_sort(call->arena, all, len);
    double ranks = 0, ties = 0; /* the sum of the first sample's ranks, equal numbers sharing theirs */
    bool one = false;           /* are all numbers one? */
    for (size_t i = 0, next; i < len; i = next) {
        size_t firsts = 0;
        for (next = i; next < len && gate_value_equal(all[i].key, all[next].key); next++)
            firsts += all[next].at < m;
        double size = (double)(next - i);
        ranks += (double)firsts * ((double)(i + 1) + (double)next) / 2;
        ties += size * size * size - size;
        one = next - i == len;
    }
    double u = ranks - (double)m * ((double)m + 1) / 2, p = 1;
    if (ties == 0 && m < EXACT_BELOW && n < EXACT_BELOW)
        p = exact_p(call->arena, u, m, n);
    else if (!one)
        p = normal_p(u, (double)m, (double)n, ties);
    gate_pair *pairs = GATE_ARRAY(call->arena, gate_pair, 2);
    size_t duplicate;
    pairs[0] = (gate_pair){gate_value_str(GATE_STR("u")), gate_value_double(u)};
    pairs[1] = (gate_pair){gate_value_str(GATE_STR("p")), gate_value_double(p)};
    gate_value_map(call->arena, pairs, 2, out, &duplicate);
}
