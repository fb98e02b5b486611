/* Runs the example of every function and macro, as the reference prints them: "expression -> value",
 * "expression -> missing" or "expression -> error". A value must be equal, and of the same type. */
#include "api/gatec.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct result {
    gatec_status status;
    gatec_outcome outcome;
    char type[64], said[512];
};

static struct result eval(const char *expression)
{
    gatec_eval_options options = GATEC_EVAL_OPTIONS_INIT;
    options.expression = expression;
    options.expression_len = strlen(expression);
    options.now = "2026-03-01T12:00:00Z";
    gatec_value *value = NULL;
    struct result result = {.status = gatec_eval(&options, &value)};
    gatec_message message = {.text = ""};
    result.outcome = gatec_value_outcome(value);
    snprintf(result.type, sizeof result.type, "%s", gatec_value_type(value));
    if (result.status != GATEC_OK) gatec_messages_at(gatec_value_messages(value), 0, &message);
    snprintf(result.said, sizeof result.said, "%s%s%s", message.text, gatec_value_json(value),
             gatec_value_reason(value));
    gatec_value_free(value);
    return result;
}

static bool right(const char *left, const char *wanted, struct result *got)
{
    *got = eval(left);
    if (got->status != GATEC_OK) return false;
    if (strcmp(wanted, "missing") == 0) return got->outcome == GATEC_MISSING;
    if (strcmp(wanted, "error") == 0) return got->outcome == GATEC_ERROR;
    char both[2048];
    snprintf(both, sizeof both, "(%s) == (%s)", left, wanted);
    struct result alone = eval(wanted), same = eval(both);
    return got->outcome == GATEC_VALUE && strcmp(got->type, alone.type) == 0 &&
           strcmp(same.said, "true") == 0;
}

static bool example_run(const char *example, size_t len, const char *whose)
{
    char left[1024];
    const char *arrow = NULL;
    if (len >= sizeof left) return false;
    memcpy(left, example, len);
    left[len] = '\0';
    for (char *at = left; (at = strstr(at, " -> ")) != NULL; at++)
        arrow = at;
    struct result got = {.said = "no ` -> `"};
    bool good = false;
    if (arrow != NULL) {
        const char *wanted = arrow + 4;
        left[arrow - left] = '\0';
        good = right(left, wanted, &got);
        left[arrow - left] = ' ';
    }
    if (!good)
        printf("FAIL %s: %s\n    got %s %s %s\n", whose, left, gatec_outcome_name(got.outcome), got.type,
               got.said);
    return good;
}

int main(void)
{
    unsigned run = 0, failed = 0;
    gatec_function function;
    for (size_t i = 0; gatec_function_at(i, &function); i++, run++)
        failed += !example_run(function.example, strlen(function.example), function.signature);
    printf("%u examples, %u failed\n", run, failed);
    return failed > 0 || run == 0;
}
