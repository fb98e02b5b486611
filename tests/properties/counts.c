/* Counts: every number in the document equals a recount, of the document's own rows and, where a clause is
 * plain enough, of the evidence itself; blocks and the verdict follow from their rows. */
#include "tests/properties/properties.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#define SHOWN 5 /* elements at most of each outcome that stand in the way */

static bool is(gate_str word, const char *text)
{
    return gate_str_eq_c(word, text);
}

static int64_t rest(int64_t optional)
{
    return optional < 0 ? 0 : optional;
}

/* -- reasons ----------------------------------------------------------------------------------------------
 */

static bool reason_counts(trial_case *t, const gate_doc_reason *reason)
{
    const gate_doc_counts *n = reason->counts;
    if (!n) return true;
    if (n->total != n->true_ + n->false_ + n->missing + n->error)
        return fails(t, "the elements are not the sum of their outcomes: " GATE_STR_FMT,
                     GATE_STR_ARG(reason->text));
    if ((int64_t)reason->children.len > n->total)
        return fails(t, "more elements are shown than there are: " GATE_STR_FMT, GATE_STR_ARG(reason->text));
    bool bad = !gate_str_eq(reason->outcome, reason->wanted);
    bool all = is(reason->operator, "all") || is(reason->operator, "each") || is(reason->operator, "roster");
    if (!bad || !all || !is(reason->wanted, "true") || n->total == 0) return true;
    int64_t against = n->total - n->true_;
    if ((int64_t)reason->children.len + rest(reason->hidden) != against)
        return fails(t, "%u shown and %" PRId64 " hidden of %" PRId64 " that speak against: " GATE_STR_FMT,
                     reason->children.len, rest(reason->hidden), against, GATE_STR_ARG(reason->text));
    if (reason->children.len != (against < SHOWN ? against : SHOWN))
        return fails(t, "%u of %" PRId64 " are shown: " GATE_STR_FMT, reason->children.len, against,
                     GATE_STR_ARG(reason->text));
    return true;
}

/* The outcomes of `x.n >= bound` (or `<`) on a list of the evidence, counted without the product. */
static void recount(json_t *list, bool less, double bound, gate_doc_counts *out)
{
    size_t index;
    json_t *item;
    json_array_foreach (list, index, item) {
        json_t *n = json_object_get(item, "n");
        out->total++;
        if (!json_is_object(item)) {
            out->error++;
        } else if (!n) {
            out->missing++;
        } else if (!json_is_number(n)) {
            out->error++;
        } else if (less ? json_number_value(n) < bound : json_number_value(n) >= bound) {
            out->true_++;
        } else {
            out->false_++;
        }
    }
}

static bool clause_recount(trial_case *t, const gate_doc_clause *clause)
{
    char list;
    unsigned bound;
    int end = 0;
    bool less = false;
    const gate_doc_counts *said = clause->reason ? clause->reason->counts : NULL;
    const char *text = gate_str_printf(t->arena, GATE_STR_FMT, GATE_STR_ARG(clause->text)).ptr;
    bool each =
        sscanf(text, "require each x in %c.rs: x.n >= %u%n", &list, &bound, &end) == 2 && end && !text[end];
    if (!each) {
        end = 0;
        less = sscanf(text, "forbid any x in %c.rs where x.n < %u%n", &list, &bound, &end) == 2 && end &&
               !text[end];
    }
    if ((!each && !less) || !said) return true;
    uint32_t index = world_evidence(t->w, (gate_str){&list, 1});
    json_t *rs = index == GATE_NO ? NULL : json_object_get(t->evidence->of[index], "rs");
    gate_doc_counts counted = {0};
    if (json_is_array(rs)) recount(rs, less, bound, &counted);
    bool same = said->total == counted.total && said->true_ == counted.true_ &&
                said->false_ == counted.false_ && said->missing == counted.missing &&
                said->error == counted.error;
    const char *outcome = !json_is_array(rs) || (each && counted.total == 0) ? NULL
                          : (less ? counted.true_ : counted.false_)          ? "false"
                          : counted.missing                                  ? "missing"
                          : counted.error                                    ? "error"
                                                                             : "true";
    if (outcome && !is(clause->outcome, outcome))
        return fails(t, "`" GATE_STR_FMT "` is %s", GATE_STR_ARG(clause->text), outcome);
    return same ||
           fails(t,
                 "`" GATE_STR_FMT "`: of %" PRId64 " %" PRId64 " true, %" PRId64 " false, %" PRId64
                 " missing",
                 GATE_STR_ARG(clause->text), counted.total, counted.true_, counted.false_, counted.missing);
}

/* -- rows and blocks --------------------------------------------------------------------------------------
 */

static bool good(const gate_doc_row *row)
{
    static const char *const words[] = {"pass", "warn", "waived", "skipped", "pending", "inactive", "done"};
    for (size_t i = 0; i < GATE_COUNT(words); i++) {
        if (is(row->outcome, words[i])) return true;
    }
    return false;
}

/* Of a row without windows: which of its clauses decides. */
static bool row_folds(trial_case *t, const gate_doc_row *row)
{
    static const char *const order[] = {"false", "missing", "error"};
    static const char *const ends[] = {"fail", "missing", "error"};
    uint32_t counted = 0;
    if (row->trouble.len || row->series || is(row->outcome, "waived") || is(row->outcome, "skipped"))
        return true;
    for (size_t k = 0; k < GATE_COUNT(order); k++) {
        for (uint32_t i = 0; i < row->clauses.len; i++) {
            const gate_doc_clause *clause = row->clauses.items[i];
            if (is(clause->kind, "fire when") || clause->window >= 0) return true;
            if (is(clause->kind, "needs") && !is(clause->outcome, "true"))
                return is(row->outcome, "missing") || is(row->outcome, "error");
            if (is(clause->kind, "only if") && !is(clause->outcome, "true")) return !is(row->outcome, "pass");
        }
        for (uint32_t i = 0; i < row->clauses.len; i++) {
            const gate_doc_clause *clause = row->clauses.items[i];
            bool judges =
                is(clause->kind, "require") || is(clause->kind, "forbid") || is(clause->kind, "confirm by");
            counted += judges;
            if (judges && is(clause->outcome, order[k]))
                return is(row->outcome, ends[k]) ||
                       fails(t, GATE_STR_FMT " is not %s", GATE_STR_ARG(row->id), ends[k]);
        }
    }
    if (counted && (is(row->outcome, "pass") || is(row->outcome, "warn"))) return true;
    return fails(t, GATE_STR_FMT " is " GATE_STR_FMT " and no clause says so", GATE_STR_ARG(row->id),
                 GATE_STR_ARG(row->outcome));
}

static bool block_folds(trial_case *t, const gate_doc_block *block)
{
    uint32_t bad = 0, passed = 0, fired = 0, failed = 0, open = 0;
    if (block->skipped) return block->good || fails(t, "a skipped block stands in the way");
    for (uint32_t i = 0; i < block->rows.len; i++) {
        const gate_doc_row *row = block->rows.items[i];
        if (!row->decides) continue;
        bad += !good(row);
        passed += good(row) && !is(row->outcome, "skipped");
        fired += is(row->outcome, "firing");
        failed += is(row->outcome, "fail");
        open += is(row->outcome, "missing") || is(row->outcome, "error") || is(row->outcome, "unknown");
    }
    bool fine = !bad && passed && block->trouble.len == 0;
    const char *decision = NULL;
    if (is(block->kind, "checklist") || is(block->kind, "coverage")) {
        decision = fine ? "GO" : "NO-GO";
    } else if (is(block->kind, "canary")) {
        bool few = block->windows < block->least;
        decision = failed ? "FAIL" : open || few || !fine ? "INCONCLUSIVE" : "PASS";
        fine = is(block->decision, "PASS");
    } else {
        decision = fired ? "ROLLBACK" : open || !fine ? "HOLD" : "STEADY";
    }
    if (!is(block->decision, decision) || block->good != fine)
        return fails(t, GATE_STR_FMT " is " GATE_STR_FMT " and not %s", GATE_STR_ARG(block->name),
                     GATE_STR_ARG(block->decision), decision);
    return true;
}

static int64_t *count_of(gate_doc_totals *n, gate_str outcome)
{
    return is(outcome, "pass")       ? &n->pass
           : is(outcome, "warn")     ? &n->warn
           : is(outcome, "fail")     ? &n->fail
           : is(outcome, "missing")  ? &n->missing
           : is(outcome, "error")    ? &n->error
           : is(outcome, "waived")   ? &n->waived
           : is(outcome, "skipped")  ? &n->skipped
           : is(outcome, "firing")   ? &n->firing
           : is(outcome, "pending")  ? &n->pending
           : is(outcome, "inactive") ? &n->inactive
                                     : &n->unknown;
}

static bool totals_hold(trial_case *t)
{
    const gate_doc_verdict *v = t->base.verdict;
    const gate_doc_totals *n = v->totals;
    gate_doc_totals own = {0};
    uint32_t blocks = 0, bad = 0;
    for (uint32_t i = 0; i < v->blocks.len; i++) {
        const gate_doc_block *block = v->blocks.items[i];
        blocks += !block->skipped;
        bad += !block->good;
        for (uint32_t r = 0; r < block->rows.len; r++) {
            const gate_doc_row *row = block->rows.items[r];
            own.rows++;
            ++*(row->decides ? count_of(&own, row->outcome) : &own.not_deciding);
        }
    }
    bool same = n->rows == own.rows && n->pass == own.pass && n->warn == own.warn && n->fail == own.fail &&
                n->missing == own.missing && n->error == own.error && n->waived == own.waived &&
                n->skipped == own.skipped && n->not_deciding == own.not_deciding &&
                rest(n->firing) == own.firing && rest(n->pending) == own.pending &&
                rest(n->inactive) == own.inactive && rest(n->unknown) == own.unknown;
    int64_t sum = n->pass + n->warn + n->fail + n->missing + n->error + n->waived + n->skipped +
                  n->not_deciding + rest(n->firing) + rest(n->pending) + rest(n->inactive) + rest(n->unknown);
    if (!same || sum != n->rows) return fails(t, "the totals are not those of the rows");
    bool go = blocks > 0 && bad == 0;
    return is(v->verdict, go ? "GO" : "NO-GO") || fails(t, "the verdict is not that of its blocks");
}

bool holds_counts(trial_case *t, choices *change)
{
    (void)change;
    t->done++;
    if (!totals_hold(t)) return false;
    for (uint32_t i = 0; i < t->base.verdict->blocks.len; i++) {
        const gate_doc_block *block = t->base.verdict->blocks.items[i];
        if (!block_folds(t, block)) return false;
        for (uint32_t r = 0; r < block->rows.len; r++) {
            const gate_doc_row *row = block->rows.items[r];
            if (!row_folds(t, row)) return false;
            for (uint32_t c = 0; c < row->clauses.len; c++) {
                const gate_doc_clause *clause = row->clauses.items[c];
                gate_doc_reason_list reasons = reasons_of(t->arena, clause);
                for (uint32_t k = 0; k < reasons.len; k++) {
                    if (!reason_counts(t, reasons.items[k])) return false;
                }
                if (!clause_recount(t, clause)) return false;
            }
        }
    }
    return true;
}
