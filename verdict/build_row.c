/* Rows and clauses of the document. */
#include "verdict/builder.h"
#include "verdict/wording.h"

/* -- clauses ------------------------------------------------------------------------------------------ */

/* The node and the place where a clause's reason begins. `forbid EXPR` is run as `!EXPR`: its reason
 * speaks of EXPR, which is wanted to be false. */
static gate_doc_reason *clause_reason(gate_builder *b, const gate_p_clause *clause, gate_value value)
{
    const gate_trace *trace = b->e->trace;
    uint32_t node = value.why;
    bool want = clause->kind != GATE_CLAUSE_WARN && clause->kind != GATE_CLAUSE_FIRE;
    gate_where where =
        clause->form == 0 ? clause->expr : gate_excerpt_before(b->program, clause->where, "else");
    if (where.source == GATE_NO) where = clause->where;
    gate_str said = gate_explain_node(b->e, node)->say;
    node = gate_explain_unsaid(b->e, node);
    bool turned = clause->kind == GATE_CLAUSE_FORBID && clause->form == 0 && node &&
                  node < trace->node_count && trace->nodes[node].kind == GATE_WHY_APPLY &&
                  trace->nodes[node].op == GATE_I_NOT;
    if (turned) {
        if (said.len == 0) said = trace->nodes[node].say;
        node = gate_trace_kid(trace, &trace->nodes[node], 0);
        want = false;
    }
    gate_doc_reason *reason = gate_explain_reason(b->e, node, where, want, 0);
    if (reason->message.len == 0) reason->message = said;
    return reason;
}

/* The clause without its reason. */
static gate_doc_clause *clause_head(gate_builder *b, const gate_clause_result *result, gate_outcome outcome)
{
    const gate_p_clause *declared = &b->program->clauses[result->clause];
    gate_clause_kind kind = (gate_clause_kind)declared->kind;
    gate_doc_clause *clause = gate_doc_new_clause(b->arena);
    gate_where where = gate_excerpt_before(b->program, declared->where, "else");
    clause->kind = gate_str_c(gate_clause_info_of(kind)->word);
    clause->text = gate_excerpt(b->arena, b->program, where);
    clause->place = gate_explain_place(b->e, where);
    clause->outcome = gate_outcome_word(outcome);
    clause->blocks = gate_fold_blocks((gate_fold_clause){kind, outcome});
    return clause;
}

gate_doc_clause *gate_build_clause(gate_builder *b, const gate_clause_result *result)
{
    const gate_p_clause *declared = &b->program->clauses[result->clause];
    gate_doc_clause *clause = clause_head(b, result, result->outcome);
    if (gate_build_plain(b)) return clause;
    clause->reason = clause_reason(b, declared, result->value);
    clause->message = clause->reason->message;
    clause->reason->message = GATE_STR("");
    if (gate_str_eq_c(clause->reason->kind, "cut")) clause->reason->outcome = clause->outcome;
    /* `at EXPR` asks for a time, not for a condition. */
    if (declared->kind == GATE_CLAUSE_AT) clause->reason->operator= GATE_STR("at");
    if (clause->blocks) gate_wording_changes(b->arena, &clause->change, clause->reason);
    (void)gate_explain_origins(b->e, result->value.why, false, UINT32_MAX, &clause->cites);
    return clause;
}

/* `at EXPR`: a time, and not a condition; only why it isn't there has a reason. */
static gate_doc_clause *time_clause(gate_builder *b, const gate_clause_result *result)
{
    gate_doc_clause *clause;
    if (result->outcome != GATE_TRUE) return gate_build_clause(b, result);
    clause = clause_head(b, result, result->outcome);
    clause->time = gate_build_time(b, result->value.as.instant);
    if (!gate_build_plain(b))
        (void)gate_explain_origins(b->e, result->value.why, false, UINT32_MAX, &clause->cites);
    return clause;
}

static gate_doc_clause *one_clause(gate_builder *b, gate_doc_row *row, const gate_row_result *result,
                                   const gate_clause_result *clause)
{
    const gate_p_clause *declared = &b->program->clauses[clause->clause];
    gate_clause_kind kind = (gate_clause_kind)declared->kind;
    gate_doc_clause *out;
    if (kind == GATE_CLAUSE_CONFIRM) {
        out = clause_head(b, clause, gate_build_confirm(b, row->id, clause, NULL));
        (void)gate_build_confirm(b, row->id, clause, out);
    } else if (kind == GATE_CLAUSE_FIRE && declared->list_unit != GATE_NO) {
        out = clause_head(b, clause, gate_build_fires(b, result, clause));
        gate_build_series(b, result, clause, out);
    } else if (kind == GATE_CLAUSE_AT) {
        out = time_clause(b, clause);
    } else {
        out = gate_build_clause(b, clause);
    }
    return out;
}

void gate_build_clauses(gate_builder *b, gate_doc_row *row, const gate_row_result *result, int64_t window)
{
    for (uint32_t i = 0; i < result->clause_count; i++) {
        const gate_clause_result *clause = &result->clauses[i];
        gate_clause_kind kind = (gate_clause_kind)b->program->clauses[clause->clause].kind;
        if (!gate_fold_counts(kind)) continue;
        gate_doc_clause *made = one_clause(b, row, result, clause);
        made->window = window;
        gate_vec_push(b->arena, &row->clauses, made);
    }
}

uint32_t gate_build_folds(gate_builder *b, gate_str id, const gate_row_result *result,
                          gate_fold_clause *folds)
{
    uint32_t count = 0;
    for (uint32_t i = 0; i < result->clause_count; i++) {
        const gate_clause_result *clause = &result->clauses[i];
        gate_clause_kind kind = (gate_clause_kind)b->program->clauses[clause->clause].kind;
        if (!gate_fold_counts(kind)) continue;
        gate_outcome outcome = clause->outcome;
        if (kind == GATE_CLAUSE_CONFIRM) outcome = gate_build_confirm(b, id, clause, NULL);
        folds[count++] = (gate_fold_clause){kind, outcome};
    }
    return count;
}

gate_end gate_build_end(const gate_row_result *result, const gate_fold_clause *folds, uint32_t count)
{
    if (gate_is_definite(result->trouble)) return gate_fold_row(folds, count);
    return result->trouble.tag == GATE_T_MISSING ? GATE_END_MISSING : GATE_END_ERROR;
}

/* -- rows ------------------------------------------------------------------------------------------------ */

static gate_doc_party *party_of(gate_builder *b, uint32_t owner)
{
    if (owner >= b->program->owners_count) return NULL;
    const gate_p_owner *declared = &b->program->owners[owner];
    gate_doc_party *party = gate_doc_new_party(b->arena);
    party->name = gate_build_text(b, declared->name);
    party->title = gate_build_text(b, declared->title);
    party->duty = gate_build_text(b, declared->duty);
    return party;
}

/* `block.row`, `block.row["key"]`, `block["path"]`. */
static gate_str row_id(gate_builder *b, const gate_p_block *block, const gate_p_row *row,
                       const gate_row_result *result)
{
    gate_buf id = gate_buf_new(b->arena);
    bool each = row->mode == GATE_MODE_EACH;
    gate_buf_add(&id, gate_build_text(b, block->name));
    if (row->kind == GATE_ROW_MODULE) {
        gate_buf_char(&id, '[');
        gate_buf_json(&id, each && result->has_key ? result->key : gate_build_text(b, row->name));
        gate_buf_char(&id, ']');
        return gate_buf_str(&id);
    }
    gate_buf_char(&id, '.');
    gate_buf_add(&id, gate_build_text(b, row->name));
    if (each && result->has_key) {
        gate_buf_char(&id, '[');
        gate_buf_json(&id, result->key);
        gate_buf_char(&id, ']');
    }
    return gate_buf_str(&id);
}

bool gate_build_decides(const gate_builder *b, const gate_row_result *result)
{
    for (uint32_t i = 0; i < result->clause_count; i++) {
        const gate_p_clause *clause = &b->program->clauses[result->clauses[i].clause];
        if (clause->kind == GATE_CLAUSE_ADVISORY) return false;
        gate_instant from = {.sec = clause->n};
        if (clause->kind == GATE_CLAUSE_EFFECTIVE && gate_instant_cmp(from, b->input->now) > 0) return false;
    }
    return true;
}

/* What a clause without a condition says of the row. */
static void apply_note(gate_builder *b, gate_doc_row *row, const gate_clause_result *result)
{
    const gate_p_clause *clause = &b->program->clauses[result->clause];
    if (clause->kind == GATE_CLAUSE_OWNER) row->owner = party_of(b, clause->owner);
    if (clause->kind == GATE_CLAUSE_SEE && result->text.len) gate_vec_push(b->arena, &row->see, result->text);
    if (clause->kind == GATE_CLAUSE_FIX && result->text.len) gate_vec_push(b->arena, &row->fix, result->text);
    if (clause->kind == GATE_CLAUSE_ADVISORY) row->advisory = true;
    if (clause->kind != GATE_CLAUSE_EFFECTIVE) return;
    row->effective = result->text.len ? result->text : gate_build_time(b, (gate_instant){.sec = clause->n});
}

gate_doc_row *gate_build_row_head(gate_builder *b, const gate_p_block *block, const gate_row_result *result)
{
    const gate_p_row *declared = &b->program->rows[result->row];
    gate_doc_row *row = gate_doc_new_row(b->arena);
    row->id = row_id(b, block, declared, result);
    row->name = gate_build_text(b, declared->name);
    if (declared->mode == GATE_MODE_EACH && result->has_key) row->key = result->key;
    if (declared->kind == GATE_ROW_MODULE && result->has_key) row->path = result->key;
    row->title = result->title;
    row->decides = gate_build_decides(b, result);
    row->place =
        gate_explain_place(b->e, declared->head.source == GATE_NO ? declared->where : declared->head);
    if (!gate_is_definite(result->trouble))
        gate_build_set_trouble(b, &row->trouble, &row->because, &row->from, result->trouble);
    for (uint32_t i = 0; i < result->clause_count; i++)
        apply_note(b, row, &result->clauses[i]);
    return row;
}

void gate_build_change(gate_builder *b, const gate_doc_row *row, gate_str sentence)
{
    gate_changes_add(&b->changes, row->id, row->owner ? row->owner->name : GATE_STR(""), sentence);
}

static void add_changes(gate_builder *b, const gate_doc_row *row)
{
    if (row->trouble.len)
        gate_build_change(b, row, gate_build_trouble_change(b, row->trouble, row->because, &row->from));
    for (uint32_t i = 0; i < row->clauses.len; i++) {
        const gate_doc_clause *clause = row->clauses.items[i];
        for (uint32_t k = 0; k < clause->change.len; k++) {
            gate_str sentence = gate_wording_said(b->arena, clause->message, clause->change.items[k]);
            if (clause->window >= 0)
                sentence = gate_str_printf(b->arena, "window [%lld]: " GATE_STR_FMT, (long long)clause->window,
                                           GATE_STR_ARG(sentence));
            gate_build_change(b, row, sentence);
        }
    }
}

static void count_one(int64_t *count)
{
    *count = *count < 0 ? 1 : *count + 1;
}

static void count_row(gate_doc_totals *totals, gate_end end, bool decides)
{
    totals->rows++;
    if (!decides) {
        totals->not_deciding++;
        return;
    }
    switch (end) {
    case GATE_END_PASS:
        totals->pass++;
        break;
    case GATE_END_WARN:
        totals->warn++;
        break;
    case GATE_END_FAIL:
        totals->fail++;
        break;
    case GATE_END_MISSING:
        totals->missing++;
        break;
    case GATE_END_ERROR:
        totals->error++;
        break;
    case GATE_END_WAIVED:
        totals->waived++;
        break;
    case GATE_END_SKIPPED:
        totals->skipped++;
        break;
    case GATE_END_FIRING:
        count_one(&totals->firing);
        break;
    case GATE_END_PENDING:
        count_one(&totals->pending);
        break;
    case GATE_END_INACTIVE:
        count_one(&totals->inactive);
        break;
    case GATE_END_UNKNOWN:
        count_one(&totals->unknown);
        break;
    case GATE_END_DONE:
        count_one(&totals->done);
        break;
    case GATE_END_NEXT:
    case GATE_END_WAITING:
        count_one(&totals->open);
        break;
    case GATE_END_EARLY:
        count_one(&totals->early);
        break;
    }
}

void gate_build_finish(gate_builder *b, gate_doc_block *block, gate_doc_row *row, gate_end end, bool changes)
{
    row->outcome = gate_str_c(gate_end_word(end));
    count_row(b->totals, end, row->decides);
    if (changes && row->decides && !gate_end_good(end) && block->trouble.len == 0) add_changes(b, row);
    gate_vec_push(b->arena, &block->rows, row);
}
