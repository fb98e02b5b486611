#include "grammar/expected.h"

#include "gate_tab.h"

#define ITEMS_MAX 4

bool gate_expects(const gate_unexpected *found, int kind)
{
    for (uint32_t i = 0; i < found->count; i++) {
        if (found->expected[i] == kind) return true;
    }
    return false;
}

bool gate_expects_expression(const gate_unexpected *found)
{
    return gate_expects(found, TOK_INT) && gate_expects(found, TOK_LPAREN);
}

uint32_t gate_kind_flags(int kind)
{
    switch (kind) {
#define KEYWORD(text, id, flags, doc)                                                                        \
    case TOK_##id:                                                                                           \
        return (flags);
#include "grammar/keywords.def"
#undef KEYWORD
    default:
        return 0;
    }
}

/* What may stand in one place is told by these, each for many tokens. */
typedef enum group {
    ALONE,
    HIDDEN, /* told by another item, or not worth telling */
    EXPRESSION,
    TYPE,
    FIELD,
    NAME,
    OPERATOR,
    CLAUSE,
    ROW,
    DECLARATION,
    TEST_CLAUSE,
    POSTFIX, /* what can go on behind most things: told last */
} group;

static const char *const group_words[] = {
    NULL,          NULL,       "an expression", "a type",        "a field's name",     "a name",
    "an operator", "a clause", "a row",         "a declaration", "a clause of a test", NULL,
};

/* Which groups hold in this place. */
typedef struct place {
    bool expression, type, field, name, operand_ended, clause, row, declaration, test_clause;
} place;

static place place_of(const gate_unexpected *found)
{
    place here = {0};
    here.expression = gate_expects_expression(found);
    here.name = gate_expects(found, TOK_IDENT);
    here.field = here.name && gate_expects(found, TOK_QUOTED);
    here.type = here.name && !here.expression && !here.field && gate_expects(found, TOK_LBRACKET) &&
                gate_expects(found, TOK_STRING);
    here.operand_ended = gate_expects(found, TOK_PLUS);
    here.clause = !here.name && gate_expects(found, TOK_REQUIRE);
    here.row = !here.name && gate_expects(found, TOK_ITEM);
    here.declaration = !here.name && gate_expects(found, TOK_CHECKLIST);
    here.test_clause = !here.name && gate_expects(found, TOK_GIVEN);
    return here;
}

/* clang-format off */
static group of_sign(const place *here, int kind)
{
    switch (kind) {
    case TOK_INT: case TOK_DOUBLE: case TOK_DURATION: case TOK_LPAREN: case TOK_BANG: case TOK_MINUS:
    case TOK_TRUE: case TOK_FALSE: case TOK_NULL:
        if (here->expression) return EXPRESSION;
        if (here->type && kind == TOK_NULL) return TYPE;
        if (here->operand_ended && (kind == TOK_LPAREN || kind == TOK_MINUS)) return OPERATOR;
        return kind == TOK_LPAREN ? POSTFIX : ALONE;
    case TOK_STRING: case TOK_LBRACKET: case TOK_LBRACE: case TOK_DOT:
        if (here->expression) return EXPRESSION;
        if (here->type && kind != TOK_DOT) return TYPE;
        if (here->operand_ended && kind != TOK_STRING && kind != TOK_LBRACE) return OPERATOR;
        if (kind == TOK_DOT || kind == TOK_LBRACKET) return POSTFIX;
        return here->field && kind == TOK_STRING ? FIELD : ALONE;
    case TOK_PLUS: case TOK_STAR: case TOK_SLASH: case TOK_PERCENT: case TOK_EQ: case TOK_NE: case TOK_LT:
    case TOK_LE: case TOK_GT: case TOK_GE: case TOK_ANDAND: case TOK_OROR: case TOK_QUERY: case TOK_OPTDOT:
    case TOK_IN:
        if (here->operand_ended) return OPERATOR;
        return here->expression || here->field ? HIDDEN : ALONE;
    case TOK_BAR:
        return POSTFIX;
    default:
        return ALONE;
    }
}
/* clang-format on */

static group of_kind(const place *here, int kind)
{
    if (kind < TOK_END || kind == TOK_BEGIN_FILE || kind == TOK_BEGIN_EXPR || kind == TOK_START ||
        kind == TOK_RESUME || kind == TOK_INTO_ROWS || kind == TOK_INTO_BODY || kind == TOK_INTO_TESTS)
        return HIDDEN;
    group sign = of_sign(here, kind);
    if (sign != ALONE) return sign;
    uint32_t flags = gate_kind_flags(kind);
    bool word = kind == TOK_IDENT || (flags && !(flags & (GATE_KW_RESERVED | GATE_KW_OPENS)));
    bool any_word = word || flags || kind == TOK_QUOTED || kind == TOK_VERDICT || kind == TOK_RESERVED;
    if (here->field && any_word) return FIELD;
    if (here->name && word) return here->expression ? EXPRESSION : here->type ? TYPE : NAME;
    if (here->type && kind == TOK_ANY) return TYPE;
    if (here->clause && (flags & GATE_KW_CLAUSE)) return CLAUSE;
    if (here->row && (flags & (GATE_KW_ROW | GATE_KW_DIRECT))) return ROW;
    if (here->declaration && (flags & GATE_KW_DECL)) return DECLARATION;
    if (here->test_clause && (flags & GATE_KW_TEST)) return TEST_CLAUSE;
    return ALONE;
}

/* As it is listed: what is met in many shapes by its description, the rest as written. */
static const char *label(gate_arena *arena, int kind, const char *name)
{
    switch (kind) {
    case TOK_END:
        return "the end";
    case TOK_DURATION:
        return "a duration such as `24h`";
    case TOK_IDENT:
    case TOK_QUOTED:
    case TOK_STRING:
    case TOK_INT:
    case TOK_DOUBLE:
    case TOK_VERDICT:
    case TOK_RESERVED:
        return name;
    default:
        return gate_str_printf(arena, "`%s`", name).ptr;
    }
}

gate_str gate_expected_text(gate_arena *arena, const gate_unexpected *found)
{
    place here = place_of(found);
    const char *items[ITEMS_MAX];
    uint32_t count = 0;
    /* First what is most likely wanted, then what closes or follows. */
    static const group first[] = {EXPRESSION, TYPE, FIELD,       NAME,        ALONE,  OPERATOR,
                                  CLAUSE,     ROW,  DECLARATION, TEST_CLAUSE, POSTFIX};
    for (size_t g = 0; g < GATE_COUNT(first); g++) {
        for (uint32_t i = 0; i < found->count && count < ITEMS_MAX; i++) {
            if (of_kind(&here, found->expected[i]) != first[g]) continue;
            bool alone = first[g] == ALONE || first[g] == POSTFIX;
            items[count++] =
                alone ? label(arena, found->expected[i], found->names[i]) : group_words[first[g]];
            if (!alone) break;
        }
    }
    gate_buf text = gate_buf_new(arena);
    for (uint32_t i = 0; i < count; i++)
        gate_buf_printf(&text, "%s%s", i == 0 ? "" : i + 1 == count ? " or " : ", ", items[i]);
    return gate_buf_str(&text);
}
