/* TAP 14: the plan first, one test per row; YAML diagnostics hold JSON strings only, which are YAML. */
#include "base/json.h"
#include "report/brief.h"
#include "report/escape.h"
#include "report/report.h"

typedef struct writer {
    gate_buf *out;
    uint32_t number;
} writer;

static void field(gate_buf *out, const char *name, gate_str text)
{
    if (!text.len) return;
    gate_buf_printf(out, "  %s: ", name);
    gate_buf_json(out, text);
    gate_buf_char(out, '\n');
}

static void head(writer *w, bool good, gate_str id, gate_str title)
{
    gate_buf_printf(w->out, "%sok %u - ", good ? "" : "not ", ++w->number);
    gate_escape_tap(w->out, id);
    if (title.len) {
        gate_buf_c(w->out, ": ");
        gate_escape_tap(w->out, title);
    }
}

static void directive(gate_buf *out, const char *word, gate_str why)
{
    gate_buf_printf(out, " # %s ", word);
    gate_escape_tap(out, why);
}

static void write_row(void *context, const gate_doc_block *block, const gate_doc_row *row)
{
    (void)block;
    writer *w = context;
    gate_brief_kind kind = gate_brief_kind_of(row);
    gate_buf why = gate_buf_new(w->out->arena);
    gate_brief_why(&why, row);
    bool open = kind == GATE_BRIEF_FAIL || kind == GATE_BRIEF_MISSING || kind == GATE_BRIEF_ADVISORY;
    head(w, !open, row->id, row->title);
    if (kind == GATE_BRIEF_SKIPPED) directive(w->out, "SKIP", row->outcome);
    if (kind == GATE_BRIEF_ADVISORY) directive(w->out, "TODO", GATE_STR("advisory"));
    gate_buf_char(w->out, '\n');
    if (!open && kind != GATE_BRIEF_WARN) return;
    gate_buf_c(w->out, "  ---\n");
    field(w->out, "outcome", row->outcome);
    field(w->out, "message", gate_buf_str(&why));
    field(w->out, "owner", gate_brief_owner(w->out->arena, row));
    for (uint32_t i = 0; i < row->fix.len && i < 1; i++) field(w->out, "fix", row->fix.items[i]);
    if (row->place) {
        field(w->out, "file", row->place->file);
        gate_buf_printf(w->out, "  line: %lld\n", (long long)row->place->line);
    }
    gate_buf_c(w->out, "  ...\n");
}

static void count_row(void *context, const gate_doc_block *block, const gate_doc_row *row)
{
    (void)block;
    (void)row;
    (*(uint32_t *)context)++;
}

void gate_report_tap(gate_buf *out, const gate_doc_verdict *verdict, const gate_report_options *options)
{
    (void)options;
    uint32_t count = 0;
    gate_brief_rows(verdict, count_row, &count);
    for (uint32_t b = 0; b < verdict->blocks.len; b++) count += gate_brief_block_blocks(verdict->blocks.items[b]);
    gate_buf_printf(out, "TAP version 14\n1..%u\n# ", count);
    gate_str word = gate_brief_word(out->arena, verdict);
    gate_escape_tap(out, word);
    gate_buf_c(out, word.len > verdict->verdict.len ? ": " : " ");
    gate_escape_tap(out, verdict->policy);
    gate_buf_char(out, '\n');
    gate_str only = gate_brief_only(out->arena, verdict);
    if (only.len) {
        gate_buf_c(out, "# only these were asked for: ");
        gate_escape_tap(out, only);
        gate_buf_char(out, '\n');
    }
    writer w = {out, 0};
    gate_brief_rows(verdict, write_row, &w);
    for (uint32_t b = 0; b < verdict->blocks.len; b++) {
        const gate_doc_block *block = verdict->blocks.items[b];
        if (!gate_brief_block_blocks(block)) continue;
        head(&w, false, block->name, block->title);
        gate_buf_c(out, "\n  ---\n");
        field(out, "message", block->because.len ? block->because : block->decision);
        gate_buf_c(out, "  ...\n");
    }
}
