/* The shape of one artifact, and a first policy over it. */
#include "author/inspect.h"
#include "api/run.h"
#include "base/suggest.h"
#include "evidence/bundle.h"
#include "evidence/reader.h"

#include <string.h>

struct gatec_inspection {
    gate_handle base;
    const gate_artifact *artifact; /* NULL unless it was read */
    const gate_sketch *sketch;
};

static const gate_span nowhere = {0, 0};

/* -- reading --------------------------------------------------------------------------------------------- */

/* The reader that a file's name asks for; JUnit's for XML, until its root says that it is another. */
static const char *reader_for(gate_str file)
{
    static const char *const readers[][2] = {
        {".xml", "junit"}, {".info", "lcov"}, {".ndjson", "ndjson"}, {".jsonl", "ndjson"}};
    for (size_t i = 0; i < GATE_COUNT(readers); i++) {
        if (gate_str_ends(file, gate_str_c(readers[i][0]))) return readers[i][1];
    }
    return "json";
}

static const gate_artifact *read_as(gate_handle *handle, const gatec_inspect_options *options,
                                    const char *reader, const gate_trouble **trouble)
{
    gate_arena *arena = handle->arena;
    gate_reading *reading = GATE_NEW(arena, gate_reading);
    *reading = (gate_reading){.limits = gate_limits_default(), .stdin_fd = options->stdin_fd};
    gate_evidence_spec *spec = GATE_NEW(arena, gate_evidence_spec);
    spec->name = GATE_STR("artifact");
    spec->cardinality = GATE_PLAIN;
    spec->reader = gate_str_c(reader);
    spec->bound = spec->pattern = gate_str_dup(arena, gate_str_c(options->file));
    const gate_evidence *read = gate_bundle_read(gate_bundle_new(arena, reading), spec);
    *trouble = read->trouble ? read->trouble : read->count ? read->artifacts[0]->trouble : NULL;
    return *trouble || read->count == 0 ? NULL : read->artifacts[0];
}

static bool check_reader(gate_handle *handle, const char *reader)
{
    if (gate_reader_find(gate_str_c(reader))) return true;
    gate_suggest suggest = gate_suggest_new(gate_str_c(reader));
    for (uint32_t i = 0; i < gate_reader_count(); i++)
        gate_suggest_offer(&suggest, gate_reader_at(i)->name);
    gate_diag *diag = gate_diag_raise(&handle->messages.diags, GATE_D_BINDING_READER, NULL, nowhere,
                                      "there is no reader `%s`", gate_run_shown(handle, reader));
    if (suggest.best.len)
        gate_diag_help(&handle->messages.diags, diag, "Did you mean `" GATE_STR_FMT "`?",
                       GATE_STR_ARG(suggest.best));
    return false;
}

/* The file's path as it is below the root. */
static gate_str path_below(const gatec_inspect_options *options)
{
    gate_str file = gate_str_c(options->file), root = gate_str_c(gate_text_or_empty(options->root));
    while (gate_str_ends(root, GATE_STR("/")))
        root.len--;
    bool below = root.len && gate_str_starts(file, root) && file.len > root.len && file.ptr[root.len] == '/';
    return below ? gate_str_sub(file, root.len + 1, file.len) : file;
}

static gatec_status inspect(gate_handle *handle, void *context)
{
    gatec_inspection *inspection = (gatec_inspection *)(void *)handle;
    const gatec_inspect_options *options = context;
    if (!options->file) return GATEC_E_USAGE;
    const char *reader = options->reader ? options->reader : reader_for(gate_str_c(options->file));
    if (!check_reader(handle, reader)) return GATEC_E_USAGE;
    const gate_trouble *trouble = NULL;
    const gate_artifact *artifact = read_as(handle, options, reader, &trouble);
    if (!artifact && !options->reader && trouble && trouble->code == GATE_D_REPORT_KIND) {
        reader = "cobertura";
        artifact = read_as(handle, options, reader, &trouble);
    }
    if (!artifact) {
        (void)gate_diag_raise(&handle->messages.diags, trouble ? trouble->code : GATE_D_BINDING_READER, NULL,
                              nowhere, GATE_STR_FMT,
                              GATE_STR_ARG(trouble ? trouble->text : GATE_STR("it cannot be read")));
        return GATEC_E_INPUT;
    }
    gate_str path = gate_str_dup(handle->arena, path_below(options));
    inspection->artifact = artifact;
    inspection->sketch =
        gate_inspect(handle->arena, artifact, path, gate_str_dup(handle->arena, gate_str_c(reader)),
                     gate_str_dup(handle->arena, gate_str_c(gate_text_or_empty(options->name))));
    return GATEC_OK;
}

gatec_status gatec_inspect(const gatec_inspect_options *options, gatec_inspection **out)
{
    gatec_inspect_options own = GATEC_INSPECT_OPTIONS_INIT;
    *out = NULL;
    if (!gate_options_take(&own, sizeof own, options)) return GATEC_E_USAGE;
    gate_handle *handle = NULL;
    gatec_status status = gate_handle_make(sizeof(gatec_inspection), inspect, &own, &handle);
    *out = (gatec_inspection *)(void *)handle;
    return status;
}

void gatec_inspection_free(gatec_inspection *inspection)
{
    if (inspection) gate_handle_free(&inspection->base);
}

const gatec_messages *gatec_inspection_messages(const gatec_inspection *inspection)
{
    return inspection ? &inspection->base.messages : NULL;
}

/* -- what it tells --------------------------------------------------------------------------------------- */

typedef struct written {
    const gatec_inspection *inspection;
    gate_inspect_form form;
} written;

static gatec_status write_inspection(gate_buf *out, const void *context)
{
    const written *what = context;
    gate_inspect_write(out, what->inspection->artifact, what->inspection->sketch, what->form);
    return GATEC_OK;
}

gatec_status gatec_inspection_render(const gatec_inspection *inspection, const char *form, gatec_text *out)
{
    static const char *const forms[] = {"text", "gate", "type"};
    *out = (gatec_text){.bytes = ""};
    for (size_t i = 0; form && inspection && inspection->sketch && i < GATE_COUNT(forms); i++) {
        written what = {inspection, (gate_inspect_form)i};
        if (strcmp(form, forms[i]) == 0) return gate_text_make(write_inspection, &what, out);
    }
    return GATEC_E_USAGE;
}
