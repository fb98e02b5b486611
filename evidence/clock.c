#include "evidence/clock.h"

#include "base/num.h"
#include "evidence/locate.h"
#include "evidence/trouble.h"

#include <math.h>

#define NANOS        1000000000
#define FUTURE_SLACK 300 /* seconds that clocks may differ by */

gate_clock gate_clock_new(gate_arena *arena, const gate_field *field)
{
    gate_clock clock = {.field = field, .mode = GATE_CLOCK_TEXT};
    if (field->zone.len == 0) return clock;
    clock.mode = gate_str_eq_c(field->zone, "epoch")      ? GATE_CLOCK_SECONDS
                 : gate_str_eq_c(field->zone, "epoch-ms") ? GATE_CLOCK_MILLISECONDS
                                                          : GATE_CLOCK_LOCAL;
    if (clock.mode != GATE_CLOCK_LOCAL) return clock;
    const char *why = NULL;
    clock.zone = gate_zone_find(arena, field->zone, &why);
    if (!clock.zone) {
        gate_str name = gate_shown(arena, field->zone);
        clock.trouble = gate_trouble_error(arena, GATE_D_EVIDENCE_ZONE,
                                           "the time zone `" GATE_STR_FMT "` cannot be used: %s",
                                           GATE_STR_ARG(name), why ? why : "unknown");
    }
    return clock;
}

gate_str gate_field_text(gate_arena *arena, const gate_field *field)
{
    gate_buf out = gate_buf_new(arena);
    for (uint32_t i = 0; i < field->count; i++) {
        if (i) gate_buf_char(&out, '.');
        gate_buf_add(&out, field->segments[i]);
    }
    return gate_shown(arena, gate_buf_str(&out));
}

/* Where the field stands in the file. */
static gate_place place_of(gate_arena *arena, const gate_artifact *artifact, const gate_field *field)
{
    gate_step *steps = GATE_ARRAY(arena, gate_step, field->count);
    for (uint32_t i = 0; i < field->count; i++)
        steps[i] = (gate_step){.key = field->segments[i]};
    return gate_locate(artifact, steps, field->count, NULL);
}

/* Whole [units] since 1970, of which [per_second] make a second, and a rest of nanoseconds. */
static bool from_int(int64_t units, int64_t per_second, gate_instant *out)
{
    int64_t sec = units / per_second, rest = units % per_second;
    if (rest < 0) {
        sec--;
        rest += per_second;
    }
    *out = (gate_instant){sec, (int32_t)(rest * (NANOS / per_second))};
    return sec >= GATE_INSTANT_MIN_SEC && sec <= GATE_INSTANT_MAX_SEC;
}

static bool from_double(double units, double per_second, gate_instant *out)
{
    double sec = floor(units / per_second);
    if (!(sec >= (double)GATE_INSTANT_MIN_SEC && sec <= (double)GATE_INSTANT_MAX_SEC)) return false;
    double nsec = nearbyint((units - sec * per_second) * (NANOS / per_second));
    *out = (gate_instant){(int64_t)sec, nsec < 0 ? 0 : nsec >= NANOS ? NANOS - 1 : (int32_t)nsec};
    return true;
}

static bool from_number(gate_datum value, gate_datum_kind kind, int64_t per_second, gate_instant *out)
{
    int64_t whole = 0;
    double real = 0;
    if (kind == GATE_DATUM_INT) return from_int(gate_datum_int(value), per_second, out);
    if (kind == GATE_DATUM_DOUBLE) return from_double(gate_datum_double(value), (double)per_second, out);
    if (kind != GATE_DATUM_STRING) return false;
    gate_str text = gate_datum_str(value);
    if (gate_num_int(text, &whole)) return from_int(whole, per_second, out);
    return gate_num_double(text, &real) && from_double(real, (double)per_second, out);
}

/* A value as a message shows it. */
static gate_str value_text(gate_arena *arena, gate_datum value, gate_datum_kind kind)
{
    char out[32];
    switch (kind) {
    case GATE_DATUM_NULL:
        return GATE_STR("null");
    case GATE_DATUM_BOOL:
        return gate_datum_bool(value) ? GATE_STR("true") : GATE_STR("false");
    case GATE_DATUM_INT:
        return gate_str_printf(arena, "%lld", (long long)gate_datum_int(value));
    case GATE_DATUM_DOUBLE:
        return gate_str_dup(arena, gate_num_show(out, gate_datum_double(value)));
    case GATE_DATUM_STRING:
        return gate_shown(arena, gate_datum_str(value));
    case GATE_DATUM_ARRAY:
        return GATE_STR("[…]");
    case GATE_DATUM_OBJECT:
        break;
    }
    return GATE_STR("{…}");
}

/* Walks the field's path; NULL node where it leads nowhere. */
static gate_datum find(gate_datum from, const gate_field *field)
{
    for (uint32_t i = 0; i < field->count && from.node; i++) {
        bool object = gate_datum_kind_of(from) == GATE_DATUM_OBJECT;
        from = object ? gate_datum_get(from, field->segments[i]) : (gate_datum){NULL};
    }
    return from;
}

static const gate_trouble *bad_time(gate_arena *arena, const gate_clock *clock, const gate_artifact *artifact,
                                    gate_datum value, gate_datum_kind kind)
{
    gate_str name = gate_field_text(arena, clock->field), shown = value_text(arena, value, kind);
    gate_instant ignored;
    bool numeric = from_number(value, kind, 1000, &ignored);
    const char *help = clock->mode == GATE_CLOCK_SECONDS || clock->mode == GATE_CLOCK_MILLISECONDS
                           ? "no number of seconds or milliseconds since 1970 in the years 1 to 9999"
                       : numeric
                           ? "a number; if it counts from 1970, write `in \"epoch\"` or `in \"epoch-ms\"`"
                           : "no time; wanted is one like `2026-02-13T12:00:00Z`";
    return gate_trouble_at(
        arena, GATE_D_EVIDENCE_BAD_TIME, artifact->path, place_of(arena, artifact, clock->field),
        "`" GATE_STR_FMT "` is `" GATE_STR_FMT "`, %s", GATE_STR_ARG(name), GATE_STR_ARG(shown), help);
}

const gate_trouble *gate_time_read(gate_arena *arena, const gate_clock *clock, const gate_artifact *artifact,
                                   gate_instant *out)
{
    if (clock->trouble) return clock->trouble;
    gate_datum value = find(artifact->root, clock->field);
    if (!value.node) {
        gate_str name = gate_field_text(arena, clock->field);
        return gate_trouble_at(arena, GATE_D_EVIDENCE_NO_TIME, artifact->path, (gate_place){0, 0},
                               "it has no `" GATE_STR_FMT "`, which should say its time", GATE_STR_ARG(name));
    }
    gate_datum_kind kind = gate_datum_kind_of(value);
    if (clock->mode == GATE_CLOCK_SECONDS || clock->mode == GATE_CLOCK_MILLISECONDS) {
        int64_t per_second = clock->mode == GATE_CLOCK_SECONDS ? 1 : 1000;
        return from_number(value, kind, per_second, out) ? NULL
                                                         : bad_time(arena, clock, artifact, value, kind);
    }
    bool zoned = false;
    if (kind != GATE_DATUM_STRING || !gate_instant_parse(gate_datum_str(value), out, &zoned))
        return bad_time(arena, clock, artifact, value, kind);
    if (zoned) return NULL;
    if (clock->mode == GATE_CLOCK_LOCAL) {
        gate_civil local = gate_instant_civil(*out, 0);
        *out = gate_zone_instant(clock->zone, &local);
        return NULL;
    }
    gate_str name = gate_field_text(arena, clock->field), shown = value_text(arena, value, kind);
    return gate_trouble_at(arena, GATE_D_EVIDENCE_NO_ZONE, artifact->path,
                           place_of(arena, artifact, clock->field),
                           "`" GATE_STR_FMT "` is `" GATE_STR_FMT
                           "`, which says no zone; write `in \"UTC\"`, or the zone it was written in",
                           GATE_STR_ARG(name), GATE_STR_ARG(shown));
}

const gate_trouble *gate_time_judge(gate_arena *arena, const gate_evidence_spec *spec,
                                    const gate_reading *reading, gate_str path, gate_instant at)
{
    char said[40], now[40], off[40], allowed[40];
    gate_str shown = gate_shown(arena, path), name = gate_field_text(arena, &spec->fresh_by);
    if (!reading->has_now)
        return gate_trouble_error(arena, GATE_D_EVIDENCE_NO_NOW,
                                  "the age of " GATE_STR_FMT " cannot be told: no `now` is given",
                                  GATE_STR_ARG(shown));
    gate_duration age = gate_instant_diff(reading->now, at), ahead = gate_instant_diff(at, reading->now);
    gate_str said_text = gate_instant_text(said, at), now_text = gate_instant_text(now, reading->now);
    if (gate_duration_cmp(ahead, (gate_duration){FUTURE_SLACK, 0}) > 0) {
        gate_str off_text = gate_duration_show(off, ahead);
        return gate_trouble_error(arena, GATE_D_EVIDENCE_FUTURE,
                                  GATE_STR_FMT " is from the future: `" GATE_STR_FMT "` is " GATE_STR_FMT
                                               ", " GATE_STR_FMT " after now (" GATE_STR_FMT ")",
                                  GATE_STR_ARG(shown), GATE_STR_ARG(name), GATE_STR_ARG(said_text),
                                  GATE_STR_ARG(off_text), GATE_STR_ARG(now_text));
    }
    if (gate_duration_cmp(age, spec->fresh) <= 0) return NULL;
    gate_str off_text = gate_duration_show(off, age), allowed_text = gate_duration_show(allowed, spec->fresh);
    return gate_trouble_missing(arena, GATE_D_EVIDENCE_STALE,
                                GATE_STR_FMT " is stale: `" GATE_STR_FMT "` is " GATE_STR_FMT
                                             ", " GATE_STR_FMT " before now (" GATE_STR_FMT
                                             "), and " GATE_STR_FMT " is allowed",
                                GATE_STR_ARG(shown), GATE_STR_ARG(name), GATE_STR_ARG(said_text),
                                GATE_STR_ARG(off_text), GATE_STR_ARG(now_text), GATE_STR_ARG(allowed_text));
}
