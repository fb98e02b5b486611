/* gate_unit: base evidence vm verdict */
/* The document: written and read back, refused where it is none, and its published schema. */
#include "verdict/document.h"

#include "evidence/json.h"
#include "verdict/document_table.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static gate_panic panic;
static gate_arena *arena;

static void setup(void)
{
    arena = gate_arena_new(&panic, 0);
    ck_assert_ptr_nonnull(arena);
}

static void teardown(void)
{
    gate_arena_free(arena);
}

/* Texts that would break a form that doesn't escape them. */
static const gate_str hostile[] = {
    {"plain", 5},
    {"\"quoted\" \\ back", 15},
    {"a\0b", 3},
    {"line\nline\r\ttab", 14},
    {"\x1b[31mred\x1b[0m", 12},
    {"::error::x", 10},
    {"</script><b>", 12},
    {"\xe2\x80\xae"
     "evil",
     7},
    {"\xf0\x9f\x98\x80", 4},
    {"\xe2\x80\xa8", 3},
};

static gate_str pick(uint32_t *seed)
{
    *seed = *seed * 1103515245u + 12345u;
    return hostile[(*seed >> 16) % GATE_COUNT(hostile)];
}

static void *fill(const gate_object_info *info, uint32_t *seed, uint32_t depth);

static void fill_field(const gate_field_info *field, char *object, uint32_t *seed, uint32_t depth)
{
    static const char *const values[] = {
        "null", "85.0", "-9223372036854775808", "\"NaN\"", "[1,{\"a b\":[]}]", "{}"};
    gate_str text = pick(seed);
    int64_t number = (int64_t)(*seed % 1000);
    bool yes = true;
    const char *words = field->words;
    gate_strs texts = {0};
    gate_any_list none = {0};
    void *inner;
    switch (field->kind) {
    case GATE_FIELD_MARK:
        return;
    case GATE_FIELD_STR:
    case GATE_FIELD_TEXT:
        break;
    case GATE_FIELD_WORD:
    case GATE_FIELD_OPTWORD:
        text = gate_words_next(&words);
        break;
    case GATE_FIELD_JSON:
        text = gate_str_c(values[number % 6]);
        break;
    case GATE_FIELD_INT:
    case GATE_FIELD_OPTINT:
    case GATE_FIELD_MAYBE:
        memcpy(object + field->at, &number, sizeof number);
        return;
    case GATE_FIELD_FLAG:
    case GATE_FIELD_BOOL:
        memcpy(object + field->at, &yes, sizeof yes);
        return;
    case GATE_FIELD_ONE:
        if (depth == 0) return;
        inner = fill(field->object(), seed, depth - 1);
        memcpy(object + field->at, &inner, sizeof inner);
        return;
    case GATE_FIELD_MANY:
    case GATE_FIELD_LIST:
        if (depth == 0) return;
        inner = GATE_ARRAY(arena, void *, 2);
        for (int i = 0; i < 2; i++) {
            void *item = fill(field->object(), seed, depth - 1);
            memcpy((char *)inner + (size_t)i * sizeof item, &item, sizeof item);
        }
        none = (gate_any_list){inner, 2, 2};
        memcpy(object + field->at, &none, sizeof none);
        return;
    case GATE_FIELD_STRS:
        for (int i = 0; i < 3; i++)
            gate_vec_push(arena, &texts, pick(seed));
        memcpy(object + field->at, &texts, sizeof texts);
        return;
    }
    memcpy(object + field->at, &text, sizeof text);
}

/* An object with every field filled, down to [depth]. */
static void *fill(const gate_object_info *info, uint32_t *seed, uint32_t depth)
{
    char *object = gate_object_new(arena, info);
    for (uint32_t i = 0; i < info->count; i++)
        fill_field(&info->fields[i], object, seed, depth);
    return object;
}

static gate_str written(const gate_doc_verdict *verdict)
{
    gate_buf out = gate_buf_new(arena);
    gate_doc_write(&out, verdict);
    return gate_buf_str(&out);
}

static gate_datum parsed(gate_str text)
{
    gate_limits limits = gate_limits_default();
    gate_datum root;
    const gate_trouble *trouble = gate_json_read(arena, GATE_STR("verdict.json"), text, &limits, &root);
    ck_assert_ptr_null(trouble);
    return root;
}

START_TEST(every_field_survives)
{
    uint32_t seed = (uint32_t)_i * 7919u + 1;
    gate_doc_verdict *verdict = fill(gate_object_root(), &seed, 6);
    gate_str first = written(verdict);
    gate_str why;
    gate_doc_verdict *again = gate_doc_read(arena, parsed(first), &why);
    ck_assert_msg(again != NULL, "%.*s", GATE_STR_ARG(why));
    gate_str second = written(again);
    ck_assert_uint_eq(first.len, second.len);
    ck_assert(gate_str_eq(first, second));
    /* Nothing that a terminal or a log would act on is in it. */
    for (size_t i = 0; i < first.len; i++)
        ck_assert(first.ptr[i] == '\n' || (unsigned char)first.ptr[i] >= 0x20);
    ck_assert(gate_str_find(first, GATE_STR("\xe2\x80\xae"), 0) == SIZE_MAX);
    ck_assert(gate_str_find(first, GATE_STR("</script"), 0) == SIZE_MAX);
    ck_assert(gate_str_find(first, GATE_STR("true_"), 0) == SIZE_MAX);
}
END_TEST

START_TEST(new_objects_are_empty)
{
    gate_doc_reason *reason = gate_doc_new_reason(arena);
    ck_assert_int_eq(reason->hidden, -1);
    gate_doc_verdict *verdict = gate_doc_new_verdict(arena);
    ck_assert(gate_str_eq_c(verdict->schema, GATE_DOC_SCHEMA));
    gate_str text = written(verdict);
    ck_assert(gate_str_find(text, GATE_STR("hidden"), 0) == SIZE_MAX);
    ck_assert(gate_str_find(text, GATE_STR("\"title\""), 0) == SIZE_MAX);
    ck_assert(gate_str_find(text, GATE_STR("\"policy\": \"\""), 0) != SIZE_MAX);
}
END_TEST

#define HEAD                                                                                                 \
    "\"schema\":\"" GATE_DOC_SCHEMA                                                                          \
    "\",\"policy\":\"p\",\"file\":\"f\",\"now\":\"n\",\"now_origin\":\"given\","                             \
    "\"program\":\"\",\"gatec\":\"\""

START_TEST(what_is_no_document_is_refused)
{
    static const struct {
        const char *text, *why;
    } cases[] = {
        {"[]", "this must be an object"},
        {"{}", "`schema` is not there"},
        {"{\"schema\":\"other\"}",
         "/schema: this must be `" GATE_DOC_SCHEMA "`: the verdict was made by another version"},
        {"{" HEAD "}", "`verdict` is not there"},
        {"{" HEAD ",\"verdict\":\"MAYBE\"}", "/verdict: this must be one of GO|NO-GO"},
        {"{" HEAD ",\"verdict\":\"GO|NO-GO\"}", "/verdict: this must be one of GO|NO-GO"},
        {"{" HEAD ",\"verdict\":\"\"}", "/verdict: this must be one of GO|NO-GO"},
        {"{" HEAD ",\"verdict\":7}", "/verdict: this must be a text"},
        {"{" HEAD ",\"verdict\":\"GO\",\"totals\":[]}", "/totals: this must be an object"},
        {"{" HEAD ",\"verdict\":\"GO\",\"totals\":{\"rows\":1.5}}",
         "/totals/rows: this must be a whole number"},
        {"{" HEAD ",\"verdict\":\"GO\",\"change\":[\"a\",1]}", "/change/1: this must be a text"},
        {"{" HEAD ",\"verdict\":\"GO\",\"change\":\"a\"}", "/change: this must be a list"},
        {"{" HEAD ",\"verdict\":\"GO\",\"blocks\":[{\"kind\":\"checklist\",\"name\":\"b\",\"good\":true,"
                  "\"rows\":[{}]}]}",
         "/blocks/0/rows/0: `id` is not there"},
        {"{" HEAD
         ",\"verdict\":\"GO\",\"blocks\":[{\"kind\":\"checklist\",\"name\":\"b\",\"good\":\"yes\"}]}",
         "/blocks/0/good: this must be true or false"},
        {"{" HEAD ",\"verdict\":\"GO\",\"evidence\":[{\"name\":\"e\",\"pattern\":\"p\",\"cardinality\":"
                  "\"one\",\"reader\":\"json\","
         "\"state\":\"read\",\"files\":[{\"path\":\"x\",\"size\":-1}]}]}",
         "/evidence/0/files/0/size: this must not be negative"},
    };
    gate_str why;
    ck_assert_ptr_null(gate_doc_read(arena, parsed(gate_str_c(cases[_i].text)), &why));
    ck_assert_msg(gate_str_eq_c(why, cases[_i].why), "%.*s", GATE_STR_ARG(why));
}
END_TEST

START_TEST(unknown_fields_are_ignored)
{
    gate_str why;
    const char *text = "{" HEAD ",\"verdict\":\"GO\",\"later\":{\"x\":[1]}}";
    ck_assert_ptr_nonnull(gate_doc_read(arena, parsed(gate_str_c(text)), &why));
    ck_assert_uint_eq(why.len, 0);
}
END_TEST

/* The schemas in docs/ are what the table says; `GATE_BLESS` in the environment writes them anew. */
START_TEST(the_published_schemas_are_fresh)
{
    static const struct {
        void (*write)(gate_buf *out);
        const char *path;
    } schemas[] = {{gate_doc_schema, GATE_SOURCE_DIR "/docs/verdict.schema.json"},
                   {gate_doc_schema_comparison, GATE_SOURCE_DIR "/docs/comparison.schema.json"},
                   {gate_doc_schema_why, GATE_SOURCE_DIR "/docs/why.schema.json"}};
    gate_buf out = gate_buf_new(arena);
    schemas[_i].write(&out);
    parsed(gate_buf_str(&out));
    if (getenv("GATE_BLESS")) {
        FILE *file = fopen(schemas[_i].path, "wb");
        ck_assert_ptr_nonnull(file);
        fwrite(out.ptr, 1, out.len, file);
        fclose(file);
    }
    FILE *file = fopen(schemas[_i].path, "rb");
    ck_assert_ptr_nonnull(file);
    char *text = malloc(out.len + 2);
    size_t len = fread(text, 1, out.len + 2, file);
    fclose(file);
    ck_assert_uint_eq(len, out.len);
    ck_assert(memcmp(text, out.ptr, len) == 0);
    free(text);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("verdict/document");
    TCase *tcase = tcase_create("document");
    tcase_add_checked_fixture(tcase, setup, teardown);
    tcase_add_loop_test(tcase, every_field_survives, 0, 20);
    tcase_add_test(tcase, new_objects_are_empty);
    tcase_add_loop_test(tcase, what_is_no_document_is_refused, 0, 15);
    tcase_add_test(tcase, unknown_fields_are_ignored);
    tcase_add_loop_test(tcase, the_published_schemas_are_fresh, 0, 3);
    suite_add_tcase(suite, tcase);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
