/* The kinds of blocks, rows and clauses: enums and tables made of kinds.def. */
#ifndef GATE_VM_KINDS_H
#define GATE_VM_KINDS_H

#include "base/defs.h"

typedef enum gate_row_kind {
#define ROW_KIND(id, word, doc) GATE_ROW_##id,
#include "vm/kinds.def"
    GATE_ROW_KIND_COUNT
} gate_row_kind;

typedef enum gate_block_kind {
#define BLOCK_KIND(id, word, rows, good, bad, third, available, doc) GATE_BLOCK_##id,
#include "vm/kinds.def"
    GATE_BLOCK_KIND_COUNT
} gate_block_kind;

typedef enum gate_clause_kind {
#define CLAUSE_KIND(id, word, rows, blocks, available, doc) GATE_CLAUSE_##id,
#include "vm/kinds.def"
    GATE_CLAUSE_KIND_COUNT
} gate_clause_kind;

typedef struct gate_row_info {
    const char *word, *doc;
} gate_row_info;

typedef struct gate_block_info {
    const char *word;
    uint32_t rows;                  /* bit set of gate_row_kind */
    const char *good, *bad, *third; /* decisions; "" where there is none */
    bool available;
    const char *doc;
} gate_block_info;

typedef struct gate_clause_info {
    const char *word;
    uint32_t rows;   /* bit set of gate_row_kind it may stand in */
    uint32_t blocks; /* bit set of gate_block_kind it may stand in directly */
    bool available;
    const char *doc;
} gate_clause_info;

const gate_row_info *gate_row_info_of(gate_row_kind kind);
const gate_block_info *gate_block_info_of(gate_block_kind kind);
const gate_clause_info *gate_clause_info_of(gate_clause_kind kind);

#endif
