#include "evidence/file.h"

#include "evidence/beneath.h"
#include "evidence/digest.h"
#include "evidence/read.h"
#include "evidence/trouble.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define READ_FLAGS (O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC)
#define FILE_CAP   ((size_t)512)      /* some files of the kernel's say that they are empty */
#define STREAM_CAP ((size_t)64 << 10) /* room to begin with where no size is known */

static void root_close(void *object)
{
    gate_root *root = object;
    if (root->list) closedir(root->list);
    if (root->file >= 0) close(root->file);
    if (root->fd >= 0) close(root->fd);
}

gate_root *gate_root_new(gate_arena *arena, gate_str folder, bool allow_outside)
{
    gate_root *root = GATE_NEW(arena, gate_root);
    *root =
        (gate_root){.arena = arena, .folder = folder, .allow_outside = allow_outside, .fd = -1, .file = -1};
    gate_arena_defer(arena, root_close, root);
    return root;
}

static bool root_ready(gate_root *root)
{
    if (root->fd < 0 && root->error == 0) {
        const char *folder = root->folder.len ? gate_str_z(root->arena, root->folder) : ".";
        root->fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
        root->error = root->fd < 0 ? errno : 0;
    }
    return root->fd >= 0;
}

int gate_root_open(gate_root *root, gate_base base, gate_str path, int flags)
{
    errno = EINVAL;
    if (path.len && memchr(path.ptr, '\0', path.len)) return -1;
    const char *z = path.len ? gate_str_z(root->arena, path) : ".";
    if (base == GATE_BASE_WORKING) return openat(AT_FDCWD, z, flags | O_CLOEXEC);
    if (!root_ready(root)) return -1;
    return root->allow_outside ? openat(root->fd, z, flags | O_CLOEXEC)
                               : gate_beneath_open(root->fd, z, flags);
}

static const gate_trouble *outside(gate_arena *arena, gate_str path)
{
    gate_str shown = gate_shown(arena, path);
    const char *how = path.len && path.ptr[0] == '/'           ? "it is absolute"
                      : gate_str_starts(path, GATE_STR("../")) ? "it climbs out with `..`"
                                                               : "by `..` or by a link on the way";
    return gate_trouble_error(arena, GATE_D_EVIDENCE_OUTSIDE,
                              GATE_STR_FMT " leaves the root (%s); if that is meant, give `--allow-outside`",
                              GATE_STR_ARG(shown), how);
}

/* strerror would speak the host's language, and a verdict may not depend on that. */
gate_str gate_error_text(gate_arena *arena, int error)
{
    switch (error) {
    case EACCES:
    case EPERM:
        return GATE_STR("no permission");
    case ELOOP:
        return GATE_STR("its links go round in circles");
    case ENAMETOOLONG:
        return GATE_STR("the name is too long");
    case EINVAL:
        return GATE_STR("the name holds a NUL");
    case EIO:
        return GATE_STR("input or output error");
    case EMFILE:
    case ENFILE:
        return GATE_STR("too many open files");
    case ENOENT:
        return GATE_STR("it is not there");
    case ENOTDIR:
        return GATE_STR("it is not a folder");
    case EXDEV:
        return GATE_STR("it lies on another file system");
    case EBUSY:
        return GATE_STR("it is in use");
    case EROFS:
        return GATE_STR("the file system can only be read");
    case ENOTEMPTY:
        return GATE_STR("it is not empty");
    default:
        return gate_str_printf(arena, "error %d of the operating system", error);
    }
}

const gate_trouble *gate_root_trouble(gate_root *root, gate_base base, gate_str path, int error)
{
    gate_arena *arena = root->arena;
    gate_str shown = gate_shown(arena, path);
    gate_str why = gate_error_text(arena, error);
    if (base == GATE_BASE_ROOT && root->error) {
        shown = gate_shown(arena, root->folder.len ? root->folder : GATE_STR("."));
        why = gate_error_text(arena, root->error);
        return gate_trouble_error(arena, GATE_D_EVIDENCE_ROOT,
                                  "the root `" GATE_STR_FMT "` cannot be opened: " GATE_STR_FMT,
                                  GATE_STR_ARG(shown), GATE_STR_ARG(why));
    }
    switch (error) {
    case ENOENT:
    case ENOTDIR:
        return gate_trouble_missing(arena, GATE_D_EVIDENCE_ABSENT, GATE_STR_FMT " is not there",
                                    GATE_STR_ARG(shown));
    case EXDEV:
        return outside(arena, path);
    case ENXIO: /* a socket, or a device with nothing behind it */
    case ENODEV:
        return gate_trouble_error(arena, GATE_D_EVIDENCE_NOT_FILE,
                                  GATE_STR_FMT " is a socket or a device, not a file", GATE_STR_ARG(shown));
    default:
        return gate_trouble_error(arena, GATE_D_EVIDENCE_UNREADABLE,
                                  GATE_STR_FMT " could not be read: " GATE_STR_FMT, GATE_STR_ARG(shown),
                                  GATE_STR_ARG(why));
    }
}

static const gate_trouble *not_file(gate_arena *arena, gate_str path, mode_t mode)
{
    gate_str shown = gate_shown(arena, path);
    const char *what = S_ISDIR(mode)    ? "a folder"
                       : S_ISFIFO(mode) ? "a FIFO"
                       : S_ISSOCK(mode) ? "a socket"
                                        : "a device";
    return gate_trouble_error(arena, GATE_D_EVIDENCE_NOT_FILE, GATE_STR_FMT " is %s, not a file",
                              GATE_STR_ARG(shown), what);
}

static const gate_trouble *too_large(gate_arena *arena, gate_str path, uint64_t limit)
{
    gate_str shown = gate_shown(arena, path);
    return gate_trouble_error(arena, GATE_D_EVIDENCE_TOO_LARGE,
                              GATE_STR_FMT " is larger than the limit of %llu bytes", GATE_STR_ARG(shown),
                              (unsigned long long)limit);
}

/* Opens a regular file into root->file; [size] is what it has at this moment. */
static const gate_trouble *open_file(gate_root *root, gate_base base, gate_str path, uint64_t limit,
                                     size_t *size)
{
    gate_arena *arena = root->arena;
    if (path.len == 0 || path.ptr[path.len - 1] == '/') {
        gate_str shown = gate_shown(arena, path);
        return gate_trouble_error(arena, GATE_D_EVIDENCE_NOT_FILE,
                                  "`" GATE_STR_FMT "` names a folder, not a file", GATE_STR_ARG(shown));
    }
    root->file = gate_root_open(root, base, path, READ_FLAGS);
    if (root->file < 0) return gate_root_trouble(root, base, path, errno);
    struct stat info;
    if (fstat(root->file, &info) != 0) return gate_root_trouble(root, base, path, errno);
    if (!S_ISREG(info.st_mode)) return not_file(arena, path, info.st_mode);
    if ((uint64_t)info.st_size > limit) return too_large(arena, path, limit);
    *size = (size_t)info.st_size;
    return NULL;
}

static void close_file(gate_root *root)
{
    if (root->file >= 0) close(root->file);
    root->file = -1;
}

/* Reads until the end into [cap] bytes to begin with. One byte of room is kept behind the last, so that
 * a file of the expected size needs no second buffer for its end to be seen. */
static const gate_trouble *read_all(gate_root *root, int fd, gate_str path, size_t cap, size_t limit,
                                    gate_str *out)
{
    if (cap > limit) cap = limit + 1;
    char *bytes = gate_arena_alloc(root->arena, cap);
    size_t len = 0;
    for (;;) {
        if (len == cap) {
            size_t more = cap > limit / 2 ? limit + 1 : cap * 2;
            char *grown = gate_arena_alloc(root->arena, more);
            memcpy(grown, bytes, len);
            bytes = grown;
            cap = more;
        }
        ptrdiff_t got = gate_read_some(fd, bytes + len, cap - len);
        if (got < 0) return gate_root_trouble(root, GATE_BASE_WORKING, path, errno);
        if (got == 0) break;
        len += (size_t)got;
        if (len > limit) return too_large(root->arena, path, limit);
    }
    *out = (gate_str){bytes, len};
    return NULL;
}

const gate_trouble *gate_file_read(gate_root *root, gate_base base, gate_str path, size_t limit,
                                   gate_str *out)
{
    if (limit > GATE_TEXT_MAX) limit = GATE_TEXT_MAX;
    size_t size = 0;
    const gate_trouble *trouble = open_file(root, base, path, limit, &size);
    if (!trouble)
        trouble = read_all(root, root->file, path, size < FILE_CAP ? FILE_CAP : size + 1, limit, out);
    close_file(root);
    return trouble;
}

const gate_trouble *gate_stream_read(gate_root *root, int fd, gate_str path, size_t limit, gate_str *out)
{
    if (limit > GATE_TEXT_MAX) limit = GATE_TEXT_MAX;
    return read_all(root, fd, path, STREAM_CAP, limit, out);
}

const gate_trouble *gate_stream_digest(gate_root *root, int fd, gate_str path, uint64_t limit, uint64_t *size,
                                       uint8_t sha256[32])
{
    int error = gate_sha256_fd(fd, limit, size, sha256);
    if (error == EFBIG) return too_large(root->arena, path, limit);
    return error ? gate_root_trouble(root, GATE_BASE_WORKING, path, error) : NULL;
}

const gate_trouble *gate_file_digest(gate_root *root, gate_base base, gate_str path, uint64_t limit,
                                     uint64_t *size, uint8_t sha256[32])
{
    size_t expected = 0;
    const gate_trouble *trouble = open_file(root, base, path, limit, &expected);
    if (!trouble) trouble = gate_stream_digest(root, root->file, path, limit, size, sha256);
    close_file(root);
    return trouble;
}
