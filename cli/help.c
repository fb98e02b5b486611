/* gatec help: the table of commands, and what is told of each. */
#include "cli/choices.h"
#include "cli/man.h"

#include <stdio.h>
#include <string.h>

#define ANY CLI_ANY
static const cli_command commands[] = {
#define COMMAND(name, least, most, operands, summary, help)                                                  \
    {#name, cli_##name, cli_##name##_options, least, most, operands, summary, help},
#include "cli/commands.def"
#undef COMMAND
};
#define COMMAND_COUNT (sizeof commands / sizeof commands[0])

const cli_option cli_help_options[] = {
    {0, "man", NULL, false, "write the manual page; of gatec itself, or `language`, too"},
    {0},
};

const cli_command *cli_commands(size_t *count)
{
    *count = COMMAND_COUNT;
    return commands;
}

const cli_command *cli_find(const char *name)
{
    const char *names[COMMAND_COUNT];
    for (size_t i = 0; i < COMMAND_COUNT; i++) {
        if (strcmp(commands[i].name, name) == 0) return &commands[i];
        names[i] = commands[i].name;
    }
    cli_unknown("command", "", name, names, COMMAND_COUNT);
    return NULL;
}

bool cli_help_line(const char **at, const char **line, int *len, bool examples)
{
    for (;;) {
        *line = *at;
        if (!**line) return false;
        size_t size = strcspn(*line, "\n");
        *at = *line + size + ((*line)[size] == '\n');
        *len = (int)size;
        if ((**line == '$') == examples) return true;
    }
}

void cli_help_overview(void)
{
    printf("gatec: release runbooks as programs, GO or NO-GO with reasons\n\nusage: gatec COMMAND [OPTION…] "
           "…\n\n");
    for (size_t i = 0; i < COMMAND_COUNT; i++)
        printf("  %-10s %s\n", commands[i].name, commands[i].summary);
    printf("\n`gatec help COMMAND` tells more.\n");
}

static void print_choices(const char *title, cli_choice *words)
{
    const char *name, *summary;
    printf("\n%s:\n", title);
    for (size_t i = 0; words(i, &name, &summary); i++)
        printf("  %-12s %s\n", name, summary);
}

/* Examples first; then the text, without them and without the blank lines that stood around them. */
static void print_text(const cli_command *command)
{
    const char *at = command->help, *line;
    int len;
    bool any = false, blank = true;
    while (cli_help_line(&at, &line, &len, true)) {
        printf("%s    %.*s\n", any ? "" : "\n", len, line);
        any = true;
    }
    if (*command->help) printf("\n");
    for (at = command->help; cli_help_line(&at, &line, &len, false); blank = len == 0) {
        if (len > 0 || !blank) printf("%.*s\n", len, line);
    }
}

void cli_help_command(const cli_command *command)
{
    printf("usage: gatec %s%s%s%s\n\n%s.\n", command->name, command->options->name ? " [OPTION…]" : "",
           *command->operands ? " " : "", command->operands, command->summary);
    print_text(command);
    printf("\noptions:\n");
    cli_options_print(command->options);
    cli_options_print(cli_common_options);
    if (cli_choices(command, "format") == gatec_form) print_choices("forms", gatec_form);
    if (strcmp(command->name, "eval") == 0 || strcmp(command->name, "inspect") == 0)
        print_choices("readers", gatec_reader);
    if (strcmp(command->name, "doc") == 0) print_choices("pages", gatec_page);
}

int cli_help(const cli_screen *screen, const cli_args *args)
{
    (void)screen;
    const char *topic = args->operand_count ? args->operands[0] : NULL;
    if (cli_args_has(args, "man") && (!topic || strcmp(topic, "gatec") == 0)) {
        cli_man_overview();
    } else if (cli_args_has(args, "man") && strcmp(topic, "language") == 0) {
        cli_man_language();
    } else if (!topic) {
        cli_help_overview();
    } else {
        const cli_command *command = cli_find(topic);
        if (!command) return CLI_USAGE;
        if (cli_args_has(args, "man"))
            cli_man_command(command);
        else
            cli_help_command(command);
    }
    return CLI_DONE;
}
