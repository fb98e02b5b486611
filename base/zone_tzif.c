#include "base/zone_table.h"

#define HEADER_SIZE 44
/* RFC 8536, section 3.2: an offset is above -25 hours and below 26. */
#define OFFSET_MIN (-25 * 3600 + 1)
#define OFFSET_MAX (26 * 3600 - 1)

/* A block of the file: its header's counts, and where its parts lie. */
typedef struct block {
    uint64_t times, types, chars, leaps, std_flags, ut_flags;
    size_t data, end;
    size_t time_size;
} block;

static uint64_t big_endian(gate_str bytes, size_t at, size_t size)
{
    uint64_t value = 0;
    for (size_t i = 0; i < size; i++)
        value = value << 8 | (unsigned char)bytes.ptr[at + i];
    return value;
}

static int64_t signed_big_endian(gate_str bytes, size_t at, size_t size)
{
    uint64_t value = big_endian(bytes, at, size);
    if (size == 4) return (int32_t)(uint32_t)value;
    return (int64_t)value;
}

/* The block whose header is at [at]. Counts are below 2^32, so their sums fit 64 bits. */
static bool read_block(gate_str tzif, size_t at, size_t time_size, block *out)
{
    if (tzif.len < HEADER_SIZE || at > tzif.len - HEADER_SIZE ||
        !gate_str_starts(gate_str_sub(tzif, at, tzif.len), GATE_STR("TZif")))
        return false;
    uint64_t counts[6];
    for (size_t i = 0; i < 6; i++)
        counts[i] = big_endian(tzif, at + 20 + i * 4, 4);
    *out = (block){counts[3], counts[4],        counts[5], counts[2], counts[1],
                   counts[0], at + HEADER_SIZE, 0,         time_size};
    uint64_t size = out->times * (time_size + 1) + out->types * 6 + out->chars +
                    out->leaps * (time_size + 4) + out->std_flags + out->ut_flags;
    if (size > tzif.len - out->data) return false;
    out->end = out->data + (size_t)size;
    return true;
}

static void add_offset(gate_zone *zone, int32_t offset)
{
    for (uint32_t i = 0; i < zone->offset_count; i++) {
        if (zone->offsets[i] == offset) return;
    }
    zone->offsets[zone->offset_count++] = offset;
}

/* The transitions of a block; false when they contradict themselves. */
static bool read_transitions(gate_arena *arena, gate_str tzif, const block *from, gate_zone *zone)
{
    if (from->types == 0 || from->types > 256) return false;
    size_t index_at = from->data + (size_t)from->times * from->time_size;
    size_t types_at = index_at + (size_t)from->times;
    int32_t offset_of[256] = {0};
    for (size_t i = 0; i < from->types; i++) {
        int64_t offset = signed_big_endian(tzif, types_at + i * 6, 4);
        if (offset < OFFSET_MIN || offset > OFFSET_MAX) return false;
        offset_of[i] = (int32_t)offset;
    }
    zone->offsets = GATE_ARRAY(arena, int32_t, from->types + 2);
    for (size_t i = 0; i < from->types; i++)
        add_offset(zone, offset_of[i]);
    zone->before = offset_of[0];
    zone->count = (uint32_t)from->times;
    zone->times = GATE_ARRAY(arena, int64_t, zone->count);
    zone->after = GATE_ARRAY(arena, int32_t, zone->count);
    for (size_t i = 0; i < zone->count; i++) {
        size_t type = (unsigned char)tzif.ptr[index_at + i];
        zone->times[i] = signed_big_endian(tzif, from->data + i * from->time_size, from->time_size);
        if (type >= from->types || (i > 0 && zone->times[i] <= zone->times[i - 1])) return false;
        zone->after[i] = offset_of[type];
    }
    return true;
}

/* "\n", the rule, "\n"; an empty rule says nothing. */
static bool read_footer(gate_str tzif, size_t at, gate_zone *zone)
{
    gate_str rest = gate_str_sub(tzif, at, tzif.len);
    size_t end = rest.len ? gate_str_find(rest, GATE_STR("\n"), 1) : SIZE_MAX;
    if (end == SIZE_MAX || rest.ptr[0] != '\n') return false;
    gate_str text = gate_str_sub(rest, 1, end);
    if (text.len == 0) return true;
    if (!gate_zone_rule_parse(text, &zone->rule)) return false;
    add_offset(zone, zone->rule.std);
    if (zone->rule.has_dst) add_offset(zone, zone->rule.dst);
    return true;
}

const gate_zone *gate_zone_parse(gate_arena *arena, gate_str tzif, const char **why)
{
    gate_zone *zone = GATE_NEW(arena, gate_zone);
    block from = {0};
    *why = "the zone's file is not a valid TZif file";
    if (!read_block(tzif, 0, 4, &from)) return NULL;
    bool second = tzif.ptr[4] >= '2'; /* version 1 has one block of 32-bit times and no footer */
    if (second && !read_block(tzif, from.end, 8, &from)) return NULL;
    if (from.leaps) {
        *why = "the zone counts leap seconds";
        return NULL;
    }
    if (!read_transitions(arena, tzif, &from, zone) || (second && !read_footer(tzif, from.end, zone)))
        return NULL;
    return zone;
}

/* --- The rule: POSIX's TZ with RFC 8536's wider hours --- */

static bool next_is(gate_str text, size_t *at, char sign)
{
    bool there = *at < text.len && text.ptr[*at] == sign;
    *at += there;
    return there;
}

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* Three letters or more, or `<…>` with digits and signs too. */
static bool skip_name(gate_str text, size_t *at)
{
    bool quoted = next_is(text, at, '<');
    size_t start = *at;
    while (*at < text.len && (is_letter(text.ptr[*at]) ||
                              (quoted && text.ptr[*at] != '>' && text.ptr[*at] > ' ' && text.ptr[*at] < 'A')))
        ++*at;
    return *at - start >= 3 && (!quoted || next_is(text, at, '>'));
}

static bool number(gate_str text, size_t *at, int32_t max, int32_t *out)
{
    size_t start = *at;
    int32_t value = 0;
    for (; *at < text.len && text.ptr[*at] >= '0' && text.ptr[*at] <= '9'; ++*at) {
        value = value * 10 + (text.ptr[*at] - '0');
        if (value > max) return false;
    }
    *out = value;
    return *at > start;
}

/* [+-]hh[:mm[:ss]] in seconds. */
static bool clock_time(gate_str text, size_t *at, int32_t max_hours, int32_t *out)
{
    int32_t hours = 0, minutes = 0, seconds = 0;
    bool negative = next_is(text, at, '-');
    if (!negative) (void)next_is(text, at, '+');
    if (!number(text, at, max_hours, &hours)) return false;
    if (next_is(text, at, ':')) {
        if (!number(text, at, 59, &minutes)) return false;
        if (next_is(text, at, ':') && !number(text, at, 59, &seconds)) return false;
    }
    int32_t sum = hours * 3600 + minutes * 60 + seconds;
    *out = negative ? -sum : sum;
    return true;
}

static bool change(gate_str text, size_t *at, gate_zone_change *out)
{
    *out = (gate_zone_change){.kind = GATE_ZONE_COUNT, .time = 2 * 3600};
    if (!next_is(text, at, ',')) return false;
    if (next_is(text, at, 'M')) {
        out->kind = GATE_ZONE_MONTH;
        if (!number(text, at, 12, &out->month) || !next_is(text, at, '.') ||
            !number(text, at, 5, &out->week) || !next_is(text, at, '.') || !number(text, at, 6, &out->day) ||
            out->month < 1 || out->week < 1)
            return false;
    } else if (next_is(text, at, 'J')) {
        out->kind = GATE_ZONE_JULIAN;
        if (!number(text, at, 365, &out->day) || out->day < 1) return false;
    } else if (!number(text, at, 365, &out->day)) {
        return false;
    }
    return !next_is(text, at, '/') || clock_time(text, at, 167, &out->time);
}

bool gate_zone_rule_parse(gate_str text, gate_zone_rule *out)
{
    gate_zone_rule rule = {.present = true};
    size_t at = 0;
    int32_t west = 0; /* POSIX counts offsets westwards */
    if (!skip_name(text, &at) || !clock_time(text, &at, 24, &west)) return false;
    rule.std = -west;
    if (at < text.len) {
        rule.has_dst = true;
        rule.dst = rule.std + 3600;
        if (!skip_name(text, &at)) return false;
        if (at < text.len && text.ptr[at] != ',') {
            if (!clock_time(text, &at, 24, &west)) return false;
            rule.dst = -west;
        }
        if (!change(text, &at, &rule.to_dst) || !change(text, &at, &rule.to_std)) return false;
    }
    *out = rule;
    return at == text.len;
}
