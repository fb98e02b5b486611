/* gate_unit: base grammar */
/* Wrong texts: every syntax code, its place, and where parsing goes on. */
#include "test_grammar_support.h"

typedef struct row {
    const char *text, *codes; /* "E0101@line:column …", all of them */
} row;

/* clang-format off */
/* Within a row, from line 3, column 5; a clause follows. */
static const row clauses[] = {
    {"require x ==\n    owner backend", "E0101@3:15"},
    {"require x.\n    owner backend", "E0101@3:14"},
    {"require f(x,\n    owner backend", "E0101@3:16"},
    {"require (x == 1", "E0123@3:20"},
    {"require [x", "E0123@3:15"},
    {"require {\"a\": 1", "E0123@3:20"},
    {"require x == 1 2", "E0101@3:20"},
    {"require", "E0101@3:5"},
    {"forbid any d in xs: d.x", "E0101@3:23"},
    {"confirm by", "E0101@3:13"},
    {"confirm by a", "E0101@3:16"},
    {"within 30 of a", "E0101@3:12"},
    {"effective 2026-12-01", "E0101@3:15"},
    {"tolerate 1 of 3", "E0101@3:19"},
    {"allow no", "E0101@3:11"},
    {"no data is", "E0101@3:13"},
    {"fire when x for 2 of 3", "E0101@3:26"},
    {"waivable by a for", "E0101@3:19"},
    {"only x", "E0101@3:10"},
    {"require x ? y", "E0101@3:17"},
    {"require x y\n    require z = 1", "E0101@3:15 E0117@4:15"},
    {"requrie x == 1", "E0124@3:5"},
    {"ownr backend", "E0124@3:5"},
    {"no data is breech", "E0101@3:16"},
    {"warn whne x", "E0101@3:10"},
    {"gibberish x", "E0124@3:5"},
    {"requrie(x)", "E0124@3:5"},
    {"require x = 1", "E0117@3:15"},
    {"require x === 1 && y <> 2 & z !== 3", "E0119@3:15 E0119@3:26 E0119@3:31 E0119@3:35"},
    {"require x =< 1 || y => 2", "E0119@3:15 E0119@3:25"},
    {"require x | y", "E0119@3:15"},
    {"require x < = 1", "E0119@3:15"},
    {"require x and y or not z", "E0118@3:15 E0118@3:21 E0118@3:24"},
    {"require not (x)", "E0118@3:13"},
    {"require x or none", "E0101@3:15"},
    {"require x == 1;", "E0120@3:19"},
    {"require x, require y", "E0120@3:14"},
    {"require 1 < x < 3", "E0121@3:19"},
    {"require 1 < x <= y > z", "E0121@3:19"},
    {"require x @ y", "E0104@3:15"},
    {"require x ^ 2", "E0104@3:15"},
    {"require $x", "E0104@3:13"},
    {"require x \xE2\x89\xA5 85", "E0104@3:15"},
    {"require a\xC2\xA0== b", "E0104@3:14"},
    {"require \xD0\xBF\xD1\x80 == 1", "E0106@3:13"},
    {"require \xE2\x80\x9Cx\xE2\x80\x9D == y", "E0105@3:13"},
    {"require `a` == 1", "E0127@3:13"},
    {"require x.0 == 1", "E0101@3:14"},
    {"require x >= 85%", "E0101@3:20"},
    {"require Foo{a: 1}", "E0101@3:16"},
    {"require any x in xs: x", "E0125@3:13"},
    {"require x == GO", "E0125@3:18"},
    {"require each in in xs: x", "E0125@3:18"},
    {"item z { require x = 1 }", "E0128@3:5 E0117@3:24"},
    {"let y = 1", "E0128@3:5"},
    {"expect GO", "E0128@3:5"},
};

static const row files[] = {
    {"polcy p \"P\"\nlet a = 1", "E0124@1:1"},
    {"chekclist c {\n  itm i { require a }\n}\n", "E0124@1:1"},
    {"checklist c {\n  item i { requrie a }\n}\n", "E0124@2:12"},
    {"test \"t\" {\n  expct GO\n}\n", "E0124@2:3"},
    {"evidence e form \"x\"\n", "E0101@1:12"},
    {"foo\n", "E0124@1:1"},
    {"# a\nlet x = 1\n", "E0116@1:1"},
    {"/* a */ let x = 1\n", "E0116@1:1"},
    {"/* a\n b */\nlet x = = 1\n", "E0116@1:1 E0119@3:7"},
    {"/* open\nlet x = 1\n", "E0116@1:1"},
    {"let x = 1 */\n", "E0101@1:12"},
    {"let x = 1; let y = 2;\n", "E0120@1:10 E0120@1:21"},
    {"let for = 1\nlet each = 2\nlet GO = 3\nlet while = 4\nlet a = package + 1\nlet b = any\n", "E0125@1:5 E0125@2:5 E0125@3:5 E0125@4:5 E0125@5:9 E0125@6:9"},
    {"let x = 1)\n", "E0126@1:10"},
    {"}\nlet x = 1\n", "E0126@1:1"},
    {"let x = [1, (2]\n", "E0123@1:15"},
    {"let x = f(1\nlet y = 2\n", "E0123@1:12"},
    {"checklist c {\n  item a {\n    require x\n  item b { require y }\n}\nlet z = = 1\n", "E0122@4:3 E0119@6:7"},
    {"checklist c {\n  item a { require x }\nlet z = 1\n", "E0122@3:1"},
    {"checklist c {\n  item a {\n    require x\n", "E0122@3:14"},
    {"test \"t\" {\n  expect GO\nlet x = 1\n", "E0122@3:1"},
    {"checklist c {\n  require x\n  owner o\n  item a { require x }\n}\n", "E0128@2:3"},
    {"item a { require x }\nitem b { require = y }\n", "E0128@1:1 E0101@2:18"},
    {"require x\n", "E0128@1:1"},
    {"expect GO\n", "E0128@1:1"},
    {"test \"t\" {\n  require x\n  expect GO\n}\n", "E0128@2:3"},
    {"import m\npolicy p \"P\"\npolicy q \"Q\"\n", "E0129@2:1 E0129@3:1"},
    {"checklist c \"C\"\n  item a \"A\"\n    require x = 1\n  }\n}\nlet z =\n", "E0101@1:13 E0101@2:10 E0117@3:15 E0101@6:7"},
    {"checklist \"C\" {\n  item { require x = 1 }\n}\n", "E0101@1:11 E0101@2:8 E0117@2:20"},
    {"test t {\n  expect\n}\n", "E0101@1:6 E0101@2:3"},
    {"checklist c { item a { require x ==  } item b { require = } }\nlet q = 1 +\n", "E0101@1:38 E0101@1:57 E0101@2:11"},
    {"param p : int floor 1 floor 2\nparam q = 1\nparam r : int env A env B\n", "E0101@1:23 E0101@2:9 E0101@3:21"},
    {"type T = { a: string b: int }\ntype U = [a\ntype V = |\n", "E0101@1:22 E0123@2:12 E0101@3:10"},
    {"let a =\nlet b =\nlet c = 1\n", "E0101@1:7 E0101@2:7"},
    {"owner o\nevidence e from x\ndef f(a: ) = 1\nimport\n", "E0101@1:7 E0101@2:17 E0101@3:10 E0101@4:1"},
    {"canary c over w in ws {\n  criterion a { require \"x }\n  criterion b { require y }\n}\n", "E0107@2:25"},
};

/* Texts that are refused whole. */
static const struct {
    gate_str text;
    const char *codes;
} refused[] = {
    {GATE_STR("let a = 1\0let b = = 2"), "E0103@1:10"},
    {GATE_STR("// \xE2\x80\xAE txet"), "E0103@1:4"},
    {GATE_STR("let a = \"\xE2\x80\xA8\""), "E0103@1:10"},
    {GATE_STR("let a = \"caf\xE9\""), "E0102@1:13"},
    {GATE_STR("\xFF\xFEp\0o\0"), "E0102@1:1"},
    {GATE_STR("let a = \"\xED\xA0\x80\""), "E0102@1:10"},
};
/* clang-format on */

static void check(gate_str text, const char *want)
{
    bench on;
    bench_open(&on, text);
    gate_ast *ast = gate_parse(on.arena, on.source, &on.diags);
    ck_assert_ptr_nonnull(ast->file);
    ck_assert_int_eq(ast->file->kind, GATE_N_FILE);
    const char *got = bench_codes(&on);
    ck_assert_msg(strcmp(got, want) == 0, "%.*s\ngot  %s\nwant %s", (int)text.len, text.ptr, got, want);
    for (uint32_t i = 0; i < on.diags.list.len; i++) {
        const gate_diag *diag = on.diags.list.items[i];
        ck_assert_msg(!strchr(diag->message, '\n'), "%s", diag->message);
        ck_assert_uint_le(diag->primary.span.lo, diag->primary.span.hi);
        ck_assert_uint_le(diag->primary.span.hi, text.len);
    }
    bench_close(&on);
}

START_TEST(clause)
{
    char text[500];
    snprintf(text, sizeof text, "checklist c {\n  item a {\n    %s\n    see \"x\"\n  }\n}\n",
             clauses[_i].text);
    check(gate_str_c(text), clauses[_i].codes);
}
END_TEST

START_TEST(file)
{
    check(gate_str_c(files[_i].text), files[_i].codes);
}
END_TEST

START_TEST(refused_text)
{
    check(refused[_i].text, refused[_i].codes);
}
END_TEST

/* The clause behind a wrong one is in the tree, and so is an ERROR for what was skipped. */
START_TEST(goes_on)
{
    bench on;
    bench_open(&on,
               GATE_STR("checklist c {\n  item a {\n    fix \"f\"\n    require x ==\n    owner backend\n  }\n"
                        "  item {\n    require = \n  }\n  item b { see \"s\" }\n}\nlet = 1\nlet z = 2\n"));
    gate_ast *ast = gate_parse(on.arena, on.source, &on.diags);
    ck_assert_str_eq(bench_codes(&on), "E0101@4:15 E0101@7:8 E0101@8:13 E0101@12:5");
    gate_buf out = gate_buf_new(on.arena);
    gate_ast_dump(&out, ast->file);
    ck_assert_str_eq(
        out.ptr,
        "(file (block checklist c (row item a (clause fix :text (string \"f\")) (error) (clause owner "
        ":roles (qname backend))) (error) (row item b (clause see :text (string \"s\")))) (error) (let "
        "z (int 2)))");
    bench_close(&on);
}
END_TEST

/* Thirty mistakes, none of which hides another: the first twenty are kept, all are counted. */
START_TEST(many)
{
    bench on;
    char text[2000] = "checklist c {\n item a {\n";
    for (int i = 0; i < 30; i++)
        strcat(text, i % 3 == 0 ? "  require x = 1\n" : i % 3 == 1 ? "  requrie y\n" : "  see z\n");
    strcat(text, " }\n}\n");
    bench_open(&on, gate_str_c(text));
    (void)gate_parse(on.arena, on.source, &on.diags);
    ck_assert_uint_eq(on.diags.list.len, GATE_DIAG_MAX);
    ck_assert_uint_eq(on.diags.errors, 30);
    gate_diags_sort(&on.diags);
    for (uint32_t i = 0; i < GATE_DIAG_MAX; i++) {
        gate_place place = gate_source_place(on.source, on.diags.list.items[i]->primary.span.lo);
        ck_assert_uint_eq(place.line, i + 3);
    }
    bench_close(&on);
}
END_TEST

/* What is said, word for word, where it was worth thinking about. */
START_TEST(words)
{
    static const struct {
        const char *text, *message, *help, *label;
    } want[] = {
        {"checklist c { item a {\n requrie x } }", "no clause begins with `requrie`",
         "Did you mean `require`?", NULL},
        {"chekclist c {}", "no declaration begins with `chekclist`", "Did you mean `checklist`?", NULL},
        {"foo", "no declaration begins with `foo`", "Expected the end or a declaration.", NULL},
        {"let x = ", "expected an expression after `=`", NULL, NULL},
        {"let x = (1\nlet y = 2", "`(` is not closed before `let`", "Close it with `)`.", "opened here"},
        {"checklist c { item a {\n require b\n", "the row is not closed before the end of the file",
         "Close the row with `}`.", "this `{` is not closed"},
        {"type T = [1", "unexpected `1`, expected a type", NULL, NULL},
        {"let x = f(1 2)", "unexpected `2`, expected `,`, `)` or an operator", NULL, NULL},
        {"let x = a.1", "unexpected `.1`, expected the end, an operator or a declaration",
         "An element of a list is written `xs[0]`.", NULL},
        {"let x = 1 < y < 3", "a comparison is compared again", "Write `… < y && y < 3`.",
         "this one gives true or false"},
        {"let x = 'a\\d'", "`\\d` is no escape",
         "Write `\\\\` for a backslash; r\"…\" has no escapes, which suits patterns.", NULL},
        {"test 't' { expect }", "unexpected `}`, expected a name or a verdict", NULL, NULL},
        {"evidence e form 'x'", "unexpected `form`, expected `:`, `each`, `from` or `latest`",
         "Did you mean `from`?", NULL},
        {"let x = 10 >= 85%", "expected an expression after `%`",
         "A percentage is a plain number: write `85`, without `%`.", NULL},
    };
    for (size_t i = 0; i < GATE_COUNT(want); i++) {
        bench on;
        bench_open(&on, gate_str_c(want[i].text));
        (void)gate_parse(on.arena, on.source, &on.diags);
        ck_assert_msg(on.diags.list.len == 1, "%s: %s", want[i].text, bench_codes(&on));
        const gate_diag *diag = on.diags.list.items[0];
        ck_assert_str_eq(diag->message, want[i].message);
        ck_assert((diag->help == NULL) == (want[i].help == NULL));
        if (want[i].help) ck_assert_str_eq(diag->help, want[i].help);
        ck_assert((diag->labels[0].source == NULL) == (want[i].label == NULL));
        if (want[i].label) ck_assert_str_eq(diag->labels[0].text, want[i].label);
        bench_close(&on);
    }
}
END_TEST

/* Every syntax code is produced by a row above, or by the tests of literals, templates and limits. */
START_TEST(every_code)
{
    static const char *const elsewhere[] = {"E0108", "E0109", "E0110", "E0111",
                                            "E0112", "E0113", "E0114", "E0115"};
    static const char *const all[] = {
#define CODE(id, number, severity, summary, text) number,
#include "base/codes_syntax.def"
#undef CODE
    };
    ck_assert_uint_ge(GATE_COUNT(all), 20);
    for (size_t c = 0; c < GATE_COUNT(all); c++) {
        bool found = false;
        for (size_t i = 0; i < GATE_COUNT(clauses); i++)
            found |= strstr(clauses[i].codes, all[c]) != NULL;
        for (size_t i = 0; i < GATE_COUNT(files); i++)
            found |= strstr(files[i].codes, all[c]) != NULL;
        for (size_t i = 0; i < GATE_COUNT(refused); i++)
            found |= strstr(refused[i].codes, all[c]) != NULL;
        for (size_t i = 0; i < GATE_COUNT(elsewhere); i++)
            found |= strcmp(elsewhere[i], all[c]) == 0;
        ck_assert_msg(found, "%s has no case", all[c]);
    }
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("grammar: errors");
    TCase *all = tcase_create("errors");
    tcase_add_loop_test(all, clause, 0, (int)GATE_COUNT(clauses));
    tcase_add_loop_test(all, file, 0, (int)GATE_COUNT(files));
    tcase_add_loop_test(all, refused_text, 0, (int)GATE_COUNT(refused));
    tcase_add_test(all, goes_on);
    tcase_add_test(all, many);
    tcase_add_test(all, words);
    tcase_add_test(all, every_code);
    suite_add_tcase(suite, all);
    return bench_run(suite);
}
