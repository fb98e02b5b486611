/* gate_unit: base grammar compiler vm evidence */
/* The shorthand of series. */
#include "compiler/series.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>

static const struct {
    const char *text, *values; /* values: JSON texts apart by blanks, `_` for an empty one; NULL: refused */
} cases[] = {
    {"1", "1"},
    {" 0.99  0.98\t_ _\n0.97x3 ", "0.99 0.98 _ _ 0.97 0.97 0.97"},
    {"_x2 1", "_ _ 1"},
    {"-1 -0.5 1e3 1E-2", "-1 -0.5 1000.0 0.01"},
    {"9223372036854775807 9223372036854775808", "9223372036854775807 9.223372036854775807e18"},
    {"1+2x3", "1 3 5"},
    {"1-2x3", "1 -1 -3"},
    {"0.5+0.25x3", "0.5 0.75 1.0"},
    {"1e3+1x2", "1000.0 1001.0"},
    {"-1+1x2", "-1 0"},
    {"true false null", "true false null"},
    {"truex2", "true true"},
    {"'pass' 'a b'x2 ''", "\"pass\" \"a b\" \"a b\" \"\""},
    {"'x3'", "\"x3\""},
    {"'\"\\'", "\"\\\"\\\\\""},
    {"", NULL},
    {"  ", NULL},
    {"1x", NULL},
    {"1x0", NULL},
    {"1x-1", NULL},
    {"1x+1", NULL},
    {"1x2.5", NULL},
    {"x3", NULL},
    {"1x2x3", NULL},
    {"1x10001", NULL},
    {"1x1000000000", NULL},
    {"1+1x1000000000", NULL},
    {"1x99999999999999999999999", NULL},
    {"1x10000 1", NULL},
    {"9223372036854775807+1x2", NULL},
    {"1+9223372036854775807x3", NULL},
    {"1e308+1e308x3", NULL},
    {"1++1x3", NULL},
    {"1+-1x3", NULL},
    {"+1", NULL},
    {".5", NULL},
    {"5.", NULL},
    {"01", NULL},
    {"0x10 NaN", NULL},
    {"inf", NULL},
    {"1,2", NULL},
    {"'open", NULL},
    {"'a'b", NULL},
    {"pass", NULL},
    {"__", NULL},
    {"1e999", NULL},
};

START_TEST(known_cases)
{
    gate_panic panic = {.status = GATE_OK};
    gate_arena *arena = gate_arena_new(&panic, 0);
    ck_assert(setjmp(panic.at) == 0);
    gate_series series;
    size_t lo = 0, hi = 0;
    gate_str text = gate_str_c(cases[_i].text);
    const char *why = gate_series_read(arena, text, &series, &lo, &hi);
    ck_assert_msg(!why == (cases[_i].values != NULL), "`%s`: %s", cases[_i].text, why ? why : "taken");
    ck_assert(lo <= hi && hi <= text.len);
    gate_buf shown = gate_buf_new(arena);
    for (uint32_t i = 0; !why && i < series.len; i++) {
        if (i) gate_buf_char(&shown, ' ');
        gate_buf_add(&shown, series.items[i].len ? series.items[i] : GATE_STR("_"));
    }
    /* The double nearest to 2^63 has several right texts. */
    if (!why && strncmp(cases[_i].text, "9223372036854775807 ", 20) != 0)
        ck_assert_str_eq(shown.ptr, cases[_i].values);
    gate_arena_free(arena);
}
END_TEST

START_TEST(the_most)
{
    gate_panic panic = {.status = GATE_OK};
    gate_arena *arena = gate_arena_new(&panic, 0);
    ck_assert(setjmp(panic.at) == 0);
    gate_series series;
    size_t lo = 0, hi = 0;
    ck_assert(!gate_series_read(arena, GATE_STR("1+1x9999 0"), &series, &lo, &hi));
    ck_assert_uint_eq(series.len, GATE_SERIES_MAX);
    ck_assert_str_eq(gate_str_z(arena, series.items[9998]), "9999");
    gate_arena_free(arena);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("series");
    TCase *tests = tcase_create("series");
    tcase_add_loop_test(tests, known_cases, 0, sizeof cases / sizeof cases[0]);
    tcase_add_test(tests, the_most);
    suite_add_tcase(suite, tests);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_ENV);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
