/* FILE.triples: expressions and what they come to, three lines each and an empty one:
 *
 *     e.suites.all(s, s.ok)
 *     {"e": {"suites": []}}
 *     missing: nothing to check at /suites
 *
 * The second line binds names to JSON; "@absent" stands for an artifact that is not there, "@file PATH" for
 * that file, beneath the working directory, "@junit PATH" for one that is read so. The third is the
 * value as gatec prints it, `missing: REASON`, `error: REASON`, or `refused: CODE` for an expression that
 * does not compile. `missing` or `error` alone leave the reason open. A line that begins with # is a comment.
 */
#include "tests/runner.h"

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { NAMES_MAX = 16 };

struct names {
    gatec_binding bindings[NAMES_MAX];
    char *texts[NAMES_MAX];
    size_t count;
    json_t *json;
};

static bool names_read(struct names *names, const char *line)
{
    *names = (struct names){.json = json_loads(line, JSON_REJECT_DUPLICATES | JSON_ALLOW_NUL, NULL)};
    const char *key;
    json_t *value;
    if (!json_is_object(names->json) || json_object_size(names->json) > NAMES_MAX) return false;
    json_object_foreach (names->json, key, value) {
        gatec_binding *binding = &names->bindings[names->count];
        *binding = (gatec_binding){.name = key};
        if (json_is_string(value) && strcmp(json_string_value(value), "@absent") == 0) {
            binding->file = "no-such-file.json";
        } else if (json_is_string(value) && strncmp(json_string_value(value), "@file ", 6) == 0) {
            binding->file = json_string_value(value) + 6; /* lives with the line's JSON */
        } else if (json_is_string(value) && strncmp(json_string_value(value), "@junit ", 7) == 0) {
            binding->file = json_string_value(value) + 7;
            binding->reader = "junit";
        } else {
            names->texts[names->count] = json_dumps(value, JSON_ENCODE_ANY);
            binding->json = names->texts[names->count];
            binding->json_len = strlen(binding->json);
        }
        names->count++;
    }
    return true;
}

static void names_drop(struct names *names)
{
    for (size_t i = 0; i < names->count; i++)
        free(names->texts[i]);
    json_decref(names->json);
}

/* What the expression comes to, as the third line has it. */
static void triple_eval(const char *expression, const struct names *names, struct text *out)
{
    gatec_eval_options options = GATEC_EVAL_OPTIONS_INIT;
    options.expression = expression;
    options.expression_len = strlen(expression);
    options.bindings = names->bindings;
    options.binding_count = names->count;
    options.now = "2026-03-01T12:00:00Z";
    gatec_value *value = NULL;
    gatec_message message;
    gatec_status status = gatec_eval(&options, &value);
    if (status != GATEC_OK)
        text_addf(out, "refused: %s",
                  gatec_messages_at(gatec_value_messages(value), 0, &message) ? message.code : "?");
    else if (gatec_value_outcome(value) == GATEC_VALUE)
        text_addf(out, "%s", gatec_value_json(value));
    else
        text_addf(out, "%s: %s", gatec_outcome_name(gatec_value_outcome(value)), gatec_value_reason(value));
    gatec_value_free(value);
}

static bool open_reason(const char *wanted, const char *actual)
{
    return (strcmp(wanted, "missing") == 0 && strncmp(actual, "missing: ", 9) == 0) ||
           (strcmp(wanted, "error") == 0 && strncmp(actual, "error: ", 7) == 0);
}

/* One triple; adds to [blessed] what the file should hold. */
static void triple_run(struct runner *runner, const char *place, char *const lines[3], struct text *blessed)
{
    struct names names;
    struct text actual = {0};
    runner->cases++;
    if (names_read(&names, lines[1])) {
        triple_eval(lines[0], &names, &actual);
        bool good = strcmp(lines[2], actual.bytes) == 0 || open_reason(lines[2], actual.bytes);
        if (!good && !runner->bless)
            fail(runner, place, "%s\n    with   %s\n    wanted %s\n    got    %s", lines[0], lines[1],
                 lines[2], actual.bytes);
        text_addf(blessed, "%s\n%s\n%s\n", lines[0], lines[1], good ? lines[2] : actual.bytes);
    } else {
        fail(runner, place, "the second line is no object of JSON: %s", lines[1]);
        text_addf(blessed, "%s\n%s\n%s\n", lines[0], lines[1], lines[2]);
    }
    names_drop(&names);
    text_free(&actual);
}

void triples_run(struct runner *runner, const char *path)
{
    struct text source = {0}, blessed = {0};
    char *lines[3], place[512];
    unsigned number = 0, held = 0;
    if (!file_read(path, &source)) {
        fail(runner, path, "it cannot be read");
        return;
    }
    for (char *at = source.bytes, *stop; at < source.bytes + source.len; at = stop + 1) {
        stop = at + strcspn(at, "\n");
        *stop = '\0';
        number++;
        if (held == 0 && (*at == '\0' || *at == '#')) {
            text_addf(&blessed, "%s\n", at);
            continue;
        }
        lines[held++] = at;
        if (held < 3) continue;
        snprintf(place, sizeof place, "%s:%u", path, number - 2);
        triple_run(runner, place, lines, &blessed);
        held = 0;
    }
    if (held > 0)
        fail(runner, path, "it ends within a triple");
    else if (runner->bless)
        file_write(path, blessed.bytes, blessed.len);
    text_free(&source);
    text_free(&blessed);
}
