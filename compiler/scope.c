#include "compiler/scope.h"

#include "compiler/symbols.h"

gate_scope gate_scope_begin(const gate_checker *cx)
{
    return (gate_scope){.locals = cx->locals.len, .slots = cx->next_slot};
}

void gate_scope_end(gate_checker *cx, gate_scope scope)
{
    cx->locals.len = scope.locals;
    cx->next_slot = scope.slots;
}

/* A name that is declared, too, would hide what the rest of the file means by it. The names that
 * `gatec eval` binds are only in the way where an expression says so itself. */
static void check_free(gate_checker *cx, const gate_ident *name)
{
    const gate_entry *entry = gate_entry_find(cx->file, name->text);
    if (!entry || cx->lone) return;
    gate_diag *diag = gate_raise(cx, BOUND_NAME, name->span, "`" GATE_STR_FMT "` is already declared, as %s",
                                 GATE_STR_ARG(name->text), gate_symbol_article(entry->info->symbol.kind));
    gate_label_own(cx, diag, entry->span, "declared here");
    gate_diag_help(cx->diags, diag, "Bind another name: this one would hide the declaration.");
}

uint32_t gate_scope_bind(gate_checker *cx, const gate_ident *name, const gate_type *type)
{
    check_free(cx, name);
    gate_local local = {.name = name->text, .type = type, .slot = cx->next_slot++};
    gate_vec_push(cx->arena, &cx->locals, local);
    return local.slot;
}

const gate_local *gate_scope_find(const gate_checker *cx, gate_str name)
{
    for (uint32_t i = cx->locals.len; i > 0; i--) {
        if (gate_str_eq(cx->locals.items[i - 1].name, name)) return &cx->locals.items[i - 1];
    }
    return NULL;
}
