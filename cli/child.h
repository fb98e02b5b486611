/* Processes: running a command with its output passed through, and asking a program something. Knows the
 * system's calls for that, and nothing of what the output is for. Signals that would end gatec (SIGINT,
 * SIGTERM, SIGHUP, SIGQUIT) are passed on to the command instead, which decides. */
#ifndef GATE_CLI_CHILD_H
#define GATE_CLI_CHILD_H

#include <stdbool.h>
#include <stddef.h>

/* How a command ended. */
typedef struct cli_ending {
    int error;       /* errno of the attempt to start it; 0: it ran */
    int status;      /* as waitpid gives it */
    bool partial[2]; /* of standard output and error: not all was seen */
    int lost[2];     /* errno: what was seen could not be passed through; 0 */
} cli_ending;

/* Is handed what the command wrote: [stream] 0 is standard output, 1 standard error. */
typedef void cli_hear(void *context, int stream, const char *bytes, size_t len);

/* From here on signals that would end gatec are noted and passed on. False with errno when there are no
 * descriptors left. */
bool cli_child_guard(void);
/* The last such signal, or 0. */
int cli_child_interrupted(void);

/* Runs [argv] (found as a shell finds it) on gatec's own standard input. What it writes is passed through
 * and [hear]d. Returns when it has ended and nobody holds its output open any more; one that it left
 * behind is waited for a little only. */
cli_ending cli_child_run(char *const *argv, cli_hear *hear, void *context);

/* Starts [argv] with nothing to read and nowhere to complain: [*out] is read for its standard output, and
 * closed by cli_child_end, which waits for it to end; true when it exited with 0. 0 or the errno of the
 * attempt; one child at a time. */
int cli_child_begin(char *const *argv, int *out);
bool cli_child_end(int out);
/* The next bytes of it, or 0 at the end. */
size_t cli_child_read(int out, char *bytes, size_t room);

/* Runs [argv] like that; its standard output goes into [out], as far as
 * it fits, with a NUL behind it, and [*len] gets how much there was. True when it exited with 0. */
bool cli_child_ask(char *const *argv, char *out, size_t size, size_t *len);

#endif
