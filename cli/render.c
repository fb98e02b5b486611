/* gatec render: a saved verdict in other forms. */
#include "cli/command.h"
#include "cli/give.h"
#include "cli/saved.h"

const cli_option cli_render_options[] = {
    {'o', "format", "FORM[=FILE]", true, "a form of the verdict, on standard output or in a file"},
    {0, "subject", "DIGEST", false, "what `-o intoto` is about: [NAME@]sha256:…, gitCommit:…; else the policy's `subject`"},
    {0, "predicate", "NAME", false, "of `-o intoto`: test-result (the default), svr, vsa"},
    {'q', "quiet", NULL, false, "the verdict and what stands in its way"},
    {'v', "verbose", NULL, false, "reasons of what passes too"},
    {0},
};

int cli_render(const cli_screen *screen, const cli_args *args)
{
    cli_giving giving;
    gatec_verdict *verdict = NULL;
    int status = CLI_USAGE;
    if (cli_giving_read(&giving, screen, args)) status = cli_saved_load(screen, args->operands[0], &verdict);
    if (verdict && status == CLI_DONE) {
        status = cli_give(&giving, verdict, NULL);
        if (status == CLI_DONE && !cli_giving_write(&giving)) status = CLI_FAILED;
    }
    cli_giving_free(&giving);
    cli_saved_free(verdict);
    return status;
}
