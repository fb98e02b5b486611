/* A strict reader of pages for the tests: refuses whatever a page of ours never has, so that text which
 * became structure is found. Takes far less than a browser does. */
#ifndef GATE_TESTS_HTML_PARSE_H
#define GATE_TESTS_HTML_PARSE_H

#include "base/map.h"
#include "base/str.h"

#include <stdio.h>
#include <string.h>

typedef struct html_page {
    gate_arena *arena;
    gate_str text;
    size_t at;
    gate_buf shape; /* every tag with the names of its attributes, in order */
    gate_buf words; /* the text of the page, references resolved */
    gate_map ids;   /* → the same */
    gate_str links[4096];
    uint32_t link_count;
    gate_str open[256];
    uint32_t depth;
    char why[256];
} html_page;

static bool html_fail(html_page *p, const char *what)
{
    size_t end = p->at + 60 < p->text.len ? p->at + 60 : p->text.len;
    if (!p->why[0])
        snprintf(p->why, sizeof p->why, "byte %zu: %s: %.*s", p->at, what, (int)(end - p->at),
                 p->text.ptr + p->at);
    return false;
}

static bool html_among(gate_str word, const char *words)
{
    size_t len = strlen(words);
    for (size_t at = 0; at < len;) {
        size_t end = at + strcspn(words + at, " ");
        if (gate_str_eq((gate_str){words + at, end - at}, word)) return true;
        at = end + 1;
    }
    return false;
}

static gate_str html_name(html_page *p)
{
    size_t from = p->at;
    while (p->at < p->text.len && (strchr("abcdefghijklmnopqrstuvwxyz0123456789-", p->text.ptr[p->at]) ||
                                   strchr("ABCDEFGHIJKLMNOPQRSTUVWXYZ", p->text.ptr[p->at])))
        p->at++;
    return gate_str_sub(p->text, from, p->at);
}

/* `&lt;` and its like; nothing else begins with `&`. */
static bool html_reference(html_page *p, gate_buf *out)
{
    static const struct {
        const char *text, *stands;
    } known[] = {{"&amp;", "&"}, {"&lt;", "<"}, {"&gt;", ">"}, {"&quot;", "\""}, {"&#39;", "'"}};
    for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
        size_t len = strlen(known[i].text);
        if (p->text.len - p->at < len || memcmp(p->text.ptr + p->at, known[i].text, len) != 0) continue;
        if (out) gate_buf_c(out, known[i].stands);
        p->at += len;
        return true;
    }
    return html_fail(p, "a bare ampersand");
}

static bool html_attribute(html_page *p, gate_str tag)
{
    static const char allowed[] =
        "lang charset http-equiv content name rel href class id aria-hidden aria-label "
        "aria-labelledby role viewBox preserveAspectRatio width height x y d open type "
        "checked scope datetime patternUnits";
    gate_str name = html_name(p);
    if (!html_among(name, allowed)) return html_fail(p, "an attribute that is not ours");
    gate_buf_c(&p->shape, " ");
    gate_buf_add(&p->shape, name);
    if (p->at >= p->text.len || p->text.ptr[p->at] != '=') return true;
    if (++p->at >= p->text.len || p->text.ptr[p->at] != '"') return html_fail(p, "a value without quotes");
    size_t from = ++p->at;
    while (p->at < p->text.len && p->text.ptr[p->at] != '"') {
        if (p->text.ptr[p->at] == '<') return html_fail(p, "a tag in a value");
        if (p->text.ptr[p->at] != '&')
            p->at++;
        else if (!html_reference(p, NULL))
            return false;
    }
    if (p->at >= p->text.len) return html_fail(p, "a value without an end");
    gate_str value = gate_str_sub(p->text, from, p->at++);
    if (gate_str_eq_c(name, "id")) {
        for (size_t i = 0; i < value.len; i++) {
            if (value.ptr[i] <= ' ' || strchr("\"'<>&#", value.ptr[i])) return html_fail(p, "no identifier");
        }
        if (gate_map_put(&p->ids, value, &p->ids)) return html_fail(p, "an identifier twice");
    }
    if (gate_str_eq_c(name, "href")) {
        bool icon = gate_str_eq_c(tag, "link") && gate_str_starts(value, GATE_STR("data:image/svg+xml,"));
        if (!icon && (value.len < 2 || value.ptr[0] != '#')) return html_fail(p, "a link that leads away");
        if (!icon && p->link_count < 4096) p->links[p->link_count++] = gate_str_sub(value, 1, value.len);
    }
    return true;
}

static bool html_open(html_page *p)
{
    static const char allowed[] = "html head meta title link style body a header div h1 h2 h3 h4 p ul ol li "
                                  "dl dt dd span bdi code strong mark "
                                  "pre svg use symbol path pattern rect main nav section fieldset legend "
                                  "label input details summary figure "
                                  "figcaption table caption thead tbody tr th td time footer br";
    p->at++;
    gate_str tag = html_name(p);
    if (!html_among(tag, allowed)) return html_fail(p, "an element that is not ours");
    bool mark = gate_str_eq_c(tag, "mark"); /* depends on the text, rightly */
    gate_buf_c(&p->shape, mark ? "" : "<");
    gate_buf_add(&p->shape, mark ? GATE_STR("") : tag);
    while (p->at < p->text.len && p->text.ptr[p->at] == ' ') {
        p->at++;
        if (!html_attribute(p, tag)) return false;
    }
    gate_buf_c(&p->shape, mark ? "" : ">");
    bool empty = p->at < p->text.len && p->text.ptr[p->at] == '/';
    p->at += empty;
    if (p->at >= p->text.len || p->text.ptr[p->at++] != '>') return html_fail(p, "a tag without an end");
    if (empty || html_among(tag, "meta link br input")) return true;
    if (p->depth == 256) return html_fail(p, "too deep");
    p->open[p->depth++] = tag;
    if (!gate_str_eq_c(tag, "style")) return true;
    size_t end = gate_str_find(p->text, GATE_STR("</style>"), p->at);
    if (end == SIZE_MAX || gate_str_find(gate_str_sub(p->text, p->at, end), GATE_STR("<"), 0) != SIZE_MAX)
        return html_fail(p, "a style sheet without an end");
    p->at = end;
    return true;
}

static bool html_close(html_page *p)
{
    p->at += 2;
    gate_str tag = html_name(p);
    if (p->at >= p->text.len || p->text.ptr[p->at] != '>') return html_fail(p, "an end tag without an end");
    if (p->depth == 0 || !gate_str_eq(p->open[p->depth - 1], tag))
        return html_fail(p, "an end tag of another element");
    p->depth--;
    p->at++;
    if (gate_str_eq_c(tag, "mark")) return true;
    gate_buf_c(&p->shape, "</");
    gate_buf_add(&p->shape, tag);
    gate_buf_c(&p->shape, ">");
    return true;
}

/* False when it is no page of ours; [why] says why. The page is large: have it in the arena. */
static bool html_parse(html_page *p, gate_arena *arena, gate_str text)
{
    static const char head[] = "<!DOCTYPE html>\n";
    *p =
        (html_page){.arena = arena, .text = text, .shape = gate_buf_new(arena), .words = gate_buf_new(arena)};
    p->ids = gate_map_new(arena);
    if (!gate_str_starts(text, gate_str_c(head))) return html_fail(p, "no doctype");
    p->at = strlen(head);
    while (p->at < text.len) {
        char c = text.ptr[p->at];
        if (c == '<' && p->at + 1 < text.len && text.ptr[p->at + 1] == '/') {
            if (!html_close(p)) return false;
        } else if (c == '<') {
            if (!html_open(p)) return false;
        } else if (c == '&') {
            if (!html_reference(p, &p->words)) return false;
        } else if (c == '>') {
            return html_fail(p, "a bare >");
        } else {
            gate_buf_char(&p->words, c);
            p->at++;
        }
    }
    if (p->depth) return html_fail(p, "an element without an end");
    for (uint32_t i = 0; i < p->link_count; i++) {
        if (!gate_map_get(&p->ids, p->links[i])) {
            snprintf(p->why, sizeof p->why, "a link to nothing: %.*s", (int)p->links[i].len, p->links[i].ptr);
            return false;
        }
    }
    return true;
}

#endif
