#include "author/inspect_shape.h"

#include "base/num.h"
#include "base/utf8.h"

#define LINES_MAX  200u
#define DEPTH_MAX  32u
#define PATH_WIDTH 100u /* code points of a path; more are left out in its middle */
#define TEXT_WIDTH 40u  /* and of a text */
#define SHOWN_MAX  4u   /* texts of one path */

typedef struct shaper {
    gate_arena *arena;
    gate_buf *out;
    uint32_t lines, left_out;
    size_t column;
} shaper;

/* A line: its path first, so that they can be aligned. */
typedef struct line {
    gate_str path, text;
} line;

typedef GATE_VEC(line) lines;

/* -- what stands there ----------------------------------------------------------------------------------- */

static void put_clipped(gate_buf *out, gate_str text, size_t width)
{
    gate_buf shown = gate_buf_new(out->arena);
    size_t cut = gate_utf8_offset(text, width);
    gate_buf_visible(&shown, gate_str_sub(text, 0, cut));
    gate_buf_add(out, gate_buf_str(&shown));
    if (cut < text.len) gate_buf_c(out, "…");
}

static void put_words(gate_buf *out, const gate_seen *seen)
{
    if (seen->word_count == 1) {
        gate_buf_c(out, "string \"");
        put_clipped(out, seen->words[0], TEXT_WIDTH);
        gate_buf_char(out, '"');
        return;
    }
    gate_buf_printf(out, "string, %s%u different: ", seen->more_words ? "more than " : "", seen->word_count);
    for (uint32_t i = 0; i < seen->word_count && i < SHOWN_MAX; i++) {
        gate_buf_c(out, i ? ", \"" : "\"");
        put_clipped(out, seen->words[i], TEXT_WIDTH / 2);
        gate_buf_char(out, '"');
    }
    if (seen->word_count > SHOWN_MAX) gate_buf_c(out, ", …");
}

static void put_strings(gate_buf *out, const gate_seen *seen)
{
    char from[40], to[40];
    if (seen->times + seen->local_times < seen->strings) {
        put_words(out, seen);
        return;
    }
    gate_str first = gate_instant_text(from, seen->time_min), last = gate_instant_text(to, seen->time_max);
    if (seen->local_times) { /* without a zone there is no Z */
        first.len--;
        last.len--;
    }
    gate_buf_printf(out, "time%s, %.*s", seen->local_times ? " without a zone" : "", GATE_STR_ARG(first));
    if (!gate_str_eq(first, last)) gate_buf_printf(out, " to %.*s", GATE_STR_ARG(last));
}

static void put_numbers(gate_buf *out, const gate_seen *seen)
{
    char least[32], most[32];
    gate_buf_c(out, seen->reals ? "number " : "int ");
    if (seen->reals) {
        gate_buf_add(out, gate_num_show(least, seen->real_min));
        if (seen->real_max > seen->real_min)
            gate_buf_printf(out, " to %.*s", GATE_STR_ARG(gate_num_show(most, seen->real_max)));
        return;
    }
    gate_buf_printf(out, "%lld", (long long)seen->int_min);
    if (seen->int_max > seen->int_min) gate_buf_printf(out, " to %lld", (long long)seen->int_max);
}

static void put_range(gate_buf *out, size_t least, size_t most)
{
    gate_buf_printf(out, "%zu", least);
    if (most > least) gate_buf_printf(out, " to %zu", most);
}

static gate_str kinds_of(shaper *s, const gate_seen *seen)
{
    gate_buf out = gate_buf_new(s->arena);
    const char *between = "";
    if (seen->objects) {
        gate_buf_c(&out, seen->value || seen->keys_max == 0 ? "map of " : "object of ");
        put_range(&out, seen->keys_min, seen->keys_max);
        between = " | ";
    }
    if (seen->arrays) {
        gate_buf_printf(&out, "%slist of ", between);
        put_range(&out, seen->size_min, seen->size_max);
        between = " | ";
    }
    if (seen->strings) {
        gate_buf_c(&out, between);
        put_strings(&out, seen);
        between = " | ";
    }
    if (seen->ints + seen->reals) {
        gate_buf_c(&out, between);
        put_numbers(&out, seen);
        between = " | ";
    }
    if (seen->trues + seen->falses) {
        gate_buf_printf(&out, "%sbool ", between);
        if (seen->trues && seen->falses)
            gate_buf_printf(&out, "(true %llu times, false %llu)", (unsigned long long)seen->trues,
                            (unsigned long long)seen->falses);
        else
            gate_buf_c(&out, seen->trues ? "true" : "false");
        between = " | ";
    }
    if (seen->nulls) gate_buf_printf(&out, "%snull", between);
    uint64_t scalars = gate_seen_total(seen) - seen->objects - seen->arrays;
    if (scalars > 1) gate_buf_printf(&out, ", %llu values", (unsigned long long)scalars);
    if (seen->cut) gate_buf_c(&out, ", with more beneath than is looked at");
    return gate_buf_str(&out);
}

/* -- paths ----------------------------------------------------------------------------------------------- */

static gate_str step(shaper *s, gate_str path, gate_str key)
{
    gate_buf out = gate_buf_new(s->arena), raw = gate_buf_new(s->arena);
    for (size_t i = 0; i < key.len && raw.len < 1000; i++) {
        if (key.ptr[i] == '~' || key.ptr[i] == '/')
            gate_buf_c(&raw, key.ptr[i] == '~' ? "~0" : "~1");
        else
            gate_buf_char(&raw, key.ptr[i]);
    }
    gate_buf_printf(&out, "%.*s/", GATE_STR_ARG(path));
    gate_buf_visible(&out, gate_buf_str(&raw));
    size_t points = gate_utf8_count(gate_buf_str(&out));
    if (points <= PATH_WIDTH) return gate_buf_str(&out);
    gate_str whole = gate_buf_str(&out);
    size_t head = gate_utf8_offset(whole, PATH_WIDTH / 2),
           tail = gate_utf8_offset(whole, points - PATH_WIDTH / 2 + 1);
    return gate_str_printf(s->arena, "%.*s…%.*s", (int)head, whole.ptr, (int)(whole.len - tail),
                           whole.ptr + tail);
}

static void add(shaper *s, lines *list, gate_str path, const gate_seen *seen, gate_str behind)
{
    if (list->len == LINES_MAX) {
        s->left_out++;
        return;
    }
    gate_str kinds = kinds_of(s, seen);
    gate_str text = gate_str_printf(s->arena, "%.*s%.*s", GATE_STR_ARG(kinds), GATE_STR_ARG(behind));
    gate_vec_push(s->arena, list, (line){path, text});
}

static void walk(shaper *s, lines *list, gate_str path, const gate_seen *seen, gate_str behind,
                 uint32_t depth)
{
    add(s, list, path, seen, behind);
    if (depth == DEPTH_MAX) {
        s->left_out += seen->fields.len + (seen->element != NULL) + (seen->value != NULL);
        return;
    }
    if (s->left_out > 100000) return;
    for (uint32_t i = 0; i < seen->fields.len; i++) {
        const gate_seen_field *field = &seen->fields.items[i];
        gate_str rare = GATE_STR("");
        if (field->count < seen->objects)
            rare = gate_str_printf(s->arena, ", in %llu of %llu", (unsigned long long)field->count,
                                   (unsigned long long)seen->objects);
        gate_str below = list->len < LINES_MAX ? step(s, path, field->key) : path;
        walk(s, list, below, field->seen, rare, depth + 1);
    }
    const gate_seen *inner[] = {seen->value, seen->element};
    for (size_t i = 0; i < GATE_COUNT(inner); i++) {
        if (inner[i]) walk(s, list, step(s, path, GATE_STR("*")), inner[i], GATE_STR(""), depth + 1);
    }
}

void gate_shape_write(gate_buf *out, const gate_seen *root)
{
    shaper s = {.arena = out->arena, .out = out};
    lines list = {0};
    walk(&s, &list, GATE_STR(""), root, GATE_STR(""), 0);
    for (uint32_t i = 0; i < list.len; i++) {
        size_t width = gate_utf8_width(list.items[i].path);
        if (width > s.column && width <= 48) s.column = width;
    }
    for (uint32_t i = 0; i < list.len; i++) {
        const line *one = &list.items[i];
        gate_str path = one->path.len ? one->path : GATE_STR("/");
        if (one->path.len == 0) path = GATE_STR("(whole)");
        size_t width = gate_utf8_width(path);
        gate_buf_printf(out, "  %.*s", GATE_STR_ARG(path));
        gate_buf_repeat(out, ' ', (width < s.column ? s.column - width : 0) + 2);
        gate_buf_printf(out, "%.*s\n", GATE_STR_ARG(one->text));
    }
    if (s.left_out) gate_buf_printf(out, "  … and %u more paths\n", s.left_out);
}
