/* Canaries: every criterion over its windows, and what they come to together. */
#include "verdict/builder.h"
#include "verdict/measures.h"
#include "vm/value_index.h"

#include <stdlib.h>

#define WINDOWS_LISTED 5000u
#define WINDOWS_NAMED  4u
#define WINDOWS_TOLD   5u /* whose clauses are explained */
#define ALIKE_COMPARED 64u /* windows of one start and one hash: more are chosen to collide */

/* One criterion over all windows. */
typedef struct criterion {
    const gate_row_result **windows;
    gate_end *ends;
    uint8_t *outcomes;
    uint32_t count;
    uint32_t tolerate, within;
    uint32_t failed;
    gate_criterion_state state;
} criterion;

static uint8_t outcome_of(gate_end end)
{
    switch (end) {
    case GATE_END_PASS:
    case GATE_END_WARN:
        return GATE_TRUE;
    case GATE_END_FAIL:
        return GATE_FALSE;
    case GATE_END_MISSING:
        return GATE_MISSING;
    case GATE_END_SKIPPED:
        return GATE_SKIPPED_WINDOW;
    case GATE_END_ERROR:
    case GATE_END_WAIVED:
    case GATE_END_FIRING:
    case GATE_END_PENDING:
    case GATE_END_INACTIVE:
    case GATE_END_UNKNOWN:
    case GATE_END_DONE:
    case GATE_END_NEXT:
    case GATE_END_WAITING:
    case GATE_END_EARLY:
        break;
    }
    return GATE_ERRONEOUS;
}

/* `tolerate` of the criterion, else the canary's. */
static void find_tolerance(const gate_builder *b, const gate_row_result *row, const gate_block_result *block,
                           criterion *out)
{
    const gate_clause_result *const lists[] = {block->clauses, row->clauses};
    const uint32_t counts[] = {block->clause_count, row->clause_count};
    for (size_t k = 0; k < GATE_COUNT(lists); k++) {
        for (uint32_t i = 0; i < counts[k]; i++) {
            const gate_p_clause *clause = &b->program->clauses[lists[k][i].clause];
            if (clause->kind != GATE_CLAUSE_TOLERATE) continue;
            out->tolerate = (uint32_t)clause->n;
            out->within = (uint32_t)clause->m;
        }
    }
}

static void judge(gate_builder *b, gate_str id, criterion *c)
{
    c->ends = GATE_ARRAY(b->arena, gate_end, c->count);
    c->outcomes = GATE_ARRAY(b->arena, uint8_t, c->count);
    for (uint32_t i = 0; i < c->count; i++) {
        const gate_row_result *window = c->windows[i];
        gate_fold_clause *folds = GATE_ARRAY(b->arena, gate_fold_clause, window->clause_count);
        c->ends[i] = gate_build_end(window, folds, gate_build_folds(b, id, window, folds));
        c->outcomes[i] = outcome_of(c->ends[i]);
    }
    c->state = gate_criterion_judge(c->outcomes, c->count, c->tolerate, c->within, &c->failed);
}

static gate_end end_of(const criterion *c)
{
    switch (c->state) {
    case GATE_CRITERION_FAIL:
        return GATE_END_FAIL;
    case GATE_CRITERION_MISSING:
        return GATE_END_MISSING;
    case GATE_CRITERION_ERROR:
        return GATE_END_ERROR;
    case GATE_CRITERION_SKIPPED:
        return GATE_END_SKIPPED;
    case GATE_CRITERION_PASS:
        break;
    }
    for (uint32_t i = 0; i < c->count; i++) {
        if (c->ends[i] == GATE_END_WARN) return GATE_END_WARN;
    }
    return GATE_END_PASS;
}

/* Does the window speak for that end? */
static bool makes(gate_end window, gate_end end)
{
    return window == end || (end == GATE_END_PASS && window == GATE_END_FAIL); /* tolerated, and shown */
}

static gate_str finding(gate_builder *b, const criterion *c, gate_end end)
{
    gate_buf out = gate_buf_new(b->arena);
    if (c->count == 0) return GATE_STR("there is no window to judge");
    bool tolerated = end == GATE_END_PASS && c->failed;
    gate_end wanted = tolerated ? GATE_END_FAIL : end;
    uint32_t found = 0;
    for (uint32_t i = 0; i < c->count; i++)
        found += c->ends[i] == wanted;
    gate_buf_printf(&out, "%u of %u window%s %s", found, c->count, c->count == 1 ? "" : "s",
                    gate_end_word(wanted));
    uint32_t named = 0;
    bool all = found == c->count || end == GATE_END_SKIPPED || (end == GATE_END_PASS && !tolerated);
    for (uint32_t i = 0; i < c->count && !all; i++) {
        if (c->ends[i] != wanted || named++ >= WINDOWS_NAMED) continue;
        gate_buf_printf(&out, "%s[%u]", named == 1 ? ": " : ", ", c->windows[i]->window);
    }
    if (!all && found > WINDOWS_NAMED) gate_buf_printf(&out, " and %u more", found - WINDOWS_NAMED);
    if (c->within)
        gate_buf_printf(&out, "; %u of any %u %s tolerated", c->tolerate, c->within,
                        c->tolerate == 1 ? "is" : "are");
    return gate_buf_str(&out);
}

static bool read_time(gate_value item, const char *field, gate_instant *out)
{
    gate_value value;
    if (item.tag != GATE_T_MAP || !gate_map_get_str(item, gate_str_c(field), &value)) return false;
    if (value.tag == GATE_T_TIMESTAMP) {
        *out = value.as.instant;
        return true;
    }
    bool zoned = false;
    return value.tag == GATE_T_STRING && gate_instant_parse(value.as.str, out, &zoned) && zoned;
}

static gate_str time_field(gate_builder *b, gate_value item, const char *field)
{
    gate_instant at;
    return read_time(item, field, &at) ? gate_build_time(b, at) : GATE_STR("");
}

static gate_doc_series *series_of(gate_builder *b, const gate_block_result *block, const criterion *c,
                                  gate_end end)
{
    gate_doc_series *series = gate_doc_new_series(b->arena);
    uint32_t from = c->count > WINDOWS_LISTED ? c->count - WINDOWS_LISTED : 0;
    if (c->within) {
        series->tolerate = c->tolerate;
        series->tolerate_within = c->within;
    }
    if (from) series->cut = from;
    gate_measures *measures = gate_measures_new(b->e, c->count - from);
    for (uint32_t i = from; i < c->count; i++) {
        for (uint32_t k = 0; k < c->windows[i]->clause_count; k++)
            gate_measures_note(measures, i - from, c->windows[i]->clauses[k].value.why);
        gate_doc_window *window = gate_doc_new_window(b->arena);
        gate_value item = gate_list_at(block->list, c->windows[i]->window);
        window->index = c->windows[i]->window;
        window->state = gate_str_c(gate_end_word(c->ends[i]));
        window->start = time_field(b, item, "start");
        window->end = time_field(b, item, "end");
        window->decides = makes(c->ends[i], end);
        if (!gate_is_definite(c->windows[i]->trouble))
            window->because = gate_explain_because(b->e, c->windows[i]->trouble);
        gate_vec_push(b->arena, &series->windows, window);
    }
    gate_measures_write(measures, series);
    return series;
}

/* Explains the windows that make the end, and cites the others. */
static void explain(gate_builder *b, gate_doc_row *row, const gate_block_result *block, const criterion *c,
                    gate_end end)
{
    uint32_t told = 0;
    uint32_t most = end == GATE_END_PASS && !c->failed ? 1 : WINDOWS_TOLD;
    for (uint32_t i = 0; i < c->count; i++) {
        const gate_row_result *window = c->windows[i];
        if (told < most && makes(c->ends[i], end)) {
            told++;
            gate_build_clauses(b, row, window, window->window);
            if (gate_is_definite(window->trouble) || row->trouble.len) continue;
            gate_build_set_trouble(b, &row->trouble, &row->because, &row->from, window->trouble);
            continue;
        }
        if (gate_build_plain(b)) continue;
        if (row->cites.len == 0) gate_explain_cite(b->e, block->list.why, &row->cites); /* covers most */
        gate_explain_cite(b->e, window->trouble.why, &row->cites);
        for (uint32_t k = 0; k < window->clause_count; k++)
            gate_explain_cite(b->e, window->clauses[k].value.why, &row->cites);
    }
}

/* The results of one criterion, in the order of the windows. */
static criterion gather(gate_builder *b, const gate_block_result *result, uint32_t row)
{
    criterion c = {.windows = GATE_ARRAY(b->arena, const gate_row_result *, result->row_count)};
    for (uint32_t i = 0; i < result->row_count; i++) {
        if (result->rows[i].row == row && result->rows[i].has_window) c.windows[c.count++] = &result->rows[i];
    }
    return c;
}

/* One that tells the criterion's names: of a window, or of none. */
static const gate_row_result *sample(const gate_block_result *result, uint32_t row)
{
    const gate_row_result *found = NULL;
    for (uint32_t i = 0; i < result->row_count; i++) {
        if (result->rows[i].row != row) continue;
        if (!found || (found->title.len == 0 && result->rows[i].title.len)) found = &result->rows[i];
    }
    return found;
}

typedef struct tally {
    uint32_t deciding, failed, bad, passed;
} tally;

static void build_criterion(gate_builder *b, gate_doc_block *block, const gate_block_result *result,
                            uint32_t index, bool *judged, tally *seen)
{
    const gate_row_result *first = sample(result, index);
    if (!first) return;
    gate_row_result head = *first;
    if (head.has_window) head.trouble = gate_value_null();
    gate_doc_row *row = gate_build_row_head(b, &b->program->blocks[result->block], &head);
    criterion c = gather(b, result, index);
    find_tolerance(b, first, result, &c);
    judge(b, row->id, &c);
    gate_end end = end_of(&c);
    if (!gate_is_definite(head.trouble)) end = gate_build_end(&head, NULL, 0);
    row->finding = gate_is_definite(head.trouble) ? finding(b, &c, end) : GATE_STR("");
    if (c.count) row->series = series_of(b, result, &c, end);
    explain(b, row, result, &c, end);
    for (uint32_t i = 0; i < c.count; i++) {
        if (c.outcomes[i] == GATE_TRUE || c.outcomes[i] == GATE_FALSE) judged[c.windows[i]->window] = true;
    }
    if (row->decides) {
        seen->deciding++;
        seen->failed += end == GATE_END_FAIL;
        seen->bad += end == GATE_END_MISSING || end == GATE_END_ERROR;
        seen->passed += end == GATE_END_PASS || end == GATE_END_WARN;
    }
    gate_build_finish(b, block, row, end, true);
}

static int64_t least_of(const gate_builder *b, const gate_block_result *result)
{
    for (uint32_t i = 0; i < result->clause_count; i++) {
        const gate_p_clause *clause = &b->program->clauses[result->clauses[i].clause];
        if (clause->kind == GATE_CLAUSE_AT_LEAST) return clause->n;
    }
    return 1;
}

/* A window that says when it begins. */
typedef struct begun {
    gate_instant start;
    uint64_t hash;
    uint32_t window;
} begun;

static int compare_begun(const void *a, const void *b)
{
    const begun *left = a, *right = b;
    int order = gate_instant_cmp(left->start, right->start);
    if (order == 0) order = (left->hash > right->hash) - (left->hash < right->hash);
    return order ? order : (left->window > right->window) - (left->window < right->window);
}

/* Of two windows, in the words of the windows of triggers. */
static void put_pair(gate_builder *b, gate_doc_block *block, const begun *one, const char *link,
                     const begun *other, const char *rest)
{
    gate_str first = gate_build_time(b, one->start), second = gate_build_time(b, other->start);
    block->trouble = GATE_STR("error");
    block->because = gate_str_printf(b->arena, "window [%u] (" GATE_STR_FMT ") %s window [%u] (" GATE_STR_FMT ")%s",
                                     one->window, GATE_STR_ARG(first), link, other->window,
                                     GATE_STR_ARG(second), rest);
}

static bool tolerates(const gate_builder *b, const gate_block_result *result)
{
    criterion c = {.within = 0};
    for (uint32_t i = 0; i < result->row_count && c.within == 0; i++)
        find_tolerance(b, &result->rows[i], result, &c);
    return c.within > 0;
}

/* The windows that [result] has rows of, in the order of the list; those that say no start are left out. */
static uint32_t find_begun(gate_builder *b, const gate_block_result *result, size_t all, begun *out)
{
    bool *present = GATE_ARRAY(b->arena, bool, all);
    for (uint32_t i = 0; i < result->row_count; i++) {
        if (result->rows[i].has_window) present[result->rows[i].window] = true;
    }
    uint32_t count = 0;
    for (size_t i = 0; i < all; i++) {
        gate_value item = present[i] ? gate_list_at(result->list, i) : gate_value_null();
        if (!read_time(item, "start", &out[count].start)) continue;
        out[count].hash = gate_value_hash(item);
        out[count++].window = (uint32_t)i;
    }
    return count;
}

/* A window that stands in the list twice would count twice (a report that was appended to itself), and of
 * windows in disorder nobody can say which follow each other, as `tolerate` asks. Windows of one time that
 * differ are fine: there may be one for each region. */
static void find_trouble(gate_builder *b, gate_doc_block *block, const gate_block_result *result, size_t all)
{
    begun *windows = GATE_ARRAY(b->arena, begun, all);
    uint32_t count = find_begun(b, result, all, windows);
    bool ordered = tolerates(b, result);
    for (uint32_t i = 1; i < count && ordered; i++) {
        if (gate_instant_cmp(windows[i - 1].start, windows[i].start) <= 0) continue;
        put_pair(b, block, &windows[i], "is older than", &windows[i - 1],
                 ": which windows follow each other, as `tolerate` asks, can't be told");
        return;
    }
    if (count > 1) qsort(windows, count, sizeof *windows, compare_begun);
    for (uint32_t i = 0; i < count; i++) {
        for (uint32_t k = i + 1; k < count && k - i <= ALIKE_COMPARED; k++) {
            if (gate_instant_cmp(windows[i].start, windows[k].start) != 0 || windows[i].hash != windows[k].hash)
                break;
            if (!gate_value_equal(gate_list_at(result->list, windows[i].window),
                                  gate_list_at(result->list, windows[k].window)))
                continue;
            put_pair(b, block, &windows[k], "is the same as", &windows[i], ": it would count twice");
            return;
        }
    }
}

static void decide(gate_builder *b, gate_doc_block *block, const tally *seen)
{
    const gate_block_info *info = gate_block_info_of(GATE_BLOCK_CANARY);
    bool few = block->windows < block->least;
    bool open = block->trouble.len || few || seen->bad || seen->passed == 0;
    block->decision = gate_str_c(seen->failed ? info->bad : open ? info->third : info->good);
    block->good = !seen->failed && !open;
    if (block->trouble.len || seen->failed) return;
    if (few) {
        block->because = gate_str_printf(b->arena, "%u window%s judged, and at least %u %s needed",
                                         (unsigned)block->windows, block->windows == 1 ? " was" : "s were",
                                         (unsigned)block->least, block->least == 1 ? "is" : "are");
    } else if (seen->deciding == 0) {
        block->because = GATE_STR("no criterion decides: all are advisory or not yet effective");
    } else if (!seen->bad && seen->passed == 0) {
        block->because = GATE_STR("every criterion that decides is skipped, so nothing was judged");
    }
    if (block->because.len && !block->good)
        gate_changes_add(&b->changes, block->name, GATE_STR(""), block->because);
}

void gate_build_canary(gate_builder *b, gate_doc_block *block, const gate_block_result *result)
{
    const gate_p_block *declared = &b->program->blocks[result->block];
    size_t all =
        gate_is_definite(result->list) && result->list.tag == GATE_T_LIST ? gate_list_len(result->list) : 0;
    bool *judged = GATE_ARRAY(b->arena, bool, all);
    tally seen = {0};
    for (uint32_t r = 0; r < declared->row_count; r++) {
        uint32_t row = declared->row_first + r;
        if (gate_build_wanted(b, declared, &b->program->rows[row]))
            build_criterion(b, block, result, row, judged, &seen);
    }
    block->least = least_of(b, result);
    block->windows = 0;
    for (size_t i = 0; i < all; i++)
        block->windows += judged[i];
    if (result->left_out) block->left_out = result->left_out;
    if (!gate_build_plain(b)) {
        gate_explain_cite(b->e, result->list.why, &block->cites);
        for (uint32_t i = 0; i < result->filter_count; i++)
            gate_explain_cite(b->e, result->filters[i].why, &block->cites);
    }
    if (block->trouble.len == 0 && !block->skipped) {
        find_trouble(b, block, result, all);
        if (block->trouble.len) gate_changes_add(&b->changes, block->name, GATE_STR(""), block->because);
    }
    decide(b, block, &seen);
}
