/* CTRF 1.0.0, for test dashboards: one test per row. Times are those of the judgement, since a verdict
 * has no duration; what CTRF has no field for stands under `extra`. */
#include "base/instant.h"
#include "base/json.h"
#include "report/brief.h"
#include "report/report.h"

typedef struct counts {
    int64_t tests, passed, failed, skipped, other;
} counts;

static const char *status_of(const gate_doc_row *row)
{
    switch (gate_brief_kind_of(row)) {
    case GATE_BRIEF_PASS:
    case GATE_BRIEF_WARN:
        return "passed";
    case GATE_BRIEF_FAIL:
    case GATE_BRIEF_MISSING:
        return "failed";
    case GATE_BRIEF_SKIPPED:
        return "skipped";
    case GATE_BRIEF_ADVISORY:
        break;
    }
    return "other";
}

static void count_row(void *context, const gate_doc_block *block, const gate_doc_row *row)
{
    (void)block;
    counts *n = context;
    gate_str status = gate_str_c(status_of(row));
    n->tests++;
    n->passed += gate_str_eq_c(status, "passed");
    n->failed += gate_str_eq_c(status, "failed");
    n->skipped += gate_str_eq_c(status, "skipped");
    n->other += gate_str_eq_c(status, "other");
}

static void member(gate_json *json, const char *key, gate_str text)
{
    gate_json_key(json, gate_str_c(key));
    gate_json_str(json, text);
}

static void number(gate_json *json, const char *key, int64_t value)
{
    gate_json_key(json, gate_str_c(key));
    gate_json_int(json, value);
}

typedef struct writer {
    gate_json *json;
    gate_arena *arena;
} writer;

static void test(const writer *w, gate_str name, const char *status, gate_str message, gate_str suite, const gate_doc_place *place,
                 gate_str outcome)
{
    gate_json_open(w->json, '{');
    member(w->json, "name", name);
    member(w->json, "status", gate_str_c(status));
    number(w->json, "duration", 0);
    if (message.len) member(w->json, "message", message);
    if (place) {
        number(w->json, "line", place->line);
        member(w->json, "filePath", place->file);
    }
    gate_json_key(w->json, GATE_STR("suite"));
    gate_json_open(w->json, '[');
    gate_json_str(w->json, suite);
    gate_json_close(w->json, ']');
    gate_json_key(w->json, GATE_STR("extra"));
    gate_json_open(w->json, '{');
    member(w->json, "outcome", outcome);
    gate_json_close(w->json, '}');
    gate_json_close(w->json, '}');
}

static void write_row(void *context, const gate_doc_block *block, const gate_doc_row *row)
{
    const writer *w = context;
    gate_buf why = gate_buf_new(w->arena);
    gate_brief_why(&why, row);
    gate_buf name = gate_buf_new(w->arena);
    gate_buf_add(&name, row->id);
    if (row->title.len) {
        gate_buf_c(&name, ": ");
        gate_buf_add(&name, row->title);
    }
    test(w, gate_buf_str(&name), status_of(row), gate_buf_str(&why), block->name, row->place, row->outcome);
}

void gate_report_ctrf(gate_buf *out, const gate_doc_verdict *verdict, const gate_report_options *options)
{
    (void)options;
    counts n = {0};
    gate_brief_rows(verdict, count_row, &n);
    for (uint32_t b = 0; b < verdict->blocks.len; b++) {
        if (!gate_brief_block_blocks(verdict->blocks.items[b])) continue;
        n.tests++;
        n.failed++;
    }
    gate_instant at = {0, 0};
    bool zoned;
    (void)gate_instant_parse(verdict->now, &at, &zoned);
    gate_json json = gate_json_new(out, 2);
    writer w = {&json, out->arena};
    gate_json_open(&json, '{');
    member(&json, "reportFormat", GATE_STR("CTRF"));
    member(&json, "specVersion", GATE_STR("1.0.0"));
    gate_json_key(&json, GATE_STR("results"));
    gate_json_open(&json, '{');
    gate_json_key(&json, GATE_STR("tool"));
    gate_json_open(&json, '{');
    member(&json, "name", GATE_STR("gatec"));
    member(&json, "version", verdict->gatec);
    gate_json_close(&json, '}');
    gate_json_key(&json, GATE_STR("summary"));
    gate_json_open(&json, '{');
    number(&json, "tests", n.tests);
    number(&json, "passed", n.passed);
    number(&json, "failed", n.failed);
    number(&json, "skipped", n.skipped);
    number(&json, "pending", 0);
    number(&json, "other", n.other);
    number(&json, "start", at.sec * 1000 + at.nsec / 1000000);
    number(&json, "stop", at.sec * 1000 + at.nsec / 1000000);
    gate_json_close(&json, '}');
    gate_json_key(&json, GATE_STR("tests"));
    gate_json_open(&json, '[');
    gate_brief_rows(verdict, write_row, &w);
    for (uint32_t b = 0; b < verdict->blocks.len; b++) {
        const gate_doc_block *block = verdict->blocks.items[b];
        if (gate_brief_block_blocks(block)) test(&w, block->name, "failed", block->because, block->name, block->place, block->decision);
    }
    gate_json_close(&json, ']');
    gate_json_key(&json, GATE_STR("extra"));
    gate_json_open(&json, '{');
    member(&json, "verdict", verdict->verdict);
    member(&json, "policy", verdict->policy);
    gate_str only = gate_brief_only(out->arena, verdict);
    if (only.len) member(&json, "only", only);
    gate_json_close(&json, '}');
    gate_json_close(&json, '}');
    gate_json_close(&json, '}');
    gate_buf_char(out, '\n');
}
