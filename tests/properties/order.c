/* Order: what may stand in any order, in a policy or in evidence, may stand in any other. No outcome changes,
 * and no reason but for its own order. Where a map is gone over, which of its elements are shown may change;
 * and where operands trade places, which of several is told for a condition that holds. */
#include "tests/properties/properties.h"

#include <stdlib.h>
#include <string.h>

static int by_text(const void *left, const void *right)
{
    return gate_str_cmp(*(const gate_str *)left, *(const gate_str *)right);
}

static void put_sorted(gate_buf *out, gate_str *items, uint32_t count)
{
    if (count) qsort(items, count, sizeof *items, by_text);
    for (uint32_t i = 0; i < count; i++)
        gate_buf_printf(out, GATE_STR_FMT "; ", GATE_STR_ARG(items[i]));
}

static bool below_choice(const gate_doc_reason *reason)
{
    return gate_str_eq(reason->outcome, reason->wanted);
}

/* The tests that stand in the way: places and outcomes, no texts of what they are parts of. */
static void put_blockers(gate_arena *arena, gate_buf *out, const gate_doc_clause *clause)
{
    gate_doc_reason_list all = reasons_of(arena, clause);
    gate_str *tests = GATE_ARRAY(arena, gate_str, all.len);
    uint32_t count = 0;
    for (uint32_t i = 0; i < all.len; i++) {
        const gate_doc_reason *reason = all.items[i];
        if (reason->children.len || below_choice(reason)) continue;
        bool test = gate_str_eq_c(reason->kind, "test") || gate_str_eq_c(reason->kind, "value");
        gate_str what = test ? reason->text : reason->operator; /* the text of a loop has operands in it */
        tests[count++] = gate_str_printf(arena, GATE_STR_FMT "->" GATE_STR_FMT, GATE_STR_ARG(what),
                                         GATE_STR_ARG(reason->outcome));
    }
    put_sorted(out, tests, count);
}

static void put_cites(gate_arena *arena, gate_buf *out, const gate_doc_clause *clause)
{
    gate_str *places = GATE_ARRAY(arena, gate_str, clause->cites.len);
    for (uint32_t i = 0; i < clause->cites.len; i++) {
        const gate_doc_origin *origin = clause->cites.items[i];
        places[i] =
            gate_str_printf(arena, GATE_STR_FMT GATE_STR_FMT GATE_STR_FMT, GATE_STR_ARG(origin->evidence),
                            GATE_STR_ARG(origin->pointer), GATE_STR_ARG(origin->parameter));
    }
    put_sorted(out, places, clause->cites.len);
}

/* What no order changes: outcomes, blockers, and the places that were read. */
static gate_str essence(gate_arena *arena, const gate_doc_row *row)
{
    gate_str *clauses = GATE_ARRAY(arena, gate_str, row->clauses.len);
    gate_buf out = gate_buf_new(arena);
    bool many = row->series != NULL; /* of which windows are told, see the row itself */
    for (uint32_t i = 0; i < row->clauses.len; i++) {
        const gate_doc_clause *clause = row->clauses.items[i];
        gate_buf text = gate_buf_new(arena);
        gate_buf_printf(&text, GATE_STR_FMT " " GATE_STR_FMT " ", GATE_STR_ARG(clause->kind),
                        GATE_STR_ARG(clause->outcome));
        if (clause->reason && clause->blocks && !many) put_blockers(arena, &text, clause);
        put_cites(arena, &text, clause);
        clauses[i] = gate_buf_str(&text);
    }
    gate_buf_printf(&out, GATE_STR_FMT " " GATE_STR_FMT ": ", GATE_STR_ARG(row->id),
                    GATE_STR_ARG(row->outcome));
    put_sorted(&out, clauses, row->clauses.len);
    return gate_buf_str(&out);
}

static bool over_map(const gate_doc_row *row)
{
    for (uint32_t i = 0; i < row->clauses.len; i++) {
        gate_str text = row->clauses.items[i]->text;
        for (size_t at = gate_str_find(text, GATE_STR("limits"), 0); at != SIZE_MAX;
             at = gate_str_find(text, GATE_STR("limits"), at + 1)) {
            if (at + 6 >= text.len || text.ptr[at + 6] != '[') return true; /* gone over, or shown */
        }
        if (gate_str_ends(text, GATE_STR("…"))) return true; /* a long one: it may say so where it is cut */
    }
    return false;
}

static bool same_row(trial_case *t, const gate_doc_row *row, const gate_doc_row *other, bool whole)
{
    if (!other) return fails(t, "the row " GATE_STR_FMT " is gone", GATE_STR_ARG(row->id));
    bool thin = !whole || over_map(row);
    gate_str one = thin ? essence(t->arena, row) : canon_row(t->arena, row, CANON_SORTED | CANON_SPOKEN);
    gate_str two = thin ? essence(t->arena, other) : canon_row(t->arena, other, CANON_SORTED | CANON_SPOKEN);
    if (gate_str_eq(one, two)) return true;
    return fails(t, "another order makes another row:" GATE_STR_FMT,
                 GATE_STR_ARG(parting(t->arena, one, two)));
}

bool holds_order(trial_case *t, choices *change)
{
    bool policy = choose(change, 2) == 0;
    if (t->kind == FLAVOUR_LANGUAGE) return true; /* a list that is made of a map has the map's order */
    evidence_set none = {{NULL}};
    evidence_set set = policy ? none : evidence_copy(t->evidence);
    world other = *t->w;
    bool whole = true;
    if (policy) {
        choices order = {change->items + change->at,
                         change->count > change->at ? change->count - change->at : 0, 0};
        whole = order.count == 0 || order.items[0] % 2 == 0;
        other = world_new(t->arena, make_policy(t->arena, t->policy_from, t->kind, &order));
        for (uint32_t i = 0; other.program && i < other.program->evidence_count; i++) {
            uint32_t was =
                world_evidence(t->w, gate_program_text(other.program, other.program->evidence[i].name));
            set.of[i] = json_incref(t->evidence->of[was]);
        }
    } else {
        change_key_order(&set, change);
    }
    bool same = other.program || fails(t, "in another order it does not compile: %s", other.why);
    judged after = {.verdict = NULL};
    if (same) after = world_judge(&other, t->arena, &set, NULL, 0);
    evidence_free(&set);
    for (uint32_t i = 0; same && i < t->base.verdict->blocks.len; i++) {
        const gate_doc_block *block = t->base.verdict->blocks.items[i];
        for (uint32_t r = 0; same && r < block->rows.len; r++)
            same = same_row(t, block->rows.items[r],
                            verdict_row(after.verdict, block->rows.items[r]->id, NULL), whole);
    }
    if (same && !gate_str_eq(t->base.verdict->verdict, after.verdict->verdict))
        same = fails(t, "another order makes another verdict");
    if (!same && policy && other.program)
        gate_buf_printf(t->why, "\n" GATE_STR_FMT, GATE_STR_ARG(other.text));
    for (uint32_t i = 0; !same && !policy && i < t->w->program->evidence_count; i++)
        gate_buf_printf(t->why, "\n  reordered: " GATE_STR_FMT, GATE_STR_ARG(after.text[i]));
    t->done++;
    return same;
}
