/* What the text says of rollbacks, procedures and waivers beside their rows. */
#include "report/text.h"

#include "base/instant.h"

#include <inttypes.h>

static bool is_word(gate_str text, const char *word)
{
    return gate_str_eq_c(text, word);
}

static const gate_doc_block *block_named(const gate_doc_verdict *verdict, gate_str name)
{
    for (uint32_t i = 0; i < verdict->blocks.len; i++) {
        if (gate_str_eq(verdict->blocks.items[i]->name, name)) return verdict->blocks.items[i];
    }
    return NULL;
}

static const gate_doc_row *row_named(const gate_doc_block *block, gate_str id)
{
    for (uint32_t i = 0; i < block->rows.len; i++) {
        if (gate_str_eq(block->rows.items[i]->id, id)) return block->rows.items[i];
    }
    return NULL;
}

/* "minimal: IN-PROGRESS, next is minimal.revert, Revert to … (sre, SRE/ops owner)". */
static void put_call(gate_paper *paper, const gate_doc_verdict *verdict, gate_str name)
{
    const gate_doc_block *block = block_named(verdict, name);
    gate_buf text = gate_buf_new(paper->out->arena);
    gate_buf_add(&text, name);
    if (block && block->decision.len) {
        gate_buf_c(&text, ": ");
        gate_buf_add(&text, block->decision);
    }
    const gate_doc_row *next = block && block->next.len ? row_named(block, block->next) : NULL;
    if (next) {
        gate_buf_c(&text, is_word(next->outcome, "early") ? ", mend the order at " : ", next is ");
        gate_buf_add(&text, next->id);
        if (next->title.len) {
            gate_buf_c(&text, ", ");
            gate_buf_add(&text, next->title);
        }
        if (next->owner) {
            gate_buf_c(&text, " (");
            gate_buf_add(&text, next->owner->name);
            gate_buf_c(&text, next->owner->title.len ? ", " : "");
            gate_buf_add(&text, next->owner->title);
            gate_buf_c(&text, ")");
        }
        if (next->late) gate_buf_c(&text, "; late");
    }
    gate_paper_put(paper, 4, GATE_INK_BOLD, "follow", 4 + GATE_TEXT_LABEL, gate_buf_str(&text));
}

void gate_text_calls(gate_paper *paper, const gate_doc_verdict *verdict, const gate_doc_block *block)
{
    for (uint32_t i = 0; i < block->calls.len; i++)
        put_call(paper, verdict, block->calls.items[i]);
    if (block->windows < 0) return;
    gate_buf text = gate_buf_new(paper->out->arena);
    gate_buf_printf(&text, "%" PRId64 " judged, %" PRId64 " needed", block->windows, block->least);
    if (block->left_out > 0) gate_buf_printf(&text, ", %" PRId64 " left out by `where`", block->left_out);
    gate_paper_put(paper, 4, GATE_INK_PLAIN, "windows", 4 + GATE_TEXT_LABEL, gate_buf_str(&text));
}

/* -- waivers ------------------------------------------------------------------------------------------ */

static bool parse(gate_str text, gate_instant *out)
{
    bool zoned = false;
    return gate_instant_parse(text, out, &zoned);
}

/* The largest unit of which it is one or more, rounded down: nobody is promised more than there is. */
static void put_span(gate_buf *out, int64_t seconds)
{
    if (seconds >= 86400)
        gate_buf_printf(out, "%" PRId64 " d", seconds / 86400);
    else if (seconds >= 3600)
        gate_buf_printf(out, "%" PRId64 " h", seconds / 3600);
    else if (seconds >= 60)
        gate_buf_printf(out, "%" PRId64 " min", seconds / 60);
    else
        gate_buf_printf(out, "%" PRId64 " s", seconds);
}

void gate_text_expires(gate_buf *out, const gate_doc_verdict *verdict)
{
    gate_instant now, first = {0}, at;
    uint32_t count = 0;
    if (!parse(verdict->now, &now)) return;
    for (uint32_t i = 0; i < verdict->waivers.len; i++) {
        const gate_doc_waiver *waiver = verdict->waivers.items[i];
        if (!waiver->counts || !parse(waiver->expires, &at)) continue;
        if (count++ == 0 || gate_instant_cmp(at, first) < 0) first = at;
    }
    if (count == 0) return;
    gate_buf_c(out, count == 1 ? ", expires in " : ", the first expires in ");
    put_span(out, gate_instant_diff(first, now).sec);
}

static void put_waiver(gate_paper *paper, const gate_doc_waiver *waiver)
{
    gate_buf text = gate_buf_new(paper->out->arena);
    gate_buf_printf(&text, "[%" PRId64 "] ", waiver->index);
    gate_buf_add(&text, waiver->row.len ? waiver->row : GATE_STR("(no row)"));
    if (waiver->counts) {
        gate_buf_c(&text, ", until ");
        gate_buf_add(&text, waiver->expires);
    } else {
        gate_buf_c(&text, " does not count: ");
        gate_buf_add(&text, waiver->refusal.len ? waiver->refusal : GATE_STR("its row was not asked for"));
    }
    gate_paper_put(paper, 2, waiver->counts ? GATE_INK_WARN : GATE_INK_PLAIN, waiver->counts ? "~" : "-", 4,
                   gate_buf_str(&text));
}

void gate_text_waivers(gate_paper *paper, const gate_doc_verdict *verdict)
{
    if (verdict->waivers.len == 0 && verdict->waivers_trouble.len == 0) return;
    gate_paper_gap(paper);
    gate_paper_put(paper, 0, GATE_INK_BOLD, "Waivers", 0, GATE_STR(""));
    if (verdict->waivers_trouble.len)
        gate_paper_put(paper, 2, GATE_INK_WARN, "error", 12, verdict->waivers_trouble);
    for (uint32_t i = 0; i < verdict->waivers.len; i++)
        put_waiver(paper, verdict->waivers.items[i]);
}
