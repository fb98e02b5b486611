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

gate_str gate_locate_json(const gate_artifact *artifact)
{
    return artifact->json.len ? artifact->json : artifact->text;
}

size_t gate_locate_origin(const gate_artifact *artifact, size_t at)
{
    if (artifact->json.len == 0) return at;
    size_t lo = 0, hi = artifact->mark_count;
    while (lo < hi) { /* the last mark that is not behind [at] */
        size_t mid = lo + (hi - lo) / 2;
        if (artifact->marks[mid].json <= at)
            lo = mid + 1;
        else
            hi = mid;
    }
    if (lo == 0) return gate_text_start(artifact->text);
    const gate_mark *mark = &artifact->marks[lo - 1];
    size_t origin = artifact->verbatim ? mark->text + (at - mark->json) : mark->text;
    return origin < artifact->text.len ? origin : artifact->text.len;
}

gate_place gate_locate(const gate_artifact *artifact, const gate_step *steps, uint32_t count,
                       gate_span *value)
{
    gate_str text = gate_locate_json(artifact);
    size_t at = gate_text_space(text, gate_text_start(text));
    gate_text_item item = {.key = at, .key_end = at, .value = at};
    bool found = at < text.len;
    for (uint32_t i = 0; found && i < count; i++)
        found = enter(text, &steps[i], item.value, &item);
    if (value) *value = (gate_span){0, 0};
    if (!found) return (gate_place){0, 0};
    if (value) *value = (gate_span){(uint32_t)item.value, (uint32_t)gate_text_value(text, item.value)};
    return gate_text_place(artifact->text, gate_locate_origin(artifact, item.key));
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
