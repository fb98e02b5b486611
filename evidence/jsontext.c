#include "evidence/jsontext.h"

#include "base/utf8.h"
#include "evidence/block.h"

#include <string.h>

/* What a byte means to somebody who steps over a value. */
enum { PLAIN, QUOTE, OPEN, CLOSE };

static const uint8_t roles[256] = {['"'] = QUOTE, ['['] = OPEN, ['{'] = OPEN, [']'] = CLOSE, ['}'] = CLOSE};

static char byte_at(gate_str text, size_t at)
{
    return at < text.len ? text.ptr[at] : '\0';
}

static bool is_space(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

size_t gate_text_start(gate_str text)
{
    return gate_str_starts(text, GATE_STR("\xEF\xBB\xBF")) ? 3 : 0;
}

size_t gate_text_space(gate_str text, size_t at)
{
    while (at < text.len && is_space(text.ptr[at]))
        at++;
    return at;
}

size_t gate_text_string(gate_str text, size_t at)
{
    for (size_t from = at + 1; from < text.len;) {
        const char *quote = memchr(text.ptr + from, '"', text.len - from);
        if (!quote) break;
        size_t end = (size_t)(quote - text.ptr), slashes = 0;
        while (end - slashes > from && text.ptr[end - slashes - 1] == '\\')
            slashes++;
        if (slashes % 2 == 0) return end + 1;
        from = end + 1;
    }
    return text.len;
}

/* The next quote or bracket. */
static size_t next_mark(gate_str text, size_t at)
{
    for (;;) {
        size_t until = text.len - at > GATE_BLOCK ? at + GATE_BLOCK : text.len;
        for (; at < until; at++) {
            if (roles[(uint8_t)text.ptr[at]] != PLAIN) return at;
        }
        while (text.len - at >= GATE_BLOCK &&
               !gate_block_any(gate_block_marks(gate_block_load(text.ptr + at))))
            at += GATE_BLOCK;
        if (at == text.len) return at;
    }
}

size_t gate_text_value(gate_str text, size_t at)
{
    if (at >= text.len) return text.len;
    if (roles[(uint8_t)text.ptr[at]] == PLAIN) {
        while (at < text.len && !is_space(text.ptr[at]) && text.ptr[at] != ',' &&
               roles[(uint8_t)text.ptr[at]] != CLOSE)
            at++;
        return at;
    }
    size_t depth = 0;
    while (at < text.len) {
        at = next_mark(text, at);
        if (at == text.len) break;
        uint8_t role = roles[(uint8_t)text.ptr[at]];
        if (role == QUOTE) {
            at = gate_text_string(text, at);
            if (depth == 0) return at;
            continue;
        }
        at++;
        if (role == OPEN) depth++;
        if (role == CLOSE && (depth == 0 || --depth == 0)) return at;
    }
    return text.len;
}

static bool item_at(gate_str text, size_t at, gate_text_item *out)
{
    at = gate_text_space(text, at);
    char c = byte_at(text, at);
    if (at >= text.len || c == ']' || c == '}') return false;
    *out = (gate_text_item){.key = at, .key_end = at, .value = at};
    if (c != '"') return true;
    size_t end = gate_text_string(text, at);
    size_t colon = gate_text_space(text, end);
    if (byte_at(text, colon) != ':') return true; /* a string of an array */
    out->key_end = end;
    out->value = gate_text_space(text, colon + 1);
    return true;
}

bool gate_text_first(gate_str text, size_t at, gate_text_item *out)
{
    return item_at(text, at + 1, out);
}

bool gate_text_next(gate_str text, size_t at, gate_text_item *out)
{
    at = gate_text_space(text, at);
    return byte_at(text, at) == ',' && item_at(text, at + 1, out);
}

static uint32_t hex4(gate_str text, size_t at)
{
    uint32_t code = 0;
    for (size_t i = 0; i < 4; i++) {
        char c = byte_at(text, at + i);
        uint32_t digit = c >= '0' && c <= '9' ? (uint32_t)(c - '0') : (uint32_t)((c | 0x20) - 'a' + 10) & 15u;
        code = code << 4 | digit;
    }
    return code;
}

/* Decodes one escape at the backslash; moves behind it and writes up to 4 bytes of UTF-8. */
static size_t unescape(gate_str text, size_t *at, char out[4])
{
    static const char from[] = "bfnrt", to[] = "\b\f\n\r\t";
    char c = byte_at(text, *at + 1);
    *at += 2;
    if (c != 'u') {
        const char *known = c ? strchr(from, c) : NULL;
        out[0] = known ? to[known - from] : c;
        return 1;
    }
    uint32_t code = hex4(text, *at);
    *at += 4;
    if (code >= 0xD800 && code <= 0xDBFF && byte_at(text, *at) == '\\' && byte_at(text, *at + 1) == 'u') {
        uint32_t low = hex4(text, *at + 2);
        if (low >= 0xDC00 && low <= 0xDFFF) {
            code = 0x10000 + ((code - 0xD800) << 10) + (low - 0xDC00);
            *at += 6;
        }
    }
    /* A lone half has no UTF-8; no text with one was accepted. */
    return gate_utf8_put(out, code >= 0xD800 && code <= 0xDFFF ? 0xFFFD : code);
}

static gate_str inner(gate_str quoted)
{
    return gate_str_sub(quoted, 1, quoted.len ? quoted.len - 1 : 0);
}

bool gate_text_key_is(gate_str quoted, gate_str key)
{
    gate_str raw = inner(quoted);
    if (raw.len < key.len) return false;
    if (raw.len == 0 || !memchr(raw.ptr, '\\', raw.len)) return gate_str_eq(raw, key);
    size_t at = 0, done = 0;
    while (at < raw.len) {
        char piece[4] = {raw.ptr[at]};
        size_t len = 1;
        if (raw.ptr[at] == '\\')
            len = unescape(raw, &at, piece);
        else
            at++;
        if (len > key.len - done || memcmp(key.ptr + done, piece, len) != 0) return false;
        done += len;
    }
    return done == key.len;
}

gate_str gate_text_plain(gate_arena *arena, gate_str quoted)
{
    gate_str raw = inner(quoted);
    gate_buf out = gate_buf_new(arena);
    for (size_t at = 0; at < raw.len;) {
        const char *slash = memchr(raw.ptr + at, '\\', raw.len - at);
        size_t end = slash ? (size_t)(slash - raw.ptr) : raw.len;
        gate_buf_add(&out, gate_str_sub(raw, at, end));
        at = end;
        if (!slash) break;
        char piece[4];
        size_t len = unescape(raw, &at, piece);
        gate_buf_add(&out, (gate_str){piece, len});
    }
    return gate_buf_str(&out);
}

/* True when a line ends with the byte at [at]. \r\n ends a line once, with its \n. */
static bool ends_line(gate_str text, size_t at)
{
    char c = text.ptr[at];
    return c == '\n' || (c == '\r' && byte_at(text, at + 1) != '\n');
}

/* How many lines end from [lo] to [hi]. */
static size_t lines_between(gate_str text, size_t lo, size_t hi)
{
    size_t count = 0;
    for (; hi - lo >= GATE_BLOCK && lo + GATE_BLOCK < text.len; lo += GATE_BLOCK) {
        gate_block block = gate_block_load(text.ptr + lo), next = gate_block_load(text.ptr + lo + 1);
        count += gate_block_count(gate_block_is(block, '\n') |
                                  (gate_block_is(block, '\r') & ~gate_block_is(next, '\n')));
    }
    for (; lo < hi; lo++)
        count += ends_line(text, lo);
    return count;
}

/* The first byte of the line that [at] is on. */
static size_t line_start(gate_str text, size_t lo, size_t at)
{
    for (; at > lo; at--) {
        while (at - lo >= GATE_BLOCK) {
            gate_block block = gate_block_load(text.ptr + at - GATE_BLOCK);
            if (gate_block_any(gate_block_is(block, '\n') | gate_block_is(block, '\r'))) break;
            at -= GATE_BLOCK;
        }
        if (at == lo || ends_line(text, at - 1)) break;
    }
    return at;
}

gate_place gate_text_place(gate_str text, size_t at)
{
    size_t start = gate_text_start(text);
    if (at > text.len) at = text.len;
    if (at < start) at = start;
    size_t line = 1 + lines_between(text, start, at);
    /* Code points, without decoding: bytes that do not continue one. */
    size_t lo = line_start(text, start, at), column = 1;
    for (; at - lo >= GATE_BLOCK; lo += GATE_BLOCK) {
        gate_block top = gate_block_load(text.ptr + lo) & 0xC0;
        column += GATE_BLOCK - gate_block_count(gate_block_is(top, 0x80));
    }
    for (; lo < at; lo++)
        column += ((uint8_t)text.ptr[lo] & 0xC0u) != 0x80u;
    return (gate_place){(uint32_t)line, (uint32_t)column};
}
