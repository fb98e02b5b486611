/* gate_unit: base grammar */
/* Texts with `{expr}`: the parts, their true places, and what is wrong with a brace. */
#include "test_grammar_support.h"

typedef struct row {
    const char *text;  /* a string literal */
    const char *parts; /* literal parts quoted, expressions as trees; or the diagnostics */
} row;

/* clang-format off */
static const row rows[] = {
    {"\"\"", ""},
    {"\"plain\"", "\"plain\""},
    {"\"{a}\"", "(name a)@2"},
    {"\"x {a.b} y\"", "\"x \" (select (name a) b)@4 \" y\""},
    {"\"{a}{b}\"", "(name a)@2 (name b)@5"},
    {"\"{{a}}\"", "\"{a}\""},
    {"\"{{{a}}}\"", "\"{\" (name a)@4 \"}\""},
    {"\"a\\tb{c}\\u00e9\"", "\"a\\tb\" (name c)@6 \"\xC3\xA9\""},
    {"\"\\x7ba\\x7d\"", "\"{a}\""},
    {"r\"\\{a}\"", "\"\\\\\" (name a)@4"},
    {"'''x\n{a\n+ b}'''", "\"x\\n\" (binary + (name a) (name b))@6"},
    {"\"{m['}']}\"", "(index (name m) (string \"}\"))@2"},
    {"'{m[\"{\"]}'", "(index (name m) (string \"{\"))@2"},
    {"\"{ {'a': 1}['a'] }\"", "(index (map (element :key (string \"a\") (int 1))) (string \"a\"))@3"},
    {"\"\xC3\xA9{a}\"", "\"\xC3\xA9\" (name a)@4"},
    {"\"{}\"", "E0112@1:2"},
    {"\"{ }\"", "E0112@1:2"},
    {"\"{a\"", "E0112@1:2"},
    {"\"a}\"", "E0112@1:3"},
    {"\"{a} } {\"", "E0112@1:6 E0112@1:8"},
    {"\"{a +}\"", "E0101@1:5"},
    {"\"{a b}\"", "E0101@1:5"},
    {"\"{1u} {}\"", "E0115@1:3 E0112@1:7"},
    {"\"{m[\\\"k\\\"]}\"", "E0104@1:5 E0104@1:8"},
};
/* clang-format on */

START_TEST(parts)
{
    bench on;
    bench_open(&on, gate_str_c(rows[_i].text));
    uint32_t next = 0;
    gate_node *node = gate_parse_expr(on.arena, on.source, bench_all(&on), &on.diags, &next);
    ck_assert_ptr_nonnull(node);
    gate_parts found;
    bool good = gate_parse_template(on.arena, on.source, node, &on.diags, &next, &found);
    ck_assert(good == (on.diags.errors == 0));
    gate_buf out = gate_buf_new(on.arena);
    for (uint32_t i = 0; good && i < found.len; i++) {
        if (i) gate_buf_char(&out, ' ');
        if (!found.items[i].expr) {
            gate_buf_json(&out, found.items[i].text);
            continue;
        }
        gate_ast_dump(&out, found.items[i].expr);
        gate_buf_printf(&out, "@%u", found.items[i].expr->span.lo);
        ck_assert_uint_lt(found.items[i].expr->id, next);
    }
    const char *got = good ? (out.ptr ? out.ptr : "") : bench_codes(&on);
    ck_assert_msg(strcmp(got, rows[_i].parts) == 0, "%s: got %s, want %s", rows[_i].text, got,
                  rows[_i].parts);
    bench_close(&on);
}
END_TEST

/* A text that was never closed has no parts, and nothing more is said of it. */
START_TEST(unclosed)
{
    bench on;
    bench_open(&on, GATE_STR("let a = \"x{"));
    gate_ast *ast = gate_parse(on.arena, on.source, &on.diags);
    ck_assert_str_eq(bench_codes(&on), "E0107@1:9");
    const gate_node *node = ast->file->as.file.decls.items[0]->as.let.value;
    ck_assert_int_eq(node->kind, GATE_N_STRING);
    gate_parts found;
    uint32_t next = ast->node_count;
    ck_assert(!gate_parse_template(on.arena, on.source, node, &on.diags, &next, &found));
    ck_assert_uint_eq(on.diags.errors, 1);
    bench_close(&on);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("grammar: templates");
    TCase *all = tcase_create("templates");
    tcase_add_loop_test(all, parts, 0, (int)GATE_COUNT(rows));
    tcase_add_test(all, unclosed);
    suite_add_tcase(suite, all);
    return bench_run(suite);
}
