/* Workflow commands for GitHub Actions: an annotation for each row that stands in the way, at its line of
 * the policy. The runner shows ten of a kind, so nine are written and then how many more there are. */
#include "report/brief.h"
#include "report/escape.h"
#include "report/report.h"

#define SHOWN 9u

typedef struct writer {
    gate_buf *out;
    uint32_t errors, warnings;
} writer;

static void command(gate_buf *out, const char *word, const gate_doc_place *place, gate_str title, gate_str message)
{
    gate_buf_printf(out, "::%s ", word);
    if (place) {
        gate_buf_c(out, "file=");
        gate_escape_property(out, place->file);
        gate_buf_printf(out, ",line=%lld,endLine=%lld,", (long long)place->line, (long long)place->end_line);
    }
    gate_buf_c(out, "title=");
    gate_escape_property(out, title);
    gate_buf_c(out, "::");
    gate_escape_command(out, message);
    gate_buf_char(out, '\n');
}

static void write_row(void *context, const gate_doc_block *block, const gate_doc_row *row)
{
    (void)block;
    writer *w = context;
    gate_brief_kind kind = gate_brief_kind_of(row);
    bool error = kind == GATE_BRIEF_FAIL || kind == GATE_BRIEF_MISSING;
    bool warning = kind == GATE_BRIEF_WARN || kind == GATE_BRIEF_ADVISORY;
    if (!error && !warning) return;
    if ((error ? w->errors++ : w->warnings++) >= SHOWN) return;
    gate_buf title = gate_buf_new(w->out->arena);
    gate_buf_add(&title, row->outcome);
    gate_buf_c(&title, ": ");
    gate_buf_add(&title, gate_brief_title(row));
    gate_buf message = gate_buf_new(w->out->arena);
    gate_buf_add(&message, row->id);
    gate_buf_c(&message, ": ");
    gate_brief_why(&message, row);
    if (row->owner) {
        gate_buf_c(&message, " (");
        gate_buf_add(&message, row->owner->title.len ? row->owner->title : row->owner->name);
        gate_buf_c(&message, " acts)");
    }
    command(w->out, error ? "error" : "warning", row->place, gate_buf_str(&title), gate_buf_str(&message));
}

static void more(gate_buf *out, const char *word, uint32_t count)
{
    if (count <= SHOWN) return;
    gate_str text = gate_str_printf(out->arena, "%u more, in the verdict's text", count - SHOWN);
    command(out, word, NULL, GATE_STR("gatec"), text);
}

void gate_report_github(gate_buf *out, const gate_doc_verdict *verdict, const gate_report_options *options)
{
    (void)options;
    writer w = {.out = out};
    gate_brief_rows(verdict, write_row, &w);
    for (uint32_t b = 0; b < verdict->blocks.len; b++) {
        const gate_doc_block *block = verdict->blocks.items[b];
        if (!gate_brief_block_blocks(block) || w.errors++ >= SHOWN) continue;
        command(out, "error", block->place, block->title.len ? block->title : block->name,
                block->because.len ? block->because : block->decision);
    }
    more(out, "error", w.errors);
    more(out, "warning", w.warnings);
    gate_buf title = gate_buf_new(out->arena);
    gate_str word = gate_brief_word(out->arena, verdict);
    gate_buf_add(&title, word);
    gate_buf_c(&title, word.len > verdict->verdict.len ? ": " : " ");
    gate_buf_add(&title, verdict->title.len ? verdict->title : verdict->policy);
    gate_buf message = gate_buf_new(out->arena);
    gate_buf_printf(&message, "%lld rows, %u in the way", (long long)verdict->totals->rows, w.errors);
    gate_str only = gate_brief_only(out->arena, verdict);
    if (only.len) {
        gate_buf_c(&title, ", in part");
        gate_buf_printf(&message, "; only these were asked for: " GATE_STR_FMT, GATE_STR_ARG(only));
    }
    command(out, "notice", NULL, gate_buf_str(&title), gate_buf_str(&message));
}
