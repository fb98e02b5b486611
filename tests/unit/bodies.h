/* For the tests of the builtins' bodies: rows of arguments and the outcome, each called twice, with
 * built arguments and, where JSON can say them, with an artifact's. */
#ifndef GATE_TESTS_BODIES_H
#define GATE_TESTS_BODIES_H

#include "stdlib/bodies.h"
#include "tests/unit/values.h"
#include "vm/machine.h"

typedef struct body_case {
    gate_builtin_fn *fn;
    const char *args;   /* a JSON array */
    const char *wanted; /* as `describe` has it */
} body_case;

static inline gate_value call_body(gate_arena *arena, gate_builtin_fn *fn, gate_value args, uint64_t fuel)
{
    gate_machine machine = {.arena = arena,
                            .fuel = fuel,
                            .zones = gate_map_new(arena),
                            .patterns = gate_map_new(arena)};
    uint32_t argc = (uint32_t)gate_list_len(args);
    gate_call call = {.arena = arena, .argc = argc, .machine = &machine};
    gate_value items[8], out = gate_value_null();
    ck_assert_uint_le(argc, 8);
    for (uint32_t i = 0; i < argc; i++)
        items[i] = gate_list_at(args, i);
    fn(&call, items, &out);
    return out;
}

static inline void check_bodies(const body_case *rows, size_t count)
{
    ARENA;
    for (size_t i = 0; i < count; i++) {
        gate_value args = read_value(arena, rows[i].args);
        const char *got = describe(arena, call_body(arena, rows[i].fn, build(arena, args), 1000000));
        ck_assert_msg(strcmp(got, rows[i].wanted) == 0, "%s: %s, not %s", rows[i].args, got, rows[i].wanted);
        if (strchr(rows[i].args, '@')) continue;
        got = describe(arena, call_body(arena, rows[i].fn, args, 1000000));
        ck_assert_msg(strcmp(got, rows[i].wanted) == 0, "%s of a datum: %s, not %s", rows[i].args, got,
                      rows[i].wanted);
    }
}

#define CHECK_BODIES(rows) check_bodies((rows), GATE_COUNT(rows))

/* Runs these tests as one suite; the number that failed. */
static inline int run_tests(const char *name, const TTest *const *tests, size_t count)
{
    Suite *suite = suite_create(name);
    TCase *all = tcase_create("all");
    tcase_set_timeout(all, 60);
    for (size_t i = 0; i < count; i++)
        tcase_add_test(all, tests[i]);
    suite_add_tcase(suite, all);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed;
}

#endif
