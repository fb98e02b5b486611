/* Fails the n-th allocation of a whole check in process, for n = 1, 2, …: once, and with all that follow.
 * Nothing may crash or leak, and no check may say GO but one that was not disturbed: the one of the policy
 * that is GO must run out of memory or come to the very same verdict, the one that is NO-GO must never
 * change its mind.
 *
 * `oom FOLDER`: the folder holds go.gate and no-go.gate. The allocations are those of the library's own code:
 * the linker wraps malloc and the like. Those of jansson are counted for leaks and never fail, since
 * jansson 2.14 cannot stand it: where the buffer of its scanner cannot grow it drops a byte without a word,
 * or stops at an assertion. A host that wants to live through the end of memory must give it an allocator
 * that does not come back. */
#include "api/gatec.h"

#include <jansson.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

void *__real_malloc(size_t size);
void *__real_calloc(size_t count, size_t size);
void *__real_realloc(void *old, size_t size);
void __real_free(void *block);
void *__wrap_malloc(size_t size);
void *__wrap_calloc(size_t count, size_t size);
void *__wrap_realloc(void *old, size_t size);
void __wrap_free(void *block);

/* -- the failing allocator ------------------------------------------------------------------------- */

enum { LIVE_MAX = 1 << 16 };

/* One sweep at a time: a test in one thread may have a global. */
static struct {
    bool on, forever, fired;
    unsigned long count, fail_at;
    void *live[LIVE_MAX]; /* what was allocated while on, by open addressing */
    size_t live_count;
} heap;

static size_t slot_of(const void *block)
{
    uint64_t hash = (uint64_t)(uintptr_t)block * 0x9E3779B97F4A7C15u;
    size_t at = (size_t)(hash >> 48) % LIVE_MAX;
    while (heap.live[at] != NULL && heap.live[at] != block)
        at = (at + 1) % LIVE_MAX;
    return at;
}

static void *remember(void *block)
{
    if (!heap.on || block == NULL) return block;
    if (heap.live_count * 2 > LIVE_MAX) {
        fputs("oom: too many blocks at once\n", stderr);
        exit(2);
    }
    heap.live[slot_of(block)] = block;
    heap.live_count++;
    return block;
}

static void forget(void *block)
{
    size_t at = slot_of(block);
    if (block == NULL || heap.live[at] != block) return;
    heap.live[at] = NULL;
    heap.live_count--;
    for (size_t next = (at + 1) % LIVE_MAX; heap.live[next] != NULL; next = (next + 1) % LIVE_MAX) {
        void *moved = heap.live[next];
        heap.live[next] = NULL;
        heap.live[slot_of(moved)] = moved;
    }
}

/* True when this allocation is to fail. */
static bool fails(void)
{
    if (!heap.on || heap.fail_at == 0) return false;
    heap.count++;
    if (heap.count != heap.fail_at && !(heap.forever && heap.count > heap.fail_at)) return false;
    heap.fired = true;
    return true;
}

void *__wrap_malloc(size_t size)
{
    return fails() ? NULL : remember(__real_malloc(size));
}

void *__wrap_calloc(size_t count, size_t size)
{
    return fails() ? NULL : remember(__real_calloc(count, size));
}

void *__wrap_realloc(void *old, size_t size)
{
    if (fails()) return NULL;
    forget(old);
    void *block = __real_realloc(old, size);
    return remember(block == NULL && size > 0 ? old : block);
}

void __wrap_free(void *block)
{
    forget(block);
    __real_free(block);
}

static void *jansson_malloc(size_t size)
{
    return remember(__real_malloc(size));
}

/* -- one check ------------------------------------------------------------------------------------- */

struct outcome {
    bool nomem, go;
    uint64_t digest; /* of all that was rendered */
};

static void digest_add(struct outcome *outcome, const gatec_text *text)
{
    for (size_t i = 0; i < text->len; i++)
        outcome->digest = (outcome->digest ^ (unsigned char)text->bytes[i]) * 0x100000001B3u;
}

static void note(struct outcome *outcome, gatec_status status, const char *what)
{
    if (status == GATEC_E_NOMEM)
        outcome->nomem = true;
    else if (status != GATEC_OK) {
        printf("FAIL at allocation %lu: %s ended with: %s\n", heap.fail_at, what, gatec_status_text(status));
        exit(1);
    }
}

static void judge(const gatec_policy *policy, gatec_mode mode, struct outcome *outcome)
{
    gatec_check_options options = GATEC_CHECK_OPTIONS_INIT;
    gatec_setting settings[] = {{"run", "a"}, {"suites", "[\"unit\", \"api\"]"}};
    gatec_verdict *verdict = NULL;
    options.now = "2026-03-01T12:00:00Z";
    options.settings = settings;
    options.setting_count = 2;
    options.mode = mode;
    note(outcome, gatec_check(policy, &options, &verdict), "a check");
    outcome->go = outcome->go || gatec_verdict_facts(verdict).go;
    static const char *const forms[] = {"text", "json"};
    for (size_t i = 0; verdict != NULL && mode == GATEC_EXPLAINING && i < 2; i++) {
        gatec_text text = {0};
        note(outcome, gatec_verdict_render(verdict, forms[i], NULL, &text), "a rendering");
        digest_add(outcome, &text);
        gatec_text_free(&text);
    }
    gatec_verdict_free(verdict);
}

/* A policy behind a comment, whose length shifts where the arenas' chunks end: they are what is allocated,
 * and with several lengths memory runs out in more places. */
struct source {
    const char *path;
    char *text;
    size_t len;
};

static struct source source_read(const char *path, size_t padding)
{
    enum { ROOM = 1 << 16 };
    struct source source = {path, malloc(ROOM), 0};
    FILE *file = fopen(path, "r");
    if (source.text == NULL || file == NULL || padding + 8 > ROOM / 2) {
        fprintf(stderr, "oom: %s cannot be read\n", path);
        exit(2);
    }
    memset(source.text, '/', padding + 2);
    source.text[padding + 2] = '\n';
    source.len = padding + 3;
    source.len += fread(source.text + source.len, 1, ROOM - source.len, file);
    fclose(file);
    return source;
}

/* Compiles, checks in both modes, renders, writes the compiled form and loads it again. */
static struct outcome run(const struct source *source)
{
    struct outcome outcome = {.digest = 0xCBF29CE484222325u};
    gatec_policy_options options = GATEC_POLICY_OPTIONS_INIT;
    gatec_policy *policy = NULL, *again = NULL;
    gatec_text text = {0};
    options.text = source->text;
    options.text_len = source->len;
    options.name = source->path;
    note(&outcome, gatec_policy_load(&options, &policy), "loading a policy");
    if (policy != NULL && gatec_policy_ready(policy)) {
        judge(policy, GATEC_EXPLAINING, &outcome);
        judge(policy, GATEC_DECIDING, &outcome);
        note(&outcome, gatec_policy_image(policy, &text), "writing the compiled form");
        digest_add(&outcome, &text);
    }
    if (text.len > 0) {
        gatec_policy_options compiled = GATEC_POLICY_OPTIONS_INIT;
        compiled.text = text.bytes;
        compiled.text_len = text.len;
        compiled.name = "policy.gbc";
        compiled.accept_older = true; /* the file has no such comment */
        note(&outcome, gatec_policy_load(&compiled, &again), "loading the compiled form");
    }
    gatec_text_free(&text);
    gatec_policy_free(again);
    gatec_policy_free(policy);
    return outcome;
}

/* -- sweeps ---------------------------------------------------------------------------------------- */

static struct outcome run_failing(const struct source *source, unsigned long fail_at, bool forever)
{
    heap.fired = false;
    heap.count = 0;
    heap.fail_at = fail_at;
    heap.forever = forever;
    heap.on = true;
    struct outcome outcome = run(source);
    heap.on = false;
    if (heap.live_count > 0) {
        printf("FAIL %s: allocation %lu failed%s: %zu blocks are left\n", source->path, fail_at,
               forever ? ", and all after it" : "", heap.live_count);
        exit(1);
    }
    return outcome;
}

/* All n for one policy; returns how many failures. */
static unsigned sweep(const char *path, size_t padding, bool go, bool forever)
{
    struct source source = source_read(path, padding);
    struct outcome whole = run_failing(&source, 0, false);
    unsigned bad = 0;
    unsigned long n = 1;
    if (whole.nomem || whole.go != go) {
        printf("FAIL %s: undisturbed it is %s\n", path, whole.go ? "GO" : "not GO");
        return 1;
    }
    for (;; n++) {
        struct outcome found = run_failing(&source, n, forever);
        bool same = !found.nomem && found.go == go && found.digest == whole.digest;
        bool stopped = found.nomem && (go || !found.go);
        if (!same && !stopped) {
            printf("FAIL %s: allocation %lu failed%s: %s, and another verdict\n", path, n,
                   forever ? ", and all after it" : "", found.go ? "GO" : "not GO");
            bad++;
        }
        if (!heap.fired) break;
    }
    printf("%s, %s: %lu allocations, each failed in turn\n", path, forever ? "for good" : "once", n - 1);
    free(source.text);
    return bad + (n < 10);
}

/* An author's tools: an artifact's shape, a first policy for the folder, the policy as a page. */
static struct outcome write_things(const gatec_policy *policy)
{
    struct outcome outcome = {.digest = 0xCBF29CE484222325u};
    gatec_inspect_options inspect = GATEC_INSPECT_OPTIONS_INIT;
    gatec_start_options start = GATEC_START_OPTIONS_INIT;
    gatec_runbook_options runbook = GATEC_RUNBOOK_OPTIONS_INIT;
    gatec_inspection *inspection = NULL;
    gatec_start *first = NULL;
    gatec_text text = {0};
    inspect.file = "evidence/a.json";
    note(&outcome, gatec_inspect(&inspect, &inspection), "an inspection");
    if (inspection) note(&outcome, gatec_inspection_render(inspection, "text", &text), "a shape");
    digest_add(&outcome, &text);
    gatec_text_free(&text);
    gatec_inspection_free(inspection);
    note(&outcome, gatec_start_new(&start, &first), "a first policy");
    gatec_start_free(first);
    runbook.policies = &policy;
    runbook.count = 1;
    note(&outcome, gatec_runbook_render(&runbook, &text), "a page");
    digest_add(&outcome, &text);
    gatec_text_free(&text);
    return outcome;
}

static unsigned sweep_author(bool forever)
{
    gatec_policy_options options = GATEC_POLICY_OPTIONS_INIT;
    gatec_policy *policy = NULL;
    options.path = "go.gate";
    if (gatec_policy_load(&options, &policy) != GATEC_OK) return 1;
    struct outcome whole = write_things(policy);
    unsigned bad = 0;
    unsigned long n = 1;
    for (heap.fired = true; heap.fired; n++) {
        heap.fired = false;
        heap.count = 0;
        heap.fail_at = n;
        heap.forever = forever;
        heap.on = true;
        struct outcome found = write_things(policy);
        heap.on = false;
        bad += heap.live_count > 0 || (!found.nomem && found.digest != whole.digest);
    }
    if (bad) printf("FAIL an author's tools: %u of %lu failed allocations leave something, or change a text\n", bad, n);
    printf("an author's tools, %s: %lu allocations, each failed in turn\n", forever ? "for good" : "once", n - 2);
    gatec_policy_free(policy);
    return bad + (n < 10);
}

enum { PADDINGS = 4, PADDING = 711 };

int main(int argc, char **argv)
{
    if (argc != 2 || chdir(argv[1]) != 0) {
        fputs("usage: oom FOLDER\n", stderr);
        return 2;
    }
    json_set_alloc_funcs(jansson_malloc, __wrap_free);
    json_decref(json_object()); /* jansson seeds its hashes once */
    unsigned bad = 0;
    for (size_t padding = 0; padding < PADDINGS * PADDING; padding += PADDING) {
        for (int forever = 0; forever < 2; forever++) {
            bad += sweep("go.gate", padding, true, forever);
            bad += sweep("no-go.gate", padding, false, forever);
        }
    }
    bad += sweep_author(false) + sweep_author(true);
    return bad > 0;
}
