#include "author/inspect_type.h"

#include "author/naming.h"
#include "base/map.h"

#include <string.h>

/* What a proposal may grow to: fields in all, fields of one record, records in each other. */
#define FIELDS_MAX 300u
#define FIELDS_ONE 60u
#define DEPTH_MAX  16u

/* Records of so few plain fields are written where they are used. */
#define INLINE_MAX 3u

/* -- guesses --------------------------------------------------------------------------------------------- */

/* Does the last word of a key, in any of the ways of writing, say what the list holds? */
static bool ends_in(gate_str key, const char *const *list, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        size_t len = strlen(list[i]);
        if (key.len < len) continue;
        const char *tail = key.ptr + key.len - len;
        bool same = true;
        for (size_t k = 1; k < len; k++)
            same = same && (tail[k] | 0x20) == list[i][k];
        if (!same || (tail[0] | 0x20) != list[i][0]) continue;
        bool upper = tail[0] >= 'A' && tail[0] <= 'Z';
        char before = key.len > len ? tail[-1] : '_';
        if (before == '_' || before == '-' || before == '.' || upper) return true;
    }
    return false;
}
#define ENDS_IN(key, list) ends_in((key), (list), GATE_COUNT(list))

static const char *const words_for_words[] = {
    "status", "state",   "conclusion", "outcome",  "result",         "verdict", "severity",
    "level",  "phase",   "kind",       "mode",     "classification", "stage",   "environment",
    "env",    "trigger", "priority",   "category", "type",           "area",    "decision"};
static const char *const words_for_times[] = {"at",      "time", "timestamp", "date",   "start",
                                              "started", "end",  "created",   "updated"};
static const char *const words_for_percents[] = {"percent", "pct", "percentage"};
static const char *const words_for_numbers[] = {"rate", "ratio", "seconds", "duration", "time", "avg",
                                                "mean", "score", "average", "median",   "s"};

static bool is_word(gate_str text)
{
    if (text.len == 0 || text.len > 24 || (text.ptr[0] >= '0' && text.ptr[0] <= '9')) return false;
    for (size_t i = 0; i < text.len; i++) {
        char c = text.ptr[i];
        bool fine = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
                    c == '-' || c == ' ';
        if (!fine) return false;
    }
    return true;
}

static gate_guess guess_text(const gate_seen *seen, gate_str key)
{
    if (seen->times == seen->strings) return GATE_GUESS_TIME;
    if (seen->times + seen->local_times == seen->strings) return GATE_GUESS_LOCAL;
    if (seen->spans == seen->strings) return GATE_GUESS_SPAN;
    if (seen->more_words || !ENDS_IN(key, words_for_words)) return GATE_GUESS_NONE;
    for (uint32_t i = 0; i < seen->word_count; i++) {
        if (!is_word(seen->words[i])) return GATE_GUESS_NONE;
    }
    if (seen->word_count == 1) return GATE_GUESS_WORD;
    return seen->word_count <= 6 ? GATE_GUESS_WORDS : GATE_GUESS_NONE;
}

gate_guess gate_seen_guess(const gate_seen *seen, gate_str key)
{
    if (seen->strings) return guess_text(seen, key);
    if (seen->ints + seen->reals == 0) return GATE_GUESS_NONE;
    if (ENDS_IN(key, words_for_percents) && seen->real_min >= 0 && seen->real_max <= 100)
        return GATE_GUESS_PERCENT;
    if (ENDS_IN(key, words_for_times)) { /* from 2001 to 2096 */
        if (seen->real_min >= 1e9 && seen->real_max < 4e9) return GATE_GUESS_EPOCH;
        if (seen->real_min >= 1e12 && seen->real_max < 4e12) return GATE_GUESS_EPOCH_MS;
    }
    return seen->reals == 0 && ENDS_IN(key, words_for_numbers) ? GATE_GUESS_NUMBER : GATE_GUESS_NONE;
}

bool gate_seen_is_record(const gate_seen *seen)
{
    return seen->objects && seen->fields.len && !seen->value && seen->objects == gate_seen_total(seen);
}

const gate_seen_field *gate_seen_get(const gate_seen *seen, const char *key)
{
    for (uint32_t i = 0; i < seen->fields.len; i++) {
        if (gate_str_eq_c(seen->fields.items[i].key, key)) return &seen->fields.items[i];
    }
    return NULL;
}

/* -- types ----------------------------------------------------------------------------------------------- */

typedef struct typer {
    gate_arena *arena;
    gate_buf *decls;
    gate_map names;
    uint32_t fields;
} typer;

static void put_type(typer *t, gate_buf *out, const gate_seen *seen, gate_str key, uint32_t depth);

/* A name that no type has yet. */
static gate_str fresh_name(typer *t, gate_str text)
{
    gate_str wanted = gate_type_name_for(t->arena, text, "Entry"), name = wanted;
    for (uint32_t n = 2; gate_map_get(&t->names, name); n++)
        name = gate_str_printf(t->arena, "%.*s%u", GATE_STR_ARG(wanted), n);
    gate_map_put(&t->names, name, t);
    return name;
}

/* Keys that a type may name: the others are there all the same, and no policy can read them. */
static bool is_writable(gate_str key)
{
    return key.len > 0 && key.len <= 200 && !memchr(key.ptr, '\0', key.len);
}

static void put_key(gate_buf *out, const gate_seen *record, const gate_seen_field *field)
{
    if (gate_is_plain(field->key))
        gate_buf_add(out, field->key);
    else
        gate_quote(out, field->key, false);
    gate_buf_c(out, field->count < record->objects ? "?: " : ": ");
}

/* What an author should know of a field's type. */
static void put_remark(gate_buf *out, const gate_seen *seen, gate_str key)
{
    uint64_t total = gate_seen_total(seen);
    gate_guess guess = gate_seen_guess(seen, key);
    if (guess == GATE_GUESS_WORDS) {
        gate_buf_c(out, " // those that were seen: add the others");
    } else if (guess == GATE_GUESS_WORD) {
        gate_buf_c(out, " // always ");
        gate_quote(out, seen->words[0], false);
        gate_buf_c(out, " here: write which words there are, as in \"yes\" | \"no\"");
    } else if (guess == GATE_GUESS_LOCAL) {
        gate_buf_c(out, " // times, but without their zone");
    } else if (guess == GATE_GUESS_EPOCH || guess == GATE_GUESS_EPOCH_MS) {
        gate_buf_printf(out, " // %s since 1970", guess == GATE_GUESS_EPOCH ? "seconds" : "milliseconds");
    } else if (seen->nulls == total) {
        gate_buf_c(out, " // null here");
    } else if (seen->arrays && !seen->element) {
        gate_buf_c(out, " // empty here");
    }
}

static bool is_small(const gate_seen *seen)
{
    if (seen->fields.len > INLINE_MAX) return false;
    for (uint32_t i = 0; i < seen->fields.len; i++) {
        const gate_seen_field *field = &seen->fields.items[i];
        gate_guess guess = gate_seen_guess(field->seen, field->key);
        if (field->seen->objects || field->seen->arrays || guess == GATE_GUESS_WORD) return false;
    }
    return true;
}

/* The fields of a record: on one line, or each on its own with what there is to say of it. */
static uint32_t put_fields(typer *t, gate_buf *out, const gate_seen *seen, uint32_t depth, bool lines)
{
    uint32_t written = 0;
    for (uint32_t i = 0; i < seen->fields.len; i++) {
        const gate_seen_field *field = &seen->fields.items[i];
        if (!is_writable(field->key)) continue;
        if (written == FIELDS_ONE || t->fields == FIELDS_MAX) {
            if (lines) gate_buf_c(out, "  // and others: a type needs to name only what the policy reads\n");
            break;
        }
        t->fields++;
        gate_buf_c(out, lines ? "  " : written ? ", " : " ");
        written++;
        put_key(out, seen, field);
        put_type(t, out, field->seen, field->key, depth + 1);
        if (!lines) continue;
        gate_buf_char(out, ',');
        put_remark(out, field->seen, field->key);
        gate_buf_char(out, '\n');
    }
    return written;
}

/* A record: written here, or declared under a name. */
static void put_record(typer *t, gate_buf *out, const gate_seen *seen, gate_str key, uint32_t depth)
{
    bool small = depth > 0 && is_small(seen);
    gate_str name = small ? (gate_str){0} : fresh_name(t, key);
    gate_buf body = gate_buf_new(t->arena);
    if (put_fields(t, &body, seen, depth, !small) == 0) { /* no key that could be named */
        gate_buf_c(out, "map");
    } else if (small) {
        gate_buf_printf(out, "{%.*s }", GATE_STR_ARG(gate_buf_str(&body)));
    } else {
        gate_buf_printf(t->decls, "type %.*s = {\n", GATE_STR_ARG(name));
        gate_buf_add(t->decls, gate_buf_str(&body));
        gate_buf_c(t->decls, "}\n");
        gate_buf_add(out, name);
    }
}

static void put_objects(typer *t, gate_buf *out, const gate_seen *seen, gate_str key, uint32_t depth)
{
    if (seen->value) {
        gate_buf_c(out, "map(");
        put_type(t, out, seen->value, gate_singular(t->arena, key), depth + 1);
        gate_buf_char(out, ')');
    } else if (seen->fields.len == 0) {
        gate_buf_c(out, "map");
    } else {
        put_record(t, out, seen, key, depth);
    }
}

static void put_text(gate_buf *out, const gate_seen *seen, gate_str key)
{
    gate_guess guess = gate_seen_guess(seen, key);
    if (guess == GATE_GUESS_WORDS) {
        for (uint32_t i = 0; i < seen->word_count; i++) {
            if (i) gate_buf_c(out, " | ");
            gate_quote(out, seen->words[i], false);
        }
        return;
    }
    gate_buf_c(out, guess == GATE_GUESS_TIME   ? "timestamp"
                    : guess == GATE_GUESS_SPAN ? "duration"
                                               : "string");
}

static void put_number(gate_buf *out, const gate_seen *seen, gate_str key)
{
    gate_guess guess = seen->strings ? GATE_GUESS_NONE : gate_seen_guess(seen, key);
    gate_buf_c(out, guess == GATE_GUESS_PERCENT                 ? "percent"
                    : guess == GATE_GUESS_NUMBER || seen->reals ? "number"
                                                                : "int");
}

static void put_type(typer *t, gate_buf *out, const gate_seen *seen, gate_str key, uint32_t depth)
{
    const char *between = "";
    uint64_t total = gate_seen_total(seen);
    if (depth > DEPTH_MAX || t->fields >= FIELDS_MAX || total == seen->nulls) {
        gate_buf_c(out, "any");
        return;
    }
    if (seen->trues + seen->falses) {
        gate_buf_c(out, "bool");
        between = " | ";
    }
    if (seen->ints + seen->reals) {
        gate_buf_c(out, between);
        put_number(out, seen, key);
        between = " | ";
    }
    if (seen->strings) {
        gate_buf_c(out, between);
        put_text(out, seen, key);
        between = " | ";
    }
    if (seen->arrays) {
        gate_buf_printf(out, "%s[", between);
        if (seen->element)
            put_type(t, out, seen->element, gate_singular(t->arena, key), depth + 1);
        else
            gate_buf_c(out, "any");
        gate_buf_char(out, ']');
        between = " | ";
    }
    if (seen->objects) {
        gate_buf_c(out, between);
        put_objects(t, out, seen, key, depth);
        between = " | ";
    }
    if (seen->nulls) gate_buf_printf(out, "%snull", between);
}

gate_str gate_type_propose(gate_buf *out, const gate_seen *root, gate_str name)
{
    typer t = {.arena = out->arena, .decls = out, .names = gate_map_new(out->arena)};
    gate_buf type = gate_buf_new(out->arena);
    put_type(&t, &type, root, name, 0);
    return gate_buf_str(&type);
}
