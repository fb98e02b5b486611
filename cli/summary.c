#include "cli/summary.h"

#include <stdio.h>
#include <string.h>

static const char *word_of(const cli_line *line)
{
    if (!line->judged) return "NOT JUDGED";
    if (line->facts.go) return line->facts.with_waivers_or_warnings ? "GO, with warnings or waivers" : "GO";
    if (line->facts.rollback) return "NO-GO, a rollback trigger fires";
    return line->facts.only_missing ? "NO-GO, evidence is missing or unusable" : "NO-GO";
}

static void put(cli_output *output, const char *text)
{
    cli_output_add(output, text, strlen(text));
}

/* A path may hold anything: what could act on a terminal is shown as `?`. */
static void put_path(cli_output *output, const char *path)
{
    for (const char *at = path; *at; at++) {
        unsigned char c = (unsigned char)*at;
        char safe = c < 0x20 || c == 0x7f ? '?' : *at;
        cli_output_add(output, &safe, 1);
    }
}

void cli_summary(cli_outputs *outputs, const cli_line *lines, size_t count)
{
    cli_output *output = NULL;
    for (size_t i = 0; i < outputs->count && !output; i++) {
        if (strcmp(outputs->list[i].form, "text") == 0 && !outputs->list[i].single) output = &outputs->list[i];
    }
    if (!output) return;
    size_t well = 0;
    for (size_t i = 0; i < count; i++)
        well += lines[i].judged && lines[i].facts.go;
    char head[96];
    snprintf(head, sizeof head, "\n%zu of %zu policies come out well\n", well, count);
    put(output, head);
    for (size_t i = 0; i < count; i++) {
        put(output, "  ");
        put_path(output, lines[i].path);
        put(output, ": ");
        put(output, word_of(&lines[i]));
        put(output, "\n");
    }
}
