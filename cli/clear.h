/* Making room for a file of evidence. */
#ifndef GATE_CLI_CLEAR_H
#define GATE_CLI_CLEAR_H

#include <stdbool.h>

/* Removes an earlier file: it says nothing of the run that begins now, and if this one never comes to an end,
 * its evidence is to be missing. False with a message when nothing could be written there in the end. */
bool cli_clear(const char *file);

#endif
