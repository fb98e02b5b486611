/* The operators of the language on values: arithmetic, comparison, access. Nothing here knows code
 * or frames. Absorption of missing and error follows language.md, section 5. */
#include "base/num.h"
#include "vm/machine.h"

#include <math.h>
#include <string.h>

gate_value gate_worse(gate_value a, gate_value b)
{
    if (a.tag == GATE_T_MISSING) return a;
    if (b.tag == GATE_T_MISSING) return b;
    if (a.tag == GATE_T_ERROR) return a;
    if (b.tag == GATE_T_ERROR) return b;
    return gate_value_null();
}

gate_value gate_as_outcome(gate_machine *m, gate_value value)
{
    if (value.tag == GATE_T_BOOL || !gate_is_definite(value)) return value;
    gate_value fault = gate_value_fault_types(m->arena, GATE_FAULT_NOT_BOOL, GATE_STR(""), gate_tag_of(value), GATE_T_NULL);
    fault.why = value.why;
    return fault;
}

static gate_value no_overload(gate_machine *m, gate_opcode op, gate_value a, gate_value b)
{
    static const char *const signs[GATE_OPCODE_COUNT] = {
        [GATE_I_ADD] = "+", [GATE_I_SUB] = "-", [GATE_I_MUL] = "*", [GATE_I_DIV] = "/",
        [GATE_I_MOD] = "%", [GATE_I_LT] = "<", [GATE_I_LE] = "<=", [GATE_I_GT] = ">",
        [GATE_I_GE] = ">=", [GATE_I_IN] = "in", [GATE_I_NEG] = "-", [GATE_I_NOT] = "!"};
    return gate_value_fault_types(m->arena, GATE_FAULT_NO_OVERLOAD2, gate_str_c(signs[op]), gate_tag_of(a), gate_tag_of(b));
}

static bool is_number(gate_value v)
{
    return v.tag == GATE_T_INT || v.tag == GATE_T_DOUBLE;
}

static double as_double(gate_value v)
{
    return v.tag == GATE_T_INT ? (double)v.as.integer : v.as.real;
}

static gate_value int_arithmetic(gate_machine *m, gate_opcode op, int64_t a, int64_t b)
{
    int64_t out = 0;
    bool over = false;
    if (op == GATE_I_ADD) {
        over = __builtin_add_overflow(a, b, &out);
    } else if (op == GATE_I_SUB) {
        over = __builtin_sub_overflow(a, b, &out);
    } else if (op == GATE_I_MUL) {
        over = __builtin_mul_overflow(a, b, &out);
    } else if (b == 0) {
        return gate_fault_value(m, GATE_FAULT_DIVIDE_BY_ZERO, GATE_STR(""));
    } else if (a == INT64_MIN && b == -1) {
        over = true; /* the quotient does not fit, and C leaves the remainder undefined */
    } else if (op == GATE_I_MOD) {
        out = a % b;
    } else if (a % b == 0) {
        out = a / b;
    } else {
        return gate_value_double((double)a / (double)b); /* `/` never truncates */
    }
    return over ? gate_fault_value(m, GATE_FAULT_OVERFLOW, GATE_STR("")) : gate_value_int(out);
}

static gate_value number_arithmetic(gate_machine *m, gate_opcode op, gate_value a, gate_value b)
{
    if (a.tag == GATE_T_INT && b.tag == GATE_T_INT) return int_arithmetic(m, op, a.as.integer, b.as.integer);
    /* A share of nothing is not endless: counts are ints, and `100.0 * covered / total` over 0 must not pass. */
    if (op == GATE_I_DIV && b.tag == GATE_T_INT && b.as.integer == 0) return gate_fault_value(m, GATE_FAULT_DIVIDE_BY_ZERO, GATE_STR(""));
    double x = as_double(a), y = as_double(b);
    if (op == GATE_I_ADD) return gate_value_double(x + y);
    if (op == GATE_I_SUB) return gate_value_double(x - y);
    if (op == GATE_I_MUL) return gate_value_double(x * y);
    if (op == GATE_I_DIV) return gate_value_double(x / y);
    return no_overload(m, op, a, b);
}

static gate_value out_of_range(gate_machine *m)
{
    return gate_fault_value(m, GATE_FAULT_RANGE, GATE_STR("the result is out of the range of its kind"));
}

/* Timestamps and durations: t ± d, d + t, t - t, d ± d. */
static gate_value time_arithmetic(gate_machine *m, gate_opcode op, gate_value a, gate_value b)
{
    if (op != GATE_I_ADD && op != GATE_I_SUB) return no_overload(m, op, a, b);
    if (a.tag == GATE_T_DURATION && b.tag == GATE_T_TIMESTAMP && op == GATE_I_ADD) {
        gate_value swap = a;
        a = b;
        b = swap;
    }
    gate_duration span = b.as.duration;
    if (b.tag == GATE_T_DURATION && op == GATE_I_SUB && !gate_duration_neg(b.as.duration, &span)) return out_of_range(m);
    if (a.tag == GATE_T_TIMESTAMP && b.tag == GATE_T_DURATION) {
        gate_instant at;
        return gate_instant_add(a.as.instant, span, &at) ? gate_value_instant(at) : out_of_range(m);
    }
    if (a.tag == GATE_T_DURATION && b.tag == GATE_T_DURATION) {
        gate_duration sum;
        return gate_duration_add(a.as.duration, span, &sum) ? gate_value_duration(sum) : out_of_range(m);
    }
    if (a.tag == GATE_T_TIMESTAMP && b.tag == GATE_T_TIMESTAMP && op == GATE_I_SUB) {
        return gate_value_duration(gate_instant_diff(a.as.instant, b.as.instant));
    }
    return no_overload(m, op, a, b);
}

static gate_value join(gate_machine *m, gate_value a, gate_value b)
{
    if (a.tag == GATE_T_STRING) {
        size_t len = a.as.str.len + b.as.str.len;
        if (!gate_machine_charge(m, len / 16)) return gate_fault_value(m, GATE_FAULT_FUEL, GATE_STR(""));
        char *text = GATE_ARRAY(m->arena, char, len + 1);
        if (a.as.str.len) memcpy(text, a.as.str.ptr, a.as.str.len);
        if (b.as.str.len) memcpy(text + a.as.str.len, b.as.str.ptr, b.as.str.len);
        return gate_value_str((gate_str){text, len});
    }
    size_t first = gate_list_len(a), second = gate_list_len(b);
    if (!gate_machine_charge(m, first + second)) return gate_fault_value(m, GATE_FAULT_FUEL, GATE_STR(""));
    gate_value *items = GATE_ARRAY(m->arena, gate_value, first + second);
    for (size_t i = 0; i < first; i++) items[i] = gate_node_step(m, a, gate_list_at(a, i), GATE_NO, NULL, i);
    for (size_t i = 0; i < second; i++) items[first + i] = gate_node_step(m, b, gate_list_at(b, i), GATE_NO, NULL, i);
    gate_value list = gate_value_list(m->arena, items, first + second);
    list.flags |= (a.flags | b.flags) & GATE_V_TROUBLED;
    return list;
}

static gate_value arithmetic(gate_machine *m, gate_opcode op, gate_value a, gate_value b)
{
    if (is_number(a) && is_number(b)) return number_arithmetic(m, op, a, b);
    bool timed = (a.tag == GATE_T_TIMESTAMP || a.tag == GATE_T_DURATION) &&
                 (b.tag == GATE_T_TIMESTAMP || b.tag == GATE_T_DURATION);
    if (timed) return time_arithmetic(m, op, a, b);
    if (op == GATE_I_ADD && a.tag == b.tag && (a.tag == GATE_T_STRING || a.tag == GATE_T_LIST)) return join(m, a, b);
    return no_overload(m, op, a, b);
}

static gate_value ordering(gate_machine *m, gate_opcode op, gate_value a, gate_value b)
{
    int order = gate_value_order(a, b);
    if (order == GATE_ORDER_NONE) return no_overload(m, op, a, b);
    if (order == GATE_ORDER_NAN) return gate_fault_value(m, GATE_FAULT_NAN_ORDER, GATE_STR(""));
    if (op == GATE_I_LT) return gate_value_bool(order < 0);
    if (op == GATE_I_LE) return gate_value_bool(order <= 0);
    if (op == GATE_I_GT) return gate_value_bool(order > 0);
    return gate_value_bool(order >= 0);
}

/* The first element that is missing or in error of a troubled list, missing first. */
static gate_value trouble_of(gate_value list)
{
    gate_value worst = gate_value_null();
    for (size_t i = 0; i < gate_list_len(list); i++) {
        gate_value item = gate_list_at(list, i);
        if (!gate_is_definite(item)) worst = gate_worse(worst, item);
    }
    return worst;
}

static gate_value equality(gate_machine *m, gate_value a, gate_value b)
{
    if (a.flags & GATE_V_TROUBLED) return trouble_of(a);
    if (b.flags & GATE_V_TROUBLED) return trouble_of(b);
    bool deep = a.tag == GATE_T_LIST || a.tag == GATE_T_MAP || a.tag == GATE_T_STRING;
    if (deep && a.tag == b.tag) {
        uint64_t left = m->fuel - m->used;
        /* Equality ends with the smaller of the two. */
        size_t weight = gate_value_weight(a, left < SIZE_MAX ? (size_t)left : SIZE_MAX);
        weight = gate_value_weight(b, weight);
        if (!gate_machine_charge(m, weight)) return gate_fault_value(m, GATE_FAULT_FUEL, GATE_STR(""));
    }
    return gate_value_bool(gate_value_equal(a, b));
}

static gate_value membership(gate_machine *m, gate_value a, gate_value b)
{
    if (b.tag == GATE_T_MAP) {
        gate_value found;
        return gate_value_bool(gate_map_get_value(b, a, &found));
    }
    if (b.tag != GATE_T_LIST) return no_overload(m, GATE_I_IN, a, b);
    size_t len = gate_list_len(b);
    gate_value worst = gate_value_null();
    for (size_t i = 0; i < len; i++) {
        if (!gate_machine_charge(m, 1)) return gate_fault_value(m, GATE_FAULT_FUEL, GATE_STR(""));
        gate_value item = gate_list_at(b, i);
        if (!gate_is_definite(item)) {
            worst = gate_worse(worst, item);
            continue;
        }
        gate_value same = equality(m, a, item);
        if (same.tag != GATE_T_BOOL) return same;
        if (same.as.boolean) return same;
    }
    return worst.tag == GATE_T_NULL ? gate_value_bool(false) : worst;
}

/* `and` and `or` of two outcomes: the dominant truth value, then missing, then error. */
static gate_value connective(gate_machine *m, gate_opcode op, gate_value a, gate_value b)
{
    a = gate_as_outcome(m, a);
    b = gate_as_outcome(m, b);
    bool strong = op == GATE_I_OR; /* what decides by itself: true for or, false for and */
    if (a.tag == GATE_T_BOOL && a.as.boolean == strong) return a;
    if (b.tag == GATE_T_BOOL && b.as.boolean == strong) return b;
    gate_value worse = gate_worse(a, b);
    return worse.tag == GATE_T_NULL ? gate_value_bool(!strong) : worse;
}

gate_value gate_op_binary(gate_machine *m, gate_opcode op, gate_value a, gate_value b)
{
    gate_value out;
    if (op == GATE_I_AND || op == GATE_I_OR) {
        out = connective(m, op, a, b);
    } else {
        out = gate_worse(a, b);
        if (out.tag != GATE_T_NULL) {
            /* a fault passes through */
        } else if (op == GATE_I_EQ || op == GATE_I_NE) {
            out = equality(m, a, b);
            if (op == GATE_I_NE && out.tag == GATE_T_BOOL) out.as.boolean = !out.as.boolean;
        } else if (op == GATE_I_IN) {
            out = membership(m, a, b);
        } else if (op == GATE_I_LT || op == GATE_I_LE || op == GATE_I_GT || op == GATE_I_GE) {
            out = ordering(m, op, a, b);
        } else {
            out = arithmetic(m, op, a, b);
        }
    }
    out.flags = (uint8_t)((out.flags & (GATE_V_DATUM | GATE_V_TROUBLED)) | ((a.flags | b.flags) & GATE_V_EVIDENCE));
    return out;
}

gate_value gate_op_unary(gate_machine *m, gate_opcode op, gate_value a)
{
    gate_value out = a;
    if (!gate_is_definite(a)) {
        /* passes through */
    } else if (op == GATE_I_NOT) {
        out = a.tag == GATE_T_BOOL ? gate_value_bool(!a.as.boolean)
                                   : gate_value_fault_types(m->arena, GATE_FAULT_NO_OVERLOAD, GATE_STR("!"), gate_tag_of(a), GATE_T_NULL);
    } else if (a.tag == GATE_T_INT) {
        out = a.as.integer == INT64_MIN ? gate_fault_value(m, GATE_FAULT_OVERFLOW, GATE_STR("")) : gate_value_int(-a.as.integer);
    } else if (a.tag == GATE_T_DOUBLE) {
        out = gate_value_double(-a.as.real);
    } else if (a.tag == GATE_T_DURATION) {
        gate_duration span;
        out = gate_duration_neg(a.as.duration, &span) ? gate_value_duration(span) : out_of_range(m);
    } else {
        out = gate_value_fault_types(m->arena, GATE_FAULT_NO_OVERLOAD, GATE_STR("-"), gate_tag_of(a), GATE_T_NULL);
    }
    out.flags = (uint8_t)((out.flags & GATE_V_DATUM) | (a.flags & GATE_V_EVIDENCE));
    return out;
}

/* -- access -------------------------------------------------------------------------------------- */

/* One field of a definite value that is no optional: the value, or the fault. */
static gate_value get_field(gate_machine *m, gate_value base, gate_str key)
{
    if (base.tag != GATE_T_MAP) {
        return gate_value_fault_types(m->arena, GATE_FAULT_NOT_A_CONTAINER, key, gate_tag_of(base), GATE_T_NULL);
    }
    gate_value out;
    if (gate_map_get_str(base, key, &out)) return out;
    return gate_fault_value(m, GATE_FAULT_NO_KEY, key);
}

static gate_value get_index(gate_machine *m, gate_value base, gate_value index)
{
    gate_value out;
    if (base.tag == GATE_T_MAP) {
        bool key = index.tag == GATE_T_STRING || index.tag == GATE_T_BOOL || is_number(index);
        if (!key) return gate_value_fault_types(m->arena, GATE_FAULT_NOT_INDEXABLE, GATE_STR(""), gate_tag_of(base), gate_tag_of(index));
        if (gate_map_get_value(base, index, &out)) return out;
        gate_buf text = gate_buf_new(m->arena);
        if (index.tag == GATE_T_STRING) {
            gate_buf_add(&text, index.as.str);
        } else {
            gate_value_show(&text, index, 60);
        }
        return gate_fault_value(m, GATE_FAULT_NO_KEY, gate_buf_str(&text));
    }
    bool whole = index.tag == GATE_T_INT || (index.tag == GATE_T_DOUBLE && index.as.real == floor(index.as.real) && fabs(index.as.real) < 9e15);
    if (base.tag != GATE_T_LIST || !whole) {
        return gate_value_fault_types(m->arena, GATE_FAULT_NOT_INDEXABLE, GATE_STR(""), gate_tag_of(base), gate_tag_of(index));
    }
    int64_t at = index.tag == GATE_T_INT ? index.as.integer : (int64_t)index.as.real;
    size_t len = gate_list_len(base);
    if (at >= 0 && (uint64_t)at < len) return gate_list_at(base, (size_t)at);
    return gate_fault_value(m, GATE_FAULT_NO_INDEX, gate_str_printf(m->arena, "%lld of %zu", (long long)at, len));
}

static bool is_absent(gate_value v)
{
    return v.tag == GATE_T_MISSING && (v.as.fault->kind == GATE_FAULT_NO_KEY || v.as.fault->kind == GATE_FAULT_NO_INDEX);
}

/* What `.?` makes of an access: an optional, unless the access itself made no sense. */
static gate_value as_optional(gate_machine *m, gate_value got)
{
    if (gate_is_definite(got)) return gate_value_some(m->arena, got);
    return is_absent(got) ? gate_value_none() : got;
}

gate_value gate_op_field(gate_machine *m, gate_opcode op, gate_value base, gate_str key, uint32_t line)
{
    gate_value out;
    gate_value from = base;
    bool chained = base.tag == GATE_T_OPTIONAL; /* after `.?`, further steps stay optional */
    if (chained && base.as.inner) from = *base.as.inner;
    bool is_new = base.tag == GATE_T_MISSING && base.as.fault->kind == GATE_FAULT_NEW_MODULE && op != GATE_I_FIELD;
    if (!gate_is_definite(base) && !is_new) {
        out = base;
        return gate_node_apply(m, out, op, line, 0, &base, 1);
    }
    if (is_new || (chained && !base.as.inner)) {
        out = op == GATE_I_HAS ? gate_value_bool(false) : gate_value_none();
        out.flags = base.flags & GATE_V_EVIDENCE;
        return gate_node_apply(m, out, op, line, 0, &base, 1);
    }
    gate_value got = get_field(m, from, key);
    got.flags |= (base.flags | from.flags) & GATE_V_EVIDENCE;
    got = gate_node_step(m, from, got, line, &key, 0);
    if (op == GATE_I_FIELD && !chained) return got;
    if (op == GATE_I_HAS) {
        out = gate_is_definite(got) ? gate_value_bool(true) : is_absent(got) ? gate_value_bool(false) : got;
        out.flags = (uint8_t)((out.flags & GATE_V_DATUM) | ((base.flags | from.flags) & GATE_V_EVIDENCE));
        return gate_node_apply(m, out, op, line, 0, &got, 1);
    }
    out = as_optional(m, got);
    out.flags |= got.flags & GATE_V_EVIDENCE;
    out.why = got.why;
    return out;
}

gate_value gate_op_index(gate_machine *m, gate_opcode op, gate_value base, gate_value index, uint32_t line)
{
    gate_value out;
    gate_value from = base;
    gate_value args[2] = {base, index};
    bool chained = base.tag == GATE_T_OPTIONAL;
    if (chained && base.as.inner) from = *base.as.inner;
    gate_value worse = gate_worse(base, index);
    uint8_t mark = (base.flags | index.flags) & GATE_V_EVIDENCE;
    if (worse.tag != GATE_T_NULL) {
        out = worse;
        out.flags |= mark;
        return gate_node_apply(m, out, op, line, 0, args, 2);
    }
    if (chained && !base.as.inner) {
        out = gate_value_none();
        out.flags = mark;
        return gate_node_apply(m, out, op, line, 0, args, 2);
    }
    gate_value got = get_index(m, from, index);
    got.flags |= mark;
    bool stepped = false;
    if (from.tag == GATE_T_LIST && index.tag == GATE_T_INT && index.as.integer >= 0) {
        got = gate_node_step(m, from, got, line, NULL, (size_t)index.as.integer);
        stepped = true;
    } else if (index.tag == GATE_T_STRING) {
        got = gate_node_step(m, from, got, line, &index.as.str, 0);
        stepped = true;
    }
    /* An index that was itself read from evidence is part of what was read. */
    if (!stepped || (index.flags & GATE_V_EVIDENCE)) {
        gate_value both[2] = {got, index};
        got = gate_node_apply(m, got, op, line, 0, stepped ? both : args, 2);
    }
    if (op == GATE_I_INDEX && !chained) return got;
    out = as_optional(m, got);
    out.flags |= mark;
    out.why = got.why;
    return out;
}

/* -- literals ------------------------------------------------------------------------------------- */

gate_value gate_op_list(gate_machine *m, const gate_value *items, uint32_t count, bool optional)
{
    gate_value worst = gate_value_null();
    uint8_t mark = 0;
    for (uint32_t i = 0; i < count; i++) {
        worst = gate_worse(worst, items[i]);
        mark |= items[i].flags & GATE_V_EVIDENCE;
    }
    if (worst.tag != GATE_T_NULL) return worst;
    gate_value *kept = GATE_ARRAY(m->arena, gate_value, count);
    uint32_t len = 0;
    for (uint32_t i = 0; i < count; i++) {
        if (!optional) {
            kept[len++] = items[i];
        } else if (items[i].tag != GATE_T_OPTIONAL) {
            return gate_value_fault_types(m->arena, GATE_FAULT_NO_OVERLOAD, GATE_STR("?"), gate_tag_of(items[i]), GATE_T_NULL);
        } else if (items[i].as.inner) {
            kept[len++] = *items[i].as.inner;
        }
    }
    gate_value list = gate_value_list(m->arena, kept, len);
    list.flags |= mark;
    return list;
}

gate_value gate_op_map(gate_machine *m, const gate_value *items, uint32_t pairs, bool optional)
{
    gate_value worst = gate_value_null();
    uint8_t mark = 0;
    for (uint32_t i = 0; i < 2 * pairs; i++) {
        worst = gate_worse(worst, items[i]);
        mark |= items[i].flags & GATE_V_EVIDENCE;
    }
    if (worst.tag != GATE_T_NULL) return worst;
    gate_pair *kept = GATE_ARRAY(m->arena, gate_pair, pairs);
    uint32_t len = 0;
    for (uint32_t i = 0; i < pairs; i++) {
        gate_value key = items[2 * i], value = items[2 * i + 1];
        bool fine = key.tag == GATE_T_STRING || key.tag == GATE_T_BOOL || is_number(key);
        if (!fine || (optional && value.tag != GATE_T_OPTIONAL)) {
            return gate_value_fault_types(m->arena, GATE_FAULT_NO_OVERLOAD, fine ? GATE_STR("?") : GATE_STR("{}"),
                                          gate_tag_of(fine ? value : key), GATE_T_NULL);
        }
        if (optional && !value.as.inner) continue;
        kept[len].key = key;
        kept[len++].value = optional ? *value.as.inner : value;
    }
    gate_value map;
    size_t twice;
    if (!gate_value_map(m->arena, kept, len, &map, &twice)) {
        gate_buf text = gate_buf_new(m->arena);
        gate_value_show(&text, kept[twice].key, 60);
        return gate_fault_value(m, GATE_FAULT_DUPLICATE, gate_buf_str(&text));
    }
    map.flags |= mark;
    return map;
}
