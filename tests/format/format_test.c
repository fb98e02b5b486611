/* Formats generated policies, and the policies of the project with their space thrown away and other space
 * put in, and holds to each what a formatter promises:
 *
 *   the same tree (the dump of grammar/dump.c, which writes everything but places),
 *   the same bytecode (program.c says what is compared), or the same refusal to compile,
 *   every comment, in its order, apart from blanks at its end,
 *   formatted again the same text,
 *   and a text that looks like one: no blanks at ends of lines, no two blank lines.
 *
 * Usage: format_test ROOT [CASES [SEED]]; CASES is 100,000 where CI=true, else 4,000. */
#include "format.h"

#include "api/files.h"
#include "compiler/compile.h"
#include "evidence/digest.h"
#include "grammar/parse.h"
#include "grammar/print.h"
#include "stdlib/builtins.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

typedef struct files {
    gate_arena *arena;
    GATE_VEC(gate_str) texts;
    GATE_VEC(const char *) names;
} files;

typedef struct totals {
    uint32_t parsed, refused, compiled, comments;
} totals;

typedef struct trial {
    gate_arena *arena;
    const char *name;
    gate_str text, printed;
    const char *offence;
} trial;

static const gate_ast *parse(trial *t, gate_str text, bool *right)
{
    gate_diags diags = gate_diags_new(t->arena);
    const gate_ast *ast = gate_parse(t->arena, gate_source_new(t->arena, 0, GATE_STR("t"), text), &diags);
    *right = diags.errors == 0;
    return ast;
}

static gate_str dump(trial *t, const gate_ast *ast)
{
    gate_buf out = gate_buf_new(t->arena);
    gate_ast_dump(&out, ast->file);
    return gate_buf_str(&out);
}

static gate_str comments(trial *t, const gate_ast *ast)
{
    gate_buf out = gate_buf_new(t->arena);
    for (uint32_t i = 0; i < ast->comment_count; i++) {
        gate_str text = gate_source_slice(ast->source, ast->comments[i].span);
        while (text.len && strchr(" \t", text.ptr[text.len - 1]))
            text.len--;
        gate_buf_add(&out, text);
        gate_buf_char(&out, '\n');
    }
    return gate_buf_str(&out);
}

/* "" where it doesn't compile. */
static gate_str bytecode(trial *t, gate_str text)
{
    gate_diags diags = gate_diags_new(t->arena);
    const gate_program *program =
        gate_compile(t->arena, gate_str_c(t->name), text, gate_files_loader(t->arena), gate_stdlib_builtins(),
                     gate_sha256, &diags);
    return program && diags.errors == 0 ? program_bytes(t->arena, program) : GATE_STR("");
}

/* No text in quotes has lines of its own: then spaces at ends and blank lines are the formatter's. */
static bool untidy(gate_str text)
{
    if (gate_str_find(text, GATE_STR("\"\"\""), 0) != SIZE_MAX ||
        gate_str_find(text, GATE_STR("'''"), 0) != SIZE_MAX)
        return false;
    return gate_str_find(text, GATE_STR(" \n"), 0) != SIZE_MAX ||
           gate_str_find(text, GATE_STR("\n\n\n"), 0) != SIZE_MAX ||
           gate_str_find(text, GATE_STR("\r"), 0) != SIZE_MAX || gate_str_starts(text, GATE_STR("\n")) ||
           (text.len && text.ptr[text.len - 1] != '\n');
}

static void hold(trial *t, totals *sum)
{
    bool right = false, still = false;
    const gate_ast *before = parse(t, t->text, &right), *after;
    gate_diags diags = gate_diags_new(t->arena);
    gate_str again = GATE_STR(""), code;
    bool printed =
        gate_print(t->arena, gate_source_new(t->arena, 0, GATE_STR("t"), t->text), &diags, &t->printed);
    sum->parsed += right;
    sum->refused += !right;
    if (printed != right) t->offence = "what parses is formatted, and nothing else";
    if (!right || t->offence) return;
    after = parse(t, t->printed, &still);
    if (!still) {
        t->offence = "the formatted text does not parse";
        return;
    }
    sum->comments += after->comment_count;
    (void)gate_print(t->arena, gate_source_new(t->arena, 0, GATE_STR("t"), t->printed), &diags, &again);
    if (!gate_str_eq(dump(t, before), dump(t, after)))
        t->offence = "another tree";
    else if (!gate_str_eq(comments(t, before), comments(t, after)))
        t->offence = "other comments";
    else if (!gate_str_eq(t->printed, again))
        t->offence = "formatted again it is another text";
    else if (untidy(t->printed))
        t->offence = "the formatted text is untidy";
    if (t->offence) return;
    code = bytecode(t, t->text);
    sum->compiled += code.len > 0;
    if (!gate_str_eq(code, bytecode(t, t->printed))) t->offence = "other bytecode";
}

/* ---- the project's own policies ---- */

static void collect(files *all, const char *folder)
{
    DIR *open = opendir(folder);
    for (const struct dirent *entry; open && (entry = readdir(open));) {
        struct stat about;
        const char *path = gate_str_printf(all->arena, "%s/%s", folder, entry->d_name).ptr;
        size_t len = strlen(path);
        if (entry->d_name[0] == '.' || lstat(path, &about) != 0) continue;
        if (S_ISDIR(about.st_mode)) collect(all, path);
        if (!S_ISREG(about.st_mode) || len < 6 || strcmp(path + len - 5, ".gate") != 0) continue;
        gate_str text, why;
        bool absent = false;
        if (!gate_files_read(all->arena, gate_str_c(path), GATE_SOURCE_MAX, &text, &why, &absent)) continue;
        gate_vec_push(all->arena, &all->texts, text);
        gate_vec_push(all->arena, &all->names, path);
    }
    if (open) closedir(open);
}

static int tell(const trial *t, uint64_t seed, uint32_t number)
{
    printf("case %u of seed %llu (%s): %s\n---- the text\n", (unsigned)number, (unsigned long long)seed,
           t->name, t->offence);
    fwrite(t->text.ptr, 1, t->text.len, stdout);
    printf("\n---- formatted\n");
    fwrite(t->printed.ptr ? t->printed.ptr : "", 1, t->printed.len, stdout);
    return 1;
}

/* One case in an arena of its own: every 50th is a policy of the project. */
static int run(const files *all, uint64_t seed, uint32_t number, totals *sum)
{
    gate_panic panic = {.status = GATE_OK};
    gate_arena *arena = gate_arena_new(&panic, 0);
    trial t = {.arena = arena, .name = "generated.gate", .text = GATE_STR(""), .printed = GATE_STR("")};
    words to = {.arena = arena, .seed = seed * UINT64_C(0x9E3779B97F4A7C15) + number};
    uint32_t count = 0;
    if (!arena || setjmp(panic.at) != 0) {
        printf("case %u of seed %llu: memory or a limit\n", (unsigned)number, (unsigned long long)seed);
        gate_arena_free(arena);
        return 1;
    }
    (void)pick(&to, 2);
    uint32_t file = number / 50 % all->texts.len;
    if (number < all->texts.len) { /* each as it is, once */
        t.name = all->names.items[number];
        t.text = all->texts.items[number];
    } else {
        if (number % 50 == 0) {
            t.name = all->names.items[file];
            tokens_of(&to, all->texts.items[file]);
        } else {
            sentences(&to);
        }
        t.text = to.list.len ? scatter(&to, &count) : GATE_STR("");
    }
    hold(&t, sum);
    int bad = t.offence ? tell(&t, seed, number) : 0;
    gate_arena_free(arena);
    return bad;
}

/* What one process of several does: texts that do not parse are no cases, and as many more are made. */
static int work(const files *all, uint64_t seed, uint32_t first, uint32_t step, uint32_t cases, totals *sum)
{
    int bad = 0;
    uint32_t most = 3 * cases + all->texts.len;
    for (uint32_t i = first; (sum->parsed < cases / step + 1 || i < all->texts.len) && i < most && bad < 3;
         i += step)
        bad += run(all, seed, i, sum);
    fflush(stdout);
    return bad;
}

/* All processors work; the totals come back through pipes. */
static int share(const files *all, uint64_t seed, uint32_t cases, totals *sum)
{
    long processors = sysconf(_SC_NPROCESSORS_ONLN);
    uint32_t step = processors < 1 ? 1 : processors > 8 ? 8 : (uint32_t)processors;
    int ends[8][2], bad = 0;
    for (uint32_t i = 0; i < step; i++) {
        totals own = {0, 0, 0, 0};
        pid_t child = pipe(ends[i]) == 0 ? fork() : -1;
        if (child < 0) return 1;
        if (child > 0) continue;
        int found = work(all, seed, i, step, cases, &own);
        _exit(write(ends[i][1], &own, sizeof own) == (ssize_t)sizeof own && !found ? 0 : 1);
    }
    for (uint32_t i = 0; i < step; i++) {
        totals own = {0, 0, 0, 0};
        int status = 1;
        close(ends[i][1]);
        if (read(ends[i][0], &own, sizeof own) != (ssize_t)sizeof own) bad++;
        if (wait(&status) < 0 || status != 0) bad++;
        sum->parsed += own.parsed;
        sum->refused += own.refused;
        sum->compiled += own.compiled;
        sum->comments += own.comments;
    }
    return bad;
}

/* All of it, with the project's policies below [root] in [all]. */
static int test(files *all, const char *root, uint32_t cases, uint64_t seed)
{
    static const char *const folders[] = {"policies", "stdlib/gate", "examples", "tests/cases",
                                          "tests/cookbook"};
    totals sum = {0, 0, 0, 0};
    for (size_t i = 0; i < GATE_COUNT(folders); i++)
        collect(all, gate_str_printf(all->arena, "%s/%s", root, folders[i]).ptr);
    int bad = all->texts.len ? share(all, seed, cases, &sum) : 1;
    printf("%u policies formatted, %u of them compiled, %u comments; %u texts refused\n",
           (unsigned)sum.parsed, (unsigned)sum.compiled, (unsigned)sum.comments, (unsigned)sum.refused);
    if (sum.parsed >= cases && sum.compiled >= sum.parsed / 2 && sum.comments >= sum.parsed) return bad;
    printf("too few of them to say much\n");
    return bad + 1;
}

int main(int argc, char **argv)
{
    const char *ci = getenv("CI");
    bool full = ci && strcmp(ci, "true") == 0;
    gate_panic panic = {.status = GATE_OK};
    files all = {.arena = gate_arena_new(&panic, 0)};
    if (argc < 2 || !all.arena || setjmp(panic.at) != 0) return 2;
    int bad = test(&all, argv[1],
                   argc > 2 ? (uint32_t)strtoul(argv[2], NULL, 10)
                   : full   ? 100000
                            : 4000,
                   argc > 3 ? strtoull(argv[3], NULL, 10) : 1);
    gate_arena_free(all.arena);
    return bad ? 1 : 0;
}
