#include "verdict/entry.h"
#include "verdict/waivers.h"

/* An attestation for the row and subject that were asked for. */
typedef struct tick {
    uint32_t index;
    gate_str role, by, answer;
    gate_instant at;
} tick;

typedef struct question {
    gate_arena *arena;
    gate_str policy, row;
    gate_value subject;
} question;

/* Is the entry for the row and the subject? What doesn't name them isn't. */
static bool concerns(const question *asked, gate_value entry)
{
    gate_value policy, row, subject;
    return gate_map_get_str(entry, GATE_STR("policy"), &policy) && policy.tag == GATE_T_STRING &&
           gate_str_eq(policy.as.str, asked->policy) && gate_map_get_str(entry, GATE_STR("row"), &row) &&
           row.tag == GATE_T_STRING && gate_entry_names(row.as.str, asked->policy, asked->row) &&
           gate_map_get_str(entry, GATE_STR("subject"), &subject) &&
           gate_entry_about(subject, asked->subject);
}

static bool read_tick(gate_arena *arena, gate_value entry, tick *out, gate_str *why)
{
    if (!gate_entry_text(arena, entry, "role", &out->role, why) ||
        !gate_entry_text(arena, entry, "by", &out->by, why) ||
        !gate_entry_time(arena, entry, "at", &out->at, why) ||
        !gate_entry_text(arena, entry, "answer", &out->answer, why))
        return false;
    if (gate_str_eq_c(out->answer, "yes") || gate_str_eq_c(out->answer, "no")) return true;
    gate_str shown = gate_entry_shown(arena, out->answer);
    *why =
        gate_str_printf(arena, "`answer` is `" GATE_STR_FMT "`, neither `yes` nor `no`", GATE_STR_ARG(shown));
    return false;
}

typedef enum reading { OTHER, TICK, BROKEN } reading;

/* What the entry at [index] is to the question. A broken one may be the newest for it. */
static reading read_entry(const question *asked, gate_value entry, uint32_t index, tick *out, gate_str *why)
{
    gate_str trouble;
    *out = (tick){.index = index};
    if (entry.tag == GATE_T_MAP) {
        if (!concerns(asked, entry)) return OTHER;
        if (read_tick(asked->arena, entry, out, &trouble)) return TICK;
    } else {
        trouble = gate_entry_kind(asked->arena, entry);
        if (gate_is_definite(entry))
            trouble =
                gate_str_printf(asked->arena, "it is " GATE_STR_FMT ", not a map", GATE_STR_ARG(trouble));
    }
    *why = gate_str_printf(asked->arena, "attestation [%u] can't be read: " GATE_STR_FMT, index,
                           GATE_STR_ARG(trouble));
    return BROKEN;
}

static bool agree(const tick *a, const tick *b)
{
    return gate_str_eq(a->answer, b->answer) && gate_str_eq(a->role, b->role);
}

/* The newest tick for what is asked; its index GATE_NO when there is none. False with [*why] when an entry
 * leaves open which that is, or what it says. */
static bool find_newest(const question *asked, gate_value list, tick *newest, uint32_t *entry, gate_str *why)
{
    size_t count = gate_list_len(list);
    bool contested = false;
    newest->index = GATE_NO;
    for (uint32_t i = 0; i < count; i++) {
        tick found;
        reading is = read_entry(asked, gate_list_at(list, i), i, &found, why);
        if (is == BROKEN) {
            *entry = i;
            return false;
        }
        if (is == OTHER) continue;
        int order = newest->index == GATE_NO ? 1 : gate_instant_cmp(found.at, newest->at);
        if (order == 0 && !agree(&found, newest)) contested = true;
        if (order <= 0) continue;
        *newest = found;
        contested = false;
    }
    *entry = newest->index;
    if (contested) *why = GATE_STR("the newest attestations for it have one time, and don't agree");
    return !contested;
}

/* What the newest tick means. */
static gate_outcome judge(gate_arena *arena, const tick *newest, const gate_str *roles, uint32_t role_count,
                          int64_t seconds, gate_instant now, gate_str *why)
{
    char when[40], age_text[40], most_text[40];
    gate_str by = gate_entry_shown(arena, newest->by), role = gate_entry_shown(arena, newest->role);
    gate_duration age = gate_instant_diff(now, newest->at);
    gate_str at = gate_instant_text(when, newest->at);
    if (!gate_entry_among(newest->role, roles, role_count)) {
        gate_str wanted = gate_entry_choice(arena, roles, role_count);
        *why = gate_str_printf(arena,
                               "the newest answer is by `" GATE_STR_FMT "` as `" GATE_STR_FMT
                               "`, and it takes " GATE_STR_FMT,
                               GATE_STR_ARG(by), GATE_STR_ARG(role), GATE_STR_ARG(wanted));
        return GATE_MISSING;
    }
    if (gate_duration_cmp(age, (gate_duration){-GATE_ENTRY_FUTURE_SECONDS, 0}) < 0) {
        *why = gate_str_printf(arena,
                               "the newest answer, by `" GATE_STR_FMT "`, is from the future: " GATE_STR_FMT,
                               GATE_STR_ARG(by), GATE_STR_ARG(at));
        return GATE_MISSING;
    }
    if (gate_str_eq_c(newest->answer, "no")) {
        *why = gate_str_printf(arena, "`" GATE_STR_FMT "` (`" GATE_STR_FMT "`) said no at " GATE_STR_FMT,
                               GATE_STR_ARG(by), GATE_STR_ARG(role), GATE_STR_ARG(at));
        return GATE_FALSE;
    }
    gate_duration most = {seconds, 0};
    if (gate_duration_cmp(age, most) > 0) {
        *why = gate_str_printf(arena,
                               "the newest answer, by `" GATE_STR_FMT "`, is " GATE_STR_FMT
                               " old, and may be " GATE_STR_FMT,
                               GATE_STR_ARG(by), GATE_STR_ARG(gate_duration_show(age_text, age)),
                               GATE_STR_ARG(gate_duration_show(most_text, most)));
        return GATE_MISSING;
    }
    return GATE_TRUE;
}

gate_outcome gate_attestation_find(gate_arena *arena, gate_value list, gate_str policy, gate_str row,
                                   gate_value subject, const gate_str *roles, uint32_t role_count,
                                   int64_t seconds, gate_instant now, uint32_t *entry, gate_str *why)
{
    *entry = GATE_NO;
    *why = GATE_STR("");
    if (list.tag != GATE_T_LIST) {
        gate_str kind = gate_entry_kind(arena, list);
        *why =
            gate_is_definite(list)
                ? gate_str_printf(arena, "`attestations` is " GATE_STR_FMT ", not a list", GATE_STR_ARG(kind))
                : kind;
        return list.tag == GATE_T_MISSING ? GATE_MISSING : GATE_ERRONEOUS;
    }
    if (!gate_is_definite(subject) || subject.tag == GATE_T_NULL) {
        gate_str kind = gate_entry_kind(arena, subject);
        *why = gate_str_printf(arena, "the subject isn't known: " GATE_STR_FMT, GATE_STR_ARG(kind));
        return subject.tag == GATE_T_ERROR ? GATE_ERRONEOUS : GATE_MISSING;
    }
    question asked = {arena, policy, row, subject};
    tick newest = {0};
    if (!find_newest(&asked, list, &newest, entry, why)) return GATE_ERRONEOUS;
    if (newest.index != GATE_NO) return judge(arena, &newest, roles, role_count, seconds, now, why);
    gate_buf out = gate_buf_new(arena);
    gate_buf_c(&out, "nobody has answered for ");
    gate_value_show(&out, subject, 80);
    *why = gate_buf_str(&out);
    return GATE_MISSING;
}
