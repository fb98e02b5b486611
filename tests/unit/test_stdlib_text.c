/* gate_unit: base evidence vm stdlib */
/* Text, format(), versions, patterns and paths as functions: outcomes, ranges, and limits on size. */
#include "tests/unit/bodies.h"

#include "stdlib/text.h"

#include <stdlib.h>

#define RANGE(position, size) "error: position " position " is out of range: the text has " size " characters"

START_TEST(questions)
{
    static const body_case rows[] = {
        {fn_contains, "[\"hello\", \"he\"]", "true"},
        {fn_contains, "[\"hello\", \"ol\"]", "false"},
        {fn_contains, "[\"hello\", \"\"]", "true"},
        {fn_contains, "[\"\", \"\"]", "true"},
        {fn_contains, "[\"abababc\", \"ababc\"]", "true"},
        {fn_contains, "[\"Straße\", \"aß\"]", "true"},
        {fn_starts_with, "[\"foobar\", \"foo\"]", "true"},
        {fn_starts_with, "[\"foobar\", \"bar\"]", "false"},
        {fn_starts_with, "[\"fo\", \"foo\"]", "false"},
        {fn_ends_with, "[\"foobar\", \"foo\"]", "false"},
        {fn_ends_with, "[\"forté\", \"té\"]", "true"},
        {fn_ends_with, "[\"r\", \"bar\"]", "false"},
        {fn_matches, "[\"hubba\", \"ubb\"]", "true"},
        {fn_matches, "[\"hubba\", \"^ubb\"]", "false"},
        {fn_matches, "[\"mañana\", \"a+ñ+a+\"]", "true"},
        {fn_matches, "[\"v1.2\", \"v1[\"]", "error: the class `[` is not closed"},
        {fn_matches, "[\"aa\", \"(a)\\\\1\"]", "error: backreference `\\1` is not part of RE2's syntax"},
        {fn_glob, "[\"src/a/b.c\", \"src/**\"]", "true"},
        {fn_glob, "[\"src/a/b.c\", \"src/*\"]", "false"},
        {fn_glob, "[\"src/b.c\", \"src/*.[ch]\"]", "true"},
    };
    CHECK_BODIES(rows);
}
END_TEST

START_TEST(positions)
{
    static const body_case rows[] = {
        {fn_char_at, "[\"tacocat\", 3]", "\"o\""},
        {fn_char_at, "[\"tacocat\", 7]", "\"\""},
        {fn_char_at, "[\"©αT\", 1]", "\"α\""},
        {fn_char_at, "[\"tacocat\", 30]", RANGE("30", "7")},
        {fn_char_at, "[\"tacocat\", -1]", RANGE("-1", "7")},
        {fn_char_at, "[\"a\", 9223372036854775807]",
         "error: position 9223372036854775807 is out of range: the text has 1 character"},
        {fn_char_at, "[\"©α\", -9223372036854775808]", RANGE("-9223372036854775808", "2")},
        {fn_index_of, "[\"tacocat\", \"\"]", "0"},
        {fn_index_of, "[\"tacocat\", \"ac\"]", "1"},
        {fn_index_of, "[\"tacocat\", \"none\"]", "-1"},
        {fn_index_of, "[\"tacocat\", \"\", 3]", "3"},
        {fn_index_of, "[\"tacocat\", \"a\", 3]", "5"},
        {fn_index_of, "[\"ta©o©αT\", \"©αT\", 3]", "4"},
        {fn_index_of, "[\"ta©o©αT\", \"©α\", 5]", "-1"},
        {fn_index_of, "[\"hello wello\", \"hello wello\"]", "0"},
        {fn_index_of, "[\"tacocat\", \"a\", 7]", "-1"},
        {fn_index_of, "[\"tacocat\", \"a\", 30]", RANGE("30", "7")},
        {fn_index_of, "[\"tacocat\", \"a\", -1]", RANGE("-1", "7")},
        {fn_last_index_of, "[\"\", \"@@\"]", "-1"},
        {fn_last_index_of, "[\"\", \"\"]", "0"},
        {fn_last_index_of, "[\"tacocat\", \"\"]", "7"},
        {fn_last_index_of, "[\"tacocat\", \"at\"]", "5"},
        {fn_last_index_of, "[\"tacocat\", \"none\"]", "-1"},
        {fn_last_index_of, "[\"tacocat\", \"\", 3]", "3"},
        {fn_last_index_of, "[\"tacocat\", \"a\", 3]", "1"},
        {fn_last_index_of, "[\"ta©o©αT\", \"©\", 3]", "2"},
        {fn_last_index_of, "[\"ta©o©αT\", \"©α\", 4]", "4"},
        {fn_last_index_of, "[\"hello wello\", \"ello\", 6]", "1"},
        {fn_last_index_of, "[\"bananananana\", \"nana\", 7]", "6"},
        {fn_last_index_of, "[\"tacocat\", \"cat\", 7]", "4"},
        {fn_last_index_of, "[\"tacocat\", \"a\", 30]", RANGE("30", "7")},
        {fn_last_index_of, "[\"tacocat\", \"a\", -1]", RANGE("-1", "7")},
        {fn_substring, "[\"tacocat\", 4]", "\"cat\""},
        {fn_substring, "[\"tacocat\", 7]", "\"\""},
        {fn_substring, "[\"tacocat\", 0, 4]", "\"taco\""},
        {fn_substring, "[\"tacocat\", 4, 4]", "\"\""},
        {fn_substring, "[\"ta©o©αT\", 2, 6]", "\"©o©α\""},
        {fn_substring, "[\"ta©o©αT\", 7, 7]", "\"\""},
        {fn_substring, "[\"tacocat\", 40]", RANGE("40", "7")},
        {fn_substring, "[\"tacocat\", -1]", RANGE("-1", "7")},
        {fn_substring, "[\"tacocat\", 1, 50]", RANGE("50", "7")},
        {fn_substring, "[\"tacocat\", 49, 50]", RANGE("49", "7")},
        {fn_substring, "[\"tacocat\", 4, 3]",
         "error: the text from position 4 to 3 would end before it starts"},
    };
    CHECK_BODIES(rows);
}
END_TEST

START_TEST(parts)
{
    static const body_case rows[] = {
        {fn_replace, "[\"12 days 12 hours\", \"{0}\", \"2\"]", "\"12 days 12 hours\""},
        {fn_replace, "[\"{0} days {0} hours\", \"{0}\", \"2\"]", "\"2 days 2 hours\""},
        {fn_replace, "[\"{0} days {0} hours\", \"{0}\", \"2\", 1]", "\"2 days {0} hours\""},
        {fn_replace, "[\"aaa\", \"a\", \"bb\", 0]", "\"aaa\""},
        {fn_replace, "[\"aaa\", \"a\", \"bb\", -9223372036854775808]", "\"bbbbbb\""},
        {fn_replace, "[\"aaa\", \"a\", \"\", 9223372036854775807]", "\"\""},
        {fn_replace, "[\"aaaa\", \"aa\", \"b\"]", "\"bb\""},
        {fn_replace, "[\"1 ©αT taco\", \"αT\", \"o©α\"]", "\"1 ©o©α taco\""},
        {fn_replace, "[\"aß\", \"\", \"-\"]", "\"-a-ß-\""},
        {fn_replace, "[\"aß\", \"\", \"-\", 2]", "\"-a-ß\""},
        {fn_replace, "[\"\", \"\", \"-\"]", "\"-\""},
        {fn_split, "[\"hello world\", \" \"]", "[\"hello\",\"world\"]"},
        {fn_split, "[\"a b c\", \" \", 0]", "[]"},
        {fn_split, "[\"a b c\", \" \", 1]", "[\"a b c\"]"},
        {fn_split, "[\"a b c\", \" \", 2]", "[\"a\",\"b c\"]"},
        {fn_split, "[\"a b c\", \" \", 9223372036854775807]", "[\"a\",\"b\",\"c\"]"},
        {fn_split, "[\"o©o©o©o\", \"©\", -1]", "[\"o\",\"o\",\"o\",\"o\"]"},
        {fn_split, "[\",\", \",\"]", "[\"\",\"\"]"},
        {fn_split, "[\"\", \",\"]", "[\"\"]"},
        {fn_split, "[\"\", \"\"]", "[]"},
        {fn_split, "[\"aßc\", \"\"]", "[\"a\",\"ß\",\"c\"]"},
        {fn_split, "[\"aßc\", \"\", 2]", "[\"a\",\"ßc\"]"},
        {fn_join, "[[\"x\", \"y\"]]", "\"xy\""},
        {fn_join, "[[\"x\", \"\", \"y\"], \"-\"]", "\"x--y\""},
        {fn_join, "[[]]", "\"\""},
        {fn_join, "[[], \"-\"]", "\"\""},
        {fn_join, "[[\"x\", 1]]", "error: `join` cannot be used on an int"},
        {fn_trim, "[\" \\f\\n\\r\\t\\u000btext  \"]", "\"text\""},
        {fn_trim, "[\"\\u0085\\u00a0\\u1680text\"]", "\"text\""},
        {fn_trim, "[\"\\u200atext\\u2028\\u2029\\u202F\\u205F\\u3000\"]", "\"text\""},
        {fn_trim, "[\"a b\"]", "\"a b\""},
        {fn_trim, "[\"  \"]", "\"\""},
        {fn_trim, "[\"\"]", "\"\""},
    };
    CHECK_BODIES(rows);
    ARENA;
    gate_value kept = read_value(arena, "[\"\\u180etext\\u200b\\u200c\\u200d\\u2060\\ufeff\"]");
    gate_value out = call_body(arena, fn_trim, kept, 1000);
    ck_assert(gate_str_eq(out.as.str, gate_list_at(kept, 0).as.str));
}
END_TEST

START_TEST(texts_made_anew)
{
    static const body_case rows[] = {
        {fn_lower_ascii, "[\"TacoCÆt Xii@[`{\"]", "\"tacocÆt xii@[`{\""},
        {fn_upper_ascii, "[\"tacoCαt xii@[`{\"]", "\"TACOCαT XII@[`{\""},
        {fn_lower_ascii, "[\"\"]", "\"\""},
        {fn_reverse_text, "[\"gums\"]", "\"smug\""},
        {fn_reverse_text, "[\"aß中😀\"]", "\"😀中ßa\""},
        {fn_reverse_text, "[\"\"]", "\"\""},
        {fn_quote, "[\"first\\nsecond\"]", "\"\\\"first\\\\nsecond\\\"\""},
        {fn_quote, "[\"\\u0007\\b\\f\\r\\t\\u000b\"]", "\"\\\"\\\\a\\\\b\\\\f\\\\r\\\\t\\\\v\\\"\""},
        {fn_quote, "[\"mid \\\" quote \\\\ slash\"]", "\"\\\"mid \\\\\\\" quote \\\\\\\\ slash\\\"\""},
        {fn_quote, "[\"завтра😀\"]", "\"\\\"завтра😀\\\"\""},
        {fn_quote, "[\"\"]", "\"\\\"\\\"\""},
        {fn_quote, "[\"nul \\u0000.\"]", "\"\\\"nul \\u0000.\\\"\""},
    };
    CHECK_BODIES(rows);
}
END_TEST

/* In the order of Semantic Versioning's section 11, and beyond. */
static const char *const versions[] = {
    "0.0.0-0",
    "0.0.0",
    "0.9.10",
    "1.0.0--",
    "1.0.0-0",
    "1.0.0-2",
    "1.0.0-10",
    "1.0.0-99999999999999999999",
    "1.0.0-0a",
    "1.0.0-alpha",
    "1.0.0-alpha.1",
    "1.0.0-alpha.1.0",
    "1.0.0-alpha.beta",
    "1.0.0-alpha-1",
    "1.0.0-alphab",
    "1.0.0-beta",
    "1.0.0-beta.2",
    "1.0.0-beta.11",
    "1.0.0-rc.1",
    "1.0.0",
    "1.0.1",
    "1.2.0",
    "1.10.0-rc.1",
    "1.10.0",
    "2.0.0",
    "10.0.0",
    "99999999999999999999.0.0",
};

static gate_value key_of(gate_arena *arena, const char *version)
{
    gate_value item = gate_value_str(gate_str_c(version));
    gate_value args = gate_value_list(arena, gate_arena_copy(arena, &item, sizeof item), 1);
    return call_body(arena, fn_semver, args, 10000);
}

START_TEST(versions_sort)
{
    ARENA;
    /* 1.0.0-- is an identifier of one hyphen, a text, and so behind the numbers. */
    for (size_t i = 0; i < GATE_COUNT(versions); i++) {
        for (size_t k = 0; k < GATE_COUNT(versions); k++) {
            if (strcmp(versions[i], "1.0.0--") == 0 || strcmp(versions[k], "1.0.0--") == 0) continue;
            gate_value a = key_of(arena, versions[i]), b = key_of(arena, versions[k]);
            ck_assert_msg(a.tag == GATE_T_STRING, "%s", versions[i]);
            ck_assert_msg(gate_value_order(a, b) == (i > k) - (i < k), "%s and %s", versions[i], versions[k]);
        }
    }
    ck_assert_int_eq(gate_value_order(key_of(arena, "1.0.0--"), key_of(arena, "1.0.0-10")), 1);
    ck_assert_int_eq(gate_value_order(key_of(arena, "1.0.0--"), key_of(arena, "1.0.0-a")), -1);
    ck_assert(gate_value_equal(key_of(arena, "v1.2.3-rc.1+linux.001"), key_of(arena, "1.2.3-rc.1+x")));
    ck_assert_str_eq(describe(arena, key_of(arena, "1.10.0-rc.2")),
                     "\"011.0210.010-2rc,1012,! 1.10.0-rc.2\"");
}
END_TEST

START_TEST(what_is_no_version)
{
    static const char *const bad[] = {
        "",         "1",       "1.2",        "1.2.3.4",   "v",        "vv1.2.3",    "V1.2.3",
        "01.2.3",   "1.02.3",  "1.2.03",     "1.2.3-",    "1.2.3-01", "1.2.3-a..b", "1.2.3-.a",
        "1.2.3-a.", "1.2.3+",  "1.2.3+a..b", "1.2.3+a+b", "1.2.3-ä",  "1.2.3-a_b",  " 1.2.3",
        "1.2.3 ",   "1.2.3\n", "-1.2.3",     "1.2.x",     "a.b.c",    "1..3",       "1.2.-3",
    };
    ARENA;
    for (size_t i = 0; i < GATE_COUNT(bad); i++) {
        gate_value key = key_of(arena, bad[i]);
        ck_assert_msg(key.tag == GATE_T_ERROR && key.as.fault->kind == GATE_FAULT_CONVERSION, "%s", bad[i]);
    }
    char digits[120] = {0};
    memset(digits, '7', 99);
    strcpy(digits + 99, ".0.0");
    ck_assert_int_eq(key_of(arena, digits).tag, GATE_T_STRING);
    memset(digits, '7', 100);
    strcpy(digits + 100, ".0.0");
    ck_assert_int_eq(key_of(arena, digits).tag, GATE_T_ERROR);
}
END_TEST

START_TEST(formats)
{
    static const body_case rows[] = {
        {fn_format, "[\"no substitution\", []]", "\"no substitution\""},
        {fn_format, "[\"%% and also %%\", []]", "\"% and also %\""},
        {fn_format, "[\"%%%s%%\", [\"x\"]]", "\"%x%\""},
        {fn_format, "[\"%d %d %d, %s %s\", [1, 2, 3, \"A\", \"B\"]]", "\"1 2 3, A B\""},
        {fn_format, "[\"%.3f\", [1.2345]]", "\"1.234\""},
        {fn_format, "[\"%.3f %.3f\", [123.4999, 4.5]]", "\"123.500 4.500\""},
        {fn_format, "[\"%.0f %.0f %.0f %.0f\", [0.5, 1.5, 2.5, 3.5001]]", "\"0 2 2 4\""},
        {fn_format, "[\"%.2f %.2f\", [1.005, 84.995]]", "\"1.00 85.00\""},
        {fn_format, "[\"%.1f\", [0.25]]", "\"0.2\""},
        {fn_format, "[\"%.5f\", [-1.2]]", "\"-1.20000\""},
        {fn_format, "[\"%f %e\", [2.71828, 2.71828]]", "\"2.718280 2.718280e+00\""},
        {fn_format, "[\"%.6e\", [1052.032911275]]", "\"1.052033e+03\""},
        {fn_format, "[\"%.2f %.1e\", [7, 7]]", "\"7.00 7.0e+00\""},
        {fn_format, "[\"%.1f\", [9007199254740993]]", "\"9007199254740993.0\""},
        {fn_format, "[\"%.0f\", [-9223372036854775808]]", "\"-9223372036854775808\""},
        {fn_format, "[\"%e %f %d %s\", [\"@NaN\", \"@+inf\", \"@-inf\", \"@NaN\"]]",
         "\"NaN Infinity -Infinity NaN\""},
        {fn_format, "[\"%b %b %b\", [5, true, -5]]", "\"101 1 -101\""},
        {fn_format, "[\"%b\", [-9223372036854775808]]",
         "\"-1000000000000000000000000000000000000000000000000000000000000000\""},
        {fn_format, "[\"%o %x %X %x\", [11, 30, 30, -30]]", "\"13 1e 1E -1e\""},
        {fn_format, "[\"%x %X\", [\"Hello world!\", \"é\"]]", "\"48656c6c6f20776f726c6421 C3A9\""},
        {fn_format, "[\"%d %d %d\", [1.5, 85.0, -9223372036854775808]]", "\"1.5 85 -9223372036854775808\""},
        {fn_format, "[\"%s %s %s\", [null, true, 999999999999]]", "\"null true 999999999999\""},
        {fn_format, "[\"%s %s %s %s\", [1e25, 1.5e-7, 123.456, -2.5e3]]",
         "\"10000000000000000000000000 0.00000015 123.456 -2500\""},
        {fn_format, "[\"%s %s\", [1.25e20, -1e-5]]", "\"125000000000000000000 -0.00001\""},
        {fn_format, "[\"%s %s\", [\"@span 6347s\", \"@span 1.5s\"]]", "\"6347s 1.5s\""},
        {fn_format, "[\"%s\", [\"@time 2023-02-03T23:31:20+00:00\"]]", "\"2023-02-03T23:31:20Z\""},
        {fn_format, "[\"%s\", [\"@type\"]]", "\"int\""},
        {fn_format, "[\"%s\", [[\"abc\", 3.14, null, [9, 8], []]]]", "\"[abc, 3.14, null, [9, 8], []]\""},
        {fn_format, "[\"%s\", [[\"@NaN\", \"@+inf\"]]]", "\"[NaN, Infinity]\""},
        {fn_format, "[\"%s\", [{\"b\": 1, \"a\": {\"x\": null}}]]", "\"{a: {x: null}, b: 1}\""},
        {fn_format, "[\"%s\", [{\"@map\": [[\"strKey\", \"x\"], [6, \"@span 422s\"], [true, 42]]}]]",
         "\"{6: 422s, strKey: x, true: 42}\""},
        {fn_format, "[\"%s\", [{}]]", "\"{}\""},
        {fn_format, "[\"%s only\", [\"a\", \"b\"]]", "\"a only\""},
    };
    CHECK_BODIES(rows);
}
END_TEST

START_TEST(formats_that_fail)
{
    static const body_case rows[] = {
        {fn_format, "[\"%d %d %d\", [0, 1]]", "error: there is no argument for clause 3: the list has 2"},
        {fn_format, "[\"octal: %o\", [\"a string\"]]", "error: `%o` takes an int, not a string"},
        {fn_format, "[\"%x\", [0.5]]", "error: `%x` takes an int or a string, not a double"},
        {fn_format, "[\"%X\", [null]]", "error: `%X` takes an int or a string, not null"},
        {fn_format, "[\"%b\", [\"abc\"]]", "error: `%b` takes an int or a bool, not a string"},
        {fn_format, "[\"%d\", [\"@span 30m\"]]", "error: `%d` takes a number, not a duration"},
        {fn_format, "[\"%d\", [null]]", "error: `%d` takes a number, not null"},
        {fn_format, "[\"%e\", [null]]", "error: `%e` takes a number, not null"},
        {fn_format, "[\"%f\", [\"1\"]]", "error: `%f` takes a number, not a string"},
        {fn_format, "[\"%s\", [\"@none\"]]",
         "error: `%s` takes any value but an optional; unpack it with `orValue`, not an optional"},
        {fn_format, "[\"%.101f\", [1.5]]", "error: a clause asks for more than 100 decimals"},
        {fn_format, "[\"%.99999999999999999999f\", [1.5]]",
         "error: a clause asks for more than 100 decimals"},
        {fn_format, "[\"%.f\", [1.5]]", "error: a clause has a `.` and no number of decimals behind it"},
    };
    static const char *const unknown[] = {
        "[\"%a\", [1]]",  "[\"%E\", [0.5]]", "[\"%\", [1]]",  "[\"%5d\", [1]]", "[\"%.3\", [1]]",
        "[\"%-d\", [1]]", "[\"%é\", [1]]",   "[\"%n\", [1]]", "[\"% d\", [1]]", "[\"%\\u0000\", [1]]"};
    CHECK_BODIES(rows);
    ARENA;
    for (size_t i = 0; i < GATE_COUNT(unknown); i++) {
        gate_value out = call_body(arena, fn_format, read_value(arena, unknown[i]), 1000);
        ck_assert_msg(out.tag == GATE_T_ERROR && out.as.fault->kind == GATE_FAULT_FORMAT, "%s", unknown[i]);
        ck_assert_msg(strstr(describe(arena, out), "no formatting clause"), "%s", describe(arena, out));
    }
}
END_TEST

static gate_str long_text(gate_arena *arena, size_t len)
{
    char *text = gate_arena_alloc(arena, len);
    memset(text, 'a', len);
    return (gate_str){text, len};
}

static gate_value call_with(gate_arena *arena, gate_builtin_fn *fn, const gate_value *args, size_t len,
                            uint64_t fuel)
{
    return call_body(arena, fn, gate_value_list(arena, gate_arena_copy(arena, args, len * sizeof *args), len),
                     fuel);
}

static void check_too_long(gate_value out)
{
    ck_assert_int_eq(out.tag, GATE_T_ERROR);
    ck_assert_int_eq(out.as.fault->kind, GATE_FAULT_RANGE);
}

START_TEST(no_text_gets_too_long)
{
    ARENA;
    gate_value fits = gate_value_str(long_text(arena, GATE_TEXT_MAX)),
               more = gate_value_str(long_text(arena, GATE_TEXT_MAX + 1));
    gate_value a = gate_value_str(GATE_STR("a")), empty = gate_value_str(GATE_STR("")),
               two = gate_value_str(GATE_STR("aa"));
    gate_value half = gate_value_str(long_text(arena, GATE_TEXT_MAX / 2));
    static gate_builtin_fn *const alone[] = {fn_lower_ascii, fn_upper_ascii, fn_reverse_text};
    uint64_t fuel = 100000000;
    for (size_t i = 0; i < GATE_COUNT(alone); i++) {
        ck_assert_int_eq(call_with(arena, alone[i], &fits, 1, fuel).tag, GATE_T_STRING);
        check_too_long(call_with(arena, alone[i], &more, 1, fuel));
    }
    check_too_long(call_with(arena, fn_quote, &fits, 1, fuel));
    check_too_long(call_with(arena, fn_replace, (gate_value[]){fits, a, two}, 3, fuel));
    check_too_long(call_with(arena, fn_replace, (gate_value[]){fits, a, fits}, 3, fuel));
    check_too_long(call_with(arena, fn_replace, (gate_value[]){fits, empty, fits}, 3, fuel));
    check_too_long(call_with(arena, fn_replace, (gate_value[]){more, two, two, gate_value_int(1)}, 4, fuel));
    gate_value same = call_with(arena, fn_replace, (gate_value[]){half, a, two}, 3, fuel);
    ck_assert_uint_eq(same.as.str.len, GATE_TEXT_MAX);
    gate_value three = gate_value_list(arena, (gate_value[]){half, half, a}, 3);
    gate_value pair = gate_value_list(arena, (gate_value[]){half, half}, 2);
    ck_assert_uint_eq(call_with(arena, fn_join, &pair, 1, fuel).as.str.len, GATE_TEXT_MAX);
    check_too_long(call_with(arena, fn_join, &three, 1, fuel));
    check_too_long(call_with(arena, fn_join, (gate_value[]){pair, a}, 2, fuel));
    gate_value clauses = gate_value_str(GATE_STR("%s%s%s")), hex = gate_value_str(GATE_STR("%x"));
    check_too_long(call_with(arena, fn_format, (gate_value[]){clauses, three}, 2, fuel));
    check_too_long(call_with(
        arena, fn_format, (gate_value[]){gate_value_str(GATE_STR("%s")), gate_value_list(arena, &three, 1)},
        2, fuel));
    gate_value one = gate_value_list(arena, (gate_value[]){fits}, 1);
    check_too_long(call_with(arena, fn_format, (gate_value[]){hex, one}, 2, fuel));
    check_too_long(call_with(arena, fn_format, (gate_value[]){more, one}, 2, fuel));
}
END_TEST

START_TEST(large_results_cost_fuel)
{
    ARENA;
    gate_value text = gate_value_str(long_text(arena, 100000)), empty = gate_value_str(GATE_STR(""));
    gate_value out = call_with(arena, fn_split, (gate_value[]){text, empty}, 2, 1000);
    ck_assert(out.tag == GATE_T_ERROR && out.as.fault->kind == GATE_FAULT_FUEL);
    out = call_with(arena, fn_split, (gate_value[]){text, empty}, 2, 200000);
    ck_assert_uint_eq(gate_list_len(out), 100000);
    out = call_with(arena, fn_replace,
                    (gate_value[]){text, gate_value_str(GATE_STR("a")), gate_value_str(GATE_STR("aaaaaaaa"))},
                    3, 1000);
    ck_assert(out.tag == GATE_T_ERROR && out.as.fault->kind == GATE_FAULT_FUEL);
    /* Linear, though both are one letter over and over. */
    gate_value part = gate_value_str(long_text(arena, 50000)),
               far = gate_value_str(long_text(arena, GATE_TEXT_MAX));
    char *odd = gate_arena_alloc(arena, 50000);
    memset(odd, 'a', 50000);
    odd[25000] = 'b';
    out = call_with(arena, fn_last_index_of, (gate_value[]){far, part}, 2, 1000);
    ck_assert_int_eq(out.as.integer, (int64_t)GATE_TEXT_MAX - 50000);
    out = call_with(arena, fn_last_index_of, (gate_value[]){far, gate_value_str((gate_str){odd, 50000})}, 2,
                    1000);
    ck_assert_int_eq(out.as.integer, -1);
}
END_TEST

START_TEST(deep_values_are_formatted)
{
    ARENA;
    gate_value value = gate_value_int(1);
    for (unsigned depth = 0; depth < GATE_VALUE_NESTING - 2; depth++) {
        gate_value *item = gate_arena_copy(arena, &value, sizeof value);
        value = gate_value_list(arena, item, 1);
        ck_assert_int_eq(value.tag, GATE_T_LIST);
    }
    gate_value list = gate_value_list(arena, &value, 1);
    gate_value out =
        call_with(arena, fn_format, (gate_value[]){gate_value_str(GATE_STR("%s")), list}, 2, 1000);
    ck_assert_int_eq(out.tag, GATE_T_STRING);
    ck_assert_uint_eq(out.as.str.len, 2 * (GATE_VALUE_NESTING - 2) + 1);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {questions,
                                  positions,
                                  parts,
                                  texts_made_anew,
                                  versions_sort,
                                  what_is_no_version,
                                  formats,
                                  formats_that_fail,
                                  no_text_gets_too_long,
                                  large_results_cost_fuel,
                                  deep_values_are_formatted};
    return run_tests("stdlib/text", tests, GATE_COUNT(tests)) ? EXIT_FAILURE : EXIT_SUCCESS;
}
