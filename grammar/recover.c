/* Where parsing resumes after a syntax error. Bison pops its stack to the list of declarations, rows or
 * clauses at hand; from the tokens ahead it is decided here with which of them, and at which level,
 * it goes on, and Bison is fed accordingly:
 *
 *   RESUME              go on in the same list
 *   RESUME } …          go on outside: a brace was not closed
 *   INTO_… {            a header is wrong, and its braces follow: go on inside
 *   INTO_… and a made {  the same, with the brace forgotten
 *
 * It goes on at a token that the list is sure to take, or behind: every plan makes progress. */
#include "grammar/build.h"

#include "gate_tab.h"

uint32_t gate_parser_start(const gate_parser *parse)
{
    uint32_t start = gate_token_at(&parse->scan->tokens, parse->done);
    return start < parse->last ? start : parse->last;
}

gate_level gate_parser_level(const gate_parser *parse)
{
    return parse->open.items[parse->open.len - 1].level;
}

/* The blanks that the line of [offset] begins with; no more than matter. */
static uint32_t indentation(const gate_source *source, uint32_t offset)
{
    uint32_t lo = 0, hi = source->line_count;
    while (hi - lo > 1) {
        uint32_t mid = lo + (hi - lo) / 2;
        if (source->lines[mid] <= offset)
            lo = mid;
        else
            hi = mid;
    }
    uint32_t line = source->lines[lo], blanks = 0;
    while (blanks < 200 && line + blanks < offset &&
           (source->text.ptr[line + blanks] == ' ' || source->text.ptr[line + blanks] == '\t'))
        blanks++;
    return blanks;
}

bool gate_parser_deeper(const gate_parser *parse, const gate_token *token, const gate_open *open)
{
    return indentation(parse->source, token->lo) > indentation(parse->source, open->brace.lo);
}

/* True when a list of this level takes something that begins with [token]. */
static bool takes(gate_level level, const gate_token *token)
{
    uint32_t flags = gate_token_flags(token);
    switch (level) {
    case GATE_LEVEL_EXPR:
        return false;
    case GATE_LEVEL_FILE:
        return flags & GATE_KW_DECL;
    case GATE_LEVEL_ROWS:
        return flags & (GATE_KW_ROW | GATE_KW_DIRECT);
    case GATE_LEVEL_CLAUSES:
        return flags & GATE_KW_CLAUSE;
    case GATE_LEVEL_TESTS:
        return flags & GATE_KW_TEST;
    }
    return false;
}

/* `owner` and `param` begin a declaration or something smaller: by what follows the name. */
static bool declares(const gate_token *token)
{
    if (!(gate_token_flags(token) & GATE_KW_DECL)) return false;
    if (token->kind == TOK_OWNER) return token[1].kind != TOK_END && token[2].kind == TOK_STRING;
    if (token->kind == TOK_PARAM) return token[1].kind != TOK_END && token[2].kind == TOK_COLON;
    return true;
}

typedef struct plan {
    gate_parser *parse;
    const gate_token *header;  /* what begins the thing that is given up */
    uint32_t braces, brackets; /* open ones of it */
} plan;

static void give(gate_parser *parse, int kind)
{
    parse->lead[parse->lead_len++] = kind;
}

/* Goes on at [at], [outside] levels up. */
static void resume(gate_parser *parse, uint32_t at, uint32_t outside)
{
    give(parse, TOK_RESUME);
    parse->closers = outside;
    parse->pos = at;
}

/* How many levels up the list is that takes [token]; UINT32_MAX when none does. The own level needs
 * less: only there may a word that could be a name be taken for a beginning. */
static uint32_t levels_up(const plan *now, const gate_token *token)
{
    const gate_parser *parse = now->parse;
    bool sure = token->flags & GATE_TOKEN_START;
    bool met = token == &parse->scan->tokens.items[parse->last]; /* where a name was not taken */
    if (takes(gate_parser_level(parse), token) && (sure || met || now->brackets == 0)) return 0;
    if (!sure) return UINT32_MAX;
    for (uint32_t up = 1; up < parse->open.len; up++) {
        const gate_open *open = &parse->open.items[parse->open.len - 1 - up];
        if (gate_parser_deeper(parse, token, open + 1)) return UINT32_MAX;
        if (open->level == GATE_LEVEL_FILE ? declares(token) : takes(open->level, token)) return up;
    }
    return UINT32_MAX;
}

/* The token that leads into the braces of a header, or 0 when they are an expression's or a type's.
 * [inside] is what stands behind the brace. */
static int way_in(gate_level level, const gate_token *header, const gate_token *inside)
{
    uint32_t flags = gate_token_flags(header);
    if (flags & GATE_KW_BLOCK) return TOK_INTO_ROWS;
    if (header->kind == TOK_TEST) return TOK_INTO_TESTS;
    if (flags & GATE_KW_ROW) return header->kind == TOK_KEEP ? 0 : TOK_INTO_BODY;
    if (header->kind != TOK_IDENT) return 0;
    /* A word that is no keyword: by what its braces hold. */
    uint32_t within = gate_token_flags(inside);
    if (within & GATE_KW_CLAUSE) return TOK_INTO_BODY;
    if (within & GATE_KW_ROW) return TOK_INTO_ROWS;
    if (within & GATE_KW_TEST) return TOK_INTO_TESTS;
    return level == GATE_LEVEL_ROWS ? TOK_INTO_BODY : 0;
}

/* The same where the brace was forgotten: [token] is surely the first of what it should hold. */
static int way_in_without_brace(const plan *now, const gate_token *token)
{
    if (token == now->header || !(token->flags & GATE_TOKEN_START)) return 0;
    uint32_t flags = gate_token_flags(token);
    int way = now->header->kind == TOK_IDENT ? 0 : way_in(gate_parser_level(now->parse), now->header, token);
    bool fits = (way == TOK_INTO_BODY && (flags & GATE_KW_CLAUSE)) ||
                (way == TOK_INTO_ROWS && (flags & (GATE_KW_ROW | GATE_KW_DIRECT))) ||
                (way == TOK_INTO_TESTS && (flags & GATE_KW_TEST));
    return fits ? way : 0;
}

/* Brackets that are open before [at]. */
static void count_open(plan *now, uint32_t start, uint32_t at)
{
    const gate_token *tokens = now->parse->scan->tokens.items;
    for (uint32_t i = start; i < at; i++) {
        int kind = tokens[i].kind;
        if (kind == TOK_LBRACE) now->braces++;
        if (kind == TOK_RBRACE && now->braces) now->braces--;
        if (kind == TOK_LPAREN || kind == TOK_LBRACKET) now->brackets++;
        if ((kind == TOK_RPAREN || kind == TOK_RBRACKET) && now->brackets) now->brackets--;
    }
}

/* Decides on the token at [at]; false to look further. */
static bool decide(plan *now, uint32_t at)
{
    gate_parser *parse = now->parse;
    const gate_token *token = &parse->scan->tokens.items[at];
    if (token->kind == TOK_END) {
        resume(parse, at, parse->open.len - 1);
        return true;
    }
    bool inside = now->braces || now->brackets;
    if (token->kind == TOK_IDENT && (token->flags & GATE_TOKEN_START) && !inside && at > parse->last) {
        /* A misspelt beginning has its own diagnostic to come. */
        resume(parse, at, 0);
        return true;
    }
    if (token->flags & GATE_TOKEN_LINE) {
        uint32_t up = levels_up(now, token);
        if (up != UINT32_MAX) {
            resume(parse, at, up);
            return true;
        }
        int way = way_in_without_brace(now, token);
        if (way) {
            give(parse, way);
            give(parse, TOK_LBRACE);
            parse->pos = at;
            return true;
        }
    }
    if (token->kind == TOK_RBRACE && now->braces == 0 && gate_parser_level(parse) != GATE_LEVEL_FILE) {
        resume(parse, at, 0);
        return true;
    }
    int way = token->kind == TOK_LBRACE && now->braces == 0
                  ? way_in(gate_parser_level(parse), now->header, token + 1)
                  : 0;
    if (way) {
        give(parse, way);
        parse->pos = at;
        return true;
    }
    return false;
}

void gate_parser_plan(gate_parser *parse, uint32_t at)
{
    const gate_token_vec *tokens = &parse->scan->tokens;
    uint32_t start = gate_parser_start(parse);
    plan now = {parse, &tokens->items[start], 0, 0};
    parse->lead_len = parse->lead_at = parse->closers = 0;
    parse->start_given = false;
    parse->brackets = 0;
    if (parse->errors > GATE_SYNTAX_ERRORS) {
        resume(parse, tokens->len - 1, parse->open.len - 1);
        return;
    }
    count_open(&now, start, at);
    for (;; at++) {
        if (decide(&now, at)) return;
        count_open(&now, at, at + 1);
    }
}
