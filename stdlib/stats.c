#include "stdlib/bodies.h"

#include <math.h>

/* An int is added to an exact or to a compensated sum in these parts. */
#define HALF 4294967296 /* 2^32 */

/* A sum of doubles that carries what rounding loses (Neumaier's). */
typedef struct total {
    double sum, lost;
} total;

static void add_double(total *to, double x)
{
    double sum = to->sum + x;
    to->lost += fabs(to->sum) >= fabs(x) ? (to->sum - sum) + x : (x - sum) + to->sum;
    to->sum = sum;
}

/* In two parts that are doubles exactly, so that large ints lose nothing either. */
static void add_number(total *to, gate_value number)
{
    if (number.tag == GATE_T_DOUBLE) {
        add_double(to, number.as.real);
        return;
    }
    add_double(to, (double)(number.as.integer / HALF) * (double)HALF);
    add_double(to, (double)(number.as.integer % HALF));
}

static double total_value(total of)
{
    return isfinite(of.sum) ? of.sum + of.lost : of.sum;
}

/* A sum divided by a count: what the quotient's rounding leaves goes into the result too, so that the
 * mean of equal values is that value. */
static double total_mean(total of, size_t count)
{
    double n = (double)count, mean = of.sum / n;
    if (!isfinite(mean)) return mean;
    return mean + (fma(-mean, n, of.sum) + of.lost) / n;
}

static double as_double(gate_value number)
{
    return number.tag == GATE_T_INT ? (double)number.as.integer : number.as.real;
}

/* The exact sum of ints, whatever the order; false when it doesn't fit. */
static bool sum_ints(const gate_value *items, size_t len, int64_t *sum)
{
    int64_t high = 0, low = 0; /* the sum is high * HALF + low; neither can overflow below 2^31 elements */
    for (size_t i = 0; i < len; i++) {
        high += items[i].as.integer / HALF;
        low += items[i].as.integer % HALF;
    }
    high += low / HALF;
    low %= HALF;
    /* One sign for both, so that only a sum out of range overflows on the way. */
    if (high > 0 && low < 0) {
        high--;
        low += HALF;
    } else if (high < 0 && low > 0) {
        high++;
        low -= HALF;
    }
    return !__builtin_mul_overflow(high, (int64_t)HALF, sum) && !__builtin_add_overflow(*sum, low, sum);
}

static void sum_durations(gate_call *call, const gate_value *items, size_t len, gate_value *out)
{
    gate_duration sum = {0, 0};
    for (size_t i = 0; i < len; i++) {
        if (items[i].tag != GATE_T_DURATION) {
            gate_body_refuse2(call, out, "sum", items[0], items[i]);
            return;
        }
        if (!gate_duration_add(sum, items[i].as.duration, &sum)) {
            gate_call_fail(call, out, GATE_FAULT_RANGE,
                           "the sum of the durations is longer than a duration can be");
            return;
        }
    }
    *out = gate_value_duration(sum);
}

/* Of an empty list the int 0: nothing tells that it was to hold durations. */
void fn_sum(gate_call *call, const gate_value *args, gate_value *out)
{
    const gate_value *items = gate_body_items(call, args[0]);
    size_t len = gate_list_len(args[0]);
    if (len && items[0].tag == GATE_T_DURATION) {
        sum_durations(call, items, len, out);
        return;
    }
    if (!gate_body_numbers(call, out, "sum", items, len)) return;
    bool ints = true;
    total sum = {0, 0};
    for (size_t i = 0; i < len; i++) {
        if (items[i].tag == GATE_T_DOUBLE) ints = false;
        add_number(&sum, items[i]);
    }
    int64_t exact;
    if (!ints)
        *out = gate_value_double(total_value(sum));
    else if (sum_ints(items, len, &exact))
        *out = gate_value_int(exact);
    else
        *out = gate_value_fault(call->arena, GATE_FAULT_OVERFLOW, GATE_STR(""));
}

/* The first of the elements that is smallest (sign -1) or largest (sign 1). */
static void extreme(gate_call *call, const char *name, gate_value list, int sign, gate_value *out)
{
    const gate_value *items = gate_body_items(call, list);
    size_t len = gate_list_len(list);
    if (len == 0) {
        *out = gate_value_fault(call->arena, GATE_FAULT_EMPTY, GATE_STR(""));
        return;
    }
    if (!gate_body_ordered(call, out, name, items, len)) return;
    gate_value best = items[0];
    for (size_t i = 1; i < len; i++) {
        if (gate_value_order(items[i], best) == sign) best = items[i];
    }
    *out = best;
}

void fn_min(gate_call *call, const gate_value *args, gate_value *out)
{
    extreme(call, "min", args[0], -1, out);
}

void fn_max(gate_call *call, const gate_value *args, gate_value *out)
{
    extreme(call, "max", args[0], 1, out);
}

/* The numbers of a list; false with [out] set when there are fewer than [need] or other kinds. */
static bool sample(gate_call *call, const char *name, gate_value list, size_t need, const gate_value **items,
                   gate_value *out)
{
    size_t len = gate_list_len(list);
    *items = gate_body_items(call, list);
    if (!gate_body_numbers(call, out, name, *items, len)) return false;
    if (len >= need) return true;
    if (need == 1)
        *out = gate_value_fault(call->arena, GATE_FAULT_EMPTY, GATE_STR(""));
    else
        gate_body_too_few(call, out, len, (int64_t)need);
    return false;
}

void fn_mean(gate_call *call, const gate_value *args, gate_value *out)
{
    const gate_value *items;
    size_t len = gate_list_len(args[0]);
    if (!sample(call, "mean", args[0], 1, &items, out)) return;
    total sum = {0, 0};
    for (size_t i = 0; i < len; i++)
        add_number(&sum, items[i]);
    double mean = total_mean(sum, len);
    if (!isfinite(mean)) { /* the sum may be out of range where the mean isn't */
        sum = (total){0, 0};
        for (size_t i = 0; i < len; i++)
            add_double(&sum, as_double(items[i]) / (double)len);
        mean = total_value(sum);
    }
    *out = gate_value_double(mean);
}

/* R's type 7: of the sorted values x, what lies at [percent] of the way from the first to the last. */
static void quantile(gate_call *call, const char *name, gate_value list, double percent, gate_value *out)
{
    const gate_value *items;
    size_t len = gate_list_len(list);
    if (!sample(call, name, list, 1, &items, out) || !gate_body_ordered(call, out, name, items, len)) return;
    gate_keyed *sorted = gate_keyed_new(call->arena, len);
    for (size_t i = 0; i < len; i++)
        sorted[i].key = items[i];
    gate_keyed_sort(call->arena, sorted, len);
    double hundredths = (double)(len - 1) * percent; /* in this order, so that whole places come out whole */
    size_t below = (size_t)(hundredths / 100);
    double part = (hundredths - 100 * (double)below) / 100, low = as_double(sorted[below].key);
    if (part > 0 && below + 1 < len) {
        double high = as_double(sorted[below + 1].key);
        if (high != low) low = (1 - part) * low + part * high;
    }
    *out = gate_value_double(low);
}

void fn_median(gate_call *call, const gate_value *args, gate_value *out)
{
    quantile(call, "median", args[0], 50, out);
}

void fn_percentile(gate_call *call, const gate_value *args, gate_value *out)
{
    double percent = as_double(args[1]);
    if (percent >= 0 && percent <= 100) { /* false of NaN */
        quantile(call, "percentile", args[0], percent, out);
        return;
    }
    gate_buf shown = gate_buf_new(call->arena);
    gate_value_show(&shown, args[1], 40);
    gate_call_fail(call, out, GATE_FAULT_RANGE, "`percentile` needs a number from 0 to 100, and this is %s",
                   shown.ptr);
}

void fn_stddev(gate_call *call, const gate_value *args, gate_value *out)
{
    const gate_value *items;
    size_t len = gate_list_len(args[0]);
    if (!sample(call, "stddev", args[0], 2, &items, out)) return;
    double largest = 0;
    for (size_t i = 0; i < len; i++) {
        if (fabs(as_double(items[i])) > largest) largest = fabs(as_double(items[i]));
    }
    int scale = 0; /* by a power of two, which is exact, so that no square leaves the range */
    if (isfinite(largest)) frexp(largest, &scale);
    total sum = {0, 0};
    for (size_t i = 0; i < len; i++)
        add_double(&sum, ldexp(as_double(items[i]), -scale));
    double mean = total_mean(sum, len);
    total squares = {0, 0}, rest = {0, 0}; /* the rest is what rounding left in the mean */
    for (size_t i = 0; i < len; i++) {
        double off = ldexp(as_double(items[i]), -scale) - mean;
        add_double(&squares, off * off);
        add_double(&rest, off);
    }
    double bias = total_value(rest);
    double variance = (total_value(squares) - bias * bias / (double)len) / (double)(len - 1);
    *out = gate_value_double(ldexp(sqrt(fmax(variance, 0)), scale));
}
