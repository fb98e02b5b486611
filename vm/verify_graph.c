/* The verifier's part for what refers to itself: units by way of lets and defs, unions of shapes. Both
 * walks keep their own stack: a program's nesting must not become the C stack's. */
#include "vm/verify_part.h"

typedef enum mark { UNSEEN, OPEN, DONE } mark;

/* -- units ---------------------------------------------------------------------------------------- */

typedef struct visit {
    uint32_t unit, at; /* how far its code has been looked at */
} visit;

/* The unit that an instruction runs, or GATE_NO. */
static uint32_t callee(const gate_program *p, const gate_instr *in)
{
    if (in->op == GATE_I_LET) return p->lets[in->c].unit;
    if (in->op == GATE_I_INVOKE) return p->defs[in->c].unit;
    return GATE_NO;
}

static bool reads_input(const gate_instr *in)
{
    return in->op == GATE_I_PARAM || in->op == GATE_I_EVIDENCE || in->op == GATE_I_PATH ||
           in->op == GATE_I_NOW;
}

bool gate_verify_calls(gate_verifier *v)
{
    const gate_program *p = v->program;
    uint8_t *marks = GATE_ARRAY(v->arena, uint8_t, p->units_count);
    visit *stack = GATE_ARRAY(v->arena, visit, p->units_count);
    for (uint32_t root = 0; root < p->units_count; root++) {
        if (marks[root] != UNSEEN) continue;
        uint32_t depth = 0;
        stack[depth++] = (visit){root, 0};
        marks[root] = OPEN;
        while (depth > 0) {
            visit *top = &stack[depth - 1];
            const gate_p_unit *unit = &p->units[top->unit];
            if (top->at == unit->count) {
                marks[top->unit] = DONE;
                depth--;
                continue;
            }
            const gate_instr *in = &p->code[unit->first + top->at];
            uint32_t next = callee(p, in);
            if (next != GATE_NO && marks[next] == OPEN) {
                return gate_verify_bad(v, "units", next, "it runs itself, by way of unit %u",
                                       (unsigned)top->unit);
            }
            if (next != GATE_NO &&
                marks[next] == UNSEEN) { /* and look at this instruction again afterwards */
                marks[next] = OPEN;
                stack[depth++] = (visit){next, 0};
                continue;
            }
            if (reads_input(in) || (next != GATE_NO && v->reads[next])) v->reads[top->unit] = true;
            top->at++;
        }
    }
    return true;
}

/* -- unions --------------------------------------------------------------------------------------- */

/* Unions directly in each other. Anything else between them goes one level down into the datum, whose
 * depth is bounded; checking a shape may so follow its nesting on the C stack. */
#define UNIONS_MAX 16u

static const gate_p_shape *union_at(const gate_program *p, uint32_t shape)
{
    return p->shapes[shape].kind == GATE_SHAPE_UNION ? &p->shapes[shape] : NULL;
}

bool gate_verify_unions(gate_verifier *v)
{
    const gate_program *p = v->program;
    uint8_t *marks = GATE_ARRAY(v->arena, uint8_t, p->shapes_count);
    uint8_t *heights = GATE_ARRAY(v->arena, uint8_t, p->shapes_count);
    visit stack[UNIONS_MAX];
    for (uint32_t root = 0; root < p->shapes_count; root++) {
        if (marks[root] != UNSEEN || !union_at(p, root)) continue;
        uint32_t depth = 0;
        stack[depth++] = (visit){root, 0};
        marks[root] = OPEN;
        while (depth > 0) {
            visit *top = &stack[depth - 1];
            const gate_p_shape *shape = &p->shapes[top->unit];
            if (top->at == shape->count) {
                marks[top->unit] = DONE;
                depth--;
                continue;
            }
            uint32_t member = p->refs[shape->first + top->at];
            if (!union_at(p, member)) {
                top->at++;
                continue;
            }
            if (marks[member] == OPEN)
                return gate_verify_bad(v, "shapes", member, "a union that holds itself");
            if (marks[member] == UNSEEN) {
                if (depth == UNIONS_MAX)
                    return gate_verify_bad(v, "shapes", member, "too many unions in each other");
                marks[member] = OPEN;
                stack[depth++] = (visit){member, 0};
                continue;
            }
            uint32_t height = heights[member] + 1u;
            if (height >= UNIONS_MAX)
                return gate_verify_bad(v, "shapes", top->unit, "too many unions in each other");
            if (height > heights[top->unit]) heights[top->unit] = (uint8_t)height;
            top->at++;
        }
    }
    return true;
}
