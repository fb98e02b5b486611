/* gate_unit: base evidence */
#include "test_evidence_report.h"

static const char usual[] =
    "\xEF\xBB\xBF<?xml version=\"1.0\" encoding=\"utf-8\"?>\n"
    "<testsuites name=\"all\" tests=\"4\">\n"
    "  <testsuite name=\"a\" tests=\"4\" failures='1'  errors=\"0\" skips=\"1\" time=\"1,234.5\"\n"
    "             timestamp=\"2026-02-13T10:00:00\">\n"
    "    <properties><property name=\"commit\" value=\"abc\"/></properties>\n"
    "    <testcase classname=\"t.A\" name=\"one\" file=\"t/a.py\" time=\"0.25\"/>\n"
    "    <testcase classname=\"t.A\" name=\"two &lt;&#x436;&gt;\"><failure message=\"is 3 > "
    "2\">long\ntext</failure></testcase>\n"
    "    <testcase name=\"three\"><skipped/></testcase>\n"
    "    <testsuite name=\"b\"><testcase name=\"four\"><flakyFailure message=\"x\"/></testcase></testsuite>\n"
    "    <testcase name=\"five\"><error>\n   boom: 1\nat line</error></testcase>\n"
    "  </testsuite>\n"
    "</testsuites>\n";

START_TEST(values)
{
    const gate_artifact *a = report_good("junit", usual);
    report_is(a, "/name", "\"all\"", 2, 13);
    report_is(a, "/tests", "4", 2, 24);
    report_is(a, "/timestamp", "\"2026-02-13T10:00:00\"", 4, 14);
    report_is(a, "/suites/0/name", "\"a\"", 3, 14);
    report_is(a, "/suites/0/failures", "1", 3, 33);
    report_is(a, "/suites/0/skipped", "1", 3, 58);
    report_is(a, "/suites/0/time", "1234.5", 3, 68);
    report_is(a, "/suites/0/properties/0/value", "\"abc\"", 5, 41);
    report_is(a, "/suites/0/cases/0", NULL, 6, 5);
    report_is(a, "/suites/0/cases/0/classname", "\"t.A\"", 6, 15);
    report_is(a, "/suites/0/cases/0/time", "0.25", 6, 56);
    report_is(a, "/suites/0/cases/0/status", "\"passed\"", 6, 5);
    report_is(a, "/suites/0/cases/0/flaky", "false", 6, 5);
    report_is(a, "/suites/0/cases/1/name", "\"two <\xD0\xB6>\"", 7, 31);
    report_is(a, "/suites/0/cases/1/status", "\"failed\"", 7, 58);
    report_is(a, "/suites/0/cases/1/message", "\"is 3 > 2\"", 7, 67);
    report_is(a, "/suites/0/cases/2/status", "\"skipped\"", 9, 28);
    report_is(a, "/suites/0/cases/2/message", NULL, 0, 0);
    report_is(a, "/suites/0/cases/3/name", "\"five\"", 11, 15);
    report_is(a, "/suites/0/cases/3/status", "\"error\"", 11, 27);
    report_is(a, "/suites/0/cases/3/message", "\"boom: 1\"", 11, 27);
    report_is(a, "/suites/1/path", "\"a/b\"", 10, 16);
    report_is(a, "/suites/1/cases/0/suite", "\"a/b\"", 10, 16);
    report_is(a, "/suites/1/cases/0/flaky", "true", 10, 25);
    report_is(a, "/suites/1/cases/0/status", "\"passed\"", 10, 25);
    report_is(a, "/suites/1/tests", NULL, 0, 0);
    report_is(a, "/suites/2", NULL, 0, 0);
}
END_TEST

/* Each case's outcome, and what is read of one element alone. */
static const struct {
    const char *text, *pointer, *value;
} shapes[] = {
    {"<testsuite><testcase name='a'/></testsuite>", "/suites/0/cases/0/status", "\"passed\""},
    {"<testsuite><testcase name='a'/></testsuite>", "/suites/0/name", "\"\""},
    {"<testsuites/>", "/suites", "[]"},
    {"<testsuite><testcase name='a' status='run'/></testsuite>", "/suites/0/cases/0/status", "\"passed\""},
    {"<testsuite><testcase name='a'><failed/></testcase></testsuite>", "/suites/0/cases/0/status",
     "\"failed\""},
    {"<testsuite><testcase name='a'><FAILURE/></testcase></testsuite>", "/suites/0/cases/0/status",
     "\"failed\""},
    {"<testsuite><testcase name='a'><Error/></testcase></testsuite>", "/suites/0/cases/0/status",
     "\"error\""},
    {"<testsuite><testcase name='a'><rerunFailure/></testcase></testsuite>", "/suites/0/cases/0/status",
     "\"failed\""},
    {"<testsuite><testcase name='a'><rerunError/></testcase></testsuite>", "/suites/0/cases/0/status",
     "\"error\""},
    {"<testsuite><testcase name='a'><skip/></testcase></testsuite>", "/suites/0/cases/0/status",
     "\"skipped\""},
    {"<testsuite><testcase name='a'><testFailed/></testcase></testsuite>", "/suites/0/cases/0/status",
     "\"failed\""},
    {"<testsuite><testcase name='a'><timeout/></testcase></testsuite>", "/suites/0/cases/0/status",
     "\"error\""},
    {"<testsuite><testcase name='a'><inconclusive/></testcase></testsuite>", "/suites/0/cases/0/status",
     "\"skipped\""},
    {"<testsuite><testcase name='a'><system-err/></testcase></testsuite>", "/suites/0/cases/0/status",
     "\"passed\""},
    {"<testsuite><testcase name='a'><system-out/></testcase></testsuite>", "/suites/0/cases/0/status",
     "\"passed\""},
    {"<testsuite><testcase name='a'><properties/></testcase></testsuite>", "/suites/0/cases/0/status",
     "\"passed\""},
    {"<testsuite><testcase name='a'><attachments/></testcase></testsuite>", "/suites/0/cases/0/status",
     "\"passed\""},
    {"<testsuite><testcase name='a'><rerunFailure message='again'/></testcase></testsuite>",
     "/suites/0/cases/0/message", "\"again\""},
    {"<testsuite><testcase name='a'><failure/><rerunError/></testcase></testsuite>",
     "/suites/0/cases/0/status", "\"error\""},
    {"<testsuite><testcase name='a'><flakyFailure/><rerunFailure/></testcase></testsuite>",
     "/suites/0/cases/0/status", "\"failed\""},
    {"<testsuite><testcase name='a'><properties><failureCount/></properties></testcase></testsuite>",
     "/suites/0/cases/0/status", "\"passed\""},
    {"<testsuite><testcase name='a' status='TimedOut'></testcase></testsuite>", "/suites/0/cases/0/status",
     "\"error\""},
    {"<testsuite><testcase name='a' result='Inconclusive'></testcase></testsuite>",
     "/suites/0/cases/0/status", "\"skipped\""},
    {"<j:testsuite xmlns:j='urn:j'><j:testcase name='a'><j:failure/></j:testcase></j:testsuite>",
     "/suites/0/cases/0/status", "\"failed\""},
    {"<testsuite><TestCase name='a'><failure/></TestCase></testsuite>", "/suites/0/cases/0/status",
     "\"failed\""},
    {"<testsuite><testcase name='a' status='notrun' result='suppressed'/></testsuite>",
     "/suites/0/cases/0/status", "\"skipped\""},
    {"<testsuite><testcase name='a' status='Failed'/></testsuite>", "/suites/0/cases/0/status", "\"failed\""},
    {"<testsuite><testcase name='a' status='passed'><failure/></testcase></testsuite>",
     "/suites/0/cases/0/status", "\"failed\""},
    {"<testsuite><testcase name='a'><error/><skipped/><failure/></testcase></testsuite>",
     "/suites/0/cases/0/status", "\"error\""},
    {"<testsuite><testcase name='a'><skipped message='s'/><failure message='f'/></testcase></testsuite>",
     "/suites/0/cases/0/message", "\"f\""},
    {"<testsuite><testcase name='a'><failure message='f'/><skipped message='s'/></testcase></testsuite>",
     "/suites/0/cases/0/message", "\"f\""},
    {"<testsuite name='s'><error message='no start'/></testsuite>", "/suites/0/cases/0/status", "\"error\""},
    {"<testsuite name='s'><error message='no start'/></testsuite>", "/suites/0/cases/0/name", "\"s\""},
    {"<testsuite name='s'><error message='no start'/></testsuite>", "/suites/0/cases/0/message",
     "\"no start\""},
    {"<testsuite tests='1' failures='0'><testcase name='a'><failure/></testcase></testsuite>",
     "/suites/0/failures", "0"},
    {"<testsuite time='1.5e-05'/>", "/suites/0/time", "1.5e-05"},
    {"<!DOCTYPE testsuite SYSTEM 'junit.dtd'><testsuite name='&amp;&#38;'/>", "/suites/0/name", "\"&&\""},
    {"<?xml version='1.0' encoding='ISO-8859-1'?><testsuite name='\xE9'/>", "/suites/0/name", "\"\xC3\xA9\""},
    {"<testsuites><testsuite timestamp='2026-02-13T10:00:05Z'/><testsuite "
     "timestamp='2026-02-13T10:00:01Z'/></testsuites>",
     "/timestamp", "\"2026-02-13T10:00:01Z\""},
    {"<testsuites><testsuite timestamp='2026-02-13T10:00:05Z'/><testsuite "
     "timestamp='2026-02-13T10:00:01+02:00'/></testsuites>",
     "/timestamp", NULL},
    {"<testsuites><testsuite timestamp='2026-02-13T10:00:05Z'/><testsuite/></testsuites>", "/timestamp",
     NULL},
};

START_TEST(shape)
{
    const gate_artifact *a = report_good("junit", shapes[_i].text);
    report_value(a, shapes[_i].pointer, shapes[_i].value);
}
END_TEST

/* What is refused: where, and why. */
static const struct {
    const char *text;
    gate_code code;
    uint32_t line, column;
    const char *says;
} bad[] = {
    {"", GATE_D_REPORT_CUT, 1, 1, "the file is empty"},
    {" \n", GATE_D_REPORT_CUT, 1, 1, "the file is empty"},
    {"{\"tests\": 1}", GATE_D_REPORT_SYNTAX, 1, 1, "this is no XML"},
    {"<?xml version='1.0'?>\n", GATE_D_REPORT_CUT, 2, 1, "before an element"},
    {"<testsuite>\n <testcase name='a'", GATE_D_REPORT_CUT, 2, 2, "inside `<testsuite>` of 1:1"},
    {"<testsuite>\n <testcase name='a'/>\n", GATE_D_REPORT_CUT, 3, 1, "inside `<testsuite>` of 1:1"},
    {"<testsuite>\n <testcase name='a'>\n</testsuite>", GATE_D_REPORT_SYNTAX, 3, 3, "mismatched tag"},
    {"<testsuite/>\n<testsuite/>", GATE_D_REPORT_SYNTAX, 2, 1, "junk after document element"},
    {"<testsuite a='1' a='2'/>", GATE_D_REPORT_SYNTAX, 1, 18, "duplicate attribute"},
    {"<testsuite>\n\x01</testsuite>", GATE_D_REPORT_SYNTAX, 2, 1, "not well-formed"},
    {"<testsuite name='\xFF'/>", GATE_D_REPORT_SYNTAX, 1, 18, "not well-formed"},
    {"<testsuite name='&#0;'/>", GATE_D_REPORT_SYNTAX, 1, 18, "invalid character number"},
    {"<?xml version='1.0' encoding='KOI-77'?><testsuite/>", GATE_D_REPORT_SYNTAX, 1, 31, "unknown encoding"},
    {"\n<coverage/>", GATE_D_REPORT_KIND, 2, 1, "`<coverage>`, not `<testsuites>`"},
    {"<!DOCTYPE t [<!ENTITY a 'aaaa'><!ENTITY b '&a;&a;'>]>\n<testsuite name='&b;'/>", GATE_D_REPORT_ENTITY,
     1, 13, "declares entities"},
    {"<!DOCTYPE t [<!ENTITY e SYSTEM 'file:///etc/passwd'>]>\n<testsuite name='&e;'/>", GATE_D_REPORT_ENTITY,
     1, 13, "declares entities"},
    {"<!DOCTYPE t SYSTEM 'x.dtd'>\n<testsuite name='a&b;'/>", GATE_D_REPORT_ENTITY, 2, 12, "entity `b`"},
    {"<!DOCTYPE t SYSTEM 'x.dtd'>\n<testsuite> &b;</testsuite>", GATE_D_REPORT_ENTITY, 2, 13, "entity `b`"},
    {"<testsuite name='&b;'/>", GATE_D_REPORT_SYNTAX, 1, 1, "undefined entity"},
    {"<testsuite tests='NaN'/>", GATE_D_REPORT_VALUE, 1, 12, "`tests` is `NaN`, not a count"},
    {"<testsuite\n  tests='12abc'/>", GATE_D_REPORT_VALUE, 2, 3, "`12abc`"},
    {"<testsuite tests='-1'/>", GATE_D_REPORT_VALUE, 1, 12, "`-1`"},
    {"<testsuite tests='1.5'/>", GATE_D_REPORT_VALUE, 1, 12, "`1.5`"},
    {"<testsuite tests=''/>", GATE_D_REPORT_VALUE, 1, 12, "not a count"},
    {"<testsuite errors='99999999999999999999'/>", GATE_D_REPORT_VALUE, 1, 12, "`errors`"},
    {"<testsuite time='1e999'/>", GATE_D_REPORT_VALUE, 1, 12, "not a number"},
    {"<testsuite time='Infinity'/>", GATE_D_REPORT_VALUE, 1, 12, "not a number"},
    {"<testsuite time='12,34.5'/>", GATE_D_REPORT_VALUE, 1, 12, "not a number"},
    {"<testsuite time='1,5'/>", GATE_D_REPORT_VALUE, 1, 12, "not a number"},
    {"<testsuite time=','/>", GATE_D_REPORT_VALUE, 1, 12, "not a number"},
    {"<testsuite>\n<testcase classname='a'/></testsuite>", GATE_D_REPORT_VALUE, 2, 1, "has no `name`"},
    {"<testsuites>\n<testcase name='a'/></testsuites>", GATE_D_REPORT_SYNTAX, 2, 1, "outside of every"},
    {"<testsuite><testcase name='a'>\n<testcase name='b'/></testcase></testsuite>", GATE_D_REPORT_SYNTAX, 2,
     1, "in another"},
    {"<testsuite><testcase name='a'>\n<testsuite/></testcase></testsuite>", GATE_D_REPORT_SYNTAX, 2, 1,
     "in a `<testcase>`"},
};

START_TEST(refused)
{
    report_bad("junit", gate_str_c(bad[_i].text), bad[_i].code, bad[_i].line, bad[_i].column, bad[_i].says);
}
END_TEST

START_TEST(wide)
{
    static const char text[] = "\xFF\xFE<\0t\0/\0>\0";
    report_bad("junit", (gate_str){text, sizeof text - 1}, GATE_D_JSON_UTF16, 1, 1, "UTF-16");
    report_bad("junit", (gate_str){text + 2, sizeof text - 3}, GATE_D_JSON_UTF16, 1, 1, "UTF-16");
    report_bad("junit", GATE_STR("<testsuite>\0</testsuite>"), GATE_D_REPORT_SYNTAX, 1, 12,
               "not well-formed");
}
END_TEST

START_TEST(deep)
{
    gate_buf text = gate_buf_new(kit_arena);
    for (int i = 0; i < 256; i++)
        gate_buf_c(&text, "<testsuite>");
    for (int i = 0; i < 256; i++)
        gate_buf_c(&text, "</testsuite>");
    report_good("junit", gate_str_z(kit_arena, gate_buf_str(&text)));
    text.len = 256 * 11;
    gate_buf_c(&text, "<a>");
    report_bad("junit", gate_buf_str(&text), GATE_D_REPORT_SIZE, 1, 256 * 11 + 1,
               "nested more than 256 deep");
}
END_TEST

START_TEST(many)
{
    kit_reading.limits.values = 30;
    report_good("junit", "<testsuite><testcase name='a'/></testsuite>");
    report_bad("junit",
               GATE_STR("<testsuite>\n<testcase name='a'/>\n<testcase name='b'/>\n<testcase name='c'/>\n"
                        "<testcase name='d'/>\n<testcase name='e'/>\n</testsuite>"),
               GATE_D_REPORT_SIZE, 6, 1, "more than 30 values");
}
END_TEST

/* A long name above many suites, and above many cases, would grow with the square of the file. */
START_TEST(square)
{
    for (int kind = 0; kind < 2; kind++) {
        gate_buf text = gate_buf_new(kit_arena);
        gate_buf_c(&text, "<testsuite name='");
        gate_buf_repeat(&text, 'x', 200000);
        gate_buf_c(&text, "'>");
        for (int i = 0; i < 10000; i++)
            gate_buf_c(&text, kind ? "<testsuite name='a'/>" : "<testcase name='a'/>");
        gate_buf_c(&text, "</testsuite>");
        size_t before = gate_arena_used(kit_arena);
        report_bad("junit", gate_buf_str(&text), GATE_D_REPORT_SIZE, 1, 0,
                   kind ? "repeat so much" : "repeats so much");
        ck_assert_uint_lt(gate_arena_used(kit_arena) - before, (size_t)64 << 20);
    }
}
END_TEST

/* Every prefix of a report is refused or, never, read as a shorter one. */
START_TEST(prefixes)
{
    size_t whole = sizeof usual - 2; /* without the line's end */
    for (size_t len = 0; len < whole; len++) {
        const gate_artifact *a = report_read("junit", (gate_str){usual, len});
        ck_assert_msg(a->trouble && !a->trouble->missing, "read when cut at %zu", len);
        ck_assert_uint_ne(a->trouble->place.line, 0);
    }
}
END_TEST

START_TEST(memory)
{
    report_short_of_memory(gate_read_junit, (gate_str){usual, sizeof usual - 1}, 400000);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("junit");
    TCase *tests = tcase_create("junit");
    tcase_add_checked_fixture(tests, kit_setup, kit_teardown);
    tcase_add_test(tests, values);
    tcase_add_loop_test(tests, shape, 0, GATE_COUNT(shapes));
    tcase_add_loop_test(tests, refused, 0, GATE_COUNT(bad));
    tcase_add_test(tests, wide);
    tcase_add_test(tests, deep);
    tcase_add_test(tests, many);
    tcase_add_test(tests, square);
    tcase_add_test(tests, prefixes);
    tcase_add_test(tests, memory);
    suite_add_tcase(suite, tests);
    return kit_run(suite);
}
