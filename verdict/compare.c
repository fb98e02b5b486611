#include "verdict/compare.h"

#include "base/instant.h"
#include "base/map.h"
#include "verdict/decimal.h"
#include "verdict/differ.h"

typedef struct comparing {
    gate_arena *arena;
    gate_comparison *out;
    bool exact;
} comparing;

void gate_comparison_add(gate_arena *arena, gate_comparison *out, gate_change change)
{
    gate_vec_push(arena, &out->changes, change);
    bool counts = change.kind == GATE_CHANGE_VERDICT || change.kind == GATE_CHANGE_BLOCK ||
                  change.kind == GATE_CHANGE_ROW;
    out->worse = out->worse || (counts && change.worse);
}

static void add(comparing *c, gate_change change)
{
    gate_comparison_add(c->arena, c->out, change);
}

/* -- verdict, blocks, rows ----------------------------------------------------------------------------- */

/* 0 stands well; 1 stands, but is no plain pass; 2 stands in the way. */
static int rank_of(gate_str outcome)
{
    static const struct {
        const char *outcome;
        int rank;
    } ranks[] = {{"pass", 0},    {"inactive", 0}, {"done", 0}, {"warn", 1},   {"waived", 1},
                 {"skipped", 1}, {"pending", 1},  {"next", 1}, {"waiting", 1}};
    for (size_t i = 0; i < GATE_COUNT(ranks); i++) {
        if (gate_str_eq_c(outcome, ranks[i].outcome)) return ranks[i].rank;
    }
    return 2;
}

static void compare_verdicts(comparing *c)
{
    const gate_doc_verdict *a = c->out->before, *b = c->out->after;
    if (gate_str_eq(a->verdict, b->verdict)) return;
    bool go = gate_str_eq_c(b->verdict, "GO");
    add(c, (gate_change){.kind = GATE_CHANGE_VERDICT,
                         .name = b->policy,
                         .before = a->verdict,
                         .after = b->verdict,
                         .worse = !go,
                         .better = go});
}

static gate_str decision_of(const gate_doc_block *block)
{
    if (!block) return GATE_STR("");
    return block->decision.len ? block->decision : GATE_STR("not judged");
}

static void compare_blocks(comparing *c)
{
    gate_map before = gate_map_new(c->arena), after = gate_map_new(c->arena);
    const gate_doc_block_list *a = &c->out->before->blocks, *b = &c->out->after->blocks;
    for (uint32_t i = 0; i < a->len; i++)
        gate_map_put(&before, a->items[i]->name, a->items[i]);
    for (uint32_t i = 0; i < b->len; i++) {
        const gate_doc_block *now = b->items[i], *then = gate_map_get(&before, now->name);
        gate_map_put(&after, now->name, b->items[i]);
        gate_str x = decision_of(then), y = decision_of(now);
        if (gate_str_eq(x, y) && then && then->good == now->good) continue;
        bool was_good = !then || then->good;
        add(c, (gate_change){.kind = GATE_CHANGE_BLOCK,
                             .name = now->name,
                             .before = x,
                             .after = y,
                             .worse = was_good && !now->good,
                             .better = !was_good && now->good});
    }
    for (uint32_t i = 0; i < a->len; i++) {
        if (gate_map_get(&after, a->items[i]->name)) continue;
        add(c, (gate_change){
                   .kind = GATE_CHANGE_BLOCK, .name = a->items[i]->name, .before = decision_of(a->items[i])});
    }
}

static gate_map rows_of(comparing *c, const gate_doc_verdict *verdict)
{
    gate_map rows = gate_map_new(c->arena);
    for (uint32_t i = 0; i < verdict->blocks.len; i++) {
        const gate_doc_row_list *list = &verdict->blocks.items[i]->rows;
        for (uint32_t k = 0; k < list->len; k++)
            gate_map_put(&rows, list->items[k]->id, list->items[k]);
    }
    return rows;
}

static void compare_row(comparing *c, const gate_doc_row *then, const gate_doc_row *now)
{
    gate_change change = {.kind = GATE_CHANGE_ROW, .name = now->id, .after = now->outcome};
    int rank = rank_of(now->outcome), before = then ? rank_of(then->outcome) : 1;
    if (then) change.before = then->outcome;
    change.worse = now->decides && rank > before;
    change.better = rank < before && then;
    if (!then || !gate_str_eq(then->outcome, now->outcome)) {
        add(c, change);
        return;
    }
    gate_buf way = gate_buf_new(c->arena);
    if (!c->exact || !gate_doc_differ_row(&way, then, now)) return;
    change.what = gate_buf_str(&way);
    add(c, change);
}

static void compare_rows(comparing *c, const gate_map *before, const gate_map *after)
{
    for (uint32_t i = 0; i < after->len; i++)
        compare_row(c, gate_map_get(before, after->entries[i].key), after->entries[i].value);
    for (uint32_t i = 0; i < before->len; i++) {
        const gate_doc_row *row = before->entries[i].value;
        if (gate_map_get(after, row->id)) continue;
        add(c, (gate_change){.kind = GATE_CHANGE_ROW, .name = row->id, .before = row->outcome});
    }
}

/* -- values ---------------------------------------------------------------------------------------------- */

/* What a text of JSON stands for where it is a plain string: between its quotes. */
static gate_str plain(gate_str json)
{
    bool quoted = json.len >= 2 && json.ptr[0] == '"' && json.ptr[json.len - 1] == '"';
    return quoted ? gate_str_sub(json, 1, json.len - 1) : json;
}

/* "+2.5", "-3m": [now] minus [then]; empty where there is no such thing. */
static gate_str moved_by(comparing *c, gate_str then, gate_str now)
{
    char digits[GATE_DECIMAL_MAX + 4], shown[40];
    gate_str text = GATE_STR("");
    int sign = gate_decimal_difference(digits, now, then, &text);
    if (sign == 1 || sign == -1)
        return gate_str_printf(c->arena, "%c" GATE_STR_FMT, sign > 0 ? '+' : '-', GATE_STR_ARG(text));
    gate_instant a, b;
    gate_duration x, y, span;
    bool zoned;
    now = plain(now);
    then = plain(then);
    if (gate_instant_parse(then, &a, &zoned) && gate_instant_parse(now, &b, &zoned)) {
        span = gate_instant_diff(b, a);
    } else if (gate_duration_parse(then, &x) && gate_duration_parse(now, &y) && gate_duration_neg(x, &x)) {
        if (!gate_duration_add(y, x, &span)) return GATE_STR("");
    } else {
        return GATE_STR("");
    }
    bool ahead = span.sec > 0 || (span.sec == 0 && span.nsec > 0);
    gate_str by = gate_duration_show(shown, span);
    return gate_str_printf(c->arena, "%s" GATE_STR_FMT, ahead ? "+" : "", GATE_STR_ARG(by));
}

static gate_str reading_shown(const gate_doc_reading *reading)
{
    if (!gate_str_eq_c(reading->state, "value")) return reading->state;
    return reading->shown.len ? reading->shown : reading->value;
}

/* Every operand of the row's tests that was read, by where it stands: clause, elements, its text. */
static void collect(comparing *c, gate_map *out, gate_str way, const gate_doc_reason *reason)
{
    if (reason->element.len)
        way = gate_str_printf(c->arena, GATE_STR_FMT "[" GATE_STR_FMT "]", GATE_STR_ARG(way),
                              GATE_STR_ARG(reason->element));
    for (uint32_t i = 0; i < reason->readings.len; i++) {
        gate_doc_reading *reading = reason->readings.items[i];
        if (reading->constant) continue;
        gate_str key = gate_str_printf(c->arena, GATE_STR_FMT "\n" GATE_STR_FMT, GATE_STR_ARG(way),
                                       GATE_STR_ARG(reading->text));
        if (!gate_map_get(out, key)) gate_map_put(out, key, reading);
    }
    for (uint32_t i = 0; i < reason->children.len; i++)
        collect(c, out, way, reason->children.items[i]);
}

static gate_map readings_of(comparing *c, const gate_doc_row *row)
{
    gate_map out = gate_map_new(c->arena);
    for (uint32_t i = 0; i < row->clauses.len; i++) {
        const gate_doc_clause *clause = row->clauses.items[i];
        if (!clause->reason) continue;
        gate_str way = gate_str_printf(c->arena, GATE_STR_FMT "\n%lld\n", GATE_STR_ARG(clause->text),
                                       (long long)clause->window);
        collect(c, &out, way, clause->reason);
    }
    return out;
}

/* The elements, "[a][b]", and the operand. */
static gate_str operand_of(comparing *c, gate_str key, const gate_doc_reading *reading)
{
    gate_str way = gate_str_sub(key, 0, key.len - reading->text.len - 1);
    size_t from = way.len;
    while (from > 0 && way.ptr[from - 1] != '\n')
        from--;
    way = gate_str_sub(way, from, way.len);
    if (way.len == 0) return reading->text;
    return gate_str_printf(c->arena, GATE_STR_FMT " at " GATE_STR_FMT, GATE_STR_ARG(reading->text),
                           GATE_STR_ARG(way));
}

static void compare_values(comparing *c, const gate_map *before, const gate_map *after)
{
    for (uint32_t i = 0; i < after->len; i++) {
        const gate_doc_row *now = after->entries[i].value, *then = gate_map_get(before, now->id);
        if (!then) continue;
        gate_map a = readings_of(c, then), b = readings_of(c, now);
        for (uint32_t k = 0; k < b.len; k++) {
            const gate_doc_reading *y = b.entries[k].value, *x = gate_map_get(&a, b.entries[k].key);
            if (!x || (gate_str_eq(x->state, y->state) && gate_str_eq(x->value, y->value) &&
                       gate_str_eq(x->shown, y->shown)))
                continue;
            add(c, (gate_change){.kind = GATE_CHANGE_VALUE,
                                 .name = now->id,
                                 .what = operand_of(c, b.entries[k].key, y),
                                 .before = reading_shown(x),
                                 .after = reading_shown(y),
                                 .by = moved_by(c, x->value, y->value)});
        }
    }
}

/* -- inputs ---------------------------------------------------------------------------------------------- */

static gate_str file_state(const gate_doc_file *file)
{
    if (!file) return GATE_STR("");
    return file->sha256.len ? file->sha256 : file->trouble.len ? file->trouble : GATE_STR("unread");
}

static const gate_doc_file *find_file(const gate_doc_evidence *evidence, const gate_doc_file *wanted)
{
    for (uint32_t i = 0; evidence && i < evidence->files.len; i++) {
        const gate_doc_file *file = evidence->files.items[i];
        if (gate_str_eq(file->path, wanted->path) || (file->by_hand && wanted->by_hand)) return file;
    }
    return NULL;
}

static void compare_files(comparing *c, gate_str name, const gate_doc_evidence *then,
                          const gate_doc_evidence *now)
{
    bool files = false;
    for (uint32_t i = 0; now && i < now->files.len; i++) {
        const gate_doc_file *y = now->files.items[i], *x = find_file(then, y);
        if (gate_str_eq(file_state(x), file_state(y))) continue;
        files = true;
        add(c, (gate_change){GATE_CHANGE_EVIDENCE, name, y->path, file_state(x), file_state(y), GATE_STR(""),
                             false, false});
    }
    for (uint32_t i = 0; then && i < then->files.len; i++) {
        const gate_doc_file *x = then->files.items[i];
        if (find_file(now, x)) continue;
        files = true;
        add(c, (gate_change){GATE_CHANGE_EVIDENCE, name, x->path, file_state(x), GATE_STR(""), GATE_STR(""),
                             false, false});
    }
    gate_str a = then ? then->state : GATE_STR(""), b = now ? now->state : GATE_STR("");
    if (files || gate_str_eq(a, b)) return;
    add(c, (gate_change){GATE_CHANGE_EVIDENCE, name, now ? now->pattern : then->pattern, a, b, GATE_STR(""),
                         false, false});
}

static void compare_evidence(comparing *c)
{
    gate_map before = gate_map_new(c->arena), after = gate_map_new(c->arena);
    const gate_doc_evidence_list *a = &c->out->before->evidence, *b = &c->out->after->evidence;
    for (uint32_t i = 0; i < a->len; i++)
        gate_map_put(&before, a->items[i]->name, a->items[i]);
    for (uint32_t i = 0; i < b->len; i++) {
        gate_map_put(&after, b->items[i]->name, b->items[i]);
        compare_files(c, b->items[i]->name, gate_map_get(&before, b->items[i]->name), b->items[i]);
    }
    for (uint32_t i = 0; i < a->len; i++) {
        if (!gate_map_get(&after, a->items[i]->name)) compare_files(c, a->items[i]->name, a->items[i], NULL);
    }
}

/* Something with a name and a text that may change. */
typedef struct named {
    gate_str name, text;
} named;

static void compare_named(comparing *c, gate_change_kind kind, named *a, uint32_t a_len, named *b,
                          uint32_t b_len)
{
    gate_map before = gate_map_new(c->arena), after = gate_map_new(c->arena);
    for (uint32_t i = 0; i < a_len; i++)
        gate_map_put(&before, a[i].name, &a[i]);
    for (uint32_t i = 0; i < b_len; i++) {
        const named *then = gate_map_get(&before, b[i].name);
        gate_map_put(&after, b[i].name, &b[i]);
        gate_str text = then ? then->text : GATE_STR("");
        if (gate_str_eq(text, b[i].text)) continue;
        add(c, (gate_change){.kind = kind,
                             .name = b[i].name,
                             .before = text,
                             .after = b[i].text,
                             .by = moved_by(c, text, b[i].text)});
    }
    for (uint32_t i = 0; i < a_len; i++) {
        if (!gate_map_get(&after, a[i].name))
            add(c, (gate_change){.kind = kind, .name = a[i].name, .before = a[i].text});
    }
}

static named *sources_of(comparing *c, const gate_doc_source_list *list)
{
    named *out = GATE_ARRAY(c->arena, named, list->len);
    for (uint32_t i = 0; i < list->len; i++)
        out[i] = (named){list->items[i]->name, list->items[i]->sha256};
    return out;
}

static named *parameters_of(comparing *c, const gate_doc_parameter_list *list)
{
    named *out = GATE_ARRAY(c->arena, named, list->len);
    for (uint32_t i = 0; i < list->len; i++)
        out[i] = (named){list->items[i]->name, list->items[i]->value};
    return out;
}

static void compare_inputs(comparing *c)
{
    const gate_doc_verdict *a = c->out->before, *b = c->out->after;
    compare_evidence(c);
    compare_named(c, GATE_CHANGE_SOURCE, sources_of(c, &a->sources), a->sources.len,
                  sources_of(c, &b->sources), b->sources.len);
    compare_named(c, GATE_CHANGE_PARAMETER, parameters_of(c, &a->parameters), a->parameters.len,
                  parameters_of(c, &b->parameters), b->parameters.len);
}

/* -- the whole ---------------------------------------------------------------------------------------------
 */

/* What no change has named, but for what may differ: the version, and where the time came from. */
static void compare_rest(comparing *c)
{
    gate_doc_verdict a = *c->out->before, b = *c->out->after;
    gate_buf way = gate_buf_new(c->arena);
    a.gatec = b.gatec;
    a.zone_table = b.zone_table; /* another version that gives the same times is no other verdict */
    a.now_origin = b.now_origin;
    bool named_already = c->out->changes.len > 0;
    if (named_already || !gate_doc_differ(&way, &a, &b)) return;
    add(c, (gate_change){.kind = GATE_CHANGE_OTHER, .name = gate_buf_str(&way)});
}

void gate_doc_compare(gate_arena *arena, const gate_doc_verdict *before, const gate_doc_verdict *after,
                      bool exact, gate_comparison *out)
{
    *out = (gate_comparison){.before = before, .after = after};
    comparing c = {arena, out, exact};
    gate_map then = rows_of(&c, before), now = rows_of(&c, after);
    compare_verdicts(&c);
    compare_blocks(&c);
    compare_rows(&c, &then, &now);
    compare_values(&c, &then, &now);
    compare_inputs(&c);
    if (exact) compare_rest(&c);
}
