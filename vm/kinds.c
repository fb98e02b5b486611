#include "vm/kinds.h"

#define R(kind) (1u << GATE_ROW_##kind)
#define B(kind) (1u << GATE_BLOCK_##kind)

static const gate_row_info row_kinds[] = {
#define ROW_KIND(id, word, doc) {word, doc},
#include "vm/kinds.def"
};

static const gate_block_info block_kinds[] = {
#define BLOCK_KIND(id, word, rows, good, bad, third, available, doc)                                                   \
    {word, rows, good, bad, third, available, doc},
#include "vm/kinds.def"
};

static const gate_clause_info clause_kinds[] = {
#define CLAUSE_KIND(id, word, rows, blocks, available, doc) {word, rows, blocks, available, doc},
#include "vm/kinds.def"
};

const gate_row_info *gate_row_info_of(gate_row_kind kind)
{
    return &row_kinds[kind];
}

const gate_block_info *gate_block_info_of(gate_block_kind kind)
{
    return &block_kinds[kind];
}

const gate_clause_info *gate_clause_info_of(gate_clause_kind kind)
{
    return &clause_kinds[kind];
}
