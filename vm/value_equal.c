/* Equality, order and weight of values. What follows a value inwards calls itself: how deep values
 * can be is bounded where they are made (GATE_VALUE_NESTING). */
#include "vm/value.h"

#include "base/num.h"

#include <math.h>

/* The order of two numbers; a NaN has none. */
static int number_order(gate_value a, gate_value b)
{
    int order;
    if (a.tag == GATE_T_INT && b.tag == GATE_T_INT)
        return (a.as.integer > b.as.integer) - (a.as.integer < b.as.integer);
    if (a.tag == GATE_T_INT)
        order = gate_num_cmp_int_double(a.as.integer, b.as.real);
    else if (b.tag == GATE_T_INT) {
        order = gate_num_cmp_int_double(b.as.integer, a.as.real);
        if (order != 2) order = -order;
    } else if (isnan(a.as.real) || isnan(b.as.real))
        order = 2;
    else
        order = (a.as.real > b.as.real) - (a.as.real < b.as.real);
    return order == 2 ? GATE_ORDER_NAN : order;
}

static bool is_number(gate_value value)
{
    return value.tag == GATE_T_INT || value.tag == GATE_T_DOUBLE;
}

static int sign(int order)
{
    return (order > 0) - (order < 0);
}

int gate_value_order(gate_value a, gate_value b)
{
    if (is_number(a) && is_number(b)) return number_order(a, b);
    if (a.tag != b.tag) return GATE_ORDER_NONE;
    switch (gate_tag_of(a)) {
    case GATE_T_BOOL:
        return (int)a.as.boolean - (int)b.as.boolean;
    case GATE_T_STRING:
        return sign(gate_str_cmp(a.as.str, b.as.str));
    case GATE_T_TIMESTAMP:
        return sign(gate_instant_cmp(a.as.instant, b.as.instant));
    case GATE_T_DURATION:
        return sign(gate_duration_cmp(a.as.duration, b.as.duration));
    case GATE_T_MISSING:
    case GATE_T_ERROR:
    case GATE_T_NULL:
    case GATE_T_INT:
    case GATE_T_DOUBLE:
    case GATE_T_LIST:
    case GATE_T_MAP:
    case GATE_T_OPTIONAL:
    case GATE_T_TYPE:
        break;
    }
    return GATE_ORDER_NONE;
}

static bool lists_equal(gate_value a, gate_value b)
{
    size_t len = gate_list_len(a);
    if (len != gate_list_len(b)) return false;
    for (size_t i = 0; i < len; i++) {
        if (!gate_value_equal(gate_list_at(a, i), gate_list_at(b, i))) return false;
    }
    return true;
}

static bool maps_equal(gate_value a, gate_value b)
{
    if (gate_map_len(a) != gate_map_len(b)) return false;
    gate_map_walk walk = gate_map_start(a);
    gate_value key, value, other;
    while (gate_map_step(&walk, &key, &value)) {
        if (!gate_map_get_value(b, key, &other) || !gate_value_equal(value, other)) return false;
    }
    return true;
}

bool gate_value_equal(gate_value a, gate_value b)
{
    if (is_number(a) && is_number(b)) return number_order(a, b) == 0;
    if (a.tag != b.tag) return false;
    switch (gate_tag_of(a)) {
    case GATE_T_NULL:
        return true;
    case GATE_T_BOOL:
    case GATE_T_TIMESTAMP:
    case GATE_T_DURATION:
        return gate_value_order(a, b) == 0;
    case GATE_T_STRING:
        return gate_str_eq(a.as.str, b.as.str);
    case GATE_T_LIST:
        return lists_equal(a, b);
    case GATE_T_MAP:
        return maps_equal(a, b);
    case GATE_T_OPTIONAL:
        if (!a.as.inner || !b.as.inner) return a.as.inner == b.as.inner;
        return gate_value_equal(*a.as.inner, *b.as.inner);
    case GATE_T_TYPE:
        return a.as.type == b.as.type;
    case GATE_T_MISSING:
    case GATE_T_ERROR:
    case GATE_T_INT:
    case GATE_T_DOUBLE:
        break;
    }
    return false;
}

/* Takes the weight of [value] off [left]; 0 when there is none left, and then looks no further. */
static size_t take_weight(gate_value value, size_t left)
{
    size_t own = value.tag == GATE_T_STRING ? 1 + value.as.str.len / 16 : 1;
    if (own >= left) return 0;
    left -= own;
    if (value.tag == GATE_T_LIST) {
        size_t len = gate_list_len(value);
        for (size_t i = 0; left && i < len; i++)
            left = take_weight(gate_list_at(value, i), left);
    } else if (value.tag == GATE_T_MAP) {
        gate_map_walk walk = gate_map_start(value);
        gate_value key, inner;
        while (left && gate_map_step(&walk, &key, &inner)) {
            left = take_weight(key, left);
            if (left) left = take_weight(inner, left);
        }
    } else if (value.tag == GATE_T_OPTIONAL && value.as.inner)
        left = take_weight(*value.as.inner, left);
    return left;
}

size_t gate_value_weight(gate_value value, size_t cap)
{
    return cap - take_weight(value, cap);
}
