#include "api/files.h"

#include "evidence/file.h"
#include "stdlib/builtins.h"

#include <sys/stat.h>

bool gate_files_read(gate_arena *arena, gate_str path, size_t limit, gate_str *text, gate_str *why,
                     bool *absent)
{
    gate_root *root = gate_root_new(arena, GATE_STR(""), true);
    const gate_trouble *trouble = gate_file_read(root, GATE_BASE_WORKING, path, limit, text);
    if (!trouble) return true;
    *why = trouble->text;
    *absent = trouble->missing;
    return false;
}

/* -- names ----------------------------------------------------------------------------------------- */

typedef struct segments {
    gate_arena *arena;
    bool absolute;
    GATE_VEC(gate_str) list;
} segments;

static gate_str join(const segments *path)
{
    gate_buf out = gate_buf_new(path->arena);
    if (path->absolute) gate_buf_char(&out, '/');
    for (uint32_t i = 0; i < path->list.len; i++) {
        if (i) gate_buf_char(&out, '/');
        gate_buf_add(&out, path->list.items[i]);
    }
    if (!path->absolute && path->list.len == 0) gate_buf_char(&out, '.');
    return gate_str_dup(path->arena, gate_buf_str(&out));
}

/* Does `..` behind the segments so far lead back to where the last one stands? */
static bool leads_back(const segments *path)
{
    if (path->list.len == 0 || gate_str_eq_c(path->list.items[path->list.len - 1], "..")) return false;
    struct stat about;
    return lstat(join(path).ptr, &about) == 0 && S_ISDIR(about.st_mode);
}

static void take(segments *path, gate_str segment)
{
    if (segment.len == 0 || gate_str_eq_c(segment, ".")) return;
    if (gate_str_eq_c(segment, "..")) {
        if (path->list.len == 0 && path->absolute) return;
        if (leads_back(path)) {
            path->list.len--;
            return;
        }
    }
    gate_vec_push(path->arena, &path->list, segment);
}

gate_str gate_files_tidy(gate_arena *arena, gate_str path)
{
    segments made = {.arena = arena, .absolute = path.len > 0 && path.ptr[0] == '/'};
    for (size_t at = 0; at <= path.len;) {
        size_t end = gate_str_find(path, GATE_STR("/"), at);
        if (end == SIZE_MAX) end = path.len;
        take(&made, gate_str_sub(path, at, end));
        at = end + 1;
    }
    return join(&made);
}

/* -- the loader -------------------------------------------------------------------------------------- */

/* The folder part of a source's name, with its slash; empty when it has none. */
static gate_str folder_of(gate_str name)
{
    size_t end = name.len;
    while (end > 0 && name.ptr[end - 1] != '/')
        end--;
    return gate_str_sub(name, 0, end);
}

static bool load(void *context, gate_arena *arena, gate_str from, gate_str path, gate_str *name,
                 gate_str *text, gate_str *why)
{
    (void)context;
    bool absent = false;
    gate_str folder = folder_of(from);
    gate_str whole =
        gate_str_printf(arena, GATE_STR_FMT GATE_STR_FMT, GATE_STR_ARG(folder), GATE_STR_ARG(path));
    if (whole.len != folder.len + path.len) {
        *why = GATE_STR("the path holds a NUL");
        return false;
    }
    *name = gate_files_tidy(arena, whole);
    return gate_files_read(arena, *name, GATE_SOURCE_MAX + 3, text, why, &absent);
}

static bool module(void *context, gate_str name, gate_str *text)
{
    (void)context;
    uint32_t count = 0;
    const gate_module_text *modules = gate_stdlib_modules(&count);
    for (uint32_t i = 0; i < count; i++) {
        if (!gate_str_eq_c(name, modules[i].name)) continue;
        *text = modules[i].text;
        return true;
    }
    return false;
}

/* The names as slices, made when the loader is. */
typedef struct names {
    const gate_str *list;
    uint32_t count;
} names;

static uint32_t module_names(void *context, const gate_str **out)
{
    const names *all = context;
    *out = all->list;
    return all->count;
}

const gate_loader *gate_files_loader(gate_arena *arena)
{
    names *all = GATE_NEW(arena, names);
    const gate_module_text *modules = gate_stdlib_modules(&all->count);
    gate_str *list = GATE_ARRAY(arena, gate_str, all->count);
    for (uint32_t i = 0; i < all->count; i++)
        list[i] = gate_str_c(modules[i].name);
    all->list = list;
    gate_loader *loader = GATE_NEW(arena, gate_loader);
    *loader = (gate_loader){load, module, module_names, all};
    return loader;
}
