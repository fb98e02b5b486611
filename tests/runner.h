/* What the parts of the case runner share: the run's counters, texts that grow, files, and the printing
 * of what differs. The runner knows gatec by api/gatec.h alone; it is one process for all cases of a
 * topic, and each kind of case has a file of its own. Everything here is owned by who made it and freed
 * by free() or by the function that says so. */
#ifndef GATE_TESTS_RUNNER_H
#define GATE_TESTS_RUNNER_H

#include <stdbool.h>
#include <stddef.h>

#include "api/gatec.h"

/* One run of the runner. */
struct runner {
    bool bless; /* goldens are written, not compared */
    unsigned cases, failures;
};

/* A text that grows; all zero is the empty one. [bytes] always ends in a NUL once it was added to. */
struct text {
    char *bytes;
    size_t len, room;
};

/* Adds to the text; ends the process when memory runs out (these are tests). */
void text_add(struct text *text, const char *bytes, size_t len);
void text_addf(struct text *text, const char *format, ...) __attribute__((format(printf, 2, 3)));
void text_free(struct text *text);

/* Reads a whole file into [*out], which is emptied first. False when there is none. */
bool file_read(const char *path, struct text *out);
/* Writes a whole file; ends the process when that cannot be done. */
void file_write(const char *path, const char *bytes, size_t len);

/* Adds the names in the folder [path] that end in [ending] (or are folders, for NULL), sorted, to a list
 * ended by NULL; free it by names_free. */
char **names_list(const char *path, const char *ending);
void names_free(char **names);

/* Counts a failure and prints "FAIL case: …". */
void fail(struct runner *runner, const char *name, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
/* Prints how [actual] differs from [wanted], line by line, as a unified diff would. */
void diff_print(const char *wanted_name, const struct text *wanted, const struct text *actual);
/* Compares [actual] with the golden file at [path], or writes it there when blessing. An empty text has
 * no file. */
void golden(struct runner *runner, const char *name, const char *path, const struct text *actual);

/* tests/cases/error/TOPIC: the working directory is the topic's. */
void errors_run(struct runner *runner);
/* tests/cases/verdict/TOPIC: the working directory is the topic's. */
void verdicts_run(struct runner *runner);
/* One file of triples. */
void triples_run(struct runner *runner, const char *path);

#endif
