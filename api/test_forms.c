/* What came of tests, for programs: JSON, JUnit XML, TAP; and the words that all forms share. */
#include "api/test.h"

#include "base/json.h"
#include "report/brief.h"
#include "report/escape.h"

/* ---- words ------------------------------------------------------------------------------------ */

const char *gate_testing_word(gate_test_state state)
{
    switch (state) {
    case GATE_TEST_PASS:
        return "pass";
    case GATE_TEST_FAIL:
        return "fail";
    case GATE_TEST_ERROR:
        break;
    }
    return "error";
}

uint32_t gate_testing_line(const gate_test *test, gate_span span)
{
    return gate_source_place(test->module->source, span.lo).line;
}

void gate_testing_expected(gate_buf *out, const gate_test_miss *miss)
{
    gate_buf_add(out, miss->expect->target);
    if (miss->expect->target.len) gate_buf_char(out, ' ');
    gate_buf_add(out, miss->expect->outcome);
}

static void add_others(gate_buf *out, const gate_test_miss *miss)
{
    for (uint32_t i = 0; i < miss->others.len; i++) {
        gate_buf_c(out, i ? ", " : "; there is ");
        gate_buf_add(out, miss->others.items[i]);
    }
}

void gate_testing_actual(gate_buf *out, const gate_test_miss *miss)
{
    gate_buf why = gate_buf_new(out->arena);
    gate_buf_add(out, miss->actual);
    if (miss->window)
        gate_buf_add(&why, miss->window->because);
    else if (miss->row)
        gate_brief_why(&why, miss->row);
    else if (miss->block)
        gate_buf_add(&why, miss->block->because);
    if (why.len) gate_buf_c(out, ": ");
    gate_buf_add(out, gate_buf_str(&why));
    add_others(out, miss);
}

void gate_testing_why(gate_buf *out, const gate_test_result *result)
{
    gate_buf_add(out, result->error);
    for (uint32_t i = 0; i < result->misses.len; i++) {
        if (i) gate_buf_c(out, "; ");
        gate_buf_c(out, "expected ");
        gate_testing_expected(out, &result->misses.items[i]);
        gate_buf_c(out, ", got ");
        gate_testing_actual(out, &result->misses.items[i]);
    }
}

/* ---- JSON ------------------------------------------------------------------------------------- */

static void put(gate_json *json, const char *key, gate_str text)
{
    gate_json_key(json, gate_str_c(key));
    gate_json_str(json, text);
}

static void put_int(gate_json *json, const char *key, int64_t value)
{
    gate_json_key(json, gate_str_c(key));
    gate_json_int(json, value);
}

static void write_miss(gate_json *json, const gate_suite_case *one, const gate_test_miss *miss)
{
    gate_buf text = gate_buf_new(json->out->arena);
    gate_json_open(json, '{');
    put_int(json, "line", gate_testing_line(one->test, miss->expect->clause->span));
    if (miss->expect->target.len) put(json, "target", miss->expect->target);
    put(json, "expected", miss->expect->outcome);
    put(json, "actual", miss->actual);
    gate_testing_actual(&text, miss);
    put(json, "message", gate_buf_str(&text));
    gate_json_close(json, '}');
}

static void write_case(gate_json *json, const gate_suite_case *one)
{
    gate_json_open(json, '{');
    put(json, "title", one->test->title);
    put_int(json, "line", gate_testing_line(one->test, one->test->node->span));
    put(json, "outcome", gate_str_c(gate_testing_word(one->state)));
    if (one->result && one->result->error.len) {
        gate_json_key(json, GATE_STR("error"));
        gate_json_open(json, '{');
        put_int(json, "line", gate_testing_line(one->test, one->result->error_at));
        put(json, "message", one->result->error);
        gate_json_close(json, '}');
    }
    if (one->result && one->result->misses.len) {
        gate_json_key(json, GATE_STR("differences"));
        gate_json_open(json, '[');
        for (uint32_t i = 0; i < one->result->misses.len; i++)
            write_miss(json, one, &one->result->misses.items[i]);
        gate_json_close(json, ']');
    }
    gate_json_close(json, '}');
}

static void write_file(gate_json *json, const gate_tested_file *file)
{
    gate_json_open(json, '{');
    put(json, "file", file->name);
    gate_json_key(json, GATE_STR("compiles"));
    gate_json_bool(json, file->ready);
    if (file->suite) {
        put(json, "policy", file->policy);
        gate_json_key(json, GATE_STR("tests"));
        gate_json_open(json, '[');
        for (uint32_t i = 0; i < file->suite->cases.len; i++)
            write_case(json, &file->suite->cases.items[i]);
        gate_json_close(json, ']');
    }
    gate_json_close(json, '}');
}

static void write_policies(gate_json *json, const gatec_testing *testing)
{
    gate_json_key(json, GATE_STR("policies"));
    gate_json_open(json, '[');
    for (uint32_t i = 0; i < testing->policies.len; i++) {
        const gate_tested_policy *policy = &testing->policies.items[i];
        gate_json_open(json, '{');
        put(json, "file", policy->name);
        if (policy->cover) gate_testing_write_cover(json, policy->cover);
        if (policy->mutation) gate_testing_write_mutants(json, policy->mutation);
        gate_json_close(json, '}');
    }
    gate_json_close(json, ']');
}

void gate_testing_json(gate_buf *out, const gatec_testing *testing, const gate_report_options *options)
{
    (void)options;
    gate_json json = gate_json_new(out, 2);
    const gatec_testing_facts *facts = &testing->facts;
    gate_json_open(&json, '{');
    put(&json, "schema", GATE_STR("https://gatec.dev/schema/tests-1"));
    put_int(&json, "tests", facts->tests);
    put_int(&json, "passed", facts->passed);
    put_int(&json, "failed", facts->failed);
    put_int(&json, "errors", facts->broken);
    gate_json_key(&json, GATE_STR("files"));
    gate_json_open(&json, '[');
    for (size_t i = 0; i < testing->file_count; i++)
        write_file(&json, &testing->files[i]);
    gate_json_close(&json, ']');
    write_policies(&json, testing);
    gate_json_close(&json, '}');
    gate_buf_char(out, '\n');
}

/* ---- JUnit ------------------------------------------------------------------------------------ */

static void attribute(gate_buf *out, const char *name, gate_str text)
{
    gate_buf_printf(out, " %s=\"", name);
    gate_escape_xml(out, text);
    gate_buf_char(out, '"');
}

static void junit_case(gate_buf *out, const gate_tested_file *file, const gate_suite_case *one)
{
    gate_buf_c(out, "    <testcase");
    attribute(out, "classname", file->name);
    attribute(out, "name", one->test->title);
    attribute(out, "file", file->name);
    gate_buf_printf(out, " line=\"%u\" time=\"0\"", gate_testing_line(one->test, one->test->node->span));
    if (!one->result) {
        gate_buf_c(out, "/>\n");
        return;
    }
    const char *element = one->state == GATE_TEST_FAIL ? "failure" : "error";
    gate_buf why = gate_buf_new(out->arena);
    gate_testing_why(&why, one->result);
    gate_buf_printf(out, ">\n      <%s", element);
    attribute(out, "message", gate_buf_str(&why));
    gate_buf_printf(out, " type=\"%s\"/>\n    </testcase>\n", element);
}

static void junit_broken(gate_buf *out, const gate_tested_file *file)
{
    const gate_diags *diags = &file->messages.diags;
    gate_buf_c(out, "    <testcase");
    attribute(out, "classname", file->name);
    gate_buf_c(out, " name=\"compiles\" time=\"0\">\n      <error");
    attribute(out, "message",
              gate_str_c(diags->list.len ? diags->list.items[0]->message : "it does not compile"));
    gate_buf_c(out, " type=\"error\"/>\n    </testcase>\n");
}

void gate_testing_junit(gate_buf *out, const gatec_testing *testing, const gate_report_options *options)
{
    (void)options;
    gate_buf_c(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites>\n");
    for (size_t i = 0; i < testing->file_count; i++) {
        const gate_tested_file *file = &testing->files[i];
        if (file->ready && !file->suite) continue;
        uint32_t tests = file->suite ? file->suite->cases.len : 1;
        uint32_t failed = file->suite ? file->suite->counts[GATE_TEST_FAIL] : 0;
        uint32_t errors = file->suite ? file->suite->counts[GATE_TEST_ERROR] : 1;
        gate_buf_c(out, "  <testsuite");
        attribute(out, "name", file->name);
        gate_buf_printf(out, " tests=\"%u\" failures=\"%u\" errors=\"%u\" skipped=\"0\" time=\"0\">\n", tests,
                        failed, errors);
        if (!file->suite) junit_broken(out, file);
        for (uint32_t k = 0; file->suite && k < file->suite->cases.len; k++)
            junit_case(out, file, &file->suite->cases.items[k]);
        gate_buf_c(out, "  </testsuite>\n");
    }
    gate_buf_c(out, "</testsuites>\n");
}

/* ---- TAP -------------------------------------------------------------------------------------- */

static void tap_field(gate_buf *out, const char *name, gate_str text)
{
    gate_buf_printf(out, "  %s: ", name);
    gate_buf_json(out, text);
    gate_buf_char(out, '\n');
}

static void tap_head(gate_buf *out, bool good, uint32_t number, gate_str file, gate_str title)
{
    gate_buf_printf(out, "%sok %u - ", good ? "" : "not ", number);
    gate_escape_tap(out, file);
    gate_buf_c(out, ": ");
    gate_escape_tap(out, title);
    gate_buf_char(out, '\n');
}

static void tap_case(gate_buf *out, uint32_t number, const gate_tested_file *file, const gate_suite_case *one)
{
    tap_head(out, !one->result, number, file->name, one->test->title);
    if (!one->result) return;
    gate_buf why = gate_buf_new(out->arena);
    gate_testing_why(&why, one->result);
    gate_buf_c(out, "  ---\n");
    tap_field(out, "outcome", gate_str_c(gate_testing_word(one->state)));
    tap_field(out, "message", gate_buf_str(&why));
    tap_field(out, "file", file->name);
    gate_buf_printf(out, "  line: %u\n  ...\n", gate_testing_line(one->test, one->test->node->span));
}

void gate_testing_tap(gate_buf *out, const gatec_testing *testing, const gate_report_options *options)
{
    (void)options;
    uint32_t number = 0, count = testing->facts.tests + testing->facts.unready;
    gate_buf_printf(out, "TAP version 14\n1..%u\n", count);
    for (size_t i = 0; i < testing->file_count; i++) {
        const gate_tested_file *file = &testing->files[i];
        if (!file->ready) tap_head(out, false, ++number, file->name, GATE_STR("compiles"));
        for (uint32_t k = 0; file->suite && k < file->suite->cases.len; k++)
            tap_case(out, ++number, file, &file->suite->cases.items[k]);
    }
}
