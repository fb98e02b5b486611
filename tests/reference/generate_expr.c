/* The type-directed generator: every expression it makes is of the type that was asked for, as far as
 * the checker can see. */
#include "tests/reference/maker.h"

const type scalars[8] = {{K_BOOL, 0}, {K_INT, 0},  {K_DOUBLE, 0}, {K_STRING, 0},
                         {K_TIME, 0}, {K_SPAN, 0}, {K_REC, 0},    {K_TYPE, 0}};

const type *type_of(maker *m, type_kind kind, const type *inner)
{
    type made = {kind, inner};
    return gate_arena_copy(m->arena, &made, sizeof made);
}

bool type_same(const type *a, const type *b)
{
    return a->kind == b->kind && (a->kind < K_LIST || type_same(a->of, b->of));
}

const type *any_scalar(maker *m)
{
    return &scalars[choose(m->from, K_REC)];
}

const char *one_of(maker *m, const char *const *items, uint32_t count)
{
    return items[choose(m->from, count)];
}
void say(maker *m, const char *text)
{
    gate_buf_c(m->out, text);
}

const char *fresh(maker *m, const type *t)
{
    const char *name = gate_str_printf(m->arena, "v%u", m->names++).ptr;
    if (m->var_count < GATE_COUNT(m->vars)) m->vars[m->var_count++] = (variable){name, t};
    return name;
}

/* -- leaves ------------------------------------------------------------------------------------------ */

static void list_literal(maker *m, const type *t, uint32_t depth)
{
    uint32_t len = choose(m->from, 4);
    say(m, "[");
    for (uint32_t i = 0; i < len; i++) {
        if (i) say(m, ", ");
        bool optional = depth > 1 && choose(m->from, 8) == 7;
        if (optional) say(m, "?");
        make_expr(m, optional ? type_of(m, K_OPT, t->of) : t->of, depth ? depth - 1 : 0);
    }
    say(m, "]");
}

static void map_literal(maker *m, const type *t, uint32_t depth)
{
    static const char *const keys[] = {"\"a\": ", "\"b\": ", "\"n\": "};
    uint32_t len = choose(m->from, 4);
    say(m, "{");
    for (uint32_t i = 0; i < len; i++) {
        if (i) say(m, ", ");
        bool optional = depth > 1 && choose(m->from, 8) == 7;
        if (optional) say(m, "?");
        say(m, keys[i]);
        make_expr(m, optional ? type_of(m, K_OPT, t->of) : t->of, depth ? depth - 1 : 0);
    }
    say(m, "}");
}

static void literal(maker *m, const type *t, uint32_t depth)
{
    switch (t->kind) {
    case K_BOOL:
        say(m, ONE_OF(m, "true", "false"));
        break;
    case K_INT:
        say(m, ONE_OF(m, "0", "1", "2", "3", "7", "(-1)", "(-5)", "100", "9007199254740993",
                      "9223372036854775807", "(-9223372036854775808)"));
        break;
    case K_DOUBLE:
        say(m, ONE_OF(m, "0.0", "1.0", "2.5", "(-0.5)", "3.0", "9007199254740992.0", "1e300", "(0.0 / 0.0)"));
        break;
    case K_STRING:
        say(m, ONE_OF(m, "\"\"", "\"a\"", "\"b\"", "\"ab\"", "\"пять\"", "\"1.2.0\"", "'src/a.c'", "\"7\"",
                      "'x y'"));
        break;
    case K_TIME:
        say(m, ONE_OF(m, "timestamp(0)", "now", "timestamp('2026-02-13T12:00:00Z')",
                      "timestamp('2025-12-31T23:59:59.5Z')"));
        break;
    case K_SPAN:
        say(m, ONE_OF(m, "0s", "90s", "1h30m", "2d", "(-5m)"));
        break;
    case K_REC:
        say(m, ONE_OF(m, "dyn({'n': 1, 's': \"a\", 'ok': true})", "dyn({'n': 2})", "dyn(3)"));
        break;
    case K_TYPE:
        say(m, ONE_OF(m, "int", "string", "list", "double", "map"));
        break;
    case K_LIST:
        list_literal(m, t, depth);
        break;
    case K_MAP:
        map_literal(m, t, depth);
        break;
    case K_OPT:
        say(m, "optional.of(");
        make_expr(m, t->of, depth ? depth - 1 : 0);
        say(m, ")");
        break;
    }
}

/* The fields of e, of an element of e.rs, that are usually of the scalar type. */
const char *field_of(maker *m, type_kind kind)
{
    switch (kind) {
    case K_BOOL:
        return ONE_OF(m, "ok", "flag");
    case K_INT:
        return ONE_OF(m, "n", "total");
    case K_DOUBLE:
        return ONE_OF(m, "d", "rate");
    case K_STRING:
        return ONE_OF(m, "s", "name");
    case K_TIME:
    case K_SPAN:
    case K_REC:
    case K_TYPE:
    case K_LIST:
    case K_MAP:
    case K_OPT:
        break;
    }
    return "nil";
}

void make_record(maker *m, uint32_t depth)
{
    for (uint32_t i = m->var_count; i > 0 && depth; i--) {
        if (m->vars[i - 1].type->kind == K_REC && choose(m->from, 2)) {
            say(m, m->vars[i - 1].name);
            return;
        }
    }
    if (choose(m->from, 10) == 9) {
        say(m, ONE_OF(m, "e.m", "e.absent", "e.xs", "e.rs[4]", "e.n"));
    } else {
        say(m, ONE_OF(m, "e", "e.r", "e.rs[0]", "e[\"r\"]", "e.rs[1]", "e.rs.first()", "e.r", "e"));
    }
}

/* Something from evidence of about this type. */
static void path(maker *m, const type *t, uint32_t depth)
{
    if (t->kind == K_MAP && t->of->kind == K_LIST) {
        say(m, "e.r");
    } else if (t->kind == K_LIST && t->of->kind == K_REC) {
        say(m, ONE_OF(m, "e.rs", "e.empty", "e.r.rs"));
    } else if (t->kind == K_LIST) {
        const char *fields[] = {"bs", "xs", "ds", "ss", "ts", "xs", "rs", "xs", "rs", "xs", "xs"};
        gate_buf_printf(m->out, "e.%s", choose(m->from, 6) ? fields[t->of->kind] : "empty");
    } else if (t->kind == K_MAP) {
        say(m, ONE_OF(m, "e.m", "e.r", "e"));
    } else if (t->kind == K_OPT) {
        if (t->of->kind >= K_TIME) {
            say(m, "optional.none()");
            return;
        }
        make_record(m, depth);
        gate_buf_printf(m->out, choose(m->from, 3) ? ".?%s" : "[?\"%s\"]", field_of(m, t->of->kind));
    } else if (t->kind == K_TIME) {
        say(m, ONE_OF(m, "k.at", "timestamp(e.t)", "k.ats[0]"));
    } else if (t->kind == K_SPAN) {
        say(m, ONE_OF(m, "k.span", "duration(e.span)"));
    } else if (t->kind == K_TYPE) {
        say(m, "type(e.n)");
    } else if (t->kind == K_REC) {
        make_record(m, depth);
    } else if (m->module && t->kind == K_DOUBLE) {
        say(m, ONE_OF(m, "line", "branch", "func", "statement", "base.line", "base.branch", "base.?func.orValue(50.0)"));
    } else if (m->module && t->kind == K_INT) {
        say(m, ONE_OF(m, "lines.covered", "branches.total", "functions.total", "statements.covered",
                      "base.lines.total", "base.branches.covered", "base.?functions.total.orValue(1)"));
    } else if (m->module && t->kind == K_STRING) {
        say(m, ONE_OF(m, "module", "base.module"));
    } else if (m->module && t->kind == K_BOOL && choose(m->from, 2)) {
        say(m, ONE_OF(m, "has(base.line)", "has(base.branches)", "has(base.lines.total)", "has(base.module)"));
    } else if (t->kind == K_INT && choose(m->from, 8) == 7) {
        say(m, "k.n");
    } else {
        make_record(m, depth);
        gate_buf_printf(m->out, ".%s", field_of(m, t->kind));
    }
}

/* A variable in scope of that type; false when there is none. */
static bool local(maker *m, const type *t)
{
    for (uint32_t i = m->var_count; i > 0; i--) {
        const variable *v = &m->vars[i - 1];
        if (type_same(v->type, t) && (i == 1 || choose(m->from, 3))) {
            say(m, v->name);
            return true;
        }
    }
    return false;
}

/* What the policy declares of that type; false when there is nothing. */
static bool declared(maker *m, const type *t)
{
    bool whole = t->kind == K_LIST && t->of->kind == K_INT;
    if (!m->outer || (t->kind != K_INT && t->kind != K_BOOL && t->kind != K_STRING && !whole)) return false;
    if (t->kind == K_INT) say(m, ONE_OF(m, "limit", "total", "twice(e.n)", "twice(limit)"));
    if (t->kind == K_BOOL) say(m, ONE_OF(m, "all_fine", "fine(e.r)", "strict"));
    if (t->kind == K_STRING) say(m, ONE_OF(m, "who[0]", "who[1]", "label(e)"));
    if (whole) say(m, ONE_OF(m, "big(e.xs)", "big([1, 200])", "chosen"));
    return true;
}

/* -- operators --------------------------------------------------------------------------------------- */

static void pair(maker *m, const type *a, const char *op, const type *b, uint32_t depth)
{
    say(m, "(");
    make_expr(m, a, depth - 1);
    gate_buf_printf(m->out, " %s ", op);
    make_expr(m, b, depth - 1);
    say(m, ")");
}

static void comparison(maker *m, uint32_t depth)
{
    const type *t = any_scalar(m);
    const type *list = type_of(m, K_LIST, t);
    switch (choose(m->from, 8)) {
    case 0:
    case 1:
        pair(m, t, ONE_OF(m, "<", "<=", ">", ">="), t, depth);
        break;
    case 2:
    case 3:
        pair(m, t, ONE_OF(m, "==", "!="), t, depth);
        break;
    case 4:
        pair(m, t, "in", list, depth);
        break;
    case 5:
        pair(m, list, ONE_OF(m, "==", "!="), list, depth);
        break;
    case 6:
        pair(m, &scalars[K_INT], ONE_OF(m, "==", "<", ">="), &scalars[K_DOUBLE], depth);
        break;
    default:
        pair(m, &scalars[K_STRING], "in", type_of(m, K_MAP, t), depth);
        break;
    }
}

static void operation(maker *m, const type *t, uint32_t depth)
{
    uint32_t which = choose(m->from, 8);
    switch (t->kind) {
    case K_BOOL:
        if (which < 3) {
            comparison(m, depth);
        } else if (which == 7) {
            say(m, "!(");
            make_expr(m, t, depth - 1);
            say(m, ")");
        } else {
            pair(m, t, which % 2 ? "&&" : "||", t, depth);
        }
        break;
    case K_INT:
        if (which == 7) {
            say(m, "-(");
            make_expr(m, t, depth - 1);
            say(m, ")");
        } else {
            pair(m, t, ONE_OF(m, "+", "-", "*", "%"), t, depth);
        }
        break;
    case K_DOUBLE:
        pair(m, &scalars[which % 2 ? K_INT : K_DOUBLE], ONE_OF(m, "+", "-", "*", "/"), t, depth);
        break;
    case K_STRING:
    case K_LIST:
        pair(m, t, "+", t, depth);
        break;
    case K_TIME:
        pair(m, t, ONE_OF(m, "+", "-"), &scalars[K_SPAN], depth);
        break;
    case K_SPAN:
        pair(m, &scalars[which % 2 ? K_TIME : K_SPAN], "-", &scalars[which % 2 ? K_TIME : K_SPAN], depth);
        break;
    case K_REC:
    case K_TYPE:
    case K_MAP:
    case K_OPT:
        literal(m, t, depth);
        break;
    }
}

static void conditional(maker *m, const type *t, uint32_t depth)
{
    say(m, "(");
    make_expr(m, &scalars[K_BOOL], depth - 1);
    say(m, " ? ");
    make_expr(m, t, depth - 1);
    say(m, " : ");
    make_expr(m, t, depth - 1);
    say(m, ")");
}

/* -- expressions ------------------------------------------------------------------------------------- */

void make_expr(maker *m, const type *t, uint32_t depth)
{
    uint32_t which = choose(m->from, depth ? 18 : 4);
    bool done = false;
    if (which == 2) {
        done = local(m, t);
    } else if (which == 3) {
        done = declared(m, t);
    } else if (which >= 4 && which <= 7) {
        operation(m, t, depth);
        done = true;
    } else if (which == 8) {
        conditional(m, t, depth);
        done = true;
    } else if (which >= 9 && which <= 12) {
        done = make_call(m, t, depth);
    } else if (which >= 13 && which <= 16) {
        make_macro(m, t, depth);
        done = true;
    }
    if (done) return;
    if (which == 0) {
        literal(m, t, depth);
    } else {
        path(m, t, depth);
    }
}
