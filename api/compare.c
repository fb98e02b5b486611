/* Two verdicts side by side, and a saved verdict held against its inputs. */
#include "report/compare.h"
#include "api/files.h"
#include "api/run.h"
#include "api/verdict.h"
#include "evidence/digest.h"
#include "evidence/json.h"

#include <string.h>

static const gate_span nowhere = {0, 0};

struct gatec_comparison {
    gate_handle base;
    gate_comparison found;
    bool done, verified;
    gatec_policy *policy; /* of a verification: what was loaded and judged again */
    gatec_verdict *again;
};

typedef struct comparing {
    const gatec_verdict *before, *after;
} comparing;

static gatec_comparison *of(gate_handle *handle)
{
    return (gatec_comparison *)(void *)handle;
}

static bool has_document(const gatec_verdict *verdict)
{
    return verdict && verdict->document;
}

static gatec_status compare(gate_handle *handle, void *context)
{
    const comparing *wanted = context;
    gate_doc_compare(handle->arena, wanted->before->document, wanted->after->document, false,
                     &of(handle)->found);
    of(handle)->done = true;
    return GATEC_OK;
}

gatec_status gatec_verdict_compare(const gatec_verdict *before, const gatec_verdict *after,
                                   gatec_comparison **out)
{
    *out = NULL;
    if (!has_document(before) || !has_document(after)) return GATEC_E_USAGE;
    comparing wanted = {before, after};
    gate_handle *handle = NULL;
    gatec_status status = gate_handle_make(sizeof(gatec_comparison), compare, &wanted, &handle);
    *out = of(handle);
    return status;
}

/* -- verification ---------------------------------------------------------------------------------------- */

typedef struct verifying {
    gatec_comparison *comparison;
    gate_arena *arena;
    const gate_doc_verdict *saved;
    const gatec_verify_options *options;
    gatec_setting *settings, *environment;
    size_t environment_count;
    gatec_check_options check;
} verifying;

typedef struct request {
    const gatec_verdict *saved;
    const gatec_verify_options *options;
} request;

static void release(void *held)
{
    gatec_comparison *comparison = held;
    gatec_verdict_free(comparison->again);
    gatec_policy_free(comparison->policy);
}

/* A parameter's value as somebody would write it behind -p: a text without its quotes, a list as JSON. */
static const char *written(gate_arena *arena, gate_str json)
{
    gate_limits limits = gate_limits_default();
    gate_datum value = {NULL};
    bool read = !gate_json_read(arena, GATE_STR("parameter"), json, &limits, &value);
    bool text = read && gate_datum_kind_of(value) == GATE_DATUM_STRING;
    return gate_str_z(arena, text ? gate_datum_str(value) : json);
}

static bool is_set(const verifying *v, gate_str name)
{
    for (size_t i = 0; i < v->options->setting_count; i++) {
        if (gate_str_eq_c(name, gate_text_or_empty(v->options->settings[i].name))) return true;
    }
    return false;
}

/* The settings of the verdict, and instead of them those that are given now. */
static void take_settings(verifying *v)
{
    const gate_doc_parameter_list *list = &v->saved->parameters;
    v->settings = GATE_ARRAY(v->arena, gatec_setting, list->len + v->options->setting_count);
    size_t count = 0;
    for (uint32_t i = 0; i < list->len; i++) {
        const gate_doc_parameter *parameter = list->items[i];
        if (!gate_str_eq_c(parameter->origin, "-p") || is_set(v, parameter->name)) continue;
        v->settings[count++] =
            (gatec_setting){gate_str_z(v->arena, parameter->name), written(v->arena, parameter->value)};
    }
    for (size_t i = 0; i < v->options->setting_count; i++)
        v->settings[count++] = v->options->settings[i];
    v->check.settings = v->settings;
    v->check.setting_count = count;
}

/* What the verdict took from variables of the environment, under their names. */
static void take_environment(verifying *v)
{
    const gate_doc_parameter_list *list = &v->saved->parameters;
    const gate_str prefix = GATE_STR("environment ");
    v->environment = GATE_ARRAY(v->arena, gatec_setting, list->len);
    for (uint32_t i = 0; i < list->len; i++) {
        gate_str origin = list->items[i]->origin;
        if (!gate_str_starts(origin, prefix)) continue;
        v->environment[v->environment_count++] =
            (gatec_setting){gate_str_z(v->arena, gate_str_sub(origin, prefix.len, origin.len)),
                            written(v->arena, list->items[i]->value)};
    }
}

/* A gatec_getenv: the environment as the verdict has it. */
static const char *recorded_variable(void *context, const char *name)
{
    const verifying *v = context;
    for (size_t i = 0; i < v->environment_count; i++) {
        if (strcmp(v->environment[i].name, name) == 0) return v->environment[i].value;
    }
    return NULL;
}

static bool is_bound(const verifying *v, gate_str name)
{
    for (size_t i = 0; i < v->options->binding_count; i++) {
        if (gate_str_eq_c(name, gate_text_or_empty(v->options->bindings[i].name))) return true;
    }
    return false;
}

/* What was bound by hand must be again: a verdict doesn't say where it is by now. */
static bool all_bound(const verifying *v)
{
    bool right = true;
    for (uint32_t i = 0; i < v->saved->evidence.len; i++) {
        const gate_doc_evidence *evidence = v->saved->evidence.items[i];
        if (evidence->files.len == 0 || !evidence->files.items[0]->by_hand || is_bound(v, evidence->name))
            continue;
        gate_handle *handle = &v->comparison->base;
        gate_diags *diags = &handle->messages.diags;
        const char *name = gate_run_shown(handle, gate_str_z(v->arena, evidence->name));
        const char *path = gate_run_shown(handle, gate_str_z(v->arena, evidence->files.items[0]->path));
        gate_diag *diag = gate_diag_raise(diags, GATE_D_VERIFY_BY_HAND, NULL, nowhere,
                                          "the evidence `%s` was bound by hand, to `%s`", name, path);
        gate_diag_help(diags, diag, "Bind it again: `-e %s=%s`.", name, path);
        right = false;
    }
    return right;
}

/* Was the verdict reached without reasons? */
static bool is_deciding(const gate_doc_verdict *saved)
{
    bool clauses = false;
    for (uint32_t i = 0; i < saved->blocks.len; i++) {
        for (uint32_t k = 0; k < saved->blocks.items[i]->rows.len; k++) {
            const gate_doc_clause_list *list = &saved->blocks.items[i]->rows.items[k]->clauses;
            for (uint32_t n = 0; n < list->len; n++) {
                if (list->items[n]->reason) return false;
                clauses = true;
            }
        }
    }
    return clauses;
}

static const char **names_of(verifying *v)
{
    const char **names = GATE_ARRAY(v->arena, const char *, v->saved->only.len);
    for (uint32_t i = 0; i < v->saved->only.len; i++)
        names[i] = gate_str_z(v->arena, v->saved->only.items[i]);
    return names;
}

static void prepare(verifying *v)
{
    v->check = (gatec_check_options)GATEC_CHECK_OPTIONS_INIT;
    take_settings(v);
    take_environment(v);
    v->check.root = v->options->root;
    v->check.allow_outside = v->options->allow_outside;
    v->check.bindings = v->options->bindings;
    v->check.binding_count = v->options->binding_count;
    v->check.stdin_fd = v->options->stdin_fd;
    v->check.now = gate_str_z(v->arena, v->saved->now);
    v->check.getenv = recorded_variable;
    v->check.getenv_context = v;
    v->check.mode = is_deciding(v->saved) ? GATEC_DECIDING : GATEC_EXPLAINING;
    v->check.only = names_of(v);
    v->check.only_count = v->saved->only.len;
}

/* The policy does not compile any more: which of its texts are others is told all the same. True when
 * there is one. */
static bool compare_sources(verifying *v)
{
    gate_comparison *found = &v->comparison->found;
    found->before = v->saved;
    for (uint32_t i = 0; i < v->saved->sources.len; i++) {
        const gate_doc_source *source = v->saved->sources.items[i];
        if (gate_str_eq_c(source->kind, "library")) continue;
        gate_str text, why, now = GATE_STR("");
        bool absent = false;
        if (gate_files_read(v->arena, source->name, GATE_SOURCE_MAX + 3, &text, &why, &absent)) {
            uint8_t sha256[GATE_SHA256_BYTES];
            char hex[65];
            if (gate_str_starts(text, GATE_STR("\xEF\xBB\xBF"))) text = gate_str_sub(text, 3, text.len);
            gate_sha256(text, sha256);
            now = gate_str_dup(v->arena, gate_sha256_hex(hex, sha256));
        } else if (!absent) {
            now = why;
        }
        if (gate_str_eq(now, source->sha256)) continue;
        gate_comparison_add(
            v->arena, found,
            (gate_change){
                .kind = GATE_CHANGE_SOURCE, .name = source->name, .before = source->sha256, .after = now});
    }
    return found->changes.len > 0;
}

static gatec_status verify(gate_handle *handle, void *context)
{
    const request *wanted = context;
    gatec_comparison *comparison = of(handle);
    comparison->verified = true;
    gate_arena_defer(handle->arena, release, comparison);
    verifying v = {.comparison = comparison,
                   .arena = handle->arena,
                   .saved = wanted->saved->document,
                   .options = wanted->options};
    if (!all_bound(&v)) return GATEC_E_USAGE;
    prepare(&v);
    gatec_policy_options policy = GATEC_POLICY_OPTIONS_INIT;
    policy.path = v.options->policy ? v.options->policy : gate_str_z(v.arena, v.saved->file);
    gatec_status status = gatec_policy_load(&policy, &comparison->policy);
    if (status == GATEC_E_INPUT && compare_sources(&v)) {
        comparison->done = true;
        return GATEC_OK;
    }
    if (status == GATEC_OK) status = gatec_check(comparison->policy, &v.check, &comparison->again);
    if (status != GATEC_OK) return status;
    gate_doc_compare(v.arena, v.saved, comparison->again->document, true, &comparison->found);
    comparison->done = true;
    return GATEC_OK;
}

gatec_status gatec_verify(const gatec_verdict *saved, const gatec_verify_options *options,
                          gatec_comparison **out)
{
    gatec_verify_options own = GATEC_VERIFY_OPTIONS_INIT;
    *out = NULL;
    if (!has_document(saved) || !gate_options_take(&own, sizeof own, options)) return GATEC_E_USAGE;
    request wanted = {saved, &own};
    gate_handle *handle = NULL;
    gatec_status status = gate_handle_make(sizeof(gatec_comparison), verify, &wanted, &handle);
    *out = of(handle);
    return status;
}

/* -- what it tells ------------------------------------------------------------------------------------------
 */

void gatec_comparison_free(gatec_comparison *comparison)
{
    if (comparison) gate_handle_free(&comparison->base);
}

const gatec_messages *gatec_comparison_messages(const gatec_comparison *comparison)
{
    if (!comparison) return NULL;
    if (comparison->again && gatec_messages_errors(gatec_verdict_messages(comparison->again)))
        return gatec_verdict_messages(comparison->again);
    if (comparison->policy && gatec_messages_errors(gatec_policy_messages(comparison->policy)))
        return gatec_policy_messages(comparison->policy);
    return &comparison->base.messages;
}

bool gatec_comparison_same(const gatec_comparison *comparison)
{
    return comparison && comparison->done && comparison->found.changes.len == 0;
}

bool gatec_comparison_worse(const gatec_comparison *comparison)
{
    return comparison && comparison->done && comparison->found.worse;
}

typedef struct rendering {
    const gatec_comparison *comparison;
    bool json;
    gate_report_options options;
} rendering;

static gatec_status write_comparison(gate_buf *out, const void *context)
{
    const rendering *wanted = context;
    const gatec_comparison *comparison = wanted->comparison;
    if (wanted->json)
        gate_compare_json(out, &comparison->found, comparison->verified);
    else
        gate_compare_text(out, &comparison->found, comparison->verified, &wanted->options);
    return GATEC_OK;
}

gatec_status gatec_comparison_render(const gatec_comparison *comparison, const char *form,
                                     const gatec_render_options *options, gatec_text *out)
{
    *out = (gatec_text){.bytes = ""};
    gatec_render_options own = GATEC_RENDER_OPTIONS_INIT;
    if (options && !gate_options_take(&own, sizeof own, options)) return GATEC_E_USAGE;
    rendering wanted = {.comparison = comparison,
                        .json = strcmp(form, "json") == 0,
                        .options = {.color = own.color, .width = own.width}};
    if (!comparison || !comparison->done || (!wanted.json && strcmp(form, "text") != 0)) return GATEC_E_USAGE;
    return gate_text_make(write_comparison, &wanted, out);
}
