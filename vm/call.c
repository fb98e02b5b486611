/* Calls of builtin functions: which overload, what it costs, and what a body may ask of the VM. Also
 * the binding of a program's calls to the table's rows. */
#include "base/suggest.h"
#include "vm/machine.h"
#include "vm/pattern.h"

#include <stdio.h>
#include <string.h>

/* -- signatures ----------------------------------------------------------------------------------- */

#define ANY_TAG 0xffffffffu

static uint32_t tags_of(gate_str type)
{
    static const struct {
        const char *name;
        uint32_t tags;
    } names[] = {{"bool", 1u << GATE_T_BOOL},
                 {"int", 1u << GATE_T_INT},
                 {"double", 1u << GATE_T_DOUBLE},
                 {"number", 1u << GATE_T_INT | 1u << GATE_T_DOUBLE},
                 {"string", 1u << GATE_T_STRING},
                 {"timestamp", 1u << GATE_T_TIMESTAMP},
                 {"duration", 1u << GATE_T_DURATION},
                 {"null", 1u << GATE_T_NULL},
                 {"type", 1u << GATE_T_TYPE},
                 {"list", 1u << GATE_T_LIST},
                 {"map", 1u << GATE_T_MAP},
                 {"optional", 1u << GATE_T_OPTIONAL}};
    size_t paren = gate_str_find(type, GATE_STR("("), 0);
    gate_str outer = paren == SIZE_MAX ? type : gate_str_sub(type, 0, paren);
    for (size_t i = 0; i < GATE_COUNT(names); i++) {
        if (gate_str_eq_c(outer, names[i].name)) return names[i].tags;
    }
    return ANY_TAG; /* any, and type variables */
}

static bool is_space(char c)
{
    return c == ' ';
}

/* The next comma-separated type at the nesting of [*at]; false at the closing parenthesis. */
static bool next_type(gate_str text, size_t *at, gate_str *out)
{
    while (*at < text.len && (is_space(text.ptr[*at]) || text.ptr[*at] == ',')) (*at)++;
    size_t start = *at;
    int depth = 0;
    while (*at < text.len) {
        char c = text.ptr[*at];
        if (c == '(') depth++;
        if (c == ')' && depth-- == 0) break;
        if (c == ',' && depth == 0) break;
        (*at)++;
    }
    *out = gate_str_sub(text, start, *at);
    return *at > start;
}

/* Takes a row's signature apart: its name, whether it is a method, its parameters' tags. */
static void take_apart(gate_arena *arena, const gate_builtin *row, gate_str *name, bool *method, gate_overload *out)
{
    gate_str text = gate_str_c(row->signature);
    uint32_t tags[16];
    uint32_t count = 0;
    size_t at = 0;
    *method = text.len > 0 && text.ptr[0] == '(';
    gate_str type;
    if (*method) {
        at = 1;
        if (next_type(text, &at, &type)) tags[count++] = tags_of(type);
        at += 2; /* ")." */
    }
    size_t open = gate_str_find(text, GATE_STR("("), at);
    if (open == SIZE_MAX) open = text.len;
    *name = gate_str_sub(text, at, open);
    at = open + 1;
    bool variadic = false;
    while (count < GATE_COUNT(tags) && next_type(text, &at, &type)) {
        variadic = gate_str_ends(type, GATE_STR("..."));
        if (variadic) type = gate_str_sub(type, 0, type.len - 3);
        tags[count++] = tags_of(type);
    }
    if (row->flags & GATE_FN_MACRO) {
        /* (list, x, body) is called as (list, list of the body's values). */
        tags[0] = 1u << GATE_T_LIST;
        tags[1] = 1u << GATE_T_LIST;
        count = 2;
    }
    out->row = row;
    out->params = count;
    out->variadic = variadic;
    out->tags = gate_arena_copy(arena, tags, count * sizeof *tags);
}

/* The name in a signature, without taking all of it apart. */
static bool row_is(const gate_builtin *row, gate_str name, bool method)
{
    gate_str text = gate_str_c(row->signature);
    if ((text.len > 0 && text.ptr[0] == '(') != method) return false;
    size_t at = 0;
    if (method) {
        int depth = 0;
        for (at = 0; at < text.len; at++) {
            if (text.ptr[at] == '(') depth++;
            if (text.ptr[at] == ')' && --depth == 0) break;
        }
        at += 2;
    }
    return at + name.len < text.len && memcmp(text.ptr + at, name.ptr, name.len) == 0 && text.ptr[at + name.len] == '(';
}

static bool bind(gate_arena *arena, gate_builtins builtins, gate_str name, bool method, gate_bound_call *out)
{
    GATE_VEC(gate_overload) found = {0};
    for (uint32_t i = 0; i < builtins.count; i++) {
        if (!row_is(&builtins.rows[i], name, method)) continue;
        gate_overload overload;
        gate_str own;
        bool own_method;
        take_apart(arena, &builtins.rows[i], &own, &own_method, &overload);
        gate_vec_push(arena, &found, overload);
    }
    *out = (gate_bound_call){name, found.items, found.len};
    return found.len > 0;
}

const gate_linked *gate_link(gate_arena *arena, const gate_program *program, gate_builtins builtins, gate_str *unknown)
{
    gate_linked *linked = GATE_NEW(arena, gate_linked);
    linked->program = program;
    linked->consts = GATE_ARRAY(arena, gate_value, program->consts_count);
    for (uint32_t i = 0; i < program->consts_count; i++) linked->consts[i] = gate_program_const(program, i);
    linked->calls = GATE_ARRAY(arena, gate_bound_call, program->calls_count);
    for (uint32_t i = 0; i < program->calls_count; i++) {
        gate_str name = gate_program_text(program, program->calls[i].name);
        if (!bind(arena, builtins, name, program->calls[i].method != 0, &linked->calls[i])) {
            *unknown = name;
            return NULL;
        }
    }
    return linked;
}

/* -- calling --------------------------------------------------------------------------------------- */

static bool fits(const gate_overload *overload, const gate_value *args, uint32_t argc)
{
    if (overload->variadic ? argc < overload->params : argc != overload->params) return false;
    bool lazy = (overload->row->flags & GATE_FN_LAZY) != 0;
    for (uint32_t i = 0; i < argc; i++) {
        uint32_t tags = overload->tags[i < overload->params ? i : overload->params - 1];
        bool fault_ok = lazy && !gate_is_definite(args[i]);
        if (!fault_ok && !(tags >> args[i].tag & 1u)) return false;
    }
    return true;
}

static uint64_t size_of(gate_value v)
{
    if (v.tag == GATE_T_LIST) return gate_list_len(v) + 1;
    if (v.tag == GATE_T_MAP) return gate_map_len(v) + 1;
    if (v.tag == GATE_T_STRING) return v.as.str.len / 16 + 1;
    return 1;
}

static uint64_t product(uint64_t a, uint64_t b)
{
    uint64_t out;
    return __builtin_mul_overflow(a, b, &out) ? UINT64_MAX / 4 : out;
}

static uint64_t cost_of(const gate_machine *m, const gate_builtin *row, const gate_value *args, uint32_t argc)
{
    uint64_t sum = 0, bits = 0;
    switch (row->cost) {
    case GATE_COST_ONE:
        break;
    case GATE_COST_SUM:
        for (uint32_t i = 0; i < argc; i++) sum += size_of(args[i]);
        break;
    case GATE_COST_SORT:
        for (uint64_t n = size_of(args[0]); n; n >>= 1) bits++;
        sum = product(size_of(args[0]), bits);
        break;
    case GATE_COST_MUL:
        sum = product(size_of(args[0]), argc > 1 ? size_of(args[1]) : 1);
        break;
    case GATE_COST_DEEP:
        for (uint32_t i = 0; i < argc; i++) sum += gate_value_weight(args[i], (size_t)(m->fuel - m->used));
        break;
    }
    return sum;
}

static gate_value no_overload(gate_machine *m, const gate_bound_call *call, const gate_value *args, uint32_t argc)
{
    if (argc == 0) return gate_fault_value(m, GATE_FAULT_NO_OVERLOAD, call->name);
    if (argc == 1) return gate_value_fault_types(m->arena, GATE_FAULT_NO_OVERLOAD, call->name, gate_tag_of(args[0]), GATE_T_NULL);
    return gate_value_fault_types(m->arena, GATE_FAULT_NO_OVERLOAD2, call->name, gate_tag_of(args[0]), gate_tag_of(args[1]));
}

/* The fault that an argument brings in, or NULL. A troubled list counts as its first troubled
 * element, but for `size`, which only counts. */
static gate_value absorbed(const gate_bound_call *call, const gate_value *args, uint32_t argc)
{
    gate_value worst = gate_value_null();
    for (uint32_t i = 0; i < argc; i++) {
        worst = gate_worse(worst, args[i]);
        if (!(args[i].flags & GATE_V_TROUBLED) || gate_str_eq_c(call->name, "size")) continue;
        for (size_t k = 0; k < gate_list_len(args[i]); k++) {
            gate_value item = gate_list_at(args[i], k);
            if (!gate_is_definite(item)) worst = gate_worse(worst, item);
        }
    }
    return worst;
}

static gate_value call_row(gate_machine *m, const gate_builtin *row, const gate_value *args, uint32_t argc)
{
    if (!gate_machine_charge(m, cost_of(m, row, args, argc))) return gate_fault_value(m, GATE_FAULT_FUEL, GATE_STR(""));
    if ((row->flags & GATE_FN_NOW) && !m->inputs->has_now) {
        return gate_fault_value(m, GATE_FAULT_RANGE, GATE_STR("no time was given"));
    }
    /* A macro's body takes the two lists one for one; only a program made by hand has others. */
    if ((row->flags & GATE_FN_MACRO) && gate_list_len(args[0]) != gate_list_len(args[1])) {
        return gate_fault_value(m, GATE_FAULT_RANGE, GATE_STR("the list and its values are not of one length"));
    }
    gate_call call = {.arena = m->arena, .builtin = row, .argc = argc, .now = m->inputs->now, .machine = m};
    gate_value out = gate_value_null();
    row->fn(&call, args, &out);
    return out;
}

/* A function that only picks an element (first, orValue, …) gives it with its own place; where its arguments
 * are more than the way there, they had their say too. */
static gate_value pick(gate_machine *m, gate_value out, uint32_t index, const gate_value *args, uint32_t argc, uint32_t line)
{
    bool more = false;
    for (uint32_t i = 0; i < argc && !more; i++) {
        uint32_t at = out.why;
        while (at != args[i].why && m->trace->nodes[at].kind == GATE_WHY_STEP) at = gate_trace_kid(m->trace, &m->trace->nodes[at], 0);
        more = args[i].why && at != args[i].why;
    }
    if (!more) return out;
    gate_value *all = GATE_ARRAY(m->arena, gate_value, (size_t)argc + 1);
    all[0] = out;
    memcpy(&all[1], args, argc * sizeof *args);
    out = gate_node_apply(m, out, GATE_I_CALL, line, index, all, argc + 1);
    if (out.why) m->trace->nodes[out.why].flags = GATE_WHY_PICKED;
    return out;
}

gate_value gate_call_builtin(gate_machine *m, uint32_t index, const gate_value *args, uint32_t argc, uint32_t line)
{
    const gate_bound_call *call = &m->linked->calls[index];
    const gate_overload *chosen = NULL;
    for (uint32_t i = 0; i < call->count && !chosen; i++) {
        if (fits(&call->overloads[i], args, argc)) chosen = &call->overloads[i];
    }
    bool lazy = call->overloads[0].row->flags & GATE_FN_LAZY;
    gate_value out = lazy ? gate_value_null() : absorbed(call, args, argc);
    if (out.tag == GATE_T_NULL) out = chosen ? call_row(m, chosen->row, args, argc) : no_overload(m, call, args, argc);
    uint8_t mark = 0;
    for (uint32_t i = 0; i < argc; i++) mark |= args[i].flags & GATE_V_EVIDENCE;
    out.flags |= mark;
    bool picked = out.why && m->explain && m->trace->nodes[out.why].kind == GATE_WHY_STEP;
    return picked ? pick(m, out, index, args, argc, line) : gate_node_apply(m, out, GATE_I_CALL, line, index, args, argc);
}

/* -- what a body may ask ----------------------------------------------------------------------------- */

void gate_call_fail(gate_call *call, gate_value *out, gate_fault_kind kind, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    gate_str text = gate_str_vprintf(call->arena, format, args);
    va_end(args);
    *out = gate_value_fault(call->arena, kind, text);
}

bool gate_call_charge(gate_call *call, uint64_t units, gate_value *out)
{
    if (gate_machine_charge(call->machine, units)) return true;
    *out = gate_value_fault(call->arena, GATE_FAULT_FUEL, GATE_STR(""));
    return false;
}

gate_value gate_call_element(gate_call *call, gate_value list, gate_value element, size_t index)
{
    element.flags |= list.flags & GATE_V_EVIDENCE;
    return gate_node_step(call->machine, list, element, GATE_NO, NULL, index);
}

typedef struct known_zone {
    const gate_zone *zone; /* NULL: none of that name */
    const char *why;
} known_zone;

const gate_zone *gate_call_zone(gate_call *call, gate_str name, gate_value *out)
{
    gate_machine *m = call->machine;
    known_zone *known = gate_map_get(&m->zones, name);
    if (!known) {
        known = GATE_NEW(m->arena, known_zone);
        known->zone = gate_zone_find(m->arena, name, &known->why);
        gate_map_put(&m->zones, gate_str_dup(m->arena, name), known);
        m->listed = m->listed || (known->zone && gate_zone_listed(name));
    }
    if (!known->zone) gate_call_fail(call, out, GATE_FAULT_ZONE, "%s", known->why);
    return known->zone;
}

typedef struct known_pattern {
    const gate_pattern *pattern;
    gate_str message;
} known_pattern;

bool gate_call_match(gate_call *call, gate_str text, gate_str pattern, bool *matched, gate_value *out)
{
    gate_machine *m = call->machine;
    known_pattern *known = gate_map_get(&m->patterns, pattern);
    if (!known) {
        known = GATE_NEW(m->arena, known_pattern);
        size_t at = 0;
        known->pattern = gate_pattern_new(m->arena, pattern, &known->message, &at);
        gate_map_put(&m->patterns, gate_str_dup(m->arena, pattern), known);
    }
    if (!known->pattern) {
        *out = gate_value_fault(m->arena, GATE_FAULT_PATTERN, known->message);
        return false;
    }
    uint32_t steps = 0;
    gate_match match = gate_pattern_match(m->arena, known->pattern, text, &steps);
    if (!gate_call_charge(call, steps / 16, out)) return false;
    if (match == GATE_MATCH_LIMIT) {
        *out = gate_value_fault(m->arena, GATE_FAULT_PATTERN,
                                GATE_STR("the pattern reached its limit on this text: no answer"));
        return false;
    }
    *matched = match == GATE_MATCH_YES;
    return true;
}
