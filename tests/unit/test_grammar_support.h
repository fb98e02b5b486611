/* What the grammar's tests share: a text in, the tree or the diagnostics out, as one line. */
#ifndef GATE_TEST_GRAMMAR_SUPPORT_H
#define GATE_TEST_GRAMMAR_SUPPORT_H

#include "base/render.h"
#include "grammar/parse.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct bench {
    gate_panic panic;
    gate_arena *arena;
    gate_diags diags;
    const gate_source *source;
} bench;

static inline void bench_open(bench *on, gate_str text)
{
    on->arena = gate_arena_new(&on->panic, 0);
    ck_assert_ptr_nonnull(on->arena);
    if (setjmp(on->panic.at) != 0) ck_abort_msg("the arena gave up");
    on->diags = gate_diags_new(on->arena);
    on->source = gate_source_new(on->arena, 0, GATE_STR("test.gate"), text);
}

static inline void bench_close(bench *on)
{
    gate_arena_free(on->arena);
}

static inline gate_span bench_all(const bench *on)
{
    return (gate_span){0, (uint32_t)on->source->text.len};
}

/* "E0101@1:5 E0117@2:3", in the order of the text; "" when there are none. */
static inline const char *bench_codes(bench *on)
{
    gate_buf out = gate_buf_new(on->arena);
    gate_diags_sort(&on->diags);
    for (uint32_t i = 0; i < on->diags.list.len; i++) {
        const gate_diag *diag = on->diags.list.items[i];
        gate_place place = gate_source_place(on->source, diag->primary.span.lo);
        gate_buf_printf(&out, "%s%s@%u:%u", i ? " " : "", gate_code_get(diag->code)->number, place.line,
                        place.column);
    }
    return out.ptr ? out.ptr : "";
}

/* The tree of a whole file; fails the test when there are diagnostics. */
static inline const char *bench_file(bench *on)
{
    gate_ast *ast = gate_parse(on->arena, on->source, &on->diags);
    const char *codes = bench_codes(on);
    ck_assert_msg(!*codes, "%.*s: %s", (int)on->source->text.len, on->source->text.ptr, codes);
    gate_buf out = gate_buf_new(on->arena);
    gate_ast_dump(&out, ast->file);
    return out.ptr;
}

/* The tree of an expression, or its diagnostics. */
static inline const char *bench_expr(bench *on)
{
    uint32_t next = 0;
    gate_node *node = gate_parse_expr(on->arena, on->source, bench_all(on), &on->diags, &next);
    ck_assert((node == NULL) == (on->diags.errors > 0));
    if (!node) return bench_codes(on);
    gate_buf out = gate_buf_new(on->arena);
    gate_ast_dump(&out, node);
    return out.ptr;
}

/* One suite of one case, run; the exit status of main. */
static inline int bench_run(Suite *suite)
{
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}

#endif
