/* Verdicts that were saved as JSON, for the commands that read them. */
#ifndef GATE_CLI_SAVED_H
#define GATE_CLI_SAVED_H

#include "cli/screen.h"

/* Reads one; `-` is standard input. The status of the process: CLI_DONE, or what went wrong, with messages.
 * [*out] is freed by [cli_saved_free] in any case. */
int cli_saved_load(const cli_screen *screen, const char *path, gatec_verdict **out);
/* Frees it, or leaves it to the end of the process. */
void cli_saved_free(gatec_verdict *verdict);

#endif
