/* What the linter's rules tell with: places, texts, and the edits of a fix. */
#include "author/lint_part.h"

#define SAY_BYTES 60

/* ---- telling --------------------------------------------------------------------------------- */

gate_span gate_lint_place(const gate_lint *lint, const gate_lint_at *at)
{
    return at->module != lint->module && at->use ? at->use->span : at->node->span;
}

void gate_lint_show(gate_lint *lint, gate_diag *diag, const gate_lint_at *at)
{
    if (!at->use) return;
    if (at->module != lint->module)
        gate_diag_label(lint->diags, diag, at->module->source, at->node->span, "it stands here");
    else if (at->row)
        gate_lint_label(lint, diag, gate_lint_row_span(at->row), "this row depends on it");
}

gate_str gate_lint_text(const gate_lint *lint, gate_span span)
{
    return gate_source_slice(lint->module->source, span);
}

const char *gate_lint_say(gate_lint *lint, const gate_module *module, const gate_node *node)
{
    gate_str text = gate_source_slice(module->source, node->span);
    gate_buf out = gate_buf_new(lint->arena);
    bool space = false;
    for (size_t i = 0; i < text.len; i++) {
        char c = text.ptr[i];
        if (c == ' ' || c == '\n' || c == '\r' || c == '\t') {
            space = out.len > 0;
            continue;
        }
        bool cut = out.len >= SAY_BYTES && ((unsigned char)c & 0xC0) != 0x80;
        if (cut) {
            gate_buf_c(&out, "…");
            break;
        }
        if (space) gate_buf_char(&out, ' ');
        space = false;
        gate_buf_char(&out, c);
    }
    return out.ptr ? out.ptr : "";
}

/* Of parentheses that belong to a call or a clause there is none: before those stands a name. */
gate_span gate_lint_parens(const gate_lint *lint, const gate_node *node)
{
    gate_str text = lint->module->source->text;
    gate_span span = node->span;
    for (;;) {
        uint32_t lo = span.lo, hi = span.hi;
        while (lo > 0 && (text.ptr[lo - 1] == ' ' || text.ptr[lo - 1] == '\n' || text.ptr[lo - 1] == '\t'))
            lo--;
        while (hi < text.len && (text.ptr[hi] == ' ' || text.ptr[hi] == '\n' || text.ptr[hi] == '\t'))
            hi++;
        if (lo == 0 || hi >= text.len || text.ptr[lo - 1] != '(' || text.ptr[hi] != ')') return span;
        span = (gate_span){lo - 1, hi + 1};
    }
}

static gate_lint_fix *fix_of(gate_lint *lint, const gate_diag *diag)
{
    for (uint32_t i = lint->fixes->list.len; i-- > 0;) {
        if (lint->fixes->list.items[i].diag == diag) return &lint->fixes->list.items[i];
    }
    gate_lint_fix made = {.diag = diag};
    gate_vec_push(lint->arena, &lint->fixes->list, made);
    return &lint->fixes->list.items[lint->fixes->list.len - 1];
}

void gate_lint_edit(gate_lint *lint, const gate_diag *diag, gate_span span, gate_str text)
{
    if (diag == lint->diags->spare) return;
    gate_edit edit = {span, text};
    gate_vec_push(lint->arena, &fix_of(lint, diag)->edits, edit);
}

void gate_lint_remove(gate_lint *lint, const gate_diag *diag, gate_span span)
{
    gate_str text = lint->module->source->text;
    uint32_t lo = span.lo, hi = span.hi;
    while (lo > 0 && gate_is_blank(text.ptr[lo - 1]))
        lo--;
    while (hi < text.len && gate_is_blank(text.ptr[hi]))
        hi++;
    bool first = lo == 0 || gate_is_line_end(text.ptr[lo - 1]), last = hi == text.len || gate_is_line_end(text.ptr[hi]);
    if (first && last) {
        if (hi < text.len && text.ptr[hi] == '\r') hi++;
        if (hi < text.len && text.ptr[hi] == '\n') hi++;
    } else if (first) {
        lo = span.lo; /* the indentation is of what follows */
    } else {
        hi = last ? hi : span.hi; /* one of the two spaces stays */
    }
    gate_lint_edit(lint, diag, (gate_span){lo, hi}, GATE_STR(""));
}
