/* gate_unit: base */
/* UTF-8, visible text, suggestions, the JSON writer, numbers. */
#include "base/json.h"
#include "base/num.h"
#include "base/suggest.h"
#include "base/utf8.h"

#include <check.h>
#include <locale.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#define ARENA                                                                                                \
    gate_panic panic = {.what = NULL};                                                                       \
    if (setjmp(panic.at) != 0) ck_abort_msg("unwound: %d", (int)panic.status);                               \
    gate_arena *arena = gate_arena_new(&panic, 0)

START_TEST(utf8_round_trips_every_scalar)
{
    size_t wrong = 0;
    for (uint32_t code = 0; code <= 0x10FFFF; code++) {
        char bytes[4];
        if (code >= 0xD800 && code <= 0xDFFF) continue;
        gate_str text = {bytes, gate_utf8_put(bytes, code)};
        size_t at = 0;
        wrong += gate_utf8_next(text, &at) != code || at != text.len;
    }
    ck_assert_uint_eq(wrong, 0);
}
END_TEST

START_TEST(utf8_refuses_what_rfc_3629_refuses)
{
    static const char *const bad[] = {
        "\x80",
        "\xBF",
        "\xC0\x80",
        "\xC1\xBF",
        "\xC3",
        "\xC3(",
        "\xE0\x80\x80",
        "\xE0\x9F\xBF",
        "\xED\xA0\x80",
        "\xED\xBF\xBF",
        "\xE2\x82",
        "\xF0\x80\x80\x80",
        "\xF0\x8F\xBF\xBF",
        "\xF4\x90\x80\x80",
        "\xF5\x80\x80\x80",
        "\xFF",
        "\xF0\x9F\x98",
    };
    for (size_t i = 0; i < GATE_COUNT(bad); i++) {
        size_t at = 0;
        ck_assert_uint_eq(gate_utf8_next(gate_str_c(bad[i]), &at), UINT32_MAX);
        ck_assert_uint_eq(at, 1);
        ck_assert_uint_eq(gate_utf8_invalid(gate_str_c(bad[i])), 0);
    }
    ck_assert_uint_eq(gate_utf8_invalid(GATE_STR("ab\xC3\xA9\xC3")), 4);
    ck_assert_uint_eq(gate_utf8_invalid(GATE_STR("ab\0\xC3\xA9")), SIZE_MAX);
    ck_assert_uint_eq(gate_utf8_invalid((gate_str){NULL, 0}), SIZE_MAX);
    /* Nothing is read behind the end, though the bytes there would complete the code point. */
    ck_assert_uint_eq(gate_utf8_invalid((gate_str){"\xE2\x82\xAC", 2}), 0);
}
END_TEST

START_TEST(utf8_counts)
{
    gate_str text = GATE_STR("a\xC3\xA9\xFF\xF0\x9F\x98\x80z");
    ck_assert_uint_eq(gate_utf8_count(text), 5);
    const size_t offsets[] = {0, 1, 3, 4, 8, 9, 9};
    for (size_t i = 0; i < GATE_COUNT(offsets); i++)
        ck_assert_uint_eq(gate_utf8_offset(text, i), offsets[i]);
}
END_TEST

/* ASCII is gone through eight bytes at a time: what breaks it is found at every distance and alignment. */
START_TEST(utf8_finds_what_is_not_ascii_anywhere)
{
    char bytes[64];
    for (size_t from = 0; from < 9; from++) {
        for (size_t len = 0; len < 40; len++) {
            for (size_t at = 0; at <= len; at++) {
                memset(bytes, 'x', sizeof bytes);
                if (at < len) bytes[from + at] = (char)0xFF;
                gate_str text = {bytes + from, len};
                ck_assert_uint_eq(gate_utf8_ascii(text, 0), at);
                ck_assert_uint_eq(gate_utf8_invalid(text), at < len ? at : SIZE_MAX);
                ck_assert_uint_eq(gate_utf8_count(text), len);
            }
        }
    }
    ck_assert_uint_eq(gate_utf8_ascii(GATE_STR("ab\xC3\xA9z"), 4), 5);
    ck_assert_uint_eq(gate_utf8_ascii(GATE_STR("ab\xC3\xA9z"), 2), 2);
}
END_TEST

START_TEST(utf8_measures_columns)
{
    ck_assert_uint_eq(gate_utf8_width(GATE_STR("abc")), 3);
    ck_assert_uint_eq(gate_utf8_width(GATE_STR("\xE6\x97\xA5\xE6\x9C\xAC")), 4); /* two ideographs */
    ck_assert_uint_eq(gate_utf8_width(GATE_STR("\xF0\x9F\x98\x80")), 2);         /* an emoji */
    ck_assert_uint_eq(gate_utf8_width(GATE_STR("e\xCC\x81")), 1);                /* a combining accent */
    ck_assert_uint_eq(gate_utf8_width(GATE_STR("\xC3\xA9\xE2\x82\xAC")), 2);
    ck_assert_uint_eq(gate_utf8_width(GATE_STR("\xEF\xBC\xA1\xE2\x80\x8B")),
                      2); /* fullwidth A, zero-width space */
}
END_TEST

START_TEST(visible_text_shows_what_hides)
{
    ARENA;
    static const char *const cases[][2] = {
        {"plain \\ text", "plain \\ text"},
        {"a\nb\tc\rd", "a\\nb\\tc\\rd"},
        {"\x1b[2J\x07\x7f", "\\x1b[2J\\x07\\x7f"},
        {"\xC2\x9B"
         "31m",
         "\\u009b31m"},
        {"a\xE2\x80\xAE"
         "b\xE2\x81\xA6",
         "a\\u202eb\\u2066"},
        {"\xE2\x80\x8B\xEF\xBB\xBF\xD8\x9C\xE2\x80\xA8\xE2\x81\xA0", "\\u200b\\ufeff\\u061c\\u2028\\u2060"},
        {"\xFF\xC3", "\\xff\\xc3"},
        {"caf\xC3\xA9 \xF0\x9F\x98\x80", "caf\xC3\xA9 \xF0\x9F\x98\x80"},
        {"", ""},
    };
    for (size_t i = 0; i < GATE_COUNT(cases); i++) {
        gate_buf buf = gate_buf_new(arena);
        gate_buf_visible(&buf, gate_str_c(cases[i][0]));
        ck_assert_str_eq(buf.ptr, cases[i][1]);
    }
    gate_buf buf = gate_buf_new(arena);
    gate_buf_visible(&buf, GATE_STR("a\0b"));
    ck_assert_str_eq(buf.ptr, "a\\x00b");
    ck_assert(!gate_utf8_unsafe('\n') && !gate_utf8_unsafe('\t') && gate_utf8_unsafe('\r'));
    gate_arena_free(arena);
}
END_TEST

static const char *best_of(const char *wanted, const char *const *names)
{
    gate_suggest suggest = gate_suggest_new(gate_str_c(wanted));
    for (; *names; names++)
        gate_suggest_offer(&suggest, gate_str_c(*names));
    return suggest.best.len ? suggest.best.ptr : "";
}

START_TEST(suggestions_are_near)
{
    static const char *const names[] = {"summary", "branch", "line", "statement", "id", "approvals", NULL};
    ck_assert_str_eq(best_of("sumary", names), "summary");
    ck_assert_str_eq(best_of("lien", names), "line"); /* neighbours swapped count once */
    ck_assert_str_eq(best_of("SUMMARY", names), "summary");
    ck_assert_str_eq(best_of("aprovls", names), "approvals");
    ck_assert_str_eq(best_of("statment", names), "statement");
    ck_assert_str_eq(best_of("xx", names), ""); /* a third of two letters is none */
    ck_assert_str_eq(best_of("lxyz", names), "");
    ck_assert_str_eq(best_of("", names), "");
    ck_assert_str_eq(best_of("sxxxary", names), "");
    static const char *const two[] = {"colour", "color", "colon", NULL};
    ck_assert_str_eq(best_of("colr", two), "color"); /* the nearest; the first of equals */
    static const char *const far[] = {"abcdefghijklmnop", NULL};
    ck_assert_str_eq(best_of("abcdefghijklm", far), "abcdefghijklmnop");
    ck_assert_str_eq(best_of("abcdefghijkl", far), ""); /* four, though it is a third */
}
END_TEST

START_TEST(suggestions_are_bounded)
{
    char longer[500];
    memset(longer, 'a', sizeof longer);
    gate_suggest suggest = gate_suggest_new((gate_str){longer, sizeof longer});
    gate_suggest_offer(&suggest, (gate_str){longer, sizeof longer - 1});
    gate_suggest_offer(&suggest, (gate_str){longer, 64});
    ck_assert_uint_eq(suggest.best.len, 0);
    suggest = gate_suggest_new((gate_str){longer, 64});
    gate_suggest_offer(&suggest, (gate_str){longer, 63});
    ck_assert_uint_eq(suggest.best.len, 63);
}
END_TEST

START_TEST(json_writes_both_layouts)
{
    ARENA;
    static const char *const wanted[] = {
        "{\"a\":[1,-9223372036854775808,{}],\"b\":{\"c\":null},\"d\":[],\"e\":85.0,\"f\":\"NaN\",\"g\":true}",
        "{\n  \"a\": [\n    1,\n    -9223372036854775808,\n    {}\n  ],\n  \"b\": {\n    \"c\": null\n  },\n"
        "  \"d\": [],\n  \"e\": 85.0,\n  \"f\": \"NaN\",\n  \"g\": true\n}"};
    for (int indent = 0; indent <= 2; indent += 2) {
        gate_buf buf = gate_buf_new(arena);
        gate_json json = gate_json_new(&buf, indent);
        gate_json_open(&json, '{');
        gate_json_key(&json, GATE_STR("a"));
        gate_json_open(&json, '[');
        gate_json_int(&json, 1);
        gate_json_int(&json, INT64_MIN);
        gate_json_open(&json, '{');
        gate_json_close(&json, '}');
        gate_json_close(&json, ']');
        gate_json_key(&json, GATE_STR("b"));
        gate_json_open(&json, '{');
        gate_json_key(&json, GATE_STR("c"));
        gate_json_null(&json);
        gate_json_close(&json, '}');
        gate_json_key(&json, GATE_STR("d"));
        gate_json_open(&json, '[');
        gate_json_close(&json, ']');
        gate_json_key(&json, GATE_STR("e"));
        gate_json_double(&json, 85);
        gate_json_key(&json, GATE_STR("f"));
        gate_json_double(&json, NAN);
        gate_json_key(&json, GATE_STR("g"));
        gate_json_bool(&json, true);
        gate_json_close(&json, '}');
        ck_assert_str_eq(buf.ptr, wanted[indent / 2]);
    }
    gate_arena_free(arena);
}
END_TEST

START_TEST(json_escapes)
{
    ARENA;
    static const char *const cases[][2] = {
        {"a\"b\\c/d", "\"a\\\"b\\\\c/d\""},
        {"\b\f\n\r\t\x01\x1f\x7f", "\"\\b\\f\\n\\r\\t\\u0001\\u001f\\u007f\""},
        {"</script><!-- </", "\"<\\/script><!-- <\\/\""},
        {"/a", "\"/a\""},
        {"\xE2\x80\xA8\xE2\x80\xA9\xE2\x80\xAE\xC2\x85", "\"\\u2028\\u2029\\u202e\\u0085\""},
        {"\xFFx\xED\xA0\x80", "\"\\ufffdx\\ufffd\\ufffd\\ufffd\""},
        {"\xF0\x9F\x98\x80\xC3\xA9", "\"\xF0\x9F\x98\x80\xC3\xA9\""},
        {"", "\"\""},
    };
    for (size_t i = 0; i < GATE_COUNT(cases); i++) {
        gate_buf buf = gate_buf_new(arena);
        gate_buf_json(&buf, gate_str_c(cases[i][0]));
        ck_assert_str_eq(buf.ptr, cases[i][1]);
    }
    gate_buf buf = gate_buf_new(arena);
    gate_buf_json(&buf, GATE_STR("\0"));
    ck_assert_str_eq(buf.ptr, "\"\\u0000\"");
    gate_arena_free(arena);
}
END_TEST

static const char *text_of(double value)
{
    static char out[32];
    gate_str text = gate_num_text(out, value);
    memmove(out, text.ptr, text.len + 1);
    return out;
}

START_TEST(doubles_print_shortest)
{
    ck_assert_str_eq(text_of(85), "85.0");
    ck_assert_str_eq(text_of(0.1), "0.1");
    ck_assert_str_eq(text_of(0.1 + 0.2), "0.30000000000000004");
    ck_assert_str_eq(text_of(84.996), "84.996");
    ck_assert_str_eq(text_of(-0.0), "-0.0");
    ck_assert_str_eq(text_of(1e25), "1e+25");
    ck_assert_str_eq(text_of(5e-324), "5e-324");
    ck_assert_str_eq(text_of(1.7976931348623157e308), "1.7976931348623157e+308");
    ck_assert_str_eq(text_of(9007199254740993.0), "9007199254740992.0");
    ck_assert_str_eq(text_of(INFINITY), "Infinity");
    ck_assert_str_eq(text_of(-INFINITY), "-Infinity");
    ck_assert_str_eq(text_of(NAN), "NaN");
    char out[32];
    ck_assert_str_eq(gate_num_show(out, 85).ptr, "85");
    ck_assert_str_eq(gate_num_show(out, 84.5).ptr, "84.5");
    ck_assert_str_eq(gate_num_show(out, 100.0 * 2 / 3).ptr, "66.66666666666667");
}
END_TEST

START_TEST(doubles_survive_the_round_trip)
{
    uint64_t state = 88172645463325252u;
    size_t wrong = 0;
    for (int i = 0; i < 20000; i++) {
        state ^= state << 13, state ^= state >> 7, state ^= state << 17;
        double value, back = 0;
        char out[32];
        memcpy(&value, &state, sizeof value);
        if (!isfinite(value)) continue;
        wrong +=
            !gate_num_double(gate_num_text(out, value), &back) || memcmp(&value, &back, sizeof value) != 0;
    }
    ck_assert_uint_eq(wrong, 0);
}
END_TEST

static double parsed(const char *text)
{
    double value = -12345;
    ck_assert_msg(gate_num_double(gate_str_c(text), &value), "%s", text);
    return value;
}

START_TEST(doubles_parse)
{
    ck_assert(parsed("-1") == -1 && parsed(".5") == 0.5 && parsed("1e3") == 1000 &&
              parsed("007.250") == 7.25);
    ck_assert(parsed("1E-2") == 0.01 && parsed("1e+2") == 100 && parsed("0e999999999999999999999") == 0);
    ck_assert(parsed("1e-400") == 0 && signbit(parsed("-0.0")));
    ck_assert(parsed("1e-999999999999999999999999") == 0);
    ck_assert(parsed("9007199254740993") == 9007199254740992.0 &&
              parsed("9007199254740993.00001") == 9007199254740994.0);
    static const char *const bad[] = {"",    "-",    ".",    "1.",    "1e",    "1e+", "+1",
                                      " 1",  "1 ",   "0x10", "1,5",   "1_0",   "inf", "nan",
                                      "NaN", "1e5.", "--1",  "1e400", "1.5.2", "e5"};
    double value = 7;
    for (size_t i = 0; i < GATE_COUNT(bad); i++)
        ck_assert_msg(!gate_num_double(gate_str_c(bad[i]), &value), "%s", bad[i]);
    ck_assert(value == 7);
    ck_assert(!gate_num_double(GATE_STR("1\0"), &value) && !gate_num_double((gate_str){NULL, 0}, &value));
}
END_TEST

START_TEST(doubles_of_many_digits_are_rounded_once)
{
    ARENA;
    /* 1 + 2^-53 lies half-way between two doubles: exactly there it goes to the even one, and a digit
     * a thousand places on decides. */
    gate_buf buf = gate_buf_new(arena);
    gate_buf_c(&buf, "1.00000000000000011102230246251565404236316680908203125");
    double value = 0;
    ck_assert(gate_num_double(gate_buf_str(&buf), &value) && value == 1.0);
    gate_buf_repeat(&buf, '0', 3000);
    ck_assert(gate_num_double(gate_buf_str(&buf), &value) && value == 1.0);
    gate_buf_c(&buf, "1");
    ck_assert(gate_num_double(gate_buf_str(&buf), &value) && value == 1.0000000000000002);
    /* Zeros in front and behind, made up for by the exponent. */
    buf.len = 0;
    gate_buf_c(&buf, "0.");
    gate_buf_repeat(&buf, '0', 5000);
    gate_buf_c(&buf, "25e5002");
    ck_assert(gate_num_double(gate_buf_str(&buf), &value) && value == 25.0);
    buf.len = 0;
    gate_buf_c(&buf, "25");
    gate_buf_repeat(&buf, '0', 5000);
    gate_buf_c(&buf, "e-5001");
    ck_assert(gate_num_double(gate_buf_str(&buf), &value) && value == 2.5);
    buf.len = 0;
    gate_buf_repeat(&buf, '9', 100000);
    ck_assert(!gate_num_double(gate_buf_str(&buf), &value));
    gate_arena_free(arena);
}
END_TEST

START_TEST(doubles_know_no_locale)
{
    /* Any that writes a comma will do; without one on the machine the test holds trivially. */
    static const char *const names[] = {"de_DE.UTF-8", "fr_FR.UTF-8", "ru_RU.UTF-8"};
    for (size_t i = 0; i < GATE_COUNT(names) && !setlocale(LC_ALL, names[i]); i++) {
    }
    ck_assert_str_eq(text_of(1.5), "1.5");
    ck_assert(parsed("1.5") == 1.5);
    setlocale(LC_ALL, "C");
}
END_TEST

START_TEST(ints_parse)
{
    int64_t value = 5;
    ck_assert(gate_num_int(GATE_STR("-9223372036854775808"), &value) && value == INT64_MIN);
    ck_assert(gate_num_int(GATE_STR("9223372036854775807"), &value) && value == INT64_MAX);
    ck_assert(gate_num_int(GATE_STR("+0012"), &value) && value == 12);
    static const char *const bad[] = {
        "",    "-",  "+",  "9223372036854775808",    "-9223372036854775809", "1.0", "1e3",
        "0x1", " 1", "1 ", "99999999999999999999999"};
    for (size_t i = 0; i < GATE_COUNT(bad); i++)
        ck_assert_msg(!gate_num_int(gate_str_c(bad[i]), &value), "%s", bad[i]);
    ck_assert_int_eq(value, 12);
}
END_TEST

START_TEST(ints_and_doubles_compare_exactly)
{
    const struct {
        int64_t a;
        double b;
        int order;
    } cases[] = {
        {1, 1.0, 0},
        {1, 1.5, -1},
        {-1, -1.5, 1},
        {-2, -1.5, -1},
        {0, -0.0, 0},
        {9007199254740993, 9007199254740992.0, 1}, /* equal as doubles */
        {INT64_MAX, 9223372036854775808.0, -1},
        {INT64_MIN, -9223372036854775808.0, 0},
        {INT64_MIN, -9223372036854777856.0, 1},
        {INT64_MAX, INFINITY, -1},
        {INT64_MIN, -INFINITY, 1},
        {0, 5e-324, -1},
        {0, NAN, 2},
    };
    for (size_t i = 0; i < GATE_COUNT(cases); i++)
        ck_assert_int_eq(gate_num_cmp_int_double(cases[i].a, cases[i].b), cases[i].order);
}
END_TEST

int main(void)
{
    TCase *tcase = tcase_create("text");
    tcase_add_test(tcase, utf8_round_trips_every_scalar);
    tcase_add_test(tcase, utf8_refuses_what_rfc_3629_refuses);
    tcase_add_test(tcase, utf8_counts);
    tcase_add_test(tcase, utf8_finds_what_is_not_ascii_anywhere);
    tcase_add_test(tcase, utf8_measures_columns);
    tcase_add_test(tcase, visible_text_shows_what_hides);
    tcase_add_test(tcase, suggestions_are_near);
    tcase_add_test(tcase, suggestions_are_bounded);
    tcase_add_test(tcase, json_writes_both_layouts);
    tcase_add_test(tcase, json_escapes);
    tcase_add_test(tcase, doubles_print_shortest);
    tcase_add_test(tcase, doubles_survive_the_round_trip);
    tcase_add_test(tcase, doubles_parse);
    tcase_add_test(tcase, doubles_of_many_digits_are_rounded_once);
    tcase_add_test(tcase, doubles_know_no_locale);
    tcase_add_test(tcase, ints_parse);
    tcase_add_test(tcase, ints_and_doubles_compare_exactly);
    Suite *suite = suite_create("base text");
    suite_add_tcase(suite, tcase);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
