/* gate_unit: base evidence vm */
/* Parameters: whose value counts, how it reads, what refuses it, and what may stand in a path. */
#include "base/render.h"
#include "tests/unit/programs.h"
#include "vm/params.h"

/* A program of one parameter, and what becomes of it. */
typedef struct bench {
    gate_arena *arena;
    gate_diags diags;
    const gate_program *program;
    const gate_linked *linked;
    gate_param_values values;
} bench;

static void bench_begin(bench *b, kit *k)
{
    gate_str why = GATE_STR(""), unknown;
    gate_program *program = kit_program(k);
    ck_assert_msg(gate_verify(k->arena, program, &why), "%.*s", (int)why.len, why.ptr);
    *b = (bench){.arena = k->arena, .diags = gate_diags_new(k->arena), .program = program};
    b->linked = gate_link(k->arena, program, kit_builtins(), &unknown);
    ck_assert_ptr_nonnull(b->linked);
}

/* "NAME=VALUE" pairs, `;` between them; the first with the name wins. */
static const char *look_up(void *context, const char *name)
{
    static char value[200];
    const char *at = context;
    while (at && *at) {
        size_t len = strlen(name);
        const char *end = strchr(at, ';');
        size_t whole = end ? (size_t)(end - at) : strlen(at);
        if (strncmp(at, name, len) == 0 && at[len] == '=') {
            memcpy(value, at + len + 1, whole - len - 1);
            value[whole - len - 1] = '\0';
            return value;
        }
        at += whole + (end != NULL);
    }
    return NULL;
}

static bool fill(bench *b, const char *name, const char *value, const char *environment)
{
    gate_setting setting = {gate_str_c(name), gate_str_c(value)};
    gate_str copy = environment ? gate_str_dup(b->arena, gate_str_c(environment)) : GATE_STR("");
    char *context = environment ? gate_str_z(b->arena, copy) : NULL;
    return gate_params_fill(b->arena, b->linked, &setting, name ? 1 : 0, environment ? look_up : NULL,
                            context, &b->diags, &b->values);
}

static const char *as_shown(bench *b, gate_value value)
{
    gate_buf out = gate_buf_new(b->arena);
    gate_value_show(&out, value, 200);
    return out.ptr;
}

static const char *message(const bench *b)
{
    ck_assert_uint_eq(b->diags.list.len, 1);
    return b->diags.list.items[0]->message;
}

static const char *help(const bench *b)
{
    const char *text = b->diags.list.items[0]->help;
    return text ? text : "";
}

/* -- whose value counts -------------------------------------------------------------------------------- */

START_TEST(settings_come_before_the_environment_before_the_default)
{
    ARENA;
    kit k;
    bench b;
    kit_demo(&k, arena);
    bench_begin(&b, &k);
    static const struct {
        const char *name, *value, *environment, *wanted, *origin;
    } rows[] = {
        {"run", "r", NULL, "85", "default"},
        {"run", "r", "", "85", "default"},
        {"run", "r", "DEMO_LEAST=", "85", "default"}, /* set but empty counts as unset */
        {"run", "r", "OTHER=1;DEMO_LEAST=90.5", "90.5", "environment DEMO_LEAST"},
        {"least", "91", "DEMO_LEAST=90.5", "91", "-p"},
    };
    for (size_t i = 0; i < GATE_COUNT(rows); i++) {
        b.diags = gate_diags_new(arena);
        bool fine = fill(&b, rows[i].name, rows[i].value, rows[i].environment);
        ck_assert(fine == (strcmp(rows[i].name, "run") == 0)); /* else `run` has no value */
        ck_assert_str_eq(as_shown(&b, b.values.values[0]), rows[i].wanted);
        ck_assert(gate_str_eq_c(b.values.origins[0], rows[i].origin));
        ck_assert_str_eq(as_shown(&b, b.values.floors[0]), "80");
        ck_assert_int_eq(b.values.ceilings[0].tag, GATE_T_NULL);
        ck_assert_str_eq(as_shown(&b, b.values.values[2]), "[\"x\", \"y\"]");
    }
}
END_TEST

START_TEST(unknown_repeated_and_absent_ones_are_refused)
{
    ARENA;
    kit k;
    bench b;
    kit_demo(&k, arena);
    bench_begin(&b, &k);
    gate_setting twice[] = {{GATE_STR("run"), GATE_STR("r")}, {GATE_STR("run"), GATE_STR("r")}};
    ck_assert(!gate_params_fill(arena, b.linked, twice, 2, NULL, NULL, &b.diags, &b.values));
    ck_assert_int_eq(b.diags.list.items[0]->code, GATE_D_SETTING_TWICE);
    ck_assert_str_eq(message(&b), "`-p run=…` is given twice");
    b.diags = gate_diags_new(arena);
    gate_setting wrong[] = {{GATE_STR("run"), GATE_STR("r")}, {GATE_STR("laest"), GATE_STR("90")}};
    ck_assert(!gate_params_fill(arena, b.linked, wrong, 2, NULL, NULL, &b.diags, &b.values));
    ck_assert_int_eq(b.diags.list.items[0]->code, GATE_D_SETTING_UNKNOWN);
    ck_assert_str_eq(message(&b), "`-p laest=…`: the policy has no such parameter");
    ck_assert_str_eq(help(&b), "Did you mean `least`?");
    b.diags = gate_diags_new(arena);
    wrong[1].name = GATE_STR("\x1b[2J\xff");
    ck_assert(!gate_params_fill(arena, b.linked, wrong, 2, NULL, NULL, &b.diags, &b.values));
    ck_assert_str_eq(message(&b), "`-p \\x1b[2J\\xff=…`: the policy has no such parameter");
    ck_assert_str_eq(help(&b), "The policy declares `least`, `run`, `names`.");
    b.diags = gate_diags_new(arena);
    ck_assert(!gate_params_fill(arena, b.linked, NULL, 0, NULL, NULL, &b.diags, &b.values));
    ck_assert_int_eq(b.diags.list.items[0]->code, GATE_D_SETTING_ABSENT);
    ck_assert_str_eq(message(&b), "the parameter `run` has no value");
    ck_assert_str_eq(help(&b), "Give it with `-p run=…`; it is of type string.");
    /* The place of its declaration is shown. */
    gate_buf out = gate_buf_new(arena);
    gate_render_diags(&out, &b.diags, false);
    ck_assert_ptr_nonnull(strstr(out.ptr, "demo.gate:2:1"));
}
END_TEST

/* -- how values read --------------------------------------------------------------------------------------
 */

typedef struct reading {
    gate_param_type type;
    bool list;
    const char *text;
    const char *wanted; /* as shown, after the kind; or "!" and the message behind `-p x`: */
    const char *help;   /* a part of it; NULL: not looked at */
} reading;

static const reading readings[] = {
    {GATE_PARAM_BOOL, false, "true", "bool true", NULL},
    {GATE_PARAM_BOOL, false, "false", "bool false", NULL},
    {GATE_PARAM_BOOL, false, "yes", "!`yes` is not a bool", "Write `true` or `false`."},
    {GATE_PARAM_BOOL, false, "", "!`` is not a bool", NULL},
    {GATE_PARAM_BOOL, false, "TRUE", "!`TRUE` is not a bool", NULL},
    {GATE_PARAM_INT, false, "-9223372036854775808", "int -9223372036854775808", NULL},
    {GATE_PARAM_INT, false, "9223372036854775808", "!`9223372036854775808` is not an int", "64 bits"},
    {GATE_PARAM_INT, false, "5.0", "!`5.0` is not an int", NULL},
    {GATE_PARAM_INT, false, " 5", "!` 5` is not an int", NULL},
    {GATE_PARAM_NUMBER, false, "12", "int 12", NULL},
    {GATE_PARAM_NUMBER, false, "0.5", "double 0.5", NULL},
    {GATE_PARAM_NUMBER, false, "1e-3", "double 0.001", NULL},
    {GATE_PARAM_NUMBER, false, "NaN", "!`NaN` is not a number", NULL},
    {GATE_PARAM_NUMBER, false, "inf", "!`inf` is not a number", NULL},
    {GATE_PARAM_NUMBER, false, "1e999", "!`1e999` is not a number", NULL},
    {GATE_PARAM_NUMBER, false, "0x10", "!`0x10` is not a number", NULL},
    {GATE_PARAM_NUMBER, false, "99999999999999999999", "!`99999999999999999999` is not a number", NULL},
    {GATE_PARAM_PERCENT, false, "85", "int 85", NULL},
    {GATE_PARAM_PERCENT, false, "99.5", "double 99.5", NULL},
    {GATE_PARAM_PERCENT, false, "100", "int 100", NULL},
    {GATE_PARAM_PERCENT, false, "100.01", "!`100.01` is not a percent", "from 0 to 100"},
    {GATE_PARAM_PERCENT, false, "-0.1", "!`-0.1` is not a percent", NULL},
    {GATE_PARAM_PERCENT, false, "85%", "!`85%` is not a percent", "Write 85, without the sign."},
    {GATE_PARAM_PERCENT, false, "%", "!`%` is not a percent", "from 0 to 100"},
    {GATE_PARAM_STRING, false, "", "string \"\"", NULL},
    {GATE_PARAM_STRING, false, "\xd0\xba", "string \"\xd0\xba\"", NULL},
    {GATE_PARAM_STRING, false, "a\xff", "!`a\\xff` is not UTF-8", NULL},
    {GATE_PARAM_DURATION, false, "1h30m", "duration", NULL},
    {GATE_PARAM_DURATION, false, "90", "!`90` is not a duration", "Say its unit: 90s"},
    {GATE_PARAM_DURATION, false, "soon", "!`soon` is not a duration", "as 90s"},
    {GATE_PARAM_TIMESTAMP, false, "2026-02-13T12:00:00Z", "timestamp", NULL},
    {GATE_PARAM_TIMESTAMP, false, "2026-02-13T12:00:00", "!`2026-02-13T12:00:00` is not a timestamp",
     "Say its zone"},
    {GATE_PARAM_TIMESTAMP, false, "2026-02-30T12:00:00Z", "!`2026-02-30T12:00:00Z` is not a timestamp", NULL},
    {GATE_PARAM_INT, true, "[1, 2, -3]", "list [1, 2, -3]", NULL},
    {GATE_PARAM_INT, true, "[]", "list []", NULL},
    {GATE_PARAM_INT, true, "1, 2", "!", "JSON array"},
    {GATE_PARAM_INT, true, "1", "!`1` is not a JSON array", "JSON array"},
    {GATE_PARAM_INT, true, "", "!", "JSON array"},
    {GATE_PARAM_INT, true, "[1, 2.5]", "!element [1], 2.5, is not an int", NULL},
    {GATE_PARAM_INT, true, "[1, [2]]", "!element [1], [2], is not an int", NULL},
    {GATE_PARAM_INT, true, "[1, null]", "!element [1], null, is not an int", NULL},
    {GATE_PARAM_NUMBER, true, "[1, 2.5]", "list [1, 2.5]", NULL},
    {GATE_PARAM_PERCENT, true, "[1, 101]", "!element [1], 101, is not a percent", NULL},
    {GATE_PARAM_STRING, true, "[\"a\", \"b\"]", "list [\"a\", \"b\"]", NULL},
    {GATE_PARAM_STRING, true, "[\"a\", 1]", "!element [1], 1, is not a string", NULL},
    {GATE_PARAM_BOOL, true, "[true, false]", "list [true, false]", NULL},
    {GATE_PARAM_BOOL, true, "[\"true\"]", "!element [0], \"true\", is not a bool", NULL},
    {GATE_PARAM_DURATION, true, "[\"90s\"]", "list", NULL},
    {GATE_PARAM_DURATION, true, "[90]", "!element [0], 90, is not a duration", NULL},
    {GATE_PARAM_TIMESTAMP, true, "[\"2026-02-13T12:00:00\"]",
     "!element [0], \"2026-02-13T12:00:00\", is not a timestamp", NULL},
};

START_TEST(values_read_as_their_type)
{
    for (volatile size_t i = 0; i < GATE_COUNT(readings); i++) {
        const reading *row = &readings[i];
        ARENA;
        kit k;
        bench b;
        kit_begin(&k, arena);
        kit_param(&k, "x", row->type, row->list, GATE_NO, GATE_NO, GATE_NO, "X");
        bench_begin(&b, &k);
        bool fine = fill(&b, "x", row->text, NULL);
        if (*row->wanted != '!') {
            ck_assert_msg(fine, "%s: %s", row->text, fine ? "" : message(&b));
            gate_value value = b.values.values[0];
            gate_str got =
                gate_str_printf(arena, "%s %s", gate_tag_name(gate_tag_of(value)), as_shown(&b, value));
            ck_assert_msg(strncmp(got.ptr, row->wanted, strlen(row->wanted)) == 0, "%s: %s", row->text,
                          got.ptr);
            if (row->list && gate_list_len(value)) ck_assert(gate_is_definite(gate_list_at(value, 0)));
            continue;
        }
        ck_assert_msg(!fine, "accepted: %s", row->text);
        ck_assert_int_eq(b.diags.list.items[0]->code, GATE_D_SETTING_VALUE);
        gate_str wanted = gate_str_printf(arena, "`-p x`: %s", row->wanted + 1);
        ck_assert_msg(strncmp(message(&b), wanted.ptr, wanted.len) == 0, "%s, not %s", message(&b),
                      wanted.ptr);
        if (row->help) ck_assert_msg(strstr(help(&b), row->help) != NULL, "%s: %s", row->text, help(&b));
        /* The same from the environment names the variable. */
        if (!*row->text) continue;
        b.diags = gate_diags_new(arena);
        ck_assert(!fill(&b, NULL, "", gate_str_printf(arena, "X=%s", row->text).ptr));
        ck_assert_ptr_nonnull(strstr(message(&b), "the variable `X`, for `x`: "));
    }
}
END_TEST

START_TEST(lists_of_times_are_converted)
{
    ARENA;
    kit k;
    bench b;
    kit_begin(&k, arena);
    kit_param(&k, "x", GATE_PARAM_DURATION, true, GATE_NO, GATE_NO, GATE_NO, "");
    bench_begin(&b, &k);
    ck_assert(fill(&b, "x", "[\"90s\", \"1h\"]", NULL));
    gate_value second = gate_list_at(b.values.values[0], 1);
    ck_assert_int_eq(second.tag, GATE_T_DURATION);
    ck_assert_int_eq(second.as.duration.sec, 3600);
    gate_p_param row = {.type = GATE_PARAM_DURATION, .is_list = 1};
    ck_assert(gate_str_eq_c(gate_param_type_text(arena, &row), "[duration]"));
    row.is_list = 0;
    ck_assert(gate_str_eq_c(gate_param_type_text(arena, &row), "duration"));
}
END_TEST

/* -- limits -----------------------------------------------------------------------------------------------
 */

static uint32_t const_unit(kit *k, gate_p_const row)
{
    return kit_push_unit(k, GATE_I_CONST, kit_const(k, row));
}

START_TEST(limits_hold_and_are_told)
{
    ARENA;
    kit k;
    bench b;
    kit_begin(&k, arena);
    uint32_t five = const_unit(&k, (gate_p_const){.tag = GATE_T_INT, .bits = 5});
    uint32_t nine = const_unit(&k, (gate_p_const){.tag = GATE_T_INT, .bits = 9});
    uint32_t three = const_unit(&k, (gate_p_const){.tag = GATE_T_INT, .bits = 3});
    kit_param(&k, "x", GATE_PARAM_NUMBER, false, five, five, nine, "X");
    bench_begin(&b, &k);
    ck_assert(fill(&b, "x", "5", NULL));
    ck_assert(fill(&b, "x", "9.0", NULL));
    ck_assert(!fill(&b, "x", "4.999999", NULL));
    ck_assert_int_eq(b.diags.list.items[0]->code, GATE_D_SETTING_LIMIT);
    ck_assert_str_eq(message(&b), "`x` is 4.999999 (-p), below its floor 5");
    ck_assert_str_eq(help(&b), "The policy allows values from 5 to 9.");
    b.diags = gate_diags_new(arena);
    ck_assert(!fill(&b, NULL, "", "X=10"));
    ck_assert_str_eq(message(&b), "`x` is 10 (environment X), above its ceiling 9");
    /* A default past its own limit is no better; a list is held to its elements. */
    kit_begin(&k, arena);
    three = const_unit(&k, (gate_p_const){.tag = GATE_T_INT, .bits = 3});
    five = const_unit(&k, (gate_p_const){.tag = GATE_T_INT, .bits = 5});
    kit_param(&k, "x", GATE_PARAM_NUMBER, false, three, five, GATE_NO, "");
    bench_begin(&b, &k);
    ck_assert(!fill(&b, NULL, "", NULL));
    ck_assert_str_eq(message(&b), "`x` is 3 (default), below its floor 5");
    ck_assert_str_eq(help(&b), "The policy allows values from 5 on.");
    k.params.items[0].is_list = 1;
    bench_begin(&b, &k);
    ck_assert(!fill(&b, "x", "[7, 4]", NULL));
    ck_assert_str_eq(message(&b), "`x` is 4 (-p), below its floor 5");
    b.diags = gate_diags_new(arena);
    ck_assert(fill(&b, "x", "[7, 5]", NULL));
}
END_TEST

START_TEST(constants_of_no_value_are_refused)
{
    ARENA;
    kit k;
    bench b;
    kit_begin(&k, arena);
    uint32_t one = kit_int(&k, 1), zero = kit_int(&k, 0);
    kit_unit(&k);
    kit_op(&k, GATE_I_CONST, 0, 0, one);
    kit_op(&k, GATE_I_CONST, 0, 0, zero);
    kit_op(&k, GATE_I_DIV, 0, 0, 0);
    uint32_t faulty = kit_end(&k, 0, 2, 0);
    kit_param(&k, "x", GATE_PARAM_NUMBER, false, GATE_NO, faulty, GATE_NO, "");
    bench_begin(&b, &k);
    ck_assert(!fill(&b, "x", "7", NULL)); /* whatever is given: its floor is unknown */
    ck_assert_int_eq(b.diags.list.items[0]->code, GATE_D_SETTING_CONSTANT);
    ck_assert_str_eq(message(&b), "the floor of `x`: division by zero");
    k.params.items[0].floor = GATE_NO;
    k.params.items[0].value = const_unit(&k, (gate_p_const){.tag = GATE_T_INT, .bits = 120});
    k.params.items[0].type = GATE_PARAM_PERCENT;
    bench_begin(&b, &k);
    ck_assert(!fill(&b, NULL, "", NULL));
    ck_assert_str_eq(message(&b), "the default of `x`: 120 is not of type percent");
    /* Text where a time belongs is read as one. */
    k.params.items[0].type = GATE_PARAM_TIMESTAMP;
    k.params.items[0].value = kit_push_unit(&k, GATE_I_CONST, kit_string(&k, "2026-02-13T12:00:00Z"));
    bench_begin(&b, &k);
    ck_assert(fill(&b, NULL, "", NULL));
    ck_assert_int_eq(b.values.values[0].tag, GATE_T_TIMESTAMP);
}
END_TEST

/* Every parameter has a machine's work done for it; that must not cost a machine each. */
START_TEST(many_parameters_are_cheap)
{
    ARENA;
    kit k;
    bench b;
    kit_begin(&k, arena);
    uint32_t five = const_unit(&k, (gate_p_const){.tag = GATE_T_INT, .bits = 5});
    for (int i = 0; i < 500; i++)
        kit_param(&k, "x", GATE_PARAM_NUMBER, false, five, five, five, "");
    bench_begin(&b, &k);
    size_t before = gate_arena_used(arena);
    ck_assert(fill(&b, NULL, "", NULL));
    ck_assert_uint_lt(gate_arena_used(arena) - before, 32u << 20);
}
END_TEST

/* -- paths -------------------------------------------------------------------------------------------------
 */

START_TEST(only_names_stand_in_paths)
{
    static const struct {
        const char *value, *why; /* NULL: it may */
    } rows[] = {
        {"nightly-7", NULL},
        {"\xd0\xba {x} ~", NULL},
        {"..a", NULL},
        {"", "it is empty"},
        {".", "it stands for a folder"},
        {"..", "it stands for a folder"},
        {"a/b", "it holds a slash"},
        {"a\\b", "it holds a slash"},
        {"*", "it holds a wildcard"},
        {"a?", "it holds a wildcard"},
        {"[a", "it holds a wildcard"},
        {"a\nb", "it holds a control character"},
        {"a\x7f", "it holds a control character"},
        {"a\xc2\x85", "it holds a control character"},
        {"a\xe2\x80\xae", "it holds a control character"},
    };
    for (volatile size_t i = 0; i < GATE_COUNT(rows); i++) {
        ARENA;
        kit k;
        bench b;
        gate_str path;
        kit_demo(&k, arena);
        bench_begin(&b, &k);
        ck_assert(fill(&b, "run", rows[i].value, NULL));
        bool fine = gate_params_pattern(arena, b.program, 0, &b.values, &b.diags, &path);
        ck_assert_msg(fine == !rows[i].why, "%s", rows[i].value);
        if (fine) {
            gate_str wanted = gate_str_printf(arena, "runs/%s.json", rows[i].value);
            ck_assert(gate_str_eq(path, wanted));
            continue;
        }
        ck_assert_int_eq(b.diags.list.items[0]->code, GATE_D_SETTING_SEGMENT);
        ck_assert_msg(strstr(message(&b), rows[i].why) != NULL, "%s", message(&b));
    }
}
END_TEST

START_TEST(other_types_stand_in_paths_as_text)
{
    ARENA;
    kit k;
    bench b;
    gate_str path;
    kit_demo(&k, arena);
    k.parts.items[1].param = 2;
    bench_begin(&b, &k);
    ck_assert(fill(&b, "run", "r", NULL));
    ck_assert(!gate_params_pattern(arena, b.program, 0, &b.values, &b.diags, &path));
    ck_assert_ptr_nonnull(strstr(message(&b), "it is a list"));
    k.parts.items[1].param = 0;
    bench_begin(&b, &k);
    ck_assert(fill(&b, "run", "r", NULL));
    ck_assert(gate_params_pattern(arena, b.program, 0, &b.values, &b.diags, &path));
    ck_assert(gate_str_eq_c(path, "runs/85.json"));
    k.evidence.items[0].part_count = 0;
    bench_begin(&b, &k);
    ck_assert(gate_params_pattern(arena, b.program, 0, &b.values, &b.diags, &path));
    ck_assert(gate_str_eq_c(path, "runs/{run}.json"));
}
END_TEST

MAIN("vm/params", 60, settings_come_before_the_environment_before_the_default,
     unknown_repeated_and_absent_ones_are_refused, values_read_as_their_type, lists_of_times_are_converted,
     limits_hold_and_are_told, constants_of_no_value_are_refused, many_parameters_are_cheap,
     only_names_stand_in_paths, other_types_stand_in_paths_as_text)
