/* The verifier's part for blocks, rows, clauses and owners: what vm/run.c and verdict/ walk over. What a
 * clause's kind does not use is not looked at. */
#include "vm/verify_part.h"

/* No count in a policy comes near this. */
#define COUNT_MAX 1000000000

/* Each row belongs to one block and each clause to one row or block; this counts how many are taken. */
typedef struct shares {
    uint64_t rows, clauses;
} shares;

/* Where a clause stands. */
typedef struct place {
    const gate_p_block *block;
    const gate_p_row *row; /* NULL: directly in the block */
    uint32_t presets;      /* locals that its units find filled */
} place;

static bool check_owners(gate_verifier *v)
{
    const gate_program *p = v->program;
    for (uint32_t i = 0; i < p->owners_count; i++) {
        const gate_p_owner *owner = &p->owners[i];
        if (!gate_verify_text(v, "owners", i, owner->name) ||
            !gate_verify_text(v, "owners", i, owner->title) ||
            !gate_verify_text(v, "owners", i, owner->duty) ||
            !gate_verify_where(v, "owners", i, owner->where)) {
            return false;
        }
    }
    return true;
}

/* -- clauses -------------------------------------------------------------------------------------- */

#define BAD(...) gate_verify_bad(v, "clauses", i, __VA_ARGS__)

enum { PLAIN, EACH, ROSTER, ANY, CONSECUTIVE, OF, DURATION, FORMS }; /* gate_p_clause's form */

static bool seconds_sound(int64_t seconds)
{
    return seconds >= 0 && seconds <= GATE_DURATION_MAX_SEC;
}

static bool count_sound(int64_t count, int64_t least)
{
    return count >= least && count <= COUNT_MAX;
}

static bool check_roles(gate_verifier *v, uint32_t i, const gate_p_clause *clause)
{
    const gate_program *p = v->program;
    if (clause->role_count == 0 ||
        !gate_verify_range(clause->role_first, clause->role_count, p->refs_count)) {
        return BAD("its roles lie outside of the references");
    }
    if (!gate_verify_walk(v, "clauses", i, clause->role_count)) return false;
    for (uint32_t k = 0; k < clause->role_count; k++) {
        uint32_t owner = p->refs[clause->role_first + k];
        if (owner >= p->owners_count) return BAD("there is no owner %u", (unsigned)owner);
    }
    return true;
}

static bool check_then(gate_verifier *v, uint32_t i, const gate_p_clause *clause)
{
    const gate_program *p = v->program;
    if (clause->target == GATE_NO) return (clause->flags & GATE_THEN_HOLD) != 0 || BAD("it leads nowhere");
    bool known = clause->target < p->blocks_count && p->blocks[clause->target].kind == GATE_BLOCK_PROCEDURE;
    return known || BAD("block %u is no procedure", (unsigned)clause->target);
}

static bool check_within(gate_verifier *v, uint32_t i, const gate_p_clause *clause, const gate_p_block *block)
{
    bool own = clause->target >= block->row_first && clause->target - block->row_first < block->row_count;
    return (own && seconds_sound(clause->n)) ||
           BAD("row %u is no step of its block", (unsigned)clause->target);
}

/* `fire when`: its windows, where it speaks of any. */
static bool check_fire(gate_verifier *v, uint32_t i, const gate_p_clause *clause)
{
    if (clause->form == PLAIN) return true;
    if (!gate_verify_runs(v, "clauses", i, clause->list_unit, 0, false)) return false;
    bool sound = clause->form == DURATION ? seconds_sound(clause->n)
                                          : count_sound(clause->n, 1) && count_sound(clause->m, clause->n);
    return sound || BAD("its windows cannot be counted");
}

/* What the clause's kind asks for beside its condition. */
static bool check_kind(gate_verifier *v, uint32_t i, const gate_p_clause *clause, const place *at)
{
    const gate_program *p = v->program;
    uint32_t data = clause->flags & (GATE_NO_DATA_BREACH | GATE_NO_DATA_CLEAN);
    switch ((gate_clause_kind)clause->kind) {
    case GATE_CLAUSE_OWNER:
        return clause->owner < p->owners_count || BAD("there is no owner %u", (unsigned)clause->owner);
    case GATE_CLAUSE_SEE:
    case GATE_CLAUSE_FIX:
        return clause->text_unit != GATE_NO || BAD("it says nothing");
    case GATE_CLAUSE_EFFECTIVE:
        return (clause->n >= GATE_INSTANT_MIN_SEC && clause->n <= GATE_INSTANT_MAX_SEC) ||
               BAD("its date is none");
    case GATE_CLAUSE_CONFIRM:
    case GATE_CLAUSE_WAIVABLE:
        return check_roles(v, i, clause) && (seconds_sound(clause->n) || BAD("its time is none"));
    case GATE_CLAUSE_FIRE:
        return check_fire(v, i, clause);
    case GATE_CLAUSE_WITHIN:
        return check_within(v, i, clause, at->block);
    case GATE_CLAUSE_THEN:
        return check_then(v, i, clause);
    case GATE_CLAUSE_NO_DATA:
        return data == GATE_NO_DATA_BREACH || data == GATE_NO_DATA_CLEAN || BAD("it decides nothing");
    case GATE_CLAUSE_AT_LEAST:
        return count_sound(clause->n, 1) || BAD("%lld windows", (long long)clause->n);
    case GATE_CLAUSE_TOLERATE:
        return (count_sound(clause->n, 0) && count_sound(clause->m, 1) && clause->n <= clause->m) ||
               BAD("%lld of %lld windows", (long long)clause->n, (long long)clause->m);
    case GATE_CLAUSE_REQUIRE:
    case GATE_CLAUSE_FORBID:
    case GATE_CLAUSE_NEEDS:
    case GATE_CLAUSE_WARN:
    case GATE_CLAUSE_ONLY:
    case GATE_CLAUSE_ADVISORY:
    case GATE_CLAUSE_ALLOW:
    case GATE_CLAUSE_AT:
    case GATE_CLAUSE_KIND_COUNT:
        break;
    }
    return true;
}

/* Kinds that are a condition, or a value to judge by. */
static bool has_condition(uint32_t kind)
{
    return kind == GATE_CLAUSE_REQUIRE || kind == GATE_CLAUSE_FORBID || kind == GATE_CLAUSE_NEEDS ||
           kind == GATE_CLAUSE_WARN || kind == GATE_CLAUSE_ONLY || kind == GATE_CLAUSE_FIRE ||
           kind == GATE_CLAUSE_AT;
}

static bool check_clause(gate_verifier *v, uint32_t i, const place *at)
{
    const gate_p_clause *clause = &v->program->clauses[i];
    if (clause->kind >= GATE_CLAUSE_KIND_COUNT) return BAD("no kind %u", (unsigned)clause->kind);
    const gate_clause_info *info = gate_clause_info_of((gate_clause_kind)clause->kind);
    if (!info->available) return BAD("`%s` is of a later version", info->word);
    bool fits = at->row ? info->rows >> at->row->kind & 1u : info->blocks >> at->block->kind & 1u;
    if (!fits) return BAD("`%s` does not belong here", info->word);
    bool fire = clause->kind == GATE_CLAUSE_FIRE;
    bool windows = clause->form >= CONSECUTIVE;
    if (clause->form >= FORMS || (fire ? clause->form != PLAIN && !windows : windows)) {
        return BAD("no form %u", (unsigned)clause->form);
    }
    if (!windows && clause->list_unit != GATE_NO) return BAD("it has windows");
    uint32_t presets = windows ? 1 : at->presets; /* a window of its own */
    if (!gate_verify_runs(v, "clauses", i, clause->unit, presets, !has_condition(clause->kind)) ||
        !gate_verify_runs(v, "clauses", i, clause->text_unit, at->presets, true) ||
        !check_kind(v, i, clause, at)) {
        return false;
    }
    return gate_verify_text(v, "clauses", i, clause->by_zone) &&
           gate_verify_field(v, "clauses", i, clause->by_first, clause->by_count) &&
           gate_verify_where(v, "clauses", i, clause->where) &&
           gate_verify_where(v, "clauses", i, clause->expr);
}

#undef BAD

/* True of the kinds that a row is judged by: one without any would pass whatever happens. */
static bool judges(uint32_t kind)
{
    return (has_condition(kind) && kind != GATE_CLAUSE_ONLY) || kind == GATE_CLAUSE_CONFIRM;
}

/* The clauses first … first+count at [at], which is [section][index]. [*judged] is set when one of them
 * judges. */
static bool check_clauses(gate_verifier *v, const char *section, uint32_t index, uint32_t first,
                          uint32_t count, const place *at, shares *taken, bool *judged)
{
    const gate_program *p = v->program;
    if (!gate_verify_range(first, count, p->clauses_count)) {
        return gate_verify_bad(v, section, index, "its clauses lie outside of the clauses");
    }
    taken->clauses += count;
    if (taken->clauses > p->clauses_count)
        return gate_verify_bad(v, section, index, "it shares a clause with another");
    for (uint32_t i = first; i < first + count; i++) {
        if (!check_clause(v, i, at)) return false;
        *judged = *judged || judges(p->clauses[i].kind);
    }
    return true;
}

/* -- rows ----------------------------------------------------------------------------------------- */

/* How many locals the driver gives to a row's units: its element, module, window or run; a module's base. */
static uint32_t presets_of(const gate_p_block *block, const gate_p_row *row)
{
    switch ((gate_row_kind)row->kind) {
    case GATE_ROW_ITEM:
        return row->mode == GATE_MODE_EACH ? 1 : 0;
    case GATE_ROW_MODULE:
        return block->against_unit == GATE_NO ? 1 : 2;
    case GATE_ROW_CRITERION:
    case GATE_ROW_KEEP:
        return 1;
    case GATE_ROW_TRIGGER:
    case GATE_ROW_STEP:
    case GATE_ROW_KIND_COUNT:
        break;
    }
    return 0;
}

static uint32_t last_mode(uint32_t kind)
{
    return kind == GATE_ROW_MODULE ? GATE_MODE_SUM : kind == GATE_ROW_ITEM ? GATE_MODE_EACH : GATE_MODE_ONE;
}

static bool check_keep(gate_verifier *v, uint32_t i)
{
    const gate_p_row *row = &v->program->rows[i];
    if (row->keep > GATE_KEEPS_WHERE) return gate_verify_bad(v, "rows", i, "no rule %u", (unsigned)row->keep);
    if (row->keep == GATE_KEEPS_WHERE && row->where_unit == GATE_NO)
        return gate_verify_bad(v, "rows", i, "its rule is empty");
    int64_t most = row->keep == GATE_KEEPS_FOR ? GATE_DURATION_MAX_SEC : COUNT_MAX;
    if (row->keep_count < 0 || row->keep_count > most)
        return gate_verify_bad(v, "rows", i, "it keeps %lld", (long long)row->keep_count);
    return gate_verify_runs(v, "rows", i, row->per_unit, 1, true);
}

static bool check_row(gate_verifier *v, const gate_p_block *block, uint32_t i, shares *taken)
{
    const gate_p_row *row = &v->program->rows[i];
    if (row->kind >= GATE_ROW_KIND_COUNT ||
        !(gate_block_info_of((gate_block_kind)block->kind)->rows >> row->kind & 1u)) {
        return gate_verify_bad(v, "rows", i, "no row of its block");
    }
    if (row->mode > last_mode(row->kind))
        return gate_verify_bad(v, "rows", i, "no mode %u", (unsigned)row->mode);
    if (row->or_none > 1)
        return gate_verify_bad(v, "rows", i, "`or_none` is %u, not 0 or 1", (unsigned)row->or_none);
    if (!gate_verify_text(v, "rows", i, row->name) || !gate_verify_text(v, "rows", i, row->doc) ||
        !gate_verify_where(v, "rows", i, row->where) || !gate_verify_where(v, "rows", i, row->head)) {
        return false;
    }
    bool each = row->kind == GATE_ROW_ITEM && row->mode == GATE_MODE_EACH;
    place at = {block, row, presets_of(block, row)};
    if (!gate_verify_runs(v, "rows", i, row->title_unit, at.presets, true) ||
        !gate_verify_runs(v, "rows", i, row->list_unit, 0, !each) ||
        !gate_verify_runs(v, "rows", i, row->where_unit, at.presets, true) ||
        !gate_verify_runs(v, "rows", i, row->key_unit, at.presets, !each)) {
        return false;
    }
    bool judged = row->kind == GATE_ROW_KEEP; /* it is a rule itself */
    if (judged && !check_keep(v, i)) return false;
    if (!check_clauses(v, "rows", i, row->clause_first, row->clause_count, &at, taken, &judged)) return false;
    return judged || gate_verify_bad(v, "rows", i, "a row without a condition would always pass");
}

/* -- blocks --------------------------------------------------------------------------------------- */

static bool check_block(gate_verifier *v, uint32_t i, shares *taken)
{
    const gate_program *p = v->program;
    const gate_p_block *block = &p->blocks[i];
    if (block->kind >= GATE_BLOCK_KIND_COUNT)
        return gate_verify_bad(v, "blocks", i, "no kind %u", (unsigned)block->kind);
    const gate_block_info *info = gate_block_info_of((gate_block_kind)block->kind);
    if (!info->available) return gate_verify_bad(v, "blocks", i, "`%s` is of a later version", info->word);
    const gate_text texts[] = {block->name, block->title,   block->doc,
                               block->var,  block->pattern, block->by_zone};
    for (size_t k = 0; k < GATE_COUNT(texts); k++) {
        if (!gate_verify_text(v, "blocks", i, texts[k])) return false;
    }
    if (!gate_verify_field(v, "blocks", i, block->by_first, block->by_count) ||
        !gate_verify_where(v, "blocks", i, block->where) || !gate_verify_where(v, "blocks", i, block->head) ||
        !gate_verify_runs(v, "blocks", i, block->of_unit, 0, block->kind != GATE_BLOCK_COVERAGE) ||
        !gate_verify_runs(v, "blocks", i, block->against_unit, 0, true) ||
        !gate_verify_runs(v, "blocks", i, block->list_unit, 0, block->kind != GATE_BLOCK_CANARY) ||
        !gate_verify_runs(v, "blocks", i, block->where_unit, 1, true)) {
        return false;
    }
    if (!gate_verify_range(block->row_first, block->row_count, p->rows_count)) {
        return gate_verify_bad(v, "blocks", i, "its rows lie outside of the rows");
    }
    if (block->row_count == 0)
        return gate_verify_bad(v, "blocks", i, "a block without rows would always pass");
    taken->rows += block->row_count;
    if (taken->rows > p->rows_count) return gate_verify_bad(v, "blocks", i, "it shares a row with another");
    bool judged = false; /* by rows alone */
    place at = {block, NULL, 0};
    if (!check_clauses(v, "blocks", i, block->clause_first, block->clause_count, &at, taken, &judged))
        return false;
    for (uint32_t r = 0; r < block->row_count; r++) {
        if (!check_row(v, block, block->row_first + r, taken)) return false;
    }
    return true;
}

bool gate_verify_blocks(gate_verifier *v)
{
    shares taken = {0, 0};
    if (!check_owners(v)) return false;
    for (uint32_t i = 0; i < v->program->blocks_count; i++) {
        if (!check_block(v, i, &taken)) return false;
    }
    return true;
}
