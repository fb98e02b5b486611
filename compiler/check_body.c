#include "compiler/check.h"
#include "compiler/constant.h"
#include "compiler/policy.h"
#include "compiler/scope.h"
#include "compiler/type_expr.h"

void gate_signature_note(gate_checker *cx, gate_info *def)
{
    const gate_nodes *list = &def->symbol.decl->as.def.params;
    const gate_type **params = GATE_ARRAY(cx->arena, const gate_type *, list->len);
    gate_map seen = gate_map_new(cx->arena);
    for (uint32_t i = 0; i < list->len; i++) {
        gate_node *param = list->items[i];
        if (param->kind != GATE_N_DEF_PARAM) continue;
        const gate_ident *name = &param->as.def_param.name;
        if (param->as.def_param.type) params[i] = gate_type_resolve(cx, param->as.def_param.type);
        const gate_node *before = gate_map_put(&seen, name->text, param);
        if (!before) continue;
        gate_diag *diag = gate_raise(cx, DUPLICATE_PARAM, name->span, "`" GATE_STR_FMT "` is bound twice",
                                     GATE_STR_ARG(name->text));
        gate_label_own(cx, diag, before->as.def_param.name.span, "first here");
    }
    def->symbol.params = params;
    if (def->symbol.decl->as.def.result)
        def->symbol.type = gate_type_resolve(cx, def->symbol.decl->as.def.result);
}

static void check_let(gate_checker *cx, gate_info *info)
{
    const gate_node *value = info->symbol.decl->as.let.value;
    const gate_type *type = gate_expr_check(cx, value);
    if (!info->symbol.type) info->symbol.type = type;
    info->variable = gate_depends(cx, value);
}

static void check_def(gate_checker *cx, gate_info *info)
{
    const gate_node *decl = info->symbol.decl, *body = decl->as.def.body;
    const gate_nodes *list = &decl->as.def.params;
    for (uint32_t i = 0; i < list->len; i++) {
        if (list->items[i]->kind != GATE_N_DEF_PARAM) continue;
        const gate_type *type = info->symbol.params[i];
        gate_scope_bind(cx, &list->items[i]->as.def_param.name, type ? type : gate_any());
    }
    const gate_type *type = gate_expr_check(cx, body);
    info->variable = gate_depends(cx, body);
    if (!info->symbol.type) {
        info->symbol.type = type;
    } else if (body && decl->as.def.result && !gate_type_fits(type, info->symbol.type)) {
        gate_diag *diag = gate_raise(cx, RESULT_TYPE, body->span, "`" GATE_STR_FMT "` gives %s, not %s",
                                     GATE_STR_ARG(info->symbol.name), gate_say_type(cx, type),
                                     gate_say_type(cx, info->symbol.type));
        gate_diag_here(cx->diags, diag, "this is %s", gate_say_type(cx, type));
        gate_label_own(cx, diag, decl->as.def.result->span, "declared here");
    }
}

void gate_body_check(gate_checker *cx, gate_info *info)
{
    gate_scope scope = gate_scope_begin(cx);
    if (info->symbol.kind == GATE_SYM_LET)
        check_let(cx, info);
    else
        check_def(cx, info);
    gate_scope_end(cx, scope);
}
