#include "report/escape.h"

#include "base/utf8.h"
#include "report/paper.h"

#include <string.h>

static gate_str visible(const gate_buf *out, gate_str text)
{
    gate_buf made = gate_buf_new(out->arena);
    gate_buf_visible(&made, text);
    return gate_buf_str(&made);
}

void gate_escape_xml(gate_buf *out, gate_str text)
{
    gate_str safe = visible(out, text);
    for (size_t i = 0; i < safe.len; i++) {
        char c = safe.ptr[i];
        /* U+FFFE and U+FFFF are no characters of XML 1.0 (section 2.2), not even as references. */
        bool none = safe.len - i >= 3 && memcmp(&safe.ptr[i], "\xef\xbf", 2) == 0 && (unsigned char)safe.ptr[i + 2] >= 0xbe;
        if (none) {
            gate_buf_c(out, (unsigned char)safe.ptr[i + 2] == 0xbe ? "\\ufffe" : "\\uffff");
            i += 2;
        } else if (c == '&') {
            gate_buf_c(out, "&amp;");
        } else if (c == '<') {
            gate_buf_c(out, "&lt;");
        } else if (c == '>') {
            gate_buf_c(out, "&gt;");
        } else if (c == '"') {
            gate_buf_c(out, "&quot;");
        } else if (c == '\'') {
            gate_buf_c(out, "&#39;");
        } else {
            gate_buf_char(out, c);
        }
    }
}

/* Letters, digits, space and what never begins anything in the middle of a line. */
static bool plain(char c)
{
    bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    return letter || (unsigned char)c >= 0x80 || c == ' ' || c == ',' || c == '%' || c == '/';
}

void gate_escape_markdown(gate_buf *out, gate_str text)
{
    gate_str safe = visible(out, text);
    for (size_t i = 0; i < safe.len; i++) {
        if (plain(safe.ptr[i])) {
            gate_buf_char(out, safe.ptr[i]);
        } else {
            gate_buf_printf(out, "&#%u;", (unsigned)(unsigned char)safe.ptr[i]);
        }
    }
}

void gate_escape_markdown_code(gate_buf *out, gate_str text)
{
    gate_buf_c(out, "<code>");
    gate_escape_markdown(out, text);
    gate_buf_c(out, "</code>");
}

/* `%` first, then the ends of lines; a property also its own separators. */
static void runner_escape(gate_buf *out, gate_str text, bool property)
{
    gate_buf safe = gate_buf_new(out->arena);
    gate_paper_safe(&safe, text);
    for (size_t i = 0; i < safe.len; i++) {
        char c = safe.ptr[i];
        bool special = c == '%' || c == '\r' || c == '\n' || (property && (c == ':' || c == ','));
        if (special) {
            gate_buf_printf(out, "%%%02X", (unsigned)(unsigned char)c);
        } else {
            gate_buf_char(out, c);
        }
    }
}

void gate_escape_command(gate_buf *out, gate_str text)
{
    runner_escape(out, text, false);
}

void gate_escape_property(gate_buf *out, gate_str text)
{
    runner_escape(out, text, true);
}

void gate_escape_tap(gate_buf *out, gate_str text)
{
    gate_str safe = visible(out, text);
    for (size_t i = 0; i < safe.len; i++) {
        if (safe.ptr[i] == '\\' || safe.ptr[i] == '#') gate_buf_char(out, '\\');
        gate_buf_char(out, safe.ptr[i]);
    }
}
