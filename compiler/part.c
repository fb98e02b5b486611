#include "compiler/part.h"

#include "base/vec.h"

#include <string.h>

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

static bool is_of_word(char c)
{
    return is_letter(c) || (c >= '0' && c <= '9');
}

/* The next word at or behind [*at], which moves behind it. */
static bool next_word(gate_str text, size_t *at, gate_str *word)
{
    size_t from = *at;
    while (from < text.len && !is_of_word(text.ptr[from]))
        from++;
    size_t to = from;
    while (to < text.len && is_of_word(text.ptr[to]))
        to++;
    *at = to;
    *word = gate_str_sub(text, from, to);
    return to > from;
}

/* Is [at] in a line that is all comment? */
static bool is_comment(gate_str text, size_t at)
{
    size_t from = at;
    while (from > 0 && text.ptr[from - 1] != '\n' && text.ptr[from - 1] != '\r')
        from--;
    while (from < at && (text.ptr[from] == ' ' || text.ptr[from] == '\t'))
        from++;
    return from + 1 < text.len && text.ptr[from] == '/' && text.ptr[from + 1] == '/';
}

bool gate_part_names(gate_str text, gate_str module, gate_map *names)
{
    gate_str word;
    for (size_t at = 0; (at = gate_str_find(text, module, at)) != SIZE_MAX;) {
        size_t from = at;
        at += module.len;
        if ((from > 0 && is_of_word(text.ptr[from - 1])) || (at < text.len && is_of_word(text.ptr[at])))
            continue;
        if (at + 1 < text.len && text.ptr[at] == '.' && is_letter(text.ptr[at + 1])) {
            (void)next_word(text, &at, &word);
            (void)gate_map_put(names, word, names);
            continue;
        }
        size_t next = at;
        while (next < text.len && strchr(" \t\r\n", text.ptr[next]))
            next++;
        /* A dot apart, a name in backquotes behind it, a comment between the two. */
        bool dot = next < text.len && text.ptr[next] == '.';
        bool comment = next + 1 < text.len && text.ptr[next] == '/' && text.ptr[next + 1] == '/';
        if ((dot || comment) && !is_comment(text, from)) return false;
    }
    return true;
}

/* ---- the module --------------------------------------------------------------------------------- */

typedef struct piece {
    size_t lo, hi; /* of its text, with the comment above */
    gate_str name; /* empty: it is needed in any case */
    bool needed;
} piece;

typedef GATE_VEC(piece) pieces;

static size_t line_end(gate_str text, size_t at)
{
    const char *end = at < text.len ? memchr(text.ptr + at, '\n', text.len - at) : NULL;
    return end ? (size_t)(end - text.ptr) + 1 : text.len;
}

static gate_str name_of(gate_str text, size_t at)
{
    gate_str keyword, name = GATE_STR("");
    if (!next_word(text, &at, &keyword)) return name;
    bool named =
        gate_str_eq_c(keyword, "def") || gate_str_eq_c(keyword, "type") || gate_str_eq_c(keyword, "let");
    if (named) (void)next_word(text, &at, &name);
    return name;
}

static pieces cut(gate_arena *arena, gate_str text)
{
    pieces all = {0};
    size_t comment = SIZE_MAX; /* where the lines of comment begin that stand right above */
    for (size_t at = 0; at < text.len; at = line_end(text, at)) {
        if (text.ptr[at] == '/') {
            if (comment == SIZE_MAX) comment = at;
            continue;
        }
        if (is_letter(text.ptr[at])) {
            size_t lo = comment == SIZE_MAX ? at : comment;
            if (all.len) all.items[all.len - 1].hi = lo;
            gate_vec_push(arena, &all, ((piece){lo, text.len, name_of(text, at), false}));
        }
        comment = SIZE_MAX;
    }
    return all;
}

/* Marks a piece and, one after the other, those that it names. */
static void need(gate_arena *arena, gate_str text, const gate_map *by_name, piece *first)
{
    GATE_VEC(piece *) open = {0};
    first->needed = true;
    gate_vec_push(arena, &open, first);
    while (open.len) {
        const piece *at = open.items[--open.len];
        gate_str own = gate_str_sub(text, at->lo, at->hi), word;
        for (size_t i = 0; next_word(own, &i, &word);) {
            piece *other = gate_map_get(by_name, word);
            if (!other || other->needed) continue;
            other->needed = true;
            gate_vec_push(arena, &open, other);
        }
    }
}

gate_str gate_part_of(gate_arena *arena, gate_str text, const gate_map *names)
{
    pieces all = cut(arena, text);
    gate_map by_name = gate_map_new(arena);
    for (uint32_t i = 0; i < all.len; i++) {
        if (all.items[i].name.len) (void)gate_map_put(&by_name, all.items[i].name, &all.items[i]);
    }
    for (uint32_t i = 0; i < names->len; i++) {
        piece *wanted = gate_map_get(&by_name, names->entries[i].key);
        if (!wanted) return text;
        if (!wanted->needed) need(arena, text, &by_name, wanted);
    }
    char *part = gate_arena_copy(arena, text.ptr, text.len);
    for (uint32_t i = 0; i < all.len; i++) {
        const piece *one = &all.items[i];
        if (one->needed) continue;
        if (one->name.len == 0) return text;
        for (size_t at = one->lo; at < one->hi; at++)
            if (part[at] != '\n') part[at] = ' ';
    }
    return (gate_str){part, text.len};
}
