/* GitHub-flavoured Markdown, for job summaries and comments on a change: the verdict, a table of what
 * stands in the way, what would make it GO, and the rest folded away. */
#include "report/brief.h"
#include "report/escape.h"
#include "report/report.h"

/* A step's summary may have 1 MiB; well before that the rest is counted instead of shown. */
#define LIMIT (512u << 10)

typedef struct writer {
    gate_buf *out;
    uint32_t shown, left;
} writer;

static const char *sign(gate_str outcome)
{
    static const struct {
        const char *outcome, *sign;
    } signs[] = {{"pass", "✅"}, {"warn", "⚠️"}, {"fail", "❌"}, {"missing", "❓"}, {"error", "❗"}, {"waived", "🏷️"}, {"skipped", "➖"},
                 {"firing", "❌"}, {"unknown", "❓"}, {"pending", "⏳"}, {"inactive", "✅"}, {"done", "✅"}, {"next", "❌"}, {"waiting", "⏸️"}, {"early", "❌"}};
    for (size_t i = 0; i < GATE_COUNT(signs); i++) {
        if (gate_str_eq_c(outcome, signs[i].outcome)) return signs[i].sign;
    }
    return "•";
}

static void cell(gate_buf *out, gate_str text)
{
    if (text.len) gate_buf_char(out, ' ');
    gate_escape_markdown(out, text);
    gate_buf_c(out, " |");
}

static void origin_text(gate_buf *out, const gate_doc_origin *origin)
{
    if (!origin) return;
    gate_buf text = gate_buf_new(out->arena);
    gate_buf_add(&text, origin->file);
    gate_buf_printf(&text, ":%lld:%lld ", (long long)origin->line, (long long)origin->column);
    gate_buf_add(&text, origin->pointer);
    gate_buf_c(out, "<br>");
    gate_escape_markdown_code(out, gate_buf_str(&text));
}

static void open_row(void *context, const gate_doc_block *block, const gate_doc_row *row)
{
    (void)block;
    writer *w = context;
    gate_brief_kind kind = gate_brief_kind_of(row);
    bool speaks = gate_brief_blocks(row) || kind == GATE_BRIEF_WARN || kind == GATE_BRIEF_ADVISORY ||
                  gate_str_eq_c(row->outcome, "waived");
    if (!speaks) return;
    if (w->out->len > LIMIT) {
        w->left++;
        return;
    }
    gate_buf why = gate_buf_new(w->out->arena);
    gate_brief_why(&why, row);
    gate_buf_printf(w->out, "| %s %s", sign(row->outcome), row->decides ? "" : "*advisory* ");
    gate_escape_markdown(w->out, row->outcome);
    gate_buf_c(w->out, " | ");
    gate_escape_markdown(w->out, gate_brief_title(row));
    gate_buf_c(w->out, "<br>");
    gate_escape_markdown_code(w->out, row->id);
    gate_buf_c(w->out, " | ");
    gate_escape_markdown(w->out, gate_buf_str(&why));
    origin_text(w->out, gate_brief_origin(row));
    gate_buf_c(w->out, " |");
    cell(w->out, gate_brief_owner(w->out->arena, row));
    gate_buf_char(w->out, '\n');
    w->shown++;
}

static void passed_row(void *context, const gate_doc_block *block, const gate_doc_row *row)
{
    (void)block;
    writer *w = context;
    gate_brief_kind kind = gate_brief_kind_of(row);
    if (kind != GATE_BRIEF_PASS && !gate_str_eq_c(row->outcome, "skipped")) return;
    if (w->out->len > LIMIT) {
        w->left++;
        return;
    }
    gate_buf_printf(w->out, "- %s ", sign(row->outcome));
    gate_escape_markdown(w->out, gate_brief_title(row));
    gate_buf_char(w->out, ' ');
    gate_escape_markdown_code(w->out, row->id);
    gate_buf_char(w->out, '\n');
}

static void changes(gate_buf *out, const gate_doc_verdict *verdict)
{
    if (verdict->change.len == 0) return;
    gate_buf_c(out, "\n### To make it GO\n\n");
    uint32_t shown = 0;
    for (; shown < verdict->change.len && out->len <= LIMIT; shown++) {
        gate_buf_printf(out, "%u. ", shown + 1);
        gate_escape_markdown(out, verdict->change.items[shown]);
        gate_buf_char(out, '\n');
    }
    if (shown < verdict->change.len) gate_buf_printf(out, "\nAnd %u more.\n", verdict->change.len - shown);
}

static void files(gate_buf *out, const gate_doc_verdict *verdict)
{
    gate_buf_c(out, "\n<details><summary>Evidence</summary>\n\n| evidence | file | SHA-256 |\n| --- | --- | --- |\n");
    for (uint32_t i = 0; i < verdict->evidence.len && out->len <= LIMIT; i++) {
        const gate_doc_evidence *evidence = verdict->evidence.items[i];
        for (uint32_t k = 0; k < evidence->files.len; k++) {
            const gate_doc_file *file = evidence->files.items[k];
            gate_buf_c(out, "|");
            cell(out, evidence->name);
            cell(out, file->path);
            cell(out, gate_str_sub(file->sha256, 0, 12));
            gate_buf_char(out, '\n');
        }
        if (evidence->files.len == 0) {
            gate_buf_c(out, "|");
            cell(out, evidence->name);
            cell(out, evidence->trouble.len ? evidence->trouble : evidence->pattern);
            gate_buf_c(out, " |\n");
        }
    }
    gate_buf_c(out, "\n</details>\n");
}

/* Triggers and steps, where there are any. */
static void other_counts(gate_buf *out, const gate_doc_totals *totals)
{
    const struct {
        int64_t count;
        const char *word;
    } counts[] = {{totals->firing, "firing"},   {totals->pending, "pending"}, {totals->inactive, "inactive"}, {totals->unknown, "unknown"},
                  {totals->done, "done"},       {totals->open, "not done"},   {totals->early, "early"}};
    for (size_t i = 0; i < GATE_COUNT(counts); i++) {
        if (counts[i].count > 0) gate_buf_printf(out, ", %lld %s", (long long)counts[i].count, counts[i].word);
    }
}

void gate_report_markdown(gate_buf *out, const gate_doc_verdict *verdict, const gate_report_options *options)
{
    (void)options;
    bool go = gate_str_eq_c(verdict->verdict, "GO");
    gate_buf_printf(out, "## %s ", go ? "✅" : "❌");
    gate_escape_markdown(out, gate_brief_word(out->arena, verdict));
    gate_buf_c(out, ": ");
    gate_escape_markdown(out, verdict->title.len ? verdict->title : verdict->policy);
    gate_buf_printf(out, "\n\n%lld rows: %lld pass, %lld warn, %lld fail, %lld missing, %lld error, %lld waived, %lld skipped",
                    (long long)verdict->totals->rows, (long long)verdict->totals->pass, (long long)verdict->totals->warn,
                    (long long)verdict->totals->fail, (long long)verdict->totals->missing, (long long)verdict->totals->error,
                    (long long)verdict->totals->waived, (long long)verdict->totals->skipped);
    other_counts(out, verdict->totals);
    gate_buf_c(out, ". Judged at ");
    gate_escape_markdown(out, verdict->now);
    gate_buf_c(out, " by ");
    gate_escape_markdown_code(out, verdict->file);
    gate_buf_c(out, ".\n");
    gate_str only = gate_brief_only(out->arena, verdict);
    if (only.len) {
        gate_buf_c(out, "\n**Only these were asked for, and of the others nothing is said:** ");
        gate_escape_markdown_code(out, only);
        gate_buf_c(out, "\n");
    }
    size_t before = out->len;
    gate_buf_c(out, "\n| outcome | row | why | who acts |\n| --- | --- | --- | --- |\n");
    writer w = {.out = out};
    gate_brief_rows(verdict, open_row, &w);
    for (uint32_t b = 0; b < verdict->blocks.len; b++) {
        const gate_doc_block *block = verdict->blocks.items[b];
        if (!gate_brief_block_blocks(block)) continue;
        gate_buf_c(out, "| ❌");
        cell(out, block->decision);
        cell(out, block->title.len ? block->title : block->name);
        cell(out, block->because);
        gate_buf_c(out, " |\n");
        w.shown++;
    }
    if (w.shown == 0) {
        out->len = before;
        out->ptr[before] = '\0';
    }
    changes(out, verdict);
    before = out->len;
    gate_buf_c(out, "\n<details><summary>Passed</summary>\n\n");
    size_t begun = out->len;
    gate_brief_rows(verdict, passed_row, &w);
    if (out->len > begun) {
        gate_buf_c(out, "\n</details>\n");
    } else { /* there is none */
        out->len = before;
        out->ptr[before] = '\0';
    }
    files(out, verdict);
    if (w.left) gate_buf_printf(out, "\nCut here: %u rows more are in the whole verdict.\n", w.left);
}
