/* gatec retain: what a store keeps and what may go; with --apply, what may go goes. */
#include "cli/command.h"
#include "cli/inputs.h"
#include "cli/output.h"

const cli_option cli_retain_options[] = {
    {0, "root", "DIR", false, "the folder that the stores are beneath; else the working directory"},
    {0, "now", "TIME", false, "the time that ages count from, RFC 3339; else the clock"},
    {'p', "param", "NAME=VALUE", true, "the value of a parameter"},
    {'o', "format", "FORM[=FILE]", true, "text (the default) or json, on standard output or in a file"},
    {0, "apply", NULL, false, "remove what may go"},
    {0, "check", NULL, false, "status 1 where a store holds fewer folders than `keep last` asks for"},
    {0},
};

typedef struct session {
    const cli_screen *screen;
    const cli_args *args;
    cli_inputs inputs;
    cli_outputs outputs;
    gatec_policy *policy;
    gatec_plan *plan;
} session;

static bool read_options(session *s)
{
    static const char *const forms[] = {"text", "json"};
    if (cli_args_has(s->args, "apply") && cli_args_has(s->args, "check")) {
        cli_complain("`--apply` removes and `--check` only looks: give one of them");
        return false;
    }
    return cli_inputs_read(&s->inputs, s->args, false) &&
           cli_outputs_read(&s->outputs, s->args, forms, sizeof forms / sizeof forms[0], "text");
}

static int load(session *s)
{
    gatec_policy_options options = GATEC_POLICY_OPTIONS_INIT;
    options.path = s->args->operands[0];
    gatec_status status = gatec_policy_load(&options, &s->policy);
    cli_messages(s->screen, gatec_policy_messages(s->policy), true);
    if (!s->policy) cli_complain("%s", gatec_status_text(status));
    return status == GATEC_OK ? CLI_DONE : gatec_exit_status(status, NULL, false);
}

/* A store that could not be listed makes a plan by which all is kept, and which fails. */
static int plan(session *s)
{
    gatec_retain_options options = GATEC_RETAIN_OPTIONS_INIT;
    options.root = cli_args_value(s->args, "root");
    options.now = cli_args_value(s->args, "now");
    options.settings = s->inputs.settings;
    options.setting_count = s->inputs.setting_count;
    options.getenv = cli_getenv;
    gatec_status status = gatec_retain(s->policy, &options, &s->plan);
    cli_messages(s->screen, gatec_plan_messages(s->plan), true);
    if (!s->plan) cli_complain("%s", gatec_status_text(status));
    if (status != GATEC_OK) return gatec_exit_status(status, NULL, false);
    return gatec_messages_errors(gatec_plan_messages(s->plan)) ? CLI_FAILED : CLI_DONE;
}

/* One that can't be removed doesn't hold up the others. What somebody else removed is removed. */
static int apply(session *s)
{
    int status = CLI_DONE;
    gatec_folder folder;
    for (size_t i = 0; gatec_plan_folder(s->plan, i, &folder); i++) {
        if (folder.keep) continue;
        (void)gatec_plan_remove(s->plan, i);
        (void)gatec_plan_folder(s->plan, i, &folder);
        if (folder.fate == GATEC_REMOVED || folder.fate == GATEC_GONE) continue;
        cli_complain("`%s` stays: %s", folder.path, folder.trouble);
        status = CLI_FAILED;
    }
    return status;
}

static bool show(session *s)
{
    for (size_t i = 0; i < s->outputs.count; i++) {
        gatec_text text;
        gatec_status status = gatec_plan_render(s->plan, s->outputs.list[i].form, &text);
        if (status != GATEC_OK) {
            cli_complain("%s", gatec_status_text(status));
            return false;
        }
        cli_output_add(&s->outputs.list[i], text.bytes, text.len);
        gatec_text_free(&text);
    }
    return cli_outputs_write(&s->outputs);
}

static int run(session *s)
{
    int status = load(s);
    if (status != CLI_DONE) return status;
    status = plan(s);
    if (status != CLI_DONE && status != CLI_FAILED) return status;
    if (status == CLI_DONE && cli_args_has(s->args, "apply")) status = apply(s);
    if (gatec_messages_errors(gatec_plan_messages(s->plan)) == 0 && cli_args_has(s->args, "check") &&
        gatec_plan_shortfall(s->plan))
        status = CLI_NOT_SO;
    return s->plan && show(s) ? status : CLI_FAILED;
}

int cli_retain(const cli_screen *screen, const cli_args *args)
{
    session s = {.screen = screen, .args = args};
    int status = read_options(&s) ? run(&s) : CLI_USAGE;
    cli_outputs_free(&s.outputs);
    cli_inputs_free(&s.inputs);
    gatec_plan_free(s.plan); /* it holds descriptors, and is small */
    if (CLI_THOROUGH) gatec_policy_free(s.policy);
    return status;
}
