#include "cli/runbook.h"

#include "cli/folder.h"
#include "cli/output.h"

typedef struct session {
    const cli_screen *screen;
    gatec_policy **policies; /* those to be shown */
    size_t count;
    int status;
} session;

/* Loads one; a file of a folder that has no policy header is another's part, or tests. */
static void load(session *s, const char *path, bool from_folder)
{
    gatec_policy_options options = GATEC_POLICY_OPTIONS_INIT;
    gatec_policy *policy = NULL;
    options.path = path;
    gatec_status status = gatec_policy_load(&options, &policy);
    if (status != GATEC_OK) cli_messages(s->screen, gatec_policy_messages(policy), false);
    if (!policy) cli_complain("%s", gatec_status_text(status));
    int own = gatec_exit_status(status, NULL, false);
    if (status != GATEC_OK && own > s->status) s->status = own;
    bool shown = status == GATEC_OK && (!from_folder || *gatec_policy_name(policy));
    if (shown)
        s->policies[s->count++] = policy;
    else
        gatec_policy_free(policy);
}

static void write_page(session *s, const cli_args *args)
{
    const char *file = cli_args_value(args, "output");
    bool named = file && !(file[0] == '-' && !file[1]);
    gatec_runbook_options options = GATEC_RUNBOOK_OPTIONS_INIT;
    options.policies = (const gatec_policy *const *)s->policies;
    options.count = s->count;
    options.page = named ? file : NULL;
    options.title = cli_args_value(args, "title");
    gatec_text text;
    gatec_status status = gatec_runbook_render(&options, &text);
    if (status == GATEC_E_USAGE) {
        cli_complain("a compiled policy has no text to make a page of; give its source");
        s->status = CLI_USAGE;
        return;
    }
    if (status != GATEC_OK) {
        cli_complain("%s", gatec_status_text(status));
        s->status = CLI_FAILED;
        return;
    }
    cli_outputs outputs;
    cli_outputs_file(&outputs, named ? file : "-");
    cli_output_add(&outputs.list[0], text.bytes, text.len);
    if (!cli_outputs_write(&outputs)) s->status = CLI_FAILED;
    cli_outputs_free(&outputs);
    gatec_text_free(&text);
}

int cli_runbook(const cli_screen *screen, const cli_args *args)
{
    session s = {.screen = screen, .status = CLI_DONE};
    size_t from_operands = 0;
    cli_paths found = {0};
    bool *from_folder = NULL;
    for (size_t i = 0; i < args->operand_count; i++) {
        if (!cli_folder_is(args->operands[i]))
            cli_paths_add(&found, args->operands[i]);
        else if (!cli_folder_list(args->operands[i], &found))
            s.status = CLI_USAGE;
        from_folder = cli_grow(from_folder, found.count + 1, sizeof *from_folder);
        for (; from_operands < found.count; from_operands++)
            from_folder[from_operands] = cli_folder_is(args->operands[i]);
    }
    s.policies = cli_array(found.count, sizeof *s.policies);
    for (size_t i = 0; i < found.count; i++)
        load(&s, found.list[i], from_folder[i]);
    if (s.status == CLI_DONE && s.count == 0) {
        cli_complain("there is no policy here");
        s.status = CLI_NO_POLICY;
    }
    if (s.status == CLI_DONE) write_page(&s, args);
    for (size_t i = 0; i < s.count; i++)
        gatec_policy_free(s.policies[i]);
    cli_free(s.policies);
    cli_free(from_folder);
    cli_paths_free(&found);
    return s.status;
}
