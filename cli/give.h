/* A verdict, given out in the forms that were asked for with -o: what a check found, or what was saved. The
 * only place that knows the variables of GitHub Actions. */
#ifndef GATE_CLI_GIVE_H
#define GATE_CLI_GIVE_H

#include "cli/output.h"

typedef struct cli_giving {
    const cli_screen *screen;
    cli_outputs outputs;
    bool quiet, verbose;
    const char *predicate, *subject; /* of an attestation; NULL: not given */
    size_t reports;                  /* given out so far */
    size_t asked;                    /* of the outputs, those that -o names; behind them what was made of patterns */
    bool broken;                     /* one could not be given: nothing is written */
    cli_output summary;              /* of the step, in GitHub Actions; no file: there is none */
} cli_giving;

/* Reads --quiet, --verbose and the forms. False with a message; [out] is freed by [cli_giving_free] in any
 * case. */
bool cli_giving_read(cli_giving *out, const cli_screen *screen, const cli_args *args);
void cli_giving_free(cli_giving *giving);
/* True when all that is asked for is text, and not all of it. */
bool cli_giving_terse(const cli_giving *giving);

/* Appends the verdict to each output; [policy] is the policy's name, for files with `{policy}` in their names, or NULL
 * where there is none to be had. A file of a form that holds one verdict takes no second one. The status of the process, CLI_DONE or, with a message, CLI_FAILED, or
 * CLI_USAGE where an attestation is not told what it is about or one file was to hold several verdicts. */
int cli_give(cli_giving *giving, const gatec_verdict *verdict, const char *policy);
/* Writes them all, see [cli_outputs_write], unless one could not be given, which was told then. In GitHub
 * Actions the form `github` is also appended to the step's summary, as Markdown. */
bool cli_giving_write(cli_giving *giving);

#endif
