/* Windows of a trigger or a canary: their order, the holes between them, and what a rule says of them
 * (language.md, section 7). Pure: states and times in, an answer and the windows that made it out.
 * Knows neither evidence nor conditions: what a window is has been decided before. */
#ifndef GATE_VERDICT_WINDOWS_H
#define GATE_VERDICT_WINDOWS_H

#include "base/instant.h"
#include "base/str.h"
#include "vm/trace.h"

typedef enum gate_window_state {
    GATE_WINDOW_CLEAN,
    GATE_WINDOW_BREACH,
    GATE_WINDOW_UNKNOWN
} gate_window_state;

/* A window as the evidence has it. */
typedef struct gate_window {
    gate_window_state state;
    bool has_times; /* start and end, or (by FIELD) start alone with end equal to it */
    gate_instant start, end;
} gate_window;

/* One place of the row of windows after holes are filled: a window of the evidence, or a hole. */
typedef struct gate_slot {
    gate_window_state state;
    uint32_t window;    /* index in the evidence; GATE_NO for a hole */
    gate_instant start; /* where the row is timed; of a hole: where a window would have begun */
} gate_slot;

#define GATE_WINDOWS_MAX 100000u /* slots of a row */

typedef struct gate_windows {
    gate_slot *slots;
    uint32_t count;
    uint32_t holes; /* slots among them that no window of the evidence fills */
    bool timed;
    gate_duration width; /* of one window; 0 when windows have no times, and when it can't be known */
    bool open_ended;     /* how many windows lack at the end can't be known: by FIELD, a single window
                            tells no width. Any number of them may, also none */
    gate_str trouble;    /* disorder, overlap, unequal widths: an error of the evidence, which names the
                            windows; else empty */
} gate_windows;

/* Puts [count] windows in a row and fills its holes with unknown windows. Every text is in [arena].
 *
 * With start and end: between two windows, and from the last one's end to [now], stand as many as fit
 * whole (a hole shorter than a width is none). By FIELD ([by_field]) times are points, and the width is
 * the commonest distance between neighbours, of equally common ones the smallest: two that are d apart
 * have round(d / width) - 1 between them, and since the last one took a width of its own, as many whole
 * ones as fit between its end so reckoned and [now]. [has_now] false: nothing is filled after the last.
 *
 * Trouble: windows that are not oldest first or that overlap (by FIELD: with one time), that end
 * before they begin or have no width, or different widths; some with times and some without, or by FIELD
 * none at all; one that begins more than five minutes after [now]; more than GATE_WINDOWS_MAX slots.
 * No windows are an empty row, without trouble. */
void gate_windows_row(gate_arena *arena, const gate_window *windows, uint32_t count, bool by_field,
                      gate_instant now, bool has_now, gate_windows *out);

/* How many windows of that width `for DURATION` asks for: the fewest that cover it. False when that can't
 * be said: no width, no duration, or more than GATE_WINDOWS_MAX. */
bool gate_windows_covering(gate_duration span, gate_duration width, uint32_t *windows);

typedef enum gate_trigger_state {
    GATE_TRIGGER_FIRING,
    GATE_TRIGGER_PENDING,
    GATE_TRIGGER_INACTIVE,
    GATE_TRIGGER_UNKNOWN,
} gate_trigger_state;

/* What a trigger says of windows it knows nothing of. */
typedef enum gate_no_data { GATE_NO_DATA_OPEN, GATE_NO_DATA_IS_BREACH, GATE_NO_DATA_IS_CLEAN } gate_no_data;

/* `for N consecutive` is breaches == within; `for M of N` M breaches within any N consecutive windows. */
typedef struct gate_window_rule {
    uint32_t breaches, within; /* 1 <= breaches <= within */
    bool latest;               /* only at the end of the row */
    gate_no_data no_data;
} gate_window_rule;

typedef struct gate_trigger_result {
    gate_trigger_state state;
    uint32_t pending;        /* PENDING: how many of rule->breaches there are; else 0 */
    uint32_t first, last;    /* FIRING: the slots that prove it, the earliest such; else GATE_NO */
    uint32_t *deciding;      /* UNKNOWN: the unknown slots that would decide it, ascending; else none */
    uint32_t deciding_count; /* 0 too where only windows after an open end would */
} gate_trigger_result;

/* The answer of two worlds, one in which every unknown slot is clean and one in which it is a breach;
 * [no_data] leaves one of them. A row with fewer than N slots fires when what is there has enough
 * breaches (of consecutive ones, so never); with `latest` only the newest N slots count.
 *
 * FIRING when it fires in both worlds; UNKNOWN when in one of them, and for a row that is empty or in
 * trouble and a rule that asks for 0 breaches or more than N. Else it does not fire, and is PENDING when
 * known breaches stand at the end: of consecutive ones the newest k < N slots, of M of N 0 < k < M among
 * the newest N slots. Else INACTIVE.
 *
 * Which slots would decide: the unknown ones of every N consecutive slots that could still hold enough
 * breaches. Knowing those gives the answer; no other slot has a say. */
void gate_windows_judge(gate_arena *arena, const gate_windows *row, const gate_window_rule *rule,
                        gate_trigger_result *out);

typedef enum gate_criterion_state {
    GATE_CRITERION_PASS,
    GATE_CRITERION_FAIL,
    GATE_CRITERION_MISSING,
    GATE_CRITERION_ERROR,
    GATE_CRITERION_SKIPPED,
} gate_criterion_state;

/* In place of a gate_outcome: the criterion did not apply to that window. */
#define GATE_SKIPPED_WINDOW 4u

/* A canary's criterion over its windows: [outcomes] has one gate_outcome or GATE_SKIPPED_WINDOW for
 * each. [tolerate] failing windows in any [within] consecutive ones are allowed (0, 0: none); a
 * window that was skipped takes its place among them.
 *
 * Fails if any window fails beyond what is tolerated, else is missing or (if none is missing) error if
 * any is, else passes if any window passed, else is skipped. [*failed] gets the failing windows' number,
 * tolerated ones included. */
gate_criterion_state gate_criterion_judge(const uint8_t *outcomes, uint32_t count, uint32_t tolerate,
                                          uint32_t within, uint32_t *failed);

#endif
