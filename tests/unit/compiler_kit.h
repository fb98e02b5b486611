/* What the compiler's unit tests share: a loader with files of its own, and diagnostics as one line
 * of text. Included by each once; all functions are static. */
#ifndef TEST_COMPILER_KIT_H
#define TEST_COMPILER_KIT_H

#include "base/render.h"
#include "compiler/checked.h"
#include "stdlib/builtins.h"

#include <stdlib.h>
#include <string.h>

typedef struct kit {
    gate_panic panic;
    gate_arena *arena;
    gate_diags diags;
    gate_loader loader;
    const gate_checked *checked;
} kit;

typedef struct kit_file {
    const char *name, *text;
} kit_file;

static const kit_file kit_files[] = {
    {"team.gate", "owner release \"R\"\nowner backend \"B\"\nparam limit : int = 3\ndef fine(x) = x.ok\n"},
    {"other.gate", "owner release \"R2\"\n"},
    {"lines.gate", "param line : percent = 80\n"},
    {"user.gate", "import shapes\ndef fine(x) = shapes.ok(x)\n"},
    {"left.gate", "import \"./team.gate\"\ndef left(x) = x.n > limit\n"},
    {"right.gate", "import \"./team.gate\"\ndef right(x) = x.n < limit\n"},
    {"circle_a.gate", "import \"./circle_b.gate\"\n"},
    {"circle_b.gate", "import \"./circle_a.gate\"\n"},
    {"policy.gate", "policy q \"Q\"\nevidence x from \"x.json\"\nchecklist c { item a { require x.ok } }\n"},
    {"policy2.gate", "policy r \"R\"\nevidence y from \"y.json\"\nchecklist d { item a { require y.ok } }\n"},
};

static const kit_file kit_modules[] = {
    {"shapes", "type Suite = { name: string, ok: bool }\ndef ok(x) = inner(x)\ndef inner(x) = x.ok\n"},
};

static inline bool kit_load(void *context, gate_arena *arena, gate_str from, gate_str path, gate_str *name,
                            gate_str *text, gate_str *why)
{
    (void)context;
    (void)from;
    *name = gate_str_sub(path, gate_str_starts(path, GATE_STR("./")) ? 2 : 0, path.len);
    for (size_t i = 0; i < GATE_COUNT(kit_files); i++) {
        *text = gate_str_c(kit_files[i].text);
        if (gate_str_eq_c(*name, kit_files[i].name)) return true;
    }
    if (gate_str_starts(*name, GATE_STR("next"))) { /* a file that imports the next, without end */
        int number = atoi(gate_str_z(arena, gate_str_sub(*name, 4, name->len)));
        *text = gate_str_printf(arena, "import \"./next%d.gate\"\n", number + 1);
        return true;
    }
    if (gate_str_eq_c(*name, "large.gate")) {
        size_t size = (1u << 20) + 1;
        char *spaces = gate_arena_alloc(arena, size);
        memset(spaces, ' ', size);
        *text = (gate_str){spaces, size};
        return true;
    }
    *why = GATE_STR("no such file");
    return false;
}

static inline bool kit_module(void *context, gate_str name, gate_str *text)
{
    (void)context;
    *text = gate_str_c(kit_modules[0].text);
    return gate_str_eq_c(name, kit_modules[0].name);
}

static inline uint32_t kit_names(void *context, const gate_str **names)
{
    static const gate_str all[] = {{"shapes", 6}};
    (void)context;
    *names = all;
    return 1;
}

static inline kit kit_new(void)
{
    kit k = {.loader = {kit_load, kit_module, kit_names, NULL}};
    return k;
}

/* Memory does not run out in these tests: the panic is never jumped to. */
static inline void kit_open(kit *k)
{
    k->arena = gate_arena_new(&k->panic, 0);
    k->diags = gate_diags_new(k->arena);
}

static inline const gate_checked *kit_check(kit *k, const char *text)
{
    kit_open(k);
    gate_source *source = gate_source_new(k->arena, 0, GATE_STR("main.gate"), gate_str_c(text));
    k->checked = gate_check(k->arena, source, &k->loader, gate_stdlib_builtins(), &k->diags);
    return k->checked;
}

static inline const gate_node *kit_check_expr(kit *k, const char *text, const gate_str *names, uint32_t count)
{
    const gate_node *expr = NULL;
    kit_open(k);
    gate_source *source = gate_source_new(k->arena, 0, GATE_STR("expression"), gate_str_c(text));
    k->checked =
        gate_check_expr(k->arena, source, names, count, &k->loader, gate_stdlib_builtins(), &k->diags, &expr);
    return expr;
}

/* "E0201@4:11 W0103@5:3": what was raised, in order; of another file with its name. */
static inline const char *kit_codes(kit *k)
{
    gate_buf out = gate_buf_new(k->arena);
    for (uint32_t i = 0; i < k->diags.list.len; i++) {
        const gate_diag *diag = k->diags.list.items[i];
        const gate_source *source = diag->primary.source;
        gate_buf_printf(&out, "%s%s", out.len ? " " : "", gate_code_get(diag->code)->number);
        if (!source) continue;
        gate_place place = gate_source_place(source, diag->primary.span.lo);
        gate_buf_printf(&out, "@%u:%u", place.line, place.column);
        if (source->id) gate_buf_printf(&out, "/" GATE_STR_FMT, GATE_STR_ARG(source->name));
    }
    return out.ptr ? gate_str_z(k->arena, gate_buf_str(&out)) : "";
}

static inline void kit_free(kit *k)
{
    gate_arena_free(k->arena);
}

#endif
