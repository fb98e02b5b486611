#include "compiler/check.h"

#include "compiler/scope.h"
#include "compiler/signature.h"
#include "compiler/symbols.h"

/* The arguments of a call with their types; a receiver is the first. */
typedef struct arguments {
    const gate_node **nodes;
    const gate_type **types;
    uint32_t count;
    bool poisoned;
} arguments;

static arguments check_arguments(gate_checker *cx, const gate_node *call, const gate_type *receiver)
{
    const gate_nodes *args = &call->as.call.args;
    uint32_t first = receiver ? 1 : 0;
    arguments made = {.count = args->len + first};
    made.nodes = GATE_ARRAY(cx->arena, const gate_node *, made.count);
    made.types = GATE_ARRAY(cx->arena, const gate_type *, made.count);
    if (receiver) {
        made.nodes[0] = call->as.call.target;
        made.types[0] = receiver;
    }
    for (uint32_t i = 0; i < args->len; i++) {
        made.nodes[first + i] = args->items[i];
        made.types[first + i] = gate_expr_check(cx, args->items[i]);
    }
    for (uint32_t i = 0; i < made.count; i++)
        made.poisoned = made.poisoned || made.types[i]->kind == GATE_TY_ERROR;
    return made;
}

/* ---- overloads ------------------------------------------------------------------------------- */

static bool takes(const gate_signature *signature, uint32_t count)
{
    return signature->count == count || (signature->variadic && count >= signature->count);
}

static const gate_type *param_at(const gate_signature *signature, uint32_t index)
{
    return signature->params[index < signature->count ? index : signature->count - 1];
}

/* How well all arguments fit; [*failed] is the first that doesn't. */
static gate_fit fit_of(gate_checker *cx, const gate_signature *signature, const arguments *args,
                       gate_bindings *bindings, uint32_t *failed)
{
    gate_fit fit = GATE_FIT_SURE;
    *bindings = (gate_bindings){{0}};
    for (uint32_t i = 0; i < args->count; i++) {
        gate_fit one = gate_signature_unify(cx, bindings, param_at(signature, i), args->types[i]);
        *failed = i;
        if (one == GATE_FIT_NO) return one;
        if (one < fit) fit = one;
    }
    return fit;
}

static void help_signatures(gate_checker *cx, gate_diag *diag, const gate_function *function)
{
    gate_buf text = gate_buf_new(cx->arena);
    for (uint32_t i = 0; i < function->signatures.len && i < 4; i++)
        gate_buf_printf(&text, "%s`%s`", i ? " or " : "", function->signatures.items[i].row->signature);
    gate_diag_help(cx->diags, diag, "It is %s.", text.ptr);
}

static void wrong_count(gate_checker *cx, const gate_node *call, const gate_function *function)
{
    uint32_t count = call->as.call.args.len;
    gate_diag *diag =
        gate_raise(cx, ARITY, call->as.call.name.span, "`" GATE_STR_FMT "` does not take %u argument%s",
                   GATE_STR_ARG(function->name), count, count == 1 ? "" : "s");
    help_signatures(cx, diag, function);
}

/* Points at the argument that the nearest overload stumbles over. */
static void no_overload(gate_checker *cx, const gate_function *function, const arguments *args)
{
    const gate_signature *nearest = NULL;
    uint32_t at = 0, alike = 0;
    gate_bindings bindings, kept = {{0}};
    for (uint32_t i = 0; i < function->signatures.len; i++) {
        const gate_signature *signature = &function->signatures.items[i];
        uint32_t failed = 0;
        if (signature->macro || !takes(signature, args->count)) continue;
        fit_of(cx, signature, args, &bindings, &failed);
        if (nearest && failed < at) continue;
        alike = nearest && failed == at ? alike + 1 : 1;
        nearest = signature;
        at = failed;
        kept = bindings;
    }
    if (!nearest) return;
    const char *name = gate_say_text(cx, function->name), *given = gate_say_type(cx, args->types[at]);
    gate_span span = args->nodes[at]->span;
    gate_diag *diag;
    if (function->method && at == 0)
        diag = gate_raise(cx, NO_OVERLOAD, span, "`%s` cannot be called on %s", name, given);
    else if (alike > 1)
        diag = gate_raise(cx, NO_OVERLOAD, span, "`%s` does not take %s", name, given);
    else
        diag = gate_raise(cx, NO_OVERLOAD, span, "`%s` takes %s here, not %s", name,
                          gate_say_type(cx, gate_signature_fill(cx, &kept, param_at(nearest, at))), given);
    gate_diag_here(cx->diags, diag, "this is %s", given);
    help_signatures(cx, diag, function);
}

static const gate_type *resolve(gate_checker *cx, const gate_node *call, const gate_function *function,
                                const arguments *args)
{
    *gate_ref_slot(cx, call) =
        (gate_ref){.kind = GATE_REF_BUILTIN, .name = function->name, .method = function->method};
    const gate_type *made = NULL;
    bool counted = false;
    for (uint32_t i = 0; i < function->signatures.len; i++) {
        const gate_signature *signature = &function->signatures.items[i];
        gate_bindings bindings;
        uint32_t failed = 0;
        if (signature->macro || !takes(signature, args->count)) continue;
        counted = true;
        gate_fit fit = fit_of(cx, signature, args, &bindings, &failed);
        if (fit == GATE_FIT_NO) continue;
        const gate_type *result = gate_signature_fill(cx, &bindings, signature->result);
        if (fit == GATE_FIT_SURE) return result;
        made = made ? gate_type_union(cx->arena, made, result) : result;
    }
    if (made) return args->poisoned ? gate_poison() : made;
    if (!counted)
        wrong_count(cx, call, function);
    else if (!args->poisoned)
        no_overload(cx, function, args);
    return gate_poison();
}

/* ---- functions of the policy ----------------------------------------------------------------- */

static const gate_type *call_def(gate_checker *cx, const gate_node *call, gate_info *info,
                                 const arguments *args)
{
    const gate_symbol *symbol = &info->symbol;
    const gate_nodes *params = &symbol->decl->as.def.params;
    *gate_ref_slot(cx, call) = (gate_ref){.kind = GATE_REF_SYMBOL, .symbol = &info->symbol};
    if (params->len != args->count) {
        gate_diag *diag =
            gate_raise(cx, ARITY, call->as.call.name.span, "`" GATE_STR_FMT "` takes %u argument%s, not %u",
                       GATE_STR_ARG(symbol->shown), params->len, params->len == 1 ? "" : "s", args->count);
        gate_diag_label(cx->diags, diag, symbol->module->source, info->span, "declared here");
    }
    for (uint32_t i = 0; i < params->len && i < args->count && symbol->params; i++) {
        const gate_type *wanted = symbol->params[i];
        if (!wanted || gate_type_fits(args->types[i], wanted)) continue;
        const gate_node *param = params->items[i];
        gate_diag *diag = gate_raise(cx, ARGUMENT_TYPE, args->nodes[i]->span,
                                     "`" GATE_STR_FMT "` takes %s here, not %s", GATE_STR_ARG(symbol->shown),
                                     gate_say_type(cx, wanted), gate_say_type(cx, args->types[i]));
        gate_diag_here(cx->diags, diag, "this is %s", gate_say_type(cx, args->types[i]));
        gate_diag_label(cx->diags, diag, symbol->module->source, param->span, "declared here");
    }
    return symbol->type ? symbol->type : gate_poison();
}

static const gate_type *not_a_function(gate_checker *cx, const gate_node *call, const char *what)
{
    const gate_ident *name = &call->as.call.name;
    gate_diag *diag = gate_raise(cx, NOT_A_FUNCTION, name->span, "`%s` is %s, not a function",
                                 gate_say_text(cx, name->text), what);
    gate_diag_help(cx->diags, diag, "Leave out the parentheses, or declare a function with `def`.");
    return gate_poison();
}

/* ---- unknown functions ----------------------------------------------------------------------- */

static bool unsupported(gate_checker *cx, const gate_node *call, gate_str name)
{
    const char *help = NULL;
    if (gate_str_eq_c(name, "uint"))
        help = "There are no unsigned numbers here: write `int(…)`, and compare with 0.";
    if (gate_str_eq_c(name, "bytes")) help = "There are no bytes here: JSON has text, so compare strings.";
    if (gate_str_starts(name, GATE_STR("math.bit")))
        help = "There are no bit operations here: write down flags as a list of words and ask `\"flag\" in "
               "flags`.";
    if (!help) return false;
    gate_diag *diag = gate_raise(cx, UNSUPPORTED, call->as.call.name.span, "there is no `%s` here",
                                 gate_say_text(cx, name));
    gate_diag_help(cx->diags, diag, "%s", help);
    return true;
}

static const gate_type *unknown_function(gate_checker *cx, const gate_node *call, gate_str name)
{
    if (unsupported(cx, call, name)) return gate_poison();
    if (cx->file->lost && !call->as.call.target) return gate_poison();
    gate_diag *diag = gate_raise(cx, UNKNOWN_FUNCTION, call->as.call.name.span, "there is no function `%s`",
                                 gate_say_text(cx, name));
    if (gate_map_get(&cx->methods, name)) {
        gate_diag_help(cx->diags, diag, "`%s` is a method: write `value.%s(…)`.", gate_say_text(cx, name),
                       gate_say_text(cx, name));
        return gate_poison();
    }
    if (!gate_worth_it(cx)) return gate_poison();
    gate_suggest suggest = gate_suggest_new(name);
    for (uint32_t i = 0; i < cx->functions.len; i++)
        gate_suggest_offer(&suggest, cx->functions.entries[i].key);
    for (uint32_t i = 0; i < cx->file->names.len; i++) {
        const gate_entry *entry = cx->file->names.entries[i].value;
        if (entry->info->symbol.kind == GATE_SYM_DEF) gate_suggest_offer(&suggest, entry->info->symbol.name);
    }
    gate_suggest_offer(&suggest, GATE_STR("has"));
    gate_suggest_offer(&suggest, GATE_STR("cel.bind"));
    gate_help_suggest(cx, diag, &suggest);
    return gate_poison();
}

static const char *const macro_names[] = {"all",    "exists",    "exists_one",    "existsOne",
                                          "map",    "filter",    "transformList", "transformMap",
                                          "optMap", "optFlatMap"};

static const gate_type *unknown_method(gate_checker *cx, const gate_node *call, const gate_type *receiver)
{
    const gate_ident *name = &call->as.call.name;
    const char *shown = gate_say_text(cx, name->text);
    if (receiver->kind == GATE_TY_ERROR) return receiver;
    gate_diag *diag = gate_raise(cx, UNKNOWN_METHOD, name->span, "there is no method `%s`", shown);
    const gate_entry *entry = gate_entry_find(cx->file, name->text);
    bool def = entry && entry->info->symbol.kind == GATE_SYM_DEF;
    if (receiver->kind == GATE_TY_RECORD && gate_type_field_of(receiver, name->text)) {
        gate_diag_help(cx->diags, diag, "`%s` is a field: leave out the parentheses.", shown);
    } else if (def || gate_map_get(&cx->functions, name->text) || gate_str_eq_c(name->text, "has")) {
        gate_diag_help(cx->diags, diag, "`%s` is a function: write `%s(…)`.", shown, shown);
    } else if (gate_worth_it(cx)) {
        gate_suggest suggest = gate_suggest_new(name->text);
        for (uint32_t i = 0; i < cx->methods.len; i++)
            gate_suggest_offer(&suggest, cx->methods.entries[i].key);
        for (size_t i = 0; i < GATE_COUNT(macro_names); i++)
            gate_suggest_offer(&suggest, gate_str_c(macro_names[i]));
        gate_help_suggest(cx, diag, &suggest);
    }
    return gate_poison();
}

/* ---- calls ----------------------------------------------------------------------------------- */

static const gate_type *call_plain(gate_checker *cx, const gate_node *call)
{
    gate_str name = call->as.call.name.text;
    gate_entry *entry = gate_entry_find(cx->file, name);
    arguments args = check_arguments(cx, call, NULL);
    if (entry && entry->info->symbol.kind == GATE_SYM_DEF)
        return call_def(cx, call, gate_entry_use(entry), &args);
    gate_function *function = gate_function_find(cx, name, false);
    if (function) {
        const gate_type *type = resolve(cx, call, function, &args);
        gate_literals_check(cx, call, NULL);
        return type;
    }
    if (gate_scope_find(cx, name)) return not_a_function(cx, call, "a local name");
    if (entry) return not_a_function(cx, call, gate_symbol_article(entry->info->symbol.kind));
    return unknown_function(cx, call, name);
}

static const gate_type *call_qualified(gate_checker *cx, const gate_node *call)
{
    const gate_node *space = call->as.call.target;
    const gate_ident *name = &call->as.call.name;
    gate_file *file = NULL;
    bool builtin = gate_namespace_of(cx, space, &file) == GATE_NS_BUILTIN;
    gate_namespace_use(cx, space);
    arguments args = check_arguments(cx, call, NULL);
    if (builtin) {
        gate_str full = gate_str_printf(cx->arena, GATE_STR_FMT ".%s", GATE_STR_ARG(space->as.name.text),
                                        gate_say_text(cx, name->text));
        gate_function *function = gate_function_find(cx, full, false);
        return function ? resolve(cx, call, function, &args) : unknown_function(cx, call, full);
    }
    gate_info *info = gate_member_find(file, name->text);
    if (!info) {
        gate_member_unknown(cx, file, space->as.name.text, name);
        return gate_poison();
    }
    info->referenced = true;
    if (info->symbol.kind == GATE_SYM_DEF) return call_def(cx, call, info, &args);
    return not_a_function(cx, call, gate_symbol_article(info->symbol.kind));
}

const gate_type *gate_call_check(gate_checker *cx, const gate_node *node, const gate_type *target)
{
    const gate_type *type;
    if (gate_macro_check(cx, node, target, &type)) return type;
    if (!target) return node->as.call.target ? call_qualified(cx, node) : call_plain(cx, node);
    arguments args = check_arguments(cx, node, target);
    gate_function *function = gate_function_find(cx, node->as.call.name.text, true);
    if (!function) return unknown_method(cx, node, target);
    type = resolve(cx, node, function, &args);
    gate_literals_check(cx, node, target);
    return type;
}
