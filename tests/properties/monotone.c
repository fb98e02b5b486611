/* Monotonicity. Where nothing in a policy can tell that a key is not there (`has`, `.?`, a map gone over or
 * counted), taking a key or a whole file away makes an outcome missing or leaves it as it is: read the other
 * way round, adding evidence never changes an answer that was already definite. And no row passes by it.
 * A bound that is tightened never lets pass what did not pass before. */
#include "tests/properties/properties.h"

static bool is(gate_str word, const char *text)
{
    return gate_str_eq_c(word, text);
}

static bool among(gate_str word, const char *const *words)
{
    for (; *words; words++) {
        if (is(word, *words)) return true;
    }
    return false;
}

static bool passing(gate_str outcome)
{
    static const char *const words[] = {"pass", "warn", "waived", NULL};
    return among(outcome, words);
}

/* May the row's outcome become that one, with less evidence? */
static bool may_become(const gate_doc_row *before, const gate_doc_row *after)
{
    static const char *const open[] = {"missing", "unknown", NULL};
    gate_str was = before->outcome, now = after->outcome;
    if (gate_str_eq(was, now) || among(now, open)) return true;
    /* A report or a list that has lost its names is unusable. */
    if (is(now, "error") && after->trouble.len) return true;
    for (uint32_t i = 0; i < after->clauses.len && is(now, "error"); i++) { /* an entry that cannot be read */
        if (is(after->clauses.items[i]->kind, "confirm by")) return true;
    }
    if (is(now, "warn")) return is(was, "pass");
    if (is(was, "waived"))
        return !passing(now); /* a waiver may be unreadable, or cover no missing evidence */
    if (is(was, "error") || is(was, "missing")) return is(now, "error") || is(now, "missing");
    /* Pending counts breaches at the end; with one of them unknown there may be fewer that are known. */
    return is(was, "pending") && is(now, "inactive");
}

static const gate_doc_clause *same_clause(const gate_doc_row *row, const gate_doc_clause *like)
{
    for (uint32_t i = 0; i < row->clauses.len; i++) {
        const gate_doc_clause *clause = row->clauses.items[i];
        if (clause->window != like->window || !gate_str_eq(clause->kind, like->kind)) continue;
        if (clause->place->line == like->place->line && clause->place->column == like->place->column)
            return clause;
    }
    return NULL;
}

/* An element that loses its name goes unseen by a roster, also where it bore a name for the second time. */
static bool unseen(const gate_doc_clause *clause)
{
    bool twice = is(clause->outcome, "error") ||
                 (clause->reason && clause->reason->counts && clause->reason->counts->error > 0);
    return twice && gate_str_find(clause->text, GATE_STR(" by name"), 0) != SIZE_MAX;
}

/* Missing, or as it was; an entry that cannot be read any more is in error. */
static bool clause_holds(trial_case *t, const gate_doc_row *row, const gate_doc_clause *clause,
                         const gate_doc_row *after)
{
    const gate_doc_clause *other = same_clause(after, clause);
    bool confirm = is(clause->kind, "confirm by"), fire = clause->series != NULL;
    if (!other || gate_str_eq(other->outcome, clause->outcome) || is(other->outcome, "missing")) return true;
    if (((confirm || fire) && is(other->outcome, "error")) || unseen(clause)) return true;
    return fails(
        t, GATE_STR_FMT ": with less evidence `" GATE_STR_FMT "` is " GATE_STR_FMT " and not " GATE_STR_FMT,
        GATE_STR_ARG(row->id), GATE_STR_ARG(clause->text), GATE_STR_ARG(other->outcome),
        GATE_STR_ARG(clause->outcome));
}

static bool row_holds(trial_case *t, const gate_doc_row *row, const gate_doc_row *after)
{
    if (!after) return true; /* a row of `each` that lost its name: that is a row in trouble now */
    bool roster = false;
    for (uint32_t i = 0; i < row->clauses.len; i++)
        roster = roster || unseen(row->clauses.items[i]);
    if (!roster && !may_become(row, after))
        return fails(t, GATE_STR_FMT " was " GATE_STR_FMT " and is " GATE_STR_FMT " with less evidence",
                     GATE_STR_ARG(row->id), GATE_STR_ARG(row->outcome), GATE_STR_ARG(after->outcome));
    for (uint32_t i = 0; i < row->clauses.len; i++) {
        if (!clause_holds(t, row, row->clauses.items[i], after)) return false;
    }
    return true;
}

bool holds_monotone(trial_case *t, choices *change)
{
    if (t->kind != FLAVOUR_GROWING) return true;
    evidence_set less = evidence_copy(t->evidence);
    bool changed = change_remove_key(&less, t->w, change);
    judged after = {.verdict = NULL};
    if (changed) after = world_judge(t->w, t->arena, &less, NULL, 0);
    evidence_free(&less);
    if (!changed) return true;
    t->done++;
    bool holds = true;
    for (uint32_t i = 0; holds && i < t->base.verdict->blocks.len; i++) {
        const gate_doc_block *block = t->base.verdict->blocks.items[i];
        for (uint32_t r = 0; holds && r < block->rows.len; r++)
            holds = row_holds(t, block->rows.items[r],
                              verdict_row(after.verdict, block->rows.items[r]->id, NULL));
    }
    if (holds && is(t->base.verdict->verdict, "NO-GO") && is(after.verdict->verdict, "GO"))
        holds = fails(t, "with less evidence it is GO");
    for (uint32_t i = 0; !holds && i < t->w->program->evidence_count; i++)
        gate_buf_printf(t->why, "\n  less: " GATE_STR_FMT, GATE_STR_ARG(after.text[i]));
    return holds;
}

bool holds_tightening(trial_case *t, choices *change)
{
    if (t->kind != FLAVOUR_GROWING) return true;
    gate_setting settings[2] = {{.name = GATE_STR("lo"), .value = GATE_STR("3")},
                                {.name = GATE_STR("hi"), .value = GATE_STR("5")}};
    settings[0].value = gate_str_printf(t->arena, "%u.5", 3 + choose(change, 6));
    settings[1].value = gate_str_printf(t->arena, "%u.5", choose(change, 5));
    uint32_t first = choose(change, 3);
    judged after = world_judge(t->w, t->arena, t->evidence, first == 2 ? settings : &settings[first],
                               first == 2 ? 2 : 1);
    t->done++;
    for (uint32_t i = 0; i < t->base.verdict->blocks.len; i++) {
        const gate_doc_block *block = t->base.verdict->blocks.items[i];
        for (uint32_t r = 0; r < block->rows.len; r++) {
            const gate_doc_row *row = block->rows.items[r];
            const gate_doc_row *other = verdict_row(after.verdict, row->id, NULL);
            if (!other) return fails(t, "the row " GATE_STR_FMT " is gone", GATE_STR_ARG(row->id));
            if (passing(other->outcome) && !passing(row->outcome))
                return fails(t, GATE_STR_FMT " passes where the bound is tighter", GATE_STR_ARG(row->id));
        }
    }
    if (is(t->base.verdict->verdict, "NO-GO") && is(after.verdict->verdict, "GO"))
        return fails(t, "it is GO where a bound is tighter");
    return true;
}
