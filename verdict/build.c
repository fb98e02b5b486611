/* Builds the document: walks the run's blocks, rows and clauses, folds them and has them explained. It
 * evaluates nothing. */
#include "verdict/builder.h"
#include "verdict/inputs.h"
#include "verdict/lines.h"
#include "verdict/wording.h"

/* -- what was asked for ------------------------------------------------------------------------------------
 */

/* -- blocks ---------------------------------------------------------------------------------------------- */

/* The block's `only if`: what is false makes it not apply, what is missing or in error keeps it from
 * being judged. */
static void build_conditions(gate_builder *b, gate_doc_block *block, const gate_block_result *result)
{
    const gate_doc_clause *first[4] = {NULL}; /* by outcome */
    for (uint32_t i = 0; i < result->clause_count; i++) {
        const gate_clause_result *clause = &result->clauses[i];
        if (!gate_fold_counts((gate_clause_kind)b->program->clauses[clause->clause].kind)) continue;
        gate_doc_clause *condition = gate_build_clause(b, clause);
        gate_vec_push(b->arena, &block->conditions, condition);
        if (!first[clause->outcome]) first[clause->outcome] = condition;
    }
    if (first[GATE_FALSE]) {
        const gate_doc_clause *why = first[GATE_FALSE];
        block->skipped = true;
        block->because = why->message;
        if (why->message.len == 0) {
            block->because =
                gate_str_printf(b->arena, "`" GATE_STR_FMT "` is false", GATE_STR_ARG(why->text));
        }
        return;
    }
    const gate_doc_clause *why = first[GATE_MISSING] ? first[GATE_MISSING] : first[GATE_ERRONEOUS];
    if (!why) return;
    block->trouble = why->outcome;
    block->because = gate_str_printf(b->arena, "`" GATE_STR_FMT "` %s", GATE_STR_ARG(why->text),
                                     gate_str_eq_c(why->outcome, "missing") ? "is missing" : "is in error");
    for (uint32_t i = 0; i < why->change.len; i++)
        gate_changes_add(&b->changes, block->name, GATE_STR(""), why->change.items[i]);
}

gate_doc_block *gate_build_block_head(gate_builder *b, const gate_block_result *result)
{
    const gate_p_block *declared = &b->program->blocks[result->block];
    gate_doc_block *block = gate_doc_new_block(b->arena);
    block->kind = gate_str_c(gate_block_info_of((gate_block_kind)declared->kind)->word);
    block->name = gate_build_text(b, declared->name);
    block->title = gate_build_text(b, declared->title);
    block->place =
        gate_explain_place(b->e, declared->head.source == GATE_NO ? declared->where : declared->head);
    build_conditions(b, block, result);
    if (block->skipped || gate_is_definite(result->trouble)) return block;
    gate_build_set_trouble(b, &block->trouble, &block->because, &block->from, result->trouble);
    gate_changes_add(&b->changes, block->name, GATE_STR(""),
                     gate_build_trouble_change(b, block->trouble, block->because, &block->from));
    return block;
}

static const char *fold_because(gate_fold_reason reason)
{
    switch (reason) {
    case GATE_FOLD_GOOD:
    case GATE_FOLD_ROW:
        return "";
    case GATE_FOLD_NO_ROWS:
        return "there is no row to judge";
    case GATE_FOLD_ADVISORY:
        return "no row decides: all are advisory or not yet effective";
    case GATE_FOLD_SKIPPED:
        return "every row that decides is skipped, so nothing was judged";
    case GATE_FOLD_UNJUDGED:
        return "this version cannot judge such a block";
    }
    return "";
}

static void decide(gate_builder *b, gate_doc_block *block, gate_block_kind kind, gate_fold_reason reason)
{
    const gate_block_info *info = gate_block_info_of(kind);
    block->good = reason == GATE_FOLD_GOOD && block->trouble.len == 0;
    block->decision = gate_str_c(block->good ? info->good : info->bad);
    if (block->because.len == 0) block->because = gate_str_c(fold_because(reason));
    bool unexplained = !block->good && reason != GATE_FOLD_ROW && block->trouble.len == 0;
    if (unexplained) gate_changes_add(&b->changes, block->name, GATE_STR(""), block->because);
}

/* Is there room for its clauses, or was it asked for? */
static bool is_told(gate_builder *b, const gate_doc_row *row, gate_end end)
{
    gate_str told = b->input->told;
    bool asked = told.len && (gate_str_eq(told, row->id) || gate_str_eq(told, row->name) ||
                              gate_str_eq(told, row->path) || gate_str_eq(told, row->key));
    if (b->told[end] >= GATE_ROWS_TOLD) return asked;
    b->told[end]++;
    return true;
}

/* What is left of a row beyond them: which one it is, and how it came out. What was read for it is cited by whole files
 * with its block. */
static void make_brief(gate_builder *b, gate_doc_block *block, gate_doc_row *row, const gate_row_result *result)
{
    row->brief = true;
    row->owner = NULL;
    row->place = NULL;
    row->trouble = row->because = GATE_STR("");
    row->see = row->fix = (gate_strs){0};
    row->from = row->cites = (gate_doc_origin_list){0};
    block->brief = block->brief < 0 ? 1 : block->brief + 1;
    if (gate_build_plain(b)) return;
    gate_explain_cite_files(b->e, result->trouble.why, &block->cites);
    for (uint32_t i = 0; i < result->clause_count; i++)
        gate_explain_cite_files(b->e, result->clauses[i].value.why, &block->cites);
    if (b->verdict->waivers.len) {
        gate_explain_cite_files(b->e, b->input->run->waivers.why, &block->cites);
        gate_explain_cite_files(b->e, b->input->run->subject.why, &block->cites);
    }
}

/* That there are more of them than are told. */
static void tell_more(gate_builder *b, const gate_doc_block *block)
{
    uint32_t more = 0;
    for (uint32_t i = 0; i < block->rows.len; i++) {
        const gate_doc_row *row = block->rows.items[i];
        bool bad = gate_str_eq_c(row->outcome, "fail") || gate_str_eq_c(row->outcome, "missing") ||
                   gate_str_eq_c(row->outcome, "error");
        more += row->brief && row->decides && bad;
    }
    if (more == 0 || block->trouble.len) return;
    gate_str sentence = gate_str_printf(b->arena, "%u more row%s in the way", more, more == 1 ? " stands" : "s stand");
    gate_changes_add(&b->changes, block->name, GATE_STR(""), sentence);
}

static gate_fold_row_end build_row(gate_builder *b, gate_doc_block *into, const gate_p_block *block,
                                   const gate_row_result *result)
{
    gate_doc_row *row = gate_build_row_head(b, block, result);
    gate_fold_clause *folds = GATE_ARRAY(b->arena, gate_fold_clause, result->clause_count);
    uint32_t count = gate_build_folds(b, row->id, result, folds);
    gate_end end = gate_build_end(result, folds, count);
    end = gate_build_waive(b, row, result, folds, count, end);
    bool title_says_it = b->input->terse && end == GATE_END_PASS && row->title.len;
    if (is_told(b, row, end)) {
        if (!title_says_it) gate_build_clauses(b, row, result, -1);
    } else {
        make_brief(b, into, row, result);
    }
    gate_build_finish(b, into, row, end, true);
    return (gate_fold_row_end){end, row->decides};
}

/* Checklists and coverage. */
static void build_rows(gate_builder *b, gate_doc_block *block, const gate_block_result *result)
{
    const gate_p_block *declared = &b->program->blocks[result->block];
    gate_fold_row_end *ends = GATE_ARRAY(b->arena, gate_fold_row_end, result->row_count);
    for (uint32_t i = 0; i < result->read_count; i++)
        gate_explain_cite(b->e, result->reads[i].why, &block->cites);
    uint32_t count = 0;
    for (uint32_t i = 0; i < result->row_count; i++) {
        if (gate_build_wanted(b, declared, &b->program->rows[result->rows[i].row]))
            ends[count++] = build_row(b, block, declared, &result->rows[i]);
    }
    gate_block_kind kind = (gate_block_kind)declared->kind;
    decide(b, block, kind, gate_fold_block(kind, ends, count));
    tell_more(b, block);
}

static gate_doc_block *build_block(gate_builder *b, const gate_block_result *result)
{
    gate_doc_block *block = gate_build_block_head(b, result);
    switch ((gate_block_kind)b->program->blocks[result->block].kind) {
    case GATE_BLOCK_CANARY:
        if (!block->skipped) gate_build_canary(b, block, result);
        break;
    case GATE_BLOCK_ROLLBACK:
        if (!block->skipped) gate_build_rollback(b, block, result);
        break;
    case GATE_BLOCK_PROCEDURE:
        if (!block->skipped) gate_build_procedure(b, block, result);
        break;
    case GATE_BLOCK_CHECKLIST:
    case GATE_BLOCK_COVERAGE:
    case GATE_BLOCK_RETAIN:
    case GATE_BLOCK_KIND_COUNT:
        if (!block->skipped) build_rows(b, block, result);
        break;
    }
    if (block->skipped) block->good = true;
    return block;
}

/* -- the whole ----------------------------------------------------------------------------------------------
 */

static void set_header(gate_builder *b, gate_doc_verdict *verdict)
{
    const gate_verdict_input *input = b->input;
    const gate_program *program = b->program;
    if (program->meta_count) {
        verdict->policy = b->policy = gate_build_text(b, program->meta[0].policy);
        verdict->title = gate_build_text(b, program->meta[0].title);
    }
    verdict->file = input->file;
    verdict->now = gate_build_time(b, input->now);
    verdict->now_origin = gate_str_c(input->now_given ? "given" : "clock");
    gate_value subject = input->run->subject;
    if (subject.tag != GATE_T_NULL && gate_is_definite(subject))
        verdict->subject = gate_inputs_json(b->arena, subject);
    verdict->only = input->only;
    verdict->program = gate_inputs_hex(b->arena, program->sha256);
    verdict->gatec = input->version;
}

gate_doc_verdict *gate_verdict_build(gate_arena *arena, const gate_verdict_input *input)
{
    gate_builder b = {.arena = arena, .input = input, .program = input->program};
    gate_doc_verdict *verdict = gate_doc_new_verdict(arena);
    b.e = gate_explain_new(arena, input);
    b.changes = gate_changes_new(arena);
    b.totals = gate_doc_new_totals(arena);
    b.verdict = verdict;
    verdict->totals = b.totals;
    set_header(&b, verdict);
    gate_build_waivers_begin(&b);
    gate_build_calls(&b);
    bool bad = false;
    uint32_t judged = 0;
    for (uint32_t i = 0; i < input->run->block_count; i++) {
        const gate_block_result *result = &input->run->blocks[i];
        const gate_p_block *declared = &b.program->blocks[result->block];
        /* Retention is never judged by a check. */
        if (declared->kind == GATE_BLOCK_RETAIN || !gate_build_wanted(&b, declared, NULL)) continue;
        gate_doc_block *block = build_block(&b, result);
        gate_vec_push(arena, &verdict->blocks, block);
        bad = bad || !block->good;
        judged += !block->skipped;
    }
    verdict->verdict = gate_str_c(judged > 0 && !bad ? "GO" : "NO-GO");
    gate_build_waivers_end(&b);
    gate_changes_write(&b.changes, &verdict->change);
    gate_inputs_parameters(arena, input, verdict);
    gate_inputs_evidence(arena, input, verdict);
    gate_inputs_sources(arena, input, verdict);
    gate_inputs_zones(arena, input, verdict);
    gate_places_find(b.e->places);
    if (!gate_build_plain(&b) && !input->terse) gate_lines_fill(arena, input, verdict);
    return verdict;
}
