#include "cli/child.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdint.h>
#include <string.h>
#include <sys/types.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define PIECE      ((size_t)64 << 10)
#define WAIT_MS    2000              /* in all, for who holds the output when the command has ended */
#define REST_BYTES ((size_t)4 << 20) /* most that is read of them */

/* What the handlers reach. */
static volatile sig_atomic_t child; /* 0: none runs */
static volatile sig_atomic_t interrupted;
static int wake[2] = {-1, -1}; /* a byte in it: a child has ended */
static struct sigaction old_pipe;

static const int passed_on[] = {SIGINT, SIGTERM, SIGHUP, SIGQUIT};
#define PASSED_ON (sizeof passed_on / sizeof passed_on[0])

/* -- signals ------------------------------------------------------------------------------------------- */

/* What a terminal sends, it sends to the command as well; what a process sent to gatec is passed on. */
static void on_signal(int number, siginfo_t *info, void *context)
{
    (void)context;
    int error = errno;
    interrupted = number;
    if (child > 0 && info->si_code <= 0) (void)kill((pid_t)child, number);
    errno = error;
}

static void on_child(int number)
{
    (void)number;
    int error = errno;
    (void)!write(wake[1], "", 1);
    errno = error;
}

static bool make_pipe(int ends[2])
{
    if (pipe(ends) != 0) return false;
    for (int i = 0; i < 2; i++)
        (void)fcntl(ends[i], F_SETFD, FD_CLOEXEC);
    return true;
}

static void close_pipe(int ends[2])
{
    for (int i = 0; i < 2; i++) {
        if (ends[i] >= 0) close(ends[i]);
        ends[i] = -1;
    }
}

bool cli_child_guard(void)
{
    if (!make_pipe(wake)) return false;
    for (int i = 0; i < 2; i++)
        (void)fcntl(wake[i], F_SETFL, O_NONBLOCK);
    struct sigaction ended = {.sa_handler = on_child, .sa_flags = SA_RESTART | SA_NOCLDSTOP};
    struct sigaction ignored = {.sa_handler = SIG_IGN};
    struct sigaction action = {.sa_sigaction = on_signal, .sa_flags = SA_RESTART | SA_SIGINFO};
    sigemptyset(&action.sa_mask);
    for (size_t i = 0; i < PASSED_ON; i++)
        sigaddset(&action.sa_mask, passed_on[i]);
    (void)sigaction(SIGCHLD, &ended, NULL);
    (void)sigaction(SIGPIPE, &ignored, &old_pipe);
    for (size_t i = 0; i < PASSED_ON; i++) {
        struct sigaction before;
        if (sigaction(passed_on[i], NULL, &before) == 0 && before.sa_handler != SIG_IGN)
            (void)sigaction(passed_on[i], &action, NULL);
    }
    return true;
}

int cli_child_interrupted(void)
{
    return (int)interrupted;
}

/* Holds back what is passed on; the mask before in [old]. */
static void hold(sigset_t *old)
{
    sigset_t set;
    sigemptyset(&set);
    for (size_t i = 0; i < PASSED_ON; i++)
        sigaddset(&set, passed_on[i]);
    (void)sigprocmask(SIG_BLOCK, &set, old);
}

/* -- starting ------------------------------------------------------------------------------------------ */

/* Where a new process reads and writes; -1 is /dev/null. */
typedef struct streams {
    int in, out, err;
} streams;

static void set_stream(int fd, int number)
{
    int from = fd >= 0 ? fd : open("/dev/null", number == 0 ? O_RDONLY : O_WRONLY);
    if (from >= 0 && from != number) (void)dup2(from, number);
}

/* In the new process: never comes back. Nothing here may take a lock or memory. */
static _Noreturn void become(char *const *argv, const streams *to, int report, const sigset_t *mask)
{
    set_stream(to->in, 0);
    set_stream(to->out, 1);
    set_stream(to->err, 2);
    (void)sigaction(SIGPIPE, &old_pipe, NULL);
    (void)sigprocmask(SIG_SETMASK, mask, NULL);
    execvp(argv[0], argv);
    int error = errno;
    (void)!write(report, &error, sizeof error);
    _exit(127);
}

/* 0, or the errno of the attempt. Signals reach the new process from its first moment. */
static int start(char *const *argv, const streams *to)
{
    int report[2], error = 0;
    sigset_t mask;
    if (!make_pipe(report)) return errno;
    hold(&mask);
    pid_t pid = fork();
    if (pid == 0) become(argv, to, report[1], &mask);
    int failure = errno;
    child = (sig_atomic_t)(pid > 0 ? pid : 0);
    (void)sigprocmask(SIG_SETMASK, &mask, NULL);
    close(report[1]);
    ssize_t got;
    do {
        got = pid > 0 ? read(report[0], &error, sizeof error) : 0;
    } while (got < 0 && errno == EINTR);
    close(report[0]);
    return pid < 0 ? failure : got == (ssize_t)sizeof error ? error : 0;
}

/* True when the child has ended; waits for it with [wait]. No signal may go to a number that may be
 * somebody else's by then, so they are held back meanwhile. */
static bool reap(bool wait, int *status)
{
    sigset_t mask;
    pid_t pid = (pid_t)child, got;
    siginfo_t info = {0};
    /* First without taking it away, so that nothing is held back while waiting. */
    while (wait && waitid(P_PID, (id_t)pid, &info, WEXITED | WNOWAIT) != 0 && errno == EINTR)
        ;
    hold(&mask);
    do {
        got = waitpid(pid, status, WNOHANG);
    } while (got < 0 && errno == EINTR);
    if (got != 0) child = 0;
    (void)sigprocmask(SIG_SETMASK, &mask, NULL);
    return got != 0;
}

/* -- passing through ----------------------------------------------------------------------------------- */

static int pass(int fd, const char *bytes, size_t len)
{
    while (len > 0) {
        ssize_t done = write(fd, bytes, len);
        if (done >= 0) {
            bytes += done;
            len -= (size_t)done;
        } else if (errno == EAGAIN || errno == EWOULDBLOCK) {
            struct pollfd until = {.fd = fd, .events = POLLOUT};
            (void)poll(&until, 1, -1);
        } else if (errno != EINTR) {
            return errno;
        }
    }
    return 0;
}

typedef struct pump {
    struct pollfd fds[3]; /* standard output and error of the child, and [wake] */
    cli_hear *hear;
    void *context;
    cli_ending *end;
    bool ended;
    size_t rest; /* bytes since it ended */
} pump;

static void shut(pump *p, int stream)
{
    close(p->fds[stream].fd);
    p->fds[stream].fd = -1;
}

static void take(pump *p, int stream, char *piece)
{
    ssize_t got = read(p->fds[stream].fd, piece, PIECE);
    if (got < 0 && (errno == EINTR || errno == EAGAIN)) return;
    if (got <= 0) {
        p->end->partial[stream] = got < 0;
        shut(p, stream);
        return;
    }
    if (p->ended) p->rest += (size_t)got;
    p->hear(p->context, stream, piece, (size_t)got);
    if (p->end->lost[stream]) return;
    p->end->lost[stream] = pass(stream + 1, piece, (size_t)got);
    /* Whoever read it went away: the command is to see that as it would without gatec between. */
    if (p->end->lost[stream] == EPIPE) {
        p->end->partial[stream] = true;
        shut(p, stream);
    }
}

static int64_t clock_ms(void)
{
    struct timespec at;
    clock_gettime(CLOCK_MONOTONIC, &at);
    return (int64_t)at.tv_sec * 1000 + at.tv_nsec / 1000000;
}

static bool is_open(const pump *p)
{
    return p->fds[0].fd >= 0 || p->fds[1].fd >= 0;
}

static void run_pump(pump *p)
{
    char piece[PIECE], dust[64];
    int64_t left = WAIT_MS;
    while (is_open(p) && left > 0 && p->rest < REST_BYTES) {
        int64_t before = clock_ms();
        int ready = poll(p->fds, 3, p->ended ? (int)left : -1);
        if (p->ended) left -= clock_ms() - before;
        if (ready <= 0) continue;
        for (int i = 0; i < 2; i++) {
            if (p->fds[i].fd >= 0 && p->fds[i].revents) take(p, i, piece);
        }
        if (!p->fds[2].revents) continue;
        while (read(wake[0], dust, sizeof dust) > 0)
            ;
        if (!p->ended) p->ended = reap(false, &p->end->status);
    }
    for (int i = 0; i < 2; i++) {
        if (p->fds[i].fd < 0) continue;
        p->end->partial[i] = true;
        shut(p, i);
    }
    if (!p->ended) (void)reap(true, &p->end->status);
}

cli_ending cli_child_run(char *const *argv, cli_hear *hear, void *context)
{
    cli_ending end = {0};
    int out[2] = {-1, -1}, err[2] = {-1, -1};
    if (!make_pipe(out) || !make_pipe(err)) {
        end.error = errno;
        close_pipe(out);
        return end;
    }
    streams to = {0, out[1], err[1]};
    end.error = start(argv, &to);
    close(out[1]);
    close(err[1]);
    pump p = {.fds = {{.fd = out[0], .events = POLLIN},
                      {.fd = err[0], .events = POLLIN},
                      {.fd = wake[0], .events = POLLIN}},
              .hear = hear,
              .context = context,
              .end = &end};
    if (!end.error) {
        run_pump(&p);
        return end;
    }
    close(out[0]);
    close(err[0]);
    if (child > 0) (void)reap(true, &end.status);
    return end;
}

int cli_child_begin(char *const *argv, int *out)
{
    int answer[2], status = -1;
    if (!make_pipe(answer)) return errno;
    streams to = {-1, answer[1], -1};
    int error = start(argv, &to);
    close(answer[1]);
    *out = answer[0];
    if (!error) return 0;
    close(answer[0]);
    if (child > 0) (void)reap(true, &status);
    return error;
}

size_t cli_child_read(int out, char *bytes, size_t room)
{
    ssize_t got;
    do {
        got = read(out, bytes, room);
    } while (got < 0 && errno == EINTR);
    return got > 0 ? (size_t)got : 0;
}

bool cli_child_end(int out)
{
    int status = -1;
    close(out);
    if (child > 0) (void)reap(true, &status);
    return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

bool cli_child_ask(char *const *argv, char *out, size_t size, size_t *len)
{
    int answer;
    char piece[4096];
    *len = 0;
    out[0] = '\0';
    if (cli_child_begin(argv, &answer) != 0) return false;
    for (size_t got; (got = cli_child_read(answer, piece, sizeof piece)) > 0; *len += got) {
        size_t room = *len + 1 < size ? size - 1 - *len : 0;
        if (room) memcpy(out + *len, piece, room < got ? room : got);
    }
    out[*len < size ? *len : size - 1] = '\0';
    return cli_child_end(answer);
}
