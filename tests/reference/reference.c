/* The walk over the checked tree. */
#include "tests/reference/reference.h"

#include <string.h>

void ref_begin(ref_run *run, gate_arena *arena, const gate_checked *checked)
{
    run->arena = arena;
    run->checked = checked;
    run->module = checked->main;
    run->frame = GATE_NEW(arena, ref_frame);
    run->machine = (gate_machine){.arena = arena,
                                  .fuel = UINT64_MAX / 2,
                                  .zones = gate_map_new(arena),
                                  .patterns = gate_map_new(arena)};
    memset(&run->notes, 0, sizeof run->notes);
    memset(&run->kids, 0, sizeof run->kids);
    gate_vec_push(arena, &run->notes, (ref_note){.kind = REF_MAYBE}); /* 0 is no note */
}

/* -- values and notes ------------------------------------------------------------------------------ */

gate_value ref_fault(ref_run *run, gate_fault_kind kind)
{
    return gate_value_fault(run->arena, kind, GATE_STR(""));
}

gate_value ref_worse(gate_value a, gate_value b)
{
    gate_value both[2] = {a, b};
    for (int i = 0; i < 2; i++) {
        if (both[i].tag == GATE_T_MISSING) return both[i];
    }
    for (int i = 0; i < 2; i++) {
        if (both[i].tag == GATE_T_ERROR) return both[i];
    }
    return gate_value_null();
}

gate_value ref_outcome(ref_run *run, gate_value value)
{
    if (value.tag == GATE_T_BOOL || !gate_is_definite(value)) return value;
    gate_value fault = ref_marked(ref_fault(run, GATE_FAULT_NOT_BOOL), value, value);
    fault.why = value.why;
    return fault;
}

gate_value ref_marked(gate_value value, gate_value a, gate_value b)
{
    value.flags |= (a.flags | b.flags) & GATE_V_EVIDENCE;
    return value;
}

gate_value ref_noted(ref_run *run, gate_value value, ref_kind kind, gate_span span, const uint32_t *kids,
                     uint32_t count)
{
    ref_note note = {.kind = kind, .outcome = gate_outcome_of(value), .first = run->kids.len, .count = count};
    uint32_t source = 0;
    while (run->checked->modules[source] != run->module)
        source++;
    note.where = (gate_where){source, span.lo, span.hi};
    for (uint32_t i = 0; i < count; i++)
        gate_vec_push(run->arena, &run->kids, kids[i]);
    gate_vec_push(run->arena, &run->notes, note);
    value.why = run->notes.len - 1;
    return value;
}

static gate_value tested(ref_run *run, gate_value value, const gate_node *node)
{
    return ref_noted(run, value, REF_TEST, node->span, NULL, 0);
}

/* -- names ------------------------------------------------------------------------------------------- */

static bool holds(const gate_type *type, gate_type_kind kind)
{
    if (type->kind == GATE_TY_OPTIONAL) return holds(type->of, kind);
    for (uint32_t i = 0; type->kind == GATE_TY_UNION && i < type->count; i++) {
        if (holds(type->members[i], kind)) return true;
    }
    return type->kind == kind;
}

/* A time in an artifact is text: where its declared type says timestamp or duration, it is one. */
static gate_value converted(ref_run *run, const gate_node *node, gate_value value)
{
    const gate_type *type = gate_type_at(run->checked, run->module, node);
    if (!type || holds(type, GATE_TY_STRING)) return value;
    bool time = holds(type, GATE_TY_TIMESTAMP), span = holds(type, GATE_TY_DURATION);
    if (!time && !span) return value;
    return ref_call(run, time ? GATE_STR("__timestamp") : GATE_STR("__duration"), false, &value, 1,
                    node->span);
}

/* What a declared name means, in its own module and with no locals. */
static gate_value elsewhere(ref_run *run, const gate_module *module, const gate_node *body, ref_frame *frame)
{
    const gate_module *module_here = run->module;
    ref_frame *frame_here = run->frame;
    run->module = module;
    run->frame = frame;
    gate_value value = ref_expr(run, body);
    run->module = module_here;
    run->frame = frame_here;
    return value;
}

static gate_value symbol_value(ref_run *run, const gate_symbol *symbol)
{
    gate_value value = gate_value_null();
    if (symbol->kind == GATE_SYM_LET) {
        return elsewhere(run, symbol->module, symbol->decl->as.let.value, GATE_NEW(run->arena, ref_frame));
    }
    if (symbol->kind == GATE_SYM_PARAM) value = run->params[symbol->index];
    if (symbol->kind == GATE_SYM_EVIDENCE) value = run->evidence[symbol->index];
    value.flags |= GATE_V_EVIDENCE;
    return value;
}

/* Names of readings, and the fields of a record that they are read from. */
static const char *const readings[][2] = {
    {"module", "path"},          {"line", "lines"},           {"branch", "branches"},
    {"func", "functions"},       {"statement", "statements"}, {"lines", "lines"},
    {"branches", "branches"},    {"functions", "functions"},  {"statements", "statements"}};

static gate_value counted(ref_run *run, gate_reading_kind reading, gate_value value, gate_span span)
{
    if (reading == GATE_READ_MODULE) return value;
    bool percent = reading >= GATE_READ_LINE && reading <= GATE_READ_STATEMENT;
    return ref_call(run, percent ? GATE_STR("__percent") : GATE_STR("__counts"), false, &value, 1, span);
}

/* What coverage rows read of their module, which is local 0; `base` is local 1. */
static gate_value reading_value(ref_run *run, const gate_node *node, gate_reading_kind reading)
{
    if (reading == GATE_READ_BASE) return run->frame->slots[1];
    gate_value value = ref_field(run, run->frame->slots[0], gate_str_c(readings[reading][1]), false);
    return counted(run, reading, value, node->span);
}

bool ref_base_reading(ref_run *run, const gate_node *select, gate_reading_kind *reading, gate_str *field)
{
    const gate_ref *ref = gate_ref_at(run->checked, run->module, select->as.select.operand);
    if (ref->kind != GATE_REF_READING || ref->reading != GATE_READ_BASE) return false;
    int at = 0;
    while (!gate_str_eq_c(select->as.select.field.text, readings[at][0]))
        at++;
    *reading = (gate_reading_kind)at;
    *field = gate_str_c(readings[at][1]);
    return true;
}

static gate_value name_value(ref_run *run, const gate_node *node, const gate_ref *ref)
{
    switch (ref->kind) {
    case GATE_REF_LOCAL:
        return converted(run, node, run->frame->slots[ref->slot]);
    case GATE_REF_SYMBOL:
        return symbol_value(run, ref->symbol);
    case GATE_REF_READING:
        return reading_value(run, node, ref->reading);
    case GATE_REF_NOW:
        return gate_value_instant(run->now);
    case GATE_REF_TYPE:
        return gate_value_type(ref->tag);
    case GATE_REF_NONE:
    case GATE_REF_BUILTIN:
    case GATE_REF_MACRO:
    case GATE_REF_NAMESPACE:
        break;
    }
    return gate_value_null();
}

/* -- literals ---------------------------------------------------------------------------------------- */

/* A list or map written out: what is missing or in error in it makes all of it so. `?x` leaves out what
 * an optional does not have. */
static gate_value collection(ref_run *run, const gate_node *node)
{
    const gate_nodes *list = &node->as.list;
    bool map = node->kind == GATE_N_MAP, refused = false;
    gate_value *keys = GATE_ARRAY(run->arena, gate_value, list->len);
    gate_value *values = GATE_ARRAY(run->arena, gate_value, list->len);
    gate_value worst = gate_value_null(), marks = gate_value_null(), out;
    for (uint32_t i = 0; i < list->len; i++) {
        const gate_node *element = list->items[i];
        keys[i] = map ? ref_expr(run, element->as.element.key) : gate_value_null();
        values[i] = ref_expr(run, element->as.element.value);
        marks = ref_marked(marks, keys[i], values[i]);
        worst = ref_worse(worst, ref_worse(keys[i], values[i]));
    }
    if (worst.tag != GATE_T_NULL) return worst;
    gate_pair *pairs = GATE_ARRAY(run->arena, gate_pair, list->len);
    size_t len = 0, twice;
    for (uint32_t i = 0; i < list->len; i++) {
        bool key = keys[i].tag == GATE_T_STRING || keys[i].tag == GATE_T_BOOL || keys[i].tag == GATE_T_INT ||
                   keys[i].tag == GATE_T_DOUBLE;
        refused = refused || (map && !key);
        if (list->items[i]->as.element.optional) {
            refused = refused || values[i].tag != GATE_T_OPTIONAL;
            if (refused || !values[i].as.inner) continue;
            values[i] = *values[i].as.inner;
        }
        pairs[len].key = keys[i];
        pairs[len++].value = values[i];
    }
    if (refused) return ref_marked(ref_fault(run, GATE_FAULT_NO_OVERLOAD), marks, marks);
    for (size_t i = 0; i < len; i++)
        values[i] = pairs[i].value;
    if (!map) return ref_marked(gate_value_list(run->arena, values, len), marks, marks);
    if (!gate_value_map(run->arena, pairs, len, &out, &twice)) out = ref_fault(run, GATE_FAULT_DUPLICATE);
    return ref_marked(out, marks, marks);
}

/* -- expressions ------------------------------------------------------------------------------------- */

static gate_value binary(ref_run *run, const gate_node *node)
{
    gate_value a = ref_expr(run, node->as.binary.left), b = ref_expr(run, node->as.binary.right);
    gate_op op = node->as.binary.op;
    uint32_t kids[2] = {a.why, b.why};
    gate_value out = ref_binary(run, op, a, b);
    if (op == GATE_OP_AND) return ref_noted(run, out, REF_AND, node->span, kids, 2);
    if (op == GATE_OP_OR) return ref_noted(run, out, REF_OR, node->span, kids, 2);
    return tested(run, out, node);
}

static gate_value unary(ref_run *run, const gate_node *node)
{
    gate_value a = ref_expr(run, node->as.unary.operand);
    gate_value out = ref_unary(run, node->as.unary.op, a);
    if (node->as.unary.op == GATE_OP_NOT) return ref_noted(run, out, REF_NOT, node->span, &a.why, 1);
    return tested(run, out, node);
}

static gate_value conditional(ref_run *run, const gate_node *node)
{
    gate_value test = ref_outcome(run, ref_expr(run, node->as.cond.test));
    if (test.tag != GATE_T_BOOL) return test;
    gate_value chosen = ref_expr(run, test.as.boolean ? node->as.cond.then : node->as.cond.other);
    return ref_marked(chosen, test, test);
}

/* What is found by an index may be explained by it, or by what was found. */
static gate_value indexed(ref_run *run, const gate_node *node)
{
    gate_value base = ref_expr(run, node->as.index.operand), index = ref_expr(run, node->as.index.index);
    gate_value found = ref_index(run, base, index, node->as.index.optional);
    found = ref_noted(run, found, REF_MAYBE, node->span, &found.why, 1);
    return converted(run, node, found);
}

static gate_value called(ref_run *run, const gate_node *node, const gate_ref *ref)
{
    if (ref->kind == GATE_REF_MACRO) return ref_macro(run, node, ref);
    const gate_nodes *given = &node->as.call.args;
    bool def = ref->kind == GATE_REF_SYMBOL;
    uint32_t count = 0;
    gate_value *args = GATE_ARRAY(run->arena, gate_value, given->len + 1);
    if (!def && ref->method) args[count++] = ref_expr(run, node->as.call.target);
    for (uint32_t i = 0; i < given->len; i++)
        args[count++] = ref_expr(run, given->items[i]);
    if (!def) return ref_call(run, ref->name, ref->method, args, count, node->span);
    ref_frame *frame = GATE_NEW(run->arena, ref_frame);
    for (uint32_t i = 0; i < count; i++)
        frame->slots[i] = args[i];
    return elsewhere(run, ref->symbol->module, ref->symbol->decl->as.def.body, frame);
}

static gate_value selected(ref_run *run, const gate_node *node, const gate_ref *ref)
{
    if (ref->kind != GATE_REF_NONE) return name_value(run, node, ref);
    gate_value base = ref_expr(run, node->as.select.operand);
    gate_reading_kind reading;
    gate_str field = node->as.select.field.text;
    bool of_base = ref_base_reading(run, node, &reading, &field);
    gate_value found = ref_field(run, base, field, node->as.select.optional);
    if (of_base) found = counted(run, reading, found, node->span);
    if (!gate_is_definite(base)) found.why = 0; /* told by what was looked for, not by a test */
    return converted(run, node, found);
}

/* Arithmetic on numbers and times that are written out, and timestamp() and duration() of a text: a value by itself,
 * like a literal, and not a test. */
static bool is_written_out(const gate_node *node)
{
    if (node->kind == GATE_N_INT || node->kind == GATE_N_DOUBLE || node->kind == GATE_N_DURATION) return true;
    if (node->kind == GATE_N_UNARY)
        return node->as.unary.op == GATE_OP_NEG && is_written_out(node->as.unary.operand);
    if (node->kind == GATE_N_BINARY)
        return is_written_out(node->as.binary.left) && is_written_out(node->as.binary.right);
    if (node->kind != GATE_N_CALL || node->as.call.target || node->as.call.args.len != 1) return false;
    gate_str name = node->as.call.name.text;
    return node->as.call.args.items[0]->kind == GATE_N_STRING &&
           (gate_str_eq_c(name, "timestamp") || gate_str_eq_c(name, "duration"));
}

static gate_value valued(ref_run *run, const gate_node *node, const gate_ref *ref);

gate_value ref_expr(ref_run *run, const gate_node *node)
{
    gate_value value = valued(run, node, gate_ref_at(run->checked, run->module, node));
    if (gate_is_definite(value) && value.tag != GATE_T_BOOL && is_written_out(node)) value.why = 0;
    return value;
}

static gate_value valued(ref_run *run, const gate_node *node, const gate_ref *ref)
{
    int64_t ns;
    if (node->kind == GATE_N_NULL) return gate_value_null();
    if (node->kind == GATE_N_BOOL) return gate_value_bool(node->as.boolean);
    if (node->kind == GATE_N_INT) return gate_value_int(node->as.integer);
    if (node->kind == GATE_N_DOUBLE) return gate_value_double(node->as.real);
    if (node->kind == GATE_N_STRING) return gate_value_str(node->as.string.value);
    if (node->kind == GATE_N_DURATION) {
        ns = node->as.nanoseconds;
        return gate_value_duration(
            (gate_duration){.sec = ns / 1000000000, .nsec = (int32_t)(ns % 1000000000)});
    }
    if (node->kind == GATE_N_NAME) return name_value(run, node, ref);
    if (node->kind == GATE_N_SELECT) return selected(run, node, ref);
    if (node->kind == GATE_N_INDEX) return indexed(run, node);
    if (node->kind == GATE_N_LIST || node->kind == GATE_N_MAP)
        return tested(run, collection(run, node), node);
    if (node->kind == GATE_N_UNARY) return unary(run, node);
    if (node->kind == GATE_N_BINARY) return binary(run, node);
    if (node->kind == GATE_N_COND) return conditional(run, node);
    if (node->kind == GATE_N_CALL) return called(run, node, ref);
    return gate_value_null();
}
