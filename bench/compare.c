/* Runs commands in turn, round after round, and prints for each the median of its wall time, of its
 * processor time and of its largest memory, and the ratio of its wall time to the first command's.
 * Usage: compare ROUNDS NAME COMMAND [ARGUMENT…] [-- NAME COMMAND [ARGUMENT…]]…
 * A command must end with status 0; what it prints goes to /dev/null. */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { MAX_COMMANDS = 8, MAX_ROUNDS = 1000 };

typedef struct command {
    const char *name;
    char **argv;
    double wall[MAX_ROUNDS], processor[MAX_ROUNDS], memory[MAX_ROUNDS];
} command;

static double seconds(struct timeval t)
{
    return (double)t.tv_sec + (double)t.tv_usec / 1e6;
}

static int run(command *c, int round)
{
    struct timespec begin, end;
    clock_gettime(CLOCK_MONOTONIC, &begin);
    pid_t pid = fork();
    if (pid < 0) return 1;
    if (pid == 0) {
        int sink = open("/dev/null", O_WRONLY);
        if (sink >= 0) dup2(sink, STDOUT_FILENO);
        execv(c->argv[0], c->argv);
        _exit(127);
    }
    int status;
    struct rusage usage;
    if (wait4(pid, &status, 0, &usage) != pid) return 1;
    clock_gettime(CLOCK_MONOTONIC, &end);
    if (!WIFEXITED(status) || WEXITSTATUS(status) != 0) {
        fprintf(stderr, "%s: did not end with status 0\n", c->name);
        return 1;
    }
    c->wall[round] = (double)(end.tv_sec - begin.tv_sec) + (double)(end.tv_nsec - begin.tv_nsec) / 1e9;
    c->processor[round] = seconds(usage.ru_utime) + seconds(usage.ru_stime);
    c->memory[round] = (double)usage.ru_maxrss / 1024.0;
    return 0;
}

static int ascending(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static double median(double *values, int count)
{
    qsort(values, (size_t)count, sizeof *values, ascending);
    return count % 2 ? values[count / 2] : (values[count / 2 - 1] + values[count / 2]) / 2.0;
}

int main(int argc, char **argv)
{
    static command commands[MAX_COMMANDS];
    int rounds = argc > 3 ? atoi(argv[1]) : 0, count = 0;
    if (rounds < 1 || rounds > MAX_ROUNDS) {
        fprintf(stderr, "usage: compare ROUNDS NAME COMMAND [ARGUMENT…] [-- NAME COMMAND [ARGUMENT…]]…\n");
        return 2;
    }
    for (int i = 2; i + 1 < argc && count < MAX_COMMANDS; i++) {
        commands[count].name = argv[i];
        commands[count++].argv = argv + i + 1;
        while (i < argc && strcmp(argv[i], "--") != 0)
            i++;
        if (i < argc) argv[i] = NULL;
    }
    /* One round that does not count warms the caches. */
    for (int round = -1; round < rounds; round++)
        for (int c = 0; c < count; c++)
            if (run(&commands[c], round < 0 ? 0 : round)) return 1;
    double base = 0;
    printf("%-34s %12s %12s %10s %8s\n", "", "wall", "processor", "memory", "ratio");
    for (int c = 0; c < count; c++) {
        double wall = median(commands[c].wall, rounds);
        if (c == 0) base = wall;
        printf("%-34s %9.3f ms %9.3f ms %6.1f MiB %8.2f\n", commands[c].name, wall * 1e3,
               median(commands[c].processor, rounds) * 1e3, median(commands[c].memory, rounds), wall / base);
    }
    return 0;
}
