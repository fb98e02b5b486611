/* The builder: sections, constants, units and instructions. */
#include "compiler/emit.h"

#include <string.h>

/* Texts worth looking for among those that are there: names recur, sources do not. */
#define SHARED_TEXT 256u

static gate_text append_text(gate_emit *e, gate_str text)
{
    gate_text at = {.at = e->strings.len, .len = (uint32_t)text.len};
    while (e->strings.cap - e->strings.len < text.len) {
        e->strings.items = gate_vec_grow(e->arena, e->strings.items, &e->strings.cap, e->strings.cap, 1);
    }
    if (text.len) memcpy(e->strings.items + e->strings.len, text.ptr, text.len);
    e->strings.len += (uint32_t)text.len;
    return at;
}

gate_text gate_emit_text(gate_emit *e, gate_str text)
{
    if (text.len > SHARED_TEXT) return append_text(e, text);
    const gate_text *known = gate_map_get(&e->texts, text);
    if (known) return *known;
    gate_text *at = GATE_NEW(e->arena, gate_text);
    *at = append_text(e, text);
    gate_map_put(&e->texts, text, at);
    return *at;
}

static uint32_t source_of(const gate_emit *e, const gate_module *module)
{
    for (uint32_t i = 0; i < e->checked->module_count; i++) {
        if (e->checked->modules[i] == module) return i;
    }
    return GATE_NO;
}

gate_where gate_emit_where(const gate_emit *e, gate_span span)
{
    return (gate_where){source_of(e, e->module), span.lo, span.hi};
}

static gate_p_const const_row(gate_emit *e, gate_value value)
{
    gate_p_const row = {.tag = value.tag};
    switch (gate_tag_of(value)) {
    case GATE_T_BOOL:
        row.bits = value.as.boolean;
        break;
    case GATE_T_INT:
        row.bits = value.as.integer;
        break;
    case GATE_T_DOUBLE:
        memcpy(&row.bits, &value.as.real, sizeof row.bits);
        break;
    case GATE_T_STRING:
        row.text = gate_emit_text(e, value.as.str);
        break;
    case GATE_T_TIMESTAMP:
        row.bits = value.as.instant.sec;
        row.nsec = value.as.instant.nsec;
        break;
    case GATE_T_DURATION:
        row.bits = value.as.duration.sec;
        row.nsec = value.as.duration.nsec;
        break;
    case GATE_T_TYPE:
        row.bits = (int64_t)value.as.type;
        break;
    case GATE_T_NULL:
    case GATE_T_MISSING:
    case GATE_T_ERROR:
    case GATE_T_LIST:
    case GATE_T_MAP:
    case GATE_T_OPTIONAL:
        break;
    }
    return row;
}

uint32_t gate_emit_const(gate_emit *e, gate_value value)
{
    gate_p_const row = const_row(e, value);
    gate_str key = {(const char *)gate_arena_copy(e->arena, &row, sizeof row), sizeof row};
    const void *known = gate_map_get(&e->consts_by_key, key);
    if (known) return (uint32_t)((uintptr_t)known - 1);
    uint32_t index = e->consts.len;
    gate_vec_push(e->arena, &e->consts, row);
    gate_map_put(&e->consts_by_key, key, (void *)((uintptr_t)index + 1));
    return index;
}

uint32_t gate_emit_call_ref(gate_emit *e, gate_str name, bool method, gate_span span)
{
    gate_str key = gate_str_printf(e->arena, "%c" GATE_STR_FMT, method ? '.' : ' ', GATE_STR_ARG(name));
    const void *known = gate_map_get(&e->calls_by_key, key);
    if (known) return (uint32_t)((uintptr_t)known - 1);
    uint32_t index = e->calls.len;
    gate_vec_push(e->arena, &e->calls,
                  (gate_p_call){.name = gate_emit_text(e, name), .method = method, .where = gate_emit_where(e, span)});
    gate_map_put(&e->calls_by_key, key, (void *)((uintptr_t)index + 1));
    return index;
}

/* -- shapes ------------------------------------------------------------------------------------------ */

static gate_shape_kind shape_kind(gate_type_kind kind)
{
    switch (kind) {
    case GATE_TY_NULL:
        return GATE_SHAPE_NULL;
    case GATE_TY_BOOL:
        return GATE_SHAPE_BOOL;
    case GATE_TY_INT:
        return GATE_SHAPE_INT;
    case GATE_TY_DOUBLE:
        return GATE_SHAPE_DOUBLE;
    case GATE_TY_NUMBER:
        return GATE_SHAPE_NUMBER;
    case GATE_TY_PERCENT:
        return GATE_SHAPE_PERCENT;
    case GATE_TY_STRING:
        return GATE_SHAPE_STRING;
    case GATE_TY_WORD:
        return GATE_SHAPE_WORD;
    case GATE_TY_TIMESTAMP:
        return GATE_SHAPE_TIMESTAMP;
    case GATE_TY_DURATION:
        return GATE_SHAPE_DURATION;
    case GATE_TY_LIST:
        return GATE_SHAPE_LIST;
    case GATE_TY_MAP:
        return GATE_SHAPE_MAP;
    case GATE_TY_RECORD:
        return GATE_SHAPE_RECORD;
    case GATE_TY_UNION:
        return GATE_SHAPE_UNION;
    case GATE_TY_ERROR:
    case GATE_TY_ANY:
    case GATE_TY_OPTIONAL:
    case GATE_TY_TYPE:
    case GATE_TY_VAR:
        break;
    }
    return GATE_SHAPE_ANY;
}

static uint32_t shape(gate_emit *e, const gate_type *type);

static void shape_fields(gate_emit *e, const gate_type *type, gate_p_shape *row)
{
    gate_p_field *fields = GATE_ARRAY(e->arena, gate_p_field, type->count);
    for (uint32_t i = 0; i < type->count; i++) {
        fields[i].name = gate_emit_text(e, type->fields[i].name);
        fields[i].optional = type->fields[i].optional;
        fields[i].shape = shape(e, type->fields[i].type);
    }
    row->first = e->fields.len;
    row->count = type->count;
    for (uint32_t i = 0; i < type->count; i++) gate_vec_push(e->arena, &e->fields, fields[i]);
}

static void shape_members(gate_emit *e, const gate_type *type, gate_p_shape *row)
{
    uint32_t *members = GATE_ARRAY(e->arena, uint32_t, type->count);
    for (uint32_t i = 0; i < type->count; i++) members[i] = shape(e, type->members[i]);
    row->first = e->refs.len;
    row->count = type->count;
    for (uint32_t i = 0; i < type->count; i++) gate_vec_push(e->arena, &e->refs, members[i]);
}

/* A type's shape; parts come before wholes, so that the verifier sees no cycle. */
static uint32_t shape(gate_emit *e, const gate_type *type)
{
    gate_str key = {(const char *)gate_arena_copy(e->arena, &type, sizeof type), sizeof type};
    const void *known = gate_map_get(&e->shapes_by_type, key);
    if (known) return (uint32_t)((uintptr_t)known - 1);
    gate_p_shape row = {.kind = (uint32_t)shape_kind(type->kind), .name = gate_emit_text(e, type->name)};
    if (type->kind == GATE_TY_RECORD) {
        shape_fields(e, type, &row);
    } else if (type->kind == GATE_TY_UNION) {
        shape_members(e, type, &row);
    } else if (type->kind == GATE_TY_LIST || type->kind == GATE_TY_MAP) {
        row.first = shape(e, type->of);
        row.count = 1;
    }
    uint32_t index = e->shapes.len;
    gate_vec_push(e->arena, &e->shapes, row);
    gate_map_put(&e->shapes_by_type, key, (void *)((uintptr_t)index + 1));
    return index;
}

uint32_t gate_emit_shape(gate_emit *e, const gate_type *type)
{
    return !type || type->kind == GATE_TY_ANY ? GATE_NO : shape(e, type);
}

/* -- units --------------------------------------------------------------------------------------------- */

void gate_unit_begin(gate_emit *e, const gate_module *module, uint32_t preset)
{
    e->module = module;
    e->unit_code.len = 0;
    e->unit_lines.len = 0;
    e->depth = e->depth_max = 0;
    e->loops = e->loops_max = 0;
    e->locals = preset;
    e->temps = 0;
}

/* Temporaries move from their own range to behind the unit's locals. */
static uint32_t settle(const gate_emit *e, uint32_t slot)
{
    return slot >= GATE_TEMP_SLOT ? e->locals + (slot - GATE_TEMP_SLOT) : slot;
}

uint32_t gate_unit_end(gate_emit *e, gate_span span)
{
    gate_emit_op(e, GATE_I_RETURN, 0, 0, 0, span);
    gate_p_unit unit = {.first = e->code.len, .count = e->unit_code.len, .locals = e->locals + e->temps,
                        .stack = e->depth_max, .loops = e->loops_max, .where = gate_emit_where(e, span)};
    for (uint32_t i = 0; i < e->unit_code.len; i++) {
        gate_instr in = e->unit_code.items[i];
        if (gate_opcode_get((gate_opcode)in.op)->operand == GATE_C_SLOT) in.c = settle(e, in.c);
        if (in.op == GATE_I_LOOP) in.b = (uint16_t)settle(e, in.b);
        gate_vec_push(e->arena, &e->code, in);
        gate_vec_push(e->arena, &e->lines, e->unit_lines.items[i]);
    }
    gate_vec_push(e->arena, &e->units, unit);
    return e->units.len - 1;
}

static void account(gate_emit *e, gate_opcode op, uint32_t b, uint32_t c)
{
    const gate_opcode_info *info = gate_opcode_get(op);
    uint32_t pops = (uint32_t)info->pops;
    if (info->pops < 0) {
        uint32_t each = (uint32_t)-info->pops;
        pops = each * (info->operand == GATE_C_COUNT ? c : b);
    }
    e->depth = e->depth - pops + (uint32_t)info->pushes;
    if (e->depth > e->depth_max) e->depth_max = e->depth;
}

uint32_t gate_emit_op(gate_emit *e, gate_opcode op, uint32_t a, uint32_t b, uint32_t c, gate_span span)
{
    gate_instr in = {.op = (uint8_t)op, .a = (uint8_t)a, .b = (uint16_t)b, .c = c};
    gate_vec_push(e->arena, &e->unit_code, in);
    gate_vec_push(e->arena, &e->unit_lines, gate_emit_where(e, span));
    account(e, op, b, c);
    return e->unit_code.len - 1;
}

void gate_emit_patch(gate_emit *e, uint32_t at)
{
    e->unit_code.items[at].c = e->unit_code.len;
}

uint32_t gate_emit_here(const gate_emit *e)
{
    return e->unit_code.len;
}

uint32_t gate_emit_temp(gate_emit *e)
{
    return GATE_TEMP_SLOT + e->temps++;
}

void gate_emit_slot(gate_emit *e, uint32_t slot)
{
    if (slot < GATE_TEMP_SLOT && slot + 1 > e->locals) e->locals = slot + 1;
}

uint32_t gate_emit_loop(gate_emit *e, uint32_t kind, uint32_t slot, gate_span span)
{
    gate_emit_slot(e, slot + ((kind & GATE_LOOP_TWO) ? 1 : 0));
    if (++e->loops > e->loops_max) e->loops_max = e->loops;
    return gate_emit_op(e, GATE_I_LOOP, kind, slot, 0, span);
}

void gate_emit_loop_end(gate_emit *e, uint32_t loop, uint32_t test, gate_span span)
{
    uint32_t kind = e->unit_code.items[loop].a;
    gate_emit_op(e, GATE_I_LOOP_NEXT, kind, 0, loop + 1, span);
    e->depth--; /* the dropped element's way has no body on the stack */
    if (test != GATE_NO) gate_emit_patch(e, test);
    gate_emit_op(e, GATE_I_LOOP_STEP, kind, 0, loop + 1, span);
    if ((kind & ~GATE_LOOP_TWO) == GATE_LOOP_COLLECT) {
        e->depth++;
        if (e->depth > e->depth_max) e->depth_max = e->depth;
    }
    gate_emit_patch(e, loop);
    e->loops--;
}

void gate_emit_call(gate_emit *e, const char *name, bool method, uint32_t argc, gate_span span)
{
    gate_emit_op(e, GATE_I_CALL, 0, argc, gate_emit_call_ref(e, gate_str_c(name), method, span), span);
}
