#include "verdict/changes.h"

#define MOST_IDS 4u /* that a sentence names */

gate_changes gate_changes_new(gate_arena *arena)
{
    return (gate_changes){.arena = arena, .by_sentence = gate_map_new(arena)};
}

static void add_once(gate_arena *arena, gate_strs *list, gate_str text)
{
    /* A row's sentences come one behind the other, and owners are few. */
    if (text.len == 0 || (list->len && gate_str_eq(list->items[list->len - 1], text))) return;
    gate_vec_push(arena, list, text);
}

static bool has(const gate_strs *list, gate_str text)
{
    for (uint32_t i = 0; i < list->len; i++) {
        if (gate_str_eq(list->items[i], text)) return true;
    }
    return false;
}

void gate_changes_add(gate_changes *changes, gate_str id, gate_str owner, gate_str sentence)
{
    gate_change *change = gate_map_get(&changes->by_sentence, sentence);
    if (!change) {
        change = GATE_NEW(changes->arena, gate_change);
        change->sentence = sentence;
        gate_vec_push(changes->arena, &changes->list, change);
        (void)gate_map_put(&changes->by_sentence, sentence, change);
    }
    add_once(changes->arena, &change->ids, id);
    if (!has(&change->owners, owner)) add_once(changes->arena, &change->owners, owner);
}

static void put_list(gate_buf *out, const gate_strs *list, uint32_t most)
{
    for (uint32_t i = 0; i < list->len && i < most; i++) {
        if (i > 0) gate_buf_c(out, ", ");
        gate_buf_add(out, list->items[i]);
    }
    if (list->len > most) gate_buf_printf(out, " and %u more", list->len - most);
}

void gate_changes_write(const gate_changes *changes, gate_strs *out)
{
    for (uint32_t i = 0; i < changes->list.len; i++) {
        const gate_change *change = changes->list.items[i];
        gate_buf line = gate_buf_new(changes->arena);
        put_list(&line, &change->ids, MOST_IDS);
        if (change->owners.len) {
            gate_buf_c(&line, " (");
            put_list(&line, &change->owners, MOST_IDS);
            gate_buf_c(&line, ")");
        }
        gate_buf_c(&line, ": ");
        gate_buf_add(&line, change->sentence);
        gate_vec_push(changes->arena, out, gate_buf_str(&line));
    }
}
