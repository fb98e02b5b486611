#include "verdict/windows.h"

#include <stdlib.h>

#define NANOS          1000000000
#define FUTURE_SECONDS 300 /* clocks may differ by so much */

/* Nanoseconds between any two instants need more than 64 bits. */
__extension__ typedef __int128 nanos;

static nanos nanos_between(gate_instant from, gate_instant to)
{
    gate_duration span = gate_instant_diff(to, from);
    return (nanos)span.sec * NANOS + span.nsec;
}

static nanos nanos_of(gate_duration span)
{
    return (nanos)span.sec * NANOS + span.nsec;
}

static gate_duration span_of(nanos count)
{
    return (gate_duration){(int64_t)(count / NANOS), (int32_t)(count % NANOS)};
}

/* -- trouble ----------------------------------------------------------------------------------- */

/* "window [3] (2026-02-13T12:15:00Z)", the index as a policy would write it. */
static void put_window(gate_buf *out, const gate_window *windows, uint32_t index)
{
    char start[40];
    gate_buf_printf(out, "window [%u] (" GATE_STR_FMT ")", index,
                    GATE_STR_ARG(gate_instant_text(start, windows[index].start)));
}

/* "window … LINK window …". */
static gate_str pair_trouble(gate_arena *arena, const gate_window *windows, uint32_t one, const char *link,
                             uint32_t other)
{
    gate_buf out = gate_buf_new(arena);
    put_window(&out, windows, one);
    gate_buf_printf(&out, " %s ", link);
    put_window(&out, windows, other);
    return gate_buf_str(&out);
}

static gate_str width_trouble(gate_arena *arena, const gate_window *windows, uint32_t index, nanos width,
                              nanos first)
{
    char one[40], other[40];
    gate_buf out = gate_buf_new(arena);
    put_window(&out, windows, index);
    gate_buf_printf(&out, " is " GATE_STR_FMT " wide, and ",
                    GATE_STR_ARG(gate_duration_show(one, span_of(width))));
    put_window(&out, windows, 0);
    gate_buf_printf(&out, " is " GATE_STR_FMT, GATE_STR_ARG(gate_duration_show(other, span_of(first))));
    return gate_buf_str(&out);
}

/* Windows with times and windows without can't be put in one row. */
static gate_str mixed_trouble(gate_arena *arena, const gate_window *windows, uint32_t count, bool by_field)
{
    if (by_field && !windows[0].has_times) return GATE_STR("window [0] has no time");
    for (uint32_t i = 1; i < count; i++) {
        if (windows[i].has_times == windows[0].has_times) continue;
        return gate_str_printf(arena, "window [%u] has no time%s, and window [%u] has",
                               windows[0].has_times ? i : 0, by_field ? "" : "s",
                               windows[0].has_times ? 0 : i);
    }
    return GATE_STR("");
}

static gate_str one_trouble(gate_arena *arena, const gate_window *windows, uint32_t index, bool by_field)
{
    nanos width = nanos_between(windows[index].start, windows[index].end);
    if (by_field || width > 0) return GATE_STR("");
    gate_buf out = gate_buf_new(arena);
    put_window(&out, windows, index);
    gate_buf_c(&out, width < 0 ? " ends before it begins" : " ends when it begins");
    return gate_buf_str(&out);
}

/* What the times of [index] and the window before it are in disagreement about. */
static gate_str neighbour_trouble(gate_arena *arena, const gate_window *windows, uint32_t index,
                                  bool by_field)
{
    const gate_window *before = &windows[index - 1], *at = &windows[index];
    int order = gate_instant_cmp(before->start, at->start);
    if (order > 0) return pair_trouble(arena, windows, index, "is older than", index - 1);
    if (by_field)
        return order == 0 ? pair_trouble(arena, windows, index, "has the time of", index - 1) : GATE_STR("");
    if (gate_instant_cmp(before->end, at->start) > 0)
        return pair_trouble(arena, windows, index, "begins before the end of", index - 1);
    nanos width = nanos_between(at->start, at->end), first = nanos_between(windows[0].start, windows[0].end);
    return width == first ? GATE_STR("") : width_trouble(arena, windows, index, width, first);
}

static gate_str time_trouble(gate_arena *arena, const gate_window *windows, uint32_t count, bool by_field)
{
    gate_str trouble = one_trouble(arena, windows, 0, by_field);
    for (uint32_t i = 1; i < count && trouble.len == 0; i++) {
        trouble = one_trouble(arena, windows, i, by_field);
        if (trouble.len == 0) trouble = neighbour_trouble(arena, windows, i, by_field);
    }
    return trouble;
}

static gate_str future_trouble(gate_arena *arena, const gate_window *windows, uint32_t index,
                               gate_instant now)
{
    if (nanos_between(now, windows[index].start) <= (nanos)FUTURE_SECONDS * NANOS) return GATE_STR("");
    char text[40];
    gate_buf out = gate_buf_new(arena);
    put_window(&out, windows, index);
    gate_buf_printf(&out, " begins after now (" GATE_STR_FMT ")", GATE_STR_ARG(gate_instant_text(text, now)));
    return gate_buf_str(&out);
}

/* -- the row ----------------------------------------------------------------------------------- */

static int compare_nanos(const void *a, const void *b)
{
    nanos left = *(const nanos *)a, right = *(const nanos *)b;
    return (left > right) - (left < right);
}

/* The commonest distance between neighbours, of equally common ones the smallest. */
static nanos common_distance(gate_arena *arena, const gate_window *windows, uint32_t count)
{
    nanos *distances = GATE_ARRAY(arena, nanos, count - 1), best = 0;
    for (uint32_t i = 1; i < count; i++)
        distances[i - 1] = nanos_between(windows[i - 1].start, windows[i].start);
    qsort(distances, count - 1, sizeof *distances, compare_nanos);
    for (uint32_t i = 0, next, most = 0; i < count - 1; i = next) {
        for (next = i + 1; next < count - 1 && distances[next] == distances[i];)
            next++;
        if (next - i <= most) continue;
        most = next - i;
        best = distances[i];
    }
    return best;
}

/* How the windows of one row lie in time. */
typedef struct spacing {
    const gate_window *windows;
    uint32_t count;
    bool by_field;
    nanos width;
    gate_instant now;
    bool has_now;
} spacing;

/* How many windows lack behind the window at [index]. */
static nanos lacking(const spacing *row, uint32_t index)
{
    const gate_window *at = &row->windows[index];
    if (row->width == 0) return 0;
    nanos holes = 0;
    gate_instant from = row->by_field ? at->start : at->end;
    if (index + 1 < row->count) {
        nanos distance = nanos_between(from, row->windows[index + 1].start);
        holes = row->by_field ? (2 * distance + row->width) / (2 * row->width) - 1 : distance / row->width;
    } else if (row->has_now) {
        holes = nanos_between(from, row->now) / row->width - (row->by_field ? 1 : 0);
    }
    return holes > 0 ? holes : 0;
}

/* The start of the [nth] window, from 1, that lacks behind [at]. */
static gate_instant lacking_start(const spacing *row, const gate_window *at, uint32_t nth)
{
    gate_instant from = row->by_field ? at->start : at->end, start = from;
    nanos after = row->width * (row->by_field ? nth : nth - 1);
    gate_instant_add(from, span_of(after), &start); /* it lies before the next one, or before now */
    return start;
}

static void fill(gate_arena *arena, const spacing *row, gate_windows *out)
{
    nanos count = row->count;
    for (uint32_t i = 0; i < row->count && count <= GATE_WINDOWS_MAX; i++)
        count += lacking(row, i);
    if (count > GATE_WINDOWS_MAX) {
        out->trouble = gate_str_printf(arena, "there are more than %u windows, those that lack included",
                                       GATE_WINDOWS_MAX);
        return;
    }
    out->slots = GATE_ARRAY(arena, gate_slot, (size_t)count);
    for (uint32_t i = 0; i < row->count; i++) {
        const gate_window *at = &row->windows[i];
        out->slots[out->count++] = (gate_slot){at->state, i, at->start};
        uint32_t holes = (uint32_t)lacking(row, i);
        for (uint32_t nth = 1; nth <= holes; nth++)
            out->slots[out->count++] = (gate_slot){GATE_WINDOW_UNKNOWN, GATE_NO, lacking_start(row, at, nth)};
        out->holes += holes;
    }
}

void gate_windows_row(gate_arena *arena, const gate_window *windows, uint32_t count, bool by_field,
                      gate_instant now, bool has_now, gate_windows *out)
{
    *out = (gate_windows){.trouble = GATE_STR("")};
    if (count == 0) return;
    spacing row = {windows, count, by_field, 0, now, has_now};
    out->trouble = mixed_trouble(arena, windows, count, by_field);
    if (out->trouble.len) return;
    out->timed = windows[0].has_times;
    if (out->timed) {
        out->trouble = time_trouble(arena, windows, count, by_field);
        if (out->trouble.len == 0 && has_now) out->trouble = future_trouble(arena, windows, count - 1, now);
        if (out->trouble.len) return;
        if (!by_field)
            row.width = nanos_between(windows[0].start, windows[0].end);
        else if (count > 1)
            row.width = common_distance(arena, windows, count);
        out->width = span_of(row.width);
        out->open_ended = row.width == 0 && has_now && gate_instant_cmp(windows[0].start, now) < 0;
    } else {
        row.has_now = false;
    }
    fill(arena, &row, out);
}

bool gate_windows_covering(gate_duration span, gate_duration width, uint32_t *windows)
{
    nanos all = nanos_of(span), one = nanos_of(width);
    if (all <= 0 || one <= 0) return false;
    nanos count = all / one + (all % one != 0);
    if (count > GATE_WINDOWS_MAX) return false;
    *windows = (uint32_t)count;
    return true;
}

/* -- triggers ---------------------------------------------------------------------------------- */

static bool breached(const gate_slot *slot, bool unknown_too)
{
    return slot->state == GATE_WINDOW_BREACH || (unknown_too && slot->state == GATE_WINDOW_UNKNOWN);
}

/* The first slot that the rule may look at. */
static uint32_t rule_from(const gate_windows *row, const gate_window_rule *rule)
{
    return rule->latest && row->count > rule->within ? row->count - rule->within : 0;
}

/* Does the rule fire in the world in which unknown slots are breaches, or clean? Then with the earliest
 * slots that hold its breaches. */
static bool fires(const gate_windows *row, const gate_window_rule *rule, bool unknown_too, uint32_t *first,
                  uint32_t *last)
{
    uint32_t held = 0, from = rule_from(row, rule), oldest = from; /* of those in reach */
    for (uint32_t i = from; i < row->count; i++) {
        held += breached(&row->slots[i], unknown_too);
        if (i - from >= rule->within) held -= breached(&row->slots[oldest++], unknown_too);
        if (held < rule->breaches) continue;
        while (!breached(&row->slots[oldest], unknown_too))
            oldest++;
        *first = oldest;
        *last = i;
        return true;
    }
    return false;
}

/* The known breaches at the end that speak for its firing soon. */
static uint32_t pending(const gate_windows *row, const gate_window_rule *rule)
{
    uint32_t held = 0;
    bool unknown_too = rule->no_data == GATE_NO_DATA_IS_BREACH, run = rule->breaches == rule->within;
    for (uint32_t back = 0; back < row->count && back < rule->within; back++) {
        if (breached(&row->slots[row->count - 1 - back], unknown_too))
            held++;
        else if (run)
            break;
    }
    return held;
}

static void find_deciding(gate_arena *arena, const gate_windows *row, const gate_window_rule *rule,
                          gate_trigger_result *out)
{
    uint32_t held = 0, from = rule_from(row, rule), next = from; /* slots before [next] are dealt with */
    out->deciding = GATE_ARRAY(arena, uint32_t, row->count);
    for (uint32_t i = from; i < row->count; i++) {
        held += breached(&row->slots[i], true);
        uint32_t reach = i - from < rule->within ? from : i - rule->within + 1;
        if (reach > from) held -= breached(&row->slots[reach - 1], true);
        if (held < rule->breaches) continue;
        for (next = next > reach ? next : reach; next <= i; next++) {
            if (row->slots[next].state == GATE_WINDOW_UNKNOWN) out->deciding[out->deciding_count++] = next;
        }
    }
}

void gate_windows_judge(gate_arena *arena, const gate_windows *row, const gate_window_rule *rule,
                        gate_trigger_result *out)
{
    *out = (gate_trigger_result){.state = GATE_TRIGGER_UNKNOWN, .first = GATE_NO, .last = GATE_NO};
    if (row->count == 0 || row->trouble.len || rule->breaches == 0 || rule->breaches > rule->within) return;
    uint32_t first = GATE_NO, last = GATE_NO, other;
    bool low = fires(row, rule, rule->no_data == GATE_NO_DATA_IS_BREACH, &first, &last);
    bool high = low || fires(row, rule, rule->no_data != GATE_NO_DATA_IS_CLEAN, &other, &other);
    if (row->open_ended) {
        /* Clean windows behind the end make it the newest no more; breaches there fire by themselves. */
        if (rule->latest && rule->no_data != GATE_NO_DATA_IS_BREACH) low = false;
        if (rule->no_data != GATE_NO_DATA_IS_CLEAN) high = true;
    }
    if (low) {
        out->state = GATE_TRIGGER_FIRING;
        out->first = first;
        out->last = last;
    } else if (high) {
        if (rule->no_data == GATE_NO_DATA_OPEN) find_deciding(arena, row, rule, out);
    } else {
        out->pending = pending(row, rule);
        out->state = out->pending ? GATE_TRIGGER_PENDING : GATE_TRIGGER_INACTIVE;
    }
}

/* -- canaries ---------------------------------------------------------------------------------- */

gate_criterion_state gate_criterion_judge(const uint8_t *outcomes, uint32_t count, uint32_t tolerate,
                                          uint32_t within, uint32_t *failed)
{
    uint32_t near = 0; /* failing ones among the last [within] */
    bool fails = false, missing = false, error = false, passes = false;
    *failed = 0;
    for (uint32_t i = 0; i < count; i++) {
        switch (outcomes[i]) {
        case GATE_FALSE:
            ++*failed;
            near++;
            break;
        case GATE_TRUE:
            passes = true;
            break;
        case GATE_MISSING:
            missing = true;
            break;
        case GATE_SKIPPED_WINDOW:
            break;
        default: /* GATE_ERRONEOUS, and what is no outcome */
            error = true;
            break;
        }
        if (within && i >= within && outcomes[i - within] == GATE_FALSE) near--;
        if (near > (within ? tolerate : 0)) fails = true;
    }
    if (fails) return GATE_CRITERION_FAIL;
    if (missing) return GATE_CRITERION_MISSING;
    if (error) return GATE_CRITERION_ERROR;
    return passes ? GATE_CRITERION_PASS : GATE_CRITERION_SKIPPED;
}
