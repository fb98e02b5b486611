/* The page: the verdict, what would make it GO, the blocks with their rows, and what it was made from. */
#include "report/html.h"

#include "base/utf8.h"
#include "report/brief.h"

#include <inttypes.h>

#define MOST_UNFOLDED 600u  /* rows that stand in no way and are told in full */
#define MOST_ROWS     5000u /* rows of that kind that are listed */
#define TITLE         48u   /* columns of the policy's title in the page's */

static bool is(gate_str text, const char *word)
{
    return gate_html_is(text, word);
}

/* The rows' anchors, in the order of the document: they do not depend on what is shown first. */
typedef struct page {
    gate_html h;
    gate_str **rows;  /* by block, by row */
    gate_str *blocks; /* by block */
    uint32_t listed;
} page;

static void find_anchors(page *p)
{
    gate_html *h = &p->h;
    const gate_doc_block_list *blocks = &h->verdict->blocks;
    p->rows = GATE_ARRAY(h->arena, gate_str *, blocks->len);
    p->blocks = GATE_ARRAY(h->arena, gate_str, blocks->len);
    for (uint32_t i = 0; i < blocks->len; i++) {
        const gate_doc_block *block = blocks->items[i];
        p->blocks[i] = gate_html_id(h, "block-", block->name);
        p->rows[i] = GATE_ARRAY(h->arena, gate_str, block->rows.len);
        for (uint32_t k = 0; k < block->rows.len; k++) {
            const gate_doc_row *row = block->rows.items[k];
            p->rows[i][k] = gate_html_id(h, "row-", row->id);
            if (!gate_map_get(&h->rows, row->id)) (void)gate_map_put(&h->rows, row->id, &p->rows[i][k]);
        }
    }
}

static void find_excerpts(gate_html *h)
{
    for (uint32_t i = 0; i < h->verdict->excerpts.len; i++) {
        gate_doc_excerpt *excerpt = h->verdict->excerpts.items[i];
        gate_map *map = is(excerpt->kind, "policy") ? &h->policy : &h->evidence;
        if (!gate_map_get(map, excerpt->file)) (void)gate_map_put(map, excerpt->file, excerpt);
    }
}

/* -- the head -------------------------------------------------------------------------------------------- */

static gate_str title_of(const gate_doc_verdict *v)
{
    return v->title.len ? v->title : v->policy;
}

static void put_head(gate_html *h)
{
    const gate_doc_verdict *v = h->verdict;
    bool go = is(v->verdict, "GO");
    gate_html_c(h, "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
                   "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; "
                   "style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'\">\n"
                   "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
                   "<meta name=\"color-scheme\" content=\"light dark\">\n<title>");
    gate_html_c(h, go ? "GO: " : "NO-GO: ");
    gate_str title = title_of(v);
    size_t end = gate_utf8_offset(title, TITLE);
    gate_html_value(h, gate_str_sub(title, 0, end));
    gate_html_c(h, end < title.len ? "…</title>\n" : "</title>\n");
    gate_html_printf(
        h,
        "<link rel=\"icon\" href=\"data:image/svg+xml,%%3Csvg xmlns='http://www.w3.org/2000/svg' "
        "viewBox='0 0 16 16'%%3E%%3Ccircle cx='8' cy='8' r='8' fill='%%23%s'/%%3E%%3C/svg%%3E\">\n",
        go ? "1a7f37" : "cf222e");
    gate_html_style(h);
    gate_html_c(h, "</head>\n");
}

static void put_count(gate_html *h, int64_t count, const char *outcome, const char *one, const char *many)
{
    if (count <= 0) return;
    const gate_html_look *look = gate_html_look_of(gate_str_c(outcome));
    gate_html_printf(h, "<li class=\"%s\">", look->tone);
    gate_html_icon(h, look->icon);
    gate_html_printf(h, "<strong>%" PRId64 "</strong> %s</li>\n", count, count == 1 ? one : many);
}

static void put_counts(gate_html *h)
{
    const gate_doc_totals *t = h->verdict->totals;
    if (!t) return;
    gate_html_c(h, "<ul class=\"counts\">\n");
    put_count(h, t->fail, "fail", "fails", "fail");
    put_count(h, t->missing, "missing", "is missing evidence", "are missing evidence");
    put_count(h, t->error, "error", "is in error", "are in error");
    put_count(h, t->firing, "firing", "fires", "fire");
    put_count(h, t->unknown, "unknown", "is unknown", "are unknown");
    put_count(h, t->open, "next", "is not done", "are not done");
    put_count(h, t->early, "early", "is early", "are early");
    put_count(h, t->pending, "pending", "is pending", "are pending");
    put_count(h, t->waived, "waived", "is waived", "are waived");
    put_count(h, t->warn, "warn", "passes with a warning", "pass with a warning");
    put_count(h, t->pass, "pass", "passes", "pass");
    put_count(h, t->inactive, "inactive", "is inactive", "are inactive");
    put_count(h, t->done, "done", "is done", "are done");
    put_count(h, t->skipped, "skipped", "is skipped", "are skipped");
    put_count(h, t->not_deciding, "skipped", "does not decide", "do not decide");
    gate_html_c(h, "</ul>\n");
}

/* What the verdict is about; a text without its quotes. */
static void put_subject(gate_html *h)
{
    gate_str subject = h->verdict->subject;
    if (subject.len == 0) return;
    bool plain =
        subject.len >= 2 && subject.ptr[0] == '"' && gate_str_find(subject, GATE_STR("\\"), 0) == SIZE_MAX;
    gate_html_c(h, "<div><dt>about</dt><dd>");
    gate_html_code(h, plain ? gate_str_sub(subject, 1, subject.len - 1) : subject);
    gate_html_c(h, "</dd></div>\n");
}

static void put_header(gate_html *h)
{
    const gate_doc_verdict *v = h->verdict;
    bool go = is(v->verdict, "GO");
    const gate_doc_totals *t = v->totals;
    gate_html_printf(h, "<header class=\"top %s\">\n<div class=\"wide\">\n<h1><span class=\"verdict\">",
                     go ? "good" : "bad");
    gate_html_icon(h, go ? "pass" : "fail");
    gate_html_printf(h, "%s</span> ", go ? "GO" : "NO-GO");
    gate_html_text(h, title_of(v));
    gate_html_c(h, "</h1>\n");
    if (go && t && (t->waived > 0 || t->warn > 0))
        gate_html_c(
            h, "<p class=\"limits\">Let through with what is marked below as waived or as a warning.</p>\n");
    put_counts(h);
    gate_html_c(h, "<dl class=\"meta\">\n<div><dt>policy</dt><dd>");
    gate_html_code(h, v->policy);
    gate_html_c(h, " in ");
    gate_html_code(h, v->file);
    gate_html_c(h, "</dd></div>\n<div><dt>judged</dt><dd>");
    gate_html_time(h, v->now);
    gate_html_c(h, is(v->now_origin, "given") ? ", as given" : ", by the machine's clock");
    gate_html_c(h, "</dd></div>\n");
    put_subject(h);
    gate_html_c(h, "</dl>\n");
    if (v->only.len) {
        gate_html_c(
            h, "<p class=\"banner warn\">Only these were asked for, and of the others nothing is said: ");
        for (uint32_t i = 0; i < v->only.len; i++) {
            if (i) gate_html_c(h, ", ");
            gate_html_code(h, v->only.items[i]);
        }
        gate_html_c(h, "</p>\n");
    }
    gate_html_c(h, "</div>\n</header>\n");
}

/* -- what would make it GO ------------------------------------------------------------------------------- */

/* Behind the row's id that begins at [at]: the longest that fits, in `ID (owner): …`, `ID, ID: …`; [at] when
 * there is none. */
static size_t behind_row(const gate_html *h, gate_str sentence, size_t at)
{
    size_t best = at;
    for (size_t i = at; i < sentence.len && i < at + 400; i++) {
        if (sentence.ptr[i] != ':' && sentence.ptr[i] != ' ' && sentence.ptr[i] != ',') continue;
        if (gate_html_anchor(h, gate_str_sub(sentence, at, i)).len) best = i;
    }
    return best;
}

/* A sentence that begins with the rows it is about: those become links. */
static void put_change(gate_html *h, gate_str sentence)
{
    size_t at = 0;
    for (;;) {
        size_t end = behind_row(h, sentence, at);
        if (end == at) break;
        gate_str row = gate_str_sub(sentence, at, end);
        gate_html_printf(h, "<a href=\"#" GATE_STR_FMT "\">", GATE_STR_ARG(gate_html_anchor(h, row)));
        gate_html_code(h, row);
        gate_html_c(h, "</a>");
        at = end;
        if (!gate_str_starts(gate_str_sub(sentence, at, sentence.len), GATE_STR(", "))) break;
        if (behind_row(h, sentence, at + 2) == at + 2) break;
        gate_html_c(h, ", ");
        at += 2;
    }
    gate_str rest = gate_str_sub(sentence, at, sentence.len);
    if (at && rest.len && rest.ptr[0] == ' ') {
        gate_html_c(h, " ");
        rest = gate_str_sub(rest, 1, rest.len);
    }
    gate_html_text(h, rest);
}

static void put_changes(gate_html *h)
{
    const gate_strs *change = &h->verdict->change;
    if (change->len == 0) return;
    gate_html_c(h, "<section class=\"todo\" aria-labelledby=\"change\">\n<h2 id=\"change\">What would make "
                   "it GO</h2>\n<ol>\n");
    for (uint32_t i = 0; i < change->len; i++) {
        gate_html_c(h, "<li>");
        put_change(h, change->items[i]);
        gate_html_c(h, "</li>\n");
    }
    gate_html_c(h, "</ol>\n</section>\n");
}

/* -- blocks ------------------------------------------------------------------------------------------------
 */

static const gate_html_look *block_look(const gate_doc_block *block)
{
    static const gate_html_look good = {"", "pass", "", "good"}, bad = {"", "fail", "", "bad"},
                                rest = {"", "skip", "", "rest"};
    if (block->skipped) return &rest;
    return block->good ? &good : &bad;
}

static gate_str decision_of(const gate_doc_block *block)
{
    return block->decision.len ? block->decision : GATE_STR("does not apply");
}

static void put_decision(gate_html *h, const gate_doc_block *block)
{
    const gate_html_look *look = block_look(block);
    gate_html_printf(h, "<span class=\"tag %s\">", look->tone);
    gate_html_icon(h, look->icon);
    gate_html_c(h, "<span>");
    gate_html_text(h, decision_of(block));
    gate_html_c(h, "</span></span>");
}

/* "1 of 2 rows in the way", "14 rows". */
static void put_tally(gate_html *h, const gate_doc_block *block)
{
    uint32_t bad = 0, all = block->rows.len;
    for (uint32_t i = 0; i < all; i++)
        bad += gate_brief_blocks(block->rows.items[i]);
    if (bad)
        gate_html_printf(h, "%u of %u row%s in the way", bad, all, all == 1 ? "" : "s");
    else
        gate_html_printf(h, "%u row%s", all, all == 1 ? "" : "s");
}

/* The blocks at a glance, each a link. */
static void put_overview(page *p)
{
    gate_html *h = &p->h;
    const gate_doc_block_list *blocks = &h->verdict->blocks;
    if (blocks->len < 2) return;
    gate_html_c(h, "<nav class=\"overview\" aria-label=\"Blocks\">\n<ul>\n");
    for (uint32_t i = 0; i < blocks->len; i++) {
        const gate_doc_block *block = blocks->items[i];
        gate_html_printf(h, "<li class=\"%s\"><a href=\"#" GATE_STR_FMT "\">", block_look(block)->tone,
                         GATE_STR_ARG(p->blocks[i]));
        put_decision(h, block);
        gate_html_c(h, " <span class=\"title\">");
        gate_html_text(h, block->title.len ? block->title : block->name);
        gate_html_c(h, "</span> <span class=\"dim\">");
        put_tally(h, block);
        gate_html_c(h, "</span></a></li>\n");
    }
    gate_html_c(h, "</ul>\n</nav>\n");
}

static void put_call(page *p, gate_str name)
{
    gate_html *h = &p->h;
    const gate_doc_block_list *blocks = &h->verdict->blocks;
    gate_html_c(h, "<p class=\"note\">Calls for the procedure ");
    for (uint32_t i = 0; i < blocks->len; i++) {
        const gate_doc_block *block = blocks->items[i];
        if (!gate_str_eq(block->name, name)) continue;
        gate_html_printf(h, "<a href=\"#" GATE_STR_FMT "\">", GATE_STR_ARG(p->blocks[i]));
        gate_html_text(h, block->title.len ? block->title : name);
        gate_html_c(h, "</a>");
        if (block->decision.len) {
            gate_html_c(h, ", which is ");
            gate_html_text(h, block->decision);
        }
        gate_html_c(h, ".</p>\n");
        return;
    }
    gate_html_code(h, name);
    gate_html_c(h, ".</p>\n");
}

static void put_notes(page *p, const gate_doc_block *block)
{
    gate_html *h = &p->h;
    for (uint32_t i = 0; i < block->calls.len; i++)
        put_call(p, block->calls.items[i]);
    if (block->next.len) {
        gate_str anchor = gate_html_anchor(h, block->next);
        gate_html_c(h, "<p class=\"note\">The next step is ");
        if (anchor.len) gate_html_printf(h, "<a href=\"#" GATE_STR_FMT "\">", GATE_STR_ARG(anchor));
        gate_html_code(h, block->next);
        gate_html_c(h, anchor.len ? "</a>.</p>\n" : ".</p>\n");
    }
    if (block->windows >= 0) {
        gate_html_printf(h, "<p class=\"note\">%" PRId64 " window%s judged", block->windows,
                         block->windows == 1 ? " was" : "s were");
        if (block->least >= 0)
            gate_html_printf(h, ", %" PRId64 " %s needed", block->least, block->least == 1 ? "is" : "are");
        if (block->left_out > 0)
            gate_html_printf(h, ", %" PRId64 " left out by <code>where</code>", block->left_out);
        gate_html_c(h, ".</p>\n");
    }
    if (block->brief > 0)
        gate_html_printf(h, "<p class=\"note\">Of %" PRId64 " row%s there is the outcome alone.</p>\n", block->brief,
                         block->brief == 1 ? "" : "s");
    if (block->because.len == 0) return;
    gate_html_c(h, "<dl class=\"facts\">\n");
    const gate_doc_reading as_reading = {
        .state = block->trouble, .because = block->because, .from = block->from};
    if (block->trouble.len) {
        gate_html_reading(h, &as_reading, "error");
    } else {
        gate_html_c(h, "<div class=\"fact\"><dt>because</dt><dd>");
        gate_html_text(h, block->because);
        gate_html_c(h, "</dd></div>\n");
    }
    gate_html_c(h, "</dl>\n");
}

/* The rows that stand in no way are listed up to a number, then counted. */
static void put_rows(page *p, const gate_doc_block *block, const gate_str *anchors)
{
    gate_html *h = &p->h;
    uint32_t left = 0;
    for (uint32_t i = 0; i < block->rows.len; i++) {
        const gate_doc_row *row = block->rows.items[i];
        if (!gate_brief_blocks(row) && p->listed++ >= MOST_ROWS) {
            left++;
            continue;
        }
        gate_html_row(h, block, row, anchors[i]);
    }
    if (left)
        gate_html_printf(
            h,
            "<p class=\"note\">%u more row%s that stand in no way %s not listed; the document has "
            "them all.</p>\n",
            left, left == 1 ? "" : "s", left == 1 ? "is" : "are");
}

static void put_block(page *p, uint32_t index)
{
    gate_html *h = &p->h;
    const gate_doc_block *block = h->verdict->blocks.items[index];
    gate_html_printf(h,
                     "<section class=\"block %s%s\" aria-labelledby=\"" GATE_STR_FMT
                     "\">\n<h2 id=\"" GATE_STR_FMT "\">",
                     block_look(block)->tone, gate_brief_block_blocks(block) ? " is-bad" : "",
                     GATE_STR_ARG(p->blocks[index]), GATE_STR_ARG(p->blocks[index]));
    put_decision(h, block);
    gate_html_c(h, " ");
    gate_html_text(h, block->title.len ? block->title : block->name);
    gate_html_c(h, "</h2>\n<p class=\"about\">");
    gate_html_text(h, block->kind);
    if (block->title.len) {
        gate_html_c(h, " ");
        gate_html_code(h, block->name);
    }
    gate_html_c(h, " · ");
    put_tally(h, block);
    gate_html_c(h, "</p>\n");
    put_notes(p, block);
    for (uint32_t i = 0; i < block->conditions.len; i++) {
        if (block->skipped || block->conditions.items[i]->blocks || block->trouble.len)
            gate_html_clause(h, block->conditions.items[i]);
    }
    put_rows(p, block, p->rows[index]);
    gate_html_c(h, "</section>\n");
}

/* What comes out well stands behind the rest; each in the order of the policy. */
static void put_blocks(page *p)
{
    const gate_doc_block_list *blocks = &p->h.verdict->blocks;
    for (uint32_t turn = 0; turn < 3; turn++) {
        for (uint32_t i = 0; i < blocks->len; i++) {
            const gate_doc_block *block = blocks->items[i];
            uint32_t rank = block->skipped ? 2 : block->good ? 1 : 0;
            if (rank == turn) put_block(p, i);
        }
    }
}

/* -- the filter ---------------------------------------------------------------------------------------------
 */

static void put_choice(gate_html *h, const char *name, const char *words, uint32_t count)
{
    bool all = gate_html_is(gate_str_c(name), "all");
    if (count == 0) return;
    gate_html_printf(h,
                     "<label><input type=\"radio\" name=\"show\" id=\"show-%s\"%s> %s "
                     "<span class=\"dim\">%u</span></label>\n",
                     name, all ? " checked" : "", words, count);
}

static void put_filter(gate_html *h)
{
    uint32_t bad = 0, warn = 0, good = 0, all = 0;
    for (uint32_t i = 0; i < h->verdict->blocks.len; i++) {
        const gate_doc_block *block = h->verdict->blocks.items[i];
        all += block->rows.len;
        for (uint32_t k = 0; k < block->rows.len; k++) {
            gate_str group = gate_str_c(gate_html_group(block->rows.items[k]));
            bad += is(group, "bad");
            warn += is(group, "warn");
            good += is(group, "good");
        }
    }
    bool alike = bad == all || warn == all || good == all;
    if (all < 2 || alike) return;
    gate_html_c(h, "<fieldset class=\"filter\">\n<legend>Show rows</legend>\n");
    put_choice(h, "all", "all", all);
    put_choice(h, "bad", "in the way", bad);
    put_choice(h, "warn", "warnings and waivers", warn);
    put_choice(h, "good", "in order", good);
    put_choice(h, "rest", "others", all - bad - warn - good);
    gate_html_c(h, "</fieldset>\n");
}

/* -- the whole ----------------------------------------------------------------------------------------------
 */

void gate_report_html(gate_buf *out, const gate_doc_verdict *verdict, const gate_report_options *options)
{
    (void)options;
    page p = {.h = {.out = out, .arena = out->arena, .verdict = verdict, .room = MOST_UNFOLDED}};
    gate_html *h = &p.h;
    h->policy = gate_map_new(h->arena);
    h->evidence = gate_map_new(h->arena);
    h->ids = gate_map_new(h->arena);
    h->rows = gate_map_new(h->arena);
    find_anchors(&p);
    find_excerpts(h);
    put_head(h);
    gate_html_c(h, "<body>\n");
    gate_html_symbols(h);
    gate_html_c(h, "<a class=\"skip\" href=\"#rows\">To the rows</a>\n");
    put_header(h);
    gate_html_c(h, "<main class=\"wide\">\n");
    put_overview(&p);
    put_changes(h);
    gate_html_c(h, "<div id=\"rows\">\n");
    put_filter(h);
    put_blocks(&p);
    gate_html_c(h, "</div>\n");
    gate_html_waivers(h);
    gate_html_inputs(h);
    gate_html_c(h, "</main>\n<footer class=\"wide\"><p>Made by gatec ");
    gate_html_text(h, verdict->gatec);
    gate_html_c(h, " from the verdict document alone. <code>gatec verify</code> says whether it still "
                   "holds.</p></footer>\n"
                   "</body>\n</html>\n");
}
