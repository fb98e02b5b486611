/* The reference against the machine, on generated policies and evidence.
 *
 *     reference_test [CASES [SEED]]
 *
 * Without CASES: 300,000 where the environment says CI=true, else 60,000. A case that differs is made
 * smaller and shown with the seed that leads to it again. */
#include "stdlib/builtins.h"
#include "tests/reference/differ.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define CASES_IN_POLICY 48u
#define BINDINGS        8u
#define STREAM          160u
#define EVIDENCE_STREAM 160u

typedef struct streams {
    uint32_t cases[CASES_IN_POLICY][STREAM];
    uint32_t evidence[EVIDENCE_STREAM];
} streams;

static uint64_t next(uint64_t *state) /* splitmix64 */
{
    uint64_t z = (*state += 0x9e3779b97f4a7c15u);
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
    return z ^ (z >> 31);
}

static void fill(uint32_t *items, uint32_t count, uint64_t *state)
{
    for (uint32_t i = 0; i < count; i++)
        items[i] = (uint32_t)(next(state) >> 40);
}

/* -- making a failing case smaller ------------------------------------------------------------------- */

typedef struct failure {
    uint32_t policy[STREAM], evidence[EVIDENCE_STREAM];
    uint32_t policy_len, evidence_len;
} failure;

/* Does this one case still differ? With [show], it is told. */
static bool differs(const failure *f, bool show)
{
    static reach ignored;
    gate_panic panic = {.what = NULL};
    if (setjmp(panic.at) != 0) return false;
    gate_arena *arena = gate_arena_new(&panic, 0);
    choices policy = {f->policy, f->policy_len, 0}, evidence = {f->evidence, f->evidence_len, 0};
    trial t = trial_new(arena, gate_stdlib_builtins(), &policy, 1);
    gate_str what = GATE_STR("");
    bool found = false;
    if (t.checked && t.program) {
        generated_evidence given = generate_evidence(arena, &evidence);
        found = trial_run(&t, arena, &given, false, &ignored, &what) != GATE_NO;
        if (found && show) {
            size_t at = gate_str_find(t.text, GATE_STR("def big"), 0);
            printf(GATE_STR_FMT "    e.json: " GATE_STR_FMT "\n    k.json: " GATE_STR_FMT
                                "\n    module: " GATE_STR_FMT "\n    base: " GATE_STR_FMT "\n    " GATE_STR_FMT
                                "\n",
                   GATE_STR_ARG(gate_str_sub(t.text, at, t.text.len)), GATE_STR_ARG(given.e),
                   GATE_STR_ARG(given.k), GATE_STR_ARG(given.module), GATE_STR_ARG(given.base), GATE_STR_ARG(what));
        }
    }
    gate_arena_free(arena);
    return found;
}

static bool try_without(failure *f, bool policy, uint32_t at, uint32_t count)
{
    failure less = *f;
    uint32_t *items = policy ? less.policy : less.evidence;
    uint32_t *len = policy ? &less.policy_len : &less.evidence_len;
    memmove(items + at, items + at + count, (*len - at - count) * sizeof *items);
    *len -= count;
    if (!differs(&less, false)) return false;
    *f = less;
    return true;
}

static bool try_value(failure *f, bool policy, uint32_t at, uint32_t value)
{
    failure less = *f;
    uint32_t *item = policy ? &less.policy[at] : &less.evidence[at];
    if (*item == value) return false;
    *item = value;
    if (!differs(&less, false)) return false;
    *f = less;
    return true;
}

static void shrink(failure *f)
{
    bool better = true;
    for (int round = 0; better && round < 6; round++) {
        better = false;
        for (int side = 1; side >= 0; side--) {
            uint32_t *len = side ? &f->policy_len : &f->evidence_len;
            for (uint32_t size = 32; size > 0; size /= 2) {
                for (uint32_t at = *len; at-- > 0;) {
                    if (at + size <= *len) better = try_without(f, side, at, size) || better;
                }
            }
            for (uint32_t at = 0; at < *len; at++) {
                for (uint32_t value = 0; value < 4; value++) {
                    if (!try_value(f, side, at, value)) continue;
                    better = better || value == 0;
                    break;
                }
            }
        }
    }
}

static void report(const streams *s, uint32_t index, uint64_t seed)
{
    failure f = {.policy_len = STREAM, .evidence_len = EVIDENCE_STREAM};
    memcpy(f.policy, s->cases[index], sizeof f.policy);
    memcpy(f.evidence, s->evidence, sizeof f.evidence);
    printf("reference and machine differ (seed %" PRIu64 "):\n", seed);
    if (!differs(&f, false)) printf("    only beside the other cases of its policy (case %u)\n", index);
    shrink(&f);
    (void)differs(&f, true);
}

/* -- running ----------------------------------------------------------------------------------------- */

typedef struct session {
    gate_builtins table;
    reach reached;
    uint64_t refused, made;
    streams s;
} session;

/* A policy of cases that compile; what the checker refuses by itself is left out. */
static trial policy_of(session *se, gate_arena *arena, uint64_t *state)
{
    choices cases[CASES_IN_POLICY];
    for (uint32_t i = 0; i < CASES_IN_POLICY; i++) {
        fill(se->s.cases[i], STREAM, state);
        cases[i] = (choices){se->s.cases[i], STREAM, 0};
    }
    trial t = trial_new(arena, se->table, cases, CASES_IN_POLICY);
    se->made += CASES_IN_POLICY;
    for (uint32_t i = 0; !t.program && i < CASES_IN_POLICY; i++) {
        gate_arena *own = gate_arena_new(gate_arena_panic(arena), 0);
        trial alone = trial_new(own, se->table, &cases[i], 1);
        if (!alone.program) {
            se->refused++;
            if (getenv("REFERENCE_REFUSED")) printf("refused: %s\n", alone.why);
            memset(se->s.cases[i], 0, sizeof se->s.cases[i]);
        }
        gate_arena_free(own);
    }
    return t.program ? t : trial_new(arena, se->table, cases, CASES_IN_POLICY);
}

static bool run_policy(session *se, uint64_t seed, bool one_only)
{
    gate_panic panic = {.what = NULL};
    if (setjmp(panic.at) != 0) {
        printf("out of memory (seed %" PRIu64 ")\n", seed);
        return false;
    }
    uint64_t state = seed;
    gate_arena *arena = gate_arena_new(&panic, 0);
    trial t = policy_of(se, arena, &state);
    bool fine = t.program && t.checked;
    if (!fine) printf("the policy does not compile (seed %" PRIu64 "): %s\n", seed, t.why ? t.why : "?");
    if (one_only) printf(GATE_STR_FMT, GATE_STR_ARG(t.text));
    if (fine) trial_opcodes(&t, &se->reached);
    for (uint32_t i = 0; fine && i < BINDINGS; i++) {
        gate_arena *own = gate_arena_new(&panic, 0);
        fill(se->s.evidence, EVIDENCE_STREAM, &state);
        choices from = {se->s.evidence, EVIDENCE_STREAM, 0};
        generated_evidence given = generate_evidence(own, &from);
        gate_str what = GATE_STR("");
        uint32_t bad = trial_run(&t, own, &given, i % 8 != 0, &se->reached, &what);
        if (bad != GATE_NO) report(&se->s, bad, seed);
        gate_arena_free(own);
        fine = bad == GATE_NO;
    }
    gate_arena_free(arena);
    return fine;
}

/* Everything was there at least once: else the generator has lost a part of the language. */
static bool all_reached(const session *se)
{
    bool all = true;
    for (uint32_t i = 0; i < GATE_OPCODE_COUNT; i++) {
        if (se->reached.opcodes[i]) continue;
        printf("the opcode %s was never reached\n", gate_opcode_get((gate_opcode)i)->name);
        all = false;
    }
    for (uint32_t i = 0; i < se->table.count; i++) {
        bool reached = false; /* what a value itself does not tell (a list of what?) is one body's rows */
        for (uint32_t k = 0; k < se->table.count && !reached; k++) {
            reached = se->reached.rows[k] && se->table.rows[k].fn == se->table.rows[i].fn;
        }
        if (reached) continue;
        printf("the function %s was never called\n", se->table.rows[i].signature);
        all = false;
    }
    for (int i = 0; i < 5; i++)
        all = all && se->reached.outcomes[i] > 0;
    return all;
}

int main(int argc, char **argv)
{
    static session se;
    const char *ci = getenv("CI");
    uint64_t wanted = argc > 1 ? strtoull(argv[1], NULL, 10) : ci && strcmp(ci, "true") == 0 ? 300000 : 60000;
    uint64_t seed = argc > 2 ? strtoull(argv[2], NULL, 10) : 20260213;
    bool one = argc > 2 && wanted == 0, fine = true; /* 0 SEED: that policy alone */
    se.table = gate_stdlib_builtins();
    if (se.table.count > GATE_COUNT(se.reached.rows)) return 1;
    for (uint64_t i = 0; fine && (one ? i == 0 : se.reached.cases < wanted); i++)
        fine = run_policy(&se, seed + i, one);
    printf("%" PRIu64 " cases from seed %" PRIu64 ": %" PRIu64 " false, %" PRIu64 " true, %" PRIu64
           " missing, %" PRIu64 " in error, %" PRIu64 " other values; %" PRIu64 " of %" PRIu64
           " expressions were refused by the checker\n",
           se.reached.cases, seed, se.reached.outcomes[0], se.reached.outcomes[1], se.reached.outcomes[2],
           se.reached.outcomes[3], se.reached.outcomes[4], se.refused, se.made);
    if (!fine) return 1;
    if (se.refused * 20 > se.made) {
        printf("more than one expression in twenty is refused: the generator and the checker have drifted "
               "apart\n");
        return 1;
    }
    return one || all_reached(&se) ? 0 : 1;
}
