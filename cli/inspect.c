/* gatec inspect: what is in an artifact, and how a policy reads it. */
#include "cli/command.h"
#include "cli/inputs.h"
#include "cli/output.h"

#include <unistd.h>

const cli_option cli_inspect_options[] = {
    {0, "name", "NAME", false, "what the evidence is called; else it is made of the file's name"},
    {0, "root", "DIR", false, "the folder that the policy's paths count from"},
    {'o', "format", "FORM[=FILE]", true,
     "text (the default): the shape, and a first policy; gate: the policy alone; type: types and evidence "
     "alone"},
    {0},
};

static const char *const forms[] = {"text", "gate", "type"};

static int give(cli_outputs *outputs, const gatec_inspection *inspection)
{
    for (size_t i = 0; i < outputs->count; i++) {
        gatec_text text;
        gatec_status status = gatec_inspection_render(inspection, outputs->list[i].form, &text);
        if (status != GATEC_OK) {
            cli_complain("%s", gatec_status_text(status));
            return CLI_FAILED;
        }
        cli_output_add(&outputs->list[i], text.bytes, text.len);
        gatec_text_free(&text);
    }
    return cli_outputs_write(outputs) ? CLI_DONE : CLI_FAILED;
}

static int inspect(const cli_screen *screen, const cli_args *args, cli_outputs *outputs)
{
    gatec_inspect_options options = GATEC_INSPECT_OPTIONS_INIT;
    size_t len = 0;
    options.reader = cli_reader_of(args->operands[0], &len);
    char *file = cli_copy(args->operands[0], len);
    options.file = file;
    options.name = cli_args_value(args, "name");
    options.root = cli_args_value(args, "root");
    options.stdin_fd = STDIN_FILENO;
    gatec_inspection *inspection = NULL;
    gatec_status status = gatec_inspect(&options, &inspection);
    cli_messages(screen, gatec_inspection_messages(inspection), true);
    int result = gatec_exit_status(status, NULL, false);
    if (!inspection) cli_complain("%s", gatec_status_text(status));
    if (status == GATEC_OK) result = give(outputs, inspection);
    if (CLI_THOROUGH)
        gatec_inspection_free(inspection);
    else
        cli_keep(inspection);
    cli_free(file);
    return result;
}

int cli_inspect(const cli_screen *screen, const cli_args *args)
{
    cli_outputs outputs = {0};
    int status = CLI_USAGE;
    if (cli_outputs_read(&outputs, args, forms, sizeof forms / sizeof forms[0], "text"))
        status = inspect(screen, args, &outputs);
    cli_outputs_free(&outputs);
    return status;
}
