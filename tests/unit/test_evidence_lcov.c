/* gate_unit: base evidence */
#include "test_evidence_report.h"

static const char usual[] = "\xEF\xBB\xBFTN:first\r\n"
                            "# a remark\n"
                            "SF:src/a.c\r\n"
                            "VER:7\n"
                            "FN:1,main\n"
                            "FN:5,9,go\n"
                            "FN:12,go\n"
                            "FNDA:3,main\n"
                            "FNDA:0,go\n"
                            "FNDA:2,go\n"
                            "FNF:3\n"
                            "FNH:2\n"
                            "BRDA:2,0,0,1\n"
                            "BRDA:2,0,1,-\n"
                            "BRDA:3,e0,a, b > c,0\n"
                            "BRF:3\n"
                            "BRH:1\n"
                            "DA:2,3\n"
                            "DA:1,1,abc==\n"
                            "DA:7,0\n"
                            "LF:4\n"
                            "LH:2\n"
                            "end_of_record\n"
                            "SF:src/b.c\n"
                            "DA:1,0\n"
                            "DA:2,0\n"
                            "BRF:0\n"
                            "end_of_record\n"
                            "TN:second\n"
                            "SF:src/b.c\n"
                            "DA:2,4\n"
                            "DA:3,0\n"
                            "end_of_record";

START_TEST(values)
{
    const gate_artifact *a = report_good("lcov", usual);
    report_is(a, "/files/src~1a.c", NULL, 3, 1);
    report_is(a, "/files/src~1a.c/lines", "{\"covered\":2,\"total\":3}", 19, 1);
    report_is(a, "/files/src~1a.c/branches", "{\"covered\":1,\"total\":3}", 13, 1);
    report_is(a, "/files/src~1a.c/functions/total", "3", 6, 1);
    report_value(a, "/files/src~1a.c/functions/covered", "2");
    report_is(a, "/files/src~1a.c/uncovered", "[7]", 3, 1);
    report_is(a, "/files/src~1a.c/uncovered/0", "7", 20, 1);
    report_is(a, "/files/src~1a.c/reported/lines", "{\"covered\":2,\"total\":4}", 21, 1);
    report_is(a, "/files/src~1b.c", NULL, 24, 1);
    report_value(a, "/files/src~1b.c/lines", "{\"covered\":1,\"total\":3}");
    report_is(a, "/files/src~1b.c/uncovered", "[1,3]", 24, 1);
    report_is(a, "/files/src~1b.c/uncovered/1", "3", 32, 1);
    report_value(a, "/files/src~1b.c/branches", "{\"covered\":0,\"total\":0}");
    report_value(a, "/files/src~1b.c/functions", NULL);
    report_value(a, "/files/src~1b.c/reported", NULL);
    ck_assert_uint_eq(gate_datum_size(gate_datum_get(a->root, GATE_STR("files"))), 2);
}
END_TEST

static const struct {
    const char *text, *pointer, *value;
} shapes[] = {
    {"SF:a\nend_of_record\n", "/files/a/lines", "{\"covered\":0,\"total\":0}"},
    {"SF:a\nLF:10\nLH:10\nend_of_record\n", "/files/a/lines", NULL},
    {"SF:a\nLF:10\nLH:10\nend_of_record\n", "/files/a/reported/lines", "{\"covered\":10,\"total\":10}"},
    {"SF:a\nBRF:2\nBRH:2\nend_of_record\n", "/files/a/branches", NULL},
    {"SF:a\nDA:1,1\nend_of_record\n", "/files/a/branches", NULL},
    {"SF:a\nDA:1,0\nDA:1,1\nend_of_record\n", "/files/a/lines", "{\"covered\":1,\"total\":1}"},
    {"SF:a\nFNL:0,3,9\nFNA:0,0,x\nFNA:0,2,y\nFNL:1,20\nend_of_record\n", "/files/a/functions",
     "{\"covered\":1,\"total\":2}"},
    {"SF:a\nFNDA:1,x\nend_of_record\n", "/files/a/functions", "{\"covered\":1,\"total\":1}"},
    {"SF:a\nend_of_record\nSF:b\nend_of_record\nSF:a\nDA:1,1\nend_of_record\n", "/files",
     "{\"a\":{\"lines\":{\"covered\":1,\"total\":1},\"covered\":[1],\"uncovered\":[]},"
     "\"b\":{\"lines\":{\"covered\":0,\"total\":0},\"covered\":[],\"uncovered\":[],\"reported\":{}}}"},
};

START_TEST(shape)
{
    report_value(report_good("lcov", shapes[_i].text), shapes[_i].pointer, shapes[_i].value);
}
END_TEST

static const struct {
    const char *text;
    gate_code code;
    uint32_t line, column;
    const char *says;
} bad[] = {
    {"", GATE_D_REPORT_CUT, 1, 1, "no record"},
    {"TN:x\n", GATE_D_REPORT_CUT, 1, 1, "no record"},
    {"SF:a\nDA:1,1\n", GATE_D_REPORT_CUT, 3, 1, "inside the record of line 1"},
    {"SF:a\nDA:1,1\nend_of_rec", GATE_D_REPORT_SYNTAX, 3, 1, "no line of lcov's"},
    {"SF:a\nSF:b\nend_of_record\n", GATE_D_REPORT_SYNTAX, 2, 1, "inside the one of line 1"},
    {"SF:\nend_of_record\n", GATE_D_REPORT_SYNTAX, 1, 1, "names no file"},
    {"TN:\nDA:1,1\n", GATE_D_REPORT_SYNTAX, 2, 1, "`DA` stands outside"},
    {"SF:a\nend_of_record\nend_of_record\n", GATE_D_REPORT_SYNTAX, 3, 1, "ends no record"},
    {"<coverage/>", GATE_D_REPORT_SYNTAX, 1, 1, "no line of lcov's"},
    {"{}", GATE_D_REPORT_SYNTAX, 1, 1, "no line of lcov's"},
    {"SF:a\nDA:1,NaN\nend_of_record\n", GATE_D_REPORT_VALUE, 2, 6, "`NaN`, not a count"},
    {"SF:a\nDA:1,12abc\nend_of_record\n", GATE_D_REPORT_VALUE, 2, 6, "`12abc`"},
    {"SF:a\nDA:1,-1\nend_of_record\n", GATE_D_REPORT_VALUE, 2, 6, "`-1`"},
    {"SF:a\nDA:1,18446744073709551615\nend_of_record\n", GATE_D_REPORT_VALUE, 2, 6, "not a count"},
    {"SF:a\nDA:1\nend_of_record\n", GATE_D_REPORT_VALUE, 2, 5, "the count of a line is ``"},
    {"SF:a\nDA:\nend_of_record\n", GATE_D_REPORT_VALUE, 2, 4, "the line"},
    {"SF:a\nBRDA:1,0,1\nend_of_record\n", GATE_D_REPORT_SYNTAX, 2, 1, "`BRDA`"},
    {"SF:a\nBRDA:1,0,1,x\nend_of_record\n", GATE_D_REPORT_VALUE, 2, 12, "`x`"},
    {"SF:a\nFN:x,y\nend_of_record\n", GATE_D_REPORT_VALUE, 2, 4, "`x`"},
    {"SF:a\nLF:many\nend_of_record\n", GATE_D_REPORT_VALUE, 2, 4, "LF is `many`"},
    {"SF:a\xFF\nend_of_record\n", GATE_D_JSON_UTF8, 1, 5, "0xff"},
};

START_TEST(refused)
{
    report_bad("lcov", gate_str_c(bad[_i].text), bad[_i].code, bad[_i].line, bad[_i].column, bad[_i].says);
}
END_TEST

START_TEST(limits)
{
    report_bad("lcov", GATE_STR("SF:a\0b\nend_of_record\n"), GATE_D_JSON_NUL, 1, 5, "NUL");
    kit_reading.limits.values = 20;
    report_bad("lcov", GATE_STR("SF:a\nend_of_record\nSF:b\nend_of_record\nSF:c\nend_of_record\n"),
               GATE_D_REPORT_SIZE, 5, 1, "more than 20 values");
}
END_TEST

START_TEST(prefixes)
{
    for (size_t len = 0; len + 1 < sizeof usual; len++) {
        const gate_artifact *a = report_read("lcov", (gate_str){usual, len});
        const char *tail = strstr(usual, "end_of_record\n") + 13;
        bool whole = len >= (size_t)(tail - usual); /* what is there are whole records, perhaps */
        if (!whole) ck_assert_msg(a->trouble && !a->trouble->missing, "read when cut at %zu", len);
    }
}
END_TEST

START_TEST(memory)
{
    report_short_of_memory(gate_read_lcov, (gate_str){usual, sizeof usual - 1}, 200000);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("lcov");
    TCase *tests = tcase_create("lcov");
    tcase_add_checked_fixture(tests, kit_setup, kit_teardown);
    tcase_add_test(tests, values);
    tcase_add_loop_test(tests, shape, 0, GATE_COUNT(shapes));
    tcase_add_loop_test(tests, refused, 0, GATE_COUNT(bad));
    tcase_add_test(tests, limits);
    tcase_add_test(tests, prefixes);
    tcase_add_test(tests, memory);
    suite_add_tcase(suite, tests);
    return kit_run(suite);
}
