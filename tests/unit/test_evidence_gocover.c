/* gate_unit: base evidence */
#include "test_evidence_report.h"

static const char usual[] = "mode: atomic\n"
                            "example.com/a/pay.go:3.20,5.2 2 4\n"
                            "example.com/a/pay.go:5.2,9.10 3 0\r\n"
                            "example.com/a b/odd: name.go:1.1,2.2 1 0\n"
                            "\n"
                            "mode: atomic\n"
                            "example.com/a/pay.go:5.2,9.10 3 1\n"
                            "example.com/a/none.go:1.1,1.2 0 0\n";

START_TEST(values)
{
    const gate_artifact *a = report_good("gocover", usual);
    report_is(a, "/mode", "\"atomic\"", 1, 1);
    report_is(a, "/files/example.com~1a~1pay.go", NULL, 2, 1);
    report_value(a, "/files/example.com~1a~1pay.go/statements", "{\"covered\":5,\"total\":5}");
    report_value(a, "/files/example.com~1a b~1odd: name.go/statements", "{\"covered\":0,\"total\":1}");
    report_value(a, "/files/example.com~1a~1none.go/statements", "{\"covered\":0,\"total\":0}");
    report_value(a, "/files/example.com~1a~1pay.go/lines", NULL);
    report_value(report_good("gocover", "mode: set\n"), "/files", "{}");
}
END_TEST

static const struct {
    const char *text;
    gate_code code;
    uint32_t line, column;
    const char *says;
} bad[] = {
    {"", GATE_D_REPORT_CUT, 1, 1, "no profile"},
    {"mode: set\na.go:1.1,2.2 1 1", GATE_D_REPORT_CUT, 2, 17, "inside a line"},
    {"a.go:1.1,2.2 1 1\n", GATE_D_REPORT_KIND, 1, 1, "the mode"},
    {"{}\n", GATE_D_REPORT_KIND, 1, 1, "the mode"},
    {"mode: some\n", GATE_D_REPORT_VALUE, 1, 1, "`some`"},
    {"mode: set\na.go 1 1\n", GATE_D_REPORT_SYNTAX, 2, 1, "no line"},
    {"mode: set\n:1.1,2.2 1 1\n", GATE_D_REPORT_SYNTAX, 2, 1, "no line"},
    {"mode: set\na.go:1.1,2 1 1\n", GATE_D_REPORT_SYNTAX, 2, 1, "no line"},
    {"mode: set\na.go:1.1,2.2 1\n", GATE_D_REPORT_SYNTAX, 2, 1, "no line"},
    {"mode: set\na.go:1.1,2.2 -1 1\n", GATE_D_REPORT_VALUE, 2, 14, "`-1`"},
    {"mode: set\na.go:1.1,2.2 1 99999999999999999999\n", GATE_D_REPORT_VALUE, 2, 16, "not a count"},
    {"mode: set\na.go:1.1,2.2 1 x\n", GATE_D_REPORT_VALUE, 2, 16, "`x`"},
    {"mode: set\na.go:1.1,2.2 1 1\na.go:1.1,2.2 2 1\n", GATE_D_REPORT_VALUE, 3, 1, "another number"},
    {"mode: set\na.go:1.1,2.2 9223372036854775807 1\na.go:3.1,4.2 1 1\n", GATE_D_REPORT_VALUE, 3, 1,
     "too many"},
    {"mode: set\na\xff.go:1.1,2.2 1 1\n", GATE_D_JSON_UTF8, 2, 2, "0xff"},
};

START_TEST(refused)
{
    report_bad("gocover", gate_str_c(bad[_i].text), bad[_i].code, bad[_i].line, bad[_i].column, bad[_i].says);
}
END_TEST

/* Cut anywhere but behind a line it is an error. */
START_TEST(prefixes)
{
    for (size_t len = 0; len + 1 < sizeof usual; len++) {
        const gate_artifact *a = report_read("gocover", (gate_str){usual, len});
        bool whole = len > 0 && usual[len - 1] == '\n';
        ck_assert_msg(whole == !a->trouble, "cut at %zu", len);
    }
}
END_TEST

START_TEST(memory)
{
    report_short_of_memory(gate_read_gocover, (gate_str){usual, sizeof usual - 1}, 100000);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("gocover");
    TCase *tests = tcase_create("gocover");
    tcase_add_checked_fixture(tests, kit_setup, kit_teardown);
    tcase_add_test(tests, values);
    tcase_add_loop_test(tests, refused, 0, sizeof bad / sizeof bad[0]);
    tcase_add_test(tests, prefixes);
    tcase_add_test(tests, memory);
    suite_add_tcase(suite, tests);
    return kit_run(suite);
}
