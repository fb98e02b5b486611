/* What a command is: a row of commands.def and a function. */
#ifndef GATE_CLI_COMMAND_H
#define GATE_CLI_COMMAND_H

#include "cli/options.h"
#include "cli/screen.h"

/* Most operands of a command that takes any number. */
#define CLI_ANY ((size_t)-1)

/* Runs; what it returns is the status of the process. Standard output is flushed by the caller. */
typedef int cli_run(const cli_screen *screen, const cli_args *args);

typedef struct cli_command {
    const char *name;
    cli_run *run;
    const cli_option *options;
    size_t least, most;
    const char *operands, *summary, *help;
} cli_command;

#define COMMAND(name, least, most, operands, summary, help)                                                  \
    extern const cli_option cli_##name##_options[];                                                          \
    cli_run cli_##name;
#include "cli/commands.def"
#undef COMMAND

/* All commands, and the one of that name; NULL with a message, and what was probably meant. */
const cli_command *cli_commands(size_t *count);
const cli_command *cli_find(const char *name);

/* On standard output: what there is, and all about one command. */
void cli_help_overview(void);
void cli_help_command(const cli_command *command);

/* The next line of a command's help from [*at] on that is an example, or (with [examples] false) that is
 * none; [*at] is moved behind it. False at the end. */
bool cli_help_line(const char **at, const char **line, int *len, bool examples);

/* Ends a run of the command line: handles are left to the system, since giving back a large tree piece
 * by piece takes time, unless a sanitizer watches that they could have been freed. */
#if defined(__SANITIZE_ADDRESS__)
#define CLI_THOROUGH true
#else
#define CLI_THOROUGH false
#endif

#endif
