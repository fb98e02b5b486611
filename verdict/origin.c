/* Where values came from: places in the policy, places in artifacts, and the causes of faults. */
#include "verdict/explain.h"

#include <stdlib.h>
#include <string.h>

gate_explain *gate_explain_new(gate_arena *arena, const gate_verdict_input *input)
{
    gate_explain *e = GATE_NEW(arena, gate_explain);
    e->arena = arena;
    e->input = input;
    e->program = input->program;
    e->trace = &input->run->trace;
    e->sources = GATE_ARRAY(arena, gate_source *, e->program->sources_count);
    e->places = gate_places_new(arena);
    e->seen = GATE_ARRAY(arena, uint32_t, (size_t)e->trace->node_count + 1);
    return e;
}

gate_str gate_outcome_word(gate_outcome outcome)
{
    switch (outcome) {
    case GATE_FALSE:
        return GATE_STR("false");
    case GATE_TRUE:
        return GATE_STR("true");
    case GATE_MISSING:
        return GATE_STR("missing");
    case GATE_ERRONEOUS:
        return GATE_STR("error");
    }
    return GATE_STR("error");
}

gate_doc_place *gate_explain_place(gate_explain *e, gate_where where)
{
    if (where.source >= e->program->sources_count) return NULL;
    gate_source **source = &e->sources[where.source];
    const gate_p_source *text = &e->program->sources[where.source];
    if (!*source) {
        *source = gate_source_new(e->arena, where.source, gate_program_text(e->program, text->name),
                                  gate_program_text(e->program, text->text));
    }
    gate_place from = gate_source_place(*source, where.lo);
    gate_place to = gate_source_place(*source, where.hi);
    gate_doc_place *place = gate_doc_new_place(e->arena);
    place->file = (*source)->name;
    place->line = from.line;
    place->column = from.column;
    place->end_line = to.line;
    place->end_column = to.column;
    return place;
}

bool gate_explain_library(const gate_explain *e, gate_where where)
{
    return where.source < e->program->sources_count &&
           e->program->sources[where.source].kind == GATE_SOURCE_STD;
}

const gate_why *gate_explain_node(const gate_explain *e, uint32_t node)
{
    static const gate_why none = {.kind = GATE_WHY_NONE, .line = GATE_NO};
    return node < e->trace->node_count ? &e->trace->nodes[node] : &none;
}

gate_where gate_explain_where(const gate_explain *e, uint32_t node)
{
    uint32_t line = gate_explain_node(e, node)->line;
    return line < e->program->lines_count ? e->program->lines[line] : gate_nowhere;
}

uint32_t gate_explain_unsaid(const gate_explain *e, uint32_t node)
{
    const gate_why *why = gate_explain_node(e, node);
    while (why->kind == GATE_WHY_APPLY && why->op == GATE_I_OUTCOME && why->kid_count) {
        node = gate_trace_kid(e->trace, why, 0);
        why = gate_explain_node(e, node);
    }
    return node;
}

gate_str gate_explain_because(gate_explain *e, gate_value value)
{
    if (gate_is_definite(value)) return GATE_STR("");
    gate_buf text = gate_buf_new(e->arena);
    gate_fault_text(&text, value.as.fault);
    return gate_buf_str(&text);
}

/* The standard library says what is missing by asking for a key that is words: `report["results that agree with
 * their summary"]`. No artifact has it, and it is no place in one. */
static bool asks_in_words(const gate_explain *e, uint32_t node)
{
    const gate_why *why = gate_explain_node(e, node);
    gate_where where = gate_explain_where(e, node);
    if (gate_is_definite(why->value) || why->value.as.fault->kind != GATE_FAULT_NO_KEY) return false;
    return gate_explain_library(e, where) && gate_str_find(why->value.as.fault->text, GATE_STR(" "), 0) != SIZE_MAX;
}

gate_str gate_explain_because_at(gate_explain *e, gate_value value, uint32_t node)
{
    bool traced = node && node < e->trace->node_count; /* not after deciding only */
    if (!traced || gate_is_definite(value)) return gate_explain_because(e, value);
    uint32_t cause = gate_explain_cause(e, node);
    gate_fault_kind kind = value.as.fault->kind;
    if (asks_in_words(e, cause))
        return gate_str_printf(e->arena, "it does not have " GATE_STR_FMT, GATE_STR_ARG(value.as.fault->text));
    /* A list that the library made is empty: the evidence may hold others than it looks for. */
    bool empty = kind == GATE_FAULT_EMPTY || kind == GATE_FAULT_NOTHING_TO_CHECK;
    if (empty && gate_explain_library(e, gate_explain_where(e, cause))) return GATE_STR("nothing of the kind is there");
    return gate_explain_because(e, value);
}

uint32_t gate_explain_cause(gate_explain *e, uint32_t node)
{
    for (;;) {
        const gate_why *why = gate_explain_node(e, node);
        if (gate_is_definite(why->value)) return node;
        uint32_t next = 0;
        /* A fault is passed on as it is: the operand that has the same one is where it came from. */
        for (uint32_t i = 0; i < why->kid_count && !next; i++) {
            uint32_t kid = gate_trace_kid(e->trace, why, i);
            const gate_why *below = gate_explain_node(e, kid);
            if (kid && kid != node && !gate_is_definite(below->value) &&
                below->value.as.fault == why->value.as.fault) {
                next = kid;
            }
        }
        if (!next) return node;
        node = next;
    }
}

/* A place in evidence, before it is written down. */
typedef struct spot {
    uint32_t evidence, artifact; /* artifact GATE_NO: all files of an `each` */
    const gate_step *steps;
    uint32_t count;
    uint32_t node;
} spot;

static bool spot_of(gate_explain *e, uint32_t node, spot *out)
{
    const gate_why *why = gate_explain_node(e, node);
    bool placed =
        why->kind == GATE_WHY_STEP || why->kind == GATE_WHY_EVIDENCE || why->flags & GATE_WHY_PICKED;
    if (!placed) return false;
    *out = (spot){.node = node};
    if (!gate_trace_place(e->arena, e->trace, node, &out->evidence, &out->artifact, &out->steps, &out->count))
        return false;
    if (out->artifact == GATE_NO && out->count > 0 && out->steps[0].is_index) {
        out->artifact = (uint32_t)out->steps[0].index;
        out->steps++;
        out->count--;
    }
    if (out->count > 0 && asks_in_words(e, node)) out->count--;
    return out->evidence < e->program->evidence_count;
}

static int compare_steps(const gate_step *a, const gate_step *b)
{
    if (a->is_index != b->is_index) return a->is_index ? -1 : 1;
    if (a->is_index) return a->index < b->index ? -1 : a->index > b->index;
    return gate_str_cmp(a->key, b->key);
}

/* Containers come directly before what lies below them. */
static int compare_spots(const void *left, const void *right)
{
    const spot *a = left, *b = right;
    if (a->evidence != b->evidence) return a->evidence < b->evidence ? -1 : 1;
    if (a->artifact != b->artifact) {
        if (a->artifact == GATE_NO) return -1;
        if (b->artifact == GATE_NO) return 1;
        return a->artifact < b->artifact ? -1 : 1;
    }
    for (uint32_t i = 0; i < a->count && i < b->count; i++) {
        int order = compare_steps(&a->steps[i], &b->steps[i]);
        if (order) return order;
    }
    return a->count < b->count ? -1 : a->count > b->count;
}

static bool covers(const spot *outer, const spot *inner)
{
    if (outer->evidence != inner->evidence) return false;
    if (outer->artifact != inner->artifact) return outer->artifact == GATE_NO && outer->count == 0;
    if (outer->count > inner->count) return false;
    for (uint32_t i = 0; i < outer->count; i++) {
        if (compare_steps(&outer->steps[i], &inner->steps[i]) != 0) return false;
    }
    return true;
}

static gate_doc_origin *write_spot(gate_explain *e, const spot *s, bool locate)
{
    gate_doc_origin *origin = gate_doc_new_origin(e->arena);
    const gate_p_evidence *declared = &e->program->evidence[s->evidence];
    const gate_evidence *evidence = e->input->evidence ? e->input->evidence[s->evidence] : NULL;
    origin->evidence = gate_program_text(e->program, declared->name);
    if (s->count) {
        gate_buf pointer = gate_buf_new(e->arena);
        gate_pointer_text(&pointer, s->steps, s->count);
        origin->pointer = gate_buf_str(&pointer);
    }
    if (!evidence || s->artifact >= evidence->count) {
        return origin;
    }
    const gate_artifact *artifact = evidence->artifacts[s->artifact];
    origin->file = artifact->path;
    if (artifact->trouble && artifact->trouble->place.line) {
        origin->line = artifact->trouble->place.line;
        origin->column = artifact->trouble->place.column;
    } else if (locate && s->count && !artifact->trouble) { /* the whole of a file has no line */
        gate_places_want(e->places, origin, artifact, s->steps, s->count);
    }
    return origin;
}

static gate_doc_origin *write_param(gate_explain *e, uint32_t index)
{
    gate_doc_origin *origin = gate_doc_new_origin(e->arena);
    origin->parameter = gate_program_text(e->program, e->program->params[index].name);
    return origin;
}

gate_doc_origin *gate_explain_origin(gate_explain *e, uint32_t node, bool locate)
{
    const gate_why *why = gate_explain_node(e, node);
    spot s;
    if (why->kind == GATE_WHY_PARAM && why->index < e->program->params_count)
        return write_param(e, why->index);
    return spot_of(e, node, &s) ? write_spot(e, &s, locate) : NULL;
}

typedef struct gathered {
    GATE_VEC(spot) spots;
    GATE_VEC(uint32_t) params;
} gathered;

#define MOST_MADE 10000u /* elements of a made container whose places are told */

/* A container that an expression made, with no node that tells of what: its elements have theirs. */
static void push_made(gate_explain *e, gate_value value)
{
    uint32_t left = MOST_MADE;
    if (value.flags & GATE_V_DATUM) return;
    if (value.tag == GATE_T_LIST) {
        for (size_t i = 0; i < gate_list_len(value) && left-- > 0; i++) {
            gate_value item = gate_list_at(value, i);
            gate_vec_push(e->arena, &e->stack, item.why);
        }
    } else if (value.tag == GATE_T_MAP) {
        gate_value key, item;
        gate_map_walk walk = gate_map_start(value);
        while (left-- > 0 && gate_map_step(&walk, &key, &item))
            gate_vec_push(e->arena, &e->stack, item.why);
    }
}

/* The list in which a roster looks for its names, 0 when the trace doesn't tell: every element of it was
 * read, since each might bear a name a second time, and few of the elements that do are kept. */
static uint32_t roster_list(const gate_explain *e, const gate_why *loop)
{
    for (uint32_t i = 1; i < loop->kid_count; i++) {
        const gate_why *element = gate_explain_node(e, gate_trace_kid(e->trace, loop, i));
        if (element->kind != GATE_WHY_ELEMENT) continue;
        const gate_why *body =
            gate_explain_node(e, gate_explain_unsaid(e, gate_trace_kid(e->trace, element, 1)));
        if (body->kind == GATE_WHY_APPLY && body->op == GATE_I_AND && body->kid_count == 2)
            body = gate_explain_node(e, gate_trace_kid(e->trace, body, 0));
        const gate_why *found = gate_explain_node(e, gate_trace_kid(e->trace, body, 0));
        if (found->kind == GATE_WHY_STEP) return gate_trace_kid(e->trace, found, 0);
    }
    return 0;
}

/* What was read to pick the value, or one that it is a part of. */
static void push_picks(gate_explain *e, uint32_t node)
{
    const gate_why *why = gate_explain_node(e, node);
    while (why->kind == GATE_WHY_STEP || why->flags & GATE_WHY_PICKED) {
        for (uint32_t i = 1; why->flags & GATE_WHY_PICKED && i < why->kid_count; i++)
            gate_vec_push(e->arena, &e->stack, gate_trace_kid(e->trace, why, i));
        why = gate_explain_node(e, gate_trace_kid(e->trace, why, 0));
    }
}

/* Everything below [node] that was read, with a stack of our own: the graph is as deep as the policy's
 * longest chain of lets. */
static void gather(gate_explain *e, uint32_t node, gathered *out)
{
    e->walk++;
    e->stack.len = 0;
    gate_vec_push(e->arena, &e->stack, node);
    while (e->stack.len) {
        uint32_t at = e->stack.items[--e->stack.len];
        if (at == 0 || at >= e->trace->node_count || e->seen[at] == e->walk) continue;
        e->seen[at] = e->walk;
        const gate_why *why = &e->trace->nodes[at];
        spot s;
        if (why->kind == GATE_WHY_PARAM) {
            if (why->index < e->program->params_count) gate_vec_push(e->arena, &out->params, why->index);
        } else if (spot_of(e, at, &s)) {
            gate_vec_push(e->arena, &out->spots, s);
            push_picks(e, at);
        } else {
            for (uint32_t i = why->kid_count; i-- > 0;)
                gate_vec_push(e->arena, &e->stack, gate_trace_kid(e->trace, why, i));
            if (why->kind == GATE_WHY_STEP || why->kind == GATE_WHY_CONST) push_made(e, why->value);
            if (why->kind == GATE_WHY_LOOP && why->op == GATE_LOOP_ROSTER)
                gate_vec_push(e->arena, &e->stack, roster_list(e, why));
        }
    }
}

static int compare_params(const void *left, const void *right)
{
    uint32_t a = *(const uint32_t *)left, b = *(const uint32_t *)right;
    return a < b ? -1 : a > b;
}

int64_t gate_explain_origins(gate_explain *e, uint32_t node, bool locate, uint32_t most,
                             gate_doc_origin_list *from)
{
    gathered all = {0};
    int64_t hidden = 0;
    gather(e, node, &all);
    if (all.spots.len) qsort(all.spots.items, all.spots.len, sizeof(spot), compare_spots);
    if (all.params.len) qsort(all.params.items, all.params.len, sizeof(uint32_t), compare_params);
    const spot *last = NULL;
    for (uint32_t i = 0; i < all.spots.len; i++) {
        const spot *s = &all.spots.items[i];
        if (last && covers(last, s)) continue;
        last = s;
        if (from->len >= most) {
            hidden++;
        } else {
            gate_vec_push(e->arena, from, write_spot(e, s, locate));
        }
    }
    for (uint32_t i = 0; i < all.params.len; i++) {
        if (i > 0 && all.params.items[i] == all.params.items[i - 1]) continue;
        if (from->len >= most) {
            hidden++;
        } else {
            gate_vec_push(e->arena, from, write_param(e, all.params.items[i]));
        }
    }
    return hidden;
}
