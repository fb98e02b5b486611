/* gatec diff, gatec verify: what two verdicts differ in. */
#include "cli/command.h"
#include "cli/inputs.h"
#include "cli/output.h"
#include "cli/saved.h"

#include <string.h>
#include <unistd.h>

const cli_option cli_diff_options[] = {
    {'o', "format", "FORM[=FILE]", true, "text (the default) or json, on standard output or in a file"},
    {0},
};

const cli_option cli_verify_options[] = {
    {0, "root", "DIR", false, "the folder of the evidence; else the working directory"},
    {0, "policy", "FILE", false, "the policy, where it is not where the verdict names it"},
    {'p', "param", "NAME=VALUE", true, "the value of a parameter, in place of the verdict's"},
    {'e', "evidence", "NAME=FILE", true, "a file in place of an evidence's own; `-` is standard input"},
    {'o', "format", "FORM[=FILE]", true, "text (the default) or json, on standard output or in a file"},
    {0, "allow-outside", NULL, false, "paths of evidence may leave the root"},
    {0},
};

static const char *const forms[] = {"text", "json"};

static bool read_outputs(cli_outputs *out, const cli_args *args)
{
    return cli_outputs_read(out, args, forms, sizeof forms / sizeof forms[0], "text");
}

/* Writes the comparison in each form; [status] unless that fails. */
static int give(const cli_screen *screen, cli_outputs *outputs, const gatec_comparison *comparison,
                int status)
{
    for (size_t i = 0; i < outputs->count; i++) {
        cli_output *output = &outputs->list[i];
        gatec_render_options options = GATEC_RENDER_OPTIONS_INIT;
        options.color = output->file ? screen->color_files : screen->color_out;
        options.width = output->file ? 0 : screen->width;
        gatec_text text;
        gatec_status rendered = gatec_comparison_render(comparison, output->form, &options, &text);
        if (rendered != GATEC_OK) {
            cli_complain("%s", gatec_status_text(rendered));
            return CLI_FAILED;
        }
        cli_output_add(output, text.bytes, text.len);
        gatec_text_free(&text);
    }
    return cli_outputs_write(outputs) ? status : CLI_FAILED;
}

/* The messages of a call that made a comparison; its status as that of the process. */
static int tell(const cli_screen *screen, const gatec_comparison *comparison, gatec_status status)
{
    cli_messages(screen, gatec_comparison_messages(comparison), true);
    if (status == GATEC_OK) return CLI_DONE;
    if (!comparison) cli_complain("%s", gatec_status_text(status));
    return gatec_exit_status(status, NULL, false);
}

static void leave(gatec_comparison *comparison)
{
    if (CLI_THOROUGH)
        gatec_comparison_free(comparison);
    else
        cli_keep(comparison);
}

int cli_diff(const cli_screen *screen, const cli_args *args)
{
    cli_outputs outputs;
    gatec_verdict *verdicts[2] = {NULL, NULL};
    gatec_comparison *comparison = NULL;
    int status = read_outputs(&outputs, args) ? CLI_DONE : CLI_USAGE;
    if (status == CLI_DONE && strcmp(args->operands[0], "-") == 0 && strcmp(args->operands[1], "-") == 0) {
        cli_complain("both verdicts are standard input");
        status = CLI_USAGE;
    }
    for (size_t i = 0; i < 2 && status == CLI_DONE; i++)
        status = cli_saved_load(screen, args->operands[i], &verdicts[i]);
    if (status == CLI_DONE) {
        gatec_status compared = gatec_verdict_compare(verdicts[0], verdicts[1], &comparison);
        status = tell(screen, comparison, compared);
    }
    if (status == CLI_DONE)
        status =
            give(screen, &outputs, comparison, gatec_comparison_worse(comparison) ? CLI_NOT_SO : CLI_DONE);
    leave(comparison);
    cli_saved_free(verdicts[0]);
    cli_saved_free(verdicts[1]);
    cli_outputs_free(&outputs);
    return status;
}

static int verify(const cli_screen *screen, const cli_args *args, const cli_inputs *inputs,
                  const gatec_verdict *verdict, gatec_comparison **out)
{
    gatec_verify_options options = GATEC_VERIFY_OPTIONS_INIT;
    options.policy = cli_args_value(args, "policy");
    options.root = cli_args_value(args, "root");
    options.allow_outside = cli_args_has(args, "allow-outside");
    options.settings = inputs->settings;
    options.setting_count = inputs->setting_count;
    options.bindings = inputs->bindings;
    options.binding_count = inputs->binding_count;
    options.stdin_fd = STDIN_FILENO;
    gatec_status status = gatec_verify(verdict, &options, out);
    return tell(screen, *out, status);
}

int cli_verify(const cli_screen *screen, const cli_args *args)
{
    cli_outputs outputs = {0};
    cli_inputs inputs;
    gatec_verdict *verdict = NULL;
    gatec_comparison *comparison = NULL;
    int status = CLI_USAGE;
    if (cli_inputs_read(&inputs, args, false) && read_outputs(&outputs, args))
        status = cli_saved_load(screen, args->operands[0], &verdict);
    if (status == CLI_DONE) status = verify(screen, args, &inputs, verdict, &comparison);
    if (status == CLI_DONE)
        status =
            give(screen, &outputs, comparison, gatec_comparison_same(comparison) ? CLI_DONE : CLI_NOT_SO);
    leave(comparison);
    cli_saved_free(verdict);
    cli_outputs_free(&outputs);
    cli_inputs_free(&inputs);
    return status;
}
