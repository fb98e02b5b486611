/* One expression by itself. */
#include "api/files.h"
#include "api/run.h"
#include "base/suggest.h"
#include "base/utf8.h"
#include "compiler/compile.h"
#include "evidence/digest.h"
#include "evidence/reader.h"
#include "stdlib/builtins.h"
#include "vm/vm.h"

#include <string.h>

struct gatec_value {
    gate_handle base;
    gatec_outcome outcome;
    const char *type, *json, *reason;
};

static const gate_span nowhere = {0, 0};

typedef struct eval {
    gatec_value *value;
    gate_arena *arena;
    gate_diags *diags;
    const gatec_eval_options *options;
    gate_str *names;
    gate_instant now;
} eval;

/* -- bindings ------------------------------------------------------------------------------------------ */

static bool is_reserved(gate_str name)
{
    for (uint32_t i = 0; i < GATE_WORD_COUNT; i++) {
        gate_word word = (gate_word)i;
        if ((gate_word_flags(word) & GATE_KW_RESERVED) && gate_str_eq_c(name, gate_word_text(word)))
            return true;
    }
    return false;
}

/* As in CEL, `true`, `false` and `null` may be bound, and mean themselves all the same. */
static bool is_literal(gate_str name)
{
    return gate_str_eq_c(name, "true") || gate_str_eq_c(name, "false") || gate_str_eq_c(name, "null");
}

static bool is_name(gate_str name)
{
    for (size_t i = 0; i < name.len; i++) {
        char c = name.ptr[i];
        bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
        if (!letter && !(i > 0 && c >= '0' && c <= '9')) return false;
    }
    return name.len > 0 && (!is_reserved(name) || is_literal(name));
}

static bool check_reader(eval *e, const char *reader)
{
    if (!reader || gate_reader_find(gate_str_c(reader))) return true;
    gate_suggest suggest = gate_suggest_new(gate_str_c(reader));
    for (uint32_t i = 0; i < gate_reader_count(); i++)
        gate_suggest_offer(&suggest, gate_reader_at(i)->name);
    gate_diag *diag = gate_diag_raise(e->diags, GATE_D_BINDING_READER, NULL, nowhere,
                                      "there is no reader `%s`", gate_run_shown(&e->value->base, reader));
    if (suggest.best.len)
        gate_diag_help(e->diags, diag, "Did you mean `" GATE_STR_FMT "`?", GATE_STR_ARG(suggest.best));
    return false;
}

static bool check_bindings(eval *e)
{
    const gatec_eval_options *options = e->options;
    bool right = gate_run_bindings(&e->value->base, options->bindings, options->binding_count);
    e->names = GATE_ARRAY(e->arena, gate_str, options->binding_count);
    for (size_t i = 0; i < options->binding_count; i++) {
        e->names[i] = gate_str_dup(e->arena, gate_str_c(options->bindings[i].name));
        right = check_reader(e, options->bindings[i].reader) && right;
        if (is_name(e->names[i])) continue;
        (void)gate_diag_raise(e->diags, GATE_D_BINDING_NAME, NULL, nowhere,
                              "`%s` cannot be the name of an evidence",
                              gate_run_shown(&e->value->base, e->names[i].ptr));
        right = false;
    }
    return right;
}

static const gate_evidence *read_binding(eval *e, gate_bundle *bundle, const gatec_binding *binding,
                                         gate_str name)
{
    gate_evidence_spec *spec = GATE_NEW(e->arena, gate_evidence_spec);
    spec->name = name;
    spec->cardinality = GATE_PLAIN;
    spec->reader = gate_str_dup(e->arena, gate_str_c(binding->reader ? binding->reader : "json"));
    if (!binding->file) {
        spec->bound = gate_str_printf(e->arena, "--json " GATE_STR_FMT, GATE_STR_ARG(name));
        return gate_bundle_text(bundle, spec,
                                (gate_str){gate_text_or_empty(binding->json), binding->json_len});
    }
    spec->bound = gate_str_dup(e->arena, gate_str_c(binding->file));
    spec->pattern = spec->bound;
    return gate_bundle_read(bundle, spec);
}

/* Only what the program refers to is read: its evidence section says which of the names. */
static const gate_evidence **read_all(eval *e, const gate_program *program)
{
    gate_reading *reading = GATE_NEW(e->arena, gate_reading);
    *reading = (gate_reading){
        .now = e->now, .has_now = true, .limits = gate_limits_default(), .stdin_fd = e->options->stdin_fd};
    gate_bundle *bundle = gate_bundle_new(e->arena, reading);
    const gate_evidence **out = GATE_ARRAY(e->arena, const gate_evidence *, program->evidence_count);
    for (uint32_t i = 0; i < program->evidence_count; i++) {
        gate_str name = gate_program_text(program, program->evidence[i].name);
        for (size_t k = 0; k < e->options->binding_count; k++) {
            if (gate_str_eq(e->names[k], name))
                out[i] = read_binding(e, bundle, &e->options->bindings[k], name);
        }
    }
    return out;
}

/* -- the outcome ----------------------------------------------------------------------------------------- */

/* The node where the fault arose: the deepest one whose value has it. */
static uint32_t origin_of(const gate_trace *trace, gate_value value)
{
    uint32_t node = value.why;
    for (bool deeper = node != 0 && node < trace->node_count; deeper;) {
        const gate_why *at = gate_trace_at(trace, node);
        deeper = false;
        for (uint32_t i = 0; i < at->kid_count && !deeper; i++) {
            uint32_t kid = gate_trace_kid(trace, at, i);
            gate_value made = gate_trace_at(trace, kid)->value;
            if (kid == 0 || gate_is_definite(made) || made.as.fault != value.as.fault) continue;
            node = kid;
            deeper = true;
        }
    }
    return node;
}

/* Where the value would have stood, behind the reason: " (`cov` at /files/x)". */
static void add_place(eval *e, gate_buf *out, const gate_program *program, const gate_trace *trace,
                      gate_value value)
{
    uint32_t evidence = GATE_NO, artifact = GATE_NO, count = 0;
    const gate_step *steps = NULL;
    uint32_t node = origin_of(trace, value);
    if (node == 0) return;
    bool placed = gate_trace_place(e->arena, trace, node, &evidence, &artifact, &steps, &count);
    if (!placed &&
        value.as.fault->kind == GATE_FAULT_NOTHING_TO_CHECK) { /* it is the list that is somewhere */
        node = gate_trace_kid(trace, gate_trace_at(trace, node), 0);
        placed = node != 0 && gate_trace_place(e->arena, trace, node, &evidence, &artifact, &steps, &count);
    }
    if (!placed) return;
    if (evidence >= program->evidence_count || count == 0) return;
    gate_buf pointer = gate_buf_new(e->arena);
    gate_pointer_text(&pointer, steps, count);
    gate_buf_printf(out, " (`" GATE_STR_FMT "` at ",
                    GATE_STR_ARG(gate_program_text(program, program->evidence[evidence].name)));
    gate_buf_visible(out, gate_buf_str(&pointer));
    gate_buf_char(out, ')');
}

static void conclude(eval *e, const gate_program *program, const gate_trace *trace, gate_value value)
{
    gatec_value *out = e->value;
    gate_buf text = gate_buf_new(e->arena);
    if (gate_is_definite(value)) {
        gate_json json = gate_json_new(&text, 0);
        gate_value_json(&json, value);
        out->outcome = GATEC_VALUE;
        /* JSON's own word for it; `type(null)` is CEL's `null_type`. */
        out->type = gate_tag_of(value) == GATE_T_NULL ? "null" : gate_tag_name(gate_tag_of(value));
        out->json = text.ptr;
        return;
    }
    out->outcome = gate_tag_of(value) == GATE_T_MISSING ? GATEC_MISSING : GATEC_ERROR;
    gate_fault_text(&text, value.as.fault);
    add_place(e, &text, program, trace, value);
    out->reason = text.ptr ? text.ptr : "";
}

static gatec_status evaluate(gate_handle *handle, void *context)
{
    gatec_value *value = (gatec_value *)(void *)handle;
    eval e = {.value = value, .arena = handle->arena, .diags = &handle->messages.diags, .options = context};
    value->outcome = GATEC_ERROR;
    value->type = value->json = value->reason = "";
    bool right = gate_run_now(handle, e.options->now, &e.now);
    if (!check_bindings(&e) || !right) return GATEC_E_USAGE;
    gate_str text = gate_str_dup(e.arena, (gate_str){gate_text_or_empty(e.options->expression),
                                                     e.options->expression ? e.options->expression_len : 0});
    const gate_program *program =
        gate_compile_expr(e.arena, text, e.names, (uint32_t)e.options->binding_count,
                          gate_files_loader(e.arena), gate_stdlib_builtins(), gate_sha256, e.diags);
    gate_str unknown = GATE_STR("");
    const gate_linked *linked =
        program ? gate_link(e.arena, program, gate_stdlib_builtins(), &unknown) : NULL;
    if (!linked) return GATEC_E_INPUT;
    gate_inputs inputs = {
        .evidence = read_all(&e, program), .now = e.now, .has_now = true, .fuel = e.options->fuel};
    gate_trace *trace = GATE_NEW(e.arena, gate_trace);
    uint64_t used = 0;
    gate_value result = gate_run_unit(e.arena, linked, &inputs, GATE_EXPLAIN, 0, trace, &used);
    conclude(&e, program, trace, result);
    return GATEC_OK;
}

gatec_status gatec_eval(const gatec_eval_options *options, gatec_value **out)
{
    gatec_eval_options own = GATEC_EVAL_OPTIONS_INIT;
    *out = NULL;
    if (!gate_options_take(&own, sizeof own, options) || own.binding_count > UINT32_MAX) return GATEC_E_USAGE;
    gate_handle *handle = NULL;
    gatec_status status = gate_handle_make(sizeof(gatec_value), evaluate, &own, &handle);
    *out = (gatec_value *)(void *)handle;
    return status;
}

void gatec_value_free(gatec_value *value)
{
    if (value) gate_handle_free(&value->base);
}

/* -- what it tells ----------------------------------------------------------------------------------------
 */

const gatec_messages *gatec_value_messages(const gatec_value *value)
{
    return value ? &value->base.messages : NULL;
}

gatec_outcome gatec_value_outcome(const gatec_value *value)
{
    return value ? value->outcome : GATEC_ERROR;
}

const char *gatec_outcome_name(gatec_outcome outcome)
{
    switch (outcome) {
    case GATEC_VALUE:
        return "value";
    case GATEC_MISSING:
        return "missing";
    case GATEC_ERROR:
        break;
    }
    return "error";
}

const char *gatec_value_type(const gatec_value *value)
{
    return value && value->type ? value->type : "";
}

const char *gatec_value_json(const gatec_value *value)
{
    return value && value->json ? value->json : "";
}

const char *gatec_value_reason(const gatec_value *value)
{
    return value && value->reason ? value->reason : "";
}

static void put_text(gate_json *json, const char *key, const char *text)
{
    gate_json_key(json, gate_str_c(key));
    if (*text)
        gate_json_str(json, gate_str_c(text));
    else
        gate_json_null(json);
}

static gatec_status write_value(gate_buf *out, const void *context)
{
    const gatec_value *value = context;
    gate_json json = gate_json_new(out, 0);
    gate_json_open(&json, '{');
    put_text(&json, "outcome", gatec_outcome_name(value->outcome));
    put_text(&json, "type", value->type);
    gate_json_key(&json, GATE_STR("value"));
    gate_json_raw(&json, gate_str_c(value->outcome == GATEC_VALUE ? value->json : "null"));
    put_text(&json, "reason", value->reason);
    gate_json_close(&json, '}');
    gate_buf_char(out, '\n');
    return GATEC_OK;
}

gatec_status gatec_value_render(const gatec_value *value, gatec_text *out)
{
    *out = (gatec_text){.bytes = ""};
    return value ? gate_text_make(write_value, value, out) : GATEC_E_USAGE;
}
