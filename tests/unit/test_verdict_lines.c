/* gate_unit: base evidence grammar vm stdlib compiler verdict */
/* The lines that a document keeps of its policy and evidence, and the numbers behind its windows. */
#include "base/utf8.h"
#include "verdict_kit.h"

static const char policy[] = "policy p \"P\"\n"
                             "evidence e from \"e.json\"\n"
                             "checklist c \"C\" {\n"
                             "  item a \"A\" {\n"
                             "    require e.one == 1\n"
                             "         && e.two == 2\n"
                             "  }\n"
                             "}\n";

static const gate_doc_excerpt *excerpt_of(const gate_doc_verdict *v, const char *kind)
{
    for (uint32_t i = 0; i < v->excerpts.len; i++) {
        if (gate_str_eq_c(v->excerpts.items[i]->kind, kind)) return v->excerpts.items[i];
    }
    return NULL;
}

static const gate_doc_line *line_of(const gate_doc_excerpt *excerpt, int64_t number)
{
    ck_assert_ptr_nonnull(excerpt);
    for (uint32_t i = 0; i < excerpt->lines.len; i++) {
        if (excerpt->lines.items[i]->line == number) return excerpt->lines.items[i];
    }
    return NULL;
}

static void is_line(const gate_doc_excerpt *excerpt, int64_t number, const char *text)
{
    const gate_doc_line *line = line_of(excerpt, number);
    ck_assert_msg(line != NULL, "line %lld is not kept", (long long)number);
    ck_assert_msg(gate_str_eq_c(line->text, text), "line %lld is `%.*s`", (long long)number,
                  GATE_STR_ARG(line->text));
}

static gate_doc_verdict *judge(const char *json)
{
    const kit_text texts[] = {{"e", json}, {NULL, NULL}};
    return kit_judge(policy, texts);
}

START_TEST(lines_of_both)
{
    const gate_doc_verdict *v = judge("{\n  \"zero\": 0,\n  \"one\": 1,\n  \"two\": 3,\n  \"last\": 0\n}\n");
    const gate_doc_excerpt *rules = excerpt_of(v, "policy"), *values = excerpt_of(v, "evidence");
    is_line(rules, 5, "    require e.one == 1");
    is_line(rules, 6, "         && e.two == 2");
    ck_assert_ptr_null(line_of(rules, 2));
    is_line(values, 3, "  \"one\": 1,");
    is_line(values, 4, "  \"two\": 3,");
    is_line(values, 5, "  \"last\": 0"); /* beside it */
    ck_assert_ptr_null(line_of(values, 1));
    for (uint32_t i = 1; i < values->lines.len; i++)
        ck_assert_int_gt(values->lines.items[i]->line, values->lines.items[i - 1]->line);
}
END_TEST

/* Lines end at \n, \r\n or \r; a byte order mark is no part of the first. */
START_TEST(ends_of_lines)
{
    static const char *const ends[] = {"\n", "\r\n", "\r"};
    for (size_t i = 0; i < GATE_COUNT(ends); i++) {
        gate_buf json = gate_buf_new(kit_arena);
        gate_buf_printf(&json, "\xef\xbb\xbf{ \"one\": 0,%s%s\"two\": 3%s}", ends[i], ends[i], ends[i]);
        const gate_doc_excerpt *values = excerpt_of(judge(json.ptr), "evidence");
        is_line(values, 1, "{ \"one\": 0,");
        is_line(values, 2, "");
        is_line(values, 3, "\"two\": 3");
        is_line(values, 4, "}");
    }
}
END_TEST

/* Of a long line there are parts around the places, each with its column. */
START_TEST(long_lines)
{
    gate_buf json = gate_buf_new(kit_arena);
    gate_buf_c(&json, "{\"pad\": \"");
    for (int i = 0; i < 3000; i++)
        gate_buf_c(&json, "\u00e4");
    gate_buf_c(&json, "\", \"one\": 1, \"two\": 3, \"pad2\": \"");
    gate_buf_repeat(&json, 'y', 5000);
    gate_buf_c(&json, "\"}");
    const gate_doc_verdict *v = judge(json.ptr);
    const gate_doc_excerpt *values = excerpt_of(v, "evidence");
    bool found = false;
    for (uint32_t i = 0; i < values->lines.len; i++) {
        const gate_doc_line *part = values->lines.items[i];
        int64_t column = part->column < 0 ? 1 : part->column;
        ck_assert_int_eq(part->line, 1);
        ck_assert_uint_le(gate_utf8_count(part->text), 600);
        gate_str there = gate_str_sub(gate_buf_str(&json),
                                      gate_utf8_offset(gate_buf_str(&json), (size_t)column - 1), json.len);
        ck_assert(gate_str_starts(there, part->text));
        ck_assert(part->more == (there.len > part->text.len));
        found = found || gate_str_find(part->text, GATE_STR("\"two\": 3"), 0) != SIZE_MAX;
    }
    ck_assert(found);
    ck_assert_uint_le(values->lines.len, 3);
}
END_TEST

/* However much is cited, what stands in the way is shown, and the rest as far as there is room. */
START_TEST(bounded)
{
    gate_buf text = gate_buf_new(kit_arena), json = gate_buf_new(kit_arena);
    gate_buf_c(&text, "policy p \"P\"\nevidence e from \"e.json\"\nchecklist c \"C\" {\n");
    gate_buf_c(&json, "{\n");
    for (int i = 0; i < 2500; i++) {
        gate_buf_printf(&text, "item r%d \"R\" { require e.v%d == 1 }\n", i, i);
        gate_buf_printf(&json, "%s\"v%d\": %d\n\n\n", i ? "," : "", i, i < 2499);
    }
    gate_buf_c(&text, "}\n");
    gate_buf_c(&json, "}\n");
    const kit_text texts[] = {{"e", json.ptr}, {NULL, NULL}};
    const gate_doc_verdict *v = kit_judge(text.ptr, texts);
    const gate_doc_excerpt *rules = excerpt_of(v, "policy"), *values = excerpt_of(v, "evidence");
    ck_assert_uint_le(rules->lines.len + values->lines.len, 6000);
    is_line(rules, 2503, "item r2499 \"R\" { require e.v2499 == 1 }");
    is_line(values, 2499 * 3 + 2, ",\"v2499\": 0");
}
END_TEST

START_TEST(none_without_reasons)
{
    kit_mode = GATE_DECIDE;
    ck_assert_uint_eq(judge("{\"one\": 1, \"two\": 3}")->excerpts.len, 0);
}
END_TEST

/* -- windows ----------------------------------------------------------------------------------------------
 */

static const gate_doc_series *series_of(const char *condition, const char *json)
{
    gate_buf text = gate_buf_new(kit_arena);
    gate_buf_printf(&text,
                    "policy p \"P\"\n"
                    "param most : int = 500 \"limit\"\n"
                    "type W = { start: timestamp, end: timestamp, n?: int, all?: int }\n"
                    "evidence e : { windows: [W], least: number } from \"e.json\"\n"
                    "rollback r \"R\" {\n  then hold\n  trigger t \"T\" {\n    fire when %s\n      for 2 "
                    "consecutive w in e.windows\n  }\n}\n",
                    condition);
    const kit_text texts[] = {{"e", json}, {NULL, NULL}};
    const gate_doc_verdict *v = kit_judge(text.ptr, texts);
    return v->blocks.items[0]->rows.items[0]->clauses.items[0]->series;
}

#define WINDOW(from, to, rest)                                                                               \
    "{\"start\": \"2026-02-13T" from ":00Z\", \"end\": \"2026-02-13T" to ":00Z\"" rest "}"

/* 10:20 is not there; 10:30 has no number. */
static const char windows[] =
    "{\"least\": 0.5, \"windows\": [" WINDOW("10:00", "10:10", ", \"n\": 5, \"all\": 10") ", " WINDOW(
        "10:10", "10:20",
        ", \"n\": 700, \"all\": 10") ", " WINDOW("10:30", "10:40",
                                                 "") ", " WINDOW("10:40", "10:50",
                                                                 ", \"n\": 3, \"all\": 4") "]}";

static void is_measure(const gate_doc_measure *m, const char *text, const char *sign, const char *bound,
                       const char *values, const char *bounds)
{
    const gate_str got[] = {m->text, m->operator, m->bound, m->values, m->bounds};
    const char *const wanted[] = {text, sign, bound, values, bounds};
    for (size_t i = 0; i < GATE_COUNT(got); i++)
        ck_assert_msg(gate_str_starts(got[i], gate_str_c(wanted[i])), "`%.*s`, not `%s`",
                      GATE_STR_ARG(got[i]), wanted[i]);
}

START_TEST(numbers_of_windows)
{
    const gate_doc_series *s = series_of("w.n > most", windows);
    ck_assert_uint_eq(s->measures.len, 1);
    is_measure(s->measures.items[0], "w.n", ">", "most", "[5,700,null,null,3,null",
               "[500,500,null,500,500,null");
    /* The observed number is the one from evidence, whatever side it stands on; a guard is no measure. */
    s = series_of("w.all > 0 && most < w.n || !(w.n / w.all >= e.least)", windows);
    ck_assert_uint_eq(s->measures.len, 2);
    is_measure(s->measures.items[0], "w.n", ">", "most", "[5,700,null,null,3", "[500,500,null,500,500");
    is_measure(s->measures.items[1], "w.n / w.all", ">=", "e.least", "[0.5,70,null,null,0.75",
               "[0.5,0.5,null,0.5,0.5");
    s = series_of("w.n == 3", windows);
    ck_assert_uint_eq(s->measures.len, 0);
    s = series_of("w.n > 0", windows);
    ck_assert_uint_eq(s->measures.len, 1);
    ck_assert_uint_eq(series_of("w.n > 1", "{\"least\": 1, \"windows\": []}")->measures.len, 0);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("verdict: lines and measures");
    TCase *tcase = tcase_create("lines");
    tcase_add_checked_fixture(tcase, kit_setup, kit_teardown);
    tcase_set_timeout(tcase, 60);
    tcase_add_test(tcase, lines_of_both);
    tcase_add_test(tcase, ends_of_lines);
    tcase_add_test(tcase, long_lines);
    tcase_add_test(tcase, bounded);
    tcase_add_test(tcase, none_without_reasons);
    tcase_add_test(tcase, numbers_of_windows);
    suite_add_tcase(suite, tcase);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_ENV);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
