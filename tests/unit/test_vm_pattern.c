/* gate_unit: base evidence vm */
/* Regular expressions: what RE2's syntax means, what it lacks, and that no match runs away. */
#include "vm/pattern.h"
#include "vm/re2.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define TEXT_MAX 65536
#define FUEL_MAX 200000

static void free_arena(gate_arena **arena)
{
    gate_arena_free(*arena);
}

#define ARENA                                                                                                \
    gate_panic panic = {.what = NULL};                                                                       \
    if (setjmp(panic.at) != 0) ck_abort_msg("unwound: %d", (int)panic.status);                               \
    GATE_CLEANUP(free_arena) gate_arena *arena = gate_arena_new(&panic, 0)

static const gate_pattern *compile(gate_arena *arena, gate_str pattern)
{
    gate_str message = {0};
    size_t at = 0;
    const gate_pattern *made = gate_pattern_new(arena, pattern, &message, &at);
    ck_assert_msg(made != NULL, "`" GATE_STR_FMT "`: " GATE_STR_FMT, GATE_STR_ARG(pattern),
                  GATE_STR_ARG(message));
    return made;
}

typedef struct match_case {
    const char *pattern;
    const char *yes[6], *no[6]; /* texts */
} match_case;

static void check_row(const match_case *row)
{
    ARENA;
    const gate_pattern *pattern = compile(arena, gate_str_c(row->pattern));
    for (size_t k = 0; k < GATE_COUNT(row->yes); k++) {
        const char *yes = row->yes[k], *no = row->no[k];
        if (yes)
            ck_assert_msg(gate_pattern_match(arena, pattern, gate_str_c(yes), NULL) == GATE_MATCH_YES,
                          "`%s` does not match `%s`", row->pattern, yes);
        if (no)
            ck_assert_msg(gate_pattern_match(arena, pattern, gate_str_c(no), NULL) == GATE_MATCH_NO,
                          "`%s` matches `%s`", row->pattern, no);
    }
}

static void check_matches(const match_case *rows, size_t count)
{
    for (size_t i = 0; i < count; i++)
        check_row(&rows[i]);
}

START_TEST(structure)
{
    static const match_case rows[] = {
        {"", {"", "a"}, {NULL}},
        {"ubb", {"hubba"}, {"ub", ""}},
        {"gr(a|e)y", {"grey", "gray"}, {"griy"}},
        {"a||b", {"", "x"}, {NULL}},
        {"^(|ab)$", {"", "ab"}, {"a"}},
        {"^(?:)$", {""}, {"a"}},
        {"^a*$", {"", "aaa"}, {"ab"}},
        {"^a+b?$", {"a", "aab"}, {"", "b", "abb"}},
        {"^a{2}$", {"aa"}, {"a", "aaa"}},
        {"^a{2,}$", {"aa", "aaaa"}, {"a"}},
        {"^a{2,3}?$", {"aa", "aaa"}, {"a", "aaaa"}},
        {"^a{0}$", {""}, {"a"}},
        {"^a{1000}$", {NULL}, {"a"}},
        {"^a{,2}$", {"a{,2}"}, {"aa"}},
        {"^a{ 2}$", {"a{ 2}"}, {"aa"}},
        {"^a{01}$", {"a{01}"}, {"a"}},
        {"^{$", {"{"}, {""}},
        {"^a}]$", {"a}]"}, {NULL}},
        {"^(ab){2}$", {"abab"}, {"ab", "abb"}},
        {"^(a*)*$", {"", "aaa"}, {"b"}},
        {"^(?:^)*a$", {"a"}, {"b"}},
        {"^*a", {"a", "ba"}, {"b"}},
        {"^a(?i)*$", {"", "aaa"}, {"A"}},
        {"^(?P<year>[0-9]+)-(?<month>[0-9]+)$", {"2026-02"}, {"2026"}},
        {"^(?U)a+?b$", {"aab"}, {"b"}},
    };
    check_matches(rows, GATE_COUNT(rows));
}
END_TEST

START_TEST(places)
{
    static const match_case rows[] = {
        {"b$", {"ab"}, {"ab\n", "b\nc"}},
        {"^b", {"b"}, {"a\nb"}},
        {"(?m)b$", {"ab\n", "b\nc", "ab"}, {"bc"}},
        {"(?m)^b", {"a\nb"}, {"ab"}},
        {"(?m)^$", {"a\n", "", "a\n\nb"}, {"a", "a\nb"}},
        {"(?m)a\\z", {"b\na"}, {"a\n"}},
        {"(?m)\\Ab", {"ba"}, {"a\nb"}},
        {"\\Aa\\z", {"a"}, {"a\n"}},
        {"(?m)a$", {"a\nb"}, {"a\rb", "a\r\nb"}},
        {"\\bfoo\\b", {"a foo.", "foo"}, {"food", "_foo", "1foo"}},
        {"\\bé", {"aé"}, {"é", " é"}},
        {"a\\Bb", {"ab"}, {"a b"}},
        {"^\\B$", {""}, {"a"}},
        {"a.c", {"abc", "a\rc", "aéc"}, {"a\nc", "ac"}},
        {"(?s)a.c", {"a\nc"}, {"ac"}},
        {"(?s:a.c).c", {"a\nccc"}, {"a\nc\nc"}},
        {"(?s-s)a.c", {"abc"}, {"a\nc"}},
    };
    check_matches(rows, GATE_COUNT(rows));
}
END_TEST

START_TEST(classes)
{
    static const match_case rows[] = {
        {"^[a-c]$", {"a", "c"}, {"d", ""}},
        {"^[^a-c]$", {"d", "\n", "é"}, {"a"}},
        {"^[]a]$", {"]", "a"}, {"b"}},
        {"^[^]a]$", {"b"}, {"]", "a"}},
        {"^[a-]$", {"a", "-"}, {"b"}},
        {"^[-a]$", {"a", "-"}, {"b"}},
        {"^[a-c-e]$", {"b", "-", "e"}, {"d"}},
        {"^[a^]$", {"a", "^"}, {"b"}},
        {"^[[]$", {"["}, {"]"}},
        {"^[[a]$", {"[", "a"}, {"b"}},
        {"^[a\\]]$", {"a", "]"}, {"\\"}},
        {"^[(*.$|]$", {"(", "*", ".", "$", "|"}, {"a"}},
        {"^\\d$", {"0", "9"}, {"a", "\xd9\xa3"}},
        {"^\\D$", {"a", "\xd9\xa3"}, {"0"}},
        {"^\\s$", {" ", "\t", "\n", "\f", "\r"}, {"\v", "\xc2\xa0", "\xc2\x85"}},
        {"^\\S$", {"\v", "a"}, {" "}},
        {"^\\w$", {"a", "Z", "_", "5"}, {"é", "-"}},
        {"^\\W$", {"é", "-"}, {"a"}},
        {"^[\\d.]+$", {"1.2"}, {"1,2"}},
        {"^[^\\d\\s]+$", {"ab"}, {"a1", "a "}},
        {"^[\\W\\d]$", {"1", "-"}, {"a"}},
        {"^[[:alpha:]_]+$", {"aZ_"}, {"a1", "é"}},
        {"^[[:^alpha:]]$", {"1", "é"}, {"a"}},
        {"^[[:space:]]$", {"\v", " "}, {"a"}},
        {"^[[:word:]]+$", {"a_1"}, {"-"}},
        {"^[[:punct:]]+$", {"!~`"}, {"a"}},
        {"^[[:xdigit:]]+$", {"09afAF"}, {"g"}},
        {"^[[:ascii:]]$", {"\x7f"}, {"é"}},
        {"^[:a]+$", {":a"}, {"["}},
        {"^[[:a]+$", {"[:a"}, {"b"}},
        {"^[\\n-\\r]$", {"\n", "\v"}, {"\t"}},
        {"^[\\x00-\\x{10ffff}]$", {"a", "é", "\xf0\x9f\x98\x80"}, {""}},
        {"^[^\\x00-\\x{10ffff}]", {NULL}, {"a", ""}},
        {"^[\\x{d800}-\\x{dfff}]", {NULL}, {"a"}},
        {"^[\\x{d800}-\\x{e000}]", {"\xee\x80\x80"}, {"a"}},
        {"\\x{d800}", {NULL}, {"a"}},
    };
    check_matches(rows, GATE_COUNT(rows));
}
END_TEST

START_TEST(unicode)
{
    static const match_case rows[] = {
        {"^\\pL+$", {"aéλЖ中"}, {"1"}},
        {"^\\PL$", {"1"}, {"é"}},
        {"^\\p{Lu}$", {"A", "É", "Λ"}, {"a", "é"}},
        {"^\\P{Lu}$", {"a"}, {"A"}},
        {"^\\p{^Lu}$", {"a"}, {"A"}},
        {"^\\P{^Lu}$", {"A"}, {"a"}},
        {"^\\p{Greek}$", {"λ", "Ω"}, {"a", "\xcd\x82\xcd\x85"}},
        {"^[\\p{Greek}\\d]+$", {"λ1"}, {"l1"}},
        {"^[^\\p{Greek}]$", {"a"}, {"λ"}},
        {"^\\p{Han}$", {"中"}, {"あ", "、"}},
        {"^\\p{Yi}$", {"\xea\x80\x80"}, {"、"}},
        {"^\\p{N}$", {"1", "Ⅷ", "½"}, {"a"}},
        {"^\\p{Any}$", {"a", "\n"}, {""}},
        {"\\P{Any}", {NULL}, {"a"}},
        {"^\\pC$", {"\x01", "\xe2\x80\x8b"}, {"a", "\xcd\xb8"}}, /* U+0378 is assigned to nothing */
        {"^\\PC$", {"a", "\xcd\xb8"}, {"\x01"}},
        {"^[\\PC\\x01]$", {"a", "\xcd\xb8", "\x01"}, {"\x02"}},
        {"^.$", {"é", "\xf0\x9f\x98\x80"}, {"ab", ""}},
        {"^\xf0\x9f\x98\x80{2}$", {"\xf0\x9f\x98\x80\xf0\x9f\x98\x80"}, {"\xf0\x9f\x98\x80"}},
        {"^[é-ü]$", {"ö"}, {"e"}},
    };
    check_matches(rows, GATE_COUNT(rows));
}
END_TEST

START_TEST(letters_of_either_case)
{
    static const match_case rows[] = {
        {"(?i)^straße$", {"STRAßE", "Straße"}, {"STRASSE"}},
        {"(?i)^k$", {"k", "K", "\xe2\x84\xaa"}, {"c"}},
        {"(?i)^S$", {"s", "S", "ſ"}, {"z"}},
        {"(?i)^σ$", {"Σ", "σ", "ς"}, {"s"}},
        {"(?i)^µ$", {"μ", "Μ"}, {"m"}},
        {"(?i)^[k]$", {"K", "\xe2\x84\xaa"}, {NULL}},
        {"(?i)^[^k]$", {"a"}, {"K", "\xe2\x84\xaa"}},
        {"(?i)^[a-c]$", {"B"}, {"D"}},
        {"(?i)^\\w$", {"ſ", "\xe2\x84\xaa"}, {"é"}},
        {"(?i)^\\W$", {"é"}, {"ſ", "\xe2\x84\xaa", "a"}},
        {"(?i)^[^\\W]$", {"ſ"}, {"é"}},
        {"(?i)^[[:upper:]]$", {"a", "ſ"}, {"1"}},
        {"(?i)^[[:^upper:]]$", {"1"}, {"a", "ſ"}},
        {"(?i)^\\p{Lu}$", {"a", "é", "ſ"}, {"1", "\xc4\xb8"}},
        {"(?i)^\\P{Lu}$", {"1", "\xc4\xb8"}, {"a"}},
        {"(?i)^\\p{Ll}$", {"A", "ß"}, {"1"}},
        {"(?i)^\\p{Greek}$", {"µ", "λ"}, {"m"}},
        {"(?i)^\\P{Greek}$", {"m"}, {"µ", "λ"}},
        {"(?i)^[\\P{Greek}λ]$", {"m", "λ"}, {"µ"}},
        {"(?i)^[^\\P{Greek}λ]$", {"µ", "Ω"}, {"m", "λ", "Λ"}},
        {"(?i)^[^\\P{Greek}\\P{L}]$", {"µ", "λ"}, {"a", "1"}},
        {"(?i)^[\\P{Greek}]+$", {"mn"}, {"mµ"}},
        {"^a(?i)b(?-i)c$", {"aBc", "abc"}, {"ABc", "aBC"}},
        {"^(?i:a)b$", {"Ab"}, {"AB"}},
        {"^((?i)a)b$", {"Ab"}, {"AB"}},
        {"^(?:x(?i)a|b)$", {"xA", "B"}, {"XA"}},
        {"(?i)^(?-i:a)b$", {"aB"}, {"Ab"}},
        {"(?i)^[(?]$", {"(", "?"}, {"a"}},
    };
    check_matches(rows, GATE_COUNT(rows));
}
END_TEST

START_TEST(escapes)
{
    static const match_case rows[] = {
        {"^\\.\\*\\\\\\[\\{\\_\\-\\ \\\"$", {".*\\[{_- \""}, {NULL}},
        {"^\\a\\f\\t\\n\\r\\v$", {"\a\f\t\n\r\v"}, {NULL}},
        {"^\\x41\\x{42}\\x{000043}$", {"ABC"}, {NULL}},
        {"^\\x{1F600}$", {"\xf0\x9f\x98\x80"}, {NULL}},
        {"^\\101\\07\\60$",
         {"A\a"
          "0"},
         {NULL}},
        {"^\\12$", {"\n"}, {NULL}},
        {"^[\\101-\\103]$", {"B"}, {"D"}},
        {"^\\Qa.b|(\\E+$", {"a.b|(", "a.b|(("}, {"axb|("}},
        {"^\\Q\\Ea$", {"a"}, {NULL}},
        {"^a\\Q\\E*$", {"", "aa"}, {NULL}},
        {"\\Q^a", {"^a"}, {"a"}},
        {"\\Qa\\", {"a\\"}, {"a"}},
        {"^\\#\\!\\,\\;\\=\\<\\>\\&\\@\\%\\~$", {"#!,;=<>&@%~"}, {NULL}},
        {"^ #x$", {" #x"}, {""}},
    };
    check_matches(rows, GATE_COUNT(rows));
    ARENA;
    const gate_pattern *nul = compile(arena, (gate_str){"^a\0[\0]\\x00$", 11});
    ck_assert_int_eq(gate_pattern_match(arena, nul, (gate_str){"a\0\0\0", 4}, NULL), GATE_MATCH_YES);
    ck_assert_int_eq(gate_pattern_match(arena, nul, (gate_str){"a\0\0", 3}, NULL), GATE_MATCH_NO);
}
END_TEST

typedef struct refusal {
    const char *pattern, *message;
    size_t at;
} refusal;

static void check_refusal(const refusal *row)
{
    ARENA;
    gate_str message = {0};
    size_t at = 0;
    ck_assert_msg(!gate_pattern_new(arena, gate_str_c(row->pattern), &message, &at), "%s", row->pattern);
    ck_assert_str_eq(gate_str_z(arena, message), row->message);
    ck_assert_msg(at == row->at, "%s: at %zu", row->pattern, at);
}

START_TEST(what_re2_lacks)
{
    static const refusal rows[] = {
        {"(a)\\1", "backreference `\\1` is not part of RE2's syntax", 3},
        {"(a)\\9", "backreference `\\9` is not part of RE2's syntax", 3},
        {"(a)\\k<n>", "backreference `\\k` is not part of RE2's syntax", 3},
        {"a\\g{1}", "backreference `\\g` is not part of RE2's syntax", 1},
        {"(?P<n>a)(?P=n)", "backreference `(?P=` is not part of RE2's syntax", 8},
        {"x(?=a)", "look-ahead `(?=` is not part of RE2's syntax", 1},
        {"x(?!a)", "negative look-ahead `(?!` is not part of RE2's syntax", 1},
        {"(?<=a)x", "look-behind `(?<=` is not part of RE2's syntax", 0},
        {"(?<!a)x", "negative look-behind `(?<!` is not part of RE2's syntax", 0},
        {"(?>a)", "atomic group `(?>` is not part of RE2's syntax", 0},
        {"(?|a)", "branch reset `(?|` is not part of RE2's syntax", 0},
        {"(?#a)", "comment `(?#` is not part of RE2's syntax", 0},
        {"a(?R)", "recursion `(?R` is not part of RE2's syntax", 1},
        {"a(?1)", "recursion `(?1` is not part of RE2's syntax", 1},
        {"(?&n)", "recursion `(?&` is not part of RE2's syntax", 0},
        {"(?P>n)", "recursion `(?P>` is not part of RE2's syntax", 0},
        {"(?(1)a|b)", "conditional `(?(` is not part of RE2's syntax", 0},
        {"(?C1)", "callout `(?C` is not part of RE2's syntax", 0},
        {"(?'n'a)", "group name in quotes `(?'` is not part of RE2's syntax", 0},
        {"(?x)a b", "flag `(?x` is not part of RE2's syntax", 0},
        {"(*LIMIT_MATCH=9)a", "verb `(*` is not part of RE2's syntax", 0},
        {"(*UCP)a", "verb `(*` is not part of RE2's syntax", 0},
        {"a*+", "possessive quantifier `*+` is not part of RE2's syntax", 1},
        {"a{2}+", "possessive quantifier `{2}+` is not part of RE2's syntax", 1},
        {"a?+b", "possessive quantifier `?+` is not part of RE2's syntax", 1},
        {"a\\Z", "end of text but for a newline `\\Z` is not part of RE2's syntax", 1},
        {"\\Ga", "start of the search `\\G` is not part of RE2's syntax", 0},
        {"a\\Kb", "match reset `\\K` is not part of RE2's syntax", 1},
        {"\\R", "newline sequence `\\R` is not part of RE2's syntax", 0},
        {"\\X", "grapheme cluster `\\X` is not part of RE2's syntax", 0},
        {"\\C", "single byte `\\C` is not part of RE2's syntax", 0},
        {"\\h", "horizontal space `\\h` is not part of RE2's syntax", 0},
        {"\\N", "anything but a newline `\\N` is not part of RE2's syntax", 0},
        {"\\cA", "control character `\\c` is not part of RE2's syntax", 0},
        {"\\u0041", "escape `\\u` is not part of RE2's syntax", 0},
        {"[\\b]", "a class has no word boundary `\\b`; a backspace is written `\\x08`", 1},
        {"a\\E", "`\\E` has no `\\Q` before it", 1},
    };
    for (size_t i = 0; i < GATE_COUNT(rows); i++)
        check_refusal(&rows[i]);
}
END_TEST

START_TEST(what_is_wrong)
{
    static const refusal rows[] = {
        {"a(b", "the group `(` is not closed", 1},
        {"((a)", "the group `(` is not closed", 0},
        {"a)b", "the `)` has no `(` before it", 1},
        {"a[b", "the class `[` is not closed", 1},
        {"a[]", "the class `[` is not closed", 1},
        {"a[b-", "the class `[` is not closed", 1},
        {"[z-a]", "the range `z-a` runs backwards", 1},
        {"[\\d-a-\\x{39}]", "the range `a-\\x{39}` runs backwards", 4},
        {"[a-\\d]", "`\\d` is no escape", 3},
        {"a\\", "a backslash ends the pattern", 1},
        {"\\y", "`\\y` is no escape", 0},
        {"\\é", "`\\é` is no escape", 0},
        {"\\x4", "`\\x4` is no escape; a code point is `\\x41` or `\\x{1f600}`", 0},
        {"\\x{}", "`\\x{` is no escape; a code point is `\\x41` or `\\x{1f600}`", 0},
        {"\\x{41", "`\\x{41` is no escape; a code point is `\\x41` or `\\x{1f600}`", 0},
        {"\\x{110000}", "`\\x{11000…` is beyond the last code point, `\\x{10ffff}`", 0},
        {"\\p{Grek}", "no Unicode property is named by `\\p{Grek}`; did you mean `Greek`", 0},
        {"[a\\p{greek}]", "no Unicode property is named by `\\p{greek}`; did you mean `Greek`", 2},
        {"\\pq", "no Unicode property is named by `\\pq`", 0},
        {"\\p{Xan}", "no Unicode property is named by `\\p{Xan}`; did you mean `Han`", 0},
        {"\\p{Greek", "a `}` is missing behind `\\p{`", 0},
        {"\\p", "`\\p` names no property", 0},
        {"[[:alhpa:]]", "no class is named `[:alhpa:]`", 1},
        {"*a", "`*` has nothing to repeat", 0},
        {"a|+", "`+` has nothing to repeat", 2},
        {"(?i)*", "`*` has nothing to repeat", 4},
        {"({2})", "`{2}` has nothing to repeat", 1},
        {"a**", "`**` repeats a repetition; put a group in between", 1},
        {"a{2}{3}", "`{2}{3}` repeats a repetition; put a group in between", 1},
        {"a+??", "`+??` repeats a repetition; put a group in between", 1},
        {"a{1001}", "`{1001}` repeats more than 1000 times", 1},
        {"a{1,1001}", "`{1,1001}` repeats more than 1000 times", 1},
        {"a{99999999999999999999}", "`{99999999999999999999}` repeats more than 1000 times", 1},
        {"a{3,2}", "`{3,2}` has its bounds the wrong way round", 1},
        {"(a{40}){40}", "with the repetitions inside, `{40}` repeats more than 1000 times", 7},
        {"((a{11}b){11}|c){0,11}", "with the repetitions inside, `{0,11}` repeats more than 1000 times", 16},
        {"(?i", "`(?i` is no group; the flags are `i`, `m`, `s` and `U`", 0},
        {"(?i-)a", "`(?i-)` is no group; the flags are `i`, `m`, `s` and `U`", 0},
        {"(?q)", "`(?q` is no group; the flags are `i`, `m`, `s` and `U`", 0},
        {"(?", "`(?` is no group; the flags are `i`, `m`, `s` and `U`", 0},
        {"(?P<n", "a `>` is missing behind the group's name", 0},
        {"(?P<>a)", "`(?P<>` names a group with other than ASCII letters, digits and `_`", 0},
        {"(?<n-m>a)", "`(?<n-m>` names a group with other than ASCII letters, digits and `_`", 0},
        {"(?P<n>a)(?<n>b)", "`(?<n>` names a second group so", 8},
        {"a\xff", "the pattern is not valid UTF-8", 1},
        {"a\xed\xa0\x80", "the pattern is not valid UTF-8", 1},
    };
    for (size_t i = 0; i < GATE_COUNT(rows); i++)
        check_refusal(&rows[i]);
}
END_TEST

static gate_str repeated(gate_arena *arena, const char *before, const char *unit, size_t count,
                         const char *behind)
{
    gate_buf text = gate_buf_new(arena);
    gate_buf_c(&text, before);
    for (size_t i = 0; i < count; i++)
        gate_buf_c(&text, unit);
    gate_buf_c(&text, behind);
    return gate_buf_str(&text);
}

static bool is_refused(gate_arena *arena, gate_str pattern, const char *why)
{
    gate_str message = {0};
    size_t at = 0;
    const gate_pattern *made = gate_pattern_new(arena, pattern, &message, &at);
    return !made && strstr(gate_str_z(arena, message), why);
}

START_TEST(patterns_have_limits)
{
    ARENA;
    compile(arena, repeated(arena, "", "a", GATE_RE2_BYTES, ""));
    ck_assert(is_refused(arena, repeated(arena, "", "a", GATE_RE2_BYTES + 1, ""), "longer than 1024 bytes"));
    compile(arena, repeated(arena, repeated(arena, "", "(", 32, "a").ptr, ")", 32, ""));
    ck_assert(is_refused(arena, repeated(arena, repeated(arena, "", "(", 33, "a").ptr, ")", 33, ""),
                         "nested more"));
    ck_assert(is_refused(arena, repeated(arena, "", "(", 1000, ""), "nested more"));
    compile(arena, repeated(arena, "", "(a)", 300, ""));
    compile(arena, repeated(arena, "", "[^a]|", 200, "b"));
    ck_assert(is_refused(arena, GATE_STR("(?:[a-z]+,[0-9]+;[A-Z]+:[^ab]*x){1000}"), "too large"));
    ck_assert(is_refused(arena, repeated(arena, "(?:", "[\\PL\\x{100}]", 70, "){1000}"), "too large"));
}
END_TEST

START_TEST(texts_have_limits)
{
    ARENA;
    const gate_pattern *any = compile(arena, GATE_STR("a"));
    gate_str most = repeated(arena, "", "a", TEXT_MAX, ""), more = repeated(arena, "", "a", TEXT_MAX + 1, "");
    uint32_t steps = 1;
    ck_assert_int_eq(gate_pattern_match(arena, any, most, NULL), GATE_MATCH_YES);
    ck_assert_int_eq(gate_pattern_match(arena, any, more, &steps), GATE_MATCH_LIMIT);
    ck_assert_uint_eq(steps, 0);
    ck_assert_int_eq(gate_pattern_match(arena, any, GATE_STR("a\xff"), NULL), GATE_MATCH_LIMIT);
    ck_assert_int_eq(gate_pattern_match(arena, any, GATE_STR("a\xc3"), NULL), GATE_MATCH_LIMIT);
    ck_assert_int_eq(gate_pattern_match(arena, any, (gate_str){0}, NULL), GATE_MATCH_NO);
    ck_assert_int_eq(gate_pattern_match(arena, compile(arena, (gate_str){0}), (gate_str){0}, NULL),
                     GATE_MATCH_YES);
    ck_assert_uint_eq(gate_pattern_fuel(TEXT_MAX), FUEL_MAX);
    ck_assert_uint_eq(gate_pattern_fuel(SIZE_MAX), FUEL_MAX);
    for (size_t bytes = 1; bytes <= TEXT_MAX; bytes *= 2)
        ck_assert_uint_ge(gate_pattern_fuel(bytes), gate_pattern_fuel(bytes / 2));
}
END_TEST

/* 64 KiB of lines like a log's. */
static gate_str log_text(gate_arena *arena, char end_of_line)
{
    static const char *const words[] = {"the",     "quick", "release",  "of",        "component",
                                        "billing", "gray",  "latency",  "exceeded",  "error",
                                        "deploy",  "v1",    "status",   "threshold", "foo",
                                        "timeout", "jumps", "response", "a",         "lazy"};
    gate_buf text = gate_buf_new(arena);
    for (uint32_t i = 0, seed = 1; text.len < TEXT_MAX; i++) {
        seed = seed * 1664525u + 1013904223u;
        gate_buf_c(&text, words[(seed >> 16) % GATE_COUNT(words)]);
        if (i % 12 == 11) gate_buf_printf(&text, " %u ms", (seed >> 20) % 1000);
        gate_buf_char(&text, i % 12 == 11 ? end_of_line : ' ');
    }
    return gate_str_sub(gate_buf_str(&text), 0, TEXT_MAX);
}

START_TEST(ordinary_searches_have_fuel_enough)
{
    static const struct {
        const char *pattern;
        bool lines, line; /* outcome on the text in lines, and in one line */
    } rows[] = {
        {"error", true, true},
        {"zzz", false, false},
        {"^v?[0-9]+\\.[0-9]+", false, false},
        {"(gr(a|e)y)", true, true},
        {"(gr(i|o)y)", false, false},
        {"foo.*bar", false, false},
        {"(?i)ERROR|FAILED|PANIC", true, true},
        {"(?i)(errors|failed|panics|fatals)", false, false},
        {"\\d+ ms$", false, false},
        {"(?m)\\d+ ms$", true, false},
        {"(?m)^\\d+ ms$", false, false},
        {"(?m)^.*timeout.*foo.*error.*$", true, true},
        {"error.*latency [0-9]+ mx", false, false},
        {"\\w+foo", false, false},
        {"[a-z]+zz", false, false},
        {"[a-z]+-[0-9]+", false, false},
        {"[a-z]+ [0-9]+ [a-z]+ [0-9]+", false, false},
        {"\\w+\\s*=\\s*\\d+", false, false},
        {".*zzz", false, false},
        {"(?s).*zzz.*", false, false},
        {"\\b[a-z]+ly\\b", false, false},
        {"(\\d+)-(\\d+)-(\\d+)", false, false},
        {"[\\w.+-]+@[\\w-]+\\.[\\w.-]+", false, false},
        {"\\b(release|deploy) of component (x|y|z)\\b", false, false},
        {"^(\\w+\\s?)*$", true, true},
        {"^(?:[a-z0-9]+[ \\n])*[a-z0-9]*$", true, true},
        {"\\pL+\\pN", true, true},
        {"\\p{Greek}", false, false},
        {"[^a-z0-9 \\n]", false, false},
        {"[0-9a-f]{40}", false, false},
    };
    ARENA;
    gate_str lines = log_text(arena, '\n'), line = log_text(arena, ' ');
    for (size_t i = 0; i < GATE_COUNT(rows); i++) {
        const gate_pattern *pattern = compile(arena, gate_str_c(rows[i].pattern));
        uint32_t steps = 0;
        gate_match match = gate_pattern_match(arena, pattern, lines, &steps);
        ck_assert_msg(match != GATE_MATCH_LIMIT && (match == GATE_MATCH_YES) == rows[i].lines,
                      "%s in lines: %d, %u steps", rows[i].pattern, (int)match, steps);
        match = gate_pattern_match(arena, pattern, line, &steps);
        ck_assert_msg(match != GATE_MATCH_LIMIT && (match == GATE_MATCH_YES) == rows[i].line,
                      "%s in a line: %d, %u steps", rows[i].pattern, (int)match, steps);
    }
}
END_TEST

/* Patterns known to run away when backtracking, with the texts that make them. None may end in a wrong
 * answer: running out is LIMIT. */
static const struct {
    const char *pattern, *before, *unit, *behind;
    bool truth;
} runaways[] = {
    {"(a+)+$", "", "a", "!", false},
    {"^(a+)+$", "", "a", "!", false},
    {"(a*)*$", "!", "a", "!", true}, /* the empty text at the end */
    {"^(a*)*$", "", "a", "!", false},
    {"^(a|aa)+$", "", "a", "!", false},
    {"^(a|a?)+$", "", "a", "!", false},
    {"(a|a)*b$", "b", "a", "", false},
    {"^(ab|a|b)*c$", "c", "ab", "", false},
    {"^(ab|a|b)*c", "", "ab", "!c", false},
    {"(.*)*x$", "x", "a", "", false},
    {"^(.*?,){11}P", "P", "1,", "", false},
    {"^(([a-z])+.)+[A-Z]([a-z])+$", "", "a", "", false},
    {"\\s+$", "", " ", "x", false},
    {"\\s*$x", "x", " ", "", false},
    {"^\\s+|\\s+$", "x", " ", "x", false},
    {"(x+x+)+y", "y", "x", "", false},
    {"(x+x+)+y", "", "x", "!y", false},
    {"x*x*x*x*y$", "y", "x", "", false},
    {"\\s+x", "x", " ", "!x", false},
    {"[ab]+c", "", "ab", "!c", false},
    {"a.*b.*c.*d$", "d", "abc", "", false},
    {"(.*?a){20}x", "x", "a", "!x", false},
    {"^(\\w+\\s?)*$", "", "a ", "!", false},
    {"^([a-zA-Z0-9])(([\\-.]|[_]+)?([a-zA-Z0-9]+))*(@){1}[a-z0-9]+$", "", "a", "", false},
    {"^(([^<>()]+)*)*@$", "@", "a", "", false},
    {"(\\d+)*[^\\d]x$", "x", "1", "", false},
    {"<(.|\\n)*>(.|\\n)*</x>", "</x>", "<a>", "", false},
    {"^(?:a?){50}a{50}$", "", "a", "!", false},
    {"(?:a?b?)*c", "", "ab", "!c", false},
    {"(?:a|b|ab)*(?:ba|a)*c$", "c", "ab", "", false},
    {"^((a|b)+)+c$", "", "ab", "", false},
    {"(a{1,100}){1,10}b", "b", "a", "!b", false},
    {"a{500}b", "", "a", "!b", false},
    {"(?:aa|aaa)+$", "", "a", "!", false},
    {"(?i)(k+)+$", "", "\xe2\x84\xaa", "!", false},
    {"(\\pL+)+$", "", "é", "!", false},
    {"[^x]*[^y]*[^z]*$!", "!", "a", "", false},
    {"(?m)(^.*$\\n?)+!$", "!", "a\n", "", false},
    {"^(a?a?)*[bc]d$", "bd", "a", "", false},
    {"(?:(?:a+)?b?)+[xy]z", "xzz", "a", "", true},
    {"(?:(?:a+)?b?)+[xy]z", "", "a", "!xz", true},
    {"(?:a*a*)*(?:a*a*)*[xy]$", "x", "a", "!", false},
    {"(?s)(.+)+\\x{10ffff}", "\xf4\x8f\xbf\xbf", "a", "\n", true},
};

/* Did it run out? */
static bool check_runaway(size_t row, size_t size)
{
    ARENA;
    const gate_pattern *pattern = compile(arena, gate_str_c(runaways[row].pattern));
    size_t room = size - strlen(runaways[row].before) - strlen(runaways[row].behind);
    gate_str text = repeated(arena, runaways[row].before, runaways[row].unit,
                             room / strlen(runaways[row].unit), runaways[row].behind);
    uint32_t steps = 0, again = 0;
    gate_match match = gate_pattern_match(arena, pattern, text, &steps);
    ck_assert_msg(match == GATE_MATCH_LIMIT || (match == GATE_MATCH_YES) == runaways[row].truth,
                  "row %zu, %s: wrong answer on %zu bytes", row, runaways[row].pattern, size);
    ck_assert_uint_le(steps, gate_pattern_fuel(text.len));
    ck_assert_uint_le(steps, FUEL_MAX);
    ck_assert_int_eq(gate_pattern_match(arena, pattern, text, &again), match);
    ck_assert_uint_eq(steps, again);
    return match == GATE_MATCH_LIMIT;
}

START_TEST(runaways_run_out)
{
    static const size_t sizes[] = {30, 1024, TEXT_MAX};
    size_t stopped = 0;
    for (size_t i = 0; i < GATE_COUNT(runaways); i++)
        for (size_t k = 0; k < GATE_COUNT(sizes); k++)
            stopped += check_runaway(i, sizes[k]) && sizes[k] == TEXT_MAX;
    /* The others are settled before: a letter that is needed is not there, or a repeat cannot give way. */
    ck_assert_uint_ge(stopped, 30);
}
END_TEST

START_TEST(fuel_is_spent_by_the_text)
{
    ARENA;
    const gate_pattern *pattern = compile(arena, GATE_STR("[a-z]+zz"));
    uint32_t few = 0, many = 0;
    gate_pattern_match(arena, pattern, repeated(arena, "", "abc ", 100, " zz"), &few);
    gate_pattern_match(arena, pattern, repeated(arena, "", "abc ", 1000, " zz"), &many);
    ck_assert_uint_gt(many, 5 * few);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {structure,
                                  places,
                                  classes,
                                  unicode,
                                  letters_of_either_case,
                                  escapes,
                                  what_re2_lacks,
                                  what_is_wrong,
                                  patterns_have_limits,
                                  texts_have_limits,
                                  ordinary_searches_have_fuel_enough,
                                  runaways_run_out,
                                  fuel_is_spent_by_the_text};
    Suite *suite = suite_create("vm/pattern");
    TCase *all = tcase_create("all");
    tcase_set_timeout(all, 60);
    for (size_t i = 0; i < GATE_COUNT(tests); i++)
        tcase_add_test(all, tests[i]);
    suite_add_tcase(suite, all);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
