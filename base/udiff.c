/* Myers's greedy algorithm ("An O(ND) Difference Algorithm and Its Variations", 1986) on what is left between
 * the common begin and the common end; beyond EDITS_MAX edits that is one change. */
#include "base/udiff.h"

#include "base/utf8.h"
#include "base/vec.h"

#include <string.h>

#define CONTEXT   3
#define EDITS_MAX 800

typedef GATE_VEC(gate_str) line_vec;

typedef struct differ {
    gate_arena *arena;
    line_vec a, b;
    bool *gone, *come; /* by line of a and of b */
} differ;

/* Lines with their ends. */
static line_vec split(gate_arena *arena, gate_str text)
{
    line_vec lines = {0};
    for (size_t at = 0; at < text.len;) {
        const char *end = memchr(text.ptr + at, '\n', text.len - at);
        size_t next = end ? (size_t)(end - text.ptr) + 1 : text.len;
        gate_str line = gate_str_sub(text, at, next);
        gate_vec_push(arena, &lines, line);
        at = next;
    }
    return lines;
}

static bool same(const differ *d, uint32_t i, uint32_t j)
{
    return gate_str_eq(d->a.items[i], d->b.items[j]);
}

/* ---- which lines go and come ---- */

typedef struct box {
    uint32_t a, a_end, b, b_end;
} box;

static void replace_all(differ *d, box within)
{
    for (uint32_t i = within.a; i < within.a_end; i++)
        d->gone[i] = true;
    for (uint32_t j = within.b; j < within.b_end; j++)
        d->come[j] = true;
}

/* From the end of the shortest way back to its begin: [trace] has how far each number of edits came. */
static void follow_back(differ *d, box within, int32_t *const *trace, int32_t edits)
{
    int32_t x = (int32_t)(within.a_end - within.a), y = (int32_t)(within.b_end - within.b);
    for (; edits > 0; edits--) {
        const int32_t *far = trace[edits - 1];
        int32_t k = x - y, middle = EDITS_MAX + 1;
        bool down = k == -edits || (k != edits && far[middle + k - 1] < far[middle + k + 1]);
        int32_t before = far[middle + (down ? k + 1 : k - 1)];
        x = before;
        y = before - (down ? k + 1 : k - 1);
        if (down)
            d->come[within.b + (uint32_t)y] = true;
        else
            d->gone[within.a + (uint32_t)x] = true;
    }
}

static void find_edits(differ *d, box within)
{
    int32_t n = (int32_t)(within.a_end - within.a), m = (int32_t)(within.b_end - within.b);
    int32_t middle = EDITS_MAX + 1, width = 2 * EDITS_MAX + 3;
    int32_t **trace = GATE_ARRAY(d->arena, int32_t *, EDITS_MAX + 1);
    int32_t *far = GATE_ARRAY(d->arena, int32_t, (size_t)width);
    for (int32_t edits = 0; edits <= EDITS_MAX; edits++) {
        for (int32_t k = -edits; k <= edits; k += 2) {
            bool down = k == -edits || (k != edits && far[middle + k - 1] < far[middle + k + 1]);
            int32_t x = edits == 0 ? 0 : down ? far[middle + k + 1] : far[middle + k - 1] + 1, y = x - k;
            while (x < n && y < m && x >= 0 && y >= 0 &&
                   same(d, within.a + (uint32_t)x, within.b + (uint32_t)y))
                x++, y++;
            far[middle + k] = x;
            if (x >= n && y >= m && x - y == n - m) {
                follow_back(d, within, trace, edits);
                return;
            }
        }
        trace[edits] = gate_arena_copy(d->arena, far, (size_t)width * sizeof *far);
    }
    replace_all(d, within);
}

static void compare(differ *d)
{
    box within = {0, d->a.len, 0, d->b.len};
    while (within.a < within.a_end && within.b < within.b_end && same(d, within.a, within.b))
        within.a++, within.b++;
    while (within.a < within.a_end && within.b < within.b_end && same(d, within.a_end - 1, within.b_end - 1))
        within.a_end--, within.b_end--;
    d->gone = GATE_ARRAY(d->arena, bool, d->a.len + 1u);
    d->come = GATE_ARRAY(d->arena, bool, d->b.len + 1u);
    if (within.a == within.a_end || within.b == within.b_end)
        replace_all(d, within);
    else
        find_edits(d, within);
}

/* ---- as text ---- */

static void put_line(gate_buf *out, char sign, gate_str line, bool visible)
{
    bool ended = line.len && line.ptr[line.len - 1] == '\n';
    gate_str text = gate_str_sub(line, 0, ended ? line.len - 1 : line.len);
    gate_buf_char(out, sign);
    if (visible)
        gate_buf_visible(out, text);
    else
        gate_buf_add(out, text);
    gate_buf_c(out, ended ? "\n" : "\n\\ No newline at end of file\n");
}

/* Where a hunk ends: behind the last change that is at most two contexts away from one before it. */
static box hunk_at(const differ *d, uint32_t i, uint32_t j)
{
    box hunk = {i, i, j, j};
    uint32_t quiet = 0;
    while ((i < d->a.len || j < d->b.len) && quiet <= 2 * CONTEXT) {
        bool gone = i < d->a.len && d->gone[i], come = j < d->b.len && d->come[j];
        quiet = gone || come ? 0 : quiet + 1;
        i += gone || !come;
        j += come && !gone ? 1 : !gone;
        if (gone || come) {
            hunk.a_end = i;
            hunk.b_end = j;
        }
    }
    return hunk;
}

/* A range as diff writes it: an empty one names the line before it. */
static void put_range(gate_buf *out, char sign, uint32_t from, uint32_t to)
{
    gate_buf_printf(out, " %c%u", sign, (unsigned)(from == to ? from : from + 1));
    if (to - from != 1) gate_buf_printf(out, ",%u", (unsigned)(to - from));
}

static void put_hunk(gate_buf *out, const differ *d, box hunk, bool visible)
{
    uint32_t before = hunk.a < CONTEXT ? hunk.a : CONTEXT, left = d->a.len - hunk.a_end;
    uint32_t after = left < CONTEXT ? left : CONTEXT;
    gate_buf_c(out, "@@");
    put_range(out, '-', hunk.a - before, hunk.a_end + after);
    put_range(out, '+', hunk.b - before, hunk.b_end + after);
    gate_buf_c(out, " @@\n");
    for (uint32_t i = hunk.a - before; i < hunk.a; i++)
        put_line(out, ' ', d->a.items[i], visible);
    for (uint32_t i = hunk.a, j = hunk.b; i < hunk.a_end || j < hunk.b_end;) {
        if (i < hunk.a_end && d->gone[i]) {
            put_line(out, '-', d->a.items[i++], visible);
        } else if (j < hunk.b_end && d->come[j]) {
            put_line(out, '+', d->b.items[j++], visible);
        } else {
            put_line(out, ' ', d->a.items[i++], visible);
            j++;
        }
    }
    for (uint32_t i = hunk.a_end; i < hunk.a_end + after; i++)
        put_line(out, ' ', d->a.items[i], visible);
}

void gate_udiff(gate_buf *out, gate_str name, gate_str before, gate_str after, bool visible)
{
    if (gate_str_eq(before, after)) return;
    differ d = {.arena = out->arena, .a = split(out->arena, before), .b = split(out->arena, after)};
    compare(&d);
    gate_buf_c(out, "--- ");
    gate_buf_visible(out, name);
    gate_buf_c(out, "\n+++ ");
    gate_buf_visible(out, name);
    gate_buf_char(out, '\n');
    for (uint32_t i = 0, j = 0; i < d.a.len || j < d.b.len;) {
        if ((i < d.a.len && d.gone[i]) || (j < d.b.len && d.come[j])) {
            box hunk = hunk_at(&d, i, j);
            put_hunk(out, &d, hunk, visible);
            i = hunk.a_end;
            j = hunk.b_end;
        } else {
            i++;
            j++;
        }
    }
}
