/* `gatec doc FILE…`: policies as a page to be read. */
#ifndef GATE_CLI_RUNBOOK_H
#define GATE_CLI_RUNBOOK_H

#include "cli/command.h"

/* Writes the page of the policies that are the operands; what it returns is the status of the process. */
int cli_runbook(const cli_screen *screen, const cli_args *args);

#endif
