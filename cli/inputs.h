/* `-p NAME=VALUE`, `-e NAME=FILE` and `--json NAME=JSON` as the library wants them. */
#ifndef GATE_CLI_INPUTS_H
#define GATE_CLI_INPUTS_H

#include "cli/options.h"
#include "cli/screen.h"

typedef struct cli_inputs {
    gatec_setting *settings;
    size_t setting_count;
    gatec_binding *bindings;
    size_t binding_count;
    char **copies; /* texts that were cut out of arguments */
    size_t copy_count;
} cli_inputs;

/* Reads them out of [args]. [readers]: a file may have its reader behind it, `NAME=FILE:reader`. False with
 * a message when one has no `=` or nothing before it; [out] is freed by [cli_inputs_free] in any case. */
bool cli_inputs_read(cli_inputs *out, const cli_args *args, bool readers);
void cli_inputs_free(cli_inputs *inputs);

/* The reader behind the last colon of `FILE:READER`, where that is the name of one; NULL where a colon belongs to the
 * file. [*len] gets the length of the file's name. Static. */
const char *cli_reader_of(const char *file, size_t *len);

/* The variable of the environment; a gatec_getenv. */
const char *cli_getenv(void *context, const char *name);

#endif
