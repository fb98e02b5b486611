/* Runs the conformance cases of CEL through gatec_eval: `conformance CASES.ndjson EXCEPTIONS.txt`. Skipped
 * (status 77) when the cases are not there. A case that fails must stand in the exceptions, one line each,
 * `suite/section/name: reason`; an exception that passes, or that names no case, fails the run. */
#include "api/gatec.h"

#include <jansson.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { NAMES_MAX = 32, EXCEPTIONS_MAX = 128, LINE_MAX_BYTES = 1 << 20 };

struct exception {
    char *name, *reason;
    bool used;
};

struct run {
    struct exception exceptions[EXCEPTIONS_MAX];
    size_t exception_count;
    unsigned passed, excepted, failed;
};

/* -- comparison ---------------------------------------------------------------------------------- */

static bool json_same(const json_t *a, const json_t *b);

static bool object_same(const json_t *a, const json_t *b)
{
    const char *key;
    json_t *value;
    if (json_object_size(a) != json_object_size(b)) return false;
    json_object_foreach ((json_t *)a, key, value) {
        json_t *other = json_object_get(b, key);
        if (other == NULL || !json_same(value, other)) return false;
    }
    return true;
}

static bool array_same(const json_t *a, const json_t *b)
{
    if (json_array_size(a) != json_array_size(b)) return false;
    for (size_t i = 0; i < json_array_size(a); i++)
        if (!json_same(json_array_get(a, i), json_array_get(b, i))) return false;
    return true;
}

/* Number text carries the type: 1 and 1.0 differ. */
static bool json_same(const json_t *a, const json_t *b)
{
    if (json_typeof(a) != json_typeof(b)) return false;
    switch (json_typeof(a)) {
    case JSON_OBJECT:
        return object_same(a, b);
    case JSON_ARRAY:
        return array_same(a, b);
    case JSON_REAL:
        return json_real_value(a) == json_real_value(b);
    case JSON_INTEGER:
        return json_integer_value(a) == json_integer_value(b);
    case JSON_STRING:
        return json_string_length(a) == json_string_length(b) &&
               memcmp(json_string_value(a), json_string_value(b), json_string_length(a)) == 0;
    case JSON_TRUE:
    case JSON_FALSE:
    case JSON_NULL:
        return true;
    }
    return false;
}

/* -- one case ------------------------------------------------------------------------------------ */

static bool missing_allowed(const char *class)
{
    return class != NULL && (strcmp(class, "missing_key") == 0 || strcmp(class, "index_range") == 0 ||
                             strcmp(class, "undeclared") == 0);
}

static const char *text_of(const json_t *object, const char *key)
{
    const char *text = json_string_value(json_object_get(object, key));
    return text == NULL ? "" : text;
}

/* Whether what came out is what is expected; [*said] is what to print of it, owned by the caller. */
static bool outcome_right(const json_t *expect, gatec_status status, const gatec_value *value, char **said)
{
    gatec_outcome outcome = gatec_value_outcome(value);
    gatec_message message = {.code = "?", .text = "?"};
    int len;
    if (status != GATEC_OK) {
        gatec_messages_at(gatec_value_messages(value), 0, &message);
        len = asprintf(said, "refused, %s: %s", message.code, message.text);
    } else if (outcome == GATEC_VALUE)
        len = asprintf(said, "%s %s", gatec_value_type(value), gatec_value_json(value));
    else
        len = asprintf(said, "%s: %s", gatec_outcome_name(outcome), gatec_value_reason(value));
    if (len < 0) exit(2);
    if (json_object_get(expect, "error") != NULL)
        return status != GATEC_OK || outcome == GATEC_ERROR ||
               (outcome == GATEC_MISSING && missing_allowed(text_of(expect, "class")));
    if (status != GATEC_OK || outcome != GATEC_VALUE) return false;
    if (strcmp(gatec_value_type(value), text_of(expect, "type")) != 0) return false;
    json_t *json = json_loads(gatec_value_json(value), JSON_DECODE_ANY | JSON_ALLOW_NUL, NULL);
    bool same = json != NULL && json_same(json_object_get(expect, "value"), json);
    json_decref(json);
    return same;
}

static gatec_status case_eval(const json_t *json, gatec_value **value)
{
    const json_t *bindings = json_object_get(json, "bindings"), *expr = json_object_get(json, "expr");
    gatec_binding names[NAMES_MAX] = {0};
    char *texts[NAMES_MAX];
    size_t count = 0;
    const char *key;
    json_t *bound;
    json_object_foreach ((json_t *)bindings, key, bound) {
        if (count == NAMES_MAX || (texts[count] = json_dumps(bound, JSON_ENCODE_ANY)) == NULL) exit(2);
        names[count] = (gatec_binding){.name = key, .json = texts[count], .json_len = strlen(texts[count])};
        count++;
    }
    gatec_eval_options options = GATEC_EVAL_OPTIONS_INIT;
    options.expression = json_string_value(expr);
    options.expression_len = json_string_length(expr);
    options.bindings = names;
    options.binding_count = count;
    options.now = "2026-03-01T12:00:00Z";
    gatec_status status = gatec_eval(&options, value);
    for (size_t i = 0; i < count; i++)
        free(texts[i]);
    return status;
}

static struct exception *exception_find(struct run *run, const char *name)
{
    for (size_t i = 0; i < run->exception_count; i++)
        if (strcmp(run->exceptions[i].name, name) == 0) return &run->exceptions[i];
    return NULL;
}

static void case_run(struct run *run, const json_t *json, unsigned number)
{
    char name[512], *said = NULL;
    snprintf(name, sizeof name, "%s/%s/%s#%u", text_of(json, "suite"), text_of(json, "section"),
             text_of(json, "name"), number);
    gatec_value *value = NULL;
    gatec_status status = case_eval(json, &value);
    bool right = outcome_right(json_object_get(json, "expect"), status, value, &said);
    gatec_value_free(value);
    struct exception *exception = exception_find(run, name);
    if (exception != NULL) exception->used = true;
    if (right && exception == NULL) {
        run->passed++;
    } else if (!right && exception != NULL) {
        run->excepted++;
    } else {
        char *bindings = json_dumps(json_object_get(json, "bindings"), JSON_ENCODE_ANY);
        char *expect = json_dumps(json_object_get(json, "expect"), JSON_ENCODE_ANY);
        printf("%s (line %u, %s)\n    %s\n    with   %s\n    wanted %s\n    got    %s\n",
               right ? "PASSES THOUGH EXCEPTED" : "FAIL", number, name, text_of(json, "expr"), bindings,
               expect, said);
        free(bindings);
        free(expect);
        run->failed++;
    }
    free(said);
}

/* -- the run ------------------------------------------------------------------------------------- */

static void exceptions_read(struct run *run, const char *path)
{
    FILE *file = fopen(path, "r");
    char line[2048];
    if (file == NULL) {
        perror(path);
        exit(2);
    }
    while (fgets(line, sizeof line, file) != NULL) {
        line[strcspn(line, "\n")] = '\0';
        char *colon = strstr(line, ": ");
        if (line[0] == '#' || line[0] == '\0') continue;
        if (colon == NULL || run->exception_count == EXCEPTIONS_MAX) {
            fprintf(stderr, "%s: not `suite/section/name#line: reason`, or too many: %s\n", path, line);
            exit(2);
        }
        *colon = '\0';
        run->exceptions[run->exception_count++] = (struct exception){strdup(line), strdup(colon + 2), false};
    }
    fclose(file);
}

int main(int argc, char **argv)
{
    static struct run run;
    if (argc != 3) {
        fprintf(stderr, "usage: conformance CASES.ndjson EXCEPTIONS.txt\n");
        return 2;
    }
    FILE *file = fopen(argv[1], "r");
    if (file == NULL) {
        printf("skipped: %s is not there\n", argv[1]);
        return 77;
    }
    exceptions_read(&run, argv[2]);
    char *line = NULL;
    size_t room = 0;
    unsigned number = 0;
    for (ssize_t len; (len = getline(&line, &room, file)) > 0;) {
        json_t *json = json_loadb(line, (size_t)len, JSON_ALLOW_NUL, NULL);
        number++;
        if (json == NULL) {
            printf("FAIL line %u: no JSON\n", number);
            run.failed++;
        } else
            case_run(&run, json, number);
        json_decref(json);
    }
    free(line);
    fclose(file);
    for (size_t i = 0; i < run.exception_count; i++) {
        if (!run.exceptions[i].used) {
            printf("FAIL exception %s: there is no such case\n", run.exceptions[i].name);
            run.failed++;
        }
        free(run.exceptions[i].name);
        free(run.exceptions[i].reason);
    }
    printf("%u pass, %u justified differences, %u fail\n", run.passed, run.excepted, run.failed);
    return run.failed > 0 || run.passed == 0;
}
