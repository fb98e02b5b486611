#include "report/brief.h"

static bool is(gate_str text, const char *word)
{
    return gate_str_eq_c(text, word);
}

gate_brief_kind gate_brief_kind_of(const gate_doc_row *row)
{
    if (is(row->outcome, "pass") || is(row->outcome, "inactive") || is(row->outcome, "pending") ||
        is(row->outcome, "done"))
        return GATE_BRIEF_PASS;
    if (is(row->outcome, "warn")) return GATE_BRIEF_WARN;
    if (is(row->outcome, "waived") || is(row->outcome, "skipped")) return GATE_BRIEF_SKIPPED;
    if (!row->decides) return GATE_BRIEF_ADVISORY;
    bool unjudged = is(row->outcome, "missing") || is(row->outcome, "error") || is(row->outcome, "unknown");
    return unjudged ? GATE_BRIEF_MISSING : GATE_BRIEF_FAIL;
}

bool gate_brief_blocks(const gate_doc_row *row)
{
    gate_brief_kind kind = gate_brief_kind_of(row);
    return kind == GATE_BRIEF_FAIL || kind == GATE_BRIEF_MISSING;
}

static void next(gate_buf *out, size_t begun)
{
    if (out->len > begun) gate_buf_c(out, "; ");
}

/* Clauses that wait for one file say the same: once is enough. */
static bool said_before(const gate_doc_row *row, uint32_t clause, gate_str sentence)
{
    for (uint32_t i = 0; i < clause; i++) {
        const gate_strs *change = &row->clauses.items[i]->change;
        for (uint32_t k = 0; k < change->len; k++) {
            if (gate_str_eq(change->items[k], sentence)) return true;
        }
    }
    return false;
}

static void clause_why(gate_buf *out, const gate_doc_row *row, uint32_t index, size_t begun)
{
    const gate_doc_clause *clause = row->clauses.items[index];
    if (clause->message.len) {
        next(out, begun);
        gate_buf_add(out, clause->message);
    }
    for (uint32_t i = 0; i < clause->change.len; i++) {
        if (said_before(row, index, clause->change.items[i])) continue;
        next(out, begun);
        gate_buf_add(out, clause->change.items[i]);
    }
}

void gate_brief_why(gate_buf *out, const gate_doc_row *row)
{
    size_t begun = out->len;
    gate_buf_add(out, row->because);
    if (row->finding.len) {
        next(out, begun);
        gate_buf_add(out, row->finding);
    }
    bool warns = is(row->outcome, "warn");
    for (uint32_t i = 0; i < row->clauses.len; i++) {
        const gate_doc_clause *clause = row->clauses.items[i];
        bool speaks = clause->blocks || (warns && is(clause->kind, "warn when") && !is(clause->outcome, "false"));
        if (!speaks) continue;
        size_t before = out->len;
        clause_why(out, row, i, begun);
        if (out->len == before && row->finding.len == 0 && clause->change.len == 0) {
            next(out, begun);
            gate_buf_add(out, clause->text);
        }
    }
}

gate_str gate_brief_owner(gate_arena *arena, const gate_doc_row *row)
{
    if (!row->owner) return GATE_STR("");
    gate_buf text = gate_buf_new(arena);
    gate_buf_add(&text, row->owner->name);
    if (row->owner->title.len) {
        gate_buf_c(&text, ", ");
        gate_buf_add(&text, row->owner->title);
    }
    return gate_buf_str(&text);
}

gate_str gate_brief_title(const gate_doc_row *row)
{
    return row->title.len ? row->title : row->id;
}

void gate_brief_rows(const gate_doc_verdict *verdict, gate_brief_visit *visit, void *context)
{
    for (uint32_t b = 0; b < verdict->blocks.len; b++) {
        const gate_doc_block *block = verdict->blocks.items[b];
        for (uint32_t r = 0; r < block->rows.len; r++) visit(context, block, block->rows.items[r]);
    }
}

bool gate_brief_block_blocks(const gate_doc_block *block)
{
    if (block->good) return false;
    for (uint32_t r = 0; r < block->rows.len; r++) {
        if (gate_brief_blocks(block->rows.items[r])) return false;
    }
    return true;
}

static void count_more(void *context, const gate_doc_block *block, const gate_doc_row *row)
{
    (void)block;
    uint32_t *count = context;
    *count += row->brief && gate_brief_blocks(row);
}

uint32_t gate_brief_more(const gate_doc_verdict *verdict)
{
    uint32_t count = 0;
    gate_brief_rows(verdict, count_more, &count);
    return count;
}

gate_str gate_brief_word(gate_arena *arena, const gate_doc_verdict *verdict)
{
    const gate_doc_totals *totals = verdict->totals;
    gate_buf out = gate_buf_new(arena);
    gate_buf_add(&out, verdict->verdict);
    if (!totals || !gate_str_eq_c(verdict->verdict, "GO")) return gate_buf_str(&out);
    const char *link = " with ";
    if (totals->waived) {
        gate_buf_printf(&out, "%s%lld waiver%s", link, (long long)totals->waived, totals->waived == 1 ? "" : "s");
        link = " and ";
    }
    if (totals->warn) gate_buf_printf(&out, "%s%lld warning%s", link, (long long)totals->warn, totals->warn == 1 ? "" : "s");
    return gate_buf_str(&out);
}

gate_str gate_brief_only(gate_arena *arena, const gate_doc_verdict *verdict)
{
    gate_buf out = gate_buf_new(arena);
    for (uint32_t i = 0; i < verdict->only.len; i++) {
        if (i) gate_buf_c(&out, ", ");
        gate_buf_add(&out, verdict->only.items[i]);
    }
    return gate_buf_str(&out);
}

static const gate_doc_origin *located(const gate_doc_origin_list *list)
{
    for (uint32_t i = 0; i < list->len; i++) {
        if (list->items[i]->file.len && list->items[i]->line >= 1) return list->items[i];
    }
    return NULL;
}

static const gate_doc_origin *reason_origin(const gate_doc_reason *reason)
{
    if (!reason) return NULL;
    for (uint32_t i = 0; i < reason->readings.len; i++) {
        const gate_doc_origin *found = located(&reason->readings.items[i]->from);
        if (found) return found;
    }
    for (uint32_t i = 0; i < reason->children.len; i++) {
        const gate_doc_origin *found = reason_origin(reason->children.items[i]);
        if (found) return found;
    }
    return NULL;
}

const gate_doc_origin *gate_brief_origin(const gate_doc_row *row)
{
    const gate_doc_origin *found = located(&row->from);
    for (uint32_t i = 0; !found && i < row->clauses.len; i++) {
        if (row->clauses.items[i]->blocks) found = reason_origin(row->clauses.items[i]->reason);
    }
    return found;
}
