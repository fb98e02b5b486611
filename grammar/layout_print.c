/* The printer's side: operations to text. Whether a group stands on one line is decided when it begins, by
 * the width of what is in it and of what follows up to the next place where a line may break. Nothing is
 * looked at but tokens and comments, and a text that was printed so once has the same: so it is printed the
 * same again. */
#include "grammar/layout.h"

#include "base/utf8.h"
#include "grammar/layout_op.h"

#include <string.h>

/* Lines are indented no further, however deep they nest: a text must not grow by its depth. */
#define INDENT_MAX 60

/* FLAT: on one line. HUGGED: but for a bracket in it. LAST: up to its last part. BROKEN: at each gap. */
typedef enum mode { FLAT, HUGGED, LAST, BROKEN } mode;

typedef struct group {
    mode mode;
    uint32_t last; /* LAST: the gap from which on it is broken */
} group;

typedef struct width {
    uint32_t first, last; /* columns of a token's first line and of its last */
    bool lines;           /* it has several */
} width;

typedef struct printer {
    const gate_layout *in;
    gate_buf out;
    const width *widths;    /* by token */
    GATE_VEC(group) groups; /* those that are open; the file at the bottom */
    GATE_VEC(uint32_t) indents;
    uint32_t column, line;
    uint32_t indent; /* of the line that begins */
    bool begins;     /* nothing stands on this line yet */
    bool blank;      /* the line before it is blank */
    bool space;      /* one is due */
    gate_rows rows;
    gate_cells trailing; /* comments at the ends of lines */
} printer;

/* ---- widths ---- */

static width width_of(gate_str text)
{
    uint32_t lines = 0, from = 0;
    width made = {0, 0, false};
    for (uint32_t i = 0; i <= text.len; i++) {
        if (i < text.len && text.ptr[i] != '\n' && text.ptr[i] != '\r') continue;
        made.last = (uint32_t)gate_utf8_width(gate_str_sub(text, from, i));
        if (lines++ == 0) made.first = made.last;
        if (i + 1 < text.len && text.ptr[i] == '\r' && text.ptr[i + 1] == '\n') i++;
        from = i + 1;
    }
    made.lines = lines > 1;
    return made;
}

static gate_str text_of(const printer *p, uint32_t token)
{
    const gate_token *at = &p->in->tokens[token];
    return gate_source_slice(p->in->source, (gate_span){at->lo, at->hi});
}

static uint32_t here(const printer *p)
{
    return p->begins ? p->indent : p->column + (p->space ? 1 : 0);
}

static bool breaks_always(const gate_layout_op *op)
{
    return op->kind == OP_COMMENTS ||
           (op->kind == OP_GAP && (op->a == GATE_GAP_HARD || op->a == GATE_GAP_END));
}

/* Adds a token's columns; false beyond the line's end. */
static bool take(const printer *p, uint32_t token, uint32_t *column)
{
    const width *w = &p->widths[token];
    *column += w->first;
    if (*column > GATE_LINE_WIDTH) return false;
    if (w->lines) *column = w->last;
    return true;
}

/* Does the line hold what stands behind the operation [at] on one line? Behind the group that begins there,
 * or behind the next gap of the group that [at] is a gap of, up to where a line may break. */
static bool fits(const printer *p, uint32_t at, uint32_t column)
{
    const gate_layout_op *ops = p->in->ops.items;
    bool part = ops[at].kind == OP_GAP, over = false;
    uint32_t depth = part ? 0 : 1;
    for (uint32_t i = at + 1; i < p->in->ops.len; i++) {
        const gate_layout_op *op = &ops[i];
        if (breaks_always(op)) return over || (part && depth == 0);
        if (op->kind == OP_BEGIN) depth++;
        if (op->kind == OP_END) {
            if (depth == (part ? 0 : 1)) over = true;
            if (depth > 0) depth--;
        }
        if (op->kind == OP_TOKEN && !take(p, op->a, &column)) return false;
        if (op->kind != OP_GAP) continue;
        if ((over || (part && depth == 0)) && op->a != GATE_GAP_SPACE) return true;
        column += op->a == GATE_GAP_SOFT ? 0 : 1;
    }
    return true;
}

/* Does all of the group at [at] fit up to the operation [end]? */
static bool head_fits(const printer *p, uint32_t at, uint32_t end, uint32_t column)
{
    const gate_layout_op *ops = p->in->ops.items;
    for (uint32_t i = at + 1; i <= end; i++) {
        if (breaks_always(&ops[i])) return false;
        if (ops[i].kind == OP_TOKEN && (p->widths[ops[i].a].lines || !take(p, ops[i].a, &column)))
            return false;
        if (ops[i].kind == OP_GAP && ops[i].a != GATE_GAP_SOFT) column++;
    }
    return true;
}

/* ---- text ---- */

static void newline(printer *p, uint32_t indent)
{
    if (!p->begins) {
        gate_buf_char(&p->out, '\n');
        p->line++;
    }
    p->begins = true;
    p->space = false;
    p->indent = indent < INDENT_MAX ? indent : INDENT_MAX;
}

/* A blank line, if the text has one before [place] and nothing else since. */
static void blank(printer *p, uint32_t place)
{
    gate_str text = p->in->source->text;
    uint32_t ends = 0;
    for (uint32_t i = place; i > 0; i--) {
        char c = text.ptr[i - 1];
        if (c == '\n' || (c == '\r' && (i == text.len || text.ptr[i] != '\n')))
            ends++;
        else if (c != ' ' && c != '\t' && c != '\r')
            break;
        if (ends == 2) break;
    }
    if (ends < 2 || !p->begins || p->blank || p->out.len == 0) return;
    gate_buf_char(&p->out, '\n');
    p->line++;
    p->blank = true;
}

static void lead(printer *p)
{
    if (p->begins) {
        gate_buf_repeat(&p->out, ' ', p->indent);
        p->column = p->indent;
    } else if (p->space) {
        gate_buf_char(&p->out, ' ');
        p->column++;
    }
    p->begins = p->blank = p->space = false;
}

/* The token as it was written; its lines end like all others. */
static void print_token(printer *p, uint32_t token)
{
    gate_str text = text_of(p, token);
    const width *w = &p->widths[token];
    lead(p);
    if (!w->lines) {
        gate_buf_add(&p->out, text);
        p->column += w->first;
        return;
    }
    for (size_t i = 0; i < text.len; i++) {
        bool ends = text.ptr[i] == '\n' || text.ptr[i] == '\r';
        if (text.ptr[i] == '\r' && i + 1 < text.len && text.ptr[i + 1] == '\n') i++;
        gate_buf_char(&p->out, ends ? '\n' : text.ptr[i]);
        p->line += ends;
    }
    p->column = w->last;
}

static void print_comment(printer *p, const gate_comment *comment)
{
    gate_str text = gate_source_slice(p->in->source, comment->span);
    while (text.len && (text.ptr[text.len - 1] == ' ' || text.ptr[text.len - 1] == '\t'))
        text.len--;
    lead(p);
    gate_buf_add(&p->out, text);
}

static void print_comments(printer *p, const gate_layout_op *op, uint32_t indent)
{
    for (uint32_t i = op->a; i < op->b; i++) {
        const gate_comment *comment = &p->in->comments[i];
        if (i == op->a && !comment->own_line && !p->begins) {
            gate_cell cell = {(uint32_t)p->out.len, p->line};
            gate_vec_push(p->in->arena, &p->trailing, cell);
            p->space = true;
        } else {
            newline(p, indent + op->extra);
            blank(p, comment->span.lo);
        }
        print_comment(p, comment);
    }
    newline(p, indent + op->extra);
}

static void print_gap(printer *p, uint32_t at, const group *now, uint32_t indent)
{
    const gate_layout_op *op = &p->in->ops.items[at];
    gate_gap gap = (gate_gap)op->a;
    bool breaks = gap == GATE_GAP_HARD || gap == GATE_GAP_END;
    bool open = now->mode == BROKEN || (now->mode == LAST && at >= now->last);
    if (open && gap != GATE_GAP_SPACE) breaks = gap != GATE_GAP_FILL || !fits(p, at, here(p) + 1);
    if (gap == GATE_GAP_FILL && p->begins) breaks = true;
    if (breaks) {
        newline(p, indent + op->extra);
        if (gap == GATE_GAP_HARD || gap == GATE_GAP_ITEM) blank(p, p->in->tokens[op->b].lo);
    } else if (gap != GATE_GAP_SOFT) {
        p->space = true;
    }
}

/* ---- rows ---- */

static void print_row(printer *p, const gate_layout_op *op)
{
    if (op->kind == OP_ROW) {
        gate_row row = {(gate_table)op->a, p->line, p->line, {{0, UINT32_MAX}, {0, UINT32_MAX}}};
        gate_vec_push(p->in->arena, &p->rows, row);
        return;
    }
    gate_row *row = &p->rows.items[p->rows.len - 1];
    if (op->kind == OP_ROW_END)
        row->last = p->line;
    else if (!p->begins)
        row->cells[op->a] = (gate_cell){(uint32_t)p->out.len, p->line};
}

/* ---- all of it ---- */

static group group_at(const printer *p, uint32_t at, mode around)
{
    const gate_layout_op *op = &p->in->ops.items[at];
    uint32_t column = here(p);
    if (around == FLAT || fits(p, at, column)) return (group){FLAT, 0};
    if (op->a && head_fits(p, at, op->a, column)) return (group){HUGGED, 0};
    if (op->b && head_fits(p, at, op->b - 1, column)) return (group){LAST, op->b};
    return (group){BROKEN, 0};
}

static void carry_out(printer *p, uint32_t at)
{
    gate_arena *arena = p->in->arena;
    const gate_layout_op *op = &p->in->ops.items[at];
    group now = p->groups.items[p->groups.len - 1], next;
    uint32_t indent = p->indents.items[p->indents.len - 1], deeper = indent;
    switch (op->kind) {
    case OP_TOKEN:
        print_token(p, op->a);
        return;
    case OP_GAP:
        print_gap(p, at, &now, indent);
        return;
    case OP_COMMENTS:
        print_comments(p, op, indent);
        return;
    case OP_BEGIN:
        next = group_at(p, at, now.mode);
        gate_vec_push(arena, &p->groups, next);
        return;
    case OP_END:
        p->groups.len--;
        return;
    case OP_IN:
        if (now.mode == BROKEN || now.mode == LAST) deeper += op->extra;
        gate_vec_push(arena, &p->indents, deeper);
        return;
    case OP_OUT:
        p->indents.len--;
        return;
    case OP_COMMA:
        if (now.mode != BROKEN) return;
        gate_buf_char(&p->out, ',');
        p->column++;
        return;
    default:
        print_row(p, op);
        return;
    }
}

gate_str gate_layout_print(const gate_layout *layout)
{
    gate_arena *arena = layout->arena;
    uint32_t count = layout->at;
    width *widths = GATE_ARRAY(arena, width, count + 1);
    printer p = {.in = layout, .out = gate_buf_new(arena), .widths = widths, .begins = true};
    for (uint32_t i = 0; i < count; i++)
        widths[i] = width_of(text_of(&p, i));
    group all = {BROKEN, 0};
    gate_vec_push(arena, &p.groups, all);
    gate_vec_push(arena, &p.indents, 0u);
    for (uint32_t i = 0; i < layout->ops.len; i++)
        carry_out(&p, i);
    newline(&p, 0);
    return gate_columns(arena, gate_buf_str(&p.out), GATE_LINE_WIDTH, &p.rows, &p.trailing);
}
