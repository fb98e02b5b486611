/* gatec fmt: policies in their canonical form, in place or as a question. */
#include "cli/command.h"
#include "cli/folder.h"
#include "cli/output.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

const cli_option cli_fmt_options[] = {
    {0, "check", NULL, false, "write nothing; name the files that would change, and end with status 1"},
    {0, "diff", NULL, false, "write nothing; show what would change"},
    {0},
};

typedef struct session {
    const cli_screen *screen;
    const cli_args *args;
    cli_paths paths;
    bool check, diff;
    int status;
} session;

static void worsen(session *s, int status)
{
    s->status = gatec_exit_worse(s->status, status);
}

static void find_policies(session *s, const cli_args *args)
{
    for (size_t i = 0; i < args->operand_count; i++) {
        size_t first = s->paths.count;
        if (!cli_folder_is(args->operands[i])) {
            cli_paths_add(&s->paths, args->operands[i]);
            continue;
        }
        if (!cli_folder_list(args->operands[i], &s->paths)) worsen(s, CLI_NO_POLICY);
        if (s->paths.count > first) continue;
        cli_complain("there is no policy in the folder `%s`", args->operands[i]);
        worsen(s, CLI_NO_POLICY);
    }
}

static bool write_back(const session *s, const char *path, const char *text, size_t len)
{
    cli_outputs outputs;
    if (!cli_folder_writable(s->args->operands, s->args->operand_count, path)) return false;
    cli_outputs_file(&outputs, path);
    cli_output_add(&outputs.list[0], text, len);
    bool done = cli_outputs_write(&outputs);
    cli_outputs_free(&outputs);
    return done;
}

static void show_diff(session *s, const gatec_formatted *formatted)
{
    gatec_text text;
    gatec_status status = gatec_formatted_diff(formatted, s->screen->width > 0, &text);
    if (status == GATEC_OK) {
        cli_print(&text);
    } else {
        cli_complain("%s", gatec_status_text(status));
        worsen(s, CLI_FAILED);
    }
    gatec_text_free(&text);
}

/* What comes of one that parses. */
static void deliver(session *s, const char *path, const gatec_formatted *formatted)
{
    size_t len = 0;
    const char *text = gatec_formatted_text(formatted, &len);
    bool changed = gatec_formatted_changed(formatted), asks = s->check || s->diff;
    if (!asks && strcmp(path, "-") == 0) {
        fwrite(text, 1, len, stdout);
        return;
    }
    if (!changed) return;
    if (s->diff) show_diff(s, formatted);
    if (s->check && !s->diff) cli_tell("%s", path);
    if (s->check) worsen(s, CLI_NOT_SO);
    if (!asks && !write_back(s, path, text, len)) worsen(s, CLI_FAILED);
}

static void format(session *s, const char *path)
{
    gatec_formatted *formatted = NULL;
    gatec_format_options options = GATEC_FORMAT_OPTIONS_INIT;
    options.path = path;
    options.stdin_fd = STDIN_FILENO;
    gatec_status status = gatec_format(&options, &formatted);
    cli_messages(s->screen, gatec_formatted_messages(formatted), true);
    if (!formatted) cli_complain("%s", gatec_status_text(status));
    if (status == GATEC_OK)
        deliver(s, path, formatted);
    else
        worsen(s, gatec_exit_status(status, NULL, false));
    gatec_formatted_free(formatted);
}

int cli_fmt(const cli_screen *screen, const cli_args *args)
{
    session s = {.screen = screen, .args = args, .status = CLI_DONE};
    s.check = cli_args_has(args, "check");
    s.diff = cli_args_has(args, "diff");
    find_policies(&s, args);
    for (size_t i = 0; i < s.paths.count; i++)
        format(&s, s.paths.list[i]);
    cli_paths_free(&s.paths);
    return s.status;
}
