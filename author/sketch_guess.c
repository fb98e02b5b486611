#include "author/inspect_type.h"
#include "author/naming.h"
#include "author/sketch.h"

#include "base/num.h"
#include "base/utf8.h"

/* Conditions that are written for one artifact at most: a beginning, not a policy. */
#define CONDITIONS_MAX 5u

/* -- times ----------------------------------------------------------------------------------------------- */

/* How a field's times are written, as `in` says it; NULL when they are none. */
static const char *zone_of(gate_guess guess)
{
    switch (guess) {
    case GATE_GUESS_TIME:
        return "";
    case GATE_GUESS_LOCAL:
        return " in \"UTC\"";
    case GATE_GUESS_EPOCH:
        return " in \"epoch\"";
    case GATE_GUESS_EPOCH_MS:
        return " in \"epoch-ms\"";
    case GATE_GUESS_NONE:
    case GATE_GUESS_WORDS:
    case GATE_GUESS_WORD:
    case GATE_GUESS_SPAN:
    case GATE_GUESS_PERCENT:
    case GATE_GUESS_NUMBER:
        break;
    }
    return NULL;
}

/* The time of a known format, by the field that the table names. */
static bool known_time(gate_buf *out, const gate_sketch *sketch)
{
    gate_str dotted = gate_str_c(sketch->format->time);
    if (dotted.len == 0) return false;
    if (sketch->presumed) {
        gate_buf_add(out, dotted);
        return true;
    }
    gate_buf path = gate_buf_new(out->arena);
    gate_buf_char(&path, '/');
    for (size_t i = 0; i < dotted.len; i++)
        gate_buf_char(&path, dotted.ptr[i] == '.' ? '/' : dotted.ptr[i]);
    gate_datum found = gate_datum_find(sketch->root, gate_buf_str(&path));
    if (!found.node) return false;
    const char *zone = zone_of(gate_seen_guess(gate_seen_of(out->arena, found), GATE_STR("time")));
    if (!zone) return false;
    gate_buf_printf(out, "%.*s%s", GATE_STR_ARG(dotted), zone);
    return true;
}

/* Times by their names, the better ones first: when something was finished says more than when it began. */
static const char *const times[] = {
    "generated_at", "generatedAt", "finished_at", "finishedAt", "completed_at", "completedAt", "ended_at",
    "timestamp",    "generated",   "finished",    "updated_at", "updatedAt",    "created_at",  "createdAt",
    "created",      "date",        "time",        "started_at", "startedAt",    "startTime"};

static bool put_time(gate_buf *out, const gate_seen *record, const gate_seen_field *field, const char *prefix)
{
    if (!field || field->count < record->objects || field->seen->nulls) return false;
    const char *zone = zone_of(gate_seen_guess(field->seen, field->key));
    if (zone) gate_buf_printf(out, "%s%.*s%s", prefix, GATE_STR_ARG(field->key), zone);
    return zone != NULL;
}

static bool time_in(gate_buf *out, const gate_seen *record, const char *prefix)
{
    for (size_t i = 0; i < GATE_COUNT(times); i++) {
        if (put_time(out, record, gate_seen_get(record, times[i]), prefix)) return true;
    }
    for (uint32_t i = 0; i < record->fields.len; i++) { /* prepared_at, preparedAt */
        const gate_seen_field *field = &record->fields.items[i];
        bool at = gate_str_ends(field->key, GATE_STR("_at")) || gate_str_ends(field->key, GATE_STR("At"));
        if (at && gate_is_plain(field->key) && put_time(out, record, field, prefix)) return true;
    }
    return false;
}

bool gate_sketch_time(gate_buf *out, const gate_sketch *sketch)
{
    if (sketch->format) return known_time(out, sketch);
    const gate_seen *seen = sketch->seen;
    if (!gate_seen_is_record(seen)) return false;
    if (time_in(out, seen, "")) return true;
    static const char *const below[] = {"meta", "metadata", "info"};
    for (size_t i = 0; i < GATE_COUNT(below); i++) {
        const gate_seen_field *field = gate_seen_get(seen, below[i]);
        if (!field || !gate_seen_is_record(field->seen)) continue;
        if (time_in(out, field->seen, gate_str_printf(out->arena, "%s.", below[i]).ptr)) return true;
    }
    return false;
}

/* -- conditions ------------------------------------------------------------------------------------------ */

static const char *const good_words[] = {"pass",    "passed",   "success",  "succeeded", "successful",
                                         "ok",      "green",    "done",     "complete",  "completed",
                                         "healthy", "approved", "resolved", "closed",    "clean"};
static const char *const zero_names[] = {"exit_code", "exitCode", "exitcode",      "failures", "errors",
                                         "failed",    "missing",  "missing_count", "blockers", "returncode"};
static const char *const true_names[] = {"ok",       "success", "passed",   "green",   "healthy",
                                         "approved", "clean",   "complete", "sandbox", "valid"};
static const char *const false_names[] = {"open", "failed", "blocking", "blocked", "broken", "dirty"};

static bool is_among(gate_str text, const char *const *list, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        gate_str one = gate_str_c(list[i]);
        bool same = text.len == one.len;
        for (size_t k = 0; same && k < text.len; k++) {
            char c = text.ptr[k];
            same = c == one.ptr[k] || (c >= 'A' && c <= 'Z' && (c | 0x20) == one.ptr[k]);
        }
        if (same) return true;
    }
    return false;
}
#define IS_AMONG(text, list) is_among((text), (list), GATE_COUNT(list))

typedef struct guesser {
    gate_buf *out;
    gate_str name; /* of the evidence */
    uint32_t count;
} guesser;

static void begin(guesser *g)
{
    gate_buf_c(g->out, "    ");
    g->count++;
}

/* The word among those that were seen, that one hopes for. */
static gate_str good_word(const gate_seen *seen)
{
    for (uint32_t i = 0; i < seen->word_count; i++) {
        if (IS_AMONG(seen->words[i], good_words)) return seen->words[i];
    }
    return (gate_str){0};
}

/* A condition on one field of something that is called [of] there; false when there is none to guess. */
static bool put_condition(gate_buf *out, gate_str of, const gate_seen_field *field)
{
    const gate_seen *seen = field->seen;
    uint64_t total = gate_seen_total(seen);
    gate_str key = field->key, good = good_word(seen);
    gate_guess guess = gate_seen_guess(seen, key);
    if (!gate_is_plain(key)) return false;
    if (seen->strings == total && good.len && (guess == GATE_GUESS_WORDS || guess == GATE_GUESS_WORD)) {
        gate_buf_printf(out, "%.*s.%.*s == ", GATE_STR_ARG(of), GATE_STR_ARG(key));
        gate_quote(out, good, false);
    } else if (seen->ints == total && IS_AMONG(key, zero_names)) {
        gate_buf_printf(out, "%.*s.%.*s == 0", GATE_STR_ARG(of), GATE_STR_ARG(key));
    } else if (seen->trues + seen->falses == total && IS_AMONG(key, true_names)) {
        gate_buf_printf(out, "%.*s.%.*s", GATE_STR_ARG(of), GATE_STR_ARG(key));
    } else if (seen->trues + seen->falses == total && IS_AMONG(key, false_names)) {
        gate_buf_printf(out, "!%.*s.%.*s", GATE_STR_ARG(of), GATE_STR_ARG(key));
    } else {
        return false;
    }
    return true;
}

/* `require each suite in run.suites: …`, for a list of records, or a map of them. */
static void guess_elements(guesser *g, gate_str list, gate_str key, const gate_seen *seen)
{
    const gate_seen *one = seen->arrays == gate_seen_total(seen) ? seen->element : NULL;
    if (!one || !gate_seen_is_record(one)) return;
    gate_str var = gate_name_for(g->out->arena, gate_singular(g->out->arena, key), "one");
    if (gate_str_eq(var, g->name)) var = GATE_STR("one");
    for (uint32_t i = 0; i < one->fields.len; i++) {
        gate_buf condition = gate_buf_new(g->out->arena);
        if (one->fields.items[i].count < one->objects ||
            !put_condition(&condition, var, &one->fields.items[i]))
            continue;
        begin(g);
        gate_buf_printf(g->out, "require each %.*s in %.*s: ", GATE_STR_ARG(var), GATE_STR_ARG(list));
        gate_buf_add(g->out, gate_buf_str(&condition));
        gate_buf_char(g->out, '\n');
        return;
    }
}

/* -- where nothing could be guessed: something that holds of this artifact ------------------------------- */

/* Records in each other that are looked into. */
#define WAY_MAX 6u

static void put_least(gate_buf *out, const gate_seen *seen)
{
    char number[32];
    if (seen->reals)
        gate_buf_add(out, gate_num_text(number, seen->real_min));
    else
        gate_buf_printf(out, "%lld", (long long)seen->int_min);
}

/* A condition that is true of what was seen at [way]; false where none is at hand. */
static bool put_truth(gate_buf *out, gate_str way, gate_str key, const gate_seen *seen)
{
    uint64_t total = gate_seen_total(seen);
    gate_guess guess = gate_seen_guess(seen, key);
    if (seen->strings == total) {
        if (guess == GATE_GUESS_TIME) {
            gate_buf_printf(out, "%.*s <= now", GATE_STR_ARG(way));
        } else if (guess == GATE_GUESS_SPAN) {
            gate_buf_printf(out, "%.*s >= 0s", GATE_STR_ARG(way));
        } else {
            gate_buf_printf(out, "%.*s == ", GATE_STR_ARG(way));
            gate_quote(out, seen->words[0], false);
        }
    } else if (seen->ints + seen->reals == total) {
        gate_buf_printf(out, "%.*s >= ", GATE_STR_ARG(way));
        put_least(out, seen);
    } else if (seen->trues + seen->falses == total) {
        gate_buf_printf(out, "%.*s == %s", GATE_STR_ARG(way), seen->trues ? "true" : "false");
    } else if (seen->arrays == total || (seen->objects == total && (seen->value || seen->fields.len == 0))) {
        size_t least = seen->arrays ? seen->size_min : seen->keys_min;
        gate_buf_printf(out, "size(%.*s) %s 0", GATE_STR_ARG(way), least ? ">" : "==");
    } else {
        return false;
    }
    return true;
}

static bool put_anything(gate_buf *out, gate_str way, gate_str key, const gate_seen *seen, uint32_t depth)
{
    if (!gate_seen_is_record(seen)) return put_truth(out, way, key, seen);
    for (uint32_t i = 0; depth < WAY_MAX && i < seen->fields.len; i++) {
        const gate_seen_field *field = &seen->fields.items[i];
        if (!gate_is_plain(field->key) || field->count < seen->objects) continue;
        gate_str below =
            gate_str_printf(out->arena, "%.*s.%.*s", GATE_STR_ARG(way), GATE_STR_ARG(field->key));
        if (put_anything(out, below, field->key, field->seen, depth + 1)) return true;
    }
    return false;
}

/* Evidence that names its commit can be tied to the release's. */
static void put_commit(gate_buf *out, gate_str name, const gate_seen *seen)
{
    static const char *const names[] = {"commit", "head_sha", "sha", "revision", "commit_sha", "git_commit"};
    for (size_t i = 0; i < GATE_COUNT(names); i++) {
        const gate_seen_field *field = gate_seen_get(seen, names[i]);
        if (!field || field->seen->strings == 0) continue;
        gate_buf_printf(out, "    // %.*s.%s names a commit: require that it is the release's\n",
                        GATE_STR_ARG(name), names[i]);
        return;
    }
}

/* An object of which nothing else can be said. */
static void put_presence(gate_buf *out, gate_str name, const gate_seen *seen)
{
    for (uint32_t i = 0; i < seen->fields.len; i++) {
        if (!gate_is_plain(seen->fields.items[i].key)) continue;
        gate_buf_printf(out, "has(%.*s.%.*s)", GATE_STR_ARG(name), GATE_STR_ARG(seen->fields.items[i].key));
        return;
    }
    gate_buf_printf(out, "type(%.*s) == map", GATE_STR_ARG(name));
}

void gate_sketch_conditions(gate_buf *out, const gate_sketch *sketch)
{
    const gate_seen *seen = sketch->seen;
    guesser g = {.out = out, .name = sketch->name};
    if (seen->arrays == gate_seen_total(seen)) guess_elements(&g, g.name, g.name, seen);
    for (uint32_t i = 0; gate_seen_is_record(seen) && i < seen->fields.len && g.count < CONDITIONS_MAX; i++) {
        const gate_seen_field *field = &seen->fields.items[i];
        gate_buf condition = gate_buf_new(out->arena);
        if (put_condition(&condition, g.name, field)) {
            begin(&g);
            gate_buf_printf(out, "require %.*s\n", GATE_STR_ARG(gate_buf_str(&condition)));
        } else if (gate_is_plain(field->key)) {
            gate_str list =
                gate_str_printf(out->arena, "%.*s.%.*s", GATE_STR_ARG(g.name), GATE_STR_ARG(field->key));
            guess_elements(&g, list, field->key, field->seen);
        }
    }
    put_commit(out, g.name, seen);
    if (g.count) return;
    gate_buf_c(out, "    require ");
    if (!put_anything(out, g.name, GATE_STR(""), seen, 0)) put_presence(out, g.name, seen);
    gate_buf_c(out, " // so it is in this file: what must hold?\n");
}
