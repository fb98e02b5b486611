#include "cli/saved.h"

#include "cli/command.h"

#include <unistd.h>

int cli_saved_load(const cli_screen *screen, const char *path, gatec_verdict **out)
{
    gatec_saved_options options = GATEC_SAVED_OPTIONS_INIT;
    options.path = path;
    options.stdin_fd = STDIN_FILENO;
    gatec_status status = gatec_verdict_load(&options, out);
    cli_messages(screen, gatec_verdict_messages(*out), true);
    if (status == GATEC_OK) return CLI_DONE;
    if (!*out) cli_complain("%s", gatec_status_text(status));
    return gatec_exit_status(status, NULL, false);
}

void cli_saved_free(gatec_verdict *verdict)
{
    if (CLI_THOROUGH)
        gatec_verdict_free(verdict);
    else
        cli_keep(verdict);
}
