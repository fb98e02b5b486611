/* Loops: how each kind begins, takes the body's value and ends, and which elements the trace keeps. */
#include "vm/machine.h"

#include <math.h>
#include <string.h>

static gate_loop *current(gate_machine *m)
{
    return &m->loops[m->loop_top - 1];
}

/* Kinds whose body is a condition on one element. */
static bool judges(const gate_loop *loop)
{
    return loop->kind != GATE_LOOP_LIST && loop->kind != GATE_LOOP_MAP && loop->kind != GATE_LOOP_COLLECT;
}

static bool every(const gate_loop *loop) /* fails by one element that is not true */
{
    return loop->kind == GATE_LOOP_ALL || loop->kind == GATE_LOOP_EACH || loop->kind == GATE_LOOP_EACH_OR_NONE ||
           loop->kind == GATE_LOOP_ROSTER;
}

/* Does an element with this outcome speak against the loop's good end? */
static bool against(const gate_loop *loop, gate_outcome outcome)
{
    if (loop->kind == GATE_LOOP_ANY) return outcome != GATE_FALSE;
    if (every(loop)) return outcome != GATE_TRUE;
    return outcome != GATE_FALSE; /* exists: the witness; exists_one: those that hold */
}

static void load_element(gate_machine *m, gate_run_frame *f, gate_loop *loop, uint32_t line)
{
    if (m->explain) {
        loop->mark = m->trace->node_count;
        loop->kid_mark = m->trace->kid_count;
    }
    loop->test_node = 0;
    if (loop->range.tag == GATE_T_LIST) {
        loop->key = gate_value_int((int64_t)loop->index);
        loop->key.flags |= loop->range.flags & GATE_V_EVIDENCE;
        loop->item = gate_list_at(loop->range, loop->index);
        loop->item.flags |= loop->range.flags & GATE_V_EVIDENCE;
        loop->item = gate_node_step(m, loop->range, loop->item, line, NULL, loop->index);
    } else {
        gate_value value;
        (void)gate_map_step(&loop->walk, &loop->key, &value);
        loop->item = value;
        loop->item.flags |= loop->range.flags & GATE_V_EVIDENCE;
        loop->key.flags |= loop->range.flags & GATE_V_EVIDENCE;
        if (loop->key.tag == GATE_T_STRING) {
            loop->item = gate_node_step(m, loop->range, loop->item, line, &loop->key.as.str, 0);
        }
        loop->key.why = loop->item.why; /* a key is read where its value stands */
    }
    if (loop->two) {
        f->locals[loop->slot] = loop->key;
        f->locals[loop->slot + 1] = loop->item;
    } else {
        f->locals[loop->slot] = loop->range.tag == GATE_T_LIST ? loop->item : loop->key;
    }
}

/* The result of a loop that cannot run. */
static bool begin_faulty(gate_machine *m, const gate_instr *in, gate_value range, uint32_t line, gate_value *out,
                         gate_value *second)
{
    uint32_t kind = in->a & (uint8_t)~GATE_LOOP_TWO;
    if (gate_is_definite(range) && range.tag != GATE_T_LIST && range.tag != GATE_T_MAP) {
        gate_value fault = gate_value_fault_types(m->arena, GATE_FAULT_NOT_A_LIST, GATE_STR(""), gate_tag_of(range), GATE_T_NULL);
        fault.flags |= range.flags & GATE_V_EVIDENCE;
        range = gate_node_apply(m, fault, GATE_I_LOOP, line, kind, &range, 1);
    }
    *out = *second = gate_node_apply(m, range, (gate_opcode)in->op, line, kind, &range, 1);
    return false;
}

static bool finish(gate_machine *m, uint32_t line, gate_value *out, gate_value *second);

bool gate_loop_begin(gate_machine *m, gate_run_frame *f, const gate_instr *in, gate_value range, uint32_t line,
                     gate_value *out, gate_value *second)
{
    if (range.tag != GATE_T_LIST && range.tag != GATE_T_MAP) return begin_faulty(m, in, range, line, out, second);
    if (m->loop_top == GATE_LOOPS) {
        *out = *second = gate_fault_value(m, GATE_FAULT_DEPTH, GATE_STR(""));
        return false;
    }
    gate_loop *loop = &m->loops[m->loop_top++];
    memset(loop, 0, sizeof *loop);
    loop->kind = in->a & (uint8_t)~GATE_LOOP_TWO;
    loop->two = (in->a & GATE_LOOP_TWO) != 0;
    loop->slot = in->b;
    loop->range = range;
    loop->mark_of = range.flags & GATE_V_EVIDENCE;
    loop->len = range.tag == GATE_T_LIST ? gate_list_len(range) : gate_map_len(range);
    loop->worst[0] = loop->worst[1] = gate_value_null();
    loop->margin = INFINITY;
    if (range.tag == GATE_T_MAP) loop->walk = gate_map_start(range);
    if (loop->kind == GATE_LOOP_MAP) {
        loop->pairs = GATE_ARRAY(m->arena, gate_pair, loop->len);
    } else if (!judges(loop)) {
        loop->items = GATE_ARRAY(m->arena, gate_value, loop->len);
    }
    if (loop->len == 0) return finish(m, line, out, second);
    load_element(m, f, loop, line);
    return true;
}

/* How near a comparison of numbers was, for the tightest margin; infinity where there is none. */
static double margin_of(const gate_trace *trace, uint32_t node)
{
    const gate_why *why = &trace->nodes[node];
    if (why->kind != GATE_WHY_APPLY || why->kid_count != 2) return INFINITY;
    bool order = why->op == GATE_I_LT || why->op == GATE_I_LE || why->op == GATE_I_GT || why->op == GATE_I_GE;
    if (!order) return INFINITY;
    double side[2];
    for (uint32_t i = 0; i < 2; i++) {
        gate_value v = trace->nodes[gate_trace_kid(trace, why, i)].value;
        if (v.tag == GATE_T_INT) {
            side[i] = (double)v.as.integer;
        } else if (v.tag == GATE_T_DOUBLE) {
            side[i] = v.as.real;
        } else {
            return INFINITY;
        }
    }
    return fabs(side[0] - side[1]);
}

static uint32_t element_node(gate_machine *m, const gate_loop *loop, gate_value body, uint32_t line)
{
    uint32_t kids[3] = {loop->item.why, gate_node_of(m, body, line), loop->test_node};
    uint32_t node = gate_node_new(m, GATE_WHY_ELEMENT, line, body);
    if (!node) return 0;
    gate_why *why = &m->trace->nodes[node];
    if (loop->range.tag == GATE_T_LIST) {
        why->is_index = 1;
        why->at = loop->index;
    } else if (loop->key.tag == GATE_T_STRING) {
        why->key = loop->key.as.str;
    }
    return gate_node_kids(m, node, kids, 3);
}

/* Keeps the elements that a reason will show, drops the nodes of the others. */
static void keep_element(gate_machine *m, gate_loop *loop, gate_value body, gate_outcome outcome, uint32_t line)
{
    if (!m->explain) return;
    bool counter = against(loop, outcome) && loop->kept[outcome] < GATE_TRACE_KEPT;
    if (counter && loop->element_count < GATE_COUNT(loop->elements)) {
        gate_reads_note(m, loop, body.why, false);
        loop->kept[outcome]++;
        loop->elements[loop->element_count++] = element_node(m, loop, body, line);
        return;
    }
    if (!against(loop, outcome) && body.why) {
        double margin = margin_of(m->trace, body.why);
        bool first = loop->tightest == 0;
        if ((first || margin < loop->margin) && loop->tightened < 64) {
            gate_reads_note(m, loop, body.why, false);
            loop->margin = margin;
            loop->tightened++;
            loop->tightest = element_node(m, loop, body, line);
            return;
        }
    }
    gate_reads_note(m, loop, body.why, true);
}

bool gate_loop_test(gate_machine *m, gate_value test, uint32_t line)
{
    gate_loop *loop = current(m);
    loop->mark_of |= test.flags & GATE_V_EVIDENCE;
    test = gate_as_outcome(m, test);
    loop->test_node = test.why;
    if (test.tag == GATE_T_BOOL) {
        if (!test.as.boolean) loop->dropped++;
        return test.as.boolean;
    }
    /* A filter that is missing or in error on an element makes the clause, or the made list, so. */
    gate_outcome outcome = gate_outcome_of(test);
    loop->counts[outcome]++;
    gate_value *worst = &loop->worst[outcome == GATE_MISSING ? 0 : 1];
    if (worst->tag == GATE_T_NULL) *worst = test;
    if (judges(loop)) keep_element(m, loop, test, outcome, line);
    return false;
}

static void fold_condition(gate_machine *m, gate_loop *loop, gate_value body, uint32_t line)
{
    body = gate_as_outcome(m, body);
    gate_outcome outcome = gate_outcome_of(body);
    loop->counts[outcome]++;
    if (outcome == GATE_MISSING && loop->worst[0].tag == GATE_T_NULL) loop->worst[0] = body;
    if (outcome == GATE_ERRONEOUS && loop->worst[1].tag == GATE_T_NULL) loop->worst[1] = body;
    keep_element(m, loop, body, outcome, line);
    if (m->explain) return;
    bool exists = loop->kind == GATE_LOOP_EXISTS || loop->kind == GATE_LOOP_ANY;
    /* Not before the mark is there that the whole loop would give: both modes make the same value. */
    bool decides = (every(loop) && outcome == GATE_FALSE) || (exists && outcome == GATE_TRUE);
    loop->decided = decides && loop->mark_of;
}

static void fold_made(gate_machine *m, gate_loop *loop, gate_value body)
{
    bool kept = loop->made < GATE_TRACE_LIST || !gate_is_definite(body);
    gate_reads_note(m, loop, body.why, !kept);
    if (!gate_is_definite(body)) {
        gate_outcome outcome = gate_outcome_of(body);
        loop->counts[outcome]++;
        gate_value *worst = &loop->worst[outcome == GATE_MISSING ? 0 : 1];
        if (worst->tag == GATE_T_NULL) *worst = body;
        return;
    }
    if (!kept && m->explain) {
        body.why = loop->range.why;
        loop->key.why = loop->range.why;
    }
    if (loop->kind == GATE_LOOP_MAP) {
        loop->pairs[loop->made].key = loop->key;
        loop->pairs[loop->made++].value = body;
    } else {
        loop->items[loop->made++] = body;
    }
}

bool gate_loop_next(gate_machine *m, gate_run_frame *f, const gate_value *body, uint32_t line, gate_value *out,
                    gate_value *second)
{
    gate_loop *loop = current(m);
    if (body) loop->mark_of |= body->flags & GATE_V_EVIDENCE;
    if (body && judges(loop)) {
        fold_condition(m, loop, *body, line);
    } else if (body) {
        fold_made(m, loop, *body);
    } else {
        /* What the filter read had its say; a filter without a definite answer has been kept by gate_loop_test. */
        gate_reads_note(m, loop, 0, judges(loop) && loop->worst[0].tag == GATE_T_NULL && loop->worst[1].tag == GATE_T_NULL);
    }
    loop->index++;
    bool spent = !gate_machine_charge(m, 1);
    if (spent) {
        gate_value fault = gate_fault_value(m, GATE_FAULT_FUEL, GATE_STR(""));
        m->loop_top--;
        *out = *second = fault;
        return false;
    }
    if (loop->index < loop->len && !loop->decided) {
        load_element(m, f, loop, line);
        return true;
    }
    return finish(m, line, out, second);
}

static gate_value nothing(gate_machine *m, const gate_loop *loop)
{
    return gate_fault_value(m, GATE_FAULT_NOTHING_TO_CHECK,
                      loop->dropped ? GATE_STR("`where` leaves no element") : GATE_STR("the list is empty"));
}

static gate_value worst_of(const gate_loop *loop, gate_value fine)
{
    if (loop->worst[0].tag != GATE_T_NULL) return loop->worst[0];
    if (loop->worst[1].tag != GATE_T_NULL) return loop->worst[1];
    return fine;
}

static gate_value conclude_condition(gate_machine *m, const gate_loop *loop)
{
    const uint32_t *n = loop->counts;
    bool empty = n[0] + n[1] + n[2] + n[3] == 0;
    switch ((gate_loop_kind)loop->kind) {
    case GATE_LOOP_ALL:
        if (empty && (loop->range.flags & GATE_V_EVIDENCE)) return nothing(m, loop);
        return n[GATE_FALSE] ? gate_value_bool(false) : worst_of(loop, gate_value_bool(true));
    case GATE_LOOP_EACH:
    case GATE_LOOP_ROSTER:
        if (empty) return nothing(m, loop);
        return n[GATE_FALSE] ? gate_value_bool(false) : worst_of(loop, gate_value_bool(true));
    case GATE_LOOP_EACH_OR_NONE:
        return n[GATE_FALSE] ? gate_value_bool(false) : worst_of(loop, gate_value_bool(true));
    case GATE_LOOP_EXISTS:
        return n[GATE_TRUE] ? gate_value_bool(true) : worst_of(loop, gate_value_bool(false));
    case GATE_LOOP_ANY:
        return n[GATE_TRUE] ? gate_value_bool(false) : worst_of(loop, gate_value_bool(true));
    case GATE_LOOP_ONE:
        return worst_of(loop, gate_value_bool(n[GATE_TRUE] == 1));
    case GATE_LOOP_LIST:
    case GATE_LOOP_MAP:
    case GATE_LOOP_COLLECT:
    case GATE_LOOP_KIND_COUNT:
        break;
    }
    return gate_value_null();
}

static gate_value conclude_made(gate_machine *m, const gate_loop *loop)
{
    gate_value worst = worst_of(loop, gate_value_null());
    if (worst.tag != GATE_T_NULL) return worst;
    if (loop->kind != GATE_LOOP_MAP) return gate_value_list(m->arena, loop->items, loop->made);
    gate_value map;
    size_t twice;
    if (gate_value_map(m->arena, loop->pairs, loop->made, &map, &twice)) return map;
    return gate_fault_value(m, GATE_FAULT_DUPLICATE, GATE_STR("a key"));
}

/* Ends the topmost loop. */
static bool finish(gate_machine *m, uint32_t line, gate_value *out, gate_value *second)
{
    gate_loop loop = m->loops[--m->loop_top];
    gate_value value = judges(&loop) ? conclude_condition(m, &loop) : conclude_made(m, &loop);
    uint8_t keep = value.flags & (GATE_V_DATUM | GATE_V_TROUBLED);
    value.flags = (uint8_t)(keep | loop.mark_of);
    if (m->explain) {
        uint32_t kids[4 + GATE_COUNT(loop.elements)];
        uint32_t count = 0;
        uint32_t beside = gate_reads_node(m, &loop);
        kids[count++] = gate_node_of(m, loop.range, line);
        for (uint32_t i = 0; i < loop.element_count; i++) kids[count++] = loop.elements[i];
        if (loop.tightest) kids[count++] = loop.tightest;
        /* What a list could not be made of is where its fault comes from. */
        if (!judges(&loop) && !gate_is_definite(value) && value.why) kids[count++] = value.why;
        if (beside) kids[count++] = beside;
        uint32_t node = gate_node_new(m, GATE_WHY_LOOP, line, value);
        if (node) {
            gate_why *why = &m->trace->nodes[node];
            why->op = loop.kind;
            memcpy(why->counts, loop.counts, sizeof why->counts);
            why->dropped = loop.dropped;
            gate_node_kids(m, node, kids, count);
        }
        value.why = node;
    }
    *out = value;
    *second = value;
    if (loop.kind == GATE_LOOP_COLLECT) {
        *out = gate_is_definite(value) ? loop.range : value;
        if (loop.range.tag == GATE_T_MAP && gate_is_definite(value)) {
            *out = gate_value_fault_types(m->arena, GATE_FAULT_NOT_A_LIST, GATE_STR(""), GATE_T_MAP, GATE_T_NULL);
        }
    }
    return false;
}

bool gate_loop_shows(const gate_machine *m, const gate_run_frame *f, gate_outcome outcome)
{
    if (m->loop_top == f->loop_base) return true; /* not in a loop of this unit */
    const gate_loop *loop = &m->loops[m->loop_top - 1];
    return loop->kept[outcome] < GATE_TRACE_KEPT && loop->element_count < GATE_COUNT(loop->elements);
}
