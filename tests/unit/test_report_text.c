/* gate_unit: base evidence grammar vm stdlib compiler verdict report */
/* The text form: golden texts of small policies, its width, and that nothing breaks out of it. */
#include "base/utf8.h"
#include "report/paper.h"
#include "report/report.h"
#include "verdict/document_table.h"
#include "verdict_kit.h"

static gate_str rendered(const gate_doc_verdict *verdict, gate_report_options options)
{
    gate_buf out = gate_buf_new(kit_arena);
    gate_report_text(&out, verdict, &options);
    return gate_buf_str(&out);
}

static void same(gate_str got, const char *wanted)
{
    if (gate_str_eq_c(got, wanted)) return;
    size_t at = 0;
    while (at < got.len && got.ptr[at] == wanted[at])
        at++;
    fprintf(stderr, "--- got\n" GATE_STR_FMT "\n--- wanted\n%s", GATE_STR_ARG(got), wanted);
    ck_abort_msg("they part at byte %zu", at);
}

static const char policy[] =
    "policy release \"Release candidate\"\n"
    "import coverage\n"
    "owner sre \"SRE/ops\" duty \"runs the probes\"\n"
    "param floor_branch : percent = 70 floor 60\n"
    "evidence run from \"run.json\"\n"
    "evidence cov from \"cov.json\"\n"
    "evidence gone from \"gone.json\"\n"
    "let subject = run.commit\n"
    "checklist list \"The list\" {\n"
    "  item probe \"The probe ran, sandboxed, with at most ten roubles, on this very commit\" {\n"
    "    owner sre see \"runbook.md#probe\"\n"
    "    fix \"python scripts/probe.py --mode staging --max-amount-rub 10 --require-sandbox\"\n"
    "    require run.exit_code == 0\n"
    "    require run.amount <= 10 else \"{run.amount} RUB is too much\"\n"
    "  }\n"
    "  item files \"Both files\" { owner sre require gone.a == 1 require gone.b == 2 }\n"
    "  item slow \"Fast enough\" { require run.exit_code < 9 warn when run.amount > 20 else \"that is slow\" "
    "}\n"
    "  item total \"Advice\" { advisory require run.amount == 0 }\n"
    "  item later \"Later\" { only if run.amount > 100 else \"not yet\" require run.exit_code == 0 }\n"
    "}\n"
    "coverage modules \"Modules\" of coverage.py(cov) {\n"
    "  module \"a/x.py\" { require line >= 85 }\n"
    "  module \"a/y.py\" { require branch >= floor_branch }\n"
    "}\n";

static const char run[] = "{\n  \"commit\": \"4f2c\",\n  \"exit_code\": 1,\n  \"amount\": 25\n}";
static const char cov[] = "{\"files\": {\n"
                          "  \"a/x.py\": {\"summary\": {\"covered_lines\": 136, \"num_statements\": 150}},\n"
                          "  \"a/y.py\": {\"summary\": {\"covered_lines\": 9, \"num_statements\": 10,\n"
                          "    \"covered_branches\": 68, \"num_branches\": 100}}}}";

static gate_doc_verdict *judged(void)
{
    static const kit_text texts[] = {{"run", run}, {"cov", cov}, {"gone", NULL}, {NULL, NULL}};
    return kit_judge(policy, texts);
}

static const char golden[] =
    "NO-GO  Release candidate, as of 2026-02-13T12:00:00Z\n"
    "rows    3 of 7 stand in the way: 2 fail, 1 is missing evidence; 1 passes, 1\n"
    "        │ passes with a warning, 1 is skipped, 1 does not decide\n"
    "policy  release in p.gate\n"
    "about   \"4f2c\"\n"
    "\n"
    "NO-GO  The list: 2 of 4 rows in the way\n"
    "\n"
    "  ✗ FAIL     The probe ran, sandboxed, with at most ten roubles, on this very\n"
    "             │ commit\n"
    "    row       list.probe  (p.gate:10)\n"
    "    rule      require run.exit_code == 0  (p.gate:13)\n"
    "    read      run.exit_code = 1\n"
    "              at run.json:3:3 /exit_code\n"
    "    must      be 0\n"
    "    rule      require run.amount <= 10  (p.gate:14)\n"
    "    message   25 RUB is too much\n"
    "    read      run.amount = 25\n"
    "              at run.json:4:3 /amount\n"
    "    must      be at most 10\n"
    "    margin    15 above 10\n"
    "    who acts  sre, SRE/ops: runs the probes\n"
    "    fix       python scripts/probe.py --mode staging --max-amount-rub 10 --require-sandbox\n"
    "    see       runbook.md#probe\n"
    "\n"
    "  ? MISSING  Both files\n"
    "    row       list.files  (p.gate:16)\n"
    "    rule      require gone.a == 1  (p.gate:16)\n"
    "    rule      require gone.b == 2  (p.gate:16)\n"
    "    missing   evidence `gone`: nowhere-at-all.json is not there\n"
    "    who acts  sre, SRE/ops\n"
    "\n"
    "NO-GO  Modules: 1 of 2 rows in the way\n"
    "\n"
    "  ✗ FAIL     modules[\"a/y.py\"]\n"
    "    rule      require branch >= floor_branch  (p.gate:23)\n"
    "    read      branch = 68\n"
    "              at cov.json:4:5 /files/a~1y.py/summary/covered_branches\n"
    "              and …/num_branches in line 4:29\n"
    "    must      be at least 70 (`floor_branch`)\n"
    "    margin    needs 2 more covered branches (68 of 100, wanted 70)\n"
    "\n"
    "Warnings\n"
    "  ▲ WARN     Fast enough\n"
    "    row       list.slow  (p.gate:17)\n"
    "    rule      warn when run.amount > 20  (p.gate:17)\n"
    "    message   that is slow\n"
    "    read      run.amount = 25\n"
    "              at run.json:4:3 /amount\n"
    "    must      be at most 20\n"
    "    margin    5 above 20\n"
    "\n"
    "Does not decide\n"
    "  ✗ FAIL     Advice\n"
    "    row       list.total  (p.gate:18)\n"
    "    advisory  reported, does not decide\n"
    "    rule      require run.amount == 0  (p.gate:18)\n"
    "    read      run.amount = 25\n"
    "              at run.json:4:3 /amount\n"
    "    must      be 0\n"
    "\n"
    "Skipped\n"
    "  - list.later: not yet\n"
    "\n"
    "Passed\n"
    "  ✓ modules[\"a/x.py\"], line = 90.66666666666667, 5.66666666666667 above 85 (136\n"
    "    │ of 150)\n"
    "\n"
    "To make it GO\n"
    "  1.  list.probe (sre): `run.exit_code` must be 0, it is 1\n"
    "  2.  list.probe (sre): 25 RUB is too much (`run.amount` must be at most 10, it\n"
    "      │ is 25)\n"
    "  3.  list.files (sre): evidence `gone` is needed: nowhere-at-all.json is not\n"
    "      │ there\n"
    "  4.  modules[\"a/y.py\"]: `branch` needs 2 more covered branches (68 of 100,\n"
    "      │ wanted 70)\n"
    "\n"
    "Evidence\n"
    "  - run   run.json, bound by hand\n"
    "  - gone  missing: nowhere-at-all.json is not there\n"
    "  - cov   cov.json, bound by hand\n"
    "\n"
    "Parameters\n"
    "  - floor_branch = 70, the default\n";

static const char golden_quiet[] =
    "NO-GO  Release candidate, as of 2026-02-13T12:00:00Z\n"
    "rows    3 of 7 stand in the way: 2 fail, 1 is missing evidence; 1 passes, 1\n"
    "        │ passes with a warning, 1 is skipped, 1 does not decide\n"
    "\n"
    "NO-GO  The list: 2 of 4 rows in the way\n"
    "  ✗ FAIL     The probe ran, sandboxed, with at most ten roubles, on this very\n"
    "             │ commit\n"
    "    row       list.probe\n"
    "    needed    `run.exit_code` must be 0, it is 1\n"
    "    needed    25 RUB is too much (`run.amount` must be at most 10, it is 25)\n"
    "    who acts  sre\n"
    "  ? MISSING  Both files\n"
    "    row       list.files\n"
    "    needed    evidence `gone` is needed: nowhere-at-all.json is not there\n"
    "    who acts  sre\n"
    "\n"
    "NO-GO  Modules: 1 of 2 rows in the way\n"
    "  ✗ FAIL     modules[\"a/y.py\"]\n"
    "    needed    `branch` needs 2 more covered branches (68 of 100, wanted 70)\n";

START_TEST(golden_text)
{
    same(rendered(judged(), (gate_report_options){0}), golden);
}
END_TEST

START_TEST(golden_quiet_text)
{
    same(rendered(judged(), (gate_report_options){.quiet = true}), golden_quiet);
}
END_TEST

/* The same from the document that was written and read back. */
START_TEST(a_saved_verdict_renders_the_same)
{
    gate_doc_verdict *verdict = judged();
    gate_buf json = gate_buf_new(kit_arena);
    gate_doc_write(&json, verdict);
    gate_reading reading = {.root = GATE_STR("/"), .limits = gate_limits_default(), .stdin_fd = -1};
    gate_evidence_spec spec = {.name = GATE_STR("saved"), .reader = GATE_STR("json")};
    const gate_evidence *saved =
        gate_bundle_text(gate_bundle_new(kit_arena, &reading), &spec, gate_buf_str(&json));
    ck_assert_ptr_null(saved->trouble);
    gate_str why;
    gate_doc_verdict *again = gate_doc_read(kit_arena, saved->artifacts[0]->root, &why);
    ck_assert_msg(again != NULL, "%.*s", GATE_STR_ARG(why));
    for (int i = 0; i < 8; i++) {
        gate_report_options options = {.color = i & 1, .verbose = i & 2, .quiet = i & 4};
        ck_assert(gate_str_eq(rendered(verdict, options), rendered(again, options)));
    }
}
END_TEST

START_TEST(lines_fit)
{
    gate_str text = rendered(judged(), (gate_report_options){.verbose = true, .width = (uint32_t)_i});
    for (size_t at = 0; at < text.len;) {
        size_t end = gate_str_find(text, GATE_STR("\n"), at);
        gate_str line = gate_str_sub(text, at, end);
        /* Commands stay whole, and so do words: paths, digests, pointers. */
        bool whole = gate_str_find(line, GATE_STR("fix  "), 0) != SIZE_MAX;
        size_t words = 0;
        for (size_t i = 30; i < line.len; i++)
            words += line.ptr[i] == ' ';
        ck_assert_msg(whole || words == 0 || gate_utf8_width(line) <= (size_t)_i, "%.*s", GATE_STR_ARG(line));
        at = end + 1;
    }
}
END_TEST

START_TEST(colours_only_where_asked)
{
    ck_assert(gate_str_find(rendered(judged(), (gate_report_options){0}), GATE_STR("\x1b"), 0) == SIZE_MAX);
    ck_assert(gate_str_find(rendered(judged(), (gate_report_options){.color = true}),
                            GATE_STR("\x1b[1;31m✗ FAIL\x1b[0m"), 0) != SIZE_MAX);
}
END_TEST

/* -- hostile texts -------------------------------------------------------------------------------------- */

#define TEXT(literal)                                                                                        \
    {                                                                                                        \
        literal, sizeof(literal) - 1                                                                         \
    }

static const gate_str hostile[] = {
    TEXT("::error file=x::owned"),
    TEXT("##[error]owned"),
    TEXT("##vso[task.complete]x"),
    TEXT("\n::warning::x"),
    TEXT("\r\n##[group]x"),
    TEXT("\x1b[2J\x1b]0;x\x07"),
    TEXT("a\0b"),
    TEXT("\xe2\x80\xae"
         "x"),
    TEXT("\xe2\x80\xa8::error::x"),
    TEXT("\xff\xfe"),
    TEXT("GO  Everything is well"),
    TEXT("x ::error::x ##[error]x y"),
    TEXT("\x9b"
         "31m"),
    TEXT("\xc2\x9b"
         "31m"),
    TEXT("word ::error::word ::error::word ::error::word ::error::word ::error::word ::error::word "
         "::error::word"),
};

static gate_str evil;

static void *fill(const gate_object_info *info, uint32_t depth);

/* Sets every text of the document to the hostile one. */
static void fill_field(const gate_field_info *field, char *object, uint32_t depth)
{
    gate_str text = evil;
    const char *words = field->words;
    int64_t number = 3;
    gate_strs texts = {0};
    switch (field->kind) {
    case GATE_FIELD_MARK:
    case GATE_FIELD_FLAG:
    case GATE_FIELD_BOOL:
    case GATE_FIELD_MAYBE:
        return;
    case GATE_FIELD_STR:
    case GATE_FIELD_TEXT:
    case GATE_FIELD_JSON:
        break;
    case GATE_FIELD_WORD:
    case GATE_FIELD_OPTWORD:
        for (uint32_t i = 0; i <= depth % 3; i++) {
            gate_str word = gate_words_next(&words);
            if (word.len) text = word;
        }
        break;
    case GATE_FIELD_INT:
    case GATE_FIELD_OPTINT:
        memcpy(object + field->at, &number, sizeof number);
        return;
    case GATE_FIELD_ONE:
    case GATE_FIELD_MANY:
    case GATE_FIELD_LIST:
        if (depth == 0) return;
        void *inner = fill(field->object(), depth - 1);
        if (field->kind == GATE_FIELD_ONE) {
            memcpy(object + field->at, &inner, sizeof inner);
        } else {
            void *items = gate_arena_copy(kit_arena, &inner, sizeof inner);
            gate_any_list list = {items, 1, 1};
            memcpy(object + field->at, &list, sizeof list);
        }
        return;
    case GATE_FIELD_STRS:
        gate_vec_push(kit_arena, &texts, evil);
        memcpy(object + field->at, &texts, sizeof texts);
        return;
    }
    memcpy(object + field->at, &text, sizeof text);
}

static void *fill(const gate_object_info *info, uint32_t depth)
{
    char *object = gate_object_new(kit_arena, info);
    for (uint32_t i = 0; i < info->count; i++)
        fill_field(&info->fields[i], object, depth);
    return object;
}

START_TEST(nothing_breaks_out)
{
    evil = hostile[_i];
    for (uint32_t depth = 1; depth < 9; depth++) {
        gate_doc_verdict *verdict = fill(gate_object_root(), depth);
        for (int form = 0; form < 4; form++) {
            for (uint32_t b = 0; b < verdict->blocks.len; b++) {
                gate_doc_block *block = verdict->blocks.items[b];
                for (uint32_t r = 0; r < block->rows.len; r++)
                    block->rows.items[r]->decides = form & 2;
            }
            gate_str text =
                rendered(verdict, (gate_report_options){.verbose = form & 1, .width = 40 + depth * 10});
            ck_assert_uint_eq(gate_utf8_invalid(text), SIZE_MAX);
            bool begins = true;
            for (size_t at = 0; at < text.len;) {
                size_t from = at;
                uint32_t code = gate_utf8_next(text, &at);
                ck_assert_msg(code == '\n' || !gate_utf8_unsafe(code), "U+%04x", (unsigned)code);
                ck_assert_int_ne(code, '\t');
                gate_str rest = gate_str_sub(text, from, text.len);
                ck_assert(!gate_str_starts(rest, GATE_STR("##[")) &&
                          !gate_str_starts(rest, GATE_STR("##vso[")));
                if (begins && code != ' ') {
                    ck_assert(!gate_str_starts(rest, GATE_STR("::")));
                    ck_assert(!gate_str_starts(rest, gate_str_sub(evil, 0, 8)));
                    begins = false;
                }
                if (code == '\n') begins = true;
            }
        }
    }
}
END_TEST

START_TEST(forms)
{
    uint32_t count;
    const gate_form_info *all = gate_forms(&count);
    for (uint32_t i = 0; i < count; i++)
        ck_assert_ptr_eq(gate_form_find(gate_str_c(all[i].name)), &all[i]);
    ck_assert_ptr_null(gate_form_find(GATE_STR("nothing")));
    ck_assert_ptr_null(gate_form_find(GATE_STR("")));
}
END_TEST

START_TEST(paper)
{
    gate_buf out = gate_buf_new(kit_arena);
    gate_paper sheet = {.out = &out, .width = 30};
    gate_paper_put(&sheet, 2, GATE_INK_PLAIN, "head", 8, GATE_STR("some words that go on for long"));
    gate_paper_cut(&sheet, 0, GATE_INK_PLAIN, "-", 2,
                   GATE_STR("some words that are cut where the width ends"));
    gate_paper_cut(&sheet, 0, GATE_INK_PLAIN, "-", 2,
                   GATE_STR("漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字"));
    gate_paper_put(&sheet, 0, GATE_INK_PLAIN, "", 0, GATE_STR("## [x] ##[x] ## x"));
    same(gate_buf_str(&out), "  head  some words that go on\n        │ for long\n"
                             "- some words that are cut whe…\n"
                             "- 漢字漢字漢字漢字漢字漢字漢…\n"
                             "## [x] #\\x23[x] ## x\n");
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("report/text");
    TCase *tcase = tcase_create("text");
    tcase_set_timeout(tcase, 60);
    tcase_add_checked_fixture(tcase, kit_setup, kit_teardown);
    tcase_add_test(tcase, golden_text);
    tcase_add_test(tcase, golden_quiet_text);
    tcase_add_test(tcase, a_saved_verdict_renders_the_same);
    tcase_add_loop_test(tcase, lines_fit, 60, 64);
    tcase_add_loop_test(tcase, lines_fit, 99, 101);
    tcase_add_test(tcase, colours_only_where_asked);
    tcase_add_loop_test(tcase, nothing_breaks_out, 0, GATE_COUNT(hostile));
    tcase_add_test(tcase, forms);
    tcase_add_test(tcase, paper);
    suite_add_tcase(suite, tcase);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
