/* The wall: scanner and parser are set up here, fed and taken down, and what they could not do becomes
 * diagnostics. */
#include "grammar/parse.h"

#include "grammar/build.h"

#include "gate_tab.h"

/* ---- feeding ---- */

/* One bracket more; false when there are too many, after telling so. */
static bool nest(gate_parser *parse, const gate_token *token)
{
    switch (token->kind) {
    case TOK_LPAREN:
    case TOK_LBRACKET:
    case TOK_LBRACE:
        parse->brackets++;
        break;
    case TOK_RPAREN:
    case TOK_RBRACKET:
    case TOK_RBRACE:
        if (parse->brackets) parse->brackets--;
        break;
    default:
        break;
    }
    if (parse->brackets <= GATE_MAX_DEPTH) return true;
    gate_diag *diag =
        gate_diag_raise(parse->diags, GATE_D_TOO_DEEP, parse->source, (gate_span){token->lo, token->hi},
                        "brackets are nested more than %d levels deep", GATE_MAX_DEPTH);
    gate_diag_help(parse->diags, diag, "Give parts of it names with `let` or `def`.");
    parse->errors++;
    parse->too_deep = true;
    return false;
}

int gate_parser_next(gate_parser *parse, uint32_t *token, gate_span *span)
{
    const gate_token *tokens = parse->scan->tokens.items;
    uint32_t end = parse->pos ? tokens[parse->pos - 1].hi : 0;
    *span = (gate_span){end, end};
    if (parse->first) {
        parse->first = false;
        return gate_parser_level(parse) == GATE_LEVEL_EXPR ? TOK_BEGIN_EXPR : TOK_BEGIN_FILE;
    }
    if (parse->lead_at < parse->lead_len) return parse->lead[parse->lead_at++];
    if (parse->closers) {
        parse->closers--;
        return TOK_RBRACE;
    }
    if (parse->pos == parse->scan->tokens.len) return 0;
    const gate_token *next = &tokens[parse->pos];
    parse->last = *token = parse->pos;
    if ((next->flags & GATE_TOKEN_START) && !parse->start_given) {
        parse->start_given = true;
        *span = (gate_span){next->lo, next->lo};
        return TOK_START;
    }
    *span = (gate_span){next->lo, next->hi};
    parse->start_given = false;
    parse->pos++;
    /* A token that stands nowhere makes Bison give up what it is in. */
    return nest(parse, next) ? next->kind : TOK_BEGIN_FILE;
}

void gate_parser_exhausted(gate_parser *parse)
{
    const gate_token *token = &parse->scan->tokens.items[parse->last];
    gate_diag *diag =
        gate_diag_raise(parse->diags, GATE_D_TOO_DEEP, parse->source, (gate_span){token->lo, token->hi},
                        "this is nested too deep to be parsed");
    gate_diag_help(parse->diags, diag, "Give parts of it names with `let` or `def`.");
    parse->errors++;
}

/* ---- the doors ---- */

static void set_up(gate_parser *parse, gate_scan *scan, gate_level level)
{
    *parse = (gate_parser){.arena = scan->arena, .source = scan->source, .diags = scan->diags, .scan = scan};
    gate_open open = {level, {0, 0}};
    gate_vec_push(parse->arena, &parse->open, open);
    parse->first = true;
}

/* The tokens of a text, mended where words stand for signs, and marked where a declaration, a row or a clause
 * begins. */
static bool tokens(gate_scan *scan, gate_span span)
{
    if (!gate_scan_text(scan, span)) return false;
    gate_tokens_mend(scan);
    gate_tokens_mark(scan);
    return true;
}

gate_ast *gate_parse(gate_arena *arena, const gate_source *source, gate_diags *diags)
{
    gate_scan *scan = GATE_NEW(arena, gate_scan);
    scan->arena = arena;
    scan->source = source;
    scan->diags = diags;
    gate_span all = {0, (uint32_t)source->text.len};
    bool scanned = tokens(scan, all);
    gate_parser *state = GATE_NEW(arena, gate_parser);
    set_up(state, scan, GATE_LEVEL_FILE);
    if (scanned) (void)gate_yyparse(state);
    if (!state->result) {
        gate_nodes nothing = ast_list(state, ast_add(state, GATE_N_ERROR, all, &(const gate_node){0}));
        state->result = ast_file(state, nothing);
    }
    gate_ast *ast = GATE_NEW(arena, gate_ast);
    *ast = (gate_ast){.arena = arena,
                      .source = source,
                      .file = state->result,
                      .node_count = state->next_id,
                      .comments = scan->comments.items,
                      .comment_count = scan->comments.len};
    return ast;
}

gate_node *gate_parse_expr(gate_arena *arena, const gate_source *source, gate_span span, gate_diags *diags,
                           uint32_t *next_id)
{
    gate_scan *scan = GATE_NEW(arena, gate_scan);
    scan->arena = arena;
    scan->source = source;
    scan->diags = diags;
    if (!tokens(scan, span)) return NULL;
    gate_parser *state = GATE_NEW(arena, gate_parser);
    set_up(state, scan, GATE_LEVEL_EXPR);
    state->next_id = state->first_id = *next_id;
    int failed = gate_yyparse(state);
    *next_id = state->next_id;
    ast_finish(state);
    return failed || state->errors || scan->errors ? NULL : state->result;
}
