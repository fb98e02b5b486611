#define _GNU_SOURCE /* O_PATH */
#include "evidence/walk.h"

#include "base/glob.h"
#include "evidence/trouble.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define NAMES_MAX   100000 /* looked at for one pattern */
#define FOLDERS_MAX 64     /* deep */

typedef GATE_VEC(gate_str) segments;

/* What a name in a folder is, links unfollowed. */
typedef enum nature { NATURE_FOLDER, NATURE_LINK, NATURE_OTHER } nature;

typedef struct entry {
    gate_str name;
    nature nature;
} entry;

typedef GATE_VEC(entry) entries;

typedef struct walker {
    gate_arena *arena;
    gate_root *root;
    gate_str pattern;
    segments parts; /* of the pattern */
    uint32_t names, files_max;
    gate_paths *out;
    const gate_trouble *trouble;
} walker;

static segments split(gate_arena *arena, gate_str path)
{
    segments parts = {0};
    for (size_t at = 0; at <= path.len;) {
        const char *slash = at < path.len ? memchr(path.ptr + at, '/', path.len - at) : NULL;
        size_t end = slash ? (size_t)(slash - path.ptr) : path.len;
        gate_str part = gate_str_sub(path, at, end);
        if (part.len && !gate_str_eq_c(part, ".")) gate_vec_push(arena, &parts, part);
        at = end + 1;
    }
    return parts;
}

gate_str gate_path_plain(gate_arena *arena, gate_str path)
{
    segments parts = split(arena, path);
    gate_buf out = gate_buf_new(arena);
    bool absolute = path.len && path.ptr[0] == '/';
    for (uint32_t i = 0; i < parts.len; i++) {
        if (i || absolute) gate_buf_char(&out, '/');
        gate_buf_add(&out, parts.items[i]);
    }
    /* A slash at the end says that a folder is meant, and stays to be refused. */
    if (path.len && path.ptr[path.len - 1] == '/') gate_buf_char(&out, '/');
    return gate_buf_str(&out);
}

static gate_str join(const walker *w, gate_str folder, gate_str name)
{
    if (folder.len == 0) return name;
    bool slash = folder.ptr[folder.len - 1] == '/';
    return gate_str_printf(w->arena, "%.*s%s%.*s", GATE_STR_ARG(folder), slash ? "" : "/",
                           GATE_STR_ARG(name));
}

static bool fail(walker *w, gate_str path, int error)
{
    w->trouble = gate_root_trouble(w->root, GATE_BASE_ROOT, path, error);
    return false;
}

static bool too_many(walker *w, const char *what, uint32_t limit)
{
    gate_str shown = gate_shown(w->arena, w->pattern);
    w->trouble = gate_trouble_error(w->arena, GATE_D_EVIDENCE_TOO_MANY,
                                    "`" GATE_STR_FMT "` takes in more than %u %s; write a narrower pattern",
                                    GATE_STR_ARG(shown), limit, what);
    return false;
}

static bool add(walker *w, gate_str path)
{
    if (w->out->len == w->files_max) return too_many(w, "files", w->files_max);
    gate_vec_push(w->arena, w->out, path);
    return true;
}

static int by_name(const void *a, const void *b)
{
    return gate_str_cmp(((const entry *)a)->name, ((const entry *)b)->name);
}

static int by_path(const void *a, const void *b)
{
    return gate_str_cmp(*(const gate_str *)a, *(const gate_str *)b);
}

static nature nature_of(int folder, const struct dirent *item)
{
    if (item->d_type == DT_DIR) return NATURE_FOLDER;
    if (item->d_type == DT_LNK) return NATURE_LINK;
    struct stat info;
    if (item->d_type != DT_UNKNOWN || fstatat(folder, item->d_name, &info, AT_SYMLINK_NOFOLLOW) != 0)
        return NATURE_OTHER;
    return S_ISDIR(info.st_mode) ? NATURE_FOLDER : S_ISLNK(info.st_mode) ? NATURE_LINK : NATURE_OTHER;
}

/* The names in the open folder root->list. */
static bool read_names(walker *w, gate_str folder, entries *out)
{
    for (;;) {
        errno = 0;
        const struct dirent *item = readdir(w->root->list);
        if (!item) return errno == 0 || fail(w, folder, errno);
        if (strcmp(item->d_name, ".") == 0 || strcmp(item->d_name, "..") == 0) continue;
        if (w->names++ == NAMES_MAX) return too_many(w, "names", NAMES_MAX);
        entry found = {gate_str_dup(w->arena, gate_str_c(item->d_name)),
                       nature_of(dirfd(w->root->list), item)};
        gate_vec_push(w->arena, out, found);
    }
}

/* The sorted names in [folder]; none where it is not there, or is no folder. */
static bool list(walker *w, gate_str folder, entries *out)
{
    gate_root *root = w->root;
    root->file = gate_root_open(root, GATE_BASE_ROOT, folder, O_RDONLY | O_DIRECTORY | O_NONBLOCK);
    if (root->file < 0) {
        bool none = (errno == ENOENT || errno == ENOTDIR) && !root->error;
        return none || fail(w, folder, errno);
    }
    root->list = fdopendir(root->file);
    int error = errno;
    if (!root->list) close(root->file);
    root->file = -1; /* it belongs to the list now */
    if (!root->list && error == ENOMEM) gate_panic_raise(gate_arena_panic(w->arena), GATE_E_NOMEM, NULL);
    if (!root->list) return fail(w, folder, error);
    bool good = read_names(w, folder, out);
    closedir(root->list);
    root->list = NULL;
    if (out->len > 1) qsort(out->items, out->len, sizeof *out->items, by_name);
    return good;
}

/* What [path] is when links are followed: 0 and [info], or an errno. */
static int look(walker *w, gate_str path, struct stat *info)
{
    int fd = gate_root_open(w->root, GATE_BASE_ROOT, path, O_PATH);
    if (fd < 0) return errno;
    int error = fstat(fd, info) == 0 ? 0 : errno;
    close(fd);
    return error;
}

/* A name that the whole pattern matches. A link that cannot be followed stays in, so that reading it
 * says why. */
static bool candidate(walker *w, gate_str path, nature is)
{
    struct stat info;
    if (is == NATURE_FOLDER) return true;
    if (is == NATURE_LINK && look(w, path, &info) == 0 && S_ISDIR(info.st_mode)) return true;
    return add(w, path);
}

/* Behind a `**`: everything beneath, against the whole pattern. Hidden folders are entered only where a
 * segment further on asks for one. */
static bool deep(walker *w, gate_str folder, uint32_t depth, bool hidden)
{
    if (depth == FOLDERS_MAX) return too_many(w, "folders in a row", FOLDERS_MAX);
    entries found = {0};
    if (!list(w, folder, &found)) return false;
    for (uint32_t i = 0; i < found.len; i++) {
        gate_str name = found.items[i].name;
        if (name.ptr[0] == '.' && !hidden) continue;
        gate_str path = join(w, folder, name);
        if (gate_glob_match(w->pattern, path) && !candidate(w, path, found.items[i].nature)) return false;
        if (found.items[i].nature == NATURE_FOLDER && !deep(w, path, depth + 1, hidden)) return false;
    }
    return true;
}

static bool walk(walker *w, gate_str folder, uint32_t part);

/* A segment with signs in it but no `**`: the names of one folder. */
static bool spread(walker *w, gate_str folder, uint32_t part)
{
    entries found = {0};
    if (!list(w, folder, &found)) return false;
    for (uint32_t i = 0; i < found.len; i++) {
        if (!gate_glob_match(w->parts.items[part], found.items[i].name)) continue;
        gate_str path = join(w, folder, found.items[i].name);
        bool last = part + 1 == w->parts.len;
        if (last && !candidate(w, path, found.items[i].nature)) return false;
        if (!last && found.items[i].nature != NATURE_OTHER && !walk(w, path, part + 1)) return false;
    }
    return true;
}

/* The pattern from [part] on, beneath [folder]. */
static bool walk(walker *w, gate_str folder, uint32_t part)
{
    if (part == FOLDERS_MAX) return too_many(w, "folders in a row", FOLDERS_MAX);
    gate_str name = w->parts.items[part];
    if (gate_str_eq_c(name, "**")) {
        bool hidden = false;
        for (uint32_t i = part + 1; i < w->parts.len; i++)
            hidden |= w->parts.items[i].ptr[0] == '.';
        return deep(w, folder, part, hidden);
    }
    if (gate_glob_special(name)) return spread(w, folder, part);
    gate_str path = join(w, folder, name);
    if (part + 1 < w->parts.len) return walk(w, path, part + 1);
    struct stat info;
    int error = look(w, path, &info);
    if (error == ENOENT || error == ENOTDIR) return true;
    return error == 0 && S_ISDIR(info.st_mode) ? true : add(w, path);
}

const gate_trouble *gate_walk(gate_root *root, gate_str pattern, uint32_t files_max, gate_paths *out)
{
    walker w = {.arena = root->arena,
                .root = root,
                .pattern = gate_path_plain(root->arena, pattern),
                .files_max = files_max,
                .out = out};
    w.parts = split(w.arena, w.pattern);
    *out = (gate_paths){0};
    bool absolute = w.pattern.len && w.pattern.ptr[0] == '/';
    if (gate_str_ends(w.pattern, GATE_STR("/"))) {
        gate_str shown = gate_shown(w.arena, w.pattern);
        return gate_trouble_error(w.arena, GATE_D_EVIDENCE_NOT_FILE,
                                  "`" GATE_STR_FMT "` ends in a slash, so that only folders match it",
                                  GATE_STR_ARG(shown));
    }
    if (absolute && !root->allow_outside) return gate_root_trouble(root, GATE_BASE_ROOT, w.pattern, EXDEV);
    bool good = w.parts.len == 0 || walk(&w, absolute ? GATE_STR("/") : GATE_STR(""), 0);
    if (good && out->len > 1) qsort(out->items, out->len, sizeof *out->items, by_path);
    if (!good) *out = (gate_paths){0};
    return w.trouble;
}
