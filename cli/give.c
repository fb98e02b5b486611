#include "cli/give.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define FORMS_MAX 64

#define PATTERN "{policy}" /* in a file's name: the policy's */

/* GitHub refuses a step's summary of more than 1 MiB; half of it is ours. */
#define SUMMARY_MAX ((size_t)512 << 10)

static bool is_asked(const cli_giving *giving, const char *form)
{
    for (size_t i = 0; i < giving->outputs.count; i++) {
        if (strcmp(giving->outputs.list[i].form, form) == 0) return true;
    }
    return false;
}

/* In a job of GitHub Actions the form `github` goes to the step's summary, too: its file, or NULL. */
static const char *summary_file(const cli_giving *giving)
{
    const char *actions = getenv("GITHUB_ACTIONS"), *file = getenv("GITHUB_STEP_SUMMARY");
    bool there = actions && strcmp(actions, "true") == 0 && file && *file;
    return there && is_asked(giving, "github") ? file : NULL;
}

static bool misplaced(const cli_giving *giving)
{
    cli_complain("`--%s` is for `-o intoto`", giving->predicate ? "predicate" : "subject");
    return false;
}

bool cli_giving_read(cli_giving *out, const cli_screen *screen, const cli_args *args)
{
    const char *forms[FORMS_MAX], *summary;
    size_t count = 0;
    while (count < FORMS_MAX && gatec_form(count, &forms[count], &summary))
        count++;
    *out = (cli_giving){.screen = screen};
    out->quiet = cli_args_has(args, "quiet");
    out->verbose = cli_args_has(args, "verbose");
    if (out->quiet && out->verbose) {
        cli_complain("`--quiet` and `--verbose` are opposites");
        return false;
    }
    out->predicate = cli_args_value(args, "predicate");
    out->subject = cli_args_value(args, "subject");
    if (!cli_outputs_read(&out->outputs, args, forms, count, "text")) return false;
    out->asked = out->outputs.count;
    for (size_t i = 0; i < out->asked; i++) {
        cli_output *output = &out->outputs.list[i];
        output->pattern = output->single = output->file && strstr(output->file, PATTERN);
    }
    out->summary.file = summary_file(out);
    return is_asked(out, "intoto") || (!out->predicate && !out->subject) || misplaced(out);
}

void cli_giving_free(cli_giving *giving)
{
    cli_outputs_free(&giving->outputs);
    cli_free(giving->summary.bytes);
}

bool cli_giving_terse(const cli_giving *giving)
{
    for (size_t i = 0; i < giving->outputs.count; i++) {
        if (strcmp(giving->outputs.list[i].form, "text") != 0) return false;
    }
    return !giving->verbose;
}

static gatec_render_options options_for(const cli_giving *giving, const cli_output *output)
{
    gatec_render_options options = GATEC_RENDER_OPTIONS_INIT;
    options.color = output->file ? giving->screen->color_files : giving->screen->color_out;
    options.verbose = giving->verbose;
    options.quiet = giving->quiet;
    options.width = output->file ? 0 : giving->screen->width;
    options.predicate = giving->predicate;
    options.subject = giving->subject;
    return options;
}

/* Appends the verdict to one output. */
static int give(cli_giving *giving, const gatec_verdict *verdict, cli_output *output, const char *form)
{
    gatec_render_options options = options_for(giving, output);
    const char *refusal = gatec_verdict_refusal(verdict, form, &options);
    if (refusal) {
        cli_complain("%s", refusal);
        return CLI_USAGE;
    }
    gatec_text text;
    gatec_status status = gatec_verdict_render(verdict, form, &options, &text);
    if (status != GATEC_OK) {
        cli_complain("%s", gatec_status_text(status));
        return CLI_FAILED;
    }
    bool apart = strcmp(form, "text") == 0 || output == &giving->summary;
    if (output->len && apart) cli_output_add(output, "\n", 1);
    cli_output_add(output, text.bytes, text.len);
    gatec_text_free(&text);
    return CLI_DONE;
}

/* Forms that people read one behind the other; of all others a file holds one verdict. */
static bool takes_several(const char *form)
{
    static const char *const forms[] = {"text", "markdown", "github"};
    for (size_t i = 0; i < sizeof forms / sizeof forms[0]; i++) {
        if (strcmp(form, forms[i]) == 0) return true;
    }
    return false;
}

/* The pattern with the policy's name in it. */
static char *filled(const char *pattern, const char *policy)
{
    const char *at = strstr(pattern, PATTERN);
    size_t before = (size_t)(at - pattern), name = strlen(policy), after = strlen(at + strlen(PATTERN));
    char *file = cli_array(before + name + after + 1, 1);
    memcpy(file, pattern, before);
    memcpy(file + before, policy, name);
    memcpy(file + before + name, at + strlen(PATTERN), after + 1);
    return file;
}

/* The output for this policy, made of a pattern; NULL with a message when it can't be. */
static cli_output *made_of(cli_giving *giving, const cli_output *pattern, const char *policy)
{
    cli_outputs *all = &giving->outputs;
    if (!policy || !*policy) {
        cli_complain("`%s`: there is no policy's name to put in place of `" PATTERN "`", pattern->file);
        return NULL;
    }
    if (all->count == CLI_OUTPUTS_MAX) {
        cli_complain("more than %d outputs", CLI_OUTPUTS_MAX);
        return NULL;
    }
    char *file = filled(pattern->file, policy);
    for (size_t i = 0; i < all->count; i++) {
        if (!all->list[i].file || strcmp(all->list[i].file, file) != 0) continue;
        cli_complain("two outputs to one file: `%s`", file);
        cli_free(file);
        return NULL;
    }
    all->names[all->count] = file;
    all->list[all->count] = (cli_output){.form = pattern->form, .file = file, .single = true};
    return &all->list[all->count++];
}

static int give_one(cli_giving *giving, const gatec_verdict *verdict, size_t index, const char *policy)
{
    cli_output *output = &giving->outputs.list[index];
    if (output->pattern) {
        output = made_of(giving, output, policy);
        return output ? give(giving, verdict, output, output->form) : CLI_USAGE;
    }
    if (giving->reports == 0 || takes_several(output->form)) return give(giving, verdict, output, output->form);
    cli_complain("one output of the form `%s` holds one verdict, and there are several policies; write a file for each: "
                 "`-o %s=" PATTERN ".%s`",
                 output->form, output->form, output->form);
    return CLI_USAGE;
}

int cli_give(cli_giving *giving, const gatec_verdict *verdict, const char *policy)
{
    int status = CLI_DONE;
    if (giving->broken) return CLI_DONE;
    for (size_t i = 0; i < giving->asked && status == CLI_DONE; i++)
        status = give_one(giving, verdict, i, policy);
    if (status == CLI_DONE && giving->summary.file)
        status = give(giving, verdict, &giving->summary, "markdown");
    giving->broken = status != CLI_DONE;
    giving->reports++;
    return status;
}

/* What is beyond the limit is left out from the end of a line on, and that is said. */
static void cut_summary(cli_output *summary)
{
    static const char note[] =
        "\nCut here: the whole verdict is in the log and in the files that were written.\n";
    if (summary->len <= SUMMARY_MAX) return;
    summary->len = SUMMARY_MAX - sizeof note;
    while (summary->len > 0 && summary->bytes[summary->len - 1] != '\n')
        summary->len--;
    cli_output_add(summary, note, sizeof note - 1);
}

/* Appended: other steps' tools may have written there. */
static bool append_summary(cli_output *summary)
{
    cut_summary(summary);
    int fd = open(summary->file, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC | O_NOCTTY, 0666);
    bool done = fd >= 0;
    for (size_t at = 0; done && at < summary->len;) {
        ssize_t written = write(fd, summary->bytes + at, summary->len - at);
        if (written > 0) at += (size_t)written;
        done = written >= 0 || errno == EINTR;
    }
    int error = errno;
    if (fd >= 0 && close(fd) != 0 && done) {
        done = false;
        error = errno;
    }
    if (!done) cli_complain("could not write `%s`: %s", summary->file, strerror(error));
    return done;
}

bool cli_giving_write(cli_giving *giving)
{
    if (giving->broken) return true;
    if (!cli_outputs_write(&giving->outputs)) return false;
    return !giving->summary.file || append_summary(&giving->summary);
}
