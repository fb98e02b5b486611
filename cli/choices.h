/* The words that an option or an operand takes where they are few: forms, pages, readers, codes. Help,
 * completions and manual pages read them here. */
#ifndef GATE_CLI_CHOICES_H
#define GATE_CLI_CHOICES_H

#include "cli/command.h"

/* Fills [*name] and [*summary] ("" where there is none) with the word at [index]; false at the end. */
typedef bool cli_choice(size_t index, const char **name, const char **summary);

/* The words of the option [option], or of the operands where it is NULL; NULL when they are not listed. */
cli_choice *cli_choices(const cli_command *command, const char *option);

/* What a value stands for on the disk, by how help writes it: "FILE", "NAME=FILE", "DIR". */
typedef enum cli_place { CLI_NO_PATH, CLI_FILE, CLI_DIR, CLI_PROGRAM } cli_place;
cli_place cli_place_of(const char *written);

#endif
