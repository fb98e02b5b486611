/* What every command shares: its own words on standard error, memory or a clean end, and whether a stream
 * is a terminal that wants colours. */
#ifndef GATE_CLI_SCREEN_H
#define GATE_CLI_SCREEN_H

#include "api/gatec.h"

/* Statuses of the process, by language.md, section 11. */
enum {
    CLI_DONE = 0,
    CLI_NOT_SO = 1,
    CLI_USAGE = 2,
    CLI_NO_POLICY = 3,
    CLI_FAILED = 4,
};

/* "gatec: …" on standard error, on one line, with nothing in it that acts on a terminal. */
void cli_complain(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* A line on standard output, with nothing in it that acts on a terminal. */
void cli_tell(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* That there is no [kind] [prefix][wanted], with the one of [names] that was probably meant, or else, where they
 * are few, with all. */
void cli_unknown(const char *kind, const char *prefix, const char *wanted, const char *const *names,
                 size_t count);

/* Memory, zeroed; ends the process with CLI_FAILED when there is none. */
void *cli_array(size_t count, size_t size);
void *cli_grow(void *block, size_t count, size_t size);
char *cli_copy(const char *text, size_t len);
void cli_free(void *block);
/* Leaves a block, with all that hangs on it, to the end of the process; a checker of leaks still finds it. */
void cli_keep(void *block);

typedef struct cli_screen {
    bool color_out, color_err;
    bool color_files; /* asked for with `always` */
    uint32_t width;   /* of the terminal that standard output is; 0 when it is none */
} cli_screen;

/* By --color ([when], may be NULL), NO_COLOR, CLICOLOR_FORCE, and each stream by itself. False with a
 * message when [when] is none of the words. */
bool cli_screen_set(cli_screen *screen, const char *when);

/* Messages on standard error; warnings only with [warnings]. */
void cli_messages(const cli_screen *screen, const gatec_messages *messages, bool warnings);

/* The text on standard output. */
void cli_print(const gatec_text *text);

#endif
