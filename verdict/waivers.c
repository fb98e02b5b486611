#include "verdict/waivers.h"

#include "base/suggest.h"
#include "base/utf8.h"
#include "verdict/entry.h"

#define SUGGESTIONS_MAX 20 /* waivers with unknown rows that get a "did you mean" */

/* -- reading ----------------------------------------------------------------------------------- */

/* One word of `covers`; false with [*why] when it is none. */
static bool read_cover(gate_arena *arena, gate_value word, gate_waiver *out, gate_str *why)
{
    if (word.tag != GATE_T_STRING) {
        gate_str kind = gate_entry_kind(arena, word);
        *why = gate_str_printf(arena, "`covers` holds " GATE_STR_FMT " where `fail` or `missing` is wanted",
                               GATE_STR_ARG(kind));
        return false;
    }
    if (gate_str_eq_c(word.as.str, "fail")) {
        out->covers_fail = true;
    } else if (gate_str_eq_c(word.as.str, "missing")) {
        out->covers_missing = true;
    } else if (gate_str_eq_c(word.as.str, "error")) {
        *why = GATE_STR("`covers` says `error`, and an error can't be waived");
        return false;
    } else {
        gate_suggest near = gate_suggest_new(word.as.str);
        gate_suggest_offer(&near, GATE_STR("fail"));
        gate_suggest_offer(&near, GATE_STR("missing"));
        gate_str shown = gate_entry_shown(arena, word.as.str);
        *why = gate_str_printf(arena, "`covers` says `" GATE_STR_FMT "`; did you mean `" GATE_STR_FMT "`?",
                               GATE_STR_ARG(shown), GATE_STR_ARG(near.best));
        if (near.best.len == 0)
            *why = gate_str_printf(arena,
                                   "`covers` says `" GATE_STR_FMT "`, which is neither `fail` nor `missing`",
                                   GATE_STR_ARG(shown));
        return false;
    }
    return true;
}

static bool read_covers(gate_arena *arena, gate_value entry, gate_waiver *out, gate_str *why)
{
    gate_value covers;
    if (!gate_map_get_str(entry, GATE_STR("covers"), &covers) || covers.tag != GATE_T_LIST) {
        gate_str
            word; /* one word may stand for a list of it; what isn't there or empty is told as of a text */
        if (!gate_entry_text(arena, entry, "covers", &word, why)) return false;
        return read_cover(arena, gate_value_str(word), out, why);
    }
    size_t count = gate_list_len(covers);
    for (size_t i = 0; i < count; i++) {
        if (!read_cover(arena, gate_list_at(covers, i), out, why)) return false;
    }
    if (count == 0) *why = GATE_STR("`covers` is empty");
    return count > 0;
}

/* A name with characters that don't show looks like another person's. */
static bool read_person(gate_arena *arena, gate_value entry, const char *field, gate_str *out, gate_str *why)
{
    if (!gate_entry_text(arena, entry, field, out, why)) return false;
    for (size_t at = 0; at < out->len;) {
        if (!gate_entry_hidden(gate_utf8_next(*out, &at))) continue;
        gate_str shown = gate_entry_shown(arena, *out);
        *why = gate_str_printf(arena, "`%s` is `" GATE_STR_FMT "`, with characters that don't show", field,
                               GATE_STR_ARG(shown));
        return false;
    }
    return true;
}

/* All of an entry; false with the refusal at the first field that is not as it should be. */
static bool read_fields(gate_arena *arena, gate_value entry, gate_waiver *out)
{
    gate_str *why = &out->refusal;
    if (entry.tag != GATE_T_MAP) {
        gate_str kind = gate_entry_kind(arena, entry);
        *why = gate_is_definite(entry)
                   ? gate_str_printf(arena, "it is " GATE_STR_FMT ", not a map", GATE_STR_ARG(kind))
                   : gate_str_printf(arena, "it can't be read: " GATE_STR_FMT, GATE_STR_ARG(kind));
        return false;
    }
    return gate_entry_text(arena, entry, "policy", &out->policy, why) &&
           gate_entry_text(arena, entry, "row", &out->row, why) &&
           gate_entry_subject(arena, entry, &out->subject, why) &&
           gate_entry_text(arena, entry, "role", &out->role, why) &&
           read_person(arena, entry, "by", &out->by, why) &&
           read_person(arena, entry, "approved_by", &out->approved_by, why) &&
           gate_entry_time(arena, entry, "approved_at", &out->approved_at, why) &&
           gate_entry_time(arena, entry, "expires", &out->expires, why) &&
           gate_entry_text(arena, entry, "reason", &out->reason, why) &&
           gate_entry_text(arena, entry, "ticket", &out->ticket, why) && read_covers(arena, entry, out, why);
}

void gate_waivers_read(gate_arena *arena, gate_value list, gate_waivers *out)
{
    *out = (gate_waivers){.trouble = GATE_STR("")};
    if (list.tag == GATE_T_MISSING) return;
    if (list.tag != GATE_T_LIST) {
        gate_str kind = gate_entry_kind(arena, list);
        out->trouble =
            gate_is_definite(list)
                ? gate_str_printf(arena, "`waivers` is " GATE_STR_FMT ", not a list", GATE_STR_ARG(kind))
                : kind;
        return;
    }
    size_t count = gate_list_len(list);
    if (count > GATE_WAIVERS_MAX) {
        out->trouble = gate_str_printf(arena, "`waivers` has %zu entries, and at most %u are read", count,
                                       GATE_WAIVERS_MAX);
        return;
    }
    out->count = (uint32_t)count;
    out->items = GATE_ARRAY(arena, gate_waiver, count);
    for (uint32_t i = 0; i < out->count; i++) {
        out->items[i].index = i;
        out->items[i].subject = gate_value_null();
        read_fields(arena, gate_list_at(list, i), &out->items[i]);
    }
}

/* -- deciding ---------------------------------------------------------------------------------- */

/* Why its times don't allow it; empty when they do. */
static gate_str time_refusal(gate_arena *arena, const gate_waiver *waiver, const gate_waivable *row)
{
    char text[40], limit[40];
    if (gate_instant_cmp(waiver->approved_at, row->now) > 0)
        return gate_str_printf(arena, "its approval is in the future: " GATE_STR_FMT,
                               GATE_STR_ARG(gate_instant_text(text, waiver->approved_at)));
    if (gate_instant_cmp(row->now, waiver->expires) >= 0)
        return gate_str_printf(arena, "it expired at " GATE_STR_FMT,
                               GATE_STR_ARG(gate_instant_text(text, waiver->expires)));
    gate_duration span = gate_instant_diff(waiver->expires, waiver->approved_at), most = {row->seconds, 0};
    if (gate_duration_cmp(span, most) > 0)
        return gate_str_printf(arena, "it is for " GATE_STR_FMT ", and the row allows " GATE_STR_FMT,
                               GATE_STR_ARG(gate_duration_show(text, span)),
                               GATE_STR_ARG(gate_duration_show(limit, most)));
    return GATE_STR("");
}

/* Why it doesn't cover what is open; empty when it does. */
static gate_str cover_refusal(const gate_waiver *waiver, const gate_outcome *open, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++) {
        switch (open[i]) {
        case GATE_TRUE:
            break;
        case GATE_FALSE:
            if (!waiver->covers_fail)
                return GATE_STR("the row has a failure, and `covers` doesn't say `fail`");
            break;
        case GATE_MISSING:
            if (!waiver->covers_missing)
                return GATE_STR("something is missing for the row, and `covers` doesn't say `missing`");
            break;
        case GATE_ERRONEOUS:
            return GATE_STR("the row has an error, and an error can't be waived");
        }
    }
    return GATE_STR("");
}

static gate_str refusal(gate_arena *arena, const gate_waiver *waiver, const gate_waivable *row,
                        const gate_outcome *open, uint32_t open_count)
{
    if (!gate_entry_about(waiver->subject, row->subject)) {
        gate_buf out = gate_buf_new(arena);
        gate_buf_c(&out, "it is for the subject ");
        gate_value_show(&out, waiver->subject, 80);
        if (gate_is_definite(row->subject)) {
            gate_buf_c(&out, ", and this one is ");
            gate_value_show(&out, row->subject, 80);
        } else {
            gate_buf_c(&out, ", and the policy's isn't known");
        }
        return gate_buf_str(&out);
    }
    if (!gate_entry_among(waiver->role, row->roles, row->role_count)) {
        gate_str role = gate_entry_shown(arena, waiver->role);
        gate_str roles = gate_entry_choice(arena, row->roles, row->role_count);
        return gate_str_printf(arena,
                               "the role `" GATE_STR_FMT "` can't waive the row; it takes " GATE_STR_FMT,
                               GATE_STR_ARG(role), GATE_STR_ARG(roles));
    }
    if (gate_entry_same_person(arena, waiver->by, waiver->approved_by)) {
        gate_str person = gate_entry_shown(arena, waiver->by), other = gate_entry_shown(arena, waiver->approved_by);
        if (!gate_str_eq(person, other))
            return gate_str_printf(arena, "`" GATE_STR_FMT "` asks for it and `" GATE_STR_FMT
                                          "` approves it, which look like one person",
                                   GATE_STR_ARG(person), GATE_STR_ARG(other));
        return gate_str_printf(arena, "`" GATE_STR_FMT "` both asks for it and approves it",
                               GATE_STR_ARG(person));
    }
    gate_str out = time_refusal(arena, waiver, row);
    return out.len ? out : cover_refusal(waiver, open, open_count);
}

const gate_waiver *gate_waivers_find(gate_arena *arena, gate_waivers *waivers, const gate_waivable *row,
                                     const gate_outcome *open, uint32_t open_count)
{
    gate_waiver *found = NULL;
    bool needed = false;
    for (uint32_t i = 0; i < open_count; i++)
        needed = needed || open[i] != GATE_TRUE;
    for (uint32_t i = 0; i < waivers->count; i++) {
        gate_waiver *waiver = &waivers->items[i];
        if (waiver->refusal.len || !gate_str_eq(waiver->policy, row->policy) ||
            !gate_entry_names(waiver->row, row->policy, row->row))
            continue;
        waiver->refusal = refusal(arena, waiver, row, open, open_count);
        if (needed && !found && waiver->refusal.len == 0) found = waiver;
    }
    if (found) found->used = true;
    return found;
}

/* -- what is left over ------------------------------------------------------------------------- */

/* The row that a waiver of this policy names, or GATE_NO. */
static uint32_t known_row(const gate_waiver *waiver, gate_str policy, const gate_str *known, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++) {
        if (gate_entry_names(waiver->row, policy, known[i])) return i;
    }
    return GATE_NO;
}

static gate_str unknown_row(gate_arena *arena, gate_str row, const gate_str *known, uint32_t count,
                            bool suggest)
{
    gate_suggest near = gate_suggest_new(row);
    for (uint32_t i = 0; suggest && i < count; i++)
        gate_suggest_offer(&near, known[i]);
    gate_buf out = gate_buf_new(arena);
    gate_str shown = gate_entry_shown(arena, row);
    gate_buf_printf(&out, "there is no row `" GATE_STR_FMT "`", GATE_STR_ARG(shown));
    if (near.best.len) {
        shown = gate_entry_shown(arena, near.best);
        gate_buf_printf(&out, "; did you mean `" GATE_STR_FMT "`?", GATE_STR_ARG(shown));
    }
    return gate_buf_str(&out);
}

static gate_str other_policy(gate_arena *arena, gate_str said, gate_str policy)
{
    gate_suggest near = gate_suggest_new(said);
    gate_suggest_offer(&near, policy);
    gate_str one = gate_entry_shown(arena, said), other = gate_entry_shown(arena, policy);
    return gate_str_printf(
        arena,
        near.best.len ? "there is no policy `" GATE_STR_FMT "` here; did you mean `" GATE_STR_FMT "`?"
                      : "it is for the policy `" GATE_STR_FMT "`, and this one is `" GATE_STR_FMT "`",
        GATE_STR_ARG(one), GATE_STR_ARG(other));
}

/* A waiver that could have counted: the row needed none, or took another. */
static gate_str unused(gate_arena *arena, const gate_waivers *waivers, const gate_waiver *waiver,
                       gate_str policy, gate_str row)
{
    for (uint32_t i = 0; i < waivers->count; i++) {
        const gate_waiver *other = &waivers->items[i];
        if (other != waiver && other->used && gate_str_eq(other->policy, waiver->policy) &&
            gate_entry_names(other->row, policy, row))
            return gate_str_printf(arena, "it is not used: waiver [%u] counts for the row", other->index);
    }
    return GATE_STR("it is not used: the row needs no waiver");
}

void gate_waivers_finish(gate_arena *arena, gate_waivers *waivers, gate_str policy, const gate_str *known,
                         const bool *waivable, uint32_t known_count)
{
    uint32_t suggestions = 0;
    for (uint32_t i = 0; i < waivers->count; i++) {
        gate_waiver *waiver = &waivers->items[i];
        if (waiver->used || waiver->refusal.len) continue;
        if (!gate_str_eq(waiver->policy, policy)) {
            waiver->refusal = other_policy(arena, waiver->policy, policy);
            continue;
        }
        uint32_t row = known_row(waiver, policy, known, known_count);
        if (row == GATE_NO) {
            bool suggest = suggestions++ < SUGGESTIONS_MAX;
            waiver->refusal = unknown_row(arena, waiver->row, known, known_count, suggest);
        } else if (!waivable[row]) {
            gate_str shown = gate_entry_shown(arena, known[row]);
            waiver->refusal =
                gate_str_printf(arena, "the row `" GATE_STR_FMT "` is not waivable", GATE_STR_ARG(shown));
        } else {
            waiver->refusal = unused(arena, waivers, waiver, policy, known[row]);
        }
    }
}
