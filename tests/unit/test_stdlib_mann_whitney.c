/* gate_unit: base evidence vm stdlib */
/* The Mann-Whitney test: against R's wilcox.test, published tables, and counting all orders. */
#include "tests/unit/bodies.h"

#include <stdio.h>
#include <stdlib.h>

static double field(gate_value result, const char *name)
{
    gate_value value;
    ck_assert_msg(result.tag == GATE_T_MAP, "no result");
    ck_assert(gate_map_get_str(result, gate_str_c(name), &value));
    ck_assert_int_eq(value.tag, GATE_T_DOUBLE);
    return value.as.real;
}

static gate_value test_of(gate_arena *arena, const double *x, size_t m, const double *y, size_t n)
{
    const double *samples[] = {x, y};
    size_t sizes[] = {m, n};
    gate_value lists[2];
    for (size_t s = 0; s < 2; s++) {
        gate_value *items = GATE_ARRAY(arena, gate_value, sizes[s]);
        for (size_t i = 0; i < sizes[s]; i++)
            items[i] = gate_value_double(samples[s][i]);
        lists[s] = gate_value_list(arena, items, sizes[s]);
    }
    return call_body(arena, fn_mann_whitney, gate_value_list(arena, lists, 2), 1000000);
}

/* U by its definition: pairs in which the first sample's number is larger, equal ones half. */
static double pairs_won(const double *x, size_t m, const double *y, size_t n)
{
    double won = 0;
    for (size_t i = 0; i < m; i++) {
        for (size_t k = 0; k < n; k++)
            won += x[i] > y[k] ? 1 : x[i] == y[k] ? 0.5 : 0;
    }
    return won;
}

static const double walpole_x[] = {0.80, 0.83, 1.89, 1.04, 1.45, 1.38, 1.91, 1.64, 0.73, 1.46};
static const double walpole_y[] = {1.15, 0.88, 0.90, 0.74, 1.21};
/* R's airquality: ozone in May and in August, where it was measured. */
static const double ozone_may[] = {41, 36, 12, 18, 28, 23, 19, 8, 7,  16, 11, 14,  18,
                                   14, 34, 6,  30, 11, 1,  11, 4, 32, 23, 45, 115, 37};
static const double ozone_august[] = {39, 9,  16, 78, 35, 66, 122, 89,  110, 44, 28,  65, 22,
                                      59, 23, 31, 44, 21, 9,  45,  168, 73,  76, 118, 84, 85};
/* R's sleep. */
static const double sleep_1[] = {0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0};
static const double sleep_2[] = {1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4};
/* R's mtcars: mpg with an automatic gearbox and with a manual one. */
static const double mpg_automatic[] = {21.4, 18.7, 18.1, 14.3, 24.4, 22.8, 19.2, 17.8, 16.4, 17.3,
                                       15.2, 10.4, 10.4, 14.7, 21.5, 15.5, 15.2, 13.3, 19.2};
static const double mpg_manual[] = {21, 21, 22.8, 32.4, 30.4, 33.9, 27.3, 26, 30.4, 15.8, 19.7, 15, 21.4};

/* What wilcox.test prints: four figures of p. */
START_TEST(as_r_prints)
{
#define SAMPLE(name) name, GATE_COUNT(name)
    static const struct {
        const double *x;
        size_t m;
        const double *y;
        size_t n;
        double w;
        const char *p;
    } rows[] = {
        {SAMPLE(walpole_x), SAMPLE(walpole_y), 35, "0.2544"},
        {SAMPLE(ozone_may), SAMPLE(ozone_august), 127.5, "0.0001208"},
        {SAMPLE(sleep_1), SAMPLE(sleep_2), 25.5, "0.06933"},
        {SAMPLE(mpg_automatic), SAMPLE(mpg_manual), 42, "0.001871"},
    };
    ARENA;
    for (size_t i = 0; i < GATE_COUNT(rows); i++) {
        for (int swap = 0; swap < 2; swap++) {
            gate_value result = swap ? test_of(arena, rows[i].y, rows[i].n, rows[i].x, rows[i].m)
                                     : test_of(arena, rows[i].x, rows[i].m, rows[i].y, rows[i].n);
            double all = (double)(rows[i].m * rows[i].n);
            ck_assert_double_eq(field(result, "u"), swap ? all - rows[i].w : rows[i].w);
            char text[32];
            snprintf(text, sizeof text, "%.4g", field(result, "p"));
            ck_assert_str_eq(text, rows[i].p);
        }
    }
}
END_TEST

/* Two samples without ties, the first of which has that U. */
static gate_value test_with_u(gate_arena *arena, size_t m, size_t n, size_t u)
{
    double x[64], y[64];
    bool taken[128] = {false};
    for (size_t i = 0; i < m; i++) { /* the i-th largest of x stands above so many of y */
        size_t above = u > n ? n : u;
        u -= above;
        x[i] = (double)(m - 1 - i + above);
        taken[m - 1 - i + above] = true;
    }
    ck_assert_uint_eq(u, 0);
    for (size_t rank = 0, k = 0; rank < m + n; rank++) {
        if (!taken[rank]) y[k++] = (double)rank;
    }
    return test_of(arena, x, m, y, n);
}

/* Critical values for two samples of one size, two-sided, 5 % (Mann and Whitney's table as textbooks
 * print it): the largest U that is significant. */
START_TEST(critical_values)
{
    static const size_t critical[] = {0, 2, 5, 8, 13, 17, 23, 30, 37, 45, 55, 64, 75, 87, 99, 113, 127};
    static const size_t others[][3] = {{3, 5, 0},    {5, 8, 6},   {7, 9, 12},
                                       {10, 15, 39}, {5, 20, 20}, {8, 12, 22}};
    ARENA;
    for (size_t i = 0; i < GATE_COUNT(critical) + GATE_COUNT(others); i++) {
        size_t m = i + 4, n = i + 4, u = 0;
        if (i < GATE_COUNT(critical)) {
            u = critical[i];
        } else {
            m = others[i - GATE_COUNT(critical)][0];
            n = others[i - GATE_COUNT(critical)][1];
            u = others[i - GATE_COUNT(critical)][2];
        }
        double p = field(test_with_u(arena, m, n, u), "p");
        double next = field(test_with_u(arena, n, m, u + 1), "p");
        ck_assert_msg(p <= 0.05 && next > 0.05, "%zu, %zu: p(%zu) = %g, then %g", m, n, u, p, next);
    }
}
END_TEST

/* p counted over all ways to deal the ranks out. */
START_TEST(every_order_of_few)
{
    ARENA;
    for (size_t all = 2; all <= 9; all++) {
        for (size_t m = 1; m < all; m++) {
            size_t n = all - m, with[32] = {0}, total = 0;
            double x[16], y[16];
            for (uint32_t deal = 0; deal < 1u << all; deal++) {
                if ((size_t)__builtin_popcount(deal) != m) continue;
                size_t u = 0, seen = 0;
                for (size_t r = 0; r < all; r++) {
                    if (deal >> r & 1) u += r - seen++;
                }
                with[u]++;
                total++;
            }
            for (uint32_t deal = 0; deal < 1u << all; deal++) {
                if ((size_t)__builtin_popcount(deal) != m) continue;
                size_t a = 0, b = 0, tail = 0;
                for (size_t r = 0; r < all; r++) {
                    if (deal >> r & 1)
                        x[a++] = (double)r;
                    else
                        y[b++] = (double)r;
                }
                double u = pairs_won(x, m, y, n);
                size_t least = (size_t)fmin(u, (double)(m * n) - u);
                for (size_t k = 0; k <= least; k++)
                    tail += with[k];
                gate_value result = test_of(arena, x, m, y, n);
                ck_assert_double_eq(field(result, "u"), u);
                ck_assert_double_eq_tol(field(result, "p"), fmin(1, 2 * (double)tail / (double)total), 1e-15);
            }
        }
    }
}
END_TEST

/* The largest exact sizes, by another way of counting: ranks are given out one by one, in doubles. */
START_TEST(exact_up_to_49)
{
    enum { M = 49, N = 48, MOST = M * N };
    double(*ways)[MOST + 1] = calloc(M + 1, sizeof *ways); /* by numbers of x so far and their U */
    ck_assert_ptr_nonnull(ways);
    ways[0][0] = 1;
    for (size_t rank = 0; rank < M + N; rank++) {
        for (size_t x = rank < M ? rank + 1 : M; x > 0; x--) {
            size_t won = rank + 1 - x; /* of y, when this rank is the x-th of x */
            if (won > N) continue;
            for (size_t u = won; u <= MOST; u++)
                ways[x][u] += ways[x - 1][u - won];
        }
    }
    double total = 0, below = 0;
    for (size_t u = 0; u <= MOST; u++)
        total += ways[M][u];
    ARENA;
    for (size_t u = 0; u <= MOST / 2; u++) {
        below += ways[M][u];
        if (u % 97 && u != MOST / 2) continue;
        double p = field(test_with_u(arena, M, N, u), "p");
        ck_assert_double_eq_tol(p / fmin(1, 2 * below / total), 1, 1e-12);
    }
    free(ways);
}
END_TEST

/* The normal distribution's two tails beyond z, by integration. */
static double tails(double z)
{
    const int steps = 20000;
    double width = (12 - z) / steps, sum = 0;
    for (int i = 0; i <= steps; i++) {
        double at = z + width * i;
        sum += (i == 0 || i == steps ? 1 : i % 2 ? 4 : 2) * exp(-at * at / 2);
    }
    return 2 * sum * width / 3 / sqrt(2 * acos(-1.0));
}

/* From 50 values on, and with ties, the textbook's formula. */
START_TEST(normal_approximation)
{
    double x[60], y[60];
    ARENA;
    for (int ties = 0; ties < 2; ties++) {
        for (size_t i = 0; i < 60; i++) {
            x[i] = ties ? (double)(i * 7 % 11) : (double)i * 2;
            y[i] = ties ? (double)(i * 5 % 13) : (double)i * 2 + 9;
        }
        double won = pairs_won(x, 50, y, 60), sum = 0;
        for (double value = -1; value < 140; value++) {
            double equal = 0;
            for (size_t i = 0; i < 110; i++)
                equal += (i < 50 ? x[i] : y[i - 50]) == value;
            sum += equal * equal * equal - equal;
        }
        double sigma = sqrt(50 * 60.0 / 12 * (111 - sum / (110 * 109.0)));
        double wanted = tails((fabs(won - 1500) - 0.5) / sigma);
        gate_value result = test_of(arena, x, 50, y, 60);
        ck_assert_double_eq(field(result, "u"), won);
        ck_assert_double_eq_tol(field(result, "p"), wanted, 1e-10);
    }
    /* where R changes over: 49 and 49 are exact, 49 and 50 are not */
    double exact = field(test_with_u(arena, 49, 49, 1000), "p");
    ck_assert_double_eq_tol(exact, tails((1200.5 - 1000 - 0.5) / sqrt(49 * 49 / 12.0 * 99)), 1e-3);
    ck_assert_double_ne(exact, erfc((1200.5 - 1000 - 0.5) / sqrt(49 * 49 / 12.0 * 99) / sqrt(2)));
    double normal = field(test_with_u(arena, 49, 50, 1000), "p");
    ck_assert_double_eq_tol(normal, tails((1225 - 1000 - 0.5) / sqrt(49 * 50 / 12.0 * 100)), 1e-10);
}
END_TEST

START_TEST(edges)
{
    static const body_case rows[] = {
        {fn_mann_whitney, "[[1], [2]]", "{\"u\":0.0,\"p\":1.0}"},
        {fn_mann_whitney, "[[1, 2, 3], [4, 5, 6]]", "{\"u\":0.0,\"p\":0.1}"},
        {fn_mann_whitney, "[[4, 5.5, 6], [1, 2, 3]]", "{\"u\":9.0,\"p\":0.1}"},
        {fn_mann_whitney, "[[5, 5, 5], [5, 5.0]]", "{\"u\":3.0,\"p\":1.0}"},
        {fn_mann_whitney, "[[5], [5]]", "{\"u\":0.5,\"p\":1.0}"},
        {fn_mann_whitney, "[[1, 2], [1, 2]]", "{\"u\":2.0,\"p\":1.0}"},
        {fn_mann_whitney, "[[9007199254740993], [9007199254740992.0]]", "{\"u\":1.0,\"p\":1.0}"},
        {fn_mann_whitney, "[[\"@-inf\", 1], [\"@+inf\", 2]]", "{\"u\":0.0,\"p\":0.3333333333333333}"},
        {fn_mann_whitney, "[[], [1]]", "missing: the first sample has no values"},
        {fn_mann_whitney, "[[1], []]", "missing: the second sample has no values"},
        {fn_mann_whitney, "[[1, \"@NaN\"], [1]]", "error: NaN has no order"},
        {fn_mann_whitney, "[[1], [\"@NaN\"]]", "error: NaN has no order"},
        {fn_mann_whitney, "[[1], [\"2\"]]", "error: `stats.mann_whitney` cannot be used on a string"},
        {fn_mann_whitney, "[[null], [2]]", "error: `stats.mann_whitney` cannot be used on null"},
    };
    CHECK_BODIES(rows);
}
END_TEST

int main(void)
{
    const TTest *tests[] = {as_r_prints,    critical_values,      every_order_of_few,
                            exact_up_to_49, normal_approximation, edges};
    return run_tests("stdlib/mann_whitney", tests, GATE_COUNT(tests)) ? EXIT_FAILURE : EXIT_SUCCESS;
}
