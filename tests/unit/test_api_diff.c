/* gate_unit: base evidence grammar vm stdlib compiler verdict report author api */
/* Changed lines from git's two lists: what fits together, and texts that were cut or changed on the way. */
#include "api/gatec.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>

static const char names[] = ":100644 100644 1111111 0000000 M\0src/a.c\0"
                            ":000000 100644 0000000 2222222 A\0new\nline\0"
                            ":100644 100644 3333333 4444444 R090\0old\0moved\0"
                            "2\t1\tsrc/a.c\0"
                            "1\t0\tnew\nline\0"
                            "1\t1\t\0old\0moved";

static const char patch[] = "diff --git a/src/a.c b/src/a.c\n"
                            "index 1111111..0000000 100644\n"
                            "--- a/src/a.c\n"
                            "+++ b/src/a.c\n"
                            "@@ -3 +3,2 @@ int main(void)\n"
                            "-+++ b/nothing\n"
                            "+@@ -1 +1 @@\n"
                            "+two\n"
                            "\\ No newline at end of file\n"
                            "diff --git \"a/new\\nline\" \"b/new\\nline\"\n"
                            "new file mode 100644\n"
                            "--- /dev/null\n"
                            "+++ \"b/new\\nline\"\n"
                            "@@ -0,0 +1 @@\n"
                            "+x\n"
                            "diff --git a/old b/moved\n"
                            "--- a/old\n"
                            "+++ b/moved\n"
                            "@@ -7 +9 @@\n"
                            "-x\n"
                            "+y\n";

typedef struct source {
    const char *text;
    size_t len, at, step;
} source;

static size_t give(void *context, char *bytes, size_t room)
{
    source *from = context;
    size_t len = from->len - from->at;
    if (len > from->step) len = from->step;
    if (len > room) len = room;
    memcpy(bytes, from->text + from->at, len);
    from->at += len;
    return len;
}

static gatec_status render(const char *list, size_t list_len, const char *text, size_t len, size_t step,
                           gatec_text *out)
{
    source from = {text, len, 0, step};
    gatec_diff_facts facts = GATEC_DIFF_FACTS_INIT;
    facts.ref = "main";
    facts.names = list;
    facts.names_len = list_len;
    facts.read = give;
    facts.context = &from;
    return gatec_diff_render(&facts, out);
}

START_TEST(lines)
{
    static const size_t steps[] = {1, 7, 100000};
    gatec_text out;
    ck_assert_int_eq(render(names, sizeof names, patch, sizeof patch - 1, steps[_i], &out), GATEC_OK);
    ck_assert_ptr_nonnull(strstr(out.bytes, "\"lines\": [3, 4]"));
    ck_assert_ptr_nonnull(strstr(out.bytes, "\"path\": \"new\\nline\""));
    ck_assert_ptr_nonnull(strstr(out.bytes, "\"old_path\": \"old\""));
    ck_assert_ptr_nonnull(strstr(out.bytes, "\"lines\": [9]"));
    ck_assert_ptr_null(strstr(out.bytes, "nothing"));
    gatec_text_free(&out);
}
END_TEST

/* Cut anywhere, neither list is taken: git's own count of the lines tells where hunks are lost. */
START_TEST(cut)
{
    gatec_text out;
    for (size_t len = 0; len < sizeof patch - 1; len++) {
        ck_assert_msg(render(names, sizeof names, patch, len, 64, &out) == GATEC_E_INPUT, "patch of %zu",
                      len);
    }
    for (size_t len = 1; len < sizeof names; len++) {
        ck_assert_msg(render(names, len, patch, sizeof patch - 1, 64, &out) != GATEC_OK || len > 100,
                      "names of %zu", len);
        gatec_text_free(&out);
    }
    ck_assert_int_eq(render("", 0, "", 0, 64, &out), GATEC_OK);
    gatec_text_free(&out);
}
END_TEST

/* Every byte as every other: an answer or a refusal. */
START_TEST(changed)
{
    char list[sizeof names], text[sizeof patch];
    gatec_text out;
    for (int c = 0; c < 256; c += 5) {
        for (size_t i = 0; i < sizeof names; i++) {
            memcpy(list, names, sizeof names);
            list[i] = (char)c;
            (void)render(list, sizeof names, patch, sizeof patch - 1, 64, &out);
            gatec_text_free(&out);
        }
        for (size_t i = 0; i < sizeof patch - 1; i++) {
            memcpy(text, patch, sizeof patch);
            text[i] = (char)c;
            (void)render(names, sizeof names, text, sizeof patch - 1, 64, &out);
            gatec_text_free(&out);
        }
    }
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("api diff");
    TCase *tests = tcase_create("diff");
    tcase_add_loop_test(tests, lines, 0, 3);
    tcase_add_test(tests, cut);
    tcase_add_test(tests, changed);
    suite_add_tcase(suite, tests);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_ENV);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
