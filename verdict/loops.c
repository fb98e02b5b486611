/* Reasons of quantifiers: counts, counterexamples, witnesses, nearest misses, tightest margins. The VM
 * kept the elements that may be shown; here is chosen which are. */
#include "base/num.h"
#include "verdict/explain.h"

#include <math.h>

static bool as_wanted(gate_value value, bool want)
{
    return gate_outcome_of(value) == (want ? GATE_TRUE : GATE_FALSE);
}

/* How a kind of loop is spoken of. */
typedef struct manner {
    const char *name;
    bool declared; /* written as `each X in …`, not as a macro */
    bool roster;
    bool every; /* it holds when every element is as the body is wanted; else when one is */
    bool body;  /* what a body is wanted to be */
} manner;

static manner manner_of(uint8_t kind, bool want)
{
    switch ((gate_loop_kind)kind) {
    case GATE_LOOP_ALL:
        return (manner){"all", false, false, want, want};
    case GATE_LOOP_EXISTS:
        return (manner){"exists", false, false, !want, want};
    case GATE_LOOP_ONE:
        return (manner){"exists_one", false, false, false, want};
    case GATE_LOOP_EACH:
    case GATE_LOOP_EACH_OR_NONE:
        return (manner){"each", true, false, want, want};
    case GATE_LOOP_ROSTER:
        return (manner){"roster", true, true, want, want};
    case GATE_LOOP_ANY:
        return (manner){"any", true, false, want, !want};
    case GATE_LOOP_LIST:
    case GATE_LOOP_MAP:
    case GATE_LOOP_COLLECT:
    case GATE_LOOP_KIND_COUNT:
        break;
    }
    return (manner){"", false, false, want, want};
}

/* -- elements -------------------------------------------------------------------------------------- */

/* A field that tells an element from others, for people. */
static bool name_of(gate_value item, const char **field, gate_value *out)
{
    static const char *const names[] = {"name", "id", "key", "path", "title", "file"};
    if (item.tag != GATE_T_MAP) return false;
    for (size_t i = 0; i < GATE_COUNT(names); i++) {
        if (!gate_map_get_str(item, gate_str_c(names[i]), out)) continue;
        if (out->tag != GATE_T_STRING && out->tag != GATE_T_INT) continue;
        *field = names[i];
        return true;
    }
    return false;
}

/* Where the body of the loop stands, and its filter. */
typedef struct parts {
    gate_where list, filter, body;
} parts;

#define LIST_SHOWN 40u /* columns of a list's text that go before its elements' indices */

/* `candidate.defects[1], id "D-2"`; of a roster the name. */
static gate_str element_text(gate_explain *e, const gate_why *element, const parts *p, const manner *m)
{
    gate_buf out = gate_buf_new(e->arena);
    gate_value item = gate_explain_node(e, gate_trace_kid(e->trace, element, 0))->value;
    bool plain = item.tag == GATE_T_STRING || item.tag == GATE_T_INT || item.tag == GATE_T_BOOL;
    const char *field;
    gate_value name;
    if (m->roster && plain) {
        gate_value_show(&out, item, 60);
        return gate_buf_str(&out);
    }
    gate_str list = gate_excerpt(e->arena, e->program, p->list);
    if (list.len <= LIST_SHOWN && !gate_explain_library(e, p->list)) gate_buf_add(&out, list);
    gate_buf_char(&out, '[');
    if (element->is_index) {
        gate_buf_printf(&out, "%zu", element->at);
    } else {
        gate_value_show(&out, gate_value_str(element->key), 60);
    }
    gate_buf_char(&out, ']');
    if (element->is_index && plain) {
        gate_buf_c(&out, ", ");
        gate_value_show(&out, item, 60);
    } else if (name_of(item, &field, &name)) {
        gate_buf_printf(&out, ", %s ", field);
        gate_value_show(&out, name, 60);
    }
    return gate_buf_str(&out);
}

static parts parts_of(const gate_explain *e, gate_where where, const manner *m)
{
    parts p = {gate_nowhere, gate_nowhere, gate_nowhere};
    if (m->declared) {
        (void)gate_excerpt_each(e->program, where, &p.list, &p.filter, &p.body);
        return p;
    }
    gate_excerpt_call call;
    if (gate_excerpt_called(e->program, where, true, &call)) {
        p.list = call.receiver;
        if (call.count) p.body = call.args[call.count - 1];
    }
    return p;
}

/* A name of a roster that the list doesn't have, or has twice. */
static gate_doc_reason *unnamed_reason(gate_explain *e, uint32_t node, gate_where list)
{
    gate_value value = gate_explain_node(e, node)->value;
    gate_doc_reason *reason = gate_explain_start(e, "test", value, list, true);
    reason->operator= GATE_STR("named");
    reason->because = gate_explain_because(e, value);
    gate_vec_push(e->arena, &reason->readings, gate_explain_reading(e, node, list));
    return reason;
}

/* The body of a roster is `there && EXPR`, or `there` alone: what the name's element is asked for. */
static gate_doc_reason *roster_reason(gate_explain *e, uint32_t outer, gate_where where, const parts *p,
                                      bool want, uint32_t depth)
{
    uint32_t body = gate_explain_unsaid(e, outer);
    const gate_why *why = gate_explain_node(e, body);
    bool both = why->kind == GATE_WHY_APPLY && why->op == GATE_I_AND && why->kid_count == 2;
    uint32_t there = both ? gate_trace_kid(e->trace, why, 0) : body;
    if (!both || gate_outcome_of(gate_explain_node(e, there)->value) != GATE_TRUE)
        return unnamed_reason(e, there, p->list);
    uint32_t asked = gate_trace_kid(e->trace, why, 1);
    gate_doc_reason *reason =
        gate_explain_reason(e, asked, gate_explain_operand(e, asked, where, p->body), want, depth + 1);
    if (reason->message.len == 0) reason->message = gate_explain_node(e, outer)->say;
    return reason;
}

static gate_doc_reason *element_reason(gate_explain *e, uint32_t node, gate_where where, const parts *p,
                                       const manner *m, uint32_t depth)
{
    const gate_why *element = gate_explain_node(e, node);
    uint32_t own = gate_trace_kid(e->trace, element, 0);
    uint32_t body = gate_trace_kid(e->trace, element, 1);
    uint32_t filter = gate_trace_kid(e->trace, element, 2);
    /* A filter without a definite answer is what stands in the way, not the body. */
    bool filtered = filter && gate_outcome_of(gate_explain_node(e, filter)->value) != GATE_TRUE;
    uint32_t shown = filtered ? filter : body;
    gate_where at = gate_explain_operand(e, shown, where, filtered ? p->filter : p->body);
    gate_doc_reason *reason;
    if (m->roster) {
        reason = roster_reason(e, body, where, p, m->body, depth);
    } else {
        reason = gate_explain_reason(e, shown, at, filtered || m->body, depth + 1);
    }
    reason->element = element_text(e, element, p, m);
    if (!m->roster) reason->at = gate_explain_origin(e, own, true); /* a roster's names stand in the policy */
    if (element->say.len) reason->message = element->say;
    return reason;
}

/* -- choosing ---------------------------------------------------------------------------------------- */

/* The smallest margin in a reason, by amount; infinity when it has none. */
static double tightness(const gate_doc_reason *reason)
{
    double by;
    double best = INFINITY;
    if (reason->margin && gate_num_double(reason->margin->by, &by)) best = fabs(by);
    for (uint32_t i = 0; i < reason->children.len; i++) {
        double below = tightness(reason->children.items[i]);
        if (below < best) best = below;
    }
    return best;
}

/* What holds for every element: the one that is nearest to not holding, if that can be said. */
static void show_tightest(gate_explain *e, gate_doc_reason *reason, const gate_why *loop, gate_where where,
                          const parts *p, const manner *m, uint32_t depth)
{
    gate_doc_reason *best = NULL;
    double least = INFINITY;
    for (uint32_t i = 1; i < loop->kid_count; i++) {
        uint32_t element = gate_trace_kid(e->trace, loop, i);
        if (gate_explain_node(e, element)->kind != GATE_WHY_ELEMENT) continue;
        if (!as_wanted(gate_explain_node(e, element)->value, m->body)) continue;
        gate_doc_reason *child = element_reason(e, element, where, p, m, depth);
        double margin = tightness(child);
        if (margin < least) {
            least = margin;
            best = child;
        }
    }
    if (best) gate_vec_push(e->arena, &reason->children, best);
}

/* The first [most] kept elements whose bodies come out as [holding] says. */
static void show_elements(gate_explain *e, gate_doc_reason *reason, const gate_why *loop, gate_where where,
                          const parts *p, const manner *m, bool holding, uint32_t most, uint32_t depth)
{
    for (uint32_t i = 1; i < loop->kid_count && reason->children.len < most; i++) {
        uint32_t element = gate_trace_kid(e->trace, loop, i);
        if (gate_explain_node(e, element)->kind != GATE_WHY_ELEMENT) continue;
        if (as_wanted(gate_explain_node(e, element)->value, m->body) != holding) continue;
        gate_vec_push(e->arena, &reason->children, element_reason(e, element, where, p, m, depth));
    }
}

static int64_t total_of(const gate_why *loop)
{
    return (int64_t)loop->counts[0] + loop->counts[1] + loop->counts[2] + loop->counts[3];
}

/* `exists_one` of which something is not known, or that too many hold for: the first that holds stays, or may
 * come to hold where none does, and no other must. */
static void show_all_but_one(gate_explain *e, gate_doc_reason *reason, const gate_why *loop, gate_where where,
                             const parts *p, const manner *m, uint32_t depth)
{
    const uint32_t *n = loop->counts;
    bool one = false;
    for (uint32_t i = 1; i < loop->kid_count && reason->children.len < GATE_TRACE_KEPT; i++) {
        uint32_t element = gate_trace_kid(e->trace, loop, i);
        if (gate_explain_node(e, element)->kind != GATE_WHY_ELEMENT) continue;
        gate_outcome outcome = gate_outcome_of(gate_explain_node(e, element)->value);
        bool first = !one && (n[GATE_TRUE] == 0 || outcome == GATE_TRUE) && outcome != GATE_FALSE;
        one = one || first;
        if (outcome == GATE_FALSE || (first && outcome == GATE_TRUE)) continue;
        manner wanted = *m;
        if (!first) wanted.body = !m->body;
        gate_vec_push(e->arena, &reason->children, element_reason(e, element, where, p, &wanted, depth));
    }
    int64_t needed = (int64_t)n[GATE_MISSING] + n[GATE_ERRONEOUS] + (n[GATE_TRUE] > 1 ? n[GATE_TRUE] - 1 : 0);
    if (needed > (int64_t)reason->children.len) reason->hidden = needed - (int64_t)reason->children.len;
}

/* `exists_one` that isn't: too many hold, or none does, or it can't be told. */
static void show_not_one(gate_explain *e, gate_doc_reason *reason, const gate_why *loop, gate_where where,
                         const parts *p, manner m, uint32_t depth)
{
    uint32_t many = loop->counts[GATE_TRUE], open = loop->counts[GATE_MISSING] + loop->counts[GATE_ERRONEOUS];
    if (many > 1) {
        reason->because = gate_str_printf(e->arena, "%u elements hold where one is wanted", many);
    } else if (!open) {
        reason->because = GATE_STR("no element holds");
    }
    if (open || many > 2) {
        show_all_but_one(e, reason, loop, where, p, &m, depth);
        return;
    }
    reason->alternatives = true;
    if (many) m.body = !m.body; /* one of two that hold stands in the way */
    show_elements(e, reason, loop, where, p, &m, false, GATE_TRACE_KEPT, depth);
    int64_t against = many ? many : total_of(loop);
    if (against > (int64_t)reason->children.len) reason->hidden = against - (int64_t)reason->children.len;
}

static void set_counts(gate_explain *e, gate_doc_reason *reason, const gate_why *loop)
{
    gate_doc_counts *counts = gate_doc_new_counts(e->arena);
    counts->total = total_of(loop);
    counts->true_ = loop->counts[GATE_TRUE];
    counts->false_ = loop->counts[GATE_FALSE];
    counts->missing = loop->counts[GATE_MISSING];
    counts->error = loop->counts[GATE_ERRONEOUS];
    if (loop->dropped) counts->filtered = loop->dropped;
    reason->counts = counts;
}

/* NAMES of `each X of NAMES in LIST`. */
static gate_where names_of(const gate_explain *e, gate_where where)
{
    gate_where head = gate_excerpt_before(e->program, where, "in");
    size_t of = gate_str_find(gate_program_slice(e->program, head), GATE_STR(" of "), 0);
    if (head.source == GATE_NO || of == SIZE_MAX) return gate_nowhere;
    head.lo += (uint32_t)of + 4;
    return gate_excerpt_trim(e->program, head);
}

static void set_list(gate_explain *e, gate_doc_reason *reason, uint32_t node, gate_where where, const parts *p,
                     const manner *m)
{
    const gate_why *loop = gate_explain_node(e, node);
    uint32_t range = gate_trace_kid(e->trace, loop, 0);
    bool listed = p->list.source != GATE_NO && !m->roster; /* a roster goes over its names */
    gate_where at = listed ? p->list : gate_explain_operand(e, range, where, names_of(e, where));
    gate_vec_push(e->arena, &reason->readings, gate_explain_reading(e, range, at));
    reason->because = gate_explain_because_at(e, loop->value, node);
}

void gate_explain_loop(gate_explain *e, gate_doc_reason *reason, uint32_t node, gate_where where, bool want,
                       uint32_t depth)
{
    const gate_why *loop = gate_explain_node(e, node);
    uint8_t kind = loop->kind == GATE_WHY_LOOP ? loop->op : (uint8_t)loop->index; /* the latter could not run */
    manner m = manner_of(kind, want);
    parts p = parts_of(e, where, &m);
    reason->operator= gate_str_c(m.name);
    if (loop->kind == GATE_WHY_LOOP) set_counts(e, reason, loop);
    if (loop->kind != GATE_WHY_LOOP || total_of(loop) == 0) {
        set_list(e, reason, node, where, &p, &m);
        return;
    }
    bool holds = as_wanted(loop->value, want);
    if (kind == GATE_LOOP_ONE && want && !holds) {
        show_not_one(e, reason, loop, where, &p, m, depth);
        return;
    }
    if (m.every && holds) {
        show_tightest(e, reason, loop, where, &p, &m, depth);
    } else if (m.every) {
        show_elements(e, reason, loop, where, &p, &m, false, GATE_TRACE_KEPT, depth);
    } else {
        reason->alternatives = true;
        show_elements(e, reason, loop, where, &p, &m, holds, holds ? 1 : GATE_TRACE_KEPT, depth);
    }
    int64_t against = total_of(loop) - loop->counts[m.body ? GATE_TRUE : GATE_FALSE];
    if (!holds && against > (int64_t)reason->children.len)
        reason->hidden = against - (int64_t)reason->children.len;
}
