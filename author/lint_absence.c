/* Conditions that come out well because something is absent, and lists that are asked as a whole. */
#include "author/lint_part.h"

#include "vm/program.h"

#define DEPTH_MAX 32
#define BUDGET    1000 /* parts of one condition that are reckoned with */

/* ---- !has ------------------------------------------------------------------------------------ */

/* The field that `has(value.field)` asks for is one that its type lets be absent. */
static bool is_declared_optional(const gate_lint *lint, const gate_module *module, const gate_node *select)
{
    if (select->kind != GATE_N_SELECT) return false;
    const gate_type *of = gate_lint_type(lint, module, select->as.select.operand);
    if (of->kind == GATE_TY_OPTIONAL) of = of->of;
    if (of->kind != GATE_TY_RECORD) return false;
    const gate_type_field *field = gate_type_field_of(of, select->as.select.field.text);
    return field && field->optional;
}

/* `a.?b` as it is without the question: `a.b`. */
static const char *say_plain(gate_lint *lint, const gate_module *module, const gate_node *optional)
{
    const char *text = gate_lint_say(lint, module, optional);
    gate_buf out = gate_buf_new(lint->arena);
    for (size_t i = 0; text[i]; i++) {
        bool mark = text[i] == '?' && i > 0 && (text[i - 1] == '.' || text[i - 1] == '[');
        if (!mark) gate_buf_char(&out, text[i]);
    }
    return out.ptr ? out.ptr : "";
}

/* What `has(x.f)`, or `x.?f.hasValue()`, asks for. */
static const gate_node *asked_field(const gate_lint *lint, const gate_module *module, const gate_node *node)
{
    const gate_node *optional = NULL;
    if (gate_lint_macro(lint, module, node, GATE_MACRO_HAS)) return node->as.call.args.items[0];
    if (node->kind != GATE_N_CALL || !node->as.call.target) return NULL;
    if (!gate_lint_builtin(lint, module, node, "hasValue", &optional)) return NULL;
    return optional->kind == GATE_N_SELECT || optional->kind == GATE_N_INDEX ? optional : NULL;
}

void gate_lint_not_has(gate_lint *lint, const gate_lint_at *at)
{
    gate_word word = at->clause->as.clause.word;
    bool decides = word == GATE_W_REQUIRE || word == GATE_W_NEEDS || word == GATE_W_FORBID;
    if (at->wanted || !at->decides || !decides) return;
    const gate_node *field = asked_field(lint, at->module, at->node);
    if (!field) return;
    /* `!has(x.until) || now < x.until` of a field that the type lets be absent: the policy says what absence
     * means. */
    if (!at->whole && is_declared_optional(lint, at->module, field)) {
        const gate_node *condition = at->clause->as.clause.form == GATE_FORM_ANY ? at->clause->as.clause.where
                                                                                 : at->clause->as.clause.expr;
        bool alone = condition->kind == GATE_N_UNARY && condition->as.unary.operand == at->node;
        if (!alone) return;
    }
    const char *name = say_plain(lint, at->module, field);
    gate_diag *diag = gate_lint_raise(lint, NOT_HAS, gate_lint_place(lint, at),
                                      "this comes out well when `%s` is absent", name);
    gate_lint_show(lint, diag, at);
    gate_diag_help(
        lint->diags, diag,
        "Say what `%s` must be, and let the producer write down \"none\"; or write `only if has(%s)`, "
        "which the verdict shows as skipped.",
        name, name);
}

/* ---- orValue --------------------------------------------------------------------------------- */

/* `X.orValue(D)`: D, and what stands before it. */
static const gate_node *default_of(const gate_lint *lint, const gate_module *module, const gate_node *node,
                                   const gate_node **optional)
{
    if (node->kind != GATE_N_CALL || !node->as.call.target || node->as.call.args.len != 1) return NULL;
    if (!gate_str_eq_c(node->as.call.name.text, "orValue")) return NULL;
    if (gate_lint_ref(lint, module, node)->kind != GATE_REF_BUILTIN) return NULL;
    *optional = node->as.call.target;
    return node->as.call.args.items[0];
}

/* An expression reckoned with its defaults. */
typedef struct reckoning {
    gate_lint *lint;
    const gate_module *module; /* of [call] */
    const gate_node *call;     /* the first `orValue` that was met */
    uint32_t left;             /* how much is still looked at */
} reckoning;

static gate_lint_value reckon(reckoning *with, const gate_module *module, const gate_node *node,
                              uint32_t depth);

static gate_lint_value reckon_size(gate_lint_value of)
{
    gate_lint_value none = {.kind = GATE_LINT_NONE}, made = {.kind = GATE_LINT_NUMBER};
    return of.kind == GATE_LINT_EMPTY ? made : none;
}

static gate_lint_value reckon_binary(reckoning *with, const gate_module *module, const gate_node *node,
                                     uint32_t depth)
{
    gate_lint_value none = {.kind = GATE_LINT_NONE};
    gate_op op = node->as.binary.op;
    if (op != GATE_OP_ADD && op != GATE_OP_SUB && op != GATE_OP_MUL) return none;
    gate_lint_value left = reckon(with, module, node->as.binary.left, depth + 1),
                    right = reckon(with, module, node->as.binary.right, depth + 1);
    if (left.kind != GATE_LINT_NUMBER || right.kind != GATE_LINT_NUMBER) return none;
    left.number = op == GATE_OP_ADD   ? left.number + right.number
                  : op == GATE_OP_SUB ? left.number - right.number
                                      : left.number * right.number;
    return left;
}

static gate_lint_value reckon(reckoning *with, const gate_module *module, const gate_node *node,
                              uint32_t depth)
{
    gate_lint_value none = {.kind = GATE_LINT_NONE};
    const gate_node *optional = NULL, *of = NULL;
    if (depth > DEPTH_MAX || with->left == 0) return none;
    with->left--;
    node = gate_lint_follow(with->lint, &module, node);
    const gate_node *by = default_of(with->lint, module, node, &optional);
    if (by) {
        if (!with->call) with->module = module;
        if (!with->call) with->call = node;
        return gate_lint_constant(with->lint, module, by);
    }
    if (gate_lint_builtin(with->lint, module, node, "size", &of))
        return reckon_size(reckon(with, module, of, depth + 1));
    if (node->kind == GATE_N_BINARY) return reckon_binary(with, module, node, depth);
    return gate_lint_constant(with->lint, module, node);
}

static int in_list(const gate_lint *lint, const gate_module *module, gate_lint_value value,
                   const gate_node *list)
{
    list = gate_lint_follow(lint, &module, list);
    if (list->kind != GATE_N_LIST) return -1;
    for (uint32_t i = 0; i < list->as.list.len; i++) {
        gate_lint_value each = gate_lint_constant(lint, module, list->as.list.items[i]->as.element.value);
        int same = gate_lint_compare(GATE_OP_EQ, value, each);
        if (same != 0) return same;
    }
    return 0;
}

/* What the atom comes to with its defaults: 1, 0; -1 when there are none, or it isn't known. */
static int with_default(reckoning *with, const gate_lint_at *at)
{
    const gate_node *node = at->node;
    const gate_module *module = at->module;
    if (node->kind == GATE_N_BINARY) {
        gate_op op = node->as.binary.op;
        gate_lint_value left = reckon(with, module, node->as.binary.left, 0);
        if (op == GATE_OP_IN)
            return left.kind == GATE_LINT_NONE ? -1
                                               : in_list(with->lint, module, left, node->as.binary.right);
        return gate_lint_compare(op, left, reckon(with, module, node->as.binary.right, 0));
    }
    bool exists = gate_lint_macro(with->lint, module, node, GATE_MACRO_EXISTS);
    if (exists || gate_lint_macro(with->lint, module, node, GATE_MACRO_ALL)) {
        gate_lint_value list = reckon(with, module, node->as.call.target, 0);
        return list.kind != GATE_LINT_EMPTY ? -1 : exists ? 0 : 1;
    }
    gate_lint_value value = reckon(with, module, node, 0);
    return value.kind == GATE_LINT_BOOL ? value.boolean : -1;
}

/* A comment that would be lost, or would swallow what follows it, is left to a change by hand. */
static bool has_comment(const gate_lint *lint, gate_span span)
{
    const gate_ast *ast = lint->module->ast;
    for (uint32_t i = 0; i < ast->comment_count; i++) {
        if (ast->comments[i].span.lo >= span.lo && ast->comments[i].span.lo < span.hi) return true;
    }
    return false;
}

/* Takes the default out: `a.?b.orValue(d)` becomes `a.b`, which is the same where b is there, and missing
 * where it isn't. Not where a type says that it may be absent: the fixed row could then never pass. */
static void fix_default(gate_lint *lint, const gate_diag *diag, const gate_module *module,
                        const gate_node *call)
{
    if (module != lint->module) return;
    const gate_node *optional = NULL;
    if (!default_of(lint, module, call, &optional)) return;
    GATE_VEC(gate_span) marks = {0};
    gate_str text = module->source->text;
    const gate_node *node = optional;
    while (node->kind == GATE_N_SELECT || node->kind == GATE_N_INDEX) {
        bool select = node->kind == GATE_N_SELECT;
        if (select && is_declared_optional(lint, module, node)) return;
        const gate_node *operand = select ? node->as.select.operand : node->as.index.operand;
        if (select ? node->as.select.optional : node->as.index.optional) {
            uint32_t end = select ? node->as.select.field.span.lo : node->as.index.index->span.lo;
            uint32_t mark = gate_lint_parens(lint, operand).hi;
            while (mark < end && text.ptr[mark] != '?')
                mark++;
            if (mark == end) return;
            gate_span span = {mark, mark + 1};
            gate_vec_push(lint->arena, &marks, span);
        }
        node = operand;
    }
    if (!marks.len || has_comment(lint, call->span)) return;
    if (gate_lint_parens(lint, optional).hi != optional->span.hi) return;
    while (marks.len)
        gate_lint_edit(lint, diag, marks.items[--marks.len], GATE_STR(""));
    gate_lint_edit(lint, diag, (gate_span){optional->span.hi, call->span.hi}, GATE_STR(""));
}

static bool is_declared(const gate_lint *lint, const gate_module *module, const gate_node *optional)
{
    return optional->kind == GATE_N_SELECT && is_declared_optional(lint, module, optional);
}

static void tell_default(gate_lint *lint, const gate_lint_at *at, const gate_node *call)
{
    const gate_node *optional = NULL;
    const gate_node *by = default_of(lint, at->module, call, &optional);
    bool own = at->module == lint->module;
    bool skips = at->clause->as.clause.word == GATE_W_ONLY;
    gate_diag *diag =
        gate_lint_raise(lint, DEFAULT_PASSES, own ? call->span : gate_lint_place(lint, at),
                        skips ? "this skips when `%s` is absent" : "this comes out well when `%s` is absent",
                        say_plain(lint, at->module, optional));
    gate_diag_here(lint->diags, diag, "it is then `%s`", gate_lint_say(lint, at->module, by));
    gate_lint_show(lint, diag, at);
    gate_diag_help(
        lint->diags, diag, "%s",
        is_declared(lint, at->module, optional)
            ? "Its type lets it be absent: where the format says what that means, allow this with a comment "
              "that says so; else leave out the `?` and `orValue`, and what is absent is missing."
            : "Leave out the `?` and `orValue`: what is absent is then missing, and never passes.");
    fix_default(lint, diag, at->module, call);
}

void gate_lint_default(gate_lint *lint, const gate_lint_at *at)
{
    reckoning with = {.lint = lint, .left = BUDGET};
    if (!at->decides) return;
    int comes_to = with_default(&with, at);
    if (!with.call || comes_to < 0 || (comes_to == 1) != at->wanted) return;
    gate_lint_at inner = *at;
    if (with.module != at->module || with.call->span.lo < at->node->span.lo ||
        with.call->span.hi > at->node->span.hi)
        inner.use = at->use ? at->use : at->node; /* it stands in a let */
    inner.module = with.module;
    inner.node = with.call;
    tell_default(lint, &inner, with.call);
}

/* `forbid any x in e.?list.orValue([])`, `require each … or none`. */
void gate_lint_default_list(gate_lint *lint, const gate_lint_at *at)
{
    const gate_node *clause = at->clause, *list = clause->as.clause.list, *optional = NULL;
    bool passes = clause->as.clause.form == GATE_FORM_ANY ||
                  (clause->as.clause.form == GATE_FORM_EACH && clause->as.clause.or_none);
    if (!passes || !list || !at->decides) return;
    gate_lint_at inner = *at;
    inner.node = gate_lint_follow(lint, &inner.module, list);
    if (inner.node != list) inner.use = list;
    const gate_node *by = default_of(lint, inner.module, inner.node, &optional);
    if (by && gate_lint_constant(lint, inner.module, by).kind == GATE_LINT_EMPTY)
        tell_default(lint, &inner, inner.node);
}

/* ---- size(filter) == 0 ----------------------------------------------------------------------- */

/* Is the comparison "nothing is left", or with [wanted] false "something is"? [*filter] gets what is counted.
 */
static bool counts_none(const gate_lint *lint, const gate_lint_at *at, const gate_node **counted)
{
    const gate_node *node = at->node;
    if (node->kind != GATE_N_BINARY || !gate_lint_compares(node->as.binary.op)) return false;
    gate_op op = at->wanted ? node->as.binary.op : gate_lint_negate(node->as.binary.op);
    const gate_node *size = node->as.binary.left, *bound = node->as.binary.right;
    if (op == GATE_OP_EQ && bound->kind == GATE_N_LIST && bound->as.list.len == 0) { /* `… == []` */
        *counted = size;
        return true;
    }
    if (!gate_lint_builtin(lint, at->module, size, "size", counted)) {
        size = node->as.binary.right;
        bound = node->as.binary.left;
        op = gate_lint_mirror(op);
        if (!gate_lint_builtin(lint, at->module, size, "size", counted)) return false;
    }
    if (bound->kind != GATE_N_INT) return false;
    int64_t n = bound->as.integer;
    return (n == 0 && (op == GATE_OP_EQ || op == GATE_OP_LE)) || (n == 1 && op == GATE_OP_LT);
}

/* Turns the clause into one that goes over the elements: its head, list and condition, and all that is
 * behind. */
static void fix_quantified(gate_lint *lint, const gate_diag *diag, const gate_node *clause, const char *head,
                           const gate_node *call, const char *between)
{
    const gate_nodes *args = &call->as.call.args;
    gate_str made =
        gate_str_printf(lint->arena, "%s " GATE_STR_FMT " in " GATE_STR_FMT "%s" GATE_STR_FMT, head,
                        GATE_STR_ARG(args->items[0]->as.name.text),
                        GATE_STR_ARG(gate_lint_text(lint, gate_lint_parens(lint, call->as.call.target))),
                        between, GATE_STR_ARG(gate_lint_text(lint, args->items[1]->span)));
    gate_span span = {clause->span.lo, gate_lint_parens(lint, clause->as.clause.expr).hi};
    if (!has_comment(lint, span)) gate_lint_edit(lint, diag, span, made);
}

void gate_lint_empty_filter(gate_lint *lint, const gate_lint_at *at)
{
    gate_word word = at->clause->as.clause.word;
    const gate_node *counted = NULL;
    if ((word != GATE_W_REQUIRE && word != GATE_W_FORBID) || !at->decides || !counts_none(lint, at, &counted))
        return;
    const gate_module *module = at->module;
    const gate_node *filter = gate_lint_follow(lint, &module, counted);
    if (!gate_lint_macro(lint, module, filter, GATE_MACRO_FILTER)) return;
    const gate_nodes *args = &filter->as.call.args;
    gate_diag *diag =
        gate_lint_raise(lint, EMPTY_FILTER, gate_lint_place(lint, at), "this counts what could be forbidden");
    if (module == lint->module) gate_lint_label(lint, diag, filter->span, "the elements that must not be");
    gate_lint_show(lint, diag, at);
    gate_diag_help(lint->diags, diag, "Write `forbid any %s in %s where %s`: then each one is named.",
                   gate_lint_say(lint, module, args->items[0]),
                   gate_lint_say(lint, module, filter->as.call.target),
                   gate_lint_say(lint, module, args->items[1]));
    bool plain = at->whole && filter == counted && at->clause->as.clause.form == GATE_FORM_PLAIN;
    if (plain && at->module == lint->module)
        fix_quantified(lint, diag, at->clause, "forbid any", filter, " where ");
}

/* ---- all ------------------------------------------------------------------------------------- */

/* Is it a list as evidence holds it, or a part or a picture of such: no function's answer, and nothing
 * written out? */
static bool is_list_of_evidence(const gate_lint *lint, const gate_module *module, const gate_node *node)
{
    for (;;) {
        node = gate_lint_follow(lint, &module, node);
        if (node->kind == GATE_N_SELECT && !gate_lint_symbol(lint, module, node))
            node = node->as.select.operand;
        else if (node->kind == GATE_N_INDEX)
            node = node->as.index.operand;
        else if (gate_lint_macro(lint, module, node, GATE_MACRO_FILTER) ||
                 gate_lint_macro(lint, module, node, GATE_MACRO_MAP))
            node = node->as.call.target;
        else
            break;
    }
    const gate_symbol *symbol = gate_lint_symbol(lint, module, node);
    return gate_lint_ref(lint, module, node)->kind == GATE_REF_LOCAL ||
           (symbol && symbol->kind == GATE_SYM_EVIDENCE);
}

void gate_lint_all(gate_lint *lint, const gate_lint_at *at)
{
    const gate_node *clause = at->clause, *node = clause->as.clause.expr;
    if (clause->as.clause.word != GATE_W_REQUIRE || clause->as.clause.form != GATE_FORM_PLAIN || !node)
        return;
    /* Of `a && b && c` each part: the left one is the chain. */
    bool whole = true;
    while (node) {
        bool chain = node->kind == GATE_N_BINARY && node->as.binary.op == GATE_OP_AND;
        const gate_node *part = chain ? node->as.binary.right : node;
        if (gate_lint_macro(lint, lint->module, part, GATE_MACRO_ALL) && part->as.call.args.len == 2 &&
            is_list_of_evidence(lint, lint->module, part->as.call.target)) {
            const gate_nodes *args = &part->as.call.args;
            const char *var = gate_lint_say(lint, lint->module, args->items[0]);
            gate_diag *diag =
                gate_lint_raise(lint, ALL_NOT_EACH, part->span, "`all` tells of no element by itself");
            gate_diag_help(lint->diags, diag,
                           "Write `require each %s in %s: …`, and say with `else` which one it is.", var,
                           gate_lint_say(lint, lint->module, part->as.call.target));
            if (whole && !chain) fix_quantified(lint, diag, clause, "require each", part, ": ");
        }
        node = chain ? node->as.binary.left : NULL;
        whole = false;
    }
}
