/* gate_unit: base */
/* Sources and places, the list of diagnostics, and how they are shown. */
#include "base/diag.h"
#include "base/render.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>

#define ARENA                                                                                                \
    gate_panic panic = {.what = NULL};                                                                       \
    if (setjmp(panic.at) != 0) ck_abort_msg("unwound: %d", (int)panic.status);                               \
    gate_arena *arena = gate_arena_new(&panic, 0)

static gate_source *source_of(gate_arena *arena, uint32_t id, const char *text)
{
    return gate_source_new(arena, id, id == 1 ? GATE_STR("release.gate") : GATE_STR("other.gate"),
                           gate_str_c(text));
}

/* The span of the first [part] in the source. */
static gate_span at(const gate_source *source, const char *part)
{
    size_t lo = gate_str_find(source->text, gate_str_c(part), 0);
    ck_assert_uint_ne(lo, SIZE_MAX);
    return (gate_span){(uint32_t)lo, (uint32_t)(lo + strlen(part))};
}

static void place_is(const gate_source *source, uint32_t offset, uint32_t line, uint32_t column)
{
    gate_place place = gate_source_place(source, offset);
    ck_assert_uint_eq(place.line, line);
    ck_assert_uint_eq(place.column, column);
}

START_TEST(source_counts_lines_and_columns)
{
    ARENA;
    gate_source *source = source_of(arena, 1,
                                    "\xEF\xBB\xBF"
                                    "ab\r\nc\xC3\xA9"
                                    "d\r\n\ne\rf");
    ck_assert_uint_eq(source->line_count, 5);
    ck_assert(gate_str_eq_c(gate_source_line(source, 1), "ab"));
    ck_assert(gate_str_eq_c(gate_source_line(source, 2), "c\xC3\xA9"
                                                         "d"));
    ck_assert(gate_str_eq_c(gate_source_line(source, 3), ""));
    ck_assert(gate_str_eq_c(gate_source_line(source, 4), "e"));
    ck_assert(gate_str_eq_c(gate_source_line(source, 5), "f"));
    ck_assert_uint_eq(gate_source_line(source, 0).len, 0);
    ck_assert_uint_eq(gate_source_line(source, 6).len, 0);
    place_is(source, 0, 1, 1);
    place_is(source, 3, 1, 4); /* the \n of \r\n */
    place_is(source, 4, 2, 1);
    place_is(source, 6, 2, 2); /* within é: the column of é */
    place_is(source, 7, 2, 3);
    place_is(source, 10, 3, 1);
    place_is(source, 13, 5, 1);
    place_is(source, 14, 5, 2);
    place_is(source, UINT32_MAX, 5, 2);
    ck_assert(gate_str_eq_c(gate_source_slice(source, (gate_span){0, 2}), "ab"));
    ck_assert_uint_eq(gate_source_slice(source, (gate_span){500, 700}).len, 0);
    gate_span joined = gate_span_join((gate_span){3, 5}, (gate_span){1, 4});
    ck_assert(joined.lo == 1 && joined.hi == 5);
    gate_source *empty = gate_source_new(arena, 1, GATE_STR("e"), (gate_str){NULL, 0});
    ck_assert_uint_eq(empty->line_count, 1);
    place_is(empty, 0, 1, 1);
    gate_arena_free(arena);
}
END_TEST

START_TEST(codes_are_found)
{
    gate_code code = GATE_CODE_COUNT;
    ck_assert(gate_code_find(GATE_STR("e0101"), &code));
    ck_assert_int_eq(code, GATE_D_SYNTAX);
    ck_assert(!gate_code_find(GATE_STR("E010"), &code) && !gate_code_find(GATE_STR("E01011"), &code) &&
              !gate_code_find(GATE_STR(""), &code) && !gate_code_find(GATE_STR("E9999"), &code));
    for (int i = 0; i < GATE_CODE_COUNT; i++) {
        const gate_code_info *info = gate_code_get((gate_code)i);
        ck_assert_uint_eq(strlen(info->number), 5);
        ck_assert(info->number[0] == (info->severity == GATE_ERROR ? 'E' : 'W'));
        ck_assert(strlen(info->summary) > 0 && strlen(info->text) > 0);
        ck_assert(gate_code_find(gate_str_c(info->number), &code) && code == (gate_code)i); /* unique */
    }
}
END_TEST

START_TEST(list_is_bounded_and_sorted)
{
    ARENA;
    gate_source *first = source_of(arena, 1, "0123456789012345678901234567890123456789");
    gate_source *second = source_of(arena, 2, "0123456789");
    gate_diags diags = gate_diags_new(arena);
    gate_diag_raise(&diags, GATE_D_SYNTAX, second, (gate_span){1, 2}, "second");
    for (uint32_t i = 30; i > 0; i--) {
        gate_diag *diag = gate_diag_raise(&diags, GATE_D_SYNTAX, first, (gate_span){i, i + 1}, "at %u", i);
        gate_diag_help(
            &diags,
            gate_diag_label(&diags, gate_diag_here(&diags, diag, "here"), first, (gate_span){0, 1}, "l"),
            "Help %u.", i);
    }
    gate_diag_raise(&diags, GATE_D_SYNTAX, first, (gate_span){30, 31}, "again"); /* repeats: not counted */
    gate_diag_raise(&diags, GATE_D_SYNTAX, NULL, (gate_span){0, 0}, "nowhere");  /* the 32nd */
    ck_assert_uint_eq(diags.errors, 32);
    ck_assert_uint_eq(diags.warnings, 0);
    ck_assert_uint_eq(diags.list.len, GATE_DIAG_MAX);
    gate_diags_sort(&diags);
    ck_assert_uint_eq(diags.list.items[0]->primary.span.lo, 12);
    ck_assert_str_eq(diags.list.items[0]->message, "at 12");
    ck_assert_str_eq(diags.list.items[0]->help, "Help 12.");
    ck_assert_str_eq(diags.list.items[0]->labels[0].text, "l");
    ck_assert_str_eq(diags.list.items[GATE_DIAG_MAX - 1]->message, "second");
    gate_buf out = gate_buf_new(arena);
    gate_render_diags(&out, &diags, false);
    ck_assert(gate_str_ends(gate_buf_str(&out), GATE_STR("\n\n… and 12 more errors\n")));
    gate_arena_free(arena);
}
END_TEST

START_TEST(errors_beyond_the_bound_cost_no_memory)
{
    ARENA;
    gate_source *source = source_of(arena, 1, "");
    gate_diags diags = gate_diags_new(arena);
    size_t used = 0;
    for (uint32_t i = 0; i < 10000; i++) {
        gate_diag *diag =
            gate_diag_raise(&diags, GATE_D_SYNTAX, source, (gate_span){i, i}, "unexpected %u", i);
        gate_diag_label(&diags, diag, source, (gate_span){0, 0}, "label");
        if (i == 100) used = gate_arena_used(arena);
    }
    ck_assert_uint_eq(gate_arena_used(arena), used);
    ck_assert_uint_eq(diags.errors, 10000);
    gate_arena_free(arena);
}
END_TEST

START_TEST(labels_beyond_the_bound_are_dropped)
{
    ARENA;
    gate_source *source = source_of(arena, 1, "abcdef");
    gate_diags diags = gate_diags_new(arena);
    gate_diag *diag = gate_diag_raise(&diags, GATE_D_SYNTAX, source, (gate_span){0, 1}, "m");
    gate_diag_label(&diags, diag, NULL, (gate_span){0, 0}, "no place");
    for (uint32_t i = 0; i < 5; i++)
        gate_diag_label(&diags, diag, source, (gate_span){i, i + 1}, "label %u", i);
    ck_assert_str_eq(diag->labels[0].text, "label 0");
    ck_assert_str_eq(diag->labels[GATE_DIAG_LABELS - 1].text, "label 2");
    gate_arena_free(arena);
}
END_TEST

/* One error with up to two labels, rendered. */
typedef struct shown {
    const char *text;    /* the source */
    const char *primary; /* what is underlined, and its label */
    const char *here;
    const char *other[2][2]; /* further labels: place and text */
    const char *help;
    const char *wanted;
} shown;

static const shown golden[] = {
    {"policy\n    require coverage.line >= \"85\";\n",
     "\"85\"",
     "this is a string",
     {{"coverage.line", "this is a percentage"}},
     "Write 85% without quotation marks.",
     "error[E0101]: wrong `x`\n"
     " --> release.gate:2:30\n"
     "  |\n"
     "2 |     require coverage.line >= \"85\";\n"
     "  |             -------------    ^^^^ this is a string\n"
     "  |             this is a percentage\n"
     "  = help: Write 85% without quotation marks.\n"},
    {"\trequire\tx == 1", /* tabs stay tabs */
     "x",
     "here",
     {{"require", "there"}},
     NULL,
     "error[E0101]: wrong `x`\n"
     " --> release.gate:1:10\n"
     "  |\n"
     "1 | \trequire\tx == 1\n"
     "  | \t-------\t^ here\n"
     "  | \tthere\n"},
    {"a\tb", /* a marked tab */
     "\t",
     NULL,
     {{NULL, NULL}},
     NULL,
     "error[E0101]: wrong `x`\n"
     " --> release.gate:1:2\n"
     "  |\n"
     "1 | a\tb\n"
     "  |  ^\t\n"},
    {"aaa bbb ccc", /* three on a line, the primary leftmost and without a text of its own */
     "aaa",
     NULL,
     {{"bbb", "second"}, {"ccc", "third"}},
     NULL,
     "error[E0101]: wrong `x`\n"
     " --> release.gate:1:1\n"
     "  |\n"
     "1 | aaa bbb ccc\n"
     "  | ^^^ --- --- third\n"
     "  |     second\n"},
    {"one\ntwo\n3\n4\n5\n6\n7\n8\n9\nten ten\n", /* labels of other lines below, line numbers aligned */
     "ten ten",
     "again",
     {{"two", "declared here"}},
     "Rename it.",
     "error[E0101]: wrong `x`\n"
     "  --> release.gate:10:1\n"
     "   |\n"
     "10 | ten ten\n"
     "   | ^^^^^^^ again\n"
     "   |\n"
     "2  | two\n"
     "   | --- declared here\n"
     "   = help: Rename it.\n"},
    {"item {\n  text\n}\n", /* a span of several lines: its first line */
     "{\n  text\n}",
     "never closed",
     {{NULL, NULL}},
     NULL,
     "error[E0101]: wrong `x`\n"
     " --> release.gate:1:6\n"
     "  |\n"
     "1 | item {\n"
     "  |      ^ never closed\n"},
    {"\xE6\x97\xA5\xE6\x9C\xAC e\xCC\x81 bad", /* wide and combining characters */
     "bad",
     "x",
     {{"\xE6\x9C\xAC", "y"}},
     NULL,
     "error[E0101]: wrong `x`\n"
     " --> release.gate:1:7\n"
     "  |\n"
     "1 | \xE6\x97\xA5\xE6\x9C\xAC e\xCC\x81 bad\n"
     "  |   --   ^^^ x\n"
     "  |   y\n"},
    {"a \xE2\x80\xAE\x1b b \xFF c", /* what hides is shown, and takes the columns that it is shown in */
     "b",
     NULL,
     {{"\xE2\x80\xAE", NULL}},
     NULL,
     "error[E0101]: wrong `x`\n"
     " --> release.gate:1:6\n"
     "  |\n"
     "1 | a \\u202e\\x1b b \\xff c\n"
     "  |   ------     ^\n"},
};

START_TEST(diagnostics_look_like_this)
{
    const shown *wanted = &golden[_i];
    ARENA;
    gate_source *source = source_of(arena, 1, wanted->text);
    gate_diags diags = gate_diags_new(arena);
    gate_diag *diag =
        gate_diag_raise(&diags, GATE_D_SYNTAX, source, at(source, wanted->primary), "wrong `%s`", "x");
    if (wanted->here) gate_diag_here(&diags, diag, "%s", wanted->here);
    for (size_t i = 0; i < 2 && wanted->other[i][0]; i++)
        gate_diag_label(&diags, diag, source, at(source, wanted->other[i][0]), "%s",
                        wanted->other[i][1] ? wanted->other[i][1] : "");
    if (wanted->help) gate_diag_help(&diags, diag, "%s", wanted->help);
    gate_buf out = gate_buf_new(arena);
    gate_render_diag(&out, diag, false);
    ck_assert_str_eq(out.ptr, wanted->wanted);
    gate_arena_free(arena);
}
END_TEST

START_TEST(ends_and_other_sources_are_shown)
{
    ARENA;
    gate_source *source = source_of(arena, 1, "let x\n");
    gate_source *other = source_of(arena, 2, "\nlet x = 1");
    gate_diags diags = gate_diags_new(arena);
    gate_diag *diag = gate_diag_raise(&diags, GATE_D_SYNTAX, source, (gate_span){5, 5}, "expected `=`");
    gate_diag_label(&diags, diag, other, (gate_span){5, 6}, "first here");
    gate_diag *end = gate_diag_raise(&diags, GATE_D_SYNTAX, source, (gate_span){6, 6}, "unexpected end");
    gate_diag_raise(&diags, GATE_D_SYNTAX, NULL, (gate_span){0, 0}, "no \x1b such file");
    gate_diag_here(&diags, end, "here");
    gate_diags_sort(&diags);
    gate_buf out = gate_buf_new(arena);
    gate_render_diags(&out, &diags, false);
    ck_assert_str_eq(out.ptr, "error[E0101]: no \\x1b such file\n"
                              "\n"
                              "error[E0101]: expected `=`\n"
                              " --> release.gate:1:6\n"
                              "  |\n"
                              "1 | let x\n"
                              "  |      ^\n"
                              " ::: other.gate:2:5\n"
                              "  |\n"
                              "2 | let x = 1\n"
                              "  |     - first here\n"
                              "\n"
                              "error[E0101]: unexpected end\n"
                              " --> release.gate:2:1\n"
                              "  |\n"
                              "2 |\n"
                              "  | ^ here\n");
    gate_arena_free(arena);
}
END_TEST

START_TEST(endless_lines_are_cut)
{
    ARENA;
    gate_buf text = gate_buf_new(arena);
    gate_buf_repeat(&text, 'a', 500000);
    gate_buf_c(&text, "XY");
    gate_buf_repeat(&text, 'b', 500000);
    gate_source *source = gate_source_new(arena, 1, GATE_STR("long"), gate_buf_str(&text));
    gate_diags diags = gate_diags_new(arena);
    gate_diag *diag = gate_diag_raise(&diags, GATE_D_SYNTAX, source, (gate_span){500000, 500002}, "m");
    gate_diag_label(&diags, gate_diag_here(&diags, diag, "here"), source, (gate_span){3, 900000}, "far");
    gate_buf out = gate_buf_new(arena);
    gate_render_diag(&out, diag, false);
    ck_assert_uint_lt(out.len, 1200);
    ck_assert_ptr_nonnull(strstr(out.ptr, "long:1:500001\n"));
    const char *mark = strstr(out.ptr, "^^ here\n");
    ck_assert_ptr_nonnull(mark);
    /* The caret stands under X: as many columns behind "| " as there are in the line ("…" is three bytes). */
    const char *line = strstr(out.ptr, "1 | ");
    const char *under = strstr(line, "\n  | ") + 5;
    ck_assert_int_eq(strstr(line, "XY") - (line + 4) - 2, mark - under);
    ck_assert_ptr_nonnull(strstr(out.ptr, "--- far\n"));
    gate_arena_free(arena);
}
END_TEST

START_TEST(every_span_can_be_shown)
{
    ARENA;
    gate_source *source = source_of(arena, 1,
                                    "a\tb\r\n\xC3\xA9\xFF\n\n\xF0\x9F\x98\x80"
                                    "end");
    uint32_t len = (uint32_t)source->text.len;
    for (uint32_t lo = 0; lo <= len + 2; lo++) {
        for (uint32_t hi = 0; hi <= len + 2; hi++) {
            gate_diags diags = gate_diags_new(arena);
            gate_diag *diag = gate_diag_raise(&diags, GATE_D_SYNTAX, source, (gate_span){lo, hi}, "m");
            gate_diag_label(&diags, diag, source, (gate_span){hi, lo}, "l");
            gate_buf out = gate_buf_new(arena);
            gate_render_diag(&out, diag, true);
            gate_json json = gate_json_new(&out, 0);
            gate_json_diags(&json, &diags);
        }
    }
    gate_arena_free(arena);
}
END_TEST

START_TEST(colour_is_only_added)
{
    ARENA;
    gate_source *source = source_of(arena, 1, golden[0].text);
    gate_diags diags = gate_diags_new(arena);
    gate_diag *diag = gate_diag_raise(&diags, GATE_D_SYNTAX, source, at(source, "\"85\""), "wrong");
    gate_diag_label(&diags, diag, source, at(source, "coverage"), "label");
    gate_diag_help(&diags, gate_diag_here(&diags, diag, "here"), "Help.");
    gate_buf plain = gate_buf_new(arena), color = gate_buf_new(arena), stripped = gate_buf_new(arena);
    gate_render_diag(&plain, diag, false);
    gate_render_diag(&color, diag, true);
    for (const char *c = color.ptr; *c; c++) {
        if (*c == '\x1b')
            c = strchr(c, 'm');
        else
            gate_buf_char(&stripped, *c);
    }
    ck_assert_str_eq(stripped.ptr, plain.ptr);
    ck_assert(gate_str_starts(gate_buf_str(&color), GATE_STR("\x1b[1;31merror[E0101]\x1b[0m")));
    gate_arena_free(arena);
}
END_TEST

START_TEST(json_has_the_same_fields)
{
    ARENA;
    gate_source *source = source_of(arena, 1,
                                    "a\nb\xC3\xA9"
                                    "c d");
    gate_diags diags = gate_diags_new(arena);
    gate_diag *diag = gate_diag_raise(&diags, GATE_D_SYNTAX, source, (gate_span){2, 6}, "say \"%s\"", "x");
    gate_diag_label(&diags, diag, source, (gate_span){0, 1}, "%s", "");
    gate_diag_raise(&diags, GATE_D_SYNTAX, NULL, (gate_span){0, 0}, "n");
    gate_buf out = gate_buf_new(arena);
    gate_json json = gate_json_new(&out, 0);
    gate_json_diags(&json, &diags);
    ck_assert_str_eq(
        out.ptr,
        "[{\"code\":\"E0101\",\"severity\":\"error\",\"message\":\"say \\\"x\\\"\",\"file\":\"release.gate\","
        "\"line\":2,\"column\":1,\"end_line\":2,\"end_column\":4,\"label\":null,\"labels\":[{\"file\":"
        "\"release.gate\",\"line\":1,\"column\":1,\"end_line\":1,\"end_column\":2,\"label\":null}],\"help\":"
        "null},"
        "{\"code\":\"E0101\",\"severity\":\"error\",\"message\":\"n\",\"file\":null,\"line\":null,\"column\":"
        "null,"
        "\"end_line\":null,\"end_column\":null,\"label\":null,\"labels\":[],\"help\":null}]");
    gate_arena_free(arena);
}
END_TEST

int main(void)
{
    TCase *tcase = tcase_create("diag");
    tcase_add_test(tcase, source_counts_lines_and_columns);
    tcase_add_test(tcase, codes_are_found);
    tcase_add_test(tcase, list_is_bounded_and_sorted);
    tcase_add_test(tcase, errors_beyond_the_bound_cost_no_memory);
    tcase_add_test(tcase, labels_beyond_the_bound_are_dropped);
    tcase_add_loop_test(tcase, diagnostics_look_like_this, 0, (int)GATE_COUNT(golden));
    tcase_add_test(tcase, ends_and_other_sources_are_shown);
    tcase_add_test(tcase, endless_lines_are_cut);
    tcase_add_test(tcase, every_span_can_be_shown);
    tcase_add_test(tcase, colour_is_only_added);
    tcase_add_test(tcase, json_has_the_same_fields);
    Suite *suite = suite_create("base diag");
    suite_add_tcase(suite, tcase);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
