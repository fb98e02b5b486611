/* Writes a tree for PCRE2. What a match costs is counted by the callouts that are written here: `(?Cn)`
 * stands wherever the matcher can come back to after a failure, so that no search runs on without
 * passing one, and n says how many fixed items it pays for beside itself (vm/pattern.c turns it into
 * fuel). PCRE2's own automatic callouts stand before every item and would spend the fuel of an ordinary
 * search on letters that cannot match. The places:
 *
 *     behind a repeated character whose count is not fixed      [a-z]+(?C0)
 *     in front of the body of any other repetition              (?:(?C0)ab)*
 *     behind alternatives                                       (?:a|b)(?C0)
 *     in front of many alternatives, and of a long fixed count  (?C5)(?:a|b|…)  (?C250)a{1000}
 *     in a run of fixed items, now and then                     abcdefgh(?C2)i */
#include "vm/re2.h"

/* Items in a row that are not worth a callout. */
#define FREE_ITEMS 8
/* Fixed items that one unit of a callout's number pays for, and its largest number. */
#define UNIT_ITEMS 4
#define MAX_UNITS  255
/* Parts of a class beyond Latin-1 that are looked through in the time of one step. */
#define STEP_PARTS 16

#define LAST_CODE       0x10ffffu
#define FIRST_SURROGATE 0xd800u
#define LAST_SURROGATE  0xdfffu

typedef struct writer {
    gate_buf out;
    bool fold;      /* (?i) holds where the next item goes */
    uint32_t fixed; /* items since the last callout */
    uint32_t scale;
} writer;

static void write_node(writer *to, const gate_re2_node *node);

static bool is_letter(uint32_t code)
{
    return (code >= 'a' && code <= 'z') || (code >= 'A' && code <= 'Z') || code >= 0x80;
}

static bool is_surrogate(uint32_t code)
{
    return code >= FIRST_SURROGATE && code <= LAST_SURROGATE;
}

static bool is_single(const gate_re2_node *node)
{
    return node->kind <= GATE_RE2_ANY_NL;
}

static void write_callout(writer *to, uint32_t items)
{
    uint32_t units = items / UNIT_ITEMS;
    gate_buf_printf(&to->out, "(?C%u)", units < MAX_UNITS ? units : MAX_UNITS);
    to->fixed = 0;
}

/* Makes sure that [items] more fixed items are paid for. */
static void pay(writer *to, uint32_t items)
{
    to->fixed += items;
    if (to->fixed > FREE_ITEMS) write_callout(to, to->fixed);
}

/* Fixed items that may be tried before the first callout in [node], as it will be written. */
static uint32_t head(const gate_re2_node *node)
{
    uint32_t sum = 0;
    if (node->kind == GATE_RE2_REPEAT)
        return is_single(node->items[0]) && node->min <= FREE_ITEMS ? node->min + 1 : 1;
    if (node->kind != GATE_RE2_CONCAT && node->kind != GATE_RE2_ALTERNATE) return 1;
    for (uint32_t i = 0; i < node->len; i++) {
        uint32_t one = head(node->items[i]);
        if (one > FREE_ITEMS) one = node->items[i]->kind == GATE_RE2_ALTERNATE ? 1 : FREE_ITEMS;
        sum += one;
        if (node->kind == GATE_RE2_CONCAT && sum > FREE_ITEMS) return FREE_ITEMS;
    }
    return sum;
}

/* -- one character ----------------------------------------------------------------------------- */

static void write_code(writer *to, uint32_t code)
{
    if (code < 0x80 && (is_letter(code) || (code >= '0' && code <= '9')))
        gate_buf_char(&to->out, (char)code);
    else
        gate_buf_printf(&to->out, "\\x{%x}", code);
}

/* A range without surrogates, which valid text cannot hold and PCRE2 refuses. False when nothing is left. */
static bool write_range(writer *to, gate_re2_range range)
{
    if (is_surrogate(range.lo)) range.lo = LAST_SURROGATE + 1;
    if (is_surrogate(range.hi)) range.hi = FIRST_SURROGATE - 1;
    if (range.lo > range.hi) return false;
    write_code(to, range.lo);
    if (range.hi > range.lo) {
        gate_buf_char(&to->out, '-');
        write_code(to, range.hi);
    }
    return true;
}

/* The brackets of the plain part of a class; [outside] turns them round. */
static void write_plain(writer *to, const gate_re2_class *set, bool outside)
{
    bool any = false;
    gate_buf_c(&to->out, outside ? "[^" : "[");
    for (uint32_t i = 0; i < set->ranges.len; i++)
        any = write_range(to, set->ranges.items[i]) || any;
    for (uint32_t i = 0; i < set->uses.len; i++) {
        const gate_re2_use *use = &set->uses.items[i];
        gate_buf_printf(&to->out, "\\%c{%s}", use->negated ? 'P' : 'p', use->pcre);
        any = true;
    }
    if (!any) {
        /* Brackets cannot be empty: the other way round, they hold everything. */
        to->out.len -= outside ? 2 : 1;
        gate_buf_c(&to->out, outside ? "[" : "[^");
        write_range(to, (gate_re2_range){0, LAST_CODE});
    }
    gate_buf_char(&to->out, ']');
}

/* A property with all that folds into it, or all else. */
static void write_folded(writer *to, const gate_re2_property *property, bool outside)
{
    gate_buf_printf(&to->out, "[%s\\p{%s}", outside ? "^" : "", property->pcre);
    for (uint32_t i = 0; i < property->folded_count; i++)
        write_range(to, property->folded[i]);
    gate_buf_char(&to->out, ']');
}

/* A class with complements in it: alternatives of one character each; or none of them, by look-aheads. */
static void write_mixed(writer *to, const gate_re2_class *set)
{
    uint32_t count = set->without.len;
    gate_buf_c(&to->out, set->negated ? "(?:(?!" : "(?:");
    write_plain(to, set, false);
    gate_buf_c(&to->out, set->negated ? ")" : "");
    for (uint32_t i = 0; i < count; i++) {
        bool last = i + 1 == count;
        if (!set->negated) gate_buf_char(&to->out, '|');
        if (set->negated && !last) gate_buf_c(&to->out, "(?=");
        write_folded(to, set->without.items[i], !set->negated);
        if (set->negated && !last) gate_buf_char(&to->out, ')');
    }
    gate_buf_char(&to->out, ')');
}

static void write_class(writer *to, const gate_re2_node *node)
{
    const gate_re2_class *set = node->set;
    uint32_t parts = set->uses.len + set->without.len;
    for (uint32_t i = 0; i < set->ranges.len; i++)
        parts += set->ranges.items[i].hi > 0xff;
    if (node->fold) parts *= 2;
    if (1 + parts / STEP_PARTS > to->scale) to->scale = 1 + parts / STEP_PARTS;
    if (set->without.len)
        write_mixed(to, set);
    else
        write_plain(to, set, set->negated);
}

static void write_single(writer *to, const gate_re2_node *node)
{
    bool cased = node->kind == GATE_RE2_CLASS || (node->kind == GATE_RE2_LITERAL && is_letter(node->code));
    if (cased && node->fold != to->fold) {
        gate_buf_c(&to->out, node->fold ? "(?i)" : "(?-i)");
        to->fold = node->fold;
    }
    if (node->kind == GATE_RE2_CLASS)
        write_class(to, node);
    else if (node->kind == GATE_RE2_ANY)
        gate_buf_c(&to->out, "\\N");
    else if (node->kind == GATE_RE2_ANY_NL)
        gate_buf_char(&to->out, '.');
    else if (is_surrogate(node->code))
        write_plain(to, &(gate_re2_class){0}, false);
    else
        write_code(to, node->code);
}

/* -- structure --------------------------------------------------------------------------------- */

static void write_bounds(writer *to, const gate_re2_node *node)
{
    if (node->max == GATE_RE2_UNBOUNDED && node->min <= 1)
        gate_buf_char(&to->out, node->min ? '+' : '*');
    else if (node->max == GATE_RE2_UNBOUNDED)
        gate_buf_printf(&to->out, "{%u,}", node->min);
    else if (node->max == node->min)
        gate_buf_printf(&to->out, "{%u}", node->min);
    else
        gate_buf_printf(&to->out, "{%u,%u}", node->min, node->max);
}

static void write_repeat(writer *to, const gate_re2_node *node)
{
    const gate_re2_node *child = node->items[0];
    if (is_single(child)) {
        pay(to, node->min > 1 ? node->min : 1);
        write_single(to, child);
        write_bounds(to, node);
        if (node->min != node->max) write_callout(to, 0);
        return;
    }
    uint32_t before = to->fixed;
    bool fold = to->fold;
    gate_buf_c(&to->out, "(?:");
    write_callout(to, 0);
    write_node(to, child);
    gate_buf_char(&to->out, ')');
    write_bounds(to, node);
    to->fold = fold;
    /* A body that ran no time has paid for nothing. */
    if (node->min == 0) to->fixed = before + 1;
}

static void write_alternatives(writer *to, const gate_re2_node *node)
{
    bool fold = to->fold;
    if (head(node) > FREE_ITEMS) write_callout(to, head(node));
    uint32_t before = to->fixed;
    gate_buf_c(&to->out, "(?:");
    for (uint32_t i = 0; i < node->len; i++) {
        if (i) gate_buf_char(&to->out, '|');
        to->fixed = before;
        write_node(to, node->items[i]);
    }
    gate_buf_char(&to->out, ')');
    to->fold = fold;
    write_callout(to, 0);
}

static void write_node(writer *to, const gate_re2_node *node)
{
    switch (node->kind) {
    case GATE_RE2_LITERAL:
    case GATE_RE2_CLASS:
    case GATE_RE2_ANY:
    case GATE_RE2_ANY_NL:
        pay(to, 1);
        write_single(to, node);
        return;
    case GATE_RE2_BEGIN_TEXT:
        pay(to, 1);
        gate_buf_c(&to->out, "\\A");
        return;
    case GATE_RE2_END_TEXT:
        pay(to, 1);
        gate_buf_c(&to->out, "\\z");
        return;
    case GATE_RE2_BEGIN_LINE:
        pay(to, 1);
        gate_buf_char(&to->out, '^');
        return;
    case GATE_RE2_END_LINE:
        pay(to, 1);
        gate_buf_char(&to->out, '$');
        return;
    case GATE_RE2_WORD:
        pay(to, 1);
        gate_buf_c(&to->out, "\\b");
        return;
    case GATE_RE2_NOT_WORD:
        pay(to, 1);
        gate_buf_c(&to->out, "\\B");
        return;
    case GATE_RE2_CONCAT:
        for (uint32_t i = 0; i < node->len; i++)
            write_node(to, node->items[i]);
        return;
    case GATE_RE2_ALTERNATE:
        write_alternatives(to, node);
        return;
    case GATE_RE2_REPEAT:
        write_repeat(to, node);
        return;
    }
}

/* -- searching --------------------------------------------------------------------------------- */

/* Is the item of one length, in characters, and tried at one place only? */
static bool is_fixed(const gate_re2_node *node)
{
    return node->kind < GATE_RE2_CONCAT;
}

/* `.*`, `.+`, `.{3,}`. */
static bool is_run(const gate_re2_node *node)
{
    return node->kind == GATE_RE2_REPEAT && node->max == GATE_RE2_UNBOUNDED &&
           (node->items[0]->kind == GATE_RE2_ANY || node->items[0]->kind == GATE_RE2_ANY_NL);
}

static bool may_be_newline(const gate_re2_node *node)
{
    if (node->kind == GATE_RE2_LITERAL) return node->code == '\n';
    if (node->kind == GATE_RE2_ANY_NL) return true;
    if (node->kind != GATE_RE2_CLASS) return false;
    const gate_re2_class *set = node->set;
    bool listed = false;
    for (uint32_t i = 0; i < set->ranges.len; i++)
        listed = listed || (set->ranges.items[i].lo <= '\n' && set->ranges.items[i].hi >= '\n');
    /* What a property has is not known here. */
    return set->negated ? !listed : listed || set->uses.len || set->without.len;
}

/* How many fixed items there are from [at] up to a run that can pass over all of them; 0, and [*found]
 * false, when something else comes first. */
static uint32_t fixed_before_run(const gate_re2_node *node, uint32_t at, bool *found)
{
    uint32_t end = at;
    bool newline = false;
    for (; end < node->len && is_fixed(node->items[end]); end++)
        newline = newline || may_be_newline(node->items[end]);
    *found = end < node->len && is_run(node->items[end]) &&
             (!newline || node->items[end]->items[0]->kind == GATE_RE2_ANY_NL);
    return *found ? end - at : 0;
}

/* The items from a run on. Between two runs the first place where the fixed items match is as good as any
 * later one, from where the second run reaches no more: there is no coming back to it. */
static void write_runs(writer *to, const gate_re2_node *node, uint32_t at)
{
    bool found = true;
    while (found) {
        const gate_re2_node *run = node->items[at];
        uint32_t count = fixed_before_run(node, at + 1, &found);
        const gate_re2_node *next = found ? node->items[at + 1 + count] : NULL;
        found = found && (run->items[0]->kind == GATE_RE2_ANY || next->items[0]->kind == GATE_RE2_ANY_NL);
        if (!found) break;
        gate_buf_c(&to->out, "(?>");
        pay(to, run->min > 1 ? run->min : 1);
        write_single(to, run->items[0]);
        gate_buf_printf(&to->out, "{%u,}?", run->min);
        write_callout(to, 0);
        bool fold = to->fold;
        for (uint32_t i = 0; i < count; i++)
            write_node(to, node->items[at + 1 + i]);
        gate_buf_char(&to->out, ')');
        to->fold = fold;
        at += 1 + count;
    }
    for (; at < node->len; at++)
        write_node(to, node->items[at]);
}

/* `foo.*bar` on a long line with many a `foo` and no `bar` would run to the end of the line from each. But
 * when the first one fails, so do all that follow up to where its run ended, since from there the run
 * reaches no more; the second branch makes the search go on there. */
static void write_root(writer *to, const gate_re2_node *root)
{
    bool found = false;
    uint32_t count = root->kind == GATE_RE2_CONCAT ? fixed_before_run(root, 0, &found) : 0;
    if (!found || count == 0) {
        write_node(to, root);
        return;
    }
    for (uint32_t i = 0; i < count; i++)
        write_node(to, root->items[i]);
    bool fold = to->fold;
    gate_buf_c(&to->out, "(?:");
    write_runs(to, root, count);
    gate_buf_char(&to->out, '|');
    to->fold = fold;
    write_single(to, root->items[count]->items[0]);
    gate_buf_c(&to->out, "*+");
    write_callout(to, 0);
    gate_buf_c(&to->out, "(*SKIP)(*FAIL))");
}

gate_str gate_re2_write(gate_arena *arena, const gate_re2_node *root, uint32_t *scale)
{
    writer to = {.out = gate_buf_new(arena), .scale = 1};
    write_root(&to, root);
    *scale = to.scale;
    return gate_buf_str(&to.out);
}
