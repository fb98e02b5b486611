/* gate_unit: base evidence vm verdict report */
/* Every form, with hostile text in every place of the document: the text stays data. Each form is held
 * against a parser of its own: expat for XML, the JSON reader, and small readers of the line formats as
 * their consumers have them. */
#include "base/json.h"
#include "base/utf8.h"
#include "evidence/bundle.h"
#include "html_parse.h"
#include "report/report.h"

#include <check.h>
#include <expat.h>
#include <stdlib.h>
#include <string.h>

static const char *const hostile[] = {
    "plain", "", " ", "-x", "=1+1", "\n::error::x", " ::add-mask::a", "x ##[add-mask]a", "::stop-commands::t", "%0A::error::",
    "%250A", "</script><script>", "\"><img src=x onerror=1>", "javascript:1", "]]>", "&lt;", "&#x1b;", "\x1b[2J",
    "\x1b]8;;http://x\x07", "\x9b\x33\x31m", "a\rb", "\u202e", "\u2066", "\u200b", "\ufeff", "\u2028", "| a | b |", "```", "`x`",
    "<!--", "@everyone", "#1", "GH-1", "ok 1 - x", "\nok 2 - y", "Bail out!", "\nBail out!", "1..0", "\n1..0", " # SKIP", "# TODO",
    "\\# SKIP", "---", "\n  ---", "...", "\n...", "${{ github.token }}", "$(id)", "%s%n", "../../etc/passwd", "[a](b)", "![a](b)",
    "**b**", "_i_", "~~s~~", "<b>", "a\tb", "\\", "\\n", "'", "\"", "{{x}}", "&amp;", "http://example.com/x", "www.example.com",
    "a@example.com", "<details>", "\n\n# h", "1. x", "- x", "> x", "::warning file=a,line=1::x", "##vso[task.complete]", "\x7f",
    "\x01\x02", "\xc2\x85", "e\u0301\u0301\u0301", "\xff\xfe", "\xef\xbf\xbe", "a\xef\xbf\xbf" "b",
};


/* A verdict with [text] wherever text from outside may stand. */
static gate_doc_verdict *verdict_with(gate_arena *arena, gate_str text)
{
    gate_doc_verdict *v = gate_doc_new_verdict(arena);
    v->verdict = GATE_STR("NO-GO");
    v->policy = v->title = v->file = text;
    v->now = GATE_STR("2026-02-13T12:00:00Z");
    v->now_origin = GATE_STR("given");
    v->program = v->gatec = GATE_STR("0");
    v->totals = gate_doc_new_totals(arena);
    gate_doc_block *b = gate_doc_new_block(arena);
    b->kind = GATE_STR("checklist");
    b->name = b->title = text;
    b->decision = GATE_STR("NO-GO");
    static const char *const outcomes[] = {"fail", "missing", "pass", "warn", "skipped", "error"};
    for (size_t i = 0; i < GATE_COUNT(outcomes); i++) {
        gate_doc_row *r = gate_doc_new_row(arena);
        r->id = gate_str_printf(arena, GATE_STR_FMT "%zu", GATE_STR_ARG(text), i);
        r->name = r->title = r->because = text;
        r->outcome = gate_str_c(outcomes[i]);
        r->decides = i != 5;
        r->owner = gate_doc_new_party(arena);
        r->owner->name = r->owner->title = r->owner->duty = text;
        gate_vec_push(arena, &r->fix, text);
        gate_vec_push(arena, &r->see, text);
        r->place = gate_doc_new_place(arena);
        r->place->file = text;
        r->place->line = r->place->column = r->place->end_line = r->place->end_column = 1;
        gate_doc_origin *o = gate_doc_new_origin(arena);
        o->evidence = o->file = o->pointer = text;
        o->line = o->column = 1;
        gate_vec_push(arena, &r->from, o);
        gate_doc_clause *c = gate_doc_new_clause(arena);
        c->kind = GATE_STR("require");
        c->text = c->message = text;
        c->outcome = GATE_STR("false");
        c->blocks = i < 2;
        gate_vec_push(arena, &c->change, text);
        gate_vec_push(arena, &r->clauses, c);
        gate_vec_push(arena, &b->rows, r);
    }
    gate_vec_push(arena, &v->blocks, b);
    gate_vec_push(arena, &v->change, text);
    gate_doc_evidence *e = gate_doc_new_evidence(arena);
    e->name = e->pattern = e->trouble = text;
    e->cardinality = GATE_STR("one");
    e->reader = GATE_STR("json");
    e->state = GATE_STR("missing");
    gate_vec_push(arena, &v->evidence, e);
    return v;
}

/* No control, no bidi mark, nothing that is not UTF-8 leaves any form. */
static void check_characters(gate_str out, const char *form, size_t which)
{
    ck_assert_msg(gate_utf8_invalid(out) == SIZE_MAX, "%s, text %zu: not UTF-8", form, which);
    for (size_t at = 0; at < out.len;) {
        uint32_t code = gate_utf8_next(out, &at);
        bool fine = code == '\n' || !(gate_utf8_unsafe(code) || code == '\r' || code == '\t');
        ck_assert_msg(fine, "%s, text %zu: U+%04X", form, which, code);
    }
}

static size_t lines_that_begin(gate_str out, const char *with)
{
    size_t count = 0;
    gate_str head = gate_str_c(with);
    for (size_t at = 0; at < out.len;) {
        size_t end = gate_str_find(out, GATE_STR("\n"), at);
        if (end == SIZE_MAX) end = out.len;
        if (gate_str_starts(gate_str_sub(out, at, end), head)) count++;
        at = end + 1;
    }
    return count;
}

typedef struct elements {
    int count, attributes;
} elements;

static void XMLCALL on_element(void *context, const XML_Char *name, const XML_Char **attributes)
{
    (void)name;
    elements *e = context;
    e->count++;
    for (size_t i = 0; attributes[i]; i += 2) e->attributes++;
}

static elements parse_xml(gate_str out, const char *what, size_t which)
{
    elements e = {0, 0};
    XML_Parser parser = XML_ParserCreate(NULL);
    XML_SetUserData(parser, &e);
    XML_SetStartElementHandler(parser, on_element);
    enum XML_Status status = XML_Parse(parser, out.ptr, (int)out.len, 1);
    ck_assert_msg(status == XML_STATUS_OK, "%s, text %zu: %s", what, which, XML_ErrorString(XML_GetErrorCode(parser)));
    XML_ParserFree(parser);
    return e;
}

/* The line structure of a form: how many lines begin with each of its marks. */
static void check_lines(gate_str out, gate_str harmless, const char *const *marks, const char *form, size_t which)
{
    for (size_t i = 0; marks[i]; i++) {
        ck_assert_msg(lines_that_begin(out, marks[i]) == lines_that_begin(harmless, marks[i]), "%s, text %zu: lines with `%s`:\n%.*s", form,
                      which, marks[i], (int)out.len, out.ptr);
    }
    ck_assert_msg(lines_that_begin(out, "") == lines_that_begin(harmless, ""), "%s, text %zu: number of lines", form, which);
}

static void check_json(gate_arena *arena, gate_str out, const char *form, size_t which)
{
    gate_reading reading = {.limits = gate_limits_default(), .stdin_fd = -1};
    gate_bundle *bundle = gate_bundle_new(arena, &reading);
    gate_evidence_spec spec = {.name = GATE_STR("x"), .reader = GATE_STR("json")};
    const gate_evidence *evidence = gate_bundle_text(bundle, &spec, out);
    ck_assert_msg(!evidence->trouble, "%s, text %zu: %.*s", form, which, evidence->trouble ? (int)evidence->trouble->text.len : 0,
                  evidence->trouble ? evidence->trouble->text.ptr : "");
}

static gate_str render(gate_arena *arena, const char *form, gate_str text)
{
    gate_report_options options = {.width = 80};
    gate_buf out = gate_buf_new(arena);
    gate_form_find(gate_str_c(form))->fn(&out, verdict_with(arena, text), &options);
    return gate_buf_str(&out);
}

static gate_str text_of(size_t which)
{
    return gate_str_c(hostile[which]);
}

START_TEST(text_stays_data)
{
    static const char *const tap[] = {"ok ", "not ok ", "1..", "Bail", "  ---", "  ...", "TAP", "#", NULL};
    static const char *const commands[] = {"::error ", "::warning ", "::notice ", "::", "##", NULL};
    static const char *const markdown[] = {"|", "#", "-", "<", "`", ">", "1.", "2.", NULL};
    size_t which = (size_t)_i;
    gate_panic panic;
    if (setjmp(panic.at) != 0) ck_abort_msg("unwound");
    gate_arena *arena = gate_arena_new(&panic, 0);
    uint32_t count;
    const gate_form_info *forms = gate_forms(&count);
    for (uint32_t i = 0; i < count; i++) {
        gate_str out = render(arena, forms[i].name, text_of(which));
        check_characters(out, forms[i].name, which);
    }
    static const char *const json_forms[] = {"json", "sarif", "gitlab", "ctrf"};
    for (size_t i = 0; i < GATE_COUNT(json_forms); i++) check_json(arena, render(arena, json_forms[i], text_of(which)), json_forms[i], which);
    elements e = parse_xml(render(arena, "junit", text_of(which)), "junit", which);
    elements want = parse_xml(render(arena, "junit", GATE_STR("harmless")), "junit", which);
    ck_assert_int_eq(e.count, want.count);
    ck_assert_int_eq(e.attributes, want.attributes);
    html_page *page = GATE_NEW(arena, html_page), *plain = GATE_NEW(arena, html_page);
    ck_assert_msg(html_parse(page, arena, render(arena, "html", text_of(which))), "html, text %zu: %s", which, page->why);
    ck_assert_msg(html_parse(plain, arena, render(arena, "html", GATE_STR("harmless"))), "html: %s", plain->why);
    if (hostile[which][0] != '\0')
        ck_assert_msg(gate_str_eq(gate_buf_str(&page->shape), gate_buf_str(&plain->shape)), "html, text %zu: another structure", which);
    if (hostile[which][0] == '\0') {
        gate_arena_free(arena);
        return; /* an empty text has no line of its own: the line counts differ, rightly */
    }
    check_lines(render(arena, "tap", text_of(which)), render(arena, "tap", GATE_STR("harmless")), tap, "tap", which);
    check_lines(render(arena, "github", text_of(which)), render(arena, "github", GATE_STR("harmless")), commands, "github", which);
    check_lines(render(arena, "markdown", text_of(which)), render(arena, "markdown", GATE_STR("harmless")), markdown, "markdown", which);
    gate_arena_free(arena);
}
END_TEST

/* What would be a mention, a link, an element or a directive is none in Markdown and TAP. */
START_TEST(nothing_is_forged)
{
    gate_panic panic;
    if (setjmp(panic.at) != 0) ck_abort_msg("unwound");
    gate_arena *arena = gate_arena_new(&panic, 0);
    gate_str out = render(arena, "markdown", GATE_STR("@team #1 http://x <img> [a](b) `c` | d"));
    static const char *const forged[] = {"@team", " #1", "http://", "<img", "](", "`c`", "| d"};
    for (size_t i = 0; i < GATE_COUNT(forged); i++) {
        ck_assert_msg(gate_str_find(out, gate_str_c(forged[i]), 0) == SIZE_MAX, "%s", forged[i]);
    }
    gate_str tap = render(arena, "tap", GATE_STR("x # SKIP y"));
    ck_assert(gate_str_find(tap, GATE_STR(" - x # SKIP"), 0) == SIZE_MAX);
    gate_str github = render(arena, "github", GATE_STR("a\n::error::b"));
    ck_assert(gate_str_find(github, GATE_STR("\n::error::b"), 0) == SIZE_MAX);
    gate_arena_free(arena);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("report: forms");
    TCase *tcase = tcase_create("injection");
    tcase_add_loop_test(tcase, text_stays_data, 0, (int)GATE_COUNT(hostile));
    tcase_add_test(tcase, nothing_is_forged);
    suite_add_tcase(suite, tcase);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_ENV);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
