/* The runner of the golden cases: `runner [--bless] FOLDER/error/TOPIC | FOLDER/verdict/TOPIC |
 * FILE.triples …`, everything in this one process. tests/cases/README.md says how a case is written. */
#include "tests/runner.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static bool ends_with(const char *text, const char *ending)
{
    size_t len = strlen(text), end = strlen(ending);
    return len >= end && strcmp(text + len - end, ending) == 0;
}

/* Runs the cases of one topic in their folder; the working directory is restored. */
static bool topic_run(struct runner *runner, const char *topic)
{
    if (ends_with(topic, ".triples")) {
        triples_run(runner, topic);
        return true;
    }
    void (*run)(struct runner *) = strstr(topic, "/error/")     ? errors_run
                                   : strstr(topic, "/verdict/") ? verdicts_run
                                                                : NULL;
    char here[4096];
    if (run == NULL || getcwd(here, sizeof here) == NULL || chdir(topic) != 0) {
        fprintf(stderr, "runner: %s: no topic of errors, verdicts or triples\n", topic);
        return false;
    }
    run(runner);
    if (chdir(here) != 0) {
        perror(here);
        exit(2);
    }
    return true;
}

int main(int argc, char **argv)
{
    struct runner runner = {0};
    bool known = true;
    for (int i = 1; i < argc; i++) {
        if (strcmp(argv[i], "--bless") == 0)
            runner.bless = true;
        else
            known = topic_run(&runner, argv[i]) && known;
    }
    printf("%u cases, %u failed\n", runner.cases, runner.failures);
    if (runner.cases == 0) {
        fprintf(stderr, "usage: runner [--bless] cases/error/TOPIC | cases/verdict/TOPIC | FILE.triples …\n");
        return 2;
    }
    return runner.failures > 0 || !known;
}
