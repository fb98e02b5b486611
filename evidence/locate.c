#include "evidence/locate.h"

#include "evidence/jsontext.h"

/* Moves [at], where a value begins, to the item that [step] names. False when there is none. */
static bool enter(gate_str text, const gate_step *step, size_t at, gate_text_item *out)
{
    if (at >= text.len || text.ptr[at] != (step->is_index ? '[' : '{')) return false;
    bool more = gate_text_first(text, at, out);
    for (size_t i = 0; more; i++) {
        gate_str key = gate_str_sub(text, out->key, out->key_end);
        if (step->is_index ? i == step->index : gate_text_key_is(key, step->key)) return true;
        more = gate_text_next(text, gate_text_value(text, out->value), out);
    }
    return false;
}

gate_place gate_locate(const gate_artifact *artifact, const gate_step *steps, uint32_t count,
                       gate_span *value)
{
    gate_str text = artifact->text;
    size_t at = gate_text_space(text, gate_text_start(text));
    gate_text_item item = {.key = at, .key_end = at, .value = at};
    bool found = at < text.len;
    for (uint32_t i = 0; found && i < count; i++)
        found = enter(text, &steps[i], item.value, &item);
    if (value) *value = (gate_span){0, 0};
    if (!found) return (gate_place){0, 0};
    if (value) *value = (gate_span){(uint32_t)item.value, (uint32_t)gate_text_value(text, item.value)};
    return gate_text_place(text, item.key);
}

void gate_pointer_text(gate_buf *out, const gate_step *steps, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++) {
        gate_buf_char(out, '/');
        if (steps[i].is_index) {
            gate_buf_printf(out, "%zu", steps[i].index);
            continue;
        }
        gate_str key = steps[i].key;
        size_t plain = 0;
        for (size_t at = 0; at < key.len; at++) {
            if (key.ptr[at] != '~' && key.ptr[at] != '/') continue;
            gate_buf_add(out, gate_str_sub(key, plain, at));
            gate_buf_c(out, key.ptr[at] == '~' ? "~0" : "~1");
            plain = at + 1;
        }
        gate_buf_add(out, gate_str_sub(key, plain, key.len));
    }
}
