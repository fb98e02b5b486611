/* Builds the document: walks the run's blocks, rows and clauses, folds them and has them explained. It
 * evaluates nothing. */
#include "verdict/changes.h"
#include "verdict/explain.h"
#include "verdict/fold.h"
#include "verdict/inputs.h"
#include "verdict/wording.h"

typedef struct builder {
    gate_arena *arena;
    const gate_verdict_input *input;
    const gate_program *program;
    gate_explain *e;
    gate_changes changes;
    gate_doc_totals *totals;
} builder;

static gate_str text_of(const builder *b, gate_text text)
{
    return gate_program_text(b->program, text);
}

/* -- clauses ------------------------------------------------------------------------------------------ */

/* The node and the place where a clause's reason begins. `forbid EXPR` is run as `!EXPR`: its reason
 * speaks of EXPR, which is wanted to be false. */
static gate_doc_reason *clause_reason(builder *b, const gate_p_clause *clause, gate_value value)
{
    const gate_trace *trace = b->e->trace;
    uint32_t node = value.why;
    bool want = clause->kind != GATE_CLAUSE_WARN;
    gate_where where =
        clause->form == 0 ? clause->expr : gate_excerpt_before(b->program, clause->where, "else");
    if (where.source == GATE_NO) where = clause->where;
    bool turned = clause->kind == GATE_CLAUSE_FORBID && clause->form == 0 && node &&
                  node < trace->node_count && trace->nodes[node].kind == GATE_WHY_APPLY &&
                  trace->nodes[node].op == GATE_I_NOT;
    gate_str said = GATE_STR("");
    if (turned) {
        said = trace->nodes[node].say;
        node = gate_trace_kid(trace, &trace->nodes[node], 0);
        want = false;
    }
    gate_doc_reason *reason = gate_explain_reason(b->e, node, where, want, 0);
    if (reason->message.len == 0) reason->message = said;
    return reason;
}

static gate_doc_clause *build_clause(builder *b, const gate_clause_result *result)
{
    const gate_p_clause *declared = &b->program->clauses[result->clause];
    gate_clause_kind kind = (gate_clause_kind)declared->kind;
    gate_doc_clause *clause = gate_doc_new_clause(b->arena);
    gate_where where = gate_excerpt_before(b->program, declared->where, "else");
    clause->kind = gate_str_c(gate_clause_info_of(kind)->word);
    clause->text = gate_excerpt(b->arena, b->program, where);
    clause->place = gate_explain_place(b->e, where);
    clause->outcome = gate_outcome_word(result->outcome);
    clause->blocks = gate_fold_blocks((gate_fold_clause){kind, result->outcome});
    if (b->e->trace->node_count == 0) return clause; /* decided only */
    clause->reason = clause_reason(b, declared, result->value);
    clause->message = clause->reason->message;
    clause->reason->message = GATE_STR("");
    if (gate_str_eq_c(clause->reason->kind, "cut")) clause->reason->outcome = clause->outcome;
    if (clause->blocks) gate_wording_changes(b->arena, &clause->change, clause->reason);
    (void)gate_explain_origins(b->e, result->value.why, false, UINT32_MAX, &clause->cites);
    return clause;
}

/* -- rows ------------------------------------------------------------------------------------------------ */

static gate_doc_party *party_of(builder *b, uint32_t owner)
{
    if (owner >= b->program->owners_count) return NULL;
    const gate_p_owner *declared = &b->program->owners[owner];
    gate_doc_party *party = gate_doc_new_party(b->arena);
    party->name = text_of(b, declared->name);
    party->title = text_of(b, declared->title);
    party->duty = text_of(b, declared->duty);
    return party;
}

/* `block.row`, `block.row["key"]`, `block["path"]`. */
static gate_str row_id(builder *b, const gate_p_block *block, const gate_p_row *row,
                       const gate_row_result *result)
{
    gate_buf id = gate_buf_new(b->arena);
    bool each = row->mode == GATE_MODE_EACH;
    gate_buf_add(&id, text_of(b, block->name));
    if (row->kind == GATE_ROW_MODULE) {
        gate_buf_char(&id, '[');
        gate_buf_json(&id, each && result->has_key ? result->key : text_of(b, row->name));
        gate_buf_char(&id, ']');
        return gate_buf_str(&id);
    }
    gate_buf_char(&id, '.');
    gate_buf_add(&id, text_of(b, row->name));
    if (each && result->has_key) {
        gate_buf_char(&id, '[');
        gate_buf_json(&id, result->key);
        gate_buf_char(&id, ']');
    }
    return gate_buf_str(&id);
}

/* What a clause without a condition says of the row. */
static void apply_note(builder *b, gate_doc_row *row, const gate_clause_result *result)
{
    const gate_p_clause *clause = &b->program->clauses[result->clause];
    if (clause->kind == GATE_CLAUSE_OWNER) row->owner = party_of(b, clause->owner);
    if (clause->kind == GATE_CLAUSE_SEE && result->text.len) gate_vec_push(b->arena, &row->see, result->text);
    if (clause->kind == GATE_CLAUSE_FIX && result->text.len) gate_vec_push(b->arena, &row->fix, result->text);
    if (clause->kind == GATE_CLAUSE_ADVISORY) {
        row->advisory = true;
        row->decides = false;
    }
    if (clause->kind == GATE_CLAUSE_EFFECTIVE) {
        char text[40];
        gate_instant from = {.sec = clause->n};
        row->effective =
            result->text.len ? result->text : gate_str_dup(b->arena, gate_instant_text(text, from));
        if (gate_instant_cmp(from, b->input->now) > 0) row->decides = false;
    }
}

static void set_trouble(builder *b, gate_str *word, gate_str *because, gate_doc_origin_list *from,
                        gate_value trouble)
{
    *word = gate_outcome_word(gate_outcome_of(trouble));
    *because = gate_explain_because(b->e, trouble);
    (void)gate_explain_origins(b->e, gate_explain_cause(b->e, trouble.why), true, 4, from);
}

/* What would end a trouble, as if it were a reading. */
static gate_str trouble_change(builder *b, gate_str word, gate_str because, const gate_doc_origin_list *from)
{
    gate_doc_reading *reading = gate_doc_new_reading(b->arena);
    reading->state = word;
    reading->because = because;
    reading->from = *from;
    return gate_wording_fault(b->arena, reading);
}

static gate_end build_clauses(builder *b, gate_doc_row *row, const gate_row_result *result)
{
    gate_fold_clause *folds = GATE_ARRAY(b->arena, gate_fold_clause, result->clause_count);
    uint32_t count = 0;
    for (uint32_t i = 0; i < result->clause_count; i++) {
        const gate_clause_result *clause = &result->clauses[i];
        gate_clause_kind kind = (gate_clause_kind)b->program->clauses[clause->clause].kind;
        if (!gate_fold_counts(kind)) {
            apply_note(b, row, clause);
            continue;
        }
        folds[count++] = (gate_fold_clause){kind, clause->outcome};
        gate_vec_push(b->arena, &row->clauses, build_clause(b, clause));
    }
    if (gate_is_definite(result->trouble)) return gate_fold_row(folds, count);
    return result->trouble.tag == GATE_T_MISSING ? GATE_END_MISSING : GATE_END_ERROR;
}

static void add_changes(builder *b, const gate_doc_row *row)
{
    gate_str owner = row->owner ? row->owner->name : GATE_STR("");
    if (row->trouble.len) {
        gate_changes_add(&b->changes, row->id, owner,
                         trouble_change(b, row->trouble, row->because, &row->from));
    }
    for (uint32_t i = 0; i < row->clauses.len; i++) {
        const gate_strs *change = &row->clauses.items[i]->change;
        for (uint32_t k = 0; k < change->len; k++)
            gate_changes_add(&b->changes, row->id, owner, change->items[k]);
    }
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
    }
}

static gate_fold_row_end build_row(builder *b, gate_doc_block *into, const gate_p_block *block,
                                   const gate_row_result *result)
{
    const gate_p_row *declared = &b->program->rows[result->row];
    gate_doc_row *row = gate_doc_new_row(b->arena);
    row->id = row_id(b, block, declared, result);
    row->name = text_of(b, declared->name);
    if (declared->mode == GATE_MODE_EACH && result->has_key) row->key = result->key;
    if (declared->kind == GATE_ROW_MODULE && result->has_key) row->path = result->key;
    row->title = result->title;
    row->decides = true;
    row->place =
        gate_explain_place(b->e, declared->head.source == GATE_NO ? declared->where : declared->head);
    if (!gate_is_definite(result->trouble))
        set_trouble(b, &row->trouble, &row->because, &row->from, result->trouble);
    gate_end end = build_clauses(b, row, result);
    row->outcome = gate_str_c(gate_end_word(end));
    count_row(b->totals, end, row->decides);
    if (row->decides && !gate_end_good(end) && into->trouble.len == 0) add_changes(b, row);
    gate_vec_push(b->arena, &into->rows, row);
    return (gate_fold_row_end){end, row->decides};
}

/* -- blocks ---------------------------------------------------------------------------------------------- */

/* The block's `only if`: what is false makes it not apply, what is missing or in error keeps it from
 * being judged. */
static void build_conditions(builder *b, gate_doc_block *block, const gate_block_result *result)
{
    const gate_doc_clause *first[4] = {NULL}; /* by outcome */
    for (uint32_t i = 0; i < result->clause_count; i++) {
        const gate_clause_result *clause = &result->clauses[i];
        if (!gate_fold_counts((gate_clause_kind)b->program->clauses[clause->clause].kind)) continue;
        gate_doc_clause *condition = build_clause(b, clause);
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

static void decide(builder *b, gate_doc_block *block, gate_block_kind kind, gate_fold_reason reason)
{
    const gate_block_info *info = gate_block_info_of(kind);
    block->good = reason == GATE_FOLD_GOOD && block->trouble.len == 0;
    block->decision = gate_str_c(block->good ? info->good : info->bad);
    if (block->because.len == 0) block->because = gate_str_c(fold_because(reason));
    bool unexplained = !block->good && reason != GATE_FOLD_ROW && block->trouble.len == 0;
    if (unexplained) gate_changes_add(&b->changes, block->name, GATE_STR(""), block->because);
}

static gate_doc_block *build_block(builder *b, const gate_block_result *result)
{
    const gate_p_block *declared = &b->program->blocks[result->block];
    gate_block_kind kind = (gate_block_kind)declared->kind;
    gate_doc_block *block = gate_doc_new_block(b->arena);
    block->kind = gate_str_c(gate_block_info_of(kind)->word);
    block->name = text_of(b, declared->name);
    block->title = text_of(b, declared->title);
    block->place =
        gate_explain_place(b->e, declared->head.source == GATE_NO ? declared->where : declared->head);
    build_conditions(b, block, result);
    if (block->skipped) {
        block->good = true;
        return block;
    }
    if (!gate_is_definite(result->trouble)) {
        set_trouble(b, &block->trouble, &block->because, &block->from, result->trouble);
        gate_changes_add(&b->changes, block->name, GATE_STR(""),
                         trouble_change(b, block->trouble, block->because, &block->from));
    }
    gate_fold_row_end *ends = GATE_ARRAY(b->arena, gate_fold_row_end, result->row_count);
    for (uint32_t i = 0; i < result->row_count; i++)
        ends[i] = build_row(b, block, declared, &result->rows[i]);
    decide(b, block, kind, gate_fold_block(kind, ends, result->row_count));
    return block;
}

/* -- the whole ----------------------------------------------------------------------------------------------
 */

static void set_header(builder *b, gate_doc_verdict *verdict)
{
    const gate_verdict_input *input = b->input;
    const gate_program *program = b->program;
    char now[40];
    if (program->meta_count) {
        verdict->policy = text_of(b, program->meta[0].policy);
        verdict->title = text_of(b, program->meta[0].title);
    }
    verdict->file = input->file;
    verdict->now = gate_str_dup(b->arena, gate_instant_text(now, input->now));
    verdict->now_origin = gate_str_c(input->now_given ? "given" : "clock");
    gate_value subject = input->run->subject;
    if (subject.tag != GATE_T_NULL && gate_is_definite(subject))
        verdict->subject = gate_inputs_json(b->arena, subject);
    verdict->program = gate_inputs_hex(b->arena, program->sha256);
    verdict->gatec = input->version;
}

gate_doc_verdict *gate_verdict_build(gate_arena *arena, const gate_verdict_input *input)
{
    builder b = {.arena = arena, .input = input, .program = input->program};
    gate_doc_verdict *verdict = gate_doc_new_verdict(arena);
    b.e = gate_explain_new(arena, input);
    b.changes = gate_changes_new(arena);
    b.totals = gate_doc_new_totals(arena);
    verdict->totals = b.totals;
    set_header(&b, verdict);
    bool bad = false;
    uint32_t judged = 0;
    for (uint32_t i = 0; i < input->run->block_count; i++) {
        gate_doc_block *block = build_block(&b, &input->run->blocks[i]);
        gate_vec_push(arena, &verdict->blocks, block);
        bad = bad || !block->good;
        judged += !block->skipped;
    }
    verdict->verdict = gate_str_c(judged > 0 && !bad ? "GO" : "NO-GO");
    gate_changes_write(&b.changes, &verdict->change);
    gate_inputs_parameters(arena, input, verdict);
    gate_inputs_evidence(arena, input, verdict);
    gate_inputs_sources(arena, input, verdict);
    gate_places_find(b.e->places);
    return verdict;
}
