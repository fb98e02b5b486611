#include "author/sketch.h"

#include "base/glob.h"
#include "base/utf8.h"

#include <string.h>

#define PATH_MAX_LEN 160u
#define MODULES_MAX  20000u /* of a report, that are looked at */

typedef struct found {
    gate_str path;
    int64_t size;
} found;

/* How large a module is: a number, or how much there is of it. */
static int64_t size_of(gate_datum module, const char *where)
{
    gate_datum size = gate_datum_find(module, gate_str_c(where));
    if (!size.node) return 0;
    if (gate_datum_kind_of(size) == GATE_DATUM_INT) return gate_datum_int(size);
    return (int64_t)gate_datum_size(size);
}

/* May it stand in a policy as it is? */
static bool is_writable(gate_str path)
{
    if (path.len == 0 || path.len > PATH_MAX_LEN || gate_glob_special(path)) return false;
    for (size_t at = 0; at < path.len;) {
        uint32_t code = gate_utf8_next(path, &at);
        if (code == UINT32_MAX || code == '\n' || code == '\t' || code == '{' || code == '}' ||
            gate_utf8_unsafe(code))
            return false;
    }
    return true;
}

/* How many bytes of absolute paths are the same folder for all modules, but for its last segment. */
static size_t common_folder(gate_datum files, gate_str first)
{
    size_t common = first.len;
    for (gate_member m = gate_datum_first(files); m.value.node; m = gate_datum_next(files, m)) {
        if (m.key.len == 0 || m.key.ptr[0] != '/') continue;
        size_t same = 0;
        while (same < common && same < m.key.len && m.key.ptr[same] == first.ptr[same])
            same++;
        common = same;
    }
    size_t slashes[2] = {0, 0};
    for (size_t i = 0; i < common; i++) {
        if (first.ptr[i] != '/') continue;
        slashes[0] = slashes[1];
        slashes[1] = i + 1;
    }
    return slashes[0];
}

/* Is this end of a path the end of one module's alone? */
static bool is_only(gate_datum files, gate_str end)
{
    uint32_t count = 0;
    for (gate_member m = gate_datum_first(files); m.value.node; m = gate_datum_next(files, m)) {
        if (!gate_str_ends(m.key, end)) continue;
        if (m.key.len == end.len || m.key.ptr[m.key.len - end.len - 1] == '/') count++;
    }
    return count == 1;
}

/* Puts it where it belongs among the largest; of one size the first in the report stays before. */
static void keep(found list[GATE_SKETCH_MODULES], uint32_t *count, found one)
{
    uint32_t at = *count;
    while (at > 0 && list[at - 1].size < one.size)
        at--;
    if (at == GATE_SKETCH_MODULES) return;
    if (*count < GATE_SKETCH_MODULES) (*count)++;
    for (uint32_t i = *count - 1; i > at; i--)
        list[i] = list[i - 1];
    list[at] = one;
}

uint32_t gate_sketch_modules(gate_arena *arena, const gate_sketch *sketch, gate_str out[GATE_SKETCH_MODULES])
{
    found list[GATE_SKETCH_MODULES];
    uint32_t count = 0, seen = 0;
    (void)arena;
    gate_datum files = gate_datum_find(sketch->root, gate_str_c(sketch->format->use.files));
    if (!files.node || gate_datum_kind_of(files) != GATE_DATUM_OBJECT) return 0;
    gate_str absolute = {0};
    for (gate_member m = gate_datum_first(files); m.value.node && seen++ < MODULES_MAX;
         m = gate_datum_next(files, m)) {
        found one = {m.key, size_of(m.value, sketch->format->use.size)};
        if (one.size <= 0 || !is_writable(m.key) || gate_str_eq_c(m.key, "total")) continue;
        if (m.key.ptr[0] == '/') absolute = m.key;
        keep(list, &count, one);
    }
    size_t common = absolute.len ? common_folder(files, absolute) : 0;
    for (uint32_t i = 0; i < count; i++) {
        out[i] = list[i].path;
        if (out[i].ptr[0] != '/') continue;
        gate_str end = gate_str_sub(out[i], common ? common : 1, out[i].len);
        if (is_only(files, end)) out[i] = end;
    }
    return count;
}
