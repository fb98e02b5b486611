/* gatec test: the tests of policies. */
#include "cli/command.h"
#include "cli/folder.h"
#include "cli/output.h"

#include <errno.h>
#include <fnmatch.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>

const cli_option cli_test_options[] = {
    {0, "root", "DIR", false, "what `using` and `from` count from; else the working directory"},
    {0, "run", "PATTERN", false, "only tests whose title holds this; `*` stands for anything"},
    {'o', "format", "FORM[=FILE]", true,
     "text (the default), json, junit or tap; on standard output or in a file"},
    {0, "coverage", NULL, false, "show which outcomes rows, clauses and conditions were seen to have"},
    {0, "require-blocking", NULL, false, "status 1 while no test sees some row stand in the way"},
    {0, "mutate", NULL, false,
     "change policy and evidence, one thing at a time, and show what no test notices"},
    {0, "mutants", "N", false, "with --mutate: at most so many of a policy, drawn by --seed"},
    {0, "seed", "N", false, "with --mutants: which are drawn; else 0"},
    {0, "min-score", "PERCENT", false,
     "with --mutate: status 1 below that share of mutants noticed; else 100"},
    {0, "watch", NULL, false, "run again whenever a policy or its evidence changes"},
    {'q', "quiet", NULL, false, "only tests that do not pass; no warnings"},
    {'v', "verbose", NULL, false, "with --coverage and --mutate: what is seen and noticed, too"},
    {0},
};

#define FORMS_MAX 16
#define POLL_MS   250

typedef struct session {
    const cli_screen *screen;
    const cli_args *args;
    cli_outputs outputs;
    cli_paths paths;
    gatec_test_options options;
    double min_score;
    bool quiet;
} session;

/* -- options ------------------------------------------------------------------------------------------- */

static bool read_number(const cli_args *args, const char *name, uint64_t most, uint64_t *out)
{
    const char *text = cli_args_value(args, name);
    if (!text) return true;
    char *end;
    errno = 0;
    unsigned long long value = strtoull(text, &end, 10);
    bool digits = *text >= '0' && *text <= '9';
    if (digits && !*end && errno == 0 && value <= most) {
        *out = value;
        return true;
    }
    cli_complain("`--%s` takes a whole number, not `%s`", name, text);
    return false;
}

static bool read_score(session *s)
{
    const char *text = cli_args_value(s->args, "min-score");
    char *end;
    s->min_score = 100;
    if (!text) return true;
    s->min_score = strtod(text, &end);
    bool digits = (*text >= '0' && *text <= '9') || *text == '.';
    if (digits && !*end && s->min_score >= 0 && s->min_score <= 100) return true;
    cli_complain("`--min-score` takes a share from 0 to 100, not `%s`", text);
    return false;
}

static bool needs(const cli_args *args, const char *name, const char *other)
{
    if (!cli_args_value(args, name) || cli_args_has(args, other)) return true;
    cli_complain("`--%s` goes with `--%s`", name, other);
    return false;
}

static bool read_options(session *s)
{
    const char *forms[FORMS_MAX], *summary;
    size_t count = 0;
    uint64_t mutants = 0;
    while (count < FORMS_MAX && gatec_testing_form(count, &forms[count], &summary))
        count++;
    s->quiet = cli_args_has(s->args, "quiet");
    if (s->quiet && cli_args_has(s->args, "verbose")) {
        cli_complain("`--quiet` and `--verbose` are opposites");
        return false;
    }
    s->options.root = cli_args_value(s->args, "root");
    s->options.run = cli_args_value(s->args, "run");
    s->options.mutate = cli_args_has(s->args, "mutate");
    s->options.coverage = cli_args_has(s->args, "coverage") || cli_args_has(s->args, "require-blocking");
    if (!needs(s->args, "mutants", "mutate") || !needs(s->args, "min-score", "mutate")) return false;
    if (cli_args_value(s->args, "seed") && !cli_args_value(s->args, "mutants")) {
        cli_complain("`--seed` goes with `--mutants`");
        return false;
    }
    if (!read_number(s->args, "mutants", UINT32_MAX, &mutants)) return false;
    if (!read_number(s->args, "seed", UINT64_MAX, &s->options.seed) || !read_score(s)) return false;
    s->options.mutants = (uint32_t)mutants;
    return cli_outputs_read(&s->outputs, s->args, forms, count, "text");
}

/* -- files --------------------------------------------------------------------------------------------- */

static bool is_there(const char *path)
{
    struct stat about;
    return lstat(path, &about) == 0;
}

static void add_path(session *s, const char *path)
{
    for (size_t i = 0; i < s->paths.count; i++) {
        if (strcmp(s->paths.list[i], path) == 0) return;
    }
    cli_paths_add(&s->paths, path);
}

static bool add_folder(session *s, const char *path)
{
    cli_paths found = {0};
    bool done = cli_folder_list(path, &found);
    for (size_t i = 0; i < found.count; i++)
        add_path(s, found.list[i]);
    cli_paths_free(&found);
    return done;
}

/* Does the pattern match the path, or a folder that it is in? */
static bool is_matched(const char *pattern, const char *path)
{
    char *part = cli_copy(path, strlen(path));
    bool matched = false;
    for (char *end = part + strlen(part); !matched && end;) {
        *end = '\0';
        matched = fnmatch(pattern, part, FNM_PATHNAME | FNM_PERIOD) == 0;
        end = strrchr(part, '/');
    }
    cli_free(part);
    return matched;
}

/* A pattern that the shell left to us: what it matches, and what is in folders that it matches. */
static bool add_pattern(session *s, const char *pattern)
{
    cli_paths found = {0};
    size_t lo = 0, before = s->paths.count;
    for (size_t i = 0; pattern[i] && !strchr("*?[", pattern[i]); i++) {
        if (pattern[i] == '/') lo = i + 1;
    }
    char *folder = lo ? cli_copy(pattern, lo) : cli_copy("./", 2);
    bool done = cli_folder_list(folder, &found);
    for (size_t i = 0; done && i < found.count; i++) {
        const char *path = lo ? found.list[i] : found.list[i] + 2;
        if (is_matched(pattern, path)) add_path(s, path);
    }
    cli_paths_free(&found);
    cli_free(folder);
    if (done && s->paths.count == before) {
        cli_complain("no file matches `%s`", pattern);
        return false;
    }
    return done;
}

static bool find_files(session *s)
{
    bool done = true;
    cli_paths_free(&s->paths);
    if (s->args->operand_count == 0) return add_folder(s, ".");
    for (size_t i = 0; i < s->args->operand_count; i++) {
        const char *path = s->args->operands[i];
        if (cli_folder_is(path))
            done = add_folder(s, path) && done;
        else if (!is_there(path) && strpbrk(path, "*?["))
            done = add_pattern(s, path) && done;
        else
            add_path(s, path);
    }
    return done;
}

/* -- what came of it ------------------------------------------------------------------------------------- */

static int give(session *s, const gatec_testing *testing)
{
    for (size_t i = 0; i < s->outputs.count; i++) {
        cli_output *output = &s->outputs.list[i];
        gatec_render_options options = GATEC_RENDER_OPTIONS_INIT;
        options.color = output->file ? s->screen->color_files : s->screen->color_out;
        options.quiet = s->quiet;
        options.verbose = cli_args_has(s->args, "verbose");
        options.width = output->file ? 0 : s->screen->width;
        gatec_text text;
        gatec_status status = gatec_testing_render(testing, output->form, &options, &text);
        if (status != GATEC_OK) {
            cli_complain("%s", gatec_status_text(status));
            return CLI_FAILED;
        }
        output->len = 0;
        cli_output_add(output, text.bytes, text.len);
        gatec_text_free(&text);
    }
    return cli_outputs_write(&s->outputs) ? CLI_DONE : CLI_FAILED;
}

static int conclude(const session *s, gatec_status status, const gatec_testing *testing)
{
    gatec_testing_facts facts = gatec_testing_facts_of(testing);
    if (status == GATEC_E_NOMEM || status == GATEC_E_LIMIT) return CLI_FAILED;
    if (status == GATEC_E_USAGE) return CLI_USAGE;
    if (facts.unready) return CLI_NO_POLICY;
    if (facts.tests == 0 || facts.passed < facts.tests) return CLI_NOT_SO;
    if (cli_args_has(s->args, "require-blocking") && facts.never_blocking) {
        cli_complain("%u of %u rows were never seen to stand in the way", facts.never_blocking, facts.rows);
        return CLI_NOT_SO;
    }
    double score = facts.mutants ? 100.0 * facts.killed / facts.mutants : 100.0;
    if (s->options.mutate && score < s->min_score) return CLI_NOT_SO;
    return CLI_DONE;
}

static int run_once(session *s, gatec_testing **out)
{
    *out = NULL;
    if (!find_files(s)) return CLI_USAGE;
    s->options.paths = (const char *const *)s->paths.list;
    s->options.path_count = s->paths.count;
    gatec_testing *testing = NULL;
    gatec_status status = gatec_test(&s->options, &testing);
    const gatec_messages *messages;
    for (size_t i = 0; (messages = gatec_testing_messages(testing, i)); i++)
        cli_messages(s->screen, messages, !s->quiet);
    if (!testing) cli_complain("%s", gatec_status_text(status));
    int result = conclude(s, status, testing);
    int given = testing && result != CLI_FAILED ? give(s, testing) : CLI_DONE;
    *out = testing;
    return given == CLI_DONE ? result : given;
}

/* -- watching -------------------------------------------------------------------------------------------- */

typedef struct stamp {
    bool there;
    struct timespec changed;
    off_t size;
    ino_t file;
} stamp;

static stamp stamp_of(const char *path)
{
    struct stat about;
    if (stat(path, &about) != 0) return (stamp){.there = false};
    return (stamp){true, about.st_mtim, about.st_size, about.st_ino};
}

static bool is_same(stamp a, stamp b)
{
    return a.there == b.there && a.changed.tv_sec == b.changed.tv_sec &&
           a.changed.tv_nsec == b.changed.tv_nsec && a.size == b.size && a.file == b.file;
}

/* The files that were found are others now. */
static bool found_others(session *s)
{
    cli_paths before = s->paths;
    s->paths = (cli_paths){0};
    bool done = find_files(s), other = !done || s->paths.count != before.count;
    for (size_t i = 0; !other && i < before.count; i++)
        other = strcmp(before.list[i], s->paths.list[i]) != 0;
    cli_paths_free(&before);
    return other;
}

/* Returns when something that the tests read has changed. */
static void wait_for_change(session *s, const gatec_testing *testing)
{
    const struct timespec pause = {0, POLL_MS * 1000000L};
    const char *path;
    size_t count = 0;
    while (gatec_testing_input(testing, count, &path))
        count++;
    stamp *before = cli_array(count + 1, sizeof *before);
    for (size_t i = 0; gatec_testing_input(testing, i, &path); i++)
        before[i] = stamp_of(path);
    for (bool changed = false; !changed;) {
        nanosleep(&pause, NULL);
        changed = found_others(s);
        for (size_t i = 0; !changed && gatec_testing_input(testing, i, &path); i++)
            changed = !is_same(before[i], stamp_of(path));
    }
    cli_free(before);
}

static int watch(session *s)
{
    for (;;) {
        gatec_testing *testing;
        int status = run_once(s, &testing);
        if (status == CLI_USAGE || status == CLI_FAILED || !cli_flush()) {
            gatec_testing_free(testing);
            return status == CLI_DONE ? CLI_FAILED : status;
        }
        wait_for_change(s, testing);
        gatec_testing_free(testing);
    }
}

int cli_test(const cli_screen *screen, const cli_args *args)
{
    session s = {.screen = screen, .args = args, .options = GATEC_TEST_OPTIONS_INIT};
    gatec_testing *testing = NULL;
    int status = CLI_USAGE;
    if (read_options(&s)) status = cli_args_has(args, "watch") ? watch(&s) : run_once(&s, &testing);
    gatec_testing_free(testing);
    cli_paths_free(&s.paths);
    cli_outputs_free(&s.outputs);
    return status;
}
