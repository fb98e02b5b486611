/* Operators and access, one rule of the language reference after the other. */
#include "tests/reference/reference.h"

#include <float.h>
#include <math.h>
#include <string.h>

static bool is_number(gate_value v)
{
    return v.tag == GATE_T_INT || v.tag == GATE_T_DOUBLE;
}

/* On one number line: a long double holds every int and every double as it is. */
_Static_assert(LDBL_MANT_DIG >= 64, "the reference compares numbers as long doubles");

static long double number(gate_value v)
{
    return v.tag == GATE_T_INT ? (long double)v.as.integer : (long double)v.as.real;
}

/* -- equality ------------------------------------------------------------------------------------------ */

static bool equal_lists(gate_value a, gate_value b)
{
    if (gate_list_len(a) != gate_list_len(b)) return false;
    for (size_t i = 0; i < gate_list_len(a); i++) {
        if (!ref_equal(gate_list_at(a, i), gate_list_at(b, i))) return false;
    }
    return true;
}

static bool lookup(gate_value map, gate_value key, gate_value *out)
{
    gate_map_walk walk = gate_map_start(map);
    for (gate_value k; gate_map_step(&walk, &k, out);) {
        if (ref_equal(k, key)) return true;
    }
    return false;
}

static bool equal_maps(gate_value a, gate_value b)
{
    if (gate_map_len(a) != gate_map_len(b)) return false;
    gate_map_walk walk = gate_map_start(a);
    for (gate_value key, value, other; gate_map_step(&walk, &key, &value);) {
        if (!lookup(b, key, &other) || !ref_equal(value, other)) return false;
    }
    return true;
}

bool ref_equal(gate_value a, gate_value b)
{
    if (is_number(a) && is_number(b)) return number(a) == number(b);
    if (a.tag != b.tag) return false;
    switch (gate_tag_of(a)) {
    case GATE_T_NULL:
        return true;
    case GATE_T_BOOL:
        return a.as.boolean == b.as.boolean;
    case GATE_T_STRING:
        return gate_str_eq(a.as.str, b.as.str);
    case GATE_T_TIMESTAMP:
        return a.as.instant.sec == b.as.instant.sec && a.as.instant.nsec == b.as.instant.nsec;
    case GATE_T_DURATION:
        return a.as.duration.sec == b.as.duration.sec && a.as.duration.nsec == b.as.duration.nsec;
    case GATE_T_LIST:
        return equal_lists(a, b);
    case GATE_T_MAP:
        return equal_maps(a, b);
    case GATE_T_OPTIONAL:
        return a.as.inner && b.as.inner ? ref_equal(*a.as.inner, *b.as.inner) : !a.as.inner && !b.as.inner;
    case GATE_T_TYPE:
        return a.as.type == b.as.type;
    case GATE_T_INT:
    case GATE_T_DOUBLE:
    case GATE_T_MISSING:
    case GATE_T_ERROR:
        break;
    }
    return false;
}

/* -- arithmetic ---------------------------------------------------------------------------------------- */

__extension__ typedef __int128 wide; /* room for every result */

static gate_value of_ints(ref_run *run, gate_op op, wide a, wide b)
{
    if ((op == GATE_OP_DIV || op == GATE_OP_MOD) && b == 0) return ref_fault(run, GATE_FAULT_DIVIDE_BY_ZERO);
    if (op == GATE_OP_DIV && a % b != 0) return gate_value_double((double)(int64_t)a / (double)(int64_t)b);
    wide exact = op == GATE_OP_ADD   ? a + b
                 : op == GATE_OP_SUB ? a - b
                 : op == GATE_OP_MUL ? a * b
                 : op == GATE_OP_DIV ? a / b
                                     : a % b;
    /* The remainder of the least int by -1 is 0, but its quotient does not fit: CEL calls both an overflow.
     */
    bool least = op == GATE_OP_MOD && a == INT64_MIN && b == -1;
    if (exact > INT64_MAX || exact < INT64_MIN || least) return ref_fault(run, GATE_FAULT_OVERFLOW);
    return gate_value_int((int64_t)exact);
}

static gate_value of_doubles(ref_run *run, gate_op op, double a, double b)
{
    if (op == GATE_OP_ADD) return gate_value_double(a + b);
    if (op == GATE_OP_SUB) return gate_value_double(a - b);
    if (op == GATE_OP_MUL) return gate_value_double(a * b);
    if (op == GATE_OP_DIV) return gate_value_double(a / b);
    return ref_fault(run, GATE_FAULT_NO_OVERLOAD2); /* a remainder is of ints */
}

static gate_value joined(ref_run *run, gate_value a, gate_value b)
{
    if (a.tag == GATE_T_STRING) {
        return gate_value_str(gate_str_printf(run->arena, GATE_STR_FMT GATE_STR_FMT, GATE_STR_ARG(a.as.str),
                                              GATE_STR_ARG(b.as.str)));
    }
    size_t first = gate_list_len(a), count = first + gate_list_len(b);
    gate_value *items = GATE_ARRAY(run->arena, gate_value, count);
    for (size_t i = 0; i < count; i++)
        items[i] = i < first ? gate_list_at(a, i) : gate_list_at(b, i - first);
    return gate_value_list(run->arena, items, count);
}

/* Times move by durations; the difference of two times is a duration. */
static gate_value of_times(ref_run *run, gate_op op, gate_value a, gate_value b)
{
    bool add = op == GATE_OP_ADD, sub = op == GATE_OP_SUB;
    bool a_time = a.tag == GATE_T_TIMESTAMP, b_time = b.tag == GATE_T_TIMESTAMP;
    if ((!add && !sub) || (add && a_time && b_time) || (sub && !a_time && b_time)) {
        return ref_fault(run, GATE_FAULT_NO_OVERLOAD2);
    }
    gate_instant at;
    gate_duration span, other;
    if (a_time && b_time) return gate_value_duration(gate_instant_diff(a.as.instant, b.as.instant));
    if (b_time) return of_times(run, op, b, a);
    other = b.as.duration;
    if (sub && !gate_duration_neg(b.as.duration, &other)) return ref_fault(run, GATE_FAULT_RANGE);
    if (a_time) {
        return gate_instant_add(a.as.instant, other, &at) ? gate_value_instant(at)
                                                          : ref_fault(run, GATE_FAULT_RANGE);
    }
    return gate_duration_add(a.as.duration, other, &span) ? gate_value_duration(span)
                                                          : ref_fault(run, GATE_FAULT_RANGE);
}

static bool is_time(gate_value v)
{
    return v.tag == GATE_T_TIMESTAMP || v.tag == GATE_T_DURATION;
}

static gate_value arithmetic(ref_run *run, gate_op op, gate_value a, gate_value b)
{
    if (a.tag == GATE_T_INT && b.tag == GATE_T_INT) return of_ints(run, op, a.as.integer, b.as.integer);
    if (is_number(a) && is_number(b)) {
        bool by_none = op == GATE_OP_DIV && b.tag == GATE_T_INT && b.as.integer == 0;
        if (by_none) return ref_fault(run, GATE_FAULT_DIVIDE_BY_ZERO);
        return of_doubles(run, op, a.tag == GATE_T_INT ? (double)a.as.integer : a.as.real,
                          b.tag == GATE_T_INT ? (double)b.as.integer : b.as.real);
    }
    if (is_time(a) && is_time(b)) return of_times(run, op, a, b);
    bool joins = a.tag == b.tag && (a.tag == GATE_T_STRING || a.tag == GATE_T_LIST);
    if (op == GATE_OP_ADD && joins) return joined(run, a, b);
    return ref_fault(run, GATE_FAULT_NO_OVERLOAD2);
}

/* -- order --------------------------------------------------------------------------------------------- */

/* Less than 0, 0 or more; false when the two have no order. */
static bool compare(gate_value a, gate_value b, int *out)
{
    if (is_number(a) && is_number(b)) {
        *out = (number(a) > number(b)) - (number(a) < number(b));
        return true;
    }
    if (a.tag != b.tag) return false;
    if (a.tag == GATE_T_BOOL) {
        *out = (int)a.as.boolean - (int)b.as.boolean;
    } else if (a.tag == GATE_T_STRING) {
        *out = gate_str_cmp(a.as.str, b.as.str);
    } else if (is_time(a)) {
        int64_t s = a.as.instant.sec, t = b.as.instant.sec; /* both begin with seconds, then nanoseconds */
        int32_t m = a.as.instant.nsec, n = b.as.instant.nsec;
        if (a.tag == GATE_T_DURATION) {
            s = a.as.duration.sec, t = b.as.duration.sec;
            m = a.as.duration.nsec, n = b.as.duration.nsec;
        }
        *out = s != t ? (s > t) - (s < t) : (m > n) - (m < n);
    } else {
        return false;
    }
    return true;
}

static gate_value ordering(ref_run *run, gate_op op, gate_value a, gate_value b)
{
    int order;
    if (!compare(a, b, &order)) return ref_fault(run, GATE_FAULT_NO_OVERLOAD2);
    bool nan = (a.tag == GATE_T_DOUBLE && isnan(a.as.real)) || (b.tag == GATE_T_DOUBLE && isnan(b.as.real));
    if (nan) return ref_fault(run, GATE_FAULT_NAN_ORDER);
    bool holds = op == GATE_OP_LT   ? order < 0
                 : op == GATE_OP_LE ? order <= 0
                 : op == GATE_OP_GT ? order > 0
                                    : order >= 0;
    return gate_value_bool(holds);
}

static gate_value membership(ref_run *run, gate_value a, gate_value b)
{
    gate_value found;
    if (b.tag == GATE_T_MAP) return gate_value_bool(lookup(b, a, &found));
    if (b.tag != GATE_T_LIST) return ref_fault(run, GATE_FAULT_NO_OVERLOAD2);
    for (size_t i = 0; i < gate_list_len(b); i++) {
        if (ref_equal(a, gate_list_at(b, i))) return gate_value_bool(true);
    }
    return gate_value_bool(false);
}

/* -- and, or: one operand may decide whatever the other is --------------------------------------------- */

static gate_value connective(ref_run *run, gate_op op, gate_value a, gate_value b)
{
    bool strong = op == GATE_OP_OR;
    a = ref_outcome(run, a);
    b = ref_outcome(run, b);
    bool decided =
        (a.tag == GATE_T_BOOL && a.as.boolean == strong) || (b.tag == GATE_T_BOOL && b.as.boolean == strong);
    if (decided) return gate_value_bool(strong);
    gate_value worse = ref_worse(a, b);
    return worse.tag == GATE_T_NULL ? gate_value_bool(!strong) : worse;
}

static gate_value strict(ref_run *run, gate_op op, gate_value a, gate_value b)
{
    gate_value worse = ref_worse(a, b);
    if (worse.tag != GATE_T_NULL) return worse;
    switch (op) {
    case GATE_OP_EQ:
        return gate_value_bool(ref_equal(a, b));
    case GATE_OP_NE:
        return gate_value_bool(!ref_equal(a, b));
    case GATE_OP_IN:
        return membership(run, a, b);
    case GATE_OP_LT:
    case GATE_OP_LE:
    case GATE_OP_GT:
    case GATE_OP_GE:
        return ordering(run, op, a, b);
    case GATE_OP_ADD:
    case GATE_OP_SUB:
    case GATE_OP_MUL:
    case GATE_OP_DIV:
    case GATE_OP_MOD:
    case GATE_OP_OR:
    case GATE_OP_AND:
    case GATE_OP_NOT:
    case GATE_OP_NEG:
        break;
    }
    return arithmetic(run, op, a, b);
}

gate_value ref_binary(ref_run *run, gate_op op, gate_value a, gate_value b)
{
    bool connects = op == GATE_OP_AND || op == GATE_OP_OR;
    return ref_marked(connects ? connective(run, op, a, b) : strict(run, op, a, b), a, b);
}

gate_value ref_unary(ref_run *run, gate_op op, gate_value a)
{
    gate_value out = ref_fault(run, GATE_FAULT_NO_OVERLOAD);
    gate_duration span;
    if (!gate_is_definite(a)) return a;
    if (op == GATE_OP_NOT) {
        if (a.tag == GATE_T_BOOL) out = gate_value_bool(!a.as.boolean);
    } else if (a.tag == GATE_T_INT) {
        out = of_ints(run, GATE_OP_SUB, 0, a.as.integer);
    } else if (a.tag == GATE_T_DOUBLE) {
        out = gate_value_double(-a.as.real);
    } else if (a.tag == GATE_T_DURATION) {
        out = gate_duration_neg(a.as.duration, &span) ? gate_value_duration(span)
                                                      : ref_fault(run, GATE_FAULT_RANGE);
    }
    return ref_marked(out, a, a);
}

/* -- access -------------------------------------------------------------------------------------------- */

/* e.f, and what `e` must be for it. */
static gate_value field_of(ref_run *run, gate_value base, gate_str key)
{
    gate_value found;
    if (base.tag != GATE_T_MAP) return ref_fault(run, GATE_FAULT_NOT_A_CONTAINER);
    return lookup(base, gate_value_str(key), &found) ? found : ref_fault(run, GATE_FAULT_NO_KEY);
}

static gate_value element_of(ref_run *run, gate_value base, gate_value index)
{
    gate_value found;
    if (base.tag == GATE_T_MAP) {
        bool key = index.tag == GATE_T_STRING || index.tag == GATE_T_BOOL || is_number(index);
        if (!key) return ref_fault(run, GATE_FAULT_NOT_INDEXABLE);
        return lookup(base, index, &found) ? found : ref_fault(run, GATE_FAULT_NO_KEY);
    }
    bool whole =
        index.tag == GATE_T_INT || (index.tag == GATE_T_DOUBLE && index.as.real == floor(index.as.real));
    if (base.tag != GATE_T_LIST || !whole) return ref_fault(run, GATE_FAULT_NOT_INDEXABLE);
    bool inside = number(index) >= 0 && number(index) < (long double)gate_list_len(base);
    return inside ? gate_list_at(base, (size_t)number(index)) : ref_fault(run, GATE_FAULT_NO_INDEX);
}

/* An access that may find nothing: an optional, unless the access made no sense. */
static gate_value as_optional(ref_run *run, gate_value found)
{
    if (gate_is_definite(found)) return gate_value_some(run->arena, found);
    return found.tag == GATE_T_MISSING ? gate_value_none() : found;
}

/* After an optional access, further ones stay optional. */
static gate_value inside(gate_value base, bool *optional, bool *none)
{
    *none = base.tag == GATE_T_OPTIONAL && !base.as.inner;
    *optional = *optional || base.tag == GATE_T_OPTIONAL;
    return base.tag == GATE_T_OPTIONAL && base.as.inner ? *base.as.inner : base;
}

/* `base` of a module that the other report lacks. */
static bool is_new(gate_value base)
{
    return base.tag == GATE_T_MISSING && base.as.fault->kind == GATE_FAULT_NEW_MODULE;
}

gate_value ref_field(ref_run *run, gate_value base, gate_str key, bool optional)
{
    bool none;
    if (optional && is_new(base)) return ref_marked(gate_value_none(), base, base);
    if (!gate_is_definite(base)) return base;
    gate_value from = inside(base, &optional, &none);
    if (none) return ref_marked(gate_value_none(), base, base);
    gate_value found = ref_marked(field_of(run, from, key), base, from);
    return optional ? ref_marked(as_optional(run, found), found, found) : found;
}

gate_value ref_has(ref_run *run, gate_value base, gate_str key)
{
    bool none, optional = false;
    if (is_new(base)) return ref_marked(gate_value_bool(false), base, base);
    if (!gate_is_definite(base)) return base;
    gate_value from = inside(base, &optional, &none), found = from;
    if (!none) {
        found = field_of(run, from, key);
        if (found.tag == GATE_T_ERROR) return ref_marked(found, base, from);
    }
    return ref_marked(gate_value_bool(!none && gate_is_definite(found)), base, from);
}

gate_value ref_index(ref_run *run, gate_value base, gate_value index, bool optional)
{
    bool none;
    gate_value worse = ref_worse(base, index);
    if (worse.tag != GATE_T_NULL) return ref_marked(worse, base, index);
    gate_value from = inside(base, &optional, &none);
    if (none) return ref_marked(gate_value_none(), base, index);
    gate_value found = ref_marked(element_of(run, from, index), base, index);
    return optional ? ref_marked(as_optional(run, found), found, found) : found;
}
