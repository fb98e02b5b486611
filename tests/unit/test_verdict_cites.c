/* gate_unit: base evidence grammar vm stdlib compiler verdict */
/* What a clause cites: every place that it read, also where the reason shows little of it. */
#include "verdict_kit.h"

typedef struct example {
    const char *clause, *json;
    const char *cites;  /* pointers, with blanks between them */
    const char *change; /* part of the first sentence; NULL: it passes */
} example;

#define NINE                                                                                                 \
    "[{\"n\": 1}, {\"n\": 1}, {\"n\": 1}, {\"n\": 1}, {\"n\": 1}, {\"n\": 1}, {\"n\": 1}, "                  \
    "{\"n\": 1, \"k\": 1}, {\"n\": 1}]"

static const example examples[] = {
    /* what the elements that are not kept read beside the list */
    {"require each x in e.l: has(x.k) ? x.n < e.max : true", "{\"l\": " NINE ", \"max\": 5}", "/l /max",
     NULL},
    {"require e.l.all(x, has(x.k) ? x.n < e.max : true)", "{\"l\": " NINE ", \"max\": 5}", "/l /max", NULL},
    {"require e.l.exists(x, x.n > e.max)", "{\"l\": " NINE ", \"max\": 5}", "/l /max", "must be above 5"},
    {"require e.l.all(x, e.top[x] >= 1)",
     "{\"l\": [\"a\", \"b\", \"a\", \"c\", \"b\", \"a\", \"c\"], \"top\": {\"a\": 1, \"b\": 2, \"c\": 3, "
     "\"d\": 0}}",
     "/l /top/a /top/b /top/c", NULL},
    {"require e.l.all(x, e.m.exists(y, y == x && e.top[x] >= 1))",
     "{\"l\": [\"a\", \"b\"], \"m\": [\"b\", \"a\"], \"top\": {\"a\": 1, \"b\": 2, \"d\": 0}}",
     "/l /m /top/a /top/b", NULL},
    {"require e.l.filter(x, x > e.max).size() == 0", "{\"l\": [1, 2], \"max\": 5}", "/l /max", NULL},
    {"require e.l.map(x, x + e.max).sum() > 3", "{\"l\": [1, 2], \"max\": 5}", "/l /max", NULL},
    {"require each x in e.l where x.n > e.min: x.n < 9", "{\"l\": [{\"n\": 1}, {\"n\": 3}], \"min\": 2}",
     "/l /min", NULL},
    /* what was read to pick a value */
    {"require e.?x.orValue(e.y) == 1", "{\"y\": 1}", "/x /y", NULL},
    {"require e.l.filter(x, x > e.max).first() == 3", "{\"l\": [1, 3], \"max\": 2}", "/l /max", NULL},
    {"require e.?a.optMap(x, e.b).orValue(0) == 1", "{\"a\": 1, \"b\": 1}", "/a /b", NULL},
    /* what a message tells */
    {"require e.a == 1 else \"{e.b} at {limit}\"", "{\"a\": 2, \"b\": 3}", "/a /b limit", "must be 1"},
    {"forbid e.a == 1 else \"{e.b}\"", "{\"a\": 1, \"b\": 3}", "/a /b", "must not be 1"},
    /* one and no other */
    {"require e.l.exists_one(x, x > 2)", "{\"l\": [3, 4, 5]}", "/l", "`x` must be at most 2, it is 4"},
    {"require e.l.exists_one(x, x.n > 2)", "{\"l\": [{\"n\": 3}, {}]}", "/l",
     "must be there and be at most 2"},
    {"require e.l.exists_one(x, x.n > 2)", "{\"l\": [{\"n\": 1}, {}]}", "/l", "must be there and be above 2"},
    /* a roster whose names are missing speaks of the names */
    {"require each n of e.names in e.l by name", "{\"l\": []}", "/names", "`e.names` must be there"},
    {"require each n of e.names in e.l by name needs e.names == e.names", "{\"l\": [], \"names\": []}",
     "/names", "`e.names` must hold an element"},
};

static gate_str cited(const gate_doc_origin_list *cites)
{
    gate_buf out = gate_buf_new(kit_arena);
    for (uint32_t i = 0; i < cites->len; i++) {
        const gate_doc_origin *origin = cites->items[i];
        if (i) gate_buf_char(&out, ' ');
        gate_buf_add(&out, origin->parameter.len ? origin->parameter : origin->pointer);
    }
    return gate_buf_str(&out);
}

START_TEST(cites)
{
    const example *x = &examples[_i];
    const gate_doc_clause *clause = kit_row(x->clause, x->json)->clauses.items[0];
    gate_str said = cited(&clause->cites);
    ck_assert_msg(gate_str_eq_c(said, x->cites), "%s cites %.*s", x->clause, GATE_STR_ARG(said));
    ck_assert_msg((x->change != NULL) == (clause->change.len > 0), "%s", x->clause);
    if (!x->change) return;
    gate_str change = clause->change.items[0];
    ck_assert_msg(gate_str_find(change, gate_str_c(x->change), 0) != SIZE_MAX, "%s: %.*s", x->clause,
                  GATE_STR_ARG(change));
}
END_TEST

/* Of more than a handful of keys of one map the map is cited. */
START_TEST(many_are_cited_together)
{
    gate_buf json = gate_buf_new(kit_arena);
    gate_buf_c(&json, "{\"l\": [\"k0\"");
    for (uint32_t i = 1; i < 70; i++)
        gate_buf_printf(&json, ", \"k%u\"", i);
    gate_buf_c(&json, "], \"top\": {\"x\": 0");
    for (uint32_t i = 0; i < 70; i++)
        gate_buf_printf(&json, ", \"k%u\": %u", i, i);
    gate_buf_c(&json, "}}");
    const gate_doc_clause *clause =
        kit_row("require e.l.all(x, e.top[x] >= 0)", gate_buf_str(&json).ptr)->clauses.items[0];
    gate_str said = cited(&clause->cites);
    ck_assert_msg(gate_str_eq_c(said, "/l /top"), "%.*s", GATE_STR_ARG(said));
}
END_TEST

/* What finds the rows is cited by their block. */
START_TEST(blocks_cite_what_finds_rows)
{
    kit_text texts[] = {{"e", "{\"l\": [{\"id\": \"a\", \"n\": 1, \"ok\": true}], \"min\": 0}"},
                        {NULL, NULL}};
    const gate_doc_verdict *verdict =
        kit_judge("policy p \"P\" evidence e from \"e.json\" checklist c {\n"
                  "  item r each x in e.l where x.n > e.min by id { require x.ok } }",
                  texts);
    gate_str said = cited(&verdict->blocks.items[0]->cites);
    ck_assert_msg(gate_str_eq_c(said, "/l /min"), "%.*s", GATE_STR_ARG(said));
}
END_TEST

/* Steps of both kinds below one value: each has its own line. */
START_TEST(places_of_both_kinds)
{
    const gate_doc_clause *clause =
        kit_row("require e.xs.n == 1 || e.xs[1] == 2", "{\"xs\": [\n1,\n3]}")->clauses.items[0];
    const gate_doc_reason *second = clause->reason->children.items[1];
    ck_assert_int_eq(second->readings.items[0]->from.items[0]->line, 3);
}
END_TEST

/* A sum of modules of which one count is none still tells the others. */
START_TEST(sums_tell_what_they_can)
{
    kit_text texts[] = {{"e",
                         "[{\"path\": \"a/x.py\", \"lines\": {\"covered\": 1, \"total\": 2}, \"branches\": "
                         "{\"covered\": 1}}, {\"path\": \"b.py\"}]"},
                        {NULL, NULL}};
    const gate_doc_verdict *verdict = kit_judge(
        "policy p \"P\" evidence e from \"e.json\" coverage c of e {\n"
        "  module sum \"a/*.py\" { require line >= 50 }\n  module \"x.py\" { require branch >= 50 } }",
        texts);
    const gate_doc_row_list *rows = &verdict->blocks.items[0]->rows;
    ck_assert(gate_str_eq_c(rows->items[0]->outcome, "pass"));
    ck_assert(gate_str_eq_c(rows->items[1]->outcome, "missing")); /* as any key that isn't there */
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("verdict/cites");
    TCase *tests = tcase_create("cites");
    tcase_add_checked_fixture(tests, kit_setup, kit_teardown);
    tcase_add_loop_test(tests, cites, 0, (int)GATE_COUNT(examples));
    tcase_add_test(tests, many_are_cited_together);
    tcase_add_test(tests, blocks_cite_what_finds_rows);
    tcase_add_test(tests, places_of_both_kinds);
    tcase_add_test(tests, sums_tell_what_they_can);
    suite_add_tcase(suite, tests);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
