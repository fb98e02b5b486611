#include "cli/screen.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#define LINE_MAX_BYTES 4096
#define NAMES_TOLD  16 /* more of them are for the help */
#define NAMES_BYTES 256

/* Whatever is no printable ASCII and no plain UTF-8 byte sequence of a letter is written as \xNN: names
 * of files may hold anything. */
static void put_visible(FILE *to, const char *text)
{
    for (const unsigned char *at = (const unsigned char *)text; *at; at++) {
        bool c1 = at[0] == 0xC2 && at[1] >= 0x80 && at[1] < 0xA0;
        bool general =
            at[0] == 0xE2 && (at[1] == 0x80 || at[1] == 0x81); /* marks of direction and the like */
        bool quote =
            general && at[1] == 0x80 && at[2] >= 0x90 && at[2] <= 0xA6; /* dashes, quotes, the ellipsis */
        bool unsafe = *at < 0x20 || *at == 0x7F || c1 || (general && !quote) ||
                      (at[0] == 0xD8 && at[1] == 0x9C) || (at[0] == 0xEF && at[1] == 0xBB && at[2] == 0xBF);
        if (unsafe)
            fprintf(to, "\\x%02x", (unsigned)*at);
        else
            fputc(*at, to);
    }
}

void cli_complain(const char *format, ...)
{
    char line[LINE_MAX_BYTES];
    va_list args;
    va_start(args, format);
    vsnprintf(line, sizeof line, format, args);
    va_end(args);
    fputs("gatec: ", stderr);
    put_visible(stderr, line);
    fputc('\n', stderr);
}

void cli_tell(const char *format, ...)
{
    char line[LINE_MAX_BYTES];
    va_list args;
    va_start(args, format);
    vsnprintf(line, sizeof line, format, args);
    va_end(args);
    put_visible(stdout, line);
    fputc('\n', stdout);
}

void cli_unknown(const char *kind, const char *prefix, const char *wanted, const char *const *names,
                 size_t count)
{
    size_t near = gatec_suggest(wanted, names, count);
    char all[NAMES_BYTES] = "";
    size_t len = 0;
    for (size_t i = 0; i < count && count <= NAMES_TOLD && len < sizeof all; i++)
        len += (size_t)snprintf(all + len, sizeof all - len, "%s%s%s", i ? ", " : "", prefix, names[i]);
    if (near < count)
        cli_complain("there is no %s `%s%s`; did you mean `%s%s`?", kind, prefix, wanted, prefix,
                     names[near]);
    else if (len > 0 && len < sizeof all)
        cli_complain("there is no %s `%s%s`; it is one of %s", kind, prefix, wanted, all);
    else
        cli_complain("there is no %s `%s%s`", kind, prefix, wanted);
}

/* -- memory -------------------------------------------------------------------------------------------- */

static void *or_end(void *block)
{
    if (block) return block;
    static const char text[] = "gatec: memory ran out\n";
    (void)!write(STDERR_FILENO, text, sizeof text - 1);
    exit(CLI_FAILED);
}

void *cli_array(size_t count, size_t size)
{
    return or_end(calloc(count ? count : 1, size));
}

void *cli_grow(void *block, size_t count, size_t size)
{
    return or_end(count > SIZE_MAX / size ? NULL : realloc(block, count * size));
}

char *cli_copy(const char *text, size_t len)
{
    char *copy = cli_array(len + 1, 1);
    memcpy(copy, text, len);
    return copy;
}

void cli_free(void *block)
{
    free(block);
}

void cli_keep(void *block)
{
    static void *volatile kept[8];
    static size_t count;
    if (block && count < sizeof kept / sizeof kept[0]) kept[count++] = block;
}

/* -- streams ------------------------------------------------------------------------------------------- */

static bool is_set(const char *variable)
{
    const char *value = getenv(variable);
    return value && *value;
}

static bool wants_color(int fd)
{
    const char *force = getenv("CLICOLOR_FORCE"), *terminal = getenv("TERM");
    if (is_set("NO_COLOR")) return false;
    if (force && *force && strcmp(force, "0") != 0) return true;
    return isatty(fd) && !(terminal && strcmp(terminal, "dumb") == 0);
}

static uint32_t terminal_width(void)
{
    struct winsize size;
    if (!isatty(STDOUT_FILENO)) return 0;
    if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0) return size.ws_col;
    const char *columns = getenv("COLUMNS");
    unsigned long value = columns ? strtoul(columns, NULL, 10) : 0;
    return value > 0 && value < 10000 ? (uint32_t)value : 0;
}

bool cli_screen_set(cli_screen *screen, const char *when)
{
    static const char *const words[] = {"auto", "always", "never"};
    *screen = (cli_screen){.width = terminal_width()};
    if (!when || strcmp(when, "auto") == 0) {
        screen->color_out = wants_color(STDOUT_FILENO);
        screen->color_err = wants_color(STDERR_FILENO);
        return true;
    }
    if (strcmp(when, "never") == 0) return true;
    if (strcmp(when, "always") == 0) {
        screen->color_out = screen->color_err = screen->color_files = true;
        return true;
    }
    cli_unknown("choice", "--color=", when, words, sizeof words / sizeof words[0]);
    return false;
}

void cli_messages(const cli_screen *screen, const gatec_messages *messages, bool warnings)
{
    if (gatec_messages_errors(messages) == 0 && !(warnings && gatec_messages_warnings(messages))) return;
    static bool before; /* what one policy had to say stands apart from the next one's */
    gatec_text text;
    gatec_messages_form form = screen->color_err ? GATEC_MESSAGES_COLOR : GATEC_MESSAGES_TEXT;
    if (gatec_messages_render(messages, form, &text) != GATEC_OK) return;
    if (before) fputc('\n', stderr);
    before = true;
    fwrite(text.bytes, 1, text.len, stderr);
    gatec_text_free(&text);
}

void cli_print(const gatec_text *text)
{
    fwrite(text->bytes, 1, text->len, stdout);
}
