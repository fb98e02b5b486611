/* gate_unit: base evidence vm verdict */
/* Retention: plans for small stores against a naive reading of the rules in every world that the facts
 * leave open. */
#include "verdict/retain.h"

#include "tests/unit/values.h"

#include <stdio.h>
#include <stdlib.h>

/* Check notes every assertion in a file: too slow where there are many. */
#define CHECK(fine, ...)                                                                                     \
    do {                                                                                                     \
        if (!(fine)) ck_abort_msg(__VA_ARGS__);                                                              \
    } while (0)

#define FOLDERS_MAX 32
#define RULES_MAX   3
#define NOW         1000

/* A store: folders with what each rule says of them. */
typedef struct shelf {
    gate_store_folder folders[FOLDERS_MAX];
    gate_keep_fact facts[FOLDERS_MAX][RULES_MAX];
    gate_keep_decision out[FOLDERS_MAX];
    uint32_t shortfall[RULES_MAX];
    uint32_t count;
} shelf;

static void put(shelf *to, bool has_time, int64_t time, const char *facts)
{
    gate_store_folder *folder = &to->folders[to->count];
    *folder = (gate_store_folder){.path = GATE_STR("run"),
                                  .readable = *facts != '#',
                                  .has_time = has_time,
                                  .time = {time, 0},
                                  .facts = *facts == '#' ? NULL : to->facts[to->count]};
    for (uint32_t r = 0; *facts && *facts != '#'; r++) { /* "Ta F M": outcome and group of each rule */
        gate_keep_fact *fact = &to->facts[to->count][r];
        fact->where = (gate_outcome)(strchr("FTME", *facts++) - "FTME");
        fact->has_group = *facts >= 'a' && *facts <= 'z';
        fact->group = fact->has_group ? (gate_str){facts++, 1} : GATE_STR("");
        if (*facts == ' ') facts++;
    }
    to->count++;
}

static void judge(gate_arena *arena, shelf *of, const gate_keep_rule *rules, uint32_t rule_count,
                  gate_outcome applies)
{
    gate_retain_judge(arena, of->folders, of->count, rules, rule_count, applies, (gate_instant){NOW, 0},
                      of->out, of->shortfall);
}

/* Kept as its rule's number, by none `~` when indefinite, else `k`; let go `-`, `.` when unspoken. */
static const char *plan(const shelf *of)
{
    static char text[FOLDERS_MAX + 1];
    for (uint32_t i = 0; i < of->count; i++) {
        const gate_keep_decision *d = &of->out[i];
        text[i] = d->keep       ? d->rule != GATE_NO ? (char)('0' + d->rule)
                                  : d->indefinite    ? '~'
                                                     : 'k'
                  : d->unspoken ? '.'
                                : '-';
        ck_assert_msg(d->reason.len > 0, "no reason");
        ck_assert(d->keep || d->rule == GATE_NO);
    }
    text[of->count] = '\0';
    return text;
}

/* -- every small store ------------------------------------------------------------------------- */

/* A folder as it is in one world: every fact is settled. */
typedef struct settled {
    bool where;
    int place; /* in the order; all differ */
    char group;
} settled;

/* The rule as one reads it. */
static bool naive_keeps(const settled *folders, uint32_t count, uint32_t index, const gate_keep_rule *rule)
{
    if (!folders[index].where) return false;
    if (rule->kind == GATE_KEEP_WHERE) return true;
    if (rule->kind == GATE_KEEP_FOR) return folders[index].place / 10 >= NOW - rule->seconds;
    uint32_t newer = 0;
    for (uint32_t i = 0; i < count; i++) {
        if (i != index && folders[i].where && (!rule->has_per || folders[i].group == folders[index].group) &&
            folders[i].place > folders[index].place)
            newer++;
    }
    return newer < rule->count;
}

/* Kinds of folder: where T F M, time none or one of two, group none or one of two. */
#define KINDS 27

typedef struct kind {
    gate_outcome where;
    int time;   /* 0: none; else NOW - 2 + time */
    char group; /* 0: none */
} kind;

static kind kind_of(uint32_t code)
{
    static const gate_outcome outcomes[] = {GATE_TRUE, GATE_FALSE, GATE_MISSING};
    return (kind){outcomes[code % 3], (int)(code / 3 % 3), "\0ab"[code / 9]};
}

/* All worlds of the folders from [at] on; ORs what is kept in one into [kept]. */
static void try_worlds(const kind *kinds, settled *folders, uint32_t count, uint32_t at,
                       const gate_keep_rule *rule, bool *kept)
{
    if (at == count) {
        for (uint32_t i = 0; i < count; i++)
            kept[i] = kept[i] || naive_keeps(folders, count, i, rule);
        return;
    }
    const kind *of = &kinds[at];
    for (int where = 0; where < 2; where++) {
        if (of->where != GATE_MISSING && where != (of->where == GATE_TRUE)) continue;
        /* a place is ten times the time and one of the folder's own behind it: before and behind equal ones
         */
        for (int time = of->time ? of->time : 0; time <= (of->time ? of->time : 3); time++) {
            for (int tie = -1; tie < 2; tie += 2) {
                for (const char *group = of->group ? &of->group : "abc"; *group; group++) {
                    int own = tie * ((int)at + 1);
                    folders[at] = (settled){where == 1, (NOW - 2 + time) * 10 + 5 + own, *group};
                    try_worlds(kinds, folders, count, at + 1, rule, kept);
                    if (of->group) break;
                }
            }
        }
    }
}

/* Is there anything of it that the rule has no definite value for? */
static bool indefinite(const kind *kinds, uint32_t count, uint32_t index, const gate_keep_rule *rule)
{
    const kind *of = &kinds[index];
    if (of->where == GATE_MISSING || (rule->kind != GATE_KEEP_WHERE && !of->time)) return true;
    if (of->where != GATE_TRUE || rule->kind != GATE_KEEP_LAST) return false;
    if (rule->has_per && !of->group) return true;
    for (uint32_t i = 0; i < count; i++) {
        if (i != index && kinds[i].where == GATE_TRUE && kinds[i].time == of->time &&
            (!rule->has_per || kinds[i].group == of->group))
            return true;
    }
    return false;
}

static void check_store(gate_arena *arena, uint32_t code, uint32_t count, const gate_keep_rule *rule)
{
    shelf store = {.count = 0};
    kind kinds[3];
    settled folders[3];
    bool kept[3] = {false};
    for (uint32_t i = 0; i < count; i++, code /= KINDS) {
        kinds[i] = kind_of(code % KINDS);
        char facts[3] = {"FTME"[kinds[i].where], kinds[i].group, '\0'};
        put(&store, kinds[i].time > 0, NOW - 2 + kinds[i].time, facts);
        if (kinds[i].group) store.facts[i][0].group = kinds[i].group == 'a' ? GATE_STR("a") : GATE_STR("b");
    }
    judge(arena, &store, rule, 1, GATE_TRUE);
    try_worlds(kinds, folders, count, 0, rule, kept);
    for (uint32_t i = 0; i < count; i++) {
        const gate_keep_decision *got = &store.out[i];
        bool open = indefinite(kinds, count, i, rule);
        CHECK(got->keep || !kept[i], "folder %u of %u goes, and one may read the rule as keeping it", i,
              count);
        CHECK(got->keep || !open, "folder %u of %u goes, and is not definite", i, count);
        CHECK(!got->keep || kept[i] || open, "folder %u of %u is kept for nothing", i, count);
        CHECK(!got->indefinite || (got->keep && open && got->rule == GATE_NO), "folder %u: indefinite", i);
        CHECK((got->rule == 0) == (got->keep && !got->indefinite), "folder %u: rule", i);
        CHECK(got->rule == GATE_NO || kinds[i].where == GATE_TRUE, "folder %u: rule", i);
        CHECK(got->unspoken == (kinds[i].where == GATE_FALSE), "folder %u: unspoken", i);
    }
}

START_TEST(every_small_store)
{
    static const gate_keep_rule rules[] = {
        {GATE_KEEP_LAST, 1, 0, false}, {GATE_KEEP_LAST, 2, 0, false}, {GATE_KEEP_LAST, 1, 0, true},
        {GATE_KEEP_LAST, 2, 0, true},  {GATE_KEEP_FOR, 0, 0, false},  {GATE_KEEP_WHERE, 0, 0, false},
    };
    const gate_keep_rule *rule = &rules[_i];
    ARENA;
    for (uint32_t count = 1, stores = KINDS; count <= 3; count++, stores *= KINDS) {
        for (uint32_t code = 0; code < stores; code++)
            check_store(arena, code, count, rule);
    }
}
END_TEST

/* -- particular stores ------------------------------------------------------------------------- */

START_TEST(last_ten_good_and_ten_failed)
{
    static const gate_keep_rule rules[] = {{GATE_KEEP_LAST, 10, 0, false}, {GATE_KEEP_LAST, 10, 0, false}};
    shelf store = {.count = 0};
    ARENA;
    for (int i = 0; i < 25; i++) /* newest first: good, failed, good … 13 and 12 */
        put(&store, true, NOW - i, i % 2 ? "F T" : "T F");
    put(&store, true, NOW - 30, "F F");
    put(&store, true, NOW - 31, "#");
    put(&store, true, NOW - 32, "M F");
    judge(arena, &store, rules, 2, GATE_TRUE);
    ck_assert_str_eq(plan(&store), "01010101010101010101-----.~~");
    ck_assert_uint_eq(store.shortfall[0] + store.shortfall[1], 0);
    ck_assert_str_eq(gate_str_z(arena, store.out[0].reason), "among the last 10");
    ck_assert_str_eq(gate_str_z(arena, store.out[20].reason), "older than the last 10");
    ck_assert_str_eq(gate_str_z(arena, store.out[25].reason), "no rule speaks of it");
    ck_assert_str_eq(gate_str_z(arena, store.out[26].reason), "its file can't be read");
    ck_assert_str_eq(gate_str_z(arena, store.out[27].reason), "a rule's condition is missing for it");
    for (int i = 0; i < 25; i++)
        ck_assert(!store.out[i].unspoken);
    /* the same without an order: nothing goes */
    for (uint32_t i = 0; i < store.count; i++)
        store.folders[i].has_time = false;
    judge(arena, &store, rules, 2, GATE_TRUE);
    ck_assert_str_eq(plan(&store), "~~~~~~~~~~~~~~~~~~~~~~~~~~~~");
    ck_assert_str_eq(gate_str_z(arena, store.out[0].reason), "it has no definite time");
}
END_TEST

START_TEST(ties)
{
    static const struct {
        uint32_t count;
        const char *plan;
    } rows[] = {{1, "0~~-~~"}, {2, "0~~-~~"}, {3, "000-~~"}, {4, "0000~~"},
                {5, "0000~~"}, {6, "000000"}, {7, "000000"}};
    ARENA;
    for (size_t i = 0; i < GATE_COUNT(rows); i++) {
        shelf store = {.count = 0};
        const int64_t times[] = {9, 8, 8, 7, 6, 6};
        for (size_t k = 0; k < 6; k++)
            put(&store, true, times[k], "T");
        judge(arena, &store, &(gate_keep_rule){GATE_KEEP_LAST, rows[i].count, 0, false}, 1, GATE_TRUE);
        ck_assert_str_eq(plan(&store), rows[i].plan);
        ck_assert_uint_eq(store.shortfall[0], rows[i].count > 6 ? 1 : 0);
        for (size_t k = 0; k < 6; k++) {
            if (store.out[k].indefinite)
                ck_assert_str_eq(gate_str_z(arena, store.out[k].reason), "its place in the order is tied");
        }
    }
}
END_TEST

START_TEST(groups)
{
    static const gate_keep_rule rule = {GATE_KEEP_LAST, 2, 0, true};
    shelf store = {.count = 0};
    ARENA;
    put(&store, true, 9, "Ta");
    put(&store, true, 8, "Ta");
    put(&store, true, 7, "Ta");
    put(&store, true, 6, "Tb");
    put(&store, true, 5, "T");
    put(&store, true, 4, "F");
    judge(arena, &store, &rule, 1, GATE_TRUE);
    ck_assert_str_eq(plan(&store), "00-0~.");
    ck_assert_uint_eq(store.shortfall[0], 1); /* of b */
    ck_assert_str_eq(gate_str_z(arena, store.out[0].reason), "among the last 2 of `a`");
    ck_assert_str_eq(gate_str_z(arena, store.out[2].reason), "older than the last 2 of `a`");
    ck_assert_str_eq(gate_str_z(arena, store.out[4].reason), "it belongs to no definite group");
    char long_group[200];
    memset(long_group, 'x', sizeof long_group);
    long_group[0] = '\x1b';
    store.count = 1;
    store.facts[0][0].group = (gate_str){long_group, sizeof long_group};
    judge(arena, &store, &rule, 1, GATE_TRUE);
    gate_str reason = store.out[0].reason;
    ck_assert(gate_str_starts(reason, GATE_STR("among the last 2 of `\\x1bxxx")));
    ck_assert(gate_str_ends(reason, GATE_STR("xxx…`")));
    ck_assert_uint_lt(reason.len, 100);
}
END_TEST

START_TEST(ages)
{
    static const gate_keep_rule rules[] = {{GATE_KEEP_FOR, 0, 100, false}, {GATE_KEEP_WHERE, 0, 0, false}};
    shelf store = {.count = 0};
    ARENA;
    put(&store, true, NOW, "T F");
    put(&store, true, NOW - 100, "T F");
    put(&store, true, NOW - 101, "T F");
    put(&store, true, NOW - 101, "T T");
    put(&store, true, NOW + 9999, "T F");
    put(&store, true, NOW, "F F");
    put(&store, false, 0, "F F");
    put(&store, false, 0, "F T");
    put(&store, true, NOW - 500, "E F");
    put(&store, true, NOW - 500, "T M");
    put(&store, true, NOW, "T T"); /* by the first rule that does */
    judge(arena, &store, rules, 2, GATE_TRUE);
    ck_assert_str_eq(plan(&store), "00-10.~1~~0");
    store.folders[1].time = (gate_instant){NOW - 101, 999999999};
    judge(arena, &store, rules, 2, GATE_TRUE);
    ck_assert_str_eq(plan(&store), "0--10.~1~~0");
    ck_assert_str_eq(gate_str_z(arena, store.out[0].reason), "not older than 1m40s");
    ck_assert_str_eq(gate_str_z(arena, store.out[2].reason), "older than 1m40s");
    ck_assert_str_eq(gate_str_z(arena, store.out[3].reason), "the rule's condition is true of it");
    ck_assert_str_eq(gate_str_z(arena, store.out[8].reason), "a rule's condition is in error for it");
    ck_assert(store.out[6].unspoken && !store.out[7].unspoken && !store.out[8].unspoken);
}
END_TEST

/* A folder that may not belong to the last N takes nobody's place. */
START_TEST(doubtful_folders_take_no_place)
{
    static const gate_keep_rule rule = {GATE_KEEP_LAST, 2, 0, false};
    shelf store = {.count = 0};
    ARENA;
    put(&store, true, 9, "M");
    put(&store, true, 8, "E");
    put(&store, true, 8, "#");
    put(&store, false, 0, "T");
    put(&store, true, 7, "T");
    put(&store, true, 6, "T");
    put(&store, true, 5, "T");
    judge(arena, &store, &rule, 1, GATE_TRUE);
    ck_assert_str_eq(plan(&store), "~~~~00-");
    ck_assert_uint_eq(store.shortfall[0], 0);
}
END_TEST

START_TEST(blocks_that_let_nothing_go)
{
    static const gate_keep_rule rule = {GATE_KEEP_LAST, 2, 0, false};
    shelf store = {.count = 0};
    ARENA;
    for (int i = 0; i < 4; i++)
        put(&store, true, i, "F");
    judge(arena, &store, &rule, 1, GATE_FALSE);
    ck_assert_str_eq(plan(&store), "kkkk");
    ck_assert_uint_eq(store.shortfall[0], 0);
    judge(arena, &store, &rule, 1, GATE_MISSING);
    ck_assert_str_eq(plan(&store), "~~~~");
    judge(arena, &store, &rule, 1, GATE_ERRONEOUS);
    ck_assert_str_eq(plan(&store), "~~~~");
    judge(arena, &store, NULL, 0, GATE_TRUE);
    ck_assert_str_eq(plan(&store), "kkkk");
    judge(arena, &store, &rule, 1, GATE_TRUE);
    ck_assert_str_eq(plan(&store), "....");
    ck_assert_uint_eq(store.shortfall[0], 2);
    store.count = 0;
    judge(arena, &store, &rule, 1, GATE_TRUE);
    ck_assert_uint_eq(store.shortfall[0], 2);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("verdict/retain");
    TCase *all = tcase_create("all");
    tcase_set_timeout(all, 60);
    tcase_add_loop_test(all, every_small_store, 0, 6);
    tcase_add_test(all, last_ten_good_and_ten_failed);
    tcase_add_test(all, ties);
    tcase_add_test(all, groups);
    tcase_add_test(all, ages);
    tcase_add_test(all, doubtful_folders_take_no_place);
    tcase_add_test(all, blocks_that_let_nothing_go);
    suite_add_tcase(suite, all);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
