/* For memmem, whose cost glibc and musl keep linear: a search over hostile text must not be quadratic. */
#define _GNU_SOURCE
#include "base/str.h"

#include <stdio.h>
#include <string.h>

gate_str gate_str_c(const char *text)
{
    return text ? (gate_str){text, strlen(text)} : (gate_str){"", 0};
}

bool gate_str_eq(gate_str a, gate_str b)
{
    return a.len == b.len && (a.len == 0 || memcmp(a.ptr, b.ptr, a.len) == 0);
}

bool gate_str_eq_c(gate_str a, const char *b)
{
    return gate_str_eq(a, gate_str_c(b));
}

int gate_str_cmp(gate_str a, gate_str b)
{
    size_t common = a.len < b.len ? a.len : b.len;
    int order = common ? memcmp(a.ptr, b.ptr, common) : 0;
    if (order == 0) order = (a.len > b.len) - (a.len < b.len);
    return order;
}

bool gate_str_starts(gate_str text, gate_str prefix)
{
    return prefix.len <= text.len && gate_str_eq((gate_str){text.ptr, prefix.len}, prefix);
}

bool gate_str_ends(gate_str text, gate_str suffix)
{
    return suffix.len <= text.len && gate_str_eq(gate_str_sub(text, text.len - suffix.len, text.len), suffix);
}

size_t gate_str_find(gate_str text, gate_str part, size_t from)
{
    if (from > text.len || part.len > text.len - from) return SIZE_MAX;
    if (part.len == 0) return from;
    const char *found = memmem(text.ptr + from, text.len - from, part.ptr, part.len);
    return found ? (size_t)(found - text.ptr) : SIZE_MAX;
}

gate_str gate_str_sub(gate_str text, size_t lo, size_t hi)
{
    if (hi > text.len) hi = text.len;
    if (lo > hi) lo = hi;
    return lo ? (gate_str){text.ptr + lo, hi - lo} : (gate_str){text.ptr, hi};
}

gate_str gate_str_dup(gate_arena *arena, gate_str text)
{
    return (gate_str){gate_str_z(arena, text), text.len};
}

char *gate_str_z(gate_arena *arena, gate_str text)
{
    if (text.len == SIZE_MAX) gate_panic_raise(gate_arena_panic(arena), GATE_E_NOMEM, NULL);
    char *copy = gate_arena_alloc(arena, text.len + 1);
    if (text.len) memcpy(copy, text.ptr, text.len);
    return copy;
}

gate_str gate_str_printf(gate_arena *arena, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    gate_str text = gate_str_vprintf(arena, format, args);
    va_end(args);
    return text;
}

gate_str gate_str_vprintf(gate_arena *arena, const char *format, va_list args)
{
    va_list again;
    va_copy(again, args);
    int len = vsnprintf(NULL, 0, format, again);
    va_end(again);
    /* Above INT_MAX bytes, or out of memory inside of it. */
    if (len < 0) gate_panic_raise(gate_arena_panic(arena), GATE_E_LIMIT, "length of a text");
    char *text = gate_arena_alloc(arena, (size_t)len + 1);
    vsnprintf(text, (size_t)len + 1, format, args);
    return (gate_str){text, (size_t)len};
}

gate_buf gate_buf_new(gate_arena *arena)
{
    gate_buf buf = {.arena = arena, .cap = 64};
    buf.ptr = gate_arena_alloc(arena, buf.cap);
    return buf;
}

/* Room for [more] bytes and the NUL. */
static void reserve(gate_buf *buf, size_t more)
{
    if (more < buf->cap - buf->len) return;
    if (more > SIZE_MAX / 4 || buf->cap > SIZE_MAX / 4)
        gate_panic_raise(gate_arena_panic(buf->arena), GATE_E_NOMEM, NULL);
    size_t cap = buf->cap * 2;
    if (cap <= buf->len + more) cap = buf->len + more + 1;
    char *grown = gate_arena_alloc(buf->arena, cap);
    memcpy(grown, buf->ptr, buf->len);
    buf->ptr = grown;
    buf->cap = cap;
}

void gate_buf_add(gate_buf *buf, gate_str text)
{
    if (text.len == 0) return;
    reserve(buf, text.len);
    memcpy(buf->ptr + buf->len, text.ptr, text.len);
    buf->len += text.len;
    buf->ptr[buf->len] = '\0';
}

void gate_buf_c(gate_buf *buf, const char *text)
{
    gate_buf_add(buf, gate_str_c(text));
}

void gate_buf_char(gate_buf *buf, char c)
{
    gate_buf_add(buf, (gate_str){&c, 1});
}

void gate_buf_repeat(gate_buf *buf, char c, size_t count)
{
    reserve(buf, count);
    memset(buf->ptr + buf->len, c, count);
    buf->len += count;
    buf->ptr[buf->len] = '\0';
}

void gate_buf_printf(gate_buf *buf, const char *format, ...)
{
    va_list args, again;
    va_start(args, format);
    va_copy(again, args);
    int len = vsnprintf(NULL, 0, format, again);
    va_end(again);
    if (len < 0) {
        va_end(args);
        gate_panic_raise(gate_arena_panic(buf->arena), GATE_E_LIMIT, "length of a text");
    }
    reserve(buf, (size_t)len);
    vsnprintf(buf->ptr + buf->len, (size_t)len + 1, format, args);
    va_end(args);
    buf->len += (size_t)len;
}

gate_str gate_buf_str(const gate_buf *buf)
{
    return (gate_str){buf->ptr, buf->len};
}
