/* What went wrong, told: one precise diagnostic for a syntax error, with the help that the mistake
 * most often needs. Recovery from it is in recover.c. */
#include "grammar/expected.h"

#include "base/suggest.h"
#include "gate_tab.h"

/* The error at hand. */
typedef struct error {
    gate_parser *parse;
    const gate_unexpected *found;
    const gate_token *token, *before; /* what was met, what stands before it (or NULL) */
    gate_str text;                    /* as written */
    const gate_token *open;           /* the innermost bracket that is open in it, or NULL */
    gate_level level;
    bool lone; /* the token is the first of what it stands in */
} error;

static gate_span span(const gate_token *token)
{
    return (gate_span){token->lo, token->hi};
}

static gate_str slice(const error *at, const gate_token *token)
{
    return gate_token_shown(at->parse->arena, gate_source_slice(at->parse->source, span(token)));
}

/* What was met, in words: "`foo`", "the end of the file". */
static const char *met(const error *at)
{
    if (at->token->kind == TOK_END) return at->level == GATE_LEVEL_EXPR ? "the end" : "the end of the file";
    return gate_str_printf(at->parse->arena, "`" GATE_STR_FMT "`", GATE_STR_ARG(at->text)).ptr;
}

static gate_diag *tell(const error *at, gate_code code, gate_span place, const char *format, ...)
    GATE_PRINTF(4, 5);
static gate_diag *tell(const error *at, gate_code code, gate_span place, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    gate_str text = gate_str_vprintf(at->parse->arena, format, args);
    va_end(args);
    return gate_diag_raise(at->parse->diags, code, at->parse->source, place, GATE_STR_FMT,
                           GATE_STR_ARG(text));
}

static void help(const error *at, gate_diag *diag, const char *text)
{
    gate_diag_help(at->parse->diags, diag, "%s", text);
}

/* ---- brackets ---- */

/* The innermost bracket that is open between [start] and the token at [last]. */
static const gate_token *innermost(const gate_parser *parse, uint32_t start, uint32_t last)
{
    const gate_token *tokens = parse->scan->tokens.items;
    uint32_t closed = 0;
    for (uint32_t i = last; i > start; i--) {
        int kind = tokens[i - 1].kind;
        if (kind == TOK_RPAREN || kind == TOK_RBRACKET || kind == TOK_RBRACE) closed++;
        bool opens = kind == TOK_LPAREN || kind == TOK_LBRACKET || kind == TOK_LBRACE;
        if (opens && closed == 0) return &tokens[i - 1];
        if (opens) closed--;
    }
    return NULL;
}

static int closer_of(int kind)
{
    return kind == TOK_LPAREN ? TOK_RPAREN : kind == TOK_LBRACKET ? TOK_RBRACKET : TOK_RBRACE;
}

static const char *sign_of(int kind)
{
    switch (kind) {
    case TOK_LPAREN:
        return "(";
    case TOK_LBRACKET:
        return "[";
    case TOK_RPAREN:
        return ")";
    case TOK_RBRACKET:
        return "]";
    case TOK_RBRACE:
        return "}";
    default:
        return "{";
    }
}

static bool closes(int kind)
{
    return kind == TOK_RPAREN || kind == TOK_RBRACKET || kind == TOK_RBRACE;
}

/* A place between tokens: behind the one before. */
static gate_span behind(const error *at)
{
    if (!at->before) return span(at->token);
    return (gate_span){at->before->hi, at->before->hi};
}

static bool unclosed_bracket(const error *at)
{
    if (!at->open) return false;
    int closer = closer_of(at->open->kind);
    uint32_t starts = GATE_KW_DECL | GATE_KW_ROW | GATE_KW_DIRECT | GATE_KW_CLAUSE | GATE_KW_TEST;
    bool word = (at->token->flags & GATE_TOKEN_LINE) && (gate_token_flags(at->token) & starts);
    bool ends = at->token->kind == TOK_END || (at->token->flags & GATE_TOKEN_START) || word;
    bool wrong = closes(at->token->kind) && at->token->kind != closer;
    if (!wrong && !(ends && gate_expects(at->found, closer))) return false;
    gate_diag *diag = tell(at, GATE_D_UNCLOSED_BRACKET, wrong ? span(at->token) : behind(at),
                           "`%s` is not closed before %s", sign_of(at->open->kind), met(at));
    gate_diag_label(at->parse->diags, diag, at->parse->source, span(at->open), "opened here");
    help(at, diag, gate_str_printf(at->parse->arena, "Close it with `%s`.", sign_of(closer)).ptr);
    return true;
}

static const char *level_word(gate_level level)
{
    return level == GATE_LEVEL_ROWS ? "block" : level == GATE_LEVEL_TESTS ? "test" : "row";
}

/* A `}` that is missing: the text goes on as only an outer level can. */
static bool unclosed_brace(const error *at)
{
    uint32_t flags = gate_token_flags(at->token);
    bool outer = false;
    switch (at->level) {
    case GATE_LEVEL_EXPR:
    case GATE_LEVEL_FILE:
        return false;
    case GATE_LEVEL_ROWS:
        outer = (flags & GATE_KW_DECL) && !(flags & GATE_KW_CLAUSE);
        break;
    case GATE_LEVEL_CLAUSES:
        outer = (flags & (GATE_KW_ROW | GATE_KW_DECL)) && !(flags & GATE_KW_TEST);
        break;
    case GATE_LEVEL_TESTS:
        outer = (flags & (GATE_KW_ROW | GATE_KW_DECL)) && !(flags & GATE_KW_CLAUSE);
        break;
    }
    const gate_open *open = &at->parse->open.items[at->parse->open.len - 1];
    outer = outer && at->lone && (at->token->flags & GATE_TOKEN_LINE) &&
            !gate_parser_deeper(at->parse, at->token, open);
    bool ends = at->token->kind == TOK_END && gate_expects(at->found, TOK_RBRACE);
    if (!outer && !ends) return false;
    const char *what = level_word(at->level);
    gate_diag *diag = tell(at, GATE_D_UNCLOSED_BRACE, ends ? behind(at) : span(at->token),
                           "the %s is not closed before %s", what, met(at));
    gate_diag_label(at->parse->diags, diag, at->parse->source, open->brace, "this `{` is not closed");
    help(at, diag, gate_str_printf(at->parse->arena, "Close the %s with `}`.", what).ptr);
    return true;
}

static bool stray_closer(const error *at)
{
    int kind = at->token->kind;
    if (!closes(kind) || at->open ||
        (kind == TOK_RBRACE && at->level != GATE_LEVEL_FILE && at->level != GATE_LEVEL_EXPR))
        return false;
    gate_diag *diag = tell(at, GATE_D_STRAY_CLOSER, span(at->token), "`%s` closes nothing", sign_of(kind));
    help(at, diag, "Remove it, or write the bracket that it should close.");
    return true;
}

/* ---- signs ---- */

static bool wrong_sign(const error *at)
{
    int kind = at->token->kind, before = at->before ? at->before->kind : TOK_END;
    if (kind == TOK_ASSIGN &&
        (before == TOK_LT || before == TOK_GT || before == TOK_BANG || before == TOK_ASSIGN)) {
        gate_span both = {at->before->lo, at->token->hi};
        help(at, tell(at, GATE_D_OPERATOR_SIGN, both, "an operator is torn in two"),
             "Write it without a space: `<=`, `>=`, `!=`, `==`.");
        return true;
    }
    if (kind == TOK_ASSIGN && gate_expects(at->found, TOK_EQ)) {
        help(at, tell(at, GATE_D_ASSIGN_FOR_EQUALS, span(at->token), "`=` does not compare"), "Write `==`.");
        return true;
    }
    if (kind == TOK_BAR && gate_expects(at->found, TOK_OROR)) {
        help(at, tell(at, GATE_D_OPERATOR_SIGN, span(at->token), "there is no operator `|` in expressions"),
             "Write `||`.");
        return true;
    }
    if (kind == TOK_COMMA && !at->open) {
        help(at,
             tell(at, GATE_D_STRAY_SEPARATOR, span(at->token), "nothing is listed here for `,` to separate"),
             "Remove it: clauses follow each other without separators; conditions are joined with `&&`.");
        return true;
    }
    return false;
}

/* ---- words ---- */

static const char *reserved_help(const error *at)
{
    int kind = at->token->kind, before = at->before ? at->before->kind : TOK_END;
    if (kind == TOK_ANY && before == TOK_REQUIRE) return "Write `require xs.exists(x, …)`, or `forbid any`.";
    if (kind == TOK_EACH && before == TOK_FORBID) return "Write `forbid any x in xs where …`.";
    if (kind == TOK_EACH || kind == TOK_ANY)
        return "`require each x in xs: …` and `forbid any x in xs where …` are what it begins; choose "
               "another name.";
    if (kind == TOK_VERDICT)
        return "The words of verdicts are no values: write a text in quotes, or choose another name.";
    return "CEL keeps the word for itself: choose another name; behind a dot it may stand.";
}

static bool reserved(const error *at)
{
    int kind = at->token->kind;
    uint32_t flags = gate_token_flags(at->token);
    bool word = kind == TOK_RESERVED || kind == TOK_VERDICT || kind == TOK_EACH || kind == TOK_ANY ||
                (flags & GATE_KW_RESERVED);
    if (!word || !gate_expects(at->found, TOK_IDENT) || (at->token->flags & GATE_TOKEN_START)) return false;
    /* Where an expression is expected, these say rather that it is missing. */
    bool goes_on = kind == TOK_IN || kind == TOK_ELSE || kind == TOK_AS || kind == TOK_FOR || kind == TOK_IF;
    if (goes_on && gate_expects_expression(at->found)) return false;
    help(at, tell(at, GATE_D_RESERVED_NAME, span(at->token), "%s cannot be a name here", met(at)),
         reserved_help(at));
    return true;
}

/* A declaration, row or clause where its kind does not belong. */
static bool misplaced(const error *at)
{
    uint32_t flags = gate_token_flags(at->token);
    bool row = flags & GATE_KW_ROW, clause = flags & GATE_KW_CLAUSE, test = flags & GATE_KW_TEST;
    bool declaration = (flags & GATE_KW_DECL) && !clause;
    if (!at->lone || !(row || clause || test || declaration) || at->level == GATE_LEVEL_EXPR) return false;
    gate_parser *parse = at->parse;
    if (parse->misplaced == parse->open.len) return true; /* with its neighbours */
    parse->misplaced = parse->open.len;
    bool within =
        at->level == GATE_LEVEL_CLAUSES ? row || declaration : at->level != GATE_LEVEL_FILE && declaration;
    if (within) {
        help(at,
             tell(at, GATE_D_MISPLACED, span(at->token), "%s stands within a %s", met(at),
                  level_word(at->level)),
             row ? "Rows do not nest: close this one before it."
                 : "Declarations stand by themselves: move it out of the braces.");
        return true;
    }
    const char *home = clause ? "a row" : row ? "a block" : "a test";
    const char *example = clause ? "Write it within the braces of a row, as in `item NAME \"title\" { … }`."
                          : row  ? "Write it within the braces of a block, as in `checklist NAME { … }`."
                                 : "Write it within the braces of a `test \"…\" { … }`.";
    help(at, tell(at, GATE_D_MISPLACED, span(at->token), "%s stands outside %s", met(at), home), example);
    return true;
}

/* The nearest keyword among those that may stand here. */
static gate_str nearest(const error *at, bool *any_start)
{
    gate_suggest suggest = gate_suggest_new(at->text);
    uint32_t starts = GATE_KW_DECL | GATE_KW_ROW | GATE_KW_DIRECT | GATE_KW_CLAUSE | GATE_KW_TEST;
    *any_start = false;
    for (uint32_t i = 0; i < at->found->count; i++) {
        uint32_t flags = gate_kind_flags(at->found->expected[i]);
        if (!flags) continue;
        *any_start |= (flags & starts) != 0;
        gate_suggest_offer(&suggest, gate_str_c(at->found->names[i]));
    }
    return suggest.best;
}

static bool unknown_word(const error *at)
{
    if (at->token->kind != TOK_IDENT || at->open) return false;
    bool any_start = false;
    gate_str near = nearest(at, &any_start);
    bool begins = any_start && (at->lone || (at->token->flags & GATE_TOKEN_LINE));
    if (!begins && near.len == 0) return false;
    gate_str expected = gate_expected_text(at->parse->arena, at->found);
    gate_diag *diag =
        begins ? tell(at, GATE_D_UNKNOWN_KEYWORD, span(at->token), "no %s begins with `" GATE_STR_FMT "`",
                      at->level == GATE_LEVEL_FILE   ? "declaration"
                      : at->level == GATE_LEVEL_ROWS ? "row"
                                                     : "clause",
                      GATE_STR_ARG(at->text))
               : tell(at, GATE_D_SYNTAX, span(at->token), "unexpected %s, expected " GATE_STR_FMT, met(at),
                      GATE_STR_ARG(expected));
    if (near.len)
        gate_diag_help(at->parse->diags, diag, "Did you mean `" GATE_STR_FMT "`?", GATE_STR_ARG(near));
    else
        gate_diag_help(at->parse->diags, diag, "Expected " GATE_STR_FMT ".", GATE_STR_ARG(expected));
    return true;
}

/* ---- the rest ---- */

static const char *general_help(const error *at)
{
    int kind = at->token->kind, before = at->before ? at->before->kind : TOK_END;
    bool touches = at->before && at->before->hi == at->token->lo;
    if (before == TOK_PERCENT && at->before > at->parse->scan->tokens.items &&
        (at->before[-1].kind == TOK_INT || at->before[-1].kind == TOK_DOUBLE) &&
        at->before[-1].hi == at->before->lo)
        return "A percentage is a plain number: write `85`, without `%`.";
    if (kind == TOK_DOUBLE && touches && at->text.ptr[0] == '.')
        return "An element of a list is written `xs[0]`.";
    if (kind == TOK_LBRACE && before == TOK_IDENT && gate_expects(at->found, TOK_PLUS))
        return "There are no messages: a map is written `{\"key\": value}`.";
    if (kind == TOK_OR) return "`or none` stands behind a list: `require each x in xs or none: …`.";
    if (kind == TOK_COLON && gate_expects(at->found, TOK_WHERE)) return "Write `forbid any x in xs where …`.";
    return NULL;
}

static void unexpected(const error *at)
{
    gate_arena *arena = at->parse->arena;
    gate_str expected = gate_expected_text(arena, at->found);
    bool next_line = at->token->kind == TOK_END || (at->token->flags & GATE_TOKEN_START) ||
                     (at->token->kind == TOK_RBRACE && (at->token->flags & GATE_TOKEN_LINE));
    gate_diag *diag = NULL;
    if (at->before && !at->lone && next_line && expected.len) {
        /* What is missing is missing at the end of what was begun, not where the next thing begins. */
        diag = tell(at, GATE_D_SYNTAX, span(at->before), "expected " GATE_STR_FMT " after `" GATE_STR_FMT "`",
                    GATE_STR_ARG(expected), GATE_STR_ARG(slice(at, at->before)));
        if (at->token->kind != TOK_END)
            gate_diag_label(at->parse->diags, diag, at->parse->source, span(at->token), "found %s", met(at));
    } else if (expected.len) {
        diag = tell(at, GATE_D_SYNTAX, at->token->kind == TOK_END ? behind(at) : span(at->token),
                    "unexpected %s, expected " GATE_STR_FMT, met(at), GATE_STR_ARG(expected));
    } else {
        diag = tell(at, GATE_D_SYNTAX, span(at->token), "unexpected %s", met(at));
    }
    const char *text = general_help(at);
    if (text) help(at, diag, text);
}

static bool quoted_name(const error *at)
{
    if (at->token->kind != TOK_QUOTED) return false;
    help(at, tell(at, GATE_D_QUOTED_NAME, span(at->token), "a name in backquotes stands only behind a dot"),
         "Write e.`key` or `e[\"key\"]`; a text is written in quotes.");
    return true;
}

/* An error that is the echo of one that was told. */
static bool echo(gate_parser *parse, uint32_t start)
{
    if (parse->too_deep) {
        parse->too_deep = false;
        return true;
    }
    /* A text that is not closed swallows what should close something: hence the one before, too. */
    for (uint32_t i = start ? start - 1 : start; i <= parse->last; i++) {
        if (parse->scan->tokens.items[i].flags & GATE_TOKEN_BROKEN) return true;
    }
    return false;
}

void gate_parser_report(gate_parser *parse, const gate_unexpected *found)
{
    uint32_t start = gate_parser_start(parse), last = parse->last;
    const gate_token *tokens = parse->scan->tokens.items;
    if (!echo(parse, start) && parse->errors++ < GATE_SYNTAX_ERRORS) {
        error at = {.parse = parse,
                    .found = found,
                    .token = &tokens[last],
                    .before = last ? &tokens[last - 1] : NULL,
                    .open = innermost(parse, start, last),
                    .level = gate_parser_level(parse),
                    .lone = start == last};
        at.text = slice(&at, at.token);
        bool told = unclosed_bracket(&at) || stray_closer(&at) || unclosed_brace(&at) || wrong_sign(&at) ||
                    reserved(&at) || misplaced(&at) || quoted_name(&at) || unknown_word(&at);
        if (!told) unexpected(&at);
    }
    if (gate_parser_level(parse) != GATE_LEVEL_EXPR) gate_parser_plan(parse, last);
}
