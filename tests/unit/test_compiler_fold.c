/* gate_unit: base grammar evidence vm stdlib compiler */
/* Constant folding, seen in the listing: what is written out is one constant at its whole place, and what a reason
 * tells of, or what would be an error, is computed as it is written. */
#include "compiler/compile.h"
#include "evidence/digest.h"
#include "stdlib/builtins.h"
#include "vm/disasm.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static bool no_file(void *context, gate_arena *arena, gate_str from, gate_str path, gate_str *name, gate_str *text,
                    gate_str *why)
{
    (void)context, (void)arena, (void)from, (void)path, (void)name, (void)text;
    *why = GATE_STR("no such file");
    return false;
}

static bool no_module(void *context, gate_str name, gate_str *text)
{
    (void)context, (void)name, (void)text;
    return false;
}

static uint32_t no_names(void *context, const gate_str **names)
{
    (void)context;
    *names = NULL;
    return 0;
}

/* The instructions of an expression over the evidence `x`, a space before each: " PATH CONST int 3 LT". */
static const char *code_of(gate_arena *arena, const char *expression)
{
    const gate_loader loader = {no_file, no_module, no_names, NULL};
    const gate_str names[] = {GATE_STR("x")};
    gate_diags diags = gate_diags_new(arena);
    const gate_program *program = gate_compile_expr(arena, gate_str_c(expression), names, 1, &loader,
                                                    gate_stdlib_builtins(), gate_sha256, &diags);
    ck_assert_msg(program != NULL, "`%s` does not compile", expression);
    gate_buf listing = gate_buf_new(arena), out = gate_buf_new(arena);
    gate_disasm(&listing, program);
    const char *unit = strstr(gate_str_z(arena, gate_buf_str(&listing)), "\nunit 0  ");
    ck_assert_ptr_nonnull(unit);
    for (const char *line = strchr(unit + 1, '\n'); line && line[1] == ' '; line = strchr(line + 1, '\n')) {
        char op[32], operand[64] = "";
        ck_assert_int_ge(sscanf(line, " %*d %31s %63[^;\n]", op, operand), 1);
        gate_buf_printf(&out, " %s", op);
        if (strcmp(op, "CONST") != 0) continue;
        size_t len = strlen(operand);
        while (len && operand[len - 1] == ' ') len--;
        const char *value = operand + strspn(operand, "0123456789"); /* behind the constant's number */
        value += strspn(value, " ");
        gate_buf_printf(&out, " %.*s", (int)(operand + len - value), value);
    }
    return gate_str_z(arena, gate_buf_str(&out));
}

static const struct {
    const char *expression, *code;
} cases[] = {
    {"60 * 60 * 24", " CONST int 86400 RETURN"},
    {"x < 60 * 60", " EVIDENCE CONST int 3600 LT RETURN"},
    {"2 + 3 * x", " CONST int 2 CONST int 3 EVIDENCE MUL ADD RETURN"},
    {"2 * 3 * x", " CONST int 6 EVIDENCE MUL RETURN"},
    {"x * 2 * 3", " EVIDENCE CONST int 2 MUL CONST int 3 MUL RETURN"}, /* from the left: no law of numbers is used */
    {"10 / 4", " CONST double 2.5 RETURN"},
    {"10 / 5", " CONST int 2 RETURN"},
    {"7 % 4 - -2", " CONST int 5 RETURN"},
    {"0.1 + 0.2", " CONST double 0.30000000000000004 RETURN"},
    {"1 + 0.5", " CONST double 1.5 RETURN"},
    {"1.0 / 0.0", " CONST double Infinity RETURN"},
    {"1h + 30m", " CONST duration 1h30m RETURN"},
    {"duration(\"90m\") - 1h", " CONST duration 30m RETURN"},
    {"timestamp(\"2026-01-01T00:00:00Z\") - 1s", " CONST timestamp 2025-12-31T23:59:59Z RETURN"},
    {"timestamp(\"2026-01-01T00:00:00Z\") - timestamp(\"2025-12-31T00:00:00Z\")", " CONST duration 1d RETURN"},
    {"[1 + 1, x][2 - 2]", " CONST int 2 EVIDENCE LIST CONST int 0 INDEX RETURN"},
    /* Errors are the machine's to tell. */
    {"1 / 0", " CONST int 1 CONST int 0 DIV RETURN"},
    {"1.5 / 0", " CONST double 1.5 CONST int 0 DIV RETURN"},
    {"7 % 0", " CONST int 7 CONST int 0 MOD RETURN"},
    {"9223372036854775807 + 1", " CONST int 9223372036854775807 CONST int 1 ADD RETURN"},
    {"-9223372036854775808 - 1", " CONST int -9223372036854775808 CONST int 1 SUB RETURN"},
    {"-9223372036854775808 / -1", " CONST int -9223372036854775808 CONST int -1 DIV RETURN"},
    {"4611686018427387904 * 2", " CONST int 4611686018427387904 CONST int 2 MUL RETURN"},
    /* A reason tells of both sides of a comparison. */
    {"1 + 1 < 2 + 2", " CONST int 2 CONST int 4 LT RETURN"},
    {"!(1 < 2)", " CONST int 1 CONST int 2 LT NOT RETURN"},
    {"x || true", " EVIDENCE OR_TEST CONST bool true OR RETURN"},
};

START_TEST(what_is_written_out_is_one_constant)
{
    gate_panic panic = {.status = GATE_OK};
    gate_arena *arena = gate_arena_new(&panic, 0);
    ck_assert_ptr_nonnull(arena);
    ck_assert_str_eq(code_of(arena, cases[_i].expression), cases[_i].code);
    gate_arena_free(arena);
}
END_TEST

/* The line of a folded constant is all that the author wrote for it. */
START_TEST(the_place_is_the_whole_expression)
{
    gate_panic panic = {.status = GATE_OK};
    gate_arena *arena = gate_arena_new(&panic, 0);
    ck_assert_ptr_nonnull(arena);
    const gate_loader loader = {no_file, no_module, no_names, NULL};
    const gate_str names[] = {GATE_STR("x")};
    gate_diags diags = gate_diags_new(arena);
    const gate_program *program = gate_compile_expr(arena, GATE_STR("x < 60 * (30 + 30)"), names, 1, &loader,
                                                    gate_stdlib_builtins(), gate_sha256, &diags);
    ck_assert_ptr_nonnull(program);
    gate_buf listing = gate_buf_new(arena);
    gate_disasm(&listing, program);
    const char *line = strstr(gate_str_z(arena, gate_buf_str(&listing)), "int 3600  ");
    ck_assert_ptr_nonnull(line);
    const char *place = strstr(line, "; ");
    ck_assert_ptr_nonnull(place);
    ck_assert_int_eq(strncmp(place, "; 60 * (30 + 30)\n", strlen("; 60 * (30 + 30)\n")), 0);
    gate_arena_free(arena);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("compiler: constant folding");
    TCase *all = tcase_create("all");
    tcase_add_loop_test(all, what_is_written_out_is_one_constant, 0, (int)GATE_COUNT(cases));
    tcase_add_test(all, the_place_is_the_whole_expression);
    suite_add_tcase(suite, all);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_ENV);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
