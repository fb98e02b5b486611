/* What the files of the verifier say and check with. */
#include "vm/verify_part.h"

/* No policy comes near these, as in verify.c. */
#define FIELD_MAX  256u /* no artifact is deeper */
#define WALKED_MAX (1u << 24)

bool gate_verify_bad(gate_verifier *v, const char *section, uint32_t index, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    gate_str what = gate_str_vprintf(v->arena, format, args);
    va_end(args);
    *v->why = gate_str_printf(v->arena, "%s %u: " GATE_STR_FMT, section, (unsigned)index, GATE_STR_ARG(what));
    return false;
}

/* Does a character begin (or the text end) at that byte of sound UTF-8? */
static bool on_character(gate_str text, size_t at)
{
    return at >= text.len || ((unsigned char)text.ptr[at] & 0xC0) != 0x80;
}

bool gate_verify_text(gate_verifier *v, const char *section, uint32_t index, gate_text text)
{
    const gate_program *p = v->program;
    if (!gate_verify_range(text.at, text.len, p->strings_count)) {
        return gate_verify_bad(v, section, index, "a text lies outside of the strings");
    }
    gate_str strings = {p->strings, p->strings_count};
    if (!on_character(strings, text.at) || !on_character(strings, (size_t)text.at + text.len)) {
        return gate_verify_bad(v, section, index, "a text begins or ends within a character");
    }
    return true;
}

bool gate_verify_where(gate_verifier *v, const char *section, uint32_t index, gate_where where)
{
    const gate_program *p = v->program;
    if (where.source == GATE_NO) return true;
    if (where.source >= p->sources_count) {
        return gate_verify_bad(v, section, index, "there is no source %u", (unsigned)where.source);
    }
    gate_str text = gate_program_text(p, p->sources[where.source].text);
    bool sound = where.lo <= where.hi && where.hi <= text.len && on_character(text, where.lo) &&
                 on_character(text, where.hi);
    return sound || gate_verify_bad(v, section, index, "a span does not fit its source");
}

bool gate_verify_walk(gate_verifier *v, const char *section, uint32_t index, uint32_t count)
{
    v->walked += count;
    return v->walked <= WALKED_MAX ||
           gate_verify_bad(v, section, index, "more references than any policy has");
}

bool gate_verify_keys(gate_verifier *v, const char *section, uint32_t index, uint32_t first, uint32_t count)
{
    if (!gate_verify_range(first, count, v->program->names_count)) {
        return gate_verify_bad(v, section, index, "a path lies outside of the names");
    }
    return gate_verify_walk(v, section, index, count);
}

bool gate_verify_field(gate_verifier *v, const char *section, uint32_t index, uint32_t first, uint32_t count)
{
    if (count > FIELD_MAX) return gate_verify_bad(v, section, index, "a field of %u keys", (unsigned)count);
    return gate_verify_keys(v, section, index, first, count);
}

bool gate_verify_runs(gate_verifier *v, const char *section, uint32_t index, uint32_t unit, uint32_t presets,
                      bool optional)
{
    const gate_program *p = v->program;
    if (unit == GATE_NO && optional) return true;
    if (unit >= p->units_count)
        return gate_verify_bad(v, section, index, "there is no unit %u", (unsigned)unit);
    if (presets < v->presets[unit]) v->presets[unit] = presets; /* GATE_NO is the largest */
    return true;
}
