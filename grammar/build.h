/* The parser's side of the wall: its state, and the constructors that gate.y's actions call, one an
 * action. Private to grammar/. Nodes and lists live in the compile arena; nothing here knows what a
 * policy means. gate_tab.h includes this header, and nothing here includes parse.h: one way. */
#ifndef GATE_GRAMMAR_BUILD_H
#define GATE_GRAMMAR_BUILD_H

#include "grammar/token.h"

/* What the braces that are open hold: where recovery is, and what a missing `}` closes. */
typedef enum gate_level {
    GATE_LEVEL_EXPR, /* one expression; nothing recovers */
    GATE_LEVEL_FILE,
    GATE_LEVEL_ROWS,
    GATE_LEVEL_CLAUSES,
    GATE_LEVEL_TESTS,
} gate_level;

typedef struct gate_open {
    gate_level level;
    gate_span brace;
} gate_open;

typedef struct gate_idents {
    gate_ident *items;
    uint32_t len, cap;
} gate_idents;

/* A run of `!` or `-`. */
typedef struct gate_run {
    uint32_t lo, count; /* where the first stands, and how many */
} gate_run;

typedef struct gate_parser {
    gate_arena *arena;
    const gate_source *source;
    gate_diags *diags;
    gate_scan *scan;

    /* feeding */
    uint32_t pos;  /* the next token */
    uint32_t last; /* the token given last */
    int lead[2];   /* tokens that no text stands for, given before [pos]; then [closers] times `}` */
    uint32_t lead_len, lead_at, closers;
    bool start_given;   /* START of the token at [pos] */
    bool first;         /* the start symbol's token is still to come */
    uint32_t brackets;  /* open `(`, `[`, `{` of expressions and types */
    uint32_t deep_told; /* the start + 1 of what was told to be nested too deep */
    bool too_deep;      /* the depth cap was told; the next syntax error is its echo */

    /* places */
    GATE_VEC(gate_open) open; /* FILE or EXPR at the bottom */
    uint32_t done;            /* offset behind the last complete declaration, row or clause */
    uint32_t misplaced;       /* [open.len] where something misplaced was told: its neighbours are not */
    uint32_t errors;

    /* results */
    gate_node *result; /* FILE, or the expression */
    uint32_t next_id;
    uint32_t first_id;
    GATE_VEC(uint16_t) depths; /* by id - first_id: nesting of an expression or type */
    gate_node *big;            /* the last INT 9223372036854775808, until a `-` makes it good */
} gate_parser;

/* A node of [kind] with the payload of [made]. Counts nesting and refuses what is too deep: then the
 * node is an ERROR. */
gate_node *ast_add(gate_parser *parse, gate_kind kind, gate_span span, const gate_node *made);

/* The one way gate.y makes nodes: AST(OWNER, @$, .owner = {.name = $2, …}). */
#define AST(kind, span, ...) ast_add(parse, GATE_N_##kind, (span), &(const gate_node){.as = {__VA_ARGS__}})

/* Lists. */
gate_nodes ast_list(gate_parser *parse, gate_node *first); /* NULL: an empty one */
gate_nodes ast_append(gate_parser *parse, gate_nodes list, gate_node *node);
gate_idents ast_path(gate_parser *parse, gate_idents path, gate_ident segment);

/* Declarations, rows and clauses: append, attach the documentation above, and note that all before
 * [where]'s end is complete. */
gate_nodes ast_item(gate_parser *parse, gate_nodes list, gate_node *node, gate_span where);
/* An ERROR for what recovery skipped: from [error]'s begin to [end]'s end. */
gate_nodes ast_skipped(gate_parser *parse, gate_nodes list, gate_span error, gate_span end);

/* A block's or a row's `{` and `}`. */
void ast_open(gate_parser *parse, gate_level level, gate_span brace);
gate_nodes ast_close(gate_parser *parse, gate_nodes body, gate_span brace);

/* Leaves: of the word at this place, or the token with this index. */
gate_ident ast_ident(gate_parser *parse, gate_span place);
gate_ident ast_ident_text(gate_parser *parse, uint32_t token); /* of a STRING or QUOTED */
gate_node *ast_int(gate_parser *parse, uint32_t token);
gate_node *ast_double(gate_parser *parse, uint32_t token);
gate_node *ast_string(gate_parser *parse, uint32_t token);
gate_node *ast_duration(gate_parser *parse, uint32_t token);

/* Expressions. [left_place] is the left side with its parentheses, if any. */
gate_run ast_run(gate_run run, gate_span sign);
bool ast_is_quoted(gate_parser *parse, gate_span place); /* a selector in backquotes */
gate_node *ast_unary(gate_parser *parse, gate_op op, gate_run run, gate_node *operand,
                     gate_span operand_place, gate_span span);
gate_node *ast_binary(gate_parser *parse, gate_op op, gate_span op_span, gate_node *left,
                      gate_span left_place, gate_node *right, gate_span span);
gate_node *ast_union(gate_parser *parse, gate_node *left, gate_node *right, gate_span span);

/* Parts that come before what they belong to is known. */
gate_node *ast_field(gate_parser *parse, gate_idents path, gate_node *zone, gate_span span);
/* A parameter's `floor`, `ceiling` or `env` into [param]; [word] is its place. A second one of a kind is
 * refused. */
gate_node *ast_limit(gate_parser *parse, gate_node *param, gate_word which, gate_node *value, gate_span word);
gate_node *ast_env(gate_parser *parse, gate_node *param, gate_ident env, gate_span word);
/* The clause `fire when` from what follows its condition. */
gate_node *ast_fire(gate_parser *parse, gate_node *clause, gate_node *condition, gate_span span);
/* A block whose `{…}` was parsed as one list of rows and clauses. */
gate_node *ast_block(gate_parser *parse, gate_span span, const gate_node *made, gate_nodes body);
#define BLOCK(span, body, ...)                                                                               \
    ast_block(parse, (span), &(const gate_node){.as = {.block = {__VA_ARGS__}}}, (body))
/* The file as a whole; says so where `policy` is not its first declaration. */
gate_node *ast_file(gate_parser *parse, gate_nodes decls);
/* Tells what only the end of the text decides. */
void ast_finish(gate_parser *parse);

/* What Bison calls (parse.c): the next token with its index, and the end of its memory. */
int gate_parser_next(gate_parser *parse, uint32_t *token, gate_span *span);
void gate_parser_exhausted(gate_parser *parse);

/* What the parser could have gone on with; what it met is [last]. */
typedef struct gate_unexpected {
    const int *expected;      /* tokens */
    const char *const *names; /* as written, by place in [expected] */
    uint32_t count;
} gate_unexpected;

/* Bison's syntax error: tells it (syntax.c) and plans where parsing resumes. */
void gate_parser_report(gate_parser *parse, const gate_unexpected *found);

/* From the token [at], which cannot go on: the tokens to give next, so that parsing resumes at the next
 * declaration, row or clause that can be made out (recover.c). */
void gate_parser_plan(gate_parser *parse, uint32_t at);

/* The first token of the declaration, row or clause at hand. */
uint32_t gate_parser_start(const gate_parser *parse);
gate_level gate_parser_level(const gate_parser *parse);
/* True when [token]'s line is indented further than that of the brace [open]: then it was meant to
 * stand within, and the brace is not forgotten. */
bool gate_parser_deeper(const gate_parser *parse, const gate_token *token, const gate_open *open);

#endif
