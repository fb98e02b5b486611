/* gate_unit: base evidence */
#include "test_evidence_kit.h"

#include "evidence/json.h"

#include "evidence/scan.h"

#include <jansson.h>
#include <math.h>

/* A text with its length, so that it can hold NUL. */
#define T(literal) literal, sizeof(literal) - 1

typedef struct hostile {
    const char *bytes;
    size_t len;
    gate_code code;
    uint32_t line, column;
    const char *text; /* of the trouble, or NULL */
} hostile;

static const hostile table[] = {
    {T(""), GATE_D_JSON_CUT, 1, 1, "x.json:1:1: the file is empty"},
    {T(" \n\t"), GATE_D_JSON_CUT, 1, 1, NULL},
    {T("\xEF\xBB\xBF"), GATE_D_JSON_CUT, 1, 1, NULL},
    /* duplicate keys, with both places */
    {T("{\n  \"overall_status\": 1,\n    \"overall_status\": 2}"), GATE_D_JSON_DUPLICATE, 3, 5,
     "x.json:3:5: the key `overall_status` is there twice (first at 2:3)"},
    {T("{\"a\":{\"a\":[{\"a\":0}]},\"b\":{\"a\":1,\"c\":\"a\",\"a\":2}}"), GATE_D_JSON_DUPLICATE, 1, 41,
     "x.json:1:41: the key `a` is there twice (first at 1:27)"},
    {T("{\"a\":\"\\\"a\\\":\", \"\\u0061\":1}"), GATE_D_JSON_DUPLICATE, 1, 16,
     "x.json:1:16: the key `a` is there twice (first at 1:2)"},
    {T("{\"\\ud83d\\ude00\":1,\"\xF0\x9F\x98\x80\":2}"), GATE_D_JSON_DUPLICATE, 1, 19, NULL},
    {T("{\"\":1,\"\":2}"), GATE_D_JSON_DUPLICATE, 1, 7, NULL},
    {T("\xEF\xBB\xBF{\"a\":1,\r\n\"a\":2}"), GATE_D_JSON_DUPLICATE, 2, 1, NULL},
    {T("{\"a\\nb\":1,\"a\\u000ab\":2}"), GATE_D_JSON_DUPLICATE, 1, 11,
     "x.json:1:11: the key `a\\nb` is there twice (first at 1:2)"},
    /* encoding */
    {T("[\"\xFF\"]"), GATE_D_JSON_UTF8, 1, 3, "x.json:1:3: the byte 0xff is not UTF-8 here"},
    {T("[\"\xC0\x80\"]"), GATE_D_JSON_UTF8, 1, 3, NULL},
    {T("[\"\xED\xA0\x80\"]"), GATE_D_JSON_UTF8, 1, 3, NULL},
    {T("[\"\xF4\x90\x80\x80\"]"), GATE_D_JSON_UTF8, 1, 3, NULL},
    {T("[\"\xD0\"]"), GATE_D_JSON_UTF8, 1, 3, NULL},
    {T("[\n\"\xD0\x9F\xD1\x80\xE2\x82"), GATE_D_JSON_UTF8, 2, 4, NULL},
    {T("\x80"), GATE_D_JSON_UTF8, 1, 1, NULL},
    {T("[1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,\xFF]"), GATE_D_JSON_UTF8, 1, 40, NULL},
    {T("\xFF\xFE[\0]\0"), GATE_D_JSON_UTF16, 1, 1, NULL},
    {T("\xFE\xFF\0[\0]"), GATE_D_JSON_UTF16, 1, 1, NULL},
    {T("{\0}\0"), GATE_D_JSON_UTF16, 1, 1, NULL},
    {T("\0{\0}"), GATE_D_JSON_UTF16, 1, 1, NULL},
    {T("\0\0\0{\0\0\0}"), GATE_D_JSON_UTF16, 1, 1, NULL},
    {T("\xFF\xFE\0\0{\0\0\0"), GATE_D_JSON_UTF16, 1, 1, NULL},
    /* halves of characters */
    {T("[\"\\ud83d\"]"), GATE_D_JSON_SURROGATE, 1, 3, NULL},
    {T("[\"\\ude00\\ud83d\"]"), GATE_D_JSON_SURROGATE, 1, 3, NULL},
    {T("[\"\\ud83d\\ud83d\"]"), GATE_D_JSON_SURROGATE, 1, 3, NULL},
    {T("[\"\\uD83Dx\"]"), GATE_D_JSON_SURROGATE, 1, 3, NULL},
    /* NUL */
    {T("[1]\0"), GATE_D_JSON_NUL, 1, 4, NULL},
    {T("[1,\n\"a\0\"]"), GATE_D_JSON_NUL, 2, 3, NULL},
    {T("[1,2,3,4,5,6,7,8,9,0,1,2,3,4,5,6,7,8\0]"), GATE_D_JSON_NUL, 1, 37, NULL},
    {T("{\"a\\u0000b\":1}"), GATE_D_JSON_NUL_KEY, 1, 4, NULL},
    /* numbers */
    {T("[9223372036854775808]"), GATE_D_JSON_INT, 1, 2,
     "x.json:1:2: the integer `9223372036854775808` does not fit into 64 bits"},
    {T("[-9223372036854775809]"), GATE_D_JSON_INT, 1, 2, NULL},
    {T("{\"n\": 1e400}"), GATE_D_JSON_REAL, 1, 7, "x.json:1:7: the number `1e400` is out of range"},
    {T("-1E400"), GATE_D_JSON_REAL, 1, 1, NULL},
    {T("[01]"), GATE_D_JSON_SYNTAX, 1, 2, "x.json:1:2: `01` is no number of JSON"},
    {T("[-]"), GATE_D_JSON_SYNTAX, 1, 2, NULL},
    {T("[1.]"), GATE_D_JSON_SYNTAX, 1, 2, NULL},
    {T("[.5]"), GATE_D_JSON_SYNTAX, 1, 2, NULL},
    {T("[1e]"), GATE_D_JSON_SYNTAX, 1, 2, NULL},
    {T("[+1]"), GATE_D_JSON_SYNTAX, 1, 2, "x.json:1:2: expected a value, found `+1`"},
    {T("[0x1F]"), GATE_D_JSON_SYNTAX, 1, 2, NULL},
    {T("[NaN]"), GATE_D_JSON_SYNTAX, 1, 2, "x.json:1:2: expected a value, found `NaN`"},
    {T("[-Infinity]"), GATE_D_JSON_SYNTAX, 1, 2, NULL},
    /* cut */
    {T("{\"a\": [1,"), GATE_D_JSON_CUT, 1, 10,
     "x.json:1:10: the text ends inside the array that begins at 1:7"},
    {T("{\"a\""), GATE_D_JSON_CUT, 1, 5, NULL},
    {T("{\n\"a\":\"bc"), GATE_D_JSON_CUT, 2, 8,
     "x.json:2:8: the text ends inside the string that begins at 2:5"},
    {T("[\"\\"), GATE_D_JSON_CUT, 1, 4, NULL},
    {T("[tru"), GATE_D_JSON_CUT, 1, 5, NULL},
    {T("[1e"), GATE_D_JSON_CUT, 1, 4, NULL},
    {T("nul"), GATE_D_JSON_CUT, 1, 4, "x.json:1:4: the text ends before a value"},
    /* trailing text */
    {T("{}{}"), GATE_D_JSON_TRAILING, 1, 3, "x.json:1:3: something follows the value: `{`"},
    {T("1 2"), GATE_D_JSON_TRAILING, 1, 3, NULL},
    {T("[]]"), GATE_D_JSON_TRAILING, 1, 3, NULL},
    {T("{}\n\n// done"), GATE_D_JSON_TRAILING, 3, 1, NULL},
    /* other syntax */
    {T("[1,]"), GATE_D_JSON_SYNTAX, 1, 4, "x.json:1:4: expected a value, found `]`"},
    {T("{\"a\":1,}"), GATE_D_JSON_SYNTAX, 1, 8, "x.json:1:8: expected a key in double quotes, found `}`"},
    {T("{a:1}"), GATE_D_JSON_SYNTAX, 1, 2, "x.json:1:2: expected a key or `}`, found `a`"},
    {T("{\"a\" 1}"), GATE_D_JSON_SYNTAX, 1, 6, "x.json:1:6: expected `:`, found `1`"},
    {T("{\"a\":1 \"b\":2}"), GATE_D_JSON_SYNTAX, 1, 8, "x.json:1:8: expected `,` or `}`, found `\"`"},
    {T("[1 2]"), GATE_D_JSON_SYNTAX, 1, 4, "x.json:1:4: expected `,` or `]`, found `2`"},
    {T("[1}"), GATE_D_JSON_SYNTAX, 1, 3, NULL},
    {T("{]"), GATE_D_JSON_SYNTAX, 1, 2, NULL},
    {T("}"), GATE_D_JSON_SYNTAX, 1, 1, "x.json:1:1: expected a value, found `}`"},
    {T("[,1]"), GATE_D_JSON_SYNTAX, 1, 2, NULL},
    {T("['a']"), GATE_D_JSON_SYNTAX, 1, 2, NULL},
    {T("[\"a\nb\"]"), GATE_D_JSON_SYNTAX, 1, 4, "x.json:1:4: a string goes past the end of its line"},
    {T("[\"a\x1b[2J\"]"), GATE_D_JSON_SYNTAX, 1, 4, NULL},
    {T("[\"\\x41\"]"), GATE_D_JSON_SYNTAX, 1, 3, "x.json:1:3: `\\x` is no escape of JSON"},
    {T("[\"\\u12g4\"]"), GATE_D_JSON_SYNTAX, 1, 3, NULL},
    {T("[True]"), GATE_D_JSON_SYNTAX, 1, 2, NULL},
    {T("[nulll]"), GATE_D_JSON_SYNTAX, 1, 2, NULL},
    {T("<html>"), GATE_D_JSON_SYNTAX, 1, 1, NULL},
    {T("[1]\xEF\xBB\xBF"), GATE_D_JSON_TRAILING, 1, 4, "x.json:1:4: something follows the value: `\\ufeff`"},
    {T("[\x0c]"), GATE_D_JSON_SYNTAX, 1, 2, NULL},
    {T("{\"\xD0\xBA\xD0\xBB\xD1\x8E\xD1\x87\":x}"), GATE_D_JSON_SYNTAX, 1, 9, NULL},
};

START_TEST(hostile_text)
{
    const hostile *row = &table[_i];
    gate_limits limits = gate_limits_default();
    gate_datum root;
    /* From a block of its own size, so that reading past the end is seen. */
    gate_str text = {gate_arena_copy(kit_arena, row->bytes, row->len), row->len};
    const gate_trouble *trouble = gate_json_read(kit_arena, GATE_STR("x.json"), text, &limits, &root);
    ck_assert_msg(trouble != NULL, "row %d (%s): accepted", _i, row->bytes);
    ck_assert_ptr_null(root.node);
    ck_assert_msg(trouble->code == row->code, "row %d (%s): %.*s", _i, row->bytes,
                  GATE_STR_ARG(trouble->text));
    ck_assert_msg(trouble->place.line == row->line && trouble->place.column == row->column,
                  "row %d (%s): at %u:%u: %.*s", _i, row->bytes, trouble->place.line, trouble->place.column,
                  GATE_STR_ARG(trouble->text));
    ck_assert(!trouble->missing);
    if (row->text) kit_text(trouble->text, row->text);
}
END_TEST

/* No prefix of a good text, and no text with one byte changed, does worse than being refused. */
START_TEST(every_cut_and_every_changed_byte_ends_well)
{
    static const char good[] =
        "{\"a\":[1,-2.5e3,true,null,\"\\u00e9\\ud83d\\ude00\\n\"],\"\xD0\xB6\":{\"b\":[]}}";
    gate_limits limits = gate_limits_default();
    gate_datum root;
    ck_assert_int_eq(setjmp(kit_panic.at), 0);
    for (size_t len = 0; len < sizeof good - 1; len++) {
        gate_str text = {gate_arena_copy(kit_arena, good, len), len};
        ck_assert_ptr_nonnull(gate_json_read(kit_arena, GATE_STR("x"), text, &limits, &root));
        for (int byte = 0; byte < 256; byte++) {
            char *changed = gate_arena_copy(kit_arena, good, sizeof good - 1);
            changed[len] = (char)byte;
            text = (gate_str){changed, sizeof good - 1};
            const gate_trouble *trouble = gate_json_read(kit_arena, GATE_STR("x"), text, &limits, &root);
            ck_assert_int_eq(trouble == NULL, root.node != NULL);
            ck_assert(!trouble || trouble->place.line > 0);
            /* All that jansson refuses has a reason of ours. */
            ck_assert(!trouble ||
                      gate_str_find(trouble->text, GATE_STR("the parser refuses"), 0) == SIZE_MAX);
        }
    }
}
END_TEST

static gate_datum parse(const char *text, size_t len)
{
    gate_limits limits = gate_limits_default();
    gate_datum root;
    const gate_trouble *trouble =
        gate_json_read(kit_arena, GATE_STR("x.json"), (gate_str){text, len}, &limits, &root);
    ck_assert_msg(!trouble, "%s: %.*s", text, trouble ? (int)trouble->text.len : 0,
                  trouble ? trouble->text.ptr : "");
    return root;
}

START_TEST(numbers_are_64_bit_integers_and_doubles)
{
    gate_datum all = parse(T("[9223372036854775807,-9223372036854775808,-0,-0.0,1e-400,1.5,1E2,0.1,5e-324]"));
    ck_assert_int_eq(gate_datum_int(gate_datum_at(all, 0)), INT64_MAX);
    ck_assert_int_eq(gate_datum_int(gate_datum_at(all, 1)), INT64_MIN);
    ck_assert_int_eq(gate_datum_kind_of(gate_datum_at(all, 2)), GATE_DATUM_INT);
    ck_assert_int_eq(gate_datum_int(gate_datum_at(all, 2)), 0);
    ck_assert_int_eq(gate_datum_kind_of(gate_datum_at(all, 3)), GATE_DATUM_DOUBLE);
    ck_assert(signbit(gate_datum_double(gate_datum_at(all, 3))));
    ck_assert(gate_datum_double(gate_datum_at(all, 4)) == 0.0);
    ck_assert(gate_datum_double(gate_datum_at(all, 5)) == 1.5);
    ck_assert_int_eq(gate_datum_kind_of(gate_datum_at(all, 6)), GATE_DATUM_DOUBLE);
    ck_assert(gate_datum_double(gate_datum_at(all, 7)) == 0.1);
    ck_assert(gate_datum_double(gate_datum_at(all, 8)) == 5e-324);
    ck_assert_ptr_null(gate_datum_at(all, 9).node);
}
END_TEST

START_TEST(strings_may_hold_nul)
{
    gate_datum root = parse(T("\xEF\xBB\xBF\r\n{\"s\":\"a\\u0000b\", \"e\":\"\"}"));
    gate_str text = gate_datum_str(gate_datum_get(root, GATE_STR("s")));
    ck_assert_uint_eq(text.len, 3);
    ck_assert_mem_eq(text.ptr, "a\0b", 3);
    ck_assert_uint_eq(gate_datum_str(gate_datum_get(root, GATE_STR("e"))).len, 0);
}
END_TEST

START_TEST(any_value_may_stand_at_the_top)
{
    ck_assert_int_eq(gate_datum_kind_of(parse(T("null"))), GATE_DATUM_NULL);
    ck_assert_int_eq(gate_datum_kind_of(parse(T(" true "))), GATE_DATUM_BOOL);
    ck_assert(gate_datum_bool(parse(T("true"))));
    ck_assert(!gate_datum_bool(parse(T("false"))));
    ck_assert_int_eq(gate_datum_int(parse(T("42"))), 42);
    kit_text(gate_datum_str(parse(T("\"x\""))), "x");
}
END_TEST

START_TEST(members_come_in_the_order_of_the_file)
{
    gate_datum root =
        parse(T("{\"z\":1,\"a\":{\"k\":[]},\"m\":[1,2],\"\":4,\"b\":5,\"y\":6,\"c\":7,\"x\":8,\"d\":9}"));
    gate_buf keys = gate_buf_new(kit_arena);
    size_t count = 0;
    for (gate_member m = gate_datum_first(root); m.value.node; m = gate_datum_next(root, m), count++) {
        gate_buf_add(&keys, m.key);
        gate_buf_char(&keys, '.');
        ck_assert_ptr_eq(gate_datum_get(root, m.key).node, m.value.node);
    }
    kit_text(gate_buf_str(&keys), "z.a.m..b.y.c.x.d.");
    ck_assert_uint_eq(count, gate_datum_size(root));
    ck_assert_uint_eq(gate_datum_size(gate_datum_get(root, GATE_STR("m"))), 2);
    ck_assert_uint_eq(gate_datum_size(gate_datum_get(root, GATE_STR("z"))), 0);
    ck_assert_ptr_null(gate_datum_get(root, GATE_STR("zz")).node);
    ck_assert_ptr_nonnull(gate_datum_get(root, (gate_str){NULL, 0}).node);
    ck_assert_ptr_null(gate_datum_first(parse(T("{}"))).value.node);
}
END_TEST

static gate_str nested(size_t depth)
{
    char *text = gate_arena_alloc(kit_arena, 2 * depth);
    memset(text, '[', depth);
    memset(text + depth, ']', depth);
    return (gate_str){text, 2 * depth};
}

START_TEST(depth_256_and_no_deeper)
{
    gate_limits limits = gate_limits_default();
    gate_datum root;
    ck_assert_ptr_null(gate_json_read(kit_arena, GATE_STR("x"), nested(256), &limits, &root));
    const gate_trouble *trouble = gate_json_read(kit_arena, GATE_STR("x"), nested(257), &limits, &root);
    ck_assert_int_eq(trouble->code, GATE_D_JSON_DEPTH);
    ck_assert_uint_eq(trouble->place.column, 257);
    trouble = gate_json_read(kit_arena, GATE_STR("x"), nested(1000000), &limits, &root);
    ck_assert_int_eq(trouble->code, GATE_D_JSON_DEPTH);
    /* The parser has a limit of its own, which no setting of ours passes. */
    limits.depth = 5000;
    ck_assert_ptr_null(gate_json_read(kit_arena, GATE_STR("x"), nested(2048), &limits, &root));
    trouble = gate_json_read(kit_arena, GATE_STR("x"), nested(2049), &limits, &root);
    ck_assert_int_eq(trouble->code, GATE_D_JSON_DEPTH);
    kit_text(trouble->text, "x:1:2049: nested more than 2048 deep");
}
END_TEST

START_TEST(values_at_the_limit_and_one_more)
{
    static const char text[] = "{\"a\":[1,[],{ },\",[\",[\n]],\"b\":2}"; /* 8 values */
    gate_limits limits = gate_limits_default();
    gate_datum root;
    limits.values = 8;
    ck_assert_ptr_null(gate_json_read(kit_arena, GATE_STR("x"), GATE_STR(text), &limits, &root));
    for (limits.values = 0; limits.values < 8; limits.values++) {
        const gate_trouble *trouble =
            gate_json_read(kit_arena, GATE_STR("x"), GATE_STR(text), &limits, &root);
        ck_assert_ptr_nonnull(trouble);
        ck_assert_int_eq(trouble->code, GATE_D_JSON_VALUES);
    }
}
END_TEST

/* Long lists, where blocks are counted at once. */
START_TEST(the_scan_counts_exactly)
{
    for (size_t count = 1; count < 200; count++) {
        gate_buf text = gate_buf_new(kit_arena);
        gate_buf_char(&text, '[');
        for (size_t i = 0; i < count; i++)
            gate_buf_printf(&text, "%s%zu", i ? (i % 7 ? "," : " ,\n") : "", i * i * i);
        gate_buf_char(&text, ']');
        gate_scan scan = gate_json_scan(gate_buf_str(&text), 1, SIZE_MAX);
        ck_assert_int_eq(scan.kind, GATE_SCAN_OK);
        ck_assert_uint_eq(scan.values, count + 1);
        ck_assert_uint_eq(scan.depth, 1);
        scan = gate_json_scan(gate_buf_str(&text), 1, count);
        ck_assert_int_eq(scan.kind, GATE_SCAN_VALUES);
    }
}
END_TEST

static size_t left; /* allocations until one fails, and all after it */

static void *scarce(size_t size)
{
    return left ? left--, malloc(size) : NULL;
}

/* Memory that ends is never taken for something wrong in the text, nor for a shorter text. */
START_TEST(running_out_of_memory_in_the_parser)
{
    static const char text[] =
        "{\"a\": [1, 2.5, \"x\", null, {\"b\": {}}], \"c\": \"a longer string than fits at once\"}";
    json_set_alloc_funcs(scarce, free);
    gate_limits limits = gate_limits_default();
    volatile bool done = false;
    for (volatile size_t n = 0; !done; n = n + 1) {
        ck_assert_uint_lt(n, 1000);
        gate_panic panic = {0};
        gate_arena *volatile arena = gate_arena_new(&panic, 0);
        left = n;
        if (setjmp(panic.at) == 0) {
            gate_datum root;
            const gate_trouble *trouble =
                gate_json_read(arena, GATE_STR("x"), GATE_STR(text), &limits, &root);
            ck_assert_msg(!trouble, "allocation %zu: %.*s", n, trouble ? (int)trouble->text.len : 0,
                          trouble ? trouble->text.ptr : "");
            ck_assert_uint_eq(gate_datum_size(gate_datum_get(root, GATE_STR("a"))), 5);
            done = true;
        } else {
            ck_assert_int_eq(panic.status, GATE_E_NOMEM);
        }
        gate_arena_free(arena);
    }
    json_set_alloc_funcs(malloc, free);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("json");
    TCase *tests = tcase_create("json");
    tcase_add_checked_fixture(tests, kit_setup, kit_teardown);
    tcase_add_loop_test(tests, hostile_text, 0, GATE_COUNT(table));
    tcase_add_test(tests, every_cut_and_every_changed_byte_ends_well);
    tcase_add_test(tests, numbers_are_64_bit_integers_and_doubles);
    tcase_add_test(tests, strings_may_hold_nul);
    tcase_add_test(tests, any_value_may_stand_at_the_top);
    tcase_add_test(tests, members_come_in_the_order_of_the_file);
    tcase_add_test(tests, depth_256_and_no_deeper);
    tcase_add_test(tests, values_at_the_limit_and_one_more);
    tcase_add_test(tests, the_scan_counts_exactly);
    tcase_add_test(tests, running_out_of_memory_in_the_parser);
    suite_add_tcase(suite, tests);
    return kit_run(suite);
}
