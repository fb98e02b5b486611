/* gate_unit: base evidence */
#include "test_evidence_kit.h"

#include "evidence/json.h"
#include "evidence/jsontext.h"
#include "evidence/locate.h"

static gate_artifact artifact_of(gate_str text)
{
    gate_artifact artifact = {.path = GATE_STR("x.json"), .text = text};
    gate_limits limits = gate_limits_default();
    const gate_trouble *trouble = gate_json_read(kit_arena, artifact.path, text, &limits, &artifact.root);
    ck_assert_msg(!trouble, "%.*s", trouble ? (int)trouble->text.len : 0, trouble ? trouble->text.ptr : "");
    return artifact;
}

#define KEY(text)                                                                                            \
    {                                                                                                        \
        .key = { text, sizeof text - 1 }                                                                     \
    }
#define AT(n)                                                                                                \
    {                                                                                                        \
        .index = n, .is_index = true                                                                         \
    }

static const char known[] = "\xEF\xBB\xBF{\r\n"
                            "  \"a\" : [10, {\"b/c\": \"]}\\\"\"} ,\t30],\r\n"
                            "  \"\\u0061\\n~\": {\"\xD0\xB6\": -1.5e3},\r"
                            "\n  \"z\":null, \"\": [[],{}]\r"
                            "}";

static const struct {
    gate_step steps[3];
    uint32_t count, line, column;
    const char *value, *pointer;
} places[] = {
    {{KEY("a")}, 1, 2, 3, "[10, {\"b/c\": \"]}\\\"\"} ,\t30]", "/a"},
    {{KEY("a"), AT(0)}, 2, 2, 10, "10", "/a/0"},
    {{KEY("a"), AT(1)}, 2, 2, 14, "{\"b/c\": \"]}\\\"\"}", "/a/1"},
    {{KEY("a"), AT(1), KEY("b/c")}, 3, 2, 15, "\"]}\\\"\"", "/a/1/b~1c"},
    {{KEY("a"), AT(2)}, 2, 2, 32, "30", "/a/2"},
    {{KEY("a\n~")}, 1, 3, 3, "{\"\xD0\xB6\": -1.5e3}", "/a\n~0"},
    {{KEY("a\n~"), KEY("\xD0\xB6")}, 2, 3, 17, "-1.5e3", "/a\n~0/\xD0\xB6"},
    {{KEY("z")}, 1, 4, 3, "null", "/z"},
    {{KEY("")}, 1, 4, 13, "[[],{}]", "/"},
    {{KEY(""), AT(1)}, 2, 4, 21, "{}", "//1"},
    {{KEY("a"), AT(3)}, 2, 0, 0, "", "/a/3"},
    {{KEY("b")}, 1, 0, 0, "", "/b"},
    {{KEY("a"), KEY("0")}, 2, 0, 0, "", "/a/0"},
    {{AT(0)}, 1, 0, 0, "", "/0"},
    {{KEY("z"), KEY("z")}, 2, 0, 0, "", "/z/z"},
    {{KEY(""), AT(0), AT(0)}, 3, 0, 0, "", "//0/0"},
};

START_TEST(known_places)
{
    gate_artifact artifact = artifact_of((gate_str){known, sizeof known - 1});
    gate_span span = {9, 9};
    gate_place place = gate_locate(&artifact, places[_i].steps, places[_i].count, &span);
    ck_assert_uint_eq(place.line, places[_i].line);
    ck_assert_uint_eq(place.column, places[_i].column);
    kit_text(gate_str_sub(artifact.text, span.lo, span.hi), places[_i].value);
    gate_buf pointer = gate_buf_new(kit_arena);
    gate_pointer_text(&pointer, places[_i].steps, places[_i].count);
    kit_text(gate_buf_str(&pointer), places[_i].pointer);
}
END_TEST

START_TEST(the_whole_and_the_empty)
{
    gate_artifact artifact = artifact_of(GATE_STR("\n 12 "));
    gate_span span;
    gate_place place = gate_locate(&artifact, NULL, 0, &span);
    ck_assert_uint_eq(place.line, 2);
    ck_assert_uint_eq(place.column, 2);
    kit_text(gate_str_sub(artifact.text, span.lo, span.hi), "12");
    artifact.text = (gate_str){NULL, 0}; /* nothing was kept */
    ck_assert_uint_eq(gate_locate(&artifact, NULL, 0, &span).line, 0);
    ck_assert_uint_eq(span.hi, 0);
}
END_TEST

/* Text that never parsed leads nowhere in particular, but not outside of itself. */
START_TEST(text_that_is_no_json_is_survived)
{
    static const char *const bad[] = {"",          "{",
                                      "[",         "{\"",
                                      "{\"a",      "{\"a\"",
                                      "{\"a\":",   "{\"a\":\"\\",
                                      "[[[[[",     "]]]",
                                      "[1,",       "{\"a\":1,",
                                      "{:}",       "[\"\\u\"]",
                                      "{\"\\u12",  "{\"\\",
                                      "\xEF\xBB",  "\xEF\xBB\xBF",
                                      "{\"\\u00",  "[,,,]",
                                      "{\"a\" 1}", "{\"\\ud83d\":1}"};
    gate_step steps[] = {KEY("a"), AT(0)};
    for (size_t i = 0; i < GATE_COUNT(bad); i++) {
        size_t len = strlen(bad[i]);
        gate_artifact artifact = {.text = {gate_arena_copy(kit_arena, bad[i], len), len}};
        for (uint32_t from = 0; from < 2; from++) {
            gate_span span;
            gate_locate(&artifact, steps + from, 1, &span);
            gate_locate(&artifact, steps, from * 2, &span);
            ck_assert_uint_le(span.lo, span.hi);
            ck_assert_uint_le(span.hi, len);
        }
    }
}
END_TEST

/* Random JSON whose every value is noted while it is written. */
typedef struct note {
    gate_step steps[8];
    uint32_t count;
    size_t key, lo, hi;
} note;

static struct {
    gate_buf text;
    GATE_VEC(note) notes;
    uint64_t seed;
    gate_step steps[8];
} maker;

static uint32_t dice(uint32_t sides)
{
    maker.seed = maker.seed * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t)(maker.seed >> 33) % sides;
}

static void space(void)
{
    static const char *const spaces[] = {
        "", "", "", " ", "\n", "\r\n", "\r", "\t  ", "                         "};
    gate_buf_c(&maker.text, spaces[dice(GATE_COUNT(spaces))]);
}

/* A string as written, and in [plain] what it means; [unique] makes keys differ. */
static void string(uint32_t unique, gate_buf *plain)
{
    static const struct {
        const char *raw, *plain;
    } pieces[] = {{"a", "a"},
                  {"\\\"", "\""},
                  {"\\\\", "\\"},
                  {"\\u0416", "\xD0\x96"},
                  {"]", "]"},
                  {"{", "{"},
                  {"\xD0\xB6", "\xD0\xB6"},
                  {"\\/", "/"},
                  {"~", "~"},
                  {"\\n", "\n"},
                  {",", ","},
                  {":", ":"},
                  {"\\ud83d\\ude00", "\xF0\x9F\x98\x80"},
                  {"\xE2\x82\xAC", "\xE2\x82\xAC"},
                  {"longer than a block of bytes", "longer than a block of bytes"}};
    gate_buf_char(&maker.text, '"');
    for (uint32_t i = dice(5); i > 0; i--) {
        uint32_t piece = dice(GATE_COUNT(pieces));
        gate_buf_c(&maker.text, pieces[piece].raw);
        gate_buf_c(plain, pieces[piece].plain);
    }
    gate_buf_printf(&maker.text, "%u\"", unique);
    gate_buf_printf(plain, "%u", unique);
}

static void value(uint32_t depth, size_t key)
{
    size_t slot = maker.notes.len, lo = maker.text.len;
    note made = {.count = depth, .key = key == SIZE_MAX ? lo : key, .lo = lo};
    memcpy(made.steps, maker.steps, sizeof made.steps);
    gate_vec_push(kit_arena, &maker.notes, made);
    uint32_t kind = dice(depth < 7 ? 8 : 4);
    gate_buf ignored = gate_buf_new(kit_arena);
    if (kind == 0) gate_buf_c(&maker.text, dice(2) ? "true" : "null");
    if (kind == 1 || kind == 2) gate_buf_printf(&maker.text, dice(2) ? "%u" : "-%u.5e-3", dice(100000));
    if (kind == 3) string(0, &ignored);
    if (kind >= 4) {
        bool object = kind >= 6;
        gate_buf_char(&maker.text, object ? '{' : '[');
        space();
        uint32_t count = dice(5);
        for (uint32_t i = 0; i < count; i++) {
            size_t at = SIZE_MAX;
            if (i) gate_buf_char(&maker.text, ',');
            space();
            maker.steps[depth] = (gate_step){.index = i, .is_index = true};
            if (object) {
                gate_buf plain = gate_buf_new(kit_arena);
                at = maker.text.len;
                string(i, &plain);
                maker.steps[depth] = (gate_step){.key = gate_buf_str(&plain)};
                space();
                gate_buf_char(&maker.text, ':');
                space();
            }
            value(depth + 1, at);
            space();
        }
        gate_buf_char(&maker.text, object ? '}' : ']');
    }
    maker.notes.items[slot].hi = maker.text.len;
}

/* Lines and columns, the slow way. */
static gate_place slow_place(gate_str text, size_t at)
{
    gate_place place = {1, 1};
    for (size_t i = gate_text_start(text); i < at; i++) {
        char c = text.ptr[i];
        bool pair = c == '\r' && i + 1 < text.len && text.ptr[i + 1] == '\n';
        if (c == '\n' || (c == '\r' && !pair))
            place = (gate_place){place.line + 1, 1};
        else
            place.column += ((unsigned char)c & 0xC0) != 0x80;
    }
    return place;
}

START_TEST(every_pointer_lands_on_its_value)
{
    maker.seed = (uint64_t)_i + 20260213;
    maker.text = gate_buf_new(kit_arena);
    if (dice(2)) gate_buf_c(&maker.text, "\xEF\xBB\xBF");
    space();
    do {
        value(0, SIZE_MAX);
        space();
    } while (maker.notes.len < 2 && (maker.notes.len = 0, maker.text.len = 0, true));
    gate_artifact artifact = artifact_of(gate_buf_str(&maker.text));
    for (uint32_t i = 0; i < maker.notes.len; i++) {
        const note *wanted = &maker.notes.items[i];
        gate_span span;
        gate_place place = gate_locate(&artifact, wanted->steps, wanted->count, &span);
        gate_place slow = slow_place(artifact.text, wanted->key);
        ck_assert_msg(span.lo == wanted->lo && span.hi == wanted->hi,
                      "seed %d, value %u: %u to %u, not %zu to %zu\n%s", _i, i, span.lo, span.hi, wanted->lo,
                      wanted->hi, maker.text.ptr);
        ck_assert_msg(place.line == slow.line && place.column == slow.column,
                      "seed %d, value %u: %u:%u, not %u:%u", _i, i, place.line, place.column, slow.line,
                      slow.column);
    }
}
END_TEST

START_TEST(columns_count_code_points)
{
    gate_buf line = gate_buf_new(kit_arena);
    gate_buf_c(&line, "[\n[\"");
    for (int i = 0; i < 40; i++)
        gate_buf_c(&line, i % 3 ? "\xD0\xB6" : i % 2 ? "a" : "\xF0\x9F\x98\x80");
    gate_buf_c(&line, "\", 7]]");
    gate_artifact artifact = artifact_of(gate_buf_str(&line));
    gate_step steps[] = {AT(0), AT(1)};
    gate_place place = gate_locate(&artifact, steps, 2, NULL);
    ck_assert_uint_eq(place.line, 2);
    ck_assert_uint_eq(place.column, 46);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("locate");
    TCase *tests = tcase_create("locate");
    tcase_add_checked_fixture(tests, kit_setup, kit_teardown);
    tcase_add_loop_test(tests, known_places, 0, GATE_COUNT(places));
    tcase_add_test(tests, the_whole_and_the_empty);
    tcase_add_test(tests, text_that_is_no_json_is_survived);
    tcase_add_loop_test(tests, every_pointer_lands_on_its_value, 0, 200);
    tcase_add_test(tests, columns_count_code_points);
    suite_add_tcase(suite, tests);
    return kit_run(suite);
}
