/* The printer of declarations, rows and clauses. */
#include "grammar/print.h"

#include "grammar/parse.h"
#include "grammar/print_part.h"

#include "gate_tab.h"

#include <stdlib.h>

typedef struct children {
    gate_arena *arena;
    GATE_VEC(const gate_node *) list;
} children;

static void collect(const gate_node *child, void *context)
{
    children *all = context;
    gate_vec_push(all->arena, &all->list, child);
}

static int by_place(const void *a, const void *b)
{
    uint32_t left = (*(const gate_node *const *)a)->span.lo, right = (*(const gate_node *const *)b)->span.lo;
    return (left > right) - (left < right);
}

/* The children in the order of the text, which that of the tree is but for limits and direct clauses. */
static children children_of(gate_layout *layout, const gate_node *node)
{
    children all = {.arena = layout->arena};
    gate_node_children(node, collect, &all);
    if (all.list.len > 1) qsort(all.list.items, all.list.len, sizeof(gate_node *), by_place);
    return all;
}

static bool is_expr(const gate_node *node)
{
    return node->kind <= GATE_N_COND && node->kind != GATE_N_ELEMENT;
}

static bool is_type(const gate_node *node)
{
    return node->kind >= GATE_N_TYPE_NAME && node->kind <= GATE_N_TYPE_UNION;
}

static void print_node(gate_layout *layout, const gate_node *node);

/* ---- gaps ---- */

typedef struct gap {
    gate_gap kind;
    uint16_t extra;
} gap;

static const gap space = {GATE_GAP_SPACE, 0}, none = {GATE_GAP_NONE, 0}, fill = {GATE_GAP_FILL, 2},
                 far = {GATE_GAP_FILL, 4}, line = {GATE_GAP_LINE, 2};

static gap gap_in_clause(const gate_node *node, int before, int next)
{
    gate_word word = node->as.clause.word;
    switch (next) {
    case TOK_ELSE:
        return line;
    case TOK_FOR:
        return word == GATE_W_FIRE ? line : fill;
    case TOK_STRING:
        return word == GATE_W_CONFIRM && before == TOK_DURATION ? fill : space;
    case TOK_IN:
        return node->as.clause.form == GATE_FORM_ROSTER ? fill : space;
    case TOK_WHERE:
        return fill;
    case TOK_BY:
        return word == GATE_W_FIRE ? far : space;
    default:
        return space;
    }
}

static gap gap_in_declaration(const gate_node *node, int before, int next)
{
    if (before == TOK_AS || before == TOK_ENV || before == TOK_BY) return space;
    switch ((int)node->kind) {
    case GATE_N_PARAM:
        return next == TOK_FLOOR || next == TOK_CEILING || next == TOK_ENV || next == TOK_STRING ? fill
                                                                                                 : space;
    case GATE_N_EVIDENCE:
        if (next == TOK_BY) return before == TOK_DURATION ? space : fill;
        return next == TOK_FROM || next == TOK_FRESH ? fill : space;
    case GATE_N_OWNER:
        return next == TOK_DUTY ? fill : space;
    case GATE_N_BLOCK:
        if (next == TOK_OVER) return line;
        return next == TOK_OF || next == TOK_AGAINST || next == TOK_WHERE || next == TOK_BY ? fill : space;
    case GATE_N_ROW:
        if (next == TOK_STRING) return node->as.row.var.text.len ? fill : space;
        return next == TOK_WHERE || next == TOK_PER || next == TOK_BY || next == TOK_EACH ? fill : space;
    default:
        return space;
    }
}

/* What stands before a token of [node] that is its [n]th part. */
static gap gap_before(const gate_node *node, uint32_t n, int before, int next)
{
    bool declares = node->kind == GATE_N_PARAM || node->kind == GATE_N_EVIDENCE;
    if (next == TOK_COMMA || next == TOK_DOT || before == TOK_DOT) return none;
    if (next == TOK_COLON) return declares ? space : none;
    if (n < 2 || before == TOK_COMMA) return space;
    if (node->kind == GATE_N_CLAUSE) return gap_in_clause(node, before, next);
    return gap_in_declaration(node, before, next);
}

/* ---- parts ---- */

/* How far the lines of an expression go in: further than what follows it in its clause. */
static uint16_t hang_in(const gate_node *node)
{
    return node->kind == GATE_N_CLAUSE || node->kind == GATE_N_BLOCK || node->kind == GATE_N_ROW ? 4 : 2;
}

static void print_part(gate_layout *layout, const gate_node *node, const gate_node *child)
{
    if (is_expr(child))
        gate_print_expr(layout, child, hang_in(node));
    else if (is_type(child))
        gate_print_type(layout, child);
    else
        print_node(layout, child);
}

/* What is named, behind its `=`: on the same line where it fits or its brackets show where it ends. */
static void print_value(gate_layout *layout, const gate_node *value)
{
    bool type = is_type(value), hugs = gate_print_hugs(value);
    gate_layout_token(layout);
    gate_layout_begin(layout);
    gate_layout_in(layout, hugs ? 0 : 2);
    gate_layout_gap(layout, hugs || type ? GATE_GAP_SPACE : GATE_GAP_LINE, 0);
    if (type)
        gate_print_type(layout, value);
    else
        gate_print_expr(layout, value, 2);
    gate_layout_out(layout);
    gate_layout_end(layout);
}

/* The condition of `each … :`. */
static void print_that(gate_layout *layout, const gate_node *that)
{
    gate_layout_in(layout, 4);
    gate_layout_gap(layout, GATE_GAP_LINE, 0);
    gate_print_expr(layout, that, 2);
    gate_layout_out(layout);
}

static bool has_value(const gate_node *node)
{
    return node->kind == GATE_N_LET || node->kind == GATE_N_TYPE || node->kind == GATE_N_DEF ||
           (node->kind == GATE_N_TEST_CLAUSE && !node->as.test_clause.series);
}

/* `require each …`: what is gone through stands in a group of its own, so that `else` gives way first. */
static bool goes_through(const gate_node *node)
{
    return node->kind == GATE_N_CLAUSE && node->as.clause.word == GATE_W_REQUIRE &&
           (node->as.clause.form == GATE_FORM_EACH || node->as.clause.form == GATE_FORM_ROSTER);
}

/* Where columns begin: behind the name, and before `=` or `duty`. */
static void note_column(gate_layout *layout, const gate_node *node, uint32_t n, int next)
{
    bool second = (node->kind == GATE_N_OWNER && next == TOK_DUTY) ||
                  (node->kind == GATE_N_PARAM && next == TOK_ASSIGN);
    if (node->kind != GATE_N_PARAM && node->kind != GATE_N_EVIDENCE && node->kind != GATE_N_OWNER) return;
    if (n == 2) gate_layout_column(layout, 0);
    if (n > 2 && second) gate_layout_column(layout, 1);
}

static int kind_before(const gate_layout *layout)
{
    return layout->tokens[layout->at - 1].kind;
}

/* The next part of a node: a child where one begins, else a token. True when it was a child. */
static bool print_next(gate_layout *layout, const gate_node *node, const gate_node *child, bool that)
{
    bool starts = child && (gate_layout_place(layout) >= child->span.lo ||
                            (gate_layout_kind(layout) == TOK_LPAREN && is_expr(child)));
    if (that)
        print_that(layout, child);
    else if (starts)
        print_part(layout, node, child);
    else if (gate_layout_kind(layout) == TOK_ASSIGN && has_value(node))
        print_value(layout, child);
    else {
        gate_layout_token(layout);
        return false;
    }
    return true;
}

static bool is_body(const gate_layout *layout, const gate_node *child)
{
    return gate_layout_kind(layout) == TOK_LBRACE && !(child && gate_layout_place(layout) >= child->span.lo);
}

/* The tokens of the node, its children where they begin, up to its end or its `{`; what is left of the
 * children then stands within. */
static uint32_t print_parts(gate_layout *layout, const gate_node *node, const children *all)
{
    bool through = goes_through(node);
    uint32_t used = 0;
    gate_layout_begin(layout);
    for (uint32_t n = 0; gate_layout_place(layout) < node->span.hi; n++) {
        const gate_node *child = used < all->list.len ? all->list.items[used] : NULL;
        int next = gate_layout_kind(layout), before = n ? kind_before(layout) : TOK_END;
        bool that = through && before == TOK_COLON;
        gap here = gap_before(node, n, before, next);
        if (is_body(layout, child)) break;
        if (through && next == TOK_ELSE) {
            gate_layout_end(layout);
            through = false;
        }
        note_column(layout, node, n, next);
        if (n > 0 && !that) gate_layout_gap(layout, here.kind, here.extra);
        if (through && n == 1) gate_layout_begin(layout);
        used += print_next(layout, node, child, that);
    }
    if (through) gate_layout_end(layout);
    gate_layout_end(layout);
    return used;
}

/* ---- bodies ---- */

/* True for what may stand on one line: it does already, and is no more than one thing. */
static bool stays(const gate_layout *layout, const gate_node *node, uint32_t count)
{
    uint32_t open = gate_layout_place(layout);
    return count <= 1 && !gate_layout_breaks(layout, open, node->span.hi);
}

static void print_body(gate_layout *layout, const gate_node *node, const gate_node *const *items,
                       uint32_t count)
{
    bool one = stays(layout, node, count);
    gate_layout_gap(layout, GATE_GAP_SPACE, 0);
    gate_layout_begin(layout);
    gate_layout_token(layout);
    gate_layout_in(layout, 2);
    for (uint32_t i = 0; i < count; i++) {
        gate_layout_gap(layout, one ? GATE_GAP_ITEM : GATE_GAP_HARD, 0);
        print_node(layout, items[i]);
    }
    gate_layout_flush(layout);
    gate_layout_out(layout);
    if (count > 0) gate_layout_gap(layout, one ? GATE_GAP_LINE : GATE_GAP_END, 0);
    gate_layout_token(layout);
    gate_layout_end(layout);
}

/* ---- nodes ---- */

/* `def name(…): type = …` */
static void print_def(gate_layout *layout, const gate_node *node)
{
    const gate_nodes *params = &node->as.def.params;
    gate_print_word(layout, GATE_GAP_SPACE);
    gate_layout_token(layout);
    gate_layout_token(layout);
    gate_layout_begin(layout);
    gate_layout_in(layout, 2);
    for (uint32_t i = 0; i < params->len; i++) {
        const gate_node *param = params->items[i];
        if (i > 0) gate_layout_token(layout);
        gate_layout_gap(layout, i > 0 ? GATE_GAP_LINE : GATE_GAP_SOFT, 0);
        print_node(layout, param);
    }
    gate_layout_flush(layout);
    gate_layout_out(layout);
    if (params->len > 0) gate_layout_gap(layout, GATE_GAP_SOFT, 0);
    gate_layout_end(layout);
    gate_layout_token(layout);
    if (node->as.def.result) {
        gate_print_word(layout, GATE_GAP_SPACE);
        gate_print_type(layout, node->as.def.result);
    }
    gate_layout_gap(layout, GATE_GAP_SPACE, 0);
    print_value(layout, node->as.def.body);
}

/* True for what stands in columns, with its table. */
static bool table_of(const gate_node *node, gate_table *out)
{
    switch ((int)node->kind) {
    case GATE_N_OWNER:
        *out = GATE_TABLE_OWNER;
        return true;
    case GATE_N_PARAM:
        *out = GATE_TABLE_PARAM;
        return true;
    case GATE_N_EVIDENCE:
        *out = GATE_TABLE_EVIDENCE;
        return true;
    default:
        return false;
    }
}

static void print_node(gate_layout *layout, const gate_node *node)
{
    gate_table table = GATE_TABLE_OWNER;
    bool row = table_of(node, &table);
    if (node->kind == GATE_N_DEF) {
        print_def(layout, node);
        return;
    }
    children all = children_of(layout, node);
    if (row) gate_layout_row(layout, table);
    uint32_t used = print_parts(layout, node, &all);
    if (row) gate_layout_row_end(layout);
    if (gate_layout_place(layout) < node->span.hi)
        print_body(layout, node, all.list.items + used, all.list.len - used);
}

/* ---- the file ---- */

static void print_file(gate_layout *layout, const gate_node *file)
{
    children all = children_of(layout, file);
    for (uint32_t i = 0; i < all.list.len; i++) {
        gate_layout_gap(layout, GATE_GAP_HARD, 0);
        print_node(layout, all.list.items[i]);
    }
    gate_layout_flush(layout);
}

bool gate_print(gate_arena *arena, const gate_source *source, gate_diags *diags, gate_str *out)
{
    uint32_t errors = diags->errors;
    const gate_ast *ast = gate_parse(arena, source, diags);
    if (diags->errors > errors) return false;
    gate_scan *scan = GATE_NEW(arena, gate_scan);
    gate_diags mute = gate_diags_new(arena);
    *scan = (gate_scan){.arena = arena, .source = source, .diags = &mute};
    (void)gate_scan_text(scan, (gate_span){0, (uint32_t)source->text.len});
    gate_tokens_mark_all(scan);
    gate_layout layout = {.arena = arena,
                          .source = source,
                          .tokens = scan->tokens.items,
                          .comments = scan->comments.items,
                          .comment_count = scan->comments.len};
    print_file(&layout, ast->file);
    *out = gate_layout_print(&layout);
    if (out->len <= GATE_MAX_TEXT) return true;
    gate_diag *diag = gate_diag_raise(
        diags, GATE_D_TEXT_TOO_LONG, source, (gate_span){0, 0},
        "formatted, the text would have %zu bytes, more than the %u that are read", out->len, GATE_MAX_TEXT);
    gate_diag_help(diags, diag, "Split the policy into several files that import each other.");
    return false;
}
