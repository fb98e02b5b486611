/* gatec compile, gatec disasm: the compiled form. */
#include "cli/command.h"
#include "cli/output.h"

const cli_option cli_compile_options[] = {
    {'o', "output", "FILE", false, "where the compiled policy goes; `-` is standard output"},
    {'q', "quiet", NULL, false, "errors only, no warnings"},
    {0},
};

const cli_option cli_disasm_options[] = {{0}};

/* The policy of that file, with its messages told; the status is CLI_DONE when it may be used. */
static int load(const cli_screen *screen, const char *path, bool accept_older, bool warnings,
                gatec_policy **policy)
{
    gatec_policy_options options = GATEC_POLICY_OPTIONS_INIT;
    options.path = path;
    options.accept_older = accept_older;
    gatec_status status = gatec_policy_load(&options, policy);
    cli_messages(screen, gatec_policy_messages(*policy), warnings);
    if (!*policy) cli_complain("%s", gatec_status_text(status));
    return status == GATEC_OK ? CLI_DONE : gatec_exit_status(status, NULL, false);
}

static void leave(gatec_policy *policy)
{
    if (CLI_THOROUGH)
        gatec_policy_free(policy);
    else
        cli_keep(policy);
}

static int write_image(const gatec_policy *policy, const char *file)
{
    gatec_text image;
    gatec_status status = gatec_policy_image(policy, &image);
    if (status != GATEC_OK) {
        cli_complain("%s", gatec_status_text(status));
        return gatec_exit_status(status, NULL, false);
    }
    cli_outputs outputs;
    cli_outputs_file(&outputs, file);
    cli_output_add(&outputs.list[0], image.bytes, image.len);
    bool done = cli_outputs_write(&outputs);
    cli_outputs_free(&outputs);
    gatec_text_free(&image);
    return done ? CLI_DONE : CLI_FAILED;
}

int cli_compile(const cli_screen *screen, const cli_args *args)
{
    const char *file = cli_args_value(args, "output");
    if (!file || !*file) {
        cli_complain("`gatec compile` needs `-o FILE`");
        return CLI_USAGE;
    }
    gatec_policy *policy = NULL;
    int status = load(screen, args->operands[0], false, !cli_args_has(args, "quiet"), &policy);
    if (status == CLI_DONE) status = write_image(policy, file);
    leave(policy);
    return status;
}

int cli_disasm(const cli_screen *screen, const cli_args *args)
{
    gatec_policy *policy = NULL;
    gatec_text text = {0};
    int status = load(screen, args->operands[0], true, false, &policy);
    if (status == CLI_DONE) {
        gatec_status made = gatec_policy_disasm(policy, &text);
        cli_print(&text);
        if (made != GATEC_OK) status = gatec_exit_status(made, NULL, false);
    }
    gatec_text_free(&text);
    leave(policy);
    return status;
}
