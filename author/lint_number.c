/* Numbers: limits that can be moved from outside, totals, fractions, and tests that need many of them. */
#include "author/lint_part.h"

#include "vm/program.h"

#include <math.h>

#define DEPTH_MAX   64
#define BUDGET      10000 /* nodes of one condition that are looked at */
#define SAMPLES_MAX 200   /* more is enough for any level */

/* ---- parameters ------------------------------------------------------------------------------ */

static bool has_env(const gate_symbol *symbol)
{
    return symbol && symbol->kind == GATE_SYM_PARAM && symbol->decl && symbol->decl->as.param.env.text.len;
}

static void tell_env(gate_lint *lint, const gate_lint_at *at, const gate_symbol *symbol, const char *what)
{
    gate_diag *diag = gate_lint_raise(lint, ENV_SWITCH, gate_lint_place(lint, at), "%s", what);
    gate_diag_label(lint->diags, diag, symbol->module->source, symbol->decl->as.param.env.span,
                    "whoever may set this variable decides");
    gate_diag_help(
        lint->diags, diag,
        "Leave out `env`, so that `-p` says it where the command stands; or ask evidence instead.");
}

/* The parameter with an `env` that an `only if` compares with what is written out: `mode == "full"`. */
static const gate_symbol *chosen_by(const gate_lint *lint, const gate_lint_at *at)
{
    const gate_node *node = at->node;
    if (node->kind != GATE_N_BINARY) return NULL;
    gate_op op = node->as.binary.op;
    if (op != GATE_OP_EQ && op != GATE_OP_NE && op != GATE_OP_IN) return NULL;
    const gate_symbol *left = gate_lint_symbol(lint, at->module, node->as.binary.left);
    if (has_env(left)) {
        bool list = node->as.binary.right->kind == GATE_N_LIST;
        return list || node->as.binary.right->kind == GATE_N_STRING ? left : NULL;
    }
    const gate_symbol *right = gate_lint_symbol(lint, at->module, node->as.binary.right);
    return has_env(right) && node->as.binary.left->kind == GATE_N_STRING ? right : NULL;
}

void gate_lint_env_switch(gate_lint *lint, const gate_lint_at *at)
{
    const gate_node *node = at->node;
    if (!at->decides) return;
    if (node->kind == GATE_N_BINARY && node->as.binary.op == GATE_OP_IN) {
        const gate_symbol *list = gate_lint_symbol(lint, at->module, node->as.binary.right);
        if (has_env(list) && list->type && list->type->kind == GATE_TY_LIST) {
            tell_env(lint, at, list, "the environment can say what is allowed here");
            return;
        }
    }
    if (node->kind == GATE_N_BINARY &&
        (node->as.binary.op == GATE_OP_EQ || node->as.binary.op == GATE_OP_NE)) {
        bool left = node->as.binary.left->kind == GATE_N_BOOL,
             right = node->as.binary.right->kind == GATE_N_BOOL;
        if (left != right) node = left ? node->as.binary.right : node->as.binary.left;
    }
    const gate_symbol *symbol = gate_lint_symbol(lint, at->module, node);
    bool skips = at->clause->as.clause.word == GATE_W_ONLY;
    bool switches = has_env(symbol) && symbol->type && symbol->type->kind == GATE_TY_BOOL;
    if (!switches && skips) symbol = chosen_by(lint, at);
    if (!switches && (!skips || !symbol)) return;
    tell_env(lint, at, symbol,
             !skips    ? "the environment can switch this condition off"
             : at->row ? "the environment can switch this row off"
                       : "the environment can switch this block off");
}

/* How far [moved_by] looks: lets of lets may name each other again and again. */
typedef struct reach {
    uint32_t depth, left;
} reach;

static const gate_symbol *moved_by(const gate_lint *lint, const gate_module *module, const gate_node *node,
                                   int *sign, reach *in);

static const gate_symbol *moved_below(const gate_lint *lint, const gate_module *module, const gate_node *node,
                                      int *sign, reach *in)
{
    if (in->depth >= DEPTH_MAX || in->left == 0) return NULL;
    in->depth++;
    in->left--;
    const gate_symbol *found = moved_by(lint, module, node, sign, in);
    in->depth--;
    return found;
}

/* The parameter with an `env` that the expression grows with ([*sign] 1) or falls with (-1). */
static const gate_symbol *moved_by(const gate_lint *lint, const gate_module *module, const gate_node *node,
                                   int *sign, reach *in)
{
    node = gate_lint_follow(lint, &module, node);
    if (node->kind == GATE_N_NAME || node->kind == GATE_N_SELECT) {
        const gate_symbol *symbol = gate_lint_symbol(lint, module, node);
        *sign = 1;
        return has_env(symbol) ? symbol : NULL;
    }
    if (node->kind == GATE_N_UNARY && node->as.unary.op == GATE_OP_NEG) {
        const gate_symbol *found = moved_below(lint, module, node->as.unary.operand, sign, in);
        *sign = -*sign;
        return found;
    }
    if (node->kind != GATE_N_BINARY) return NULL;
    gate_op op = node->as.binary.op;
    if (op != GATE_OP_ADD && op != GATE_OP_SUB && op != GATE_OP_MUL && op != GATE_OP_DIV) return NULL;
    const gate_symbol *found = moved_below(lint, module, node->as.binary.left, sign, in);
    bool right = !found;
    if (right) found = moved_below(lint, module, node->as.binary.right, sign, in);
    gate_lint_value other =
        gate_lint_constant(lint, module, right ? node->as.binary.left : node->as.binary.right);
    bool product = op == GATE_OP_MUL || op == GATE_OP_DIV;
    if (product && other.kind == GATE_LINT_NUMBER && other.number < 0) *sign = -*sign;
    if (right && (op == GATE_OP_SUB || op == GATE_OP_DIV)) *sign = -*sign;
    return found;
}

static void tell_limit(gate_lint *lint, const gate_lint_at *at, const gate_symbol *param, bool down)
{
    const gate_node *decl = param->decl;
    if (down ? decl->as.param.floor != NULL : decl->as.param.ceiling != NULL) return;
    gate_diag *diag =
        gate_diag_raise(lint->diags, GATE_D_LOOSE_LIMIT, param->module->source, decl->as.param.name.span,
                        "`" GATE_STR_FMT "` can be set from outside, and nothing keeps it from being too %s",
                        GATE_STR_ARG(param->name), down ? "low" : "high");
    gate_diag_label(lint->diags, diag, at->module->source, at->node->span, "so this can be made to pass");
    gate_diag_help(
        lint->diags, diag,
        "Give it a `%s`: an override may tighten a gate, and loosen it only as far as the policy says.",
        down ? "floor" : "ceiling");
}

/* What the compiler sees of a parameter that stands in a condition by itself, here of one that is reckoned
 * with, or stands behind a let or a function. */
void gate_lint_loose_limit(gate_lint *lint, const gate_lint_at *at)
{
    const gate_node *node = at->node;
    if (node->kind != GATE_N_BINARY || !at->decides) return;
    gate_op op = node->as.binary.op;
    if (op != GATE_OP_LT && op != GATE_OP_LE && op != GATE_OP_GT && op != GATE_OP_GE) return;
    bool at_least = (op == GATE_OP_GE || op == GATE_OP_GT) == at->wanted; /* the left side must be large */
    int sign = 1;
    reach in = {0, BUDGET};
    const gate_symbol *param = moved_below(lint, at->module, node->as.binary.right, &sign, &in);
    if (param) tell_limit(lint, at, param, at_least == (sign > 0));
    param = moved_below(lint, at->module, node->as.binary.left, &sign, &in);
    if (param) tell_limit(lint, at, param, at_least != (sign > 0));
}

/* ---- totals ---------------------------------------------------------------------------------- */

static bool is_one_of(gate_str text, const char *const *words, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (gate_str_eq_c(text, words[i])) return true;
    }
    return false;
}

static bool is_field(const gate_node *node, const char *name)
{
    return node->kind == GATE_N_SELECT && gate_str_eq_c(node->as.select.field.text, name);
}

/* What reports call the sum of everything: coverage.py, Istanbul, Cobertura. */
static bool is_total_field(const gate_lint *lint, const gate_module *module, const gate_node *node)
{
    static const char *const rates[] = {"line_rate",        "branch_rate",      "line-rate",
                                        "branch-rate",      "lines_covered",    "lines-covered",
                                        "branches_covered", "branches-covered", "percent_covered"};
    static const char *const counts[] = {"lines", "branches", "functions", "statements"};
    static const char *const of_count[] = {"pct", "covered", "percent"};
    if (node->kind != GATE_N_SELECT) return false;
    gate_str field = node->as.select.field.text;
    const gate_node *of = node->as.select.operand;
    const gate_symbol *symbol = gate_lint_symbol(lint, module, of);
    if (symbol && symbol->kind == GATE_SYM_EVIDENCE) return is_one_of(field, rates, GATE_COUNT(rates));
    if (is_field(of, "totals"))
        return gate_str_starts(field, GATE_STR("percent_")) || gate_str_starts(field, GATE_STR("covered_"));
    return of->kind == GATE_N_SELECT && is_one_of(of->as.select.field.text, counts, GATE_COUNT(counts)) &&
           is_field(of->as.select.operand, "total") && is_one_of(field, of_count, GATE_COUNT(of_count));
}

/* `coverage.py(report).map(m, m.lines.covered).sum()`. */
static bool is_total_sum(const gate_lint *lint, const gate_module *module, const gate_node *node)
{
    const gate_node *list = NULL;
    if (!gate_lint_builtin(lint, module, node, "sum", &list) &&
        !gate_lint_builtin(lint, module, node, "mean", &list))
        return false;
    list = gate_lint_follow(lint, &module, list);
    if (!gate_lint_macro(lint, module, list, GATE_MACRO_MAP) || list->as.call.args.len != 2) return false;
    const gate_node *modules = gate_lint_follow(lint, &module, list->as.call.target);
    const gate_symbol *symbol = modules->kind == GATE_N_CALL ? gate_lint_symbol(lint, module, modules) : NULL;
    return symbol && symbol->module->kind == GATE_SOURCE_STD &&
           gate_str_eq_c(symbol->module->name, "coverage");
}

typedef struct place {
    const gate_node *node;
    const gate_module *module;
} place;

typedef struct hunt {
    gate_lint *lint;
    const gate_module *module;
    GATE_VEC(place) todo;
} hunt;

static void push(const gate_node *node, void *context)
{
    hunt *in = context;
    place made = {node, in->module};
    gate_vec_push(in->lint->arena, &in->todo, made);
}

void gate_lint_aggregate(gate_lint *lint, const gate_lint_at *at)
{
    gate_word word = at->clause->as.clause.word;
    if (!at->decides || (word != GATE_W_REQUIRE && word != GATE_W_FORBID && word != GATE_W_FIRE)) return;
    hunt in = {.lint = lint, .module = at->module};
    push(at->node, &in);
    for (uint32_t left = BUDGET; in.todo.len && left; left--) {
        place here = in.todo.items[--in.todo.len];
        in.module = here.module;
        if (is_total_field(lint, here.module, here.node) || is_total_sum(lint, here.module, here.node)) {
            gate_diag *diag =
                gate_lint_raise(lint, AGGREGATE, gate_lint_place(lint, at), "a total decides here");
            gate_diag_label(lint->diags, diag, here.module->source, here.node->span,
                            "over the whole project");
            gate_lint_show(lint, diag, at);
            gate_diag_help(lint->diags, diag,
                           "Name the critical modules in a `coverage` block, and make this row `advisory`.");
            return;
        }
        const gate_module *module = here.module;
        const gate_node *behind = gate_lint_follow(lint, &module, here.node);
        in.module = module;
        if (behind != here.node && module->kind != GATE_SOURCE_STD)
            push(behind, &in);
        else if (behind == here.node)
            gate_node_children(here.node, push, &in);
    }
}

/* ---- fractions ------------------------------------------------------------------------------- */

static bool is_whole_function(gate_str name)
{
    static const char *const words[] = {"math.ceil", "math.floor", "math.round", "math.trunc", "math.sign"};
    return is_one_of(name, words, GATE_COUNT(words));
}

/* Reckoned, and so rounded. */
static bool is_reckoned(const gate_lint *lint, const gate_module *module, const gate_node *node)
{
    node = gate_lint_follow(lint, &module, node);
    if (node->kind == GATE_N_UNARY && node->as.unary.op == GATE_OP_NEG) node = node->as.unary.operand;
    bool fraction = gate_lint_type(lint, module, node)->kind == GATE_TY_DOUBLE;
    if (node->kind == GATE_N_BINARY) {
        gate_op op = node->as.binary.op;
        if (op == GATE_OP_DIV) return gate_lint_type(lint, module, node)->kind != GATE_TY_DURATION;
        return fraction && (op == GATE_OP_ADD || op == GATE_OP_SUB || op == GATE_OP_MUL);
    }
    const gate_ref *ref = gate_lint_ref(lint, module, node);
    return node->kind == GATE_N_CALL && fraction && ref->kind == GATE_REF_BUILTIN &&
           !is_whole_function(ref->name);
}

void gate_lint_float(gate_lint *lint, const gate_lint_at *at)
{
    const gate_node *node = at->node;
    if (node->kind != GATE_N_BINARY || (node->as.binary.op != GATE_OP_EQ && node->as.binary.op != GATE_OP_NE))
        return;
    const gate_node *sides[2] = {node->as.binary.left, node->as.binary.right};
    for (int i = 0; i < 2; i++) {
        const gate_node *side = sides[i], *other = sides[1 - i];
        gate_lint_value value = gate_lint_constant(lint, at->module, side),
                        beside = gate_lint_constant(lint, at->module, other);
        bool written = value.kind == GATE_LINT_NUMBER && value.number != 0 &&
                       (side->kind == GATE_N_DOUBLE || value.number != floorl(value.number));
        bool zero = beside.kind == GATE_LINT_NUMBER && beside.number == 0;
        bool reckoned = is_reckoned(lint, at->module, side) && !zero;
        if (!written && !reckoned) continue;
        gate_diag *diag = gate_lint_raise(lint, FLOAT_EQUAL, gate_lint_place(lint, at),
                                          "this asks for the very same fraction");
        if (at->module == lint->module)
            gate_lint_label(lint, diag, side->span, "%s",
                            reckoned ? "rounded where it is reckoned" : "a number with a fraction");
        gate_lint_show(lint, diag, at);
        gate_diag_help(lint->diags, diag,
                       "Compare the counts behind it, use `>=` or `<=`, or say how far off it may be: "
                       "`math.abs(%s - %s) < 0.001`.",
                       gate_lint_say(lint, at->module, sides[0]), gate_lint_say(lint, at->module, sides[1]));
        return;
    }
}

void gate_lint_same_sides(gate_lint *lint, const gate_lint_at *at)
{
    const gate_node *node = at->node;
    if (node->kind != GATE_N_BINARY || !gate_lint_compares(node->as.binary.op)) return;
    const gate_node *left = node->as.binary.left, *right = node->as.binary.right;
    if (left->kind != right->kind || !gate_lint_same(lint, at->module, left, at->module, right)) return;
    gate_diag *diag =
        gate_lint_raise(lint, SAME_SIDES, gate_lint_place(lint, at), "this compares something with itself");
    gate_lint_show(lint, diag, at);
    gate_diag_help(lint->diags, diag, "One of the sides was to be another: `%s` says nothing.",
                   gate_lint_say(lint, at->module, node));
}

/* ---- significance ---------------------------------------------------------------------------- */

/* The call behind `stats.mann_whitney(a, b).p`. */
static const gate_node *test_of(const gate_lint *lint, const gate_module **module, const gate_node *node)
{
    const gate_node *first = NULL;
    node = gate_lint_follow(lint, module, node);
    bool p = is_field(node, "p");
    if (node->kind == GATE_N_INDEX && node->as.index.index && node->as.index.index->kind == GATE_N_STRING)
        p = gate_str_eq_c(node->as.index.index->as.string.value, "p");
    if (!p) return NULL;
    node = node->kind == GATE_N_SELECT ? node->as.select.operand : node->as.index.operand;
    node = gate_lint_follow(lint, module, node);
    return gate_lint_builtin(lint, *module, node, "stats.mann_whitney", &first) && node->as.call.args.len == 2
               ? node
               : NULL;
}

/* The fewest values that a `needs` asks of the list, as far as it is written out; 0 when none does. */
static uint32_t least_of(gate_lint *lint, const gate_node *row, const gate_module *module,
                         const gate_node *list)
{
    uint32_t least = 0;
    hunt in = {.lint = lint, .module = lint->module};
    for (uint32_t i = 0; i < row->as.row.clauses.len; i++) {
        const gate_node *clause = row->as.row.clauses.items[i];
        if (clause->kind == GATE_N_CLAUSE && clause->as.clause.word == GATE_W_NEEDS && clause->as.clause.expr)
            push(clause->as.clause.expr, &in);
    }
    for (uint32_t left = BUDGET; in.todo.len && left; left--) {
        const gate_node *node = in.todo.items[--in.todo.len].node, *counted = NULL;
        if (node->kind != GATE_N_BINARY) continue;
        if (node->as.binary.op == GATE_OP_AND) {
            gate_node_children(node, push, &in);
            continue;
        }
        gate_op op = node->as.binary.op;
        const gate_node *size = node->as.binary.left, *bound = node->as.binary.right;
        if (!gate_lint_builtin(lint, lint->module, size, "size", &counted)) {
            size = node->as.binary.right;
            bound = node->as.binary.left;
            op = gate_lint_mirror(op);
            if (!gate_lint_builtin(lint, lint->module, size, "size", &counted)) continue;
        }
        gate_lint_value value = gate_lint_constant(lint, lint->module, bound);
        if ((op != GATE_OP_GE && op != GATE_OP_GT) || value.kind != GATE_LINT_NUMBER || value.number < 0)
            continue;
        const gate_module *a = module, *b = lint->module;
        const gate_node *wanted = gate_lint_follow(lint, &a, list),
                        *found = gate_lint_follow(lint, &b, counted);
        if (!gate_lint_same(lint, a, wanted, b, found)) continue;
        long double n = value.number > SAMPLES_MAX ? SAMPLES_MAX : value.number;
        uint32_t count = (uint32_t)n + (op == GATE_OP_GT);
        if (count > least) least = count;
    }
    return least;
}

/* The smallest p that samples of these sizes can come to: two of C(n + m, n) orders. */
static double least_p(uint32_t n, uint32_t m)
{
    double orders = 1;
    for (uint32_t i = 1; i <= n; i++)
        orders = orders * (m + i) / i;
    return 2 / orders > 1 ? 1 : 2 / orders;
}

void gate_lint_sample(gate_lint *lint, const gate_lint_at *at)
{
    const gate_node *node = at->node;
    gate_word word = at->clause->as.clause.word;
    bool judged = word == GATE_W_REQUIRE || word == GATE_W_FORBID;
    if (node->kind != GATE_N_BINARY || !gate_lint_compares(node->as.binary.op) || !at->row || !judged) return;
    gate_op op = at->wanted ? node->as.binary.op : gate_lint_negate(node->as.binary.op);
    const gate_node *bound = node->as.binary.right;
    const gate_module *module = at->module;
    const gate_node *test = test_of(lint, &module, node->as.binary.left);
    if (!test) {
        module = at->module;
        test = test_of(lint, &module, node->as.binary.right);
        bound = node->as.binary.left;
        op = gate_lint_mirror(op);
    }
    if (!test || (op != GATE_OP_GE && op != GATE_OP_GT)) return; /* else few values fail */
    const gate_nodes *lists = &test->as.call.args;
    uint32_t n = least_of(lint, at->row, module, lists->items[0]),
             m = least_of(lint, at->row, module, lists->items[1]);
    bool known = n > 0 && m > 0;
    /* Other words of `needs` may say it, too. */
    if (!known && gate_lint_clause(&at->row->as.row.clauses, GATE_W_NEEDS)) return;
    gate_lint_value level = gate_lint_constant(lint, at->module, bound);
    double p = known ? least_p(n, m) : 1;
    bool fails = level.kind != GATE_LINT_NUMBER ||
                 (op == GATE_OP_GE ? p < (double)level.number : p <= (double)level.number);
    if (known && fails) return;
    gate_diag *diag =
        gate_lint_raise(lint, SMALL_SAMPLE, gate_lint_place(lint, at), "few values always pass this");
    if (module == lint->module)
        gate_lint_label(lint, diag, test->span,
                        known ? "of %u and %u values p is at least %.2g" : "nothing says how many there are",
                        (unsigned)n, (unsigned)m, p);
    gate_lint_show(lint, diag, at);
    gate_diag_help(lint->diags, diag, "Say how many there must be: `needs size(%s) >= 20 && size(%s) >= 20`.",
                   gate_lint_say(lint, module, lists->items[0]),
                   gate_lint_say(lint, module, lists->items[1]));
}
