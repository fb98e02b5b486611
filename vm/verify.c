/* The verifier's door, and the sections that hold no code and no rows. */
#include "vm/verify.h"

#include "base/utf8.h"
#include "vm/machine.h"
#include "vm/verify_part.h"

/* No policy comes near these. They hold down what a program made by hand could cost without a unit of
 * fuel being charged: paths are followed, calls bound and alternatives tried for nothing. */
#define CALLS_MAX  65536u

/* -- what all sections are made of ---------------------------------------------------------------- */

static bool flag(gate_verifier *v, const char *section, uint32_t index, const char *name, uint32_t value)
{
    return value <= 1 || gate_verify_bad(v, section, index, "`%s` is %u, not 0 or 1", name, (unsigned)value);
}

static bool texts(gate_verifier *v, const char *section, uint32_t index, const gate_text *list, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (!gate_verify_text(v, section, index, list[i])) return false;
    }
    return true;
}

#define TEXTS(section, index, ...)                                                                           \
    texts(v, (section), (index), (const gate_text[]){__VA_ARGS__},                                           \
          sizeof((gate_text[]){__VA_ARGS__}) / sizeof(gate_text))

/* -- strings, meta, sources ----------------------------------------------------------------------- */

static bool check_strings(gate_verifier *v)
{
    const gate_program *p = v->program;
    size_t bad = gate_utf8_invalid((gate_str){p->strings, p->strings_count});
    if (bad != SIZE_MAX) return gate_verify_bad(v, "strings", (uint32_t)bad, "not UTF-8");
    return true;
}

static bool check_sources(gate_verifier *v)
{
    const gate_program *p = v->program;
    for (uint32_t i = 0; i < p->sources_count; i++) {
        const gate_p_source *source = &p->sources[i];
        if (!TEXTS("sources", i, source->name, source->text)) return false;
        if (source->kind > GATE_SOURCE_STD)
            return gate_verify_bad(v, "sources", i, "no kind %u", (unsigned)source->kind);
    }
    return true;
}

static bool check_meta(gate_verifier *v)
{
    const gate_program *p = v->program;
    if (p->meta_count != 1) return gate_verify_bad(v, "meta", p->meta_count, "there must be one of it");
    const gate_p_meta *meta = p->meta;
    if (!TEXTS("meta", 0, meta->policy, meta->title, meta->doc)) return false;
    if (meta->main_source >= p->sources_count) {
        return gate_verify_bad(v, "meta", 0, "there is no source %u", (unsigned)meta->main_source);
    }
    const uint32_t named[] = {meta->waivers, meta->attestations};
    for (size_t i = 0; i < GATE_COUNT(named); i++) {
        if (named[i] == GATE_NO || named[i] < p->evidence_count) continue;
        return gate_verify_bad(v, "meta", 0, "there is no evidence %u", (unsigned)named[i]);
    }
    if (meta->subject != GATE_NO && meta->subject >= p->lets_count) {
        return gate_verify_bad(v, "meta", 0, "there is no let %u", (unsigned)meta->subject);
    }
    return true;
}

static bool check_names(gate_verifier *v)
{
    for (uint32_t i = 0; i < v->program->names_count; i++) {
        if (!gate_verify_text(v, "names", i, v->program->names[i])) return false;
    }
    return true;
}

/* -- constants ------------------------------------------------------------------------------------ */

static bool instant_sound(int64_t sec, int32_t nsec)
{
    return sec >= GATE_INSTANT_MIN_SEC && sec <= GATE_INSTANT_MAX_SEC && nsec >= 0 && nsec <= 999999999;
}

static bool duration_sound(int64_t sec, int32_t nsec)
{
    if (sec < -GATE_DURATION_MAX_SEC || sec > GATE_DURATION_MAX_SEC || nsec < -999999999 || nsec > 999999999)
        return false;
    if ((sec > 0 && nsec < 0) || (sec < 0 && nsec > 0)) return false;
    return nsec == 0 || (sec != GATE_DURATION_MAX_SEC && sec != -GATE_DURATION_MAX_SEC);
}

static bool const_sound(const gate_p_const *c)
{
    if (c->tag > GATE_T_TYPE) return false;
    switch ((gate_tag)c->tag) {
    case GATE_T_NULL:
    case GATE_T_INT:
    case GATE_T_DOUBLE:
    case GATE_T_STRING:
        return true;
    case GATE_T_BOOL:
        return c->bits == 0 || c->bits == 1;
    case GATE_T_TIMESTAMP:
        return instant_sound(c->bits, c->nsec);
    case GATE_T_DURATION:
        return duration_sound(c->bits, c->nsec);
    case GATE_T_TYPE:
        return c->bits > GATE_T_ERROR && c->bits <= GATE_T_TYPE;
    case GATE_T_MISSING:
    case GATE_T_ERROR:
    case GATE_T_LIST:
    case GATE_T_MAP:
    case GATE_T_OPTIONAL:
        break;
    }
    return false;
}

static bool check_consts(gate_verifier *v)
{
    const gate_program *p = v->program;
    for (uint32_t i = 0; i < p->consts_count; i++) {
        if (!gate_verify_text(v, "consts", i, p->consts[i].text)) return false;
        if (!const_sound(&p->consts[i])) return gate_verify_bad(v, "consts", i, "no such constant");
    }
    return true;
}

/* -- inputs --------------------------------------------------------------------------------------- */

static bool check_paths(gate_verifier *v)
{
    const gate_program *p = v->program;
    for (uint32_t i = 0; i < p->paths_count; i++) {
        const gate_p_path *path = &p->paths[i];
        if (path->evidence >= p->evidence_count) {
            return gate_verify_bad(v, "paths", i, "there is no evidence %u", (unsigned)path->evidence);
        }
        if (!gate_verify_keys(v, "paths", i, path->first, path->count)) return false;
    }
    return true;
}

static bool check_params(gate_verifier *v)
{
    const gate_program *p = v->program;
    for (uint32_t i = 0; i < p->params_count; i++) {
        const gate_p_param *param = &p->params[i];
        if (!TEXTS("params", i, param->name, param->doc, param->env)) return false;
        if (param->type > GATE_PARAM_TIMESTAMP)
            return gate_verify_bad(v, "params", i, "no type %u", (unsigned)param->type);
        if (!flag(v, "params", i, "is_list", param->is_list)) return false;
        if (!gate_verify_runs(v, "params", i, param->value, 0, true) ||
            !gate_verify_runs(v, "params", i, param->floor, 0, true) ||
            !gate_verify_runs(v, "params", i, param->ceiling, 0, true) ||
            !gate_verify_where(v, "params", i, param->where)) {
            return false;
        }
    }
    return true;
}

static bool check_parts(gate_verifier *v)
{
    const gate_program *p = v->program;
    for (uint32_t i = 0; i < p->parts_count; i++) {
        const gate_p_part *part = &p->parts[i];
        if (!gate_verify_text(v, "parts", i, part->text)) return false;
        if (part->param != GATE_NO && part->param >= p->params_count) {
            return gate_verify_bad(v, "parts", i, "there is no parameter %u", (unsigned)part->param);
        }
    }
    return true;
}

static bool check_evidence_row(gate_verifier *v, uint32_t i)
{
    const gate_program *p = v->program;
    const gate_p_evidence *e = &p->evidence[i];
    if (!TEXTS("evidence", i, e->name, e->pattern, e->reader, e->by_zone, e->fresh_zone)) return false;
    if (e->cardinality > GATE_EACH)
        return gate_verify_bad(v, "evidence", i, "no cardinality %u", (unsigned)e->cardinality);
    if (!flag(v, "evidence", i, "optional", e->optional) ||
        !flag(v, "evidence", i, "has_fresh", e->has_fresh))
        return false;
    if (!gate_verify_range(e->part_first, e->part_count, p->parts_count)) {
        return gate_verify_bad(v, "evidence", i, "its pattern lies outside of the parts");
    }
    if (!gate_verify_walk(v, "evidence", i, e->part_count)) return false;
    if (!gate_verify_field(v, "evidence", i, e->by_first, e->by_count) ||
        !gate_verify_field(v, "evidence", i, e->fresh_first, e->fresh_count)) {
        return false;
    }
    if (e->cardinality != GATE_PLAIN && e->by_count == 0)
        return gate_verify_bad(v, "evidence", i, "it has no order");
    if (e->has_fresh &&
        (e->fresh_count == 0 || e->fresh_seconds < 0 || e->fresh_seconds > GATE_DURATION_MAX_SEC)) {
        return gate_verify_bad(v, "evidence", i, "its freshness says nothing");
    }
    if (e->shape != GATE_NO && e->shape >= p->shapes_count) {
        return gate_verify_bad(v, "evidence", i, "there is no shape %u", (unsigned)e->shape);
    }
    return gate_verify_where(v, "evidence", i, e->where);
}

static bool check_evidence(gate_verifier *v)
{
    for (uint32_t i = 0; i < v->program->evidence_count; i++) {
        if (!check_evidence_row(v, i)) return false;
    }
    return true;
}

/* -- shapes --------------------------------------------------------------------------------------- */

static bool check_shape(gate_verifier *v, uint32_t i)
{
    const gate_program *p = v->program;
    const gate_p_shape *shape = &p->shapes[i];
    if (!gate_verify_text(v, "shapes", i, shape->name)) return false;
    if (shape->kind > GATE_SHAPE_UNION)
        return gate_verify_bad(v, "shapes", i, "no kind %u", (unsigned)shape->kind);
    if (shape->kind == GATE_SHAPE_LIST || shape->kind == GATE_SHAPE_MAP) {
        if (shape->first < p->shapes_count) return true;
        return gate_verify_bad(v, "shapes", i, "there is no shape %u", (unsigned)shape->first);
    }
    if (shape->kind == GATE_SHAPE_RECORD) {
        if (gate_verify_range(shape->first, shape->count, p->fields_count)) return true;
        return gate_verify_bad(v, "shapes", i, "its fields lie outside of the fields");
    }
    if (shape->kind != GATE_SHAPE_UNION) return true;
    if (shape->count == 0 || !gate_verify_range(shape->first, shape->count, p->refs_count)) {
        return gate_verify_bad(v, "shapes", i, "its alternatives lie outside of the references");
    }
    if (!gate_verify_walk(v, "shapes", i, shape->count)) return false;
    for (uint32_t k = 0; k < shape->count; k++) {
        uint32_t member = p->refs[shape->first + k];
        if (member >= p->shapes_count)
            return gate_verify_bad(v, "shapes", i, "there is no shape %u", (unsigned)member);
    }
    return true;
}

static bool check_shapes(gate_verifier *v)
{
    const gate_program *p = v->program;
    for (uint32_t i = 0; i < p->shapes_count; i++) {
        if (!check_shape(v, i)) return false;
    }
    for (uint32_t i = 0; i < p->fields_count; i++) {
        const gate_p_field *field = &p->fields[i];
        if (!gate_verify_text(v, "fields", i, field->name) ||
            !flag(v, "fields", i, "optional", field->optional))
            return false;
        if (field->shape >= p->shapes_count) {
            return gate_verify_bad(v, "fields", i, "there is no shape %u", (unsigned)field->shape);
        }
    }
    return true;
}

/* -- units and what names them -------------------------------------------------------------------- */

static bool check_units(gate_verifier *v)
{
    const gate_program *p = v->program;
    if (p->lines_count != p->code_count) {
        return gate_verify_bad(v, "lines", p->lines_count, "there must be one for each of %u instructions",
                               (unsigned)p->code_count);
    }
    for (uint32_t i = 0; i < p->lines_count; i++) {
        if (!gate_verify_where(v, "lines", i, p->lines[i])) return false;
    }
    uint64_t total = 0;
    for (uint32_t i = 0; i < p->units_count; i++) {
        const gate_p_unit *unit = &p->units[i];
        if (unit->count == 0 || !gate_verify_range(unit->first, unit->count, p->code_count)) {
            return gate_verify_bad(v, "units", i, "its code lies outside of the code");
        }
        total += unit->count;
        if (total > p->code_count) return gate_verify_bad(v, "units", i, "it shares its code with another");
        if ((uint64_t)unit->locals + unit->stack > GATE_SLOTS)
            return gate_verify_bad(v, "units", i, "it needs too many values");
        if (unit->loops > GATE_LOOPS) return gate_verify_bad(v, "units", i, "it needs too many loops");
        if (!gate_verify_where(v, "units", i, unit->where)) return false;
    }
    return true;
}

static bool check_named_units(gate_verifier *v)
{
    const gate_program *p = v->program;
    for (uint32_t i = 0; i < p->lets_count; i++) {
        if (!gate_verify_text(v, "lets", i, p->lets[i].name) ||
            !gate_verify_where(v, "lets", i, p->lets[i].where) ||
            !gate_verify_runs(v, "lets", i, p->lets[i].unit, 0, false)) {
            return false;
        }
    }
    for (uint32_t i = 0; i < p->defs_count; i++) {
        const gate_p_def *def = &p->defs[i];
        if (!gate_verify_text(v, "defs", i, def->name) || !gate_verify_where(v, "defs", i, def->where) ||
            !gate_verify_runs(v, "defs", i, def->unit, def->params, false)) {
            return false;
        }
        if (def->params > p->units[def->unit].locals) {
            return gate_verify_bad(v, "defs", i, "its unit has no room for its parameters");
        }
    }
    return true;
}

static bool check_calls(gate_verifier *v)
{
    const gate_program *p = v->program;
    if (p->calls_count > CALLS_MAX)
        return gate_verify_bad(v, "calls", p->calls_count, "more than any policy makes");
    for (uint32_t i = 0; i < p->calls_count; i++) {
        const gate_p_call *call = &p->calls[i];
        if (!gate_verify_text(v, "calls", i, call->name) || !flag(v, "calls", i, "method", call->method) ||
            !gate_verify_where(v, "calls", i, call->where)) {
            return false;
        }
    }
    return true;
}

static bool check_code(gate_verifier *v)
{
    for (uint32_t i = 0; i < v->program->units_count; i++) {
        if (!gate_verify_code(v, i)) return false;
    }
    return true;
}

/* Defaults and limits are known before any input is. */
static bool check_constant(gate_verifier *v)
{
    const gate_program *p = v->program;
    for (uint32_t i = 0; i < p->params_count; i++) {
        const uint32_t units[] = {p->params[i].value, p->params[i].floor, p->params[i].ceiling};
        for (size_t k = 0; k < GATE_COUNT(units); k++) {
            if (units[k] != GATE_NO && v->reads[units[k]]) {
                return gate_verify_bad(v, "params", i, "unit %u reads an input", (unsigned)units[k]);
            }
        }
    }
    return true;
}

bool gate_verify(gate_arena *arena, gate_program *program, gate_str *why)
{
    *why = GATE_STR("");
    gate_verifier v = {.arena = arena, .program = program, .why = why};
    v.presets = GATE_ARRAY(arena, uint32_t, program->units_count);
    v.reads = GATE_ARRAY(arena, bool, program->units_count);
    for (uint32_t i = 0; i < program->units_count; i++)
        v.presets[i] = GATE_NO;
    /* Each step may rely on those before it. */
    bool sound = check_strings(&v) && check_sources(&v) && check_meta(&v) && check_names(&v) &&
                 check_consts(&v) && check_units(&v) && check_paths(&v) && check_params(&v) &&
                 check_parts(&v) && check_shapes(&v) && check_evidence(&v) && check_calls(&v) &&
                 check_named_units(&v) && gate_verify_blocks(&v) && gate_verify_unions(&v) &&
                 check_code(&v) && gate_verify_calls(&v) && check_constant(&v);
    program->sealed = sound;
    return sound;
}
