#include "compiler/check.h"

#include "compiler/scope.h"
#include "compiler/signature.h"
#include "compiler/symbols.h"

static const struct {
    const char *name;
    gate_tag tag;
} type_values[] = {
    {"int", GATE_T_INT},
    {"string", GATE_T_STRING},
    {"bool", GATE_T_BOOL},
    {"double", GATE_T_DOUBLE},
    {"list", GATE_T_LIST},
    {"map", GATE_T_MAP},
    {"null_type", GATE_T_NULL},
    {"timestamp", GATE_T_TIMESTAMP},
    {"duration", GATE_T_DURATION},
    {"type", GATE_T_TYPE},
    {"optional_type", GATE_T_OPTIONAL},
};

static bool is_reading(const gate_checker *cx, gate_str name, gate_reading_kind *kind)
{
    if (!cx->readings || !gate_reading_find(name, kind)) return false;
    return *kind != GATE_READ_BASE || cx->readings->base;
}

gate_namespace gate_namespace_of(gate_checker *cx, const gate_node *name, gate_file **file)
{
    gate_str text = name->as.name.text;
    gate_reading_kind kind;
    if (!name->as.name.root && (gate_scope_find(cx, text) || is_reading(cx, text, &kind)))
        return GATE_NS_NONE;
    const gate_entry *entry = gate_entry_find(cx->file, text);
    *file = gate_namespace_file(entry);
    if (*file) return GATE_NS_FILE;
    return !entry && gate_map_get(&cx->namespaces, text) ? GATE_NS_BUILTIN : GATE_NS_NONE;
}

void gate_namespace_use(gate_checker *cx, const gate_node *name)
{
    gate_entry *entry = gate_entry_find(cx->file, name->as.name.text);
    if (entry) gate_entry_use(entry);
    *gate_ref_slot(cx, name) = (gate_ref){.kind = GATE_REF_NAMESPACE};
}

/* ---- what a declared name is as a value ------------------------------------------------------ */

static const char *use_of(gate_symbol_kind kind)
{
    switch (kind) {
    case GATE_SYM_DEF:
        return "Call it: write its arguments in parentheses.";
    case GATE_SYM_TYPE:
        return "Types stand behind a colon, as in `evidence x : T`.";
    case GATE_SYM_IMPORT:
        return "Name something in it, as in `module.name`.";
    case GATE_SYM_BLOCK:
        return "What a block decides cannot be asked in an expression: ask the evidence.";
    case GATE_SYM_PARAM:
    case GATE_SYM_EVIDENCE:
    case GATE_SYM_LET:
    case GATE_SYM_OWNER:
        break;
    }
    return "";
}

static const gate_type *value_of(gate_checker *cx, const gate_node *node, gate_span span, gate_info *info)
{
    gate_symbol *symbol = &info->symbol;
    if (symbol->kind == GATE_SYM_PARAM || symbol->kind == GATE_SYM_EVIDENCE || symbol->kind == GATE_SYM_LET) {
        *gate_ref_slot(cx, node) = (gate_ref){.kind = GATE_REF_SYMBOL, .symbol = symbol};
        return symbol->type ? symbol->type : gate_poison();
    }
    gate_diag *diag = gate_raise(cx, NOT_A_VALUE, span, "`" GATE_STR_FMT "` is %s, not a value",
                                 GATE_STR_ARG(symbol->name), gate_symbol_article(symbol->kind));
    gate_diag_help(cx->diags, diag, "%s", use_of(symbol->kind));
    return gate_poison();
}

/* ---- unknown names --------------------------------------------------------------------------- */

static void suggest_name(gate_checker *cx, gate_diag *diag, gate_str wanted)
{
    gate_suggest suggest = gate_suggest_new(wanted);
    for (uint32_t i = 0; i < cx->locals.len; i++)
        gate_suggest_offer(&suggest, cx->locals.items[i].name);
    for (int kind = GATE_READ_MODULE; cx->readings && kind <= GATE_READ_BASE; kind++)
        gate_suggest_offer(&suggest, gate_str_c(gate_reading_name((gate_reading_kind)kind)));
    for (uint32_t i = 0; i < cx->file->names.len; i++)
        gate_suggest_offer(&suggest, cx->file->names.entries[i].key);
    gate_suggest_offer(&suggest, GATE_STR("now"));
    gate_help_suggest(cx, diag, &suggest);
}

static bool is_library_module(gate_checker *cx, gate_str name)
{
    const gate_str *names = NULL;
    uint32_t count = cx->loader->module_names(cx->loader->context, &names);
    for (uint32_t i = 0; i < count; i++) {
        if (gate_str_eq(names[i], name)) return true;
    }
    return false;
}

static const gate_type *unknown_name(gate_checker *cx, const gate_node *node)
{
    gate_str name = node->as.name.text;
    if (gate_str_eq_c(name, "uint") || gate_str_eq_c(name, "bytes")) {
        gate_diag *diag = gate_raise(cx, UNSUPPORTED, node->span, "there is no `" GATE_STR_FMT "` here",
                                     GATE_STR_ARG(name));
        gate_diag_help(cx->diags, diag, "JSON has neither: use `int` for whole numbers, `string` for text.");
        return gate_poison();
    }
    if (cx->file->lost) return gate_poison();
    gate_diag *diag =
        gate_raise(cx, UNKNOWN_NAME, node->span, "unknown name `" GATE_STR_FMT "`", GATE_STR_ARG(name));
    gate_reading_kind reading;
    if (gate_map_get(&cx->functions, name)) {
        gate_diag_help(cx->diags, diag,
                       "`" GATE_STR_FMT "` is a function: write its arguments in parentheses.",
                       GATE_STR_ARG(name));
    } else if (gate_map_get(&cx->namespaces, name)) {
        gate_diag_help(cx->diags, diag,
                       "`" GATE_STR_FMT "` holds functions: write `" GATE_STR_FMT ".name(…)`.",
                       GATE_STR_ARG(name), GATE_STR_ARG(name));
    } else if (cx->file->coverage && gate_reading_find(name, &reading)) {
        gate_diag_help(cx->diags, diag,
                       reading == GATE_READ_BASE
                           ? "`base` stands in module rows of a block with `against` only."
                           : "Readings of coverage stand in module rows only.");
    } else if (gate_map_get(&cx->file->owners, name)) {
        gate_diag_help(cx->diags, diag, "`" GATE_STR_FMT "` is an owner, which is no value.",
                       GATE_STR_ARG(name));
    } else if (is_library_module(cx, name)) {
        gate_diag_help(cx->diags, diag, "Write `import " GATE_STR_FMT "` above: it is a module of the library.",
                       GATE_STR_ARG(name));
    } else if (gate_worth_it(cx)) {
        suggest_name(cx, diag, name);
    }
    return gate_poison();
}

/* ---- checking -------------------------------------------------------------------------------- */

static const gate_type *reading_type(const gate_checker *cx, gate_reading_kind kind)
{
    switch (kind) {
    case GATE_READ_MODULE:
        return gate_type_plain(GATE_TY_STRING);
    case GATE_READ_LINE:
    case GATE_READ_BRANCH:
    case GATE_READ_FUNC:
    case GATE_READ_STATEMENT:
        return gate_type_plain(GATE_TY_PERCENT);
    case GATE_READ_LINES:
    case GATE_READ_BRANCHES:
    case GATE_READ_FUNCTIONS:
    case GATE_READ_STATEMENTS:
        return cx->readings->counts;
    case GATE_READ_BASE:
        return cx->readings->base;
    }
    return gate_poison();
}

const gate_type *gate_name_check(gate_checker *cx, const gate_node *node)
{
    gate_str name = node->as.name.text;
    gate_ref *ref = gate_ref_slot(cx, node);
    const gate_local *local = node->as.name.root ? NULL : gate_scope_find(cx, name);
    if (local) {
        *ref = (gate_ref){.kind = GATE_REF_LOCAL, .slot = local->slot};
        return local->type;
    }
    gate_reading_kind reading;
    if (!node->as.name.root && is_reading(cx, name, &reading)) {
        *ref = (gate_ref){.kind = GATE_REF_READING, .reading = reading};
        return reading_type(cx, reading);
    }
    gate_entry *entry = gate_entry_find(cx->file, name);
    if (entry) return value_of(cx, node, node->span, gate_entry_use(entry));
    for (size_t i = 0; i < GATE_COUNT(type_values); i++) {
        if (!gate_str_eq_c(name, type_values[i].name)) continue;
        *ref = (gate_ref){.kind = GATE_REF_TYPE, .tag = type_values[i].tag};
        return gate_type_plain(GATE_TY_TYPE);
    }
    if (gate_str_eq_c(name, "now")) {
        *ref = (gate_ref){.kind = GATE_REF_NOW};
        return gate_type_plain(GATE_TY_TIMESTAMP);
    }
    return unknown_name(cx, node);
}

const gate_type *gate_qualified_check(gate_checker *cx, const gate_node *select)
{
    const gate_node *name = select->as.select.operand;
    const gate_ident *field = &select->as.select.field;
    gate_file *file = NULL;
    gate_namespace space = gate_namespace_of(cx, name, &file);
    gate_namespace_use(cx, name);
    if (space == GATE_NS_BUILTIN) {
        gate_diag *diag =
            gate_raise(cx, NOT_A_VALUE, select->span, "`%s` is no value",
                       gate_say_text(cx, gate_source_slice(cx->file->module.source, select->span)));
        gate_diag_help(cx->diags, diag,
                       "`" GATE_STR_FMT "` holds functions: write their arguments in parentheses.",
                       GATE_STR_ARG(name->as.name.text));
        return gate_poison();
    }
    gate_info *info = gate_member_find(file, field->text);
    if (!info) {
        gate_member_unknown(cx, file, name->as.name.text, field);
        return gate_poison();
    }
    info->referenced = true;
    return value_of(cx, select, select->span, info);
}
