/* Waivers and attestations in the document: which row a waiver covers, who ticked what. */
#include "verdict/builder.h"
#include "verdict/entry.h"
#include "verdict/inputs.h"

/* The names of a clause's roles. */
static const gate_str *roles_of(gate_builder *b, const gate_p_clause *clause)
{
    gate_str *roles = GATE_ARRAY(b->arena, gate_str, clause->role_count);
    for (uint32_t i = 0; i < clause->role_count; i++) {
        const gate_p_owner *owner = &b->program->owners[b->program->refs[clause->role_first + i]];
        roles[i] = gate_build_text(b, owner->name);
    }
    return roles;
}

/* -- waivers --------------------------------------------------------------------------------------------- */

static bool has_waivers(const gate_builder *b)
{
    return b->program->meta_count && b->program->meta[0].waivers != GATE_NO;
}

void gate_build_waivers_begin(gate_builder *b)
{
    if (!has_waivers(b)) return;
    gate_waivers_read(b->arena, b->input->run->waivers, &b->waivers);
    b->verdict->waivers_trouble = b->waivers.trouble;
    b->waiver_docs = GATE_ARRAY(b->arena, gate_doc_waiver *, b->waivers.count);
    for (uint32_t i = 0; i < b->waivers.count; i++) {
        b->waiver_docs[i] = gate_doc_new_waiver(b->arena);
        gate_vec_push(b->arena, &b->verdict->waivers, b->waiver_docs[i]);
    }
}

static const gate_p_clause *waivable_of(const gate_builder *b, const gate_row_result *result)
{
    for (uint32_t i = 0; i < result->clause_count; i++) {
        const gate_p_clause *clause = &b->program->clauses[result->clauses[i].clause];
        if (clause->kind == GATE_CLAUSE_WAIVABLE) return clause;
    }
    return NULL;
}

/* What of the row isn't true, as a waiver must cover it. Evidence that is too thin to judge by (`needs`) is
 * as good as missing; a warning needs no waiver. */
static uint32_t open_outcomes(const gate_row_result *result, const gate_fold_clause *folds, uint32_t count,
                              gate_outcome *open)
{
    uint32_t found = 0;
    if (!gate_is_definite(result->trouble)) open[found++] = gate_outcome_of(result->trouble);
    for (uint32_t i = 0; i < count; i++) {
        if (!gate_fold_blocks(folds[i])) continue;
        bool thin = folds[i].kind == GATE_CLAUSE_NEEDS && folds[i].outcome == GATE_FALSE;
        open[found++] = thin ? GATE_MISSING : folds[i].outcome;
    }
    return found;
}

gate_end gate_build_waive(gate_builder *b, gate_doc_row *row, const gate_row_result *result,
                          const gate_fold_clause *folds, uint32_t count, gate_end end)
{
    const gate_p_clause *waivable = waivable_of(b, result);
    if (!has_waivers(b)) return end;
    gate_vec_push(b->arena, &b->ids, row->id);
    gate_vec_push(b->arena, &b->waivable, waivable != NULL);
    if (!waivable) return end;
    gate_outcome *open = GATE_ARRAY(b->arena, gate_outcome, (size_t)count + 1);
    bool needed = row->decides && !gate_end_good(end);
    uint32_t found = needed ? open_outcomes(result, folds, count, open) : 0;
    if (needed && !gate_build_plain(b)) {
        gate_explain_cite(b->e, b->input->run->waivers.why, &row->cites);
        gate_explain_cite(b->e, b->input->run->subject.why, &row->cites);
    }
    gate_waivable asked = {.policy = b->policy,
                           .row = row->id,
                           .subject = b->input->run->subject,
                           .roles = roles_of(b, waivable),
                           .role_count = waivable->role_count,
                           .seconds = waivable->n,
                           .now = b->input->now};
    const gate_waiver *waiver = gate_waivers_find(b->arena, &b->waivers, &asked, open, found);
    if (!needed || !waiver) return end;
    row->waiver = b->waiver_docs[waiver->index];
    return GATE_END_WAIVED;
}

static bool has_instant(gate_instant at)
{
    return at.sec != 0 || at.nsec != 0;
}

static void write_waiver(gate_builder *b, const gate_waiver *waiver, gate_doc_waiver *out)
{
    out->index = waiver->index;
    out->counts = waiver->used;
    out->refusal = waiver->used ? GATE_STR("") : waiver->refusal;
    out->policy = waiver->policy;
    out->row = waiver->row;
    if (gate_is_definite(waiver->subject) && waiver->subject.tag != GATE_T_NULL)
        out->subject = gate_inputs_json(b->arena, waiver->subject);
    out->role = waiver->role;
    out->by = waiver->by;
    out->approved_by = waiver->approved_by;
    if (has_instant(waiver->approved_at)) out->approved_at = gate_build_time(b, waiver->approved_at);
    if (has_instant(waiver->expires)) out->expires = gate_build_time(b, waiver->expires);
    out->reason = waiver->reason;
    out->ticket = waiver->ticket;
    if (waiver->covers_fail) gate_vec_push(b->arena, &out->covers, GATE_STR("fail"));
    if (waiver->covers_missing) gate_vec_push(b->arena, &out->covers, GATE_STR("missing"));
    out->at = gate_explain_entry(b->e, b->program->meta[0].waivers, waiver->index);
}

void gate_build_waivers_end(gate_builder *b)
{
    if (!has_waivers(b)) return;
    /* Rows that were not asked for are unknown to this verdict, and so is what waivers of them are worth. */
    if (b->input->only.len == 0)
        gate_waivers_finish(b->arena, &b->waivers, b->policy, b->ids.items, b->waivable.items, b->ids.len);
    for (uint32_t i = 0; i < b->waivers.count; i++)
        write_waiver(b, &b->waivers.items[i], b->waiver_docs[i]);
}

/* -- ticks ------------------------------------------------------------------------------------------------
 */

static gate_str field_text(gate_value entry, const char *field)
{
    gate_value value;
    bool there = entry.tag == GATE_T_MAP && gate_map_get_str(entry, gate_str_c(field), &value);
    return there && value.tag == GATE_T_STRING ? value.as.str : GATE_STR("");
}

static gate_doc_attestation *write_tick(gate_builder *b, uint32_t index)
{
    gate_value entry = gate_list_at(b->input->run->attestations, index);
    gate_doc_attestation *out = gate_doc_new_attestation(b->arena);
    gate_value at;
    out->index = index;
    out->role = field_text(entry, "role");
    out->by = field_text(entry, "by");
    out->time = field_text(entry, "at");
    out->answer = field_text(entry, "answer");
    if (entry.tag == GATE_T_MAP && gate_map_get_str(entry, GATE_STR("at"), &at) && at.tag == GATE_T_TIMESTAMP)
        out->time = gate_build_time(b, at.as.instant);
    out->at = gate_explain_entry(b->e, b->program->meta[0].attestations, index);
    return out;
}

/* The reason of a tick: not what was read, but who said what. [told]: what was found is worth
 * a word, as an answer that doesn't do. */
static void write_confirm(gate_builder *b, const gate_clause_result *result, gate_outcome outcome,
                          bool told, gate_str why, const gate_str *roles, gate_doc_clause *clause)
{
    const gate_p_clause *declared = &b->program->clauses[result->clause];
    clause->question = result->text;
    if (gate_build_plain(b)) return;
    gate_doc_reason *reason = gate_doc_new_reason(b->arena);
    reason->kind = GATE_STR("confirm");
    reason->text = clause->text;
    reason->outcome = gate_outcome_word(outcome);
    reason->wanted = GATE_STR("true");
    reason->place = clause->place;
    reason->because = why;
    clause->reason = reason;
    (void)gate_explain_origins(b->e, b->input->run->attestations.why, false, UINT32_MAX, &clause->cites);
    (void)gate_explain_origins(b->e, b->input->run->subject.why, false, UINT32_MAX, &clause->cites);
    if (outcome == GATE_TRUE) return;
    gate_str who = gate_entry_choice(b->arena, roles, declared->role_count);
    gate_str change = gate_str_printf(
        b->arena, GATE_STR_FMT " must answer yes in the evidence `attestations`: " GATE_STR_FMT,
        GATE_STR_ARG(who), GATE_STR_ARG(result->text));
    /* Forms that have room for one sentence would else hide a no. */
    if (told && why.len)
        change = gate_str_printf(b->arena, GATE_STR_FMT " (so far: " GATE_STR_FMT ")", GATE_STR_ARG(change),
                                 GATE_STR_ARG(why));
    gate_vec_push(b->arena, &clause->change, change);
}

gate_outcome gate_build_confirm(gate_builder *b, gate_str row, const gate_clause_result *result,
                                gate_doc_clause *clause)
{
    const gate_p_clause *declared = &b->program->clauses[result->clause];
    const gate_str *roles = roles_of(b, declared);
    uint32_t entry = GATE_NO;
    gate_str why = GATE_STR("");
    if (b->program->meta_count == 0 || b->program->meta[0].attestations == GATE_NO) return GATE_ERRONEOUS;
    gate_outcome outcome =
        gate_attestation_find(b->arena, b->input->run->attestations, b->policy, row, b->input->run->subject,
                              roles, declared->role_count, declared->n, b->input->now, &entry, &why);
    if (!clause) return outcome;
    write_confirm(b, result, outcome, entry != GATE_NO || outcome == GATE_ERRONEOUS, why, roles, clause);
    if (entry != GATE_NO) clause->attestation = write_tick(b, entry);
    return outcome;
}
