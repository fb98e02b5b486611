/* Places that are told apart from a reason: entries of a list that no expression reads, and the places of
 * many windows, each once. */
#include "verdict/explain.h"

gate_doc_origin *gate_explain_entry(gate_explain *e, uint32_t evidence, uint32_t index)
{
    gate_doc_origin *origin = gate_doc_new_origin(e->arena);
    const gate_p_evidence *declared = &e->program->evidence[evidence];
    const gate_evidence *read = e->input->evidence ? e->input->evidence[evidence] : NULL;
    bool each = declared->cardinality == GATE_EACH;
    origin->evidence = gate_program_text(e->program, declared->name);
    uint32_t file = each ? index : 0;
    if (!each) origin->pointer = gate_str_printf(e->arena, "/%u", index);
    if (!read || file >= read->count) return origin;
    const gate_artifact *artifact = read->artifacts[file];
    origin->file = artifact->path;
    if (each || artifact->trouble) return origin;
    gate_step *step = GATE_NEW(e->arena, gate_step);
    *step = (gate_step){.index = index, .is_index = true};
    gate_places_want(e->places, origin, artifact, step, 1);
    return origin;
}

/* Does [outer] cover [inner]? */
static bool covers(const gate_doc_origin *outer, const gate_doc_origin *inner)
{
    if (!gate_str_eq(outer->parameter, inner->parameter) || !gate_str_eq(outer->evidence, inner->evidence))
        return false;
    if (outer->file.len && !gate_str_eq(outer->file, inner->file)) return false;
    if (!gate_str_starts(inner->pointer, outer->pointer)) return false;
    return inner->pointer.len == outer->pointer.len || inner->pointer.ptr[outer->pointer.len] == '/';
}

/* Adds what isn't covered yet, in place of what it covers. */
static void add(gate_explain *e, const gate_doc_origin_list *made, gate_doc_origin_list *cites)
{
    for (uint32_t i = 0; i < made->len; i++) {
        bool known = false;
        for (uint32_t k = 0; k < cites->len && !known; k++)
            known = covers(cites->items[k], made->items[i]);
        if (known) continue;
        uint32_t left = 0;
        for (uint32_t k = 0; k < cites->len; k++) {
            if (!covers(made->items[i], cites->items[k])) cites->items[left++] = cites->items[k];
        }
        cites->len = left;
        gate_vec_push(e->arena, cites, made->items[i]);
    }
}

void gate_explain_cite(gate_explain *e, uint32_t node, gate_doc_origin_list *cites)
{
    gate_doc_origin_list made = {0};
    (void)gate_explain_origins(e, node, false, UINT32_MAX, &made);
    add(e, &made, cites);
}

void gate_explain_cite_files(gate_explain *e, uint32_t node, gate_doc_origin_list *cites)
{
    gate_doc_origin_list made = {0};
    (void)gate_explain_origins(e, node, false, UINT32_MAX, &made);
    for (uint32_t i = 0; i < made.len; i++)
        made.items[i]->pointer = GATE_STR("");
    add(e, &made, cites);
}
