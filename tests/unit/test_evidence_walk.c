/* gate_unit: base evidence */
#include "test_evidence_kit.h"

#include "evidence/walk.h"

static gate_root *root;

static void setup(void)
{
    kit_setup();
    static const char *const files[] = {
        "top.json",          "runs/b.json",       "runs/a.json",         "runs/c.txt",
        "runs/.hidden.json", "runs/2026/d.json",  "runs/2026/02/e.json", "runs/.cache/f.json",
        "runs/z/2026.json",  "runs/e.json/g.txt", "runs2/a.json",        "runs/\xD0\xB6.json",
        "odd/a b[1].json",   "odd/x\ny.json",     "odd/\xFF.json",
    };
    for (size_t i = 0; i < GATE_COUNT(files); i++)
        kit_put(files[i], "{}");
    kit_link("../runs2", "runs/link");
    kit_link("a.json", "runs/link.json");
    kit_link("nowhere", "odd/gone.json");
    root = gate_root_new(kit_arena, gate_str_c(kit_root), false);
}

static const struct {
    const char *pattern, *found; /* separated by spaces */
} patterns[] = {
    {"*.json", "top.json"},
    {"./*.json", "top.json"},
    {"runs/*.json", "runs/a.json runs/b.json runs/link.json runs/\xD0\xB6.json"},
    {"runs/?.json", "runs/a.json runs/b.json runs/\xD0\xB6.json"},
    {"runs/[a-b].*", "runs/a.json runs/b.json"},
    {"runs/.*.json", "runs/.hidden.json"},
    {"runs/*/*.json", "runs/2026/d.json runs/link/a.json runs/z/2026.json"},
    {"runs/**/*.json", "runs/2026/02/e.json runs/2026/d.json runs/a.json runs/b.json runs/link.json "
                       "runs/z/2026.json runs/\xD0\xB6.json"},
    {"**/2026*", "runs/z/2026.json"},
    {"**/e.json", "runs/2026/02/e.json"},
    {"**/.cache/*.json", "runs/.cache/f.json"},
    {"runs/**/02/**", "runs/2026/02/e.json"},
    {"*/a.json", "runs/a.json runs2/a.json"},
    {"run*/2026/d.json", "runs/2026/d.json"},
    {"run*/2026", ""},
    {"runs/e.json/*", "runs/e.json/g.txt"},
    {"runs/a.json/*", ""},
    {"nothing/*.json", ""},
    {"runs/*.xml", ""},
    {"runs/*/../b.json", "runs/2026/../b.json runs/e.json/../b.json runs/z/../b.json"},
    {"odd/gone*", "odd/gone.json"},
    {"odd/a b[[]1].json", "odd/a b[1].json"},
};

START_TEST(what_patterns_match)
{
    gate_paths found;
    const gate_trouble *trouble = gate_walk(root, gate_str_c(patterns[_i].pattern), 100, &found);
    ck_assert_msg(!trouble, "%s: %.*s", patterns[_i].pattern, trouble ? (int)trouble->text.len : 0,
                  trouble ? trouble->text.ptr : "");
    gate_buf list = gate_buf_new(kit_arena);
    for (uint32_t i = 0; i < found.len; i++) {
        if (i) gate_buf_char(&list, ' ');
        gate_buf_add(&list, found.items[i]);
    }
    kit_text(gate_buf_str(&list), patterns[_i].found);
}
END_TEST

static const gate_trouble *refused(const char *pattern, uint32_t max)
{
    gate_paths found;
    const gate_trouble *trouble = gate_walk(root, gate_str_c(pattern), max, &found);
    ck_assert_ptr_nonnull(trouble);
    ck_assert_uint_eq(found.len, 0);
    ck_assert(!trouble->missing);
    return trouble;
}

START_TEST(patterns_stay_beneath_the_root)
{
    ck_assert_int_eq(refused("/etc/*.conf", 9)->code, GATE_D_EVIDENCE_OUTSIDE);
    ck_assert_int_eq(refused("../*/*.json", 9)->code, GATE_D_EVIDENCE_OUTSIDE);
    ck_assert_int_eq(refused("runs/../../**", 9)->code, GATE_D_EVIDENCE_OUTSIDE);
    kit_link("/etc", "runs/out");
    ck_assert_int_eq(refused("runs/*/*.conf", 9)->code, GATE_D_EVIDENCE_OUTSIDE);
    /* With a name that needs no list it is a candidate, which reading refuses. */
    gate_paths found;
    ck_assert_ptr_null(gate_walk(root, GATE_STR("runs/*/passwd"), 9, &found));
    ck_assert_uint_eq(found.len, 1);
    kit_trouble(kit_read("runs/*/passwd"), GATE_D_EVIDENCE_OUTSIDE);
    /* `**` does not go through it. */
    ck_assert_ptr_null(gate_walk(root, GATE_STR("**/passwd"), 9, &found));
    ck_assert_uint_eq(found.len, 0);
}
END_TEST

START_TEST(a_slash_at_the_end_asks_for_folders)
{
    ck_assert_int_eq(refused("runs/*/", 9)->code, GATE_D_EVIDENCE_NOT_FILE);
}
END_TEST

START_TEST(absolute_patterns_where_allowed)
{
    gate_paths found;
    gate_root *free_root = gate_root_new(kit_arena, GATE_STR("/"), true);
    gate_str pattern = gate_str_c(kit_path("runs2/*.json"));
    ck_assert_ptr_null(gate_walk(free_root, pattern, 9, &found));
    ck_assert_uint_eq(found.len, 1);
    kit_text(found.items[0], kit_path("runs2/a.json"));
}
END_TEST

START_TEST(files_at_the_limit_and_one_more)
{
    gate_paths found;
    ck_assert_ptr_null(gate_walk(root, GATE_STR("runs/*.json"), 4, &found));
    ck_assert_uint_eq(found.len, 4);
    const gate_trouble *trouble = refused("runs/*.json", 3);
    ck_assert_int_eq(trouble->code, GATE_D_EVIDENCE_TOO_MANY);
    kit_text(trouble->text, "`runs/*.json` takes in more than 3 files; write a narrower pattern");
}
END_TEST

START_TEST(folders_too_deep)
{
    gate_buf path = gate_buf_new(kit_arena);
    for (int i = 0; i < 70; i++)
        gate_buf_c(&path, "d/");
    gate_buf_c(&path, "x.json");
    kit_put(path.ptr, "{}");
    ck_assert_int_eq(refused("**/x.json", 9)->code, GATE_D_EVIDENCE_TOO_MANY);
    /* In a literal path they are no search. */
    kit_good(kit_read(path.ptr));
}
END_TEST

/* Every folder is read once, in whatever order the disk has it. */
START_TEST(many_names_come_sorted)
{
    char name[32];
    for (int i = 0; i < 500; i++) {
        snprintf(name, sizeof name, "many/%03d.json", (i * 211) % 500);
        kit_put(name, "{}");
    }
    gate_paths found;
    ck_assert_ptr_null(gate_walk(root, GATE_STR("many/*"), 500, &found));
    ck_assert_uint_eq(found.len, 500);
    for (uint32_t i = 0; i < 500; i++) {
        snprintf(name, sizeof name, "many/%03u.json", i);
        kit_text(found.items[i], name);
    }
    int first = open("/dev/null", O_RDONLY);
    ck_assert_ptr_null(gate_walk(root, GATE_STR("**"), 1000, &found));
    close(first);
    ck_assert_int_eq(open("/dev/null", O_RDONLY), first); /* nothing was left open */
}
END_TEST

START_TEST(paths_are_made_plain)
{
    static const struct {
        const char *from, *to;
    } table[] = {{"a", "a"},
                 {"./a", "a"},
                 {"a//b/./c", "a/b/c"},
                 {"a/../b", "a/../b"},
                 {"/./a/", "/a/"},
                 {"..", ".."},
                 {"", ""},
                 {".", ""},
                 {"a/.b/..c", "a/.b/..c"}};
    for (size_t i = 0; i < GATE_COUNT(table); i++)
        kit_text(gate_path_plain(kit_arena, gate_str_c(table[i].from)), table[i].to);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("walk");
    TCase *tests = tcase_create("walk");
    tcase_add_checked_fixture(tests, setup, kit_teardown);
    tcase_add_loop_test(tests, what_patterns_match, 0, GATE_COUNT(patterns));
    tcase_add_test(tests, patterns_stay_beneath_the_root);
    tcase_add_test(tests, a_slash_at_the_end_asks_for_folders);
    tcase_add_test(tests, absolute_patterns_where_allowed);
    tcase_add_test(tests, files_at_the_limit_and_one_more);
    tcase_add_test(tests, folders_too_deep);
    tcase_add_test(tests, many_names_come_sorted);
    tcase_add_test(tests, paths_are_made_plain);
    suite_add_tcase(suite, tests);
    return kit_run(suite);
}
