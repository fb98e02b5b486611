/* gatec eval: one expression. */
#include "cli/command.h"
#include "cli/inputs.h"
#include "cli/output.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

const cli_option cli_eval_options[] = {
    {'e', "evidence", "NAME=FILE[:READER]", true, "a file under a name; `-` is standard input"},
    {0, "json", "NAME=JSON", true, "JSON text under a name"},
    {0, "now", "TIME", false, "what `now` is, RFC 3339; else the clock"},
    {'o', "format", "FORM[=FILE]", true,
     "text (the default): the value; json: the outcome with type, value and reason"},
    {0},
};

static const char *const forms[] = {"text", "json"};

/* Puts the outcome into each output. */
static int give(cli_outputs *outputs, const gatec_value *value)
{
    gatec_outcome outcome = gatec_value_outcome(value);
    for (size_t i = 0; i < outputs->count; i++) {
        cli_output *output = &outputs->list[i];
        if (strcmp(output->form, "json") == 0) {
            gatec_text text;
            gatec_status status = gatec_value_render(value, &text);
            if (status != GATEC_OK) {
                cli_complain("%s", gatec_status_text(status));
                return CLI_FAILED;
            }
            cli_output_add(output, text.bytes, text.len);
            gatec_text_free(&text);
        } else if (outcome == GATEC_VALUE) {
            cli_output_add(output, gatec_value_json(value), strlen(gatec_value_json(value)));
            cli_output_add(output, "\n", 1);
        }
    }
    if (outcome != GATEC_VALUE)
        fprintf(stderr, "%s: %s\n", gatec_outcome_name(outcome), gatec_value_reason(value));
    if (!cli_outputs_write(outputs)) return CLI_FAILED;
    return outcome == GATEC_VALUE ? CLI_DONE : CLI_NOT_SO;
}

static int evaluate(const cli_screen *screen, const cli_args *args, const cli_inputs *inputs,
                    cli_outputs *outputs)
{
    gatec_eval_options options = GATEC_EVAL_OPTIONS_INIT;
    options.expression = args->operands[0];
    options.expression_len = strlen(args->operands[0]);
    options.bindings = inputs->bindings;
    options.binding_count = inputs->binding_count;
    options.now = cli_args_value(args, "now");
    options.stdin_fd = STDIN_FILENO;
    gatec_value *value = NULL;
    gatec_status status = gatec_eval(&options, &value);
    cli_messages(screen, gatec_value_messages(value), true);
    int result;
    if (status == GATEC_OK) {
        result = give(outputs, value);
    } else {
        result = gatec_exit_status(status, NULL, false);
        if (!value) cli_complain("%s", gatec_status_text(status));
    }
    if (CLI_THOROUGH)
        gatec_value_free(value);
    else
        cli_keep(value);
    return result;
}

int cli_eval(const cli_screen *screen, const cli_args *args)
{
    cli_inputs inputs;
    cli_outputs outputs = {0};
    int status = CLI_USAGE;
    if (cli_inputs_read(&inputs, args, true) &&
        cli_outputs_read(&outputs, args, forms, sizeof forms / sizeof forms[0], "text"))
        status = evaluate(screen, args, &inputs, &outputs);
    cli_outputs_free(&outputs);
    cli_inputs_free(&inputs);
    return status;
}
