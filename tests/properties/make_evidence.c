/* Evidence for the generated policies: mostly what they expect, now and then not there or of another kind. */
#include "tests/properties/properties.h"

#include <string.h>

typedef struct making {
    choices *from;
    uint32_t index;
} making;

static json_t *scalar(making *m, char what)
{
    static const char *const texts[] = {"a", "b", "ready", "beta", ""};
    static const char *const times[] = {"2026-02-13T11:00:00Z", "2026-02-13T09:00:00+00:00",
                                        "2026-02-10T00:00:00Z"};
    static const char *const odd[] = {"null", "\"odd\"", "[]", "{}", "2.5", "true"};
    static const double reals[] = {1.5, 0.5, 2.5, 72.25, 0.1};
    if (choose(m->from, 30) == 29)
        return json_loads(odd[choose(m->from, GATE_COUNT(odd))], JSON_DECODE_ANY, NULL);
    switch (what) {
    case 'd':
        return json_real(reals[choose(m->from, GATE_COUNT(reals))]);
    case 's':
        return json_string(texts[choose(m->from, GATE_COUNT(texts))]);
    case 't':
        return json_string(times[choose(m->from, GATE_COUNT(times))]);
    case 'b':
        return json_boolean(choose(m->from, 3) != 2);
    case 'c':
        return json_integer((json_int_t)choose(m->from, 11));
    case 'C':
        return json_integer(choose(m->from, 12) == 11 ? 0 : 10);
    default:
        return json_integer((json_int_t)choose(m->from, 9));
    }
}

static void fields(making *m, json_t *into)
{
    static const char *const names[] = {"n", "m", "d", "s", "ok", "t", "covered", "count", "extra"};
    static const char kinds[] = "iidsbtcCi";
    for (size_t i = 0; i < GATE_COUNT(names); i++) {
        bool gone = choose(m->from, 14) == 13 || (i == 8 && choose(m->from, 2));
        if (!gone) json_object_set_new(into, names[i], scalar(m, kinds[i]));
    }
}

static void name(making *m, json_t *into)
{
    char text[8] = "r0";
    text[1] = (char)('0' + (choose(m->from, 24) == 23 ? 1 : m->index % 10));
    if (choose(m->from, 24) != 23) json_object_set_new(into, "name", json_string(text));
}

static json_t *records(making *m)
{
    json_t *list = json_array();
    uint32_t len = choose(m->from, 3) ? choose(m->from, 4) : choose(m->from, 10);
    for (m->index = 0; m->index < len; m->index++) {
        json_t *record = json_object();
        name(m, record);
        fields(m, record);
        json_array_append_new(list, record);
    }
    return list;
}

static json_t *main_tree(making *m)
{
    json_t *tree = json_object(), *list = json_array(), *limits = json_object(), *inner = json_object();
    json_object_set_new(tree, "commit", json_string("4f2c1ab"));
    fields(m, tree);
    fields(m, inner);
    json_object_set_new(tree, "r", inner);
    uint32_t len = choose(m->from, 6);
    for (uint32_t i = 0; i < len; i++)
        json_array_append_new(list, scalar(m, 'i'));
    json_object_set_new(tree, "xs", list);
    len = choose(m->from, 7);
    for (uint32_t i = 0; i < len; i++) {
        char key[8] = "r0";
        key[1] = (char)('0' + i);
        if (choose(m->from, 8) != 7) json_object_set_new(limits, key, scalar(m, 'i'));
    }
    json_object_set_new(tree, "limits", limits);
    json_object_set_new(tree, "rs", records(m));
    return tree;
}

static json_t *report(making *m)
{
    static const char *const paths[] = {"src/a.py", "src/b.py", "lib/c.py", "lib/d.py", "src/b.py", "x/b.py"};
    static const char *const groups[] = {"lines", "branches", "functions"};
    json_t *list = json_array();
    uint32_t len = 2 + choose(m->from, 3) + (choose(m->from, 12) == 11 ? 2 : 0);
    for (uint32_t i = 0; i < len && i < GATE_COUNT(paths); i++) {
        json_t *module = json_object();
        json_object_set_new(module, "path", json_string(paths[i]));
        for (size_t g = 0; g < GATE_COUNT(groups); g++) {
            json_t *group = json_object();
            uint32_t total = choose(m->from, 10) == 9 ? 0 : 10 + 10 * choose(m->from, 4);
            uint32_t covered = total - (total ? choose(m->from, total + 1) : 0);
            json_object_set_new(group, "covered", json_integer(covered));
            json_object_set_new(group, "total", json_integer(total));
            if (choose(m->from, 8) == 7) json_object_del(group, "total");
            if (choose(m->from, 8) == 7) {
                json_decref(group);
                continue;
            }
            json_object_set_new(module, groups[g], group);
        }
        json_array_append_new(list, module);
    }
    return list;
}

/* Windows of five minutes up to noon, some of them not there. */
static json_t *metrics(making *m)
{
    json_t *tree = json_object(), *list = json_array();
    uint32_t len = choose(m->from, 8);
    bool timed = choose(m->from, 5) != 4;
    for (uint32_t i = 0; i < len; i++) {
        char start[32] = "2026-02-13T11:00:00Z", end[32] = "2026-02-13T11:00:00Z";
        uint32_t at = 60 - 5 * (len - i);
        json_t *window = json_object();
        start[14] = (char)('0' + at / 10), start[15] = (char)('0' + at % 10);
        at += 5;
        if (at == 60) memcpy(end + 11, "12:00", 5);
        if (at < 60) end[14] = (char)('0' + at / 10), end[15] = (char)('0' + at % 10);
        m->index = i;
        name(m, window);
        fields(m, window);
        if (timed) {
            json_object_set_new(window, "start", json_string(start));
            json_object_set_new(window, "end", json_string(end));
        }
        if (choose(m->from, 12) == 11) {
            json_decref(window); /* a hole */
            continue;
        }
        json_array_append_new(list, window);
    }
    json_object_set_new(tree, "windows", list);
    return tree;
}

static json_t *waivers(making *m)
{
    json_t *entry =
        json_pack("{ssssssssssssssssssss}", "policy", "properties", "row", "list0.i0", "subject", "4f2c1ab",
                  "role", "lead", "by", "bob", "approved_by", "alice", "approved_at", "2026-02-12T12:00:00Z",
                  "expires", "2026-02-19T12:00:00Z", "reason", "known", "ticket", "OPS-7");
    char row[] = "list0.i0";
    row[7] = (char)('0' + choose(m->from, 9));
    json_object_set_new(entry, "row", json_string(row));
    json_object_set_new(entry, "covers", json_pack(choose(m->from, 2) ? "[s]" : "[ss]", "fail", "missing"));
    return json_pack("[o]", entry);
}

static json_t *attestations(making *m)
{
    json_t *list = json_array();
    uint32_t len = 1 + choose(m->from, 3);
    for (uint32_t i = 0; i < len; i++) {
        char row[] = "list0.i0", at[] = "2026-02-13T11:00:00Z";
        row[7] = (char)('0' + choose(m->from, 9));
        at[12] = (char)('0' + i);
        json_array_append_new(list, json_pack("{ssssssssssssss}", "policy", "properties", "row", row,
                                              "subject", "4f2c1ab", "role", "lead", "by", "alice", "at", at,
                                              "answer", choose(m->from, 3) == 2 ? "no" : "yes"));
    }
    return list;
}

/* The reference's evidence as trees. */
static json_t *reference_tree(gate_str name, const generated_evidence *made)
{
    gate_str text = gate_str_eq_c(name, "e") ? made->e : gate_str_eq_c(name, "k") ? made->k : GATE_STR("");
    if (gate_str_eq_c(name, "cov")) {
        json_t *list = json_array();
        for (uint32_t i = 0; i < 8; i++) {
            char path[16] = "m0";
            path[1] = (char)('0' + i);
            json_t *module = json_loadb(made->module.ptr, made->module.len, 0, NULL);
            json_object_set_new(module, "path", json_string(path));
            json_array_append_new(list, module);
        }
        return list;
    }
    return text.len && text.ptr[0] != '!' ? json_loadb(text.ptr, text.len, 0, NULL) : NULL;
}

evidence_set make_evidence(gate_arena *arena, const world *w, choices *from, flavour kind)
{
    evidence_set out = {{NULL}};
    making m = {.from = from};
    from->at = 0;
    generated_evidence made = {.e = {NULL, 0}};
    if (kind == FLAVOUR_LANGUAGE) made = generate_evidence(arena, from);
    static const struct {
        const char *name;
        json_t *(*make)(making *);
    } makers[] = {{"a", main_tree}, {"b", main_tree},     {"cov", report},
                  {"met", metrics}, {"waivers", waivers}, {"attestations", attestations}};
    for (size_t k = 0; k < GATE_COUNT(makers); k++) {
        uint32_t index = world_evidence(w, gate_str_c(makers[k].name));
        if (index == GATE_NO || kind == FLAVOUR_LANGUAGE) continue;
        out.of[index] = makers[k].make(&m);
        if (choose(from, 24) != 23) continue;
        json_decref(out.of[index]);
        out.of[index] = choose(from, 2) ? json_string("no such thing") : NULL;
    }
    for (uint32_t i = 0; i < w->program->evidence_count && kind == FLAVOUR_LANGUAGE; i++)
        out.of[i] = reference_tree(gate_program_text(w->program, w->program->evidence[i].name), &made);
    return out;
}
