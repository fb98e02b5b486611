/* gate_unit: base grammar */
/* Hostile texts: deep, long, torn. No crash, no hang, and always a tree. */
#include "test_grammar_support.h"

/* [unit] so often, between [before] and [after]. */
static gate_str many(bench *on, const char *before, const char *unit, size_t count, const char *middle,
                     const char *unit_after, const char *after)
{
    gate_buf text = gate_buf_new(on->arena);
    gate_buf_c(&text, before);
    for (size_t i = 0; i < count; i++)
        gate_buf_c(&text, unit);
    gate_buf_c(&text, middle);
    for (size_t i = 0; i < count; i++)
        gate_buf_c(&text, unit_after);
    gate_buf_c(&text, after);
    return gate_buf_str(&text);
}

typedef struct deep {
    const char *before, *open, *middle, *close;
    size_t count;
    bool good;
} deep;

/* clang-format off */
static const deep nests[] = {
    {"let a = ", "(", "1", ")", 256, true},
    {"let a = ", "(", "1", ")", 257, false},
    {"let a = ", "[", "1", "]", 256, true},
    {"let a = ", "[", "1", "]", 257, false},
    {"let a = ", "{1:", "1", "}", 256, true},
    {"let a = ", "{1:", "1", "}", 257, false},
    {"let a = ", "f(", "1", ")", 256, true},
    {"let a = ", "f(", "1", ")", 257, false},
    {"let a = ", "a?b:", "c", "", 256, true},
    {"let a = ", "a?b:", "c", "", 257, false},
    {"let a = ", "a?b:", "c", "", 200000, false},
    {"let a = ", "!", "c", "", 256, true},
    {"let a = ", "!", "c", "", 257, false},
    {"let a = ", "!", "c", "", 100000, false},
    {"let a = ", "-", "c", "", 257, false},
    {"let a = ", "-", "1", "", 257, true}, /* the last is the number's own */
    {"let a = b", ".c", "", "", 256, true},
    {"let a = b", ".c", "", "", 257, false},
    {"let a = b", "[0]", "", "", 257, false},
    {"let a = b", ".c()", "", "", 257, false},
    {"let a = ", "(a+", "1", ")", 256, true},
    {"let a = ", "a+(", "1", ")", 257, false},
    {"let a = ", "a+", "1", "", 30000, true},
    {"let a = ", "a*a+a==a&&a||", "1", "", 5000, true},
    {"type T = ", "[", "a", "]", 256, true},
    {"type T = ", "[", "a", "]", 257, false},
    {"type T = ", "{a:", "b", "}", 257, false},
    {"type T = ", "m(", "b", ")", 257, false},
    {"type T = ", "a|", "b", "", 10000, true},
};
/* clang-format on */

START_TEST(nest)
{
    const deep *want = &nests[_i];
    bench on;
    bench_open(&on, GATE_STR(""));
    gate_str text =
        many(&on, want->before, want->open, want->count, want->middle, want->close, "\nlet last = 1\n");
    on.source = gate_source_new(on.arena, 0, GATE_STR("test.gate"), text);
    gate_ast *ast = gate_parse(on.arena, on.source, &on.diags);
    ck_assert_msg(want->good == (on.diags.errors == 0), "%s × %zu: %s", want->open, want->count,
                  bench_codes(&on));
    if (!want->good) {
        ck_assert_uint_eq(on.diags.errors, 1);
        ck_assert_str_eq(gate_code_get(on.diags.list.items[0]->code)->number, "E0109");
    }
    ck_assert_int_eq(ast->file->kind, GATE_N_FILE);
    gate_buf out = gate_buf_new(on.arena);
    gate_ast_dump(&out, ast->file);
    /* What follows is parsed, unless Bison's own stack was full. */
    if (want->count < 100000 || want->open[0] == '!')
        ck_assert_ptr_nonnull(strstr(out.ptr, "(let last (int 1))"));
    bench_close(&on);
}
END_TEST

/* A quarter of a mebibyte of one thing: what is not linear shows. */
START_TEST(flood)
{
    static const char *const units[] = {"(",
                                        "[",
                                        "{",
                                        "\"",
                                        "'",
                                        "`",
                                        ";",
                                        ",",
                                        "a ",
                                        "1",
                                        "1x",
                                        "1h",
                                        "/*",
                                        "/*\n",
                                        "//\n",
                                        "///a\n",
                                        "#\n",
                                        "\\u",
                                        "\xE2\x80\x9C",
                                        "\xC3\xA9",
                                        "require ",
                                        "item a {\n",
                                        "}",
                                        "let a =\n",
                                        "a?",
                                        ".a",
                                        "-",
                                        "!",
                                        "a+",
                                        "a<",
                                        "@",
                                        "\t",
                                        "'''",
                                        "r\"\\",
                                        "and ",
                                        "checklist a {",
                                        " item b {\n",
                                        "x(\nrequire y\n"};
    bench on;
    bench_open(&on, GATE_STR(""));
    const char *unit = units[_i];
    static const char *const befores[] = {"", "let x = ", "checklist c { item i { require "};
    for (size_t b = 0; b < GATE_COUNT(befores); b++) {
        size_t count = (GATE_MAX_TEXT - 40) / strlen(unit) / (b ? 8 : 4);
        gate_arena *arena = gate_arena_new(&on.panic, 0);
        ck_assert_ptr_nonnull(arena);
        bench inner = {.arena = arena, .diags = gate_diags_new(arena)};
        gate_str text = many(&inner, befores[b], unit, count, "", "", "");
        inner.source = gate_source_new(arena, 0, GATE_STR("test.gate"), text);
        gate_ast *ast = gate_parse(arena, inner.source, &inner.diags);
        ck_assert_int_eq(ast->file->kind, GATE_N_FILE);
        gate_buf out = gate_buf_new(arena);
        gate_render_diags(&out, &inner.diags, false);
        ck_assert_uint_lt(out.len, 200000);
        gate_arena_free(arena);
    }
    bench_close(&on);
}
END_TEST

START_TEST(too_long)
{
    bench on;
    bench_open(&on, GATE_STR(""));
    char *text = gate_arena_alloc(on.arena, GATE_MAX_TEXT + 1);
    memset(text, ' ', GATE_MAX_TEXT + 1);
    on.source = gate_source_new(on.arena, 0, GATE_STR("test.gate"), (gate_str){text, GATE_MAX_TEXT});
    (void)gate_parse(on.arena, on.source, &on.diags);
    ck_assert_str_eq(bench_codes(&on), "");
    on.source = gate_source_new(on.arena, 0, GATE_STR("test.gate"), (gate_str){text, GATE_MAX_TEXT + 1});
    gate_ast *ast = gate_parse(on.arena, on.source, &on.diags);
    ck_assert_str_eq(bench_codes(&on), "E0110@1:1");
    ck_assert_uint_eq(ast->file->as.file.decls.len, 1);
    ck_assert_int_eq(ast->file->as.file.decls.items[0]->kind, GATE_N_ERROR);
    bench_close(&on);
}
END_TEST

static const char policy[] =
    "/// The release.\npolicy p \"P\"\nimport coverage\nimport \"./t.gate\" as t\nowner o \"O\" duty \"D\"\n"
    "param run : string = \"a\" env RUN \"doc\"\nparam n : percent = 85 floor 80\ntype T = { a?: [string], "
    "b: \"x\" | \"y\" }\n"
    "evidence e : T each optional from \"p/{run}/*.json\" as json by a.b in \"UTC\" fresh within 24h by c\n"
    "def f(a, b: int): bool = a > b && [1, 2.5, {\"k\": r\"\\d\"}].all(x, x in a)\nlet subject = e.commit // "
    "what\n"
    "checklist c \"C\" {\n  only if e.on else \"off\"\n  /// Row.\n  item i \"I\" {\n    owner t.o\n"
    "    require each s of [\"a\", 'b'] in e.suites by name: s.status == \"pass\" else \"{s.name}\"\n"
    "    forbid any d in e.ds where d.a == \"\\u00e9\" && !d.b\n    waivable by o, t.q for 7d\n  }\n"
    "  item j each r in e.rs or none by id \"J {r.n}\" { require (r.x ? 1 : -2) < 3 advisory }\n}\n"
    "coverage m of coverage.py(e) against e {\n  module each \"a/**\" at least 2 { require line >= n allow "
    "no branches }\n}\n"
    "canary y over w in e.ws where w.a {\n  at least 2 windows\n  criterion k { tolerate 1 of 3 windows "
    "require w.`x-y`.?z[?0].orValue(1) == 1 }\n}\n"
    "rollback r {\n  then hold\n  trigger t { fire when w.v > 1 for 2 of 3 w in e.ws by at latest no data is "
    "breach }\n}\n"
    "procedure q { step s { at e.at within 30m of s confirm by o within 1h \"ok?\" } }\n"
    "retain z over x in \"a/*/b\" by at { keep last 3 per x.k where x.b keep for 7d }\n"
    "test \"t\" {\n  using \"d\"\n  given e.ws[*].v = series \"1 _ x3\"\n  without e.a\n  expect NO-GO\n  "
    "expect c.i missing\n}\n";

/* A generator of our own: the same texts on every machine. */
static uint32_t next_random(uint64_t *state)
{
    *state = *state * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t)(*state >> 33);
}

static void count_nodes(const gate_node *node, void *context)
{
    uint32_t *count = context;
    ++*count;
    gate_node_children(node, count_nodes, count);
}

static const char *const scraps[] = {"{",
                                     "}",
                                     "(",
                                     ")",
                                     "[",
                                     "]",
                                     "\"",
                                     "'''",
                                     "`",
                                     "//",
                                     "/*",
                                     "\n",
                                     "\n\n",
                                     ";",
                                     ",",
                                     "=",
                                     "==",
                                     "and",
                                     " or ",
                                     "require ",
                                     "\nowner x",
                                     "\nitem i {",
                                     "\nlet a = ",
                                     "each ",
                                     "1u",
                                     "10min",
                                     "\\",
                                     "\xC3\xA9",
                                     "\xFF",
                                     "\x01",
                                     "?",
                                     ":",
                                     ".",
                                     "!",
                                     "-",
                                     "policy",
                                     "\ntest \"t\" {",
                                     "GO",
                                     "99999999999999999999",
                                     "r\"",
                                     "b'",
                                     "#",
                                     "@"};

/* The policy with a few bytes dropped, doubled, changed, moved or replaced by a scrap. */
static gate_str mutate(gate_arena *arena, uint64_t *state)
{
    gate_str text = {policy, sizeof policy - 1};
    uint32_t changes = 1 + next_random(state) % 4;
    for (uint32_t i = 0; i < changes; i++) {
        size_t at = next_random(state) % (text.len + 1), len = next_random(state) % 30;
        size_t to = at + len < text.len ? at + len : text.len;
        gate_buf out = gate_buf_new(arena);
        gate_buf_add(&out, gate_str_sub(text, 0, at));
        switch (next_random(state) % 5) {
        case 0: /* dropped */
            break;
        case 1:
            gate_buf_add(&out, gate_str_sub(text, at, to));
            gate_buf_add(&out, gate_str_sub(text, at, to));
            break;
        case 2:
            gate_buf_char(&out, (char)next_random(state));
            break;
        case 3:
            gate_buf_c(&out, scraps[next_random(state) % GATE_COUNT(scraps)]);
            gate_buf_add(&out, gate_str_sub(text, at, to));
            break;
        default: /* cut off */
            if (next_random(state) % 4 == 0) to = text.len;
            break;
        }
        gate_buf_add(&out, gate_str_sub(text, to, text.len));
        text = gate_buf_str(&out);
    }
    return text;
}

START_TEST(torn)
{
    uint64_t state = (uint64_t)_i + 1;
    for (int round = 0; round < 500; round++) {
        bench on;
        bench_open(&on, GATE_STR(""));
        gate_str text = mutate(on.arena, &state);
        on.source = gate_source_new(on.arena, 0, GATE_STR("test.gate"), text);
        gate_ast *ast = gate_parse(on.arena, on.source, &on.diags);
        ck_assert_int_eq(ast->file->kind, GATE_N_FILE);
        uint32_t count = 0;
        count_nodes(ast->file, &count);
        ck_assert_uint_le(count, ast->node_count);
        gate_buf out = gate_buf_new(on.arena);
        gate_ast_dump(&out, ast->file);
        gate_diags_sort(&on.diags);
        gate_render_diags(&out, &on.diags, false);
        ck_assert_uint_lt(gate_arena_used(on.arena), 4u << 20);
        bench_close(&on);
    }
}
END_TEST

/* The mutations start from a text that is right, and cut at every byte it is still handled. */
START_TEST(cut)
{
    for (size_t len = 0; len < sizeof policy; len++) {
        bench on;
        bench_open(&on, (gate_str){policy, len});
        gate_ast *ast = gate_parse(on.arena, on.source, &on.diags);
        ck_assert_int_eq(ast->file->kind, GATE_N_FILE);
        if (len == sizeof policy - 1) ck_assert_str_eq(bench_codes(&on), "");
        bench_close(&on);
    }
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("grammar: hostile texts");
    TCase *all = tcase_create("hostile");
    tcase_set_timeout(all, 60);
    tcase_add_loop_test(all, nest, 0, (int)GATE_COUNT(nests));
    tcase_add_loop_test(all, flood, 0, 38);
    tcase_add_test(all, too_long);
    tcase_add_loop_test(all, torn, 0, 10);
    tcase_add_test(all, cut);
    suite_add_tcase(suite, all);
    return bench_run(suite);
}
