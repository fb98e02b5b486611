#include "api/only.h"

#include "api/policy.h"
#include "api/run.h"
#include "base/suggest.h"

/* Is [name] the block, or [block] a `.` and the row? */
static bool is_row(gate_str name, gate_str block, gate_str row)
{
    return name.len == block.len + 1 + row.len && gate_str_starts(name, block) &&
           name.ptr[block.len] == '.' && gate_str_ends(name, row);
}

/* Does the program have it? Every name that comes near is offered to [suggest], unless that is NULL. */
static bool find(gate_arena *arena, const gate_program *program, gate_str name, gate_suggest *suggest)
{
    for (uint32_t i = 0; i < program->blocks_count; i++) {
        const gate_p_block *block = &program->blocks[i];
        if (block->kind == GATE_BLOCK_RETAIN) continue;
        gate_str own = gate_program_text(program, block->name);
        if (gate_str_eq(name, own)) return true;
        if (suggest) gate_suggest_offer(suggest, own);
        for (uint32_t r = 0; r < block->row_count; r++) {
            gate_str row = gate_program_text(program, program->rows[block->row_first + r].name);
            if (is_row(name, own, row)) return true;
            if (suggest)
                gate_suggest_offer(suggest, gate_str_printf(arena, GATE_STR_FMT "." GATE_STR_FMT,
                                                            GATE_STR_ARG(own), GATE_STR_ARG(row)));
        }
    }
    return false;
}

bool gate_only_read(gate_handle *handle, const gate_program *program, const char *const *names, size_t count,
                    gate_strs *out)
{
    bool right = true;
    for (size_t i = 0; i < count; i++) {
        gate_str name = gate_str_dup(handle->arena, gate_str_c(gate_text_or_empty(names[i])));
        gate_suggest suggest = gate_suggest_new(name);
        gate_vec_push(handle->arena, out, name);
        if (find(handle->arena, program, name, &suggest)) continue;
        gate_diags *diags = &handle->messages.diags;
        gate_diag *diag =
            gate_diag_raise(diags, GATE_D_ONLY_UNKNOWN, NULL, (gate_span){0, 0},
                            "there is no block or row `%s` to judge", gate_run_shown(handle, name.ptr));
        if (suggest.best.len)
            gate_diag_help(diags, diag, "Did you mean `" GATE_STR_FMT "`?", GATE_STR_ARG(suggest.best));
        right = false;
    }
    return right;
}

uint32_t gatec_policy_checks(const gatec_policy *policy)
{
    uint32_t count = 0;
    if (!gatec_policy_ready(policy)) return 0;
    for (uint32_t i = 0; i < policy->program->blocks_count; i++)
        count += policy->program->blocks[i].kind != GATE_BLOCK_RETAIN;
    return count;
}

bool gatec_policy_has(const gatec_policy *policy, const char *name)
{
    return gatec_policy_ready(policy) &&
           find(NULL, policy->program, gate_str_c(gate_text_or_empty(name)), NULL);
}
