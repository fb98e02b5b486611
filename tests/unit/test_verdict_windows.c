/* gate_unit: base evidence vm verdict */
/* Windows: rows and their holes, and triggers against the definition, tried on every short row. */
#include "verdict/windows.h"

#include "tests/unit/values.h"

#include <stdio.h>
#include <stdlib.h>

/* Check notes every assertion in a file: too slow where there are millions. */
#define CHECK(fine, ...)                                                                                     \
    do {                                                                                                     \
        if (!(fine)) ck_abort_msg(__VA_ARGS__);                                                              \
    } while (0)

#define ROW_MAX    8
#define WITHIN_MAX 5

/* -- triggers against the definition ----------------------------------------------------------- */

/* N consecutive slots (or all there are, where there are fewer) hold that many breaches. */
static bool naive_fires(const bool *breach, uint32_t count, uint32_t breaches, uint32_t within, bool latest)
{
    uint32_t span = count < within ? count : within;
    for (uint32_t at = 0; at + span <= count; at++) {
        if (latest && at + span != count) continue;
        uint32_t held = 0;
        for (uint32_t i = at; i < at + span; i++)
            held += breach[i];
        if (held >= breaches) return true;
    }
    return false;
}

typedef struct naive {
    bool some, all;        /* fires in some world, in all of them */
    bool matters[ROW_MAX]; /* there are two worlds that differ in this slot alone, and in the answer */
    bool known[ROW_MAX];   /* breaches that are known */
} naive;

/* Every world: each unknown slot clean or a breach, all combinations; and with `no data` the one that is
 * left. */
static naive naive_worlds(const gate_slot *slots, uint32_t count, const gate_window_rule *rule)
{
    uint32_t unknown[ROW_MAX], unknowns = 0;
    bool breach[ROW_MAX], answers[1 << ROW_MAX];
    naive out = {.some = false, .all = true};
    for (uint32_t i = 0; i < count; i++) {
        breach[i] = slots[i].state == GATE_WINDOW_BREACH;
        if (slots[i].state != GATE_WINDOW_UNKNOWN) continue;
        if (rule->no_data == GATE_NO_DATA_OPEN)
            unknown[unknowns++] = i;
        else
            breach[i] = rule->no_data == GATE_NO_DATA_IS_BREACH;
    }
    memcpy(out.known, breach, sizeof breach);
    for (uint32_t world = 0; world < 1u << unknowns; world++) {
        for (uint32_t u = 0; u < unknowns; u++)
            breach[unknown[u]] = world >> u & 1;
        answers[world] = naive_fires(breach, count, rule->breaches, rule->within, rule->latest);
        if (answers[world]) out.some = true;
        if (!answers[world]) out.all = false;
    }
    for (uint32_t world = 0; world < 1u << unknowns; world++) {
        for (uint32_t u = 0; u < unknowns; u++) {
            if (answers[world] != answers[world ^ 1u << u]) out.matters[unknown[u]] = true;
        }
    }
    return out;
}

static uint32_t naive_pending(const bool *known, uint32_t count, const gate_window_rule *rule)
{
    uint32_t k = 0;
    if (rule->breaches == rule->within) {
        while (k < count && known[count - 1 - k])
            k++;
        return k;
    }
    for (uint32_t i = count > rule->within ? count - rule->within : 0; i < count; i++)
        k += known[i];
    return k;
}

static const char *row_text(const gate_slot *slots, uint32_t count)
{
    static char text[ROW_MAX + 1];
    for (uint32_t i = 0; i < count; i++)
        text[i] = ".X?"[slots[i].state];
    text[count] = '\0';
    return text;
}

static void check_firing(const gate_trigger_result *got, const bool *known, uint32_t count,
                         const gate_window_rule *rule, const char *what)
{
    CHECK(got->first <= got->last && got->last < count, "%s: %u to %u", what, got->first, got->last);
    CHECK(got->last - got->first < rule->within, "%s: %u to %u", what, got->first, got->last);
    CHECK(known[got->first] && known[got->last], "%s: the ends are no breaches", what);
    uint32_t held = 0, from = rule->latest && count > rule->within ? count - rule->within : 0;
    for (uint32_t i = got->first; i <= got->last; i++)
        held += known[i];
    CHECK(held == rule->breaches && got->first >= from, "%s: %u breaches", what, held);
    /* no earlier slots prove it */
    CHECK(!naive_fires(known + from, got->last - from, rule->breaches, rule->within, false),
          "%s: not the earliest", what);
}

static void check_unknown(const gate_trigger_result *got, const naive *want, const gate_slot *slots,
                          uint32_t count, const gate_window_rule *rule, const char *what)
{
    bool named[ROW_MAX] = {false};
    gate_slot settled[ROW_MAX];
    CHECK(got->deciding_count > 0, "%s: nothing decides", what);
    for (uint32_t d = 0; d < got->deciding_count; d++) {
        CHECK(d == 0 || got->deciding[d - 1] < got->deciding[d], "%s: order", what);
        CHECK(slots[got->deciding[d]].state == GATE_WINDOW_UNKNOWN, "%s: a known slot decides", what);
        named[got->deciding[d]] = true;
    }
    for (uint32_t i = 0; i < count; i++)
        CHECK(!want->matters[i] || named[i], "%s: slot %u would decide it too", what, i);
    for (uint32_t all = 0; all < 2; all++) { /* known, they give the answer, whatever the others are */
        for (uint32_t i = 0; i < count; i++) {
            settled[i] = slots[i];
            if (named[i]) settled[i].state = all ? GATE_WINDOW_BREACH : GATE_WINDOW_CLEAN;
        }
        naive then = naive_worlds(settled, count, rule);
        CHECK(then.some == then.all && then.all == (all == 1), "%s: still open", what);
    }
}

static void check_row(gate_arena *arena, gate_slot *slots, uint32_t count, const gate_window_rule *rule)
{
    char what[80];
    gate_windows row = {.slots = slots, .count = count, .trouble = GATE_STR("")};
    gate_trigger_result got;
    naive want = naive_worlds(slots, count, rule);
    gate_windows_judge(arena, &row, rule, &got);
    snprintf(what, sizeof what, "%s for %u of %u%s, no data %d", row_text(slots, count), rule->breaches,
             rule->within, rule->latest ? " latest" : "", (int)rule->no_data);
    uint32_t k = naive_pending(want.known, count, rule);
    gate_trigger_state state = want.all    ? GATE_TRIGGER_FIRING
                               : want.some ? GATE_TRIGGER_UNKNOWN
                               : k         ? GATE_TRIGGER_PENDING
                                           : GATE_TRIGGER_INACTIVE;
    CHECK(got.state == state, "%s: %d, not %d", what, (int)got.state, (int)state);
    CHECK(got.pending == (state == GATE_TRIGGER_PENDING ? k : 0), "%s: pending %u", what, got.pending);
    if (state == GATE_TRIGGER_FIRING)
        check_firing(&got, want.known, count, rule, what);
    else
        CHECK(got.first == GATE_NO && got.last == GATE_NO, "%s: a proof", what);
    if (state == GATE_TRIGGER_UNKNOWN)
        check_unknown(&got, &want, slots, count, rule, what);
    else
        CHECK(got.deciding_count == 0, "%s: deciding slots", what);
}

START_TEST(every_row_and_every_rule)
{
    ARENA;
    uint32_t checked = 0;
    for (uint32_t count = 1, rows = 3; count <= ROW_MAX; count++, rows *= 3) {
        for (uint32_t code = 0; code < rows; code++) {
            gate_slot slots[ROW_MAX] = {{0}};
            for (uint32_t i = 0, rest = code; i < count; i++, rest /= 3)
                slots[i] = (gate_slot){.state = (gate_window_state)(rest % 3), .window = i};
            for (uint32_t within = 1; within <= WITHIN_MAX; within++) {
                for (uint32_t breaches = 1; breaches <= within; breaches++) {
                    for (uint32_t variant = 0; variant < 6; variant++) {
                        gate_window_rule rule = {breaches, within, variant % 2, (gate_no_data)(variant / 2)};
                        check_row(arena, slots, count, &rule);
                        checked++;
                    }
                }
            }
        }
    }
    ck_assert_uint_eq(checked, 9840 * 15 * 6);
}
END_TEST

static gate_trigger_result judge(gate_arena *arena, const gate_windows *row, gate_window_rule rule)
{
    gate_trigger_result out;
    gate_windows_judge(arena, row, &rule, &out);
    return out;
}

START_TEST(nothing_is_unknown)
{
    ARENA;
    gate_slot slot = {.state = GATE_WINDOW_BREACH};
    gate_windows empty = {.trouble = GATE_STR("")},
                 bad = {.slots = &slot, .count = 1, .trouble = GATE_STR("x")};
    gate_windows one = {.slots = &slot, .count = 1, .trouble = GATE_STR("")};
    for (int no_data = 0; no_data < 3; no_data++) {
        for (int latest = 0; latest < 2; latest++) {
            gate_window_rule rule = {1, 1, latest == 1, (gate_no_data)no_data};
            ck_assert_int_eq(judge(arena, &empty, rule).state, GATE_TRIGGER_UNKNOWN);
            ck_assert_int_eq(judge(arena, &bad, rule).state, GATE_TRIGGER_UNKNOWN);
            ck_assert_int_eq(judge(arena, &one, rule).state, GATE_TRIGGER_FIRING);
            rule.breaches = 0;
            ck_assert_int_eq(judge(arena, &one, rule).state, GATE_TRIGGER_UNKNOWN);
            rule.breaches = 2;
            ck_assert_int_eq(judge(arena, &one, rule).state, GATE_TRIGGER_UNKNOWN);
        }
    }
}
END_TEST

/* An unknown number of windows lacks at the end: every number up to more than the rule can see. */
START_TEST(open_ends)
{
    ARENA;
    for (uint32_t code = 0; code < 3 * 15 * 6; code++) {
        gate_slot slots[ROW_MAX] = {{.state = (gate_window_state)(code % 3)}};
        uint32_t rule_code = code / 3 % 15, within = 1;
        for (; rule_code >= within; within++)
            rule_code -= within;
        gate_window_rule rule = {rule_code + 1, within, code / 45 % 2, (gate_no_data)(code / 90)};
        gate_windows row = {.slots = slots, .count = 1, .open_ended = true, .trouble = GATE_STR("")};
        bool some = false, all = true;
        for (uint32_t lacking = 0; lacking <= within + 1; lacking++) {
            for (uint32_t i = 1; i <= lacking; i++)
                slots[i] = (gate_slot){.state = GATE_WINDOW_UNKNOWN, .window = GATE_NO};
            naive worlds = naive_worlds(slots, lacking + 1, &rule);
            some = some || worlds.some;
            all = all && worlds.all;
        }
        gate_trigger_state got = judge(arena, &row, rule).state;
        ck_assert_msg((got == GATE_TRIGGER_FIRING) == all, "%u: %d", code, (int)got);
        ck_assert_msg((got == GATE_TRIGGER_UNKNOWN) == (some && !all), "%u: %d", code, (int)got);
    }
}
END_TEST

/* A long row is judged in one pass. */
START_TEST(long_rows)
{
    ARENA;
    gate_slot *slots = GATE_ARRAY(arena, gate_slot, GATE_WINDOWS_MAX);
    gate_windows row = {.slots = slots, .count = GATE_WINDOWS_MAX, .trouble = GATE_STR("")};
    for (uint32_t i = 0; i < row.count; i++)
        slots[i].state = i % 3 ? GATE_WINDOW_UNKNOWN : GATE_WINDOW_BREACH;
    gate_trigger_result got = judge(arena, &row, (gate_window_rule){50000, 50000, false, GATE_NO_DATA_OPEN});
    ck_assert_int_eq(got.state, GATE_TRIGGER_UNKNOWN);
    ck_assert_uint_eq(got.deciding_count, 66666);
    got = judge(arena, &row, (gate_window_rule){30000, 90000, false, GATE_NO_DATA_OPEN});
    ck_assert_int_eq(got.state, GATE_TRIGGER_FIRING);
    ck_assert_uint_eq(got.last, 89997);
    got = judge(arena, &row, (gate_window_rule){UINT32_MAX, UINT32_MAX, true, GATE_NO_DATA_OPEN});
    ck_assert_int_eq(got.state, GATE_TRIGGER_PENDING); /* it can't fire, and the newest one is a breach */
}
END_TEST

/* -- rows -------------------------------------------------------------------------------------- */

/* 2026-02-13T12:00:00Z and so many seconds. */
static gate_instant at(double seconds)
{
    int64_t whole = (int64_t)floor(seconds);
    return (gate_instant){1770984000 + whole, (int32_t)((seconds - (double)whole) * 1e9)};
}

/* "X 0 300; . 300 600; ? 900" (minutes would be too coarse): state, start, end if there is one; "X -" has
 * no times. Then what comes out: "X.?" with "_" for a hole, or the trouble. */
typedef struct row_case {
    const char *windows;
    bool by_field;
    double now; /* below 0: there is none */
    const char *wanted;
    double width;
    bool open_ended;
} row_case;

static uint32_t read_windows(const char *text, gate_window *out)
{
    uint32_t count = 0;
    while (*text) {
        gate_window *window = &out[count++];
        *window = (gate_window){.state = *text == 'X'   ? GATE_WINDOW_BREACH
                                         : *text == '?' ? GATE_WINDOW_UNKNOWN
                                                        : GATE_WINDOW_CLEAN};
        char *rest;
        if (text[2] == '-') {
            text += 3;
        } else {
            double start = strtod(text + 2, &rest), end = start;
            if (*rest == ' ') end = strtod(rest, &rest);
            *window = (gate_window){window->state, true, at(start), at(end)};
            text = rest;
        }
        if (*text == ';') text += 2;
    }
    return count;
}

static void check_rows(const row_case *rows, size_t count)
{
    ARENA;
    for (size_t i = 0; i < count; i++) {
        gate_window windows[16];
        gate_windows row;
        uint32_t len = read_windows(rows[i].windows, windows), seen = 0, holes = 0;
        gate_windows_row(arena, windows, len, rows[i].by_field, at(rows[i].now), rows[i].now >= 0, &row);
        gate_buf text = gate_buf_new(arena);
        gate_buf_add(&text, row.trouble);
        for (uint32_t s = 0; s < row.count; s++) {
            gate_buf_char(&text, row.slots[s].window == GATE_NO ? '_' : ".X?"[row.slots[s].state]);
            if (row.slots[s].window == GATE_NO)
                holes++;
            else
                ck_assert_uint_eq(row.slots[s].window, seen++);
            if (row.slots[s].window == GATE_NO) ck_assert_int_eq(row.slots[s].state, GATE_WINDOW_UNKNOWN);
            if (s && row.timed)
                ck_assert_msg(gate_instant_cmp(row.slots[s - 1].start, row.slots[s].start) < 0, "%s: slot %u",
                              rows[i].windows, s);
        }
        ck_assert_msg(strcmp(text.ptr, rows[i].wanted) == 0, "%s: %s, not %s", rows[i].windows, text.ptr,
                      rows[i].wanted);
        ck_assert_uint_eq(row.holes, holes);
        if (row.trouble.len) continue;
        double width = (double)row.width.sec + row.width.nsec / 1e9;
        ck_assert_msg(fabs(width - rows[i].width) < 1e-9, "%s: width %g", rows[i].windows, width);
        ck_assert_msg(row.open_ended == rows[i].open_ended, "%s: open end", rows[i].windows);
    }
}

START_TEST(rows_with_start_and_end)
{
    static const row_case rows[] = {
        {"", false, 0, "", 0, false},
        {"X -; . -; ? -", false, 90000, "X.?", 0, false},
        {". 0 300; X 300 600", false, -1, ".X", 300, false},
        {". 0 300; X 300 600", false, 600, ".X", 300, false},
        {". 0 300; X 300 600", false, 899, ".X", 300, false},
        {". 0 300; X 300 600", false, 900, ".X_", 300, false},
        {". 0 300; X 300 600", false, 3000, ".X________", 300, false},
        {". 0 300; X 300 600", false, 450, ".X", 300, false},
        {". 0 300; X 300 600", false, 0, ".X", 300, false},
        {"X 0 300; X 599 899", false, -1, "XX", 300, false},
        {"X 0 300; X 600 900", false, -1, "X_X", 300, false},
        {"X 0 300; X 899 1199", false, -1, "X_X", 300, false},
        {"X 0 300; X 900 1200; . 1800 2100", false, 2400, "X__X__._", 300, false},
        {"? 0 0.5; X 2 2.5", false, 3.25, "?___X_", 0.5, false},
        {". 0 300", false, 900, ".__", 300, false},
        {". 300 600; X 0 300", false, -1,
         "window [1] (2026-02-13T12:00:00Z) is older than window [0] (2026-02-13T12:05:00Z)", 0, false},
        {". 0 300; . 300 600; X 599 899", false, -1,
         "window [2] (2026-02-13T12:09:59Z) begins before the end of window [1] (2026-02-13T12:05:00Z)", 0,
         false},
        {". 0 300; X 0 300", false, -1,
         "window [1] (2026-02-13T12:00:00Z) begins before the end of window [0] (2026-02-13T12:00:00Z)", 0,
         false},
        {". 0 300; . 300 600; X 600 601", false, -1,
         "window [2] (2026-02-13T12:10:00Z) is 1s wide, and window [0] (2026-02-13T12:00:00Z) is 5m", 0,
         false},
        {". 300 0", false, -1, "window [0] (2026-02-13T12:05:00Z) ends before it begins", 0, false},
        {". 0 300; . 300 300", false, -1, "window [1] (2026-02-13T12:05:00Z) ends when it begins", 0, false},
        {". 0 300; . -; . 600 900", false, -1, "window [1] has no times, and window [0] has", 0, false},
        {". -; . -; . 600 900", false, -1, "window [0] has no times, and window [2] has", 0, false},
        {". 0 300; . 300 600", false, 1, "..", 300, false},
        {". 0 300; . 600 900", false, 299,
         "window [1] (2026-02-13T12:10:00Z) begins after now (2026-02-13T12:04:59Z)", 0, false},
    };
    check_rows(rows, GATE_COUNT(rows));
}
END_TEST

START_TEST(rows_by_field)
{
    static const row_case rows[] = {
        {"", true, 0, "", 0, false},
        {"X 0", true, -1, "X", 0, false},
        {"X 0", true, 0, "X", 0, false},
        {"X 0", true, 1, "X", 0, true},
        {". 0; X 300; . 600", true, -1, ".X.", 300, false},
        {". 0; X 300; . 600", true, 1199, ".X.", 300, false},
        {". 0; X 300; . 600", true, 1200, ".X._", 300, false},
        {". 0; X 300; . 600", true, 1800, ".X.___", 300, false},
        {". 0; X 300; . 600; X 1200", true, -1, ".X._X", 300, false},
        {". 0; X 300; . 600; X 1049", true, -1, ".X.X", 300, false},
        {". 0; X 300; . 600; X 1050", true, -1, ".X._X", 300, false},
        {". 0; X 300; . 600; X 700", true, -1, ".X.X", 300, false},
        {". 0; . 600; . 900; . 1500; . 1800", true, -1, "._.._..", 300, false},
        {". 0; . 100; . 300", true, -1, ".._.", 100, false},
        {". 0; . 200; . 300; . 500", true, -1, "....", 200, false},
        {". 0; X 300.25; . 600", true, -1, ".X.", 299.75, false},
        {". 0; X 0", true, -1,
         "window [1] (2026-02-13T12:00:00Z) has the time of window [0] (2026-02-13T12:00:00Z)", 0, false},
        {". 0; X 300; X 299", true, -1,
         "window [2] (2026-02-13T12:04:59Z) is older than window [1] (2026-02-13T12:05:00Z)", 0, false},
        {". -; X -", true, -1, "window [0] has no time", 0, false},
        {". 0; X -", true, -1, "window [1] has no time, and window [0] has", 0, false},
        {". 0; X 300; X 1000", true, 699,
         "window [2] (2026-02-13T12:16:40Z) begins after now (2026-02-13T12:11:39Z)", 0, false},
    };
    check_rows(rows, GATE_COUNT(rows));
}
END_TEST

START_TEST(rows_have_an_end)
{
    ARENA;
    gate_window windows[2];
    gate_windows row;
    read_windows(". 0 1; X 99999 100000", windows);
    gate_windows_row(arena, windows, 2, false, at(0), false, &row);
    ck_assert_uint_eq(row.count, GATE_WINDOWS_MAX);
    gate_windows_row(arena, windows, 2, false, at(100000.5), true, &row);
    ck_assert_uint_eq(row.count, GATE_WINDOWS_MAX);
    gate_windows_row(arena, windows, 2, false, at(100001), true, &row);
    ck_assert_uint_eq(row.count, 0);
    ck_assert_str_eq(gate_str_z(arena, row.trouble),
                     "there are more than 100000 windows, those that lack included");
    /* the widest range and the narrowest width that there are */
    windows[0] = (gate_window){GATE_WINDOW_CLEAN, true, {GATE_INSTANT_MIN_SEC, 0}, {GATE_INSTANT_MIN_SEC, 1}};
    gate_instant end = {GATE_INSTANT_MAX_SEC, 999999999};
    gate_windows_row(arena, windows, 1, false, end, true, &row);
    ck_assert_uint_gt(row.trouble.len, 0);
    windows[1] = (gate_window){GATE_WINDOW_CLEAN, true, end, end};
    gate_windows_row(arena, windows, 2, true, end, true, &row);
    ck_assert_uint_eq(row.count, 2);
    ck_assert_int_eq(row.width.sec, GATE_INSTANT_MAX_SEC - GATE_INSTANT_MIN_SEC);
    gate_window *many = GATE_ARRAY(arena, gate_window, GATE_WINDOWS_MAX + 1);
    gate_windows_row(arena, many, GATE_WINDOWS_MAX, false, end, true, &row);
    ck_assert_uint_eq(row.count, GATE_WINDOWS_MAX);
    gate_windows_row(arena, many, GATE_WINDOWS_MAX + 1, false, end, true, &row);
    ck_assert_uint_gt(row.trouble.len, 0);
}
END_TEST

/* The whole way: two low windows either side of a hole, and a list that stopped. */
START_TEST(holes_are_not_health)
{
    static const struct {
        const char *windows;
        double now;
        gate_trigger_state state;
        uint32_t deciding;
    } rows[] = {
        {". 0 300; X 300 600; X 600 900", 900, GATE_TRIGGER_FIRING, 0},
        {". 0 300; . 300 600; X 600 900", 900, GATE_TRIGGER_PENDING, 0},
        {". 0 300; X 300 600; X 900 1200", 1200, GATE_TRIGGER_UNKNOWN, 1},
        {". 0 300; . 300 600; . 600 900", 900, GATE_TRIGGER_INACTIVE, 0},
        {". 0 300; . 300 600; . 600 900", 9000, GATE_TRIGGER_UNKNOWN, 27},
        {"X 0 300; X 300 600; . 600 900", 9000, GATE_TRIGGER_FIRING, 0},
    };
    ARENA;
    for (size_t i = 0; i < GATE_COUNT(rows); i++) {
        gate_window windows[4];
        gate_windows row;
        gate_windows_row(arena, windows, read_windows(rows[i].windows, windows), false, at(rows[i].now), true,
                         &row);
        gate_trigger_result got = judge(arena, &row, (gate_window_rule){2, 2, false, GATE_NO_DATA_OPEN});
        ck_assert_msg(got.state == rows[i].state, "%s: %d", rows[i].windows, (int)got.state);
        ck_assert_uint_eq(got.deciding_count, rows[i].deciding);
    }
}
END_TEST

START_TEST(durations_as_windows)
{
    static const struct {
        gate_duration span, width;
        uint32_t windows; /* 0: none */
    } rows[] = {
        {{600, 0}, {300, 0}, 2},  {{601, 0}, {300, 0}, 3},
        {{300, 1}, {300, 0}, 2},  {{1, 0}, {300, 0}, 1},
        {{600, 0}, {0, 0}, 0},    {{0, 0}, {300, 0}, 0},
        {{-1, 0}, {300, 0}, 0},   {{100000, 0}, {1, 0}, 100000},
        {{100000, 1}, {1, 0}, 0}, {{GATE_DURATION_MAX_SEC, 0}, {0, 1}, 0},
    };
    for (size_t i = 0; i < GATE_COUNT(rows); i++) {
        uint32_t windows = 0;
        ck_assert_int_eq(gate_windows_covering(rows[i].span, rows[i].width, &windows), rows[i].windows > 0);
        ck_assert_uint_eq(windows, rows[i].windows);
    }
}
END_TEST

/* -- criteria ---------------------------------------------------------------------------------- */

/* T F M E, s for skipped. */
static gate_criterion_state criterion(const char *text, uint32_t tolerate, uint32_t within, uint32_t *failed)
{
    uint8_t outcomes[16];
    uint32_t count = 0;
    for (; text[count]; count++)
        outcomes[count] = (uint8_t)(strchr("FTMEs", text[count]) - "FTMEs");
    return gate_criterion_judge(outcomes, count, tolerate, within, failed);
}

START_TEST(criteria)
{
    static const struct {
        const char *outcomes;
        uint32_t tolerate, within;
        gate_criterion_state state;
        uint32_t failed;
    } rows[] = {
        {"", 0, 0, GATE_CRITERION_SKIPPED, 0},     {"TTT", 0, 0, GATE_CRITERION_PASS, 0},
        {"TFT", 0, 0, GATE_CRITERION_FAIL, 1},     {"TMEF", 0, 0, GATE_CRITERION_FAIL, 1},
        {"TMTE", 0, 0, GATE_CRITERION_MISSING, 0}, {"TET", 0, 0, GATE_CRITERION_ERROR, 0},
        {"sss", 0, 0, GATE_CRITERION_SKIPPED, 0},  {"sTs", 0, 0, GATE_CRITERION_PASS, 0},
        {"sMs", 0, 0, GATE_CRITERION_MISSING, 0},  {"TFTT", 1, 3, GATE_CRITERION_PASS, 1},
        {"FTF", 1, 3, GATE_CRITERION_FAIL, 2},     {"FTTF", 1, 3, GATE_CRITERION_PASS, 2},
        {"FF", 1, 5, GATE_CRITERION_FAIL, 2},      {"F", 1, 5, GATE_CRITERION_SKIPPED, 1},
        {"FM", 1, 5, GATE_CRITERION_MISSING, 1},   {"FsF", 1, 2, GATE_CRITERION_SKIPPED, 2},
        {"FsFT", 1, 3, GATE_CRITERION_FAIL, 2},    {"FTFTFTF", 2, 4, GATE_CRITERION_PASS, 4},
        {"TF", 3, 0, GATE_CRITERION_FAIL, 1},
    };
    for (size_t i = 0; i < GATE_COUNT(rows); i++) {
        uint32_t failed = 99;
        gate_criterion_state got = criterion(rows[i].outcomes, rows[i].tolerate, rows[i].within, &failed);
        ck_assert_msg(got == rows[i].state, "%s: %d", rows[i].outcomes, (int)got);
        ck_assert_uint_eq(failed, rows[i].failed);
    }
    uint8_t garbage[] = {GATE_TRUE, 77};
    uint32_t failed;
    ck_assert_int_eq(gate_criterion_judge(garbage, 2, 0, 0, &failed), GATE_CRITERION_ERROR);
}
END_TEST

/* Every row up to six windows against "more than that many in some stretch of that length". */
START_TEST(tolerance)
{
    for (uint32_t count = 1; count <= 6; count++) {
        for (uint32_t code = 0; code < 1u << count; code++) {
            uint8_t outcomes[6];
            bool fails[6];
            for (uint32_t i = 0; i < count; i++) {
                fails[i] = code >> i & 1;
                outcomes[i] = fails[i] ? GATE_FALSE : GATE_TRUE;
            }
            for (uint32_t within = 1; within <= 7; within++) {
                for (uint32_t tolerate = 0; tolerate < within; tolerate++) {
                    uint32_t failed;
                    gate_criterion_state got =
                        gate_criterion_judge(outcomes, count, tolerate, within, &failed);
                    ck_assert_int_eq(got == GATE_CRITERION_FAIL,
                                     naive_fires(fails, count, tolerate + 1, within, false));
                    ck_assert_uint_eq(failed, (uint32_t)__builtin_popcount(code));
                }
            }
        }
    }
}
END_TEST

int main(void)
{
    const TTest *tests[] = {
        every_row_and_every_rule, nothing_is_unknown, open_ends,        long_rows,
        rows_with_start_and_end,  rows_by_field,      rows_have_an_end, holes_are_not_health,
        durations_as_windows,     criteria,           tolerance,
    };
    Suite *suite = suite_create("verdict/windows");
    TCase *all = tcase_create("all");
    tcase_set_timeout(all, 60);
    for (size_t i = 0; i < GATE_COUNT(tests); i++)
        tcase_add_test(all, tests[i]);
    suite_add_tcase(suite, all);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
