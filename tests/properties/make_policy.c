/* Policies of every kind of row. A policy is made as a tree of parts first, so that it can be written twice:
 * as made, and with everything that may stand in any order in another one. */
#include "tests/properties/properties.h"

#include <string.h>

/* A condition: a text, or parts joined by `&&`, `||`, or turned round. */
typedef struct cond cond;
struct cond {
    char op; /* 0: a text; '&', '|', '!' */
    gate_str text;
    cond *kids[3];
    uint32_t count;
};

typedef struct making {
    gate_arena *arena;
    choices *from, *order;
    flavour kind;
    bool positive; /* what is made must be true: a bound by a parameter may stand here */
} making;

static uint32_t pick(making *m, uint32_t below)
{
    return choose(m->from, below);
}

static const char *one(making *m, const char *const *items, uint32_t count)
{
    return items[pick(m, count)];
}
#define ONE(m, ...)                                                                                          \
    one((m), (const char *const[]){__VA_ARGS__}, (uint32_t)GATE_COUNT(((const char *const[]){__VA_ARGS__})))

/* -- leaves -------------------------------------------------------------------------------------------- */

static gate_str number_test(making *m, const char *on)
{
    static const char *const signs[] = {">=", "<=", ">", "<", "==", "!="};
    const char *sign = one(m, signs, GATE_COUNT(signs));
    switch (pick(m, 8)) {
    case 0:
        return gate_str_printf(m->arena, "%s.n %s %u", on, sign, pick(m, 9));
    case 1:
        return gate_str_printf(m->arena, "%s.d %s %s", on, sign, ONE(m, "0.5", "2.5", "1", "50"));
    case 2:
        return gate_str_printf(m->arena, "%u %s %s.n", pick(m, 7), sign, on);
    case 3:
        return gate_str_printf(m->arena, "%s.n + %s.m %s %u", on, on, sign, pick(m, 12));
    case 4:
        return gate_str_printf(m->arena, "%s.n %s %s.m", on, sign, on);
    case 5:
        return gate_str_printf(m->arena, "100.0 * %s.covered / %s.count %s %s", on, on,
                               ONE(m, ">=", ">", "<=", "<"), ONE(m, "70", "33.3", "66.6", "99.5"));
    case 6:
        if (m->positive) return gate_str_printf(m->arena, pick(m, 2) ? "%s.n >= lo" : "%s.m <= hi", on);
        return gate_str_printf(m->arena, "%s.n %s a.m", on, sign);
    default:
        return gate_str_printf(m->arena, "%s.n * 2 - 1 %s cap", on, sign);
    }
}

static gate_str other_test(making *m, const char *on)
{
    switch (pick(m, 11)) {
    case 0:
        return gate_str_printf(m->arena, "%s.ok", on);
    case 1:
        return gate_str_printf(m->arena, "%s.s %s \"%s\"", on, ONE(m, "==", "!="), ONE(m, "a", "b", "ready"));
    case 2:
        return gate_str_printf(m->arena, "%s.s in [\"a\", \"ready\"]", on);
    case 3:
        return gate_str_printf(m->arena, "%s.s.startsWith(\"%s\")", on, ONE(m, "r", "a", "be"));
    case 4:
        return gate_str_printf(m->arena, "%s.s.matches(\"^[ab]\")", on);
    case 5:
        return gate_str_printf(m->arena, "timestamp(%s.t) %s timestamp(\"2026-02-13T10:00:00Z\")", on,
                               ONE(m, ">=", "<"));
    case 6:
        return gate_str_printf(m->arena, "now - timestamp(%s.t) <= %s", on, ONE(m, "3h", "24h", "30m"));
    case 7:
        return gate_str_printf(m->arena, "small(%s)", on);
    case 8:
        return gate_str_printf(m->arena, "(%s.ok ? %s.n : %s.m) >= %u", on, on, on, pick(m, 6));
    case 9:
        return gate_str_printf(m->arena, "%s.s.lowerAscii() == b.s", on);
    default:
        return GATE_STR("fine");
    }
}

/* Tests that can tell that a key is not there. */
static gate_str telling_test(making *m, const char *on)
{
    switch (pick(m, 6)) {
    case 0:
        return gate_str_printf(m->arena, "has(%s.extra)", on);
    case 1:
        return gate_str_printf(m->arena, "%s.?n.orValue(3) >= %u", on, pick(m, 6));
    case 2:
        return GATE_STR("\"r1\" in a.limits");
    case 3:
        return gate_str_printf(m->arena, "a.limits.%s(k, a.limits[k] > %u)", ONE(m, "all", "exists"),
                               pick(m, 5));
    case 4:
        return gate_str_printf(m->arena, "a.limits.size() > %u", pick(m, 6));
    default:
        return GATE_STR("a.limits.all(k, v, v < b.n)");
    }
}

static gate_str inner_test(making *m, const char *on)
{
    switch (pick(m, 5)) {
    case 0:
        return gate_str_printf(m->arena, "a.limits[%s.name] %s %s.n", on, ONE(m, ">=", "<"), on);
    case 1:
        return other_test(m, on);
    default:
        return number_test(m, on);
    }
}

static gate_str list_test(making *m)
{
    const char *list = ONE(m, "a.rs", "b.rs");
    switch (pick(m, 9)) {
    case 0:
    case 1:
    case 2: {
        const char *loop = ONE(m, "all", "exists", "exists_one");
        bool was = m->positive;
        m->positive = was && strcmp(loop, "exists_one") != 0;
        gate_str inner = inner_test(m, "y");
        m->positive = was;
        return gate_str_printf(m->arena, "%s.%s(y, " GATE_STR_FMT ")", list, loop, GATE_STR_ARG(inner));
    }
    case 3: {
        m->positive = false; /* until the clause's next part: a size may be bounded from above */
        gate_str inner = inner_test(m, "y");
        return gate_str_printf(m->arena, "%s.filter(y, " GATE_STR_FMT ").size() %s %u", list,
                               GATE_STR_ARG(inner), ONE(m, ">=", "<"), pick(m, 4));
    }
    case 4:
        return gate_str_printf(m->arena, "%s.map(y, y.n).sum() >= %u", list, pick(m, 30));
    case 5:
        return gate_str_printf(m->arena, "a.xs.%s() >= %u",
                               ONE(m, "sum", "max", "min", "mean", "first", "last"), pick(m, 8));
    case 6:
        return gate_str_printf(m->arena, "%s.sortBy(y, y.n).last().m >= %u", list, pick(m, 6));
    case 7:
        return gate_str_printf(m->arena, "%s.all(y, a.xs.exists(z, z == y.n))", list);
    default:
        return gate_str_printf(m->arena, "%s[%u].n >= %u", list, pick(m, 7), pick(m, 6));
    }
}

static cond *leaf(making *m, const char *on, bool nested)
{
    cond *made = GATE_NEW(m->arena, cond);
    uint32_t which = pick(m, 10);
    if (which < 5) {
        made->text = number_test(m, on);
    } else if (which < 7 || (nested && which < 9)) {
        made->text = other_test(m, on);
    } else if (which < 9) {
        made->text = list_test(m);
    } else {
        made->text = m->kind == FLAVOUR_GROWING ? number_test(m, on) : telling_test(m, on);
    }
    return made;
}

static cond *condition(making *m, const char *on, bool nested, uint32_t depth)
{
    uint32_t which = pick(m, 8);
    if (depth == 0 || which < 4) return leaf(m, on, nested);
    cond *made = GATE_NEW(m->arena, cond);
    bool was = m->positive;
    made->op = which == 4 ? '!' : which % 2 ? '&' : '|';
    made->count = made->op == '!' ? 1 : 2 + pick(m, 2);
    m->positive = was && made->op != '!';
    for (uint32_t i = 0; i < made->count; i++)
        made->kids[i] = condition(m, on, nested, depth - 1);
    m->positive = was;
    return made;
}

/* -- writing in an order ----------------------------------------------------------------------------------
 */

/* The numbers below [count], permuted where an order is given. */
static uint32_t *order_of(making *m, uint32_t count)
{
    uint32_t *order = GATE_ARRAY(m->arena, uint32_t, count);
    for (uint32_t i = 0; i < count; i++)
        order[i] = i;
    for (uint32_t i = count; m->order && i > 1; i--) {
        uint32_t other = choose(m->order, i), was = order[i - 1];
        order[i - 1] = order[other];
        order[other] = was;
    }
    return order;
}

static void put_cond(making *m, gate_buf *out, const cond *c, bool operands)
{
    if (c->op == 0) {
        gate_buf_add(out, c->text);
        return;
    }
    uint32_t *order = operands ? order_of(m, c->count) : NULL;
    gate_buf_c(out, c->op == '!' ? "!(" : "(");
    for (uint32_t i = 0; i < c->count; i++) {
        if (i) gate_buf_c(out, c->op == '&' ? " && " : " || ");
        put_cond(m, out, c->kids[order ? order[i] : i], operands);
    }
    gate_buf_char(out, ')');
}

typedef struct parts {
    gate_str items[12];
    uint32_t count;
} parts;

static void put_parts(making *m, gate_buf *out, const parts *p)
{
    uint32_t *order = order_of(m, p->count);
    for (uint32_t i = 0; i < p->count; i++)
        gate_buf_printf(out, GATE_STR_FMT "\n", GATE_STR_ARG(p->items[order[i]]));
}

static void add_part(parts *p, gate_str text)
{
    if (p->count < GATE_COUNT(p->items)) p->items[p->count++] = text;
}

/* -- clauses
 * -------------------------------------------------------------------------------------------------- */

static bool operands_too(const making *m) /* the first choice of an order says so */
{
    return m->order && m->order->count && m->order->items[0] % 2;
}

static gate_str cond_text(making *m, const cond *c)
{
    gate_buf out = gate_buf_new(m->arena);
    put_cond(m, &out, c, operands_too(m));
    return gate_buf_str(&out);
}

static gate_str with_message(making *m, gate_str text)
{
    switch (pick(m, 6)) {
    case 0:
        return gate_str_printf(m->arena, GATE_STR_FMT " else \"no\"", GATE_STR_ARG(text));
    case 1:
        return gate_str_printf(m->arena, GATE_STR_FMT " else \"{a.n} and {b.s}\"", GATE_STR_ARG(text));
    default:
        return text;
    }
}

/* `require each`, a roster, `forbid any`. */
static gate_str element_clause(making *m, const char *on)
{
    uint32_t which = pick(m, 6);
    const char *list = on[0] == 'a' ? "a.rs" : on[0] == 'b' ? "b.rs" : "a.rs";
    if (which == 0) return gate_str_printf(m->arena, "require each x in %s: x.n >= %u", list, pick(m, 6));
    if (which == 1) return gate_str_printf(m->arena, "forbid any x in %s where x.n < %u", list, pick(m, 6));
    m->positive = m->kind == FLAVOUR_GROWING && which != 5;
    bool bare = which == 3 && pick(m, 3) == 0;
    gate_str test = bare         ? GATE_STR("")
                    : pick(m, 3) ? inner_test(m, "x")
                                 : cond_text(m, condition(m, "x", true, 1));
    m->positive = false;
    if (which == 2) {
        gate_str filter =
            pick(m, 2) ? GATE_STR("") : gate_str_printf(m->arena, " where x.m < %u", 2 + pick(m, 7));
        return gate_str_printf(m->arena, "require each x in %s" GATE_STR_FMT "%s: " GATE_STR_FMT, list,
                               GATE_STR_ARG(filter), pick(m, 4) ? "" : " or none", GATE_STR_ARG(test));
    }
    if (which == 3 || which == 4)
        return gate_str_printf(m->arena, "require each x of [\"r0\", \"r%u\"] in %s by name%s" GATE_STR_FMT,
                               1 + pick(m, 4), list, test.len ? ": " : "", GATE_STR_ARG(test));
    return gate_str_printf(m->arena, "forbid any x in %s where " GATE_STR_FMT, list, GATE_STR_ARG(test));
}

static gate_str plain_clause(making *m, const char *word, const char *on, bool positive)
{
    m->positive = positive && m->kind == FLAVOUR_GROWING;
    gate_str text = cond_text(m, condition(m, on, false, 2));
    m->positive = false;
    return with_message(m, gate_str_printf(m->arena, "%s " GATE_STR_FMT, word, GATE_STR_ARG(text)));
}

/* A row's clauses: one that judges at least. */
static void row_body(making *m, gate_buf *out, const char *on, bool elements)
{
    parts body = {.count = 0};
    uint32_t count = 1 + pick(m, 2);
    for (uint32_t i = 0; i < count; i++) {
        uint32_t which = pick(m, 6);
        if (which >= 4 && elements) {
            add_part(&body, with_message(m, element_clause(m, on)));
        } else if (which == 3) {
            add_part(&body, plain_clause(m, "forbid", on, false));
        } else {
            add_part(&body, plain_clause(m, "require", on, true));
        }
    }
    if (pick(m, 6) == 5) add_part(&body, plain_clause(m, "needs", on, true));
    if (pick(m, 8) == 7) add_part(&body, plain_clause(m, "only if", on, false));
    if (pick(m, 6) == 5) add_part(&body, plain_clause(m, "warn when", on, false));
    if (pick(m, 12) == 11) add_part(&body, GATE_STR("advisory"));
    if (pick(m, 4) == 3) add_part(&body, GATE_STR("owner lead"));
    gate_buf_c(out, " {\n");
    put_parts(m, out, &body);
    gate_buf_c(out, "}");
}

/* -- blocks
 * ---------------------------------------------------------------------------------------------------- */

static gate_str finished(gate_buf *out)
{
    return gate_buf_str(out);
}

static gate_str checklist_row(making *m, uint32_t index)
{
    gate_buf out = gate_buf_new(m->arena);
    uint32_t which = pick(m, 8);
    if (which == 7) {
        gate_buf_printf(&out, "item e%u each r in %s%s by name \"Row {r.name}\"", index,
                        ONE(m, "a.rs", "b.rs"),
                        ONE(m, "", " where r.m < 7", " where r.n >= b.n", " or none"));
        row_body(m, &out, "r", false);
        return finished(&out);
    }
    gate_buf_printf(&out, "item i%u", index);
    if (which == 6) {
        parts body = {.count = 0};
        add_part(&body, plain_clause(m, "require", "a", true));
        add_part(&body, GATE_STR("waivable by lead for 14d"));
        gate_buf_c(&out, " {\n");
        put_parts(m, &out, &body);
        gate_buf_c(&out, "}");
    } else if (which == 5) {
        gate_buf_c(&out, " {\nconfirm by lead within 7d \"Is it?\"\n}");
    } else {
        row_body(m, &out, ONE(m, "a", "b", "a.r"), true);
    }
    return finished(&out);
}

static gate_str module_row(making *m, uint32_t index)
{
    static const char *const heads[] = {"module \"src/a.py\"",     "module \"b.py\"",
                                        "module \"lib/c.py\"",     "module each \"src/*.py\"",
                                        "module sum \"lib/*.py\"", "module \"gone.py\""};
    gate_buf out = gate_buf_new(m->arena);
    parts body = {.count = 0};
    uint32_t count = 1 + pick(m, 2);
    gate_buf_c(&out, heads[index % GATE_COUNT(heads)]);
    for (uint32_t i = 0; i < count; i++) {
        const char *reading = ONE(m, "line", "branch", "line", "branch", "func");
        gate_str test = gate_str_printf(m->arena, "require %s %s %s", reading, ONE(m, ">=", ">"),
                                        ONE(m, "70", "33.4", "90", "50.5"));
        if (pick(m, 5) == 4) test = GATE_STR("require lines.covered >= a.n");
        if (pick(m, 6) == 5) test = GATE_STR("forbid line < 40 && branch < 80");
        add_part(&body, test);
    }
    if (pick(m, 4) == 3) add_part(&body, GATE_STR("allow no branches"));
    gate_buf_c(&out, " {\n");
    put_parts(m, &out, &body);
    gate_buf_c(&out, "}");
    return finished(&out);
}

static gate_str criterion(making *m, uint32_t index)
{
    gate_buf out = gate_buf_new(m->arena);
    gate_buf_printf(&out, "criterion c%u", index);
    if (pick(m, 3)) {
        row_body(m, &out, "w", false);
    } else {
        gate_buf_printf(&out, " {\nrequire w.n >= %u\n%s\n}", pick(m, 6),
                        pick(m, 2) ? "" : "tolerate 1 of 3 windows");
    }
    return finished(&out);
}

static gate_str trigger(making *m, uint32_t index)
{
    gate_buf out = gate_buf_new(m->arena);
    parts body = {.count = 0};
    uint32_t which = pick(m, 5);
    gate_str test = which == 0 ? cond_text(m, condition(m, "a", false, 1)) : inner_test(m, "w");
    if (which == 0) {
        add_part(&body, gate_str_printf(m->arena, "fire when " GATE_STR_FMT, GATE_STR_ARG(test)));
    } else {
        add_part(&body, gate_str_printf(m->arena, "fire when " GATE_STR_FMT " for %s w in met.windows%s",
                                        GATE_STR_ARG(test),
                                        ONE(m, "2 consecutive", "2 of 3", "3 consecutive", "1 of 2"),
                                        pick(m, 4) == 3 ? " latest" : ""));
    }
    /* `no data is clean` lets what is not there pass: its author asked for that. */
    if (which && m->kind != FLAVOUR_GROWING && pick(m, 4) == 3)
        add_part(&body, gate_str_c(ONE(m, "no data is breach", "no data is clean")));
    if (pick(m, 8) == 7) add_part(&body, plain_clause(m, "only if", "a", false));
    gate_buf_printf(&out, "trigger t%u {\n", index);
    put_parts(m, &out, &body);
    gate_buf_c(&out, "}");
    return finished(&out);
}

static gate_str block(making *m, uint32_t kind, uint32_t index)
{
    static const char *const heads[] = {"checklist list", "coverage mods", "canary slow", "rollback back"};
    static const char *const over[] = {"", " of cov", " over w in met.windows", ""};
    static gate_str (*const rows[])(making *, uint32_t) = {checklist_row, module_row, criterion, trigger};
    gate_buf out = gate_buf_new(m->arena);
    parts body = {.count = 0};
    gate_buf_printf(&out, "%s%u%s", heads[kind], index, over[kind]);
    if (kind == 2) gate_buf_c(&out, ONE(m, "", " where w.m < 8", " where w.n != b.n"));
    uint32_t count = 1 + pick(m, kind == 0 ? 4 : 3), first = pick(m, 6);
    for (uint32_t i = 0; i < count; i++)
        add_part(&body, rows[kind](m, first + i));
    if (pick(m, 8) == 7) add_part(&body, plain_clause(m, "only if", "b", false));
    gate_buf_c(&out, " {\n");
    put_parts(m, &out, &body);
    gate_buf_c(&out, "}");
    return finished(&out);
}

gate_str make_policy(gate_arena *arena, choices *from, flavour kind, choices *order)
{
    making m = {.arena = arena, .from = from, .order = order, .kind = kind};
    gate_buf out = gate_buf_new(arena);
    parts declared = {.count = 0}, blocks = {.count = 0};
    from->at = 0;
    if (order) order->at = 1;
    add_part(&declared, GATE_STR("param lo : number = 3"));
    add_part(&declared, GATE_STR("param hi : number = 5"));
    add_part(&declared, GATE_STR("param cap : number = 9"));
    add_part(&declared, GATE_STR("owner lead \"The lead\""));
    add_part(&declared, GATE_STR("evidence a from \"a.json\""));
    add_part(&declared, GATE_STR("evidence b from \"b.json\""));
    add_part(&declared, GATE_STR("evidence cov from \"cov.json\""));
    add_part(&declared, GATE_STR("evidence met from \"met.json\""));
    add_part(&declared, GATE_STR("evidence waivers optional from \"waivers.json\""));
    add_part(&declared, GATE_STR("evidence attestations optional from \"attestations.json\""));
    add_part(&declared, GATE_STR("let subject = a.commit\nlet fine = b.ok && b.n > 1"));
    add_part(&declared, GATE_STR("def small(r) = r.n < cap && r.m >= 0"));
    uint32_t count = 1 + pick(&m, 3);
    for (uint32_t i = 0; i < count; i++) {
        static const uint32_t kinds[] = {0, 0, 0, 1, 2, 3};
        add_part(&blocks, block(&m, kinds[pick(&m, GATE_COUNT(kinds))], i));
    }
    gate_buf_c(&out, "policy properties \"Generated\"\n");
    put_parts(&m, &out, &declared);
    put_parts(&m, &out, &blocks);
    return gate_buf_str(&out);
}
