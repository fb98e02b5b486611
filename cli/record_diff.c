#include "cli/record_diff.h"

#include "cli/child.h"
#include "cli/clear.h"
#include "cli/git.h"
#include "cli/output.h"

#include <errno.h>
#include <string.h>
#include <time.h>

#define PIECE ((size_t)64 << 10)

typedef struct commits {
    char ref[CLI_COMMIT_MAX], head[CLI_COMMIT_MAX], parted[CLI_COMMIT_MAX];
    char root[4096];
    bool clean, has_clean;
} commits;

static bool read_options(const cli_args *args, const char **file)
{
    *file = cli_args_value(args, "out");
    const char *bad = NULL;
    if (!*file || !**file)
        bad = "`gatec record` needs `--out FILE`";
    else if (strcmp(*file, "-") == 0)
        bad = "`--out` wants a file";
    else if (args->operand_count > 0)
        bad = "`--diff` takes the place of a command: give one of them";
    else if (cli_args_has(args, "redact"))
        bad = "`--redact` is about a command's arguments, and `--diff` runs none";
    else if (cli_args_has(args, "root"))
        bad = "`--root` is about a command's folder, and `--diff` runs none";
    else if (!*cli_args_value(args, "diff"))
        bad = "`--diff` wants the name of a commit";
    if (bad) cli_complain("%s", bad);
    return !bad;
}

/* -- what git knows ----------------------------------------------------------------------------------------
 */

static bool is_tree(void)
{
    static const char *const words[] = {"rev-parse", "--is-inside-work-tree", NULL};
    char answer[16];
    size_t len = 0;
    int out, error = cli_git_begin((const char *const[]){"--version", NULL}, &out);
    if (error) {
        cli_complain("could not run `git`: %s", strerror(error));
        return false;
    }
    (void)cli_child_end(out);
    bool tree = cli_git_ask(words, answer, sizeof answer, &len) && strcmp(answer, "true\n") == 0;
    if (!tree) cli_complain("the working directory is in no working tree of git's");
    return tree;
}

/* A clone that was made shallow lacks where the two parted. */
static const char *shallow(void)
{
    static const char *const words[] = {"rev-parse", "--is-shallow-repository", NULL};
    char answer[16];
    size_t len = 0;
    bool cut = cli_git_ask(words, answer, sizeof answer, &len) && strcmp(answer, "true\n") == 0;
    return cut ? ": this clone is shallow, fetch the whole history" : "";
}

/* With everything in it but the last newline, which is git's own. */
static bool find_root(char *out, size_t size)
{
    static const char *const words[] = {"rev-parse", "--show-toplevel", NULL};
    size_t len = 0;
    bool found = cli_git_ask(words, out, size, &len) && len > 0 && len < size;
    if (found) out[len - 1] = '\0';
    else cli_complain("could not ask git for the root of the working tree");
    return found;
}

static bool find_commits(const char *ref, commits *out)
{
    size_t len = 0;
    if (!cli_git_commit(ref, out->ref, sizeof out->ref)) {
        cli_complain("git knows no commit `%s`%s", ref, shallow());
        return false;
    }
    if (!cli_git_commit("HEAD", out->head, sizeof out->head)) {
        cli_complain("there is no commit yet");
        return false;
    }
    const char *words[] = {"merge-base", out->ref, out->head, NULL};
    bool related = cli_git_ask(words, out->parted, sizeof out->parted, &len) && len < sizeof out->parted;
    out->parted[strcspn(out->parted, "\n")] = '\0';
    if (!related) cli_complain("`%s` and HEAD have no commit in common%s", ref, shallow());
    out->has_clean = cli_git_clean(&out->clean);
    return related && find_root(out->root, sizeof out->root);
}

/* -- what it says
 * -------------------------------------------------------------------------------------------- */

/* The same files in the same way, whatever the configuration says: no program of somebody else's makes the
 * text, and no context is shown. */
#define DIFF(how, more)                                                                                      \
    "-c", "diff.relative=false", "-c", "diff.renameLimit=1000", "diff", "--no-ext-diff", "--no-textconv",       \
        "--no-color", "--find-renames", "--ignore-submodules=dirty", "--submodule=short", "--src-prefix=a/", \
        "--dst-prefix=b/", "--inter-hunk-context=0", how, more

typedef struct text {
    char *bytes;
    size_t len, cap;
} text;

static bool read_names(const char *from, text *out)
{
    const char *words[] = {DIFF("--raw", "--numstat"), "-z", "--no-abbrev", from, "--", NULL};
    int answer;
    if (cli_git_begin(words, &answer) != 0) return false;
    for (;;) {
        if (out->len == out->cap) {
            out->cap = out->cap ? out->cap * 2 : PIECE;
            out->bytes = cli_grow(out->bytes, out->cap, 1);
        }
        size_t got = cli_child_read(answer, out->bytes + out->len, out->cap - out->len);
        if (got == 0) break;
        out->len += got;
    }
    return cli_child_end(answer);
}

static size_t read_patch(void *context, char *bytes, size_t room)
{
    return cli_child_read(*(const int *)context, bytes, room);
}

static bool write_text(const char *file, const gatec_text *made)
{
    cli_outputs outputs;
    cli_outputs_file(&outputs, file);
    cli_output_add(&outputs.list[0], made->bytes, made->len);
    bool done = cli_outputs_write(&outputs);
    cli_outputs_free(&outputs);
    return done;
}

static bool render(const commits *of, const cli_args *args, const text *names, gatec_text *out)
{
    const char *words[] = {DIFF("--patch", "--unified=0"), of->parted, "--", NULL};
    struct timespec at;
    int answer;
    clock_gettime(CLOCK_REALTIME, &at);
    gatec_diff_facts facts = GATEC_DIFF_FACTS_INIT;
    facts.name = cli_args_value(args, "name");
    facts.ref = cli_args_value(args, "diff");
    facts.ref_commit = of->ref;
    facts.merge_base = of->parted;
    facts.commit = of->head;
    facts.root = of->root;
    facts.clean = of->has_clean ? &of->clean : NULL;
    facts.recorded_at = (gatec_moment){at.tv_sec, (int32_t)at.tv_nsec};
    facts.names = names->bytes;
    facts.names_len = names->len;
    facts.read = read_patch;
    facts.context = &answer;
    if (cli_git_begin(words, &answer) != 0) return false;
    gatec_status status = gatec_diff_render(&facts, out);
    bool whole = cli_child_end(answer);
    if (status == GATEC_OK && whole) return true;
    if (status == GATEC_E_INPUT || status == GATEC_OK)
        cli_complain("could not make out what git says of the changes: the files may have changed meanwhile");
    else
        cli_complain("%s", gatec_status_text(status));
    gatec_text_free(out);
    return false;
}

int cli_record_diff(const cli_args *args)
{
    const char *file;
    commits of = {.clean = false};
    text names = {NULL, 0, 0};
    gatec_text made = {.bytes = ""};
    if (!read_options(args, &file)) return CLI_USAGE;
    if (!cli_clear(file)) return CLI_FAILED;
    if (!is_tree() || !find_commits(cli_args_value(args, "diff"), &of)) return CLI_FAILED;
    bool done = read_names(of.parted, &names);
    if (!done) cli_complain("could not ask git which files differ");
    done = done && render(&of, args, &names, &made) && write_text(file, &made);
    gatec_text_free(&made);
    cli_free(names.bytes);
    return done ? CLI_DONE : CLI_FAILED;
}
