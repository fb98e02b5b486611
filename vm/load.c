#include "vm/load.h"

#include "evidence/trouble.h"
#include "vm/image.h"
#include "vm/verify.h"

static const gate_program *refuse(gate_diags *diags, gate_code code, gate_str name, gate_str why,
                                  const char *help)
{
    const gate_span nowhere = {0, 0};
    gate_str shown = gate_shown(diags->arena, name);
    gate_diag *diag = gate_diag_raise(diags, code, NULL, nowhere, "`" GATE_STR_FMT "`: " GATE_STR_FMT,
                                      GATE_STR_ARG(shown), GATE_STR_ARG(why));
    gate_diag_help(diags, diag, "%s", help);
    return NULL;
}

const gate_program *gate_load(gate_arena *arena, gate_str name, gate_str bytes, gate_builtins builtins,
                              gate_diags *diags, const gate_linked **linked)
{
    gate_str why;
    gate_program *program = gate_image_read(arena, bytes, &why);
    if (!program) {
        return refuse(diags, GATE_D_PROGRAM_FORMAT, name, why, "Compile the policy again with this gatec.");
    }
    if (!gate_verify(arena, program, &why)) {
        return refuse(diags, GATE_D_UNSOUND, name, gate_shown(arena, why),
                      "Compile the policy again; a file that gatec wrote never has this.");
    }
    gate_str unknown;
    *linked = gate_link(arena, program, builtins, &unknown);
    if (!*linked) {
        gate_str shown = gate_shown(arena, unknown);
        why = gate_str_printf(arena, "this gatec has no function `" GATE_STR_FMT "`", GATE_STR_ARG(shown));
        return refuse(diags, GATE_D_PROGRAM_FUNCTION, name, why,
                      "Run it with the build that compiled it, or compile the policy again with this one.");
    }
    return program;
}
