/* gate_unit: base evidence vm verdict */
/* The small text tools of verdict/: decimals, excerpts of the policy, lines of pointers. */
#include "base/source.h"
#include "evidence/json.h"
#include "verdict/decimal.h"
#include "verdict/excerpt.h"
#include "verdict/places.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>

static gate_panic panic;
static gate_arena *arena;

static void setup(void)
{
    arena = gate_arena_new(&panic, 0);
    ck_assert_ptr_nonnull(arena);
}

static void teardown(void)
{
    gate_arena_free(arena);
}

/* -- decimals ------------------------------------------------------------------------------------------ */

START_TEST(differences)
{
    static const struct {
        const char *a, *b, *text;
        int sign;
    } cases[] = {
        {"90.67", "85", "5.67", 1},
        {"85", "90.67", "5.67", -1},
        {"85", "85.0", "0", 0},
        {"0.1", "0.3", "0.2", -1},
        {"1", "0.9999999999999999", "0.0000000000000001", 1},
        {"-1", "1", "2", -1},
        {"-1", "-3", "2", 1},
        {"100", "99.5", "0.5", 1},
        {"1e+25", "1", "9999999999999999999999999", 1},
        {"1e-07", "0", "0.0000001", 1},
        {"9223372036854775807", "-9223372036854775808", "18446744073709551615", 1},
        {"1e+25", "1e+25", "0", 0},
        {"2e+25", "1e+25", "10000000000000000000000000", 1},
    };
    char out[GATE_DECIMAL_MAX + 4];
    gate_str text;
    int sign = gate_decimal_difference(out, gate_str_c(cases[_i].a), gate_str_c(cases[_i].b), &text);
    ck_assert_int_eq(sign, cases[_i].sign);
    ck_assert_msg(gate_str_eq_c(text, cases[_i].text), "%.*s", GATE_STR_ARG(text));
}
END_TEST

START_TEST(no_differences)
{
    static const char *const bad[][2] = {{"1e+300", "1"},   {"1", "1e-300"}, {"NaN", "1"},
                                         {"1", "Infinity"}, {"", "1"},       {"1e", "1"}};
    char out[GATE_DECIMAL_MAX + 4];
    gate_str text;
    ck_assert_int_eq(gate_decimal_difference(out, gate_str_c(bad[_i][0]), gate_str_c(bad[_i][1]), &text), 2);
}
END_TEST

/* -- excerpts ------------------------------------------------------------------------------------------- */

static gate_program program;
static gate_p_source source;

static gate_where whole(const char *text)
{
    source = (gate_p_source){.text = {0, (uint32_t)strlen(text)}};
    program = (gate_program){
        .strings = text, .strings_count = (uint32_t)strlen(text), .sources = &source, .sources_count = 1};
    return (gate_where){0, 0, (uint32_t)strlen(text)};
}

static void says(gate_where where, const char *text)
{
    gate_str got = gate_excerpt(arena, &program, where);
    ck_assert_msg(gate_str_eq_c(got, text), "`%.*s` for `%s`", GATE_STR_ARG(got), text);
}

START_TEST(one_line)
{
    says(whole("a  ==\n\t b // why \"x\n  && c"), "a == b && c");
    says(whole("x == \"a  // b\"   + 'c\\'  d'"), "x == \"a  // b\" + 'c\\'  d'");
    says(whole("r\"\\\"  + \"\"\"a \" b\"\"\""), "r\"\\\" + \"\"\"a \" b\"\"\"");
    says(gate_nowhere, "");
    char *text = gate_str_z(arena, GATE_STR(""));
    text = GATE_ARRAY(arena, char, 1001);
    memset(text, 'x', 1000);
    gate_str cut = gate_excerpt(arena, &program, whole(text));
    ck_assert(cut.len < 170 && gate_str_ends(cut, GATE_STR("…")));
}
END_TEST

START_TEST(operands)
{
    gate_where left, right;
    ck_assert(gate_excerpt_binary(&program, whole(" ( line >= routers_line ) "), ">=", &left, &right));
    says(left, "line");
    says(right, "routers_line");
    ck_assert(gate_excerpt_binary(&program, whole("a < b == (c == d)"), "==", &left, &right));
    says(left, "a < b");
    says(right, "c == d");
    ck_assert(gate_excerpt_binary(&program, whole("f(a && b) && \"x && y\" == z && c"), "&&", &left, &right));
    says(left, "f(a && b) && \"x && y\" == z");
    says(right, "c");
    ck_assert(gate_excerpt_binary(&program, whole("x.in in min"), "in", &left, &right));
    says(left, "x.in");
    says(right, "min");
    ck_assert(!gate_excerpt_binary(&program, whole("a >= b"), ">", &left, &right));
    ck_assert(!gate_excerpt_binary(&program, whole("a == b"), "!=", &left, &right));
    ck_assert(!gate_excerpt_binary(&program, whole("(a) + (b)"), "==", &left, &right));
    ck_assert(gate_excerpt_not(&program, whole("!(a && b)"), &left));
    says(left, "a && b");
}
END_TEST

START_TEST(choices_and_calls)
{
    gate_where test, yes, no;
    ck_assert(gate_excerpt_choice(&program, whole("a.?b ? c ? 1 : 2 : {x: 3}"), &test, &yes, &no));
    says(test, "a.?b");
    says(yes, "c ? 1 : 2");
    says(no, "{x: 3}");
    gate_excerpt_call call;
    ck_assert(gate_excerpt_called(&program, whole("a.b(c).startsWith(\"v,\", [1, 2])"), true, &call));
    says(call.receiver, "a.b(c)");
    says(call.name, "startsWith");
    ck_assert_uint_eq(call.count, 2);
    says(call.args[0], "\"v,\"");
    says(call.args[1], "[1, 2]");
    ck_assert(gate_excerpt_called(&program, whole("math.greatest(a, b)"), false, &call));
    says(call.name, "math.greatest");
    says(call.receiver, "");
    ck_assert(!gate_excerpt_called(&program, whole("a(b) + c"), false, &call));
    ck_assert(!gate_excerpt_called(&program, whole("a(b)[c]"), false, &call));
}
END_TEST

START_TEST(quantifiers)
{
    gate_where list, filter, body;
    ck_assert(gate_excerpt_each(
        &program, whole("require each r in a.risks where r.open or none: r.owner != \"\" else \"{r.id}: x\""),
        &list, &filter, &body));
    says(list, "a.risks");
    says(filter, "r.open");
    says(body, "r.owner != \"\"");
    ck_assert(gate_excerpt_each(&program,
                                whole("forbid any d in c.defects where d.area == \"in where\" else \"x\""),
                                &list, &filter, &body));
    says(list, "c.defects");
    says(filter, "d.area == \"in where\"");
    says(body, "d.area == \"in where\"");
    ck_assert(gate_excerpt_each(&program, whole("require each s of [\"a\", \"b\"] in c.suites by name: s.ok"),
                                &list, &filter, &body));
    says(list, "c.suites");
    says(body, "s.ok");
    ck_assert(
        gate_excerpt_each(&program, whole("require each s of names in c.suites"), &list, &filter, &body));
    says(list, "c.suites");
    says(body, "");
    says(gate_excerpt_before(&program, whole("require a == \"else\" else \"b\""), "else"),
         "require a == \"else\"");
}
END_TEST

/* -- places --------------------------------------------------------------------------------------------- */

static const char report[] =
    "{\n  \"a\": [10, 20,\r\n    {\"k\\u0065y\": \"é\", \"last\": 1}],\n  \"b\": {\"c/d\": null}\n}\n";

static void place(const char *pointer_keys, const gate_step *steps, uint32_t count, int64_t line,
                  int64_t column)
{
    gate_limits limits = gate_limits_default();
    gate_artifact artifact = {.path = GATE_STR("x.json"), .text = gate_str_c(report)};
    ck_assert_ptr_null(gate_json_read(arena, artifact.path, artifact.text, &limits, &artifact.root));
    gate_places *places = gate_places_new(arena);
    gate_doc_origin *origin = gate_doc_new_origin(arena);
    gate_doc_origin *other = gate_doc_new_origin(arena);
    gate_places_want(places, origin, &artifact, steps, count);
    gate_places_want(places, other, &artifact, NULL, 0);
    gate_places_find(places);
    ck_assert_msg(origin->line == line && origin->column == column, "%s at %d:%d", pointer_keys,
                  (int)origin->line, (int)origin->column);
    ck_assert_int_eq(other->line, 1);
    gate_place single = gate_locate(&artifact, steps, count, NULL);
    if (single.line) {
        ck_assert_int_eq(single.line, line);
        ck_assert_int_eq(single.column, column);
    }
}

#define KEY(name)                                                                                            \
    {                                                                                                        \
        .key = { name, sizeof(name) - 1 }                                                                    \
    }
#define AT(number)                                                                                           \
    {                                                                                                        \
        .index = (number), .is_index = true                                                                  \
    }

START_TEST(lines)
{
    place("a", (gate_step[]){KEY("a")}, 1, 2, 3);
    place("a/1", (gate_step[]){KEY("a"), AT(1)}, 2, 2, 13);
    place("a/2", (gate_step[]){KEY("a"), AT(2)}, 2, 3, 5);
    place("a/2/key", (gate_step[]){KEY("a"), AT(2), KEY("key")}, 3, 3, 6);
    place("a/2/last", (gate_step[]){KEY("a"), AT(2), KEY("last")}, 3, 3, 23);
    place("b/c~1d", (gate_step[]){KEY("b"), KEY("c/d")}, 2, 4, 9);
    /* Not there: the nearest container. */
    place("b/none", (gate_step[]){KEY("b"), KEY("none")}, 2, 4, 3);
    place("a/9", (gate_step[]){KEY("a"), AT(9)}, 2, 2, 3);
    place("a/key", (gate_step[]){KEY("a"), KEY("key")}, 2, 2, 3);
    place("none/x", (gate_step[]){KEY("none"), KEY("x")}, 2, 1, 1);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("verdict/text");
    TCase *tcase = tcase_create("text");
    tcase_add_checked_fixture(tcase, setup, teardown);
    tcase_add_loop_test(tcase, differences, 0, 13);
    tcase_add_loop_test(tcase, no_differences, 0, 6);
    tcase_add_test(tcase, one_line);
    tcase_add_test(tcase, operands);
    tcase_add_test(tcase, choices_and_calls);
    tcase_add_test(tcase, quantifiers);
    tcase_add_test(tcase, lines);
    suite_add_tcase(suite, tcase);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
