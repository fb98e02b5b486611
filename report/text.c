/* The default form: the verdict first, then what stands in its way, then the rest. */
#include "report/text.h"

#include "base/utf8.h"
#include "verdict/verdict.h"
#include "verdict/wording.h"

#include <inttypes.h>

#define WIDTH           80u
#define MOST_PARAMETERS 12u /* that are listed without being asked for */
#define MOST_FILES      3u  /* of one evidence, the same */

typedef struct sheet {
    gate_paper paper;
    const gate_doc_verdict *verdict;
    const gate_report_options *options;
    gate_arena *arena;
} sheet;

static bool is_word(gate_str text, const char *word)
{
    return gate_str_eq_c(text, word);
}

/* -- the head ------------------------------------------------------------------------------------------ */

static void put_count(gate_buf *out, bool *first, int64_t count, const char *one, const char *many)
{
    if (count <= 0) return;
    gate_buf_printf(out, "%s%" PRId64 " %s", *first ? "" : ", ", count, count == 1 ? one : many);
    *first = false;
}

void gate_text_counts(gate_buf *out, const gate_doc_totals *totals, bool blocking)
{
    bool first = true;
    if (blocking) {
        put_count(out, &first, totals->fail, "fails", "fail");
        put_count(out, &first, totals->missing, "is missing evidence", "are missing evidence");
        put_count(out, &first, totals->error, "is in error", "are in error");
        put_count(out, &first, totals->firing, "fires", "fire");
        put_count(out, &first, totals->unknown, "is unknown", "are unknown");
        put_count(out, &first, totals->open, "is not done", "are not done");
        put_count(out, &first, totals->early, "is early", "are early");
        return;
    }
    put_count(out, &first, totals->pass, "passes", "pass");
    put_count(out, &first, totals->warn, "passes with a warning", "pass with a warning");
    put_count(out, &first, totals->waived, "is waived", "are waived");
    put_count(out, &first, totals->pending, "is pending", "are pending");
    put_count(out, &first, totals->inactive, "is inactive", "are inactive");
    put_count(out, &first, totals->done, "is done", "are done");
    put_count(out, &first, totals->skipped, "is skipped", "are skipped");
    put_count(out, &first, totals->not_deciding, "does not decide", "do not decide");
}

static int64_t blocking_rows(const gate_doc_totals *totals)
{
    const int64_t others[] = {totals->firing, totals->unknown, totals->open, totals->early}; /* -1: none */
    int64_t sum = totals->fail + totals->missing + totals->error;
    for (size_t i = 0; i < GATE_COUNT(others); i++)
        sum += others[i] > 0 ? others[i] : 0;
    return sum;
}

static gate_str totals_text(const sheet *s, const gate_doc_totals *totals)
{
    gate_buf text = gate_buf_new(s->arena);
    int64_t bad = blocking_rows(totals);
    if (bad) {
        gate_buf_printf(&text, "%" PRId64 " of %" PRId64 " stand%s in the way: ", bad, totals->rows,
                        bad == 1 ? "s" : "");
        gate_text_counts(&text, totals, true);
        if (totals->rows > bad) gate_buf_c(&text, "; ");
    } else if (totals->rows == 0) {
        gate_buf_c(&text, "none");
    }
    gate_text_counts(&text, totals, false);
    return gate_buf_str(&text);
}

/* "GO with 1 warning". */
static gate_str verdict_word(const sheet *s)
{
    const gate_doc_totals *totals = s->verdict->totals;
    gate_buf text = gate_buf_new(s->arena);
    bool go = is_word(s->verdict->verdict, "GO");
    gate_buf_add(&text, s->verdict->verdict);
    if (!go || !totals || totals->warn + totals->waived == 0) return gate_buf_str(&text);
    bool first = true;
    gate_buf_c(&text, " with ");
    put_count(&text, &first, totals->waived, "waiver", "waivers");
    if (totals->waived) gate_text_expires(&text, s->verdict);
    put_count(&text, &first, totals->warn, "warning", "warnings");
    return gate_buf_str(&text);
}

static void put_head(sheet *s)
{
    const gate_doc_verdict *v = s->verdict;
    bool go = is_word(v->verdict, "GO");
    gate_str word = verdict_word(s);
    gate_buf what = gate_buf_new(s->arena);
    gate_buf_add(&what, v->title.len ? v->title : v->policy);
    if (is_word(v->now_origin, "given")) {
        gate_buf_c(&what, ", as of ");
        gate_buf_add(&what, v->now);
    }
    uint32_t column = (uint32_t)word.len + 2;
    gate_paper_put(&s->paper, 0, go ? GATE_INK_GOOD : GATE_INK_BAD, word.ptr, column, gate_buf_str(&what));
    if (v->totals) gate_paper_put(&s->paper, 0, GATE_INK_PLAIN, "rows", 8, totals_text(s, v->totals));
    if (v->only.len) {
        gate_buf only = gate_buf_new(s->arena);
        for (uint32_t i = 0; i < v->only.len; i++) {
            gate_buf_c(&only, i ? ", " : "");
            gate_buf_add(&only, v->only.items[i]);
        }
        gate_paper_put(&s->paper, 0, GATE_INK_WARN, "only", 8, gate_buf_str(&only));
    }
    if (s->options->quiet) return;
    gate_buf policy = gate_buf_new(s->arena);
    gate_buf_add(&policy, v->policy);
    gate_buf_c(&policy, " in ");
    gate_buf_add(&policy, v->file);
    gate_paper_put(&s->paper, 0, GATE_INK_PLAIN, "policy", 8, gate_buf_str(&policy));
    if (v->subject.len) gate_paper_put(&s->paper, 0, GATE_INK_PLAIN, "about", 8, v->subject);
}

/* -- blocks ---------------------------------------------------------------------------------------------- */

static bool is_bad(const gate_doc_row *row)
{
    static const char *const bad[] = {"fail", "missing", "error", "firing", "unknown", "next", "waiting", "early"};
    for (size_t i = 0; i < GATE_COUNT(bad); i++) {
        if (is_word(row->outcome, bad[i])) return true;
    }
    return false;
}

static void put_block_heading(sheet *s, const gate_doc_block *block)
{
    gate_buf text = gate_buf_new(s->arena);
    int64_t bad = 0, all = 0;
    for (uint32_t i = 0; i < block->rows.len; i++) {
        const gate_doc_row *row = block->rows.items[i];
        all += row->decides;
        bad += row->decides && is_bad(row);
    }
    gate_buf_add(&text, block->title.len ? block->title : block->name);
    if (bad)
        gate_buf_printf(&text, ": %" PRId64 " of %" PRId64 " row%s in the way", bad, all,
                        all == 1 ? "" : "s");
    gate_str decision = gate_str_dup(s->arena, block->decision);
    gate_buf head = gate_buf_new(s->arena);
    gate_paper_safe(&head, decision);
    gate_paper_put(&s->paper, 0, block->good ? GATE_INK_GOOD : GATE_INK_BAD, head.ptr, 7,
                   gate_buf_str(&text));
}

static void put_block_trouble(sheet *s, const gate_doc_block *block)
{
    gate_text_calls(&s->paper, s->verdict, block);
    if (block->because.len == 0) return;
    const char *label =
        block->trouble.len ? (is_word(block->trouble, "missing") ? "missing" : "error") : "because";
    const gate_doc_reading as_reading = {
        .state = block->trouble, .because = block->because, .from = block->from};
    if (!block->trouble.len || !gate_text_whole(&s->paper, &as_reading, 4)) {
        gate_paper_put(&s->paper, 4, GATE_INK_BAD, label, 4 + GATE_TEXT_LABEL, block->because);
        gate_text_origins(&s->paper, &block->from, 0, 4 + GATE_TEXT_LABEL);
    }
    for (uint32_t i = 0; i < block->conditions.len; i++) {
        if (block->conditions.items[i]->blocks) gate_text_clause(&s->paper, block->conditions.items[i], 4);
    }
}

/* Rows of which the verdict has only the outcome. */
static void put_more(sheet *s, uint32_t count)
{
    if (count == 0) return;
    gate_str more = gate_str_printf(s->arena, "%u more like these; the JSON verdict names them, and `gatec why` tells of one", count);
    if (!s->options->quiet) gate_paper_gap(&s->paper);
    gate_paper_put(&s->paper, 2, GATE_INK_BOLD, "and", 6, more);
}

static void put_bad_blocks(sheet *s)
{
    for (uint32_t i = 0; i < s->verdict->blocks.len; i++) {
        const gate_doc_block *block = s->verdict->blocks.items[i];
        if (block->good) continue;
        gate_paper_gap(&s->paper);
        put_block_heading(s, block);
        put_block_trouble(s, block);
        uint32_t brief = 0;
        for (uint32_t k = 0; k < block->rows.len; k++) {
            const gate_doc_row *row = block->rows.items[k];
            if (!row->decides || !is_bad(row)) continue;
            if (row->brief) {
                brief++;
                continue;
            }
            if (!s->options->quiet && !is_word(row->outcome, "waiting")) gate_paper_gap(&s->paper);
            if (is_word(row->outcome, "waiting")) { /* its turn comes */
                gate_text_row_short(&s->paper, row);
            } else if (s->options->quiet) {
                gate_text_row_brief(&s->paper, row);
            } else {
                gate_text_row(&s->paper, row, block->trouble.len ? block->because : GATE_STR(""),
                              s->options->verbose);
            }
        }
        put_more(s, brief);
    }
}

/* -- the other rows ----------------------------------------------------------------------------------------
 */

typedef bool row_test(const gate_doc_row *row);
typedef void row_print(gate_paper *paper, const gate_doc_row *row);

static bool is_warning(const gate_doc_row *row)
{
    return row->decides && (is_word(row->outcome, "warn") || is_word(row->outcome, "waived"));
}

static bool is_quiet_pass(const gate_doc_row *row)
{
    return is_word(row->outcome, "pass") || is_word(row->outcome, "inactive") || is_word(row->outcome, "done");
}

static bool is_pending(const gate_doc_row *row)
{
    return row->decides && is_word(row->outcome, "pending");
}

static bool is_notable(const gate_doc_row *row) /* does not decide, and is no plain pass */
{
    return !row->decides && !is_quiet_pass(row) && !is_word(row->outcome, "skipped");
}

static bool is_skipped(const gate_doc_row *row)
{
    return is_word(row->outcome, "skipped");
}

static void put_section(sheet *s, const char *title, bool *begun)
{
    if (*begun) return;
    *begun = true;
    gate_paper_gap(&s->paper);
    gate_paper_put(&s->paper, 0, GATE_INK_BOLD, title, 0, GATE_STR(""));
}

/* The rows that [wanted] picks, under a title; without [print] with all that is to be said of them. */
static void put_rows(sheet *s, const char *title, row_test *wanted, row_print *print)
{
    bool begun = false;
    uint32_t brief = 0;
    for (uint32_t i = 0; i < s->verdict->blocks.len; i++) {
        const gate_doc_block *block = s->verdict->blocks.items[i];
        for (uint32_t k = 0; k < block->rows.len; k++) {
            const gate_doc_row *row = block->rows.items[k];
            if (!wanted(row)) continue;
            put_section(s, title, &begun);
            if (row->brief) {
                brief++;
                continue;
            }
            if (print && !s->options->verbose) {
                print(&s->paper, row);
            } else {
                gate_text_row(&s->paper, row, GATE_STR(""), s->options->verbose);
            }
        }
    }
    put_more(s, brief);
}

static void put_skipped(sheet *s)
{
    bool begun = false;
    for (uint32_t i = 0; i < s->verdict->blocks.len; i++) {
        const gate_doc_block *block = s->verdict->blocks.items[i];
        if (!block->skipped) continue;
        put_section(s, "Does not apply", &begun);
        gate_buf text = gate_buf_new(s->arena);
        gate_buf_add(&text, block->name);
        gate_buf_c(&text, ": ");
        gate_buf_add(&text, block->because);
        gate_paper_put(&s->paper, 2, GATE_INK_PLAIN, "-", 4, gate_buf_str(&text));
    }
    put_rows(s, "Skipped", is_skipped, gate_text_row_skipped);
}

static void put_changes(sheet *s)
{
    bool begun = false;
    for (uint32_t i = 0; i < s->verdict->change.len; i++) {
        put_section(s, "To make it GO", &begun);
        gate_str number = gate_str_printf(s->arena, "%u.", i + 1);
        gate_paper_put(&s->paper, 2, GATE_INK_PLAIN, number.ptr, 6, s->verdict->change.items[i]);
    }
}

/* -- what it was made from
 * ----------------------------------------------------------------------------------- */

/* Columns that the names of the evidence take. */
static uint32_t widest_evidence(const gate_doc_verdict *v)
{
    size_t widest = 0;
    for (uint32_t i = 0; i < v->evidence.len; i++) {
        size_t width = gate_utf8_width(v->evidence.items[i]->name);
        if (width > widest) widest = width;
    }
    return widest > 20 ? 20 : (uint32_t)widest;
}

/* An item of a list: "- name  what". [name] may be empty: the same item goes on. */
static void put_item(sheet *s, gate_str name, uint32_t width, gate_str what)
{
    gate_buf text = gate_buf_new(s->arena);
    gate_buf_add(&text, name);
    size_t taken = gate_utf8_width(name);
    gate_buf_repeat(&text, ' ', 2 + (taken < width ? width - taken : 0));
    gate_buf_add(&text, what);
    if (name.len) {
        gate_paper_put(&s->paper, 2, GATE_INK_PLAIN, "-", 4, gate_buf_str(&text));
    } else {
        gate_paper_put(&s->paper, 4 + width, GATE_INK_PLAIN, "-", 6 + width, what);
    }
}

static void put_file(sheet *s, const gate_doc_file *file, gate_str name, uint32_t width)
{
    gate_buf text = gate_buf_new(s->arena);
    gate_buf_add(&text, file->path);
    if (file->by_hand) gate_buf_c(&text, ", bound by hand");
    if (file->older) gate_buf_c(&text, ", older and not used");
    if (file->trouble.len && !gate_str_starts(file->trouble, file->path)) gate_buf_c(&text, ": unusable");
    put_item(s, name, width, gate_buf_str(&text));
    if (!s->options->verbose) return;
    if (file->time.len) gate_paper_put(&s->paper, 6 + width, GATE_INK_PLAIN, "made", 11 + width, file->time);
    if (file->sha256.len == 0) return;
    gate_paper_put(&s->paper, 6 + width, GATE_INK_PLAIN, "size", 11 + width,
                   gate_str_printf(s->arena, "%" PRId64 " bytes", file->size));
    gate_paper_put(&s->paper, 6 + width, GATE_INK_PLAIN, "SHA-256", 14 + width, file->sha256);
}

/* Files beyond a few, and those that were not used, are only counted. */
static void put_more_files(sheet *s, uint32_t hidden, uint32_t older, uint32_t width)
{
    gate_buf text = gate_buf_new(s->arena);
    if (hidden) gate_buf_printf(&text, "%u more", hidden);
    if (older) gate_buf_printf(&text, "%s%u older, not used", hidden ? ", " : "", older);
    if (text.len)
        gate_paper_put(&s->paper, 6 + width, GATE_INK_PLAIN, "and", 10 + width, gate_buf_str(&text));
}

static void put_one_evidence(sheet *s, const gate_doc_evidence *evidence, uint32_t width)
{
    gate_str name = evidence->name;
    bool all = s->options->verbose;
    if (!is_word(evidence->state, "read")) {
        gate_buf text = gate_buf_new(s->arena);
        gate_buf_add(&text, evidence->state);
        gate_buf_c(&text, ": ");
        gate_buf_add(&text, evidence->trouble.len ? evidence->trouble : evidence->pattern);
        put_item(s, name, width, gate_buf_str(&text));
        name = GATE_STR("");
        if (!all) return;
    }
    uint32_t shown = 0, hidden = 0, older = 0;
    for (uint32_t k = 0; k < evidence->files.len; k++) {
        const gate_doc_file *file = evidence->files.items[k];
        if (!all && file->older) {
            older++;
        } else if (!all && shown == MOST_FILES) {
            hidden++;
        } else {
            put_file(s, file, name, width);
            name = GATE_STR("");
            shown++;
        }
    }
    if (shown == 0 && name.len) put_item(s, name, width, evidence->pattern);
    put_more_files(s, hidden, older, width);
}

static void put_evidence(sheet *s)
{
    bool begun = false;
    uint32_t width = widest_evidence(s->verdict);
    for (uint32_t i = 0; i < s->verdict->evidence.len; i++) {
        put_section(s, "Evidence", &begun);
        put_one_evidence(s, s->verdict->evidence.items[i], width);
    }
}

static void put_parameters(sheet *s)
{
    bool begun = false;
    const gate_doc_parameter_list *list = &s->verdict->parameters;
    for (uint32_t i = 0; i < list->len; i++) {
        const gate_doc_parameter *parameter = list->items[i];
        put_section(s, "Parameters", &begun);
        if (i == MOST_PARAMETERS && !s->options->verbose) {
            gate_str more = gate_str_printf(s->arena, "%u more", list->len - MOST_PARAMETERS);
            gate_paper_put(&s->paper, 2, GATE_INK_PLAIN, "and", 6, more);
            break;
        }
        gate_buf text = gate_buf_new(s->arena);
        gate_buf_add(&text, parameter->name);
        gate_buf_c(&text, " = ");
        gate_buf_add(&text, parameter->value);
        gate_buf_c(&text, is_word(parameter->origin, "default") ? ", the default" : ", from ");
        if (!is_word(parameter->origin, "default")) gate_buf_add(&text, parameter->origin);
        if (s->options->verbose && parameter->floor.len) {
            gate_buf_c(&text, ", floor ");
            gate_buf_add(&text, parameter->floor);
        }
        if (s->options->verbose && parameter->ceiling.len) {
            gate_buf_c(&text, ", ceiling ");
            gate_buf_add(&text, parameter->ceiling);
        }
        gate_paper_put(&s->paper, 2, GATE_INK_PLAIN, "-", 4, gate_buf_str(&text));
    }
}

static void put_made(sheet *s)
{
    const gate_doc_verdict *v = s->verdict;
    bool begun = false;
    put_section(s, "Made from", &begun);
    gate_buf time = gate_buf_new(s->arena);
    gate_buf_add(&time, v->now);
    gate_buf_c(&time, is_word(v->now_origin, "given") ? ", as given" : ", by this machine's clock");
    gate_paper_put(&s->paper, 2, GATE_INK_PLAIN, "time", 12, gate_buf_str(&time));
    gate_paper_put(&s->paper, 2, GATE_INK_PLAIN, "gatec", 12, v->gatec);
    if (v->zone_table.len) gate_paper_put(&s->paper, 2, GATE_INK_PLAIN, "zones", 12, v->zone_table);
    gate_paper_put(&s->paper, 2, GATE_INK_PLAIN, "compiled", 12, v->program);
    for (uint32_t i = 0; i < v->sources.len; i++) {
        gate_buf text = gate_buf_new(s->arena);
        gate_buf_add(&text, v->sources.items[i]->name);
        gate_buf_c(&text, ", SHA-256 ");
        gate_buf_add(&text, v->sources.items[i]->sha256);
        const char *kind = gate_str_z(s->arena, v->sources.items[i]->kind);
        gate_paper_put(&s->paper, 2, GATE_INK_PLAIN, kind, 12, gate_buf_str(&text));
    }
}

void gate_report_text(gate_buf *out, const gate_doc_verdict *verdict, const gate_report_options *options)
{
    sheet s = {.verdict = verdict, .options = options, .arena = out->arena};
    s.paper =
        (gate_paper){.out = out, .width = options->width ? options->width : WIDTH, .color = options->color};
    put_head(&s);
    put_bad_blocks(&s);
    if (options->quiet) return;
    put_rows(&s, "Pending", is_pending, NULL);
    put_rows(&s, "Warnings", is_warning, NULL);
    gate_text_waivers(&s.paper, verdict);
    put_rows(&s, "Does not decide", is_notable, NULL);
    put_skipped(&s);
    put_rows(&s, "Passed", is_quiet_pass, gate_text_row_short);
    put_changes(&s);
    put_evidence(&s);
    put_parameters(&s);
    if (options->verbose) put_made(&s);
}
