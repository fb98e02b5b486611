#include "verdict/lines.h"

#include "base/map.h"
#include "base/utf8.h"
#include "evidence/jsontext.h"

#include <stdlib.h>
#include <string.h>

#define MOST_WANTED 6000u /* lines of one document that are asked for, */
#define MOST_FIRST  4000u /* … by what stands in the way */
#define MOST_RULE   12    /* lines of one place in the policy */
#define WHOLE       200u  /* code points of a line that is kept whole */
#define LEAD        40    /* of a part of a longer one: before its first place, */
#define TAIL        160   /* … from its last place on, */
#define PART        600   /* … and at most in all */

/* A line that is wanted, and the column of the place in it; 0 for a line beside it, which only a short
 * line is kept for. */
typedef struct wish {
    int64_t line, column;
} wish;

typedef struct text_of {
    gate_str text;
    gate_doc_excerpt *excerpt;
    GATE_VEC(wish) wishes;
} text_of;

typedef struct lines {
    gate_arena *arena;
    gate_map policy, evidence; /* name → text_of */
    uint32_t count, most;
} lines;

/* -- the texts -------------------------------------------------------------------------------------- */

static void add_text(lines *l, gate_map *map, const char *kind, gate_str name, gate_str text)
{
    if (text.len == 0 || gate_map_get(map, name)) return;
    text_of *one = GATE_NEW(l->arena, text_of);
    one->text = text;
    one->excerpt = gate_doc_new_excerpt(l->arena);
    one->excerpt->file = name;
    one->excerpt->kind = gate_str_c(kind);
    (void)gate_map_put(map, name, one);
}

static void add_texts(lines *l, const gate_verdict_input *input)
{
    const gate_program *program = input->program;
    for (uint32_t i = 0; i < program->sources_count; i++) {
        const gate_p_source *source = &program->sources[i];
        add_text(l, &l->policy, "policy", gate_program_text(program, source->name),
                 gate_program_text(program, source->text));
    }
    for (uint32_t i = 0; input->evidence && i < program->evidence_count; i++) {
        const gate_evidence *read = input->evidence[i];
        for (uint32_t k = 0; read && k < read->count; k++)
            add_text(l, &l->evidence, "evidence", read->artifacts[k]->path, read->artifacts[k]->text);
    }
}

/* -- what is wanted of them --------------------------------------------------------------------------- */

static void want(lines *l, text_of *text, int64_t line, int64_t column)
{
    if (!text || line < 1 || l->count >= l->most) return;
    l->count++;
    gate_vec_push(l->arena, &text->wishes, (wish){line, column});
}

static void want_place(lines *l, const gate_doc_place *place)
{
    if (!place) return;
    text_of *text = gate_map_get(&l->policy, place->file);
    for (int64_t line = place->line; line <= place->end_line && line < place->line + MOST_RULE; line++)
        want(l, text, line, line == place->line ? place->column : 1);
}

static void want_origin(lines *l, const gate_doc_origin *origin)
{
    if (!origin || origin->file.len == 0) return;
    text_of *text = gate_map_get(&l->evidence, origin->file);
    want(l, text, origin->line, origin->column);
    want(l, text, origin->line - 1, 0);
    if (origin->line > 0) want(l, text, origin->line + 1, 0);
}

static void want_origins(lines *l, const gate_doc_origin_list *list)
{
    for (uint32_t i = 0; i < list->len; i++)
        want_origin(l, list->items[i]);
}

/* The depth is that of a reason (GATE_REASON_DEPTH). */
static void want_reason(lines *l, const gate_doc_reason *reason)
{
    if (!reason) return;
    if (!reason->library) want_place(l, reason->place);
    want_origin(l, reason->at);
    for (uint32_t i = 0; i < reason->readings.len; i++)
        want_origins(l, &reason->readings.items[i]->from);
    for (uint32_t i = 0; i < reason->children.len; i++)
        want_reason(l, reason->children.items[i]);
}

static void want_clauses(lines *l, const gate_doc_clause_list *clauses)
{
    for (uint32_t i = 0; i < clauses->len; i++) {
        const gate_doc_clause *clause = clauses->items[i];
        want_place(l, clause->place);
        if (clause->attestation) want_origin(l, clause->attestation->at);
        want_reason(l, clause->reason);
    }
}

static void want_row(lines *l, const gate_doc_row *row)
{
    want_place(l, row->place);
    want_origins(l, &row->from);
    if (row->waiver) want_origin(l, row->waiver->at);
    want_clauses(l, &row->clauses);
}

static bool is_good(const gate_doc_row *row)
{
    static const char *const good[] = {"pass", "inactive", "done", "skipped"};
    for (size_t i = 0; i < GATE_COUNT(good); i++) {
        if (gate_str_eq_c(row->outcome, good[i])) return true;
    }
    return false;
}

static void want_rows(lines *l, const gate_doc_verdict *verdict, bool good)
{
    for (uint32_t i = 0; i < verdict->blocks.len; i++) {
        const gate_doc_block *block = verdict->blocks.items[i];
        if (block->good == good) {
            want_place(l, block->place);
            want_origins(l, &block->from);
            want_clauses(l, &block->conditions);
        }
        for (uint32_t k = 0; k < block->rows.len; k++) {
            if (is_good(block->rows.items[k]) == good) want_row(l, block->rows.items[k]);
        }
    }
}

/* -- cutting them out -------------------------------------------------------------------------------------
 */

/* By line; in a line by column, and the wish without a column last. */
static int by_place(const void *a, const void *b)
{
    const wish *x = a, *y = b;
    if (x->line != y->line) return x->line < y->line ? -1 : 1;
    if (x->column == y->column) return 0;
    if (x->column == 0 || y->column == 0) return x->column == 0 ? 1 : -1;
    return x->column < y->column ? -1 : 1;
}

/* What is no UTF-8 is replaced, as JSON must have it: a saved document renders the same. */
static gate_str clean(gate_arena *arena, gate_str text)
{
    if (gate_utf8_invalid(text) == SIZE_MAX) return text;
    gate_buf out = gate_buf_new(arena);
    for (size_t at = 0; at < text.len;) {
        size_t from = at;
        if (gate_utf8_next(text, &at) == UINT32_MAX)
            gate_buf_c(&out, "\xef\xbf\xbd");
        else
            gate_buf_add(&out, gate_str_sub(text, from, at));
    }
    return gate_buf_str(&out);
}

static void put_part(lines *l, text_of *text, int64_t number, int64_t column, gate_str part, bool more)
{
    gate_doc_line *line = gate_doc_new_line(l->arena);
    line->line = number;
    if (column > 1) line->column = column;
    line->text = clean(l->arena, part);
    line->more = more;
    gate_vec_push(l->arena, &text->excerpt->lines, line);
}

/* The wishes [from] to [to] are of this line. */
static void cut_line(lines *l, text_of *text, gate_str line, uint32_t from, uint32_t to)
{
    int64_t number = text->wishes.items[from].line;
    if (gate_utf8_offset(line, WHOLE) == line.len) {
        put_part(l, text, number, 1, line, false);
        return;
    }
    size_t at = 0;      /* a byte of the line */
    int64_t column = 1; /* … and its column: behind the last part */
    for (uint32_t i = from; i < to; i++) {
        int64_t wanted = text->wishes.items[i].column;
        if (wanted == 0 || wanted < column) continue;
        int64_t begin = wanted - LEAD > column ? wanted - LEAD : column;
        int64_t end = wanted + TAIL;
        for (; i + 1 < to; i++) { /* places that follow closely are in one part */
            int64_t next = text->wishes.items[i + 1].column;
            if (next == 0 || next >= end || next + TAIL - begin > PART) break;
            end = next + TAIL;
        }
        at += gate_utf8_offset(gate_str_sub(line, at, line.len), (size_t)(begin - column));
        if (at >= line.len) return;
        gate_str rest = gate_str_sub(line, at, line.len);
        size_t bytes = gate_utf8_offset(rest, (size_t)(end - begin));
        put_part(l, text, number, begin, gate_str_sub(rest, 0, bytes), bytes < rest.len);
        at += bytes;
        column = end;
    }
}

/* One walk over the text, line by line: lines end at \n, \r\n or \r. */
static void cut_text(lines *l, text_of *text)
{
    if (text->wishes.len == 0) return;
    qsort(text->wishes.items, text->wishes.len, sizeof(wish), by_place);
    gate_str all = text->text;
    bool returns = memchr(all.ptr, '\r', all.len) != NULL;
    size_t at = gate_text_start(all), feed = 0; /* the next \n, from [at] on */
    int64_t number = 1;
    for (uint32_t i = 0; i < text->wishes.len && at < all.len; number++) {
        if (feed <= at) {
            const char *found = memchr(all.ptr + at, '\n', all.len - at);
            feed = found ? (size_t)(found - all.ptr) : all.len;
        }
        const char *back = returns ? memchr(all.ptr + at, '\r', feed - at) : NULL;
        size_t end = back ? (size_t)(back - all.ptr) : feed;
        uint32_t from = i;
        while (i < text->wishes.len && text->wishes.items[i].line == number)
            i++;
        if (i > from) cut_line(l, text, gate_str_sub(all, at, end), from, i);
        at = end + 1;
        if (back && at < all.len && all.ptr[at] == '\n') at++;
    }
}

static void cut_texts(lines *l, const gate_map *map, gate_doc_verdict *verdict)
{
    for (uint32_t i = 0; i < map->len; i++) {
        text_of *text = map->entries[i].value;
        cut_text(l, text);
        if (text->excerpt->lines.len) gate_vec_push(l->arena, &verdict->excerpts, text->excerpt);
    }
}

void gate_lines_fill(gate_arena *arena, const gate_verdict_input *input, gate_doc_verdict *verdict)
{
    lines l = {.arena = arena, .policy = gate_map_new(arena), .evidence = gate_map_new(arena)};
    add_texts(&l, input);
    l.most = MOST_FIRST;
    want_rows(&l, verdict, false);
    l.most = MOST_WANTED;
    want_rows(&l, verdict, true);
    cut_texts(&l, &l.policy, verdict);
    cut_texts(&l, &l.evidence, verdict);
}
