/* The loop: one case for each opcode. */
#include "vm/vm.h"

#include "vm/machine.h"

/* Pushes and pops are unchecked here: the verifier has proved every unit's stack. */
static void push(gate_run_frame *f, gate_value value)
{
    f->stack[f->sp++] = value;
}

static gate_value pop(gate_run_frame *f)
{
    return f->stack[--f->sp];
}

static gate_value *top(gate_run_frame *f)
{
    return &f->stack[f->sp - 1];
}

static void binary(gate_machine *m, gate_run_frame *f, gate_opcode op, uint32_t line)
{
    f->sp -= 2;
    gate_value *args = &f->stack[f->sp];
    gate_value value = gate_op_binary(m, op, args[0], args[1]);
    push(f, gate_node_apply(m, value, op, line, 0, args, 2));
}

static void unary(gate_machine *m, gate_run_frame *f, gate_opcode op, uint32_t line)
{
    gate_value arg = pop(f);
    push(f, gate_node_apply(m, gate_op_unary(m, op, arg), op, line, 0, &arg, 1));
}

static void make(gate_machine *m, gate_run_frame *f, const gate_instr *in, uint32_t line)
{
    bool map = in->op == GATE_I_MAP || in->op == GATE_I_MAP_OPT;
    bool optional = in->op == GATE_I_LIST_OPT || in->op == GATE_I_MAP_OPT;
    uint32_t count = map ? 2 * in->c : in->c;
    f->sp -= count;
    gate_value *items = &f->stack[f->sp];
    gate_value value = map ? gate_op_map(m, items, in->c, optional) : gate_op_list(m, items, count, optional);
    push(f, gate_node_apply(m, value, (gate_opcode)in->op, line, 0, items, count));
}

/* Deciding, what decides the connective by itself makes the other operand superfluous; but only when it bears
 * the mark already, so that the outcome bears the same mark as in explaining mode. */
static bool short_circuits(const gate_machine *m, const gate_instr *in, gate_value left)
{
    bool decides = left.tag == GATE_T_BOOL && left.as.boolean == (in->op == GATE_I_OR_TEST);
    return !m->explain && decides && (left.flags & GATE_V_EVIDENCE);
}

/* COND_TEST: only a bool lets the condition go on. */
static bool cond_test(gate_machine *m, gate_run_frame *f)
{
    *top(f) = gate_as_outcome(m, *top(f));
    return top(f)->tag == GATE_T_BOOL;
}

static void cond_end(gate_machine *m, gate_run_frame *f, uint32_t line)
{
    f->sp -= 2;
    gate_value *pair = &f->stack[f->sp];
    gate_value value = pair[1];
    value.flags |= pair[0].flags & GATE_V_EVIDENCE;
    push(f, gate_node_apply(m, value, GATE_I_COND_END, line, 0, pair, 2));
}

static void invoke(gate_machine *m, gate_run_frame *f, const gate_instr *in, uint32_t line)
{
    f->sp -= in->b;
    gate_value *args = &f->stack[f->sp];
    gate_value value = gate_machine_unit(m, m->program->defs[in->c].unit, args, in->b);
    if (m->explain) {
        gate_value inner = value;
        uint32_t kids[2] = {0, gate_node_of(m, inner, line)};
        uint32_t node = gate_node_new(m, GATE_WHY_INVOKE, line, value);
        if (node) m->trace->nodes[node].index = in->c;
        gate_node_kids(m, node, &kids[1], 1);
        /* A def that only picks a value out of evidence gives that value, with its place. */
        uint8_t kind = m->trace->nodes[kids[1]].kind;
        bool picked = kind == GATE_WHY_STEP || kind == GATE_WHY_EVIDENCE ||
                      m->trace->nodes[kids[1]].flags & GATE_WHY_PICKED;
        value.why = node && !picked ? node : inner.why;
    }
    push(f, value);
}

static gate_str joined(gate_machine *m, const gate_value *parts, uint32_t count)
{
    gate_buf text = gate_buf_new(m->arena);
    for (uint32_t i = 0; i < count; i++) {
        if (!gate_is_definite(parts[i])) {
            gate_buf_c(&text, "‹missing›");
        } else if (parts[i].tag == GATE_T_STRING) {
            gate_buf_add(&text, gate_str_sub(parts[i].as.str, 0, 1000));
        } else {
            gate_value_show(&text, parts[i], 200);
        }
    }
    return gate_buf_str(&text);
}

static void say(gate_machine *m, gate_run_frame *f, uint32_t count, uint32_t line)
{
    f->sp -= count;
    gate_str text = joined(m, &f->stack[f->sp], count);
    gate_value *outcome = top(f);
    bool reads = false;
    for (uint32_t i = 1; i <= count; i++) reads = reads || outcome[i].why;
    /* What a memo holds is shared by all who read it: this outcome gets a node of its own there; and where the
     * message tells what it read, that is read for the outcome too. */
    if (reads || outcome->why < m->pin) {
        if (outcome->why) line = m->trace->nodes[outcome->why].line;
        *outcome = gate_node_apply(m, *outcome, GATE_I_OUTCOME, line, 0, outcome, 1 + count);
    }
    if (outcome->why) m->trace->nodes[outcome->why].say = text;
}

static bool says(gate_machine *m, gate_run_frame *f, const gate_instr *in)
{
    if (!m->explain) return false;
    gate_outcome outcome = gate_outcome_of(*top(f));
    bool bad = in->a ? outcome != GATE_FALSE : outcome != GATE_TRUE;
    return bad && gate_loop_shows(m, f, outcome);
}

/* How large the value that an instruction left was. */
static void note_size(const gate_machine *m, const gate_run_frame *f, uint32_t line)
{
    const gate_sizes *sizes = m->inputs->sizes;
    if (f->sp == 0) return;
    gate_value value = f->stack[f->sp - 1];
    uint64_t len = value.tag == GATE_T_LIST     ? gate_list_len(value)
                   : value.tag == GATE_T_MAP    ? gate_map_len(value)
                   : value.tag == GATE_T_STRING ? value.as.str.len / 16
                                                : 0;
    if (len > sizes->lens[line]) sizes->lens[line] = len;
    if (sizes->deeps[line] == GATE_SIZE_UNASKED) return;
    uint64_t deep = gate_value_weight(value, SIZE_MAX);
    if (deep > sizes->deeps[line]) sizes->deeps[line] = deep;
}

/* Runs until RETURN. */
static gate_value run(gate_machine *m, gate_run_frame *f)
{
    const gate_instr *code = m->program->code + f->unit->first;
    for (;;) {
        const gate_instr *in = &code[f->pc];
        uint32_t line = f->unit->first + f->pc++;
        gate_value a, b;
        if (!gate_machine_charge(m, 1)) return gate_fault_value(m, GATE_FAULT_FUEL, GATE_STR(""));
        switch ((gate_opcode)in->op) {
        case GATE_I_CONST:
            push(f, m->linked->consts[in->c]);
            break;
        case GATE_I_PARAM:
            push(f, gate_load_param(m, in->c, line));
            break;
        case GATE_I_EVIDENCE:
            push(f, gate_load_evidence(m, in->c, line));
            break;
        case GATE_I_PATH:
            push(f, gate_load_path(m, in->c, line));
            break;
        case GATE_I_LET:
            push(f, gate_load_let(m, in->c, line));
            break;
        case GATE_I_NOW:
            push(f, m->inputs->has_now ? gate_value_instant(m->inputs->now)
                                       : gate_fault_value(m, GATE_FAULT_RANGE, GATE_STR("no time was given")));
            break;
        case GATE_I_LOCAL:
            push(f, f->locals[in->c]);
            break;
        case GATE_I_STORE:
            f->locals[in->c] = pop(f);
            break;
        case GATE_I_FIELD:
        case GATE_I_FIELD_OPT:
        case GATE_I_HAS:
            a = pop(f);
            push(f, gate_op_field(m, (gate_opcode)in->op, a, m->linked->consts[in->c].as.str, line));
            break;
        case GATE_I_INDEX:
        case GATE_I_INDEX_OPT:
            b = pop(f);
            a = pop(f);
            push(f, gate_op_index(m, (gate_opcode)in->op, a, b, line));
            break;
        case GATE_I_LIST:
        case GATE_I_LIST_OPT:
        case GATE_I_MAP:
        case GATE_I_MAP_OPT:
            make(m, f, in, line);
            break;
        case GATE_I_SOME:
            if (gate_is_definite(*top(f))) {
                a = pop(f);
                b = gate_value_some(m->arena, a);
                b.flags |= a.flags & GATE_V_EVIDENCE;
                b.why = a.why;
                push(f, b);
            }
            break;
        case GATE_I_ADD:
        case GATE_I_SUB:
        case GATE_I_MUL:
        case GATE_I_DIV:
        case GATE_I_MOD:
        case GATE_I_EQ:
        case GATE_I_NE:
        case GATE_I_LT:
        case GATE_I_LE:
        case GATE_I_GT:
        case GATE_I_GE:
        case GATE_I_IN:
        case GATE_I_AND:
        case GATE_I_OR:
            binary(m, f, (gate_opcode)in->op, line);
            break;
        case GATE_I_NEG:
        case GATE_I_NOT:
            unary(m, f, (gate_opcode)in->op, line);
            break;
        case GATE_I_AND_TEST:
        case GATE_I_OR_TEST:
            a = *top(f);
            if (short_circuits(m, in, a)) f->pc = in->c;
            break;
        case GATE_I_COND_TEST:
            if (!cond_test(m, f)) f->pc = in->c;
            break;
        case GATE_I_JUMP_FALSE:
            if (!top(f)->as.boolean) f->pc = in->c;
            break;
        case GATE_I_COND_END:
            cond_end(m, f, line);
            break;
        case GATE_I_JUMP:
            f->pc = in->c;
            break;
        case GATE_I_OUTCOME:
            *top(f) = gate_as_outcome(m, *top(f));
            break;
        case GATE_I_LOOP:
            a = pop(f);
            if (!gate_loop_begin(m, f, in, a, line, &a, &b)) {
                push(f, a);
                if ((in->a & ~GATE_LOOP_TWO) == GATE_LOOP_COLLECT) push(f, b);
                f->pc = in->c;
            }
            break;
        case GATE_I_LOOP_TEST:
            if (!gate_loop_test(m, pop(f), line)) f->pc = in->c;
            break;
        case GATE_I_LOOP_NEXT:
        case GATE_I_LOOP_STEP:
            if (in->op == GATE_I_LOOP_NEXT) a = pop(f);
            if (gate_loop_next(m, f, in->op == GATE_I_LOOP_NEXT ? &a : NULL, line, &a, &b)) {
                f->pc = in->c;
            } else {
                push(f, a);
                if ((in->a & ~GATE_LOOP_TWO) == GATE_LOOP_COLLECT) push(f, b);
                if (in->op == GATE_I_LOOP_NEXT) f->pc++; /* over the LOOP_STEP that follows every LOOP_NEXT */
            }
            break;
        case GATE_I_CALL:
            f->sp -= in->b;
            push(f, gate_call_builtin(m, in->c, &f->stack[f->sp], in->b, line));
            break;
        case GATE_I_INVOKE:
            invoke(m, f, in, line);
            break;
        case GATE_I_RETURN:
            return pop(f);
        case GATE_I_SAY_TEST:
            if (!says(m, f, in)) f->pc = in->c;
            break;
        case GATE_I_SAY:
            say(m, f, in->c, line);
            break;
        case GATE_I_TEXT:
            f->sp -= in->c;
            a = gate_value_str(joined(m, &f->stack[f->sp], in->c));
            push(f, a);
            break;
        case GATE_OPCODE_COUNT:
            break;
        }
        if (m->inputs->sizes) note_size(m, f, line);
    }
}

gate_value gate_machine_unit(gate_machine *m, uint32_t unit, const gate_value *locals, uint32_t count)
{
    const gate_p_unit *u = &m->program->units[unit];
    uint64_t need = (uint64_t)u->locals + u->stack;
    if (m->depth == GATE_MAX_CALLS || need > GATE_SLOTS - m->slot_top || m->loop_top + u->loops > GATE_LOOPS) {
        return gate_fault_value(m, GATE_FAULT_DEPTH, GATE_STR(""));
    }
    gate_run_frame f = {.unit = u, .locals = m->slots + m->slot_top, .loop_base = m->loop_top};
    f.stack = f.locals + u->locals;
    for (uint32_t i = 0; i < count && i < u->locals; i++) f.locals[i] = locals[i];
    /* A row that cannot be begun tells its texts without its element: null, not what was here before. */
    for (uint32_t i = count; i < GATE_ROW_LOCALS && i < u->locals; i++) f.locals[i] = gate_value_null();
    m->slot_top += (uint32_t)need;
    m->depth++;
    gate_value value = run(m, &f);
    m->depth--;
    m->slot_top -= (uint32_t)need;
    m->loop_top = f.loop_base;
    return value;
}

gate_value gate_run_unit(gate_arena *arena, const gate_linked *linked, const gate_inputs *inputs, gate_mode mode,
                         uint32_t unit, gate_trace *trace, uint64_t *fuel_used)
{
    gate_machine *m = gate_machine_new(arena, linked, inputs, mode, trace);
    gate_value value = gate_machine_unit(m, unit, NULL, 0);
    if (fuel_used) *fuel_used = m->used;
    return value;
}
