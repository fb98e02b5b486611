/* Manual pages from the tables: troff source, in the macros of man(7), on standard output. */
#ifndef GATE_CLI_MAN_H
#define GATE_CLI_MAN_H

#include "cli/command.h"

void cli_man_command(const cli_command *command); /* gatec-COMMAND(1) */
void cli_man_overview(void);                      /* gatec(1) */
void cli_man_language(void);                      /* gatec-language(7): its words and functions */

#endif
