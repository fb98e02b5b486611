/* gate_unit: base evidence vm stdlib */
/* Timestamps and durations as functions: texts, ranges, parts, zones. */
#include "tests/unit/bodies.h"

#include <stdlib.h>

#define AT "\"@time 2009-02-13T23:31:30Z\""

START_TEST(instants)
{
    static const body_case rows[] = {
        {fn_timestamp_string, "[\"2009-02-13T23:31:30Z\"]", "\"2009-02-13T23:31:30Z\""},
        {fn_timestamp_string, "[\"2009-02-13T23:31:30+02:00\"]", "\"2009-02-13T21:31:30Z\""},
        {fn_timestamp_string, "[\"0001-01-01T00:00:00Z\"]", "\"0001-01-01T00:00:00Z\""},
        {fn_timestamp_string, "[\"9999-12-31T23:59:59.999999999Z\"]", "\"9999-12-31T23:59:59.999999999Z\""},
        {fn_timestamp_int, "[0]", "\"1970-01-01T00:00:00Z\""},
        {fn_timestamp_int, "[1000000000]", "\"2001-09-09T01:46:40Z\""},
        {fn_timestamp_int, "[-62135596800]", "\"0001-01-01T00:00:00Z\""},
        {fn_timestamp_int, "[253402300799]", "\"9999-12-31T23:59:59Z\""},
        {fn_timestamp_int, "[-62135596801]",
         "error: -62135596801 seconds after 1970 is not in the years 1 to 9999"},
        {fn_timestamp_int, "[9223372036854775807]",
         "error: 9223372036854775807 seconds after 1970 is not in the years 1 to 9999"},
        {fn_timestamp_string, "[\"2026-02-13T12:00:00\"]",
         "error: \"2026-02-13T12:00:00\" has no zone; a timestamp ends in `Z` or in an offset like `+01:00`"},
    };
    static const char *const bad[] = {
        "[\"\"]",
        "[\"2026-02-13\"]",
        "[\"0000-01-01T00:00:00Z\"]",
        "[\"10000-01-01T00:00:00Z\"]",
        "[\"0001-01-01T00:00:00+01:00\"]",
        "[\"2026-02-30T00:00:00Z\"]",
        "[\"2026-02-13T25:00:00Z\"]",
        "[\"2026-02-13T12:00:00Zz\"]",
        "[\"yesterday\"]",
        "[\"2026-02-13T12:00:00\\u0000Z\"]",
    };
    CHECK_BODIES(rows);
    ARENA;
    for (size_t i = 0; i < GATE_COUNT(bad); i++) {
        gate_value out = call_body(arena, fn_timestamp_string, read_value(arena, bad[i]), 1000);
        ck_assert_msg(out.tag == GATE_T_ERROR && out.as.fault->kind == GATE_FAULT_CONVERSION, "%s", bad[i]);
    }
}
END_TEST

START_TEST(spans)
{
    static const body_case rows[] = {
        {fn_duration_string, "[\"1000000s\"]", "\"1000000s\""},
        {fn_duration_string, "[\"1h30m\"]", "\"5400s\""},
        {fn_duration_string, "[\"-1.5s\"]", "\"-1.5s\""},
        {fn_duration_string, "[\"315576000000s\"]", "\"315576000000s\""},
        {fn_get_span_hours, "[\"@span 3730s\"]", "1"},
        {fn_get_span_hours, "[\"@span -3730s\"]", "-1"},
        {fn_get_span_minutes, "[\"@span 3730s\"]", "62"},
        {fn_get_span_seconds, "[\"@span 3730.9s\"]", "3730"},
        {fn_get_span_seconds, "[\"@span -0.9s\"]", "0"},
        {fn_get_span_milliseconds, "[\"@span 123.321456789s\"]", "123321"},
        {fn_get_span_milliseconds, "[\"@span -1.5s\"]", "-1500"},
        {fn_get_span_milliseconds, "[\"@span 315576000000s\"]", "315576000000000"},
    };
    static const char *const bad[] = {"[\"\"]",  "[\"1\"]",   "[\"315576000001s\"]",        "[\"1y\"]",
                                      "[\"h\"]", "[\"1 h\"]", "[\"99999999999999999999s\"]"};
    CHECK_BODIES(rows);
    ARENA;
    for (size_t i = 0; i < GATE_COUNT(bad); i++) {
        gate_value out = call_body(arena, fn_duration_string, read_value(arena, bad[i]), 1000);
        ck_assert_msg(out.tag == GATE_T_ERROR && out.as.fault->kind == GATE_FAULT_CONVERSION, "%s", bad[i]);
    }
}
END_TEST

START_TEST(parts_in_utc)
{
    static const body_case rows[] = {
        {fn_get_full_year, "[" AT "]", "2009"},
        {fn_get_month, "[" AT "]", "1"},
        {fn_get_date, "[" AT "]", "13"},
        {fn_get_day_of_month, "[" AT "]", "12"},
        {fn_get_day_of_week, "[" AT "]", "5"},
        {fn_get_day_of_year, "[" AT "]", "43"},
        {fn_get_hours, "[" AT "]", "23"},
        {fn_get_minutes, "[" AT "]", "31"},
        {fn_get_seconds, "[" AT "]", "30"},
        {fn_get_milliseconds, "[" AT "]", "0"},
        {fn_get_milliseconds, "[\"@time 2009-02-13T23:31:20.123456789Z\"]", "123"},
        {fn_get_milliseconds, "[\"@time 1969-12-31T23:59:59.25Z\"]", "250"},
        {fn_get_seconds, "[\"@time 1969-12-31T23:59:59.25Z\"]", "59"},
        {fn_get_full_year, "[\"@time 0001-01-01T00:00:00Z\"]", "1"},
        {fn_get_day_of_year, "[\"@time 2024-12-31T00:00:00Z\"]", "365"},
        {fn_get_day_of_week, "[\"@time 2026-02-15T00:00:00Z\"]", "0"},
    };
    CHECK_BODIES(rows);
}
END_TEST

START_TEST(parts_in_a_zone)
{
    static const body_case rows[] = {
        {fn_get_date, "[" AT ", \"+11:00\"]", "14"},
        {fn_get_day_of_month, "[" AT ", \"+11:00\"]", "13"},
        {fn_get_day_of_month, "[\"@time 2009-02-13T02:00:00Z\", \"-02:30\"]", "11"},
        {fn_get_day_of_week, "[" AT ", \"UTC\"]", "5"},
        {fn_get_full_year, "[" AT ", \"-09:30\"]", "2009"},
        {fn_get_hours, "[" AT ", \"02:00\"]", "1"},
        {fn_get_minutes, "[" AT ", \"-02:30\"]", "1"},
        {fn_get_seconds, "[" AT ", \"-00:00\"]", "30"},
        {fn_get_full_year, "[\"@time 0001-01-01T00:00:00Z\", \"-01:00\"]", "0"},
        {fn_get_full_year, "[\"@time 9999-12-31T23:59:59Z\", \"+01:00\"]", "10000"},
    };
    static const char *const bad[] = {"[" AT ", \"\"]", "[" AT ", \"Mars/Phobos\"]",
                                      "[" AT ", \"../../etc/passwd\"]", "[" AT ", \"/etc/passwd\"]",
                                      "[" AT ", \"+25:00\"]"};
    CHECK_BODIES(rows);
    ARENA;
    for (size_t i = 0; i < GATE_COUNT(bad); i++) {
        gate_value out = call_body(arena, fn_get_hours, build_value(arena, bad[i]), 1000);
        ck_assert_msg(out.tag == GATE_T_ERROR && out.as.fault->kind == GATE_FAULT_ZONE, "%s", bad[i]);
    }
}
END_TEST

START_TEST(parts_in_a_zone_of_the_table)
{
    static const body_case rows[] = {
        {fn_get_date, "[" AT ", \"Australia/Sydney\"]", "14"},
        {fn_get_day_of_year, "[" AT ", \"US/Central\"]", "43"},
        {fn_get_hours, "[\"@time 2026-07-01T12:00:00Z\", \"Europe/Berlin\"]", "14"},
        {fn_get_hours, "[\"@time 2026-01-01T12:00:00Z\", \"Europe/Berlin\"]", "13"},
    };
    ARENA;
    const char *why = NULL;
    if (!gate_zone_find(arena, GATE_STR("US/Central"), &why)) return; /* this machine has no zone table */
    CHECK_BODIES(rows);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {instants, spans, parts_in_utc, parts_in_a_zone,
                                  parts_in_a_zone_of_the_table};
    return run_tests("stdlib/time", tests, GATE_COUNT(tests)) ? EXIT_FAILURE : EXIT_SUCCESS;
}
