/* Bars and rows of windows as pictures (SVG), which stretch to the width they have: all words stand
 * beside them, as text of the page. What a picture shows is said in its label, and of windows in a table. */
#include "base/num.h"
#include "base/utf8.h"
#include "report/html.h"
#include "verdict/wording.h"

#include <inttypes.h>
#include <math.h>

#define MOST_BARS  6u     /* of one row */
#define MOST_DRAWN 240u   /* windows of one picture */
#define MOST_SMALL 48u    /* … of one in a heading */
#define MOST_TABLE 240u   /* … of a table */
#define MOST_DEEP  64u    /* of a reason, looking for tests */
#define WIDE       1000.0 /* units of a picture, whatever its width */
#define HIGH       100.0

static bool is(gate_str text, const char *word)
{
    return gate_html_is(text, word);
}

static void put_number(gate_html *h, double value)
{
    gate_html_number(h->out, value);
}

/* -- bars -------------------------------------------------------------------------------------------------
 */

typedef struct bars {
    gate_html *h;
    uint32_t count;
} bars;

static bool is_order(gate_str sign)
{
    return is(sign, "<") || is(sign, "<=") || is(sign, ">") || is(sign, ">=");
}

static bool number_of(const gate_doc_reading *reading, double *out)
{
    return is(reading->state, "value") && gate_num_double(reading->value, out) && isfinite(*out);
}

/* A number in few digits; whole where that would hide on which side of the bound it is. */
static gate_str short_number(gate_html *h, const gate_doc_reading *reading, double value, double bound)
{
    gate_buf text = gate_buf_new(h->arena);
    gate_html_number(&text, value);
    double shown;
    bool same = gate_num_double(gate_buf_str(&text), &shown) && (shown < bound) == (value < bound) &&
                (shown > bound) == (value > bound);
    return same ? gate_buf_str(&text) : reading->shown;
}

static void put_bar(bars *b, const gate_doc_reason *reason, double value, double bound)
{
    gate_html *h = b->h;
    uint32_t observed = gate_wording_observed(&reason->readings);
    const gate_doc_reading *subject = reason->readings.items[observed];
    const gate_doc_reading *other = reason->readings.items[1 - observed];
    bool good = gate_wording_holds(reason);
    gate_str number = short_number(h, subject, value, bound);
    gate_html_printf(h, "<span class=\"bar %s\"><span class=\"name\">", good ? "good" : "bad");
    gate_html_text(h, subject->text);
    gate_html_c(h, "</span><svg viewBox=\"0 0 100 10\" preserveAspectRatio=\"none\" aria-hidden=\"true\">"
                   "<rect class=\"track\" width=\"100\" height=\"10\"/><rect class=\"fill\" width=\"");
    put_number(h, value);
    gate_html_c(h, "\" height=\"10\"/><path class=\"limit\" d=\"M");
    put_number(h, bound);
    gate_html_c(h, " 0V10\"/></svg><span class=\"figure\"><strong>");
    gate_html_text(h, number);
    gate_html_c(h, "</strong> wanted ");
    gate_buf must = gate_buf_new(h->arena);
    gate_wording_wanted(&must, reason);
    gate_str words = gate_buf_str(&must);
    const char *least = gate_str_starts(words, GATE_STR("be at least"))  ? "at least "
                        : gate_str_starts(words, GATE_STR("be at most")) ? "at most "
                        : gate_str_starts(words, GATE_STR("be above"))   ? "above "
                                                                         : "below ";
    gate_html_c(h, least);
    gate_html_text(h, other->shown);
    gate_html_c(h, "</span></span>\n");
    b->count++;
}

static void find_bars(bars *b, const gate_doc_reason *reason, uint32_t depth)
{
    if (!reason || b->count == MOST_BARS || depth == MOST_DEEP) return;
    if (is(reason->kind, "test") && reason->readings.len == 2 && is_order(reason->operator)) {
        double value[2];
        uint32_t observed = gate_wording_observed(&reason->readings);
        bool share = number_of(reason->readings.items[0], &value[0]) &&
                     number_of(reason->readings.items[1], &value[1]) && value[0] >= 0 && value[0] <= 100 &&
                     value[1] >= 0 && value[1] <= 100;
        if (share) put_bar(b, reason, value[observed], value[1 - observed]);
    }
    for (uint32_t i = 0; i < reason->children.len; i++)
        find_bars(b, reason->children.items[i], depth + 1);
}

void gate_html_bars(gate_html *h, const gate_doc_row *row)
{
    bars b = {.h = h};
    size_t before = h->out->len;
    gate_html_c(h, "<span class=\"bars\">\n");
    for (uint32_t i = 0; i < row->clauses.len; i++)
        find_bars(&b, row->clauses.items[i]->reason, 0);
    if (b.count == 0) {
        h->out->len = before;
        h->out->ptr[before] = '\0';
        return;
    }
    gate_html_c(h, "</span>\n");
}

/* -- windows ----------------------------------------------------------------------------------------------
 */

/* What a window is to the eye. */
typedef enum kind { CLEAN, WARNED, BREACHED, UNKNOWN, SKIPPED, HOLE } kind;

static kind kind_of(const gate_doc_window *window)
{
    if (window->index < 0) return HOLE;
    if (is(window->state, "clean") || is(window->state, "pass")) return CLEAN;
    if (is(window->state, "breach") || is(window->state, "fail")) return BREACHED;
    if (is(window->state, "warn")) return WARNED;
    return is(window->state, "skipped") ? SKIPPED : UNKNOWN;
}

static const char *const kind_names[] = {[CLEAN] = "clean",     [WARNED] = "warned",   [BREACHED] = "breach",
                                         [UNKNOWN] = "unknown", [SKIPPED] = "skipped", [HOLE] = "hole"};

/* The windows [from] to [to], of which a picture has room. */
typedef struct view {
    const gate_doc_series *series;
    uint32_t from, to;
    double step; /* units of one window */
} view;

/* The newest ones, or those from the first that makes the answer on. */
static view view_of(const gate_doc_series *series, uint32_t most)
{
    view v = {.series = series, .to = series->windows.len};
    uint32_t decides = v.to;
    for (uint32_t i = v.to; i-- > 0;) {
        if (series->windows.items[i]->decides) decides = i;
    }
    if (v.to > most) v.from = v.to - most;
    if (decides < v.from && is(series->state, "firing")) {
        v.from = decides > most / 4 ? decides - most / 4 : 0;
        v.to = v.from + most;
    }
    uint32_t count = v.to - v.from;
    v.step = count ? WIDE / count : WIDE;
    return v;
}

static double left_of(const view *v, uint32_t index)
{
    return (index - v->from) * v->step;
}

static void put_rect(gate_html *h, const char *class, double x, double y, double width, double height)
{
    gate_html_printf(h, "<rect class=\"%s\" x=\"", class);
    put_number(h, x);
    gate_html_c(h, "\" y=\"");
    put_number(h, y);
    gate_html_c(h, "\" width=\"");
    put_number(h, width);
    gate_html_c(h, "\" height=\"");
    put_number(h, height);
    gate_html_c(h, "\"/>");
}

/* States, told apart by height and pattern as well as by colour; below them a line under those that make
 * the answer. */
static void put_states(gate_html *h, const view *v)
{
    static const double heights[] = {
        [CLEAN] = 8, [WARNED] = 14, [BREACHED] = 20, [UNKNOWN] = 20, [SKIPPED] = 3, [HOLE] = 20};
    double gap = v->step > 8 ? 3 : v->step / 4;
    gate_html_c(
        h,
        "<svg class=\"states\" viewBox=\"0 0 1000 26\" preserveAspectRatio=\"none\" aria-hidden=\"true\">");
    for (uint32_t i = v->from; i < v->to; i++) {
        const gate_doc_window *window = v->series->windows.items[i];
        kind k = kind_of(window);
        put_rect(h, kind_names[k], left_of(v, i) + gap / 2, 20 - heights[k], v->step - gap, heights[k]);
        if (window->decides) put_rect(h, "decides", left_of(v, i), 23, v->step, 3);
    }
    gate_html_c(h, "</svg>\n");
}

/* -- the numbers of windows -------------------------------------------------------------------------------
 */

/* A measure's list as numbers, NaN where there is none; as many as there are windows. */
static double *numbers_of(gate_html *h, gate_str list, uint32_t count)
{
    double *out = GATE_ARRAY(h->arena, double, count);
    size_t at = 1;
    for (uint32_t i = 0; i < count; i++) {
        out[i] = NAN;
        if (at >= list.len) continue;
        size_t end = at;
        while (end < list.len && list.ptr[end] != ',' && list.ptr[end] != ']')
            end++;
        double value;
        if (gate_num_double(gate_str_sub(list, at, end), &value) && isfinite(value)) out[i] = value;
        at = end + 1;
    }
    return out;
}

typedef struct plot {
    view v;
    const double *values, *bounds;
    double low, high;
} plot;

static void widen(plot *p, double value)
{
    if (isnan(value)) return;
    if (value < p->low) p->low = value;
    if (value > p->high) p->high = value;
}

static double height_of(const plot *p, double value)
{
    if (!(p->high > p->low)) return HIGH / 2;
    return 6 + (1 - (value / 2 - p->low / 2) / (p->high / 2 - p->low / 2)) * (HIGH - 12);
}

/* The bound, a step from window to window; and bands behind what is no plain window. */
static void put_behind(gate_html *h, const plot *p)
{
    const view *v = &p->v;
    for (uint32_t i = v->from; i < v->to; i++) {
        kind k = kind_of(v->series->windows.items[i]);
        if (k == BREACHED) put_rect(h, "band breach", left_of(v, i), 0, v->step, HIGH);
        if (k == UNKNOWN || k == HOLE) put_rect(h, "band unknown", left_of(v, i), 0, v->step, HIGH);
    }
    gate_html_c(h, "<path class=\"limit\" d=\"");
    bool drawing = false;
    for (uint32_t i = v->from; i < v->to; i++) {
        bool known = !isnan(p->bounds[i]);
        if (known) {
            gate_html_c(h, drawing ? "V" : "M");
            if (!drawing) {
                put_number(h, left_of(v, i));
                gate_html_c(h, " ");
            }
            put_number(h, height_of(p, p->bounds[i]));
            gate_html_c(h, "H");
            put_number(h, left_of(v, i) + v->step);
        }
        drawing = known;
    }
    gate_html_c(h, "\"/>");
}

static void put_curve(gate_html *h, const plot *p)
{
    const view *v = &p->v;
    bool drawing = false;
    gate_html_c(h, "<path class=\"curve\" d=\"");
    for (uint32_t i = v->from; i < v->to; i++) {
        bool known = !isnan(p->values[i]);
        if (known) {
            gate_html_c(h, drawing ? "L" : "M");
            put_number(h, left_of(v, i) + v->step / 2);
            gate_html_c(h, " ");
            put_number(h, height_of(p, p->values[i]));
        }
        drawing = known;
    }
    gate_html_c(h, "\"/>");
    for (uint32_t i = v->from; i < v->to; i++) {
        if (isnan(p->values[i])) continue;
        bool breach = kind_of(v->series->windows.items[i]) == BREACHED;
        gate_html_printf(h, "<path class=\"dot%s\" d=\"M", breach ? " breach" : "");
        put_number(h, left_of(v, i) + v->step / 2);
        gate_html_c(h, " ");
        put_number(h, height_of(p, p->values[i]));
        gate_html_c(h, "h0\"/>");
    }
}

static gate_str text_of(gate_html *h, double value)
{
    char text[32];
    return gate_str_dup(h->arena, gate_num_show(text, value));
}

/* Four digits: for the sides of a picture. */
static gate_str rounded(gate_html *h, double value)
{
    if (value == 0 || fabs(value) >= 1e12 || fabs(value) < 1e-6) return text_of(h, value);
    int digits = 3 - (int)floor(log10(fabs(value)));
    double scale = pow(10, digits > 0 ? digits : 0);
    return text_of(h, (double)llround(value * scale) / scale);
}

static void put_label(gate_html *h, const gate_doc_measure *measure, const plot *p, double least, double most)
{
    uint32_t breaches = 0, unknown = 0, count = p->v.to - p->v.from;
    for (uint32_t i = p->v.from; i < p->v.to; i++) {
        kind k = kind_of(p->v.series->windows.items[i]);
        breaches += k == BREACHED;
        unknown += k == UNKNOWN || k == HOLE;
    }
    gate_html_value(h, measure->text);
    gate_html_printf(h, " in %u window%s: from " GATE_STR_FMT " to " GATE_STR_FMT ", compared with ", count,
                     count == 1 ? "" : "s", GATE_STR_ARG(rounded(h, least)), GATE_STR_ARG(rounded(h, most)));
    gate_html_value(h, measure->bound);
    gate_html_printf(h, "; %u a breach, %u unknown", breaches, unknown);
}

static void put_measure(gate_html *h, const view *v, const gate_doc_measure *measure)
{
    uint32_t count = v->series->windows.len;
    plot p = {.v = *v, .low = INFINITY, .high = -INFINITY};
    p.values = numbers_of(h, measure->values, count);
    p.bounds = numbers_of(h, measure->bounds, count);
    for (uint32_t i = v->from; i < v->to; i++)
        widen(&p, p.values[i]);
    double least = p.low, most = p.high, bound = NAN;
    if (!isfinite(least)) return;
    bool steady = true;
    for (uint32_t i = v->from; i < v->to; i++) {
        widen(&p, p.bounds[i]);
        if (isnan(p.bounds[i])) continue;
        steady = steady && (isnan(bound) || bound == p.bounds[i]);
        bound = p.bounds[i];
    }
    gate_html_c(h, "<p class=\"key\"><span class=\"swatch curve\"></span> ");
    gate_html_code(h, measure->text);
    gate_html_c(h, " <span class=\"swatch limit\"></span> ");
    gate_html_code(h, measure->bound);
    gate_str number = isnan(bound) ? GATE_STR("") : text_of(h, bound);
    if (number.len && steady && !gate_str_eq(number, measure->bound))
        gate_html_printf(h, " = " GATE_STR_FMT, GATE_STR_ARG(number));
    gate_html_c(h, "</p>\n<div class=\"plot\"><div class=\"axis\"><span>");
    gate_html_text(h, rounded(h, p.high));
    gate_html_c(h, "</span><span>");
    if (p.high > p.low) gate_html_text(h, rounded(h, p.low));
    gate_html_c(
        h,
        "</span></div><svg role=\"img\" viewBox=\"0 0 1000 100\" preserveAspectRatio=\"none\" aria-label=\"");
    put_label(h, measure, &p, least, most);
    gate_html_c(h, "\">");
    put_behind(h, &p);
    put_curve(h, &p);
    gate_html_c(h, "</svg></div>\n");
}

/* -- the figure -------------------------------------------------------------------------------------------
 */

static void put_cell(gate_html *h, const double *numbers, uint32_t at)
{
    gate_html_c(h, "<td>");
    if (!isnan(numbers[at])) gate_html_text(h, text_of(h, numbers[at]));
    gate_html_c(h, "</td>");
}

static void put_table(gate_html *h, const view *v)
{
    const gate_doc_series *series = v->series;
    uint32_t count = series->windows.len, most = series->measures.len < 4 ? series->measures.len : 4;
    double *values[4], *bounds[4];
    for (uint32_t m = 0; m < most; m++) {
        values[m] = numbers_of(h, series->measures.items[m]->values, count);
        bounds[m] = numbers_of(h, series->measures.items[m]->bounds, count);
    }
    gate_html_c(
        h, "<details class=\"data\"><summary>Windows as a table</summary>\n<table><caption>Windows, oldest "
           "first</caption>\n<thead><tr><th scope=\"col\">window</th><th scope=\"col\">begins</th>"
           "<th scope=\"col\">state</th>");
    for (uint32_t m = 0; m < most; m++) {
        gate_html_c(h, "<th scope=\"col\">");
        gate_html_code(h, series->measures.items[m]->text);
        gate_html_c(h, "</th><th scope=\"col\">");
        gate_html_code(h, series->measures.items[m]->bound);
        gate_html_c(h, "</th>");
    }
    gate_html_c(h, "</tr></thead>\n<tbody>\n");
    for (uint32_t i = v->from; i < v->to; i++) {
        const gate_doc_window *window = series->windows.items[i];
        gate_html_c(h, "<tr><th scope=\"row\">");
        if (window->index >= 0)
            gate_html_printf(h, "[%" PRId64 "]", window->index);
        else
            gate_html_c(h, "none");
        gate_html_c(h, "</th><td>");
        if (window->start.len) gate_html_time(h, window->start);
        gate_html_c(h, "</td><td>");
        gate_html_text(h, window->state);
        if (window->decides) gate_html_c(h, ", decides");
        if (window->because.len) {
            gate_html_c(h, ": ");
            gate_html_text(h, window->because);
        }
        gate_html_c(h, "</td>");
        for (uint32_t m = 0; m < most; m++) {
            put_cell(h, values[m], i);
            put_cell(h, bounds[m], i);
        }
        gate_html_c(h, "</tr>\n");
    }
    gate_html_c(h, "</tbody></table>\n</details>\n");
}

/* What the signs of the states mean, of those that there are. */
static void put_legend(gate_html *h, const view *v)
{
    static const char *const words[] = {
        [CLEAN] = "clean",     [WARNED] = "warning",  [BREACHED] = "breach",
        [UNKNOWN] = "unknown", [SKIPPED] = "skipped", [HOLE] = "not in the evidence"};
    bool trigger = v->series->state.len > 0;
    uint32_t counts[GATE_COUNT(words)] = {0}, decides = 0;
    for (uint32_t i = v->from; i < v->to; i++) {
        counts[kind_of(v->series->windows.items[i])]++;
        decides += v->series->windows.items[i]->decides;
    }
    gate_html_c(h, "<p class=\"key\">");
    for (size_t k = 0; k < GATE_COUNT(words); k++) {
        if (counts[k] == 0) continue;
        const char *word = trigger ? words[k] : k == CLEAN ? "pass" : k == BREACHED ? "fail" : words[k];
        gate_html_printf(h, "<span class=\"swatch %s\"></span> %u %s ", kind_names[k], counts[k], word);
    }
    if (decides && decides < v->to - v->from)
        gate_html_printf(h, "<span class=\"swatch decides\"></span> %u that make%s the answer", decides,
                         decides == 1 ? "s" : "");
    gate_html_c(h, "</p>\n");
}

static void put_ends(gate_html *h, const view *v)
{
    const gate_doc_window *first = v->series->windows.items[v->from];
    const gate_doc_window *last = v->series->windows.items[v->to - 1];
    if (first->start.len == 0) return;
    gate_html_c(h, "<p class=\"ends\"><span>");
    gate_html_time(h, first->start);
    gate_html_c(h, "</span><span>");
    gate_html_time(h, last->end.len ? last->end : last->start);
    gate_html_c(h, "</span></p>\n");
}

void gate_html_series(gate_html *h, const gate_doc_series *series, bool small)
{
    if (small) {
        view v = view_of(series, MOST_SMALL);
        if (v.to > v.from) put_states(h, &v);
        return;
    }
    view v = view_of(series, MOST_DRAWN);
    gate_html_c(h, "<figure class=\"chart\">\n");
    if (series->says.len || series->trouble.len) {
        gate_html_c(h, "<figcaption>");
        gate_html_text(h, series->says.len ? series->says : series->trouble);
        gate_html_c(h, "</figcaption>\n");
    }
    if (v.to > v.from) {
        for (uint32_t i = 0; i < series->measures.len && i < 4; i++)
            put_measure(h, &v, series->measures.items[i]);
        gate_html_c(h, "<div class=\"track\">\n");
        put_states(h, &v);
        put_ends(h, &v);
        gate_html_c(h, "</div>\n");
        put_legend(h, &v);
        int64_t cut = series->cut > 0 && series->cut < INT32_MAX ? series->cut : 0, older = cut + v.from;
        if (older > 0 || v.to < series->windows.len)
            gate_html_printf(h,
                             "<p class=\"note\">%" PRId64 " older and %u newer windows are not drawn.</p>\n",
                             older, series->windows.len - v.to);
        if (v.to - v.from <= MOST_TABLE) put_table(h, &v);
    }
    gate_html_c(h, "</figure>\n");
}
