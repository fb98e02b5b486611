/* gatec inside another program: compiles a policy once and judges each file that it is given by it.
 *
 *     cc embed.c -lgatec -ljansson -lnettle -lexpat -lpcre2-8 -lm -o embed
 *     ./embed good.json bad.json */
#include "api/gatec.h"

#include <stdio.h>
#include <string.h>

static const char policy_text[] = "policy tests_pass \"All tests pass\"\n"
                                  "evidence result from \"result.json\"\n"
                                  "checklist tests \"Tests\" {\n"
                                  "  item all \"Every test passed\" {\n"
                                  "    require result.total > 0 && result.passed == result.total\n"
                                  "  }\n"
                                  "}\n";

/* Tells the messages of a call that failed. */
static int give_up(const char *what, gatec_status status, const gatec_messages *messages)
{
    gatec_text text;
    fprintf(stderr, "%s: %s\n", what, gatec_status_text(status));
    if (gatec_messages_render(messages, GATEC_MESSAGES_TEXT, &text) == GATEC_OK) {
        fputs(text.bytes, stderr);
        gatec_text_free(&text);
    }
    return 1;
}

/* One check of a policy that was compiled long before, with the evidence `result` in [file]. */
static int judge(const gatec_policy *policy, const char *file)
{
    gatec_binding binding = {.name = "result", .file = file};
    gatec_check_options options = GATEC_CHECK_OPTIONS_INIT;
    options.now = "2026-02-13T12:00:00Z";
    options.bindings = &binding;
    options.binding_count = 1;

    gatec_verdict *verdict = NULL;
    gatec_status status = gatec_check(policy, &options, &verdict);
    if (status != GATEC_OK) {
        int failed = give_up(file, status, gatec_verdict_messages(verdict));
        gatec_verdict_free(verdict);
        return failed;
    }
    gatec_row row;
    printf("%s: %s\n", file, gatec_verdict_facts(verdict).go ? "GO" : "NO-GO");
    for (size_t i = 0; gatec_verdict_row(verdict, i, &row); i++) {
        if (strcmp(row.outcome, "pass") != 0) printf("  %s %s\n", row.id, row.outcome);
    }
    gatec_verdict_free(verdict);
    return 0;
}

int main(int argc, char **argv)
{
    gatec_policy_options options = GATEC_POLICY_OPTIONS_INIT;
    options.text = policy_text;
    options.text_len = strlen(policy_text);
    options.name = "tests_pass.gate";
    gatec_policy *policy = NULL;
    gatec_status status = gatec_policy_load(&options, &policy);
    int failed = status != GATEC_OK ? give_up("the policy", status, gatec_policy_messages(policy)) : 0;
    for (int i = 1; i < argc && !failed; i++)
        failed = judge(policy, argv[i]);
    gatec_policy_free(policy);

    gatec_eval_options expression = GATEC_EVAL_OPTIONS_INIT;
    gatec_value *value = NULL;
    expression.expression = "7 * 6";
    expression.expression_len = strlen(expression.expression);
    status = gatec_eval(&expression, &value);
    if (status == GATEC_OK)
        printf("%s = %s\n", expression.expression, gatec_value_json(value));
    else
        failed = give_up("the expression", status, gatec_value_messages(value));
    gatec_value_free(value);
    return failed;
}
