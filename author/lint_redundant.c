/* Conditions, and whole rows, that others imply. */
#include "author/lint_part.h"

#include <string.h>

#define CLAIMS_MAX     500 /* conditions of one row that are compared with each other */
#define CANDIDATES_MAX 64  /* rows that one row is compared with */

/* One thing that a row claims: the parts of its conditions that must all hold. */
typedef struct claim {
    const gate_node *clause, *node; /* node NULL: the clause as a whole, which goes over a list */
    bool wanted, whole;
    /* a comparison: of what, how, with what */
    const gate_node *value, *other;
    const gate_node *as; /* what stands for all that are the same as [node] */
    gate_op op;
    gate_lint_value bound; /* NONE: [other] is no constant */
    uint64_t hash;
} claim;

typedef struct row_claims {
    const gate_node *row;
    GATE_VEC(claim) claims;
    bool comparable; /* a row of its own, all of whose conditions are among the claims */
    bool firm;       /* it decides, always and for all */
} row_claims;

/* Every expression that was met, once: what is the same is then the same pointer. */
typedef struct known {
    gate_lint *lint;
    gate_map map; /* by hash: alike * */
} known;

typedef struct alike {
    GATE_VEC(const gate_node *) list;
} alike;

/* ---- claims ---------------------------------------------------------------------------------- */

static const gate_node *intern(known *in, const gate_node *node)
{
    gate_lint *lint = in->lint;
    uint64_t hash = gate_lint_hash(lint, lint->module, node);
    gate_str key = {(const char *)&hash, sizeof hash};
    alike *found = gate_map_get(&in->map, key);
    if (!found) {
        found = GATE_NEW(lint->arena, alike);
        gate_map_put(&in->map, gate_str_dup(lint->arena, key), found);
    }
    for (uint32_t i = 0; i < found->list.len; i++) {
        if (gate_lint_same(lint, lint->module, found->list.items[i], lint->module, node))
            return found->list.items[i];
    }
    gate_vec_push(lint->arena, &found->list, node);
    return node;
}

static void describe(known *in, claim *made)
{
    gate_lint *lint = in->lint;
    const gate_node *node = made->node;
    if (!node) {
        made->hash = gate_lint_hash(lint, lint->module, made->clause->as.clause.list);
        return;
    }
    made->as = intern(in, node);
    if (node->kind == GATE_N_BINARY && gate_lint_compares(node->as.binary.op)) {
        made->op = made->wanted ? node->as.binary.op : gate_lint_negate(node->as.binary.op);
        made->value = node->as.binary.left;
        made->other = node->as.binary.right;
        gate_lint_value left = gate_lint_constant(lint, lint->module, made->value);
        if (left.kind != GATE_LINT_NONE) {
            made->op = gate_lint_mirror(made->op);
            made->other = made->value;
            made->value = node->as.binary.right;
        }
        /* A parameter's default is not its value. */
        const gate_symbol *symbol = gate_lint_symbol(lint, lint->module, made->other);
        if (!symbol) made->bound = gate_lint_constant(lint, lint->module, made->other);
        made->value = intern(in, made->value);
        made->other = intern(in, made->other);
    }
    made->hash = (uintptr_t)(made->value ? made->value : made->as);
}

static void push(known *in, row_claims *to, const gate_node *clause, const gate_node *node, bool wanted,
                 bool whole)
{
    claim made = {.clause = clause, .node = node, .wanted = wanted, .whole = whole};
    describe(in, &made);
    gate_vec_push(in->lint->arena, &to->claims, made);
}

/* `a && b` that must be true is two claims; so is `a || b` that must be false. */
static void split(known *in, row_claims *to, const gate_node *clause, bool wanted)
{
    gate_lint *lint = in->lint;
    GATE_VEC(claim) todo = {0};
    claim first = {.node = clause->as.clause.expr, .wanted = wanted, .whole = true};
    gate_vec_push(lint->arena, &todo, first);
    while (todo.len && to->claims.len < CLAIMS_MAX) {
        claim at = todo.items[--todo.len];
        gate_op joint = at.wanted ? GATE_OP_AND : GATE_OP_OR;
        if (at.node->kind == GATE_N_BINARY && at.node->as.binary.op == joint) {
            claim left = {.node = at.node->as.binary.left, .wanted = at.wanted};
            claim right = {.node = at.node->as.binary.right, .wanted = at.wanted};
            gate_vec_push(lint->arena, &todo, right);
            gate_vec_push(lint->arena, &todo, left);
        } else if (at.node->kind == GATE_N_UNARY && at.node->as.unary.op == GATE_OP_NOT) {
            claim inner = {.node = at.node->as.unary.operand, .wanted = !at.wanted, .whole = at.whole};
            gate_vec_push(lint->arena, &todo, inner);
        } else {
            push(in, to, clause, at.node, at.wanted, at.whole);
        }
    }
}

static row_claims collect(known *in, const gate_node *row)
{
    row_claims made = {.row = row,
                       .comparable = row->as.row.word == GATE_W_ITEM ||
                                     row->as.row.word == GATE_W_CRITERION ||
                                     row->as.row.word == GATE_W_TRIGGER};
    made.comparable = made.comparable && row->as.row.mode == GATE_W_NONE_GIVEN;
    made.firm = made.comparable;
    for (uint32_t i = 0; i < row->as.row.clauses.len; i++) {
        const gate_node *clause = row->as.row.clauses.items[i];
        if (clause->kind != GATE_N_CLAUSE) continue;
        gate_word word = clause->as.clause.word;
        bool condition = word == GATE_W_REQUIRE || word == GATE_W_FORBID || word == GATE_W_FIRE;
        bool harmless =
            word == GATE_W_OWNER || word == GATE_W_SEE || word == GATE_W_FIX || word == GATE_W_ONLY;
        if (condition && clause->as.clause.form == GATE_FORM_PLAIN)
            split(in, &made, clause, word == GATE_W_REQUIRE);
        else if (condition && clause->as.clause.list)
            push(in, &made, clause, NULL, word == GATE_W_REQUIRE, true);
        else if (!harmless && word != GATE_W_WAIVABLE)
            made.comparable = false; /* it says more */
        if (word == GATE_W_ADVISORY || word == GATE_W_EFFECTIVE || word == GATE_W_WAIVABLE ||
            word == GATE_W_TOLERATE || word == GATE_W_THEN || word == GATE_W_NO)
            made.firm = false;
    }
    made.comparable = made.comparable && made.claims.len > 0 && made.claims.len < CLAIMS_MAX;
    return made;
}

/* ---- implication ----------------------------------------------------------------------------- */

static bool same(gate_lint *lint, const gate_node *a, const gate_node *b)
{
    if (!a || !b) return a == b;
    return gate_lint_same(lint, lint->module, a, lint->module, b);
}

static bool same_by(const gate_node *a, const gate_node *b)
{
    if (!a || !b) return a == b;
    if (a->as.field.count != b->as.field.count) return false;
    for (uint32_t i = 0; i < a->as.field.count; i++) {
        if (!gate_str_eq(a->as.field.segments[i].text, b->as.field.segments[i].text)) return false;
    }
    return true;
}

static bool same_number(const gate_node *a, const gate_node *b)
{
    if (!a || !b) return a == b;
    return a->kind == b->kind &&
           (a->kind == GATE_N_DURATION ? a->as.nanoseconds == b->as.nanoseconds
                                       : a->kind == GATE_N_INT && a->as.integer == b->as.integer);
}

static bool same_clause(gate_lint *lint, const gate_node *a, const gate_node *b)
{
    return a->as.clause.word == b->as.clause.word && a->as.clause.form == b->as.clause.form &&
           a->as.clause.or_none == b->as.clause.or_none && a->as.clause.latest == b->as.clause.latest &&
           same_by(a->as.clause.by, b->as.clause.by) && same_number(a->as.clause.n, b->as.clause.n) &&
           same_number(a->as.clause.m, b->as.clause.m) && same(lint, a->as.clause.list, b->as.clause.list) &&
           same(lint, a->as.clause.names, b->as.clause.names) &&
           same(lint, a->as.clause.where, b->as.clause.where) &&
           same(lint, a->as.clause.expr, b->as.clause.expr);
}

/* Does `x [b] B` make `x [a] A` true? [by] is the order of B and A: -1, 0, 1. */
static bool bound_implies(gate_op b, gate_op a, int by)
{
    switch (a) {
    case GATE_OP_GE:
        return (b == GATE_OP_GE || b == GATE_OP_GT || b == GATE_OP_EQ) && by >= 0;
    case GATE_OP_GT:
        return (b == GATE_OP_GT && by >= 0) || ((b == GATE_OP_GE || b == GATE_OP_EQ) && by > 0);
    case GATE_OP_LE:
        return (b == GATE_OP_LE || b == GATE_OP_LT || b == GATE_OP_EQ) && by <= 0;
    case GATE_OP_LT:
        return (b == GATE_OP_LT && by <= 0) || ((b == GATE_OP_LE || b == GATE_OP_EQ) && by < 0);
    case GATE_OP_NE:
        return (b == GATE_OP_NE && by == 0) || (b == GATE_OP_EQ && by != 0) || (b == GATE_OP_GT && by >= 0) ||
               (b == GATE_OP_GE && by > 0) || (b == GATE_OP_LT && by <= 0) || (b == GATE_OP_LE && by < 0);
    case GATE_OP_EQ:
        return b == GATE_OP_EQ && by == 0;
    case GATE_OP_OR:
    case GATE_OP_AND:
    case GATE_OP_IN:
    case GATE_OP_ADD:
    case GATE_OP_SUB:
    case GATE_OP_MUL:
    case GATE_OP_DIV:
    case GATE_OP_MOD:
    case GATE_OP_NOT:
    case GATE_OP_NEG:
        break;
    }
    return false;
}

/* Does [b] make [a] true, whatever the evidence? */
static bool implies(gate_lint *lint, const claim *b, const claim *a)
{
    if (a->hash != b->hash || !a->node != !b->node) return false;
    if (!a->node) return same_clause(lint, a->clause, b->clause);
    if (a->value && a->value == b->value) {
        bool numbers = a->bound.kind == GATE_LINT_NUMBER && b->bound.kind == GATE_LINT_NUMBER;
        if (numbers) {
            int by = b->bound.number < a->bound.number ? -1 : b->bound.number > a->bound.number;
            return bound_implies(b->op, a->op, by);
        }
        if (a->other == b->other) return bound_implies(b->op, a->op, 0);
        bool texts = a->bound.kind == GATE_LINT_TEXT && b->bound.kind == GATE_LINT_TEXT;
        return texts && a->op == GATE_OP_NE && b->op == GATE_OP_EQ;
    }
    return a->wanted == b->wanted && a->as == b->as;
}

/* ---- within a row ---------------------------------------------------------------------------- */

static gate_span span_of(const claim *of)
{
    return of->node ? of->node->span : of->clause->span;
}

static void tell_clause(gate_lint *lint, const claim *weak, const claim *strong)
{
    gate_diag *diag =
        gate_lint_raise(lint, REDUNDANT, span_of(weak), "another condition of the row implies this one");
    gate_lint_label(lint, diag, span_of(strong), "whenever this holds");
    gate_diag_help(lint->diags, diag, "Leave it out; or say what it was to be, if it is a copy.");
    if (weak->whole && weak->clause != strong->clause && !weak->clause->as.clause.text)
        gate_lint_remove(lint, diag, weak->clause->span);
}

static void look_within(gate_lint *lint, const row_claims *row)
{
    for (uint32_t i = 0; i < row->claims.len && row->claims.len < CLAIMS_MAX; i++) {
        const claim *weak = &row->claims.items[i];
        for (uint32_t k = 0; k < row->claims.len; k++) {
            const claim *strong = &row->claims.items[k];
            if (k == i || !implies(lint, strong, weak)) continue;
            if (i < k && implies(lint, weak, strong)) continue; /* of two that are the same, the later one */
            tell_clause(lint, weak, strong);
            break;
        }
    }
}

/* ---- between rows ---------------------------------------------------------------------------- */

static bool same_only(gate_lint *lint, const gate_node *a, const gate_node *b)
{
    const gate_node *one = gate_lint_clause(&a->as.row.clauses, GATE_W_ONLY),
                    *two = gate_lint_clause(&b->as.row.clauses, GATE_W_ONLY);
    if (!two) return true; /* it always applies */
    return one && same(lint, one->as.clause.expr, two->as.clause.expr);
}

/* Does [b] make [a] pass? A row whose condition others ask before their own (that the evidence is of this
 * commit) is no less a row: [b] must say no more than [a], or ask for more of the same. */
static bool row_implies(gate_lint *lint, const row_claims *b, const row_claims *a)
{
    if (a->row->as.row.word != b->row->as.row.word || !same_only(lint, a->row, b->row)) return false;
    bool sharper = a->claims.len == b->claims.len;
    for (uint32_t i = 0; i < a->claims.len; i++) {
        const claim *weak = &a->claims.items[i], *strong = NULL;
        for (uint32_t k = 0; k < b->claims.len && !strong; k++) {
            if (implies(lint, &b->claims.items[k], weak)) strong = &b->claims.items[k];
        }
        if (!strong) return false;
        sharper = sharper || !implies(lint, weak, strong);
    }
    return sharper;
}

/* Rows by what their conditions are about. */
typedef struct bucket {
    GATE_VEC(const row_claims *) rows;
} bucket;

static bucket *bucket_of(gate_lint *lint, gate_map *map, uint64_t hash)
{
    gate_str key = {(const char *)&hash, sizeof hash};
    bucket *found = gate_map_get(map, key);
    if (found) return found;
    found = GATE_NEW(lint->arena, bucket);
    gate_map_put(map, gate_str_dup(lint->arena, key), found);
    return found;
}

static void tell_row(gate_lint *lint, const row_claims *weak, const row_claims *strong)
{
    gate_str other = strong->row->as.row.name.text;
    gate_diag *diag = gate_lint_raise(lint, REDUNDANT, weak->row->as.row.name.span,
                                      "`" GATE_STR_FMT "` says nothing that another row does not",
                                      GATE_STR_ARG(weak->row->as.row.name.text));
    gate_lint_label(lint, diag, strong->row->as.row.name.span, "whenever this row passes, it passes too");
    gate_diag_help(lint->diags, diag, "Leave it out, or let it say what `" GATE_STR_FMT "` does not.",
                   GATE_STR_ARG(other));
}

static void look_between(gate_lint *lint, const row_claims *rows, uint32_t count)
{
    gate_map map = gate_map_new(lint->arena);
    for (uint32_t i = 0; i < count; i++) {
        for (uint32_t k = 0; k < rows[i].claims.len && rows[i].firm; k++) {
            bucket *in = bucket_of(lint, &map, rows[i].claims.items[k].hash);
            bool there = in->rows.len && in->rows.items[in->rows.len - 1] == &rows[i];
            if (in->rows.len < CANDIDATES_MAX && !there) gate_vec_push(lint->arena, &in->rows, &rows[i]);
        }
    }
    for (uint32_t i = 0; i < count; i++) {
        if (!rows[i].comparable || gate_lint_clause(&rows[i].row->as.row.clauses, GATE_W_ADVISORY)) continue;
        const bucket *in = bucket_of(lint, &map, rows[i].claims.items[0].hash);
        for (uint32_t k = 0; k < in->rows.len; k++) {
            const row_claims *strong = in->rows.items[k];
            if (strong == &rows[i] || !row_implies(lint, strong, &rows[i])) continue;
            bool equal = rows[i].firm && strong->comparable && row_implies(lint, &rows[i], strong);
            if (equal && &rows[i] < strong) continue;
            tell_row(lint, &rows[i], strong);
            break;
        }
    }
}

void gate_lint_redundant(gate_lint *lint, const gate_lint_at *at)
{
    (void)at;
    const gate_nodes *decls = &lint->module->ast->file->as.file.decls;
    known all = {lint, gate_map_new(lint->arena)};
    for (uint32_t i = 0; i < decls->len; i++) {
        const gate_node *block = decls->items[i];
        if (block->kind != GATE_N_BLOCK || block->as.block.rows.len == 0) continue;
        row_claims *rows = GATE_ARRAY(lint->arena, row_claims, block->as.block.rows.len);
        uint32_t count = 0;
        for (uint32_t r = 0; r < block->as.block.rows.len; r++) {
            const gate_node *row = block->as.block.rows.items[r];
            if (row->kind != GATE_N_ROW || row->as.row.word == GATE_W_KEEP) continue;
            rows[count] = collect(&all, row);
            look_within(lint, &rows[count++]);
        }
        look_between(lint, rows, count);
    }
}
