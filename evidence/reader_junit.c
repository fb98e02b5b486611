/* JUnit XML, which is no standard but a habit of many tools. What they agree on is read; what would
 * make a test look better than it was is refused or read in the worse way. The shape of the value is
 * told in docs/readers.md. */
#include "evidence/reader.h"
#include "evidence/trouble.h"
#include "evidence/xml.h"

#include <string.h>
#include <strings.h>

/* How a case ended, the worse the higher. */
typedef enum outcome {
    PASSED,
    SKIPPED,
    FAILED,
    ERRORED,
} outcome;

static const char *const outcome_texts[] = {"passed", "skipped", "failed", "error"};

typedef struct note {
    gate_str text; /* ptr NULL: there is none */
    size_t at;
} note;

typedef struct testcase testcase;
struct testcase {
    testcase *next;
    note name, classname, file;
    note message;
    size_t at, outcome_at, time_at;
    double time;
    outcome outcome;
    bool has_time, flaky;
};

typedef struct property property;
struct property {
    property *next;
    note name, value;
};

enum { TESTS, FAILURES, ERRORS, SKIPPED_COUNT, DISABLED, COUNTERS };

static const char *const counter_names[COUNTERS] = {"tests", "failures", "errors", "skipped", "disabled"};

typedef struct counters {
    size_t at[COUNTERS], time_at;
    int64_t count[COUNTERS];
    double time;
    bool has[COUNTERS], has_time;
} counters;

typedef struct suite suite;
struct suite {
    suite *next, *parent;
    size_t at;
    note name, timestamp, file, hostname;
    gate_str path;
    counters counters;
    testcase *cases, **last_case;
    property *properties, **last_property;
};

typedef struct junit {
    gate_compose *out;
    size_t root_at;
    note name, timestamp;
    counters counters;
    bool plural; /* the root is `testsuites` */
    suite *suites, **last, *open;
    testcase *test;         /* that is open */
    uint32_t outcome_depth; /* of the element that says how the open case ended; 0: none */
    uint32_t depth, case_depth;
    gate_buf line; /* the first line of its text */
    bool wants_line;
    size_t path_bytes;
} junit;

/* -- reading --------------------------------------------------------------------------------------------- */

static note take(junit *j, gate_xml *xml, const char *name)
{
    gate_xml_value value;
    if (!gate_xml_attribute(xml, name, &value)) return (note){{NULL, 0}, gate_xml_at(xml)};
    return (note){gate_str_dup(j->out->arena, value.text), value.at};
}

static void take_counter(junit *j, gate_xml *xml, const char *name, int which, counters *out)
{
    gate_xml_value value;
    if (out->has[which] || !gate_xml_attribute(xml, name, &value)) return;
    char what[32] = "`";
    strcat(strcat(what, name), "`"); /* a name of ours, of at most eight letters */
    out->has[which] = gate_compose_count(j->out, value.text, value.at, what, &out->count[which]);
    out->at[which] = value.at;
}

static bool take_time(junit *j, gate_xml *xml, double *time, size_t *at)
{
    gate_xml_value value;
    if (!gate_xml_attribute(xml, "time", &value)) return false;
    *at = value.at;
    return gate_compose_number(j->out, value.text, value.at, "`time`", time);
}

static void take_counters(junit *j, gate_xml *xml, counters *out)
{
    for (int i = 0; i < COUNTERS; i++)
        take_counter(j, xml, counter_names[i], i, out);
    take_counter(j, xml, "skips", SKIPPED_COUNT, out); /* old pytest */
    take_counter(j, xml, "skip", SKIPPED_COUNT, out);  /* nose */
    out->has_time = take_time(j, xml, &out->time, &out->time_at);
}

/* "outer/inner", or the name alone. All paths together are held to what the text may become, since a
 * long name with many suites in it would otherwise be copied for each of them. */
static gate_str path_of(junit *j, const suite *s)
{
    if (!s->parent || s->parent->path.len == 0) return s->name.text;
    if (s->name.text.len == 0) return s->parent->path;
    j->path_bytes += s->parent->path.len + s->name.text.len;
    if (j->path_bytes > j->out->text_max) {
        (void)gate_compose_refuse(j->out, GATE_D_REPORT_SIZE, s->at,
                                  "the names of nested suites repeat so much that they are too large");
        return s->name.text;
    }
    gate_buf path = gate_buf_new(j->out->arena);
    gate_buf_add(&path, s->parent->path);
    gate_buf_char(&path, '/');
    gate_buf_add(&path, s->name.text);
    return gate_buf_str(&path);
}

static void open_suite(junit *j, gate_xml *xml)
{
    gate_arena *arena = j->out->arena;
    suite *s = GATE_NEW(arena, suite);
    *s = (suite){.parent = j->open, .at = gate_xml_at(xml)};
    s->last_case = &s->cases;
    s->last_property = &s->properties;
    s->name = take(j, xml, "name");
    if (!s->name.text.ptr) s->name.text = GATE_STR("");
    s->timestamp = take(j, xml, "timestamp");
    s->file = take(j, xml, "file");
    s->hostname = take(j, xml, "hostname");
    s->path = path_of(j, s);
    take_counters(j, xml, &s->counters);
    *j->last = s;
    j->last = &s->next;
    j->open = s;
}

static testcase *add_case(junit *j, size_t at)
{
    testcase *t = GATE_NEW(j->out->arena, testcase);
    *t = (testcase){.at = at, .outcome_at = at};
    *j->open->last_case = t;
    j->open->last_case = &t->next;
    return t;
}

/* Some tools say in an attribute what others say by an element within. The worse of the two counts. */
static void take_status(testcase *t, gate_xml *xml, const char *attribute)
{
    static const struct {
        const char *text;
        outcome outcome;
    } words[] = {
        {"notrun", SKIPPED},   {"not run", SKIPPED},    {"not_run", SKIPPED},  {"not executed", SKIPPED},
        {"skip", SKIPPED},     {"skipped", SKIPPED},    {"disabled", SKIPPED}, {"ignored", SKIPPED},
        {"pending", SKIPPED},  {"suppressed", SKIPPED}, {"blocked", SKIPPED},  {"inconclusive", SKIPPED},
        {"canceled", SKIPPED}, {"cancelled", SKIPPED},  {"unknown", SKIPPED},  {"incomplete", SKIPPED},
        {"fail", FAILED},      {"failed", FAILED},      {"failure", FAILED},   {"error", ERRORED},
        {"errored", ERRORED},  {"broken", ERRORED},     {"crashed", ERRORED},  {"aborted", ERRORED},
        {"timeout", ERRORED},  {"timed out", ERRORED},  {"timedout", ERRORED}, {"timed_out", ERRORED}};
    gate_xml_value value;
    if (!gate_xml_attribute(xml, attribute, &value)) return;
    for (size_t i = 0; i < GATE_COUNT(words); i++) {
        if (strcasecmp(value.text.ptr, words[i].text) != 0 || words[i].outcome <= t->outcome) continue;
        t->outcome = words[i].outcome;
        t->outcome_at = value.at;
    }
}

static void open_case(junit *j, gate_xml *xml)
{
    size_t at = gate_xml_at(xml);
    if (!j->open || j->test) {
        (void)gate_compose_refuse(j->out, GATE_D_REPORT_SYNTAX, at, "a `<testcase>` stands %s",
                                  j->test ? "in another" : "outside of every `<testsuite>`");
        return;
    }
    testcase *t = add_case(j, at);
    t->name = take(j, xml, "name");
    t->classname = take(j, xml, "classname");
    t->file = take(j, xml, "file");
    t->has_time = take_time(j, xml, &t->time, &t->time_at);
    if (!t->name.text.ptr)
        (void)gate_compose_refuse(j->out, GATE_D_REPORT_VALUE, at, "a `<testcase>` has no `name`");
    take_status(t, xml, "status");
    take_status(t, xml, "result");
    j->test = t;
}

/* Is [part] in [name], whatever its case? */
static bool says(gate_str name, const char *part)
{
    size_t len = strlen(part);
    for (size_t i = 0; i + len <= name.len; i++) {
        if (strncasecmp(name.ptr + i, part, len) == 0) return true;
    }
    return false;
}

static bool is_named(gate_str name, const char *word)
{
    return name.len == strlen(word) && strncasecmp(name.ptr, word, name.len) == 0;
}

/* What an element says of how a case ended. Beside `failure`, `error` and `skipped` tools have words of their
 * own (Surefire's `rerunFailure` of a test that failed once more; `failed`, `FAILURE`), and an element that
 * was passed over would leave a case that failed among those that passed: what stands directly in a case,
 * [near], and sounds like a result is one. */
static bool outcome_of(gate_str name, bool near, outcome *out)
{
    static const struct {
        const char *word;
        outcome outcome;
        bool whole;
    } words[] = {{"failure", FAILED, true},   {"error", ERRORED, true},         {"skipped", SKIPPED, true},
                 {"error", ERRORED, false},   {"crash", ERRORED, false},        {"abort", ERRORED, false},
                 {"broken", ERRORED, false},  {"timeout", ERRORED, false},      {"fail", FAILED, false},
                 {"skip", SKIPPED, false},    {"ignored", SKIPPED, false},      {"pending", SKIPPED, false},
                 {"notrun", SKIPPED, false},  {"not-run", SKIPPED, false},      {"disabled", SKIPPED, false},
                 {"blocked", SKIPPED, false}, {"inconclusive", SKIPPED, false}, {"cancel", SKIPPED, false}};
    for (size_t i = 0; i < GATE_COUNT(words); i++) {
        if (words[i].whole ? !is_named(name, words[i].word) : !near || !says(name, words[i].word)) continue;
        *out = words[i].outcome;
        return true;
    }
    return false;
}

/* A name without the prefix of its namespace. */
static gate_str local_name(gate_str name)
{
    size_t colon = gate_str_find(name, GATE_STR(":"), 0);
    return colon == SIZE_MAX ? name : gate_str_sub(name, colon + 1, name.len);
}

/* `failure`, `error` and `skipped`. What stands in a suite and in no case (it failed to start) is a
 * case of its own with the suite's name: left out, it would not count. */
static void open_outcome(junit *j, gate_xml *xml, outcome how)
{
    testcase *t = j->test;
    size_t at = gate_xml_at(xml);
    if (!t) {
        if (how == SKIPPED) return;
        t = add_case(j, at);
        t->name = (note){j->open->name.text, at};
    }
    bool worse = how > t->outcome;
    if (worse) {
        t->outcome = how;
        t->outcome_at = at;
    }
    if (!worse && (how < t->outcome || t->message.text.ptr)) return;
    t->message = take(j, xml, "message");
    j->wants_line = j->test && t->message.text.len == 0;
    j->line.len = 0;
    j->outcome_depth = j->depth;
}

static void add_property(junit *j, gate_xml *xml)
{
    property *p = GATE_NEW(j->out->arena, property);
    *p = (property){.name = take(j, xml, "name"), .value = take(j, xml, "value")};
    if (!p->name.text.ptr || !p->value.text.ptr) return;
    *j->open->last_property = p;
    j->open->last_property = &p->next;
}

static void open_root(junit *j, gate_xml *xml, gate_str name)
{
    j->root_at = gate_xml_at(xml);
    j->plural = is_named(name, "testsuites");
    if (j->plural) {
        j->name = take(j, xml, "name");
        j->timestamp = take(j, xml, "timestamp");
        take_counters(j, xml, &j->counters);
    } else if (is_named(name, "testsuite")) {
        open_suite(j, xml);
    } else {
        gate_str shown = gate_shown(j->out->arena, name);
        (void)gate_compose_refuse(j->out, GATE_D_REPORT_KIND, j->root_at,
                                  "the root is `<" GATE_STR_FMT ">`, not `<testsuites>` or `<testsuite>`",
                                  GATE_STR_ARG(shown));
    }
}

static void on_open(void *user, gate_xml *xml, gate_str name)
{
    junit *j = user;
    outcome how;
    j->depth = gate_xml_depth(xml) + 1;
    name = local_name(name);
    bool near = j->test && j->depth == j->case_depth + 1;
    bool flaky = is_named(name, "flakyFailure") || is_named(name, "flakyError");
    if (j->depth == 1) {
        open_root(j, xml, name);
    } else if (is_named(name, "testsuite")) {
        if (j->test)
            (void)gate_compose_refuse(j->out, GATE_D_REPORT_SYNTAX, gate_xml_at(xml),
                                      "a `<testsuite>` stands in a `<testcase>`");
        else
            open_suite(j, xml);
    } else if (is_named(name, "testcase")) {
        open_case(j, xml);
        j->case_depth = j->depth;
    } else if (j->test && flaky) {
        j->test->flaky = true;
    } else if (j->open && outcome_of(name, near, &how)) {
        open_outcome(j, xml, how);
    } else if (j->open && !j->test && gate_str_eq_c(name, "property")) {
        add_property(j, xml);
    }
}

static void on_close(void *user, gate_str name)
{
    junit *j = user;
    if (j->depth == j->outcome_depth) {
        if (j->wants_line && j->line.len)
            j->test->message.text = gate_str_dup(j->out->arena, gate_buf_str(&j->line));
        j->wants_line = false;
        j->outcome_depth = 0;
    }
    j->depth--;
    name = local_name(name);
    if (is_named(name, "testcase")) j->test = NULL;
    if (is_named(name, "testsuite")) j->open = j->open->parent;
}

/* The first line that is not blank stands for the message, where the element has none of its own. */
static void on_text(void *user, gate_str text)
{
    junit *j = user;
    if (!j->wants_line || j->depth != j->outcome_depth) return;
    for (size_t i = 0; i < text.len && j->wants_line; i++) {
        char c = text.ptr[i];
        bool blank = c == ' ' || c == '\t' || c == '\n' || c == '\r';
        if (blank && j->line.len == 0) continue;
        if (c == '\n' || c == '\r') {
            j->wants_line = false;
            j->test->message.text = gate_str_dup(j->out->arena, gate_buf_str(&j->line));
        } else {
            gate_buf_char(&j->line, c);
        }
    }
}

/* -- writing --------------------------------------------------------------------------------------------- */

static void put(gate_compose *out, const char *key, const note *what)
{
    if (!what->text.ptr) return;
    gate_compose_at(out, what->at);
    gate_compose_key(out, key);
    gate_compose_str(out, what->text);
}

static void put_time(gate_compose *out, bool has, double time, size_t at)
{
    if (!has) return;
    gate_compose_at(out, at);
    gate_compose_key(out, "time");
    gate_compose_double(out, time);
}

static void put_counters(gate_compose *out, const counters *c)
{
    for (int i = 0; i < COUNTERS; i++) {
        if (!c->has[i]) continue;
        gate_compose_at(out, c->at[i]);
        gate_compose_key(out, counter_names[i]);
        gate_compose_int(out, c->count[i]);
    }
    put_time(out, c->has_time, c->time, c->time_at);
}

static void put_case(gate_compose *out, const suite *s, const testcase *t)
{
    gate_compose_at(out, t->at);
    gate_compose_open(out, '{');
    put(out, "name", &t->name);
    put(out, "classname", &t->classname);
    put(out, "suite", &(note){s->path, s->name.at});
    put(out, "file", &t->file);
    put_time(out, t->has_time, t->time, t->time_at);
    put(out, "status", &(note){gate_str_c(outcome_texts[t->outcome]), t->outcome_at});
    put(out, "message", &t->message);
    gate_compose_at(out, t->at);
    gate_compose_key(out, "flaky");
    gate_compose_bool(out, t->flaky);
    gate_compose_close(out, '}');
}

static void put_suite(gate_compose *out, const suite *s)
{
    gate_compose_at(out, s->at);
    gate_compose_open(out, '{');
    put(out, "name", &s->name);
    put(out, "path", &(note){s->path, s->name.at});
    put_counters(out, &s->counters);
    put(out, "timestamp", &s->timestamp);
    put(out, "file", &s->file);
    put(out, "hostname", &s->hostname);
    gate_compose_at(out, s->at);
    gate_compose_key(out, "properties");
    gate_compose_open(out, '[');
    for (const property *p = s->properties; p; p = p->next) {
        gate_compose_at(out, p->name.at);
        gate_compose_open(out, '{');
        put(out, "name", &p->name);
        put(out, "value", &p->value);
        gate_compose_close(out, '}');
    }
    gate_compose_close(out, ']');
    gate_compose_at(out, s->at);
    gate_compose_key(out, "cases");
    gate_compose_open(out, '[');
    for (const testcase *t = s->cases; t && !out->trouble; t = t->next)
        put_case(out, s, t);
    gate_compose_close(out, ']');
    gate_compose_close(out, '}');
}

/* What follows the seconds, without their fraction: "Z", "+02:00" or "". */
static gate_str zone_of(gate_str time)
{
    size_t at = time.len < 19 ? time.len : 19;
    while (at < time.len && (time.ptr[at] == '.' || (time.ptr[at] >= '0' && time.ptr[at] <= '9')))
        at++;
    return gate_str_sub(time, at, time.len);
}

/* The time of the whole: the root's own, else the earliest of the suites', where all name one and in
 * the same zone, so that their order as texts is their order as times. */
static note time_of(const junit *j)
{
    if (j->timestamp.text.ptr || !j->suites) return j->timestamp;
    note first = j->suites->timestamp;
    for (const suite *s = j->suites; s; s = s->next) {
        bool alike =
            s->timestamp.text.len >= 19 && gate_str_eq(zone_of(s->timestamp.text), zone_of(first.text));
        if (!alike && s->parent && !s->timestamp.text.ptr) continue; /* it ran within another */
        if (!alike) return (note){{NULL, 0}, 0};
        if (gate_str_cmp(s->timestamp.text, first.text) < 0) first = s->timestamp;
    }
    return first;
}

const gate_trouble *gate_read_junit(gate_arena *arena, const gate_limits *limits, gate_artifact *artifact)
{
    static const gate_xml_reader reader = {on_open, on_close, on_text};
    gate_compose out;
    gate_compose_begin(&out, arena, limits, artifact);
    junit j = {.out = &out, .line = gate_buf_new(arena)};
    j.last = &j.suites;
    if (!gate_xml_read(&out, &reader, &j)) return out.trouble;
    note time = time_of(&j);
    gate_compose_at(&out, j.root_at);
    gate_compose_open(&out, '{');
    put(&out, "name", &j.name);
    put_counters(&out, &j.counters);
    put(&out, "timestamp", &time);
    gate_compose_at(&out, j.root_at);
    gate_compose_key(&out, "suites");
    gate_compose_open(&out, '[');
    for (const suite *s = j.suites; s && !out.trouble; s = s->next)
        put_suite(&out, s);
    gate_compose_close(&out, ']');
    gate_compose_close(&out, '}');
    return gate_compose_end(&out);
}
