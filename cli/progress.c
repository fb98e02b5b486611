#include "cli/progress.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/time.h>
#include <unistd.h>

#define WHAT_MAX 48

/* What the signal's handler reaches: made before the timer runs, and left alone while it does. */
static char line[WHAT_MAX + 32];
static size_t line_len;
static volatile sig_atomic_t seconds;

static void put(const char *bytes, size_t len)
{
    ssize_t written = write(STDERR_FILENO, bytes, len);
    (void)written; /* a line that nobody sees is no loss */
}

/* "gatec: reading and judging release.gate, 3 s", over what was there. */
static void on_tick(int number)
{
    (void)number;
    int saved = errno;
    char digits[16];
    size_t at = sizeof digits;
    unsigned left = (unsigned)++seconds;
    do {
        digits[--at] = (char)('0' + left % 10);
        left /= 10;
    } while (left && at > 0);
    put("\r", 1);
    put(line, line_len);
    put(digits + at, sizeof digits - at);
    put(" s", 2);
    errno = saved;
}

static void set_timer(time_t interval)
{
    struct itimerval timer = {.it_interval = {.tv_sec = interval}, .it_value = {.tv_sec = interval}};
    (void)setitimer(ITIMER_REAL, &timer, NULL);
}

/* The end of a path, since that tells files apart; what could act on a terminal is shown as `?`. */
static void set_line(const char *what)
{
    static const char before[] = "gatec: reading and judging ";
    size_t len = strlen(what);
    if (len > WHAT_MAX) what += len - WHAT_MAX;
    line_len = sizeof before - 1;
    memcpy(line, before, line_len);
    for (; *what && line_len < sizeof line - 2; what++) {
        unsigned char c = (unsigned char)*what;
        line[line_len++] = c < 0x20 || c >= 0x7f ? '?' : *what;
    }
    line[line_len++] = ',';
    line[line_len++] = ' ';
}

void cli_progress_begin(const char *what)
{
    if (!isatty(STDERR_FILENO)) return;
    struct sigaction action = {.sa_handler = on_tick, .sa_flags = SA_RESTART};
    sigemptyset(&action.sa_mask);
    set_line(what);
    seconds = 0;
    if (sigaction(SIGALRM, &action, NULL) == 0) set_timer(1);
}

void cli_progress_end(void)
{
    if (line_len == 0) return;
    set_timer(0);
    signal(SIGALRM, SIG_DFL);
    if (seconds) put("\r\033[K", 4);
    line_len = 0;
}
