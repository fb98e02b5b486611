#include "vm/value_index.h"

#include <math.h>
#include <string.h>

/* Runs of this length are sorted by insertion before merging begins. */
#define RUN 8u

/* Where a kind stands among the others in gate_key_order. */
static int rank(gate_value value)
{
    switch (gate_tag_of(value)) {
    case GATE_T_BOOL:
        return 0;
    case GATE_T_INT:
    case GATE_T_DOUBLE:
        return 1;
    case GATE_T_STRING:
        return 2;
    case GATE_T_TIMESTAMP:
        return 3;
    case GATE_T_DURATION:
        return 4;
    case GATE_T_MISSING:
    case GATE_T_ERROR:
    case GATE_T_NULL:
    case GATE_T_LIST:
    case GATE_T_MAP:
    case GATE_T_OPTIONAL:
    case GATE_T_TYPE:
        break;
    }
    return 5;
}

static bool is_nan(gate_value value)
{
    return value.tag == GATE_T_DOUBLE && isnan(value.as.real);
}

int gate_key_order(gate_value a, gate_value b)
{
    int ra = rank(a), rb = rank(b);
    if (ra != rb) return ra < rb ? -1 : 1;
    int order = gate_value_order(a, b);
    if (order == GATE_ORDER_NAN) return (int)is_nan(a) - (int)is_nan(b);
    return order == GATE_ORDER_NONE ? 0 : order;
}

bool gate_value_is_key(gate_value value)
{
    if (value.tag == GATE_T_DOUBLE) return isfinite(value.as.real) && floor(value.as.real) == value.as.real;
    return value.tag == GATE_T_BOOL || value.tag == GATE_T_INT || value.tag == GATE_T_STRING;
}

/* The finalizer of MurmurHash3: every bit of [h] reaches every bit of the result. */
static uint64_t mix(uint64_t h)
{
    h = (h ^ (h >> 33)) * 0xff51afd7ed558ccdu;
    h = (h ^ (h >> 33)) * 0xc4ceb9fe1a85ec53u;
    return h ^ (h >> 33);
}

static uint64_t join(uint64_t a, uint64_t b)
{
    return mix(a * 0x9e3779b97f4a7c15u + b);
}

static uint64_t hash_str(gate_str text)
{
    uint64_t h = 0xcbf29ce484222325u; /* FNV-1a */
    for (size_t i = 0; i < text.len; i++)
        h = (h ^ (unsigned char)text.ptr[i]) * 0x100000001b3u;
    return mix(h ^ text.len);
}

/* A double that is equal to an int is hashed as that int; 0x1p63 is the first that no int reaches. */
static uint64_t hash_double(double real)
{
    if (real >= -0x1p63 && real < 0x1p63 && floor(real) == real) return mix((uint64_t)(int64_t)real);
    uint64_t bits;
    memcpy(&bits, &real, sizeof bits);
    return mix(bits ^ 1);
}

static uint64_t hash_list(gate_value list)
{
    size_t len = gate_list_len(list);
    uint64_t h = join(GATE_T_LIST, len);
    for (size_t i = 0; i < len; i++)
        h = join(h, gate_value_hash(gate_list_at(list, i)));
    return h;
}

/* Entries are added up, since their order makes no difference to equality. */
static uint64_t hash_map(gate_value map)
{
    uint64_t h = join(GATE_T_MAP, gate_map_len(map));
    gate_map_walk walk = gate_map_start(map);
    gate_value key, value;
    while (gate_map_step(&walk, &key, &value))
        h += join(gate_value_hash(key), gate_value_hash(value));
    return mix(h);
}

uint64_t gate_value_hash(gate_value value)
{
    uint64_t h = 0;
    switch (gate_tag_of(value)) {
    case GATE_T_BOOL:
        h = value.as.boolean;
        break;
    case GATE_T_INT:
        return mix((uint64_t)value.as.integer);
    case GATE_T_DOUBLE:
        return hash_double(value.as.real);
    case GATE_T_STRING:
        return hash_str(value.as.str);
    case GATE_T_TIMESTAMP:
        h = join((uint64_t)value.as.instant.sec, (uint64_t)value.as.instant.nsec);
        break;
    case GATE_T_DURATION:
        h = join((uint64_t)value.as.duration.sec, (uint64_t)value.as.duration.nsec);
        break;
    case GATE_T_LIST:
        return hash_list(value);
    case GATE_T_MAP:
        return hash_map(value);
    case GATE_T_OPTIONAL:
        h = value.as.inner ? join(1, gate_value_hash(*value.as.inner)) : 0;
        break;
    case GATE_T_TYPE:
        h = (uint64_t)value.as.type;
        break;
    case GATE_T_MISSING:
    case GATE_T_ERROR:
    case GATE_T_NULL:
        break;
    }
    return join(value.tag, h);
}

gate_keyed *gate_keyed_new(gate_arena *arena, size_t len)
{
    if (len > UINT32_MAX) gate_panic_raise(gate_arena_panic(arena), GATE_E_LIMIT, "elements of a list");
    gate_keyed *keyed = GATE_ARRAY(arena, gate_keyed, len);
    for (size_t i = 0; i < len; i++)
        keyed[i].at = (uint32_t)i;
    return keyed;
}

static void insertion_sort(gate_keyed *keyed, size_t len)
{
    for (size_t i = 1; i < len; i++) {
        gate_keyed moving = keyed[i];
        size_t at = i;
        for (; at > 0 && gate_key_order(keyed[at - 1].key, moving.key) > 0; at--)
            keyed[at] = keyed[at - 1];
        keyed[at] = moving;
    }
}

/* Merges the neighbours from[0, mid) and from[mid, len) into [to]. */
static void merge(const gate_keyed *from, size_t mid, size_t len, gate_keyed *to)
{
    size_t a = 0, b = mid, at = 0;
    if (mid < len && gate_key_order(from[mid - 1].key, from[mid].key) > 0) {
        while (a < mid && b < len)
            to[at++] = gate_key_order(from[a].key, from[b].key) <= 0 ? from[a++] : from[b++];
    }
    /* In order already, or one side is used up. */
    memcpy(to + at, from + a, (mid - a) * sizeof *to);
    at += mid - a;
    memcpy(to + at, from + b, (len - b) * sizeof *to);
}

void gate_keyed_sort(gate_arena *arena, gate_keyed *keyed, size_t len)
{
    for (size_t i = 0; i < len; i += RUN)
        insertion_sort(keyed + i, len - i < RUN ? len - i : RUN);
    if (len <= RUN) return;
    gate_keyed *from = keyed, *to = GATE_ARRAY(arena, gate_keyed, len);
    for (size_t width = RUN; width < len; width *= 2) {
        for (size_t i = 0; i < len; i += 2 * width) {
            size_t rest = len - i;
            merge(from + i, rest < width ? rest : width, rest < 2 * width ? rest : 2 * width, to + i);
        }
        gate_keyed *swap = from;
        from = to;
        to = swap;
    }
    if (from != keyed) memcpy(keyed, from, len * sizeof *keyed);
}
