/* The promises of docs/verdict.md ("What a reason promises") on generated policies and evidence.
 *
 *     properties_test [CASES [SEED]]
 *
 * A case is one property on one policy, one set of evidence and one change of it. Without CASES: 100,000 over
 * all properties where the environment says CI=true, else 6,000; a tenth of that with sanitizers. A case that
 * does not hold is made smaller and shown with the seed that leads to it again. PROPERTY=NAME: that one
 * alone. */
#include "tests/properties/properties.h"

#include "stdlib/builtins.h"

#include <inttypes.h>
#ifdef __GLIBC__
#include <malloc.h>
#endif
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define STREAM          400u
#define EVIDENCE_STREAM 500u
#define CHANGE_STREAM   60u
#define BINDINGS        6u /* sets of evidence for one policy */
#define LANGUAGE_CASES  6u /* of the reference's generator in one policy */
#define LANGUAGE_STREAM (STREAM / LANGUAGE_CASES)

#if defined(__SANITIZE_ADDRESS__)
#define SLOW 10u
#else
#define SLOW 1u
#endif

typedef struct streams {
    uint32_t policy[STREAM], evidence[EVIDENCE_STREAM], change[CHANGE_STREAM];
    uint32_t policy_len, evidence_len, change_len;
} streams;

static const struct {
    const char *name;
    property *holds;
    uint32_t share; /* how often it is tried on one set of evidence */
} properties[] = {{"mask", holds_mask, 4},
                  {"pointers", holds_pointers, 1},
                  {"order", holds_order, 2},
                  {"monotonicity", holds_monotone, 3},
                  {"tightening", holds_tightening, 1},
                  {"counts", holds_counts, 1},
                  {"flip", holds_flip, 4}};
#define PROPERTIES GATE_COUNT(properties)

bool fails(trial_case *t, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    gate_str text = gate_str_vprintf(t->arena, format, args);
    va_end(args);
    gate_buf_add(t->why, text);
    return false;
}

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

/* -- one case
 * ------------------------------------------------------------------------------------------------ */

static gate_str policy_text(gate_arena *arena, choices *from, flavour kind)
{
    if (kind != FLAVOUR_LANGUAGE) return make_policy(arena, from, kind, NULL);
    case_form forms[LANGUAGE_CASES];
    choices cases[LANGUAGE_CASES];
    for (uint32_t i = 0; i < LANGUAGE_CASES; i++) {
        uint32_t first = i * LANGUAGE_STREAM < from->count ? i * LANGUAGE_STREAM : from->count;
        uint32_t left = from->count - first;
        cases[i] = (choices){from->items + first, left < LANGUAGE_STREAM ? left : LANGUAGE_STREAM, 0};
    }
    return generate_policy(arena, gate_stdlib_builtins(), cases, LANGUAGE_CASES, forms);
}

/* Does the case hold? One that cannot be made does. With [show], what does not is told. */
static bool one_case(const streams *s, flavour kind, uint32_t which, bool show)
{
    gate_panic panic = {.what = NULL};
    evidence_set evidence = {{NULL}};
    evidence_set *volatile made = &evidence;
    gate_arena *arena = gate_arena_new(&panic, 0);
    if (setjmp(panic.at) != 0) {
        evidence_free(made);
        gate_arena_free(arena);
        return true;
    }
    streams own = *s;
    choices policy = {own.policy, own.policy_len, 0}, from = {own.evidence, own.evidence_len, 0};
    choices change = {own.change, own.change_len, 0};
    world w = world_new(arena, policy_text(arena, &policy, kind));
    bool holds = true;
    if (w.program) {
        gate_buf why = gate_buf_new(arena);
        evidence = make_evidence(arena, &w, &from, kind);
        trial_case t = {.arena = arena, .w = &w, .kind = kind, .evidence = &evidence, .why = &why};
        t.policy_from = kind == FLAVOUR_LANGUAGE ? NULL : &policy;
        t.base = world_judge(&w, arena, &evidence, NULL, 0);
        holds = properties[which].holds(&t, &change);
        if (!holds && show) {
            printf(GATE_STR_FMT "\n", GATE_STR_ARG(w.text));
            for (uint32_t i = 0; i < w.program->evidence_count; i++)
                printf("%.*s: " GATE_STR_FMT "\n",
                       (int)gate_program_text(w.program, w.program->evidence[i].name).len,
                       gate_program_text(w.program, w.program->evidence[i].name).ptr,
                       GATE_STR_ARG(t.base.text[i]));
            printf(GATE_STR_FMT "\n", GATE_STR_ARG(gate_buf_str(&why)));
        }
    }
    evidence_free(&evidence);
    gate_arena_free(arena);
    return holds;
}

/* -- making a failing case smaller -------------------------------------------------------------------------
 */

typedef struct failure {
    streams s;
    flavour kind;
    uint32_t which;
    uint32_t tries;
} failure;

static uint32_t *part(streams *s, int side, uint32_t **len)
{
    *len = side == 0 ? &s->policy_len : side == 1 ? &s->evidence_len : &s->change_len;
    return side == 0 ? s->policy : side == 1 ? s->evidence : s->change;
}

static bool try_less(failure *f, int side, uint32_t at, uint32_t count, uint32_t value)
{
    streams less = f->s;
    uint32_t *len, *items = part(&less, side, &len);
    if (at + count > *len || f->tries == 0) return false;
    if (count) {
        memmove(items + at, items + at + count, (*len - at - count) * sizeof *items);
        *len -= count;
    } else {
        if (at >= *len || items[at] <= value) return false;
        items[at] = value;
    }
    f->tries--;
    if (one_case(&less, f->kind, f->which, false)) return false;
    f->s = less;
    return true;
}

static void shrink(failure *f)
{
    bool better = true;
    for (int round = 0; better && round < 5; round++) {
        better = false;
        for (int side = 0; side < 3; side++) {
            uint32_t *len;
            (void)part(&f->s, side, &len);
            for (uint32_t size = 64; size > 0; size /= 2) {
                for (uint32_t at = *len; at-- > 0;)
                    better = try_less(f, side, at, size, 0) || better;
            }
            for (uint32_t at = 0; at < *len; at++) {
                for (uint32_t value = 0; value < 3; value++) {
                    if (!try_less(f, side, at, 0, value)) continue;
                    better = true;
                    break;
                }
            }
        }
    }
}

static void report(const streams *s, flavour kind, uint32_t which, uint64_t seed)
{
    static failure f;
    f = (failure){.s = *s, .kind = kind, .which = which, .tries = 20000};
    printf("%s does not hold (seed %" PRIu64 "):\n", properties[which].name, seed);
    shrink(&f);
    (void)one_case(&f.s, kind, which, true);
}

/* -- running
 * --------------------------------------------------------------------------------------------------- */

typedef struct session {
    streams s;
    uint64_t done[PROPERTIES], cases, policies, refused;
    const char *only;
} session;

/* All properties on one set of evidence. */
static bool run_binding(session *se, const world *w, flavour kind, uint64_t seed, uint64_t *state)
{
    gate_panic panic = {.what = NULL};
    gate_arena *arena = gate_arena_new(&panic, 0);
    if (setjmp(panic.at) != 0) {
        printf("out of memory (seed %" PRIu64 ")\n", seed);
        return false;
    }
    fill(se->s.evidence, EVIDENCE_STREAM, state);
    choices from = {se->s.evidence, EVIDENCE_STREAM, 0}, policy = {se->s.policy, STREAM, 0};
    evidence_set evidence = make_evidence(arena, w, &from, kind);
    gate_buf why = gate_buf_new(arena);
    trial_case t = {.arena = arena, .w = w, .kind = kind, .evidence = &evidence, .why = &why};
    if (kind != FLAVOUR_LANGUAGE) t.policy_from = &policy;
    t.base = world_judge(w, arena, &evidence, NULL, 0);
    bool fine = true;
    for (uint32_t which = 0; fine && which < PROPERTIES; which++) {
        if (se->only && strcmp(se->only, properties[which].name) != 0) continue;
        for (uint32_t i = 0; fine && i < properties[which].share; i++) {
            fill(se->s.change, CHANGE_STREAM, state);
            choices change = {se->s.change, CHANGE_STREAM, 0};
            t.done = 0;
            fine = properties[which].holds(&t, &change);
            se->done[which] += t.done;
            se->cases += t.done;
            if (!fine) report(&se->s, kind, which, seed);
        }
    }
    evidence_free(&evidence);
    gate_arena_free(arena);
    return fine;
}

static bool run_policy(session *se, uint64_t seed)
{
    static const flavour kinds[] = {FLAVOUR_ANY, FLAVOUR_GROWING, FLAVOUR_LANGUAGE};
    gate_panic panic = {.what = NULL};
    flavour kind = kinds[seed % GATE_COUNT(kinds)];
    uint64_t state = seed * 7919;
    gate_arena *arena = gate_arena_new(&panic, 0);
    if (setjmp(panic.at) != 0) {
        printf("out of memory (seed %" PRIu64 ")\n", seed);
        return false;
    }
    fill(se->s.policy, STREAM, &state);
    se->s.policy_len = STREAM;
    se->s.evidence_len = EVIDENCE_STREAM;
    se->s.change_len = CHANGE_STREAM;
    choices policy = {se->s.policy, STREAM, 0};
    world w = world_new(arena, policy_text(arena, &policy, kind));
    se->policies++;
    se->refused += !w.program;
    if (!w.program && getenv("PROPERTIES_REFUSED")) printf("refused: %s\n", w.why);
    bool fine = true;
    for (uint32_t i = 0; w.program && fine && i < BINDINGS; i++)
        fine = run_binding(se, &w, kind, seed, &state);
    gate_arena_free(arena);
    return fine;
}

int main(int argc, char **argv)
{
    static session se;
    const char *ci = getenv("CI");
    uint64_t wanted =
        argc > 1 ? strtoull(argv[1], NULL, 10) : (ci && strcmp(ci, "true") == 0 ? 100000 : 6000) / SLOW;
    uint64_t seed = argc > 2 ? strtoull(argv[2], NULL, 10) : 20260213;
    bool fine = true;
    se.only = getenv("PROPERTY");
#ifdef __GLIBC__
    /* The machine's stack is large and hardly used: as pages of its own it need not be cleared each time. */
    mallopt(M_MMAP_THRESHOLD, 1 << 20);
#endif
    for (uint64_t i = 0; fine && se.cases < wanted; i++)
        fine = run_policy(&se, seed + i);
    printf("%" PRIu64 " cases on %" PRIu64 " policies from seed %" PRIu64 ":", se.cases, se.policies, seed);
    for (uint32_t i = 0; i < PROPERTIES; i++)
        printf(" %s %" PRIu64, properties[i].name, se.done[i]);
    printf("; %" PRIu64 " policies were refused by the checker\n", se.refused);
    if (!fine) return 1;
    if (se.refused * 4 > se.policies) {
        printf("more than one policy in four is refused: the generator and the checker have drifted apart\n");
        return 1;
    }
    for (uint32_t i = 0; i < PROPERTIES && !se.only && se.cases >= 5000; i++) {
        if (se.done[i] * 100 >= se.cases) continue;
        printf("%s was hardly tried\n", properties[i].name);
        return 1;
    }
    return 0;
}
