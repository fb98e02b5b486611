/* gate_unit: base evidence vm stdlib */
/* Lists, groups, maps and sets. */
#include "tests/unit/bodies.h"

#include <stdlib.h>
#include <time.h>

START_TEST(sizes_and_parts)
{
    static const body_case rows[] = {
        {fn_size_string, "[\"\"]", "0"},
        {fn_size_string, "[\"\xcf\x80\xce\xad\xce\xbd\xcf\x84\xce\xb5\"]", "5"},
        {fn_size_string, "[\"a\\u0000\xf0\x9f\x98\x80\"]", "3"},
        {fn_size_list, "[[]]", "0"},
        {fn_size_list, "[[1, [2, 3]]]", "2"},
        {fn_size_map, "[{}]", "0"},
        {fn_size_map, "[{\"a\": 1, \"b\": {}}]", "2"},
        {fn_first, "[[]]", "missing: the list is empty"},
        {fn_first, "[[null]]", "null"},
        {fn_first, "[[7, 8]]", "7"},
        {fn_last, "[[]]", "missing: the list is empty"},
        {fn_last, "[[7, [8]]]", "[8]"},
        {fn_last_n, "[[7, 8, 9], 2]", "[8,9]"},
        {fn_last_n, "[[7, 8, 9], 3]", "[7,8,9]"},
        {fn_last_n, "[[7, 8, 9], 4]", "missing: 3 values where 4 are needed"},
        {fn_last_n, "[[7], 2]", "missing: 1 value where 2 are needed"},
        {fn_last_n, "[[], 1]", "missing: 0 values where 1 is needed"},
        {fn_last_n, "[[7], 9223372036854775807]", "missing: 1 value where 9223372036854775807 are needed"},
        {fn_last_n, "[[7], 0]", "error: `last` needs a count of at least 1, and this is 0"},
        {fn_last_n, "[[7], -9223372036854775808]",
         "error: `last` needs a count of at least 1, and this is -9223372036854775808"},
        {fn_slice, "[[7, 8, 9], 0, 3]", "[7,8,9]"},
        {fn_slice, "[[7, 8, 9], 1, 2]", "[8]"},
        {fn_slice, "[[7, 8, 9], 3, 3]", "[]"},
        {fn_slice, "[[7, 8, 9], 1, 4]", "missing: 3 values where 4 are needed"},
        {fn_slice, "[[7, 8, 9], -1, 2]", "error: `slice` needs 0 <= from <= to, and these are -1 and 2"},
        {fn_slice, "[[7, 8, 9], 2, 1]", "error: `slice` needs 0 <= from <= to, and these are 2 and 1"},
        {fn_slice, "[[], 0, 0]", "[]"},
        {fn_reverse_list, "[[]]", "[]"},
        {fn_reverse_list, "[[1, [2, 3], 4]]", "[4,[2,3],1]"},
        {fn_windows, "[[1, 2, 3], 1]", "[[1],[2],[3]]"},
        {fn_windows, "[[1, 2, 3], 2]", "[[1,2],[2,3]]"},
        {fn_windows, "[[1, 2, 3], 3]", "[[1,2,3]]"},
        {fn_windows, "[[1, 2, 3], 4]", "missing: 3 values where 4 are needed"},
        {fn_windows, "[[1, 2, 3], 0]", "error: `windows` needs a count of at least 1, and this is 0"},
        {fn_range, "[0]", "[]"},
        {fn_range, "[-5]", "[]"},
        {fn_range, "[3]", "[0,1,2]"},
        {fn_range, "[1000001]", "error: the evaluation used up its fuel"},
        {fn_range, "[9223372036854775807]", "error: `lists.range` makes at most 33554432 elements"},
        {fn_range, "[33554433]", "error: `lists.range` makes at most 33554432 elements"},
    };
    CHECK_BODIES(rows);
}
END_TEST

START_TEST(flattening)
{
    static const body_case rows[] = {
        {fn_flatten, "[[]]", "[]"},
        {fn_flatten, "[[[1, 2], [], [3]]]", "[1,2,3]"},
        {fn_flatten, "[[1, [2, [3]]]]", "[1,2,[3]]"},
        {fn_flatten, "[[{\"a\": [1]}, \"b\"]]", "[{\"a\":[1]},\"b\"]"},
        {fn_flatten_levels, "[[1, [2, [3, [4]]]], 0]", "[1,[2,[3,[4]]]]"},
        {fn_flatten_levels, "[[1, [2, [3, [4]]]], 1]", "[1,2,[3,[4]]]"},
        {fn_flatten_levels, "[[1, [2, [3, [4]]]], 9223372036854775807]", "[1,2,3,4]"},
        {fn_flatten_levels, "[[], -1]", "error: `flatten` needs a depth of at least 0, and this is -1"},
    };
    CHECK_BODIES(rows);
    /* An inner list of files of which one can't be read. */
    ARENA;
    gate_value inner[2] = {gate_value_int(1),
                           gate_value_fault(arena, GATE_FAULT_NO_EVIDENCE, GATE_STR("stale"))};
    gate_value list = gate_value_list(arena, inner, 2);
    list.flags |= GATE_V_TROUBLED;
    gate_value outer = gate_value_list(arena, &list, 1), args = gate_value_list(arena, &outer, 1);
    ck_assert_str_eq(describe(arena, call_body(arena, fn_flatten, args, 100)), "missing: stale");
}
END_TEST

START_TEST(sorting)
{
    static const body_case rows[] = {
        {fn_sort, "[[]]", "[]"},
        {fn_sort, "[[3, 1.5, 2, -1]]", "[-1,1.5,2,3]"},
        {fn_sort, "[[2, 1.0, 2.0, 1]]", "[1.0,1,2,2.0]"},
        {fn_sort, "[[9007199254740993, 9007199254740992.0, 9007199254740992]]",
         "[9007199254740992.0,9007199254740992,9007199254740993]"},
        {fn_sort, "[[\"b\", \"\", \"a\", \"B\"]]", "[\"\",\"B\",\"a\",\"b\"]"},
        {fn_sort, "[[true, false, true]]", "[false,true,true]"},
        {fn_sort, "[[\"@span 1h\", \"@span -1s\"]]", "[\"-1s\",\"3600s\"]"},
        {fn_sort, "[[\"@time 2025-01-01T00:00:00Z\", \"@time 2024-01-01T00:00:00Z\"]]",
         "[\"2024-01-01T00:00:00Z\",\"2025-01-01T00:00:00Z\"]"},
        {fn_sort, "[[\"@+inf\", 1, \"@-inf\"]]", "[\"-Infinity\",1,\"Infinity\"]"},
        {fn_sort, "[[1, \"@NaN\"]]", "error: NaN has no order"},
        {fn_sort, "[[\"@NaN\"]]", "error: NaN has no order"},
        {fn_sort, "[[1, \"a\"]]", "error: `sort` cannot be used on an int and a string; `double(…)` reads a text as one"},
        {fn_sort, "[[\"@NaN\", \"a\"]]", "error: `sort` cannot be used on a double and a string; `double(…)` reads a text as one"},
        {fn_sort, "[[1, null]]", "error: `sort` cannot be used on null"},
        {fn_sort, "[[[1]]]", "error: `sort` cannot be used on a list"},
        {fn_sort_by, "[[\"x\", \"y\", \"z\"], [3, 1, 2]]", "[\"y\",\"z\",\"x\"]"},
        {fn_sort_by, "[[{\"a\": 1}, {\"b\": 2}, {\"c\": 3}], [1, 0, 1]]", "[{\"b\":2},{\"a\":1},{\"c\":3}]"},
        {fn_sort_by, "[[1, 2], [\"a\", 1]]", "error: `sortBy` cannot be used on a string and an int; `double(…)` reads a text as one"},
        {fn_sort_by, "[[], []]", "[]"},
    };
    CHECK_BODIES(rows);
}
END_TEST

START_TEST(grouping)
{
    static const body_case rows[] = {
        {fn_group_by, "[[], []]", "{}"},
        {fn_group_by, "[[1, 2, 3, 4], [\"o\", \"e\", \"o\", \"e\"]]", "{\"o\":[1,3],\"e\":[2,4]}"},
        {fn_group_by, "[[1, 2, 3, 4], [true, 1, 1.0, \"1\"]]", "{\"true\":[1],\"1\":[2,3],\"1\":[4]}"},
        {fn_group_by, "[[1], [null]]", "error: `groupBy` cannot be used on null"},
        {fn_group_by, "[[1], [[2]]]", "error: `groupBy` cannot be used on a list"},
        {fn_group_by, "[[1], [0.5]]", "error: a map's key must be a whole number, and this is 0.5"},
        {fn_group_by, "[[1], [\"@NaN\"]]", "error: a map's key must be a whole number, and this is NaN"},
        {fn_count_by, "[[1, 2, 3], [\"b\", \"a\", \"b\"]]", "{\"b\":2,\"a\":1}"},
        {fn_count_by, "[[], []]", "{}"},
        {fn_count_by, "[[1], [{}]]", "error: `countBy` cannot be used on a map"},
        {fn_index_by, "[[7, 8], [\"b\", \"a\"]]", "{\"b\":7,\"a\":8}"},
        {fn_index_by, "[[7, 8, 9, 10], [\"b\", \"a\", \"a\", \"b\"]]", "error: `a` is there twice, as elements [1] and [2]"},
        {fn_index_by, "[[7, 8], [1, 1.0]]", "error: `1` is there twice, as elements [0] and [1]"},
        {fn_index_by, "[[7], [null]]", "error: `indexBy` cannot be used on null"},
        {fn_consecutive, "[[], []]", "0"},
        {fn_consecutive, "[[0, 0, 0, 0, 0], [true, true, false, true, true]]", "2"},
        {fn_consecutive, "[[0, 0, 0], [true, true, true]]", "3"},
        {fn_consecutive, "[[0], [false]]", "0"},
        {fn_consecutive, "[[0], [1]]", "error: a condition must be true or false, and this is an int"},
        {fn_streak, "[[], []]", "0"},
        {fn_streak, "[[0, 0, 0, 0], [true, true, false, true]]", "1"},
        {fn_streak, "[[0, 0], [true, false]]", "0"},
        {fn_streak, "[[0, 0], [true, true]]", "2"},
        {fn_streak, "[[0], [null]]", "error: a condition must be true or false, and this is null"},
    };
    CHECK_BODIES(rows);
}
END_TEST

START_TEST(maps_and_sets)
{
    static const body_case rows[] = {
        {fn_keys, "[{}]", "[]"},
        {fn_keys, "[{\"b\": 1, \"a\": 2}]", "[\"b\",\"a\"]"},
        {fn_keys, "[{\"@map\": [[1, 2], [true, 3]]}]", "[1,true]"},
        {fn_values, "[{\"b\": 1, \"a\": [2]}]", "[1,[2]]"},
        {fn_distinct, "[[]]", "[]"},
        {fn_distinct, "[[3, 1, 3.0, 1, 2, \"1\", null, null, true, 1]]", "[3,1,2,\"1\",null,true]"},
        {fn_distinct, "[[{\"a\": 1, \"b\": 2}, {\"b\": 2.0, \"a\": 1}, [1, [2]], [1.0, [2]], [[1], 2]]]",
         "[{\"a\":1,\"b\":2},[1,[2]],[[1],2]]"},
        {fn_distinct, "[[\"@NaN\", \"@NaN\"]]", "[\"NaN\",\"NaN\"]"},
        {fn_distinct, "[[9007199254740993, 9007199254740992.0]]", "[9007199254740993,9007199254740992.0]"},
        {fn_sets_contains, "[[], []]", "true"},
        {fn_sets_contains, "[[1, 2], []]", "true"},
        {fn_sets_contains, "[[], [1]]", "false"},
        {fn_sets_contains, "[[1, 2, 3], [3.0, 1, 1]]", "true"},
        {fn_sets_contains, "[[1, 2, 3], [4]]", "false"},
        {fn_sets_contains, "[[[1], {\"a\": 2}], [{\"a\": 2.0}]]", "true"},
        {fn_sets_contains, "[[\"@NaN\"], [\"@NaN\"]]", "false"},
        {fn_sets_equivalent, "[[], []]", "true"},
        {fn_sets_equivalent, "[[1, 2, 2], [2.0, 1]]", "true"},
        {fn_sets_equivalent, "[[1, 2], [1]]", "false"},
        {fn_sets_equivalent, "[[1], [1, 2]]", "false"},
        {fn_sets_intersects, "[[], []]", "false"},
        {fn_sets_intersects, "[[1, 2], [2.0, 5]]", "true"},
        {fn_sets_intersects, "[[1, 2], [\"1\"]]", "false"},
    };
    CHECK_BODIES(rows);
}
END_TEST

/* An evidence list that was emptied must still be known to come from evidence, wherever it ends up. */
START_TEST(parts_keep_the_mark)
{
    ARENA;
    gate_value args = read_value(arena, "[[1, 2, 3], 2]");
    gate_value windows = call_body(arena, fn_windows, args, 100);
    ck_assert(gate_list_at(windows, 0).flags & GATE_V_EVIDENCE);
    args = read_value(arena, "[[1, 2], [\"a\", \"b\"]]");
    gate_value groups = call_body(arena, fn_group_by, args, 100), group;
    ck_assert(gate_map_get_str(groups, GATE_STR("a"), &group));
    ck_assert(group.flags & GATE_V_EVIDENCE);
    windows = call_body(arena, fn_windows, build_value(arena, "[[1, 2, 3], 2]"), 100);
    ck_assert(!(gate_list_at(windows, 0).flags & GATE_V_EVIDENCE));
}
END_TEST

/* What is grouped or cut anew is nested one deeper than it was, and that has an end too. */
START_TEST(parts_keep_account_of_nesting)
{
    ARENA;
    gate_value list = build_value(arena, "[1]");
    for (;;) {
        gate_value *item = gate_arena_copy(arena, &list, sizeof list);
        gate_value outer = gate_value_list(arena, item, 1);
        if (!gate_is_definite(outer)) break;
        list = outer;
    }
    gate_value args[2] = {list, gate_value_int(1)};
    gate_value out;
    gate_machine machine = {.fuel = 100};
    gate_call call = {.arena = arena, .argc = 2, .machine = &machine};
    fn_windows(&call, args, &out);
    ck_assert_str_eq(describe(arena, out), "error: the evaluation is nested too deeply");
    args[1] = build_value(arena, "[\"k\"]");
    fn_group_by(&call, args, &out);
    ck_assert_str_eq(describe(arena, out), "error: the evaluation is nested too deeply");
    fn_reverse_list(&call, args, &out);
    ck_assert(gate_is_definite(out));
    args[1] = gate_value_int(INT64_MAX);
    fn_flatten_levels(&call, args, &out);
    ck_assert_str_eq(describe(arena, out), "[1]");
}
END_TEST

/* [len] values of [kinds] kinds, in no order: ints, or texts that begin alike. */
static gate_value many(gate_arena *arena, size_t len, size_t kinds, bool texts)
{
    gate_value *items = GATE_ARRAY(arena, gate_value, len);
    uint64_t state = 7;
    for (size_t i = 0; i < len; i++) {
        state = state * 6364136223846793005u + 1442695040888963407u;
        unsigned kind = (unsigned)((state >> 33) % kinds);
        items[i] = gate_value_int(kind);
        if (texts) items[i] = gate_value_str(gate_str_printf(arena, "suite %u", kind));
    }
    return gate_value_list(arena, items, len);
}

START_TEST(long_lists_are_quick)
{
    ARENA;
    gate_value list = many(arena, 1000000, 300000, false), args = gate_value_list(arena, &list, 1);
    clock_t start = clock();
    gate_value sorted = call_body(arena, fn_sort, args, 1u << 30);
    ck_assert_uint_eq(gate_list_len(sorted), 1000000);
    size_t wrong = 0, kinds = 1;
    for (size_t i = 1; i < 1000000; i++) {
        int order = gate_value_order(gate_list_at(sorted, i - 1), gate_list_at(sorted, i));
        wrong += order > 0;
        kinds += order != 0;
    }
    ck_assert_uint_eq(wrong, 0);
    ck_assert_uint_eq(gate_list_len(call_body(arena, fn_distinct, args, 1u << 30)), kinds);
    list = many(arena, 100000, 5000, true);
    gate_value both[2] = {list, list};
    args = gate_value_list(arena, both, 2);
    ck_assert_uint_eq(gate_map_len(call_body(arena, fn_count_by, args, 1u << 30)), 5000);
    ck_assert_str_eq(describe(arena, call_body(arena, fn_sets_equivalent, args, 1u << 30)), "true");
    ck_assert_double_lt((double)(clock() - start) / CLOCKS_PER_SEC, 20);
}
END_TEST

/* Values of one hash that aren't equal are compared for fuel, so that they end in an error, not in a
 * wait. NaN is the one that needs no search for collisions. */
START_TEST(collisions_cost_fuel)
{
    ARENA;
    gate_value items[200];
    for (size_t i = 0; i < 200; i++)
        items[i] = gate_value_double((double)NAN);
    gate_value list = gate_value_list(arena, items, 200), args = gate_value_list(arena, &list, 1);
    ck_assert_uint_eq(gate_list_len(call_body(arena, fn_distinct, args, 100000)), 200);
    ck_assert_str_eq(describe(arena, call_body(arena, fn_distinct, args, 1000)),
                     "error: the evaluation used up its fuel");
    gate_value both[2] = {list, list};
    args = gate_value_list(arena, both, 2);
    ck_assert_str_eq(describe(arena, call_body(arena, fn_sets_intersects, args, 1000)),
                     "error: the evaluation used up its fuel");
}
END_TEST

int main(void)
{
    const TTest *tests[] = {
        sizes_and_parts,
        flattening,
        sorting,
        grouping,
        maps_and_sets,
        parts_keep_the_mark,
        long_lists_are_quick,
        collisions_cost_fuel,
        parts_keep_account_of_nesting,
    };
    return run_tests("stdlib/list", tests, GATE_COUNT(tests)) ? EXIT_FAILURE : EXIT_SUCCESS;
}
