/* gate_unit: base compiler grammar vm evidence */
/* What a policy takes of a module of the standard library, and what is left of the module then. */
#include "compiler/part.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>

static const char module[] = "/// The module.\n"
                             "// a remark\n"
                             "\n"
                             "/// One.\n"
                             "def one(x) = two(x).n\n"
                             "\n"
                             "type Two = {\n"
                             "  n: int, // of Three\n"
                             "}\n"
                             "def two(x) = x\n"
                             "/// Not used.\n"
                             "def unused(x) =\n"
                             "  x.unused\n"
                             "let Three = 3\n";

#define HEAD "/// The module.\n// a remark\n\n"
#define ONE  "/// One.\ndef one(x) = two(x).n\n\n"
#define TWO  "def two(x) = x\n"
#define GONE_TWO "              \n"
#define GONE_UNUSED "             \n               \n          \n"
#define TYPE "type Two = {\n  n: int, // of Three\n}\n"
#define GONE_TYPE "            \n                     \n \n"
#define THREE "let Three = 3\n"
#define GONE_THREE "             \n"

static const struct {
    const char *text, *left; /* NULL: all of it */
} cases[] = {
    {"require lib.one(x) > 1", HEAD ONE GONE_TYPE TWO GONE_UNUSED GONE_THREE},
    {"require lib.two(x)", HEAD "        \n                     \n\n" GONE_TYPE TWO GONE_UNUSED GONE_THREE},
    /* What a comment names counts as named. */
    {"evidence e : lib.Two", HEAD "        \n                     \n\n" TYPE GONE_TWO GONE_UNUSED THREE},
    {"\"{lib.one(x)}\" lib.two", HEAD ONE GONE_TYPE TWO GONE_UNUSED GONE_THREE},
    {"// lib. And lib/x, lib.\n  // lib .one\nlib.two(x)", HEAD "        \n                     \n\n" GONE_TYPE TWO GONE_UNUSED GONE_THREE},
    {"\"lib/one\" glib.one(x) lib2.one(x)", HEAD "        \n                     \n\n" GONE_TYPE GONE_TWO GONE_UNUSED GONE_THREE},
    /* Not sure, or not there. */
    {"lib .one(x)", NULL},
    {"lib\n  .one(x)", NULL},
    {"lib. one(x)", NULL},
    {"lib // why\n  .one(x)", NULL},
    {"lib.`one`(x)", NULL},
    {"lib.", NULL},
    {"lib.on(x) lib.one(x)", NULL},
};

START_TEST(what_is_left_of_a_module)
{
    gate_panic panic = {.status = GATE_OK};
    gate_arena *arena = gate_arena_new(&panic, 0);
    ck_assert_ptr_nonnull(arena);
    gate_map names = gate_map_new(arena);
    gate_str part = GATE_STR(module);
    if (gate_part_names(gate_str_c(cases[_i].text), GATE_STR("lib"), &names))
        part = gate_part_of(arena, GATE_STR(module), &names);
    ck_assert_uint_eq(part.len, strlen(module));
    ck_assert_str_eq(gate_str_z(arena, part), cases[_i].left ? cases[_i].left : module);
    gate_arena_free(arena);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("compiler: parts of modules");
    TCase *all = tcase_create("all");
    tcase_add_loop_test(all, what_is_left_of_a_module, 0, (int)GATE_COUNT(cases));
    suite_add_tcase(suite, all);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_ENV);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
