/* What an exit status needs to know, from the document alone. */
#include "verdict/verdict.h"

static bool is_word(gate_str text, const char *word)
{
    return gate_str_eq_c(text, word);
}

/* Is what keeps the step from being done missing or unusable, and nothing of it false? */
static bool waits_for_evidence(const gate_doc_row *row)
{
    bool missing = row->trouble.len > 0;
    for (uint32_t i = 0; i < row->clauses.len; i++) {
        const gate_doc_clause *clause = row->clauses.items[i];
        if (!clause->blocks) continue;
        if (is_word(clause->outcome, "false")) return false;
        missing = true;
    }
    return missing;
}

/* Does the block not come out well for want of usable evidence, and for nothing else? */
static bool only_missing(const gate_doc_block *block)
{
    /* Too few windows, or none that a criterion applies to, is evidence that lacks. */
    bool missing = block->trouble.len > 0 || is_word(block->decision, "INCONCLUSIVE");
    for (uint32_t i = 0; i < block->rows.len; i++) {
        const gate_doc_row *row = block->rows.items[i];
        if (!row->decides) continue;
        if (is_word(row->outcome, "fail") || is_word(row->outcome, "firing") || is_word(row->outcome, "early"))
            return false;
        if (is_word(row->outcome, "next") && !waits_for_evidence(row)) return false;
        missing = missing || is_word(row->outcome, "missing") || is_word(row->outcome, "error") ||
                  is_word(row->outcome, "unknown") || is_word(row->outcome, "next");
    }
    return missing;
}

gate_verdict_facts gate_verdict_facts_of(const gate_doc_verdict *verdict)
{
    gate_verdict_facts facts = {.go = is_word(verdict->verdict, "GO")};
    bool bad = false, other = false;
    for (uint32_t i = 0; i < verdict->blocks.len; i++) {
        const gate_doc_block *block = verdict->blocks.items[i];
        if (block->skipped) continue;
        facts.judged++;
        facts.rollback = facts.rollback || is_word(block->decision, "ROLLBACK");
        if (block->good) continue;
        bad = true;
        other = other || !only_missing(block);
    }
    facts.only_missing = !facts.go && bad && !other;
    const gate_doc_totals *totals = verdict->totals;
    facts.with_waivers_or_warnings = facts.go && totals && totals->warn + totals->waived > 0;
    return facts;
}
