#include "base/source.h"

#include "base/utf8.h"
#include "base/vec.h"

#include <string.h>

gate_source *gate_source_new(gate_arena *arena, uint32_t id, gate_str name, gate_str text)
{
    if (gate_str_starts(text, GATE_STR("\xEF\xBB\xBF"))) text = gate_str_sub(text, 3, text.len);
    /* Spans are 32 bit; loaders refuse long before. */
    if (text.len >= UINT32_MAX) gate_panic_raise(gate_arena_panic(arena), GATE_E_LIMIT, "length of a source");
    GATE_VEC(uint32_t) lines = {0};
    gate_vec_push(arena, &lines, 0);
    bool returns = text.len && memchr(text.ptr, '\r', text.len) != NULL;
    for (size_t i = 0; i < text.len; i++) {
        if (!returns) { /* nearly always: from one line end to the next */
            const char *end = memchr(text.ptr + i, '\n', text.len - i);
            if (!end) break;
            i = (size_t)(end - text.ptr);
        }
        if (text.ptr[i] == '\n' || (text.ptr[i] == '\r' && !(i + 1 < text.len && text.ptr[i + 1] == '\n')))
            gate_vec_push(arena, &lines, (uint32_t)(i + 1));
    }
    gate_source *source = GATE_NEW(arena, gate_source);
    *source = (gate_source){id, name, text, lines.items, lines.len};
    return source;
}

/* The index of the line that holds [offset]: the last that begins at or before it. */
static uint32_t line_index(const gate_source *source, uint32_t offset)
{
    uint32_t lo = 0, hi = source->line_count;
    while (hi - lo > 1) {
        uint32_t mid = lo + (hi - lo) / 2;
        if (source->lines[mid] <= offset)
            lo = mid;
        else
            hi = mid;
    }
    return lo;
}

gate_place gate_source_place(const gate_source *source, uint32_t offset)
{
    if (offset > source->text.len) offset = (uint32_t)source->text.len;
    uint32_t index = line_index(source, offset);
    gate_str before = gate_str_sub(source->text, source->lines[index], offset);
    /* Count code points that begin before the offset: one that the offset cuts is the column itself. */
    size_t at = gate_utf8_ascii(before, 0);
    uint32_t column = 1 + (uint32_t)at;
    gate_str rest = gate_str_sub(source->text, source->lines[index], source->text.len);
    while (at < before.len) {
        (void)gate_utf8_next(rest, &at);
        column += at <= before.len;
    }
    return (gate_place){index + 1, column};
}

gate_str gate_source_line(const gate_source *source, uint32_t line)
{
    if (line == 0 || line > source->line_count) return GATE_STR("");
    size_t lo = source->lines[line - 1];
    size_t hi = line < source->line_count ? source->lines[line] : source->text.len;
    if (line < source->line_count) {
        hi--;
        if (hi > lo && source->text.ptr[hi] == '\n' && source->text.ptr[hi - 1] == '\r') hi--;
    }
    return gate_str_sub(source->text, lo, hi);
}

gate_str gate_source_slice(const gate_source *source, gate_span span)
{
    return gate_str_sub(source->text, span.lo, span.hi);
}

gate_span gate_span_join(gate_span a, gate_span b)
{
    return (gate_span){a.lo < b.lo ? a.lo : b.lo, a.hi > b.hi ? a.hi : b.hi};
}
