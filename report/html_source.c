/* The lines of policy and evidence that a place speaks of, as the document keeps them. */
#include "base/utf8.h"
#include "report/html.h"
#include "verdict/wording.h"

#include <inttypes.h>
#include <string.h>

#define MOST_PLACES 8u                 /* of one reading that are shown */
#define MOST_LINES  40u                /* of one figure */
#define MOST_DEEP   64u                /* of a reason, looking for its leaves */
#define FARTHEST    ((int64_t)1 << 40) /* line or column: a document may say anything */

/* A part of a line that is marked: columns, the end one past the last. */
typedef struct stretch {
    int64_t line, column, end;
} stretch;

typedef struct figure {
    const gate_doc_excerpt *excerpt;
    stretch marks[MOST_PLACES];
    uint32_t count;
    int64_t around;   /* lines before and behind a mark that are shown too */
    int64_t from, to; /* lines that are shown without a mark; 0: none */
} figure;

/* -- one line ----------------------------------------------------------------------------------------- */

/* Text in a line of source: a tab is room, all else as everywhere. */
static void put_code(gate_html *h, gate_str text)
{
    size_t from = 0;
    for (size_t i = 0; i <= text.len; i++) {
        if (i < text.len && text.ptr[i] != '\t') continue;
        gate_html_value(h, gate_str_sub(text, from, i));
        if (i < text.len) gate_html_c(h, "    ");
        from = i + 1;
    }
}

static bool fits(int64_t number)
{
    return number >= 1 && number <= FARTHEST;
}

static int64_t column_of(const gate_doc_line *line)
{
    return fits(line->column) ? line->column : 1;
}

static bool holds(const gate_doc_line *line, const stretch *mark)
{
    int64_t from = column_of(line);
    if (line->line != mark->line || mark->column < from) return false;
    return !line->more || mark->column < from + (int64_t)gate_utf8_count(line->text);
}

/* Behind a string whose quote is at [at]. */
static size_t behind_string(gate_str text, size_t at)
{
    for (size_t i = at + 1; i < text.len; i++) {
        if (text.ptr[i] == '\\')
            i++;
        else if (text.ptr[i] == '"')
            return i + 1;
    }
    return text.len;
}

static size_t behind_spaces(gate_str text, size_t at)
{
    while (at < text.len && (text.ptr[at] == ' ' || text.ptr[at] == '\t'))
        at++;
    return at;
}

/* Where what begins at [at] ends: a member with its value, a value, a tag, a word. Evidence has no end of
 * a place; this is for the eye alone. */
static size_t behind_item(gate_str text, size_t at)
{
    if (at >= text.len) return text.len;
    if (text.ptr[at] == '<') {
        const char *end = memchr(text.ptr + at, '>', text.len - at);
        return end ? (size_t)(end - text.ptr) + 1 : text.len;
    }
    size_t end = at;
    if (text.ptr[at] == '"') {
        end = behind_string(text, at);
        size_t colon = behind_spaces(text, end);
        if (colon >= text.len || text.ptr[colon] != ':') return end;
        size_t value = behind_spaces(text, colon + 1);
        if (value >= text.len || text.ptr[value] == '{' || text.ptr[value] == '[') return end;
        if (text.ptr[value] == '"') return behind_string(text, value);
        end = value;
    }
    while (end < text.len && !strchr(" \t,]}", text.ptr[end]))
        end++;
    return end > at ? end : at + 1;
}

/* The bytes of the line that the mark covers. */
static void bytes_of(const gate_doc_line *line, const stretch *mark, size_t *from, size_t *to)
{
    int64_t first = column_of(line);
    *from = gate_utf8_offset(line->text, (size_t)(mark->column - first));
    if (mark->end > mark->column)
        *to = gate_utf8_offset(line->text, (size_t)(mark->end - first));
    else
        *to = mark->end == 0 ? behind_item(line->text, *from) : line->text.len;
}

static void put_line(gate_html *h, const figure *f, const gate_doc_line *line)
{
    bool hit = false;
    size_t at = 0;
    for (uint32_t i = 0; i < f->count; i++)
        hit = hit || holds(line, &f->marks[i]);
    gate_html_printf(h, "<span class=\"line%s\"><span class=\"number\">%" PRId64 "</span><bdi>",
                     hit ? " hit" : "", line->line);
    if (column_of(line) > 1) gate_html_c(h, "…");
    for (uint32_t i = 0; i < f->count; i++) {
        size_t from, to;
        if (!holds(line, &f->marks[i])) continue;
        bytes_of(line, &f->marks[i], &from, &to);
        if (f->marks[i].column == 1) from = behind_spaces(line->text, from); /* a rule that goes on */
        if (from < at || to <= from) continue; /* marks come from left to right */
        put_code(h, gate_str_sub(line->text, at, from));
        gate_html_c(h, "<mark>");
        put_code(h, gate_str_sub(line->text, from, to));
        gate_html_c(h, "</mark>");
        at = to;
    }
    put_code(h, gate_str_sub(line->text, at, line->text.len));
    gate_html_printf(h, "%s</bdi>\n</span>", line->more ? "…" : "");
}

/* -- figures ----------------------------------------------------------------------------------------------
 */

static bool is_shown(const figure *f, const gate_doc_line *line)
{
    if (!fits(line->line)) return false;
    for (uint32_t i = 0; i < f->count; i++) {
        const stretch *mark = &f->marks[i];
        if (holds(line, mark)) return true;
        if (line->line >= f->from && line->line <= f->to) return true;
        int64_t away = line->line > mark->line ? line->line - mark->line : mark->line - line->line;
        bool whole = line->column <= 1 && !line->more;
        if (whole && away > 0 && away <= f->around) return true;
    }
    return false;
}

/* The first line of the excerpt from that number on: they stand in order. */
static uint32_t first_line(const gate_doc_excerpt *excerpt, int64_t number)
{
    uint32_t lo = 0, hi = excerpt->lines.len;
    while (lo < hi) {
        uint32_t middle = lo + (hi - lo) / 2;
        if (excerpt->lines.items[middle]->line < number)
            lo = middle + 1;
        else
            hi = middle;
    }
    return lo;
}

/* The lines in `<pre>`; nothing when none of them is kept. */
static void put_lines(gate_html *h, const figure *f)
{
    int64_t low = INT64_MAX, high = 0;
    for (uint32_t i = 0; i < f->count; i++) {
        if (f->marks[i].line < low) low = f->marks[i].line;
        if (f->marks[i].line > high) high = f->marks[i].line;
    }
    if (!f->excerpt || f->count == 0) return;
    if (f->from > 0 && f->from < low) low = f->from;
    if (f->to > high) high = f->to;
    uint32_t shown = 0;
    int64_t before = 0;
    const gate_doc_line_list *lines = &f->excerpt->lines;
    for (uint32_t i = first_line(f->excerpt, low - f->around); i < lines->len && shown < MOST_LINES; i++) {
        const gate_doc_line *line = lines->items[i];
        if (line->line > high + f->around) break;
        if (!is_shown(f, line)) continue;
        if (shown++ == 0) gate_html_c(h, "<pre class=\"source\"><code>");
        if (before && line->line > before + 1)
            gate_html_c(h, "<span class=\"line\"><span class=\"number\">⋮</span>\n</span>");
        put_line(h, f, line);
        before = line->line;
    }
    if (shown) gate_html_c(h, "</code></pre>\n");
}

static bool same_place(const gate_doc_place *a, const gate_doc_place *b)
{
    return a && b && gate_str_eq(a->file, b->file) && a->line >= b->line && a->end_line <= b->end_line &&
           (a->line > b->line || a->column >= b->column) &&
           (a->end_line < b->end_line || a->end_column <= b->end_column);
}

static bool in_range(const gate_doc_place *place)
{
    return fits(place->line) && fits(place->end_line) && fits(place->column) && fits(place->end_column);
}

/* Marks of one place: from line to line. */
static void mark_place(figure *f, const gate_doc_place *place)
{
    int64_t lines = place->end_line - place->line;
    for (int64_t i = 0; i <= lines && f->count < MOST_PLACES; i++) {
        stretch mark = {.line = place->line + i, .column = i == 0 ? place->column : 1, .end = -1};
        if (i == lines) mark.end = place->end_column;
        if (mark.end < 0 || mark.end > mark.column) f->marks[f->count++] = mark;
    }
}

/* The parts that decide, in the order of the text; those of other lines are shown elsewhere. */
static void mark_leaves(figure *f, const gate_doc_reason *reason, const gate_doc_place *within,
                        uint32_t depth)
{
    if (depth == MOST_DEEP) return;
    for (uint32_t i = 0; i < reason->children.len; i++)
        mark_leaves(f, reason->children.items[i], within, depth + 1);
    const gate_doc_place *place = reason->place;
    if (reason->children.len || !place || !in_range(place) || !same_place(place, within)) return;
    const stretch *last = f->count ? &f->marks[f->count - 1] : NULL;
    bool behind =
        !last || place->line > last->line || (place->line == last->line && place->column >= last->end);
    if (behind && place->line >= 1) mark_place(f, place);
}

bool gate_html_rule_kept(const gate_html *h, const gate_doc_place *place)
{
    const gate_doc_excerpt *excerpt = place && in_range(place) ? gate_map_get(&h->policy, place->file) : NULL;
    if (!excerpt) return false;
    uint32_t first = first_line(excerpt, place->line);
    return first < excerpt->lines.len && excerpt->lines.items[first]->line == place->line;
}

void gate_html_rule(gate_html *h, const gate_doc_place *place, const gate_doc_reason *reason,
                    const gate_doc_place *outer)
{
    if (!place || same_place(place, outer) || !in_range(place)) return;
    figure f = {.excerpt = gate_map_get(&h->policy, place->file), .from = place->line, .to = place->end_line};
    if (reason) mark_leaves(&f, reason, place, 0);
    if (f.count == 0) mark_place(&f, place);
    put_lines(h, &f);
}

/* "evidence/probe.json:4:3 /exit_code"; without the file where that was just named. */
static void put_where(gate_html *h, const gate_doc_origin *origin, const gate_doc_origin *before)
{
    gate_buf text = gate_buf_new(h->arena);
    gate_wording_origin(&text, origin);
    gate_str whole = gate_buf_str(&text);
    bool again = before && origin->line > 0 && origin->file.len && gate_str_eq(origin->file, before->file);
    gate_html_c(h, again ? "<li>and line " : "<li>");
    gate_html_code(h, again ? gate_str_sub(whole, origin->file.len + 1, whole.len) : whole);
    gate_html_c(h, "</li>\n");
}

static void add_mark(figure *f, const gate_doc_origin *origin)
{
    if (!fits(origin->line) || !fits(origin->column) || f->count == MOST_PLACES) return;
    uint32_t at = f->count++;
    for (; at > 0 && (f->marks[at - 1].line > origin->line ||
                      (f->marks[at - 1].line == origin->line && f->marks[at - 1].column > origin->column));
         at--)
        f->marks[at] = f->marks[at - 1];
    f->marks[at] = (stretch){.line = origin->line, .column = origin->column};
}

void gate_html_origins(gate_html *h, const gate_doc_origin_list *from, int64_t hidden)
{
    if (from->len == 0) return;
    uint32_t count = from->len < MOST_PLACES ? from->len : MOST_PLACES;
    gate_html_c(h, "<ul class=\"where\">\n");
    for (uint32_t i = 0; i < count; i++)
        put_where(h, from->items[i], i > 0 ? from->items[i - 1] : NULL);
    int64_t more = (int64_t)(from->len - count) + (fits(hidden) ? hidden : 0);
    if (more) gate_html_printf(h, "<li>and %" PRId64 " more</li>\n", more);
    gate_html_c(h, "</ul>\n");
    for (uint32_t i = 0; i < count; i++) { /* a figure for each file */
        gate_str file = from->items[i]->file;
        bool told = file.len == 0;
        for (uint32_t k = 0; k < i && !told; k++)
            told = gate_str_eq(from->items[k]->file, file);
        if (told) continue;
        figure f = {.excerpt = gate_map_get(&h->evidence, file), .around = 1};
        for (uint32_t k = i; k < count; k++) {
            if (gate_str_eq(from->items[k]->file, file)) add_mark(&f, from->items[k]);
        }
        put_lines(h, &f);
    }
}

void gate_html_origin(gate_html *h, const gate_doc_origin *origin)
{
    gate_doc_origin *one[] = {(gate_doc_origin *)(uintptr_t)origin};
    const gate_doc_origin_list list = {.items = one, .len = 1, .cap = 1};
    if (origin) gate_html_origins(h, &list, 0);
}
