#include "author/test_cover.h"

#include "verdict/fold.h"

/* ---- what there is to see --------------------------------------------------------------------- */

/* White space made one blank, on one line. */
static gate_str flat(gate_arena *arena, gate_str text)
{
    gate_buf out = gate_buf_new(arena);
    bool blank = false;
    for (size_t i = 0; i < text.len; i++) {
        char c = text.ptr[i];
        if (c == ' ' || c == '\t' || c == '\n' || c == '\r') {
            blank = out.len > 0;
            continue;
        }
        if (blank) gate_buf_char(&out, ' ');
        blank = false;
        gate_buf_char(&out, c);
    }
    return gate_buf_str(&out);
}

static gate_str text_of(const gate_cover *cover, const gate_node *node)
{
    return flat(cover->arena, gate_source_slice(cover->module->source, node->span));
}

static bool is_both(const gate_node *node)
{
    return node->kind == GATE_N_BINARY &&
           (node->as.binary.op == GATE_OP_AND || node->as.binary.op == GATE_OP_OR);
}

static bool is_not(const gate_node *node)
{
    return node->kind == GATE_N_UNARY && node->as.unary.op == GATE_OP_NOT;
}

/* The body of a macro that asks something of each element; NULL of other nodes. */
static const gate_node *body_of(const gate_node *node)
{
    static const char *const asking[] = {"all", "exists", "exists_one", "existsOne"};
    if (node->kind != GATE_N_CALL || !node->as.call.target || node->as.call.args.len < 2) return NULL;
    for (size_t i = 0; i < GATE_COUNT(asking); i++) {
        if (gate_str_eq_c(node->as.call.name.text, asking[i]))
            return node->as.call.args.items[node->as.call.args.len - 1];
    }
    return NULL;
}

/* The node as a key: its id, in bytes that live with the cover. */
static gate_str key_of(gate_arena *arena, const gate_node *node)
{
    return (gate_str){gate_arena_copy(arena, &node->id, sizeof node->id), sizeof node->id};
}

static void add_leaf(gate_cover *cover, gate_cover_clause *clause, const gate_node *node)
{
    gate_cover_leaf leaf = {.node = node,
                            .text = text_of(cover, node),
                            .line = gate_source_place(cover->module->source, node->span.lo).line};
    gate_vec_push(cover->arena, &clause->leaves, leaf);
}

/* Nesting is bounded by GATE_MAX_DEPTH; chains that lean to the left are gone along. */
static void add_leaves(gate_cover *cover, gate_cover_clause *clause, const gate_node *node)
{
    while (node && is_both(node)) {
        add_leaves(cover, clause, node->as.binary.right);
        node = node->as.binary.left;
    }
    if (!node) return;
    if (is_not(node)) {
        add_leaves(cover, clause, node->as.unary.operand);
    } else if (node->kind == GATE_N_COND) {
        add_leaves(cover, clause, node->as.cond.test);
        add_leaves(cover, clause, node->as.cond.then);
        add_leaves(cover, clause, node->as.cond.other);
    } else if (body_of(node)) {
        add_leaves(cover, clause, body_of(node));
    } else {
        add_leaf(cover, clause, node);
    }
}

static int by_place(const gate_cover_leaf *a, const gate_cover_leaf *b)
{
    return a->node->span.lo < b->node->span.lo ? -1 : a->node->span.lo > b->node->span.lo;
}

static void sort_leaves(gate_cover_clause *clause)
{
    for (uint32_t i = 1; i < clause->leaves.len; i++) {
        gate_cover_leaf leaf = clause->leaves.items[i];
        uint32_t k = i;
        for (; k > 0 && by_place(&clause->leaves.items[k - 1], &leaf) > 0; k--)
            clause->leaves.items[k] = clause->leaves.items[k - 1];
        clause->leaves.items[k] = leaf;
    }
}

static uint32_t clause_at(const gate_program *program, uint32_t source, const gate_node *node)
{
    for (uint32_t i = 0; i < program->clauses_count; i++) {
        const gate_where *where = &program->clauses[i].where;
        if (where->source == source && where->lo == node->span.lo) return i;
    }
    return GATE_NO;
}

static void add_clause(gate_cover *cover, gate_cover_row *row, uint32_t source, const gate_node *node)
{
    uint32_t index = clause_at(cover->program, source, node);
    if (index == GATE_NO) return;
    gate_clause_kind kind = (gate_clause_kind)cover->program->clauses[index].kind;
    if (!gate_fold_counts(kind) && kind != GATE_CLAUSE_FIRE) return;
    gate_cover_clause clause = {.node = node,
                                .index = index,
                                .text = text_of(cover, node),
                                .line = gate_source_place(cover->module->source, node->span.lo).line};
    bool any = node->as.clause.form == GATE_FORM_ANY;
    if (kind != GATE_CLAUSE_AT && kind != GATE_CLAUSE_CONFIRM)
        add_leaves(cover, &clause, any ? node->as.clause.where : node->as.clause.expr);
    sort_leaves(&clause);
    gate_vec_push(cover->arena, &row->clauses, clause);
}

static gate_str id_of(gate_arena *arena, gate_str block, const gate_node *row)
{
    gate_buf id = gate_buf_new(arena);
    gate_buf_add(&id, block);
    if (row->as.row.path && row->as.row.path->kind == GATE_N_STRING) {
        gate_test_step step = {.way = GATE_TEST_KEY, .key = row->as.row.path->as.string.value};
        gate_test_path path = {.root = {.text = block}, .steps = &step, .count = 1};
        return gate_test_path_text(arena, &path);
    }
    gate_buf_char(&id, '.');
    gate_buf_add(&id, row->as.row.name.text);
    return gate_buf_str(&id);
}

static uint32_t row_at(const gate_program *program, uint32_t source, const gate_node *node)
{
    for (uint32_t i = 0; i < program->rows_count; i++) {
        const gate_where *where = &program->rows[i].where;
        if (where->source == source && where->lo == node->span.lo) return i;
    }
    return GATE_NO;
}

static void add_row(gate_cover *cover, uint32_t source, const gate_node *block, const gate_node *node)
{
    gate_cover_row row = {.row = row_at(cover->program, source, node), .block = block->as.block.name.text};
    if (row.row == GATE_NO) return;
    const gate_p_row *declared = &cover->program->rows[row.row];
    row.name = gate_program_text(cover->program, declared->name);
    row.id = id_of(cover->arena, row.block, node);
    uint32_t lo = declared->head.source == GATE_NO ? declared->where.lo : declared->head.lo;
    row.line = gate_source_place(cover->module->source, lo).line;
    for (uint32_t i = 0; i < node->as.row.clauses.len; i++)
        add_clause(cover, &row, source, node->as.row.clauses.items[i]);
    gate_vec_push(cover->arena, &cover->rows, row);
}

/* Leaves by their nodes, once nothing moves any more. */
static void index_leaves(gate_cover *cover)
{
    for (uint32_t r = 0; r < cover->rows.len; r++) {
        for (uint32_t c = 0; c < cover->rows.items[r].clauses.len; c++) {
            gate_cover_clause *clause = &cover->rows.items[r].clauses.items[c];
            for (uint32_t l = 0; l < clause->leaves.len; l++)
                (void)gate_map_put(&cover->leaves, key_of(cover->arena, clause->leaves.items[l].node),
                                   &clause->leaves.items[l]);
        }
    }
}

gate_cover *gate_cover_new(gate_arena *arena, const gate_suite_subject *subject)
{
    gate_cover *cover = GATE_NEW(arena, gate_cover);
    cover->arena = arena;
    cover->program = subject->program;
    cover->module = subject->policy->main;
    cover->name = cover->module->source->name;
    cover->leaves = gate_map_new(arena);
    uint32_t source = cover->program->meta_count ? cover->program->meta[0].main_source : 0;
    const gate_nodes *decls = &cover->module->ast->file->as.file.decls;
    for (uint32_t i = 0; i < decls->len; i++) {
        const gate_node *block = decls->items[i];
        if (block->kind != GATE_N_BLOCK || block->as.block.word == GATE_W_RETAIN) continue;
        for (uint32_t k = 0; k < block->as.block.rows.len; k++)
            add_row(cover, source, block, block->as.block.rows.items[k]);
    }
    index_leaves(cover);
    return cover;
}

/* ---- what was seen of leaves ------------------------------------------------------------------ */

typedef struct looking {
    gate_cover *cover;
    const gate_trace *trace;
} looking;

/* The node without those that only turn a value into an outcome. */
static uint32_t bare(const looking *at, uint32_t node)
{
    for (;;) {
        const gate_why *why = gate_trace_at(at->trace, node);
        if (why->kind != GATE_WHY_APPLY || why->op != GATE_I_OUTCOME || !why->kid_count) return node;
        node = gate_trace_kid(at->trace, why, 0);
    }
}

static bool applies(const gate_why *why, gate_opcode op)
{
    return why->kind == GATE_WHY_APPLY && why->op == op;
}

static void look(looking *at, const gate_node *node, uint32_t trace);

static void look_body(looking *at, const gate_node *body, const gate_why *loop)
{
    for (uint32_t i = 1; i < loop->kid_count; i++) {
        const gate_why *element = gate_trace_at(at->trace, gate_trace_kid(at->trace, loop, i));
        if (element->kind == GATE_WHY_ELEMENT) look(at, body, gate_trace_kid(at->trace, element, 1));
    }
}

static void look_leaf(looking *at, const gate_node *node, const gate_why *why)
{
    uint32_t id = node->id;
    gate_cover_leaf *leaf = gate_map_get(&at->cover->leaves, (gate_str){(const char *)&id, sizeof id});
    if (leaf) leaf->seen |= 1u << gate_outcome_of(why->value);
}

static void look(looking *at, const gate_node *node, uint32_t trace)
{
    while (node && trace && is_both(node)) {
        trace = bare(at, trace);
        const gate_why *why = gate_trace_at(at->trace, trace);
        bool and = node->as.binary.op == GATE_OP_AND;
        if (!applies(why, and? GATE_I_AND : GATE_I_OR) || why->kid_count != 2) return;
        look(at, node->as.binary.right, gate_trace_kid(at->trace, why, 1));
        trace = gate_trace_kid(at->trace, why, 0);
        node = node->as.binary.left;
    }
    if (!node || !trace) return;
    const gate_why *why = gate_trace_at(at->trace, bare(at, trace));
    if (is_not(node)) {
        if (applies(why, GATE_I_NOT)) look(at, node->as.unary.operand, gate_trace_kid(at->trace, why, 0));
    } else if (node->kind == GATE_N_COND) {
        if (!applies(why, GATE_I_COND_END)) return;
        uint32_t test = gate_trace_kid(at->trace, why, 0);
        look(at, node->as.cond.test, test);
        bool then = gate_outcome_of(gate_trace_at(at->trace, test)->value) == GATE_TRUE;
        look(at, then ? node->as.cond.then : node->as.cond.other, gate_trace_kid(at->trace, why, 1));
    } else if (body_of(node)) {
        if (why->kind == GATE_WHY_LOOP) look_body(at, body_of(node), why);
    } else {
        /* `allow no branches` stands beside a condition on them. */
        if (applies(why, GATE_I_OR) && why->kid_count == 2)
            why = gate_trace_at(at->trace, bare(at, gate_trace_kid(at->trace, why, 0)));
        look_leaf(at, node, why);
    }
}

/* The elements of a roster: the condition stands beside whether there is one. */
static void look_roster(looking *at, const gate_node *expr, const gate_why *loop)
{
    for (uint32_t i = 1; expr && i < loop->kid_count; i++) {
        const gate_why *element = gate_trace_at(at->trace, gate_trace_kid(at->trace, loop, i));
        if (element->kind != GATE_WHY_ELEMENT) continue;
        const gate_why *both = gate_trace_at(at->trace, bare(at, gate_trace_kid(at->trace, element, 1)));
        if (applies(both, GATE_I_AND) && both->kid_count == 2)
            look(at, expr, gate_trace_kid(at->trace, both, 1));
    }
}

static void look_clause(looking *at, const gate_node *clause, const gate_clause_result *result)
{
    for (uint32_t i = 0; i < result->window_count; i++)
        look(at, clause->as.clause.expr, result->windows[i].outcome.why);
    if (result->window_count) return;
    uint32_t trace = bare(at, result->value.why);
    const gate_why *why = gate_trace_at(at->trace, trace);
    if (clause->as.clause.form == GATE_FORM_ROSTER) {
        if (why->kind == GATE_WHY_LOOP) look_roster(at, clause->as.clause.expr, why);
    } else if (clause->as.clause.form == GATE_FORM_EACH || clause->as.clause.form == GATE_FORM_ANY) {
        bool any = clause->as.clause.form == GATE_FORM_ANY;
        if (why->kind == GATE_WHY_LOOP)
            look_body(at, any ? clause->as.clause.where : clause->as.clause.expr, why);
    } else if (clause->as.clause.word == GATE_W_FORBID) {
        if (applies(why, GATE_I_NOT)) look(at, clause->as.clause.expr, gate_trace_kid(at->trace, why, 0));
    } else {
        look(at, clause->as.clause.expr, trace);
    }
}

/* ---- what was seen of rows and clauses -------------------------------------------------------- */

static gate_cover_row *row_of(gate_cover *cover, uint32_t index)
{
    for (uint32_t i = 0; i < cover->rows.len; i++) {
        if (cover->rows.items[i].row == index) return &cover->rows.items[i];
    }
    return NULL;
}

static void note_clauses(gate_cover *cover, const gate_trace *trace, const gate_row_result *result)
{
    gate_cover_row *row = row_of(cover, result->row);
    looking at = {cover, trace};
    for (uint32_t i = 0; row && i < result->clause_count; i++) {
        for (uint32_t k = 0; k < row->clauses.len; k++) {
            gate_cover_clause *clause = &row->clauses.items[k];
            if (clause->index != result->clauses[i].clause) continue;
            if (clause->node->as.clause.word == GATE_W_CONFIRM) continue;
            if (result->clauses[i].window_count == 0) clause->seen |= 1u << result->clauses[i].outcome;
            look_clause(&at, clause->node, &result->clauses[i]);
        }
    }
}

static bool is_good(gate_str outcome)
{
    static const char *const bad[] = {"fail",    "missing", "error",   "firing",
                                      "unknown", "next",    "waiting", "early"};
    for (size_t i = 0; i < GATE_COUNT(bad); i++) {
        if (gate_str_eq_c(outcome, bad[i])) return false;
    }
    return true;
}

static void count_outcome(gate_cover *cover, gate_cover_row *row, gate_str outcome)
{
    bool good = is_good(outcome);
    row->blocked = row->blocked || !good;
    for (uint32_t i = 0; i < row->counts.len; i++) {
        if (!gate_str_eq(row->counts.items[i].outcome, outcome)) continue;
        row->counts.items[i].count++;
        return;
    }
    gate_cover_count made = {gate_str_dup(cover->arena, outcome), 1, good};
    gate_vec_push(cover->arena, &row->counts, made);
}

static uint32_t outcome_bit(gate_str word)
{
    if (gate_str_eq_c(word, "true")) return 1u << GATE_TRUE;
    if (gate_str_eq_c(word, "false")) return 1u << GATE_FALSE;
    return 1u << (gate_str_eq_c(word, "missing") ? GATE_MISSING : GATE_ERRONEOUS);
}

/* What the verdict alone knows: outcomes of rows, ticks, and triggers over windows. */
static void note_row(gate_cover *cover, const gate_doc_block *block, const gate_doc_row *doc)
{
    for (uint32_t i = 0; i < cover->rows.len; i++) {
        gate_cover_row *row = &cover->rows.items[i];
        bool same = gate_str_eq(row->block, block->name) && gate_str_eq(row->name, doc->name);
        if (!same || !doc->place || doc->place->line != (int64_t)row->line) continue;
        count_outcome(cover, row, doc->outcome);
        for (uint32_t k = 0; k < doc->clauses.len; k++) {
            const gate_doc_clause *told = doc->clauses.items[k];
            for (uint32_t c = 0; c < row->clauses.len; c++) {
                gate_cover_clause *clause = &row->clauses.items[c];
                bool own = told->place && told->place->line == (int64_t)clause->line;
                if (own && (clause->node->as.clause.word == GATE_W_CONFIRM ||
                            clause->node->as.clause.form >= GATE_FORM_CONSECUTIVE))
                    clause->seen |= outcome_bit(told->outcome);
            }
        }
    }
}

void gate_cover_note(void *context, const gate_test_result *result)
{
    gate_cover *cover = context;
    if (!result->verdict) return;
    for (uint32_t b = 0; b < result->run->block_count; b++) {
        const gate_block_result *block = &result->run->blocks[b];
        for (uint32_t r = 0; r < block->row_count; r++)
            note_clauses(cover, &result->run->trace, &block->rows[r]);
    }
    for (uint32_t b = 0; b < result->verdict->blocks.len; b++) {
        const gate_doc_block *block = result->verdict->blocks.items[b];
        for (uint32_t r = 0; r < block->rows.len; r++)
            note_row(cover, block, block->rows.items[r]);
    }
}

uint32_t gate_cover_never_blocking(const gate_cover *cover)
{
    uint32_t count = 0;
    for (uint32_t i = 0; i < cover->rows.len; i++)
        count += !cover->rows.items[i].blocked;
    return count;
}
