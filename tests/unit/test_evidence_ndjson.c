/* gate_unit: base evidence */
#include "test_evidence_report.h"

START_TEST(values)
{
    const gate_artifact *a =
        report_good("ndjson", "\xEF\xBB\xBF{\"a\": 1, \"b\": [true, \"\xD0\xB6\", {\"c\": null}]}\r\n"
                              "\n"
                              "  [1, 2]  \n"
                              "\t\r\n"
                              "7\n{\"a\": 2}");
    report_is(a, "/0/a", "1", 1, 2);
    report_is(a, "/0/b/2/c", "null", 1, 28);
    report_is(a, "/1", "[1,2]", 3, 3);
    report_is(a, "/1/1", "2", 3, 7);
    report_is(a, "/2", "7", 5, 1);
    report_is(a, "/3/a", "2", 6, 2);
    report_is(a, "/4", NULL, 0, 0);
}
END_TEST

static const struct {
    const char *text;
    gate_code code;
    uint32_t line, column;
    const char *says;
} bad[] = {
    {"", GATE_D_JSON_CUT, 1, 1, "the file is empty"},
    {"\n \n", GATE_D_JSON_CUT, 1, 1, "the file is empty"},
    {"{\"a\":1}\n{\"a\":\n2}\n", GATE_D_JSON_CUT, 2, 6, "ends inside the object that begins at 2:1"},
    {"1\n\n [1,\n", GATE_D_JSON_CUT, 3, 5, "ends inside the array that begins at 3:2"},
    {"1 2\n", GATE_D_JSON_TRAILING, 1, 3, ""},
    {"{\"\xD0\xB6\":1}\n{} x\n", GATE_D_JSON_TRAILING, 2, 4, ""},
    {"1\n{\"a\":1,\"a\":2}\n", GATE_D_JSON_DUPLICATE, 2, 8, "first at 2:2"},
    {"1\nNaN\n", GATE_D_JSON_SYNTAX, 2, 1, "NaN"},
    {"1\n2\n99999999999999999999\n", GATE_D_JSON_INT, 3, 1, ""},
    {"1\n\"\xFF\"\n", GATE_D_JSON_UTF8, 2, 2, "0xff"},
    {"\xFF\xFE"
     "1",
     GATE_D_JSON_UTF16, 1, 1, "UTF-16"},
};

START_TEST(refused)
{
    report_bad("ndjson", gate_str_c(bad[_i].text), bad[_i].code, bad[_i].line, bad[_i].column, bad[_i].says);
}
END_TEST

START_TEST(limits)
{
    kit_reading.limits.values = 6;
    report_good("ndjson", "[1,2]\n3\n4\n");
    report_bad("ndjson", GATE_STR("[1,2]\n3\n[5]\n"), GATE_D_JSON_VALUES, 3, 0, "more than 6 values");
    kit_reading.limits.depth = 2;
    report_good("ndjson", "[1]\n{\"a\": 1}\n");
    report_bad("ndjson", GATE_STR("[]\n[[1]]\n"), GATE_D_JSON_DEPTH, 2, 2, "deep");
    report_bad("ndjson", GATE_STR("1\n\"a\0b\"\n"), GATE_D_JSON_NUL, 2, 3, "NUL");
}
END_TEST

/* A log of many lines is read in time that its length explains. */
START_TEST(lines)
{
    gate_buf text = gate_buf_new(kit_arena);
    for (int i = 0; i < 200000; i++)
        gate_buf_c(&text, "{}\n");
    const gate_artifact *a = report_read("ndjson", gate_buf_str(&text));
    ck_assert_ptr_null(a->trouble);
    ck_assert_uint_eq(gate_datum_size(a->root), 200000);
    report_is(a, "/199999", "{}", 200000, 1);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("ndjson");
    TCase *tests = tcase_create("ndjson");
    tcase_add_checked_fixture(tests, kit_setup, kit_teardown);
    tcase_add_test(tests, values);
    tcase_add_loop_test(tests, refused, 0, GATE_COUNT(bad));
    tcase_add_test(tests, limits);
    tcase_add_test(tests, lines);
    suite_add_tcase(suite, tests);
    return kit_run(suite);
}
