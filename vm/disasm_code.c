/* Units and their instructions as text: operands by what opcodes.def says they are, and at the right
 * what the policy says there. */
#include "base/utf8.h"
#include "vm/disasm_part.h"

#define SOURCE_COLUMN 56u /* where the source's text begins */
#define SOURCE_MAX    60u /* code points of it */

#define OUT(l, ...) gate_buf_printf((l)->out, __VA_ARGS__)

void gate_listing_path(gate_listing *l, uint32_t path)
{
    const gate_p_path *p = &l->program->paths[path];
    gate_listing_text(l, l->program->evidence[p->evidence].name, 80);
    if (p->count) gate_buf_char(l->out, '.');
    gate_listing_keys(l, p->first, p->count);
}

void gate_listing_const(gate_listing *l, uint32_t index)
{
    gate_value value = gate_program_const(l->program, index);
    OUT(l, "%s ", gate_tag_name(gate_tag_of(value)));
    gate_value_show(l->out, value, 60);
}

void gate_listing_call(gate_listing *l, uint32_t call)
{
    if (l->program->calls[call].method) gate_buf_char(l->out, '.');
    gate_listing_text(l, l->program->calls[call].name, 80);
}

/* -- who runs a unit ------------------------------------------------------------------------------ */

/* The first that names each unit, in words. */
typedef struct label {
    const char *what; /* NULL: nobody does */
    gate_text name;   /* of the let, function, parameter or block */
    gate_text row;    /* of the row; len 0: none */
} label;

static void note(label *labels, uint32_t unit, const char *what, gate_text name, gate_text row)
{
    if (unit != GATE_NO && !labels[unit].what) labels[unit] = (label){what, name, row};
}

static void label_clauses(const gate_program *p, label *labels, uint32_t first, uint32_t count,
                          gate_text block, gate_text row)
{
    for (uint32_t i = first; i < first + count; i++) {
        const gate_p_clause *clause = &p->clauses[i];
        const char *word = gate_clause_info_of((gate_clause_kind)clause->kind)->word;
        note(labels, clause->unit, word, block, row);
        note(labels, clause->list_unit, "windows", block, row);
        note(labels, clause->text_unit, word, block, row);
    }
}

static label *label_units(gate_listing *l)
{
    const gate_program *p = l->program;
    const gate_text none = {0, 0};
    label *labels = GATE_ARRAY(l->out->arena, label, p->units_count);
    for (uint32_t i = 0; i < p->params_count; i++) {
        note(labels, p->params[i].value, "default", p->params[i].name, none);
        note(labels, p->params[i].floor, "floor", p->params[i].name, none);
        note(labels, p->params[i].ceiling, "ceiling", p->params[i].name, none);
    }
    for (uint32_t i = 0; i < p->lets_count; i++)
        note(labels, p->lets[i].unit, "let", p->lets[i].name, none);
    for (uint32_t i = 0; i < p->defs_count; i++)
        note(labels, p->defs[i].unit, "def", p->defs[i].name, none);
    for (uint32_t i = 0; i < p->blocks_count; i++) {
        const gate_p_block *block = &p->blocks[i];
        note(labels, block->of_unit, "report", block->name, none);
        note(labels, block->against_unit, "base", block->name, none);
        note(labels, block->list_unit, "windows", block->name, none);
        note(labels, block->where_unit, "where", block->name, none);
        label_clauses(p, labels, block->clause_first, block->clause_count, block->name, none);
        for (uint32_t r = block->row_first; r < block->row_first + block->row_count; r++) {
            const gate_p_row *row = &p->rows[r];
            note(labels, row->title_unit, "title", block->name, row->name);
            note(labels, row->list_unit, "list", block->name, row->name);
            note(labels, row->where_unit, "where", block->name, row->name);
            note(labels, row->key_unit, "key", block->name, row->name);
            note(labels, row->per_unit, "per", block->name, row->name);
            label_clauses(p, labels, row->clause_first, row->clause_count, block->name, row->name);
        }
    }
    return labels;
}

/* -- instructions --------------------------------------------------------------------------------- */

static void list_loop(gate_listing *l, const gate_instr *in)
{
    static const char *const kinds[] = {
        [GATE_LOOP_ALL] = "all",        [GATE_LOOP_EXISTS] = "exists",
        [GATE_LOOP_ONE] = "exists_one", [GATE_LOOP_LIST] = "list",
        [GATE_LOOP_MAP] = "map",        [GATE_LOOP_COLLECT] = "collect",
        [GATE_LOOP_EACH] = "each",      [GATE_LOOP_EACH_OR_NONE] = "each or none",
        [GATE_LOOP_ROSTER] = "roster",  [GATE_LOOP_ANY] = "any",
    };
    OUT(l, "  %s", kinds[in->a & (uint8_t)~GATE_LOOP_TWO]);
    if (in->op == GATE_I_LOOP)
        OUT(l, in->a & GATE_LOOP_TWO ? " in locals %u, %u" : " in local %u", (unsigned)in->b, in->b + 1u);
}

static void list_operand(gate_listing *l, const gate_instr *in)
{
    const gate_program *p = l->program;
    unsigned c = in->c;
    switch (gate_opcode_get((gate_opcode)in->op)->operand) {
    case GATE_C_NONE:
        return;
    case GATE_C_JUMP:
        OUT(l, "-> %u", c);
        return;
    case GATE_C_COUNT:
    case GATE_C_SLOT:
        OUT(l, "%u", c);
        return;
    case GATE_C_CONST:
        OUT(l, "%u  ", c);
        gate_listing_const(l, in->c);
        return;
    case GATE_C_PARAM:
        OUT(l, "%u  ", c);
        gate_listing_text(l, p->params[in->c].name, 60);
        return;
    case GATE_C_EVIDENCE:
        OUT(l, "%u  ", c);
        gate_listing_text(l, p->evidence[in->c].name, 60);
        return;
    case GATE_C_PATH:
        OUT(l, "%u  ", c);
        gate_listing_path(l, in->c);
        return;
    case GATE_C_LET:
        OUT(l, "%u  ", c);
        gate_listing_text(l, p->lets[in->c].name, 60);
        return;
    case GATE_C_DEF:
        OUT(l, "%u  ", c);
        gate_listing_text(l, p->defs[in->c].name, 60);
        OUT(l, "/%u", (unsigned)in->b);
        return;
    case GATE_C_CALL:
        OUT(l, "%u  ", c);
        gate_listing_call(l, in->c);
        OUT(l, "/%u", (unsigned)in->b);
        return;
    }
}

/* What the policy says there, on one line. */
static void list_source(gate_listing *l, size_t line_start, gate_where where)
{
    gate_str said = gate_program_slice(l->program, where);
    if (where.source == GATE_NO || said.len == 0) return;
    size_t width = gate_utf8_width((gate_str){l->out->ptr + line_start, l->out->len - line_start});
    gate_buf_repeat(l->out, ' ', width + 2 < SOURCE_COLUMN ? SOURCE_COLUMN - width : 2);
    gate_buf_c(l->out, "; ");
    gate_buf line = gate_buf_new(l->out->arena);
    size_t points = 0;
    bool space = false;
    for (size_t at = 0; at < said.len && points < SOURCE_MAX;) {
        size_t from = at;
        uint32_t code = gate_utf8_next(said, &at);
        bool blank = code == ' ' || code == '\n' || code == '\t' || code == '\r';
        if (!blank || !space) {
            gate_buf_add(&line, blank ? GATE_STR(" ") : gate_str_sub(said, from, at));
            points++;
        }
        space = blank;
        if (points == SOURCE_MAX && at < said.len) gate_buf_c(&line, "…");
    }
    gate_buf_visible(l->out, gate_buf_str(&line));
}

static void list_unit(gate_listing *l, uint32_t index, const label *by)
{
    const gate_p_unit *unit = &l->program->units[index];
    OUT(l, "\nunit %u", (unsigned)index);
    if (by->what) {
        OUT(l, "  %s of ", by->what);
        gate_listing_text(l, by->name, 80);
        if (by->row.len) {
            gate_buf_char(l->out, '.');
            gate_listing_text(l, by->row, 80);
        }
    }
    OUT(l, "  locals %u, stack %u, loops %u", (unsigned)unit->locals, (unsigned)unit->stack,
        (unsigned)unit->loops);
    if (unit->where.source != GATE_NO) gate_buf_c(l->out, "  ");
    gate_listing_place(l, unit->where);
    gate_buf_char(l->out, '\n');
    for (uint32_t i = 0; i < unit->count; i++) {
        const gate_instr *in = &l->program->code[unit->first + i];
        const gate_opcode_info *info = gate_opcode_get((gate_opcode)in->op);
        size_t start = l->out->len;
        OUT(l, "%6u  %-10s  ", (unsigned)i, info->name);
        list_operand(l, in);
        if (in->op == GATE_I_LOOP || in->op == GATE_I_LOOP_NEXT || in->op == GATE_I_LOOP_STEP)
            list_loop(l, in);
        list_source(l, start, l->program->lines[unit->first + i]);
        while (l->out->len && l->out->ptr[l->out->len - 1] == ' ')
            l->out->ptr[--l->out->len] = '\0';
        gate_buf_char(l->out, '\n');
    }
}

void gate_listing_units(gate_listing *l)
{
    const label *labels = label_units(l);
    for (uint32_t i = 0; i < l->program->units_count; i++)
        list_unit(l, i, &labels[i]);
}
