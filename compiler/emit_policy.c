/* Declarations, blocks, rows and clauses to the program's tables. */
#include "compiler/emit.h"

#include "base/instant.h"
#include "vm/kinds.h"

#include <string.h>

/* A unit that is one expression. */
static uint32_t expr_unit(gate_emit *e, const gate_node *node, uint32_t preset)
{
    if (!node) return GATE_NO;
    gate_unit_begin(e, e->module, preset);
    gate_emit_expr(e, node);
    return gate_unit_end(e, node->span);
}

static uint32_t template_unit(gate_emit *e, const gate_node *string, uint32_t preset)
{
    if (!string) return GATE_NO;
    gate_unit_begin(e, e->module, preset);
    gate_emit_template(e, string);
    return gate_unit_end(e, string->span);
}

static gate_text text_of(gate_emit *e, const gate_node *string)
{
    return gate_emit_text(e, string ? string->as.string.value : GATE_STR(""));
}

/* A FIELD's keys into the names section. */
static void field_names(gate_emit *e, const gate_node *field, uint32_t *first, uint32_t *count, gate_text *zone)
{
    *first = e->names.len;
    *count = field ? field->as.field.count : 0;
    *zone = text_of(e, field ? field->as.field.zone : NULL);
    for (uint32_t i = 0; i < *count; i++) {
        gate_text name = gate_emit_text(e, field->as.field.segments[i].text);
        gate_vec_push(e->arena, &e->names, name);
    }
}

/* -- declarations ---------------------------------------------------------------------------------------- */

static gate_param_type param_type(const gate_type *type)
{
    switch (type->kind) {
    case GATE_TY_BOOL:
        return GATE_PARAM_BOOL;
    case GATE_TY_INT:
        return GATE_PARAM_INT;
    case GATE_TY_DOUBLE:
    case GATE_TY_NUMBER:
        return GATE_PARAM_NUMBER;
    case GATE_TY_PERCENT:
        return GATE_PARAM_PERCENT;
    case GATE_TY_DURATION:
        return GATE_PARAM_DURATION;
    case GATE_TY_TIMESTAMP:
        return GATE_PARAM_TIMESTAMP;
    case GATE_TY_STRING:
    case GATE_TY_ERROR:
    case GATE_TY_ANY:
    case GATE_TY_NULL:
    case GATE_TY_WORD:
    case GATE_TY_LIST:
    case GATE_TY_MAP:
    case GATE_TY_RECORD:
    case GATE_TY_OPTIONAL:
    case GATE_TY_TYPE:
    case GATE_TY_UNION:
    case GATE_TY_VAR:
        break;
    }
    return GATE_PARAM_STRING;
}

static void emit_param(gate_emit *e, const gate_symbol *symbol)
{
    const gate_node *decl = symbol->decl;
    e->module = symbol->module;
    bool list = symbol->type->kind == GATE_TY_LIST;
    gate_p_param row = {.name = gate_emit_text(e, symbol->shown), .doc = text_of(e, decl->as.param.title),
                        .env = gate_emit_text(e, decl->as.param.env.text),
                        .type = (uint32_t)param_type(list ? symbol->type->of : symbol->type), .is_list = list,
                        .where = gate_emit_where(e, decl->span)};
    row.value = expr_unit(e, decl->as.param.value, 0);
    row.floor = expr_unit(e, decl->as.param.floor, 0);
    row.ceiling = expr_unit(e, decl->as.param.ceiling, 0);
    gate_vec_push(e->arena, &e->params, row);
}

/* The path's text and parameters; a name bound by hand (gatec eval) has no declaration. */
static void evidence_parts(gate_emit *e, const gate_node *path, gate_p_evidence *row)
{
    const gate_parts *parts = gate_parts_at(e->checked, e->module, path);
    row->part_first = e->parts.len;
    if (parts->len == 0) {
        gate_vec_push(e->arena, &e->parts, (gate_p_part){text_of(e, path), GATE_NO});
    }
    for (uint32_t i = 0; i < parts->len; i++) {
        gate_p_part part = {.text = gate_emit_text(e, parts->items[i].text), .param = GATE_NO};
        if (parts->items[i].expr) part.param = gate_ref_at(e->checked, e->module, parts->items[i].expr)->symbol->index;
        gate_vec_push(e->arena, &e->parts, part);
    }
    row->part_count = e->parts.len - row->part_first;
}

static void emit_evidence(gate_emit *e, const gate_symbol *symbol)
{
    const gate_node *decl = symbol->decl;
    e->module = symbol->module;
    gate_p_evidence row = {.name = gate_emit_text(e, symbol->shown), .reader = gate_emit_text(e, GATE_STR("json")),
                           .shape = GATE_NO, .part_first = e->parts.len, .by_first = e->names.len,
                           .fresh_first = e->names.len, .where = {GATE_NO, 0, 0}};
    if (!decl) {
        gate_vec_push(e->arena, &e->evidence, row);
        return;
    }
    row.pattern = text_of(e, decl->as.evidence.path);
    row.where = gate_emit_where(e, decl->span);
    if (decl->as.evidence.reader.text.len) row.reader = gate_emit_text(e, decl->as.evidence.reader.text);
    bool each = decl->as.evidence.cardinality == GATE_W_EACH;
    row.cardinality = each ? GATE_EACH : decl->as.evidence.cardinality == GATE_W_LATEST ? GATE_LATEST : GATE_PLAIN;
    row.optional = decl->as.evidence.optional;
    evidence_parts(e, decl->as.evidence.path, &row);
    field_names(e, decl->as.evidence.by, &row.by_first, &row.by_count, &row.by_zone);
    if (decl->as.evidence.fresh) {
        row.has_fresh = 1;
        row.fresh_seconds = decl->as.evidence.fresh->as.nanoseconds / 1000000000;
        field_names(e, decl->as.evidence.fresh_by, &row.fresh_first, &row.fresh_count, &row.fresh_zone);
    }
    if (decl->as.evidence.type) row.shape = gate_emit_shape(e, each ? symbol->type->of : symbol->type);
    gate_vec_push(e->arena, &e->evidence, row);
}

static void emit_let(gate_emit *e, const gate_symbol *symbol)
{
    e->module = symbol->module;
    gate_p_let row = {.name = gate_emit_text(e, symbol->shown), .where = gate_emit_where(e, symbol->decl->span)};
    row.unit = expr_unit(e, symbol->decl->as.let.value, 0);
    gate_vec_push(e->arena, &e->lets, row);
}

static void emit_def(gate_emit *e, const gate_symbol *symbol)
{
    e->module = symbol->module;
    uint32_t params = symbol->decl->as.def.params.len;
    gate_p_def row = {.name = gate_emit_text(e, symbol->shown), .params = params,
                      .where = gate_emit_where(e, symbol->decl->span)};
    row.unit = expr_unit(e, symbol->decl->as.def.body, params);
    gate_vec_push(e->arena, &e->defs, row);
}

static void emit_owner(gate_emit *e, const gate_symbol *symbol)
{
    e->module = symbol->module;
    gate_vec_push(e->arena, &e->owners,
                  (gate_p_owner){.name = gate_emit_text(e, symbol->name), .title = text_of(e, symbol->decl->as.owner.title),
                                 .duty = text_of(e, symbol->decl->as.owner.duty),
                                 .where = gate_emit_where(e, symbol->decl->span)});
}

void gate_emit_declarations(gate_emit *e)
{
    const gate_checked *c = e->checked;
    for (uint32_t i = 0; i < c->module_count; i++) {
        const gate_module *module = c->modules[i];
        gate_p_source row = {.name = gate_emit_text(e, module->source->name), .text = gate_emit_text(e, module->source->text),
                             .kind = module->kind};
        e->hash(module->source->text, row.sha256);
        gate_vec_push(e->arena, &e->sources, row);
    }
    for (uint32_t i = 0; i < c->param_count; i++) emit_param(e, c->params[i]);
    for (uint32_t i = 0; i < c->evidence_count; i++) emit_evidence(e, c->evidence[i]);
    for (uint32_t i = 0; i < c->let_count; i++) emit_let(e, c->lets[i]);
    for (uint32_t i = 0; i < c->def_count; i++) emit_def(e, c->defs[i]);
    for (uint32_t i = 0; i < c->owner_count; i++) emit_owner(e, c->owners[i]);
}

/* -- clauses --------------------------------------------------------------------------------------------- */

static gate_clause_kind clause_kind(gate_word word)
{
    static const struct {
        gate_word word;
        gate_clause_kind kind;
    } kinds[] = {{GATE_W_REQUIRE, GATE_CLAUSE_REQUIRE},     {GATE_W_FORBID, GATE_CLAUSE_FORBID},
                 {GATE_W_NEEDS, GATE_CLAUSE_NEEDS},         {GATE_W_WARN, GATE_CLAUSE_WARN},
                 {GATE_W_CONFIRM, GATE_CLAUSE_CONFIRM},     {GATE_W_FIRE, GATE_CLAUSE_FIRE},
                 {GATE_W_ONLY, GATE_CLAUSE_ONLY},           {GATE_W_OWNER, GATE_CLAUSE_OWNER},
                 {GATE_W_SEE, GATE_CLAUSE_SEE},             {GATE_W_FIX, GATE_CLAUSE_FIX},
                 {GATE_W_ADVISORY, GATE_CLAUSE_ADVISORY},   {GATE_W_EFFECTIVE, GATE_CLAUSE_EFFECTIVE},
                 {GATE_W_WAIVABLE, GATE_CLAUSE_WAIVABLE},   {GATE_W_ALLOW, GATE_CLAUSE_ALLOW},
                 {GATE_W_AT, GATE_CLAUSE_AT},               {GATE_W_WITHIN, GATE_CLAUSE_WITHIN},
                 {GATE_W_THEN, GATE_CLAUSE_THEN},           {GATE_W_NO, GATE_CLAUSE_NO_DATA},
                 {GATE_W_LEAST, GATE_CLAUSE_AT_LEAST},      {GATE_W_TOLERATE, GATE_CLAUSE_TOLERATE}};
    for (size_t i = 0; i < GATE_COUNT(kinds); i++) {
        if (kinds[i].word == word) return kinds[i].kind;
    }
    return GATE_CLAUSE_KIND_COUNT;
}

/* The else-message at an outcome that is not good; [when_true]: at one that is not false. */
static void emit_say(gate_emit *e, const gate_node *text, bool when_true)
{
    if (!text) return;
    uint32_t skip = gate_emit_op(e, GATE_I_SAY_TEST, when_true, 0, 0, text->span);
    uint32_t count = gate_emit_parts(e, text);
    gate_emit_op(e, GATE_I_SAY, 0, 0, count, text->span);
    gate_emit_patch(e, skip);
}

static uint32_t clause_slot(const gate_emit *e, const gate_node *clause)
{
    return e->checked->slots[e->module->node_base + clause->id];
}

/* require each X in LIST [where E]: E, and forbid any X in LIST where E */
static void emit_quantified(gate_emit *e, const gate_node *clause)
{
    bool any = clause->as.clause.form == GATE_FORM_ANY;
    uint32_t kind = any ? GATE_LOOP_ANY : clause->as.clause.or_none ? GATE_LOOP_EACH_OR_NONE : GATE_LOOP_EACH;
    const gate_node *body = any ? clause->as.clause.where : clause->as.clause.expr;
    gate_emit_expr(e, clause->as.clause.list);
    uint32_t loop = gate_emit_loop(e, kind, clause_slot(e, clause), clause->span);
    uint32_t test = GATE_NO;
    if (!any && clause->as.clause.where) {
        gate_emit_expr(e, clause->as.clause.where);
        test = gate_emit_op(e, GATE_I_LOOP_TEST, 0, 0, 0, clause->as.clause.where->span);
    }
    gate_emit_condition(e, body);
    gate_emit_op(e, GATE_I_OUTCOME, 0, 0, 0, body->span);
    emit_say(e, clause->as.clause.text, any);
    gate_emit_loop_end(e, loop, test, clause->span);
}

/* The keys of `by FIELD`, as a list on the stack. */
static void emit_field_list(gate_emit *e, const gate_node *field, gate_span span)
{
    uint32_t count = field ? field->as.field.count : 0;
    for (uint32_t i = 0; i < count; i++) {
        gate_emit_op(e, GATE_I_CONST, 0, 0, gate_emit_const(e, gate_value_str(field->as.field.segments[i].text)), span);
    }
    gate_emit_op(e, GATE_I_LIST, 0, 0, count, span);
}

/* require each X of NAMES in LIST [by FIELD] [: E]: for every name, the one element that bears it. */
static void emit_roster(gate_emit *e, const gate_node *clause)
{
    uint32_t var = clause_slot(e, clause);
    uint32_t name = gate_emit_temp(e), list = gate_emit_temp(e), order = gate_emit_temp(e);
    gate_emit_slot(e, var);
    gate_emit_expr(e, clause->as.clause.list);
    gate_emit_op(e, GATE_I_STORE, 0, 0, list, clause->as.clause.list->span);
    gate_emit_op(e, GATE_I_LOCAL, 0, 0, list, clause->as.clause.list->span);
    emit_field_list(e, clause->as.clause.by, clause->span);
    gate_emit_call(e, "__roster", false, 2, clause->as.clause.list->span);
    gate_emit_op(e, GATE_I_STORE, 0, 0, order, clause->as.clause.list->span);
    gate_emit_expr(e, clause->as.clause.names);
    uint32_t loop = gate_emit_loop(e, GATE_LOOP_ROSTER, name, clause->span);
    gate_emit_op(e, GATE_I_LOCAL, 0, 0, list, clause->as.clause.list->span);
    gate_emit_op(e, GATE_I_LOCAL, 0, 0, order, clause->as.clause.list->span);
    gate_emit_op(e, GATE_I_LOCAL, 0, 0, name, clause->as.clause.names->span);
    gate_emit_call(e, "__named", false, 3, clause->as.clause.list->span);
    gate_emit_op(e, GATE_I_STORE, 0, 0, var, clause->span);
    gate_emit_op(e, GATE_I_LOCAL, 0, 0, var, clause->as.clause.list->span);
    gate_emit_call(e, "__there", false, 1, clause->as.clause.list->span);
    if (clause->as.clause.expr) {
        uint32_t test = gate_emit_op(e, GATE_I_AND_TEST, 0, 0, 0, clause->span);
        gate_emit_condition(e, clause->as.clause.expr);
        gate_emit_op(e, GATE_I_AND, 0, 0, 0, clause->span);
        gate_emit_patch(e, test);
    }
    gate_emit_op(e, GATE_I_OUTCOME, 0, 0, 0, clause->span);
    emit_say(e, clause->as.clause.text, false);
    gate_emit_loop_end(e, loop, GATE_NO, clause->span);
}

static void emit_plain(gate_emit *e, const gate_node *clause)
{
    gate_emit_condition(e, clause->as.clause.expr);
    gate_emit_op(e, GATE_I_OUTCOME, 0, 0, 0, clause->as.clause.expr->span);
    if (clause->as.clause.word == GATE_W_FORBID) gate_emit_op(e, GATE_I_NOT, 0, 0, 0, clause->span);
    emit_say(e, clause->as.clause.text, clause->as.clause.word == GATE_W_WARN);
}

static uint32_t condition_unit(gate_emit *e, const gate_node *clause, uint32_t preset)
{
    gate_unit_begin(e, e->module, preset);
    if (clause->as.clause.form == GATE_FORM_EACH || clause->as.clause.form == GATE_FORM_ANY) {
        emit_quantified(e, clause);
    } else if (clause->as.clause.form == GATE_FORM_ROSTER) {
        emit_roster(e, clause);
    } else {
        emit_plain(e, clause);
    }
    return gate_unit_end(e, clause->span);
}

/* An `effective` date: a day begins at midnight UTC. The checker has seen that it is one. */
static int64_t effective_seconds(gate_emit *e, gate_str text)
{
    gate_instant at = {0, 0};
    bool zoned;
    if (text.len == 10) text = gate_str_printf(e->arena, GATE_STR_FMT "T00:00:00Z", GATE_STR_ARG(text));
    (void)gate_instant_parse(text, &at, &zoned);
    return at.sec;
}

static gate_span condition_span(const gate_node *clause)
{
    bool plain = clause->as.clause.form == GATE_FORM_PLAIN || clause->as.clause.word == GATE_W_FIRE;
    if (plain && clause->as.clause.expr) return clause->as.clause.expr->span;
    return clause->span;
}

/* The block that `then NAME` names. */
static uint32_t block_named(const gate_emit *e, gate_str name)
{
    const gate_nodes *decls = &e->checked->main->ast->file->as.file.decls;
    uint32_t index = 0;
    for (uint32_t i = 0; i < decls->len; i++) {
        if (decls->items[i]->kind != GATE_N_BLOCK) continue;
        if (gate_str_eq(decls->items[i]->as.block.name.text, name)) return index;
        index++;
    }
    return GATE_NO;
}

/* The row that `within … of NAME` names, in the block that is being written: its rows follow those that
 * are there already. */
static uint32_t row_named(const gate_emit *e, const gate_node *block, gate_str name)
{
    for (uint32_t i = 0; i < block->as.block.rows.len; i++) {
        if (gate_str_eq(block->as.block.rows.items[i]->as.row.name.text, name)) return e->rows.len + i;
    }
    return GATE_NO;
}

static int64_t seconds_of(const gate_node *duration)
{
    return duration->as.nanoseconds / 1000000000;
}

/* fire when E [for … X in LIST]: with windows, the condition's window is local 0. */
static void emit_fire(gate_emit *e, const gate_node *clause, uint32_t preset, gate_p_clause *row)
{
    bool windows = clause->as.clause.form != GATE_FORM_PLAIN;
    row->unit = condition_unit(e, clause, windows ? 1 : preset);
    if (!windows) return;
    row->list_unit = expr_unit(e, clause->as.clause.list, 0);
    row->n = clause->as.clause.form == GATE_FORM_DURATION ? seconds_of(clause->as.clause.n) : clause->as.clause.n->as.integer;
    row->m = clause->as.clause.form == GATE_FORM_OF ? clause->as.clause.m->as.integer : row->n;
    if (clause->as.clause.latest) row->flags |= GATE_LATEST_ONLY;
    field_names(e, clause->as.clause.by, &row->by_first, &row->by_count, &row->by_zone);
}

static void emit_roles(gate_emit *e, const gate_nodes *roles, gate_p_clause *row)
{
    row->role_first = e->refs.len;
    row->role_count = roles->len;
    for (uint32_t i = 0; i < roles->len; i++) {
        uint32_t owner = gate_ref_at(e->checked, e->module, roles->items[i])->symbol->index;
        gate_vec_push(e->arena, &e->refs, owner);
    }
}

/* Clauses that carry something else than a condition. */
static void emit_setting(gate_emit *e, const gate_node *clause, uint32_t preset, gate_p_clause *row)
{
    gate_clause_kind kind = (gate_clause_kind)row->kind;
    if (kind == GATE_CLAUSE_CONFIRM) {
        row->text_unit = template_unit(e, clause->as.clause.text, preset);
        row->n = seconds_of(clause->as.clause.n);
        emit_roles(e, &clause->as.clause.roles, row);
    } else if (kind == GATE_CLAUSE_WAIVABLE) {
        row->n = seconds_of(clause->as.clause.n);
        emit_roles(e, &clause->as.clause.roles, row);
    } else if (kind == GATE_CLAUSE_AT) {
        row->unit = expr_unit(e, clause->as.clause.expr, preset);
    } else if (kind == GATE_CLAUSE_WITHIN) {
        row->n = seconds_of(clause->as.clause.n);
        row->target = row_named(e, e->block, clause->as.clause.target.text);
    } else if (kind == GATE_CLAUSE_THEN) {
        row->target = block_named(e, clause->as.clause.target.text);
        if (row->target == GATE_NO) row->flags |= GATE_THEN_HOLD; /* the checker lets no other unknown name through */
    } else if (kind == GATE_CLAUSE_NO_DATA) {
        row->flags |= clause->as.clause.choice == GATE_W_BREACH ? GATE_NO_DATA_BREACH : GATE_NO_DATA_CLEAN;
    } else if (kind == GATE_CLAUSE_AT_LEAST) {
        row->n = clause->as.clause.n->as.integer;
    } else if (kind == GATE_CLAUSE_TOLERATE) {
        row->n = clause->as.clause.n->as.integer;
        row->m = clause->as.clause.m->as.integer;
    }
}

static gate_p_clause clause_row(gate_emit *e, const gate_node *clause, uint32_t preset)
{
    gate_clause_kind kind = clause_kind(clause->as.clause.word);
    gate_p_clause row = {.kind = (uint32_t)kind, .form = (uint32_t)clause->as.clause.form, .unit = GATE_NO, .list_unit = GATE_NO,
                         .text_unit = GATE_NO, .owner = GATE_NO, .target = GATE_NO, .role_first = e->refs.len,
                         .by_first = e->names.len};
    row.where = gate_emit_where(e, clause->span);
    row.expr = gate_emit_where(e, condition_span(clause));
    const gate_nodes *roles = &clause->as.clause.roles;
    if (kind == GATE_CLAUSE_OWNER) {
        row.owner = gate_ref_at(e->checked, e->module, roles->items[0])->symbol->index;
    } else if (kind == GATE_CLAUSE_SEE || kind == GATE_CLAUSE_FIX || kind == GATE_CLAUSE_EFFECTIVE) {
        row.text_unit = template_unit(e, clause->as.clause.text, preset);
        if (kind == GATE_CLAUSE_EFFECTIVE) row.n = effective_seconds(e, clause->as.clause.text->as.string.value);
    } else if (kind == GATE_CLAUSE_REQUIRE || kind == GATE_CLAUSE_FORBID || kind == GATE_CLAUSE_NEEDS ||
               kind == GATE_CLAUSE_WARN || kind == GATE_CLAUSE_ONLY) {
        row.unit = condition_unit(e, clause, preset);
    } else if (kind == GATE_CLAUSE_FIRE) {
        emit_fire(e, clause, preset, &row);
    } else {
        emit_setting(e, clause, preset, &row);
    }
    return row;
}

static void emit_clauses(gate_emit *e, const gate_nodes *clauses, uint32_t preset, uint32_t *first, uint32_t *count)
{
    gate_p_clause *rows = GATE_ARRAY(e->arena, gate_p_clause, clauses->len);
    for (uint32_t i = 0; i < clauses->len; i++) rows[i] = clause_row(e, clauses->items[i], preset);
    *first = e->clauses.len;
    *count = clauses->len;
    for (uint32_t i = 0; i < clauses->len; i++) gate_vec_push(e->arena, &e->clauses, rows[i]);
}

/* -- rows and blocks ---------------------------------------------------------------------------------------- */

static gate_row_kind row_kind(gate_word word)
{
    for (uint32_t k = 0; k < GATE_ROW_KIND_COUNT; k++) {
        if (gate_str_eq_c(gate_str_c(gate_word_text(word)), gate_row_info_of((gate_row_kind)k)->word)) return (gate_row_kind)k;
    }
    return GATE_ROW_ITEM;
}

static gate_block_kind block_kind(gate_word word)
{
    for (uint32_t k = 0; k < GATE_BLOCK_KIND_COUNT; k++) {
        if (gate_str_eq_c(gate_str_c(gate_word_text(word)), gate_block_info_of((gate_block_kind)k)->word)) return (gate_block_kind)k;
    }
    return GATE_BLOCK_CHECKLIST;
}

/* The key of `item … each … by FIELD`: the element is local 0. */
static uint32_t key_unit(gate_emit *e, const gate_node *by)
{
    if (!by) return GATE_NO;
    gate_unit_begin(e, e->module, 1);
    gate_emit_op(e, GATE_I_LOCAL, 0, 0, 0, by->span);
    for (uint32_t i = 0; i < by->as.field.count; i++) {
        const gate_ident *segment = &by->as.field.segments[i];
        gate_emit_op(e, GATE_I_FIELD, 0, 0, gate_emit_const(e, gate_value_str(segment->text)), segment->span);
    }
    return gate_unit_end(e, by->span);
}

/* A row's first line, for messages that point at it: up to its body. */
static gate_span head_of(const gate_node *node, gate_str text)
{
    gate_span head = node->span;
    for (uint32_t i = head.lo; i < head.hi && i < text.len; i++) {
        if (text.ptr[i] == '\n' || text.ptr[i] == '{') {
            uint32_t end = i;
            while (end > head.lo && (text.ptr[end - 1] == ' ' || text.ptr[end - 1] == '\t')) end--;
            return (gate_span){head.lo, end};
        }
    }
    return head;
}

static bool allows_no_branches(const gate_node *row)
{
    for (uint32_t i = 0; i < row->as.row.clauses.len; i++) {
        if (row->as.row.clauses.items[i]->as.clause.word == GATE_W_ALLOW) return true;
    }
    return false;
}

static void emit_keep(gate_emit *e, const gate_node *node, gate_p_row *row)
{
    bool last = node->as.row.mode == GATE_W_LAST;
    row->keep = last ? GATE_KEEPS_LAST : node->as.row.mode == GATE_W_FOR ? GATE_KEEPS_FOR : GATE_KEEPS_WHERE;
    if (last) row->keep_count = node->as.row.count->as.integer;
    if (row->keep == GATE_KEEPS_FOR) row->keep_count = seconds_of(node->as.row.span);
    row->per_unit = expr_unit(e, node->as.row.per, 1);
    row->where_unit = expr_unit(e, node->as.row.where, 1);
}

static gate_p_row emit_row(gate_emit *e, const gate_node *node)
{
    gate_row_kind kind = row_kind(node->as.row.word);
    bool module = kind == GATE_ROW_MODULE;
    bool each = node->as.row.mode == GATE_W_EACH;
    gate_p_row row = {.kind = (uint32_t)kind, .list_unit = GATE_NO, .where_unit = GATE_NO, .key_unit = GATE_NO,
                      .per_unit = GATE_NO};
    row.mode = each ? GATE_MODE_EACH : node->as.row.mode == GATE_W_SUM ? GATE_MODE_SUM : GATE_MODE_ONE;
    row.name = module ? text_of(e, node->as.row.path) : gate_emit_text(e, node->as.row.name.text);
    row.doc = gate_emit_text(e, node->doc);
    row.where = gate_emit_where(e, node->span);
    row.head = gate_emit_where(e, head_of(node, e->module->source->text));
    row.or_none = node->as.row.or_none;
    if (node->as.row.least) row.least = (uint32_t)node->as.row.least->as.integer;
    bool windowed = kind == GATE_ROW_CRITERION || kind == GATE_ROW_KEEP;
    uint32_t preset = module || each || windowed ? 1 : 0;
    if (module && e->block->as.block.against) preset = 2; /* the base's record is local 1 */
    e->allow_no_branches = module && allows_no_branches(node);
    row.title_unit = template_unit(e, node->as.row.title, preset);
    if (!module && each) {
        row.list_unit = expr_unit(e, node->as.row.list, 0);
        row.where_unit = expr_unit(e, node->as.row.where, 1);
        row.key_unit = key_unit(e, node->as.row.by);
    }
    if (kind == GATE_ROW_KEEP) emit_keep(e, node, &row);
    emit_clauses(e, &node->as.row.clauses, preset, &row.clause_first, &row.clause_count);
    e->allow_no_branches = false;
    return row;
}

static gate_p_block emit_block(gate_emit *e, const gate_node *node)
{
    gate_p_block block = {.kind = (uint32_t)block_kind(node->as.block.word), .list_unit = GATE_NO, .where_unit = GATE_NO,
                          .against_unit = GATE_NO};
    block.name = gate_emit_text(e, node->as.block.name.text);
    block.title = text_of(e, node->as.block.title);
    block.doc = gate_emit_text(e, node->doc);
    block.var = gate_emit_text(e, node->as.block.var.text);
    block.where = gate_emit_where(e, node->span);
    block.head = gate_emit_where(e, head_of(node, e->module->source->text));
    block.of_unit = expr_unit(e, node->as.block.of, 0);
    block.against_unit = expr_unit(e, node->as.block.against, 0);
    e->block = node;
    bool retain = block.kind == GATE_BLOCK_RETAIN;
    if (!retain) block.list_unit = expr_unit(e, node->as.block.list, 0);
    block.where_unit = expr_unit(e, node->as.block.where, 1);
    block.pattern = text_of(e, retain ? node->as.block.list : NULL);
    field_names(e, node->as.block.by, &block.by_first, &block.by_count, &block.by_zone);
    emit_clauses(e, &node->as.block.clauses, 0, &block.clause_first, &block.clause_count);
    const gate_nodes *nodes = &node->as.block.rows;
    gate_p_row *rows = GATE_ARRAY(e->arena, gate_p_row, nodes->len);
    for (uint32_t i = 0; i < nodes->len; i++) rows[i] = emit_row(e, nodes->items[i]);
    block.row_first = e->rows.len;
    block.row_count = nodes->len;
    for (uint32_t i = 0; i < nodes->len; i++) gate_vec_push(e->arena, &e->rows, rows[i]);
    return block;
}

void gate_emit_blocks(gate_emit *e)
{
    const gate_node *file = e->checked->main->ast->file;
    for (uint32_t i = 0; i < file->as.file.decls.len; i++) {
        const gate_node *decl = file->as.file.decls.items[i];
        e->module = e->checked->main;
        if (decl->kind != GATE_N_BLOCK) continue;
        gate_p_block block = emit_block(e, decl);
        gate_vec_push(e->arena, &e->blocks, block);
    }
}
