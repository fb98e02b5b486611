/* gate_unit: base evidence vm stdlib */
/* The table of builtin functions: every row is well formed, and the compiler can rely on its order. */
#include "stdlib/builtins.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>

/* The kind of a method's receiver, "list" say, or "" in [receiver]; the name, with its namespace, in
 * [name]. */
static void take_apart(const char *signature, char receiver[16], char name[64])
{
    int depth = 0;
    const char *at = signature;
    size_t kind = *at == '(' ? strcspn(at + 1, "()") : 0;
    ck_assert_msg(kind < 16, "%s", signature);
    memcpy(receiver, at + 1, kind);
    receiver[kind] = '\0';
    if (*at == '(') {
        do
            depth += (*at == '(') - (*at == ')');
        while (*at++ && depth);
        ck_assert_msg(*at == '.', "%s", signature);
        at++;
    }
    size_t len = strcspn(at, "(");
    ck_assert_msg(len > 0 && len < 64 && at[len] == '(', "%s", signature);
    memcpy(name, at, len);
    name[len] = '\0';
}

START_TEST(rows_are_well_formed)
{
    gate_builtins table = gate_stdlib_builtins();
    ck_assert_uint_gt(table.count, 100);
    for (uint32_t i = 0; i < table.count; i++) {
        const gate_builtin *row = &table.rows[i];
        char receiver[16], name[64];
        take_apart(row->signature, receiver, name);
        ck_assert_msg(row->fn != NULL, "%s", row->signature);
        ck_assert_msg(strstr(row->signature, "): ") != NULL, "%s has no result", row->signature);
        if (row->flags & GATE_FN_HIDDEN) continue;
        size_t len = strlen(row->summary);
        ck_assert_msg(len > 5 && row->summary[len - 1] != '.', "%s: summary", row->signature);
        const char *arrow = strstr(row->example, " -> ");
        ck_assert_msg(arrow != NULL && arrow > row->example && arrow[4], "%s: example", row->signature);
        const char *bare = strrchr(name, '.') ? strrchr(name, '.') + 1 : name;
        ck_assert_msg(strstr(row->example, bare) != NULL, "%s: the example doesn't use it", row->signature);
    }
}
END_TEST

/* Methods of one name on texts and on lists stand with their themes. */
START_TEST(overloads_are_neighbours_and_differ)
{
    gate_builtins table = gate_stdlib_builtins();
    for (uint32_t i = 0; i < table.count; i++) {
        char receiver[16], name[64], last_receiver[16] = "", last_name[64] = "";
        take_apart(table.rows[i].signature, receiver, name);
        bool apart = false; /* has another name stood between the two? */
        for (uint32_t k = i; k-- > 0;) {
            take_apart(table.rows[k].signature, last_receiver, last_name);
            bool same = strcmp(receiver, last_receiver) == 0 && strcmp(name, last_name) == 0;
            ck_assert_msg(!same || !apart, "%s is not beside its overloads", table.rows[i].signature);
            ck_assert_msg(strcmp(table.rows[i].signature, table.rows[k].signature) != 0, "%s is there twice",
                          table.rows[i].signature);
            if (!same) apart = true;
        }
    }
}
END_TEST

START_TEST(modules_are_sorted_texts)
{
    uint32_t count;
    const gate_module_text *modules = gate_stdlib_modules(&count);
    for (uint32_t i = 0; i < count; i++) {
        ck_assert_uint_gt(modules[i].text.len, 0);
        ck_assert_uint_eq(strlen(modules[i].text.ptr), modules[i].text.len);
        if (i) ck_assert_int_lt(strcmp(modules[i - 1].name, modules[i].name), 0);
    }
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("stdlib/table");
    TCase *tests = tcase_create("all");
    tcase_add_test(tests, rows_are_well_formed);
    tcase_add_test(tests, overloads_are_neighbours_and_differ);
    tcase_add_test(tests, modules_are_sorted_texts);
    suite_add_tcase(suite, tests);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
