#include "verdict/measures.h"

#include "base/json.h"
#include "verdict/wording.h"

#include <math.h>

#define MOST_SEEN 8u  /* comparisons of one condition that are followed */
#define MOST_TOLD 3u  /* … and told */
#define MOST_DEEP 24u /* steps from the condition down to one */

/* One comparison of the policy, in all windows. */
typedef struct track {
    uint32_t line; /* of the program: tells comparisons apart */
    gate_opcode op;
    bool turned; /* the right operand is the observed one */
    bool numbers;
    gate_str text, bound;
    gate_value *values, *bounds; /* by window; NULL values where there is none */
} track;

struct gate_measures {
    gate_explain *e;
    uint32_t windows, count;
    track tracks[MOST_SEEN];
};

gate_measures *gate_measures_new(gate_explain *e, uint32_t windows)
{
    gate_measures *measures = GATE_NEW(e->arena, gate_measures);
    measures->e = e;
    measures->windows = windows;
    return measures;
}

static bool is_number(gate_value value)
{
    return value.tag == GATE_T_INT || (value.tag == GATE_T_DOUBLE && isfinite(value.as.real));
}

/* Both operands as the policy writes them, and which of them is the observed one. */
static void set_texts(gate_explain *e, track *t, const gate_why *why)
{
    static const char *const signs[GATE_OPCODE_COUNT] = {
        [GATE_I_LT] = "<", [GATE_I_LE] = "<=", [GATE_I_GT] = ">", [GATE_I_GE] = ">="};
    gate_where where = why->line < e->program->lines_count ? e->program->lines[why->line] : gate_nowhere;
    gate_where side[2];
    (void)gate_excerpt_binary(e->program, where, signs[why->op], &side[0], &side[1]);
    gate_doc_reading_list readings = {0};
    for (uint32_t i = 0; i < 2; i++)
        gate_vec_push(e->arena, &readings,
                      gate_explain_reading(e, gate_trace_kid(e->trace, why, i), side[i]));
    t->turned = gate_wording_observed(&readings) == 1;
    t->text = readings.items[t->turned]->text;
    t->bound = readings.items[!t->turned]->text;
}

static track *track_of(gate_measures *m, const gate_why *why)
{
    for (uint32_t i = 0; i < m->count; i++) {
        if (m->tracks[i].line == why->line) return &m->tracks[i];
    }
    if (m->count == MOST_SEEN) return NULL;
    track *t = &m->tracks[m->count++];
    *t = (track){.line = why->line, .op = (gate_opcode)why->op};
    t->values = GATE_ARRAY(m->e->arena, gate_value, m->windows);
    t->bounds = GATE_ARRAY(m->e->arena, gate_value, m->windows);
    for (uint32_t i = 0; i < m->windows; i++)
        t->values[i] = t->bounds[i] = gate_value_null();
    set_texts(m->e, t, why);
    return t;
}

static void note_comparison(gate_measures *m, uint32_t window, const gate_why *why)
{
    if (why->line == GATE_NO || why->kid_count != 2) return;
    track *t = track_of(m, why);
    if (!t) return;
    gate_value value[2];
    for (uint32_t i = 0; i < 2; i++)
        value[i] = gate_explain_node(m->e, gate_trace_kid(m->e->trace, why, i))->value;
    if (is_number(value[t->turned])) t->values[window] = value[t->turned];
    if (is_number(value[!t->turned])) t->bounds[window] = value[!t->turned];
    t->numbers = t->numbers || is_number(value[t->turned]);
}

static void note(gate_measures *m, uint32_t window, uint32_t node, uint32_t depth)
{
    const gate_why *why = gate_explain_node(m->e, node);
    bool named = why->kind == GATE_WHY_LET || why->kind == GATE_WHY_INVOKE;
    if (depth == MOST_DEEP || why->kid_count == 0 || (!named && why->kind != GATE_WHY_APPLY)) return;
    if (named) { /* the last one is the body */
        note(m, window, gate_trace_kid(m->e->trace, why, why->kid_count - 1), depth + 1);
        return;
    }
    switch (why->op) {
    case GATE_I_LT:
    case GATE_I_LE:
    case GATE_I_GT:
    case GATE_I_GE:
        note_comparison(m, window, why);
        break;
    case GATE_I_AND:
    case GATE_I_OR:
    case GATE_I_NOT:
    case GATE_I_OUTCOME:
        for (uint32_t i = 0; i < why->kid_count; i++)
            note(m, window, gate_trace_kid(m->e->trace, why, i), depth + 1);
        break;
    default:
        break;
    }
}

void gate_measures_note(gate_measures *measures, uint32_t window, uint32_t node)
{
    if (node && window < measures->windows) note(measures, window, node, 0);
}

static gate_str list_of(gate_arena *arena, const gate_value *values, uint32_t count)
{
    gate_buf out = gate_buf_new(arena);
    gate_json json = gate_json_new(&out, 0);
    gate_json_open(&json, '[');
    for (uint32_t i = 0; i < count; i++)
        gate_value_json(&json, values[i]);
    gate_json_close(&json, ']');
    return gate_buf_str(&out);
}

static const char *sign_of(gate_opcode op, bool turned)
{
    if (op == GATE_I_LT) return turned ? ">" : "<";
    if (op == GATE_I_LE) return turned ? ">=" : "<=";
    if (op == GATE_I_GT) return turned ? "<" : ">";
    return turned ? "<=" : ">=";
}

/* A comparison with 0 is mostly there to guard a division. */
static bool is_guard(const gate_measures *m, const track *t)
{
    for (uint32_t i = 0; i < m->windows; i++) {
        gate_value bound = t->bounds[i];
        bool zero = bound.tag == GATE_T_NULL || (bound.tag == GATE_T_INT && bound.as.integer == 0);
        if (!zero) return false;
    }
    return true;
}

static void write_one(const gate_measures *m, const track *t, gate_doc_series *series)
{
    gate_arena *arena = m->e->arena;
    gate_doc_measure *measure = gate_doc_new_measure(arena);
    measure->text = t->text;
    measure->bound = t->bound;
    measure->operator= gate_str_c(sign_of(t->op, t->turned));
    measure->values = list_of(arena, t->values, m->windows);
    measure->bounds = list_of(arena, t->bounds, m->windows);
    gate_vec_push(arena, &series->measures, measure);
}

void gate_measures_write(const gate_measures *m, gate_doc_series *series)
{
    for (uint32_t guards = 0; guards < 2 && series->measures.len == 0; guards++) {
        for (uint32_t i = 0; i < m->count && series->measures.len < MOST_TOLD; i++) {
            const track *t = &m->tracks[i];
            if (t->numbers && is_guard(m, t) == (guards == 1)) write_one(m, t, series);
        }
    }
}
