#include "author/inspect_seen.h"

/* An object of so many keys that look like anything but names is one of paths, ids, labels. */
#define MANY_KEYS 6u

typedef struct looker {
    gate_arena *arena;
    uint32_t count; /* of those that were made */
} looker;

static gate_seen *seen_new(looker *l)
{
    if (l->count == GATE_SEEN_MAX) return NULL;
    l->count++;
    return GATE_NEW(l->arena, gate_seen);
}

uint64_t gate_seen_total(const gate_seen *seen)
{
    return seen->nulls + seen->trues + seen->falses + seen->ints + seen->reals + seen->strings +
           seen->arrays + seen->objects;
}

/* -- ranges ---------------------------------------------------------------------------------------------- */

static void widen_real(gate_seen *seen, double value, bool first)
{
    if (first || value < seen->real_min) seen->real_min = value;
    if (first || value > seen->real_max) seen->real_max = value;
}

static void note_int(gate_seen *seen, int64_t value)
{
    bool first = seen->ints == 0;
    if (first || value < seen->int_min) seen->int_min = value;
    if (first || value > seen->int_max) seen->int_max = value;
    widen_real(seen, (double)value, first && seen->reals == 0);
    seen->ints++;
}

static void note_real(gate_seen *seen, double value)
{
    widen_real(seen, value, seen->ints + seen->reals == 0);
    seen->reals++;
}

static void note_word(gate_seen *seen, gate_str text)
{
    for (uint32_t i = 0; i < seen->word_count; i++) {
        if (gate_str_eq(seen->words[i], text)) return;
    }
    if (seen->word_count == GATE_SEEN_WORDS)
        seen->more_words = true;
    else
        seen->words[seen->word_count++] = text;
}

static void widen_time(gate_seen *seen, gate_instant from, gate_instant to)
{
    bool first = seen->times + seen->local_times == 0;
    if (first || gate_instant_cmp(from, seen->time_min) < 0) seen->time_min = from;
    if (first || gate_instant_cmp(to, seen->time_max) > 0) seen->time_max = to;
}

static void note_string(gate_seen *seen, gate_str text)
{
    note_word(seen, text);
    seen->strings++;
    gate_instant at;
    gate_duration span;
    bool zoned = false;
    if (text.len >= 10 && text.len <= 40 && text.ptr[4] == '-' && gate_instant_parse(text, &at, &zoned)) {
        widen_time(seen, at, at);
        if (zoned)
            seen->times++;
        else
            seen->local_times++;
    } else if (text.len >= 2 && text.len <= 24 && text.ptr[0] >= '0' && text.ptr[0] <= '9' &&
               gate_duration_parse(text, &span)) {
        seen->spans++;
    }
}

static void note_size(size_t size, bool first, size_t *least, size_t *most)
{
    if (first || size < *least) *least = size;
    if (first || size > *most) *most = size;
}

/* -- putting together ------------------------------------------------------------------------------------ */

static void merge(looker *l, gate_seen *into, const gate_seen *from);

/* The field of that key, made where there is none. [hint] is where it stood in the object before: objects of
 * one list mostly have their keys in one order. NULL at the limit. */
static gate_seen_field *field_of(looker *l, gate_seen *seen, gate_str key, uint32_t hint)
{
    gate_seen_fields *fields = &seen->fields;
    if (hint < fields->len && gate_str_eq(fields->items[hint].key, key)) return &fields->items[hint];
    for (uint32_t i = 0; i < fields->len; i++) {
        if (gate_str_eq(fields->items[i].key, key)) return &fields->items[i];
    }
    if (fields->len == GATE_SEEN_FIELDS) return NULL;
    gate_seen *made = seen_new(l);
    if (!made) return NULL;
    gate_vec_push(l->arena, fields, (gate_seen_field){key, made, 0});
    return &fields->items[fields->len - 1];
}

/* Makes a map of objects whose fields were kept apart. */
static void fold(looker *l, gate_seen *seen)
{
    if (!seen->value) seen->value = seen_new(l);
    if (!seen->value) {
        seen->cut = true;
        return;
    }
    for (uint32_t i = 0; i < seen->fields.len; i++)
        merge(l, seen->value, seen->fields.items[i].seen);
    seen->fields.len = 0;
}

static void merge_objects(looker *l, gate_seen *into, const gate_seen *from)
{
    note_size(from->keys_min, into->objects == 0, &into->keys_min, &into->keys_max);
    note_size(from->keys_max, false, &into->keys_min, &into->keys_max);
    into->objects += from->objects;
    if (from->value && !into->value) fold(l, into);
    if (from->value && into->value) merge(l, into->value, from->value);
    for (uint32_t i = 0; i < from->fields.len; i++) {
        const gate_seen_field *field = &from->fields.items[i];
        if (!into->value) {
            gate_seen_field *own = field_of(l, into, field->key, i);
            if (own) {
                own->count += field->count;
                merge(l, own->seen, field->seen);
                continue;
            }
            if (into->fields.len < GATE_SEEN_FIELDS) {
                into->cut = true;
                continue;
            }
            fold(l, into);
        }
        if (into->value) merge(l, into->value, field->seen);
    }
}

static void merge_texts(gate_seen *into, const gate_seen *from)
{
    for (uint32_t i = 0; i < from->word_count; i++)
        note_word(into, from->words[i]);
    into->more_words |= from->more_words;
    if (from->times + from->local_times) widen_time(into, from->time_min, from->time_max);
    into->strings += from->strings;
    into->times += from->times;
    into->local_times += from->local_times;
    into->spans += from->spans;
}

/* Adds what [from] has seen. Its own tree stays as it is. */
static void merge(looker *l, gate_seen *into, const gate_seen *from)
{
    into->nulls += from->nulls;
    into->trues += from->trues;
    into->falses += from->falses;
    into->cut |= from->cut;
    if (from->ints) {
        note_int(into, from->int_min);
        note_int(into, from->int_max);
        into->ints += from->ints - 2;
    }
    if (from->reals) {
        note_real(into, from->real_min);
        note_real(into, from->real_max);
        into->reals += from->reals - 2;
    }
    merge_texts(into, from);
    if (from->arrays) {
        note_size(from->size_min, into->arrays == 0, &into->size_min, &into->size_max);
        note_size(from->size_max, false, &into->size_min, &into->size_max);
        into->arrays += from->arrays;
    }
    if (from->element) {
        if (!into->element) into->element = seen_new(l);
        if (into->element)
            merge(l, into->element, from->element);
        else
            into->cut = true;
    }
    if (from->objects) merge_objects(l, into, from);
}

/* -- looking ----------------------------------------------------------------------------------------------
 * The C stack holds the nesting: a reader bounds it (gate_limits). */

static void look(looker *l, gate_seen *seen, gate_datum datum);

static void look_array(looker *l, gate_seen *seen, gate_datum array)
{
    size_t size = gate_datum_size(array);
    note_size(size, seen->arrays == 0, &seen->size_min, &seen->size_max);
    seen->arrays++;
    if (size && !seen->element) seen->element = seen_new(l);
    seen->cut |= size && !seen->element;
    for (size_t i = 0; seen->element && i < size; i++)
        look(l, seen->element, gate_datum_at(array, i));
}

static void look_object(looker *l, gate_seen *seen, gate_datum object)
{
    note_size(gate_datum_size(object), seen->objects == 0, &seen->keys_min, &seen->keys_max);
    seen->objects++;
    uint32_t at = 0;
    for (gate_member m = gate_datum_first(object); m.value.node; m = gate_datum_next(object, m), at++) {
        gate_seen_field *field = seen->value ? NULL : field_of(l, seen, m.key, at);
        if (field) {
            field->count++;
            look(l, field->seen, m.value);
            continue;
        }
        if (!seen->value && seen->fields.len == GATE_SEEN_FIELDS) fold(l, seen);
        if (seen->value)
            look(l, seen->value, m.value);
        else
            seen->cut = true;
    }
}

static void look(looker *l, gate_seen *seen, gate_datum datum)
{
    switch (gate_datum_kind_of(datum)) {
    case GATE_DATUM_NULL:
        seen->nulls++;
        return;
    case GATE_DATUM_BOOL:
        if (gate_datum_bool(datum))
            seen->trues++;
        else
            seen->falses++;
        return;
    case GATE_DATUM_INT:
        note_int(seen, gate_datum_int(datum));
        return;
    case GATE_DATUM_DOUBLE:
        note_real(seen, gate_datum_double(datum));
        return;
    case GATE_DATUM_STRING:
        note_string(seen, gate_datum_str(datum));
        return;
    case GATE_DATUM_ARRAY:
        look_array(l, seen, datum);
        return;
    case GATE_DATUM_OBJECT:
        look_object(l, seen, datum);
        return;
    }
}

/* -- records and maps ------------------------------------------------------------------------------------
 * JSON has one kind of object for both. A map's keys are data (paths, ids, labels), and its values are alike.
 */

/* Does a key look like data? */
static bool is_odd(gate_str key)
{
    if (key.len == 0 || (key.ptr[0] >= '0' && key.ptr[0] <= '9')) return true;
    for (size_t i = 0; i < key.len; i++) {
        unsigned char c = (unsigned char)key.ptr[i];
        bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
                     c == '-' || c == '$' || (c == '@' && i == 0);
        if (!plain) return true;
    }
    return false;
}

/* Are these values of one kind, and, where they are objects, of mostly the same keys? */
static bool is_alike(const gate_seen *all)
{
    uint64_t numbers = all->ints + all->reals, bools = all->trues + all->falses;
    uint64_t total = gate_seen_total(all) - all->nulls;
    bool one = numbers == total || bools == total || all->strings == total || all->arrays == total ||
               all->objects == total;
    if (!one || total == 0) return false;
    if (all->objects == 0 || all->value) return true;
    uint64_t there = 0;
    for (uint32_t i = 0; i < all->fields.len; i++)
        there += all->fields.items[i].count;
    return all->fields.len == 0 || there * 5 >= all->fields.len * all->objects * 4;
}

static bool is_map(looker *l, const gate_seen *seen)
{
    const gate_seen_fields *fields = &seen->fields;
    uint32_t odd = 0;
    uint64_t there = 0;
    for (uint32_t i = 0; i < fields->len; i++) {
        odd += is_odd(fields->items[i].key);
        there += fields->items[i].count;
    }
    bool varied = seen->objects >= 4 && fields->len >= 8 && there * 2 < fields->len * seen->objects;
    if (fields->len == 0 || (odd * 2 <= fields->len && fields->len < MANY_KEYS && !varied)) return false;
    gate_seen *all = seen_new(l);
    if (!all) return false;
    for (uint32_t i = 0; i < fields->len; i++)
        merge(l, all, fields->items[i].seen);
    if (!is_alike(all)) return false;
    bool nested = all->objects || all->arrays;
    if (odd * 2 > fields->len) return nested || (odd == fields->len && odd >= 2);
    return varied || (all->objects && (all->value || all->fields.len >= 2));
}

/* From the leaves up, so that a map of maps is seen as one. */
static void settle(looker *l, gate_seen *seen)
{
    if (seen->element) settle(l, seen->element);
    if (seen->value) settle(l, seen->value);
    for (uint32_t i = 0; i < seen->fields.len; i++)
        settle(l, seen->fields.items[i].seen);
    if (!seen->value && is_map(l, seen)) {
        fold(l, seen);
        if (seen->value) settle(l, seen->value);
    }
}

gate_seen *gate_seen_of(gate_arena *arena, gate_datum root)
{
    looker l = {.arena = arena};
    gate_seen *seen = seen_new(&l);
    look(&l, seen, root);
    l.count /= 2; /* room for what comes together where objects are found to be maps */
    settle(&l, seen);
    return seen;
}
