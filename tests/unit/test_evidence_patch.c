/* gate_unit: base evidence */
/* Patches of JSON text: what becomes what, what is refused, and that everything else keeps its place. */
#include "test_evidence_kit.h"

#include "evidence/json.h"
#include "evidence/patched.h"

#define K(text)                                                                                              \
    {                                                                                                        \
        .way = GATE_PATCH_KEY, .key = { text, sizeof text - 1 }                                              \
    }
#define I(n)                                                                                                 \
    {                                                                                                        \
        .way = GATE_PATCH_INDEX, .index = n                                                                  \
    }
#define ALL                                                                                                  \
    {                                                                                                        \
        .way = GATE_PATCH_ALL                                                                                \
    }

static const struct {
    gate_patch_kind kind;
    gate_patch_step steps[4];
    uint32_t count;
    const char *value, *before, *after; /* after NULL: [why] */
    const char *why;
} cases[] = {
    {GATE_PATCH_SET, {K("a")}, 1, "2", "{\"a\": 1, \"b\": 3}", "{\"a\": 2, \"b\": 3}", ""},
    {GATE_PATCH_SET, {K("a")}, 1, "{\"x\":[1]}", "{\"a\": 1}", "{\"a\": {\"x\":[1]}}", ""},
    {GATE_PATCH_SET, {K("c")}, 1, "2", "{\"a\": 1 }", "{\"a\": 1, \"c\": 2 }", ""},
    {GATE_PATCH_SET, {K("c")}, 1, "2", "{}", "{\"c\": 2}", ""},
    {GATE_PATCH_SET, {K("c")}, 1, "2", "{ \n}", "{\"c\": 2 \n}", ""},
    {GATE_PATCH_SET, {K("a\n\"")}, 1, "2", "{\"a\\u000a\\\"\": 1}", "{\"a\\u000a\\\"\": 2}", ""},
    {GATE_PATCH_SET, {K("new\n\"")}, 1, "2", "{}", "{\"new\\n\\\"\": 2}", ""},
    {GATE_PATCH_SET, {K("")}, 1, "2", "{\"\": [1, 2]}", "{\"\": 2}", ""},
    {GATE_PATCH_SET, {{0}}, 0, "7", " {\"a\": 1} ", " 7 ", ""},
    {GATE_PATCH_SET, {K("a"), I(1)}, 2, "9", "{\"a\": [1, \"]\", 3]}", "{\"a\": [1, 9, 3]}", ""},
    {GATE_PATCH_SET, {ALL}, 1, "0", "[1,\n2 ,\n3]", "[0,\n0 ,\n0]", ""},
    {GATE_PATCH_SET, {ALL, K("x")}, 2, "0", "[{\"x\":1},{}]", "[{\"x\":0},{\"x\": 0}]", ""},
    {GATE_PATCH_SET,
     {ALL, K("x")},
     2,
     "0",
     "{\"p\":{\"x\":1},\"q\":{\"x\":2}}",
     "{\"p\":{\"x\":0},\"q\":{\"x\":0}}",
     ""},
    {GATE_PATCH_SET, {ALL, ALL}, 2, "0", "[[1,2],[3]]", "[[0,0],[0]]", ""},
    {GATE_PATCH_REMOVE, {K("a")}, 1, "", "{\"a\": 1, \"b\": 3}", "{\"b\": 3}", ""},
    {GATE_PATCH_REMOVE, {K("b")}, 1, "", "{\"a\": 1, \"b\": 3}", "{\"a\": 1}", ""},
    {GATE_PATCH_REMOVE, {K("a")}, 1, "", "{\"a\": 1}", "{}", ""},
    {GATE_PATCH_REMOVE, {I(1)}, 1, "", "[1, 2, 3]", "[1, 3]", ""},
    {GATE_PATCH_REMOVE, {I(2)}, 1, "", "[1, 2, 3 ]", "[1, 2 ]", ""},
    {GATE_PATCH_REMOVE, {ALL}, 1, "", "[1, 2]", "[]", ""},
    {GATE_PATCH_REMOVE,
     {ALL, K("x")},
     2,
     "",
     "[{\"x\":1,\"y\":2},{\"y\":3,\"x\":4}]",
     "[{\"y\":2},{\"y\":3}]",
     ""},
    {GATE_PATCH_SET, {K("a"), K("b")}, 2, "1", "{\"A\": {}}", NULL, "`e.a` is not there; did you mean `A`?"},
    {GATE_PATCH_REMOVE, {K("b")}, 1, "", "{\"a\": 1}", NULL, "`e.b` is not there"},
    {GATE_PATCH_SET, {I(3)}, 1, "1", "[1, 2, 3]", NULL, "`e[3]` is not there: the list has 3 elements"},
    {GATE_PATCH_SET, {I(0)}, 1, "1", "[]", NULL, "`e[0]` is not there: the list has 0 elements"},
    {GATE_PATCH_SET, {K("a")}, 1, "1", "[1]", NULL, "`e` is a list, which has no members"},
    {GATE_PATCH_SET, {K("a"), K("b")}, 2, "1", "{\"a\": null}", NULL, "`e.a` is null, which has no members"},
    {GATE_PATCH_SET,
     {K("a"), I(0)},
     2,
     "1",
     "{\"a\": \"text\"}",
     NULL,
     "`e.a` is a text, which has no elements"},
    {GATE_PATCH_SET, {I(0)}, 1, "1", "{\"0\": 1}", NULL, "`e` is an object, which has no elements"},
    {GATE_PATCH_SET, {ALL}, 1, "1", "[]", NULL, "`e` is empty"},
    {GATE_PATCH_SET, {ALL}, 1, "1", "3", NULL, "`e` is a number, which has no elements"},
    {GATE_PATCH_SET, {ALL, K("x")}, 2, "1", "[{}, 3]", NULL, "`e[*]` is a number, which has no members"},
    {GATE_PATCH_SET, {K("a b"), K("\xD0\xB6")}, 2, "1", "{}", NULL, "`e[\"a b\"]` is not there"},
};

static gate_str patched(const gate_patch *patch, const char *before, gate_str *why)
{
    gate_str out = GATE_STR("");
    gate_patch_edits edits = {0};
    *why = GATE_STR("");
    bool done = gate_patch_text(kit_arena, gate_str_c(before), patch, &out, &edits, why);
    return done ? out : GATE_STR("");
}

START_TEST(known_cases)
{
    gate_patch patch = {.kind = cases[_i].kind,
                        .name = GATE_STR("e"),
                        .steps = cases[_i].steps,
                        .count = cases[_i].count,
                        .json = gate_str_c(cases[_i].value)};
    gate_str why, out = patched(&patch, cases[_i].before, &why);
    ck_assert_str_eq(gate_str_z(kit_arena, why), cases[_i].why);
    ck_assert_str_eq(gate_str_z(kit_arena, out), cases[_i].after ? cases[_i].after : "");
}
END_TEST

#define S(text)                                                                                              \
    {                                                                                                        \
        text, sizeof text - 1                                                                                \
    }

static gate_str series(const gate_patch_step *steps, uint32_t count, const gate_str *values, uint32_t len,
                       const char *before, gate_str *why)
{
    gate_patch patch = {.kind = GATE_PATCH_SERIES,
                        .name = GATE_STR("e"),
                        .steps = steps,
                        .count = count,
                        .series = values,
                        .series_count = len};
    return patched(&patch, before, why);
}

START_TEST(a_series_takes_the_list_along)
{
    static const gate_patch_step steps[] = {K("w"), ALL, K("r")};
    static const gate_str values[] = {S("1"), S(""), S("3")};
    gate_str why;
    /* as long as the list, shorter, longer */
    gate_str same = series(steps, 3, values, 3, "{\"w\": [{\"r\": 9},\n {\"r\": 9},\n {}]}", &why);
    ck_assert_str_eq(gate_str_z(kit_arena, same), "{\"w\": [{\"r\": 1},\n {},\n {\"r\": 3}]}");
    gate_str cut = series(steps, 3, values, 1, "{\"w\": [{\"r\": 9},\n {\"r\": 9},\n {}], \"x\": 1}", &why);
    ck_assert_str_eq(gate_str_z(kit_arena, cut), "{\"w\": [{\"r\": 1}], \"x\": 1}");
    gate_str grown = series(steps, 3, values, 3, "{\"w\": [{\"r\": 9, \"k\": 5}]}", &why);
    ck_assert_str_eq(gate_str_z(kit_arena, grown),
                     "{\"w\": [{\"r\": 1, \"k\": 5}, {\"k\": 5}, {\"r\": 3, \"k\": 5}]}");
}
END_TEST

START_TEST(times_go_on)
{
    static const gate_patch_step steps[] = {ALL, K("r")};
    static const gate_str values[] = {S("1"), S("2"), S("3")};
    gate_str why;
    gate_str one =
        series(steps, 2, values, 3,
               "[{\"start\": \"2026-01-01T23:50:00Z\", \"end\": \"2026-01-02T00:00:00Z\", \"r\": 0}]", &why);
    ck_assert_str_eq(gate_str_z(kit_arena, one),
                     "[{\"start\": \"2026-01-01T23:50:00Z\", \"end\": \"2026-01-02T00:00:00Z\", \"r\": 1}, "
                     "{\"start\": \"2026-01-02T00:00:00Z\", \"end\": \"2026-01-02T00:10:00Z\", \"r\": 2}, "
                     "{\"start\": \"2026-01-02T00:10:00Z\", \"end\": \"2026-01-02T00:20:00Z\", \"r\": 3}]");
    gate_str two = series(
        steps, 2, values, 3,
        "[{\"at\": \"2026-01-01T00:00:00Z\", \"r\": 0}, {\"at\": \"2026-01-01T01:00:00+01:00\", \"r\": 0},"
        " {\"at\": \"no time\"}]",
        &why);
    ck_assert_msg(why.len == 0, "%s", gate_str_z(kit_arena, why));
    ck_assert(gate_str_find(two, GATE_STR("no time"), 0) != SIZE_MAX);
    /* the last time there is: it can't go on */
    gate_str end = series(steps, 2, values, 2,
                          "[{\"start\": \"9999-12-31T00:00:00Z\", \"end\": \"9999-12-31T23:59:59Z\"}]", &why);
    ck_assert(gate_str_find(end, GATE_STR("\"r\": 2"), 0) != SIZE_MAX);
}
END_TEST

START_TEST(a_series_needs_a_list)
{
    static const gate_patch_step steps[] = {K("w"), ALL, K("r")};
    static const gate_str values[] = {S("1")};
    gate_str why;
    (void)series(steps, 3, values, 1, "{\"w\": []}", &why);
    ck_assert_str_eq(gate_str_z(kit_arena, why), "`e.w` is empty, so that there is no element to repeat");
    (void)series(steps, 3, values, 1, "{\"w\": {\"a\": {}}}", &why);
    ck_assert_str_eq(gate_str_z(kit_arena, why), "`e.w` is an object, and a series goes over a list");
    (void)series(steps, 3, values, 1, "{\"w\": [3]}", &why);
    ck_assert_str_eq(gate_str_z(kit_arena, why), "`e.w[*]` is a number, which has no members");
}
END_TEST

/* Every patch of a text that is JSON is JSON. */
START_TEST(what_comes_of_it_is_json)
{
    gate_limits limits = gate_limits_default();
    for (size_t i = 0; i < GATE_COUNT(cases); i++) {
        if (!cases[i].after) continue;
        gate_datum root;
        ck_assert(!gate_json_read(kit_arena, GATE_STR("x"), gate_str_c(cases[i].after), &limits, &root));
    }
}
END_TEST

/* Deep JSON, and a value that many elements multiply beyond what a file may be. */
START_TEST(hostile_values)
{
    gate_buf deep = gate_buf_new(kit_arena), wide = gate_buf_new(kit_arena), large = gate_buf_new(kit_arena);
    gate_buf_repeat(&deep, '[', 100000);
    gate_buf_repeat(&deep, ']', 100000);
    gate_patch_step key = K("a");
    gate_patch patch = {.kind = GATE_PATCH_SET,
                        .name = GATE_STR("e"),
                        .steps = &key,
                        .count = 1,
                        .json = gate_buf_str(&deep)};
    gate_str why, out = patched(&patch, "{\"a\": 1}", &why);
    ck_assert_uint_eq(out.len, 200000 + 7);
    gate_buf_char(&wide, '[');
    for (int i = 0; i < 100; i++)
        gate_buf_c(&wide, i ? ",1" : "1");
    gate_buf_char(&wide, ']');
    gate_buf_char(&large, '"');
    gate_buf_repeat(&large, 'x', 1 << 20);
    gate_buf_char(&large, '"');
    gate_patch_step all = ALL;
    patch.steps = &all;
    patch.json = gate_buf_str(&large);
    out = patched(&patch, wide.ptr, &why);
    ck_assert_str_eq(gate_str_z(kit_arena, why), "`e[*]` would become larger than a file may be");
}
END_TEST

/* ---- evidence --------------------------------------------------------------------------------- */

static const gate_reading *reading(void)
{
    gate_reading *made = GATE_NEW(kit_arena, gate_reading);
    *made = (gate_reading){.root = GATE_STR(""), .limits = gate_limits_default(), .stdin_fd = -1};
    return made;
}

static const gate_evidence *given(const char *json, gate_cardinality cardinality)
{
    gate_evidence_spec *spec = GATE_NEW(kit_arena, gate_evidence_spec);
    *spec = (gate_evidence_spec){
        .name = GATE_STR("e"), .cardinality = cardinality, .pattern = GATE_STR("e/*.json")};
    const gate_evidence *none = gate_evidence_none(kit_arena, spec, "nothing was read");
    gate_patch whole = {.kind = GATE_PATCH_SET, .name = GATE_STR("e"), .json = gate_str_c(json)};
    gate_str why = GATE_STR("");
    const gate_evidence *made = gate_evidence_patch(kit_arena, reading(), none, &whole, &why);
    ck_assert_msg(made != NULL, "%s", gate_str_z(kit_arena, why));
    return made;
}

START_TEST(a_whole_evidence)
{
    const gate_evidence *plain = given("{\"a\": 1}", GATE_PLAIN);
    ck_assert(!plain->trouble && plain->count == 1);
    ck_assert_str_eq(gate_str_z(kit_arena, plain->artifacts[0]->path), "e");
    gate_patch gone = {.kind = GATE_PATCH_REMOVE, .name = GATE_STR("e")};
    gate_str why;
    const gate_evidence *none = gate_evidence_patch(kit_arena, reading(), plain, &gone, &why);
    ck_assert(none->trouble && none->trouble->missing && none->count == 0);
    ck_assert(!gate_evidence_patch(kit_arena, reading(), none, &gone, &why));
    ck_assert_str_eq(gate_str_z(kit_arena, why), "`e` is not there anyway: the test takes it away");
}
END_TEST

START_TEST(a_list_of_files)
{
    const gate_evidence *many = given("[{\"a\": 1}, {\"a\": 2}, {\"a\": 3}]", GATE_EACH);
    ck_assert_uint_eq(many->count, 3);
    gate_patch_step steps[] = {I(1), K("a")};
    gate_patch patch = {
        .kind = GATE_PATCH_SET, .name = GATE_STR("e"), .steps = steps, .count = 2, .json = GATE_STR("7")};
    gate_str why;
    const gate_evidence *made = gate_evidence_patch(kit_arena, reading(), many, &patch, &why);
    ck_assert_int_eq(gate_datum_int(gate_datum_get(made->artifacts[1]->root, GATE_STR("a"))), 7);
    ck_assert_int_eq(gate_datum_int(gate_datum_get(many->artifacts[1]->root, GATE_STR("a"))), 2);
    patch.count = 1;
    patch.kind = GATE_PATCH_REMOVE;
    ck_assert_uint_eq(gate_evidence_patch(kit_arena, reading(), many, &patch, &why)->count, 2);
    steps[0].index = 3;
    ck_assert(!gate_evidence_patch(kit_arena, reading(), many, &patch, &why));
    ck_assert_str_eq(gate_str_z(kit_arena, why), "`e[3]` is not there: it has 3 files");
    gate_patch_step key = K("a");
    patch.steps = &key;
    ck_assert(!gate_evidence_patch(kit_arena, reading(), many, &patch, &why));
    ck_assert_str_eq(gate_str_z(kit_arena, why), "`e` is a list of files: say which, as in `e[0]` or `e[*]`");
    static const gate_str values[] = {S("4"), S(""), S("6"), S("7")};
    gate_patch_step all[] = {ALL, K("a")};
    gate_patch line = {.kind = GATE_PATCH_SERIES,
                       .name = GATE_STR("e"),
                       .steps = all,
                       .count = 2,
                       .series = values,
                       .series_count = 4};
    made = gate_evidence_patch(kit_arena, reading(), many, &line, &why);
    ck_assert_uint_eq(made->count, 4);
    ck_assert(!gate_datum_get(made->artifacts[1]->root, GATE_STR("a")).node);
    ck_assert_int_eq(gate_datum_int(gate_datum_get(made->artifacts[3]->root, GATE_STR("a"))), 7);
}
END_TEST

/* What a patch makes is held to the limits of files. */
START_TEST(limits_hold)
{
    gate_buf deep = gate_buf_new(kit_arena);
    gate_buf_repeat(&deep, '[', 5000);
    gate_buf_repeat(&deep, ']', 5000);
    const gate_evidence *plain = given("{\"a\": 1}", GATE_PLAIN);
    gate_patch_step key = K("a");
    gate_patch patch = {.kind = GATE_PATCH_SET,
                        .name = GATE_STR("e"),
                        .steps = &key,
                        .count = 1,
                        .json = gate_buf_str(&deep)};
    gate_str why = GATE_STR("");
    ck_assert(!gate_evidence_patch(kit_arena, reading(), plain, &patch, &why));
    ck_assert(gate_str_find(why, GATE_STR("nested more than 256 deep"), 0) != SIZE_MAX);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("patch");
    TCase *tests = tcase_create("patch");
    tcase_add_checked_fixture(tests, kit_setup, kit_teardown);
    tcase_add_loop_test(tests, known_cases, 0, GATE_COUNT(cases));
    tcase_add_test(tests, a_series_takes_the_list_along);
    tcase_add_test(tests, times_go_on);
    tcase_add_test(tests, a_series_needs_a_list);
    tcase_add_test(tests, what_comes_of_it_is_json);
    tcase_add_test(tests, hostile_values);
    tcase_add_test(tests, a_whole_evidence);
    tcase_add_test(tests, a_list_of_files);
    tcase_add_test(tests, limits_hold);
    suite_add_tcase(suite, tests);
    return kit_run(suite);
}
