/* gate_unit: base evidence */
#include "test_evidence_kit.h"

#include "evidence/digest.h"

static const gate_str at_path[] = {{"at", 2}};
static const gate_field by_at = {.segments = at_path, .count = 1};

static gate_evidence_spec spec_of(gate_cardinality cardinality, const char *pattern)
{
    gate_evidence_spec spec = {
        .name = GATE_STR("e"), .cardinality = cardinality, .pattern = gate_str_c(pattern)};
    if (cardinality != GATE_PLAIN) spec.by = by_at;
    return spec;
}

/* The evidence's paths in order; a troubled one with its code, others of `latest` behind a bar. */
static gate_str order(const gate_evidence *evidence)
{
    gate_buf out = gate_buf_new(kit_arena);
    for (uint32_t i = 0; i < evidence->count; i++) {
        const gate_artifact *artifact = evidence->artifacts[i];
        gate_buf_printf(&out, "%s%.*s", i ? " " : "", GATE_STR_ARG(artifact->path));
        ck_assert_int_eq(artifact->trouble == NULL, artifact->root.node != NULL);
        if (artifact->trouble) gate_buf_printf(&out, ":%s", gate_code_get(artifact->trouble->code)->number);
    }
    for (uint32_t i = 0; i < evidence->other_count; i++)
        gate_buf_printf(&out, " | %.*s", GATE_STR_ARG(evidence->others[i]->path));
    return gate_buf_str(&out);
}

/* ---- plain ---- */

START_TEST(plain_reads_and_hashes_the_same_bytes)
{
    kit_put("a.json", "\xEF\xBB\xBF{\"x\": 1}\n");
    const gate_evidence *evidence = kit_read("./a.json");
    kit_good(evidence);
    kit_text(order(evidence), "a.json");
    const gate_artifact *artifact = evidence->artifacts[0];
    ck_assert(artifact->read);
    ck_assert(!artifact->by_hand);
    ck_assert(!artifact->has_time);
    ck_assert_uint_eq(artifact->size, 12);
    ck_assert_uint_eq(artifact->text.len, 12);
    uint8_t sha[32];
    gate_sha256(artifact->text, sha);
    ck_assert_mem_eq(sha, artifact->sha256, 32);
    ck_assert_int_eq(gate_datum_int(gate_datum_get(artifact->root, GATE_STR("x"))), 1);
}
END_TEST

START_TEST(a_file_is_read_once)
{
    kit_put("a.json", "{\"at\": \"2026-02-13T11:00:00Z\"}");
    const gate_evidence *first = kit_read("a.json"), *again = kit_read("./a.json");
    ck_assert_ptr_eq(first->artifacts[0]->root.node, again->artifacts[0]->root.node);
    ck_assert_uint_eq(gate_bundle_artifact_count(kit_bundle), 1);
    ck_assert_ptr_eq(gate_bundle_artifact(kit_bundle, 0), first->artifacts[0]);
    /* Stale for one is not stale for another. */
    gate_evidence_spec spec = spec_of(GATE_PLAIN, "a.json");
    spec.has_fresh = true;
    spec.fresh = (gate_duration){60, 0};
    spec.fresh_by = by_at;
    const gate_evidence *stale = gate_bundle_read(kit_bundle, &spec);
    kit_trouble(stale, GATE_D_EVIDENCE_STALE);
    kit_good(first);
    ck_assert_ptr_nonnull(gate_bundle_artifact(kit_bundle, 0)->root.node);
    ck_assert_uint_eq(gate_bundle_artifact_count(kit_bundle), 1);
    ck_assert_mem_eq(stale->artifacts[0]->sha256, first->artifacts[0]->sha256, 32);
}
END_TEST

START_TEST(plain_absent_is_missing)
{
    const gate_evidence *evidence = kit_read("artifacts/x/summary.json");
    kit_trouble(evidence, GATE_D_EVIDENCE_ABSENT);
    ck_assert(evidence->trouble->missing);
    kit_text(evidence->trouble->text, "artifacts/x/summary.json is not there");
    ck_assert_uint_eq(evidence->count, 0);
    ck_assert_uint_eq(gate_bundle_artifact_count(kit_bundle), 0);
}
END_TEST

START_TEST(plain_unusable_is_an_error_with_its_digest)
{
    kit_put("evidence/a.json", "{\n\n  \"a\": }");
    const gate_evidence *evidence = kit_read("evidence/a.json");
    kit_trouble(evidence, GATE_D_JSON_SYNTAX);
    ck_assert(!evidence->trouble->missing);
    kit_text(evidence->trouble->text, "evidence/a.json:3:8: expected a value, found `}`");
    ck_assert_uint_eq(evidence->trouble->place.line, 3);
    kit_text(order(evidence), "evidence/a.json:E0530");
    ck_assert(evidence->artifacts[0]->read);
    ck_assert_uint_eq(evidence->artifacts[0]->size, 11);
    ck_assert_uint_eq(gate_bundle_artifact_count(kit_bundle), 1);
}
END_TEST

START_TEST(plain_patterns)
{
    const gate_evidence *evidence = kit_read("runs/*.json");
    kit_trouble(evidence, GATE_D_EVIDENCE_NO_MATCH);
    ck_assert(evidence->trouble->missing);
    kit_text(evidence->trouble->text, "no file matches `runs/*.json`");
    kit_put("runs/1.json", "{}");
    evidence = kit_read("runs/*.json");
    kit_good(evidence);
    kit_text(order(evidence), "runs/1.json");
    kit_put("runs/2.json", "{}");
    evidence = kit_read("runs/*.json");
    kit_trouble(evidence, GATE_D_EVIDENCE_MANY);
    ck_assert(!evidence->trouble->missing);
    kit_text(evidence->trouble->text,
             "`runs/*.json` matches 2 files where one is wanted: runs/1.json, runs/2.json");
    for (char name[] = "runs/3.json"; name[5] <= '7'; name[5]++)
        kit_put(name, "{}");
    kit_text(kit_read("runs/*.json")->trouble->text, "`runs/*.json` matches 7 files where one is wanted: "
                                                     "runs/1.json, runs/2.json, runs/3.json, runs/4.json, "
                                                     "runs/5.json and 2 more");
    kit_reading.limits.files = 6;
    kit_trouble(kit_read("runs/*.json"), GATE_D_EVIDENCE_TOO_MANY);
}
END_TEST

START_TEST(unknown_readers)
{
    kit_put("a.json", "{}");
    gate_evidence_spec spec = spec_of(GATE_PLAIN, "a.json");
    spec.reader = GATE_STR("jsn");
    const gate_evidence *evidence = gate_bundle_read(kit_bundle, &spec);
    kit_trouble(evidence, GATE_D_EVIDENCE_READER);
    kit_text(evidence->trouble->text, "unknown reader `jsn`; did you mean `json`?");
    spec.reader = GATE_STR("zip");
    kit_text(gate_bundle_read(kit_bundle, &spec)->trouble->text, "unknown reader `zip`");
    spec.reader = GATE_STR("json");
    kit_good(gate_bundle_read(kit_bundle, &spec));
}
END_TEST

/* ---- by hand ---- */

START_TEST(by_hand_may_be_anywhere)
{
    kit_put("elsewhere/x.json", "[7]");
    ck_assert_int_eq(chdir(kit_path("elsewhere")), 0);
    gate_evidence_spec spec = spec_of(GATE_PLAIN, "never/*/looked/at");
    spec.bound = GATE_STR("./x.json");
    const gate_evidence *evidence = gate_bundle_read(kit_bundle, &spec);
    kit_good(evidence);
    kit_text(order(evidence), "./x.json");
    ck_assert(evidence->artifacts[0]->by_hand);
    spec.bound = gate_str_c(kit_path("elsewhere/x.json"));
    kit_good(gate_bundle_read(kit_bundle, &spec));
    spec.bound = GATE_STR("../nothing.json");
    kit_trouble(gate_bundle_read(kit_bundle, &spec), GATE_D_EVIDENCE_ABSENT);
    spec.bound = GATE_STR("/dev/null");
    kit_trouble(gate_bundle_read(kit_bundle, &spec), GATE_D_EVIDENCE_NOT_FILE);
    spec.bound = GATE_STR("x*.json"); /* no pattern */
    kit_trouble(gate_bundle_read(kit_bundle, &spec), GATE_D_EVIDENCE_ABSENT);
}
END_TEST

START_TEST(by_hand_holds_to_freshness_and_order)
{
    kit_put("old.json", "{\"at\": \"2026-02-12T06:00:00Z\"}");
    gate_evidence_spec spec = spec_of(GATE_EACH, "x");
    spec.bound = gate_str_c(kit_path("old.json"));
    const gate_evidence *evidence = gate_bundle_read(kit_bundle, &spec);
    kit_good(evidence);
    ck_assert_uint_eq(evidence->count, 1);
    ck_assert(evidence->artifacts[0]->has_time);
    spec = spec_of(GATE_PLAIN, "x");
    spec.bound = gate_str_c(kit_path("old.json"));
    spec.has_fresh = true;
    spec.fresh = (gate_duration){24 * 3600, 0};
    spec.fresh_by = by_at;
    kit_trouble(gate_bundle_read(kit_bundle, &spec), GATE_D_EVIDENCE_STALE);
}
END_TEST

static int pipe_with(const char *text)
{
    int ends[2];
    ck_assert_int_eq(pipe(ends), 0);
    ck_assert_int_eq(write(ends[1], text, strlen(text)), (ssize_t)strlen(text));
    close(ends[1]);
    return ends[0];
}

START_TEST(standard_input_is_read_once)
{
    kit_reading.stdin_fd = pipe_with("{\"x\": 5}");
    gate_evidence_spec spec = spec_of(GATE_PLAIN, "x");
    spec.bound = GATE_STR("-");
    const gate_evidence *evidence = gate_bundle_read(kit_bundle, &spec);
    kit_good(evidence);
    kit_text(order(evidence), "-");
    ck_assert(evidence->artifacts[0]->by_hand);
    ck_assert_uint_eq(evidence->artifacts[0]->size, 8);
    ck_assert_int_eq(gate_datum_int(gate_datum_get(evidence->artifacts[0]->root, GATE_STR("x"))), 5);
    evidence = gate_bundle_read(kit_bundle, &spec);
    kit_trouble(evidence, GATE_D_EVIDENCE_STDIN);
    kit_text(evidence->trouble->text, "standard input was read for another evidence already");
}
END_TEST

START_TEST(standard_input_in_trouble)
{
    gate_evidence_spec spec = spec_of(GATE_PLAIN, "x");
    spec.bound = GATE_STR("-");
    kit_trouble(gate_bundle_read(kit_bundle, &spec), GATE_D_EVIDENCE_STDIN);
    kit_reading.stdin_fd = pipe_with("[1,2,3,4,5]");
    kit_reading.limits.file_bytes = 10;
    kit_trouble(gate_bundle_read(kit_bundle, &spec), GATE_D_EVIDENCE_TOO_LARGE);
    kit_reading.stdin_fd = open(kit_root, O_RDONLY);
    kit_bundle = gate_bundle_new(kit_arena, &kit_reading);
    kit_trouble(gate_bundle_read(kit_bundle, &spec), GATE_D_EVIDENCE_UNREADABLE);
    kit_reading.stdin_fd = pipe_with("");
    kit_bundle = gate_bundle_new(kit_arena, &kit_reading);
    kit_trouble(gate_bundle_read(kit_bundle, &spec), GATE_D_JSON_CUT);
    kit_reading.stdin_fd = pipe_with("anything");
    kit_bundle = gate_bundle_new(kit_arena, &kit_reading);
    spec.reader = GATE_STR("file");
    const gate_evidence *evidence = gate_bundle_read(kit_bundle, &spec);
    kit_good(evidence);
    ck_assert_uint_eq(evidence->artifacts[0]->size, 8);
}
END_TEST

START_TEST(text_without_a_file)
{
    gate_evidence_spec spec = spec_of(GATE_PLAIN, "x");
    char json[] = "{\"x\": [1, 2]}";
    const gate_evidence *evidence = gate_bundle_text(kit_bundle, &spec, gate_str_c(json));
    memset(json, 'x', sizeof json);
    kit_good(evidence);
    kit_text(order(evidence), "e");
    ck_assert(evidence->artifacts[0]->by_hand);
    kit_text(evidence->artifacts[0]->text, "{\"x\": [1, 2]}");
    ck_assert_uint_eq(gate_datum_size(gate_datum_get(evidence->artifacts[0]->root, GATE_STR("x"))), 2);
    kit_trouble(gate_bundle_text(kit_bundle, &spec, GATE_STR("[")), GATE_D_JSON_CUT);
}
END_TEST

/* ---- latest ---- */

static void three_runs(void)
{
    kit_put("runs/a.json", "{\"at\": \"2026-02-13T10:00:00Z\", \"n\": 1}");
    kit_put("runs/b.json", "{\"at\": \"2026-02-13T14:30:00+03:00\", \"n\": 2}"); /* 11:30Z */
    kit_put("runs/c.json", "{\"at\": \"2026-02-13T11:00:00Z\", \"n\": 3}");
}

static const gate_evidence *latest(void)
{
    gate_evidence_spec *spec = GATE_NEW(kit_arena, gate_evidence_spec);
    *spec = spec_of(GATE_LATEST, "runs/*.json");
    return gate_bundle_read(gate_bundle_new(kit_arena, &kit_reading), spec);
}

START_TEST(latest_takes_the_newest)
{
    three_runs();
    const gate_evidence *evidence = latest();
    kit_good(evidence);
    kit_text(order(evidence), "runs/b.json | runs/c.json | runs/a.json");
    char text[40];
    kit_text(gate_instant_text(text, evidence->artifacts[0]->time), "2026-02-13T11:30:00Z");
}
END_TEST

START_TEST(latest_of_none_and_of_one)
{
    const gate_evidence *evidence = latest();
    kit_trouble(evidence, GATE_D_EVIDENCE_NO_MATCH);
    ck_assert(evidence->trouble->missing);
    kit_put("runs/a.json", "{\"at\": \"2026-02-13T10:00:00Z\"}");
    evidence = latest();
    kit_good(evidence);
    kit_text(order(evidence), "runs/a.json");
    gate_evidence_spec spec = spec_of(GATE_LATEST, "runs/x.json");
    kit_trouble(gate_bundle_read(kit_bundle, &spec), GATE_D_EVIDENCE_ABSENT);
    kit_put("runs/a.json", "{}");
    kit_trouble(latest(), GATE_D_EVIDENCE_NO_TIME);
}
END_TEST

/* A broken newest never yields to an older good one. */
START_TEST(latest_with_a_candidate_in_trouble)
{
    static const struct {
        const char *text, *said;
    } bad[] = {
        {"{\"at\": ",
         "the newest of 4 files cannot be told: runs/b2.json:1:8: the text ends inside the object that "
         "begins at 1:1"},
        {"{\"n\": 1}",
         "the newest of 4 files cannot be told: runs/b2.json: it has no `at`, which should say its time"},
        {"{\"at\": null}",
         "the newest of 4 files cannot be told: runs/b2.json:1:2: `at` is `null`, no time; wanted is "
         "one like `2026-02-13T12:00:00Z`"},
        {"{\"at\": \"2026-02-13T10:00:00\"}", NULL},
        {"[]", NULL},
    };
    three_runs();
    for (size_t i = 0; i < GATE_COUNT(bad); i++) {
        kit_put("runs/b2.json", bad[i].text);
        const gate_evidence *evidence = latest();
        kit_trouble(evidence, GATE_D_EVIDENCE_CANDIDATE);
        ck_assert(!evidence->trouble->missing);
        if (bad[i].said) kit_text(evidence->trouble->text, bad[i].said);
        kit_text(order(evidence), " | runs/a.json | runs/b.json | runs/b2.json | runs/c.json");
    }
    unlink(kit_path("runs/b2.json"));
    kit_link("gone", "runs/d.json");
    kit_trouble(latest(), GATE_D_EVIDENCE_CANDIDATE);
}
END_TEST

START_TEST(latest_and_ties)
{
    three_runs();
    kit_put("runs/d.json", "{\"at\": \"2026-02-13T11:00:00Z\"}"); /* as old as c: no matter */
    kit_text(order(latest()), "runs/b.json | runs/c.json | runs/d.json | runs/a.json");
    kit_put("runs/e.json", "{\"at\": \"2026-02-13T11:30:00.000Z\"}");
    const gate_evidence *evidence = latest();
    kit_trouble(evidence, GATE_D_EVIDENCE_TIE);
    ck_assert(!evidence->trouble->missing);
    kit_text(evidence->trouble->text,
             "runs/b.json and runs/e.json are equally new: `at` is 2026-02-13T11:30:00Z in both");
    ck_assert_uint_eq(evidence->count, 0);
    ck_assert_uint_eq(evidence->other_count, 5);
}
END_TEST

START_TEST(latest_and_freshness)
{
    three_runs();
    gate_evidence_spec spec = spec_of(GATE_LATEST, "runs/*.json");
    spec.has_fresh = true;
    spec.fresh = (gate_duration){1800, 0};
    spec.fresh_by = by_at;
    const gate_evidence *evidence = gate_bundle_read(kit_bundle, &spec);
    kit_good(evidence); /* 11:30 is just fresh, and the older ones do not matter */
    spec.fresh = (gate_duration){1799, 0};
    evidence = gate_bundle_read(kit_bundle, &spec);
    kit_trouble(evidence, GATE_D_EVIDENCE_STALE);
    ck_assert(evidence->trouble->missing);
    kit_text(order(evidence), "runs/b.json:E0520 | runs/c.json | runs/a.json");
}
END_TEST

/* ---- each ---- */

START_TEST(each_is_oldest_first_with_the_troubled_last)
{
    three_runs();
    kit_put("runs/aa.json", "{");
    kit_put("runs/d.json", "{\"at\": \"2026-02-13T11:00:00Z\"}");
    kit_put("runs/e.json", "{\"at\": 5}");
    kit_put("runs/f.json", "{\"at\": \"2026-02-01T00:00:00Z\"}");
    kit_put("runs/g.json", "{\"at\": \"2026-02-14T00:00:00Z\"}");
    kit_link("gone", "runs/h.json");
    gate_evidence_spec spec = spec_of(GATE_EACH, "runs/*.json");
    const gate_evidence *evidence = gate_bundle_read(kit_bundle, &spec);
    kit_good(evidence);
    kit_text(order(evidence), "runs/f.json runs/a.json runs/c.json runs/d.json runs/b.json runs/g.json "
                              "runs/aa.json:E0531 runs/e.json:E0523 runs/h.json:E0501");
    spec.has_fresh = true;
    spec.fresh = (gate_duration){5400, 0};
    spec.fresh_by = by_at;
    evidence = gate_bundle_read(kit_bundle, &spec);
    kit_good(evidence);
    kit_text(order(evidence), "runs/c.json runs/d.json runs/b.json runs/a.json:E0520 runs/aa.json:E0531 "
                              "runs/e.json:E0523 runs/f.json:E0520 runs/g.json:E0521 runs/h.json:E0501");
    ck_assert(evidence->artifacts[3]->trouble->missing);
    ck_assert(evidence->artifacts[3]->has_time);
}
END_TEST

START_TEST(each_of_none)
{
    gate_evidence_spec spec = spec_of(GATE_EACH, "runs/*.json");
    const gate_evidence *evidence = gate_bundle_read(kit_bundle, &spec);
    kit_trouble(evidence, GATE_D_EVIDENCE_NO_MATCH);
    ck_assert(evidence->trouble->missing);
    spec.pattern = GATE_STR("runs/a.json");
    kit_trouble(gate_bundle_read(kit_bundle, &spec), GATE_D_EVIDENCE_ABSENT);
    kit_put("runs/a.json", "{\"at\": \"2026-02-13T10:00:00Z\"}");
    kit_text(order(gate_bundle_read(gate_bundle_new(kit_arena, &kit_reading), &spec)), "runs/a.json");
    spec.pattern = GATE_STR("../*.json");
    kit_trouble(gate_bundle_read(kit_bundle, &spec), GATE_D_EVIDENCE_OUTSIDE);
}
END_TEST

/* ---- memory ---- */

/* Whatever step runs out of memory: the way out is the panic, and nothing stays open or running. */
START_TEST(running_out_of_memory_at_every_step)
{
    three_runs();
    kit_put("runs/d.json", "{\"at\": 1,}");
    volatile size_t limit = 0;
    volatile bool done = false;
    while (!done) {
        limit = limit + 97;
        gate_panic panic = {0};
        gate_arena *volatile arena = gate_arena_new(&panic, limit);
        if (setjmp(panic.at) == 0) {
            gate_evidence_spec spec = spec_of(GATE_EACH, "runs/*.json");
            gate_bundle *bundle = gate_bundle_new(arena, &kit_reading);
            const gate_evidence *evidence = gate_bundle_read(bundle, &spec);
            ck_assert_uint_eq(evidence->count, 4);
            done = true;
        } else {
            ck_assert_int_eq(panic.status, GATE_E_LIMIT);
        }
        gate_arena_free(arena);
    }
    int next = open("/dev/null", O_RDONLY);
    ck_assert_int_lt(next, 16);
    ck_assert_uint_gt(limit, 5000);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("bundle");
    TCase *tests = tcase_create("bundle");
    tcase_add_checked_fixture(tests, kit_setup, kit_teardown);
    tcase_add_test(tests, plain_reads_and_hashes_the_same_bytes);
    tcase_add_test(tests, a_file_is_read_once);
    tcase_add_test(tests, plain_absent_is_missing);
    tcase_add_test(tests, plain_unusable_is_an_error_with_its_digest);
    tcase_add_test(tests, plain_patterns);
    tcase_add_test(tests, unknown_readers);
    tcase_add_test(tests, by_hand_may_be_anywhere);
    tcase_add_test(tests, by_hand_holds_to_freshness_and_order);
    tcase_add_test(tests, standard_input_is_read_once);
    tcase_add_test(tests, standard_input_in_trouble);
    tcase_add_test(tests, text_without_a_file);
    tcase_add_test(tests, latest_takes_the_newest);
    tcase_add_test(tests, latest_of_none_and_of_one);
    tcase_add_test(tests, latest_with_a_candidate_in_trouble);
    tcase_add_test(tests, latest_and_ties);
    tcase_add_test(tests, latest_and_freshness);
    tcase_add_test(tests, each_is_oldest_first_with_the_troubled_last);
    tcase_add_test(tests, each_of_none);
    tcase_add_test(tests, running_out_of_memory_at_every_step);
    suite_add_tcase(suite, tests);
    return kit_run(suite);
}
