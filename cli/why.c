/* gatec why: everything about one row, of a saved verdict or of a policy that is checked for it. */
#include "cli/command.h"
#include "cli/inputs.h"
#include "cli/output.h"
#include "cli/saved.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

const cli_option cli_why_options[] = {
    {0, "root", "DIR", false, "the folder of the evidence; else the working directory"},
    {0, "now", "TIME", false, "the time that is judged at, RFC 3339; else the clock"},
    {'p', "param", "NAME=VALUE", true, "the value of a parameter"},
    {'e', "evidence", "NAME=FILE", true, "a file in place of an evidence's own; `-` is standard input"},
    {'o', "format", "FORM[=FILE]", true, "text (the default) or json, on standard output or in a file"},
    {0, "allow-outside", NULL, false, "paths of evidence may leave the root"},
    {0},
};

typedef struct asking {
    const cli_screen *screen;
    const cli_args *args;
    cli_inputs inputs;
    cli_outputs outputs;
    gatec_policy *policy;
    gatec_verdict *verdict;
} asking;

/* Does the file begin as JSON does? No policy begins with a brace; what cannot be read is left to the reader
 * of policies to refuse. */
static bool is_saved(const char *path)
{
    struct stat about;
    if (strcmp(path, "-") == 0) return true;
    if (stat(path, &about) != 0 || !S_ISREG(about.st_mode)) return false;
    FILE *file = fopen(path, "rb");
    if (!file) return false;
    int c = getc(file);
    while (c != EOF && isspace(c))
        c = getc(file);
    fclose(file);
    return c == '{' || c == '[';
}

static int check(asking *a, const char *path)
{
    gatec_policy_options policy = GATEC_POLICY_OPTIONS_INIT;
    policy.path = path;
    gatec_status status = gatec_policy_load(&policy, &a->policy);
    cli_messages(a->screen, gatec_policy_messages(a->policy), false);
    if (status == GATEC_OK) {
        gatec_check_options options = GATEC_CHECK_OPTIONS_INIT;
        options.root = cli_args_value(a->args, "root");
        options.allow_outside = cli_args_has(a->args, "allow-outside");
        options.now = cli_args_value(a->args, "now");
        options.settings = a->inputs.settings;
        options.setting_count = a->inputs.setting_count;
        options.bindings = a->inputs.bindings;
        options.binding_count = a->inputs.binding_count;
        options.getenv = cli_getenv;
        options.stdin_fd = STDIN_FILENO;
        options.row = a->args->operands[0];
        status = gatec_check(a->policy, &options, &a->verdict);
        cli_messages(a->screen, gatec_verdict_messages(a->verdict), false);
        if (!a->verdict) cli_complain("%s", gatec_status_text(status));
    } else if (!a->policy) {
        cli_complain("%s", gatec_status_text(status));
    }
    return status == GATEC_OK ? CLI_DONE : gatec_exit_status(status, NULL, false);
}

/* That there is no such row, with the one that was probably meant, by id or by the id's last part. */
static int no_row(const gatec_verdict *verdict, const char *wanted)
{
    size_t count = 0;
    gatec_row row;
    while (gatec_verdict_row(verdict, count, &row))
        count++;
    const char **names = cli_array(2 * count + 1, sizeof(char *));
    for (size_t i = 0; i < count; i++) {
        if (!gatec_verdict_row(verdict, i, &row)) break;
        const char *dot = strchr(row.id, '.');
        names[i] = row.id;
        names[count + i] = dot ? dot + 1 : row.id;
    }
    cli_unknown("row", "", wanted, names, 2 * count);
    cli_free(names);
    return CLI_USAGE;
}

static int tell(asking *a, const char *row)
{
    for (size_t i = 0; i < a->outputs.count; i++) {
        cli_output *output = &a->outputs.list[i];
        gatec_render_options options = GATEC_RENDER_OPTIONS_INIT;
        options.color = output->file ? a->screen->color_files : a->screen->color_out;
        options.width = output->file ? 0 : a->screen->width;
        gatec_text text;
        gatec_status status = gatec_verdict_why(a->verdict, row, output->form, &options, &text);
        if (status == GATEC_E_USAGE) return no_row(a->verdict, row);
        if (status != GATEC_OK) {
            cli_complain("%s", gatec_status_text(status));
            return CLI_FAILED;
        }
        cli_output_add(output, text.bytes, text.len);
        gatec_text_free(&text);
    }
    return cli_outputs_write(&a->outputs) ? CLI_DONE : CLI_FAILED;
}

/* What a saved verdict was made with cannot be changed any more. */
static bool has_options_of_check(const cli_args *args)
{
    for (const cli_option *each = cli_why_options; each->name; each++) {
        if (strcmp(each->name, "format") == 0 || !cli_args_has(args, each->name)) continue;
        cli_complain("`--%s` is for a policy, and `%s` is a saved verdict", each->name, args->operands[1]);
        return true;
    }
    return false;
}

int cli_why(const cli_screen *screen, const cli_args *args)
{
    static const char *const forms[] = {"text", "json"};
    asking a = {.screen = screen, .args = args};
    const char *path = args->operands[1];
    int status = CLI_USAGE;
    if (!cli_inputs_read(&a.inputs, args, false) || !cli_outputs_read(&a.outputs, args, forms, 2, "text")) {
        status = CLI_USAGE;
    } else if (!is_saved(path)) {
        status = check(&a, path);
    } else if (!has_options_of_check(args)) {
        status = cli_saved_load(screen, path, &a.verdict);
    }
    if (status == CLI_DONE) status = tell(&a, args->operands[0]);
    cli_inputs_free(&a.inputs);
    cli_outputs_free(&a.outputs);
    cli_saved_free(a.verdict);
    if (CLI_THOROUGH)
        gatec_policy_free(a.policy);
    else
        cli_keep(a.policy);
    return status;
}
