/* tests/cases/error/TOPIC/CASE.gate: what a policy is refused or warned for. Each message is stated in the
 * source by a comment, where it can be seen beside its cause:
 *
 *     require e.okay       // error: E0307
 *     // ^ error: E0101                        about the line above
 *     // v warning: W0101                      about the line below
 *     // error: E0212 in shared/b.gate:1       about another file
 *     // error: E0402 nowhere                  about no line
 *
 * and whole, as it is rendered, in CASE.txt. Files in folders of the topic are there to be imported. */
#include "tests/runner.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { STATED_MAX = 64, WHAT_MAX = 256 };

/* "E0307 error file.gate:12", so that what is stated and what came out compare as texts. */
struct stated {
    char what[STATED_MAX][WHAT_MAX];
    unsigned count;
};

static int what_order(const void *a, const void *b)
{
    return strcmp(a, b);
}

static void state(struct stated *stated, const char *code, bool error, const char *file, unsigned line)
{
    if (stated->count < STATED_MAX)
        snprintf(stated->what[stated->count++], WHAT_MAX, "%s %s %s:%u", code, error ? "error" : "warning",
                 file, line);
}

/* The statements of one line of the source: `error: CODE` or `warning: CODE`, several by commas. */
static void line_read(struct stated *stated, const char *line, const char *file, unsigned number)
{
    const char *comment = strstr(line, "// ");
    for (const char *next; comment != NULL; comment = next) {
        next = strstr(comment + 3, "// ");
        const char *at = comment + 3;
        unsigned about = number;
        if (strncmp(at, "^ ", 2) == 0)
            at += 2, about = number - 1;
        else if (strncmp(at, "v ", 2) == 0)
            at += 2, about = number + 1;
        char code[8] = "", other[WHAT_MAX / 2] = "", kind[8] = "";
        unsigned place = 0;
        int end = 0;
        if (sscanf(at, "%7[a-z]: %7[EW0-9]%n", kind, code, &end) != 2 ||
            (strcmp(kind, "error") != 0 && strcmp(kind, "warning") != 0))
            continue;
        bool error = strcmp(kind, "error") == 0;
        if (sscanf(at + end, " in %127[^:]:%u", other, &place) == 2)
            state(stated, code, error, other, place);
        else if (strncmp(at + end, " nowhere", 8) == 0)
            state(stated, code, error, "", 0);
        else
            state(stated, code, error, file, about);
    }
}

static void source_read(struct stated *stated, const struct text *source, const char *file)
{
    unsigned number = 0;
    for (size_t at = 0; at < source->len;) {
        size_t len = 0;
        while (at + len < source->len && source->bytes[at + len] != '\n')
            len++;
        struct text line = {0};
        text_add(&line, source->bytes + at, len);
        line_read(stated, line.bytes, file, ++number);
        text_free(&line);
        at += len + 1;
    }
}

static gatec_policy *load(const char *file)
{
    gatec_policy_options options = GATEC_POLICY_OPTIONS_INIT;
    options.path = file;
    gatec_policy *policy = NULL;
    gatec_policy_load(&options, &policy);
    return policy;
}

static void render(const gatec_policy *policy, struct text *out)
{
    gatec_text text = {0};
    text_add(out, "", 0);
    if (gatec_messages_render(gatec_policy_messages(policy), GATEC_MESSAGES_TEXT, &text) == GATEC_OK)
        text_add(out, text.bytes, text.len);
    gatec_text_free(&text);
}

static void messages_compare(struct runner *runner, const char *file, const gatec_policy *policy,
                             const struct text *source)
{
    struct stated wanted = {.count = 0}, actual = {.count = 0};
    source_read(&wanted, source, file);
    const gatec_messages *messages = gatec_policy_messages(policy);
    gatec_message message;
    bool errors = false;
    for (size_t i = 0; gatec_messages_at(messages, i, &message); i++) {
        state(&actual, message.code, message.error, message.file, message.line);
        errors = errors || message.error;
    }
    qsort(wanted.what, wanted.count, WHAT_MAX, what_order);
    qsort(actual.what, actual.count, WHAT_MAX, what_order);
    bool same = wanted.count == actual.count;
    for (unsigned i = 0; same && i < wanted.count; i++)
        same = strcmp(wanted.what[i], actual.what[i]) == 0;
    if (!same) {
        struct text want = {0}, got = {0};
        for (unsigned i = 0; i < wanted.count; i++)
            text_addf(&want, "%s\n", wanted.what[i]);
        for (unsigned i = 0; i < actual.count; i++)
            text_addf(&got, "%s\n", actual.what[i]);
        fail(runner, file, "the messages are not those that its comments state");
        diff_print("stated", &want, &got);
        text_free(&want);
        text_free(&got);
    }
    if (errors == gatec_policy_ready(policy))
        fail(runner, file, errors ? "it is refused, and ready" : "it is not refused, and not ready");
}

static void error_run(struct runner *runner, const char *file)
{
    runner->cases++;
    struct text source = {0}, once = {0}, again = {0}, path = {0};
    gatec_policy *policy = load(file);
    if (policy == NULL || !file_read(file, &source)) {
        fail(runner, file, "it cannot be read");
        gatec_policy_free(policy);
        return;
    }
    messages_compare(runner, file, policy, &source);
    render(policy, &once);
    gatec_policy_free(policy);
    policy = load(file);
    render(policy, &again);
    gatec_policy_free(policy);
    if (once.len != again.len || memcmp(once.bytes, again.bytes, once.len) != 0)
        fail(runner, file, "two runs say different things");
    text_addf(&path, "%.*s.txt", (int)(strlen(file) - strlen(".gate")), file);
    golden(runner, file, path.bytes, &once);
    text_free(&source);
    text_free(&once);
    text_free(&again);
    text_free(&path);
}

void errors_run(struct runner *runner)
{
    char **files = names_list(".", ".gate");
    for (size_t i = 0; files[i] != NULL; i++)
        error_run(runner, files[i]);
    names_free(files);
}
