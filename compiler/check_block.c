#include "compiler/check.h"
#include "compiler/constant.h"
#include "compiler/policy.h"
#include "compiler/scope.h"
#include "compiler/symbols.h"

/* "a `checklist`": the kind of a block by its word. */
static gate_block_kind block_kind_of(gate_word word)
{
    for (int kind = 0; kind < GATE_BLOCK_KIND_COUNT; kind++) {
        const gate_block_info *info = gate_block_info_of((gate_block_kind)kind);
        if (gate_str_eq(gate_str_c(info->word), gate_str_c(gate_word_text(word))))
            return (gate_block_kind)kind;
    }
    return GATE_BLOCK_CHECKLIST;
}

/* ---- rows, by name --------------------------------------------------------------------------- */

/* A module's path as it is compared: `\` is `/`, a leading `./` is nothing. */
static gate_str plain_path(gate_checker *cx, gate_str path)
{
    gate_buf out = gate_buf_new(cx->arena);
    while (gate_str_starts(path, GATE_STR("./")) || gate_str_starts(path, GATE_STR(".\\")))
        path = gate_str_sub(path, 2, path.len);
    for (size_t i = 0; i < path.len; i++)
        gate_buf_char(&out, path.ptr[i] == '\\' ? '/' : path.ptr[i]);
    return gate_buf_str(&out);
}

static void check_unique(gate_checker *cx, gate_map *seen, gate_node *row)
{
    gate_str key = row->as.row.name.text;
    gate_span span = row->as.row.name.span;
    const gate_node *path = row->as.row.path;
    if (path && path->kind == GATE_N_STRING) {
        /* `module each` and `module` of the same path are two rows. */
        key = gate_str_printf(cx->arena, "%d:" GATE_STR_FMT, (int)row->as.row.mode,
                              GATE_STR_ARG(plain_path(cx, path->as.string.value)));
        span = path->span;
    }
    if (key.len == 0) return;
    const gate_node *before = gate_map_put(seen, key, row);
    if (!before) return;
    gate_str shown = path ? path->as.string.value : key;
    gate_diag *diag =
        gate_raise(cx, DUPLICATE_ROW, span, "the row `%s` is there twice", gate_say_text(cx, shown));
    gate_label_own(cx, diag, path ? before->as.row.path->span : before->as.row.name.span, "first here");
    gate_diag_help(cx->diags, diag,
                   "A row is addressed by its block and its name: give one of them another.");
}

/* ---- one block ------------------------------------------------------------------------------- */

static const gate_type *counts_type(gate_checker *cx)
{
    gate_type_field *fields = GATE_ARRAY(cx->arena, gate_type_field, 2);
    fields[0] = (gate_type_field){GATE_STR("covered"), gate_type_plain(GATE_TY_INT), false};
    fields[1] = (gate_type_field){GATE_STR("total"), gate_type_plain(GATE_TY_INT), false};
    return gate_type_record(cx->arena, (gate_str){0}, fields, 2);
}

/* What `base` is: the readings of the other report, any of which may be absent. */
static const gate_type *base_type(gate_checker *cx, const gate_type *counts)
{
    gate_type_field *fields = GATE_ARRAY(cx->arena, gate_type_field, GATE_READ_BASE);
    uint32_t count = 0;
    for (int kind = GATE_READ_MODULE; kind < GATE_READ_BASE; kind++) {
        const gate_type *type = kind >= GATE_READ_LINES ? counts : gate_type_plain(GATE_TY_PERCENT);
        if (kind == GATE_READ_MODULE) type = gate_type_plain(GATE_TY_STRING);
        fields[count++] =
            (gate_type_field){gate_str_c(gate_reading_name((gate_reading_kind)kind)), type, true};
    }
    return gate_type_record(cx->arena, (gate_str){0}, fields, count);
}

typedef struct found_evidence {
    gate_readings *readings;
} found_evidence;

static bool note_evidence(gate_checker *cx, const gate_node *node, void *context)
{
    found_evidence *found = context;
    const gate_ref *ref = gate_ref_slot(cx, node);
    if (ref->kind == GATE_REF_SYMBOL && ref->symbol->kind == GATE_SYM_EVIDENCE)
        gate_vec_push(cx->arena, &found->readings->evidence, ref->symbol);
    return true;
}

static void check_report(gate_checker *cx, const gate_node *expr, const char *what, gate_readings *readings)
{
    const gate_type *type = gate_expr_check(cx, expr);
    if (!expr || type->kind == GATE_TY_ERROR) return;
    gate_range_of(cx, expr, type, what);
    found_evidence found = {readings};
    gate_tree_walk(cx, cx->file, expr, note_evidence, &found);
}

static void check_rows(gate_checker *cx, gate_block_kind kind, const gate_node *block)
{
    gate_map seen = gate_map_new(cx->arena);
    gate_title_check(cx, block->as.block.title);
    for (uint32_t i = 0; i < block->as.block.rows.len; i++) {
        gate_node *row = block->as.block.rows.items[i];
        if (row->kind != GATE_N_ROW) continue;
        check_unique(cx, &seen, row);
        gate_row_check(cx, kind, block, row);
    }
    if (block->as.block.rows.len > 0) return;
    gate_diag *diag = gate_raise(cx, NO_ROWS, block->as.block.name.span, "`" GATE_STR_FMT "` has no rows",
                                 GATE_STR_ARG(block->as.block.name.text));
    gate_diag_help(cx->diags, diag,
                   "A block of nothing would pass by being empty: write a row, or leave the block out.");
}

/* over X in LIST [where …]: the window is local 0 of all that the rows hold; the list is outside of it. */
static void bind_window(gate_checker *cx, const gate_node *block)
{
    const gate_node *list = block->as.block.list, *where = block->as.block.where;
    const gate_type *type = gate_expr_check(cx, list);
    const gate_type *one = list ? gate_range_of(cx, list, type, "a canary").one : gate_poison();
    if (list && type->kind != GATE_TY_ERROR && !gate_depends(cx, list)) {
        gate_diag *diag = gate_raise(cx, CONSTANT_CONDITION, list->span,
                                     "this depends on no evidence, so it is always the same");
        gate_diag_help(cx->diags, diag, "A canary goes over the windows that evidence holds.");
    }
    gate_scope_bind(cx, &block->as.block.var, one);
    if (where) gate_condition_check(cx, where);
}

static void check_block(gate_checker *cx, const gate_node *block)
{
    gate_block_kind kind = block_kind_of(block->as.block.word);
    cx->next_slot = 0;
    gate_readings readings = {.counts = NULL};
    if (kind == GATE_BLOCK_COVERAGE) {
        readings.counts = counts_type(cx);
        if (block->as.block.against) readings.base = base_type(cx, readings.counts);
        check_report(cx, block->as.block.of, "a coverage block", &readings);
        if (block->as.block.against) check_report(cx, block->as.block.against, "`against`", &readings);
    }
    gate_row_place place = {.block = kind, .direct = true, .in = block};
    gate_clauses_check(cx, place, &block->as.block.clauses);
    gate_scope scope = gate_scope_begin(cx);
    if (kind == GATE_BLOCK_COVERAGE) cx->readings = &readings;
    if (kind == GATE_BLOCK_CANARY) bind_window(cx, block);
    if (kind == GATE_BLOCK_RETAIN) gate_retain_check(cx, block);
    if (kind == GATE_BLOCK_PROCEDURE && gate_str_eq_c(block->as.block.name.text, "hold")) {
        gate_diag *diag =
            gate_raise(cx, PROCEDURE_HOLD, block->as.block.name.span, "a procedure cannot be named `hold`");
        gate_diag_help(cx->diags, diag, "`then hold` says that nothing is rolled back: choose another name.");
    }
    check_rows(cx, kind, block);
    gate_scope_end(cx, scope);
    cx->readings = NULL;
}

void gate_blocks_check(gate_checker *cx)
{
    cx->file = cx->files.items[0];
    const gate_node *top = cx->file->module.ast->file;
    const gate_node *first = NULL;
    for (uint32_t i = 0; i < top->as.file.decls.len; i++) {
        const gate_node *decl = top->as.file.decls.items[i];
        if (decl->kind != GATE_N_BLOCK) continue;
        if (!first) first = decl;
        check_block(cx, decl);
    }
    const gate_node *policy = top->as.file.policy;
    if (policy && policy->kind == GATE_N_POLICY) gate_title_check(cx, policy->as.policy.title);
    if (policy && !first && !cx->file->lost && policy->kind == GATE_N_POLICY) {
        gate_diag *diag =
            gate_raise(cx, NO_BLOCKS, policy->as.policy.name.span, "the policy decides nothing");
        gate_diag_help(cx->diags, diag,
                       "Write a block such as `checklist`, or leave out the `policy` header of a file that "
                       "others import.");
    } else if (!policy && first && !cx->file->lost) {
        gate_diag *diag = gate_raise(cx, NO_POLICY, first->as.block.name.span,
                                     "a file with blocks needs a `policy` header");
        gate_diag_help(
            cx->diags, diag,
            "Begin the file with `policy name \"Title\"`: verdicts and waivers speak of it by that name.");
    }
}
