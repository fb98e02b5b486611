/* Tests of policies: files to suites, and what all of them come to. */
#include "api/test.h"

#include "api/files.h"
#include "base/utf8.h"
#include "evidence/digest.h"
#include "stdlib/builtins.h"

#include <string.h>

typedef struct session {
    gatec_testing *handle;
    gate_arena *arena;
    const gatec_test_options *options;
    gate_test_host host;
} session;

/* ---- one file --------------------------------------------------------------------------------- */

static bool has_tests(const gate_checked *checked)
{
    const gate_nodes *decls = &checked->main->ast->file->as.file.decls;
    for (uint32_t i = 0; i < decls->len; i++) {
        if (decls->items[i]->kind == GATE_N_TEST) return true;
    }
    return false;
}

/* The policy that the tests speak of: the file itself, or what it imports, compiled as `check` would. */
static const gate_checked *policy_of(const session *t, gate_tested_file *file, const gate_checked *checked)
{
    if (checked->tested == checked->main) return checked;
    const gate_source *source = checked->tested->source;
    gate_source *own = gate_source_new(t->arena, 0, source->name, source->text);
    gate_diags quiet = gate_diags_new(t->arena); /* its warnings are its own affair, its errors are not */
    const gate_checked *policy = gate_check(t->arena, own, t->host.loader, t->host.builtins, &quiet);
    return policy ? policy
                  : gate_check(t->arena, own, t->host.loader, t->host.builtins, &file->messages.diags);
}

static bool read_source(const session *t, gate_tested_file *file, gate_str *text)
{
    gate_str why;
    bool absent = false;
    file->name = gate_files_tidy(t->arena, gate_str_c(file->path));
    if (!gate_files_read(t->arena, file->name, GATE_SOURCE_MAX + 3, text, &why, &absent)) {
        (void)gate_diag_raise(&file->messages.diags, GATE_D_POLICY_UNREADABLE, NULL, (gate_span){0, 0},
                              GATE_STR_FMT, GATE_STR_ARG(why));
        return false;
    }
    if (gate_str_starts(*text, GATE_STR("\xEF\xBB\xBF"))) *text = gate_str_sub(*text, 3, text->len);
    if (text->len <= GATE_SOURCE_MAX) return true;
    (void)gate_diag_raise(&file->messages.diags, GATE_D_POLICY_UNREADABLE, NULL, (gate_span){0, 0},
                          "`%s` is larger than 1 MiB, the most that a source may have", file->path);
    return false;
}

static void add_inputs(const session *t, const gate_checked *checked)
{
    for (uint32_t i = 0; i < checked->module_count; i++) {
        if (checked->modules[i]->kind != GATE_SOURCE_STD)
            gate_vec_push(t->arena, &t->handle->inputs, checked->modules[i]->source->name);
    }
}

static gate_tested_policy *policy_at(const session *t, const gate_suite_subject *subject)
{
    gatec_testing *handle = t->handle;
    gate_str name = subject->policy->main->source->name;
    for (uint32_t i = 0; i < handle->policies.len; i++) {
        if (gate_str_eq(handle->policies.items[i].name, name)) return &handle->policies.items[i];
    }
    gate_tested_policy made = {.name = name, .subject = *subject};
    if (t->options->coverage) made.cover = gate_cover_new(t->arena, subject);
    gate_vec_push(t->arena, &handle->policies, made);
    return &handle->policies.items[handle->policies.len - 1];
}

static void run_tests(const session *t, gate_tested_file *file, const gate_suite_subject *subject)
{
    gate_tested_policy *policy = policy_at(t, subject);
    file->suite = gate_suite_run(t->arena, &t->host, subject, gate_str_c(t->options->run),
                                 policy->cover ? gate_cover_note : NULL, policy->cover);
    for (uint32_t i = 0; i < file->suite->cases.len; i++) {
        if (file->suite->cases.items[i].state == GATE_TEST_PASS)
            gate_vec_push(t->arena, &policy->passing, file->suite->tests.items[i]);
    }
    for (uint32_t i = 0; i < file->suite->inputs.len; i++)
        gate_vec_push(t->arena, &t->handle->inputs, file->suite->inputs.items[i]);
    gatec_testing_facts *facts = &t->handle->facts;
    facts->found += file->suite->all;
    facts->tests += file->suite->tests.len;
    facts->passed += file->suite->counts[GATE_TEST_PASS];
    facts->failed += file->suite->counts[GATE_TEST_FAIL];
    facts->broken += file->suite->counts[GATE_TEST_ERROR];
}

static void test_file(const session *t, gate_tested_file *file)
{
    gate_str text, unknown;
    gate_diags *diags = &file->messages.diags;
    *diags = gate_diags_new(t->arena);
    file->policy = file->name = gate_str_c(file->path);
    if (!read_source(t, file, &text)) return;
    gate_source *source = gate_source_new(t->arena, 0, file->name, text);
    gate_suite_subject subject = {0};
    subject.checked = gate_check(t->arena, source, t->host.loader, t->host.builtins, diags);
    if (!subject.checked) return;
    add_inputs(t, subject.checked);
    file->ready = !has_tests(subject.checked);
    if (file->ready) return;
    file->policy = subject.checked->tested->source->name;
    subject.policy = policy_of(t, file, subject.checked);
    subject.program =
        subject.policy ? gate_compile_checked(t->arena, subject.policy, t->host.hash, diags) : NULL;
    subject.linked =
        subject.program ? gate_link(t->arena, subject.program, t->host.builtins, &unknown) : NULL;
    if (!subject.linked || diags->errors) return;
    file->ready = true;
    run_tests(t, file, &subject);
}

/* ---- all of them ------------------------------------------------------------------------------ */

static void conclude(const session *t, gate_tested_policy *policy)
{
    gatec_testing_facts *facts = &t->handle->facts;
    if (policy->cover) {
        facts->rows += policy->cover->rows.len;
        facts->never_blocking += gate_cover_never_blocking(policy->cover);
    }
    if (!t->options->mutate || policy->passing.len == 0) return;
    gate_mutate_input input = {.subject = policy->subject,
                               .tests = policy->passing,
                               .most = t->options->mutants,
                               .seed = t->options->seed};
    policy->mutation = gate_mutate(t->arena, &t->host, &input);
    facts->mutants += policy->mutation->mutants.len;
    facts->killed += policy->mutation->noticed;
}

static void say_nothing(const session *t)
{
    gate_diags *diags = &t->handle->base.messages.diags;
    gate_diag *diag;
    if (t->handle->facts.found == 0) {
        diag = gate_diag_raise(diags, GATE_D_NOTHING_TESTED, NULL, (gate_span){0, 0}, "there are no tests");
        gate_diag_help(
            diags, diag,
            "Write one: `test \"title\" { using \"folder\" now \"time\" expect block.row fail }`.");
        return;
    }
    gate_buf pattern = gate_buf_new(t->arena);
    gate_buf_visible(&pattern, gate_str_c(t->options->run));
    (void)gate_diag_raise(diags, GATE_D_NOTHING_TESTED, NULL, (gate_span){0, 0},
                          "of %u tests none has a title like `" GATE_STR_FMT "`", t->handle->facts.found,
                          GATE_STR_ARG(gate_buf_str(&pattern)));
}

static gatec_status run(gate_handle *handle, void *context)
{
    session t = {.handle = (gatec_testing *)(void *)handle, .arena = handle->arena, .options = context};
    gatec_testing *out = t.handle;
    t.host = (gate_test_host){.loader = gate_files_loader(t.arena),
                              .builtins = gate_stdlib_builtins(),
                              .hash = gate_sha256,
                              .version = gate_str_c(gatec_version()),
                              .root = gate_str_dup(t.arena, gate_str_c(t.options->root))};
    out->files = GATE_ARRAY(t.arena, gate_tested_file, t.options->path_count);
    out->file_count = t.options->path_count;
    for (size_t i = 0; i < out->file_count; i++) {
        out->files[i].path = gate_str_z(t.arena, gate_str_c(t.options->paths[i]));
        test_file(&t, &out->files[i]);
        gate_diags_sort(&out->files[i].messages.diags);
        out->facts.unready += !out->files[i].ready;
    }
    for (uint32_t i = 0; i < out->policies.len; i++)
        conclude(&t, &out->policies.items[i]);
    if (out->facts.unready) return GATEC_E_INPUT;
    if (out->facts.tests == 0) say_nothing(&t);
    return GATEC_OK;
}

gatec_status gatec_test(const gatec_test_options *options, gatec_testing **out)
{
    gatec_test_options own = GATEC_TEST_OPTIONS_INIT;
    gate_handle *handle = NULL;
    *out = NULL;
    if (!gate_options_take(&own, sizeof own, options)) return GATEC_E_USAGE;
    gatec_status status = gate_handle_make(sizeof(gatec_testing), run, &own, &handle);
    *out = (gatec_testing *)(void *)handle;
    return status;
}

void gatec_testing_free(gatec_testing *testing)
{
    if (testing) gate_handle_free(&testing->base);
}

const gatec_messages *gatec_testing_messages(const gatec_testing *testing, size_t index)
{
    if (!testing) return NULL;
    if (index == testing->file_count) return &testing->base.messages;
    return index < testing->file_count ? &testing->files[index].messages : NULL;
}

gatec_testing_facts gatec_testing_facts_of(const gatec_testing *testing)
{
    return testing ? testing->facts : (gatec_testing_facts){0};
}

bool gatec_testing_input(const gatec_testing *testing, size_t index, const char **path)
{
    if (!testing || index >= testing->inputs.len) return false;
    *path = testing->inputs.items[index].ptr;
    return true;
}

/* ---- forms ------------------------------------------------------------------------------------ */

static const struct {
    const char *name;
    gate_testing_form *fn;
    const char *summary;
} forms[] = {
    {"text", gate_testing_text, "for people; the default"},
    {"json", gate_testing_json, "everything, for programs"},
    {"junit", gate_testing_junit, "JUnit XML, a case for each test"},
    {"tap", gate_testing_tap, "TAP 14, a point for each test"},
};

bool gatec_testing_form(size_t index, const char **name, const char **summary)
{
    if (index >= GATE_COUNT(forms)) return false;
    *name = forms[index].name;
    *summary = forms[index].summary;
    return true;
}

typedef struct rendering {
    const gatec_testing *testing;
    gate_testing_form *fn;
    gate_report_options options;
} rendering;

static gatec_status write_form(gate_buf *out, const void *context)
{
    const rendering *wanted = context;
    wanted->fn(out, wanted->testing, &wanted->options);
    return GATEC_OK;
}

gatec_status gatec_testing_render(const gatec_testing *testing, const char *form,
                                  const gatec_render_options *options, gatec_text *out)
{
    gatec_render_options own = GATEC_RENDER_OPTIONS_INIT;
    rendering wanted = {.testing = testing};
    *out = (gatec_text){.bytes = ""};
    if (!testing || (options && !gate_options_take(&own, sizeof own, options))) return GATEC_E_USAGE;
    for (size_t i = 0; i < GATE_COUNT(forms); i++) {
        if (strcmp(gate_text_or_empty(form), forms[i].name) == 0) wanted.fn = forms[i].fn;
    }
    if (!wanted.fn) return GATEC_E_USAGE;
    wanted.options = (gate_report_options){
        .color = own.color, .verbose = own.verbose, .quiet = own.quiet, .width = own.width};
    return gate_text_make(write_form, &wanted, out);
}
