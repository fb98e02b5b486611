/* Times of windows and runs: values that the evidence says are times. */
#include "base/num.h"
#include "base/zone.h"
#include "vm/machine.h"

#include <math.h>

static gate_value no_time(gate_machine *m, gate_value value, const char *why)
{
    gate_value fault = gate_fault_value(m, GATE_FAULT_CONVERSION, gate_str_c(why));
    fault.why = value.why;
    return fault;
}

/* Seconds or milliseconds since 1970, as a number or its text. */
static gate_value from_number(gate_machine *m, gate_value value, double scale)
{
    double number = 0;
    if (value.tag == GATE_T_INT) {
        number = (double)value.as.integer;
    } else if (value.tag == GATE_T_DOUBLE) {
        number = value.as.real;
    } else if (value.tag != GATE_T_STRING || !gate_num_double(value.as.str, &number)) {
        return no_time(m, value, "not a number of seconds");
    }
    double seconds = floor(number / scale);
    bool fits = seconds >= (double)GATE_INSTANT_MIN_SEC && seconds <= (double)GATE_INSTANT_MAX_SEC;
    if (!fits) return no_time(m, value, "a time out of range");
    double rest = (number / scale - seconds) * 1e9;
    gate_instant at = {(int64_t)seconds, (int32_t)(rest > 999999999.0 ? 999999999.0 : rest)};
    gate_value out = gate_value_instant(at);
    out.why = value.why;
    return out;
}

static gate_value from_text(gate_machine *m, gate_value value, gate_str zone_name)
{
    gate_instant at;
    bool zoned = false;
    if (!gate_instant_parse(value.as.str, &at, &zoned)) return no_time(m, value, "not an RFC 3339 time");
    if (!zoned) {
        if (zone_name.len == 0) return no_time(m, value, "a time without its zone; say which with `by FIELD in \"UTC\"`");
        const char *why = NULL;
        const gate_zone *zone = gate_zone_find(m->arena, zone_name, &why);
        if (!zone) return no_time(m, value, why);
        m->listed = m->listed || gate_zone_listed(zone_name);
        gate_civil local = gate_instant_civil(at, 0);
        at = gate_zone_instant(zone, &local);
    }
    gate_value out = gate_value_instant(at);
    out.why = value.why;
    return out;
}

gate_value gate_time_of(gate_machine *m, gate_value value, gate_str zone)
{
    gate_value out = value;
    if (!gate_is_definite(value) || value.tag == GATE_T_TIMESTAMP) {
        out = value;
    } else if (gate_str_eq_c(zone, "epoch")) {
        out = from_number(m, value, 1.0);
    } else if (gate_str_eq_c(zone, "epoch-ms")) {
        out = from_number(m, value, 1000.0);
    } else if (value.tag == GATE_T_STRING) {
        out = from_text(m, value, zone);
    } else {
        out = no_time(m, value, "not a time");
    }
    out.flags |= value.flags & GATE_V_EVIDENCE;
    return out;
}
