/* gate_unit: base */
/* Arena, text slices and buffers, vectors, maps. */
#include "base/map.h"
#include "base/vec.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>

/* A request for more than there is must come back as NULL under AddressSanitizer too. */
__attribute__((visibility("default"))) const char *__asan_default_options(void);
const char *__asan_default_options(void)
{
    return "allocator_may_return_null=1";
}

/* An arena that fails the test when it unwinds. */
#define ARENA(limit)                                                                                         \
    gate_panic panic = {.what = NULL};                                                                       \
    if (setjmp(panic.at) != 0) ck_abort_msg("unwound: %d", (int)panic.status);                               \
    gate_arena *arena = gate_arena_new(&panic, (limit))

/* [statement] must unwind with [wanted]. */
#define UNWINDS(wanted, statement)                                                                           \
    do {                                                                                                     \
        gate_panic inner = {.what = NULL};                                                                   \
        gate_arena_rearm(arena, &inner);                                                                     \
        if (setjmp(inner.at) == 0) {                                                                         \
            statement;                                                                                       \
            ck_abort_msg("did not unwind: %s", #statement);                                                  \
        }                                                                                                    \
        ck_assert_int_eq(inner.status, (wanted));                                                            \
        gate_arena_rearm(arena, &panic);                                                                     \
    } while (0)

START_TEST(arena_gives_zeroed_aligned_memory)
{
    ARENA(0);
    const size_t sizes[] = {0, 1, 7, 16, 100, 2047, 2048, 4096, 5000, 70000, 3 << 20};
    char *blocks[GATE_COUNT(sizes)];
    for (int round = 0; round < 3; round++) {
        for (size_t i = 0; i < GATE_COUNT(sizes); i++) {
            blocks[i] = gate_arena_alloc(arena, sizes[i]);
            ck_assert_uint_eq((uintptr_t)blocks[i] % _Alignof(max_align_t), 0);
            size_t zeros = 0;
            while (zeros < sizes[i] && blocks[i][zeros] == 0)
                zeros++;
            ck_assert_uint_eq(zeros, sizes[i]);
            memset(blocks[i], 0x5A + (int)i, sizes[i]);
            ck_assert(i == 0 || blocks[i] != blocks[i - 1]);
        }
        for (size_t i = 0; i < GATE_COUNT(sizes); i++) /* nothing overlaps */
            ck_assert(sizes[i] == 0 ||
                      (blocks[i][0] == 0x5A + (int)i && blocks[i][sizes[i] - 1] == blocks[i][0]));
    }
    ck_assert_uint_ge(gate_arena_used(arena), 3 * (3 << 20));
    gate_arena_free(arena);
    gate_arena_free(NULL);
}
END_TEST

START_TEST(arena_keeps_its_limit)
{
    ARENA(10000);
    gate_arena_alloc(arena, 6000);
    size_t used = gate_arena_used(arena);
    UNWINDS(GATE_E_LIMIT, gate_arena_alloc(arena, 6000));
    ck_assert_uint_eq(gate_arena_used(arena), used);
    gate_arena_alloc(arena, 3000); /* what fits still comes */
    UNWINDS(GATE_E_LIMIT, gate_arena_alloc(arena, 2000));
    gate_arena_free(arena);
}
END_TEST

START_TEST(arena_survives_absurd_sizes)
{
    ARENA(0);
    UNWINDS(GATE_E_NOMEM, gate_arena_alloc(arena, SIZE_MAX));
    UNWINDS(GATE_E_NOMEM, gate_arena_alloc(arena, SIZE_MAX / 2));
    UNWINDS(GATE_E_NOMEM, gate_arena_array(arena, SIZE_MAX / 2, 3));
    UNWINDS(GATE_E_NOMEM, gate_arena_array(arena, (size_t)1 << 33, (size_t)1 << 33));
    UNWINDS(GATE_E_NOMEM, gate_str_z(arena, (gate_str){"", SIZE_MAX}));
    ck_assert_ptr_nonnull(gate_arena_array(arena, 0, SIZE_MAX));
    ck_assert_ptr_nonnull(gate_arena_copy(arena, NULL, 0));
    gate_arena_free(arena);
}
END_TEST

static void append(void *object)
{
    char **text = object;
    strcat(*text, "x");
}

static void append_y(void *object)
{
    char **text = object;
    strcat(*text, "y");
}

START_TEST(arena_runs_cleanups_newest_first)
{
    ARENA(0);
    char ran[8] = "";
    char *text = ran;
    gate_arena_defer(arena, append, &text);
    gate_arena_defer(arena, append_y, &text);
    gate_arena_free(arena);
    ck_assert_str_eq(ran, "yx");
}
END_TEST

START_TEST(arena_cleans_up_what_it_cannot_note)
{
    ARENA(32);
    char ran[8] = "";
    char *text = ran;
    gate_arena_alloc(arena, 32);
    UNWINDS(GATE_E_LIMIT, gate_arena_defer(arena, append, &text));
    ck_assert_str_eq(ran, "x");
    gate_arena_free(arena);
    ck_assert_str_eq(ran, "x");
}
END_TEST

START_TEST(panic_carries_its_reason)
{
    ARENA(16);
    gate_panic inner = {.what = NULL};
    gate_arena_rearm(arena, &inner);
    ck_assert_ptr_eq(gate_arena_panic(arena), &inner);
    if (setjmp(inner.at) == 0) gate_arena_alloc(arena, 17);
    ck_assert_str_eq(inner.what, "memory");
    gate_arena_free(arena);
}
END_TEST

START_TEST(str_compares_and_slices)
{
    gate_str text = GATE_STR("release"), empty = gate_str_c(NULL), none = {NULL, 0};
    ck_assert(gate_str_eq(text, gate_str_c("release")) && !gate_str_eq(text, GATE_STR("releasf")));
    ck_assert(gate_str_eq(empty, none) && gate_str_eq_c(none, "") && !gate_str_eq(text, none));
    ck_assert(!gate_str_eq(GATE_STR("a\0b"), GATE_STR("a\0c")));
    ck_assert_int_lt(gate_str_cmp(GATE_STR("a"), GATE_STR("ab")), 0);
    ck_assert_int_gt(gate_str_cmp(GATE_STR("\xC3\xA9"), GATE_STR("z")), 0); /* bytes are unsigned */
    ck_assert_int_eq(gate_str_cmp(none, empty), 0);
    ck_assert(gate_str_starts(text, GATE_STR("rel")) && gate_str_starts(text, none) &&
              !gate_str_starts(GATE_STR("rel"), text));
    ck_assert(gate_str_ends(text, GATE_STR("ase")) && gate_str_ends(none, none) &&
              !gate_str_ends(GATE_STR("e"), GATE_STR("se")));
    ck_assert(gate_str_eq_c(gate_str_sub(text, 2, 4), "le"));
    ck_assert(gate_str_eq_c(gate_str_sub(text, 5, SIZE_MAX), "se"));
    ck_assert_uint_eq(gate_str_sub(text, 9, 3).len, 0);
    ck_assert_uint_eq(gate_str_sub(none, 2, 5).len, 0);
}
END_TEST

START_TEST(str_finds)
{
    gate_str text = GATE_STR("abcabd");
    ck_assert_uint_eq(gate_str_find(text, GATE_STR("abd"), 0), 3);
    ck_assert_uint_eq(gate_str_find(text, GATE_STR("ab"), 1), 3);
    ck_assert_uint_eq(gate_str_find(text, GATE_STR("x"), 0), SIZE_MAX);
    ck_assert_uint_eq(gate_str_find(text, GATE_STR(""), 6), 6);
    ck_assert_uint_eq(gate_str_find(text, GATE_STR(""), 7), SIZE_MAX);
    ck_assert_uint_eq(gate_str_find(text, GATE_STR("abcabda"), 0), SIZE_MAX);
    ck_assert_uint_eq(gate_str_find((gate_str){NULL, 0}, GATE_STR("a"), 0), SIZE_MAX);
}
END_TEST

START_TEST(str_copies_and_formats)
{
    ARENA(0);
    gate_str made = gate_str_printf(arena, "%s-%d-" GATE_STR_FMT, "a", 7, GATE_STR_ARG(GATE_STR("tail")));
    ck_assert_str_eq(made.ptr, "a-7-tail");
    ck_assert_uint_eq(made.len, 8);
    gate_str copy = gate_str_dup(arena, GATE_STR("a\0b"));
    ck_assert_uint_eq(copy.len, 3);
    ck_assert(memcmp(copy.ptr, "a\0b", 4) == 0);
    ck_assert_str_eq(gate_str_z(arena, (gate_str){NULL, 0}), "");
    gate_arena_free(arena);
}
END_TEST

START_TEST(buf_grows)
{
    ARENA(0);
    gate_buf buf = gate_buf_new(arena);
    ck_assert_str_eq(buf.ptr, "");
    for (int i = 0; i < 1000; i++) {
        gate_buf_char(&buf, 'a');
        gate_buf_c(&buf, "bc");
        gate_buf_printf(&buf, "%03d", i);
        ck_assert_uint_eq(strlen(buf.ptr), buf.len);
    }
    gate_buf_repeat(&buf, 'z', 5000);
    gate_buf_repeat(&buf, 'z', 0);
    gate_buf_add(&buf, (gate_str){NULL, 0});
    ck_assert_uint_eq(gate_buf_str(&buf).len, 1000 * 6 + 5000);
    ck_assert(strncmp(buf.ptr + 5994, "abc999zzz", 9) == 0);
    /* Exactly at the edge of the capacity. */
    for (size_t first = 60; first < 68; first++) {
        gate_buf edge = gate_buf_new(arena);
        gate_buf_repeat(&edge, 'x', first);
        gate_buf_printf(&edge, "%s", "y");
        ck_assert_uint_eq(strlen(edge.ptr), first + 1);
    }
    UNWINDS(GATE_E_NOMEM, gate_buf_repeat(&buf, 'z', SIZE_MAX - 3));
    gate_arena_free(arena);
}
END_TEST

typedef struct pair {
    int a, b;
} pair;

START_TEST(vec_grows)
{
    ARENA(0);
    GATE_VEC(pair) pairs = {0};
    for (int i = 0; i < 1000; i++)
        gate_vec_push(arena, &pairs, (pair){i, -i});
    ck_assert_uint_eq(pairs.len, 1000);
    for (int i = 0; i < 1000; i++)
        ck_assert(pairs.items[i].a == i && pairs.items[i].b == -i);
    uint32_t cap = UINT32_MAX;
    UNWINDS(GATE_E_LIMIT, gate_vec_grow(arena, NULL, &cap, UINT32_MAX, 8));
    ck_assert_uint_eq(cap, UINT32_MAX);
    gate_arena_free(arena);
}
END_TEST

START_TEST(map_keeps_order)
{
    ARENA(0);
    gate_map map = gate_map_new(arena);
    static int values[3000];
    ck_assert_ptr_null(gate_map_get(&map, GATE_STR("none")));
    for (int i = 0; i < 3000; i++) {
        values[i] = i;
        ck_assert_ptr_null(gate_map_put(&map, gate_str_printf(arena, "key%d", i), &values[i]));
    }
    ck_assert_ptr_eq(gate_map_put(&map, GATE_STR("key7"), &values[8]), &values[7]);
    ck_assert_uint_eq(map.len, 3000);
    for (int i = 0; i < 3000; i++) {
        ck_assert_ptr_eq(gate_map_get(&map, map.entries[i].key), &values[i == 7 ? 8 : i]);
        ck_assert(gate_str_eq(map.entries[i].key, gate_str_printf(arena, "key%d", i)));
    }
    ck_assert_ptr_null(gate_map_get(&map, GATE_STR("key3000")));
    ck_assert_ptr_null(gate_map_put(&map, (gate_str){NULL, 0}, &values[1]));
    ck_assert_ptr_eq(gate_map_get(&map, GATE_STR("")), &values[1]);
    gate_arena_free(arena);
}
END_TEST

START_TEST(map_is_whole_after_unwinding)
{
    ARENA(3000);
    gate_map map = gate_map_new(arena);
    static const char names[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
    static int value;
    gate_panic inner = {.what = NULL};
    gate_arena_rearm(arena, &inner);
    if (setjmp(inner.at) == 0) {
        for (size_t i = 0; i < sizeof names; i++) /* gets to its limit before the end */
            gate_map_put(&map, (gate_str){names + i, 1}, &value);
        ck_abort_msg("did not unwind");
    }
    ck_assert_uint_ge(map.len, 8);
    for (uint32_t i = 0; i < map.len; i++)
        ck_assert_ptr_eq(gate_map_get(&map, (gate_str){names + i, 1}), &value);
    gate_arena_free(arena);
}
END_TEST

int main(void)
{
    TCase *tcase = tcase_create("memory");
    tcase_add_test(tcase, arena_gives_zeroed_aligned_memory);
    tcase_add_test(tcase, arena_keeps_its_limit);
    tcase_add_test(tcase, arena_survives_absurd_sizes);
    tcase_add_test(tcase, arena_runs_cleanups_newest_first);
    tcase_add_test(tcase, arena_cleans_up_what_it_cannot_note);
    tcase_add_test(tcase, panic_carries_its_reason);
    tcase_add_test(tcase, str_compares_and_slices);
    tcase_add_test(tcase, str_finds);
    tcase_add_test(tcase, str_copies_and_formats);
    tcase_add_test(tcase, buf_grows);
    tcase_add_test(tcase, vec_grows);
    tcase_add_test(tcase, map_keeps_order);
    tcase_add_test(tcase, map_is_whole_after_unwinding);
    Suite *suite = suite_create("base memory");
    suite_add_tcase(suite, tcase);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
