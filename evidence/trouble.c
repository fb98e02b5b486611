#include "evidence/trouble.h"

#include "base/utf8.h"

#define SHOWN_POINTS 200

gate_str gate_shown(gate_arena *arena, gate_str text)
{
    gate_buf out = gate_buf_new(arena);
    size_t end = gate_utf8_offset(text, SHOWN_POINTS);
    gate_buf_visible(&out, gate_str_sub(text, 0, end));
    if (end < text.len) gate_buf_c(&out, "…");
    return gate_buf_str(&out);
}

static const gate_trouble *make(gate_arena *arena, gate_trouble trouble, const char *format, va_list args)
{
    gate_trouble *made = GATE_NEW(arena, gate_trouble);
    *made = trouble;
    made->text = gate_str_vprintf(arena, format, args);
    return made;
}

const gate_trouble *gate_trouble_error(gate_arena *arena, gate_code code, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    const gate_trouble *made = make(arena, (gate_trouble){.code = code}, format, args);
    va_end(args);
    return made;
}

const gate_trouble *gate_trouble_missing(gate_arena *arena, gate_code code, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    const gate_trouble *made = make(arena, (gate_trouble){.missing = true, .code = code}, format, args);
    va_end(args);
    return made;
}

const gate_trouble *gate_trouble_at(gate_arena *arena, gate_code code, gate_str path, gate_place place,
                                    const char *format, ...)
{
    va_list args;
    va_start(args, format);
    gate_str what = gate_str_vprintf(arena, format, args);
    va_end(args);
    gate_str shown = gate_shown(arena, path);
    gate_trouble *made = GATE_NEW(arena, gate_trouble);
    *made = (gate_trouble){.code = code, .place = place};
    if (place.line)
        made->text = gate_str_printf(arena, GATE_STR_FMT ":%u:%u: " GATE_STR_FMT, GATE_STR_ARG(shown),
                                     place.line, place.column, GATE_STR_ARG(what));
    else
        made->text =
            gate_str_printf(arena, GATE_STR_FMT ": " GATE_STR_FMT, GATE_STR_ARG(shown), GATE_STR_ARG(what));
    return made;
}
