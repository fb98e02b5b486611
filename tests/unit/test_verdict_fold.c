/* gate_unit: base evidence vm verdict */
/* The folds, held against what language.md says, over all combinations. */
#include "verdict/fold.h"

#include <check.h>
#include <stdlib.h>

static const gate_outcome outcomes[] = {GATE_FALSE, GATE_TRUE, GATE_MISSING, GATE_ERRONEOUS};

/* The `and` table of language.md, section 5. */
static gate_outcome and_of(gate_outcome a, gate_outcome b)
{
    if (a == GATE_FALSE || b == GATE_FALSE) return GATE_FALSE;
    if (a == GATE_MISSING || b == GATE_MISSING) return GATE_MISSING;
    if (a == GATE_ERRONEOUS || b == GATE_ERRONEOUS) return GATE_ERRONEOUS;
    return GATE_TRUE;
}

static gate_end end_of(gate_outcome outcome)
{
    static const gate_end ends[] = {[GATE_FALSE] = GATE_END_FAIL,
                                    [GATE_TRUE] = GATE_END_PASS,
                                    [GATE_MISSING] = GATE_END_MISSING,
                                    [GATE_ERRONEOUS] = GATE_END_ERROR};
    return ends[outcome];
}

START_TEST(conditions_are_anded)
{
    static const gate_clause_kind kinds[] = {GATE_CLAUSE_REQUIRE, GATE_CLAUSE_FORBID, GATE_CLAUSE_CONFIRM};
    for (int k = 0; k < 9; k++) {
        for (int i = 0; i < 64; i++) {
            gate_fold_clause clauses[] = {{kinds[k % 3], outcomes[i % 4]},
                                          {kinds[k / 3], outcomes[i / 4 % 4]},
                                          {GATE_CLAUSE_REQUIRE, outcomes[i / 16]}};
            gate_outcome all = and_of(and_of(clauses[0].outcome, clauses[1].outcome), clauses[2].outcome);
            ck_assert_int_eq(gate_fold_row(clauses, 3), end_of(all));
        }
    }
}
END_TEST

/* Every combination of one clause of each kind that counts, in every order of two of them. */
START_TEST(all_kinds_together)
{
    for (int i = 0; i < 256; i++) {
        gate_outcome only = outcomes[i % 4], needs = outcomes[i / 4 % 4], judged = outcomes[i / 16 % 4],
                     warns = outcomes[i / 64];
        gate_fold_clause clauses[] = {{GATE_CLAUSE_WARN, warns},
                                      {GATE_CLAUSE_REQUIRE, judged},
                                      {GATE_CLAUSE_NEEDS, needs},
                                      {GATE_CLAUSE_ONLY, only},
                                      {GATE_CLAUSE_OWNER, GATE_TRUE}};
        gate_fold_clause turned[] = {clauses[4], clauses[3], clauses[2], clauses[1], clauses[0]};
        gate_end wanted;
        if (only == GATE_FALSE) {
            wanted = GATE_END_SKIPPED;
        } else if (only != GATE_TRUE) {
            wanted = end_of(only);
        } else if (needs != GATE_TRUE) {
            wanted = needs == GATE_ERRONEOUS ? GATE_END_ERROR
                                             : GATE_END_MISSING; /* false: not good enough to judge */
        } else if (judged != GATE_TRUE) {
            wanted = end_of(judged);
        } else {
            wanted = warns == GATE_FALSE ? GATE_END_PASS : GATE_END_WARN;
        }
        ck_assert_int_eq(gate_fold_row(clauses, 5), wanted);
        ck_assert_int_eq(gate_fold_row(turned, 5), wanted);
    }
}
END_TEST

START_TEST(nothing_passes_by_being_empty)
{
    gate_fold_clause only[] = {
        {GATE_CLAUSE_ONLY, GATE_TRUE}, {GATE_CLAUSE_NEEDS, GATE_TRUE}, {GATE_CLAUSE_WARN, GATE_FALSE}};
    ck_assert_int_eq(gate_fold_row(NULL, 0), GATE_END_MISSING);
    ck_assert_int_eq(gate_fold_row(only, 3), GATE_END_MISSING);
    ck_assert_int_eq(gate_fold_block(GATE_BLOCK_CHECKLIST, NULL, 0), GATE_FOLD_NO_ROWS);
}
END_TEST

START_TEST(a_missing_clause_never_passes)
{
    for (int kind = 0; kind < GATE_CLAUSE_KIND_COUNT; kind++) {
        for (int bad = GATE_MISSING; bad <= GATE_ERRONEOUS; bad++) {
            gate_fold_clause clauses[] = {{GATE_CLAUSE_REQUIRE, GATE_TRUE},
                                          {(gate_clause_kind)kind, (gate_outcome)bad}};
            bool in_item = gate_clause_info_of((gate_clause_kind)kind)->rows & (1u << GATE_ROW_ITEM);
            if (!in_item || !gate_fold_counts((gate_clause_kind)kind))
                continue; /* triggers have a fold of their own */
            ck_assert_int_ne(gate_fold_row(clauses, 2), GATE_END_PASS);
            ck_assert(gate_fold_blocks(clauses[1]) == !gate_end_good(gate_fold_row(clauses, 2)));
        }
    }
}
END_TEST

/* Blocks: every combination of three rows, deciding or not. */
START_TEST(blocks)
{
    enum { ENDS = GATE_END_SKIPPED + 1, STATES = ENDS * 2 };
    for (int i = 0; i < STATES * STATES * STATES; i++) {
        int state[] = {i % STATES, i / STATES % STATES, i / STATES / STATES};
        gate_fold_row_end rows[3];
        bool bad = false, passed = false, decides = false;
        for (int k = 0; k < 3; k++) {
            rows[k] = (gate_fold_row_end){(gate_end)(state[k] % ENDS), state[k] >= ENDS};
            if (!rows[k].decides) continue;
            decides = true;
            bad = bad || rows[k].end == GATE_END_FAIL || rows[k].end == GATE_END_MISSING ||
                  rows[k].end == GATE_END_ERROR;
            passed = passed || rows[k].end == GATE_END_PASS || rows[k].end == GATE_END_WARN ||
                     rows[k].end == GATE_END_WAIVED;
        }
        gate_fold_reason wanted = bad       ? GATE_FOLD_ROW
                                  : passed  ? GATE_FOLD_GOOD
                                  : decides ? GATE_FOLD_SKIPPED
                                            : GATE_FOLD_ADVISORY;
        ck_assert_int_eq(gate_fold_block(GATE_BLOCK_CHECKLIST, rows, 3), wanted);
        ck_assert_int_eq(gate_fold_block(GATE_BLOCK_COVERAGE, rows, 3), wanted);
    }
}
END_TEST

START_TEST(unknown_kinds_never_come_out_well)
{
    gate_fold_row_end pass = {GATE_END_PASS, true};
    for (int kind = 0; kind <= GATE_BLOCK_KIND_COUNT; kind++) {
        gate_fold_reason reason = gate_fold_block((gate_block_kind)kind, &pass, 1);
        bool known = kind == GATE_BLOCK_CHECKLIST || kind == GATE_BLOCK_COVERAGE;
        ck_assert_int_eq(reason, known ? GATE_FOLD_GOOD : GATE_FOLD_UNJUDGED);
    }
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("verdict/fold");
    TCase *tcase = tcase_create("fold");
    tcase_add_test(tcase, conditions_are_anded);
    tcase_add_test(tcase, all_kinds_together);
    tcase_add_test(tcase, nothing_passes_by_being_empty);
    tcase_add_test(tcase, a_missing_clause_never_passes);
    tcase_add_test(tcase, blocks);
    tcase_add_test(tcase, unknown_kinds_never_come_out_well);
    suite_add_tcase(suite, tcase);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
