/* gate_unit: base evidence vm verdict */
/* Waivers and attestations: which entry counts, and the refusal of every one that doesn't. */
#include "verdict/waivers.h"

#include "base/map.h"
#include "tests/unit/values.h"

#include <stdio.h>
#include <stdlib.h>

#define NOW    "2026-02-13T12:00:00Z"
#define ROW    "candidate.probe"
#define POLICY "billing"

static gate_instant instant(const char *text)
{
    gate_instant at;
    bool zoned;
    ck_assert_msg(gate_instant_parse(gate_str_c(text), &at, &zoned), "%s", text);
    return at;
}

/* -- one waiver, with one thing changed -------------------------------------------------------- */

typedef struct field {
    const char *name, *value; /* as JSON */
} field;

static const field good_waiver[] = {
    {"policy", "\"billing\""},
    {"row", "\"candidate.probe\""},
    {"subject", "\"4f2c1ab\""},
    {"role", "\"release\""},
    {"by", "\"bob\""},
    {"approved_by", "\"alice\""},
    {"approved_at", "\"2026-02-12T12:00:00Z\""},
    {"expires", "\"2026-02-19T12:00:00Z\""},
    {"reason", "\"sandbox is down\""},
    {"ticket", "\"OPS-7\""},
    {"covers", "[\"fail\"]"},
};

static const field good_attestation[] = {
    {"policy", "\"billing\""},  {"row", "\"candidate.probe\""},
    {"subject", "\"4f2c1ab\""}, {"role", "\"release\""},
    {"by", "\"alice\""},        {"at", "\"2026-02-13T11:00:00Z\""},
    {"answer", "\"yes\""},
};

/* The entry with [changes] ("name=value; name" takes one away; a new name is added) as JSON. */
static const char *entry(gate_arena *arena, const field *fields, size_t count, const char *changes)
{
    gate_buf out = gate_buf_new(arena);
    gate_str rest = gate_str_c(changes);
    gate_map changed = gate_map_new(arena);
    static const char gone[] = "";
    while (rest.len) {
        size_t end = gate_str_find(rest, GATE_STR("; "), 0);
        gate_str one = gate_str_sub(rest, 0, end);
        rest = end == SIZE_MAX ? GATE_STR("") : gate_str_sub(rest, end + 2, rest.len);
        size_t equals = gate_str_find(one, GATE_STR("="), 0);
        const char *value = gone;
        if (equals != SIZE_MAX) value = gate_str_z(arena, gate_str_sub(one, equals + 1, one.len));
        union {
            const char *in;
            void *out;
        } unconst = {value};
        gate_map_put(&changed, gate_str_sub(one, 0, equals), unconst.out);
    }
    for (size_t i = 0; i < count; i++) {
        const char *value = gate_map_get(&changed, gate_str_c(fields[i].name));
        if (!value) value = fields[i].value;
        if (*value) gate_buf_printf(&out, "%s\"%s\": %s", out.len ? ", " : "", fields[i].name, value);
    }
    for (uint32_t i = 0; i < changed.len; i++) {
        bool known = false;
        for (size_t k = 0; k < count; k++)
            known = known || gate_str_eq_c(changed.entries[i].key, fields[k].name);
        const char *value = changed.entries[i].value;
        if (!known)
            gate_buf_printf(&out, ", \"" GATE_STR_FMT "\": %s", GATE_STR_ARG(changed.entries[i].key), value);
    }
    return gate_str_z(arena, gate_str_printf(arena, "{%s}", out.ptr));
}

static const gate_str roles[] = {{"release", 7}, {"sre", 3}};

static gate_waivable the_row(gate_value subject)
{
    return (gate_waivable){.policy = GATE_STR(POLICY),
                           .row = GATE_STR(ROW),
                           .subject = subject,
                           .roles = roles,
                           .role_count = 2,
                           .seconds = 7 * 86400,
                           .now = instant(NOW)};
}

/* "T F M E" as outcomes. */
static uint32_t outcomes(const char *text, gate_outcome *out)
{
    uint32_t count = 0;
    for (; text[count]; count++)
        out[count] = (gate_outcome)(strchr("FTME", text[count]) - "FTME");
    return count;
}

typedef struct waiver_case {
    const char *changes, *open;
    const char *refusal; /* after find and finish; NULL: it counts */
} waiver_case;

static const gate_str known[] = {{"candidate.branch", 16}, {"candidate.probe", 15}, {"candidate.risks", 15}};
static const bool waivable[] = {true, true, false};

static void check_waivers(const waiver_case *rows, size_t count, const char *subject)
{
    ARENA;
    for (size_t i = 0; i < count; i++) {
        const char *json = entry(arena, good_waiver, GATE_COUNT(good_waiver), rows[i].changes);
        gate_value list = read_value(arena, gate_str_z(arena, gate_str_printf(arena, "[%s]", json)));
        gate_waivers waivers;
        gate_outcome open[8];
        gate_waivable row = the_row(build_value(arena, subject));
        gate_waivers_read(arena, list, &waivers);
        ck_assert_uint_eq(waivers.trouble.len, 0);
        ck_assert_uint_eq(waivers.count, 1);
        uint32_t opens = outcomes(rows[i].open, open);
        const gate_waiver *found = gate_waivers_find(arena, &waivers, &row, open, opens);
        gate_waivers_finish(arena, &waivers, GATE_STR(POLICY), known, waivable, 3);
        const char *refusal = gate_str_z(arena, waivers.items[0].refusal);
        ck_assert_msg((found != NULL) == (rows[i].refusal == NULL), "%s: %s", rows[i].changes, refusal);
        ck_assert_msg(waivers.items[0].used == (found != NULL), "%s", rows[i].changes);
        ck_assert_msg(strcmp(refusal, rows[i].refusal ? rows[i].refusal : "") == 0, "%s: %s", rows[i].changes,
                      refusal);
        if (found) ck_assert_ptr_eq(found, waivers.items);
    }
}

START_TEST(waivers_that_count)
{
    static const waiver_case rows[] = {
        {"", "F", NULL},
        {"", "FF", NULL},
        {"", "TFT", NULL},
        {"covers=\"fail\"", "F", NULL},
        {"covers=[\"missing\", \"fail\"]", "FM", NULL},
        {"covers=[\"missing\"]", "M", NULL},
        {"covers=\"missing\"", "M", NULL},
        {"role=\"sre\"", "F", NULL},
        {"row=\"billing/candidate.probe\"", "F", NULL},
        {"approved_at=\"2026-02-13T12:00:00Z\"", "F", NULL},
        {"expires=\"2026-02-13T12:00:00.000000001Z\"", "F", NULL},
        {"approved_at=\"2026-02-13T14:59:59+03:00\"", "F", NULL},
        {"note=\"anything\"", "F", NULL},
    };
    check_waivers(rows, GATE_COUNT(rows), "\"4f2c1ab\"");
}
END_TEST

START_TEST(waivers_that_do_not_count)
{
    static const waiver_case rows[] = {
        /* another subject, policy, row */
        {"subject=\"4f2c1ac\"", "F", "it is for the subject \"4f2c1ac\", and this one is \"4f2c1ab\""},
        {"subject=[\"4f2c1ab\"]", "F", "it is for the subject [\"4f2c1ab\"], and this one is \"4f2c1ab\""},
        {"policy=\"payouts\"", "F", "it is for the policy `payouts`, and this one is `billing`"},
        {"policy=\"biling\"", "F", "there is no policy `biling` here; did you mean `billing`?"},
        {"row=\"candidate.prob\"", "F", "there is no row `candidate.prob`; did you mean `candidate.probe`?"},
        {"row=\"probe\"", "F", "there is no row `probe`"},
        {"row=\"payouts/candidate.probe\"", "F", "there is no row `payouts/candidate.probe`"},
        {"row=\"billing-candidate.probe\"", "F", "there is no row `billing-candidate.probe`"},
        {"row=\"candidate.risks\"", "F", "the row `candidate.risks` is not waivable"},
        {"row=\"candidate.branch\"", "F", "it is not used: the row needs no waiver"},
        {"row=\"x\\u001b[2J\\u202e\"", "F", "there is no row `x\\x1b[2J\\u202e`"},
        /* people */
        {"role=\"backend\"", "F", "the role `backend` can't waive the row; it takes `release` or `sre`"},
        {"role=\"Release\"", "F", "the role `Release` can't waive the row; it takes `release` or `sre`"},
        {"by=\"alice\"", "F", "`alice` both asks for it and approves it"},
        {"by=\" Alice \"", "F", "` Alice ` asks for it and `alice` approves it, which look like one person"},
        {"by=\"\u0430l\u0456ce\"", "F", /* Cyrillic a and i */
         "`\xd0\xb0l\xd1\x96" "ce` asks for it and `alice` approves it, which look like one person"},
        {"by=\"\uff21\uff2c\uff29\uff23\uff25\"", "F", /* full width */
         "`\xef\xbc\xa1\xef\xbc\xac\xef\xbc\xa9\xef\xbc\xa3\xef\xbc\xa5` asks for it and `alice` approves it, which look "
         "like one person"},
        {"by=\"a1ice\"", "F", "`a1ice` asks for it and `alice` approves it, which look like one person"},
        {"by=\"alice\\u200b\"", "F", "`by` is `alice\\u200b`, with characters that don't show"},
        {"approved_by=\"bob\\u00a0\"", "F",
         "`approved_by` is `bob\xc2\xa0`, with characters that don't show"},
        {"by=\"alice\\n\"", "F", "`by` is `alice\\n`, with characters that don't show"},
        /* times */
        {"approved_at=\"2026-02-13T12:00:01Z\"", "F", "its approval is in the future: 2026-02-13T12:00:01Z"},
        {"expires=\"2026-02-13T12:00:00Z\"", "F", "it expired at 2026-02-13T12:00:00Z"},
        {"expires=\"2026-02-12T13:00:00Z\"", "F", "it expired at 2026-02-12T13:00:00Z"},
        {"expires=\"2026-02-11T12:00:00Z\"", "F", "it expired at 2026-02-11T12:00:00Z"},
        {"expires=\"2026-02-19T12:00:00.5Z\"", "F", "it is for 7d0.5s, and the row allows 7d"},
        {"expires=\"9999-12-31T23:59:59Z\"; approved_at=\"0001-01-01T00:00:00Z\"", "F",
         "it is for 3652058d23h59m59s, and the row allows 7d"},
        /* outcomes */
        {"", "M", "something is missing for the row, and `covers` doesn't say `missing`"},
        {"", "FM", "something is missing for the row, and `covers` doesn't say `missing`"},
        {"covers=\"missing\"", "MF", "the row has a failure, and `covers` doesn't say `fail`"},
        {"covers=[\"fail\", \"missing\"]", "FME", "the row has an error, and an error can't be waived"},
        {"covers=[\"fail\", \"missing\"]", "E", "the row has an error, and an error can't be waived"},
        {"", "", "it is not used: the row needs no waiver"},
        {"", "T", "it is not used: the row needs no waiver"},
        {"expires=\"2026-02-13T11:00:00Z\"", "", "it expired at 2026-02-13T11:00:00Z"},
    };
    check_waivers(rows, GATE_COUNT(rows), "\"4f2c1ab\"");
}
END_TEST

START_TEST(malformed_waivers)
{
    static const waiver_case rows[] = {
        {"policy", "F", "there is no `policy`"},
        {"row", "F", "there is no `row`"},
        {"subject", "F", "there is no `subject`"},
        {"subject=null", "F", "`subject` is null"},
        {"role", "F", "there is no `role`"},
        {"by", "F", "there is no `by`"},
        {"approved_by", "F", "there is no `approved_by`"},
        {"approved_by; aproved_by=\"alice\"", "F", "there is no `approved_by`; did you mean `aproved_by`?"},
        {"approved_at", "F", "there is no `approved_at`"},
        {"expires", "F", "there is no `expires`"},
        {"expires; expire=\"2026-02-19T12:00:00Z\"", "F", "there is no `expires`; did you mean `expire`?"},
        {"reason", "F", "there is no `reason`"},
        {"ticket", "F", "there is no `ticket`"},
        {"covers", "F", "there is no `covers`"},
        {"policy=1", "F", "`policy` is an int, not a string"},
        {"row=null", "F", "`row` is null, not a string"},
        {"role=[\"release\"]", "F", "`role` is a list, not a string"},
        {"by=\"\"", "F", "`by` is empty"},
        {"reason=\" \\t\\n\"", "F", "`reason` is empty"},
        {"ticket=\"\"", "F", "`ticket` is empty"},
        {"reason=\"\u200b\"", "F", "`reason` is empty"},
        {"reason=\"\u2800\u2800\"", "F", "`reason` is empty"},
        {"reason=\" \u00ad\u3164\u115f\"", "F", "`reason` is empty"},
        {"ticket=\"\u00a0\u3000\ufeff\"", "F", "`ticket` is empty"},
        {"by=\"\u2060\u202e\"", "F", "`by` is empty"},
        {"expires=\"2026-02-30T12:00:00Z\"", "F",
         "`expires` is `2026-02-30T12:00:00Z`, which is not an RFC 3339 time"},
        {"expires=\"soon\\u0007\"", "F", "`expires` is `soon\\x07`, which is not an RFC 3339 time"},
        {"expires=\"2026-02-19T12:00:00\"", "F",
         "`expires` is `2026-02-19T12:00:00`, which doesn't say its time zone"},
        {"expires=1771502400", "F", "`expires` is an int, not an RFC 3339 time"},
        {"approved_at=\"2026-02-12\"", "F", "`approved_at` is `2026-02-12`, which is not an RFC 3339 time"},
        {"approved_at=true", "F", "`approved_at` is a bool, not an RFC 3339 time"},
        {"covers=[]", "F", "`covers` is empty"},
        {"covers=\"\"", "F", "`covers` is empty"},
        {"covers=\"error\"", "E", "`covers` says `error`, and an error can't be waived"},
        {"covers=[\"fail\", \"error\"]", "F", "`covers` says `error`, and an error can't be waived"},
        {"covers=[\"fail\", \"mising\"]", "F", "`covers` says `mising`; did you mean `missing`?"},
        {"covers=\"all\"", "F", "`covers` says `all`, which is neither `fail` nor `missing`"},
        {"covers=[1]", "F", "`covers` holds an int where `fail` or `missing` is wanted"},
        {"covers=true", "F", "`covers` is a bool, not a string"},
    };
    check_waivers(rows, GATE_COUNT(rows), "\"4f2c1ab\"");
}
END_TEST

/* No subject is no common subject. */
START_TEST(subjects)
{
    static const waiver_case null[] = {
        {"", "F", "it is for the subject \"4f2c1ab\", and this one is null"},
        {"subject=null", "F", "`subject` is null"},
    };
    check_waivers(null, GATE_COUNT(null), "null");
    static const waiver_case empty[] = {
        {"subject=\"\"", "F", "it is for the subject \"\", and this one is \"\""},
    };
    check_waivers(empty, GATE_COUNT(empty), "\"\"");
    static const waiver_case map[] = {
        {"subject={\"commit\": \"a\", \"tag\": 1}", "F", NULL},
        {"subject={\"tag\": 1.0, \"commit\": \"a\"}", "F", NULL},
        {"subject={\"commit\": \"a\"}", "F",
         "it is for the subject {\"commit\": \"a\"}, and this one is {\"commit\": \"a\", \"tag\": 1}"},
    };
    check_waivers(map, GATE_COUNT(map), "{\"commit\": \"a\", \"tag\": 1}");
    ARENA;
    gate_value faults[] = {gate_value_fault(arena, GATE_FAULT_NO_KEY, GATE_STR("commit")),
                           gate_value_fault(arena, GATE_FAULT_DIVIDE_BY_ZERO, GATE_STR(""))};
    for (size_t i = 0; i < 2; i++) {
        gate_waivers waivers;
        gate_waivable row = the_row(faults[i]);
        gate_outcome fail = GATE_FALSE;
        const char *json = entry(arena, good_waiver, GATE_COUNT(good_waiver), "");
        gate_waivers_read(arena, read_value(arena, gate_str_z(arena, gate_str_printf(arena, "[%s]", json))),
                          &waivers);
        ck_assert_ptr_null(gate_waivers_find(arena, &waivers, &row, &fail, 1));
        ck_assert_str_eq(gate_str_z(arena, waivers.items[0].refusal),
                         "it is for the subject \"4f2c1ab\", and the policy's isn't known");
    }
}
END_TEST

static gate_value waiver_list(gate_arena *arena, const char *const *changes, size_t count)
{
    gate_buf out = gate_buf_new(arena);
    for (size_t i = 0; i < count; i++)
        gate_buf_printf(&out, "%s%s", i ? ", " : "[",
                        entry(arena, good_waiver, GATE_COUNT(good_waiver), changes[i]));
    return read_value(arena, gate_str_z(arena, gate_str_printf(arena, "%s]", out.ptr)));
}

START_TEST(several_waivers)
{
    static const char *const changes[] = {"expires=\"2026-02-13T00:00:00Z\"", "ticket", "", "by=\"carol\"",
                                          "row=\"candidate.branch\""};
    static const char *const refusals[] = {"it expired at 2026-02-13T00:00:00Z", "there is no `ticket`", "",
                                           "it is not used: waiver [2] counts for the row", ""};
    ARENA;
    gate_waivers waivers;
    gate_waivable row = the_row(gate_value_str(GATE_STR("4f2c1ab")));
    gate_outcome fail = GATE_FALSE;
    gate_waivers_read(arena, waiver_list(arena, changes, 5), &waivers);
    const gate_waiver *found = gate_waivers_find(arena, &waivers, &row, &fail, 1);
    ck_assert_ptr_nonnull(found);
    ck_assert_uint_eq(found->index, 2);
    ck_assert_str_eq(gate_str_z(arena, found->approved_by), "alice");
    ck_assert_str_eq(gate_str_z(arena, found->ticket), "OPS-7");
    row.row = GATE_STR("candidate.branch");
    found = gate_waivers_find(arena, &waivers, &row, &fail, 1);
    ck_assert_ptr_nonnull(found);
    ck_assert_uint_eq(found->index, 4);
    gate_waivers_finish(arena, &waivers, GATE_STR(POLICY), known, waivable, 3);
    for (uint32_t i = 0; i < 5; i++) {
        ck_assert_str_eq(gate_str_z(arena, waivers.items[i].refusal), refusals[i]);
        ck_assert_int_eq(waivers.items[i].used, i == 2 || i == 4);
    }
}
END_TEST

START_TEST(whole_files)
{
    static const struct {
        const char *list, *trouble;
        uint32_t count;
        const char *refusal;
    } rows[] = {
        {"[]", "", 0, NULL},
        {"{}", "`waivers` is a map, not a list", 0, NULL},
        {"null", "`waivers` is null, not a list", 0, NULL},
        {"\"x\"", "`waivers` is a string, not a list", 0, NULL},
        {"[1]", "", 1, "it is an int, not a map"},
        {"[null]", "", 1, "it is null, not a map"},
        {"[[]]", "", 1, "it is a list, not a map"},
        {"[{}]", "", 1, "there is no `policy`"},
    };
    ARENA;
    gate_waivers waivers;
    for (size_t i = 0; i < GATE_COUNT(rows); i++) {
        gate_waivers_read(arena, read_value(arena, rows[i].list), &waivers);
        ck_assert_str_eq(gate_str_z(arena, waivers.trouble), rows[i].trouble);
        ck_assert_uint_eq(waivers.count, rows[i].count);
        if (rows[i].count) ck_assert_str_eq(gate_str_z(arena, waivers.items[0].refusal), rows[i].refusal);
    }
    gate_waivers_read(arena, gate_value_fault(arena, GATE_FAULT_NO_EVIDENCE, GATE_STR("no file")), &waivers);
    ck_assert_uint_eq(waivers.count + waivers.trouble.len, 0);
    gate_value bad = gate_value_fault(arena, GATE_FAULT_BAD_EVIDENCE, GATE_STR("w.json is not JSON"));
    gate_waivers_read(arena, bad, &waivers);
    ck_assert_str_eq(gate_str_z(arena, waivers.trouble), "w.json is not JSON");
    /* files of an `each`, one of which can't be read */
    gate_value list = gate_value_list(arena, &bad, 1);
    gate_waivers_read(arena, list, &waivers);
    ck_assert_str_eq(gate_str_z(arena, waivers.items[0].refusal), "it can't be read: w.json is not JSON");
    gate_value *many = GATE_ARRAY(arena, gate_value, GATE_WAIVERS_MAX + 1);
    for (uint32_t i = 0; i <= GATE_WAIVERS_MAX; i++)
        many[i] = gate_value_null();
    gate_waivers_read(arena, gate_value_list(arena, many, GATE_WAIVERS_MAX + 1), &waivers);
    ck_assert_str_eq(gate_str_z(arena, waivers.trouble),
                     "`waivers` has 10001 entries, and at most 10000 are read");
    ck_assert_uint_eq(waivers.count, 0);
}
END_TEST

/* Evidence with declared types has timestamps in it. */
START_TEST(typed_waivers)
{
    ARENA;
    const char *json =
        entry(arena, good_waiver, GATE_COUNT(good_waiver),
              "approved_at=\"@time 2026-02-12T12:00:00Z\"; expires=\"@time 2026-02-19T12:00:00Z\"");
    gate_value one = build_value(arena, json);
    gate_waivers waivers;
    gate_waivable row = the_row(gate_value_str(GATE_STR("4f2c1ab")));
    gate_outcome fail = GATE_FALSE;
    gate_waivers_read(arena, gate_value_list(arena, &one, 1), &waivers);
    ck_assert_ptr_nonnull(gate_waivers_find(arena, &waivers, &row, &fail, 1));
}
END_TEST

/* -- attestations ------------------------------------------------------------------------------ */

typedef struct attestation_case {
    const char *entries[4]; /* changes of each; "#JSON" is an entry as it is */
    gate_outcome outcome;
    uint32_t entry;
    const char *why;
} attestation_case;

static void check_attestations(const attestation_case *rows, size_t count)
{
    ARENA;
    for (size_t i = 0; i < count; i++) {
        gate_buf list = gate_buf_new(arena);
        for (size_t e = 0; e < 4 && rows[i].entries[e]; e++) {
            const char *changes = rows[i].entries[e];
            gate_buf_printf(&list, "%s%s", e ? ", " : "",
                            *changes == '#'
                                ? changes + 1
                                : entry(arena, good_attestation, GATE_COUNT(good_attestation), changes));
        }
        gate_value value = read_value(arena, gate_str_z(arena, gate_str_printf(arena, "[%s]", list.ptr)));
        uint32_t index = 77;
        gate_str why = GATE_STR("unset");
        gate_outcome got = gate_attestation_find(arena, value, GATE_STR(POLICY), GATE_STR(ROW),
                                                 gate_value_str(GATE_STR("4f2c1ab")), roles, 2, 86400,
                                                 instant(NOW), &index, &why);
        ck_assert_msg(got == rows[i].outcome, "%s: %d", list.ptr, (int)got);
        ck_assert_msg(strcmp(gate_str_z(arena, why), rows[i].why) == 0, "%s: " GATE_STR_FMT, list.ptr,
                      GATE_STR_ARG(why));
        ck_assert_uint_eq(index, rows[i].entry);
    }
}

#define OLDER "at=\"2026-02-13T10:00:00Z\"; "

START_TEST(attestations)
{
    static const attestation_case rows[] = {
        {{""}, GATE_TRUE, 0, ""},
        {{"role=\"sre\""}, GATE_TRUE, 0, ""},
        {{"row=\"billing/candidate.probe\""}, GATE_TRUE, 0, ""},
        {{"at=\"2026-02-12T12:00:00Z\""}, GATE_TRUE, 0, ""},
        {{"at=\"2026-02-13T12:05:00Z\""}, GATE_TRUE, 0, ""},
        {{"answer=\"no\""}, GATE_FALSE, 0, "`alice` (`release`) said no at 2026-02-13T11:00:00Z"},
        {{"answer=\"no\"; at=\"2020-01-01T00:00:00Z\""},
         GATE_FALSE,
         0,
         "`alice` (`release`) said no at 2020-01-01T00:00:00Z"},
        /* the newest counts */
        {{OLDER "answer=\"no\"", ""}, GATE_TRUE, 1, ""},
        {{"", OLDER "answer=\"no\""}, GATE_TRUE, 0, ""},
        {{"answer=\"no\"", OLDER}, GATE_FALSE, 0, "`alice` (`release`) said no at 2026-02-13T11:00:00Z"},
        {{OLDER, "role=\"backend\"; by=\"bob\""},
         GATE_MISSING,
         1,
         "the newest answer is by `bob` as `backend`, and it takes `release` or `sre`"},
        {{"", OLDER "role=\"backend\""}, GATE_TRUE, 0, ""},
        {{OLDER, "at=\"2026-02-13T12:05:01Z\""},
         GATE_MISSING,
         1,
         "the newest answer, by `alice`, is from the future: 2026-02-13T12:05:01Z"},
        {{OLDER, "at=\"2026-02-13T12:05:01Z\"; answer=\"no\""},
         GATE_MISSING,
         1,
         "the newest answer, by `alice`, is from the future: 2026-02-13T12:05:01Z"},
        {{"at=\"2026-02-12T11:59:59Z\""},
         GATE_MISSING,
         0,
         "the newest answer, by `alice`, is 1d1s old, and may be 1d"},
        {{"", ""}, GATE_TRUE, 0, ""},
        {{"", "by=\"carol\""}, GATE_TRUE, 0, ""},
        {{"", "answer=\"no\""},
         GATE_ERRONEOUS,
         0,
         "the newest attestations for it have one time, and don't agree"},
        {{"", "role=\"backend\"", ""},
         GATE_ERRONEOUS,
         0,
         "the newest attestations for it have one time, and don't agree"},
        {{OLDER, OLDER "answer=\"no\"", ""}, GATE_TRUE, 2, ""},
        /* others are not asked about */
        {{"subject=\"x\"; answer=\"no\"", "row=\"candidate.risks\"; answer=\"no\"",
          "policy=\"payouts\"; answer=\"no\"", ""},
         GATE_TRUE,
         3,
         ""},
        {{"subject=\"x\""}, GATE_MISSING, GATE_NO, "nobody has answered for \"4f2c1ab\""},
        {{"row=\"candidate\""}, GATE_MISSING, GATE_NO, "nobody has answered for \"4f2c1ab\""},
        {{"policy=1; at=1", "row=null", "subject"},
         GATE_MISSING,
         GATE_NO,
         "nobody has answered for \"4f2c1ab\""},
        {{"#{}"}, GATE_MISSING, GATE_NO, "nobody has answered for \"4f2c1ab\""},
        {{NULL}, GATE_MISSING, GATE_NO, "nobody has answered for \"4f2c1ab\""},
        {{"subject=\"x\"; at=\"soon\"", ""}, GATE_TRUE, 1, ""},
        /* one that can't be read may be the newest */
        {{"", "at=\"soon\""},
         GATE_ERRONEOUS,
         1,
         "attestation [1] can't be read: `at` is `soon`, which is not an RFC 3339 time"},
        {{"at=\"2026-02-13T11:00:00\""},
         GATE_ERRONEOUS,
         0,
         "attestation [0] can't be read: `at` is `2026-02-13T11:00:00`, which doesn't say its time zone"},
        {{"answer=\"y\""},
         GATE_ERRONEOUS,
         0,
         "attestation [0] can't be read: `answer` is `y`, neither `yes` nor `no`"},
        {{"answer=true"},
         GATE_ERRONEOUS,
         0,
         "attestation [0] can't be read: `answer` is a bool, not a string"},
        {{"answer"}, GATE_ERRONEOUS, 0, "attestation [0] can't be read: there is no `answer`"},
        {{"by=\" \""}, GATE_ERRONEOUS, 0, "attestation [0] can't be read: `by` is empty"},
        {{"role"}, GATE_ERRONEOUS, 0, "attestation [0] can't be read: there is no `role`"},
        {{"", "#7"}, GATE_ERRONEOUS, 1, "attestation [1] can't be read: it is an int, not a map"},
    };
    check_attestations(rows, GATE_COUNT(rows));
}
END_TEST

START_TEST(no_attestations)
{
    ARENA;
    const struct {
        gate_value list, subject;
        gate_outcome outcome;
        const char *why;
    } rows[] = {
        {gate_value_fault(arena, GATE_FAULT_NO_EVIDENCE, GATE_STR("no file")), gate_value_int(1),
         GATE_MISSING, "no file"},
        {gate_value_fault(arena, GATE_FAULT_BAD_EVIDENCE, GATE_STR("not JSON")), gate_value_int(1),
         GATE_ERRONEOUS, "not JSON"},
        {gate_value_null(), gate_value_int(1), GATE_ERRONEOUS, "`attestations` is null, not a list"},
        {read_value(arena, "[]"), gate_value_null(), GATE_MISSING, "the subject isn't known: null"},
        {read_value(arena, "[]"), gate_value_fault(arena, GATE_FAULT_NO_KEY, GATE_STR("commit")),
         GATE_MISSING, "the subject isn't known: there is no `commit`"},
        {read_value(arena, "[]"), gate_value_fault(arena, GATE_FAULT_DIVIDE_BY_ZERO, GATE_STR("")),
         GATE_ERRONEOUS, "the subject isn't known: division by zero"},
    };
    for (size_t i = 0; i < GATE_COUNT(rows); i++) {
        uint32_t entry_index = 7;
        gate_str why;
        gate_outcome got =
            gate_attestation_find(arena, rows[i].list, GATE_STR(POLICY), GATE_STR(ROW), rows[i].subject,
                                  roles, 2, 86400, instant(NOW), &entry_index, &why);
        ck_assert_int_eq(got, rows[i].outcome);
        ck_assert_uint_eq(entry_index, GATE_NO);
        ck_assert_str_eq(gate_str_z(arena, why), rows[i].why);
    }
    gate_value bad = gate_value_fault(arena, GATE_FAULT_BAD_EVIDENCE, GATE_STR("not JSON"));
    uint32_t index;
    gate_str why;
    ck_assert_int_eq(gate_attestation_find(arena, gate_value_list(arena, &bad, 1), GATE_STR(POLICY),
                                           GATE_STR(ROW), gate_value_int(1), roles, 2, 86400, instant(NOW),
                                           &index, &why),
                     GATE_ERRONEOUS);
    ck_assert_str_eq(gate_str_z(arena, why), "attestation [0] can't be read: not JSON");
}
END_TEST

int main(void)
{
    const TTest *tests[] = {
        waivers_that_count, waivers_that_do_not_count,
        malformed_waivers,  subjects,
        several_waivers,    whole_files,
        typed_waivers,      attestations,
        no_attestations,
    };
    Suite *suite = suite_create("verdict/waivers");
    TCase *all = tcase_create("all");
    for (size_t i = 0; i < GATE_COUNT(tests); i++)
        tcase_add_test(all, tests[i]);
    suite_add_tcase(suite, all);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
