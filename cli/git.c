#include "cli/git.h"

#include "cli/child.h"
#include "cli/screen.h"

#include <string.h>

/* Before every command. A commit is what its name says, and not what a repository puts in its place. */
static const char *const first[] = {
    "git", "--no-pager",         "--no-optional-locks", "--no-replace-objects", "-c", "core.fsmonitor=false",
    "-c",  "core.quotePath=true"};
enum { FIRST = sizeof first / sizeof first[0] };

static char **line_of(const char *const *words)
{
    size_t count = 0;
    while (words[count])
        count++;
    char **argv = cli_array(FIRST + count + 1, sizeof *argv);
    for (size_t i = 0; i < FIRST + count; i++) {
        const char *word = i < FIRST ? first[i] : words[i - FIRST];
        argv[i] = cli_copy(word, strlen(word));
    }
    return argv;
}

static void free_line(char **argv)
{
    for (size_t i = 0; argv[i]; i++)
        cli_free(argv[i]);
    cli_free(argv);
}

int cli_git_begin(const char *const *words, int *out)
{
    char **argv = line_of(words);
    int error = cli_child_begin(argv, out);
    free_line(argv);
    return error;
}

bool cli_git_ask(const char *const *words, char *out, size_t size, size_t *len)
{
    char **argv = line_of(words);
    bool done = cli_child_ask(argv, out, size, len);
    free_line(argv);
    return done;
}

bool cli_git_commit(const char *name, char *out, size_t size)
{
    static const char suffix[] = "^{commit}";
    size_t len = strlen(name), got = 0;
    out[0] = '\0';
    if (name[0] == '-' || name[0] == '\0') return false; /* an option of git's, and no name of a commit */
    char *asked = cli_array(len + sizeof suffix, 1);
    memcpy(asked, name, len);
    memcpy(asked + len, suffix, sizeof suffix);
    const char *words[] = {"rev-parse", "--verify", "--quiet", asked, NULL};
    bool done = cli_git_ask(words, out, size, &got) && got < size;
    out[strcspn(out, "\n")] = '\0';
    cli_free(asked);
    return done && out[0];
}

bool cli_git_clean(bool *clean)
{
    static const char *const words[] = {"status", "--porcelain", "--untracked-files=normal",
                                        "--ignore-submodules=none", NULL};
    char none[2];
    size_t len = 0;
    bool done = cli_git_ask(words, none, sizeof none, &len);
    *clean = len == 0;
    return done;
}
