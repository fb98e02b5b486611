/* What stands in the way of an outcome: of the reference's notes, and of the machine's trace. */
#include "tests/reference/reference.h"

static bool same(gate_where a, gate_where b)
{
    return a.source == b.source && a.lo == b.lo && a.hi == b.hi;
}

#define HAS(list, place, found)                                                                              \
    do {                                                                                                     \
        (found) = false;                                                                                     \
        for (uint32_t at_ = 0; at_ < (list).len; at_++)                                                      \
            (found) = (found) || same((list).items[at_], (place));                                           \
    } while (0)

static void add(gate_arena *arena, ref_places *out, gate_where place, bool maybe)
{
    bool there;
    if (maybe) {
        HAS(out->maybe, place, there);
        if (!there) gate_vec_push(arena, &out->maybe, place);
    } else {
        HAS(out->must, place, there);
        if (!there) gate_vec_push(arena, &out->must, place);
    }
}

/* -- notes --------------------------------------------------------------------------------------------- */

static void of_note(const ref_run *run, gate_arena *arena, uint32_t index, bool wanted, bool maybe,
                    ref_places *out)
{
    const ref_note *note = &run->notes.items[index];
    if (index == 0 || note->outcome == (wanted ? GATE_TRUE : GATE_FALSE)) return;
    const uint32_t *kids = run->kids.items + note->first;
    bool each = note->kind == REF_ALL || note->kind == REF_NONE;
    bool looks_inside =
        note->kind == REF_AND || note->kind == REF_OR || note->kind == REF_NOT || (each && wanted);
    if (note->kind == REF_MAYBE) {
        add(arena, out, note->where, true);
        for (uint32_t i = 0; i < note->count; i++)
            of_note(run, arena, kids[i], wanted, true, out);
        return;
    }
    bool inner = note->kind == REF_NOT || note->kind == REF_NONE ? !wanted : wanted;
    bool found = false;
    uint32_t seen[4] = {0};
    for (uint32_t i = 0; looks_inside && i < note->count; i++) {
        gate_outcome outcome = kids[i] ? run->notes.items[kids[i]].outcome : GATE_MISSING;
        /* Of the elements with one outcome the trace keeps the first five: what only later ones say may be there. */
        bool later = each && seen[outcome]++ >= GATE_TRACE_KEPT;
        of_note(run, arena, kids[i], inner, maybe || later, out);
        found = found || kids[i] == 0 || outcome != (inner ? GATE_TRUE : GATE_FALSE);
    }
    if (!looks_inside || (each && !found)) add(arena, out, note->where, maybe);
}

void ref_blockers(const ref_run *run, gate_arena *arena, uint32_t note, bool wanted, ref_places *out)
{
    of_note(run, arena, note, wanted, false, out);
}

/* -- the trace ------------------------------------------------------------------------------------------ */

typedef struct reader {
    gate_arena *arena;
    const gate_program *program;
    const gate_trace *trace;
    ref_places *out;
} reader;

static void of_node(const reader *r, uint32_t index, bool wanted);

static void leaf(const reader *r, const gate_why *why)
{
    if (why->line != GATE_NO) add(r->arena, r->out, r->program->lines[why->line], false);
}

/* An `all` or `each` that should be true, a `forbid any` likewise; other loops are tests by themselves. */
static void of_loop(const reader *r, const gate_why *why, bool wanted)
{
    bool none = why->op == GATE_LOOP_ANY, found = false;
    bool each = why->op == GATE_LOOP_ALL || why->op == GATE_LOOP_EACH || why->op == GATE_LOOP_EACH_OR_NONE ||
                why->op == GATE_LOOP_ROSTER || none;
    for (uint32_t i = 1; each && wanted && i < why->kid_count; i++) {
        const gate_why *element = gate_trace_at(r->trace, gate_trace_kid(r->trace, why, i));
        if (element->kind != GATE_WHY_ELEMENT) continue;
        if (gate_outcome_of(element->value) == (none ? GATE_FALSE : GATE_TRUE)) continue;
        found = true;
        of_node(r, gate_trace_kid(r->trace, element, 1), !none);
    }
    if (!found) leaf(r, why);
}

static void of_apply(const reader *r, const gate_why *why, bool wanted)
{
    gate_opcode op = (gate_opcode)why->op;
    bool passes =
        op == GATE_I_FIELD || op == GATE_I_FIELD_OPT || op == GATE_I_INDEX || op == GATE_I_INDEX_OPT;
    if (passes || why->flags & GATE_WHY_PICKED) return; /* told by what was looked for, not by a test */
    if (op == GATE_I_OUTCOME) {
        of_node(r, gate_trace_kid(r->trace, why, 0), wanted);
    } else if (op == GATE_I_AND || op == GATE_I_OR) {
        of_node(r, gate_trace_kid(r->trace, why, 0), wanted);
        of_node(r, gate_trace_kid(r->trace, why, 1), wanted);
    } else if (op == GATE_I_NOT) {
        of_node(r, gate_trace_kid(r->trace, why, 0), !wanted);
    } else if (op == GATE_I_COND_END) {
        of_node(r, gate_trace_kid(r->trace, why, 1), wanted);
    } else {
        leaf(r, why);
    }
}

static void of_node(const reader *r, uint32_t index, bool wanted)
{
    const gate_why *why = gate_trace_at(r->trace, index);
    if (index == 0 || gate_outcome_of(why->value) == (wanted ? GATE_TRUE : GATE_FALSE)) return;
    switch ((gate_why_kind)why->kind) {
    case GATE_WHY_LET:
    case GATE_WHY_INVOKE:
        of_node(r, gate_trace_kid(r->trace, why, 0), wanted);
        break;
    case GATE_WHY_LOOP:
        of_loop(r, why, wanted);
        break;
    case GATE_WHY_APPLY:
        of_apply(r, why, wanted);
        break;
    case GATE_WHY_NONE:
    case GATE_WHY_CONST:
    case GATE_WHY_PARAM:
    case GATE_WHY_EVIDENCE:
    case GATE_WHY_STEP:
    case GATE_WHY_ELEMENT:
    case GATE_WHY_GROUP:
        break; /* a value by itself, not a test */
    }
}

void ref_trace_blockers(gate_arena *arena, const gate_program *program, const gate_trace *trace,
                        uint32_t node, bool wanted, ref_places *out)
{
    reader r = {arena, program, trace, out};
    of_node(&r, node, wanted);
}

bool ref_places_agree(const ref_places *reference, const ref_places *trace)
{
    bool there, may;
    for (uint32_t i = 0; i < reference->must.len; i++) {
        HAS(trace->must, reference->must.items[i], there);
        if (!there) return false;
    }
    for (uint32_t i = 0; i < trace->must.len; i++) {
        HAS(reference->must, trace->must.items[i], there);
        HAS(reference->maybe, trace->must.items[i], may);
        if (!there && !may) return false;
    }
    return true;
}
