#include "verdict/places.h"

#include "base/digits.h"
#include "base/map.h"
#include "base/utf8.h"
#include "evidence/jsontext.h"

#include <stdlib.h>
#include <string.h>

/* A step of wanted pointers; several pointers share their beginnings. */
typedef struct node node;
struct node {
    gate_map keys;    /* key → node below */
    gate_map indices; /* index as decimal text → the same; of one value only keys or indices lead anywhere */
    GATE_VEC(gate_doc_origin *) wanted;
    size_t at; /* byte in the text: the value, or its key */
    bool found;
};

typedef struct tree {
    const gate_artifact *artifact;
    node *root;
} tree;

struct gate_places {
    gate_arena *arena;
    GATE_VEC(tree *) trees;
    gate_map by_artifact; /* the address as bytes → tree */
};

/* A byte in a text and who wants to know its line. */
typedef struct spot {
    size_t at;
    const node *node;
} spot;

typedef struct spots {
    gate_arena *arena;
    GATE_VEC(spot) list;
} spots;

gate_places *gate_places_new(gate_arena *arena)
{
    gate_places *places = GATE_NEW(arena, gate_places);
    places->arena = arena;
    places->by_artifact = gate_map_new(arena);
    return places;
}

static node *new_node(gate_arena *arena)
{
    node *fresh = GATE_NEW(arena, node);
    fresh->keys = gate_map_new(arena);
    fresh->indices = gate_map_new(arena);
    return fresh;
}

static gate_str index_text(char out[24], size_t index)
{
    return (gate_str){out, (size_t)(gate_digits_put(out, index, 1) - out)};
}

static node *tree_of(gate_places *places, const gate_artifact *artifact)
{
    gate_str key = {(const char *)&artifact, sizeof artifact};
    tree *known = gate_map_get(&places->by_artifact, key);
    if (known) return known->root;
    tree *fresh = GATE_NEW(places->arena, tree);
    *fresh = (tree){.artifact = artifact, .root = new_node(places->arena)};
    key.ptr = (const char *)&fresh->artifact;
    (void)gate_map_put(&places->by_artifact, key, fresh);
    gate_vec_push(places->arena, &places->trees, fresh);
    return fresh->root;
}

void gate_places_want(gate_places *places, gate_doc_origin *origin, const gate_artifact *artifact,
                      const gate_step *steps, uint32_t count)
{
    node *at = tree_of(places, artifact);
    for (uint32_t i = 0; i < count; i++) {
        gate_map *below = steps[i].is_index ? &at->indices : &at->keys;
        char digits[24];
        gate_str key = steps[i].key;
        if (steps[i].is_index) key = index_text(digits, steps[i].index);
        node *next = gate_map_get(below, key);
        if (!next) {
            next = new_node(places->arena);
            (void)gate_map_put(below, steps[i].is_index ? gate_str_dup(places->arena, key) : key, next);
        }
        at = next;
    }
    gate_vec_push(places->arena, &at->wanted, origin);
}

/* The node below [at] for the item at hand of an array, or of an object; or NULL. */
static node *below(gate_arena *arena, const node *at, bool array, gate_str text, const gate_text_item *item,
                   size_t index)
{
    if (array) {
        char digits[24];
        gate_str key = index_text(digits, index);
        return gate_map_get(&at->indices, key);
    }
    gate_str quoted = gate_str_sub(text, item->key, item->key_end);
    if (quoted.len < 2) return NULL;
    gate_str plain = gate_str_sub(quoted, 1, quoted.len - 1);
    if (memchr(plain.ptr, '\\', plain.len)) plain = gate_text_plain(arena, quoted);
    return gate_map_get(&at->keys, plain);
}

/* What was found, and below it what was not: that has the container's place. */
static void note(spots *out, const node *at, size_t where)
{
    if (at->wanted.len) gate_vec_push(out->arena, &out->list, (spot){where, at});
    const gate_map *const maps[] = {&at->keys, &at->indices};
    for (uint32_t k = 0; k < GATE_COUNT(maps); k++) {
        for (uint32_t i = 0; i < maps[k]->len; i++) {
            const node *next = maps[k]->entries[i].value;
            if (!next->found) note(out, next, where);
        }
    }
}

/* Walks the value at [value], which [at] stands for. The depth is that of a pointer. */
static void walk(spots *out, node *at, gate_str text, size_t value)
{
    bool array = value < text.len && text.ptr[value] == '[';
    uint32_t left = array ? at->indices.len : at->keys.len;
    bool fits = value < text.len && (array || text.ptr[value] == '{');
    gate_text_item item;
    bool more = left > 0 && fits && gate_text_first(text, value, &item);
    for (size_t i = 0; more && left > 0; i++) {
        node *next = below(out->arena, at, array, text, &item, i);
        if (next && !next->found) {
            next->found = true;
            next->at = item.key;
            left--;
            walk(out, next, text, item.value);
        }
        if (left > 0) more = gate_text_next(text, gate_text_value(text, item.value), &item);
    }
    note(out, at, at->at);
}

static int by_place(const void *a, const void *b)
{
    size_t x = ((const spot *)a)->at, y = ((const spot *)b)->at;
    return x < y ? -1 : x > y;
}

/* Sets lines and columns of the sorted spots, in one walk over the text: a large report may be one line. */
static void count_lines(gate_str text, const spots *found)
{
    size_t at = gate_text_start(text);
    int64_t line = 1, column = 1;
    bool returns = text.len && memchr(text.ptr, '\r', text.len) != NULL;
    for (uint32_t i = 0; i < found->list.len; i++) {
        spot s = found->list.items[i];
        for (;;) {
            const char *from = text.ptr + at;
            const char *end = memchr(from, '\n', s.at - at);
            const char *back = returns ? memchr(from, '\r', end ? (size_t)(end - from) : s.at - at) : NULL;
            if (back) end = back + 1 < text.ptr + s.at && back[1] == '\n' ? back + 1 : back;
            if (!end) break;
            at = (size_t)(end - text.ptr) + 1;
            line++;
            column = 1;
        }
        column += (int64_t)gate_utf8_count(gate_str_sub(text, at, s.at));
        at = s.at;
        for (uint32_t k = 0; k < s.node->wanted.len; k++) {
            s.node->wanted.items[k]->line = line;
            s.node->wanted.items[k]->column = column;
        }
    }
}

void gate_places_find(gate_places *places)
{
    for (uint32_t i = 0; i < places->trees.len; i++) {
        const tree *t = places->trees.items[i];
        gate_str text = t->artifact->text;
        if (text.len == 0 || !t->artifact->root.node) continue;
        spots found = {.arena = places->arena};
        gate_str json = gate_locate_json(t->artifact);
        size_t value = gate_text_space(json, gate_text_start(json));
        t->root->at = value;
        walk(&found, t->root, json, value);
        for (uint32_t k = 0; k < found.list.len; k++)
            found.list.items[k].at = gate_locate_origin(t->artifact, found.list.items[k].at);
        qsort(found.list.items, found.list.len, sizeof(spot), by_place);
        count_lines(text, &found);
    }
}
