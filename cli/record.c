/* gatec record: a command to a file of evidence. */
#include "cli/child.h"
#include "cli/clear.h"
#include "cli/command.h"
#include "cli/git.h"
#include "cli/output.h"
#include "cli/record_diff.h"

#include <errno.h>
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define HOST_MAX   256

enum { NOT_FOUND = 127, NOT_RUNNABLE = 126, BY_SIGNAL = 128 };

const cli_option cli_record_options[] = {
    {0, "out", "FILE", false, "where the evidence goes"},
    {0, "name", "NAME", false, "what the record is called in it"},
    {0, "redact", "PATTERN", true, "an argument that this regular expression is found in is left out"},
    {0, "root", "DIR", false, "the folder of the evidence, at or above the working directory; else that"},
    {0, "diff", "COMMIT", false, "in place of a command: which lines differ from where this and that commit parted"},
    {0},
};

typedef struct session {
    const char *file;
    char *cwd;   /* relative to the root */
    char **argv; /* the command */
    gatec_record *record;
    char commit[CLI_COMMIT_MAX], host[HOST_MAX];
    bool has_commit, has_clean, clean;
} session;

/* -- before ---------------------------------------------------------------------------------------------- */

/* Where the command runs, told from the root: NULL with a message when it is not beneath it. */
static char *place(const char *root)
{
    char *base = realpath(root ? root : ".", NULL), *here = realpath(".", NULL), *out = NULL;
    if (!base || !here) {
        cli_complain("could not open `%s`: %s", base ? "." : root ? root : ".", strerror(errno));
    } else {
        size_t len = strcmp(base, "/") == 0 ? 0 : strlen(base);
        bool same = strcmp(base, here) == 0;
        bool beneath = strncmp(base, here, len) == 0 && here[len] == '/';
        if (same)
            out = cli_copy(".", 1);
        else if (beneath)
            out = cli_copy(here + len + 1, strlen(here + len + 1));
        else
            cli_complain("the working directory is not beneath the root `%s`", root);
    }
    free(base);
    free(here);
    return out;
}

static bool read_options(session *s, const cli_args *args)
{
    s->file = cli_args_value(args, "out");
    if (!s->file || !*s->file) {
        cli_complain("`gatec record` needs `--out FILE`");
        return false;
    }
    if (strcmp(s->file, "-") == 0) {
        cli_complain("standard output is the command's own; `--out` wants a file");
        return false;
    }
    if (args->operand_count == 0) {
        cli_complain("`gatec record` needs a command, behind `--`, or `--diff COMMIT`");
        return false;
    }
    if (!args->dashes || args->operands_before > 0) {
        cli_complain("write `--` before the command, so that its options are not taken for gatec's");
        return false;
    }
    s->cwd = place(cli_args_value(args, "root"));
    return s->cwd != NULL;
}

static gatec_status begin(session *s, const cli_args *args)
{
    gatec_record_options options = GATEC_RECORD_OPTIONS_INIT;
    const char **redact = cli_array(args->given_count, sizeof *redact);
    for (size_t i = 0; i < args->given_count; i++) {
        if (strcmp(args->given[i].option->name, "redact") == 0)
            redact[options.redact_count++] = args->given[i].value;
    }
    options.name = cli_args_value(args, "name");
    options.argv = args->operands;
    options.argc = args->operand_count;
    options.redact = redact;
    gatec_status status = gatec_record_new(&options, &s->record);
    cli_free(redact);
    s->argv = cli_array(args->operand_count + 1, sizeof *s->argv);
    for (size_t i = 0; i < args->operand_count; i++)
        s->argv[i] = cli_copy(args->operands[i], strlen(args->operands[i]));
    return status;
}

/* -- the run --------------------------------------------------------------------------------------------- */

static void hear(void *context, int stream, const char *bytes, size_t len)
{
    gatec_record_output(context, stream == 0 ? GATEC_STDOUT : GATEC_STDERR, bytes, len);
}

static gatec_moment clock_now(void)
{
    struct timespec at;
    clock_gettime(CLOCK_REALTIME, &at);
    return (gatec_moment){at.tv_sec, (int32_t)at.tv_nsec};
}

static double clock_steady(void)
{
    struct timespec at;
    clock_gettime(CLOCK_MONOTONIC, &at);
    return (double)at.tv_sec + (double)at.tv_nsec / 1e9;
}

/* The status that a shell would give. */
static int settle(const cli_ending *end, bool stopped, gatec_record_facts *facts)
{
    if (stopped) {
        facts->ending = GATEC_NOT_STARTED;
        facts->error = "gatec was interrupted";
        return BY_SIGNAL + cli_child_interrupted();
    }
    if (end->error) {
        facts->ending = GATEC_NOT_STARTED;
        facts->error = strerror(end->error);
        return end->error == ENOENT ? NOT_FOUND : NOT_RUNNABLE;
    }
    if (WIFSIGNALED(end->status)) {
        facts->ending = GATEC_KILLED;
        facts->number = WTERMSIG(end->status);
        return BY_SIGNAL + facts->number;
    }
    facts->ending = GATEC_EXITED;
    facts->number = WEXITSTATUS(end->status);
    return facts->number;
}

static int run_command(session *s, gatec_record_facts *facts)
{
    cli_ending end = {0};
    facts->started_at = clock_now();
    double from = clock_steady();
    bool stopped = cli_child_interrupted() != 0;
    if (!stopped) end = cli_child_run(s->argv, hear, s->record);
    facts->duration = clock_steady() - from;
    facts->finished_at = clock_now();
    facts->interrupted = cli_child_interrupted();
    int status = settle(&end, stopped, facts);
    if (end.error) cli_complain("could not run `%s`: %s", s->argv[0], facts->error);
    for (int i = 0; i < 2; i++) {
        facts->partial[i] = end.partial[i];
        if (!end.lost[i] || end.lost[i] == EPIPE) continue;
        cli_complain("could not write to standard %s: %s", i ? "error" : "output", strerror(end.lost[i]));
        if (status == CLI_DONE) status = CLI_FAILED;
    }
    return status;
}

/* -- after ----------------------------------------------------------------------------------------------- */

static bool write_record(session *s, gatec_record_facts *facts)
{
    gatec_text text;
    facts->cwd = s->cwd;
    facts->commit = s->has_commit ? s->commit : NULL;
    facts->clean = s->has_clean ? &s->clean : NULL;
    facts->host = gethostname(s->host, sizeof s->host - 1) == 0 ? s->host : NULL;
    gatec_status status = gatec_record_render(s->record, facts, &text);
    if (status != GATEC_OK) {
        cli_complain("%s", gatec_status_text(status));
        return false;
    }
    cli_outputs outputs;
    cli_outputs_file(&outputs, s->file);
    cli_output_add(&outputs.list[0], text.bytes, text.len);
    bool done = cli_outputs_write(&outputs);
    cli_outputs_free(&outputs);
    gatec_text_free(&text);
    return done;
}

/* A command that went well is no good without its evidence; one that failed says so itself. */
static int record(session *s)
{
    gatec_record_facts facts = GATEC_RECORD_FACTS_INIT;
    if (!cli_clear(s->file)) return CLI_FAILED;
    if (!cli_child_guard()) {
        cli_complain("could not begin: %s", strerror(errno));
        return CLI_FAILED;
    }
    s->has_commit = cli_git_commit("HEAD", s->commit, sizeof s->commit);
    s->has_clean = s->has_commit && cli_git_clean(&s->clean);
    int status = run_command(s, &facts);
    if (!write_record(s, &facts) && status == CLI_DONE) status = CLI_FAILED;
    return status;
}

int cli_record(const cli_screen *screen, const cli_args *args)
{
    session s = {0};
    if (cli_args_has(args, "diff")) return cli_record_diff(args);
    if (!read_options(&s, args)) return CLI_USAGE;
    gatec_status begun = begin(&s, args);
    cli_messages(screen, gatec_record_messages(s.record), true);
    if (!s.record) cli_complain("%s", gatec_status_text(begun));
    int status = begun == GATEC_OK ? record(&s) : gatec_exit_status(begun, NULL, false);
    for (size_t i = 0; s.argv[i]; i++)
        cli_free(s.argv[i]);
    cli_free(s.argv);
    cli_free(s.cwd);
    gatec_record_free(s.record);
    return status;
}
