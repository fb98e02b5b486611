#include "compiler/type_expr.h"

#include "compiler/symbols.h"

static const char *const appliable[] = {"list", "map", "optional"};

static const gate_type *too_large(gate_checker *cx, const gate_node *node)
{
    gate_diag *diag = gate_raise(cx, TYPE_TOO_LARGE, node->span, "this type is made of more than %u types",
                                 GATE_TYPE_WEIGHT_MAX);
    gate_diag_help(cx->diags, diag, "Leave the parts that the policy does not read as `any`.");
    return gate_poison();
}

static void unknown_type(gate_checker *cx, const gate_ident *name)
{
    if (cx->file->lost) return;
    gate_diag *diag = gate_raise(cx, UNKNOWN_TYPE, name->span, "there is no type `" GATE_STR_FMT "`",
                                 GATE_STR_ARG(name->text));
    if (!gate_worth_it(cx)) return;
    gate_suggest suggest = gate_suggest_new(name->text);
    for (uint32_t i = 0; gate_type_builtin_name(i); i++)
        gate_suggest_offer(&suggest, gate_str_c(gate_type_builtin_name(i)));
    for (uint32_t i = 0; i < cx->file->names.len; i++) {
        const gate_entry *entry = cx->file->names.entries[i].value;
        if (entry->info->symbol.kind == GATE_SYM_TYPE) gate_suggest_offer(&suggest, entry->info->symbol.name);
    }
    gate_help_suggest(cx, diag, &suggest);
}

static const gate_type *of_symbol(gate_checker *cx, const gate_info *info, const gate_ident *name)
{
    if (info->symbol.kind == GATE_SYM_TYPE) return info->symbol.type ? info->symbol.type : gate_poison();
    gate_diag *diag = gate_raise(cx, UNKNOWN_TYPE, name->span, "`" GATE_STR_FMT "` is %s, not a type",
                                 GATE_STR_ARG(name->text), gate_symbol_article(info->symbol.kind));
    gate_diag_label(cx->diags, diag, info->symbol.module->source, info->span, "declared here");
    return gate_poison();
}

static const gate_type *qualified(gate_checker *cx, const gate_node *node)
{
    const gate_ident *qualifier = &node->as.qname.qualifier, *name = &node->as.qname.name;
    gate_entry *entry = gate_entry_find(cx->file, qualifier->text);
    gate_file *file = gate_namespace_file(entry);
    if (!file) {
        gate_raise(cx, UNKNOWN_MODULE, qualifier->span, "nothing is imported as `" GATE_STR_FMT "`",
                   GATE_STR_ARG(qualifier->text));
        return gate_poison();
    }
    gate_entry_use(entry);
    gate_info *info = gate_member_find(file, name->text);
    if (!info) {
        gate_member_unknown(cx, file, qualifier->text, name);
        return gate_poison();
    }
    info->referenced = true;
    return of_symbol(cx, info, name);
}

static const gate_type *by_name(gate_checker *cx, const gate_node *node)
{
    if (node->as.qname.qualifier.text.len) return qualified(cx, node);
    const gate_ident *name = &node->as.qname.name;
    const gate_type *builtin = gate_type_builtin(name->text);
    if (builtin) return builtin;
    gate_entry *entry = gate_entry_find(cx->file, name->text);
    if (entry) return of_symbol(cx, gate_entry_use(entry), name);
    if (gate_str_eq_c(name->text, "uint") || gate_str_eq_c(name->text, "bytes")) {
        gate_diag *diag = gate_raise(cx, UNSUPPORTED, name->span, "there is no `" GATE_STR_FMT "` here",
                                     GATE_STR_ARG(name->text));
        gate_diag_help(cx->diags, diag,
                       "JSON has neither: write `int` for whole numbers, `string` for text.");
    } else {
        unknown_type(cx, name);
    }
    return gate_poison();
}

static const gate_type *applied(gate_checker *cx, const gate_node *node)
{
    const gate_ident *name = &node->as.apply.name;
    const gate_type *of = gate_type_resolve(cx, node->as.apply.argument);
    if (of->kind == GATE_TY_ERROR) return of;
    const gate_type *made = NULL;
    if (gate_str_eq_c(name->text, "list")) made = gate_type_list(cx->arena, of);
    if (gate_str_eq_c(name->text, "map"))
        made = gate_type_map(cx->arena, gate_type_plain(GATE_TY_STRING), of);
    if (gate_str_eq_c(name->text, "optional")) made = gate_type_optional(cx->arena, of);
    if (made) return made->kind == GATE_TY_ANY ? too_large(cx, node) : made;
    gate_diag *diag = gate_raise(cx, TYPE_ARGUMENT, name->span, "`" GATE_STR_FMT "` takes no type",
                                 GATE_STR_ARG(name->text));
    gate_diag_help(cx->diags, diag, "Only `list(T)`, `map(T)` and `optional(T)` are made of another type.");
    gate_suggest suggest = gate_suggest_new(name->text);
    for (size_t i = 0; i < GATE_COUNT(appliable); i++)
        gate_suggest_offer(&suggest, gate_str_c(appliable[i]));
    gate_help_suggest(cx, diag, &suggest);
    return gate_poison();
}

static const gate_type *record(gate_checker *cx, const gate_node *node)
{
    const gate_nodes *list = &node->as.fields;
    gate_type_field *fields = GATE_ARRAY(cx->arena, gate_type_field, list->len);
    gate_map seen = gate_map_new(cx->arena);
    uint32_t count = 0;
    for (uint32_t i = 0; i < list->len; i++) {
        const gate_node *field = list->items[i];
        if (field->kind != GATE_N_TYPE_FIELD) continue;
        const gate_ident *name = &field->as.field_type.name;
        const gate_type *type = gate_type_resolve(cx, field->as.field_type.type);
        const gate_node *before = gate_map_get(&seen, name->text);
        if (before) {
            gate_diag *diag = gate_raise(cx, DUPLICATE_FIELD, name->span, "the field `%s` is there twice",
                                         gate_say_text(cx, name->text));
            gate_label_own(cx, diag, before->as.field_type.name.span, "first here");
            continue;
        }
        gate_node *noted = list->items[i];
        gate_map_put(&seen, name->text, noted);
        fields[count++] = (gate_type_field){name->text, type, field->as.field_type.optional};
    }
    const gate_type *made = gate_type_record(cx->arena, (gate_str){0}, fields, count);
    return made->weight > GATE_TYPE_WEIGHT_MAX ? too_large(cx, node) : made;
}

static const gate_type *alternatives(gate_checker *cx, const gate_node *node)
{
    const gate_nodes *list = &node->as.alternatives;
    const gate_type **types = GATE_ARRAY(cx->arena, const gate_type *, list->len);
    bool any = false;
    for (uint32_t i = 0; i < list->len; i++) {
        types[i] = gate_type_resolve(cx, list->items[i]);
        any = any || types[i]->kind == GATE_TY_ANY;
    }
    const gate_type *made = gate_type_union_of(cx->arena, types, list->len);
    return made->kind == GATE_TY_ANY && !any ? too_large(cx, node) : made;
}

static const gate_type *list_of(gate_checker *cx, const gate_node *node)
{
    const gate_type *of = gate_type_resolve(cx, node->as.of);
    if (of->kind == GATE_TY_ERROR) return of;
    const gate_type *made = gate_type_list(cx->arena, of);
    return made->kind == GATE_TY_ANY ? too_large(cx, node) : made;
}

const gate_type *gate_type_resolve(gate_checker *cx, const gate_node *node)
{
    if (!node) return gate_any();
    const gate_type *type = gate_poison();
    if (node->kind == GATE_N_TYPE_NAME)
        type = by_name(cx, node);
    else if (node->kind == GATE_N_TYPE_WORD)
        type = gate_type_word(cx->arena, node->as.word);
    else if (node->kind == GATE_N_TYPE_LIST)
        type = list_of(cx, node);
    else if (node->kind == GATE_N_TYPE_RECORD)
        type = record(cx, node);
    else if (node->kind == GATE_N_TYPE_APPLY)
        type = applied(cx, node);
    else if (node->kind == GATE_N_TYPE_UNION)
        type = alternatives(cx, node);
    return gate_type_set(cx, node, type);
}

void gate_type_declare(gate_checker *cx, gate_info *info)
{
    const gate_type *type = gate_type_resolve(cx, info->symbol.decl->as.type.type);
    if (!info->symbol.type) info->symbol.type = gate_type_named(cx->arena, type, info->symbol.shown);
}

/* Bounded by the type's weight. */
static bool is_json(const gate_type *type)
{
    if (type->kind == GATE_TY_OPTIONAL || type->kind == GATE_TY_TYPE) return false;
    if (type->of && !is_json(type->of)) return false;
    for (uint32_t i = 0; i < type->count; i++) {
        if (!is_json(type->kind == GATE_TY_RECORD ? type->fields[i].type : type->members[i])) return false;
    }
    return true;
}

const gate_type *gate_type_of_evidence(gate_checker *cx, const gate_node *node)
{
    const gate_type *type = gate_type_resolve(cx, node);
    if (is_json(type)) return type;
    gate_diag *diag = gate_raise(cx, EVIDENCE_TYPE, node->span, "evidence never holds an optional or a type");
    gate_diag_help(cx->diags, diag,
                   "A field that may be absent is written with a question mark: `name?: string`.");
    return gate_poison();
}
