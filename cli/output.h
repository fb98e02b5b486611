/* What a command gives out: the forms that were asked for with -o, and files that are there whole or not
 * at all. A file is written beside its place, synced, and renamed into it once everything else went well;
 * on failure, or on SIGINT and SIGTERM, what was written beside is removed. */
#ifndef GATE_CLI_OUTPUT_H
#define GATE_CLI_OUTPUT_H

#include "cli/options.h"
#include "cli/screen.h"

#define CLI_OUTPUTS_MAX 256

typedef struct cli_output {
    const char *form; /* by its name */
    const char *file; /* NULL: standard output */
    char *bytes;
    size_t len, cap;
    char *temporary; /* where it is written, until it is renamed */
    char *target;    /* what it is renamed to */
    bool pattern;    /* its file has `{policy}`: others are made of it, and it is not written itself */
    bool single;     /* such a pattern, or made of one: it has no place for what is said of all policies */
} cli_output;

typedef struct cli_outputs {
    cli_output list[CLI_OUTPUTS_MAX];
    size_t count;
    char *names[CLI_OUTPUTS_MAX]; /* of the forms, cut out of the options */
} cli_outputs;

/* The outputs that `-o FORM[=FILE]` asks for, or [form] on standard output when there are none. [known]
 * are the forms there are. False with a message: an unknown form, two for standard output or one file. */
bool cli_outputs_read(cli_outputs *out, const cli_args *args, const char *const *known, size_t known_count,
                      const char *form);
/* One file, for a command with one output. */
void cli_outputs_file(cli_outputs *out, const char *file);
void cli_outputs_free(cli_outputs *out);

void cli_output_add(cli_output *output, const char *bytes, size_t len);

/* Writes them all: files beside their places, then standard output, then the files into their places.
 * False with a message when one could not be written; no file has then been touched, unless the last
 * step failed. */
bool cli_outputs_write(cli_outputs *out);

/* Flushes standard output; false when something did not get there, which is told once. */
bool cli_flush(void);

/* Opens what is closed of the first three descriptors, so that no file gets their numbers, and arranges
 * for SIGINT and SIGTERM to leave no temporary file behind. */
void cli_outputs_guard(void);

#endif
