#include "author/inspect_type.h"
#include "author/naming.h"
#include "author/start.h"

/* When tests are run, and an hour before that. */
#define NOW    "2026-01-01T12:00:00Z"
#define BEFORE "2026-01-01T11:00:00"

/* How well the module of a sample is covered, by which of them it is. */
typedef enum sample { GOOD, BAD } sample;

/* A time in the samples, written as the artifact writes its own. */
static const char *time_like(gate_arena *arena, const gate_sketch *sketch)
{
    gate_buf place = gate_buf_new(arena);
    if (!gate_sketch_time(&place, sketch)) return "\"" BEFORE "Z\"";
    gate_str said = gate_buf_str(&place);
    if (gate_str_ends(said, GATE_STR("\"epoch\""))) return "1767265200";
    if (gate_str_ends(said, GATE_STR("\"epoch-ms\""))) return "1767265200000";
    return gate_str_ends(said, GATE_STR("\"UTC\"")) ? "\"" BEFORE "\"" : "\"" BEFORE "Z\"";
}

/* The modules that the coverage block names, or one that it would match. */
static uint32_t modules_of(gate_arena *arena, const gate_sketch *sketch, gate_str out[GATE_SKETCH_MODULES])
{
    uint32_t count = gate_sketch_modules(arena, sketch, out);
    if (count == 0) out[count++] = GATE_STR("src/example");
    return count;
}

static void put_module(gate_buf *out, const char *form, gate_str path, int covered)
{
    for (; *form; form++) {
        if (form[0] == '"' && form[1] == '%' && form[2] == 's') {
            gate_quote(out, path, false);
            form += 3;
        } else if (form[0] == '%' && form[1] == 'd') {
            gate_buf_printf(out, "%d", covered);
            form++;
        } else {
            gate_buf_char(out, *form);
        }
    }
}

static void put_sample(gate_buf *out, const gate_sketch *sketch, sample which)
{
    const gate_format *format = sketch->format;
    gate_str modules[GATE_SKETCH_MODULES];
    uint32_t count = format->each ? modules_of(out->arena, sketch, modules) : 0;
    for (const char *text = which == BAD && !format->each ? format->bad : format->good; *text; text++) {
        if (*text == '@') gate_buf_c(out, time_like(out->arena, sketch));
        for (uint32_t i = 0; *text == '#' && i < count; i++) {
            if (i) gate_buf_c(out, ", ");
            put_module(out, format->each, modules[i], which == BAD ? 10 : 90);
        }
        if (*text != '@' && *text != '#') gate_buf_char(out, *text);
    }
}

static bool has_sample(const gate_sketch *sketch)
{
    return sketch->format->good[0] != '\0';
}

/* `expect` for each row that reads the evidence. */
static void put_expect(gate_buf *out, const gate_sketch *list, uint32_t at, const char *outcome)
{
    const gate_sketch *sketch = &list[at];
    if (!sketch->format->use.coverage) {
        gate_buf_printf(out, "  expect release_ready.%.*s %s\n",
                        GATE_STR_ARG(gate_sketch_row(out->arena, list, at)), outcome);
        return;
    }
    gate_str modules[GATE_SKETCH_MODULES];
    uint32_t count = gate_sketch_modules(out->arena, sketch, modules);
    if (count == 0) { /* rows are made by the report: without it there is the pattern's alone */
        gate_buf_printf(out, "  expect %.*s_modules NO-GO\n", GATE_STR_ARG(sketch->name));
        return;
    }
    for (uint32_t i = 0; i < count; i++) {
        gate_buf_printf(out, "  expect %.*s_modules[", GATE_STR_ARG(sketch->name));
        gate_quote(out, modules[i], false);
        gate_buf_printf(out, "] %s\n", outcome);
    }
}

/* A test in which all evidence is good, but that at [but]: bad, or, with [absent], not there. [but] past the
 * end: all of it is good. */
static void put_test(gate_buf *out, const gate_sketch *list, uint32_t count, uint32_t but, bool absent)
{
    gate_buf_printf(out, "  now \"" NOW "\"\n");
    for (uint32_t i = 0; i < count; i++) {
        if (!has_sample(&list[i]) || (i == but && absent)) continue;
        gate_buf_printf(out, "  given %.*s = ", GATE_STR_ARG(list[i].name));
        put_sample(out, &list[i], i == but ? BAD : GOOD);
        gate_buf_char(out, '\n');
    }
}

static void put_tests_of(gate_buf *out, const gate_sketch *list, uint32_t count, uint32_t at)
{
    gate_str name = list[at].name;
    if (has_sample(&list[at])) {
        gate_buf_printf(out, "\ntest \"what is wrong in %.*s blocks\" {\n", GATE_STR_ARG(name));
        put_test(out, list, count, at, false);
        gate_buf_c(out, "  expect NO-GO\n");
        put_expect(out, list, at, "fail");
        gate_buf_c(out, "}\n");
    }
    gate_buf_printf(out, "\ntest \"without %.*s nobody knows, and that blocks\" {\n", GATE_STR_ARG(name));
    put_test(out, list, count, at, true);
    gate_buf_c(out, "  expect NO-GO\n");
    put_expect(out, list, at, "missing");
    gate_buf_c(out, "}\n");
}

void gate_start_tests(gate_buf *out, const gate_sketch *list, uint32_t count)
{
    bool all = true;
    for (uint32_t i = 0; i < count; i++)
        all = all && has_sample(&list[i]);
    gate_buf_c(out, "// Tests of release.gate: `gatec test policies`. Each row is shown to pass, to block, "
                    "and to miss its\n"
                    "// evidence. The evidence is made up here, as small as it can be.\n\n"
                    "import \"./release.gate\"\n");
    if (all) {
        gate_buf_c(out, "\ntest \"good evidence is GO\" {\n");
        put_test(out, list, count, count, false);
        gate_buf_c(out, "  expect GO\n");
        for (uint32_t i = 0; i < count; i++) {
            gate_str modules[GATE_SKETCH_MODULES];
            bool rows =
                !list[i].format->use.coverage || gate_sketch_modules(out->arena, &list[i], modules) > 0;
            if (rows) put_expect(out, list, i, "pass");
        }
        gate_buf_c(out, "}\n");
    }
    for (uint32_t i = 0; i < count; i++)
        put_tests_of(out, list, count, i);
}
