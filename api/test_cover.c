/* Coverage of policies by their tests: as text, and as JSON. */
#include "api/test.h"

static void put(gate_json *json, const char *key, gate_str text)
{
    gate_json_key(json, gate_str_c(key));
    gate_json_str(json, text);
}

static const struct {
    gate_outcome outcome;
    const char *word;
} outcomes[] = {
    {GATE_TRUE, "true"}, {GATE_FALSE, "false"}, {GATE_MISSING, "missing"}, {GATE_ERRONEOUS, "error"}};

/* ---- text ------------------------------------------------------------------------------------- */

static void add_counts(gate_buf *out, const gate_cover_row *row)
{
    for (uint32_t i = 0; i < row->counts.len; i++) {
        const gate_cover_count *count = &row->counts.items[i];
        gate_buf_printf(out, "%s%u " GATE_STR_FMT, i ? ", " : "", count->count, GATE_STR_ARG(count->outcome));
    }
    if (row->counts.len == 0) gate_buf_c(out, "never judged");
}

static bool was_good(const gate_cover_row *row)
{
    for (uint32_t i = 0; i < row->counts.len; i++) {
        if (row->counts.items[i].good) return true;
    }
    return false;
}

static void put_row(gate_paper *paper, const gate_cover_row *row)
{
    gate_buf text = gate_buf_new(paper->out->arena);
    gate_buf_add(&text, row->id);
    gate_buf_c(&text, "  ");
    add_counts(&text, row);
    bool whole = row->blocked && was_good(row);
    if (row->counts.len && !whole)
        gate_buf_c(&text, row->blocked ? ": never seen to let pass" : ": never seen to stand in the way");
    gate_paper_put(paper, 2, whole ? GATE_INK_GOOD : GATE_INK_BAD, whole ? "✓" : "✗", 4, gate_buf_str(&text));
}

static bool is_half(const gate_cover_leaf *leaf)
{
    uint32_t both = 1u << GATE_TRUE | 1u << GATE_FALSE;
    return (leaf->seen & both) != both;
}

static void put_leaf(gate_paper *paper, const gate_cover *cover, const gate_cover_leaf *leaf)
{
    gate_arena *arena = paper->out->arena;
    gate_buf text = gate_buf_new(arena);
    gate_buf_add(&text, cover->name);
    gate_buf_printf(&text, ":%u  `" GATE_STR_FMT "` was ", leaf->line, GATE_STR_ARG(leaf->text));
    if (!(leaf->seen & 1u << GATE_TRUE))
        gate_buf_c(&text, leaf->seen & 1u << GATE_FALSE ? "never true" : "neither true nor false");
    else if (is_half(leaf))
        gate_buf_c(&text, "never false");
    else
        gate_buf_c(&text, "true and false");
    if (leaf->seen & 1u << GATE_MISSING) gate_buf_c(&text, ", and missing");
    if (leaf->seen & 1u << GATE_ERRONEOUS) gate_buf_c(&text, ", and in error");
    gate_paper_put(paper, 2, is_half(leaf) ? GATE_INK_WARN : GATE_INK_GOOD, is_half(leaf) ? "-" : "✓", 4,
                   gate_buf_str(&text));
}

void gate_testing_put_cover(gate_paper *paper, const gate_cover *cover, const gate_report_options *options)
{
    uint32_t leaves = 0, half = 0;
    gate_buf head = gate_buf_new(paper->out->arena);
    gate_buf_add(&head, cover->name);
    gate_buf_printf(&head, ": %u of %u rows were seen to stand in the way",
                    cover->rows.len - gate_cover_never_blocking(cover), cover->rows.len);
    gate_paper_put(paper, 0, GATE_INK_BOLD, "coverage", 10, gate_buf_str(&head));
    for (uint32_t r = 0; r < cover->rows.len; r++) {
        const gate_cover_row *row = &cover->rows.items[r];
        if (!options->quiet || !row->blocked) put_row(paper, row);
        for (uint32_t c = 0; c < row->clauses.len; c++) {
            for (uint32_t l = 0; l < row->clauses.items[c].leaves.len; l++) {
                leaves++;
                half += is_half(&row->clauses.items[c].leaves.items[l]);
            }
        }
    }
    head.len = 0;
    gate_buf_add(&head, cover->name);
    gate_buf_printf(&head, ": %u of %u conditions were seen true and false", leaves - half, leaves);
    gate_paper_gap(paper);
    gate_paper_put(paper, 0, GATE_INK_BOLD, "coverage", 10, gate_buf_str(&head));
    for (uint32_t r = 0; r < cover->rows.len; r++) {
        const gate_cover_row *row = &cover->rows.items[r];
        for (uint32_t c = 0; c < row->clauses.len; c++) {
            for (uint32_t l = 0; l < row->clauses.items[c].leaves.len; l++) {
                const gate_cover_leaf *leaf = &row->clauses.items[c].leaves.items[l];
                if (is_half(leaf) ? !options->quiet : options->verbose) put_leaf(paper, cover, leaf);
            }
        }
    }
    gate_paper_gap(paper);
}

/* ---- JSON ------------------------------------------------------------------------------------- */

static void write_seen(gate_json *json, uint32_t seen)
{
    gate_json_key(json, GATE_STR("seen"));
    gate_json_open(json, '[');
    for (size_t i = 0; i < GATE_COUNT(outcomes); i++) {
        if (seen & 1u << outcomes[i].outcome) gate_json_str(json, gate_str_c(outcomes[i].word));
    }
    gate_json_close(json, ']');
}

static void write_place(gate_json *json, uint32_t line, gate_str text)
{
    gate_json_open(json, '{');
    gate_json_key(json, GATE_STR("line"));
    gate_json_int(json, line);
    put(json, "text", text);
}

static void write_clause(gate_json *json, const gate_cover_clause *clause)
{
    write_place(json, clause->line, clause->text);
    write_seen(json, clause->seen);
    gate_json_key(json, GATE_STR("conditions"));
    gate_json_open(json, '[');
    for (uint32_t i = 0; i < clause->leaves.len; i++) {
        write_place(json, clause->leaves.items[i].line, clause->leaves.items[i].text);
        write_seen(json, clause->leaves.items[i].seen);
        gate_json_close(json, '}');
    }
    gate_json_close(json, ']');
    gate_json_close(json, '}');
}

static void write_row(gate_json *json, const gate_cover_row *row)
{
    gate_json_open(json, '{');
    put(json, "row", row->id);
    gate_json_key(json, GATE_STR("line"));
    gate_json_int(json, row->line);
    gate_json_key(json, GATE_STR("blocked"));
    gate_json_bool(json, row->blocked);
    gate_json_key(json, GATE_STR("outcomes"));
    gate_json_open(json, '{');
    for (uint32_t i = 0; i < row->counts.len; i++) {
        gate_json_key(json, row->counts.items[i].outcome);
        gate_json_int(json, row->counts.items[i].count);
    }
    gate_json_close(json, '}');
    gate_json_key(json, GATE_STR("clauses"));
    gate_json_open(json, '[');
    for (uint32_t i = 0; i < row->clauses.len; i++)
        write_clause(json, &row->clauses.items[i]);
    gate_json_close(json, ']');
    gate_json_close(json, '}');
}

void gate_testing_write_cover(gate_json *json, const gate_cover *cover)
{
    gate_json_key(json, GATE_STR("rows"));
    gate_json_open(json, '[');
    for (uint32_t i = 0; i < cover->rows.len; i++)
        write_row(json, &cover->rows.items[i]);
    gate_json_close(json, ']');
}
