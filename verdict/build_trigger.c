/* Triggers: their windows, which of them fire, and what the rollback comes to. */
#include "verdict/builder.h"
#include "verdict/measures.h"
#include "verdict/wording.h"

#include <inttypes.h>

#define WINDOWS_LISTED 5000u /* of one series; older ones are counted */
#define WINDOWS_NAMED  4u    /* in a sentence */
#define WINDOWS_TOLD   5u    /* with their reasons */

enum { FORM_CONSECUTIVE = 4, FORM_OF, FORM_DURATION };

/* What the windows of one `fire when … for` come to. */
typedef struct fired {
    gate_windows row;
    gate_window_rule rule;
    gate_trigger_result result;
    gate_str trouble; /* why nothing can be told of any window */
    bool error;       /* … is an error of the evidence */
} fired;

/* -- windows ------------------------------------------------------------------------------------------ */

static gate_no_data no_data_of(const gate_builder *b, const gate_row_result *row)
{
    for (uint32_t i = 0; i < row->clause_count; i++) {
        const gate_p_clause *clause = &b->program->clauses[row->clauses[i].clause];
        if (clause->kind != GATE_CLAUSE_NO_DATA) continue;
        return clause->flags & GATE_NO_DATA_BREACH ? GATE_NO_DATA_IS_BREACH : GATE_NO_DATA_IS_CLEAN;
    }
    return GATE_NO_DATA_OPEN;
}

static gate_window_state state_of(gate_value outcome)
{
    gate_outcome is = gate_outcome_of(outcome);
    return is == GATE_TRUE ? GATE_WINDOW_BREACH : is == GATE_FALSE ? GATE_WINDOW_CLEAN : GATE_WINDOW_UNKNOWN;
}

/* The window's times; false when it has one that is none, or one of two. */
static bool read_times(gate_builder *b, const gate_window_value *value, uint32_t index, gate_window *out,
                       gate_str *trouble)
{
    bool start = value->start.tag == GATE_T_TIMESTAMP, end = value->end.tag == GATE_T_TIMESTAMP;
    out->has_times = start && end;
    if (start && end) {
        out->start = value->start.as.instant;
        out->end = value->end.as.instant;
        return true;
    }
    if (value->start.tag == GATE_T_MISSING && value->end.tag == GATE_T_MISSING) return true;
    bool first = !start;
    gate_str why = gate_explain_because(b->e, first ? value->start : value->end);
    *trouble = gate_str_printf(b->arena, "window [%u]: its `%s`: " GATE_STR_FMT, index,
                               first ? "start" : "end", GATE_STR_ARG(why));
    return false;
}

static void judge_windows(gate_builder *b, const gate_p_clause *clause, const gate_clause_result *result,
                          fired *out)
{
    gate_window *windows = GATE_ARRAY(b->arena, gate_window, result->window_count);
    for (uint32_t i = 0; i < result->window_count; i++) {
        windows[i].state = state_of(result->windows[i].outcome);
        if (!read_times(b, &result->windows[i], i, &windows[i], &out->trouble)) {
            out->error = true;
            return;
        }
    }
    gate_windows_row(b->arena, windows, result->window_count, clause->by_count > 0, b->input->now, true,
                     &out->row);
    out->trouble = out->row.trouble;
    out->error = out->trouble.len > 0;
    if (out->error) return;
    if (out->row.count == 0) {
        out->trouble = GATE_STR("there are no windows");
        return;
    }
    uint32_t asked = 0;
    if (clause->form == FORM_DURATION) {
        if (!gate_windows_covering((gate_duration){clause->n, 0}, out->row.width, &asked)) {
            out->trouble =
                GATE_STR("how long a window is can't be told, so neither can how many the time takes");
            return;
        }
        out->rule.breaches = out->rule.within = asked;
    }
    gate_windows_judge(b->arena, &out->row, &out->rule, &out->result);
}

static void judge(gate_builder *b, const gate_row_result *row, const gate_clause_result *result, fired *out)
{
    const gate_p_clause *clause = &b->program->clauses[result->clause];
    *out = (fired){.trouble = GATE_STR("")};
    out->result = (gate_trigger_result){.state = GATE_TRIGGER_UNKNOWN, .first = GATE_NO, .last = GATE_NO};
    out->rule = (gate_window_rule){.breaches = (uint32_t)clause->n,
                                   .within = (uint32_t)clause->m,
                                   .latest = (clause->flags & GATE_LATEST_ONLY) != 0,
                                   .no_data = no_data_of(b, row)};
    if (clause->form == FORM_DURATION) out->rule.breaches = out->rule.within = 0;
    if (gate_is_definite(result->list)) {
        judge_windows(b, clause, result, out);
        return;
    }
    out->trouble = gate_explain_because_at(b->e, result->list, result->list.why);
    out->error = result->list.tag != GATE_T_MISSING;
}

static gate_outcome outcome_of(const fired *f)
{
    switch (f->result.state) {
    case GATE_TRIGGER_FIRING:
        return GATE_TRUE;
    case GATE_TRIGGER_PENDING:
    case GATE_TRIGGER_INACTIVE:
        return GATE_FALSE;
    case GATE_TRIGGER_UNKNOWN:
        break;
    }
    return f->error ? GATE_ERRONEOUS : GATE_MISSING;
}

gate_outcome gate_build_fires(gate_builder *b, const gate_row_result *row, const gate_clause_result *result)
{
    fired f;
    judge(b, row, result, &f);
    return outcome_of(&f);
}

/* -- in words ------------------------------------------------------------------------------------------- */

static void put_slot(gate_buf *out, const fired *f, uint32_t index)
{
    const gate_slot *slot = &f->row.slots[index];
    char time[40];
    if (slot->window == GATE_NO) {
        gate_buf_printf(out, "none where one should begin at " GATE_STR_FMT,
                        GATE_STR_ARG(gate_instant_text(time, slot->start)));
        return;
    }
    gate_buf_printf(out, "[%u]", slot->window);
    if (f->row.timed)
        gate_buf_printf(out, " (" GATE_STR_FMT ")", GATE_STR_ARG(gate_instant_text(time, slot->start)));
}

static void put_slots(gate_buf *out, const fired *f, const uint32_t *slots, uint32_t count)
{
    char time[40];
    for (uint32_t i = 0; i < count && i < WINDOWS_NAMED; i++) {
        const gate_slot *slot = &f->row.slots[slots[i]];
        bool more = i > 0 && slot->window == GATE_NO && f->row.slots[slots[i - 1]].window == GATE_NO;
        gate_buf_c(out, i ? ", " : "");
        if (more) { /* "none where one should begin at …, …, …" */
            gate_buf_add(out, gate_instant_text(time, slot->start));
        } else {
            put_slot(out, f, slots[i]);
        }
    }
    if (count > WINDOWS_NAMED) gate_buf_printf(out, " and %u more", count - WINDOWS_NAMED);
}

/* The breaches that prove that it fires. */
static uint32_t proof(const gate_builder *b, const fired *f, uint32_t *out)
{
    uint32_t count = 0;
    bool unknown_too = f->rule.no_data == GATE_NO_DATA_IS_BREACH;
    (void)b;
    for (uint32_t i = f->result.first; f->result.first != GATE_NO && i <= f->result.last; i++) {
        gate_window_state state = f->row.slots[i].state;
        if (state == GATE_WINDOW_BREACH || (unknown_too && state == GATE_WINDOW_UNKNOWN)) out[count++] = i;
    }
    return count;
}

static void put_counts(gate_buf *out, const fired *f)
{
    uint32_t counts[3] = {0};
    for (uint32_t i = 0; i < f->row.count; i++)
        counts[f->row.slots[i].state]++;
    gate_buf_printf(out, "of %u window%s %u clean, %u a breach, %u unknown", f->row.count,
                    f->row.count == 1 ? "" : "s", counts[GATE_WINDOW_CLEAN], counts[GATE_WINDOW_BREACH],
                    counts[GATE_WINDOW_UNKNOWN]);
    if (f->row.holes) gate_buf_printf(out, " (%u of them not in the list)", f->row.holes);
}

static void put_rule(gate_buf *out, const fired *f, const gate_p_clause *clause)
{
    char span[40], width[40];
    if (clause->form == FORM_DURATION) {
        gate_buf_printf(out, "; " GATE_STR_FMT " is %u windows of " GATE_STR_FMT,
                        GATE_STR_ARG(gate_duration_show(span, (gate_duration){clause->n, 0})), f->rule.within,
                        GATE_STR_ARG(gate_duration_show(width, f->row.width)));
    } else if (clause->by_count && (f->row.width.sec || f->row.width.nsec)) {
        gate_buf_printf(out, "; windows are " GATE_STR_FMT " apart",
                        GATE_STR_ARG(gate_duration_show(width, f->row.width)));
    }
}

static gate_str says(gate_builder *b, const fired *f, const gate_p_clause *clause)
{
    gate_buf out = gate_buf_new(b->arena);
    if (f->trouble.len) {
        gate_buf_c(&out, "it can't be told whether this fires: ");
        gate_buf_add(&out, f->trouble);
        return gate_buf_str(&out);
    }
    uint32_t *slots = GATE_ARRAY(b->arena, uint32_t, f->row.count);
    switch (f->result.state) {
    case GATE_TRIGGER_FIRING: {
        uint32_t count = proof(b, f, slots);
        gate_buf_printf(&out, "%u breach%s ", count, count == 1 ? "" : "es");
        if (f->rule.breaches == f->rule.within)
            gate_buf_c(&out, count > 1 ? "in a row, " : "");
        else
            gate_buf_printf(&out, "within %u windows, ", f->rule.within);
        gate_buf_c(&out, count == 1 ? "in window " : "windows ");
        put_slots(&out, f, slots, count);
        break;
    }
    case GATE_TRIGGER_PENDING:
        gate_buf_printf(&out, "%u of %u breaches at the end; ", f->result.pending, f->rule.breaches);
        put_counts(&out, f);
        break;
    case GATE_TRIGGER_INACTIVE:
        put_counts(&out, f);
        break;
    case GATE_TRIGGER_UNKNOWN:
        gate_buf_c(&out, "it can't be told whether this fires: ");
        if (f->result.deciding_count) {
            gate_buf_printf(&out, "%u unknown window%s would decide it: ", f->result.deciding_count,
                            f->result.deciding_count == 1 ? "" : "s");
            put_slots(&out, f, f->result.deciding, f->result.deciding_count);
        } else {
            gate_buf_c(&out, "how many windows there should be until now can't be told from one alone");
        }
        break;
    }
    put_rule(&out, f, clause);
    return gate_buf_str(&out);
}

/* -- the document ---------------------------------------------------------------------------------------- */

static const char *trigger_word(gate_trigger_state state)
{
    switch (state) {
    case GATE_TRIGGER_FIRING:
        return "firing";
    case GATE_TRIGGER_PENDING:
        return "pending";
    case GATE_TRIGGER_INACTIVE:
        return "inactive";
    case GATE_TRIGGER_UNKNOWN:
        break;
    }
    return "unknown";
}

/* Which slots make the answer: those that prove it, or would decide it; or the breaches that are pending. */
static bool *deciding_slots(gate_builder *b, const fired *f)
{
    bool *marks = GATE_ARRAY(b->arena, bool, f->row.count);
    uint32_t *slots = GATE_ARRAY(b->arena, uint32_t, f->row.count), count = 0;
    if (f->trouble.len) return marks;
    if (f->result.state == GATE_TRIGGER_FIRING) count = proof(b, f, slots);
    for (uint32_t i = 0; i < count; i++)
        marks[slots[i]] = true;
    for (uint32_t i = 0; f->result.state == GATE_TRIGGER_UNKNOWN && i < f->result.deciding_count; i++)
        marks[f->result.deciding[i]] = true;
    uint32_t left = f->result.state == GATE_TRIGGER_PENDING ? f->result.pending : 0;
    for (uint32_t i = f->row.count; left > 0 && i-- > 0;) {
        marks[i] = f->row.slots[i].state != GATE_WINDOW_CLEAN;
        left -= marks[i];
    }
    return marks;
}

static gate_doc_window *write_slot(gate_builder *b, const fired *f, uint32_t index,
                                   const gate_clause_result *result, bool decides)
{
    static const char *const words[] = {
        [GATE_WINDOW_CLEAN] = "clean", [GATE_WINDOW_BREACH] = "breach", [GATE_WINDOW_UNKNOWN] = "unknown"};
    const gate_slot *slot = &f->row.slots[index];
    gate_doc_window *out = gate_doc_new_window(b->arena);
    gate_instant end;
    out->state = gate_str_c(words[slot->state]);
    out->decides = decides;
    if (slot->window != GATE_NO) out->index = slot->window;
    if (f->row.timed) {
        out->start = gate_build_time(b, slot->start);
        if ((f->row.width.sec || f->row.width.nsec) && gate_instant_add(slot->start, f->row.width, &end))
            out->end = gate_build_time(b, end);
    }
    if (slot->state != GATE_WINDOW_UNKNOWN) return out;
    out->because = GATE_STR("the list has no such window");
    if (slot->window != GATE_NO)
        out->because = gate_explain_because_at(b->e, result->windows[slot->window].outcome,
                                               result->windows[slot->window].outcome.why);
    return out;
}

static gate_doc_series *write_series(gate_builder *b, const fired *f, const gate_clause_result *result,
                                     const bool *marks)
{
    const gate_p_clause *clause = &b->program->clauses[result->clause];
    gate_doc_series *series = gate_doc_new_series(b->arena);
    char text[40];
    series->state = gate_str_c(trigger_word(f->result.state));
    series->says = says(b, f, clause);
    if (f->rule.within) {
        series->breaches = f->rule.breaches;
        series->within = f->rule.within;
    }
    series->latest = f->rule.latest;
    if (clause->form == FORM_DURATION)
        series->span = gate_str_dup(b->arena, gate_duration_show(text, (gate_duration){clause->n, 0}));
    if (f->rule.no_data != GATE_NO_DATA_OPEN)
        series->no_data = gate_str_c(f->rule.no_data == GATE_NO_DATA_IS_BREACH ? "breach" : "clean");
    if (f->result.state == GATE_TRIGGER_PENDING) series->pending = f->result.pending;
    if (f->row.width.sec || f->row.width.nsec)
        series->width = gate_str_dup(b->arena, gate_duration_show(text, f->row.width));
    if (f->row.holes) series->holes = f->row.holes;
    series->trouble = f->trouble;
    uint32_t from = f->row.count > WINDOWS_LISTED ? f->row.count - WINDOWS_LISTED : 0;
    if (from) series->cut = from;
    gate_measures *measures = gate_measures_new(b->e, f->row.count - from);
    for (uint32_t i = from; i < f->row.count; i++) {
        gate_vec_push(b->arena, &series->windows, write_slot(b, f, i, result, marks[i]));
        uint32_t window = f->row.slots[i].window;
        if (window != GATE_NO) gate_measures_note(measures, i - from, result->windows[window].outcome.why);
    }
    gate_measures_write(measures, series);
    return series;
}

/* The conditions of the windows that make the answer, newest last. */
static void write_reason(gate_builder *b, const fired *f, const gate_clause_result *result, const bool *marks,
                         gate_doc_clause *clause)
{
    const gate_p_clause *declared = &b->program->clauses[result->clause];
    gate_doc_reason *reason = gate_doc_new_reason(b->arena);
    gate_doc_counts *counts = gate_doc_new_counts(b->arena);
    int64_t *const by_outcome[] = {[GATE_FALSE] = &counts->false_,
                                   [GATE_TRUE] = &counts->true_,
                                   [GATE_MISSING] = &counts->missing,
                                   [GATE_ERRONEOUS] = &counts->error};
    reason->kind = GATE_STR("each");
    reason->text = clause->text;
    reason->outcome = clause->outcome;
    reason->wanted = GATE_STR("false");
    reason->place = clause->place;
    reason->operator= gate_str_c(declared->form == FORM_OF         ? "of"
                                 : declared->form == FORM_DURATION ? "duration"
                                                                   : "consecutive");
    reason->counts = counts;
    counts->total = result->window_count;
    for (uint32_t i = 0; i < result->window_count; i++)
        ++*by_outcome[gate_outcome_of(result->windows[i].outcome)];
    int64_t told = 0;
    for (uint32_t i = 0; i < f->row.count; i++) {
        const gate_slot *slot = &f->row.slots[i];
        if (!marks[i] || slot->window == GATE_NO) continue;
        if (told++ >= WINDOWS_TOLD) continue;
        const gate_window_value *window = &result->windows[slot->window];
        gate_doc_reason *child = gate_explain_reason(b->e, window->outcome.why, declared->expr, false, 1);
        gate_buf name = gate_buf_new(b->arena);
        gate_buf_c(&name, "window ");
        put_slot(&name, f, i);
        child->element = gate_buf_str(&name);
        child->at = gate_explain_origin(b->e, window->item.why, true);
        gate_vec_push(b->arena, &reason->children, child);
    }
    if (told > WINDOWS_TOLD) reason->hidden = told - WINDOWS_TOLD;
    clause->reason = reason;
}

/* What would have to be there so that it could be told. */
static void write_changes(gate_builder *b, const fired *f, const gate_clause_result *result,
                          gate_doc_clause *clause)
{
    if (f->result.state != GATE_TRIGGER_UNKNOWN) return;
    gate_str sentence;
    if (!gate_is_definite(result->list)) {
        gate_doc_origin_list from = {0};
        gate_str word, because;
        gate_build_set_trouble(b, &word, &because, &from, result->list);
        sentence = gate_build_trouble_change(b, word, because, &from);
    } else {
        sentence = gate_str_printf(b->arena, "what the windows show must be known: " GATE_STR_FMT,
                                   GATE_STR_ARG(clause->series->says));
    }
    gate_vec_push(b->arena, &clause->change, sentence);
}

void gate_build_series(gate_builder *b, const gate_row_result *row, const gate_clause_result *result,
                       gate_doc_clause *clause)
{
    fired f;
    judge(b, row, result, &f);
    bool *marks = deciding_slots(b, &f);
    clause->series = write_series(b, &f, result, marks);
    if (gate_build_plain(b)) return;
    write_reason(b, &f, result, marks, clause);
    write_changes(b, &f, result, clause);
    gate_explain_cite(b->e, result->list.why, &clause->cites);
    for (uint32_t i = 0; i < result->window_count; i++)
        gate_explain_cite(b->e, result->windows[i].outcome.why, &clause->cites);
}

gate_trigger_state gate_build_trigger_state(gate_builder *b, const gate_row_result *row, uint32_t *pending,
                                            uint32_t *needed)
{
    bool unknown = !gate_is_definite(row->trouble), waits = false;
    for (uint32_t i = 0; i < row->clause_count; i++) {
        const gate_clause_result *clause = &row->clauses[i];
        const gate_p_clause *declared = &b->program->clauses[clause->clause];
        if (declared->kind == GATE_CLAUSE_ONLY) {
            if (clause->outcome == GATE_FALSE) return GATE_TRIGGER_INACTIVE;
            unknown = unknown || clause->outcome != GATE_TRUE;
        }
        if (declared->kind != GATE_CLAUSE_FIRE) continue;
        if (declared->list_unit == GATE_NO) {
            if (clause->outcome == GATE_TRUE) return GATE_TRIGGER_FIRING;
            unknown = unknown || clause->outcome != GATE_FALSE;
            continue;
        }
        fired f;
        judge(b, row, clause, &f);
        if (f.result.state == GATE_TRIGGER_FIRING) return GATE_TRIGGER_FIRING;
        unknown = unknown || f.result.state == GATE_TRIGGER_UNKNOWN;
        if (f.result.state != GATE_TRIGGER_PENDING || waits) continue;
        waits = true;
        *pending = f.result.pending;
        *needed = f.rule.breaches;
    }
    return unknown ? GATE_TRIGGER_UNKNOWN : waits ? GATE_TRIGGER_PENDING : GATE_TRIGGER_INACTIVE;
}
