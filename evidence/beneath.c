#define _GNU_SOURCE /* O_PATH */
#include "evidence/beneath.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#if defined(__linux__) && __has_include(<linux/openat2.h>)
#include <linux/openat2.h>
#endif

#define LINKS_MAX   40  /* as in the kernel */
#define FOLDERS_MAX 128 /* open at once, on the way */
#define REST_MAX    (2 * PATH_MAX)

#define MORE (-2) /* no error: there is more to walk */

/* A walk in progress. [folders][0] is the root, which the caller owns. */
typedef struct walk {
    int folders[FOLDERS_MAX];
    int top;
    int links;
    char rest[REST_MAX]; /* what is still to be walked */
    size_t at;
} walk;

/* -1 with [error] in errno. */
static int fail(int error)
{
    errno = error;
    return -1;
}

static bool enter(walk *w, int folder)
{
    if (w->top + 1 == FOLDERS_MAX) {
        close(folder);
        errno = ENAMETOOLONG;
        return false;
    }
    w->folders[++w->top] = folder;
    return true;
}

/* Puts the target of the link [name] before what is still to be walked. When it is no link, false and
 * [otherwise] in errno. */
static bool follow(walk *w, const char *name, int otherwise)
{
    char target[PATH_MAX];
    ssize_t len = readlinkat(w->folders[w->top], name, target, sizeof target);
    if (len < 0) {
        errno = errno == EINVAL ? otherwise : errno;
        return false;
    }
    size_t rest = strlen(w->rest + w->at);
    errno = ENAMETOOLONG;
    if ((size_t)len == sizeof target || (size_t)len + rest + 1 > sizeof w->rest) return false;
    errno = EXDEV;
    if (len > 0 && target[0] == '/') return false;
    errno = ELOOP;
    if (++w->links > LINKS_MAX) return false;
    memmove(w->rest + len, w->rest + w->at, rest + 1);
    memcpy(w->rest, target, (size_t)len);
    w->at = 0;
    return true;
}

/* The last name. MORE when it was a link, now part of the rest. */
static int open_last(walk *w, const char *name, int flags)
{
    int fd = openat(w->folders[w->top], name, flags | O_NOFOLLOW | O_CLOEXEC);
    struct stat info;
    bool link = fd >= 0 ? fstat(fd, &info) == 0 && S_ISLNK(info.st_mode) : errno == ELOOP || errno == ENOTDIR;
    if (!link) return fd;
    int error = fd < 0 ? errno : ELOOP;
    if (fd >= 0) close(fd); /* O_PATH opens the link itself */
    return follow(w, name, error) ? MORE : -1;
}

/* One name of the rest: a descriptor at the end, MORE before it. */
static int step(walk *w, int flags)
{
    char name[NAME_MAX + 1];
    w->at += strspn(w->rest + w->at, "/");
    size_t len = strcspn(w->rest + w->at, "/");
    if (len == 0) return openat(w->folders[w->top], ".", flags | O_CLOEXEC);
    if (len > NAME_MAX) return fail(ENAMETOOLONG);
    memcpy(name, w->rest + w->at, len);
    name[len] = '\0';
    w->at += len;
    if (strcmp(name, ".") == 0) return MORE;
    if (strcmp(name, "..") == 0) {
        if (w->top == 0) return fail(EXDEV);
        close(w->folders[w->top--]);
        return MORE;
    }
    if (w->rest[w->at] == '\0') return open_last(w, name, flags);
    int folder = openat(w->folders[w->top], name, O_PATH | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    if (folder >= 0) return enter(w, folder) ? MORE : -1;
    if (errno != ELOOP && errno != ENOTDIR) return -1;
    return follow(w, name, errno) ? MORE : -1;
}

int gate_beneath_walk(int root, const char *path, int flags)
{
    walk w = {.folders = {root}};
    size_t len = strlen(path);
    if (len == 0) return fail(ENOENT);
    if (len >= PATH_MAX) return fail(ENAMETOOLONG);
    if (path[0] == '/') return fail(EXDEV);
    memcpy(w.rest, path, len + 1);
    int fd = MORE;
    do {
        fd = step(&w, flags);
    } while (fd == MORE);
    int error = errno;
    while (w.top > 0)
        close(w.folders[w.top--]);
    errno = error;
    return fd;
}

#ifdef RESOLVE_BENEATH
#define RACES_MAX 16

int gate_beneath_open(int root, const char *path, int flags)
{
    struct open_how how = {.flags = (unsigned)(flags | O_CLOEXEC),
                           .resolve = RESOLVE_BENEATH | RESOLVE_NO_MAGICLINKS};
    long fd = -1;
    /* EAGAIN: something was renamed meanwhile, so that `..` could not be proved safe. */
    for (int i = 0; i < RACES_MAX; i++) {
        fd = syscall(SYS_openat2, root, path, &how, sizeof how);
        if (fd >= 0 || (errno != EAGAIN && errno != EINTR)) break;
    }
    /* EPERM is what older container runtimes say of a call that they do not know. */
    if (fd < 0 && (errno == ENOSYS || errno == EPERM)) return gate_beneath_walk(root, path, flags);
    return (int)fd;
}
#else
int gate_beneath_open(int root, const char *path, int flags)
{
    return gate_beneath_walk(root, path, flags);
}
#endif

/* -- without links --------------------------------------------------------------------------------- */

/* Where a descriptor lies. Of one file system several parts may be mounted, so the mount counts as well. */
typedef struct spot {
    dev_t device;
    long mount; /* -1: the system doesn't say */
} spot;

static long mount_of(int fd)
{
    static const char key[] = "\nmnt_id:";
    char path[40], text[512];
    snprintf(path, sizeof path, "/proc/self/fdinfo/%d", fd);
    int info = open(path, O_RDONLY | O_CLOEXEC);
    if (info < 0) return -1;
    ssize_t len = read(info, text, sizeof text - 1);
    close(info);
    text[len > 0 ? len : 0] = '\0';
    const char *at = strstr(text, key);
    return at ? strtol(at + sizeof key - 1, NULL, 10) : -1;
}

static bool find_spot(int fd, spot *out)
{
    struct stat info;
    if (fstat(fd, &info) != 0) return false;
    *out = (spot){info.st_dev, mount_of(fd)};
    return true;
}

/* One name of the path; [home]: where it must lie, or NULL. */
static int open_plain(int folder, const char *name, int flags, const spot *home)
{
    struct stat info;
    spot here = {0, -1};
    int fd = openat(folder, name, flags | O_NOFOLLOW | O_CLOEXEC);
    if (fd < 0) return -1;
    int error = fstat(fd, &info) != 0 ? errno : 0;
    if (!error && S_ISLNK(info.st_mode)) error = ELOOP; /* O_PATH opens the link itself */
    if (!error && home && !find_spot(fd, &here)) error = errno;
    if (!error && home && (here.device != home->device || here.mount != home->mount)) error = EXDEV;
    if (!error) return fd;
    close(fd);
    return fail(error);
}

static int walk_plain(int folder, const char *path, int flags, const spot *home)
{
    char name[NAME_MAX + 1];
    int at = folder, next = -1;
    do {
        size_t len = strcspn(path, "/");
        bool last = path[len] == '\0';
        if (len == 0 || len > NAME_MAX) {
            next = fail(len ? ENAMETOOLONG : ENOENT);
        } else {
            memcpy(name, path, len);
            name[len] = '\0';
            next = open_plain(at, name, last ? flags : O_PATH | O_DIRECTORY, home);
        }
        int error = errno;
        if (at != folder) close(at);
        errno = error;
        at = next;
        path += last ? len : len + 1;
    } while (next >= 0 && *path);
    return next;
}

/* Has it a segment that is `.` or `..`? */
static bool is_crooked(const char *path)
{
    for (;; path++) {
        size_t len = strcspn(path, "/");
        if ((len == 1 && path[0] == '.') || (len == 2 && path[0] == '.' && path[1] == '.')) return true;
        path += len;
        if (!*path) return false;
    }
}

int gate_beneath_strict(int folder, const char *path, int flags, bool stay)
{
    spot home = {0, -1};
    if (path[0] == '/' || is_crooked(path)) return fail(EXDEV);
#ifdef RESOLVE_BENEATH
    struct open_how how = {.flags = (unsigned)(flags | O_NOFOLLOW | O_CLOEXEC),
                           .resolve = RESOLVE_BENEATH | RESOLVE_NO_SYMLINKS | (stay ? RESOLVE_NO_XDEV : 0u)};
    long fd = -1;
    for (int i = 0; i < RACES_MAX; i++) {
        fd = syscall(SYS_openat2, folder, path, &how, sizeof how);
        if (fd >= 0 || (errno != EAGAIN && errno != EINTR)) break;
    }
    if (fd >= 0 || (errno != ENOSYS && errno != EPERM)) return (int)fd;
#endif
    if (stay && !find_spot(folder, &home)) return -1;
    return walk_plain(folder, path, flags, stay ? &home : NULL);
}
