#include "report/why.h"

#include "base/map.h"
#include "report/text.h"

#include <inttypes.h>

#define WIDTH   80u
#define DETAILS 4u
#define COLUMN  (DETAILS + GATE_TEXT_LABEL)

typedef struct page {
    gate_paper paper;
    const gate_doc_verdict *verdict;
    gate_arena *arena;
} page;

static bool is_word(gate_str text, const char *word)
{
    return gate_str_eq_c(text, word);
}

static void put(page *p, const char *label, gate_str text)
{
    gate_paper_put(&p->paper, DETAILS, GATE_INK_DIM, label, COLUMN, text);
}

static void title(page *p, const char *text)
{
    gate_paper_gap(&p->paper);
    gate_paper_put(&p->paper, 2, GATE_INK_BOLD, text, 0, GATE_STR(""));
}

/* -- the row in its block ------------------------------------------------------------------------------ */

static void put_head(page *p, const gate_doc_block *block)
{
    const gate_doc_verdict *v = p->verdict;
    gate_buf text = gate_buf_new(p->arena);
    gate_buf_add(&text, v->title.len ? v->title : v->policy);
    gate_buf_c(&text, ", as of ");
    gate_buf_add(&text, v->now);
    gate_str word = gate_str_dup(p->arena, v->verdict);
    gate_ink ink = is_word(v->verdict, "GO") ? GATE_INK_GOOD : GATE_INK_BAD;
    gate_paper_put(&p->paper, 0, ink, word.ptr, (uint32_t)word.len + 2, gate_buf_str(&text));
    gate_buf about = gate_buf_new(p->arena);
    gate_buf_add(&about, block->name);
    if (block->title.len) {
        gate_buf_c(&about, ", ");
        gate_buf_add(&about, block->title);
    }
    gate_buf_c(&about, ": ");
    gate_buf_add(&about, block->decision.len ? block->decision : GATE_STR("not judged"));
    gate_paper_put(&p->paper, 0, GATE_INK_PLAIN, "block", 7, gate_buf_str(&about));
    if (block->because.len) gate_paper_put(&p->paper, 0, GATE_INK_PLAIN, "", 7, block->because);
    for (uint32_t i = 0; i < block->conditions.len; i++)
        gate_text_clause(&p->paper, block->conditions.items[i], 2);
    gate_paper_gap(&p->paper);
}

/* The owner of a row that needs nobody: the others' is told with the row. */
static void put_owner(page *p, const gate_doc_row *row)
{
    if (!is_word(row->outcome, "pass")) return;
    if (row->owner) {
        gate_buf text = gate_buf_new(p->arena);
        gate_buf_add(&text, row->owner->name);
        if (row->owner->title.len) {
            gate_buf_c(&text, ", ");
            gate_buf_add(&text, row->owner->title);
        }
        put(p, "owner", gate_buf_str(&text));
    }
    for (uint32_t i = 0; i < row->see.len; i++)
        gate_paper_whole(&p->paper, DETAILS, GATE_INK_DIM, "see", COLUMN, row->see.items[i]);
}

static void put_needed(page *p, const gate_doc_row *row)
{
    gate_map said = gate_map_new(p->arena);
    for (uint32_t i = 0; i < row->clauses.len; i++) {
        gate_strs *change = &row->clauses.items[i]->change;
        for (uint32_t k = 0; k < change->len; k++) {
            if (gate_map_put(&said, change->items[k], &change->items[k])) continue;
            if (said.len == 1) title(p, "What would make it hold");
            gate_paper_put(&p->paper, DETAILS, GATE_INK_PLAIN, "-", DETAILS + 2, change->items[k]);
        }
    }
}

/* -- windows and waivers ------------------------------------------------------------------------------- */

static void put_windows(page *p, const gate_doc_series *series)
{
    if (!series || series->windows.len == 0) return;
    title(p, "Windows");
    for (uint32_t i = 0; i < series->windows.len; i++) {
        const gate_doc_window *window = series->windows.items[i];
        gate_buf text = gate_buf_new(p->arena);
        if (window->index >= 0)
            gate_buf_printf(&text, "[%" PRId64 "] ", window->index);
        else
            gate_buf_c(&text, "not there ");
        gate_buf_add(&text, window->state);
        if (window->start.len) {
            gate_buf_c(&text, ", ");
            gate_buf_add(&text, window->start);
        }
        if (window->end.len) {
            gate_buf_c(&text, " to ");
            gate_buf_add(&text, window->end);
        }
        if (window->because.len) {
            gate_buf_c(&text, ": ");
            gate_buf_add(&text, window->because);
        }
        gate_paper_put(&p->paper, DETAILS, GATE_INK_PLAIN, window->decides ? "→" : "-", DETAILS + 2,
                       gate_buf_str(&text));
    }
    if (series->cut > 0)
        gate_paper_put(&p->paper, DETAILS, GATE_INK_PLAIN, "and", DETAILS + 4,
                       gate_str_printf(p->arena, "%" PRId64 " older", series->cut));
}

/* Entries that speak of the row and do not count. */
static void put_refused(page *p, const gate_doc_row *row)
{
    bool begun = false;
    for (uint32_t i = 0; i < p->verdict->waivers.len; i++) {
        const gate_doc_waiver *waiver = p->verdict->waivers.items[i];
        if (waiver->refusal.len == 0 || !gate_str_eq(waiver->row, row->id)) continue;
        if (!begun) title(p, "Waivers that do not count");
        begun = true;
        gate_buf text = gate_buf_new(p->arena);
        gate_buf_printf(&text, "[%" PRId64 "] ", waiver->index);
        gate_buf_add(&text, waiver->refusal);
        gate_paper_put(&p->paper, DETAILS, GATE_INK_PLAIN, "-", DETAILS + 2, gate_buf_str(&text));
    }
}

/* -- what was read --------------------------------------------------------------------------------------- */

static const gate_doc_file *file_of(const page *p, const gate_doc_origin *origin)
{
    for (uint32_t i = 0; i < p->verdict->evidence.len; i++) {
        const gate_doc_evidence *evidence = p->verdict->evidence.items[i];
        if (!gate_str_eq(evidence->name, origin->evidence)) continue;
        for (uint32_t k = 0; k < evidence->files.len; k++) {
            if (gate_str_eq(evidence->files.items[k]->path, origin->file)) return evidence->files.items[k];
        }
    }
    return NULL;
}

static gate_str heading_of(page *p, const gate_doc_origin *origin)
{
    gate_buf text = gate_buf_new(p->arena);
    if (origin->parameter.len) {
        gate_buf_c(&text, "parameter ");
        gate_buf_add(&text, origin->parameter);
        return gate_buf_str(&text);
    }
    gate_buf_add(&text, origin->evidence);
    if (origin->file.len) {
        gate_buf_c(&text, ", ");
        gate_buf_add(&text, origin->file);
    }
    const gate_doc_file *file = file_of(p, origin);
    if (file && file->time.len) {
        gate_buf_c(&text, ", made at ");
        gate_buf_add(&text, file->time);
    }
    if (file && file->sha256.len) {
        gate_buf_c(&text, ", SHA-256 ");
        gate_buf_add(&text, file->sha256);
    }
    return gate_buf_str(&text);
}

typedef struct cited {
    gate_strs pointers;
} cited;

static void gather(page *p, gate_map *files, gate_doc_origin_list *cites)
{
    for (uint32_t i = 0; i < cites->len; i++) {
        gate_str heading = heading_of(p, cites->items[i]);
        cited *entry = gate_map_get(files, heading);
        if (!entry) {
            entry = GATE_NEW(p->arena, cited);
            gate_map_put(files, heading, entry);
        }
        gate_str pointer = cites->items[i]->pointer;
        bool known = pointer.len == 0;
        for (uint32_t k = 0; k < entry->pointers.len && !known; k++)
            known = gate_str_eq(entry->pointers.items[k], pointer);
        if (!known) gate_vec_push(p->arena, &entry->pointers, pointer);
    }
}

static void put_read(page *p, gate_doc_row *row)
{
    gate_map files = gate_map_new(p->arena);
    gather(p, &files, &row->from);
    gather(p, &files, &row->cites);
    for (uint32_t i = 0; i < row->clauses.len; i++)
        gather(p, &files, &row->clauses.items[i]->cites);
    if (files.len) title(p, "What was read for it");
    for (uint32_t i = 0; i < files.len; i++) {
        const cited *entry = files.entries[i].value;
        gate_paper_put(&p->paper, DETAILS, GATE_INK_PLAIN, "-", DETAILS + 2, files.entries[i].key);
        for (uint32_t k = 0; k < entry->pointers.len; k++)
            gate_paper_put(&p->paper, DETAILS + 2, GATE_INK_PLAIN, "at", DETAILS + 5,
                           entry->pointers.items[k]);
    }
}

static void put_row(page *p, const gate_doc_block *block, gate_doc_row *row)
{
    put_head(p, block);
    gate_text_row(&p->paper, row, GATE_STR(""), true);
    put_owner(p, row);
    put_needed(p, row);
    put_windows(p, row->series);
    for (uint32_t i = 0; i < row->clauses.len; i++)
        put_windows(p, row->clauses.items[i]->series);
    put_refused(p, row);
    put_read(p, row);
}

static bool is_called(const gate_doc_row *row, gate_str name, bool id_only)
{
    if (name.len == 0) return false;
    if (gate_str_eq(row->id, name)) return true;
    return !id_only &&
           (gate_str_eq(row->name, name) || gate_str_eq(row->path, name) || gate_str_eq(row->key, name));
}

/* By its id or, where no row has that, by what else it is called. */
static bool put_all(page *p, gate_str name, bool id_only)
{
    bool found = false;
    for (uint32_t b = 0; b < p->verdict->blocks.len; b++) {
        const gate_doc_block *block = p->verdict->blocks.items[b];
        for (uint32_t r = 0; r < block->rows.len; r++) {
            if (!is_called(block->rows.items[r], name, id_only)) continue;
            if (found) gate_paper_gap(&p->paper);
            put_row(p, block, block->rows.items[r]);
            found = true;
        }
    }
    return found;
}

bool gate_report_why(gate_buf *out, const gate_doc_verdict *verdict, gate_str name,
                     const gate_report_options *options)
{
    page p = {.verdict = verdict, .arena = out->arena};
    p.paper =
        (gate_paper){.out = out, .width = options->width ? options->width : WIDTH, .color = options->color};
    return put_all(&p, name, true) || put_all(&p, name, false);
}

/* -- as JSON ---------------------------------------------------------------------------------------------- */

static bool has_origin(const gate_doc_origin_list *list, const gate_doc_evidence *evidence,
                       const gate_doc_file *file)
{
    for (uint32_t i = 0; i < list->len; i++) {
        const gate_doc_origin *origin = list->items[i];
        if (!gate_str_eq(origin->evidence, evidence->name)) continue;
        if (!file || gate_str_eq(origin->file, file->path)) return true;
    }
    return false;
}

/* Was the file, or without one anything of the evidence, read for the row? */
static bool is_read(const gate_doc_row *row, const gate_doc_evidence *evidence, const gate_doc_file *file)
{
    if (has_origin(&row->from, evidence, file) || has_origin(&row->cites, evidence, file)) return true;
    for (uint32_t i = 0; i < row->clauses.len; i++) {
        if (has_origin(&row->clauses.items[i]->cites, evidence, file)) return true;
    }
    return false;
}

static void add_evidence(const page *p, gate_doc_told *told, const gate_doc_evidence *evidence)
{
    if (!is_read(told->row, evidence, NULL)) return;
    gate_doc_evidence *out = gate_doc_new_evidence(p->arena);
    *out = *evidence;
    out->files = (gate_doc_file_list){0};
    for (uint32_t i = 0; i < evidence->files.len; i++) {
        gate_doc_file *file = evidence->files.items[i];
        if (is_read(told->row, evidence, file)) gate_vec_push(p->arena, &out->files, file);
    }
    gate_vec_push(p->arena, &told->evidence, out);
}

static gate_doc_told *told_of(const page *p, const gate_doc_block *block, gate_doc_row *row)
{
    gate_doc_told *told = gate_doc_new_told(p->arena);
    told->block = gate_doc_new_block(p->arena);
    *told->block = *block;
    told->block->rows = (gate_doc_row_list){0};
    told->row = row;
    for (uint32_t i = 0; i < p->verdict->waivers.len; i++) {
        gate_doc_waiver *waiver = p->verdict->waivers.items[i];
        if (waiver->refusal.len && gate_str_eq(waiver->row, row->id))
            gate_vec_push(p->arena, &told->refused, waiver);
    }
    for (uint32_t i = 0; i < p->verdict->evidence.len; i++)
        add_evidence(p, told, p->verdict->evidence.items[i]);
    return told;
}

static void add_rows(const page *p, gate_doc_why *why, gate_str name, bool id_only)
{
    for (uint32_t b = 0; b < p->verdict->blocks.len; b++) {
        const gate_doc_block *block = p->verdict->blocks.items[b];
        for (uint32_t r = 0; r < block->rows.len; r++) {
            if (is_called(block->rows.items[r], name, id_only))
                gate_vec_push(p->arena, &why->rows, told_of(p, block, block->rows.items[r]));
        }
    }
}

bool gate_report_why_json(gate_buf *out, const gate_doc_verdict *verdict, gate_str name)
{
    const page p = {.verdict = verdict, .arena = out->arena};
    gate_doc_why *why = gate_doc_new_why(out->arena);
    add_rows(&p, why, name, true);
    if (why->rows.len == 0) add_rows(&p, why, name, false);
    if (why->rows.len == 0) return false;
    why->verdict = verdict->verdict;
    why->policy = verdict->policy;
    why->title = verdict->title;
    why->file = verdict->file;
    why->now = verdict->now;
    why->subject = verdict->subject;
    why->gatec = verdict->gatec;
    gate_doc_write_why(out, why);
    return true;
}
