/* gate_unit: base */
/* The unified diff: against small texts by hand, and against random ones, where applying it must give the
 * other text. */
#include "base/udiff.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static gate_panic panic;

static gate_str diff(gate_arena *arena, const char *a, const char *b)
{
    gate_buf out = gate_buf_new(arena);
    gate_udiff(&out, GATE_STR("f"), gate_str_c(a), gate_str_c(b), false);
    return gate_buf_str(&out);
}

static const struct {
    const char *before, *after, *wanted;
} rows[] = {
    {"a\n", "a\n", ""},
    {"", "", ""},
    {"", "a\n", "--- f\n+++ f\n@@ -0,0 +1 @@\n+a\n"},
    {"a\n", "", "--- f\n+++ f\n@@ -1 +0,0 @@\n-a\n"},
    {"a", "a\n", "--- f\n+++ f\n@@ -1 +1 @@\n-a\n\\ No newline at end of file\n+a\n"},
    {"1\n2\n3\n4\n5\n6\n7\n8\n9\n", "1\n2\n3\n4\nx\n6\n7\n8\n9\n",
     "--- f\n+++ f\n@@ -2,7 +2,7 @@\n 2\n 3\n 4\n-5\n+x\n 6\n 7\n 8\n"},
    {"a\nb\nc\n", "b\nc\na\n", "--- f\n+++ f\n@@ -1,3 +1,3 @@\n-a\n b\n c\n+a\n"},
};

START_TEST(by_hand)
{
    gate_arena *arena = gate_arena_new(&panic, 0);
    gate_str made = diff(arena, rows[_i].before, rows[_i].after);
    ck_assert_msg(gate_str_eq_c(made, rows[_i].wanted), "%.*s", (int)made.len, made.ptr ? made.ptr : "");
    gate_arena_free(arena);
}
END_TEST

START_TEST(visible)
{
    gate_arena *arena = gate_arena_new(&panic, 0);
    gate_buf out = gate_buf_new(arena);
    gate_udiff(&out, GATE_STR("f\x1b"), GATE_STR(""), GATE_STR("\x1b[2J\n"), true);
    ck_assert(gate_str_find(gate_buf_str(&out), GATE_STR("\x1b"), 0) == SIZE_MAX);
    gate_arena_free(arena);
}
END_TEST

/* Applies a diff as patch would: every line that it shows must be there. */
static void apply(const char *before, const char *patch, char *out)
{
    const char *at = before;
    unsigned line = 1;
    patch = strchr(strchr(patch, '\n') + 1, '\n') + 1;
    while (*patch) {
        unsigned from = 0, count = 1, used = 0;
        ck_assert_int_ge(sscanf(patch, "@@ -%u,%u", &from, &count), 1);
        for (; line < (count ? from : from + 1); line++) {
            const char *end = strchr(at, '\n') + 1;
            memcpy(out, at, (size_t)(end - at));
            out += end - at;
            at = end;
        }
        for (patch = strchr(patch, '\n') + 1; *patch && *patch != '@';) {
            const char *end = strchr(patch, '\n') + 1;
            size_t len = (size_t)(end - patch) - 1;
            if (*patch != '+') {
                ck_assert_int_eq(memcmp(at, patch + 1, len), 0);
                at += len;
                line++;
                used++;
            }
            if (*patch != '-') {
                memcpy(out, patch + 1, len);
                out += len;
            }
            patch = end;
        }
        ck_assert_uint_eq(used, count);
    }
    strcpy(out, at);
}

START_TEST(random_texts)
{
    static char before[20000], after[20000], out[40000];
    uint64_t seed = (uint64_t)_i + 1;
    char *a = before, *b = after;
    for (int i = 0; i < 200; i++) {
        seed = seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
        unsigned what = (unsigned)(seed >> 33) % (_i % 2 ? 40 : 4), word = (unsigned)(seed >> 40) % 9;
        if (what != 0) a += sprintf(a, "%u\n", word);
        if (what != 1) b += sprintf(b, "%u\n", what == 2 ? word + 1 : word);
    }
    *a = *b = '\0';
    gate_arena *arena = gate_arena_new(&panic, 0);
    gate_str made = diff(arena, before, after);
    if (made.len) {
        apply(before, gate_str_z(arena, made), out);
        ck_assert_str_eq(out, after);
    }
    gate_arena_free(arena);
}
END_TEST

/* More edits than are looked for: one change. */
START_TEST(all_of_it)
{
    static char before[20000], after[20000], out[40000];
    char *a = before, *b = after;
    for (int i = 0; i < 2000; i++) {
        a += sprintf(a, "a%d\n", i);
        b += sprintf(b, "b%d\n", i);
    }
    gate_arena *arena = gate_arena_new(&panic, 0);
    apply(before, gate_str_z(arena, diff(arena, before, after)), out);
    ck_assert_str_eq(out, after);
    gate_arena_free(arena);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("udiff");
    TCase *tests = tcase_create("all");
    tcase_add_loop_test(tests, by_hand, 0, (int)(sizeof rows / sizeof rows[0]));
    tcase_add_test(tests, visible);
    tcase_add_loop_test(tests, random_texts, 0, 200);
    tcase_add_test(tests, all_of_it);
    suite_add_tcase(suite, tests);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_ENV);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed ? 1 : 0;
}
