#include "compiler/check.h"
#include "compiler/constant.h"
#include "compiler/policy.h"
#include "compiler/scope.h"
#include "compiler/symbols.h"

#include "base/instant.h"

static const struct {
    gate_word word;
    gate_clause_kind kind;
} kinds[] = {
    {GATE_W_REQUIRE, GATE_CLAUSE_REQUIRE},
    {GATE_W_FORBID, GATE_CLAUSE_FORBID},
    {GATE_W_NEEDS, GATE_CLAUSE_NEEDS},
    {GATE_W_WARN, GATE_CLAUSE_WARN},
    {GATE_W_CONFIRM, GATE_CLAUSE_CONFIRM},
    {GATE_W_FIRE, GATE_CLAUSE_FIRE},
    {GATE_W_OWNER, GATE_CLAUSE_OWNER},
    {GATE_W_SEE, GATE_CLAUSE_SEE},
    {GATE_W_FIX, GATE_CLAUSE_FIX},
    {GATE_W_ADVISORY, GATE_CLAUSE_ADVISORY},
    {GATE_W_EFFECTIVE, GATE_CLAUSE_EFFECTIVE},
    {GATE_W_WAIVABLE, GATE_CLAUSE_WAIVABLE},
    {GATE_W_ALLOW, GATE_CLAUSE_ALLOW},
    {GATE_W_AT, GATE_CLAUSE_AT},
    {GATE_W_WITHIN, GATE_CLAUSE_WITHIN},
    {GATE_W_THEN, GATE_CLAUSE_THEN},
    {GATE_W_NO, GATE_CLAUSE_NO_DATA},
    {GATE_W_LEAST, GATE_CLAUSE_AT_LEAST},
    {GATE_W_TOLERATE, GATE_CLAUSE_TOLERATE},
    {GATE_W_ONLY, GATE_CLAUSE_ONLY},
};

gate_clause_kind gate_clause_kind_of(gate_word word)
{
    for (size_t i = 0; i < GATE_COUNT(kinds); i++) {
        if (kinds[i].word == word) return kinds[i].kind;
    }
    return GATE_CLAUSE_KIND_COUNT;
}

/* The clause's first word: what a message about the clause points at. */
static gate_span word_span(const gate_node *clause)
{
    gate_str word = gate_str_c(gate_word_text(clause->as.clause.word));
    return (gate_span){clause->span.lo, clause->span.lo + (uint32_t)word.len};
}

/* ---- place ----------------------------------------------------------------------------------- */

static void list_places(gate_checker *cx, gate_diag *diag, const gate_clause_info *info)
{
    gate_buf text = gate_buf_new(cx->arena);
    for (int i = 0; i < GATE_ROW_KIND_COUNT; i++) {
        if (info->rows >> i & 1)
            gate_buf_printf(&text, "%s`%s`", text.len ? ", " : "in ",
                            gate_row_info_of((gate_row_kind)i)->word);
    }
    bool in_rows = text.len > 0;
    for (int i = 0; i < GATE_BLOCK_KIND_COUNT; i++) {
        if (!(info->blocks >> i & 1)) continue;
        gate_buf_printf(&text, "%s`%s`",
                        in_rows    ? ", and directly in "
                        : text.len ? ", "
                                   : "directly in ",
                        gate_block_info_of((gate_block_kind)i)->word);
        in_rows = false;
    }
    gate_diag_help(cx->diags, diag, "`%s` belongs %s.", info->word, text.ptr);
}

static bool belongs(gate_checker *cx, gate_row_place place, const gate_node *clause,
                    const gate_clause_info *info)
{
    bool right = place.direct ? info->blocks >> place.block & 1 : info->rows >> place.row & 1;
    if (right) return true;
    const char *where =
        place.direct ? gate_block_info_of(place.block)->word : gate_row_info_of(place.row)->word;
    gate_diag *diag = gate_raise(cx, CLAUSE_PLACE, word_span(clause), "`%s` does not belong %sin %s",
                                 info->word, place.direct ? "directly " : "", gate_say_word(cx, where));
    list_places(cx, diag, info);
    return false;
}

/* Clauses of which a second would contradict or repeat the first. */
static bool stands_once(gate_clause_kind kind)
{
    return kind == GATE_CLAUSE_OWNER || kind == GATE_CLAUSE_SEE || kind == GATE_CLAUSE_ADVISORY ||
           kind == GATE_CLAUSE_EFFECTIVE || kind == GATE_CLAUSE_ALLOW || kind == GATE_CLAUSE_WAIVABLE ||
           kind == GATE_CLAUSE_AT || kind == GATE_CLAUSE_WITHIN || kind == GATE_CLAUSE_THEN ||
           kind == GATE_CLAUSE_NO_DATA || kind == GATE_CLAUSE_AT_LEAST || kind == GATE_CLAUSE_TOLERATE;
}

static void check_once(gate_checker *cx, const gate_node **seen, gate_clause_kind kind,
                       const gate_node *clause, bool direct)
{
    const gate_node *before = seen[kind];
    if (!before) seen[kind] = clause;
    if (!before || !stands_once(kind)) return;
    gate_diag *diag = gate_raise(cx, CLAUSE_TWICE, word_span(clause), "a second `%s` in one %s",
                                 gate_clause_info_of(kind)->word, direct ? "block" : "row");
    gate_label_own(cx, diag, word_span(before), "the first one");
}

/* ---- conditions ------------------------------------------------------------------------------ */

static void check_plain(gate_checker *cx, gate_clause_kind kind, const gate_node *clause)
{
    const gate_node *expr = clause->as.clause.expr;
    gate_condition_check(cx, expr);
    gate_template_check(cx, clause->as.clause.text);
    gate_constant_check(cx, kind, clause, expr);
    if (kind == GATE_CLAUSE_REQUIRE || kind == GATE_CLAUSE_NEEDS) gate_condition_warn(cx, expr, true);
    if (kind == GATE_CLAUSE_FORBID || kind == GATE_CLAUSE_FIRE) gate_condition_warn(cx, expr, false);
    if (kind == GATE_CLAUSE_ONLY) gate_skip_warn(cx, expr);
}

/* require each X in LIST [where …]: EXPR; forbid any X in LIST where EXPR. */
static void check_each(gate_checker *cx, gate_clause_kind kind, const gate_node *clause)
{
    const gate_node *list = clause->as.clause.list, *where = clause->as.clause.where;
    bool any = clause->as.clause.form == GATE_FORM_ANY;
    const gate_type *type = gate_expr_check(cx, list);
    gate_range range = {gate_poison(), gate_poison(), gate_poison()};
    if (list) range = gate_range_of(cx, list, type, any ? "`any`" : "`each`");
    gate_scope scope = gate_scope_begin(cx);
    gate_scope_bind(cx, &clause->as.clause.var, range.one);
    if (where) gate_condition_check(cx, where);
    const gate_node *condition = any ? where : clause->as.clause.expr;
    if (clause->as.clause.expr) gate_condition_check(cx, clause->as.clause.expr);
    gate_template_check(cx, clause->as.clause.text);
    gate_constant_check(cx, kind, clause, condition);
    if (condition) gate_condition_warn(cx, condition, !any);
    gate_scope_end(cx, scope);
}

/* ---- rosters --------------------------------------------------------------------------------- */

static void check_names(gate_checker *cx, const gate_node *names)
{
    const gate_type *type = gate_expr_check(cx, names);
    if (!names) return;
    const gate_type *one = gate_range_of(cx, names, type, "a roster").one;
    if (names->kind == GATE_N_LIST && names->as.list.len == 0) {
        gate_raise(cx, ROSTER_NAMES, names->span, "this roster names nothing");
    } else if (!gate_type_fits(one, gate_type_plain(GATE_TY_STRING))) {
        gate_diag *diag = gate_raise(cx, ROSTER_NAMES, names->span, "a roster's names must be strings");
        gate_diag_here(cx->diags, diag, "each is %s", gate_say_type(cx, one));
    }
}

/* What the roster's variable is: the element that bears the name; of a map, the value. */
static const gate_type *roster_element(gate_checker *cx, const gate_node *list, bool *keyed)
{
    const gate_type *type = gate_expr_check(cx, list);
    if (!list) return gate_poison();
    *keyed = gate_type_fits(type, gate_type_plain(GATE_TY_MAP));
    return gate_range_of(cx, list, type, "a roster").second;
}

static void check_roster(gate_checker *cx, gate_clause_kind kind, const gate_node *clause)
{
    const gate_type *text = gate_type_plain(GATE_TY_STRING);
    const gate_node *by = clause->as.clause.by, *expr = clause->as.clause.expr;
    bool keyed = false;
    check_names(cx, clause->as.clause.names);
    const gate_type *element = roster_element(cx, clause->as.clause.list, &keyed);
    if (by && by->kind == GATE_N_FIELD) {
        const gate_type *name = gate_field_check(cx, by, element);
        if (!gate_type_fits(name, text))
            gate_raise(cx, FIELD_TYPE, by->span, "a name cannot be %s", gate_say_type(cx, name));
    } else if (!keyed && !gate_type_fits(element, text)) {
        gate_diag *diag = gate_raise(cx, ROSTER_BY, clause->as.clause.list->span, "this roster needs a `by`");
        gate_diag_here(cx->diags, diag, "each element is %s", gate_say_type(cx, element));
        gate_diag_help(cx->diags, diag, "Say which field bears the name, as in `by name`.");
    }
    gate_scope scope = gate_scope_begin(cx);
    gate_scope_bind(cx, &clause->as.clause.var, element);
    if (expr) gate_condition_check(cx, expr);
    gate_template_check(cx, clause->as.clause.text);
    if (expr) {
        gate_constant_check(cx, kind, clause, expr);
        gate_condition_warn(cx, expr, true);
    } else if (clause->as.clause.list) {
        gate_constant_check(cx, kind, clause, clause->as.clause.list);
    }
    gate_scope_end(cx, scope);
}

/* fire when EXPR for … X in LIST: the window is local 0 of the condition, whatever else is in scope. */
static void check_windows(gate_checker *cx, gate_clause_kind kind, const gate_node *clause)
{
    const gate_node *list = clause->as.clause.list, *expr = clause->as.clause.expr;
    const gate_type *type = gate_expr_check(cx, list);
    const gate_type *one = list ? gate_range_of(cx, list, type, "`for`").one : gate_poison();
    gate_time_field_check(cx, clause->as.clause.by, one);
    gate_scope scope = gate_scope_begin(cx);
    cx->next_slot = 0;
    gate_scope_bind(cx, &clause->as.clause.var, one);
    cx->given_slots = 1;
    cx->given_variable = gate_depends(cx, list);
    gate_condition_check(cx, expr);
    gate_constant_check(cx, kind, clause, expr);
    gate_condition_warn(cx, expr, false);
    cx->given_slots = 0;
    cx->given_variable = false;
    gate_scope_end(cx, scope);
}

static void check_condition(gate_checker *cx, gate_clause_kind kind, const gate_node *clause)
{
    gate_slot_note(cx, clause);
    switch (clause->as.clause.form) {
    case GATE_FORM_PLAIN:
        check_plain(cx, kind, clause);
        break;
    case GATE_FORM_EACH:
    case GATE_FORM_ANY:
        check_each(cx, kind, clause);
        break;
    case GATE_FORM_ROSTER:
        check_roster(cx, kind, clause);
        break;
    case GATE_FORM_CONSECUTIVE:
    case GATE_FORM_OF:
    case GATE_FORM_DURATION:
        check_windows(cx, kind, clause);
        break;
    }
}

/* ---- the rest -------------------------------------------------------------------------------- */

static void check_effective(gate_checker *cx, const gate_node *text)
{
    if (!text || text->kind != GATE_N_STRING) return;
    gate_str date = text->as.string.value;
    gate_instant at;
    bool zoned = false;
    if (date.len == 10) {
        gate_str midnight = gate_str_printf(cx->arena, GATE_STR_FMT "T00:00:00Z", GATE_STR_ARG(date));
        if (gate_instant_parse(midnight, &at, &zoned) && zoned) return;
    } else if (gate_instant_parse(date, &at, &zoned) && zoned) {
        return;
    }
    gate_diag *diag = gate_raise(cx, BAD_DATE, text->span, "`%s` is no date", gate_say_text(cx, date));
    gate_diag_help(cx->diags, diag,
                   "Write year, month and day, as in `2026-12-01` (midnight in UTC), or a full RFC 3339 time "
                   "with its zone.");
}

typedef struct branch_search {
    bool found;
} branch_search;

static bool look_for_branch(gate_checker *cx, const gate_node *node, void *context)
{
    branch_search *search = context;
    const gate_ref *ref = gate_ref_slot(cx, node);
    bool branch = ref->kind == GATE_REF_READING &&
                  (ref->reading == GATE_READ_BRANCH || ref->reading == GATE_READ_BRANCHES);
    search->found = search->found || branch;
    return !search->found;
}

static void check_allow(gate_checker *cx, const gate_node *allow, const gate_nodes *clauses)
{
    branch_search search = {false};
    for (uint32_t i = 0; i < clauses->len; i++) {
        const gate_node *clause = clauses->items[i];
        if (clause->kind == GATE_N_ERROR) return;
        gate_tree_walk(cx, cx->file, clause, look_for_branch, &search);
    }
    if (search.found) return;
    gate_diag *diag =
        gate_raise(cx, ALLOW_NOTHING, word_span(allow), "no condition of this row is about branches");
    gate_diag_help(cx->diags, diag,
                   "`allow no branches` goes with a condition such as `require branch >= 65`.");
}

static bool is_condition(gate_clause_kind kind)
{
    return kind == GATE_CLAUSE_REQUIRE || kind == GATE_CLAUSE_FORBID || kind == GATE_CLAUSE_NEEDS ||
           kind == GATE_CLAUSE_WARN || kind == GATE_CLAUSE_ONLY || kind == GATE_CLAUSE_FIRE;
}

static void check_content(gate_checker *cx, gate_row_place place, gate_clause_kind kind, const gate_node *clause,
                          const gate_nodes *all)
{
    if (is_condition(kind)) check_condition(cx, kind, clause);
    if (kind == GATE_CLAUSE_OWNER && clause->as.clause.roles.len)
        gate_owner_resolve(cx, clause->as.clause.roles.items[0]);
    if (kind == GATE_CLAUSE_SEE) gate_template_params(cx, clause->as.clause.text, "a `see`", false);
    if (kind == GATE_CLAUSE_FIX) gate_template_params(cx, clause->as.clause.text, "a `fix`", false);
    if (kind == GATE_CLAUSE_EFFECTIVE) check_effective(cx, clause->as.clause.text);
    if (kind == GATE_CLAUSE_ALLOW) check_allow(cx, clause, all);
    gate_setting_check(cx, place, kind, clause, all);
}

void gate_clauses_check(gate_checker *cx, gate_row_place place, const gate_nodes *clauses)
{
    const gate_node *seen[GATE_CLAUSE_KIND_COUNT] = {0};
    const gate_node *allow = NULL;
    for (uint32_t i = 0; i < clauses->len; i++) {
        const gate_node *clause = clauses->items[i];
        if (clause->kind != GATE_N_CLAUSE) continue;
        gate_clause_kind kind = gate_clause_kind_of(clause->as.clause.word);
        if (kind == GATE_CLAUSE_KIND_COUNT) continue;
        const gate_clause_info *info = gate_clause_info_of(kind);
        if (!belongs(cx, place, clause, info)) continue;
        check_once(cx, seen, kind, clause, place.direct);
        if (kind == GATE_CLAUSE_ALLOW)
            allow = clause; /* when the others are known */
        else
            check_content(cx, place, kind, clause, clauses);
    }
    if (allow) check_content(cx, place, GATE_CLAUSE_ALLOW, allow, clauses);
    const gate_node *advisory = seen[GATE_CLAUSE_ADVISORY], *effective = seen[GATE_CLAUSE_EFFECTIVE];
    if (!advisory || !effective) return;
    bool later = advisory->span.lo > effective->span.lo;
    gate_diag *diag = gate_raise(cx, ADVISORY_EFFECTIVE, word_span(later ? advisory : effective),
                                 "`advisory` and `effective` exclude each other");
    gate_label_own(cx, diag, word_span(later ? effective : advisory), "the other one");
    gate_diag_help(cx->diags, diag,
                   "`effective` is advisory before its date: leave out `advisory`, or the date.");
}
