/* gate_unit: base evidence vm verdict report */
/* The page: documents with hostile text in every field that the table has, numbers out of any range and all
 * words, held against a strict reader of HTML. What a text is must not change the page's structure. */
#include "base/json.h"
#include "base/utf8.h"
#include "evidence/json.h"
#include "html_parse.h"
#include "report/report.h"
#include "verdict/document_table.h"

#include <check.h>
#include <stdlib.h>

static gate_panic panic;
static gate_arena *arena;

static void setup(void)
{
    arena = gate_arena_new(&panic, 0);
    ck_assert_ptr_nonnull(arena);
}

static void teardown(void)
{
    gate_arena_free(arena);
}

static const char *const hostile[] = {
    "</script><script>alert(1)</script>",
    "\"><img src=x onerror=alert(1)>",
    "' onmouseover='alert(1)",
    "</title><svg onload=1>",
    "</style><b>",
    "<!--",
    "-->",
    "<![CDATA[x]]>",
    "]]>",
    "&lt;",
    "&#x1b;",
    "&",
    "&amp;amp;",
    "<",
    ">",
    "\"",
    "'",
    "`",
    "=",
    "</bdi>",
    "</code></pre>",
    "<details open>",
    "javascript:1",
    "#",
    "##",
    "../../x",
    "https://example.com/",
    "data:text/html,x",
    "\x1b[2J",
    "\x1b]8;;http://x\x07",
    "\x9b\x33\x31m",
    "a\rb",
    "a\nb",
    "a\tb",
    "\u202e",
    "\u2066x",
    "\u200b",
    "\ufeff",
    "\u2028",
    "\xff\xfe",
    "\xed\xa0\x80",
    "\xef\xbf\xbe",
    "\x7f",
    "\x01",
    "a\u0301\u0301\u0301",
    " ",
    "  x  ",
    "%s%n%x",
    "$(id)",
    "${{ x }}",
    "{{x}}",
    "[a](b)",
    "| a |",
    "\\",
    "\\n",
    "\\u003c",
    "*/}body{display:none}",
    "url(http://x)",
    "@import 'x'",
    ":target",
    "row-1",
    "a b",
    "-",
    "0",
    "",
};

/* -- documents ---------------------------------------------------------------------------------------- */

typedef struct maker {
    uint32_t seed;
    gate_str text; /* in every field that may hold one */
} maker;

static uint32_t pick(maker *m, uint32_t count)
{
    m->seed = m->seed * 1103515245u + 12345u;
    return (m->seed >> 16) % count;
}

static gate_str word_of(maker *m, const char *words, bool optional)
{
    uint32_t count = optional;
    for (const char *at = words; at; count++) {
        at = strchr(at, '|');
        at = at ? at + 1 : NULL;
    }
    uint32_t chosen = pick(m, count);
    if (optional && chosen == 0) return GATE_STR("");
    gate_str word = GATE_STR("");
    for (uint32_t i = optional; i <= chosen; i++)
        word = gate_words_next(&words);
    return word;
}

static gate_str json_of(maker *m)
{
    static const char *const values[] = {"null",
                                         "85",
                                         "84.5",
                                         "-9223372036854775808",
                                         "1e+308",
                                         "[1,2]",
                                         "[null,0.5,-3e+300,1e+300]",
                                         "[0.1,0.1,null,0.1]"};
    uint32_t chosen = pick(m, GATE_COUNT(values) + 1);
    if (chosen < GATE_COUNT(values)) return gate_str_c(values[chosen]);
    gate_buf out = gate_buf_new(arena);
    gate_buf_json(&out, m->text);
    return gate_buf_str(&out);
}

static void *fill(maker *m, const gate_object_info *info, uint32_t depth);

static void fill_list(maker *m, const gate_field_info *field, char *object, uint32_t depth)
{
    uint32_t count = depth ? pick(m, 4) : 0;
    void **items = GATE_ARRAY(arena, void *, count + 1);
    for (uint32_t i = 0; i < count; i++)
        items[i] = fill(m, field->object(), depth - 1);
    gate_any_list list = {items, count, count};
    memcpy(object + field->at, &list, sizeof list);
}

static void fill_field(maker *m, const gate_field_info *field, char *object, uint32_t depth)
{
    static const int64_t numbers[] = {-1, 0, 1, 1, 2, 2, 3, 4, 100, INT64_MAX, INT64_MIN, (int64_t)1 << 40};
    gate_str text = m->text;
    gate_strs texts = {0};
    int64_t number;
    bool yes;
    void *inner;
    switch (field->kind) {
    case GATE_FIELD_MARK:
        return;
    case GATE_FIELD_STR:
    case GATE_FIELD_TEXT:
        break;
    case GATE_FIELD_WORD:
    case GATE_FIELD_OPTWORD:
        text = word_of(m, field->words, field->kind == GATE_FIELD_OPTWORD);
        break;
    case GATE_FIELD_JSON:
        text = json_of(m);
        break;
    case GATE_FIELD_INT:
    case GATE_FIELD_OPTINT:
    case GATE_FIELD_MAYBE:
        number = numbers[pick(m, GATE_COUNT(numbers))];
        if (field->kind != GATE_FIELD_INT && number < 0) number = -1;
        if (field->kind == GATE_FIELD_MAYBE && number > 1) number = 1;
        memcpy(object + field->at, &number, sizeof number);
        return;
    case GATE_FIELD_FLAG:
    case GATE_FIELD_BOOL:
        yes = pick(m, 2);
        memcpy(object + field->at, &yes, sizeof yes);
        return;
    case GATE_FIELD_ONE:
        if (depth == 0 || pick(m, 4) == 0) return;
        inner = fill(m, field->object(), depth - 1);
        memcpy(object + field->at, &inner, sizeof inner);
        return;
    case GATE_FIELD_MANY:
    case GATE_FIELD_LIST:
        fill_list(m, field, object, depth);
        return;
    case GATE_FIELD_STRS:
        for (uint32_t count = pick(m, 3); count > 0; count--)
            gate_vec_push(arena, &texts, m->text);
        memcpy(object + field->at, &texts, sizeof texts);
        return;
    }
    memcpy(object + field->at, &text, sizeof text);
}

static void *fill(maker *m, const gate_object_info *info, uint32_t depth)
{
    char *object = gate_object_new(arena, info);
    for (uint32_t i = 0; i < info->count; i++)
        fill_field(m, &info->fields[i], object, depth);
    return object;
}

static const gate_doc_verdict *document(uint32_t seed, gate_str text)
{
    maker m = {.seed = seed * 2654435761u + 17, .text = text};
    return fill(&m, gate_object_root(), 7);
}

static gate_str page_of(const gate_doc_verdict *verdict)
{
    gate_report_options options = {.width = 80};
    gate_buf out = gate_buf_new(arena);
    gate_report_html(&out, verdict, &options);
    return gate_buf_str(&out);
}

static html_page *parsed(gate_str text)
{
    html_page *page = GATE_NEW(arena, html_page);
    ck_assert_msg(html_parse(page, arena, text), "%s", page->why);
    return page;
}

/* -- tests --------------------------------------------------------------------------------------------------
 */

START_TEST(text_is_no_structure)
{
    gate_str text = gate_str_c(hostile[_i]);
    if (text.len == 0) text = (gate_str){"\0x", 2};
    for (uint32_t seed = 0; seed < 4; seed++) {
        gate_str page = page_of(document(seed, text));
        html_page *got = parsed(page), *wanted = parsed(page_of(document(seed, GATE_STR("harmless"))));
        gate_str a = gate_buf_str(&got->shape), b = gate_buf_str(&wanted->shape);
        size_t at = 0;
        while (at < a.len && at < b.len && a.ptr[at] == b.ptr[at])
            at++;
        size_t from = at > 60 ? at - 60 : 0;
        gate_str x = gate_str_sub(a, from, at + 60), y = gate_str_sub(b, from, at + 60);
        ck_assert_msg(gate_str_eq(a, b),
                      "seed %u: another structure: " GATE_STR_FMT "\n… and not " GATE_STR_FMT, seed,
                      GATE_STR_ARG(x), GATE_STR_ARG(y));
        ck_assert_uint_eq(gate_utf8_invalid(page), SIZE_MAX);
        for (size_t i = 0; i < page.len;) {
            uint32_t code = gate_utf8_next(page, &i);
            ck_assert_msg(code == '\n' || (!gate_utf8_unsafe(code) && code != '\t' && code != '\r'), "U+%04X",
                          code);
        }
    }
}
END_TEST

/* Whatever numbers and words a document has: a page of the same structure, the same bytes from the same
 * document, and from the document that was saved and read. */
START_TEST(any_document_has_a_page)
{
    const gate_doc_verdict *verdict = document((uint32_t)_i + 100, GATE_STR("a/b.json \"x\""));
    gate_str first = page_of(verdict);
    (void)parsed(first);
    ck_assert(gate_str_eq(first, page_of(verdict)));
    gate_buf json = gate_buf_new(arena);
    gate_doc_write(&json, verdict);
    gate_limits limits = gate_limits_default();
    gate_datum root;
    gate_str why;
    ck_assert_ptr_null(gate_json_read(arena, GATE_STR("v.json"), gate_buf_str(&json), &limits, &root));
    gate_doc_verdict *again = gate_doc_read(arena, root, &why);
    ck_assert_msg(again != NULL, "%.*s", GATE_STR_ARG(why));
    ck_assert_msg(gate_str_eq(first, page_of(again)), "another page from the saved document");
}
END_TEST

static gate_doc_verdict *small(gate_doc_row **row)
{
    gate_doc_verdict *v = gate_doc_new_verdict(arena);
    v->verdict = GATE_STR("NO-GO");
    v->policy = GATE_STR("p");
    v->title = GATE_STR("A <b>policy</b>");
    v->now = GATE_STR("2026-02-13T12:00:00Z");
    v->totals = gate_doc_new_totals(arena);
    gate_doc_block *block = gate_doc_new_block(arena);
    block->kind = GATE_STR("coverage");
    block->name = GATE_STR("modules");
    block->decision = GATE_STR("NO-GO");
    *row = gate_doc_new_row(arena);
    (*row)->id = GATE_STR("modules[\"a/x.py\"]");
    (*row)->outcome = GATE_STR("fail");
    (*row)->decides = true;
    gate_vec_push(arena, &block->rows, *row);
    gate_vec_push(arena, &v->blocks, block);
    return v;
}

static gate_doc_place *place(int64_t line, int64_t column, int64_t end)
{
    gate_doc_place *made = gate_doc_new_place(arena);
    made->file = GATE_STR("p.gate");
    made->line = made->end_line = line;
    made->column = column;
    made->end_column = end;
    return made;
}

static gate_doc_reading *reading(const char *text, const char *value, bool constant)
{
    gate_doc_reading *made = gate_doc_new_reading(arena);
    made->text = gate_str_c(text);
    made->value = made->shown = gate_str_c(value);
    made->state = GATE_STR("value");
    made->constant = constant;
    return made;
}

static void has(gate_str page, const char *text)
{
    if (gate_str_find(page, gate_str_c(text), 0) != SIZE_MAX) return;
    size_t main = gate_str_find(page, GATE_STR("<main"), 0);
    fprintf(stderr, "%.*s\n", (int)(page.len - main), page.ptr + main);
    ck_abort_msg("no `%s` in the page", text);
}

static void excerpt(gate_doc_verdict *v, const char *file, const char *kind, int64_t number, int64_t column,
                    const char *text)
{
    gate_doc_excerpt *made = gate_doc_new_excerpt(arena);
    made->file = gate_str_c(file);
    made->kind = gate_str_c(kind);
    gate_doc_line *line = gate_doc_new_line(arena);
    line->line = number;
    line->column = column;
    line->more = column > 0;
    line->text = gate_str_c(text);
    gate_vec_push(arena, &made->lines, line);
    gate_vec_push(arena, &v->excerpts, made);
}

START_TEST(lines_are_shown_and_marked)
{
    gate_doc_row *row;
    gate_doc_verdict *v = small(&row);
    gate_doc_clause *clause = gate_doc_new_clause(arena);
    clause->kind = GATE_STR("require");
    clause->text = GATE_STR("require line >= 85");
    clause->outcome = GATE_STR("false");
    clause->blocks = true;
    clause->place = place(7, 3, 21);
    gate_doc_reason *reason = gate_doc_new_reason(arena);
    reason->kind = GATE_STR("test");
    reason->operator= GATE_STR(">=");
    reason->outcome = GATE_STR("false");
    reason->wanted = GATE_STR("true");
    reason->place = place(7, 11, 21);
    gate_doc_reading *read = reading("line", "84.999", false);
    gate_doc_origin *origin = gate_doc_new_origin(arena);
    origin->evidence = GATE_STR("cov");
    origin->file = GATE_STR("cov.json");
    origin->pointer = GATE_STR("/a");
    origin->line = 1;
    origin->column = 102;
    gate_vec_push(arena, &read->from, origin);
    gate_vec_push(arena, &reason->readings, read);
    gate_vec_push(arena, &reason->readings, reading("85", "85", true));
    clause->reason = reason;
    gate_vec_push(arena, &row->clauses, clause);
    excerpt(v, "p.gate", "policy", 7, -1, "  require line >= 85 <!-- x");
    excerpt(v, "cov.json", "evidence", 1, 100, "{ \"a\": 84.999, \"b\": 1}");
    gate_vec_push(arena, &v->change, GATE_STR("modules[\"a/x.py\"] (ann): `line` must rise"));
    gate_str page = page_of(v);
    html_page *p = parsed(page);
    has(page, "<title>NO-GO: A &lt;b&gt;policy&lt;/b&gt;</title>");
    has(page, "default-src 'none'");
    has(page, "<bdi>  require <mark>line &gt;= 85</mark> &lt;!-- x</bdi>");
    has(page, "<bdi>…{ <mark>&quot;a&quot;: 84.999</mark>, &quot;b&quot;: 1}…</bdi>");
    has(page, "<code><bdi>cov.json:1:102 /a</bdi></code>");
    /* The bar says no more than is true: 84.999 is not 85. */
    has(page, "<strong><bdi>84.999</bdi></strong> wanted at least <bdi>85</bdi>");
    has(page, "id=\"row-modules-a-x-py\"");
    has(page, "<li><a href=\"#row-modules-a-x-py\"><code><bdi>modules[&quot;a/x.py&quot;]</bdi></code></a> "
              "<bdi>(ann)");
    ck_assert(gate_str_find(gate_buf_str(&p->words), GATE_STR("NO-GO A <b>policy</b>"), 0) != SIZE_MAX);
}
END_TEST

START_TEST(windows_are_drawn)
{
    static const char *const states[] = {"clean", "breach", "unknown", "breach"};
    gate_doc_row *row;
    gate_doc_verdict *v = small(&row);
    gate_doc_clause *clause = gate_doc_new_clause(arena);
    clause->kind = GATE_STR("fire when");
    clause->outcome = GATE_STR("missing");
    gate_doc_series *series = clause->series = gate_doc_new_series(arena);
    series->state = GATE_STR("unknown");
    for (int64_t i = 0; i < 4; i++) {
        gate_doc_window *window = gate_doc_new_window(arena);
        if (i != 2) window->index = i;
        window->state = gate_str_c(states[i]);
        window->decides = i == 2;
        window->start = GATE_STR("2026-02-13T12:00:00Z");
        gate_vec_push(arena, &series->windows, window);
    }
    gate_doc_measure *measure = gate_doc_new_measure(arena);
    measure->text = GATE_STR("w.rate");
    measure->operator= GATE_STR("<");
    measure->bound = GATE_STR("base.rate");
    measure->values = GATE_STR("[1,0.5,null,0.5]");
    measure->bounds = GATE_STR("[0.75,0.75,null,0.75]");
    gate_vec_push(arena, &series->measures, measure);
    gate_vec_push(arena, &row->clauses, clause);
    gate_str page = page_of(v);
    (void)parsed(page);
    has(page,
        "aria-label=\"w.rate in 4 windows: from 0.5 to 1, compared with base.rate; 2 a breach, 1 unknown\"");
    has(page, "<path class=\"curve\" d=\"M125 6L375 94M875 94\"/>");         /* with a gap */
    has(page, "<path class=\"limit\" d=\"M0 50H250V50H500M750 50H1000\"/>"); /* … in the bound too */
    has(page, "<rect class=\"band unknown\" x=\"500\"");
    has(page, "<rect class=\"decides\" x=\"500\"");
    has(page, "<code><bdi>base.rate</bdi></code> = 0.75</p>");
    has(page, "1 not in the evidence");
}
END_TEST

/* Marks without end over one letter would be drawn over its neighbours. */
START_TEST(marks_are_tamed)
{
    gate_doc_row *row;
    gate_doc_verdict *v = small(&row);
    gate_buf many = gate_buf_new(arena);
    gate_buf_c(&many, "a");
    for (int i = 0; i < 1000; i++)
        gate_buf_c(&many, "\u0301");
    gate_buf_c(&many, "b\u0301");
    row->title = gate_buf_str(&many);
    gate_str page = page_of(v);
    (void)parsed(page);
    has(page, "<h3><bdi>a\u0301\u0301\u0301\u0301\\u0301\\u0301");
    has(page, "\\u0301b\u0301</bdi></h3>");
    ck_assert(gate_str_find(page, GATE_STR("\u0301\u0301\u0301\u0301\u0301"), 0) == SIZE_MAX);
}
END_TEST

/* A page stays within bounds however many rows there are; what stands in the way is all there. */
START_TEST(many_rows)
{
    gate_doc_row *row;
    gate_doc_verdict *v = small(&row);
    gate_doc_block *block = v->blocks.items[0];
    for (int i = 0; i < 7000; i++) {
        gate_doc_row *more = gate_doc_new_row(arena);
        more->id = gate_str_printf(arena, "modules[\"%d\"]", i);
        more->outcome = i % 100 == 99 ? GATE_STR("missing") : GATE_STR("pass");
        more->decides = true;
        gate_vec_push(arena, &block->rows, more);
    }
    gate_str page = page_of(v);
    html_page *p = parsed(page);
    has(page, "1930 more rows that stand in no way are not listed");
    size_t bad = 0;
    for (size_t at = 0; (at = gate_str_find(page, GATE_STR("class=\"row is-bad\""), at)) != SIZE_MAX; at++)
        bad++;
    ck_assert_uint_eq(bad, 71);
    ck_assert_uint_lt(page.len, 4u << 20);
    ck_assert_uint_eq(p->depth, 0);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("report: html");
    TCase *tcase = tcase_create("page");
    tcase_add_checked_fixture(tcase, setup, teardown);
    tcase_set_timeout(tcase, 60);
    tcase_add_loop_test(tcase, text_is_no_structure, 0, (int)GATE_COUNT(hostile));
    tcase_add_loop_test(tcase, any_document_has_a_page, 0, 60);
    tcase_add_test(tcase, lines_are_shown_and_marked);
    tcase_add_test(tcase, windows_are_drawn);
    tcase_add_test(tcase, marks_are_tamed);
    tcase_add_test(tcase, many_rows);
    suite_add_tcase(suite, tcase);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_ENV);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
