#include "cli/choices.h"

#include <string.h>

static bool command_at(size_t index, const char **name, const char **summary)
{
    size_t count;
    const cli_command *all = cli_commands(&count);
    if (index >= count) return false;
    *name = all[index].name;
    *summary = all[index].summary;
    return true;
}

static bool code_at(size_t index, const char **name, const char **summary)
{
    gatec_code code;
    if (!gatec_code_at(index, &code)) return false;
    *name = code.number;
    *summary = code.summary;
    return true;
}

typedef struct word {
    const char *name, *summary;
} word;

static bool word_of(const word *list, size_t count, size_t index, const char **name, const char **summary)
{
    if (index >= count) return false;
    *name = list[index].name;
    *summary = list[index].summary;
    return true;
}

/* CHOICE(function, words): a list that no table of the library has. */
#define CHOICE(function, ...)                                                                                \
    static bool function(size_t index, const char **name, const char **summary)                              \
    {                                                                                                        \
        static const word list[] = {__VA_ARGS__};                                                            \
        return word_of(list, sizeof list / sizeof list[0], index, name, summary);                            \
    }

CHOICE(colors, {"auto", "on a terminal"}, {"always", ""}, {"never", ""})
CHOICE(modes, {"explaining", "with reasons"}, {"deciding", "the same outcomes, without reasons"})
CHOICE(predicates, {"test-result", ""}, {"svr", "simple verification result"},
       {"vsa", "verification summary attestation"})
CHOICE(text_or_json, {"text", ""}, {"json", ""})
CHOICE(lint_forms, {"text", ""}, {"json", ""}, {"sarif", ""})
CHOICE(test_forms, {"text", ""}, {"json", ""}, {"junit", ""}, {"tap", ""})
CHOICE(inspect_forms, {"text", "the shape, and a first policy"}, {"gate", "the policy"},
       {"type", "types and evidence"})
CHOICE(shells, {"bash", ""}, {"zsh", ""}, {"fish", ""})

/* A command NULL: of every command. An option NULL: the operands. */
static const struct {
    const char *command, *option;
    cli_choice *words;
} table[] = {
    {NULL, "color", colors},
    {"check", "format", gatec_form},
    {"check", "mode", modes},
    {"check", "predicate", predicates},
    {"render", "format", gatec_form},
    {"render", "predicate", predicates},
    {"lint", "format", lint_forms},
    {"test", "format", test_forms},
    {"inspect", "format", inspect_forms},
    {NULL, "format", text_or_json},
    {"doc", "reference", gatec_page},
    {"explain", NULL, code_at},
    {"help", NULL, command_at},
    {"completion", NULL, shells},
};

static bool same(const char *a, const char *b)
{
    return a == b || (a && b && strcmp(a, b) == 0);
}

cli_choice *cli_choices(const cli_command *command, const char *option)
{
    for (size_t i = 0; i < sizeof table / sizeof table[0]; i++) {
        bool here = !table[i].command || same(table[i].command, command->name);
        if (here && same(table[i].option, option)) return table[i].words;
    }
    return NULL;
}

cli_place cli_place_of(const char *written)
{
    if (!written) return CLI_NO_PATH;
    if (strstr(written, "DIR")) return CLI_DIR;
    if (strncmp(written, "-- ", 3) == 0) return CLI_PROGRAM;
    if (strstr(written, "FILE") || strstr(written, "VERDICT") || strstr(written, "BEFORE")) return CLI_FILE;
    return CLI_NO_PATH;
}
