#include "verdict/retain.h"

#include "base/utf8.h"

#include <stdlib.h>
#include <string.h>

#define GROUP_POINTS 60 /* of a group's text in a reason */

/* -- reasons ----------------------------------------------------------------------------------- */

/* "the last 10", "the last 10 of `pr-fast`". */
static void put_last(gate_buf *out, const gate_keep_rule *rule, const gate_keep_fact *fact)
{
    gate_buf_printf(out, "the last %u", rule->count);
    if (!rule->has_per) return;
    size_t end = gate_utf8_offset(fact->group, GROUP_POINTS);
    gate_buf_c(out, " of `");
    gate_buf_visible(out, gate_str_sub(fact->group, 0, end));
    gate_buf_c(out, end < fact->group.len ? "…`" : "`");
}

static gate_str kept_reason(gate_arena *arena, const gate_keep_rule *rule, const gate_keep_fact *fact)
{
    char text[40];
    gate_buf out = gate_buf_new(arena);
    switch (rule->kind) {
    case GATE_KEEP_LAST:
        gate_buf_c(&out, "among ");
        put_last(&out, rule, fact);
        break;
    case GATE_KEEP_FOR:
        gate_buf_printf(&out, "not older than " GATE_STR_FMT,
                        GATE_STR_ARG(gate_duration_show(text, (gate_duration){rule->seconds, 0})));
        break;
    case GATE_KEEP_WHERE:
        return GATE_STR("the rule's condition is true of it");
    }
    return gate_buf_str(&out);
}

/* Why a rule that speaks of the folder lets it go. */
static gate_str gone_reason(gate_arena *arena, const gate_keep_rule *rule, const gate_keep_fact *fact)
{
    char text[40];
    gate_buf out = gate_buf_new(arena);
    gate_buf_c(&out, "older than ");
    if (rule->kind == GATE_KEEP_LAST)
        put_last(&out, rule, fact);
    else
        gate_buf_c(&out, gate_duration_show(text, (gate_duration){rule->seconds, 0}).ptr);
    return gate_buf_str(&out);
}

/* -- rules ------------------------------------------------------------------------------------- */

typedef struct store {
    gate_arena *arena;
    const gate_store_folder *folders;
    uint32_t count;
    const gate_keep_rule *rules;
    uint32_t rule_count;
    gate_instant now;
    bool *tied; /* by folder: in the order of some rule, and not kept by it */
    gate_keep_decision *out;
} store;

static const gate_keep_fact *fact_of(const store *of, uint32_t folder, uint32_t rule)
{
    return &of->folders[folder].facts[rule];
}

/* Does the rule certainly speak of the folder? */
static bool speaks(const store *of, uint32_t folder, uint32_t rule)
{
    return of->folders[folder].readable && fact_of(of, folder, rule)->where == GATE_TRUE;
}

static void keep(store *of, uint32_t folder, uint32_t rule)
{
    gate_keep_decision *out = &of->out[folder];
    if (out->keep) return;
    out->keep = true;
    out->rule = rule;
    out->reason = kept_reason(of->arena, &of->rules[rule], fact_of(of, folder, rule));
}

/* A folder with a place in the order of a LAST rule. */
typedef struct place {
    uint32_t folder;
    gate_str group; /* empty without `per` */
    bool has_time;
    gate_instant time;
} place;

/* By group, newest first; those without a time last. */
static int compare_places(const void *a, const void *b)
{
    const place *left = a, *right = b;
    int order = gate_str_cmp(left->group, right->group);
    if (order == 0 && left->has_time != right->has_time) order = left->has_time ? -1 : 1;
    if (order == 0 && left->has_time) order = gate_instant_cmp(right->time, left->time);
    if (order == 0) order = left->folder < right->folder ? -1 : left->folder > right->folder;
    return order;
}

/* One group, sorted: keeps its first [count], but of equal ones that go beyond those none by the rule. */
static void keep_group(store *of, uint32_t rule, const place *places, size_t len)
{
    uint32_t count = of->rules[rule].count;
    for (size_t i = 0, next; i < len && places[i].has_time; i = next) {
        for (next = i + 1; next < len && places[next].has_time;) {
            if (gate_instant_cmp(places[next].time, places[i].time) != 0) break;
            next++;
        }
        for (size_t k = i; k < next; k++) {
            if (next <= count)
                keep(of, places[k].folder, rule);
            else if (next - i > 1)
                of->tied[places[k].folder] = true;
        }
    }
}

/* Returns the shortfall. */
static uint32_t judge_last(store *of, uint32_t rule)
{
    const gate_keep_rule *asked = &of->rules[rule];
    place *places = GATE_ARRAY(of->arena, place, of->count);
    size_t len = 0;
    uint64_t lacking = 0;
    for (uint32_t i = 0; i < of->count; i++) {
        if (!speaks(of, i, rule) || (asked->has_per && !fact_of(of, i, rule)->has_group)) continue;
        gate_str group = asked->has_per ? fact_of(of, i, rule)->group : GATE_STR("");
        places[len++] = (place){i, group, of->folders[i].has_time, of->folders[i].time};
    }
    if (len) qsort(places, len, sizeof *places, compare_places);
    for (size_t i = 0, next; i < len; i = next) {
        for (next = i + 1; next < len && gate_str_eq(places[next].group, places[i].group);)
            next++;
        keep_group(of, rule, &places[i], next - i);
        if (next - i < asked->count) lacking += asked->count - (next - i);
    }
    if (len == 0) lacking = asked->count;
    return lacking > UINT32_MAX ? UINT32_MAX : (uint32_t)lacking;
}

static void judge_each(store *of, uint32_t rule)
{
    gate_duration most = {of->rules[rule].seconds, 0};
    for (uint32_t i = 0; i < of->count; i++) {
        const gate_store_folder *folder = &of->folders[i];
        if (!speaks(of, i, rule)) continue;
        if (of->rules[rule].kind == GATE_KEEP_FOR &&
            (!folder->has_time || gate_duration_cmp(gate_instant_diff(of->now, folder->time), most) > 0))
            continue;
        keep(of, i, rule);
    }
}

/* -- folders ----------------------------------------------------------------------------------- */

/* What has no definite value, of a folder that no rule keeps; NULL when all has. */
static const char *doubt(const store *of, uint32_t folder)
{
    const gate_store_folder *at = &of->folders[folder];
    if (!at->readable) return "its file can't be read";
    const char *group = NULL;
    for (uint32_t r = 0; r < of->rule_count; r++) {
        const gate_keep_fact *fact = fact_of(of, folder, r);
        if (!at->has_time && of->rules[r].kind != GATE_KEEP_WHERE) return "it has no definite time";
        if (fact->where == GATE_MISSING) return "a rule's condition is missing for it";
        if (fact->where == GATE_ERRONEOUS) return "a rule's condition is in error for it";
        if (fact->where == GATE_TRUE && of->rules[r].has_per && !fact->has_group)
            group = "it belongs to no definite group";
    }
    if (group) return group;
    return of->tied[folder] ? "its place in the order is tied" : NULL;
}

/* Decides what no rule keeps. */
static void judge_rest(store *of, uint32_t folder)
{
    gate_keep_decision *out = &of->out[folder];
    const char *why = doubt(of, folder);
    uint32_t speaker = GATE_NO;
    out->unspoken = of->folders[folder].readable;
    for (uint32_t r = of->rule_count; of->folders[folder].readable && r-- > 0;) {
        if (fact_of(of, folder, r)->where != GATE_FALSE) out->unspoken = false;
        if (fact_of(of, folder, r)->where == GATE_TRUE) speaker = r;
    }
    if (out->keep) return;
    if (why) {
        out->keep = out->indefinite = true;
        out->reason = gate_str_c(why);
    } else if (speaker != GATE_NO) {
        out->reason = gone_reason(of->arena, &of->rules[speaker], fact_of(of, folder, speaker));
    } else {
        out->reason = GATE_STR("no rule speaks of it");
    }
}

static void keep_all(gate_keep_decision *out, uint32_t count, const char *reason, bool indefinite)
{
    for (uint32_t i = 0; i < count; i++)
        out[i] = (gate_keep_decision){true, GATE_NO, gate_str_c(reason), false, indefinite};
}

/* Keeps everything of a block that can't let go of anything; false when it is none. */
static bool keeps_all(gate_outcome applies, uint32_t rule_count, gate_keep_decision *out, uint32_t count)
{
    switch (applies) {
    case GATE_TRUE:
        if (rule_count) return false;
        keep_all(out, count, "the block has no rules", false);
        break;
    case GATE_FALSE:
        keep_all(out, count, "the block's `only if` is false", false);
        break;
    case GATE_MISSING:
        keep_all(out, count, "the block's `only if` is missing", true);
        break;
    case GATE_ERRONEOUS:
        keep_all(out, count, "the block's `only if` is in error", true);
        break;
    }
    return true;
}

void gate_retain_judge(gate_arena *arena, const gate_store_folder *folders, uint32_t count,
                       const gate_keep_rule *rules, uint32_t rule_count, gate_outcome applies,
                       gate_instant now, gate_keep_decision *out, uint32_t *shortfall)
{
    store of = {arena, folders, count, rules, rule_count, now, GATE_ARRAY(arena, bool, count), out};
    if (rule_count) memset(shortfall, 0, rule_count * sizeof *shortfall);
    if (keeps_all(applies, rule_count, out, count)) return;
    for (uint32_t i = 0; i < count; i++)
        out[i] = (gate_keep_decision){.rule = GATE_NO, .reason = GATE_STR("")};
    for (uint32_t r = 0; r < rule_count; r++) {
        if (rules[r].kind == GATE_KEEP_LAST)
            shortfall[r] = judge_last(&of, r);
        else
            judge_each(&of, r);
    }
    for (uint32_t i = 0; i < count; i++)
        judge_rest(&of, i);
}
