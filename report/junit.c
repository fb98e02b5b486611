/* JUnit XML, the strict form of Jenkins' schema: one suite per policy, one case per row. A failed row is
 * a failure, one that could not be judged an error, a waived, skipped or advisory one is skipped. */
#include "report/brief.h"
#include "report/escape.h"
#include "report/report.h"

typedef struct counts {
    uint32_t tests, failures, errors, skipped;
} counts;

static void count_row(void *context, const gate_doc_block *block, const gate_doc_row *row)
{
    (void)block;
    counts *n = context;
    gate_brief_kind kind = gate_brief_kind_of(row);
    n->tests++;
    n->failures += kind == GATE_BRIEF_FAIL;
    n->errors += kind == GATE_BRIEF_MISSING;
    n->skipped += kind == GATE_BRIEF_SKIPPED || kind == GATE_BRIEF_ADVISORY;
}

static void attribute(gate_buf *out, const char *name, gate_str text)
{
    gate_buf_printf(out, " %s=\"", name);
    gate_escape_xml(out, text);
    gate_buf_char(out, '"');
}

/* Names are unique by construction: the id tells rows of one title apart. */
static void begin_case(gate_buf *out, const gate_doc_verdict *verdict, gate_str block, gate_str id, gate_str title)
{
    gate_buf class_name = gate_buf_new(out->arena);
    gate_buf_add(&class_name, verdict->policy);
    gate_buf_char(&class_name, '.');
    gate_buf_add(&class_name, block);
    gate_buf name = gate_buf_new(out->arena);
    gate_buf_add(&name, id);
    if (title.len) {
        gate_buf_c(&name, ": ");
        gate_buf_add(&name, title);
    }
    gate_buf_c(out, "    <testcase");
    attribute(out, "classname", gate_buf_str(&class_name));
    attribute(out, "name", gate_buf_str(&name));
    gate_buf_c(out, " time=\"0\"");
}

static void detail(gate_buf *out, const char *label, gate_str text)
{
    if (!text.len) return;
    gate_buf_printf(out, "\n%s: ", label);
    gate_escape_xml(out, text);
}

static void result(gate_buf *out, const char *element, const char *type, gate_str message, const gate_doc_row *row)
{
    gate_buf_printf(out, ">\n      <%s", element);
    attribute(out, "message", message);
    if (type) attribute(out, "type", gate_str_c(type));
    gate_buf_char(out, '>');
    gate_escape_xml(out, message);
    if (row) detail(out, "who acts", gate_brief_owner(out->arena, row));
    for (uint32_t i = 0; row && i < row->fix.len; i++) detail(out, "fix", row->fix.items[i]);
    for (uint32_t i = 0; row && i < row->see.len; i++) detail(out, "see", row->see.items[i]);
    if (row && row->place) {
        gate_buf_c(out, "\nrule: ");
        gate_escape_xml(out, row->place->file);
        gate_buf_printf(out, ":%lld", (long long)row->place->line);
    }
    gate_buf_printf(out, "</%s>\n    </testcase>\n", element);
}

typedef struct writer {
    gate_buf *out;
    const gate_doc_verdict *verdict;
} writer;

static void write_row(void *context, const gate_doc_block *block, const gate_doc_row *row)
{
    const writer *w = context;
    gate_brief_kind kind = gate_brief_kind_of(row);
    gate_buf why = gate_buf_new(w->out->arena);
    gate_brief_why(&why, row);
    gate_str message = gate_buf_str(&why);
    if (!message.len) message = row->outcome;
    begin_case(w->out, w->verdict, block->name, row->id, row->title);
    if (kind == GATE_BRIEF_FAIL) {
        result(w->out, "failure", "fail", message, row);
    } else if (kind == GATE_BRIEF_MISSING) {
        result(w->out, "error", gate_str_eq_c(row->outcome, "error") ? "error" : "missing", message, row);
    } else if (kind == GATE_BRIEF_SKIPPED || kind == GATE_BRIEF_ADVISORY) {
        gate_buf_c(w->out, ">\n      <skipped");
        attribute(w->out, "message", message);
        gate_buf_c(w->out, "/>\n    </testcase>\n");
    } else {
        gate_buf_c(w->out, "/>\n");
    }
}

void gate_report_junit(gate_buf *out, const gate_doc_verdict *verdict, const gate_report_options *options)
{
    (void)options;
    counts n = {0};
    gate_brief_rows(verdict, count_row, &n);
    for (uint32_t b = 0; b < verdict->blocks.len; b++) {
        if (!gate_brief_block_blocks(verdict->blocks.items[b])) continue;
        n.tests++;
        n.errors++;
    }
    gate_buf_c(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites>\n  <testsuite");
    attribute(out, "name", verdict->policy);
    gate_buf_printf(out, " tests=\"%u\" failures=\"%u\" errors=\"%u\" skipped=\"%u\" time=\"0\"", n.tests, n.failures,
                    n.errors, n.skipped);
    gate_buf_c(out, ">\n    <properties>\n      <property name=\"verdict\"");
    attribute(out, "value", verdict->verdict);
    gate_buf_c(out, "/>\n      <property name=\"now\"");
    attribute(out, "value", verdict->now);
    gate_str only = gate_brief_only(out->arena, verdict);
    if (only.len) {
        gate_buf_c(out, "/>\n      <property name=\"only\"");
        attribute(out, "value", only);
    }
    gate_buf_c(out, "/>\n    </properties>\n");
    writer w = {out, verdict};
    gate_brief_rows(verdict, write_row, &w);
    for (uint32_t b = 0; b < verdict->blocks.len; b++) {
        const gate_doc_block *block = verdict->blocks.items[b];
        if (!gate_brief_block_blocks(block)) continue;
        begin_case(out, verdict, block->name, block->name, block->title);
        result(out, "error", "block", block->because.len ? block->because : block->decision, NULL);
    }
    gate_buf_c(out, "  </testsuite>\n</testsuites>\n");
}
