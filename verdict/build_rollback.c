/* Rollback blocks: from their triggers to ROLLBACK, HOLD or STEADY, and to the procedure that is called for.
 */
#include "verdict/builder.h"

/* What a `then` among the clauses says; NULL when there is none. */
static const gate_p_clause *then_of(const gate_builder *b, const gate_clause_result *clauses, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++) {
        const gate_p_clause *clause = &b->program->clauses[clauses[i].clause];
        if (clause->kind == GATE_CLAUSE_THEN) return clause;
    }
    return NULL;
}

/* What a trigger of the block leads to: its own `then`, else the block's; NULL: nothing is said. */
static const gate_p_clause *leads_to(const gate_builder *b, const gate_block_result *block,
                                     const gate_row_result *row)
{
    const gate_p_clause *own = then_of(b, row->clauses, row->clause_count);
    return own ? own : then_of(b, block->clauses, block->clause_count);
}

static bool holds_back(const gate_p_clause *then)
{
    return then && then->target == GATE_NO;
}

/* A trigger that decides, fires, and starts a rollback. */
static bool starts(gate_builder *b, const gate_block_result *block, const gate_row_result *row)
{
    uint32_t pending, needed;
    return gate_build_decides(b, row) && !holds_back(leads_to(b, block, row)) &&
           gate_build_trigger_state(b, row, &pending, &needed) == GATE_TRIGGER_FIRING;
}

static bool is_asked(const gate_builder *b, const gate_p_block *block, const gate_row_result *row)
{
    return gate_build_wanted(b, block, &b->program->rows[row->row]);
}

void gate_build_calls(gate_builder *b)
{
    const gate_program *p = b->program;
    b->named = GATE_ARRAY(b->arena, bool, p->blocks_count);
    b->called = GATE_ARRAY(b->arena, bool, p->blocks_count);
    for (uint32_t i = 0; i < p->clauses_count; i++) {
        const gate_p_clause *clause = &p->clauses[i];
        if (clause->kind == GATE_CLAUSE_THEN && clause->target < p->blocks_count)
            b->named[clause->target] = true;
    }
    for (uint32_t i = 0; i < b->input->run->block_count; i++) {
        const gate_block_result *block = &b->input->run->blocks[i];
        const gate_p_block *declared = &p->blocks[block->block];
        if (declared->kind != GATE_BLOCK_ROLLBACK || !block->applies) continue;
        for (uint32_t r = 0; r < block->row_count; r++) {
            const gate_p_clause *then = leads_to(b, block, &block->rows[r]);
            if (!then || then->target >= p->blocks_count) continue;
            if (starts(b, block, &block->rows[r])) b->called[then->target] = true;
        }
    }
}

/* -- triggers -------------------------------------------------------------------------------------------- */

/* A trigger that does not fire, and of whose newest window nothing is known: that is seen only if it is said. */
static gate_str blind_end(gate_builder *b, const gate_doc_row *row)
{
    for (uint32_t i = 0; i < row->clauses.len; i++) {
        const gate_doc_series *series = row->clauses.items[i]->series;
        if (!series || series->windows.len == 0) continue;
        const gate_doc_window *last = series->windows.items[series->windows.len - 1];
        if (!gate_str_eq_c(last->state, "unknown")) continue;
        gate_buf out = gate_buf_new(b->arena);
        gate_buf_c(&out, "nothing is known of the newest window");
        if (last->index >= 0) gate_buf_printf(&out, " [%lld]", (long long)last->index);
        if (last->start.len) {
            gate_buf_c(&out, last->index >= 0 ? " (" : ", which should begin at ");
            gate_buf_add(&out, last->start);
            gate_buf_c(&out, last->index >= 0 ? ")" : "");
        }
        gate_buf_c(&out, ": ");
        gate_buf_add(&out, last->because);
        return gate_buf_str(&out);
    }
    return GATE_STR("");
}

static gate_str finding(gate_builder *b, const gate_doc_row *row, gate_trigger_state state, uint32_t pending,
                        uint32_t needed)
{
    for (uint32_t i = 0; i < row->clauses.len; i++) {
        const gate_doc_clause *clause = row->clauses.items[i];
        bool makes_it = clause->series && state != GATE_TRIGGER_INACTIVE && clause->series->state.len &&
                        gate_str_eq_c(clause->series->state, state == GATE_TRIGGER_FIRING    ? "firing"
                                                             : state == GATE_TRIGGER_PENDING ? "pending"
                                                                                             : "unknown");
        if (makes_it) return clause->series->says;
    }
    if (state == GATE_TRIGGER_INACTIVE) return blind_end(b, row);
    return state == GATE_TRIGGER_PENDING ? gate_str_printf(b->arena, "%u of %u", pending, needed)
                                         : GATE_STR("");
}

static gate_end end_of(gate_trigger_state state)
{
    switch (state) {
    case GATE_TRIGGER_FIRING:
        return GATE_END_FIRING;
    case GATE_TRIGGER_PENDING:
        return GATE_END_PENDING;
    case GATE_TRIGGER_INACTIVE:
        return GATE_END_INACTIVE;
    case GATE_TRIGGER_UNKNOWN:
        break;
    }
    return GATE_END_UNKNOWN;
}

/* How the triggers that decide came out. */
typedef struct tally {
    uint32_t deciding, rolls, holds, unknown;
} tally;

static void build_trigger(gate_builder *b, gate_doc_block *into, const gate_block_result *block,
                          const gate_row_result *result, tally *seen)
{
    uint32_t pending = 0, needed = 0;
    gate_doc_row *row = gate_build_row_head(b, &b->program->blocks[block->block], result);
    gate_trigger_state state = gate_build_trigger_state(b, result, &pending, &needed);
    const gate_p_clause *then = leads_to(b, block, result);
    gate_build_clauses(b, row, result, -1);
    row->finding = finding(b, row, state, pending, needed);
    if (state == GATE_TRIGGER_FIRING && then) {
        row->then = GATE_STR("hold");
        if (then->target < b->program->blocks_count)
            row->then = gate_build_text(b, b->program->blocks[then->target].name);
    }
    if (row->decides) {
        bool fires = state == GATE_TRIGGER_FIRING;
        seen->deciding++;
        seen->rolls += fires && !holds_back(then);
        seen->holds += fires && holds_back(then);
        seen->unknown += state == GATE_TRIGGER_UNKNOWN;
    }
    gate_build_finish(b, into, row, end_of(state), state == GATE_TRIGGER_UNKNOWN);
    if (state != GATE_TRIGGER_FIRING || !row->decides) return;
    gate_str sentence = GATE_STR("roll back: while this trigger fires, nothing else makes it GO");
    if (holds_back(then))
        sentence = GATE_STR("the release is held while this trigger fires");
    else if (then)
        sentence = gate_str_printf(b->arena,
                                   "roll back, by the procedure `" GATE_STR_FMT
                                   "`: while this trigger fires, nothing else makes it GO",
                                   GATE_STR_ARG(row->then));
    gate_build_change(b, row, sentence);
}

static void list_calls(gate_builder *b, gate_doc_block *block)
{
    for (uint32_t i = 0; i < block->rows.len; i++) {
        const gate_doc_row *row = block->rows.items[i];
        bool known = !row->decides || row->then.len == 0 || gate_str_eq_c(row->then, "hold");
        for (uint32_t k = 0; k < block->calls.len && !known; k++)
            known = gate_str_eq(block->calls.items[k], row->then);
        if (!known) gate_vec_push(b->arena, &block->calls, row->then);
    }
}

void gate_build_rollback(gate_builder *b, gate_doc_block *block, const gate_block_result *result)
{
    const gate_block_info *info = gate_block_info_of(GATE_BLOCK_ROLLBACK);
    const gate_p_block *declared = &b->program->blocks[result->block];
    tally seen = {0};
    for (uint32_t i = 0; i < result->row_count; i++) {
        if (is_asked(b, declared, &result->rows[i])) build_trigger(b, block, result, &result->rows[i], &seen);
    }
    bool held = block->trouble.len || seen.holds || seen.unknown || seen.deciding == 0;
    block->decision = gate_str_c(seen.rolls ? info->bad : held ? info->third : info->good);
    block->good = !seen.rolls && !held;
    list_calls(b, block);
    if (seen.deciding || block->trouble.len) return;
    block->because = GATE_STR("no trigger decides: all are advisory or not yet effective");
    gate_changes_add(&b->changes, block->name, GATE_STR(""), block->because);
}
