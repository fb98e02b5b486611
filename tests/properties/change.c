/* Evidence changed: keys taken away, put into another order, values turned into others of their kind. */
#include "tests/properties/properties.h"

#include <string.h>

static bool is_text_like(const char *text, const char *shape) /* `d` a digit, else itself */
{
    for (; *shape; shape++, text++) {
        if (*shape == 'd' ? *text < '0' || *text > '9' : *text != *shape) return false;
    }
    return true;
}

json_t *change_scalar(const json_t *value, choices *from)
{
    static const char *const texts[] = {"else", "a", "r3", "7", ""};
    static const char *const times[] = {"2026-02-13T09:30:00Z", "2026-02-12T23:00:00Z",
                                        "2026-02-13T11:59:00Z"};
    json_int_t number;
    switch (json_typeof(value)) {
    case JSON_INTEGER:
        number = json_integer_value(value);
        return json_integer(number > 1000 || number < -1000 ? 3 : number + 1 + (json_int_t)choose(from, 90));
    case JSON_REAL:
        return json_real(choose(from, 2) ? 0.125 : 77.5);
    case JSON_STRING:
        if (is_text_like(json_string_value(value), "dddd-dd-ddT"))
            return json_string(times[choose(from, GATE_COUNT(times))]);
        if (is_text_like(json_string_value(value), "dh") || is_text_like(json_string_value(value), "dds"))
            return json_string("3h");
        return json_string(texts[choose(from, GATE_COUNT(texts))]);
    case JSON_TRUE:
        return json_false();
    case JSON_FALSE:
        return json_true();
    case JSON_NULL:
        return json_integer(1);
    case JSON_OBJECT:
    case JSON_ARRAY:
        break;
    }
    return json_null();
}

/* -- a key taken away --------------------------------------------------------------------------------- */

static uint32_t count_keys(json_t *value)
{
    const char *key;
    json_t *item;
    size_t index;
    uint32_t count = 0;
    if (json_is_object(value)) {
        json_object_foreach (value, key, item)
            count += 1 + count_keys(item);
    } else {
        json_array_foreach (value, index, item)
            count += count_keys(item);
    }
    return count;
}

/* Takes away the [*left]th key; true when that was done. */
static bool take_key(json_t *value, uint32_t *left)
{
    const char *key;
    json_t *item;
    size_t index;
    if (json_is_object(value)) {
        json_object_foreach (value, key, item) {
            if (*left == 0) return json_object_del(value, key) == 0;
            --*left;
            if (take_key(item, left)) return true;
        }
        return false;
    }
    json_array_foreach (value, index, item) {
        if (take_key(item, left)) return true;
    }
    return false;
}

bool change_remove_key(evidence_set *set, const world *w, choices *from)
{
    uint32_t which = choose(from, w->program->evidence_count);
    if (!set->of[which]) return false;
    uint32_t count = count_keys(set->of[which]);
    if (choose(from, 12) == 11) {
        json_decref(set->of[which]);
        set->of[which] = NULL;
        return true;
    }
    if (count == 0) return false;
    uint32_t left = choose(from, count);
    return take_key(set->of[which], &left);
}

/* -- another order -------------------------------------------------------------------------------------- */

static json_t *reordered(json_t *value, choices *from)
{
    const char *key;
    json_t *item;
    size_t index;
    if (json_is_array(value)) {
        json_t *list = json_array();
        json_array_foreach (value, index, item)
            json_array_append_new(list, reordered(item, from));
        return list;
    }
    if (!json_is_object(value)) return json_incref(value);
    json_t *map = json_object();
    json_t *rest = json_copy(value);
    while (json_object_size(rest)) {
        uint32_t skip = choose(from, (uint32_t)json_object_size(rest));
        json_object_foreach (rest, key, item) {
            if (skip-- > 0) continue;
            json_object_set_new(map, key, reordered(item, from));
            json_object_del(rest, key);
            break;
        }
    }
    json_decref(rest);
    return map;
}

void change_key_order(evidence_set *set, choices *from)
{
    for (uint32_t i = 0; i < MOST_EVIDENCE; i++) {
        if (!set->of[i]) continue;
        json_t *other = reordered(set->of[i], from);
        json_decref(set->of[i]);
        set->of[i] = other;
    }
}
