/* The driver: walks the program's blocks, rows and clauses, runs their units and writes down what
 * came out. It decides nothing: folding outcomes into decisions is verdict/'s. */
#include "vm/baseline.h"

#include <string.h>

/* The rows of a block, and what was read to find them: lists, filters, keys. */
typedef struct row_list {
    gate_row_result *items;
    uint32_t len, cap;
    GATE_VEC(gate_value) reads;
} row_list;

static void read_for(gate_machine *m, row_list *rows, gate_value value)
{
    if (m->explain && value.why) gate_vec_push(m->arena, &rows->reads, value);
}

/* A row's element: what its units find in local 0. */
typedef struct subject {
    gate_value locals[2];
    uint32_t count;
    bool has_key;
    gate_str key;
    uint32_t node;
} subject;

static gate_value unit(gate_machine *m, uint32_t index, const subject *on)
{
    return gate_machine_unit(m, index, on->locals, on->count);
}

/* Text of a `see`, `fix`, title …: a fault shows as such rather than losing the row. */
static gate_str text_of(gate_machine *m, uint32_t index, const subject *on)
{
    if (index == GATE_NO) return GATE_STR("");
    gate_value value = unit(m, index, on);
    if (value.tag == GATE_T_STRING) return value.as.str;
    gate_buf text = gate_buf_new(m->arena);
    if (!gate_is_definite(value)) {
        gate_buf_c(&text, "‹missing›");
    } else {
        gate_value_show(&text, value, 200);
    }
    return gate_buf_str(&text);
}

/* A window's time, from the field that names it: `start`, `end`, or the clause's `by`. */
static gate_value window_time(gate_machine *m, const gate_p_clause *clause, gate_value item, gate_str key)
{
    gate_value value = item;
    /* A list of numbers has windows without times. */
    if (clause->by_count == 0 && gate_is_definite(item) && item.tag != GATE_T_MAP)
        return gate_fault_value(m, GATE_FAULT_NO_KEY, key);
    if (clause->by_count == 0) {
        value = gate_op_field(m, GATE_I_FIELD, value, key, GATE_NO);
    }
    for (uint32_t i = 0; i < clause->by_count; i++) {
        gate_str name = gate_program_text(m->program, m->program->names[clause->by_first + i]);
        value = gate_op_field(m, GATE_I_FIELD, value, name, GATE_NO);
    }
    return gate_time_of(m, value, gate_program_text(m->program, clause->by_zone));
}

/* fire when E for … X in LIST: the condition on every window, and the windows' times. */
static void run_windows(gate_machine *m, const gate_p_clause *clause, gate_clause_result *out)
{
    subject none = {.count = 0};
    gate_value list = unit(m, clause->list_unit, &none);
    if (gate_is_definite(list) && list.tag != GATE_T_LIST) {
        gate_value fault = gate_value_fault_types(m->arena, GATE_FAULT_NOT_A_LIST, GATE_STR(""), gate_tag_of(list), GATE_T_NULL);
        fault.why = list.why;
        list = fault;
    }
    out->list = list;
    if (!gate_is_definite(list)) {
        out->value = list;
        out->outcome = gate_outcome_of(list);
        return;
    }
    size_t count = gate_list_len(list);
    gate_window_value *windows = GATE_ARRAY(m->arena, gate_window_value, count);
    for (size_t i = 0; i < count; i++) {
        gate_value item = gate_list_at(list, i);
        item.flags |= list.flags & GATE_V_EVIDENCE;
        item = gate_node_step(m, list, item, GATE_NO, NULL, i);
        subject on = {.locals = {item}, .count = 1, .node = item.why};
        windows[i].item = item;
        windows[i].outcome = gate_as_outcome(m, unit(m, clause->unit, &on));
        windows[i].start = window_time(m, clause, item, GATE_STR("start"));
        windows[i].end = clause->by_count ? windows[i].start : window_time(m, clause, item, GATE_STR("end"));
    }
    out->windows = windows;
    out->window_count = (uint32_t)count;
}

static void run_clause(gate_machine *m, uint32_t index, const subject *on, gate_clause_result *out)
{
    const gate_p_clause *clause = &m->program->clauses[index];
    memset(out, 0, sizeof *out);
    out->clause = index;
    out->value = out->list = gate_value_null();
    out->outcome = GATE_TRUE;
    if (clause->text_unit != GATE_NO && m->explain) out->text = text_of(m, clause->text_unit, on);
    if (clause->unit == GATE_NO) return;
    if (clause->list_unit != GATE_NO) {
        run_windows(m, clause, out);
        return;
    }
    if (clause->kind == GATE_CLAUSE_AT) { /* a time, not a condition */
        out->value = gate_time_of(m, unit(m, clause->unit, on), GATE_STR(""));
        out->outcome = gate_is_definite(out->value) ? GATE_TRUE : gate_outcome_of(out->value);
        return;
    }
    out->value = gate_as_outcome(m, unit(m, clause->unit, on));
    out->outcome = gate_outcome_of(out->value);
}

/* Runs the clauses first … first+count; `only if` first: where one is not true the others say nothing
 * and are left out, but for those without a condition. True when every `only if` is true. */
static bool run_clauses(gate_machine *m, uint32_t first, uint32_t count, const subject *on,
                        const gate_clause_result **out, uint32_t *out_count)
{
    gate_clause_result *results = GATE_ARRAY(m->arena, gate_clause_result, count);
    bool applies = true;
    for (uint32_t i = 0; i < count; i++) {
        if (m->program->clauses[first + i].kind != GATE_CLAUSE_ONLY) continue;
        run_clause(m, first + i, on, &results[i]);
        applies = applies && results[i].outcome == GATE_TRUE;
    }
    uint32_t kept = 0;
    for (uint32_t i = 0; i < count; i++) {
        const gate_p_clause *clause = &m->program->clauses[first + i];
        bool only = clause->kind == GATE_CLAUSE_ONLY;
        if (!applies && !only && clause->unit != GATE_NO) continue;
        gate_clause_result result = results[i];
        if (!only) run_clause(m, first + i, on, &result);
        results[kept++] = result;
    }
    *out = results;
    *out_count = kept;
    return applies;
}

static gate_row_result begin_row(gate_machine *m, uint32_t row, const subject *on)
{
    gate_row_result result = {.row = row, .has_key = on->has_key, .key = on->key, .path_node = on->node,
                              .trouble = gate_value_null()};
    if (m->explain) result.title = text_of(m, m->program->rows[row].title_unit, on);
    return result;
}

static void judge_row(gate_machine *m, row_list *rows, uint32_t row, const subject *on)
{
    const gate_p_row *decl = &m->program->rows[row];
    gate_row_result result = begin_row(m, row, on);
    (void)run_clauses(m, decl->clause_first, decl->clause_count, on, &result.clauses, &result.clause_count);
    gate_vec_push(m->arena, rows, result);
}

/* A row that cannot be begun. Its title may speak of an element that isn't there: the plain name
 * serves then. The clauses without a condition (owner, fix …) still say who acts. */
static void trouble_row(gate_machine *m, row_list *rows, uint32_t row, gate_value trouble, bool has_key, gate_str key)
{
    const gate_p_row *decl = &m->program->rows[row];
    gate_row_result result = {.row = row, .has_key = has_key, .key = key, .trouble = trouble};
    subject none = {.count = 0};
    gate_clause_result *clauses = GATE_ARRAY(m->arena, gate_clause_result, decl->clause_count);
    for (uint32_t i = 0; i < decl->clause_count; i++) {
        const gate_p_clause *clause = &m->program->clauses[decl->clause_first + i];
        if (clause->unit != GATE_NO) continue;
        run_clause(m, decl->clause_first + i, &none, &clauses[result.clause_count++]);
    }
    result.clauses = clauses;
    if (m->explain && decl->mode == GATE_MODE_ONE) result.title = text_of(m, decl->title_unit, &none);
    gate_vec_push(m->arena, rows, result);
}

/* -- item … each --------------------------------------------------------------------------------- */

static gate_str key_text(gate_machine *m, gate_value key)
{
    if (key.tag == GATE_T_STRING) return key.as.str;
    gate_buf text = gate_buf_new(m->arena);
    gate_value_show(&text, key, 200);
    return gate_buf_str(&text);
}

/* One element of `item … each`: its row, or the trouble of its filter or key. */
static void each_element(gate_machine *m, row_list *rows, gate_map *seen, uint32_t row, gate_value list, size_t index,
                         uint32_t *considered)
{
    const gate_p_row *decl = &m->program->rows[row];
    gate_value item = gate_list_at(list, index);
    item.flags |= list.flags & GATE_V_EVIDENCE;
    item = gate_node_step(m, list, item, GATE_NO, NULL, index);
    subject on = {.locals = {item}, .count = 1, .has_key = true, .node = item.why};
    on.key = gate_str_printf(m->arena, "%zu", index);
    if (decl->where_unit != GATE_NO) {
        gate_value test = gate_as_outcome(m, unit(m, decl->where_unit, &on));
        read_for(m, rows, test);
        if (test.tag == GATE_T_BOOL && !test.as.boolean) return;
        if (test.tag != GATE_T_BOOL) {
            (*considered)++;
            trouble_row(m, rows, row, test, true, on.key);
            return;
        }
    }
    (*considered)++;
    gate_value key = unit(m, decl->key_unit, &on);
    read_for(m, rows, key);
    bool usable = key.tag == GATE_T_STRING || key.tag == GATE_T_INT || key.tag == GATE_T_BOOL;
    if (!usable) {
        if (gate_is_definite(key)) {
            key = gate_value_fault_types(m->arena, GATE_FAULT_NO_OVERLOAD, GATE_STR("by"), gate_tag_of(key), GATE_T_NULL);
        }
        trouble_row(m, rows, row, key, true, on.key);
        return;
    }
    on.key = key_text(m, key);
    if (gate_map_put(seen, on.key, m)) {
        /* A row's id is unique: the second of a key is told from the first by its index. */
        gate_str key_again = gate_str_printf(m->arena, GATE_STR_FMT "#%zu", GATE_STR_ARG(on.key), index);
        gate_value fault = gate_fault_value(m, GATE_FAULT_DUPLICATE, on.key);
        fault.why = key.why ? key.why : item.why;
        trouble_row(m, rows, row, fault, true, key_again);
        return;
    }
    judge_row(m, rows, row, &on);
}

static void each_row(gate_machine *m, row_list *rows, uint32_t row)
{
    const gate_p_row *decl = &m->program->rows[row];
    subject none = {.count = 0};
    gate_value list = unit(m, decl->list_unit, &none);
    read_for(m, rows, list);
    if (gate_is_definite(list) && list.tag != GATE_T_LIST) {
        gate_value fault = gate_value_fault_types(m->arena, GATE_FAULT_NOT_A_LIST, GATE_STR(""), gate_tag_of(list), GATE_T_NULL);
        fault.why = list.why;
        list = fault;
    }
    if (!gate_is_definite(list)) {
        trouble_row(m, rows, row, list, false, GATE_STR(""));
        return;
    }
    gate_map seen = gate_map_new(m->arena);
    uint32_t considered = 0;
    for (size_t i = 0; i < gate_list_len(list); i++) each_element(m, rows, &seen, row, list, i, &considered);
    if (considered == 0 && !decl->or_none) {
        gate_value fault = gate_fault_value(m, GATE_FAULT_NOTHING_TO_CHECK,
                                      gate_list_len(list) ? GATE_STR("`where` leaves no element") : GATE_STR("the list is empty"));
        fault.why = list.why;
        trouble_row(m, rows, row, fault, false, GATE_STR(""));
    }
}

/* -- coverage -------------------------------------------------------------------------------------- */

/* How much a glob says: first by what it says before its first wildcard, then by all that it says. */
static uint64_t weight_of(gate_str glob)
{
    uint64_t before = 0, all = 0;
    for (size_t i = 0; i < glob.len; i++) {
        bool wild = glob.ptr[i] == '*' || glob.ptr[i] == '?' || glob.ptr[i] == '[';
        if (!wild && before == i) before++;
        if (!wild) all++;
    }
    return before << 32 | all;
}

/* Which row speaks for a module: the one that names it, else the `each` whose glob says most. */
static uint32_t claim(gate_machine *m, const gate_modules *modules, const gate_p_block *block, const uint32_t *named,
                      uint32_t index)
{
    uint32_t best = GATE_NO;
    uint64_t weight = 0;
    for (uint32_t r = 0; r < block->row_count; r++) {
        const gate_p_row *row = &m->program->rows[block->row_first + r];
        if (row->mode == GATE_MODE_ONE && named[r] == index) return r;
        if (row->mode != GATE_MODE_EACH) continue;
        gate_str glob = gate_program_text(m->program, row->name);
        uint64_t says = weight_of(glob);
        if ((best == GATE_NO || says > weight) && gate_modules_match(modules, index, glob)) {
            best = r;
            weight = says;
        }
    }
    return best;
}

/* A coverage block as it is run: the report's modules, and those that they are held against. */
typedef struct reports {
    const gate_p_block *block;
    const gate_modules *modules;
    gate_baseline *base; /* or NULL */
} reports;

/* A row on a record: local 0, and with `against` the base's record as local 1. */
static void record_row(gate_machine *m, row_list *rows, const reports *of, uint32_t number, uint32_t index, subject *on)
{
    if (of->base) on->locals[on->count++] = gate_baseline_of(of->base, number, index);
    judge_row(m, rows, of->block->row_first + number, on);
}

static void module_row(gate_machine *m, row_list *rows, const reports *of, uint32_t number, uint32_t index)
{
    subject on = {.locals = {gate_modules_record(of->modules, index)}, .count = 1, .has_key = true,
                  .key = gate_modules_path(of->modules, index), .node = gate_modules_path_node(of->modules, index)};
    record_row(m, rows, of, number, index, &on);
}

static void each_modules(gate_machine *m, row_list *rows, const reports *of, uint32_t number, const uint32_t *claims)
{
    const gate_modules *modules = of->modules;
    uint32_t row = of->block->row_first + number;
    const gate_p_row *decl = &m->program->rows[row];
    uint32_t matched = 0;
    for (uint32_t i = 0; i < gate_modules_count(modules); i++) {
        if (claims[i] == number) {
            module_row(m, rows, of, number, i);
        }
        if (gate_modules_match(modules, i, gate_program_text(m->program, decl->name))) matched++;
    }
    uint32_t least = decl->least ? decl->least : 1;
    if (matched < least) {
        gate_str text = gate_str_printf(m->arena, "%u of the report's %u modules match `" GATE_STR_FMT "`, at least %u wanted",
                                        matched, gate_modules_count(modules),
                                        GATE_STR_ARG(gate_program_text(m->program, decl->name)), least);
        trouble_row(m, rows, row, gate_fault_value(m, GATE_FAULT_NO_MODULE, text), false, GATE_STR(""));
    }
}

static void sum_row(gate_machine *m, row_list *rows, const reports *of, uint32_t number)
{
    const gate_modules *modules = of->modules;
    uint32_t row = of->block->row_first + number;
    gate_str glob = gate_program_text(m->program, m->program->rows[row].name);
    uint32_t count = gate_modules_count(modules);
    uint32_t *members = GATE_ARRAY(m->arena, uint32_t, count);
    uint32_t matched = 0;
    for (uint32_t i = 0; i < count; i++) {
        if (gate_modules_match(modules, i, glob)) members[matched++] = i;
    }
    gate_value record;
    if (matched == 0) {
        record = gate_fault_value(m, GATE_FAULT_NO_MODULE,
                            gate_str_printf(m->arena, "no module of the report matches `" GATE_STR_FMT "`", GATE_STR_ARG(glob)));
    } else if (matched == count && count > 1) {
        record = gate_fault_value(m, GATE_FAULT_NOT_ONE,
                            gate_str_printf(m->arena, "`" GATE_STR_FMT "` takes in all %u modules of the report: a project-wide "
                                                      "total hides the module that matters", GATE_STR_ARG(glob), count));
    } else {
        record = gate_modules_sum(m, modules, members, matched, glob);
    }
    if (!gate_is_definite(record)) {
        trouble_row(m, rows, row, record, false, GATE_STR(""));
        return;
    }
    subject on = {.locals = {record}, .count = 1};
    record_row(m, rows, of, number, GATE_NO, &on);
}

static void run_coverage(gate_machine *m, const gate_p_block *block, gate_block_result *out, row_list *rows)
{
    subject none = {.count = 0};
    gate_value report = unit(m, block->of_unit, &none);
    read_for(m, rows, report);
    gate_modules *modules = gate_modules_new(m, report, &out->trouble);
    uint32_t *named = GATE_ARRAY(m->arena, uint32_t, block->row_count);
    gate_value *troubles = GATE_ARRAY(m->arena, gate_value, block->row_count);
    uint32_t *claims = modules ? GATE_ARRAY(m->arena, uint32_t, gate_modules_count(modules)) : NULL;
    bool any_each = false;
    for (uint32_t r = 0; r < block->row_count; r++) {
        const gate_p_row *row = &m->program->rows[block->row_first + r];
        named[r] = GATE_NO;
        troubles[r] = out->trouble;
        any_each = any_each || row->mode == GATE_MODE_EACH;
        if (modules && row->mode == GATE_MODE_ONE) {
            named[r] = gate_modules_find(m, modules, gate_program_text(m->program, row->name), &troubles[r]);
        }
    }
    for (uint32_t i = 0; any_each && modules && i < gate_modules_count(modules); i++) {
        claims[i] = claim(m, modules, block, named, i);
    }
    reports of = {.block = block, .modules = modules};
    if (modules && block->against_unit != GATE_NO) {
        gate_value against = unit(m, block->against_unit, &none);
        read_for(m, rows, against);
        of.base = gate_baseline_new(m, block, against, modules, any_each ? claims : NULL);
    }
    for (uint32_t r = 0; r < block->row_count; r++) {
        uint32_t row = block->row_first + r;
        gate_row_mode mode = (gate_row_mode)m->program->rows[row].mode;
        if (!modules || (mode == GATE_MODE_ONE && named[r] == GATE_NO)) {
            trouble_row(m, rows, row, troubles[r], false, GATE_STR(""));
        } else if (mode == GATE_MODE_ONE) {
            module_row(m, rows, &of, r, named[r]);
        } else if (mode == GATE_MODE_EACH) {
            each_modules(m, rows, &of, r, claims);
        } else {
            sum_row(m, rows, &of, r);
        }
    }
}

/* -- canary ----------------------------------------------------------------------------------------- */

/* Every criterion on every window that `where` lets through; a window on which `where` has no definite
 * value is missing for all. Without any window each criterion has one result that is of none. */
static void run_canary(gate_machine *m, const gate_p_block *block, gate_block_result *out, row_list *rows)
{
    subject none = {.count = 0};
    gate_value list = unit(m, block->list_unit, &none);
    if (gate_is_definite(list) && list.tag != GATE_T_LIST) {
        gate_value fault = gate_value_fault_types(m->arena, GATE_FAULT_NOT_A_LIST, GATE_STR(""), gate_tag_of(list), GATE_T_NULL);
        fault.why = list.why;
        list = fault;
    }
    out->list = list;
    if (!gate_is_definite(list)) {
        out->trouble = list;
        for (uint32_t r = 0; r < block->row_count; r++)
            trouble_row(m, rows, block->row_first + r, list, false, GATE_STR(""));
        return;
    }
    gate_value *filters = NULL;
    if (block->where_unit != GATE_NO) filters = GATE_ARRAY(m->arena, gate_value, gate_list_len(list));
    for (size_t i = 0; i < gate_list_len(list); i++) {
        gate_value item = gate_list_at(list, i);
        item.flags |= list.flags & GATE_V_EVIDENCE;
        item = gate_node_step(m, list, item, GATE_NO, NULL, i);
        subject on = {.locals = {item}, .count = 1, .has_key = true, .node = item.why};
        on.key = gate_str_printf(m->arena, "%zu", i);
        gate_value test = gate_value_bool(true);
        if (filters) test = filters[out->filter_count++] = gate_as_outcome(m, unit(m, block->where_unit, &on));
        if (test.tag == GATE_T_BOOL && !test.as.boolean) {
            out->left_out++;
            continue;
        }
        out->window_count++;
        for (uint32_t r = 0; r < block->row_count; r++) {
            if (test.tag == GATE_T_BOOL) {
                judge_row(m, rows, block->row_first + r, &on);
            } else {
                trouble_row(m, rows, block->row_first + r, test, true, on.key);
            }
            gate_row_result *row = &rows->items[rows->len - 1];
            row->has_window = true;
            row->window = (uint32_t)i;
        }
    }
    out->filters = filters;
    /* Who answers for a criterion is to be known where no window came. */
    for (uint32_t r = 0; r < block->row_count && out->window_count == 0; r++)
        trouble_row(m, rows, block->row_first + r, gate_value_null(), false, GATE_STR(""));
}

/* -- blocks ------------------------------------------------------------------------------------------ */

static void run_checklist(gate_machine *m, const gate_p_block *block, row_list *rows)
{
    subject none = {.count = 0};
    for (uint32_t r = 0; r < block->row_count; r++) {
        uint32_t row = block->row_first + r;
        if (m->program->rows[row].mode == GATE_MODE_EACH) {
            each_row(m, rows, row);
        } else {
            judge_row(m, rows, row, &none);
        }
    }
}

static void run_block(gate_machine *m, uint32_t index, gate_block_result *out)
{
    const gate_p_block *block = &m->program->blocks[index];
    subject none = {.count = 0};
    row_list rows = {0};
    memset(out, 0, sizeof *out);
    out->block = index;
    out->trouble = out->list = gate_value_null();
    out->applies = run_clauses(m, block->clause_first, block->clause_count, &none, &out->clauses, &out->clause_count);
    if (!out->applies) return;
    if (block->kind == GATE_BLOCK_COVERAGE) {
        run_coverage(m, block, out, &rows);
    } else if (block->kind == GATE_BLOCK_CANARY) {
        run_canary(m, block, out, &rows);
    } else if (block->kind == GATE_BLOCK_RETAIN) {
        return; /* never judged by `check` */
    } else {
        run_checklist(m, block, &rows);
    }
    out->rows = rows.items;
    out->row_count = rows.len;
    out->reads = rows.reads.items;
    out->read_count = rows.reads.len;
}

const gate_run_result *gate_run(gate_arena *arena, const gate_linked *linked, const gate_inputs *inputs, gate_mode mode)
{
    gate_run_result *result = GATE_NEW(arena, gate_run_result);
    gate_machine *m = gate_machine_new(arena, linked, inputs, mode, &result->trace);
    const gate_program *p = linked->program;
    gate_block_result *blocks = GATE_ARRAY(arena, gate_block_result, p->blocks_count);
    for (uint32_t i = 0; i < p->blocks_count; i++) run_block(m, i, &blocks[i]);
    result->blocks = blocks;
    result->block_count = p->blocks_count;
    result->subject = gate_value_null();
    result->waivers = result->attestations = gate_value_null();
    if (p->meta_count) {
        const gate_p_meta *meta = &p->meta[0];
        if (meta->subject != GATE_NO) result->subject = gate_load_let(m, meta->subject, GATE_NO);
        if (meta->waivers != GATE_NO) result->waivers = gate_load_evidence(m, meta->waivers, GATE_NO);
        if (meta->attestations != GATE_NO) result->attestations = gate_load_evidence(m, meta->attestations, GATE_NO);
    }
    result->fuel_used = m->used;
    result->zones = m->listed;
    return result;
}
