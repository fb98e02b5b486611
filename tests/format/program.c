/* Two programs are the same when their sections are, but for what formatting may change: places in the
 * sources (gate_where), the sources' text and digest. Texts are compared by their bytes, since their offsets
 * depend on the text of the sources beside them. The code, constants, names, shapes and all tables are
 * compared whole. */
#include "format.h"

#include <string.h>

typedef struct writer {
    gate_buf out;
    const gate_program *program;
} writer;

static void raw(writer *to, const void *bytes, size_t len)
{
    gate_buf_add(&to->out, (gate_str){bytes, len});
}

static void text(writer *to, gate_text *at)
{
    gate_str value = gate_program_text(to->program, *at);
    gate_buf_printf(&to->out, "%zu:", value.len);
    gate_buf_add(&to->out, value);
    *at = (gate_text){0, 0};
}

/* Copies each item of a section, takes out what is written otherwise, and writes the rest. */
#define EACH(name, type, ...)                                                                                \
    gate_buf_printf(&to->out, "[" #name " %u]", (unsigned)to->program->name##_count);                        \
    for (uint32_t i = 0; i < to->program->name##_count; i++) {                                               \
        type item = to->program->name[i];                                                                    \
        __VA_ARGS__;                                                                                         \
        raw(to, &item, sizeof item);                                                                         \
    }
#define T(field) text(to, &item.field)
#define W(field)                                                                                             \
    item.field = (gate_where)                                                                                \
    {                                                                                                        \
        0, 0, 0                                                                                              \
    }

static void declarations(writer *to)
{
    EACH(meta, gate_p_meta, T(policy), T(title), T(doc))
    EACH(sources, gate_p_source, T(name), item.text = (gate_text){0, 0}, memset(item.sha256, 0, 32))
    EACH(names, gate_text, text(to, &item))
    EACH(refs, uint32_t, (void)0)
    EACH(consts, gate_p_const, T(text))
    EACH(code, gate_instr, (void)0)
    EACH(units, gate_p_unit, W(where))
    EACH(paths, gate_p_path, (void)0)
    EACH(calls, gate_p_call, T(name), W(where))
    EACH(params, gate_p_param, T(name), T(doc), T(env), W(where))
    EACH(parts, gate_p_part, T(text))
    EACH(shapes, gate_p_shape, T(name))
    EACH(fields, gate_p_field, T(name))
    EACH(evidence, gate_p_evidence, T(name), T(pattern), T(reader), T(by_zone), T(fresh_zone), W(where))
    EACH(lets, gate_p_let, T(name), W(where))
    EACH(defs, gate_p_def, T(name), W(where))
    EACH(owners, gate_p_owner, T(name), T(title), T(duty), W(where))
}

static void blocks(writer *to)
{
    EACH(clauses, gate_p_clause, T(by_zone), W(where), W(expr))
    EACH(rows, gate_p_row, T(name), T(doc), W(where), W(head))
    EACH(blocks, gate_p_block, T(name), T(title), T(doc), T(var), T(pattern), T(by_zone), W(where), W(head))
    gate_buf_printf(&to->out, "[lines %u]", (unsigned)to->program->lines_count);
}

gate_str program_bytes(gate_arena *arena, const gate_program *program)
{
    writer made = {gate_buf_new(arena), program}, *to = &made;
    declarations(to);
    blocks(to);
    return gate_buf_str(&to->out);
}
