/* gate_unit: base evidence grammar vm stdlib compiler verdict */
/* Whole verdicts: decisions of blocks, what an exit status needs, rows' names, what would make it GO. */
#include "verdict_kit.h"

typedef struct example {
    const char *blocks, *json;
    const char *verdict;
    const char *facts;   /* g: go, w: with warnings, m: only missing; and the number of judged blocks */
    const char *summary; /* per block: decision or `-`, [trouble], (because), rows as id=outcome */
    const char *change;  /* with ` / ` between them */
} example;

static const example examples[] = {
    {"checklist c { item a { require e.a == 1 } item b { require e.b == 2 } }", "{\"a\": 1, \"b\": 2}", "GO",
     "g1", "GO c.a=pass c.b=pass", ""},
    {"checklist c { item a { require e.a == 1 } item b { require e.b == 2 } }", "{\"a\": 1, \"b\": 3}",
     "NO-GO", "1", "NO-GO c.a=pass c.b=fail", "c.b: `e.b` must be 2, it is 3"},
    {"checklist c { item a { require e.a == 1 } item b { require e.b == 2 } }", "{\"a\": 1}", "NO-GO", "m1",
     "NO-GO c.a=pass c.b=missing", "c.b: `e.b` must be there and be 2: there is no `b` (e.json /b)"},
    {"checklist c { item a { require e.a == 1 } item b { require e.b > 2 } }", "{\"a\": 1, \"b\": \"x\"}",
     "NO-GO", "m1", "NO-GO c.a=pass c.b=error",
     "c.b: `e.b` must be above 2: `>` cannot be used on a string and an int; `double(…)` reads a text as one"},
    {"checklist c { item a { require e.a == 1 } item b { require e.b == 2 } }", "{\"a\": 2}", "NO-GO", "1",
     "NO-GO c.a=fail c.b=missing",
     "c.a: `e.a` must be 1, it is 2 / c.b: `e.b` must be there and be 2: there is no `b` (e.json /b)"},
    {"checklist c { item a { require e.a == 1 } item b { require e.b == 2 } }", NULL, "NO-GO", "m1",
     "NO-GO c.a=missing c.b=missing", "c.a, c.b: evidence `e` is needed: nowhere-at-all.json is not there"},
    {"checklist c { item a { require e.a == 1 warn when e.b > 1 } }", "{\"a\": 1, \"b\": 2}", "GO", "gw1",
     "GO c.a=warn", ""},
    {"checklist c { item a { require e.a == 1 warn when e.b > 1 } }", "{\"a\": 1}", "GO", "gw1",
     "GO c.a=warn", ""},
    /* rows that do not decide */
    {"checklist c { item a { advisory require e.a == 1 } item b { require e.a == 2 } }", "{\"a\": 2}", "GO",
     "g1", "GO c.a=fail(no) c.b=pass", ""},
    {"checklist c { item a { advisory require e.a == 1 warn when e.a == 1 } item b { require e.a == 1 } }",
     "{\"a\": 1}", "GO", "g1", "GO c.a=warn(no) c.b=pass", ""},
    {"checklist c { item a { advisory require e.a == 1 } }", "{\"a\": 1}", "NO-GO", "1",
     "NO-GO (no row decides: all are advisory or not yet effective) c.a=pass(no)",
     "c: no row decides: all are advisory or not yet effective"},
    {"checklist c { item a { effective \"2026-02-14\" require e.a == 1 } item b { effective \"2026-02-13\" "
     "require e.a == 2 } }",
     "{\"a\": 2}", "GO", "g1", "GO c.a=fail(no) c.b=pass", ""},
    {"checklist c { item a { effective \"2026-02-13T12:00:00Z\" require e.a == 1 } }", "{\"a\": 2}", "NO-GO",
     "1", "NO-GO c.a=fail", "c.a: `e.a` must be 1, it is 2"},
    /* rows that do not apply */
    {"checklist c { item a { only if e.b == 1 require e.a == 1 } item b { require e.a == 2 } }",
     "{\"a\": 2, \"b\": 0}", "GO", "g1", "GO c.a=skipped c.b=pass", ""},
    {"checklist c { item a { only if e.b == 1 require e.a == 1 } }", "{\"a\": 2, \"b\": 0}", "NO-GO", "1",
     "NO-GO (every row that decides is skipped, so nothing was judged) c.a=skipped",
     "c: every row that decides is skipped, so nothing was judged"},
    {"checklist c { item a { only if e.b == 1 require e.a == 1 } }", "{\"a\": 1}", "NO-GO", "m1",
     "NO-GO c.a=missing", "c.a: `e.b` must be there and be 1: there is no `b` (e.json /b)"},
    /* blocks that do not apply */
    {"checklist c { only if e.b == 1 else \"not in this region\" item a { require e.a == 1 } } checklist d { "
     "item a { require e.a == 2 } }",
     "{\"a\": 2, \"b\": 0}", "GO", "g1", "- (not in this region), GO d.a=pass", ""},
    {"checklist c { only if e.b == 1 item a { require e.a == 1 } }", "{\"a\": 2, \"b\": 0}", "NO-GO", "0",
     "- (`only if e.b == 1` is false)", ""},
    {"checklist c { only if e.b == 1 item a { require e.a == 1 } }", "{\"a\": 1}", "NO-GO", "m1",
     "NO-GO [missing] (`only if e.b == 1` is missing)",
     "c: `e.b` must be there and be 1: there is no `b` (e.json /b)"},
    {"checklist c { only if e.b > 1 item a { require e.a == 1 } } checklist d { item a { require e.a == 1 } "
     "}",
     "{\"a\": 1, \"b\": null}", "NO-GO", "m2", "NO-GO [error] (`only if e.b > 1` is in error), GO d.a=pass",
     "c: `e.b` must be above 1: `>` cannot be used on null and an int"},
    /* rows from evidence */
    {"checklist c { item a each x in e.l by id \"T {x.id}\" { require x.ok } }",
     "{\"l\": [{\"id\": \"p\", \"ok\": true}, {\"id\": \"q \\\"r\\\"\", \"ok\": false}]}", "NO-GO", "1",
     "NO-GO c.a[\"p\"]=pass c.a[\"q \\\"r\\\"\"]=fail",
     "c.a[\"q \\\"r\\\"\"]: `x.ok` must be true, it is false"},
    {"checklist c { item a each x in e.l by id \"T\" { require x.ok } }", "{\"l\": []}", "NO-GO", "m1",
     "NO-GO c.a=missing", "c.a: there is nothing to check: the list is empty (e.json /l)"},
    {"checklist c { item a each x in e.l or none by id \"T\" { require x.ok } }", "{\"l\": []}", "NO-GO", "1",
     "NO-GO (there is no row to judge)", "c: there is no row to judge"},
    {"checklist c { item a each x in e.l by id \"T\" { require x.ok } }", "{}", "NO-GO", "m1",
     "NO-GO c.a=missing", "c.a: there is no `l` (e.json /l)"},
    {"checklist c { item a each x in e.l by id \"T\" { require x.ok } }",
     "{\"l\": [{\"id\": 1, \"ok\": true}, {\"id\": 1, \"ok\": true}]}", "NO-GO", "m1",
     "NO-GO c.a[\"1\"]=pass c.a[\"1#1\"]=error", "c.a[\"1#1\"]: `1` is there twice (e.json /l/1/id)"},
    /* coverage */
    {"coverage m of coverage.py(e) { module \"x.py\" { require line >= 50 } module each \"y/*\" { require "
     "line >= 50 } }",
     "{\"files\": {\"a/x.py\": {\"summary\": {\"covered_lines\": 1, \"num_statements\": 2}}, \"y/b.py\": "
     "{\"summary\": {\"covered_lines\": 1, \"num_statements\": 3}}}}",
     "NO-GO", "1", "NO-GO m[\"x.py\"]=pass m[\"y/b.py\"]=fail",
     "m[\"y/b.py\"]: `line` needs 1 more covered line (1 of 3, wanted 2 for at least 50)"},
    {"coverage m of coverage.py(e) { module \"x.py\" { require line >= 50 } module \"y.py\" { require line "
     ">= 50 } }",
     NULL, "NO-GO", "m1",
     "NO-GO [missing] (nowhere-at-all.json is not there) m[\"x.py\"]=missing m[\"y.py\"]=missing",
     "m: evidence `e` is needed: nowhere-at-all.json is not there"},
    {"coverage m of coverage.py(e) { module \"x.py\" { require branch >= 50 } }",
     "{\"files\": {\"x.py\": {\"summary\": {\"covered_lines\": 1, \"num_statements\": 2}}}}", "NO-GO", "m1",
     "NO-GO m[\"x.py\"]=missing",
     "m[\"x.py\"]: `branch` must be there and be at least 50: there is no `branches` (e.json /files/x.py)"},
};

static void put_row(gate_buf *out, const gate_doc_row *row)
{
    gate_buf_char(out, ' ');
    gate_buf_add(out, row->id);
    gate_buf_char(out, '=');
    gate_buf_add(out, row->outcome);
    gate_buf_c(out, row->decides ? "" : "(no)");
}

static gate_str summary(const gate_doc_verdict *verdict)
{
    gate_buf out = gate_buf_new(kit_arena);
    for (uint32_t i = 0; i < verdict->blocks.len; i++) {
        const gate_doc_block *block = verdict->blocks.items[i];
        gate_buf_c(&out, i ? ", " : "");
        gate_buf_add(&out, block->decision.len ? block->decision : GATE_STR("-"));
        if (block->trouble.len) {
            gate_buf_c(&out, " [");
            gate_buf_add(&out, block->trouble);
            gate_buf_c(&out, "]");
        }
        if (block->because.len) {
            gate_buf_c(&out, " (");
            gate_buf_add(&out, block->because);
            gate_buf_c(&out, ")");
        }
        for (uint32_t k = 0; k < block->rows.len; k++)
            put_row(&out, block->rows.items[k]);
    }
    return gate_buf_str(&out);
}

static gate_str facts_of(const gate_doc_verdict *verdict)
{
    gate_verdict_facts facts = gate_verdict_facts_of(verdict);
    return gate_str_printf(kit_arena, "%s%s%s%s%u", facts.go ? "g" : "",
                           facts.with_waivers_or_warnings ? "w" : "", facts.only_missing ? "m" : "",
                           facts.rollback ? "r" : "", facts.judged);
}

static gate_str change_of(const gate_doc_verdict *verdict)
{
    gate_buf out = gate_buf_new(kit_arena);
    for (uint32_t i = 0; i < verdict->change.len; i++) {
        gate_buf_c(&out, i ? " / " : "");
        gate_buf_add(&out, verdict->change.items[i]);
    }
    return gate_buf_str(&out);
}

static void same(const example *x, gate_str got, const char *wanted)
{
    ck_assert_msg(gate_str_eq_c(got, wanted), "%s on %s\n  got    %.*s\n  wanted %s", x->blocks, x->json,
                  GATE_STR_ARG(got), wanted);
}

static const gate_doc_verdict *judge(const example *x)
{
    bool coverage = strstr(x->blocks, "coverage.py") != NULL;
    gate_str policy = gate_str_printf(kit_arena, "policy p \"P\"\n%sevidence e from \"e.json\"\n%s\n",
                                      coverage ? "import coverage\n" : "", x->blocks);
    kit_text texts[] = {{"e", x->json}, {NULL, NULL}};
    return kit_judge(policy.ptr, texts);
}

START_TEST(verdicts)
{
    const example *x = &examples[_i];
    const gate_doc_verdict *verdict = judge(x);
    same(x, verdict->verdict, x->verdict);
    same(x, summary(verdict), x->summary);
    same(x, facts_of(verdict), x->facts);
    same(x, change_of(verdict), x->change);
    const gate_doc_totals *t = verdict->totals;
    ck_assert_int_eq(t->rows, t->pass + t->warn + t->fail + t->missing + t->error + t->waived + t->skipped +
                                  t->not_deciding);
}
END_TEST

START_TEST(deciding_agrees)
{
    const example *x = &examples[_i];
    kit_mode = GATE_DECIDE;
    const gate_doc_verdict *verdict = judge(x);
    same(x, verdict->verdict, x->verdict);
    same(x, facts_of(verdict), x->facts);
}
END_TEST

/* The same inputs give the same bytes. */
START_TEST(the_same_twice)
{
    gate_buf first = gate_buf_new(kit_arena), second = gate_buf_new(kit_arena);
    gate_doc_write(&first, judge(&examples[_i]));
    gate_doc_write(&second, judge(&examples[_i]));
    ck_assert(gate_str_eq(gate_buf_str(&first), gate_buf_str(&second)));
}
END_TEST

START_TEST(provenance)
{
    gate_str policy = GATE_STR(
        "policy p \"P\"\nparam n : int = 3 floor 2 ceiling 9 \"how many\"\nevidence e from \"e.json\"\n"
        "let subject = e.commit\nchecklist c { item a { require e.n >= n } }\n");
    kit_text texts[] = {{"e", "{\"n\": 3, \"commit\": \"c\\u0000d\"}"}, {NULL, NULL}};
    const gate_doc_verdict *verdict = kit_judge(policy.ptr, texts);
    const gate_doc_parameter *n = verdict->parameters.items[0];
    ck_assert(gate_str_eq_c(n->value, "3") && gate_str_eq_c(n->floor, "2") && gate_str_eq_c(n->ceiling, "9"));
    ck_assert(gate_str_eq_c(n->origin, "default") && gate_str_eq_c(n->type, "int") &&
              gate_str_eq_c(n->doc, "how many"));
    ck_assert(gate_str_eq_c(verdict->subject, "\"c\\u0000d\""));
    ck_assert(gate_str_eq_c(verdict->now, "2026-02-13T12:00:00Z"));
    const gate_doc_evidence *e = verdict->evidence.items[0];
    ck_assert(gate_str_eq_c(e->state, "read") && gate_str_eq_c(e->cardinality, "one"));
    ck_assert_uint_eq(e->files.items[0]->sha256.len, 64);
    ck_assert_uint_eq(verdict->program.len, 64);
    ck_assert(gate_str_eq_c(verdict->sources.items[0]->kind, "policy"));
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("verdict/blocks");
    TCase *tcase = tcase_create("blocks");
    tcase_set_timeout(tcase, 60);
    tcase_add_checked_fixture(tcase, kit_setup, kit_teardown);
    tcase_add_loop_test(tcase, verdicts, 0, GATE_COUNT(examples));
    tcase_add_loop_test(tcase, deciding_agrees, 0, GATE_COUNT(examples));
    tcase_add_loop_test(tcase, the_same_twice, 0, GATE_COUNT(examples));
    tcase_add_test(tcase, provenance);
    suite_add_tcase(suite, tcase);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
