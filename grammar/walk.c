/* The one place that knows the children of every node. */
#include "grammar/ast.h"

typedef struct walker {
    void (*visit)(const gate_node *child, void *context);
    void *context;
} walker;

static void one(const walker *walk, const gate_node *child)
{
    if (child) walk->visit(child, walk->context);
}

static void all(const walker *walk, const gate_nodes *list)
{
    for (uint32_t i = 0; i < list->len; i++)
        one(walk, list->items[i]);
}

/* Two that may stand in either order. */
static void either(const walker *walk, const gate_node *a, const gate_node *b)
{
    bool swapped = a && b && b->span.lo < a->span.lo;
    one(walk, swapped ? b : a);
    one(walk, swapped ? a : b);
}

static void block(const walker *walk, const gate_node *node)
{
    one(walk, node->as.block.title);
    one(walk, node->as.block.of);
    one(walk, node->as.block.against);
    one(walk, node->as.block.list);
    one(walk, node->as.block.where);
    one(walk, node->as.block.by);
    const gate_nodes *rows = &node->as.block.rows, *clauses = &node->as.block.clauses;
    uint32_t clause = 0;
    for (uint32_t row = 0; row < rows->len; row++) {
        while (clause < clauses->len && clauses->items[clause]->span.lo < rows->items[row]->span.lo)
            one(walk, clauses->items[clause++]);
        one(walk, rows->items[row]);
    }
    while (clause < clauses->len)
        one(walk, clauses->items[clause++]);
}

static void row(const walker *walk, const gate_node *node)
{
    one(walk, node->as.row.path);
    one(walk, node->as.row.least);
    one(walk, node->as.row.count);
    one(walk, node->as.row.span);
    one(walk, node->as.row.per);
    one(walk, node->as.row.list);
    one(walk, node->as.row.where);
    one(walk, node->as.row.by);
    one(walk, node->as.row.title);
    all(walk, &node->as.row.clauses);
}

static void clause(const walker *walk, const gate_node *node)
{
    bool fires = node->as.clause.word == GATE_W_FIRE;
    if (fires) one(walk, node->as.clause.expr);
    one(walk, node->as.clause.names);
    all(walk, &node->as.clause.roles);
    one(walk, node->as.clause.n);
    one(walk, node->as.clause.m);
    one(walk, node->as.clause.list);
    one(walk, node->as.clause.where);
    one(walk, node->as.clause.by);
    if (!fires) one(walk, node->as.clause.expr);
    one(walk, node->as.clause.text);
}

static void evidence(const walker *walk, const gate_node *node)
{
    one(walk, node->as.evidence.type);
    one(walk, node->as.evidence.path);
    one(walk, node->as.evidence.by);
    one(walk, node->as.evidence.fresh);
    one(walk, node->as.evidence.fresh_by);
}

static void param(const walker *walk, const gate_node *node)
{
    one(walk, node->as.param.type);
    one(walk, node->as.param.value);
    either(walk, node->as.param.floor, node->as.param.ceiling);
    one(walk, node->as.param.title);
}

static void def(const walker *walk, const gate_node *node)
{
    all(walk, &node->as.def.params);
    one(walk, node->as.def.result);
    one(walk, node->as.def.body);
}

static void cond(const walker *walk, const gate_node *node)
{
    one(walk, node->as.cond.test);
    one(walk, node->as.cond.then);
    one(walk, node->as.cond.other);
}

/* A table in all but name. */
/* clang-format off */
void gate_node_children(const gate_node *node, void (*visit)(const gate_node *child, void *context), void *context)
{
    const walker made = {visit, context}, *walk = &made;
    switch (node->kind) {
    case GATE_N_NULL: case GATE_N_BOOL: case GATE_N_INT: case GATE_N_DOUBLE: case GATE_N_STRING:
    case GATE_N_DURATION: case GATE_N_NAME: case GATE_N_TYPE_NAME: case GATE_N_TYPE_WORD: case GATE_N_QNAME:
    case GATE_N_ERROR:
        return;
    case GATE_N_SELECT: one(walk, node->as.select.operand); return;
    case GATE_N_INDEX: one(walk, node->as.index.operand); one(walk, node->as.index.index); return;
    case GATE_N_CALL: one(walk, node->as.call.target); all(walk, &node->as.call.args); return;
    case GATE_N_LIST: case GATE_N_MAP: all(walk, &node->as.list); return;
    case GATE_N_ELEMENT: one(walk, node->as.element.key); one(walk, node->as.element.value); return;
    case GATE_N_UNARY: one(walk, node->as.unary.operand); return;
    case GATE_N_BINARY: one(walk, node->as.binary.left); one(walk, node->as.binary.right); return;
    case GATE_N_COND: cond(walk, node); return;
    case GATE_N_TYPE_LIST: one(walk, node->as.of); return;
    case GATE_N_TYPE_RECORD: all(walk, &node->as.fields); return;
    case GATE_N_TYPE_APPLY: one(walk, node->as.apply.argument); return;
    case GATE_N_TYPE_UNION: all(walk, &node->as.alternatives); return;
    case GATE_N_TYPE_FIELD: one(walk, node->as.field_type.type); return;
    case GATE_N_FIELD: one(walk, node->as.field.zone); return;
    case GATE_N_DEF_PARAM: one(walk, node->as.def_param.type); return;
    case GATE_N_POLICY: one(walk, node->as.policy.title); return;
    case GATE_N_IMPORT: one(walk, node->as.import.path); return;
    case GATE_N_OWNER: one(walk, node->as.owner.title); one(walk, node->as.owner.duty); return;
    case GATE_N_PARAM: param(walk, node); return;
    case GATE_N_LET: one(walk, node->as.let.value); return;
    case GATE_N_TYPE: one(walk, node->as.type.type); return;
    case GATE_N_EVIDENCE: evidence(walk, node); return;
    case GATE_N_DEF: def(walk, node); return;
    case GATE_N_BLOCK: block(walk, node); return;
    case GATE_N_ROW: row(walk, node); return;
    case GATE_N_CLAUSE: clause(walk, node); return;
    case GATE_N_TEST: one(walk, node->as.test.title); all(walk, &node->as.test.clauses); return;
    case GATE_N_TEST_CLAUSE: one(walk, node->as.test_clause.path); one(walk, node->as.test_clause.value); return;
    case GATE_N_FILE: one(walk, node->as.file.policy); all(walk, &node->as.file.decls); return;
    }
}
/* clang-format on */
