/* gate_unit: base evidence grammar vm stdlib compiler */
/* What the checker hands on: refs, slots, types, templates, and which symbols are used in which
 * order. And that long texts, deep chains and many rows cost no more than they should. */
#include "compiler_kit.h"

#include <check.h>
#include <stdio.h>

/* ---- looking things up ---- */

typedef struct search {
    const char *text;
    const gate_source *source;
    const gate_node *found;
} search;

static void look(const gate_node *node, void *context)
{
    search *in = context;
    gate_str slice = gate_source_slice(in->source, node->span);
    bool expression = node->kind <= GATE_N_COND && node->kind != GATE_N_ELEMENT;
    if (expression && gate_str_eq_c(slice, in->text)) in->found = node;
    if (!in->found) gate_node_children(node, look, in);
}

/* The outermost expression of the main file that is written so. */
static const gate_node *node_of(const kit *k, const char *text)
{
    search in = {text, k->checked->main->source, NULL};
    look(k->checked->main->ast->file, &in);
    ck_assert_msg(in.found != NULL, "no expression is written %s", text);
    return in.found;
}

static const gate_ref *ref_of(const kit *k, const char *text)
{
    return gate_ref_at(k->checked, k->checked->main, node_of(k, text));
}

static const char *type_of(const kit *k, const char *text)
{
    gate_str shown =
        gate_type_article(k->arena, gate_type_at(k->checked, k->checked->main, node_of(k, text)));
    return gate_str_z(k->arena, shown);
}

static void check_right(kit *k, const char *text)
{
    kit_check(k, text);
    ck_assert_msg(k->checked != NULL, "%s", kit_codes(k));
}

/* ---- refs and slots ---- */

START_TEST(names_are_resolved)
{
    kit k = kit_new();
    check_right(
        &k,
        "policy p \"P\"\nimport shapes\nimport \"./team.gate\" as team\nevidence e from \"e.json\"\n"
        "param least : int = 3\nlet twice = e.n + e.n\ndef plus(a, b) = a + b\n"
        "checklist c { item i {\n"
        "  owner team.backend\n"
        "  require twice > least && plus(e.p, 2) > team.limit && shapes.ok(e.q) && now > e.at\n"
        "  require type(e.r) == string && size(e.l) > 2 && e.name.contains(\"a\") && math.ceil(e.d) > 1.0\n"
        "} }\n");
    ck_assert_int_eq(ref_of(&k, "twice")->symbol->kind, GATE_SYM_LET);
    ck_assert_int_eq(ref_of(&k, "least")->symbol->kind, GATE_SYM_PARAM);
    ck_assert_int_eq(ref_of(&k, "plus(e.p, 2)")->symbol->kind, GATE_SYM_DEF);
    ck_assert_int_eq(ref_of(&k, "team.limit")->symbol->kind, GATE_SYM_PARAM);
    ck_assert(gate_str_eq_c(ref_of(&k, "team.limit")->symbol->shown, "team.limit"));
    ck_assert_int_eq(ref_of(&k, "team")->kind, GATE_REF_NAMESPACE);
    ck_assert(gate_str_eq_c(ref_of(&k, "shapes.ok(e.q)")->symbol->shown, "shapes.ok"));
    ck_assert_int_eq(ref_of(&k, "now")->kind, GATE_REF_NOW);
    ck_assert_int_eq(ref_of(&k, "string")->kind, GATE_REF_TYPE);
    ck_assert_int_eq(ref_of(&k, "string")->tag, GATE_T_STRING);
    ck_assert_int_eq(ref_of(&k, "size(e.l)")->kind, GATE_REF_BUILTIN);
    ck_assert(!ref_of(&k, "size(e.l)")->method);
    ck_assert(ref_of(&k, "e.name.contains(\"a\")")->method);
    ck_assert(gate_str_eq_c(ref_of(&k, "math.ceil(e.d)")->name, "math.ceil"));
    ck_assert_int_eq(ref_of(&k, "e.at")->kind, GATE_REF_NONE);
    kit_free(&k);
}
END_TEST

START_TEST(locals_take_slots_in_order)
{
    kit k = kit_new();
    check_right(
        &k, "policy p \"P\"\nevidence e from \"e.json\"\n"
            "checklist c { item i each row in e.rows.filter(first, first.on) by id \"{row.name}\" {\n"
            "  require each x in row.xs: x.ys.all(i, y, y.zs.exists(z, z > i)) && x.ws.map(w, w.v) == [1]\n"
            "    else \"{x.name} {x.us.map(u, u.v)}\"\n"
            "  require cel.bind(b, row.n, b > 2) && row.after\n"
            "} }\n");
    ck_assert_uint_eq(ref_of(&k, "first")->slot, 0); /* the list is outside of the row */
    ck_assert_uint_eq(ref_of(&k, "row")->slot, 0);
    ck_assert_uint_eq(ref_of(&k, "x")->slot, 1);
    const gate_ref *all = ref_of(&k, "x.ys.all(i, y, y.zs.exists(z, z > i))");
    ck_assert_int_eq(all->macro, GATE_MACRO_ALL);
    ck_assert(all->two);
    ck_assert_uint_eq(all->slot, 2);
    ck_assert_uint_eq(ref_of(&k, "y.zs.exists(z, z > i)")->slot, 4);
    ck_assert_uint_eq(ref_of(&k, "x.ws.map(w, w.v)")->slot, 2); /* given back */
    ck_assert_uint_eq(ref_of(&k, "cel.bind(b, row.n, b > 2)")->slot, 1);
    const gate_node *block = k.checked->main->ast->file->as.file.decls.items[1];
    const gate_node *row = block->as.block.rows.items[0];
    ck_assert_uint_eq(k.checked->slots[row->id], 1);
    ck_assert_uint_eq(k.checked->slots[row->as.row.clauses.items[0]->id], 1);
    const gate_parts *title = gate_parts_at(k.checked, k.checked->main, row->as.row.title);
    ck_assert_uint_eq(title->len, 1);
    ck_assert_uint_eq(gate_ref_at(k.checked, k.checked->main, title->items[0].expr->as.select.operand)->slot,
                      0);
    const gate_parts *message =
        gate_parts_at(k.checked, k.checked->main, row->as.row.clauses.items[0]->as.clause.text);
    ck_assert_uint_eq(message->len, 3);
    const gate_ref *us = gate_ref_at(k.checked, k.checked->main, message->items[2].expr);
    ck_assert_int_eq(us->kind, GATE_REF_MACRO);
    ck_assert_uint_eq(us->slot, 2);
    kit_free(&k);
}
END_TEST

START_TEST(modules_bind_readings)
{
    kit k = kit_new();
    check_right(&k,
                "policy p \"P\"\nevidence r from \"r.json\"\ncoverage c of r.modules { module \"a.py\" {\n"
                "  require line >= 80 && branches.total > 3 && [1].all(v, v < branch)\n} }\n");
    ck_assert_int_eq(ref_of(&k, "line")->kind, GATE_REF_READING);
    ck_assert_int_eq(ref_of(&k, "line")->reading, GATE_READ_LINE);
    ck_assert_str_eq(type_of(&k, "line"), "a percentage");
    ck_assert_str_eq(type_of(&k, "branches.total"), "an int");
    ck_assert_uint_eq(ref_of(&k, "[1].all(v, v < branch)")->slot, 1); /* slot 0 is the module */
    kit_free(&k);
}
END_TEST

/* ---- types ---- */

START_TEST(types_are_found)
{
    kit k = kit_new();
    check_right(
        &k,
        "policy p \"P\"\ntype S = { name: string, n: int, f: double, at: timestamp, w: \"a\" | \"b\", o?: "
        "[int] }\n"
        "evidence e : { list: [S], m: map(S), any: dyn } from \"e.json\"\nevidence many : S each from "
        "\"e/*.json\" by at\n"
        "def last_of(x) = x.last()\nlet first = e.list[0]\n"
        "checklist c { item i {\n"
        "  require e.list.map(s, s.n) == [1] && e.list.filter(s, s.n > 1) == e.list && first.n / 2 == 1\n"
        "  require first.n + first.f == 2 && now - first.at > 5m && e.m[\"a\"].n == 1 && first.?o == e.any\n"
        "  require e.list.groupBy(s, s.name) == {} && last_of(e.list) == e.any && many[0].f > 1 && "
        "e.list.map(s, s.n).sum() > 1\n"
        "} }\n");
    ck_assert_str_eq(type_of(&k, "e.list.map(s, s.n)"), "a list of ints");
    ck_assert_str_eq(type_of(&k, "e.list.filter(s, s.n > 1)"), "a list of `S`");
    ck_assert_str_eq(type_of(&k, "first"), "`S`");
    ck_assert_str_eq(type_of(&k, "first.n / 2"), "a number");
    ck_assert_str_eq(type_of(&k, "first.n + first.f"), "a double");
    ck_assert_str_eq(type_of(&k, "now - first.at"), "a duration");
    ck_assert_str_eq(type_of(&k, "e.m[\"a\"]"), "`S`");
    ck_assert_str_eq(type_of(&k, "first.?o"), "an optional list of ints");
    ck_assert_str_eq(type_of(&k, "e.list.groupBy(s, s.name)"), "a map to lists of `S`");
    ck_assert_str_eq(type_of(&k, "many[0].f"), "a double");
    kit_free(&k);
}
END_TEST

START_TEST(types_form_a_lattice)
{
    kit k = kit_new();
    kit_open(&k);
    gate_arena *arena = k.arena;
    const gate_type *integer = gate_type_plain(GATE_TY_INT), *real = gate_type_plain(GATE_TY_DOUBLE);
    const gate_type *text = gate_type_plain(GATE_TY_STRING), *any = gate_type_plain(GATE_TY_ANY);
    const gate_type *pass = gate_type_word(arena, GATE_STR("pass")),
                    *fail = gate_type_word(arena, GATE_STR("fail"));
    const gate_type *words = gate_type_union(arena, pass, fail);
    ck_assert_int_eq(gate_type_union(arena, integer, real)->kind, GATE_TY_NUMBER);
    ck_assert_int_eq(gate_type_union(arena, words, text)->kind, GATE_TY_STRING);
    ck_assert_int_eq(gate_type_union(arena, any, text)->kind, GATE_TY_ANY);
    ck_assert_int_eq(gate_type_union(arena, any, gate_type_plain(GATE_TY_ERROR))->kind, GATE_TY_ERROR);
    ck_assert_uint_eq(words->count, 2);
    ck_assert(gate_type_equal(words, gate_type_union(arena, fail, pass)));
    ck_assert(gate_type_fits(text, words) && gate_type_fits(pass, words));
    ck_assert(!gate_type_fits(gate_type_word(arena, GATE_STR("no")), words));
    ck_assert(!gate_type_fits(integer, real) && gate_type_comparable(integer, real));
    ck_assert(gate_type_fits(gate_type_plain(GATE_TY_NUMBER), real));
    ck_assert(gate_type_comparable(gate_type_list(arena, integer), gate_type_list(arena, real)));
    ck_assert(!gate_type_fits(gate_type_list(arena, integer), gate_type_list(arena, text)));
    ck_assert(gate_type_fits(gate_type_plain(GATE_TY_LIST), gate_type_list(arena, text)));
    /* Doubling again and again ends in ANY, not in an endless comparison. */
    const gate_type *doubled = integer;
    for (int i = 0; i < 64; i++)
        doubled = gate_type_union(arena, gate_type_list(arena, doubled), gate_type_map(arena, text, doubled));
    ck_assert(gate_type_equal(doubled, doubled) && doubled->weight <= GATE_TYPE_WEIGHT_MAX);
    kit_free(&k);
}
END_TEST

/* ---- uses ---- */

START_TEST(used_symbols_are_numbered)
{
    kit k = kit_new();
    check_right(&k, "policy p \"P\"\nimport \"./team.gate\"\nevidence unused from \"u.json\"\nevidence late "
                    "from \"l/{run}.json\"\n"
                    "evidence soon from \"s.json\"\nparam run : string\nparam idle : int = 3\nlet b = "
                    "late.x\nlet a = b + 1\n"
                    "let subject = soon.commit\nlet never = unused.x\n"
                    "checklist c { item i { owner backend  require soon.n > limit && a > 2 } }\n");
    const gate_checked *c = k.checked;
    ck_assert_uint_eq(c->param_count, 3);
    ck_assert(gate_str_eq_c(c->params[0]->name, "run"));
    ck_assert(gate_str_eq_c(c->params[1]->name, "idle"));
    ck_assert(gate_str_eq_c(c->params[2]->name, "limit"));
    ck_assert_uint_eq(c->evidence_count, 2);
    ck_assert(gate_str_eq_c(c->evidence[0]->name, "soon"));
    ck_assert(gate_str_eq_c(c->evidence[1]->name, "late"));
    ck_assert_uint_eq(c->let_count, 3);
    ck_assert(gate_str_eq_c(c->lets[0]->name, "a"));
    ck_assert(gate_str_eq_c(c->lets[1]->name, "subject"));
    ck_assert(gate_str_eq_c(c->lets[2]->name, "b"));
    ck_assert_uint_eq(c->owner_count, 1);
    for (uint32_t i = 0; i < c->evidence_count; i++)
        ck_assert_uint_eq(c->evidence[i]->index, i);
    kit_free(&k);
}
END_TEST

START_TEST(expressions_stand_alone)
{
    kit k = kit_new();
    const gate_str names[] = {{"x", 1}, {"shape", 5}};
    const gate_node *expr =
        kit_check_expr(&k, "x.all(y, shapes.ok(y)) && [1].all(x, x > 0) || true || 32", names, 2);
    ck_assert_msg(expr != NULL, "%s", kit_codes(&k));
    ck_assert_uint_eq(k.checked->evidence_count, 2);
    ck_assert(gate_str_eq_c(k.checked->evidence[1]->name, "shape"));
    ck_assert_uint_eq(k.checked->def_count, 2);
    ck_assert(gate_str_eq_c(k.checked->defs[0]->shown, "shapes.ok"));
    kit_free(&k);
    ck_assert_ptr_null(kit_check_expr(&k, "nobody == 1", names, 2));
    ck_assert_str_eq(kit_codes(&k), "E0201@1:1");
    kit_free(&k);
    ck_assert_ptr_null(kit_check_expr(&k, "1 +", names, 0));
    ck_assert_uint_eq(k.diags.errors, 1);
    kit_free(&k);
    ck_assert_ptr_null(kit_check_expr(&k, "", names, 0));
    kit_free(&k);
}
END_TEST

/* ---- builtins ---- */

START_TEST(every_row_has_a_signature)
{
    kit k = kit_new();
    gate_builtins all = gate_stdlib_builtins();
    ck_assert_uint_gt(all.count, 50);
    for (uint32_t i = 0; i < all.count; i++) {
        if (all.rows[i].flags & (GATE_FN_HIDDEN | GATE_FN_MACRO)) continue;
        /* The example of a row is an expression that the row makes right. */
        const char *arrow = strstr(all.rows[i].example, " -> ");
        ck_assert_msg(arrow != NULL, "%s", all.rows[i].signature);
        char *text = strndup(all.rows[i].example, (size_t)(arrow - all.rows[i].example));
        const gate_node *expr = kit_check_expr(&k, text, NULL, 0);
        bool fails = strcmp(arrow, " -> error") == 0;
        ck_assert_msg(expr != NULL || fails, "%s: %s: %s", all.rows[i].signature, text, kit_codes(&k));
        kit_free(&k);
        free(text);
    }
}
END_TEST

/* A host's own row that is no signature is as if it were not there. */
START_TEST(wrong_rows_are_ignored)
{
    static const char *const wrong[] = {
        "f(",           "f(int",         "f(int)",           "f(int):",      "f(wat): int",
        "f(int,): int", "f(list(): int", "f(map(int)): int", "(int.f(): int"};
    for (size_t i = 0; i < GATE_COUNT(wrong); i++) {
        kit k = kit_new();
        kit_open(&k);
        const gate_builtin row = {.signature = wrong[i], .example = "", .summary = ""};
        const gate_node *expr = NULL;
        gate_source *source = gate_source_new(k.arena, 0, GATE_STR("x"), GATE_STR("f(1)"));
        k.checked =
            gate_check_expr(k.arena, source, NULL, 0, &k.loader, (gate_builtins){&row, 1}, &k.diags, &expr);
        ck_assert_ptr_null(k.checked);
        ck_assert_uint_eq(k.diags.errors, 1);
        kit_free(&k);
    }
}
END_TEST

/* ---- size ---- */

static char *repeated(const char *head, const char *part, size_t count, const char *tail)
{
    size_t size = strlen(head) + count * strlen(part) + strlen(tail) + 1;
    char *text = malloc(size), *at = text;
    ck_assert_ptr_nonnull(text);
    at += sprintf(at, "%s", head);
    for (size_t i = 0; i < count; i++)
        at += sprintf(at, "%s", part);
    sprintf(at, "%s", tail);
    return text;
}

START_TEST(chains_do_not_recurse)
{
    static const char *const parts[] = {" + e.a", ".a", "[0]", ".?a", " && e.a", ".f(1).a"};
    for (size_t i = 0; i < GATE_COUNT(parts); i++) {
        kit k = kit_new();
        char *text = repeated("policy p \"P\"\nevidence e from \"e.json\"\nlet subject = e", parts[i], 20000,
                              "\nchecklist c { item i { require subject == e.z } }\n");
        kit_check(&k, text);
        /* Right, or refused for its depth or an unknown method: never a crash. */
        ck_assert(k.checked != NULL || k.diags.errors > 0);
        if (i == 0 || i == 4) ck_assert_msg(k.checked != NULL, "%s", kit_codes(&k));
        kit_free(&k);
        free(text);
    }
}
END_TEST

START_TEST(many_of_everything)
{
    kit k = kit_new();
    size_t size = 4u << 20;
    char *text = malloc(size), *at = text;
    ck_assert_ptr_nonnull(text);
    at += sprintf(at, "policy p \"P\"\nevidence e from \"e.json\"\nlet l0 = e.a\n");
    for (int i = 1; i <= 2000; i++) /* each needs the next: the longest chain */
        at += sprintf(at, "let m%d = m%d + 1\n", i, i + 1);
    at += sprintf(at, "let m2001 = e.b\nchecklist c {\n");
    for (int i = 1; i <= 10000; i++)
        at += sprintf(at, " item i%d { require e.a == %d && m1 > 2 }\n", i, i);
    sprintf(at, "}\n");
    kit_check(&k, text);
    ck_assert_msg(k.checked != NULL, "%s", kit_codes(&k));
    ck_assert_uint_eq(k.checked->let_count, 2001);
    kit_free(&k);
    free(text);
}
END_TEST

/* Nothing but mistakes: twenty are kept, and the rest cost no suggestions. */
START_TEST(many_mistakes)
{
    kit k = kit_new();
    size_t size = 4u << 20;
    char *text = malloc(size), *at = text;
    ck_assert_ptr_nonnull(text);
    at += sprintf(at, "policy p \"P\"\nevidence e from \"e.json\"\nchecklist c {\n");
    for (int i = 1; i <= 5000; i++)
        at += sprintf(at, " item i%d { require unknown%d == 1 && e.f(x%d) }\n", i, i, i);
    sprintf(at, "}\n");
    kit_check(&k, text);
    ck_assert_ptr_null(k.checked);
    ck_assert_uint_eq(k.diags.list.len, GATE_DIAG_MAX);
    ck_assert_uint_ge(k.diags.errors, 5000);
    kit_free(&k);
    free(text);
}
END_TEST

/* Every beginning of a policy is checked without harm. */
START_TEST(every_prefix)
{
    static const char whole[] =
        "policy p \"P\"\nimport shapes\nimport \"./team.gate\" as t\nparam a : percent = 85 floor 80 env A\n"
        "type S = { n: int, w?: \"x\" | \"y\", l: [map(int)] }\nevidence e : S each from \"a/{a}/*.json\" by "
        "n in \"UTC\" fresh within 1h by n\n"
        "let x = e.map(y, y.n)\ndef f(p, q: S): int = p + q.n\nowner o \"O\" duty \"D\"\n"
        "coverage c \"C\" of e { only if x.exists(z, z > 1) module each \"s/**\" at least 2 { owner "
        "t.backend see \"{a}\" require line >= a else \"{line}\" allow no branches } }\n"
        "checklist d { item i each v in e where v.n > 1 or none by n \"{v.n}\" { require each w of [\"a\"] "
        "in v.l: w.b forbid any u in v.l where u[\"k\"] == 1 effective \"2026-01-01\" } }\n"
        "test \"t\" { given e = [] expect GO }\n";
    for (size_t len = 0; len < sizeof whole; len++) {
        kit k = kit_new();
        kit_open(&k);
        char *cut = strndup(whole, len);
        gate_source *source = gate_source_new(k.arena, 0, GATE_STR("main.gate"), gate_str_c(cut));
        k.checked = gate_check(k.arena, source, &k.loader, gate_stdlib_builtins(), &k.diags);
        ck_assert((k.checked != NULL) == (k.diags.errors == 0));
        kit_free(&k);
        free(cut);
    }
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("compiler tables");
    TCase *tables = tcase_create("tables");
    tcase_add_test(tables, names_are_resolved);
    tcase_add_test(tables, locals_take_slots_in_order);
    tcase_add_test(tables, modules_bind_readings);
    tcase_add_test(tables, types_are_found);
    tcase_add_test(tables, types_form_a_lattice);
    tcase_add_test(tables, used_symbols_are_numbered);
    tcase_add_test(tables, expressions_stand_alone);
    tcase_add_test(tables, every_row_has_a_signature);
    tcase_add_test(tables, wrong_rows_are_ignored);
    suite_add_tcase(suite, tables);
    TCase *sizes = tcase_create("sizes");
    tcase_set_timeout(sizes, 60);
    tcase_add_test(sizes, chains_do_not_recurse);
    tcase_add_test(sizes, many_of_everything);
    tcase_add_test(sizes, many_mistakes);
    tcase_add_test(sizes, every_prefix);
    suite_add_tcase(suite, sizes);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_ENV);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
