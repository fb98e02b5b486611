/* Checking `test` blocks: what they name must be there, what they say must make sense. They refer to the
 * policy without using it, so that a declaration that only tests name is still unused. */
#include "base/glob.h"
#include "base/instant.h"
#include "compiler/check.h"
#include "compiler/policy.h"
#include "compiler/series.h"
#include "compiler/symbols.h"
#include "compiler/test_path.h"

/* One test under way. */
typedef struct testing {
    const gate_node *once[GATE_WORD_COUNT]; /* by word: the `using`, the `now` */
    gate_map params, targets;               /* what was said of each: the clause */
    uint32_t expects;
    const gate_node *weak; /* the `expect NO-GO` */
} testing;

/* ---- what is said once ------------------------------------------------------------------------ */

static void say_repeated(gate_checker *cx, const gate_node *clause, const gate_node *before, const char *what)
{
    gate_diag *diag = gate_raise(cx, TEST_REPEATED, clause->span, "%s is there twice in this test", what);
    gate_label_own(cx, diag, before->span, "first here");
    gate_diag_help(cx->diags, diag, "Leave one of them out, or write a test for each.");
}

static void check_once(gate_checker *cx, testing *t, const gate_node *clause, gate_word word)
{
    if (t->once[word]) say_repeated(cx, clause, t->once[word], word == GATE_W_USING ? "`using`" : "`now`");
    t->once[word] = clause;
}

static void check_said(gate_checker *cx, gate_map *seen, gate_str key, gate_node *clause)
{
    const gate_node *before = gate_map_get(seen, key);
    if (!before)
        (void)gate_map_put(seen, key, clause);
    else if (key.len)
        say_repeated(cx, clause, before,
                     gate_str_z(cx->arena, gate_str_printf(cx->arena, "`%s`", gate_say_text(cx, key))));
    else
        say_repeated(cx, clause, before, "what the whole comes to");
}

/* ---- names of the policy ---------------------------------------------------------------------- */

static gate_file *policy_of(const gate_checker *cx)
{
    return (gate_file *)cx->checked.tested;
}

static void offer_kind(const gate_file *file, gate_symbol_kind kind, gate_suggest *suggest)
{
    for (uint32_t i = 0; i < file->names.len; i++) {
        const gate_entry *entry = file->names.entries[i].value;
        if (entry->info->symbol.kind == kind) gate_suggest_offer(suggest, file->names.entries[i].key);
    }
}

static const gate_symbol *find_kind(const gate_file *file, gate_str name, gate_symbol_kind kind)
{
    const gate_entry *entry = gate_entry_find(file, name);
    return entry && entry->info->symbol.kind == kind ? &entry->info->symbol : NULL;
}

/* The evidence that a path begins with, as the policy names it: `cov`, or `shared.cov` of an import. [*first]
 * is the step behind its name. */
static const gate_symbol *evidence_of(const gate_checker *cx, const gate_test_path *path, uint32_t *first)
{
    const gate_file *policy = policy_of(cx);
    const gate_symbol *own = find_kind(policy, path->root.text, GATE_SYM_EVIDENCE);
    *first = 0;
    if (own) return own;
    const gate_file *file = gate_namespace_file(gate_entry_find(policy, path->root.text));
    if (!file || path->count == 0 || path->steps[0].way != GATE_TEST_NAME) return NULL;
    *first = 1;
    const gate_info *info = gate_member_find(file, path->steps[0].key);
    return info && info->symbol.kind == GATE_SYM_EVIDENCE ? &info->symbol : NULL;
}

/* ---- given, without --------------------------------------------------------------------------- */

static bool check_steps(gate_checker *cx, const gate_test_path *path, bool all)
{
    for (uint32_t i = 0; i < path->count; i++) {
        const gate_test_step *step = &path->steps[i];
        if (step->way != GATE_TEST_WRONG && (all || step->way != GATE_TEST_ALL)) continue;
        gate_diag *diag = gate_raise(cx, TEST_PATH, step->span, "%s",
                                     step->way == GATE_TEST_ALL ? "an `expect` speaks of one thing at a time"
                                                                : "this picks no element");
        gate_diag_help(cx->diags, diag, "%s",
                       all ? "Write a text, a whole number from 0 on, or `*`."
                           : "Write the key as a text, or of a window its index, from 0 on.");
        return false;
    }
    return true;
}

/* Follows the steps through what is known of the evidence's type. */
static void check_fields(gate_checker *cx, const gate_test_path *path, uint32_t from, const gate_type *type)
{
    for (uint32_t i = from; i < path->count; i++) {
        const gate_test_step *step = &path->steps[i];
        bool key = step->way == GATE_TEST_NAME || step->way == GATE_TEST_KEY;
        if (type->kind == GATE_TY_LIST || type->kind == GATE_TY_MAP) {
            if (type->kind == GATE_TY_LIST && key) return; /* said when the test runs, with the value */
            type = type->of;
        } else if (type->kind == GATE_TY_RECORD && key) {
            const gate_type_field *field = gate_type_field_of(type, step->key);
            if (!field) {
                gate_suggest suggest = gate_suggest_new(step->key);
                for (uint32_t k = 0; k < type->count; k++)
                    gate_suggest_offer(&suggest, type->fields[k].name);
                gate_diag *diag = gate_raise(cx, TEST_FIELD, step->span, "%s has no field `%s`",
                                             gate_say_type(cx, type), gate_say_text(cx, step->key));
                gate_diag_help(
                    cx->diags, diag,
                    "The policy cannot read what the type does not name, so this would test nothing.");
                gate_help_suggest(cx, diag, &suggest);
                return;
            }
            type = field->type;
        } else {
            return;
        }
    }
}

static void check_series(gate_checker *cx, const gate_node *clause, const gate_test_path *path)
{
    uint32_t all = 0, last = 0;
    for (uint32_t i = 0; i < path->count; i++) {
        if (path->steps[i].way != GATE_TEST_ALL) continue;
        all++;
        last = i;
    }
    if (all != 1) {
        gate_diag *diag = gate_raise(cx, TEST_SERIES, clause->as.test_clause.path->span,
                                     all ? "a series goes over one list" : "a series goes over a list");
        gate_diag_help(cx->diags, diag, "Write one `[*]` where the elements of the list are meant.");
        return;
    }
    const gate_node *string = clause->as.test_clause.value;
    if (!string || string->kind != GATE_N_STRING) return;
    gate_series series;
    size_t lo = 0, hi = 0;
    gate_str text = string->as.string.value;
    const char *why = gate_series_read(cx->arena, text, &series, &lo, &hi);
    if (why) {
        gate_diag *diag = gate_raise(cx, TEST_SERIES, string->span, hi > lo ? "%s: `%s`" : "%s", why,
                                     gate_say_text(cx, gate_str_sub(text, lo, hi)));
        gate_diag_help(cx->diags, diag, "Write values apart by blanks, as in `0.99 0.98 _ 0.97x3`.");
        return;
    }
    for (uint32_t i = 0; i < series.len && last + 1 == path->count; i++) {
        if (series.items[i].len) continue;
        gate_diag *diag = gate_raise(cx, TEST_SERIES, string->span, "`_` removes a field, and here is none");
        gate_diag_help(cx->diags, diag, "Name the field behind `[*]`, or write `null`.");
        return;
    }
}

/* A text that names a file or a folder. */
static void check_file(gate_checker *cx, const gate_node *string)
{
    if (!string || string->kind != GATE_N_STRING) return;
    gate_str text = string->as.string.value;
    if (text.len && gate_str_find(text, (gate_str){"", 1}, 0) == SIZE_MAX) return;
    gate_raise(cx, TEST_FILE, string->span, text.len ? "a NUL stands in this path" : "this names nothing");
}

static bool note_symbol(gate_checker *cx, const gate_node *node, void *context)
{
    const gate_node **found = context;
    if (gate_ref_slot(cx, node)->kind == GATE_REF_SYMBOL && !*found) *found = node;
    return !*found;
}

/* The value's type; poison when it isn't written out. */
static const gate_type *check_value(gate_checker *cx, const gate_node *value)
{
    const gate_node *found = NULL;
    if (!value) return gate_poison();
    const gate_type *type = gate_expr_check(cx, value);
    if (type->kind == GATE_TY_ERROR) return type;
    gate_tree_walk(cx, cx->file, value, note_symbol, &found);
    if (!found) return type;
    gate_diag *diag = gate_raise(cx, TEST_VALUE, found->span, "a test writes its values out");
    gate_diag_here(cx->diags, diag, "this is a name of the policy");
    gate_diag_help(cx->diags, diag, "Write the value itself: a test says what the evidence is.");
    return gate_poison();
}

static void check_change(gate_checker *cx, const gate_node *clause)
{
    gate_test_path path;
    uint32_t first = 0;
    bool given = clause->as.test_clause.word == GATE_W_GIVEN;
    if (given && clause->as.test_clause.from) check_file(cx, clause->as.test_clause.value);
    if (given && !clause->as.test_clause.from && !clause->as.test_clause.series)
        (void)check_value(cx, clause->as.test_clause.value);
    if (!gate_test_path_of(cx->arena, clause->as.test_clause.path, &path)) return;
    const gate_symbol *evidence = evidence_of(cx, &path, &first);
    if (!evidence) {
        gate_suggest suggest = gate_suggest_new(path.root.text);
        offer_kind(policy_of(cx), GATE_SYM_EVIDENCE, &suggest);
        gate_diag *diag = gate_raise(cx, TEST_EVIDENCE, path.root.span, "the policy has no evidence `%s`",
                                     gate_say_text(cx, path.root.text));
        gate_help_suggest(cx, diag, &suggest);
        return;
    }
    if (!check_steps(cx, &path, true)) return;
    if (clause->as.test_clause.series) check_series(cx, clause, &path);
    if (evidence->type) check_fields(cx, &path, first, evidence->type);
}

/* ---- param ------------------------------------------------------------------------------------ */

static bool takes(const gate_type *value, const gate_type *type)
{
    if (type->kind == GATE_TY_LIST && value->kind == GATE_TY_LIST) return takes(value->of, type->of);
    bool text = value->kind == GATE_TY_STRING || value->kind == GATE_TY_WORD;
    bool timely = type->kind == GATE_TY_DURATION || type->kind == GATE_TY_TIMESTAMP;
    return gate_type_fits(value, type) || (text && timely);
}

static void check_param(gate_checker *cx, testing *t, gate_node *clause)
{
    const gate_ident *name = &clause->as.test_clause.name;
    const gate_type *value = check_value(cx, clause->as.test_clause.value);
    check_said(cx, &t->params, name->text, clause);
    const gate_symbol *param = find_kind(policy_of(cx), name->text, GATE_SYM_PARAM);
    if (!param) {
        gate_suggest suggest = gate_suggest_new(name->text);
        offer_kind(policy_of(cx), GATE_SYM_PARAM, &suggest);
        gate_diag *diag = gate_raise(cx, TEST_PARAM, name->span, "the policy has no parameter `%s`",
                                     gate_say_text(cx, name->text));
        gate_help_suggest(cx, diag, &suggest);
        return;
    }
    if (value->kind == GATE_TY_ERROR || !param->type || takes(value, param->type)) return;
    gate_diag *diag = gate_raise(cx, TEST_PARAM, clause->as.test_clause.value->span, "this is %s, not %s",
                                 gate_say_type(cx, value), gate_say_type(cx, param->type));
    gate_diag_label(cx->diags, diag, param->module->source, param->decl->as.param.name.span, "declared here");
}

/* ---- now -------------------------------------------------------------------------------------- */

static void check_now(gate_checker *cx, const gate_node *string)
{
    gate_instant at;
    bool zoned = false;
    if (!string || string->kind != GATE_N_STRING) return;
    bool parsed = gate_instant_parse(string->as.string.value, &at, &zoned);
    if (parsed && zoned) return;
    gate_diag *diag = gate_raise(cx, TEST_TIME, string->span,
                                 parsed ? "this does not say its zone" : "this is no RFC 3339 time");
    gate_diag_help(cx->diags, diag, "Write it as `2026-02-13T12:00:00Z`, or with an offset.");
}

/* ---- expect ----------------------------------------------------------------------------------- */

static const gate_node *block_of(gate_checker *cx, const gate_test_path *path)
{
    const gate_symbol *block = find_kind(policy_of(cx), path->root.text, GATE_SYM_BLOCK);
    if (block && block->decl->as.block.word != GATE_W_RETAIN) return block->decl;
    gate_suggest suggest = gate_suggest_new(path->root.text);
    offer_kind(policy_of(cx), GATE_SYM_BLOCK, &suggest);
    gate_diag *diag = gate_raise(cx, TEST_TARGET, path->root.span,
                                 block ? "`%s` is planned by `gatec retain`, and judged by no check"
                                       : "the policy has no block `%s`",
                                 gate_say_text(cx, path->root.text));
    if (!block) gate_help_suggest(cx, diag, &suggest);
    return NULL;
}

/* Is the row the one that the step names? A pattern is meant by its own text, and by what it matches. */
static bool is_row(const gate_node *row, const gate_test_step *step)
{
    if (row->kind != GATE_N_ROW) return false;
    if (row->as.row.word != GATE_W_MODULE)
        return step->way == GATE_TEST_NAME && gate_str_eq(row->as.row.name.text, step->key);
    if (step->way != GATE_TEST_KEY || !row->as.row.path || row->as.row.path->kind != GATE_N_STRING)
        return false;
    gate_str path = row->as.row.path->as.string.value;
    return gate_str_eq(path, step->key) ||
           (row->as.row.mode == GATE_W_EACH && gate_glob_match(path, step->key));
}

static const gate_node *row_of(gate_checker *cx, const gate_node *block, const gate_test_step *step)
{
    gate_suggest suggest = gate_suggest_new(step->key);
    for (uint32_t i = 0; i < block->as.block.rows.len; i++) {
        const gate_node *row = block->as.block.rows.items[i];
        if (is_row(row, step)) return row;
        if (row->kind != GATE_N_ROW) continue;
        bool path = row->as.row.path && row->as.row.path->kind == GATE_N_STRING;
        gate_suggest_offer(&suggest, path ? row->as.row.path->as.string.value : row->as.row.name.text);
    }
    bool coverage = block->as.block.word == GATE_W_COVERAGE;
    gate_diag *diag;
    if (step->way == (coverage ? GATE_TEST_KEY : GATE_TEST_NAME))
        diag = gate_raise(cx, TEST_TARGET, step->span, "`" GATE_STR_FMT "` has no row `%s`",
                          GATE_STR_ARG(block->as.block.name.text), gate_say_text(cx, step->key));
    else
        diag = gate_raise(cx, TEST_TARGET, step->span, "this names no row of %s",
                          gate_say_word(cx, gate_word_text(block->as.block.word)));
    gate_diag_help(cx->diags, diag,
                   coverage ? "A module is named by its path: `expect " GATE_STR_FMT "[\"path\"] …`."
                            : "A row is named behind a dot: `expect " GATE_STR_FMT ".row …`.",
                   GATE_STR_ARG(block->as.block.name.text));
    if (step->way == (coverage ? GATE_TEST_KEY : GATE_TEST_NAME)) gate_help_suggest(cx, diag, &suggest);
    return NULL;
}

/* What stands behind the row: the key of a row that `each` makes, the index of a window. */
static bool check_part(gate_checker *cx, const gate_node *row, const gate_test_path *path)
{
    if (path->count == 1) return true;
    const gate_test_step *step = &path->steps[1];
    bool each = row->as.row.word == GATE_W_ITEM && row->as.row.mode == GATE_W_EACH;
    bool right = each ? step->way == GATE_TEST_KEY
                      : row->as.row.word == GATE_W_CRITERION && step->way == GATE_TEST_INDEX;
    if (right && path->count == 2) return true;
    gate_diag *diag =
        gate_raise(cx, TEST_TARGET, right ? path->steps[2].span : step->span, "a row has no such part");
    gate_diag_help(
        cx->diags, diag,
        "Only rows of `item … each` have a key behind their name, and criteria the index of a window.");
    return false;
}

static void check_outcome(gate_checker *cx, const gate_ident *outcome, const gate_node *block,
                          gate_test_about about)
{
    gate_suggest suggest = gate_suggest_new(outcome->text);
    gate_buf words = gate_buf_new(cx->arena);
    const char *word;
    for (uint32_t i = 0; (word = gate_test_outcome(block->as.block.word, about, i)); i++) {
        if (gate_str_eq_c(outcome->text, word)) return;
        gate_suggest_offer(&suggest, gate_str_c(word));
        gate_buf_printf(&words, "%s`%s`", i ? ", " : "", word);
    }
    gate_diag *diag =
        gate_raise(cx, TEST_OUTCOME, outcome->span, "%s does not come to `%s`",
                   about == GATE_TEST_OF_BLOCK ? gate_say_word(cx, gate_word_text(block->as.block.word))
                   : about == GATE_TEST_OF_ROW ? "such a row"
                                               : "a window",
                   gate_say_text(cx, outcome->text));
    gate_diag_help(cx->diags, diag, "It may come to %s.", words.ptr);
    gate_help_suggest(cx, diag, &suggest);
}

static void check_file_outcome(gate_checker *cx, const gate_ident *outcome)
{
    if (gate_str_eq_c(outcome->text, "GO") || gate_str_eq_c(outcome->text, "NO-GO")) return;
    gate_diag *diag = gate_raise(cx, TEST_OUTCOME, outcome->span, "a policy does not come to `%s`",
                                 gate_say_text(cx, outcome->text));
    gate_diag_help(cx->diags, diag, "It is `GO` or `NO-GO`; of a block, write its name before the decision.");
}

static void check_expect(gate_checker *cx, testing *t, gate_node *clause)
{
    const gate_ident *outcome = &clause->as.test_clause.outcome;
    gate_test_path path;
    t->expects++;
    if (!clause->as.test_clause.path) {
        t->weak = gate_str_eq_c(outcome->text, "NO-GO") ? clause : NULL;
        check_said(cx, &t->targets, GATE_STR(""), clause);
        check_file_outcome(cx, outcome);
        return;
    }
    if (!gate_test_path_of(cx->arena, clause->as.test_clause.path, &path)) return;
    const gate_node *block = block_of(cx, &path);
    if (!block || !check_steps(cx, &path, false)) return;
    check_said(cx, &t->targets, gate_test_path_text(cx->arena, &path), clause);
    const gate_node *row = path.count ? row_of(cx, block, &path.steps[0]) : NULL;
    if (path.count && (!row || !check_part(cx, row, &path))) return;
    bool window = path.count == 2 && path.steps[1].way == GATE_TEST_INDEX;
    check_outcome(cx, outcome, block,
                  !row     ? GATE_TEST_OF_BLOCK
                  : window ? GATE_TEST_OF_WINDOW
                           : GATE_TEST_OF_ROW);
}

/* ---- one test --------------------------------------------------------------------------------- */

static void check_clause(gate_checker *cx, testing *t, gate_node *clause)
{
    gate_word word = clause->as.test_clause.word;
    if (word == GATE_W_USING) {
        check_once(cx, t, clause, word);
        check_file(cx, clause->as.test_clause.value);
    } else if (word == GATE_W_NOW) {
        check_once(cx, t, clause, word);
        check_now(cx, clause->as.test_clause.value);
    } else if (word == GATE_W_PARAM) {
        check_param(cx, t, clause);
    } else if (word == GATE_W_EXPECT) {
        check_expect(cx, t, clause);
    } else {
        check_change(cx, clause);
    }
}

static void check_test(gate_checker *cx, const gate_node *test)
{
    testing t = {.params = gate_map_new(cx->arena), .targets = gate_map_new(cx->arena)};
    bool lost = false;
    for (uint32_t i = 0; i < test->as.test.clauses.len; i++) {
        gate_node *clause = test->as.test.clauses.items[i];
        lost = lost || clause->kind != GATE_N_TEST_CLAUSE;
        if (clause->kind == GATE_N_TEST_CLAUSE) check_clause(cx, &t, clause);
    }
    if (t.expects == 0 && !lost) {
        gate_diag *diag =
            gate_raise(cx, TEST_NO_EXPECT, test->as.test.title->span, "this test expects nothing");
        gate_diag_help(cx->diags, diag,
                       "It would pass by being empty: say with `expect` what must come of it.");
    }
    if (t.expects == 1 && t.weak) {
        gate_diag *diag =
            gate_raise(cx, TEST_WEAK, t.weak->span, "anything makes a policy NO-GO, a slip in this test too");
        gate_diag_help(cx->diags, diag, "Name the row that must stand in the way: `expect block.row fail`.");
    }
}

static bool find_policy(gate_checker *cx)
{
    gate_file *main = cx->files.items[0];
    if (main->decides) cx->checked.tested = &main->module;
    for (uint32_t i = 0; i < main->imports.len && !cx->checked.tested; i++) {
        gate_file *file = main->imports.items[i]->file;
        if (file && file->decides) cx->checked.tested = &file->module;
    }
    return cx->checked.tested != NULL;
}

void gate_tests_check(gate_checker *cx)
{
    cx->file = cx->files.items[0];
    gate_map titles = gate_map_new(cx->arena);
    const gate_nodes *decls = &cx->file->module.ast->file->as.file.decls;
    bool found = find_policy(cx);
    for (uint32_t i = 0; i < decls->len; i++) {
        gate_node *test = decls->items[i];
        if (test->kind != GATE_N_TEST || !test->as.test.title || test->as.test.title->kind != GATE_N_STRING)
            continue;
        cx->next_slot = 0;
        const gate_node *title = test->as.test.title;
        if (!found) {
            gate_diag *diag = gate_raise(cx, TEST_NO_POLICY, title->span, "there is no policy to test");
            gate_diag_help(cx->diags, diag,
                           "Write it in the policy's file, or import that: `import \"./release.gate\"`.");
            return;
        }
        const gate_node *before = gate_map_put(&titles, title->as.string.value, test);
        if (before) {
            gate_diag *diag = gate_raise(cx, TEST_TWICE, title->span, "two tests have this title");
            gate_label_own(cx, diag, before->as.test.title->span, "first here");
            gate_diag_help(cx->diags, diag, "Say in the title what is different in this one.");
        }
        check_test(cx, test);
    }
}
