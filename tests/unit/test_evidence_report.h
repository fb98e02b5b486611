/* What the tests of the readers of reports share: reading a text through the table of readers, and
 * asking for a value and its place by a JSON Pointer. */
#ifndef GATE_TESTS_EVIDENCE_REPORT_H
#define GATE_TESTS_EVIDENCE_REPORT_H

#include "test_evidence_kit.h"

#include "base/json.h"
#include "base/num.h"
#include "evidence/locate.h"
#include "evidence/reader.h"

static __attribute__((unused)) gate_artifact *report_read(const char *reader, gate_str text)
{
    gate_artifact *artifact = GATE_NEW(kit_arena, gate_artifact);
    artifact->path = GATE_STR("r");
    artifact->text = text;
    const gate_reader *found = gate_reader_find(gate_str_c(reader));
    ck_assert_ptr_nonnull(found);
    ck_assert(found->keeps);
    artifact->trouble = found->read(kit_arena, &kit_reading.limits, artifact);
    ck_assert_msg((artifact->trouble != NULL) != (artifact->root.node != NULL), "both or neither");
    return artifact;
}

static __attribute__((unused)) const gate_artifact *report_good(const char *reader, const char *text)
{
    const gate_artifact *artifact = report_read(reader, gate_str_c(text));
    ck_assert_msg(!artifact->trouble, "%.*s on %s", artifact->trouble ? (int)artifact->trouble->text.len : 0,
                  artifact->trouble ? artifact->trouble->text.ptr : "", text);
    return artifact;
}

/* [column] 0: any. */
static __attribute__((unused)) void report_bad(const char *reader, gate_str text, gate_code code,
                                               uint32_t line, uint32_t column, const char *says)
{
    const gate_artifact *artifact = report_read(reader, text);
    const gate_trouble *trouble = artifact->trouble;
    int shown = text.len < 200 ? (int)text.len : 200;
    ck_assert_msg(trouble != NULL, "no trouble: %.*s", shown, text.ptr);
    ck_assert_msg(!trouble->missing, "missing");
    ck_assert_msg(trouble->code == code, "%s where %s was wanted: %.*s", gate_code_get(trouble->code)->number,
                  gate_code_get(code)->number, GATE_STR_ARG(trouble->text));
    ck_assert_msg(gate_str_find(trouble->text, gate_str_c(says), 0) != SIZE_MAX, "`%.*s` does not say `%s`",
                  GATE_STR_ARG(trouble->text), says);
    ck_assert_msg(trouble->place.line == line && (column == 0 || trouble->place.column == column),
                  "%u:%u wanted: %.*s", line, column, GATE_STR_ARG(trouble->text));
}

/* The steps of a pointer without escapes; `~1` is the one that paths need. */
static inline uint32_t report_steps(const char *pointer, gate_step steps[16])
{
    uint32_t count = 0;
    while (*pointer == '/') {
        const char *end = strchr(++pointer, '/');
        if (!end) end = pointer + strlen(pointer);
        int64_t index;
        gate_buf key = gate_buf_new(kit_arena);
        for (const char *at = pointer; at < end; at++) {
            bool slash = at[0] == '~' && at[1] == '1';
            gate_buf_char(&key, slash ? '/' : at[0]);
            at += slash;
        }
        gate_step step = {.key = gate_buf_str(&key)};
        if (gate_num_int(step.key, &index)) step = (gate_step){.index = (size_t)index, .is_index = true};
        ck_assert_uint_lt(count, 16);
        steps[count++] = step;
        pointer = end;
    }
    return count;
}

static inline void report_write(gate_json *json, gate_datum datum)
{
    switch (gate_datum_kind_of(datum)) {
    case GATE_DATUM_NULL:
        gate_json_null(json);
        break;
    case GATE_DATUM_BOOL:
        gate_json_bool(json, gate_datum_bool(datum));
        break;
    case GATE_DATUM_INT:
        gate_json_int(json, gate_datum_int(datum));
        break;
    case GATE_DATUM_DOUBLE:
        gate_json_double(json, gate_datum_double(datum));
        break;
    case GATE_DATUM_STRING:
        gate_json_str(json, gate_datum_str(datum));
        break;
    case GATE_DATUM_ARRAY:
        gate_json_open(json, '[');
        for (size_t i = 0; i < gate_datum_size(datum); i++)
            report_write(json, gate_datum_at(datum, i));
        gate_json_close(json, ']');
        break;
    case GATE_DATUM_OBJECT:
        gate_json_open(json, '{');
        for (gate_member m = gate_datum_first(datum); m.value.node; m = gate_datum_next(datum, m)) {
            gate_json_key(json, m.key);
            report_write(json, m.value);
        }
        gate_json_close(json, '}');
        break;
    }
}

/* The value at [pointer] as JSON is [wanted]; NULL: there is none. */
static inline void report_value(const gate_artifact *artifact, const char *pointer, const char *wanted)
{
    gate_step steps[16];
    uint32_t count = report_steps(pointer, steps);
    gate_datum at = artifact->root;
    for (uint32_t i = 0; i < count && at.node; i++)
        at = steps[i].is_index ? gate_datum_at(at, steps[i].index) : gate_datum_get(at, steps[i].key);
    ck_assert_msg((at.node != NULL) == (wanted != NULL), "%s is%s there", pointer, at.node ? "" : " not");
    if (!wanted) return;
    gate_buf text = gate_buf_new(kit_arena);
    gate_json json = gate_json_new(&text, 0);
    report_write(&json, at);
    ck_assert_msg(gate_str_eq_c(gate_buf_str(&text), wanted), "%s is %s, not %s", pointer, text.ptr, wanted);
}

/* The same, and its place. [wanted] NULL with a line: any value. */
static __attribute__((unused)) void report_is(const gate_artifact *artifact, const char *pointer,
                                              const char *wanted, uint32_t line, uint32_t column)
{
    if (wanted || !line) report_value(artifact, pointer, wanted);
    gate_step steps[16];
    uint32_t count = report_steps(pointer, steps);
    gate_place place = gate_locate(artifact, steps, count, NULL);
    ck_assert_msg(place.line == line && place.column == column, "%s is at %u:%u, not at %u:%u", pointer,
                  place.line, place.column, line, column);
}

/* Memory that ends anywhere, at [most] bytes at the latest, unwinds, also out of a parser. */
static __attribute__((unused)) void report_short_of_memory(gate_read_fn *reader, gate_str text, size_t most)
{
    for (volatile size_t limit = 4096; limit < most; limit = limit + 997) {
        gate_panic panic;
        gate_arena *arena = gate_arena_new(&panic, limit);
        ck_assert_ptr_nonnull(arena);
        if (setjmp(panic.at) == 0) {
            gate_artifact artifact = {.path = GATE_STR("x"), .text = text};
            gate_limits limits = gate_limits_default();
            reader(arena, &limits, &artifact);
        } else {
            ck_assert_int_eq(panic.status, GATE_E_LIMIT);
        }
        gate_arena_free(arena);
    }
}

#endif
