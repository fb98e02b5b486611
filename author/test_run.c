/* One test: its evidence, patched; the run; what came of it against what was expected. */
#include "author/test.h"

#include "evidence/file.h"
#include "evidence/json.h"
#include "evidence/patched.h"
#include "evidence/trouble.h"
#include "vm/specs.h"

#include <fcntl.h>
#include <unistd.h>

typedef struct running {
    gate_arena *arena;
    const gate_test_host *host;
    const gate_program *program;
    const gate_test *test;
    gate_test_result *result;
    gate_reading *reading;
    gate_bundle *bundle;
    gate_evidence_spec *specs;
    const gate_evidence **evidence;
} running;

static bool stop(running *r, gate_span at, gate_str why)
{
    r->result->state = GATE_TEST_ERROR;
    r->result->error = why;
    r->result->error_at = at;
    return false;
}

static gate_span title_of(const gate_test *test)
{
    return test->node->as.test.title->span;
}

/* ---- the time --------------------------------------------------------------------------------- */

static bool clause_reads_now(const gate_program *program, const gate_p_clause *clause)
{
    switch ((gate_clause_kind)clause->kind) {
    case GATE_CLAUSE_CONFIRM:
    case GATE_CLAUSE_EFFECTIVE:
        return true;
    case GATE_CLAUSE_WAIVABLE:
        return program->meta_count && program->meta[0].waivers != GATE_NO;
    case GATE_CLAUSE_FIRE:
        return clause->form >= 4; /* a hole from the last window to now */
    case GATE_CLAUSE_REQUIRE:
    case GATE_CLAUSE_FORBID:
    case GATE_CLAUSE_NEEDS:
    case GATE_CLAUSE_WARN:
    case GATE_CLAUSE_ONLY:
    case GATE_CLAUSE_OWNER:
    case GATE_CLAUSE_SEE:
    case GATE_CLAUSE_FIX:
    case GATE_CLAUSE_ADVISORY:
    case GATE_CLAUSE_ALLOW:
    case GATE_CLAUSE_AT:
    case GATE_CLAUSE_WITHIN:
    case GATE_CLAUSE_THEN:
    case GATE_CLAUSE_NO_DATA:
    case GATE_CLAUSE_AT_LEAST:
    case GATE_CLAUSE_TOLERATE:
    case GATE_CLAUSE_KIND_COUNT:
        break;
    }
    return false;
}

bool gate_test_reads_now(gate_arena *arena, const gate_program *program, gate_where *where, gate_str *what)
{
    for (uint32_t i = 0; i < program->evidence_count; i++) {
        const gate_p_evidence *one = &program->evidence[i];
        if (!one->has_fresh) continue;
        *where = one->where;
        *what = gate_str_printf(arena, "`fresh within` of `" GATE_STR_FMT "`",
                                GATE_STR_ARG(gate_program_text(program, one->name)));
        return true;
    }
    for (uint32_t i = 0; i < program->code_count; i++) {
        if (program->code[i].op != GATE_I_NOW) continue;
        *where = program->lines[i];
        *what = GATE_STR("`now`");
        return true;
    }
    for (uint32_t i = 0; i < program->clauses_count; i++) {
        if (!clause_reads_now(program, &program->clauses[i])) continue;
        *where = program->clauses[i].where;
        *what = gate_str_printf(arena, "`%s`",
                                gate_clause_info_of((gate_clause_kind)program->clauses[i].kind)->word);
        return true;
    }
    return false;
}

static bool check_now(running *r)
{
    gate_where where;
    gate_str what;
    if (r->test->has_now || !gate_test_reads_now(r->arena, r->program, &where, &what)) return true;
    gate_str place = GATE_STR("");
    if (where.source != GATE_NO) {
        const gate_p_source *source = &r->program->sources[where.source];
        gate_source *text = gate_source_new(r->arena, 0, gate_program_text(r->program, source->name),
                                            gate_program_text(r->program, source->text));
        place = gate_str_printf(r->arena, " (" GATE_STR_FMT ":%u)", GATE_STR_ARG(text->name),
                                gate_source_place(text, where.lo).line);
    }
    return stop(r, title_of(r->test),
                gate_str_printf(r->arena,
                                "it says no `now`, and the policy reads it: " GATE_STR_FMT GATE_STR_FMT,
                                GATE_STR_ARG(what), GATE_STR_ARG(place)));
}

/* ---- parameters ------------------------------------------------------------------------------- */

static bool fill_params(running *r, const gate_linked *linked, gate_param_values *params)
{
    gate_diags diags = gate_diags_new(r->arena);
    bool right = gate_params_fill(r->arena, linked, r->test->settings, r->test->setting_count, NULL, NULL,
                                  &diags, params);
    right = right && gate_specs_fill(r->arena, &diags, r->program, params, &r->specs);
    if (right) return true;
    const gate_diag *first = diags.list.len ? diags.list.items[0] : NULL;
    gate_buf why = gate_buf_new(r->arena);
    gate_buf_c(&why, first ? first->message : "a parameter has no value");
    return stop(r, title_of(r->test), gate_buf_str(&why));
}

/* ---- evidence --------------------------------------------------------------------------------- */

static bool is_folder(running *r, gate_str path)
{
    gate_root *root = gate_root_new(r->arena, GATE_STR(""), true);
    int fd = gate_root_open(root, GATE_BASE_WORKING, path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd >= 0) close(fd);
    return fd >= 0;
}

static const gate_node *using_of(const gate_test *test)
{
    const gate_nodes *clauses = &test->node->as.test.clauses;
    for (uint32_t i = 0; i < clauses->len; i++) {
        if (clauses->items[i]->as.test_clause.word == GATE_W_USING) return clauses->items[i];
    }
    return test->node->as.test.title;
}

static bool read_all(running *r)
{
    const gate_test *test = r->test;
    r->reading = GATE_NEW(r->arena, gate_reading);
    *r->reading = (gate_reading){.root = test->root,
                                 .now = test->now,
                                 .has_now = test->has_now,
                                 .limits = gate_limits_default(),
                                 .stdin_fd = -1};
    if (test->has_root && !is_folder(r, test->root))
        return stop(r, using_of(test)->span,
                    gate_str_printf(r->arena, "there is no folder `" GATE_STR_FMT "`",
                                    GATE_STR_ARG(gate_shown(r->arena, test->root))));
    r->bundle = gate_bundle_new(r->arena, r->reading);
    r->evidence = GATE_ARRAY(r->arena, const gate_evidence *, r->program->evidence_count);
    for (uint32_t i = 0; i < r->program->evidence_count; i++) {
        r->evidence[i] = test->has_root
                             ? gate_bundle_read(r->bundle, &r->specs[i])
                             : gate_evidence_none(r->arena, &r->specs[i], "the test has no `using`");
    }
    return true;
}

static uint32_t find_evidence(const running *r, gate_str name)
{
    for (uint32_t i = 0; i < r->program->evidence_count; i++) {
        if (gate_str_eq(gate_program_text(r->program, r->program->evidence[i].name), name)) return i;
    }
    return GATE_NO;
}

/* The whole evidence out of a file, as `-e NAME=FILE` takes it. */
static bool take_file(running *r, const gate_test_change *change, uint32_t index)
{
    gate_evidence_spec *spec = GATE_NEW(r->arena, gate_evidence_spec);
    *spec = r->specs[index];
    spec->bound = change->file;
    const gate_evidence *read = gate_bundle_read(r->bundle, spec);
    if (read->trouble && read->trouble->missing && read->trouble->code == GATE_D_EVIDENCE_ABSENT)
        return stop(r, change->clause->span, read->trouble->text);
    r->evidence[index] = read;
    return true;
}

/* The content of a JSON file for a part of the evidence. */
static bool take_content(running *r, const gate_test_change *change, gate_str *out)
{
    gate_root *root = gate_root_new(r->arena, GATE_STR(""), true);
    const gate_trouble *trouble =
        gate_file_read(root, GATE_BASE_WORKING, change->file, r->reading->limits.file_bytes, out);
    gate_datum datum;
    if (!trouble) trouble = gate_json_read(r->arena, change->file, *out, &r->reading->limits, &datum);
    if (trouble) return stop(r, change->clause->span, trouble->text);
    if (gate_str_starts(*out, GATE_STR("\xEF\xBB\xBF"))) *out = gate_str_sub(*out, 3, out->len);
    return true;
}

static bool patch(running *r, uint32_t index, const gate_patch *what, gate_str *why)
{
    const gate_evidence *made = gate_evidence_patch(r->arena, r->reading, r->evidence[index], what, why);
    if (made) r->evidence[index] = made;
    return made != NULL;
}

static bool make_change(running *r, const gate_test_change *change)
{
    gate_patch what = change->patch;
    gate_str why;
    uint32_t index = find_evidence(r, change->evidence);
    if (index == GATE_NO) return true; /* a mutant of the policy no longer reads it */
    if (change->from && what.count == 0) return take_file(r, change, index);
    if (change->from && !take_content(r, change, &what.json)) return false;
    if (patch(r, index, &what, &why)) return true;
    const gate_node *path = change->clause->as.test_clause.path;
    bool set = change->clause->as.test_clause.word == GATE_W_GIVEN;
    gate_str text = gate_str_printf(r->arena, "this can't be %s: " GATE_STR_FMT, set ? "given" : "taken away",
                                    GATE_STR_ARG(why));
    return stop(r, path ? path->span : change->clause->span, text);
}

/* ---- what came of it -------------------------------------------------------------------------- */

static const gate_doc_block *find_block(const gate_doc_verdict *verdict, gate_str name)
{
    for (uint32_t i = 0; i < verdict->blocks.len; i++) {
        if (gate_str_eq(verdict->blocks.items[i]->name, name)) return verdict->blocks.items[i];
    }
    return NULL;
}

static const gate_doc_row *find_row(const gate_doc_block *block, gate_str id)
{
    for (uint32_t i = 0; block && i < block->rows.len; i++) {
        if (gate_str_eq(block->rows.items[i]->id, id)) return block->rows.items[i];
    }
    return NULL;
}

static const gate_doc_window *find_window(const gate_doc_row *row, size_t index)
{
    for (uint32_t i = 0; row && row->series && i < row->series->windows.len; i++) {
        const gate_doc_window *window = row->series->windows.items[i];
        if (window->index >= 0 && (size_t)window->index == index) return window;
    }
    return NULL;
}

/* The rows that `each` made of a row that is asked for: the first few. */
static void note_others(running *r, gate_test_miss *miss)
{
    size_t dot = gate_str_find(miss->expect->row, GATE_STR("["), 0);
    gate_str stem = gate_str_sub(miss->expect->row, 0, dot == SIZE_MAX ? miss->expect->row.len : dot);
    for (uint32_t i = 0; miss->block && i < miss->block->rows.len && miss->others.len < 5; i++) {
        gate_str id = miss->block->rows.items[i]->id;
        if (gate_str_starts(id, stem)) gate_vec_push(r->arena, &miss->others, id);
    }
}

static void compare(running *r, const gate_test_expect *expect)
{
    const gate_doc_verdict *verdict = r->result->verdict;
    gate_test_miss miss = {.expect = expect, .actual = GATE_STR("not there")};
    bool late = gate_str_eq_c(expect->outcome, "late");
    if (expect->whole) {
        miss.actual = verdict->verdict;
    } else if (expect->about == GATE_TEST_OF_BLOCK) {
        miss.block = find_block(verdict, expect->block);
        if (miss.block) miss.actual = miss.block->skipped ? GATE_STR("skipped") : miss.block->decision;
    } else {
        miss.block = find_block(verdict, expect->block);
        miss.row = find_row(miss.block, expect->row);
        if (!miss.row) note_others(r, &miss);
        if (miss.row && expect->about == GATE_TEST_OF_WINDOW) {
            miss.window = find_window(miss.row, expect->window);
            if (miss.window) miss.actual = miss.window->state;
        } else if (miss.row) {
            /* A step that was done too late is `late`; one that is still to be done is both. */
            bool done = gate_str_eq_c(miss.row->outcome, "done");
            miss.actual = miss.row->late && (late || done) ? GATE_STR("late") : miss.row->outcome;
        }
    }
    if (gate_str_eq(miss.actual, expect->outcome)) return;
    gate_vec_push(r->arena, &r->result->misses, miss);
    r->result->state = GATE_TEST_FAIL;
}

static void judge(running *r, const gate_test_setup *setup, const gate_param_values *params)
{
    const gate_program *program = r->program;
    gate_inputs inputs = {
        .evidence = r->evidence, .params = params->values, .now = r->test->now, .has_now = r->test->has_now};
    r->result->run = gate_run(r->arena, setup->linked, &inputs, setup->mode);
    r->result->evidence = r->evidence;
    gate_verdict_input *input = GATE_NEW(r->arena, gate_verdict_input);
    *input = (gate_verdict_input){
        .program = program,
        .run = r->result->run,
        .evidence = r->evidence,
        .params = params->values,
        .param_origins = params->origins,
        .param_floors = params->floors,
        .param_ceilings = params->ceilings,
        .now = r->test->now,
        .now_given = true,
        .version = r->host->version,
        .file = gate_program_text(program, program->sources[program->meta[0].main_source].name)};
    r->result->verdict = gate_verdict_build(r->arena, input);
    for (uint32_t i = 0; i < r->test->expects.len; i++)
        compare(r, &r->test->expects.items[i]);
}

gate_test_result *gate_test_run(gate_arena *arena, const gate_test_host *host, const gate_test_setup *setup,
                                const gate_test *test)
{
    gate_test_result *result = GATE_NEW(arena, gate_test_result);
    running r = {.arena = arena, .host = host, .program = setup->program, .test = test, .result = result};
    gate_param_values params;
    gate_str why;
    result->test = test;
    if (test->broken.len) {
        (void)stop(&r, test->broken_at, test->broken);
        return result;
    }
    if (!check_now(&r) || !fill_params(&r, setup->linked, &params) || !read_all(&r)) return result;
    for (uint32_t i = 0; i < test->changes.len; i++) {
        if (!make_change(&r, &test->changes.items[i])) return result;
    }
    uint32_t twisted = setup->twist ? find_evidence(&r, setup->twisted) : GATE_NO;
    if (twisted != GATE_NO && !patch(&r, twisted, setup->twist, &why)) {
        (void)stop(&r, title_of(test), why);
        return result;
    }
    judge(&r, setup, &params);
    return result;
}
