/* gate_unit: base grammar */
/* Literals: every form to its value, every wrong form to its diagnostic. */
#include "test_grammar_support.h"

typedef struct row {
    const char *text, *want; /* the tree, or the diagnostics */
} row;

/* clang-format off */
static const row numbers[] = {
    {"0", "(int 0)"},
    {"007", "(int 7)"},
    {"9223372036854775807", "(int 9223372036854775807)"},
    {"-9223372036854775808", "(int -9223372036854775808)"},
    {"- 9223372036854775808", "(int -9223372036854775808)"},
    {"--9223372036854775808", "(unary - (int -9223372036854775808))"},
    {"1 - 9223372036854775808", "E0111@1:5"},
    {"9223372036854775808", "E0111@1:1"},
    {"-(9223372036854775808)", "E0111@1:3"},
    {"9223372036854775808 + -9223372036854775808", "E0111@1:1"},
    {"-9223372036854775809", "E0111@1:2"},
    {"99999999999999999999999", "E0111@1:1"},
    {"0x0", "(int 0)"},
    {"0XfF", "(int 255)"},
    {"0x7fffffffffffffff", "(int 9223372036854775807)"},
    {"-0x8000000000000000", "(int -9223372036854775808)"},
    {"0x8000000000000000", "E0111@1:1"},
    {"0xffffffffffffffff", "E0111@1:1"},
    {"0x", "E0113@1:1"},
    {"0xg", "E0113@1:1"},
    {"0x1g", "E0113@1:1"},
    {"1.0", "(double 1.0)"},
    {".5", "(double 0.5)"},
    {"1e3", "(double 1000.0)"},
    {"1E-3", "(double 0.001)"},
    {"1.5e+3", "(double 1500.0)"},
    {".5e1", "(double 5.0)"},
    {"-0.0", "(double -0.0)"},
    {"1e400", "E0111@1:1"},
    {"1e", "E0113@1:1"},
    {"1e+", "E0113@1:1"},
    {"1. + 2", "E0113@1:1"},
    {"1.2.3", "E0113@1:1"},
    {"1.2.3-rc.1", "E0113@1:1"},
    {"1_000", "E0113@1:1"},
    {"1u", "E0115@1:1"},
    {"1U", "E0115@1:1"},
    {"0x1u", "E0115@1:1"},
    {"1.5f", "E0113@1:1"},
    {"10L", "E0113@1:1"},
    {"3rd", "E0113@1:1"},
    {"1.a", "(select (int 1) a)"},
    {"1.5.a", "(select (double 1.5) a)"},
};

static const row durations[] = {
    {"90s", "(duration 90000000000)"},
    {"10m", "(duration 600000000000)"},
    {"24h", "(duration 86400000000000)"},
    {"7d", "(duration 604800000000000)"},
    {"2w", "(duration 1209600000000000)"},
    {"1h30m", "(duration 5400000000000)"},
    {"1w2d3h4m5s6ms7us8ns", "(duration 788645006007008)"},
    {"100ms", "(duration 100000000)"},
    {"1.5h", "(duration 5400000000000)"},
    {".5s", "(duration 500000000)"},
    {"0s", "(duration 0)"},
    {"-5m", "(unary - (duration 300000000000))"},
    {"90s.seconds()", "(call seconds :on (duration 90000000000))"},
    {"106751d", "(duration 9223286400000000000)"},
    {"106752d", "E0111@1:1"},
    {"99999999999999999999s", "E0111@1:1"},
    {"0.1ns", "E0111@1:1"},
    {"10min", "E0113@1:1"},
    {"5sec", "E0113@1:1"},
    {"1mo", "E0113@1:1"},
    {"1h30", "E0113@1:1"},
    {"1hm", "E0113@1:1"},
    {"10M", "E0113@1:1"},
};

static const row texts[] = {
    {"\"\"", "(string \"\")"},
    {"''", "(string \"\")"},
    {"\"a'b\"", "(string \"a'b\")"},
    {"'a\"b'", "(string \"a\\\"b\")"},
    {"\"\"\"a\nb \"c\" \"\"d\"\"\"", "(string \"a\\nb \\\"c\\\" \\\"\\\"d\")"},
    {"'''a\r\nb\rc'''", "(string \"a\\nb\\nc\")"},
    {"\"\"\"\"\"\"", "(string \"\")"},
    {"r\"\\n\\\"", "(string :raw \"\\\\n\\\\\")"},
    {"R'\\d+'", "(string :raw \"\\\\d+\")"},
    {"r\"\"\"a\\\n\"b\"\"\"", "(string :raw \"a\\\\\\n\\\"b\")"},
    {"r'''\\'''", "(string :raw \"\\\\\")"},
    {"\"\\a\\b\\f\\n\\r\\t\\v\\\\\\?\\\"\\'\\`\"", "(string \"\\u0007\\b\\f\\n\\r\\t\\u000b\\\\?\\\"'`\")"},
    {"\"\\x41\\X7a\\u00e9\\U0001f600\\101\\000\"", "(string \"Az\xC3\xA9\xF0\x9F\x98\x80""A\\u0000\")"},
    {"\"\xC3\xA9\xE2\x82\xAC\"", "(string \"\xC3\xA9\xE2\x82\xAC\")"},
    {"\"\x07\"", "(string \"\\u0007\")"},
    {"\"// no /* comment */ #\"", "(string \"// no /* comment */ #\")"},
    {"\"\\q\"", "E0108@1:2"},
    {"\"\\8\"", "E0108@1:2"},
    {"\"\\400\"", "E0108@1:2"},
    {"\"\\x4\"", "E0108@1:2"},
    {"\"\\xg1 \\u12\"", "E0108@1:2 E0108@1:7"},
    {"\"\\18\"", "E0108@1:2"},
    {"\"\\ud800\"", "E0108@1:2"},
    {"\"\\udfff\"", "E0108@1:2"},
    {"\"\\U0000d800\"", "E0108@1:2"},
    {"\"\\U00110000\"", "E0108@1:2"},
    {"\"\\U0010ffff\"", "(string \"\xF4\x8F\xBF\xBF\")"},
    {"\"a", "E0107@1:1"},
    {"'a", "E0107@1:1"},
    {"\"a\\", "E0107@1:1"},
    {"\"a\\\"", "E0107@1:1"},
    {"\"a\nb\"", "E0107@1:1 E0107@2:1"},
    {"r\"a", "E0107@1:1"},
    {"\"\"\"a\"\"", "E0107@1:1"},
    {"'''", "E0107@1:1"},
    {"b\"a\"", "E0114@1:1"},
    {"B'a'", "E0114@1:1"},
    {"br'a'", "E0114@1:1"},
    {"rb\"\"\"a\"\"\"", "E0114@1:1"},
    {"\xE2\x80\x9C""a\xE2\x80\x9D", "E0105@1:1"},
    {"\xE2\x80\x98""a\xE2\x80\x99 == b", "E0105@1:1"},
    {"a == \xE2\x80\x9C""b\"", "E0105@1:6"},
    {"a == \"b\xE2\x80\x9D", "E0107@1:6"},
    {"a.`b-c`", "(select :quoted (name a) b-c)"},
    {"a.``", "E0127@1:3"},
    {"a.`b", "E0127@1:3"},
    {"`a`", "E0127@1:1"},
};
/* clang-format on */

static void check(const row *want)
{
    bench on;
    bench_open(&on, gate_str_c(want->text));
    const char *got = bench_expr(&on);
    ck_assert_msg(strcmp(got, want->want) == 0, "%s: got %s, want %s", want->text, got, want->want);
    bench_close(&on);
}

START_TEST(number)
{
    check(&numbers[_i]);
}
END_TEST

START_TEST(duration)
{
    check(&durations[_i]);
}
END_TEST

START_TEST(text)
{
    check(&texts[_i]);
}
END_TEST

/* What help a wrong literal gets: it says what to write. */
START_TEST(helps)
{
    static const row rows[] = {
        {"10min", "Write `10m`."},
        {"5seconds", "Write `5s`."},
        {"1.5hours", "Write `1.5h`."},
        {"1h30", "The last number of a duration needs its unit too, as in `1h30m`."},
        {"3months", "Months and years differ in length: write days, as in `30d`."},
        {"1u", "Write `1`: ints have 64 bits and a sign."},
        {"1_000", "Write the digits without `_`."},
        {"0xZ", "Behind `0x` stand the digits 0 to 9 and a to f."},
        {"'a\\'", "`\\` before the last quote makes it part of the text: write `\\\\`, or r\"…\"."},
    };
    bench on;
    bench_open(&on, gate_str_c(rows[_i].text));
    (void)bench_expr(&on);
    ck_assert_uint_eq(on.diags.list.len, 1);
    ck_assert_str_eq(on.diags.list.items[0]->help, rows[_i].want);
    bench_close(&on);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("grammar: literals");
    TCase *all = tcase_create("literals");
    tcase_add_loop_test(all, number, 0, (int)GATE_COUNT(numbers));
    tcase_add_loop_test(all, duration, 0, (int)GATE_COUNT(durations));
    tcase_add_loop_test(all, text, 0, (int)GATE_COUNT(texts));
    tcase_add_loop_test(all, helps, 0, 9);
    suite_add_tcase(suite, all);
    return bench_run(suite);
}
