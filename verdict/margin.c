/* Margins: by how much a comparison was met or missed, exactly. */
#include "base/num.h"
#include "verdict/decimal.h"
#include "verdict/explain.h"
#include "verdict/wording.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>

static bool is_number(gate_value v)
{
    return v.tag == GATE_T_INT || (v.tag == GATE_T_DOUBLE && isfinite(v.as.real));
}

static gate_str number_text(char out[32], gate_value v)
{
    if (v.tag == GATE_T_DOUBLE) return gate_num_show(out, v.as.real);
    return (gate_str){out, (size_t)snprintf(out, 32, "%" PRId64, v.as.integer)};
}

/* -- counts behind a ratio ------------------------------------------------------------------------- */

#define EXACT_INT (1ll << 46) /* up to here a count times a hundred is a double without loss */

/* `factor * covered / total`, or `covered / total` (factor 1). */
typedef struct ratio {
    double factor;
    bool scaled;
    int64_t covered, total;
} ratio;

/* Through lets, functions and choices to the node that computed. */
static const gate_why *computed(const gate_explain *e, uint32_t node)
{
    for (uint32_t steps = 0; steps < 64; steps++) {
        const gate_why *why = gate_explain_node(e, node);
        bool named = why->kind == GATE_WHY_LET || why->kind == GATE_WHY_INVOKE;
        bool chosen = why->kind == GATE_WHY_APPLY && why->op == GATE_I_COND_END;
        if ((!named && !chosen) || why->kid_count == 0) return why;
        node = gate_trace_kid(e->trace, why, why->kid_count - 1);
    }
    return gate_explain_node(e, node);
}

static bool as_count(gate_value value, int64_t *out)
{
    bool fits = value.tag == GATE_T_INT && value.as.integer >= 0 && value.as.integer <= EXACT_INT;
    if (fits) *out = value.as.integer;
    return fits;
}

/* A module row's reading: the hidden function makes a percentage of `{covered, total}`. */
static bool find_percent(const gate_explain *e, const gate_why *call, ratio *out)
{
    bool calls = call->kind == GATE_WHY_APPLY && call->op == GATE_I_CALL && call->kid_count == 1;
    if (!calls || call->index >= e->program->calls_count) return false;
    if (!gate_str_eq_c(gate_program_text(e->program, e->program->calls[call->index].name), "__percent"))
        return false;
    gate_value group = gate_explain_node(e, gate_trace_kid(e->trace, call, 0))->value;
    gate_value covered, total;
    if (group.tag != GATE_T_MAP || !gate_map_get_str(group, GATE_STR("covered"), &covered)) return false;
    if (!gate_map_get_str(group, GATE_STR("total"), &total)) return false;
    *out = (ratio){.factor = 100, .scaled = true};
    return as_count(covered, &out->covered) && as_count(total, &out->total) && out->total > 0;
}

static bool find_ratio(const gate_explain *e, uint32_t node, ratio *out)
{
    const gate_why *quotient = computed(e, node);
    if (find_percent(e, quotient, out)) return true;
    if (quotient->kind != GATE_WHY_APPLY || quotient->op != GATE_I_DIV || quotient->kid_count != 2)
        return false;
    const gate_why *top = computed(e, gate_trace_kid(e->trace, quotient, 0));
    const gate_why *bottom = computed(e, gate_trace_kid(e->trace, quotient, 1));
    *out = (ratio){.factor = 1};
    if (!as_count(bottom->value, &out->total) || out->total == 0) return false;
    if (top->kind != GATE_WHY_APPLY || top->op != GATE_I_MUL || top->kid_count != 2)
        return as_count(top->value, &out->covered);
    const gate_why *a = computed(e, gate_trace_kid(e->trace, top, 0));
    const gate_why *b = computed(e, gate_trace_kid(e->trace, top, 1));
    const gate_why *factor = a->kind == GATE_WHY_CONST ? a : b;
    const gate_why *count = a->kind == GATE_WHY_CONST ? b : a;
    if (factor->kind != GATE_WHY_CONST || !is_number(factor->value) || !as_count(count->value, &out->covered))
        return false;
    out->factor = factor->value.tag == GATE_T_INT ? (double)factor->value.as.integer : factor->value.as.real;
    out->scaled = true;
    return out->factor > 0;
}

/* Would the comparison come out as wanted with that count? The value is computed as the machine does. */
static bool would_hold(const ratio *r, int64_t count, gate_opcode op, gate_value bound)
{
    double value =
        r->scaled ? r->factor * (double)count / (double)r->total : (double)count / (double)r->total;
    int order = gate_value_order(gate_value_double(value), bound);
    if (order == GATE_ORDER_NONE || order == GATE_ORDER_NAN) return false;
    if (op == GATE_I_LT) return order < 0;
    if (op == GATE_I_LE) return order <= 0;
    if (op == GATE_I_GT) return order > 0;
    return order >= 0;
}

/* The count nearest to what was read that makes the comparison hold, found by trying: the value rises
 * with the count, so the two sides part once. -1 when there is none. */
static int64_t nearest_count(const ratio *r, gate_opcode op, gate_value bound)
{
    bool rises = op == GATE_I_GT || op == GATE_I_GE;
    int64_t bad = r->covered, good = rises ? r->total : 0;
    if (rises ? good < bad : good > bad) return -1;
    if (!would_hold(r, good, op, bound)) return -1;
    while (good - bad > 1 || bad - good > 1) {
        int64_t middle = bad + (good - bad) / 2;
        if (would_hold(r, middle, op, bound)) {
            good = middle;
        } else {
            bad = middle;
        }
    }
    return good;
}

/* What is counted, where the operand's name says it: a module row's readings. */
static gate_str noun_of(gate_explain *e, gate_str text, int64_t count)
{
    static const struct {
        const char *name, *one, *many;
    } nouns[] = {{"line", "covered line", "covered lines"},
                 {"branch", "covered branch", "covered branches"},
                 {"func", "covered function", "covered functions"},
                 {"statement", "covered statement", "covered statements"}};
    for (size_t i = 0; i < GATE_COUNT(nouns); i++) {
        if (gate_str_eq_c(text, nouns[i].name)) {
            return gate_str_printf(e->arena, " %s", count == 1 ? nouns[i].one : nouns[i].many);
        }
    }
    return GATE_STR("");
}

/* "70", or "1176 for at least 98": the count that would do, and the bound where that is another number. */
static gate_str wanted_text(gate_explain *e, int64_t count, gate_opcode op, gate_value bound)
{
    gate_buf shown = gate_buf_new(e->arena);
    gate_value_show(&shown, bound, 60);
    gate_str at = gate_buf_str(&shown);
    gate_str number = gate_str_printf(e->arena, "%" PRId64, count);
    const char *limit = op == GATE_I_GT   ? "more than"
                        : op == GATE_I_LT ? "less than"
                        : op == GATE_I_LE ? "at most"
                                          : "at least";
    if (count < 0) return gate_str_printf(e->arena, "%s " GATE_STR_FMT, limit, GATE_STR_ARG(at));
    if (gate_str_eq(number, at)) return number;
    return gate_str_printf(e->arena, "%" PRId64 " for %s " GATE_STR_FMT, count, limit, GATE_STR_ARG(at));
}

/* All in counts: "needs 2 more covered branches (68 of 100, wanted 70)". */
static gate_str ratio_text(gate_explain *e, const ratio *r, gate_opcode op, gate_value bound,
                           gate_str operand)
{
    int64_t count = nearest_count(r, op, bound);
    bool rises = op == GATE_I_GT || op == GATE_I_GE;
    gate_str wanted = wanted_text(e, count, op, bound);
    if (count < 0) {
        return gate_str_printf(e->arena, "no count can be " GATE_STR_FMT " (%" PRId64 " of %" PRId64 ")",
                               GATE_STR_ARG(wanted), r->covered, r->total);
    }
    int64_t by = rises ? count - r->covered : r->covered - count;
    return gate_str_printf(e->arena,
                           "needs %" PRId64 " %s" GATE_STR_FMT " (%" PRId64 " of %" PRId64
                           ", wanted " GATE_STR_FMT ")",
                           by, rises ? "more" : "fewer", GATE_STR_ARG(noun_of(e, operand, by)), r->covered,
                           r->total, GATE_STR_ARG(wanted));
}

/* -- differences ----------------------------------------------------------------------------------- */

/* The sides as they are spoken of: what was observed, and the bound. */
typedef struct sides {
    gate_value observed, bound;
    uint32_t node; /* of the observed one */
    gate_opcode op;
    gate_str operand;
} sides;

static gate_opcode mirrored(gate_opcode op)
{
    if (op == GATE_I_LT) return GATE_I_GT;
    if (op == GATE_I_LE) return GATE_I_GE;
    if (op == GATE_I_GT) return GATE_I_LT;
    return GATE_I_LE;
}

static gate_opcode negated(gate_opcode op)
{
    if (op == GATE_I_LT) return GATE_I_GE;
    if (op == GATE_I_LE) return GATE_I_GT;
    if (op == GATE_I_GT) return GATE_I_LE;
    return GATE_I_LT;
}

/* A text that a typed evidence holds in place of a time or a duration: the machine compared what it
 * says, and the trace has the text, since that is what stands in the file. */
static gate_value as_compared(gate_value value, gate_value with)
{
    gate_instant at;
    gate_duration span;
    bool zoned;
    if (value.tag != GATE_T_STRING) return value;
    if (with.tag == GATE_T_TIMESTAMP && gate_instant_parse(value.as.str, &at, &zoned) && zoned)
        return gate_value_instant(at);
    if (with.tag == GATE_T_DURATION && gate_duration_parse(value.as.str, &span))
        return gate_value_duration(span);
    return value;
}

static sides sides_of(const gate_explain *e, gate_opcode op, uint32_t left, uint32_t right,
                      const gate_doc_reading_list *readings, bool want)
{
    bool turned = gate_wording_observed(readings) == 1;
    sides s = {.op = turned ? mirrored(op) : op, .node = turned ? right : left};
    s.observed = gate_explain_node(e, turned ? right : left)->value;
    s.bound = gate_explain_node(e, turned ? left : right)->value;
    s.observed = as_compared(s.observed, s.bound);
    s.bound = as_compared(s.bound, s.observed);
    s.operand = readings->items[turned ? 1 : 0]->text;
    if (!want) s.op = negated(s.op);
    return s;
}

static bool holds(gate_opcode op, int order)
{
    if (op == GATE_I_LT) return order < 0;
    if (op == GATE_I_LE) return order <= 0;
    if (op == GATE_I_GT) return order > 0;
    return order >= 0;
}

static void set_by(gate_explain *e, gate_doc_margin *margin, gate_str distance, int sign)
{
    gate_str text = gate_str_printf(e->arena, "%s" GATE_STR_FMT, sign < 0 ? "-" : "", GATE_STR_ARG(distance));
    int64_t whole;
    double real;
    char out[32];
    if (gate_num_int(text, &whole)) {
        margin->by = text;
    } else if (gate_num_double(text, &real)) {
        margin->by = gate_str_dup(e->arena, gate_num_text(out, real));
    }
}

/* "5.67 above 85"; for numbers, sets [margin]'s by too. */
static gate_str difference(gate_explain *e, gate_doc_margin *margin, const sides *s)
{
    gate_buf bound = gate_buf_new(e->arena);
    gate_value_show(&bound, s->bound, 60);
    gate_str at = gate_buf_str(&bound);
    if (is_number(s->observed) && is_number(s->bound)) {
        char one[32], two[32], out[GATE_DECIMAL_MAX + 4];
        gate_str distance;
        int sign = gate_decimal_difference(out, number_text(one, s->observed), number_text(two, s->bound),
                                           &distance);
        if (sign == 2) return GATE_STR("");
        set_by(e, margin, distance, sign);
        if (sign == 0) return gate_str_printf(e->arena, "exactly " GATE_STR_FMT, GATE_STR_ARG(at));
        return gate_str_printf(e->arena, GATE_STR_FMT " %s " GATE_STR_FMT, GATE_STR_ARG(distance),
                               sign < 0 ? "below" : "above", GATE_STR_ARG(at));
    }
    bool times = s->observed.tag == GATE_T_TIMESTAMP && s->bound.tag == GATE_T_TIMESTAMP;
    bool spans = s->observed.tag == GATE_T_DURATION && s->bound.tag == GATE_T_DURATION;
    if (!times && !spans) return GATE_STR("");
    gate_duration less, span;
    if (times) {
        span = gate_instant_diff(s->observed.as.instant, s->bound.as.instant);
    } else if (!gate_duration_neg(s->bound.as.duration, &less) ||
               !gate_duration_add(s->observed.as.duration, less, &span)) {
        return GATE_STR("");
    }
    bool under = span.sec < 0 || span.nsec < 0;
    if (under && !gate_duration_neg(span, &span)) return GATE_STR("");
    if (span.sec == 0 && span.nsec == 0)
        return gate_str_printf(e->arena, "exactly " GATE_STR_FMT, GATE_STR_ARG(at));
    char shown[40];
    gate_str distance = gate_duration_show(shown, span);
    const char *word = times ? (under ? "before" : "after") : under ? "below" : "above";
    return gate_str_printf(e->arena, GATE_STR_FMT " %s " GATE_STR_FMT, GATE_STR_ARG(distance), word,
                           GATE_STR_ARG(at));
}

gate_doc_margin *gate_explain_margin(gate_explain *e, gate_opcode op, uint32_t left, uint32_t right,
                                     const gate_doc_reading_list *readings, bool want)
{
    sides s = sides_of(e, op, left, right, readings, want);
    if (!gate_is_definite(s.observed) || !gate_is_definite(s.bound)) return NULL;
    int order = gate_value_order(s.observed, s.bound);
    if (order == GATE_ORDER_NONE || order == GATE_ORDER_NAN) return NULL;
    gate_doc_margin *margin = gate_doc_new_margin(e->arena);
    ratio r = {0};
    bool counted = find_ratio(e, s.node, &r);
    margin->text = difference(e, margin, &s);
    if (counted && !holds(s.op, order)) {
        margin->text = ratio_text(e, &r, s.op, s.bound, s.operand);
    } else if (counted && margin->text.len) {
        margin->text = gate_str_printf(e->arena, GATE_STR_FMT " (%" PRId64 " of %" PRId64 ")",
                                       GATE_STR_ARG(margin->text), r.covered, r.total);
    }
    return margin->text.len ? margin : NULL;
}
