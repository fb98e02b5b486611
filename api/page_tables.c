/* The pages of clauses, diagnostics and instructions. */
#include "api/page.h"

#include "base/diag.h"
#include "vm/kinds.h"
#include "vm/opcode.h"

/* -- clauses ------------------------------------------------------------------------------------------- */

static void add_word(gate_buf *out, bool *first, const char *word)
{
    gate_buf_printf(out, "%s`%s`", *first ? "" : ", ", word);
    *first = false;
}

/* The words of the rows in a bit set. */
static void add_rows(gate_buf *out, bool *first, uint32_t rows)
{
    for (uint32_t i = 0; i < GATE_ROW_KIND_COUNT; i++) {
        if (rows & (1u << i)) add_word(out, first, gate_row_info_of((gate_row_kind)i)->word);
    }
}

static const char *later(bool available)
{
    return available ? "" : " *Not available yet.*";
}

static void write_blocks(gate_buf *out)
{
    gate_buf_c(out, "\n## Blocks\n\n| block | rows | decisions | what it is |\n| --- | --- | --- | --- |\n");
    for (uint32_t i = 0; i < GATE_BLOCK_KIND_COUNT; i++) {
        const gate_block_info *info = gate_block_info_of((gate_block_kind)i);
        bool first = true;
        gate_buf_printf(out, "| `%s` | ", info->word);
        add_rows(out, &first, info->rows);
        gate_buf_printf(out, " | %s%s%s%s%s | %s.%s |\n", info->good, *info->bad ? ", " : "", info->bad,
                        *info->third ? ", " : "", info->third, info->doc, later(info->available));
    }
}

static void write_rows(gate_buf *out)
{
    gate_buf_c(out, "\n## Rows\n\n| row | what it is |\n| --- | --- |\n");
    for (uint32_t i = 0; i < GATE_ROW_KIND_COUNT; i++) {
        const gate_row_info *info = gate_row_info_of((gate_row_kind)i);
        gate_buf_printf(out, "| `%s` | %s. |\n", info->word, info->doc);
    }
}

static void write_clauses(gate_buf *out)
{
    gate_buf_c(out, "\n## Clauses\n\n| clause | may stand in | what it says |\n| --- | --- | --- |\n");
    for (uint32_t i = 0; i < GATE_CLAUSE_KIND_COUNT; i++) {
        const gate_clause_info *info = gate_clause_info_of((gate_clause_kind)i);
        bool first = true;
        gate_buf_printf(out, "| `%s` | ", info->word);
        add_rows(out, &first, info->rows);
        for (uint32_t k = 0; k < GATE_BLOCK_KIND_COUNT; k++) {
            if (info->blocks & (1u << k)) add_word(out, &first, gate_block_info_of((gate_block_kind)k)->word);
        }
        gate_buf_printf(out, " | %s.%s |\n", info->doc, later(info->available));
    }
}

void gate_page_clauses(gate_buf *out)
{
    gate_buf_c(out, "# Blocks, rows and clauses\n\n"
                    "Printed from the tables by `gatec doc --reference clauses`.\n");
    write_blocks(out);
    write_rows(out);
    write_clauses(out);
}

/* -- diagnostics ----------------------------------------------------------------------------------------- */

void gate_page_diagnostics(gate_buf *out)
{
    gate_buf_c(out, "# Diagnostics\n\n"
                    "Printed from the tables by `gatec doc --reference diagnostics`; `gatec explain CODE` "
                    "prints one of them.\n"
                    "A number never changes its meaning. E is an error, W a warning.\n");
    for (uint32_t i = 0; i < GATE_CODE_COUNT; i++) {
        const gate_code_info *info = gate_code_get((gate_code)i);
        gate_buf_printf(out, "\n## %s: %s\n\n%s", info->number, info->summary, info->text);
    }
}

/* -- instructions ------------------------------------------------------------------------------------------
 */

static const char *operand_text(gate_operand operand)
{
    switch (operand) {
    case GATE_C_NONE:
        return "";
    case GATE_C_CONST:
        return "constant";
    case GATE_C_PARAM:
        return "parameter";
    case GATE_C_EVIDENCE:
        return "evidence";
    case GATE_C_PATH:
        return "path";
    case GATE_C_LET:
        return "let";
    case GATE_C_DEF:
        return "function of the policy, arguments";
    case GATE_C_CALL:
        return "builtin, arguments";
    case GATE_C_SLOT:
        return "local";
    case GATE_C_COUNT:
        return "count";
    case GATE_C_JUMP:
        return "instruction";
    }
    return "";
}

/* What it takes from the stack: a number, or a number for each that its operand counts. */
static void write_pops(gate_buf *out, const gate_opcode_info *info)
{
    if (info->pops >= 0)
        gate_buf_printf(out, "%d", info->pops);
    else if (info->pops == -1)
        gate_buf_c(out, "n");
    else
        gate_buf_printf(out, "%dn", -info->pops);
}

void gate_page_opcodes(gate_buf *out)
{
    gate_buf_c(out,
               "# Instructions\n\n"
               "Printed from the tables by `gatec doc --reference opcodes`; `gatec disasm` shows those of a "
               "policy.\n\n"
               "A unit of code works on a stack of values and leaves one. *Pops* and *pushes* count values; "
               "`n` is what\n"
               "the instruction's operand counts: values, or arguments of a call.\n\n"
               "| instruction | operand | pops | pushes | what it does |\n| --- | --- | --- | --- | --- |\n");
    for (uint32_t i = 0; i < GATE_OPCODE_COUNT; i++) {
        const gate_opcode_info *info = gate_opcode_get((gate_opcode)i);
        gate_buf_printf(out, "| `%s` | %s | ", info->name, operand_text(info->operand));
        write_pops(out, info);
        gate_buf_printf(out, " | %d | %s |\n", info->pushes, info->doc);
    }
}
