/* Plans of retention: the stores of a policy's retain blocks, read and judged, and what may go removed. */
#include "verdict/retain.h"
#include "api/plan.h"
#include "api/prepare.h"
#include "api/run.h"
#include "base/map.h"
#include "base/utf8.h"
#include "vm/run_retain.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#define AHEAD_SECONDS 300 /* a time this much after now is none (language.md, section 6) */

static const gate_span nowhere = {0, 0};

typedef GATE_VEC(gate_plan_folder *) folder_list;

typedef struct planner {
    gatec_plan *plan;
    gate_arena *arena;
    gate_diags *diags;
    const gatec_policy *policy;
    const gate_program *program;
    const gatec_retain_options *options;
    gate_inputs inputs;
    gate_root *root;
    gate_limits limits;
    gate_map paths; /* path → gate_plan_folder */
    folder_list folders;
    bool unreadable; /* a store could not be listed */
} planner;

/* What one block says of the runs of its store: by the store's folders. */
typedef struct judged {
    const gate_p_block *block;
    const char *name;
    const gate_store *store;
    gate_store_folder *folders;
    gate_keep_decision *decisions;
    gate_keep_rule *rules;
    uint32_t *shortfall;
    uint32_t *at; /* of a folder that is no link: its index in the store */
    uint32_t count;
} judged;

/* -- rules and facts ------------------------------------------------------------------------------------- */

/* The words of a rule on one line. */
static const char *rule_text(planner *p, const gate_p_row *row)
{
    gate_str text = gate_program_slice(p->program, row->where);
    gate_buf line = gate_buf_new(p->arena), out = gate_buf_new(p->arena);
    for (size_t i = 0; i < text.len; i++) {
        bool space = strchr(" \t\r\n", text.ptr[i]) && text.ptr[i];
        if (!space) gate_buf_char(&line, text.ptr[i]);
        if (space && line.len && line.ptr[line.len - 1] != ' ') gate_buf_char(&line, ' ');
    }
    gate_buf_visible(&out, gate_buf_str(&line));
    return gate_str_z(p->arena, gate_buf_str(&out));
}

static gate_keep_rule rule_of(const gate_p_row *row)
{
    gate_keep_rule rule = {.has_per = row->per_unit != GATE_NO};
    switch ((gate_keep)row->keep) {
    case GATE_KEEPS_LAST:
        rule.kind = GATE_KEEP_LAST;
        rule.count = row->keep_count > UINT32_MAX ? UINT32_MAX : (uint32_t)row->keep_count;
        break;
    case GATE_KEEPS_FOR:
        rule.kind = GATE_KEEP_FOR;
        rule.seconds = row->keep_count;
        break;
    case GATE_KEEPS_WHERE:
        rule.kind = GATE_KEEP_WHERE;
        break;
    }
    return rule;
}

/* Only texts, or only whole numbers and truth values, name groups; where a rule has both, `1` and "1" would
 * be one group, so the numbers name none. */
static void set_groups(planner *p, const gate_retain_fact *facts, gate_keep_fact *out, uint32_t count,
                       uint32_t rules)
{
    for (uint32_t r = 0; r < rules; r++) {
        bool texts = false;
        for (uint32_t i = 0; i < count; i++)
            texts = texts || facts[(size_t)i * rules + r].per.tag == GATE_T_STRING;
        for (uint32_t i = 0; i < count; i++) {
            gate_value per = facts[(size_t)i * rules + r].per;
            gate_keep_fact *fact = &out[(size_t)i * rules + r];
            gate_buf text = gate_buf_new(p->arena);
            fact->has_group =
                per.tag == GATE_T_STRING || (!texts && (per.tag == GATE_T_INT || per.tag == GATE_T_BOOL));
            if (!fact->has_group) continue;
            if (per.tag != GATE_T_STRING) gate_value_show(&text, per, 40);
            fact->group = per.tag == GATE_T_STRING ? per.as.str : gate_buf_str(&text);
        }
    }
}

static void set_time(planner *p, gate_store_folder *folder, gate_value time)
{
    gate_instant latest;
    folder->has_time = time.tag == GATE_T_TIMESTAMP &&
                       (!gate_instant_add(p->inputs.now, (gate_duration){AHEAD_SECONDS, 0}, &latest) ||
                        gate_instant_cmp(time.as.instant, latest) <= 0);
    if (folder->has_time) folder->time = time.as.instant;
}

/* Runs the block's rules on the folders that have a value, which stand first. */
static gate_outcome find_facts(planner *p, uint32_t block, judged *of, uint32_t readable)
{
    uint32_t rules = of->block->row_count;
    gate_value *runs = GATE_ARRAY(p->arena, gate_value, readable);
    for (uint32_t i = 0; i < readable; i++)
        runs[i] = gate_value_datum(gate_store_at(of->store, of->at[i])->root);
    const gate_retain_run *run =
        gate_run_retain(p->arena, p->policy->linked, &p->inputs, block, runs, readable);
    gate_keep_fact *facts = gate_arena_array(p->arena, (size_t)readable * rules, sizeof *facts);
    for (size_t i = 0; i < (size_t)readable * rules; i++)
        facts[i].where = gate_outcome_of(run->facts[i].where);
    set_groups(p, run->facts, facts, readable, rules);
    for (uint32_t i = 0; i < readable; i++) {
        of->folders[i].readable = true;
        of->folders[i].facts = &facts[(size_t)i * rules];
        if (run->times) set_time(p, &of->folders[i], run->times[i]);
    }
    return run->applies;
}

/* -- folders --------------------------------------------------------------------------------------------- */

static gate_plan_folder *folder_at(planner *p, const judged *of, uint32_t index)
{
    const gate_shelf *shelf = gate_store_at(of->store, index);
    gate_plan_folder *folder = gate_map_get(&p->paths, shelf->path);
    if (folder) return folder;
    folder = GATE_NEW(p->arena, gate_plan_folder);
    folder->path = shelf->path;
    folder->store = of->store;
    folder->index = index;
    folder->shown = (gatec_folder){.path = gate_str_z(p->arena, shelf->path),
                                   .reason = "",
                                   .block = of->name,
                                   .rule = "",
                                   .unspoken = true,
                                   .trouble = ""};
    (void)gate_map_put(&p->paths, shelf->path, folder);
    gate_vec_push(p->arena, &p->folders, folder);
    return folder;
}

/* Puts what one block says with what others said: the first that keeps it is named, else the first. */
static void unite(planner *p, const judged *of, uint32_t index, const gate_keep_decision *decision,
                  const char *reason)
{
    gate_plan_folder *folder = folder_at(p, of, index);
    gatec_folder *shown = &folder->shown;
    shown->unspoken = shown->unspoken && decision->unspoken;
    if (shown->keep || (!decision->keep && *shown->reason)) return;
    shown->keep = folder->direct = decision->keep;
    shown->reason = reason;
    shown->block = of->name;
    folder->indefinite = decision->indefinite;
    if (decision->keep && decision->rule != GATE_NO)
        shown->rule = rule_text(p, &p->program->rows[of->block->row_first + decision->rule]);
}

static void take_decisions(planner *p, const judged *of)
{
    for (uint32_t i = 0; i < of->count; i++) {
        const gate_shelf *shelf = gate_store_at(of->store, of->at[i]);
        gate_str reason = of->decisions[i].reason;
        if (shelf->trouble && of->decisions[i].indefinite)
            reason = gate_str_printf(p->arena, GATE_STR_FMT ": " GATE_STR_FMT, GATE_STR_ARG(reason),
                                     GATE_STR_ARG(shelf->trouble->text));
        unite(p, of, of->at[i], &of->decisions[i], gate_str_z(p->arena, reason));
    }
    gate_keep_decision link = {.keep = true, .rule = GATE_NO};
    for (uint32_t i = 0; i < gate_store_count(of->store); i++) {
        if (!gate_store_at(of->store, i)->link) continue;
        unite(p, of, i, &link, "a link, neither followed nor removed");
        folder_at(p, of, i)->shown.link = true;
    }
    for (uint32_t r = 0; r < of->block->row_count; r++) {
        const gate_p_row *row = &p->program->rows[of->block->row_first + r];
        gate_plan_rule rule = {of->name, rule_text(p, row), of->shortfall[r]};
        if (row->keep == GATE_KEEPS_LAST) gate_vec_push(p->arena, &p->plan->rules, rule);
    }
}

/* -- blocks ---------------------------------------------------------------------------------------------- */

/* Parts the pattern at its `*`. */
static bool part_pattern(gate_str pattern, gate_str *before, gate_str *behind)
{
    size_t star = gate_str_find(pattern, GATE_STR("/*/"), 0);
    if (star == SIZE_MAX || star == 0 || star + 3 >= pattern.len) return false;
    *before = gate_str_sub(pattern, 0, star);
    *behind = gate_str_sub(pattern, star + 3, pattern.len);
    return !memchr(pattern.ptr, '\0', pattern.len);
}

static gate_store *read_store(planner *p, const gate_p_block *block)
{
    gate_str before = GATE_STR(""), behind = GATE_STR(""), why = GATE_STR("its pattern names no store");
    gate_store *store = NULL;
    if (part_pattern(gate_program_text(p->program, block->pattern), &before, &behind)) {
        store = gate_store_new(p->root, before, behind);
        const gate_trouble *trouble = gate_store_read(store, &p->limits);
        if (!trouble) return store;
        why = trouble->text;
    }
    (void)gate_diag_raise(p->diags, GATE_D_STORE_UNREADABLE, NULL, nowhere,
                          "the store of `" GATE_STR_FMT "`: " GATE_STR_FMT,
                          GATE_STR_ARG(gate_program_text(p->program, block->name)), GATE_STR_ARG(why));
    p->unreadable = true;
    return NULL;
}

/* The folders that are no links, those with a value first. */
static uint32_t order(planner *p, judged *of)
{
    uint32_t all = gate_store_count(of->store), readable = 0;
    of->at = GATE_ARRAY(p->arena, uint32_t, all);
    for (int pass = 0; pass < 2; pass++) {
        for (uint32_t i = 0; i < all; i++) {
            const gate_shelf *shelf = gate_store_at(of->store, i);
            if (!shelf->link && !shelf->trouble == (pass == 0)) of->at[of->count++] = i;
        }
        if (pass == 0) readable = of->count;
    }
    of->folders = GATE_ARRAY(p->arena, gate_store_folder, of->count);
    for (uint32_t i = 0; i < of->count; i++)
        of->folders[i].path = gate_store_at(of->store, of->at[i])->path;
    return readable;
}

static void judge_block(planner *p, uint32_t index)
{
    const gate_p_block *block = &p->program->blocks[index];
    judged of = {.block = block, .name = gate_str_z(p->arena, gate_program_text(p->program, block->name))};
    of.store = read_store(p, block);
    if (!of.store) return;
    uint32_t readable = order(p, &of);
    of.rules = GATE_ARRAY(p->arena, gate_keep_rule, block->row_count);
    of.shortfall = GATE_ARRAY(p->arena, uint32_t, block->row_count);
    of.decisions = GATE_ARRAY(p->arena, gate_keep_decision, of.count);
    for (uint32_t r = 0; r < block->row_count; r++)
        of.rules[r] = rule_of(&p->program->rows[block->row_first + r]);
    gate_outcome applies = find_facts(p, index, &of, readable);
    gate_retain_judge(p->arena, of.folders, of.count, of.rules, block->row_count, applies, p->inputs.now,
                      of.decisions, of.shortfall);
    take_decisions(p, &of);
}

/* -- all blocks together --------------------------------------------------------------------------------- */

/* The folders that stand around a path, from the outermost: false when there is none any more. */
static gate_plan_folder *around(planner *p, gate_str path, size_t *at)
{
    for (;;) {
        size_t slash = gate_str_find(path, GATE_STR("/"), *at);
        if (slash == SIZE_MAX) return NULL;
        *at = slash + 1;
        gate_plan_folder *outer = gate_map_get(&p->paths, gate_str_sub(path, 0, slash));
        if (outer) return outer;
    }
}

static void protect(planner *p, gate_plan_folder *folder, const char *how, const gate_plan_folder *other)
{
    if (folder->shown.keep) return;
    folder->shown.keep = true;
    folder->shown.unspoken = false;
    folder->shown.reason =
        gate_str_z(p->arena, gate_str_printf(p->arena, "%s %s, which is kept", how, other->shown.path));
}

/* Stores may lie in each other: what holds something that is kept stays, and what lies in it. */
static void protect_nested(planner *p)
{
    for (uint32_t i = 0; i < p->folders.len; i++) {
        gate_plan_folder *inner = p->folders.items[i], *outer;
        for (size_t at = 0; (outer = around(p, inner->path, &at));) {
            if (inner->direct) protect(p, outer, "it holds", inner);
            if (outer->direct) protect(p, inner, "it lies in", outer);
        }
    }
}

static void keep_everything(planner *p)
{
    for (uint32_t i = 0; i < p->folders.len; i++) {
        gatec_folder *shown = &p->folders.items[i]->shown;
        if (shown->keep) continue;
        shown->keep = p->folders.items[i]->indefinite = true;
        shown->reason = "a store of this policy could not be listed";
    }
}

static int by_path(const void *a, const void *b)
{
    return gate_str_cmp((*(gate_plan_folder *const *)a)->path, (*(gate_plan_folder *const *)b)->path);
}

static bool has_retain(const gate_program *program)
{
    for (uint32_t i = 0; i < program->blocks_count; i++) {
        if (program->blocks[i].kind == GATE_BLOCK_RETAIN) return true;
    }
    return false;
}

static void judge_all(planner *p)
{
    for (uint32_t i = 0; i < p->program->blocks_count; i++) {
        if (p->program->blocks[i].kind == GATE_BLOCK_RETAIN) judge_block(p, i);
    }
    protect_nested(p);
    if (p->unreadable) keep_everything(p);
    if (p->folders.len > 1) qsort(p->folders.items, p->folders.len, sizeof *p->folders.items, by_path);
    p->plan->folders = p->folders.items;
    p->plan->count = p->folders.len;
}

/* -- the call -------------------------------------------------------------------------------------------- */

typedef struct request {
    const gatec_policy *policy;
    const gatec_retain_options *options;
} request;

/* Parameters, the evidence that conditions may read, and the root. */
static bool prepare(planner *p)
{
    gate_param_values params;
    gate_evidence_spec *specs = NULL;
    const gatec_retain_options *options = p->options;
    if (!gate_prepare_params(p->arena, p->diags, p->policy, options->settings, options->setting_count,
                             options->getenv, options->getenv_context, &params))
        return false;
    if (!gate_prepare_specs(p->arena, p->diags, p->program, &params, &specs)) return false;
    gate_reading *reading = GATE_NEW(p->arena, gate_reading);
    *reading = (gate_reading){.root = gate_str_dup(p->arena, gate_str_c(options->root)),
                              .now = p->plan->now,
                              .has_now = true,
                              .limits = p->limits,
                              .stdin_fd = -1};
    p->inputs = (gate_inputs){.evidence = gate_prepare_evidence(p->arena, p->program, specs, reading),
                              .params = params.values,
                              .now = p->plan->now,
                              .has_now = true,
                              .fuel = options->fuel};
    p->root = gate_root_new(p->arena, reading->root, false);
    return true;
}

static gatec_status make_plan(gate_handle *handle, void *context)
{
    const request *wanted = context;
    planner p = {.plan = (gatec_plan *)(void *)handle,
                 .arena = handle->arena,
                 .diags = &handle->messages.diags,
                 .policy = wanted->policy,
                 .options = wanted->options,
                 .limits = gate_limits_default(),
                 .paths = gate_map_new(handle->arena)};
    if (!gatec_policy_ready(wanted->policy)) return GATEC_E_INPUT;
    p.program = wanted->policy->program;
    gate_str file = gate_program_text(p.program, p.program->sources[p.program->meta[0].main_source].name);
    p.plan->file = gate_str_z(p.arena, file);
    if (!has_retain(p.program)) {
        (void)gate_diag_raise(p.diags, GATE_D_RETAIN_NONE, NULL, nowhere,
                              "there is no `retain` block in `" GATE_STR_FMT "`", GATE_STR_ARG(file));
        return GATEC_E_INPUT;
    }
    if (!gate_run_now(handle, wanted->options->now, &p.plan->now) || !prepare(&p)) return GATEC_E_USAGE;
    judge_all(&p);
    p.plan->ready = true;
    return GATEC_OK;
}

gatec_status gatec_retain(const gatec_policy *policy, const gatec_retain_options *options, gatec_plan **out)
{
    gatec_retain_options own = GATEC_RETAIN_OPTIONS_INIT;
    *out = NULL;
    if (!gate_options_take(&own, sizeof own, options) || own.setting_count > UINT32_MAX) return GATEC_E_USAGE;
    request wanted = {policy, &own};
    gate_handle *handle = NULL;
    gatec_status status = gate_handle_make(sizeof(gatec_plan), make_plan, &wanted, &handle);
    *out = (gatec_plan *)(void *)handle;
    return status;
}

void gatec_plan_free(gatec_plan *plan)
{
    if (plan) gate_handle_free(&plan->base);
}

const gatec_messages *gatec_plan_messages(const gatec_plan *plan)
{
    return plan ? &plan->base.messages : NULL;
}

bool gatec_plan_folder(const gatec_plan *plan, size_t index, gatec_folder *out)
{
    if (!plan || index >= plan->count) return false;
    *out = plan->folders[index]->shown;
    return true;
}

uint64_t gatec_plan_shortfall(const gatec_plan *plan)
{
    uint64_t sum = 0;
    for (uint32_t i = 0; plan && i < plan->rules.len; i++)
        sum += plan->rules.items[i].shortfall;
    return sum;
}
