/* Every mutant of a policy's own file, as edits of its text by the places of its tree. */
#include "author/mutate.h"

#include "base/num.h"

#include <string.h>

#define SHOWN 200u /* bytes of a line that are shown */
#define LONG  72u  /* a line of more is shown in part … */
#define NEAR  36u  /* … from so far before the change */

typedef struct walk {
    gate_arena *arena;
    const gate_checked *checked;
    const gate_module *module;
    gate_mutants *out;
    gate_str row;
    GATE_VEC(const gate_node *) stack;
} walk;

/* ---- one mutant ------------------------------------------------------------------------------- */

static gate_str slice(const walk *w, gate_span span)
{
    return gate_source_slice(w->module->source, span);
}

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

static gate_str flat(gate_arena *arena, gate_str text)
{
    gate_buf out = gate_buf_new(arena);
    bool blank = false;
    for (size_t i = 0; i < text.len && out.len < SHOWN; i++) {
        if (is_blank(text.ptr[i])) {
            blank = out.len > 0;
            continue;
        }
        if (blank) gate_buf_char(&out, ' ');
        blank = false;
        gate_buf_char(&out, text.ptr[i]);
    }
    while (out.len == SHOWN && out.len > 0 && ((unsigned char)out.ptr[out.len - 1] & 0xC0u) == 0x80u)
        out.len--;
    return gate_buf_str(&out);
}

/* The lines that the edit is on, before and after; of long ones what is near it. */
static void show(walk *w, gate_mutant *mutant)
{
    gate_str text = w->module->source->text;
    size_t lo = mutant->span.lo, hi = mutant->span.hi;
    while (lo > 0 && text.ptr[lo - 1] != '\n')
        lo--;
    while (hi < text.len && text.ptr[hi] != '\n')
        hi++;
    bool far = hi - lo > LONG && mutant->span.lo - lo > NEAR;
    if (far) lo = mutant->span.lo - NEAR;
    while (far && lo < mutant->span.lo && !is_blank(text.ptr[lo]))
        lo++;
    gate_buf before = gate_buf_new(w->arena), after = gate_buf_new(w->arena);
    gate_buf_c(&before, far ? "…" : "");
    gate_buf_add(&before, gate_str_sub(text, lo, hi));
    gate_buf_c(&after, far ? "…" : "");
    gate_buf_add(&after, gate_str_sub(text, lo, mutant->span.lo));
    gate_buf_add(&after, mutant->text);
    gate_buf_add(&after, gate_str_sub(text, mutant->span.hi, hi));
    mutant->before = flat(w->arena, gate_buf_str(&before));
    mutant->after = flat(w->arena, gate_buf_str(&after));
}

static gate_mutant *add(walk *w, gate_mutant_kind kind, gate_span span, gate_str text)
{
    gate_mutant *mutant = GATE_NEW(w->arena, gate_mutant);
    mutant->kind = kind;
    mutant->span = span;
    mutant->text = text;
    mutant->row = w->row;
    mutant->line = gate_source_place(w->module->source, span.lo).line;
    show(w, mutant);
    gate_vec_push(w->arena, w->out, mutant);
    return mutant;
}

/* ---- thresholds ------------------------------------------------------------------------------- */

/* The number one further in its last place: 85 to 86, 0.02 to 0.03, 24h to 25h. Empty where it has none. */
static gate_str nudged(walk *w, gate_str text, int by)
{
    size_t end = 0;
    while (end < text.len && ((text.ptr[end] >= '0' && text.ptr[end] <= '9') || text.ptr[end] == '.'))
        end++;
    gate_buf digits = gate_buf_new(w->arena);
    size_t places = 0;
    bool point = false;
    for (size_t i = 0; i < end; i++) {
        if (text.ptr[i] == '.') {
            point = true;
            continue;
        }
        gate_buf_char(&digits, text.ptr[i]);
        places += point;
    }
    int64_t number;
    if (!gate_num_int(gate_buf_str(&digits), &number) || number + by < 0 || number > INT64_MAX / 2)
        return GATE_STR("");
    gate_str moved = gate_str_printf(w->arena, "%0*lld", (int)places + 1, (long long)(number + by));
    gate_str rest = gate_str_sub(text, end, text.len);
    if (!point)
        return gate_str_printf(w->arena, GATE_STR_FMT GATE_STR_FMT, GATE_STR_ARG(moved), GATE_STR_ARG(rest));
    gate_str whole = gate_str_sub(moved, 0, moved.len - places),
             part = gate_str_sub(moved, moved.len - places, moved.len);
    return gate_str_printf(w->arena, GATE_STR_FMT "." GATE_STR_FMT GATE_STR_FMT, GATE_STR_ARG(whole),
                           GATE_STR_ARG(part), GATE_STR_ARG(rest));
}

static void add_threshold(walk *w, const gate_node *node)
{
    if (!node || (node->kind != GATE_N_INT && node->kind != GATE_N_DOUBLE && node->kind != GATE_N_DURATION))
        return;
    gate_str text = slice(w, node->span);
    bool negative = text.len && text.ptr[0] == '-';
    gate_span span = {node->span.lo + negative, node->span.hi};
    for (int by = 1; by >= -1; by -= 2) {
        gate_str moved = nudged(w, gate_str_sub(text, negative, text.len), by);
        if (moved.len) add(w, GATE_MUTANT_THRESHOLD, span, moved);
    }
}

/* ---- operators -------------------------------------------------------------------------------- */

static void add_operator(walk *w, const gate_node *node)
{
    static const struct {
        gate_op op;
        const char *turned, *boundary;
    } turns[] = {{GATE_OP_LT, ">=", "<="}, {GATE_OP_LE, ">", "<"},   {GATE_OP_GT, "<=", ">="},
                 {GATE_OP_GE, "<", ">"},   {GATE_OP_EQ, "!=", NULL}, {GATE_OP_NE, "==", NULL}};
    gate_op op = node->as.binary.op;
    gate_span span = node->as.binary.op_span;
    if (op == GATE_OP_AND || op == GATE_OP_OR) {
        (void)add(w, GATE_MUTANT_CONNECTIVE, span, op == GATE_OP_AND ? GATE_STR("||") : GATE_STR("&&"));
        return;
    }
    if (op == GATE_OP_IN) {
        gate_str text = slice(w, node->span);
        add(w, GATE_MUTANT_COMPARISON, node->span,
            gate_str_printf(w->arena, "!(" GATE_STR_FMT ")", GATE_STR_ARG(text)));
        return;
    }
    for (size_t i = 0; i < GATE_COUNT(turns); i++) {
        if (turns[i].op != op) continue;
        add(w, GATE_MUTANT_COMPARISON, span, gate_str_c(turns[i].turned));
        if (turns[i].boundary) add(w, GATE_MUTANT_COMPARISON, span, gate_str_c(turns[i].boundary));
        add_threshold(w, node->as.binary.left);
        add_threshold(w, node->as.binary.right);
    }
}

/* A key of evidence that has no type: of one that has, the compiler sees every misspelling. */
static void add_key(walk *w, const gate_node *node)
{
    const gate_node *operand = node->as.select.operand;
    const gate_type *type = gate_type_at(w->checked, w->module, operand);
    const gate_ref *ref = gate_ref_at(w->checked, w->module, operand);
    if (!type || type->kind != GATE_TY_ANY || ref->kind == GATE_REF_NAMESPACE || node->as.select.quoted)
        return;
    gate_str name = node->as.select.field.text;
    add(w, GATE_MUTANT_KEY, node->as.select.field.span,
        gate_str_printf(w->arena, GATE_STR_FMT "_", GATE_STR_ARG(name)));
}

static void push(const gate_node *child, void *context)
{
    walk *w = context;
    gate_vec_push(w->arena, &w->stack, child);
}

static void add_expr(walk *w, const gate_node *root)
{
    if (!root) return;
    w->stack.len = 0;
    push(root, w);
    while (w->stack.len) {
        const gate_node *node = w->stack.items[--w->stack.len];
        if (node->kind == GATE_N_BINARY) add_operator(w, node);
        if (node->kind == GATE_N_SELECT) add_key(w, node);
        gate_node_children(node, push, w);
    }
}

/* ---- rows and clauses ------------------------------------------------------------------------- */

static bool is_condition(gate_word word)
{
    return word == GATE_W_REQUIRE || word == GATE_W_FORBID || word == GATE_W_NEEDS ||
           word == GATE_W_CONFIRM || word == GATE_W_FIRE || word == GATE_W_WARN;
}

static bool only_speaks(gate_word word)
{
    return word == GATE_W_OWNER || word == GATE_W_SEE || word == GATE_W_FIX || word == GATE_W_THEN ||
           word == GATE_W_ADVISORY;
}

static void add_clause(walk *w, const gate_node *clause, uint32_t conditions)
{
    gate_word word = clause->as.clause.word;
    bool needed = is_condition(word) && word != GATE_W_WARN && conditions < 2;
    if (!needed && !only_speaks(word)) add(w, GATE_MUTANT_CLAUSE, clause->span, GATE_STR(""));
    add_expr(w, clause->as.clause.expr);
    add_expr(w, clause->as.clause.names);
    add_expr(w, clause->as.clause.list);
    add_expr(w, clause->as.clause.where);
    if (word != GATE_W_CONFIRM && word != GATE_W_WAIVABLE) add_threshold(w, clause->as.clause.n);
}

static uint32_t conditions_of(const gate_nodes *clauses, bool *advisory)
{
    uint32_t count = 0;
    *advisory = false;
    for (uint32_t i = 0; i < clauses->len; i++) {
        gate_word word = clauses->items[i]->as.clause.word;
        count += is_condition(word) && word != GATE_W_WARN;
        *advisory = *advisory || word == GATE_W_ADVISORY || word == GATE_W_EFFECTIVE;
    }
    return count;
}

static gate_str id_of(walk *w, const gate_node *block, const gate_node *row)
{
    bool path = row->as.row.path && row->as.row.path->kind == GATE_N_STRING;
    gate_test_step step = {.way = path ? GATE_TEST_KEY : GATE_TEST_NAME,
                           .key = path ? row->as.row.path->as.string.value : row->as.row.name.text};
    gate_test_path id = {.root = block->as.block.name, .steps = &step, .count = 1};
    return gate_test_path_text(w->arena, &id);
}

static void add_row(walk *w, const gate_node *block, const gate_node *row)
{
    bool advisory;
    const gate_nodes *clauses = &row->as.row.clauses;
    uint32_t conditions = conditions_of(clauses, &advisory);
    w->row = id_of(w, block, row);
    if (conditions < 2 && block->as.block.rows.len > 1) add(w, GATE_MUTANT_ROW, row->span, GATE_STR(""));
    gate_span end = {row->span.hi - 1, row->span.hi - 1};
    if (!advisory) {
        gate_mutant *mutant = add(w, GATE_MUTANT_ADVISORY, end, GATE_STR(" advisory "));
        gate_str text = slice(w, row->span);
        size_t line = gate_str_find(text, GATE_STR("\n"), 0);
        if (line != SIZE_MAX) { /* else its one line shows it */
            mutant->line = gate_source_place(w->module->source, row->span.lo).line;
            mutant->before = flat(w->arena, gate_str_sub(text, 0, line));
            mutant->after = gate_str_printf(w->arena, GATE_STR_FMT " advisory", GATE_STR_ARG(mutant->before));
        }
    }
    add_expr(w, row->as.row.list);
    add_expr(w, row->as.row.where);
    for (uint32_t i = 0; i < clauses->len; i++)
        add_clause(w, clauses->items[i], conditions);
    add_threshold(w, row->as.row.least);
    w->row = GATE_STR("");
}

static void add_block(walk *w, const gate_node *block)
{
    if (block->as.block.word == GATE_W_RETAIN) return;
    add_expr(w, block->as.block.list == NULL || block->as.block.list->kind == GATE_N_STRING
                    ? NULL
                    : block->as.block.list);
    add_expr(w, block->as.block.where);
    add_expr(w, block->as.block.of);
    for (uint32_t i = 0; i < block->as.block.clauses.len; i++)
        add_clause(w, block->as.block.clauses.items[i], 2);
    for (uint32_t i = 0; i < block->as.block.rows.len; i++)
        add_row(w, block, block->as.block.rows.items[i]);
}

/* ---- all -------------------------------------------------------------------------------------- */

/* Two mutants of one place and text are one. */
static int by_place(const gate_mutant *a, const gate_mutant *b)
{
    if (a->span.lo != b->span.lo) return a->span.lo < b->span.lo ? -1 : 1;
    if (a->span.hi != b->span.hi) return a->span.hi < b->span.hi ? -1 : 1;
    return gate_str_cmp(a->text, b->text);
}

static void merge(gate_mutant **items, gate_mutant **other, uint32_t len)
{
    for (uint32_t width = 1; width < len; width *= 2) {
        for (uint32_t lo = 0; lo < len; lo += 2 * width) {
            uint32_t mid = lo + width < len ? lo + width : len, hi = mid + width < len ? mid + width : len;
            uint32_t a = lo, b = mid;
            for (uint32_t i = lo; i < hi; i++) {
                bool left = a < mid && (b >= hi || by_place(items[a], items[b]) <= 0);
                other[i] = left ? items[a++] : items[b++];
            }
        }
        memcpy(items, other, len * sizeof *items);
    }
}

static void settle(gate_arena *arena, gate_mutants *out)
{
    gate_mutant **other = GATE_ARRAY(arena, gate_mutant *, out->len);
    uint32_t kept = 0;
    merge(out->items, other, out->len);
    for (uint32_t i = 0; i < out->len; i++) {
        if (kept && by_place(out->items[kept - 1], out->items[i]) == 0) continue;
        out->items[kept++] = out->items[i];
    }
    out->len = kept;
}

void gate_mutate_policy(gate_arena *arena, const gate_suite_subject *subject, gate_mutants *out)
{
    walk w = {.arena = arena, .checked = subject->policy, .module = subject->policy->main, .out = out};
    const gate_nodes *decls = &w.module->ast->file->as.file.decls;
    for (uint32_t i = 0; i < decls->len; i++) {
        const gate_node *decl = decls->items[i];
        if (decl->kind == GATE_N_BLOCK) add_block(&w, decl);
        if (decl->kind == GATE_N_LET) add_expr(&w, decl->as.let.value);
        if (decl->kind == GATE_N_DEF) add_expr(&w, decl->as.def.body);
        if (decl->kind == GATE_N_PARAM) add_threshold(&w, decl->as.param.value);
        if (decl->kind == GATE_N_EVIDENCE) add_threshold(&w, decl->as.evidence.fresh);
    }
    settle(arena, out);
}

gate_str gate_mutate_text(gate_arena *arena, const gate_module *module, const gate_mutant *mutant)
{
    gate_buf out = gate_buf_new(arena);
    gate_str text = module->source->text;
    gate_buf_add(&out, gate_str_sub(text, 0, mutant->span.lo));
    gate_buf_add(&out, mutant->text);
    size_t behind = out.len;
    gate_buf_add(&out, gate_str_sub(text, mutant->span.hi, text.len));
    /* Tests that stand in the same file say nothing of it: they are no part of the policy. */
    const gate_nodes *decls = &module->ast->file->as.file.decls;
    for (uint32_t i = 0; i < decls->len; i++) {
        const gate_node *decl = decls->items[i];
        if (decl->kind != GATE_N_TEST) continue;
        bool before = decl->span.lo < mutant->span.lo;
        size_t lo = before ? decl->span.lo : behind + (decl->span.lo - mutant->span.hi);
        for (size_t k = lo; k < lo + (decl->span.hi - decl->span.lo); k++) {
            if (out.ptr[k] != '\n') out.ptr[k] = ' ';
        }
    }
    return gate_buf_str(&out);
}
