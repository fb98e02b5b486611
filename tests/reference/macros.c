/* Macros and the clauses that quantify: every loop of the language. */
#include "tests/reference/reference.h"

static const gate_node *arg(const gate_node *call, uint32_t index)
{
    return call->as.call.args.items[index];
}

bool ref_loop_over(ref_run *run, gate_value range, ref_loop *loop, gate_value *out)
{
    *loop = (ref_loop){.range = range};
    *out = range;
    if (!gate_is_definite(range)) return false;
    if (range.tag != GATE_T_LIST && range.tag != GATE_T_MAP) {
        *out = ref_marked(ref_fault(run, GATE_FAULT_NOT_A_LIST), range, range);
        return false;
    }
    bool list = range.tag == GATE_T_LIST;
    loop->count = list ? gate_list_len(range) : gate_map_len(range);
    loop->keys = GATE_ARRAY(run->arena, gate_value, loop->count);
    loop->items = GATE_ARRAY(run->arena, gate_value, loop->count);
    gate_map_walk walk = list ? (gate_map_walk){.at = 0} : gate_map_start(range);
    for (size_t i = 0; i < loop->count; i++) {
        if (list) {
            loop->keys[i] = gate_value_int((int64_t)i);
            loop->items[i] = gate_list_at(range, i);
        } else {
            (void)gate_map_step(&walk, &loop->keys[i], &loop->items[i]);
        }
        loop->keys[i] = ref_marked(loop->keys[i], range, range);
        loop->items[i] = ref_marked(loop->items[i], range, range);
    }
    return true;
}

/* Gives the macro's variables the element at [i]: one is the list's element or the map's key, two are
 * index and element, or key and value. */
static void bind(ref_run *run, const ref_loop *loop, uint32_t slot, bool two, size_t i)
{
    gate_value *slots = run->frame->slots;
    slots[slot] = two || loop->range.tag == GATE_T_MAP ? loop->keys[i] : loop->items[i];
    if (two) slots[slot + 1] = loop->items[i];
}

/* How many conditions came out true, false, missing and in error; the first of the last two kinds. */
typedef struct tally {
    size_t counts[4];
    gate_value missing, error, marks;
    GATE_VEC(uint32_t) notes;
} tally;

static tally tally_new(gate_value range)
{
    return (tally){.missing = gate_value_null(), .error = gate_value_null(), .marks = range};
}

static void note_fault(tally *t, gate_value value)
{
    if (value.tag == GATE_T_MISSING && t->missing.tag == GATE_T_NULL) t->missing = value;
    if (value.tag == GATE_T_ERROR && t->error.tag == GATE_T_NULL) t->error = value;
}

static gate_value worst(const tally *t, gate_value otherwise)
{
    if (t->missing.tag != GATE_T_NULL) return t->missing;
    return t->error.tag != GATE_T_NULL ? t->error : otherwise;
}

static void count(ref_run *run, tally *t, gate_value value)
{
    value = ref_outcome(run, value);
    t->counts[gate_outcome_of(value)]++;
    t->marks = ref_marked(t->marks, value, value);
    note_fault(t, value);
    gate_vec_push(run->arena, &t->notes, value.why);
}

static gate_value concluded(tally *t, gate_value value)
{
    return ref_marked(value, t->marks, t->marks);
}

/* -- all, exists, exists_one ----------------------------------------------------------------------------- */

static gate_value quantifier(ref_run *run, const gate_node *node, const gate_ref *ref, gate_value range)
{
    ref_loop loop;
    gate_value out;
    if (!ref_loop_over(run, range, &loop, &out)) return ref_noted(run, out, REF_TEST, node->span, NULL, 0);
    tally t = tally_new(range);
    for (size_t i = 0; i < loop.count; i++) {
        bind(run, &loop, ref->slot, ref->two, i);
        count(run, &t, ref_expr(run, arg(node, node->as.call.args.len - 1)));
    }
    bool from_evidence = range.flags & GATE_V_EVIDENCE;
    if (ref->macro == GATE_MACRO_ALL) {
        out = t.counts[GATE_FALSE] ? gate_value_bool(false) : worst(&t, gate_value_bool(true));
        if (loop.count == 0 && from_evidence) out = ref_fault(run, GATE_FAULT_NOTHING_TO_CHECK);
        out = concluded(&t, out);
        return ref_noted(run, out, REF_ALL, node->span, t.notes.items, t.notes.len);
    }
    if (ref->macro == GATE_MACRO_EXISTS) {
        out = t.counts[GATE_TRUE] ? gate_value_bool(true) : worst(&t, gate_value_bool(false));
    } else {
        out = worst(&t, gate_value_bool(t.counts[GATE_TRUE] == 1));
    }
    return ref_noted(run, concluded(&t, out), REF_TEST, node->span, NULL, 0);
}

/* -- map, filter, transformList, transformMap, and the functions that collect ---------------------------- */

/* The values that the elements give; what a condition leaves out is not among them. */
typedef struct gathered {
    gate_pair *pairs;
    size_t len;
} gathered;

static gate_value gather(ref_run *run, const gate_node *node, const gate_ref *ref, const ref_loop *loop,
                         gathered *out)
{
    uint32_t vars = ref->two ? 2 : 1, args = node->as.call.args.len;
    bool filter = ref->macro == GATE_MACRO_FILTER;
    bool chooses = filter || args == vars + 2;
    tally t = tally_new(loop->range);
    out->pairs = GATE_ARRAY(run->arena, gate_pair, loop->count);
    for (size_t i = 0; i < loop->count; i++) {
        bind(run, loop, ref->slot, ref->two, i);
        if (chooses) {
            gate_value test = ref_outcome(run, ref_expr(run, arg(node, vars)));
            t.marks = ref_marked(t.marks, test, test);
            note_fault(&t, test);
            if (test.tag != GATE_T_BOOL || !test.as.boolean) continue;
        }
        gate_value made = filter ? run->frame->slots[ref->slot] : ref_expr(run, arg(node, args - 1));
        t.marks = ref_marked(t.marks, made, made);
        note_fault(&t, made);
        if (!gate_is_definite(made)) continue;
        out->pairs[out->len].key = loop->keys[i];
        out->pairs[out->len++].value = made;
    }
    return concluded(&t, worst(&t, gate_value_null()));
}

static gate_value made_by(ref_run *run, const gate_node *node, const gate_ref *ref, gate_value range)
{
    ref_loop loop;
    gathered got = {.len = 0};
    gate_value out;
    size_t twice;
    if (!ref_loop_over(run, range, &loop, &out)) return out;
    gate_value state = gather(run, node, ref, &loop, &got);
    if (!gate_is_definite(state)) return state;
    if (ref->macro == GATE_MACRO_TRANSFORM_MAP) {
        if (!gate_value_map(run->arena, got.pairs, got.len, &out, &twice))
            out = ref_fault(run, GATE_FAULT_DUPLICATE);
        return ref_marked(out, state, state);
    }
    gate_value *items = GATE_ARRAY(run->arena, gate_value, got.len);
    for (size_t i = 0; i < got.len; i++)
        items[i] = got.pairs[i].value;
    out = ref_marked(gate_value_list(run->arena, items, got.len), state, state);
    if (ref->macro != GATE_MACRO_COLLECT) return out;
    gate_value args[2] = {range, out};
    if (range.tag == GATE_T_MAP) return ref_marked(ref_fault(run, GATE_FAULT_NOT_A_LIST), range, out);
    return ref_call(run, ref->name, true, args, 2, node->span);
}

/* -- has, bind, optMap -------------------------------------------------------------------------------------
 */

static gate_value has(ref_run *run, const gate_node *node)
{
    const gate_node *select = arg(node, 0);
    gate_value base = ref_expr(run, select->as.select.operand);
    gate_str field = select->as.select.field.text;
    gate_reading_kind reading;
    (void)ref_base_reading(run, select, &reading, &field);
    gate_value out = ref_has(run, base, field);
    return ref_noted(run, out, REF_TEST, node->span, NULL, 0);
}

static gate_value opt_map(ref_run *run, const gate_node *node, const gate_ref *ref, gate_value optional)
{
    if (!gate_is_definite(optional)) return optional;
    if (optional.tag != GATE_T_OPTIONAL) return ref_fault(run, GATE_FAULT_NO_OVERLOAD);
    if (!optional.as.inner) return optional;
    run->frame->slots[ref->slot] = ref_marked(*optional.as.inner, optional, optional);
    gate_value made = ref_expr(run, arg(node, 1));
    if (ref->macro == GATE_MACRO_OPT_MAP && gate_is_definite(made)) {
        made = ref_marked(gate_value_some(run->arena, made), made, made);
    }
    return ref_marked(made, optional, optional);
}

gate_value ref_macro(ref_run *run, const gate_node *node, const gate_ref *ref)
{
    gate_value target;
    switch (ref->macro) {
    case GATE_MACRO_HAS:
        return has(run, node);
    case GATE_MACRO_BIND:
        run->frame->slots[ref->slot] = ref_expr(run, arg(node, 1));
        return ref_expr(run, arg(node, 2));
    case GATE_MACRO_OPT_MAP:
    case GATE_MACRO_OPT_FLAT_MAP:
        target = ref_expr(run, node->as.call.target);
        target = opt_map(run, node, ref, target);
        return ref_noted(run, target, REF_MAYBE, node->span, &target.why, 1);
    case GATE_MACRO_ALL:
    case GATE_MACRO_EXISTS:
    case GATE_MACRO_ONE:
        return quantifier(run, node, ref, ref_expr(run, node->as.call.target));
    case GATE_MACRO_MAP:
    case GATE_MACRO_FILTER:
    case GATE_MACRO_TRANSFORM_LIST:
    case GATE_MACRO_TRANSFORM_MAP:
    case GATE_MACRO_COLLECT:
        break;
    }
    target = made_by(run, node, ref, ref_expr(run, node->as.call.target));
    return ref_noted(run, target, REF_TEST, node->span, NULL, 0);
}

/* -- clauses -----------------------------------------------------------------------------------------------
 */

/* require each X in LIST [where E]: E; forbid any X in LIST where E */
static gate_value each_clause(ref_run *run, const gate_node *clause, uint32_t slot)
{
    bool any = clause->as.clause.form == GATE_FORM_ANY;
    ref_loop loop;
    gate_value range = ref_expr(run, clause->as.clause.list), out;
    if (!ref_loop_over(run, range, &loop, &out)) return ref_noted(run, out, REF_TEST, clause->span, NULL, 0);
    tally t = tally_new(range);
    for (size_t i = 0; i < loop.count; i++) {
        bind(run, &loop, slot, false, i);
        const gate_node *where = any ? NULL : clause->as.clause.where;
        if (where) {
            gate_value test = ref_outcome(run, ref_expr(run, where));
            if (test.tag != GATE_T_BOOL) {
                t.counts[gate_outcome_of(test)]++;
                note_fault(&t, test);
                gate_vec_push(run->arena, &t.notes, test.why);
            }
            if (test.tag != GATE_T_BOOL || !test.as.boolean) continue;
        }
        count(run, &t, ref_expr(run, any ? clause->as.clause.where : clause->as.clause.expr));
    }
    bool nothing = t.counts[0] + t.counts[1] + t.counts[2] + t.counts[3] == 0;
    if (any) {
        out = t.counts[GATE_TRUE] ? gate_value_bool(false) : worst(&t, gate_value_bool(true));
    } else {
        out = t.counts[GATE_FALSE] ? gate_value_bool(false) : worst(&t, gate_value_bool(true));
        if (nothing && !clause->as.clause.or_none) out = ref_fault(run, GATE_FAULT_NOTHING_TO_CHECK);
    }
    return ref_noted(run, out, any ? REF_NONE : REF_ALL, clause->span, t.notes.items, t.notes.len);
}

/* The one element that bears the name, looked for from the beginning, each time anew. */
static gate_value named(ref_run *run, gate_value list, const gate_value *path, uint32_t keys, gate_value name)
{
    gate_value found = gate_value_null(), worse = ref_worse(list, name);
    bool any = false;
    ref_reach(run, "__roster");
    ref_reach(run, "__named");
    if (worse.tag != GATE_T_NULL) return worse;
    if (name.tag != GATE_T_STRING) return ref_fault(run, GATE_FAULT_NO_OVERLOAD);
    if (list.tag == GATE_T_MAP) {
        bool there = gate_map_get_str(list, name.as.str, &found);
        return there ? found : ref_fault(run, GATE_FAULT_NOT_NAMED);
    }
    if (list.tag != GATE_T_LIST) return ref_fault(run, GATE_FAULT_NOT_A_LIST);
    for (size_t i = 0; i < gate_list_len(list); i++) {
        gate_value at = gate_list_at(list, i);
        bool bears = true;
        for (uint32_t k = 0; k < keys && bears; k++)
            bears = at.tag == GATE_T_MAP && gate_map_get_str(at, path[k].as.str, &at);
        if (keys == 0 && at.tag != GATE_T_STRING) return ref_fault(run, GATE_FAULT_NO_OVERLOAD);
        if (!bears || !ref_equal(at, name)) continue;
        if (any) return ref_fault(run, GATE_FAULT_NOT_ONE);
        any = true;
        found = gate_list_at(list, i);
    }
    return any ? found : ref_fault(run, GATE_FAULT_NOT_NAMED);
}

/* require each X of NAMES in LIST [by FIELD] [: E]: for every name the one element that bears it. */
static gate_value roster_clause(ref_run *run, const gate_node *clause, uint32_t slot)
{
    gate_span span = clause->as.clause.list->span;
    gate_value list = ref_expr(run, clause->as.clause.list), names = ref_expr(run, clause->as.clause.names),
               out;
    const gate_node *by = clause->as.clause.by;
    uint32_t keys = by ? by->as.field.count : 0;
    gate_value *path = GATE_ARRAY(run->arena, gate_value, keys);
    for (uint32_t i = 0; i < keys; i++)
        path[i] = gate_value_str(by->as.field.segments[i].text);
    ref_loop loop;
    if (!ref_loop_over(run, names, &loop, &out)) return ref_noted(run, out, REF_TEST, clause->span, NULL, 0);
    tally t = tally_new(names);
    for (size_t i = 0; i < loop.count; i++) {
        gate_value name = names.tag == GATE_T_MAP ? loop.keys[i] : loop.items[i];
        gate_value element = ref_marked(named(run, list, path, keys, name), list, name);
        element = ref_noted(run, element, REF_MAYBE, span, NULL, 0);
        run->frame->slots[slot] = element;
        gate_value there = ref_call(run, GATE_STR("__there"), false, &element, 1, span);
        if (!clause->as.clause.expr) {
            count(run, &t, there);
            continue;
        }
        gate_value holds = ref_expr(run, clause->as.clause.expr);
        uint32_t kids[2] = {there.why, holds.why};
        out = ref_binary(run, GATE_OP_AND, there, holds);
        count(run, &t, ref_noted(run, out, REF_AND, clause->span, kids, 2));
    }
    out = t.counts[GATE_FALSE] ? gate_value_bool(false) : worst(&t, gate_value_bool(true));
    if (loop.count == 0) out = ref_fault(run, GATE_FAULT_NOTHING_TO_CHECK);
    return ref_noted(run, out, REF_ALL, clause->span, t.notes.items, t.notes.len);
}

gate_value ref_clause(ref_run *run, const gate_node *clause)
{
    uint32_t slot = run->checked->slots[run->module->node_base + clause->id];
    gate_form form = clause->as.clause.form;
    if (form == GATE_FORM_EACH || form == GATE_FORM_ANY) return each_clause(run, clause, slot);
    if (form == GATE_FORM_ROSTER) return roster_clause(run, clause, slot);
    gate_value value = ref_outcome(run, ref_expr(run, clause->as.clause.expr));
    if (clause->as.clause.word != GATE_W_FORBID) return value;
    gate_value turned = ref_unary(run, GATE_OP_NOT, value);
    return ref_noted(run, turned, REF_NOT, clause->span, &value.why, 1);
}
