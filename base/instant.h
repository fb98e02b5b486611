/* Points in time and spans of time, as CEL has them: proleptic Gregorian, nanoseconds, years 1 to
 * 9999, no leap seconds. Texts after RFC 3339 and CEL's duration form. */
#ifndef GATE_BASE_INSTANT_H
#define GATE_BASE_INSTANT_H

#include "base/str.h"

typedef struct gate_instant {
    int64_t sec;  /* since 1970-01-01T00:00:00Z */
    int32_t nsec; /* 0 to 999,999,999 */
} gate_instant;

/* A duration has the same two numbers, nsec having the sign of sec; range ±315,576,000,000 s. */
typedef struct gate_duration {
    int64_t sec;
    int32_t nsec;
} gate_duration;

/* Broken-down time; month 1 to 12, day 1 to 31, weekday 0 (Sunday) to 6, yearday 0 to 365. */
typedef struct gate_civil {
    int32_t year;
    int32_t month, day, hour, minute, second, nsec, weekday, yearday;
} gate_civil;

#define GATE_INSTANT_MIN_SEC (-62135596800LL) /* 0001-01-01T00:00:00Z */
#define GATE_INSTANT_MAX_SEC 253402300799LL   /* 9999-12-31T23:59:59Z */
#define GATE_DURATION_MAX_SEC 315576000000LL

/* RFC 3339 with its zone ("2026-02-13T12:00:00.5+03:00"; `t`, `z` and a space instead of T too; at
 * most nine decimals). False when it is not that, or outside of the years 1 to 9999. [zoned] false on
 * return with success means: date and time without a zone, taken as UTC; the caller decides whether
 * that is allowed. */
bool gate_instant_parse(gate_str text, gate_instant *out, bool *zoned);
gate_str gate_instant_text(char out[40], gate_instant at);           /* UTC, "Z", fraction only where needed */
int gate_instant_cmp(gate_instant a, gate_instant b);
bool gate_instant_add(gate_instant at, gate_duration by, gate_instant *out);  /* false: out of range */
gate_duration gate_instant_diff(gate_instant a, gate_instant b);             /* a - b */
gate_civil gate_instant_civil(gate_instant at, int32_t offset_seconds);
gate_instant gate_civil_instant(const gate_civil *civil, int32_t offset_seconds);

/* "90s", "1h30m", "1.5h", "-2m", "100ms", "10us", "5ns", and gatec's "7d" "2w"; "0" too. False when it
 * is not that, out of range, or not a whole number of nanoseconds. */
bool gate_duration_parse(gate_str text, gate_duration *out);
gate_str gate_duration_text(char out[40], gate_duration span); /* CEL: seconds, "6347s", "0.5s" */
gate_str gate_duration_show(char out[40], gate_duration span); /* for people: "1h45m47s", "6d" */
int gate_duration_cmp(gate_duration a, gate_duration b);
bool gate_duration_add(gate_duration a, gate_duration b, gate_duration *out); /* false: out of range */
bool gate_duration_neg(gate_duration a, gate_duration *out);

#endif
