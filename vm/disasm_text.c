/* Texts, keys and places as the listing shows them. */
#include "vm/disasm_part.h"

#include "base/utf8.h"

void gate_listing_text(gate_listing *l, gate_text text, size_t max)
{
    gate_str whole = gate_program_text(l->program, text);
    size_t end = gate_utf8_offset(whole, max);
    gate_buf_visible(l->out, gate_str_sub(whole, 0, end));
    if (end < whole.len) gate_buf_c(l->out, "…");
}

void gate_listing_keys(gate_listing *l, uint32_t first, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++) {
        if (i) gate_buf_char(l->out, '.');
        gate_listing_text(l, l->program->names[first + i], 60);
    }
}

void gate_listing_place(gate_listing *l, gate_where where)
{
    if (where.source == GATE_NO) return;
    const gate_source *source = l->sources[where.source];
    gate_place place = gate_source_place(source, where.lo);
    gate_buf_visible(l->out, source->name);
    gate_buf_printf(l->out, ":%u:%u", (unsigned)place.line, (unsigned)place.column);
}
