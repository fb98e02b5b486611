#include "author/inspect.h"

#include "author/inspect_shape.h"
#include "author/naming.h"
#include "base/utf8.h"

/* The last segment of a path, without its extensions. */
static gate_str stem_of(gate_str path)
{
    size_t from = path.len;
    while (from > 0 && path.ptr[from - 1] != '/')
        from--;
    size_t dot = gate_str_find(path, GATE_STR("."), from + 1);
    return gate_str_sub(path, from, dot == SIZE_MAX ? path.len : dot);
}

gate_sketch *gate_inspect(gate_arena *arena, const gate_artifact *artifact, gate_str path, gate_str reader,
                          gate_str name)
{
    gate_sketch *sketch = GATE_NEW(arena, gate_sketch);
    sketch->root = artifact->root;
    sketch->reader = reader;
    sketch->seen = gate_seen_of(arena, artifact->root);
    sketch->format = gate_format_of(reader, artifact->root);
    bool streamed = gate_str_eq_c(path, "-");
    sketch->path = gate_sketch_path(arena, streamed ? GATE_STR("artifact.json") : path, &sketch->remark);
    if (streamed) sketch->remark = "write its path as it is below --root";
    sketch->name = gate_name_for(arena, name.len ? name : stem_of(sketch->path), "artifact");
    return sketch;
}

static void put_policy(gate_buf *out, const gate_sketch *sketch)
{
    gate_buf text = gate_buf_new(out->arena);
    gate_sketch_policy(&text, "first_policy", GATE_STR("A first policy"), sketch, 1);
    gate_sketch_print(out, &text);
}

static void put_evidence(gate_buf *out, const gate_sketch *sketch)
{
    gate_buf text = gate_buf_new(out->arena);
    gate_sketch_evidence(&text, sketch, true);
    gate_sketch_print(out, &text);
}

static void put_both(gate_buf *out, const gate_sketch *sketch)
{
    gate_buf_c(out, "A first policy");
    if (sketch->format && *sketch->format->module)
        gate_buf_printf(out, "; the module `%s` of the standard library reads this format",
                        sketch->format->module);
    gate_buf_c(out, ":\n\n");
    put_policy(out, sketch);
    if (!sketch->format) return;
    gate_buf_c(out, "\nOr with a type, to read its fields without the module:\n\n");
    put_evidence(out, sketch);
}

void gate_inspect_write(gate_buf *out, const gate_artifact *artifact, const gate_sketch *sketch,
                        gate_inspect_form form)
{
    switch (form) {
    case GATE_INSPECT_GATE:
        put_policy(out, sketch);
        return;
    case GATE_INSPECT_TYPE:
        put_evidence(out, sketch);
        return;
    case GATE_INSPECT_TEXT:
        gate_buf_visible(out, artifact->path);
        gate_buf_printf(out, ": %s, %llu bytes\n\n",
                        sketch->format ? sketch->format->title : "no format that is known by sight",
                        (unsigned long long)artifact->size);
        gate_shape_write(out, sketch->seen);
        gate_buf_char(out, '\n');
        put_both(out, sketch);
        return;
    }
}
