#include "vm/re2.h"

#include "base/utf8.h"
#include "vm/re2_parse.h"

typedef GATE_VEC(gate_re2_node *) node_list;

static gate_re2_node *parse_alternatives(gate_re2_parser *parser);

static gate_re2_node *node_new(gate_re2_parser *parser, gate_re2_kind kind)
{
    gate_re2_node *node = GATE_NEW(parser->arena, gate_re2_node);
    node->kind = kind;
    node->fold = parser->flags & GATE_RE2_FOLD;
    node->copies = 1;
    return node;
}

/* A node over [list]; a CONCAT or ALTERNATE of one is that one. */
static gate_re2_node *node_over(gate_re2_parser *parser, gate_re2_kind kind, const node_list *list)
{
    if (list->len == 1 && kind != GATE_RE2_REPEAT) return list->items[0];
    gate_re2_node *node = node_new(parser, kind);
    node->items = list->items;
    node->len = list->len;
    for (uint32_t i = 0; i < list->len; i++)
        if (list->items[i]->copies > node->copies) node->copies = list->items[i]->copies;
    return node;
}

/* -- repetition -------------------------------------------------------------------------------- */

typedef struct bounds {
    uint32_t min, max;
} bounds;

#define TOO_MANY (GATE_RE2_COPIES + 1)

/* Decimal digits without zeros in front, [*out] at most TOO_MANY. */
static bool parse_count(gate_re2_parser *parser, uint32_t *out)
{
    int c = gate_re2_peek(parser, 0), next = gate_re2_peek(parser, 1);
    if (c < '0' || c > '9' || (c == '0' && next >= '0' && next <= '9')) return false;
    for (*out = 0; (c = gate_re2_peek(parser, 0)) >= '0' && c <= '9'; parser->at++) {
        *out = *out * 10 + (uint32_t)(c - '0');
        if (*out > TOO_MANY) *out = TOO_MANY;
    }
    return true;
}

/* `*`, `+`, `?`, `{2}`, `{2,}`, `{2,5}`; false, and nothing taken, where none comes next: any other brace is
 * itself. A `?` behind, for shortest first, changes no answer. */
static bool parse_operator(gate_re2_parser *parser, bounds *out)
{
    size_t start = parser->at;
    *out = (bounds){0, GATE_RE2_UNBOUNDED};
    if (gate_re2_take(parser, "+")) {
        out->min = 1;
    } else if (gate_re2_take(parser, "?")) {
        out->max = 1;
    } else if (!gate_re2_take(parser, "*")) {
        bool counted = gate_re2_take(parser, "{") && parse_count(parser, &out->min);
        bool comma = counted && gate_re2_take(parser, ",");
        if (counted && !comma) out->max = out->min;
        if (comma && gate_re2_peek(parser, 0) != '}') counted = parse_count(parser, &out->max);
        if (!counted || !gate_re2_take(parser, "}")) {
            parser->at = start;
            return false;
        }
    }
    gate_re2_take(parser, "?");
    return true;
}

static bool check_bounds(gate_re2_parser *parser, size_t start, bounds by)
{
    bool unbounded = by.max == GATE_RE2_UNBOUNDED;
    if (by.min > GATE_RE2_COPIES || (!unbounded && by.max > GATE_RE2_COPIES))
        return gate_re2_fail(parser, start, "`%s` repeats more than %d times", gate_re2_seen(parser, start),
                             GATE_RE2_COPIES);
    if (by.min > by.max)
        return gate_re2_fail(parser, start, "`%s` has its bounds the wrong way round",
                             gate_re2_seen(parser, start));
    return true;
}

/* The operator that ran from [start] to here, on the last of [items]. [last] is where the operator right
 * before it began, or SIZE_MAX. */
static bool repeat(gate_re2_parser *parser, node_list *items, size_t start, size_t last, bounds by)
{
    if (items->len == 0) {
        int next = gate_re2_peek(parser, 0);
        bool verb = start > 0 && parser->text.ptr[start - 1] == '(' && parser->text.ptr[start] == '*' &&
                    next >= 'A' && next <= 'Z';
        if (verb) return gate_re2_refuse(parser, start - 1, "verb");
        return gate_re2_fail(parser, start, "`%s` has nothing to repeat", gate_re2_seen(parser, start));
    }
    if (last != SIZE_MAX) {
        if (parser->text.ptr[start] == '+') return gate_re2_refuse(parser, last, "possessive quantifier");
        return gate_re2_fail(parser, last, "`%s` repeats a repetition; put a group in between",
                             gate_re2_seen(parser, last));
    }
    if (!check_bounds(parser, start, by)) return false;
    node_list one = {0};
    gate_vec_push(parser->arena, &one, items->items[items->len - 1]);
    gate_re2_node *node = node_over(parser, GATE_RE2_REPEAT, &one);
    node->min = by.min;
    node->max = by.max;
    uint32_t times = by.max == GATE_RE2_UNBOUNDED ? by.min : by.max;
    /* Both factors are at most GATE_RE2_COPIES. */
    node->copies *= times > 1 ? times : 1;
    if (node->copies > GATE_RE2_COPIES)
        return gate_re2_fail(parser, start, "with the repetitions inside, `%s` repeats more than %d times",
                             gate_re2_seen(parser, start), GATE_RE2_COPIES);
    items->items[items->len - 1] = node;
    return true;
}

/* -- groups ------------------------------------------------------------------------------------ */

/* What other engines have behind `(?`, by name; longer ones first. */
static const struct {
    const char *text, *what;
} foreign[] = {
    {"(?<=", "look-behind"},   {"(?<!", "negative look-behind"},
    {"(?P=", "backreference"}, {"(?P>", "recursion"},
    {"(?=", "look-ahead"},     {"(?!", "negative look-ahead"},
    {"(?>", "atomic group"},   {"(?|", "branch reset"},
    {"(?#", "comment"},        {"(?R", "recursion"},
    {"(?&", "recursion"},      {"(?(", "conditional"},
    {"(?C", "callout"},        {"(?'", "group name in quotes"},
    {"(?+", "recursion"},      {"(?0", "recursion"},
    {"(?1", "recursion"},      {"(?2", "recursion"},
    {"(?3", "recursion"},      {"(?4", "recursion"},
    {"(?5", "recursion"},      {"(?6", "recursion"},
    {"(?7", "recursion"},      {"(?8", "recursion"},
    {"(?9", "recursion"},      {"(?x", "flag"},
    {"(?J", "flag"},           {"(?n", "flag"},
    {"(?^", "flag"},
};

/* Behind `(?P<` or `(?<`, up to the `>`. */
static bool parse_name(gate_re2_parser *parser, size_t open)
{
    size_t lo = parser->at, hi = gate_str_find(parser->text, GATE_STR(">"), lo);
    if (hi == SIZE_MAX) return gate_re2_fail(parser, open, "a `>` is missing behind the group's name");
    gate_str name = gate_str_sub(parser->text, lo, hi);
    bool good = name.len > 0;
    for (size_t i = 0; i < name.len; i++) {
        char c = name.ptr[i];
        good =
            good && ((c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '_');
    }
    parser->at = hi + 1;
    if (!good)
        return gate_re2_fail(parser, open, "`%s` names a group with other than ASCII letters, digits and `_`",
                             gate_re2_seen(parser, open));
    for (uint32_t i = 0; i < parser->names.len; i++)
        if (gate_str_eq(parser->names.items[i], name))
            return gate_re2_fail(parser, open, "`%s` names a second group so", gate_re2_seen(parser, open));
    gate_vec_push(parser->arena, &parser->names, name);
    return true;
}

/* Behind `(?`: flags, then `:` ([*group]) or `)`. */
static bool parse_flags(gate_re2_parser *parser, size_t open, bool *group)
{
    uint32_t flags = parser->flags;
    bool off = false, any = false;
    for (;;) {
        int c = gate_re2_peek(parser, 0);
        *group = c == ':';
        bool end = c == ':' || c == ')';
        uint32_t flag = c == 'i' ? GATE_RE2_FOLD : c == 'm' ? GATE_RE2_LINES : c == 's' ? GATE_RE2_DOT_NL : 0;
        if (c >= 0) gate_re2_rune(parser);
        if (end ? off && !any : !flag && c != 'U' && (c != '-' || off))
            return gate_re2_fail(parser, open, "`%s` is no group; the flags are `i`, `m`, `s` and `U`",
                                 gate_re2_seen(parser, open));
        if (end) break;
        any = c != '-';
        off = off || c == '-';
        flags = off ? flags & ~flag : flags | flag;
    }
    parser->flags = flags;
    return true;
}

/* A group, or flags for the rest of this one; the reader is at the `(`. */
static bool parse_group(gate_re2_parser *parser, node_list *items)
{
    size_t open = parser->at;
    uint32_t outside = parser->flags;
    for (size_t i = 0; i < GATE_COUNT(foreign); i++)
        if (gate_re2_take(parser, foreign[i].text)) return gate_re2_refuse(parser, open, foreign[i].what);
    bool group = true;
    if (gate_re2_take(parser, "(?P<") || gate_re2_take(parser, "(?<")) {
        if (!parse_name(parser, open)) return false;
    } else if (gate_re2_take(parser, "(?")) {
        if (!parse_flags(parser, open, &group)) return false;
    } else {
        parser->at++;
    }
    if (!group) return true;
    if (++parser->depth > GATE_RE2_NESTING)
        return gate_re2_fail(parser, open, "groups are nested more than %d deep", GATE_RE2_NESTING);
    gate_re2_node *inner = parse_alternatives(parser);
    if (!inner) return false;
    if (!gate_re2_take(parser, ")")) return gate_re2_fail(parser, open, "the group `(` is not closed");
    parser->depth--;
    parser->flags = outside;
    gate_vec_push(parser->arena, items, inner);
    return true;
}

/* -- the rest ---------------------------------------------------------------------------------- */

static void push(gate_re2_parser *parser, node_list *items, gate_re2_kind kind)
{
    gate_vec_push(parser->arena, items, node_new(parser, kind));
}

static void push_literal(gate_re2_parser *parser, node_list *items, uint32_t code)
{
    push(parser, items, GATE_RE2_LITERAL);
    items->items[items->len - 1]->code = code;
}

static void push_class(gate_re2_parser *parser, node_list *items, const gate_re2_class *set)
{
    push(parser, items, GATE_RE2_CLASS);
    items->items[items->len - 1]->set = set;
}

static bool parse_backslash(gate_re2_parser *parser, node_list *items)
{
    static const struct {
        const char *text;
        gate_re2_kind kind;
    } places[] = {{"\\A", GATE_RE2_BEGIN_TEXT},
                  {"\\z", GATE_RE2_END_TEXT},
                  {"\\b", GATE_RE2_WORD},
                  {"\\B", GATE_RE2_NOT_WORD}};
    for (size_t i = 0; i < GATE_COUNT(places); i++) {
        if (gate_re2_take(parser, places[i].text)) {
            push(parser, items, places[i].kind);
            return true;
        }
    }
    if (gate_re2_take(parser, "\\Q")) {
        while (gate_re2_peek(parser, 0) >= 0 && !gate_re2_take(parser, "\\E"))
            push_literal(parser, items, gate_re2_rune(parser));
        return true;
    }
    gate_re2_class *set = GATE_NEW(parser->arena, gate_re2_class);
    bool taken = false;
    uint32_t code = 0;
    if (!gate_re2_class_escape(parser, set, &taken)) return false;
    if (taken) {
        push_class(parser, items, set);
        return true;
    }
    if (!gate_re2_escape(parser, &code)) return false;
    push_literal(parser, items, code);
    return true;
}

/* One thing that is no operator: mostly one node, but flags are none and `\Q…\E` any number. */
static bool parse_atom(gate_re2_parser *parser, node_list *items)
{
    bool lines = parser->flags & GATE_RE2_LINES;
    switch (gate_re2_peek(parser, 0)) {
    case '(':
        return parse_group(parser, items);
    case '\\':
        return parse_backslash(parser, items);
    case '[': {
        const gate_re2_class *set = gate_re2_class_parse(parser);
        if (set) push_class(parser, items, set);
        return set != NULL;
    }
    case '.':
        parser->at++;
        push(parser, items, parser->flags & GATE_RE2_DOT_NL ? GATE_RE2_ANY_NL : GATE_RE2_ANY);
        return true;
    case '^':
        parser->at++;
        push(parser, items, lines ? GATE_RE2_BEGIN_LINE : GATE_RE2_BEGIN_TEXT);
        return true;
    case '$':
        parser->at++;
        push(parser, items, lines ? GATE_RE2_END_LINE : GATE_RE2_END_TEXT);
        return true;
    default:
        push_literal(parser, items, gate_re2_rune(parser));
        return true;
    }
}

static gate_re2_node *parse_sequence(gate_re2_parser *parser)
{
    node_list items = {0};
    size_t last = SIZE_MAX; /* where an operator right before began */
    for (int c = 0; (c = gate_re2_peek(parser, 0)) >= 0 && c != '|' && c != ')';) {
        size_t start = parser->at;
        bounds by = {0};
        if (parse_operator(parser, &by)) {
            if (!repeat(parser, &items, start, last, by)) return NULL;
            last = start;
        } else {
            if (!parse_atom(parser, &items)) return NULL;
            last = SIZE_MAX;
        }
    }
    return node_over(parser, GATE_RE2_CONCAT, &items);
}

static gate_re2_node *parse_alternatives(gate_re2_parser *parser)
{
    node_list branches = {0};
    do {
        gate_re2_node *branch = parse_sequence(parser);
        if (!branch) return NULL;
        gate_vec_push(parser->arena, &branches, branch);
    } while (gate_re2_take(parser, "|"));
    const gate_re2_class *set =
        branches.len > 1 ? gate_re2_class_merge(parser, branches.items, branches.len) : NULL;
    if (set) {
        gate_re2_node *node = node_new(parser, GATE_RE2_CLASS);
        node->fold = branches.items[0]->fold;
        node->set = set;
        return node;
    }
    return node_over(parser, GATE_RE2_ALTERNATE, &branches);
}

const gate_re2_node *gate_re2_parse(gate_arena *arena, gate_str pattern, gate_str *message, size_t *at)
{
    gate_re2_parser parser = {.arena = arena, .text = pattern};
    const gate_re2_node *root = NULL;
    size_t invalid = gate_utf8_invalid(pattern);
    if (pattern.len > GATE_RE2_BYTES)
        gate_re2_fail(&parser, GATE_RE2_BYTES, "the pattern is longer than %d bytes", GATE_RE2_BYTES);
    else if (invalid != SIZE_MAX)
        gate_re2_fail(&parser, invalid, "the pattern is not valid UTF-8");
    else
        root = parse_alternatives(&parser);
    /* Only a `)` ends the outermost alternatives early. */
    if (root && parser.at < pattern.len) gate_re2_fail(&parser, parser.at, "the `)` has no `(` before it");
    if (!parser.message.ptr) return root;
    *message = parser.message;
    *at = parser.wrong;
    return NULL;
}
