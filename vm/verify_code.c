/* The verifier's part for code: one pass over a unit, from its first instruction to its last. Jumps
 * lead forward, but for those of a loop to its own begin, so that everything an instruction can be
 * reached with is known when the pass comes to it: no iteration, and time in the unit's length.
 *
 * Beside the stack it proves that every local is filled before it is read, and that nothing made in one
 * round of a loop is seen in the next: a loop drops the trace's nodes of a round (vm/loop.c), and what
 * still pointed at them could make the trace a circle. */
#include "vm/machine.h"
#include "vm/verify_part.h"

/* What a jump brings to an instruction. */
typedef struct landing {
    uint32_t from;  /* the first instruction that jumps here, + 1; 0: none does */
    uint32_t depth; /* of the stack */
    uint32_t loop;  /* begin of the loop that it stands in, + 1; 0: in none */
} landing;

typedef struct open_loop {
    uint32_t start, exit; /* the LOOP; what follows its LOOP_STEP */
    uint32_t base;        /* depth of the stack in its body */
    uint8_t kind;         /* `a` of its instructions */
} open_loop;

/* Times are instructions counted over all units, so that what an earlier unit left behind is merely
 * old. */
typedef struct local {
    uint64_t set;   /* when it was filled */
    uint64_t unset; /* when what it held was given up */
    uint64_t read;  /* when it was read last */
} local;

typedef struct filling {
    uint64_t at;
    uint32_t slot;
} filling;

struct gate_code_scratch {
    landing *landings; /* by instruction */
    local *locals;
    filling *fillings; /* of locals that still hold, oldest first */
    open_loop loops[GATE_LOOPS];
    uint64_t now; /* before the unit's first instruction */
};

typedef struct pass {
    gate_verifier *v;
    gate_code_scratch *s;
    const gate_p_unit *unit;
    const gate_instr *code;
    uint32_t presets;
    uint32_t pc, depth;
    bool live; /* the instruction before goes on here */
    uint32_t loops, fillings;
} pass;

static gate_code_scratch *scratch_new(gate_verifier *v)
{
    const gate_program *p = v->program;
    size_t longest = 0, locals = 0;
    for (uint32_t i = 0; i < p->units_count; i++) {
        if (p->units[i].count > longest) longest = p->units[i].count;
        if (p->units[i].locals > locals) locals = p->units[i].locals;
    }
    gate_code_scratch *s = GATE_NEW(v->arena, gate_code_scratch);
    s->landings = GATE_ARRAY(v->arena, landing, longest);
    s->locals = GATE_ARRAY(v->arena, local, locals);
    s->fillings = GATE_ARRAY(v->arena, filling, 2 * longest); /* an instruction fills two at most */
    s->now = 1;
    return s;
}

#define BAD(p, ...) gate_verify_bad((p)->v, "code", (p)->unit->first + (p)->pc, __VA_ARGS__)

static uint64_t time_of(const pass *p, uint32_t pc)
{
    return p->s->now + 1 + pc;
}

/* Depth below which the instruction at hand may not reach. */
static uint32_t bottom(const pass *p)
{
    return p->loops ? p->s->loops[p->loops - 1].base : 0;
}

static uint32_t loop_id(const pass *p)
{
    return p->loops ? p->s->loops[p->loops - 1].start + 1 : 0;
}

/* -- locals --------------------------------------------------------------------------------------- */

/* When the local was filled with what it holds; 0: it holds nothing. */
static uint64_t filled(const pass *p, uint32_t slot)
{
    const local *l = &p->s->locals[slot];
    if (l->set >= p->s->now) return l->set;
    return slot < p->presets && l->unset < p->s->now ? p->s->now : 0;
}

static bool read_local(pass *p, uint32_t slot)
{
    if (!filled(p, slot)) return BAD(p, "local %u is read before it is filled", (unsigned)slot);
    p->s->locals[slot].read = time_of(p, p->pc);
    return true;
}

static bool fill_local(pass *p, uint32_t slot)
{
    local *l = &p->s->locals[slot];
    uint64_t before = filled(p, slot);
    if (before) {
        /* The outermost loop that began since: its next round would read what this round left. */
        uint32_t lo = 0, hi = p->loops;
        while (lo < hi) {
            uint32_t middle = lo + (hi - lo) / 2;
            if (time_of(p, p->s->loops[middle].start) > before) {
                hi = middle;
            } else {
                lo = middle + 1;
            }
        }
        if (lo < p->loops && l->read >= time_of(p, p->s->loops[lo].start)) {
            return BAD(p, "local %u is filled anew after the loop has read it", (unsigned)slot);
        }
    }
    l->set = time_of(p, p->pc);
    p->s->fillings[p->fillings++] = (filling){l->set, slot};
    return true;
}

/* What was filled since [from] need not have been on the way that jumped from there. */
static void forget(pass *p, uint32_t from)
{
    uint64_t since = time_of(p, from);
    while (p->fillings > 0 && p->s->fillings[p->fillings - 1].at >= since) {
        local *l = &p->s->locals[p->s->fillings[--p->fillings].slot];
        l->set = 0;
        l->unset = time_of(p, p->pc);
    }
}

/* -- stack and jumps ------------------------------------------------------------------------------ */

static bool pop(pass *p, uint64_t count)
{
    if (count > p->depth - bottom(p))
        return BAD(p, "the stack holds %u values too few", (unsigned)(count - (p->depth - bottom(p))));
    p->depth -= (uint32_t)count;
    return true;
}

static bool push(pass *p, uint32_t count)
{
    if (count > p->unit->stack - p->depth)
        return BAD(p, "the stack holds more than %u values", (unsigned)p->unit->stack);
    p->depth += count;
    return true;
}

/* Notes that the instruction at hand may go on at [to] with that depth. */
static bool jump(pass *p, uint32_t to, uint32_t depth)
{
    if (to <= p->pc) return BAD(p, "it jumps back");
    if (to >= p->unit->count) return BAD(p, "it jumps out of its unit");
    if (depth > p->unit->stack)
        return BAD(p, "the stack holds more than %u values", (unsigned)p->unit->stack);
    landing *l = &p->s->landings[to];
    if (!l->from) {
        *l = (landing){p->pc + 1, depth, loop_id(p)};
        return true;
    }
    if (l->depth == depth && l->loop == loop_id(p)) return true;
    return BAD(p, "it jumps to %u otherwise than %u does", (unsigned)to, (unsigned)(l->from - 1));
}

/* Puts together the ways that lead to the instruction at hand. */
static bool arrive(pass *p)
{
    landing *l = &p->s->landings[p->pc];
    if (!l->from) return p->live || BAD(p, "it is never reached");
    if (l->loop != loop_id(p)) return BAD(p, "%u jumps into or out of a loop", (unsigned)(l->from - 1));
    if (p->live && l->depth != p->depth)
        return BAD(p, "the stack differs from that of the jump at %u", (unsigned)(l->from - 1));
    p->depth = l->depth;
    p->live = true;
    forget(p, l->from - 1);
    return true;
}

/* -- loops ---------------------------------------------------------------------------------------- */

static uint32_t results(uint8_t kind)
{
    return (kind & (uint8_t)~GATE_LOOP_TWO) == GATE_LOOP_COLLECT ? 2 : 1;
}

static bool begin_loop(pass *p, const gate_instr *in)
{
    if ((in->a & (uint8_t)~GATE_LOOP_TWO) >= GATE_LOOP_KIND_COUNT)
        return BAD(p, "no loop is of kind %u", (unsigned)in->a);
    uint32_t variables = in->a & GATE_LOOP_TWO ? 2 : 1;
    if (!gate_verify_range(in->b, variables, p->unit->locals))
        return BAD(p, "there is no local %u", (unsigned)in->b);
    if (p->loops == p->unit->loops)
        return BAD(p, "more than %u loops in each other", (unsigned)p->unit->loops);
    /* A body that leaves a value takes an instruction at least. */
    if (in->c >= p->unit->count || in->c < 4 || in->c - 4 < p->pc) return BAD(p, "its loop has no end");
    if (p->code[in->c - 1].op != GATE_I_LOOP_STEP || p->code[in->c - 2].op != GATE_I_LOOP_NEXT) {
        return BAD(p, "its loop does not end in LOOP_NEXT and LOOP_STEP");
    }
    if (!pop(p, 1) || !jump(p, in->c, p->depth + results(in->a))) return false;
    for (uint32_t i = 0; i < variables; i++) {
        if (!fill_local(p, in->b + i)) return false;
    }
    p->s->loops[p->loops++] = (open_loop){p->pc, in->c, p->depth, in->a};
    return true;
}

static bool test_loop(pass *p, const gate_instr *in)
{
    if (p->loops == 0) return BAD(p, "no loop is open");
    if (in->c != p->s->loops[p->loops - 1].exit - 1)
        return BAD(p, "it does not jump to its loop's LOOP_STEP");
    if (!pop(p, 1)) return false;
    return p->depth == bottom(p) ? jump(p, in->c, p->depth) : BAD(p, "values are left on the stack");
}

/* LOOP_NEXT and the LOOP_STEP behind it: the VM goes from either to the begin or past both. */
static bool end_loop(pass *p, const gate_instr *in)
{
    if (p->loops == 0) return BAD(p, "no loop is open");
    const open_loop *loop = &p->s->loops[p->loops - 1];
    if (p->pc + 2 != loop->exit) return BAD(p, "it is not at its loop's end");
    const gate_instr *step = in + 1;
    if (in->a != loop->kind || step->a != loop->kind) return BAD(p, "its kind is not its loop's");
    if (in->c != loop->start + 1 || step->c != loop->start + 1)
        return BAD(p, "it does not jump to its loop's begin");
    if (p->depth != loop->base + 1)
        return BAD(p, "the body leaves %u values, not 1", (unsigned)(p->depth - loop->base));
    p->pc++;
    const landing *l = &p->s->landings[p->pc];
    if (l->from && (l->depth != loop->base || l->loop != loop->start + 1))
        return BAD(p, "the stack differs from LOOP_TEST's");
    p->depth = loop->base;
    uint32_t made = results(loop->kind);
    p->loops--;
    return push(p, made);
}

/* -- instructions --------------------------------------------------------------------------------- */

/* Is the operand `c` one that there is? Jumps are looked at where they are taken. */
static bool operand(pass *p, const gate_instr *in, gate_operand kind)
{
    const gate_program *program = p->v->program;
    uint32_t len = 0;
    const char *what = "";
    switch (kind) {
    case GATE_C_NONE:
    case GATE_C_COUNT:
    case GATE_C_JUMP:
        return true;
    case GATE_C_CONST:
        len = program->consts_count;
        what = "constant";
        break;
    case GATE_C_PARAM:
        len = program->params_count;
        what = "parameter";
        break;
    case GATE_C_EVIDENCE:
        len = program->evidence_count;
        what = "evidence";
        break;
    case GATE_C_PATH:
        len = program->paths_count;
        what = "path";
        break;
    case GATE_C_LET:
        len = program->lets_count;
        what = "let";
        break;
    case GATE_C_DEF:
        len = program->defs_count;
        what = "function";
        break;
    case GATE_C_CALL:
        len = program->calls_count;
        what = "call";
        break;
    case GATE_C_SLOT:
        len = p->unit->locals;
        what = "local";
        break;
    }
    return in->c < len || BAD(p, "there is no %s %u", what, (unsigned)in->c);
}

/* The rules that an instruction has beyond its row of opcodes.def, but loops and jumps. */
static bool special(pass *p, const gate_instr *in)
{
    const gate_program *program = p->v->program;
    gate_opcode op = (gate_opcode)in->op;
    if (op == GATE_I_FIELD || op == GATE_I_FIELD_OPT || op == GATE_I_HAS) {
        return program->consts[in->c].tag == GATE_T_STRING || BAD(p, "a field's name is a string");
    }
    if (op == GATE_I_LOCAL) return read_local(p, in->c);
    if (op == GATE_I_STORE) return fill_local(p, in->c);
    if (op == GATE_I_CALL)
        return in->b > 0 || !program->calls[in->c].method || BAD(p, "a method is called on nothing");
    if (op == GATE_I_INVOKE) {
        unsigned params = program->defs[in->c].params;
        return in->b == params || BAD(p, "a function of %u parameters gets %u", params, (unsigned)in->b);
    }
    if (op == GATE_I_JUMP_FALSE) { /* it takes the top for a bool: COND_TEST has seen to that */
        if (p->pc == 0 || p->code[p->pc - 1].op != GATE_I_COND_TEST)
            return BAD(p, "there is no COND_TEST before it");
        return !p->s->landings[p->pc].from || BAD(p, "it is jumped to");
    }
    if (op == GATE_I_SAY) { /* it marks the value below, which must be of this round */
        return (uint64_t)in->c + 1 <= p->depth - bottom(p) ||
               BAD(p, "the stack holds no outcome to speak of");
    }
    if (op == GATE_I_SAY_TEST) return in->a <= 1 || BAD(p, "`a` is %u, not 0 or 1", (unsigned)in->a);
    if (op == GATE_I_RETURN) {
        bool ends = p->pc + 1 == p->unit->count && p->loops == 0 && p->depth == 1;
        return ends || BAD(p, "a unit ends once, with one value");
    }
    return true;
}

static bool step(pass *p)
{
    const gate_instr *in = &p->code[p->pc];
    if (in->op >= GATE_OPCODE_COUNT) return BAD(p, "there is no instruction %u", (unsigned)in->op);
    const gate_opcode_info *info = gate_opcode_get((gate_opcode)in->op);
    if (!operand(p, in, info->operand) || !special(p, in)) return false;
    if (in->op == GATE_I_LOOP) return begin_loop(p, in);
    if (in->op == GATE_I_LOOP_TEST) return test_loop(p, in);
    if (in->op == GATE_I_LOOP_NEXT) return end_loop(p, in);
    if (in->op == GATE_I_LOOP_STEP) return BAD(p, "there is no LOOP_NEXT before it");
    uint64_t times = info->operand == GATE_C_COUNT ? in->c : in->b;
    uint64_t pops = info->pops < 0 ? (uint64_t)-info->pops * times : (uint64_t)info->pops;
    if (!pop(p, pops) || !push(p, (uint32_t)info->pushes)) return false;
    if (info->operand == GATE_C_JUMP && !jump(p, in->c, p->depth)) return false;
    p->live = in->op != GATE_I_JUMP && in->op != GATE_I_RETURN;
    return true;
}

bool gate_verify_code(gate_verifier *v, uint32_t unit)
{
    if (!v->code) v->code = scratch_new(v);
    const gate_p_unit *u = &v->program->units[unit];
    pass p = {.v = v, .s = v->code, .unit = u, .code = v->program->code + u->first, .live = true};
    p.presets = v->presets[unit] == GATE_NO ? 0 : v->presets[unit];
    if (p.code[u->count - 1].op != GATE_I_RETURN) {
        p.pc = u->count - 1;
        return BAD(&p, "unit %u does not end in RETURN", (unsigned)unit);
    }
    for (uint32_t i = 0; i < u->count; i++)
        p.s->landings[i].from = 0;
    for (p.pc = 0; p.pc < u->count; p.pc++) {
        if (!arrive(&p) || !step(&p)) return false;
    }
    p.s->now += (uint64_t)u->count + 2;
    return true;
}
