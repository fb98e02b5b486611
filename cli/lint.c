/* gatec lint: what is doubtful in policies, and what of it can be mended. */
#include "cli/command.h"
#include "cli/folder.h"
#include "cli/output.h"

#include <stdio.h>
#include <string.h>

const cli_option cli_lint_options[] = {
    {0, "fix", NULL, false, "change what can be changed safely, in the files"},
    {0, "dry-run", NULL, false, "with --fix: show what would change, and change nothing"},
    {'o', "format", "FORM[=FILE]", true,
     "text (the default), json or sarif; on standard output or in a file"},
    {'q', "quiet", NULL, false, "no count at the end"},
    {0},
};

#define FORMS_MAX 16

typedef struct session {
    const cli_screen *screen;
    const cli_args *args;
    cli_outputs outputs;
    cli_paths paths;
    gatec_lint **lints;
    bool fix, dry;
    uint32_t findings, fixable, applied, changed;
    int status;
} session;

static void worsen(session *s, int status)
{
    s->status = gatec_exit_worse(s->status, status);
}

static bool read_options(session *s)
{
    const char *forms[FORMS_MAX], *summary;
    size_t count = 0;
    while (count < FORMS_MAX && gatec_lint_form(count, &forms[count], &summary))
        count++;
    s->fix = cli_args_has(s->args, "fix");
    s->dry = cli_args_has(s->args, "dry-run");
    if (s->dry && !s->fix) {
        cli_complain("`--dry-run` goes with `--fix`");
        return false;
    }
    if (s->dry && cli_args_has(s->args, "format")) {
        cli_complain("`--dry-run` shows a difference, in no other form");
        return false;
    }
    return cli_outputs_read(&s->outputs, s->args, forms, count, "text");
}

static void add_path(session *s, const char *path)
{
    for (size_t i = 0; i < s->paths.count; i++) {
        if (strcmp(s->paths.list[i], path) == 0) return;
    }
    cli_paths_add(&s->paths, path);
}

static void find_files(session *s)
{
    for (size_t i = 0; i < s->args->operand_count; i++) {
        const char *path = s->args->operands[i];
        cli_paths found = {0};
        if (!cli_folder_is(path)) {
            add_path(s, path);
            continue;
        }
        if (!cli_folder_list(path, &found)) worsen(s, CLI_NO_POLICY);
        if (found.count == 0) {
            cli_complain("there is no policy in the folder `%s`", path);
            worsen(s, CLI_NO_POLICY);
        }
        for (size_t k = 0; k < found.count; k++)
            add_path(s, found.list[k]);
        cli_paths_free(&found);
    }
}

/* ---- one file ---------------------------------------------------------------------------------- */

/* The text takes the file's place, whole or not at all. */
static bool write_fixed(const session *s, const gatec_lint *lint, const char *path)
{
    gatec_text text;
    if (!cli_folder_writable(s->args->operands, s->args->operand_count, path)) return false;
    if (gatec_lint_fixed(lint, &text) != GATEC_OK) {
        cli_complain("%s", gatec_status_text(GATEC_E_NOMEM));
        return false;
    }
    cli_outputs outputs;
    cli_outputs_file(&outputs, path);
    cli_output_add(&outputs.list[0], text.bytes, text.len);
    bool done = cli_outputs_write(&outputs);
    cli_outputs_free(&outputs);
    gatec_text_free(&text);
    return done;
}

static bool show_diff(const gatec_lint *lint)
{
    gatec_text text;
    if (gatec_lint_diff(lint, &text) != GATEC_OK) {
        cli_complain("%s", gatec_status_text(GATEC_E_NOMEM));
        return false;
    }
    cli_print(&text);
    gatec_text_free(&text);
    return true;
}

static void lint_one(session *s, size_t index)
{
    const char *path = s->paths.list[index];
    gatec_lint_options options = GATEC_LINT_OPTIONS_INIT;
    options.path = path;
    options.fix = s->fix;
    gatec_status status = gatec_lint_run(&options, &s->lints[index]);
    const gatec_lint *lint = s->lints[index];
    if (!lint) cli_complain("%s", gatec_status_text(status));
    if (status != GATEC_OK) {
        worsen(s, gatec_exit_status(status, NULL, false));
        return;
    }
    gatec_lint_facts facts = gatec_lint_facts_of(lint);
    s->findings += facts.findings;
    s->fixable += facts.fixable;
    s->applied += facts.applied;
    s->changed += facts.applied > 0;
    if (facts.findings || (s->dry && facts.applied)) worsen(s, CLI_NOT_SO);
    if (facts.applied == 0) return;
    if (s->dry ? !show_diff(lint) : !write_fixed(s, lint, path)) worsen(s, CLI_FAILED);
}

/* ---- what came of it --------------------------------------------------------------------------- */

static bool give(session *s)
{
    for (size_t i = 0; i < s->outputs.count; i++) {
        cli_output *output = &s->outputs.list[i];
        gatec_render_options options = GATEC_RENDER_OPTIONS_INIT;
        options.color = output->file ? s->screen->color_files : s->screen->color_out;
        gatec_text text;
        gatec_status status = gatec_lint_render((const gatec_lint *const *)s->lints, s->paths.count,
                                                output->form, &options, &text);
        if (status != GATEC_OK) {
            cli_complain("%s", gatec_status_text(status));
            return false;
        }
        cli_output_add(output, text.bytes, text.len);
        gatec_text_free(&text);
    }
    return cli_outputs_write(&s->outputs);
}

static const char *plural(uint32_t count)
{
    return count == 1 ? "" : "s";
}

static void sum_up(const session *s)
{
    if (cli_args_has(s->args, "quiet")) return;
    if (s->applied)
        cli_complain("%s %u finding%s in %u file%s", s->dry ? "would fix" : "fixed", s->applied,
                     plural(s->applied), s->changed, plural(s->changed));
    if (s->findings && s->fixable && !s->fix)
        cli_complain("%u finding%s; `--fix` mends %u of them", s->findings, plural(s->findings), s->fixable);
    else if (s->findings)
        cli_complain("%u finding%s%s", s->findings, plural(s->findings), s->fix ? " left" : "");
}

int cli_lint(const cli_screen *screen, const cli_args *args)
{
    session s = {.screen = screen, .args = args};
    bool right = read_options(&s);
    if (right) {
        find_files(&s);
        s.lints = cli_array(s.paths.count + 1, sizeof(gatec_lint *));
        for (size_t i = 0; i < s.paths.count; i++)
            lint_one(&s, i);
        if (!s.dry && !give(&s)) worsen(&s, CLI_FAILED);
        sum_up(&s);
    }
    for (size_t i = 0; i < s.paths.count && s.lints; i++)
        gatec_lint_free(s.lints[i]);
    cli_free(s.lints);
    cli_paths_free(&s.paths);
    cli_outputs_free(&s.outputs);
    return right ? s.status : CLI_USAGE;
}
