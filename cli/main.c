/* gatec on the command line: finds the command, reads its options, runs it. */
#include "cli/command.h"
#include "cli/output.h"
#include "cli/pool.h"

#include <stdio.h>
#include <string.h>

const cli_option cli_version_options[] = {{0}};

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
        cli_help_command(command);
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
        cli_help_overview();
    } else {
        bool version = strcmp(argv[1], "--version") == 0 || strcmp(argv[1], "-V") == 0;
        const cli_command *command = cli_find(version ? "version" : argv[1]);
        status = command ? run(command, argc - 2, argv + 2) : usage(NULL);
    }
    if (!cli_flush()) status = CLI_FAILED;
    return status;
}
