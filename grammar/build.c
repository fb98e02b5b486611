#include "grammar/build.h"

#include "gate_tab.h"

#include <string.h>

/* ---- nodes ---- */

#define HEAD         offsetof(gate_node, as)
#define SIZE(member) (HEAD + sizeof(((gate_node *)NULL)->as.member))

/* What a node of [kind] takes: blocks, rows and clauses are ten times an expression. */
/* clang-format off */
static size_t size_of(gate_kind kind)
{
    switch (kind) {
    case GATE_N_NULL:
    case GATE_N_BOOL: return SIZE(boolean);
    case GATE_N_INT: return SIZE(integer);
    case GATE_N_DOUBLE: return SIZE(real);
    case GATE_N_STRING: return SIZE(string);
    case GATE_N_DURATION: return SIZE(nanoseconds);
    case GATE_N_NAME: return SIZE(name);
    case GATE_N_SELECT: return SIZE(select);
    case GATE_N_INDEX: return SIZE(index);
    case GATE_N_CALL: return SIZE(call);
    case GATE_N_LIST:
    case GATE_N_MAP: return SIZE(list);
    case GATE_N_ELEMENT: return SIZE(element);
    case GATE_N_UNARY: return SIZE(unary);
    case GATE_N_BINARY: return SIZE(binary);
    case GATE_N_COND: return SIZE(cond);
    case GATE_N_TYPE_NAME:
    case GATE_N_QNAME: return SIZE(qname);
    case GATE_N_TYPE_WORD: return SIZE(word);
    case GATE_N_TYPE_LIST: return SIZE(of);
    case GATE_N_TYPE_RECORD: return SIZE(fields);
    case GATE_N_TYPE_APPLY: return SIZE(apply);
    case GATE_N_TYPE_UNION: return SIZE(alternatives);
    case GATE_N_TYPE_FIELD: return SIZE(field_type);
    case GATE_N_FIELD: return SIZE(field);
    case GATE_N_DEF_PARAM: return SIZE(def_param);
    case GATE_N_POLICY: return SIZE(policy);
    case GATE_N_IMPORT: return SIZE(import);
    case GATE_N_OWNER: return SIZE(owner);
    case GATE_N_PARAM: return SIZE(param);
    case GATE_N_LET: return SIZE(let);
    case GATE_N_TYPE: return SIZE(type);
    case GATE_N_EVIDENCE: return SIZE(evidence);
    case GATE_N_DEF: return SIZE(def);
    case GATE_N_BLOCK: return SIZE(block);
    case GATE_N_ROW: return SIZE(row);
    case GATE_N_CLAUSE: return SIZE(clause);
    case GATE_N_TEST: return SIZE(test);
    case GATE_N_TEST_CLAUSE: return SIZE(test_clause);
    case GATE_N_FILE: return SIZE(file);
    case GATE_N_ERROR: return HEAD;
    }
    return sizeof(gate_node);
}
/* clang-format on */

/* Expressions and types nest; what stands around them does not count. */
static bool nests(gate_kind kind)
{
    return kind >= GATE_N_NULL && kind <= GATE_N_TYPE_FIELD;
}

typedef struct deepest {
    const gate_parser *parse;
    const gate_node *node;
    uint32_t depth;
} deepest;

static void deepen(const gate_node *child, void *context)
{
    deepest *found = context;
    uint32_t depth = found->parse->depths.items[child->id - found->parse->first_id];
    /* The spine of a chain is walked in a loop, and an element is a part of its list: they add nothing. */
    bool spine = found->node->kind == GATE_N_BINARY && child == found->node->as.binary.left &&
                 child->kind == GATE_N_BINARY;
    bool part = found->node->kind == GATE_N_ELEMENT || found->node->kind == GATE_N_TYPE_FIELD;
    depth += spine || part ? 0 : 1;
    if (depth > found->depth) found->depth = depth;
}

/* Once for what stands there: the rest of it is as deep. */
static void too_deep(gate_parser *parse, gate_span span)
{
    uint32_t start = gate_parser_start(parse) + 1;
    parse->errors++;
    if (parse->deep_told == start) return;
    parse->deep_told = start;
    gate_diag *diag = gate_diag_raise(parse->diags, GATE_D_TOO_DEEP, parse->source, span,
                                      "this is nested more than %d levels deep", GATE_MAX_DEPTH);
    gate_diag_help(parse->diags, diag, "Give parts of it names with `let` or `def`.");
}

gate_node *ast_add(gate_parser *parse, gate_kind kind, gate_span span, const gate_node *made)
{
    size_t size = size_of(kind);
    gate_node *node = gate_arena_copy(parse->arena, made, size);
    node->kind = kind;
    node->span = span;
    node->doc = (gate_str){0};
    node->id = parse->next_id++;
    deepest found = {parse, node, 0};
    if (nests(kind)) gate_node_children(node, deepen, &found);
    if (found.depth > GATE_MAX_DEPTH) {
        too_deep(parse, span);
        node->kind = GATE_N_ERROR;
        found.depth = 0;
    }
    gate_vec_push(parse->arena, &parse->depths, (uint16_t)found.depth);
    return node;
}

/* ---- lists ---- */

gate_nodes ast_append(gate_parser *parse, gate_nodes list, gate_node *node)
{
    gate_vec_push(parse->arena, &list, node);
    return list;
}

gate_nodes ast_list(gate_parser *parse, gate_node *first)
{
    return ast_append(parse, (gate_nodes){0}, first);
}

gate_idents ast_path(gate_parser *parse, gate_idents path, gate_ident segment)
{
    gate_vec_push(parse->arena, &path, segment);
    return path;
}

/* ---- documentation ---- */

/* The `///` lines between the token before [offset] and it, joined; empty when there are none. */
static gate_str doc_above(const gate_parser *parse, uint32_t offset)
{
    const gate_scan *scan = parse->scan;
    uint32_t lo = 0, hi = scan->comments.len;
    while (lo < hi) { /* the first comment at or behind the offset */
        uint32_t mid = lo + (hi - lo) / 2;
        if (scan->comments.items[mid].span.lo < offset)
            lo = mid + 1;
        else
            hi = mid;
    }
    uint32_t token = gate_token_at(&scan->tokens, offset);
    uint32_t from = token ? scan->tokens.items[token - 1].hi : 0, first = lo;
    while (first > 0 && scan->comments.items[first - 1].span.lo >= from)
        first--;
    gate_buf text = gate_buf_new(parse->arena);
    bool any = false;
    for (uint32_t i = first; i < lo; i++) {
        const gate_comment *comment = &scan->comments.items[i];
        if (!comment->doc || !comment->own_line) continue;
        gate_str line = gate_source_slice(parse->source, comment->span);
        line = gate_str_sub(line, 3, line.len);
        if (line.len && line.ptr[0] == ' ') line = gate_str_sub(line, 1, line.len);
        while (line.len && (line.ptr[line.len - 1] == ' ' || line.ptr[line.len - 1] == '\t'))
            line.len--;
        if (any) gate_buf_char(&text, '\n');
        gate_buf_add(&text, line);
        any = true;
    }
    return any ? gate_buf_str(&text) : (gate_str){0};
}

gate_nodes ast_item(gate_parser *parse, gate_nodes list, gate_node *node, gate_span where)
{
    if (node->kind != GATE_N_CLAUSE && node->kind != GATE_N_TEST_CLAUSE)
        node->doc = doc_above(parse, where.lo);
    parse->done = where.hi;
    if (parse->open.len <= parse->misplaced) parse->misplaced = 0;
    return ast_append(parse, list, node);
}

gate_nodes ast_skipped(gate_parser *parse, gate_nodes list, gate_span error, gate_span end)
{
    parse->done = end.hi;
    gate_span where = {error.lo, end.hi > error.lo ? end.hi : error.lo};
    return ast_append(parse, list, ast_add(parse, GATE_N_ERROR, where, &(const gate_node){0}));
}

void ast_open(gate_parser *parse, gate_level level, gate_span brace)
{
    gate_open open = {level, brace};
    gate_vec_push(parse->arena, &parse->open, open);
    parse->done = brace.hi;
    if (parse->brackets) parse->brackets--;
}

gate_nodes ast_close(gate_parser *parse, gate_nodes body, gate_span brace)
{
    if (parse->open.len > 1) parse->open.len--;
    parse->done = brace.hi;
    return body;
}

/* ---- leaves ---- */

static const gate_token *token_at(const gate_parser *parse, uint32_t index)
{
    return &parse->scan->tokens.items[index];
}

static const gate_literal *literal_of(const gate_parser *parse, uint32_t index)
{
    return &parse->scan->literals.items[token_at(parse, index)->value];
}

static gate_span span_of(const gate_parser *parse, uint32_t index)
{
    return (gate_span){token_at(parse, index)->lo, token_at(parse, index)->hi};
}

gate_ident ast_ident(gate_parser *parse, gate_span place)
{
    return (gate_ident){gate_source_slice(parse->source, place), place};
}

gate_ident ast_ident_text(gate_parser *parse, uint32_t token)
{
    return (gate_ident){literal_of(parse, token)->text, span_of(parse, token)};
}

static void big_int(gate_parser *parse)
{
    gate_diag *diag = gate_diag_raise(parse->diags, GATE_D_NUMBER_RANGE, parse->source, parse->big->span,
                                      "the number is too large for 64 bits");
    gate_diag_help(parse->diags, diag, "Whole numbers go up to 9223372036854775807.");
    parse->errors++;
}

gate_node *ast_int(gate_parser *parse, uint32_t token)
{
    gate_node *node = AST(INT, span_of(parse, token), .integer = literal_of(parse, token)->integer);
    if (token_at(parse, token)->flags & GATE_TOKEN_BIG) {
        if (parse->big) big_int(parse);
        parse->big = node;
    }
    return node;
}

gate_node *ast_double(gate_parser *parse, uint32_t token)
{
    return AST(DOUBLE, span_of(parse, token), .real = literal_of(parse, token)->real);
}

gate_node *ast_string(gate_parser *parse, uint32_t token)
{
    bool raw = token_at(parse, token)->flags & GATE_TOKEN_RAW;
    return AST(STRING, span_of(parse, token),
               .string = {.value = literal_of(parse, token)->text, .raw = raw});
}

gate_node *ast_duration(gate_parser *parse, uint32_t token)
{
    return AST(DURATION, span_of(parse, token), .nanoseconds = literal_of(parse, token)->integer);
}

/* ---- expressions ---- */

gate_run ast_run(gate_run run, gate_span sign)
{
    return (gate_run){run.count ? run.lo : sign.lo, run.count + 1};
}

bool ast_is_quoted(gate_parser *parse, gate_span place)
{
    return parse->source->text.ptr[place.lo] == '`';
}

static bool same_place(gate_span a, gate_span b)
{
    return a.lo == b.lo && a.hi == b.hi;
}

gate_node *ast_unary(gate_parser *parse, gate_op op, gate_run run, gate_node *operand,
                     gate_span operand_place, gate_span span)
{
    uint32_t first = gate_token_at(&parse->scan->tokens, run.lo), left = run.count;
    bool literal = op == GATE_OP_NEG && same_place(operand->span, operand_place);
    if (literal && (operand->kind == GATE_N_INT || operand->kind == GATE_N_DOUBLE)) {
        /* CEL's number literals have their sign; the largest negative one exists only with it. */
        if (operand == parse->big)
            parse->big = NULL;
        else if (operand->kind == GATE_N_INT)
            operand->as.integer = -operand->as.integer;
        else
            operand->as.real = -operand->as.real;
        operand->span.lo = token_at(parse, first + --left)->lo;
    }
    if (left > GATE_MAX_DEPTH) {
        too_deep(parse, span);
        return ast_add(parse, GATE_N_ERROR, span, &(const gate_node){0});
    }
    for (; left > 0; left--) {
        gate_span place = {token_at(parse, first + left - 1)->lo, span.hi};
        operand = AST(UNARY, place, .unary = {.op = op, .operand = operand});
    }
    return operand;
}

static bool orders(gate_op op)
{
    return op == GATE_OP_LT || op == GATE_OP_LE || op == GATE_OP_GT || op == GATE_OP_GE;
}

/* `1 < x < 3` compares a bool with a number; what is meant is two comparisons. */
static void chained(gate_parser *parse, gate_op op, gate_span op_span, const gate_node *left,
                    const gate_node *right)
{
    gate_diag *diag = gate_diag_raise(parse->diags, GATE_D_CHAINED_COMPARISON, parse->source, op_span,
                                      "a comparison is compared again");
    gate_diag_label(parse->diags, diag, parse->source, left->as.binary.op_span,
                    "this one gives true or false");
    gate_str middle = gate_source_slice(parse->source, left->as.binary.right->span);
    gate_str last = gate_source_slice(parse->source, right->span);
    if (middle.len + last.len < 60 && !memchr(middle.ptr, '\n', middle.len) &&
        !memchr(last.ptr, '\n', last.len))
        gate_diag_help(parse->diags, diag, "Write `… %s %.*s && %.*s %s %.*s`.",
                       gate_op_text(left->as.binary.op), GATE_STR_ARG(middle), GATE_STR_ARG(middle),
                       gate_op_text(op), GATE_STR_ARG(last));
    else
        gate_diag_help(parse->diags, diag, "Join two comparisons with `&&`.");
    parse->errors++;
}

gate_node *ast_binary(gate_parser *parse, gate_op op, gate_span op_span, gate_node *left,
                      gate_span left_place, gate_node *right, gate_span span)
{
    bool chain = orders(op) && left->kind == GATE_N_BINARY && orders(left->as.binary.op);
    if (chain && same_place(left->span, left_place)) {
        chained(parse, op, op_span, left, right);
        return ast_add(parse, GATE_N_ERROR, span, &(const gate_node){0}); /* its types are no second mistake */
    }
    return AST(BINARY, span, .binary = {.op = op, .op_span = op_span, .left = left, .right = right});
}

gate_node *ast_union(gate_parser *parse, gate_node *left, gate_node *right, gate_span span)
{
    if (left->kind == GATE_N_TYPE_UNION) {
        left->as.alternatives = ast_append(parse, left->as.alternatives, right);
        left->span = span;
        uint16_t *depth = &parse->depths.items[left->id - parse->first_id];
        uint16_t added = (uint16_t)(parse->depths.items[right->id - parse->first_id] + 1);
        if (added > *depth) *depth = added;
        return left;
    }
    gate_nodes both = ast_append(parse, ast_list(parse, left), right);
    return AST(TYPE_UNION, span, .alternatives = both);
}

/* ---- parts and wholes ---- */

gate_node *ast_field(gate_parser *parse, gate_idents path, gate_node *zone, gate_span span)
{
    return AST(FIELD, span, .field = {.segments = path.items, .count = path.len, .zone = zone});
}

static void twice(gate_parser *parse, gate_span word, gate_span before)
{
    gate_str text = gate_source_slice(parse->source, word);
    gate_diag *diag = gate_diag_raise(parse->diags, GATE_D_SYNTAX, parse->source, word,
                                      "`" GATE_STR_FMT "` is given twice", GATE_STR_ARG(text));
    gate_diag_label(parse->diags, diag, parse->source, before, "given here first");
    gate_diag_help(parse->diags, diag, "Remove one of them.");
    parse->errors++;
}

gate_node *ast_limit(gate_parser *parse, gate_node *param, gate_word which, gate_node *value, gate_span word)
{
    gate_node **slot = which == GATE_W_FLOOR ? &param->as.param.floor : &param->as.param.ceiling;
    if (*slot) twice(parse, word, (*slot)->span);
    *slot = value;
    return param;
}

gate_node *ast_env(gate_parser *parse, gate_node *param, gate_ident env, gate_span word)
{
    if (param->as.param.env.text.len) twice(parse, word, param->as.param.env.span);
    param->as.param.env = env;
    return param;
}

gate_node *ast_fire(gate_parser *parse, gate_node *clause, gate_node *condition, gate_span span)
{
    (void)parse;
    clause->as.clause.expr = condition;
    clause->span = span;
    return clause;
}

gate_node *ast_block(gate_parser *parse, gate_span span, const gate_node *made, gate_nodes body)
{
    gate_node *block = ast_add(parse, GATE_N_BLOCK, span, made);
    for (uint32_t i = 0; i < body.len; i++) {
        gate_node *part = body.items[i];
        if (part->kind == GATE_N_CLAUSE)
            block->as.block.clauses = ast_append(parse, block->as.block.clauses, part);
        else
            block->as.block.rows = ast_append(parse, block->as.block.rows, part);
    }
    return block;
}

gate_node *ast_file(gate_parser *parse, gate_nodes decls)
{
    gate_node *file =
        AST(FILE, ((gate_span){0, (uint32_t)parse->source->text.len}), .file = {.policy = NULL});
    for (uint32_t i = 0; i < decls.len; i++) {
        gate_node *decl = decls.items[i], *policy = file->as.file.policy;
        if (decl->kind != GATE_N_POLICY) {
            file->as.file.decls = ast_append(parse, file->as.file.decls, decl);
        } else if (i == 0) {
            file->as.file.policy = decl;
        } else {
            gate_diag *diag = gate_diag_raise(
                parse->diags, GATE_D_POLICY_PLACE, parse->source, decl->span, "%s",
                policy ? "a file has one `policy` header" : "the `policy` header stands first in its file");
            if (policy) gate_diag_label(parse->diags, diag, parse->source, policy->span, "this is the first");
            gate_diag_help(parse->diags, diag, "%s",
                           policy ? "Write the second policy into a file of its own."
                                  : "Move it above all other declarations.");
            parse->errors++;
            if (!policy) file->as.file.policy = decl;
        }
    }
    ast_finish(parse);
    return file;
}

void ast_finish(gate_parser *parse)
{
    if (parse->big) big_int(parse);
    parse->big = NULL;
}
