#include "author/naming.h"
#include "author/start.h"
#include "evidence/bundle.h"
#include "evidence/file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* What is looked at: folders, names in them, and files that are opened. */
#define FOLDERS_MAX 2000u
#define DEPTH_MAX   8u
#define NAMES_MAX   50000u
#define FILES_MAX   300u
#define FILE_BYTES  ((size_t)16 << 20)
#define TOTAL_BYTES ((uint64_t)128 << 20)

typedef struct folder {
    gate_str path;
    uint32_t depth;
} folder;

typedef struct scanner {
    gate_start *start;
    gate_arena *arena;
    gate_root *root;
    gate_bundle *bundle;
    GATE_VEC(folder) folders; /* found; those before [at] were listed */
    uint32_t names, opened;
    uint64_t bytes;
} scanner;

/* Folders of others' files, in which what looks like a report is none of this project's. */
static const char *const passed_over[] = {
    "node_modules", "vendor",      "venv",        "site-packages", "bower_components",
    "target",       "__pycache__", "third_party", "Pods",          "gradle"};

static bool is_passed_over(gate_str name)
{
    for (size_t i = 0; i < GATE_COUNT(passed_over); i++) {
        if (gate_str_eq_c(name, passed_over[i])) return true;
    }
    return false;
}

static gate_str join(scanner *s, gate_str path, gate_str name)
{
    return path.len ? gate_str_printf(s->arena, "%.*s/%.*s", GATE_STR_ARG(path), GATE_STR_ARG(name)) : name;
}

/* -- files ----------------------------------------------------------------------------------------------- */

/* The readers that a file's name lets one try; NULL ends them. */
static const char *const *readers_for(gate_str name)
{
    static const char *const json[] = {"json", NULL}, *const xml[] = {"junit", "cobertura", NULL},
                             *const lcov[] = {"lcov", NULL}, *const none[] = {NULL};
    if (gate_str_ends(name, GATE_STR(".json"))) return json;
    if (gate_str_ends(name, GATE_STR(".xml"))) return xml;
    if (gate_str_ends(name, GATE_STR(".info"))) return lcov;
    return none;
}

static const gate_artifact *read_as(scanner *s, gate_str path, const char *reader)
{
    gate_evidence_spec *spec = GATE_NEW(s->arena, gate_evidence_spec);
    *spec = (gate_evidence_spec){
        .name = GATE_STR("report"), .cardinality = GATE_PLAIN, .pattern = path, .reader = gate_str_c(reader)};
    const gate_evidence *read = gate_bundle_read(s->bundle, spec);
    return read->trouble || read->count == 0 || read->artifacts[0]->trouble ? NULL : read->artifacts[0];
}

/* How many of this format the policy reads already. */
static uint32_t count_of(const scanner *s, const gate_format *format)
{
    uint32_t count = 0;
    for (uint32_t i = 0; i < s->start->sketches.len; i++)
        count += s->start->sketches.items[i].format == format;
    return count;
}

/* A name that no evidence has yet. */
static gate_str name_for(const scanner *s, gate_str path)
{
    size_t from = path.len;
    while (from > 0 && path.ptr[from - 1] != '/')
        from--;
    size_t dot = gate_str_find(path, GATE_STR("."), from + 1);
    gate_str wanted = gate_name_for(s->arena, gate_str_sub(path, from, dot == SIZE_MAX ? path.len : dot),
                                    "report"),
             name = wanted;
    bool again = true;
    for (uint32_t n = 2; again; n++) {
        again = gate_str_eq_c(name, "line_min") || gate_str_eq_c(name, "release_ready");
        for (uint32_t i = 0; i < s->start->sketches.len; i++)
            again |= gate_str_eq(name, s->start->sketches.items[i].name);
        if (again) name = gate_str_printf(s->arena, "%.*s_%u", GATE_STR_ARG(wanted), n);
    }
    return name;
}

static void note(scanner *s, gate_str path, const char *reader, const gate_artifact *artifact)
{
    gate_start *start = s->start;
    const gate_format *format = gate_format_of(gate_str_c(reader), artifact->root);
    if (!format) return;
    /* What speaks of a commit needs to be told which: not at once. */
    bool told = format->use.conditions && strchr(format->use.conditions, '$');
    bool read = !told && start->sketches.len < GATE_START_MAX && count_of(s, format) < GATE_START_EACH;
    gate_vec_push(s->arena, &start->found, (gate_start_found){path, format->title, read});
    if (!read) return;
    gate_sketch sketch = {
        .name = name_for(s, path), .reader = gate_str_c(reader), .root = artifact->root, .format = format};
    sketch.path = gate_sketch_path(s->arena, path, &sketch.remark);
    gate_vec_push(s->arena, &start->sketches, sketch);
}

static void look_at(scanner *s, gate_str path, gate_str name, uint64_t size)
{
    const char *const *readers = readers_for(name);
    if (!*readers || size == 0 || size > FILE_BYTES) return;
    if (s->opened == FILES_MAX || s->bytes + size > TOTAL_BYTES) {
        s->start->cut = true;
        return;
    }
    s->opened++;
    s->bytes += size;
    for (; *readers; readers++) {
        const gate_artifact *artifact = read_as(s, path, *readers);
        if (!artifact) continue;
        note(s, path, *readers, artifact);
        return;
    }
}

/* -- folders --------------------------------------------------------------------------------------------- */

typedef struct entry {
    gate_str name;
    bool folder;
    uint64_t size;
} entry;

typedef GATE_VEC(entry) entries;

static int by_name(const void *a, const void *b)
{
    return gate_str_cmp(((const entry *)a)->name, ((const entry *)b)->name);
}

/* The names in the open folder root->list: folders and regular files alone, links unfollowed. */
static void read_names(scanner *s, entries *out)
{
    for (;;) {
        const struct dirent *item = readdir(s->root->list);
        struct stat info;
        if (!item) return;
        if (strcmp(item->d_name, ".") == 0 || strcmp(item->d_name, "..") == 0) continue;
        if (s->names++ == NAMES_MAX) {
            s->start->cut = true;
            return;
        }
        if (fstatat(dirfd(s->root->list), item->d_name, &info, AT_SYMLINK_NOFOLLOW) != 0) continue;
        if (!S_ISDIR(info.st_mode) && !S_ISREG(info.st_mode)) continue;
        entry found = {gate_str_dup(s->arena, gate_str_c(item->d_name)), S_ISDIR(info.st_mode),
                       info.st_size > 0 ? (uint64_t)info.st_size : 0};
        gate_vec_push(s->arena, out, found);
    }
}

/* False when it cannot be listed, and errno. */
static bool list(scanner *s, gate_str path, entries *out)
{
    gate_root *root = s->root;
    root->file = gate_root_open(root, GATE_BASE_ROOT, path, O_RDONLY | O_DIRECTORY | O_NONBLOCK | O_NOFOLLOW);
    if (root->file < 0) return false;
    root->list = fdopendir(root->file);
    int error = errno;
    if (!root->list) close(root->file);
    root->file = -1; /* it belongs to the list now */
    if (!root->list && error == ENOMEM) gate_panic_raise(gate_arena_panic(s->arena), GATE_E_NOMEM, NULL);
    errno = error;
    if (!root->list) return false;
    read_names(s, out);
    closedir(root->list);
    root->list = NULL;
    if (out->len > 1) qsort(out->items, out->len, sizeof *out->items, by_name);
    return true;
}

/* Is there a workflow of GitHub's? */
static void look_for_workflows(scanner *s)
{
    entries found = {0};
    if (!list(s, GATE_STR(".github/workflows"), &found)) return;
    for (uint32_t i = 0; i < found.len; i++) {
        gate_str name = found.items[i].name;
        bool yaml = gate_str_ends(name, GATE_STR(".yml")) || gate_str_ends(name, GATE_STR(".yaml"));
        if (found.items[i].folder || !yaml) continue;
        s->start->github = true;
        gate_vec_push(s->arena, &s->start->found,
                      (gate_start_found){join(s, GATE_STR(".github/workflows"), name),
                                         "a workflow of GitHub Actions", true});
    }
}

static void take(scanner *s, folder in, const entry *one)
{
    if (gate_str_eq_c(one->name, ".gitlab-ci.yml") && in.depth == 0) {
        s->start->gitlab = true;
        gate_vec_push(s->arena, &s->start->found,
                      (gate_start_found){one->name, "a pipeline of GitLab", true});
    }
    if (one->name.ptr[0] == '.') return;
    gate_str path = join(s, in.path, one->name);
    if (!one->folder) {
        look_at(s, path, one->name, one->size);
    } else if (!is_passed_over(one->name)) {
        if (in.depth + 1 < DEPTH_MAX && s->folders.len < FOLDERS_MAX)
            gate_vec_push(s->arena, &s->folders, (folder){path, in.depth + 1});
        else
            s->start->cut = true;
    }
}

void gate_start_scan(gate_start *start, gate_str path)
{
    scanner s = {.start = start, .arena = start->arena};
    gate_reading *reading = GATE_NEW(s.arena, gate_reading);
    *reading = (gate_reading){.root = path, .limits = gate_limits_default(), .stdin_fd = -1};
    reading->limits.file_bytes = FILE_BYTES;
    s.root = gate_root_new(s.arena, path, false);
    s.bundle = gate_bundle_new(s.arena, reading);
    gate_vec_push(s.arena, &s.folders, (folder){GATE_STR(""), 0});
    /* The nearer to the top, the more likely it is this project's own: level by level. */
    for (uint32_t i = 0; i < s.folders.len; i++) {
        entries found = {0};
        folder in = s.folders.items[i];
        if (!list(&s, in.path, &found)) {
            start->cut = true;
            if (i == 0) start->trouble = gate_root_trouble(s.root, GATE_BASE_ROOT, in.path, errno);
            continue;
        }
        for (uint32_t k = 0; k < found.len; k++)
            take(&s, in, &found.items[k]);
    }
    if (!start->trouble) look_for_workflows(&s);
}
