/* gate_unit: base evidence grammar vm stdlib compiler verdict report author api */
/* The library's door: handles, options, statuses, limits; one policy in many threads. */
#include "api/handle.h"

#include <check.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

static const char policy_text[] = "policy p \"P\"\n"
                                  "param least : int = 3 floor 1\n"
                                  "evidence e from \"e.json\"\n"
                                  "checklist c \"C\" {\n"
                                  "  item i \"I\" { require e.n >= least }\n"
                                  "  item j \"J\" { advisory  require e.m == true }\n"
                                  "}\n";

static gatec_policy *load(const char *text, gatec_status wanted)
{
    gatec_policy_options options = GATEC_POLICY_OPTIONS_INIT;
    options.text = text;
    options.text_len = strlen(text);
    options.name = "p.gate";
    gatec_policy *policy = NULL;
    ck_assert_int_eq(gatec_policy_load(&options, &policy), wanted);
    return policy;
}

static const gatec_setting four = {"least", "4"};

static gatec_verdict *check(const gatec_policy *policy, const gatec_check_options *changed,
                            gatec_status wanted)
{
    gatec_check_options options = GATEC_CHECK_OPTIONS_INIT;
    if (changed) options = *changed;
    if (!changed) options.now = "2026-02-13T12:00:00Z";
    gatec_verdict *verdict = NULL;
    ck_assert_int_eq(gatec_check(policy, &options, &verdict), wanted);
    return verdict;
}

static void has_code(const gatec_messages *messages, const char *code)
{
    gatec_message message;
    for (size_t i = 0; gatec_messages_at(messages, i, &message); i++) {
        if (strcmp(message.code, code) == 0) return;
    }
    ck_abort_msg("no message %s", code);
}

START_TEST(nothing_is_a_handle_too)
{
    gatec_text text;
    const char *name;
    gatec_row row;
    gatec_message message;
    gatec_policy_free(NULL);
    gatec_verdict_free(NULL);
    gatec_value_free(NULL);
    gatec_text_free(NULL);
    gatec_inspection_free(NULL);
    gatec_start_free(NULL);
    ck_assert_int_eq(gatec_inspection_render(NULL, "text", &text), GATEC_E_USAGE);
    ck_assert_int_eq(gatec_runbook_render(NULL, &text), GATEC_E_USAGE);
    ck_assert(!gatec_start_cut(NULL));
    ck_assert(!gatec_policy_ready(NULL));
    ck_assert_str_eq(gatec_policy_name(NULL), "");
    ck_assert_uint_eq(gatec_policy_blocks(NULL), 0);
    ck_assert(!gatec_policy_param(NULL, 0, &name));
    ck_assert(!gatec_policy_evidence(NULL, 0, &name));
    ck_assert_int_eq(gatec_policy_image(NULL, &text), GATEC_E_USAGE);
    ck_assert_int_eq(gatec_policy_disasm(NULL, &text), GATEC_E_USAGE);
    ck_assert_int_eq(gatec_verdict_render(NULL, "json", NULL, &text), GATEC_E_USAGE);
    ck_assert(!gatec_verdict_row(NULL, 0, &row));
    ck_assert(!gatec_verdict_facts(NULL).go);
    ck_assert_int_eq(gatec_value_outcome(NULL), GATEC_ERROR);
    ck_assert_str_eq(gatec_value_json(NULL), "");
    ck_assert_str_eq(gatec_value_type(NULL), "");
    ck_assert_str_eq(gatec_value_reason(NULL), "");
    ck_assert_int_eq(gatec_value_render(NULL, &text), GATEC_E_USAGE);
    ck_assert_uint_eq(gatec_messages_errors(NULL), 0);
    ck_assert(!gatec_messages_at(NULL, 0, &message));
    ck_assert_int_eq(gatec_messages_render(NULL, GATEC_MESSAGES_JSON, &text), GATEC_OK);
    ck_assert_uint_eq(text.len, 0);
    gatec_text_free(&text);
    gatec_verdict *verdict = NULL;
    gatec_check_options options = GATEC_CHECK_OPTIONS_INIT;
    ck_assert_int_eq(gatec_check(NULL, &options, &verdict), GATEC_E_INPUT);
    ck_assert_ptr_nonnull(verdict);
    ck_assert_uint_eq(gatec_verdict_facts(verdict).judged, 0);
    ck_assert_int_eq(gatec_verdict_render(verdict, "json", NULL, &text), GATEC_E_USAGE);
    gatec_verdict_free(verdict);
}
END_TEST

START_TEST(options_say_their_size)
{
    gatec_policy_options options = GATEC_POLICY_OPTIONS_INIT;
    gatec_policy *policy = NULL;
    ck_assert_int_eq(gatec_policy_load(NULL, &policy), GATEC_E_USAGE);
    ck_assert_ptr_null(policy);
    options.size = 0;
    ck_assert_int_eq(gatec_policy_load(&options, &policy), GATEC_E_USAGE);
    options.size = sizeof options + 1;
    ck_assert_int_eq(gatec_policy_load(&options, &policy), GATEC_E_USAGE);
    /* An older caller knows less of the struct: the rest keeps its default. */
    struct {
        size_t size;
        const char *path;
    } older = {sizeof older, "/nowhere/p.gate"};
    ck_assert_int_eq(gatec_policy_load((const gatec_policy_options *)(const void *)&older, &policy),
                     GATEC_E_INPUT);
    has_code(gatec_policy_messages(policy), "E0701");
    ck_assert_uint_eq(gatec_messages_errors(gatec_policy_messages(policy)), 1);
    gatec_policy_free(policy);
}
END_TEST

START_TEST(a_policy_tells_of_itself)
{
    gatec_policy *policy = load(policy_text, GATEC_OK);
    const char *name = NULL;
    ck_assert(gatec_policy_ready(policy));
    ck_assert_str_eq(gatec_policy_name(policy), "p");
    ck_assert_uint_eq(gatec_policy_blocks(policy), 1);
    ck_assert(gatec_policy_param(policy, 0, &name));
    ck_assert_str_eq(name, "least");
    ck_assert(!gatec_policy_param(policy, 1, &name));
    ck_assert(gatec_policy_evidence(policy, 0, &name));
    ck_assert_str_eq(name, "e");
    ck_assert(!gatec_policy_evidence(policy, 1, &name));
    gatec_policy_free(policy);
}
END_TEST

START_TEST(a_policy_that_does_not_compile)
{
    gatec_policy *policy =
        load("policy p \"P\"\nchecklist c \"C\" { item i \"I\" { require x } }\n", GATEC_E_INPUT);
    gatec_message message;
    gatec_text text;
    ck_assert(!gatec_policy_ready(policy));
    has_code(gatec_policy_messages(policy), "E0201");
    ck_assert(gatec_messages_at(gatec_policy_messages(policy), 0, &message));
    ck_assert(message.error);
    ck_assert_str_eq(message.file, "p.gate");
    ck_assert_uint_eq(message.line, 2);
    ck_assert_uint_eq(message.column, 40);
    ck_assert_int_eq(gatec_messages_render(gatec_policy_messages(policy), GATEC_MESSAGES_JSON, &text),
                     GATEC_OK);
    ck_assert_ptr_nonnull(strstr(text.bytes, "\"E0201\""));
    gatec_text_free(&text);
    ck_assert_ptr_null(text.memory);
    gatec_text_free(&text);
    gatec_verdict_free(check(policy, NULL, GATEC_E_INPUT));
    ck_assert_int_eq(gatec_policy_image(policy, &text), GATEC_E_USAGE);
    gatec_policy_free(policy);
    /* No text at all, and a text with a NUL in it. */
    gatec_policy_options options = GATEC_POLICY_OPTIONS_INIT;
    (void)gatec_policy_load(&options, &policy);
    gatec_policy_free(policy);
    options.text = "policy p \"\0\"";
    options.text_len = 12;
    ck_assert_int_eq(gatec_policy_load(&options, &policy), GATEC_E_INPUT);
    gatec_policy_free(policy);
}
END_TEST

START_TEST(a_check_gives_rows_and_facts)
{
    gatec_policy *policy = load(policy_text, GATEC_OK);
    gatec_check_options options = GATEC_CHECK_OPTIONS_INIT;
    gatec_row row;
    gatec_text text;
    options.now = "2026-02-13T12:00:00Z";
    options.root = "/nowhere";
    gatec_verdict *verdict = check(policy, &options, GATEC_OK);
    gatec_facts facts = gatec_verdict_facts(verdict);
    ck_assert(!facts.go);
    ck_assert(facts.only_missing || facts.judged == 1);
    ck_assert_uint_eq(facts.judged, 1);
    ck_assert(gatec_verdict_row(verdict, 0, &row));
    ck_assert_str_eq(row.id, "c.i");
    ck_assert(row.decides);
    ck_assert(gatec_verdict_row(verdict, 1, &row));
    ck_assert_str_eq(row.id, "c.j");
    ck_assert(!row.decides);
    ck_assert(!gatec_verdict_row(verdict, 2, &row));
    ck_assert_int_eq(gatec_verdict_render(verdict, "none", NULL, &text), GATEC_E_USAGE);
    ck_assert_int_eq(gatec_verdict_render(verdict, "json", NULL, &text), GATEC_OK);
    ck_assert_uint_eq(strlen(text.bytes), text.len);
    gatec_text_free(&text);
    gatec_verdict_free(verdict);
    gatec_policy_free(policy);
}
END_TEST

START_TEST(wrong_inputs_are_usage)
{
    gatec_policy *policy = load(policy_text, GATEC_OK);
    gatec_check_options options = GATEC_CHECK_OPTIONS_INIT;
    options.now = "yesterday";
    gatec_verdict *verdict = check(policy, &options, GATEC_E_USAGE);
    has_code(gatec_verdict_messages(verdict), "E0709");
    ck_assert_uint_eq(gatec_verdict_facts(verdict).judged, 0);
    gatec_verdict_free(verdict);

    gatec_setting settings[] = {{"least", "0"}};
    gatec_binding bindings[] = {
        {.name = "e", .file = "a"}, {.name = "e", .file = "b"}, {.name = "f", .file = "a"}, {0}};
    options.now = NULL;
    options.settings = settings;
    options.setting_count = 1;
    verdict = check(policy, &options, GATEC_E_USAGE);
    has_code(gatec_verdict_messages(verdict), "E0604");
    gatec_verdict_free(verdict);
    options.setting_count = 0;
    options.bindings = bindings;
    options.binding_count = 4;
    verdict = check(policy, &options, GATEC_E_USAGE);
    has_code(gatec_verdict_messages(verdict), "E0704");
    has_code(gatec_verdict_messages(verdict), "E0705");
    gatec_verdict_free(verdict);
    gatec_policy_free(policy);
}
END_TEST

START_TEST(a_compiled_form_checks_the_same)
{
    gatec_policy *policy = load(policy_text, GATEC_OK), *again = NULL;
    gatec_text image, one, two;
    ck_assert_int_eq(gatec_policy_image(policy, &image), GATEC_OK);
    gatec_policy_options options = GATEC_POLICY_OPTIONS_INIT;
    options.text = image.bytes;
    options.text_len = image.len;
    options.name = "p.gbc";
    ck_assert_int_eq(gatec_policy_load(&options, &again), GATEC_OK);
    gatec_verdict *a = check(policy, NULL, GATEC_OK), *b = check(again, NULL, GATEC_OK);
    ck_assert_int_eq(gatec_verdict_render(a, "json", NULL, &one), GATEC_OK);
    ck_assert_int_eq(gatec_verdict_render(b, "json", NULL, &two), GATEC_OK);
    ck_assert_str_eq(one.bytes, two.bytes);
    gatec_verdict_free(a);
    gatec_verdict_free(b);
    gatec_policy_free(again);
    gatec_text_free(&one);
    gatec_text_free(&two);
    gatec_text_free(&image);
    gatec_policy_free(policy);
}
END_TEST

START_TEST(expressions)
{
    gatec_eval_options options = GATEC_EVAL_OPTIONS_INIT;
    gatec_value *value = NULL;
    gatec_text text;
    gatec_binding binding = {.name = "x", .json = "{\"a\": [1, 2]}", .json_len = 13};
    options.bindings = &binding;
    options.binding_count = 1;
    options.expression = "x.a.map(y, y * 2)";
    options.expression_len = strlen(options.expression);
    ck_assert_int_eq(gatec_eval(&options, &value), GATEC_OK);
    ck_assert_int_eq(gatec_value_outcome(value), GATEC_VALUE);
    ck_assert_str_eq(gatec_value_json(value), "[2,4]");
    ck_assert_str_eq(gatec_value_type(value), "list");
    ck_assert_int_eq(gatec_value_render(value, &text), GATEC_OK);
    ck_assert_str_eq(text.bytes,
                     "{\"outcome\":\"value\",\"type\":\"list\",\"value\":[2,4],\"reason\":null}\n");
    gatec_text_free(&text);
    gatec_value_free(value);

    options.expression = "x.b.c";
    options.expression_len = 5;
    ck_assert_int_eq(gatec_eval(&options, &value), GATEC_OK);
    ck_assert_int_eq(gatec_value_outcome(value), GATEC_MISSING);
    ck_assert_str_eq(gatec_value_json(value), "");
    ck_assert_str_eq(gatec_value_reason(value), "there is no `b` (`x` at /b)");
    gatec_value_free(value);

    options.expression = "x +";
    options.expression_len = 3;
    ck_assert_int_eq(gatec_eval(&options, &value), GATEC_E_INPUT);
    has_code(gatec_value_messages(value), "E0101");
    gatec_value_free(value);

    binding.file = "x.json";
    binding.reader = "jsn";
    ck_assert_int_eq(gatec_eval(&options, &value), GATEC_E_USAGE);
    has_code(gatec_value_messages(value), "E0708");
    gatec_value_free(value);
}
END_TEST

/* -- limits and memory -------------------------------------------------------------------------------- */

static gatec_status reach_limit(gate_handle *handle, void *context)
{
    gate_panic_raise(gate_arena_panic(handle->arena), *(gate_status *)context, "the number of things");
}

START_TEST(a_limit_is_told_and_memory_is_not)
{
    gate_handle *handle = NULL;
    gate_status why = GATE_E_LIMIT;
    gatec_message message;
    ck_assert_int_eq(gate_handle_make(sizeof *handle, reach_limit, &why, &handle), GATEC_E_LIMIT);
    ck_assert_ptr_nonnull(handle);
    has_code(&handle->messages, "E0710");
    ck_assert(gatec_messages_at(&handle->messages, 0, &message));
    ck_assert_str_eq(message.text, "a limit was reached: the number of things");
    gate_handle_free(handle);
    why = GATE_E_NOMEM;
    ck_assert_int_eq(gate_handle_make(sizeof *handle, reach_limit, &why, &handle), GATEC_E_NOMEM);
    ck_assert_ptr_null(handle);
}
END_TEST

static gatec_status write_half(gate_buf *out, const void *context)
{
    gate_buf_c(out, "half");
    if (context) gate_panic_raise(gate_arena_panic(out->arena), GATE_E_NOMEM, NULL);
    return GATEC_OK;
}

START_TEST(a_text_is_whole_or_empty)
{
    gatec_text text;
    ck_assert_int_eq(gate_text_make(write_half, NULL, &text), GATEC_OK);
    ck_assert_str_eq(text.bytes, "half");
    gatec_text_free(&text);
    ck_assert_int_eq(gate_text_make(write_half, "", &text), GATEC_E_NOMEM);
    ck_assert_str_eq(text.bytes, "");
    ck_assert_ptr_null(text.memory);
}
END_TEST

/* -- statuses ------------------------------------------------------------------------------------------ */

START_TEST(exit_statuses)
{
    gatec_facts facts = {.go = true, .judged = 1};
    ck_assert_int_eq(gatec_exit_status(GATEC_OK, &facts, true), 0);
    facts.with_waivers_or_warnings = true;
    ck_assert_int_eq(gatec_exit_status(GATEC_OK, &facts, false), 0);
    ck_assert_int_eq(gatec_exit_status(GATEC_OK, &facts, true), 10);
    facts = (gatec_facts){.judged = 1, .only_missing = true};
    ck_assert_int_eq(gatec_exit_status(GATEC_OK, &facts, false), 1);
    ck_assert_int_eq(gatec_exit_status(GATEC_OK, &facts, true), 11);
    facts.rollback = true;
    ck_assert_int_eq(gatec_exit_status(GATEC_OK, &facts, true), 12);
    facts = (gatec_facts){.go = true};
    ck_assert_int_eq(gatec_exit_status(GATEC_OK, &facts, false), 3);
    ck_assert_int_eq(gatec_exit_status(GATEC_OK, NULL, false), 3);
    ck_assert_int_eq(gatec_exit_status(GATEC_E_USAGE, NULL, false), 2);
    ck_assert_int_eq(gatec_exit_status(GATEC_E_INPUT, NULL, false), 3);
    ck_assert_int_eq(gatec_exit_status(GATEC_E_NOMEM, NULL, false), 4);
    ck_assert_int_eq(gatec_exit_status(GATEC_E_LIMIT, NULL, false), 4);
    static const int worst_first[] = {99, 4, 3, 2, 12, 1, 11, 10, 0};
    for (size_t i = 0; i < GATE_COUNT(worst_first); i++) {
        for (size_t k = i; k < GATE_COUNT(worst_first); k++) {
            ck_assert_int_eq(gatec_exit_worse(worst_first[i], worst_first[k]), worst_first[i]);
            ck_assert_int_eq(gatec_exit_worse(worst_first[k], worst_first[i]), worst_first[i]);
        }
    }
}
END_TEST

/* A host's memory, counted; after [left] blocks there is none. */
typedef struct counted {
    size_t held, given, left;
} counted;

static void *count_alloc(void *context, size_t size)
{
    counted *count = context;
    if (count->left == 0) return NULL;
    count->left--;
    count->held++;
    count->given++;
    return calloc(1, size);
}

static void count_free(void *context, void *block)
{
    ((counted *)context)->held--;
    free(block);
}

START_TEST(a_host_gives_the_memory)
{
    counted count = {.left = SIZE_MAX};
    gatec_memory memory = {count_alloc, count_free, &count};
    gatec_policy_options of_policy = GATEC_POLICY_OPTIONS_INIT;
    of_policy.text = policy_text;
    of_policy.text_len = strlen(policy_text);
    of_policy.memory = &memory;
    gatec_policy *policy = NULL;
    ck_assert_int_eq(gatec_policy_load(&of_policy, &policy), GATEC_OK);
    ck_assert_uint_gt(count.held, 0);
    size_t held = count.held;
    gatec_check_options of_check = GATEC_CHECK_OPTIONS_INIT;
    of_check.now = "2026-02-13T12:00:00Z";
    of_check.memory = &memory;
    gatec_verdict *verdict = check(policy, &of_check, GATEC_OK);
    ck_assert_uint_gt(count.held, held);
    gatec_verdict_free(verdict);
    ck_assert_uint_eq(count.held, held);
    gatec_policy_free(policy);
    ck_assert_uint_eq(count.held, 0);
    /* It runs out after each block in turn, and nothing is held then. */
    for (size_t most = 0, all = count.given; most < all; most++) {
        count = (counted){.left = most};
        gatec_status status = gatec_policy_load(&of_policy, &policy);
        if (status == GATEC_OK) status = gatec_check(policy, &of_check, &verdict);
        ck_assert_int_eq(status, GATEC_E_NOMEM);
        gatec_policy_free(policy);
        ck_assert_uint_eq(count.held, 0);
    }
}
END_TEST

START_TEST(suggestions)
{
    const char *const names[] = {"check", "eval", "explain"};
    ck_assert_uint_eq(gatec_suggest("explian", names, 3), 2);
    ck_assert_uint_eq(gatec_suggest("chekc", names, 3), 0);
    ck_assert_uint_eq(gatec_suggest("nothing", names, 3), SIZE_MAX);
    ck_assert_uint_eq(gatec_suggest("", names, 0), SIZE_MAX);
}
END_TEST

START_TEST(the_tables_end)
{
    gatec_function function;
    gatec_code code;
    const char *name, *summary;
    char version[GATEC_VERSION_MAX];
    size_t count = 0;
    while (gatec_function_at(count, &function)) {
        ck_assert_ptr_nonnull(strstr(function.example, " -> "));
        count++;
    }
    ck_assert_uint_gt(count, 100);
    for (count = 0; gatec_code_at(count, &code); count++)
        ck_assert(gatec_code_find(code.number, &code));
    ck_assert_uint_gt(count, 60);
    ck_assert(!gatec_code_find("E01", &code));
    for (count = 0; gatec_library(count, &name, version); count++)
        ck_assert_uint_gt(strlen(version), 0);
    ck_assert_uint_eq(count, 4);
    for (count = 0; gatec_page(count, &name, &summary); count++) {
        gatec_text text;
        ck_assert_int_eq(gatec_page_render(name, &text), GATEC_OK);
        ck_assert_uint_gt(text.len, 100);
        gatec_text_free(&text);
    }
    ck_assert(gatec_form(0, &name, &summary));
    ck_assert(gatec_reader(0, &name, &summary));
}
END_TEST

/* -- threads ------------------------------------------------------------------------------------------- */

static void *check_often(void *context)
{
    gatec_text first = {0};
    bool same = true;
    for (int i = 0; i < 20; i++) {
        gatec_check_options options = GATEC_CHECK_OPTIONS_INIT;
        gatec_verdict *verdict = NULL;
        gatec_text text;
        options.now = "2026-02-13T12:00:00Z";
        options.settings = &four;
        options.setting_count = 1;
        same = same && gatec_check(context, &options, &verdict) == GATEC_OK &&
               gatec_verdict_render(verdict, "json", NULL, &text) == GATEC_OK;
        gatec_verdict_free(verdict);
        if (!same) break;
        if (first.memory) {
            same = strcmp(first.bytes, text.bytes) == 0;
            gatec_text_free(&text);
        } else {
            first = text;
        }
    }
    gatec_text_free(&first);
    return same ? context : NULL;
}

START_TEST(one_policy_in_many_threads)
{
    gatec_policy *policy = load(policy_text, GATEC_OK);
    pthread_t threads[4];
    for (size_t i = 0; i < 4; i++)
        ck_assert_int_eq(pthread_create(&threads[i], NULL, check_often, policy), 0);
    for (size_t i = 0; i < 4; i++) {
        void *result = NULL;
        pthread_join(threads[i], &result);
        ck_assert_ptr_eq(result, policy);
    }
    gatec_policy_free(policy);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("api");
    TCase *all = tcase_create("handles");
    tcase_add_test(all, nothing_is_a_handle_too);
    tcase_add_test(all, options_say_their_size);
    tcase_add_test(all, a_policy_tells_of_itself);
    tcase_add_test(all, a_policy_that_does_not_compile);
    tcase_add_test(all, a_check_gives_rows_and_facts);
    tcase_add_test(all, wrong_inputs_are_usage);
    tcase_add_test(all, a_compiled_form_checks_the_same);
    tcase_add_test(all, expressions);
    tcase_add_test(all, a_limit_is_told_and_memory_is_not);
    tcase_add_test(all, a_text_is_whole_or_empty);
    tcase_add_test(all, exit_statuses);
    tcase_add_test(all, a_host_gives_the_memory);
    tcase_add_test(all, suggestions);
    tcase_add_test(all, the_tables_end);
    tcase_add_test(all, one_policy_in_many_threads);
    suite_add_tcase(suite, all);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
