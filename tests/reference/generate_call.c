/* Macros, and calls of the table's functions: their signatures say what to make. */
#include "tests/reference/maker.h"

#include <string.h>

/* -- macros ------------------------------------------------------------------------------------------ */

static const type *element_type(maker *m)
{
    return choose(m->from, 3) ? &scalars[K_REC] : any_scalar(m);
}

static void quantifier(maker *m, uint32_t depth)
{
    const type *t = element_type(m);
    uint32_t scope = m->var_count, which = choose(m->from, 9);
    if (which == 8) {
        say(m, "has(");
        make_record(m, depth);
        gate_buf_printf(m->out, ".%s)", field_of(m, (type_kind)choose(m->from, 4)));
        return;
    }
    bool two = which >= 6, map = two && choose(m->from, 2);
    if (map) {
        make_expr(m, type_of(m, K_MAP, t), depth - 1);
    } else {
        make_expr(m, type_of(m, K_LIST, t), depth - 1);
    }
    const char *names[] = {"all", "all", "all", "exists", "exists_one", "exists", "all", "existsOne"};
    gate_buf_printf(m->out, ".%s(", names[which]);
    if (two) gate_buf_printf(m->out, "%s, ", fresh(m, &scalars[map ? K_STRING : K_INT]));
    gate_buf_printf(m->out, "%s, ", fresh(m, t));
    make_expr(m, &scalars[K_BOOL], depth - 1);
    say(m, ")");
    m->var_count = scope;
}

static void list_macro(maker *m, const type *t, uint32_t depth)
{
    uint32_t scope = m->var_count, which = choose(m->from, 5);
    const type *from = which < 2 ? t->of : element_type(m);
    make_expr(m, type_of(m, K_LIST, from), depth - 1);
    if (which < 2) {
        gate_buf_printf(m->out, ".filter(%s, ", fresh(m, from));
        make_expr(m, &scalars[K_BOOL], depth - 1);
    } else {
        bool two = which == 4, chooses = choose(m->from, 3) == 2;
        gate_buf_printf(m->out, two ? ".transformList(" : ".map(");
        if (two) gate_buf_printf(m->out, "%s, ", fresh(m, &scalars[K_INT]));
        gate_buf_printf(m->out, "%s, ", fresh(m, from));
        if (chooses) {
            say(m, "("); /* no name: it would be a second variable */
            make_expr(m, &scalars[K_BOOL], depth - 1);
            say(m, " || false), ");
        }
        make_expr(m, t->of, depth - 1);
    }
    say(m, ")");
    m->var_count = scope;
}

static void map_macro(maker *m, const type *t, uint32_t depth)
{
    uint32_t scope = m->var_count;
    const type *from = any_scalar(m);
    make_expr(m, type_of(m, K_MAP, from), depth - 1);
    gate_buf_printf(m->out, ".transformMap(%s, ", fresh(m, &scalars[K_STRING]));
    gate_buf_printf(m->out, "%s, ", fresh(m, from));
    if (choose(m->from, 3) == 2) {
        make_expr(m, &scalars[K_BOOL], depth - 1);
        say(m, ", ");
    }
    make_expr(m, t->of, depth - 1);
    say(m, ")");
    m->var_count = scope;
}

/* cel.bind(x, value, body), and an optional's value as x. */
static void binding(maker *m, const type *t, uint32_t depth)
{
    uint32_t scope = m->var_count;
    const type *inner = any_scalar(m);
    if (t->kind == K_OPT) {
        make_expr(m, type_of(m, K_OPT, inner), depth - 1);
        bool flat = choose(m->from, 2);
        gate_buf_printf(m->out, flat ? ".optFlatMap(%s, " : ".optMap(%s, ", fresh(m, inner));
        make_expr(m, flat ? t : t->of, depth - 1);
    } else {
        const char *name = gate_str_printf(m->arena, "v%u", m->names++).ptr;
        gate_buf_printf(m->out, "cel.bind(%s, ", name);
        make_expr(m, inner, depth - 1);
        if (m->var_count < GATE_COUNT(m->vars)) m->vars[m->var_count++] = (variable){name, inner};
        say(m, ", ");
        make_expr(m, t, depth - 1);
    }
    say(m, ")");
    m->var_count = scope;
}

void make_macro(maker *m, const type *t, uint32_t depth)
{
    bool bind = t->kind == K_OPT || choose(m->from, 4) == 3;
    if (bind) {
        binding(m, t, depth);
    } else if (t->kind == K_BOOL) {
        quantifier(m, depth);
    } else if (t->kind == K_LIST) {
        list_macro(m, t, depth);
    } else if (t->kind == K_MAP) {
        map_macro(m, t, depth);
    } else {
        binding(m, t, depth);
    }
}

/* -- functions --------------------------------------------------------------------------------------- */

/* A signature's type at [*at]; [binds] holds what its variables stand for, by letter, and gets more.
 * [wanted]: what it must be, or NULL. NULL when it cannot be that. */
static const type *read_type(maker *m, const char **at, const type **binds, const type *wanted)
{
    static const struct {
        const char *word;
        type_kind kind;
    } words[] = {{"bool", K_BOOL},      {"int", K_INT},       {"double", K_DOUBLE}, {"string", K_STRING},
                 {"timestamp", K_TIME}, {"duration", K_SPAN}, {"type", K_TYPE},     {"list", K_LIST},
                 {"map", K_MAP},        {"optional", K_OPT}};
    const char *word = *at;
    size_t len = strcspn(word, "(), .");
    *at += len;
    if (len == 1) {
        const type **bound = &binds[*word - 'A'];
        if (!*bound) *bound = wanted ? wanted : *word == 'K' ? &scalars[K_STRING] : any_scalar(m);
        return wanted && !type_same(*bound, wanted) ? NULL : *bound;
    }
    if (len == 3 && memcmp(word, "any", 3) == 0) return wanted ? wanted : any_scalar(m);
    if (len == 6 && memcmp(word, "number", 6) == 0) {
        if (wanted) return wanted->kind == K_INT || wanted->kind == K_DOUBLE ? wanted : NULL;
        return &scalars[choose(m->from, 2) ? K_DOUBLE : K_INT];
    }
    for (size_t i = 0; i < GATE_COUNT(words); i++) {
        if (strlen(words[i].word) != len || memcmp(words[i].word, word, len) != 0) continue;
        if (wanted && wanted->kind != words[i].kind) return NULL;
        if (**at != '(') return &scalars[words[i].kind];
        (*at)++;
        if (words[i].kind == K_MAP) {
            const type *key = read_type(m, at, binds, &scalars[K_STRING]);
            if (!key) return NULL;
            *at += 2;
        }
        const type *inner = read_type(m, at, binds, wanted ? wanted->of : NULL);
        if (!inner) return NULL;
        (*at)++;
        return type_of(m, words[i].kind, inner);
    }
    return NULL;
}

/* Arguments whose text the compiler looks into, and texts that a body can make something of. */
static bool special(maker *m, const char *name, uint32_t index)
{
    if (strstr(name, "matches(") == name || strstr(name, ").matches(")) {
        if (index == 1) say(m, ONE_OF(m, "'^a'", "'[0-9]+$'", "'(a|b)*'", "'.'"));
        return index == 1;
    }
    if (strstr(name, ").glob(") && index == 1) {
        say(m, ONE_OF(m, "'src/**'", "'*'", "'?.c'"));
    } else if (strstr(name, ".get") && index == 1) {
        say(m, ONE_OF(m, "'UTC'", "'+02:00'", "'-11:30'"));
    } else if (strncmp(name, "timestamp(string", 16) == 0) {
        say(m, ONE_OF(m, "'2026-02-13T12:00:00Z'", "e.t", "e.s"));
    } else if (strncmp(name, "duration(string", 15) == 0) {
        say(m, ONE_OF(m, "'90s'", "e.span", "e.s"));
    } else if (strstr(name, ").format(") && index == 0) {
        say(m, ONE_OF(m, "'%s'", "'%s and %s'", "'%d'", "'%.2f'", "'%x'"));
    } else if (strncmp(name, "semver(", 7) == 0) {
        say(m, ONE_OF(m, "'1.2.0'", "'v1.10.0-rc.1'", "e.version", "e.s"));
    } else if (strncmp(name, "lists.range(", 12) == 0) {
        say(m, ONE_OF(m, "0", "3", "e.n % 7", "(-1)", "6"));
    } else {
        return false;
    }
    return true;
}

static void arguments(maker *m, const gate_builtin *row, const char *at, const type **binds, uint32_t index,
                      uint32_t depth)
{
    while (*at != ')') {
        const type *t = read_type(m, &at, binds, NULL);
        bool repeats = strncmp(at, "...", 3) == 0;
        for (uint32_t times = repeats ? 1 + choose(m->from, 2) : 1; times > 0; times--) {
            if (!special(m, row->signature, index)) make_expr(m, t, depth - 1);
            if (times > 1) say(m, ", ");
        }
        index++;
        if (repeats) at += 3;
        if (*at == ',') {
            say(m, ", ");
            at += 2;
        }
    }
    say(m, ")");
}

/* Can the row's parameters be made at all, with what the result says of the variables? Maps have keys of
 * strings here. */
static bool can_take(maker *m, const char *at, const type *const *bound)
{
    const type *binds[26];
    uint32_t before = m->from->at;
    bool can = true, method = *at == '(';
    memcpy(binds, bound, sizeof binds);
    if (method) {
        at++;
        can = read_type(m, &at, binds, NULL) != NULL;
    }
    if (can) at = strchr(at + (method ? 2 : 0), '(') + 1;
    while (can && *at != ')') {
        at += strncmp(at, "x, ", 3) == 0 ? 3 : 0;
        can = read_type(m, &at, binds, NULL) != NULL;
        at += can && *at == '.' ? 3 : 0;
        at += can && *at == ',' ? 2 : 0;
    }
    m->from->at = before;
    return can;
}

/* A call of a row whose result is of the type; false when this row's isn't. */
static bool row_call(maker *m, const gate_builtin *row, const type *t, uint32_t depth)
{
    const type *binds[26] = {NULL};
    const char *at = row->signature, *result = strrchr(at, ')');
    uint32_t scope = m->var_count, index = 0;
    while (result > at && !(result[0] == ')' && result[1] == ':'))
        result--;
    result += 3;
    if (row->flags & GATE_FN_HIDDEN || !read_type(m, &result, binds, t)) return false;
    if (strstr(row->signature, "map(string, double)") && t->kind == K_MAP && t->of->kind != K_DOUBLE)
        return false;
    if (!can_take(m, at, binds)) return false;
    if (*at == '(') {
        at++;
        const type *receiver = read_type(m, &at, binds, NULL);
        if (!special(m, row->signature, 0)) {
            say(m, "(");
            make_expr(m, receiver, depth - 1);
            say(m, ")");
        }
        at++;
        index = 1;
        const char *open = strchr(at, '(');
        gate_buf_add(m->out, (gate_str){at, (size_t)(open + 1 - at)});
        at = open + 1;
        if (row->flags & GATE_FN_MACRO) {
            gate_buf_printf(m->out, "%s, ", fresh(m, receiver->of));
            at += 3; /* "x, " */
        }
    } else {
        const char *open = strchr(at, '(');
        gate_buf_add(m->out, (gate_str){at, (size_t)(open + 1 - at)});
        at = open + 1;
    }
    arguments(m, row, at, binds, index, depth);
    m->var_count = scope;
    return true;
}

bool make_call(maker *m, const type *t, uint32_t depth)
{
    uint32_t start = 0;
    for (int tries = 0; tries < 24; tries++) {
        start = choose(m->from, m->table.count);
        if (row_call(m, &m->table.rows[start], t, depth)) return true;
    }
    for (uint32_t i = 0; i < m->table.count; i++) {
        if (row_call(m, &m->table.rows[(start + i) % m->table.count], t, depth)) return true;
    }
    return false;
}
