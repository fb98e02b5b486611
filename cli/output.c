#include "cli/output.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* Files that a signal must remove: the only state that a handler can reach. */
static char *volatile temporaries[CLI_OUTPUTS_MAX];

static void on_signal(int number)
{
    for (size_t i = 0; i < CLI_OUTPUTS_MAX; i++) {
        char *path = temporaries[i];
        if (path) unlink(path);
    }
    _exit(128 + number);
}

void cli_outputs_guard(void)
{
    /* Opened the wrong way round, so that reading or writing fails as it does on a closed one. */
    for (int fd = 0; fd < 3; fd++) {
        if (fcntl(fd, F_GETFD) < 0 && errno == EBADF) (void)!open("/dev/null", fd == 0 ? O_WRONLY : O_RDONLY);
    }
    struct sigaction action = {.sa_handler = on_signal};
    sigemptyset(&action.sa_mask);
    sigaddset(&action.sa_mask, SIGINT);
    sigaddset(&action.sa_mask, SIGTERM);
    static const int numbers[] = {SIGINT, SIGTERM};
    for (size_t i = 0; i < sizeof numbers / sizeof numbers[0]; i++) {
        struct sigaction before;
        if (sigaction(numbers[i], NULL, &before) == 0 && before.sa_handler != SIG_IGN)
            sigaction(numbers[i], &action, NULL);
    }
}

/* Holds back the signals that are handled; [on] false lets them come. */
static void hold_signals(bool on)
{
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, SIGINT);
    sigaddset(&set, SIGTERM);
    sigprocmask(on ? SIG_BLOCK : SIG_UNBLOCK, &set, NULL);
}

/* -- what was asked for -------------------------------------------------------------------------------- */

static bool is_known(const char *form, const char *const *known, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (strcmp(form, known[i]) == 0) return true;
    }
    cli_unknown("form", "", form, known, count);
    return false;
}

static bool add(cli_outputs *out, const char *text, const char *const *known, size_t known_count)
{
    const char *equals = strchr(text, '=');
    const char *file = equals ? equals + 1 : NULL;
    if (file && !*file) {
        cli_complain("`%s` names no file; write FORM=FILE", text);
        return false;
    }
    if (file && strcmp(file, "-") == 0) file = NULL;
    if (out->count == CLI_OUTPUTS_MAX) {
        cli_complain("more than %d outputs", CLI_OUTPUTS_MAX);
        return false;
    }
    char *form = cli_copy(text, equals ? (size_t)(equals - text) : strlen(text));
    out->names[out->count] = form;
    out->list[out->count++] = (cli_output){.form = form, .file = file};
    if (!is_known(form, known, known_count)) return false;
    for (size_t i = 0; i + 1 < out->count; i++) {
        const char *other = out->list[i].file;
        if (!file && !other) {
            cli_complain("two outputs to standard output: `%s` and `%s`; give one of them a file, FORM=FILE",
                         out->list[i].form, form);
            return false;
        }
        if (file && other && strcmp(file, other) == 0) {
            cli_complain("two outputs to one file: `%s`", file);
            return false;
        }
    }
    return true;
}

bool cli_outputs_read(cli_outputs *out, const cli_args *args, const char *const *known, size_t known_count,
                      const char *form)
{
    *out = (cli_outputs){0};
    for (size_t i = 0; i < args->given_count; i++) {
        if (strcmp(args->given[i].option->name, "format") != 0) continue;
        if (!add(out, args->given[i].value, known, known_count)) return false;
    }
    return out->count > 0 || add(out, form, known, known_count);
}

void cli_outputs_file(cli_outputs *out, const char *file)
{
    *out = (cli_outputs){.count = 1};
    out->list[0].file = strcmp(file, "-") == 0 ? NULL : file;
}

static void forget(cli_output *output, size_t index)
{
    char *path = output->temporary;
    if (!path) return;
    unlink(path);
    temporaries[index] = NULL;
    output->temporary = NULL;
    cli_free(path);
}

void cli_outputs_free(cli_outputs *out)
{
    for (size_t i = 0; i < out->count; i++) {
        forget(&out->list[i], i);
        cli_free(out->list[i].bytes);
        cli_free(out->list[i].target);
        cli_free(out->names[i]);
    }
    out->count = 0;
}

void cli_output_add(cli_output *output, const char *bytes, size_t len)
{
    if (len > output->cap - output->len) {
        size_t cap = output->cap > SIZE_MAX / 2 - len ? SIZE_MAX : (output->cap + len) * 2;
        output->bytes = cli_grow(output->bytes, cap, 1);
        output->cap = cap;
    }
    if (len) memcpy(output->bytes + output->len, bytes, len);
    output->len += len;
}

/* -- files ------------------------------------------------------------------------------------------------
 */

static bool write_all(int fd, const char *bytes, size_t len)
{
    while (len > 0) {
        ssize_t done = write(fd, bytes, len);
        if (done < 0 && errno == EINTR) continue;
        if (done < 0) return false;
        bytes += done;
        len -= (size_t)done;
    }
    return true;
}

static bool refuse(const char *file, int error)
{
    cli_complain("could not write `%s`: %s", file, strerror(error));
    return false;
}

/* A device, a pipe or a socket is written as it is: there is nothing to rename. */
static bool write_special(const cli_output *output)
{
    int fd = open(output->file, O_WRONLY | O_CLOEXEC | O_NOCTTY);
    if (fd < 0) return refuse(output->file, errno);
    bool done = write_all(fd, output->bytes, output->len);
    int error = errno;
    if (close(fd) != 0 && done) {
        done = false;
        error = errno;
    }
    return done || refuse(output->file, error);
}

/* A temporary file beside [output]'s target, known to the signal handler from its first moment. */
static int open_temporary(cli_output *output, size_t index)
{
    size_t len = strlen(output->target);
    char *path = cli_array(len + 8, 1);
    memcpy(path, output->target, len);
    memcpy(path + len, ".XXXXXX", 8);
    hold_signals(true);
    int fd = mkstemp(path);
    int error = errno;
    if (fd >= 0) {
        output->temporary = path;
        temporaries[index] = path;
    } else {
        cli_free(path);
    }
    hold_signals(false);
    errno = error;
    return fd;
}

/* Writes the output beside its place. */
static bool prepare(cli_output *output, size_t index)
{
    struct stat about;
    bool there = stat(output->file, &about) == 0;
    if (there && !S_ISREG(about.st_mode)) return write_special(output);
    /* Behind a link the file itself is replaced, not the link. */
    char *real = there ? realpath(output->file, NULL) : NULL;
    output->target = real ? real : cli_copy(output->file, strlen(output->file));
    int fd = open_temporary(output, index);
    if (fd < 0) return refuse(output->file, errno);
    mode_t mask = umask(0);
    umask(mask);
    mode_t mode = there ? about.st_mode & 0777 : 0666 & ~mask;
    bool done = fchmod(fd, mode) == 0 && write_all(fd, output->bytes, output->len) && fsync(fd) == 0;
    int error = errno;
    if (close(fd) != 0 && done) {
        done = false;
        error = errno;
    }
    return done || refuse(output->file, error);
}

static bool commit(cli_output *output, size_t index)
{
    if (!output->temporary) return true;
    hold_signals(true);
    bool done = rename(output->temporary, output->target) == 0;
    int error = errno;
    if (done) {
        cli_free(output->temporary);
        output->temporary = NULL;
        temporaries[index] = NULL;
    }
    hold_signals(false);
    return done || refuse(output->file, error);
}

bool cli_flush(void)
{
    static bool told;
    if (fflush(stdout) == 0 && !ferror(stdout)) return true;
    if (!told) cli_complain("could not write to standard output: %s", strerror(errno));
    told = true;
    return false;
}

bool cli_outputs_write(cli_outputs *out)
{
    bool done = true;
    for (size_t i = 0; i < out->count && done; i++) {
        if (out->list[i].file && !out->list[i].pattern) done = prepare(&out->list[i], i);
    }
    for (size_t i = 0; i < out->count && done; i++) {
        if (out->list[i].file) continue;
        fwrite(out->list[i].bytes ? out->list[i].bytes : "", 1, out->list[i].len, stdout);
        done = cli_flush();
    }
    for (size_t i = 0; i < out->count && done; i++)
        done = commit(&out->list[i], i);
    for (size_t i = 0; i < out->count; i++)
        forget(&out->list[i], i);
    return done;
}
