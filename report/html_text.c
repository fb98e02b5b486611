#include "base/instant.h"
#include "base/utf8.h"
#include "report/escape.h"
#include "report/html.h"

#include <math.h>

#define ID_MOST    160u /* bytes of a name that an identifier is made of */
#define MARKS_MOST 4u   /* combining marks at one letter */

void gate_html_c(gate_html *h, const char *text)
{
    gate_buf_c(h->out, text);
}

void gate_html_printf(gate_html *h, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    gate_buf_add(h->out, gate_str_vprintf(h->arena, format, args));
    va_end(args);
}

/* Marks that stand above and below others' letters: more of them at one letter than any script needs would
 * be drawn over the lines around it, so the rest is written out. */
static void put_escaped(gate_buf *out, gate_str text)
{
    if (gate_utf8_width(text) == text.len) { /* no such mark, and nothing else that is not plain */
        gate_escape_xml(out, text);
        return;
    }
    gate_buf tamed = gate_buf_new(out->arena);
    uint32_t marks = 0;
    for (size_t at = 0; at < text.len;) {
        size_t from = at;
        uint32_t code = gate_utf8_next(text, &at);
        gate_str one = gate_str_sub(text, from, at);
        bool mark =
            code != UINT32_MAX && code >= 0x300 && !gate_utf8_unsafe(code) && gate_utf8_width(one) == 0;
        marks = mark ? marks + 1 : 0;
        if (marks > MARKS_MOST)
            gate_buf_printf(&tamed, code > 0xffff ? "\\U%08x" : "\\u%04x", (unsigned)code);
        else
            gate_buf_add(&tamed, one);
    }
    gate_escape_xml(out, gate_buf_str(&tamed));
}

void gate_html_value(gate_html *h, gate_str text)
{
    put_escaped(h->out, text);
}

void gate_html_text(gate_html *h, gate_str text)
{
    gate_html_c(h, "<bdi>");
    put_escaped(h->out, text);
    gate_html_c(h, "</bdi>");
}

void gate_html_code(gate_html *h, gate_str text)
{
    gate_html_c(h, "<code>");
    gate_html_text(h, text);
    gate_html_c(h, "</code>");
}

void gate_html_icon(gate_html *h, const char *name)
{
    gate_html_printf(h, "<svg class=\"icon\" aria-hidden=\"true\"><use href=\"#i-%s\"/></svg>", name);
}

void gate_html_time(gate_html *h, gate_str text)
{
    gate_instant at;
    bool zoned = false;
    char buffer[40];
    if (!gate_instant_parse(text, &at, &zoned) || !zoned) {
        gate_html_text(h, text);
        return;
    }
    gate_str plain = gate_instant_text(buffer, at);
    size_t day = gate_str_find(plain, GATE_STR("T"), 0);
    if (day != 10 || plain.ptr[0] == '-' ||
        !gate_str_ends(plain, GATE_STR("Z"))) { /* no year of four digits */
        gate_html_text(h, text);
        return;
    }
    gate_str date = gate_str_sub(plain, 0, day), clock = gate_str_sub(plain, day + 1, plain.len - 1);
    gate_html_printf(h, "<time datetime=\"" GATE_STR_FMT "\">" GATE_STR_FMT " " GATE_STR_FMT " UTC</time>",
                     GATE_STR_ARG(plain), GATE_STR_ARG(date), GATE_STR_ARG(clock));
}

/* Letters, digits, `_` and `-`, which need no escape wherever an identifier may stand: what parts names is
 * `-`, all else `_` and two hexadecimal digits. */
static void put_id(gate_buf *out, gate_str name)
{
    for (size_t i = 0; i < name.len && i < ID_MOST; i++) {
        char c = name.ptr[i];
        bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
        bool parts = c == '-' || c == '.' || c == '/' || c == '[' || c == ' ';
        if (plain || parts)
            gate_buf_char(out, parts ? '-' : c);
        else if (c != ']' && c != '"')
            gate_buf_printf(out, "_%02x", (unsigned)(unsigned char)c);
    }
}

gate_str gate_html_id(gate_html *h, const char *prefix, gate_str name)
{
    gate_buf made = gate_buf_new(h->arena);
    gate_buf_c(&made, prefix);
    put_id(&made, name);
    gate_str id = gate_buf_str(&made);
    uint32_t *last = gate_map_get(&h->ids, id); /* the number of the latest that would be the same */
    while (last) {
        gate_str next = gate_str_printf(h->arena, GATE_STR_FMT "-%u", GATE_STR_ARG(id), ++*last);
        if (gate_map_get(&h->ids, next)) continue;
        id = next;
        last = NULL;
    }
    uint32_t *count = GATE_NEW(h->arena, uint32_t);
    *count = 1;
    (void)gate_map_put(&h->ids, id, count);
    return id;
}

gate_str gate_html_anchor(const gate_html *h, gate_str row)
{
    const gate_str *anchor = gate_map_get(&h->rows, row);
    return anchor ? *anchor : GATE_STR("");
}

void gate_html_number(gate_buf *out, double value)
{
    if (!(fabs(value) < 1e12)) value = 0; /* also what is no number */
    long long hundredths = llround(value * 100);
    if (hundredths < 0) {
        gate_buf_char(out, '-');
        hundredths = -hundredths;
    }
    gate_buf_printf(out, "%lld", hundredths / 100);
    if (hundredths % 100 == 0) return;
    gate_buf_printf(out, hundredths % 10 ? ".%02lld" : ".%lld",
                    hundredths % 10 ? hundredths % 100 : hundredths % 100 / 10);
}

bool gate_html_is(gate_str text, const char *word)
{
    return gate_str_eq_c(text, word);
}
