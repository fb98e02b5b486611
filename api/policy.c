/* From a file to a program that may run: compiling, and reading what was compiled. */
#include "api/policy.h"

#include "api/files.h"
#include "base/utf8.h"
#include "compiler/compile.h"
#include "evidence/digest.h"
#include "stdlib/builtins.h"
#include "vm/disasm.h"
#include "vm/image.h"
#include "vm/load.h"

#include <string.h>

static const gate_span nowhere = {0, 0};

/* Text for a message: nothing in it may act on a terminal. */
static const char *shown(gate_arena *arena, gate_str text)
{
    gate_buf out = gate_buf_new(arena);
    gate_buf_visible(&out, text);
    return out.ptr ? out.ptr : "";
}

/* -- a compiled policy and its sources ----------------------------------------------------------------- */

/* Is the source, as it stands on the disk now, the one that was compiled? Where it isn't there the compiled
 * form stands for itself; where it cannot be read nobody knows, and that is no yes. */
static bool is_current(gatec_policy *policy, const gate_p_source *source)
{
    gate_arena *arena = policy->base.arena;
    gate_diags *diags = &policy->base.messages.diags;
    gate_str path = gate_program_text(policy->program, source->name), text, why;
    bool absent = false;
    if (!gate_files_read(arena, path, GATE_SOURCE_MAX + 3, &text, &why, &absent)) {
        if (absent) return true;
        gate_diag *diag = gate_diag_raise(diags, GATE_D_POLICY_STALE, NULL, nowhere,
                                          "cannot compare with the source: " GATE_STR_FMT, GATE_STR_ARG(why));
        gate_diag_help(diags, diag,
                       "Make the source readable, or move it out of the way, or compile the policy again.");
        return false;
    }
    uint8_t sha256[GATE_SHA256_BYTES];
    if (gate_str_starts(text, GATE_STR("\xEF\xBB\xBF"))) text = gate_str_sub(text, 3, text.len);
    gate_sha256(text, sha256);
    if (memcmp(sha256, source->sha256, sizeof sha256) == 0) return true;
    gate_diag *diag =
        gate_diag_raise(diags, GATE_D_POLICY_STALE, NULL, nowhere,
                        "the compiled policy is older than its source `%s`", shown(arena, path));
    gate_diag_help(diags, diag, "Compile it again: `gatec compile %s -o …`.",
                   shown(arena, gate_program_text(policy->program, policy->program->sources[0].name)));
    return false;
}

static bool all_current(gatec_policy *policy)
{
    bool current = true;
    for (uint32_t i = 0; i < policy->program->sources_count; i++) {
        const gate_p_source *source = &policy->program->sources[i];
        if (source->kind != GATE_SOURCE_STD) current = is_current(policy, source) && current;
    }
    return current;
}

/* -- loading --------------------------------------------------------------------------------------------- */

static const char **names_new(gate_arena *arena, uint32_t count)
{
    return GATE_ARRAY(arena, const char *, count);
}

/* What the handle tells without a call. */
static void describe(gatec_policy *policy)
{
    gate_arena *arena = policy->base.arena;
    const gate_program *program = policy->program;
    policy->name = gate_str_z(arena, program->meta_count ? gate_program_text(program, program->meta[0].policy)
                                                         : GATE_STR(""));
    policy->params = names_new(arena, program->params_count);
    policy->evidence = names_new(arena, program->evidence_count);
    for (uint32_t i = 0; i < program->params_count; i++)
        policy->params[i] = gate_str_z(arena, gate_program_text(program, program->params[i].name));
    for (uint32_t i = 0; i < program->evidence_count; i++)
        policy->evidence[i] = gate_str_z(arena, gate_program_text(program, program->evidence[i].name));
}

static void load_image(gatec_policy *policy, gate_str name, gate_str bytes, bool accept_older)
{
    gate_arena *arena = policy->base.arena;
    policy->program =
        gate_load(arena, name, bytes, gate_stdlib_builtins(), &policy->base.messages.diags, &policy->linked);
    if (policy->program && !accept_older && !all_current(policy)) policy->program = NULL;
}

static void load_source(gatec_policy *policy, gate_str name, gate_str text)
{
    gate_arena *arena = policy->base.arena;
    gate_diags *diags = &policy->base.messages.diags;
    policy->checked = gate_check(arena, gate_source_new(arena, 0, name, text), gate_files_loader(arena),
                                 gate_stdlib_builtins(), diags);
    if (!policy->checked) return;
    const gate_program *program = gate_compile_checked(arena, policy->checked, gate_sha256, diags);
    if (!program || diags->errors) return;
    gate_str unknown = GATE_STR("");
    policy->linked = gate_link(arena, program, gate_stdlib_builtins(), &unknown);
    if (policy->linked)
        policy->program = program;
    else
        (void)gate_diag_raise(diags, GATE_D_PROGRAM_FUNCTION, NULL, nowhere,
                              "no function is named `" GATE_STR_FMT "`", GATE_STR_ARG(unknown));
}

/* The bytes of the policy and its name; false with a message. */
static bool fetch(gatec_policy *policy, const gatec_policy_options *options, gate_str *name, gate_str *text)
{
    gate_arena *arena = policy->base.arena;
    gate_diags *diags = &policy->base.messages.diags;
    gate_str why = GATE_STR("");
    bool absent = false;
    if (!options->path) {
        *name = gate_str_dup(arena, gate_str_c(options->name ? options->name : "policy"));
        *text = gate_str_dup(
            arena, (gate_str){gate_text_or_empty(options->text), options->text ? options->text_len : 0});
        return true;
    }
    *name = gate_files_tidy(arena, gate_str_c(options->path));
    if (!gate_files_read(arena, *name, GATE_IMAGE_MAX, text, &why, &absent)) {
        (void)gate_diag_raise(diags, GATE_D_POLICY_UNREADABLE, NULL, nowhere, GATE_STR_FMT,
                              GATE_STR_ARG(why));
        return false;
    }
    if (text->len <= GATE_SOURCE_MAX + 3 || gate_image_is(*text)) return true;
    (void)gate_diag_raise(diags, GATE_D_POLICY_UNREADABLE, NULL, nowhere,
                          "`%s` is larger than 1 MiB, the most that a source may have", shown(arena, *name));
    return false;
}

static gatec_status load(gate_handle *handle, void *context)
{
    gatec_policy *policy = (gatec_policy *)(void *)handle;
    const gatec_policy_options *options = context;
    policy->name = "";
    gate_str name, text;
    if (!fetch(policy, options, &name, &text)) return GATEC_E_INPUT;
    if (gate_image_is(text))
        load_image(policy, name, text, options->accept_older);
    else
        load_source(policy, name, text);
    if (!policy->program) return GATEC_E_INPUT;
    if (options->max_cost && !gate_cost_allowed(policy, options->max_cost)) {
        policy->program = NULL;
        return GATEC_E_INPUT;
    }
    describe(policy);
    return GATEC_OK;
}

gatec_status gatec_policy_load(const gatec_policy_options *options, gatec_policy **out)
{
    gate_handle *handle = NULL;
    gatec_policy_options copy = GATEC_POLICY_OPTIONS_INIT;
    *out = NULL;
    if (!gate_options_take(&copy, sizeof copy, options)) return GATEC_E_USAGE;
    gatec_status status = gate_handle_make_in(sizeof(gatec_policy), copy.memory, load, &copy, &handle);
    *out = (gatec_policy *)(void *)handle;
    return status;
}

void gatec_policy_free(gatec_policy *policy)
{
    if (policy) gate_handle_free(&policy->base);
}

/* -- what it tells ----------------------------------------------------------------------------------------
 */

const gatec_messages *gatec_policy_messages(const gatec_policy *policy)
{
    return policy ? &policy->base.messages : NULL;
}

bool gatec_policy_ready(const gatec_policy *policy)
{
    return policy && policy->program;
}

const char *gatec_policy_name(const gatec_policy *policy)
{
    return gatec_policy_ready(policy) ? policy->name : "";
}

uint32_t gatec_policy_blocks(const gatec_policy *policy)
{
    return gatec_policy_ready(policy) ? policy->program->blocks_count : 0;
}

bool gatec_policy_param(const gatec_policy *policy, size_t index, const char **name)
{
    if (!gatec_policy_ready(policy) || index >= policy->program->params_count) return false;
    *name = policy->params[index];
    return true;
}

bool gatec_policy_evidence(const gatec_policy *policy, size_t index, const char **name)
{
    if (!gatec_policy_ready(policy) || index >= policy->program->evidence_count) return false;
    *name = policy->evidence[index];
    return true;
}

/* -- the compiled form --------------------------------------------------------------------------------------
 */

static gatec_status write_image(gate_buf *out, const void *context)
{
    const gatec_policy *policy = context;
    gate_str image = gate_image_write(out->arena, policy->program);
    gate_buf_add(out, image);
    return GATEC_OK;
}

gatec_status gatec_policy_image(const gatec_policy *policy, gatec_text *out)
{
    *out = (gatec_text){.bytes = ""};
    return gatec_policy_ready(policy) ? gate_text_make(write_image, policy, out) : GATEC_E_USAGE;
}

static gatec_status write_disasm(gate_buf *out, const void *context)
{
    const gatec_policy *policy = context;
    gate_disasm(out, policy->program);
    return GATEC_OK;
}

gatec_status gatec_policy_disasm(const gatec_policy *policy, gatec_text *out)
{
    *out = (gatec_text){.bytes = ""};
    return gatec_policy_ready(policy) ? gate_text_make(write_disasm, policy, out) : GATEC_E_USAGE;
}
