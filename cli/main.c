/* gatec on the command line: finds the command, reads its options, runs it. */
#include "cli/command.h"
#include "cli/output.h"
#include "cli/pool.h"

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

const cli_option cli_help_options[] = {{0}};
const cli_option cli_version_options[] = {{0}};

static const cli_command *find(const char *name)
{
    for (size_t i = 0; i < COMMAND_COUNT; i++) {
        if (strcmp(commands[i].name, name) == 0) return &commands[i];
    }
    const char *names[COMMAND_COUNT];
    for (size_t i = 0; i < COMMAND_COUNT; i++)
        names[i] = commands[i].name;
    cli_unknown("command", "", name, names, COMMAND_COUNT);
    return NULL;
}

/* -- help ---------------------------------------------------------------------------------------------- */

static void print_overview(void)
{
    printf("gatec: release runbooks as programs, GO or NO-GO with reasons\n\nusage: gatec COMMAND [OPTION…] "
           "…\n\n");
    for (size_t i = 0; i < COMMAND_COUNT; i++)
        printf("  %-9s %s\n", commands[i].name, commands[i].summary);
    printf("\n`gatec help COMMAND` tells more.\n");
}

typedef bool list_fn(size_t index, const char **name, const char **summary);

static void print_list(const char *title, list_fn *list)
{
    const char *name, *summary;
    printf("\n%s:\n", title);
    for (size_t i = 0; list(i, &name, &summary); i++)
        printf("  %-12s %s\n", name, summary);
}

static void print_help(const cli_command *command)
{
    printf("usage: gatec %s%s%s%s\n\n%s.\n", command->name, command->options->name ? " [OPTION…]" : "",
           *command->operands ? " " : "", command->operands, command->summary);
    for (const char *at = command->help; *at;) {
        size_t len = strcspn(at, "\n");
        if (at == command->help) printf("\n");
        printf("%s%.*s\n", *at == '$' ? "    " : "", (int)len, at);
        at += len + (at[len] == '\n');
    }
    printf("\noptions:\n");
    cli_options_print(command->options);
    cli_options_print(cli_common_options);
    if (strcmp(command->name, "check") == 0 || strcmp(command->name, "render") == 0)
        print_list("forms", gatec_form);
    if (strcmp(command->name, "eval") == 0) print_list("readers", gatec_reader);
    if (strcmp(command->name, "doc") == 0) print_list("pages", gatec_page);
}

int cli_help(const cli_screen *screen, const cli_args *args)
{
    (void)screen;
    if (args->operand_count == 0) {
        print_overview();
        return CLI_DONE;
    }
    const cli_command *command = find(args->operands[0]);
    if (!command) return CLI_USAGE;
    print_help(command);
    return CLI_DONE;
}

int cli_version(const cli_screen *screen, const cli_args *args)
{
    (void)screen;
    (void)args;
    const char *name;
    char version[GATEC_VERSION_MAX];
    printf("gatec %s\ncompiled policies: format %u\n", gatec_version(), (unsigned)gatec_image_version());
    for (size_t i = 0; gatec_library(i, &name, version); i++)
        printf("%s %s\n", name, version);
    return CLI_DONE;
}

/* -- running ------------------------------------------------------------------------------------------- */

static bool count_operands(const cli_command *command, size_t count)
{
    if (count >= command->least && count <= command->most) return true;
    if (count < command->least)
        cli_complain("`gatec %s` needs %s", command->name, command->operands);
    else if (command->most == 0)
        cli_complain("`gatec %s` takes no operand", command->name);
    else if (command->most > 1)
        cli_complain("`gatec %s` takes %s and no more", command->name, command->operands);
    else
        cli_complain("`gatec %s` takes one operand, %s; write the options' values behind their options",
                     command->name, command->operands);
    return false;
}

static int usage(const cli_command *command)
{
    if (command)
        fprintf(stderr, "Try `gatec help %s`.\n", command->name);
    else
        fprintf(stderr, "Try `gatec help`.\n");
    return CLI_USAGE;
}

static int run(const cli_command *command, int argc, char **argv)
{
    cli_args args;
    cli_screen screen;
    int status = CLI_DONE;
    if (!cli_args_read(&args, command->options, argc, argv))
        status = usage(command);
    else if (cli_args_has(&args, "help"))
        print_help(command);
    else if (!cli_screen_set(&screen, cli_args_value(&args, "color")) ||
             !count_operands(command, args.operand_count))
        status = usage(command);
    else
        status = command->run(&screen, &args);
    cli_args_free(&args);
    return status;
}

int main(int argc, char **argv)
{
    cli_outputs_guard();
    cli_pool_use();
    int status = CLI_DONE;
    if (argc < 2) {
        cli_complain("no command is given");
        status = usage(NULL);
    } else if (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "-h") == 0) {
        print_overview();
    } else {
        bool version = strcmp(argv[1], "--version") == 0 || strcmp(argv[1], "-V") == 0;
        const cli_command *command = find(version ? "version" : argv[1]);
        status = command ? run(command, argc - 2, argv + 2) : usage(NULL);
    }
    if (!cli_flush()) status = CLI_FAILED;
    return status;
}
