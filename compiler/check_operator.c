#include "compiler/check.h"

#include "base/num.h"
#include "compiler/constant.h"

/* The kinds of a type, one each, words being strings; ANY stands for what the operators know. */
typedef struct kinds {
    const gate_type *items[24];
    uint32_t count;
} kinds;

static void add_kind(kinds *to, const gate_type *type)
{
    bool scalar = !type->of;
    if (type->kind == GATE_TY_WORD) type = gate_type_plain(GATE_TY_STRING);
    for (uint32_t i = 0; scalar && i < to->count; i++) {
        if (to->items[i]->kind == type->kind) return;
    }
    if (to->count < GATE_COUNT(to->items)) to->items[to->count++] = type;
}

static kinds kinds_of(const gate_type *type)
{
    static const gate_type_kind known[] = {GATE_TY_NUMBER, GATE_TY_STRING, GATE_TY_LIST, GATE_TY_TIMESTAMP,
                                           GATE_TY_DURATION};
    kinds made = {.count = 0};
    if (type->kind == GATE_TY_ANY) {
        for (size_t i = 0; i < GATE_COUNT(known); i++)
            add_kind(&made, gate_type_plain(known[i]));
    } else if (type->kind == GATE_TY_UNION) {
        for (uint32_t i = 0; i < type->count; i++)
            add_kind(&made, type->members[i]);
    } else {
        add_kind(&made, type);
    }
    return made;
}

/* ---- arithmetic ------------------------------------------------------------------------------ */

static const gate_type *of_numbers(gate_op op, gate_type_kind a, gate_type_kind b)
{
    bool doubles = a == GATE_TY_DOUBLE || b == GATE_TY_DOUBLE, ints = a == GATE_TY_INT && b == GATE_TY_INT;
    if (op == GATE_OP_MOD) return doubles ? NULL : gate_type_plain(GATE_TY_INT);
    if (doubles) return gate_type_plain(GATE_TY_DOUBLE);
    /* `/` never truncates: 7 / 2 is a double. */
    return gate_type_plain(ints && op != GATE_OP_DIV ? GATE_TY_INT : GATE_TY_NUMBER);
}

/* The result of an operator on two kinds, or NULL when there is none. */
static const gate_type *result_of(gate_checker *cx, gate_op op, const gate_type *a, const gate_type *b)
{
    if (gate_type_is_number(a) && gate_type_is_number(b)) return of_numbers(op, a->kind, b->kind);
    bool add = op == GATE_OP_ADD, sub = op == GATE_OP_SUB;
    gate_type_kind x = a->kind, y = b->kind;
    if (add && x == GATE_TY_STRING && y == GATE_TY_STRING) return a;
    if (add && x == GATE_TY_LIST && y == GATE_TY_LIST)
        return gate_type_list(cx->arena, gate_type_union(cx->arena, a->of, b->of));
    if ((add || sub) && x == GATE_TY_TIMESTAMP && y == GATE_TY_DURATION) return a;
    if (add && x == GATE_TY_DURATION && y == GATE_TY_TIMESTAMP) return b;
    if ((add || sub) && x == GATE_TY_DURATION && y == GATE_TY_DURATION) return a;
    if (sub && x == GATE_TY_TIMESTAMP && y == GATE_TY_TIMESTAMP) return gate_type_plain(GATE_TY_DURATION);
    return NULL;
}

static bool is_text(const gate_type *type)
{
    return gate_type_fits(type, gate_type_plain(GATE_TY_STRING));
}

static void cannot_operate(gate_checker *cx, const gate_node *node, const gate_type *left,
                           const gate_type *right)
{
    const char *op = gate_op_text(node->as.binary.op);
    gate_diag *diag =
        gate_raise(cx, OPERATOR_TYPES, node->as.binary.op_span, "`%s` cannot be used on %s and %s", op,
                   gate_say_type(cx, left), gate_say_type(cx, right));
    gate_label_own(cx, diag, node->as.binary.left->span, "this is %s", gate_say_type(cx, left));
    gate_label_own(cx, diag, node->as.binary.right->span, "this is %s", gate_say_type(cx, right));
    bool mixed = node->as.binary.op == GATE_OP_ADD && (is_text(left) || is_text(right)) &&
                 left->kind > GATE_TY_ANY && right->kind > GATE_TY_ANY;
    if (mixed)
        gate_diag_help(cx->diags, diag, "Turn the other side into text with `string(…)`.");
    else if (node->as.binary.op == GATE_OP_MOD && gate_type_is_number(left) && gate_type_is_number(right))
        gate_diag_help(cx->diags, diag, "A remainder is of ints: turn doubles into ints with `int(…)`.");
}

static const gate_type *arithmetic(gate_checker *cx, const gate_node *node, const gate_type *left,
                                   const gate_type *right)
{
    if (left->kind == GATE_TY_ERROR || right->kind == GATE_TY_ERROR) return gate_poison();
    if (left->kind == GATE_TY_ANY && right->kind == GATE_TY_ANY) return left;
    kinds a = kinds_of(left), b = kinds_of(right);
    const gate_type *made = NULL;
    for (uint32_t i = 0; i < a.count; i++) {
        for (uint32_t j = 0; j < b.count; j++) {
            const gate_type *one = result_of(cx, node->as.binary.op, a.items[i], b.items[j]);
            if (one) made = made ? gate_type_union(cx->arena, made, one) : one;
        }
    }
    if (made) return made;
    cannot_operate(cx, node, left, right);
    return gate_poison();
}

/* ---- comparing ------------------------------------------------------------------------------- */

/* What a literal of the wrong type was meant to be, as help. */
static void help_literal(gate_checker *cx, gate_diag *diag, const gate_node *literal, const gate_type *other)
{
    char shown[40];
    double number;
    gate_duration span;
    if (literal->kind == GATE_N_STRING) {
        gate_str text = literal->as.string.value;
        bool percent = gate_str_ends(text, GATE_STR("%"));
        gate_str digits = percent ? gate_str_sub(text, 0, text.len - 1) : text;
        if (gate_type_is_number(other) && gate_num_double(digits, &number))
            gate_diag_help(cx->diags, diag, "Write %s without quotation marks.", gate_say_text(cx, digits));
        else if (other->kind == GATE_TY_DURATION && gate_duration_parse(text, &span))
            gate_diag_help(cx->diags, diag, "Write %s without quotation marks.", gate_say_text(cx, text));
        else if (other->kind == GATE_TY_TIMESTAMP)
            gate_diag_help(cx->diags, diag, "Write `timestamp(\"%s\")`.", gate_say_text(cx, text));
    } else if (literal->kind == GATE_N_INT && other->kind == GATE_TY_DURATION) {
        long long n = (long long)literal->as.integer;
        gate_diag_help(cx->diags, diag,
                       "Write a duration with its unit: `%llds`, `%lldm`, `%lldh` or `%lldd`.", n, n, n, n);
    } else if (literal->kind == GATE_N_NULL) {
        gate_diag_help(cx->diags, diag, "What is absent is missing, not null: ask with `has(…)`.");
    } else if (literal->kind == GATE_N_DURATION && gate_type_is_number(other)) {
        gate_constant value = gate_constant_of(cx, literal);
        gate_str text = gate_duration_text(shown, value.duration);
        gate_diag_help(cx->diags, diag,
                       "A number has no unit: write how many of its own units it is, as %.*s.",
                       (int)(text.len ? text.len - 1 : 0), text.ptr);
    }
}

static bool is_literal(const gate_node *node)
{
    return node->kind == GATE_N_STRING || node->kind == GATE_N_INT || node->kind == GATE_N_DOUBLE ||
           node->kind == GATE_N_BOOL || node->kind == GATE_N_NULL || node->kind == GATE_N_DURATION;
}

/* Points at the literal, if one side is one, and at the other side beside it. */
static void show_sides(gate_checker *cx, gate_code code, const gate_node *node, const gate_type *left,
                       const gate_type *right)
{
    const gate_node *l = node->as.binary.left, *r = node->as.binary.right;
    bool literal_left = is_literal(l) && !is_literal(r);
    const gate_node *at = literal_left ? l : r, *other = literal_left ? r : l;
    const gate_type *at_type = literal_left ? left : right, *other_type = literal_left ? right : left;
    const char *what = gate_say_type(cx, left), *with = gate_say_type(cx, right);
    gate_diag *diag;
    if (code == GATE_D_NEVER_EQUAL)
        diag = gate_raise(cx, NEVER_EQUAL, at->span, "%s is never equal to %s", what, with);
    else
        diag = gate_raise(cx, COMPARE_TYPES, at->span, "cannot compare %s with %s", what, with);
    gate_diag_here(cx->diags, diag, "this is %s", gate_say_type(cx, at_type));
    gate_label_own(cx, diag, other->span, "this is %s", gate_say_type(cx, other_type));
    if (left->kind == GATE_TY_OPTIONAL || right->kind == GATE_TY_OPTIONAL)
        gate_diag_help(cx->diags, diag,
                       "Say what stands for the optional when it is absent: `….orValue(…)`.");
    else
        help_literal(cx, diag, at, other_type);
}

/* A percentage against a number that none reaches. */
static void check_percent(gate_checker *cx, const gate_node *node, const gate_type *type,
                          const gate_node *number)
{
    if (type->kind != GATE_TY_PERCENT) return;
    gate_constant value = gate_constant_of(cx, number);
    gate_constant none = {.kind = GATE_K_INT, .integer = 0}, all = {.kind = GATE_K_INT, .integer = 100};
    if (value.kind != GATE_K_INT && value.kind != GATE_K_DOUBLE) return;
    if (gate_constant_order(value, none) != -1 && gate_constant_order(value, all) != 1) return;
    gate_diag *diag = gate_raise(cx, PERCENT_RANGE, number->span, "a percentage is from 0 to 100");
    gate_label_own(cx, diag, node->as.binary.op_span, "so this comparison is always the same");
}

static void ordering(gate_checker *cx, const gate_node *node, const gate_type *left, const gate_type *right)
{
    static const gate_type_kind ordered[] = {GATE_TY_NUMBER, GATE_TY_STRING, GATE_TY_BOOL, GATE_TY_TIMESTAMP,
                                             GATE_TY_DURATION};
    for (size_t i = 0; i < GATE_COUNT(ordered); i++) {
        const gate_type *kind = gate_type_plain(ordered[i]);
        if (!gate_type_comparable(left, kind) || !gate_type_comparable(right, kind)) continue;
        check_percent(cx, node, left, node->as.binary.right);
        check_percent(cx, node, right, node->as.binary.left);
        return;
    }
    show_sides(cx, GATE_D_COMPARE_TYPES, node, left, right);
}

static void offer_words(gate_suggest *suggest, const gate_type *type)
{
    if (type->kind == GATE_TY_WORD) gate_suggest_offer(suggest, type->name);
    for (uint32_t i = 0; type->kind == GATE_TY_UNION && i < type->count; i++)
        offer_words(suggest, type->members[i]);
}

/* False, and said, when [literal] is a word that a value of [type] never is. */
static bool word_fits(gate_checker *cx, const gate_node *literal, const gate_node *other,
                      const gate_type *type)
{
    if (literal->kind != GATE_N_STRING || !gate_type_fits(gate_type_plain(GATE_TY_STRING), type)) return true;
    gate_str text = literal->as.string.value;
    if (gate_type_fits(gate_type_word(cx->arena, text), type)) return true;
    gate_diag *diag =
        gate_raise(cx, NEVER_WORD, literal->span, "this is never `%s`", gate_say_text(cx, text));
    gate_label_own(cx, diag, other->span, "this is %s", gate_say_type(cx, type));
    gate_suggest suggest = gate_suggest_new(text);
    offer_words(&suggest, type);
    gate_help_suggest(cx, diag, &suggest);
    return false;
}

static void equality(gate_checker *cx, const gate_node *node, const gate_type *left, const gate_type *right)
{
    const gate_node *l = node->as.binary.left, *r = node->as.binary.right;
    if (!gate_type_comparable(left, right)) {
        show_sides(cx, GATE_D_NEVER_EQUAL, node, left, right);
        return;
    }
    if (!word_fits(cx, r, l, left) || !word_fits(cx, l, r, right)) return;
    check_percent(cx, node, left, r);
    check_percent(cx, node, right, l);
}

static void membership(gate_checker *cx, const gate_node *node, const gate_type *left, const gate_type *right)
{
    const gate_node *r = node->as.binary.right;
    gate_range range = gate_range_of(cx, r, right, "`in`");
    if (!gate_type_comparable(left, range.one)) {
        gate_diag *diag = gate_raise(cx, NEVER_EQUAL, node->as.binary.left->span, "%s is never in %s",
                                     gate_say_type(cx, left), gate_say_type(cx, right));
        gate_diag_here(cx->diags, diag, "this is %s", gate_say_type(cx, left));
        gate_label_own(cx, diag, r->span, "this is %s", gate_say_type(cx, right));
        return;
    }
    for (uint32_t i = 0; r->kind == GATE_N_LIST && i < r->as.list.len; i++) {
        const gate_node *value = r->as.list.items[i]->as.element.value;
        if (value) word_fits(cx, value, node->as.binary.left, left);
    }
}

/* ---- the operators --------------------------------------------------------------------------- */

static const gate_type *logic(gate_checker *cx, const gate_node *node, const gate_type *left,
                              const gate_type *right)
{
    /* By itself an expression is CEL's, where one operand decides whatever the other is. */
    if (!cx->lone) {
        gate_condition_demand(cx, node->as.binary.left, left);
        gate_condition_demand(cx, node->as.binary.right, right);
    }
    return gate_type_plain(GATE_TY_BOOL);
}

const gate_type *gate_binary_check(gate_checker *cx, const gate_node *node, const gate_type *left)
{
    const gate_type *right = gate_expr_check(cx, node->as.binary.right);
    if (!node->as.binary.right) return gate_poison();
    bool known = left->kind != GATE_TY_ERROR && right->kind != GATE_TY_ERROR;
    switch (node->as.binary.op) {
    case GATE_OP_AND:
    case GATE_OP_OR:
        return logic(cx, node, left, right);
    case GATE_OP_LT:
    case GATE_OP_LE:
    case GATE_OP_GT:
    case GATE_OP_GE:
        if (known) ordering(cx, node, left, right);
        break;
    case GATE_OP_EQ:
    case GATE_OP_NE:
        if (known) equality(cx, node, left, right);
        break;
    case GATE_OP_IN:
        if (known) membership(cx, node, left, right);
        break;
    case GATE_OP_ADD:
    case GATE_OP_SUB:
    case GATE_OP_MUL:
    case GATE_OP_DIV:
    case GATE_OP_MOD:
        return arithmetic(cx, node, left, right);
    case GATE_OP_NOT:
    case GATE_OP_NEG:
        break;
    }
    return gate_type_plain(GATE_TY_BOOL);
}

const gate_type *gate_unary_check(gate_checker *cx, const gate_node *node, const gate_type *operand)
{
    if (node->as.unary.op == GATE_OP_NOT) {
        gate_condition_demand(cx, node->as.unary.operand, operand);
        return gate_type_plain(GATE_TY_BOOL);
    }
    if (operand->kind <= GATE_TY_ANY) return operand;
    kinds of = kinds_of(operand);
    const gate_type *made = NULL;
    for (uint32_t i = 0; i < of.count; i++) {
        const gate_type *one = of.items[i];
        if (one->kind == GATE_TY_PERCENT) one = gate_type_plain(GATE_TY_NUMBER);
        if (!gate_type_is_number(one) && one->kind != GATE_TY_DURATION) continue;
        made = made ? gate_type_union(cx->arena, made, one) : one;
    }
    if (made) return made;
    gate_diag *diag =
        gate_raise(cx, OPERATOR_TYPES, node->span, "`-` cannot be used on %s", gate_say_type(cx, operand));
    gate_label_own(cx, diag, node->as.unary.operand->span, "this is %s", gate_say_type(cx, operand));
    return gate_poison();
}
