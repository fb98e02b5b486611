/* The bound of a unit: its instructions once each, in the order of the code, on sizes in place of
 * values. Jumps only go forward but at the end of a loop, so one pass sees everything. */
#include "vm/cost.h"

#include "base/map.h"
#include "vm/cost_part.h"
#include "vm/pattern.h"

#include <string.h>

/* -- sizes --------------------------------------------------------------------------------------------- */

static uint32_t variable(gate_coster *c, uint32_t line, bool deep)
{
    gate_str text = gate_program_slice(c->program, c->program->lines[line]);
    gate_buf name = gate_buf_new(c->arena);
    gate_buf_c(&name, deep ? "deep(" : "");
    bool space = false;
    for (size_t i = 0; i < text.len; i++) { /* on one line, whatever the policy has between its words */
        bool blank = text.ptr[i] == ' ' || text.ptr[i] == '\n' || text.ptr[i] == '\t' || text.ptr[i] == '\r';
        if (!blank && space) gate_buf_char(&name, ' ');
        if (!blank) gate_buf_char(&name, text.ptr[i]);
        space = blank;
    }
    gate_buf_c(&name, deep ? ")" : "");
    const void *known = gate_map_get(&c->by_name, gate_buf_str(&name));
    uint32_t var = known ? (uint32_t)((uintptr_t)known - 1) : c->names.len;
    if (!known) {
        gate_vec_push(c->arena, &c->names, gate_buf_str(&name));
        gate_map_put(&c->by_name, gate_buf_str(&name), (void *)((uintptr_t)var + 1));
    }
    gate_vec_push(c->arena, &c->points, (gate_cost_point){line, var, deep});
    return var;
}

gate_poly gate_size_len(gate_coster *c, gate_abstract v)
{
    if (v.line == GATE_NO) return v.len;
    return gate_poly_var(c->arena, variable(c, v.line, false));
}

gate_poly gate_size_deep(gate_coster *c, gate_abstract v)
{
    if (v.line == GATE_NO) return v.deep;
    return gate_poly_var(c->arena, variable(c, v.line, true));
}

static gate_abstract unknown(uint32_t line)
{
    return (gate_abstract){.line = line};
}

static gate_abstract scalar(gate_coster *c)
{
    return (gate_abstract){
        .line = GATE_NO, .scalar = true, .fixed = true, .deep = gate_poly_const(c->arena, 1)};
}

static gate_abstract constant(gate_coster *c, uint32_t index)
{
    gate_value value = gate_program_const(c->program, index);
    gate_abstract made = scalar(c);
    if (value.tag != GATE_T_STRING) return made;
    made.scalar = false;
    made.len = gate_poly_const(c->arena, value.as.str.len / 16);
    made.deep = gate_poly_const(c->arena, 1 + value.as.str.len / 16);
    return made;
}

static gate_poly plus(gate_coster *c, gate_poly a, gate_poly b)
{
    return gate_poly_add(c->arena, a, b);
}

static gate_poly times(gate_coster *c, gate_poly a, gate_poly b)
{
    return gate_poly_mul(c->arena, a, b);
}

static gate_poly number(gate_coster *c, uint64_t value)
{
    return gate_poly_const(c->arena, value);
}

/* Of one value or the other: never less than either. */
static gate_abstract either(gate_coster *c, gate_abstract a, gate_abstract b)
{
    gate_abstract made = {.line = GATE_NO, .scalar = a.scalar && b.scalar, .fixed = a.fixed && b.fixed};
    if (made.scalar) return scalar(c);
    made.len = plus(c, gate_size_len(c, a), gate_size_len(c, b));
    made.deep = plus(c, gate_size_deep(c, a), gate_size_deep(c, b));
    return made;
}

/* -- operators ------------------------------------------------------------------------------------------- */

static void charge(gate_cost_frame *f, gate_poly units)
{
    f->cost = gate_poly_add(f->c->arena, f->cost, units);
}

static gate_abstract pop(gate_cost_frame *f)
{
    return f->stack[--f->sp];
}

static void push(gate_cost_frame *f, gate_abstract value)
{
    f->stack[f->sp++] = value;
}

/* What equality may look at: the smaller of two deep weights, so a constant's where one is. */
static gate_poly compared(gate_cost_frame *f, gate_abstract a, gate_abstract b)
{
    if (a.scalar || b.scalar) return number(f->c, 0); /* of two kinds, or no more than a look */
    return gate_size_deep(f->c, b.fixed ? b : a);
}

static void add_or_join(gate_cost_frame *f, gate_abstract a, gate_abstract b)
{
    gate_coster *c = f->c;
    if (a.scalar || b.scalar) {
        push(f, scalar(c));
        return;
    }
    gate_abstract made = {.line = GATE_NO};
    made.len =
        plus(c, plus(c, gate_size_len(c, a), gate_size_len(c, b)), number(c, 1)); /* 1: of two texts' rests */
    made.deep = plus(c, gate_size_deep(c, a), gate_size_deep(c, b));
    charge(f, made.len);
    push(f, made);
}

static void binary(gate_cost_frame *f, gate_opcode op)
{
    gate_coster *c = f->c;
    gate_abstract b = pop(f), a = pop(f);
    if (op == GATE_I_ADD) {
        add_or_join(f, a, b);
        return;
    }
    if (op == GATE_I_EQ || op == GATE_I_NE) charge(f, compared(f, a, b));
    if (op == GATE_I_IN) {
        gate_poly each = gate_size_len(c, b);
        charge(f, each);
        if (a.fixed) {
            charge(f, times(c, each, gate_size_deep(c, a)));
        } else {
            charge(f, gate_size_deep(c, b));
        }
    }
    push(f, scalar(c));
}

static void collection(gate_cost_frame *f, const gate_instr *in)
{
    gate_coster *c = f->c;
    bool map = in->op == GATE_I_MAP || in->op == GATE_I_MAP_OPT;
    gate_abstract made = {.line = GATE_NO, .fixed = true, .len = number(c, in->c), .deep = number(c, 1)};
    for (uint32_t i = 0; i < (map ? 2 * in->c : in->c); i++) {
        gate_abstract item = pop(f);
        made.fixed = made.fixed && item.fixed;
        made.deep = plus(c, made.deep, gate_size_deep(c, item));
    }
    push(f, made);
}

/* -- loops ------------------------------------------------------------------------------------------------
 */

static void loop_begin(gate_cost_frame *f, const gate_instr *in, uint32_t line)
{
    gate_cost_loop *loop = &f->loops[f->loop_top++];
    *loop =
        (gate_cost_loop){.kind = in->a & ~GATE_LOOP_TWO, .range = pop(f), .line = line, .outside = f->cost};
    f->cost = number(f->c, 0);
    f->locals[in->b] = unknown(GATE_NO);
    f->known[in->b] = false;
    if (in->a & GATE_LOOP_TWO) f->known[in->b + 1] = false;
}

/* At LOOP_STEP, which ends every loop: what the body costs is paid for every element, with the step. */
static void loop_end(gate_cost_frame *f)
{
    gate_coster *c = f->c;
    gate_cost_loop *loop = &f->loops[--f->loop_top];
    gate_poly count = gate_size_len(c, loop->range);
    gate_poly each = plus(c, f->cost, number(c, 1));
    f->cost = plus(c, loop->outside, times(c, count, each));
    bool made =
        loop->kind == GATE_LOOP_LIST || loop->kind == GATE_LOOP_MAP || loop->kind == GATE_LOOP_COLLECT;
    if (!made) {
        push(f, scalar(c));
        return;
    }
    gate_abstract out = {.line = GATE_NO, .len = count};
    out.deep = plus(c, number(c, 1), times(c, count, gate_size_deep(c, loop->body)));
    if (loop->kind == GATE_LOOP_MAP) out.deep = plus(c, out.deep, gate_size_deep(c, loop->range));
    if (loop->kind == GATE_LOOP_COLLECT) push(f, loop->range);
    push(f, out);
}

/* -- calls --------------------------------------------------------------------------------------------------
 */

/* The charges that bodies make beyond their row's formula. */
static void charge_body(gate_cost_frame *f, gate_str name, const gate_abstract *args, uint32_t argc,
                        uint32_t line)
{
    gate_coster *c = f->c;
    bool makes =
        gate_str_eq_c(name, "replace") || gate_str_eq_c(name, "split") || gate_str_eq_c(name, "lists.range");
    if (makes) charge(f, gate_size_len(c, unknown(line)));
    if (gate_str_eq_c(name, "matches")) charge(f, number(c, gate_pattern_fuel(SIZE_MAX) / 16 + 1));
    if (gate_str_eq_c(name, "semver"))
        charge(f, plus(c, times(c, number(c, 4), gate_size_len(c, args[0])), number(c, 4)));
    if (gate_str_eq_c(name, "distinct"))
        charge(f, times(c, gate_size_len(c, args[0]), gate_size_deep(c, args[0])));
    if (!gate_str_starts(name, GATE_STR("sets.")) || argc != 2) return;
    charge(f, times(c, gate_size_len(c, args[0]), gate_size_deep(c, args[1])));
    charge(f, times(c, gate_size_len(c, args[1]), gate_size_deep(c, args[0])));
}

/* As vm/call.c counts a list, a map or a text; 1 of others. */
static gate_poly counted(gate_coster *c, gate_abstract v)
{
    return plus(c, gate_size_len(c, v), number(c, 1));
}

static void charge_row(gate_cost_frame *f, gate_fn_cost cost, const gate_abstract *args, uint32_t argc)
{
    gate_coster *c = f->c;
    switch (cost) {
    case GATE_COST_ONE:
        break;
    case GATE_COST_SUM:
        for (uint32_t i = 0; i < argc; i++)
            charge(f, counted(c, args[i]));
        break;
    case GATE_COST_SORT: /* no list has 2^40 elements: its logarithm is a number */
        charge(f, times(c, number(c, 40), counted(c, args[0])));
        break;
    case GATE_COST_MUL:
        charge(f, argc > 1 ? times(c, counted(c, args[0]), counted(c, args[1])) : counted(c, args[0]));
        break;
    case GATE_COST_DEEP:
        for (uint32_t i = 0; i < argc; i++)
            charge(f, gate_size_deep(c, args[i]));
        break;
    }
}

/* Is the result a number, a bool or a time, by every row's signature? */
static bool gives_scalar(const gate_bound_call *call)
{
    static const char *const words[] = {"bool", "int", "double", "number", "timestamp", "duration", "type"};
    for (uint32_t i = 0; i < call->count; i++) {
        const char *result = strrchr(call->overloads[i].row->signature, ' ');
        bool found = false;
        for (size_t w = 0; result && w < GATE_COUNT(words); w++)
            found = found || strcmp(result + 1, words[w]) == 0;
        if (!found) return false;
    }
    return call->count > 0;
}

static void call(gate_cost_frame *f, const gate_instr *in, uint32_t line)
{
    const gate_bound_call *bound = &f->c->linked->calls[in->c];
    f->sp -= in->b;
    gate_abstract *args = &f->stack[f->sp];
    uint32_t seen = 0;
    for (uint32_t i = 0; i < bound->count;
         i++) { /* one row is called: each formula of the rows counts once */
        uint32_t bit = 1u << bound->overloads[i].row->cost;
        if (!(seen & bit)) charge_row(f, bound->overloads[i].row->cost, args, in->b);
        seen |= bit;
    }
    charge_body(f, bound->name, args, in->b, line);
    push(f, gives_scalar(bound) ? scalar(f->c) : unknown(line));
}

/* -- one instruction
 * ------------------------------------------------------------------------------------------ */

/* A jump over the other branch: what is on top waits for its target. */
static void branch(gate_cost_frame *f, uint32_t target)
{
    gate_cost_wait *wait = &f->waits[f->wait_count++];
    *wait = (gate_cost_wait){target, pop(f)};
}

static void arrive(gate_cost_frame *f, uint32_t pc)
{
    while (f->wait_count > 0 && f->waits[f->wait_count - 1].target == pc) {
        gate_abstract other = f->waits[--f->wait_count].value;
        f->stack[f->sp - 1] = either(f->c, f->stack[f->sp - 1], other);
    }
}

static void keep_local(gate_cost_frame *f, uint32_t slot)
{
    f->locals[slot] = pop(f);
    f->known[slot] = true;
}

static void local(gate_cost_frame *f, uint32_t slot, uint32_t line)
{
    push(f, f->known[slot] ? f->locals[slot] : unknown(line));
}

static void step(gate_cost_frame *f, const gate_instr *in, uint32_t pc, uint32_t line)
{
    gate_coster *c = f->c;
    gate_abstract top;
    arrive(f, pc);
    charge(f, number(c, 1));
    switch ((gate_opcode)in->op) {
    case GATE_I_CONST:
        push(f, constant(c, in->c));
        break;
    case GATE_I_PARAM:
    case GATE_I_EVIDENCE:
    case GATE_I_PATH:
    case GATE_I_LET:
        push(f, unknown(line));
        break;
    case GATE_I_NOW:
        push(f, scalar(c));
        break;
    case GATE_I_LOCAL:
        local(f, in->c, line);
        break;
    case GATE_I_STORE:
        keep_local(f, in->c);
        break;
    case GATE_I_FIELD:
    case GATE_I_FIELD_OPT:
        f->stack[f->sp - 1] = unknown(line);
        break;
    case GATE_I_HAS:
    case GATE_I_NOT:
        f->stack[f->sp - 1] = scalar(c);
        break;
    case GATE_I_NEG:
        f->stack[f->sp - 1] = scalar(c);
        break;
    case GATE_I_INDEX:
    case GATE_I_INDEX_OPT:
        f->sp--;
        f->stack[f->sp - 1] = unknown(line);
        break;
    case GATE_I_LIST:
    case GATE_I_LIST_OPT:
    case GATE_I_MAP:
    case GATE_I_MAP_OPT:
        collection(f, in);
        break;
    case GATE_I_SOME:
        top = pop(f);
        top = (gate_abstract){
            .line = GATE_NO, .len = number(c, 0), .deep = plus(c, gate_size_deep(c, top), number(c, 1))};
        push(f, top);
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
        binary(f, (gate_opcode)in->op);
        break;
    case GATE_I_AND_TEST:
    case GATE_I_OR_TEST:
    case GATE_I_COND_TEST:
    case GATE_I_JUMP_FALSE:
    case GATE_I_OUTCOME:
    case GATE_I_SAY_TEST:
        break; /* the top stays; where they jump to, no other size stands there */
    case GATE_I_COND_END:
        top = pop(f);
        f->stack[f->sp - 1] = top;
        break;
    case GATE_I_JUMP:
        branch(f, in->c);
        break;
    case GATE_I_LOOP:
        loop_begin(f, in, line);
        break;
    case GATE_I_LOOP_TEST:
        f->sp--;
        break;
    case GATE_I_LOOP_NEXT:
        f->loops[f->loop_top - 1].body = pop(f);
        break;
    case GATE_I_LOOP_STEP:
        loop_end(f);
        break;
    case GATE_I_CALL:
        call(f, in, line);
        break;
    case GATE_I_INVOKE:
        f->sp -= in->b;
        charge(f, gate_cost_unit(c, c->program->defs[in->c].unit, NULL));
        push(f, unknown(line));
        break;
    case GATE_I_SAY:
        f->sp -= in->c;
        break;
    case GATE_I_TEXT:
        f->sp -= in->c;
        push(f, unknown(line));
        break;
    case GATE_I_RETURN:
    case GATE_OPCODE_COUNT:
        break;
    }
}

gate_poly gate_cost_unit(gate_coster *c, uint32_t unit, gate_abstract *result)
{
    gate_unit_cost *known = &c->units[unit];
    const gate_p_unit *u = &c->program->units[unit];
    if (!known->done) {
        gate_cost_frame f = {.c = c, .cost = number(c, 0)};
        f.stack = GATE_ARRAY(c->arena, gate_abstract, u->stack + 2);
        f.locals = GATE_ARRAY(c->arena, gate_abstract, u->locals + 1);
        f.known = GATE_ARRAY(c->arena, bool, u->locals + 1);
        f.loops = GATE_ARRAY(c->arena, gate_cost_loop, u->loops + 1);
        f.waits = GATE_ARRAY(c->arena, gate_cost_wait, u->count + 1);
        for (uint32_t pc = 0; pc < u->count; pc++)
            step(&f, &c->program->code[u->first + pc], pc, u->first + pc);
        known->cost = f.cost;
        known->result = f.sp ? f.stack[f.sp - 1] : scalar(c);
        known->done = true;
    }
    if (result) *result = known->result;
    return known->cost;
}
