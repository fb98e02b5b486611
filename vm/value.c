#include "vm/value.h"

#include "vm/value_index.h"

/* Maps up to this size are searched pair by pair. */
#define SMALL_MAP 8u

/* What a datum is taken to be deep: jansson's own limit, which no setting of the reader can pass. */
#define DATUM_LEVELS 2048u
#define LEVELS_MAX   (DATUM_LEVELS + GATE_VALUE_NESTING)

_Static_assert(sizeof(gate_value) <= 24, "values are copied all the time");

/* Raises [*depth], that of a container, to what an element of it needs. */
static void deepen(uint32_t *depth, gate_value element)
{
    bool datum = (element.tag == GATE_T_LIST || element.tag == GATE_T_MAP) && element.flags & GATE_V_DATUM;
    uint32_t own = datum ? DATUM_LEVELS : element.depth;
    if (own > *depth) *depth = own;
}

/* A container's value without its content, or ERROR when it would be nested too deeply. */
static gate_value container(gate_arena *arena, gate_tag tag, uint32_t depth)
{
    if (depth >= LEVELS_MAX) return gate_value_fault(arena, GATE_FAULT_DEPTH, GATE_STR(""));
    return (gate_value){.tag = (uint8_t)tag, .depth = (uint16_t)(depth + 1)};
}

gate_value gate_value_null(void)
{
    return (gate_value){.tag = GATE_T_NULL};
}

gate_value gate_value_bool(bool value)
{
    return (gate_value){.tag = GATE_T_BOOL, .as.boolean = value};
}

gate_value gate_value_int(int64_t value)
{
    return (gate_value){.tag = GATE_T_INT, .as.integer = value};
}

gate_value gate_value_double(double value)
{
    return (gate_value){.tag = GATE_T_DOUBLE, .as.real = value};
}

gate_value gate_value_str(gate_str text)
{
    return (gate_value){.tag = GATE_T_STRING, .as.str = text};
}

gate_value gate_value_instant(gate_instant at)
{
    return (gate_value){.tag = GATE_T_TIMESTAMP, .as.instant = at};
}

gate_value gate_value_duration(gate_duration span)
{
    return (gate_value){.tag = GATE_T_DURATION, .as.duration = span};
}

gate_value gate_value_type(gate_tag type)
{
    return (gate_value){.tag = GATE_T_TYPE, .as.type = type};
}

gate_value gate_value_list(gate_arena *arena, const gate_value *items, size_t len)
{
    uint32_t depth = 0;
    for (size_t i = 0; i < len; i++)
        deepen(&depth, items[i]);
    gate_value made = container(arena, GATE_T_LIST, depth);
    if (!gate_is_definite(made)) return made;
    gate_list *list = GATE_NEW(arena, gate_list);
    *list = (gate_list){items, len};
    made.as.list = list;
    return made;
}

/* The second of two equal keys that comes first among the pairs, or [len]. For a few pairs. */
static size_t repeated_key(const gate_pair *pairs, size_t len)
{
    for (size_t i = 1; i < len; i++) {
        for (size_t k = 0; k < i; k++) {
            if (gate_key_order(pairs[i].key, pairs[k].key) == 0) return i;
        }
    }
    return len;
}

/* The same for many; [slots] gets the pairs' indexes in key order. */
static size_t index_keys(gate_arena *arena, const gate_pair *pairs, uint32_t *slots, size_t len)
{
    gate_keyed *keyed = gate_keyed_new(arena, len);
    for (size_t i = 0; i < len; i++)
        keyed[i].key = pairs[i].key;
    gate_keyed_sort(arena, keyed, len);
    size_t repeated = len;
    for (size_t i = 0; i < len; i++) {
        slots[i] = keyed[i].at;
        if (i && gate_key_order(keyed[i - 1].key, keyed[i].key) == 0 && keyed[i].at < repeated)
            repeated = keyed[i].at;
    }
    return repeated;
}

bool gate_value_map(gate_arena *arena, const gate_pair *pairs, size_t len, gate_value *out, size_t *duplicate)
{
    uint32_t *slots = len > SMALL_MAP ? GATE_ARRAY(arena, uint32_t, len) : NULL;
    size_t repeated = slots ? index_keys(arena, pairs, slots, len) : repeated_key(pairs, len);
    if (repeated < len) {
        *duplicate = repeated;
        return false;
    }
    uint32_t depth = 0;
    for (size_t i = 0; i < len; i++)
        deepen(&depth, pairs[i].value);
    *out = container(arena, GATE_T_MAP, depth);
    if (!gate_is_definite(*out)) return true;
    gate_dict *dict = GATE_NEW(arena, gate_dict);
    *dict = (gate_dict){pairs, len, slots, slots ? len : 0};
    out->as.dict = dict;
    return true;
}

gate_value gate_value_some(gate_arena *arena, gate_value inner)
{
    uint32_t depth = 0;
    deepen(&depth, inner);
    gate_value made = container(arena, GATE_T_OPTIONAL, depth);
    if (gate_is_definite(made)) made.as.inner = gate_arena_copy(arena, &inner, sizeof inner);
    return made;
}

gate_value gate_value_none(void)
{
    return (gate_value){.tag = GATE_T_OPTIONAL};
}

gate_value gate_value_fault(gate_arena *arena, gate_fault_kind kind, gate_str text)
{
    return gate_value_fault_types(arena, kind, text, GATE_T_NULL, GATE_T_NULL);
}

gate_value gate_value_fault_types(gate_arena *arena, gate_fault_kind kind, gate_str text, gate_tag a,
                                  gate_tag b)
{
    gate_fault *fault = GATE_NEW(arena, gate_fault);
    *fault = (gate_fault){.kind = kind, .a = a, .b = b, .text = text};
    return (gate_value){.tag = gate_fault_is_missing(kind) ? GATE_T_MISSING : GATE_T_ERROR,
                        .as.fault = fault};
}

gate_value gate_value_datum(gate_datum datum)
{
    gate_value value = {.tag = GATE_T_NULL};
    switch (gate_datum_kind_of(datum)) {
    case GATE_DATUM_NULL:
        break;
    case GATE_DATUM_BOOL:
        value = gate_value_bool(gate_datum_bool(datum));
        break;
    case GATE_DATUM_INT:
        value = gate_value_int(gate_datum_int(datum));
        break;
    case GATE_DATUM_DOUBLE:
        value = gate_value_double(gate_datum_double(datum));
        break;
    case GATE_DATUM_STRING:
        value = gate_value_str(gate_datum_str(datum));
        break;
    case GATE_DATUM_ARRAY:
        value = (gate_value){.tag = GATE_T_LIST, .flags = GATE_V_DATUM, .as.datum = datum};
        break;
    case GATE_DATUM_OBJECT:
        value = (gate_value){.tag = GATE_T_MAP, .flags = GATE_V_DATUM, .as.datum = datum};
        break;
    }
    value.flags |= GATE_V_EVIDENCE;
    return value;
}

size_t gate_list_len(gate_value list)
{
    return list.flags & GATE_V_DATUM ? gate_datum_size(list.as.datum) : list.as.list->len;
}

gate_value gate_list_at(gate_value list, size_t index)
{
    if (list.flags & GATE_V_DATUM) return gate_value_datum(gate_datum_at(list.as.datum, index));
    return list.as.list->items[index];
}

size_t gate_map_len(gate_value map)
{
    return map.flags & GATE_V_DATUM ? gate_datum_size(map.as.datum) : map.as.dict->len;
}

/* The pair with that key, or NULL. */
static const gate_pair *dict_find(const gate_dict *dict, gate_value key)
{
    if (!dict->slots) {
        for (size_t i = 0; i < dict->len; i++) {
            if (gate_key_order(dict->pairs[i].key, key) == 0) return &dict->pairs[i];
        }
        return NULL;
    }
    size_t lo = 0, hi = dict->slot_count;
    while (lo < hi) {
        size_t mid = lo + (hi - lo) / 2;
        const gate_pair *pair = &dict->pairs[dict->slots[mid]];
        int order = gate_key_order(pair->key, key);
        if (order == 0) return pair;
        if (order < 0)
            lo = mid + 1;
        else
            hi = mid;
    }
    return NULL;
}

bool gate_map_get_value(gate_value map, gate_value key, gate_value *out)
{
    if (map.flags & GATE_V_DATUM) return key.tag == GATE_T_STRING && gate_map_get_str(map, key.as.str, out);
    if (key.tag != GATE_T_BOOL && key.tag != GATE_T_INT && key.tag != GATE_T_DOUBLE &&
        key.tag != GATE_T_STRING)
        return false;
    const gate_pair *pair = dict_find(map.as.dict, key);
    if (pair) *out = pair->value;
    return pair;
}

bool gate_map_get_str(gate_value map, gate_str key, gate_value *out)
{
    if (!(map.flags & GATE_V_DATUM)) return gate_map_get_value(map, gate_value_str(key), out);
    gate_datum found = gate_datum_get(map.as.datum, key);
    if (found.node) *out = gate_value_datum(found);
    return found.node;
}

gate_map_walk gate_map_start(gate_value map)
{
    return (gate_map_walk){.map = map};
}

bool gate_map_step(gate_map_walk *walk, gate_value *key, gate_value *value)
{
    if (!(walk->map.flags & GATE_V_DATUM)) {
        const gate_dict *dict = walk->map.as.dict;
        if (walk->at >= dict->len) return false;
        *key = dict->pairs[walk->at].key;
        *value = dict->pairs[walk->at].value;
        walk->at++;
        return true;
    }
    gate_datum object = walk->map.as.datum;
    walk->member = walk->at++ ? gate_datum_next(object, walk->member) : gate_datum_first(object);
    if (!walk->member.value.node) return false;
    *key = gate_value_str(walk->member.key);
    key->flags = GATE_V_EVIDENCE;
    *value = gate_value_datum(walk->member.value);
    return true;
}
