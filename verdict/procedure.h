/* The steps of a procedure: done, next, waiting, early, late (language.md, sections 3 and 7). Pure:
 * outcomes and times in, states out. Knows neither conditions nor owners. */
#ifndef GATE_VERDICT_PROCEDURE_H
#define GATE_VERDICT_PROCEDURE_H

#include "base/instant.h"
#include "vm/trace.h"

typedef enum gate_step_state {
    GATE_STEP_DONE,
    GATE_STEP_NEXT,
    GATE_STEP_WAITING,
    GATE_STEP_EARLY,
    GATE_STEP_SKIPPED,
} gate_step_state;

typedef struct gate_step_in {
    gate_outcome outcome;    /* of its conditions together */
    bool skipped;            /* its `only if` is false */
    bool has_at_clause;      /* it says `at` */
    gate_outcome at_outcome; /* TRUE: [at] is known; else missing or error: not done */
    gate_instant at;
    bool has_within;
    int64_t within_seconds;
    uint32_t within_of; /* index of the step it counts from */
} gate_step_in;

typedef struct gate_step_out {
    gate_step_state state;
    bool late; /* past its `within`: shown, does not undo */
    gate_duration late_by;
    bool undone; /* late, and not done by now, whatever its `at` says */
    uint32_t against; /* EARLY: the earlier step that it came before, the first such; else GATE_NO */
    bool by_time;     /* EARLY: seen from `at`, not only from what holds */
    bool future;      /* its `at` lies more than five minutes after now, and so counts as not known */
} gate_step_out;

typedef enum gate_procedure_state {
    GATE_PROCEDURE_COMPLETE,
    GATE_PROCEDURE_IN_PROGRESS,
    GATE_PROCEDURE_OUT_OF_ORDER,
} gate_procedure_state;

/* Judges [count] steps in order into [out]. Skipped steps are as if they were not there.
 *
 * A step holds when its conditions do and its `at`, if it says so, is known. It is done when it holds and
 * every step before it is done. It is early when it holds while an earlier one does not, or when its `at`
 * lies before an earlier step's: that it was begun too soon shows, whether its conditions hold or not.
 * Of the others the one before which every step is done is next, and the rest are waiting. [*next] is the
 * first step that is not done, which is the one that is next or one that is early by its time; GATE_NO
 * when all are done.
 *
 * `within` counts from the time of a step that holds and says `at`. A step is late when its own `at` is
 * later than that; one that is not done, when [now] is.
 *
 * OUT_OF_ORDER when a step is early, else COMPLETE when every step is done; a procedure of which
 * every step is skipped, or that has none, is not complete but IN_PROGRESS. */
gate_procedure_state gate_procedure_judge(const gate_step_in *steps, uint32_t count, gate_instant now,
                                          gate_step_out *out, uint32_t *next);

#endif
