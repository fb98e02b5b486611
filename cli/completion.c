/* gatec completion: scripts that make a shell complete, from the tables of commands and options. */
#include "cli/choices.h"

#include <stdio.h>
#include <string.h>

const cli_option cli_completion_options[] = {{0}};

/* Words with a space before each. */
static void put_words(cli_choice *words)
{
    const char *name, *summary;
    for (size_t i = 0; words(i, &name, &summary); i++)
        printf(" %s", name);
}

static void put_command_names(void)
{
    size_t count;
    const cli_command *all = cli_commands(&count);
    for (size_t i = 0; i < count; i++)
        printf(" %s", all[i].name);
}

/* ---- bash ---- */

static void bash_value(const cli_command *command, const cli_option *option)
{
    cli_choice *words = cli_choices(command, option->name);
    cli_place place = cli_place_of(option->value);
    printf("      ");
    if (option->letter) printf("-%c | ", option->letter);
    printf("--%s) ", option->name);
    if (words) {
        printf("_gatec_words \"");
        put_words(words);
        printf("\"");
    } else if (place == CLI_DIR) {
        printf("_gatec_paths -d");
    } else if (place == CLI_FILE) {
        printf("_gatec_paths -f");
    } else {
        printf(":");
    }
    printf("; return ;;\n");
}

static void bash_values(const cli_command *command, const cli_option *table)
{
    for (; table->name; table++) {
        if (table->value) bash_value(command, table);
    }
}

static void bash_names(const cli_option *table)
{
    for (; table->name; table++) {
        if (table->letter) printf(" -%c", table->letter);
        printf(" --%s", table->name);
    }
}

static void bash_command(const cli_command *command)
{
    cli_choice *words = cli_choices(command, NULL);
    cli_place place = cli_place_of(command->operands);
    printf("  %s)\n    case $prev in\n", command->name);
    bash_values(command, command->options);
    bash_values(command, cli_common_options);
    printf("    esac\n    if [[ $cur == -* ]]; then\n      _gatec_words \"");
    bash_names(command->options);
    bash_names(cli_common_options);
    printf("\"\n      return\n    fi\n");
    if (words) {
        printf("    _gatec_words \"");
        put_words(words);
        printf("\"\n");
    } else if (place != CLI_NO_PATH) {
        printf("    _gatec_paths %s\n", place == CLI_DIR ? "-d" : place == CLI_PROGRAM ? "-c" : "-f");
    }
    printf("    ;;\n");
}

static void bash(void)
{
    size_t count;
    const cli_command *all = cli_commands(&count);
    printf(
        "# gatec for bash: source <(gatec completion bash)\n"
        "_gatec_words() { mapfile -t COMPREPLY < <(compgen -W \"$1\" -- \"$cur\"); }\n"
        "_gatec_paths() { compopt -o filenames; mapfile -t COMPREPLY < <(compgen \"$1\" -- \"$cur\"); }\n"
        "_gatec() {\n"
        "  local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD-1]}\n"
        "  COMPREPLY=()\n"
        "  # Readline takes `=` for a word of its own.\n"
        "  if [[ $cur == = ]]; then cur=; elif [[ $prev == = ]]; then prev=${COMP_WORDS[COMP_CWORD-2]}; fi\n"
        "  if [[ $COMP_CWORD -eq 1 ]]; then\n    _gatec_words \"");
    put_command_names();
    printf(" --help --version\"\n    return\n  fi\n  case ${COMP_WORDS[1]} in\n");
    for (size_t i = 0; i < count; i++)
        bash_command(&all[i]);
    printf("  esac\n}\ncomplete -F _gatec gatec\n");
}

/* ---- zsh ---- */

/* Within '…' of a specification: `:` and brackets have a meaning there, and the quote ends it. */
static void zsh_text(const char *text)
{
    for (; *text; text++) {
        if (*text == '\'')
            printf("'\\''");
        else if (strchr(":[]\\", *text))
            printf("\\%c", *text);
        else
            putchar(*text);
    }
}

static void zsh_action(cli_choice *words, cli_place place)
{
    printf(":");
    if (words) {
        printf("(");
        put_words(words);
        printf(")");
    } else if (place == CLI_DIR) {
        printf("_files -/");
    } else if (place == CLI_FILE) {
        printf("_files");
    } else if (place == CLI_PROGRAM) {
        printf("_normal");
    } else {
        printf(" ");
    }
}

static void zsh_name(const cli_command *command, const cli_option *option, const char *dashes,
                     const char *name)
{
    printf("        '%s%s%s%s[", option->many ? "*" : "", dashes, name,
           !option->value ? ""
           : dashes[1]    ? "="
                          : "+");
    zsh_text(option->doc);
    printf("]");
    if (option->value) {
        printf(":");
        zsh_text(option->value);
        zsh_action(cli_choices(command, option->name), cli_place_of(option->value));
    }
    printf("' \\\n");
}

static void zsh_options(const cli_command *command, const cli_option *table)
{
    for (; table->name; table++) {
        char letter[2] = {table->letter, '\0'};
        zsh_name(command, table, "--", table->name);
        if (table->letter) zsh_name(command, table, "-", letter);
    }
}

static void zsh(void)
{
    size_t count;
    const cli_command *all = cli_commands(&count);
    printf(
        "#compdef gatec\n# gatec for zsh: as a file `_gatec` in $fpath, or source <(gatec completion zsh)\n"
        "_gatec() {\n  local curcontext=$curcontext state line\n  local -a commands\n"
        "  _arguments -C '1:command:->command' '*::argument:->argument'\n  case $state in\n  command)\n"
        "    commands=(\n");
    for (size_t i = 0; i < count; i++) {
        printf("      '%s:", all[i].name);
        zsh_text(all[i].summary);
        printf("'\n");
    }
    printf("    )\n    _describe command commands\n    ;;\n  argument)\n    case $words[1] in\n");
    for (size_t i = 0; i < count; i++) {
        printf("    %s)\n      _arguments \\\n", all[i].name);
        zsh_options(&all[i], all[i].options);
        zsh_options(&all[i], cli_common_options);
        printf("        '*:");
        zsh_text(*all[i].operands ? all[i].operands : "nothing");
        zsh_action(cli_choices(&all[i], NULL), cli_place_of(all[i].operands));
        printf("'\n      ;;\n");
    }
    printf("    esac\n    ;;\n  esac\n}\n"
           "if [[ $funcstack[1] == _gatec ]]; then _gatec \"$@\"; else compdef _gatec gatec; fi\n");
}

/* ---- fish ---- */

static void fish_text(const char *text)
{
    printf("'");
    for (; *text; text++) {
        if (*text == '\'' || *text == '\\') printf("\\");
        putchar(*text);
    }
    printf("'");
}

static void fish_words(cli_choice *words)
{
    printf(" -a '");
    put_words(words);
    printf("'");
}

static void fish_options(const cli_command *command, const cli_option *table)
{
    for (; table->name; table++) {
        cli_choice *words = cli_choices(command, table->name);
        cli_place place = cli_place_of(table->value);
        printf("complete -c gatec -n '__fish_seen_subcommand_from %s' -l %s", command->name, table->name);
        if (table->letter) printf(" -s %c", table->letter);
        if (table->value) printf(place == CLI_FILE && !words ? " -rF" : " -x");
        if (words) fish_words(words);
        if (place == CLI_DIR) printf(" -a '(__fish_complete_directories)'");
        printf(" -d ");
        fish_text(table->doc);
        printf("\n");
    }
}

static void fish(void)
{
    size_t count;
    const cli_command *all = cli_commands(&count);
    printf("# gatec for fish: gatec completion fish > ~/.config/fish/completions/gatec.fish\n"
           "complete -c gatec -f\n");
    for (size_t i = 0; i < count; i++) {
        const cli_command *command = &all[i];
        cli_choice *words = cli_choices(command, NULL);
        cli_place place = cli_place_of(command->operands);
        printf("complete -c gatec -n __fish_use_subcommand -a %s -d ", command->name);
        fish_text(command->summary);
        printf("\n");
        fish_options(command, command->options);
        fish_options(command, cli_common_options);
        if (!words && place == CLI_NO_PATH) continue;
        printf("complete -c gatec -n '__fish_seen_subcommand_from %s'", command->name);
        if (words)
            fish_words(words);
        else
            printf(place == CLI_DIR ? " -a '(__fish_complete_directories)'" : " -F");
        printf("\n");
    }
}

/* ---- the command ---- */

int cli_completion(const cli_screen *screen, const cli_args *args)
{
    (void)screen;
    static const struct {
        const char *name;
        void (*print)(void);
    } shells[] = {{"bash", bash}, {"zsh", zsh}, {"fish", fish}};
    const char *names[sizeof shells / sizeof shells[0]];
    size_t count = sizeof shells / sizeof shells[0];
    for (size_t i = 0; i < count; i++) {
        names[i] = shells[i].name;
        if (strcmp(names[i], args->operands[0]) != 0) continue;
        shells[i].print();
        return CLI_DONE;
    }
    cli_unknown("shell", "", args->operands[0], names, count);
    return CLI_USAGE;
}
