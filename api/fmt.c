/* A policy's text in its canonical form, and what that changes. */
#include "api/files.h"
#include "api/handle.h"
#include "base/udiff.h"
#include "base/utf8.h"
#include "evidence/file.h"
#include "grammar/print.h"
#include "vm/image.h"

#include <string.h>

struct gatec_formatted {
    gate_handle base;
    gate_str name, before, after;
    bool ready;
};

static const gate_span nowhere = {0, 0};

/* The bytes and what they are called; false with a message. */
static bool fetch(gatec_formatted *formatted, const gatec_format_options *options)
{
    gate_arena *arena = formatted->base.arena;
    gate_str why = GATE_STR("");
    bool absent = false;
    if (!options->path) {
        gate_str given = {gate_text_or_empty(options->text), options->text ? options->text_len : 0};
        formatted->name = gate_str_dup(arena, gate_str_c(options->name ? options->name : "policy"));
        formatted->before = gate_str_dup(arena, given);
        return true;
    }
    if (strcmp(options->path, "-") == 0) {
        gate_root *root = gate_root_new(arena, GATE_STR(""), true);
        formatted->name = gate_str_dup(arena, gate_str_c(options->name ? options->name : "standard input"));
        const gate_trouble *trouble = gate_stream_read(root, options->stdin_fd, formatted->name,
                                                       GATE_SOURCE_MAX + 3, &formatted->before);
        if (!trouble) return true;
        why = trouble->text;
    } else {
        formatted->name = gate_files_tidy(arena, gate_str_c(options->path));
        if (gate_files_read(arena, formatted->name, GATE_SOURCE_MAX + 3, &formatted->before, &why, &absent))
            return true;
    }
    (void)gate_diag_raise(&formatted->base.messages.diags, GATE_D_POLICY_UNREADABLE, NULL, nowhere,
                          GATE_STR_FMT, GATE_STR_ARG(why));
    return false;
}

static gatec_status format(gate_handle *handle, void *context)
{
    gatec_formatted *formatted = (gatec_formatted *)(void *)handle;
    gate_arena *arena = handle->arena;
    gate_diags *diags = &handle->messages.diags;
    if (!fetch(formatted, context)) return GATEC_E_INPUT;
    if (gate_image_is(formatted->before)) {
        gate_buf shown = gate_buf_new(arena);
        gate_buf_visible(&shown, formatted->name);
        gate_diag *diag =
            gate_diag_raise(diags, GATE_D_POLICY_UNREADABLE, NULL, nowhere,
                            "`" GATE_STR_FMT "` is a compiled policy", GATE_STR_ARG(gate_buf_str(&shown)));
        gate_diag_help(diags, diag, "Format the source that it was compiled from.");
        return GATEC_E_INPUT;
    }
    const gate_source *source = gate_source_new(arena, 0, formatted->name, formatted->before);
    if (!gate_print(arena, source, diags, &formatted->after)) return GATEC_E_INPUT;
    formatted->after = gate_str_dup(arena, formatted->after);
    formatted->ready = true;
    return GATEC_OK;
}

gatec_status gatec_format(const gatec_format_options *options, gatec_formatted **out)
{
    gatec_format_options own = GATEC_FORMAT_OPTIONS_INIT;
    gate_handle *handle = NULL;
    *out = NULL;
    if (!gate_options_take(&own, sizeof own, options)) return GATEC_E_USAGE;
    gatec_status status = gate_handle_make(sizeof(gatec_formatted), format, &own, &handle);
    *out = (gatec_formatted *)(void *)handle;
    return status;
}

void gatec_formatted_free(gatec_formatted *formatted)
{
    if (formatted) gate_handle_free(&formatted->base);
}

const gatec_messages *gatec_formatted_messages(const gatec_formatted *formatted)
{
    return formatted ? &formatted->base.messages : NULL;
}

const char *gatec_formatted_text(const gatec_formatted *formatted, size_t *len)
{
    bool ready = formatted && formatted->ready;
    *len = ready ? formatted->after.len : 0;
    return ready ? formatted->after.ptr : NULL;
}

bool gatec_formatted_changed(const gatec_formatted *formatted)
{
    return formatted && formatted->ready && !gate_str_eq(formatted->before, formatted->after);
}

typedef struct request {
    const gatec_formatted *formatted;
    bool visible;
} request;

static gatec_status write_diff(gate_buf *out, const void *context)
{
    const request *wanted = context;
    const gatec_formatted *formatted = wanted->formatted;
    gate_udiff(out, formatted->name, formatted->before, formatted->after, wanted->visible);
    return GATEC_OK;
}

gatec_status gatec_formatted_diff(const gatec_formatted *formatted, bool visible, gatec_text *out)
{
    *out = (gatec_text){.bytes = ""};
    request wanted = {formatted, visible};
    return formatted && formatted->ready ? gate_text_make(write_diff, &wanted, out) : GATEC_E_USAGE;
}
