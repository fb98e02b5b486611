/* gatec init: a first policy for a folder, its tests, and a step for continuous integration. */
#include "cli/command.h"
#include "cli/output.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

const cli_option cli_init_options[] = {
    {0, "force", NULL, false, "write over files that are there"},
    {0, "print", NULL, false, "write no file: print them all"},
    {0},
};

/* [folder]/[path]; freed by the caller. */
static char *path_in(const char *folder, const char *path)
{
    size_t len = strlen(folder), more = strlen(path);
    bool slash = len > 0 && folder[len - 1] != '/';
    char *whole = cli_array(len + slash + more + 1, 1);
    memcpy(whole, folder, len);
    if (slash) whole[len] = '/';
    memcpy(whole + len + slash, path, more);
    return whole;
}

/* The folders that the file lies in, made where they are not there. */
static bool make_folders(char *path, size_t from)
{
    for (char *slash = strchr(path + from, '/'); slash; slash = strchr(slash + 1, '/')) {
        *slash = '\0';
        bool made = slash == path || mkdir(path, 0777) == 0 || errno == EEXIST;
        if (!made) cli_complain("could not make the folder `%s`: %s", path, strerror(errno));
        *slash = '/';
        if (!made) return false;
    }
    return true;
}

/* Nothing is written through a link: it may lead out of the folder. [from] is where the path begins in it. */
static bool is_direct(char *path, size_t from)
{
    struct stat info;
    for (char *end = path + from; end; end = strchr(end + 1, '/')) {
        if (end == path + from) continue;
        *end = '\0';
        bool link = lstat(path, &info) == 0 && S_ISLNK(info.st_mode);
        if (link) cli_complain("could not write into `%s`: it is a link", path);
        *end = '/';
        if (link) return false;
    }
    bool link = lstat(path, &info) == 0 && S_ISLNK(info.st_mode);
    if (link) cli_complain("could not write `%s`: it is a link", path);
    return !link;
}

/* What is there already is nobody's to write over. */
static bool all_free(char *const *files, size_t count)
{
    struct stat info;
    bool are = true;
    for (size_t i = 0; i < count; i++) {
        if (lstat(files[i], &info) != 0) continue;
        cli_complain("`%s` is there already; --force writes over it", files[i]);
        are = false;
    }
    return are;
}

static void tell_found(const gatec_start *start)
{
    gatec_found found;
    size_t width = 0, others = 0;
    for (size_t i = 0; gatec_start_found(start, i, &found); i++) {
        size_t len = strlen(found.path);
        if (len > width && len <= 48) width = len;
    }
    for (size_t i = 0; gatec_start_found(start, i, &found); i++) {
        if (i >= 20) {
            others++;
            continue;
        }
        printf("%s%-*s  %s%s\n", i == 0 ? "found   " : "        ", (int)width, found.path, found.what,
               found.read ? "" : ", not read yet");
    }
    if (others) printf("        and %zu others\n", others);
    if (!gatec_start_found(start, 0, &found)) printf("found   no report that is known by sight\n");
    if (gatec_start_cut(start))
        printf("        (not everything was looked at: there is too much of it, or it cannot be read)\n");
}

/* Is there a pipeline of GitLab? */
static bool has_gitlab(const gatec_start *start)
{
    gatec_found found;
    for (size_t i = 0; gatec_start_found(start, i, &found); i++) {
        if (strcmp(found.path, ".gitlab-ci.yml") == 0) return true;
    }
    return false;
}

static void tell_next(const char *folder, bool github, bool gitlab)
{
    bool here = strcmp(folder, ".") == 0;
    char *policy = here ? cli_copy("policies", 8) : path_in(folder, "policies");
    cli_tell("next    gatec check %s/release.gate%s%s", policy, here ? "" : " --root ", here ? "" : folder);
    cli_tell("        gatec test %s", policy);
    if (github)
        printf("        and in a job of the workflow, behind the steps that write the reports:\n"
               "            - uses: ./.github/actions/release-gate\n");
    else if (gitlab)
        printf("        and in a job of the pipeline, behind those that write the reports:\n"
               "            script:\n"
               "              - gatec test policies\n"
               "              - gatec check policies/release.gate -o text -o "
               "gitlab=gl-code-quality-report.json\n");
    else
        printf("        and both in your pipeline, behind the steps that write the reports: every\n"
               "        exit status but 0 means, don't release\n");
    cli_free(policy);
}

/* Writes the files, all or none, and tells of them. */
static int write_files(const gatec_start *start, const char *folder, bool force)
{
    cli_outputs outputs = {0};
    char *files[CLI_OUTPUTS_MAX];
    const char *path, *text;
    bool github = false, here = strcmp(folder, ".") == 0;
    size_t count = 0, from = here ? 0 : strlen(folder);
    for (; count < CLI_OUTPUTS_MAX && gatec_start_file(start, count, &path, &text); count++) {
        files[count] = here ? cli_copy(path, strlen(path)) : path_in(folder, path);
        outputs.list[count].file = files[count];
        cli_output_add(&outputs.list[count], text, strlen(text));
        github = github || strncmp(path, ".github/", 8) == 0;
    }
    outputs.count = count;
    int status = force || all_free(files, count) ? CLI_DONE : CLI_USAGE;
    for (size_t i = 0; i < count && status == CLI_DONE; i++)
        status = is_direct(files[i], from) && make_folders(files[i], from) ? CLI_DONE : CLI_FAILED;
    if (status == CLI_DONE && !cli_outputs_write(&outputs)) status = CLI_FAILED;
    if (status == CLI_DONE) {
        tell_found(start);
        for (size_t i = 0; i < count; i++)
            cli_tell("%s%s", i == 0 ? "wrote   " : "        ", files[i]);
        tell_next(folder, github, has_gitlab(start));
    }
    cli_outputs_free(&outputs);
    for (size_t i = 0; i < count; i++)
        cli_free(files[i]);
    return status;
}

static int print_files(const gatec_start *start)
{
    const char *path, *text;
    for (size_t i = 0; gatec_start_file(start, i, &path, &text); i++)
        printf("%s%s %s\n%s", i ? "\n" : "", strstr(path, ".yml") ? "#" : "//", path, text);
    return CLI_DONE;
}

int cli_init(const cli_screen *screen, const cli_args *args)
{
    const char *folder = args->operand_count ? args->operands[0] : ".";
    gatec_start_options options = GATEC_START_OPTIONS_INIT;
    options.folder = folder;
    gatec_start *start = NULL;
    gatec_status made = gatec_start_new(&options, &start);
    cli_messages(screen, gatec_start_messages(start), true);
    if (!start) cli_complain("%s", gatec_status_text(made));
    int status = gatec_exit_status(made, NULL, false);
    if (made == GATEC_OK)
        status = cli_args_has(args, "print") ? print_files(start)
                                             : write_files(start, folder, cli_args_has(args, "force"));
    if (CLI_THOROUGH)
        gatec_start_free(start);
    else
        cli_keep(start);
    return status;
}
