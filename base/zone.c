#include "base/zone.h"

#include "base/zone_table.h"

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#define ZONE_DIR      "/usr/share/zoneinfo/"
#define ZONE_NAME_MAX 64
#define ZONE_FILE_MAX 65536
#define DAY_SECONDS   86400

static const gate_zone *fixed_zone(gate_arena *arena, int32_t offset)
{
    gate_zone *zone = GATE_NEW(arena, gate_zone);
    zone->before = offset;
    zone->offsets = GATE_ARRAY(arena, int32_t, 1);
    zone->offsets[0] = offset;
    zone->offset_count = 1;
    return zone;
}

/* [+-]hh:mm. */
static bool parse_offset(gate_str name, int32_t *out)
{
    bool west = name.len && name.ptr[0] == '-';
    if (name.len && (west || name.ptr[0] == '+')) name = gate_str_sub(name, 1, name.len);
    if (name.len != 5 || name.ptr[2] != ':') return false;
    for (size_t i = 0; i < 5; i++) {
        if (i != 2 && (name.ptr[i] < '0' || name.ptr[i] > '9')) return false;
    }
    int32_t hours = (name.ptr[0] - '0') * 10 + name.ptr[1] - '0';
    int32_t minutes = (name.ptr[3] - '0') * 10 + name.ptr[4] - '0';
    if (hours > 23 || minutes > 59) return false;
    *out = (hours * 3600 + minutes * 60) * (west ? -1 : 1);
    return true;
}

/* A name of the table: letters, digits, `_+-` in segments, so that no name leads out of its folder. */
static bool name_is_safe(gate_str name)
{
    if (name.len == 0 || name.len > ZONE_NAME_MAX) return false;
    for (size_t i = 0; i < name.len; i++) {
        char c = name.ptr[i];
        bool word = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
                    c == '+' || c == '-';
        bool inner_slash = c == '/' && i > 0 && i + 1 < name.len && name.ptr[i - 1] != '/';
        if (!word && !inner_slash) return false;
    }
    return true;
}

/* The whole file at [path], or NULL. Nothing is allocated while it is open. */
static char *read_file(gate_arena *arena, const char *path, size_t *len)
{
    struct stat about;
    if (stat(path, &about) != 0 || !S_ISREG(about.st_mode) || about.st_size > ZONE_FILE_MAX) return NULL;
    char *bytes = gate_arena_alloc(arena, (size_t)about.st_size + 1);
    FILE *file = fopen(path, "rbe");
    if (!file) return NULL;
    *len = fread(bytes, 1, (size_t)about.st_size, file);
    bool failed = ferror(file) != 0;
    (void)fclose(file);
    return failed ? NULL : bytes;
}

bool gate_zone_listed(gate_str name)
{
    int32_t offset = 0;
    return name.len && !gate_str_eq_c(name, "UTC") && !gate_str_eq_c(name, "Z") && !parse_offset(name, &offset);
}

const gate_zone *gate_zone_find(gate_arena *arena, gate_str name, const char **why)
{
    int32_t offset = 0;
    if (gate_str_eq_c(name, "UTC") || gate_str_eq_c(name, "Z") || parse_offset(name, &offset))
        return fixed_zone(arena, offset);
    *why = "no such zone";
    if (!name_is_safe(name)) return NULL;
    if (gate_str_eq_c(name, "localtime")) {
        *why = "`localtime` is another zone on every machine";
        return NULL;
    }
    char path[sizeof ZONE_DIR + ZONE_NAME_MAX] = ZONE_DIR;
    memcpy(path + sizeof ZONE_DIR - 1, name.ptr, name.len);
    path[sizeof ZONE_DIR - 1 + name.len] = '\0';
    struct stat folder;
    if (stat(ZONE_DIR, &folder) != 0) {
        *why = "this machine has no zone table at " ZONE_DIR;
        return NULL;
    }
    size_t len = 0;
    const char *bytes = read_file(arena, path, &len);
    return bytes ? gate_zone_parse(arena, (gate_str){bytes, len}, why) : NULL;
}

/* Seconds since the epoch of [change] in [year], on a clock that shows local time with [offset]. */
static int64_t change_in(const gate_zone_change *change, int32_t year, int32_t offset)
{
    gate_civil civil = {.year = year, .month = 1, .day = 1};
    if (change->kind == GATE_ZONE_MONTH) civil.month = change->month;
    gate_instant first = gate_civil_instant(&civil, 0);
    int64_t day = 0; /* after the first of the year or the month */
    if (change->kind == GATE_ZONE_JULIAN) {
        bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
        day = change->day - 1 + (leap && change->day >= 60);
    } else if (change->kind == GATE_ZONE_COUNT) {
        day = change->day;
    } else {
        day = (change->day - gate_instant_civil(first, 0).weekday + 7) % 7 + (change->week - 1) * 7;
        gate_instant found = {first.sec + day * DAY_SECONDS, 0};
        if (gate_instant_civil(found, 0).month != change->month) /* the fifth is the last */
            day -= 7;
    }
    return first.sec + day * DAY_SECONDS + change->time - offset;
}

/* The rule's offset at [sec]: after the latest change of this year and its neighbours, since a change's
 * time may carry it over a year's end. Where both fall together summer time holds (all year). */
static int32_t rule_offset(const gate_zone_rule *rule, int64_t sec)
{
    if (!rule->has_dst) return rule->std;
    int32_t year = gate_instant_civil((gate_instant){sec, 0}, rule->std).year;
    int64_t latest = INT64_MIN;
    int32_t offset = rule->std;
    for (int32_t each = year - 1; each <= year + 1; each++) {
        int64_t to_std = change_in(&rule->to_std, each, rule->dst);
        if (to_std <= sec && to_std > latest) {
            latest = to_std;
            offset = rule->std;
        }
        int64_t to_dst = change_in(&rule->to_dst, each, rule->std);
        if (to_dst <= sec && to_dst >= latest) {
            latest = to_dst;
            offset = rule->dst;
        }
    }
    return offset;
}

static int32_t offset_at(const gate_zone *zone, int64_t sec)
{
    uint32_t lo = 0, hi = zone->count; /* how many transitions are at or before it */
    while (lo < hi) {
        uint32_t mid = lo + (hi - lo) / 2;
        if (zone->times[mid] <= sec)
            lo = mid + 1;
        else
            hi = mid;
    }
    if (lo == zone->count && zone->rule.present) return rule_offset(&zone->rule, sec);
    return lo ? zone->after[lo - 1] : zone->before;
}

int32_t gate_zone_offset(const gate_zone *zone, gate_instant at)
{
    return offset_at(zone, at.sec);
}

gate_instant gate_zone_instant(const gate_zone *zone, const gate_civil *local)
{
    gate_instant as_utc = gate_civil_instant(local, 0);
    int64_t found = INT64_MAX, skipped = INT64_MAX;
    for (uint32_t i = 0; i < zone->offset_count; i++) {
        int64_t candidate = as_utc.sec - zone->offsets[i];
        int32_t real = offset_at(zone, candidate);
        if (real == zone->offsets[i]) found = candidate < found ? candidate : found;
        /* In a gap the offset of before leads behind it, and the one of after leads in front of it. */
        else if (real > zone->offsets[i] && offset_at(zone, as_utc.sec - real) == zone->offsets[i])
            skipped = candidate < skipped ? candidate : skipped;
    }
    if (found == INT64_MAX) found = skipped;
    if (found == INT64_MAX) /* two changes within a day of each other */
        found = as_utc.sec - offset_at(zone, as_utc.sec - DAY_SECONDS);
    if (found < GATE_INSTANT_MIN_SEC) return (gate_instant){GATE_INSTANT_MIN_SEC, 0};
    if (found > GATE_INSTANT_MAX_SEC) return (gate_instant){GATE_INSTANT_MAX_SEC, 0};
    return (gate_instant){found, as_utc.nsec};
}

/* The first line of a file of the table; empty when there is none. */
static gate_str first_line(const char *path, char line[64])
{
    FILE *file = fopen(path, "re");
    if (!file) return GATE_STR("");
    bool read = fgets(line, 64, file) != NULL;
    (void)fclose(file);
    return read ? (gate_str){line, strcspn(line, "\r\n")} : GATE_STR("");
}

gate_str gate_zone_version(gate_arena *arena)
{
    char line[64];
    gate_str prefix = GATE_STR("# version ");
    gate_str version = first_line(ZONE_DIR "tzdata.zi", line);
    if (gate_str_starts(version, prefix))
        version = gate_str_sub(version, prefix.len, version.len);
    else
        version = first_line(ZONE_DIR "+VERSION", line);
    for (size_t i = 0; i < version.len; i++) {
        char c = version.ptr[i];
        if (!((c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' ||
              c == '.'))
            return GATE_STR("");
    }
    return gate_str_dup(arena, version);
}
