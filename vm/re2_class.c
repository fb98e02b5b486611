#include "vm/re2_parse.h"

#include "base/utf8.h"

#include <stdlib.h>

#define LAST_CODE 0x10ffffu
#define LONG_S    0x17fu  /* folds with s */
#define KELVIN    0x212au /* folds with k */

static void add(gate_re2_parser *parser, gate_re2_class *set, uint32_t lo, uint32_t hi)
{
    gate_vec_push(parser->arena, &set->ranges, (gate_re2_range){lo, hi});
}

static int by_start(const void *a, const void *b)
{
    const gate_re2_range *left = a, *right = b;
    return (left->lo > right->lo) - (left->lo < right->lo);
}

/* Sorts and joins what overlaps or touches. */
static void join(gate_re2_class *set)
{
    uint32_t kept = 0;
    if (set->ranges.len) qsort(set->ranges.items, set->ranges.len, sizeof *set->ranges.items, by_start);
    for (uint32_t i = 0; i < set->ranges.len; i++) {
        gate_re2_range next = set->ranges.items[i];
        gate_re2_range *last = kept ? &set->ranges.items[kept - 1] : NULL;
        if (last && next.lo <= last->hi + 1)
            last->hi = next.hi > last->hi ? next.hi : last->hi;
        else
            set->ranges.items[kept++] = next;
    }
    set->ranges.len = kept;
}

static void add_ranges(gate_re2_parser *parser, gate_re2_class *set, const gate_re2_range *ranges,
                       uint32_t len, bool negated)
{
    uint32_t next = 0;
    for (uint32_t i = 0; i < len; i++) {
        if (!negated)
            add(parser, set, ranges[i].lo, ranges[i].hi);
        else if (next < ranges[i].lo)
            add(parser, set, next, ranges[i].lo - 1);
        next = ranges[i].hi + 1;
    }
    if (negated && next <= LAST_CODE) add(parser, set, next, LAST_CODE);
}

/* Under (?i) the complement of a set is that of the set with both cases: complementing comes last. */
static void add_ascii(gate_re2_parser *parser, gate_re2_class *set, const gate_re2_ascii *ascii, bool negated)
{
    gate_re2_class both = {0};
    add_ranges(parser, &both, ascii->ranges, ascii->len, false);
    bool fold = parser->flags & GATE_RE2_FOLD;
    for (uint32_t i = 0; fold && negated && i < ascii->len; i++) {
        gate_re2_range range = ascii->ranges[i];
        for (uint32_t c = range.lo; c <= range.hi; c++) {
            uint32_t small = c | 0x20;
            if (small < 'a' || small > 'z' || c < 'A') continue;
            add(parser, &both, c ^ 0x20, c ^ 0x20);
            if (small == 's') add(parser, &both, LONG_S, LONG_S);
            if (small == 'k') add(parser, &both, KELVIN, KELVIN);
        }
    }
    join(&both);
    add_ranges(parser, set, both.ranges.items, both.ranges.len, negated);
}

static void add_use(gate_re2_parser *parser, gate_re2_class *set, const gate_re2_property *property,
                    const char *pcre, bool negated)
{
    gate_vec_push(parser->arena, &set->uses, (gate_re2_use){property, pcre, negated});
}

static void add_property(gate_re2_parser *parser, gate_re2_class *set, const gate_re2_property *property,
                         bool negated)
{
    bool fold = parser->flags & GATE_RE2_FOLD;
    if (property->ranges && (fold || !property->pcre)) {
        add_ranges(parser, set, property->ranges, property->range_count, negated);
    } else if (gate_str_eq_c(gate_str_c(property->name), "C")) {
        /* PCRE2's has the unassigned code points too. */
        static const char *const parts[] = {"Cc", "Cf", "Co", "Cs"};
        for (size_t i = 0; !negated && i < GATE_COUNT(parts); i++)
            add_use(parser, set, property, parts[i], false);
        if (negated) add_use(parser, set, property, "C", true);
        if (negated) add_use(parser, set, property, "Cn", false);
    } else if (fold && property->folded && negated) {
        gate_vec_push(parser->arena, &set->without, property);
    } else {
        add_use(parser, set, property, property->pcre, negated);
        if (fold) add_ranges(parser, set, property->folded, property->folded_count, false);
    }
}

/* `\pN`, `\p{Greek}`, `\P{^Greek}`. */
static bool parse_property(gate_re2_parser *parser, gate_re2_class *set)
{
    size_t start = parser->at;
    bool negated = gate_re2_peek(parser, 1) == 'P';
    parser->at += 2;
    if (gate_re2_peek(parser, 0) < 0)
        return gate_re2_fail(parser, start, "`%s` names no property", gate_re2_seen(parser, start));
    bool braces = gate_re2_take(parser, "{");
    size_t lo = parser->at, hi = lo;
    if (braces) {
        hi = gate_str_find(parser->text, GATE_STR("}"), lo);
        if (hi == SIZE_MAX) return gate_re2_fail(parser, start, "a `}` is missing behind `\\p{`");
        parser->at = hi + 1;
    } else {
        gate_re2_rune(parser);
        hi = parser->at;
    }
    gate_str name = gate_str_sub(parser->text, lo, hi);
    if (name.len && name.ptr[0] == '^') {
        negated = !negated;
        name = gate_str_sub(name, 1, name.len);
    }
    gate_str near = {0};
    const gate_re2_property *property = gate_re2_property_find(name, &near);
    if (!property && near.len)
        return gate_re2_fail(parser, start,
                             "no Unicode property is named by `%s`; did you mean `" GATE_STR_FMT "`",
                             gate_re2_seen(parser, start), GATE_STR_ARG(near));
    if (!property)
        return gate_re2_fail(parser, start, "no Unicode property is named by `%s`",
                             gate_re2_seen(parser, start));
    add_property(parser, set, property, negated);
    return true;
}

bool gate_re2_class_escape(gate_re2_parser *parser, gate_re2_class *set, bool *taken)
{
    *taken = true;
    int c = gate_re2_peek(parser, 0) == '\\' ? gate_re2_peek(parser, 1) : -1;
    if (c == 'p' || c == 'P') return parse_property(parser, set);
    bool negated = c == 'D' || c == 'S' || c == 'W';
    const gate_re2_ascii *ascii = gate_re2_perl(negated ? c | 0x20 : c);
    *taken = ascii != NULL;
    if (!ascii) return true;
    parser->at += 2;
    add_ascii(parser, set, ascii, negated);
    return true;
}

/* `[:alpha:]`, `[:^alpha:]`: only where a `:]` follows at all, else the bracket is itself. */
static bool parse_posix(gate_re2_parser *parser, gate_re2_class *set, bool *taken)
{
    size_t start = parser->at;
    size_t end = gate_str_find(parser->text, GATE_STR(":]"), start + 2);
    *taken = gate_re2_peek(parser, 0) == '[' && gate_re2_peek(parser, 1) == ':' && end != SIZE_MAX;
    if (!*taken) return true;
    gate_str name = gate_str_sub(parser->text, start + 2, end);
    bool negated = name.len && name.ptr[0] == '^';
    const gate_re2_ascii *ascii = gate_re2_posix(gate_str_sub(name, negated, name.len));
    parser->at = end + 2;
    if (!ascii) return gate_re2_fail(parser, start, "no class is named `%s`", gate_re2_seen(parser, start));
    add_ascii(parser, set, ascii, negated);
    return true;
}

static bool parse_code(gate_re2_parser *parser, size_t open, uint32_t *code)
{
    int c = gate_re2_peek(parser, 0);
    if (c < 0) return gate_re2_fail(parser, open, "the class `[` is not closed");
    if (c == '\\') return gate_re2_escape(parser, code);
    *code = gate_re2_rune(parser);
    return true;
}

/* A code point or a range. A `-` before the closing bracket is itself. */
static bool parse_range(gate_re2_parser *parser, gate_re2_class *set, size_t open)
{
    size_t start = parser->at;
    uint32_t lo = 0, hi = 0;
    if (!parse_code(parser, open, &lo)) return false;
    hi = lo;
    if (gate_re2_peek(parser, 0) == '-' && gate_re2_peek(parser, 1) >= 0 && gate_re2_peek(parser, 1) != ']') {
        parser->at++;
        if (!parse_code(parser, open, &hi)) return false;
        if (hi < lo)
            return gate_re2_fail(parser, start, "the range `%s` runs backwards",
                                 gate_re2_seen(parser, start));
    }
    add(parser, set, lo, hi);
    return true;
}

const gate_re2_class *gate_re2_class_parse(gate_re2_parser *parser)
{
    gate_re2_class *set = GATE_NEW(parser->arena, gate_re2_class);
    size_t open = parser->at++;
    set->negated = gate_re2_take(parser, "^");
    for (bool first = true; first || gate_re2_peek(parser, 0) != ']'; first = false) {
        bool taken = false;
        if (gate_re2_peek(parser, 0) < 0) {
            gate_re2_fail(parser, open, "the class `[` is not closed");
            return NULL;
        }
        if (!parse_posix(parser, set, &taken)) return NULL;
        if (!taken && !gate_re2_class_escape(parser, set, &taken)) return NULL;
        if (!taken && !parse_range(parser, set, open)) return NULL;
    }
    parser->at++;
    join(set);
    return set;
}

const gate_re2_class *gate_re2_class_merge(gate_re2_parser *parser, gate_re2_node *const *nodes, uint32_t len)
{
    gate_re2_class *set = NULL;
    for (uint32_t i = 0; i < len; i++) {
        bool literal = nodes[i]->kind == GATE_RE2_LITERAL;
        if (nodes[i]->fold != nodes[0]->fold || (!literal && nodes[i]->kind != GATE_RE2_CLASS)) return NULL;
        if (!literal && (nodes[i]->set->negated || nodes[i]->set->without.len)) return NULL;
    }
    set = GATE_NEW(parser->arena, gate_re2_class);
    for (uint32_t i = 0; i < len; i++) {
        const gate_re2_class *one = nodes[i]->set;
        if (!one) add(parser, set, nodes[i]->code, nodes[i]->code);
        for (uint32_t j = 0; one && j < one->ranges.len; j++)
            gate_vec_push(parser->arena, &set->ranges, one->ranges.items[j]);
        for (uint32_t j = 0; one && j < one->uses.len; j++)
            gate_vec_push(parser->arena, &set->uses, one->uses.items[j]);
    }
    join(set);
    return set;
}
