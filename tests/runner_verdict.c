/* tests/cases/verdict/TOPIC/CASE/: policy.gate, the evidence beside it (the case's folder is the root), and
 * perhaps `args`, a line each:
 *
 *     now 2026-03-01T12:00:00Z     (this is the default)
 *     param NAME=VALUE  |  evidence NAME=FILE  |  env NAME=VALUE  |  stdin FILE
 *     root FOLDER  |  allow-outside  |  # …
 *
 * What the case is about stands in its policy, in comments: `// is: GO`, `// is: NO-GO` or `// is: status 2`,
 * and, where there is a verdict, `// is: block.row OUTCOME` for each of its rows. The verdict is compared
 * whole with expected.txt and expected.json (or the messages with expected.txt, where there is none), runs
 * twice, from its compiled form, and deciding only. */
#include "tests/runner.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { INPUTS_MAX = 32, ROWS_MAX = 256 };

/* What `args` says; the texts point into [text]. */
struct inputs {
    struct text text;
    const char *now, *root, *stdin_file;
    bool allow_outside;
    gatec_setting settings[INPUTS_MAX], variables[INPUTS_MAX];
    gatec_binding bindings[INPUTS_MAX];
    size_t setting_count, variable_count, binding_count;
};

/* What one check came to. */
struct found {
    gatec_status status;
    gatec_facts facts;
    struct text rows, text, json; /* [text]: the messages, when there is no verdict */
};

static void found_free(struct found *found)
{
    text_free(&found->rows);
    text_free(&found->text);
    text_free(&found->json);
}

static gatec_setting setting_split(char *pair)
{
    char *value = strchr(pair, '=');
    if (value == NULL) return (gatec_setting){pair, ""};
    *value = '\0';
    return (gatec_setting){pair, value + 1};
}

static bool arg_read(struct inputs *in, char *word, char *rest)
{
    if (strcmp(word, "now") == 0)
        in->now = rest;
    else if (strcmp(word, "root") == 0)
        in->root = rest;
    else if (strcmp(word, "stdin") == 0)
        in->stdin_file = rest;
    else if (strcmp(word, "allow-outside") == 0)
        in->allow_outside = true;
    else if (strcmp(word, "param") == 0 && in->setting_count < INPUTS_MAX)
        in->settings[in->setting_count++] = setting_split(rest);
    else if (strcmp(word, "env") == 0 && in->variable_count < INPUTS_MAX)
        in->variables[in->variable_count++] = setting_split(rest);
    else if (strcmp(word, "evidence") == 0 && in->binding_count < INPUTS_MAX) {
        gatec_setting pair = setting_split(rest);
        in->bindings[in->binding_count++] = (gatec_binding){.name = pair.name, .file = pair.value};
    } else
        return word[0] == '#';
    return true;
}

static bool inputs_read(struct inputs *in)
{
    *in = (struct inputs){.now = "2026-03-01T12:00:00Z"};
    bool good = true;
    char *save = NULL;
    if (!file_read("args", &in->text)) return true;
    for (char *line = strtok_r(in->text.bytes, "\n", &save); line != NULL;
         line = strtok_r(NULL, "\n", &save)) {
        char *rest = strchr(line, ' ');
        if (rest != NULL) *rest++ = '\0';
        good = arg_read(in, line, rest == NULL ? line + strlen(line) : rest) && good;
    }
    return good;
}

static const char *variable(void *context, const char *name)
{
    const struct inputs *in = context;
    for (size_t i = 0; i < in->variable_count; i++)
        if (strcmp(in->variables[i].name, name) == 0) return in->variables[i].value;
    return NULL;
}

/* A verdict's JSON without what every change of the compiler changes: the digests of the sources and of
 * the compiled form, gatec's version, and that of the machine's table of zones. */
static void json_mask(const char *bytes, size_t len, struct text *out)
{
    bool sources = false;
    for (size_t at = 0; at < len;) {
        const char *line = bytes + at;
        const char *stop = memchr(line, '\n', len - at);
        size_t size = stop == NULL ? len - at : (size_t)(stop - line) + 1;
        static const char *const keys[] = {"  \"program\": \"", "  \"gatec\": \"", "  \"zone_table\": \"", "      \"sha256\": \""};
        size_t kept = 0;
        for (size_t k = 0; k < 4; k++)
            if (size > strlen(keys[k]) && strncmp(line, keys[k], strlen(keys[k])) == 0 && (k < 3 || sources))
                kept = strlen(keys[k]);
        if (strncmp(line, "  \"sources\": [", 14) == 0)
            sources = true;
        else if (strncmp(line, "  ]", 3) == 0)
            sources = false;
        const char *quote = kept > 0 ? memchr(line + kept, '"', size - kept) : NULL;
        if (quote != NULL) {
            text_add(out, line, kept);
            text_add(out, "…", strlen("…"));
            text_add(out, quote, size - (size_t)(quote - line));
        } else {
            text_add(out, line, size);
        }
        at += size;
    }
}

static void form_render(const gatec_verdict *verdict, const char *form, struct text *out)
{
    gatec_text text = {0};
    gatec_render_options options = GATEC_RENDER_OPTIONS_INIT;
    text_add(out, "", 0);
    if (gatec_verdict_render(verdict, form, &options, &text) != GATEC_OK)
        text_addf(out, "the form `%s` could not be rendered\n", form);
    else if (strcmp(form, "json") == 0)
        json_mask(text.bytes, text.len, out);
    else
        text_add(out, text.bytes, text.len);
    gatec_text_free(&text);
}

static void messages_render(const gatec_messages *messages, struct text *out)
{
    gatec_text text = {0};
    if (gatec_messages_render(messages, GATEC_MESSAGES_TEXT, &text) == GATEC_OK)
        text_add(out, text.bytes, text.len);
    gatec_text_free(&text);
}

static void check(const gatec_policy *policy, const struct inputs *in, gatec_mode mode, struct found *out)
{
    gatec_check_options options = GATEC_CHECK_OPTIONS_INIT;
    options.audit = true; /* no case uses more than its policy's bound */
    options.root = in->root;
    options.now = in->now;
    options.allow_outside = in->allow_outside;
    options.settings = in->settings;
    options.setting_count = in->setting_count;
    options.bindings = in->bindings;
    options.binding_count = in->binding_count;
    options.getenv = variable;
    options.getenv_context = (void *)in;
    options.stdin_fd = in->stdin_file != NULL ? open(in->stdin_file, O_RDONLY | O_CLOEXEC) : -1;
    options.mode = mode;
    gatec_verdict *verdict = NULL;
    *out = (struct found){.status = gatec_check(policy, &options, &verdict)};
    if (options.stdin_fd >= 0) close(options.stdin_fd);
    out->facts = gatec_verdict_facts(verdict);
    messages_render(gatec_verdict_messages(verdict), &out->text);
    if (out->status == GATEC_OK) {
        gatec_row row;
        for (size_t i = 0; gatec_verdict_row(verdict, i, &row); i++)
            text_addf(&out->rows, "%s %s%s\n", row.id, row.outcome, row.decides ? "" : ", not deciding");
        form_render(verdict, "text", &out->text);
        form_render(verdict, "json", &out->json);
    }
    gatec_verdict_free(verdict);
}

static bool text_same(const struct text *a, const struct text *b)
{
    return a->len == b->len && (a->len == 0 || memcmp(a->bytes, b->bytes, a->len) == 0);
}

static int line_order(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

/* The lines of a text, sorted: rows are stated where they stand best. Cuts up [text]. */
static void lines_sort(struct text *text)
{
    char *lines[ROWS_MAX], *save = NULL;
    size_t count = 0;
    struct text sorted = {0};
    for (char *line = text->len > 0 ? strtok_r(text->bytes, "\n", &save) : NULL;
         line != NULL && count < ROWS_MAX; line = strtok_r(NULL, "\n", &save))
        lines[count++] = line;
    qsort(lines, count, sizeof *lines, line_order);
    for (size_t i = 0; i < count; i++)
        text_addf(&sorted, "%s\n", lines[i]);
    text_free(text);
    *text = sorted;
}

/* Compares what the policy's comments state with what came out. */
static void stated_compare(struct runner *runner, const char *name, const struct found *found)
{
    struct text source = {0}, stated = {0}, actual = {0};
    file_read("policy.gate", &source);
    for (const char *at = source.bytes; at != NULL && (at = strstr(at, "// is: ")) != NULL;) {
        at += strlen("// is: ");
        text_addf(&stated, "%.*s\n", (int)strcspn(at, "\n"), at);
    }
    int status = gatec_exit_status(found->status, &found->facts, false);
    if (found->status == GATEC_OK)
        text_addf(&actual, "%s\n", status == 0 ? "GO" : status == 1 ? "NO-GO" : "NOTHING");
    else
        text_addf(&actual, "status %d\n", status);
    text_add(&actual, found->rows.len > 0 ? found->rows.bytes : "", found->rows.len);
    lines_sort(&stated);
    lines_sort(&actual);
    if (!text_same(&stated, &actual)) {
        fail(runner, name, "the verdict is not what the policy's comments state");
        diff_print("stated by `// is: …`", &stated, &actual);
    }
    text_free(&source);
    text_free(&stated);
    text_free(&actual);
}

static void same_or_fail(struct runner *runner, const char *name, const char *what, const struct text *a,
                         const struct text *b)
{
    if (text_same(a, b)) return;
    fail(runner, name, "%s", what);
    diff_print("at first", a, b);
}

/* The same check again, from the compiled form, and deciding only. */
static void repeat(struct runner *runner, const char *name, const gatec_policy *policy,
                   const struct inputs *in, const struct found *first)
{
    struct found again, compiled, deciding;
    gatec_text image = {0};
    gatec_policy *loaded = NULL;
    check(policy, in, GATEC_EXPLAINING, &again);
    same_or_fail(runner, name, "a second run reads differently", &first->text, &again.text);
    same_or_fail(runner, name, "a second run's document differs", &first->json, &again.json);
    check(policy, in, GATEC_DECIDING, &deciding);
    same_or_fail(runner, name, "deciding comes to other outcomes than explaining", &first->rows,
                 &deciding.rows);
    if (first->facts.go != deciding.facts.go || first->facts.judged != deciding.facts.judged ||
        first->facts.only_missing != deciding.facts.only_missing ||
        first->facts.with_waivers_or_warnings != deciding.facts.with_waivers_or_warnings)
        fail(runner, name, "deciding comes to another verdict than explaining");
    gatec_policy_options options = GATEC_POLICY_OPTIONS_INIT;
    if (gatec_policy_image(policy, &image) == GATEC_OK) {
        options.text = image.bytes;
        options.text_len = image.len;
        options.name = "policy.gbc";
        if (gatec_policy_load(&options, &loaded) != GATEC_OK)
            fail(runner, name, "its compiled form is refused");
    } else {
        fail(runner, name, "it has no compiled form");
    }
    check(loaded, in, GATEC_EXPLAINING, &compiled);
    same_or_fail(runner, name, "the compiled form reads differently", &first->text, &compiled.text);
    same_or_fail(runner, name, "the compiled form's document differs", &first->json, &compiled.json);
    gatec_policy_free(loaded);
    gatec_text_free(&image);
    found_free(&again);
    found_free(&compiled);
    found_free(&deciding);
}

static void verdict_run(struct runner *runner, const char *name)
{
    struct inputs in;
    gatec_policy_options options = GATEC_POLICY_OPTIONS_INIT;
    options.path = "policy.gate";
    gatec_policy *policy = NULL;
    runner->cases++;
    if (!inputs_read(&in)) fail(runner, name, "`args` holds a line that means nothing");
    if (gatec_policy_load(&options, &policy) != GATEC_OK) {
        struct text messages = {0};
        messages_render(gatec_policy_messages(policy), &messages);
        fail(runner, name, "its policy does not compile:\n%s", messages.len > 0 ? messages.bytes : "");
        text_free(&messages);
    } else {
        struct found first;
        check(policy, &in, GATEC_EXPLAINING, &first);
        stated_compare(runner, name, &first);
        repeat(runner, name, policy, &in, &first);
        golden(runner, name, "expected.txt", &first.text);
        golden(runner, name, "expected.json", &first.json);
        found_free(&first);
    }
    gatec_policy_free(policy);
    text_free(&in.text);
}

void verdicts_run(struct runner *runner)
{
    char **names = names_list(".", NULL);
    for (size_t i = 0; names[i] != NULL; i++) {
        if (chdir(names[i]) != 0) {
            fail(runner, names[i], "no folder that can be entered");
            continue;
        }
        verdict_run(runner, names[i]);
        if (chdir("..") != 0) exit(2);
    }
    names_free(names);
}
