/* Time zones: fixed offsets, "UTC", and names of the system's zone table (TZif, RFC 8536) under
 * /usr/share/zoneinfo. The table is an input: its version is recorded in the verdict. */
#ifndef GATE_BASE_ZONE_H
#define GATE_BASE_ZONE_H

#include "base/instant.h"

typedef struct gate_zone gate_zone;

/* "UTC", "Z", "+11:00", "-02:30", "02:00" or a zone's name. NULL when unknown, unreadable or
 * hostile (`..`, a leading slash); [why] then gets static text. Lives in the arena. */
const gate_zone *gate_zone_find(gate_arena *arena, gate_str name, const char **why);
/* Is it a name that is looked up in the table, and no fixed offset? */
bool gate_zone_listed(gate_str name);
/* The zone that the bytes of a TZif file describe, for [gate_zone_find]; [tzif] is not kept. NULL and
 * [why] when they are no such file, contradict themselves, or count leap seconds. */
const gate_zone *gate_zone_parse(gate_arena *arena, gate_str tzif, const char **why);
/* Seconds east of UTC at that instant. */
int32_t gate_zone_offset(const gate_zone *zone, gate_instant at);
/* The instant of a local time; the earlier one where the clock shows it twice, the one with the
 * offset before the gap where it is skipped. */
gate_instant gate_zone_instant(const gate_zone *zone, const gate_civil *local);
/* The table's version ("2024a"), or "" when it says none. */
gate_str gate_zone_version(gate_arena *arena);

#endif
