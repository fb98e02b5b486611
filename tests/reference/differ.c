#include "tests/reference/differ.h"

#include "compiler/compile.h"
#include "evidence/digest.h"
#include "evidence/json.h"
#include "vm/vm.h"

#include <math.h>
#include <string.h>

/* -- compiling --------------------------------------------------------------------------------------- */

static bool no_file(void *context, gate_arena *arena, gate_str from, gate_str path, gate_str *name,
                    gate_str *text, gate_str *why)
{
    (void)context, (void)arena, (void)from, (void)path, (void)name, (void)text;
    *why = GATE_STR("no files here");
    return false;
}

static bool no_module(void *context, gate_str name, gate_str *text)
{
    (void)context, (void)name, (void)text;
    return false;
}

static uint32_t no_modules(void *context, const gate_str **names)
{
    (void)context;
    *names = NULL;
    return 0;
}

trial trial_new(gate_arena *arena, gate_builtins table, choices *cases, uint32_t count)
{
    static const gate_loader loader = {no_file, no_module, no_modules, NULL};
    case_form *forms = GATE_ARRAY(arena, case_form, count);
    trial t = {.arena = arena, .table = table, .forms = forms, .count = count};
    t.text = generate_policy(arena, table, cases, count, forms);
    gate_diags diags = gate_diags_new(arena), again = gate_diags_new(arena);
    gate_str unknown;
    t.program = gate_compile(arena, GATE_STR("generated.gate"), t.text, &loader, table, gate_sha256, &diags);
    if (!t.program) {
        for (uint32_t i = 0; i < diags.list.len && !t.why; i++) {
            const gate_diag *diag = diags.list.items[i];
            if (diag->severity != GATE_ERROR) continue;
            gate_str line = gate_str_sub(t.text, diag->primary.span.lo, diag->primary.span.lo + 60);
            t.why = gate_str_printf(arena, "%s at `" GATE_STR_FMT "`", diag->message, GATE_STR_ARG(line)).ptr;
        }
        return t;
    }
    t.linked = gate_link(arena, t.program, table, &unknown);
    t.cost = gate_cost_new(arena, t.linked);
    gate_source *source = gate_source_new(arena, 0, GATE_STR("generated.gate"), t.text);
    t.checked = gate_check(arena, source, &loader, table, &again);
    return t;
}

void trial_opcodes(const trial *t, reach *out)
{
    for (uint32_t i = 0; i < t->program->code_count; i++)
        out->opcodes[t->program->code[i].op] = true;
}

/* -- inputs ------------------------------------------------------------------------------------------ */

typedef struct inputs {
    gate_inputs vm;
    gate_value *evidence, *params; /* of the reference */
    gate_value records[GATE_ROW_LOCALS]; /* a module's, and its base's */
} inputs;

static const gate_trouble absent = {.missing = true, .text = {"there is no file", 16}};
static const gate_trouble broken = {.missing = false, .text = {"not JSON", 8}};

static const gate_evidence *bind(gate_arena *arena, gate_str name, gate_str json, gate_value *value)
{
    gate_limits limits = gate_limits_default();
    gate_evidence *evidence = GATE_NEW(arena, gate_evidence);
    gate_evidence_spec *spec = GATE_NEW(arena, gate_evidence_spec);
    gate_artifact *artifact = GATE_NEW(arena, gate_artifact);
    gate_artifact **artifacts = GATE_ARRAY(arena, gate_artifact *, 1);
    spec->name = artifact->path = name;
    *evidence = (gate_evidence){.spec = spec, .artifacts = artifacts, .count = 1};
    artifacts[0] = artifact;
    if (json.len == 0 || json.ptr[0] == '!') {
        evidence->trouble = artifact->trouble = json.len ? &broken : &absent;
        *value = gate_value_fault(arena, json.len ? GATE_FAULT_BAD_EVIDENCE : GATE_FAULT_NO_EVIDENCE,
                                  GATE_STR(""));
        return evidence;
    }
    (void)gate_json_read(arena, name, json, &limits, &artifact->root);
    *value = gate_value_datum(artifact->root);
    return evidence;
}

static inputs inputs_of(const trial *t, gate_arena *arena, const generated_evidence *given)
{
    const gate_program *p = t->program;
    inputs in = {.vm = {.now = {.sec = 1770984000}, .has_now = true}};
    const gate_evidence **evidence = GATE_ARRAY(arena, const gate_evidence *, p->evidence_count);
    in.evidence = GATE_ARRAY(arena, gate_value, p->evidence_count);
    in.params = GATE_ARRAY(arena, gate_value, p->params_count);
    for (uint32_t i = 0; i < p->evidence_count; i++) {
        gate_str name = gate_program_text(p, p->evidence[i].name);
        gate_str json = gate_str_eq_c(name, "e")   ? given->e
                        : gate_str_eq_c(name, "k") ? given->k
                                                   : GATE_STR("{}");
        evidence[i] = bind(arena, name, json, &in.evidence[i]);
    }
    for (uint32_t i = 0; i < p->params_count; i++) {
        gate_str name = gate_program_text(p, p->params[i].name);
        gate_value *who = GATE_ARRAY(arena, gate_value, 2);
        who[0] = gate_value_str(GATE_STR("a"));
        who[1] = gate_value_str(GATE_STR("b"));
        in.params[i] = gate_str_eq_c(name, "limit")    ? gate_value_int(3)
                       : gate_str_eq_c(name, "strict") ? gate_value_bool(true)
                                                       : gate_value_list(arena, who, 2);
    }
    (void)bind(arena, GATE_STR("module"), given->module, &in.records[0]);
    (void)bind(arena, GATE_STR("base"), given->base, &in.records[1]);
    if (given->base.len == 0) in.records[1] = gate_value_fault(arena, GATE_FAULT_NEW_MODULE, GATE_STR("new"));
    in.records[1].flags |= GATE_V_EVIDENCE;
    in.vm.evidence = evidence;
    in.vm.params = in.params;
    return in;
}

/* -- comparing --------------------------------------------------------------------------------------- */

/* Faults of one class are one: what makes no sense may be found out at different places. */
static int class_of(gate_value fault)
{
    switch (fault.as.fault->kind) {
    case GATE_FAULT_NO_OVERLOAD:
    case GATE_FAULT_NO_OVERLOAD2:
    case GATE_FAULT_NOT_BOOL:
    case GATE_FAULT_NOT_A_LIST:
    case GATE_FAULT_NOT_A_CONTAINER:
    case GATE_FAULT_NOT_INDEXABLE:
        return -1;
    case GATE_FAULT_NO_EVIDENCE:
    case GATE_FAULT_NO_KEY:
    case GATE_FAULT_NO_INDEX:
    case GATE_FAULT_EMPTY:
    case GATE_FAULT_NOTHING_TO_CHECK:
    case GATE_FAULT_TOO_FEW:
    case GATE_FAULT_NO_VALUE:
    case GATE_FAULT_NOT_NAMED:
    case GATE_FAULT_NO_MODULE:
    case GATE_FAULT_NEW_MODULE:
    case GATE_FAULT_NOT_MEASURED:
    case GATE_FAULT_NOT_GOOD_ENOUGH:
    case GATE_FAULT_BAD_EVIDENCE:
    case GATE_FAULT_OVERFLOW:
    case GATE_FAULT_DIVIDE_BY_ZERO:
    case GATE_FAULT_NAN_ORDER:
    case GATE_FAULT_RANGE:
    case GATE_FAULT_CONVERSION:
    case GATE_FAULT_FORMAT:
    case GATE_FAULT_DUPLICATE:
    case GATE_FAULT_NOT_ONE:
    case GATE_FAULT_SHAPE:
    case GATE_FAULT_PATTERN:
    case GATE_FAULT_ZONE:
    case GATE_FAULT_FUEL:
    case GATE_FAULT_DEPTH:
        break;
    }
    return (int)fault.as.fault->kind;
}

/* The very same value: an int is no double here, and NaN is NaN. */
static bool identical(gate_value a, gate_value b)
{
    if (a.tag != b.tag) return false;
    if (!gate_is_definite(a)) return class_of(a) == class_of(b);
    if (a.tag == GATE_T_DOUBLE) return a.as.real == b.as.real || (isnan(a.as.real) && isnan(b.as.real));
    if (a.tag == GATE_T_OPTIONAL && a.as.inner && b.as.inner) return identical(*a.as.inner, *b.as.inner);
    if (a.tag == GATE_T_LIST) {
        bool same = gate_list_len(a) == gate_list_len(b);
        for (size_t i = 0; same && i < gate_list_len(a); i++)
            same = identical(gate_list_at(a, i), gate_list_at(b, i));
        return same;
    }
    if (a.tag == GATE_T_MAP) {
        gate_map_walk x = gate_map_start(a), y = gate_map_start(b);
        gate_value key, value, key2, value2;
        bool same = gate_map_len(a) == gate_map_len(b);
        while (same && gate_map_step(&x, &key, &value) && gate_map_step(&y, &key2, &value2)) {
            same = identical(key, key2) && identical(value, value2);
        }
        return same;
    }
    return ref_equal(a, b);
}

static gate_str told(gate_arena *arena, gate_value value)
{
    gate_buf out = gate_buf_new(arena);
    if (gate_is_definite(value)) {
        gate_value_show(&out, value, 300);
    } else {
        gate_buf_c(&out, value.tag == GATE_T_MISSING ? "missing: " : "error: ");
        gate_fault_text(&out, value.as.fault);
    }
    if (value.flags & GATE_V_EVIDENCE) gate_buf_c(&out, " [from evidence]");
    return gate_buf_str(&out);
}

static void list_places(gate_buf *out, const trial *t, const ref_places *places)
{
    for (uint32_t i = 0; i < places->must.len; i++) {
        gate_str text = gate_program_slice(t->program, places->must.items[i]);
        gate_buf_printf(out, "\n      `" GATE_STR_FMT "`", GATE_STR_ARG(text));
    }
}

static const gate_node *clause_of(const trial *t, uint32_t index)
{
    bool module = t->forms[index] == CASE_MODULE;
    uint32_t nth = 0;
    for (uint32_t i = 0; i < index; i++)
        nth += module == (t->forms[i] == CASE_MODULE);
    const gate_nodes *decls = &t->checked->main->ast->file->as.file.decls;
    for (uint32_t i = 0; i < decls->len; i++) {
        const gate_node *decl = decls->items[i];
        if (decl->kind != GATE_N_BLOCK || (decl->as.block.word == GATE_W_COVERAGE) != module) continue;
        return decl->as.block.rows.items[nth]->as.row.clauses.items[0];
    }
    return NULL;
}

static const gate_symbol *let_of(const trial *t, uint32_t index, uint32_t *number)
{
    gate_str name = gate_str_printf(t->arena, "case_%u", index);
    for (*number = 0; *number < t->checked->let_count; (*number)++) {
        if (gate_str_eq(t->checked->lets[*number]->name, name)) return t->checked->lets[*number];
    }
    return NULL;
}

static uint32_t clause_unit(const trial *t, const gate_node *clause)
{
    for (uint32_t i = 0; i < t->program->clauses_count; i++) {
        const gate_p_clause *row = &t->program->clauses[i];
        if (row->where.lo == clause->span.lo && row->where.hi == clause->span.hi) return row->unit;
    }
    return GATE_NO;
}

/* The two machines of one evidence; NULL where every case has its own, as gate_run_unit makes it. */
typedef struct machines {
    gate_machine *explaining, *deciding;
    gate_trace *trace;
} machines;

static gate_value run_machine(const trial *t, const inputs *in, gate_arena *arena, gate_machine *shared,
                              gate_mode mode, uint32_t unit, bool module, gate_trace *trace)
{
    if (!shared && !module) return gate_run_unit(arena, t->linked, &in->vm, mode, unit, trace, NULL);
    gate_machine *m = shared ? shared : gate_machine_new(arena, t->linked, &in->vm, mode, trace);
    return gate_machine_unit(m, unit, in->records, module ? GATE_ROW_LOCALS : 0);
}

/* Is the fuel that the unit used in explaining mode within its bound at the sizes that its values had? */
static bool within_bound(const trial *t, const inputs *in, gate_arena *arena, uint32_t unit, gate_str *what)
{
    gate_trace trace = {.nodes = NULL};
    gate_inputs sized = in->vm;
    uint64_t used = 0;
    sized.sizes = gate_cost_sizes(arena, t->cost, t->program);
    (void)gate_run_unit(arena, t->linked, &sized, GATE_EXPLAIN, unit, &trace, &used);
    gate_poly bound = gate_poly_add(arena, t->cost->units[unit], t->cost->lets);
    uint64_t most = gate_cost_at(arena, t->cost, bound, sized.sizes);
    if (used <= most) return true;
    gate_buf text = gate_buf_new(arena);
    gate_buf_printf(&text, "uses %llu units of fuel, more than its bound %llu = ", (unsigned long long)used,
                    (unsigned long long)most);
    gate_poly_text(&text, t->cost->units[unit], t->cost->names);
    *what = gate_buf_str(&text);
    return false;
}

static bool run_case(const trial *t, uint32_t index, const inputs *in, machines *shared, gate_arena *arena,
                     reach *reached, gate_str *what)
{
    ref_run run = {
        .evidence = in->evidence, .params = in->params, .now = in->vm.now, .reached = reached->rows};
    ref_begin(&run, arena, t->checked);
    gate_value wanted;
    uint32_t unit, number;
    bool module = t->forms[index] == CASE_MODULE;
    if (t->forms[index] == CASE_LET) {
        const gate_symbol *let = let_of(t, index, &number);
        wanted = ref_expr(&run, let->decl->as.let.value);
        unit = t->program->lets[number].unit;
    } else {
        const gate_node *clause = clause_of(t, index);
        for (uint32_t i = 0; module && i < GATE_ROW_LOCALS; i++)
            run.frame->slots[i] = in->records[i];
        wanted = ref_clause(&run, clause);
        unit = clause_unit(t, clause);
    }
    gate_trace own = {.nodes = NULL}, none = {.nodes = NULL};
    gate_trace *trace = shared->trace ? shared->trace : &own;
    gate_value explained = run_machine(t, in, arena, shared->explaining, GATE_EXPLAIN, unit, module, trace);
    gate_value decided = run_machine(t, in, arena, shared->deciding, GATE_DECIDE, unit, module, &none);
    reached->cases++;
    reached->outcomes[gate_is_definite(wanted) && wanted.tag != GATE_T_BOOL ? 4
                                                                            : (int)gate_outcome_of(wanted)]++;
    bool alone = !shared->trace && !module;
    if (alone && !within_bound(t, in, arena, unit, what)) return false;
    bool list = wanted.tag == GATE_T_LIST || wanted.tag == GATE_T_MAP;
    bool marks = !list || ((wanted.flags ^ explained.flags) & GATE_V_EVIDENCE) == 0;
    marks = marks && (!list || ((wanted.flags ^ decided.flags) & GATE_V_EVIDENCE) == 0);
    if (!marks || !identical(wanted, explained) || !identical(wanted, decided)) {
        *what = gate_str_printf(arena,
                                "reference: " GATE_STR_FMT "\n    explaining: " GATE_STR_FMT
                                "\n    deciding: " GATE_STR_FMT,
                                GATE_STR_ARG(told(arena, wanted)), GATE_STR_ARG(told(arena, explained)),
                                GATE_STR_ARG(told(arena, decided)));
        return false;
    }
    if (t->forms[index] == CASE_LET && (wanted.tag != GATE_T_BOOL || wanted.as.boolean)) return true;
    ref_places mine = {.must = {0}}, theirs = {.must = {0}};
    ref_blockers(&run, arena, wanted.why, true, &mine);
    ref_trace_blockers(arena, t->program, trace, explained.why, true, &theirs);
    if (ref_places_agree(&mine, &theirs)) return true;
    gate_buf text = gate_buf_new(arena);
    gate_buf_printf(
        &text, "both say " GATE_STR_FMT "\n    in the way, reference:", GATE_STR_ARG(told(arena, wanted)));
    list_places(&text, t, &mine);
    gate_buf_c(&text, "\n    in the way, trace:");
    list_places(&text, t, &theirs);
    *what = gate_buf_str(&text);
    return false;
}

/* What a `fix` says, with its template filled in. */
static bool texts_right(const trial *t, const inputs *in, gate_arena *arena, gate_str *what)
{
    for (uint32_t i = 0; i < t->program->clauses_count; i++) {
        gate_trace trace = {.nodes = NULL};
        uint32_t unit = t->program->clauses[i].text_unit;
        if (unit == GATE_NO) continue;
        gate_value text = gate_run_unit(arena, t->linked, &in->vm, GATE_EXPLAIN, unit, &trace, NULL);
        if (text.tag == GATE_T_STRING && gate_str_eq_c(text.as.str, "raise 3")) continue;
        *what = told(arena, text);
        return false;
    }
    return true;
}

uint32_t trial_run(const trial *t, gate_arena *arena, const generated_evidence *evidence, bool together,
                   reach *reached, gate_str *what)
{
    inputs in = inputs_of(t, arena, evidence);
    machines shared = {NULL, NULL, NULL};
    if (together) {
        shared.trace = GATE_NEW(arena, gate_trace);
        shared.explaining = gate_machine_new(arena, t->linked, &in.vm, GATE_EXPLAIN, shared.trace);
        shared.deciding = gate_machine_new(arena, t->linked, &in.vm, GATE_DECIDE, NULL);
    }
    for (uint32_t i = 0; i < t->count; i++) {
        gate_arena *own = together ? arena : gate_arena_new(gate_arena_panic(arena), 0);
        bool agrees = run_case(t, i, &in, &shared, own, reached, what);
        if (!agrees) *what = gate_str_dup(arena, *what);
        if (!together) gate_arena_free(own);
        if (!agrees) return i;
    }
    return together || texts_right(t, &in, arena, what) ? GATE_NO : 0;
}
