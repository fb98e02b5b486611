/* Expressions to code. A chain that leans to the left (a + b + c …, a.b.c …) may be as long as the
 * file, so its spine is walked in a loop; everything else nests at most as deep as the parser allows. */
#include "compiler/emit.h"
#include "compiler/fold.h"
#include "compiler/symbols.h"

typedef GATE_VEC(const gate_node *) spine_list;

static const gate_ref *ref_of(const gate_emit *e, const gate_node *node)
{
    return gate_ref_at(e->checked, e->module, node);
}

/* What a node stands on: the operand that is evaluated first and whose value it goes on with. NULL
 * for a node that begins. */
static const gate_node *below(const gate_emit *e, const gate_node *node)
{
    const gate_ref *ref = ref_of(e, node);
    switch (node->kind) {
    case GATE_N_BINARY:
        return node->as.binary.left;
    case GATE_N_SELECT:
        return ref->kind == GATE_REF_NONE ? node->as.select.operand : NULL;
    case GATE_N_INDEX:
        return node->as.index.operand;
    case GATE_N_CALL:
        if (ref->kind == GATE_REF_MACRO) {
            bool standing = ref->macro == GATE_MACRO_HAS || ref->macro == GATE_MACRO_BIND;
            return standing ? NULL : node->as.call.target;
        }
        return ref->kind == GATE_REF_BUILTIN && ref->method ? node->as.call.target : NULL;
    case GATE_N_NULL:
    case GATE_N_BOOL:
    case GATE_N_INT:
    case GATE_N_DOUBLE:
    case GATE_N_STRING:
    case GATE_N_DURATION:
    case GATE_N_NAME:
    case GATE_N_LIST:
    case GATE_N_MAP:
    case GATE_N_ELEMENT:
    case GATE_N_UNARY:
    case GATE_N_COND:
    GATE_CASES_NO_EXPRESSION:
        break;
    }
    return NULL;
}

static uint32_t str_const(gate_emit *e, gate_str text)
{
    return gate_emit_const(e, gate_value_str(text));
}

static void emit_value(gate_emit *e, gate_value value, gate_span span)
{
    gate_emit_op(e, GATE_I_CONST, 0, 0, gate_emit_const(e, value), span);
}

/* -- typed fields ----------------------------------------------------------------------------------- */

static bool holds(const gate_type *type, gate_type_kind kind)
{
    if (type->kind == kind) return true;
    if (type->kind == GATE_TY_OPTIONAL) return holds(type->of, kind);
    for (uint32_t i = 0; type->kind == GATE_TY_UNION && i < type->count; i++) {
        if (holds(type->members[i], kind)) return true;
    }
    return false;
}

/* Times in an artifact are text: where the type says timestamp or duration, the text is converted as
 * it is read. */
static void convert(gate_emit *e, const gate_node *node)
{
    const gate_type *type = gate_type_at(e->checked, e->module, node);
    if (!type || holds(type, GATE_TY_STRING)) return;
    if (holds(type, GATE_TY_TIMESTAMP)) gate_emit_call(e, "__timestamp", false, 1, node->span);
    if (holds(type, GATE_TY_DURATION)) gate_emit_call(e, "__duration", false, 1, node->span);
}

/* -- names --------------------------------------------------------------------------------------------- */

/* A reading of the record that is on the stack: a field of it, and for a percentage what is made of the field. */
static void emit_reading_of(gate_emit *e, gate_reading_kind reading, gate_opcode op, gate_span span)
{
    static const struct {
        const char *field;
        bool percent;
    } readings[GATE_READ_BASE] = {
        [GATE_READ_MODULE] = {"path", false},         [GATE_READ_LINE] = {"lines", true},
        [GATE_READ_BRANCH] = {"branches", true},      [GATE_READ_FUNC] = {"functions", true},
        [GATE_READ_STATEMENT] = {"statements", true}, [GATE_READ_LINES] = {"lines", false},
        [GATE_READ_BRANCHES] = {"branches", false},   [GATE_READ_FUNCTIONS] = {"functions", false},
        [GATE_READ_STATEMENTS] = {"statements", false}};
    gate_emit_op(e, op, 0, 0, str_const(e, gate_str_c(readings[reading].field)), span);
    if (op == GATE_I_HAS || reading == GATE_READ_MODULE) return;
    gate_emit_call(e, readings[reading].percent ? "__percent" : "__counts", false, 1, span);
}

/* The module's record is local 0, the base's local 1, whose readings are selected from it. */
static void emit_reading(gate_emit *e, gate_reading_kind reading, gate_span span)
{
    uint32_t slot = reading == GATE_READ_BASE ? 1 : 0;
    gate_emit_slot(e, slot);
    gate_emit_op(e, GATE_I_LOCAL, 0, 0, slot, span);
    if (reading != GATE_READ_BASE) emit_reading_of(e, reading, GATE_I_FIELD, span);
}

bool gate_emit_base(gate_emit *e, const gate_node *select, gate_opcode op, gate_span span)
{
    const gate_node *operand = select->as.select.operand;
    if (!operand || operand->kind != GATE_N_NAME) return false;
    const gate_ref *ref = ref_of(e, operand);
    gate_reading_kind reading;
    if (ref->kind != GATE_REF_READING || ref->reading != GATE_READ_BASE) return false;
    if (!gate_reading_find(select->as.select.field.text, &reading) || reading == GATE_READ_BASE) return false;
    emit_reading_of(e, reading, op, span);
    return true;
}

static void emit_symbol(gate_emit *e, const gate_symbol *symbol, gate_span span)
{
    switch (symbol->kind) {
    case GATE_SYM_PARAM:
        gate_emit_op(e, GATE_I_PARAM, 0, 0, symbol->index, span);
        break;
    case GATE_SYM_EVIDENCE:
        gate_emit_op(e, GATE_I_EVIDENCE, 0, 0, symbol->index, span);
        break;
    case GATE_SYM_LET:
        gate_emit_op(e, GATE_I_LET, 0, 0, symbol->index, span);
        break;
    case GATE_SYM_DEF:
    case GATE_SYM_TYPE:
    case GATE_SYM_OWNER:
    case GATE_SYM_BLOCK:
    case GATE_SYM_IMPORT:
        emit_value(e, gate_value_null(), span); /* the checker refused it */
        break;
    }
}

static void emit_named(gate_emit *e, const gate_node *node, const gate_ref *ref)
{
    switch (ref->kind) {
    case GATE_REF_LOCAL:
        gate_emit_slot(e, ref->slot);
        gate_emit_op(e, GATE_I_LOCAL, 0, 0, ref->slot, node->span);
        convert(e, node);
        break;
    case GATE_REF_SYMBOL:
        emit_symbol(e, ref->symbol, node->span);
        break;
    case GATE_REF_READING:
        emit_reading(e, ref->reading, node->span);
        break;
    case GATE_REF_NOW:
        gate_emit_op(e, GATE_I_NOW, 0, 0, 0, node->span);
        break;
    case GATE_REF_TYPE:
        emit_value(e, gate_value_type(ref->tag), node->span);
        break;
    case GATE_REF_NONE:
    case GATE_REF_BUILTIN:
    case GATE_REF_MACRO:
    case GATE_REF_NAMESPACE:
        emit_value(e, gate_value_null(), node->span); /* the checker refused it */
        break;
    }
}

/* -- literals -------------------------------------------------------------------------------------------- */

static void emit_collection(gate_emit *e, const gate_node *node)
{
    const gate_nodes *list = &node->as.list;
    bool map = node->kind == GATE_N_MAP;
    bool optional = false;
    for (uint32_t i = 0; i < list->len; i++) optional = optional || list->items[i]->as.element.optional;
    for (uint32_t i = 0; i < list->len; i++) {
        const gate_node *element = list->items[i];
        if (map) gate_emit_expr(e, element->as.element.key);
        gate_emit_expr(e, element->as.element.value);
        if (optional && !element->as.element.optional) gate_emit_op(e, GATE_I_SOME, 0, 0, 0, element->span);
    }
    gate_opcode op = map ? (optional ? GATE_I_MAP_OPT : GATE_I_MAP) : (optional ? GATE_I_LIST_OPT : GATE_I_LIST);
    gate_emit_op(e, op, 0, 0, list->len, node->span);
}

static void emit_cond(gate_emit *e, const gate_node *node)
{
    gate_emit_expr(e, node->as.cond.test);
    uint32_t fault = gate_emit_op(e, GATE_I_COND_TEST, 0, 0, 0, node->as.cond.test->span);
    uint32_t no = gate_emit_op(e, GATE_I_JUMP_FALSE, 0, 0, 0, node->span);
    gate_emit_expr(e, node->as.cond.then);
    uint32_t join = gate_emit_op(e, GATE_I_JUMP, 0, 0, 0, node->span);
    gate_emit_patch(e, no);
    e->depth--; /* the other branch begins without the first one's value */
    gate_emit_expr(e, node->as.cond.other);
    gate_emit_patch(e, join);
    gate_emit_op(e, GATE_I_COND_END, 0, 0, 0, node->span);
    gate_emit_patch(e, fault);
}

static void emit_duration(gate_emit *e, const gate_node *node)
{
    int64_t ns = node->as.nanoseconds;
    gate_duration span = {.sec = ns / 1000000000, .nsec = (int32_t)(ns % 1000000000)};
    emit_value(e, gate_value_duration(span), node->span);
}

/* A node that begins an expression. */
static void emit_first(gate_emit *e, const gate_node *node)
{
    const gate_ref *ref = ref_of(e, node);
    switch (node->kind) {
    case GATE_N_BOOL:
        emit_value(e, gate_value_bool(node->as.boolean), node->span);
        break;
    case GATE_N_INT:
        emit_value(e, gate_value_int(node->as.integer), node->span);
        break;
    case GATE_N_DOUBLE:
        emit_value(e, gate_value_double(node->as.real), node->span);
        break;
    case GATE_N_STRING:
        emit_value(e, gate_value_str(node->as.string.value), node->span);
        break;
    case GATE_N_DURATION:
        emit_duration(e, node);
        break;
    case GATE_N_NAME:
    case GATE_N_SELECT:
        emit_named(e, node, ref);
        break;
    case GATE_N_LIST:
    case GATE_N_MAP:
        emit_collection(e, node);
        break;
    case GATE_N_UNARY:
        gate_emit_expr(e, node->as.unary.operand);
        gate_emit_op(e, node->as.unary.op == GATE_OP_NOT ? GATE_I_NOT : GATE_I_NEG, 0, 0, 0, node->span);
        break;
    case GATE_N_COND:
        emit_cond(e, node);
        break;
    case GATE_N_CALL:
        if (ref->kind == GATE_REF_MACRO) {
            gate_emit_macro(e, node, ref);
            break;
        }
        for (uint32_t i = 0; i < node->as.call.args.len; i++) gate_emit_expr(e, node->as.call.args.items[i]);
        if (ref->kind == GATE_REF_SYMBOL) {
            gate_emit_op(e, GATE_I_INVOKE, 0, node->as.call.args.len, ref->symbol->index, node->span);
        } else {
            uint32_t call = gate_emit_call_ref(e, ref->name, false, node->span);
            gate_emit_op(e, GATE_I_CALL, 0, node->as.call.args.len, call, node->span);
        }
        break;
    case GATE_N_NULL:
    case GATE_N_INDEX:
    case GATE_N_BINARY:
    case GATE_N_ELEMENT:
    GATE_CASES_NO_EXPRESSION:
        emit_value(e, gate_value_null(), node->span);
        break;
    }
}

/* -- what goes on with a value -------------------------------------------------------------------------- */

static gate_opcode binary_opcode(gate_op op)
{
    static const gate_opcode codes[] = {
        [GATE_OP_OR] = GATE_I_OR,   [GATE_OP_AND] = GATE_I_AND, [GATE_OP_LT] = GATE_I_LT,   [GATE_OP_LE] = GATE_I_LE,
        [GATE_OP_GT] = GATE_I_GT,   [GATE_OP_GE] = GATE_I_GE,   [GATE_OP_EQ] = GATE_I_EQ,   [GATE_OP_NE] = GATE_I_NE,
        [GATE_OP_IN] = GATE_I_IN,   [GATE_OP_ADD] = GATE_I_ADD, [GATE_OP_SUB] = GATE_I_SUB, [GATE_OP_MUL] = GATE_I_MUL,
        [GATE_OP_DIV] = GATE_I_DIV, [GATE_OP_MOD] = GATE_I_MOD};
    return codes[op];
}

static void emit_next(gate_emit *e, const gate_node *node)
{
    if (node->kind == GATE_N_BINARY) {
        gate_op op = node->as.binary.op;
        uint32_t test = GATE_NO;
        if (op == GATE_OP_AND) test = gate_emit_op(e, GATE_I_AND_TEST, 0, 0, 0, node->as.binary.left->span);
        if (op == GATE_OP_OR) test = gate_emit_op(e, GATE_I_OR_TEST, 0, 0, 0, node->as.binary.left->span);
        gate_emit_expr(e, node->as.binary.right);
        gate_emit_op(e, binary_opcode(op), 0, 0, 0, node->span);
        if (test != GATE_NO) gate_emit_patch(e, test);
    } else if (node->kind == GATE_N_SELECT) {
        gate_opcode op = node->as.select.optional ? GATE_I_FIELD_OPT : GATE_I_FIELD;
        if (gate_emit_base(e, node, op, node->span)) return;
        gate_emit_op(e, op, 0, 0, str_const(e, node->as.select.field.text), node->span);
        convert(e, node);
    } else if (node->kind == GATE_N_INDEX) {
        gate_emit_expr(e, node->as.index.index);
        gate_emit_op(e, node->as.index.optional ? GATE_I_INDEX_OPT : GATE_I_INDEX, 0, 0, 0, node->span);
        convert(e, node);
    } else {
        const gate_ref *ref = ref_of(e, node);
        if (ref->kind == GATE_REF_MACRO) {
            gate_emit_macro(e, node, ref);
            return;
        }
        const gate_nodes *args = &node->as.call.args;
        for (uint32_t i = 0; i < args->len; i++) gate_emit_expr(e, args->items[i]);
        gate_emit_op(e, GATE_I_CALL, 0, args->len + 1, gate_emit_call_ref(e, ref->name, true, node->span), node->span);
    }
}

/* The constant path that a spine begins with, as one instruction; how many of its nodes it covers. */
static uint32_t emit_path(gate_emit *e, const spine_list *spine)
{
    const gate_node *root = spine->items[spine->len - 1];
    const gate_ref *ref = ref_of(e, root);
    bool evidence = ref->kind == GATE_REF_SYMBOL && ref->symbol->kind == GATE_SYM_EVIDENCE;
    if (!evidence) return 0;
    uint32_t covered = 1;
    gate_buf key = gate_buf_new(e->arena);
    gate_buf_printf(&key, "%u", ref->symbol->index);
    while (covered < spine->len) {
        const gate_node *node = spine->items[spine->len - 1 - covered];
        if (node->kind != GATE_N_SELECT || node->as.select.optional) break;
        gate_buf_char(&key, '\0');
        gate_buf_add(&key, node->as.select.field.text);
        covered++;
    }
    if (covered == 1) return 0;
    const gate_node *last = spine->items[spine->len - covered];
    gate_str text = gate_buf_str(&key);
    const void *known = gate_map_get(&e->paths_by_key, text);
    uint32_t index = known ? (uint32_t)((uintptr_t)known - 1) : e->paths.len;
    if (!known) {
        gate_p_path path = {.evidence = ref->symbol->index, .first = e->names.len, .count = covered - 1};
        for (uint32_t i = 1; i < covered; i++) {
            gate_vec_push(e->arena, &e->names, gate_emit_text(e, spine->items[spine->len - 1 - i]->as.select.field.text));
        }
        gate_vec_push(e->arena, &e->paths, path);
        gate_map_put(&e->paths_by_key, text, (void *)((uintptr_t)index + 1));
    }
    gate_emit_op(e, GATE_I_PATH, 0, 0, index, last->span);
    convert(e, last);
    return covered;
}

void gate_emit_expr(gate_emit *e, const gate_node *node)
{
    spine_list spine = {0};
    gate_value folded;
    bool constant = false;
    for (const gate_node *at = node; at && !constant; at = below(e, at)) {
        gate_vec_push(e->arena, &spine, at);
        constant = gate_fold_value(e->checked, e->module, at, &folded);
    }
    uint32_t done = constant ? 1 : emit_path(e, &spine);
    if (constant) {
        emit_value(e, folded, spine.items[spine.len - 1]->span);
    } else if (done == 0) {
        emit_first(e, spine.items[spine.len - 1]);
        done = 1;
    }
    for (uint32_t i = spine.len - done; i > 0; i--) emit_next(e, spine.items[i - 1]);
}

/* -- allow no branches ------------------------------------------------------------------------------------- */

typedef struct search {
    const gate_emit *e;
    bool found;
} search;

static void look_for_branch(const gate_node *node, void *context)
{
    search *s = context;
    const gate_ref *ref = ref_of(s->e, node);
    if (ref->kind == GATE_REF_READING && ref->reading == GATE_READ_BRANCH) s->found = true;
    if (!s->found) gate_node_children(node, look_for_branch, s);
}

void gate_emit_condition(gate_emit *e, const gate_node *node)
{
    if (!e->allow_no_branches) {
        gate_emit_expr(e, node);
        return;
    }
    bool both = node->kind == GATE_N_BINARY && (node->as.binary.op == GATE_OP_AND || node->as.binary.op == GATE_OP_OR);
    if (both) {
        bool and = node->as.binary.op == GATE_OP_AND;
        gate_emit_condition(e, node->as.binary.left);
        uint32_t test = gate_emit_op(e, and ? GATE_I_AND_TEST : GATE_I_OR_TEST, 0, 0, 0, node->as.binary.left->span);
        gate_emit_condition(e, node->as.binary.right);
        gate_emit_op(e, and ? GATE_I_AND : GATE_I_OR, 0, 0, 0, node->span);
        gate_emit_patch(e, test);
        return;
    }
    search s = {.e = e};
    look_for_branch(node, &s);
    if (!s.found) {
        gate_emit_expr(e, node);
        return;
    }
    /* branches.total == 0 || the condition: holds where branches were measured and number 0. */
    gate_emit_op(e, GATE_I_LOCAL, 0, 0, 0, node->span);
    gate_emit_op(e, GATE_I_FIELD, 0, 0, str_const(e, GATE_STR("branches")), node->span);
    gate_emit_op(e, GATE_I_FIELD, 0, 0, str_const(e, GATE_STR("total")), node->span);
    emit_value(e, gate_value_int(0), node->span);
    gate_emit_op(e, GATE_I_EQ, 0, 0, 0, node->span);
    uint32_t test = gate_emit_op(e, GATE_I_OR_TEST, 0, 0, 0, node->span);
    gate_emit_expr(e, node);
    gate_emit_op(e, GATE_I_OR, 0, 0, 0, node->span);
    gate_emit_patch(e, test);
}

/* -- templates ------------------------------------------------------------------------------------------------ */

uint32_t gate_emit_parts(gate_emit *e, const gate_node *string)
{
    const gate_parts *parts = gate_parts_at(e->checked, e->module, string);
    if (parts->len == 0) {
        emit_value(e, gate_value_str(string->as.string.value), string->span);
        return 1;
    }
    for (uint32_t i = 0; i < parts->len; i++) {
        if (parts->items[i].expr) {
            gate_emit_expr(e, parts->items[i].expr);
        } else {
            emit_value(e, gate_value_str(parts->items[i].text), string->span);
        }
    }
    return parts->len;
}

void gate_emit_template(gate_emit *e, const gate_node *string)
{
    uint32_t count = gate_emit_parts(e, string);
    gate_emit_op(e, GATE_I_TEXT, 0, 0, count, string->span);
}
