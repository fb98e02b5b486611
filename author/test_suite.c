#include "author/test_suite.h"

#include "base/map.h"

/* ---- memory ----------------------------------------------------------------------------------- */

static void release(void *object)
{
    gate_scratch_free(object);
}

gate_scratch *gate_scratch_new(gate_arena *owner)
{
    gate_scratch *scratch = GATE_NEW(owner, gate_scratch);
    gate_arena_defer(owner, release, scratch);
    scratch->arena = gate_arena_new(gate_arena_panic(owner), 0);
    if (!scratch->arena) gate_panic_raise(gate_arena_panic(owner), GATE_E_NOMEM, NULL);
    return scratch;
}

void gate_scratch_free(gate_scratch *scratch)
{
    gate_arena *arena = scratch->arena;
    scratch->arena = NULL;
    gate_arena_free(arena);
}

/* ---- which tests ------------------------------------------------------------------------------ */

static char small(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c | 0x20) : c;
}

/* Where [part] begins in [text], from [from] on, letter case apart. */
static size_t find_small(gate_str text, gate_str part, size_t from)
{
    for (size_t at = from; at + part.len <= text.len; at++) {
        size_t same = 0;
        while (same < part.len && small(text.ptr[at + same]) == small(part.ptr[same]))
            same++;
        if (same == part.len) return at;
    }
    return SIZE_MAX;
}

bool gate_suite_is_like(gate_str title, gate_str pattern)
{
    size_t at = 0;
    for (size_t lo = 0; lo <= pattern.len;) {
        size_t hi = gate_str_find(pattern, GATE_STR("*"), lo);
        if (hi == SIZE_MAX) hi = pattern.len;
        size_t found = find_small(title, gate_str_sub(pattern, lo, hi), at);
        if (found == SIZE_MAX) return false;
        at = found + (hi - lo);
        lo = hi + 1;
    }
    return true;
}

/* ---- what was read ---------------------------------------------------------------------------- */

typedef struct inputs {
    gate_arena *arena;
    gate_map seen;
    gate_suite *suite;
} inputs;

static void add_input(inputs *in, gate_str folder, gate_str path)
{
    bool slash = folder.len && folder.ptr[folder.len - 1] != '/';
    gate_str whole = gate_str_printf(in->arena, GATE_STR_FMT "%s" GATE_STR_FMT, GATE_STR_ARG(folder),
                                     slash ? "/" : "", GATE_STR_ARG(path));
    if (gate_map_get(&in->seen, whole)) return;
    (void)gate_map_put(&in->seen, whole, in);
    gate_vec_push(in->arena, &in->suite->inputs, whole);
}

static void add_inputs(inputs *in, const gate_test *test, const gate_test_result *result)
{
    for (uint32_t i = 0; result->evidence && i < in->suite->subject.program->evidence_count; i++) {
        const gate_evidence *one = result->evidence[i];
        for (uint32_t k = 0; k < one->count; k++)
            add_input(in, one->artifacts[k]->by_hand ? GATE_STR("") : test->root, one->artifacts[k]->path);
        if (one->count == 0 && test->has_root) add_input(in, test->root, one->spec->pattern);
    }
    for (uint32_t i = 0; i < test->changes.len; i++) {
        if (test->changes.items[i].from) add_input(in, GATE_STR(""), test->changes.items[i].file);
    }
}

/* ---- running ---------------------------------------------------------------------------------- */

gate_suite *gate_suite_run(gate_arena *arena, const gate_test_host *host, const gate_suite_subject *subject,
                           gate_str pattern, gate_suite_watch *watch, void *context)
{
    gate_suite *suite = GATE_NEW(arena, gate_suite);
    suite->subject = *subject;
    gate_tests all = gate_test_plan(arena, host, subject->checked, subject->program);
    inputs in = {.arena = arena, .seen = gate_map_new(arena), .suite = suite};
    gate_test_setup setup = {.linked = subject->linked, .program = subject->program, .mode = GATE_EXPLAIN};
    suite->all = all.len;
    for (uint32_t i = 0; i < all.len; i++) {
        const gate_test *test = all.items[i];
        if (!gate_suite_is_like(test->title, pattern)) continue;
        gate_vec_push(arena, &suite->tests, all.items[i]);
        gate_scratch *scratch = gate_scratch_new(arena);
        const gate_test_result *result = gate_test_run(scratch->arena, host, &setup, test);
        gate_suite_case one = {.test = test, .state = result->state};
        suite->counts[result->state]++;
        add_inputs(&in, test, result);
        if (watch) watch(context, result);
        if (result->state == GATE_TEST_PASS)
            gate_scratch_free(scratch);
        else
            one.result = result;
        gate_vec_push(arena, &suite->cases, one);
    }
    return suite;
}
