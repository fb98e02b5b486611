/* What reads which evidence, and what is tied to what: two pieces of evidence are tied when some condition
 * would notice that one was exchanged for another release's. */
#include "author/lint_part.h"

#include "vm/program.h"

#include <string.h>

/* ---- sets ------------------------------------------------------------------------------------ */

static gate_roots roots_new(gate_lint *lint)
{
    if (!lint->spare.len) return (gate_roots){.bits = GATE_ARRAY(lint->arena, uint64_t, lint->words)};
    gate_roots made = {.bits = lint->spare.items[--lint->spare.len]};
    memset(made.bits, 0, lint->words * sizeof *made.bits);
    return made;
}

static void put(gate_roots *to, uint32_t thing)
{
    if (thing != GATE_NO) to->bits[thing / 64] |= UINT64_C(1) << thing % 64;
}

static void merge(const gate_lint *lint, gate_roots *to, const gate_roots *from)
{
    if (!from->bits) return;
    for (uint32_t i = 0; i < lint->words; i++)
        to->bits[i] |= from->bits[i];
    to->now = to->now || from->now;
}

/* Gives a set back: a text makes many, and each may be large. */
static void drop(gate_lint *lint, gate_roots roots)
{
    if (roots.bits) gate_vec_push(lint->arena, &lint->spare, roots.bits);
}

static void take(gate_lint *lint, gate_roots *to, gate_roots from)
{
    merge(lint, to, &from);
    drop(lint, from);
}

static bool is_empty(const gate_lint *lint, const gate_roots *roots)
{
    for (uint32_t i = 0; roots->bits && i < lint->words; i++) {
        if (roots->bits[i]) return false;
    }
    return true;
}

bool gate_roots_has(const gate_roots *roots, uint32_t thing)
{
    return roots->bits && thing != GATE_NO && roots->bits[thing / 64] >> thing % 64 & 1;
}

bool gate_roots_evidence(const gate_lint *lint, const gate_roots *roots)
{
    for (uint32_t i = 0; i < lint->checked->evidence_count; i++) {
        if (gate_roots_has(roots, i)) return true;
    }
    return false;
}

uint32_t gate_lint_thing(const gate_lint *lint, const gate_symbol *symbol)
{
    if (!symbol || !symbol->used || symbol->index == GATE_NO) return GATE_NO;
    if (symbol->kind == GATE_SYM_EVIDENCE) return symbol->index;
    return symbol->kind == GATE_SYM_PARAM ? lint->checked->evidence_count + symbol->index : GATE_NO;
}

/* ---- ties ------------------------------------------------------------------------------------ */

static uint32_t find(const gate_lint *lint, uint32_t thing)
{
    while (lint->tied[thing] != thing) {
        lint->tied[thing] = lint->tied[lint->tied[thing]];
        thing = lint->tied[thing];
    }
    return thing;
}

static void tie(gate_lint *lint, const gate_roots *roots)
{
    uint32_t first = GATE_NO;
    for (uint32_t i = 0; i < lint->thing_count; i++) {
        if (!gate_roots_has(roots, i)) {
            if (i % 64 == 0 && !roots->bits[i / 64]) i += 63;
            continue;
        }
        lint->timed[i] = lint->timed[i] || roots->now;
        if (first == GATE_NO)
            first = find(lint, i);
        else
            lint->tied[find(lint, i)] = first;
    }
}

/* Ties what is on both sides, when there is something on both. */
static void tie_sides(gate_lint *lint, const gate_roots *a, const gate_roots *b)
{
    bool left = !is_empty(lint, a) || a->now, right = !is_empty(lint, b) || b->now;
    if (!left || !right) return;
    gate_roots both = roots_new(lint);
    merge(lint, &both, a);
    merge(lint, &both, b);
    tie(lint, &both);
    drop(lint, both);
}

bool gate_lint_tied(gate_lint *lint, uint32_t thing)
{
    for (uint32_t i = 0; i < lint->thing_count; i++) {
        if (gate_roots_has(&lint->subject, i) && find(lint, i) == find(lint, thing)) return true;
    }
    return false;
}

bool gate_lint_tied_at_all(gate_lint *lint, uint32_t thing)
{
    for (uint32_t i = 0; i < lint->thing_count; i++) {
        if (i != thing && find(lint, i) == find(lint, thing)) return true;
    }
    return lint->timed[thing];
}

bool gate_lint_is_baseline(gate_lint *lint, uint32_t thing)
{
    return gate_roots_has(&lint->baseline, thing);
}

const gate_symbol *gate_lint_evidence(const gate_lint *lint, const gate_node *decl)
{
    for (uint32_t i = 0; i < lint->checked->evidence_count; i++) {
        if (lint->checked->evidence[i]->decl == decl) return lint->checked->evidence[i];
    }
    return NULL;
}

/* ---- expressions ----------------------------------------------------------------------------- */

static gate_roots reads(gate_lint *lint, const gate_module *module, const gate_node *node);

static void bind(gate_lint *lint, uint32_t slot, const gate_roots *roots)
{
    while (lint->slots.len <= slot) {
        gate_roots fresh = roots_new(lint);
        gate_vec_push(lint->arena, &lint->slots, fresh);
    }
    gate_roots *to = &lint->slots.items[slot];
    memset(to->bits, 0, lint->words * sizeof *to->bits);
    to->now = false;
    merge(lint, to, roots);
}

/* What a node is built upon, on its left: chains of it may be as long as the text. */
static const gate_node *left_of(const gate_node *node)
{
    if (node->kind == GATE_N_BINARY) return node->as.binary.left;
    if (node->kind == GATE_N_SELECT) return node->as.select.operand;
    if (node->kind == GATE_N_INDEX) return node->as.index.operand;
    if (node->kind == GATE_N_UNARY) return node->as.unary.operand;
    return node->kind == GATE_N_CALL ? node->as.call.target : NULL;
}

static void add_ref(gate_lint *lint, const gate_ref *ref, gate_roots *to)
{
    if (ref->kind == GATE_REF_NOW) to->now = true;
    if (ref->kind == GATE_REF_LOCAL && ref->slot < lint->slots.len)
        merge(lint, to, &lint->slots.items[ref->slot]);
    if (ref->kind == GATE_REF_READING)
        merge(lint, to, ref->reading == GATE_READ_BASE ? &lint->base : &lint->readings);
    if (ref->kind != GATE_REF_SYMBOL || !ref->symbol->decl) return;
    const gate_symbol *symbol = ref->symbol;
    put(to, gate_lint_thing(lint, symbol));
    if (symbol->kind == GATE_SYM_LET || symbol->kind == GATE_SYM_DEF)
        merge(lint, to, &lint->memo[symbol->module->node_base + symbol->decl->id]);
}

static void add_binary(gate_lint *lint, const gate_module *module, const gate_node *node, gate_roots *left)
{
    gate_op op = node->as.binary.op;
    gate_roots right = reads(lint, module, node->as.binary.right);
    bool ordering = op == GATE_OP_LT || op == GATE_OP_LE || op == GATE_OP_GT || op == GATE_OP_GE;
    bool times = gate_lint_type(lint, module, node->as.binary.left)->kind == GATE_TY_TIMESTAMP ||
                 gate_lint_type(lint, module, node->as.binary.right)->kind == GATE_TY_TIMESTAMP;
    if (op == GATE_OP_EQ || op == GATE_OP_IN || (ordering && times)) tie_sides(lint, left, &right);
    take(lint, left, right);
    if (ordering && left->now) tie(lint, left); /* `now - run.at <= 2h` */
}

static void add_call(gate_lint *lint, const gate_module *module, const gate_node *node, gate_roots *to)
{
    const gate_ref *ref = gate_lint_ref(lint, module, node);
    const gate_nodes *args = &node->as.call.args;
    if (ref->kind == GATE_REF_MACRO && ref->macro == GATE_MACRO_BIND) {
        gate_roots value = reads(lint, module, args->items[1]);
        bind(lint, ref->slot, &value);
        take(lint, to, value);
    } else if (ref->kind == GATE_REF_MACRO && ref->macro != GATE_MACRO_HAS) {
        bind(lint, ref->slot, to);
        if (ref->two) bind(lint, ref->slot + 1, to);
    }
    for (uint32_t i = 0; i < args->len; i++)
        take(lint, to, reads(lint, module, args->items[i]));
    /* A function that is given both asks something of both. */
    bool asks = ref->kind == GATE_REF_SYMBOL ||
                (ref->kind == GATE_REF_BUILTIN && gate_lint_type(lint, module, node)->kind == GATE_TY_BOOL);
    if (asks) tie(lint, to);
}

static void add(gate_lint *lint, const gate_module *module, const gate_node *node, gate_roots *to)
{
    add_ref(lint, gate_lint_ref(lint, module, node), to);
    if (node->kind == GATE_N_BINARY) add_binary(lint, module, node, to);
    if (node->kind == GATE_N_CALL) add_call(lint, module, node, to);
    if (node->kind == GATE_N_INDEX) {
        gate_roots index = reads(lint, module, node->as.index.index);
        tie_sides(lint, to, &index);
        take(lint, to, index);
    }
    const gate_node *parts[3] = {NULL, NULL, NULL};
    if (node->kind == GATE_N_COND) {
        parts[0] = node->as.cond.test;
        parts[1] = node->as.cond.then;
        parts[2] = node->as.cond.other;
    } else if (node->kind == GATE_N_ELEMENT) {
        parts[0] = node->as.element.key;
        parts[1] = node->as.element.value;
    }
    for (size_t i = 0; i < GATE_COUNT(parts); i++) {
        if (parts[i]) take(lint, to, reads(lint, module, parts[i]));
    }
    for (uint32_t i = 0; (node->kind == GATE_N_LIST || node->kind == GATE_N_MAP) && i < node->as.list.len;
         i++)
        take(lint, to, reads(lint, module, node->as.list.items[i]));
}

static gate_roots reads(gate_lint *lint, const gate_module *module, const gate_node *node)
{
    gate_roots made = roots_new(lint);
    uint32_t base = lint->spine.len;
    for (; node; node = left_of(node))
        gate_vec_push(lint->arena, &lint->spine, node);
    while (lint->spine.len > base) {
        node = lint->spine.items[--lint->spine.len];
        add(lint, module, node, &made);
    }
    return made;
}

/* ---- lets and functions ---------------------------------------------------------------------- */

typedef struct asked {
    gate_lint *lint;
    const gate_module *module;
    GATE_VEC(const gate_node *) nodes;
    GATE_VEC(const gate_symbol *) symbols;
} asked;

static void ask(const gate_node *node, void *context)
{
    asked *to = context;
    gate_vec_push(to->lint->arena, &to->nodes, node);
}

static gate_roots *memo_of(gate_lint *lint, const gate_symbol *symbol)
{
    return &lint->memo[symbol->module->node_base + symbol->decl->id];
}

static const gate_node *body_of(const gate_symbol *symbol)
{
    return symbol->kind == GATE_SYM_LET ? symbol->decl->as.let.value : symbol->decl->as.def.body;
}

/* Pushes what the symbol's expression names and is not known yet; false when that is nothing. */
static bool push_unknown(asked *todo, const gate_symbol *symbol)
{
    uint32_t before = todo->symbols.len;
    ask(body_of(symbol), todo);
    while (todo->nodes.len) {
        const gate_node *node = todo->nodes.items[--todo->nodes.len];
        const gate_ref *ref = gate_lint_ref(todo->lint, symbol->module, node);
        const gate_symbol *named = ref->kind == GATE_REF_SYMBOL ? ref->symbol : NULL;
        if (named && named->decl && (named->kind == GATE_SYM_LET || named->kind == GATE_SYM_DEF) &&
            !memo_of(todo->lint, named)->bits)
            gate_vec_push(todo->lint->arena, &todo->symbols, named);
        gate_node_children(node, ask, todo);
    }
    return todo->symbols.len > before;
}

/* Without recursion: lets of lets may be many. */
static void know(gate_lint *lint, gate_symbol *const *symbols, uint32_t count)
{
    asked todo = {.lint = lint};
    for (uint32_t i = 0; i < count; i++) {
        gate_vec_push(lint->arena, &todo.symbols, symbols[i]);
        while (todo.symbols.len) {
            const gate_symbol *symbol = todo.symbols.items[todo.symbols.len - 1];
            if (!memo_of(lint, symbol)->bits && push_unknown(&todo, symbol)) continue;
            todo.symbols.len--;
            if (memo_of(lint, symbol)->bits) continue;
            gate_roots none = roots_new(lint);
            for (uint32_t slot = 0; slot < lint->slots.len; slot++)
                bind(lint, slot, &none);
            drop(lint, none);
            *memo_of(lint, symbol) = reads(lint, symbol->module, body_of(symbol));
        }
    }
}

/* ---- clauses --------------------------------------------------------------------------------- */

/* Binds what a block and a row bind; what they read by that. */
static gate_roots enter(gate_lint *lint, const gate_node *block, const gate_node *row)
{
    gate_roots made = roots_new(lint);
    for (uint32_t slot = 0; slot < lint->slots.len; slot++)
        bind(lint, slot, &made);
    const gate_module *module = lint->module;
    drop(lint, lint->readings);
    drop(lint, lint->base);
    lint->readings = reads(lint, module, block->as.block.of);
    lint->base = reads(lint, module, block->as.block.against);
    if (block->as.block.word == GATE_W_CANARY) {
        made = reads(lint, module, block->as.block.list);
        bind(lint, 0, &made);
        take(lint, &made, reads(lint, module, block->as.block.where));
    }
    if (row && row->as.row.word == GATE_W_ITEM && row->as.row.list) {
        made = reads(lint, module, row->as.row.list);
        bind(lint, 0, &made);
        take(lint, &made, reads(lint, module, row->as.row.where));
    }
    return made;
}

gate_roots gate_lint_clause_reads(gate_lint *lint, const gate_node *block, const gate_node *row,
                                  const gate_node *clause)
{
    const gate_module *module = lint->module;
    gate_roots made = enter(lint, block, row);
    gate_roots names = reads(lint, module, clause->as.clause.names);
    gate_roots list = reads(lint, module, clause->as.clause.list);
    if (clause->as.clause.names) tie_sides(lint, &names, &list);
    if (clause->as.clause.list) {
        bool windows = clause->as.clause.form >= GATE_FORM_CONSECUTIVE;
        bind(lint, windows ? 0 : lint->checked->slots[module->node_base + clause->id], &list);
    }
    take(lint, &made, names);
    take(lint, &made, list);
    take(lint, &made, reads(lint, module, clause->as.clause.where));
    take(lint, &made, reads(lint, module, clause->as.clause.expr));
    return made;
}

static void tie_block(gate_lint *lint, const gate_node *block)
{
    for (uint32_t i = 0; i < block->as.block.clauses.len; i++) {
        if (block->as.block.clauses.items[i]->kind == GATE_N_CLAUSE)
            drop(lint, gate_lint_clause_reads(lint, block, NULL, block->as.block.clauses.items[i]));
    }
    for (uint32_t r = 0; r < block->as.block.rows.len; r++) {
        const gate_node *row = block->as.block.rows.items[r];
        if (row->kind != GATE_N_ROW || row->as.row.word == GATE_W_KEEP) continue;
        drop(lint, enter(lint, block, row));
        for (uint32_t i = 0; i < row->as.row.clauses.len; i++) {
            if (row->as.row.clauses.items[i]->kind == GATE_N_CLAUSE)
                drop(lint, gate_lint_clause_reads(lint, block, row, row->as.row.clauses.items[i]));
        }
    }
    if (!block->as.block.against) return;
    take(lint, &lint->baseline, reads(lint, lint->module, block->as.block.against));
}

/* Files of one folder that a parameter names belong together. */
static void tie_path(gate_lint *lint, const gate_symbol *symbol)
{
    gate_roots both = roots_new(lint);
    const gate_node *path = symbol->decl ? symbol->decl->as.evidence.path : NULL;
    if (!path) return;
    const gate_parts *parts = gate_parts_at(lint->checked, symbol->module, path);
    put(&both, gate_lint_thing(lint, symbol));
    for (uint32_t i = 0; i < parts->len; i++) {
        if (parts->items[i].expr) take(lint, &both, reads(lint, symbol->module, parts->items[i].expr));
    }
    tie(lint, &both);
}

void gate_lint_roots(gate_lint *lint)
{
    const gate_checked *checked = lint->checked;
    lint->thing_count = checked->evidence_count + checked->param_count;
    lint->words = lint->thing_count / 64 + 1;
    lint->memo = GATE_ARRAY(lint->arena, gate_roots, checked->node_count + 1);
    lint->tied = GATE_ARRAY(lint->arena, uint32_t, lint->thing_count + 1);
    lint->timed = GATE_ARRAY(lint->arena, bool, lint->thing_count + 1);
    lint->baseline = roots_new(lint);
    for (uint32_t i = 0; i < lint->thing_count; i++)
        lint->tied[i] = i;
    know(lint, checked->defs, checked->def_count);
    know(lint, checked->lets, checked->let_count);
    for (uint32_t i = 0; i < checked->evidence_count; i++)
        tie_path(lint, checked->evidence[i]);
    const gate_nodes *decls = &lint->module->ast->file->as.file.decls;
    for (uint32_t i = 0; i < decls->len; i++) {
        const gate_node *decl = decls->items[i];
        if (decl->kind == GATE_N_BLOCK) tie_block(lint, decl);
        if (decl->kind != GATE_N_LET || !gate_str_eq_c(decl->as.let.name.text, "subject")) continue;
        gate_roots subject = reads(lint, lint->module, decl->as.let.value);
        if (!is_empty(lint, &subject)) lint->subject = subject;
    }
}
