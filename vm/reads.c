/* What the elements of a loop read beside the list that they are elements of. The trace keeps few elements;
 * what the others read elsewhere (a limit, another file's entry of the same name) is kept here, so that a
 * reason can name every place that had a say (language.md, section 11, "Reasons"). */
#include "vm/machine.h"

#include <stdio.h>
#include <string.h>

/* Something outside that elements read, or took steps from. */
typedef struct root {
    uint32_t node;
    bool whole;     /* it is kept itself, and so covers all below it */
    gate_map steps; /* those taken from it: key, or `/` and the index → itself */
} root;

/* A step that an element took from something outside. */
typedef struct step {
    uint32_t from, node;
    gate_why copy;
} step;

struct gate_reads {
    gate_map roots;          /* the node's number as bytes → root */
    GATE_VEC(uint32_t) kept; /* nodes, for the loop's own node */
    GATE_VEC(step) steps;    /* of the element at hand */
    uint32_t base;           /* the place that the list came from: what lies below it is the list's */
};

static gate_reads *reads_new(gate_machine *m, uint32_t range)
{
    gate_reads *reads = GATE_NEW(m->arena, gate_reads);
    reads->roots = gate_map_new(m->arena);
    uint32_t at = range;
    for (uint32_t deep = 0; at && deep < 64; deep++) {
        const gate_why *why = &m->trace->nodes[at];
        if (why->kind == GATE_WHY_STEP || why->kind == GATE_WHY_EVIDENCE) reads->base = at;
        bool named = why->kind == GATE_WHY_LET || why->kind == GATE_WHY_INVOKE;
        bool made = named || why->kind == GATE_WHY_LOOP || why->kind == GATE_WHY_APPLY;
        at = reads->base || !made
                 ? 0
                 : gate_trace_kid(m->trace, why, named && why->kid_count ? why->kid_count - 1 : 0);
    }
    return reads;
}

/* Does [node] lie below the list? Then it is cited with it. */
static bool covered(const gate_machine *m, const gate_reads *reads, uint32_t node)
{
    while (node && node != reads->base && m->trace->nodes[node].kind == GATE_WHY_STEP)
        node = gate_trace_kid(m->trace, &m->trace->nodes[node], 0);
    return node && node == reads->base;
}

static root *root_of(gate_machine *m, gate_reads *reads, uint32_t node)
{
    gate_str key = {(const char *)&node, sizeof node};
    root *known = gate_map_get(&reads->roots, key);
    if (known) return known;
    known = GATE_NEW(m->arena, root);
    *known = (root){.node = node, .steps = gate_map_new(m->arena)};
    key.ptr = (const char *)&known->node;
    (void)gate_map_put(&reads->roots, key, known);
    return known;
}

static void keep(gate_machine *m, gate_reads *reads, root *of)
{
    if (of->whole) return;
    of->whole = true;
    gate_vec_push(m->arena, &reads->kept, of->node);
}

/* An element used what was there before it. */
static void outer_value(gate_machine *m, gate_reads *reads, uint32_t node)
{
    const gate_why *why = &m->trace->nodes[node];
    bool constant =
        why->kind == GATE_WHY_NONE ||
        (why->kind == GATE_WHY_CONST && why->value.tag != GATE_T_LIST && why->value.tag != GATE_T_MAP);
    if (node == 0 || constant || covered(m, reads, node)) return;
    keep(m, reads, root_of(m, reads, node));
}

/* An element took a step from what was there before it, `limits[x.name]`. */
static void outer_step(gate_machine *m, gate_reads *reads, uint32_t from, uint32_t node)
{
    const gate_why *why = &m->trace->nodes[node];
    uint8_t kind = m->trace->nodes[from].kind;
    if (covered(m, reads, from)) return;
    root *of = root_of(m, reads, from);
    char digits[24];
    gate_str key = why->key;
    if (why->is_index) key = (gate_str){digits, (size_t)snprintf(digits, sizeof digits, "/%zu", why->at)};
    if (of->whole || gate_map_get(&of->steps, key)) return;
    if ((kind != GATE_WHY_STEP && kind != GATE_WHY_EVIDENCE) || of->steps.len == GATE_TRACE_STEPS) {
        keep(m, reads, of);
        return;
    }
    (void)gate_map_put(&of->steps, why->is_index ? gate_str_dup(m->arena, key) : key, of);
    gate_vec_push(m->arena, &reads->steps, (step){from, node, *why});
}

/* Notes what the nodes of the element use that are older than it. */
static void look(gate_machine *m, const gate_loop *loop, gate_reads *reads)
{
    for (uint32_t i = loop->mark; i < m->trace->node_count; i++) {
        const gate_why *why = &m->trace->nodes[i];
        for (uint32_t k = 0; k < why->kid_count; k++) {
            uint32_t kid = gate_trace_kid(m->trace, why, k);
            if (kid >= loop->mark) continue;
            if (why->kind == GATE_WHY_STEP) {
                outer_step(m, reads, kid, i);
            } else {
                outer_value(m, reads, kid);
            }
            why = &m->trace->nodes[i];
        }
    }
}

void gate_reads_note(gate_machine *m, gate_loop *loop, uint32_t body, bool drop)
{
    if (!m->explain) return;
    if (!loop->reads) loop->reads = reads_new(m, loop->range.why);
    gate_reads *reads = loop->reads;
    bool pinned = m->pin > loop->mark;
    reads->steps.len = 0;
    /* Where a memo was filled, the element's nodes stay, and are kept as they are. */
    if (!pinned) look(m, loop, reads);
    uint32_t ends[2] = {body, loop->test_node};
    for (uint32_t i = 0; i < GATE_COUNT(ends); i++) {
        if (ends[i] && (pinned || ends[i] < loop->mark)) outer_value(m, reads, ends[i]);
    }
    if (drop) gate_node_drop(m, loop->mark, loop->kid_mark);
    for (uint32_t i = 0; i < reads->steps.len; i++) {
        const step *taken = &reads->steps.items[i];
        uint32_t node = taken->node;
        if (drop) {
            node = gate_node_new(m, GATE_WHY_STEP, taken->copy.line, taken->copy.value);
            if (!node) return; /* the trace is full */
            gate_why *why = &m->trace->nodes[node];
            why->is_index = taken->copy.is_index;
            why->key = taken->copy.key;
            why->at = taken->copy.at;
            gate_node_kids(m, node, &taken->from, 1);
        }
        gate_vec_push(m->arena, &reads->kept, node);
    }
}

uint32_t gate_reads_node(gate_machine *m, const gate_loop *loop)
{
    const gate_reads *reads = loop->reads;
    if (!reads || reads->kept.len == 0) return 0;
    uint32_t node = gate_node_new(m, GATE_WHY_GROUP, GATE_NO, gate_value_null());
    return gate_node_kids(m, node, reads->kept.items, reads->kept.len);
}
