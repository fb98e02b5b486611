/* Verdicts that were saved, read back: a file like any other, and as little to be trusted. */
#include "api/run.h"
#include "api/verdict.h"
#include "base/utf8.h"
#include "evidence/file.h"
#include "evidence/json.h"

#include <string.h>

static const gate_span nowhere = {0, 0};

/* The bytes and what they are called; false with a message. */
static bool fetch(gate_handle *handle, const gatec_saved_options *options, gate_str *name, gate_str *text)
{
    gate_arena *arena = handle->arena;
    const gate_trouble *trouble = NULL;
    gate_root *root = gate_root_new(arena, GATE_STR(""), true);
    size_t most = gate_limits_default().file_bytes;
    if (!options->path) {
        *name = gate_str_dup(arena, gate_str_c(options->name ? options->name : "verdict"));
        *text = gate_str_dup(
            arena, (gate_str){gate_text_or_empty(options->text), options->text ? options->text_len : 0});
        return true;
    }
    *name = gate_str_dup(arena, gate_str_c(options->path));
    if (strcmp(options->path, "-") == 0) {
        *name = GATE_STR("standard input");
        trouble = gate_stream_read(root, options->stdin_fd, *name, most, text);
    } else {
        trouble = gate_file_read(root, GATE_BASE_WORKING, *name, most, text);
    }
    if (trouble)
        (void)gate_diag_raise(&handle->messages.diags, GATE_D_SAVED_UNREADABLE, NULL, nowhere, GATE_STR_FMT,
                              GATE_STR_ARG(trouble->text));
    return !trouble;
}

static void refuse(gate_handle *handle, gate_str name, gate_str why)
{
    gate_diags *diags = &handle->messages.diags;
    gate_buf shown = gate_buf_new(handle->arena);
    gate_buf_visible(&shown, why);
    gate_diag *diag = gate_diag_raise(
        diags, GATE_D_SAVED_FORM, NULL, nowhere, "`%s` is no verdict: " GATE_STR_FMT,
        gate_run_shown(handle, gate_str_z(handle->arena, name)), GATE_STR_ARG(gate_buf_str(&shown)));
    gate_diag_help(diags, diag,
                   "Save one with `gatec check POLICY -o json=verdict.json`, one policy a file.");
}

static gatec_status load(gate_handle *handle, void *context)
{
    gate_str name, text, why = GATE_STR("");
    gate_datum root = {NULL};
    gate_limits limits = gate_limits_default();
    if (!fetch(handle, context, &name, &text)) return GATEC_E_INPUT;
    limits.depth *= 4; /* reasons nest deeper in the document than what they speak of */
    const gate_trouble *trouble = gate_json_read(handle->arena, name, text, &limits, &root);
    const gate_doc_verdict *document = trouble ? NULL : gate_doc_read(handle->arena, root, &why);
    if (document && !document->totals) {
        document = NULL;
        why = GATE_STR("`totals` is not there");
    }
    if (!document) {
        refuse(handle, name, trouble ? trouble->text : why);
        return GATEC_E_INPUT;
    }
    gate_verdict_take((gatec_verdict *)(void *)handle, document);
    return GATEC_OK;
}

gatec_status gatec_verdict_load(const gatec_saved_options *options, gatec_verdict **out)
{
    gatec_saved_options own = GATEC_SAVED_OPTIONS_INIT;
    *out = NULL;
    if (!gate_options_take(&own, sizeof own, options)) return GATEC_E_USAGE;
    gate_handle *handle = NULL;
    gatec_status status = gate_handle_make(sizeof(gatec_verdict), load, &own, &handle);
    *out = (gatec_verdict *)(void *)handle;
    return status;
}
