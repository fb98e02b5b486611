#include "report/compare.h"

#include "report/paper.h"

#include <inttypes.h>

#define WIDTH  80u
#define DIGEST 12u /* digits of a digest that are shown to people */

static bool is_digest(gate_str text)
{
    if (text.len != 64) return false;
    for (size_t i = 0; i < text.len; i++) {
        char c = text.ptr[i];
        if (!((c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'))) return false;
    }
    return true;
}

/* One side of a change: a digest is cut, what is not there is said so. */
static void put_side(gate_buf *out, gate_str text)
{
    if (text.len == 0) {
        gate_buf_c(out, "not there");
    } else if (is_digest(text)) {
        gate_buf_c(out, "SHA-256 ");
        gate_buf_add(out, gate_str_sub(text, 0, DIGEST));
    } else {
        gate_buf_add(out, text);
    }
}

static const char *title_of(gate_change_kind kind)
{
    switch (kind) {
    case GATE_CHANGE_VERDICT:
        return "Verdict";
    case GATE_CHANGE_BLOCK:
        return "Blocks";
    case GATE_CHANGE_ROW:
        return "Rows";
    case GATE_CHANGE_VALUE:
        return "Values";
    case GATE_CHANGE_EVIDENCE:
        return "Evidence";
    case GATE_CHANGE_SOURCE:
        return "Policy";
    case GATE_CHANGE_PARAMETER:
        return "Parameters";
    case GATE_CHANGE_OTHER:
        return "The document";
    }
    return "";
}

static const char *word_of(gate_change_kind kind)
{
    static const char *const words[] = {"verdict",  "block",  "row",       "value",
                                        "evidence", "source", "parameter", "other"};
    return words[kind];
}

/* "c.i: pass → fail", "e, e.json: SHA-256 0123… → not there", "c.i: `e.n` 3 → 5 (+2)". */
static void put_change(gate_paper *paper, const gate_change *change)
{
    gate_buf text = gate_buf_new(paper->out->arena);
    gate_buf_add(&text, change->name);
    if (change->kind == GATE_CHANGE_OTHER) {
        gate_buf_c(&text, " is another");
    } else if (change->kind == GATE_CHANGE_ROW && gate_str_eq(change->before, change->after)) {
        gate_buf_c(&text, ": ");
        gate_buf_add(&text, change->after);
        gate_buf_c(&text, " as before, but ");
        gate_buf_add(&text, change->what);
        gate_buf_c(&text, " is another");
    } else {
        if (change->what.len) {
            gate_buf_c(&text, change->kind == GATE_CHANGE_VALUE ? ": `" : ", ");
            gate_buf_add(&text, change->what);
            gate_buf_c(&text, change->kind == GATE_CHANGE_VALUE ? "` " : ": ");
        } else {
            gate_buf_c(&text, ": ");
        }
        put_side(&text, change->before);
        gate_buf_c(&text, " → ");
        put_side(&text, change->after);
        if (change->by.len) {
            gate_buf_c(&text, " (");
            gate_buf_add(&text, change->by);
            gate_buf_c(&text, ")");
        }
    }
    const char *sign = change->worse ? "✗" : change->better ? "✓" : "-";
    gate_ink ink = change->worse ? GATE_INK_BAD : change->better ? GATE_INK_GOOD : GATE_INK_PLAIN;
    gate_paper_put(paper, 2, ink, sign, 4, gate_buf_str(&text));
}

/* Did the verdict, a block or a row get better? */
static bool is_better(const gate_comparison *comparison)
{
    for (uint32_t i = 0; i < comparison->changes.len; i++) {
        if (comparison->changes.items[i].better) return true;
    }
    return false;
}

static void put_head(gate_paper *paper, const gate_comparison *comparison, bool verified)
{
    const gate_doc_verdict *a = comparison->before, *b = comparison->after;
    const char *head = "CHANGED";
    gate_ink ink = GATE_INK_WARN;
    if (comparison->changes.len == 0) {
        head = "SAME";
        ink = GATE_INK_GOOD;
    } else if (verified) {
        head = "DIFFERS";
        ink = GATE_INK_BAD;
    } else if (comparison->worse) {
        head = "WORSE";
        ink = GATE_INK_BAD;
    } else if (is_better(comparison)) {
        head = "BETTER";
        ink = GATE_INK_GOOD;
    }
    gate_buf text = gate_buf_new(paper->out->arena);
    gate_buf_add(&text, a->title.len ? a->title : a->policy);
    gate_buf_c(&text, ": ");
    gate_buf_add(&text, a->verdict);
    if (!b) {
        gate_buf_c(&text, ", not judged again");
    } else if (!verified || !gate_str_eq(a->verdict, b->verdict)) {
        gate_buf_c(&text, " → ");
        gate_buf_add(&text, b->verdict);
    }
    gate_buf_c(&text, ", as of ");
    gate_buf_add(&text, a->now);
    if (b && !gate_str_eq(a->now, b->now)) {
        gate_buf_c(&text, " → ");
        gate_buf_add(&text, b->now);
    }
    gate_paper_put(paper, 0, ink, head, (uint32_t)gate_str_c(head).len + 2, gate_buf_str(&text));
    if (b && verified && !gate_str_eq(a->gatec, b->gatec))
        gate_paper_put(paper, 2, GATE_INK_PLAIN, "gatec", 9,
                       gate_str_printf(paper->out->arena, GATE_STR_FMT " → " GATE_STR_FMT,
                                       GATE_STR_ARG(a->gatec), GATE_STR_ARG(b->gatec)));
}

static void put_same(gate_paper *paper, const gate_doc_verdict *verdict)
{
    uint32_t files = 0;
    for (uint32_t i = 0; i < verdict->evidence.len; i++)
        files += verdict->evidence.items[i]->files.len;
    gate_paper_put(paper, 2, GATE_INK_PLAIN, "-", 4,
                   gate_str_printf(paper->out->arena,
                                   "%u of the policy's texts, %u files of evidence and %" PRId64
                                   " rows are what the verdict says they are",
                                   verdict->sources.len, files, verdict->totals->rows));
}

void gate_compare_text(gate_buf *out, const gate_comparison *comparison, bool verified,
                       const gate_report_options *options)
{
    gate_paper paper = {
        .out = out, .width = options->width ? options->width : WIDTH, .color = options->color};
    put_head(&paper, comparison, verified);
    if (verified && comparison->changes.len == 0) put_same(&paper, comparison->before);
    for (uint32_t i = 0; i < comparison->changes.len; i++) {
        const gate_change *change = &comparison->changes.items[i];
        if (i == 0 || change->kind != comparison->changes.items[i - 1].kind) {
            gate_paper_gap(&paper);
            gate_paper_put(&paper, 0, GATE_INK_BOLD, title_of(change->kind), 0, GATE_STR(""));
        }
        put_change(&paper, change);
    }
}

/* -- JSON --------------------------------------------------------------------------------------------------
 */

static gate_doc_side *side_of(gate_arena *arena, const gate_doc_verdict *verdict)
{
    if (!verdict) return NULL;
    gate_doc_side *side = gate_doc_new_side(arena);
    side->verdict = verdict->verdict;
    side->policy = verdict->policy;
    side->file = verdict->file;
    side->now = verdict->now;
    side->gatec = verdict->gatec;
    return side;
}

void gate_compare_json(gate_buf *out, const gate_comparison *comparison, bool verified)
{
    gate_doc_comparison *document = gate_doc_new_comparison(out->arena);
    document->same = comparison->changes.len == 0;
    if (!verified) document->worse = comparison->worse;
    document->before = side_of(out->arena, comparison->before);
    document->after = side_of(out->arena, comparison->after);
    for (uint32_t i = 0; i < comparison->changes.len; i++) {
        const gate_change *from = &comparison->changes.items[i];
        gate_doc_change *change = gate_doc_new_change(out->arena);
        change->kind = gate_str_c(word_of(from->kind));
        change->name = from->name;
        change->what = from->what;
        change->before = from->before;
        change->after = from->after;
        change->by = from->by;
        change->worse = from->worse;
        change->better = from->better;
        gate_vec_push(out->arena, &document->changes, change);
    }
    gate_doc_write_comparison(out, document);
}
