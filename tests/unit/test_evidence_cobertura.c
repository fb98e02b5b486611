/* gate_unit: base evidence */
#include "test_evidence_report.h"

static const char usual[] =
    "<?xml version=\"1.0\" ?>\n"
    "<!DOCTYPE coverage SYSTEM 'http://cobertura.sourceforge.net/xml/coverage-04.dtd'>\n"
    "<coverage version=\"7.6\" timestamp=\"1770984000000\" lines-valid=\"5\" line-rate=\"0.6\" "
    "branch-rate=\"1\">\n"
    " <sources><source>/src</source><source/></sources>\n"
    " <packages><package name=\"p\"><classes>\n"
    "  <class name=\"a\" filename=\"p/a.py\" line-rate=\"NaN\">\n"
    "   <methods><method name=\"m\"><lines><line number=\"2\" hits=\"1\"/></lines></method></methods>\n"
    "   <lines>\n"
    "    <line number=\"2\" hits=\"1\" branch=\"true\" condition-coverage=\"50% (1/2)\"/>\n"
    "    <line number=\"1\" hits=\"0\"/>\n"
    "   </lines></class>\n"
    "  <class name=\"b\" filename=\"p/b.py\"><lines/></class>\n"
    "  <class name=\"a$1\" filename=\"p/a.py\"><lines><line number=\"7\" hits=\"3\"/><line number=\"1\" "
    "hits=\"0\"/></lines></class>\n"
    " </classes></package></packages>\n"
    "</coverage>";

START_TEST(values)
{
    const gate_artifact *a = report_good("cobertura", usual);
    report_is(a, "/line_rate", "0.6", 3, 67);
    report_is(a, "/lines_valid", "5", 3, 51);
    report_value(a, "/lines_covered", NULL);
    report_is(a, "/timestamp", "1770984000000", 3, 25);
    report_value(a, "/version", "\"7.6\"");
    report_value(a, "/sources", "[\"/src\",\"\"]");
    report_is(a, "/sources/0", "\"/src\"", 4, 11);
    report_is(a, "/files/p~1a.py", NULL, 6, 3);
    report_value(a, "/files/p~1a.py/lines", "{\"covered\":2,\"total\":3}");
    report_value(a, "/files/p~1a.py/branches", "{\"covered\":1,\"total\":2}");
    report_value(a, "/files/p~1a.py/covered", "[2,7]");
    report_is(a, "/files/p~1a.py/uncovered/0", "1", 10, 5);
    report_is(a, "/files/p~1a.py/covered/1", "7", 13, 46);
    report_value(a, "/files/p~1b.py/lines", "{\"covered\":0,\"total\":0}");
    report_value(a, "/files/p~1b.py/branches", "{\"covered\":0,\"total\":0}");
}
END_TEST

#define FILE_OF(lines) "<coverage><packages><class filename='f'>" lines "</class></packages></coverage>"

START_TEST(no_branches)
{
    const gate_artifact *a = report_good("cobertura", FILE_OF("<line number='1' hits='1' branch='false'/>"));
    report_value(a, "/files/f/branches", NULL);
    report_value(report_good("cobertura", "<coverage/>"), "/files", "{}");
    report_value(report_good("cobertura", "<coverage timestamp='2026-02-13'/>"), "/timestamp",
                 "\"2026-02-13\"");
}
END_TEST

static const struct {
    const char *text;
    gate_code code;
    uint32_t line, column;
    const char *says;
} bad[] = {
    {"", GATE_D_REPORT_CUT, 1, 1, "the file is empty"},
    {"<testsuites/>", GATE_D_REPORT_KIND, 1, 1, "`<testsuites>`, not `<coverage>`"},
    {"<coverage clover='3'>\n<project/></coverage>", GATE_D_REPORT_KIND, 2, 1, "`<project>` is no part"},
    {"<!DOCTYPE c [<!ENTITY a 'b'>]><coverage/>", GATE_D_REPORT_ENTITY, 1, 13, "declares"},
    {"<coverage line-rate='NaN'/>", GATE_D_REPORT_VALUE, 1, 11, "line-rate is `NaN`"},
    {"<coverage lines-valid='12abc'/>", GATE_D_REPORT_VALUE, 1, 11, "lines-valid is `12abc`"},
    {"<coverage><packages><class name='x'/></packages></coverage>", GATE_D_REPORT_VALUE, 1, 21,
     "no `filename`"},
    {"<coverage><packages>\n<line number='1' hits='1'/></packages></coverage>", GATE_D_REPORT_SYNTAX, 2, 1,
     "outside of every"},
    {FILE_OF("\n<class filename='g'/>"), GATE_D_REPORT_SYNTAX, 2, 1, "stands in another"},
    {FILE_OF("\n<line hits='1'/>"), GATE_D_REPORT_VALUE, 2, 1, "no `number`"},
    {FILE_OF("\n<line number='1'/>"), GATE_D_REPORT_VALUE, 2, 1, "no `hits`"},
    {FILE_OF("\n<line number='1' hits='99999999999999999999'/>"), GATE_D_REPORT_VALUE, 2, 18, "not a count"},
    {FILE_OF("\n<line number='1' hits='-1'/>"), GATE_D_REPORT_VALUE, 2, 18, "`-1`"},
    {FILE_OF("\n<line number='1' hits='1' branch='true'/>"), GATE_D_REPORT_VALUE, 2, 1,
     "`condition-coverage`"},
    {FILE_OF("\n<line number='1' hits='1' branch='true' condition-coverage='50%'/>"), GATE_D_REPORT_VALUE, 2,
     41, "`50%`"},
    {FILE_OF("\n<line number='1' hits='1' branch='true' condition-coverage='150% (3/2)'/>"),
     GATE_D_REPORT_VALUE, 2, 41, "(3/2)"},
    {FILE_OF("<line number='1' hits='1' branch='true' condition-coverage='0% (0/9223372036854775807)'/>"
             "<line number='2' hits='1' branch='true' condition-coverage='0% (0/9223372036854775807)'/>"),
     GATE_D_REPORT_VALUE, 1, 21, "too many to count"},
    {"<coverage><packages>", GATE_D_REPORT_CUT, 1, 21, "inside `<packages>` of 1:11"},
};

START_TEST(refused)
{
    report_bad("cobertura", gate_str_c(bad[_i].text), bad[_i].code, bad[_i].line, bad[_i].column,
               bad[_i].says);
}
END_TEST

START_TEST(prefixes)
{
    for (size_t len = 0; len + 2 < sizeof usual; len++) {
        const gate_artifact *a = report_read("cobertura", (gate_str){usual, len});
        ck_assert_msg(a->trouble && !a->trouble->missing, "read when cut at %zu", len);
    }
}
END_TEST

START_TEST(memory)
{
    report_short_of_memory(gate_read_cobertura, (gate_str){usual, sizeof usual - 1}, 200000);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("cobertura");
    TCase *tests = tcase_create("cobertura");
    tcase_add_checked_fixture(tests, kit_setup, kit_teardown);
    tcase_add_test(tests, values);
    tcase_add_test(tests, no_branches);
    tcase_add_loop_test(tests, refused, 0, GATE_COUNT(bad));
    tcase_add_test(tests, prefixes);
    tcase_add_test(tests, memory);
    suite_add_tcase(suite, tests);
    return kit_run(suite);
}
