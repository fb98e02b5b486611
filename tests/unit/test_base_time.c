/* gate_unit: base */
/* Instants, durations, time zones. */
#include "base/zone.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define ARENA                                                                                                \
    gate_panic panic = {.what = NULL};                                                                       \
    if (setjmp(panic.at) != 0) ck_abort_msg("unwound: %d", (int)panic.status);                               \
    gate_arena *arena = gate_arena_new(&panic, 0)

static gate_instant instant(const char *text)
{
    gate_instant made = {0};
    bool zoned = false;
    ck_assert_msg(gate_instant_parse(gate_str_c(text), &made, &zoned), "%s", text);
    return made;
}

static void instant_is(gate_instant at, const char *wanted)
{
    char out[40];
    gate_str text = gate_instant_text(out, at);
    ck_assert_str_eq(text.ptr, wanted);
    ck_assert_uint_eq(text.len, strlen(wanted));
}

START_TEST(instants_parse)
{
    static const char *const cases[][2] = {
        {"1970-01-01T00:00:00Z", "1970-01-01T00:00:00Z"},
        {"2026-02-13T12:00:00.500+03:00", "2026-02-13T09:00:00.5Z"},
        {"2026-02-13t12:00:00z", "2026-02-13T12:00:00Z"},
        {"2026-02-13 12:00:00-00:00", "2026-02-13T12:00:00Z"},
        {"2024-02-29T23:59:59.999999999-23:59", "2024-03-01T23:58:59.999999999Z"},
        {"2000-02-29T00:00:00Z", "2000-02-29T00:00:00Z"},
        {"0001-01-01T00:00:00Z", "0001-01-01T00:00:00Z"},
        {"9999-12-31T23:59:59.999999999Z", "9999-12-31T23:59:59.999999999Z"},
        {"1969-12-31T23:59:59.000000001Z", "1969-12-31T23:59:59.000000001Z"},
        {"2026-02-13T12:00:00", "2026-02-13T12:00:00Z"},
    };
    for (size_t i = 0; i < GATE_COUNT(cases); i++)
        instant_is(instant(cases[i][0]), cases[i][1]);
    gate_instant at;
    bool zoned = true;
    ck_assert(gate_instant_parse(GATE_STR("2026-02-13T12:00:00.25"), &at, &zoned) && !zoned);
    ck_assert(gate_instant_parse(GATE_STR("2026-02-13T12:00:00+00:00"), &at, &zoned) && zoned);
    ck_assert_int_eq(instant("0001-01-01T00:00:00Z").sec, GATE_INSTANT_MIN_SEC);
    ck_assert_int_eq(instant("9999-12-31T23:59:59Z").sec, GATE_INSTANT_MAX_SEC);
    ck_assert_int_eq(instant("1969-12-31T23:59:59.5Z").sec, -1);
}
END_TEST

START_TEST(instants_refuse)
{
    static const char *const bad[] = {
        "",
        "2026-02-13",
        "2026-02-13T12:00Z",
        "2026-13-01T00:00:00Z",
        "2026-00-01T00:00:00Z",
        "2026-02-00T00:00:00Z",
        "2026-02-29T00:00:00Z",
        "1900-02-29T00:00:00Z",
        "2026-04-31T00:00:00Z",
        "2026-02-13T24:00:00Z",
        "2026-02-13T12:60:00Z",
        "2026-12-31T23:59:60Z", /* leap second */
        "2026-02-13T12:00:00.Z",
        "2026-02-13T12:00:00,5Z",
        "2026-02-13T12:00:00.0000000001Z",
        "2026-02-13T12:00:00.0000000000Z",
        "2026-02-13T12:00:00+24:00",
        "2026-02-13T12:00:00+01:60",
        "2026-02-13T12:00:00+0100",
        "2026-02-13T12:00:00+01",
        "2026-02-13T12:00:00ZZ",
        "2026-02-13T12:00:00Z ",
        " 2026-02-13T12:00:00Z",
        "26-02-13T12:00:00Z",
        "+2026-02-13T12:00:00Z",
        "2026-2-13T12:00:00Z",
        "2026-02-13_12:00:00Z",
        "0000-01-01T00:00:00Z",
        "0001-01-01T00:00:00+00:01", /* before year 1 */
        "9999-12-31T23:59:59-00:01", /* after year 9999 */
        "10000-01-01T00:00:00Z",
        "2026-02-13T-1:00:00Z",
    };
    gate_instant at = {42, 0};
    bool zoned = true;
    for (size_t i = 0; i < GATE_COUNT(bad); i++)
        ck_assert_msg(!gate_instant_parse(gate_str_c(bad[i]), &at, &zoned), "%s", bad[i]);
    ck_assert(!gate_instant_parse((gate_str){"2026-02-13T12:00:00Z\0", 21}, &at, &zoned));
    ck_assert_int_eq(at.sec, 42);
}
END_TEST

START_TEST(instants_break_down)
{
    gate_civil civil = gate_instant_civil(instant("2026-02-13T23:30:15.25Z"), 3600);
    ck_assert(civil.year == 2026 && civil.month == 2 && civil.day == 14 && civil.hour == 0 &&
              civil.minute == 30 && civil.second == 15 && civil.nsec == 250000000 && civil.weekday == 6 &&
              civil.yearday == 44);
    civil = gate_instant_civil(instant("0001-01-01T00:00:00Z"), -3600);
    ck_assert(civil.year == 0 && civil.month == 12 && civil.day == 31 && civil.hour == 23 &&
              civil.weekday == 0);
    civil = gate_instant_civil(instant("2024-12-31T00:00:00Z"), 0);
    ck_assert(civil.yearday == 365 && civil.weekday == 2);
    /* Every day of the calendar, there and back, in order. */
    gate_civil last = gate_instant_civil((gate_instant){GATE_INSTANT_MIN_SEC, 0}, 0);
    size_t wrong = 0;
    for (int64_t sec = GATE_INSTANT_MIN_SEC + 86400; sec <= GATE_INSTANT_MAX_SEC; sec += 86400) {
        gate_civil day = gate_instant_civil((gate_instant){sec, 0}, 0);
        wrong += gate_civil_instant(&day, 0).sec != sec || day.weekday != (last.weekday + 1) % 7;
        bool next = day.day == last.day + 1 && day.month == last.month && day.year == last.year;
        bool month = day.day == 1 && day.month == last.month + 1 && day.year == last.year && last.day >= 28;
        bool year = day.day == 1 && day.month == 1 && day.year == last.year + 1 && day.yearday == 0;
        wrong += next + month + year != 1;
        last = day;
    }
    ck_assert_uint_eq(wrong, 0);
}
END_TEST

static gate_duration duration(const char *text)
{
    gate_duration made = {0};
    ck_assert_msg(gate_duration_parse(gate_str_c(text), &made), "%s", text);
    ck_assert(made.sec == 0 || made.nsec == 0 || (made.sec < 0) == (made.nsec < 0));
    return made;
}

START_TEST(durations_parse_and_print)
{
    /* text, CEL's form, for people */
    static const char *const cases[][3] = {
        {"90s", "90s", "1m30s"},
        {"1h45m47s", "6347s", "1h45m47s"},
        {"1.5h", "5400s", "1h30m"},
        {"-2m", "-120s", "-2m"},
        {"+2m", "120s", "2m"},
        {"100ms", "0.1s", "100ms"},
        {"-1.25s", "-1.25s", "-1.25s"},
        {"10us", "0.00001s", "10us"},
        {"10\xC2\xB5s", "0.00001s", "10us"},
        {"10\xCE\xBCs", "0.00001s", "10us"},
        {"5ns", "0.000000005s", "5ns"},
        {"-1500us", "-0.0015s", "-1.5ms"},
        {"7d", "604800s", "7d"},
        {"2w", "1209600s", "14d"},
        {"1d0.5s", "86400.5s", "1d0.5s"},
        {"0", "0s", "0s"},
        {"-0", "0s", "0s"},
        {"0s", "0s", "0s"},
        {".5h", "1800s", "30m"},
        {"1m1ms", "60.001s", "1m0.001s"},
        {"999ms2ms", "1.001s", "1.001s"},
        {"0.3333333333h", "1199.99999988s", "19m59.99999988s"},
        {"0.0000152587890625w", "9.228515625s", "9.228515625s"},
        {"1.00000000000000000000000000000s", "1s", "1s"},
        {"315576000000s", "315576000000s", "3652500d"},
        {"-315575999999.999999999s", "-315575999999.999999999s", "-3652499d23h59m59.999999999s"},
    };
    char out[40];
    for (size_t i = 0; i < GATE_COUNT(cases); i++) {
        gate_duration span = duration(cases[i][0]);
        ck_assert_str_eq(gate_duration_text(out, span).ptr, cases[i][1]);
        ck_assert_uint_eq(gate_duration_text(out, span).len, strlen(cases[i][1]));
        ck_assert_str_eq(gate_duration_show(out, span).ptr, cases[i][2]);
        ck_assert_int_eq(gate_duration_cmp(duration(out), span), 0); /* what is shown can be written */
    }
}
END_TEST

START_TEST(durations_refuse)
{
    static const char *const bad[] = {
        "",
        "-",
        "+",
        "s",
        "1",
        "00",
        "1.s",
        ".s",
        "1x",
        "1h30",
        "1 h",
        " 1h",
        "1h ",
        "--1h",
        "1h-2m",
        "1e3s",
        "1H",
        "0.1ns",
        "1.0000000001s",
        "315576000000.000000001s",
        "315576000001s",
        "-315576000001s",
        "999999999999w",
        "18446744073709551616s",
        "99999999999999999999999999h",
        "315576000000s1ns",
        "18446744073709551615ns18446744073709551615ms",
        "521786w",
        "1\xC2s",
        "Infinitys",
    };
    gate_duration span = {42, 0};
    for (size_t i = 0; i < GATE_COUNT(bad); i++)
        ck_assert_msg(!gate_duration_parse(gate_str_c(bad[i]), &span), "%s", bad[i]);
    ck_assert_int_eq(span.sec, 42);
    ck_assert(!gate_duration_parse((gate_str){NULL, 0}, &span));
}
END_TEST

START_TEST(time_arithmetic_keeps_its_range)
{
    gate_instant at;
    ck_assert(gate_instant_add(instant("2024-02-28T23:59:59.75Z"), duration("500ms"), &at));
    instant_is(at, "2024-02-29T00:00:00.25Z");
    ck_assert(gate_instant_add(instant("1970-01-01T00:00:00.25Z"), duration("-500ms"), &at));
    instant_is(at, "1969-12-31T23:59:59.75Z");
    ck_assert(!gate_instant_add(instant("9999-12-31T23:59:59.5Z"), duration("500ms"), &at));
    ck_assert(!gate_instant_add(instant("0001-01-01T00:00:00Z"), duration("-1ns"), &at));
    ck_assert(!gate_instant_add(instant("2026-01-01T00:00:00Z"), duration("315576000000s"), &at));
    ck_assert(!gate_instant_add(instant("2026-01-01T00:00:00Z"), (gate_duration){INT64_MAX, 999999999}, &at));
    gate_instant late = instant("9999-12-31T23:59:59.999999999Z"), early = instant("0001-01-01T00:00:00Z");
    char out[40];
    ck_assert_str_eq(gate_duration_text(out, gate_instant_diff(late, early)).ptr, "315537897599.999999999s");
    ck_assert_str_eq(gate_duration_text(out, gate_instant_diff(early, late)).ptr, "-315537897599.999999999s");
    ck_assert_str_eq(gate_duration_text(out, gate_instant_diff(instant("1970-01-01T00:00:01Z"),
                                                               instant("1970-01-01T00:00:00.5Z")))
                         .ptr,
                     "0.5s");
    ck_assert(gate_instant_cmp(early, late) < 0 && gate_instant_cmp(late, late) == 0);
    ck_assert(gate_instant_cmp(instant("1970-01-01T00:00:00.2Z"), instant("1970-01-01T00:00:00.1Z")) > 0);
    gate_duration span;
    ck_assert(gate_duration_add(duration("1.75s"), duration("-2.5s"), &span));
    ck_assert(span.sec == 0 && span.nsec == -750000000);
    ck_assert(gate_duration_add(duration("-0.75s"), duration("-0.75s"), &span) && span.sec == -1 &&
              span.nsec == -500000000);
    ck_assert(gate_duration_add(duration("2s"), duration("-0.25s"), &span) && span.sec == 1 &&
              span.nsec == 750000000);
    ck_assert(!gate_duration_add(duration("315576000000s"), duration("1ns"), &span));
    ck_assert(!gate_duration_add((gate_duration){INT64_MIN, 0}, (gate_duration){-1, 0}, &span));
    ck_assert(gate_duration_neg(duration("-1.5s"), &span) && span.sec == 1 && span.nsec == 500000000);
    ck_assert(!gate_duration_neg((gate_duration){INT64_MIN, 0}, &span));
    ck_assert(gate_duration_cmp(duration("-1.5s"), duration("-1.25s")) < 0);
}
END_TEST

static const gate_zone *zone(gate_arena *arena, const char *name)
{
    const char *why = "";
    const gate_zone *found = gate_zone_find(arena, gate_str_c(name), &why);
    ck_assert_msg(found != NULL, "%s: %s", name, why);
    return found;
}

START_TEST(zones_with_fixed_offsets)
{
    ARENA;
    gate_instant now = instant("2026-02-13T12:00:00Z");
    const struct {
        const char *name;
        int32_t offset;
    } cases[] = {{"UTC", 0}, {"Z", 0}, {"+11:00", 39600}, {"-02:30", -9000}, {"02:00", 7200}, {"-00:00", 0}};
    for (size_t i = 0; i < GATE_COUNT(cases); i++)
        ck_assert_int_eq(gate_zone_offset(zone(arena, cases[i].name), now), cases[i].offset);
    gate_civil local = gate_instant_civil(now, 0);
    instant_is(gate_zone_instant(zone(arena, "-02:30"), &local), "2026-02-13T14:30:00Z");
    gate_civil edge = gate_instant_civil(instant("9999-12-31T23:59:59Z"), 0);
    instant_is(gate_zone_instant(zone(arena, "-02:30"), &edge), "9999-12-31T23:59:59Z");
    gate_arena_free(arena);
}
END_TEST

START_TEST(zones_with_bad_names)
{
    ARENA;
    static const char *const bad[] = {"",
                                      "../etc/passwd",
                                      "/etc/passwd",
                                      "/usr/share/zoneinfo/UTC",
                                      "Europe//Berlin",
                                      "Europe/",
                                      "Europe",
                                      "Europe/../UTC",
                                      ".",
                                      "..",
                                      "tzdata.zi",
                                      "+24:00",
                                      "+1:00",
                                      "01:60",
                                      "+01:00 ",
                                      "Europe/Berlin\n",
                                      "localtime",
                                      "Mars/Olympus",
                                      "%s",
                                      "leapseconds",
                                      "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"};
    for (size_t i = 0; i < GATE_COUNT(bad); i++) {
        const char *why = NULL;
        ck_assert_msg(!gate_zone_find(arena, gate_str_c(bad[i]), &why), "%s", bad[i]);
        ck_assert_ptr_nonnull(why);
    }
    const char *why = NULL;
    ck_assert_ptr_null(gate_zone_find(arena, GATE_STR("UTC\0"), &why));
    gate_arena_free(arena);
}
END_TEST

static void offset_is(const gate_zone *in, const char *at, int32_t wanted)
{
    ck_assert_msg(gate_zone_offset(in, instant(at)) == wanted, "%s: %d, not %d", at,
                  (int)gate_zone_offset(in, instant(at)), (int)wanted);
}

static void local_is(const gate_zone *in, const char *local, const char *wanted)
{
    gate_civil civil = gate_instant_civil(instant(local), 0);
    instant_is(gate_zone_instant(in, &civil), wanted);
}

START_TEST(zones_of_the_table)
{
    if (access("/usr/share/zoneinfo/Europe/Berlin", R_OK) != 0) return; /* no table on this machine */
    ARENA;
    const gate_zone *berlin = zone(arena, "Europe/Berlin");
    offset_is(berlin, "2024-03-31T00:59:59.999Z", 3600);
    offset_is(berlin, "2024-03-31T01:00:00Z", 7200);
    offset_is(berlin, "2024-10-27T00:59:59Z", 7200);
    offset_is(berlin, "2024-10-27T01:00:00Z", 3600);
    offset_is(berlin, "1800-01-01T00:00:00Z", 3208); /* local mean time */
    offset_is(berlin, "2500-07-01T00:00:00Z", 7200); /* by the rule */
    offset_is(berlin, "2500-01-01T00:00:00Z", 3600);
    offset_is(berlin, "9999-12-31T23:59:59Z", 3600);
    local_is(berlin, "2024-02-01T12:00:00.5Z", "2024-02-01T11:00:00.5Z");
    local_is(berlin, "2024-03-31T01:59:59Z", "2024-03-31T00:59:59Z");
    local_is(berlin, "2024-03-31T02:30:00Z", "2024-03-31T01:30:00Z"); /* skipped: as if still winter */
    local_is(berlin, "2024-03-31T03:00:00Z", "2024-03-31T01:00:00Z");
    local_is(berlin, "2024-10-27T02:30:00Z", "2024-10-27T00:30:00Z"); /* twice: the earlier */
    local_is(berlin, "2024-10-27T03:00:00Z", "2024-10-27T02:00:00Z");
    local_is(berlin, "2100-03-28T02:30:00Z", "2100-03-28T01:30:00Z"); /* the same beyond the table */
    local_is(berlin, "2100-10-31T02:30:00Z", "2100-10-31T00:30:00Z");
    const gate_zone *sydney = zone(arena, "Australia/Sydney"); /* summer over the turn of the year */
    offset_is(sydney, "2100-01-01T00:00:00Z", 39600);
    offset_is(sydney, "2100-07-01T00:00:00Z", 36000);
    offset_is(sydney, "2099-12-31T23:59:59Z", 39600);
    const gate_zone *york = zone(arena, "America/New_York");
    offset_is(york, "2026-07-01T00:00:00Z", -14400);
    local_is(york, "2026-11-01T01:30:00Z", "2026-11-01T05:30:00Z");
    local_is(york, "2026-03-08T02:30:00Z", "2026-03-08T07:30:00Z");
    offset_is(zone(arena, "Asia/Kathmandu"), "2026-01-01T00:00:00Z", 20700);
    offset_is(zone(arena, "Europe/Dublin"), "2090-07-01T00:00:00Z", 3600);
    offset_is(zone(arena, "Europe/Dublin"), "2090-01-01T00:00:00Z", 0);
    /* Samoa left out 30 December 2011. */
    local_is(zone(arena, "Pacific/Apia"), "2011-12-30T12:00:00Z", "2011-12-30T22:00:00Z");
    gate_str version = gate_zone_version(arena);
    ck_assert(version.len == 0 || (version.len >= 5 && version.ptr[0] == '2'));
    gate_arena_free(arena);
}
END_TEST

/* A TZif file of version 2: an empty first block, then [transitions] at hour steps between the offsets 0 and
 * 3600, and a footer. */
static gate_str tzif(gate_arena *arena, char transitions, const char *footer)
{
    gate_buf buf = gate_buf_new(arena);
    static const char head[] = "TZif2\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0";
    gate_buf_add(&buf, (gate_str){head, 20});
    gate_buf_repeat(&buf, '\0', 24);
    gate_buf_add(&buf, (gate_str){head, 20});
    gate_buf_repeat(&buf, '\0', 15);
    gate_buf_char(&buf, transitions);
    gate_buf_add(&buf, (gate_str){"\0\0\0\2\0\0\0\4", 8});
    for (char i = 0; i < transitions; i++) {
        gate_buf_repeat(&buf, '\0', 6);
        gate_buf_char(&buf, (char)((i + 1) * 14));
        gate_buf_char(&buf, (char)((i + 1) * 16)); /* 3600 is 0x0e10 */
    }
    for (char i = 0; i < transitions; i++)
        gate_buf_char(&buf, (i + 1) % 2);
    gate_buf_add(&buf, (gate_str){"\0\0\0\0\0\0\0\0\x0e\x10\1\0ABC", 16});
    gate_buf_c(&buf, footer);
    return gate_buf_str(&buf);
}

START_TEST(zone_files_are_read)
{
    ARENA;
    const char *why = NULL;
    const gate_zone *made = gate_zone_parse(arena, tzif(arena, 3, "\n\n"), &why);
    ck_assert_ptr_nonnull(made);
    offset_is(made, "1969-01-01T00:00:00Z", 0);
    offset_is(made, "1970-01-01T00:59:59Z", 0);
    offset_is(made, "1970-01-01T01:00:00Z", 3600);
    offset_is(made, "1970-01-01T02:00:00Z", 0);
    offset_is(made, "2970-01-01T03:00:00Z", 3600); /* the last one stays, without a rule */
    made = gate_zone_parse(arena, tzif(arena, 3, "\n<+05>-5\n"), &why);
    offset_is(made, "1970-01-01T03:00:00Z", 18000);
    /* Summer time all year, and a rule of Julian days that leaps over 29 February. */
    made = gate_zone_parse(arena, tzif(arena, 0, "\nXXX3EDT4,0/0,J365/23\n"), &why);
    ck_assert_ptr_nonnull(made);
    for (int64_t sec = 1700000000; sec < 1800000000; sec += 3600)
        ck_assert_int_eq(gate_zone_offset(made, (gate_instant){sec, 0}), -14400);
    made = gate_zone_parse(arena, tzif(arena, 0, "\nAAA0BBB,J60/0,J61/0\n"), &why);
    offset_is(made, "2024-02-29T23:59:59Z", 0);
    offset_is(made, "2024-03-01T00:00:00Z", 3600);
    offset_is(made, "2023-03-01T00:00:00Z", 3600);
    made = gate_zone_parse(arena, tzif(arena, 0, "\nAAA0BBB,59/0,60/0\n"), &why);
    offset_is(made, "2024-02-29T00:00:00Z", 3600);
    /* Hours before the day and beyond it (Greenland's rule, and Gaza's of old). */
    made = gate_zone_parse(arena, tzif(arena, 0, "\n<-02>2<-01>,M3.5.0/-1,M10.5.0/0\n"), &why);
    offset_is(made, "2026-03-29T00:59:59Z", -7200);
    offset_is(made, "2026-03-29T01:00:00Z", -3600);
    offset_is(made, "2026-10-25T00:59:59Z", -3600);
    offset_is(made, "2026-10-25T01:00:00Z", -7200);
    made = gate_zone_parse(arena, tzif(arena, 0, "\nEET-2EEST,M3.4.4/50,M10.4.4/50\n"), &why);
    offset_is(made, "2026-03-27T23:59:59Z", 7200);
    offset_is(made, "2026-03-28T00:00:00Z", 10800);
    gate_arena_free(arena);
}
END_TEST

START_TEST(hostile_zone_files_are_refused)
{
    ARENA;
    const char *why = NULL;
    static const char *const footers[] = {
        "",
        "\n",
        "x\n\n",
        "\nAB1\n",
        "\nABC\n",
        "\nABC25\n",
        "\nABC1DEF\n",
        "\nABC1DEF,M3.2.0\n",
        "\nABC1DEF,M13.2.0,M1.1.1\n",
        "\nABC1DEF,M3.6.0,M1.1.1\n",
        "\nABC1DEF,M3.0.0,M1.1.1\n",
        "\nABC1DEF,M3.1.7,M1.1.1\n",
        "\nABC1DEF,J0,J1\n",
        "\nABC1DEF,J366,J1\n",
        "\nABC1DEF,366,1\n",
        "\nABC1DEF,1/168,1\n",
        "\nABC1DEF,1,2,3\n",
        "\nABC1:60\n",
        "\nABC99999999999999\n",
        "\n<AB\n",
        "\nABC1 \n",
    };
    for (size_t i = 0; i < GATE_COUNT(footers); i++)
        ck_assert_msg(!gate_zone_parse(arena, tzif(arena, 2, footers[i]), &why), "%s", footers[i]);
    ck_assert_ptr_nonnull(why);
    ck_assert_ptr_null(gate_zone_parse(arena, (gate_str){NULL, 0}, &why));
    /* Cut short anywhere, and every byte made wrong: refused or read, never out of bounds. */
    gate_str good = tzif(arena, 3, "\nABC1DEF,M3.2.0,M11.1.0\n");
    ck_assert_ptr_nonnull(gate_zone_parse(arena, good, &why));
    for (size_t len = 0; len < good.len; len++)
        ck_assert_ptr_null(
            gate_zone_parse(arena, (gate_str){gate_arena_copy(arena, good.ptr, len), len}, &why));
    gate_civil local = gate_instant_civil(instant("2026-02-13T12:00:00Z"), 0);
    for (size_t i = 0; i < good.len; i++) {
        for (int value = 0; value < 256; value += 17) {
            char *copy = gate_arena_copy(arena, good.ptr, good.len);
            copy[i] = (char)value;
            const gate_zone *made = gate_zone_parse(arena, (gate_str){copy, good.len}, &why);
            if (made) {
                (void)gate_zone_offset(made, (gate_instant){GATE_INSTANT_MAX_SEC, 0});
                (void)gate_zone_offset(made, (gate_instant){GATE_INSTANT_MIN_SEC, 0});
                (void)gate_zone_instant(made, &local);
            }
        }
    }
    gate_arena_free(arena);
}
END_TEST

int main(void)
{
    TCase *tcase = tcase_create("time");
    tcase_set_timeout(tcase, 20);
    tcase_add_test(tcase, instants_parse);
    tcase_add_test(tcase, instants_refuse);
    tcase_add_test(tcase, instants_break_down);
    tcase_add_test(tcase, durations_parse_and_print);
    tcase_add_test(tcase, durations_refuse);
    tcase_add_test(tcase, time_arithmetic_keeps_its_range);
    tcase_add_test(tcase, zones_with_fixed_offsets);
    tcase_add_test(tcase, zones_with_bad_names);
    tcase_add_test(tcase, zones_of_the_table);
    tcase_add_test(tcase, zone_files_are_read);
    tcase_add_test(tcase, hostile_zone_files_are_refused);
    Suite *suite = suite_create("base time");
    suite_add_tcase(suite, tcase);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
