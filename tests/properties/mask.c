/* Mask: what a reason does not cite can be hidden, or be anything else, and neither the outcome nor the
 * reason is another one. Hidden is what lies neither at, nor below, nor above a place that is cited: a key is
 * taken away, an element of a list becomes null (the places of the others say where they stand). */
#include "tests/properties/properties.h"

#include <string.h>

typedef enum manner {
    HIDE,  /* taken away */
    ALTER, /* another value of the same kind */
    WILD,  /* anything, and things that were not there */
} manner;

typedef struct keeps {
    gate_arena *arena;
    GATE_VEC(tokens) ways;
    manner manner;
    choices *from;
} keeps;

static json_t *altered(const keeps *k, const json_t *value)
{
    const char *key;
    json_t *item, *made;
    size_t index;
    json_t *same = json_deep_copy(value);
    if (json_is_object(same)) {
        made = json_object();
        json_object_foreach (same, key, item)
            json_object_set_new(made, key, altered(k, item));
    } else if (json_is_array(same)) {
        made = json_array();
        json_array_foreach (same, index, item)
            json_array_append_new(made, altered(k, item));
    } else {
        made = change_scalar(same, k->from);
    }
    json_decref(same);
    return made;
}

/* What stands there in place of what is hidden; NULL: nothing. */
static json_t *hidden(const keeps *k, const json_t *value)
{
    static const char *const odd[] = {"null", "[]", "{}", "\"odd\"", "-1", "true", "[{}, 3]", "{\"n\": 0}"};
    if (k->manner == HIDE) return NULL;
    if (k->manner == ALTER || choose(k->from, 3) == 0) return altered(k, value);
    if (choose(k->from, 3) == 0) return NULL;
    return json_loads(odd[choose(k->from, GATE_COUNT(odd))], JSON_DECODE_ANY, NULL);
}

static bool passes(const tokens *way, uint32_t depth, gate_str token)
{
    return way->len > depth && gate_str_eq(way->items[depth], token);
}

/* [value] with all hidden that none of [ways] leads to; those lead to [value] so far. */
static json_t *masked(const keeps *k, json_t *value, const tokens *const *ways, uint32_t count,
                      uint32_t depth);

static json_t *part(const keeps *k, json_t *item, gate_str token, const tokens *const *ways, uint32_t count,
                    uint32_t depth)
{
    const tokens **on = GATE_ARRAY(k->arena, const tokens *, count);
    uint32_t left = 0;
    for (uint32_t i = 0; i < count; i++) {
        if (passes(ways[i], depth, token)) on[left++] = ways[i];
    }
    return left ? masked(k, item, on, left, depth + 1) : hidden(k, item);
}

static json_t *masked(const keeps *k, json_t *value, const tokens *const *ways, uint32_t count,
                      uint32_t depth)
{
    const char *key;
    json_t *item;
    size_t index;
    for (uint32_t i = 0; i < count; i++) {
        if (ways[i]->len == depth) return json_deep_copy(value);
    }
    if (json_is_object(value)) {
        json_t *made = json_object();
        json_object_foreach (value, key, item) {
            json_t *now = part(k, item, gate_str_c(key), ways, count, depth);
            if (now) json_object_set_new(made, key, now);
        }
        if (k->manner == WILD && choose(k->from, 3) == 0 && !json_object_get(made, "unheard"))
            json_object_set_new(made, "unheard", json_integer(1));
        return made;
    }
    if (json_is_array(value)) {
        json_t *made = json_array();
        json_array_foreach (value, index, item) {
            gate_str token = gate_str_printf(k->arena, "%zu", index);
            json_t *now = part(k, item, token, ways, count, depth);
            json_array_append_new(made, now ? now : json_null());
        }
        return made;
    }
    return json_deep_copy(value); /* a way goes on: that it is no container was read */
}

/* A declared type asks for every key of its shape: of such a file the values are altered. */
static bool typed(const world *w, uint32_t evidence)
{
    return w->program->evidence[evidence].shape != GATE_NO;
}

static evidence_set mask_all(trial_case *t, const gate_doc_origin_list *cited, manner how, choices *from)
{
    evidence_set out = {{NULL}};
    for (uint32_t i = 0; i < t->w->program->evidence_count; i++) {
        keeps k = {.arena = t->arena, .manner = typed(t->w, i) ? ALTER : how, .from = from};
        for (uint32_t c = 0; c < cited->len; c++) {
            const gate_doc_origin *origin = cited->items[c];
            if (origin->parameter.len || world_evidence(t->w, origin->evidence) != i) continue;
            gate_vec_push(t->arena, &k.ways, pointer_tokens(t->arena, origin->pointer));
        }
        if (!t->evidence->of[i]) continue;
        const tokens **ways = GATE_ARRAY(t->arena, const tokens *, k.ways.len);
        for (uint32_t c = 0; c < k.ways.len; c++)
            ways[c] = &k.ways.items[c];
        out.of[i] =
            k.ways.len ? masked(&k, t->evidence->of[i], ways, k.ways.len, 0) : hidden(&k, t->evidence->of[i]);
    }
    return out;
}

static bool same_row(trial_case *t, const gate_doc_row *row, const gate_doc_verdict *after)
{
    const gate_doc_row *other = verdict_row(after, row->id, NULL);
    if (!other) return fails(t, "the row " GATE_STR_FMT " is gone", GATE_STR_ARG(row->id));
    gate_str one = canon_row(t->arena, row, 0), two = canon_row(t->arena, other, 0);
    if (gate_str_eq(one, two)) return true;
    return fails(t, "row " GATE_STR_FMT " depends on what it does not cite:" GATE_STR_FMT,
                 GATE_STR_ARG(row->id), GATE_STR_ARG(parting(t->arena, one, two)));
}

static void show_evidence(trial_case *t, const judged *after)
{
    for (uint32_t i = 0; i < t->w->program->evidence_count; i++) {
        gate_str name = gate_program_text(t->w->program, t->w->program->evidence[i].name);
        gate_buf_printf(t->why, "\n  masked " GATE_STR_FMT ": " GATE_STR_FMT, GATE_STR_ARG(name),
                        GATE_STR_ARG(after->text[i]));
    }
}

bool holds_mask(trial_case *t, choices *change)
{
    const gate_doc_verdict *base = t->base.verdict;
    manner how = (manner)choose(change, 3);
    uint32_t all = 0;
    for (uint32_t i = 0; i < base->blocks.len; i++)
        all += base->blocks.items[i]->rows.len;
    if (all == 0) return true;
    gate_doc_origin_list cited = {0};
    uint32_t which = choose(change, all + all / 4 + 1);
    const gate_doc_row *only = NULL;
    for (uint32_t i = 0, at = 0; i < base->blocks.len && which < all;
         at += base->blocks.items[i++]->rows.len) {
        const gate_doc_block *block = base->blocks.items[i];
        if (which < at || which - at >= block->rows.len) continue;
        only = block->rows.items[which - at];
        origins_for_row(t->arena, block, only, &cited);
    }
    if (!only) origins_of_verdict(t->arena, base, &cited);
    evidence_set less = mask_all(t, &cited, how, change);
    judged after = world_judge(t->w, t->arena, &less, NULL, 0);
    evidence_free(&less);
    t->done++;
    bool same = true;
    for (uint32_t i = 0; same && i < base->blocks.len; i++) {
        const gate_doc_block *block = base->blocks.items[i];
        for (uint32_t r = 0; same && r < block->rows.len; r++) {
            if (!only || only == block->rows.items[r])
                same = same_row(t, block->rows.items[r], after.verdict);
        }
    }
    if (same && !only && !gate_str_eq(base->verdict, after.verdict->verdict))
        same = fails(t, "the verdict is another one, with all evidence that it cites");
    if (!same) show_evidence(t, &after);
    return same;
}
