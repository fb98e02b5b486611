#include "cli/options.h"

#include "cli/screen.h"

#include <stdio.h>
#include <string.h>

const cli_option cli_common_options[] = {
    {0, "color", "WHEN", false, "auto (the default: on a terminal), always, never"},
    {'h', "help", NULL, false, "print this"},
    {0},
};

#define TABLES_MAX 64 /* options of one command */

static const cli_option *find_letter(const cli_option *table, char letter)
{
    for (; table->name; table++) {
        if (letter && table->letter == letter) return table;
    }
    return NULL;
}

static const cli_option *find_name(const cli_option *table, const char *name, size_t len)
{
    for (; table->name; table++) {
        if (strlen(table->name) == len && strncmp(table->name, name, len) == 0) return table;
    }
    return NULL;
}

/* -- reading ------------------------------------------------------------------------------------------- */

typedef struct reader {
    cli_args *out;
    const cli_option *table;
    int argc, at;
    char **argv;
} reader;

static bool unknown_name(const reader *r, const char *text, size_t len)
{
    const char *names[TABLES_MAX];
    size_t count = 0;
    for (const cli_option *each = r->table; each->name && count < TABLES_MAX; each++)
        names[count++] = each->name;
    for (const cli_option *each = cli_common_options; each->name && count < TABLES_MAX; each++)
        names[count++] = each->name;
    char *wanted = cli_copy(text, len);
    cli_unknown("option", "--", wanted, names, count);
    cli_free(wanted);
    return false;
}

/* Notes an option; [value] NULL where none was written with it. */
static bool take(reader *r, const cli_option *option, const char *value)
{
    if (!option->value && value) {
        cli_complain("the option `--%s` takes no value", option->name);
        return false;
    }
    if (option->value && !value) {
        if (r->at + 1 >= r->argc) {
            cli_complain("the option `--%s` needs a value: %s", option->name, option->value);
            return false;
        }
        value = r->argv[++r->at];
    }
    if (!option->many && cli_args_has(r->out, option->name)) {
        cli_complain("the option `--%s` is given twice", option->name);
        return false;
    }
    r->out->given[r->out->given_count++] = (cli_given){option, value};
    return true;
}

static bool take_long(reader *r, const char *text)
{
    const char *equals = strchr(text, '=');
    size_t len = equals ? (size_t)(equals - text) : strlen(text);
    const cli_option *option = find_name(r->table, text, len);
    if (!option) option = find_name(cli_common_options, text, len);
    if (!option) return unknown_name(r, text, len);
    return take(r, option, equals ? equals + 1 : NULL);
}

static bool take_letters(reader *r, const char *text)
{
    for (; *text; text++) {
        const cli_option *option = find_letter(r->table, *text);
        if (!option) option = find_letter(cli_common_options, *text);
        if (!option) {
            char letter[2] = {*text, '\0'};
            cli_unknown("option", "-", letter, NULL, 0);
            return false;
        }
        if (option->value) return take(r, option, text[1] ? text + 1 : NULL);
        if (!take(r, option, NULL)) return false;
    }
    return true;
}

bool cli_args_read(cli_args *out, const cli_option *table, int argc, char **argv)
{
    size_t room = argc > 0 ? (size_t)argc : 0;
    size_t letters = 1;
    for (int i = 0; i < argc; i++)
        letters += strlen(argv[i]);
    *out = (cli_args){.given = cli_array(letters, sizeof(cli_given)),
                      .operands = cli_array(room + 1, sizeof(char *))};
    reader r = {out, table, argc, 0, argv};
    for (bool options = true; r.at < argc; r.at++) {
        const char *text = argv[r.at];
        if (!options || text[0] != '-' || text[1] == '\0') {
            out->operands[out->operand_count++] = text;
            if (options) out->operands_before++;
        } else if (strcmp(text, "--") == 0) {
            options = false;
            out->dashes = true;
        } else if (text[1] == '-' ? !take_long(&r, text + 2) : !take_letters(&r, text + 1)) {
            return false;
        }
    }
    return true;
}

void cli_args_free(cli_args *args)
{
    cli_free(args->given);
    cli_free(args->operands);
}

const char *cli_args_value(const cli_args *args, const char *name)
{
    for (size_t i = 0; i < args->given_count; i++) {
        if (strcmp(args->given[i].option->name, name) == 0) return args->given[i].value;
    }
    return NULL;
}

bool cli_args_has(const cli_args *args, const char *name)
{
    for (size_t i = 0; i < args->given_count; i++) {
        if (strcmp(args->given[i].option->name, name) == 0) return true;
    }
    return false;
}

/* -- help ------------------------------------------------------------------------------------------------ */

void cli_options_print(const cli_option *table)
{
    for (; table->name; table++) {
        char letter[8] = "    ", written[64];
        if (table->letter) snprintf(letter, sizeof letter, "-%c, ", table->letter);
        snprintf(written, sizeof written, "%s--%s%s%s", letter, table->name, table->value ? " " : "",
                 table->value ? table->value : "");
        printf("  %-28s %s%s\n", written, table->doc, table->many ? " (may be repeated)" : "");
    }
}
