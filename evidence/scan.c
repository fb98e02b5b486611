#include "evidence/scan.h"

#include "base/utf8.h"
#include "evidence/block.h"

/* What a byte means outside of strings, and inside of them. */
enum { PLAIN, SPACE, COMMA, QUOTE, OPEN, CLOSE, ESCAPE, WIDE, NUL };

#define WIDE_8(n)                                                                                            \
    [n] = WIDE, [n + 1] = WIDE, [n + 2] = WIDE, [n + 3] = WIDE, [n + 4] = WIDE, [n + 5] = WIDE,              \
    [n + 6] = WIDE, [n + 7] = WIDE
#define WIDE_ALL                                                                                             \
    WIDE_8(128), WIDE_8(136), WIDE_8(144), WIDE_8(152), WIDE_8(160), WIDE_8(168), WIDE_8(176), WIDE_8(184),  \
        WIDE_8(192), WIDE_8(200), WIDE_8(208), WIDE_8(216), WIDE_8(224), WIDE_8(232), WIDE_8(240),           \
        WIDE_8(248)

static const uint8_t outside[256] = {
    [0] = NUL,     [' '] = SPACE, ['\t'] = SPACE, ['\n'] = SPACE, ['\r'] = SPACE, [','] = COMMA,
    ['"'] = QUOTE, ['['] = OPEN,  ['{'] = OPEN,   [']'] = CLOSE,  ['}'] = CLOSE,  WIDE_ALL,
};
static const uint8_t inside[256] = {[0] = NUL, ['"'] = QUOTE, ['\\'] = ESCAPE, WIDE_ALL};

typedef struct scanner {
    gate_str text;
    size_t at;
    uint32_t depth, depth_max;
    size_t values_max;
    gate_scan found;
} scanner;

static void offend(scanner *s, gate_scan_kind kind)
{
    s->found.kind = kind;
    s->found.at = s->at;
}

/* A character of two bytes at [at], of which there is one for most letters that are not ASCII. */
static bool is_pair(const scanner *s)
{
    if (s->text.len - s->at < 2) return false;
    uint8_t first = (uint8_t)s->text.ptr[s->at], second = (uint8_t)s->text.ptr[s->at + 1];
    return first >= 0xC2 && first <= 0xDF && (second & 0xC0) == 0x80;
}

/* A run of bytes above 127. */
static bool wide(scanner *s)
{
    while (s->at < s->text.len && (uint8_t)s->text.ptr[s->at] >= 0x80) {
        if (is_pair(s)) {
            s->at += 2;
            continue;
        }
        size_t next = s->at;
        if (gate_utf8_next(s->text, &next) == UINT32_MAX) {
            offend(s, GATE_SCAN_UTF8);
            return false;
        }
        s->at = next;
    }
    return true;
}

/* From behind an opening quote to behind the closing one. */
static bool string(scanner *s)
{
    for (;;) {
        while (s->at < s->text.len && inside[(uint8_t)s->text.ptr[s->at]] == PLAIN)
            s->at++;
        if (s->at == s->text.len) return true;
        switch (inside[(uint8_t)s->text.ptr[s->at]]) {
        case QUOTE:
            s->at++;
            return true;
        case ESCAPE:
            /* What is escaped is looked at too unless it is a quote or a backslash. */
            s->at++;
            if (s->at < s->text.len && (s->text.ptr[s->at] == '"' || s->text.ptr[s->at] == '\\')) s->at++;
            break;
        case WIDE:
            if (!wide(s)) return false;
            break;
        case NUL:
            offend(s, GATE_SCAN_NUL);
            return false;
        default:
            s->at++;
        }
    }
}

static bool one_more(scanner *s)
{
    if (s->found.values == s->values_max) {
        offend(s, GATE_SCAN_VALUES);
        return false;
    }
    s->found.values++;
    return true;
}

/* An opening bracket, and the first thing in it if there is one. */
static bool open_bracket(scanner *s)
{
    if (s->depth == s->depth_max) {
        offend(s, GATE_SCAN_DEPTH);
        return false;
    }
    if (++s->depth > s->found.depth) s->found.depth = s->depth;
    s->at++;
    while (s->at < s->text.len && outside[(uint8_t)s->text.ptr[s->at]] == SPACE)
        s->at++;
    if (s->at < s->text.len && outside[(uint8_t)s->text.ptr[s->at]] == CLOSE) return true;
    return one_more(s);
}

/* One byte outside of strings, or a whole string. */
static bool step(scanner *s)
{
    switch (outside[(uint8_t)s->text.ptr[s->at]]) {
    case COMMA:
        if (!one_more(s)) return false;
        s->at++;
        return true;
    case QUOTE:
        s->at++;
        return string(s);
    case OPEN:
        return open_bracket(s);
    case CLOSE:
        s->depth -= s->depth > 0;
        s->at++;
        return true;
    case WIDE:
        return wide(s);
    case NUL:
        offend(s, GATE_SCAN_NUL);
        return false;
    default:
        s->at++;
        return true;
    }
}

/* Numbers, commas and white space, as in the line lists of a coverage report. */
static void plain_blocks(scanner *s)
{
    while (s->text.len - s->at >= GATE_BLOCK) {
        gate_block block = gate_block_load(s->text.ptr + s->at);
        gate_block wide_bytes = (gate_block)((block & 0x80) != 0);
        if (gate_block_any(gate_block_marks(block) | wide_bytes | gate_block_is(block, 0))) return;
        uint32_t commas = gate_block_count(gate_block_is(block, ','));
        if (commas > s->values_max - s->found.values) return;
        s->found.values += commas;
        s->at += GATE_BLOCK;
    }
}

gate_scan gate_json_scan(gate_str text, uint32_t depth_max, size_t values_max)
{
    scanner s = {.text = text, .depth_max = depth_max, .values_max = values_max};
    if (!one_more(&s)) return s.found;
    while (s.at < text.len) {
        plain_blocks(&s);
        /* What stopped it lies within the next block; the bytes before it go one by one. */
        size_t until = text.len - s.at > GATE_BLOCK ? s.at + GATE_BLOCK : text.len;
        while (s.at < until) {
            if (outside[(uint8_t)text.ptr[s.at]] <= SPACE)
                s.at++;
            else if (!step(&s))
                return s.found;
        }
    }
    return s.found;
}
