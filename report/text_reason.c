#include "report/text.h"

#include "verdict/wording.h"

#include <inttypes.h>
#include <string.h>

#define MOST_PLACES 4u /* of one reading */

static bool is_word(gate_str text, const char *word)
{
    return gate_str_eq_c(text, word);
}

static void put(gate_paper *paper, uint32_t indent, gate_ink ink, const char *label, gate_str text)
{
    gate_paper_put(paper, indent, ink, label, indent + GATE_TEXT_LABEL, text);
}

/* The last `/` of a pointer; 0 when it has one step or none. */
static size_t last_step(gate_str pointer)
{
    size_t at = pointer.len;
    while (at > 0 && pointer.ptr[at - 1] != '/')
        at--;
    return at > 1 ? at - 1 : 0;
}

/* Do both stand in one container of one file? Then the second needs no more than its own name. */
static bool beside(const gate_doc_origin *a, const gate_doc_origin *b)
{
    size_t x = last_step(a->pointer), y = last_step(b->pointer);
    return a->file.len && gate_str_eq(a->file, b->file) && x > 0 && x == y &&
           gate_str_eq(gate_str_sub(a->pointer, 0, x), gate_str_sub(b->pointer, 0, y));
}

void gate_text_origin(gate_paper *paper, const gate_doc_origin *origin, const gate_doc_origin *before,
                      uint32_t column)
{
    gate_buf text = gate_buf_new(paper->out->arena);
    const char *head = origin->parameter.len ? "from" : origin->file.len ? "at" : "in";
    if (before && beside(before, origin)) {
        gate_buf_c(&text, "…");
        gate_buf_add(&text, gate_str_sub(origin->pointer, last_step(origin->pointer), origin->pointer.len));
        if (origin->line > 0)
            gate_buf_printf(&text, " in line %" PRId64 ":%" PRId64, origin->line, origin->column);
        head = "and";
    } else {
        gate_wording_origin(&text, origin);
    }
    gate_paper_put(paper, column, GATE_INK_PLAIN, head, column + 1 + (uint32_t)strlen(head),
                   gate_buf_str(&text));
}

void gate_text_origins(gate_paper *paper, const gate_doc_origin_list *from, int64_t hidden, uint32_t column)
{
    for (uint32_t i = 0; i < from->len && i < MOST_PLACES; i++)
        gate_text_origin(paper, from->items[i], i > 0 ? from->items[i - 1] : NULL, column);
    int64_t more = (from->len > MOST_PLACES ? from->len - MOST_PLACES : 0) + (hidden > 0 ? hidden : 0);
    if (more == 0) return;
    gate_str text =
        gate_str_printf(paper->out->arena, "%" PRId64 " more place%s", more, more == 1 ? "" : "s");
    gate_paper_put(paper, column, GATE_INK_PLAIN, "and", column + 4, text);
}

bool gate_text_said(gate_paper *paper, gate_str text)
{
    for (uint32_t i = 0; i < paper->said.len; i++) {
        if (gate_str_eq(paper->said.items[i], text)) return true;
    }
    gate_vec_push(paper->out->arena, &paper->said, text);
    return false;
}

bool gate_text_whole(gate_paper *paper, const gate_doc_reading *reading, uint32_t indent)
{
    const gate_doc_origin *whole = gate_wording_whole(reading);
    if (!whole) return false;
    bool missing = is_word(reading->state, "missing");
    gate_buf text = gate_buf_new(paper->out->arena);
    gate_buf_c(&text, "evidence `");
    gate_buf_add(&text, whole->evidence);
    gate_buf_c(&text, missing ? "`" : "` cannot be used");
    if (gate_text_said(paper, reading->because)) {
        gate_buf_c(&text, ", as said above");
    } else {
        gate_buf_c(&text, ": ");
        gate_buf_add(&text, reading->because);
    }
    put(paper, indent, GATE_INK_BAD, missing ? "missing" : "error", gate_buf_str(&text));
    return true;
}

/* `TEXT = VALUE`, or why there is none. Not [named]: TEXT says nothing to anyone, it is the standard library's. */
static void put_reading(gate_paper *paper, const gate_doc_reading *reading, bool named, uint32_t indent)
{
    const char *label = "read";
    gate_str name = named ? reading->text : GATE_STR("");
    gate_buf text = gate_buf_new(paper->out->arena);
    bool value = is_word(reading->state, "value");
    if (!value && gate_text_whole(paper, reading, indent)) return;
    gate_buf_add(&text, name);
    if (value) {
        gate_buf_c(&text, name.len ? " = " : "");
        gate_buf_add(&text, reading->shown);
    } else {
        gate_buf_c(&text, name.len && reading->because.len ? ": " : "");
        gate_buf_add(&text, reading->because);
        label = is_word(reading->state, "missing") ? "missing" : "error";
    }
    put(paper, indent, value ? GATE_INK_DIM : GATE_INK_BAD, label, gate_buf_str(&text));
    gate_text_origins(paper, &reading->from, reading->hidden, indent + GATE_TEXT_LABEL);
}

/* Parameters are said with the bound, and what is written out in the policy with the rule. */
static bool worth_reading(const gate_doc_reading *reading, bool subject)
{
    if (!is_word(reading->state, "value")) return true;
    for (uint32_t i = 0; i < reading->from.len; i++) {
        if (reading->from.items[i]->evidence.len) return true;
    }
    return subject && !gate_str_eq(reading->text, reading->shown);
}

static void put_wanted(gate_paper *paper, const gate_doc_reason *reason, uint32_t indent)
{
    gate_buf text = gate_buf_new(paper->out->arena);
    gate_wording_wanted(&text, reason);
    put(paper, indent, GATE_INK_DIM, "must", gate_buf_str(&text));
}

/* A test or a value. */
static void put_leaf(gate_paper *paper, const gate_doc_reason *reason, uint32_t indent)
{
    const gate_doc_reading *subject = gate_wording_subject(reason);
    const gate_doc_reading *faulty = gate_wording_faulty(reason);
    gate_arena *arena = paper->out->arena;
    bool value = is_word(reason->kind, "value") && reason->readings.len == 1;
    bool definite = is_word(reason->outcome, "true") || is_word(reason->outcome, "false");
    if (!subject && !value && definite) {
        gate_str text = gate_str_printf(arena, GATE_STR_FMT " is " GATE_STR_FMT,
                                        GATE_STR_ARG(reason->library ? GATE_STR("it") : reason->text),
                                        GATE_STR_ARG(reason->outcome));
        put(paper, indent, GATE_INK_DIM, "found", text);
    }
    bool named = !reason->library;
    if (subject && worth_reading(subject, true)) put_reading(paper, subject, named, indent);
    for (uint32_t i = 0; i < reason->readings.len; i++) {
        const gate_doc_reading *reading = reason->readings.items[i];
        if (!named && !definite && is_word(reading->state, "value")) continue; /* of no use without what it is held against */
        if (reading != subject && (value || worth_reading(reading, false)))
            put_reading(paper, reading, named, indent);
    }
    /* The operands are there, and the operation makes no sense on them. */
    if (!definite && !faulty && reason->because.len) {
        put(paper, indent, GATE_INK_BAD, is_word(reason->outcome, "missing") ? "missing" : "error",
            reason->because);
    }
    if (named || definite) put_wanted(paper, reason, indent);
    if (reason->margin && reason->margin->text.len)
        put(paper, indent, GATE_INK_DIM, "margin", reason->margin->text);
}

static gate_str counts_text(gate_arena *arena, const gate_doc_reason *reason)
{
    const gate_doc_counts *counts = reason->counts;
    gate_buf text = gate_buf_new(arena);
    /* Of a trigger's windows: true is a breach. */
    bool windows = is_word(reason->operator, "consecutive") || is_word(reason->operator, "of") ||
                   is_word(reason->operator, "duration");
    gate_buf_printf(&text, "%" PRId64 " %s%s", counts->total, windows ? "window" : "element", counts->total == 1 ? "" : "s");
    const struct {
        int64_t count;
        const char *word;
    } parts[] = {{counts->true_, windows ? "a breach" : "true"},
                 {counts->false_, windows ? "clean" : "false"},
                 {counts->missing, windows ? "unknown" : "missing"},
                 {counts->error, windows ? "unknown, in error" : "in error"}};
    bool first = true;
    for (size_t i = 0; i < GATE_COUNT(parts); i++) {
        if (parts[i].count == 0) continue;
        gate_buf_printf(&text, "%s%" PRId64 " %s", first ? ": " : ", ", parts[i].count, parts[i].word);
        first = false;
    }
    if (counts->filtered > 0) gate_buf_printf(&text, "; %" PRId64 " left out by `where`", counts->filtered);
    return gate_buf_str(&text);
}

/* "[1] id "R-2"", and where it stands. */
static void put_element(gate_paper *paper, const gate_doc_reason *reason, uint32_t indent)
{
    gate_arena *arena = paper->out->arena;
    gate_buf text = gate_buf_new(arena);
    gate_buf_add(&text, reason->element);
    if (reason->at) {
        gate_buf_c(&text, " at ");
        gate_wording_origin(&text, reason->at);
    }
    put(paper, indent, GATE_INK_BOLD, "element", gate_buf_str(&text));
}

static void put_reason(gate_paper *paper, const gate_doc_reason *reason, uint32_t indent, bool whole);

static void put_children(gate_paper *paper, const gate_doc_reason *reason, uint32_t indent)
{
    bool several = reason->alternatives && reason->children.len > 1 && !gate_wording_holds(reason);
    if (several) put(paper, indent, GATE_INK_DIM, "either", GATE_STR("one of these would do:"));
    for (uint32_t i = 0; i < reason->children.len; i++) {
        const gate_doc_reason *child = reason->children.items[i];
        if (several && i > 0 && child->element.len == 0)
            gate_paper_put(paper, indent, GATE_INK_DIM, "or", 0, GATE_STR(""));
        put_reason(paper, child, indent + (several && child->element.len == 0 ? 2 : 0), false);
    }
    if (reason->hidden > 0) {
        put(paper, indent, GATE_INK_DIM, "and",
            gate_str_printf(paper->out->arena, "%" PRId64 " more like these", reason->hidden));
    }
}

static void put_each(gate_paper *paper, const gate_doc_reason *reason, uint32_t indent)
{
    if (gate_wording_none(reason)) {
        put(paper, indent, GATE_INK_BAD, "missing", reason->because);
        gate_text_origins(paper, &reason->readings.items[0]->from, reason->readings.items[0]->hidden,
                          indent + GATE_TEXT_LABEL);
        return;
    }
    for (uint32_t i = 0; i < reason->readings.len; i++) {
        const gate_doc_reading *list = reason->readings.items[i];
        put_reading(paper, list, !reason->library, indent);
        if (is_word(list->state, "value") && reason->because.len) {
            put(paper, indent, GATE_INK_BAD, is_word(reason->outcome, "missing") ? "missing" : "error",
                reason->because);
        }
    }
    if (reason->counts && reason->counts->total > 0)
        put(paper, indent, GATE_INK_DIM, "found", counts_text(paper->out->arena, reason));
    put_children(paper, reason, indent);
}

/* [whole]: it is what the rule says, which needn't be said again. */
static void put_reason(gate_paper *paper, const gate_doc_reason *reason, uint32_t indent, bool whole)
{
    if (reason->element.len) {
        put_element(paper, reason, indent);
        indent += 2;
    }
    if (reason->message.len) put(paper, indent, GATE_INK_BOLD, "message", reason->message);
    if (is_word(reason->kind, "each")) {
        if (!whole && !reason->library) put(paper, indent, GATE_INK_DIM, "part", reason->text);
        put_each(paper, reason, indent);
    } else if (is_word(reason->kind, "confirm")) {
        if (reason->because.len)
            put(paper, indent, GATE_INK_BAD,
                is_word(reason->outcome, "missing")  ? "missing"
                : is_word(reason->outcome, "error") ? "error"
                                                     : "found",
                reason->because);
    } else if (is_word(reason->kind, "cut")) {
        put(paper, indent, GATE_INK_DIM, "found",
            gate_str_printf(paper->out->arena, GATE_STR_FMT " is " GATE_STR_FMT, GATE_STR_ARG(reason->text),
                            GATE_STR_ARG(reason->outcome)));
    } else if (reason->children.len) {
        put_children(paper, reason, indent);
    } else {
        put_leaf(paper, reason, indent);
    }
}

void gate_text_reason(gate_paper *paper, const gate_doc_reason *reason, uint32_t indent)
{
    put_reason(paper, reason, indent, true);
}
