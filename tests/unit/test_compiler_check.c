/* gate_unit: base evidence grammar vm stdlib compiler */
/* Texts and the diagnostics that they must give: code, line and column of each, in order. The tables
 * are one file a theme; together they produce every code of the compiler. */
#include "compiler_kit.h"

#include <check.h>

/* The clauses stand on the fourth line from the end, from column 3. */
#define POLICY(declarations, clauses)                                                                        \
    "policy p \"P\"\n"                                                                                       \
    "type S = { name: string, ok: bool, id: int }\n"                                                         \
    "type T = { name: string, status: \"pass\" | \"fail\", n: int, share: percent, at: timestamp, took: "    \
    "duration, tags: [string], subs: [S], note?: string }\n"                                                 \
    "evidence e from \"e.json\"\n"                                                                           \
    "evidence t : T from \"t.json\"\n" declarations "checklist checks {\n  item a {\n  " clauses             \
    "\n  }\n  item used { require e.ok && t.n > 0 }\n}\n"

#define COVERAGE(row) "policy p \"P\"\nevidence r from \"r.json\"\ncoverage c of r {\n  " row "\n}\n"

typedef struct test_case {
    const char *name, *text, *expected;
} test_case;

static const test_case cases[] = {
#define CASE(name, text, expected) {name, text, expected},
#include "compiler_names_cases.def"
#include "compiler_policy_cases.def"
#include "compiler_kinds_cases.def"
#include "compiler_types_cases.def"
#undef CASE
};

START_TEST(gives_the_expected)
{
    const test_case *at = &cases[_i];
    kit k = kit_new();
    kit_check(&k, at->text);
    const char *found = kit_codes(&k);
    ck_assert_msg(strcmp(found, at->expected) == 0, "%s: expected \"%s\", found \"%s\"", at->name,
                  at->expected, found);
    kit_free(&k);
}
END_TEST

/* Every code of the compiler is produced by some case. */
START_TEST(covers_every_code)
{
    for (int code = 0; code < GATE_CODE_COUNT; code++) {
        const char *number = gate_code_get((gate_code)code)->number;
        bool ours = strncmp(number, "E02", 3) == 0 || strncmp(number, "E03", 3) == 0 ||
                    strncmp(number, "E04", 3) == 0 || strncmp(number, "W01", 3) == 0;
        bool found = false;
        for (size_t i = 0; i < GATE_COUNT(cases); i++)
            found = found || strstr(cases[i].expected, number);
        ck_assert_msg(!ours || found, "no case produces %s", number);
    }
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("compiler check");
    TCase *tables = tcase_create("cases");
    tcase_add_loop_test(tables, gives_the_expected, 0, (int)GATE_COUNT(cases));
    tcase_add_test(tables, covers_every_code);
    suite_add_tcase(suite, tables);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_ENV);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
