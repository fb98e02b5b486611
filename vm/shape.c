/* Evidence against its declared type. First a quick look that answers yes or no; only where the answer
 * is no does a second, slower one find the first problem and its words. The C stack holds the nesting:
 * a datum's depth is bounded by its reader, unions in each other by the verifier. */
#include "base/instant.h"
#include "base/num.h"
#include "base/suggest.h"
#include "base/utf8.h"
#include "evidence/locate.h"
#include "evidence/trouble.h"
#include "vm/machine.h"

/* A type made to be slow (unions of records of unions …) must not hang the gate: every look at a value
 * counts, and an honest type comes nowhere near. */
#define LOOKS_MAX 200000000u

/* Alternatives that a message names, keys that may be the misspelt one. */
#define NAMED_MAX   8u
#define OFFERED_MAX 1000u

/* The way from the root to a value. */
typedef struct way {
    const struct way *up;
    gate_step step;
} way;

typedef struct check {
    gate_arena *arena;
    const gate_program *program;
    uint32_t looks;
    gate_str *why;
} check;

static const gate_p_shape *shape_at(const check *c, uint32_t shape)
{
    return &c->program->shapes[shape];
}

/* -- the quick look ------------------------------------------------------------------------------- */

static bool is_time(gate_str text)
{
    gate_instant at;
    bool zoned;
    return gate_instant_parse(text, &at, &zoned) && zoned;
}

static bool is_span(gate_str text)
{
    gate_duration span;
    return gate_duration_parse(text, &span);
}

static bool is_percent(gate_datum datum, gate_datum_kind kind)
{
    if (kind == GATE_DATUM_INT) return gate_datum_int(datum) >= 0 && gate_datum_int(datum) <= 100;
    return kind == GATE_DATUM_DOUBLE && gate_datum_double(datum) >= 0 && gate_datum_double(datum) <= 100;
}

static bool fits(check *c, uint32_t index, gate_datum datum);

static bool fits_list(check *c, uint32_t of, gate_datum list)
{
    size_t len = gate_datum_size(list);
    for (size_t i = 0; i < len; i++) {
        if (!fits(c, of, gate_datum_at(list, i))) return false;
    }
    return true;
}

static bool fits_map(check *c, uint32_t of, gate_datum map)
{
    for (gate_member m = gate_datum_first(map); m.value.node; m = gate_datum_next(map, m)) {
        if (!fits(c, of, m.value)) return false;
    }
    return true;
}

static bool fits_record(check *c, const gate_p_shape *shape, gate_datum record)
{
    for (uint32_t i = 0; i < shape->count; i++) {
        const gate_p_field *field = &c->program->fields[shape->first + i];
        gate_datum value = gate_datum_get(record, gate_program_text(c->program, field->name));
        if (value.node ? !fits(c, field->shape, value) : !field->optional) return false;
    }
    return true;
}

static bool fits_union(check *c, const gate_p_shape *shape, gate_datum datum)
{
    for (uint32_t i = 0; i < shape->count; i++) {
        if (fits(c, c->program->refs[shape->first + i], datum)) return true;
    }
    return false;
}

static bool fits(check *c, uint32_t index, gate_datum datum)
{
    if (c->looks >= LOOKS_MAX) return false;
    c->looks++;
    const gate_p_shape *shape = shape_at(c, index);
    gate_datum_kind kind = gate_datum_kind_of(datum);
    switch ((gate_shape_kind)shape->kind) {
    case GATE_SHAPE_ANY:
        return true;
    case GATE_SHAPE_NULL:
        return kind == GATE_DATUM_NULL;
    case GATE_SHAPE_BOOL:
        return kind == GATE_DATUM_BOOL;
    case GATE_SHAPE_INT:
        return kind == GATE_DATUM_INT;
    case GATE_SHAPE_DOUBLE: /* many writers leave out the decimals of a whole number */
    case GATE_SHAPE_NUMBER:
        return kind == GATE_DATUM_INT || kind == GATE_DATUM_DOUBLE;
    case GATE_SHAPE_PERCENT:
        return is_percent(datum, kind);
    case GATE_SHAPE_STRING:
        return kind == GATE_DATUM_STRING;
    case GATE_SHAPE_WORD:
        return kind == GATE_DATUM_STRING &&
               gate_str_eq(gate_datum_str(datum), gate_program_text(c->program, shape->name));
    case GATE_SHAPE_TIMESTAMP:
        return kind == GATE_DATUM_STRING && is_time(gate_datum_str(datum));
    case GATE_SHAPE_DURATION:
        return kind == GATE_DATUM_STRING && is_span(gate_datum_str(datum));
    case GATE_SHAPE_LIST:
        return kind == GATE_DATUM_ARRAY && fits_list(c, shape->first, datum);
    case GATE_SHAPE_MAP:
        return kind == GATE_DATUM_OBJECT && fits_map(c, shape->first, datum);
    case GATE_SHAPE_RECORD:
        return kind == GATE_DATUM_OBJECT && fits_record(c, shape, datum);
    case GATE_SHAPE_UNION:
        return fits_union(c, shape, datum);
    }
    return false;
}

/* -- words ---------------------------------------------------------------------------------------- */

static void problem(check *c, const way *at, gate_str text)
{
    uint32_t depth = 0;
    for (const way *w = at; w; w = w->up)
        depth++;
    gate_step *steps = GATE_ARRAY(c->arena, gate_step, depth);
    for (const way *w = at; w; w = w->up)
        steps[--depth] = w->step;
    for (const way *w = at; w; w = w->up)
        depth++;
    gate_buf pointer = gate_buf_new(c->arena);
    gate_pointer_text(&pointer, steps, depth);
    gate_str shown = gate_shown(c->arena, gate_buf_str(&pointer));
    *c->why =
        gate_str_printf(c->arena, GATE_STR_FMT ": " GATE_STR_FMT, GATE_STR_ARG(shown), GATE_STR_ARG(text));
}

/* What a value is, for a message: "`passed`", "the number 85", "a list". */
static void say_datum(check *c, gate_buf *out, gate_datum datum)
{
    char text[32];
    switch (gate_datum_kind_of(datum)) {
    case GATE_DATUM_NULL:
        gate_buf_c(out, "null");
        return;
    case GATE_DATUM_BOOL:
        gate_buf_c(out, gate_datum_bool(datum) ? "true" : "false");
        return;
    case GATE_DATUM_INT:
        gate_buf_printf(out, "the number %lld", (long long)gate_datum_int(datum));
        return;
    case GATE_DATUM_DOUBLE:
        gate_buf_c(out, "the number ");
        gate_buf_add(out, gate_num_text(text, gate_datum_double(datum)));
        return;
    case GATE_DATUM_STRING:
        gate_buf_char(out, '`');
        gate_buf_add(out, gate_shown(c->arena, gate_datum_str(datum)));
        gate_buf_char(out, '`');
        return;
    case GATE_DATUM_ARRAY:
        gate_buf_c(out, "a list");
        return;
    case GATE_DATUM_OBJECT:
        gate_buf_c(out, "an object");
        return;
    }
}

static const char *plain_name(gate_shape_kind kind)
{
    static const char *const names[] = {
        [GATE_SHAPE_ANY] = "anything",
        [GATE_SHAPE_NULL] = "null",
        [GATE_SHAPE_BOOL] = "true or false",
        [GATE_SHAPE_INT] = "a whole number",
        [GATE_SHAPE_DOUBLE] = "a number",
        [GATE_SHAPE_NUMBER] = "a number",
        [GATE_SHAPE_PERCENT] = "a percentage from 0 to 100",
        [GATE_SHAPE_STRING] = "a string",
        [GATE_SHAPE_WORD] = "a word",
        [GATE_SHAPE_TIMESTAMP] = "a time with its zone, as 2026-02-13T12:00:00Z",
        [GATE_SHAPE_DURATION] = "a duration, as 90s",
        [GATE_SHAPE_LIST] = "a list",
        [GATE_SHAPE_MAP] = "an object",
        [GATE_SHAPE_RECORD] = "an object",
        [GATE_SHAPE_UNION] = "a value",
    };
    return names[kind];
}

static void say_shape(check *c, gate_buf *out, const gate_p_shape *shape)
{
    gate_str name = gate_program_text(c->program, shape->name);
    if (shape->kind == GATE_SHAPE_WORD) {
        gate_buf_char(out, '"');
        gate_buf_add(out, gate_shown(c->arena, name));
        gate_buf_char(out, '"');
    } else if (name.len) {
        gate_buf_printf(out, "%s (`" GATE_STR_FMT "`)", plain_name((gate_shape_kind)shape->kind),
                        GATE_STR_ARG(gate_shown(c->arena, name)));
    } else {
        gate_buf_c(out, plain_name((gate_shape_kind)shape->kind));
    }
}

/* Adds the alternatives of a union, those of unions within it too. */
static void say_members(check *c, gate_buf *out, const gate_p_shape *shape, uint32_t *named)
{
    for (uint32_t i = 0; i < shape->count; i++) {
        const gate_p_shape *member = shape_at(c, c->program->refs[shape->first + i]);
        if (member->kind == GATE_SHAPE_UNION) {
            say_members(c, out, member, named);
            continue;
        }
        if (*named == NAMED_MAX) gate_buf_c(out, ", …");
        if ((*named)++ >= NAMED_MAX) return;
        if (*named > 1) gate_buf_c(out, ", ");
        say_shape(c, out, member);
    }
}

/* Offers the words among a union's alternatives. */
static void offer_words(const check *c, gate_suggest *near, const gate_p_shape *shape)
{
    for (uint32_t i = 0; i < shape->count; i++) {
        const gate_p_shape *member = shape_at(c, c->program->refs[shape->first + i]);
        if (member->kind == GATE_SHAPE_WORD)
            gate_suggest_offer(near, gate_program_text(c->program, member->name));
        if (member->kind == GATE_SHAPE_UNION) offer_words(c, near, member);
    }
}

static void say_near(check *c, gate_buf *out, const gate_suggest *near)
{
    if (!near->best.len) return;
    gate_buf_printf(out, "; did you mean `" GATE_STR_FMT "`?",
                    GATE_STR_ARG(gate_shown(c->arena, near->best)));
}

static void mismatch(check *c, const gate_p_shape *shape, gate_datum datum, const way *at)
{
    gate_buf text = gate_buf_new(c->arena);
    say_datum(c, &text, datum);
    gate_datum_kind kind = gate_datum_kind_of(datum);
    if (shape->kind == GATE_SHAPE_UNION) {
        uint32_t named = 0;
        gate_buf_c(&text, " is none of ");
        say_members(c, &text, shape, &named);
        if (kind == GATE_DATUM_STRING) {
            gate_suggest near = gate_suggest_new(gate_datum_str(datum));
            offer_words(c, &near, shape);
            say_near(c, &text, &near);
        }
    } else {
        gate_buf_c(&text, " is not ");
        say_shape(c, &text, shape);
    }
    problem(c, at, gate_buf_str(&text));
}

/* -- the slow look: the first problem of a datum that does not fit -------------------------------- */

/* True when [datum] is of the kind of JSON value that the shape is about: then what is wrong is inside. */
static bool contains(const gate_p_shape *shape, gate_datum_kind kind)
{
    if (kind == GATE_DATUM_ARRAY) return shape->kind == GATE_SHAPE_LIST;
    return kind == GATE_DATUM_OBJECT && (shape->kind == GATE_SHAPE_MAP || shape->kind == GATE_SHAPE_RECORD);
}

/* The alternative that a container is meant for, if it is the only one of its kind. */
static const gate_p_shape *meant(const check *c, const gate_p_shape *shape, gate_datum_kind kind,
                                 uint32_t *found)
{
    const gate_p_shape *one = NULL;
    for (uint32_t i = 0; i < shape->count; i++) {
        const gate_p_shape *member = shape_at(c, c->program->refs[shape->first + i]);
        if (member->kind == GATE_SHAPE_UNION) {
            const gate_p_shape *inner = meant(c, member, kind, found);
            one = inner ? inner : one;
        } else if (contains(member, kind)) {
            ++*found;
            one = member;
        }
    }
    return one;
}

static void explain(check *c, const gate_p_shape *shape, gate_datum datum, const way *up);

static void explain_list(check *c, const gate_p_shape *shape, gate_datum list, const way *up)
{
    size_t len = gate_datum_size(list);
    for (size_t i = 0; i < len; i++) {
        gate_datum item = gate_datum_at(list, i);
        if (fits(c, shape->first, item)) continue;
        way here = {up, {.index = i, .is_index = true}};
        explain(c, shape_at(c, shape->first), item, &here);
        return;
    }
}

static void explain_map(check *c, const gate_p_shape *shape, gate_datum map, const way *up)
{
    for (gate_member m = gate_datum_first(map); m.value.node; m = gate_datum_next(map, m)) {
        if (fits(c, shape->first, m.value)) continue;
        way here = {up, {.key = m.key}};
        explain(c, shape_at(c, shape->first), m.value, &here);
        return;
    }
}

/* A key that is there and that the type does not know may be the missing one, misspelt. */
static void explain_absent(check *c, const gate_p_shape *shape, gate_str name, gate_datum record,
                           const way *up)
{
    gate_suggest near = gate_suggest_new(name);
    uint32_t offered = 0;
    for (gate_member m = gate_datum_first(record); m.value.node && offered < OFFERED_MAX;
         m = gate_datum_next(record, m)) {
        offered++;
        bool known = false;
        for (uint32_t i = 0; i < shape->count && !known; i++) {
            known =
                gate_str_eq(m.key, gate_program_text(c->program, c->program->fields[shape->first + i].name));
        }
        if (!known) gate_suggest_offer(&near, m.key);
    }
    gate_buf text = gate_buf_new(c->arena);
    gate_buf_printf(&text, "there is no `" GATE_STR_FMT "`", GATE_STR_ARG(gate_shown(c->arena, name)));
    if (near.best.len) {
        gate_buf_printf(&text, ", but a `" GATE_STR_FMT "`", GATE_STR_ARG(gate_shown(c->arena, near.best)));
    }
    problem(c, up, gate_buf_str(&text));
}

static void explain_record(check *c, const gate_p_shape *shape, gate_datum record, const way *up)
{
    for (uint32_t i = 0; i < shape->count; i++) {
        const gate_p_field *field = &c->program->fields[shape->first + i];
        gate_str name = gate_program_text(c->program, field->name);
        gate_datum value = gate_datum_get(record, name);
        if (!value.node && !field->optional) {
            explain_absent(c, shape, name, record, up);
            return;
        }
        if (!value.node || fits(c, field->shape, value)) continue;
        way here = {up, {.key = name}};
        explain(c, shape_at(c, field->shape), value, &here);
        return;
    }
}

static void explain(check *c, const gate_p_shape *shape, gate_datum datum, const way *up)
{
    c->looks = 0; /* less than the whole was found to need */
    gate_datum_kind kind = gate_datum_kind_of(datum);
    if (shape->kind == GATE_SHAPE_UNION) {
        uint32_t found = 0;
        const gate_p_shape *one = meant(c, shape, kind, &found);
        if (found == 1) shape = one;
    }
    if (!contains(shape, kind)) {
        mismatch(c, shape, datum, up);
    } else if (shape->kind == GATE_SHAPE_LIST) {
        explain_list(c, shape, datum, up);
    } else if (shape->kind == GATE_SHAPE_MAP) {
        explain_map(c, shape, datum, up);
    } else {
        explain_record(c, shape, datum, up);
    }
}

bool gate_shape_check(gate_arena *arena, const gate_program *program, uint32_t shape, gate_datum datum,
                      gate_str *why)
{
    check c = {arena, program, 0, why};
    if (fits(&c, shape, datum)) return true;
    *why = GATE_STR(": its type is too intricate to be checked");
    if (c.looks >= LOOKS_MAX) return false;
    explain(&c, shape_at(&c, shape), datum, NULL);
    return false;
}
