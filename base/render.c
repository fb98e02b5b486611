#include "base/render.h"

#include "base/utf8.h"

/* A line of source is shown whole up to this many code points; of a longer one a window is shown that
 * begins a little before the first mark, so that a policy of one endless line stays readable. */
#define LINE_POINTS   240
#define WINDOW_POINTS 200
#define WINDOW_BEFORE 60

#define LABELS_MAX (1 + GATE_DIAG_LABELS)
#define TAB_STOP   8

#define SGR_RESET  "\x1b[0m"
#define SGR_BOLD   "\x1b[1m"
#define SGR_RED    "\x1b[1;31m"
#define SGR_YELLOW "\x1b[1;33m"
#define SGR_BLUE   "\x1b[1;34m"

/* One line of a source, or a window of it, with the labels that are drawn under it. */
typedef struct group {
    const gate_source *source;
    uint32_t line;
    size_t lo, hi, line_hi; /* byte offsets in the source: what is shown, and the line's end */
    bool cut;               /* something of the line is left out in front */
    const gate_label *labels[LABELS_MAX];
    size_t count;
} group;

typedef struct painter {
    gate_buf *out;
    const gate_diag *diag;
    bool color;
    size_t gutter; /* digits of the largest line number */
} painter;

static void sgr(painter *paint, const char *sequence)
{
    if (paint->color) gate_buf_c(paint->out, sequence);
}

static const char *severity_color(const painter *paint)
{
    return paint->diag->severity == GATE_ERROR ? SGR_RED : SGR_YELLOW;
}

static void visible(painter *paint, const char *text)
{
    gate_buf_visible(paint->out, gate_str_c(text));
}

/* The line that [label] begins on, as a group of its own. */
static group group_new(const gate_label *label)
{
    const gate_source *source = label->source;
    gate_place place = gate_source_place(source, label->span.lo);
    gate_str line = gate_source_line(source, place.line);
    group made = {.source = source, .line = place.line, .labels = {label}, .count = 1};
    size_t start = source->lines[place.line - 1];
    size_t points = gate_utf8_count(line);
    size_t first = 0, last = points;
    if (points > LINE_POINTS) {
        first = place.column - 1 > WINDOW_BEFORE ? place.column - 1 - WINDOW_BEFORE : 0;
        last = first + WINDOW_POINTS;
    }
    made.lo = start + gate_utf8_offset(line, first);
    made.hi = start + gate_utf8_offset(line, last);
    made.line_hi = start + line.len;
    made.cut = first > 0;
    return made;
}

/* True when the one label of [made] can be drawn in [other]: same line, and within what is shown of it. */
static bool belongs(const group *other, const group *made)
{
    size_t lo = made->labels[0]->span.lo;
    return other->source == made->source && other->line == made->line && lo >= other->lo &&
           (lo < other->hi || other->hi == other->line_hi);
}

/* Sorts the labels into groups, the primary one's first; returns how many there are. */
static size_t make_groups(const gate_diag *diag, group groups[LABELS_MAX])
{
    size_t count = 0;
    for (size_t i = 0; i < LABELS_MAX; i++) {
        const gate_label *label = i == 0 ? &diag->primary : &diag->labels[i - 1];
        if (!label->source) continue;
        group made = group_new(label);
        size_t at = 0;
        while (at < count && !belongs(&groups[at], &made))
            at++;
        if (at == count)
            groups[count++] = made;
        else
            groups[at].labels[groups[at].count++] = label;
    }
    return count;
}

/* Where the marks of [label] begin and end: on its first line only, and one column at least. The line's
 * end counts as a column. */
static size_t mark_lo(const group *in, const gate_label *label)
{
    return label->span.lo < in->hi ? label->span.lo : in->hi;
}

static size_t mark_hi(const group *in, const gate_label *label)
{
    size_t lo = mark_lo(in, label);
    size_t hi = label->span.hi < in->hi ? label->span.hi : in->hi;
    return hi > lo ? hi : lo + 1;
}

/* What stands under the code point at [offset]: '^', '-' or ' '. */
static char mark_at(const painter *paint, const group *in, size_t offset)
{
    char mark = ' ';
    for (size_t i = 0; i < in->count; i++) {
        const gate_label *label = in->labels[i];
        if (offset >= mark_lo(in, label) && offset < mark_hi(in, label)) {
            if (label == &paint->diag->primary) return '^';
            mark = '-';
        }
    }
    return mark;
}

/* The columns that a code point takes when it is shown, given what it is shown as. */
static size_t shown_width(gate_buf *scratch, gate_str point)
{
    scratch->len = 0;
    gate_buf_visible(scratch, point);
    return gate_utf8_width(gate_buf_str(scratch));
}

/* Draws what stands under the line from its beginning up to the byte [end]: blanks, tabs where the line
 * has tabs, and the marks if asked for. A marked tab shows one mark in front of the tab; [column] keeps
 * tab stops in mind, since a tab of one column has no room for both. */
static void draw_under(const painter *paint, gate_buf *under, const group *in, size_t end, bool marks)
{
    gate_buf scratch = gate_buf_new(under->arena);
    gate_str text = gate_str_sub(in->source->text, 0, in->hi);
    size_t column = paint->gutter + 3;
    if (in->cut) {
        gate_buf_char(under, ' ');
        column++;
    }
    for (size_t at = in->lo; at < end && at < in->hi;) {
        size_t start = at;
        (void)gate_utf8_next(text, &at);
        char mark = marks ? mark_at(paint, in, start) : ' ';
        if (text.ptr[start] != '\t') {
            size_t width = shown_width(&scratch, gate_str_sub(text, start, at));
            gate_buf_repeat(under, mark, width);
            column += width;
            continue;
        }
        size_t width = TAB_STOP - column % TAB_STOP;
        if (mark != ' ') gate_buf_char(under, mark);
        if (mark == ' ' || width > 1) gate_buf_char(under, '\t');
        column += width;
    }
    if (end > in->hi && marks && mark_at(paint, in, in->hi) != ' ')
        gate_buf_char(under, mark_at(paint, in, in->hi));
}

static void gutter_blank(painter *paint)
{
    sgr(paint, SGR_BLUE);
    gate_buf_repeat(paint->out, ' ', paint->gutter + 1);
    gate_buf_char(paint->out, '|');
    sgr(paint, SGR_RESET);
}

static void source_line(painter *paint, const group *in)
{
    sgr(paint, SGR_BLUE);
    size_t before = paint->out->len;
    gate_buf_printf(paint->out, "%u", (unsigned)in->line);
    gate_buf_repeat(paint->out, ' ', paint->gutter + 1 - (paint->out->len - before));
    gate_buf_char(paint->out, '|');
    sgr(paint, SGR_RESET);
    if (in->hi > in->lo) gate_buf_char(paint->out, ' ');
    if (in->cut) gate_buf_c(paint->out, "…");
    size_t plain = in->lo;
    for (size_t at = in->lo; at <= in->hi; at++) {
        if (at < in->hi && in->source->text.ptr[at] != '\t') continue;
        gate_buf_visible(paint->out, gate_str_sub(in->source->text, plain, at));
        if (at < in->hi) gate_buf_char(paint->out, '\t');
        plain = at + 1;
    }
    if (in->hi < in->line_hi) gate_buf_c(paint->out, "…");
    gate_buf_char(paint->out, '\n');
}

/* A drawn line, its runs of marks in colour. */
static void colored_marks(painter *paint, gate_str under)
{
    char last = ' ';
    for (size_t i = 0; i < under.len; i++) {
        char mark = under.ptr[i] == '^' || under.ptr[i] == '-' ? under.ptr[i] : ' ';
        if (mark != last && last != ' ') sgr(paint, SGR_RESET);
        if (mark != last && mark != ' ') sgr(paint, mark == '^' ? severity_color(paint) : SGR_BLUE);
        gate_buf_char(paint->out, under.ptr[i]);
        last = mark;
    }
    if (last != ' ') sgr(paint, SGR_RESET);
}

static void label_text(painter *paint, const gate_label *label)
{
    sgr(paint, label == &paint->diag->primary ? severity_color(paint) : SGR_BLUE);
    visible(paint, label->text);
    sgr(paint, SGR_RESET);
    gate_buf_char(paint->out, '\n');
}

/* From right to left: where a text stands on a line of its own it must not cross another's. */
static void sort_labels(group *in)
{
    for (size_t i = 1; i < in->count; i++) {
        const gate_label *moving = in->labels[i];
        size_t at = i;
        for (; at > 0; at--) {
            const gate_label *other = in->labels[at - 1];
            if (mark_hi(in, moving) < mark_hi(in, other) ||
                (mark_hi(in, moving) == mark_hi(in, other) && mark_lo(in, moving) <= mark_lo(in, other)))
                break;
            in->labels[at] = other;
        }
        in->labels[at] = moving;
    }
}

static void draw_group(painter *paint, group *in)
{
    source_line(paint, in);
    sort_labels(in);
    gutter_blank(paint);
    gate_buf_char(paint->out, ' ');
    gate_buf under = gate_buf_new(paint->out->arena);
    draw_under(paint, &under, in, mark_hi(in, in->labels[0]), true);
    colored_marks(paint, gate_buf_str(&under));
    /* The rightmost has room behind its marks. */
    if (in->labels[0]->text) {
        gate_buf_char(paint->out, ' ');
        label_text(paint, in->labels[0]);
    } else {
        gate_buf_char(paint->out, '\n');
    }
    for (size_t i = 1; i < in->count; i++) {
        if (!in->labels[i]->text) continue;
        gutter_blank(paint);
        gate_buf_char(paint->out, ' ');
        draw_under(paint, paint->out, in, mark_lo(in, in->labels[i]), false);
        label_text(paint, in->labels[i]);
    }
}

/* " --> name:line:column"; `:::` for another source's. */
static void location(painter *paint, const char *arrow, const gate_label *label)
{
    gate_place place = gate_source_place(label->source, label->span.lo);
    sgr(paint, SGR_BLUE);
    gate_buf_repeat(paint->out, ' ', paint->gutter);
    gate_buf_c(paint->out, arrow);
    sgr(paint, SGR_RESET);
    gate_buf_char(paint->out, ' ');
    gate_buf_visible(paint->out, label->source->name);
    gate_buf_printf(paint->out, ":%u:%u\n", (unsigned)place.line, (unsigned)place.column);
}

void gate_render_diag(gate_buf *out, const gate_diag *diag, bool color)
{
    painter paint = {out, diag, color, 1};
    group groups[LABELS_MAX];
    size_t count = make_groups(diag, groups);
    for (size_t i = 0; i < count; i++) {
        size_t digits = 1;
        for (uint32_t line = groups[i].line; line >= 10; line /= 10)
            digits++;
        paint.gutter = digits > paint.gutter ? digits : paint.gutter;
    }
    sgr(&paint, severity_color(&paint));
    gate_buf_printf(out, "%s[%s]", diag->severity == GATE_ERROR ? "error" : "warning",
                    gate_code_get(diag->code)->number);
    sgr(&paint, SGR_RESET SGR_BOLD);
    gate_buf_c(out, ": ");
    visible(&paint, diag->message);
    sgr(&paint, SGR_RESET);
    gate_buf_char(out, '\n');
    for (size_t i = 0; i < count; i++) {
        if (i == 0 || groups[i].source != groups[i - 1].source)
            location(&paint, i == 0 ? "-->" : ":::", groups[i].labels[0]);
        gutter_blank(&paint);
        gate_buf_char(out, '\n');
        draw_group(&paint, &groups[i]);
    }
    if (diag->help) {
        sgr(&paint, SGR_BLUE);
        gate_buf_repeat(out, ' ', paint.gutter + 1);
        gate_buf_c(out, "= ");
        sgr(&paint, SGR_RESET SGR_BOLD);
        gate_buf_c(out, "help");
        sgr(&paint, SGR_RESET);
        gate_buf_c(out, ": ");
        visible(&paint, diag->help);
        gate_buf_char(out, '\n');
    }
}

static void more(gate_buf *out, uint32_t raised, uint32_t kept, const char *noun)
{
    if (raised > kept)
        gate_buf_printf(out, "\n… and %u more %s%s\n", (unsigned)(raised - kept), noun,
                        raised - kept == 1 ? "" : "s");
}

void gate_render_diags(gate_buf *out, const gate_diags *diags, bool color)
{
    uint32_t errors = 0, warnings = 0;
    for (uint32_t i = 0; i < diags->list.len; i++) {
        const gate_diag *diag = diags->list.items[i];
        if (i > 0) gate_buf_char(out, '\n');
        gate_render_diag(out, diag, color);
        errors += diag->severity == GATE_ERROR;
        warnings += diag->severity == GATE_WARNING;
    }
    more(out, diags->errors, errors, "error");
    more(out, diags->warnings, warnings, "warning");
}

static void json_text(gate_json *json, const char *key, const char *text)
{
    gate_json_key(json, gate_str_c(key));
    if (text)
        gate_json_str(json, gate_str_c(text));
    else
        gate_json_null(json);
}

static void json_number(gate_json *json, const char *key, bool known, uint32_t value)
{
    gate_json_key(json, gate_str_c(key));
    if (known)
        gate_json_int(json, value);
    else
        gate_json_null(json);
}

/* The members that a label has, null where it is about no place. */
static void json_label(gate_json *json, const gate_label *label)
{
    const gate_source *source = label->source;
    gate_place lo = {0}, hi = {0};
    gate_json_key(json, GATE_STR("file"));
    if (source) {
        lo = gate_source_place(source, label->span.lo);
        hi = gate_source_place(source, label->span.hi);
        gate_json_str(json, source->name);
    } else {
        gate_json_null(json);
    }
    json_number(json, "line", source != NULL, lo.line);
    json_number(json, "column", source != NULL, lo.column);
    json_number(json, "end_line", source != NULL, hi.line);
    json_number(json, "end_column", source != NULL, hi.column);
    json_text(json, "label", label->text);
}

void gate_json_diags(gate_json *json, const gate_diags *diags)
{
    gate_json_open(json, '[');
    for (uint32_t i = 0; i < diags->list.len; i++) {
        const gate_diag *diag = diags->list.items[i];
        gate_json_open(json, '{');
        json_text(json, "code", gate_code_get(diag->code)->number);
        json_text(json, "severity", diag->severity == GATE_ERROR ? "error" : "warning");
        json_text(json, "message", diag->message);
        json_label(json, &diag->primary);
        gate_json_key(json, GATE_STR("labels"));
        gate_json_open(json, '[');
        for (size_t at = 0; at < GATE_DIAG_LABELS; at++) {
            if (!diag->labels[at].source) continue;
            gate_json_open(json, '{');
            json_label(json, &diag->labels[at]);
            gate_json_close(json, '}');
        }
        gate_json_close(json, ']');
        json_text(json, "help", diag->help);
        gate_json_close(json, '}');
    }
    gate_json_close(json, ']');
}
