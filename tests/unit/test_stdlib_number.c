/* gate_unit: base evidence vm stdlib */
/* Statistics, conversions, arithmetic, optionals. */
#include "tests/unit/bodies.h"

#include <stdlib.h>

START_TEST(sums)
{
    static const body_case rows[] = {
        {fn_sum, "[[]]", "0"},
        {fn_sum, "[[1, 2, 3]]", "6"},
        {fn_sum, "[[1, 2.5]]", "3.5"},
        {fn_sum, "[[1.0]]", "1.0"},
        {fn_sum, "[[9223372036854775807]]", "9223372036854775807"},
        {fn_sum, "[[-9223372036854775808]]", "-9223372036854775808"},
        {fn_sum, "[[9223372036854775807, 1, -1]]", "9223372036854775807"},
        {fn_sum, "[[-9223372036854775808, -1, 1]]", "-9223372036854775808"},
        {fn_sum, "[[9223372036854775807, -9223372036854775808]]", "-1"},
        {fn_sum, "[[4294967296, -1]]", "4294967295"},
        {fn_sum, "[[-4294967296, 1]]", "-4294967295"},
        {fn_sum, "[[9223372036854775807, 1]]", "error: the result does not fit 64 bits"},
        {fn_sum, "[[-9223372036854775808, -1]]", "error: the result does not fit 64 bits"},
        {fn_sum, "[[9223372036854775807, 9223372036854775807, 9223372036854775807]]",
         "error: the result does not fit 64 bits"},
        {fn_sum, "[[0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9]]", "4.5"},
        {fn_sum, "[[1.0, 1e100, 1.0, -1e100]]", "2.0"},
        {fn_sum, "[[9007199254740993, 0.0, -9007199254740992]]", "1.0"},
        {fn_sum, "[[\"@NaN\", 1]]", "\"NaN\""},
        {fn_sum, "[[\"@+inf\", 1.5]]", "\"Infinity\""},
        {fn_sum, "[[\"@+inf\", \"@-inf\"]]", "\"NaN\""},
        {fn_sum, "[[1, null]]", "error: `sum` cannot be used on null"},
        {fn_sum, "[[\"1\"]]", "error: `sum` cannot be used on a string"},
        {fn_sum, "[[\"@span 90s\", \"@span 1.5s\"]]", "\"91.5s\""},
        {fn_sum, "[[\"@span 1h\", \"@span -30m\"]]", "\"1800s\""},
        {fn_sum, "[[\"@span 90s\", 1]]", "error: `sum` cannot be used on a duration and an int"},
        {fn_sum, "[[1, \"@span 90s\"]]", "error: `sum` cannot be used on a duration"},
        {fn_sum, "[[\"@span 315576000000s\", \"@span 1s\"]]",
         "error: the sum of the durations is longer than a duration can be"},
    };
    CHECK_BODIES(rows);
}
END_TEST

START_TEST(extremes)
{
    static const body_case rows[] = {
        {fn_min, "[[]]", "missing: the list is empty"},
        {fn_max, "[[]]", "missing: the list is empty"},
        {fn_min, "[[3, 1.5, 2]]", "1.5"},
        {fn_max, "[[3, 1.5, 3.0]]", "3"},
        {fn_max, "[[9007199254740992.0, 9007199254740993]]", "9007199254740993"},
        {fn_min, "[[9223372036854775807, 9223372036854775808.0]]", "9223372036854775807"},
        {fn_max, "[[\"a\", \"b\"]]", "\"b\""},
        {fn_min, "[[\"@span 1h\", \"@span 1s\"]]", "\"1s\""},
        {fn_min, "[[1, \"@NaN\"]]", "error: NaN has no order"},
        {fn_max, "[[\"@NaN\"]]", "error: NaN has no order"},
        {fn_max, "[[1, \"a\"]]", "error: `max` cannot be used on an int and a string; `double(…)` reads a text as one"},
        {fn_max, "[[{}]]", "error: `max` cannot be used on a map"},
        {fn_greatest, "[-5]", "-5"},
        {fn_greatest, "[-7, 5]", "5"},
        {fn_greatest, "[1, 1.797693e308]", "1.797693e+308"},
        {fn_greatest, "[1.0, 1]", "1.0"},
        {fn_greatest, "[1, 9223372036854775807]", "9223372036854775807"},
        {fn_greatest, "[\"@NaN\", 1]", "error: NaN has no order"},
        {fn_least, "[1, -9223372036854775808]", "-9223372036854775808"},
        {fn_least, "[1.5, -3, 2]", "-3"},
        {fn_greatest_list, "[[1, 3.5, 2]]", "3.5"},
        {fn_least_list, "[[1, 3.5, 2]]", "1"},
        {fn_least_list, "[[]]", "missing: the list is empty"},
        {fn_least_list, "[[\"a\"]]", "error: `math.least` cannot be used on a string"},
    };
    CHECK_BODIES(rows);
}
END_TEST

/* Percentiles and deviations as R's quantile(type = 7) and sd give them. */
START_TEST(statistics)
{
    static const body_case rows[] = {
        {fn_mean, "[[]]", "missing: the list is empty"},
        {fn_mean, "[[1, 2]]", "1.5"},
        {fn_mean, "[[3]]", "3.0"},
        {fn_mean, "[[1e308, 1e308, 1e308, 1e308]]", "1e+308"},
        {fn_mean, "[[9223372036854775807, 9223372036854775807]]", "9.223372036854776e+18"},
        {fn_mean, "[[0.1, 0.1, 0.1]]", "0.1"},
        {fn_mean, "[[1, null]]", "error: `mean` cannot be used on null"},
        {fn_mean, "[[\"@+inf\", 1]]", "\"Infinity\""},
        {fn_median, "[[]]", "missing: the list is empty"},
        {fn_median, "[[9, 1, 5]]", "5.0"},
        {fn_median, "[[9, 1, 2, 3]]", "2.5"},
        {fn_median, "[[1e308, 1.5e308]]", "1.25e+308"},
        {fn_median, "[[-1e308, 1e308]]", "0.0"},
        {fn_median, "[[1, \"@NaN\"]]", "error: NaN has no order"},
        {fn_median, "[[\"a\"]]", "error: `median` cannot be used on a string"},
        {fn_percentile, "[[], 50]", "missing: the list is empty"},
        {fn_percentile, "[[7], 99]", "7.0"},
        {fn_percentile, "[[10, 20, 30, 40], 0]", "10.0"},
        {fn_percentile, "[[10, 20, 30, 40], 100]", "40.0"},
        {fn_percentile, "[[10, 20, 30, 40], 75]", "32.5"},
        {fn_percentile, "[[40, 10, 30, 20], 50]", "25.0"},
        {fn_percentile, "[[1, 2, 3, 4, 5, 6, 7, 8, 9, 10], 95]", "9.55"},
        {fn_percentile, "[[1, 2, 3, 4, 5, 6, 7, 8, 9, 10], 90]", "9.1"},
        {fn_percentile, "[[3.1, 4.1, 5.9, 2.6, 5.3, 5.8, 9.7], 10]", "2.9"},
        {fn_percentile, "[[3.1, 4.1, 5.9, 2.6, 5.3, 5.8, 9.7], 99]", "9.472"},
        {fn_percentile, "[[1, 2], 99.9]", "1.999"},
        {fn_percentile, "[[1, \"@+inf\"], 0]", "1.0"},
        {fn_percentile, "[[1, 2], 100.5]",
         "error: `percentile` needs a number from 0 to 100, and this is 100.5"},
        {fn_percentile, "[[1, 2], -1]", "error: `percentile` needs a number from 0 to 100, and this is -1"},
        {fn_percentile, "[[1, 2], \"@NaN\"]",
         "error: `percentile` needs a number from 0 to 100, and this is NaN"},
        {fn_percentile, "[[1, true], 50]", "error: `percentile` cannot be used on a bool"},
        {fn_stddev, "[[]]", "missing: 0 values where 2 are needed"},
        {fn_stddev, "[[1]]", "missing: 1 value where 2 are needed"},
        {fn_stddev, "[[5, 5]]", "0.0"},
        {fn_stddev, "[[2, 4, 4, 4, 5, 5, 7, 9]]", "2.138089935299395"},
        {fn_stddev, "[[1000000001, 1000000002, 1000000003]]", "1.0"},
        {fn_stddev, "[[0.1, 0.1, 0.1]]", "0.0"},
        {fn_stddev, "[[-1e200, 1e200]]", "1.414213562373095e+200"},
        {fn_stddev, "[[-1e-200, 1e-200]]", "1.414213562373095e-200"},
        {fn_stddev, "[[1, {}]]", "error: `stddev` cannot be used on a map"},
    };
    CHECK_BODIES(rows);
}
END_TEST

START_TEST(conversions)
{
    static const body_case rows[] = {
        {fn_int_double, "[-7.9]", "-7"},
        {fn_int_double, "[11.5]", "11"},
        {fn_int_double, "[9223372036854774784.0]", "9223372036854774784"},
        {fn_int_double, "[9223372036854775807.0]",
         "error: 9.223372036854776e+18 does not fit an int of 64 bits"},
        {fn_int_double, "[-9223372036854775808.0]",
         "error: -9.223372036854776e+18 does not fit an int of 64 bits"},
        {fn_int_double, "[18446744073709551615.0]",
         "error: 1.8446744073709552e+19 does not fit an int of 64 bits"},
        {fn_int_double, "[\"@NaN\"]", "error: NaN does not fit an int of 64 bits"},
        {fn_int_double, "[\"@-inf\"]", "error: -Infinity does not fit an int of 64 bits"},
        {fn_int_string, "[\"987\"]", "987"},
        {fn_int_string, "[\"-9223372036854775808\"]", "-9223372036854775808"},
        {fn_int_string, "[\"9223372036854775808\"]",
         "error: \"9223372036854775808\" is not a whole number of 64 bits"},
        {fn_int_string, "[\"\"]", "error: \"\" is not a whole number of 64 bits"},
        {fn_int_string, "[\" 1\"]", "error: \" 1\" is not a whole number of 64 bits"},
        {fn_int_string, "[\"1.0\"]", "error: \"1.0\" is not a whole number of 64 bits"},
        {fn_int_string, "[\"1\\u0000\"]", "error: \"1\\x00\" is not a whole number of 64 bits"},
        {fn_int_timestamp, "[\"@time 2004-09-16T23:59:59.9Z\"]", "1095379199"},
        {fn_double_int, "[9007199254740992]", "9007199254740992.0"},
        {fn_double_string, "[\"6.02214e23\"]", "6.02214e+23"},
        {fn_double_string, "[\"-0.0\"]", "-0.0"},
        {fn_double_string, "[\"NaN\"]", "\"NaN\""},
        {fn_double_string, "[\"-Infinity\"]", "\"-Infinity\""},
        {fn_double_string, "[\"+Inf\"]", "\"Infinity\""},
        {fn_double_string, "[\"inf\"]", "\"Infinity\""},
        {fn_double_string, "[\"-NaN\"]", "error: \"-NaN\" is not a number"},
        {fn_double_string, "[\"1e999\"]", "error: \"1e999\" is not a number"},
        {fn_double_string, "[\"0x10\"]", "error: \"0x10\" is not a number"},
        {fn_double_string, "[\"1,5\"]", "error: \"1,5\" is not a number"},
        {fn_double_string, "[\"\"]", "error: \"\" is not a number"},
        {fn_double_string, "[\"infinit\\u001b\"]", "error: \"infinit\\x1b\" is not a number"},
        {fn_string_int, "[-9223372036854775808]", "\"-9223372036854775808\""},
        {fn_string_double, "[123.456]", "\"123.456\""},
        {fn_string_double, "[1.0]", "\"1\""},
        {fn_string_double, "[1e25]", "\"1e+25\""},
        {fn_string_double, "[\"@NaN\"]", "\"NaN\""},
        {fn_string_bool, "[false]", "\"false\""},
        {fn_string_timestamp, "[\"@time 2009-02-13T23:31:30Z\"]", "\"2009-02-13T23:31:30Z\""},
        {fn_string_duration, "[\"@span 1000000s\"]", "\"1000000s\""},
        {fn_bool_string, "[\"true\"]", "true"},
        {fn_bool_string, "[\"T\"]", "true"},
        {fn_bool_string, "[\"1\"]", "true"},
        {fn_bool_string, "[\"TRUE\"]", "true"},
        {fn_bool_string, "[\"f\"]", "false"},
        {fn_bool_string, "[\"F\"]", "false"},
        {fn_bool_string, "[\"0\"]", "false"},
        {fn_bool_string, "[\"False\"]", "false"},
        {fn_bool_string, "[\"TrUe\"]", "error: \"TrUe\" is not `true` or `false`"},
        {fn_bool_string, "[\"\"]", "error: \"\" is not `true` or `false`"},
        {fn_same, "[[1]]", "[1]"},
        {fn_type, "[1]", "\"int\""},
        {fn_type, "[null]", "\"null_type\""},
        {fn_type, "[{}]", "\"map\""},
        {fn_type, "[\"@type\"]", "\"type\""},
    };
    CHECK_BODIES(rows);
}
END_TEST

START_TEST(arithmetic)
{
    static const body_case rows[] = {
        {fn_ceil, "[-1.2]", "-1.0"},
        {fn_floor, "[1.2]", "1.0"},
        {fn_round, "[1.2]", "1.0"},
        {fn_round, "[2.5]", "3.0"},
        {fn_round, "[-2.5]", "-3.0"},
        {fn_round, "[0.49999999999999994]", "0.0"},
        {fn_round, "[\"@NaN\"]", "\"NaN\""},
        {fn_trunc, "[-1.7]", "-1.0"},
        {fn_abs_int, "[-5]", "5"},
        {fn_abs_int, "[-9223372036854775807]", "9223372036854775807"},
        {fn_abs_int, "[-9223372036854775808]", "error: the result does not fit 64 bits"},
        {fn_abs_double, "[-0.0]", "0.0"},
        {fn_sign_int, "[-9223372036854775808]", "-1"},
        {fn_sign_int, "[0]", "0"},
        {fn_sign_double, "[100.5]", "1.0"},
        {fn_sign_double, "[-32.0]", "-1.0"},
        {fn_sign_double, "[0.0]", "0.0"},
        {fn_sign_double, "[\"@NaN\"]", "\"NaN\""},
        {fn_is_nan, "[\"@NaN\"]", "true"},
        {fn_is_nan, "[1]", "false"},
        {fn_is_inf, "[\"@-inf\"]", "true"},
        {fn_is_inf, "[9223372036854775807]", "false"},
        {fn_is_finite, "[1.5]", "true"},
        {fn_is_finite, "[\"@NaN\"]", "false"},
        {fn_sqrt, "[9]", "3.0"},
        {fn_sqrt, "[-1.0]", "\"NaN\""},
    };
    CHECK_BODIES(rows);
}
END_TEST

START_TEST(optionals)
{
    static const body_case rows[] = {
        {fn_optional_of, "[null]", "null"},
        {fn_optional_has_value, "[{\"@some\": null}]", "true"},
        {fn_optional_has_value, "[\"@none\"]", "false"},
        {fn_optional_value, "[{\"@some\": 5}]", "5"},
        {fn_optional_value, "[\"@none\"]", "missing: the optional has no value"},
        {fn_optional_or, "[{\"@some\": 5}, {\"@some\": 6}]", "5"},
        {fn_optional_or, "[\"@none\", {\"@some\": 6}]", "6"},
        {fn_optional_or, "[\"@none\", 6]", "error: `or` cannot be used on an optional and an int"},
        {fn_optional_or, "[5, {\"@some\": 6}]", "error: `or` cannot be used on an int"},
        {fn_optional_or_value, "[{\"@some\": 5}, 6]", "5"},
        {fn_optional_or_value, "[\"@none\", 6]", "6"},
        {fn_optional_or_value, "[5, 6]", "error: `orValue` cannot be used on an int"},
        {fn_optional_unwrap, "[[]]", "[]"},
        {fn_optional_unwrap, "[[{\"@some\": 1}, \"@none\", {\"@some\": 3}]]", "[1,3]"},
        {fn_optional_unwrap, "[[1]]", "error: `unwrap` cannot be used on an int"},
    };
    CHECK_BODIES(rows);
}
END_TEST

START_TEST(zero_values)
{
    static const struct {
        const char *value;
        bool zero;
    } rows[] = {
        {"null", true},
        {"false", true},
        {"true", false},
        {"0", true},
        {"1", false},
        {"-0.0", true},
        {"\"@NaN\"", false},
        {"\"\"", true},
        {"\"0\"", false},
        {"[]", true},
        {"[0]", false},
        {"{}", true},
        {"{\"a\": 0}", false},
        {"\"@none\"", true},
        {"{\"@some\": 0}", false},
        {"\"@span 0s\"", true},
        {"\"@span 1ns\"", false},
        {"\"@time 0001-01-01T00:00:00Z\"", true},
        {"\"@type\"", false},
        {"\"@time 1970-01-01T00:00:00Z\"", false},
    };
    ARENA;
    for (size_t i = 0; i < GATE_COUNT(rows); i++) {
        gate_value value = build_value(arena, rows[i].value);
        gate_value out = call_body(arena, fn_optional_of_non_zero, gate_value_list(arena, &value, 1), 100);
        ck_assert_msg((out.as.inner == NULL) == rows[i].zero, "%s", rows[i].value);
    }
}
END_TEST

/* An absent artifact is never defaulted away: only an optional that is there takes the default, and the
 * default isn't looked at where it isn't needed. */
START_TEST(defaults_replace_no_fault)
{
    ARENA;
    gate_value missing = gate_value_fault(arena, GATE_FAULT_NO_EVIDENCE, GATE_STR("no file"));
    gate_value error = gate_value_fault(arena, GATE_FAULT_DIVIDE_BY_ZERO, GATE_STR(""));
    gate_value some = gate_value_some(arena, gate_value_int(5)), none = gate_value_none(), out;
    gate_call call = {.arena = arena, .argc = 2};
    gate_builtin_fn *const bodies[] = {fn_optional_or, fn_optional_or_value};
    for (size_t i = 0; i < 2; i++) {
        bodies[i](&call, (gate_value[]){missing, some}, &out);
        ck_assert_str_eq(describe(arena, out), "missing: no file");
        bodies[i](&call, (gate_value[]){error, some}, &out);
        ck_assert_str_eq(describe(arena, out), "error: division by zero");
        bodies[i](&call, (gate_value[]){some, error}, &out);
        ck_assert_str_eq(describe(arena, out), "5");
        bodies[i](&call, (gate_value[]){none, missing}, &out);
        ck_assert_str_eq(describe(arena, out), "missing: no file");
    }
}
END_TEST

int main(void)
{
    const TTest *tests[] = {
        sums,       extremes,  statistics,  conversions,
        arithmetic, optionals, zero_values, defaults_replace_no_fault,
    };
    return run_tests("stdlib/number", tests, GATE_COUNT(tests)) ? EXIT_FAILURE : EXIT_SUCCESS;
}
