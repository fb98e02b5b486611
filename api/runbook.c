/* Policies as a page to be read. */
#include "author/runbook.h"

#include "api/files.h"
#include "api/policy.h"

static gatec_status write_runbook(gate_buf *out, const void *context)
{
    const gatec_runbook_options *options = context;
    const gate_checked **list = GATE_ARRAY(out->arena, const gate_checked *, options->count);
    for (size_t i = 0; i < options->count; i++)
        list[i] = options->policies[i]->checked;
    gate_runbook_options own = {.page = options->page ? gate_files_tidy(out->arena, gate_str_c(options->page))
                                                      : GATE_STR(""),
                                .title = gate_str_c(gate_text_or_empty(options->title))};
    gate_runbook_write(out, list, (uint32_t)options->count, &own);
    return GATEC_OK;
}

gatec_status gatec_runbook_render(const gatec_runbook_options *options, gatec_text *out)
{
    gatec_runbook_options own = GATEC_RUNBOOK_OPTIONS_INIT;
    *out = (gatec_text){.bytes = ""};
    if (!gate_options_take(&own, sizeof own, options) || own.count == 0 || own.count > UINT32_MAX)
        return GATEC_E_USAGE;
    for (size_t i = 0; i < own.count; i++) {
        if (!gatec_policy_ready(own.policies[i]) || !own.policies[i]->checked) return GATEC_E_USAGE;
    }
    return gate_text_make(write_runbook, &own, out);
}
