/* What a call had to say, for people and as JSON. */
#include "api/handle.h"
#include "base/render.h"

uint32_t gatec_messages_errors(const gatec_messages *messages)
{
    return messages ? messages->diags.errors : 0;
}

uint32_t gatec_messages_warnings(const gatec_messages *messages)
{
    return messages ? messages->diags.warnings : 0;
}

typedef struct request {
    const gatec_messages *messages;
    gatec_messages_form form;
} request;

static gatec_status write_messages(gate_buf *out, const void *context)
{
    const request *wanted = context;
    const gate_diags *diags = &wanted->messages->diags;
    switch (wanted->form) {
    case GATEC_MESSAGES_TEXT:
    case GATEC_MESSAGES_COLOR:
        gate_render_diags(out, diags, wanted->form == GATEC_MESSAGES_COLOR);
        return GATEC_OK;
    case GATEC_MESSAGES_JSON: {
        gate_json json = gate_json_new(out, 2);
        gate_json_diags(&json, diags);
        gate_buf_char(out, '\n');
        return GATEC_OK;
    }
    }
    return GATEC_E_USAGE;
}

gatec_status gatec_messages_render(const gatec_messages *messages, gatec_messages_form form, gatec_text *out)
{
    *out = (gatec_text){.bytes = ""};
    if (!messages) return GATEC_OK;
    request wanted = {messages, form};
    return gate_text_make(write_messages, &wanted, out);
}

bool gatec_messages_at(const gatec_messages *messages, size_t index, gatec_message *out)
{
    if (!messages || index >= messages->diags.list.len) return false;
    const gate_diag *diag = messages->diags.list.items[index];
    gate_place place = {0, 0};
    *out = (gatec_message){.code = gate_code_get(diag->code)->number,
                           .error = diag->severity == GATE_ERROR,
                           .text = diag->message,
                           .file = ""};
    if (!diag->primary.source) return true;
    place = gate_source_place(diag->primary.source, diag->primary.span.lo);
    out->file = diag->primary.source->name.ptr;
    out->line = place.line;
    out->column = place.column;
    return true;
}
