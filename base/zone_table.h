/* What a zone is made of: shared by zone.c, which answers questions about it, and zone_tzif.c, which
 * reads it. Private to these two; all of it lives in the arena that the zone was found for. */
#ifndef GATE_BASE_ZONE_TABLE_H
#define GATE_BASE_ZONE_TABLE_H

#include "base/zone.h"

/* The day of a year on which a rule changes the clock. */
typedef enum gate_zone_day {
    GATE_ZONE_JULIAN, /* Jn: 1 to 365, 29 February is not counted */
    GATE_ZONE_COUNT,  /* n: 0 to 365, it is */
    GATE_ZONE_MONTH,  /* Mm.w.d: the w-th (5: last) weekday d of month m */
} gate_zone_day;

typedef struct gate_zone_change {
    gate_zone_day kind;
    int32_t day; /* n, or the weekday */
    int32_t month, week;
    int32_t time; /* seconds after local midnight; may be negative or beyond the day */
} gate_zone_change;

/* The POSIX rule for what comes after the table's last transition. */
typedef struct gate_zone_rule {
    bool present;
    bool has_dst;
    int32_t std, dst; /* seconds east of UTC */
    gate_zone_change to_dst, to_std;
} gate_zone_rule;

struct gate_zone {
    uint32_t count;   /* transitions */
    int64_t *times;   /* ascending; since the epoch */
    int32_t *after;   /* the offset from each on */
    int32_t before;   /* the offset before all of them */
    int32_t *offsets; /* every offset that occurs, each once */
    uint32_t offset_count;
    gate_zone_rule rule;
};

/* The rule in [text] ("CET-1CEST,M3.5.0,M10.5.0/3"). False when it does not follow POSIX and RFC 8536. */
bool gate_zone_rule_parse(gate_str text, gate_zone_rule *out);

#endif
