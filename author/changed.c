#include "author/changed.h"

#include "base/vec.h"

#define CONTEXT   3
#define TABLE_MAX 4000000u /* more than so many pairs of lines are not compared: all of them then differ */

typedef struct lines {
    GATE_VEC(gate_str) list; /* with their ends */
} lines;

/* One line of the result: ' ', '-' or '+'. */
typedef struct step {
    char sign;
    gate_str text;
    uint32_t old_line, new_line; /* from 0: where it stands, or would */
} step;

typedef struct steps {
    gate_arena *arena;
    GATE_VEC(step) list;
    uint32_t old_line, new_line;
} steps;

static lines cut(gate_arena *arena, gate_str text)
{
    lines made = {0};
    size_t at = 0;
    while (at < text.len) {
        size_t end = gate_str_find(text, GATE_STR("\n"), at);
        end = end == SIZE_MAX ? text.len : end + 1;
        gate_str line = gate_str_sub(text, at, end);
        gate_vec_push(arena, &made.list, line);
        at = end;
    }
    return made;
}

static void add(steps *to, char sign, gate_str text)
{
    step made = {sign, text, to->old_line, to->new_line};
    gate_vec_push(to->arena, &to->list, made);
    to->old_line += sign != '+';
    to->new_line += sign != '-';
}

/* The longest common run of lines, by the usual table, read from its front. */
static void compare(steps *to, const gate_str *a, uint32_t n, const gate_str *b, uint32_t m)
{
    uint32_t i = 0, k = 0, width = m + 1;
    if ((uint64_t)(n + 1) * width <= TABLE_MAX) {
        uint32_t *table = GATE_ARRAY(to->arena, uint32_t, (size_t)(n + 1) * width);
        for (uint32_t x = n; x-- > 0;) {
            for (uint32_t y = m; y-- > 0;) {
                uint32_t down = table[(x + 1) * width + y], right = table[x * width + y + 1];
                table[x * width + y] = gate_str_eq(a[x], b[y]) ? table[(x + 1) * width + y + 1] + 1
                                       : down > right          ? down
                                                               : right;
            }
        }
        while (i < n && k < m) {
            if (gate_str_eq(a[i], b[k])) {
                add(to, ' ', a[i++]);
                k++;
            } else if (table[(i + 1) * width + k] >= table[i * width + k + 1]) {
                add(to, '-', a[i++]);
            } else {
                add(to, '+', b[k++]);
            }
        }
    }
    while (i < n)
        add(to, '-', a[i++]);
    while (k < m)
        add(to, '+', b[k++]);
}

/* The end of the hunk that begins at [from]: behind the last change with no more than two contexts before the
 * next. */
static uint32_t hunk_end(const steps *in, uint32_t from)
{
    uint32_t last = from;
    for (uint32_t i = from; i < in->list.len && i <= last + 2 * CONTEXT; i++) {
        if (in->list.items[i].sign != ' ') last = i;
    }
    return last + 1 + CONTEXT < in->list.len ? last + 1 + CONTEXT : in->list.len;
}

static void write_hunk(gate_buf *out, const steps *in, uint32_t from, uint32_t to)
{
    uint32_t old_count = 0, new_count = 0;
    for (uint32_t i = from; i < to; i++) {
        old_count += in->list.items[i].sign != '+';
        new_count += in->list.items[i].sign != '-';
    }
    const step *first = &in->list.items[from];
    gate_buf_printf(out, "@@ -%u,%u +%u,%u @@\n", (unsigned)(first->old_line + (old_count > 0)),
                    (unsigned)old_count, (unsigned)(first->new_line + (new_count > 0)), (unsigned)new_count);
    for (uint32_t i = from; i < to; i++) {
        gate_str text = in->list.items[i].text;
        gate_buf_char(out, in->list.items[i].sign);
        gate_buf_add(out, text);
        if (!gate_str_ends(text, GATE_STR("\n"))) gate_buf_c(out, "\n\\ No newline at end of file\n");
    }
}

void gate_changed_write(gate_buf *out, gate_str name, gate_str before, gate_str after)
{
    if (gate_str_eq(before, after)) return;
    steps all = {.arena = out->arena};
    lines old = cut(out->arena, before), new = cut(out->arena, after);
    uint32_t n = old.list.len, m = new.list.len, head = 0, tail = 0;
    while (head < n && head < m && gate_str_eq(old.list.items[head], new.list.items[head]))
        head++;
    while (tail < n - head && tail < m - head &&
           gate_str_eq(old.list.items[n - 1 - tail], new.list.items[m - 1 - tail]))
        tail++;
    for (uint32_t i = 0; i < head; i++)
        add(&all, ' ', old.list.items[i]);
    compare(&all, old.list.items + head, n - head - tail, new.list.items + head, m - head - tail);
    for (uint32_t i = n - tail; i < n; i++)
        add(&all, ' ', old.list.items[i]);
    gate_buf_printf(out, "--- " GATE_STR_FMT "\n+++ " GATE_STR_FMT "\n", GATE_STR_ARG(name),
                    GATE_STR_ARG(name));
    for (uint32_t i = 0; i < all.list.len;) {
        if (all.list.items[i].sign == ' ') {
            i++;
            continue;
        }
        uint32_t from = i > CONTEXT ? i - CONTEXT : 0, to = hunk_end(&all, i);
        write_hunk(out, &all, from, to);
        i = to;
    }
}
