#include "stdlib/text.h"

#include <inttypes.h>

/* -- making ------------------------------------------------------------------------------------ */

void fn_timestamp_string(gate_call *call, const gate_value *args, gate_value *out)
{
    gate_instant at;
    bool zoned = false;
    if (!gate_instant_parse(args[0].as.str, &at, &zoned))
        gate_call_fail(
            call, out, GATE_FAULT_CONVERSION,
            "%s is not a timestamp from the years 1 to 9999; those are like `2026-02-13T12:00:00Z`",
            gate_text_shown(call, args[0].as.str));
    else if (!zoned)
        gate_call_fail(call, out, GATE_FAULT_CONVERSION,
                       "%s has no zone; a timestamp ends in `Z` or in an offset like `+01:00`",
                       gate_text_shown(call, args[0].as.str));
    else
        *out = gate_value_instant(at);
}

void fn_timestamp_int(gate_call *call, const gate_value *args, gate_value *out)
{
    int64_t seconds = args[0].as.integer;
    if (seconds < GATE_INSTANT_MIN_SEC || seconds > GATE_INSTANT_MAX_SEC)
        gate_call_fail(call, out, GATE_FAULT_RANGE,
                       "%" PRId64 " seconds after 1970 is not in the years 1 to 9999", seconds);
    else
        *out = gate_value_instant((gate_instant){seconds, 0});
}

void fn_duration_string(gate_call *call, const gate_value *args, gate_value *out)
{
    gate_duration span;
    if (gate_duration_parse(args[0].as.str, &span))
        *out = gate_value_duration(span);
    else
        gate_call_fail(call, out, GATE_FAULT_CONVERSION,
                       "%s is not a duration of up to 10,000 years; those are like `90s`, `1h30m` or `7d`",
                       gate_text_shown(call, args[0].as.str));
}

/* -- parts of an instant ----------------------------------------------------------------------- */

/* The broken-down time in the zone that the second argument names, or in UTC; false with [out] the fault. */
static bool civil_of(gate_call *call, const gate_value *args, gate_civil *civil, gate_value *out)
{
    int32_t offset = 0;
    if (call->argc > 1) {
        const gate_zone *zone = gate_call_zone(call, args[1].as.str, out);
        if (!zone) return false;
        offset = gate_zone_offset(zone, args[0].as.instant);
    }
    *civil = gate_instant_civil(args[0].as.instant, offset);
    return true;
}

#define PART(name, value)                                                                                    \
    void name(gate_call *call, const gate_value *args, gate_value *out)                                      \
    {                                                                                                        \
        gate_civil civil;                                                                                    \
        if (civil_of(call, args, &civil, out)) *out = gate_value_int(value);                                 \
    }
PART(fn_get_full_year, civil.year)
PART(fn_get_month, civil.month - 1)
PART(fn_get_date, civil.day)
PART(fn_get_day_of_month, civil.day - 1)
PART(fn_get_day_of_week, civil.weekday)
PART(fn_get_day_of_year, civil.yearday)
PART(fn_get_hours, civil.hour)
PART(fn_get_minutes, civil.minute)
PART(fn_get_seconds, civil.second)
PART(fn_get_milliseconds, civil.nsec / 1000000)
#undef PART

/* -- a span in whole units, towards zero ------------------------------------------------------- */

void fn_get_span_hours(gate_call *call, const gate_value *args, gate_value *out)
{
    (void)call;
    *out = gate_value_int(args[0].as.duration.sec / 3600);
}

void fn_get_span_minutes(gate_call *call, const gate_value *args, gate_value *out)
{
    (void)call;
    *out = gate_value_int(args[0].as.duration.sec / 60);
}

void fn_get_span_seconds(gate_call *call, const gate_value *args, gate_value *out)
{
    (void)call;
    *out = gate_value_int(args[0].as.duration.sec);
}

void fn_get_span_milliseconds(gate_call *call, const gate_value *args, gate_value *out)
{
    (void)call;
    gate_duration span = args[0].as.duration;
    *out = gate_value_int(span.sec * 1000 + span.nsec / 1000000);
}
