#include "verdict/procedure.h"

#define FUTURE_SECONDS 300 /* clocks may differ by so much */

/* What was done in the future was not done. */
static bool in_future(const gate_step_in *step, gate_instant now)
{
    if (!step->has_at_clause || step->at_outcome != GATE_TRUE) return false;
    return gate_duration_cmp(gate_instant_diff(step->at, now), (gate_duration){FUTURE_SECONDS, 0}) > 0;
}

static bool has_time(const gate_step_in *step, gate_instant now)
{
    return !step->skipped && step->has_at_clause && step->at_outcome == GATE_TRUE && !in_future(step, now);
}

static bool holds(const gate_step_in *step, gate_instant now)
{
    return !step->skipped && step->outcome == GATE_TRUE && (!step->has_at_clause || has_time(step, now));
}

/* The earlier steps that matter to a later one. */
typedef struct before {
    uint32_t unheld; /* the first that doesn't hold, or GATE_NO */
    bool done;       /* all are */
    bool timed;      /* is a time among them? */
    gate_instant latest;
} before;

/* The first of the steps before [index] that has a time after its own. */
static uint32_t overtaken(const gate_step_in *steps, uint32_t index, gate_instant now)
{
    uint32_t i = 0;
    while (!has_time(&steps[i], now) || gate_instant_cmp(steps[i].at, steps[index].at) <= 0)
        i++;
    return i;
}

static void judge_order(const gate_step_in *steps, uint32_t index, gate_instant now, const before *earlier,
                        gate_step_out *out)
{
    const gate_step_in *step = &steps[index];
    bool held = holds(step, now);
    if (held && earlier->unheld != GATE_NO) {
        out->state = GATE_STEP_EARLY;
        out->against = earlier->unheld;
    } else if (earlier->timed && has_time(step, now) && gate_instant_cmp(step->at, earlier->latest) < 0) {
        out->state = GATE_STEP_EARLY;
        out->against = overtaken(steps, index, now);
        out->by_time = true;
    } else {
        out->state = held && earlier->done ? GATE_STEP_DONE : GATE_STEP_WAITING;
    }
}

static void judge_late(const gate_step_in *steps, uint32_t count, uint32_t index, gate_instant now,
                       gate_step_out *out)
{
    const gate_step_in *step = &steps[index];
    if (!step->has_within || step->within_of >= count) return;
    const gate_step_in *of = &steps[step->within_of];
    if (!has_time(of, now) || !holds(of, now)) return;
    gate_instant until, when = now;
    if (!gate_instant_add(of->at, (gate_duration){step->within_seconds, 0}, &until))
        return; /* past all times */
    if (holds(step, now)) {
        if (has_time(step, now))
            when = step->at;
        else if (out->state == GATE_STEP_DONE)
            return; /* when it was done isn't known */
    }
    out->late = gate_instant_cmp(when, until) > 0;
    out->undone = out->late && !holds(step, now);
    if (out->late) out->late_by = gate_instant_diff(when, until);
}

gate_procedure_state gate_procedure_judge(const gate_step_in *steps, uint32_t count, gate_instant now,
                                          gate_step_out *out, uint32_t *next)
{
    before earlier = {.unheld = GATE_NO, .done = true};
    bool any = false, early = false;
    *next = GATE_NO;
    for (uint32_t i = 0; i < count; i++) {
        out[i] = (gate_step_out){.state = GATE_STEP_SKIPPED, .against = GATE_NO};
        if (steps[i].skipped) continue;
        any = true;
        out[i].future = in_future(&steps[i], now);
        judge_order(steps, i, now, &earlier, &out[i]);
        if (out[i].state == GATE_STEP_WAITING && earlier.done) out[i].state = GATE_STEP_NEXT;
        judge_late(steps, count, i, now, &out[i]);
        if (out[i].state != GATE_STEP_DONE) {
            if (earlier.done) *next = i;
            earlier.done = false;
        }
        if (out[i].state == GATE_STEP_EARLY) early = true;
        if (earlier.unheld == GATE_NO && !holds(&steps[i], now)) earlier.unheld = i;
        if (has_time(&steps[i], now) &&
            (!earlier.timed || gate_instant_cmp(steps[i].at, earlier.latest) > 0)) {
            earlier.timed = true;
            earlier.latest = steps[i].at;
        }
    }
    if (early) return GATE_PROCEDURE_OUT_OF_ORDER;
    return any && earlier.done ? GATE_PROCEDURE_COMPLETE : GATE_PROCEDURE_IN_PROGRESS;
}
