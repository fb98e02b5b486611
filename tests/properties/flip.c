/* Flip: the change that a reason asks for, put into the evidence, makes the row pass, and a change that is
 * one unit smaller does not. The sentences are read as they stand in the document ("`a.n` must be at least
 * 7", "needs 2 more covered branches"), so what is tested is what a person is told. Left alone are rows that
 * ask for one value twice (their sentences may contradict each other), and sentences that speak of no single
 * place (a call must be true, a file is needed). */
#include "tests/properties/properties.h"
#include "verdict/wording.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* One value to be set. */
typedef struct setting {
    uint32_t evidence;
    tokens way;
    json_t *value;   /* NULL: the key is taken away */
    json_t *smaller; /* by one unit less; NULL: there is no such thing */
} setting;

typedef struct plan {
    trial_case *t;
    const gate_doc_row *row;
    choices *from;
    setting settings[12];
    uint32_t count;
    bool unknown;  /* the test at hand is missing or in error */
    bool hopeless; /* something in the way that this test cannot do */
    bool more;     /* the reason says "and so for 3 more" */
} plan;

static bool starts(const char *text, const char *with, const char **behind)
{
    size_t len = strlen(with);
    if (strncmp(text, with, len) != 0) return false;
    *behind = text + len;
    return true;
}

/* -- may it be set? ----------------------------------------------------------------------------------------
 */

static uint32_t occurrences(const trial_case *t, const gate_doc_row *row, gate_str what)
{
    uint32_t found = 0;
    (void)t;
    for (uint32_t i = 0; i < row->clauses.len; i++) {
        gate_str text = row->clauses.items[i]->text;
        for (size_t at = gate_str_find(text, what, 0); at != SIZE_MAX;
             at = gate_str_find(text, what, at + 1)) {
            char next = at + what.len < text.len ? text.ptr[at + what.len] : ' ';
            char last = at ? text.ptr[at - 1] : ' ';
            bool word = (next >= 'a' && next <= 'z') || (last >= 'a' && last <= 'z') || last == '.';
            found += !word;
        }
        if (gate_str_ends(text, GATE_STR("…"))) found += 2; /* it may be in what is not shown */
    }
    return found;
}

/* Nothing else in the row reads that place. */
static bool alone(const plan *p, gate_str text, const tokens *way)
{
    if (occurrences(p->t, p->row, text) != 1) return false;
    bool listed = way->len > 1 && gate_str_eq_c(way->items[0], "rs");
    if (listed &&
        occurrences(p->t, p->row, GATE_STR("a.rs")) + occurrences(p->t, p->row, GATE_STR("b.rs")) > 1)
        return false;
    for (uint32_t i = 0; i < p->row->clauses.len; i++) {
        if (p->row->key.len && gate_str_find(p->row->clauses.items[i]->text, GATE_STR(".rs"), 0) != SIZE_MAX)
            return false; /* a row of an element, and all elements */
        gate_str clause = p->row->clauses.items[i]->text;
        if (gate_str_find(clause, GATE_STR("small("), 0) != SIZE_MAX) return false;
        if (gate_str_find(clause, GATE_STR(".?"), 0) != SIZE_MAX) return false;
        if (gate_str_find(clause, GATE_STR("fine"), 0) != SIZE_MAX) return false;
    }
    return true;
}

static bool ends_with_step(gate_str text, gate_str token)
{
    return text.len > token.len && gate_str_ends(text, token) && text.ptr[text.len - token.len - 1] == '.';
}

/* Of an operand that is one place: where; its parent is an object that is there. */
static bool place_of(const plan *p, const gate_doc_reading *reading, setting *out)
{
    if (reading->from.len != 1 || reading->from.items[0]->parameter.len) return false;
    const gate_doc_origin *origin = reading->from.items[0];
    out->evidence = world_evidence(p->t->w, origin->evidence);
    out->way = pointer_tokens(p->t->arena, origin->pointer);
    json_t *root = p->t->evidence->of[out->evidence];
    if (!root || out->way.len == 0) return false;
    gate_str last = out->way.items[out->way.len - 1];
    return ends_with_step(reading->text, last) &&
           json_is_object(pointer_find(root, &out->way, out->way.len - 1)) &&
           alone(p, reading->text, &out->way);
}

static void add(plan *p, setting s)
{
    if (p->unknown) { /* that it is there, whatever it says, may be enough */
        json_decref(s.smaller);
        s.smaller = NULL;
    }
    for (uint32_t i = 0; i < p->count; i++) {
        bool same = p->settings[i].evidence == s.evidence && p->settings[i].way.len == s.way.len;
        for (uint32_t k = 0; same && k < s.way.len; k++)
            same = gate_str_eq(p->settings[i].way.items[k], s.way.items[k]);
        if (same) p->hopeless = true;
    }
    if (p->count < GATE_COUNT(p->settings) && !p->hopeless) {
        p->settings[p->count++] = s;
        return;
    }
    p->hopeless = true;
    json_decref(s.value);
    json_decref(s.smaller);
}

/* -- what a sentence asks for --------------------------------------------------------------------------- */

static json_t *number(double value)
{
    bool whole = floor(value) >= value && fabs(value) < 1e15;
    return whole ? json_integer((json_int_t)value) : json_real(value);
}

/* `needs 2 more covered branches`: of the two places of a ratio the one that is counted. */
static void count_wanted(plan *p, const gate_doc_reading *subject, const char *text)
{
    unsigned by;
    char word[8];
    setting s = {.evidence = GATE_NO};
    if (sscanf(text, "%u %7s", &by, word) != 2 || subject->from.len != 2) {
        p->hopeless = true;
        return;
    }
    for (uint32_t i = 0; i < 2; i++) {
        const gate_doc_origin *origin = subject->from.items[i];
        tokens way = pointer_tokens(p->t->arena, origin->pointer);
        if (way.len == 0 || !gate_str_eq_c(way.items[way.len - 1], "covered")) continue;
        s.evidence = world_evidence(p->t->w, origin->evidence);
        s.way = way;
    }
    json_t *there =
        s.evidence == GATE_NO ? NULL : pointer_find(p->t->evidence->of[s.evidence], &s.way, s.way.len);
    bool module = subject->text.len < 10; /* `line`, `branch`: what else reads it in this row? */
    if (!json_is_integer(there) ||
        occurrences(p->t, p->row, module ? subject->text : GATE_STR(".covered")) != 1 ||
        occurrences(p->t, p->row, GATE_STR("lines.covered"))) {
        p->hopeless = true;
        return;
    }
    json_int_t sign = strcmp(word, "more") == 0 ? 1 : -1, now = json_integer_value(there);
    s.value = json_integer(now + sign * (json_int_t)by);
    s.smaller = json_integer(now + sign * ((json_int_t)by - 1));
    add(p, s);
}

static void bound_wanted(plan *p, setting s, const char *text, double step, bool strict)
{
    double bound = strtod(text, NULL);
    bool whole = floor(bound) >= bound;
    double unit = whole ? 1 : 1.0 / 1024;
    if (text[0] != '-' && (text[0] < '0' || text[0] > '9')) {
        p->hopeless = true;
        return;
    }
    s.value = number(strict ? bound + step * unit : bound);
    s.smaller = number(strict ? bound : bound - step * unit);
    add(p, s);
}

/* What stands behind "must". */
static void wish_granted(plan *p, setting s, const char *text)
{
    const char *rest = text;
    if (starts(rest, "be there and ", &rest)) text = rest;
    if (starts(text, "be at least ", &rest)) {
        bound_wanted(p, s, rest, 1, false);
    } else if (starts(text, "be above ", &rest)) {
        bound_wanted(p, s, rest, 1, true);
    } else if (starts(text, "be at most ", &rest)) {
        bound_wanted(p, s, rest, -1, false);
    } else if (starts(text, "be below ", &rest)) {
        bound_wanted(p, s, rest, -1, true);
    } else if (starts(text, "not be there", &rest)) {
        s.value = NULL;
        add(p, s);
    } else if (starts(text, "be there", &rest)) {
        s.value = json_integer(1);
        add(p, s);
    } else if (starts(text, "be none of ", &rest)) {
        s.value = json_string("none of these");
        add(p, s);
    } else {
        bool list = starts(text, "be one of ", &rest), not = !list && starts(text, "not be ", &rest);
        if (!list && !not &&!starts(text, "be ", &rest)) {
            p->hopeless = true;
            return;
        }
        json_t *said = json_loads(rest, JSON_DECODE_ANY | JSON_DISABLE_EOF_CHECK, NULL);
        json_t *value =
            list && json_is_array(said) ? json_incref(json_array_get(said, 0)) : json_incref(said);
        json_decref(said);
        if (not &&value) {
            json_t *other =
                json_is_number(value) ? json_real(json_number_value(value) + 1) : json_string("another");
            if (json_is_boolean(value)) p->hopeless = true;
            json_decref(value);
            value = other;
        }
        p->hopeless = p->hopeless || !value;
        s.value = value;
        if (value) add(p, s);
    }
}

/* -- the reason, part by part ------------------------------------------------------------------------------
 */

static bool stated(const gate_doc_clause *clause, gate_str sentence)
{
    for (uint32_t i = 0; i < clause->change.len; i++) {
        if (gate_str_find(clause->change.items[i], sentence, 0) != SIZE_MAX) return true;
    }
    return false;
}

static const gate_doc_reading *reading_of(const gate_doc_reason *reason, gate_str text)
{
    for (uint32_t i = 0; i < reason->readings.len; i++) {
        if (gate_str_eq(reason->readings.items[i]->text, text)) return reason->readings.items[i];
    }
    return NULL;
}

static void leaf(plan *p, const gate_doc_clause *clause, const gate_doc_reason *reason)
{
    gate_strs said = {0};
    gate_wording_changes(p->t->arena, &said, reason);
    p->hopeless = p->hopeless || said.len != 1 || said.items[0].len == 0 || said.items[0].ptr[0] != '`';
    if (p->hopeless || !stated(clause, said.items[0])) {
        p->hopeless = true; /* the fifth alternative is not told, nor the thirteenth sentence */
        return;
    }
    const char *text = gate_str_printf(p->t->arena, GATE_STR_FMT, GATE_STR_ARG(said.items[0])).ptr;
    const char *end = strchr(text + 1, '`');
    const char *rest = "";
    gate_str subject = {text + 1, end ? (size_t)(end - text - 1) : 0};
    const gate_doc_reading *reading = reading_of(reason, subject);
    setting s = {.evidence = GATE_NO};
    p->unknown = gate_str_eq_c(reason->outcome, "missing") || gate_str_eq_c(reason->outcome, "error");
    /* What is asked of an element is known only once it is known that `where` leaves it. */
    p->more = p->more || (p->unknown && gate_str_find(clause->text, GATE_STR(" where "), 0) != SIZE_MAX);
    if (!end || !reading) {
        p->hopeless = true;
    } else if (starts(end, "` needs ", &rest)) {
        count_wanted(p, reading, rest);
    } else if (!starts(end, "` must ", &rest) || !place_of(p, reading, &s)) {
        p->hopeless = true;
    } else {
        wish_granted(p, s, rest);
    }
}

static void gather(plan *p, const gate_doc_clause *clause, const gate_doc_reason *reason)
{
    if (p->hopeless || gate_str_eq(reason->outcome, reason->wanted)) return;
    if (reason->children.len == 0) {
        leaf(p, clause, reason);
        return;
    }
    bool one = gate_str_eq_c(reason->operator, "exists_one") && gate_str_eq_c(reason->wanted, "false");
    if (one || gate_str_eq_c(reason->kind, "choice")) {
        p->hopeless = true; /* which of them to change is the reader's choice */
        return;
    }
    if (reason->alternatives) {
        gather(p, clause, reason->children.items[choose(p->from, reason->children.len)]);
        return;
    }
    p->more = p->more || reason->hidden > 0;
    for (uint32_t i = 0; i < reason->children.len; i++)
        gather(p, clause, reason->children.items[i]);
}

static void make_plan(plan *p)
{
    p->count = 0;
    p->more = false;
    for (uint32_t i = 0; i < p->row->clauses.len && !p->hopeless; i++) {
        const gate_doc_clause *clause = p->row->clauses.items[i];
        if (!clause->blocks) continue;
        /* Until it is known that the row applies, its conditions are not judged. */
        bool plain = clause->reason && !clause->series && clause->window < 0 &&
                     !gate_str_eq_c(clause->kind, "only if");
        if (!plain) p->hopeless = true;
        if (plain) gather(p, clause, clause->reason);
    }
    if (p->count == 0) p->hopeless = true;
}

/* -- trying it
 * ------------------------------------------------------------------------------------------------ */

static void forget(plan *p)
{
    for (uint32_t i = 0; i < p->count; i++) {
        json_decref(p->settings[i].value);
        json_decref(p->settings[i].smaller);
    }
    p->count = 0;
}

static void apply(const plan *p, evidence_set *set, uint32_t smaller)
{
    for (uint32_t i = 0; i < p->count; i++) {
        const setting *s = &p->settings[i];
        json_t *value = i == smaller ? s->smaller : s->value;
        if (value) {
            pointer_put(set->of[s->evidence], &s->way, json_incref(value));
        } else {
            json_t *parent = pointer_find(set->of[s->evidence], &s->way, s->way.len - 1);
            json_object_del(parent, s->way.items[s->way.len - 1].ptr);
        }
    }
}

static bool passes(const gate_doc_row *row)
{
    return gate_str_eq_c(row->outcome, "pass") || gate_str_eq_c(row->outcome, "warn") ||
           gate_str_eq_c(row->outcome, "inactive");
}

/* One unit less of one of the changes: it does not pass. */
static bool smaller_fails(plan *p)
{
    trial_case *t = p->t;
    for (uint32_t i = 0; i < p->count; i++) {
        if (!p->settings[i].smaller) continue;
        evidence_set less = evidence_copy(t->evidence);
        apply(p, &less, i);
        judged after = world_judge(t->w, t->arena, &less, NULL, 0);
        evidence_free(&less);
        const gate_doc_row *row = verdict_row(after.verdict, p->row->id, NULL);
        if (row && passes(row))
            return fails(t, GATE_STR_FMT " passes by less than is said to be needed", GATE_STR_ARG(row->id));
    }
    return true;
}

static bool flips(plan *p)
{
    trial_case *t = p->t, now = *t;
    evidence_set set = evidence_copy(t->evidence);
    bool holds = smaller_fails(p), done = false;
    now.evidence = &set;
    for (uint32_t round = 0; holds && !done && round < 4; round++) {
        bool more = p->more;
        apply(p, &set, GATE_NO);
        forget(p);
        judged after = world_judge(t->w, t->arena, &set, NULL, 0);
        const gate_doc_row *row = verdict_row(after.verdict, p->row->id, NULL);
        done = !row || passes(row); /* a row of `each` may be filtered out now */
        if (done) continue;
        if (!more) {
            gate_str said = canon_row(t->arena, p->row, 0), then = canon_row(t->arena, row, 0);
            holds = fails(
                t, GATE_STR_FMT " does not pass by what it asks for\n  " GATE_STR_FMT "\n  " GATE_STR_FMT,
                GATE_STR_ARG(row->id), GATE_STR_ARG(said), GATE_STR_ARG(then));
        }
        *p = (plan){.t = &now, .row = row, .from = p->from};
        make_plan(p);
        done = p->hopeless;
    }
    evidence_free(&set);
    forget(p);
    return holds;
}

/* Does another element bear the row's key? It would take the row's place when this one is filtered out. */
static bool has_double(const gate_doc_block *block, const gate_doc_row *row)
{
    for (uint32_t i = 0; i < block->rows.len && row->key.len; i++) {
        gate_str key = block->rows.items[i]->key;
        if (key.len > row->key.len && gate_str_starts(key, row->key) && key.ptr[row->key.len] == '#')
            return true;
    }
    return false;
}

bool holds_flip(trial_case *t, choices *change)
{
    if (t->kind == FLAVOUR_LANGUAGE) return true;
    for (uint32_t i = 0; i < t->base.verdict->blocks.len; i++) {
        const gate_doc_block *block = t->base.verdict->blocks.items[i];
        for (uint32_t r = 0; r < block->rows.len; r++) {
            plan p = {.t = t, .row = block->rows.items[r], .from = change};
            if (block->trouble.len || p.row->trouble.len || passes(p.row) || has_double(block, p.row))
                continue;
            make_plan(&p);
            bool hopeless = p.hopeless;
            if (hopeless) forget(&p);
            if (hopeless) continue;
            t->done++;
            if (!flips(&p)) return false;
        }
    }
    return true;
}
