/* What is decided over all tokens of a text before they are parsed: words that stand for operators,
 * and which keywords beyond doubt begin something.
 *
 * A token marked GATE_TOKEN_START is the first of its line, and together with the token behind it can
 * only begin a declaration, a row or a clause: nowhere does the grammar let a name be followed so.
 * The parser is given START before it. That is where recovery resumes, and why `require x ==` with
 * its right side forgotten does not swallow the `owner backend` of the next line. */
#include "grammar/token.h"

#include "gate_tab.h"

/* Lists of tokens read better in rows. */
/* clang-format off */

/* ---- words for operators ---- */

static bool ends_operand(int kind)
{
    switch (kind) {
    case TOK_IDENT: case TOK_QUOTED: case TOK_STRING: case TOK_INT: case TOK_DOUBLE: case TOK_DURATION:
    case TOK_TRUE: case TOK_FALSE: case TOK_NULL: case TOK_RPAREN: case TOK_RBRACKET:
        return true;
    default:
        return false;
    }
}

static bool begins_operand(int kind)
{
    switch (kind) {
    case TOK_IDENT: case TOK_STRING: case TOK_INT: case TOK_DOUBLE: case TOK_DURATION: case TOK_TRUE:
    case TOK_FALSE: case TOK_NULL: case TOK_BANG:
        return true;
    default:
        return false;
    }
}

/* After these only an operand can follow. */
static bool wants_operand(int kind)
{
    switch (kind) {
    case TOK_ANDAND: case TOK_OROR: case TOK_LPAREN: case TOK_LBRACKET: case TOK_COMMA: case TOK_COLON:
    case TOK_QUERY: case TOK_ASSIGN: case TOK_REQUIRE: case TOK_FORBID: case TOK_WHEN: case TOK_IF:
    case TOK_WHERE: case TOK_NEEDS: case TOK_BANG:
        return true;
    default:
        return false;
    }
}

static gate_str text_of(const gate_scan *scan, const gate_token *token)
{
    return gate_source_slice(scan->source, (gate_span){token->lo, token->hi});
}

/* True when the text declares a function `not`, so that `not (x)` calls it. */
static bool declares_not(const gate_scan *scan)
{
    for (uint32_t i = 1; i < scan->tokens.len; i++) {
        if (scan->tokens.items[i - 1].kind == TOK_DEF && gate_str_eq_c(text_of(scan, &scan->tokens.items[i]), "not"))
            return true;
    }
    return false;
}

/* The operator that the word at [i] stands for, or 0. */
static int operator_of(const gate_scan *scan, uint32_t i)
{
    const gate_token *token = &scan->tokens.items[i];
    int before = i ? token[-1].kind : TOK_END, after = token[1].kind;
    bool operand = begins_operand(after) || after == TOK_LPAREN || after == TOK_LBRACKET || after == TOK_MINUS;
    if (token->kind == TOK_OR) return ends_operand(before) && operand ? TOK_OROR : 0;
    if (token->kind != TOK_IDENT || token->hi - token->lo != 3) return 0;
    gate_str text = text_of(scan, token);
    if (gate_str_eq_c(text, "and")) return ends_operand(before) && operand ? TOK_ANDAND : 0;
    if (!gate_str_eq_c(text, "not") || !wants_operand(before)) return 0;
    bool negates = begins_operand(after) || (after == TOK_LPAREN && token[1].lo > token->hi && !declares_not(scan));
    return negates ? TOK_BANG : 0;
}

void gate_tokens_mend(gate_scan *scan)
{
    for (uint32_t i = 0; i + 1 < scan->tokens.len; i++) {
        gate_token *token = &scan->tokens.items[i];
        int kind = operator_of(scan, i);
        if (!kind) continue;
        static const char *const written[] = {"&&", "||", "!"};
        int which = kind == TOK_ANDAND ? 0 : kind == TOK_OROR ? 1 : 2;
        gate_str text = text_of(scan, token);
        const char *help = gate_str_printf(scan->arena, "Write `%s`.", written[which]).ptr;
        gate_scan_error(scan, GATE_D_OPERATOR_WORD, (gate_span){token->lo, token->hi}, help,
                        "there is no operator `" GATE_STR_FMT "`", GATE_STR_ARG(text));
        token->kind = (uint16_t)kind;
        token->value = 0;
    }
}

/* ---- where something begins ---- */

/* Keywords behind which stands a name and then perhaps a text: what begins the next line is that name. */
static bool takes_name(int kind)
{
    switch (kind) {
    case TOK_POLICY: case TOK_IMPORT: case TOK_PARAM: case TOK_LET: case TOK_TYPE: case TOK_EVIDENCE:
    case TOK_DEF: case TOK_CHECKLIST: case TOK_COVERAGE: case TOK_CANARY: case TOK_ROLLBACK: case TOK_PROCEDURE:
    case TOK_RETAIN: case TOK_ITEM: case TOK_CRITERION: case TOK_TRIGGER: case TOK_STEP: case TOK_OWNER:
    case TOK_ENV: case TOK_EXPECT:
        return true;
    default:
        return false;
    }
}

/* What can stand last before a beginning, beside operands. */
static bool ends_clause(int kind)
{
    switch (kind) {
    case TOK_LBRACE: case TOK_RBRACE: case TOK_VERDICT: case TOK_ADVISORY: case TOK_BRANCHES: case TOK_WINDOW:
    case TOK_WINDOWS: case TOK_BREACH: case TOK_CLEAN: case TOK_LATEST: case TOK_HOLD: case TOK_OPTIONAL:
        return true;
    default:
        return false;
    }
}

/* A word that may be a name. */
static bool nameable(const gate_token *token)
{
    if (token->kind == TOK_IDENT) return true;
    uint32_t flags = gate_token_flags(token);
    return flags != 0 && !(flags & (GATE_KW_RESERVED | GATE_KW_OPENS));
}

/* The second word of a beginning: [next] names what is declared. A keyword does only before what
 * can follow a declared name. */
static bool names(const gate_token *next)
{
    if (next->kind == TOK_IDENT) return true;
    if (!nameable(next)) return false;
    switch (next[1].kind) {
    case TOK_STRING: case TOK_LBRACE: case TOK_COLON: case TOK_ASSIGN: case TOK_EACH: case TOK_FROM:
    case TOK_OVER: case TOK_OF:
        return true;
    default:
        return false;
    }
}

/* True when [token] and what follows it on its line can only be a beginning. [free] says that no
 * expression is open before it, so that it cannot be a name. */
static bool begins(const gate_token *token, bool free)
{
    const gate_token *next = token + 1;
    int after = next->flags & GATE_TOKEN_LINE ? TOK_END : next->kind;
    switch (token->kind) {
    case TOK_REQUIRE: case TOK_FORBID:
        return begins_operand(after) || after == TOK_EACH || after == TOK_ANY;
    case TOK_NEEDS:
        return begins_operand(after);
    case TOK_AT:
        return begins_operand(after) || after == TOK_LEAST;
    case TOK_WITHIN:
        return after == TOK_DURATION;
    case TOK_THEN:
        return after == TOK_IDENT || after == TOK_HOLD;
    case TOK_SEE: case TOK_FIX: case TOK_EFFECTIVE: case TOK_USING: case TOK_NOW: case TOK_TEST:
        return after == TOK_STRING;
    case TOK_FIRE: case TOK_WARN:
        return after == TOK_WHEN;
    case TOK_CONFIRM: case TOK_WAIVABLE:
        return free && after == TOK_BY;
    case TOK_ONLY:
        return after == TOK_IF;
    case TOK_ALLOW:
        return after == TOK_NO && next[1].kind == TOK_BRANCHES;
    case TOK_NO:
        return after == TOK_DATA && next[1].kind == TOK_IS;
    case TOK_TOLERATE:
        return after == TOK_INT;
    case TOK_KEEP:
        return after == TOK_LAST || (free && (after == TOK_FOR || after == TOK_WHERE));
    case TOK_MODULE:
        return after == TOK_STRING || after == TOK_EACH || after == TOK_SUM;
    case TOK_GIVEN: case TOK_WITHOUT:
        return after == TOK_IDENT;
    case TOK_EXPECT:
        return after == TOK_IDENT || after == TOK_VERDICT;
    case TOK_IMPORT:
        return after == TOK_IDENT || after == TOK_STRING;
    case TOK_POLICY: case TOK_OWNER: case TOK_PARAM: case TOK_LET: case TOK_TYPE: case TOK_EVIDENCE: case TOK_DEF:
    case TOK_CHECKLIST: case TOK_COVERAGE: case TOK_CANARY: case TOK_ROLLBACK: case TOK_PROCEDURE:
    case TOK_RETAIN: case TOK_ITEM: case TOK_CRITERION: case TOK_TRIGGER: case TOK_STEP:
        return after != TOK_END && names(next);
    case TOK_IDENT: /* perhaps one of these words, misspelt */
        return free && (begins_operand(after) || after == TOK_EACH || after == TOK_ANY || after == TOK_WHEN ||
                        after == TOK_IF || after == TOK_VERDICT);
    default:
        return false;
    }
}

static void mark(gate_scan *scan, bool everywhere)
{
    for (uint32_t i = 1; i + 1 < scan->tokens.len; i++) {
        gate_token *token = &scan->tokens.items[i];
        const gate_token *before = token - 1;
        bool field = i > 1 && (before[-1].kind == TOK_DOT || before[-1].kind == TOK_OPTDOT);
        if (!(everywhere || (token->flags & GATE_TOKEN_LINE)) || (takes_name(before->kind) && !field)) continue;
        bool free = ends_operand(before->kind) || ends_clause(before->kind);
        if (begins(token, free)) token->flags |= GATE_TOKEN_START;
    }
}

void gate_tokens_mark(gate_scan *scan)
{
    mark(scan, false);
}

void gate_tokens_mark_all(gate_scan *scan)
{
    for (uint32_t i = 0; i < scan->tokens.len; i++)
        scan->tokens.items[i].flags &= (uint16_t)~GATE_TOKEN_LINE;
    mark(scan, true);
}
