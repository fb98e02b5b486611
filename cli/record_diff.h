/* gatec record --diff: what git says of changed lines, to a file of evidence. */
#ifndef GATE_CLI_RECORD_DIFF_H
#define GATE_CLI_RECORD_DIFF_H

#include "cli/options.h"

/* Status of the process. */
int cli_record_diff(const cli_args *args);

#endif
