#include "verdict/fold.h"

const char *gate_end_word(gate_end end)
{
    switch (end) {
    case GATE_END_PASS:
        return "pass";
    case GATE_END_WARN:
        return "warn";
    case GATE_END_FAIL:
        return "fail";
    case GATE_END_MISSING:
        return "missing";
    case GATE_END_ERROR:
        return "error";
    case GATE_END_WAIVED:
        return "waived";
    case GATE_END_SKIPPED:
        return "skipped";
    case GATE_END_FIRING:
        return "firing";
    case GATE_END_PENDING:
        return "pending";
    case GATE_END_INACTIVE:
        return "inactive";
    case GATE_END_UNKNOWN:
        return "unknown";
    case GATE_END_DONE:
        return "done";
    case GATE_END_NEXT:
        return "next";
    case GATE_END_WAITING:
        return "waiting";
    case GATE_END_EARLY:
        return "early";
    }
    return "error";
}

bool gate_end_good(gate_end end)
{
    switch (end) {
    case GATE_END_PASS:
    case GATE_END_WARN:
    case GATE_END_WAIVED:
    case GATE_END_SKIPPED:
    case GATE_END_PENDING:
    case GATE_END_INACTIVE:
    case GATE_END_DONE:
        return true;
    case GATE_END_FAIL:
    case GATE_END_MISSING:
    case GATE_END_ERROR:
    case GATE_END_FIRING:
    case GATE_END_UNKNOWN:
    case GATE_END_NEXT:
    case GATE_END_WAITING:
    case GATE_END_EARLY:
        return false;
    }
    return false;
}

/* What a clause has to say to the fold. */
typedef enum role {
    ROLE_NONE,   /* nothing: owner, fix … */
    ROLE_JUDGES, /* must be true */
    ROLE_NEEDS,  /* not true: missing */
    ROLE_ONLY,   /* false: skipped */
    ROLE_WARNS,  /* not false: a warning */
    ROLE_FIRES,  /* of a trigger: not false stands in the way */
    ROLE_TIMES,  /* of a step: not true stands in the way */
} role;

static role role_of(gate_clause_kind kind)
{
    switch (kind) {
    case GATE_CLAUSE_REQUIRE:
    case GATE_CLAUSE_FORBID:
    case GATE_CLAUSE_CONFIRM:
        return ROLE_JUDGES;
    case GATE_CLAUSE_NEEDS:
        return ROLE_NEEDS;
    case GATE_CLAUSE_ONLY:
        return ROLE_ONLY;
    case GATE_CLAUSE_WARN:
        return ROLE_WARNS;
    case GATE_CLAUSE_FIRE: /* triggers and steps have folds of their own */
        return ROLE_FIRES;
    case GATE_CLAUSE_AT:
        return ROLE_TIMES;
    case GATE_CLAUSE_OWNER:
    case GATE_CLAUSE_SEE:
    case GATE_CLAUSE_FIX:
    case GATE_CLAUSE_ADVISORY:
    case GATE_CLAUSE_EFFECTIVE:
    case GATE_CLAUSE_WAIVABLE:
    case GATE_CLAUSE_ALLOW:
    case GATE_CLAUSE_WITHIN:
    case GATE_CLAUSE_THEN:
    case GATE_CLAUSE_NO_DATA:
    case GATE_CLAUSE_AT_LEAST:
    case GATE_CLAUSE_TOLERATE:
    case GATE_CLAUSE_KIND_COUNT:
        return ROLE_NONE;
    }
    return ROLE_NONE;
}

bool gate_fold_counts(gate_clause_kind kind)
{
    return role_of(kind) != ROLE_NONE;
}

bool gate_fold_blocks(gate_fold_clause clause)
{
    switch (role_of(clause.kind)) {
    case ROLE_JUDGES:
    case ROLE_NEEDS:
    case ROLE_TIMES:
        return clause.outcome != GATE_TRUE;
    case ROLE_FIRES:
        return clause.outcome != GATE_FALSE;
    case ROLE_ONLY:
        return clause.outcome == GATE_MISSING || clause.outcome == GATE_ERRONEOUS;
    case ROLE_WARNS:
    case ROLE_NONE:
        return false;
    }
    return false;
}

/* The clauses of one role by outcome. */
typedef struct tally {
    uint32_t of[4]; /* by gate_outcome */
} tally;

static tally count_role(const gate_fold_clause *clauses, uint32_t count, role wanted)
{
    tally t = {{0}};
    for (uint32_t i = 0; i < count; i++) {
        if (role_of(clauses[i].kind) == wanted) t.of[clauses[i].outcome]++;
    }
    return t;
}

gate_end gate_fold_row(const gate_fold_clause *clauses, uint32_t count)
{
    /* Whether the row applies comes first, and whether the evidence is good enough to judge by: until
     * both are known to be so, what the conditions say is not the row's outcome. */
    tally only = count_role(clauses, count, ROLE_ONLY);
    if (only.of[GATE_FALSE]) return GATE_END_SKIPPED;
    if (only.of[GATE_MISSING]) return GATE_END_MISSING;
    if (only.of[GATE_ERRONEOUS]) return GATE_END_ERROR;
    tally needs = count_role(clauses, count, ROLE_NEEDS);
    if (needs.of[GATE_FALSE] || needs.of[GATE_MISSING]) return GATE_END_MISSING;
    if (needs.of[GATE_ERRONEOUS]) return GATE_END_ERROR;
    tally judged = count_role(clauses, count, ROLE_JUDGES);
    if (judged.of[GATE_FALSE]) return GATE_END_FAIL;
    if (judged.of[GATE_MISSING]) return GATE_END_MISSING;
    if (judged.of[GATE_ERRONEOUS]) return GATE_END_ERROR;
    /* Nothing passes by being empty. The compiler refuses such a row; a damaged program must not pass. */
    if (judged.of[GATE_TRUE] == 0) return GATE_END_MISSING;
    tally warns = count_role(clauses, count, ROLE_WARNS);
    return warns.of[GATE_TRUE] + warns.of[GATE_MISSING] + warns.of[GATE_ERRONEOUS] ? GATE_END_WARN
                                                                                   : GATE_END_PASS;
}

/* Checklist and coverage. */
static gate_fold_reason fold_all(const gate_fold_row_end *rows, uint32_t count)
{
    uint32_t deciding = 0, passed = 0;
    for (uint32_t i = 0; i < count; i++) {
        if (!rows[i].decides) continue;
        if (!gate_end_good(rows[i].end)) return GATE_FOLD_ROW;
        deciding++;
        passed += rows[i].end != GATE_END_SKIPPED;
    }
    if (passed) return GATE_FOLD_GOOD;
    if (count == 0) return GATE_FOLD_NO_ROWS;
    return deciding ? GATE_FOLD_SKIPPED : GATE_FOLD_ADVISORY;
}

gate_fold_reason gate_fold_block(gate_block_kind kind, const gate_fold_row_end *rows, uint32_t count)
{
    switch (kind) {
    case GATE_BLOCK_CHECKLIST:
    case GATE_BLOCK_COVERAGE:
        return fold_all(rows, count);
    case GATE_BLOCK_CANARY:
    case GATE_BLOCK_ROLLBACK:
    case GATE_BLOCK_PROCEDURE:
    case GATE_BLOCK_RETAIN:
    case GATE_BLOCK_KIND_COUNT:
        return GATE_FOLD_UNJUDGED;
    }
    return GATE_FOLD_UNJUDGED;
}
