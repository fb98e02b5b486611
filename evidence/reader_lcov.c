/* lcov's tracefiles (geninfo's manual page): records of lines `KEY:fields`, from `SF:` to
 * `end_of_record`. Counts are made from the single lines, functions and branches; records of one file,
 * as tests or merges leave them, are put together. The shape of the value is told in docs/readers.md. */
#include "base/utf8.h"
#include "evidence/compose.h"
#include "evidence/jsontext.h"
#include "evidence/reader.h"
#include "evidence/trouble.h"

#include <stdlib.h>
#include <string.h>

/* A line, a branch or a function that was or was not reached. Equal ones are one. */
typedef struct unit {
    gate_str key;   /* branches: block and branch; functions: the name; lines: empty */
    int64_t number; /* the line; functions: which one of that name in its record */
    size_t at;
    bool hit;
} unit;

typedef GATE_VEC(unit) units;

enum { LINES, BRANCHES, FUNCTIONS, KINDS };

static const char *const kind_names[KINDS] = {"lines", "branches", "functions"};

/* LF and LH, BRF and BRH, FNF and FNH: what the producer counted itself. */
typedef struct summary {
    int64_t count[2]; /* total, covered */
    size_t at[2];
    bool has[2];
} summary;

typedef struct source {
    gate_str path;
    size_t at;
    uint32_t records; /* that were put together; 0: this one is in another's */
    units found[KINDS];
    summary reported[KINDS];
} source;

typedef struct lcov {
    gate_compose *out;
    GATE_VEC(source *) sources;
    source *open;
    size_t opened_at;        /* of the open record */
    units declared, counted; /* FN and FNDA of the open record */
} lcov;

/* A line of the file, split: the fields are taken off from the left. */
typedef struct entry {
    gate_str key, rest;
    size_t at;
} entry;

/* -- reading --------------------------------------------------------------------------------------------- */

/* What stands before the next comma, which is taken off too. */
static gate_str field(gate_str *rest)
{
    size_t comma = gate_str_find(*rest, GATE_STR(","), 0);
    gate_str first = gate_str_sub(*rest, 0, comma);
    *rest = comma < rest->len ? gate_str_sub(*rest, comma + 1, rest->len) : (gate_str){"", 0};
    return first;
}

static bool count_of(lcov *l, gate_str text, const char *what, int64_t *out)
{
    size_t at = (size_t)(text.ptr - l->out->artifact->text.ptr);
    return gate_compose_count(l->out, text, at, what, out);
}

/* A place in the file where the field would stand, for one that is empty behind the end. */
static gate_str anchored(const entry *e, gate_str text)
{
    if (text.len) return text;
    return (gate_str){e->rest.ptr + e->rest.len, 0};
}

static void take_line(lcov *l, entry e)
{
    gate_str rest = e.rest;
    unit u = {.at = e.at};
    int64_t hits = 0;
    if (!count_of(l, anchored(&e, field(&rest)), "the line", &u.number)) return;
    if (!count_of(l, anchored(&e, field(&rest)), "the count of a line", &hits)) return;
    u.hit = hits > 0;
    gate_vec_push(l->out->arena, &l->open->found[LINES], u);
}

/* BRDA:line,block,branch,taken, where newer versions write expressions with commas for a branch. */
static void take_branch(lcov *l, entry e)
{
    gate_str rest = e.rest;
    unit u = {.at = e.at};
    int64_t hits = 0;
    if (!count_of(l, anchored(&e, field(&rest)), "the line", &u.number)) return;
    size_t comma = rest.len;
    while (comma > 0 && rest.ptr[comma - 1] != ',')
        comma--;
    u.key = gate_str_sub(rest, 0, comma ? comma - 1 : 0);
    gate_str taken = gate_str_sub(rest, comma, rest.len);
    if (gate_str_find(u.key, GATE_STR(","), 0) == SIZE_MAX) {
        (void)gate_compose_refuse(l->out, GATE_D_REPORT_SYNTAX, e.at,
                                  "`BRDA` has the line, block, branch and count");
        return;
    }
    if (!gate_str_eq_c(taken, "-") && !count_of(l, anchored(&e, taken), "the count of a branch", &hits))
        return;
    u.hit = hits > 0;
    gate_vec_push(l->out->arena, &l->open->found[BRANCHES], u);
}

/* FN:line,name and FN:line,last line,name. Names may hold commas, but do not begin with a number. */
static void take_function(lcov *l, entry e)
{
    int64_t line = 0;
    gate_str rest = e.rest;
    if (!count_of(l, anchored(&e, field(&rest)), "the line", &line)) return;
    gate_str after = rest, second = field(&after);
    bool number = second.len > 0 && after.len > 0;
    for (size_t i = 0; i < second.len && number; i++)
        number = second.ptr[i] >= '0' && second.ptr[i] <= '9';
    gate_vec_push(l->out->arena, &l->declared, ((unit){number ? after : rest, 0, e.at, false}));
}

static void take_calls(lcov *l, entry e)
{
    int64_t hits = 0;
    gate_str rest = e.rest;
    if (!count_of(l, anchored(&e, field(&rest)), "the count of a function", &hits)) return;
    gate_vec_push(l->out->arena, &l->counted, ((unit){rest, 0, e.at, hits > 0}));
}

/* FNL:index,line[,last line] and FNA:index,count,name, since lcov 2.2: the names of one index are one
 * function. */
static void take_indexed(lcov *l, entry e, bool calls)
{
    gate_str rest = e.rest;
    int64_t index = 0, hits = 0;
    if (!count_of(l, anchored(&e, field(&rest)), "the index of a function", &index)) return;
    if (!count_of(l, anchored(&e, field(&rest)), calls ? "the count of a function" : "the line", &hits))
        return;
    /* Names count from 1, so that the two kinds stay apart. */
    gate_vec_push(l->out->arena, &l->open->found[FUNCTIONS],
                  ((unit){{"", 0}, -1 - index, e.at, calls && hits > 0}));
}

static bool take_summary(lcov *l, entry e)
{
    static const char *const keys[KINDS][2] = {{"LF", "LH"}, {"BRF", "BRH"}, {"FNF", "FNH"}};
    for (int kind = 0; kind < KINDS; kind++) {
        for (int i = 0; i < 2; i++) {
            if (!gate_str_eq_c(e.key, keys[kind][i])) continue;
            summary *s = &l->open->reported[kind];
            s->at[i] = e.at;
            s->has[i] = count_of(l, anchored(&e, e.rest), keys[kind][i], &s->count[i]);
            return true;
        }
    }
    return false;
}

static int by_key(const void *left, const void *right)
{
    const unit *a = left, *b = right;
    int order = gate_str_cmp(a->key, b->key);
    if (order == 0) order = a->number < b->number ? -1 : a->number > b->number;
    return order ? order : (a->at < b->at ? -1 : a->at > b->at);
}

static int by_number(const void *left, const void *right)
{
    const unit *a = left, *b = right;
    if (a->number != b->number) return a->number < b->number ? -1 : 1;
    return by_key(left, right);
}

/* Two methods of one name are two functions: the first FN belongs to the first FNDA of that name. */
static void number_names(lcov *l, units *names)
{
    if (names->len) qsort(names->items, names->len, sizeof(unit), by_key);
    for (uint32_t i = 0; i < names->len; i++) {
        unit *u = &names->items[i];
        bool again = i > 0 && gate_str_eq(u->key, u[-1].key);
        u->number = again ? u[-1].number + 1 : 1;
        gate_vec_push(l->out->arena, &l->open->found[FUNCTIONS], *u);
    }
    names->len = 0;
}

static void open_record(lcov *l, entry e)
{
    if (l->open || e.rest.len == 0) {
        gate_place place = gate_text_place(l->out->artifact->text, l->opened_at);
        if (l->open)
            (void)gate_compose_refuse(l->out, GATE_D_REPORT_SYNTAX, e.at,
                                      "a record begins inside the one of line %u", place.line);
        else
            (void)gate_compose_refuse(l->out, GATE_D_REPORT_SYNTAX, e.at, "`SF` names no file");
        return;
    }
    l->opened_at = e.at;
    source *s = GATE_NEW(l->out->arena, source);
    *s = (source){.path = e.rest, .at = e.at, .records = 1};
    gate_vec_push(l->out->arena, &l->sources, s);
    l->open = s;
}

static void take_entry(lcov *l, entry e)
{
    if (gate_str_eq_c(e.key, "DA"))
        take_line(l, e);
    else if (gate_str_eq_c(e.key, "BRDA"))
        take_branch(l, e);
    else if (gate_str_eq_c(e.key, "FN"))
        take_function(l, e);
    else if (gate_str_eq_c(e.key, "FNDA"))
        take_calls(l, e);
    else if (gate_str_eq_c(e.key, "FNL"))
        take_indexed(l, e, false);
    else if (gate_str_eq_c(e.key, "FNA"))
        take_indexed(l, e, true);
    else
        (void)take_summary(l, e); /* what it does not know is passed over: VER, MCDC, … */
}

static void close_record(lcov *l)
{
    number_names(l, &l->declared);
    number_names(l, &l->counted);
    l->open = NULL;
}

static void read_line(lcov *l, gate_str line, size_t at)
{
    if (line.len == 0 || line.ptr[0] == '#') return;
    if (gate_str_eq_c(line, "end_of_record")) {
        if (!l->open)
            (void)gate_compose_refuse(l->out, GATE_D_REPORT_SYNTAX, at, "`end_of_record` ends no record");
        else
            close_record(l);
        return;
    }
    size_t colon = 0;
    while (colon < line.len && ((line.ptr[colon] >= 'A' && line.ptr[colon] <= 'Z') || line.ptr[colon] == '_'))
        colon++;
    if (colon == 0 || colon == line.len || line.ptr[colon] != ':') {
        gate_str shown = gate_shown(l->out->arena, line);
        (void)gate_compose_refuse(l->out, GATE_D_REPORT_SYNTAX, at, "`" GATE_STR_FMT "` is no line of lcov's",
                                  GATE_STR_ARG(shown));
        return;
    }
    entry e = {gate_str_sub(line, 0, colon), gate_str_sub(line, colon + 1, line.len), at};
    if (gate_str_eq_c(e.key, "SF"))
        open_record(l, e);
    else if (l->open)
        take_entry(l, e);
    else if (!gate_str_eq_c(e.key, "TN"))
        (void)gate_compose_refuse(l->out, GATE_D_REPORT_SYNTAX, at,
                                  "`" GATE_STR_FMT "` stands outside of a record", GATE_STR_ARG(e.key));
}

static int by_path(const void *left, const void *right)
{
    const source *a = *(source *const *)left, *b = *(source *const *)right;
    int order = gate_str_cmp(a->path, b->path);
    return order ? order : (a->at < b->at ? -1 : a->at > b->at);
}

/* Records of one path become one, in the first's place. Sorted for that, not hashed: paths are chosen
 * by whoever made the file. */
static void merge(lcov *l)
{
    gate_arena *arena = l->out->arena;
    uint32_t count = l->sources.len;
    source **sorted = gate_arena_copy(arena, l->sources.items, count * sizeof(source *));
    qsort(sorted, count, sizeof *sorted, by_path);
    for (uint32_t i = 1, head = 0; i < count; i++) {
        if (!gate_str_eq(sorted[i]->path, sorted[head]->path)) {
            head = i;
            continue;
        }
        for (int kind = 0; kind < KINDS; kind++) {
            const units *more = &sorted[i]->found[kind];
            for (uint32_t k = 0; k < more->len; k++)
                gate_vec_push(arena, &sorted[head]->found[kind], more->items[k]);
            if (sorted[i]->reported[kind].has[0]) sorted[head]->reported[kind] = sorted[i]->reported[kind];
        }
        sorted[head]->records++;
        sorted[i]->records = 0;
    }
}

/* -- writing --------------------------------------------------------------------------------------------- */

static void put_counts(gate_compose *out, const char *key, int64_t covered, int64_t total)
{
    gate_compose_key(out, key);
    gate_compose_open(out, '{');
    gate_compose_key(out, "covered");
    gate_compose_int(out, covered);
    gate_compose_key(out, "total");
    gate_compose_int(out, total);
    gate_compose_close(out, '}');
}

/* Equal units become one, which is hit when one of them is. */
static void fold(units *all)
{
    uint32_t kept = 0;
    if (all->len) qsort(all->items, all->len, sizeof(unit), by_number);
    for (uint32_t i = 0; i < all->len; i++) {
        const unit *u = &all->items[i];
        unit *before = kept ? &all->items[kept - 1] : NULL;
        if (before && before->number == u->number && gate_str_eq(before->key, u->key))
            before->hit = before->hit || u->hit;
        else
            all->items[kept++] = *u;
    }
    all->len = kept;
}

static void put_kind(gate_compose *out, source *s, int kind)
{
    units *found = &s->found[kind];
    const summary *said = &s->reported[kind];
    fold(found);
    /* Nothing single is there: then it was not measured, unless the producer counted none. */
    bool none = said->has[0] && said->count[0] == 0;
    if (found->len == 0 && !none && (kind != LINES || said->has[0])) return;
    int64_t covered = 0;
    for (uint32_t i = 0; i < found->len; i++)
        covered += found->items[i].hit;
    gate_compose_at(out, found->len ? found->items[0].at : none ? said->at[0] : s->at);
    put_counts(out, kind_names[kind], covered, found->len);
}

static void put_numbers(gate_compose *out, const source *s, const char *key, bool hit)
{
    const units *lines = &s->found[LINES];
    gate_compose_at(out, s->at);
    gate_compose_key(out, key);
    gate_compose_open(out, '[');
    for (uint32_t i = 0; i < lines->len; i++) {
        if (lines->items[i].hit != hit) continue;
        gate_compose_at(out, lines->items[i].at);
        gate_compose_int(out, lines->items[i].number);
    }
    gate_compose_close(out, ']');
}

/* Of several records no sum is made: the same lines may be in each. */
static void put_reported(gate_compose *out, const source *s)
{
    if (s->records > 1) return;
    gate_compose_at(out, s->at);
    gate_compose_key(out, "reported");
    gate_compose_open(out, '{');
    for (int kind = 0; kind < KINDS; kind++) {
        const summary *said = &s->reported[kind];
        if (!said->has[0] || !said->has[1]) continue;
        gate_compose_at(out, said->at[0]);
        put_counts(out, kind_names[kind], said->count[1], said->count[0]);
    }
    gate_compose_close(out, '}');
}

static const gate_trouble *write(lcov *l, size_t start)
{
    gate_compose *out = l->out;
    gate_compose_at(out, start);
    gate_compose_open(out, '{');
    gate_compose_key(out, "files");
    gate_compose_open(out, '{');
    for (uint32_t i = 0; i < l->sources.len && !out->trouble; i++) {
        source *s = l->sources.items[i];
        if (s->records == 0) continue;
        gate_compose_at(out, s->at);
        gate_compose_name(out, s->path);
        gate_compose_open(out, '{');
        for (int kind = 0; kind < KINDS; kind++)
            put_kind(out, s, kind);
        put_numbers(out, s, "covered", true);
        put_numbers(out, s, "uncovered", false);
        put_reported(out, s);
        gate_compose_close(out, '}');
    }
    gate_compose_close(out, '}');
    gate_compose_close(out, '}');
    return gate_compose_end(out);
}

/* What no text of lines may have in it. */
static bool is_text(gate_compose *c)
{
    gate_str text = c->artifact->text;
    const char *nul = text.len ? memchr(text.ptr, 0, text.len) : NULL;
    if (nul)
        return gate_compose_refuse(c, GATE_D_JSON_NUL, (size_t)(nul - text.ptr),
                                   "a NUL byte stands in the text");
    size_t valid = gate_utf8_invalid(text);
    if (valid < text.len)
        return gate_compose_refuse(c, GATE_D_JSON_UTF8, valid, "the byte 0x%02x is not UTF-8 here",
                                   (unsigned)(unsigned char)text.ptr[valid]);
    return true;
}

const gate_trouble *gate_read_lcov(gate_arena *arena, const gate_limits *limits, gate_artifact *artifact)
{
    gate_compose out;
    gate_compose_begin(&out, arena, limits, artifact);
    if (!is_text(&out)) return out.trouble;
    lcov l = {.out = &out};
    gate_str text = artifact->text;
    size_t start = gate_text_start(text);
    for (size_t at = start, end; at < text.len && !out.trouble; at = end + 1) {
        const char *found = memchr(text.ptr + at, '\n', text.len - at);
        end = found ? (size_t)(found - text.ptr) : text.len;
        size_t len = end;
        while (len > at && text.ptr[len - 1] == '\r')
            len--;
        read_line(&l, gate_str_sub(text, at, len), at);
    }
    if (l.open) {
        gate_place place = gate_text_place(text, l.opened_at);
        (void)gate_compose_refuse(&out, GATE_D_REPORT_CUT, text.len,
                                  "the text ends inside the record of line %u", place.line);
    } else if (l.sources.len == 0) {
        (void)gate_compose_refuse(&out, GATE_D_REPORT_CUT, start, "there is no record in the file");
    }
    if (out.trouble) return out.trouble;
    merge(&l);
    return write(&l, start);
}
