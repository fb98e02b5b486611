/* For the tests of the VM's files: programs made by hand, section by section, and one that has
 * something of everything. Nothing here needs the compiler. */
#ifndef GATE_TESTS_PROGRAMS_H
#define GATE_TESTS_PROGRAMS_H

#include "tests/unit/values.h"
#include "vm/verify.h"
#include "vm/vm.h"

#include <stdlib.h>

/* The sections while they grow. */
typedef struct kit {
    gate_arena *arena;
#define SECTION(name, type) GATE_VEC(type) name;
    GATE_SECTIONS(SECTION)
#undef SECTION
    uint32_t unit_first;
} kit;

#define NOWHERE ((gate_where){GATE_NO, 0, 0})

static const char kit_source[] = "policy demo \"Demo\"\n"
                                 "require a.count >= least // \xd0\xba\n";

static inline gate_text kit_text(kit *k, const char *text)
{
    gate_text at = {k->strings.len, (uint32_t)strlen(text)};
    for (const char *c = text; *c; c++)
        gate_vec_push(k->arena, &k->strings, *c);
    return at;
}

/* What gatec itself would never lack: one source, one row of meta. */
static inline void kit_begin(kit *k, gate_arena *arena)
{
    memset(k, 0, sizeof *k);
    k->arena = arena;
    gate_p_source source = {.name = kit_text(k, "demo.gate"), .text = kit_text(k, kit_source)};
    gate_vec_push(arena, &k->sources, source);
    gate_p_meta meta = {.policy = kit_text(k, "demo"), .title = kit_text(k, "Demo"), .subject = GATE_NO};
    meta.waivers = meta.attestations = GATE_NO;
    gate_vec_push(arena, &k->meta, meta);
}

static inline gate_program *kit_program(kit *k)
{
    gate_program *p = GATE_NEW(k->arena, gate_program);
#define SECTION(name, type)                                                                                  \
    p->name = k->name.items;                                                                                 \
    p->name##_count = k->name.len;
    GATE_SECTIONS(SECTION)
#undef SECTION
    return p;
}

static inline uint32_t kit_const(kit *k, gate_p_const row)
{
    gate_vec_push(k->arena, &k->consts, row);
    return k->consts.len - 1;
}

static inline uint32_t kit_string(kit *k, const char *text)
{
    return kit_const(k, (gate_p_const){.tag = GATE_T_STRING, .text = kit_text(k, text)});
}

static inline uint32_t kit_int(kit *k, int64_t value)
{
    return kit_const(k, (gate_p_const){.tag = GATE_T_INT, .bits = value});
}

static inline uint32_t kit_here(const kit *k)
{
    return k->code.len - k->unit_first;
}

/* Appends an instruction; its number in the unit. */
static inline uint32_t kit_op(kit *k, gate_opcode op, uint32_t a, uint32_t b, uint32_t c)
{
    gate_instr in = {.op = (uint8_t)op, .a = (uint8_t)a, .b = (uint16_t)b, .c = c};
    gate_vec_push(k->arena, &k->code, in);
    gate_vec_push(k->arena, &k->lines, ((gate_where){0, 19, 43}));
    return kit_here(k) - 1;
}

static inline void kit_patch(kit *k, uint32_t at)
{
    k->code.items[k->unit_first + at].c = kit_here(k);
}

static inline void kit_unit(kit *k)
{
    k->unit_first = k->code.len;
}

/* Ends the unit with RETURN; its index. */
static inline uint32_t kit_end(kit *k, uint32_t locals, uint32_t stack, uint32_t loops)
{
    kit_op(k, GATE_I_RETURN, 0, 0, 0);
    gate_p_unit unit = {k->unit_first, kit_here(k), locals, stack, loops, {0, 19, 43}};
    gate_vec_push(k->arena, &k->units, unit);
    return k->units.len - 1;
}

/* A unit of one instruction that pushes. */
static inline uint32_t kit_push_unit(kit *k, gate_opcode op, uint32_t c)
{
    kit_unit(k);
    kit_op(k, op, 0, 0, c);
    return kit_end(k, 0, 1, 0);
}

static inline uint32_t kit_name(kit *k, const char *text)
{
    gate_text name = kit_text(k, text);
    gate_vec_push(k->arena, &k->names, name);
    return k->names.len - 1;
}

static inline uint32_t kit_param(kit *k, const char *name, gate_param_type type, bool list, uint32_t value,
                                 uint32_t floor, uint32_t ceiling, const char *env)
{
    gate_p_param row = {.name = kit_text(k, name),
                        .env = kit_text(k, env),
                        .type = type,
                        .is_list = list,
                        .value = value,
                        .floor = floor,
                        .ceiling = ceiling,
                        .where = {0, 19, 26}};
    gate_vec_push(k->arena, &k->params, row);
    return k->params.len - 1;
}

static inline uint32_t kit_shape(kit *k, gate_shape_kind kind, const char *name, uint32_t first,
                                 uint32_t count)
{
    gate_p_shape row = {.kind = kind, .name = kit_text(k, name), .first = first, .count = count};
    gate_vec_push(k->arena, &k->shapes, row);
    return k->shapes.len - 1;
}

static inline uint32_t kit_field(kit *k, const char *name, uint32_t shape, bool optional)
{
    gate_p_field row = {kit_text(k, name), shape, optional};
    gate_vec_push(k->arena, &k->fields, row);
    return k->fields.len - 1;
}

static inline uint32_t kit_evidence(kit *k, const char *name, const char *pattern, uint32_t shape)
{
    gate_p_evidence row = {.name = kit_text(k, name),
                           .pattern = kit_text(k, pattern),
                           .reader = kit_text(k, "json"),
                           .shape = shape,
                           .where = NOWHERE};
    gate_vec_push(k->arena, &k->evidence, row);
    return k->evidence.len - 1;
}

static inline uint32_t kit_path(kit *k, uint32_t evidence, const char *name)
{
    gate_p_path row = {evidence, kit_name(k, name), 1};
    gate_vec_push(k->arena, &k->paths, row);
    return k->paths.len - 1;
}

static inline uint32_t kit_let(kit *k, const char *name, uint32_t unit)
{
    gate_p_let row = {kit_text(k, name), unit, NOWHERE};
    gate_vec_push(k->arena, &k->lets, row);
    return k->lets.len - 1;
}

static inline uint32_t kit_def(kit *k, const char *name, uint32_t unit, uint32_t params)
{
    gate_p_def row = {kit_text(k, name), unit, params, NOWHERE};
    gate_vec_push(k->arena, &k->defs, row);
    return k->defs.len - 1;
}

static inline uint32_t kit_call(kit *k, const char *name, bool method)
{
    gate_p_call row = {kit_text(k, name), method, NOWHERE};
    gate_vec_push(k->arena, &k->calls, row);
    return k->calls.len - 1;
}

static inline uint32_t kit_clause(kit *k, gate_clause_kind kind, uint32_t unit, uint32_t text_unit)
{
    gate_p_clause row = {.kind = kind,
                         .unit = unit,
                         .list_unit = GATE_NO,
                         .text_unit = text_unit,
                         .target = GATE_NO,
                         .where = {0, 19, 43},
                         .expr = NOWHERE};
    gate_vec_push(k->arena, &k->clauses, row);
    return k->clauses.len - 1;
}

/* A row of the last [clauses] clauses. */
static inline gate_p_row *kit_row(kit *k, gate_row_kind kind, gate_row_mode mode, const char *name,
                                  uint32_t clauses)
{
    gate_p_row row = {.kind = kind,
                      .mode = mode,
                      .name = kit_text(k, name),
                      .title_unit = GATE_NO,
                      .clause_first = k->clauses.len - clauses,
                      .clause_count = clauses,
                      .list_unit = GATE_NO,
                      .where_unit = GATE_NO,
                      .key_unit = GATE_NO,
                      .per_unit = GATE_NO,
                      .where = {0, 0, 6},
                      .head = NOWHERE};
    gate_vec_push(k->arena, &k->rows, row);
    return &k->rows.items[k->rows.len - 1];
}

/* A block of the last [rows] rows. */
static inline gate_p_block *kit_block(kit *k, gate_block_kind kind, const char *name, uint32_t rows)
{
    gate_p_block block = {.kind = kind,
                          .name = kit_text(k, name),
                          .title = kit_text(k, "Block"),
                          .row_first = k->rows.len - rows,
                          .row_count = rows,
                          .clause_first = k->clauses.len,
                          .of_unit = GATE_NO,
                          .against_unit = GATE_NO,
                          .list_unit = GATE_NO,
                          .where_unit = GATE_NO,
                          .where = NOWHERE,
                          .head = NOWHERE};
    gate_vec_push(k->arena, &k->blocks, block);
    return &k->blocks.items[k->blocks.len - 1];
}

/* -- a program with something of everything -------------------------------------------------------- */

/* [x in range, where x.status != "skipped": x.name == "n", else "{x.name} …"] as a condition. */
static inline uint32_t kit_judging_loop(kit *k, gate_loop_kind kind, uint32_t path, uint32_t slot,
                                        uint32_t pass)
{
    uint32_t status = kit_string(k, "status"), name = kit_string(k, "name"), is = kit_string(k, " is bad");
    kit_unit(k);
    kit_op(k, GATE_I_PATH, 0, 0, path);
    uint32_t loop = kit_op(k, GATE_I_LOOP, kind, slot, 0);
    kit_op(k, GATE_I_LOCAL, 0, 0, slot);
    kit_op(k, GATE_I_HAS, 0, 0, status);
    uint32_t test = kit_op(k, GATE_I_LOOP_TEST, 0, 0, 0);
    kit_op(k, GATE_I_LOCAL, 0, 0, slot);
    kit_op(k, GATE_I_FIELD, 0, 0, status);
    kit_op(k, GATE_I_CONST, 0, 0, pass);
    kit_op(k, GATE_I_EQ, 0, 0, 0);
    kit_op(k, GATE_I_OUTCOME, 0, 0, 0);
    uint32_t say = kit_op(k, GATE_I_SAY_TEST, 0, 0, 0);
    kit_op(k, GATE_I_LOCAL, 0, 0, slot);
    kit_op(k, GATE_I_FIELD, 0, 0, name);
    kit_op(k, GATE_I_CONST, 0, 0, is);
    kit_op(k, GATE_I_SAY, 0, 0, 2);
    kit_patch(k, say);
    kit_op(k, GATE_I_LOOP_NEXT, kind, 0, loop + 1);
    kit_patch(k, test);
    kit_op(k, GATE_I_LOOP_STEP, kind, 0, loop + 1);
    kit_patch(k, loop);
    return kit_end(k, slot + 1, 3, 1);
}

/* Loops in each other, a choice, and locals that are filled anew: COLLECT over a list of lists. */
static inline uint32_t kit_nested(kit *k, uint32_t path, uint32_t call)
{
    uint32_t collect = GATE_LOOP_COLLECT, map = GATE_LOOP_MAP | GATE_LOOP_TWO;
    uint32_t seven = kit_int(k, 7);
    kit_unit(k);
    kit_op(k, GATE_I_PATH, 0, 0, path);
    uint32_t outer = kit_op(k, GATE_I_LOOP, collect, 0, 0);
    kit_op(k, GATE_I_LOCAL, 0, 0, 0);
    uint32_t inner = kit_op(k, GATE_I_LOOP, map, 1, 0);
    kit_op(k, GATE_I_LOCAL, 0, 0, 2);
    kit_op(k, GATE_I_STORE, 0, 0, 3);
    kit_op(k, GATE_I_LOCAL, 0, 0, 3);
    kit_op(k, GATE_I_LOCAL, 0, 0, 1);
    kit_op(k, GATE_I_EQ, 0, 0, 0);
    uint32_t fault = kit_op(k, GATE_I_COND_TEST, 0, 0, 0);
    uint32_t no = kit_op(k, GATE_I_JUMP_FALSE, 0, 0, 0);
    kit_op(k, GATE_I_LOCAL, 0, 0, 3);
    kit_op(k, GATE_I_STORE, 0, 0, 3);
    kit_op(k, GATE_I_LOCAL, 0, 0, 3);
    uint32_t join = kit_op(k, GATE_I_JUMP, 0, 0, 0);
    kit_patch(k, no);
    kit_op(k, GATE_I_CONST, 0, 0, seven);
    kit_patch(k, join);
    kit_op(k, GATE_I_COND_END, 0, 0, 0);
    kit_patch(k, fault);
    kit_op(k, GATE_I_LOOP_NEXT, map, 0, inner + 1);
    kit_op(k, GATE_I_LOOP_STEP, map, 0, inner + 1);
    kit_patch(k, inner);
    kit_op(k, GATE_I_LOOP_NEXT, collect, 0, outer + 1);
    kit_op(k, GATE_I_LOOP_STEP, collect, 0, outer + 1);
    kit_patch(k, outer);
    kit_op(k, GATE_I_CALL, 0, 2, call);
    return kit_end(k, 4, 3, 2);
}

/* [{path: "src/a.c", lines: {covered: 8, total: 9}}, the same of "src/b.c"] */
static inline uint32_t kit_report(kit *k)
{
    static const char *const paths[] = {"src/a.c", "src/b.c"};
    kit_unit(k);
    for (size_t i = 0; i < GATE_COUNT(paths); i++) {
        kit_op(k, GATE_I_CONST, 0, 0, kit_string(k, "path"));
        kit_op(k, GATE_I_CONST, 0, 0, kit_string(k, paths[i]));
        kit_op(k, GATE_I_CONST, 0, 0, kit_string(k, "lines"));
        kit_op(k, GATE_I_CONST, 0, 0, kit_string(k, "covered"));
        kit_op(k, GATE_I_CONST, 0, 0, kit_int(k, 8));
        kit_op(k, GATE_I_CONST, 0, 0, kit_string(k, "total"));
        kit_op(k, GATE_I_CONST, 0, 0, kit_int(k, 9));
        kit_op(k, GATE_I_MAP, 0, 0, 2);
        kit_op(k, GATE_I_MAP, 0, 0, 2);
    }
    kit_op(k, GATE_I_LIST, 0, 0, 2);
    return kit_end(k, 0, 8, 0);
}

/* Local 0, the module, has at least 8 lines covered. */
static inline uint32_t kit_module_clause(kit *k)
{
    kit_unit(k);
    kit_op(k, GATE_I_LOCAL, 0, 0, 0);
    kit_op(k, GATE_I_FIELD, 0, 0, kit_string(k, "lines"));
    kit_op(k, GATE_I_FIELD_OPT, 0, 0, kit_string(k, "covered"));
    kit_op(k, GATE_I_CONST, 0, 0, kit_int(k, 8));
    kit_op(k, GATE_I_SOME, 0, 0, 0);
    kit_op(k, GATE_I_EQ, 0, 0, 0);
    return kit_clause(k, GATE_CLAUSE_REQUIRE, kit_end(k, 1, 2, 0), GATE_NO);
}

static inline void kit_params(kit *k)
{
    uint32_t value = kit_push_unit(k, GATE_I_CONST, kit_int(k, 85));
    uint32_t floor = kit_push_unit(k, GATE_I_CONST, kit_int(k, 80));
    kit_param(k, "least", GATE_PARAM_PERCENT, false, value, floor, GATE_NO, "DEMO_LEAST");
    kit_param(k, "run", GATE_PARAM_STRING, false, GATE_NO, GATE_NO, GATE_NO, "");
    kit_unit(k);
    kit_op(k, GATE_I_CONST, 0, 0, kit_string(k, "x"));
    kit_op(k, GATE_I_CONST, 0, 0, kit_string(k, "y"));
    kit_op(k, GATE_I_LIST, 0, 0, 2);
    kit_param(k, "names", GATE_PARAM_STRING, true, kit_end(k, 0, 2, 0), GATE_NO, GATE_NO, "DEMO_NAMES");
}

/* {suites: [{name: string, status: "pass" | "fail" | null}], count: int, at?: timestamp} */
static inline uint32_t kit_summary_shape(kit *k)
{
    uint32_t string = kit_shape(k, GATE_SHAPE_STRING, "", 0, 0),
             whole = kit_shape(k, GATE_SHAPE_INT, "", 0, 0);
    uint32_t words[] = {kit_shape(k, GATE_SHAPE_WORD, "pass", 0, 0),
                        kit_shape(k, GATE_SHAPE_WORD, "fail", 0, 0), kit_shape(k, GATE_SHAPE_NULL, "", 0, 0)};
    uint32_t first = k->refs.len;
    for (size_t i = 0; i < GATE_COUNT(words); i++)
        gate_vec_push(k->arena, &k->refs, words[i]);
    uint32_t status = kit_shape(k, GATE_SHAPE_UNION, "", first, 3);
    first = kit_field(k, "name", string, false);
    kit_field(k, "status", status, false);
    uint32_t suite = kit_shape(k, GATE_SHAPE_RECORD, "Suite", first, 2);
    uint32_t suites = kit_shape(k, GATE_SHAPE_LIST, "", suite, 1);
    uint32_t time = kit_shape(k, GATE_SHAPE_TIMESTAMP, "", 0, 0);
    first = kit_field(k, "suites", suites, false);
    kit_field(k, "count", whole, false);
    kit_field(k, "at", time, true);
    return kit_shape(k, GATE_SHAPE_RECORD, "Summary", first, 3);
}

static const char kit_json[] =
    "{\"suites\": [{\"name\": \"s1\", \"status\": \"pass\"}, {\"name\": \"s2\", \"status\": "
    "\"fail\"}], \"count\": 90, \"lists\": [[1, 2], [3]]}";

/* item one: require a.count >= least && twice(total) > 0, forbid any …, owner, see */
static inline void kit_first_row(kit *k, uint32_t count, uint32_t suites, uint32_t total, uint32_t twice,
                                 uint32_t pass)
{
    uint32_t zero = kit_int(k, 0);
    kit_unit(k);
    kit_op(k, GATE_I_PATH, 0, 0, count);
    kit_op(k, GATE_I_PARAM, 0, 0, 0);
    kit_op(k, GATE_I_GE, 0, 0, 0);
    uint32_t test = kit_op(k, GATE_I_AND_TEST, 0, 0, 0);
    kit_op(k, GATE_I_LET, 0, 0, total);
    kit_op(k, GATE_I_INVOKE, 0, 1, twice);
    kit_op(k, GATE_I_CONST, 0, 0, zero);
    kit_op(k, GATE_I_GT, 0, 0, 0);
    kit_op(k, GATE_I_AND, 0, 0, 0);
    kit_patch(k, test);
    kit_op(k, GATE_I_OUTCOME, 0, 0, 0);
    kit_clause(k, GATE_CLAUSE_REQUIRE, kit_end(k, 0, 3, 0), GATE_NO);
    kit_clause(k, GATE_CLAUSE_FORBID, kit_judging_loop(k, GATE_LOOP_ANY, suites, 0, pass), GATE_NO);
    gate_p_owner owner = {kit_text(k, "release"), kit_text(k, "Release manager"), kit_text(k, ""), NOWHERE};
    gate_vec_push(k->arena, &k->owners, owner);
    kit_clause(k, GATE_CLAUSE_OWNER, GATE_NO, GATE_NO);
    kit_unit(k);
    kit_op(k, GATE_I_CONST, 0, 0, kit_string(k, "runbook.md#"));
    kit_op(k, GATE_I_PARAM, 0, 0, 1);
    kit_op(k, GATE_I_TEXT, 0, 0, 2);
    kit_clause(k, GATE_CLAUSE_SEE, GATE_NO, kit_end(k, 0, 2, 0));
    kit_row(k, GATE_ROW_ITEM, GATE_MODE_ONE, "one", 4);
}

/* item two each x in a.suites by name: require x.status == "pass" */
static inline void kit_second_row(kit *k, uint32_t suites, uint32_t pass)
{
    uint32_t units[2];
    const char *const fields[] = {"status", "name"};
    for (size_t i = 0; i < 2; i++) {
        kit_unit(k);
        kit_op(k, GATE_I_LOCAL, 0, 0, 0);
        kit_op(k, GATE_I_FIELD, 0, 0, kit_string(k, fields[i]));
        if (i == 0) kit_op(k, GATE_I_CONST, 0, 0, pass);
        if (i == 0) kit_op(k, GATE_I_EQ, 0, 0, 0);
        units[i] = kit_end(k, 1, 2, 0);
    }
    kit_clause(k, GATE_CLAUSE_REQUIRE, units[0], GATE_NO);
    gate_p_row *row = kit_row(k, GATE_ROW_ITEM, GATE_MODE_EACH, "two", 1);
    row->list_unit = kit_push_unit(k, GATE_I_PATH, suites);
    row->key_unit = units[1];
}

/* [kit_json] is its evidence; `least`, `run` and `names` are its parameters. */
static inline void kit_demo(kit *k, gate_arena *arena)
{
    kit_begin(k, arena);
    kit_params(k);
    uint32_t a = kit_evidence(k, "a", "runs/{run}.json", kit_summary_shape(k));
    const gate_p_part parts[] = {
        {kit_text(k, "runs/"), GATE_NO}, {{0, 0}, 1}, {kit_text(k, ".json"), GATE_NO}};
    for (size_t i = 0; i < GATE_COUNT(parts); i++)
        gate_vec_push(arena, &k->parts, parts[i]);
    k->evidence.items[a].part_count = 3;
    uint32_t count = kit_path(k, a, "count"), suites = kit_path(k, a, "suites"),
             lists = kit_path(k, a, "lists");
    uint32_t pass = kit_string(k, "pass"), one = kit_int(k, 1);
    k->meta.items[0].subject = kit_let(k, "subject", kit_push_unit(k, GATE_I_EVIDENCE, a));
    kit_unit(k);
    kit_op(k, GATE_I_PATH, 0, 0, count);
    kit_op(k, GATE_I_CONST, 0, 0, one);
    kit_op(k, GATE_I_ADD, 0, 0, 0);
    uint32_t total = kit_let(k, "total", kit_end(k, 0, 2, 0));
    kit_let(k, "nested", kit_nested(k, lists, kit_call(k, "same", true)));
    kit_unit(k);
    kit_op(k, GATE_I_LOCAL, 0, 0, 0);
    kit_op(k, GATE_I_LOCAL, 0, 0, 0);
    kit_op(k, GATE_I_ADD, 0, 0, 0);
    uint32_t twice = kit_def(k, "twice", kit_end(k, 1, 2, 0), 1);
    kit_first_row(k, count, suites, total, twice, pass);
    kit_second_row(k, suites, pass);
    kit_block(k, GATE_BLOCK_CHECKLIST, "main", 2);
    kit_module_clause(k);
    kit_row(k, GATE_ROW_MODULE, GATE_MODE_ONE, "a.c", 1);
    kit_module_clause(k);
    kit_row(k, GATE_ROW_MODULE, GATE_MODE_EACH, "src/**", 1);
    kit_block(k, GATE_BLOCK_COVERAGE, "modules", 2)->of_unit = kit_report(k);
}

/* -- a program with every kind of block ------------------------------------------------------------ */

/* Have all kinds been let through yet? */
static inline bool kit_kinds_available(void)
{
    for (uint32_t i = 0; i < GATE_BLOCK_KIND_COUNT; i++)
        if (!gate_block_info_of((gate_block_kind)i)->available) return false;
    for (uint32_t i = 0; i < GATE_CLAUSE_KIND_COUNT; i++)
        if (!gate_clause_info_of((gate_clause_kind)i)->available) return false;
    return true;
}

static inline gate_p_clause *kit_setting(kit *k, gate_clause_kind kind, int64_t n, int64_t m)
{
    uint32_t index = kit_clause(k, kind, GATE_NO, GATE_NO);
    gate_p_clause *row = &k->clauses.items[index];
    row->n = n;
    row->m = m;
    return row;
}

/* Unit 0 is a list, unit 1 is true of local 0, unit 2 a text; owner 0 is `release`. */
static inline void kit_windows(kit *k, uint32_t by)
{
    kit_setting(k, GATE_CLAUSE_AT_LEAST, 2, 0);
    kit_setting(k, GATE_CLAUSE_TOLERATE, 1, 3);
    kit_clause(k, GATE_CLAUSE_REQUIRE, 1, GATE_NO);
    kit_row(k, GATE_ROW_CRITERION, GATE_MODE_ONE, "one", 1);
    gate_p_block *block = kit_block(k, GATE_BLOCK_CANARY, "c", 1);
    block->list_unit = 0;
    block->where_unit = 1;
    block->clause_first = 0;
    block->clause_count = 2;
    kit_setting(k, GATE_CLAUSE_THEN, 0, 0)->target = 2;
    gate_p_clause *fire = kit_setting(k, GATE_CLAUSE_FIRE, 2, 2);
    fire->form = 4;
    fire->unit = 1;
    fire->list_unit = 0;
    fire->flags = GATE_LATEST_ONLY;
    fire->by_first = by;
    fire->by_count = 1;
    fire->by_zone = kit_text(k, "UTC");
    kit_setting(k, GATE_CLAUSE_NO_DATA, 0, 0)->flags = GATE_NO_DATA_BREACH;
    kit_row(k, GATE_ROW_TRIGGER, GATE_MODE_ONE, "t", 3);
    kit_block(k, GATE_BLOCK_ROLLBACK, "r", 1);
}

static inline void kit_demo_kinds(kit *k, gate_arena *arena)
{
    kit_begin(k, arena);
    kit_unit(k);
    kit_op(k, GATE_I_LIST, 0, 0, 0);
    kit_end(k, 0, 1, 0);
    uint32_t yes = kit_const(k, (gate_p_const){.tag = GATE_T_BOOL, .bits = 1});
    kit_unit(k);
    kit_op(k, GATE_I_CONST, 0, 0, yes);
    kit_end(k, 1, 1, 0);
    kit_push_unit(k, GATE_I_CONST, kit_string(k, "is it so?"));
    gate_p_owner owner = {kit_text(k, "release"), kit_text(k, ""), kit_text(k, ""), NOWHERE};
    gate_vec_push(arena, &k->owners, owner);
    gate_vec_push(arena, &k->refs, 0);
    uint32_t start = kit_name(k, "start");
    kit_windows(k, start);
    kit_clause(k, GATE_CLAUSE_AT, 1, GATE_NO);
    kit_row(k, GATE_ROW_STEP, GATE_MODE_ONE, "first", 1);
    kit_clause(k, GATE_CLAUSE_REQUIRE, 1, GATE_NO);
    kit_setting(k, GATE_CLAUSE_WITHIN, 60, 0)->target = 2;
    kit_row(k, GATE_ROW_STEP, GATE_MODE_ONE, "second", 2);
    kit_block(k, GATE_BLOCK_PROCEDURE, "p", 2);
    static const struct {
        gate_keep keep;
        int64_t count;
        uint32_t where;
    } rules[] = {{GATE_KEEPS_LAST, 10, 1}, {GATE_KEEPS_FOR, 3600, GATE_NO}, {GATE_KEEPS_WHERE, 0, 1}};
    for (size_t i = 0; i < GATE_COUNT(rules); i++) {
        gate_p_row *row = kit_row(k, GATE_ROW_KEEP, GATE_MODE_ONE, "", 0);
        row->keep = rules[i].keep;
        row->keep_count = rules[i].count;
        row->where_unit = rules[i].where;
    }
    gate_p_block *block = kit_block(k, GATE_BLOCK_RETAIN, "k", 3);
    block->pattern = kit_text(k, "runs/*/s.json");
    block->by_first = start;
    block->by_count = 1;
    for (int i = 0; i < 2; i++) {
        gate_p_clause *clause = kit_setting(k, i ? GATE_CLAUSE_WAIVABLE : GATE_CLAUSE_CONFIRM, 3600, 0);
        clause->text_unit = i ? GATE_NO : 2;
        clause->role_count = 1;
    }
    kit_row(k, GATE_ROW_ITEM, GATE_MODE_ONE, "i", 2);
    kit_block(k, GATE_BLOCK_CHECKLIST, "l", 1);
}

/* -- running --------------------------------------------------------------------------------------- */

static void kit_fn_same(gate_call *call, const gate_value *args, gate_value *out)
{
    (void)call;
    *out = gate_value_bool(gate_list_len(args[0]) == gate_list_len(args[1]));
}

static inline gate_builtins kit_builtins(void)
{
    static const gate_builtin rows[] = {{"(list(A)).same(list(A)): bool", kit_fn_same, 0, GATE_COST_SUM,
                                         "are they as long", "[].same([]) -> true"}};
    return (gate_builtins){rows, GATE_COUNT(rows)};
}

/* Inputs for any program: every evidence is [json] (each: one such file), every parameter 85. */
static inline gate_inputs kit_inputs(gate_arena *arena, const gate_program *program, const char *json,
                                     uint64_t fuel)
{
    gate_limits limits = gate_limits_default();
    gate_artifact *artifact = GATE_NEW(arena, gate_artifact);
    artifact->path = GATE_STR("a.json");
    artifact->text = gate_str_c(json);
    (void)gate_json_read(arena, artifact->path, artifact->text, &limits, &artifact->root);
    gate_artifact **artifacts = GATE_ARRAY(arena, gate_artifact *, 1);
    artifacts[0] = artifact;
    gate_evidence *evidence = GATE_NEW(arena, gate_evidence);
    *evidence = (gate_evidence){.artifacts = artifacts, .count = 1};
    const gate_evidence **all = GATE_ARRAY(arena, const gate_evidence *, program->evidence_count);
    gate_value *params = GATE_ARRAY(arena, gate_value, program->params_count);
    for (uint32_t i = 0; i < program->evidence_count; i++)
        all[i] = evidence;
    for (uint32_t i = 0; i < program->params_count; i++)
        params[i] = gate_value_int(85);
    gate_instant now = {1770984000, 0};
    return (gate_inputs){.evidence = all, .params = params, .now = now, .has_now = true, .fuel = fuel};
}

#define MAIN(title, timeout, ...)                                                                            \
    int main(void)                                                                                           \
    {                                                                                                        \
        const TTest *const all[] = {__VA_ARGS__};                                                            \
        Suite *suite = suite_create(title);                                                                  \
        TCase *tests = tcase_create("all");                                                                  \
        tcase_set_timeout(tests, timeout);                                                                   \
        for (size_t i = 0; i < GATE_COUNT(all); i++)                                                         \
            tcase_add_test(tests, all[i]);                                                                   \
        suite_add_tcase(suite, tests);                                                                       \
        SRunner *runner = srunner_create(suite);                                                             \
        srunner_run_all(runner, CK_NORMAL);                                                                  \
        int failed = srunner_ntests_failed(runner);                                                          \
        srunner_free(runner);                                                                                \
        return failed ? EXIT_FAILURE : EXIT_SUCCESS;                                                         \
    }

#endif
