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

static bool blank(gate_str text)
{
    for (size_t i = 0; i < text.len; i++) {
        if (text.ptr[i] != ' ' && text.ptr[i] != '\t' && text.ptr[i] != '\n' && text.ptr[i] != '\r')
            return false;
    }
    return true;
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
