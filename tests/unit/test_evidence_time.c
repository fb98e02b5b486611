/* gate_unit: base evidence */
#include "test_evidence_kit.h"

static const gate_str at_path[] = {{"at", 2}};
static const gate_str meta_path[] = {{"meta", 4}, {"timestamp", 9}};
static const gate_field by_at = {.segments = at_path, .count = 1};

static gate_evidence_spec spec_of(gate_cardinality cardinality, const char *pattern)
{
    gate_evidence_spec spec = {
        .name = GATE_STR("e"), .cardinality = cardinality, .pattern = gate_str_c(pattern)};
    if (cardinality != GATE_PLAIN) spec.by = by_at;
    return spec;
}

static const struct {
    const char *at; /* JSON */
    const char *zone;
    gate_code code; /* GATE_CODE_COUNT: fresh */
    const char *text;
} ages[] = {
    {"\"2026-02-13T12:00:00Z\"", "", GATE_CODE_COUNT, NULL},
    {"\"2026-02-12T12:00:00Z\"", "", GATE_CODE_COUNT, NULL},
    {"\"2026-02-12T11:59:59.999999999Z\"", "", GATE_D_EVIDENCE_STALE, NULL},
    {"\"2026-02-12T06:00:00Z\"", "", GATE_D_EVIDENCE_STALE,
     "a.json is stale: `meta.timestamp` is 2026-02-12T06:00:00Z, 1d6h before now (2026-02-13T12:00:00Z), and "
     "1d "
     "is allowed"},
    {"\"0001-01-01T00:00:00Z\"", "", GATE_D_EVIDENCE_STALE, NULL},
    {"\"2026-02-13T12:05:00Z\"", "", GATE_CODE_COUNT, NULL},
    {"\"2026-02-13T12:05:00.000000001Z\"", "", GATE_D_EVIDENCE_FUTURE, NULL},
    {"\"2026-02-13T12:10:00Z\"", "", GATE_D_EVIDENCE_FUTURE,
     "a.json is from the future: `meta.timestamp` is 2026-02-13T12:10:00Z, 10m after now "
     "(2026-02-13T12:00:00Z)"},
    {"\"9999-12-31T23:59:59Z\"", "", GATE_D_EVIDENCE_FUTURE, NULL},
    {"\"2026-02-13T15:00:00+03:00\"", "", GATE_CODE_COUNT, NULL},
    {"\"2026-02-13T14:00:00\"", "", GATE_D_EVIDENCE_NO_ZONE,
     "a.json:2:3: `meta.timestamp` is `2026-02-13T14:00:00`, which says no zone; write `in \"UTC\"`, or the "
     "zone it "
     "was written in"},
    {"\"2026-02-13T11:00:00\"", "UTC", GATE_CODE_COUNT, NULL},
    {"\"2026-02-13T14:00:00\"", "UTC", GATE_D_EVIDENCE_FUTURE, NULL},
    {"\"2026-02-13T14:00:00\"", "+03:00", GATE_CODE_COUNT, NULL},
    {"\"2026-02-13T14:00:00\"", "Europe/Moscow", GATE_CODE_COUNT, NULL},
    {"\"2026-02-13T10:00:00Z\"", "Europe/Moscow", GATE_CODE_COUNT, NULL}, /* what it says itself holds */
    {"\"2026-02-13T14:00:00Z\"", "Europe/Moscow", GATE_D_EVIDENCE_FUTURE, NULL},
    {"\"yesterday\"", "", GATE_D_EVIDENCE_BAD_TIME,
     "a.json:2:3: `meta.timestamp` is `yesterday`, no time; wanted is one like `2026-02-13T12:00:00Z`"},
    {"\"2026-02-30T12:00:00Z\"", "", GATE_D_EVIDENCE_BAD_TIME, NULL},
    {"true", "", GATE_D_EVIDENCE_BAD_TIME, NULL},
    {"{}", "", GATE_D_EVIDENCE_BAD_TIME, NULL},
    {"[1]", "UTC", GATE_D_EVIDENCE_BAD_TIME, NULL},
    {"1770984000", "", GATE_D_EVIDENCE_BAD_TIME,
     "a.json:2:3: `meta.timestamp` is `1770984000`, a number; if it counts from 1970, write `in \"epoch\"` "
     "or `in "
     "\"epoch-ms\"`"},
    {"\"1770984000\"", "UTC", GATE_D_EVIDENCE_BAD_TIME, NULL},
    {"1770984000", "epoch", GATE_CODE_COUNT, NULL},
    {"1770984000.75", "epoch", GATE_CODE_COUNT, NULL},
    {"\"1770984000\"", "epoch", GATE_CODE_COUNT, NULL},
    {"\"1770984000.5\"", "epoch", GATE_CODE_COUNT, NULL},
    {"1770984000000", "epoch-ms", GATE_CODE_COUNT, NULL},
    {"\"1770984000000\"", "epoch-ms", GATE_CODE_COUNT, NULL},
    {"1770984000000.5", "epoch-ms", GATE_CODE_COUNT, NULL},
    {"1770984000", "epoch-ms", GATE_D_EVIDENCE_STALE, NULL},
    {"1770984000000", "epoch", GATE_D_EVIDENCE_BAD_TIME, NULL},
    {"-9223372036854775808", "epoch", GATE_D_EVIDENCE_BAD_TIME, NULL},
    {"9223372036854775807", "epoch-ms", GATE_D_EVIDENCE_BAD_TIME, NULL},
    {"1e300", "epoch", GATE_D_EVIDENCE_BAD_TIME, NULL},
    {"-1.5", "epoch", GATE_D_EVIDENCE_STALE, NULL},
    {"\"NaN\"", "epoch", GATE_D_EVIDENCE_BAD_TIME, NULL},
    {"\"\"", "epoch", GATE_D_EVIDENCE_BAD_TIME, NULL},
    {"null", "epoch-ms", GATE_D_EVIDENCE_BAD_TIME, NULL},
    {"\"2026-02-13T12:00:00Z\"", "Middle/Earth", GATE_D_EVIDENCE_ZONE, NULL},
};

START_TEST(freshness)
{
    gate_str text = gate_str_printf(kit_arena, "{\"meta\": {\n  \"timestamp\": %s}}", ages[_i].at);
    kit_put_bytes("a.json", text.ptr, text.len);
    gate_evidence_spec spec = spec_of(GATE_PLAIN, "a.json");
    spec.has_fresh = true;
    spec.fresh = (gate_duration){24 * 3600, 0};
    spec.fresh_by = (gate_field){.segments = meta_path, .count = 2, .zone = gate_str_c(ages[_i].zone)};
    const gate_evidence *evidence = gate_bundle_read(kit_bundle, &spec);
    if (ages[_i].code == GATE_CODE_COUNT) {
        kit_good(evidence);
        ck_assert(evidence->artifacts[0]->has_time);
        return;
    }
    kit_trouble(evidence, ages[_i].code);
    ck_assert_int_eq(evidence->trouble->missing, ages[_i].code == GATE_D_EVIDENCE_STALE);
    if (ages[_i].text) kit_text(evidence->trouble->text, ages[_i].text);
    ck_assert_ptr_null(evidence->artifacts[0]->root.node);
    ck_assert(evidence->artifacts[0]->read);
}
END_TEST

START_TEST(fractions_of_epochs_are_kept)
{
    static const struct {
        const char *at, *zone, *text;
    } table[] = {
        {"1770984000.75", "epoch", "2026-02-13T12:00:00.75Z"},
        {"1770984000750", "epoch-ms", "2026-02-13T12:00:00.75Z"},
        {"-1", "epoch-ms", "1969-12-31T23:59:59.999Z"},
        {"-0.5", "epoch", "1969-12-31T23:59:59.5Z"},
        {"0", "epoch", "1970-01-01T00:00:00Z"},
        {"-62135596800", "epoch", "0001-01-01T00:00:00Z"},
        {"253402300799", "epoch", "9999-12-31T23:59:59Z"},
    };
    for (size_t i = 0; i < GATE_COUNT(table); i++) {
        gate_evidence_spec spec = spec_of(GATE_EACH, "x");
        spec.by.zone = gate_str_c(table[i].zone);
        gate_str json = gate_str_printf(kit_arena, "{\"at\": %s}", table[i].at);
        const gate_evidence *evidence = gate_bundle_text(kit_bundle, &spec, json);
        kit_good(evidence);
        ck_assert(evidence->artifacts[0]->has_time);
        char text[40];
        kit_text(gate_instant_text(text, evidence->artifacts[0]->time), table[i].text);
    }
}
END_TEST

START_TEST(an_age_that_cannot_be_told)
{
    kit_put("a.json", "{\"meta\": {\"at\": 1}, \"at\": \"2026-02-13T12:00:00Z\"}");
    gate_evidence_spec spec = spec_of(GATE_PLAIN, "a.json");
    spec.has_fresh = true;
    spec.fresh = (gate_duration){60, 0};
    spec.fresh_by = (gate_field){.segments = meta_path, .count = 2};
    const gate_evidence *evidence = gate_bundle_read(kit_bundle, &spec);
    kit_trouble(evidence, GATE_D_EVIDENCE_NO_TIME);
    ck_assert(!evidence->trouble->missing);
    kit_text(evidence->trouble->text, "a.json: it has no `meta.timestamp`, which should say its time");
    kit_reading.has_now = false;
    spec.fresh_by = by_at;
    evidence = gate_bundle_read(kit_bundle, &spec);
    kit_trouble(evidence, GATE_D_EVIDENCE_NO_NOW);
    ck_assert(!evidence->trouble->missing);
    kit_text(evidence->trouble->text, "the age of a.json cannot be told: no `now` is given");
}
END_TEST

/* Order and age by two fields; `by` is the time that is shown. */
START_TEST(order_and_age_by_two_fields)
{
    kit_put("a.json", "{\"at\": \"2026-01-01T00:00:00Z\", \"meta\": {\"timestamp\": 1770984000}}");
    gate_evidence_spec spec = spec_of(GATE_EACH, "*.json");
    spec.has_fresh = true;
    spec.fresh = (gate_duration){60, 0};
    spec.fresh_by = (gate_field){.segments = meta_path, .count = 2, .zone = GATE_STR("epoch")};
    const gate_evidence *evidence = gate_bundle_read(kit_bundle, &spec);
    ck_assert_uint_eq(evidence->count, 1);
    ck_assert_ptr_null(evidence->artifacts[0]->trouble);
    char text[40];
    kit_text(gate_instant_text(text, evidence->artifacts[0]->time), "2026-01-01T00:00:00Z");
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("time");
    TCase *tests = tcase_create("time");
    tcase_add_checked_fixture(tests, kit_setup, kit_teardown);
    tcase_add_loop_test(tests, freshness, 0, GATE_COUNT(ages));
    tcase_add_test(tests, fractions_of_epochs_are_kept);
    tcase_add_test(tests, an_age_that_cannot_be_told);
    tcase_add_test(tests, order_and_age_by_two_fields);
    suite_add_tcase(suite, tests);
    return kit_run(suite);
}
