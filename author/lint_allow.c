/* `// lint: allow CODE reason`: what an author has decided otherwise, and why. */
#include "author/lint_part.h"

#include "vm/program.h"

typedef struct allowance {
    const gate_module *module;
    const gate_comment *comment;
    gate_code code;
    uint32_t line; /* what it speaks of: findings on this line */
    bool used;
} allowance;

typedef struct allowances {
    GATE_VEC(allowance) list;
} allowances;

/* ---- reading --------------------------------------------------------------------------------- */

static bool is_space(char c)
{
    return c == ' ' || c == '\t';
}

static gate_str trim(gate_str text)
{
    while (text.len && is_space(text.ptr[0]))
        text = gate_str_sub(text, 1, text.len);
    while (text.len && (is_space(text.ptr[text.len - 1]) || text.ptr[text.len - 1] == '\r'))
        text.len--;
    return text;
}

/* The next word of [text], which is cut off it. */
static gate_str word(gate_str *text)
{
    size_t end = 0;
    *text = trim(*text);
    while (end < text->len && !is_space(text->ptr[end]))
        end++;
    gate_str made = gate_str_sub(*text, 0, end);
    *text = trim(gate_str_sub(*text, end, text->len));
    return made;
}

static void refuse(gate_lint *lint, const gate_comment *comment, const char *what, const char *help)
{
    gate_diag *diag = gate_lint_raise(lint, LINT_ALLOW_WRONG, comment->span, "%s", what);
    gate_diag_help(lint->diags, diag, "%s", help);
}

static void suggest(gate_lint *lint, gate_diag *diag, gate_str wanted)
{
    gate_suggest near = gate_suggest_new(wanted);
    for (uint32_t i = 0; i < GATE_CODE_COUNT; i++) {
        const gate_code_info *info = gate_code_get((gate_code)i);
        if (info->severity == GATE_WARNING) gate_suggest_offer(&near, gate_str_c(info->number));
    }
    if (near.best.len)
        gate_diag_help(lint->diags, diag, "Did you mean `" GATE_STR_FMT "`?", GATE_STR_ARG(near.best));
    else
        gate_diag_help(lint->diags, diag,
                       "Write `// lint: allow CODE reason`, with the code of the finding.");
}

/* The line that each comment speaks of: its own when something else stands on it, else the next that is no
 * comment's. From the last one, since comments may stand in long rows. */
static uint32_t *find_lines(const gate_lint *lint, const gate_ast *ast)
{
    const gate_source *source = ast->source;
    uint32_t *made = GATE_ARRAY(lint->arena, uint32_t, ast->comment_count + 1), next = UINT32_MAX;
    for (uint32_t i = ast->comment_count; i-- > 0;) {
        uint32_t own = gate_source_place(source, ast->comments[i].span.lo).line, line = own;
        if (ast->comments[i].own_line) line++;
        while (line > own && line < next && line <= source->line_count &&
               !trim(gate_source_line(source, line)).len)
            line++;
        /* [next] is the line of the comment behind: what it speaks of, this one does. */
        bool row = line == next && ast->comments[i + 1].own_line;
        made[i] = row ? made[i + 1] : line;
        next = own;
    }
    return made;
}

static void read_comment(gate_lint *lint, allowances *out, const gate_ast *ast, const uint32_t *lines,
                         uint32_t index)
{
    const gate_comment *comment = &ast->comments[index];
    gate_str text = gate_lint_text(lint, comment->span);
    while (text.len && text.ptr[0] == '/')
        text = gate_str_sub(text, 1, text.len);
    text = trim(text);
    if (!gate_str_starts(text, GATE_STR("lint:"))) return;
    text = gate_str_sub(text, 5, text.len);
    allowance made = {.module = lint->module, .comment = comment};
    if (comment->doc) {
        refuse(lint, comment, "documentation allows nothing",
               "Write it with two strokes: `// lint: allow …`.");
        return;
    }
    if (!gate_str_eq_c(word(&text), "allow")) {
        refuse(lint, comment, "this is no instruction to the linter", "Write `// lint: allow CODE reason`.");
        return;
    }
    gate_str number = word(&text);
    if (!number.len || !gate_code_find(number, &made.code)) {
        gate_diag *diag = number.len
                              ? gate_lint_raise(lint, LINT_ALLOW_WRONG, comment->span,
                                                "there is no code `" GATE_STR_FMT "`",
                                                (int)(number.len < 40 ? number.len : 40), number.ptr)
                              : gate_lint_raise(lint, LINT_ALLOW_WRONG, comment->span, "this names no code");
        suggest(lint, diag, number);
        return;
    }
    if (gate_code_get(made.code)->severity == GATE_ERROR) {
        refuse(lint, comment, "an error cannot be allowed",
               "Mend what it speaks of: the policy does not compile with it.");
        return;
    }
    if (made.code == GATE_D_LINT_ALLOW_WRONG || made.code == GATE_D_LINT_ALLOW_UNUSED) {
        refuse(lint, comment, "a finding about such comments cannot be allowed",
               "Mend or take out the other comment.");
        return;
    }
    if (!text.len) {
        refuse(lint, comment, "this allows something and does not say why",
               "Write the reason behind the code: the next reader cannot know it.");
        return;
    }
    made.line = lines[index];
    gate_vec_push(lint->arena, &out->list, made);
}

/* ---- taking out ------------------------------------------------------------------------------ */

typedef struct search {
    uint32_t offset;
    gate_span best; /* hi 0: none */
} search;

static void offer(search *in, const gate_node *node)
{
    if (node->span.lo <= in->offset && in->offset < node->span.hi) in->best = node->span;
}

static void search_clauses(search *in, const gate_nodes *clauses)
{
    for (uint32_t i = 0; i < clauses->len; i++)
        offer(in, clauses->items[i]);
}

/* The line on which the clause, or the declaration that is no block, begins in which [offset] lies: what is
 * said of its first line is said of all of it. 0 when there is none. */
static uint32_t begin_of(const gate_lint *lint, uint32_t offset)
{
    search in = {.offset = offset};
    const gate_nodes *decls = &lint->module->ast->file->as.file.decls;
    for (uint32_t i = 0; i < decls->len; i++) {
        const gate_node *decl = decls->items[i];
        if (decl->span.lo > offset || decl->span.hi <= offset) continue;
        if (decl->kind != GATE_N_BLOCK) {
            offer(&in, decl);
            continue;
        }
        search_clauses(&in, &decl->as.block.clauses);
        for (uint32_t r = 0; r < decl->as.block.rows.len; r++) {
            const gate_node *row = decl->as.block.rows.items[r];
            if (row->kind == GATE_N_ROW && row->span.lo <= offset && offset < row->span.hi)
                search_clauses(&in, &row->as.row.clauses);
        }
    }
    return in.best.hi ? gate_source_place(lint->module->source, in.best.lo).line : 0;
}

static bool is_allowed(const gate_lint *lint, allowances *in, const gate_diag *diag)
{
    if (!diag->primary.source || diag->severity == GATE_ERROR) return false;
    uint32_t line = gate_source_place(diag->primary.source, diag->primary.span.lo).line, begin = 0;
    bool allowed = false, known = false;
    for (uint32_t i = 0; i < in->list.len; i++) {
        allowance *each = &in->list.items[i];
        if (each->code != diag->code || each->module->source != diag->primary.source) continue;
        gate_lint there = *lint;
        there.module = each->module;
        if (each->line != line && !known) begin = begin_of(&there, diag->primary.span.lo);
        known = known || each->line != line;
        if (each->line != line && each->line != begin) continue;
        each->used = allowed = true;
    }
    return allowed;
}

static void take_out(gate_lint *lint, const gate_diag *diag)
{
    uint32_t kept = 0;
    for (uint32_t i = 0; i < lint->fixes->list.len; i++) {
        if (lint->fixes->list.items[i].diag != diag)
            lint->fixes->list.items[kept++] = lint->fixes->list.items[i];
    }
    lint->fixes->list.len = kept;
    if (lint->diags->warnings) lint->diags->warnings--;
}

/* The comments of every file of the policy's own: a finding about a shared parameter is made where it is
 * used, and allowed where it stands. What is wrong with them is told where they are linted themselves. */
static void read_comments(gate_lint *lint, allowances *out)
{
    gate_diags elsewhere = gate_diags_new(lint->arena);
    for (uint32_t m = 0; m < lint->checked->module_count; m++) {
        gate_lint there = *lint;
        there.module = lint->checked->modules[m];
        if (there.module->kind == GATE_SOURCE_STD) continue;
        if (there.module != lint->module) there.diags = &elsewhere;
        const gate_ast *ast = there.module->ast;
        const uint32_t *lines = find_lines(lint, ast);
        for (uint32_t i = 0; i < ast->comment_count; i++)
            read_comment(&there, out, ast, lines, i);
    }
}

void gate_lint_allow(gate_lint *lint)
{
    allowances found = {0};
    uint32_t kept = 0;
    read_comments(lint, &found);
    for (uint32_t i = 0; i < lint->diags->list.len; i++) {
        gate_diag *diag = lint->diags->list.items[i];
        if (is_allowed(lint, &found, diag))
            take_out(lint, diag);
        else
            lint->diags->list.items[kept++] = diag;
    }
    lint->diags->list.len = kept;
    for (uint32_t i = 0; i < found.list.len; i++) {
        const allowance *each = &found.list.items[i];
        /* What a file without blocks allows may be found by those that import it. */
        if (each->used || each->module != lint->module || !lint->blocks) continue;
        const char *number = gate_code_get(each->code)->number;
        gate_diag *diag = gate_lint_raise(lint, LINT_ALLOW_UNUSED, each->comment->span,
                                          "there is no %s here to allow", number);
        gate_diag_help(lint->diags, diag,
                       "Take the comment out, or put it on the line above what it is about.");
        gate_lint_remove(lint, diag, each->comment->span);
    }
}
