/* Policies of many cases. */
#include "tests/reference/maker.h"

uint32_t choose(choices *from, uint32_t below)
{
    uint32_t value = from->at < from->count ? from->items[from->at] : 0;
    from->at++;
    return value % below;
}

/* -- policies ---------------------------------------------------------------------------------------- */

static const char preamble[] =
    "policy reference \"Generated\"\n"
    "param limit : int = 3\n"
    "param strict : bool = true\n"
    "param who : list(string) = [\"a\", \"b\"]\n"
    "evidence e from \"e.json\"\n"
    "evidence k : { at: timestamp, span: duration, n: int, ats: list(timestamp) } from \"k.json\"\n"
    "evidence cov from \"c.json\"\n"
    "evidence old from \"o.json\"\n"
    "let total = e.xs.sum() + limit\n"
    "let all_fine = e.rs.all(r, r.ok == true && (r.n > 0 || r.s == \"a\"))\n"
    "let chosen = e.xs.filter(x, x > limit)\n"
    "def twice(x) = x + x\n"
    "def fine(r) = r.ok == true && r.n > limit\n"
    "def label(r) = r.s + \"/\" + who[0]\n"
    "def big(xs) = xs.filter(x, x > 1)\n";

static const char *say_text(maker *m)
{
    return ONE_OF(m, "", " else \"limit {limit}\"", " else \"no\"", " else \"{e.n} of {e.s}\"");
}

static void condition_case(maker *m, case_form form, uint32_t depth)
{
    const type *t = &scalars[K_REC];
    if (form == CASE_EACH || form == CASE_ANY) {
        const char *name = gate_str_printf(m->arena, "v%u", m->names++).ptr;
        gate_buf_printf(m->out, form == CASE_EACH ? "require each %s in " : "forbid any %s in ", name);
        make_expr(m, type_of(m, K_LIST, t), depth - 1);
        m->vars[m->var_count++] = (variable){name, t};
        uint32_t more = choose(m->from, 3);
        if (form == CASE_ANY) {
            say(m, " where ");
        } else if (more == 1) {
            say(m, " where ");
            make_expr(m, &scalars[K_BOOL], depth - 1);
            say(m, ": ");
        } else {
            say(m, more == 2 ? " or none: " : ": ");
        }
    } else if (form == CASE_ROSTER) {
        const char *name = gate_str_printf(m->arena, "v%u", m->names++).ptr;
        gate_buf_printf(m->out, "require each %s of ", name);
        if (choose(m->from, 2)) {
            say(m, ONE_OF(m, "[\"a\", \"b\"]", "[\"pass\"]", "who", "e.ss", "e.m", "[\"a\", e.s]"));
        } else {
            make_expr(m, type_of(m, K_LIST, &scalars[K_STRING]), depth > 1 ? 1 : 0);
        }
        say(m, " in e.rs by name");
        m->vars[m->var_count++] = (variable){name, t};
        if (choose(m->from, 4) == 0) return;
        say(m, ": ");
    } else {
        say(m, form == CASE_FORBID ? "forbid " : "require ");
    }
    /* What depends on no evidence is refused as a condition. */
    say(m, "k.n > 0 && ");
    make_expr(m, &scalars[K_BOOL], depth);
}

static const type *let_type(maker *m)
{
    switch (choose(m->from, 5)) {
    case 0:
        return &scalars[choose(m->from, K_LIST)];
    case 1:
    case 2:
        return type_of(m, K_LIST, &scalars[choose(m->from, K_LIST)]);
    case 3:
        if (choose(m->from, 3) == 2) return type_of(m, K_MAP, type_of(m, K_LIST, any_scalar(m)));
        return type_of(m, K_MAP, choose(m->from, 2) ? &scalars[K_INT] : any_scalar(m));
    default:
        return type_of(m, K_OPT, any_scalar(m));
    }
}

gate_str generate_policy(gate_arena *arena, gate_builtins table, choices *cases, uint32_t count,
                         case_form *forms)
{
    gate_buf lets = gate_buf_new(arena), rows = gate_buf_new(arena), modules = gate_buf_new(arena);
    for (uint32_t i = 0; i < count; i++) {
        maker m = {.arena = arena, .table = table, .from = &cases[i], .outer = true};
        cases[i].at = 0;
        uint32_t which = choose(&cases[i], 16), depth = 1 + choose(&cases[i], 5);
        static const case_form by_choice[16] = {CASE_LET,     CASE_REQUIRE, CASE_LET,     CASE_REQUIRE,
                                                CASE_FORBID,  CASE_EACH,    CASE_ANY,     CASE_ROSTER,
                                                CASE_MODULE,  CASE_REQUIRE, CASE_LET,     CASE_REQUIRE,
                                                CASE_REQUIRE, CASE_LET,     CASE_REQUIRE, CASE_EACH};
        forms[i] = by_choice[which];
        m.module = forms[i] == CASE_MODULE;
        m.out = forms[i] == CASE_MODULE ? &modules : &rows;
        if (forms[i] == CASE_LET) {
            m.out = &lets;
            gate_buf_printf(&lets, "let case_%u = ", i);
            make_expr(&m, let_type(&m), depth);
            gate_buf_char(&lets, '\n');
            gate_buf_printf(&rows, "item i%u { require dyn(case_%u) == e.n }\n", i, i);
            continue;
        }
        if (forms[i] == CASE_MODULE) {
            gate_buf_printf(&modules, "module \"m%u\" { ", i);
        } else {
            gate_buf_printf(&rows, "item i%u { ", i);
        }
        condition_case(&m, forms[i], depth);
        say(&m, say_text(&m));
        say(&m, choose(&cases[i], 4) == 3 ? " fix \"raise {limit}\" }\n" : " }\n");
    }
    gate_buf text = gate_buf_new(arena);
    gate_buf_c(&text, preamble);
    gate_buf_add(&text, gate_buf_str(&lets));
    if (rows.len) gate_buf_printf(&text, "checklist generated {\n%s}\n", rows.ptr);
    if (modules.len) gate_buf_printf(&text, "coverage modules of cov against old {\n%s}\n", modules.ptr);
    return gate_buf_str(&text);
}
