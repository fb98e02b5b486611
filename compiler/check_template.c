#include "compiler/check.h"
#include "compiler/policy.h"

void gate_template_check(gate_checker *cx, const gate_node *string)
{
    if (!string || string->kind != GATE_N_STRING) return;
    const gate_parts *parts = gate_parts_of(cx, string);
    for (uint32_t i = 0; i < parts->len; i++) {
        if (parts->items[i].expr) gate_expr_check(cx, parts->items[i].expr);
    }
}

static const gate_symbol *param_of(gate_checker *cx, const gate_node *expr)
{
    const gate_ref *ref = gate_ref_slot(cx, expr);
    bool named = expr->kind == GATE_N_NAME || expr->kind == GATE_N_SELECT;
    return named && ref->kind == GATE_REF_SYMBOL && ref->symbol->kind == GATE_SYM_PARAM ? ref->symbol : NULL;
}

void gate_template_params(gate_checker *cx, const gate_node *string, const char *what, bool path)
{
    if (!string || string->kind != GATE_N_STRING) return;
    const gate_parts *parts = gate_parts_of(cx, string);
    for (uint32_t i = 0; i < parts->len; i++) {
        const gate_node *expr = parts->items[i].expr;
        if (!expr) continue;
        const gate_type *type = gate_expr_check(cx, expr);
        if (type->kind == GATE_TY_ERROR) continue;
        if (!param_of(cx, expr)) {
            gate_diag *diag =
                gate_raise(cx, TEMPLATE_PARAM, expr->span, "in %s only parameters may stand", what);
            gate_diag_help(cx->diags, diag, "Name a parameter, as in `{run}`; write `{{` for a brace.");
        } else if (path && type->kind != GATE_TY_STRING && type->kind != GATE_TY_INT) {
            gate_diag *diag = gate_raise(cx, TEMPLATE_TYPE, expr->span, "%s cannot be a part of a path",
                                         gate_say_type(cx, type));
            gate_diag_help(cx->diags, diag,
                           "Only a `string` or an `int` can: it becomes one name in the path.");
        }
    }
}
