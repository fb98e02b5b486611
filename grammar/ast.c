/* The tables of the tree: names of kinds, words and operators. */
#include "grammar/ast.h"

static const char *const kind_labels[] = {
#define NODE(kind, label) label,
#include "grammar/nodes.def"
#undef NODE
};

const char *gate_kind_label(gate_kind kind)
{
    return kind_labels[kind];
}

typedef struct word_info {
    const char *text;
    uint32_t flags;
    const char *doc;
} word_info;

static const word_info words[] = {
    {"", 0, ""},
#define KEYWORD(text, id, flags, doc) {text, (flags), doc},
#include "grammar/keywords.def"
#undef KEYWORD
};
_Static_assert(GATE_COUNT(words) == GATE_WORD_COUNT, "one row a keyword");

const char *gate_word_text(gate_word word)
{
    return words[word].text;
}

const char *gate_word_doc(gate_word word)
{
    return words[word].doc;
}

uint32_t gate_word_flags(gate_word word)
{
    return words[word].flags;
}

const char *gate_op_text(gate_op op)
{
    switch (op) {
    case GATE_OP_OR:
        return "||";
    case GATE_OP_AND:
        return "&&";
    case GATE_OP_LT:
        return "<";
    case GATE_OP_LE:
        return "<=";
    case GATE_OP_GT:
        return ">";
    case GATE_OP_GE:
        return ">=";
    case GATE_OP_EQ:
        return "==";
    case GATE_OP_NE:
        return "!=";
    case GATE_OP_IN:
        return "in";
    case GATE_OP_ADD:
        return "+";
    case GATE_OP_SUB:
        return "-";
    case GATE_OP_MUL:
        return "*";
    case GATE_OP_DIV:
        return "/";
    case GATE_OP_MOD:
        return "%";
    case GATE_OP_NOT:
        return "!";
    case GATE_OP_NEG:
        return "-";
    }
    return "";
}
