/* What the two files of the disassembler share. Private to vm/disasm*.c; the program that is listed is a
 * verified one, so no index is asked after. */
#ifndef GATE_VM_DISASM_PART_H
#define GATE_VM_DISASM_PART_H

#include "base/source.h"
#include "vm/program.h"

typedef struct gate_listing {
    gate_buf *out;
    const gate_program *program;
    const gate_source **sources; /* by the program's sources: for lines and columns */
} gate_listing;

/* Text of the program made visible, at most [max] code points of it. */
void gate_listing_text(gate_listing *l, gate_text text, size_t max);
void gate_listing_keys(gate_listing *l, uint32_t first, uint32_t count); /* "meta.timestamp" */
void gate_listing_place(gate_listing *l, gate_where where); /* "release.gate:42:5"; nothing for no place */
void gate_listing_path(gate_listing *l, uint32_t path);     /* "candidate.base_branch" */
void gate_listing_const(gate_listing *l, uint32_t index);   /* "string \"pass\"" */
void gate_listing_call(gate_listing *l, uint32_t call);     /* ".contains", "math.greatest" */

/* All units with their code (disasm_code.c). */
void gate_listing_units(gate_listing *l);

#endif
