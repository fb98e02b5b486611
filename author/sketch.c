#include "author/sketch.h"

#include "author/inspect_type.h"
#include "author/naming.h"

#include "base/glob.h"
#include "base/utf8.h"
#include "grammar/print.h"

/* What a policy over no known format begins with, and what thresholds begin with. */
#define LINE_DEFAULT 80
#define LINE_FLOOR   60

/* -- paths ----------------------------------------------------------------------------------------------- */

gate_str gate_sketch_path(gate_arena *arena, gate_str path, const char **remark)
{
    *remark = NULL;
    while (gate_str_starts(path, GATE_STR("./")))
        path = gate_str_sub(path, 2, path.len);
    bool away = gate_str_starts(path, GATE_STR("/")) || gate_str_starts(path, GATE_STR("../"));
    if (away) {
        size_t at = path.len;
        while (at > 0 && path.ptr[at - 1] != '/')
            at--;
        path = gate_str_sub(path, at, path.len);
        *remark = "write its path as it is below --root";
    }
    gate_buf out = gate_buf_new(arena);
    bool signs = false;
    for (size_t at = 0; at < path.len;) {
        size_t from = at;
        uint32_t code = gate_utf8_next(path, &at);
        bool special =
            code == '*' || code == '?' || code == '[' || code == UINT32_MAX || code < ' ' || code == 0x7f;
        signs |= special;
        gate_buf_add(&out, special ? GATE_STR("?") : gate_str_sub(path, from, at));
    }
    if (signs) *remark = "`?` stands for a character that has a meaning in paths";
    if (path.len == 0) gate_buf_c(&out, "artifact.json");
    return gate_buf_str(&out);
}

/* -- head ------------------------------------------------------------------------------------------------ */

static bool says(const char *text, char sign)
{
    for (; text && *text; text++) {
        if (*text == sign) return true;
    }
    return false;
}

static void put_import(gate_buf *out, const gate_sketch *list, uint32_t count, const char *module)
{
    for (uint32_t i = 0; i < count; i++) {
        if (!list[i].format || !gate_str_eq_c(gate_str_c(list[i].format->module), module)) continue;
        gate_buf_printf(out, "import %s\n", module);
        return;
    }
}

void gate_sketch_head(gate_buf *out, const gate_sketch *list, uint32_t count)
{
    /* Each module once, in the order of the table. */
    size_t before = out->len;
    for (uint32_t i = 0; i < gate_format_count(); i++) {
        const char *module = gate_format_at(i)->module;
        bool done = !*module;
        for (uint32_t k = 0; k < i && !done; k++)
            done = gate_str_eq_c(gate_str_c(module), gate_format_at(k)->module);
        if (!done) put_import(out, list, count, module);
    }
    if (out->len > before) gate_buf_char(out, '\n');
    gate_buf_c(out, "owner release \"Release owner\" duty \"Decides whether a release may go.\"\n\n");
    bool coverage = false, commit = false;
    for (uint32_t i = 0; i < count; i++) {
        coverage |= list[i].format && list[i].format->use.coverage;
        commit |= list[i].format && says(list[i].format->use.conditions, '$');
    }
    if (coverage)
        gate_buf_printf(out,
                        "/// It may be set from outside, but never below the floor.\n"
                        "param line_min : percent = %d floor %d env COVERAGE_LINE_MIN \"least line coverage "
                        "of a module\"\n",
                        LINE_DEFAULT, LINE_FLOOR);
    if (commit)
        gate_buf_c(out, "/// Evidence of another commit says nothing.\n"
                        "param commit : string env GITHUB_SHA \"the commit that is to be released\"\n");
    if (coverage || commit) gate_buf_char(out, '\n');
}

/* -- evidence -------------------------------------------------------------------------------------------- */

void gate_sketch_evidence(gate_buf *out, const gate_sketch *sketch, bool type)
{
    gate_buf name = gate_buf_new(out->arena), time = gate_buf_new(out->arena);
    gate_str own = gate_str_c(sketch->format ? sketch->format->type : "");
    if (!sketch->format || type) {
        size_t before = out->len;
        own = gate_type_propose(out, sketch->seen, sketch->name);
        if (out->len > before) gate_buf_char(out, '\n');
    }
    gate_buf_printf(out, "evidence %.*s", GATE_STR_ARG(sketch->name));
    if (own.len) gate_buf_printf(out, " : %.*s", GATE_STR_ARG(own));
    gate_quote(&name, sketch->path, true);
    gate_buf_printf(out, " from %.*s", GATE_STR_ARG(gate_buf_str(&name)));
    if (!gate_str_eq_c(sketch->reader, "json"))
        gate_buf_printf(out, " as %.*s", GATE_STR_ARG(sketch->reader));
    if (sketch->remark) gate_buf_printf(out, " // %s", sketch->remark);
    if (gate_sketch_time(&time, sketch)) {
        gate_str at = gate_buf_str(&time);
        gate_buf_printf(out, "\n  fresh within 24h by %.*s", GATE_STR_ARG(at));
        if (gate_str_ends(at, GATE_STR("\"UTC\""))) gate_buf_c(out, " // it says no zone: is it UTC?");
    }
    gate_buf_char(out, '\n');
}

/* -- blocks ---------------------------------------------------------------------------------------------- */

/* The text of the table with the evidence's name in it, and the parameter's; [indent] behind each line's end.
 */
static void put_use(gate_buf *out, const char *text, gate_str name, const char *indent)
{
    for (; *text; text++) {
        if (*text == '@')
            gate_buf_add(out, name);
        else if (*text == '$')
            gate_buf_c(out, "commit");
        else
            gate_buf_char(out, *text);
        if (*text == '\n') gate_buf_c(out, indent);
    }
}

gate_str gate_sketch_row(gate_arena *arena, const gate_sketch *list, uint32_t at)
{
    const char *name = list[at].format ? list[at].format->use.name : NULL;
    if (!name) return list[at].name;
    for (uint32_t i = 0; i < at; i++) {
        if (list[i].format && !list[i].format->use.coverage &&
            gate_str_eq_c(gate_str_c(name), list[i].format->use.name))
            return gate_str_printf(arena, "%s_%.*s", name, GATE_STR_ARG(list[at].name));
    }
    return gate_str_c(name);
}

static void put_item(gate_buf *out, const gate_sketch *list, uint32_t at)
{
    const gate_sketch *sketch = &list[at];
    gate_str row = gate_sketch_row(out->arena, list, at);
    gate_buf_printf(out, "\n  item %.*s ", GATE_STR_ARG(row));
    if (sketch->format) {
        gate_quote(out, gate_str_c(sketch->format->use.title), false);
        gate_buf_c(out, " {\n    owner release\n    fix ");
        gate_quote(out, gate_str_c(sketch->format->use.fix), true);
        gate_buf_c(out, "\n    ");
        put_use(out, sketch->format->use.conditions, sketch->name, "    ");
        gate_buf_c(out, "\n  }\n");
        return;
    }
    gate_buf_c(out, "\"Write the runbook's own words here\" {\n    owner release\n");
    gate_sketch_conditions(out, sketch);
    gate_buf_c(out, "  }\n");
}

static void put_coverage(gate_buf *out, const gate_sketch *list, uint32_t at)
{
    const gate_sketch *sketch = &list[at];
    gate_str modules[GATE_SKETCH_MODULES];
    uint32_t count = gate_sketch_modules(out->arena, sketch, modules);
    gate_buf_printf(
        out,
        "\n// Module by module, never a total, which hides the module that matters.%s\n"
        "coverage %.*s_modules \"Coverage of the modules that matter\" of ",
        count ? " These are the largest of the report:\n// name those of yours that must not break." : "",
        GATE_STR_ARG(sketch->name));
    put_use(out, sketch->format->use.list, sketch->name, "");
    gate_buf_c(out, " {\n");
    for (uint32_t i = 0; i < count || i == 0; i++) {
        gate_buf_c(out, i ? "\n  module " : "  module ");
        if (count)
            gate_quote(out, modules[i], false);
        else
            gate_buf_c(out, "each \"**\"");
        gate_buf_c(out, " {\n    owner release\n    fix \"add tests until lines reach {line_min} %\"\n"
                        "    require line >= line_min\n  }\n");
    }
    gate_buf_c(out, "}\n");
}

void gate_sketch_blocks(gate_buf *out, const gate_sketch *list, uint32_t count)
{
    bool open = false;
    for (uint32_t i = 0; i < count; i++) {
        if (list[i].format && list[i].format->use.coverage) continue;
        if (!open) gate_buf_c(out, "\nchecklist release_ready \"Ready for release\" {\n");
        open = true;
        put_item(out, list, i);
    }
    if (open) gate_buf_c(out, "}\n");
    for (uint32_t i = 0; i < count; i++) {
        if (list[i].format && list[i].format->use.coverage) put_coverage(out, list, i);
    }
}

void gate_sketch_policy(gate_buf *out, const char *name, gate_str title, const gate_sketch *list,
                        uint32_t count)
{
    gate_buf_printf(out, "policy %s ", name);
    gate_quote(out, title, false);
    gate_buf_c(out, "\n\n");
    gate_sketch_head(out, list, count);
    for (uint32_t i = 0; i < count; i++) {
        if (i && !list[i].format) gate_buf_char(out, '\n');
        gate_sketch_evidence(out, &list[i], false);
    }
    gate_sketch_blocks(out, list, count);
}

void gate_sketch_print(gate_buf *out, const gate_buf *text)
{
    gate_str written = gate_buf_str(text), canonical;
    gate_diags diags = gate_diags_new(out->arena);
    const gate_source *source = gate_source_new(out->arena, 0, GATE_STR("policy"), written);
    gate_buf_add(out, gate_print(out->arena, source, &diags, &canonical) ? canonical : written);
}
