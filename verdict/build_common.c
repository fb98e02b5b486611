/* What the builders of the document share. */
#include "verdict/builder.h"
#include "verdict/wording.h"

gate_str gate_build_text(const gate_builder *b, gate_text text)
{
    return gate_program_text(b->program, text);
}

gate_str gate_build_time(gate_builder *b, gate_instant at)
{
    char text[40];
    return gate_str_dup(b->arena, gate_instant_text(text, at));
}

bool gate_build_plain(const gate_builder *b)
{
    return b->e->trace->node_count == 0;
}

void gate_build_set_trouble(gate_builder *b, gate_str *word, gate_str *because, gate_doc_origin_list *from,
                            gate_value trouble)
{
    *word = gate_outcome_word(gate_outcome_of(trouble));
    *because = gate_explain_because_at(b->e, trouble, trouble.why);
    (void)gate_explain_origins(b->e, gate_explain_cause(b->e, trouble.why), true, 4, from);
}

/* What would end a trouble, as if it were a reading. */
gate_str gate_build_trouble_change(gate_builder *b, gate_str word, gate_str because,
                                   const gate_doc_origin_list *from)
{
    gate_doc_reading *reading = gate_doc_new_reading(b->arena);
    reading->state = word;
    reading->because = because;
    reading->from = *from;
    return gate_wording_fault(b->arena, reading);
}

bool gate_build_wanted(const gate_builder *b, const gate_p_block *block, const gate_p_row *row)
{
    const gate_strs *only = &b->input->only;
    if (only->len == 0) return true;
    gate_str name = gate_build_text(b, block->name);
    for (uint32_t i = 0; i < only->len; i++) {
        gate_str asked = only->items[i];
        if (gate_str_eq(asked, name)) return true;
        if (!gate_str_starts(asked, name) || asked.ptr[name.len] != '.') continue;
        if (!row || gate_str_eq(gate_str_sub(asked, name.len + 1, asked.len), gate_build_text(b, row->name)))
            return true;
    }
    return false;
}
