#include "base/utf8.h"

#include <string.h>

static unsigned char byte_at(gate_str text, size_t at)
{
    return (unsigned char)text.ptr[at];
}

/* The length that a first byte announces, with the bits it carries and the smallest code point that
 * needs so many bytes; 0 for a byte that begins nothing. */
static size_t lead(unsigned char first, uint32_t *bits, uint32_t *least)
{
    if (first >= 0xC2 && first <= 0xDF) {
        *bits = first & 0x1Fu;
        *least = 0x80;
        return 2;
    }
    if (first >= 0xE0 && first <= 0xEF) {
        *bits = first & 0x0Fu;
        *least = 0x800;
        return 3;
    }
    if (first >= 0xF0 && first <= 0xF4) {
        *bits = first & 0x07u;
        *least = 0x10000;
        return 4;
    }
    return 0;
}

uint32_t gate_utf8_next(gate_str text, size_t *at)
{
    size_t start = (*at)++;
    unsigned char first = byte_at(text, start);
    if (first < 0x80) return first;
    uint32_t code = 0, least = 0;
    size_t len = lead(first, &code, &least);
    if (len == 0 || len > text.len - start) return UINT32_MAX;
    for (size_t i = 1; i < len; i++) {
        unsigned char next = byte_at(text, start + i);
        if ((next & 0xC0) != 0x80) return UINT32_MAX;
        code = code << 6 | (next & 0x3Fu);
    }
    if (code < least || code > 0x10FFFF || (code >= 0xD800 && code <= 0xDFFF)) return UINT32_MAX;
    *at = start + len;
    return code;
}

size_t gate_utf8_put(char out[4], uint32_t code)
{
    if (code < 0x80) {
        out[0] = (char)code;
        return 1;
    }
    size_t len = code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
    for (size_t i = len - 1; i > 0; i--) {
        out[i] = (char)(0x80 | (code & 0x3F));
        code >>= 6;
    }
    unsigned mark = len == 2 ? 0xC0 : len == 3 ? 0xE0 : 0xF0;
    out[0] = (char)(mark | code);
    return len;
}

size_t gate_utf8_ascii(gate_str text, size_t at)
{
    uint64_t word;
    while (text.len - at >= sizeof word) {
        memcpy(&word, text.ptr + at, sizeof word);
        if (word & 0x8080808080808080u) break;
        at += sizeof word;
    }
    while (at < text.len && byte_at(text, at) < 0x80)
        at++;
    return at;
}

size_t gate_utf8_invalid(gate_str text)
{
    for (size_t at = gate_utf8_ascii(text, 0); at < text.len; at = gate_utf8_ascii(text, at)) {
        size_t start = at;
        if (gate_utf8_next(text, &at) == UINT32_MAX) return start;
    }
    return SIZE_MAX;
}

size_t gate_utf8_count(gate_str text)
{
    size_t count = 0;
    for (size_t at = 0; at < text.len;) {
        size_t behind = gate_utf8_ascii(text, at);
        count += behind - at;
        at = behind;
        if (at == text.len) break;
        (void)gate_utf8_next(text, &at);
        count++;
    }
    return count;
}

size_t gate_utf8_offset(gate_str text, size_t points)
{
    size_t at = 0;
    for (; points > 0 && at < text.len; points--)
        (void)gate_utf8_next(text, &at);
    return at;
}

bool gate_utf8_unsafe(uint32_t code)
{
    if (code < 0x20) return code != '\n' && code != '\t';
    if (code < 0x7F) return false;
    return code <= 0x9F || code == 0x061C || (code >= 0x200B && code <= 0x200F) ||
           (code >= 0x2028 && code <= 0x202E) || code == 0x2060 || (code >= 0x2066 && code <= 0x2069) ||
           code == 0xFEFF;
}

void gate_buf_visible(gate_buf *buf, gate_str text)
{
    size_t plain = 0; /* start of what can be added as it is */
    for (size_t at = 0; at < text.len;) {
        size_t start = at;
        uint32_t code = gate_utf8_next(text, &at);
        if (code != UINT32_MAX && code != '\n' && code != '\t' && !gate_utf8_unsafe(code)) continue;
        gate_buf_add(buf, gate_str_sub(text, plain, start));
        plain = at;
        if (code == '\n')
            gate_buf_c(buf, "\\n");
        else if (code == '\t')
            gate_buf_c(buf, "\\t");
        else if (code == '\r')
            gate_buf_c(buf, "\\r");
        else if (code == UINT32_MAX)
            gate_buf_printf(buf, "\\x%02x", (unsigned)byte_at(text, start));
        else
            gate_buf_printf(buf, code < 0x80 ? "\\x%02x" : "\\u%04x", (unsigned)code);
    }
    gate_buf_add(buf, gate_str_sub(text, plain, text.len));
}
