/* Procedures: which steps are done, which is next, and whether they were done in order. */
#include "verdict/builder.h"
#include "verdict/procedure.h"

static gate_outcome outcome_of(gate_end end)
{
    if (end == GATE_END_PASS || end == GATE_END_WARN) return GATE_TRUE;
    return end == GATE_END_FAIL ? GATE_FALSE : end == GATE_END_MISSING ? GATE_MISSING : GATE_ERRONEOUS;
}

/* The clauses of a step that speak of times. */
static void read_times(const gate_builder *b, const gate_p_block *block, const gate_row_result *row,
                       gate_step_in *out)
{
    for (uint32_t i = 0; i < row->clause_count; i++) {
        const gate_clause_result *clause = &row->clauses[i];
        const gate_p_clause *declared = &b->program->clauses[clause->clause];
        if (declared->kind == GATE_CLAUSE_AT) {
            out->has_at_clause = true;
            out->at_outcome = clause->outcome;
            if (clause->outcome == GATE_TRUE) out->at = clause->value.as.instant;
        } else if (declared->kind == GATE_CLAUSE_WITHIN) {
            out->has_within = true;
            out->within_seconds = declared->n;
            out->within_of = declared->target - block->row_first;
        }
    }
}

static gate_step_in step_of(gate_builder *b, const gate_p_block *block, gate_str id,
                            const gate_row_result *row)
{
    gate_step_in step = {.at_outcome = GATE_MISSING};
    gate_fold_clause *folds = GATE_ARRAY(b->arena, gate_fold_clause, row->clause_count);
    gate_end end = gate_build_end(row, folds, gate_build_folds(b, id, row, folds));
    step.skipped = end == GATE_END_SKIPPED;
    step.outcome = outcome_of(end);
    read_times(b, block, row, &step);
    return step;
}

static gate_end end_of(gate_step_state state)
{
    switch (state) {
    case GATE_STEP_DONE:
        return GATE_END_DONE;
    case GATE_STEP_NEXT:
        return GATE_END_NEXT;
    case GATE_STEP_EARLY:
        return GATE_END_EARLY;
    case GATE_STEP_SKIPPED:
        return GATE_END_SKIPPED;
    case GATE_STEP_WAITING:
        break;
    }
    return GATE_END_WAITING;
}

/* -- in words ------------------------------------------------------------------------------------------- */

static gate_str step_name(const gate_builder *b, const gate_p_block *block, uint32_t index)
{
    return gate_build_text(b, b->program->rows[block->row_first + index].name);
}

static void put_early(const gate_builder *b, gate_buf *out, const gate_p_block *block,
                      const gate_step_in *steps, uint32_t index, const gate_step_out *step)
{
    char own[40], other[40];
    gate_str before = step_name(b, block, step->against);
    if (step->by_time) {
        gate_buf_printf(out, "it was done at " GATE_STR_FMT ", before `" GATE_STR_FMT "` at " GATE_STR_FMT,
                        GATE_STR_ARG(gate_instant_text(own, steps[index].at)), GATE_STR_ARG(before),
                        GATE_STR_ARG(gate_instant_text(other, steps[step->against].at)));
        return;
    }
    gate_buf_printf(out, "it is done, and `" GATE_STR_FMT "` before it is not", GATE_STR_ARG(before));
    if (!steps[index].has_at_clause) gate_buf_c(out, "; it has no `at`, so when it was done is not seen");
}

static void put_late(const gate_builder *b, gate_buf *out, const gate_p_block *block, const gate_step_in *steps,
                     uint32_t index, const gate_step_out *step)
{
    char by[40], span[40], now[40];
    gate_str allowed = gate_duration_show(span, (gate_duration){steps[index].within_seconds, 0});
    gate_str of = step_name(b, block, steps[index].within_of);
    gate_str late = gate_duration_show(by, step->late_by);
    if (out->len) gate_buf_c(out, "; ");
    if (step->undone) {
        gate_buf_printf(out, "late by " GATE_STR_FMT " at " GATE_STR_FMT ": it was to be done within " GATE_STR_FMT
                             " of `" GATE_STR_FMT "`, and ",
                        GATE_STR_ARG(late), GATE_STR_ARG(gate_instant_text(now, b->input->now)), GATE_STR_ARG(allowed),
                        GATE_STR_ARG(of));
        bool timed = steps[index].has_at_clause && steps[index].at_outcome == GATE_TRUE && !step->future;
        gate_buf_c(out, timed ? "has a time, but its conditions do not hold" : "is not done");
    } else {
        gate_buf_printf(out, "done " GATE_STR_FMT " late: it was to be done within " GATE_STR_FMT " of `" GATE_STR_FMT "`",
                        GATE_STR_ARG(late), GATE_STR_ARG(allowed), GATE_STR_ARG(of));
    }
}

static gate_str finding(gate_builder *b, const gate_p_block *block, const gate_step_in *steps, uint32_t index,
                        const gate_step_out *step)
{
    char text[40];
    gate_buf out = gate_buf_new(b->arena);
    if (step->state == GATE_STEP_EARLY) put_early(b, &out, block, steps, index, step);
    if (step->state == GATE_STEP_NEXT)
        gate_buf_c(&out, index ? "every step before it is done" : "it is the first step");
    if (step->future)
        gate_buf_printf(&out, "%sits time, " GATE_STR_FMT ", is in the future", out.len ? "; " : "",
                        GATE_STR_ARG(gate_instant_text(text, steps[index].at)));
    if (!step->late) return gate_buf_str(&out);
    put_late(b, &out, block, steps, index, step);
    return gate_buf_str(&out);
}

/* -- the block --------------------------------------------------------------------------------------------
 */

/* Nothing calls for it: says who could. */
static bool left_alone(gate_builder *b, gate_doc_block *block, const gate_block_result *result)
{
    if (!b->named[result->block]) return false;
    block->called_for = gate_str_c(b->called[result->block] ? "yes" : "no");
    if (b->called[result->block]) return false;
    block->skipped = true;
    block->trouble = GATE_STR("");
    block->because = GATE_STR("not called for: no rollback leads to it");
    return true;
}

static void build_step(gate_builder *b, gate_doc_block *into, gate_doc_row *row,
                       const gate_row_result *result, const gate_step_out *step, gate_str found)
{
    gate_build_clauses(b, row, result, -1);
    row->late = step->late;
    row->finding = found;
    bool acts = step->state == GATE_STEP_NEXT;
    gate_build_finish(b, into, row, end_of(step->state), acts);
    if (step->state == GATE_STEP_EARLY && row->decides) gate_build_change(b, row, found);
}

void gate_build_procedure(gate_builder *b, gate_doc_block *block, const gate_block_result *result)
{
    const gate_block_info *info = gate_block_info_of(GATE_BLOCK_PROCEDURE);
    const gate_p_block *declared = &b->program->blocks[result->block];
    if (left_alone(b, block, result)) return;
    uint32_t count = result->row_count, next = GATE_NO, all_next;
    gate_step_in *steps = GATE_ARRAY(b->arena, gate_step_in, count);
    gate_step_in *deciding = GATE_ARRAY(b->arena, gate_step_in, count);
    gate_step_out *shown = GATE_ARRAY(b->arena, gate_step_out, count);
    gate_step_out *decided = GATE_ARRAY(b->arena, gate_step_out, count);
    gate_doc_row **rows = GATE_ARRAY(b->arena, gate_doc_row *, count);
    for (uint32_t i = 0; i < count; i++) {
        rows[i] = gate_build_row_head(b, declared, &result->rows[i]);
        steps[i] = deciding[i] = step_of(b, declared, rows[i]->id, &result->rows[i]);
        if (!rows[i]->decides) deciding[i].skipped = true; /* the others go on without it */
    }
    (void)gate_procedure_judge(steps, count, b->input->now, shown, &all_next);
    gate_procedure_state state = gate_procedure_judge(deciding, count, b->input->now, decided, &next);
    for (uint32_t i = 0; i < count; i++) {
        if (!gate_build_wanted(b, declared, &b->program->rows[result->rows[i].row])) continue;
        const gate_step_out *step = rows[i]->decides ? &decided[i] : &shown[i];
        build_step(b, block, rows[i], &result->rows[i], step, finding(b, declared, steps, i, step));
    }
    if (next != GATE_NO) block->next = rows[next]->id;
    if (block->trouble.len && state == GATE_PROCEDURE_COMPLETE) state = GATE_PROCEDURE_IN_PROGRESS;
    block->good = state == GATE_PROCEDURE_COMPLETE;
    block->decision = gate_str_c(block->good                            ? info->good
                                 : state == GATE_PROCEDURE_OUT_OF_ORDER ? info->bad
                                                                        : info->third);
    if (block->good || next != GATE_NO || block->trouble.len) return;
    block->because = GATE_STR("no step decides: all are skipped or advisory");
    gate_changes_add(&b->changes, block->name, GATE_STR(""), block->because);
}
