/* From `test` blocks to what is run: paths as patches, values computed, expectations by the ids of rows. */
#include "author/test.h"

#include "base/json.h"
#include "compiler/series.h"
#include "evidence/jsontext.h"

typedef struct planning {
    gate_arena *arena;
    const gate_test_host *host;
    const gate_checked *checked;
    const gate_program *program;
    gate_test *test;
} planning;

static void break_test(planning *p, gate_span at, gate_str why)
{
    if (p->test->broken.len) return;
    p->test->broken = why;
    p->test->broken_at = at;
}

/* ---- values ----------------------------------------------------------------------------------- */

/* The value of a constant expression, as JSON; false when it has none. */
static bool value_of(planning *p, const gate_node *node, const char *what, gate_str *out)
{
    gate_str text = gate_source_slice(p->test->module->source, node->span);
    gate_diags diags = gate_diags_new(p->arena);
    const gate_program *program =
        gate_compile_expr(p->arena, text, NULL, 0, p->host->loader, p->host->builtins, p->host->hash, &diags);
    gate_str unknown = GATE_STR("");
    const gate_linked *linked = program ? gate_link(p->arena, program, p->host->builtins, &unknown) : NULL;
    if (!linked) {
        const char *why = diags.list.len ? diags.list.items[0]->message : "it does not compile";
        break_test(p, node->span, gate_str_printf(p->arena, "the value of %s: %s", what, why));
        return false;
    }
    gate_inputs inputs = {.now = p->test->now, .has_now = p->test->has_now};
    gate_trace *trace = GATE_NEW(p->arena, gate_trace);
    uint64_t used = 0;
    gate_value value = gate_run_unit(p->arena, linked, &inputs, GATE_DECIDE, 0, trace, &used);
    gate_buf buf = gate_buf_new(p->arena);
    if (!gate_is_definite(value)) {
        gate_buf_printf(&buf, "the value of %s is in error: ", what);
        gate_fault_text(&buf, value.as.fault);
        break_test(p, node->span, gate_buf_str(&buf));
        return false;
    }
    gate_json json = gate_json_new(&buf, 0);
    gate_value_json(&json, value);
    *out = gate_buf_str(&buf);
    return true;
}

/* A path of the test's: beside its file where it begins with a dot, else in the folder of the run. */
static gate_str path_of(const planning *p, gate_str path)
{
    gate_str folder = p->host->root;
    if (path.len && path.ptr[0] == '/') return path;
    if (gate_str_starts(path, GATE_STR("./")) || gate_str_starts(path, GATE_STR("../"))) {
        gate_str name = p->test->module->source->name;
        size_t end = name.len;
        while (end > 0 && name.ptr[end - 1] != '/')
            end--;
        folder = gate_str_sub(name, 0, end);
    }
    bool slash = folder.len && folder.ptr[folder.len - 1] != '/';
    return gate_str_printf(p->arena, GATE_STR_FMT "%s" GATE_STR_FMT, GATE_STR_ARG(folder), slash ? "/" : "",
                           GATE_STR_ARG(path));
}

/* ---- param, now, using ------------------------------------------------------------------------ */

static void take_now(gate_test *test, const gate_node *string)
{
    bool zoned = false;
    test->has_now = gate_instant_parse(string->as.string.value, &test->now, &zoned) && zoned;
}

/* As `-p` would have it: a text without its quotes. */
static void take_param(planning *p, const gate_node *clause)
{
    gate_str json;
    gate_str name = clause->as.test_clause.name.text;
    const char *what =
        gate_str_z(p->arena, gate_str_printf(p->arena, "`param " GATE_STR_FMT "`", GATE_STR_ARG(name)));
    if (!value_of(p, clause->as.test_clause.value, what, &json)) return;
    if (json.len && json.ptr[0] == '"') json = gate_text_plain(p->arena, json);
    p->test->settings[p->test->setting_count++] = (gate_setting){name, json};
}

/* ---- given, without --------------------------------------------------------------------------- */

/* The evidence of that path in the program; [*first] is the step behind its name. GATE_NO: it isn't read. */
static uint32_t evidence_of(const planning *p, const gate_test_path *path, uint32_t *first, gate_str *shown)
{
    gate_str name = path->root.text;
    *first = 0;
    for (int qualified = 0; qualified < 2; qualified++) {
        for (uint32_t i = 0; i < p->program->evidence_count; i++) {
            *shown = gate_program_text(p->program, p->program->evidence[i].name);
            if (gate_str_eq(*shown, name)) return i;
        }
        if (path->count == 0 || qualified || path->steps[0].way != GATE_TEST_NAME) break;
        name = gate_str_printf(p->arena, GATE_STR_FMT "." GATE_STR_FMT, GATE_STR_ARG(name),
                               GATE_STR_ARG(path->steps[0].key));
        *first = 1;
    }
    *shown = path->root.text;
    return GATE_NO;
}

static gate_patch_step step_of(const gate_test_step *from)
{
    if (from->way == GATE_TEST_ALL) return (gate_patch_step){.way = GATE_PATCH_ALL};
    if (from->way == GATE_TEST_INDEX) return (gate_patch_step){.way = GATE_PATCH_INDEX, .index = from->index};
    return (gate_patch_step){.way = GATE_PATCH_KEY, .key = from->key};
}

static bool take_value(planning *p, const gate_node *clause, gate_test_change *change)
{
    const gate_node *value = clause->as.test_clause.value;
    if (clause->as.test_clause.word == GATE_W_WITHOUT) {
        change->patch.kind = GATE_PATCH_REMOVE;
        return true;
    }
    change->patch.kind = GATE_PATCH_SET;
    if (clause->as.test_clause.from) {
        change->from = true;
        change->file = path_of(p, value->as.string.value);
        return true;
    }
    if (!clause->as.test_clause.series) {
        const char *what = gate_str_z(
            p->arena, gate_str_printf(p->arena, "`given " GATE_STR_FMT "`", GATE_STR_ARG(change->evidence)));
        return value_of(p, value, what, &change->patch.json);
    }
    gate_series series;
    size_t lo = 0, hi = 0;
    (void)gate_series_read(p->arena, value->as.string.value, &series, &lo, &hi);
    change->patch.kind = GATE_PATCH_SERIES;
    change->patch.series = series.items;
    change->patch.series_count = series.len;
    return true;
}

static void take_change(planning *p, const gate_node *clause)
{
    gate_test_path path;
    uint32_t first = 0;
    gate_test_change change = {.clause = clause};
    if (!gate_test_path_of(p->arena, clause->as.test_clause.path, &path)) return;
    if (evidence_of(p, &path, &first, &change.evidence) == GATE_NO) {
        break_test(p, path.root.span,
                   gate_str_printf(p->arena, "the policy declares `" GATE_STR_FMT "` and never reads it",
                                   GATE_STR_ARG(change.evidence)));
        return;
    }
    gate_patch_step *steps = GATE_ARRAY(p->arena, gate_patch_step, path.count);
    for (uint32_t i = first; i < path.count; i++)
        steps[i - first] = step_of(&path.steps[i]);
    change.patch.name = change.evidence;
    change.patch.steps = steps;
    change.patch.count = path.count - first;
    if (take_value(p, clause, &change)) gate_vec_push(p->arena, &p->test->changes, change);
}

/* ---- expect ----------------------------------------------------------------------------------- */

static void take_expect(planning *p, const gate_node *clause)
{
    gate_test_path path;
    gate_test_expect expect = {.clause = clause, .outcome = clause->as.test_clause.outcome.text};
    if (!clause->as.test_clause.path) {
        expect.whole = true;
        gate_vec_push(p->arena, &p->test->expects, expect);
        return;
    }
    if (!gate_test_path_of(p->arena, clause->as.test_clause.path, &path)) return;
    expect.target = gate_test_path_text(p->arena, &path);
    expect.block = path.root.text;
    if (path.count) {
        expect.about = GATE_TEST_OF_ROW;
        if (path.count == 2 && path.steps[1].way == GATE_TEST_INDEX) {
            expect.about = GATE_TEST_OF_WINDOW;
            expect.window = path.steps[1].index;
            path.count = 1;
        }
        expect.row = gate_test_path_text(p->arena, &path);
    }
    gate_vec_push(p->arena, &p->test->expects, expect);
}

/* ---- all -------------------------------------------------------------------------------------- */

static void take_clause(planning *p, const gate_node *clause)
{
    gate_word word = clause->as.test_clause.word;
    if (word == GATE_W_USING) {
        p->test->has_root = true;
        p->test->root = path_of(p, clause->as.test_clause.value->as.string.value);
    } else if (word == GATE_W_PARAM) {
        take_param(p, clause);
    } else if (word == GATE_W_EXPECT) {
        take_expect(p, clause);
    } else if (word == GATE_W_GIVEN || word == GATE_W_WITHOUT) {
        take_change(p, clause);
    }
}

gate_tests gate_test_plan(gate_arena *arena, const gate_test_host *host, const gate_checked *checked,
                          const gate_program *program)
{
    gate_tests tests = {0};
    planning p = {.arena = arena, .host = host, .checked = checked, .program = program};
    const gate_nodes *decls = &checked->main->ast->file->as.file.decls;
    for (uint32_t i = 0; i < decls->len; i++) {
        const gate_node *node = decls->items[i];
        if (node->kind != GATE_N_TEST) continue;
        const gate_nodes *clauses = &node->as.test.clauses;
        p.test = GATE_NEW(arena, gate_test);
        p.test->node = node;
        p.test->module = checked->main;
        p.test->title = node->as.test.title->as.string.value;
        p.test->settings = GATE_ARRAY(arena, gate_setting, clauses->len);
        gate_vec_push(arena, &tests, p.test);
        /* The time first: values may ask for it. */
        for (uint32_t k = 0; k < clauses->len; k++) {
            if (clauses->items[k]->as.test_clause.word == GATE_W_NOW)
                take_now(p.test, clauses->items[k]->as.test_clause.value);
        }
        for (uint32_t k = 0; k < clauses->len; k++)
            take_clause(&p, clauses->items[k]);
    }
    return tests;
}
