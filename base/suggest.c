#include "base/suggest.h"

#include "base/utf8.h"

/* Names beyond this are not typing errors of anything. */
#define NAME_MAX_POINTS 64
#define DISTANCE_MAX    3

/* The code points with ASCII capitals made small; SIZE_MAX when there are too many. */
static size_t fold(gate_str name, uint32_t out[NAME_MAX_POINTS])
{
    size_t len = 0;
    for (size_t at = 0; at < name.len; len++) {
        if (len == NAME_MAX_POINTS) return SIZE_MAX;
        uint32_t code = gate_utf8_next(name, &at);
        out[len] = code >= 'A' && code <= 'Z' ? code | 0x20 : code;
    }
    return len;
}

static size_t least(size_t a, size_t b)
{
    return a < b ? a : b;
}

/* Damerau-Levenshtein in its restricted form (neighbours swap once). */
static size_t distance(const uint32_t *a, size_t a_len, const uint32_t *b, size_t b_len)
{
    size_t rows[3][NAME_MAX_POINTS + 1];
    for (size_t j = 0; j <= b_len; j++)
        rows[0][j] = j;
    for (size_t i = 1; i <= a_len; i++) {
        size_t *row = rows[i % 3], *above = rows[(i - 1) % 3];
        const size_t *above2 = rows[(i + 1) % 3];
        row[0] = i;
        for (size_t j = 1; j <= b_len; j++) {
            row[j] = least(least(above[j], row[j - 1]) + 1, above[j - 1] + (a[i - 1] != b[j - 1]));
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                row[j] = least(row[j], above2[j - 2] + 1);
        }
    }
    return rows[a_len % 3][b_len];
}

gate_suggest gate_suggest_new(gate_str wanted)
{
    return (gate_suggest){.wanted = wanted, .best = GATE_STR(""), .distance = SIZE_MAX};
}

void gate_suggest_offer(gate_suggest *suggest, gate_str candidate)
{
    uint32_t a[NAME_MAX_POINTS], b[NAME_MAX_POINTS];
    size_t a_len = fold(suggest->wanted, a), b_len = fold(candidate, b);
    if (a_len == SIZE_MAX || b_len == SIZE_MAX || b_len == 0) return;
    size_t longer = a_len > b_len ? a_len : b_len;
    size_t allowed = least(longer / 3, DISTANCE_MAX);
    if (longer - least(a_len, b_len) > allowed) return;
    size_t found = distance(a, a_len, b, b_len);
    if (found <= allowed && found < suggest->distance) {
        suggest->best = candidate;
        suggest->distance = found;
    }
}
