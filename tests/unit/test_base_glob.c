/* gate_unit: base */
/* Shell patterns over paths. */
#include "base/glob.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>

static bool match(const char *pattern, const char *path)
{
    return gate_glob_match(gate_str_c(pattern), gate_str_c(path));
}

START_TEST(patterns_match)
{
    static const char *const yes[][2] = {
        {"a/b.json", "a/b.json"},
        {"*.json", "b.json"},
        {"a/*/c", "a/b/c"},
        {"a?c", "abc"},
        {"a?c", "a\xC3\xA9"
                "c"},
        {"**", "a"},
        {"**", "a/b/c"},
        {"src/**", "src/a"},
        {"src/**", "src/a/b/c.c"},
        {"**/x", "x"},
        {"**/x", "a/b/x"},
        {"a/**/b", "a/b"},
        {"a/**/b", "a/x/y/b"},
        {"a/**/**/b", "a/b"},
        {"**/*.c", "a/b/c.c"},
        {"[a-c]x", "bx"},
        {"[!a-c]x", "dx"},
        {"[^a-c]x", "dx"},
        {"[]]", "]"},
        {"[!]]", "a"},
        {"[a-]", "-"},
        {"[", "["},
        {"[a", "[a"},
        {"[]", "[]"},
        {"*[*", "a[b"},
        {"a**b", "axxb"},
        {".*", ".git"},
        {"**/.git/*", "a/.git/x"},
        {"*", "a.b"},
        {"a*b*c", "aXbYbZc"},
        {"", ""},
        {"/a", "/a"},
        {"/**", "/a/b"},
        {"**/b/*/d", "a/b/b/c/d"},
        {"[\xC3\xA0-\xC3\xBF]", "\xC3\xA9"},
        {"*\xC3\xA9", "\xC3\xA8\xC3\xA9"},
    };
    static const char *const no[][2] = {
        {"*.json", "a/b.json"},
        {"*", "a/b"},
        {"a?c", "a/c"},
        {"src/**", "src"},
        {"src/**", "srcx/a"},
        {"src/**", "a/src/b"},
        {"**/x", "ax"},
        {"a/**/b", "ab"},
        {"*", ".git"},
        {"?git", ".git"},
        {"[.]git", ".git"},
        {"**", ".git"},
        {"**", "a/.git/b"},
        {"**/x", ".a/x"},
        {"a/**/b", "a/.x/b"},
        {"[a-c]x", "dx"},
        {"[!a-c]x", "bx"},
        {"[c-a]", "b"},
        {"a[/]b", "a/b"},
        {"[!a]", ""},
        {"*", ""},
        {"**", ""},
        {"a/*", "a/"},
        {"A", "a"},
        {"a", "a/"},
        {"a/", "a"},
        {"**", "/a"},
        {"a*", "ba"},
        {"", "a"},
        {"a", ""},
        {"**/a/b", "a/x/b"},
        {"?", "\xC3\xA9x"},
    };
    for (size_t i = 0; i < GATE_COUNT(yes); i++)
        ck_assert_msg(match(yes[i][0], yes[i][1]), "%s should match %s", yes[i][0], yes[i][1]);
    for (size_t i = 0; i < GATE_COUNT(no); i++)
        ck_assert_msg(!match(no[i][0], no[i][1]), "%s should not match %s", no[i][0], no[i][1]);
}
END_TEST

/* What the matcher means, by trying everything; without sets. */
static bool slow(const char *p, const char *n, bool start)
{
    if (start && p[0] == '*' && p[1] == '*' && (p[2] == '/' || p[2] == '\0')) {
        size_t len = strcspn(n, "/");
        bool name = len > 0 && n[0] != '.';
        if (p[2] == '\0') return name && (n[len] == '\0' || slow(p, n + len + 1, true));
        return slow(p + 3, n, true) || (name && n[len] == '/' && slow(p, n + len + 1, true));
    }
    if (*p == '*') {
        if (start && (*n == '.' || *n == '/' || *n == '\0')) return false;
        return slow(p + 1, n, false) || (*n && *n != '/' && slow(p, n + 1, false));
    }
    if (*p == '\0' || *n == '\0') return *p == *n;
    if (*p == '?' ? *n == '/' || (start && *n == '.') : *p != *n) return false;
    return slow(p + 1, n + 1, *p == '/');
}

START_TEST(agrees_with_trying_everything)
{
    static const char in_pattern[] = "a.*?/**", in_path[] = "aab./";
    uint64_t state = 88172645463325252u;
    size_t matched = 0;
    for (int i = 0; i < 200000; i++) {
        char pattern[9] = "", path[9] = "";
        state ^= state << 13, state ^= state >> 7, state ^= state << 17;
        uint64_t bits = state;
        size_t p_len = 1 + bits % 8, n_len = 1 + (bits >> 3) % 8;
        bits >>= 6;
        for (size_t at = 0; at < p_len; at++, bits /= 7)
            pattern[at] = in_pattern[bits % 7];
        state ^= state << 13, state ^= state >> 7, state ^= state << 17;
        bits = state;
        for (size_t at = 0; at < n_len; at++, bits /= 5)
            path[at] = in_path[bits % 5];
        bool wanted = slow(pattern, path, true);
        matched += wanted;
        if (match(pattern, path) != wanted) ck_abort_msg("%s on %s: should be %d", pattern, path, wanted);
    }
    ck_assert_uint_gt(matched, 2000);
}
END_TEST

START_TEST(hostile_patterns_end)
{
    static char pattern[20001], path[20001];
    memset(path, 'a', 20000);
    for (size_t i = 0; i < 40; i += 2)
        memcpy(pattern + i, "a*", 2);
    strcpy(pattern + 40, "b");
    ck_assert(!match(pattern, path));
    memset(pattern, '*', 20000);
    pattern[20000] = '\0';
    ck_assert(match(pattern, path));
    memset(pattern, '[', 5000);
    pattern[5000] = '\0';
    pattern[0] = '*';
    memset(path, '[', 20000);
    ck_assert(match(pattern, path));
    for (size_t i = 0; i + 1 < 20000; i += 2)
        memcpy(path + i, "a/", 2);
    for (size_t i = 0; i < 3000; i += 3)
        memcpy(pattern + i, "**/", 3);
    strcpy(pattern + 3000, "b");
    ck_assert(!match(pattern, path));
}
END_TEST

START_TEST(special_characters_are_known)
{
    ck_assert(gate_glob_special(GATE_STR("a*")) && gate_glob_special(GATE_STR("a?b")) &&
              gate_glob_special(GATE_STR("[a")));
    ck_assert(!gate_glob_special(GATE_STR("a/b.c{]!-")) && !gate_glob_special((gate_str){NULL, 0}));
}
END_TEST

int main(void)
{
    TCase *tcase = tcase_create("glob");
    tcase_add_test(tcase, patterns_match);
    tcase_add_test(tcase, agrees_with_trying_everything);
    tcase_add_test(tcase, hostile_patterns_end);
    tcase_add_test(tcase, special_characters_are_known);
    Suite *suite = suite_create("base glob");
    suite_add_tcase(suite, tcase);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
