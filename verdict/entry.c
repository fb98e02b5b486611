#include "verdict/entry.h"

#include "base/suggest.h"
#include "base/utf8.h"

#define SHOWN_POINTS 80
#define KEYS_OFFERED 100 /* keys of an entry that may have been meant */

gate_str gate_entry_shown(gate_arena *arena, gate_str text)
{
    gate_buf out = gate_buf_new(arena);
    size_t end = gate_utf8_offset(text, SHOWN_POINTS);
    gate_buf_visible(&out, gate_str_sub(text, 0, end));
    if (end < text.len) gate_buf_c(&out, "…");
    return gate_buf_str(&out);
}

gate_str gate_entry_kind(gate_arena *arena, gate_value value)
{
    if (gate_is_definite(value)) return gate_str_c(gate_tag_article(gate_tag_of(value)));
    gate_buf out = gate_buf_new(arena);
    gate_fault_text(&out, value.as.fault);
    return gate_buf_str(&out);
}

/* A field of its own is not another one misspelt. */
static bool has_meaning(gate_str key)
{
    static const char *const fields[] = {"policy",      "row",         "subject", "role",   "by",
                                         "approved_by", "approved_at", "expires", "reason", "ticket",
                                         "covers",      "at",          "answer"};
    for (size_t i = 0; i < GATE_COUNT(fields); i++) {
        if (gate_str_eq_c(key, fields[i])) return true;
    }
    return false;
}

static gate_str no_field(gate_arena *arena, gate_value entry, const char *field)
{
    gate_suggest near = gate_suggest_new(gate_str_c(field));
    gate_map_walk walk = gate_map_start(entry);
    gate_value key, value;
    for (size_t i = 0; i < KEYS_OFFERED && gate_map_step(&walk, &key, &value); i++) {
        if (key.tag == GATE_T_STRING && !has_meaning(key.as.str)) gate_suggest_offer(&near, key.as.str);
    }
    if (near.best.len == 0) return gate_str_printf(arena, "there is no `%s`", field);
    gate_str best = gate_entry_shown(arena, near.best);
    return gate_str_printf(arena, "there is no `%s`; did you mean `" GATE_STR_FMT "`?", field,
                           GATE_STR_ARG(best));
}

static bool get(gate_arena *arena, gate_value entry, const char *field, gate_value *out, gate_str *why)
{
    if (gate_map_get_str(entry, gate_str_c(field), out)) {
        if (gate_is_definite(*out)) return true;
        gate_str fault = gate_entry_kind(arena, *out);
        *why = gate_str_printf(arena, "`%s` can't be read: " GATE_STR_FMT, field, GATE_STR_ARG(fault));
    } else {
        *why = no_field(arena, entry, field);
    }
    return false;
}

/* What leaves no ink: spaces of all kinds, fillers, joiners, marks of direction, selectors of variants, tags. */
bool gate_entry_hidden(uint32_t code)
{
    static const struct {
        uint32_t from, to;
    } ranges[] = {{0x00, 0x1f},       {0x7f, 0xa0},       {0xad, 0xad},       {0x34f, 0x34f},     {0x61c, 0x61c},
                  {0x115f, 0x1160},   {0x1680, 0x1680},   {0x17b4, 0x17b5},   {0x180b, 0x180f},   {0x2000, 0x200f},
                  {0x2028, 0x202f},   {0x205f, 0x206f},   {0x2800, 0x2800},   {0x3000, 0x3000},   {0x3164, 0x3164},
                  {0xfe00, 0xfe0f},   {0xfeff, 0xfeff},   {0xffa0, 0xffa0},   {0xfff0, 0xfffb},   {0x1bca0, 0x1bca3},
                  {0x1d159, 0x1d159}, {0x1d173, 0x1d17a}, {0xe0000, 0xe0fff}};
    for (size_t i = 0; i < GATE_COUNT(ranges); i++) {
        if (code >= ranges[i].from && code <= ranges[i].to) return true;
    }
    return false;
}

static bool blank(gate_str text)
{
    for (size_t at = 0; at < text.len;) {
        uint32_t code = gate_utf8_next(text, &at);
        if (code != ' ' && !gate_entry_hidden(code)) return false;
    }
    return true;
}

/* The Latin letter, in small, that a letter of another script or form looks like; itself where none is known. What is
 * taken for one another in Latin itself (I l 1 |, O 0) is one. */
static uint32_t look_of(uint32_t code)
{
    static const struct {
        uint32_t code;
        char latin;
    } alike[] = {
        /* Cyrillic */
        {0x430, 'a'}, {0x410, 'a'}, {0x412, 'b'}, {0x432, 'b'}, {0x441, 'c'}, {0x421, 'c'}, {0x435, 'e'}, {0x415, 'e'},
        {0x451, 'e'}, {0x41d, 'h'}, {0x43d, 'h'}, {0x456, 'l'}, {0x406, 'l'}, {0x457, 'l'}, {0x458, 'j'}, {0x408, 'j'},
        {0x43a, 'k'}, {0x41a, 'k'}, {0x43c, 'm'}, {0x41c, 'm'}, {0x43e, 'o'}, {0x41e, 'o'}, {0x440, 'p'}, {0x420, 'p'},
        {0x455, 's'}, {0x405, 's'}, {0x442, 't'}, {0x422, 't'}, {0x443, 'y'}, {0x423, 'y'}, {0x4af, 'y'}, {0x4ae, 'y'},
        {0x445, 'x'}, {0x425, 'x'}, {0x475, 'v'}, {0x474, 'v'}, {0x51b, 'q'}, {0x51d, 'w'}, {0x501, 'd'}, {0x4bb, 'h'},
        {0x4cf, 'l'}, {0x4c0, 'l'}, {0x433, 'r'},
        /* Greek */
        {0x391, 'a'}, {0x3b1, 'a'}, {0x392, 'b'}, {0x3b2, 'b'}, {0x395, 'e'}, {0x3b5, 'e'}, {0x396, 'z'}, {0x397, 'h'},
        {0x3b7, 'n'}, {0x399, 'l'}, {0x3b9, 'l'}, {0x39a, 'k'}, {0x3ba, 'k'}, {0x39c, 'm'}, {0x39d, 'n'}, {0x3bd, 'v'},
        {0x39f, 'o'}, {0x3bf, 'o'}, {0x3a1, 'p'}, {0x3c1, 'p'}, {0x3a4, 't'}, {0x3c4, 't'}, {0x3a5, 'y'}, {0x3c5, 'u'},
        {0x3a7, 'x'}, {0x3c7, 'x'}, {0x3f2, 'c'}, {0x3f9, 'c'}, {0x3c3, 'o'}, {0x3c9, 'w'},
        /* Armenian, and Latin letters of their own */
        {0x585, 'o'}, {0x578, 'n'}, {0x57d, 'u'}, {0x570, 'h'}, {0x566, 'q'}, {0x561, 'w'}, {0x555, 'o'}, {0x54d, 'u'},
        {0x131, 'l'}, {0x130, 'l'}, {0x251, 'a'}, {0x261, 'g'}, {0x26a, 'l'}, {0x269, 'l'}, {0x1c0, 'l'}, {0x28f, 'y'},
        {0x237, 'j'}, {0x17f, 'f'}, {0x2160, 'l'}, {0x217c, 'l'}, {0x217d, 'c'}, {0x217e, 'd'}, {0x217f, 'm'}};
    if (code >= 0xff01 && code <= 0xff5e) code -= 0xff01 - 0x21; /* full width */
    if (code >= 'A' && code <= 'Z') code |= 0x20;
    if (code == 'i' || code == '1' || code == '|') return 'l';
    if (code == '0') return 'o';
    for (size_t i = 0; i < GATE_COUNT(alike); i++) {
        if (code == alike[i].code) return (uint32_t)alike[i].latin;
    }
    return code;
}

/* A name as the eye takes it: without spaces, what doesn't show, and accents that stand by themselves. */
static gate_str look(gate_arena *arena, gate_str name)
{
    gate_buf out = gate_buf_new(arena);
    char bytes[4];
    for (size_t at = 0; at < name.len;) {
        size_t start = at;
        uint32_t code = gate_utf8_next(name, &at);
        if (code == ' ' || gate_entry_hidden(code) || (code >= 0x300 && code <= 0x36f)) continue;
        if (code == UINT32_MAX) {
            gate_buf_add(&out, gate_str_sub(name, start, at));
        } else {
            gate_buf_add(&out, (gate_str){bytes, gate_utf8_put(bytes, look_of(code))});
        }
    }
    return gate_buf_str(&out);
}

bool gate_entry_same_person(gate_arena *arena, gate_str a, gate_str b)
{
    return gate_str_eq(look(arena, a), look(arena, b));
}

bool gate_entry_text(gate_arena *arena, gate_value entry, const char *field, gate_str *out, gate_str *why)
{
    gate_value value;
    if (!get(arena, entry, field, &value, why)) return false;
    if (value.tag != GATE_T_STRING) {
        *why =
            gate_str_printf(arena, "`%s` is %s, not a string", field, gate_tag_article(gate_tag_of(value)));
        return false;
    }
    *out = value.as.str;
    if (!blank(*out)) return true;
    *why = gate_str_printf(arena, "`%s` is empty", field);
    return false;
}

bool gate_entry_time(gate_arena *arena, gate_value entry, const char *field, gate_instant *out, gate_str *why)
{
    gate_value value;
    if (!get(arena, entry, field, &value, why)) return false;
    if (value.tag == GATE_T_TIMESTAMP) {
        *out = value.as.instant;
        return true;
    }
    bool zoned = true;
    if (value.tag != GATE_T_STRING) {
        *why = gate_str_printf(arena, "`%s` is %s, not an RFC 3339 time", field,
                               gate_tag_article(gate_tag_of(value)));
        return false;
    }
    if (gate_instant_parse(value.as.str, out, &zoned) && zoned) return true;
    gate_str shown = gate_entry_shown(arena, value.as.str);
    *why = gate_str_printf(arena,
                           zoned ? "`%s` is `" GATE_STR_FMT "`, which is not an RFC 3339 time"
                                 : "`%s` is `" GATE_STR_FMT "`, which doesn't say its time zone",
                           field, GATE_STR_ARG(shown));
    return false;
}

bool gate_entry_subject(gate_arena *arena, gate_value entry, gate_value *out, gate_str *why)
{
    if (!get(arena, entry, "subject", out, why)) return false;
    if (out->tag != GATE_T_NULL) return true;
    *why = GATE_STR("`subject` is null");
    return false;
}

bool gate_entry_names(gate_str said, gate_str policy, gate_str row)
{
    if (gate_str_eq(said, row)) return true;
    return said.len == policy.len + 1 + row.len && gate_str_starts(said, policy) &&
           said.ptr[policy.len] == '/' && gate_str_ends(said, row);
}

bool gate_entry_about(gate_value subject, gate_value wanted)
{
    bool empty = wanted.tag == GATE_T_STRING && wanted.as.str.len == 0; /* says nothing, as null does */
    return gate_is_definite(subject) && gate_is_definite(wanted) && wanted.tag != GATE_T_NULL && !empty &&
           gate_value_equal(subject, wanted);
}

gate_str gate_entry_choice(gate_arena *arena, const gate_str *names, uint32_t count)
{
    gate_buf out = gate_buf_new(arena);
    for (uint32_t i = 0; i < count; i++) {
        gate_str shown = gate_entry_shown(arena, names[i]);
        gate_buf_printf(&out, "%s`" GATE_STR_FMT "`",
                        i == 0          ? ""
                        : i + 1 < count ? ", "
                                        : " or ",
                        GATE_STR_ARG(shown));
    }
    return gate_buf_str(&out);
}

bool gate_entry_among(gate_str name, const gate_str *names, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++) {
        if (gate_str_eq(name, names[i])) return true;
    }
    return false;
}
