/* Command lines: a table of options for each command, and the one parser that reads it. The same tables
 * print the help. Long names are never abbreviated, `--` ends options, `--name=value`, `--name value`,
 * `-n value` and `-nvalue` are the same, and switches of one letter may stand together. Knows no command. */
#ifndef GATE_CLI_OPTIONS_H
#define GATE_CLI_OPTIONS_H

#include <stdbool.h>
#include <stddef.h>

typedef struct cli_option {
    char letter;       /* 0: it has none */
    const char *name;  /* without dashes; NULL ends a table */
    const char *value; /* "FILE": it takes one; NULL: a switch */
    bool many;         /* may be given more than once */
    const char *doc;   /* one line, lower case */
} cli_option;

typedef struct cli_given {
    const cli_option *option;
    const char *value; /* NULL of a switch */
} cli_given;

/* A command line that was read. Borrows argv. */
typedef struct cli_args {
    cli_given *given; /* in the order written */
    size_t given_count;
    const char **operands;
    size_t operand_count;
    bool dashes;            /* there was a `--` */
    size_t operands_before; /* of the operands, those before the `--`; all where there was none */
} cli_args;

/* The options that every command has: --help, --color. */
extern const cli_option cli_common_options[];

/* Reads [argc] arguments by [table] and the common options. False with a message on standard error:
 * unknown, without its value, with one that it doesn't take, given twice. [out] is freed by
 * [cli_args_free] in any case. */
bool cli_args_read(cli_args *out, const cli_option *table, int argc, char **argv);
void cli_args_free(cli_args *args);

/* The value of the option of that name, or NULL; of a switch, whether it was given. */
const char *cli_args_value(const cli_args *args, const char *name);
bool cli_args_has(const cli_args *args, const char *name);

/* Appends the table as help to standard output. */
void cli_options_print(const cli_option *table);

#endif
