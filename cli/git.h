/* What is asked of git. Nothing else is ever run for it: no pager, no editor, no helper that a configuration
 * names, and nothing is written into the repository. */
#ifndef GATE_CLI_GIT_H
#define GATE_CLI_GIT_H

#include <stdbool.h>
#include <stddef.h>

#define CLI_COMMIT_MAX 80

/* Starts `git` with these words behind what keeps it to itself, the last NULL: as cli_child_begin. */
int cli_git_begin(const char *const *words, int *out);
/* Its answer, as cli_child_ask. */
bool cli_git_ask(const char *const *words, char *out, size_t size, size_t *len);

/* The full name of the commit that [name] means, which may come from anywhere; false when it means none. */
bool cli_git_commit(const char *name, char *out, size_t size);
/* Whether nothing differs from HEAD, and no file is there that is neither known nor ignored; false when git
 * can't say. */
bool cli_git_clean(bool *clean);

#endif
