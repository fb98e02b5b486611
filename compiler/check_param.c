#include "compiler/check.h"
#include "compiler/constant.h"
#include "compiler/policy.h"
#include "compiler/type_expr.h"

static const gate_type_kind allowed[] = {GATE_TY_BOOL,   GATE_TY_INT,      GATE_TY_NUMBER,   GATE_TY_PERCENT,
                                         GATE_TY_STRING, GATE_TY_DURATION, GATE_TY_TIMESTAMP};

static bool is_scalar(const gate_type *type)
{
    for (size_t i = 0; i < GATE_COUNT(allowed); i++) {
        if (type->kind == allowed[i]) return true;
    }
    return false;
}

static bool is_allowed(const gate_type *type)
{
    return is_scalar(type) || (type->kind == GATE_TY_LIST && is_scalar(type->of));
}

static const gate_type *param_type(gate_checker *cx, const gate_node *node)
{
    const gate_type *type = gate_type_resolve(cx, node);
    if (type->kind == GATE_TY_ERROR || is_allowed(type)) return type;
    gate_diag *diag =
        gate_raise(cx, PARAM_TYPE, node->span, "a parameter cannot be %s", gate_say_type(cx, type));
    gate_diag_help(cx->diags, diag,
                   type->kind == GATE_TY_DOUBLE
                       ? "Write `number`, which takes ints too."
                       : "Write one of `bool`, `int`, `number`, `percent`, `string`, `duration`, "
                         "`timestamp`, or a list of one such as `[string]`.");
    return gate_poison();
}

/* Does a written value belong to the parameter's type? Ints are numbers and percentages too. */
static bool value_fits(const gate_type *value, const gate_type *type)
{
    if (value->kind == GATE_TY_LIST && type->kind == GATE_TY_LIST) return value_fits(value->of, type->of);
    return gate_type_fits(value, type);
}

/* Checks one of default, floor and ceiling; false when nothing more can be said of it. */
static bool check_value(gate_checker *cx, const gate_node *node, const gate_type *type, const char *what,
                        gate_constant *out)
{
    if (!node) return false;
    const gate_type *value = gate_expr_check(cx, node);
    if (value->kind == GATE_TY_ERROR || type->kind == GATE_TY_ERROR) return false;
    if (gate_depends(cx, node)) {
        gate_diag *diag = gate_raise(cx, PARAM_CONSTANT, node->span, "%s must be constant", what);
        gate_diag_help(
            cx->diags, diag,
            "Write the value out: it must be known without evidence, other parameters or the time.");
        return false;
    }
    if (!value_fits(value, type)) {
        gate_diag *diag = gate_raise(cx, PARAM_VALUE, node->span, "%s is %s, not %s", what,
                                     gate_say_type(cx, value), gate_say_type(cx, type));
        gate_diag_here(cx->diags, diag, "this is %s", gate_say_type(cx, value));
        if (type->kind == GATE_TY_TIMESTAMP)
            gate_diag_help(cx->diags, diag, "Write it as `timestamp(\"2026-02-13T12:00:00Z\")`.");
        return false;
    }
    *out = gate_constant_of(cx, node);
    return out->kind != GATE_K_NONE;
}

static void check_percent(gate_checker *cx, const gate_node *node, gate_constant value)
{
    gate_constant none = {.kind = GATE_K_INT, .integer = 0}, all = {.kind = GATE_K_INT, .integer = 100};
    if (gate_constant_order(value, none) != -1 && gate_constant_order(value, all) != 1) return;
    gate_diag *diag = gate_raise(cx, PERCENT_RANGE, node->span, "a percentage is from 0 to 100");
    gate_diag_help(cx->diags, diag, "Write `number` for what is not a percentage.");
}

static void check_order(gate_checker *cx, const gate_node *low, gate_constant lower, const gate_node *high,
                        gate_constant upper, const char *message)
{
    if (!low || !high || gate_constant_order(lower, upper) != 1) return;
    gate_diag *diag = gate_raise(cx, PARAM_LIMITS, high->span, "%s", message);
    gate_label_own(cx, diag, low->span, "this is more");
}

static void check_unordered(gate_checker *cx, const gate_node *limit, const gate_type *type)
{
    bool ordered = type->kind != GATE_TY_BOOL && type->kind != GATE_TY_STRING && type->kind != GATE_TY_LIST;
    if (!limit || ordered) return;
    gate_diag *diag = gate_raise(cx, PARAM_UNORDERED, limit->span, "%s has no floor and no ceiling",
                                 gate_say_type(cx, type));
    gate_diag_help(cx->diags, diag, "Limits are for numbers, percentages, durations and timestamps.");
}

void gate_param_note(gate_checker *cx, gate_info *info)
{
    info->symbol.type = param_type(cx, info->symbol.decl->as.param.type);
}

void gate_param_check(gate_checker *cx, gate_info *info)
{
    const gate_node *decl = info->symbol.decl;
    const gate_type *type = info->symbol.type;
    const gate_node *value = decl->as.param.value, *floor = decl->as.param.floor,
                    *ceiling = decl->as.param.ceiling;
    check_unordered(cx, floor, type);
    check_unordered(cx, ceiling, type);
    gate_constant v, f, c;
    if (!check_value(cx, value, type, "the default", &v)) value = NULL;
    if (!check_value(cx, floor, type, "the floor", &f)) floor = NULL;
    if (!check_value(cx, ceiling, type, "the ceiling", &c)) ceiling = NULL;
    if (type->kind == GATE_TY_PERCENT) {
        if (value) check_percent(cx, value, v);
        if (floor) check_percent(cx, floor, f);
        if (ceiling) check_percent(cx, ceiling, c);
    }
    check_order(cx, floor, f, value, v, "the default is below the floor");
    check_order(cx, floor, f, ceiling, c, "the ceiling is below the floor");
    check_order(cx, value, v, ceiling, c, "the ceiling is below the default");
}
