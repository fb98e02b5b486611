/* What came of tests, from the inside: for api/test.c, which runs them, and the forms it is shown in. Private
 * to api/. */
#ifndef GATE_API_TEST_H
#define GATE_API_TEST_H

#include "api/handle.h"
#include "author/mutate.h"
#include "author/test_cover.h"
#include "base/json.h"
#include "report/paper.h"
#include "report/report.h"

/* One file of the options. */
typedef struct gate_tested_file {
    const char *path;
    gatec_messages messages;
    bool ready;
    gate_str name;     /* tidied */
    gate_str policy;   /* the file of the policy that its tests speak of */
    gate_suite *suite; /* NULL unless it has tests */
} gate_tested_file;

/* A policy that tests speak of; several files may speak of one. */
typedef struct gate_tested_policy {
    gate_str name;
    gate_suite_subject subject;
    gate_tests passing;
    gate_cover *cover;       /* NULL unless asked for */
    gate_mutation *mutation; /* the same */
} gate_tested_policy;

struct gatec_testing {
    gate_handle base;
    gate_tested_file *files;
    size_t file_count;
    gatec_testing_facts facts;
    GATE_VEC(gate_tested_policy) policies;
    gate_strs inputs;
};

/* How one of them is written. */
typedef void gate_testing_form(gate_buf *out, const gatec_testing *testing, const gate_report_options *options);
gate_testing_form gate_testing_text, gate_testing_json, gate_testing_junit, gate_testing_tap;

/* "PASS", "FAIL", "ERROR", padded to five; for machines in small letters. */
const char *gate_testing_word(gate_test_state state);
/* The line of the test, and of a part of it, in its file. */
uint32_t gate_testing_line(const gate_test *test, gate_span span);
/* What was expected, as it is written: `release.smoke fail`, `GO`. */
void gate_testing_expected(gate_buf *out, const gate_test_miss *miss);
/* What came instead, and why, on one line. */
void gate_testing_actual(gate_buf *out, const gate_test_miss *miss);
/* Everything that is wrong with the test, on one line. */
void gate_testing_why(gate_buf *out, const gate_test_result *result);

/* Coverage, in both forms that have it. */
void gate_testing_put_cover(gate_paper *paper, const gate_cover *cover, const gate_report_options *options);
void gate_testing_write_cover(gate_json *json, const gate_cover *cover);
/* Mutants, the same. */
void gate_testing_put_mutants(gate_paper *paper, const gate_tested_policy *policy, const gate_report_options *options);
void gate_testing_write_mutants(gate_json *json, const gate_mutation *mutation);

#endif
