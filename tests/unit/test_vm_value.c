/* gate_unit: base evidence vm */
/* Values: equality, order, hash, maps, weight, nesting, and what is shown of them. */
#include "tests/unit/values.h"
#include "vm/value_index.h"

#include <stdlib.h>
#include <time.h>

#define BIG "9007199254740993" /* 2^53 + 1: no double */

START_TEST(equality_is_cels)
{
    static const struct {
        const char *a, *b;
        bool equal;
    } rows[] = {
        {"1", "1", true},
        {"1", "1.0", true},
        {"0.0", "-0.0", true},
        {BIG, "9007199254740992.0", false},
        {BIG, BIG, true},
        {"9223372036854775807", "9223372036854775808.0", false},
        {"-9223372036854775808", "-9223372036854775808.0", true},
        {"\"@NaN\"", "\"@NaN\"", false},
        {"[\"@NaN\"]", "[\"@NaN\"]", false},
        {"\"@+inf\"", "\"@+inf\"", true},
        {"\"@+inf\"", "9223372036854775807", false},
        {"null", "null", true},
        {"null", "false", false},
        {"0", "false", false},
        {"\"1\"", "1", false},
        {"\"a\\u0000b\"", "\"a\\u0000c\"", false},
        {"[]", "{}", false},
        {"[1, 2]", "[1.0, 2]", true},
        {"[1, 2]", "[2, 1]", false},
        {"[1]", "[1, 1]", false},
        {"{\"a\": 1, \"b\": [2]}", "{\"b\": [2.0], \"a\": 1}", true},
        {"{\"a\": 1}", "{\"b\": 1}", false},
        {"{\"a\": 1}", "{\"a\": 1, \"b\": 1}", false},
        {"{\"@map\": [[1, \"x\"], [true, 2]]}", "{\"@map\": [[true, 2], [1.0, \"x\"]]}", true},
        {"{\"@map\": [[1, \"x\"]]}", "{\"1\": \"x\"}", false},
        {"\"@none\"", "\"@none\"", true},
        {"{\"@some\": 1}", "\"@none\"", false},
        {"{\"@some\": 1}", "{\"@some\": 1.0}", true},
        {"{\"@some\": 1}", "1", false},
        {"\"@span 1h\"", "\"@span 60m\"", true},
        {"\"@time 2024-01-01T00:00:00Z\"", "\"@time 2024-01-01T01:00:00+01:00\"", true},
        {"\"@span 1h\"", "3600", false},
        {"\"@type\"", "\"@type\"", true},
    };
    ARENA;
    for (size_t i = 0; i < GATE_COUNT(rows); i++) {
        gate_value a = build_value(arena, rows[i].a), b = build_value(arena, rows[i].b);
        ck_assert_msg(gate_value_equal(a, b) == rows[i].equal, "%s and %s", rows[i].a, rows[i].b);
        ck_assert_msg(gate_value_equal(b, a) == rows[i].equal, "%s and %s", rows[i].b, rows[i].a);
        if (rows[i].equal) ck_assert_msg(gate_value_hash(a) == gate_value_hash(b), "hash of %s", rows[i].a);
        if (strchr(rows[i].a, '@') || strchr(rows[i].b, '@')) continue;
        gate_value borrowed = read_value(arena, rows[i].b);
        ck_assert_msg(gate_value_equal(a, borrowed) == rows[i].equal, "%s and a datum", rows[i].a);
        ck_assert_msg(gate_value_equal(borrowed, a) == rows[i].equal, "a datum and %s", rows[i].a);
        ck_assert(gate_value_hash(borrowed) == gate_value_hash(b));
    }
}
END_TEST

START_TEST(hashes_tell_apart)
{
    static const char *const rows[] = {
        "null",
        "false",
        "true",
        "0",
        "1",
        "-1",
        "0.5",
        "\"\"",
        "\"0\"",
        "[]",
        "{}",
        "[[]]",
        "[0]",
        "[1, 2]",
        "[2, 1]",
        "\"@none\"",
        "{\"@some\": 0}",
        "{\"a\": 1}",
        "{\"b\": 1}",
        "{\"a\": \"b\", \"c\": \"d\"}",
        "{\"a\": \"d\", \"c\": \"b\"}",
        "\"@span 1s\"",
        "\"@time 1970-01-01T00:00:01Z\"",
        "1e300",
    };
    ARENA;
    for (size_t i = 0; i < GATE_COUNT(rows); i++) {
        for (size_t k = 0; k < i; k++)
            ck_assert_msg(gate_value_hash(build_value(arena, rows[i])) !=
                              gate_value_hash(build_value(arena, rows[k])),
                          "%s and %s", rows[i], rows[k]);
    }
}
END_TEST

START_TEST(order_is_exact)
{
    static const struct {
        const char *a, *b;
        int order;
    } rows[] = {
        {"1", "2", -1},
        {BIG, "9007199254740992.0", 1},
        {"9223372036854775807", "9223372036854775808.0", -1},
        {"-9223372036854775808", "-9223372036854777856.0", 1},
        {"1", "\"@+inf\"", -1},
        {"1", "\"@NaN\"", GATE_ORDER_NAN},
        {"\"@NaN\"", "\"@NaN\"", GATE_ORDER_NAN},
        {"false", "true", -1},
        {"\"a\"", "\"b\"", -1},
        {"\"Z\"", "\"a\"", -1},
        {"\"\xef\xbf\xbd\"", "\"\xf0\x9f\x98\x80\"", -1}, /* code points, not UTF-16 units */
        {"\"@span -1s\"", "\"@span 1ns\"", -1},
        {"\"@time 2024-01-01T00:00:00Z\"", "\"@time 2024-01-01T00:00:00.000000001Z\"", -1},
        {"1", "\"1\"", GATE_ORDER_NONE},
        {"1", "true", GATE_ORDER_NONE},
        {"null", "null", GATE_ORDER_NONE},
        {"[1]", "[2]", GATE_ORDER_NONE},
        {"{}", "{}", GATE_ORDER_NONE},
    };
    ARENA;
    for (size_t i = 0; i < GATE_COUNT(rows); i++) {
        gate_value a = build_value(arena, rows[i].a), b = build_value(arena, rows[i].b);
        int back = rows[i].order < GATE_ORDER_NONE ? -rows[i].order : rows[i].order;
        ck_assert_msg(gate_value_order(a, b) == rows[i].order, "%s and %s", rows[i].a, rows[i].b);
        ck_assert_msg(gate_value_order(b, a) == back, "%s and %s", rows[i].b, rows[i].a);
    }
}
END_TEST

static gate_value int_map(gate_arena *arena, int64_t count, int64_t step)
{
    gate_pair *pairs = GATE_ARRAY(arena, gate_pair, (size_t)count);
    gate_value map;
    size_t duplicate;
    for (int64_t i = 0; i < count; i++)
        pairs[i] = (gate_pair){gate_value_int(i * step % count), gate_value_int(i)};
    ck_assert(gate_value_map(arena, pairs, (size_t)count, &map, &duplicate));
    return map;
}

START_TEST(maps_find_their_keys)
{
    ARENA;
    static const int64_t counts[] = {1, 8, 9, 101, 100003};
    for (size_t c = 0; c < GATE_COUNT(counts); c++) {
        gate_value map = int_map(arena, counts[c], 7), out;
        size_t wrong = 0;
        for (int64_t i = 0; i < counts[c]; i++) {
            int64_t key = i * 7 % counts[c];
            wrong += !gate_map_get_value(map, gate_value_int(key), &out) || out.as.integer != i;
            wrong += !gate_map_get_value(map, gate_value_double((double)key), &out) || out.as.integer != i;
        }
        ck_assert_uint_eq(wrong, 0);
        ck_assert(!gate_map_get_value(map, gate_value_int(-1), &out));
        ck_assert(!gate_map_get_value(map, gate_value_int(counts[c]), &out));
        ck_assert(!gate_map_get_value(map, gate_value_double(0.5), &out));
        ck_assert(!gate_map_get_value(map, gate_value_double((double)NAN), &out));
        ck_assert(!gate_map_get_value(map, gate_value_bool(true), &out));
        ck_assert(!gate_map_get_value(map, gate_value_null(), &out));
        ck_assert(!gate_map_get_str(map, GATE_STR("1"), &out));
        gate_map_walk walk = gate_map_start(map);
        gate_value key;
        int64_t at = 0;
        while (gate_map_step(&walk, &key, &out))
            wrong += out.as.integer != at++;
        ck_assert_uint_eq(wrong, 0);
        ck_assert_int_eq(at, counts[c]);
    }
}
END_TEST

START_TEST(maps_refuse_keys_that_occur_twice)
{
    ARENA;
    for (size_t len = 2; len < 40; len++) {
        for (size_t first = 0; first + 1 < len; first++) {
            gate_pair pairs[40];
            for (size_t i = 0; i < len; i++)
                pairs[i] = (gate_pair){gate_value_int((int64_t)(i * 37 % 64)), gate_value_null()};
            /* The last one repeats [first], as a double; and so does one before it where there is room. */
            pairs[len - 1].key = gate_value_double((double)pairs[first].key.as.integer);
            size_t wanted = len - 1, duplicate = 0;
            if (first + 2 < len) pairs[wanted = first + 1].key = pairs[first].key;
            gate_value map;
            ck_assert(!gate_value_map(arena, pairs, len, &map, &duplicate));
            ck_assert_uint_eq(duplicate, wanted);
        }
    }
}
END_TEST

START_TEST(datums_are_read_through)
{
    ARENA;
    gate_value map = read_value(arena, "{\"a\": [1, 2.5, \"x\", null, true, {}], \"\": 0}"), list, out;
    ck_assert_uint_eq(map.flags, GATE_V_DATUM | GATE_V_EVIDENCE);
    ck_assert_uint_eq(gate_map_len(map), 2);
    ck_assert(gate_map_get_str(map, GATE_STR("a"), &list));
    ck_assert(gate_map_get_value(map, gate_value_str(GATE_STR("")), &out));
    ck_assert(!gate_map_get_str(map, GATE_STR("b"), &out));
    ck_assert(!gate_map_get_value(map, gate_value_int(0), &out));
    ck_assert_uint_eq(gate_list_len(list), 6);
    static const gate_tag tags[] = {GATE_T_INT,  GATE_T_DOUBLE, GATE_T_STRING,
                                    GATE_T_NULL, GATE_T_BOOL,   GATE_T_MAP};
    for (size_t i = 0; i < 6; i++) {
        out = gate_list_at(list, i);
        ck_assert_int_eq(out.tag, tags[i]);
        ck_assert(out.flags & GATE_V_EVIDENCE);
    }
    gate_map_walk walk = gate_map_start(map);
    gate_value key;
    ck_assert(gate_map_step(&walk, &key, &out));
    ck_assert_str_eq(shown(arena, key, 10), "\"a\"");
    ck_assert(key.flags & GATE_V_EVIDENCE);
    ck_assert(gate_map_step(&walk, &key, &out));
    ck_assert(!gate_map_step(&walk, &key, &out));
}
END_TEST

START_TEST(weight_is_deep_and_capped)
{
    ARENA;
    ck_assert_uint_eq(gate_value_weight(gate_value_int(1), 100), 1);
    ck_assert_uint_eq(gate_value_weight(build_value(arena, "[1, [2, 3], {\"a\": 4}]"), 100), 8);
    ck_assert_uint_eq(gate_value_weight(read_value(arena, "[1, [2, 3], {\"a\": 4}]"), 100), 8);
    ck_assert_uint_eq(gate_value_weight(read_value(arena, "[1, [2, 3], {\"a\": 4}]"), 5), 5);
    ck_assert_uint_eq(gate_value_weight(gate_value_int(1), 0), 0);
    ck_assert_uint_eq(gate_value_weight(read_value(arena, "\"0123456789abcdef0123456789abcdef\""), 100), 3);
    /* A list of itself twice, forty times over, is as heavy as the cap. */
    gate_value twice = gate_value_int(1);
    for (int i = 0; i < 40; i++) {
        gate_value *items = GATE_ARRAY(arena, gate_value, 2);
        items[0] = items[1] = twice;
        twice = gate_value_list(arena, items, 2);
    }
    ck_assert_uint_eq(gate_value_weight(twice, 100000), 100000);
    ck_assert_uint_le(strlen(shown(arena, twice, 100)), 200);
}
END_TEST

/* Every container in the next, until that is refused. */
static uint32_t nest(gate_arena *arena, gate_value *value, bool optional)
{
    for (uint32_t levels = 0;; levels++) {
        gate_value *item = gate_arena_copy(arena, value, sizeof *value);
        gate_value outer = optional ? gate_value_some(arena, *value) : gate_value_list(arena, item, 1);
        if (!gate_is_definite(outer)) {
            ck_assert_str_eq(describe(arena, outer), "error: the evaluation is nested too deeply");
            return levels;
        }
        *value = outer;
    }
}

START_TEST(nesting_is_bounded_and_survived)
{
    ARENA;
    gate_value a = gate_value_int(1), b = gate_value_int(1);
    uint32_t levels = nest(arena, &a, false);
    ck_assert_uint_ge(levels, GATE_VALUE_NESTING);
    ck_assert_uint_eq(nest(arena, &b, false), levels);
    ck_assert(gate_value_equal(a, b));
    ck_assert(gate_value_hash(a) == gate_value_hash(b));
    ck_assert_uint_eq(gate_value_weight(a, 100000), levels + 1);
    ck_assert_str_eq(shown(arena, a, 80), "[[[[[[[\xe2\x80\xa6]]]]]]]");
    ck_assert_uint_eq(strlen(describe(arena, a)), 2 * levels + 1);
    /* Above a datum there is room for as many as promised, whatever the datum's depth. */
    gate_value on_datum = read_value(arena, "[[1]]");
    ck_assert_uint_eq(nest(arena, &on_datum, false), GATE_VALUE_NESTING);
    gate_value optional = read_value(arena, "{}"), map;
    ck_assert_uint_eq(nest(arena, &optional, true), GATE_VALUE_NESTING);
    gate_pair pair = {gate_value_int(1), optional};
    size_t duplicate;
    ck_assert(gate_value_map(arena, &pair, 1, &map, &duplicate));
    ck_assert_int_eq(map.tag, GATE_T_ERROR);
}
END_TEST

START_TEST(values_are_shown_in_one_line)
{
    static const struct {
        const char *value;
        size_t max;
        const char *text;
    } rows[] = {
        {"null", 80, "null"},
        {"true", 80, "true"},
        {"-9223372036854775808", 80, "-9223372036854775808"},
        {"85.0", 80, "85"},
        {"0.1", 80, "0.1"},
        {"84.99999999999999", 80, "84.99999999999999"},
        {"\"@NaN\"", 80, "NaN"},
        {"\"@-inf\"", 80, "-Infinity"},
        {"\"@span 90m\"", 80, "1h30m"},
        {"\"@time 2024-01-01T01:00:00+01:00\"", 80, "2024-01-01T00:00:00Z"},
        {"\"@type\"", 80, "int"},
        {"\"@none\"", 80, "optional.none()"},
        {"{\"@some\": [1]}", 80, "optional.of([1])"},
        {"\"a \\\"b\\\" \\\\ \\n\\u001b[2J\\u202e\"", 80, "\"a \\\"b\\\" \\ \\n\\x1b[2J\\u202e\""},
        {"\"0123456789\"", 5, "\"0123\xe2\x80\xa6\""},
        {"\"\\u00e9\\u00e9\\u00e9\"", 4, "\"\xc3\xa9\xc3\xa9\xe2\x80\xa6\""},
        {"[]", 0, "[]"},
        {"{}", 0, "{}"},
        {"[1, [2, 3], {\"a\": \"b\"}]", 80, "[1, [2, 3], {\"a\": \"b\"}]"},
        {"[1, 2, 3, 4, 5, 6]", 8, "[1, 2, 3, \xe2\x80\xa6 3 more]"},
        {"[1, 2]", 0, "[\xe2\x80\xa6 2 in all]"},
        {"[[1, 2, 3, 4], 5]", 6, "[[1, 2, \xe2\x80\xa6], \xe2\x80\xa6 1 more]"},
        {"{\"a\": 1, \"b\": 2}", 4, "{\"a\": 1, \xe2\x80\xa6 1 more}"},
        {"{\"@map\": [[true, 1], [2, 3]]}", 80, "{true: 1, 2: 3}"},
    };
    ARENA;
    for (size_t i = 0; i < GATE_COUNT(rows); i++)
        ck_assert_str_eq(shown(arena, build_value(arena, rows[i].value), rows[i].max), rows[i].text);
    ck_assert_str_eq(shown(arena, read_value(arena, "{\"a\": [null]}"), 80), "{\"a\": [null]}");
    ck_assert_str_eq(shown(arena, gate_value_fault(arena, GATE_FAULT_EMPTY, GATE_STR("")), 80),
                     "\xe2\x80\xb9missing\xe2\x80\xba");
    ck_assert_str_eq(shown(arena, gate_value_str((gate_str){"a\xff\xc3", 3}), 80), "\"a\\xff\\xc3\"");
}
END_TEST

START_TEST(hostile_texts_are_shown_bounded)
{
    ARENA;
    size_t len = 1u << 20;
    char *bytes = gate_arena_alloc(arena, len);
    memset(bytes, 0x1b, len);
    gate_value text = gate_value_str((gate_str){bytes, len});
    ck_assert_uint_le(strlen(shown(arena, text, 100)), 120);
    gate_value many[64];
    for (size_t i = 0; i < 64; i++)
        many[i] = text;
    ck_assert_uint_le(strlen(shown(arena, gate_value_list(arena, many, 64), 100)), 140);
    gate_value fault = gate_value_fault(arena, GATE_FAULT_NO_KEY, text.as.str);
    ck_assert_uint_le(strlen(describe(arena, fault)), 1100);
    ck_assert_ptr_null(strchr(describe(arena, fault), 0x1b));
}
END_TEST

START_TEST(json_is_the_same_value)
{
    static const struct {
        const char *value, *json;
    } rows[] = {
        {"[1, 1.0, -0.0, \"@NaN\", \"@+inf\", 1e25]", "[1,1.0,-0.0,\"NaN\",\"Infinity\",1e+25]"},
        {"[\"@span 1h\", \"@time 2024-01-01T00:00:00.5Z\", \"@type\"]",
         "[\"3600s\",\"2024-01-01T00:00:00.5Z\",\"int\"]"},
        {"[\"@none\", {\"@some\": {\"a\": null}}]", "[null,{\"a\":null}]"},
        {"{\"@map\": [[true, 1], [-2, 3], [4.0, 5], [\"x\", []]]}", "{\"true\":1,\"-2\":3,\"4\":5,\"x\":[]}"},
    };
    ARENA;
    for (size_t i = 0; i < GATE_COUNT(rows); i++)
        ck_assert_str_eq(describe(arena, build_value(arena, rows[i].value)), rows[i].json);
}
END_TEST

START_TEST(faults_say_why)
{
    ARENA;
    gate_value fault = gate_value_fault(arena, GATE_FAULT_NO_KEY, GATE_STR("a\nb"));
    ck_assert_str_eq(describe(arena, fault), "missing: there is no `a\\nb`");
    fault = gate_value_fault_types(arena, GATE_FAULT_NO_OVERLOAD2, GATE_STR("<"), GATE_T_INT, GATE_T_NULL);
    ck_assert_str_eq(describe(arena, fault), "error: `<` cannot be used on an int and null");
    fault =
        gate_value_fault_types(arena, GATE_FAULT_NOT_INDEXABLE, GATE_STR(""), GATE_T_OPTIONAL, GATE_T_TYPE);
    ck_assert_str_eq(describe(arena, fault), "error: an optional cannot be indexed with a type");
    ck_assert(gate_fault_is_missing(GATE_FAULT_NOT_GOOD_ENOUGH));
    ck_assert(!gate_fault_is_missing(GATE_FAULT_BAD_EVIDENCE));
    for (int tag = GATE_T_MISSING; tag <= GATE_T_TYPE; tag++) {
        ck_assert_ptr_nonnull(gate_tag_name((gate_tag)tag));
        ck_assert_ptr_nonnull(gate_tag_article((gate_tag)tag));
    }
}
END_TEST

/* Sorts [len] numbers made by a fixed rule and looks whether order and stability hold. */
static void check_sort(gate_arena *arena, size_t len, uint64_t kinds)
{
    gate_keyed *keyed = gate_keyed_new(arena, len);
    uint64_t state = 12345;
    for (size_t i = 0; i < len; i++) {
        state = state * 6364136223846793005u + 1442695040888963407u;
        int64_t n = (int64_t)(state >> 33) % (int64_t)kinds;
        keyed[i].key = i % 3 ? gate_value_int(n) : gate_value_double((double)n);
    }
    gate_keyed_sort(arena, keyed, len);
    size_t wrong = 0;
    for (size_t i = 1; i < len; i++) {
        int order = gate_key_order(keyed[i - 1].key, keyed[i].key);
        wrong += order > 0 || (order == 0 && keyed[i - 1].at >= keyed[i].at);
    }
    ck_assert_uint_eq(wrong, 0);
}

START_TEST(sorting_is_stable_and_fast)
{
    ARENA;
    for (size_t len = 0; len < 70; len++)
        check_sort(arena, len, 5);
    check_sort(arena, 1000, 1u << 30);
    clock_t start = clock();
    check_sort(arena, 1000000, 1u << 30);
    ck_assert_double_lt((double)(clock() - start) / CLOCKS_PER_SEC, 10);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("vm/value");
    TCase *tests = tcase_create("all");
    tcase_set_timeout(tests, 60);
    tcase_add_test(tests, equality_is_cels);
    tcase_add_test(tests, hashes_tell_apart);
    tcase_add_test(tests, order_is_exact);
    tcase_add_test(tests, maps_find_their_keys);
    tcase_add_test(tests, maps_refuse_keys_that_occur_twice);
    tcase_add_test(tests, datums_are_read_through);
    tcase_add_test(tests, weight_is_deep_and_capped);
    tcase_add_test(tests, nesting_is_bounded_and_survived);
    tcase_add_test(tests, values_are_shown_in_one_line);
    tcase_add_test(tests, hostile_texts_are_shown_bounded);
    tcase_add_test(tests, json_is_the_same_value);
    tcase_add_test(tests, faults_say_why);
    tcase_add_test(tests, sorting_is_stable_and_fast);
    suite_add_tcase(suite, tests);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
