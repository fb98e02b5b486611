/* gate_unit: base evidence grammar vm stdlib compiler verdict */
/* Reasons of real policies: what is told, where it was read, and what would change the outcome. */
#include "evidence/locate.h"
#include "verdict_kit.h"

#include <inttypes.h>

static void put_origin(gate_buf *out, const gate_doc_origin *origin)
{
    gate_buf_c(out, " @");
    if (origin->parameter.len) {
        gate_buf_add(out, origin->parameter);
        return;
    }
    gate_buf_add(out, origin->pointer);
    if (origin->line > 0) gate_buf_printf(out, ":%" PRId64 ":%" PRId64, origin->line, origin->column);
}

/* A reason on one line: `kind{text -> outcome}`, `!` where it is not as wanted, `|` for alternatives;
 * readings in angle brackets, children in round ones. */
static void sketch(gate_buf *out, const gate_doc_reason *reason)
{
    gate_buf_add(out, reason->kind);
    gate_buf_c(out, gate_str_eq(reason->outcome, reason->wanted) ? "" : "!");
    gate_buf_c(out, "{");
    if (reason->element.len) {
        gate_buf_add(out, reason->element);
        gate_buf_c(out, ": ");
    }
    gate_buf_add(out, reason->text);
    gate_buf_c(out, "}");
    for (uint32_t i = 0; i < reason->readings.len; i++) {
        const gate_doc_reading *reading = reason->readings.items[i];
        gate_buf_c(out, " <");
        gate_buf_add(out, reading->text);
        gate_buf_c(out, " = ");
        gate_buf_add(out, gate_str_eq_c(reading->state, "value") ? reading->shown : reading->because);
        for (uint32_t k = 0; k < reading->from.len; k++)
            put_origin(out, reading->from.items[k]);
        gate_buf_c(out, ">");
    }
    if (reason->counts) {
        gate_buf_printf(out, " T%" PRId64 " F%" PRId64 " M%" PRId64 " E%" PRId64, reason->counts->true_,
                        reason->counts->false_, reason->counts->missing, reason->counts->error);
    }
    if (reason->margin) {
        gate_buf_c(out, " ~");
        gate_buf_add(out, reason->margin->text);
    }
    if (reason->message.len) {
        gate_buf_c(out, " \"");
        gate_buf_add(out, reason->message);
        gate_buf_c(out, "\"");
    }
    if (reason->children.len) gate_buf_c(out, reason->alternatives ? " (| " : " (");
    for (uint32_t i = 0; i < reason->children.len; i++) {
        gate_buf_c(out, i ? ", " : "");
        sketch(out, reason->children.items[i]);
    }
    if (reason->hidden > 0) gate_buf_printf(out, " +%" PRId64, reason->hidden);
    if (reason->children.len) gate_buf_c(out, ")");
}

typedef struct example {
    const char *clause, *json, *outcome, *sketch;
    const char *change; /* sentences, with ` / ` between them */
} example;

static const example examples[] = {
    /* comparisons */
    {"require e.a == 1", "{\"a\": 1}", "pass", "test{e.a == 1} <e.a = 1 @/a:1:2> <1 = 1>", ""},
    {"require e.a == 1", "{\"a\": 2}", "fail", "test!{e.a == 1} <e.a = 2 @/a:1:2> <1 = 1>",
     "`e.a` must be 1, it is 2"},
    {"require e.a >= 85", "{\"a\": 90.67}", "pass",
     "test{e.a >= 85} <e.a = 90.67 @/a:1:2> <85 = 85> ~5.67 above 85", ""},
    {"require e.a >= limit", "{\"a\": 69.5}", "fail",
     "test!{e.a >= limit} <e.a = 69.5 @/a:1:2> <limit = 70 @limit> ~0.5 below 70",
     "`e.a` must be at least 70 (`limit`), it is 69.5"},
    {"require limit < e.a", "{\"a\": 70}", "fail",
     "test!{limit < e.a} <limit = 70 @limit> <e.a = 70 @/a:1:2> ~exactly 70",
     "`e.a` must be above 70 (`limit`), it is 70"},
    {"require e.s in [\"x\", \"y\"]", "{\"s\": \"z\"}", "fail",
     "test!{e.s in [\"x\", \"y\"]} <e.s = \"z\" @/s:1:2> <[\"x\", \"y\"] = [\"x\", \"y\"]>",
     "`e.s` must be one of [\"x\", \"y\"], it is \"z\""},
    {"require \"x\" in e.l", "{\"l\": [\"y\"]}", "fail",
     "test!{\"x\" in e.l} <\"x\" = \"x\"> <e.l = [\"y\"] @/l:1:2>", "`e.l` must hold \"x\", it is [\"y\"]"},
    {"require e.a == e.b", "{\"a\": \"u\",\n \"b\": \"v\"}", "fail",
     "test!{e.a == e.b} <e.a = \"u\" @/a:1:2> <e.b = \"v\" @/b:2:2>",
     "`e.a` must be \"v\" (`e.b`), it is \"u\""},
    {"require duration(e.d) <= 30m", "{\"d\": \"2700s\"}", "fail",
     "test!{duration(e.d) <= 30m} <duration(e.d) = 45m @/d:1:2> <30m = 30m> ~15m above 30m",
     "`duration(e.d)` must be at most 30m, it is 45m"},
    /* counts */
    {"require 100.0 * e.c / e.t >= 70", "{\"c\": 68, \"t\": 100}", "fail",
     "test!{100.0 * e.c / e.t >= 70} <100.0 * e.c / e.t = 68 @/c:1:2 @/t:1:11> <70 = 70> ~needs 2 more (68 "
     "of 100, wanted 70)",
     "`100.0 * e.c / e.t` needs 2 more (68 of 100, wanted 70)"},
    {"require 100.0 * e.c / e.t > 70", "{\"c\": 68, \"t\": 100}", "fail",
     "test!{100.0 * e.c / e.t > 70} <100.0 * e.c / e.t = 68 @/c:1:2 @/t:1:11> <70 = 70> ~needs 3 more (68 of "
     "100, wanted 71 for more than 70)",
     "`100.0 * e.c / e.t` needs 3 more (68 of 100, wanted 71 for more than 70)"},
    {"require e.c / e.t <= 0.02", "{\"c\": 7, \"t\": 300}", "fail",
     "test!{e.c / e.t <= 0.02} <e.c / e.t = 0.023333333333333334 @/c:1:2 @/t:1:10> <0.02 = 0.02> ~needs 1 "
     "fewer (7 of 300, wanted 6 for at most 0.02)",
     "`e.c / e.t` needs 1 fewer (7 of 300, wanted 6 for at most 0.02)"},
    {"require 100.0 * e.c / e.t >= 101", "{\"c\": 1, \"t\": 3}", "fail",
     "test!{100.0 * e.c / e.t >= 101} <100.0 * e.c / e.t = 33.333333333333336 @/c:1:2 @/t:1:10> <101 = 101> "
     "~no count can be at least 101 (1 of 3)",
     "`100.0 * e.c / e.t` must be at least 101, it is 33.333333333333336"},
    /* values and calls */
    {"require e.ok", "{\"ok\": false}", "fail", "value!{e.ok} <e.ok = false @/ok:1:2>",
     "`e.ok` must be true, it is false"},
    {"forbid e.bad", "{\"bad\": true}", "fail", "value!{e.bad} <e.bad = true @/bad:1:2>",
     "`e.bad` must be false, it is true"},
    {"require e.ok", "{\"ok\": \"yes\"}", "error", "value!{e.ok} <e.ok = \"yes\" @/ok:1:2>",
     "`e.ok` must be true: a condition must be true or false, and this is a string"},
    {"require e.v.startsWith(\"v\")", "{\"v\": \"1.2\"}", "fail",
     "test!{e.v.startsWith(\"v\")} <e.v = \"1.2\" @/v:1:2> <\"v\" = \"v\">",
     "`e.v.startsWith(\"v\")` must be true, it is false (`e.v` is \"1.2\")"},
    {"require has(e.x)", "{\"y\": 1}", "fail", "test!{has(e.x)} <e.x = there is no `x` @/x:1:1>",
     "`e.x` must be there"},
    {"forbid has(e.x)", "{\"x\": 1}", "fail", "test!{has(e.x)} <e.x = 1 @/x:1:2>", "`e.x` must not be there"},
    {"require !(e.a == 1)", "{\"a\": 1}", "fail",
     "not!{!(e.a == 1)} (test!{e.a == 1} <e.a = 1 @/a:1:2> <1 = 1>)", "`e.a` must not be 1, it is 1"},
    /* missing and error */
    {"require e.x.y.z == 1", "{\"x\": {\n \"q\": 1}}", "missing",
     "test!{e.x.y.z == 1} <e.x.y.z = there is no `y` @/x/y:1:2> <1 = 1>",
     "`e.x.y.z` must be there and be 1: there is no `y` (e.json /x/y)"},
    {"require e.x == 1", NULL, "missing",
     "test!{e.x == 1} <e.x = nowhere-at-all.json is not there @> <1 = 1>",
     "evidence `e` is needed: nowhere-at-all.json is not there"},
    {"require e.x == 1", "{\"x\": 1", "error",
     "test!{e.x == 1} <e.x = e.json:1:8: the text ends inside the object that begins at 1:1 @:1:8> <1 = 1>",
     "evidence `e` must be usable: e.json:1:8: the text ends inside the object that begins at 1:1"},
    {"require e.x >= 1", "{\"x\": null}", "error", "test!{e.x >= 1} <e.x = null @/x:1:2> <1 = 1>",
     "`e.x` must be at least 1: `>=` cannot be used on null and an int"},
    {"require e.x > e.y.z", "{\"x\": 1, \"y\": {}}", "missing",
     "test!{e.x > e.y.z} <e.x = 1 @/x:1:2> <e.y.z = there is no `z` @/y/z:1:10>",
     "`e.y.z` must be there: there is no `z` (e.json /y/z)"},
    /* and, or, choice */
    {"require e.a == 1 && e.b == 2 && e.c == 3", "{\"a\": 0, \"b\": 2, \"c\": 0}", "fail",
     "all!{e.a == 1 && e.b == 2 && e.c == 3} (test!{e.a == 1} <e.a = 0 @/a:1:2> <1 = 1>, test!{e.c == 3} "
     "<e.c = 0 @/c:1:18> <3 = 3>)",
     "`e.a` must be 1, it is 0 / `e.c` must be 3, it is 0"},
    {"require e.a == 1 || (e.b == 2 || e.x)", "{\"a\": 0, \"b\": 0}", "missing",
     "any!{e.a == 1 || (e.b == 2 || e.x)} (| test!{e.a == 1} <e.a = 0 @/a:1:2> <1 = 1>, test!{e.b == 2} <e.b "
     "= 0 @/b:1:10> <2 = 2>, "
     "value!{e.x} <e.x = there is no `x` @/x:1:1>)",
     "either `e.a` must be 1, it is 0; or `e.b` must be 2, it is 0; or `e.x` must be there and be true: "
     "there is no `x` (e.json /x)"},
    {"require e.a == 1 || e.b == 2", "{\"a\": 0, \"b\": 2}", "pass",
     "any{e.a == 1 || e.b == 2} (| test{e.b == 2} <e.b = 2 @/b:1:10> <2 = 2>)", ""},
    {"forbid e.a == 1 && e.b == 2", "{\"a\": 1, \"b\": 2}", "fail",
     "all!{e.a == 1 && e.b == 2} (| test!{e.a == 1} <e.a = 1 @/a:1:2> <1 = 1>, test!{e.b == 2} <e.b = 2 "
     "@/b:1:10> <2 = 2>)",
     "either `e.a` must not be 1, it is 1; or `e.b` must not be 2, it is 2"},
    {"require e.k ? e.a == 1 : e.b == 2", "{\"k\": false, \"a\": 1, \"b\": 3}", "fail",
     "choice!{e.k ? e.a == 1 : e.b == 2} (value{e.k} <e.k = false @/k:1:2>, test!{e.b == 2} <e.b = 3 "
     "@/b:1:22> <2 = 2>)",
     "`e.b` must be 2, it is 3"},
    {"require named", "{\"a\": 2}", "fail", "let!{named} (test!{e.a == 1} <e.a = 2 @/a:1:2> <1 = 1>)",
     "`e.a` must be 1, it is 2"},
    {"require small(e.o)", "{\"o\": {\"n\": 99}}", "fail",
     "call!{small(e.o)} (all!{x.n < limit && x.n >= 0} (test!{x.n < limit} <x.n = 99 @/o/n:1:8> <limit = 70 "
     "@limit> ~29 above 70))",
     "`x.n` must be below 70 (`limit`), it is 99"},
    /* quantifiers */
    {"require each x in e.l: x.n <= 3", "{\"l\": [{\"n\": 1}, {\"n\": 3}, {\"n\": 2}]}", "pass",
     "each{require each x in e.l: x.n <= 3} T3 F0 M0 E0 (test{e.l[1]: x.n <= 3} <x.n = 3 @/l/1/n:1:19> <3 = "
     "3> ~exactly 3)",
     ""},
    {"require each x in e.l: x.n <= 3 else \"{x.id} has {x.n}\"",
     "{\"l\": [{\"id\": \"p\", \"n\": 9}, {\"id\": \"q\"}, {\"id\": \"r\", \"n\": 1}]}", "fail",
     "each!{require each x in e.l: x.n <= 3} T1 F1 M1 E0 (test!{e.l[0], id \"p\": x.n <= 3} <x.n = 9 "
     "@/l/0/n:1:20> <3 = 3> ~6 above 3 \"p has 9\", "
     "test!{e.l[1], id \"q\": x.n <= 3} <x.n = there is no `n` @/l/1/n:1:29> <3 = 3> \"q has ‹missing›\")",
     "p has 9 (e.l[0], id \"p\": `x.n` must be at most 3, it is 9) / e.l[1], id \"q\": `x.n` must be there and be at "
     "most 3: there is no `n` (e.json /l/1/n)"},
    {"require each x in e.l: x == 0", "{\"l\": [1, 0, 2, 3, 4, 5, 6, 7]}", "fail",
     "each!{require each x in e.l: x == 0} T1 F7 M0 E0 (test!{e.l[0], 1: x == 0} <x = 1 @/l/0:1:8> <0 = 0>, "
     "test!{e.l[2], 2: x == 0} <x = 2 @/l/2:1:14> <0 = 0>, "
     "test!{e.l[3], 3: x == 0} <x = 3 @/l/3:1:17> <0 = 0>, test!{e.l[4], 4: x == 0} <x = 4 @/l/4:1:20> <0 = "
     "0>, "
     "test!{e.l[5], 5: x == 0} <x = 5 @/l/5:1:23> <0 = 0> +2)",
     "e.l[0], 1: `x` must be 0, it is 1 / e.l[2], 2: `x` must be 0, it is 2 / e.l[3], 3: `x` must be 0, it "
     "is 3 / "
     "e.l[4], 4: `x` must be 0, it is 4 / e.l[5], 5: `x` must be 0, it is 5 / and so for 2 more"},
    {"require each x in e.l: x.ok", "{\"l\": []}", "missing",
     "each!{require each x in e.l: x.ok} <e.l = [] @/l:1:2> T0 F0 M0 E0",
     "`e.l` must hold an element: it is empty (e.json /l)"},
    {"require each x in e.l where x.on: x.ok", "{\"l\": [{\"on\": false}]}", "missing",
     "each!{require each x in e.l where x.on: x.ok} <e.l = [{\"on\": false}] @/l:1:2> T0 F0 M0 E0",
     "`e.l` must hold an element that `where` leaves: it leaves none of 1 (e.json /l)"},
    {"require each x in e.nope: x.ok", "{}", "missing",
     "each!{require each x in e.nope: x.ok} <e.nope = there is no `nope` @/nope:1:1>",
     "`e.nope` must be there: there is no `nope` (e.json /nope)"},
    {"forbid any x in e.l where x.bad else \"{x.id} is bad\"",
     "{\"l\": [{\"id\": 1, \"bad\": false}, {\"id\": 2, \"bad\": true}]}", "fail",
     "each!{forbid any x in e.l where x.bad} T1 F1 M0 E0 (value!{e.l[1], id 2: x.bad} <x.bad = true "
     "@/l/1/bad:1:43> \"2 is bad\")",
     "2 is bad (e.l[1], id 2: `x.bad` must be false, it is true)"},
    {"require each n of [\"p\", \"q\", \"r\"] in e.l by name: n.ok",
     "{\"l\": [{\"name\": \"p\", \"ok\": true}, {\"name\": \"q\", \"ok\": false}]}", "fail",
     "each!{require each n of [\"p\", \"q\", \"r\"] in e.l by name: n.ok} T1 F1 M1 E0 (value!{\"q\": n.ok} "
     "<n.ok = false @/l/1/ok:1:49>, "
     "test!{\"r\": e.l} <e.l = nothing is named `r` @/l:1:2>)",
     "\"q\": `n.ok` must be true, it is false / \"r\": `e.l` must have it, once: nothing is named `r` "
     "(e.json /l)"},
    {"require e.l.exists(x, x.n > 5)", "{\"l\": [{\"n\": 1}, {\"n\": 4}]}", "fail",
     "each!{e.l.exists(x, x.n > 5)} T0 F2 M0 E0 (| test!{e.l[1]: x.n > 5} <x.n = 4 @/l/1/n:1:19> <5 = 5> ~1 "
     "below 5 +1)",
     "e.l[1]: `x.n` must be above 5, it is 4"},
    {"require e.l.exists(x, x.n > 5)", "{\"l\": [{\"n\": 1}, {\"n\": 7}, {\"n\": 8}]}", "pass",
     "each{e.l.exists(x, x.n > 5)} T2 F1 M0 E0 (| test{e.l[1]: x.n > 5} <x.n = 7 @/l/1/n:1:19> <5 = 5> ~2 "
     "above 5)",
     ""},
    {"require e.m.all(k, e.m[k] == 1)", "{\"m\": {\"a/b\": 1, \"c\": 2}}", "fail",
     "each!{e.m.all(k, e.m[k] == 1)} T1 F1 M0 E0 (test!{e.m[\"c\"]: e.m[k] == 1} <e.m[k] = 2 @/m/c:1:18> <1 "
     "= 1>)",
     "e.m[\"c\"]: `e.m[k]` must be 1, it is 2"},
    /* warnings and conditions of rows */
    {"require e.a == 1 warn when e.b > 5 else \"slow\"", "{\"a\": 1, \"b\": 9}", "warn",
     "test{e.a == 1} <e.a = 1 @/a:1:2> <1 = 1>", ""},
    {"only if e.a == 2 require e.x", "{\"a\": 1}", "skipped", "test!{e.a == 2} <e.a = 1 @/a:1:2> <2 = 2>",
     ""},
    {"needs e.n >= 100 else \"too few\" require e.x == 1", "{\"n\": 5, \"x\": 2}", "missing",
     "test!{e.n >= 100} <e.n = 5 @/n:1:2> <100 = 100> ~95 below 100", "`e.n` must be at least 100, it is 5"},
};

static gate_str joined(const gate_strs *list)
{
    gate_buf out = gate_buf_new(kit_arena);
    for (uint32_t i = 0; i < list->len; i++) {
        gate_buf_c(&out, i ? " / " : "");
        gate_buf_add(&out, list->items[i]);
    }
    return gate_buf_str(&out);
}

START_TEST(told)
{
    const example *x = &examples[_i];
    const gate_doc_row *row = kit_row(x->clause, x->json);
    const gate_doc_clause *clause = row->clauses.items[0];
    gate_buf out = gate_buf_new(kit_arena);
    sketch(&out, clause->reason);
    ck_assert_msg(gate_str_eq_c(row->outcome, x->outcome), "%s: %.*s", x->clause, GATE_STR_ARG(row->outcome));
    ck_assert_msg(gate_str_eq_c(gate_buf_str(&out), x->sketch), "%s\n  told %.*s\n  for  %s", x->clause,
                  (int)out.len, out.ptr, x->sketch);
    gate_str change = joined(&clause->change);
    ck_assert_msg(gate_str_eq_c(change, x->change), "%s\n  change %.*s\n  for    %s", x->clause,
                  GATE_STR_ARG(change), x->change);
}
END_TEST

/* -- pointers are true -------------------------------------------------------------------------------- */

/* The steps of an RFC 6901 pointer on [root], the value there and its place. */
static gate_datum follow(gate_datum at, gate_str pointer, gate_step *steps, uint32_t *count)
{
    *count = 0;
    for (size_t i = 0; i < pointer.len && at.node;) {
        gate_buf key = gate_buf_new(kit_arena);
        for (i++; i < pointer.len && pointer.ptr[i] != '/'; i++) {
            char c = pointer.ptr[i];
            if (c == '~') c = pointer.ptr[++i] == '0' ? '~' : '/';
            gate_buf_char(&key, c);
        }
        bool list = gate_datum_kind_of(at) == GATE_DATUM_ARRAY;
        size_t index = list ? strtoul(gate_str_z(kit_arena, gate_buf_str(&key)), NULL, 10) : 0;
        steps[(*count)++] = (gate_step){gate_buf_str(&key), index, list};
        at = list ? gate_datum_at(at, index) : gate_datum_get(at, gate_buf_str(&key));
    }
    return at;
}

static void check_reading(const gate_doc_reading *reading)
{
    if (reading->from.len != 1 || !reading->from.items[0]->file.len ||
        !gate_str_eq_c(kit_evidence[0]->artifacts[0]->path, "e.json"))
        return;
    const gate_doc_origin *origin = reading->from.items[0];
    const gate_artifact *artifact = kit_evidence[0]->artifacts[0];
    gate_step steps[16];
    uint32_t count = 0;
    gate_datum found =
        artifact->root.node ? follow(artifact->root, origin->pointer, steps, &count) : (gate_datum){NULL};
    if (!gate_str_eq_c(reading->state, "value")) return;
    /* A computed value has its operand's place; one that was picked, its own. */
    if (gate_str_find(reading->text, GATE_STR("("), 0) != SIZE_MAX) return;
    gate_buf text = gate_buf_new(kit_arena);
    gate_json json = gate_json_new(&text, 0);
    gate_value_json(&json, gate_value_datum(found));
    ck_assert_msg(gate_str_eq(gate_buf_str(&text), reading->value), "%.*s is not %.*s",
                  GATE_STR_ARG(origin->pointer), GATE_STR_ARG(reading->value));
    gate_place place = gate_locate(artifact, steps, count, NULL);
    ck_assert_int_eq(place.line, origin->line);
    ck_assert_int_eq(place.column, origin->column);
}

static void check_reason(const gate_doc_reason *reason, const gate_doc_clause *clause)
{
    for (uint32_t i = 0; i < reason->readings.len; i++) {
        const gate_doc_reading *reading = reason->readings.items[i];
        check_reading(reading);
        /* What is read is cited: itself, or a container of it. */
        for (uint32_t k = 0; k < reading->from.len; k++) {
            bool cited = false;
            const gate_doc_origin *origin = reading->from.items[k];
            for (uint32_t c = 0; c < clause->cites.len; c++) {
                const gate_doc_origin *cite = clause->cites.items[c];
                bool same = gate_str_eq(cite->evidence, origin->evidence) &&
                            gate_str_eq(cite->parameter, origin->parameter);
                bool below =
                    origin->pointer.len == cite->pointer.len || origin->pointer.ptr[cite->pointer.len] == '/';
                cited = cited || (same && gate_str_starts(origin->pointer, cite->pointer) && below);
            }
            ck_assert_msg(cited, "%.*s is not cited", GATE_STR_ARG(origin->pointer));
        }
    }
    if (reason->counts) {
        const gate_doc_counts *n = reason->counts;
        ck_assert_int_eq(n->total, n->true_ + n->false_ + n->missing + n->error);
    }
    for (uint32_t i = 0; i < reason->children.len; i++)
        check_reason(reason->children.items[i], clause);
}

START_TEST(pointers_are_true)
{
    const gate_doc_row *row = kit_row(examples[_i].clause, examples[_i].json);
    for (uint32_t i = 0; i < row->clauses.len; i++)
        check_reason(row->clauses.items[i]->reason, row->clauses.items[i]);
}
END_TEST

/* Deciding and explaining agree on every outcome. */
START_TEST(deciding_agrees)
{
    kit_mode = GATE_DECIDE;
    const gate_doc_row *row = kit_row(examples[_i].clause, examples[_i].json);
    ck_assert_msg(gate_str_eq_c(row->outcome, examples[_i].outcome), "%s: %.*s", examples[_i].clause,
                  GATE_STR_ARG(row->outcome));
    ck_assert_ptr_null(row->clauses.items[0]->reason);
}
END_TEST

/* -- counts ------------------------------------------------------------------------------------------- */

/* The stated number is enough, and one less is not, by the machine's own arithmetic. */
START_TEST(stated_counts_flip)
{
    static const char *const bounds[] = {"70", "66.67", "99.99", "33.333333333333336", "0.1", "100"};
    uint32_t seed = (uint32_t)_i + 17;
    for (int round = 0; round < 6; round++) {
        seed = seed * 1103515245u + 12345u;
        int64_t total = 1 + (int64_t)((seed >> 8) % 3000);
        int64_t covered = (int64_t)((seed >> 4) % (uint32_t)total);
        const char *bound = bounds[(seed >> 20) % GATE_COUNT(bounds)];
        gate_str clause = gate_str_printf(kit_arena, "require 100.0 * e.c / e.t >= %s", bound);
        gate_str json =
            gate_str_printf(kit_arena, "{\"c\": %" PRId64 ", \"t\": %" PRId64 "}", covered, total);
        const gate_doc_row *row = kit_row(clause.ptr, json.ptr);
        if (gate_str_eq_c(row->outcome, "pass")) continue;
        gate_str margin = row->clauses.items[0]->reason->margin->text;
        long more = 0;
        ck_assert_int_eq(sscanf(margin.ptr, "needs %ld more", &more), 1);
        for (int less = 0; less < 2; less++) {
            json = gate_str_printf(kit_arena, "{\"c\": %" PRId64 ", \"t\": %" PRId64 "}",
                                   covered + more - less, total);
            ck_assert(gate_str_eq_c(kit_row(clause.ptr, json.ptr)->outcome, less ? "fail" : "pass"));
        }
    }
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("verdict/reasons");
    TCase *tcase = tcase_create("reasons");
    tcase_set_timeout(tcase, 60);
    tcase_add_checked_fixture(tcase, kit_setup, kit_teardown);
    tcase_add_loop_test(tcase, told, 0, GATE_COUNT(examples));
    tcase_add_loop_test(tcase, pointers_are_true, 0, GATE_COUNT(examples));
    tcase_add_loop_test(tcase, deciding_agrees, 0, GATE_COUNT(examples));
    tcase_add_loop_test(tcase, stated_counts_flip, 0, 10);
    suite_add_tcase(suite, tcase);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
