/* gate_unit: base evidence vm */
/* The verifier: what it lets through, and everything it refuses. Damaged programs are
 * test_vm_mutants.c's. */
#include "tests/unit/programs.h"

START_TEST(a_sound_program_is_sealed_and_runs)
{
    ARENA;
    kit k;
    kit_demo(&k, arena);
    gate_program *program = kit_program(&k);
    gate_str why, unknown;
    ck_assert_msg(gate_verify(arena, program, &why), "%.*s", (int)why.len, why.ptr);
    ck_assert(program->sealed);
    const gate_linked *linked = gate_link(arena, program, kit_builtins(), &unknown);
    ck_assert_ptr_nonnull(linked);
    gate_inputs inputs = kit_inputs(arena, program, kit_json, 0);
    for (int mode = 0; mode < 2; mode++) {
        const gate_run_result *result = gate_run(arena, linked, &inputs, mode ? GATE_DECIDE : GATE_EXPLAIN);
        ck_assert_uint_eq(result->block_count, 2);
        const gate_row_result *rows = result->blocks[0].rows;
        ck_assert_uint_eq(result->blocks[0].row_count, 3);
        ck_assert_int_eq(rows[0].clauses[0].outcome, GATE_TRUE);
        ck_assert_int_eq(rows[0].clauses[1].outcome, GATE_FALSE); /* s1 is as the loop forbids */
        ck_assert_int_eq(rows[1].clauses[0].outcome, GATE_TRUE);
        ck_assert_int_eq(rows[2].clauses[0].outcome, GATE_FALSE);
        ck_assert_uint_eq(result->blocks[1].row_count, 2);
        ck_assert_int_eq(result->blocks[1].rows[0].clauses[0].outcome, GATE_TRUE);
        gate_value nested =
            gate_run_unit(arena, linked, &inputs, GATE_DECIDE, program->lets[2].unit, NULL, NULL);
        ck_assert_int_eq(nested.tag, GATE_T_BOOL);
        ck_assert(nested.as.boolean);
    }
}
END_TEST

/* -- sections ---------------------------------------------------------------------------------------- */

typedef struct spoil {
    void (*fn)(kit *k);
    const char *wanted; /* a part of the reason */
} spoil;

static void check_spoils(void (*demo)(kit *k, gate_arena *arena), const spoil *rows, size_t count)
{
    for (volatile size_t i = 0; i < count; i++) {
        ARENA;
        kit k;
        demo(&k, arena);
        rows[i].fn(&k);
        gate_program *program = kit_program(&k);
        gate_str why = GATE_STR("");
        ck_assert_msg(!gate_verify(arena, program, &why), "accepted: %s", rows[i].wanted);
        ck_assert(!program->sealed);
        ck_assert_msg(gate_str_find(why, gate_str_c(rows[i].wanted), 0) != SIZE_MAX, "%.*s, not %s",
                      (int)why.len, why.ptr, rows[i].wanted);
    }
}

#define SPOIL(name, statement)                                                                               \
    static void name(kit *k)                                                                                 \
    {                                                                                                        \
        statement;                                                                                           \
    }

SPOIL(strings_not_utf8, k->strings.items[3] = (char)0xFF)
SPOIL(text_beyond, k->names.items[0].at = k->strings.len)
SPOIL(text_wraps, k->names.items[0] = ((gate_text){UINT32_MAX, 2}))
SPOIL(text_cuts_a_character, k->names.items[0] = kit_text(k, "\xd0\xba"); k->names.items[0].len = 1)
SPOIL(no_meta, k->meta.len = 0)
SPOIL(two_metas, gate_vec_push(k->arena, &k->meta, k->meta.items[0]))
SPOIL(no_main, k->meta.items[0].main_source = 1)
SPOIL(no_subject, k->meta.items[0].subject = 99)
SPOIL(no_waivers, k->meta.items[0].waivers = 1)
SPOIL(source_kind, k->sources.items[0].kind = 3)
SPOIL(span_backwards, k->lines.items[2] = ((gate_where){0, 5, 4}))
SPOIL(span_beyond, k->lines.items[2].hi = sizeof kit_source)
SPOIL(span_source, k->lines.items[2].source = 1)
SPOIL(span_cuts, k->lines.items[2].hi = sizeof kit_source - 3)
SPOIL(const_tag, k->consts.items[0].tag = GATE_T_LIST)
SPOIL(const_tag_beyond, k->consts.items[0].tag = 13)
SPOIL(const_bool, kit_const(k, (gate_p_const){.tag = GATE_T_BOOL, .bits = 2}))
SPOIL(const_type, kit_const(k, (gate_p_const){.tag = GATE_T_TYPE, .bits = GATE_T_MISSING}))
SPOIL(const_time, kit_const(k, (gate_p_const){.tag = GATE_T_TIMESTAMP, .bits = INT64_MAX}))
SPOIL(const_nsec, kit_const(k, (gate_p_const){.tag = GATE_T_TIMESTAMP, .nsec = -1}))
SPOIL(const_span, kit_const(k, (gate_p_const){.tag = GATE_T_DURATION, .bits = 1, .nsec = -1}))
SPOIL(lines_short, k->lines.len--)
SPOIL(unit_empty, k->units.items[0].count = 0)
SPOIL(unit_beyond, k->units.items[0].first = UINT32_MAX)
SPOIL(unit_shared, gate_vec_push(k->arena, &k->units, k->units.items[4]))
SPOIL(unit_values, k->units.items[0].locals = GATE_NO)
SPOIL(unit_loops, k->units.items[0].loops = 2049)
SPOIL(path_evidence, k->paths.items[0].evidence = 1)
SPOIL(path_names, k->paths.items[0].count = 99)
SPOIL(param_type, k->params.items[0].type = 7)
SPOIL(param_list, k->params.items[0].is_list = 2)
SPOIL(param_unit, k->params.items[0].ceiling = 99)
SPOIL(param_reads, k->params.items[0].value = k->lets.items[0].unit)
SPOIL(param_reads_inside, k->params.items[0].value = kit_push_unit(k, GATE_I_LET, 1))
SPOIL(part_param, k->parts.items[1].param = 3)
SPOIL(evidence_parts, k->evidence.items[0].part_first = 1)
SPOIL(evidence_cardinality, k->evidence.items[0].cardinality = 3)
SPOIL(evidence_order, k->evidence.items[0].cardinality = 2)
SPOIL(evidence_fresh, k->evidence.items[0].has_fresh = 1)
SPOIL(evidence_shape, k->evidence.items[0].shape = 99)
SPOIL(shape_kind, k->shapes.items[0].kind = 15)
SPOIL(shape_of, k->shapes.items[7].first = 99)
SPOIL(shape_fields, k->shapes.items[6].count = 99)
SPOIL(shape_union, k->shapes.items[5].first = 99)
SPOIL(shape_union_empty, k->shapes.items[5].count = 0)
SPOIL(shape_member, k->refs.items[0] = 99)
SPOIL(shape_circle, k->refs.items[0] = 5)
SPOIL(field_shape, k->fields.items[0].shape = 99)
SPOIL(field_optional, k->fields.items[0].optional = 9)
SPOIL(let_unit, k->lets.items[0].unit = GATE_NO)
SPOIL(def_params, k->defs.items[0].params = 2)
SPOIL(call_method, k->calls.items[0].method = 2)
SPOIL(block_kind, k->blocks.items[0].kind = 6)
SPOIL(block_empty, k->blocks.items[0].row_count = 0)
SPOIL(block_rows, k->blocks.items[0].row_first = 3)
SPOIL(block_shares, k->blocks.items[1].row_first = 0; k->blocks.items[1].kind = GATE_BLOCK_CHECKLIST;
      k->blocks.items[1].row_count = 3)
SPOIL(coverage_of, k->blocks.items[1].of_unit = GATE_NO)
SPOIL(row_kind, k->rows.items[0].kind = GATE_ROW_MODULE)
SPOIL(row_kind_beyond, k->rows.items[0].kind = 40)
SPOIL(row_mode, k->rows.items[0].mode = GATE_MODE_SUM)
SPOIL(row_list, k->rows.items[1].list_unit = GATE_NO)
SPOIL(row_key, k->rows.items[1].key_unit = GATE_NO)
SPOIL(row_clauses, k->rows.items[0].clause_count = 99)
SPOIL(row_no_condition, k->rows.items[0].clause_first = 2; k->rows.items[0].clause_count = 2)
SPOIL(row_shares, k->rows.items[3].clause_first = 0; k->rows.items[3].clause_count = 4)
SPOIL(clause_kind, k->clauses.items[0].kind = 99)
SPOIL(clause_place, k->clauses.items[0].kind = GATE_CLAUSE_ALLOW)
SPOIL(clause_form, k->clauses.items[0].form = 4)
SPOIL(clause_windows, k->clauses.items[0].list_unit = 99)
SPOIL(clause_condition, k->clauses.items[0].unit = GATE_NO)
SPOIL(clause_owner, k->clauses.items[2].owner = 1)
SPOIL(clause_text, k->clauses.items[3].text_unit = GATE_NO)
SPOIL(clause_date, k->clauses.items[3].kind = GATE_CLAUSE_EFFECTIVE; k->clauses.items[3].n = INT64_MAX)

START_TEST(every_section_is_checked)
{
    static const spoil rows[] = {
        {strings_not_utf8, "strings 3: not UTF-8"},
        {text_beyond, "names 0: a text lies outside"},
        {text_wraps, "names 0: a text lies outside"},
        {text_cuts_a_character, "within a character"},
        {no_meta, "meta 0: there must be one"},
        {two_metas, "meta 2: there must be one"},
        {no_main, "meta 0: there is no source 1"},
        {no_subject, "meta 0: there is no let 99"},
        {no_waivers, "meta 0: there is no evidence 1"},
        {source_kind, "sources 0: no kind 3"},
        {span_backwards, "lines 2: a span"},
        {span_beyond, "lines 2: a span"},
        {span_source, "lines 2: there is no source 1"},
        {span_cuts, "lines 2: a span"},
        {const_tag, "consts 0: no such constant"},
        {const_tag_beyond, "consts 0: no such constant"},
        {const_bool, "no such constant"},
        {const_type, "no such constant"},
        {const_time, "no such constant"},
        {const_nsec, "no such constant"},
        {const_span, "no such constant"},
        {lines_short, "lines"},
        {unit_empty, "units 0: its code lies outside"},
        {unit_beyond, "units 0: its code lies outside"},
        {unit_shared, "it shares its code"},
        {unit_values, "units 0: it needs too many values"},
        {unit_loops, "units 0: it needs too many loops"},
        {path_evidence, "paths 0: there is no evidence 1"},
        {path_names, "paths 0: a path lies outside"},
        {param_type, "params 0: no type 7"},
        {param_list, "params 0: `is_list` is 2"},
        {param_unit, "params 0: there is no unit 99"},
        {param_reads, "reads an input"},
        {param_reads_inside, "reads an input"},
        {part_param, "parts 1: there is no parameter 3"},
        {evidence_parts, "evidence 0: its pattern"},
        {evidence_cardinality, "evidence 0: no cardinality 3"},
        {evidence_order, "evidence 0: it has no order"},
        {evidence_fresh, "evidence 0: its freshness"},
        {evidence_shape, "evidence 0: there is no shape 99"},
        {shape_kind, "shapes 0: no kind 15"},
        {shape_of, "shapes 7: there is no shape 99"},
        {shape_fields, "shapes 6: its fields"},
        {shape_union, "shapes 5: its alternatives"},
        {shape_union_empty, "shapes 5: its alternatives"},
        {shape_member, "shapes 5: there is no shape 99"},
        {shape_circle, "a union that holds itself"},
        {field_shape, "fields 0: there is no shape 99"},
        {field_optional, "fields 0: `optional` is 9"},
        {let_unit, "lets 0: there is no unit"},
        {def_params, "defs 0: its unit has no room"},
        {call_method, "calls 0: `method` is 2"},
        {block_kind, "blocks 0: no kind 6"},
        {block_empty, "blocks 0: a block without rows"},
        {block_rows, "blocks 0: its rows lie outside"},
        {block_shares, "blocks 1: it shares a row"},
        {coverage_of, "blocks 1: there is no unit"},
        {row_kind, "rows 0: no row of its block"},
        {row_kind_beyond, "rows 0: no row of its block"},
        {row_mode, "rows 0: no mode 2"},
        {row_list, "rows 1: there is no unit"},
        {row_key, "rows 1: there is no unit"},
        {row_clauses, "rows 0: its clauses lie outside"},
        {row_no_condition, "rows 0: a row without a condition"},
        {row_shares, "it shares a clause"},
        {clause_kind, "clauses 0: no kind 99"},
        {clause_place, "clauses 0: `allow no branches` does not belong here"},
        {clause_form, "clauses 0: no form 4"},
        {clause_windows, "clauses 0: it has windows"},
        {clause_condition, "clauses 0: there is no unit"},
        {clause_owner, "clauses 2: there is no owner 1"},
        {clause_text, "clauses 3: it says nothing"},
        {clause_date, "clauses 3: its date is none"},
    };
    check_spoils(kit_demo, rows, GATE_COUNT(rows));
}
END_TEST

SPOIL(least_none, k->clauses.items[0].n = 0)
SPOIL(tolerate_all, k->clauses.items[1].n = 4)
SPOIL(canary_list, k->blocks.items[0].list_unit = GATE_NO)
SPOIL(then_nothing, k->clauses.items[3].target = GATE_NO)
SPOIL(then_other, k->clauses.items[3].target = 1)
SPOIL(fire_list, k->clauses.items[4].list_unit = 99)
SPOIL(fire_form, k->clauses.items[4].form = 7)
SPOIL(fire_roster, k->clauses.items[4].form = 2)
SPOIL(fire_plain, k->clauses.items[4].form = 0)
SPOIL(fire_none, k->clauses.items[4].n = 0)
SPOIL(fire_many, k->clauses.items[4].m = INT64_MAX)
SPOIL(fire_field, k->clauses.items[4].by_count = 2)
SPOIL(no_data_both, k->clauses.items[5].flags = 6)
SPOIL(within_other, k->clauses.items[8].target = 1)
SPOIL(within_never, k->clauses.items[8].n = -1)
SPOIL(keep_rule, k->rows.items[4].keep = 3)
SPOIL(keep_less, k->rows.items[4].keep_count = -1)
SPOIL(keep_nothing, k->rows.items[6].where_unit = GATE_NO)
SPOIL(keep_per, k->rows.items[4].per_unit = 99)
SPOIL(confirm_roles, k->clauses.items[9].role_count = 0)
SPOIL(confirm_role, k->refs.items[0] = 1)
SPOIL(waivable_long, k->clauses.items[10].n = INT64_MAX)

START_TEST(every_kind_of_block_is_checked)
{
    static const spoil rows[] = {
        {least_none, "clauses 0: 0 windows"},
        {tolerate_all, "clauses 1: 4 of 3 windows"},
        {canary_list, "blocks 0: there is no unit"},
        {then_nothing, "clauses 3: it leads nowhere"},
        {then_other, "clauses 3: block 1 is no procedure"},
        {fire_list, "clauses 4: there is no unit 99"},
        {fire_form, "clauses 4: no form 7"},
        {fire_roster, "clauses 4: no form 2"},
        {fire_plain, "clauses 4: it has windows"},
        {fire_none, "clauses 4: its windows cannot be counted"},
        {fire_many, "clauses 4: its windows cannot be counted"},
        {fire_field, "clauses 4: a path lies outside"},
        {no_data_both, "clauses 5: it decides nothing"},
        {within_other, "clauses 8: row 1 is no step of its block"},
        {within_never, "clauses 8: row 2"},
        {keep_rule, "rows 4: no rule 3"},
        {keep_less, "rows 4: it keeps -1"},
        {keep_nothing, "rows 6: its rule is empty"},
        {keep_per, "rows 4: there is no unit 99"},
        {confirm_roles, "clauses 9: its roles"},
        {confirm_role, "clauses 9: there is no owner 1"},
        {waivable_long, "clauses 10: its time is none"},
    };
    ARENA;
    kit k;
    kit_demo_kinds(&k, arena);
    gate_str why = GATE_STR("");
    bool sound = gate_verify(arena, kit_program(&k), &why);
    if (!kit_kinds_available()) { /* of a kind that is not finished nothing may run */
        ck_assert(!sound);
        ck_assert_ptr_nonnull(strstr(gate_str_z(arena, why), "is of a later version"));
        return;
    }
    ck_assert_msg(sound, "%.*s", (int)why.len, why.ptr);
    check_spoils(kit_demo_kinds, rows, GATE_COUNT(rows));
}
END_TEST

/* -- code --------------------------------------------------------------------------------------------- */

/* Instructions as the tests write them, up to the RETURN that is added. */
typedef struct code_case {
    const char *wanted; /* a part of the reason; NULL: sound */
    gate_instr code[16];
    uint32_t locals, stack, loops;
} code_case;

#define I(name, ...)                                                                                         \
    {                                                                                                        \
        .op = GATE_I_##name, __VA_ARGS__                                                                     \
    }
#define PUSH   I(EVIDENCE, .c = 0)
#define COUNT1 I(CONST, .c = 0)
#define LOOPS  GATE_LOOP_ALL

/* A number no opcode has: the end of a case's code, where no RETURN shall follow. */
#define END                                                                                                  \
    {                                                                                                        \
        .op = 255, .b = 1                                                                                    \
    }

static const code_case cases[] = {
    {NULL, {PUSH}, 0, 1, 0},
    {"the stack holds more than 0 values", {PUSH}, 0, 0, 0},
    {"the stack holds 2 values too few", {I(ADD), PUSH}, 0, 2, 0},
    {"a unit ends once, with one value", {PUSH, PUSH}, 0, 2, 0},
    {"the stack holds", {I(NOT)}, 0, 1, 0},
    {"there is no instruction 200", {PUSH, {.op = 200}}, 0, 1, 0},
    {"does not end in RETURN", {PUSH, END}, 0, 1, 0},
    {"a unit ends once", {PUSH, I(RETURN), PUSH}, 0, 1, 0},
    {"there is no constant 999", {I(CONST, .c = 999)}, 0, 1, 0},
    {"there is no parameter 3", {I(PARAM, .c = 3)}, 0, 1, 0},
    {"there is no evidence 1", {I(EVIDENCE, .c = 1)}, 0, 1, 0},
    {"there is no path 3", {I(PATH, .c = 3)}, 0, 1, 0},
    {"there is no let 3", {I(LET, .c = 3)}, 0, 1, 0},
    {"there is no local 0", {I(LOCAL, .c = 0)}, 0, 1, 0},
    {"a field's name is a string", {PUSH, I(FIELD, .c = 0)}, 0, 1, 0},
    {"too few", {I(LIST, .c = UINT32_MAX)}, 0, 1, 0},
    {"too few", {I(MAP, .c = 0x80000000u)}, 0, 1, 0},
    {NULL, {I(LIST, .c = 0)}, 0, 1, 0},
    {"a method is called on nothing", {I(CALL, .c = 0)}, 0, 1, 0},
    {"there is no call 1", {I(CALL, .c = 1)}, 0, 1, 0},
    {"a function of 1 parameters gets 2", {PUSH, PUSH, I(INVOKE, .b = 2, .c = 0)}, 0, 2, 0},
    /* locals */
    {NULL, {PUSH, I(STORE, .c = 0), I(LOCAL, .c = 0)}, 1, 1, 0},
    {"local 0 is read before it is filled", {I(LOCAL, .c = 0)}, 1, 1, 0},
    {"local 1 is read before it is filled", {PUSH, I(STORE, .c = 0), I(LOCAL, .c = 1)}, 2, 1, 0},
    {"local 0 is read before it is filled", /* filled on one way only */
     {PUSH, I(AND_TEST, .c = 5), PUSH, I(STORE, .c = 0), I(NOT), I(LOCAL, .c = 0), I(AND)},
     1,
     2,
     0},
    /* jumps */
    {NULL, {PUSH, I(AND_TEST, .c = 4), PUSH, I(AND)}, 0, 2, 0},
    {"it jumps back", {PUSH, I(AND_TEST, .c = 1)}, 0, 1, 0},
    {"it jumps back", {PUSH, I(JUMP, .c = 0)}, 0, 1, 0},
    {"it jumps out of its unit", {PUSH, I(OR_TEST, .c = 3)}, 0, 1, 0},
    {"it is never reached", {PUSH, I(JUMP, .c = 3), I(NOT)}, 0, 1, 0},
    {"the stack differs", {PUSH, I(AND_TEST, .c = 3), PUSH, I(AND)}, 0, 2, 0},
    {"otherwise than", {PUSH, I(AND_TEST, .c = 5), PUSH, I(AND_TEST, .c = 5), PUSH, I(AND)}, 0, 3, 0},
    {NULL,
     {PUSH, I(COND_TEST, .c = 7), I(JUMP_FALSE, .c = 5), PUSH, I(JUMP, .c = 6), COUNT1, I(COND_END)},
     0,
     2,
     0},
    {"there is no COND_TEST before it", {PUSH, I(JUMP_FALSE, .c = 2)}, 0, 1, 0},
    {"it is jumped to", {PUSH, I(AND_TEST, .c = 3), I(COND_TEST, .c = 4), I(JUMP_FALSE, .c = 4)}, 0, 1, 0},
    /* messages */
    {NULL, {PUSH, I(SAY_TEST, .c = 4), COUNT1, I(SAY, .c = 1)}, 0, 2, 0},
    {"no outcome to speak of", {PUSH, I(SAY, .c = 1), PUSH}, 0, 1, 0},
    {"`a` is 2", {PUSH, I(SAY_TEST, .a = 2, .c = 2)}, 0, 1, 0},
    /* loops */
    {NULL, {PUSH, I(LOOP, .c = 5), I(LOCAL, .c = 0), I(LOOP_NEXT, .c = 2), I(LOOP_STEP, .c = 2)}, 1, 1, 1},
    {NULL,
     {PUSH, I(LOOP, .c = 7), I(LOCAL), I(LOOP_TEST, .c = 6), I(LOCAL), I(LOOP_NEXT, .c = 2),
      I(LOOP_STEP, .c = 2)},
     1,
     1,
     1},
    {"the stack holds more than 1", /* the list and the list of values */
     {PUSH, I(LOOP, .a = GATE_LOOP_COLLECT, .c = 5), I(LOCAL), I(LOOP_NEXT, .a = GATE_LOOP_COLLECT, .c = 2),
      I(LOOP_STEP, .a = GATE_LOOP_COLLECT, .c = 2), I(ADD)},
     1,
     1,
     1},
    {"more than 0 loops",
     {PUSH, I(LOOP, .c = 5), I(LOCAL), I(LOOP_NEXT, .c = 2), I(LOOP_STEP, .c = 2)},
     1,
     1,
     0},
    {"there is no local 0",
     {PUSH, I(LOOP, .c = 5), PUSH, I(LOOP_NEXT, .c = 2), I(LOOP_STEP, .c = 2)},
     0,
     1,
     1},
    {"there is no local 0",
     {PUSH, I(LOOP, .a = GATE_LOOP_TWO, .c = 5), PUSH, I(LOOP_NEXT, .c = 2), I(LOOP_STEP, .c = 2)},
     1,
     1,
     1},
    {"no loop is of kind",
     {PUSH, I(LOOP, .a = 10, .c = 5), PUSH, I(LOOP_NEXT, .c = 2), I(LOOP_STEP, .c = 2)},
     1,
     1,
     1},
    {"its kind is not its loop's",
     {PUSH, I(LOOP, .c = 5), PUSH, I(LOOP_NEXT, .a = GATE_LOOP_COLLECT, .c = 2), I(LOOP_STEP, .c = 2)},
     1,
     2,
     1},
    {"its kind is not its loop's",
     {PUSH, I(LOOP, .c = 5), PUSH, I(LOOP_NEXT, .c = 2), I(LOOP_STEP, .a = GATE_LOOP_COLLECT, .c = 2)},
     1,
     2,
     1},
    {"its loop has no end",
     {PUSH, I(LOOP, .c = 9), PUSH, I(LOOP_NEXT, .c = 2), I(LOOP_STEP, .c = 2)},
     1,
     1,
     1},
    {"its loop has no end",
     {PUSH, I(LOOP, .c = 0), PUSH, I(LOOP_NEXT, .c = 2), I(LOOP_STEP, .c = 2)},
     1,
     1,
     1},
    {"does not end in LOOP_NEXT and LOOP_STEP",
     {PUSH, I(LOOP, .c = 5), PUSH, I(NOT), I(LOOP_STEP, .c = 2)},
     1,
     1,
     1},
    {"does not jump to its loop's begin",
     {PUSH, I(LOOP, .c = 5), PUSH, I(LOOP_NEXT, .c = 1), I(LOOP_STEP, .c = 2)},
     1,
     1,
     1},
    {"does not jump to its loop's begin",
     {PUSH, I(LOOP, .c = 5), PUSH, I(LOOP_NEXT, .c = 2), I(LOOP_STEP, .c = 0)},
     1,
     1,
     1},
    {"no loop is open", {PUSH, I(LOOP_NEXT, .c = 0), I(LOOP_STEP, .c = 0)}, 1, 1, 1},
    {"no loop is open", {PUSH, I(LOOP_TEST, .c = 2), PUSH}, 1, 1, 1},
    {"there is no LOOP_NEXT before it", {PUSH, I(LOOP_STEP, .c = 0)}, 1, 2, 1},
    {"the body leaves 2 values",
     {PUSH, I(LOOP, .c = 6), PUSH, PUSH, I(LOOP_NEXT, .c = 2), I(LOOP_STEP, .c = 2)},
     1,
     2,
     1},
    {"the stack holds 1 values too few", /* what the loop stands on is not the body's */
     {PUSH, PUSH, I(LOOP, .c = 7), I(NOT), PUSH, I(LOOP_NEXT, .c = 3), I(LOOP_STEP, .c = 3), I(ADD)},
     1,
     2,
     1},
    {"no outcome to speak of", /* nor to be spoken of */
     {PUSH, PUSH, I(LOOP, .c = 8), PUSH, I(SAY, .c = 1), PUSH, I(LOOP_NEXT, .c = 3), I(LOOP_STEP, .c = 3),
      I(ADD)},
     1,
     2,
     1},
    {"values are left on the stack",
     {PUSH, I(LOOP, .c = 8), PUSH, PUSH, I(LOOP_TEST, .c = 7), I(NOT), I(LOOP_NEXT, .c = 2),
      I(LOOP_STEP, .c = 2)},
     1,
     2,
     1},
    {"does not jump to its loop's LOOP_STEP",
     {PUSH, I(LOOP, .c = 7), PUSH, I(LOOP_TEST, .c = 5), PUSH, I(LOOP_NEXT, .c = 2), I(LOOP_STEP, .c = 2)},
     1,
     1,
     1},
    {"jumps into or out of a loop",
     {PUSH, I(AND_TEST, .c = 3), I(LOOP, .c = 6), PUSH, I(LOOP_NEXT, .c = 3), I(LOOP_STEP, .c = 3)},
     1,
     2,
     1},
    {"otherwise than",
     {PUSH, I(LOOP, .c = 6), PUSH, I(AND_TEST, .c = 6), I(LOOP_NEXT, .c = 2), I(LOOP_STEP, .c = 2)},
     1,
     2,
     1},
    {"local 0 is read before it is filled", /* the variable ends with its loop */
     {PUSH, I(LOOP, .c = 5), PUSH, I(LOOP_NEXT, .c = 2), I(LOOP_STEP, .c = 2), I(LOCAL), I(ADD)},
     1,
     2,
     1},
    {"local 1 is read before it is filled",
     {PUSH, I(LOOP, .c = 7), I(LOCAL), I(STORE, .c = 1), PUSH, I(LOOP_NEXT, .c = 2), I(LOOP_STEP, .c = 2),
      I(LOCAL, .c = 1), I(ADD)},
     2,
     2,
     1},
    /* what one round leaves is not seen in the next */
    {"local 1 is filled anew after the loop has read it",
     {PUSH, I(STORE, .c = 1), PUSH, I(LOOP, .c = 9), I(LOCAL, .c = 1), I(LOCAL), I(STORE, .c = 1),
      I(LOOP_NEXT, .c = 4), I(LOOP_STEP, .c = 4)},
     2,
     2,
     1},
    {NULL, /* filled anew before it is read: each round its own */
     {PUSH, I(STORE, .c = 1), PUSH, I(LOOP, .c = 9), I(LOCAL), I(STORE, .c = 1), I(LOCAL, .c = 1),
      I(LOOP_NEXT, .c = 4), I(LOOP_STEP, .c = 4)},
     2,
     2,
     1},
    {NULL, /* a slot that is used again behind its loop */
     {PUSH, I(LOOP, .c = 5), I(LOCAL), I(LOOP_NEXT, .c = 2), I(LOOP_STEP, .c = 2), I(LOOP, .c = 9), I(LOCAL),
      I(LOOP_NEXT, .c = 6), I(LOOP_STEP, .c = 6)},
     1,
     1,
     1},
};

/* The demo with one more unit. */
static bool verify_code(gate_arena *arena, const code_case *row, gate_str *why)
{
    kit k;
    kit_demo(&k, arena);
    kit_unit(&k);
    size_t count = GATE_COUNT(row->code);
    while (count > 0 && row->code[count - 1].op == 0 && row->code[count - 1].c == 0)
        count--;
    /* A case may end in the first constant, which is all zeros. */
    bool ends = count > 0 && row->code[count - 1].op == 255;
    for (size_t i = 0; i < count - ends; i++)
        kit_op(&k, (gate_opcode)row->code[i].op, row->code[i].a, row->code[i].b, row->code[i].c);
    if (ends) {
        kit_op(&k, GATE_I_NOT, 0, 0, 0);
        gate_p_unit unit = {k.unit_first, kit_here(&k), row->locals, row->stack, row->loops, NOWHERE};
        gate_vec_push(arena, &k.units, unit);
    } else
        kit_end(&k, row->locals, row->stack, row->loops);
    return gate_verify(arena, kit_program(&k), why);
}

START_TEST(code_is_proved)
{
    for (volatile size_t i = 0; i < GATE_COUNT(cases); i++) {
        ARENA;
        gate_str why = GATE_STR("");
        const char *wanted = cases[i].wanted;
        bool sound = verify_code(arena, &cases[i], &why);
        ck_assert_msg(sound == !wanted, "case %zu: %.*s, not %s", i, (int)why.len, why.ptr,
                      wanted ? wanted : "sound");
        if (!wanted) continue;
        ck_assert_msg(gate_str_find(why, gate_str_c(wanted), 0) != SIZE_MAX, "case %zu: %.*s, not %s", i,
                      (int)why.len, why.ptr, wanted);
    }
}
END_TEST

/* -- locals that the driver fills ---------------------------------------------------------------------- */

START_TEST(locals_are_those_that_every_caller_fills)
{
    ARENA;
    kit k;
    gate_str why;
    kit_demo(&k, arena);
    kit_let(&k, "wrong", k.clauses.items[4].unit); /* of `item two each`: reads its element */
    ck_assert(!gate_verify(arena, kit_program(&k), &why));
    ck_assert_msg(gate_str_find(why, GATE_STR("local 0 is read before it is filled"), 0) != SIZE_MAX, "%.*s",
                  (int)why.len, why.ptr);
    kit_demo(&k, arena);
    k.rows.items[1].mode = GATE_MODE_ONE; /* no element is given any more */
    ck_assert(!gate_verify(arena, kit_program(&k), &why));
}
END_TEST

START_TEST(circles_are_found)
{
    ARENA;
    kit k;
    gate_str why;
    kit_demo(&k, arena);
    uint32_t lets = k.lets.len;
    uint32_t first = kit_push_unit(&k, GATE_I_LET, lets + 1), second = kit_push_unit(&k, GATE_I_LET, lets);
    kit_let(&k, "a", first);
    kit_let(&k, "b", second);
    ck_assert(!gate_verify(arena, kit_program(&k), &why));
    ck_assert_msg(gate_str_find(why, GATE_STR("it runs itself"), 0) != SIZE_MAX, "%.*s", (int)why.len,
                  why.ptr);
    k.lets.items[lets + 1].unit = k.lets.items[0].unit;
    ck_assert(gate_verify(arena, kit_program(&k), &why));
}
END_TEST

/* A million units, each calling the next: no stack of ours may hold them. */
START_TEST(long_chains_are_walked)
{
    ARENA;
    kit k;
    gate_str why;
    kit_begin(&k, arena);
    kit_evidence(&k, "a", "a.json", GATE_NO);
    enum { LENGTH = 1000000 };
    for (uint32_t i = 0; i < LENGTH; i++) {
        if (i + 1 < LENGTH)
            kit_push_unit(&k, GATE_I_LET, i + 1);
        else
            kit_push_unit(&k, GATE_I_EVIDENCE, 0);
        gate_p_let row = {{0, 0}, i, NOWHERE};
        gate_vec_push(arena, &k.lets, row);
    }
    gate_program *program = kit_program(&k);
    ck_assert(gate_verify(arena, program, &why));
    gate_str unknown;
    const gate_linked *linked = gate_link(arena, program, kit_builtins(), &unknown);
    gate_inputs inputs = kit_inputs(arena, program, kit_json, 0);
    gate_value value = gate_run_unit(arena, linked, &inputs, GATE_DECIDE, 0, NULL, NULL);
    ck_assert_int_eq(value.tag, GATE_T_ERROR);
    ck_assert_int_eq(value.as.fault->kind, GATE_FAULT_DEPTH);
}
END_TEST

/* Sizes that would multiply: units over the same code, unions over the same references, … */
START_TEST(nothing_costs_more_than_it_is_long)
{
    ARENA;
    kit k;
    gate_str why;
    kit_begin(&k, arena);
    uint32_t any = kit_shape(&k, GATE_SHAPE_ANY, "", 0, 0);
    for (uint32_t i = 0; i < 100000; i++)
        gate_vec_push(arena, &k.refs, any);
    for (uint32_t i = 0; i < 10000; i++)
        kit_shape(&k, GATE_SHAPE_UNION, "", 0, 100000);
    ck_assert(!gate_verify(arena, kit_program(&k), &why));
    ck_assert_msg(gate_str_find(why, GATE_STR("more references"), 0) != SIZE_MAX, "%.*s", (int)why.len,
                  why.ptr);
    kit_begin(&k, arena);
    k.refs.len = 0;
    uint32_t inner = kit_shape(&k, GATE_SHAPE_ANY, "", 0, 0);
    for (uint32_t i = 0; i < 100; i++) {
        gate_vec_push(arena, &k.refs, inner);
        inner = kit_shape(&k, GATE_SHAPE_UNION, "", i, 1);
    }
    ck_assert(!gate_verify(arena, kit_program(&k), &why));
    ck_assert_msg(gate_str_find(why, GATE_STR("too many unions"), 0) != SIZE_MAX, "%.*s", (int)why.len,
                  why.ptr);
}
END_TEST

MAIN("vm/verify", 300, a_sound_program_is_sealed_and_runs, every_section_is_checked,
     every_kind_of_block_is_checked, code_is_proved, locals_are_those_that_every_caller_fills,
     circles_are_found, long_chains_are_walked, nothing_costs_more_than_it_is_long)
