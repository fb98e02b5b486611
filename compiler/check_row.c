#include "compiler/check.h"
#include "compiler/constant.h"
#include "compiler/policy.h"
#include "compiler/scope.h"

#include "base/glob.h"

static gate_row_kind row_kind_of(gate_word word)
{
    for (int kind = 0; kind < GATE_ROW_KIND_COUNT; kind++) {
        const gate_row_info *info = gate_row_info_of((gate_row_kind)kind);
        if (gate_str_eq(gate_str_c(info->word), gate_str_c(gate_word_text(word)))) return (gate_row_kind)kind;
    }
    return GATE_ROW_ITEM;
}

static gate_span row_place(const gate_node *row)
{
    if (row->as.row.name.text.len) return row->as.row.name.span;
    return row->as.row.path ? row->as.row.path->span : row->span;
}

/* False, and said, when such a row belongs into another kind of block. */
static bool belongs(gate_checker *cx, gate_block_kind block, gate_row_kind kind, const gate_node *row)
{
    if (gate_block_info_of(block)->rows >> kind & 1) return true;
    gate_diag *diag = gate_raise(cx, ROW_PLACE, row_place(row), "%s does not belong in %s",
                                 gate_say_word(cx, gate_row_info_of(kind)->word),
                                 gate_say_word(cx, gate_block_info_of(block)->word));
    const char *here = "", *there = "";
    for (int i = 0; i < GATE_ROW_KIND_COUNT; i++) {
        if (gate_block_info_of(block)->rows >> i & 1) here = gate_row_info_of((gate_row_kind)i)->word;
    }
    for (int i = 0; i < GATE_BLOCK_KIND_COUNT; i++) {
        if (gate_block_info_of((gate_block_kind)i)->rows >> kind & 1)
            there = gate_block_info_of((gate_block_kind)i)->word;
    }
    gate_diag_help(cx->diags, diag, "The rows of %s are called `%s`; %s stands in %s.",
                   gate_say_word(cx, gate_block_info_of(block)->word), here,
                   gate_say_word(cx, gate_row_info_of(kind)->word), gate_say_word(cx, there));
    return false;
}

/* ---- modules --------------------------------------------------------------------------------- */

/* True when the first folder is written out, so that not every module is in the sum. */
static bool begins_literal(gate_str glob)
{
    size_t slash = gate_str_find(glob, GATE_STR("/"), 0);
    while (slash == 1 && glob.ptr[0] == '.') { /* ./ */
        glob = gate_str_sub(glob, 2, glob.len);
        slash = gate_str_find(glob, GATE_STR("/"), 0);
    }
    return slash != SIZE_MAX && slash > 0 && !gate_glob_special(gate_str_sub(glob, 0, slash));
}

static void check_module_path(gate_checker *cx, const gate_node *row)
{
    const gate_node *path = row->as.row.path, *least = row->as.row.least;
    if (path && path->kind == GATE_N_STRING) {
        gate_str text = path->as.string.value;
        gate_glob_check(cx, path, text);
        if (row->as.row.mode == GATE_W_NONE_GIVEN && gate_glob_special(text)) {
            gate_diag *diag = gate_raise(cx, MODULE_GLOB, path->span,
                                         "a `module` names one module, without `*`, `?` and `[`");
            gate_diag_help(cx->diags, diag,
                           "Write `module each` for a row a module, or `module sum` for their sum.");
        } else if (row->as.row.mode == GATE_W_SUM && !begins_literal(text)) {
            gate_diag *diag =
                gate_raise(cx, SUM_WIDE, path->span, "a sum must begin with a folder that is written out");
            gate_diag_help(cx->diags, diag,
                           "Name the folder, as in `src/billing/**`: a sum over everything hides the module "
                           "that matters.");
        }
    }
    if (least && least->kind == GATE_N_INT && least->as.integer < 1) {
        gate_diag *diag = gate_raise(cx, NOT_POSITIVE, least->span, "`at least` takes 1 or more");
        gate_diag_help(cx->diags, diag,
                       "At least 0 holds of an empty report too: leave it out, or write how many there are.");
    }
}

/* ---- item … each ----------------------------------------------------------------------------- */

static bool may_be_key(const gate_type *type)
{
    static const gate_type_kind keys[] = {GATE_TY_STRING, GATE_TY_NUMBER, GATE_TY_BOOL};
    for (size_t i = 0; i < GATE_COUNT(keys); i++) {
        if (gate_type_comparable(type, gate_type_plain(keys[i]))) return true;
    }
    return false;
}

/* The element is local 0 of all that the row holds; the list is outside of it. */
static void bind_element(gate_checker *cx, const gate_node *row)
{
    const gate_node *list = row->as.row.list;
    const gate_type *type = gate_expr_check(cx, list);
    const gate_type *one = list ? gate_range_of(cx, list, type, "`each`").one : gate_poison();
    bool variable = gate_depends(cx, list);
    gate_scope_bind(cx, &row->as.row.var, one);
    cx->given_slots = cx->next_slot;
    cx->given_variable = variable;
    if (row->as.row.where) gate_condition_check(cx, row->as.row.where);
    const gate_node *by = row->as.row.by;
    if (by && by->kind == GATE_N_FIELD) {
        const gate_type *key = gate_field_check(cx, by, one);
        if (!may_be_key(key)) {
            gate_diag *diag =
                gate_raise(cx, FIELD_TYPE, by->span, "a row's key cannot be %s", gate_say_type(cx, key));
            gate_diag_help(cx->diags, diag,
                           "Name a field that tells the elements apart by a text or a number.");
        }
    }
    gate_template_check(cx, row->as.row.title);
}

/* ---- a row ----------------------------------------------------------------------------------- */

static bool is_condition(const gate_node *clause)
{
    if (clause->kind == GATE_N_ERROR) return true; /* reported; it may have been one */
    gate_word word = clause->as.clause.word;
    return word == GATE_W_REQUIRE || word == GATE_W_FORBID || word == GATE_W_NEEDS || word == GATE_W_WARN ||
           word == GATE_W_CONFIRM || word == GATE_W_FIRE;
}

/* `needs` and `warn when` alone can't fail a row. */
static void check_conditions(gate_checker *cx, const gate_node *row)
{
    bool any = false;
    for (uint32_t i = 0; i < row->as.row.clauses.len; i++) {
        const gate_node *clause = row->as.row.clauses.items[i];
        gate_word word = clause->kind == GATE_N_CLAUSE ? clause->as.clause.word : GATE_W_NONE_GIVEN;
        any = any || (is_condition(clause) && word != GATE_W_NEEDS && word != GATE_W_WARN);
    }
    if (any) return;
    gate_diag *diag = gate_raise(cx, NO_CONDITION, row_place(row), "this row has nothing that could fail");
    gate_diag_help(cx->diags, diag, "%s",
                   row->as.row.word == GATE_W_TRIGGER ? "Say when it fires: `fire when …`."
                                                      : "Say what must hold: `require …` or `forbid …`.");
}

void gate_title_check(gate_checker *cx, const gate_node *title)
{
    if (!title || title->kind != GATE_N_STRING) return;
    gate_str text = title->as.string.value;
    size_t open = gate_str_find(text, GATE_STR("{"), 0);
    if (open == SIZE_MAX || gate_str_find(text, GATE_STR("}"), open) == SIZE_MAX) return;
    gate_diag *diag = gate_raise(cx, PLAIN_BRACES, title->span, "the braces in this title are shown as they stand");
    gate_diag_help(cx->diags, diag, "Only the title of an `item … each` and the text of an `else` are filled in. Say it there, "
                                    "or leave the braces out.");
}

void gate_row_check(gate_checker *cx, gate_block_kind kind_of_block, const gate_node *block, const gate_node *row)
{
    gate_row_kind kind = row_kind_of(row->as.row.word);
    if (!belongs(cx, kind_of_block, kind, row)) return;
    gate_scope scope = gate_scope_begin(cx);
    cx->next_slot = 0;
    if (kind == GATE_ROW_CRITERION || kind == GATE_ROW_KEEP) {
        /* The block has bound its window, or its run: local 0. */
        cx->next_slot = cx->given_slots = 1;
        cx->given_variable = true;
    } else if (kind == GATE_ROW_MODULE) {
        check_module_path(cx, row);
        /* The module's record is local 0, that of `against` local 1. */
        cx->next_slot = cx->readings && cx->readings->base ? 2 : 1;
    } else if (row->as.row.mode == GATE_W_EACH) {
        bind_element(cx, row);
    }
    if (row->as.row.mode != GATE_W_EACH) gate_title_check(cx, row->as.row.title);
    gate_slot_note(cx, row);
    gate_row_place place = {.block = kind_of_block, .row = kind, .in = block, .at = row};
    if (kind == GATE_ROW_KEEP)
        gate_keep_check(cx, block, row);
    else
        check_conditions(cx, row);
    gate_clauses_check(cx, place, &row->as.row.clauses);
    gate_scope_end(cx, scope);
    cx->given_variable = false;
    cx->given_slots = 0;
}
