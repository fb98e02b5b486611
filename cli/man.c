#include "cli/man.h"

#include "cli/choices.h"

#include <stdio.h>
#include <string.h>

/* The manual tells of a version, not of a day; pages must have a date all the same. */
#define DATE "2026-02-13"

/* ---- troff ---- */

/* The code point at [*at], which is moved behind it: what we write is UTF-8. */
static unsigned code_at(const char **at)
{
    const unsigned char *text = (const unsigned char *)*at;
    unsigned extra = text[0] < 0xC0 ? 0 : text[0] < 0xE0 ? 1 : text[0] < 0xF0 ? 2 : 3;
    unsigned code = extra ? text[0] & (0x3Fu >> extra) : text[0];
    for (unsigned i = 1; i <= extra; i++)
        code = code << 6 | (text[i] & 0x3Fu);
    *at += extra + 1;
    return code;
}

/* Text as it is: nothing in it is a request or an escape. What stands in backquotes is bold. */
static void put(const char *text, size_t len)
{
    const char *end = text + len;
    bool bold = false;
    if (len && (*text == '.' || *text == '\'')) printf("\\&");
    while (text < end) {
        unsigned code = code_at(&text);
        if (code == '\\')
            printf("\\e");
        else if (code == '-')
            printf("\\-");
        else if (code == '^' || code == '~')
            printf("\\(%s", code == '^' ? "ha" : "ti");
        else if (code == '\'')
            printf("\\(aq");
        else if (code == '`')
            printf(bold ? "\\fR" : "\\fB");
        else if (code >= 0x80)
            printf("\\[u%04X]", code);
        else
            putchar((int)code);
        if (code == '`') bold = !bold;
    }
    if (bold) printf("\\fR");
}

static void put_text(const char *text)
{
    put(text, strlen(text));
}

/* In the argument of a request: no quotes of its own. */
static void put_argument(const char *text)
{
    for (size_t len; *text; text += len) {
        len = strcspn(text, "\"");
        put(text, len);
        if (text[len] != '"') continue;
        printf("\\(dq");
        len++;
    }
}

static void head(const char *name, const char *section, const char *summary)
{
    printf(".\\\" Made by gatec help \\-\\-man from its tables.\n.TH ");
    for (const char *c = name; *c; c++) {
        if (*c == '-') printf("\\");
        putchar(*c >= 'a' && *c <= 'z' ? *c - 'a' + 'A' : *c);
    }
    printf(" %s %s \"gatec %s\" gatec\n.SH NAME\n", section, DATE, gatec_version());
    put_text(name);
    printf(" \\- ");
    put_text(summary);
    printf("\n");
}

static void item(const char *name, const char *summary)
{
    printf(".TP\n.B \"");
    put_argument(name);
    printf("\"\n");
    put_text(*summary ? summary : name);
    printf("\n");
}

static void see_also(void)
{
    printf(".SH SEE ALSO\n.BR gatec (1),\n.BR gatec\\-language (7)\n");
}

/* ---- a command ---- */

static void put_options(const cli_option *table)
{
    for (; table->name; table++) {
        printf(".TP\n.B ");
        if (table->letter) printf("\\-%c, ", table->letter);
        printf("\\-\\-");
        put_text(table->name);
        if (table->value) printf(" \\fI");
        if (table->value) put_text(table->value);
        printf("%s\n", table->value ? "\\fR" : "");
        put_text(table->doc);
        printf("%s.\n", table->many ? "; may be repeated" : "");
    }
}

static void put_choices(const char *title, cli_choice *words)
{
    const char *name, *summary;
    printf(".SS ");
    put_text(title);
    printf("\n");
    for (size_t i = 0; words(i, &name, &summary); i++)
        item(name, summary);
}

static bool has_examples(const cli_command *command)
{
    const char *at = command->help, *line;
    int len;
    return cli_help_line(&at, &line, &len, true);
}

static void put_examples(const cli_command *command)
{
    const char *at = command->help, *line;
    int len;
    if (!has_examples(command)) return;
    printf(".SH EXAMPLES\n.nf\n");
    while (cli_help_line(&at, &line, &len, true)) {
        put(line, (size_t)len);
        printf("\n");
    }
    printf(".fi\n");
}

/* The text; what it says of statuses has a section of its own. */
static void put_description(const cli_command *command)
{
    static const char status[] = "Exit status: ";
    const char *at = command->help, *line;
    int len;
    bool due = false, any = false;
    printf(".SH DESCRIPTION\n");
    if (!*command->help) {
        put_text(command->summary);
        printf(".\n");
    }
    while (cli_help_line(&at, &line, &len, false)) {
        bool exits = strncmp(line, status, sizeof status - 1) == 0;
        if (len == 0) {
            due = any;
            continue;
        }
        if (exits) printf(".SH EXIT STATUS\n");
        if (due && !exits) printf(".PP\n");
        due = false;
        any = true;
        if (exits) line += sizeof status - 1;
        put(line, (size_t)len - (exits ? sizeof status - 1 : 0));
        printf("\n");
    }
}

void cli_man_command(const cli_command *command)
{
    char name[64];
    snprintf(name, sizeof name, "gatec-%s", command->name);
    head(name, "1", command->summary);
    printf(".SH SYNOPSIS\n.B gatec ");
    put_text(command->name);
    printf("\n");
    if (command->options->name) printf("[\\fIOPTION\\fR\\[u2026]]\n");
    if (*command->operands) {
        put_text(command->operands);
        printf("\n");
    }
    put_examples(command);
    put_description(command);
    printf(".SH OPTIONS\n");
    put_options(command->options);
    put_options(cli_common_options);
    if (cli_choices(command, "format") == gatec_form) put_choices("Forms", gatec_form);
    if (strcmp(command->name, "eval") == 0 || strcmp(command->name, "inspect") == 0)
        put_choices("Readers", gatec_reader);
    if (strcmp(command->name, "doc") == 0) put_choices("Pages of reference", gatec_page);
    see_also();
}

/* ---- gatec and its language ---- */

void cli_man_overview(void)
{
    size_t count;
    const cli_command *all = cli_commands(&count);
    head("gatec", "1", "release runbooks as programs, GO or NO-GO with reasons");
    printf(".SH SYNOPSIS\n.B gatec\n\\fICOMMAND\\fR [\\fIOPTION\\fR\\[u2026]] \\[u2026]\n.SH DESCRIPTION\n"
           "Compiles release policies to bytecode, judges evidence by them, and says GO or NO\\-GO with "
           "reasons.\n"
           "Evidence that is missing never passes.\n.SH COMMANDS\nEach has a page of its own:\n"
           ".BR gatec\\-check (1)\nand so on.\n");
    for (size_t i = 0; i < count; i++)
        item(all[i].name, all[i].summary);
    printf(".SH SEE ALSO\n.BR gatec\\-language (7)\n");
}

/* The words in the order of their kinds. */
static void put_words(void)
{
    gatec_word word, other;
    for (size_t i = 0; gatec_word_at(i, &word); i++) {
        bool told = false;
        for (size_t k = 0; k < i && gatec_word_at(k, &other); k++)
            told = told || strcmp(other.kind, word.kind) == 0;
        if (told) continue;
        printf(".SH ");
        for (const char *c = word.kind; *c; c++)
            putchar(*c >= 'a' && *c <= 'z' ? *c - 'a' + 'A' : *c);
        printf("\n");
        for (size_t k = i; gatec_word_at(k, &other); k++) {
            if (strcmp(other.kind, word.kind) == 0) item(other.text, other.summary);
        }
    }
}

void cli_man_language(void)
{
    gatec_function function;
    head("gatec-language", "7", "the words and functions of release policies");
    printf(".SH DESCRIPTION\n"
           "A policy is a text file,\n.IR *.gate .\nIt declares the evidence that a release must bring, as "
           "files, and"
           " what must be true of it:\n"
           "blocks of rows, rows of clauses. Expressions are those of CEL. A condition is true, false, "
           "missing or"
           " an error,\nand only true passes.\n.PP\n.nf\n"
           "policy shop \\(dqShop\\(dq\n"
           "owner release \\(dqRelease owner\\(dq\n"
           "evidence tests from \\(dqtests.json\\(dq fresh within 24h by finished_at\n"
           "checklist go \\(dqGo or no\\-go\\(dq {\n"
           "  item tests \\(dqTests pass\\(dq {\n"
           "    owner release\n"
           "    require tests.failed == 0 else \\(dq{tests.failed} tests failed\\(dq\n"
           "  }\n"
           "}\n.fi\n");
    put_words();
    printf(".SH FUNCTIONS\n");
    for (size_t i = 0; gatec_function_at(i, &function); i++)
        item(function.signature, function.summary);
    put_choices("Readers of evidence", gatec_reader);
    printf(".SH SEE ALSO\n.BR gatec (1),\n.BR gatec\\-check (1),\n.BR gatec\\-explain (1)\n");
}
