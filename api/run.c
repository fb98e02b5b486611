#include "api/run.h"

#include "base/utf8.h"

#include <string.h>
#include <sys/time.h>

static const gate_span nowhere = {0, 0};

const char *gate_run_shown(gate_handle *handle, const char *text)
{
    gate_buf out = gate_buf_new(handle->arena);
    gate_buf_visible(&out, gate_str_c(text));
    return out.ptr ? out.ptr : "";
}

bool gate_run_now(gate_handle *handle, const char *text, gate_instant *out)
{
    if (!text) {
        struct timeval clock;
        gettimeofday(&clock, NULL);
        *out = (gate_instant){.sec = clock.tv_sec, .nsec = (int32_t)clock.tv_usec * 1000};
        return true;
    }
    bool zoned = false, parsed = gate_instant_parse(gate_str_c(text), out, &zoned);
    if (parsed && zoned) return true;
    gate_diags *diags = &handle->messages.diags;
    gate_diag *diag =
        gate_diag_raise(diags, GATE_D_NOW_FORM, NULL, nowhere, "`%s` %s", gate_run_shown(handle, text),
                        parsed ? "does not say its zone" : "is not an RFC 3339 time");
    gate_diag_help(diags, diag,
                   "Write it as 2026-02-13T12:00:00Z, or with an offset, 2026-02-13T15:00:00+03:00.");
    return false;
}

bool gate_run_bindings(gate_handle *handle, const gatec_binding *bindings, size_t count)
{
    gate_diags *diags = &handle->messages.diags;
    bool right = true, standard_input = false;
    for (size_t i = 0; i < count; i++) {
        const char *name = gate_text_or_empty(bindings[i].name);
        for (size_t k = 0; k < i; k++) {
            if (strcmp(name, gate_text_or_empty(bindings[k].name)) != 0) continue;
            (void)gate_diag_raise(diags, GATE_D_BINDING_TWICE, NULL, nowhere,
                                  "the evidence `%s` is bound twice", gate_run_shown(handle, name));
            right = false;
            break;
        }
        if (!bindings[i].file || strcmp(bindings[i].file, "-") != 0) continue;
        if (standard_input) {
            (void)gate_diag_raise(diags, GATE_D_BINDING_STDIN, NULL, nowhere,
                                  "standard input is bound twice, the second time to `%s`",
                                  gate_run_shown(handle, name));
            right = false;
        }
        standard_input = true;
    }
    return right;
}
