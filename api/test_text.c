/* What came of tests, for people. */
#include "api/test.h"

#include "report/brief.h"
#include "report/text.h"

#define DETAILS 4u
#define COLUMN  (DETAILS + GATE_TEXT_LABEL)
#define SHOWN   5u /* rows that are named where the whole came out otherwise */

static void put(gate_paper *paper, const char *label, gate_str text)
{
    gate_paper_put(paper, DETAILS, GATE_INK_DIM, label, COLUMN, text);
}

static gate_str place_of(gate_arena *arena, const gate_test *test, gate_span span)
{
    gate_str name = test->module->source->name;
    return gate_str_printf(arena, GATE_STR_FMT ":%u", GATE_STR_ARG(name), gate_testing_line(test, span));
}

/* ---- one difference --------------------------------------------------------------------------- */

/* The rows that made a block, or the whole, what it is. */
static void put_rows(gate_paper *paper, const gate_doc_block *block)
{
    uint32_t shown = 0;
    for (uint32_t i = 0; i < block->rows.len; i++) {
        const gate_doc_row *row = block->rows.items[i];
        if (!gate_brief_blocks(row)) continue;
        if (++shown > SHOWN) {
            put(paper, "", GATE_STR("and more"));
            return;
        }
        gate_buf text = gate_buf_new(paper->out->arena);
        gate_buf_add(&text, row->id);
        gate_buf_printf(&text, " " GATE_STR_FMT ": ", GATE_STR_ARG(row->outcome));
        gate_brief_why(&text, row);
        put(paper, "row", gate_buf_str(&text));
    }
    if (!shown && block->because.len && !block->good) put(paper, "because", block->because);
}

/* The row's clauses that made it what it is; all of them where it should not have passed. */
static void put_clauses(gate_paper *paper, const gate_doc_row *row)
{
    bool blocked = false;
    if (row->because.len) put(paper, "because", row->because);
    if (row->finding.len) put(paper, "found", row->finding);
    for (uint32_t i = 0; i < row->clauses.len; i++)
        blocked = blocked || row->clauses.items[i]->blocks;
    for (uint32_t i = 0; i < row->clauses.len; i++) {
        const gate_doc_clause *clause = row->clauses.items[i];
        if (clause->blocks || !blocked) gate_text_clause(paper, clause, DETAILS);
    }
    if (row->waiver) put(paper, "waiver", row->waiver->reason);
}

static void put_miss(gate_paper *paper, const gate_test_result *result, const gate_test_miss *miss)
{
    gate_arena *arena = paper->out->arena;
    gate_buf expected = gate_buf_new(arena), actual = gate_buf_new(arena);
    gate_testing_expected(&expected, miss);
    gate_buf_printf(&expected, "  (line %u)", gate_testing_line(result->test, miss->expect->clause->span));
    gate_paper_put(paper, DETAILS, GATE_INK_BOLD, "expected", COLUMN, gate_buf_str(&expected));
    gate_buf_add(&actual, miss->actual);
    for (uint32_t i = 0; i < miss->others.len; i++) {
        gate_buf_c(&actual, i ? ", " : "; there is ");
        gate_buf_add(&actual, miss->others.items[i]);
    }
    gate_paper_put(paper, DETAILS, GATE_INK_BAD, "actual", COLUMN, gate_buf_str(&actual));
    if (miss->window && miss->window->because.len) put(paper, "because", miss->window->because);
    if (miss->row) put_clauses(paper, miss->row);
    if (miss->block && !miss->row) put_rows(paper, miss->block);
    for (uint32_t i = 0; miss->expect->whole && i < result->verdict->blocks.len; i++)
        put_rows(paper, result->verdict->blocks.items[i]);
}

/* ---- one test --------------------------------------------------------------------------------- */

static void put_case(gate_paper *paper, const gate_suite_case *one, bool first, bool gap)
{
    gate_arena *arena = paper->out->arena;
    const gate_test_result *result = one->result;
    if (!first && (gap || result)) gate_paper_gap(paper);
    if (!result) {
        gate_paper_cut(paper, 2, GATE_INK_GOOD, "✓", 4, one->test->title);
        return;
    }
    bool failed = one->state == GATE_TEST_FAIL;
    gate_paper_put(paper, 2, GATE_INK_BAD, failed ? "✗ FAIL" : "✗ ERROR", 11, one->test->title);
    put(paper, "test", place_of(arena, one->test, one->test->node->span));
    if (result->error.len) {
        gate_buf text = gate_buf_new(arena);
        gate_buf_add(&text, result->error);
        gate_buf_printf(&text, "  (line %u)", gate_testing_line(one->test, result->error_at));
        gate_paper_put(paper, DETAILS, GATE_INK_BAD, "because", COLUMN, gate_buf_str(&text));
    }
    for (uint32_t i = 0; i < result->misses.len; i++) {
        paper->said.len = 0;
        put_miss(paper, result, &result->misses.items[i]);
    }
}

static void put_file(gate_paper *paper, const gate_tested_file *file, bool quiet)
{
    gate_arena *arena = paper->out->arena;
    if (!file->suite || file->suite->cases.len == 0) return;
    const gate_suite *suite = file->suite;
    bool all = suite->counts[GATE_TEST_PASS] == suite->cases.len;
    if (quiet && all) return;
    gate_buf head = gate_buf_new(arena);
    gate_buf_add(&head, file->name);
    gate_buf_printf(&head, ", %u test%s", suite->cases.len, suite->cases.len == 1 ? "" : "s");
    if (suite->all > suite->cases.len) gate_buf_printf(&head, " of %u", suite->all);
    if (!gate_str_eq(file->policy, file->name)) {
        gate_buf_c(&head, ", of ");
        gate_buf_add(&head, file->policy);
    }
    gate_paper_put(paper, 0, all ? GATE_INK_GOOD : GATE_INK_BAD, all ? "PASS" : "FAIL", 6,
                   gate_buf_str(&head));
    bool first = true, gap = false;
    for (uint32_t i = 0; i < suite->cases.len; i++) {
        const gate_suite_case *one = &suite->cases.items[i];
        if (quiet && !one->result) continue;
        put_case(paper, one, first, gap);
        first = false;
        gap = one->result != NULL;
    }
    gate_paper_gap(paper);
}

/* ---- all -------------------------------------------------------------------------------------- */

static void count(gate_buf *out, uint32_t number, const char *what)
{
    if (number) gate_buf_printf(out, ", %u %s", number, what);
}

void gate_testing_text(gate_buf *out, const gatec_testing *testing, const gate_report_options *options)
{
    const gatec_testing_facts *facts = &testing->facts;
    gate_paper paper = {.out = out, .width = options->width ? options->width : 80, .color = options->color};
    for (size_t i = 0; i < testing->file_count; i++)
        put_file(&paper, &testing->files[i], options->quiet);
    for (uint32_t i = 0; i < testing->policies.len; i++) {
        if (testing->policies.items[i].cover)
            gate_testing_put_cover(&paper, testing->policies.items[i].cover, options);
    }
    for (uint32_t i = 0; i < testing->policies.len; i++) {
        if (testing->policies.items[i].mutation)
            gate_testing_put_mutants(&paper, &testing->policies.items[i], options);
    }
    gate_buf sum = gate_buf_new(out->arena);
    gate_buf_printf(&sum, "%u test%s", facts->tests, facts->tests == 1 ? "" : "s");
    if (facts->found > facts->tests) gate_buf_printf(&sum, " of %u", facts->found);
    gate_buf_printf(&sum, ": %u passed", facts->passed);
    count(&sum, facts->failed, "failed");
    count(&sum, facts->broken, facts->broken == 1 ? "in error" : "are in error");
    count(&sum, facts->unready, facts->unready == 1 ? "file does not compile" : "files do not compile");
    bool good = facts->tests && facts->passed == facts->tests && !facts->unready;
    gate_paper_put(&paper, 0, good ? GATE_INK_GOOD : GATE_INK_BAD, good ? "PASS" : "FAIL", 6,
                   gate_buf_str(&sum));
}
