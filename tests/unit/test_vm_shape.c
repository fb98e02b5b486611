/* gate_unit: base evidence vm */
/* Evidence against its declared type: what fits, and the first problem of what does not. */
#include "tests/unit/programs.h"
#include "vm/machine.h"

#include <stdio.h>
#include <time.h>

static gate_datum parse(gate_arena *arena, gate_str json)
{
    gate_limits limits = gate_limits_default();
    gate_datum datum;
    const gate_trouble *trouble = gate_json_read(arena, GATE_STR("test"), json, &limits, &datum);
    ck_assert_msg(!trouble, "%.*s", trouble ? (int)trouble->text.len : 0, trouble ? trouble->text.ptr : "");
    return datum;
}

/* The problem, or NULL where [json] fits. */
static const char *check(gate_arena *arena, const gate_program *program, uint32_t shape, const char *json)
{
    gate_str why = GATE_STR("");
    if (gate_shape_check(arena, program, shape, parse(arena, gate_str_c(json)), &why)) return NULL;
    return gate_str_z(arena, why);
}

typedef struct scalar_case {
    gate_shape_kind kind;
    const char *json;
    const char *wanted; /* NULL: it fits */
} scalar_case;

START_TEST(scalars_are_of_their_kind)
{
    static const scalar_case rows[] = {
        {GATE_SHAPE_ANY, "[1, {}]", NULL},
        {GATE_SHAPE_NULL, "null", NULL},
        {GATE_SHAPE_NULL, "0", ": the number 0 is not null"},
        {GATE_SHAPE_BOOL, "false", NULL},
        {GATE_SHAPE_BOOL, "\"true\"", ": `true` is not true or false"},
        {GATE_SHAPE_INT, "-9223372036854775808", NULL},
        {GATE_SHAPE_INT, "5.0", ": the number 5.0 is not a whole number"},
        {GATE_SHAPE_DOUBLE, "5", NULL},
        {GATE_SHAPE_DOUBLE, "5.5", NULL},
        {GATE_SHAPE_NUMBER, "true", ": true is not a number"},
        {GATE_SHAPE_PERCENT, "0", NULL},
        {GATE_SHAPE_PERCENT, "100.0", NULL},
        {GATE_SHAPE_PERCENT, "100.00001", ": the number 100.00001 is not a percentage from 0 to 100"},
        {GATE_SHAPE_PERCENT, "-1", ": the number -1 is not a percentage from 0 to 100"},
        {GATE_SHAPE_PERCENT, "\"85\"", ": `85` is not a percentage from 0 to 100"},
        {GATE_SHAPE_STRING, "\"\"", NULL},
        {GATE_SHAPE_STRING, "null", ": null is not a string"},
        {GATE_SHAPE_WORD, "\"pass\"", NULL},
        {GATE_SHAPE_WORD, "\"passed\"", ": `passed` is not \"pass\""},
        {GATE_SHAPE_WORD, "\"pass\\u0000\"", ": `pass\\x00` is not \"pass\""},
        {GATE_SHAPE_TIMESTAMP, "\"2026-02-13T12:00:00+03:00\"", NULL},
        {GATE_SHAPE_TIMESTAMP, "\"2026-02-13T12:00:00\"",
         ": `2026-02-13T12:00:00` is not a time with its zone, as 2026-02-13T12:00:00Z"},
        {GATE_SHAPE_TIMESTAMP, "1770984000", ": the number 1770984000 is not a time"},
        {GATE_SHAPE_DURATION, "\"1h30m\"", NULL},
        {GATE_SHAPE_DURATION, "\"90\"", ": `90` is not a duration, as 90s"},
        {GATE_SHAPE_STRING, "[1]", ": a list is not a string"},
        {GATE_SHAPE_STRING, "{}", ": an object is not a string"},
        {GATE_SHAPE_STRING, "\"x\\u001b[31m\"", NULL},
        {GATE_SHAPE_INT, "\"x\\u001b[31m\"", ": `x\\x1b[31m` is not a whole number"},
    };
    for (volatile size_t i = 0; i < GATE_COUNT(rows); i++) {
        ARENA;
        kit k;
        kit_begin(&k, arena);
        uint32_t shape = kit_shape(&k, rows[i].kind, rows[i].kind == GATE_SHAPE_WORD ? "pass" : "", 0, 0);
        const char *got = check(arena, kit_program(&k), shape, rows[i].json), *wanted = rows[i].wanted;
        ck_assert_msg(!got == !wanted, "%s: %s", rows[i].json, got ? got : "fits");
        if (wanted) ck_assert_msg(strstr(got, wanted) == got, "%s: %s, not %s", rows[i].json, got, wanted);
    }
}
END_TEST

START_TEST(the_first_problem_is_told_with_its_place)
{
    static const struct {
        const char *json, *wanted;
    } rows[] = {
        {"{\"suites\": [], \"count\": 1}", NULL},
        {"{\"suites\": [{\"name\": \"a\", \"status\": null, \"more\": [1]}], \"count\": 1, \"at\": "
         "\"2026-01-01T00:00:00Z\"}",
         NULL},
        {"[]", ": a list is not an object (`Summary`)"},
        {"{\"count\": 1}", ": there is no `suites`"},
        {"{\"suite\": [], \"count\": 1}", ": there is no `suites`, but a `suite`"},
        {"{\"suites\": {}, \"count\": 1}", "/suites: an object is not a list"},
        {"{\"suites\": [{\"name\": \"a\"}], \"count\": 1}", "/suites/0: there is no `status`"},
        {"{\"suites\": [{\"name\": \"a\", \"stauts\": \"pass\"}], \"count\": 1}",
         "/suites/0: there is no `status`, but a `stauts`"},
        {"{\"suites\": [{\"name\": \"a\", \"status\": \"pass\"}, {\"name\": \"a\", \"status\": \"passed\"}], "
         "\"count\": 1}",
         "/suites/1/status: `passed` is none of \"pass\", \"fail\", null; did you mean `pass`?"},
        {"{\"suites\": [{\"name\": \"a\", \"status\": 1}], \"count\": 1}",
         "/suites/0/status: the number 1 is none of \"pass\", \"fail\", null"},
        {"{\"suites\": [1, 2], \"count\": 1}", "/suites/0: the number 1 is not an object (`Suite`)"},
        {"{\"suites\": [], \"count\": 1, \"at\": null}", "/at: null is not a time"},
        {"{\"suites\": [], \"count\": \"1\", \"at\": null}", "/count: `1` is not a whole number"},
    };
    for (volatile size_t i = 0; i < GATE_COUNT(rows); i++) {
        ARENA;
        kit k;
        kit_begin(&k, arena);
        uint32_t shape = kit_summary_shape(&k);
        const char *got = check(arena, kit_program(&k), shape, rows[i].json), *wanted = rows[i].wanted;
        ck_assert_msg(!got == !wanted, "%s: %s", rows[i].json, got ? got : "fits");
        if (wanted)
            ck_assert_msg(strncmp(got, wanted, strlen(wanted)) == 0, "%s: %s, not %s", rows[i].json, got,
                          wanted);
    }
}
END_TEST

static uint32_t shape_of_refs(kit *k, gate_shape_kind kind, const uint32_t *members, uint32_t count)
{
    uint32_t first = k->refs.len;
    for (uint32_t i = 0; i < count; i++)
        gate_vec_push(k->arena, &k->refs, members[i]);
    return kit_shape(k, kind, "", first, count);
}

START_TEST(alternatives_are_named_or_entered)
{
    ARENA;
    kit k;
    kit_begin(&k, arena);
    uint32_t whole = kit_shape(&k, GATE_SHAPE_INT, "", 0, 0), none = kit_shape(&k, GATE_SHAPE_NULL, "", 0, 0);
    uint32_t string = kit_shape(&k, GATE_SHAPE_STRING, "", 0, 0);
    uint32_t map = kit_shape(&k, GATE_SHAPE_MAP, "", whole, 1);
    uint32_t inner[] = {none, string};
    uint32_t some = shape_of_refs(&k, GATE_SHAPE_UNION, inner, 2);
    uint32_t first = kit_field(&k, "a/b", whole, false);
    uint32_t record = kit_shape(&k, GATE_SHAPE_RECORD, "R", first, 1);
    uint32_t one[] = {some, map}, two[] = {map, record};
    uint32_t entered = shape_of_refs(&k, GATE_SHAPE_UNION, one, 2),
             named = shape_of_refs(&k, GATE_SHAPE_UNION, two, 2);
    const gate_program *p = kit_program(&k);
    ck_assert_ptr_null(check(arena, p, entered, "null"));
    ck_assert_ptr_null(check(arena, p, entered, "\"x\""));
    ck_assert_ptr_null(check(arena, p, entered, "{\"x\": 1}"));
    ck_assert_str_eq(check(arena, p, entered, "{\"x\": 1, \"y~\": true}"),
                     "/y~0: true is not a whole number");
    ck_assert_str_eq(check(arena, p, entered, "1"), ": the number 1 is none of null, a string, an object");
    ck_assert_ptr_null(check(arena, p, named, "{\"a/b\": 1}"));
    ck_assert_str_eq(check(arena, p, named, "{\"a/b\": null}"),
                     ": an object is none of an object, an object (`R`)");
    ck_assert_str_eq(check(arena, p, record, "{\"a/b\": null}"), "/a~1b: null is not a whole number");
    uint32_t many[20];
    for (uint32_t i = 0; i < 20; i++) {
        char word[8];
        snprintf(word, sizeof word, "w%u", (unsigned)i);
        many[i] = kit_shape(&k, GATE_SHAPE_WORD, word, 0, 0);
    }
    uint32_t words = shape_of_refs(&k, GATE_SHAPE_UNION, many, 20);
    p = kit_program(&k);
    ck_assert_str_eq(check(arena, p, words, "\"zzz\""),
                     ": `zzz` is none of \"w0\", \"w1\", \"w2\", \"w3\", \"w4\", \"w5\", \"w6\", \"w7\", …");
}
END_TEST

static double seconds_since(clock_t start)
{
    return (double)(clock() - start) / CLOCKS_PER_SEC;
}

START_TEST(large_and_deep_evidence_is_checked_fast)
{
    ARENA;
    kit k;
    kit_begin(&k, arena);
    uint32_t summary = kit_summary_shape(&k);
    uint32_t any = kit_shape(&k, GATE_SHAPE_ANY, "", 0, 0);
    const uint32_t self = k.shapes.len;
    kit_shape(&k, GATE_SHAPE_LIST, "", self, 1); /* a list of itself: as deep as the datum */
    gate_buf json = gate_buf_new(arena);
    gate_buf_c(&json, "{\"suites\": [");
    for (int i = 0; i < 300000; i++)
        gate_buf_printf(&json, "%s{\"name\": \"n%d\", \"status\": \"pass\"}", i ? "," : "", i);
    gate_buf_c(&json, ",{\"name\": 1, \"status\": \"pass\"}], \"count\": 1}");
    gate_datum datum = parse(arena, gate_buf_str(&json));
    const gate_program *p = kit_program(&k);
    gate_str why;
    clock_t start = clock();
    ck_assert(gate_shape_check(arena, p, any, datum, &why));
    ck_assert(!gate_shape_check(arena, p, summary, datum, &why));
    ck_assert_str_eq(gate_str_z(arena, why), "/suites/300000/name: the number 1 is not a string");
    ck_assert_double_lt(seconds_since(start), 5);
    char deep[513];
    memset(deep, '[', 256);
    memset(deep + 256, ']', 256);
    deep[512] = '\0';
    ck_assert_ptr_null(check(arena, p, self, deep));
    /* A key that is as long as a file, and a million keys beside a missing one. */
    gate_buf wide = gate_buf_new(arena);
    gate_buf_c(&wide, "{\"");
    gate_buf_repeat(&wide, 'k', 1000000);
    gate_buf_c(&wide, "\": 1");
    for (int i = 0; i < 300000; i++)
        gate_buf_printf(&wide, ", \"suit%d\": 1", i);
    gate_buf_c(&wide, "}");
    start = clock();
    ck_assert(!gate_shape_check(arena, p, summary, parse(arena, gate_buf_str(&wide)), &why));
    ck_assert_uint_lt(why.len, 2000);
    ck_assert_double_lt(seconds_since(start), 5);
}
END_TEST

/* Unions of lists of unions …: each value would be looked at 2^depth times. */
START_TEST(a_type_made_to_be_slow_gives_up)
{
    ARENA;
    kit k;
    kit_begin(&k, arena);
    uint32_t inner = kit_shape(&k, GATE_SHAPE_INT, "", 0, 0);
    for (int i = 0; i < 60; i++) {
        uint32_t lists[2] = {kit_shape(&k, GATE_SHAPE_LIST, "", inner, 1),
                             kit_shape(&k, GATE_SHAPE_LIST, "", inner, 1)};
        inner = shape_of_refs(&k, GATE_SHAPE_UNION, lists, 2);
    }
    char deep[200];
    memset(deep, '[', 60);
    memcpy(deep + 60, "\"x\"", 3);
    memset(deep + 63, ']', 60);
    deep[123] = '\0';
    ck_assert_str_eq(check(arena, kit_program(&k), inner, deep), ": its type is too intricate to be checked");
}
END_TEST

MAIN("vm/shape", 120, scalars_are_of_their_kind, the_first_problem_is_told_with_its_place,
     alternatives_are_named_or_entered, large_and_deep_evidence_is_checked_fast,
     a_type_made_to_be_slow_gives_up)
