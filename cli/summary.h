/* The end of a check of several policies: a line for each. */
#ifndef GATE_CLI_SUMMARY_H
#define GATE_CLI_SUMMARY_H

#include "api/gatec.h"
#include "cli/output.h"

typedef struct cli_line {
    const char *path;
    gatec_facts facts; /* where it was judged */
    bool judged;       /* false: it did not compile, or could not be judged */
} cli_line;

/* Appends the lines to the text output among [outputs]; nothing where none is asked for. */
void cli_summary(cli_outputs *outputs, const cli_line *lines, size_t count);

#endif
