/* That a check takes its time: after a second, and every second from then on, one line on standard error, where that is
 * a terminal. It is gone when the check is done, and no log ever has it. */
#ifndef GATE_CLI_PROGRESS_H
#define GATE_CLI_PROGRESS_H

/* From now on; [what] is said, cut to a line: "release.gate". Nothing happens where standard error is no terminal. */
void cli_progress_begin(const char *what);
/* The check is done: the line is taken away. */
void cli_progress_end(void);

#endif
