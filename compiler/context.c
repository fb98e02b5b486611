#include "compiler/context.h"

#include "base/utf8.h"

#define SHOWN_BYTES 60

const char *gate_say_text(gate_checker *cx, gate_str text)
{
    size_t end = text.len;
    if (end > SHOWN_BYTES) {
        end = SHOWN_BYTES;
        while (end > 0 && ((unsigned char)text.ptr[end] & 0xC0) == 0x80)
            end--;
    }
    gate_buf out = gate_buf_new(cx->arena);
    gate_buf_visible(&out, gate_str_sub(text, 0, end));
    if (end < text.len) gate_buf_c(&out, "…");
    return gate_str_z(cx->arena, gate_buf_str(&out));
}

const char *gate_say_type(gate_checker *cx, const gate_type *type)
{
    return gate_str_z(cx->arena, gate_type_article(cx->arena, type));
}

const char *gate_say_word(gate_checker *cx, const char *word)
{
    gate_buf out = gate_buf_new(cx->arena);
    bool vowel = *word == 'a' || *word == 'e' || *word == 'i' || *word == 'o' || *word == 'u';
    gate_buf_printf(&out, "%s `%s`", vowel ? "an" : "a", word);
    return out.ptr;
}

void gate_help_suggest(gate_checker *cx, gate_diag *diag, const gate_suggest *suggest)
{
    if (suggest->best.len)
        gate_diag_help(cx->diags, diag, "Did you mean `%s`?", gate_say_text(cx, suggest->best));
}

bool gate_worth_it(const gate_checker *cx)
{
    return cx->diags->errors <= GATE_DIAG_MAX;
}

gate_ref *gate_ref_slot(gate_checker *cx, const gate_node *node)
{
    return &cx->checked.refs[cx->file->module.node_base + node->id];
}

const gate_type *gate_type_set(gate_checker *cx, const gate_node *node, const gate_type *type)
{
    cx->checked.types[cx->file->module.node_base + node->id] = type;
    return type;
}

const gate_type *gate_type_of(const gate_checker *cx, const gate_node *node)
{
    const gate_type *type = cx->checked.types[cx->file->module.node_base + node->id];
    return type ? type : gate_poison();
}

const gate_parts *gate_parts_of(const gate_checker *cx, const gate_node *node)
{
    return &cx->checked.templates[cx->file->module.node_base + node->id];
}

void gate_slot_note(gate_checker *cx, const gate_node *node)
{
    cx->checked.slots[cx->file->module.node_base + node->id] = cx->next_slot;
}

/* ---- walking --------------------------------------------------------------------------------- */

typedef struct pending {
    gate_arena *arena;
    GATE_VEC(const gate_node *) list;
} pending;

static void push_child(const gate_node *child, void *context)
{
    pending *stack = context;
    gate_vec_push(stack->arena, &stack->list, child);
}

void gate_tree_walk(gate_checker *cx, const gate_file *file, const gate_node *root,
                    bool (*visit)(gate_checker *cx, const gate_node *node, void *context), void *context)
{
    pending stack = {.arena = cx->arena};
    push_child(root, &stack);
    while (stack.list.len) {
        const gate_node *node = stack.list.items[--stack.list.len];
        if (!visit(cx, node, context)) continue;
        uint32_t base = stack.list.len;
        gate_node_children(node, push_child, &stack);
        if (node->kind == GATE_N_STRING && cx->checked.templates) {
            const gate_parts *parts = &cx->checked.templates[file->module.node_base + node->id];
            for (uint32_t i = 0; i < parts->len; i++) {
                if (parts->items[i].expr) push_child(parts->items[i].expr, &stack);
            }
        }
        /* The stack gives back the last one first. */
        for (uint32_t i = base, j = stack.list.len; i + 1 < j; i++) {
            const gate_node *swapped = stack.list.items[i];
            stack.list.items[i] = stack.list.items[--j];
            stack.list.items[j] = swapped;
        }
    }
}
