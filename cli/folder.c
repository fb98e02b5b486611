#include "cli/folder.h"

#include "cli/screen.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define DEPTH_MAX 32

void cli_paths_add(cli_paths *paths, const char *path)
{
    if (paths->count == paths->cap) {
        paths->cap = paths->cap ? 2 * paths->cap : 16;
        paths->list = cli_grow(paths->list, paths->cap, sizeof(char *));
    }
    paths->list[paths->count++] = cli_copy(path, strlen(path));
}

void cli_paths_free(cli_paths *paths)
{
    for (size_t i = 0; i < paths->count; i++)
        cli_free(paths->list[i]);
    cli_free(paths->list);
    *paths = (cli_paths){0};
}

bool cli_folder_is(const char *path)
{
    struct stat about;
    return stat(path, &about) == 0 && S_ISDIR(about.st_mode);
}

static int by_bytes(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

static bool is_policy(const char *name)
{
    size_t len = strlen(name);
    return len > 5 && strcmp(name + len - 5, ".gate") == 0;
}

static bool refuse(const char *path, int error)
{
    cli_complain("could not read the folder `%s`: %s", path, strerror(error));
    return false;
}

static bool list(const char *path, cli_paths *out, int depth);

static bool visit(const char *folder, const char *name, cli_paths *out, int depth)
{
    size_t folder_len = strlen(folder), name_len = strlen(name);
    char *path = cli_array(folder_len + name_len + 2, 1);
    struct stat about;
    memcpy(path, folder, folder_len);
    if (folder_len && folder[folder_len - 1] != '/') path[folder_len++] = '/';
    memcpy(path + folder_len, name, name_len);
    bool done = true;
    if (lstat(path, &about) != 0)
        done = refuse(path, errno);
    else if (S_ISDIR(about.st_mode))
        done = list(path, out, depth + 1);
    else if (is_policy(name))
        cli_paths_add(out, path);
    cli_free(path);
    return done;
}

static bool list(const char *path, cli_paths *out, int depth)
{
    if (depth > DEPTH_MAX) return refuse(path, ELOOP);
    DIR *folder = opendir(path);
    if (!folder) return refuse(path, errno);
    bool done = true;
    while (done) {
        errno = 0;
        const struct dirent *entry = readdir(folder);
        if (!entry) {
            if (errno) done = refuse(path, errno);
            break;
        }
        if (entry->d_name[0] != '.') done = visit(path, entry->d_name, out, depth);
    }
    closedir(folder);
    return done;
}

bool cli_folder_list(const char *path, cli_paths *out)
{
    size_t first = out->count;
    bool done = list(path, out, 0);
    if (out->count > first) qsort(out->list + first, out->count - first, sizeof(char *), by_bytes);
    return done;
}

/* Does the link, which is in the folder, lead to what is in it too? */
static bool stays_in(const char *folder, const char *target)
{
    char *root = realpath(folder, NULL);
    size_t len = root ? strlen(root) : 0;
    while (len > 0 && root[len - 1] == '/')
        len--;
    bool stays = root && strncmp(target, root, len) == 0 && target[len] == '/';
    free(root);
    return stays;
}

bool cli_folder_writable(const char *const *operands, size_t count, const char *path)
{
    struct stat about;
    bool named = false, stays = false;
    if (access(path, W_OK) != 0) {
        cli_complain("could not write `%s`: %s", path, strerror(errno));
        return false;
    }
    if (lstat(path, &about) != 0 || !S_ISLNK(about.st_mode)) return true;
    char *target = realpath(path, NULL);
    for (size_t i = 0; target && i < count; i++) {
        size_t len = strlen(operands[i]);
        named = named || strcmp(operands[i], path) == 0;
        stays = stays || (strncmp(path, operands[i], len) == 0 && cli_folder_is(operands[i]) &&
                          stays_in(operands[i], target));
    }
    free(target);
    if (!named && !stays)
        cli_complain("could not write `%s`: it is a link that leads out of its folder; name the file itself",
                     path);
    return named || stays;
}
