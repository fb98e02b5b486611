#include "stdlib/bodies.h"

#include "base/num.h"

#include <inttypes.h>
#include <math.h>
#include <strings.h>

/* How much of a text that can't be converted is shown. */
#define SHOWN 60u

void fn_same(gate_call *call, const gate_value *args, gate_value *out)
{
    (void)call;
    *out = args[0];
}

static void refuse_text(gate_call *call, gate_value *out, gate_str text, const char *wanted)
{
    gate_buf shown = gate_buf_new(call->arena);
    gate_value_show(&shown, gate_value_str(text), SHOWN);
    gate_call_fail(call, out, GATE_FAULT_CONVERSION, "%s is not %s", shown.ptr, wanted);
}

/* Neither bound is an int here, as in CEL: the double -2^63 may stand for a number that was rounded. */
void fn_int_double(gate_call *call, const gate_value *args, gate_value *out)
{
    double real = args[0].as.real;
    if (real > -0x1p63 && real < 0x1p63) {
        *out = gate_value_int((int64_t)real);
        return;
    }
    char text[32];
    gate_str shown = gate_num_show(text, real);
    gate_call_fail(call, out, GATE_FAULT_RANGE, GATE_STR_FMT " does not fit an int of 64 bits",
                   GATE_STR_ARG(shown));
}

void fn_int_string(gate_call *call, const gate_value *args, gate_value *out)
{
    int64_t integer;
    if (gate_num_int(args[0].as.str, &integer))
        *out = gate_value_int(integer);
    else
        refuse_text(call, out, args[0].as.str, "a whole number of 64 bits");
}

void fn_int_timestamp(gate_call *call, const gate_value *args, gate_value *out)
{
    (void)call;
    *out = gate_value_int(args[0].as.instant.sec);
}

void fn_double_int(gate_call *call, const gate_value *args, gate_value *out)
{
    (void)call;
    *out = gate_value_double((double)args[0].as.integer);
}

/* The names that strconv, and so CEL, reads: a sign before infinity only, any letter case. */
static bool named_double(gate_str text, double *out)
{
    bool minus = text.len && text.ptr[0] == '-', sign = minus || (text.len && text.ptr[0] == '+');
    gate_str name = gate_str_sub(text, sign, text.len);
    if (name.len == 3 && strncasecmp(name.ptr, "nan", 3) == 0 && !sign)
        *out = (double)NAN;
    else if ((name.len == 3 && strncasecmp(name.ptr, "inf", 3) == 0) ||
             (name.len == 8 && strncasecmp(name.ptr, "infinity", 8) == 0))
        *out = minus ? -(double)INFINITY : (double)INFINITY;
    else
        return false;
    return true;
}

void fn_double_string(gate_call *call, const gate_value *args, gate_value *out)
{
    double real;
    if (gate_num_double(args[0].as.str, &real) || named_double(args[0].as.str, &real))
        *out = gate_value_double(real);
    else
        refuse_text(call, out, args[0].as.str, "a number");
}

void fn_string_int(gate_call *call, const gate_value *args, gate_value *out)
{
    *out = gate_value_str(gate_str_printf(call->arena, "%" PRId64, args[0].as.integer));
}

/* The text that numbers have everywhere else too, in reasons and messages. */
void fn_string_double(gate_call *call, const gate_value *args, gate_value *out)
{
    char text[32];
    *out = gate_value_str(gate_str_dup(call->arena, gate_num_show(text, args[0].as.real)));
}

void fn_string_bool(gate_call *call, const gate_value *args, gate_value *out)
{
    (void)call;
    *out = gate_value_str(args[0].as.boolean ? GATE_STR("true") : GATE_STR("false"));
}

void fn_string_timestamp(gate_call *call, const gate_value *args, gate_value *out)
{
    char text[40];
    *out = gate_value_str(gate_str_dup(call->arena, gate_instant_text(text, args[0].as.instant)));
}

void fn_string_duration(gate_call *call, const gate_value *args, gate_value *out)
{
    char text[40];
    *out = gate_value_str(gate_str_dup(call->arena, gate_duration_text(text, args[0].as.duration)));
}

/* strconv.ParseBool's words. */
void fn_bool_string(gate_call *call, const gate_value *args, gate_value *out)
{
    static const char *const words[2][6] = {{"0", "f", "F", "false", "False", "FALSE"},
                                            {"1", "t", "T", "true", "True", "TRUE"}};
    gate_str text = args[0].as.str;
    for (size_t i = 0; i < 2 * GATE_COUNT(words[0]); i++) {
        if (!gate_str_eq_c(text, words[i % 2][i / 2])) continue;
        *out = gate_value_bool(i % 2);
        return;
    }
    refuse_text(call, out, text, "`true` or `false`");
}

void fn_type(gate_call *call, const gate_value *args, gate_value *out)
{
    (void)call;
    *out = gate_value_type(gate_tag_of(args[0]));
}

/* The first of the largest (sign 1) or smallest (sign -1) numbers. */
static void extreme(gate_call *call, const char *name, const gate_value *numbers, size_t len, int sign,
                    gate_value *out)
{
    if (!gate_body_numbers(call, out, name, numbers, len) ||
        !gate_body_ordered(call, out, name, numbers, len))
        return;
    if (len == 0) {
        *out = gate_value_fault(call->arena, GATE_FAULT_EMPTY, GATE_STR(""));
        return;
    }
    gate_value best = numbers[0];
    for (size_t i = 1; i < len; i++) {
        if (gate_value_order(numbers[i], best) == sign) best = numbers[i];
    }
    *out = best;
}

void fn_greatest(gate_call *call, const gate_value *args, gate_value *out)
{
    extreme(call, "math.greatest", args, call->argc, 1, out);
}

void fn_greatest_list(gate_call *call, const gate_value *args, gate_value *out)
{
    extreme(call, "math.greatest", gate_body_items(call, args[0]), gate_list_len(args[0]), 1, out);
}

void fn_least(gate_call *call, const gate_value *args, gate_value *out)
{
    extreme(call, "math.least", args, call->argc, -1, out);
}

void fn_least_list(gate_call *call, const gate_value *args, gate_value *out)
{
    extreme(call, "math.least", gate_body_items(call, args[0]), gate_list_len(args[0]), -1, out);
}

void fn_ceil(gate_call *call, const gate_value *args, gate_value *out)
{
    (void)call;
    *out = gate_value_double(ceil(args[0].as.real));
}

void fn_floor(gate_call *call, const gate_value *args, gate_value *out)
{
    (void)call;
    *out = gate_value_double(floor(args[0].as.real));
}

void fn_round(gate_call *call, const gate_value *args, gate_value *out)
{
    (void)call;
    *out = gate_value_double(round(args[0].as.real));
}

void fn_trunc(gate_call *call, const gate_value *args, gate_value *out)
{
    (void)call;
    *out = gate_value_double(trunc(args[0].as.real));
}

void fn_abs_int(gate_call *call, const gate_value *args, gate_value *out)
{
    int64_t integer = args[0].as.integer;
    if (integer == INT64_MIN)
        *out = gate_value_fault(call->arena, GATE_FAULT_OVERFLOW, GATE_STR(""));
    else
        *out = gate_value_int(integer < 0 ? -integer : integer);
}

void fn_abs_double(gate_call *call, const gate_value *args, gate_value *out)
{
    (void)call;
    *out = gate_value_double(fabs(args[0].as.real));
}

void fn_sign_int(gate_call *call, const gate_value *args, gate_value *out)
{
    (void)call;
    *out = gate_value_int((args[0].as.integer > 0) - (args[0].as.integer < 0));
}

void fn_sign_double(gate_call *call, const gate_value *args, gate_value *out)
{
    (void)call;
    double real = args[0].as.real;
    *out = gate_value_double(isnan(real) ? real : (double)((real > 0) - (real < 0)));
}

/* An int is a double here: whether evidence writes 85 or 85.0 makes no difference. */
static double as_double(gate_value number)
{
    return number.tag == GATE_T_INT ? (double)number.as.integer : number.as.real;
}

void fn_is_nan(gate_call *call, const gate_value *args, gate_value *out)
{
    (void)call;
    *out = gate_value_bool(isnan(as_double(args[0])));
}

void fn_is_inf(gate_call *call, const gate_value *args, gate_value *out)
{
    (void)call;
    *out = gate_value_bool(isinf(as_double(args[0])));
}

void fn_is_finite(gate_call *call, const gate_value *args, gate_value *out)
{
    (void)call;
    *out = gate_value_bool(isfinite(as_double(args[0])));
}

void fn_sqrt(gate_call *call, const gate_value *args, gate_value *out)
{
    (void)call;
    *out = gate_value_double(sqrt(as_double(args[0])));
}
