/* What the files of the verifier share. Private to vm/verify*.c: the verifier's state lives for one
 * gate_verify, in its arena; nothing here runs a program or knows what a policy means. */
#ifndef GATE_VM_VERIFY_PART_H
#define GATE_VM_VERIFY_PART_H

#include "vm/verify.h"

typedef struct gate_code_scratch gate_code_scratch;

typedef struct gate_verifier {
    gate_arena *arena;
    const gate_program *program;
    gate_str *why;
    uint64_t walked;   /* references followed one by one, over all rows: bounded */
    uint32_t *presets; /* by unit: how many locals everybody who runs it fills; GATE_NO: nobody runs it */
    bool *reads;       /* by unit: it, or what it calls, reads an input */
    gate_code_scratch *code; /* verify_code.c's, kept from unit to unit */
} gate_verifier;

/* Says what is wrong with [section][index] (printf-like) and gives false. */
bool gate_verify_bad(gate_verifier *v, const char *section, uint32_t index, const char *format, ...)
    GATE_PRINTF(4, 5);

/* first … first+count lies within [len]. */
static inline bool gate_verify_range(uint32_t first, uint32_t count, uint32_t len)
{
    return first <= len && count <= len - first;
}

/* The code of one unit (verify_code.c), once the other sections are sound and [presets] is known. Takes
 * time in the unit's length. */
bool gate_verify_code(gate_verifier *v, uint32_t unit);

/* verify_graph.c: no unit runs itself by way of lets and defs; fills [reads]. Once all code is sound. */
bool gate_verify_calls(gate_verifier *v);

/* verify_graph.c: no union among the shapes holds itself, nor many in each other. Once all indexes of
 * shapes are sound. */
bool gate_verify_unions(gate_verifier *v);

/* verify_rows.c: blocks, rows, clauses and owners; notes which locals their units are given. */
bool gate_verify_blocks(gate_verifier *v);

/* Counts references that are looked at one by one. Rows may share them, so that their number alone
 * bounds nothing. */
bool gate_verify_walk(gate_verifier *v, const char *section, uint32_t index, uint32_t count);

/* Checks that sections share (verify_kit.c). Each says what is wrong. */
bool gate_verify_text(gate_verifier *v, const char *section, uint32_t index, gate_text text);
bool gate_verify_where(gate_verifier *v, const char *section, uint32_t index, gate_where where);
/* A path of keys in the names section. */
bool gate_verify_keys(gate_verifier *v, const char *section, uint32_t index, uint32_t first, uint32_t count);
/* The same for a field that is looked up in every file, window or run. */
bool gate_verify_field(gate_verifier *v, const char *section, uint32_t index, uint32_t first, uint32_t count);
/* A unit that is run with so many locals filled. GATE_NO is fine with [optional] only. */
bool gate_verify_runs(gate_verifier *v, const char *section, uint32_t index, uint32_t unit, uint32_t presets,
                      bool optional);

#endif
