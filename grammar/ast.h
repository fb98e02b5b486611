/* The tree of one `.gate` file: what was written, nothing of what it means. Nodes live in the
 * compile arena, are small, and do not change once parsed; later phases keep side tables indexed by
 * a node's dense id. Macros (`all`, `map`, …) stay calls here: the compiler recognises them. */
#ifndef GATE_GRAMMAR_AST_H
#define GATE_GRAMMAR_AST_H

#include "base/diag.h"
#include "base/source.h"
#include "base/vec.h"

/* Nesting of expressions and types that the parser accepts (E0109 beyond): later phases recurse.
 * Chains of binary operators lean to the left and are not counted: `a + b + c + …` may be as long as
 * the text allows, so walkers follow [binary.left] in a loop. */
#define GATE_MAX_DEPTH 256
/* Bytes of one text (E0110 beyond). */
#define GATE_MAX_TEXT (1u << 20)

typedef enum gate_kind {
#define NODE(kind, label) GATE_N_##kind,
#include "grammar/nodes.def"
#undef NODE
} gate_kind;

/* The keywords as values, so that a clause or a block carries its word: GATE_W_REQUIRE … */
typedef enum gate_word {
    GATE_W_NONE_GIVEN,
#define KEYWORD(text, id, flags, doc) GATE_W_##id,
#include "grammar/keywords.def"
#undef KEYWORD
    GATE_WORD_COUNT
} gate_word;

/* Where a keyword may stand. */
typedef enum gate_word_flag {
    GATE_KW_DECL = 1 << 0,     /* begins a declaration */
    GATE_KW_BLOCK = 1 << 1,    /* a declaration that is a block */
    GATE_KW_ROW = 1 << 2,      /* begins a row */
    GATE_KW_DIRECT = 1 << 3,   /* begins a clause directly in a block */
    GATE_KW_CLAUSE = 1 << 4,   /* begins a clause of a row */
    GATE_KW_TEST = 1 << 5,     /* begins a clause of a test */
    GATE_KW_PART = 1 << 6,     /* stands within one of these */
    GATE_KW_VALUE = 1 << 7,    /* a literal */
    GATE_KW_RESERVED = 1 << 8, /* CEL's: never a name, but after a dot */
    GATE_KW_OPENS = 1 << 9,    /* no name where one is declared or begins an expression */
} gate_word_flag;

const char *gate_word_text(gate_word word); /* as it is written; "" for GATE_W_NONE_GIVEN */
uint32_t gate_word_flags(gate_word word);   /* of gate_word_flag; 0 for GATE_W_NONE_GIVEN */
const char *gate_word_doc(gate_word word);  /* one line of help */

typedef struct gate_node gate_node;

typedef struct gate_nodes {
    gate_node **items;
    uint32_t len, cap;
} gate_nodes;

/* A name with its place; [text] empty means that none was written. */
typedef struct gate_ident {
    gate_str text;
    gate_span span;
} gate_ident;

typedef enum gate_op {
    GATE_OP_OR,
    GATE_OP_AND,
    GATE_OP_LT,
    GATE_OP_LE,
    GATE_OP_GT,
    GATE_OP_GE,
    GATE_OP_EQ,
    GATE_OP_NE,
    GATE_OP_IN,
    GATE_OP_ADD,
    GATE_OP_SUB,
    GATE_OP_MUL,
    GATE_OP_DIV,
    GATE_OP_MOD,
    GATE_OP_NOT,
    GATE_OP_NEG,
} gate_op;

const char *gate_op_text(gate_op op);

/* How a clause quantifies. */
typedef enum gate_form {
    GATE_FORM_PLAIN,       /* require EXPR, forbid EXPR, fire when EXPR … */
    GATE_FORM_EACH,        /* require each X in LIST … : EXPR */
    GATE_FORM_ROSTER,      /* require each X of NAMES in LIST [by FIELD] [: EXPR] */
    GATE_FORM_ANY,         /* forbid any X in LIST where EXPR */
    GATE_FORM_CONSECUTIVE, /* fire when EXPR for N consecutive X in LIST */
    GATE_FORM_OF,          /* fire when EXPR for N of M X in LIST */
    GATE_FORM_DURATION,    /* fire when EXPR for DURATION of X in LIST by FIELD */
} gate_form;

struct gate_node {
    gate_kind kind;
    uint32_t id;
    gate_span span; /* of a parenthesised expression: without the parentheses */
    gate_str doc;   /* the `///` lines above a declaration or a row, without the slashes; or empty */
    union {
        bool boolean;       /* BOOL */
        int64_t integer;    /* INT, sign already applied */
        double real;        /* DOUBLE */
        struct {            /* STRING */
            gate_str value; /* decoded */
            bool raw;
        } string;
        int64_t nanoseconds; /* DURATION: at most 292 years, checked by the scanner */
        struct {             /* NAME */
            gate_str text;
            bool root; /* written `.name` */
        } name;
        struct { /* SELECT: operand.field, operand.?field */
            gate_node *operand;
            gate_ident field;
            bool optional, quoted;
        } select;
        struct { /* INDEX: operand[index], operand[?index]; in test paths index NULL is [*] */
            gate_node *operand, *index;
            bool optional;
        } index;
        struct { /* CALL: target.name(args), or name(args) with target NULL */
            gate_node *target;
            gate_ident name;
            gate_nodes args;
            bool root;
        } call;
        gate_nodes list; /* LIST of ELEMENT; MAP of ELEMENT */
        struct {         /* ELEMENT of a list (key NULL) or a map */
            gate_node *key, *value;
            bool optional;
        } element;
        struct { /* UNARY */
            gate_op op;
            gate_node *operand;
        } unary;
        struct { /* BINARY */
            gate_op op;
            gate_span op_span;
            gate_node *left, *right;
        } binary;
        struct { /* COND */
            gate_node *test, *then, *other;
        } cond;

        struct { /* TYPE_NAME: name or module.name; QNAME: the same for owners and roles */
            gate_ident qualifier, name;
        } qname;
        gate_str word;     /* TYPE_WORD: the literal type "pass" */
        gate_node *of;     /* TYPE_LIST: element type */
        gate_nodes fields; /* TYPE_RECORD of TYPE_FIELD */
        struct {           /* TYPE_APPLY: name(type) */
            gate_ident name;
            gate_node *argument;
        } apply;
        gate_nodes alternatives; /* TYPE_UNION, two or more */
        struct {                 /* TYPE_FIELD */
            gate_ident name;
            bool optional;
            gate_node *type;
        } field_type;

        struct { /* FIELD: a path in an artifact, and the zone of its times */
            gate_ident *segments;
            uint32_t count;
            gate_node *zone; /* STRING or NULL */
        } field;
        struct { /* DEF_PARAM */
            gate_ident name;
            gate_node *type; /* or NULL */
        } def_param;

        struct { /* POLICY */
            gate_ident name;
            gate_node *title; /* STRING */
        } policy;
        struct { /* IMPORT: of a module (name) or a file (path) */
            gate_ident name;
            gate_node *path; /* STRING or NULL */
            gate_ident as;
        } import;
        struct { /* OWNER */
            gate_ident name;
            gate_node *title, *duty; /* STRING; duty may be NULL */
        } owner;
        struct { /* PARAM */
            gate_ident name;
            gate_node *type, *value, *floor, *ceiling; /* value, floor, ceiling: expressions or NULL */
            gate_ident env;
            gate_node *title; /* STRING or NULL */
        } param;
        struct { /* LET */
            gate_ident name;
            gate_node *value;
        } let;
        struct { /* TYPE */
            gate_ident name;
            gate_node *type;
        } type;
        struct { /* EVIDENCE */
            gate_ident name;
            gate_node *type;       /* or NULL */
            gate_word cardinality; /* GATE_W_EACH, GATE_W_LATEST or GATE_W_NONE_GIVEN */
            bool optional;
            gate_node *path; /* STRING */
            gate_ident reader;
            gate_node *by;       /* FIELD or NULL */
            gate_node *fresh;    /* DURATION or NULL */
            gate_node *fresh_by; /* FIELD, with fresh */
        } evidence;
        struct { /* DEF */
            gate_ident name;
            gate_nodes params; /* DEF_PARAM */
            gate_node *result; /* type or NULL */
            gate_node *body;
        } def;
        struct {            /* BLOCK */
            gate_word word; /* GATE_W_CHECKLIST … */
            gate_ident name;
            gate_node *title;        /* STRING or NULL */
            gate_node *of, *against; /* coverage */
            gate_ident var;          /* canary, retain: over VAR in … */
            gate_node *list;         /* canary: an expression; retain: a STRING */
            gate_node *where;        /* canary */
            gate_node *by;           /* retain: FIELD or NULL */
            gate_nodes rows;         /* ROW */
            gate_nodes clauses;      /* CLAUSE: only if, at least, tolerate, then */
        } block;
        struct {              /* ROW */
            gate_word word;   /* ITEM MODULE CRITERION TRIGGER STEP KEEP */
            gate_word mode;   /* item/module: EACH; module: SUM; keep: LAST, FOR, WHERE; else none given */
            gate_ident name;  /* item, criterion, trigger, step */
            gate_node *title; /* STRING or NULL; a template for item … each */
            gate_node *path;  /* module: STRING, path or glob */
            gate_node *least; /* module each: INT or NULL */
            gate_ident var;   /* item … each */
            gate_node *list, *where, *by; /* item … each; keep: where */
            bool or_none;
            gate_node *count;   /* keep last: INT */
            gate_node *span;    /* keep for: DURATION */
            gate_node *per;     /* keep last: expression or NULL */
            gate_nodes clauses; /* CLAUSE */
        } row;
        struct { /* CLAUSE */
            gate_word
                word; /* REQUIRE FORBID NEEDS WARN CONFIRM FIRE ONLY AT WITHIN THEN OWNER SEE FIX ADVISORY
                         EFFECTIVE WAIVABLE ALLOW TOLERATE NO (no data is …) LEAST (at least N windows) */
            gate_form form;
            gate_ident var;   /* X */
            gate_node *names; /* roster: NAMES */
            gate_node *list, *where;
            bool or_none, latest;
            gate_node *by;     /* FIELD */
            gate_node *expr;   /* the condition; NULL for a roster without one, and for forbid any, which has
                                  `where` */
            gate_node *text;   /* STRING: else-message, question, see, fix, effective */
            gate_node *n, *m;  /* INT; n is a DURATION in confirm, within, waivable, GATE_FORM_DURATION */
            gate_nodes roles;  /* QNAME: owner (one), confirm, waivable */
            gate_ident target; /* then NAME, within … of NAME; `then hold` is the name hold */
            gate_word choice;  /* no data is …: BREACH or CLEAN */
        } clause;
        struct {                /* TEST */
            gate_node *title;   /* STRING */
            gate_nodes clauses; /* TEST_CLAUSE */
        } test;
        struct {              /* TEST_CLAUSE */
            gate_word word;   /* USING PARAM NOW GIVEN WITHOUT EXPECT */
            gate_ident name;  /* param */
            gate_node *path;  /* SELECT/INDEX/NAME chain, or NULL */
            gate_node *value; /* expression; STRING for using, now, from, series */
            bool series, from;
            gate_ident outcome; /* expect: verdict word or outcome */
        } test_clause;
        struct {               /* FILE */
            gate_node *policy; /* POLICY or NULL */
            gate_nodes decls;
        } file;
    } as; /* last: a node is allocated no larger than its kind needs, so never copy one whole */
};

typedef struct gate_comment {
    gate_span span;
    bool own_line; /* nothing but space before it on its line */
    bool doc;      /* `///` */
} gate_comment;

typedef struct gate_ast {
    gate_arena *arena;
    const gate_source *source;
    gate_node *file;     /* FILE; holds ERROR nodes where recovery skipped text */
    uint32_t node_count; /* ids are 0 … node_count-1 */
    gate_comment *comments;
    uint32_t comment_count;
} gate_ast;

/* The labels of every kind that is no expression and no part of one, for switches over expressions: they have no
 * `default`, so that a new kind is noticed. Written `GATE_CASES_NO_EXPRESSION:`. */
#define GATE_CASES_NO_EXPRESSION    \
    case GATE_N_TYPE_NAME: \
    case GATE_N_TYPE_WORD: \
    case GATE_N_TYPE_LIST: \
    case GATE_N_TYPE_RECORD: \
    case GATE_N_TYPE_APPLY: \
    case GATE_N_TYPE_UNION: \
    case GATE_N_TYPE_FIELD: \
    case GATE_N_QNAME: \
    case GATE_N_FIELD: \
    case GATE_N_DEF_PARAM: \
    case GATE_N_POLICY: \
    case GATE_N_IMPORT: \
    case GATE_N_OWNER: \
    case GATE_N_PARAM: \
    case GATE_N_LET: \
    case GATE_N_TYPE: \
    case GATE_N_EVIDENCE: \
    case GATE_N_DEF: \
    case GATE_N_BLOCK: \
    case GATE_N_ROW: \
    case GATE_N_CLAUSE: \
    case GATE_N_TEST: \
    case GATE_N_TEST_CLAUSE: \
    case GATE_N_FILE: \
    case GATE_N_ERROR

const char *gate_kind_label(gate_kind kind);

/* Calls [visit] for every direct child of [node] that is not NULL, in the order of the text. The
 * one place that knows the shape of every node, for walkers that treat most kinds alike. */
void gate_node_children(const gate_node *node, void (*visit)(const gate_node *child, void *context),
                        void *context);

/* The tree as an s-expression, one line, for tests: equal text, equal tree (spans and comments
 * apart). */
void gate_ast_dump(gate_buf *out, const gate_node *node);

#endif
