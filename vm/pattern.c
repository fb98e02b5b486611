/* The PCRE2 side: the only file that includes pcre2.h.
 *
 * Fuel is counted in ticks, 16 to a step, at the callouts that vm/re2_write.c puts down. A callout costs
 * half a step and what its number says; the bytes of text that were passed since the one before are
 * paid too, since a single repeat can run over all of it between two callouts (`\s+x` on blanks does so
 * from every start, with one callout each). With PCRE2's automatic callouts, before every item,
 * `[a-z]+zz` on 64 KiB of a log alone would take more than all fuel. Measured on such a log (in lines; in one
 * line where it says so) and on texts made to hurt, 64 KiB each, with PCRE2 10.42 on a slow machine:
 *
 *     error                                       0 steps     0.1 ms
 *     foo.*bar, error.*zzz, in one line      36,852           1.7
 *     (?m)^.*timeout.*zzz.*$                 32,364           1.6
 *     (?i)(errorz|failedz|panicz)            13,299           0.9
 *     \w+foo                                126,809           5
 *     [a-z]+zz                              123,829           5
 *     ^(?:ab|c)*$ on abab…                   34,817           3
 *     (a+)+$ on aaaa…!                      limit             9
 *     \s+$ on blanks and an x               limit             7
 *     ^(a|aa)+$ on aaaa…!                   limit (memory)   30
 *
 * Random nested patterns on six such texts stay below 20 ms but for those that fill the memory, whose time
 * goes into fresh pages. The count does not depend on the machine. It does depend on PCRE2's version, whose
 * optimisations decide what is tried at all. */
#include "vm/pattern.h"

#include "base/utf8.h"
#include "vm/re2.h"

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>
#include <stdlib.h>

#define MAX_TEXT 65536

#define STEP_TICKS    16
#define CALLOUT_TICKS 8
#define UNIT_TICKS    4 /* one unit of a callout's number: four fixed items */
#define TICK_BYTES    2

#define MAX_STEPS  200000
#define BASE_STEPS 20000
#define BYTE_STEPS 3

/* Fuel bounds time; this bounds what a match may remember while it runs, in KiB: a repeated group that takes
 * the text two letters at a time just fits. */
#define HEAP_KIB 16384

struct gate_pattern {
    pcre2_code *code;
    uint32_t scale; /* a tick's price */
};

static void *plain_malloc(PCRE2_SIZE size, void *data)
{
    (void)data;
    return malloc(size);
}

static void plain_free(void *block, void *data)
{
    (void)data;
    free(block);
}

uint32_t gate_pattern_fuel(size_t bytes)
{
    return bytes < (MAX_STEPS - BASE_STEPS) / BYTE_STEPS ? BASE_STEPS + BYTE_STEPS * (uint32_t)bytes
                                                         : MAX_STEPS;
}

static void free_code(void *code)
{
    pcre2_code_free(code);
}

GATE_NORETURN static void out_of_memory(gate_arena *arena)
{
    gate_panic_raise(gate_arena_panic(arena), GATE_E_NOMEM, NULL);
}

const gate_pattern *gate_pattern_new(gate_arena *arena, gate_str pattern, gate_str *message, size_t *at)
{
    const gate_re2_node *root = gate_re2_parse(arena, pattern, message, at);
    if (!root) return NULL;
    gate_pattern *made = GATE_NEW(arena, gate_pattern);
    gate_str text = gate_re2_write(arena, root, &made->scale);

    pcre2_general_context *general = pcre2_general_context_create(plain_malloc, plain_free, NULL);
    pcre2_compile_context *context = general ? pcre2_compile_context_create(general) : NULL;
    int error = PCRE2_ERROR_NOMEMORY;
    if (context) {
        size_t offset = 0;
        pcre2_set_newline(context, PCRE2_NEWLINE_LF);
        made->code =
            pcre2_compile((PCRE2_SPTR)text.ptr, text.len,
                          PCRE2_UTF | PCRE2_NEVER_UCP | PCRE2_NEVER_BACKSLASH_C | PCRE2_NO_AUTO_CAPTURE |
                              PCRE2_DOTALL | PCRE2_MULTILINE | PCRE2_ALT_CIRCUMFLEX,
                          &error, &offset, context);
    }
    pcre2_compile_context_free(context);
    pcre2_general_context_free(general);
    if (made->code) {
        gate_arena_defer(arena, free_code, made->code);
        return made;
    }
    if (error == PCRE2_ERROR_NOMEMORY || error == PCRE2_ERROR_HEAP_FAILED) out_of_memory(arena);
    /* What the writer puts down is well formed; it can only be too much. */
    *message = GATE_STR("the pattern is too large, with its repetitions written out");
    *at = 0;
    return NULL;
}

typedef struct fuel {
    uint64_t left; /* ticks */
    uint32_t scale;
    size_t start, at; /* of the current try, and how far it had come */
} fuel;

/* PCRE2 calls it at every callout; anything but 0 ends the match. */
static int burn(pcre2_callout_block *block, void *data)
{
    fuel *tank = data;
    if (block->start_match != tank->start) tank->start = tank->at = block->start_match;
    size_t passed = block->current_position > tank->at ? block->current_position - tank->at : 0;
    tank->at = block->current_position;
    uint64_t ticks = CALLOUT_TICKS + UNIT_TICKS * block->callout_number + passed / TICK_BYTES;
    ticks *= tank->scale;
    if (ticks > tank->left) {
        tank->left = 0;
        return PCRE2_ERROR_CALLOUT;
    }
    tank->left -= ticks;
    return 0;
}

gate_match gate_pattern_match(gate_arena *arena, const gate_pattern *pattern, gate_str text, uint32_t *steps)
{
    uint32_t budget = gate_pattern_fuel(text.len);
    if (steps) *steps = 0;
    if (text.len > MAX_TEXT || gate_utf8_invalid(text) != SIZE_MAX) return GATE_MATCH_LIMIT;
    fuel tank = {.left = (uint64_t)budget * STEP_TICKS, .scale = pattern->scale};

    pcre2_general_context *general = pcre2_general_context_create(plain_malloc, plain_free, NULL);
    pcre2_match_context *context = general ? pcre2_match_context_create(general) : NULL;
    pcre2_match_data *data = context ? pcre2_match_data_create(1, general) : NULL;
    int result = PCRE2_ERROR_NOMEMORY;
    if (data) {
        pcre2_set_callout(context, burn, &tank);
        pcre2_set_heap_limit(context, HEAP_KIB);
        result = pcre2_match(pattern->code, (PCRE2_SPTR)(text.len ? text.ptr : ""), text.len, 0,
                             PCRE2_NO_UTF_CHECK | PCRE2_NO_JIT, data, context);
    }
    pcre2_match_data_free(data);
    pcre2_match_context_free(context);
    pcre2_general_context_free(general);

    if (result == PCRE2_ERROR_NOMEMORY) out_of_memory(arena);
    if (steps) *steps = budget - (uint32_t)(tank.left / STEP_TICKS);
    if (result >= 0) return GATE_MATCH_YES;
    return result == PCRE2_ERROR_NOMATCH ? GATE_MATCH_NO : GATE_MATCH_LIMIT;
}

gate_str gate_pattern_library(char out[32])
{
    /* "10.42 2022-12-11": the day is left out. */
    if (pcre2_config(PCRE2_CONFIG_VERSION, NULL) > 32 || pcre2_config(PCRE2_CONFIG_VERSION, out) < 0) out[0] = '\0';
    gate_str text = gate_str_c(out);
    size_t end = gate_str_find(text, GATE_STR(" "), 0);
    if (end != SIZE_MAX) out[end] = '\0';
    return gate_str_c(out);
}
