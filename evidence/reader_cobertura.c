/* Cobertura's XML, as coverage.py, gcovr, coverlet and many others write it. Counts are made from the
 * single lines; the rates of the root are kept as reported. Lines of a class and of its methods are the
 * same ones, and several classes may stand in one file: each line counts once. The shape of the value is
 * told in docs/readers.md. */
#include "base/num.h"
#include "evidence/reader.h"
#include "evidence/trouble.h"
#include "evidence/xml.h"

#include <stdlib.h>

typedef struct line {
    int64_t number, hits;
    int64_t covered, total; /* branches; total 0: none */
    size_t at;
} line;

/* A class: what one file has is put together in the first one of it. */
typedef struct source {
    gate_str path;
    size_t at;
    bool merged; /* into another */
    GATE_VEC(line) lines;
} source;

typedef struct note {
    gate_str text;
    size_t at;
} note;

enum { LINE_RATE, BRANCH_RATE, RATES };
enum { LINES_COVERED, LINES_VALID, BRANCHES_COVERED, BRANCHES_VALID, COUNTS };

typedef struct cobertura {
    gate_compose *out;
    size_t root_at;
    double rates[RATES];
    int64_t counts[COUNTS];
    size_t rate_at[RATES], count_at[COUNTS];
    bool has_rate[RATES], has_count[COUNTS];
    note timestamp, version; /* ptr NULL: there is none */
    GATE_VEC(source *) sources;
    GATE_VEC(note) folders;
    source *open;
    uint32_t depth, open_depth, folder_depth; /* of the open class and `source`; 0: none */
    gate_buf folder;
    bool has_branches; /* a line with branches was seen: they were measured */
} cobertura;

static const char *const rate_names[RATES][2] = {{"line-rate", "line_rate"}, {"branch-rate", "branch_rate"}};
static const char *const count_names[COUNTS][2] = {{"lines-covered", "lines_covered"},
                                                   {"lines-valid", "lines_valid"},
                                                   {"branches-covered", "branches_covered"},
                                                   {"branches-valid", "branches_valid"}};

/* -- reading --------------------------------------------------------------------------------------------- */

static note take(cobertura *c, gate_xml *xml, const char *name)
{
    gate_xml_value value;
    if (!gate_xml_attribute(xml, name, &value)) return (note){{NULL, 0}, gate_xml_at(xml)};
    return (note){gate_str_dup(c->out->arena, value.text), value.at};
}

static void refuse_kind(cobertura *c, gate_xml *xml, gate_str name)
{
    gate_str shown = gate_shown(c->out->arena, name);
    (void)gate_compose_refuse(c->out, GATE_D_REPORT_KIND, gate_xml_at(xml),
                              c->depth == 1 ? "the root is `<" GATE_STR_FMT ">`, not `<coverage>`"
                                            : "`<" GATE_STR_FMT ">` is no part of Cobertura's reports",
                              GATE_STR_ARG(shown));
}

static void open_root(cobertura *c, gate_xml *xml, gate_str name)
{
    c->root_at = gate_xml_at(xml);
    if (!gate_str_eq_c(name, "coverage")) {
        refuse_kind(c, xml, name);
        return;
    }
    gate_xml_value v;
    for (int i = 0; i < RATES; i++) {
        if (!gate_xml_attribute(xml, rate_names[i][0], &v)) continue;
        c->has_rate[i] = gate_compose_number(c->out, v.text, v.at, rate_names[i][0], &c->rates[i]);
        c->rate_at[i] = v.at;
    }
    for (int i = 0; i < COUNTS; i++) {
        if (!gate_xml_attribute(xml, count_names[i][0], &v)) continue;
        c->has_count[i] = gate_compose_count(c->out, v.text, v.at, count_names[i][0], &c->counts[i]);
        c->count_at[i] = v.at;
    }
    c->timestamp = take(c, xml, "timestamp");
    c->version = take(c, xml, "version");
}

static void open_class(cobertura *c, gate_xml *xml)
{
    size_t at = gate_xml_at(xml);
    note path = take(c, xml, "filename");
    if (c->open) {
        (void)gate_compose_refuse(c->out, GATE_D_REPORT_SYNTAX, at, "a `<class>` stands in another");
    } else if (path.text.len == 0) {
        (void)gate_compose_refuse(c->out, GATE_D_REPORT_VALUE, path.at, "a `<class>` has no `filename`");
    } else {
        source *s = GATE_NEW(c->out->arena, source);
        *s = (source){.path = path.text, .at = at};
        gate_vec_push(c->out->arena, &c->sources, s);
        c->open = s;
        c->open_depth = c->depth;
    }
}

static bool take_count(cobertura *c, gate_xml *xml, const char *name, const char *shown, int64_t *out)
{
    gate_xml_value v;
    if (!gate_xml_attribute(xml, name, &v))
        return gate_compose_refuse(c->out, GATE_D_REPORT_VALUE, gate_xml_at(xml), "a `<line>` has no %s",
                                   shown);
    return gate_compose_count(c->out, v.text, v.at, shown, out);
}

/* "50% (1/2)": the counts; the percentage is rounded. */
static bool take_branches(cobertura *c, gate_xml *xml, line *l)
{
    gate_xml_value v;
    if (!gate_xml_attribute(xml, "condition-coverage", &v))
        return gate_compose_refuse(c->out, GATE_D_REPORT_VALUE, l->at,
                                   "a `<line>` with branches has no `condition-coverage`");
    size_t open = gate_str_find(v.text, GATE_STR("("), 0), slash = gate_str_find(v.text, GATE_STR("/"), 0);
    size_t close = gate_str_find(v.text, GATE_STR(")"), 0);
    bool right = open < slash && slash < close && close < v.text.len &&
                 gate_num_int(gate_str_sub(v.text, open + 1, slash), &l->covered) &&
                 gate_num_int(gate_str_sub(v.text, slash + 1, close), &l->total) && l->covered >= 0 &&
                 l->covered <= l->total;
    if (right) return true;
    gate_str shown = gate_shown(c->out->arena, v.text);
    return gate_compose_refuse(c->out, GATE_D_REPORT_VALUE, v.at,
                               "`condition-coverage` is `" GATE_STR_FMT "`, not as in `50%% (1/2)`",
                               GATE_STR_ARG(shown));
}

static void add_line(cobertura *c, gate_xml *xml)
{
    line l = {.at = gate_xml_at(xml)};
    if (!c->open) {
        (void)gate_compose_refuse(c->out, GATE_D_REPORT_SYNTAX, l.at,
                                  "a `<line>` stands outside of every `<class>`");
        return;
    }
    if (!take_count(c, xml, "number", "`number`", &l.number)) return;
    if (!take_count(c, xml, "hits", "`hits`", &l.hits)) return;
    gate_xml_value v;
    if (gate_xml_attribute(xml, "branch", &v) &&
        (gate_str_eq_c(v.text, "true") || gate_str_eq_c(v.text, "True"))) {
        if (!take_branches(c, xml, &l)) return;
        c->has_branches = true;
    }
    gate_vec_push(c->out->arena, &c->open->lines, l);
}

static void on_open(void *user, gate_xml *xml, gate_str name)
{
    cobertura *c = user;
    c->depth = gate_xml_depth(xml) + 1;
    bool sources = gate_str_eq_c(name, "sources");
    if (c->depth == 1) {
        open_root(c, xml, name);
    } else if (c->depth == 2 && !sources && !gate_str_eq_c(name, "packages")) {
        refuse_kind(c, xml, name); /* Clover and Sonar have the same root */
    } else if (gate_str_eq_c(name, "class")) {
        open_class(c, xml);
    } else if (gate_str_eq_c(name, "line")) {
        add_line(c, xml);
    } else if (gate_str_eq_c(name, "source") && c->depth == 3) {
        c->folder_depth = c->depth;
        c->folder.len = 0;
        gate_vec_push(c->out->arena, &c->folders, ((note){{NULL, 0}, gate_xml_at(xml)}));
    }
}

static void on_close(void *user, gate_str name)
{
    cobertura *c = user;
    (void)name;
    if (c->depth == c->folder_depth) {
        c->folders.items[c->folders.len - 1].text = gate_str_dup(c->out->arena, gate_buf_str(&c->folder));
        c->folder_depth = 0;
    }
    if (c->depth == c->open_depth) {
        c->open = NULL;
        c->open_depth = 0;
    }
    c->depth--;
}

static void on_text(void *user, gate_str text)
{
    cobertura *c = user;
    if (c->folder_depth && c->depth == c->folder_depth) gate_buf_add(&c->folder, text);
}

/* -- putting together ------------------------------------------------------------------------------------ */

static int by_path(const void *left, const void *right)
{
    const source *a = *(source *const *)left, *b = *(source *const *)right;
    int order = gate_str_cmp(a->path, b->path);
    return order ? order : (a->at < b->at ? -1 : a->at > b->at);
}

static int by_number(const void *left, const void *right)
{
    const line *a = left, *b = right;
    if (a->number != b->number) return a->number < b->number ? -1 : 1;
    return a->at < b->at ? -1 : a->at > b->at;
}

/* One line is there once, as the best that was said of it: it is the same measurement, said twice. */
static void fold(source *s)
{
    uint32_t kept = 0;
    if (s->lines.len) qsort(s->lines.items, s->lines.len, sizeof(line), by_number);
    for (uint32_t i = 0; i < s->lines.len; i++) {
        const line *l = &s->lines.items[i];
        line *before = kept ? &s->lines.items[kept - 1] : NULL;
        if (!before || before->number != l->number) {
            s->lines.items[kept++] = *l;
            continue;
        }
        if (l->hits > before->hits) before->hits = l->hits;
        if (l->covered > before->covered) before->covered = l->covered;
        if (l->total > before->total) before->total = l->total;
    }
    s->lines.len = kept;
}

/* Sorted, not hashed: paths are chosen by whoever made the file. */
static void merge(cobertura *c)
{
    gate_arena *arena = c->out->arena;
    uint32_t count = c->sources.len;
    if (count == 0) return;
    source **sorted = gate_arena_copy(arena, c->sources.items, count * sizeof(source *));
    qsort(sorted, count, sizeof *sorted, by_path);
    for (uint32_t i = 1, head = 0; i < count; i++) {
        if (!gate_str_eq(sorted[i]->path, sorted[head]->path)) {
            head = i;
            continue;
        }
        for (uint32_t k = 0; k < sorted[i]->lines.len; k++)
            gate_vec_push(arena, &sorted[head]->lines, sorted[i]->lines.items[k]);
        sorted[i]->merged = true;
    }
    for (uint32_t i = 0; i < count; i++)
        fold(c->sources.items[i]);
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

static void put_numbers(gate_compose *out, const source *s, const char *key, bool hit)
{
    gate_compose_at(out, s->at);
    gate_compose_key(out, key);
    gate_compose_open(out, '[');
    for (uint32_t i = 0; i < s->lines.len; i++) {
        const line *l = &s->lines.items[i];
        if ((l->hits > 0) != hit) continue;
        gate_compose_at(out, l->at);
        gate_compose_int(out, l->number);
    }
    gate_compose_close(out, ']');
}

static void put_file(cobertura *c, const source *s)
{
    gate_compose *out = c->out;
    int64_t hit = 0, covered = 0, total = 0;
    bool fits = true;
    for (uint32_t i = 0; i < s->lines.len; i++) {
        const line *l = &s->lines.items[i];
        hit += l->hits > 0;
        covered += l->covered <= INT64_MAX - covered ? l->covered : 0;
        fits = fits && l->total <= INT64_MAX - total;
        if (fits) total += l->total;
    }
    if (!fits)
        (void)gate_compose_refuse(out, GATE_D_REPORT_VALUE, s->at, "the branches are too many to count");
    gate_compose_at(out, s->at);
    gate_compose_name(out, s->path);
    gate_compose_open(out, '{');
    put_counts(out, "lines", hit, s->lines.len);
    if (c->has_branches) put_counts(out, "branches", covered, total);
    put_numbers(out, s, "covered", true);
    put_numbers(out, s, "uncovered", false);
    gate_compose_close(out, '}');
}

static void put_note(gate_compose *out, const char *key, const note *what)
{
    int64_t number;
    if (!what->text.ptr) return;
    gate_compose_at(out, what->at);
    if (key) gate_compose_key(out, key);
    if (key && gate_num_int(what->text, &number))
        gate_compose_int(out, number);
    else
        gate_compose_str(out, what->text);
}

static void put_root(cobertura *c)
{
    gate_compose *out = c->out;
    for (int i = 0; i < RATES; i++) {
        if (!c->has_rate[i]) continue;
        gate_compose_at(out, c->rate_at[i]);
        gate_compose_key(out, rate_names[i][1]);
        gate_compose_double(out, c->rates[i]);
    }
    for (int i = 0; i < COUNTS; i++) {
        if (!c->has_count[i]) continue;
        gate_compose_at(out, c->count_at[i]);
        gate_compose_key(out, count_names[i][1]);
        gate_compose_int(out, c->counts[i]);
    }
    put_note(out, "timestamp", &c->timestamp);
    if (c->version.text.ptr) {
        gate_compose_at(out, c->version.at);
        gate_compose_key(out, "version");
        gate_compose_str(out, c->version.text);
    }
    gate_compose_at(out, c->root_at);
    gate_compose_key(out, "sources");
    gate_compose_open(out, '[');
    for (uint32_t i = 0; i < c->folders.len; i++)
        put_note(out, NULL, &c->folders.items[i]);
    gate_compose_close(out, ']');
}

const gate_trouble *gate_read_cobertura(gate_arena *arena, const gate_limits *limits, gate_artifact *artifact)
{
    static const gate_xml_reader reader = {on_open, on_close, on_text};
    gate_compose out;
    gate_compose_begin(&out, arena, limits, artifact);
    cobertura c = {.out = &out, .folder = gate_buf_new(arena)};
    if (!gate_xml_read(&out, &reader, &c)) return out.trouble;
    merge(&c);
    gate_compose_at(&out, c.root_at);
    gate_compose_open(&out, '{');
    put_root(&c);
    gate_compose_at(&out, c.root_at);
    gate_compose_key(&out, "files");
    gate_compose_open(&out, '{');
    for (uint32_t i = 0; i < c.sources.len && !out.trouble; i++) {
        if (!c.sources.items[i]->merged) put_file(&c, c.sources.items[i]);
    }
    gate_compose_close(&out, '}');
    gate_compose_close(&out, '}');
    return gate_compose_end(&out);
}
