#define _GNU_SOURCE /* O_PATH */
#include "evidence/store.h"

#include "evidence/beneath.h"
#include "evidence/json.h"
#include "evidence/trouble.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define NAMES_MAX   100000
#define DEPTH_MAX   100 /* folders in each other, each with a descriptor while it is emptied */
#define PASSES_MAX  64  /* over a folder that somebody else fills meanwhile */
#define FOLDER_OPEN (O_RDONLY | O_DIRECTORY | O_NONBLOCK)

struct gate_store {
    gate_arena *arena;
    gate_root *root;
    gate_str before, behind; /* NUL behind their ends */
    int top;                 /* the root */
    int base;                /* the folder before the `*` */
    int item;                /* a folder that is being read */
    gate_identity identity;  /* of [base] */
    GATE_VEC(gate_shelf) shelves;
};

static void store_close(void *object)
{
    gate_store *store = object;
    const int fds[] = {store->top, store->base, store->item};
    for (size_t i = 0; i < sizeof fds / sizeof fds[0]; i++) {
        if (fds[i] >= 0) close(fds[i]);
    }
}

gate_store *gate_store_new(gate_root *root, gate_str before, gate_str behind)
{
    gate_store *store = GATE_NEW(root->arena, gate_store);
    *store = (gate_store){.arena = root->arena, .root = root, .top = -1, .base = -1, .item = -1};
    gate_arena_defer(root->arena, store_close, store);
    store->before = gate_str_dup(root->arena, before);
    store->behind = gate_str_dup(root->arena, behind);
    return store;
}

uint32_t gate_store_count(const gate_store *store)
{
    return store->shelves.len;
}

const gate_shelf *gate_store_at(const gate_store *store, uint32_t index)
{
    return &store->shelves.items[index];
}

/* -- reading ------------------------------------------------------------------------------------- */

static gate_identity identity_of(const struct stat *info)
{
    return (gate_identity){(uint64_t)info->st_dev,
                           (uint64_t)info->st_ino,
                           (uint64_t)info->st_size,
                           {(int64_t)info->st_mtim.tv_sec, (int32_t)info->st_mtim.tv_nsec}};
}

static bool same_folder(const gate_identity *was, const struct stat *info)
{
    return was->device == (uint64_t)info->st_dev && was->inode == (uint64_t)info->st_ino;
}

static bool same_file(const gate_identity *was, const struct stat *info)
{
    gate_identity is = identity_of(info);
    return same_folder(was, info) && was->size == is.size && gate_instant_cmp(was->changed, is.changed) == 0;
}

/* A link on the way is an error here, not a file that is absent. */
static const gate_trouble *trouble_of(gate_store *store, gate_str path, int error, bool link)
{
    gate_str shown = gate_shown(store->arena, path);
    if (!link) return gate_root_trouble(store->root, GATE_BASE_ROOT, path, error);
    return gate_trouble_error(store->arena, GATE_D_EVIDENCE_UNREADABLE,
                              GATE_STR_FMT " is no folder, or reached through a link, which is not followed here",
                              GATE_STR_ARG(shown));
}

/* Opens the folder before the `*`. */
static const gate_trouble *open_base(gate_store *store, bool *absent)
{
    struct stat info;
    store->top = gate_root_open(store->root, GATE_BASE_ROOT, GATE_STR(""), O_RDONLY | O_DIRECTORY);
    if (store->top < 0) return gate_root_trouble(store->root, GATE_BASE_ROOT, GATE_STR("."), errno);
    store->base = gate_beneath_strict(store->top, store->before.ptr, FOLDER_OPEN, false);
    int error = errno;
    *absent = store->base < 0 && error == ENOENT;
    if (*absent) return NULL;
    if (store->base >= 0 && fstat(store->base, &info) == 0) {
        store->identity = identity_of(&info);
        return NULL;
    }
    if (error == ELOOP || error == ENOTDIR) return trouble_of(store, store->before, error, true);
    return gate_trouble_error(store->arena, GATE_D_EVIDENCE_UNREADABLE,
                              GATE_STR_FMT " could not be read: " GATE_STR_FMT, GATE_STR_ARG(store->before),
                              GATE_STR_ARG(gate_error_text(store->arena, error)));
}

/* The names in the base that are folders or links. */
static const gate_trouble *list(gate_store *store)
{
    gate_root *root = store->root;
    uint32_t names = 0;
    root->file = openat(store->base, ".", FOLDER_OPEN | O_CLOEXEC);
    if (root->file < 0) return trouble_of(store, store->before, errno, false);
    root->list = fdopendir(root->file);
    if (!root->list) return trouble_of(store, store->before, errno, false);
    root->file = -1; /* it belongs to the list now */
    for (;;) {
        struct stat info;
        errno = 0;
        const struct dirent *item = readdir(root->list);
        if (!item && errno) return trouble_of(store, store->before, errno, false);
        if (!item) break;
        if (item->d_name[0] == '.') continue;
        if (++names > NAMES_MAX)
            return gate_trouble_error(store->arena, GATE_D_EVIDENCE_TOO_MANY,
                                      GATE_STR_FMT " holds more than %d names", GATE_STR_ARG(store->before),
                                      NAMES_MAX);
        if (fstatat(store->base, item->d_name, &info, AT_SYMLINK_NOFOLLOW) != 0) continue; /* gone already */
        if (!S_ISDIR(info.st_mode) && !S_ISLNK(info.st_mode)) continue;
        gate_shelf found = {.name = gate_str_dup(store->arena, gate_str_c(item->d_name)),
                            .link = S_ISLNK(info.st_mode)};
        found.path = gate_str_printf(store->arena, GATE_STR_FMT "/" GATE_STR_FMT, GATE_STR_ARG(store->before),
                                     GATE_STR_ARG(found.name));
        gate_vec_push(store->arena, &store->shelves, found);
    }
    closedir(root->list);
    root->list = NULL;
    return NULL;
}

static int by_name(const void *a, const void *b)
{
    return gate_str_cmp(((const gate_shelf *)a)->name, ((const gate_shelf *)b)->name);
}

/* Opens the folder and its file, which root->file then is. */
static const gate_trouble *open_file(gate_store *store, gate_shelf *shelf, gate_str path,
                                     const gate_limits *limits)
{
    struct stat info;
    gate_root *root = store->root;
    store->item = gate_beneath_strict(store->base, shelf->name.ptr, FOLDER_OPEN, true);
    if (store->item < 0 && errno == EXDEV)
        return gate_trouble_error(store->arena, GATE_D_EVIDENCE_UNREADABLE,
                                  GATE_STR_FMT " lies on another file system",
                                  GATE_STR_ARG(gate_shown(store->arena, shelf->path)));
    if (store->item < 0) return trouble_of(store, shelf->path, errno, errno == ELOOP);
    if (fstat(store->item, &info) != 0) return trouble_of(store, shelf->path, errno, false);
    shelf->folder = identity_of(&info);
    root->file = gate_beneath_strict(store->item, store->behind.ptr, O_RDONLY | O_NONBLOCK | O_NOCTTY, true);
    if (root->file < 0) return trouble_of(store, path, errno, errno == ELOOP || errno == ENOTDIR);
    if (fstat(root->file, &info) != 0) return trouble_of(store, path, errno, false);
    shelf->file = identity_of(&info);
    if (S_ISREG(info.st_mode) && (uint64_t)info.st_size <= limits->file_bytes) return NULL;
    return gate_trouble_error(
        store->arena, S_ISREG(info.st_mode) ? GATE_D_EVIDENCE_TOO_LARGE : GATE_D_EVIDENCE_NOT_FILE,
        S_ISREG(info.st_mode) ? GATE_STR_FMT " is too large" : GATE_STR_FMT " is no file",
        GATE_STR_ARG(gate_shown(store->arena, path)));
}

static void read_shelf(gate_store *store, gate_shelf *shelf, const gate_limits *limits)
{
    gate_root *root = store->root;
    gate_str text = GATE_STR("");
    gate_str path = gate_str_printf(store->arena, GATE_STR_FMT "/" GATE_STR_FMT, GATE_STR_ARG(shelf->path),
                                    GATE_STR_ARG(store->behind));
    shelf->trouble = open_file(store, shelf, path, limits);
    if (!shelf->trouble) shelf->trouble = gate_stream_read(root, root->file, path, limits->file_bytes, &text);
    if (root->file >= 0) close(root->file);
    root->file = -1;
    if (store->item >= 0) close(store->item);
    store->item = -1;
    if (!shelf->trouble) shelf->trouble = gate_json_read(store->arena, path, text, limits, &shelf->root);
    if (shelf->trouble) shelf->root = (gate_datum){NULL};
}

const gate_trouble *gate_store_read(gate_store *store, const gate_limits *limits)
{
    bool absent = false;
    const gate_trouble *trouble = open_base(store, &absent);
    if (trouble || absent) return trouble;
    trouble = list(store);
    if (trouble) return trouble;
    if (store->shelves.len > 1)
        qsort(store->shelves.items, store->shelves.len, sizeof *store->shelves.items, by_name);
    for (uint32_t i = 0; i < store->shelves.len; i++) {
        if (!store->shelves.items[i].link) read_shelf(store, &store->shelves.items[i], limits);
    }
    return NULL;
}

/* -- removing ------------------------------------------------------------------------------------ */

/* Notes the first failure, which tells most. */
static bool failed(gate_removal *out, const char *name, int error)
{
    if (out->kind == GATE_FAILED) return false;
    out->kind = GATE_FAILED;
    out->error = error;
    size_t len = strnlen(name, NAME_MAX);
    memcpy(out->name, name, len);
    out->name[len] = '\0';
    return false;
}

/* Is [name] the first segment of [path]? */
static bool begins(const char *path, const char *name)
{
    size_t len = strcspn(path, "/");
    return strlen(name) == len && strncmp(path, name, len) == 0;
}

static bool clear(int folder, const char *name, const char *last, uint32_t depth, gate_removal *out);

/* Removes what stands there under that name; [last]: the path within it that goes last, or NULL. */
static bool drop(int folder, const char *name, const char *last, uint32_t depth, gate_removal *out)
{
    struct stat info;
    if (fstatat(folder, name, &info, AT_SYMLINK_NOFOLLOW) != 0)
        return errno == ENOENT || failed(out, name, errno);
    if (!S_ISDIR(info.st_mode))
        return unlinkat(folder, name, 0) == 0 || errno == ENOENT || failed(out, name, errno);
    if (depth == DEPTH_MAX) return failed(out, name, 0);
    int inner = gate_beneath_strict(folder, name, FOLDER_OPEN, true);
    if (inner < 0) return failed(out, name, errno);
    if (!clear(inner, name, last, depth + 1, out)) return false;
    return unlinkat(folder, name, AT_REMOVEDIR) == 0 || errno == ENOENT || failed(out, name, errno);
}

/* One walk over the names; true when all but [last] could be removed. [any]: one was. */
static bool sweep(DIR *names, const char *last, uint32_t depth, gate_removal *out, bool *any)
{
    bool all = true;
    *any = false;
    rewinddir(names);
    for (const struct dirent *item = readdir(names); item; item = readdir(names)) {
        if (strcmp(item->d_name, ".") == 0 || strcmp(item->d_name, "..") == 0) continue;
        if (last && begins(last, item->d_name)) continue;
        if (drop(dirfd(names), item->d_name, NULL, depth, out))
            *any = true;
        else
            all = false;
    }
    return all;
}

/* Empties the open folder, and closes it. Names may move while others are removed, so it is walked until
 * nothing is found any more. */
static bool clear(int folder, const char *name, const char *last, uint32_t depth, gate_removal *out)
{
    DIR *names = fdopendir(folder);
    if (!names) {
        int error = errno;
        close(folder);
        return failed(out, name, error);
    }
    bool any = true, all = true;
    for (int i = 0; i < PASSES_MAX && any && all; i++)
        all = sweep(names, last, depth, out, &any);
    if (all && last) {
        char first[NAME_MAX + 1];
        size_t len = strcspn(last, "/");
        memcpy(first, last, len);
        first[len] = '\0';
        all = drop(dirfd(names), first, last[len] ? last + len + 1 : NULL, depth, out);
    }
    closedir(names);
    return all;
}

/* Is the folder what was read, and its file? */
static bool unchanged(const gate_store *store, const gate_shelf *shelf, int folder)
{
    struct stat info;
    if (fstat(folder, &info) != 0 || !same_folder(&shelf->folder, &info)) return false;
    int file = gate_beneath_strict(folder, store->behind.ptr, O_PATH, true);
    bool same = file >= 0 && fstat(file, &info) == 0 && same_file(&shelf->file, &info);
    if (file >= 0) close(file);
    return same;
}

/* Opens the base anew by its path: a folder that was moved elsewhere is not the store any more. */
static int open_again(const gate_store *store, gate_removal *out)
{
    struct stat info;
    int base = gate_beneath_strict(store->top, store->before.ptr, FOLDER_OPEN, false);
    if (base < 0) {
        out->kind = errno == ENOENT ? GATE_GONE : GATE_CHANGED;
    } else if (fstat(base, &info) != 0 || !same_folder(&store->identity, &info)) {
        out->kind = GATE_CHANGED;
        close(base);
        base = -1;
    }
    return base;
}

gate_removal gate_store_remove(const gate_store *store, uint32_t index)
{
    const gate_shelf *shelf = &store->shelves.items[index];
    gate_removal out = {.kind = GATE_CHANGED};
    struct stat info;
    /* What could not be read was never decided upon. */
    if (shelf->link || shelf->trouble) return out;
    int base = open_again(store, &out);
    if (base < 0) return out;
    int folder = gate_beneath_strict(base, shelf->name.ptr, FOLDER_OPEN, true);
    if (folder < 0) {
        out.kind = errno == ENOENT                                        ? GATE_GONE
                   : errno == ELOOP || errno == ENOTDIR || errno == EXDEV ? GATE_CHANGED
                                                                          : GATE_FAILED;
        if (out.kind == GATE_FAILED) {
            out.kind = GATE_REMOVED;
            (void)failed(&out, shelf->name.ptr, errno);
        }
    } else if (!unchanged(store, shelf, folder)) {
        close(folder);
    } else {
        out.kind = GATE_REMOVED;
        bool same = clear(folder, shelf->name.ptr, store->behind.ptr, 0, &out) &&
                    fstatat(base, shelf->name.ptr, &info, AT_SYMLINK_NOFOLLOW) == 0 &&
                    same_folder(&shelf->folder, &info);
        if (same && unlinkat(base, shelf->name.ptr, AT_REMOVEDIR) != 0)
            (void)failed(&out, shelf->name.ptr, errno);
        if (!same && out.kind == GATE_REMOVED) out.kind = GATE_CHANGED;
    }
    close(base);
    return out;
}
