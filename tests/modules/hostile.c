/* Hostile evidence for the modules of the standard library, made from the evidence of their own tests: at
 * each path of each artifact, the value is taken away, or is one of another type. What comes out must never
 * be better than before, and what a question reads must be of the type that it expects.
 *
 * hostile FOLDER ALLOWED FILE.triples…: takes the triples that ask one of [questions] and nothing else. For
 * each mutation of a triple that does not pass, the question must not pass. For one that passes, a path at
 * which some mutation changes the answer is read: there a value of a wrong type must not pass either. ALLOWED
 * has what is right all the same, a line each: `QUESTION KIND PATH`, with `*` for any index, key or end, and
 * why behind a `#`. A line that nothing needs is an offence as well. FOLDER is for the artifacts at hand. */
#define _GNU_SOURCE
#include "api/gatec.h"

#include <fnmatch.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static const char *const questions[] = {
    "tests.green",
    "ci.passed",
    "ci.complete",
    "github.workflow_passed",
    "github.job_passed",
    "github.jobs_passed",
    "github.requires",
    "github.reviewed",
    "github.attached",
    "github.deployed",
    "sarif.clean",
    "sarif.scanned_by",
    "trivy.clean",
    "trivy.patched",
    "trivy.configured",
    "npm.clean",
    "k6.passed",
    "k6.keeps",
    "k6.checked",
    "k6.check",
    "cyclonedx.clean",
    "cyclonedx.licensed",
    "argo.passed",
    "argo.metric_passed",
    "kayenta.passed",
    "kayenta.scored",
    "keptn.passed",
    "keptn.scored",
    "keptn.compared",
    "sonarqube.passed",
    "coverage.py",
    "coverage.go",
    "coverage.istanbul",
    "coverage.istanbul_final",
    "coverage.cobertura",
    "coverage.lcov",
    "coverage.patch_line",
    "coverage.unmeasured",
};

/* In the order in which they are tried. */
enum kind { REMOVED, NULLED, BOOL, NUMBER, TEXT, LIST, MAP, KINDS };
static const char *const kind_names[KINDS] = {"removed", "null", "bool", "number", "text", "list", "map"};

enum { LINE = 1 << 20, NAMES = 8, ALLOWED_MAX = 400 };

typedef struct allowed {
    char question[64], kind[16], path[256];
    bool used;
} allowed;

typedef struct trial {
    const char *folder, *place, *question;
    gatec_policy *policy;
    gatec_check_options options;
    gatec_binding bindings[NAMES];
    char *files[NAMES];
    size_t at;    /* the binding that is changed */
    json_t *root; /* its value */
    bool passes;  /* as it is */
} trial;

static allowed list[ALLOWED_MAX];
static size_t list_len;
static unsigned long offences, mutants, triples;

static bool is_allowed(const trial *t, enum kind kind, const char *path)
{
    bool found = false;
    for (size_t i = 0; i < list_len; i++) {
        bool fits = fnmatch(list[i].question, t->question, 0) == 0 && fnmatch(list[i].path, path, 0) == 0 &&
                    fnmatch(list[i].kind, kind_names[kind], 0) == 0;
        list[i].used = list[i].used || fits;
        found = found || fits;
    }
    return found;
}

static void write_file(const char *path, const char *text)
{
    FILE *file = fopen(path, "w");
    if (!file || fputs(text, file) < 0 || fclose(file) != 0) {
        perror(path);
        exit(2);
    }
}

/* "pass", "fail", "missing" or "error". */
static const char *ask(const trial *t, gatec_mode mode)
{
    static char outcome[16];
    gatec_check_options options = t->options;
    gatec_verdict *verdict = NULL;
    gatec_row row = {NULL, "none", false};
    options.mode = mode;
    if (gatec_check(t->policy, &options, &verdict) == GATEC_OK) (void)gatec_verdict_row(verdict, 0, &row);
    snprintf(outcome, sizeof outcome, "%s", row.outcome);
    gatec_verdict_free(verdict);
    return outcome;
}

static bool passes(const trial *t)
{
    char *text = json_dumps(t->root, JSON_ENCODE_ANY);
    write_file(t->files[t->at], text);
    free(text);
    mutants++;
    bool pass = strcmp(ask(t, GATEC_DECIDING), "pass") == 0;
    /* The reasons are made in another way: now and then they are, too. */
    if (mutants % 16 == 0 && (strcmp(ask(t, GATEC_EXPLAINING), "pass") == 0) != pass) {
        printf("%s: the modes disagree\n", t->place);
        offences++;
    }
    return pass;
}

static void offend(const trial *t, enum kind kind, const char *path)
{
    if (is_allowed(t, kind, path)) return;
    printf("%s: %s passes%s with %s at %s\n", t->place, t->question, t->passes ? " still" : "",
           kind_names[kind], path);
    offences++;
}

static json_t *value_of(enum kind kind)
{
    switch (kind) {
    case NULLED:
        return json_null();
    case BOOL:
        return json_true();
    case NUMBER:
        return json_integer(7);
    case TEXT:
        return json_string("x");
    case LIST:
        return json_array();
    case MAP:
        return json_object();
    case REMOVED:
    case KINDS:
        break;
    }
    return NULL;
}

static bool is_of(const json_t *value, enum kind kind)
{
    return (kind == NULLED && json_is_null(value)) || (kind == BOOL && json_is_boolean(value)) ||
           (kind == NUMBER && json_is_number(value)) || (kind == TEXT && json_is_string(value)) ||
           (kind == LIST && json_is_array(value)) || (kind == MAP && json_is_object(value));
}

/* Puts [value] in the place of an object's member or a list's element; NULL takes it away. */
static void put(json_t *parent, const char *key, size_t index, json_t *value)
{
    if (key)
        (void)(value ? json_object_set_new(parent, key, value) : json_object_del(parent, key));
    else
        (void)(value ? json_array_set_new(parent, index, value) : json_array_remove(parent, index));
}

static void mutate(trial *t, json_t *parent, const char *key, size_t index, const char *path)
{
    json_t *old = json_incref(key ? json_object_get(parent, key) : json_array_get(parent, index));
    bool pass[KINDS] = {false}, read = false;
    for (enum kind kind = REMOVED; kind < KINDS; kind++) {
        if (is_of(old, kind)) continue;
        put(parent, key, index, value_of(kind));
        pass[kind] = passes(t);
        read = read || !pass[kind];
        if (kind == REMOVED && !key)
            (void)json_array_insert(parent, index, old);
        else
            put(parent, key, index, json_incref(old));
    }
    for (enum kind kind = REMOVED; kind < KINDS; kind++) {
        bool wrong = kind != REMOVED && read;
        if (pass[kind] && (!t->passes || wrong)) offend(t, kind, path);
    }
    json_decref(old);
}

static void walk(trial *t, json_t *at, const char *path)
{
    char below[1024];
    for (size_t i = 0; i < json_array_size(at); i++) {
        snprintf(below, sizeof below, "%s/%zu", path, i);
        mutate(t, at, NULL, i, below);
        walk(t, json_array_get(at, i), below);
    }
    /* Keys are listed first: an object that is changed is not walked over. */
    size_t count = json_object_size(at), n = 0;
    char **keys = calloc(count + 1, sizeof *keys);
    const char *key;
    json_t *value;
    json_object_foreach (at, key, value)
        keys[n++] = strdup(key);
    for (size_t i = 0; i < n; i++) {
        snprintf(below, sizeof below, "%s/%s", path, keys[i]);
        mutate(t, at, keys[i], 0, below);
        walk(t, json_object_get(at, keys[i]), below);
        free(keys[i]);
    }
    free(keys);
}

/* The whole artifact as something else, and cut short. */
static void replace(trial *t)
{
    json_t *root = t->root;
    for (enum kind kind = NULLED; kind < KINDS; kind++) {
        if (is_of(root, kind)) continue;
        t->root = value_of(kind);
        if (passes(t)) offend(t, kind, "");
        json_decref(t->root);
    }
    t->root = root;
    char *text = json_dumps(root, JSON_ENCODE_ANY);
    size_t len = strlen(text);
    for (size_t i = 1; i <= 8; i++) {
        char kept = text[len * i / 9];
        text[len * i / 9] = '\0';
        write_file(t->files[t->at], text);
        const char *outcome = ask(t, GATEC_DECIDING);
        if (strcmp(outcome, "error") != 0 && strcmp(outcome, "missing") != 0) {
            printf("%s: cut short `%s` is no error: %s\n", t->place, text, outcome);
            offences++;
        }
        text[len * i / 9] = kept;
    }
    free(text);
}

/* -- triples -----------------------------------------------------------------------------------------------
 */

/* The question that the expression asks, and nothing else: one call, but that those of `coverage`, which
 * gives lists and numbers, go on behind it. */
static const char *question_of(const char *expression)
{
    size_t len = strcspn(expression, "("), end = len;
    int depth = 0;
    do {
        depth += expression[end] == '(' ? 1 : expression[end] == ')' ? -1 : 0;
    } while (expression[end] && expression[end++] && depth > 0);
    bool goes_on = expression[end] != '\0', may = strncmp(expression, "coverage.", 9) == 0;
    if (goes_on != may) return NULL;
    for (size_t i = 0; i < sizeof questions / sizeof questions[0]; i++) {
        if (strlen(questions[i]) == len && strncmp(expression, questions[i], len) == 0) return questions[i];
    }
    return NULL;
}

static gatec_policy *compile(const char *expression, const char *question, json_t *names)
{
    char *text = NULL;
    size_t len = 0;
    FILE *to = open_memstream(&text, &len);
    const char *key;
    json_t *value;
    fprintf(to, "policy hostile \"Hostile\"\nimport %.*s\n", (int)strcspn(question, "."), question);
    json_object_foreach (names, key, value)
        fprintf(to, "evidence %s from \"%s.json\"\n", key, key);
    fprintf(to, "checklist c { item i { require %s } }\n", expression);
    fclose(to);
    gatec_policy_options options = GATEC_POLICY_OPTIONS_INIT;
    options.text = text;
    options.text_len = len;
    options.name = "hostile.gate";
    gatec_policy *policy = NULL;
    if (gatec_policy_load(&options, &policy) != GATEC_OK) {
        gatec_text said;
        (void)gatec_messages_render(gatec_policy_messages(policy), GATEC_MESSAGES_TEXT, &said);
        printf("%s%s", text, said.bytes);
        gatec_text_free(&said);
        offences++;
    }
    free(text);
    return policy;
}

static void try_triple(const char *folder, const char *place, const char *expression, const char *given)
{
    const char *question = question_of(expression);
    json_t *names = question ? json_loads(given, JSON_ALLOW_NUL, NULL) : NULL;
    const char *key;
    json_t *value;
    trial t = {.folder = folder, .place = place, .question = question, .options = GATEC_CHECK_OPTIONS_INIT};
    if (!names || json_object_size(names) > NAMES) return;
    json_object_foreach (names, key, value) {
        if (json_is_string(value)) { /* a file, or none */
            json_decref(names);
            return;
        }
    }
    triples++;
    t.policy = compile(expression, question, names);
    t.options.root = folder;
    t.options.now = "2026-03-01T12:00:00Z";
    size_t count = 0;
    json_object_foreach (names, key, value) {
        if (asprintf(&t.files[count], "%s/%s.json", folder, key) < 0) exit(2);
        char *text = json_dumps(value, JSON_ENCODE_ANY);
        write_file(t.files[count++], text);
        free(text);
    }
    t.passes = strcmp(ask(&t, GATEC_DECIDING), "pass") == 0;
    json_object_foreach (names, key, value) {
        t.root = json_deep_copy(value);
        walk(&t, t.root, "");
        replace(&t);
        json_decref(t.root);
        t.root = value;
        (void)passes(&t);
        t.at++;
    }
    for (size_t i = 0; i < count; i++)
        free(t.files[i]);
    gatec_policy_free(t.policy);
    json_decref(names);
}

static void read_triples(const char *folder, const char *path)
{
    FILE *file = fopen(path, "r");
    char *lines[3] = {malloc(LINE), malloc(LINE), malloc(LINE)}, place[1024];
    const char *slash = strrchr(path, '/');
    size_t have = 0, number = 0;
    if (!file) {
        perror(path);
        exit(2);
    }
    while (fgets(lines[have], LINE, file)) {
        number++;
        lines[have][strcspn(lines[have], "\n")] = '\0';
        if (lines[have][0] == '#' && have == 0) continue;
        have = lines[have][0] ? have + 1 : 0;
        if (have < 3) continue;
        snprintf(place, sizeof place, "%s:%zu", slash ? slash + 1 : path, number - 2);
        try_triple(folder, place, lines[0], lines[1]);
        have = 0;
    }
    fclose(file);
    for (size_t i = 0; i < 3; i++)
        free(lines[i]);
}

static void read_allowed(const char *path)
{
    FILE *file = fopen(path, "r");
    char line[1024];
    while (file && fgets(line, sizeof line, file)) {
        line[strcspn(line, "#\n")] = '\0';
        allowed *to = &list[list_len];
        if (sscanf(line, "%63s %15s %255s", to->question, to->kind, to->path) == 3 &&
            list_len + 1 < ALLOWED_MAX)
            list_len++;
    }
    if (file) fclose(file);
}

int main(int argc, char **argv)
{
    if (argc < 4) return 2;
    read_allowed(argv[2]);
    for (int i = 3; i < argc; i++)
        read_triples(argv[1], argv[i]);
    for (size_t i = 0; i < list_len; i++) {
        if (list[i].used) continue;
        printf("%s: nothing needs `%s %s %s`\n", argv[2], list[i].question, list[i].kind, list[i].path);
        offences++;
    }
    printf("%lu triples, %lu mutants, %lu offences\n", triples, mutants, offences);
    return offences || triples < 50;
}
