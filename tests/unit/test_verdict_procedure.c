/* gate_unit: base evidence vm verdict */
/* Procedures: what is done, next, early and late, against the rules read one by one. */
#include "verdict/procedure.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define CHECK(fine, ...)                                                                                     \
    do {                                                                                                     \
        if (!(fine)) ck_abort_msg(__VA_ARGS__);                                                              \
    } while (0)

#define STEPS_MAX 6
#define NOW       100000

static gate_instant at(int64_t sec)
{
    return (gate_instant){sec, 0};
}

/* Steps as words: outcome T F M E or `s` for skipped; then `@TIME`, `@M` or `@E` where it says `at`, and
 * `<SECONDS:STEP` where it says `within`. */
static uint32_t read_steps(const char *text, gate_step_in *steps)
{
    uint32_t count = 0;
    for (; *text; count++) {
        gate_step_in *step = &steps[count];
        char *rest;
        *step = (gate_step_in){.skipped = *text == 's',
                               .outcome =
                                   *text == 's' ? GATE_TRUE : (gate_outcome)(strchr("FTME", *text) - "FTME")};
        text++;
        if (*text == '@') {
            step->has_at_clause = true;
            step->at_outcome = text[1] == 'M' ? GATE_MISSING : text[1] == 'E' ? GATE_ERRONEOUS : GATE_TRUE;
            if (step->at_outcome == GATE_TRUE) {
                step->at = at(strtoll(text + 1, &rest, 10));
                text = rest;
            } else {
                text += 2;
            }
        }
        if (*text == '<') {
            step->has_within = true;
            step->within_seconds = strtoll(text + 1, &rest, 10);
            step->within_of = (uint32_t)strtoul(rest + 1, &rest, 10);
            text = rest;
        }
        if (*text == ' ') text++;
    }
    return count;
}

static const char letters[] = "DNWES";
static const char *const words[] = {"COMPLETE", "IN-PROGRESS", "OUT-OF-ORDER"};

/* "DEN next 2 OUT-OF-ORDER", with `E` followed by the step it came before (`t` by time), `+SECONDS` where
 * late, `f` with a time in the future. */
static const char *judged(const char *text, int64_t now)
{
    static char line[200];
    gate_step_in steps[STEPS_MAX];
    gate_step_out out[STEPS_MAX];
    uint32_t count = read_steps(text, steps), next;
    gate_procedure_state state = gate_procedure_judge(steps, count, at(now), out, &next);
    char *to = line;
    for (uint32_t i = 0; i < count; i++) {
        to += sprintf(to, "%c", letters[out[i].state]);
        if (out[i].state == GATE_STEP_EARLY)
            to += sprintf(to, "%u%s", out[i].against, out[i].by_time ? "t" : "");
        if (out[i].late) to += sprintf(to, "+%lld", (long long)out[i].late_by.sec);
        if (out[i].future) to += sprintf(to, "f");
    }
    if (next != GATE_NO) to += sprintf(to, " next %u", next);
    sprintf(to, " %s", words[state]);
    return line;
}

START_TEST(states)
{
    static const struct {
        const char *steps, *wanted;
    } rows[] = {
        {"", " IN-PROGRESS"},
        {"s s", "SS IN-PROGRESS"},
        {"T", "D COMPLETE"},
        {"T s T", "DSD COMPLETE"},
        {"F F F", "NWW next 0 IN-PROGRESS"},
        {"T M F", "DNW next 1 IN-PROGRESS"},
        {"T E F", "DNW next 1 IN-PROGRESS"},
        {"s F s F", "SNSW next 1 IN-PROGRESS"},
        {"T F T", "DNE1 next 1 OUT-OF-ORDER"},
        {"F T T", "NE0E0 next 0 OUT-OF-ORDER"},
        {"T M T F", "DNE1W next 1 OUT-OF-ORDER"},
        /* `at` */
        {"T@100 T@200 T@300", "DDD COMPLETE"},
        {"T@100 T@100", "DD COMPLETE"},
        {"T@200 T@100", "DE0t next 1 OUT-OF-ORDER"},
        {"T@100 T@M", "DN next 1 IN-PROGRESS"},
        {"T@100 T@E T@M", "DNW next 1 IN-PROGRESS"},
        {"T@M T@100", "NE0 next 0 OUT-OF-ORDER"},
        {"T@100 T T@90", "DDE0t next 2 OUT-OF-ORDER"},
        {"T@100 s@200 T@150", "DSD COMPLETE"},
        {"T@100 T@300 T@200 T@250", "DDE1tE1t next 2 OUT-OF-ORDER"},
        {"T@300 T@200 T@250 T@400", "DE0tE0tW next 1 OUT-OF-ORDER"},
        {"T@300 T@200 T@310 F", "DE0tWW next 1 OUT-OF-ORDER"},
        /* resumed too soon, and so not approved afterwards either */
        {"T@100 T@300 F@200", "DDE1t next 2 OUT-OF-ORDER"},
        {"T@100 F@M F@200", "DNW next 1 IN-PROGRESS"},
        {"T@300 F@400 T@200", "DNE1 next 1 OUT-OF-ORDER"},
        /* a time in the future is none */
        {"T@100300", "D COMPLETE"},
        {"T@100301", "Nf next 0 IN-PROGRESS"},
        {"T@100 T@100301 T@200", "DNfE1 next 1 OUT-OF-ORDER"},
        {"T@100301 F@200", "NfW next 0 IN-PROGRESS"},
    };
    for (size_t i = 0; i < GATE_COUNT(rows); i++) {
        const char *got = judged(rows[i].steps, NOW);
        ck_assert_msg(strcmp(got, rows[i].wanted) == 0, "%s: %s, not %s", rows[i].steps, got, rows[i].wanted);
    }
}
END_TEST

START_TEST(late_steps)
{
    static const struct {
        const char *steps;
        int64_t now;
        const char *wanted;
    } rows[] = {
        {"T@100 T@160<60:0", 500, "DD COMPLETE"},
        {"T@100 T@161<60:0", 500, "DD+1 COMPLETE"},
        {"T@100 F<60:0", 160, "DN next 1 IN-PROGRESS"},
        {"T@100 F<60:0", 161, "DN+1 next 1 IN-PROGRESS"},
        {"T@100 T@M<60:0", 200, "DN+40 next 1 IN-PROGRESS"},
        {"T@100 M@150<60:0", 200, "DN+40 next 1 IN-PROGRESS"},
        {"T@100 T<60:0", 200, "DD COMPLETE"},
        {"T@100 F F<60:0", 200, "DNW+40 next 1 IN-PROGRESS"},
        {"T@100 F T@150<60:0", 200, "DNE1 next 1 OUT-OF-ORDER"},
        {"T@100 F T@170<60:0", 200, "DNE1+10 next 1 OUT-OF-ORDER"},
        {"T@100 F T<60:0", 200, "DNE1+40 next 1 OUT-OF-ORDER"},
        {"T@100 s<60:0", 200, "DS COMPLETE"},
        /* nothing to count from */
        {"T T@161<60:0", 500, "DD COMPLETE"},
        {"s@100 F<60:0", 500, "SN next 1 IN-PROGRESS"},
        {"F@100 F<60:0", 500, "NW next 0 IN-PROGRESS"},
        {"T@M F<60:0", 500, "NW next 0 IN-PROGRESS"},
        {"T@900 F<60:0", 500,
         "Nf"
         "W next 0 IN-PROGRESS"},
        {"T@100 F<60:1", 500, "DN next 1 IN-PROGRESS"},
        {"T@100 F<60:9", 500, "DN next 1 IN-PROGRESS"},
        {"T@100 F<9223372036854775807:0", 500, "DN next 1 IN-PROGRESS"},
        {"T@100 F<0:0", 500, "DN+400 next 1 IN-PROGRESS"},
    };
    for (size_t i = 0; i < GATE_COUNT(rows); i++) {
        const char *got = judged(rows[i].steps, rows[i].now);
        ck_assert_msg(strcmp(got, rows[i].wanted) == 0, "%s: %s, not %s", rows[i].steps, got, rows[i].wanted);
    }
}
END_TEST

/* Every procedure of up to four steps, each of these kinds. */
static const char *const kinds[] = {"T", "F", "M", "s", "T@10", "T@20", "F@10", "F@20", "T@M", "s@20"};

static bool held(const gate_step_in *step)
{
    return !step->skipped && step->outcome == GATE_TRUE &&
           (!step->has_at_clause || step->at_outcome == GATE_TRUE);
}

static bool timed(const gate_step_in *step)
{
    return !step->skipped && step->has_at_clause && step->at_outcome == GATE_TRUE;
}

static void check_steps(const gate_step_in *steps, uint32_t count, const char *text)
{
    gate_step_out out[STEPS_MAX];
    uint32_t next, first = GATE_NO, judged_steps = 0;
    gate_procedure_state state = gate_procedure_judge(steps, count, at(NOW), out, &next);
    bool early_any = false;
    for (uint32_t i = 0; i < count; i++) {
        bool before_held = true, before_done = true, overtook = false;
        for (uint32_t k = 0; k < i; k++) {
            if (steps[k].skipped) continue;
            before_held = before_held && held(&steps[k]);
            before_done = before_done && out[k].state == GATE_STEP_DONE;
            if (timed(&steps[k]) && timed(&steps[i]) && steps[i].at.sec < steps[k].at.sec) overtook = true;
        }
        bool early = !steps[i].skipped && ((held(&steps[i]) && !before_held) || overtook);
        bool done = held(&steps[i]) && before_done && !early;
        gate_step_state wanted = steps[i].skipped ? GATE_STEP_SKIPPED
                                 : early          ? GATE_STEP_EARLY
                                 : done           ? GATE_STEP_DONE
                                 : before_done    ? GATE_STEP_NEXT
                                                  : GATE_STEP_WAITING;
        CHECK(out[i].state == wanted, "%s: step %u is %c", text, i, letters[out[i].state]);
        CHECK((out[i].against != GATE_NO) == early, "%s: step %u: against", text, i);
        if (early) {
            const gate_step_in *against = &steps[out[i].against];
            CHECK(out[i].against < i && !against->skipped, "%s: step %u: against %u", text, i,
                  out[i].against);
            CHECK(out[i].by_time ? against->at.sec > steps[i].at.sec : !held(against), "%s: step %u", text,
                  i);
            early_any = true;
        }
        if (!steps[i].skipped) judged_steps++;
        if (!steps[i].skipped && !done && first == GATE_NO) first = i;
    }
    CHECK(next == first, "%s: next is %u", text, next);
    gate_procedure_state wanted = early_any                          ? GATE_PROCEDURE_OUT_OF_ORDER
                                  : judged_steps && first == GATE_NO ? GATE_PROCEDURE_COMPLETE
                                                                     : GATE_PROCEDURE_IN_PROGRESS;
    CHECK(state == wanted, "%s: %s", text, words[state]);
}

START_TEST(every_short_procedure)
{
    uint32_t all = 1;
    for (uint32_t count = 1; count <= 4; count++) {
        all *= (uint32_t)GATE_COUNT(kinds);
        for (uint32_t code = 0; code < all; code++) {
            char text[80] = "";
            gate_step_in steps[STEPS_MAX];
            for (uint32_t i = 0, rest = code; i < count; i++, rest /= (uint32_t)GATE_COUNT(kinds)) {
                if (i) strcat(text, " ");
                strcat(text, kinds[rest % GATE_COUNT(kinds)]);
            }
            ck_assert_uint_eq(read_steps(text, steps), count);
            check_steps(steps, count, text);
        }
    }
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("verdict/procedure");
    TCase *all = tcase_create("all");
    tcase_add_test(all, states);
    tcase_add_test(all, late_steps);
    tcase_add_test(all, every_short_procedure);
    suite_add_tcase(suite, all);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
